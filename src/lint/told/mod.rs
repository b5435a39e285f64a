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
use crate::text::{Bits, Number, Syllable};
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

/// What exchanging two digits of a number leaves alone.
type Digits = (u8, u64);

/// The cells that a figure may mean, sorted by what it looks for.
struct Cells<'d> {
    /// The digits that figures have: only cells of such digits are kept, and few others.
    asked: Bits,
    by_digits: Vec<(Digits, Cell<'d>)>,
    /// Those of last rows, by the first word of their column's head.
    totals: Vec<(Syllable, Cell<'d>)>,
}

/// A number for some digits that others hardly have.
fn hash((scale, counts): Digits) -> u64 {
    (counts ^ counts >> 30 ^ u64::from(scale) << 40).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20
}

/// The cells of one key, in the order of the tables; none where they are too many.
fn of<'c, 'd, K: Ord>(cells: &'c [(K, Cell<'d>)], key: K) -> &'c [(K, Cell<'d>)] {
    let from = &cells[cells.partition_point(|(other, _)| *other < key)..];
    let own = &from[..from.iter().take(CROWD + 1).take_while(|(other, _)| *other == key).count()];
    if own.len() <= CROWD { own } else { &[] }
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
    let facts: Vec<&Fact> = context.facts().all.iter().filter(|fact| is_counted(fact)).collect();
    let mut asked = Bits::new(facts.len() * 16);
    facts.iter().for_each(|fact| _ = asked.set(hash(fact.value.digit_set())));
    let mut cells = Cells { asked, by_digits: Vec::new(), totals: Vec::new() };
    cells.add_words(context);
    cells.add_years(context);
    cells.by_digits.sort_by_key(|(digits, _)| *digits);
    cells.totals.sort_by_key(|(word, _)| *word);
    facts.into_iter().filter_map(|fact| cells.slip(context, fact)).collect()
}

/// Whether a figure is an exact number of something.
fn is_counted(fact: &Fact) -> bool {
    let unit = !matches!(fact.unit, Unit::None | Unit::Percent | Unit::Points);
    unit && fact.of.is_none() && !fact.inexact && !fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times])
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
                        self.add(cell);
                    }
                    let first = || words(context, head(document, table, column)?).first().copied();
                    let first = total.then(first).flatten();
                    if let Some(first) = first {
                        self.totals.push((first, cell));
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
                        self.add(Cell { at, value });
                    }
                }
            }
        }
    }

    fn add(&mut self, cell: Cell<'d>) {
        let digits = cell.value.digit_set();
        if self.asked.may_have(hash(digits)) {
            self.by_digits.push((digits, cell));
        }
    }

    fn slip(&self, context: &Context<'_>, fact: &Fact) -> Option<Slip> {
        let alike = of(&self.by_digits, fact.value.digit_set()).iter().map(|(_, cell)| cell);
        let counted = context.document.tokens.get(fact.tokens.end).filter(|_| fact.end > fact.tokens.end);
        let under = counted.map_or(&[][..], |t| of(&self.totals, t.id)).iter().map(|(_, cell)| cell);
        // What some cell has as it stands is no slip for another.
        let same = |cell: &Cell<'_>| cell.value == fact.value || cell.value.value() == fact.value.value();
        if alike.clone().chain(under.clone()).any(same) {
            return None;
        }
        let swaps = alike.filter(|cell| cell.value.is_swapped(fact.value));
        let slips = under.filter(|cell| is_near(cell.value, fact.value));
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
    if cell.scale != value.scale || cell.digit_count() != value.digit_count() {
        return false;
    }
    let (x, y) = (cell.digits(), value.digits());
    let off = x.iter().zip(&y).filter(|(a, b)| a != b).count();
    x.first() == y.first() && off == 1
}
