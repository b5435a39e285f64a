//! Cells of a table as they stand.

use crate::document::{Block, Document, Table};
use crate::text::Number;

/// Rows that are read.
pub const MOST_ROWS: usize = 120;
/// The same of columns.
pub const MOST_COLUMNS: usize = 20;

/// Tables that are held against each other.
pub const MOST_TABLES: usize = 40;

/// The block of a cell.
pub fn block<'d>(document: &'d Document, table: &Table, row: usize, column: usize) -> Option<&'d Block> {
    document.blocks.get(*table.rows.get(row)?.cells.get(column)? as usize)
}

/// The number that a cell begins with.
pub fn number(document: &Document, table: &Table, row: usize, column: usize) -> Option<Number> {
    let text = document.block_text(block(document, table, row, column)?);
    // Most cells are a number and no more, or begin with a word.
    match text.as_bytes() {
        [b'0'..=b'9'] | [b'0'..=b'9', .., b'0'..=b'9'] => return Number::parse(text),
        [b'A'..=b'Z' | b'a'..=b'z', ..] => return None,
        _ => {}
    }
    let text = text.trim().trim_matches('*').trim();
    Number::parse(text).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))
}

/// The lowest head of a column that says something.
pub fn head<'d>(document: &'d Document, table: &Table, column: usize) -> Option<&'d Block> {
    let heads = (0..table.header_rows.max(1)).rev();
    heads.filter_map(|row| block(document, table, row, column)).find(|b| !b.tokens.is_empty())
}

/// The cell that names a row.
pub fn name<'d>(document: &'d Document, table: &Table, row: usize) -> Option<&'d Block> {
    let cells = (0..2).filter_map(|column| block(document, table, row, column));
    cells.into_iter().find(|b| document.block_text(b).chars().any(char::is_alphabetic))
}

/// Whether the rows above the last add up to it.
pub fn adds_up(document: &Document, table: &Table, column: usize) -> bool {
    let total = table.rows.len() - 1;
    let rows: Vec<Number> =
        (table.header_rows.max(1)..total).filter_map(|row| number(document, table, row, column)).collect();
    let Some(sum) = number(document, table, total, column) else { return false };
    let scale = rows.iter().map(|n| n.scale).max().unwrap_or(0).max(sum.scale);
    let parts: Option<i128> = rows.iter().try_fold(0i128, |all, n| all.checked_add(n.at_scale(scale)?));
    rows.len() >= 2 && rows.len() == total - table.header_rows.max(1) && parts.is_some() && parts == sum.at_scale(scale)
}
