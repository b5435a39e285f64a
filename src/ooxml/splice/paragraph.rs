//! Tracked changes of whole paragraphs: one that goes, one that comes.
//!
//! Word keeps the end of a paragraph as a mark of its own. A paragraph goes when its words and its mark are deleted,
//! and comes when both are inserted; a mark that is taken back lets what is left run into the next paragraph:
//!
//! ```text
//! <w:p><w:pPr>…<w:rPr><w:del …/></w:rPr></w:pPr><w:del …>…</w:del></w:p>
//! <w:p><w:pPr>…<w:rPr><w:ins …/></w:rPr></w:pPr><w:ins …>…</w:ins></w:p>
//! ```

use super::change::Stamp;
use super::spot::{Inside, Spot};
use super::{Rank, Splicer, names};
use crate::ooxml::story::{self, MarkKind};
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use std::collections::BTreeMap;
use std::ops::Range;

/// Where a new paragraph is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Before all that stands in the body.
    First,
    /// After a paragraph; of one in a table, after the outermost table it stands in.
    After(usize),
    /// Right after a paragraph, in the cell it stands in.
    Inside(usize),
}

/// What a new paragraph looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The paragraph it looks like.
    pub like: Option<usize>,
    /// Whether it has no number, though that one has.
    pub plain: bool,
    /// Whether its mark is inserted too; otherwise it has that of the paragraph before it, whose mark is inserted.
    pub marked: bool,
}

/// Properties of runs that tell of tracked changes of the mark they belong to.
const TRACKED: [&str; 5] = ["ins", "del", "moveFrom", "moveTo", "rPrChange"];

