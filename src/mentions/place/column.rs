//! Names without a unit word in a column of a table where another cell has one: «Thị trấn Nghèn | Thiên Lộc».

use super::name::Names;
use super::{InList, add};
use crate::document::{Block, BlockKind, Document};
use crate::mentions::{Mention, MentionKind};
use crate::places::{Level, UnitType};
use std::collections::BTreeMap;

/// No cell that is but a name has more words.
const MOST_WORDS: usize = 6;

/// Table and column.
type Column = (u32, u32);

/// Finds cells that are a commune's name and nothing else, in columns with a cell that is a commune's name and its
/// unit word. Those found before begin at `first`.
pub(super) fn find(document: &Document, names: &Names<'_>, first: usize, out: &mut Vec<Mention>) {
    let columns = columns(document, &out[first..]);
    if columns.is_empty() {
        return;
    }
    for block in &document.blocks {
        let Some(&unit) = column(block).and_then(|column| columns.get(&column)) else { continue };
        let cell = &block.tokens;
        if cell.is_empty() || cell.len() > MOST_WORDS {
            continue;
        }
        let name = names.at(cell.start, unit);
        if name.tokens == *cell && name.known && !name.longer {
            add(out, unit, cell.start, name, InList::Later);
        }
    }
}

/// The columns that hold communes, with the unit word that goes without saying: that of the first, but a town
/// among communes makes no towns of them.
fn columns(document: &Document, found: &[Mention]) -> BTreeMap<Column, UnitType> {
    let mut columns = BTreeMap::new();
    for mention in found {
        let MentionKind::Place(place) = &mention.kind else { continue };
        if !place.known || place.unit.level() != Some(Level::Commune) {
            continue;
        }
        let block = document.block_of_token(mention.tokens.start).filter(|block| block.tokens == mention.tokens);
        if let Some(column) = block.and_then(column) {
            let unit = if place.unit == UnitType::Phuong { UnitType::Phuong } else { UnitType::Xa };
            columns.entry(column).or_insert(unit);
        }
    }
    columns
}

fn column(block: &Block) -> Option<Column> {
    match block.kind {
        BlockKind::Cell { table, column, .. } => Some((table, column)),
        _ => None,
    }
}
