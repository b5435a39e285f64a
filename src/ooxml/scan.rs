//! The one pass over a part that makes a [`Story`].

mod properties;
mod text;

use super::story::*;
use super::xml::{MAX_DEPTH, attribute, doctype, malformed, resolve, too_deep};
use super::{Bytes, PackageError};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use std::collections::HashMap;

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// Paragraphs, cells and rows together; a report of a thousand pages has some tens of thousands.
const MAX_NODES: usize = 150_000;
/// Runs with text, and pieces of text.
const MAX_PIECES: usize = 400_000;

/// What an open element means to the scan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tag {
    /// Passed through: its children count as if they stood in its place.
    Other,
    /// The root.
    Root,
    Paragraph,
    ParagraphProperties,
    NumberProperties,
    Run,
    RunProperties,
    Text,
    Table,
    TableProperties,
    Borders,
    Row,
    RowProperties,
    Cell,
    CellProperties,
    TextBox,
    Inserted,
    Deleted,
    Link,
    SimpleField,
    Note,
    Section,
    /// Alternatives of which the first is read.
    Alternatives,
}

/// An open element.
struct Frame {
    tag: Tag,
    start_tag: Bytes,
    /// Of alternatives, whether one has been read.
    chosen: bool,
}

/// A place that holds paragraphs: the root, a cell, a text box, a note.
#[derive(Default)]
struct Level {
    content: Vec<Node>,
    paragraph: Option<usize>,
    /// What stands in the text boxes of the open paragraph.
    boxed: Vec<Node>,
    run: Option<OpenRun>,
    text: Option<OpenText>,
    table: Option<usize>,
    row: bool,
}

struct OpenRun {
    run: Run,
    /// Its index, once it holds something.
    id: Option<u32>,
}

struct OpenText {
    element: TextElement,
    /// Its index, once it holds something.
    id: Option<u32>,
}

struct Scanner<'x> {
    xml: &'x str,
    story: Story,
    frames: Vec<Frame>,
    levels: Vec<Level>,
    names: HashMap<String, u32>,
    /// Open elements below one that is passed over.
    skipped: usize,
    deleted: usize,
    inserted: usize,
    linked: usize,
    /// Open fields; whether their result has begun.
    fields: Vec<bool>,
    boxes: u16,
    cells: u16,
    nodes: usize,
    pieces: usize,
}

