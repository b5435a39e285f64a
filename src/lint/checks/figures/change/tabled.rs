//! «đạt 868 triệu đồng, gấp 2,4 lần năm 2015», where only a table says what it was in 2015.

use super::{Ends, NEAR, judge};
use crate::lint::check::{Context, Draft, Place};
use crate::lint::indicators::value::{Standing, Value};
use crate::lint::indicators::{MeasureId, TERM};
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Gap, TokenKind, fold};
use std::collections::BTreeMap;
use std::ops::Range;

/// Tokens of «so với cuối năm 2015» after a change.
const BASE: usize = 6;

/// Finds changes of an indicator that its value in the text and its base in a table do not give.
pub(super) fn find(context: &Context<'_>, out: &mut Vec<Draft>) {
    let reached = |v: &&Value| v.sure && v.standing != Standing::Target;
    let mut bases: Option<Bases<'_>> = None;
    for value in context.values().iter().filter(reached).filter(|v| !v.in_table) {
        let Some((to, change)) = change_of(context, value) else { continue };
        // A place among others is no quantity, and what is counted anew each year has no base.
        let Some(year) = base_year(context, change).filter(|_| !value.rank && !value.by_year) else { continue };
        let bases = bases.get_or_insert_with(|| {
            let mut bases = Bases::new();
            for value in context.values().iter().filter(reached).filter(|v| v.in_table) {
                bases.entry((value.measure, value.name, value.year)).or_default().push(value);
            }
            bases
        });
        let Some((from, base)) = in_table(context, value, year, bases) else { continue };
        let draft = judge(context, &Ends { from, to }, change);
        let place = Place::Tokens(change.tokens.start..change.end);
        out.extend(draft.map(|draft| Draft { place, ..draft }.see(base, "số năm gốc")));
    }
}

/// What tables give of a measure, under a name, in a year.
type Bases<'v> = BTreeMap<(MeasureId, u64, i32), Vec<&'v Value>>;

/// The figure of a value, and the change that is told right after it.
fn change_of<'c>(context: &'c Context<'_>, value: &Value) -> Option<(&'c Fact, &'c Fact)> {
    let document = context.document;
    let facts = &context.facts().all;
    let end = |fact: &Fact| document.token_range(fact.tokens.clone()).end;
    let at = facts.partition_point(|fact| end(fact) < value.place.end.saturating_sub(UNIT));
    let to =
        (at..facts.len()).take(3).find(|&i| facts[i].value == value.value && within(document, &facts[i], value))?;
    let (to, after) = (&facts[to], &facts[to + 1..]);
    let near = |fact: &&Fact| fact.sentence == to.sentence && fact.tokens.start.saturating_sub(to.end) <= NEAR;
    let cues = [Cue::Up, Cue::Down, Cue::Times];
    let mut next = after.iter().take(2).take_while(near);
    // «đạt 868 triệu đồng, bằng 108,5% mục tiêu, gấp …»: any other figure between may be what has changed.
    let change = next.find(|fact| fact.unit != Unit::Percent || fact.is_led_by_any(&cues))?;
    if !change.is_led_by_any(&cues) {
        return None;
    }
    let gap = document.between(to.end, change.tokens.start);
    // Past the last comma nothing is named that could have changed instead.
    let own = |word: &str| context.catalogue.wording.change.own.has(&fold(word));
    let subject = gap.rsplit_once(',').is_none_or(|(_, last)| !last.split_whitespace().all(own));
    (!subject && !gap.contains([';', '.', '('])).then_some((to, change))
}

/// Bytes of the longest unit after a figure: «triệu đồng/người/năm».
const UNIT: usize = 40;

fn within(document: &crate::document::Document, fact: &Fact, value: &Value) -> bool {
    let range = document.token_range(fact.tokens.clone());
    value.place.start <= range.start && range.end <= value.place.end
}

/// The year a change is said to be counted from, in nothing but words for it: «so với năm 2015», «năm 2015», «so với
/// đầu nhiệm kỳ».
fn base_year(context: &Context<'_>, change: &Fact) -> Option<i32> {
    let tokens = &context.document.tokens;
    let times = tokens.get(change.tokens.end).filter(|t| t.text(&context.document.text) == "lần").is_some();
    let start = if times { change.end.max(change.tokens.end + 1) } else { change.end };
    let text = |range: Range<usize>| fold(context.document.between(range.start, range.end)).trim().to_string();
    let stop = (start..start + BASE).find(|&i| tokens.get(i).is_none_or(|t| i > start && t.gap != Gap::Space));
    let reach = start..stop.unwrap_or(start + BASE);
    let mut years = context.mentions.within(&reach).iter().filter_map(|m| match &m.kind {
        MentionKind::Date(date) if date.month.is_none() => Some((date.year?, m.tokens.start)),
        _ => None,
    });
    let lead = |at: usize| {
        let words = text(start..at);
        matches!(words.as_str(), "so với năm" | "so với" | "so với cuối năm")
            || (times && matches!(words.as_str(), "năm" | ""))
    };
    if let Some((year, at)) = years.next() {
        return lead(at).then_some(year);
    }
    let word =
        |i: usize| tokens.get(i).filter(|t| t.kind == TokenKind::Word).map(|t| fold(t.text(&context.document.text)));
    let words: Vec<String> = (reach.start..reach.end).map_while(word).collect();
    let opening = words.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let since = opening == "so với đầu nhiệm kỳ" || times && opening == "đầu nhiệm kỳ";
    since.then(|| context.turn() - TERM)
}

/// Tables that give one value, at most.
const TABLES: usize = 64;

/// The one value a table gives of the same indicator in a year, as a figure, and where it stands.
fn in_table<'c>(
    context: &'c Context<'_>,
    value: &Value,
    year: i32,
    bases: &Bases<'_>,
) -> Option<(&'c Fact, Range<usize>)> {
    let (base, others) = bases.get(&(value.measure, value.name, year)).filter(|b| b.len() <= TABLES)?.split_first()?;
    let alike = match (base.unit, value.unit) {
        (Unit::Measure(x, a), Unit::Measure(y, b)) => x == y && a == b,
        (x, y) => x == y,
    };
    let one = others.iter().all(|other| other.value == base.value);
    let facts = &context.facts().all;
    let start = |fact: &Fact| context.document.token_range(fact.tokens.clone()).start;
    let at = facts.partition_point(|fact| start(fact) < base.place.start);
    let fact = facts.get(at).filter(|fact| start(fact) < base.place.end && fact.value == base.value)?;
    (alike && one && year < value.year).then(|| (fact, base.place.clone()))
}
