//! Which column of a table is which: by what their heads say, then by where they stand.

use super::align::Sides;
use super::item::{Items, cell};
use crate::document::Document;
use crate::text::fold;
use std::collections::{BTreeMap, HashMap};

/// The columns of pairs of tables, worked out once for each.
#[derive(Default)]
pub(super) struct Columns {
    known: HashMap<(u32, u32), HashMap<u32, u32>>,
}

impl Columns {
    /// The figures of two rows, cell by cell.
    pub fn split(&mut self, old: &Items<'_>, new: &Items<'_>, sides: Sides) -> Vec<Sides> {
        let by_column = |items: &Items<'_>, all: &[usize]| {
            let mut columns: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            let mut table = None;
            for &at in all {
                if let Some((of, _, column)) = cell(items.document(), items.all[at].block) {
                    table = Some(of);
                    columns.entry(column).or_default().push(at);
                }
            }
            (table, columns)
        };
        let ((table, was), (twin, mut is)) = (by_column(old, &sides.old), by_column(new, &sides.new));
        let none = HashMap::new();
        let map = match table.zip(twin) {
            Some(key) => self.known.entry(key).or_insert_with(|| columns(old.document(), new.document(), key)),
            None => &none,
        };
        let mut split: Vec<Sides> = Vec::new();
        for (column, items) in was {
            let there = map.get(&column).and_then(|column| is.remove(column)).unwrap_or_default();
            split.push(Sides { old: items, new: there });
        }
        split.extend(is.into_values().map(|new| Sides { old: Vec::new(), new }));
        split
    }
}

/// By column of the old table, that of the new.
fn columns(old: &Document, new: &Document, (table, twin): (u32, u32)) -> HashMap<u32, u32> {
    let heads = |document: &Document, table: u32| -> Vec<String> {
        let Some(table) = document.tables.get(table as usize) else { return Vec::new() };
        let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let head = |column: usize| {
            let cells = table.rows.iter().take(table.header_rows.max(1)).filter_map(|row| row.cells.get(column));
            let texts = cells.filter_map(|&cell| document.blocks.get(cell as usize)).map(|b| document.block_text(b));
            fold(&texts.collect::<Vec<_>>().join(" "))
        };
        (0..width).map(head).collect()
    };
    let (was, is) = (heads(old, table), heads(new, twin));
    let mut map = HashMap::new();
    let mut open: Vec<bool> = vec![true; is.len()];
    for (column, head) in was.iter().enumerate() {
        let same = |at: &usize| open[*at] && !head.is_empty() && is[*at] == *head;
        if let Some(at) = Some(column).filter(|at| *at < is.len()).filter(same).or_else(|| (0..is.len()).find(same)) {
            open[at] = false;
            map.insert(column as u32, at as u32);
        }
    }
    // Heads that were reworded: those left over between the same neighbours, if they are as many.
    let rest: Vec<u32> = (0..was.len() as u32).filter(|column| !map.contains_key(column)).collect();
    let free: Vec<u32> = (0..is.len() as u32).filter(|&column| open[column as usize]).collect();
    if was.len() == is.len() {
        map.extend(rest.into_iter().zip(free));
    }
    map
}