/// Scans a part.
pub(super) fn scan(part: &str, xml: &str) -> Result<Story, PackageError> {
    // The reader counts bytes without the mark.
    let shift = if xml.starts_with('\u{FEFF}') { 3 } else { 0 };
    let mut reader = NsReader::from_str(&xml[shift..]);
    let mut scanner = Scanner {
        xml,
        story: Story { part: part.to_string(), ..Story::default() },
        frames: Vec::new(),
        levels: vec![Level::default()],
        names: HashMap::new(),
        skipped: 0,
        deleted: 0,
        inserted: 0,
        linked: 0,
        fields: Vec::new(),
        boxes: 0,
        cells: 0,
        nodes: 0,
        pieces: 0,
    };
    loop {
        let start = reader.buffer_position() as usize + shift;
        let (space, event) = reader.read_resolved_event().map_err(|_| malformed(part, start))?;
        let word = match &space {
            ResolveResult::Bound(space) if [TRANSITIONAL, STRICT].contains(&space.0) => Space::Word,
            ResolveResult::Bound(space) if space.0 == COMPATIBILITY => Space::Compatibility,
            _ => Space::Other,
        };
        let strict = matches!(&space, ResolveResult::Bound(space) if space.0 == STRICT);
        let at = Bytes::new(start, reader.buffer_position() as usize + shift);
        match event {
            Event::Start(element) => {
                if scanner.frames.len() + scanner.skipped >= MAX_DEPTH {
                    return Err(too_deep(part));
                }
                if scanner.frames.is_empty() {
                    scanner.root(&element, word, strict, at)?;
                } else {
                    scanner.start(&element, word, at)?;
                }
            }
            Event::Empty(element) if !scanner.frames.is_empty() => {
                scanner.start(&element, word, at)?;
                scanner.end(Bytes::new(at.end as usize, at.end as usize));
            }
            Event::Empty(element) => {
                scanner.root(&element, word, strict, at)?;
                scanner.end(Bytes::new(at.end as usize, at.end as usize));
            }
            Event::End(_) => scanner.end(at),
            Event::Text(_) => scanner.literal(at)?,
            Event::GeneralRef(entity) => {
                let text = resolve(part, &entity, start)?
                    .ok_or_else(|| PackageError::broken(part, format!("ký hiệu lạ «&{};»", &*entity)))?;
                scanner.whole(&text, at)?;
            }
            Event::CData(text) => scanner.whole(&text, at)?,
            Event::DocType(_) => return Err(doctype(part)),
            Event::Eof if !scanner.frames.is_empty() => return Err(PackageError::broken(part, "XML bị cắt ngang")),
            Event::Eof => break,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
    if scanner.story.root.is_empty() {
        return Err(PackageError::broken(part, "không có nội dung"));
    }
    scanner.story.content = scanner.levels.pop().map(|level| level.content).unwrap_or_default();
    Ok(scanner.story)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Word,
    Compatibility,
    Other,
}

impl Scanner<'_> {
    fn root(&mut self, element: &BytesStart<'_>, space: Space, strict: bool, at: Bytes) -> Result<(), PackageError> {
        if space != Space::Word || !self.story.root.is_empty() {
            return Err(PackageError::broken(&self.story.part, "không phải nội dung của Word (WordprocessingML)"));
        }
        self.story.prefix = element.name().prefix().map_or("", |p| p.into_inner()).to_string();
        self.story.strict = strict;
        self.story.root = at;
        self.frames.push(Frame { tag: Tag::Root, start_tag: at, chosen: false });
        Ok(())
    }

    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    fn parent(&self, up: usize) -> Tag {
        self.frames.len().checked_sub(up + 1).map_or(Tag::Other, |i| self.frames[i].tag)
    }

    fn count(&mut self) -> Result<(), PackageError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(PackageError::excess(&self.story.part, format!("quá {MAX_NODES} đoạn và ô bảng")));
        }
        Ok(())
    }

    fn start(&mut self, element: &BytesStart<'_>, space: Space, at: Bytes) -> Result<(), PackageError> {
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        let name = element.local_name().into_inner();
        let tag = match space {
            Space::Word => self.word(name, element, at)?,
            Space::Compatibility => self.alternative(name),
            Space::Other => Some(Tag::Other),
        };
        match tag {
            Some(tag) => self.frames.push(Frame { tag, start_tag: at, chosen: false }),
            None => self.skipped = 1,
        }
        Ok(())
    }

    /// Of alternatives the first is read, the others hold the same for older readers.
    fn alternative(&mut self, name: &str) -> Option<Tag> {
        if name == "AlternateContent" {
            return Some(Tag::Alternatives);
        }
        let around = self.frames.last_mut().filter(|frame| frame.tag == Tag::Alternatives);
        let first = around.is_none_or(|frame| !std::mem::replace(&mut frame.chosen, true));
        (first && name != "Fallback").then_some(Tag::Other)
    }

    /// What an element of Word's own means here; `None` passes over it with all it holds.
    fn word(&mut self, name: &str, element: &BytesStart<'_>, at: Bytes) -> Result<Option<Tag>, PackageError> {
        let value = |name: &str| attribute(element, name);
        let parent = self.parent(0);
        self.note_id(name, element);
        Ok(Some(match name {
            "p" if self.level().paragraph.is_none() && self.level().text.is_none() => {
                self.begin_paragraph(at)?;
                Tag::Paragraph
            }
            "pPr" if parent == Tag::Paragraph => Tag::ParagraphProperties,
            "r" if self.level().run.is_none() && self.level().paragraph.is_some() => {
                self.begin_run(at);
                Tag::Run
            }
            "rPr" if matches!(parent, Tag::Run | Tag::ParagraphProperties) => Tag::RunProperties,
            "t" if self.level().text.is_none() && self.level().run.is_some() => {
                let preserve = value("space").as_deref() == Some("preserve");
                let element = TextElement { start_tag: at, end_tag: Bytes::default(), preserve };
                self.level().text = Some(OpenText { element, id: None });
                Tag::Text
            }
            "tbl" if self.level().paragraph.is_none() && self.level().table.is_none() => {
                self.count()?;
                let id = self.story.tables.len();
                self.story.tables.push(Table::default());
                let level = self.level();
                level.table = Some(id);
                level.content.push(Node::Table(id as u32));
                Tag::Table
            }
            "tblPr" if parent == Tag::Table => Tag::TableProperties,
            "tr" if self.level().table.is_some() && !self.level().row && self.level().paragraph.is_none() => {
                self.count()?;
                self.level().row = true;
                if let Some(table) = self.table() {
                    table.rows.push(Row::default());
                }
                Tag::Row
            }
            "trPr" if parent == Tag::Row => Tag::RowProperties,
            "tc" if self.level().row && self.level().paragraph.is_none() => {
                self.count()?;
                if let Some(row) = self.row() {
                    row.cells.push(Cell { columns: 1, ..Cell::default() });
                }
                self.levels.push(Level::default());
                self.cells += 1;
                Tag::Cell
            }
            "tcPr" if parent == Tag::Cell => Tag::CellProperties,
            "txbxContent" => {
                if let Some(open) = &mut self.level().run {
                    open.run.whole = true;
                }
                self.levels.push(Level::default());
                self.boxes += 1;
                Tag::TextBox
            }
            "footnote" | "endnote" | "comment" if parent == Tag::Root => {
                self.count()?;
                let id = value("id").and_then(|id| id.trim().parse().ok()).unwrap_or(0);
                self.story.notes.push(Note { id, kind: value("type"), author: value("author"), ..Note::default() });
                self.levels.push(Level::default());
                Tag::Note
            }
            "sectPr" => {
                if parent == Tag::ParagraphProperties {
                    let section = Some(self.story.sections.len() as u32);
                    self.with_paragraph(|p| p.format.section = section);
                }
                self.story.sections.push(Section::default());
                Tag::Section
            }
            // What was before a tracked change of form, instructions, placeholders.
            "pPrChange" | "rPrChange" | "sectPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange"
            | "tblGridChange" | "tblPrExChange" | "sdtPr" | "rt" | "delText" | "instrText" | "delInstrText" => {
                return Ok(None);
            }
            "tblBorders" | "tcBorders" if matches!(parent, Tag::TableProperties | Tag::CellProperties) => Tag::Borders,
            "numPr" if parent == Tag::ParagraphProperties => Tag::NumberProperties,
            _ => {
                return Ok(Some(match parent {
                    Tag::ParagraphProperties | Tag::NumberProperties => self.paragraph_property(name, element),
                    Tag::RunProperties => self.run_property(name, element),
                    Tag::TableProperties | Tag::RowProperties | Tag::CellProperties | Tag::Borders => {
                        self.table_property(parent, name, element)
                    }
                    Tag::Section => self.section_property(name, element),
                    _ => self.content(name, element, at)?,
                }));
            }
        }))
    }

    /// What stands in paragraphs and runs, and what wraps them.
    fn content(&mut self, name: &str, element: &BytesStart<'_>, at: Bytes) -> Result<Tag, PackageError> {
        let value = |name: &str| attribute(element, name);
        match name {
            "ins" | "moveTo" => {
                self.inserted += 1;
                return Ok(Tag::Inserted);
            }
            "del" | "moveFrom" => {
                self.deleted += 1;
                return Ok(Tag::Deleted);
            }
            "hyperlink" => {
                self.linked += 1;
                return Ok(Tag::Link);
            }
            "fldSimple" => {
                self.fields.push(true);
                return Ok(Tag::SimpleField);
            }
            "fldChar" => match value("fldCharType").as_deref() {
                Some("begin") => self.fields.push(false),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        *field = true;
                    }
                }
                _ => {
                    self.fields.pop();
                }
            },
            "tab" | "ptab" => self.piece("\t", at, PieceKind::Virtual)?,
            "br" | "cr" => self.piece("\n", at, PieceKind::Virtual)?,
            "noBreakHyphen" => self.piece("-", at, PieceKind::Virtual)?,
            "sym" => self.piece(
                text::symbol(&value("font").unwrap_or_default(), &value("char").unwrap_or_default()),
                at,
                PieceKind::Virtual,
            )?,
            "drawing" | "pict" | "object" => {
                if let Some(open) = &mut self.level().run {
                    open.run.whole = true;
                }
            }
            "lastRenderedPageBreak" => self.with_paragraph(|p| p.pages.push(p.text.len() as u32)),
            "footnoteReference" => self.mark(MarkKind::Footnote, element, at),
            "endnoteReference" => self.mark(MarkKind::Endnote, element, at),
            "commentReference" => self.mark(MarkKind::Comment, element, at),
            "commentRangeStart" => self.mark(MarkKind::CommentStart, element, at),
            "commentRangeEnd" => self.mark(MarkKind::CommentEnd, element, at),
            _ => {}
        }
        Ok(Tag::Other)
    }

    fn note_id(&mut self, name: &str, element: &BytesStart<'_>) {
        let comment = name.starts_with("comment");
        let other = name.ends_with("Change")
            || matches!(name, "ins" | "del" | "bookmarkStart" | "permStart" | "cellIns" | "cellDel" | "cellMerge")
            || name.starts_with("move")
            || name.starts_with("customXml");
        if !comment && !other {
            return;
        }
        let Some(id) = attribute(element, "id").and_then(|id| id.trim().parse::<i64>().ok()) else { return };
        let largest = if comment { &mut self.story.max_comment_id } else { &mut self.story.max_id };
        *largest = id.max(*largest);
    }

    fn end(&mut self, at: Bytes) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        let whole = Bytes { start: frame.start_tag.start, end: at.end };
        match frame.tag {
            Tag::Root => self.story.root_end = at.start,
            Tag::Paragraph => self.end_paragraph(whole, at),
            Tag::ParagraphProperties => self.with_paragraph(|p| p.properties = Some(whole)),
            Tag::Run => {
                if let Some(OpenRun { run, id: Some(id) }) = self.level().run.take()
                    && let Some(slot) = self.story.runs.get_mut(id as usize)
                {
                    *slot = Run { xml: whole, end_tag: at, ..run };
                }
            }
            Tag::RunProperties if self.parent(0) == Tag::Run => {
                if let Some(open) = &mut self.level().run {
                    open.run.properties = Some(whole);
                }
            }
            Tag::Text => self.end_text(at),
            Tag::Table => {
                if let Some(table) = self.table() {
                    table.xml = whole;
                }
                self.level().table = None;
            }
            Tag::Row => {
                if let Some(row) = self.row() {
                    row.xml = whole;
                }
                self.level().row = false;
            }
            Tag::Cell => {
                let content = self.leave();
                self.cells = self.cells.saturating_sub(1);
                if let Some(cell) = self.row().and_then(|row| row.cells.last_mut()) {
                    (cell.xml, cell.content) = (whole, content);
                }
            }
            Tag::TextBox => {
                let content = self.leave();
                self.boxes = self.boxes.saturating_sub(1);
                let level = self.level();
                let holder = if level.paragraph.is_some() { &mut level.boxed } else { &mut level.content };
                holder.extend(content);
            }
            Tag::Note => {
                let content = self.leave();
                if let Some(note) = self.story.notes.last_mut() {
                    (note.xml, note.content) = (whole, content);
                }
            }
            Tag::Section => {
                if let Some(section) = self.story.sections.last_mut() {
                    section.xml = whole;
                }
            }
            Tag::Inserted => self.inserted = self.inserted.saturating_sub(1),
            Tag::Deleted => self.deleted = self.deleted.saturating_sub(1),
            Tag::Link => self.linked = self.linked.saturating_sub(1),
            Tag::SimpleField => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// Ends a cell, text box or note.
    fn leave(&mut self) -> Vec<Node> {
        self.levels.pop().map(|level| level.content).unwrap_or_default()
    }

    fn table(&mut self) -> Option<&mut Table> {
        let id = self.level().table?;
        self.story.tables.get_mut(id)
    }

    fn row(&mut self) -> Option<&mut Row> {
        self.table()?.rows.last_mut()
    }

    fn begin_paragraph(&mut self, at: Bytes) -> Result<(), PackageError> {
        self.count()?;
        let id = self.story.paragraphs.len();
        let (boxes, cells) = (self.boxes, self.cells);
        self.story.paragraphs.push(Paragraph { start_tag: at, boxes, cells, ..Paragraph::default() });
        let level = self.level();
        level.paragraph = Some(id);
        level.content.push(Node::Paragraph(id as u32));
        Ok(())
    }

    fn end_paragraph(&mut self, whole: Bytes, at: Bytes) {
        self.with_paragraph(|p| (p.xml, p.end_tag) = (whole, at));
        // A field whose result never began would hide all that follows.
        while self.fields.last() == Some(&false) {
            self.fields.pop();
        }
        let level = self.level();
        level.paragraph = None;
        let boxed = std::mem::take(&mut level.boxed);
        level.content.extend(boxed);
    }

    fn with_paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(id) = self.level().paragraph
            && let Some(paragraph) = self.story.paragraphs.get_mut(id)
        {
            change(paragraph);
        }
    }

    fn begin_run(&mut self, at: Bytes) {
        let (inserted, linked, field) = (self.inserted > 0, self.linked > 0, !self.fields.is_empty());
        let level = self.level();
        let run = Run {
            paragraph: level.paragraph.unwrap_or_default() as u32,
            xml: at,
            start_tag: at,
            end_tag: Bytes::default(),
            properties: None,
            format: RunFormat::default(),
            inserted,
            linked,
            field,
            whole: false,
        };
        level.run = Some(OpenRun { run, id: None });
    }
}
