//! Tables: widths by what stands in them, header rows repeated, rows never split.

use super::styles::{CELL, HEADER_CELL};
use super::{Composer, Item, Paragraph, ParagraphProps, RunProps};
use crate::document::Document;
use crate::document::Table as Source;
use crate::ooxml::compose::{Align, Cell, GRID, Merge, Row, Table};

impl Composer<'_> {
    /// Writes a table.
    pub fn table(&mut self, index: usize, landscape: bool) {
        let document = self.document;
        let Some(source) = document.tables.get(index) else { return };
        let grid = grid(document, source);
        let width = grid.iter().flatten().map(|cell| cell.column + cell.span).max().unwrap_or(1);
        let columns = widths(document, &grid, width, self.width(landscape));
        let centred: Vec<bool> =
            (0..width).map(|column| is_centred(document, &grid, column, source.header_rows)).collect();
        let mut rows = Vec::new();
        for (r, cells) in grid.iter().enumerate() {
            let header = r < source.header_rows;
            let mut row = Row { header, cells: Vec::new() };
            let mut column = 0;
            for cell in cells {
                let Some(block) = cell.block else {
                    row.cells.push(Cell { span: cell.span as u32, merge: Merge::Continues, ..Cell::default() });
                    column = cell.column + cell.span;
                    continue;
                };
                column = cell.column + cell.span;
                let mut props = ParagraphProps::of(if header { HEADER_CELL } else { CELL });
                if !header && centred.get(cell.column).copied().unwrap_or(false) {
                    props.align = Some(Align::Centre);
                }
                let content = self.words(block, &RunProps::default());
                row.cells.push(Cell {
                    span: cell.span as u32,
                    merge: if cell.below { Merge::Begins } else { Merge::None },
                    middle: true,
                    content: vec![Paragraph { props, content }],
                });
            }
            // A row too short reads as it was, and still fills the table.
            if column < width
                && let Some(last) = row.cells.last_mut()
            {
                last.span += (width - column) as u32;
            }
            rows.push(row);
        }
        self.items.push(Item::Table(Table { style: GRID, columns, rows }));
    }

    /// Whether a table says too much for an upright page: its rows would be tall, or its words be cut.
    pub fn crowds(&self, table: &Source) -> bool {
        let document = self.document;
        let page = f64::from(self.width(false));
        let grid = grid(document, table);
        let columns = grid.iter().flatten().map(|cell| cell.column + cell.span).max().unwrap_or(1);
        let letters = grid.iter().flatten().filter_map(|cell| document.blocks.get(cell.block?));
        let letters: usize = letters.map(|block| document.block_text(block).chars().count()).sum();
        let row = letters as f64 * LETTER / grid.len().max(1) as f64;
        let least: f64 = longest_words(document, &grid, columns).iter().map(|n| n * LETTER + MARGINS).sum();
        least > page || row > MOST_LINES * page
    }
}

/// Lines of an upright page that a row of a table may take.
const MOST_LINES: f64 = 2.0;

/// A letter of a table's type, and the margins of a cell, in twentieths of a point.
const LETTER: f64 = 135.0;
const MARGINS: f64 = 230.0;

/// Word knows no wider tables.
const MOST_COLUMNS: usize = 63;

/// A cell of a table as it is drawn.
struct Drawn {
    /// Its block; none of one that continues the cell above.
    block: Option<usize>,
    column: usize,
    span: usize,
    /// Whether it is joined with the cell below.
    below: bool,
}

