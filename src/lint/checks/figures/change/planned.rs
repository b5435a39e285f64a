//! What goes beyond a plan that stands in a clause of its own: «Nghị quyết đề ra kết nạp 60 đảng viên. … kết quả kết nạp được 71 đảng
//! viên, vượt 11 đảng viên so với chỉ tiêu».

use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact};
use crate::text::fold;

/// Tokens behind a change in which the plan is named, and tokens of the clause that sets it.
const NAMED: usize = 6;
const CLAUSE: usize = 14;

/// Figures before a result that are read, at most.
const MOST: usize = 8;

/// The one figure that was set, in the sentence of the result or the one before; `facts[at]` is the change, `to` the result.
pub(super) fn base<'f>(context: &Context<'_>, facts: &'f [Fact], at: usize, to: &Fact) -> Option<&'f Fact> {
    let document = context.document;
    let change = facts.get(at).filter(|change| change.is_led_by_any(&[Cue::Up, Cue::Down]))?;
    let plans = &context.catalogue.wording.any.plans;
    let behind = fold(document.between(change.end, change.end + NAMED));
    let behind = behind.trim_start();
    plans.behind(behind.strip_prefix("so với").unwrap_or(behind).trim_start())?;
    let block = |fact: &Fact| document.sentences.get(fact.sentence as usize).map(|sentence| sentence.block);
    let before = &facts[at.checked_sub(1)?.saturating_sub(MOST)..at - 1];
    let near = |fact: &&Fact| fact.sentence + 1 >= to.sentence && block(fact) == block(to) && fact.same_kind(to);
    let mut same = before.iter().filter(near);
    let (set, None) = (same.next()?, same.next()) else { return None };
    let start = document.sentences.get(set.sentence as usize)?.tokens.start;
    let clause = document.tokens.get(set.tokens.start.saturating_sub(CLAUSE).max(start)..set.tokens.start)?;
    let words = fold(document.token_text(set.tokens.start - clause.len()..set.tokens.start));
    let words = words.rsplit([',', ';']).next().unwrap_or_default();
    let sets = &context.catalogue.wording.change.sets;
    let named = plans.within(words).next().is_some() || words.split_whitespace().any(|word| sets.has(word));
    (named && set.of.is_none() && !set.inexact).then_some(set)
}
