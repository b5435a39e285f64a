//! Days on the wrong side of the document's own: what is told as done on a day to come, what is to be done by one that
//! is over.

use super::Page;
use crate::document::{Kind, Table};
use crate::lint::check::{Draft, Place};
use crate::lint::pack::Role;
use crate::mentions::{DateMention, Mention};
use crate::text::{Date, Gap, Syllable};
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
    let by_then = page.dates.iter().filter_map(|(mention, date)| told_by_then(page, mention, *date, today));
    out.extend(by_then.filter(|_| !beforehand));
    if page.context.document.meta.kind == Some(Kind::ActionProgramme) {
        for table in &page.context.document.tables {
            overdue(page, table, today, out);
        }
    }
}

/// «đã khánh thành ngày 19/5/2026» in a report of 2025.
fn told_too_early(page: &Page<'_>, mention: &Mention, date: DateMention, today: Date) -> Option<Draft> {
    let context = page.context;
    let month = |day: Date| day.year * 12 + day.month as i32;
    let day = whole(date).filter(|day| month(*day) > month(today) + DRAFTED)?;
    let start = mention.tokens.start;
    let before = start.saturating_sub(NEAR + 4)..start;
    let verb =
        context.mentions.hits_of(page.lists.done, &before).filter(|hit| hit.end as usize + NEAR >= start).last()?;
    let tokens = &context.document.tokens;
    let between = tokens.get(verb.end as usize..start)?;
    let joined = between.iter().all(|t| page.lists.between.contains(&t.id));
    let past = |at: usize| tokens.get(at).is_some_and(|t| t.id == *PAST);
    let done = (verb.start as usize).checked_sub(1).is_some_and(past);
    let parted = (verb.start as usize..start).any(|at| context.document.between(at, at).contains([',', ';', '.', '(']));
    // «Kết luận ban hành ngày 20/11/2032» in an account of one's own term: no plan reaches so far.
    let account = context.document.meta.kind == Some(Kind::SelfReview) && day.year > today.year + FAR;
    (joined && (done || account) && !parted).then(|| {
        Draft::on(Place::Tokens(verb.start as usize..mention.tokens.end))
            .say("future")
            .with("date", day.vietnamese())
            .with("today", today.vietnamese())
    })
}

/// «đến tháng 11/2021 đã mở thêm 05 điểm bán» among the results that a report of April 2020 tells.
fn told_by_then(page: &Page<'_>, mention: &Mention, date: DateMention, today: Date) -> Option<Draft> {
    let context = page.context;
    let (year, month) = (date.year?, date.month?);
    let late = year * 12 + month as i32 > today.year * 12 + today.month as i32 + DRAFTED;
    let tokens = &context.document.tokens;
    let (before, end) = (mention.tokens.start.checked_sub(1)?, mention.tokens.end);
    let by = tokens.get(before).is_some_and(|t| BY.contains(&t.id));
    let done = tokens.get(end).is_some_and(|t| t.id == *PAST && t.gap == Gap::Space);
    let block = context.document.block_of_token(end)?;
    let role = context.outline.roles.get(block.section as usize).copied().unwrap_or_default();
    (late && by && done && role == Role::Result).then(|| {
        Draft::on(Place::Tokens(mention.tokens.start..end + 1))
            .say("future-month")
            .with("date", context.document.token_text(mention.tokens.clone()))
            .with("today", today.vietnamese())
    })
}

static BY: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["đến", "tới"].map(Syllable::of));

/// A cell below «Thời hạn» in a table of tasks with a day before the programme's.
fn overdue(page: &Page<'_>, table: &Table, today: Date, out: &mut Vec<Draft>) {
    let context = page.context;
    if context.outline.roles.get(table.section as usize) != Some(&Role::Task) {
        return;
    }
    let block = |id: &u32| context.document.blocks.get(*id as usize);
    let heads = table.rows.iter().take(table.header_rows.max(1)).flat_map(|row| row.cells.iter().enumerate());
    let names =
        |id: &u32| block(id).is_some_and(|b| context.mentions.hits_of(page.lists.ends, &b.tokens).next().is_some());
    let Some((column, _)) = heads.into_iter().find(|(_, id)| names(id)) else { return };
    for row in table.rows.iter().skip(table.header_rows.max(1)) {
        let Some(cell) = row.cells.get(column).and_then(block) else { continue };
        let Some((mention, date)) = page.date_at(cell.tokens.start).filter(|(m, _)| m.tokens == cell.tokens) else {
            continue;
        };
        if let Some(day) = whole(date).filter(|day| (day.year, day.month) < (today.year, today.month)) {
            out.push(
                Draft::on(Place::Tokens(mention.tokens.clone()))
                    .say("overdue")
                    .with("date", day.vietnamese())
                    .with("today", today.vietnamese()),
            );
        }
    }
}

/// A date with its day, month and year, if the calendar has it.
fn whole(date: DateMention) -> Option<Date> {
    let (year, month, day) = (date.year?, date.month?, date.day?);
    ((1..=12).contains(&month) && day >= 1 && day <= Date::days_of(Some(year), month)).then_some(Date {
        year,
        month,
        day,
    })
}

static PAST: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("đã"));
