//! Word files: first their plain text and a plan of blocks over it, then the same [`Builder`] that
//! reads Markdown carries the plan out. So both come to the same document.

mod layout;
mod looks;
mod paragraph;
mod table;

use super::builder::{Builder, Place};
use super::error::ReadError;
use super::front_matter;
use super::word::{Stretch, TextPart, Word};
use super::{Document, Span};
use crate::ooxml::compose::FORM_PROPERTY;
use crate::ooxml::numbering::Counter;
use crate::ooxml::parts::{Part, Parts};
use crate::ooxml::story::{MarkKind, Node, Story};
use crate::ooxml::{Package, PackageError};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// The most text of one file: some two thousand pages.
const MAX_TEXT: usize = 6 << 20;

/// Reads a Word file.
pub(super) fn read(bytes: Arc<[u8]>) -> Result<Document, ReadError> {
    let parts = Parts::read(Package::open(bytes)?)?;
    let meta = front_matter::of_properties(&parts.custom_properties()?)?;
    let (source, plan, word) = Plan::of(&parts);
    // A package is unpacked and read by now: its memory is wanted for the text.
    drop(parts);
    if source.len() > MAX_TEXT {
        let reason = format!("tệp Word quá dài ({} MB chữ): vankien đọc đến {} MB", source.len() >> 20, MAX_TEXT >> 20);
        return Err(ReadError::Word { reason });
    }
    let mut document = carry_out(source, plan);
    document.meta = meta;
    document.word = Some(Box::new(word));
    Ok(document)
}

/// The plain text of a Word file, as it is the source of its [`Document`].
pub fn text(bytes: Arc<[u8]>) -> Result<String, ReadError> {
    let parts = Parts::read(Package::open(bytes)?)?;
    Ok(Plan::of(&parts).0)
}

/// The way from the plain text of some parts back to them.
pub fn map(parts: &Parts) -> Word {
    Plan::of(parts).2
}

impl From<PackageError> for ReadError {
    fn from(error: PackageError) -> ReadError {
        ReadError::Word { reason: error.to_string() }
    }
}

/// A step of the building of a document; ranges are of the source.
#[derive(Debug)]
enum Step {
    Begin(Place, Span),
    End,
    /// Words as they stand.
    Words(Range<usize>),
    /// A tab, or what parts two paragraphs of a cell: a blank in the text.
    Blank(Range<usize>),
    Break(Range<usize>),
    BeginEmphasis(bool),
    EndEmphasis(bool),
    Anchor(String),
    BeginNote(String),
    EndNote,
    Table,
    /// Whether it is a header row; where it stands.
    Row(bool, Span),
    Cell(Span),
    Comment(String, Span),
}

/// Carries a plan out.
fn carry_out(source: String, plan: Vec<Step>) -> Document {
    let mut builder = Builder::new(source);
    for step in plan {
        match step {
            Step::Begin(place, span) => builder.begin(place, span),
            Step::End => builder.end(),
            Step::Words(range) => {
                let text = builder.document.source.get(range.clone()).unwrap_or("").to_string();
                builder.push(&text, range);
            }
            Step::Blank(range) => builder.push(" ", range),
            Step::Break(range) => builder.line_break(range, true),
            Step::BeginEmphasis(bold) => builder.begin_emphasis(bold),
            Step::EndEmphasis(bold) => builder.end_emphasis(bold),
            Step::Anchor(label) => builder.anchor(&label),
            Step::BeginNote(label) => builder.begin_note(&label),
            Step::EndNote => builder.end_note(),
            Step::Table => {
                builder.begin_table();
            }
            Step::Row(header, span) => builder.begin_row(header, span),
            Step::Cell(span) => builder.begin_cell(false, span),
            Step::Comment(text, span) => builder.comment(&text, span),
        }
    }
    builder.finish()
}

/// What is being read: where a paragraph stands decides what it can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Body,
    Cell,
    Note,
}

