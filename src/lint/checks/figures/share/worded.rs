//! Ratios in words: «7 đồng chí trên 15 ủy viên (46,7%)», «còn 113 hộ nghèo, chiếm 2,2% trong tổng số 5.214 hộ».

use super::{DONE, NEAR, is_tied, judge, nearly, pen_slip, slipped};
use crate::lint::check::Context;
use crate::lint::checks::figures::{Pair, joined_by};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, fold};

/// «7 đồng chí trên 15 ủy viên (46,7%)», «57 đồng chí (31,7%) trên tổng số 180 đại biểu»: a ratio in words.
pub(super) fn worded_ratio(context: &Context<'_>, at: usize, share: &Fact) -> Option<Pair> {
    let facts = &context.facts().all;
    let over = |from: usize, to: usize| joined_by(context, Cue::OutOf, from..to);
    let last = at.checked_sub(1).and_then(|i| facts.get(i))?;
    let same = |fact: &&Fact| {
        fact.sentence == share.sentence && fact.of.is_none() && !matches!(fact.unit, Unit::Percent | Unit::Points)
    };
    let pair = |part: &Fact, whole: &Fact| Pair { part: part.value, whole: whole.value, start: part.tokens.start };
    // «45 đảng viên trên 60 tuổi» are older than that, «16 thôn trên 50 hộ» have more; in «chiếm 12,4%, trên 50 tỷ đồng
    // chiếm 2,6%» the next class is opened.
    let mixed = |part: &Fact| {
        let measured = matches!(last.unit, Unit::Measure(..)) && matches!(part.unit, Unit::Count(_));
        let bare = context.document.token_text(part.end..last.tokens.start) == "trên";
        let class = || context.document.between(part.end, part.end).contains(',');
        // «02 nữ trên 13 ủy viên, tức 25,4%»
        let slip = || {
            matches!(part.unit, Unit::Word(_))
                && judge(pair(part, last), share.value).is_some_and(|s| pen_slip(&s, share))
        };
        measured || bare && (!context.catalogue.figures.akin(part.unit, last.unit) && !slip() || class())
    };
    if let Some(part) = at.checked_sub(2).and_then(|i| facts.get(i)).filter(same).filter(|part| !mixed(part))
        && (over(part.end, last.tokens.start)
            || is_over(context, part, last)
            // «còn 09 trong tổng số 56 chi bộ»: what follows the number is no unit.
            || over(part.tokens.end, last.tokens.start)
            || is_bare_out_of(context, part, last))
        && (is_tied(context, last, share) || sums_up(context, last, share))
    {
        return Some(pair(part, last));
    }
    // «23 trên 31 thôn giữ vững danh hiệu 5 năm liền, tương ứng 74,2%»: a small number between tells for how long, or how
    // often.
    if let [part, whole] = at.checked_sub(3).and_then(|i| facts.get(i..i + 2)).unwrap_or_default()
        && (last.value.value() < SMALL || is_threshold(context, last))
        && [part, whole].into_iter().all(|fact| same(&fact))
        && !part.inexact
        && (over(part.tokens.end, whole.tokens.start) || over(part.end, whole.tokens.start))
        && is_right_behind(context, whole, share)
        && judge(pair(part, whole), share.value).is_some_and(|stated| nearly(&stated, share, DONE))
    {
        return Some(pair(part, whole));
    }
    // «1.284 giấy chứng nhận quyền sử dụng đất trong tổng số 1.426 hồ sơ, đạt 93,2%»: what is counted is told at length.
    if let Some(part) = at.checked_sub(2).and_then(|i| facts.get(i)).filter(same)
        && last.is_led_by(Cue::OutOf)
        && is_tied(context, last, share)
        && is_told_at_length(context, part, last)
        && judge(pair(part, last), share.value).is_some_and(|stated| slipped(&stated, share))
    {
        return Some(pair(part, last));
    }
    // «17.906 người trong tổng dân số 18.642 người, đạt tỷ lệ bao phủ 96,05%»: the share has a name of its own.
    if let Some(part) = at.checked_sub(2).and_then(|i| facts.get(i)).filter(same)
        && context.catalogue.figures.akin(part.unit, last.unit)
        && (over(part.end, last.tokens.start) || last.is_led_by(Cue::OutOf) && is_told_at_length(context, part, last))
        && has_named_rate(context, last, share)
        && judge(pair(part, last), share.value).is_some_and(|s| {
            let sure = pen_slip(&s, share) || nearly(&s, share, DONE) && names_what_is_told(context, last, share);
            s.fit != Fit::Wrong || sure
        })
    {
        return Some(pair(part, last));
    }
    let whole = facts.get(at + 1).filter(same)?;
    let opened = context.document.between(last.end, share.tokens.start).trim() == "(";
    // «16 đồng chí (59,3%), trên 50 tuổi có 09 đồng chí»: past the comma others are counted.
    let parted = context.document.between(share.end, whole.tokens.start).contains([',', ';', '.']);
    let counted = same(&last) && !last.inexact && !parted;
    if counted && opened && over(share.end, whole.tokens.start) {
        return Some(pair(last, whole));
    }
    // «còn 113 hộ nghèo, chiếm 2,6% trong tổng số 5.214 hộ»
    let measured = matches!(whole.unit, Unit::Measure(..)) && last.unit != whole.unit;
    let akin = context.catalogue.figures.akin(last.unit, whole.unit) && !measured;
    // «Số thôn … đạt chuẩn là 15, bằng 88,2% trong số 17 thôn»: the number alone, and not far off.
    let bare =
        last.unit == Unit::None && judge(pair(last, whole), share.value).is_some_and(|s| nearly(&s, share, DONE));
    let named = !whole.inexact && is_of_all(context, share, whole) && (akin || bare);
    let sure = counted && named && is_right_behind(context, last, share);
    let slip = judge(pair(last, whole), share.value).is_some_and(|s| slipped(&s, share));
    (sure && slip).then(|| pair(last, whole))
}

