//! Passages that stand in two places: repeated, reworded, reordered, with other figures.
//!
//! The engine knows arrays of words and nothing else: no documents, no files, no rules. The caller
//! folds each syllable to a hash, says which words are not authored here (headings, quotations,
//! citations, table headers, set phrases, sentences under eight syllables) and where sentences end.
//!
//! Rare runs of four words are seeds ([`grams`]); seeds that lie near each other on both sides, in any
//! order, make a region ([`chain`]); the region is fitted to whole sentences and judged by how much
//! authored wording both sides share ([`refine`]). Texts that belong together are read a second time for
//! rewording, by the weight of their words ([`reword`]). What is accepted is aligned word by word
//! ([`align`]). Everything is linear in the text: frequencies are capped wherever words could meet
//! words many times over.

mod align;
mod chain;
mod corpus;
mod echoes;
pub mod entry;
mod grams;
mod groups;
pub mod index;
mod leads;
mod meetings;
mod own;
mod pair;
pub mod phrases;
pub mod prepare;
mod rarity;
pub mod reader;
mod refine;
mod reword;
mod spread;
mod terms;
#[cfg(test)]
mod tests;
mod through;
mod trim;
mod view;
mod within;

use crate::text::{Token, TokenKind};
use std::ops::Range;

pub use corpus::{Shared, across};
pub use entry::Entry;
pub use grams::Genre;
pub use groups::Groups;
pub use own::ENOUGH;
pub use pair::{compare, strangers};
pub use reader::{CommonLines, CommonPairs, Reader, SetPhrases, Shown};
pub use within::within;

/// One word of a text: a folded syllable or a number, in four bytes, for a corpus keeps a hundred million.
///
/// The top bit marks a masked word, the next a number; the rest is a hash of the syllable, or of the number's
/// own value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word(u32);

const MASK: u32 = 1 << 31;
const NUMBER: u32 = 1 << 30;
const REST: u32 = NUMBER - 1;

impl Word {
    /// A token.
    pub fn of(token: &Token) -> Self {
        match token.kind {
            TokenKind::Word => Self::syllable(token.id.0),
            TokenKind::Number => Self::number(token.id.0),
        }
    }

    /// A syllable, by a stable hash of its folded form (NFC or NFD, tone placement, case: all equal).
    pub fn syllable(hash: u64) -> Self {
        Self((hash ^ (hash >> 32)) as u32 & REST)
    }

    /// A number, by a stable hash of how it is written. All numbers are the same word, so that a
    /// passage is found with other figures in it; the value only tells them apart.
    pub fn number(hash: u64) -> Self {
        Self((hash ^ (hash >> 32)) as u32 & REST | NUMBER)
    }

    /// Whether the word is a number.
    #[inline]
    pub fn is_number(self) -> bool {
        self.0 & NUMBER != 0
    }

    /// Whether the word is masked: not authored here, no seed, counted on neither side.
    #[inline]
    pub fn is_masked(self) -> bool {
        self.0 & MASK != 0
    }

    fn masked(self) -> Self {
        Self(self.0 | MASK)
    }

    /// What the word is, masked or not; all numbers are one.
    #[inline]
    fn key(self) -> u32 {
        if self.is_number() { NUMBER } else { self.0 & REST }
    }

    /// What the word is, masked or not; a number by its value.
    #[inline]
    fn value(self) -> u32 {
        self.0 & !MASK
    }

    /// The same word, figures included, masked or not.
    fn same(self, other: Self) -> bool {
        self.value() == other.value()
    }
}

/// A text as the engine sees it: words in order, and where sentences end. Built from front to back, so
/// that sentences cover all words by construction.
#[derive(Clone, Debug, Default)]
pub struct Text {
    words: Vec<Word>,
    /// One past the last word of each sentence, rising.
    ends: Vec<u32>,
    /// The first word of each clause after a semicolon, rising.
    clauses: Vec<u32>,
}

