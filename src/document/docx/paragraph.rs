//! One paragraph of a Word file: what it is, its number, its words with their emphasis.

use super::super::builder::Place;
use super::super::word::{TextPart, Word};
use super::super::{BlockKind, Span};
use super::{Plan, Step, Within, takes_hold};
use crate::ooxml::compose::fingerprint;
use crate::ooxml::numbering::Label;
use crate::ooxml::story::{MarkKind, Paragraph, Story};
use crate::ooxml::styles::{Role, Style};
use std::ops::Range;

/// A heading of more words than this is a paragraph somebody gave an outline level.
const LONGEST_HEADING: usize = 60;

/// What happens at a place of the source; at one place in this order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    End(bool),
    Anchor(String, usize),
    Begin(bool),
}

impl<'p> Plan<'p> {
    /// A paragraph, or several that tracked changes have made one; the last gives the form.
    pub(super) fn paragraph(&mut self, part: TextPart, ids: &[usize], within: Within) {
        let Some(story) = self.story(part) else { return };
        let Some(last) = ids.last().and_then(|&id| story.paragraphs.get(id)) else { return };
        let parts = self.parts;
        let style = parts.styles.paragraph(last.format.style.as_deref());
        let label = if within == Within::Body { self.number(last, style) } else { None };
        if style.role == Role::Contents && within == Within::Body {
            return;
        }
        let words = trimmed(story, ids);
        if words.is_empty() {
            return;
        }
        if style.role == Role::Form
            && let Some(line) = self.own_line(story, &words)
        {
            self.word.looks.form.push(line);
            return;
        }
        let start = self.source.len();
        let (kind, level, prefix, shown) = self.form(last, style, label, &words, story, within);
        let begin = self.steps.len();
        self.orders(story, ids, start);
        if within != Within::Cell {
            self.steps.push(Step::Begin(Place::paragraph(), Span::default()));
        }
        self.source.push_str(&prefix);
        if shown {
            self.steps.push(Step::Words(start..self.source.len()));
        }
        self.words(story, part, &words, style, within);
        let quoted = style.role == Role::Quote;
        let depth = if matches!(kind, BlockKind::Item { .. }) { self.depth(last, style) } else { 0 };
        if within != Within::Cell {
            let place = Place { kind, level, quoted, footnote: within == Within::Note, depth };
            let span = Span::new(start, self.source.len());
            let opened = self.steps[begin..].iter_mut().find(|step| matches!(step, Step::Begin(..)));
            if let Some(step) = opened {
                *step = Step::Begin(place, span);
            }
            self.steps.push(Step::End);
            self.source.push('\n');
        }
    }

    /// A line of the form that is still as `convert` wrote it, and nobody's text.
    fn own_line(&self, story: &Story, words: &[(usize, Range<usize>)]) -> Option<String> {
        let text = words.iter().filter_map(|(id, range)| story.paragraphs[*id].text.get(range.clone()));
        let text: String = text.collect();
        let print = fingerprint(&text);
        self.form.contains(&print).then_some(text)
    }

    /// What a paragraph is; what stands before its words in the source, and whether that is part of the text.
    fn form(
        &self,
        paragraph: &Paragraph,
        style: &Style,
        label: Option<Label>,
        words: &[(usize, Range<usize>)],
        story: &Story,
        within: Within,
    ) -> (BlockKind, Option<u8>, String, bool) {
        let heading = match paragraph.format.outline {
            Some(outline) => (outline < 9).then(|| outline + 1),
            None => style.heading(),
        };
        let texts = words.iter().filter_map(|(id, range)| story.paragraphs[*id].text.get(range.clone()));
        let long = texts.flat_map(str::split_whitespace).nth(LONGEST_HEADING).is_some();
        let heading = heading.filter(|_| within == Within::Body && !long);
        let (prefix, plain) = match label {
            None => (String::new(), None),
            Some(Label::Bullet) => ("- ".to_string(), Some(None)),
            Some(Label::Number { text, plain, glued }) => {
                let gap = if glued { "" } else { " " };
                (format!("{text}{gap}"), plain.map(Some))
            }
        };
        match (heading, plain) {
            (Some(_), Some(None)) => (BlockKind::Heading, heading.map(|l| l.min(6)), String::new(), false),
            (Some(level), _) => (BlockKind::Heading, Some(level.min(6)), prefix.clone(), !prefix.is_empty()),
            (None, Some(ordinal)) => (BlockKind::Item { ordinal }, None, prefix, false),
            (None, None) => (BlockKind::Paragraph, None, prefix.clone(), !prefix.is_empty()),
        }
    }

