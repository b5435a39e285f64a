//! Days on the wrong side of the document's own: what is told as done on a day to come, what is to be done by one that
//! is over.

use super::Page;
use crate::document::Kind;
use crate::lint::check::{Draft, Place};
use crate::lint::pack::Role;
use crate::mentions::{DateMention, Mention, MentionKind};
use crate::text::{Date, Syllable};
use std::sync::LazyLock;

/// Tokens between a verb and its day: «vào sáng ngày».
const NEAR: usize = 3;

/// Years that an account of a term looks ahead at most.
const FAR: i32 = 5;

/// Months that a draft may tell ahead, to be right when it is read.
const DRAFTED: i32 = 2;

/// Finds such days; of a document without a date of its own none.
pub(super) fn find(page: &Page<'_>, out: &mut Vec<Draft>) {
    let Some(today) = page.context.document.meta.date else { return };
    // What is written for the congress beforehand tells it as held.
    let beforehand = matches!(page.context.document.meta.kind, Some(Kind::Resolution | Kind::CongressScript));
    let told = page.dates.iter().filter_map(|(mention, date)| told_too_early(page, mention, *date, today));
    out.extend(told.filter(|_| !beforehand));
    let opened = page.dates.iter().filter_map(|(mention, date)| opens_too_early(page, mention, *date, today));
    out.extend(opened.filter(|_| !beforehand));
    let by_then = page.dates.iter().filter_map(|(mention, date)| told_by_then(page, mention, *date, today));
    out.extend(by_then.filter(|_| !beforehand));
    if page.context.document.meta.kind == Some(Kind::ActionProgramme) {
        super::due::find(page, today, out);
    }
}

/// «đã khánh thành ngày 19/5/2026» in a report of 2025.
fn told_too_early(page: &Page<'_>, mention: &Mention, date: DateMention, today: Date) -> Option<Draft> {
    let context = page.context;
    let day = whole(date).filter(|day| is_far(*day, today))?;
    let start = mention.tokens.start;
    let before = start.saturating_sub(NEAR + 4)..start;
    let verb =
        context.mentions.hits_of(page.lists.done, &before).filter(|hit| hit.end as usize + NEAR >= start).last()?;
    let tokens = &context.document.tokens;
    let between = tokens.get(verb.end as usize..start)?;
    let joined = between.iter().all(|t| page.lists.between.contains(&t.id));
    let past = |at: usize| tokens.get(at).is_some_and(|t| t.id == *PAST);
    let done = (verb.start as usize).checked_sub(1).is_some_and(past);
    let parted = (verb.start as usize..start).any(|at| context.document.has_mark(at, &[',', ';', '.', '(']));
    // «Kết luận ban hành ngày 20/11/2032» in an account of one's own term: no plan reaches so far.
    let account = context.document.meta.kind == Some(Kind::SelfReview) && day.year > today.year + FAR;
    (joined && (done || account) && !parted).then(|| {
        Draft::on(Place::Tokens(verb.start as usize..mention.tokens.end))
            .say("future")
            .with("date", day.vietnamese())
            .with("today", today.vietnamese())
    })
}

/// «Ngày 14/8/2020, Ban Chấp hành đã tổng kết việc sắp xếp» in a report for the congress of June: the day opens the
/// sentence, and who acts has done so.
fn opens_too_early(page: &Page<'_>, mention: &Mention, date: DateMention, today: Date) -> Option<Draft> {
    let context = page.context;
    let (document, tokens) = (context.document, &context.document.tokens);
    // Of a month all days are too late.
    let first = DateMention { day: date.day.or(Some(1)), ..date };
    let day = whole(first).filter(|day| is_far(*day, today))?;
    let at = document.sentences.partition_point(|s| s.tokens.end <= mention.tokens.start);
    let sentence = document.sentences.get(at)?.tokens.clone();
    let block = document.block_of_token(sentence.start)?;
    let role = context.outline.roles.get(block.section as usize).copied().unwrap_or_default();
    let told = !block.is_cell() && !matches!(role, Role::Task | Role::Target | Role::Forecast | Role::Organisation);
    let opening = tokens.get(sentence.start..mention.tokens.start)?;
    let opens = opening.len() <= NEAR && opening.iter().all(|t| page.lists.between.contains(&t.id));
    let comma = document.between(mention.tokens.end, mention.tokens.end).trim() == ",";
    let from = mention.tokens.end;
    let stops = |&i: &usize| document.has_mark(i, &[',', ';', ':', '(']);
    let clause = from..(from + 1..sentence.end).find(stops).unwrap_or(sentence.end);
    let done = clause.clone().take(SUBJECT).find(|&i| tokens.get(i).is_some_and(|t| t.id == *PAST))?;
    // «Ngày 30/9/2026, đơn vị đã được giao sẽ báo cáo»: it is told as to come.
    let to_come = tokens.get(clause)?.iter().any(|t| TO_COME.contains(&t.id));
    // «đã lên lịch», «đã được giao»: what is set for that day.
    let set = tokens.get(done + 1).is_none_or(|t| SETS.contains(&t.id));
    // «đồng chí Bí thư Đảng ủy đã …»
    let named = context.mentions.within(&(from..from + TITLE + 1)).iter();
    let mut acts = named.filter(|m| match m.kind {
        MentionKind::Body | MentionKind::GeneralBody | MentionKind::Post => m.tokens.end + NEAR + 1 >= done,
        _ => false,
    });
    (told && opens && comma && !to_come && !set && acts.next().is_some()).then(|| {
        let draft = Draft::on(Place::Tokens(sentence.start..done + 1));
        let draft = match date.day {
            Some(_) => draft.say("future").with("date", day.vietnamese()),
            None => draft.say("future-in").with("date", format!("{}/{}", day.month, day.year)),
        };
        draft.with("today", today.vietnamese())
    })
}