impl Splicer<'_> {
    /// Whether [`Splicer::delete_paragraph`] could be done.
    pub fn can_delete_paragraph(&mut self, paragraph: usize) -> bool {
        let Some(length) = self.story.paragraphs.get(paragraph).map(|p| p.text.len()) else { return false };
        length > 0 && self.can_replace(paragraph, &(0..length), "")
    }

    /// Deletes all words of a paragraph with its mark, and what calls notes in it. The mark stays where a section of
    /// pages ends with it. Gives whether it could be done.
    pub fn delete_paragraph(&mut self, paragraph: usize, stamp: &mut Stamp) -> bool {
        if !self.can_delete_paragraph(paragraph) {
            return false;
        }
        let Some(gone) = self.story.paragraphs.get(paragraph) else { return false };
        if !self.replace(paragraph, 0..gone.text.len(), "", stamp) {
            return false;
        }
        for mark in &gone.marks {
            if matches!(mark.kind, MarkKind::Footnote | MarkKind::Endnote) {
                self.delete_call(mark, stamp);
            }
        }
        let tracked = gone.format.mark_deleted || gone.format.section.is_some();
        if !tracked && !gone.end_tag.is_empty() {
            let mark = self.mark("del", stamp);
            self.put_mark(gone, &mark);
        }
        true
    }

    /// Says that a paragraph's mark was inserted, for words of it that now stand after it. Not where a section of
    /// pages ends, nor in a table.
    pub fn insert_mark(&mut self, paragraph: usize, stamp: &mut Stamp) -> bool {
        let Some(marked) = self.story.paragraphs.get(paragraph) else { return false };
        let format = &marked.format;
        let apart = marked.cells > 0 || marked.boxes > 0 || marked.end_tag.is_empty();
        if apart || format.section.is_some() || format.mark_deleted || format.mark_inserted {
            return false;
        }
        let mark = self.mark("ins", stamp);
        self.put_mark(marked, &mark);
        true
    }

    /// Whether two paragraphs stand in one table: between them is no place outside it.
    pub fn share_table(&self, a: usize, b: usize) -> bool {
        let table = |id: usize| {
            let paragraph = self.story.paragraphs.get(id).filter(|p| p.cells > 0 && p.boxes == 0)?;
            self.table_around(paragraph.xml.start).map(|table| table.xml.start)
        };
        table(a).is_some_and(|first| table(b) == Some(first))
    }

    /// The outermost table around a byte.
    fn table_around(&self, byte: u32) -> Option<&story::Table> {
        self.story.tables.iter().find(|table| table.xml.start <= byte && byte < table.xml.end)
    }

    /// Puts a new paragraph of these words. Gives whether it could be done.
    pub fn insert_paragraph(&mut self, gap: Gap, form: Form, words: &str, stamp: &mut Stamp) -> bool {
        let Form { like, plain, marked } = form;
        let Some(byte) = self.gap(gap) else { return false };
        let (name, space) = names(self.story);
        let words: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let model = like.and_then(|like| self.story.paragraphs.get(like));
        let mut properties = String::new();
        let mark = if marked { self.mark("ins", stamp) } else { String::new() };
        for child in model.and_then(|model| model.properties).map(|p| self.children(p.range())).unwrap_or_default() {
            let left = matches!(child.name.as_str(), "rPr" | "sectPr" | "pPrChange");
            if !left && (child.name != "numPr" || !plain) {
                properties.push_str(&self.xml[child.whole]);
            }
        }
        let looks = self.mark_looks(model);
        let run = like.and_then(|like| self.main_run(like));
        let inserted = match run {
            Some(run) => self.insertion(run, &words, stamp),
            None => {
                let (open, close) = self.change("ins", stamp);
                let text = super::xml::escape(&words);
                format!("{open}<{name}r><{name}t xml:space=\"preserve\">{text}</{name}t></{name}r>{close}")
            }
        };
        let properties = format!("<{name}pPr>{properties}<{name}rPr>{mark}{looks}</{name}rPr></{name}pPr>");
        self.put(&Spot::Between(byte), Rank::Changed, &format!("<{name}p{space}>{properties}{inserted}</{name}p>"));
        true
    }

    /// The byte of a gap.
    fn gap(&self, gap: Gap) -> Option<usize> {
        let story = self.story;
        match gap {
            Gap::First => Some(match *story.content.first()? {
                story::Node::Paragraph(id) => story.paragraphs.get(id as usize)?.xml.start as usize,
                story::Node::Table(id) => story.tables.get(id as usize)?.xml.start as usize,
            }),
            Gap::After(id) => {
                let after = story.paragraphs.get(id)?;
                if after.cells == 0 && after.boxes == 0 {
                    return Some(after.xml.end as usize);
                }
                let end = match self.table_around(after.xml.start) {
                    Some(table) => table.xml.end,
                    // Paragraphs come in the order of their start tags: who holds a box comes before what is in it.
                    None => story.paragraphs[..id].iter().rev().find(|p| p.boxes == 0)?.xml.end,
                };
                Some(end as usize)
            }
            Gap::Inside(id) => Some(story.paragraphs.get(id)?.xml.end as usize),
        }
    }

    /// The tag that says that a paragraph's mark was deleted or inserted.
    fn mark(&self, kind: &str, stamp: &mut Stamp) -> String {
        let (open, _) = self.change(kind, stamp);
        open.strip_suffix('>').map_or(String::new(), |open| format!("{open}/>"))
    }

    /// Puts a tag among the properties of a paragraph's mark.
    fn put_mark(&mut self, paragraph: &story::Paragraph, tag: &str) {
        let (name, space) = names(self.story);
        let looks = format!("<{name}rPr{space}>{tag}</{name}rPr>");
        let Some(properties) = paragraph.properties.map(super::super::Bytes::range) else {
            let all = format!("<{name}pPr{space}>{looks}</{name}pPr>");
            return self.put(&Spot::Between(paragraph.start_tag.end as usize), Rank::Properties, &all);
        };
        let children = self.children(properties.clone());
        if let Some(found) = children.iter().find(|child| child.name == "rPr") {
            // What tells of an older insertion comes first.
            let older = self.children(found.whole.clone());
            let older = older.iter().take_while(|child| child.name == "ins").last().map(|child| child.whole.end);
            return match older.or(found.inner) {
                Some(byte) => self.put(&Spot::Between(byte), Rank::Properties, tag),
                None => self.replaced.push((found.whole.clone(), looks)),
            };
        }
        let behind = children.iter().find(|child| matches!(child.name.as_str(), "sectPr" | "pPrChange"));
        let end = self.xml.get(properties.clone()).and_then(|xml| xml.rfind("</")).map(|at| properties.start + at);
        match behind.map(|child| child.whole.start).or(end) {
            Some(byte) => self.put(&Spot::Between(byte), Rank::Properties, &looks),
            None => self.replaced.push((properties, format!("<{name}pPr{space}>{looks}</{name}pPr>"))),
        }
    }

    /// What a paragraph's mark looks like, tracked changes aside.
    fn mark_looks(&self, paragraph: Option<&story::Paragraph>) -> String {
        let properties = paragraph.and_then(|p| p.properties).map(|p| self.children(p.range())).unwrap_or_default();
        let looks = properties.into_iter().find(|child| child.name == "rPr");
        let looks = looks.map(|looks| self.children(looks.whole)).unwrap_or_default();
        let kept = looks.into_iter().filter(|child| !TRACKED.contains(&child.name.as_str()));
        kept.map(|child| &self.xml[child.whole]).collect()
    }

    /// The run with most of a paragraph's letters, of those whose looks are its own.
    fn main_run(&self, paragraph: usize) -> Option<usize> {
        let mut letters: BTreeMap<u32, u32> = BTreeMap::new();
        for piece in &self.story.paragraphs.get(paragraph)?.pieces {
            let run = self.story.runs.get(piece.run as usize)?;
            if !run.linked && !run.field && !run.whole {
                *letters.entry(piece.run).or_default() += piece.text.end - piece.text.start;
            }
        }
        // Of equals the first.
        let most = letters.into_iter().max_by_key(|&(run, letters)| (letters, std::cmp::Reverse(run)))?;
        Some(most.0 as usize)
    }

    /// Deletes what calls a note.
    fn delete_call(&mut self, mark: &story::Mark, stamp: &mut Stamp) {
        let story = self.story;
        let Some((id, run)) = mark.run.and_then(|id| Some((id, story.runs.get(id as usize)?))) else { return };
        let content = run.properties.unwrap_or(run.start_tag).end..run.end_tag.start;
        let (start, end) = match content == (mark.xml.start..mark.xml.end) {
            true => (Spot::Between(run.xml.start as usize), Spot::Between(run.xml.end as usize)),
            false if self.is_divisible(id, run) => {
                let inside = Inside { run: id, element: None };
                (Spot::Inside(mark.xml.start as usize, inside), Spot::Inside(mark.xml.end as usize, inside))
            }
            false => return,
        };
        let (open, close) = self.change("del", stamp);
        self.put(&start, Rank::Changing, &open);
        self.put(&end, Rank::Changed, &close);
    }

    /// The elements that stand right in an element.
    fn children(&self, element: Range<usize>) -> Vec<Child> {
        let Some(xml) = self.xml.get(element.clone()) else { return Vec::new() };
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let (mut depth, mut children): (usize, Vec<Child>) = (0, Vec::new());
        loop {
            let at = element.start + reader.buffer_position() as usize;
            let event = reader.read_event();
            let end = element.start + reader.buffer_position() as usize;
            let child = |tag: &quick_xml::events::BytesStart<'_>, inner| Child {
                name: tag.local_name().into_inner().to_string(),
                whole: at..end,
                inner,
            };
            match event {
                Ok(Event::Start(tag)) => {
                    depth += 1;
                    if depth == 2 {
                        children.push(child(&tag, Some(end)));
                    }
                }
                Ok(Event::Empty(tag)) if depth == 1 => children.push(child(&tag, None)),
                Ok(Event::End(_)) => {
                    if let Some(last) = children.last_mut().filter(|_| depth == 2) {
                        last.whole.end = end;
                    }
                    depth = depth.saturating_sub(1);
                }
                Ok(Event::Eof) | Err(_) => return children,
                Ok(_) => {}
            }
        }
    }
}

/// An element that stands right in another.
struct Child {
    /// Its local name.
    name: String,
    /// Its bytes.
    whole: Range<usize>,
    /// Where its content begins; none of an element without.
    inner: Option<usize>,
}
