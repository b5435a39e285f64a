//! Excel's own format.

use super::{Area, Budget, Cell, Sheet, SheetError, Value, Workbook, day, percent, stored};
use crate::ooxml::xml::{Step, walk};
use crate::ooxml::{Package, Relationship};

/// Reads all sheets.
pub(super) fn read(package: &Package) -> Result<Workbook, SheetError> {
    let relationships = package.relationships("")?;
    let main = relationships.iter().find(|r| r.kind == "officeDocument" && !r.external);
    let Some(main) = main.map(|r| r.target.as_str()).filter(|part| package.has(part)) else {
        return Err(SheetError::Foreign("tệp nén này không phải bảng tính .xlsx hoặc .ods"));
    };
    let kind = package.content_type(main)?.unwrap_or_default();
    if kind.contains("sheet.binary") {
        return Err(SheetError::Foreign("đây là bảng tính .xlsb; hãy mở bằng Excel và lưu thành .xlsx"));
    }
    if kind.contains("wordprocessing") {
        return Err(SheetError::Foreign("đây là văn bản Word, không phải bảng tính; cần .xlsx, .ods hoặc .csv"));
    }
    let parts = package.relationships(main)?;
    let book = Book::read(package, main)?;
    let related = |kind: &str| -> Result<Option<(String, String)>, SheetError> {
        let found = parts.iter().find(|r| r.kind == kind && !r.external && package.has(&r.target));
        let Some(found) = found else { return Ok(None) };
        Ok(package.text(&found.target)?.map(|text| (found.target.clone(), text)))
    };
    let strings = related("sharedStrings")?.map(|(part, text)| shared(&part, &text)).transpose()?.unwrap_or_default();
    let formats = related("styles")?.map(|(part, text)| formats(&part, &text)).transpose()?.unwrap_or_default();
    let (mut workbook, mut budget) = (Workbook::default(), Budget::default());
    for entry in &book.sheets {
        let is_sheet = |r: &&Relationship| r.id == entry.id && r.kind == "worksheet" && !r.external;
        let Some(part) = parts.iter().find(is_sheet) else { continue };
        let Some(text) = package.text(&part.target)? else { continue };
        let context = Context { strings: &strings, formats: &formats, book: &book };
        let mut sheet = context.sheet(&part.target, &text, &mut budget)?;
        (sheet.name, sheet.hidden) = (entry.name.clone(), entry.hidden);
        workbook.sheets.push(sheet);
    }
    Ok(workbook)
}

/// What `workbook.xml` says.
#[derive(Default)]
struct Book {
    sheets: Vec<Entry>,
    /// Days are counted from 1904.
    since_1904: bool,
    /// The program that wrote it asks for everything to be computed anew: its results mean nothing.
    uncomputed: bool,
}

struct Entry {
    name: String,
    id: String,
    hidden: bool,
}

impl Book {
    fn read(package: &Package, main: &str) -> Result<Book, SheetError> {
        let mut book = Book::default();
        let text = package.text(main)?.unwrap_or_default();
        let on = |value: Option<String>| matches!(value.as_deref(), Some("1" | "true"));
        walk(main, text.trim_start_matches('\u{FEFF}'), &mut |step| {
            let Step::Open(name, attributes) = step else { return };
            match name {
                "sheet" => book.sheets.push(Entry {
                    name: attributes.get("name").unwrap_or_default(),
                    id: attributes.get("id").unwrap_or_default(),
                    hidden: attributes.get("state").is_some_and(|state| state != "visible"),
                }),
                "workbookPr" => book.since_1904 = on(attributes.get("date1904")),
                "calcPr" => book.uncomputed = on(attributes.get("fullCalcOnLoad")),
                _ => {}
            }
        })?;
        Ok(book)
    }
}

