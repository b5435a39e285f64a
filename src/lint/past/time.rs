//! Does the sentence speak of a time when the unit still stood?

use super::Cue;
use super::page::{Page, Spot};
use crate::document::Kind;
use crate::mentions::{DateMention, Mention, MentionKind, Precision};
use crate::text::{Date, Syllable};
use std::ops::Range;
use std::sync::LazyLock;

/// A time as seen from the day the unit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Before,
    After,
    /// A year or a term that holds the day.
    Around,
}

static WITH: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["so", "với"].map(Syllable::of));
static MORE: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["lần", "hơn"].map(Syllable::of));
static BEFORE: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("trước"));
static ACTION: LazyLock<[Syllable; 3]> = LazyLock::new(|| ["hiện", "thực", "phát"].map(Syllable::of));

/// A remark in brackets that gives a time has no more words.
const LONGEST_IN_BRACKETS: usize = 10;

/// Whether the time beside a mention is one before the unit's end. A word for today («hiện có») or, in
/// tasks, for what is to be done goes before a year of the past.
pub(super) fn is_past(page: &Page<'_>, seen: &Spot<'_>, end: Date) -> bool {
    if dated_in_brackets(page, seen, end) {
        return true;
    }
    if speaks_of_today(page, &seen.clause) && !begins_in_the_past(page, seen, end) {
        return false;
    }
    match governing(page, seen, end) {
        Some(When::Before) => !(seen.is_task && page.has(Cue::ToDo, &seen.clause)),
        Some(When::Around) => !seen.is_task,
        Some(When::After) => false,
        None => row_is_past(page, seen, end) || in_outgoing_term(page, seen, end) || is_reviewed(page, seen, end),
    }
}

/// «phông lưu trữ của xã Sai Nga (giai đoạn 1954-2019)»: what is named is of that time, whenever it is worked on.
fn dated_in_brackets(page: &Page<'_>, seen: &Spot<'_>, end: Date) -> bool {
    if !page.gap(seen.end).contains('(') {
        return false;
    }
    let longest = (seen.end + LONGEST_IN_BRACKETS).min(seen.block.tokens.end);
    let close = (seen.end + 1..=longest).find(|&i| page.gap(i).contains(')') || i == seen.block.tokens.end);
    close.is_some_and(|close| names_only_before(page, &(seen.end..close), end))
}

/// Whether the time that governs some words is one after a day.
pub fn is_after(page: &Page<'_>, seen: &Spot<'_>, day: Date) -> bool {
    let next = Date { day: day.day + 1, ..day };
    governing(page, seen, next) == Some(When::After)
}

/// Whether it is a time that holds the day: the year in which it lies.
pub fn is_around(page: &Page<'_>, seen: &Spot<'_>, day: Date) -> bool {
    governing(page, seen, day) == Some(When::Around)
}

/// «Trong nhiệm kỳ, …»: the old unit's own last term, if it ended only now.
fn in_outgoing_term(page: &Page<'_>, seen: &Spot<'_>, end: Date) -> bool {
    let now = !seen.is_task && page.context.as_of.year - end.year <= 1;
    // What it opens with holds for all its clauses.
    let told = seen.sentence.start..seen.clause.end;
    now && page.cues(Cue::Outgoing, &told).any(|hit| !is_base(page, told.start, hit.start as usize))
}

/// «Ban Thường vụ Đảng ủy xã Phi Thông chưa có nghị quyết …» in a self-review: the committee whose last term it is
/// about.
fn is_reviewed(page: &Page<'_>, seen: &Spot<'_>, end: Date) -> bool {
    let review = page.context.document.meta.kind == Some(Kind::SelfReview) && !seen.is_task;
    let before = seen.sentence.start..seen.tokens.start;
    review
        && page.context.as_of.year - end.year <= 1
        && page.cues(Cue::Committee, &before).any(|hit| hit.end as usize == seen.tokens.start)
}

/// «Năm 2017, xã … mở bến xe, đến nay có 28 thành viên»: told from then on, and today comes after.
fn begins_in_the_past(page: &Page<'_>, seen: &Spot<'_>, end: Date) -> bool {
    let before = seen.clause.start..seen.tokens.start;
    let first = times(page, &before, end, seen.is_task).last().map(|(_, when)| *when);
    first == Some(When::Before) && !seen.is_task && !speaks_of_today(page, &before)
}

/// «hiện có», «đến nay»; not the «hiện» of «thực hiện có hiệu quả».
pub fn speaks_of_today(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    let all = &page.context.document.tokens;
    page.cues(Cue::Today, tokens).any(|hit| {
        let start = hit.start as usize;
        let inside = all.get(start).is_some_and(|t| t.id == ACTION[0])
            && start.checked_sub(1).and_then(|b| all.get(b)).is_some_and(|t| ACTION[1..].contains(&t.id));
        !inside
    })
}

