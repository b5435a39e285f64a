//! How rare the neighbourhood of two words is, and what that says of two places that share many.

use super::grams::{self, SEED};
use super::refine::Region;
use super::view::View;

/// Texts that are asked: as many say as much as all.
const ASKED: usize = 200;

/// Slots of the table; two pairs that share one only seem more common than they are.
const SLOTS: std::ops::RangeInclusive<usize> = 1 << 10..=1 << 22;

/// Pairs of one unbroken stretch that count: a clause two authors both came upon is one piece, however long.
pub(super) const STRETCH: usize = 3;

/// How often pairs of neighbouring words stand in some texts, by a table of slots.
pub(super) struct Rarity {
    counts: Vec<u16>,
    units: f32,
}

impl Rarity {
    /// Counts the pairs of a sample of the texts.
    pub fn new<'v, 't: 'v>(views: impl ExactSizeIterator<Item = &'v View<'t>>) -> Rarity {
        let step = views.len().div_ceil(ASKED).max(1);
        let asked: Vec<&View<'_>> = views.step_by(step).collect();
        let words: usize = asked.iter().map(|view| view.words.len()).sum();
        let slots = (words * 2).next_power_of_two().clamp(*SLOTS.start(), *SLOTS.end());
        let mut rarity = Rarity { counts: vec![0; slots], units: 2.0 };
        for view in asked {
            rarity.units += view.units() as f32;
            for pair in (0..view.words.len()).filter_map(|at| pair(view, at)) {
                let slot = rarity.slot(pair);
                rarity.counts[slot] = rarity.counts[slot].saturating_add(1);
            }
        }
        rarity
    }

    /// Writes the table.
    pub fn store(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.units.to_le_bytes());
        self.counts.iter().for_each(|count| out.extend_from_slice(&count.to_le_bytes()));
    }

    /// Reads a table as [`Rarity::store`] wrote it.
    pub fn restore(bytes: &[u8]) -> Option<Rarity> {
        let (units, counts) = bytes.split_first_chunk::<4>()?;
        let units = f32::from_le_bytes(*units);
        let counts: Vec<u16> = counts.chunks_exact(2).map(|count| u16::from_le_bytes([count[0], count[1]])).collect();
        (counts.len().is_power_of_two() && units >= 2.0).then_some(Rarity { counts, units })
    }

    fn slot(&self, pair: u64) -> usize {
        pair as usize & (self.counts.len() - 1)
    }

    /// What a pair says, from 0 (everybody writes it) to 1.
    fn of(&self, pair: u64) -> f32 {
        let count = self.counts[self.slot(pair)].max(1);
        (self.units / f32::from(count)).ln().max(0.0) / self.units.ln()
    }

    /// The pair that begins at a word, if it is rare: it says half of what one could say at most.
    pub fn rare(&self, view: &View<'_>, at: usize) -> Option<u64> {
        let count = |pair| f32::from(self.counts[self.slot(pair)]);
        pair(view, at).filter(|&pair| count(pair).powi(2) <= self.units)
    }

    /// How many rare pairs both sides of a region have, common ones counting less, of one stretch only the first
    /// few. A rewording keeps words and turns of phrase all over where no run of four is left; two authors who
    /// happened upon one clause share nothing else.
    pub fn weigh(&self, a: &View<'_>, b: &View<'_>, region: &Region) -> f32 {
        let mut theirs: Vec<u64> = b.span(&region.b).filter_map(|at| pair(b, at)).collect();
        theirs.sort_unstable();
        theirs.dedup();
        let (mut weight, mut stretch) = (0.0, 0);
        for at in a.span(&region.a) {
            match pair(a, at).filter(|pair| theirs.binary_search(pair).is_ok()) {
                Some(pair) => {
                    stretch += 1;
                    weight += if stretch <= STRETCH { self.of(pair) } else { 0.0 };
                }
                None => stretch = 0,
            }
        }
        weight
    }
}

/// Two authored syllables that stand side by side, unless a set phrase holds them both. (All numbers are one word,
/// and «đạt 5 tỷ» says nothing of who wrote it.)
fn pair(view: &View<'_>, at: usize) -> Option<u64> {
    let words = view.words.get(at..at + 2)?;
    let both = view.counts(at) && view.counts(at + 1) && words.iter().all(|word| !word.is_number());
    let set = || (at.saturating_sub(SEED - 2)..=at).any(|start| view.plain(start).is_some());
    (both && !set()).then(|| grams::hash(words))
}
