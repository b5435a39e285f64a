//! Changes told before the ends that explain them: «giảm 9 vụ (từ 24 vụ còn 15 vụ)».

use super::yearly_after;
use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact};
use crate::text::fold;

/// Whether a figure is the change that two ends in brackets explain.
pub(super) fn precedes(context: &Context<'_>, change: &Fact, from: &Fact) -> bool {
    let gap = context.document.between(change.end, from.tokens.start);
    let stated = change.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    let direct = gap.trim_start_matches(['%', ' ', ')']).trim_start().trim_start_matches(['(', ',']).trim();
    // «giảm 9 vụ so với năm 2015, từ 24 vụ còn 15 vụ»: the base is named before it is given.
    let direct = direct
        .strip_prefix("so với")
        .and_then(|base| base.split_once(','))
        .filter(|(base, _)| {
            base.split_whitespace().count() <= BASE && !OTHER_BASES.iter().any(|other| base.contains(other))
        })
        .map_or(direct, |(_, rest)| rest.trim());
    let told = || stated && change.sentence == from.sentence && matches!(direct, "từ" | "từ mức");
    told() && !yearly_after(context, change.end) && !is_of_each(context, change)
}

/// «Mỗi năm tăng 5 tỷ đồng, từ 46 tỷ đồng lên 71 tỷ đồng», «mỗi thôn thêm 3 tổ»: the change of one of several.
fn is_of_each(context: &Context<'_>, change: &Fact) -> bool {
    let first = context.document.sentences.get(change.sentence as usize).map_or(0, |s| s.tokens.start);
    let start = change.tokens.start.saturating_sub(EACH).max(first);
    let before = context.document.between(start, change.tokens.start);
    let clause = fold(before.rsplit([',', ';', ':', '(']).next().unwrap_or(before));
    let words: Vec<&str> = clause.split_whitespace().collect();
    let mean = words.windows(2).any(|pair| pair == ["bình", "quân"] && words.contains(&"năm"));
    mean || words.iter().any(|word| matches!(*word, "mỗi" | "hằng" | "hàng" | "từng"))
}

/// What a change is told against that is no time before.
const OTHER_BASES: [&str; 6] = ["cùng kỳ", "kế hoạch", "dự toán", "mục tiêu", "chỉ tiêu", "bình quân"];

/// Tokens before a change in which it is told whose it is.
const EACH: usize = 10;

/// Words that name the base of a comparison: «năm 2015», «đầu nhiệm kỳ trước».
const BASE: usize = 5;
