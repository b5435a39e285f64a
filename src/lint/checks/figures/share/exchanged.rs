//! Shares that have changed places: «nam 99 đồng chí, chiếm 38,1%; nữ 61 đồng chí, chiếm 61,9%».

use super::{Stated, is_tied, judge_amounts, names_its_base};
use crate::lint::check::Context;
use crate::lint::checks::figures::sum;
use crate::mentions::fact::{Fact, Unit};
use crate::text::{Fit, Number};

/// Sentences before a share in which the whole is looked for, and the figures that are read.
const BACK: u32 = 1;
const MOST: usize = 16;

/// Of two parts beside each other, each has the share that the other should have: of one whole told before them, or of what
/// both make. That shares fit so by chance does not happen where they are not alike.
pub(super) fn of_the_other(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let facts = &context.facts().all;
    let part = facts.get(at.checked_sub(1)?).filter(|part| is_part(context, part, share))?;
    let before = at.checked_sub(3).and_then(|at| Some((facts.get(at)?, facts.get(at + 1)?, at)));
    let after = facts.get(at + 1).zip(facts.get(at + 2)).map(|(other, its)| (other, its, at - 1));
    [before, after].into_iter().flatten().find_map(|(other, its, first)| {
        let alike = its.sentence == share.sentence && is_part(context, other, its) && are_alike(other, part);
        if !alike || its.value == share.value {
            return None;
        }
        let crossed = |whole: &Fact| {
            let fits = |part, share: &Fact| judge_amounts(part, whole, share).is_some_and(|s| s.fit == Fit::Right);
            fits(part, its) && fits(other, share)
        };
        let from = facts.partition_point(|fact| fact.sentence + BACK < share.sentence).max(first.saturating_sub(MOST));
        let told = facts.get(from..first)?.iter().rev().filter(|fact| is_whole(context, fact, part, share));
        let whole = told.into_iter().find(|whole| crossed(whole)).cloned();
        let both = sum::total(&[part, other]).map(|sum| back(sum, part)).filter(|_| makes_hundred(share, its));
        let both = || {
            let mut whole = part.clone();
            whole.value = both.flatten()?;
            Some(whole).filter(|whole| crossed(whole))
        };
        let whole = whole.or_else(both)?;
        judge_amounts(part, &whole, share).filter(|stated| stated.fit == Fit::Wrong)
    })
}

/// Whether two shares are all of something.
fn makes_hundred(x: &Fact, y: &Fact) -> bool {
    sum::add([Some(x.value), Some(y.value)].into_iter()).is_some_and(|sum| sum.value() == 100.0)
}

/// An amount in base units, in the unit of another figure.
fn back(amount: Number, like: &Fact) -> Option<Number> {
    if let Unit::Measure(_, exponent) = like.unit { amount.shifted(-exponent) } else { Some(amount) }
}

/// Whether a figure before a share may be the whole: exact, of the same kind, in its block.
fn is_whole(context: &Context<'_>, whole: &Fact, part: &Fact, share: &Fact) -> bool {
    let block = |fact: &Fact| context.document.sentences.get(fact.sentence as usize).map(|s| s.block);
    let exact = whole.of.is_none() && !whole.inexact && are_alike(whole, part);
    exact && block(whole) == block(share)
}

/// Whether both count, by whatever name («160 đồng chí», «45 nữ»), or measure the same.
fn are_alike(x: &Fact, y: &Fact) -> bool {
    let counts = |fact: &Fact| matches!(fact.unit, Unit::Count(_) | Unit::Word(_));
    counts(x) && counts(y) || x.same_kind(y)
}

/// Whether a share is told of the figure right before it and of nothing else.
fn is_part(context: &Context<'_>, part: &Fact, share: &Fact) -> bool {
    let counted = matches!(part.unit, Unit::Count(_) | Unit::Word(_) | Unit::Measure(..));
    let exact = part.of.is_none() && !part.inexact && part.sentence == share.sentence && share.is_share();
    counted && exact && is_tied(context, part, share) && !names_its_base(context, share)
}
