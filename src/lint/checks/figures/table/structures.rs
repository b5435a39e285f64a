//! Rows that share out a hundred.

use super::super::sum::{add, less, off_hundred, trimmed};
use super::{Grid, MOST_COLUMNS, MOST_ROWS, has_year, is_total, read_cell};
use crate::document::{Block, Document, Span, Table};
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Unit};
use crate::text::Number;
use crate::text::number::Style;
use std::ops::Range;

/// Rows that share out a structure: «10,0 - 41,0 - 48,0» in one cell, or the rows below it.
pub(in super::super) fn structures(context: &Context<'_>, table: &Table, out: &mut Vec<Draft>) {
    let document = context.document;
    if table.rows.len() > MOST_ROWS {
        return;
    }
    in_columns(context, table, out);
    // «Cơ cấu kinh tế», and no figure in its row: what the row below lists is shared out.
    let mut names_next = false;
    for (at, row) in table.rows.iter().enumerate().skip(table.header_rows.max(1)) {
        let blocks = || row.cells.iter().take(MOST_COLUMNS).filter_map(|&id| document.blocks.get(id as usize));
        // The cells of a row stand side by side.
        let tokens = blocks().next().map_or(0, |b| b.tokens.start)..blocks().next_back().map_or(0, |b| b.tokens.end);
        let names = |tokens: &Range<usize>| context.catalogue.figures.has(context.mentions, Cue::Structure, tokens);
        let named = names(&tokens);
        // The number of the row stands before its name.
        let name = blocks().find(|block| named && names(&block.tokens)).map(|block| block.tokens.end);
        let bare = name.is_some_and(|end| context.facts().within(&(end..tokens.end)).is_empty());
        let above = std::mem::replace(&mut names_next, bare);
        if !named && !above {
            continue;
        }
        let percent = || blocks().any(|block| document.block_text(block).contains('%'));
        if !named && !percent() {
            continue;
        }
        let listed = blocks().filter(|block| named || is_joined(document, block)).find_map(|block| {
            let figures: Vec<Number> = figures_of(context, &block.tokens);
            let shares: Vec<Option<Number>> = figures.iter().copied().map(Some).collect();
            off_hundred(&shares).map(|sum| (figures, sum))
        });
        let listed = listed.map(|(figures, sum)| (figures, sum, at));
        let found = listed.or_else(|| if named { below(context, table, at) } else { None });
        if let Some((figures, sum, last)) = found {
            let parts: Vec<String> = figures.iter().map(Number::to_string).collect();
            let block = row.cells.first().copied().unwrap_or(0);
            // With the rows that share it out.
            let span = Span { end: table.rows.get(last).map_or(row.span.end, |row| row.span.end), ..row.span };
            let draft = Draft::on(Place::Source(span, block)).say("structure").with("parts", parts.join(" + "));
            out.push(draft.with("sum", sum.to_string()).with("whole", "100"));
        }
    }
}

/// A table on its side: «48,4 - 23,7 - 26,9» in a column whose head is a structure.
fn in_columns(context: &Context<'_>, table: &Table, out: &mut Vec<Draft>) {
    let document = context.document;
    let (head, rows) = table.rows.split_at(table.header_rows.clamp(1, table.rows.len().max(1)).min(table.rows.len()));
    let block = |id: &u32| document.blocks.get(*id as usize);
    let structure = |id: &u32| {
        block(id).is_some_and(|b| context.catalogue.figures.has(context.mentions, Cue::Structure, &b.tokens))
    };
    let cells = |column: usize| rows.iter().filter_map(move |row| row.cells.get(column)).filter_map(block);
    let columns =
        (1..MOST_COLUMNS).filter(|&column| head.iter().filter_map(|row| row.cells.get(column)).any(structure));
    for cell in columns.flat_map(cells) {
        let figures = figures_of(context, &cell.tokens);
        let shares: Vec<Option<Number>> = figures.iter().copied().map(Some).collect();
        if let Some(sum) = off_hundred(&shares).filter(|_| is_joined(document, cell)) {
            let parts: Vec<String> = figures.iter().map(Number::to_string).collect();
            let draft = Draft::on(Place::Tokens(cell.tokens.clone())).say("structure").with("parts", parts.join(" + "));
            out.push(draft.with("sum", sum.to_string()).with("whole", "100"));
        }
    }
}

