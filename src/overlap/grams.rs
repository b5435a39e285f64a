//! Runs of words as hashes, and the table of runs that everybody writes.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use super::{Text, Word};
use crate::text::{syllables, tokenize};

/// Words in a seed: three meet by chance in every report of the genre, five break at every edit.
pub(super) const SEED: usize = 4;
/// Words in a row of lines that units share that are such a line: turns of fewer stand anywhere.
pub(super) const LINE: usize = 8;
/// Words in the runs that measure a region already found.
pub(super) const SHORT: usize = 3;

/// What a word of a run weighs more than the word before it. Its powers are odd, and far from each other: the words
/// are weighed by their place, side by side and not in turn, for every run of a corpus is hashed.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A stable hash of a run of words, blind to figures and masks.
#[inline]
pub(super) fn hash(words: &[Word]) -> u64 {
    let (mut sum, mut weight) = (0_u64, STEP);
    for word in words {
        sum = sum.wrapping_add(weigh(word, weight));
        weight = weight.wrapping_mul(STEP);
    }
    mixed(sum, words.len())
}

#[inline]
fn weigh(word: &Word, weight: u64) -> u64 {
    u64::from(word.key() + 1).wrapping_mul(weight)
}

/// The sum leaves the low bits weak; partitions and tables use all of them.
#[inline]
fn mixed(sum: u64, words: usize) -> u64 {
    let mut h = sum.wrapping_add(words as u64);
    h ^= h >> 32;
    h = h.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    h ^ (h >> 29)
}

/// The hashes of all runs of [`SEED`] words, in order: each but for two words is the sum of the one before.
pub(super) fn runs(words: &[Word]) -> impl Iterator<Item = u64> {
    const LAST: u64 = STEP.wrapping_pow(SEED as u32);
    let last = words.get(SEED - 1..).unwrap_or_default();
    let mut shared = 0_u64;
    let mut weight = STEP;
    for word in words.iter().take(SEED - 1) {
        shared = shared.wrapping_add(weigh(word, weight));
        weight = weight.wrapping_mul(STEP);
    }
    words.iter().zip(last).map(move |(first, last)| {
        let sum = shared.wrapping_add(weigh(last, LAST));
        // All move a place on, and the first is gone.
        shared = sum.wrapping_mul(STEP_BACK).wrapping_sub(weigh(first, 1));
        mixed(sum, SEED)
    })
}

/// What undoes a [`STEP`]: its inverse, of which each round of Newton's finds twice as many digits.
const STEP_BACK: u64 = {
    let (mut inverse, mut digits) = (STEP, 3);
    while digits < u64::BITS {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(STEP.wrapping_mul(inverse)));
        digits *= 2;
    }
    inverse
};

/// A run of `size` words from `at`, if it says something: no masked word, two at least not numbers.
#[inline]
pub(super) fn authored<const SIZE: usize>(words: &[Word], at: usize) -> Option<u64> {
    says::<SIZE>(words, at).map(|run| hash(run))
}

/// Whether such a run starts at `at`.
#[inline]
pub(super) fn is_authored<const SIZE: usize>(words: &[Word], at: usize) -> bool {
    says::<SIZE>(words, at).is_some()
}

#[inline]
fn says<const SIZE: usize>(words: &[Word], at: usize) -> Option<&[Word; SIZE]> {
    let run: &[Word; SIZE] = words.get(at..at + SIZE)?.try_into().ok()?;
    let (mut masked, mut syllables) = (false, 0);
    for word in run {
        masked |= word.is_masked();
        syllables += u32::from(!word.is_number());
    }
    (!masked && syllables >= 2).then_some(run)
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

/// Binary digits of a run that are looked at before the run itself: eight kilobytes of bits stay in the nearest cache.
const DIGITS: u32 = 16;

/// Where a run of four words is known from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Genre,
    Line,
    Nowhere,
}

