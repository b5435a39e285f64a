//! Where in a Word file's body a finding is shown.

use crate::document::{Span, TextPart, Word, WordPlace};
use crate::lint::finding::Edit;
use crate::ooxml::Parts;
use crate::ooxml::parts::Part;
use crate::ooxml::splice::Target;
use crate::ooxml::story::{MarkKind, Node};
use std::collections::HashMap;

/// Paragraphs looked at on either side of one that cannot bear a comment.
const NEAR: usize = 200;

/// The way from the plain text to places that can bear a comment.
pub struct Places<'p> {
    parts: &'p Parts,
    word: &'p Word,
    /// The innermost table each paragraph of the body stands in.
    tables: HashMap<u32, usize>,
    /// Notes: the run that calls each.
    calls: HashMap<(TextPart, i64), (usize, usize)>,
}

impl<'p> Places<'p> {
    /// The places of a file.
    pub fn new(parts: &'p Parts, word: &'p Word) -> Places<'p> {
        let story = &parts.body.story;
        let (mut tables, mut calls) = (HashMap::new(), HashMap::new());
        for (id, table) in story.tables.iter().enumerate() {
            for node in table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.content) {
                if let Node::Paragraph(paragraph) = node {
                    tables.insert(*paragraph, id);
                }
            }
        }
        for (paragraph, mark) in
            story.paragraphs.iter().enumerate().flat_map(|(i, p)| p.marks.iter().map(move |m| (i, m)))
        {
            let part = match mark.kind {
                MarkKind::Footnote => TextPart::Footnotes,
                MarkKind::Endnote => TextPart::Endnotes,
                _ => continue,
            };
            if let Some(run) = mark.run {
                calls.entry((part, mark.id)).or_insert((paragraph, run as usize));
            }
        }
        Places { parts, word, tables, calls }
    }

    /// The way from the plain text to the file.
    pub fn word(&self) -> &'p Word {
        self.word
    }

    /// What a comment on a span of the plain text may be put around, the best first.
    pub fn targets(&self, start: u32, end: u32) -> impl Iterator<Item = Target> {
        let places = self.word.places(Span { start, end });
        let first = places.first();
        let paragraph = first.and_then(|place| self.in_body(place)).unwrap_or(0);
        let best = first.and_then(|first| self.best(first, &places));
        let story = &self.parts.body.story;
        let text = move |p: usize| Target::Words {
            from: (p, 0),
            to: (p, story.paragraphs.get(p).map_or(0, |p| p.text.len())),
        };
        let near = (1..NEAR).flat_map(move |step| [paragraph.checked_sub(step), paragraph.checked_add(step)]);
        let near = std::iter::once(paragraph).chain(near.flatten());
        let near = near.filter(move |&p| story.paragraphs.get(p).is_some_and(|p| p.boxes == 0));
        best.into_iter().chain(near.flat_map(move |p| [text(p), Target::Paragraph(p)]))
    }

    /// The words themselves, or what stands for them in the body.
    fn best(&self, first: &WordPlace, places: &[WordPlace]) -> Option<Target> {
        if first.part != TextPart::Body {
            let (paragraph, run) = self.call(first)?;
            return (self.boxes(paragraph) == 0).then_some(Target::Run(run));
        }
        if self.boxes(first.paragraph) > 0 || first.text.is_empty() {
            return None;
        }
        let from = (first.paragraph, first.text.start);
        let last = places.last().filter(|last| self.reaches(first, last)).unwrap_or(first);
        Some(Target::Words { from, to: (last.paragraph, last.text.end) })
    }

    /// Whether a comment may begin in one place and end in another: in running text, or in one table.
    fn reaches(&self, first: &WordPlace, last: &WordPlace) -> bool {
        let table = |place: &WordPlace| self.tables.get(&(place.paragraph as u32));
        last.part == TextPart::Body
            && first.paragraph < last.paragraph
            && !last.text.is_empty()
            && self.boxes(last.paragraph) == 0
            && table(first) == table(last)
    }

    fn boxes(&self, paragraph: usize) -> u16 {
        self.parts.body.story.paragraphs.get(paragraph).map_or(0, |p| p.boxes)
    }

    /// The paragraph of the body that a place stands in, that holds its text box, or that calls its note.
    fn in_body(&self, place: &WordPlace) -> Option<usize> {
        let paragraph = match place.part {
            TextPart::Body => place.paragraph,
            _ => self.call(place)?.0,
        };
        // Paragraphs come in the order of their start tags: who holds a box comes before what stands in it.
        (0..=paragraph).rev().find(|&p| self.boxes(p) == 0)
    }

    /// The paragraph and the run that call a note.
    fn call(&self, place: &WordPlace) -> Option<(usize, usize)> {
        let part = self.part(place.part)?;
        let at = part.story.paragraphs.get(place.paragraph)?.xml.start;
        let note = part.story.notes.iter().find(|note| note.xml.start <= at && at < note.xml.end)?;
        self.calls.get(&(place.part, note.id)).copied()
    }

    fn part(&self, part: TextPart) -> Option<&'p Part> {
        match part {
            TextPart::Body => Some(&self.parts.body),
            TextPart::Footnotes => self.parts.footnotes.as_ref(),
            TextPart::Endnotes => self.parts.endnotes.as_ref(),
        }
    }

    /// The words of one paragraph that an edit of the plain text replaces, if it replaces nothing else.
    pub fn edit(&self, edit: &Edit) -> Option<WordPlace> {
        let one = |start: u32, end: u32| {
            let mut places = self.word.places(Span { start, end });
            places.pop().filter(|place| places.is_empty() && place.text.len() == (end - start) as usize)
        };
        if edit.start < edit.end {
            return one(edit.start, edit.end);
        }
        // An insertion belongs to the letter before it, at the beginning of a paragraph to the one after.
        let before = edit.start.checked_sub(1).and_then(|before| one(before, edit.start));
        let (place, at) = match before {
            Some(place) => (place.clone(), place.text.end),
            None => one(edit.start, edit.start + 1).map(|place| (place.clone(), place.text.start))?,
        };
        Some(WordPlace { text: at..at, ..place })
    }
}
