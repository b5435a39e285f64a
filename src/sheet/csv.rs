//! Comma-separated text, as Excel, LibreOffice and databases write it.

use super::{Budget, Cell, Sheet, SheetError, Value, Workbook};
use std::borrow::Cow;

/// The largest file.
const MAX_BYTES: usize = 32 << 20;

/// Reads the one sheet of a .csv. Numbers stay text: whether «1.234» is one is for the reader of the
/// column to say.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, SheetError> {
    if bytes.len() > MAX_BYTES {
        return Err(SheetError::Excess(format!("{} MB (đọc đến {} MB)", bytes.len() >> 20, MAX_BYTES >> 20)));
    }
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let (mut sheet, mut budget) = (Sheet::default(), Budget::default());
    let mut record = csv::StringRecord::new();
    let (mut at, mut line) = (0usize, 1u64);
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => return Err(SheetError::Broken(format!("CSV: {error}"))),
        }
        let row = sheet.lines.len();
        // Where the record begins, behind the empty lines that were passed over.
        let begins = record.position().map_or(at, |position| position.byte() as usize);
        let begins = begins + text.bytes().skip(begins).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += memchr::memchr_iter(b'\n', text.as_bytes().get(at..begins).unwrap_or_default()).count() as u64;
        at = at.max(begins);
        sheet.lines.push(line);
        for (column, field) in record.iter().enumerate() {
            sheet.put(&mut budget, row, column, Cell { value: Value::words(field), uncomputed: false })?;
        }
        if row > super::MAX_ROWS {
            return Err(SheetError::Excess(format!("hơn {} dòng", super::MAX_ROWS)));
        }
    }
    Ok(Workbook { sheets: vec![sheet] })
}

/// UTF-8 with or without a mark, or the UTF-16 that Excel calls «Unicode Text».
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    let units = |of: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(move |pair| of([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    };
    let wide = match bytes {
        [0xFF, 0xFE, ..] => Some(units(u16::from_le_bytes)),
        [0xFE, 0xFF, ..] => Some(units(u16::from_be_bytes)),
        _ => None,
    };
    let text = match wide {
        Some(text) => text.map(Cow::Owned),
        None => std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).ok().map(Cow::Borrowed),
    };
    match text {
        Some(text) if !text.contains('\0') => Ok(text),
        _ => Err(SheetError::Foreign(
            "đây không phải .xlsx, .ods hay CSV theo mã UTF-8; hãy mở bằng Excel và lưu thành .xlsx hoặc «CSV UTF-8»",
        )),
    }
}

/// What separates the fields: of `;`, tab and `,` the one that stands most often outside quotes in the
/// lines that have any; a semicolon or a tab wins over the commas that are decimal marks.
fn separator(text: &str) -> u8 {
    // Excel's own way to say it.
    if let Some(&[mark, b'\r' | b'\n', ..]) = text.as_bytes().strip_prefix(b"sep=") {
        return mark;
    }
    let mut counts = [0usize; 3];
    let mut quoted = false;
    for byte in text.bytes().take(64 << 10) {
        match byte {
            b'"' => quoted = !quoted,
            b';' if !quoted => counts[0] += 1,
            b'\t' if !quoted => counts[1] += 1,
            b',' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    let lines = text.lines().take(2_000).filter(|line| !line.trim().is_empty()).count();
    match counts {
        [semicolons, tabs, _] if semicolons >= lines && semicolons >= tabs => b';',
        [_, tabs, _] if tabs >= lines => b'\t',
        [semicolons, tabs, commas] if semicolons > commas && semicolons >= tabs => b';',
        [_, tabs, commas] if tabs > commas => b'\t',
        _ => b',',
    }
}
