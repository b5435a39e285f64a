//! Which meetings of strangers are worth reading.
//!
//! In thousands of texts there are millions of pairs, and nearly every pair has some clause in common. A glance must
//! tell: either the seeds cover more than a clause, or the words around them say more than chance would.

use super::chain::Hit;
use super::grams::SEED;
use super::rarity::{Rarity, STRETCH};
use super::view::View;

/// Words that the seeds of a lead cover where nothing is known of their neighbourhood.
const COVERED: u32 = 10;

/// Words on either side of a seed that are glanced at: a passage of a few sentences.
const AROUND: usize = 60;

/// Rare pairs of words that both neighbourhoods have.
const TURNS: usize = 7;

/// Seeds so close to one whose neighbourhood has been looked at are in the same.
const SAME: u32 = 16;

/// Slots of the table of a neighbourhood, as a power of two: few of the hundred pairs share one by chance.
const SLOTS: u32 = 13;

/// The rare pairs of neighbouring words of a text: the slot of the pair that begins at each word, or none.
pub(super) struct Turns(Vec<u16>);

impl Turns {
    pub fn new(view: &View<'_>, rarity: &Rarity) -> Turns {
        let slot = |pair: u64| (pair >> (u64::BITS - SLOTS)) as u16;
        Turns(rarity.rare(view).map(|pair| pair.map_or(NONE, slot)).collect())
    }

    fn around(&self, word: u32) -> &[u16] {
        let word = word as usize;
        &self.0[word.saturating_sub(AROUND)..(word + AROUND).min(self.0.len())]
    }

    /// How many rare pairs two texts share around a place, of one stretch only the first few.
    fn shared(&self, other: &Turns, place: &Hit) -> usize {
        let mut table = [0u64; 1 << (SLOTS - 6)];
        for &slot in other.around(place.b).iter().filter(|slot| **slot != NONE) {
            table[usize::from(slot >> 6)] |= 1 << (slot & 63);
        }
        let (mut shared, mut stretch) = (0, 0);
        for &slot in self.around(place.a) {
            let both = slot != NONE && table[usize::from(slot >> 6)] >> (slot & 63) & 1 == 1;
            stretch = if both { stretch + 1 } else { 0 };
            shared += usize::from(both && stretch <= STRETCH);
        }
        shared
    }
}

const NONE: u16 = u16::MAX;

/// Those of the hits of two texts, sorted, that lie near others and with them are a lead.
pub(super) fn leads(a: &Turns, b: &Turns, hits: &[Hit], gap: u32) -> Vec<Hit> {
    let mut asked: Option<Hit> = None;
    let mut lead = |at: usize, first: &Hit| {
        let near = hits[at..].iter().take_while(|hit| hit.a - first.a <= 2 * gap);
        let (mut covered, mut end) = (0, 0);
        for hit in near.filter(|hit| hit.b.abs_diff(first.b) <= 2 * gap) {
            let until = hit.a + SEED as u32;
            covered += until - end.clamp(hit.a, until);
            end = until;
        }
        if covered >= COVERED {
            return true;
        }
        // A clause alone is one stretch; what else two texts share leaves gaps.
        let broken = covered < end - first.a;
        let known = asked.is_some_and(|asked| first.a - asked.a <= SAME && first.b.abs_diff(asked.b) <= SAME);
        if !broken || known {
            return false;
        }
        asked = Some(*first);
        a.shared(b, first) >= TURNS
    };
    hits.iter().enumerate().filter_map(|(at, first)| lead(at, first).then_some(*first)).collect()
}
