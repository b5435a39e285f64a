//! Births and deaths per thousand: «Năm 2024, toàn xã có 24.800 người, sinh 420 trẻ, tỷ suất sinh thô 16,9‰».

use super::OTHERS;
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::fact::{Fact, Unit};
use crate::text::{Fit, Ratio, fold};

/// People of a place, at least, and how far, as a share of it, a rate of the mean number of people may be from that of all.
const PEOPLE: f64 = 1000.0;
const MEAN: f64 = 0.05;

/// Tokens before a rate that name it.
const NAME: usize = 6;

/// Finds the rates that the people and the births or deaths of their sentence do not give.
pub(super) fn find(context: &Context<'_>, out: &mut Vec<Draft>) {
    let document = context.document;
    if !document.text.contains('‰') {
        return;
    }
    let facts = &context.facts().all;
    let rate = |fact: &&Fact| document.between(fact.tokens.end, fact.tokens.end).trim_start().starts_with('‰');
    out.extend(facts.iter().filter(rate).filter_map(|rate| judged(context, rate)));
}

fn judged(context: &Context<'_>, rate: &Fact) -> Option<Draft> {
    let document = context.document;
    let all = context.facts().of_sentence(rate.sentence);
    let before = &all[..all.partition_point(|fact| fact.tokens.start < rate.tokens.start)];
    let before = before.iter().rev().take(OTHERS);
    let exact = before.filter(|fact| fact.of.is_none() && !fact.inexact);
    let name = fold(document.token_text(rate.tokens.start.saturating_sub(NAME)..rate.tokens.start));
    let named = ["tỷ suất ", "tỷ lệ ", "tỉ suất ", "tỉ lệ "].iter().find_map(|rate| name.rsplit_once(rate))?.1;
    let rates = &context.catalogue.wording.share.per_mille;
    let (_, verbs) = rates.iter().find(|(of, _)| named.starts_with(of.as_str()))?;
    let people = context.catalogue.figures.named("người");
    let mut wholes = exact.clone().filter(|fact| Some(fact.unit) == people && fact.value.value() >= PEOPLE);
    let led = |fact: &&Fact| {
        let word = fact.tokens.start.checked_sub(1).and_then(|at| document.tokens.get(at));
        matches!(fact.unit, Unit::Count(_) | Unit::Word(_)) && word.is_some_and(|word| verbs.is(word))
    };
    let mut parts = exact.filter(led);
    let (whole, None) = (wholes.next()?, wholes.next()) else { return None };
    let (part, None) = (parts.next()?, parts.next()) else { return None };
    let ratio = Ratio::of(part.value, whole.value, 1000)?;
    let right = ratio.rounded(rate.value.scale)?;
    let apart = (right.value() - rate.value.value()).abs();
    let wrong = !rate.inexact && ratio.fit(rate.value) == Fit::Wrong && apart > MEAN * right.value();
    let draft = Draft::on(Place::Tokens(part.tokens.start.min(whole.tokens.start)..rate.tokens.end)).say("per-mille");
    let draft = draft.with("part", part.value.to_string()).with("whole", whole.value.to_string());
    let draft = draft.with("exact", right.to_string()).with("stated", rate.value.to_string());
    (wrong && rate.value.is_slip_of(right)).then_some(draft)
}
