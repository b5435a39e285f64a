//! Spreadsheets as plain values: .xlsx, .ods and .csv become sheets of cells that know their address.
//!
//! Read by hand over the package reader of Word files: a cell must tell whether it is a formula without
//! a result, a percentage, part of a merged area, and a file made to harm must cost nothing.

mod csv;
mod ods;
mod xlsx;

use crate::ooxml::{Package, PackageError};
use crate::text::number::Style;
use crate::text::{Date, Number};
use std::sync::Arc;
use thiserror::Error;

/// Rows of a sheet that are read; what a dossier asks for has a few hundred.
pub const MAX_ROWS: usize = 20_000;
/// Columns of a sheet that are read.
pub const MAX_COLUMNS: usize = 1_000;
/// Cells with something in them, all sheets together.
const MAX_CELLS: usize = 400_000;
/// Text of all cells together.
const MAX_TEXT: usize = 32 << 20;

/// All sheets of a file, hidden ones included.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workbook {
    /// In the file's order; a .csv is one sheet without a name.
    pub sheets: Vec<Sheet>,
}

/// A table of cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Its name; empty of a .csv.
    pub name: String,
    /// Rows of cells; short rows are not filled up.
    pub rows: Vec<Vec<Cell>>,
    /// Cells shown as one.
    pub merged: Vec<Area>,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Of a .csv the line of the file each row begins on; else empty.
    lines: Vec<u64>,
}

/// A rectangle of cells, counted from 0, its ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First row and column.
    pub from: (usize, usize),
    /// Last row and column.
    pub to: (usize, usize),
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// What it holds.
    pub value: Value,
    /// Whether it is a formula whose result the file does not hold: no program has computed it yet.
    pub uncomputed: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Words, trimmed; never empty.
    Text(String),
    /// A number.
    Number(Number),
    /// A number shown in percent: of 0,052 it is 5,2.
    Percent(Number),
    /// A day; the time of day is left out.
    Date(Date),
    /// The mistake a formula came to: `#DIV/0!`.
    Error(String),
}

static NOTHING: Cell = Cell { value: Value::Empty, uncomputed: false };

/// Why a file could not be read; each message says what to do.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum SheetError {
    /// Another kind of file.
    #[error("{0}")]
    Foreign(&'static str),
    /// A damaged file.
    #[error("bảng tính hỏng: {0}; hãy mở bằng Excel hoặc LibreOffice và lưu lại")]
    Broken(String),
    /// More than is read.
    #[error("bảng tính vượt mức đọc được: {0}; hãy bỏ những hàng, cột, trang không dùng đến rồi lưu lại")]
    Excess(String),
}

impl From<PackageError> for SheetError {
    fn from(error: PackageError) -> SheetError {
        match error {
            PackageError::Foreign(_) => SheetError::Foreign(LOCKED),
            PackageError::Broken { part, reason } if part.is_empty() => SheetError::Broken(reason),
            PackageError::Broken { part, reason } => SheetError::Broken(format!("phần {part}: {reason}")),
            PackageError::Missing { part } => SheetError::Broken(format!("thiếu phần {part}")),
            PackageError::Excess { part, what } if part.is_empty() => SheetError::Excess(what),
            PackageError::Excess { part, what } => SheetError::Excess(format!("phần {part} {what}")),
        }
    }
}

const LOCKED: &str = "bảng tính đặt mật khẩu; hãy mở bằng Excel, bỏ mật khẩu và lưu lại";

impl Workbook {
    /// Reads a file by what it holds, whatever its name says.
    pub fn read(bytes: &[u8]) -> Result<Workbook, SheetError> {
        let mut workbook = if bytes.starts_with(b"PK") {
            let bytes: Arc<[u8]> = bytes.into();
            let package = Package::open_any(bytes).map_err(|error| match error {
                PackageError::Foreign(_) => SheetError::Broken("tải về chưa hết hoặc không mở nén được".into()),
                other => other.into(),
            })?;
            match package.bytes("mimetype")? {
                Some(kind) if kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") => {
                    ods::read(&package)?
                }
                Some(_) => return Err(SheetError::Foreign("tệp này không phải bảng tính; cần .xlsx, .ods hoặc .csv")),
                None => xlsx::read(&package)?,
            }
        } else if let Some(reason) = foreign(bytes) {
            return Err(SheetError::Foreign(reason));
        } else {
            csv::read(bytes)?
        };
        for sheet in &mut workbook.sheets {
            for row in &mut sheet.rows {
                let used = row.iter().rposition(|cell| *cell != NOTHING).map_or(0, |last| last + 1);
                row.truncate(used);
            }
            let used = sheet.rows.iter().rposition(|row| !row.is_empty()).map_or(0, |last| last + 1);
            sheet.rows.truncate(used);
        }
        Ok(workbook)
    }
}

/// What bytes that are neither package nor text look like, and the way out.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    Some(if text.is_empty() {
        "tệp rỗng, không có gì bên trong"
    } else if starts(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if memchr::memmem::find(bytes, &name).is_some() {
            LOCKED
        } else {
            "đây là bảng tính Excel đời cũ (.xls); hãy mở bằng Excel và lưu thành .xlsx"
        }
    } else if starts(b"%PDF") {
        "đây là tệp PDF; cần bảng tính .xlsx, .ods hoặc .csv"
    } else if text.starts_with(b"<") {
        "đây là trang web hoặc XML, không phải bảng tính; hãy mở bằng Excel và lưu thành .xlsx"
    } else {
        return None;
    })
}

