//! Puts blocks together: the one writer of a document's text, map and blocks.

use super::wrap::Wrap;
use super::{
    Block, BlockId, BlockKind, Comment, Document, ListMark, Mark, MarkKind, Note, Row, SourceMap, Span, Table,
};
use crate::text::{split_sentences, tokenize};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Marks of one block past which they are not cut where the block is: no text has as many.
const MOST_MARKS: usize = 4096;

/// Where a block is being written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub kind: BlockKind,
    pub level: Option<u8>,
    pub quoted: bool,
    pub footnote: bool,
    /// How many lists it stands in.
    pub depth: u8,
}

impl Place {
    pub fn paragraph() -> Place {
        Place { kind: BlockKind::Paragraph, level: None, quoted: false, footnote: false, depth: 0 }
    }
}

/// A line of the block under way: a soft or hard break begins a new one.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    bold: bool,
    /// Whether the break before it ended a paragraph.
    parted: bool,
}

/// The block under way.
struct Open {
    place: Place,
    span: Span,
    lines: Vec<Line>,
    /// The first of the document's marks that may be its own.
    first_mark: usize,
}

/// Builds a [`Document`] block by block.
pub(super) struct Builder {
    pub document: Document,
    open: Option<Open>,
    bold_depth: u32,
    /// Emphasis under way: what kind, and where in the text it begins.
    emphases: Vec<(MarkKind, usize)>,
    /// The notes named so far, by label.
    notes: HashMap<String, u32>,
    open_notes: Vec<usize>,
    wrap: Wrap,
    /// Whether the source is surely in NFC, as nearly all are: asked of the whole once and not of each piece.
    composed: bool,
}

/// Whether a text holds only characters that are never composed further, nor with each other: Latin letters, the
/// Vietnamese ones, the usual marks.
fn is_surely_composed(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\0'..='\u{2FF}' | '\u{1EA0}'..='\u{1EFF}' | '\u{2010}'..='\u{2027}'))
}

impl Builder {
    pub fn new(source: String) -> Builder {
        let map = SourceMap::default();
        let text = String::with_capacity(source.len());
        let wrap = Wrap::of(&source);
        let composed = is_surely_composed(&source);
        let document = Document { source, map, text, ..Document::default() };
        Builder {
            document,
            open: None,
            bold_depth: 0,
            emphases: Vec::new(),
            notes: HashMap::new(),
            open_notes: Vec::new(),
            wrap,
            composed,
        }
    }

    /// Begins a block; one still open is closed first.
    pub fn begin(&mut self, place: Place, span: Span) {
        self.end();
        if !self.document.text.is_empty() {
            self.document.text.push('\n');
        }
        let start = self.document.text.len();
        // Of a tight list's item the emphasis opens before the block does.
        self.emphases.iter_mut().for_each(|(_, at)| *at = start);
        let lines = vec![Line { start, bold: true, parted: false }];
        let first_mark = self.document.marks.len();
        self.open = Some(Open { place, span, lines, first_mark });
    }

    /// Whether the block under way is a table cell.
    pub fn in_cell(&self) -> bool {
        self.open.as_ref().is_some_and(|open| matches!(open.place.kind, BlockKind::Cell { .. }))
    }

    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Appends text that came from `source` (equal to it, or not).
    pub fn push(&mut self, text: &str, source: Range<usize>) {
        let Some(open) = &mut self.open else { return };
        if self.bold_depth == 0
            && !text.trim().is_empty()
            && let Some(line) = open.lines.last_mut()
        {
            line.bold = false;
        }
        let literal = self.document.source.get(source.clone()) == Some(text);
        // Line ends inside literal text (plain files, code blocks) would look like the end of a block.
        debug_assert!(!text.contains('\n'));
        if literal && self.composed || is_nfc_quick(text.chars()) == IsNormalized::Yes {
            self.append(text, source);
        } else if literal {
            self.push_decomposed(text, source.start);
        } else {
            let composed: String = text.nfc().collect();
            self.append(&composed, source);
        }
    }

