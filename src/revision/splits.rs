//! Units that were split in several, or joined of several.

use super::likeness::{containment, likeness};
use super::matching::{Matching, Parted};
use super::units::{Class, Side};
use super::votes::Vote;
use std::ops::Range;

/// Parts looked for on either side of the one that was found.
const REACH: usize = 6;
/// How alike the whole and its parts together are, at least.
const ALIKE: f32 = 0.7;
/// How much more alike than the one part that is most like the whole.
const GAIN: f32 = 0.04;
/// How much of a part's words the whole has.
const CONTAINED: f32 = 0.7;

/// Words from which on a part may stand away from the others.
const LONG: usize = 6;
/// Parts that are looked at together.
const MOST: usize = 24;
/// A run of words that stands nowhere else, for so many words of a part.
const SHARE: usize = 12;

/// One that came apart, and how alike it and its parts together are.
struct Found {
    alike: f32,
    parted: Parted,
}

/// Finds them among the free units.
pub(super) fn link(matching: &mut Matching, votes: &[Vote]) {
    let mut found = Vec::new();
    for split in [true, false] {
        let (whole, part) = match split {
            true => (matching.old, matching.new),
            false => (matching.new, matching.old),
        };
        let ordered = |v: &Vote| if split { (v.old, v.new, v.count) } else { (v.new, v.old, v.count) };
        let several = |&(_, p, count): &(usize, usize, usize)| count * SHARE >= part.items[p].words();
        let mut pairs: Vec<(usize, usize)> =
            votes.iter().map(ordered).filter(several).map(|(w, p, _)| (w, p)).collect();
        pairs.sort_unstable();
        let free = |w: usize, p: usize| if split { matching.is_free(w, p) } else { matching.is_free(p, w) };
        for same in pairs.chunk_by(|a, b| a.0 == b.0) {
            let w = same[0].0;
            let mut parts: Vec<usize> =
                same.iter().flat_map(|&(_, p)| run(whole, part, w, p, &free)).take(MOST).collect();
            parts.sort_unstable();
            parts.dedup();
            found.extend(judge(whole, part, w, parts, split));
        }
    }
    let order = |found: &Found| (found.parted.whole, found.parted.split);
    found.sort_by(|a, b| b.alike.total_cmp(&a.alike).then(order(a).cmp(&order(b))));
    for Found { parted, .. } in found {
        let Parted { whole, split, .. } = parted;
        if parted.parts.iter().all(|&p| if split { matching.is_free(whole, p) } else { matching.is_free(p, whole) }) {
            matching.part(parted);
        }
    }
}

/// The run of units around `p` of which the words stand in `w`.
fn run(whole: &Side, part: &Side, w: usize, p: usize, free: &impl Fn(usize, usize) -> bool) -> Range<usize> {
    let item = &whole.items[w];
    if !matches!(item.class, Class::Text | Class::Footnote) || item.is_heading() || item.words() < 8 {
        return 0..0;
    }
    let fits = |p: usize| {
        let other = part.items.get(p);
        other.is_some_and(|other| {
            other.class == item.class && other.words() >= 2 && free(w, p) && other.words() <= item.words() * 5 / 4
        }) && containment(part.bag(p), whole.bag(w)) >= CONTAINED
    };
    if !fits(p) {
        return 0..0;
    }
    let mut parts = p..p + 1;
    while parts.start > 0 && p - parts.start < REACH && fits(parts.start - 1) {
        parts.start -= 1;
    }
    while parts.end - p < REACH && fits(parts.end) {
        parts.end += 1;
    }
    parts
}

/// Whether the parts make the whole, better than any of them alone.
fn judge(whole: &Side, part: &Side, w: usize, parts: Vec<usize>, split: bool) -> Option<Found> {
    let mut parts = parts;
    // Lines of one form are all alike, and no parts of each other.
    if parts.iter().map(|&p| part.items[p].words()).sum::<usize>() > 2 * whole.items[w].words() {
        return None;
    }
    let together = |parts: &mut dyn Iterator<Item = usize>| {
        let mut bag: Vec<u64> = parts.flat_map(|p| part.bag(p).iter().copied()).collect();
        bag.sort_unstable();
        likeness(&bag, whole.bag(w))
    };
    let mut alike = together(&mut parts.iter().copied());
    // What adds nothing is no part.
    while parts.len() > 1 {
        let without = (0..parts.len()).map(|i| {
            let others = parts.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, &p)| p);
            (together(&mut others.into_iter()), i)
        });
        let Some((best, i)) = without.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(best, _)| *best >= alike) else {
            break;
        };
        alike = best;
        parts.remove(i);
    }
    let single = parts.iter().map(|&p| likeness(part.bag(p), whole.bag(w))).fold(0.0, f32::max);
    let short = parts.iter().any(|&p| part.items[p].words() < LONG);
    let beside = parts.windows(2).all(|two| two[0] + 1 == two[1]);
    let gain = if short { 0.0 } else { GAIN };
    let parted = parts.len() > 1 && alike >= ALIKE && alike > single + gain && (beside || !short);
    parted.then_some(Found { alike, parted: Parted { whole: w, parts, split } })
}
