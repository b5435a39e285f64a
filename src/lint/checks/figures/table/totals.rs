//! Rows and columns that are the total of others.

use super::super::sum::{add, trimmed};
use super::added::{added_rows, added_up};
use super::groups::{Level, Mended, groups, level};
use super::means::{is_mean, mean_columns, means};
use super::stocks::{self, Stocks};
use super::{Cell, Grid, group_of, is_nested, is_off, is_total, named_by, rounding, row_name};
use crate::document::Block;
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::Cue;
use crate::text::Number;
use std::ops::Range;

/// Total rows and total columns, and what runs from row to row.
pub(in super::super) fn totals(context: &Context<'_>, grid: &Grid<'_>, stocks: &Stocks, out: &mut Vec<Draft>) {
    let rows = grid.rows.len();
    let total_rows: Vec<usize> = (0..rows).filter(|&row| is_total(context, grid, row)).collect();
    let total = total_row(context, grid, &total_rows);
    if total_rows.len() > 1 {
        added_up(context, grid, &total_rows, out);
    }
    let mended = groups(context, grid, total.as_ref(), out);
    if let Some(total) = &total {
        column_totals(context, grid, total, &mended, out);
        means(context, grid, total, out);
    }
    row_totals(context, grid, &total_rows, out);
    ballots(context, grid, out);
    mean_columns(context, grid, out);
    stocks::find(context, grid, stocks, out);
}

/// A row that adds up others.
pub(super) struct TotalRow {
    pub(super) row: usize,
    pub(super) parts: Vec<usize>,
    /// Whether its name says so; one that does not is only judged where other columns prove it.
    named: bool,
    /// Whether its parts stand under dashes, and only other columns show that they are all: then few things are left alone,
    /// for one more may be of a kind that is not listed.
    dashed: bool,
}

/// The one row that adds up the others: by its name, as the last row by what it spans («Cả năm»), or because two columns
/// show it («Xã mới» below the units it was made of).
fn total_row(context: &Context<'_>, grid: &Grid<'_>, total_rows: &[usize]) -> Option<TotalRow> {
    let rows = grid.rows.len();
    let last = rows.checked_sub(1)?;
    let around = |total: usize| if total == 0 { 1..rows } else { 0..total };
    let found = match *total_rows {
        // «Trong đó: cao cấp lý luận chính trị», «Bình quân/năm» may stand below the total.
        [total] => {
            let aside = |row: usize| {
                is_nested(context, grid, row) || is_mean(context, grid, row) || is_rate(context, grid, row)
            };
            (total == 0 || (total + 1..rows).all(aside)).then_some((total, true))
        }
        [] => {
            let spans = named_by(context, grid, last, Cue::Span).is_some_and(|(name, end)| end == name.tokens.end);
            let on_top = named_by(context, grid, 0, Cue::Total).is_some();
            match (spans, on_top) {
                (true, _) => Some((last, true)),
                (_, true) => Some((0, false)),
                _ => Some((last, false)).filter(|_| adds_up(context, grid, last) >= SHOWN),
            }
        }
        // «Cộng 1+2+3», «Cộng 4+5» and, below all, «Tổng cộng».
        _ => {
            let mut others = total_rows.iter().filter(|row| added_rows(context, grid, **row).is_none());
            let row = others.next().copied().filter(|row| *row == last && others.next().is_none())?;
            let parts: Vec<usize> = (0..row).filter(|row| !total_rows.contains(row)).collect();
            let plain = parts.len() >= 2 && !parts.iter().any(|row| is_nested(context, grid, *row));
            return plain.then_some(TotalRow { row, parts, named: true, dashed: false });
        }
    };
    let (row, named) = found?;
    if let Some(parts) = top_level(context, grid, around(row)) {
        return (parts.len() >= 2).then_some(TotalRow { row, parts, named, dashed: false });
    }
    // «Tổng số kết nạp», and below it «- Khối nông thôn», «- Khối trường học»: all of it or some of it, as other columns show.
    let parts: Vec<usize> = around(row).collect();
    let listed = |part: &usize| level(context, grid, *part) == Some(Level::Dash) && !is_quality(context, grid, *part);
    let shared_out = row == 0 && parts.len() >= LISTS && parts.iter().all(listed);
    shared_out.then_some(TotalRow { row, parts, named: false, dashed: true })
}

/// Rows below a total on top that may be all of its parts, at least.
const LISTS: usize = 3;