    /// Composes letter by letter, so that positions inside stay exact.
    fn push_decomposed(&mut self, text: &str, source: usize) {
        let mut start = 0;
        let starts =
            text.char_indices().map(|(i, c)| (i, unicode_normalization::char::canonical_combining_class(c) == 0));
        let bounds: Vec<usize> =
            starts.filter(|&(i, begins)| begins && i > 0).map(|(i, _)| i).chain([text.len()]).collect();
        for end in bounds {
            let cluster = &text[start..end];
            let composed: String = cluster.nfc().collect();
            self.append(&composed, source + start..source + end);
            start = end;
        }
    }

    fn append(&mut self, text: &str, source: Range<usize>) {
        let at = self.document.text.len();
        self.document.text.push_str(text);
        self.document.map.push(at, text.len(), source);
    }

    /// A line break inside the block: a space in the text; `hard` if it was meant, not the width's doing.
    pub fn line_break(&mut self, source: Range<usize>, hard: bool) {
        let Some(open) = &self.open else { return };
        // Cells and headings are not parted; a cell's line may be long, and its breaks many.
        let running = matches!(open.place.kind, BlockKind::Paragraph | BlockKind::Item { .. });
        let parted = running && self.parted(&source);
        let at = self.document.text.len();
        if hard {
            self.document.marks.push(Mark { kind: MarkKind::Break, range: at..at + 1 });
        }
        self.append(" ", source);
        let start = self.document.text.len();
        if let Some(open) = &mut self.open {
            open.lines.push(Line { start, bold: true, parted });
        }
    }

    /// Whether the break at a place of the source ends a paragraph there.
    fn parted(&self, at: &Range<usize>) -> bool {
        let source = &self.document.source;
        let (Some(before), Some(after)) = (source.get(..at.start), source.get(at.end..)) else { return false };
        let before = before.rsplit('\n').next().unwrap_or("");
        let after = after.split('\n').next().unwrap_or("");
        self.wrap.parts(before, after)
    }

    /// Bold or italic begins.
    pub fn begin_emphasis(&mut self, bold: bool) {
        self.bold_depth += u32::from(bold);
        let at = self.document.text.len();
        self.emphases.push((MarkKind::emphasis(bold), at));
    }

    /// Bold or italic ends.
    pub fn end_emphasis(&mut self, bold: bool) {
        self.bold_depth = self.bold_depth.saturating_sub(u32::from(bold));
        let at = self.document.text.len();
        if let Some(i) = self.emphases.iter().rposition(|(kind, _)| *kind == MarkKind::emphasis(bold)) {
            let (kind, start) = self.emphases.remove(i);
            self.mark(kind, start..at);
        }
    }

    /// Keeps a mark on words.
    fn mark(&mut self, kind: MarkKind, range: Range<usize>) {
        if !range.is_empty() {
            self.document.marks.push(Mark { kind, range });
        }
    }

    /// A reference to a note, here in the text.
    pub fn anchor(&mut self, label: &str) {
        let note = self.note(label);
        let at = self.document.text.len();
        self.document.marks.push(Mark { kind: MarkKind::Note(note), range: at..at });
    }

    /// The blocks that follow are a note's, up to [`Builder::end_note`].
    pub fn begin_note(&mut self, label: &str) {
        self.end();
        let at = self.document.blocks.len() as BlockId;
        let mut note = self.note(label) as usize;
        // A label that is used twice names the first note.
        if self.document.notes[note].blocks.end > 0 {
            note = self.document.notes.len();
            self.document.notes.push(Note { label: label.to_string(), blocks: 0..0 });
        }
        self.document.notes[note].blocks = at..at;
        self.open_notes.push(note);
    }

    /// Ends the note under way.
    pub fn end_note(&mut self) {
        self.end();
        let end = self.document.blocks.len() as BlockId;
        if let Some(note) = self.open_notes.pop().and_then(|note| self.document.notes.get_mut(note)) {
            note.blocks.end = end;
        }
    }

    /// The note a label names.
    fn note(&mut self, label: &str) -> u32 {
        if let Some(&note) = self.notes.get(label) {
            return note;
        }
        let note = self.document.notes.len() as u32;
        self.document.notes.push(Note { label: label.to_string(), blocks: 0..0 });
        self.notes.insert(label.to_string(), note);
        note
    }

