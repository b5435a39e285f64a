//! Markdown, through pulldown-cmark's events and their byte ranges.

use super::builder::{Builder, Place};
use super::error::ReadError;
use super::{BlockKind, Document, Span, front_matter, html, plain};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

const BOM: &str = "\u{FEFF}";

/// Reads a Markdown file.
pub(super) fn read(source: String) -> Result<Document, ReadError> {
    let skip = if source.starts_with(BOM) { BOM.len() } else { 0 };
    let markdown = source[skip..].to_string();
    let mut reader = Reader {
        builder: Builder::new(source),
        skip,
        lists: Vec::new(),
        items: Vec::new(),
        quotes: 0,
        footnotes: 0,
        html: None,
        header: false,
        code: false,
        metadata: None,
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut at = 0;
    for rows in tab_tables(&markdown) {
        reader.parse(&markdown, at..rows.start, options)?;
        let lines = plain::lines(&markdown[rows.clone()]);
        let shift = |l: &Range<usize>| l.start + rows.start + skip..l.end + rows.start + skip;
        plain::table(&mut reader.builder, &lines.iter().map(shift).collect::<Vec<_>>());
        at = rows.end;
    }
    reader.parse(&markdown, at..markdown.len(), options)?;
    Ok(reader.builder.finish())
}

/// Tables as a word processor pastes them, cells parted by tabs. Markdown knows no such thing and
/// would run them together, so they are read apart from the rest.
fn tab_tables(markdown: &str) -> Vec<Range<usize>> {
    let mut tables = Vec::new();
    if !markdown.contains('\t') {
        return tables;
    }
    let lines = plain::lines(markdown);
    let (mut i, mut fenced) = (0, false);
    while i < lines.len() {
        let line = markdown[lines[i].clone()].trim_start();
        fenced ^= line.starts_with("```") || line.starts_with("~~~");
        let rows = if fenced || line.starts_with('|') { 0 } else { plain::table_rows(markdown, &lines[i..]) };
        if rows >= 2 {
            tables.push(lines[i].start..lines[i + rows - 1].end);
        }
        i += rows.max(1);
    }
    tables
}

/// A list item under way.
struct Item {
    ordinal: Option<u64>,
    /// Whether the item's first paragraph has been taken.
    used: bool,
}

struct Reader {
    builder: Builder,
    skip: usize,
    /// Next number of each open list; `None` of a bulleted one.
    lists: Vec<Option<u64>>,
    items: Vec<Item>,
    quotes: u32,
    footnotes: u32,
    /// The HTML block under way: its source range so far.
    html: Option<Range<usize>>,
    header: bool,
    code: bool,
    /// The front matter under way: where it begins, and its lines so far.
    metadata: Option<(usize, Option<Range<usize>>)>,
}

impl Reader {
    /// Reads a stretch of Markdown.
    fn parse(&mut self, markdown: &str, part: Range<usize>, options: Options) -> Result<(), ReadError> {
        let shift = self.skip + part.start;
        for (event, range) in Parser::new_ext(&markdown[part], options).into_offset_iter() {
            self.event(event, range.start + shift..range.end + shift)?;
        }
        self.builder.end();
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), ReadError> {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.finish(tag)?,
            Event::Text(text) => self.text(&text, range)?,
            Event::Code(text) => {
                // The range holds the back-ticks; the words stand inside it.
                let inner = self.builder.document.source.get(range.clone()).and_then(|s| s.find(text.as_ref()));
                let start = range.start + inner.unwrap_or(0);
                self.text(&text, if inner.is_some() { start..start + text.len() } else { range })?;
            }
            Event::SoftBreak => self.builder.line_break(range, false),
            Event::HardBreak => self.builder.line_break(range, true),
            Event::FootnoteReference(label) => self.anchor(&label, range),
            Event::Html(_) => {
                let start = self.html.as_ref().map_or(range.start, |h| h.start);
                self.html = Some(start..range.end);
            }
            Event::InlineHtml(text) if text.starts_with("<br") => self.builder.line_break(range, true),
            Event::InlineHtml(_) => self.comments(range),
            _ => {}
        }
        Ok(())
    }

    fn place(&mut self) -> Place {
        let depth = u8::try_from(self.items.len()).unwrap_or(u8::MAX);
        let mut place = Place { quoted: self.quotes > 0, footnote: self.footnotes > 0, depth, ..Place::paragraph() };
        if let Some(item) = self.items.last_mut()
            && !item.used
        {
            item.used = true;
            place.kind = BlockKind::Item { ordinal: item.ordinal };
        }
        place
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let span = Span::new(range.start, range.end);
        match tag {
            Tag::Paragraph => {
                let place = self.place();
                self.builder.begin(place, span);
            }
            Tag::Heading { level, .. } => {
                let place = Place { kind: BlockKind::Heading, level: Some(number(level)), ..self.place() };
                self.builder.begin(place, span);
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::CodeBlock(_) => self.code = true,
            Tag::List(first) => {
                // An item's own words end where its sub-list begins.
                self.builder.end();
                self.lists.push(first);
            }
            Tag::Item => {
                // Where the author's numbers skip, the author's hold: «5.», «7.».
                let typed = self.builder.document.source.get(range.start..).and_then(typed_number);
                let ordinal = self.lists.last_mut().and_then(|next| {
                    let ordinal = next.map(|n| typed.map_or(n, |typed| typed.max(n)));
                    *next = ordinal.map(|n| n.saturating_add(1));
                    ordinal
                });
                self.items.push(Item { ordinal, used: false });
            }
            Tag::FootnoteDefinition(label) => {
                self.builder.begin_note(&label);
                self.footnotes += 1;
            }
            Tag::Table(_) => {
                self.builder.begin_table();
            }
            Tag::TableHead => {
                self.header = true;
                self.builder.begin_row(true, self.trim(range));
            }
            Tag::TableRow => self.builder.begin_row(self.header, self.trim(range)),
            Tag::TableCell => {
                self.builder.begin_cell(self.quotes > 0, self.trim(range));
            }
            Tag::Strong => self.builder.begin_emphasis(true),
            Tag::Emphasis => self.builder.begin_emphasis(false),
            Tag::MetadataBlock(_) => self.metadata = Some((range.start, None)),
            _ => {}
        }
    }

    fn finish(&mut self, tag: TagEnd) -> Result<(), ReadError> {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.builder.end(),
            TagEnd::HtmlBlock => {
                if let Some(range) = self.html.take() {
                    html::read(&mut self.builder, range.clone());
                    self.comments(range);
                }
            }
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::CodeBlock => self.code = false,
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item => {
                self.builder.end();
                self.items.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.builder.end_note();
                self.footnotes = self.footnotes.saturating_sub(1);
            }
            TagEnd::TableHead => self.header = false,
            TagEnd::Strong => self.builder.end_emphasis(true),
            TagEnd::Emphasis => self.builder.end_emphasis(false),
            TagEnd::MetadataBlock(_) => self.front_matter()?,
            _ => {}
        }
        Ok(())
    }

    /// Reads the block that has ended; only one at the very top speaks for the document.
    fn front_matter(&mut self) -> Result<(), ReadError> {
        let Some((start, Some(lines))) = self.metadata.take() else { return Ok(()) };
        let source = &self.builder.document.source;
        if let Some(text) = source.get(lines.clone()).filter(|_| start == self.skip) {
            let line = 1 + source[..lines.start].matches('\n').count();
            self.builder.document.meta = front_matter::parse(text, line)?;
        }
        Ok(())
    }

    fn text(&mut self, text: &str, range: Range<usize>) -> Result<(), ReadError> {
        if let Some((_, lines)) = &mut self.metadata {
            // With CRLF they come one by one.
            let start = lines.as_ref().map_or(range.start, |lines| lines.start);
            *lines = Some(start..range.end);
            return Ok(());
        }
        if self.code {
            self.code_lines(text, range);
            return Ok(());
        }
        self.open(&range);
        if text.contains('\n') {
            self.builder.push(&text.replace('\n', " "), range);
        } else {
            self.builder.push(text, range);
        }
        Ok(())
    }

    /// A tight list has no paragraphs: its text stands in the item itself.
    fn open(&mut self, range: &Range<usize>) {
        if !self.builder.is_open() {
            let place = self.place();
            self.builder.begin(place, Span::new(range.start, range.end));
        }
    }

    /// A reference to a footnote.
    fn anchor(&mut self, label: &str, range: Range<usize>) {
        self.open(&range);
        self.builder.anchor(label);
    }

    /// An indented paragraph reads as code in Markdown; its lines are text all the same.
    fn code_lines(&mut self, text: &str, range: Range<usize>) {
        let exact = self.builder.document.source.get(range.clone()) == Some(text);
        let mut at = range.start;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end_matches(['\n', '\r']);
            if !words.trim().is_empty() {
                let source = if exact { at..at + words.len() } else { range.clone() };
                let place = self.place();
                self.builder.begin(place, Span::new(source.start, source.end));
                self.builder.push(words, source);
                self.builder.end();
            }
            at += line.len();
        }
    }

    /// Keeps the comments that stand in a stretch of HTML.
    fn comments(&mut self, range: Range<usize>) {
        let html = self.builder.document.source.get(range.clone()).unwrap_or("").to_string();
        let mut at = 0;
        while let Some(start) = html[at..].find("<!--").map(|i| at + i) {
            let Some(length) = html[start..].find("-->") else { return };
            let span = Span::new(range.start + start, range.start + start + length + 3);
            self.builder.comment(&html[start + 4..start + length.max(4)], span);
            at = start + length + 3;
        }
    }

    fn trim(&self, range: Range<usize>) -> Span {
        let text = self.builder.document.source.get(range.clone()).unwrap_or("");
        let start = range.start + text.len() - text.trim_start().len();
        Span::new(start, start + text.trim().len())
    }
}

/// The number an item begins with.
fn typed_number(item: &str) -> Option<u64> {
    let digits = item.bytes().take(10).take_while(u8::is_ascii_digit).count();
    item[..digits].parse().ok()
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