impl Extend<Word> for Text {
    /// Adds words to the current sentence. (Positions are `u32`: words past four billion are not kept.)
    fn extend<I: IntoIterator<Item = Word>>(&mut self, words: I) {
        let room = (u32::MAX as usize).saturating_sub(self.words.len());
        self.words.extend(words.into_iter().take(room));
    }
}

impl AsRef<Text> for Text {
    fn as_ref(&self) -> &Text {
        self
    }
}

impl Text {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a word to the current sentence.
    pub fn push(&mut self, word: Word) {
        self.extend([word]);
    }

    /// Ends the current sentence; nothing happens where it has no words.
    pub fn end_sentence(&mut self) {
        let end = self.words.len() as u32;
        if end > self.ends.last().copied().unwrap_or(0) {
            self.ends.push(end);
        }
    }

    /// Begins a clause of the current sentence at a word.
    pub fn begin_clause(&mut self, word: u32) {
        self.clauses.push(word);
    }

    /// Masks a range of words; what lies outside the text is ignored.
    pub fn mask(&mut self, range: Range<u32>) {
        let end = (range.end as usize).min(self.words.len());
        let start = (range.start as usize).min(end);
        for word in &mut self.words[start..end] {
            *word = word.masked();
        }
    }

    /// The words.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// How many words of a range are not masked.
    pub fn authored(&self, range: &Range<u32>) -> usize {
        let words = self.words.get(range.start as usize..self.words.len().min(range.end as usize)).unwrap_or(&[]);
        words.iter().filter(|word| !word.is_masked()).count()
    }
}

/// A passage that stands in two places. Positions are word indices.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Where it stands in the first text (in [`within`]: the earlier place); whole sentences.
    pub a: Range<u32>,
    /// Where it stands in the second text (in [`within`]: the later place); whole sentences.
    pub b: Range<u32>,
    /// The share of authored words that stand on both sides, whatever their order, from 0 to 1. A figure
    /// is shared only with its equal.
    pub similarity: f32,
    /// Word for word and figure for figure the same.
    pub verbatim: bool,
    /// Numbers that stand in the same words on both sides and differ: their indices in `a` and `b`.
    pub changed: Vec<(u32, u32)>,
}

/// How close to read. The defaults were measured on reports with planted reuse and checked on real texts;
/// few callers change any.
#[derive(Clone, Debug)]
pub struct Options {
    /// Seeds this many words apart on both sides still belong to one region.
    pub gap: u32,
    /// A sentence belongs to a passage if this share of its authored words is shared.
    pub cover: f32,
    /// Authored words two texts that belong together must share for a passage.
    pub least: usize,
    /// The same for texts that have nothing to do with each other: thousands of pairs are asked, and chance
    /// finds some clause in each.
    pub least_apart: usize,
    /// The [`Passage::similarity`] that a passage must reach. Clauses that two texts share by chance lie in
    /// sentences that otherwise differ.
    pub similar: f32,
    /// The same for a passage whose common word pairs carry [`Options::weight`].
    pub reworded: f32,
    /// Sentences this close (tf-idf cosine) may be a rewording.
    pub sentence_cosine: f32,
    /// A rewording as a whole is at least this close.
    pub region_cosine: f32,
    /// Rare pairs of neighbouring words that both sides of a rewording have.
    pub weight: f32,
    /// The same where only two texts are at hand, and nobody tells what everybody writes.
    pub weight_alone: f32,
    /// The same for a passage of texts that have nothing to do with each other.
    pub weight_apart: f32,
    /// Words that both sides have and that go with no neighbour as in any report (a figure is three), where only a few
    /// texts are at hand.
    pub own: usize,
    /// Authored words that, word for word and figure for figure the same, need nothing of their own.
    pub copied: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            gap: 45,
            cover: 0.26,
            least: 12,
            least_apart: 22,
            similar: 0.6,
            reworded: 0.5,
            sentence_cosine: 0.34,
            region_cosine: 0.44,
            weight: 2.5,
            weight_alone: 5.0,
            weight_apart: 4.5,
            own: 6,
            copied: usize::MAX,
        }
    }
}
