//! Remarks as they come: a table in a spreadsheet, in Markdown or in a Word file, or the comments of a Word file.

use super::Remark;
use crate::document::{Document, Format, MAX_BYTES, ReadError, Span, TextPart, error};
use crate::lint::review::{Column, RemarkWords};
use crate::ooxml::story::{MarkKind, Node};
use crate::ooxml::{Package, Parts, comments};
use crate::sheet::{SheetError, Workbook};
use std::collections::HashMap;
use std::sync::Arc;
use thiserror::Error;

/// Why remarks could not be read; each message says what to do.
#[derive(Debug, Error)]
pub enum RemarkError {
    /// The file itself.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A spreadsheet.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// No table of remarks in it.
    #[error("không thấy bảng góp ý: cần một hàng đầu bảng có cột nội dung góp ý, kèm cột người góp ý hoặc vị trí")]
    NoTable,
    /// A Word file nobody has commented on.
    #[error("tệp Word không có ghi chú (comment) nào và không có bảng góp ý")]
    NoComments,
    /// Another kind of file.
    #[error("không biết loại tệp này; bảng góp ý đọc được là .xlsx, .ods, .csv, .md, .docx")]
    Foreign,
}

/// Rows among which the head of a table is looked for: a title and a few lines may stand before it.
const HEAD_ROWS: usize = 20;
/// Remarks that are read.
const MOST: usize = 2_000;
/// Who writes what a linter says, and what an order to it begins with: neither is a person's remark.
const OWN: &str = "vankien";

/// Reads a table of remarks from a file, by its name and content; of a Word file without one its comments, which are
/// tied to `old` where that is the same file.
pub fn read(path: &str, bytes: Vec<u8>, old: &Document, words: &RemarkWords) -> Result<Vec<Remark>, RemarkError> {
    let extension = path.rsplit('.').next().unwrap_or("").to_lowercase();
    let tables = match extension.as_str() {
        "xlsx" | "xlsm" | "ods" | "csv" | "tsv" => sheets(&bytes)?,
        "md" | "markdown" | "txt" => {
            if bytes.len() > MAX_BYTES {
                return Err(ReadError::TooLarge { bytes: bytes.len() }.into());
            }
            tables(&Document::parse(path, error::decode(bytes)?, Format::Markdown)?)
        }
        "docx" | "docm" => {
            let bytes: Arc<[u8]> = bytes.into();
            let document = Document::parse(path, crate::document::Content::Word(Arc::clone(&bytes)), Format::Word)?;
            let remarks = of_tables(&tables(&document), words);
            if !remarks.is_empty() {
                return Ok(remarks);
            }
            let own = document.source == old.source;
            let remarks = of_comments(bytes, own.then_some(old))?;
            return if remarks.is_empty() { Err(RemarkError::NoComments) } else { Ok(remarks) };
        }
        _ => return Err(RemarkError::Foreign),
    };
    let remarks = of_tables(&tables, words);
    if remarks.is_empty() { Err(RemarkError::NoTable) } else { Ok(remarks) }
}

type Rows = Vec<Vec<String>>;

fn sheets(bytes: &[u8]) -> Result<Vec<Rows>, RemarkError> {
    let workbook = Workbook::read(bytes)?;
    let shown = workbook.sheets.iter().filter(|sheet| !sheet.hidden);
    let rows = shown.map(|sheet| {
        let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
        let row = |row: usize| (0..width).map(|column| sheet.shown(row, column).text()).collect();
        (0..sheet.rows.len()).map(row).collect()
    });
    Ok(rows.collect())
}

/// The tables of a document as rows of cells.
fn tables(document: &Document) -> Vec<Rows> {
    let text = |cell: &u32| document.blocks.get(*cell as usize).map_or("", |block| document.block_text(block));
    let rows = |table: &crate::document::Table| {
        table.rows.iter().map(|row| row.cells.iter().map(|cell| text(cell).trim().to_string()).collect()).collect()
    };
    document.tables.iter().map(rows).collect()
}

