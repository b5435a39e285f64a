//! The form as a file: a workbook, or text with commas.

use super::form::{Cell, Column, Form, Look, Sheet};
use crate::text::Number;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

/// Behind what the colours of the form mean.
const HEADING: Color = Color::RGB(0xD9_E2_F3);
const RECKONED: Color = Color::RGB(0xED_ED_ED);

impl Form {
    /// The form as an .xlsx; the same form is the same bytes.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_ymd(2025, 1, 1)?;
        book.set_properties(
            &DocProperties::new().set_title("Biểu số liệu văn kiện đại hội").set_creation_datetime(&made),
        );
        for sheet in &self.sheets {
            write(book.add_worksheet(), sheet)?;
        }
        let notes = book.add_worksheet();
        notes.set_name("Hướng dẫn")?.set_column_width(0, 110)?;
        notes.write_with_format(0, 0, "CÁCH GHI", &font().set_bold())?;
        for (row, note) in (1u32..).zip(&self.notes) {
            let lines = note.chars().count().div_ceil(100).max(1);
            notes.write_with_format(row, 0, format!("{row}. {note}"), &font().set_text_wrap())?;
            notes.set_row_height(row, LINE * lines as f64)?;
        }
        book.save_to_buffer()
    }

    /// Each sheet as .csv, with its name: UTF-8 with the mark by which Excel knows it, fields between semicolons.
    pub fn to_csv(&self) -> Vec<(String, Vec<u8>)> {
        self.sheets.iter().map(|sheet| (sheet.name.clone(), csv(sheet))).collect()
    }
}

fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    let width = sheet.columns.len();
    let mut put = |cells: &mut dyn Iterator<Item = String>| {
        let mut record: Vec<String> = cells.collect();
        record.resize(width, String::new());
        // Writing to memory does not fail.
        let _ = writer.write_record(&record);
    };
    for line in &sheet.above {
        put(&mut std::iter::once(line.clone()));
    }
    put(&mut sheet.columns.iter().map(|column| match column.group.as_str() {
        "" => column.title.clone(),
        group => format!("{group} - {}", column.title),
    }));
    for row in &sheet.rows {
        put(&mut row.iter().map(|cell| cell.text.trim_start().to_string()));
    }
    writer.into_inner().unwrap_or_default()
}

fn font() -> Format {
    Format::new().set_font_name("Times New Roman").set_font_size(12).set_align(FormatAlign::VerticalCenter)
}

fn cell_format(cell: &Cell, column: &Column) -> Format {
    let format = font().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x9A_9A_9A)).set_text_wrap();
    let format = match cell.look {
        Look::Head => format.set_bold(),
        Look::Reckoned => format.set_background_color(RECKONED),
        _ => format,
    };
    let format = if column.width <= 7 { format.set_align(FormatAlign::Center) } else { format };
    let number = matches!(cell.look, Look::Number | Look::Reckoned) && (8..=12).contains(&column.width);
    let format = if number { format.set_align(FormatAlign::Right) } else { format };
    // Leading blanks are an indent.
    let indent = cell.text.len() - cell.text.trim_start().len();
    if indent > 0 { format.set_indent(2) } else { format }
}

/// A line's height in points.
const LINE: f64 = 16.5;

/// How many lines the fullest cell of a row takes: programs do not agree on fitting rows to wrapped words.
fn lines(cells: &[Cell], columns: &[Column]) -> u16 {
    let of = |(cell, column): (&Cell, &Column)| {
        let letters = u16::try_from(cell.text.chars().count()).unwrap_or(u16::MAX);
        letters.div_ceil((column.width * 6 / 5).max(1)).clamp(1, 6)
    };
    cells.iter().zip(columns).map(of).max().unwrap_or(1)
}

fn write(sheet: &mut Worksheet, form: &Sheet) -> Result<(), XlsxError> {
    // A3: a merged unit's table has twenty columns.
    sheet.set_name(&form.name)?.set_landscape().set_paper_size(8).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.2, 0.2);
    let last = u16::try_from(form.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    for (index, column) in (0u16..).zip(&form.columns) {
        sheet.set_column_width(index, column.width)?;
    }
    let mut row = 0u32;
    for (i, line) in form.above.iter().enumerate() {
        if i == 0 {
            sheet.write_with_format(row, 0, line, &font().set_bold().set_font_size(14))?.set_row_height(row, 24)?;
        } else {
            sheet.write_with_format(row, 0, line, &font())?;
        }
        row += 1;
    }
    row += 1;
    let head = font()
        .set_bold()
        .set_background_color(HEADING)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x9A_9A_9A))
        .set_align(FormatAlign::Center)
        .set_text_wrap();
    let grouped = form.columns.iter().any(|column| !column.group.is_empty());
    let mut at = 0usize;
    while let Some(column) = form.columns.get(at) {
        let same = form.columns[at..].iter().take_while(|c| c.group == column.group && !c.group.is_empty()).count();
        let (first, end) = (at as u16, (at + same.max(1) - 1) as u16);
        if same > 1 {
            sheet.merge_range(row, first, row, end, &column.group, &head)?;
        } else if grouped && column.group.is_empty() {
            sheet.merge_range(row, first, row + 1, first, &column.title, &head)?;
        } else if grouped {
            sheet.write_with_format(row, first, &column.group, &head)?;
        }
        at += same.max(1);
    }
    let titles = row + u32::from(grouped);
    for (index, column) in (0u16..).zip(&form.columns) {
        if !grouped || !column.group.is_empty() {
            sheet.write_with_format(titles, index, &column.title, &head)?;
        }
    }
    if grouped {
        sheet.set_row_height(row, 20)?;
    }
    sheet.set_row_height(titles, 36)?;
    let body = titles + 1;
    for (line, cells) in (body..).zip(&form.rows) {
        sheet.set_row_height(line, LINE * f64::from(lines(cells, &form.columns)))?;
        for ((index, cell), column) in (0u16..).zip(cells).zip(&form.columns) {
            let format = cell_format(cell, column);
            let text = cell.text.trim_start();
            let number = Number::parse(text).filter(|_| matches!(cell.look, Look::Number | Look::Reckoned));
            match number {
                Some(number) => sheet.write_with_format(line, index, number.value(), &format)?,
                None if text.is_empty() => sheet.write_blank(line, index, &format)?,
                None => sheet.write_with_format(line, index, text, &format)?,
            };
        }
    }
    let end = body + u32::try_from(form.rows.len()).unwrap_or(0);
    for (index, column) in (0u16..).zip(&form.columns).filter(|(_, column)| !column.choices.is_empty()) {
        let choices: Vec<&str> = column.choices.iter().map(String::as_str).collect();
        let validation = DataValidation::new().allow_list_strings(&choices)?;
        sheet.add_data_validation(body, index, end.saturating_sub(1).max(body), index, &validation)?;
    }
    let frozen = if grouped { 2 } else { 1 };
    sheet.set_freeze_panes(body, frozen)?;
    sheet.set_repeat_rows(row, titles)?;
    sheet.set_print_area(0, 0, end.saturating_sub(1).max(body), last)?;
    Ok(())
}