/// Tokens of «đồng chí» before a post.
const TITLE: usize = 2;

static SETS: LazyLock<[Syllable; 11]> =
    LazyLock::new(|| ["có", "lên", "định", "dự", "đăng", "ấn", "chọn", "xếp", "hẹn", "mời", "được"].map(Syllable::of));

/// Tokens of who acts, and a little more.
const SUBJECT: usize = 16;

/// Whether a day is further from today than a draft tells ahead.
fn is_far(day: Date, today: Date) -> bool {
    let months = |day: Date| (day.year * 12 + i32::from(day.month), day.day);
    let (month, of_month) = months(today);
    months(day) > (month + DRAFTED, of_month)
}

static TO_COME: LazyLock<[Syllable; 6]> =
    LazyLock::new(|| ["sẽ", "nếu", "khi", "phải", "cần", "kiến"].map(Syllable::of));

/// «đến tháng 11/2021 đã mở thêm 05 điểm bán», «trong tháng 12/2025, xã đã kết nạp …» among the results that a report
/// of April 2020 tells.
fn told_by_then(page: &Page<'_>, mention: &Mention, date: DateMention, today: Date) -> Option<Draft> {
    let context = page.context;
    let (document, tokens) = (context.document, &context.document.tokens);
    let month = date.month.map_or(1, i32::from);
    let late = date.year? * 12 + month > today.year * 12 + today.month as i32 + DRAFTED;
    let (before, end) = (mention.tokens.start.checked_sub(1)?, mention.tokens.end);
    let year = tokens.get(before).is_some_and(|t| t.id == *YEAR);
    let before = if year { before.checked_sub(1)? } else { before };
    if !late || !tokens.get(before).is_some_and(|t| BY.contains(&t.id)) {
        return None;
    }
    let done = (end..end + WHO).find(|&at| tokens.get(at).is_some_and(|t| t.id == *PAST))?;
    let clause = (end..=done).all(|at| match page.gap(at).trim() {
        "" => true,
        "," => at == end,
        _ => false,
    });
    let block = document.block_of_token(end)?;
    let role = context.outline.roles.get(block.section as usize).copied().unwrap_or_default();
    let at = document.sentences.partition_point(|s| s.tokens.end <= mention.tokens.start);
    let words = tokens.get(document.sentences.get(at)?.tokens.clone())?;
    let to_come = words.iter().any(|t| TO_COME.contains(&t.id) || PLANS.contains(&t.id));
    let set = tokens.get(done + 1).is_none_or(|t| t.id != *HAVE && SETS.contains(&t.id));
    (clause && role == Role::Result && !to_come && !set).then(|| {
        Draft::on(Place::Tokens(mention.tokens.start..done + 1))
            .say("future-month")
            .with("date", document.token_text(mention.tokens.clone()))
            .with("today", today.vietnamese())
    })
}

/// Tokens of «, toàn Đảng bộ xã», and of what has been done.
const WHO: usize = 6;

static BY: LazyLock<[Syllable; 6]> = LazyLock::new(|| ["đến", "tới", "hết", "cuối", "trong", "vào"].map(Syllable::of));
static PLANS: LazyLock<[Syllable; 5]> = LazyLock::new(|| ["ước", "phấn", "đấu", "hoạch", "lộ"].map(Syllable::of));
static YEAR: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("năm"));
static HAVE: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("có"));

/// A date with its day, month and year, if the calendar has it.
pub(super) fn whole(date: DateMention) -> Option<Date> {
    let (year, month, day) = (date.year?, date.month?, date.day?);
    ((1..=12).contains(&month) && day >= 1 && day <= Date::days_of(Some(year), month)).then_some(Date {
        year,
        month,
        day,
    })
}

static PAST: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("đã"));
