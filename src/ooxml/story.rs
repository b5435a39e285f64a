//! One part with text (the document, its notes, its comments), scanned once: paragraphs, runs,
//! tables, and the way from a paragraph's text back to its bytes of XML.
//!
//! A paragraph's text is what Word shows with tracked changes accepted: insertions in, deletions
//! out, results of fields and not their codes, no hidden text; letters as the file has them. Each
//! stretch of it is a [`Piece`]:
//!
//! ```text
//! <w:r><w:rPr>…</w:rPr><w:t>A &amp; B</w:t><w:tab/></w:r>
//!                          └┘└───┘└┘        └──────┘
//!                       literal entity literal  virtual
//! ```
//!
//! [`Story::cuts`] takes a range of a paragraph's text and gives the pieces it touches, each with the
//! bytes behind the touched part; from a piece lead [`Piece::run`] and [`Piece::element`] to the tags
//! around it.

use super::{Bytes, PackageError, scan};
use std::ops::Range;

/// A scanned part.
#[derive(Debug, Default)]
pub struct Story {
    /// The part's name, for errors.
    pub part: String,
    /// The prefix the root element binds to WordprocessingML, `w` as a rule; empty for the default name space.
    pub prefix: String,
    /// Whether the part is of Strict OOXML.
    pub strict: bool,
    /// The root element's start tag.
    pub root: Bytes,
    /// Where the root element's end tag begins.
    pub root_end: u32,
    /// What stands in the root or, of a document, in its body.
    pub content: Vec<Node>,
    /// Paragraphs in the order of their start tags, wherever they stand.
    pub paragraphs: Vec<Paragraph>,
    /// Runs with text or marks.
    pub runs: Vec<Run>,
    /// `t` elements, in order.
    pub elements: Vec<TextElement>,
    /// Tables, in the order of their start tags.
    pub tables: Vec<Table>,
    /// Footnotes, endnotes or comments, where the part holds them.
    pub notes: Vec<Note>,
    /// Sections of pages, in order; the last is the document's own.
    pub sections: Vec<Section>,
    /// Fonts and character styles that runs name; see [`RunFormat`].
    pub names: Vec<String>,
    /// The largest `id` of tracked changes, bookmarks and the like.
    pub max_id: i64,
    /// The largest `id` of comments the part refers to or holds.
    pub max_comment_id: i64,
}

/// What stands in a body, a cell or a note, in reading order. Paragraphs of a text box come after the
/// paragraph that holds it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Node {
    /// A paragraph, by its index.
    Paragraph(u32),
    /// A table, by its index.
    Table(u32),
}

/// A paragraph.
#[derive(Debug, Default)]
pub struct Paragraph {
    /// Its text.
    pub text: String,
    /// The text's stretches, in order, without gaps.
    pub pieces: Vec<Piece>,
    /// Notes, comments and bookmarks at places of the text.
    pub marks: Vec<Mark>,
    /// From `<w:p` to past `</w:p>`.
    pub xml: Bytes,
    /// `<w:p …>`.
    pub start_tag: Bytes,
    /// `</w:p>`; empty of an element `<w:p/>`.
    pub end_tag: Bytes,
    /// `<w:pPr>…</w:pPr>`.
    pub properties: Option<Bytes>,
    /// What the properties say.
    pub format: ParagraphFormat,
    /// How many text boxes it stands in.
    pub boxes: u16,
    /// How many table cells it stands in.
    pub cells: u16,
    /// Places of the text where Word last began a page.
    pub pages: Vec<u32>,
}

/// What a paragraph's own properties say; its style may say more.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ParagraphFormat {
    /// Style id.
    pub style: Option<String>,
    /// Outline level, from 0; 9 is body text.
    pub outline: Option<u8>,
    /// Numbering instance; `Some(0)` takes the style's numbering away.
    pub numbering: Option<i64>,
    /// Level in the numbering, from 0.
    pub level: Option<u8>,
    /// Alignment: `left`, `center`, `both`…
    pub align: Option<String>,
    /// Distance of its lines.
    pub lines: Option<Lines>,
    /// Whether the paragraph's mark is deleted in a tracked change: accepted, it joins the next.
    pub mark_deleted: bool,
    /// Whether the paragraph's mark was inserted in a tracked change.
    pub mark_inserted: bool,
    /// Index into [`Story::sections`], if a section of pages ends here.
    pub section: Option<u32>,
}

