//! Shares that are measured by what was set.

use super::{DONE, NEAR, OTHERS, Stated, is_tied, judge, judge_amounts, nearly, pen_slip};
use crate::lint::check::Context;
use crate::lint::checks::figures::sum::{less, trimmed};
use crate::lint::checks::figures::{Pair, joined_by};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Number, Syllable, fold};
use std::sync::LazyLock;

/// «63 triệu đồng trên kế hoạch 60 triệu đồng, bằng 105% kế hoạch».
pub(super) fn of_a_plan(context: &Context<'_>, at: usize, share: &Fact) -> Option<Pair> {
    let facts = &context.facts().all;
    let (part, whole) = (facts.get(at.checked_sub(2)?)?, facts.get(at.checked_sub(1)?)?);
    let exact = |fact: &Fact| fact.sentence == share.sentence && fact.of.is_none() && !fact.inexact;
    let led = share.tokens.start == whole.end || joined_by(context, Cue::Share, whole.end..share.tokens.start);
    if !led || !exact(part) || !exact(whole) || part.unit != whole.unit {
        return None;
    }
    let pair = Pair { part: part.value, whole: whole.value, start: part.tokens.start };
    if joined_by(context, Cue::OfPlan, part.end..whole.tokens.start) {
        return Some(pair);
    }
    // «trồng 27,4 ha quýt sạch bệnh trên kế hoạch 25 ha»: what was done is told at length.
    let gap = context.document.between(part.end, whole.tokens.start);
    let near = whole.tokens.start - part.end <= NEAR && !gap.contains([',', ';', '.', '(', ')', ':']);
    let told = near && whole.is_led_by(Cue::OfPlan);
    let exact = 100.0 * pair.part.value() / pair.whole.value().max(1e-9);
    (told && (exact - share.value.value()).abs() <= DONE * exact).then_some(pair)
}

/// «được giao 21 tỷ đồng, đã giải ngân 18,9 tỷ đồng, đạt 90% kế hoạch vốn»: what was set stands first, and right after it
/// what was done.
pub(super) fn of_what_was_given(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let document = context.document;
    let words = &context.catalogue.figures;
    let facts = &context.facts().all;
    let (whole, part) = (facts.get(at.checked_sub(2)?)?, facts.get(at.checked_sub(1)?)?);
    let exact = |fact: &Fact| fact.sentence == share.sentence && fact.of.is_none() && !fact.inexact;
    let given = whole.is_led_by(Cue::Given) && part.is_led_by(Cue::Done) && words.akin(whole.unit, part.unit);
    let gap = document.between(whole.end, part.tokens.start);
    let near = part.tokens.start - whole.end <= NEAR && !gap.contains([';', '.', '(', ')']);
    let right = share.is_share() && exact(whole) && exact(part) && given && near;
    if !(right && is_tied(context, part, share)) {
        return None;
    }
    judge_amounts(part, whole, share).filter(|stated| nearly(stated, share, DONE) || pen_slip(stated, share))
}

/// «đạt 41,3 tỷ đồng, vượt 8,7% chỉ tiêu 38,0 tỷ đồng», «835 hộ, bằng 104,4% kế hoạch 800 hộ»: what was set follows the
/// share; of «vượt» the part is what goes beyond it.
pub(super) fn of_what_was_set(context: &Context<'_>, at: usize, share: &Fact) -> Option<Pair> {
    let document = context.document;
    let facts = &context.facts().all;
    let (part, whole) = (facts.get(at.checked_sub(1)?)?, facts.get(at + 1)?);
    let exact = |fact: &Fact| fact.sentence == share.sentence && fact.of.is_none() && !fact.inexact;
    let set = share.end..whole.tokens.start;
    let words = &context.catalogue.figures;
    let named = !set.is_empty() && set.len() <= SET && words.has(context.mentions, Cue::Plan, &set);
    let plain = !document.between(share.end, whole.tokens.start).contains([',', ';', '.', '(', ')']);
    let gap = document.between(part.end, share.tokens.start);
    let led = || matches!(crate::text::fold(gap).trim().trim_start_matches([',', ' ']), "bằng" | "đạt" | "vượt");
    if !(exact(part)
        && exact(whole)
        && part.unit == whole.unit
        && part.unit != Unit::Percent
        && named
        && plain
        && led())
    {
        return None;
    }
    let beyond = goes_beyond(context, share);
    let done = 100.0 * part.value.value() / whole.value.value().max(1e-9);
    let stated = share.value.value() + if beyond { 100.0 } else { 0.0 };
    let near = (done - stated).abs() <= DONE * done;
    let over = if beyond { less(part.value, whole.value)? } else { part.value };
    (near && over.mantissa > 0).then_some(Pair { part: over, whole: whole.value, start: part.tokens.start })
}

