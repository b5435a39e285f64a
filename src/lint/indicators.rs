//! Indicators by name: which row of the loaded set a phrase, a table row or a sentence speaks of.

use super::pack::Pack;
use crate::document::{Document, Table};
use crate::mentions::Mentions;
use crate::text::{Hit, LexiconBuilder, ListId, fold, outermost};
use std::ops::Range;

/// The set's names as a list of the trie. Items are rows of the pack's indicators.
#[derive(Debug)]
pub struct IndicatorIndex {
    list: ListId,
}

impl IndicatorIndex {
    /// Adds all names and variants to the trie.
    pub fn register(pack: &Pack, builder: &mut LexiconBuilder) -> IndicatorIndex {
        let list = builder.list();
        for (row, indicator) in pack.indicators.iter().enumerate() {
            for measure in indicator.measures() {
                builder.add(list, row as u32, &measure.name);
                builder.add_all(list, row as u32, &measure.variants);
            }
            for part in &indicator.parts {
                builder.add_all(list, row as u32, &part.variants);
            }
        }
        IndicatorIndex { list }
    }

    /// Indicators named in some tokens; of names that lie within another the longer counts, so that
    /// «hộ cận nghèo» is not «hộ nghèo».
    pub fn named<'m>(&self, mentions: &'m Mentions, tokens: &Range<usize>) -> Vec<&'m Hit> {
        outermost(mentions.hits_of(self.list, tokens))
    }

    /// How many rows (or, in a table laid on its side, columns) of a table name an indicator.
    pub fn rows_of(&self, document: &Document, mentions: &Mentions, table: &Table) -> usize {
        let names = |cells: &mut dyn Iterator<Item = u32>| {
            cells.filter(|&cell| !self.named(mentions, &document.blocks[cell as usize].tokens).is_empty()).count()
        };
        let down = table.rows.iter().map(|row| names(&mut row.cells.iter().take(3).copied()).min(1)).sum();
        let across = table.rows.iter().take(2).map(|row| names(&mut row.cells.iter().copied())).max().unwrap_or(0);
        usize::max(down, across)
    }
}

/// Whether a table's header speaks of indicators and their values.
pub fn has_value_columns(document: &Document, table: &Table) -> bool {
    let header: String = table
        .rows
        .iter()
        .take(table.header_rows.max(2))
        .flat_map(|r| &r.cells)
        .map(|&c| fold(document.block_text(&document.blocks[c as usize])) + " | ")
        .collect();
    ["chỉ tiêu", "kết quả", "mục tiêu", "thực hiện", "kế hoạch", "đơn vị"].iter().any(|w| header.contains(w))
}
