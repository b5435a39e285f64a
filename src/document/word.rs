//! From the text of a Word file back to its parts, paragraphs and pages.

use super::Span;
use crate::ooxml::story::{Lines, Section};
use std::ops::Range;

/// What a [`super::Document`] read from a Word file keeps of it. Its source is plain text; here is where that
/// stands in the file.
#[derive(Debug, Default)]
pub struct Word {
    /// By source.
    pub(super) stretches: Vec<Stretch>,
    /// Source bytes at which pages begin, from the second page on; empty where Word left no hint.
    pub(super) pages: Vec<u32>,
    /// Notes: their bytes in the source, and the byte they are called from.
    pub(super) calls: Vec<(Span, u32)>,
    /// Of each paragraph of the main part, the number of the body paragraph it is or follows, from 1.
    pub(super) numbers: Vec<u32>,
    /// Sections of pages, in order.
    pub sections: Vec<Section>,
    /// How its pages and its running text look.
    pub looks: Looks,
}

/// How pages and running text look: what most of the text has.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Looks {
    /// The font, and its share of a hundred letters.
    pub font: Option<(String, u32)>,
    /// The size, in half points, and its share.
    pub size: Option<(u32, u32)>,
    /// How far lines stand apart, and its share.
    pub lines: Option<(Lines, u32)>,
    /// Whether a header holds the number of the page.
    pub number_above: bool,
    /// Whether a footer does.
    pub number_below: bool,
    /// Lines of the official form that are left out of the text: see [`crate::ooxml::compose::FORM_PROPERTY`].
    pub form: Vec<String>,
}

/// A part with text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum TextPart {
    /// The main part.
    #[default]
    Body,
    /// The footnotes.
    Footnotes,
    /// The endnotes.
    Endnotes,
}

/// A stretch of the source that is a stretch of a paragraph's text, byte for byte as long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub source: u32,
    pub length: u32,
    pub part: TextPart,
    pub paragraph: u32,
    pub at: u32,
}

/// A range of one paragraph's text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WordPlace {
    /// The part.
    pub part: TextPart,
    /// The paragraph, an index into the part's `Story::paragraphs`.
    pub paragraph: usize,
    /// The range in the paragraph's text.
    pub text: Range<usize>,
}

impl Word {
    /// Where a span of the source stands: one place for each paragraph it touches, in order. Numbers Word adds itself
    /// stand nowhere: a span of nothing else gives the place where the paragraph's text begins, without length.
    pub fn places(&self, span: Span) -> Vec<WordPlace> {
        let first = self.stretches.partition_point(|s| s.source + s.length <= span.start);
        let mut places: Vec<WordPlace> = Vec::new();
        for stretch in self.stretches.iter().skip(first).take_while(|s| s.source < span.end) {
            let from = stretch.at + span.start.saturating_sub(stretch.source);
            let to = stretch.at + (span.end - stretch.source).min(stretch.length);
            let text = from as usize..to as usize;
            match places.last_mut() {
                Some(last) if last.part == stretch.part && last.paragraph == stretch.paragraph as usize => {
                    last.text.end = text.end;
                }
                _ => places.push(WordPlace { part: stretch.part, paragraph: stretch.paragraph as usize, text }),
            }
        }
        if places.is_empty() {
            let near = self.stretches.get(first).or_else(|| self.stretches.last());
            places.extend(near.map(|stretch| {
                let inside = span.start.saturating_sub(stretch.source).min(stretch.length);
                let at = (stretch.at + inside) as usize;
                WordPlace { part: stretch.part, paragraph: stretch.paragraph as usize, text: at..at }
            }));
        }
        places
    }

    /// The byte of the source that stands for a place of a paragraph's text; of text that is not shown, the next one's.
    pub fn source_of(&self, part: TextPart, paragraph: usize, at: usize) -> Option<u32> {
        let own = || self.stretches.iter().filter(|s| s.part == part && s.paragraph as usize == paragraph);
        let holds = own().find(|s| at <= (s.at + s.length) as usize).or_else(|| own().next_back())?;
        Some(holds.source + (at.saturating_sub(holds.at as usize) as u32).min(holds.length))
    }

    /// The place in the body a byte of the source belongs to: of a note, where it is called from.
    fn in_body(&self, source: u32) -> u32 {
        let next = self.calls.partition_point(|(span, _)| span.end < source);
        self.calls.get(next).filter(|(span, _)| span.start <= source).map_or(source, |(_, call)| *call)
    }

    /// The body paragraph a byte of the source stands in, from 1: text in a table has the number of the paragraph
    /// before the table, a note that of the paragraph it is called from.
    pub fn paragraph(&self, source: u32) -> u32 {
        let source = self.in_body(source);
        let next = self.stretches.partition_point(|s| s.source + s.length <= source);
        let stretch = self.stretches.get(next).or_else(|| self.stretches.last());
        let number = stretch.filter(|s| s.part == TextPart::Body).and_then(|s| self.numbers.get(s.paragraph as usize));
        number.copied().unwrap_or(1)
    }

    /// The page a byte of the source stands on, as Word last laid the file out.
    pub fn page(&self, source: u32) -> Option<u32> {
        let source = self.in_body(source);
        (!self.pages.is_empty()).then(|| 1 + self.pages.partition_point(|page| *page <= source) as u32)
    }
}
