//! A text made ready for comparing: which words count, and units no longer than a reader's breath.

use std::ops::Range;

use super::echoes::Echoes;
use super::grams::{self, Genre, LINE, Place, SEED};
use super::{Text, Word};
use crate::text::Bits;

/// A sentence longer than this is a list, a table or no sentence at all; it is read in pieces, or one
/// line of a hundred megabytes would be one passage.
const LONGEST: usize = 240;
const PIECE: usize = 80;

/// Runs one word apart that hold the words of a line.
const ROW: usize = LINE - SEED + 1;

/// A run that stands this often in one text is its refrain.
pub(super) const REFRAIN: usize = 4;

pub(super) struct View<'t> {
    pub words: &'t [Word],
    /// One past the last word of each unit, rising.
    ends: Vec<u32>,
    /// [`IDLE`] and [`PLAIN`].
    flags: Vec<u8>,
}

/// A masked word, or one in a run of the genre: not authored.
const IDLE: u8 = 1;
/// A run of four starts here that is the genre's or stands in too many texts of the corpus: no seed.
pub(super) const PLAIN: u8 = 2;

impl<'t> View<'t> {
    /// A text without the words of the genre's runs.
    pub fn new(text: &'t Text, genre: &Genre) -> Self {
        Self::of(text, genre, grams::runs(&text.words))
    }

    /// The same of a text whose runs have been hashed.
    pub fn of(text: &'t Text, genre: &Genre, runs: impl Iterator<Item = u64>) -> Self {
        let words = &text.words[..];
        let mut flags: Vec<u8> = words.iter().map(|word| u8::from(word.is_masked())).collect();
        if !genre.is_empty() {
            let mut mask = |from: usize, at: usize| {
                flags[from..at + SEED].iter_mut().for_each(|flag| *flag |= IDLE);
                flags[from..=at].iter_mut().for_each(|flag| *flag |= PLAIN);
            };
            let mut row = 0;
            for (at, run) in runs.enumerate() {
                let place = genre.place(run);
                row = if place == Place::Nowhere { 0 } else { row + 1 };
                if row == ROW {
                    mask(at + 1 - row, at);
                } else if place == Place::Genre || row > ROW {
                    mask(at, at);
                }
            }
        }
        Self { words, ends: units(text), flags }
    }

    /// A text of which no corpus tells what is common in it: only its own refrains are hushed.
    pub fn alone(text: &'t Text, genre: &Genre) -> Self {
        let echoes = Echoes::of(&text.words);
        let mut view = Self::of(text, genre, echoes.runs.iter().copied());
        view.hush_refrains(&echoes, |_| ());
        view
    }

    /// A text whose [`View::marks`] have been kept.
    pub fn restore(text: &'t Text, mut marks: Vec<u8>) -> Self {
        marks.resize(text.words.len(), 0);
        Self { words: &text.words, ends: units(text), flags: marks }
    }

    /// Says of the run at a word that too many texts of a corpus have it. Its words are authored and show how far a
    /// passage reaches, but such a run alone is no evidence; where two of them meet a rare one stands.
    pub fn hush(&mut self, at: usize) {
        if let Some(flag) = self.flags.get_mut(at) {
            *flag |= PLAIN;
        }
    }

    /// The runs of four with their places, in order.
    pub fn seeds(&self) -> impl Iterator<Item = (u64, u32)> {
        (0..self.words.len()).filter_map(|at| self.seed(at).map(|seed| (seed, at as u32)))
    }

    /// A table for this text's runs.
    pub fn bits(&self) -> Bits {
        Bits::new(self.words.len() * 8)
    }

    /// Runs that the text itself keeps repeating are its refrain (the lines of a list, a name) and no
    /// evidence that it shares a passage with another text. `others` is told where each other seed stands, if more
    /// than once.
    pub fn hush_refrains(&mut self, echoes: &Echoes, mut others: impl FnMut(&[u32])) {
        let mut seeds = Vec::new();
        for places in echoes.places() {
            seeds.clear();
            seeds.extend(places.filter(|&at| self.is_seed(at as usize)));
            if seeds.len() < REFRAIN {
                others(&seeds);
                continue;
            }
            seeds.iter().for_each(|&at| self.flags[at as usize] |= PLAIN);
        }
    }

    /// What is known of a word.
    pub fn marks(&self, word: usize) -> u8 {
        self.flags.get(word).copied().unwrap_or(0)
    }

    pub fn units(&self) -> usize {
        self.ends.len()
    }

    /// The words of a unit.
    pub fn unit(&self, unit: usize) -> Range<usize> {
        let start = if unit == 0 { 0 } else { self.ends[unit - 1] as usize };
        start..self.ends[unit] as usize
    }

    /// The words of a range of units.
    pub fn span(&self, units: &Range<usize>) -> Range<usize> {
        if units.is_empty() {
            return 0..0;
        }
        self.unit(units.start).start..self.unit(units.end - 1).end
    }

    /// The unit a word stands in.
    pub fn unit_at(&self, word: usize) -> usize {
        self.ends.partition_point(|&end| end as usize <= word)
    }

    /// The units that touch a range of words.
    pub fn units_of(&self, words: Range<usize>) -> Range<usize> {
        if words.is_empty() {
            return 0..0;
        }
        let end = self.unit_at(words.end - 1) + 1;
        self.unit_at(words.start)..end.min(self.units())
    }

    /// Whether a word is the author's own.
    pub fn counts(&self, word: usize) -> bool {
        self.flags[word] & IDLE == 0
    }

    /// How many words of a range are the author's own.
    pub fn weight(&self, words: Range<usize>) -> usize {
        words.filter(|&word| self.counts(word)).count()
    }

    /// Whether an authored run starts at a word that is no seed.
    pub fn is_plain(&self, at: usize) -> bool {
        self.flags.get(at).is_some_and(|flags| flags & PLAIN != 0) && grams::is_authored::<SEED>(self.words, at)
    }

    /// The run that starts at a word, if it is authored but no seed.
    pub fn plain(&self, at: usize) -> Option<u64> {
        if self.flags.get(at)? & PLAIN == 0 {
            return None;
        }
        grams::authored::<SEED>(self.words, at)
    }

    /// Whether a rare run starts at a word.
    fn is_seed(&self, at: usize) -> bool {
        self.flags[at] & PLAIN == 0 && grams::is_authored::<SEED>(self.words, at)
    }

    /// The seed that starts at a word, if a rare run does.
    pub fn seed(&self, at: usize) -> Option<u64> {
        if self.flags.get(at)? & PLAIN != 0 {
            return None;
        }
        grams::authored::<SEED>(self.words, at)
    }
}

pub(super) fn units(text: &Text) -> Vec<u32> {
    let mut ends = Vec::with_capacity(text.ends.len() + 1);
    let mut start = 0u32;
    // Words after the last end of a sentence are a sentence too.
    let total = text.words.len() as u32;
    for &end in text.ends.iter().chain(std::iter::once(&total)) {
        let length = end.saturating_sub(start) as usize;
        if length == 0 {
            continue;
        }
        if length > LONGEST {
            let pieces = length.div_ceil(PIECE);
            ends.extend((1..pieces).map(|piece| start + (length * piece / pieces) as u32));
        }
        ends.push(end);
        start = end;
    }
    ends
}
