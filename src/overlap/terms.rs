//! The words of two texts as terms with weights: rare ones weigh more.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use super::grams::AsIs;
use super::refine::Region;
use super::view::View;

/// Weighted terms by rising number, of length one.
pub(super) type Bag = Vec<(u32, f32)>;

/// Which of the two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    A,
    B,
}

/// The authored words of two texts, numbered; a figure is its value.
pub(super) struct Terms {
    numbers: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
    a: Units,
    b: Units,
    /// In how many units of both texts each term stands.
    frequency: Vec<u32>,
    /// What each term weighs for that.
    rarity: Vec<f32>,
}

/// The terms of some units of a text, with how often they stand there.
#[derive(Default)]
struct Units {
    first: usize,
    terms: Vec<(u32, u32)>,
    /// What each weighs in a bag of its unit alone.
    weighted: Bag,
    ends: Vec<u32>,
    /// How many authored words each unit has.
    words: Vec<u32>,
}

impl Units {
    /// Where the terms of some units stand.
    fn place(&self, units: &Range<usize>) -> Range<usize> {
        let before = |unit: usize| (unit.saturating_sub(self.first)).min(self.ends.len());
        let end = |unit: usize| before(unit).checked_sub(1).map_or(0, |last| self.ends[last] as usize);
        end(units.start)..end(units.end)
    }

    fn weigh(&mut self, rarity: &[f32]) {
        self.weighted = self.terms.iter().map(|&(term, count)| (term, weight(count, rarity[term as usize]))).collect();
        let mut start = 0;
        for &end in &self.ends {
            shorten(&mut self.weighted[start..end as usize]);
            start = end as usize;
        }
    }
}

/// What a term weighs that stands so often in a bag.
fn weight(count: u32, rarity: f32) -> f32 {
    let often = if count == 1 { 1.0 } else { 1.0 + (count as f32).ln() };
    often * rarity
}

/// Makes a bag of length one.
fn shorten(bag: &mut [(u32, f32)]) {
    let length = bag.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        bag.iter_mut().for_each(|(_, weight)| *weight /= length);
    }
}

impl Terms {
    /// The terms of some units of two texts; the other units have none.
    pub fn new(a: &View<'_>, b: &View<'_>, limits: &Region) -> Self {
        let mut terms = Self {
            numbers: HashMap::with_capacity_and_hasher(a.span(&limits.a).len() / 2, Default::default()),
            a: Units::default(),
            b: Units::default(),
            frequency: Vec::new(),
            rarity: Vec::new(),
        };
        (terms.a, terms.b) = (terms.read(a, &limits.a), terms.read(b, &limits.b));
        let units = (limits.a.len() + limits.b.len()).max(1) as f32;
        terms.rarity = terms.frequency.iter().map(|&frequency| (1.0 + units / frequency as f32).ln()).collect();
        terms.a.weigh(&terms.rarity);
        terms.b.weigh(&terms.rarity);
        terms
    }

    fn read(&mut self, view: &View<'_>, limits: &Range<usize>) -> Units {
        let mut units = Units { first: limits.start, ..Units::default() };
        let mut own: Vec<u32> = Vec::new();
        for unit in limits.clone() {
            own.clear();
            for word in view.unit(unit).filter(|&word| view.counts(word)) {
                let next = self.frequency.len() as u32;
                let number = *self.numbers.entry(key(view, word)).or_insert(next);
                if number == next {
                    self.frequency.push(0);
                }
                own.push(number);
            }
            units.words.push(own.len() as u32);
            own.sort_unstable();
            for same in own.chunk_by(|x, y| x == y) {
                self.frequency[same[0] as usize] += 1;
                units.terms.push((same[0], same.len() as u32));
            }
            units.ends.push(units.terms.len() as u32);
        }
        units
    }

    fn units(&self, side: Side) -> &Units {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.frequency.len()
    }

    /// How many authored words a unit has.
    pub fn weight(&self, side: Side, unit: usize) -> usize {
        let units = self.units(side);
        unit.checked_sub(units.first).and_then(|at| units.words.get(at)).map_or(0, |&words| words as usize)
    }

    /// The weighted terms of one unit.
    pub fn of(&self, side: Side, unit: usize) -> &[(u32, f32)] {
        let units = self.units(side);
        &units.weighted[units.place(&(unit..unit + 1))]
    }

    /// The weighted terms of a range of units.
    pub fn bag(&self, side: Side, range: &Range<usize>) -> Bag {
        if range.len() == 1 {
            return self.of(side, range.start).to_vec();
        }
        let units = self.units(side);
        let mut own = units.terms[units.place(range)].to_vec();
        own.sort_unstable();
        let same = own.chunk_by(|x, y| x.0 == y.0);
        let count = |same: &[(u32, u32)]| same.iter().map(|&(_, count)| count).sum();
        let mut bag: Bag = same.map(|s| (s[0].0, weight(count(s), self.rarity[s[0].0 as usize]))).collect();
        shorten(&mut bag);
        bag
    }
}

/// A word as the table knows it, well mixed.
fn key(view: &View<'_>, word: usize) -> u64 {
    let key = u64::from(view.words[word].value()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    key ^ key >> 32
}

/// How alike two bags are, from 0 to 1.
pub(super) fn cosine(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut x, mut y, mut sum) = (0, 0, 0.0);
    while let (Some(left), Some(right)) = (a.get(x), b.get(y)) {
        match left.0.cmp(&right.0) {
            std::cmp::Ordering::Less => x += 1,
            std::cmp::Ordering::Greater => y += 1,
            std::cmp::Ordering::Equal => {
                sum += left.1 * right.1;
                (x, y) = (x + 1, y + 1);
            }
        }
    }
    sum
}