/// «46,0 - 23,0 - 30,0»: whether a cell is a list of numbers and nothing else.
fn is_joined(document: &Document, cell: &Block) -> bool {
    let mut parts = document.block_text(cell).split([';', '-', '–', '/']).map(|part| part.trim().trim_end_matches('%'));
    let numbers = parts.clone().filter(|part| Number::parse(part.trim_end()).is_some()).count();
    numbers >= LEAST && parts.all(|part| Number::parse(part.trim_end()).is_some())
}

/// «Cơ cấu kinh tế (%)» over a table with a row for each sector and a column for each year: one year makes a hundred, which
/// shows that all rows are told, another does not.
pub(in super::super) fn by_title(context: &Context<'_>, grid: &Grid<'_>, out: &mut Vec<Draft>) {
    let table = grid.table;
    let document = context.document;
    let named = |block: u32| {
        let block = document.blocks.get(block as usize);
        block.is_some_and(|b| context.catalogue.figures.has(context.mentions, Cue::Structure, &b.tokens))
    };
    let section = document.sections.get(table.section as usize).and_then(|section| section.heading);
    let corner = table.rows.first().and_then(|row| row.cells.first().copied());
    if !(LEAST..=MOST_SHARES + 1).contains(&grid.rows.len()) {
        return;
    }
    let titles = || [table.caption, section, corner].into_iter().flatten();
    // A total has a check of its own; what is told in money or people need not make a hundred.
    let rows: Vec<usize> = (0..grid.rows.len()).filter(|&row| !is_total(context, grid, row)).collect();
    let heads = table.rows.iter().take(grid.first).flat_map(|row| row.cells.iter().copied());
    if !titles().any(named) || rows.len() < grid.rows.len() || titles().chain(heads).any(|id| is_measured(context, id))
    {
        return;
    }
    let is_year = |column: &usize| has_year(grid.head_text(*column));
    let columns: Vec<(usize, Vec<Number>)> = (1..grid.columns())
        .filter(is_year)
        .filter_map(|column| grid.column(&rows, column).filter(|n| n.len() == rows.len()).map(|n| (column, n)))
        .collect();
    let hundred = |numbers: &[Number]| add(numbers.iter().copied().map(Some)).is_some_and(|sum| sum.value() == 100.0);
    if rows.len() < LEAST || !columns.iter().any(|(_, numbers)| hundred(numbers)) {
        return;
    }
    for (column, numbers) in columns {
        let shares: Vec<Option<Number>> = numbers.iter().copied().map(Some).collect();
        let last = rows.last().and_then(|&row| grid.block(document, row, column));
        let first = rows.first().and_then(|&row| grid.block(document, row, column));
        if let (Some(sum), Some(first), Some(last)) = (off_hundred(&shares), first, last) {
            let parts: Vec<String> = numbers.iter().map(Number::to_string).collect();
            let draft = Draft::at(first.range.clone()).see(last.range.clone(), document.block_text(last).trim());
            let draft = draft.say("structure").with("parts", parts.join(" + "));
            out.push(draft.with("sum", sum.to_string()).with("whole", "100"));
        }
    }
}

