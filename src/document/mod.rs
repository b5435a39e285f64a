//! A document as every later step sees it: plain text with its structure and its way back to the
//! source, whatever format it was read from.

mod builder;
pub mod docx;
pub mod dossier;
pub mod error;
pub mod front_matter;
mod headings;
mod html;
pub mod kind;
mod markdown;
mod plain;
pub mod section;
pub mod source_map;
pub mod word;
mod wrap;

pub use error::ReadError;
pub use front_matter::Meta;
pub use headings::{Counted, Numbering, counted_word};
pub use kind::Kind;
pub use section::{Section, SectionId};
pub use source_map::{LineIndex, SourceMap, Span};
pub use word::{TextPart, Word, WordPlace};

use crate::text::{Gap, Token};
use std::ops::Range;
use std::sync::Arc;

/// Index of a block in [`Document::blocks`].
pub type BlockId = u32;

/// A file format that can be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// Plain text, one paragraph a line or paragraphs parted by blank lines.
    Plain,
    /// Word, `.docx`.
    Word,
}

/// What a file holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// Text.
    Text(String),
    /// A Word file.
    Word(Arc<[u8]>),
}

impl From<String> for Content {
    fn from(text: String) -> Content {
        Content::Text(text)
    }
}

impl Content {
    /// The bytes of the file; of a text its UTF-8.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Content::Text(text) => text.as_bytes(),
            Content::Word(bytes) => bytes,
        }
    }

    /// The text positions are of: of a Word file, its plain text.
    pub fn into_text(self) -> Result<String, ReadError> {
        match self {
            Content::Text(text) => Ok(text),
            Content::Word(bytes) => docx::text(bytes),
        }
    }
}

/// One document, read.
///
/// `text` is its plain text in NFC, blocks parted by `\n`; all ranges are byte offsets into it
/// unless they are called spans, which are byte offsets into the source file.
#[derive(Debug, Default)]
pub struct Document {
    /// Path as it is shown to people and in JSON.
    pub path: String,
    /// The file's text as it stands on disk, byte order mark included; of a Word file, its plain text.
    pub source: String,
    /// What is said about the document in its front matter (and, once in a dossier, in the manifest).
    pub meta: Meta,
    /// Whether the front matter states the kind, so that nothing need be guessed.
    pub kind_stated: bool,
    /// Plain text.
    pub text: String,
    /// Plain text → source.
    pub map: SourceMap,
    /// All syllables and numbers of `text`.
    pub tokens: Vec<Token>,
    /// Paragraphs, items, headings, cells, in order.
    pub blocks: Vec<Block>,
    /// The tree of sections; the first is the document itself.
    pub sections: Vec<Section>,
    /// Tables, in order.
    pub tables: Vec<Table>,
    /// Sentences of all blocks, in order.
    pub sentences: Vec<Sentence>,
    /// Instructions to vankien found in comments.
    pub comments: Vec<Comment>,
    /// What a converter must keep and no rule reads: emphasis, breaks, references to notes, in order.
    pub marks: Vec<Mark>,
    /// Footnotes, in the order they are first named.
    pub notes: Vec<Note>,
    /// The way on into a Word file.
    pub word: Option<Box<Word>>,
}

/// What a block is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// A heading, by markup or by form.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A list item's text; `ordinal` is its number in a numbered list.
    Item {
        /// The item's number, if its list is numbered.
        ordinal: Option<u64>,
    },
    /// A table cell.
    Cell {
        /// Index into [`Document::tables`].
        table: u32,
        /// Row, from 0.
        row: u32,
        /// Column, from 0.
        column: u32,
    },
}

/// What stands before an item of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListMark {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
}

/// A stretch of text that stands by itself.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text.
    pub range: Range<usize>,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its sentences.
    pub sentences: Range<usize>,
    /// The section it belongs to (of a heading, the section it opens).
    pub section: SectionId,
    /// Whether it is part of a quotation block.
    pub quoted: bool,
    /// Whether it is part of a footnote.
    pub footnote: bool,
    /// How many lists it stands in.
    pub depth: u8,
    /// The mark it has as the item of a list, also if it proves to be a heading.
    pub item: Option<ListMark>,
    /// Whether all of it is bold.
    pub bold: bool,
    /// A run-in heading: the emphasised words the block begins with.
    pub lead: Option<Range<usize>>,
    /// Level of a `#` heading; `None` of a heading known by its form.
    pub level: Option<u8>,
    /// The number a heading or paragraph begins with.
    pub numbering: Option<Numbering>,
    /// Where its words begin, past the number.
    pub body: usize,
    /// The block in the source, for blocks without text.
    pub span: Span,
}

