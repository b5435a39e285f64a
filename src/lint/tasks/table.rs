//! Tables of assignments: a row a task, columns known by their headings.

use super::{Aspect, How, Label, Lack, holds_tasks, owner, points};
use crate::document::{Block, Row, Table};
use crate::lint::check::Context;
use crate::lint::finding::shorten;
use crate::mentions::MentionKind;
use std::ops::Range;

/// Tokens of the head of a column.
const LONGEST_HEAD: usize = 10;
/// Columns that are read.
const MOST: usize = 24;
/// A column of a longer table of which a larger share is blank holds merged cells, not gaps.
const MERGED: (usize, f64) = (4, 0.4);

/// Rows of a table without a column of who does it, of which one stands out that names nobody.
const LEAST_TOLD: usize = 6;

/// Which column is about what.
struct Columns {
    task: usize,
    aspects: [Option<usize>; 3],
    heads: usize,
    /// Which aspects stand in one column with another: «Chủ trì; thời hạn».
    shared: [bool; 3],
}

/// Finds what tasks in tables lack; gives the sections whose tables assign tasks.
pub(super) fn lacks(context: &Context<'_>, found: &mut Vec<Lack>) -> Vec<u32> {
    let mut sections = Vec::new();
    for table in context.document.tables.iter().filter(|t| holds_tasks(context, t.section)) {
        let Some(columns) = columns(context, table) else { continue };
        sections.push(table.section);
        let rows: Vec<&Row> = rows(context, table, &columns);
        for aspect in Aspect::ALL {
            judge(context, table, &columns, &rows, aspect, found);
        }
    }
    sections
}

/// Whether a table assigns tasks.
pub(super) fn assigns(context: &Context<'_>, table: &Table) -> bool {
    columns(context, table).is_some()
}

/// The column in which the days of tasks stand, and nothing else.
pub(super) fn due_column(context: &Context<'_>, table: &Table) -> Option<usize> {
    let columns = columns(context, table)?;
    columns.aspects[Aspect::Due as usize].filter(|_| !columns.shared[Aspect::Due as usize])
}

/// The column of what its tasks leave behind, and nothing else.
pub(super) fn product_column(context: &Context<'_>, table: &Table) -> Option<usize> {
    let columns = columns(context, table)?;
    columns.aspects[Aspect::Product as usize].filter(|_| !columns.shared[Aspect::Product as usize])
}

/// Whether a table has a column of tasks and two more.
pub(super) fn lists(context: &Context<'_>, table: &Table) -> bool {
    let is_task = |&id: &u32| {
        let cell = context.document.blocks.get(id as usize).filter(|cell| cell.tokens.len() <= LONGEST_HEAD);
        let labels = cell.map(|cell| context.catalogue.tasks.labels(context.mentions, &cell.tokens));
        labels.is_some_and(|labels| labels.iter().any(|(_, label)| *label == Label::Task))
    };
    let heads = table.rows.iter().take(table.header_rows.max(1));
    heads.into_iter().any(|row| row.cells.len() >= LISTED && row.cells.iter().any(is_task))
}

/// Columns of a table that lists tasks at least.
const LISTED: usize = 3;

fn block<'c>(context: &'c Context<'_>, row: &Row, at: usize) -> Option<&'c Block> {
    row.cells.get(at).and_then(|&id| context.document.blocks.get(id as usize))
}

