//! Rows whose name says which others they add up: «Cộng 1+2+3», «Tổng chi (I + II)».

use super::super::sum::add;
use super::totals::draft;
use super::{Grid, is_off, rounding, row_name};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::Cue;

/// The marks of the rows that a name ends with: «(I + II + III)», «1+2+3».
pub(super) fn listed(name: &str) -> Option<Vec<&str>> {
    let name = name.trim();
    let bracketed = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')).map(|(_, rows)| rows);
    // Without brackets the marks are what stands from the word before the first plus.
    let bare = || {
        let plus = name.find('+')?;
        let first = name.get(..plus)?.trim_end();
        name.get(first.rfind(' ').map_or(0, |space| space + 1)..)
    };
    let rows = bracketed.or_else(bare)?;
    let mark = |row: &&str| {
        (1..=4).contains(&row.len()) && row.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.')
    };
    let marks: Vec<&str> = rows.trim_start_matches(['=', ' ']).split('+').map(str::trim).collect();
    (marks.len() >= 2 && marks.iter().all(mark)).then_some(marks)
}

/// The rows that a row says it adds up, if each is there once.
pub(super) fn added_rows(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> Option<Vec<usize>> {
    let marks = listed(context.document.block_text(row_name(context, grid, row)?))?;
    let own = |row: usize| grid.block(context.document, row, 0).map_or("", |b| context.document.block_text(b));
    let bears = |mark: &str| {
        let mut rows = (0..grid.rows.len()).filter(|&at| own(at).trim().trim_end_matches(['.', ')']) == mark);
        rows.next().filter(|at| *at != row && rows.next().is_none())
    };
    marks.into_iter().map(bears).collect()
}

/// Such rows that are not what the others make.
pub(super) fn added_up(context: &Context<'_>, grid: &Grid<'_>, rows: &[usize], out: &mut Vec<Draft>) {
    for &row in rows {
        let Some(parts) = added_rows(context, grid, row) else { continue };
        let (mut right, mut wrong) = (0, Vec::new());
        for column in 1..grid.columns() {
            let share = grid.head_text(column).contains('%') || grid.head_has(context, column, Cue::Average);
            let Some(stated) = grid.number(row, column).filter(|_| !share) else { continue };
            let Some(numbers) = grid.column(&parts, column) else { continue };
            let Some(sum) = add(numbers.iter().copied().map(Some)) else { continue };
            if sum == stated {
                right += 1;
            } else {
                wrong.push((column, stated, sum, numbers));
            }
        }
        // One column alone is believed when it is nearly right; of several most must add up.
        if wrong.len() > right.max(1) || wrong.len() == 1 && right == 0 && rows.len() < 2 {
            continue;
        }
        for (column, stated, sum, numbers) in wrong {
            if is_off(sum, stated, rounding(numbers.iter().copied())) {
                out.extend(draft(context, grid, (row, column), &numbers, sum));
            }
        }
    }
}
