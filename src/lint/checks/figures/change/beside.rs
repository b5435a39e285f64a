//! Changes whose base stands nearby but not in the set form «từ … lên …»: in brackets after them, or earlier in the
//! sentence with a time of its own. As the words tie them less, the numbers must: what is stated is a slip of what is right.

use super::planned;
use super::{Ends, NEAR, comparable, difference, judge, year_at, year_before};
use crate::lint::check::{Context, Draft};
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Number, Ratio, Syllable, fold};
use std::sync::LazyLock;

/// Tokens between a bracket and the base in it: «(nhiệm kỳ 2015-2020: 68,4 tỷ đồng)».
const BRACKET: usize = 9;

/// Words of «cao hơn kế hoạch», «cao hơn nhiệm kỳ trước» between the word for more or less and the change.
const MEASURE: usize = 5;

/// Judges the change at `at` by a base nearby.
pub(super) fn find(context: &Context<'_>, facts: &[Fact], at: usize) -> Option<Draft> {
    let change = &facts[at];
    let to = facts.get(at.checked_sub(1)?)?;
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact && fact.sentence == change.sentence;
    let times = is_multiple(context, change);
    if change.of.is_some() || !exact(to) || !(times || is_told(context, to, change)) {
        return None;
    }
    // «14 doanh nghiệp thì nay đã là 29, tức thêm 15 doanh nghiệp»: the value in between has no unit of its own.
    let bare = to.unit == Unit::None && matches!(change.unit, Unit::Count(_) | Unit::Word(_));
    // «Đầu nhiệm kỳ có 21 doanh nghiệp, cuối nhiệm kỳ đếm được 34, gấp 1,9 lần»: the number right before it names the unit.
    let counted =
        |fact: &Fact| matches!(fact.unit, Unit::Count(_) | Unit::Word(_)) && fact.value.scale == to.value.scale;
    let multiple = to.unit == Unit::None && change.is_led_by(Cue::Times);
    let right_before = |fact: &Fact| at >= 2 && facts[at - 2].tokens == fact.tokens && counted(fact);
    let given = |fact: &&Fact| {
        let alike = akin(context, fact, to) || bare && fact.same_kind(change) || multiple && right_before(fact);
        fact.of.is_none() && !fact.inexact && alike
    };
    let told = || {
        let earlier = earlier(context, facts, at, to).or_else(|| told_before(context, facts, at, to)).filter(given);
        earlier.or_else(|| of_a_row(context, facts, at, to))
    };
    let planned = || planned::base(context, facts, at, to).filter(given);
    let (from, loose) = match (bracketed(context, facts, at).filter(given), told()) {
        (Some(base), _) => (base, BRACKETED),
        (None, Some(base)) => (base, LOOSE),
        // Only a slip shows that this plan is meant.
        (None, None) => (planned()?, 0.0),
    };
    let slip = is_within(loose, from, to, change, times)? || slipped(from, to, change);
    let ends = Ends { from, to };
    judge(context, &ends, change).filter(|_| slip && !super::is_right_of_another(context, facts, at, &ends))
}

/// Whether what is stated is so near to the right change that it is surely of these two.
fn is_within(loose: f64, from: &Fact, to: &Fact, change: &Fact, times: bool) -> Option<bool> {
    let (exact, stated) = held(from, to, change, times)?;
    Some((exact - stated.value()).abs() <= loose * exact.max(stated.value()))
}

/// The same of two ends that no set form ties.
pub(super) fn is_near(context: &Context<'_>, from: &Fact, to: &Fact, change: &Fact) -> bool {
    let near = is_within(LOOSE, from, to, change, is_multiple(context, change));
    near == Some(true) || slipped(from, to, change)
}

/// How far, as a share of the larger, a stated change may be from the right one and still be surely of these two.
const LOOSE: f64 = 0.35;
/// The same, where the base stands in a bracket of its own right after the change.
const BRACKETED: f64 = 0.5;