/// The remarks of all tables that have some.
fn of_tables(tables: &[Rows], words: &RemarkWords) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::new();
    for rows in tables {
        let read = of_rows(rows, words);
        remarks.extend(read.into_iter().take(MOST - remarks.len().min(MOST)));
    }
    for (at, remark) in remarks.iter_mut().enumerate().filter(|(_, remark)| remark.number.is_empty()) {
        remark.number = (at + 1).to_string();
    }
    remarks
}

/// Reads the rows of one table.
fn of_rows(rows: &[Vec<String>], words: &RemarkWords) -> Vec<Remark> {
    let heads = |row: &Vec<String>| -> HashMap<Column, usize> {
        let mut heads = HashMap::new();
        for (at, head) in row.iter().enumerate().filter(|(_, head)| head.chars().count() <= 80) {
            if let Some(column) = words.column(head) {
                heads.entry(column).or_insert(at);
            }
        }
        heads
    };
    let says =
        |heads: &HashMap<Column, usize>| heads.contains_key(&Column::Content) || heads.contains_key(&Column::Wish);
    let rich = |heads: &HashMap<Column, usize>| {
        says(heads) && heads.keys().any(|c| matches!(c, Column::Who | Column::Place | Column::Number | Column::Wish))
    };
    let found = rows.iter().take(HEAD_ROWS).position(|row| heads(row).len() >= 2 && rich(&heads(row)));
    let Some(head) = found else { return Vec::new() };
    let columns = heads(&rows[head]);
    let mut remarks = Vec::new();
    let (mut group, mut last) = (String::new(), String::new());
    for row in &rows[head + 1..] {
        let cell = |column: Column| {
            let text = columns.get(&column).and_then(|at| row.get(*at)).map_or("", |text| text.trim());
            text.trim_matches(|c: char| c == '…' || c == '.' && text.len() < 4).to_string()
        };
        let filled: Vec<&String> = row.iter().filter(|text| !text.trim().is_empty()).collect();
        // «(1) (2) (3)» below the heads.
        let numbered =
            filled.len() >= 2 && filled.iter().all(|t| t.trim_matches(['(', ')', '[', ']']).parse::<u32>().is_ok());
        if filled.is_empty() || numbered {
            continue;
        }
        // A row over others: «I. Các chi bộ», often one cell over the whole width.
        if filled.iter().all(|text| *text == filled[0]) && (filled.len() > 1 || cell(Column::Content).is_empty()) {
            group = filled[0].trim().to_string();
            last.clear();
            continue;
        }
        let (mut text, wish) = (cell(Column::Content), cell(Column::Wish));
        if text.is_empty() && wish.is_empty() {
            continue;
        }
        if text.is_empty() {
            text = wish.clone();
        }
        let who = Some(cell(Column::Who)).filter(|who| !who.is_empty());
        let who = who.unwrap_or_else(|| if last.is_empty() { group.clone() } else { last.clone() });
        last.clone_from(&who);
        let wish = if wish == text { String::new() } else { wish };
        remarks.push(Remark {
            number: cell(Column::Number),
            who,
            place: cell(Column::Place),
            text,
            wish,
            ..Remark::default()
        });
    }
    remarks
}

