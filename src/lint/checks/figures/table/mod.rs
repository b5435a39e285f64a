//! Tables: totals of columns and rows, structures of a hundred, columns that are the share of two others.
//!
//! What a column is has to be proved by the table itself: a relation is only held against one row when
//! the other rows keep it.

mod added;
mod changes;
mod exceeds;
mod groups;
mod means;
mod ratios;
mod stocks;
mod structures;
mod totals;

pub(super) use changes::changes;
pub(super) use exceeds::exceeds;
pub(super) use ratios::ratio_columns;
pub(super) use stocks::Stocks;
pub(super) use structures::{by_title, shared_out, structures};
pub(super) use totals::totals;

use crate::document::{Block, BlockId, Document, Row, Table};
use crate::lint::check::Context;
use crate::mentions::MentionKind;
use crate::mentions::fact::Cue;
use crate::text::{Number, TokenKind, fold};
use std::sync::OnceLock;

/// Rows and columns that are read; a longer table is a list of everything.
const MOST_ROWS: usize = 400;
const MOST_COLUMNS: usize = 24;

/// The columns of which one names the row.
const NAMED: usize = 3;

/// A table as numbers.
#[derive(Clone, Copy)]
pub(super) struct Grid<'t> {
    table: &'t Table,
    numbers: &'t Numbers,
    /// Body rows with the number of each cell.
    rows: &'t [Vec<Cell>],
    first: usize,
}

/// What the numbers of a table are, its heads and the names of its rows: read once for all checks.
#[derive(Debug)]
pub struct Numbers {
    rows: Vec<Vec<Cell>>,
    /// How many rows are heads.
    first: usize,
    /// The heads of its columns.
    heads: Vec<Head>,
    /// The names of its body rows.
    names: OnceLock<Vec<Option<Name>>>,
    /// Which body rows are totals.
    totals: OnceLock<Vec<bool>>,
    /// Its columns of shares.
    proved: OnceLock<Vec<ratios::Proved>>,
}

/// What stands above a column, row below row.
#[derive(Debug)]
struct Head {
    text: String,
    folded: String,
}

/// The cell that names a row, and its words folded.
#[derive(Debug)]
struct Name {
    block: BlockId,
    folded: String,
}

/// The numbers of each table of a document; nothing of one that is too short or too long.
pub fn numbers(context: &Context<'_>) -> Vec<Option<Numbers>> {
    context.document.tables.iter().map(|table| Numbers::read(context, table)).collect()
}

/// A cell as a number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cell {
    Empty,
    Words,
    Number(Number),
}

impl Cell {
    fn number(self) -> Option<Number> {
        if let Cell::Number(number) = self { Some(number) } else { None }
    }
}

impl Numbers {
    fn read(context: &Context<'_>, table: &Table) -> Option<Numbers> {
        let heads = table.header_rows.max(1);
        let first = heads + usize::from(table.rows.get(heads).is_some_and(|row| is_head(context, row)));
        if table.rows.len() > MOST_ROWS || table.rows.len() < first + 2 {
            return None;
        }
        let cell = |id: &u32| {
            let Some(block) = context.document.blocks.get(*id as usize) else { return Cell::Empty };
            read_cell(context, block)
        };
        let rows = table.rows.iter().skip(first).map(|row| row.cells.iter().take(MOST_COLUMNS).map(cell).collect());
        let rows: Vec<Vec<Cell>> = rows.collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let heads = (0..columns).map(|column| {
            let cells = table.rows.iter().take(first).filter_map(|row| row.cells.get(column));
            let blocks = cells.filter_map(|&id| context.document.blocks.get(id as usize));
            let text = blocks.map(|block| context.document.block_text(block)).collect::<Vec<_>>().join(" ");
            Head { folded: fold(&text), text }
        });
        let heads = heads.collect();
        let (names, totals, proved) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Some(Numbers { rows, first, heads, names, totals, proved })
    }
}