/// The columns of a table that assigns tasks: one for the tasks, and one for who or when.
fn columns(context: &Context<'_>, table: &Table) -> Option<Columns> {
    let marked = table.header_rows.max(1);
    let words = &context.catalogue.tasks;
    let label = |row: &Row, at: usize| {
        let cell = block(context, row, at)?;
        // A heading is short; «Nội dung» in a sentence heads nothing.
        let labels = words.labels(context.mentions, &cell.tokens);
        labels
            .into_iter()
            .filter(|_| cell.tokens.len() <= LONGEST_HEAD)
            .max_by_key(|(hit, _)| hit.end - hit.start)
            .map(|l| l.1)
    };
    // A second heading row stands under merged cells: its own cells are headings, the others blank.
    let second = table.rows.get(marked).is_some_and(|row| {
        let mut cells =
            (0..row.cells.len().min(MOST)).filter(|&at| block(context, row, at).is_some_and(|b| !b.range.is_empty()));
        let first = cells.next();
        first.is_some_and(|at| at > 0 && label(row, at).is_some()) && cells.all(|at| label(row, at).is_some())
    });
    let heads = marked + usize::from(second);
    let width = table.rows.iter().take(heads).map(|r| r.cells.len()).max().unwrap_or(0).min(MOST);
    let of = |at: usize| table.rows.iter().take(heads).rev().find_map(|row| label(row, at));
    let labels: Vec<Option<Label>> = (0..width).map(of).collect();
    let at = |label: Label| labels.iter().position(|l| *l == Some(label));
    let mut aspects = Aspect::ALL.map(|aspect| at(Label::Of(aspect)));
    let names = |row: &Row, at: usize, aspect: Aspect| {
        let cell = block(context, row, at).filter(|cell| cell.tokens.len() <= LONGEST_HEAD);
        let labels = cell.map(|cell| words.labels(context.mentions, &cell.tokens)).unwrap_or_default();
        labels.iter().any(|(_, label)| *label == Label::Of(aspect))
    };
    let mut shared = [false; 3];
    for at in 0..width {
        if !aspects.contains(&Some(at)) {
            continue;
        }
        let said = Aspect::ALL.map(|aspect| table.rows.iter().take(heads).any(|row| names(row, at, aspect)));
        let own =
            Aspect::ALL.map(|aspect| said[aspect as usize] && aspects[aspect as usize].is_none_or(|own| own == at));
        if own.iter().filter(|own| **own).count() >= 2 {
            for aspect in Aspect::ALL.into_iter().filter(|aspect| own[*aspect as usize]) {
                aspects[aspect as usize] = Some(at);
                shared[aspect as usize] = true;
            }
        }
    }
    // «Nhóm nhiệm vụ», merged over its rows, stands before «Công việc»: the tasks are where no row is blank.
    let filled = |at: usize| {
        let body = table.rows.iter().skip(heads);
        body.filter(|row| block(context, row, at).is_some_and(|b| !is_blank(context, b))).count()
    };
    let tasks = (0..width).filter(|&at| labels[at] == Some(Label::Task));
    let task = tasks.max_by_key(|&at| (filled(at), std::cmp::Reverse(at)))?;
    (aspects[0].is_some() || (aspects[1].is_some() && aspects[2].is_some())).then_some(Columns {
        task,
        aspects,
        heads,
        shared,
    })
}

/// The rows that are tasks: no headings of groups, no totals.
fn rows<'t>(context: &Context<'_>, table: &'t Table, columns: &Columns) -> Vec<&'t Row> {
    let number = |row: &Row| -> Option<u32> {
        let cell = block(context, row, 0).filter(|_| columns.task > 0)?;
        context.document.block_text(cell).trim().trim_end_matches('.').parse().ok()
    };
    let body = || table.rows.iter().skip(columns.heads);
    let is_task = |at: usize, row: &&Row| {
        let Some(task) = block(context, row, columns.task).filter(|b| !b.range.is_empty()) else { return false };
        let first = task.tokens.start..task.tokens.end.min(task.tokens.start + 2);
        let total =
            context.mentions.hits_of(context.catalogue.tasks.totals, &first).any(|h| h.start as usize == first.start);
        let said = row
            .cells
            .iter()
            .enumerate()
            .skip(columns.task + 1)
            .any(|(at, _)| block(context, row, at).is_some_and(|b| !is_blank(context, b)));
        // A row of a name alone heads a group, unless it has its number among the tasks'.
        let counted = || {
            let (own, next) = (number(row), body().nth(at + 1).and_then(number));
            let before = at.checked_sub(1).and_then(|before| body().nth(before)).and_then(number);
            !task.bold && own.is_some_and(|n| n > 0 && (before == Some(n - 1) || next == Some(n + 1)))
        };
        !total && (said || counted())
    };
    body().enumerate().filter(|(at, row)| is_task(*at, row)).map(|(_, row)| row).collect()
}

/// A cell with no word in it, and no blank still to be filled.
fn is_blank(context: &Context<'_>, cell: &Block) -> bool {
    let text = context.document.block_text(cell).trim();
    text.is_empty() || (text.chars().all(|c| matches!(c, '-' | '–' | '—' | '*' | '_')) && text.chars().count() <= 3)
}