/// Strings that cells point to; readings for phonetics left out.
fn shared(part: &str, text: &str) -> Result<Vec<String>, SheetError> {
    let mut strings: Vec<String> = Vec::new();
    let mut path: Vec<bool> = Vec::new();
    let (mut phonetic, mut in_text) = (0usize, false);
    walk(part, text.trim_start_matches('\u{FEFF}'), &mut |step| match step {
        Step::Open(name, _) => {
            let reading = name == "rPh";
            phonetic += usize::from(reading);
            path.push(reading);
            match name {
                "si" => strings.push(String::new()),
                "t" => in_text = true,
                _ => {}
            }
        }
        Step::Close => {
            phonetic -= usize::from(path.pop().unwrap_or(false));
            in_text = false;
        }
        Step::Text(text) if in_text && phonetic == 0 => {
            if let Some(last) = strings.last_mut() {
                last.push_str(text);
            }
        }
        Step::Text(_) => {}
    })?;
    Ok(strings)
}

/// How a number is shown.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Format {
    #[default]
    Number,
    Percent,
    Date,
}

/// The formats of cells, by style.
fn formats(part: &str, text: &str) -> Result<Vec<Format>, SheetError> {
    let mut codes: Vec<(u32, Format)> = Vec::new();
    let mut formats = Vec::new();
    let (mut depth, mut cells) = (0usize, None);
    walk(part, text.trim_start_matches('\u{FEFF}'), &mut |step| match step {
        Step::Open(name, attributes) => {
            depth += 1;
            let id = || attributes.get("numFmtId").and_then(|id| id.parse::<u32>().ok()).unwrap_or(0);
            match name {
                "numFmt" => codes.push((id(), of_code(&attributes.get("formatCode").unwrap_or_default()))),
                "cellXfs" => cells = Some(depth),
                "xf" if cells.is_some() => {
                    let id = id();
                    let own = codes.iter().rev().find(|(code, _)| *code == id).map(|(_, format)| *format);
                    formats.push(own.unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            }
        }
        Step::Close => {
            if cells == Some(depth) {
                cells = None;
            }
            depth = depth.saturating_sub(1);
        }
        Step::Text(_) => {}
    })?;
    Ok(formats)
}

fn built_in(id: u32) -> Format {
    match id {
        9 | 10 => Format::Percent,
        14..=17 | 22 | 27..=31 | 36 | 50..=58 => Format::Date,
        _ => Format::Number,
    }
}

/// What a format code shows: letters of days and years outside quotes and brackets, or a percent sign.
fn of_code(code: &str) -> Format {
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    let mut date = false;
    for c in code.chars().take(200) {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => bracket = true,
            ']' => bracket = false,
            _ if bracket => {}
            '%' => return Format::Percent,
            'd' | 'D' | 'y' | 'Y' => date = true,
            _ => {}
        }
    }
    if date && !code.eq_ignore_ascii_case("standard") { Format::Date } else { Format::Number }
}

struct Context<'b> {
    strings: &'b [String],
    formats: &'b [Format],
    book: &'b Book,
}

/// A cell under way.
#[derive(Default)]
struct Open {
    at: (usize, usize),
    kind: String,
    format: Format,
    value: String,
    inline: String,
    formula: bool,
}