/// How far lines stand apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Lines {
    /// In twentieths of a point, whatever stands in them.
    Exact(u32),
    /// In twentieths of a point, or more where that is not enough.
    Least(u32),
    /// In 240ths of what the type asks for.
    Times(u32),
}

impl Lines {
    /// From the attributes `line` and `lineRule`.
    pub(super) fn of(line: Option<i64>, rule: Option<&str>) -> Option<Lines> {
        let line = u32::try_from(line?).ok()?;
        Some(match rule {
            Some("exact") => Lines::Exact(line),
            Some("atLeast") => Lines::Least(line),
            _ => Lines::Times(line),
        })
    }
}

/// What a piece is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PieceKind {
    /// Text that equals its bytes; may be cut at any letter.
    #[default]
    Literal,
    /// In a `t` element, but not equal to its bytes (an entity, a line end, CDATA); goes as a whole.
    Entity,
    /// An element of its own in the run: tab, break, hyphen, symbol; goes as a whole.
    Virtual,
    /// In a `t` element, read from an encoding before Unicode; goes as a whole.
    Decoded,
}

/// A stretch of a paragraph's text and the bytes it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where in the paragraph's text.
    pub text: Bytes,
    /// Where in the part.
    pub xml: Bytes,
    /// The run, an index into [`Story::runs`].
    pub run: u32,
    /// The `t` element, an index into [`Story::elements`]; `None` of a virtual piece.
    pub element: Option<u32>,
    /// What it is made of.
    pub kind: PieceKind,
}

/// A `t` element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextElement {
    /// `<w:t …>`.
    pub start_tag: Bytes,
    /// `</w:t>`.
    pub end_tag: Bytes,
    /// Whether it says `xml:space="preserve"`.
    pub preserve: bool,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its paragraph.
    pub paragraph: u32,
    /// From `<w:r` to past `</w:r>`.
    pub xml: Bytes,
    /// `<w:r …>`.
    pub start_tag: Bytes,
    /// `</w:r>`.
    pub end_tag: Bytes,
    /// `<w:rPr>…</w:rPr>`, tracked changes of it included.
    pub properties: Option<Bytes>,
    /// What the properties say.
    pub format: RunFormat,
    /// Inside a tracked insertion (or the new place of a tracked move).
    pub inserted: bool,
    /// Inside a hyperlink.
    pub linked: bool,
    /// Inside the result of a field.
    pub field: bool,
    /// Holds a drawing or a text box: it must not be cut in two.
    pub whole: bool,
}

/// What a run's own properties say; styles may say more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunFormat {
    /// Bold, if said.
    pub bold: Option<bool>,
    /// Italic, if said.
    pub italic: Option<bool>,
    /// Hidden, if said.
    pub hidden: Option<bool>,
    /// Font of Latin text, an index into [`Story::names`].
    pub font: Option<u32>,
    /// Size in half points.
    pub size: Option<u32>,
    /// Character style, an index into [`Story::names`].
    pub style: Option<u32>,
}

/// What a mark stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkKind {
    /// A reference to a footnote.
    Footnote,
    /// A reference to an endnote.
    Endnote,
    /// A reference to a comment.
    Comment,
    /// Where a comment's words begin.
    CommentStart,
    /// Where a comment's words end.
    CommentEnd,
}