    /// Ends the block under way, if any. Lines that are paragraphs of their own, or have the form of a
    /// heading, become blocks of their own; of a list item the first line alone is the item.
    pub fn end(&mut self) {
        let Some(open) = self.open.take() else { return };
        let end = self.document.text.len();
        for (kind, start) in std::mem::take(&mut self.emphases) {
            self.bold_depth = self.bold_depth.saturating_sub(u32::from(kind == MarkKind::Bold));
            self.mark(kind, start..end);
        }
        let running = matches!(open.place.kind, BlockKind::Paragraph | BlockKind::Item { .. });
        let splits = running && !open.place.footnote && open.lines.len() > 1;
        let mut start = 0;
        let mut parts = Vec::with_capacity(1);
        for i in 1..=open.lines.len() {
            let line_end = open.lines.get(i).map_or(end, |l| l.start - 1);
            let cut = i == open.lines.len()
                || (splits && (open.lines[i].parted || self.heading_like(&open, i) || self.heading_like(&open, i - 1)));
            if cut {
                parts.push((start..i, open.lines[start].start..line_end));
                start = i;
            }
        }
        self.cut_marks(open.first_mark, &parts);
        let mut mark = open.first_mark;
        for (lines, range) in parts {
            if range.end < end {
                // The space that stood for the line break now parts two blocks.
                self.document.text.replace_range(range.end..range.end + 1, "\n");
            }
            self.add_block(&open, lines, range, &mut mark);
        }
    }

    /// Puts the marks of a block in order, and cuts those that stand in several of its parts.
    fn cut_marks(&mut self, first: usize, parts: &[(Range<usize>, Range<usize>)]) {
        let marks = &mut self.document.marks;
        if marks.len() == first {
            return;
        }
        let crossing = if parts.len() > 1 && marks.len() - first < MOST_MARKS { marks.len() } else { first };
        for i in first..crossing {
            for (_, part) in &parts[parts.partition_point(|(_, part)| part.end < marks[i].range.start)..] {
                let mark = marks[i].clone();
                if mark.range.end <= part.end || !mark.kind.is_emphasis() {
                    break;
                }
                marks[i].range.start = part.end + 1;
                marks.push(Mark { kind: mark.kind, range: mark.range.start..part.end });
            }
        }
        marks[first..].sort_by_key(|mark| (mark.range.start, Reverse(mark.range.end)));
    }

    fn heading_like(&self, open: &Open, line: usize) -> bool {
        let Some(this) = open.lines.get(line) else { return false };
        let end = open.lines.get(line + 1).map_or(self.document.text.len(), |l| l.start - 1);
        let text = self.document.text.get(this.start..end).unwrap_or("");
        super::headings::stands_alone(text, this.bold && !text.trim().is_empty())
    }

    /// `mark`: the first mark that may stand in the block; moved behind it.
    fn add_block(&mut self, open: &Open, lines: Range<usize>, range: Range<usize>, mark: &mut usize) {
        let text = self.document.text.get(range.clone()).unwrap_or("");
        let trimmed = range.start + (text.len() - text.trim_start().len());
        let range = trimmed..trimmed + text.trim().len();
        let bold = !range.is_empty() && open.lines[lines.clone()].iter().all(|l| l.bold);
        // The emphasis it begins with; of several that begin together the one that ends first.
        let mut lead: Option<Range<usize>> = None;
        while let Some(at) = self.document.marks.get(*mark).filter(|at| at.range.start < range.end) {
            let begins = at.kind.is_emphasis() && at.range.start <= range.start && at.range.end > range.start;
            if begins && lead.as_ref().is_none_or(|lead| at.range.end < lead.end) {
                lead = Some(range.start..at.range.end.min(range.end));
            }
            *mark += 1;
        }
        let lead = lead.filter(|_| !bold);
        let kind = if lines.start > 0 && !range.is_empty() && matches!(open.place.kind, BlockKind::Item { .. }) {
            BlockKind::Paragraph
        } else {
            open.place.kind
        };
        self.document.blocks.push(Block {
            kind,
            body: range.start,
            range,
            tokens: 0..0,
            sentences: 0..0,
            section: Default::default(),
            quoted: open.place.quoted,
            footnote: open.place.footnote,
            depth: open.place.depth,
            item: match kind {
                BlockKind::Item { ordinal } => Some(ordinal.map_or(ListMark::Bullet, ListMark::Number)),
                _ => None,
            },
            bold,
            lead,
            level: open.place.level,
            numbering: None,
            span: open.span,
        });
    }