impl Context<'_> {
    fn sheet(&self, part: &str, text: &str, budget: &mut Budget) -> Result<Sheet, SheetError> {
        let mut sheet = Sheet::default();
        let mut failed = None;
        // The next place, for rows and cells that do not say theirs.
        let (mut row, mut column) = (0usize, 0usize);
        let mut open: Option<Open> = None;
        let mut path: Vec<Element> = Vec::new();
        walk(part, text.trim_start_matches('\u{FEFF}'), &mut |step| match step {
            Step::Open(name, attributes) => {
                let element = Element::of(name);
                path.push(element);
                match element {
                    Element::Row => {
                        let said = attributes.get("r").and_then(|r| r.parse::<usize>().ok());
                        row = said.map_or(row, |r| r.saturating_sub(1));
                        column = 0;
                    }
                    Element::Cell => {
                        let at = attributes.get("r").and_then(|r| reference(&r)).unwrap_or((row, column));
                        column = at.1;
                        let style = attributes.get("s").and_then(|s| s.parse::<usize>().ok()).unwrap_or(0);
                        open = Some(Open {
                            at,
                            kind: attributes.get("t").unwrap_or_default(),
                            format: self.formats.get(style).copied().unwrap_or_default(),
                            ..Open::default()
                        });
                    }
                    Element::Formula => {
                        if let Some(open) = &mut open {
                            open.formula = true;
                        }
                    }
                    Element::Merge => {
                        let area = attributes.get("ref").and_then(|area| {
                            let (from, to) = area.split_once(':')?;
                            Some(Area { from: reference(from)?, to: reference(to)? })
                        });
                        if let Some(area) = area.filter(|_| sheet.merged.len() < super::MAX_ROWS) {
                            sheet.merged.push(area);
                        }
                    }
                    _ => {}
                }
            }
            Step::Close => match path.pop() {
                Some(Element::Row) => row = row.saturating_add(1),
                Some(Element::Cell) => {
                    column += 1;
                    if let Some(open) = open.take()
                        && failed.is_none()
                    {
                        let (at, cell) = (open.at, self.cell(open));
                        failed = sheet.put(budget, at.0, at.1, cell).err();
                    }
                }
                _ => {}
            },
            Step::Text(text) => {
                let phonetic = path.contains(&Element::Phonetic);
                match (path.last(), &mut open) {
                    (Some(Element::Value), Some(open)) => open.value.push_str(text),
                    (Some(Element::Inline), Some(open)) if !phonetic => open.inline.push_str(text),
                    _ => {}
                }
            }
        })?;
        match failed {
            Some(error) => Err(error),
            None => Ok(sheet),
        }
    }

    fn cell(&self, open: Open) -> Cell {
        let raw = open.value.trim();
        let value = match open.kind.as_str() {
            "s" => {
                let string = raw.parse::<usize>().ok().and_then(|i| self.strings.get(i));
                string.map_or(Value::Empty, |text| Value::words(text))
            }
            "inlineStr" => Value::words(&open.inline),
            "str" => Value::words(&open.value),
            "b" => Value::words(if raw == "1" { "TRUE" } else { "FALSE" }),
            "e" => Value::Error(raw.to_string()),
            "d" => raw.get(..10).and_then(|day| day.parse().ok()).map_or(Value::words(raw), Value::Date),
            _ => match stored(raw) {
                Some(number) if open.format == Format::Percent => percent(number),
                Some(number) if open.format == Format::Date => {
                    let days = number.value().floor() as i64;
                    // Day 60 is a 29 February 1900 that never was.
                    let before = if self.book.since_1904 { 24_107 } else { 25_569 - i64::from(days < 60) };
                    let date = if days > 0 { day(days - before) } else { None };
                    date.map_or(Value::Number(number), Value::Date)
                }
                Some(number) => Value::Number(number),
                None => Value::words(raw),
            },
        };
        let zero = matches!(value, Value::Number(n) | Value::Percent(n) if n.mantissa == 0);
        if open.formula && (value.is_empty() || (self.book.uncomputed && zero)) {
            return Cell { value: Value::Empty, uncomputed: open.kind != "str" };
        }
        Cell { value, uncomputed: false }
    }
}

/// The elements of a sheet that matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    Row,
    Cell,
    Formula,
    Value,
    /// Text of a cell that holds its own.
    Inline,
    Phonetic,
    Merge,
    Other,
}

impl Element {
    fn of(name: &str) -> Element {
        match name {
            "row" => Element::Row,
            "c" => Element::Cell,
            "f" => Element::Formula,
            "v" => Element::Value,
            "t" => Element::Inline,
            "rPh" => Element::Phonetic,
            "mergeCell" => Element::Merge,
            _ => Element::Other,
        }
    }
}

/// `C7` as row and column, counted from 0.
fn reference(text: &str) -> Option<(usize, usize)> {
    let text = text.trim_matches('$');
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0usize;
    for c in letters.chars().filter(|c| *c != '$') {
        let value = u32::from(c.to_ascii_uppercase()).checked_sub(u32::from('A')).filter(|v| *v < 26)?;
        column = column * 26 + value as usize + 1;
    }
    let row: usize = row.trim_start_matches('$').parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}
