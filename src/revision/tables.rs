//! Tables, row by row: rows are told by what names them, cells compared with the cell of the same column.

use super::edits::Stretch;
use super::matching::Matching;
use super::units::{Class, Item, Side, hash};
use super::{Unit, UnitKind};
use crate::document::{BlockId, BlockKind, Document};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashSet;
use std::ops::Range;

/// Columns among which the one that names the rows is looked for.
const COLUMNS: usize = 12;

/// A table's rows.
pub(super) struct Rows<'d> {
    pub side: Side<'d>,
    header: usize,
}

impl<'d> Rows<'d> {
    /// The rows of a table.
    pub fn of(document: &'d Document, table: &Unit) -> Rows<'d> {
        let mut items: Vec<Item> = Vec::new();
        let (mut open, mut header) = (None, 0);
        for id in table.blocks.clone() {
            let block = &document.blocks[id as usize];
            let BlockKind::Cell { table, row, .. } = block.kind else { continue };
            match items.last_mut().filter(|_| open == Some(row)) {
                Some(item) => {
                    item.unit.blocks.end = id + 1;
                    item.unit.range.end = item.unit.range.end.max(block.range.end);
                    item.tokens.end = block.tokens.end;
                }
                None => {
                    let headers = document.tables.get(table as usize).map_or(0, |table| table.header_rows);
                    header += usize::from((row as usize) < headers);
                    let unit = Unit {
                        kind: UnitKind::Row,
                        blocks: id..id + 1,
                        range: block.range.clone(),
                        section: block.section,
                    };
                    let (tokens, body) = (block.tokens.clone(), block.tokens.start);
                    items.push(Item { unit, class: Class::Row, tokens, body, key: 0, body_key: 0, name: None });
                }
            }
            open = Some(row);
        }
        let mut rows = Rows { side: Side::new(document, items), header };
        rows.name();
        rows
    }

    fn cell(&self, row: usize, column: usize) -> Option<BlockId> {
        let blocks = &self.side.items[row].unit.blocks;
        Some(blocks.start + column as BlockId).filter(|cell| blocks.contains(cell))
    }

    /// Keys of the rows, and their names by the first column that has any.
    fn name(&mut self) {
        let document = self.side.document;
        let counted = self.column(|text| text.len() <= 8 && !is_name(text)) == Some(0);
        let naming = self.column(is_name);
        for row in 0..self.side.items.len() {
            let name = naming.filter(|_| row >= self.header).and_then(|column| self.cell(row, column));
            let name = name.map(|cell| hash(&document.tokens[document.blocks[cell as usize].tokens.clone()]));
            let first = self.cell(row, 0).map(|cell| document.blocks[cell as usize].tokens.end);
            let item = &mut self.side.items[row];
            // What only counts the rows says nothing of them.
            if let Some(first) = first.filter(|&first| counted && first < item.tokens.end) {
                item.body = first;
            }
            item.key = hash(&document.tokens[item.tokens.clone()]);
            item.body_key = hash(&document.tokens[item.body..item.tokens.end]);
            item.name = name;
        }
    }

    /// The first column of which most cells are such, and not all the same.
    fn column(&self, such: impl Fn(&str) -> bool) -> Option<usize> {
        let document = self.side.document;
        (0..COLUMNS).find(|&column| {
            let cells: Vec<&str> = (self.header..self.side.items.len())
                .filter_map(|row| self.cell(row, column))
                .map(|cell| document.block_text(&document.blocks[cell as usize]))
                .collect();
            let (count, such) = (cells.len(), cells.iter().filter(|text| such(text)).count());
            let different = cells.iter().collect::<HashSet<_>>().len();
            count > 0 && such * 5 >= count * 3 && different * 2 >= count
        })
    }

    /// The names of the rows and columns, sorted.
    pub fn names(&self) -> Vec<u64> {
        let mut names: Vec<u64> = self.side.items.iter().filter_map(|row| row.name).collect();
        names.extend(self.header_keys());
        names.sort_unstable();
        names
    }

    /// The cells of the last header row.
    fn header_keys(&self) -> Vec<u64> {
        let row = self.header.checked_sub(1).and_then(|row| self.side.items.get(row));
        row.map_or(Vec::new(), |row| cell_keys(self.side.document, row))
    }
}

/// Whether the text of a cell names something: «Thôn Đông», not «12,5», «IV», «x».
fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    letters >= 2 && letters > digits && text.chars().any(char::is_lowercase) || letters >= 6
}

