//! Shares that no words tie to their part and whole, but that one pair of figures told right before gives but for a slip of
//! the hand: «19 trong 23 nghị quyết ấy đã được sơ kết, tỷ lệ 84,6%», «trong số 48 doanh nghiệp chỉ 6 doanh nghiệp dùng trên 50 lao
//! động, tức khoảng 15,2%».

use super::plan::measured_by_plan;
use super::{NEAR, OffShare, SLIP, Stated, WHOLES, in_turn, judge, names_its_base, nearly, pen_slip};
use crate::lint::check::{Context, Place};
use crate::lint::checks::figures::Pair;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, fold};

/// Digits of a share that a slip can be told by, as the least such number.
const TOLD: u64 = 100;

/// Figures before a share that may be its part.
const PARTS: usize = 3;

/// Finds such shares; those that others have found stand in `out`.
pub(super) fn find(context: &Context<'_>, out: &mut Vec<OffShare>) {
    let facts = context.facts();
    let shares = facts.all.iter().enumerate().filter(|(_, fact)| fact.unit == Unit::Percent && fact.of.is_none());
    let found: Vec<OffShare> = shares.filter_map(|(at, share)| of_a_slip(context, at, share)).collect();
    let new = |found: &OffShare| !out.iter().any(|other| other.place.meets(&found.place));
    let new: Vec<OffShare> = found.into_iter().filter(new).collect();
    out.extend(new);
}

fn of_a_slip(context: &Context<'_>, at: usize, share: &Fact) -> Option<OffShare> {
    // «khoảng 15,2%» is told to a decimal.
    let exact = !share.inexact || share.value.scale > 0;
    if share.value.mantissa.unsigned_abs() < TOLD || !exact || share.value.value() >= 100.0 {
        return None;
    }
    let facts = context.facts();
    let before = facts.before(at);
    let last = before.last()?;
    if !is_summing_up(context, last, share) || names_its_base(context, share) || measured_by_plan(context, share) {
        return None;
    }
    let before = &before[before.len().saturating_sub(WHOLES)..];
    // What is told before another share is that one's.
    let own = before.iter().rposition(|fact| fact.unit == Unit::Percent).map_or(0, |at| at + 1);
    let earlier = last.sentence.checked_sub(1).map(|earlier| facts.of_sentence(earlier)).unwrap_or_default();
    let earlier =
        if in_one_block(context, last, earlier) { &earlier[earlier.len().saturating_sub(WHOLES)..] } else { &[] };
    let all = || earlier.iter().chain(before);
    let pair = |part: &Fact, whole: &Fact| Pair { part: part.value, whole: whole.value, start: part.tokens.start };
    let parts = before[own..].iter().rev().take(PARTS).take_while(|part| is_near(context, part, share));
    let mut slips: Vec<Stated> = Vec::new();
    for part in parts.filter(|part| is_counted(part) && !is_reached(context, part)) {
        for whole in all().filter(|whole| is_counted(whole) && whole.value.value() > part.value.value()) {
            let pair = pair(part, whole);
            // One whole may be told twice.
            let same =
                |other: &Stated| other.pair.start == pair.start && other.pair.whole.value() == pair.whole.value();
            let told =
                is_told_of(context, part, whole) && !is_of_others(before, part, whole) && !slips.iter().any(same);
            slips.extend(judge(pair, share.value).filter(|s| told && pen_slip(s, share) && nearly(s, share, SLIP)));
        }
    }
    let [stated] = &slips[..] else { return None };
    // Whatever pair gives it, it is right of that.
    let behind = facts.all[at + 1..].iter().take(PARTS).take_while(|fact| fact.sentence == share.sentence);
    let around = || all().chain(behind.clone());
    let fits = |pair: Pair| judge(pair, share.value).is_some_and(|stated| stated.fit != Fit::Wrong);
    let ratio = |fact: &Fact| fact.of.map(|whole| Pair { part: fact.value, whole, start: fact.tokens.start });
    if around().filter_map(ratio).any(fits) || all().any(|part| around().any(|whole| fits(pair(part, whole)))) {
        return None;
    }
    let place = Place::Tokens(stated.pair.start..share.end);
    Some(OffShare {
        place,
        part: stated.pair.part,
        whole: stated.pair.whole,
        stated: share.value,
        fit: stated.fit,
        said: None,
    })
}

/// Whether a share ends what was told: «…, tỷ lệ 84,6%», «…, tức khoảng 15,2%», «… (12,5%)».
fn is_summing_up(context: &Context<'_>, last: &Fact, share: &Fact) -> bool {
    let gap = context.document.between(last.tokens.end, share.tokens.start);
    let short = share.tokens.start - last.tokens.end <= NEAR && !gap.contains([';', '.', ':', ')']);
    let words = &context.catalogue.wording.share;
    let led = share.is_led_by(Cue::Share) || words.ends.end(&fold(gap.trim_end()));
    let changed = share.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    short && led && !changed && !in_turn(context, last, share)
}

fn in_one_block(context: &Context<'_>, fact: &Fact, earlier: &[Fact]) -> bool {
    let block = |fact: &Fact| context.document.sentences.get(fact.sentence as usize).map(|sentence| sentence.block);
    earlier.last().is_some_and(|last| block(last) == block(fact))
}

fn is_near(context: &Context<'_>, part: &Fact, share: &Fact) -> bool {
    let gap = context.document.between(part.end, share.tokens.start);
    share.tokens.start.saturating_sub(part.end) <= 2 * NEAR && !gap.contains([';', '.', ')'])
}

fn is_counted(fact: &Fact) -> bool {
    fact.of.is_none() && !fact.inexact && matches!(fact.unit, Unit::Count(_) | Unit::Word(_) | Unit::None)
}

/// «năm 2020 có 180 hộ nghèo, nay còn 54 hộ, tỷ lệ 1,50%»: what became of a figure is no part of it.
fn is_reached(context: &Context<'_>, part: &Fact) -> bool {
    let led = part.tokens.start.checked_sub(1).map(|at| context.document.token_text(at..at + 1));
    part.is_led_by(Cue::To) && led != Some("đạt")
}

/// Whether one figure may be some of another: of one kind, or the number alone right before what says so («19 trong 23
/// nghị quyết»).
fn is_told_of(context: &Context<'_>, part: &Fact, whole: &Fact) -> bool {
    let words = &context.catalogue.figures;
    let among = || {
        let gap = context.document.between(part.tokens.end, whole.tokens.start);
        part.tokens.end <= whole.tokens.start && context.catalogue.wording.share.among.are(&fold(gap.trim()))
    };
    part.same_kind(whole) || words.akin(part.unit, whole.unit) || among()
}

/// «dưới 36 tuổi 173 đồng chí (15,0%), từ 36 đến 55 tuổi 427 đồng chí (36,9%), …»: whether another part beside has a share that
/// the whole does not give.
fn is_of_others(before: &[Fact], part: &Fact, whole: &Fact) -> bool {
    before.windows(2).any(|beside| {
        let (other, share) = (&beside[0], &beside[1]);
        let pair = Pair { part: other.value, whole: whole.value, start: other.tokens.start };
        let beside = share.is_share() && is_counted(other) && other.same_kind(part);
        beside && judge(pair, share.value).is_some_and(|stated| stated.fit == Fit::Wrong)
    })
}