/// Of each task whether the row that heads its group says something: «II | Ủy ban Mặt trận Tổ quốc xã chủ trì».
fn told_by_groups(table: &Table, columns: &Columns, rows: &[&Row], says: &dyn Fn(&Row) -> bool) -> Vec<bool> {
    let mut tasks = rows.iter().peekable();
    let mut group = false;
    let mut told = Vec::with_capacity(rows.len());
    for row in table.rows.iter().skip(columns.heads) {
        match tasks.next_if(|task| std::ptr::eq(**task, row)) {
            Some(_) => told.push(group),
            None => group = says(row),
        }
    }
    told.resize(rows.len(), false);
    told
}

fn judge(
    context: &Context<'_>,
    table: &Table,
    columns: &Columns,
    rows: &[&Row],
    aspect: Aspect,
    found: &mut Vec<Lack>,
) {
    let words = &context.catalogue.tasks;
    let total = rows.len();
    let Some(at) = columns.aspects[aspect as usize] else {
        // Without a column, what the rows say may hold it all the same.
        let says_itself = |row: &Row| {
            let cells = row.cells.iter().enumerate().filter(|(at, _)| aspect != Aspect::Product || *at == columns.task);
            cells
                .filter_map(|(_, &id)| context.document.blocks.get(id as usize))
                .any(|b| tells(context, aspect, &b.tokens))
        };
        let grouped = told_by_groups(table, columns, rows, &says_itself);
        // A product is each task's own.
        let says = |(at, row): &(usize, &&Row)| aspect != Aspect::Product && grouped[*at] || says_itself(row);
        let count = rows.iter().enumerate().filter(says).count();
        if aspect == Aspect::Product && count as f64 >= points::ALL_BUT_FEW * total as f64 {
            for (_, row) in rows.iter().enumerate().filter(|row| !says(row)) {
                let (Some(place), Some(task)) = (span(context, row), block(context, row, columns.task)) else {
                    continue;
                };
                let words = shorten(context.document.block_text(task), 80);
                found.push(Lack { aspect, how: How::Point, place, words, count: (count, total) });
            }
            return;
        }
        // «Chủ trì: Phòng Kinh tế» over each group, «Công an phường: …» in the rows: the one that names nobody anywhere.
        let untold: Vec<&&Row> = rows.iter().enumerate().filter(|row| !says(row)).map(|(_, row)| row).collect();
        if let ([row], Aspect::Owner, true) = (&untold[..], aspect, total >= LEAST_TOLD) {
            let task = block(context, row, columns.task).filter(|b| points::opens_with_act(context, &b.tokens));
            if let (Some(place), Some(task)) = (span(context, row), task) {
                let words = shorten(context.document.block_text(task), 80);
                found.push(Lack { aspect, how: How::Point, place, words, count: (count, total) });
            }
            return;
        }
        if total >= 3
            && count * 2 < total
            && !(aspect == Aspect::Due && due_above(context, table))
            && !(aspect == Aspect::Owner && owner_above(context, table))
            && let Some(place) = head(context, table)
        {
            found.push(Lack { aspect, how: How::Column, place, words: String::new(), count: (count, total) });
        }
        return;
    };
    let cell = |row: &Row| block(context, row, at);
    let blank = |cell: &Block| {
        is_blank(context, cell) || columns.shared[aspect as usize] && parts(context, columns, cell, aspect).is_empty()
    };
    let is_empty = |row: &&&Row| cell(row).is_some_and(&blank);
    let blanks = rows.iter().filter(is_empty).count();
    if blanks == total && total >= 3 {
        if let Some(place) = head(context, table) {
            found.push(Lack { aspect, how: How::Column, place, words: String::new(), count: (0, total) });
        }
        return;
    }
    let merged = blanks >= MERGED.0 && blanks as f64 > MERGED.1 * total as f64;
    for row in rows {
        let (Some(cell), Some(task)) = (cell(row), block(context, row, columns.task)) else { continue };
        let vague = || match columns.shared[aspect as usize] {
            true => parts(context, columns, cell, aspect).iter().all(|part| words.is_vague(context, aspect, part)),
            false => words.is_vague(context, aspect, &cell.tokens),
        };
        let how = if blank(cell) {
            if merged || says(context, aspect, task) { continue } else { How::Blank }
        } else if vague() {
            How::Vague
        } else {
            continue;
        };
        let name = match how {
            How::Vague => context.document.block_text(cell),
            _ => context.document.block_text(task),
        };
        if let Some(place) = span(context, row) {
            found.push(Lack { aspect, how, place, words: shorten(name, 80), count: (total - blanks, total) });
        }
    }
}