/// «trong tổng số», «của» between a share and the whole it is of.
fn is_of_all(context: &Context<'_>, share: &Fact, whole: &Fact) -> bool {
    let said = fold(context.document.between(share.end, whole.tokens.start));
    let said = said.trim_start_matches('%').trim();
    let plain = matches!(said, "trong" | "của" | "của tổng số" | "trong toàn bộ");
    // «chiếm 61,2% tổng chi ngân sách 38,9 tỷ đồng»
    let short = said.split_whitespace().count() <= RATE && !said.contains([',', ';', '.', '(', ')', ':']);
    let total = said.strip_prefix("trong ").unwrap_or(said).starts_with("tổng ")
        && short
        && !whole.is_led_by_any(&[Cue::Up, Cue::Down, Cue::To, Cue::From]);
    plain || total || joined_by(context, Cue::OutOf, share.end..whole.tokens.start)
}

/// Whether a share follows its part with nothing but the rest of the part's name between: «113 hộ nghèo đa chiều, chiếm».
fn is_right_behind(context: &Context<'_>, part: &Fact, share: &Fact) -> bool {
    let gap = fold(context.document.between(part.end, share.tokens.start));
    let gap = gap.trim();
    let name = context.catalogue.wording.share.leads.before(gap);
    name.is_some_and(|name| {
        let name = name.trim_end().trim_end_matches(',');
        name.split_whitespace().count() <= LONG && !name.contains([',', ';', '.', '(', ')', ':'])
    })
}

/// «14.262 người tham gia … trên tổng số 15.180 nhân khẩu, tỷ lệ tham gia 94,0%»: the words that name the share are those of
/// what is told, or say nothing of their own.
fn names_what_is_told(context: &Context<'_>, last: &Fact, share: &Fact) -> bool {
    let document = context.document;
    let Some(sentence) = document.sentences.get(share.sentence as usize) else { return false };
    let gap = fold(document.between(last.end, share.tokens.start));
    let Some(named) = gap.rsplit_once("tỷ lệ ").or_else(|| gap.rsplit_once("tỉ lệ ")).map(|(_, named)| named)
    else {
        return false;
    };
    let from = last.tokens.start.saturating_sub(TOLD).max(sentence.tokens.start);
    let told = fold(document.token_text(from..last.end));
    let idle = &context.catalogue.wording.share.idle;
    named.split_whitespace().all(|word| idle.has(word) || told.split_whitespace().any(|said| said == word))
}

/// Tokens of what is told of a part before its whole.
const TOLD: usize = 24;

