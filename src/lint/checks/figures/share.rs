//! A stated share against its own numerator and denominator.

use super::{Pair, between, table};
use crate::lint::check::{Check, Context, Draft, Place};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, Number, Ratio};
use serde::Deserialize;

/// `share:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// What to report: shares that are wrong, or only roughly rounded.
    report: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    Wrong,
    Rounded,
}

/// Tokens between the numerator and its share: more, and something else is spoken of.
const NEAR: usize = 16;

/// Earlier figures that may be the whole.
const WHOLES: usize = 12;

impl Check for Share {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let wanted = match self.report {
            Fault::Wrong => Fit::Wrong,
            Fault::Rounded => Fit::Rounded,
        };
        let facts = context.facts();
        for (at, share) in facts.all.iter().enumerate().filter(|(_, fact)| fact.is_share()) {
            if let Some(found) = stated(context, at, share).filter(|found| found.fit == wanted) {
                let place = Place::Tokens(found.pair.start..share.end);
                out.extend(draft(place, found.pair.part, found.pair.whole, share.value, wanted));
            }
        }
        for table in &context.document.tables {
            for row in table::ratio_columns(context, table).into_iter().filter(|row| row.fit == wanted) {
                out.extend(draft(Place::Text(row.place), row.part, row.whole, row.stated, wanted));
            }
        }
    }
}

fn draft(place: Place, part: Number, whole: Number, stated: Number, fit: Fit) -> Option<Draft> {
    let ratio = Ratio::of(part, whole, 100)?;
    // What is only roughly rounded is shown more exactly than it is stated.
    let more = if fit == Fit::Rounded { stated.scale + 2 } else { stated.scale.max(1) };
    let draft = Draft::on(place)
        .with("part", part.to_string())
        .with("whole", whole.to_string())
        .with("exact", ratio.rounded(more)?.to_string())
        .with("right", ratio.rounded(stated.scale)?.to_string());
    Some(draft.with("stated", stated.to_string()))
}

/// A share with what it is a share of.
struct Stated {
    pair: Pair,
    fit: Fit,
}

fn judge(pair: Pair, percent: Number) -> Option<Stated> {
    let fit = Ratio::of(pair.part, pair.whole, 100)?.fit(percent);
    Some(Stated { pair, fit })
}

/// What a percentage is the share of, if the text shows it beyond doubt.
fn stated(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let facts = context.facts();
    // «88,9% (24/27 vụ)»
    if let Some(next) = facts.all.get(at + 1).filter(|next| next.of.is_some() && next.sentence == share.sentence)
        && between(context, share.end, next.tokens.start).trim_matches(['%', ' ', '\u{A0}']) == "("
    {
        return judge(pair_of(next)?, share.value);
    }
    if measured_by_plan(context, share) {
        return None;
    }
    let before = facts.before(at);
    let part = before.last()?;
    if !is_tied(context, part, share) || part.inexact {
        return None;
    }
    match part.of {
        Some(whole) => {
            // «93,8%, tức 15/16 trường (68,8%)»: the ratio has its share already, this is another's.
            let mut others = before.iter().filter(|fact| fact.is_share());
            let fits =
                |other: &Fact| Ratio::of(part.value, whole, 100).is_some_and(|r| r.fit(other.value) != Fit::Wrong);
            if others.any(fits) { None } else { judge(pair_of(part)?, share.value) }
        }
        None => of_a_whole(context, before, part, share),
    }
}

fn pair_of(fact: &Fact) -> Option<Pair> {
    Some(Pair { part: fact.value, whole: fact.of?, start: fact.tokens.start })
}

/// «…, chiếm 79,23%», «… (79,23%)» right after a figure.
fn is_tied(context: &Context<'_>, part: &Fact, share: &Fact) -> bool {
    let gap = between(context, part.tokens.end, share.tokens.start);
    if share.tokens.start - part.tokens.end > NEAR || gap.contains([';', '.', '?', '!']) {
        return false;
    }
    let opened = gap.trim_end_matches([' ', '\u{A0}', '=']).ends_with('(');
    // What stands in brackets of its own says nothing of what follows them.
    let closed = gap.contains(')') && !gap.contains('(');
    !closed && (opened || context.catalogue.figures.ends(context.mentions, Cue::Share, share.tokens.start))
}

/// «bằng 108% kế hoạch», «đạt 12% so với năm trước».
fn measured_by_plan(context: &Context<'_>, share: &Fact) -> bool {
    let after = share.end..share.end + 4;
    context.catalogue.figures.has(context.mentions, Cue::Plan, &after)
}

/// The part of a whole named before it: «342 đồng chí, trong đó tái cử 271 đồng chí, chiếm 79,23%».
fn of_a_whole(context: &Context<'_>, before: &[Fact], part: &Fact, share: &Fact) -> Option<Stated> {
    let words = &context.catalogue.figures;
    if !matches!(part.unit, Unit::Count(_)) || names_its_base(context, share) {
        return None;
    }
    let earlier = &before[..before.len() - 1];
    let larger = |fact: &&Fact| fact.of.is_none() && !fact.inexact && fact.value.value() >= part.value.value();
    let wholes: Vec<&Fact> = earlier.iter().rev().filter(larger).take(WHOLES).collect();
    let pair = |whole: &Fact| Pair { part: part.value, whole: whole.value, start: part.tokens.start };
    let fits = |whole: &&&Fact| judge(pair(whole), share.value).is_some_and(|stated| stated.fit != Fit::Wrong);
    // Whatever it is a share of, it is right.
    let same: Vec<&Fact> = wholes.iter().copied().filter(|whole| whole.same_kind(part)).collect();
    if let Some(whole) = wholes.iter().find(fits) {
        return judge(pair(whole), share.value);
    }
    // Wrong only of a whole that is surely meant: of the same kind, opened by «trong đó» or «gồm».
    let [whole] = same.as_slice() else { return None };
    let opened = whole.end..part.tokens.start;
    let shown = words.has(context.mentions, Cue::Subset, &opened) || words.has(context.mentions, Cue::Parts, &opened);
    if !shown || in_earlier_sentence(context, part, share) {
        return None;
    }
    judge(pair(whole), share.value)
}

/// Whether the sentence before has a whole that the share fits.
fn in_earlier_sentence(context: &Context<'_>, part: &Fact, share: &Fact) -> bool {
    let Some(earlier) = part.sentence.checked_sub(1) else { return false };
    let facts = context.facts().of_sentence(earlier);
    facts.iter().any(|whole| Ratio::of(part.value, whole.value, 100).is_some_and(|r| r.fit(share.value) != Fit::Wrong))
}

/// «chiếm 31% giá trị sản xuất của ngành»: the whole stands after the share.
fn names_its_base(context: &Context<'_>, share: &Fact) -> bool {
    let text = context.document.text.get(..).unwrap_or("");
    let end = context.document.tokens.get(share.end - 1).map_or(0, |t| t.end as usize);
    let tail = text.get(end..).unwrap_or("").trim_start_matches([' ', '\u{A0}', '%']);
    tail.chars().next().is_some_and(char::is_alphabetic) && !tail.starts_with("và ")
}