/// «trồng mới 64 ha quế, nâng tổng diện tích từ 318 ha lên 392 ha»: what was added stands before its two ends. `at` is the
/// second end.
pub(super) fn added(context: &Context<'_>, facts: &[Fact], at: usize, ends: &Ends<'_>) -> Option<Draft> {
    let change = facts.get(at.checked_sub(2)?).filter(|change| change.sentence == ends.to.sentence)?;
    let exact = change.of.is_none() && !change.inexact && change.same_kind(ends.to);
    if !exact || ends.from.tokens.start - change.end > NEAR || !slipped(ends.from, ends.to, change) {
        return None;
    }
    // «94 hộ đăng ký mới, 37 hộ ngừng, nâng tổng số từ 511 lên 568 hộ»: of two changes neither is the whole.
    let earlier = facts[..at - 2].iter().rev().take(super::OTHERS).take_while(|fact| fact.sentence == change.sentence);
    if earlier.into_iter().any(|fact| akin(context, fact, change)) {
        return None;
    }
    let gap = fold(context.document.between(change.end, ends.from.tokens.start));
    let clause = gap.rsplit(',').next().unwrap_or_default().trim_start();
    let raised = ["nâng tổng", "đưa tổng"].iter().any(|words| clause.starts_with(words));
    (raised && !gap.contains([';', '.', '('])).then(|| judge(context, ends, change)).flatten()
}

/// Whether a difference is the right one with a slip of the hand, or with one more or less of few.
pub(super) fn slipped(from: &Fact, to: &Fact, change: &Fact) -> bool {
    let exact = comparable(from, to).zip(to.amount()).and_then(|(from, to)| difference(from, to));
    let small = |x: Number, y: Number| (x.value() - y.value()).abs() <= 2.0;
    exact.zip(change.amount()).is_some_and(|(exact, stated)| stated.is_slip_of(exact) || small(exact, stated))
}

/// The right change and the stated one, in the same measure.
fn held(from: &Fact, to: &Fact, change: &Fact, times: bool) -> Option<(f64, Number)> {
    let (x, y) = (comparable(from, to)?, to.amount()?);
    if times || change.is_led_by(Cue::Times) {
        return Some((Ratio::of(y, x, 1)?.rounded(3)?.value(), change.value));
    }
    if change.unit == Unit::Percent && to.unit != Unit::Percent {
        return Some((Ratio::change(y, x, 100)?.abs().rounded(3)?.value(), change.value));
    }
    Some((difference(x, y)?.value(), change.amount()?))
}

/// «bằng 1,8 lần năm 2020 (30 tỷ đồng)».
fn is_multiple(context: &Context<'_>, change: &Fact) -> bool {
    super::is_times(context, change)
        && change
            .tokens
            .start
            .checked_sub(1)
            .and_then(|i| context.document.tokens.get(i))
            .is_some_and(|t| fold(t.text(&context.document.text)) == "bằng")
}

/// Whether a change is told of the figure before it and of nothing else: «…, giảm 271 hộ», «… (giảm 4,5 điểm %)», «…, cao hơn
/// kế hoạch 12 ha».
pub(super) fn is_told(context: &Context<'_>, to: &Fact, change: &Fact) -> bool {
    let near = change.tokens.start.saturating_sub(to.end) <= NEAR;
    // Asked of every pair of figures, and few have such a word between them.
    let between = context.document.tokens.get(to.end..change.tokens.start).unwrap_or_default();
    let words_of = &context.catalogue.wording.change;
    if !near || !between.iter().any(|token| words_of.turns.is(token) || words_of.adds.is(token)) {
        return false;
    }
    let gap = context.document.between(to.end, change.tokens.start);
    // «vượt 20 tấn so với kế hoạch (1.100 tấn), giảm 35 tấn»: what a bracket closes behind is a base, and has not changed.
    let aside = gap.find(')').is_some_and(|at| gap.find('(').is_none_or(|open| at < open));
    if aside || gap.contains([';', '.', ':']) || !gap.contains([',', '(']) {
        return false;
    }
    let clause = fold(gap.rsplit([',', '(']).next().unwrap_or(gap));
    let words: Vec<&str> = clause.split_whitespace().collect();
    let turn = words.iter().position(|word| words_of.turns.has(word));
    // «tức thêm 15 doanh nghiệp», «như thế là bớt 5 hộ»; by themselves these may tell of others.
    let more = || words.iter().position(|word| words_of.adds.has(word)).filter(|&at| at > 0);
    let Some(turn) = turn.or_else(more) else { return false };
    let own = words[..turn].iter().all(|word| words_of.own.has(word));
    let after = &words[turn + 1..];
    let yearly = super::yearly_after(context, change.end) || words.contains(&"bình") || words.contains(&"mỗi");
    own && after.len() <= MEASURE && !yearly
}

