//! Tables of indicators as they come: upright or laid on their side, with one header row or three, units in a
//! column, a row, the name or the caption, group rows between.

mod grid;

use super::MeasureId;
use super::cell::is_year;
use crate::document::{Document, Table};
use crate::lint::check::Context;
use crate::text::Number;
use grid::Grid;
use std::ops::Range;

/// Rows and columns that are read; a longer table is a list of everything.
const MOST_ROWS: usize = 400;
const MOST_COLUMNS: usize = 24;

/// A table of indicators.
#[derive(Debug)]
pub struct Sheet {
    /// Its values' columns (of a table on its side, rows).
    pub columns: Vec<Column>,
    /// Its indicators.
    pub lines: Vec<Line>,
    /// The head of the place it has for units, if it has one.
    pub units: Option<String>,
}

/// A column of values.
#[derive(Debug, Clone)]
pub struct Column {
    /// What its values are.
    pub part: Part,
    /// The year its head names.
    pub year: Option<i32>,
    /// Whether its head says «ước».
    pub estimate: bool,
    /// Whether its head says what it is, not its year alone.
    pub said: bool,
    /// Whether no other column may be what it is: of «Phương án A 2030» and «Phương án B 2030» neither is the target.
    pub lone: bool,
    /// Its head, as written.
    pub title: String,
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Where the outgoing term began.
    Start,
    /// What it aimed at.
    OldTarget,
    /// What was reached, or is there today.
    Result,
    /// What the new term aims at.
    NewTarget,
    /// A step on the way.
    Interim,
}

/// An indicator.
#[derive(Debug)]
pub struct Line {
    /// The cell with its name.
    pub name: Range<usize>,
    /// The name without what stands in brackets.
    pub bare: Range<usize>,
    /// The row, in the plain text; of a table on its side, the name.
    pub place: Range<usize>,
    /// The measures its name names.
    pub measures: Vec<MeasureId>,
    /// Whether it only heads the rows below it.
    pub is_group: bool,
    /// Whether it belongs to the row above it.
    pub is_sub: bool,
    /// Its unit, folded, wherever that is said.
    pub unit: Option<String>,
    /// A token of the unit, where it stands with the row.
    pub unit_token: Option<usize>,
    /// A cell for each column.
    pub cells: Vec<Cell>,
    /// Whether the table says how its result stands to its target.
    pub verdict: bool,
}

/// A cell of values.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What stands in it.
    pub content: Content,
    /// Where.
    pub place: Range<usize>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// One number.
    Number(Number),
    /// A title or a level.
    Status,
    /// A dash: nothing to give, or nothing given.
    Dash,
    /// Anything else: a range, several numbers, a blank to be filled.
    Words,
}

impl Sheet {
    /// Whether most of some lines fill the column of a part: one that few fill asks nothing of the others.
    pub fn is_filled(&self, part: Part, lines: &[&Line]) -> bool {
        let filled = |line: &&&Line| line.cell(self, part).is_some_and(|c| c.content != Content::Empty);
        lines.iter().filter(filled).count() * 5 >= lines.len() * 3
    }
}

impl Line {
    /// Its name as people read it: without marks around it and the unit after it.
    pub fn title(&self, document: &Document) -> String {
        let name = document.token_text(self.bare.clone()).trim();
        name.trim_start_matches(['-', '–', '+', '*', '•', ' ']).to_string()
    }

    /// Whether it gives titles and levels, no numbers.
    pub fn is_status(&self) -> bool {
        let mut filled = self.cells.iter().filter(|c| c.content != Content::Empty).peekable();
        filled.peek().is_some() && filled.all(|c| c.content == Content::Status)
    }

    /// Whether every cell is empty.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|c| c.content == Content::Empty)
    }

    /// What it gives year after year from some year on: under columns that name a year each, one after the other.
    pub fn course<'s>(&'s self, sheet: &'s Sheet, from: i32) -> Vec<(i32, Number, &'s Cell)> {
        let mut found: Vec<(i32, Number, &Cell)> = Vec::new();
        for (column, cell) in sheet.columns.iter().zip(&self.cells) {
            let last = found.last().map_or(from - 1, |(year, ..)| *year);
            if let (Some(year), Content::Number(number), true) =
                (column.year, cell.content, column.part != Part::OldTarget)
                && year > last
            {
                found.push((year, number, cell));
            }
        }
        found
    }

    /// The cell under the column of a part, the last if there are several.
    pub fn cell(&self, sheet: &Sheet, part: Part) -> Option<&Cell> {
        let at = sheet.columns.iter().rposition(|c| c.part == part)?;
        self.cells.get(at)
    }
}

/// The tables of a document that are tables of indicators.
pub fn sheets(context: &Context<'_>) -> Vec<Sheet> {
    let tables = context.document.tables.iter().filter(|t| (2..=MOST_ROWS).contains(&t.rows.len()));
    tables.filter_map(|table| read(context, table)).collect()
}

fn read(context: &Context<'_>, table: &Table) -> Option<Sheet> {
    let width = table.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    if !(2..=MOST_COLUMNS).contains(&width) {
        return None;
    }
    // Most tables are lists of other things: no head of theirs is read.
    let block = |id: &u32| context.document.blocks.get(*id as usize);
    let (first, last) = (table.rows.first()?, table.rows.last()?);
    let tokens = block(first.cells.first()?)?.tokens.start..block(last.cells.last()?)?.tokens.end;
    let indicators = &context.catalogue.indicators;
    let mut texts = first.cells.iter().filter_map(block).map(|b| context.document.block_text(b));
    if !indicators.names_several(context.mentions, &tokens) && !texts.any(|text| indicators.heads.is_target(text)) {
        return None;
    }
    let heads = head_rows(context, table);
    let upright = Grid { context, table, heads, width, across: false, turn: context.turn() };
    upright.sheet().or_else(|| Grid { across: true, ..upright }.sheet())
}

/// Rows of headings: those marked as such, those below them that name nothing of their own, and a row of numbers
/// of columns.
fn head_rows(context: &Context<'_>, table: &Table) -> usize {
    let marked = table.header_rows.max(1);
    let text =
        |id: &u32| context.document.blocks.get(*id as usize).map_or("", |b| context.document.block_text(b)).trim();
    let goes_on = |at: usize| {
        let Some(row) = table.rows.get(at) else { return false };
        let mut cells = row.cells.iter().map(text);
        let unnamed = cells.next().is_some_and(str::is_empty) && cells.next().is_some_and(str::is_empty);
        let rest: Vec<&str> = cells.filter(|c| !c.is_empty()).collect();
        let headed = |c: &&str| c.chars().any(char::is_alphabetic) && !c.starts_with(char::is_numeric) || is_year(c);
        unnamed && !rest.is_empty() && rest.iter().all(headed)
    };
    let counted = |at: usize| {
        let Some(row) = table.rows.get(at).filter(|row| row.cells.len() >= 3) else { return false };
        let numbers: Vec<u32> =
            row.cells.iter().filter_map(|c| text(c).trim_matches(['(', ')', '[', ']']).parse().ok()).collect();
        numbers.len() + 2 >= row.cells.len() && numbers.len() >= 3 && numbers.windows(2).all(|w| w[1] == w[0] + 1)
    };
    let mut heads = marked;
    while heads < marked + 2 && goes_on(heads) {
        heads += 1;
    }
    heads + usize::from(counted(heads))
}
