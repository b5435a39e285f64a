//! Shares told before what explains them: «vượt 8% mức đề ra: Nghị quyết giao 2.000 tấn, các hộ xuất bán 2.160 tấn».

use super::plan::goes_beyond;
use super::{DONE, NEAR, Stated, judge};
use crate::lint::check::Context;
use crate::lint::checks::figures::Pair;
use crate::lint::checks::figures::sum::less;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::fold;

/// Tokens of «mức đề ra» behind a share, and from there on to what was set.
const SET: usize = 6;

/// What was set and what was done, told behind the share past a colon or in a bracket.
pub(super) fn of_what_explains(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let [first, second, rest @ ..] = context.facts().all.get(at + 1..)? else { return None };
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact && fact.sentence == share.sentence;
    let counted = matches!(first.unit, Unit::Count(_) | Unit::Measure(..) | Unit::Word(_));
    let near = first.tokens.start <= share.end + NEAR && second.tokens.start <= first.end + NEAR;
    if !counted || !near || !exact(first) || !exact(second) || first.unit != second.unit {
        return None;
    }
    // «kế hoạch 2.000 tấn, vụ xuân 1.060 tấn, vụ mùa 900 tấn»: what was done may be told in parts.
    if rest.first().is_some_and(|next| exact(next) && next.unit == second.unit) {
        return None;
    }
    let (whole, part) = set_and_done(context, share, first, second)?;
    let (done, set) = (part.value, whole.value);
    let beyond = goes_beyond(context, share);
    let led = share.tokens.start.checked_sub(1).map(|at| fold(context.document.token_text(at..at + 1)))?;
    let (over, stated) = match led.as_str() {
        "vượt" => (less(done, set)?, 100.0 + share.value.value()),
        "hụt" | "thiếu" => (less(set, done)?, 100.0 - share.value.value()),
        "đạt" | "bằng" | "được" => (done, share.value.value()),
        _ => return None,
    };
    let exact = 100.0 * done.value() / set.value().max(1e-9);
    let sure = over.mantissa > 0 && (exact - stated).abs() <= DONE * exact && (beyond || !share.inexact);
    judge(Pair { part: over, whole: set, start: first.tokens.start }, share.value).filter(|_| sure)
}

/// Which of two amounts was set and which was done, if their words tell it.
fn set_and_done<'f>(
    context: &Context<'_>,
    share: &Fact,
    first: &'f Fact,
    second: &'f Fact,
) -> Option<(&'f Fact, &'f Fact)> {
    let document = context.document;
    let opened = |at: &usize| document.has_mark(*at, &[':', '(']);
    let start = (share.end..=first.tokens.start).find(opened)?;
    let plan = |from: usize, to: usize| context.catalogue.figures.has(context.mentions, Cue::Plan, &(from..to));
    let named = document.between(share.end, start).trim_start_matches('%');
    let told = document.between(start + 1, first.tokens.start);
    let between = document.between(first.end, second.tokens.start);
    let plain = !named.contains([',', ';', '.']) && !told.contains([',', ';', '.', ':', '(', ')']);
    let plain = plain && !between.contains(['.', ':', '(', ')']) && start - share.end <= SET;
    // «dự toán 40 tỷ đồng, riêng thu tiền sử dụng đất 12 tỷ đồng»
    let plain =
        plain && !context.catalogue.figures.has(context.mentions, Cue::Subset, &(first.end..second.tokens.start));
    if !plain || !plan(share.end, start) || second.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]) {
        return None;
    }
    match (plan(start, first.tokens.start), plan(first.end, second.tokens.start)) {
        (true, false) => Some((first, second)),
        (false, true) if !first.is_led_by_any(&[Cue::Up, Cue::Down]) => Some((second, first)),
        _ => None,
    }
}