    /// The paragraph's numbering: instance and level.
    fn numbered(&self, paragraph: &Paragraph, style: &Style) -> Option<(i64, u8)> {
        let own = paragraph.format.numbering;
        let id = own.or(style.numbering).filter(|id| *id != 0)?;
        let of_style = || {
            let named = paragraph.format.style.as_deref()?;
            self.parts.numbering.level_of_style(id, named)
        };
        let level = paragraph.format.level.or_else(|| own.is_none().then(of_style).flatten()).or(style.level);
        Some((id, level.unwrap_or(0)))
    }

    fn number(&mut self, paragraph: &Paragraph, style: &Style) -> Option<Label> {
        let (id, level) = self.numbered(paragraph, style)?;
        self.counter.next(id, level)
    }

    fn depth(&self, paragraph: &Paragraph, style: &Style) -> u8 {
        self.numbered(paragraph, style).map_or(1, |(_, level)| level.saturating_add(1))
    }

    /// Comments to vankien that take hold in these paragraphs.
    fn orders(&mut self, story: &Story, ids: &[usize], at: usize) {
        for mark in ids.iter().filter_map(|&id| story.paragraphs.get(id)).flat_map(|p| &p.marks) {
            if takes_hold(mark.kind)
                && let Some(text) = self.orders.remove(&mark.id)
            {
                self.steps.push(Step::Comment(text, Span::new(at, at)));
            }
        }
    }

    /// The words of some paragraphs, with emphasis, breaks and calls of notes.
    pub(super) fn words(
        &mut self,
        story: &'p Story,
        part: TextPart,
        words: &[(usize, Range<usize>)],
        style: &Style,
        within: Within,
    ) {
        let (start, first) = (self.source.len(), self.word.stretches.len());
        let mut events: Vec<(usize, Event)> = Vec::new();
        let mut spans = Emphasis::default();
        for (id, range) in words {
            let Some(paragraph) = story.paragraphs.get(*id) else { continue };
            let mut at = range.start;
            let calls = paragraph.marks.iter().filter(|m| matches!(m.kind, MarkKind::Footnote | MarkKind::Endnote));
            for mark in calls {
                let place = (mark.at as usize).clamp(at, range.end);
                self.copy(story, part, *id, at..place, within);
                at = place;
                let notes = if mark.kind == MarkKind::Endnote { TextPart::Endnotes } else { TextPart::Footnotes };
                let here = self.source.len();
                if let Some(label) = self.label(notes, mark.id, here) {
                    let shown = format!("[{label}]");
                    self.source.push_str(&shown);
                    events.push((here, Event::Anchor(label.to_string(), shown.len())));
                }
            }
            self.copy(story, part, *id, at..range.end, within);
            if part == TextPart::Body {
                self.pages(*id, &paragraph.pages, first);
            }
        }
        self.emphasis(story, words, style, start, &mut spans);
        events.extend(spans.events(&self.source));
        events.sort();
        self.lay(start, events);
    }

    /// Copies some of a paragraph's text into the source. In a cell all of it stays on one line.
    fn copy(&mut self, story: &Story, part: TextPart, id: usize, text: Range<usize>, within: Within) {
        let Some(words) = story.paragraphs.get(id).and_then(|p| p.text.get(text.clone())) else { return };
        self.stretch(self.source.len(), part, id, text);
        if within == Within::Cell && words.contains(['\n', '\t']) {
            self.source.push_str(&words.replace(['\n', '\t'], " "));
        } else {
            self.source.push_str(words);
        }
    }

    /// Records where pages begin in a paragraph whose text has come to stand in the stretches from `first` on.
    fn pages(&mut self, paragraph: usize, pages: &[u32], first: usize) {
        let Word { stretches, pages: all, .. } = &mut self.word;
        // Both come in order.
        let mut own = stretches.iter().skip(first).filter(|s| s.paragraph as usize == paragraph).peekable();
        for &page in pages {
            while own.peek().is_some_and(|s| s.at + s.length < page) && own.clone().nth(1).is_some() {
                own.next();
            }
            if let Some(stretch) = own.peek() {
                all.push(stretch.source + page.saturating_sub(stretch.at).min(stretch.length));
            }
        }
    }

