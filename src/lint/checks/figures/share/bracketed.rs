//! Shares whose whole follows in brackets: «chiếm 6,81% dân số toàn xã (14.210 người)».

use super::{Stated, judge_amounts, slipped};
use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, fold};

/// Words of a base between a share and its bracket: «so với cùng kỳ năm 2024», «dự toán Hội đồng nhân dân xã giao».
const BASE: usize = 12;

/// Figures before the part that a share may be told of instead.
const EARLIER: usize = 4;

/// «28,4 tỷ đồng, bằng 104,8% so với cùng kỳ năm 2024 (27,1 tỷ đồng)»: the bracket holds nothing but what the words before
/// it name. The part stands right before the share.
pub(super) fn of_bracketed(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let facts = &context.facts().all;
    let (part, whole) = (facts.get(at.checked_sub(1)?)?, facts.get(at + 1)?);
    let exact = |fact: &Fact| fact.sentence == share.sentence && fact.of.is_none() && !fact.inexact;
    let counted = matches!(part.unit, Unit::Count(_) | Unit::Measure(..));
    if !share.is_share() || !counted || !exact(part) || !exact(whole) || !super::is_tied(context, part, share) {
        return None;
    }
    let words = &context.catalogue.figures;
    let document = context.document;
    let gap = document.between(share.end, whole.tokens.start);
    let (base, since) = gap.trim_start_matches('%').rsplit_once('(')?;
    let until = share.end..whole.tokens.start;
    // «đạt 95% số hộ (1.121 hộ)» may give the part in brackets: only of what was set, or behind «chiếm», «bằng».
    let named = words.has(context.mentions, Cue::Plan, &until)
        || words.has(context.mentions, Cue::Base, &until) && led_by_part(context, share);
    let plain = base.split_whitespace().count() <= BASE && !base.contains([',', ';', '.', '(', ')', ':']);
    let since = fold(since);
    let alone = since.split_whitespace().all(|word| {
        let word = word.trim_end_matches(':');
        context.catalogue.wording.share.in_bracket.has(word) || word.parse::<u16>().is_ok()
    });
    let closed = document.between(whole.end, whole.end).trim_start().starts_with(')');
    if !named || !plain || !alone || !closed || !words.akin(part.unit, whole.unit) {
        return None;
    }
    let turned = judge_amounts(whole, part, share).is_some_and(|stated| stated.fit != Fit::Wrong);
    // «kết nạp 29 đảng viên, trong đó nữ 34 đồng chí, đạt 116,0% chỉ tiêu (25 đảng viên)»: it may be of what was told before.
    let before = facts[..at - 1].iter().rev().take(EARLIER).filter(|fact| exact(fact));
    let mut right = before.filter_map(|earlier| judge_amounts(earlier, whole, share));
    let another = right.any(|stated| stated.fit == Fit::Right);
    judge_amounts(part, whole, share).filter(|stated| !turned && !another && slipped(stated, share))
}

/// «chiếm», «bằng» right before a share.
fn led_by_part(context: &Context<'_>, share: &Fact) -> bool {
    let led = share.tokens.start.checked_sub(1).and_then(|at| context.document.tokens.get(at));
    led.is_some_and(|token| matches!(fold(token.text(&context.document.text)).as_str(), "chiếm" | "bằng"))
}