/// The time that governs a mention: the last before it in its clause, else the first after it there,
/// else the last of an earlier clause. A task with a time to come is to come.
fn governing(page: &Page<'_>, seen: &Spot<'_>, end: Date) -> Option<When> {
    let at = seen.tokens.start;
    let times: Vec<(usize, When)> = times(page, &seen.sentence, end, seen.is_task);
    let here: Vec<_> = times.iter().filter(|(token, _)| seen.clause.contains(token)).collect();
    if seen.is_task && here.iter().any(|(_, when)| *when == When::After) {
        return Some(When::After);
    }
    let before = here.iter().rev().find(|(token, _)| *token < at);
    let after = || here.iter().find(|(token, _)| *token > at);
    if let Some((_, when)) = before.or_else(after) {
        return Some(*when);
    }
    times.iter().rev().find(|(token, _)| *token < seen.clause.start).map(|(_, when)| *when)
}

/// Whether some tokens name a time before a day, and none after it.
pub fn names_only_before(page: &Page<'_>, tokens: &Range<usize>, day: Date) -> bool {
    let times = times(page, tokens, day, false);
    !times.is_empty() && times.iter().all(|(_, when)| *when == When::Before)
}

/// The times named within some tokens, without those that are only compared with.
fn times(page: &Page<'_>, tokens: &Range<usize>, end: Date, is_task: bool) -> Vec<(usize, When)> {
    let mentions = page.context.mentions.within(tokens);
    let mut citation = None;
    let mut found = Vec::new();
    for mention in mentions {
        if matches!(mention.kind, MentionKind::Citation) {
            citation = Some(mention.tokens.end);
        }
        let Some(when) = when(page, mention, end).filter(|_| !is_base(page, tokens.start, mention.tokens.start)) else {
            continue;
        };
        if is_norm(page, mention) {
            continue;
        }
        // The date of a document is when it was issued, not when what the sentence tells took place.
        let issued = citation.is_some_and(|end| mention.tokens.start <= end + 2);
        let long_ago = matches!(&mention.kind, MentionKind::Date(d) if d.year.is_some_and(|y| y < end.year));
        if !issued || (long_ago && !is_task) {
            found.push((mention.tokens.start, when));
        }
    }
    found
}

fn when(page: &Page<'_>, mention: &Mention, end: Date) -> Option<When> {
    match &mention.kind {
        MentionKind::Date(date) => {
            let (first, last) = part_of_year(page, mention).or_else(|| span(date))?;
            let all = &page.context.document.tokens;
            let led = |back: usize| {
                mention.tokens.start.checked_sub(back).and_then(|b| all.get(b)).is_some_and(|t| t.id == *BEFORE)
            };
            Some(match () {
                // «trước ngày 01/7/2025» is before that day.
                () if (led(1) || led(2)) && first <= end => When::Before,
                () if last < end => When::Before,
                () if first >= end => When::After,
                () => When::Around,
            })
        }
        // The term that ends in the year of the merger was the old unit's own.
        MentionKind::Term(from, to) => match () {
            () if *to <= end.year && *from < end.year => Some(When::Before),
            () if *from >= end.year => Some(When::After),
            () => None,
        },
        _ => None,
    }
}

/// First and last day of what a date names.
fn span(date: &DateMention) -> Option<(Date, Date)> {
    let year = date.year?;
    let day = |month: u8, day: u8| Date { year, month, day };
    Some(match (date.precision, date.month, date.day) {
        (Precision::Quarter, Some(month), _) => (day(month.saturating_sub(2).max(1), 1), day(month, 31)),
        (_, Some(month), Some(d)) => (day(month, d), day(month, d)),
        (_, Some(month), None) => (day(month, 1), day(month, 31)),
        _ => (day(1, 1), day(12, 31)),
    })
}

/// «sáu tháng đầu năm 2025», «3 tháng cuối năm 2025», «nửa đầu năm 2025»: first and last day of the months that are meant.
fn part_of_year(page: &Page<'_>, mention: &Mention) -> Option<(Date, Date)> {
    let MentionKind::Date(DateMention { year: Some(year), precision: Precision::Year, .. }) = mention.kind else {
        return None;
    };
    let text = &page.context.document.text;
    let tokens = &page.context.document.tokens;
    let at = |back: usize| mention.tokens.start.checked_sub(back).and_then(|at| tokens.get(at));
    let words = &*PARTS;
    // «6 tháng đầu 2025» leaves «năm» out.
    let year_word = usize::from(at(1).is_some_and(|token| token.id == words.year));
    let end = at(year_word + 1)?;
    let unit = at(year_word + 2)?;
    let months = if unit.id == words.half {
        HALF
    } else {
        let number = at(year_word + 3).filter(|_| unit.id == words.month)?;
        let spoken = words.numbers.iter().position(|id| *id == number.id).and_then(|at| u8::try_from(at + 1).ok());
        spoken.or_else(|| number.text(text).parse().ok()).filter(|months| (1..=MONTHS).contains(months))?
    };
    let (first, last) = match () {
        () if end.id == words.first => (1, months),
        () if end.id == words.last => (MONTHS + 1 - months, MONTHS),
        () => return None,
    };
    Some((Date { year, month: first, day: 1 }, Date { year, month: last, day: 31 }))
}