/// «…, đạt tỷ lệ bao phủ 96,05%»: the share right behind the words for what it is called, which may be something else
/// («…, tỷ lệ hài lòng 82%»).
fn has_named_rate(context: &Context<'_>, last: &Fact, share: &Fact) -> bool {
    let gap = fold(context.document.between(last.end, share.tokens.start));
    let Some((before, named)) = gap.rsplit_once("tỷ lệ ").or_else(|| gap.rsplit_once("tỉ lệ ")) else {
        return false;
    };
    // «15.180 nhân khẩu thường trú, tỷ lệ bao phủ»: the name of the whole may go on.
    let (whole, led) = before.split_once(',').unwrap_or(("", before));
    let direct = before.contains(',') && matches!(led.trim(), "" | "đạt" | "chiếm" | "với" | "đưa" | "nâng");
    let plain = whole.split_whitespace().count() <= RATE && !whole.contains([';', '.', '(', ')']);
    direct && plain && named.split_whitespace().count() <= RATE && !named.contains([',', ';', '.', '('])
}

/// Words of the name of a share.
const RATE: usize = 5;

/// Words of what befell a part, before its share.
const LONG: usize = 14;

/// A number below this may tell for how long or how often something was done.
const SMALL: f64 = 10.0;

/// «tàu từ 90 CV trở lên»: whether a figure says which ones are counted.
fn is_threshold(context: &Context<'_>, fact: &Fact) -> bool {
    // The unit may be one that nobody knows: «90 CV».
    let behind = fold(context.document.token_text(fact.tokens.end..fact.tokens.end + 3));
    let bound = || [" trở lên", " trở xuống"].iter().any(|end| behind.ends_with(end));
    fact.unit != Unit::Percent && (fact.inexact || bound())
}

/// «29 trong 38 tàu cá, tức 76,3%»: a number without a unit, of which «trong» names the whole.
fn is_bare_out_of(context: &Context<'_>, part: &Fact, whole: &Fact) -> bool {
    let less = !part.inexact && part.value.value() < whole.value.value();
    less && matches!(whole.unit, Unit::Count(_) | Unit::Word(_))
        && context.document.token_text(part.tokens.end..whole.tokens.start) == "trong"
}

/// Whether nothing but the name of what is counted stands between a part and «trong tổng số» before its whole.
fn is_told_at_length(context: &Context<'_>, part: &Fact, whole: &Fact) -> bool {
    let exact = |fact: &Fact| !fact.inexact && fact.of.is_none();
    // Of amounts only where both are told in one measure: «1.250 tấn rác trên tổng số 1.480 tấn».
    let measured = matches!(part.unit, Unit::Measure(..)) && part.unit == whole.unit;
    let counted = |fact: &Fact| {
        measured || fact.value.scale == 0 && matches!(fact.unit, Unit::Count(_) | Unit::Word(_) | Unit::None)
    };
    let gap = context.document.between(part.tokens.end, whole.tokens.start);
    let closed = context.catalogue.wording.share.whole_opens.end(&fold(gap.trim_end()));
    let near = whole.tokens.start - part.tokens.end <= NEAR && part.value.value() <= whole.value.value();
    closed && near && [part, whole].into_iter().all(|f| exact(f) && counted(f)) && !gap.contains([',', ';', '.', '('])
}

/// «còn 09 trong tổng số 56 chi bộ, phần lớn ở vùng cát, …, chiếm 16,1%»: the sentence comes back to its ratio.
pub(super) fn sums_up(context: &Context<'_>, whole: &Fact, share: &Fact) -> bool {
    let document = context.document;
    let gap = document.between(whole.tokens.end, share.tokens.start);
    let led = document.tokens.get(share.tokens.start.wrapping_sub(1));
    let part = led.is_some_and(|t| t.text(&document.text) == "chiếm");
    part && share.tokens.start - whole.tokens.end <= FAR && !gap.contains([';', '.', '?', '!', '('])
}

/// Tokens over which «chiếm» reaches back to a ratio in words.
const FAR: usize = 40;

/// «18,4 tỷ đồng/15 tỷ đồng dự toán»: a ratio whose two ends have units of their own.
pub(super) fn is_over(context: &Context<'_>, part: &Fact, whole: &Fact) -> bool {
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact;
    let gap = context.document.between(part.end, whole.tokens.start).trim();
    let set = gap.strip_prefix('/').is_some_and(|set| matches!(set, "" | "KH" | "DT" | "NQ"));
    part.unit == whole.unit && part.unit != Unit::None && exact(part) && exact(whole) && set
}
