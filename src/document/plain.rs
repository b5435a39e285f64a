//! Plain text as it is pasted out of Word: one paragraph a line, tables as tabs.

use super::builder::{Builder, Place};
use super::wrap::Wrap;
use super::{Document, Span};
use std::ops::Range;

/// Reads a plain text.
pub(super) fn read(source: String) -> Document {
    let lines = lines(&source);
    let wrap = Wrap::of(&source);
    let mut builder = Builder::new(source);
    let mut i = 0;
    while i < lines.len() {
        let rows = table_rows(&builder.document.source, &lines[i..]);
        if rows >= 2 {
            table(&mut builder, &lines[i..i + rows]);
            i += rows;
            continue;
        }
        if !builder.document.source[lines[i].clone()].trim().is_empty() {
            let joined = wrapped(&builder.document.source, &lines[i..], wrap);
            paragraph(&mut builder, &lines[i..i + joined]);
            i += joined;
        } else {
            i += 1;
        }
    }
    builder.finish()
}

/// Byte ranges of the lines, without line ends and byte order mark.
pub(super) fn lines(source: &str) -> Vec<Range<usize>> {
    let mut at = source.len() - source.trim_start_matches('\u{FEFF}').len();
    let mut lines = Vec::new();
    for line in source[at..].split_inclusive(['\n', '\r', '\u{0B}', '\u{0C}', '\u{2028}']) {
        let words = line.trim_end_matches(['\n', '\r', '\u{0B}', '\u{0C}', '\u{2028}']);
        // The second half of a line end of two characters is no line.
        if !(line == "\n" && source[..at].ends_with('\r')) {
            lines.push(at..at + words.len());
        }
        at += line.len();
    }
    lines
}

/// How many of the first lines are rows of one table: three columns, or two in three lines and more
/// (two lines of two may be a letterhead).
pub(super) fn table_rows(source: &str, lines: &[Range<usize>]) -> usize {
    let columns = |line: &Range<usize>| {
        let cells: Vec<&str> = source[line.clone()].trim_start().split('\t').collect();
        // «1.⇥Kinh tế», «-⇥Thu ngân sách»: the tab sets off a number or a bullet, not a column.
        let bullet = |cell: &str| !cell.contains(char::is_alphanumeric);
        let numbered = cells.len() == 2 && (super::headings::is_label(cells[0]) || bullet(cells[0]));
        if numbered { 1 } else { cells.len() }
    };
    let wide = lines.iter().take_while(|l| columns(l) >= 3).count();
    let narrow = lines.iter().take_while(|l| columns(l) >= 2).count();
    if narrow >= 3 { narrow } else { wide }
}

pub(super) fn table(builder: &mut Builder, rows: &[Range<usize>]) {
    builder.begin_table();
    for (i, row) in rows.iter().enumerate() {
        builder.begin_row(i == 0, Span::new(row.start, row.end));
        let mut at = row.start;
        let text = builder.document.source[row.clone()].to_string();
        for cell in text.split('\t') {
            let start = at + cell.len() - cell.trim_start().len();
            let words = cell.trim();
            builder.begin_cell(false, Span::new(start, start + words.len()));
            builder.push(words, start..start + words.len());
            builder.end();
            at += cell.len() + 1;
        }
    }
}

/// How many of the first lines are one paragraph: those a fixed width has cut.
fn wrapped(source: &str, lines: &[Range<usize>], wrap: Wrap) -> usize {
    let mut count = 1;
    while let (Some(this), Some(next)) = (lines.get(count - 1), lines.get(count)) {
        let (this, next) = (&source[this.clone()], &source[next.clone()]);
        let short = this.trim().chars().count() < 40;
        let ended = this.trim_end().ends_with(['.', ':', ';', '!', '?', '”', '"']);
        let lower = next.trim().chars().next().is_some_and(char::is_lowercase);
        if next.trim().is_empty() || next.contains('\t') || wrap.parts(this, next) || (lower && (short || ended)) {
            break;
        }
        count += 1;
    }
    count
}

fn paragraph(builder: &mut Builder, lines: &[Range<usize>]) {
    let span = Span::new(lines[0].start, lines[lines.len() - 1].end);
    builder.begin(Place::paragraph(), span);
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            builder.line_break(lines[i - 1].end..line.start, false);
        }
        let text = builder.document.source[line.clone()].to_string();
        let mut at = line.start;
        for part in text.split_inclusive('\t') {
            // Pushed apart from the tabs, words map letter by letter, decomposed ones too.
            let words = part.trim_end_matches('\t');
            builder.push(words, at..at + words.len());
            at += part.len();
            if words.len() < part.len() {
                builder.push(" ", at - 1..at);
            }
        }
    }
    builder.end();
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};

    #[test]
    fn positions_hold_beside_tabs_in_decomposed_lines() {
        let source = "1.\tVie\u{302}\u{323}c\tchung\t";
        let document = Document::parse("a.txt", source.to_string(), Format::Plain).unwrap();
        assert_eq!(document.text.trim_end(), "1. Việc chung");
        let at = |words: &str| document.text.find(words).map(|i| &source[document.span(i..i + words.len()).range()]);
        assert_eq!((at("Việc"), at("chung")), (Some("Vie\u{302}\u{323}c"), Some("chung")));
    }

    #[test]
    fn line_ends_of_two_characters_part_no_table() {
        let table = "Chỉ tiêu\tĐơn vị\tKết quả\r\nHộ nghèo\t%\t2,1\r\nThu ngân sách\ttỷ đồng\t102\r\n\r\nHết.\r\n";
        for text in [table.to_string(), table.replace("\r\n", "\n"), table.replace("\r\n", "\r")] {
            let document = Document::parse("a.txt", text, Format::Plain).unwrap();
            assert_eq!(document.tables.iter().map(|t| t.rows.len()).collect::<Vec<_>>(), [3]);
            assert_eq!(document.blocks.len(), 10);
        }
    }
}
