//! Shares whose whole stands right before its part, both under one name: «88 kiến nghị thì 63 kiến nghị đã được trả lời, đạt
//! 71,6%», «24 thôn, 18 thôn đã hoàn thành đường trục, chiếm 75%».

use super::plan::measured_by_plan;
use super::{DONE, NEAR, Stated, is_tied, judge, names_its_base, nearly, pen_slip};
use crate::lint::check::Context;
use crate::lint::checks::figures::Pair;
use crate::lint::checks::figures::exceeds::is_opened_by_in;
use crate::mentions::fact::{Fact, Unit};
use crate::text::fold;

/// The share at `at` of the two figures before it.
pub(super) fn of_what_then(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let facts = &context.facts().all;
    let (whole, part) = (facts.get(at.checked_sub(2)?)?, facts.get(at.checked_sub(1)?)?);
    let exact = |fact: &Fact| fact.sentence == share.sentence && fact.of.is_none() && !fact.inexact;
    let counted = matches!(whole.unit, Unit::Count(_) | Unit::Word(_)) && whole.same_kind(part);
    let done = is_done_of(context, whole, part);
    let counted = counted || done || is_number_of(context, whole, part);
    let few = part.value.value() <= whole.value.value() && part.tokens.start - whole.end <= NEAR;
    if !share.is_share() || !exact(whole) || !exact(part) || !counted || !few {
        return None;
    }
    let document = context.document;
    let gap = fold(document.between(whole.end, part.tokens.start));
    let led = (done || is_number_of(context, whole, part))
        .then_some(("", ""))
        .or_else(|| gap.rsplit_once("thì").map(|(named, opening)| (named.trim_end().trim_end_matches(','), opening)));
    let (named, opening) = led.or_else(|| gap.rsplit_once(','))?;
    // Behind a comma something may be counted beside the whole: what befell it says that it is of it.
    let words = &context.catalogue.wording.share;
    let befell = document.tokens.get(part.end).is_some_and(|next| words.befell.is(next));
    let plain = !named.contains([',', ';', '.', '(', ')', ':']);
    let opens = opening.trim().is_empty() || words.part_opens.are(opening.trim());
    let told = plain && opens && (led.is_some() || befell);
    let behind = fold(document.between(part.end, share.tokens.start));
    // «…, tỷ lệ thực hiện kết luận đạt 95%» is of something else.
    let named = behind.split_once("tỷ lệ").or_else(|| behind.split_once("tỉ lệ"));
    let named = named.is_some_and(|(_, name)| !matches!(name.trim(), "" | "đạt" | "là"));
    let tied =
        !named && behind.matches(',').count() <= 1 && is_tied(context, part, share) && !names_its_base(context, share);
    if !told || !tied || measured_by_plan(context, share) {
        return None;
    }
    let pair = Pair { part: part.value, whole: whole.value, start: whole.tokens.start };
    judge(pair, share.value).filter(|stated| nearly(stated, share, DONE) || pen_slip(stated, share))
}

/// «Cử tri gửi 156 kiến nghị qua các kỳ tiếp xúc; số đã trả lời dứt điểm là 149»: the number alone, of what the clause before
/// counts.
fn is_done_of(context: &Context<'_>, whole: &Fact, part: &Fact) -> bool {
    if part.unit != Unit::None || !matches!(whole.unit, Unit::Count(_) | Unit::Word(_)) {
        return false;
    }
    let gap = context.document.between(whole.end, part.tokens.start);
    let Some((named, clause)) = gap.rsplit_once([';', ',']) else { return false };
    let clause = clause.trim();
    clause.starts_with("số đã ") && clause.ends_with(" là") && !named.contains([',', ';', '.', ':', '(', ')'])
}

/// «Trong tổng số 38 chi bộ, số chi bộ hoàn thành xuất sắc nhiệm vụ là 7»: the number alone, of what the whole counts.
fn is_number_of(context: &Context<'_>, whole: &Fact, part: &Fact) -> bool {
    let document = context.document;
    if part.unit != Unit::None || whole.tokens.end == whole.end {
        return false;
    }
    let noun = fold(document.token_text(whole.tokens.end..whole.end));
    let gap = fold(document.between(whole.end, part.tokens.start));
    let named = gap.trim().strip_prefix(", số ").and_then(|rest| rest.strip_prefix(noun.as_str()));
    let plain = named.is_some_and(|rest| rest.ends_with(" là") && !rest.contains([',', ';', '.', '(', ')', ':']));
    plain && is_opened_by_in(context, whole)
}