impl Sheet {
    /// A cell, counted from 0; one that is not there is empty.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows.get(row).and_then(|row| row.get(column)).unwrap_or(&NOTHING)
    }

    /// What a cell shows: of a merged area, what its first cell holds.
    pub fn shown(&self, row: usize, column: usize) -> &Value {
        // Programs that move cells without their areas leave words behind an area's first cell.
        let own = &self.cell(row, column).value;
        if !own.is_empty() {
            return own;
        }
        let area = self.area(row, column);
        let (row, column) = area.map_or((row, column), |area| area.from);
        &self.cell(row, column).value
    }

    /// The merged area a cell stands in.
    pub fn area(&self, row: usize, column: usize) -> Option<&Area> {
        let inside = |a: &&Area| (a.from.0..=a.to.0).contains(&row) && (a.from.1..=a.to.1).contains(&column);
        self.merged.iter().find(inside)
    }

    /// Where a cell stands, as people say it: `Chỉ tiêu!C7`, of a .csv «dòng 7, cột 3».
    pub fn place(&self, row: usize, column: usize) -> String {
        match self.lines.get(row) {
            Some(line) => format!("dòng {line}, cột {}", column + 1),
            None if self.name.is_empty() => format!("dòng {}, cột {}", row + 1, column + 1),
            None => format!("{}!{}{}", self.name, letters(column), row + 1),
        }
    }
}

/// A column's letters: 0 is `A`, 26 `AA`.
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    String::from_utf8(letters).unwrap_or_default()
}

impl Value {
    /// Words without the blanks around them.
    fn words(text: &str) -> Value {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}');
        if text.is_empty() { Value::Empty } else { Value::Text(text.to_string()) }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Value::Empty)
    }

    /// What a reader sees, on one line: numbers and days in Vietnamese form.
    pub fn text(&self) -> String {
        match self {
            Value::Empty => String::new(),
            Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            // A year, a code: whole numbers have no separators.
            Value::Number(number) if number.scale == 0 => number.mantissa.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Percent(number) => format!("{number}%"),
            Value::Date(date) => date.vietnamese(),
            Value::Error(error) => error.clone(),
        }
    }
}

/// A number as a spreadsheet stores it: a binary fraction, of which fifteen digits mean something.
fn stored(text: &str) -> Option<Number> {
    let value: f64 = text.trim().parse().ok()?;
    if !value.is_finite() || value.abs() >= 1e15 {
        return None;
    }
    let written = format!("{value:.14e}");
    let (digits, exponent) = written.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let mut mantissa: i64 = digits.replace('.', "").parse().ok()?;
    // `mantissa · 10^(exponent - 14)`
    let mut scale = 14 - exponent;
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
        if mantissa == 0 {
            scale = 0;
        }
    }
    let up = u32::try_from(-scale).unwrap_or(0);
    let mantissa = mantissa.checked_mul(10i64.checked_pow(up)?)?;
    Some(Number { mantissa, scale: u8::try_from(scale.max(0)).ok()?, style: Style::Plain })
}

/// A stored number shown in percent.
fn percent(number: Number) -> Value {
    number.shifted(2).map_or(Value::Number(number), Value::Percent)
}

/// Counts what is read, over all sheets.
#[derive(Default)]
struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    /// Room for a cell that holds something.
    fn take(&mut self, row: usize, column: usize, value: &Value) -> Result<(), SheetError> {
        if row >= MAX_ROWS {
            return Err(SheetError::Excess(format!("có chữ ở hàng {} (đọc đến {MAX_ROWS} hàng)", row + 1)));
        }
        if column >= MAX_COLUMNS {
            return Err(SheetError::Excess(format!("có chữ ở cột {} (đọc đến {MAX_COLUMNS} cột)", letters(column))));
        }
        self.cells += 1;
        self.text += match value {
            Value::Text(text) | Value::Error(text) => text.len(),
            _ => 0,
        };
        if self.cells > MAX_CELLS || self.text > MAX_TEXT {
            return Err(SheetError::Excess(format!("hơn {MAX_CELLS} ô hoặc {} MB chữ", MAX_TEXT >> 20)));
        }
        Ok(())
    }
}

impl Sheet {
    /// Puts a cell in its place.
    fn put(&mut self, budget: &mut Budget, row: usize, column: usize, cell: Cell) -> Result<(), SheetError> {
        if cell == NOTHING {
            return Ok(());
        }
        budget.take(row, column, &cell.value)?;
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize(column + 1, Cell::default());
        }
        cells[column] = cell;
        Ok(())
    }
}

/// The day that stands `days` after 1 January 1970, or before it.
fn day(days: i64) -> Option<Date> {
    if !(-800_000..=3_000_000).contains(&days) {
        return None;
    }
    // Years are counted from March, in cycles of 400 years.
    let days = days + 719_468;
    let (cycle, of_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + cycle * 400 + i64::from(month <= 2);
    Date::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests;