    /// Which words stand out, as places of the source.
    fn emphasis(
        &self,
        story: &Story,
        words: &[(usize, Range<usize>)],
        style: &Style,
        start: usize,
        spans: &mut Emphasis,
    ) {
        // What a heading's or a caption's style does to all of it is not the writer's emphasis.
        let plain = style.role != Role::Body || style.heading().is_some();
        let base = self.parts.styles.base();
        // In a file of ours what a run says of itself is the author's, whatever its style does too.
        let ours = !self.form.is_empty() || style.role == Role::Set;
        let of = |own: Option<bool>, by_style: Option<bool>, base: Option<bool>| {
            if plain {
                own == Some(true) && (ours || by_style != Some(true))
            } else {
                own.or(by_style).or(base) == Some(true)
            }
        };
        let first = self.word.stretches.partition_point(|s| (s.source as usize) < start);
        let stretches = &self.word.stretches[first..];
        let mut next = 0;
        for (id, range) in words {
            let Some(paragraph) = story.paragraphs.get(*id) else { continue };
            for piece in &paragraph.pieces {
                let Some(run) = story.runs.get(piece.run as usize) else { continue };
                let character = story.name(run.format.style).and_then(|id| self.parts.styles.get(id));
                let bold = of(run.format.bold.or(character.and_then(|s| s.bold)), style.bold, base.bold);
                let italic = of(run.format.italic.or(character.and_then(|s| s.italic)), style.italic, base.italic);
                let (from, to) = (piece.text.start.max(range.start as u32), piece.text.end.min(range.end as u32));
                let mut at = from;
                while at < to {
                    // Pieces and stretches both come in order.
                    while stretches.get(next).is_some_and(|s| s.paragraph as usize != *id || s.at + s.length <= at) {
                        next += 1;
                    }
                    let Some(stretch) = stretches.get(next).filter(|s| s.at <= at) else { break };
                    let end = to.min(stretch.at + stretch.length);
                    let source = stretch.source + (at - stretch.at)..stretch.source + (end - stretch.at);
                    spans.add(source.start as usize..source.end as usize, bold, italic);
                    at = end;
                }
            }
        }
    }

    /// Turns a stretch of the source into steps.
    fn lay(&mut self, start: usize, events: Vec<(usize, Event)>) {
        let mut at = start;
        for (place, event) in events {
            self.lay_words(at..place);
            at = at.max(place);
            self.steps.push(match event {
                Event::Begin(bold) => Step::BeginEmphasis(bold),
                Event::End(bold) => Step::EndEmphasis(bold),
                Event::Anchor(label, length) => {
                    at = place + length;
                    Step::Anchor(label)
                }
            });
        }
        self.lay_words(at..self.source.len());
    }

    fn lay_words(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source[at..range.end];
            let stop = rest.find(['\n', '\t']).unwrap_or(rest.len());
            let breaks = rest[stop..].starts_with('\n');
            if stop > 0 {
                self.steps.push(Step::Words(at..at + stop));
            }
            at += stop;
            if at < range.end {
                self.steps.push(if breaks { Step::Break(at..at + 1) } else { Step::Blank(at..at + 1) });
                at += 1;
            }
        }
    }
}

/// The words of some paragraphs without the blanks at either end: paragraph, range of its text.
pub(super) fn trimmed(story: &Story, ids: &[usize]) -> Vec<(usize, Range<usize>)> {
    let text = |id: usize| story.paragraphs.get(id).map_or("", |p| p.text.as_str());
    let mut words: Vec<(usize, Range<usize>)> = ids.iter().map(|&id| (id, 0..text(id).len())).collect();
    for (id, range) in &mut words {
        range.start = range.end - text(*id).trim_start().len();
        if range.start < range.end {
            break;
        }
    }
    for (id, range) in words.iter_mut().rev() {
        range.end = range.start + text(*id)[range.clone()].trim_end().len();
        if range.start < range.end {
            break;
        }
    }
    words.retain(|(_, range)| !range.is_empty());
    words
}

/// Emphasised stretches of the source, bold and italic apart.
#[derive(Default)]
struct Emphasis {
    spans: [Vec<Range<usize>>; 2],
    /// Whether the last words were bold, italic.
    last: [bool; 2],
}

impl Emphasis {
    fn add(&mut self, source: Range<usize>, bold: bool, italic: bool) {
        for (i, on) in [bold, italic].into_iter().enumerate() {
            match self.spans[i].last_mut().filter(|_| self.last[i]) {
                Some(span) if on => span.end = source.end,
                _ if on => self.spans[i].push(source.clone()),
                _ => {}
            }
            self.last[i] = on;
        }
    }

    /// Beginnings and ends. Blanks neither part emphasised words nor are emphasised at their edges.
    fn events(self, source: &str) -> Vec<(usize, Event)> {
        let mut events = Vec::new();
        for (spans, bold) in self.spans.into_iter().zip([true, false]) {
            let mut joined: Vec<Range<usize>> = Vec::new();
            for span in spans {
                let text = source.get(span.clone()).unwrap_or("");
                let start = span.start + text.len() - text.trim_start().len();
                let words = start..start + text.trim().len();
                if words.is_empty() {
                    continue;
                }
                let between = |last: &Range<usize>| source.get(last.end..words.start).unwrap_or("x").trim().is_empty();
                match joined.last_mut() {
                    Some(last) if between(last) => last.end = words.end,
                    _ => joined.push(words),
                }
            }
            for span in joined {
                events.push((span.start, Event::Begin(bold)));
                events.push((span.end, Event::End(bold)));
            }
        }
        events
    }
}