/// The one figure in a bracket that follows the change: «… so với năm 2020 (107 nghìn con)».
fn bracketed<'f>(context: &Context<'_>, facts: &'f [Fact], at: usize) -> Option<&'f Fact> {
    // «tăng 38,1% (tăng 16 doanh nghiệp)» tells the same change twice.
    let changed = |fact: &&Fact| fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    let (change, base) = (&facts[at], facts.get(at + 1).filter(|base| !changed(base))?);
    let document = context.document;
    let gap = document.between(change.end, base.tokens.start);
    let (said, inside) = gap.rsplit_once('(')?;
    let one = base.sentence == change.sentence
        && base.tokens.start - change.end <= 2 * NEAR
        && inside.split_whitespace().count() <= BRACKET
        && !inside.contains([')', ';'])
        && !said.contains([';', '.', '(', ')']);
    // «tăng 5,1 triệu đồng so với năm 2023 (60,3 triệu đồng)»: past a comma something else is compared.
    let direct = said.matches(',').count() == 0;
    let end = document.sentences.get(base.sentence as usize).map_or(base.end, |sentence| sentence.tokens.end);
    let closed = match facts.get(at + 2).filter(|next| next.sentence == base.sentence) {
        Some(next) => document.between(base.end, next.tokens.start).contains(')'),
        None => document.between(base.end, end + 1).contains(')'),
    };
    (one && direct && closed).then_some(base)
}

/// The one other figure of the kind in the sentence, earlier than what changed and with an earlier time of its own.
fn earlier<'f>(context: &Context<'_>, facts: &'f [Fact], at: usize, to: &Fact) -> Option<&'f Fact> {
    let sentence = context.document.sentences.get(to.sentence as usize)?;
    let first = facts.partition_point(|fact| fact.tokens.start < sentence.tokens.start);
    let before = facts.get(first..at.checked_sub(1)?)?;
    let (from, rest) = before.split_last()?;
    if rest.iter().any(|other| akin(context, other, to)) {
        return None;
    }
    let from_time = time(context, rest.last().map_or(sentence.tokens.start, |fact| fact.end), from)?;
    let to_time = time(context, from.end, to)?;
    // «năm 2020 có 12 hộ, đến năm 2024 có 31 hộ trong 45 hộ»: what lies between is told of the same.
    let gap = context.document.between(from.end, to.tokens.start);
    let near = to.tokens.start - from.end <= NEAR && !gap.contains(['(', '.']);
    // «giảm 1,80 điểm so với năm 2020», where the first figure is of another year.
    let base = base_time(context, &facts[at]).is_none_or(|base| base == Some(from_time));
    (near && base && from_time < to_time).then_some(from)
}

/// «năm 2021: 12; năm 2022: 15; năm 2024: 22 đồng chí, tăng 10 đồng chí so với năm 2021»: of a row of years, each with its
/// value and nothing else, the one that the change names.
fn of_a_row<'f>(context: &Context<'_>, facts: &'f [Fact], at: usize, to: &Fact) -> Option<&'f Fact> {
    let document = context.document;
    let sentence = document.sentences.get(to.sentence as usize)?;
    let base = base_time(context, &facts[at])??;
    let first = facts.partition_point(|fact| fact.tokens.start < sentence.tokens.start);
    let row = facts.get(first..at)?;
    let links = &context.catalogue.wording.change.links;
    // What stands between the value before and a year must not name anything, nor what follows the year.
    let year = |i: usize| {
        let fact = row.get(i)?;
        let start = i.checked_sub(1).and_then(|i| row.get(i)).map_or(sentence.tokens.start, |before| before.end);
        let year = time(context, start, fact)?;
        let said = fold(document.between(start, fact.tokens.start));
        let said = if i == 0 { said.rsplit(&year.to_string()).next()?.to_string() } else { said };
        let plain = |word: &str| {
            let word = word.trim_matches([',', ';', ':', '%', '(', ')']);
            word.is_empty() || matches!(word, "năm" | "đến" | "và") || word == year.to_string() || links.has(word)
        };
        let kind = fact.unit == Unit::None || akin(context, fact, to);
        (kind && fact.of.is_none() && !fact.inexact && said.split_whitespace().all(plain)).then_some(year)
    };
    let years: Option<Vec<i32>> = (0..row.len()).map(year).collect();
    let years = years.filter(|years| years.len() >= 3 && years.is_sorted_by(|x, y| x < y))?;
    row.get(years.iter().position(|year| *year == base).filter(|at| at + 1 < years.len())?)
}

