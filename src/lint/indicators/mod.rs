//! Indicators by name: which row of the loaded set a phrase, a table row or a sentence speaks of.

mod cell;
mod course;
pub mod heads;
pub mod known;
pub mod own;
mod pairs;
mod series;
pub mod sheet;
mod table;
pub mod value;
mod values;
pub mod words;

use super::check::Context;
use super::pack::{Direction, Indicator, Measure, Pack};
use crate::document::{Document, Table};
use crate::mentions::fact::FigureWords;
use crate::mentions::{MentionKind, Mentions};
use crate::text::{Hit, LexiconBuilder, ListId, outermost};
use heads::{Heads, IndicatorData};
use known::Known;
use std::ops::Range;
use value::Value;
use words::Words;

/// A measure of the loaded set: the row of its indicator and its place among the row's measures and parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeasureId(pub u32);

/// Measures and parts of one row, at most.
const MEASURES: u32 = 64;

impl MeasureId {
    fn new(row: usize, measure: usize) -> MeasureId {
        MeasureId(row as u32 * MEASURES + (measure as u32).min(MEASURES - 1))
    }

    /// The measure a row of the pack begins with.
    pub fn of_row(row: usize) -> MeasureId {
        MeasureId::new(row, 0)
    }

    /// The index of the indicator's row in the pack.
    pub fn row(self) -> usize {
        (self.0 / MEASURES) as usize
    }

    /// Its place among the row's measures and parts.
    fn place(self) -> usize {
        (self.0 % MEASURES) as usize
    }

    /// The row of the set it belongs to.
    pub fn indicator(self, pack: &Pack) -> Option<&Indicator> {
        pack.indicators.get(self.row())
    }

    /// The measure itself; of a part of a whole, which is measured as the whole is, nothing.
    pub fn measure(self, pack: &Pack) -> Option<&Measure> {
        self.indicator(pack)?.measures().nth(self.place())
    }

    /// Which way is better; of a part neither.
    pub fn direction(self, pack: &Pack) -> Direction {
        self.measure(pack).map_or(Direction::None, |m| m.direction)
    }

    /// Whether the set gives it in percent; parts are measured as the whole is.
    pub fn is_percent(self, pack: &Pack) -> bool {
        let Some(indicator) = pack.indicators.get(self.row()) else { return false };
        let measure = indicator.measures().nth(self.place());
        measure.unwrap_or(&indicator.measure).unit.contains('%')
    }

    /// The measure's id; a part goes by the id of its whole.
    pub fn id(self, pack: &Pack) -> Option<&str> {
        let indicator = pack.indicators.get(self.row())?;
        let measure = indicator.measures().nth(self.place());
        Some(&measure.unwrap_or(&indicator.measure).id)
    }

    /// The name people read.
    pub fn name(self, pack: &Pack) -> &str {
        let Some(indicator) = pack.indicators.get(self.row()) else { return "" };
        let names =
            indicator.measures().map(|m| m.name.as_str()).chain(indicator.parts.iter().map(|p| p.name.as_str()));
        names.into_iter().nth(self.place()).unwrap_or("")
    }
}

/// The set's names as a list of the trie. Items are [`MeasureId`]s.
#[derive(Debug)]
pub struct IndicatorIndex {
    list: ListId,
    /// What figures in brackets are called, where the text says what they are.
    brackets: ListId,
    /// What sentences say of values.
    pub words: Words,
    /// What the heads of tables say.
    pub heads: Heads,
    /// By row of the set, then measure.
    known: Vec<Vec<Known>>,
}

/// Years of a term.
pub const TERM: i32 = 5;

/// The year in which the outgoing term ends and the new one begins.
pub(super) fn turn(context: &Context<'_>) -> i32 {
    let document = context.document;
    let stated = document.meta.term.map(|(from, _)| from).or(document.meta.date.map(|date| date.year));
    stated.unwrap_or_else(|| {
        // The title names it: «… nhiệm kỳ 2025-2030».
        let head = document.blocks.iter().take(12).flat_map(|b| context.mentions.within(&b.tokens).iter().take(12));
        let terms = head.filter_map(|m| if let MentionKind::Term(from, to) = m.kind { Some((to, from)) } else { None });
        terms.filter(|(to, from)| to - from == TERM).max().map_or(context.as_of.year, |(_, from)| from)
    })
}

/// All that a document says of the values of indicators.
pub fn values(context: &Context<'_>) -> Vec<Value> {
    values::values(context)
}

/// Whether a cell holds dots, a line or brackets, for something to be filled in.
fn is_blank(text: &str) -> bool {
    // Most cells have none of the bytes these begin with.
    text.bytes().any(|byte| matches!(byte, b'_' | b'{' | b'[' | b'.' | 0xE2))
        && (text.contains(['…', '_', '{', '[']) || text.contains("..."))
}