    /// Opens a table; its caption is the block before it.
    pub fn begin_table(&mut self) -> u32 {
        self.end();
        let caption = self.document.blocks.len().checked_sub(1).map(|i| i as u32);
        let caption = caption.filter(|&i| !self.document.blocks[i as usize].is_cell());
        self.document.tables.push(Table { caption, ..Table::default() });
        self.document.tables.len() as u32 - 1
    }

    /// Opens a row of the last table.
    pub fn begin_row(&mut self, header: bool, span: Span) {
        if let Some(table) = self.document.tables.last_mut() {
            // A row of header cells further down heads a group of rows, not the table.
            table.header_rows += usize::from(header && table.header_rows == table.rows.len());
            table.rows.push(Row { cells: Vec::new(), span });
        }
    }

    /// Opens the next cell of the last row.
    pub fn begin_cell(&mut self, quoted: bool, span: Span) {
        self.end();
        let block = self.document.blocks.len() as u32;
        let table = self.document.tables.len().saturating_sub(1) as u32;
        let Some(rows) = self.document.tables.last_mut().map(|t| &mut t.rows) else { return };
        let row_index = rows.len().saturating_sub(1) as u32;
        let Some(row) = rows.last_mut() else { return };
        let column = row.cells.len() as u32;
        row.cells.push(block);
        let kind = BlockKind::Cell { table, row: row_index, column };
        self.begin(Place { kind, quoted, ..Place::paragraph() }, span);
    }

    /// Keeps a comment for whoever it is meant for.
    pub fn comment(&mut self, text: &str, span: Span) {
        let next_block = self.document.blocks.len() as u32 + u32::from(self.open.is_some());
        self.document.comments.push(Comment { text: text.trim().to_string(), span, next_block });
    }

    /// Cuts tokens and sentences and hands over the document.
    pub fn finish(mut self) -> Document {
        self.end();
        let mut document = self.document;
        document.marks.sort_by_key(|mark| (mark.range.start, Reverse(mark.range.end)));
        document.tokens = tokenize(&document.text);
        let mut next = 0;
        for (id, block) in document.blocks.iter_mut().enumerate() {
            let start = next;
            while document.tokens.get(next).is_some_and(|t| (t.start as usize) < block.range.end) {
                next += 1;
            }
            block.tokens = start..next;
            let first = document.sentences.len();
            let cut = split_sentences(&document.text, &document.tokens, block.tokens.clone());
            document.sentences.extend(cut.into_iter().map(|tokens| super::Sentence { tokens, block: id as u32 }));
            block.sentences = first..document.sentences.len();
        }
        document
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, MarkKind, from_example};

    fn marks(document: &Document) -> Vec<(MarkKind, &str)> {
        document.marks.iter().map(|m| (m.kind, &document.text[m.range.clone()])).collect()
    }

    #[test]
    fn marks_say_what_words_do_not() {
        let text = "**Một *hai* ba** bốn[^a]\n\n- **năm:** sáu\\\nbảy\n  1. tám[^b] và[^a]\n\n[^a]: Chín.\n\n    Mười.\n[^b]: *Hết*.\n";
        let document = from_example(text).unwrap();
        use MarkKind::*;
        assert_eq!(
            marks(&document),
            [
                (Bold, "Một hai ba"),
                (Italic, "hai"),
                (Note(0), ""),
                (Bold, "năm:"),
                (Break, " "),
                (Note(1), ""),
                (Note(0), ""),
                (Italic, "Hết")
            ]
        );
        let notes: Vec<(&str, Vec<&str>)> = document
            .notes
            .iter()
            .map(|n| {
                let blocks = n.blocks.clone().map(|b| document.block_text(&document.blocks[b as usize]));
                (n.label.as_str(), blocks.collect())
            })
            .collect();
        assert_eq!(notes, [("a", vec!["Chín.", "Mười."]), ("b", vec!["Hết."])]);
        assert_eq!(document.blocks.iter().map(|b| b.depth).collect::<Vec<_>>(), [0, 1, 2, 0, 0, 0]);
    }

    #[test]
    fn emphasis_ends_with_its_block() {
        let document = from_example("<div>\n<b>Một\n</div>\n\nHai <br>ba\n").unwrap();
        assert_eq!(marks(&document), [(MarkKind::Bold, "Một"), (MarkKind::Break, " ")]);
    }
}