/// «Khu vực I (%) | Khu vực II (%) | Khu vực III (%)»: columns of percentages side by side that make a hundred in all rows but
/// one, whatever they are called; or rows that do in all columns but one.
pub(in super::super) fn shared_out(context: &Context<'_>, grid: &Grid<'_>, out: &mut Vec<Draft>) {
    let (rows, columns) = (grid.rows.len(), grid.columns());
    let percent = |column: usize| grid.head_text(column).contains('%');
    for cells in runs(columns, percent, |parts| off_lines(0..rows, |row| shares(grid, row..row + 1, parts.clone()))) {
        let (columns, off) = cells;
        out.extend(off.into_iter().filter_map(|row| share_draft(context, grid, row..row + 1, columns.clone())));
    }
    let document = context.document;
    let texts = |row: usize| {
        (0..columns.min(UNITS)).filter_map(move |c| grid.block(document, row, c)).map(|b| document.block_text(b))
    };
    let percent = |row: usize| texts(row).any(|text| text.contains('%'));
    for (rows, off) in runs(rows, percent, |parts| off_lines(1..columns, |at| shares(grid, parts.clone(), at..at + 1)))
    {
        // A structure that is called one has a check of its own.
        let named = |row: usize| {
            let name = grid.name(context, row).and_then(|name| document.blocks.get(name.block as usize));
            name.is_some_and(|b| context.catalogue.figures.has(context.mentions, Cue::Structure, &b.tokens))
        };
        if !(rows.start.saturating_sub(1)..rows.end).any(named) {
            out.extend(off.into_iter().filter_map(|at| share_draft(context, grid, rows.clone(), at..at + 1)));
        }
    }
}

/// Columns before the numbers of a row, at most: its own number, its name, its unit.
const UNITS: usize = 3;

/// The runs of percentages that share out a hundred, and where they do not: `off` tells it of some that stand side by side.
fn runs(
    count: usize,
    percent: impl Fn(usize) -> bool,
    off: impl Fn(Range<usize>) -> Option<Vec<usize>>,
) -> Vec<(Range<usize>, Vec<usize>)> {
    let (mut at, mut found) = (0, Vec::new());
    while at < count {
        let run = (at..count).take(MOST_SHARES).take_while(|&at| percent(at)).count();
        match (2..=run).find_map(|wide| Some((at..at + wide, off(at..at + wide)?))) {
            Some((parts, off)) => {
                at = parts.end;
                found.push((parts, off));
            }
            None => at += 1,
        }
    }
    found
}

/// The numbers of some cells, if all of them are.
fn shares(grid: &Grid<'_>, rows: Range<usize>, columns: Range<usize>) -> Option<Vec<Number>> {
    rows.flat_map(|row| columns.clone().map(move |column| grid.number(row, column))).collect()
}

/// The lines in which some shares do not make a hundred, if the others show that they share it out.
fn off_lines(lines: Range<usize>, shares: impl Fn(usize) -> Option<Vec<Number>>) -> Option<Vec<usize>> {
    let hundred = Number { mantissa: 100, scale: 0, style: Style::Plain };
    let (mut right, mut off): (Vec<Vec<Number>>, _) = (Vec::new(), Vec::new());
    let (count, mut exact) = (lines.len(), 0);
    for (line, shares) in lines.filter_map(|line| Some((line, shares(line)?))) {
        let sum = add(shares.iter().copied().map(Some))?;
        let steps: f64 = shares.iter().map(|n| 10f64.powi(-i32::from(n.scale)) / 2.0).sum();
        if (sum.value() - 100.0).abs() > steps * 1.001 {
            off.push((line, shares, sum));
            // Most columns side by side share out nothing, which their first lines show.
            if off.len() * PROOF > count - off.len() {
                return None;
            }
        } else if shares.iter().filter(|share| share.mantissa > 0).count() >= 2 {
            // «100 | 0 | 0» says nothing of the others.
            exact += usize::from(sum == hundred);
            right.push(shares);
        }
    }
    // That rounding may leave some off a hundred needs others that make it to the decimal, and not by standing still.
    let moved = right.iter().any(|shares| shares != &right[0]);
    // Two numbers make a hundred by chance sooner than three.
    let least = if right.first().is_some_and(|shares| shares.len() == 2) { PROOF + 1 } else { PROOF };
    // One share that is a slip of the hand explains each line that is off.
    let is_slip = |share: &Number, sum: Number| {
        let meant = less(hundred, sum).and_then(|more| add([Some(*share), Some(more)].into_iter()));
        meant.is_some_and(|meant| share.is_slip_of(meant))
    };
    let shown = exact >= least && moved && off.len() * PROOF <= right.len();
    let explained = || off.iter().all(|(_, shares, sum)| shares.iter().any(|share| is_slip(share, *sum)));
    (shown && explained()).then(|| off.into_iter().map(|(line, ..)| line).collect())
}

