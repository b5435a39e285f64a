//! How rare the neighbourhood of two words is, and what that says of two places that share many.

use super::Word;
use super::grams::{self, SEED};
use super::refine::Region;
use super::view::View;
use std::ops::Range;

/// Texts that are asked: as many say as much as all.
const ASKED: usize = 200;

/// Slots of the table; two pairs that share one only seem more common than they are.
const SLOTS: std::ops::RangeInclusive<usize> = 1 << 10..=1 << 22;

/// Pairs of one unbroken stretch that count: a clause two authors both came upon is one piece, however long.
pub(super) const STRETCH: usize = 3;

/// Pairs of a set phrase that both sides must have, and what it weighs then.
const PHRASE_PAIRS: usize = 2;
const PHRASE: f32 = 0.4;

/// How often pairs of neighbouring words stand in some texts, by a table of slots.
pub(super) struct Rarity {
    /// Of each slot two bytes, little-endian, as a file holds them: what an index has read is not copied.
    counts: Vec<u8>,
    /// Where among the bytes the first slot lies, and how many slots there are: a power of two.
    from: usize,
    slots: usize,
    units: f32,
}

/// Bytes of a count.
const COUNT: usize = 2;

impl Rarity {
    /// Counts the pairs of a sample of the texts.
    pub fn new<'v, 't: 'v>(views: impl ExactSizeIterator<Item = &'v View<'t>>) -> Rarity {
        let step = views.len().div_ceil(ASKED).max(1);
        let asked: Vec<&View<'_>> = views.step_by(step).collect();
        let words: usize = asked.iter().map(|view| view.words.len()).sum();
        let slots = (words * 2).next_power_of_two().clamp(*SLOTS.start(), *SLOTS.end());
        let (mut units, mut counts) = (2.0, vec![0u16; slots]);
        for view in asked {
            units += view.units() as f32;
            for pair in free_pairs(view).flatten() {
                let count = &mut counts[pair as usize & (slots - 1)];
                *count = count.saturating_add(1);
            }
        }
        let mut bytes = vec![0; slots * COUNT];
        for (bytes, count) in bytes.as_chunks_mut::<COUNT>().0.iter_mut().zip(counts) {
            *bytes = count.to_le_bytes();
        }
        Rarity { counts: bytes, from: 0, slots, units }
    }

    /// Writes the table.
    pub fn store(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.units.to_le_bytes());
        out.extend_from_slice(&self.counts[self.from..self.from + self.slots * COUNT]);
    }

    /// Takes a table that [`Rarity::store`] wrote and that lies somewhere in some bytes.
    pub fn restore(bytes: Vec<u8>, table: Range<usize>) -> Option<Rarity> {
        let (units, counts) = bytes.get(table.clone())?.split_first_chunk::<4>()?;
        let (units, slots) = (f32::from_le_bytes(*units), counts.len() / COUNT);
        let from = table.start + 4;
        (slots.is_power_of_two() && units >= 2.0).then_some(Rarity { counts: bytes, from, slots, units })
    }

    fn count(&self, pair: u64) -> u16 {
        let at = self.from + (pair as usize & (self.slots - 1)) * COUNT;
        u16::from_le_bytes([self.counts[at], self.counts[at + 1]])
    }

    /// What a pair says, from 0 (everybody writes it) to 1.
    fn of(&self, pair: u64) -> f32 {
        let count = self.count(pair).max(1);
        (self.units / f32::from(count)).ln().max(0.0) / self.units.ln()
    }

    /// Of each word the pair that begins at it, if it is rare: it says half of what one could say at most.
    pub fn rare<'v>(&'v self, view: &'v View<'_>) -> impl Iterator<Item = Option<u64>> + 'v {
        free_pairs(view).map(|pair| pair.filter(|&pair| f32::from(self.count(pair)).powi(2) <= self.units))
    }

    /// How many rare pairs both sides of a region have, common ones counting less, of one stretch only the first
    /// few. A rewording keeps words and turns of phrase all over where no run of four is left; two authors who
    /// happened upon one clause share nothing else. A set phrase says little, but each further one that both have says
    /// as much again: nobody comes upon the same three in one place.
    pub fn weigh(&self, a: &View<'_>, b: &View<'_>, region: &Region) -> Weight {
        let mut theirs: Vec<Pair> = pairs(b, b.span(&region.b)).collect();
        theirs.sort_unstable();
        theirs.dedup_by_key(|pair| pair.hash);
        let (mut own, mut stretch, mut last) = (0.0, 0, 0);
        let mut phrases: Vec<(bool, u32)> = Vec::new();
        for mine in pairs(a, a.span(&region.a)) {
            let same = theirs.binary_search_by_key(&mine.hash, |pair| pair.hash).ok().map(|at| &theirs[at]);
            let Some(same) = same else { continue };
            match (mine.phrase, same.phrase) {
                (None, None) => {
                    stretch = if mine.at == last + 1 { stretch + 1 } else { 1 };
                    last = mine.at;
                    own += if stretch <= STRETCH { self.of(mine.hash) } else { 0.0 };
                }
                (Some(phrase), _) => phrases.push((true, phrase)),
                (None, Some(phrase)) => phrases.push((false, phrase)),
            }
        }
        phrases.sort_unstable();
        let enough = |pairs: &&[(bool, u32)]| pairs.len() >= PHRASE_PAIRS;
        Weight { own, all: own + PHRASE * phrases.chunk_by(|x, y| x == y).filter(enough).count() as f32 }
    }
}

/// What a region weighs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weight {
    /// Its rare pairs.
    pub own: f32,
    /// With the set phrases in it.
    pub all: f32,
}

/// Two neighbouring authored syllables.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    hash: u64,
    /// Which set phrase of the text holds them both.
    phrase: Option<u32>,
    at: usize,
}

/// The pairs of a stretch of words.
fn pairs<'v>(view: &'v View<'_>, span: Range<usize>) -> impl Iterator<Item = Pair> + 'v {
    // A set phrase is a row of plain runs.
    let (mut phrase, mut last) = (0, None);
    let mut next = span.start.saturating_sub(SEED - 2);
    span.filter_map(move |at| {
        for start in next..=at {
            if view.is_plain(start) {
                phrase += u32::from(last.is_none_or(|last| last + 1 != start));
                last = Some(start);
            }
        }
        next = at + 1;
        let held = last.is_some_and(|last| last + SEED - 2 >= at);
        words(view, at).map(|words| Pair { hash: grams::hash(words), phrase: held.then_some(phrase), at })
    })
}

/// Of each word of a text the pair that begins at it, unless a set phrase holds it.
fn free_pairs<'v>(view: &'v View<'_>) -> impl Iterator<Item = Option<u64>> + 'v {
    // One past the last word that a pair in the set phrase before may begin at.
    let mut held = 0;
    (0..view.words.len()).map(move |at| {
        if view.is_plain(at) {
            held = at + SEED - 1;
        }
        words(view, at).filter(|_| at >= held).map(grams::hash)
    })
}

/// Two authored syllables that stand side by side. (All numbers are one word, and «đạt 5 tỷ» says nothing of who wrote it.)
fn words<'v>(view: &'v View<'_>, at: usize) -> Option<&'v [Word]> {
    let words = view.words.get(at..at + 2)?;
    let both = view.counts(at) && view.counts(at + 1) && words.iter().all(|word| !word.is_number());
    both.then_some(words)
}