/// The plain text of a file, and the plan of blocks over it, under way.
struct Plan<'p> {
    parts: &'p Parts,
    counter: Counter<'p>,
    source: String,
    steps: Vec<Step>,
    word: Word,
    /// Notes in the order they are called: part, id, and the place of the call.
    called: Vec<(TextPart, i64, u32)>,
    labels: HashMap<(TextPart, i64), usize>,
    /// Comments that speak to vankien, by id.
    orders: HashMap<i64, String>,
    /// Empty cells that stand for merged ones, so far.
    padding: usize,
    /// Fingerprints of the lines `convert` wrote of its own.
    form: HashSet<String>,
}

impl<'p> Plan<'p> {
    fn of(parts: &'p Parts) -> (String, Vec<Step>, Word) {
        let story = &parts.body.story;
        let word = Word {
            numbers: numbers(story),
            sections: story.sections.clone(),
            looks: looks::of(parts),
            ..Word::default()
        };
        let mut plan = Plan {
            parts,
            counter: parts.numbering.counter(),
            source: String::new(),
            steps: Vec::new(),
            word,
            called: Vec::new(),
            labels: HashMap::new(),
            orders: orders(parts),
            padding: 0,
            form: parts.custom_properties().map(|own| form_lines(&own)).unwrap_or_default(),
        };
        plan.body(&story.content);
        plan.notes();
        plan.word.pages.sort_unstable();
        (plan.source, plan.steps, plan.word)
    }

    fn story(&self, part: TextPart) -> Option<&'p Story> {
        let parts = self.parts;
        let part = match part {
            TextPart::Body => Some(&parts.body),
            TextPart::Footnotes => parts.footnotes.as_ref(),
            TextPart::Endnotes => parts.endnotes.as_ref(),
        };
        part.map(|part| &part.story)
    }

    /// What stands in the body, in order.
    fn body(&mut self, content: &'p [Node]) {
        let parts = self.parts;
        let story = &parts.body.story;
        let layout = layout::find(story, content, &parts.styles);
        self.nodes(content, &layout);
    }

    fn nodes(&mut self, content: &'p [Node], layout: &HashSet<u32>) {
        let story = &self.parts.body.story;
        let mut paragraphs = Vec::new();
        for node in content {
            match *node {
                Node::Paragraph(id) => self.gather(TextPart::Body, id, Within::Body, &mut paragraphs),
                Node::Table(id) => {
                    self.flush(TextPart::Body, Within::Body, &mut paragraphs);
                    let Some(table) = story.tables.get(id as usize) else { continue };
                    if layout.contains(&id) {
                        let cells = table.rows.iter().filter(|row| !row.deleted).flat_map(|row| &row.cells);
                        cells.for_each(|cell| self.nodes(&cell.content, layout));
                    } else {
                        self.table(table, layout);
                    }
                }
            }
        }
        self.flush(TextPart::Body, Within::Body, &mut paragraphs);
    }

    /// Takes a paragraph; one whose mark is deleted waits for the next, which it joins.
    fn gather(&mut self, part: TextPart, id: u32, within: Within, waiting: &mut Vec<usize>) {
        let Some(paragraph) = self.story(part).and_then(|story| story.paragraphs.get(id as usize)) else { return };
        waiting.push(id as usize);
        if !paragraph.format.mark_deleted {
            self.flush(part, within, waiting);
        }
    }

    fn flush(&mut self, part: TextPart, within: Within, waiting: &mut Vec<usize>) {
        if !waiting.is_empty() {
            self.paragraph(part, waiting, within);
            waiting.clear();
        }
    }

    /// The notes that were called, after the body.
    fn notes(&mut self) {
        let mut next = 0;
        // A note may call another.
        while let Some(&(part, id, call)) = self.called.get(next) {
            next += 1;
            let parts = self.parts;
            let holder: Option<&'p Part> = match part {
                TextPart::Endnotes => parts.endnotes.as_ref(),
                _ => parts.footnotes.as_ref(),
            };
            let Some(note) = holder.and_then(|part| part.note(id)) else { continue };
            if next == 1 {
                self.source.push('\n');
            }
            let start = self.source.len();
            self.steps.push(Step::BeginNote(next.to_string()));
            self.source.push_str(&format!("[{next}] "));
            let mut waiting = Vec::new();
            for id in paragraphs_in(&note.content, holder.map(|part| &part.story)) {
                self.gather(part, id, Within::Note, &mut waiting);
            }
            self.flush(part, Within::Note, &mut waiting);
            if !self.source.ends_with('\n') {
                self.source.push('\n');
            }
            self.steps.push(Step::EndNote);
            self.word.calls.push((Span::new(start, self.source.len()), call));
        }
    }

    /// Records that the source from `at` on is some of a paragraph's text.
    fn stretch(&mut self, at: usize, part: TextPart, paragraph: usize, text: Range<usize>) {
        if !text.is_empty() {
            let stretch = Stretch {
                source: at as u32,
                length: text.len() as u32,
                part,
                paragraph: paragraph as u32,
                at: text.start as u32,
            };
            self.word.stretches.push(stretch);
        }
    }

    /// The number a note is called by, from 1.
    fn label(&mut self, part: TextPart, id: i64, at: usize) -> Option<usize> {
        let parts = self.parts;
        let holder = if part == TextPart::Endnotes { &parts.endnotes } else { &parts.footnotes };
        holder.as_ref()?.note(id)?;
        let next = self.called.len() + 1;
        let label = *self.labels.entry((part, id)).or_insert(next);
        if label == next {
            self.called.push((part, id, at as u32));
        }
        Some(label)
    }
}