/// «Dự toán giao 48,6 tỷ đồng; kết quả thu 51,3 tỷ đồng, vượt 5,6% dự toán», «Kế hoạch trồng mới là 300 ha, mới trồng được 264 ha, hụt
/// 12,0% so với kế hoạch»: what was set has a clause of its own, and the share is told of the same word. Of «vượt» and «hụt» the
/// part is what lies between the two.
pub(super) fn of_the_plan_before(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let document = context.document;
    let facts = context.facts();
    let (earlier, whole, part) = match facts.before(at) {
        [earlier @ .., whole, part] => (earlier, whole, part),
        // «Chỉ tiêu việc làm mới là 1.400 lao động. Kết quả thực hiện 1.285 lao động, đạt 91,8% chỉ tiêu»
        [part] => {
            let (earlier, whole) = set_before(context, part)?;
            (earlier, whole, part)
        }
        [] => return None,
    };
    let apart = whole.sentence < part.sentence;
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact;
    let kind = whole.same_kind(part) && matches!(part.unit, Unit::Measure(..) | Unit::Count(_));
    if !kind || !exact(whole) || !exact(part) || earlier.iter().rev().take(OTHERS).any(|fact| fact.same_kind(part)) {
        return None;
    }
    let start = document.sentences.get(whole.sentence as usize)?.tokens.start;
    let from = start.max(whole.tokens.start.saturating_sub(CLAUSE));
    let clause = fold(document.token_text(from..whole.tokens.start));
    let clause = clause.rsplit([',', ';']).next().unwrap_or("");
    let plans = &context.catalogue.wording.any.plans;
    let names = |text: &str| plans.within(text).collect::<Vec<_>>();
    let told = fold(document.between(share.end, share.end + SET));
    // «được giao 12,4 tỷ đồng, thực hiện 14,1 tỷ đồng, vượt 13,7% dự toán»
    let plan = match (&names(clause)[..], &names(&told)[..]) {
        ([plan], _) => *plan,
        ([], [plan, ..]) if clause.trim_end().ends_with("giao") => *plan,
        _ => return None,
    };
    let between = fold(document.between(whole.end, part.tokens.start));
    let led = fold(document.between(part.end, share.tokens.start));
    let (named, led) = led.rsplit_once(',')?;
    let after = told.trim_start_matches(['%', ' ']);
    // «vượt 4,5% dự toán Hội đồng nhân dân xã giao» may be another than the one named before.
    let rest = after.strip_prefix("so với").unwrap_or(after).trim_start().strip_prefix(plan);
    let next = rest.and_then(|rest| rest.split_whitespace().next().filter(|_| !rest.starts_with([',', ';', '.', ')'])));
    let resolved = |next: &str| next == "nghị" && rest.is_some_and(|rest| rest.trim_start().starts_with("nghị quyết"));
    let same =
        rest.is_some() && next.is_none_or(|next| matches!(next, "giao" | "được" | "đề" | "và") || resolved(next));
    // «Kế hoạch cả nhiệm kỳ là 300 ha, năm 2024 trồng 264 ha»: a year may have a plan of its own.
    let plain = |text: &str| names(text).is_empty() && !text.contains(['(', ')']) && !text.contains("năm ");
    let parted = (apart || between.contains([',', ';'])) && part.tokens.start - whole.end <= NEAR;
    let short = named.split_whitespace().count() <= LED && !named.contains([',', ';', '.', '(', ')']);
    if !(same && parted && short && plain(&between)) {
        return None;
    }
    let (part_of, whole_of) = (part.amount()?, whole.amount()?);
    let over = match led.trim() {
        "vượt" | "tăng" => less(part_of, whole_of)?,
        "hụt" | "thiếu" | "thấp hơn" | "giảm" => less(whole_of, part_of)?,
        "đạt" | "bằng" => part_of,
        _ => return None,
    };
    let stated = judge(Pair { part: over, whole: whole_of, start: whole.tokens.start }, share.value)?;
    let slip = over.mantissa > 0 && (nearly(&stated, share, DONE) || pen_slip(&stated, share));
    let shown = |number: Number| match part.unit {
        Unit::Measure(_, exponent) => number.shifted(-exponent).map(|number| trimmed(number, whole.value.scale)),
        _ => Some(number),
    };
    let pair = Pair { part: shown(over)?, whole: shown(whole_of)?, start: whole.tokens.start };
    slip.then_some(Stated { pair, fit: stated.fit })
}