/// Lines that show what some shares are, at least, for one that does not fit.
const PROOF: usize = 3;

/// The draft on the shares of some cells side by side.
fn share_draft(context: &Context<'_>, grid: &Grid<'_>, rows: Range<usize>, columns: Range<usize>) -> Option<Draft> {
    let block = |row, column| grid.block(context.document, row, column);
    let (first, last) =
        (block(rows.start, columns.start)?, block(rows.end.checked_sub(1)?, columns.end.checked_sub(1)?)?);
    let shares = shares(grid, rows, columns)?;
    let least = shares.iter().map(|n| n.scale).min().unwrap_or(0);
    let sum = trimmed(add(shares.iter().copied().map(Some))?, least);
    let parts: Vec<String> = shares.iter().map(Number::to_string).collect();
    let draft = Draft::at(first.range.clone()).see(last.range.clone(), context.document.block_text(last).trim());
    let draft = draft.say("structure").with("parts", parts.join(" + "));
    Some(draft.with("sum", sum.to_string()).with("whole", "100"))
}

/// Whether a title or head names a unit: «(tỷ đồng)», «Số người».
fn is_measured(context: &Context<'_>, block: u32) -> bool {
    let Some(block) = context.document.blocks.get(block as usize) else { return false };
    let text = context.document.block_text(block);
    let unit = |at: usize| context.catalogue.figures.unit_at(context.mentions, at);
    !text.contains('%')
        && (text.contains("Số ") || block.tokens.clone().any(|at| matches!(unit(at), Some(Unit::Measure(..)))))
}

/// Shares that one structure is told in, at most.
const MOST_SHARES: usize = 5;

/// Shares of a structure that one cell gives.
const LEAST: usize = 3;

fn figures_of(context: &Context<'_>, tokens: &Range<usize>) -> Vec<Number> {
    let figure = |m: &crate::mentions::Mention| match &m.kind {
        MentionKind::Figure(figure) if figure.of.is_none() => Some(figure.value),
        _ => None,
    };
    context.mentions.within(tokens).iter().filter_map(figure).collect()
}

/// The first column of the rows below a structure that does not make a hundred, its sum, and the last of the rows.
fn below(context: &Context<'_>, table: &Table, at: usize) -> Option<(Vec<Number>, Number, usize)> {
    let document = context.document;
    let text = |row: usize, column: usize| {
        let id = *table.rows.get(row)?.cells.get(column)?;
        document.blocks.get(id as usize).map(|b| document.block_text(b).trim())
    };
    // The rows below have no number of their own, or are marked as part of it.
    let part = |row: usize| {
        let (first, second) = (text(row, 0)?, text(row, 1)?);
        Some(first.is_empty() || first.starts_with(['-', '–', '+']) || second.starts_with(['-', '–', '+']))
    };
    let rows: Vec<usize> = (at + 1..table.rows.len()).take(6).take_while(|&row| part(row) == Some(true)).collect();
    let columns = table.rows.get(at)?.cells.len().min(MOST_COLUMNS);
    (2..columns).find_map(|column| {
        let numbers: Option<Vec<Number>> = rows
            .iter()
            .map(|&row| {
                let id = *table.rows.get(row)?.cells.get(column)?;
                read_cell(context, document.blocks.get(id as usize)?).number()
            })
            .collect();
        let numbers = numbers?;
        let shares: Vec<Option<Number>> = numbers.iter().copied().map(Some).collect();
        off_hundred(&shares).map(|sum| (numbers, sum, rows.last().copied().unwrap_or(at)))
    })
}
