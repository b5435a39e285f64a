//! What sentences tell beside tables: figures that a table of the same document has otherwise: «tiếp nhận 7.412 hồ sơ trong năm 2024», where
//! the column «Tiếp nhận» of the table «Hồ sơ thủ tục hành chính năm 2024» adds up to 7.142.
//!
//! One reading for all tables: whether a cell has its name from the words around it or is an indicator's of some year.
//! A cell is looked for by its digits, so that nothing is read of most figures; then it must have the figure's name, unit
//! and time.

pub mod apart;
mod figure;
pub mod grid;
mod words;

pub use self::words::{ToldData, ToldWords, When, told_time};

use self::figure::Told;
use self::grid::{MOST_COLUMNS, MOST_ROWS, MOST_TABLES, block, head, number};
use self::words::words;
use crate::document::Table;
use crate::lint::check::Context;
use crate::lint::indicators::sheet::{Content, Line, Sheet};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Number, Syllable};
use std::collections::HashMap;
use std::ops::Range;

/// Numbers of so many digits have others of the same digits by chance: they need more words.
const SHORT: i64 = 100;
const LONG: i64 = 1000;

/// More cells of the same digits, or under heads of the same word, are codes.
const CROWD: usize = 32;

#[derive(Clone, Copy)]
struct Cell<'d> {
    at: At<'d>,
    value: Number,
}

/// How a table gives a cell its name and time.
#[derive(Clone, Copy)]
enum At<'d> {
    /// By the words of its row, of its column and around the table.
    Words(Spot<'d>),
    /// By an indicator's row and its column's year.
    Year(OfYear<'d>),
}

#[derive(Clone, Copy)]
struct Spot<'d> {
    table: &'d Table,
    row: usize,
    column: usize,
}

#[derive(Clone, Copy)]
struct OfYear<'d> {
    sheet: &'d Sheet,
    line: &'d Line,
    column: usize,
    year: i32,
}

/// The cells that a figure may mean.
#[derive(Default)]
struct Cells<'d> {
    /// By what exchanging two digits leaves alone.
    by_digits: HashMap<(u8, u64), Vec<Cell<'d>>>,
    /// Those of last rows, by the first word of their column's head.
    totals: HashMap<Syllable, Vec<Cell<'d>>>,
}

/// A figure of a sentence that is a cell's with a slip in it.
#[derive(Debug)]
pub struct Slip {
    /// Number and unit.
    pub place: Range<usize>,
    /// What the sentence says.
    pub value: Number,
    /// What the table has, and where.
    pub cell: (Number, Range<usize>),
    /// How that is named.
    pub name: CellName,
}

/// What the words of a table call a cell.
#[derive(Debug)]
pub enum CellName {
    /// The head of its column.
    Head(String),
    /// An indicator and a year.
    Year(String, i32),
}

/// All such figures of a document.
pub fn slips(context: &Context<'_>) -> Vec<Slip> {
    if context.document.tables.is_empty() {
        return Vec::new();
    }
    let mut cells = Cells::default();
    cells.add_words(context);
    cells.add_years(context);
    if cells.by_digits.is_empty() && cells.totals.is_empty() {
        return Vec::new();
    }
    context.facts().all.iter().filter_map(|fact| cells.slip(context, fact)).collect()
}

impl<'d> Cells<'d> {
    fn add_words(&mut self, context: &'d Context<'_>) {
        let document = context.document;
        for table in document.tables.iter().filter(|t| (3..=MOST_ROWS).contains(&t.rows.len())).take(MOST_TABLES) {
            for row in table.header_rows.max(1)..table.rows.len() {
                let total = row + 1 == table.rows.len();
                for column in 1..table.rows[row].cells.len().min(MOST_COLUMNS) {
                    let Some(value) = number(document, table, row, column).filter(|n| n.mantissa > 0) else { continue };
                    let cell = Cell { at: At::Words(Spot { table, row, column }), value };
                    if value.mantissa >= 10 {
                        self.by_digits.entry(value.digit_set()).or_default().push(cell);
                    }
                    let first = || words(context, head(document, table, column)?).first().copied();
                    let first = total.then(first).flatten();
                    if let Some(first) = first {
                        self.totals.entry(first).or_default().push(cell);
                    }
                }
            }
        }
    }

    fn add_years(&mut self, context: &'d Context<'_>) {
        for sheet in context.sheets() {
            for line in sheet.lines.iter().filter(|line| !line.is_group && line.unit.is_some()) {
                for (column, (head, cell)) in sheet.columns.iter().zip(&line.cells).enumerate() {
                    let (Content::Number(value), Some(year)) = (cell.content, head.year) else { continue };
                    if value.mantissa >= SHORT {
                        let at = At::Year(OfYear { sheet, line, column, year });
                        self.by_digits.entry(value.digit_set()).or_default().push(Cell { at, value });
                    }
                }
            }
        }
    }

    fn slip(&self, context: &Context<'_>, fact: &Fact) -> Option<Slip> {
        let plain = fact.of.is_none() && !fact.inexact && !fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
        if !plain || matches!(fact.unit, Unit::None | Unit::Percent | Unit::Points) {
            return None;
        }
        let few = |cells: &&Vec<Cell<'_>>| cells.len() <= CROWD;
        let alike = self.by_digits.get(&fact.value.digit_set()).filter(few).map_or(&[][..], Vec::as_slice);
        let counted = context.document.tokens.get(fact.tokens.end).filter(|_| fact.end > fact.tokens.end);
        let under = counted.and_then(|t| self.totals.get(&t.id)).filter(few).map_or(&[][..], Vec::as_slice);
        // What some cell has as it stands is no slip for another.
        if alike.iter().chain(under).any(|cell| cell.value == fact.value || cell.value.value() == fact.value.value()) {
            return None;
        }
        let swaps = alike.iter().filter(|cell| cell.value.is_swapped(fact.value));
        let slips = under.iter().filter(|cell| is_near(cell.value, fact.value));
        let mut candidates = swaps.chain(slips).peekable();
        candidates.peek()?;
        let told = Told::of(context, fact)?;
        let mut found: Option<&Cell<'_>> = None;
        for cell in candidates.filter(|cell| told.is(cell)) {
            if found.replace(cell).is_some_and(|other| other.value != cell.value) {
                return None;
            }
        }
        found?.slip(context, fact)
    }
}

impl Cell<'_> {
    fn slip(&self, context: &Context<'_>, fact: &Fact) -> Option<Slip> {
        let document = context.document;
        let (name, place) = match self.at {
            At::Words(Spot { table, row, column }) => {
                let head = head(document, table, column).map_or("", |b| document.block_text(b)).trim();
                (CellName::Head(head.to_string()), &block(document, table, row, column)?.range)
            }
            At::Year(OfYear { line, column, year, .. }) => {
                (CellName::Year(line.title(document), year), &line.cells.get(column)?.place)
            }
        };
        let cell = (self.value, place.clone());
        let place = document.token_range(fact.tokens.start..fact.end);
        Some(Slip { place, value: fact.value, cell, name })
    }
}

/// A digit off, which shows only where the words are the same to the last.
fn is_near(cell: Number, value: Number) -> bool {
    if cell.mantissa < 10 && value.mantissa < 10 {
        return cell.scale == 0 && value.scale == 0 && (cell.mantissa - value.mantissa).abs() == 1;
    }
    let (x, y) = (cell.digits(), value.digits());
    let off = x.iter().zip(&y).filter(|(a, b)| a != b).count();
    cell.scale == value.scale && x.len() == y.len() && x.first() == y.first() && off == 1
}
