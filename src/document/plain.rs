//! Plain text as it is pasted out of Word: one paragraph a line, tables as tabs.

use super::builder::{Builder, Place};
use super::{Document, Span};
use std::ops::Range;

/// Reads a plain text.
pub(super) fn read(source: String) -> Document {
    let lines = lines(&source);
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
            let joined = wrapped(&builder.document.source, &lines[i..]);
            paragraph(&mut builder, &lines[i..i + joined]);
            i += joined;
        } else {
            i += 1;
        }
    }
    builder.finish()
}

/// Byte ranges of the lines, without line ends and byte order mark.
fn lines(source: &str) -> Vec<Range<usize>> {
    let mut at = source.len() - source.trim_start_matches('\u{FEFF}').len();
    let mut lines = Vec::new();
    for line in source[at..].split_inclusive(['\n', '\r', '\u{0B}', '\u{0C}', '\u{2028}']) {
        let words = line.trim_end_matches(['\n', '\r', '\u{0B}', '\u{0C}', '\u{2028}']);
        lines.push(at..at + words.len());
        at += line.len();
    }
    lines
}

/// How many of the first lines are rows of one table: at least two tabs in each.
fn table_rows(source: &str, lines: &[Range<usize>]) -> usize {
    lines.iter().take_while(|l| source[(*l).clone()].matches('\t').count() >= 2).count()
}

fn table(builder: &mut Builder, rows: &[Range<usize>]) {
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

/// How many of the first lines are one paragraph: a text wrapped at a fixed width goes on where a
/// long line without an end is followed by one in lower case.
fn wrapped(source: &str, lines: &[Range<usize>]) -> usize {
    let mut count = 1;
    while let (Some(this), Some(next)) = (lines.get(count - 1), lines.get(count)) {
        let (this, next) = (source[this.clone()].trim(), source[next.clone()].trim());
        let width = this.chars().count();
        let open = !this.ends_with(['.', ':', ';', '!', '?', '”', '"']);
        let goes_on =
            next.chars().next().is_some_and(|c| c.is_lowercase()) && super::headings::numbering(next).is_none();
        if !((50..=120).contains(&width) && open && goes_on) {
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
            builder.line_break(lines[i - 1].end..line.start);
        }
        let text = builder.document.source[line.clone()].replace('\t', " ");
        builder.push(&text, line.clone());
    }
    builder.end();
}