impl<'t> Grid<'t> {
    /// The tables of a document that are read.
    pub fn all(context: &'t Context<'_>) -> impl Iterator<Item = Grid<'t>> {
        let tables = context.document.tables.iter().zip(context.numbers());
        tables.filter_map(|(table, numbers)| {
            let numbers = numbers.as_ref()?;
            Some(Grid { table, numbers, rows: &numbers.rows, first: numbers.first })
        })
    }

    fn block<'d>(&self, document: &'d Document, row: usize, column: usize) -> Option<&'d Block> {
        let id = *self.table.rows.get(self.first + row)?.cells.get(column)?;
        document.blocks.get(id as usize)
    }

    fn columns(&self) -> usize {
        self.numbers.heads.len()
    }

    /// The numbers of some rows in a column, if there are two at least and nothing is written otherwise.
    fn column(&self, rows: &[usize], column: usize) -> Option<Vec<Number>> {
        let cell = |&row: &usize| self.rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(Cell::Empty);
        let numbers: Vec<Number> = rows.iter().filter_map(|row| cell(row).number()).collect();
        (numbers.len() >= 2 && !rows.iter().any(|row| cell(row) == Cell::Words)).then_some(numbers)
    }

    fn number(&self, row: usize, column: usize) -> Option<Number> {
        self.rows.get(row)?.get(column)?.number()
    }

    /// Whether a header cell of a column holds a phrase.
    fn head_has(&self, context: &Context<'_>, column: usize, cue: Cue) -> bool {
        let heads = self.table.rows.iter().take(self.first).filter_map(|row| row.cells.get(column));
        let mut blocks = heads.filter_map(|&id| context.document.blocks.get(id as usize));
        blocks.any(|b| context.catalogue.figures.has(context.mentions, cue, &b.tokens))
    }

    /// Whether the last header cell of a column is a phrase and nothing else.
    fn head_is(&self, context: &Context<'_>, column: usize, cue: Cue) -> bool {
        let mut heads = self.table.rows.iter().take(self.first).filter_map(|row| row.cells.get(column));
        let Some(block) = heads.next_back().and_then(|&id| context.document.blocks.get(id as usize)) else {
            return false;
        };
        let whole = block.tokens.clone();
        let mut cues = context.catalogue.figures.cues(context.mentions, &whole);
        cues.any(|hit| hit.item == cue as u32 && (hit.start as usize..hit.end as usize) == whole)
    }

    /// What stands above a column.
    fn head_text(&self, column: usize) -> &'t str {
        self.numbers.heads.get(column).map_or("", |head| &head.text)
    }

    /// The same, folded.
    fn head_folded(&self, column: usize) -> &'t str {
        self.numbers.heads.get(column).map_or("", |head| &head.folded)
    }

    /// The first cell of a row that has words, with its words folded.
    fn name(&self, context: &Context<'_>, row: usize) -> Option<&'t Name> {
        let document = context.document;
        let named = |row: usize| {
            let cells = self.table.rows.get(self.first + row)?.cells.iter().take(NAMED);
            let blocks = cells.filter_map(|&id| Some((id, document.blocks.get(id as usize)?)));
            let mut named =
                blocks.filter(|(_, b)| document.tokens.get(b.tokens.clone()).is_some_and(|t| !t.is_empty()));
            let (block, cell) = named.find(|(_, b)| read_cell(context, b).number().is_none())?;
            Some(Name { block, folded: fold(document.block_text(cell)) })
        };
        let names = self.numbers.names.get_or_init(|| (0..self.rows.len()).map(named).collect());
        names.get(row)?.as_ref()
    }
}

/// Whether a row below the first is a head too, as a text without merged cells writes it: «| | Dự toán | Thực hiện |», with
/// no name before it and not one number.
fn is_head(context: &Context<'_>, row: &Row) -> bool {
    let blocks = || row.cells.iter().filter_map(|&id| context.document.blocks.get(id as usize));
    let nameless = blocks().next().is_some_and(|block| block.tokens.is_empty());
    let filled = blocks().filter(|block| !block.tokens.is_empty()).count();
    nameless && filled >= 2 && blocks().all(|block| read_cell(context, block).number().is_none())
}

/// One number and nothing else but its unit and marks around it.
fn read_cell(context: &Context<'_>, block: &Block) -> Cell {
    let text = context.document.block_text(block).trim();
    if text.is_empty() || matches!(text, "-" | "–" | "x" | "…") {
        return Cell::Empty;
    }
    // Most cells hold words, and need not be looked up; «bằng 106,5%» is the percentage.
    let led = text.ends_with('%')
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && text.split(' ').next().is_some_and(|word| matches!(fold(word).as_str(), "bằng" | "đạt"));
    let number = block.tokens.start + usize::from(led)..block.tokens.end;
    if context.document.tokens.get(number.start).is_none_or(|token| token.kind != TokenKind::Number) {
        return Cell::Words;
    }
    let mut figures = context.mentions.within(&block.tokens).iter().filter_map(|m| match &m.kind {
        MentionKind::Figure(figure) => Some((figure, m)),
        _ => None,
    });
    let (Some((figure, mention)), None) = (figures.next(), figures.next()) else { return Cell::Words };
    let alone =
        mention.tokens == number && figure.of.is_none() && !text.starts_with(['-', '–', '+', '<', '>', '≥', '≤', '(']);
    if alone { Cell::Number(figure.value) } else { Cell::Words }
}