impl Block {
    /// Whether the block is a heading.
    pub fn is_heading(&self) -> bool {
        self.kind == BlockKind::Heading
    }

    /// Whether the block is a table cell.
    pub fn is_cell(&self) -> bool {
        matches!(self.kind, BlockKind::Cell { .. })
    }

    /// Running text: no heading, no cell, no footnote.
    pub fn is_prose(&self) -> bool {
        !self.is_heading() && !self.is_cell() && !self.footnote
    }
}

/// A sentence of a block.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The block it stands in.
    pub block: BlockId,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Rows of cells; header rows come first.
    pub rows: Vec<Row>,
    /// How many rows are header.
    pub header_rows: usize,
    /// The paragraph or heading right before it, if it names the table.
    pub caption: Option<BlockId>,
    /// The section it stands in.
    pub section: SectionId,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its cells, left to right.
    pub cells: Vec<BlockId>,
    /// The row in the source.
    pub span: Span,
}

/// How a skeleton's note to the drafter begins, in a comment.
pub const HINT: &str = "gợi ý:";

/// Whether a comment is a skeleton's note to the drafter.
pub fn is_hint(comment: &str) -> bool {
    let opening = comment.char_indices().nth(HINT.chars().count()).map_or(comment, |(end, _)| &comment[..end]);
    crate::text::fold(opening) == HINT
}

/// A comment in the source, `<!-- … -->`.
#[derive(Clone, Debug)]
pub struct Comment {
    /// What stands between the marks.
    pub text: String,
    /// The comment in the source.
    pub span: Span,
    /// The first block after it.
    pub next_block: BlockId,
}

/// Something about the text that is not in its words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// Where in the text; of a note's reference the empty range where it stands.
    pub range: Range<usize>,
}

/// What a mark says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkKind {
    /// Bold words.
    Bold,
    /// Words in italics.
    Italic,
    /// A line break that was meant, inside a block: the space that stands for it.
    Break,
    /// A reference to a note of [`Document::notes`].
    Note(u32),
}

impl MarkKind {
    fn emphasis(bold: bool) -> MarkKind {
        if bold { MarkKind::Bold } else { MarkKind::Italic }
    }

    fn is_emphasis(self) -> bool {
        matches!(self, MarkKind::Bold | MarkKind::Italic)
    }
}

/// A footnote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// What the author calls it: «1», «nguon».
    pub label: String,
    /// Its blocks.
    pub blocks: Range<BlockId>,
}

impl Document {
    /// Reads a document. `path` is only its name.
    pub fn parse(path: &str, content: impl Into<Content>, format: Format) -> Result<Document, ReadError> {
        let mut document = match (content.into(), format) {
            (Content::Word(bytes), _) => docx::read(bytes)?,
            (Content::Text(source), _) if source.len() > MAX_BYTES => {
                return Err(ReadError::TooLarge { bytes: source.len() });
            }
            (Content::Text(source), Format::Markdown) => markdown::read(source)?,
            (Content::Text(source), Format::Plain | Format::Word) => plain::read(source),
        };
        document.path = path.to_string();
        headings::detect(&mut document);
        section::build(&mut document);
        document.infer_kind();
        Ok(document)
    }

    /// Text of a block.
    pub fn block_text(&self, block: &Block) -> &str {
        self.text.get(block.range.clone()).unwrap_or("")
    }

    /// Text from the first to the last of some tokens.
    pub fn token_text(&self, tokens: Range<usize>) -> &str {
        self.text.get(self.token_range(tokens)).unwrap_or("")
    }

    /// What stands before token `to` and after token `from - 1`: of `between(i, i)` the marks before a token, of a
    /// wider range the words too.
    pub fn between(&self, from: usize, to: usize) -> &str {
        let start = from.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(0, |t| t.end as usize);
        let end = self.tokens.get(to).map_or(self.text.len(), |t| t.start as usize);
        self.text.get(start..end.max(start)).unwrap_or("")
    }

    /// What stands right before a token, or behind the last, if it is more than white space, as before few.
    pub fn marks(&self, at: usize) -> &str {
        let bare = self.tokens.get(at).is_some_and(|token| matches!(token.gap, Gap::Space | Gap::None));
        if bare { "" } else { self.between(at, at) }
    }

