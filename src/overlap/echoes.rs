//! Runs of words that stand in one text again.

use super::Word;
use super::grams::{self, SEED};
use crate::text::Bits;
use std::ops::Range;

/// The runs of a text, hashed once, and which of them may stand in it twice. Most stand there once: whoever looks for
/// what is repeated passes them over.
pub(super) struct Echoes {
    /// The run that begins at each word, masked or not.
    pub runs: Vec<u64>,
    /// All that stand there more than once, and a few more.
    again: Bits,
}

impl Echoes {
    /// Listens to a text.
    pub fn of(words: &[Word]) -> Self {
        let runs: Vec<u64> = grams::runs(words).collect();
        let (mut once, mut again) = (Bits::new(words.len() * 8), Bits::new(words.len() * 8));
        for &run in &runs {
            if once.set(run) {
                again.set(run);
            }
        }
        Self { runs, again }
    }

    /// The runs that may stand in the text again, with their places, in order.
    pub fn heard(&self) -> impl Iterator<Item = (u64, u32)> {
        self.runs.iter().copied().zip(0..).filter(|&(run, _)| self.again.may_have(run))
    }

    /// Whether some words may stand in the text again; of fewer than a run nothing is known.
    pub fn may_repeat(&self, words: &Range<usize>) -> bool {
        words.len() < SEED || self.runs.get(words.start).is_none_or(|&run| self.again.may_have(run))
    }
}