/// The comments of a Word file that are remarks: not those of an earlier run, no orders, no answers to comments. They
/// are tied to the words of `document`, if that is given and was read from the same file.
pub fn of_comments(bytes: Arc<[u8]>, document: Option<&Document>) -> Result<Vec<Remark>, ReadError> {
    let package = Package::open(bytes)?;
    let replies = comments::replies(&package)?;
    let parts = Parts::read(package)?;
    let Some(part) = &parts.comments else { return Ok(Vec::new()) };
    let mut ranges: HashMap<i64, [Option<(usize, usize)>; 2]> = HashMap::new();
    for (paragraph, found) in parts.body.story.paragraphs.iter().enumerate() {
        for mark in &found.marks {
            let ends = match mark.kind {
                MarkKind::CommentStart => [true, false],
                MarkKind::CommentEnd => [false, true],
                MarkKind::Comment => [true, true],
                _ => continue,
            };
            let range = ranges.entry(mark.id).or_default();
            for (end, is) in range.iter_mut().zip(ends) {
                if is && end.is_none() {
                    *end = Some((paragraph, mark.at as usize));
                }
            }
        }
    }
    let anchor = |id: i64| {
        let (document, [Some(start), Some(end)]) = (document?, *ranges.get(&id)?) else { return None };
        let word = document.word.as_deref()?;
        let byte = |(paragraph, at): (usize, usize)| word.source_of(TextPart::Body, paragraph, at);
        let (from, to) = (byte(start)?, byte(end)?);
        let words = document.words_at(Span { start: from, end: to.max(from + 1) });
        words.or_else(|| document.words_at(Span { start: from.saturating_sub(1), end: to + 1 }))
    };
    let mut remarks = Vec::new();
    for note in part.story.notes.iter().filter(|note| !replies.contains(&note.id)).take(MOST) {
        let paragraphs = note.content.iter().filter_map(|node| match node {
            Node::Paragraph(id) => part.story.paragraphs.get(*id as usize).map(|p| p.text.trim()),
            Node::Table(_) => None,
        });
        let text = paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
        let who = note.author.clone().unwrap_or_default();
        if text.is_empty() || who == OWN || text.starts_with(OWN) {
            continue;
        }
        let number = (remarks.len() + 1).to_string();
        let anchor = anchor(note.id);
        let document = document.map(|document| document.path.clone());
        remarks.push(Remark { number, who, text, anchor, document, ..Remark::default() });
    }
    Ok(remarks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Content;
    use crate::lint::Catalogue;

    fn rows(text: &str) -> Vec<Remark> {
        let catalogue = Catalogue::built_in().unwrap();
        let document = Document::default();
        read("y-kien.csv", text.as_bytes().to_vec(), &document, &catalogue.review.remarks).unwrap_or_default()
    }

    #[test]
    fn heads_groups_and_empty_cells() {
        let remarks = rows(
            "TỔNG HỢP;;;\nSố TT;Đơn vị góp ý;Nội dung góp ý;Phần, mục\n(1);(2);(3);(4)\n1;Chi bộ 1;Sửa câu đầu;Mục I\n\
             ;;Bỏ câu cuối;\nKhối đoàn thể;;;\n2;;Thêm ý;Mục II\n",
        );
        let seen: Vec<(&str, &str, &str, &str)> =
            remarks.iter().map(|r| (r.number.as_str(), r.who.as_str(), r.text.as_str(), r.place.as_str())).collect();
        assert_eq!(
            seen,
            [
                ("1", "Chi bộ 1", "Sửa câu đầu", "Mục I"),
                ("2", "Chi bộ 1", "Bỏ câu cuối", ""),
                ("2", "Khối đoàn thể", "Thêm ý", "Mục II")
            ]
        );
        assert!(rows("Họ tên;Ngày sinh\nLê Văn A;1980\n").is_empty());
    }

    #[test]
    fn comments_of_a_word_file() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/docx/corpus/habits.docx");
        let bytes: Arc<[u8]> = std::fs::read(path).unwrap().into();
        let document = Document::parse("cu.docx", Content::Word(Arc::clone(&bytes)), Format::Word).unwrap();
        let remarks = of_comments(bytes, Some(&document)).unwrap();
        let [remark] = &remarks[..] else { panic!("{remarks:?}") };
        assert_eq!((remark.who.as_str(), remark.text.as_str()), ("Nguyễn Thị Lan", "Số này lấy ở đâu?"));
        let words = remark.anchor.clone().map(|range| document.text[range].to_string());
        assert!(words.as_deref().is_some_and(|words| words.split(' ').count() > 3), "{words:?}");
        assert_eq!(remark.document.as_deref(), Some("cu.docx"));
    }
}
