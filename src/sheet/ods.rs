//! OpenDocument spreadsheets, as LibreOffice writes them.

use super::{Area, Budget, Cell, LOCKED, Sheet, SheetError, Value, Workbook, percent, stored};
use crate::ooxml::Package;
use crate::ooxml::xml::{Attributes, Step, walk};

/// A repeated cell or row that holds something stands at most this often: more is filling.
const MAX_REPEAT: usize = 4_096;

/// Reads all sheets.
pub(super) fn read(package: &Package) -> Result<Workbook, SheetError> {
    if let Some(manifest) = package.text("META-INF/manifest.xml")?
        && manifest.contains("encryption-data")
    {
        return Err(SheetError::Foreign(LOCKED));
    }
    let Some(text) = package.text("content.xml")? else {
        return Err(SheetError::Broken("thiếu phần content.xml".into()));
    };
    let mut reader = Reader::default();
    walk("content.xml", text.trim_start_matches('\u{FEFF}'), &mut |step| {
        if reader.failed.is_none()
            && let Err(error) = reader.step(step)
        {
            reader.failed = Some(error);
        }
    })?;
    match reader.failed {
        Some(error) => Err(error),
        None => Ok(Workbook { sheets: reader.sheets }),
    }
}

#[derive(Default)]
struct Reader {
    sheets: Vec<Sheet>,
    budget: Budget,
    path: Vec<Element>,
    /// Tables that stand in a cell's own text, and notes on cells, are nobody's rows.
    tables: usize,
    notes: usize,
    row: usize,
    row_repeat: usize,
    column: usize,
    /// The cells of the row under way, with how often each stands.
    cells: Vec<(usize, usize, Cell)>,
    open: Option<Open>,
    failed: Option<SheetError>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    Table,
    Row,
    Cell,
    Note,
    Paragraph,
    Other,
}

/// A cell under way.
struct Open {
    repeat: usize,
    kind: String,
    value: Option<String>,
    formula: bool,
    text: String,
    paragraphs: usize,
    /// How many rows and columns it spans.
    span: (usize, usize),
}

impl Reader {
    fn step(&mut self, step: Step<'_, '_, '_>) -> Result<(), SheetError> {
        match step {
            Step::Open(name, attributes) => self.open(name, attributes),
            Step::Close => self.close()?,
            Step::Text(text) => {
                if self.notes == 0
                    && self.path.contains(&Element::Paragraph)
                    && let Some(open) = &mut self.open
                {
                    open.text.push_str(text);
                }
            }
        }
        Ok(())
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_, '_>) {
        let number = |name: &str| attributes.get(name).and_then(|n| n.parse::<usize>().ok()).unwrap_or(1).max(1);
        let element = match name {
            "table" => Element::Table,
            "table-row" if self.tables == 1 => Element::Row,
            "table-cell" | "covered-table-cell" if self.tables == 1 => Element::Cell,
            "annotation" => Element::Note,
            "p" | "h" => Element::Paragraph,
            _ => Element::Other,
        };
        self.path.push(element);
        match element {
            Element::Table => {
                self.tables += 1;
                if self.tables == 1 {
                    let name = attributes.get("name").unwrap_or_default();
                    self.sheets.push(Sheet { name, ..Sheet::default() });
                    self.row = 0;
                }
            }
            Element::Row => {
                self.row_repeat = number("number-rows-repeated");
                self.column = 0;
                self.cells.clear();
            }
            Element::Cell => {
                let value = ["value", "date-value", "boolean-value", "time-value", "string-value"];
                self.open = Some(Open {
                    repeat: number("number-columns-repeated"),
                    kind: attributes.get("value-type").unwrap_or_default(),
                    value: value.iter().find_map(|name| attributes.get(name)),
                    formula: attributes.get("formula").is_some(),
                    text: String::new(),
                    paragraphs: 0,
                    span: (number("number-rows-spanned"), number("number-columns-spanned")),
                });
            }
            Element::Note => self.notes += 1,
            Element::Paragraph if self.notes == 0 => {
                if let Some(open) = &mut self.open {
                    if open.paragraphs > 0 {
                        open.text.push('\n');
                    }
                    open.paragraphs += 1;
                }
            }
            _ => {}
        }
        if matches!(name, "s" | "tab" | "line-break")
            && self.notes == 0
            && let Some(open) = &mut self.open
        {
            open.text.push(' ');
        }
    }

    fn close(&mut self) -> Result<(), SheetError> {
        match self.path.pop() {
            Some(Element::Table) => self.tables = self.tables.saturating_sub(1),
            Some(Element::Note) => self.notes = self.notes.saturating_sub(1),
            Some(Element::Cell) => {
                if let Some(open) = self.open.take() {
                    let (repeat, span) = (open.repeat, open.span);
                    let cell = cell(open);
                    if (span.0 > 1 || span.1 > 1)
                        && let Some(sheet) = self.sheets.last_mut()
                        && sheet.merged.len() < super::MAX_ROWS
                    {
                        let to = (self.row.saturating_add(span.0 - 1), self.column.saturating_add(span.1 - 1));
                        sheet.merged.push(Area { from: (self.row, self.column), to });
                    }
                    if cell != Cell::default() {
                        self.cells.push((self.column, repeat.min(MAX_REPEAT), cell));
                    }
                    self.column = self.column.saturating_add(repeat);
                }
            }
            Some(Element::Row) => {
                let rows = if self.cells.is_empty() { 0 } else { self.row_repeat.min(MAX_REPEAT) };
                for row in self.row..self.row.saturating_add(rows) {
                    for (column, repeat, cell) in &self.cells {
                        for column in *column..column.saturating_add(*repeat) {
                            if let Some(sheet) = self.sheets.last_mut() {
                                sheet.put(&mut self.budget, row, column, cell.clone())?;
                            }
                        }
                    }
                }
                self.row = self.row.saturating_add(self.row_repeat);
                self.cells.clear();
            }
            _ => {}
        }
        Ok(())
    }
}

fn cell(open: Open) -> Cell {
    let stated = open.value.as_deref().unwrap_or("");
    let value = match open.kind.as_str() {
        "float" | "currency" => stored(stated).map_or_else(|| Value::words(&open.text), Value::Number),
        "percentage" => stored(stated).map_or_else(|| Value::words(&open.text), percent),
        "date" => stated.get(..10).and_then(|day| day.parse().ok()).map_or(Value::words(&open.text), Value::Date),
        "boolean" => Value::words(if stated == "true" { "TRUE" } else { "FALSE" }),
        _ if open.text.starts_with('#') && open.formula => Value::Error(open.text.trim().to_string()),
        _ if open.text.is_empty() => Value::words(stated),
        _ => Value::words(&open.text),
    };
    let uncomputed = open.formula && open.kind.is_empty() && value.is_empty();
    Cell { value, uncomputed }
}
