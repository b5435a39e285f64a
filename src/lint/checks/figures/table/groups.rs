//! Rows that head a group of rows: «I. Ngân sách» above «1. Trung ương», «2. Tỉnh».

use super::super::sum::add;
use super::means::is_mean;
use super::totals::{TotalRow, draft};
use super::{Grid, is_off, is_total, named_by, rounding, row_name};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::Cue;
use crate::text::Number;

/// What stands before the name of a row, from the outer to the inner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// «B»
    Letter,
    /// «II»
    Roman,
    /// «2»
    Number,
    /// «2.1»
    Inner,
    /// «- …»
    Dash,
}

/// The level of a row, if it shows one.
pub(super) fn level(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> Option<Level> {
    let text = |column: usize| Some(context.document.block_text(grid.block(context.document, row, column)?).trim());
    let (first, second) = (text(0)?, text(1).unwrap_or(""));
    let dash = |text: &str| text.starts_with(['-', '–', '+', '*', '•']);
    // «B. Chi bộ trường học»: the mark may stand in the cell of the name.
    let named = if first.is_empty() { second } else { first };
    let within = named.split_once(' ').filter(|(mark, name)| mark.ends_with(['.', ')']) && !name.trim().is_empty());
    let own = within.map_or(first, |(mark, _)| mark).trim_end_matches(['.', ')']);
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if dash(first) || first.is_empty() && dash(second) {
        Some(Level::Dash)
    } else if digits(own) {
        Some(Level::Number)
    } else if !own.is_empty() && own.split('.').all(digits) {
        Some(Level::Inner)
    } else {
        let capitals = !own.is_empty() && own.chars().all(|c| c.is_ascii_uppercase());
        // Nobody has fifty groups: «C», «D» follow «B».
        match crate::text::roman::parse(own).filter(|number| *number < 50) {
            _ if !capitals => None,
            Some(_) => Some(Level::Roman),
            None => (own.len() == 1).then_some(Level::Letter),
        }
    }
}

/// The levels of all rows. Where groups alone are marked, the rows below them are what they consist of: «A. Khối ấp» over
/// «Ấp Đông», «Ấp Tây».
fn levels(context: &Context<'_>, grid: &Grid<'_>) -> Vec<Option<Level>> {
    let mut levels: Vec<Option<Level>> = (0..grid.rows.len()).map(|row| level(context, grid, row)).collect();
    let heads = levels.iter().flatten().filter(|level| **level <= Level::Roman).count();
    if heads >= 2 && heads == levels.iter().flatten().count() {
        for (row, level) in levels.iter_mut().enumerate().filter(|(_, level)| level.is_none()) {
            let part = !is_total(context, grid, row) && !is_mean(context, grid, row);
            *level = (part && row_name(context, grid, row).is_some()).then_some(Level::Dash);
        }
    }
    levels
}

/// A head and the rows right below it, in one column.
struct Group {
    head: usize,
    column: usize,
    numbers: Vec<Number>,
    sum: Number,
    /// Whether the rows seem to be only some of what the head counts.
    some: bool,
}

/// What a head that was found wrong should be.
pub(super) struct Mended {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) sum: Number,
}

/// Heads that the rows below them do not make, where other groups of the table are made so or the total proves the head.
pub(super) fn groups(
    context: &Context<'_>,
    grid: &Grid<'_>,
    total: Option<&TotalRow>,
    out: &mut Vec<Draft>,
) -> Vec<Mended> {
    let mut mended = Vec::new();
    let levels = levels(context, grid);
    let (mut right, mut wrong) = (0, Vec::new());
    for head in 0..grid.rows.len() {
        let children = children(&levels, head);
        let partly = |row: &usize| named_by(context, grid, *row, Cue::Subset).is_some();
        if children.len() < 2 || is_total(context, grid, children[0]) || children.iter().any(partly) {
            continue;
        }
        let before = (right, wrong.len());
        for column in 1..grid.columns() {
            let plain = !grid.head_has(context, column, Cue::Average) && !grid.head_text(column).contains('%');
            let numbers = grid.column(&children, column).filter(|n| plain && n.len() == children.len());
            let Some((numbers, stated)) = numbers.zip(grid.number(head, column)) else { continue };
            let Some(sum) = add(numbers.iter().copied().map(Some)) else { continue };
            if sum == stated {
                right += 1;
            } else if is_off(sum, stated, rounding(numbers.iter().copied())) {
                wrong.push(Group { head, column, numbers, sum, some: false });
            }
        }
        // A slip is in one cell: where no column adds up, the rows below are some of it.
        let some = right == before.0 && wrong.len() >= before.1 + 2;
        wrong[before.1..].iter_mut().for_each(|group| group.some = some);
    }
    let found = wrong.len();
    for group in wrong {
        let slip = |stated: Number| stated.is_slip_of(group.sum);
        let proved = total.is_some_and(|total| is_made(grid, total, group.column))
            && grid.number(group.head, group.column).is_some_and(slip);
        if right >= found && !group.some || proved {
            out.extend(draft(context, grid, (group.head, group.column), &group.numbers, group.sum));
            mended.push(Mended { row: group.head, column: group.column, sum: group.sum });
        }
    }
    mended
}

/// Whether the total of a column is what its parts make.
fn is_made(grid: &Grid<'_>, total: &TotalRow, column: usize) -> bool {
    let sum = grid.column(&total.parts, column).and_then(|numbers| add(numbers.into_iter().map(Some)));
    sum.is_some() && sum == grid.number(total.row, column)
}

/// The rows right below a row that are of the next level inwards.
fn children(levels: &[Option<Level>], head: usize) -> Vec<usize> {
    let Some(own) = levels[head] else { return Vec::new() };
    let below = |row: &usize| levels[*row].is_some_and(|level| level > own);
    let rows: Vec<usize> = (head + 1..levels.len()).take_while(below).collect();
    let next = rows.iter().filter_map(|&row| levels[row]).min();
    rows.into_iter().filter(|&row| levels[row] == next).collect()
}