    /// Whether one of some marks stands there.
    pub fn has_mark(&self, at: usize, marks: &[char]) -> bool {
        self.marks(at).contains(marks)
    }

    /// Byte range in the text of a range of tokens.
    pub fn token_range(&self, tokens: Range<usize>) -> Range<usize> {
        if tokens.is_empty() {
            return 0..0;
        }
        let start = self.tokens.get(tokens.start).map_or(0, |t| t.start as usize);
        let end = self.tokens.get(tokens.end - 1).map_or(start, |t| t.end as usize);
        start..end
    }

    /// Byte range of a sentence with the mark that closes it.
    pub fn sentence_range(&self, sentence: &Sentence) -> Range<usize> {
        let range = self.token_range(sentence.tokens.clone());
        let limit = self.blocks.get(sentence.block as usize).map_or(range.end, |b| b.range.end);
        let next = self.tokens.get(sentence.tokens.end).map_or(limit, |t| (t.start as usize).min(limit));
        let tail = self.text.get(range.end..next.max(range.end)).unwrap_or("");
        let opening = tail.find(['“', '"', '(', '‘', '*']).filter(|&i| i > 0);
        let closed = tail[..opening.unwrap_or(tail.len())].trim_end();
        range.start..range.end + closed.len()
    }

    /// Source bytes behind a range of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.map.span(range)
    }

    /// The words of the text that some bytes of the source stand for, as far as those stand in one stretch of it.
    pub fn words_at(&self, span: Span) -> Option<Range<usize>> {
        let from = self.tokens.partition_point(|token| self.span(token.range()).end <= span.start);
        let to = self.tokens.partition_point(|token| self.span(token.range()).start < span.end);
        (from < to).then(|| self.token_range(from..to))
    }

    /// Source bytes of a block.
    pub fn block_span(&self, block: &Block) -> Span {
        if block.range.is_empty() { block.span } else { self.map.span(block.range.clone()) }
    }

    /// The block that holds a token.
    pub fn block_of_token(&self, token: usize) -> Option<&Block> {
        let i = self.blocks.partition_point(|b| b.tokens.end <= token);
        self.blocks.get(i).filter(|b| b.tokens.contains(&token))
    }

    /// The heading block that titles the document, else its first block.
    pub fn title(&self) -> Option<&Block> {
        let named = self
            .blocks
            .iter()
            .take(40)
            .find(|b| (b.is_heading() || b.bold) && kind::infer_from_title(self.block_text(b)).is_some());
        named.or_else(|| self.blocks.iter().find(|b| b.is_heading())).or_else(|| self.blocks.first())
    }

    /// Words of the document.
    pub fn words(&self) -> usize {
        self.tokens.len()
    }

    /// A resolution is a congress's only if its head says so: the Central Committee writes them too.
    fn fits(&self, kind: Kind, block: usize) -> bool {
        if kind != Kind::Resolution {
            return true;
        }
        let head: Vec<&str> = self.blocks.iter().skip(block).take(4).map(|b| self.block_text(b)).collect();
        let head = crate::text::fold(&head.join(" "));
        head.contains("đại hội") && !head.contains("hội nghị lần thứ")
    }

    fn infer_kind(&mut self) {
        if self.meta.kind.is_some() {
            self.kind_stated = true;
            return;
        }
        // A list of documents names them in its table, under a heading of its own.
        let heading = self.blocks.iter().position(|b| b.is_heading()).unwrap_or(usize::MAX);
        let mut candidates = self.blocks.iter().enumerate().take(40).filter(|(i, b)| !b.is_cell() || *i < heading);
        let from_title = candidates.find_map(|(i, b)| {
            let short = b.is_heading() || b.bold || b.range.len() < 120;
            kind::infer_from_title(self.block_text(b)).filter(|&k| short && self.fits(k, i))
        });
        self.meta.kind = from_title.or_else(|| kind::infer_from_file_name(&self.path));
    }
}

/// A report is at most a few hundred kilobytes; past this a file is no report, and reading it would
/// only take the machine's memory.
pub const MAX_BYTES: usize = 64 << 20;

/// What a bare phrase or sentence becomes when a rule's examples are run.
pub fn from_example(text: &str) -> Result<Document, ReadError> {
    Document::parse("vi-du.md", text.to_string(), Format::Markdown)
}
