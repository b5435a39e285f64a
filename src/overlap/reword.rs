//! The second reading of two texts that belong together: passages said in other words.
//!
//! Where synonyms and reordering leave hardly a run of four, the weight of the words remains: sentences
//! that share rare words, and their neighbours, are compared as bags of words.

use std::ops::Range;

use super::Options;
use super::chain::{self, Hit};
use super::refine::{self, Region};
use super::view::View;

/// Sentences with fewer authored words are no ground for a comparison.
const LEAST: usize = 8;

/// A term in more sentences than this (or this share of them, if more) finds no candidates; it still
/// weighs in the cosine.
const COMMON: usize = 16;
const COMMON_CAP: usize = 64;

/// Candidates that are looked at for one sentence.
const CANDIDATES: usize = 8;

/// Sentences between two matching ones of the same passage.
const NEIGHBOURS: u32 = 2;

/// Terms of a unit with their weights, by rising term.
type Bag = Vec<(u64, f32)>;

/// Regions that share the weight of their words.
pub(super) fn regions(a: &View<'_>, b: &View<'_>, options: &Options) -> Vec<Region> {
    let weights = Weights::new(a, b);
    let bags_a: Vec<Bag> = (0..a.units())
        .map(|unit| weights.bag(a, &(unit..unit + 1)))
        .collect();
    let bags_b: Vec<Bag> = (0..b.units())
        .map(|unit| weights.bag(b, &(unit..unit + 1)))
        .collect();
    let mut hits = likely(a, b, &bags_a, &bags_b, options);
    let mut regions = Vec::new();
    for cluster in chain::clusters(&mut hits, NEIGHBOURS, 1) {
        let mut region = Region {
            a: cluster.a,
            b: cluster.b,
        };
        let cosine = grow(a, b, &weights, &mut region);
        if cosine >= options.region_cosine && rare(a, b, &weights, &region) >= options.rare {
            regions.push(region);
        }
    }
    regions
}

/// Terms of both texts and in how many units they stand.
struct Weights {
    frequency: Vec<(u64, u32)>,
    units: f32,
}

impl Weights {
    fn new(a: &View<'_>, b: &View<'_>) -> Self {
        let mut all: Vec<u64> = Vec::new();
        for view in [a, b] {
            for unit in 0..view.units() {
                let mut own: Vec<u64> = terms(view, view.unit(unit)).collect();
                own.sort_unstable();
                own.dedup();
                all.extend(own);
            }
        }
        all.sort_unstable();
        let frequency = all
            .chunk_by(|x, y| x == y)
            .map(|group| (group[0], group.len() as u32))
            .collect();
        Self {
            frequency,
            units: (a.units() + b.units()).max(1) as f32,
        }
    }

    fn frequency(&self, term: u64) -> u32 {
        let at = self
            .frequency
            .binary_search_by_key(&term, |&(term, _)| term);
        at.map_or(1, |at| self.frequency[at].1)
    }

