//! A document as a corpus keeps it: its words, and where in the file each sentence stands.

use super::Text;
use super::prepare::{self, Passages};
use super::view;
use crate::document::{Document, Span};
use crate::mentions::Mentions;
use std::ops::Range;

/// A document of which the text has been let go.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Its words.
    pub text: Text,
    /// The units that a passage may begin or end with.
    pub(super) units: Vec<Unit>,
}

/// A sentence, or a piece of a long one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// One past its last word.
    pub end: u32,
    /// Its bytes in the file.
    pub span: Span,
}

impl AsRef<Text> for Entry {
    fn as_ref(&self) -> &Text {
        &self.text
    }
}

impl Entry {
    /// What a corpus keeps of a document.
    pub fn new(document: &Document, mentions: &Mentions) -> Entry {
        Entry::of(document, prepare::passages(document, mentions))
    }

    fn of(document: &Document, passages: Passages) -> Entry {
        let mut start = 0;
        let units = view::units(&passages.text).into_iter().map(|end| {
            let words = start..end;
            start = end;
            Unit { end, span: span(document, &passages, words) }
        });
        Entry { units: units.collect(), text: passages.text }
    }

    /// The bytes of the file behind some words, with the marks that close them.
    pub fn span(&self, words: &Range<u32>) -> Span {
        if words.is_empty() {
            return Span::default();
        }
        let unit = |word: u32| self.units.get(self.units.partition_point(|unit| unit.end <= word));
        let at = |word: u32| unit(word).map(|unit| unit.span).unwrap_or_default();
        Span { start: at(words.start).start, end: at(words.end - 1).end }
    }
}

fn span(document: &Document, passages: &Passages, words: Range<u32>) -> Span {
    let tokens = passages.tokens(&words);
    let range = document.token_range(tokens.clone());
    let sentence = document.sentences.partition_point(|s| s.tokens.end < tokens.end);
    let closed = document.sentences.get(sentence).filter(|s| s.tokens.end == tokens.end);
    let end = closed.map_or(range.end, |s| document.sentence_range(s).end.max(range.end));
    document.span(range.start..end)
}