fn cell_keys(document: &Document, row: &Item) -> Vec<u64> {
    let cells = row.unit.blocks.clone().map(|cell| &document.blocks[cell as usize]);
    cells.map(|cell| hash(&document.tokens[cell.tokens.clone()])).collect()
}

/// Which rows of two tables are the same.
pub(super) fn link<'a, 'd>(old: &'a Rows<'d>, new: &'a Rows<'d>) -> Matching<'a, 'd> {
    let mut rows = Matching::new(&old.side, &new.side);
    for row in 0..old.header.min(new.header) {
        if rows.likeness(row, row) >= 0.3 {
            rows.link(row, row);
        }
    }
    rows.link_unique(|row| Some(row.key));
    rows.link_unique(|row| Some(row.body_key));
    rows.link_unique(|row| row.name);
    rows.extend();
    rows.link_equal_between();
    rows.link_alike_between(true);
    rows.link_alike_between(false);
    rows
}

/// Cell beside cell: the stretches in which the words of two rows are compared.
pub(super) fn stretches(old: &Rows, new: &Rows, was: usize, is: usize) -> Vec<Stretch> {
    let (a, b) = (&old.side.items[was], &new.side.items[is]);
    let (cells_a, cells_b) = (a.unit.blocks.clone(), b.unit.blocks.clone());
    let mut stretches = Vec::new();
    let (mut at_old, mut at_new) = (a.unit.range.start, b.unit.range.start);
    let range = |document: &Document, cell: BlockId| document.blocks[cell as usize].range.clone();
    let mut put = |x: Option<Range<usize>>, y: Option<Range<usize>>| {
        let (x, y) = match (x, y) {
            (Some(x), Some(y)) => {
                stretches.push((at_old..x.start, at_new..y.start));
                (x, y)
            }
            (Some(x), None) => (at_old..x.end, at_new..at_new),
            (None, Some(y)) => (at_old..at_old, at_new..y.end),
            (None, None) => return,
        };
        (at_old, at_new) = (x.end, y.end);
        stretches.push((x, y));
    };
    for (x, y) in cells(old, new, a, b) {
        let x = x.map(|x| range(old.side.document, cells_a.start + x as BlockId));
        let y = y.map(|y| range(new.side.document, cells_b.start + y as BlockId));
        put(x, y);
    }
    stretches
}

/// Which cells of two rows stand in the same column.
fn cells(old: &Rows, new: &Rows, a: &Item, b: &Item) -> Vec<(Option<usize>, Option<usize>)> {
    let (many_a, many_b) = (a.unit.blocks.len(), b.unit.blocks.len());
    if many_a == many_b {
        return (0..many_a).map(|i| (Some(i), Some(i))).collect();
    }
    let (mut keys_a, mut keys_b) = (old.header_keys(), new.header_keys());
    if keys_a.len() != many_a || keys_b.len() != many_b {
        (keys_a, keys_b) = (cell_keys(old.side.document, a), cell_keys(new.side.document, b));
    }
    let mut cells = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys_a, &keys_b) {
        let (x, y) = (op.old_range(), op.new_range());
        // Where columns were both taken out and put in, they are compared as they come.
        let both = if matches!(op, DiffOp::Equal { .. } | DiffOp::Replace { .. }) { x.len().min(y.len()) } else { 0 };
        cells.extend((0..both).map(|i| (Some(x.start + i), Some(y.start + i))));
        cells.extend(x.skip(both).map(|i| (Some(i), None)));
        cells.extend(y.skip(both).map(|i| (None, Some(i))));
    }
    cells
}