/// Whether a row is the table's total: its first words say so. «Tổng cộng (I + II)», «Cộng: 5 dự án».
fn is_total(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> bool {
    let told = |row: usize| {
        let Some((name, end)) = named_by(context, grid, row, Cue::Total) else { return false };
        let aside = context.document.between(end, end).trim_start().starts_with([':', '(']);
        aside || adds_rows(context.document.block_text(name)) || end + 2 >= name.tokens.end && name.tokens.len() <= 4
    };
    let totals = grid.numbers.totals.get_or_init(|| (0..grid.rows.len()).map(told).collect());
    totals.get(row).is_some_and(|total| *total)
}

/// «Tổng chi thường xuyên (I + II + III)», «Cộng 4+5»: whether a name ends with the rows that are added up.
fn adds_rows(name: &str) -> bool {
    added::listed(name).is_some()
}

/// The name of a row that begins with a cue, and where the cue ends.
fn named_by<'d>(context: &Context<'d>, grid: &Grid<'_>, row: usize, cue: Cue) -> Option<(&'d Block, usize)> {
    let name = row_name(context, grid, row)?;
    let cues = context.catalogue.figures.cues(context.mentions, &name.tokens);
    let opens = cues.filter(|hit| hit.item == cue as u32 && hit.start as usize == name.tokens.start);
    opens.map(|hit| hit.end as usize).max().map(|end| (name, end))
}

/// The first cell of a row that has words.
fn row_name<'d>(context: &Context<'d>, grid: &Grid<'_>, row: usize) -> Option<&'d Block> {
    context.document.blocks.get(grid.name(context, row)?.block as usize)
}

/// The group of a row's number: 2 of «2.1».
fn group_of<'d>(context: &Context<'d>, grid: &Grid<'_>, row: usize) -> Option<&'d str> {
    let (group, own) = context.document.block_text(grid.block(context.document, row, 0)?).trim().split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    (digits(group) && digits(own)).then_some(group)
}

/// Whether a row lies below another: «- trong đó …», «Trong đó: …», «1.1».
fn is_nested(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> bool {
    (0..2).filter_map(|column| Some((column, grid.block(context.document, row, column)?))).any(|(column, block)| {
        let text = context.document.block_text(block).trim();
        let first = text.split(['.', ' ']).next().unwrap_or("");
        // «II» above its rows; «Di dời», «Xi măng» are words, and a group without figures of its own adds nothing.
        let capitals = !first.is_empty() && first.chars().all(|c| c.is_ascii_uppercase());
        let figures = || grid.rows[row].iter().any(|cell| cell.number().is_some());
        // A number of its own stands before the name; «1.180» beside it is a figure.
        let number = crate::text::roman::parse(first).filter(|number| *number < 50);
        let roman = column == 0 && capitals && number.is_some() && figures();
        let inner = column == 0
            && text.contains('.')
            && text.chars().all(|c| c.is_ascii_digit() || c == '.')
            && !text.ends_with('.');
        text.starts_with(['-', '–', '+', '*', '•'])
            || context.catalogue.figures.begins(context.mentions, Cue::Subset, block.tokens.start)
            || roman
            || inner
    })
}

/// «Năm 2020», «Ước 2025».
fn has_year(head: &str) -> bool {
    let year = |word: &str| word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1990..2100).contains(&year));
    head.split(|c: char| !c.is_ascii_digit()).any(year)
}

/// What the rounding of parts may come to; whole things are counted, not rounded.
fn rounding(parts: impl Iterator<Item = Number>) -> f64 {
    parts.filter(|n| n.scale > 0).map(|n| 10f64.powi(-i32::from(n.scale)) / 2.0).sum::<f64>() * 1.001
}

/// How far a wrong number is from the right one, at most, unless it is a slip of the hand.
const NEAR: f64 = 0.25;

/// Whether a stated number is wrong, and so near the right one that no other was meant. `steps`: what rounding may
/// come to.
fn is_off(right: Number, stated: Number, steps: f64) -> bool {
    let apart = (right.value() - stated.value()).abs();
    apart > steps && (apart <= NEAR * stated.value().abs() || stated.is_slip_of(right))
}