/// The one figure of its kind that the sentence before a part gives, and what stands before it.
fn set_before<'c>(context: &'c Context<'_>, part: &Fact) -> Option<(&'c [Fact], &'c Fact)> {
    let sentences = &context.document.sentences;
    let block = |at: u32| sentences.get(at as usize).map(|sentence| sentence.block);
    let before = part.sentence.checked_sub(1).filter(|&before| block(before) == block(part.sentence))?;
    let told = context.facts().of_sentence(before);
    let at = told.iter().position(|fact| fact.same_kind(part))?;
    let alone = !told[at + 1..].iter().any(|fact| fact.same_kind(part));
    alone.then(|| (&told[..at], &told[at]))
}

/// Tokens of the clause that sets something, and words of the name of what was done.
const CLAUSE: usize = 14;
const LED: usize = 5;

/// «vượt 8,7%»
pub(super) fn goes_beyond(context: &Context<'_>, share: &Fact) -> bool {
    let before = share.tokens.start.checked_sub(1).and_then(|at| context.document.tokens.get(at));
    before.is_some_and(|token| token.id == *BEYOND)
}

static BEYOND: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("vượt"));

/// Tokens of «so với chỉ tiêu nghị quyết» between a share and what was set.
const SET: usize = 6;

/// «bằng 108% kế hoạch», «đạt 12% so với năm trước»; not «bằng 65,8% so với 41,5% năm 2020», which is what it was.
pub(super) fn measured_by_plan(context: &Context<'_>, share: &Fact) -> bool {
    // «…, chiếm 75,1%, chưa đạt mục tiêu», «…, thấp hơn mục tiêu 1,4 điểm»: past the comma it is judged, and no measure
    // opens so.
    let words = &context.catalogue.wording.share.judged;
    let judged = |i: usize| context.document.tokens.get(i).is_some_and(|token| words.is(token));
    let ends = |i: &usize| {
        let gap = context.document.between(*i, *i);
        gap.contains([';', '.', ')']) || gap.contains(',') && judged(*i)
    };
    let after = share.end..(share.end..share.end + 4).find(ends).unwrap_or(share.end + 4);
    let compared = Syllable::of("với");
    let before_share = |end: usize| {
        let next = context.facts().within(&(end..end + 1));
        let last = context.document.tokens.get(end - 1);
        next.first().is_some_and(|fact| fact.unit == Unit::Percent) && last.is_some_and(|t| t.id == compared)
    };
    let mut cues = context.catalogue.figures.cues(context.mentions, &after);
    cues.any(|hit| hit.item == Cue::Plan as u32 && !before_share(hit.end as usize))
}
