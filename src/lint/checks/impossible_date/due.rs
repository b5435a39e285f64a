//! Deadlines of a programme that were over before its own day, or lie behind the term it is made for.

use super::Page;
use super::span::precedes;
use super::today::whole;
use crate::document::{Kind, Table};
use crate::lint::check::{Draft, Place};
use crate::lint::indicators::TERM;
use crate::lint::pack::Role;
use crate::lint::tasks::due_column;
use crate::mentions::{DateMention, Mention, Precision};
use crate::text::{Date, Gap, Syllable};
use std::sync::LazyLock;

/// Tokens between the word for a deadline and its date: «hoàn thành trước ngày».
const NEAR: usize = 4;

/// Finds them in the tables and the points of a programme.
pub(super) fn find(page: &Page<'_>, today: Date, out: &mut Vec<Draft>) {
    for table in &page.context.document.tables {
        cells(page, table, today, out);
    }
    let month =
        DateMention { year: Some(today.year), month: Some(today.month), day: None, precision: Precision::Month };
    for (mention, date) in &page.dates {
        let over = precedes(date, &month);
        if (over || is_behind(page, date)) && is_deadline(page, mention) {
            out.push(if over { overdue(page, mention, today) } else { behind(page, mention) });
        }
    }
}

/// Whether a day lies behind the last year of the term of the programme.
fn is_behind(page: &Page<'_>, date: &DateMention) -> bool {
    date.precision == Precision::Day && date.year.is_some_and(|year| year > page.context.turn() + TERM)
}

/// «…, hoàn thành trước ngày 31/3/2025» among the tasks: the words open a clause, so that nothing that was there before
/// is told by them («quyết toán công trình hoàn thành trước ngày …»).
fn is_deadline(page: &Page<'_>, date: &Mention) -> bool {
    let context = page.context;
    let (document, tokens, start) = (context.document, &context.document.tokens, date.tokens.start);
    let Some(block) = document.block_of_token(start).filter(|block| block.is_prose()) else { return false };
    let near = start.saturating_sub(NEAR + 1).max(block.tokens.start)..start;
    let word = |at: usize| tokens.get(at).is_some_and(|t| t.gap == Gap::Space && BY.contains(&t.id));
    let told = context.mentions.hits_of(page.lists.due, &near).any(|hit| {
        let opens = tokens.get(hit.start as usize).is_some_and(|t| matches!(t.gap, Gap::Comma))
            || matches!(page.gap(hit.start as usize).trim(), ";" | "(" | ".");
        opens && (hit.end as usize..start).all(|at| word(at) || page.gap(at).trim() == ":")
    });
    let past = |t: &crate::text::Token| t.id == *PAST;
    let done = || tokens.get(block.tokens.start..start).is_some_and(|t| t.iter().any(past));
    told && context.outline.roles.get(block.section as usize) == Some(&Role::Task) && !done()
}

static BY: LazyLock<[Syllable; 8]> =
    LazyLock::new(|| ["trước", "trong", "vào", "ngày", "cuối", "chậm", "nhất", "đến"].map(Syllable::of));
static PAST: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("đã"));

/// The cells below «Thời hạn» of a table of tasks.
fn cells(page: &Page<'_>, table: &Table, today: Date, out: &mut Vec<Draft>) {
    let context = page.context;
    // «Phụ lục: bảng phân việc»: a programme's tasks stand under other headings too.
    let assigned =
        (context.document.meta.kind == Some(Kind::ActionProgramme)).then(|| due_column(context, table)).flatten();
    if assigned.is_none() && context.outline.roles.get(table.section as usize) != Some(&Role::Task) {
        return;
    }
    let block = |id: &u32| context.document.blocks.get(*id as usize);
    let heads = table.rows.iter().take(table.header_rows.max(1)).flat_map(|row| row.cells.iter().enumerate());
    let names =
        |id: &u32| block(id).is_some_and(|b| context.mentions.hits_of(page.lists.ends, &b.tokens).next().is_some());
    let named = || heads.into_iter().find(|(_, id)| names(id)).map(|(column, _)| column);
    let Some(column) = assigned.or_else(named) else { return };
    for row in table.rows.iter().skip(table.header_rows.max(1)) {
        let Some(cell) = row.cells.get(column).and_then(block) else { continue };
        let Some((mention, date)) = page.date_at(cell.tokens.start).filter(|(m, _)| m.tokens.end == cell.tokens.end)
        else {
            continue;
        };
        if whole(date).is_some_and(|day| (day.year, day.month) < (today.year, today.month)) {
            out.push(overdue(page, mention, today));
        } else if is_behind(page, &date) {
            out.push(behind(page, mention));
        }
    }
}

fn overdue(page: &Page<'_>, mention: &Mention, today: Date) -> Draft {
    let date = page.context.document.token_text(mention.tokens.clone());
    let draft = Draft::on(Place::Tokens(mention.tokens.clone())).say("overdue");
    draft.with("date", date).with("today", today.vietnamese())
}

fn behind(page: &Page<'_>, mention: &Mention) -> Draft {
    let (turn, date) = (page.context.turn(), page.context.document.token_text(mention.tokens.clone()));
    let draft = Draft::on(Place::Tokens(mention.tokens.clone())).say("beyond").with("date", date);
    draft.with("term", format!("{turn}-{}", turn + TERM))
}