/// Something at a place of a paragraph's text that is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// The id of the note or comment.
    pub id: i64,
    /// Where in the paragraph's text.
    pub at: u32,
    /// The element in the part.
    pub xml: Bytes,
    /// The run it stands in; none of comment ranges.
    pub run: Option<u32>,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// From `<w:tbl` to past `</w:tbl>`.
    pub xml: Bytes,
    /// Style id.
    pub style: Option<String>,
    /// Whether its own properties draw lines; `None` if they do not say.
    pub bordered: Option<bool>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// From `<w:tr` to past `</w:tr>`.
    pub xml: Bytes,
    /// Repeated at the head of each page.
    pub header: bool,
    /// Deleted in a tracked change.
    pub deleted: bool,
    /// Columns of the grid left out before the first cell.
    pub skipped: u16,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// How a cell is merged with the one above.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Merge {
    /// Not at all.
    #[default]
    None,
    /// It is the first of merged cells.
    First,
    /// It goes on with the cell above.
    Continued,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// From `<w:tc` to past `</w:tc>`.
    pub xml: Bytes,
    /// Columns of the grid it takes.
    pub columns: u16,
    /// Whether it is merged with the one above.
    pub merge: Merge,
    /// Whether its own properties draw lines; `None` if they do not say.
    pub bordered: Option<bool>,
    /// What stands in it.
    pub content: Vec<Node>,
}

/// A footnote, endnote or comment.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// Its id.
    pub id: i64,
    /// Its type, where given: `separator` and the like hold no text of anybody's.
    pub kind: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// The whole element.
    pub xml: Bytes,
    /// What stands in it.
    pub content: Vec<Node>,
}

/// A section of pages, measures in twentieths of a point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// `<w:sectPr>…</w:sectPr>`.
    pub xml: Bytes,
    /// Width and height of the paper.
    pub paper: Option<(i64, i64)>,
    /// Margins: top, right, bottom, left.
    pub margins: Option<[i64; 4]>,
    /// Distance of the header from the edge.
    pub header_distance: Option<i64>,
    /// Whether the first page has headers of its own.
    pub title_page: bool,
    /// References to headers: type (`default`, `first`, `even`) and relationship.
    pub headers: Vec<(String, String)>,
    /// References to footers.
    pub footers: Vec<(String, String)>,
}

/// A piece, or part of one, that a range of text touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Index into the paragraph's pieces.
    pub piece: usize,
    /// The touched text; of a piece that goes as a whole, all of it.
    pub text: Range<usize>,
    /// The bytes behind it.
    pub xml: Range<usize>,
}

impl Story {
    /// Scans a part. `part` is its name, for errors.
    pub fn scan(part: &str, xml: &str) -> Result<Story, PackageError> {
        scan::scan(part, xml)
    }

    /// The pieces a range of a paragraph's text touches, in order; of literal pieces only the touched letters. An
    /// empty range touches nothing. Offsets inside a letter are taken outwards to its edges.
    pub fn cuts(&self, paragraph: usize, text: Range<usize>) -> Vec<Cut> {
        let Some(paragraph) = self.paragraphs.get(paragraph).filter(|_| !text.is_empty()) else { return Vec::new() };
        let whole = &paragraph.text;
        let (mut start, mut end) = (text.start.min(whole.len()), text.end.min(whole.len()));
        while !whole.is_char_boundary(start) {
            start -= 1;
        }
        while !whole.is_char_boundary(end) {
            end += 1;
        }
        let first = paragraph.pieces.partition_point(|piece| piece.text.end as usize <= start);
        let touched = paragraph.pieces.iter().enumerate().skip(first);
        touched
            .take_while(|(_, piece)| (piece.text.start as usize) < end)
            .map(|(index, piece)| {
                let (at, xml) = (piece.text.range(), piece.xml.range());
                if piece.kind != PieceKind::Literal {
                    return Cut { piece: index, text: at, xml };
                }
                let part = start.max(at.start)..end.min(at.end);
                let from = xml.start + (part.start - at.start);
                Cut { piece: index, xml: from..from + part.len(), text: part }
            })
            .collect()
    }

