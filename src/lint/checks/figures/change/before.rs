//! Changes told before the ends that explain them: «giảm 9 vụ (từ 24 vụ còn 15 vụ)».

use super::beside::slipped;
use super::{Change, Ends, NEAR, judge, yearly_after};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Syllable, fold};
use std::sync::LazyLock;

/// Whether a figure is the change that two ends in brackets explain.
pub(super) fn precedes(context: &Context<'_>, change: &Fact, from: &Fact) -> bool {
    let gap = context.document.between(change.end, from.tokens.start);
    let stated = change.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    let direct = gap.trim_start_matches(['%', ' ', ')']).trim_start().trim_start_matches(['(', ',']).trim();
    // «giảm 9 vụ so với năm 2015, từ 24 vụ còn 15 vụ», «… (từ 24 vụ còn 15 vụ)»: the base is named before it is given.
    let direct = direct
        .strip_prefix("so với")
        .and_then(|base| base.split_once([',', '(']))
        .filter(|(base, _)| base.split_whitespace().count() <= BASE && !names_other_base(context, base))
        .map_or(direct, |(_, rest)| rest.trim());
    let told = || stated && change.sentence == from.sentence && matches!(direct, "từ" | "từ mức");
    told() && !yearly_after(context, change.end) && !is_of_each(context, change)
}

/// «tăng 5,3 điểm phần trăm trong bốn năm, đi từ 88,4% cuối năm 2020 tới 93,7% cuối năm 2024»: how long it took stands between,
/// and as «từ … tới …» may be a range too, each end has a time, or a word says which way. `at` is the second end.
pub(super) fn in_time(rule: &Change, context: &Context<'_>, facts: &[Fact], at: usize) -> Option<Draft> {
    let [from, to] = facts.get(at.checked_sub(1)?..=at)? else { return None };
    // «tăng 7 hợp tác xã chỉ sau 4 năm, từ 12 …»: how many years is no change.
    let change = facts[..at - 1].iter().rev().take(2).find(|fact| fact.unit != Unit::Word(YEAR.0))?;
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact && fact.sentence == change.sentence;
    let led = change.is_led_by_any(&[Cue::Up, Cue::Down]) && from.is_led_by(Cue::From) && to.is_led_by(Cue::To);
    let points = change.unit == Unit::Points && to.unit == Unit::Percent;
    let kind = from.same_kind(to) && (points || change.same_kind(to) && change.unit != Unit::Percent);
    let near = from.tokens.start <= change.end + NEAR && to.tokens.start <= from.end + NEAR;
    let ends = Ends { from, to };
    if !led || !kind || !near || !exact(change) || !exact(from) || !exact(to) || !slipped(from, to, change) {
        return None;
    }
    let (took, went) = (
        context.document.between(change.end, from.tokens.start),
        fold(context.document.between(from.end, to.tokens.start)),
    );
    let (took, start) = took.rsplit_once([',', '('])?;
    let took = fold(took);
    let told = context.catalogue.wording.change.explained_from.are(&fold(start.trim()));
    let period = took.trim().is_empty() || rule.tells_period(&took);
    let turned = || went.split_whitespace().any(|word| matches!(word, "lên" | "xuống" | "còn"));
    let timed = || went.contains("năm ") || went.contains("nhiệm kỳ");
    let plain = !went.contains([',', ';', '(']) && (turned() || timed());
    (told && period && plain && !is_of_each(context, change)).then(|| judge(context, &ends, change)).flatten()
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

static YEAR: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("năm"));

/// Whether a change is told against what is no time before.
fn names_other_base(context: &Context<'_>, base: &str) -> bool {
    let words = &context.catalogue.wording;
    [&words.any.plans, &words.change.other_bases].into_iter().any(|bases| bases.within(base).next().is_some())
}

/// Tokens before a change in which it is told whose it is.
const EACH: usize = 10;

/// Words that name the base of a comparison: «năm 2015», «đầu nhiệm kỳ trước».
const BASE: usize = 5;