/// All paragraphs of some content, those of tables in it too.
fn paragraphs_in(content: &[Node], story: Option<&Story>) -> Vec<u32> {
    let mut found = Vec::new();
    for node in content {
        match *node {
            Node::Paragraph(id) => found.push(id),
            Node::Table(id) => {
                let table = story.and_then(|story| story.tables.get(id as usize));
                for cell in table.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
                    found.extend(paragraphs_in(&cell.content, story));
                }
            }
        }
    }
    found
}

/// The number of the body paragraph that each paragraph is or comes after.
fn numbers(story: &Story) -> Vec<u32> {
    let mut number = 0;
    let count = |p: &crate::ooxml::story::Paragraph| {
        number += u32::from(p.cells == 0 && p.boxes == 0);
        number.max(1)
    };
    story.paragraphs.iter().map(count).collect()
}

/// The lines of the form that `convert` wrote, as the file's properties name them.
fn form_lines(properties: &[(String, String)]) -> HashSet<String> {
    let lines = properties.iter().find(|(name, _)| name == FORM_PROPERTY).map_or("", |(_, lines)| lines);
    lines.split_whitespace().map(str::to_string).collect()
}

/// What comments say to vankien (`vankien: ignore RULE: why`), and the hints of a skeleton.
fn orders(parts: &Parts) -> HashMap<i64, String> {
    let Some(comments) = &parts.comments else { return HashMap::new() };
    let story = &comments.story;
    let text = |content: &[Node]| {
        let paragraphs = paragraphs_in(content, Some(story)).into_iter();
        let texts: Vec<&str> =
            paragraphs.filter_map(|id| story.paragraphs.get(id as usize)).map(|p| p.text.trim()).collect();
        texts.join(" ")
    };
    let said = story.notes.iter().map(|note| (note.id, text(&note.content)));
    said.filter(|(_, text)| text.starts_with("vankien:") || super::is_hint(text)).collect()
}

/// Whether a mark is where a comment that speaks to vankien takes hold.
fn takes_hold(kind: MarkKind) -> bool {
    matches!(kind, MarkKind::CommentStart | MarkKind::Comment)
}