    /// The paragraph that holds a byte of the part; of nested ones, the innermost.
    pub fn paragraph_at(&self, byte: usize) -> Option<usize> {
        let after = self.paragraphs.partition_point(|p| p.xml.start as usize <= byte);
        (0..after).rev().find(|&i| byte < self.paragraphs[i].xml.end as usize)
    }

    /// The runs whose text makes up a paragraph, in order.
    pub fn runs_of(&self, paragraph: usize) -> impl Iterator<Item = &Run> {
        let pieces = self.paragraphs.get(paragraph).map_or(&[][..], |p| &p.pieces[..]);
        let mut last = None;
        pieces.iter().filter_map(move |piece| {
            let new = last != Some(piece.run);
            last = Some(piece.run);
            self.runs.get(piece.run as usize).filter(|_| new)
        })
    }

    /// The name a [`RunFormat`] refers to.
    pub fn name(&self, name: Option<u32>) -> Option<&str> {
        self.names.get(name? as usize).map(String::as_str)
    }

    /// Reads words of a paragraph anew: `decode` is asked about the words of each literal piece, and what it gives takes their place as pieces [`PieceKind::Decoded`]. Marks move along.
    pub fn decode(&mut self, paragraph: usize, decode: &dyn Fn(&Run, &str) -> Option<String>) {
        let Story { paragraphs, runs, .. } = self;
        let Some(paragraph) = paragraphs.get_mut(paragraph) else { return };
        let old = std::mem::take(&mut paragraph.text);
        let mut new = String::with_capacity(old.len());
        // Old and new offset at each edge of a piece.
        let mut edges = Vec::new();
        let mut pieces = Vec::with_capacity(paragraph.pieces.len());
        for piece in std::mem::take(&mut paragraph.pieces) {
            let text = old.get(piece.text.range()).unwrap_or("");
            if piece.kind != PieceKind::Literal {
                edges.push((piece.text.start as usize, new.len()));
                new.push_str(text);
                pieces.push(Piece { text: Bytes::new(new.len() - text.len(), new.len()), ..piece });
                continue;
            }
            let run = runs.get(piece.run as usize);
            let mut at = 0;
            for part in text.split_inclusive(char::is_whitespace) {
                let word = part.trim_end_matches(char::is_whitespace);
                let read = run.filter(|_| !word.is_empty()).and_then(|run| decode(run, word));
                let parts = match read {
                    Some(read) => [
                        (read, word.len(), PieceKind::Decoded),
                        (part[word.len()..].to_string(), part.len() - word.len(), PieceKind::Literal),
                    ],
                    None => [(part.to_string(), part.len(), PieceKind::Literal), Default::default()],
                };
                for (read, length, kind) in parts.into_iter().filter(|(read, ..)| !read.is_empty()) {
                    edges.push((piece.text.start as usize + at, new.len()));
                    let start = new.len();
                    new.push_str(&read);
                    let from = piece.xml.start as usize + at;
                    let xml = Bytes::new(from, from + length);
                    let text = Bytes::new(start, new.len());
                    at += length;
                    match pieces.last_mut() {
                        // Literal neighbours are one piece again.
                        Some(Piece { text: last, xml: end, run, kind: PieceKind::Literal, .. })
                            if kind == PieceKind::Literal && *run == piece.run && end.end == xml.start =>
                        {
                            (last.end, end.end) = (text.end, xml.end);
                        }
                        _ => pieces.push(Piece { text, xml, kind, ..piece.clone() }),
                    }
                }
            }
        }
        edges.push((old.len(), new.len()));
        let moved = |at: u32| {
            let next = edges.partition_point(|edge| edge.0 < at as usize);
            edges.get(next).map_or(new.len(), |edge| edge.1) as u32
        };
        paragraph.marks.iter_mut().for_each(|mark| mark.at = moved(mark.at));
        paragraph.pages.iter_mut().for_each(|page| *page = moved(*page));
        (paragraph.text, paragraph.pieces) = (new, pieces);
    }
}

#[cfg(test)]
#[path = "story_tests.rs"]
mod tests;