/// What the genre shares.
#[derive(Clone, Debug, Default)]
pub struct Genre {
    /// Runs of four words: official outlines, forms, set phrases. Words inside such a run are no seeds and count as
    /// not authored, on either side.
    runs: Table,
    /// Runs of lines that units share without having copied. Turns of four words out of them stand anywhere: only where
    /// several follow each other are they such a line.
    lines: Table,
    /// A bit for the first digits of each run: every word of every text is asked, and few begin a run of the genre.
    begun: Vec<u64>,
    /// Pairs of neighbouring words that reports of several units have. They are authored, but a passage of a few texts
    /// must say something else too.
    pairs: Table,
}

impl Genre {
    /// The runs of some set phrases.
    pub fn of<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Genre {
        let mut genre = Genre::default();
        for phrase in phrases {
            let mut text = Text::new();
            for token in tokenize(phrase) {
                text.push(Word::of(&token));
            }
            genre.learn(&text);
        }
        genre
    }

    /// Every run of a base text (an outline, a form) belongs to the genre.
    pub fn learn(&mut self, text: &Text) {
        self.extend(text.words.windows(SEED).map(hash));
    }

    /// Adds pairs of neighbouring words; a line has all that begin with its first word.
    pub fn learn_pairs(&mut self, table: &str) {
        for line in table.lines() {
            let mut words = syllables(line).map(|syllable| Word::syllable(syllable.0));
            let Some(first) = words.next() else { continue };
            self.pairs.extend(words.map(|second| hash(&[first, second])));
        }
    }

    /// Whether reports of several units have these words side by side.
    pub(super) fn has_pair(&self, pair: &[Word]) -> bool {
        self.pairs.contains(&hash(pair))
    }

    /// Adds runs by their hashes, as [`Genre::runs`] gave them: a table kept from elsewhere.
    pub fn extend(&mut self, runs: impl IntoIterator<Item = u64>) {
        for run in runs {
            self.begin(run);
            self.runs.insert(run);
        }
    }

    /// Adds lines that units share without having copied, by the runs of a genre made of them.
    pub fn extend_lines(&mut self, lines: &Genre) {
        for &run in &lines.runs {
            self.begin(run);
            self.lines.insert(run);
        }
    }

    fn begin(&mut self, run: u64) {
        self.begun.resize(1 << (DIGITS - 6), 0);
        let digits = (run >> (u64::BITS - DIGITS)) as usize;
        self.begun[digits >> 6] |= 1 << (digits & 63);
    }

    /// The runs as stable hashes, rising.
    pub fn runs(&self) -> Vec<u64> {
        let mut runs: Vec<u64> = self.runs.iter().copied().collect();
        runs.sort_unstable();
        runs
    }

    /// A number that another set of runs hardly has.
    pub(super) fn fingerprint(&self) -> u64 {
        let mixed = |run: u64| (run ^ run >> 31).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let sum = |table: &Table| table.iter().fold(table.len() as u64, |sum, &run| sum.wrapping_add(mixed(run)));
        sum(&self.runs).wrapping_add(sum(&self.lines).rotate_left(32))
    }

    pub(super) fn holds(&self, run: u64) -> bool {
        self.may_hold(run) && self.runs.contains(&run)
    }

    /// Whether a run is the genre's, or of a line that units share.
    #[inline]
    pub(super) fn place(&self, run: u64) -> Place {
        if !self.may_hold(run) {
            Place::Nowhere
        } else if self.runs.contains(&run) {
            Place::Genre
        } else if self.lines.contains(&run) {
            Place::Line
        } else {
            Place::Nowhere
        }
    }

    fn may_hold(&self, run: u64) -> bool {
        let digits = (run >> (u64::BITS - DIGITS)) as usize;
        self.begun.get(digits >> 6).is_some_and(|bits| bits >> (digits & 63) & 1 == 1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.begun.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_in_a_row_are_hashed_as_each_by_itself() {
        let mut text = Text::new();
        for token in tokenize("Năm 2025 xã có 12 thôn, 4.210 hộ dân, năm 2024 có 13 thôn") {
            text.push(Word::of(&token));
        }
        text.mask(3..5);
        let each: Vec<u64> = text.words().windows(SEED).map(hash).collect();
        assert_eq!(runs(text.words()).collect::<Vec<_>>(), each);
        assert_eq!(runs(&text.words()[..SEED - 1]).count(), 0);
        assert_eq!(runs(&[]).count(), 0);
    }
}
