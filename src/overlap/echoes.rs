//! Runs of words that stand in one text again.

use super::Word;
use super::grams::{self, SEED};
use std::ops::Range;

/// The runs of a text, hashed once, and where each stands again. Most stand there once: whoever looks for what is
/// repeated passes them over.
pub(super) struct Echoes {
    /// The run that begins at each word, masked or not.
    pub runs: Vec<u64>,
    /// Whether it stands elsewhere too.
    repeats: Vec<bool>,
    /// First places of runs, each with a later one that is authored, rising.
    again: Vec<(u32, u32)>,
}

impl Echoes {
    /// Listens to a text.
    pub fn of(words: &[Word]) -> Self {
        let runs: Vec<u64> = grams::runs(words).collect();
        let (mut repeats, mut again) = (vec![false; runs.len()], Vec::new());
        // The first place of each run, counted from 1: in one block of memory, a third of it empty at least.
        let mut first = vec![0_u32; (words.len() + words.len() / 2).next_power_of_two()];
        let mask = first.len() - 1;
        for (place, &run) in (1_u32..).zip(&runs) {
            let mut slot = run as usize & mask;
            while first[slot] != 0 && runs[first[slot] as usize - 1] != run {
                slot = (slot + 1) & mask;
            }
            if first[slot] == 0 {
                first[slot] = place;
                continue;
            }
            let (earlier, later) = (first[slot] - 1, place - 1);
            (repeats[earlier as usize], repeats[later as usize]) = (true, true);
            if grams::is_authored::<SEED>(words, later as usize) {
                again.push((earlier, later));
            }
        }
        again.sort_unstable();
        Self { runs, repeats, again }
    }

    /// The places of each run that stands there again, in order: the first, and all later ones that are authored.
    pub fn places(&self) -> impl Iterator<Item = impl Iterator<Item = u32>> {
        let same = self.again.chunk_by(|x, y| x.0 == y.0);
        same.map(|same| same.iter().take(1).map(|first| first.0).chain(same.iter().map(|place| place.1)))
    }

    /// Whether some words may stand in the text again; of fewer than a run nothing is known.
    pub fn may_repeat(&self, words: &Range<usize>) -> bool {
        words.len() < SEED || self.repeats.get(words.start).is_none_or(|repeats| *repeats)
    }
}
