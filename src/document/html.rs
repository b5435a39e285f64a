//! The little HTML that converters leave in Markdown: tables with merged cells, centred lines.

use super::Span;
use super::builder::{Builder, Place};
use std::ops::Range;

/// A piece of HTML source.
enum Piece {
    /// A tag's name in small letters; whether it closes.
    Tag(String, bool),
    Text,
}

/// Reads a block of HTML: cells of tables become cells, other text becomes paragraphs.
pub(super) fn read(builder: &mut Builder, range: Range<usize>) {
    let html = builder.document.source.get(range.clone()).unwrap_or("").to_string();
    let (mut row, mut first) = (false, false);
    for (piece, at) in pieces(&html) {
        let source = range.start + at.start..range.start + at.end;
        let span = Span::new(source.start, source.end);
        match piece {
            Piece::Tag(name, closes) => match (name.as_str(), closes) {
                ("table", false) => {
                    builder.begin_table();
                    first = true;
                }
                ("tr", false) => row = true,
                ("td" | "th", false) => {
                    if row {
                        // Header rows are the first and those of header cells.
                        builder.begin_row(name == "th" || first, span);
                        (row, first) = (false, false);
                    }
                    builder.begin_cell(false, span);
                }
                ("td" | "th", true) => builder.end(),
                ("br", _) => builder.line_break(source, true),
                ("b" | "strong", false) => builder.begin_emphasis(true),
                ("b" | "strong", true) => builder.end_emphasis(true),
                // Cells hold their paragraphs; elsewhere these part paragraphs.
                ("p" | "div" | "center" | "li" | "tr" | "table", _) if !builder.in_cell() => builder.end(),
                _ => {}
            },
            Piece::Text => lines(builder, &html[at], source.start),
        }
    }
    if !builder.in_cell() {
        builder.end();
    }
}

/// Text between tags; outside cells each line is a paragraph.
fn lines(builder: &mut Builder, text: &str, start: usize) {
    let mut at = start;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let from = at + line.len() - line.trim_start().len();
        at += line.len();
        if words.is_empty() {
            continue;
        }
        let source = from..from + words.len();
        if !builder.in_cell() && (from > start || !builder.is_open()) {
            builder.begin(Place::paragraph(), Span::new(source.start, source.end));
        }
        builder.push(&decode(words), source);
        if builder.in_cell() && line.ends_with('\n') {
            builder.push(" ", at - 1..at);
        }
    }
}

/// The entities that stand for a letter or mark in such text.
fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_string();
    }
    text.replace("&nbsp;", "\u{A0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// Cuts HTML at its tags; comments are left out.
fn pieces(html: &str) -> Vec<(Piece, Range<usize>)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|i| at + i) {
        if open > at {
            pieces.push((Piece::Text, at..open));
        }
        if html[open..].starts_with("<!--") {
            at = html[open..].find("-->").map_or(html.len(), |i| open + i + 3);
            continue;
        }
        let Some(close) = html[open..].find('>').map(|i| open + i + 1) else {
            at = html.len();
            break;
        };
        let inside = &html[open + 1..close - 1];
        let closes = inside.starts_with('/');
        let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        pieces.push((Piece::Tag(name.to_ascii_lowercase(), closes), open..close));
        at = close;
    }
    if at < html.len() {
        pieces.push((Piece::Text, at..html.len()));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use crate::document::from_example;

    #[test]
    fn tables_and_centred_lines() {
        let text = "<div align=\"center\">\n<b>BÁO CÁO CHÍNH TRỊ</b>\n</div>\n\n<table>\n<tr><th rowspan=2>Chỉ tiêu</th><th>ĐVT</th></tr>\n<tr><td>Thu ngân sách\n  trên địa bàn</td><td>tỷ&nbsp;đồng</td></tr>\n</table>\n\nSau bảng.\n";
        let document = from_example(text).unwrap();
        let texts: Vec<&str> = document.blocks.iter().map(|b| document.block_text(b)).collect();
        assert_eq!(
            texts,
            ["BÁO CÁO CHÍNH TRỊ", "Chỉ tiêu", "ĐVT", "Thu ngân sách trên địa bàn", "tỷ\u{A0}đồng", "Sau bảng."]
        );
        assert!(document.blocks[0].bold);
        assert_eq!((document.tables.len(), document.tables[0].rows.len(), document.tables[0].header_rows), (1, 2, 1));
        let cell = document.block_span(&document.blocks[1]);
        assert_eq!(&document.source[cell.start as usize..cell.end as usize], "Chỉ tiêu");
    }

    #[test]
    fn broken_html_is_read_as_far_as_it_goes() {
        for text in ["<table><tr><td>A", "<td>A</td>", "<table", "<!-- mở", "<p>A<p>B</p>", "<table><td>A</table>"] {
            let _ = from_example(text).unwrap();
        }
    }
}