/// Whether a row counts those of one sex, origin or rank, who may be counted in the rows beside it too.
fn is_quality(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> bool {
    let words = &context.catalogue.figures;
    row_name(context, grid, row).is_some_and(|name| {
        let cues = [Cue::Attribute, Cue::Quality, Cue::Subset];
        cues.iter().any(|cue| words.begins(context.mentions, *cue, name.tokens.start))
    })
}

/// Columns that show that a row without a name for it adds up the rows above it.
const SHOWN: usize = 2;

/// In how many columns a last row is exactly what the rows above it make.
fn adds_up(context: &Context<'_>, grid: &Grid<'_>, last: usize) -> usize {
    let parts: Vec<usize> = (0..last).collect();
    let adds = |column: &usize| {
        let numbers = grid.column(&parts, *column).filter(|n| n.len() == last);
        let sum = numbers.and_then(|n| add(n.into_iter().map(Some)));
        let large = |n: &Number| n.value() >= 10.0;
        sum.filter(large).is_some_and(|sum| grid.number(last, *column) == Some(sum))
            && !grid.head_has(context, *column, Cue::Average)
    };
    if last < 2 { 0 } else { (1..grid.columns()).filter(adds).count() }
}

/// Of some rows those that no other row among them stands above: all, where none is nested or all bear numbers of one
/// group («2.1»); the heads of groups («I», «II»), where the first is one. Otherwise nobody knows.
fn top_level(context: &Context<'_>, grid: &Grid<'_>, rows: Range<usize>) -> Option<Vec<usize>> {
    let mut groups = rows.clone().map(|row| group_of(context, grid, row));
    let first = groups.next().flatten();
    // «A», «B» above their rows: the letters alone are added up, where they have figures of their own.
    let lettered = |row: &usize| {
        let figures = grid.rows[*row].iter().any(|cell| cell.number().is_some());
        figures && level(context, grid, *row) == Some(Level::Letter)
    };
    if lettered(&rows.start) {
        return Some(rows.filter(lettered).collect());
    }
    let flat = first.is_some() && groups.all(|group| group == first);
    if flat || !rows.clone().any(|row| is_nested(context, grid, row)) {
        return Some(rows.collect());
    }
    let head = |row: &usize| level(context, grid, *row) == Some(Level::Roman);
    head(&rows.start).then(|| rows.filter(head).collect())
}

fn column_totals(context: &Context<'_>, grid: &Grid<'_>, total: &TotalRow, mended: &[Mended], out: &mut Vec<Draft>) {
    let (mut right, mut wrong) = (0, Vec::new());
    // Beside amounts a share is held against those.
    let alone = (1..grid.columns()).filter(|&column| grid.number(total.row, column).is_some()).count() == 1;
    for column in 1..grid.columns() {
        let Some(stated) = grid.number(total.row, column) else { continue };
        // What has words in it, or a percentage, does not add up.
        let numbers = grid.column(&total.parts, column).filter(|_| !has_percent(context, grid, total.row, column));
        let Some(numbers) = numbers else { continue };
        let Some(sum) = add(numbers.iter().copied().map(Some)) else { continue };
        // «100,0» below a column of shares is their total.
        let hundred = stated.value() == 100.0 && !grid.head_has(context, column, Cue::RatioColumn);
        // A group found wrong above is why the total seems to be.
        let explained = || {
            let own = |m: &&Mended| m.column == column && total.parts.contains(&m.row);
            let with = mended.iter().filter(own).map(|m| Some(m.sum));
            let others = total.parts.iter().filter(|row| !mended.iter().any(|m| m.column == column && m.row == **row));
            let sum = add(with.chain(others.filter_map(|&row| grid.number(row, column)).map(Some)));
            mended.iter().any(|m| own(&m)) && sum == Some(stated)
        };
        if sum == stated {
            right += 1;
        } else if !explained()
            && !numbers.contains(&stated)
            && (hundred || !grid.head_text(column).contains('%'))
            && (hundred && alone || !grid.head_has(context, column, Cue::Average))
        {
            wrong.push((column, stated, sum, numbers));
        }
    }
    let columns = wrong.len() + right;
    // One column alone is believed when it is nearly right; of several most must add up.
    let proved = right * 2 >= columns || columns == 1;
    for (column, stated, sum, numbers) in wrong {
        let many = !total.dashed || stated.value() >= MANY;
        if proved && many && (total.named || right > 0) && is_off(sum, stated, rounding(numbers.iter().copied())) {
            out.extend(draft(context, grid, (total.row, column), &numbers, sum));
        }
    }
}

/// Things that are many.
const MANY: f64 = 20.0;

/// The draft on a cell that is not what some numbers make.
pub(super) fn draft(
    context: &Context<'_>,
    grid: &Grid<'_>,
    (row, column): (usize, usize),
    parts: &[Number],
    sum: Number,
) -> Option<Draft> {
    let (block, stated) = (grid.block(context.document, row, column)?, grid.number(row, column)?);
    let listed: Vec<String> = parts.iter().take(LISTED).map(Number::to_string).collect();
    let dots = if parts.len() > LISTED { " + …" } else { "" };
    let draft = Draft::at(block.range.clone()).say("table").with("parts", format!("{}{dots}", listed.join(" + ")));
    let draft = draft.with("sum", trimmed(sum, stated.scale).to_string()).with("whole", stated.to_string());
    Some(draft.with("column", grid.head_text(column)))
}

/// Parts that a message shows.
const LISTED: usize = 8;

fn has_percent(context: &Context<'_>, grid: &Grid<'_>, row: usize, column: usize) -> bool {
    grid.block(context.document, row, column).is_some_and(|b| context.document.block_text(b).contains('%'))
}

/// Votes handed in against those that were valid and those that were not, by the heads of the columns.
fn ballots(context: &Context<'_>, grid: &Grid<'_>, out: &mut Vec<Draft>) {
    let is_valid = |column: &usize| grid.head_has(context, *column, Cue::Valid);
    let valid: Vec<usize> = (1..grid.columns()).filter(is_valid).collect();
    let [valid, invalid] = valid[..] else { return };
    // The last of «phát ra», «thu về» before them.
    let Some(cast) = (1..valid).rev().find(|column| grid.head_has(context, *column, Cue::Cast)) else { return };
    for row in 0..grid.rows.len() {
        let numbers = grid.number(row, valid).zip(grid.number(row, invalid));
        let Some((parts, stated)) = numbers.map(|(x, y)| [x, y]).zip(grid.number(row, cast)) else { continue };
        let sum = add(parts.into_iter().map(Some)).filter(|sum| is_off(*sum, stated, 0.0));
        out.extend(sum.and_then(|sum| draft(context, grid, (row, cast), &parts, sum)));
    }
}

/// A column headed «Tổng số» against the columns beside it, where most rows show what it adds.
fn row_totals(context: &Context<'_>, grid: &Grid<'_>, total_rows: &[usize], out: &mut Vec<Draft>) {
    let adds = |column: &usize| {
        grid.head_has(context, *column, Cue::Total) && !grid.head_has(context, *column, Cue::Average)
            || grid.head_has(context, *column, Cue::Span) && !grid.head_folded(*column).contains("bình quân")
    };
    let columns = grid.columns();
    // «Xã Quỳnh Lộc | Xã Quỳnh Lập | Phường Tân Mai»: nothing says that the last column is what the others make but its rows.
    let named = (1..columns).find(adds);
    let Some(total) = named.or(columns.checked_sub(1).filter(|last| *last > UNNAMED)) else { return };
    let (mut best, mut held): (Option<Range<usize>>, usize) = (None, 0);
    // The parts stand right after the total, or right before it.
    let after = (total + 3..=columns).map(|end| total + 1..end);
    let before = (1..total.saturating_sub(1)).map(|start| start..total);
    let sum_of = |row: usize, parts: &Range<usize>| {
        let cells = grid.rows[row].get(parts.clone()).filter(|cells| !cells.contains(&Cell::Words))?;
        let numbers = || cells.iter().filter_map(|c| c.number());
        (numbers().count() >= 2).then(|| add(numbers().map(Some))).flatten()
    };
    for parts in after.chain(before) {
        let telling = |sum: Number| named.is_some() || sum.value() >= TELLING;
        let right = |row: &usize| {
            let stated = grid.number(*row, total).filter(|stated| telling(*stated));
            stated.is_some_and(|stated| sum_of(*row, &parts) == Some(stated))
        };
        let rows = (0..grid.rows.len()).filter(right).count();
        if rows > held {
            (best, held) = (Some(parts.clone()), rows);
        }
    }
    let Some(parts) = best else { return };
    // A level is no sum: at the end of a term it is what it is in its last year.
    let is_level = |row: usize| {
        let level = parts.clone().any(|column| grid.number(row, column) == grid.number(row, total));
        level || is_rate(context, grid, row)
    };
    let judged: Vec<usize> = (0..grid.rows.len())
        .filter(|&row| grid.number(row, total).is_some() && sum_of(row, &parts).is_some() && !is_level(row))
        .collect();
    // Of two rows one proves the sum for a slip in the other.
    let proved = held >= 2 && held * 3 >= judged.len() * 2;
    let shown = if named.is_some() { proved || (held, judged.len()) == (1, 2) } else { held >= PROVING };
    if !shown {
        return;
    }
    for row in judged.into_iter().filter(|row| !total_rows.contains(row)) {
        let (Some(stated), Some(sum)) = (grid.number(row, total), sum_of(row, &parts)) else { continue };
        let numbers: Vec<Number> = parts.clone().filter_map(|c| grid.number(row, c)).collect();
        let off = is_off(sum, stated, rounding(numbers.iter().copied()));
        if off && (proved && named.is_some() || stated.is_slip_of(sum)) {
            out.extend(draft(context, grid, (row, total), &numbers, sum));
        }
    }
}

/// Columns before the last, where nothing names it the total: a name, a unit, two parts.
const UNNAMED: usize = 3;

/// Rows that show such a column to be the total, at least, and how much they must come to.
const PROVING: usize = 4;
const TELLING: f64 = 10.0;

/// Whether a row gives shares, means or rates: «Tỷ trọng thu đất (%)», «Mật độ dân số | người/km²».
fn is_rate(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> bool {
    let name = row_name(context, grid, row);
    let average = name.is_some_and(|name| context.catalogue.figures.has(context.mentions, Cue::Average, &name.tokens));
    let own = |cell: &&Block| name.is_some_and(|name| name.range == cell.range);
    let mut cells = (0..UNNAMED).filter_map(|column| grid.block(context.document, row, column));
    average
        || cells.any(|cell| {
            let text = context.document.block_text(cell);
            text.contains('%') || text.contains('/') && !own(&cell)
        })
}