/// «Đầu nhiệm kỳ, Đảng bộ có 1.206 đảng viên. Đến nay có 1.345 đảng viên, tăng 139 đồng chí so với đầu nhiệm kỳ»: the change names
/// the time that the one figure of its kind in the sentence before has.
fn told_before<'f>(context: &Context<'_>, facts: &'f [Fact], at: usize, to: &Fact) -> Option<&'f Fact> {
    let sentences = &context.document.sentences;
    let base = base_time(context, &facts[at])??;
    let spoken = |before: u32| {
        let first = facts.partition_point(|fact| fact.sentence < before);
        // «Đảng bộ có 531 đảng viên. Hiện nay số đảng viên là 585 đồng chí»
        let people = |unit: Unit| context.catalogue.figures.is_people(unit);
        let same = move |fact: &&Fact| fact.same_kind(to) || people(fact.unit) && people(to.unit);
        facts.iter().skip(first).take_while(move |fact| fact.sentence == before).filter(same)
    };
    // Sentences between that give no such figure change nothing.
    let before = (1..=BACK).filter_map(|back| to.sentence.checked_sub(back)).find(|i| spoken(*i).next().is_some())?;
    let (this, earlier) = (sentences.get(to.sentence as usize)?, sentences.get(before as usize)?);
    let mut same = spoken(before);
    let (from, None) = (same.next()?, same.next()) else { return None };
    if before + 1 < to.sentence && !is_named_alike(context, earlier.tokens.start..from.tokens.start, to) {
        return None;
    }
    let alone =
        facts.get(at.checked_sub(2)?).is_none_or(|fact| fact.sentence != to.sentence || !akin(context, fact, to));
    let time = time(context, earlier.tokens.start, from)?;
    (this.block == earlier.block && alone && time == base).then_some(from)
}

/// Sentences before a change in which its base is looked for.
const BACK: u32 = 3;

/// Whether the words before a base and before what it became hold a name of three syllables: «diện tích cây ăn quả».
fn is_named_alike(context: &Context<'_>, earlier: std::ops::Range<usize>, to: &Fact) -> bool {
    let document = context.document;
    let Some(sentence) = document.sentences.get(to.sentence as usize) else { return false };
    let words = |range: std::ops::Range<usize>| document.tokens.get(range).unwrap_or_default();
    let (earlier, this) = (words(earlier), words(sentence.tokens.start..to.tokens.start));
    let times = &context.catalogue.wording.change.times;
    let named = |run: &&[crate::text::Token]| run.iter().all(|token| !times.may_end(token));
    let mut runs = this.windows(NAME).filter(named);
    runs.any(|run| earlier.windows(NAME).any(|other| run.iter().map(|t| t.id).eq(other.iter().map(|t| t.id))))
}

/// Syllables that two names must share.
const NAME: usize = 3;

/// The time after «so với» right behind a change, or behind a multiple («gấp 3 lần năm 2015»), if that stands there: of what it is,
/// if that can be told.
pub(super) fn base_time(context: &Context<'_>, change: &Fact) -> Option<Option<i32>> {
    let start = change.end;
    if let Some(year) = year_at(context, start).filter(|_| change.is_led_by(Cue::Times)) {
        return Some(Some(year));
    }
    // Asked of every change, and most name no base.
    context.document.tokens.get(start).filter(|token| token.id == *SO)?;
    let after = fold(context.document.between(start, start + BASE_WORDS));
    let named = after.trim_start_matches(['%', ' ']).strip_prefix("so với")?;
    let window = start..start + BASE_WORDS;
    let year = context.mentions.within(&window).iter().find_map(|m| match &m.kind {
        MentionKind::Date(date) => date.year,
        _ => None,
    });
    let time = context.catalogue.wording.change.times.opening(named.trim_start());
    Some(time.or(year))
}

/// The first word of «so với».
static SO: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("so"));

/// Tokens of «so với đầu nhiệm kỳ».
const BASE_WORDS: usize = 6;

/// The one time that stands between a token and a figure, as a year; the term's begin is before all years.
pub(super) fn time(context: &Context<'_>, from: usize, fact: &Fact) -> Option<i32> {
    if let Some((year, _)) = year_before(context, fact) {
        return Some(year);
    }
    time_within(context, from..fact.tokens.start)
}

/// The one time within some tokens.
pub(super) fn time_within(context: &Context<'_>, window: std::ops::Range<usize>) -> Option<i32> {
    let mut years = context.mentions.within(&window).iter().filter_map(|m| match &m.kind {
        MentionKind::Date(date) => Some(date.year),
        _ => None,
    });
    let (year, other) = (years.next(), years.next());
    if let Some(year) = year {
        return year.filter(|_| other.is_none());
    }
    let text = fold(context.document.token_text(window));
    context.catalogue.wording.change.times.within(&text)
}

/// Of one kind, or one counted in the other: «418 hộ nghèo», «137 hộ».
pub(super) fn akin(context: &Context<'_>, base: &Fact, to: &Fact) -> bool {
    base.same_kind(to) || context.catalogue.figures.akin(base.unit, to.unit)
}
