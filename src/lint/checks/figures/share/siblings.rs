//! Shares proved by those beside them: another part of the sentence has its right share of the same whole.

use super::body::counts_one_more;
use super::{DONE, Stated, is_tied, judge_amounts, names_its_base, nearly, pen_slip, slipped};
use crate::lint::check::Context;
use crate::lint::checks::figures::sum;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, Ratio};

/// Sentences before a share in which the whole is looked for.
const BACK: u32 = 1;

/// Figures before a share that are read for its siblings, at most.
const MOST: usize = 16;

/// «24 chỉ tiêu. … 21 chỉ tiêu đạt, chiếm 87,5%; 03 chỉ tiêu chưa đạt, chiếm 13,5%»: 21 of 24 make 87,5%, so the other is of
/// 24 too. It must make the whole with its siblings, or be a slip of the pen.
pub(super) fn of_shared_whole(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let facts = &context.facts().all;
    let part = facts.get(at.checked_sub(1)?)?;
    if !share.is_share() || !is_part(context, part, share) {
        return None;
    }
    let sentence = context.document.sentences.get(share.sentence as usize)?;
    let first = facts.partition_point(|fact| fact.sentence < share.sentence.saturating_sub(BACK));
    let first = first.max(at.saturating_sub(MOST));
    let block = |fact: &&Fact| {
        context.document.sentences.get(fact.sentence as usize).is_some_and(|s| s.block == sentence.block)
    };
    let earlier: Vec<&Fact> = facts.get(first..at - 1)?.iter().filter(block).collect();
    let exact = |fact: &&&Fact| fact.of.is_none() && !fact.inexact && fact.unit != Unit::Percent;
    let fits = |whole: &&Fact, part: &Fact, share: &Fact| {
        judge_amounts(part, whole, share).is_some_and(|stated| stated.fit == Fit::Right)
    };
    // Of whatever it is a share, it is right.
    let numbers = earlier.iter().filter(exact);
    if numbers.clone().any(|whole| judge_amounts(part, whole, share).is_some_and(|s| s.fit != Fit::Wrong)) {
        return None;
    }
    let mut siblings = siblings(context, &earlier, part);
    // Of those that follow one alone may be of something else.
    let least = if siblings.is_empty() { 2 } else { 1 };
    if siblings.is_empty() {
        siblings = followers(context, at, share);
    }
    let mut proved = numbers.filter(|whole| {
        let akin = context.catalogue.figures.akin(whole.unit, part.unit);
        let of_it =
            |(sibling, its): &&(&Fact, &Fact)| whole.tokens.start < sibling.tokens.start && fits(whole, sibling, its);
        akin && siblings.iter().filter(of_it).count() >= least
    });
    let (whole, None) = (proved.next()?, proved.next()) else { return None };
    let stated = judge_amounts(part, whole, share).filter(|stated| stated.fit == Fit::Wrong)?;
    let right: Vec<&Fact> =
        siblings.iter().filter(|(s, its)| fits(whole, s, its)).map(|(sibling, _)| *sibling).collect();
    let closes = || {
        let parts = right.iter().copied().chain([part]).map(Fact::amount);
        sum::add(parts).is_some_and(|sum| Some(sum) == whole.amount())
    };
    let slip =
        pen_slip(&stated, share) || is_off_what_comes_out_even(&stated, share) || counts_one_more(&stated, share);
    // Two beside it that are right leave no other whole.
    let beside = right.len() >= 2 && nearly(&stated, share, DONE);
    (slip || beside || slipped(&stated, share) && closes()).then_some(stated)
}

/// «1.052 ha, chiếm 25%» of 5.260 ha, which is 20,00%: that it comes out even shows the whole, and one digit is wrong.
fn is_off_what_comes_out_even(stated: &Stated, share: &Fact) -> bool {
    let ratio = Ratio::of(stated.pair.part, stated.pair.whole, 100);
    let rounded = |more: u8| ratio.and_then(|ratio| ratio.rounded(share.value.scale + more));
    rounded(0).is_some_and(|exact| rounded(2) == Some(exact) && share.value.is_slip_of(exact))
}

/// The parts told right before one, each with its share, up to a word that opens parts of a part.
fn siblings<'f>(context: &Context<'_>, earlier: &[&'f Fact], part: &Fact) -> Vec<(&'f Fact, &'f Fact)> {
    let mut found = Vec::new();
    let mut after = part;
    // «dưới 42 tuổi» only names a part.
    let exact: Vec<&'f Fact> = earlier.iter().copied().filter(|fact| !fact.inexact).collect();
    for pair in exact.rchunks(2) {
        let [sibling, its] = pair else { break };
        let (sibling, its): (&'f Fact, &'f Fact) = (sibling, its);
        let deeper = context.catalogue.figures.has(context.mentions, Cue::Subset, &(its.end..after.tokens.start));
        let akin = context.catalogue.figures.akin(sibling.unit, part.unit);
        if deeper || !akin || !its.is_share() || its.sentence != part.sentence || !is_tied(context, sibling, its) {
            break;
        }
        found.push((sibling, its));
        after = sibling;
    }
    found
}

/// «nữ 23 đồng chí, chiếm 33,7%, dưới 30 tuổi 44 đồng chí, chiếm 72,1%, đại học 38 đồng chí, chiếm 62,3%»: the parts told
/// right after one, each with its share.
fn followers<'f>(context: &'f Context<'_>, at: usize, share: &Fact) -> Vec<(&'f Fact, &'f Fact)> {
    let later = context.facts().all.iter().skip(at + 1).take(MOST);
    // «dưới 30 tuổi» only names a part.
    let later = later.take_while(|fact| fact.sentence == share.sentence).filter(|fact| !fact.inexact);
    let later: Vec<&Fact> = later.collect();
    let mut found = Vec::new();
    let mut before = share;
    for pair in later.chunks(2) {
        let [part, its] = pair else { break };
        let deeper = context.catalogue.figures.has(context.mentions, Cue::Subset, &(before.end..part.tokens.start));
        if deeper || !its.is_share() || !is_part(context, part, its) {
            break;
        }
        found.push((*part, *its));
        before = its;
    }
    found
}

/// Whether a figure can be a part, and a share is told of it alone.
pub(super) fn is_part(context: &Context<'_>, part: &Fact, share: &Fact) -> bool {
    let counted = matches!(part.unit, Unit::Count(_) | Unit::Measure(..));
    let exact = part.of.is_none() && !part.inexact && part.sentence == share.sentence;
    counted && exact && is_tied(context, part, share) && !names_its_base(context, share)
}