/// The cells with the columns they stand in; HTML tells which are joined.
fn grid(document: &Document, table: &Source) -> Vec<Vec<Drawn>> {
    let mut open: Vec<(usize, usize, usize)> = Vec::new();
    let mut grid = Vec::new();
    for row in &table.rows {
        let mut drawn: Vec<Drawn> = Vec::new();
        let mut column = 0;
        let covered = |column: usize, open: &[(usize, usize, usize)]| {
            open.iter().find(|(from, _, rows)| *from == column && *rows > 0).map(|(_, span, _)| *span)
        };
        let fill = |drawn: &mut Vec<Drawn>, column: &mut usize, open: &mut Vec<(usize, usize, usize)>| {
            while let Some(span) = covered(*column, open) {
                drawn.push(Drawn { block: None, column: *column, span, below: true });
                open.iter_mut().filter(|(from, ..)| from == column).for_each(|(_, _, rows)| *rows -= 1);
                *column += span;
            }
        };
        for &cell in &row.cells {
            fill(&mut drawn, &mut column, &mut open);
            let block = cell as usize;
            let tag = document.blocks.get(block).map_or(0..0, |b| b.span.range());
            let tag = document.source.get(tag).filter(|tag| tag.starts_with("<t")).unwrap_or("");
            let (span, rows) = (joined(tag, "colspan"), joined(tag, "rowspan"));
            drawn.push(Drawn { block: Some(block), column, span, below: rows > 1 });
            open.retain(|(from, _, rows)| *from != column && *rows > 0);
            if rows > 1 && column < MOST_COLUMNS {
                open.push((column, span, rows - 1));
            }
            column += span;
        }
        fill(&mut drawn, &mut column, &mut open);
        grid.push(drawn);
    }
    grid
}

/// `colspan="2"`: 2.
fn joined(tag: &str, name: &str) -> usize {
    let value = tag.find(name).and_then(|at| tag[at + name.len()..].trim_start().strip_prefix('='));
    let digits = value.map(|v| v.trim_start_matches([' ', '"', '\'']));
    let digits: String = digits.unwrap_or("").chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(1).clamp(1, 60)
}

/// What stands in the cells of one column, and in which.
fn single<'d>(document: &'d Document, grid: &'d [Vec<Drawn>]) -> impl Iterator<Item = (usize, &'d str)> {
    let cells = grid.iter().flatten().filter(|cell| cell.span == 1);
    cells.filter_map(|cell| Some((cell.column, document.block_text(document.blocks.get(cell.block?)?))))
}

/// Letters of the longest word of each column; longer ones may be cut.
fn longest_words(document: &Document, grid: &[Vec<Drawn>], columns: usize) -> Vec<f64> {
    let mut words = vec![2.0f64; columns];
    for (column, text) in single(document, grid) {
        let longest = text.split_whitespace().map(|w| w.chars().count()).max().unwrap_or(0);
        words[column] = words[column].max(longest.min(24) as f64);
    }
    words
}

/// The share of the page each column needs: room for its longest word, the rest by how much of it would have to go on
/// a next line.
fn widths(document: &Document, grid: &[Vec<Drawn>], columns: usize, page: u32) -> Vec<u32> {
    /// Long names in a few rows weigh less than in many, but not in proportion: heads need room too.
    const SMOOTH: f64 = 0.7;
    let words = longest_words(document, grid, columns);
    let mut over = vec![0.0f64; columns];
    for (column, text) in single(document, grid) {
        over[column] += (text.chars().count() as f64 - words[column]).max(0.0);
    }
    let least: Vec<f64> = words.iter().map(|n| n * LETTER + MARGINS).collect();
    let needed: f64 = least.iter().sum();
    let page = f64::from(page);
    let wish: Vec<f64> = over.iter().map(|over| over.powf(SMOOTH)).collect();
    let wishes: f64 = wish.iter().sum();
    let width = |i: usize| {
        if needed >= page {
            least[i] * page / needed
        } else if wishes > 0.0 {
            least[i] + (page - needed) * wish[i] / wishes
        } else {
            least[i] * page / needed
        }
    };
    (0..columns).map(|i| width(i) as u32).collect()
}

/// Whether a column holds figures and marks, which stand in the middle, and not names.
fn is_centred(document: &Document, grid: &[Vec<Drawn>], column: usize, header_rows: usize) -> bool {
    let cells = grid.iter().skip(header_rows).flatten().filter(|cell| cell.column == column);
    let texts = cells.filter_map(|cell| cell.block).map(|b| document.block_text(&document.blocks[b]));
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    let short = |text: &&str| text.chars().count() <= 24;
    let names = |text: &&&str| text.starts_with(char::is_uppercase) && !text.contains(|c: char| c.is_ascii_digit());
    texts.iter().all(short) && texts.iter().filter(names).count() * 3 <= texts.len()
}