    /// The weighted terms of a range of units, of length one.
    fn bag(&self, view: &View<'_>, units: &Range<usize>) -> Bag {
        let mut all: Vec<u64> = units
            .clone()
            .flat_map(|unit| terms(view, view.unit(unit)))
            .collect();
        all.sort_unstable();
        let mut bag: Bag = all
            .chunk_by(|x, y| x == y)
            .map(|group| {
                let idf = (1.0 + self.units / self.frequency(group[0]) as f32).ln();
                (group[0], (1.0 + (group.len() as f32).ln()) * idf)
            })
            .collect();
        let length = bag
            .iter()
            .map(|(_, weight)| weight * weight)
            .sum::<f32>()
            .sqrt();
        if length > 0.0 {
            bag.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        bag
    }
}

/// The authored words of a unit as terms: a figure is its value.
fn terms<'v>(view: &'v View<'_>, words: Range<usize>) -> impl Iterator<Item = u64> + 'v {
    words.filter(|&word| view.counts(word)).map(|word| {
        let word = view.words[word];
        u64::from(word.key) << 32 | u64::from(word.value())
    })
}

fn cosine(a: &Bag, b: &Bag) -> f32 {
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

/// Pairs of units close enough to be rewordings, through an inverted index of the rarer terms.
fn likely(
    a: &View<'_>,
    b: &View<'_>,
    bags_a: &[Bag],
    bags_b: &[Bag],
    options: &Options,
) -> Vec<Hit> {
    let mut index: Vec<(u64, u32, f32)> = Vec::new();
    for (unit, bag) in bags_b.iter().enumerate() {
        if b.weight(b.unit(unit)) >= LEAST {
            index.extend(
                bag.iter()
                    .map(|&(term, weight)| (term, unit as u32, weight)),
            );
        }
    }
    index.sort_unstable_by_key(|&(term, unit, _)| (term, unit));
    let cap = (b.units() / 20).clamp(COMMON, COMMON_CAP);
    let mut hits = Vec::new();
    for (unit, bag) in bags_a.iter().enumerate() {
        if a.weight(a.unit(unit)) < LEAST {
            continue;
        }
        let mut met: Vec<(u32, f32)> = Vec::new();
        for &(term, weight) in bag {
            let from = index.partition_point(|&(other, ..)| other < term);
            let same = index[from..]
                .iter()
                .take(cap + 1)
                .take_while(|&&(other, ..)| other == term);
            if same.clone().count() <= cap {
                met.extend(same.map(|&(_, other, share)| (other, weight * share)));
            }
        }
        met.sort_by_key(|&(other, _)| other);
        let mut met: Vec<(u32, f32)> = met
            .chunk_by(|x, y| x.0 == y.0)
            .map(|group| (group[0].0, group.iter().map(|(_, share)| share).sum()))
            .collect();
        met.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        for (other, _) in met.into_iter().take(CANDIDATES) {
            if cosine(bag, &bags_b[other as usize]) >= options.sentence_cosine {
                hits.push(Hit {
                    a: unit as u32,
                    b: other,
                });
            }
        }
    }
    hits
}

/// Takes in neighbours as long as that brings the sides closer, one sentence at a time: a reworded
/// passage is often one sentence here and two there.
fn grow(a: &View<'_>, b: &View<'_>, weights: &Weights, region: &mut Region) -> f32 {
    let mut bags = (weights.bag(a, &region.a), weights.bag(b, &region.b));
    let mut now = cosine(&bags.0, &bags.1);
    for _ in 0..8 {
        let mut steps = Vec::new();
        let Region { a: on_a, b: on_b } = &*region;
        if on_a.start > 0 {
            steps.push(Region {
                a: on_a.start - 1..on_a.end,
                b: on_b.clone(),
            });
        }
        if on_a.end < a.units() {
            steps.push(Region {
                a: on_a.start..on_a.end + 1,
                b: on_b.clone(),
            });
        }
        if on_b.start > 0 {
            steps.push(Region {
                a: on_a.clone(),
                b: on_b.start - 1..on_b.end,
            });
        }
        if on_b.end < b.units() {
            steps.push(Region {
                a: on_a.clone(),
                b: on_b.start..on_b.end + 1,
            });
        }
        let mut best = None;
        for step in steps {
            let next = if step.a == region.a {
                (bags.0.clone(), weights.bag(b, &step.b))
            } else {
                (weights.bag(a, &step.a), bags.1.clone())
            };
            let then = cosine(&next.0, &next.1);
            if then
                > best
                    .as_ref()
                    .map_or(now + GAIN, |(old, ..): &(f32, _, _)| *old)
            {
                best = Some((then, step, next));
            }
        }
        let Some((then, step, next)) = best else {
            break;
        };
        (now, bags) = (then, next);
        *region = step;
    }
    now
}

/// What a neighbour must add to the cosine.
const GAIN: f32 = 0.01;

/// Rare authored words of the first side in short runs that both sides have; none if most of what they
/// share are set phrases.
fn rare(a: &View<'_>, b: &View<'_>, weights: &Weights, region: &Region) -> usize {
    let most = ((weights.units * 0.02) as u32).max(3);
    let span = a.span(&region.a);
    let marks = refine::mark(a, &span, &refine::short_runs(b, &region.b));
    let plain = refine::runs_of_four(a, &span, b, &region.b, |view, at| view.plain(at));
    let (mut shared, mut set, mut rare) = (0, 0, 0);
    for (word, (&marked, &plain)) in span.zip(marks.iter().zip(&plain)) {
        if marked && a.counts(word) && !a.words[word].is_number() {
            shared += 1;
            set += usize::from(plain);
            let term = u64::from(a.words[word].key) << 32;
            rare += usize::from(weights.frequency(term) <= most);
        }
    }
    if set * 10 > shared * 7 { 0 } else { rare }
}