impl IndicatorIndex {
    /// Adds all names and variants to the trie.
    pub fn register(
        pack: &Pack,
        data: &IndicatorData,
        figures: &FigureWords,
        builder: &mut LexiconBuilder,
    ) -> IndicatorIndex {
        let list = builder.list();
        for (row, indicator) in pack.indicators.iter().enumerate() {
            let mut at = 0;
            for measure in indicator.measures() {
                let id = MeasureId::new(row, at).0;
                builder.add(list, id, &measure.name);
                builder.add_all(list, id, &measure.variants);
                at += 1;
            }
            for part in &indicator.parts {
                builder.add_all(list, MeasureId::new(row, at).0, &part.variants);
                at += 1;
            }
        }
        let (words, heads) = (Words::new(&data.words), Heads::new(data, pack));
        let brackets = builder.list_of(&data.brackets);
        IndicatorIndex { list, brackets, words, heads, known: Known::of(pack, figures, &data.money) }
    }

    /// Indicators named in some tokens; of names that lie within another the longer counts, so that
    /// «hộ cận nghèo» is not «hộ nghèo».
    pub fn named<'m>(&self, mentions: &'m Mentions, tokens: &Range<usize>) -> Vec<&'m Hit> {
        outermost(mentions.hits_of(self.list, tokens))
    }

    /// All names in a document, those within others too.
    pub fn all<'m>(&self, mentions: &'m Mentions) -> impl Iterator<Item = &'m Hit> {
        mentions.hits_of(self.list, &(0..u32::MAX as usize))
    }

    /// Whether some tokens name more indicators than one, as far as can be told at a glance.
    fn names_several(&self, mentions: &Mentions, tokens: &Range<usize>) -> bool {
        mentions.hits_of(self.list, tokens).nth(1).is_some()
    }

    /// How many rows (or, in a table laid on its side, columns) of a table name an indicator and give
    /// it a value, or a blank for one.
    pub fn rows_of(&self, document: &Document, mentions: &Mentions, table: &Table) -> usize {
        let block = |cell: &u32| &document.blocks[*cell as usize];
        let mut cells = table.rows.iter().flat_map(|row| &row.cells);
        let (Some(first), Some(last)) = (cells.next(), table.rows.iter().rev().find_map(|row| row.cells.last())) else {
            return 0;
        };
        // Most tables are of other things, and their cells need not be asked.
        let names = |tokens: Range<usize>| mentions.hits_of(self.list, &tokens).next().is_some();
        if !names(block(first).tokens.start..block(last).tokens.end) {
            return 0;
        }
        let named = |cell: u32| names(block(&cell).tokens.clone());
        let valued = |cell: u32| self.has_value(document, mentions, cell);
        let down = |cells: &[u32]| {
            let name = cells.iter().take(3).position(|&cell| named(cell));
            name.is_some_and(|at| cells[at + 1..].iter().any(|&cell| valued(cell)))
        };
        let across = |header: &[u32]| {
            let column = |at: usize| table.rows.iter().skip(1).filter_map(move |row| row.cells.get(at).copied());
            header.iter().enumerate().filter(|&(at, &cell)| named(cell) && column(at).any(valued)).count()
        };
        let rows = table.rows.iter().filter(|row| down(&row.cells)).count();
        let columns = table.rows.iter().take(2).map(|row| across(&row.cells)).max().unwrap_or(0);
        usize::max(rows, columns)
    }

    /// Whether a cell has a figure, a word for a result, or a blank still to be filled.
    fn has_value(&self, document: &Document, mentions: &Mentions, cell: u32) -> bool {
        let block = &document.blocks[cell as usize];
        let text = document.block_text(block);
        mentions.within(&block.tokens).iter().any(|m| matches!(m.kind, MentionKind::Figure(_)))
            || is_blank(text)
            || self.heads.is_status(text)
    }

    /// How many rows of a table give figures, if its header calls them targets.
    pub fn rows_with_figures(&self, document: &Document, mentions: &Mentions, table: &Table) -> usize {
        let text = |cell: &u32| &document.blocks[*cell as usize];
        let mut header = table.rows.iter().take(table.header_rows.max(1)).flat_map(|r| &r.cells);
        if !header.any(|cell| self.heads.is_target(document.block_text(text(cell)))) {
            return 0;
        }
        let figure =
            |cell: &u32| mentions.within(&text(cell).tokens).iter().any(|m| matches!(m.kind, MentionKind::Figure(_)));
        let rows = table.rows.iter().skip(table.header_rows.max(1));
        rows.filter(|row| row.cells.iter().skip(1).any(figure)).count()
    }
}
