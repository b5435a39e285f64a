//! Rows of a table that changed, under the table's own head.

use super::super::words::Said;
use super::super::{Compared, pieces};
use super::body::Link;
use super::marks::{Word, mark, words};
use crate::document::{BlockId, BlockKind, Document};
use crate::report::digest::visible;
use crate::revision::{Fate, Op, Pair, Unit, UnitKind};
use serde::Serialize;
use std::collections::HashMap;
use std::ops::Range;

/// A row on the page.
#[derive(Serialize, Default)]
pub(super) struct Row {
    /// What became of it; `same` for rows that did not change, `left` where one moved away.
    class: &'static str,
    id: String,
    label: String,
    link: Option<Link>,
    cells: Vec<Cell>,
    /// Of rows that did not change, how many and in words; of one that moved away, its words.
    count: usize,
    text: String,
}

#[derive(Serialize)]
struct Cell {
    words: Vec<Word>,
    marked: String,
    /// Whether it holds a number, or a mark for none.
    number: bool,
}

/// The head of a table.
pub(super) struct Header {
    /// The names of its columns.
    pub cells: Vec<String>,
    blocks: Range<BlockId>,
    new: bool,
}

impl Header {
    /// Whether a row is part of it.
    pub fn holds(&self, pair: &Pair) -> bool {
        let unit = if self.new { &pair.new } else { &pair.old };
        unit.as_ref().is_some_and(|unit| self.blocks.contains(&unit.blocks.start))
    }
}

/// The table a unit is of.
pub(super) fn table(document: &Document, unit: &Unit) -> Option<u32> {
    match document.blocks.get(unit.blocks.start as usize)?.kind {
        BlockKind::Cell { table, .. } if matches!(unit.kind, UnitKind::Row | UnitKind::Table) => Some(table),
        _ => None,
    }
}

/// Which table of the new revision each of the old one has become, by the rows they share.
pub(super) fn counterparts(compared: &Compared) -> HashMap<u32, u32> {
    let mut tables = HashMap::new();
    for pair in compared.revision.pairs.iter().filter(|pair| !matches!(pair.fate, Fate::Moved | Fate::MovedEdited)) {
        if let (Some(old), Some(new)) = (&pair.old, &pair.new)
            && let (Some(old), Some(new)) = (table(&compared.old.document, old), table(&compared.new.document, new))
        {
            tables.entry(old).or_insert(new);
        }
    }
    tables
}

/// The head of the table a pair is of: of a table with several lines of it, column by column.
pub(super) fn header(compared: &Compared, pair: &Pair) -> Option<Header> {
    let (document, unit, new) = match (&pair.new, &pair.old) {
        (Some(unit), _) => (&compared.new.document, unit, true),
        (None, Some(unit)) => (&compared.old.document, unit, false),
        (None, None) => return None,
    };
    let table = document.tables.get(table(document, unit)? as usize)?;
    let rows = table.rows.get(..table.header_rows).filter(|rows| !rows.is_empty())?;
    let mut cells: Vec<String> = Vec::new();
    for row in rows {
        for (column, &cell) in row.cells.iter().enumerate() {
            let text = document.blocks.get(cell as usize).map_or("", |block| document.block_text(block));
            match cells.get_mut(column) {
                Some(name) if name.is_empty() => *name = visible(text).into_owned(),
                Some(name) if !text.is_empty() && *name != text => *name = format!("{name} – {}", visible(text)),
                Some(_) => {}
                None => cells.push(visible(text).into_owned()),
            }
        }
    }
    let ids = || rows.iter().flat_map(|row| row.cells.iter().copied());
    let blocks = ids().min()?..ids().max()? + 1;
    Some(Header { cells, blocks, new })
}

/// Counts one more row that did not change.
pub(super) fn same(rows: &mut Vec<Row>, said: &Said) {
    if rows.last().is_none_or(|last| last.class != "same") {
        rows.push(Row { class: "same", ..Row::default() });
    }
    if let Some(last) = rows.last_mut() {
        last.count += 1;
        last.text = format!("{} {}", last.count, said.get("rows-unchanged"));
    }
}

/// A row that changed, or the rows of a table that came or went whole.
pub(super) fn rows(
    compared: &Compared,
    pair: &Pair,
    class: &'static str,
    id: String,
    label: String,
    link: Option<Link>,
) -> Vec<Row> {
    let unit = pair.new.as_ref().or(pair.old.as_ref());
    if unit.is_none_or(|unit| unit.kind != UnitKind::Table) {
        let cells = pieces::cells(&pieces::of(compared, pair)).into_iter().map(|pieces| cell(&pieces)).collect();
        return vec![Row { class, id, label, link, cells, ..Row::default() }];
    }
    let mut rows: Vec<Row> = Vec::new();
    let (document, unit, op) = match (&pair.new, &pair.old) {
        (Some(unit), _) => {
            (&compared.new.document, unit, if pair.fate == Fate::Added { Op::Insert } else { Op::Equal })
        }
        (None, Some(unit)) => (&compared.old.document, unit, Op::Delete),
        (None, None) => return rows,
    };
    let blocks = document.blocks.get(unit.blocks.start as usize..unit.blocks.end as usize).unwrap_or_default();
    let line = |block: &crate::document::Block| match block.kind {
        BlockKind::Cell { row, .. } => Some(row),
        _ => None,
    };
    for of_row in blocks.chunk_by(|a, b| line(a) == line(b)) {
        let cells = of_row.iter().map(|block| {
            let text = document.block_text(block);
            cell(&if text.is_empty() { Vec::new() } else { vec![pieces::Piece { op, text }] })
        });
        let first = rows.is_empty();
        let keep = |text: &String| if first { text.clone() } else { String::new() };
        rows.push(Row { class, id: keep(&id), label: keep(&label), cells: cells.collect(), ..Row::default() });
    }
    if let Some(first) = rows.first_mut() {
        first.link = link;
    }
    rows
}

fn cell(pieces: &[pieces::Piece<'_>]) -> Cell {
    let figures = |text: &str| text.chars().all(|c| !c.is_alphabetic()) && text.chars().any(|c| c.is_ascii_digit());
    let number = !pieces.is_empty() && pieces.iter().all(|piece| piece.text.trim().is_empty() || figures(piece.text));
    Cell { words: words(pieces), marked: mark(pieces), number }
}

impl Row {
    /// The place a row moved away from.
    pub fn left(id: String, text: String, link: Option<Link>) -> Row {
        Row { class: "left", id, text, link, ..Row::default() }
    }

    /// How many columns it takes.
    pub fn columns(&self) -> usize {
        self.cells.len()
    }
}