/// The parts of a cell shared by several aspects that are about one of them: «Phòng Kinh tế; 30/6/2028».
fn parts(context: &Context<'_>, columns: &Columns, cell: &Block, aspect: Aspect) -> Vec<Range<usize>> {
    let words = &context.catalogue.tasks;
    let stops = |at: &usize| context.document.between(*at, *at).contains([';', '\n', '|', '(']);
    let cuts = (cell.tokens.start + 1..cell.tokens.end).filter(stops).chain([cell.tokens.end]);
    let mut from = cell.tokens.start;
    let parts = cuts.map(|to| std::mem::replace(&mut from, to)..to).filter(|part| !part.is_empty());
    let is_due = |part: &Range<usize>| points::is_dated(context, part) || words.is_vague(context, Aspect::Due, part);
    let (dues, rest): (Vec<Range<usize>>, Vec<Range<usize>>) = parts.partition(is_due);
    match (aspect, columns.shared) {
        (Aspect::Due, _) => dues,
        // Who stands before what is left behind.
        (Aspect::Owner, [_, _, true]) => rest.into_iter().take(1).collect(),
        (Aspect::Product, [true, ..]) => rest.into_iter().skip(1).collect(),
        _ => rest,
    }
}

/// Whether a task's own words say what its cell does not: a day, «thường xuyên», a body they begin with.
fn says(context: &Context<'_>, aspect: Aspect, task: &Block) -> bool {
    match aspect {
        Aspect::Owner => points::opens_with_owner(context, &task.tokens),
        // «08 chi bộ/quý» is an amount: until when it goes on the cell would say.
        Aspect::Due => points::is_dated(context, &task.tokens),
        // Most tasks name a thing; what they leave behind is another question.
        Aspect::Product => false,
    }
}

/// Whether some words of a row say who or when, or what is left behind: a thing by its name, or how many of it.
fn tells(context: &Context<'_>, aspect: Aspect, tokens: &Range<usize>) -> bool {
    let names = |kinds: &[MentionKind]| context.mentions.within(tokens).iter().any(|m| kinds.contains(&m.kind));
    match aspect {
        Aspect::Owner => names(&[MentionKind::Body, MentionKind::Post]),
        Aspect::Due => points::is_dated(context, tokens),
        Aspect::Product => {
            let mut acts = context.mentions.hits_of(context.catalogue.tasks.acts, tokens);
            points::told(context, aspect, tokens) || acts.next().is_some()
        }
    }
}

/// Whether the heading of a table's section names who has all rows («Những việc Phòng Kinh tế giữ»), or its caption does.
fn owner_above(context: &Context<'_>, table: &Table) -> bool {
    let caption = || table.caption.and_then(|id| context.document.blocks.get(id as usize));
    let heads = |b: &Block| owner::opens_with_body(context, b) || owner::tells_who(context, b);
    heading(context, table).is_some_and(heads) || caption().is_some_and(|b| owner::tells_who(context, b))
}

/// The heading of a table's section.
fn heading<'c>(context: &Context<'c>, table: &Table) -> Option<&'c Block> {
    let section = context.document.sections.get(table.section as usize)?;
    context.document.blocks.get(section.heading? as usize)
}

/// Whether the heading of a table's section gives all rows one day: «Nhóm quốc phòng (hạn chung: ngày 31/12/2027)». A
/// year or a term in a heading is no deadline.
fn due_above(context: &Context<'_>, table: &Table) -> bool {
    let day = |kind: &MentionKind| matches!(kind, MentionKind::Date(date) if date.month.is_some());
    heading(context, table).is_some_and(|heading| context.mentions.within(&heading.tokens).iter().any(|m| day(&m.kind)))
}

/// The words of a row.
fn span(context: &Context<'_>, row: &Row) -> Option<Range<usize>> {
    let blocks =
        || row.cells.iter().filter_map(|&id| context.document.blocks.get(id as usize)).filter(|b| !b.range.is_empty());
    Some(blocks().next()?.range.start..blocks().next_back()?.range.end)
}

/// The words of the row of headings.
fn head(context: &Context<'_>, table: &Table) -> Option<Range<usize>> {
    table.rows.first().and_then(|row| span(context, row))
}
