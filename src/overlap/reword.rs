//! The second reading of two texts that belong together: passages said in other words.
//!
//! Where synonyms and reordering leave hardly a run of four, the weight of the words remains: sentences
//! that share rare words, and their neighbours, are compared as bags of words.

use super::Options;
use super::chain::{self, Hit};
use super::rarity::Rarity;
use super::refine::Region;
use super::terms::{Bag, Side, Terms, cosine};
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

/// Regions that share the weight of their words, inside `limits`.
pub(super) fn regions(a: &View<'_>, b: &View<'_>, limits: &Region, rarity: &Rarity, options: &Options) -> Vec<Region> {
    let terms = Terms::new(a, b, limits);
    let hits = likely(&terms, limits, options);
    let mut regions = Vec::new();
    for cluster in chain::clusters(&hits, NEIGHBOURS, 1) {
        let mut region = Region { a: cluster.a, b: cluster.b };
        let cosine = grow(&terms, limits, &mut region);
        if cosine >= options.region_cosine && rarity.weigh(a, b, &region).all >= options.weight {
            regions.push(region);
        }
    }
    regions
}

/// Pairs of units close enough to be rewordings, through an inverted index of the rarer terms.
fn likely(terms: &Terms, limits: &Region, options: &Options) -> Vec<Hit> {
    let (from, b_units) = (limits.b.start, limits.b.len());
    let bag = |side, unit| match terms.weight(side, unit) {
        ..LEAST => &[],
        _ => terms.of(side, unit),
    };
    let bags_b: Vec<&[(u32, f32)]> = limits.b.clone().map(|unit| bag(Side::B, unit)).collect();
    let (first, index) = inverted(&bags_b, terms.len());
    let cap = (b_units / 20).clamp(COMMON, COMMON_CAP);
    let of_term = |term: u32| &index[first[term as usize] as usize..first[term as usize + 1] as usize];
    // What a unit's terms weigh that find no candidates.
    let rest = |bag: &[(u32, f32)]| {
        let common = bag.iter().filter(|(term, _)| of_term(*term).len() > cap);
        common.map(|(_, weight)| weight * weight).sum::<f32>().sqrt()
    };
    let rest_b: Vec<f32> = bags_b.iter().map(|bag| rest(bag)).collect();
    let mut hits = Vec::new();
    // What each unit of `b` shares with the unit of `a` that is looked at, and which share anything.
    let mut shares = vec![0.0f32; b_units];
    let mut met: Vec<u32> = Vec::new();
    for unit in limits.a.clone() {
        let bag = bag(Side::A, unit);
        for &(term, weight) in bag {
            let same = of_term(term);
            if same.len() > cap {
                continue;
            }
            for &(other, share) in same {
                if shares[other as usize] == 0.0 {
                    met.push(other);
                }
                shares[other as usize] += weight * share;
            }
        }
        if met.len() > CANDIDATES {
            met.select_nth_unstable_by(CANDIDATES, |&x, &y| {
                shares[y as usize].total_cmp(&shares[x as usize]).then(x.cmp(&y))
            });
        }
        let rest = rest(bag);
        let close = |other: &&u32| {
            let other = **other as usize;
            // Most fall by what the common terms could add at most.
            shares[other] + rest * rest_b[other] >= options.sentence_cosine
                && cosine(bag, bags_b[other]) >= options.sentence_cosine
        };
        hits.extend(
            met.iter().take(CANDIDATES).filter(close).map(|&other| Hit { a: unit as u32, b: from as u32 + other }),
        );
        for other in met.drain(..) {
            shares[other as usize] = 0.0;
        }
    }
    hits
}

/// The units each term stands in, with its weight there: where a term's begin, and all of them.
fn inverted(bags: &[&[(u32, f32)]], terms: usize) -> (Vec<u32>, Vec<(u32, f32)>) {
    let mut first = vec![0u32; terms + 2];
    for &(term, _) in bags.iter().copied().flatten() {
        first[term as usize + 2] += 1;
    }
    for term in 2..first.len() {
        first[term] += first[term - 1];
    }
    let mut index = vec![(0, 0.0); bags.iter().map(|bag| bag.len()).sum()];
    for (unit, bag) in bags.iter().enumerate() {
        for &(term, weight) in *bag {
            let next = &mut first[term as usize + 1];
            index[*next as usize] = (unit as u32, weight);
            *next += 1;
        }
    }
    (first, index)
}

/// Takes in neighbours as long as that brings the sides closer, one sentence at a time: a reworded
/// passage is often one sentence here and two there.
fn grow(terms: &Terms, limits: &Region, region: &mut Region) -> f32 {
    let mut bags = (terms.bag(Side::A, &region.a), terms.bag(Side::B, &region.b));
    let mut now = cosine(&bags.0, &bags.1);
    for _ in 0..8 {
        let mut steps = Vec::new();
        let Region { a: on_a, b: on_b } = &*region;
        if on_a.start > limits.a.start {
            steps.push(Region { a: on_a.start - 1..on_a.end, b: on_b.clone() });
        }
        if on_a.end < limits.a.end {
            steps.push(Region { a: on_a.start..on_a.end + 1, b: on_b.clone() });
        }
        if on_b.start > limits.b.start {
            steps.push(Region { a: on_a.clone(), b: on_b.start - 1..on_b.end });
        }
        if on_b.end < limits.b.end {
            steps.push(Region { a: on_a.clone(), b: on_b.start..on_b.end + 1 });
        }
        let mut best: Option<(f32, Region, Bag)> = None;
        for step in steps {
            let (bag, then);
            if step.a == region.a {
                bag = terms.bag(Side::B, &step.b);
                then = cosine(&bags.0, &bag);
            } else {
                bag = terms.bag(Side::A, &step.a);
                then = cosine(&bag, &bags.1);
            }
            if then > best.as_ref().map_or(now + GAIN, |(best, ..)| *best) {
                best = Some((then, step, bag));
            }
        }
        let Some((then, step, bag)) = best else {
            break;
        };
        *(if step.a == region.a { &mut bags.1 } else { &mut bags.0 }) = bag;
        (now, *region) = (then, step);
    }
    now
}

/// What a neighbour must add to the cosine.
const GAIN: f32 = 0.01;
