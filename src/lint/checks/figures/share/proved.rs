//! Shares whose whole the paragraph proves: another part of it, sentences away, has its right share of the same whole, the
//! whole is opened as all there is of what is counted («Toàn xã hiện có 6.248 hộ dân»), or it was received and is done with.

use super::siblings::is_part;
use super::{Stated, base, body, is_tied, judge, judge_amounts, nearly, pen_slip};
use crate::lint::check::Context;
use crate::lint::checks::figures::Pair;
use crate::lint::wording::Sayings;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, fold};

/// Figures before and after a share that are read, at most.
const AROUND: usize = 24;

/// Sentences from a whole to its part, at most.
const BACK: u32 = 3;

/// The whole of a share that the paragraph proves; wrong only where the share comes near.
pub(super) fn of_proved_whole(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let facts = &context.facts().all;
    let part = facts.get(at.checked_sub(1)?)?;
    if !share.is_share() || !is_part(context, part, share) {
        return None;
    }
    // «Các tổ tiếp nhận 186 vụ. … Hòa giải thành 158 vụ, đạt 84,9%»
    let done = part.is_led_by(Cue::Done);
    let words = &context.catalogue.wording.share;
    let led = |words: &Sayings| is_led_so(context, part, share, words);
    let summed_up = led(&words.sums_up) || done && led(&words.reaches);
    let told = summed_up || is_bracketed(context, part, share);
    if !told {
        return None;
    }
    let block = |fact: &Fact| context.document.sentences.get(fact.sentence as usize).map(|s| s.block);
    let own = block(share)?;
    let low = at.saturating_sub(AROUND);
    let around = facts.get(low..(at + AROUND).min(facts.len()))?;
    let around: Vec<&Fact> = around.iter().filter(|fact| block(fact) == Some(own)).collect();
    // Of whatever the paragraph counts, it may be right.
    let counted = matches!(part.unit, Unit::Count(_));
    let right = |whole: &Fact| {
        let ratio = whole.of.map(|of| Pair { part: part.value, whole: of, start: part.tokens.start });
        let stated = ratio.map_or_else(|| judge_amounts(part, whole, share), |pair| judge(pair, share.value));
        let other = whole.unit == Unit::Percent || counted && matches!(whole.unit, Unit::Measure(..));
        !other && stated.is_some_and(|stated| stated.fit != Fit::Wrong)
    };
    if around.iter().any(|fact| right(fact)) {
        return None;
    }
    let kin = |fact: &Fact| fact.same_kind(part) || context.catalogue.figures.akin(fact.unit, part.unit);
    let larger = |fact: &&&Fact| {
        let exact = fact.of.is_none() && !fact.inexact && kin(fact);
        let before = fact.tokens.start < part.tokens.start && part.sentence - fact.sentence <= BACK;
        let amounts = fact.amount().zip(part.amount());
        exact && before && amounts.is_some_and(|(whole, part)| whole.value() > part.value())
    };
    let larger: Vec<&Fact> = around.iter().filter(larger).copied().collect();
    // The parts of a whole whose shares are right.
    let parts_of = |whole: &Fact| -> Vec<&Fact> {
        let pairs = around.windows(2).filter(|pair| {
            let [sibling, its] = pair else { return false };
            let other = sibling.tokens != part.tokens && kin(sibling) && its.value.scale > 0;
            let told = whole.tokens.start < sibling.tokens.start && its.is_share() && is_tied(context, sibling, its);
            other && told && judge_amounts(sibling, whole, its).is_some_and(|stated| stated.fit == Fit::Right)
        });
        pairs.map(|pair| pair[0]).collect()
    };
    // «Ban Chấp hành gồm 27 đồng chí. … Nữ 05 đồng chí, chiếm 22,2%»: the share of one person more shows the whole.
    let of_body = |whole: &Fact| {
        judge_amounts(part, whole, share).is_some_and(|stated| body::counts_one_more(&stated, share))
            && body::is_size(context, whole)
            && body::is_still_told(context, whole, part)
    };
    let is_meant = |whole: &&&Fact| {
        let parts = parts_of(whole);
        // What is counted later is meant, unless it is a part itself.
        let last = larger.iter().filter(|fact| fact.tokens.start > whole.tokens.start && fact.value != whole.value);
        let mut others = last.filter(|fact| !parts.iter().any(|part| part.tokens == fact.tokens));
        let given = done && whole.is_led_by(Cue::Given);
        others.next().is_none()
            && (summed_up && (!parts.is_empty() || given || is_all_there_is(context, whole)) || of_body(whole))
    };
    let mut meant = larger.iter().filter(is_meant);
    let (whole, None) = (*meant.next()?, meant.next()) else { return None };
    let between = whole.end..part.tokens.start;
    // «Trong số hộ nghèo, có …», «trong đó …»: another whole may be named in words.
    let clause = fold(context.document.token_text(between.clone()));
    let named = words.other_whole.within(&clause).next().is_some();
    // «Ban Chấp hành gồm 27 đồng chí. Trong đó, nữ 05 đồng chí, …»
    let next = || whole.sentence + 1 == part.sentence && of_body(whole);
    if named || context.catalogue.figures.has(context.mentions, Cue::Subset, &between) && !next() {
        return None;
    }
    judge_amounts(part, whole, share).filter(|stated| {
        nearly(stated, share, NEARLY) || pen_slip(stated, share) || body::counts_one_more(stated, share)
    })
}

/// «Nữ 05 đồng chí (22,2%)».
fn is_bracketed(context: &Context<'_>, part: &Fact, share: &Fact) -> bool {
    let gap = context.document.between(part.end, share.tokens.start).trim();
    let opened = gap == "("
        || gap.starts_with('(') && matches!(fold(gap).as_str(), "(chiếm" | "(bằng" | "(tỷ lệ" | "(chiếm tỷ lệ");
    let end = context.document.token_range(share.tokens.start..share.end).end;
    let rest = context.document.text.get(end..).unwrap_or_default();
    opened && rest.trim_start_matches([' ', '%']).starts_with(')')
}

/// How far from the right one a wrong share is, at most, for its whole to be the one that is proved.
const NEARLY: f64 = 0.2;

/// «…, chiếm 81,2%», «…, bằng 20,8%»: a comma, and one of some words.
fn is_led_so(context: &Context<'_>, part: &Fact, share: &Fact, leads: &Sayings) -> bool {
    let gap = context.document.between(part.end, share.tokens.start);
    let (Some((_, led)), 1) = (gap.rsplit_once(','), gap.matches(',').count()) else { return false };
    leads.are(fold(led).trim())
}

/// «Toàn xã hiện có 6.248 hộ dân».
fn is_all_there_is(context: &Context<'_>, whole: &Fact) -> bool {
    let label = base::label(context, whole).unwrap_or_default();
    label.starts_with("toàn ") && (label.ends_with(" có") || label.ends_with(" là"))
}
