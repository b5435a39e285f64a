//! Tables whose rows are counted, with one number left out.

use super::NumberingGap;
use super::points::{Step, step};
use crate::document::{BlockKind, Document, Row, Table};
use crate::lint::check::{Context, Draft, Place};
use crate::text::fold;

/// Rows that must count on from each other before a jump is believed to be a slip.
const FEWEST_STEPS: usize = 4;

/// What a row says in the column of numbers.
enum Count {
    Number(u32),
    /// A group's heading, a sub-row, nothing.
    Other,
    /// «7-8», «7, 8»: the column does not count rows one by one.
    Several,
}

/// Finds tables with exactly one jump among rows that count by one otherwise.
pub(super) fn find(context: &Context<'_>, rule: &NumberingGap, out: &mut Vec<Draft>) {
    let document = context.document;
    for table in &document.tables {
        let Some(column) = column(document, rule, table) else { continue };
        let Some((before, found, row)) = only_jump(document, rule, table, column) else { continue };
        let Some(&block) = row.cells.first() else { continue };
        let draft = Draft::on(Place::Source(row.span, block));
        out.push(draft.with("before", before.to_string()).with("found", found.to_string()));
    }
}

/// The highest number that the rows of any table bear.
pub(super) fn highest(context: &Context<'_>, rule: &NumberingGap) -> u32 {
    let document = context.document;
    let of_table = |table: &Table| {
        let column = column(document, rule, table)?;
        let numbers = table.rows.iter().filter_map(|row| match count(document, row, column) {
            Count::Number(number) => Some(number),
            _ => None,
        });
        numbers.max()
    };
    document.tables.iter().filter_map(of_table).max().unwrap_or(0)
}

/// The column headed «TT».
fn column(document: &Document, rule: &NumberingGap, table: &Table) -> Option<u32> {
    let header = table.rows.iter().take(table.header_rows.max(1));
    let mut cells = header.flat_map(|row| row.cells.iter().take(2));
    cells.find_map(|&cell| {
        let block = document.blocks.get(cell as usize)?;
        let BlockKind::Cell { column, .. } = block.kind else { return None };
        let words = document.block_text(block).trim();
        // Most columns are headed by more than a word or two.
        let short = words.len() <= 20 && rule.row_headings.contains(&fold(words));
        short.then_some(column)
    })
}

/// The numbers before and after the one jump, and the row after it.
fn only_jump<'t>(
    document: &Document,
    rule: &NumberingGap,
    table: &'t Table,
    column: u32,
) -> Option<(u32, u32, &'t Row)> {
    let (mut last, mut steps, mut jump) = (None, 0, None);
    for row in table.rows.iter().skip(table.header_rows.max(1)) {
        let number = match count(document, row, column) {
            Count::Number(number) => number,
            Count::Other => continue,
            Count::Several => return None,
        };
        match (last.replace(number), number) {
            (None, 1) => {}
            (None, _) => return None,
            (Some(before), _) => match step(before, number) {
                Step::Next => steps += 1,
                Step::First => {}
                Step::Gap(missing) if missing <= rule.longest_gap && jump.is_none() => {
                    jump = Some((before, number, row));
                }
                _ => return None,
            },
        }
    }
    jump.filter(|_| steps >= FEWEST_STEPS)
}

fn count(document: &Document, row: &Row, column: u32) -> Count {
    let cells = row.cells.iter().filter_map(|&cell| document.blocks.get(cell as usize));
    let mut own = cells.filter(|b| matches!(b.kind, BlockKind::Cell { column: c, .. } if c == column));
    let Some(words) = own.next().map(|b| document.block_text(b).trim()) else { return Count::Other };
    let digits = words.trim_start_matches('(').trim_end_matches(['.', ')']);
    match digits.parse() {
        Ok(number) if digits.len() <= 3 => Count::Number(number),
        // «1.1», «2a» are rows within a row.
        _ if words.contains(['-', '–', ',', ';', '÷', '+']) => Count::Several,
        _ => Count::Other,
    }
}