/// Months of a year, and of its half.
const MONTHS: u8 = 12;
const HALF: u8 = 6;

/// The words of «sáu tháng đầu năm».
struct Parts {
    numbers: Vec<Syllable>,
    month: Syllable,
    half: Syllable,
    first: Syllable,
    last: Syllable,
    year: Syllable,
}

static PARTS: LazyLock<Parts> = LazyLock::new(|| Parts {
    numbers: ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"].map(Syllable::of).to_vec(),
    month: Syllable::of("tháng"),
    half: Syllable::of("nửa"),
    first: Syllable::of("đầu"),
    last: Syllable::of("cuối"),
    year: Syllable::of("năm"),
});

/// «tăng 5 mô hình so với năm 2020», «gấp hai lần năm 2020»: the sentence speaks of another time.
fn is_base(page: &Page<'_>, sentence: usize, start: usize) -> bool {
    let tokens = &page.context.document.tokens;
    let id = |i: usize| tokens.get(i).map(|t| t.id);
    // What the sentence before compared is no base of this one.
    let back = |steps: usize| start.checked_sub(steps).filter(|&i| i >= sentence);
    let compared =
        (2..=6).any(|steps| back(steps).is_some_and(|i| id(i) == Some(WITH[0]) && id(i + 1) == Some(WITH[1])));
    let more = (1..=2).any(|steps| back(steps).and_then(id).is_some_and(|id| MORE.contains(&id)));
    compared || more
}

/// In a table: the row, else its head, names only times before the end.
fn row_is_past(page: &Page<'_>, seen: &Spot<'_>, end: Date) -> bool {
    let Some((table, row)) = page.row(seen.block) else { return false };
    let only = |times: &[(usize, When)]| !times.is_empty() && times.iter().all(|(_, when)| *when == When::Before);
    let of_row = times(page, &row, end, seen.is_task);
    let of_head: Vec<_> = page.head(table).flat_map(|cell| times(page, &cell.tokens, end, seen.is_task)).collect();
    // In a table of targets a row begins with what was.
    let to_come = seen.is_task && of_head.iter().any(|(_, when)| *when == When::After);
    if !of_row.is_empty() {
        return only(&of_row) && !to_come;
    }
    // «Biểu 2. Nguồn nhân sự theo nơi công tác trước ngày 01/02/2020»
    let caption = table.caption.and_then(|id| page.context.document.blocks.get(id as usize));
    let of_caption = || caption.map_or(Vec::new(), |block| times(page, &block.tokens, end, seen.is_task));
    only(&of_head) || of_head.is_empty() && !seen.is_task && only(&of_caption())
}

/// «hộ nghèo theo chuẩn 2021-2025»: counted today.
fn is_norm(page: &Page<'_>, mention: &Mention) -> bool {
    let (from, at) = (mention.tokens.start.saturating_sub(6), mention.tokens.start);
    matches!(mention.kind, MentionKind::Term(..))
        && page.cues(Cue::Norm, &(from..at)).any(|hit| at - hit.end as usize <= 2)
}

/// Whether a heading is about a year that was over when the unit ended: «1. Kết quả năm 2023».
pub(super) fn heading_is_past(page: &Page<'_>, seen: &Spot<'_>, end: Date) -> bool {
    let mut headings = page.headings(seen.block).filter(|heading| heading.tokens != seen.block.tokens);
    headings.any(|heading| {
        let mut dated = page.context.mentions.within(&heading.tokens).iter().filter(|m| match m.kind {
            MentionKind::Date(_) => true,
            // «nhiệm kỳ 2020-2025» stands over every result; only an older term tells the past.
            MentionKind::Term(_, to) => to < end.year,
            _ => false,
        });
        dated.any(|m| when(page, m, end) == Some(When::Before)) && !page.has(Cue::Directions, &heading.tokens)
    })
}

/// A text that gives neither its day nor its unit, and no time after the unit's end, is older than
/// that end: a piece of news from years ago is not to be accused of being old.
pub(super) fn text_is_older(page: &Page<'_>, end: Date) -> bool {
    let meta = &page.context.document.meta;
    if meta.date.is_some() || meta.unit.is_some() {
        return false;
    }
    let last = |mention: &Mention| match &mention.kind {
        MentionKind::Date(date) => span(date).map(|span| span.1),
        MentionKind::Term(from, _) => Some(Date { year: *from, month: 12, day: 31 }),
        _ => None,
    };
    page.newest(last).is_some_and(|newest| newest < end)
}
