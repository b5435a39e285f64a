//! Runs of words as hashes, and the table of runs that everybody writes.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use super::{Text, Word};

/// Words in a seed: three meet by chance in every report of the genre, five break at every edit.
pub(super) const SEED: usize = 4;
/// Words in the runs that measure a region already found.
pub(super) const SHORT: usize = 3;

/// A stable hash of a run of words, blind to figures and masks.
pub(super) fn hash(words: &[Word]) -> u64 {
    let mut h: u64 = words.len() as u64;
    for word in words {
        h = (h.rotate_left(23) ^ u64::from(word.key)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    // The multiplication leaves the low bits weak; partitions and tables use all of them.
    h ^= h >> 32;
    h = h.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    h ^ (h >> 29)
}

/// A run of `size` words from `at`, if it says something: no masked word, two at least not numbers.
pub(super) fn authored(words: &[Word], at: usize, size: usize) -> Option<u64> {
    let run = words.get(at..at + size)?;
    let mut syllables = 0;
    for word in run {
        if word.is_masked() {
            return None;
        }
        syllables += usize::from(!word.is_number());
    }
    (syllables >= 2).then(|| hash(run))
}

/// The hashes are well mixed already: hashing them again would only cost time.
#[derive(Default)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
    fn write_u32(&mut self, value: u32) {
        self.0 = u64::from(value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

type Table = HashSet<u64, BuildHasherDefault<AsIs>>;

/// The runs of a few sentences. Thousands of these are made for one text, and thrown away: open addressing in
/// one block of memory, whose size is known before.
pub(super) struct Runs {
    /// Zero is an empty slot; at least half of them are.
    slots: Vec<u64>,
}

impl Runs {
    /// The runs given, `most` at most.
    pub fn new(most: usize, runs: impl Iterator<Item = u64>) -> Self {
        let mut slots = vec![0; (most * 2).next_power_of_two().max(2)];
        let mask = slots.len() - 1;
        for run in runs.take(most) {
            let mut at = run as usize & mask;
            while slots[at] != 0 && slots[at] != run {
                at = (at + 1) & mask;
            }
            slots[at] = run;
        }
        Self { slots }
    }

    pub fn contains(&self, run: u64) -> bool {
        let mask = self.slots.len() - 1;
        let mut at = run as usize & mask;
        while self.slots[at] != 0 {
            if self.slots[at] == run {
                return true;
            }
            at = (at + 1) & mask;
        }
        false
    }

    pub fn iter(&self) -> impl Iterator<Item = u64> {
        self.slots.iter().copied().filter(|&run| run != 0)
    }
}

/// Runs of four words that the genre shares: official outlines, forms, set phrases. Words inside such a
/// run are no seeds and count as not authored, on either side.
#[derive(Clone, Debug, Default)]
pub struct Genre {
    runs: Table,
}

impl Genre {
    /// Every run of a base text (an outline, a form) belongs to the genre.
    pub fn learn(&mut self, text: &Text) {
        self.runs.extend(text.words.windows(SEED).map(hash));
    }

    /// Adds runs by their hashes, as [`Genre::runs`] gave them: a table kept from elsewhere.
    pub fn extend(&mut self, runs: impl IntoIterator<Item = u64>) {
        self.runs.extend(runs);
    }

    /// The runs as stable hashes, rising.
    pub fn runs(&self) -> Vec<u64> {
        let mut runs: Vec<u64> = self.runs.iter().copied().collect();
        runs.sort_unstable();
        runs
    }

    pub(super) fn holds(&self, run: u64) -> bool {
        self.runs.contains(&run)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}
