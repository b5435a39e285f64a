//! Units that were split in several, or joined of several.

use super::likeness::{containment, likeness};
use super::matching::Matching;
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

/// A run of words that stands nowhere else, for so many words of a part.
const SHARE: usize = 12;

/// One that came apart: the whole, and its parts in the other revision.
struct Found {
    alike: f32,
    whole: usize,
    parts: Range<usize>,
    split: bool,
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
        let mut last: Option<(usize, usize)> = None;
        for (w, p) in pairs {
            // The run that was looked at already.
            if last.is_some_and(|(whole, end)| whole == w && p < end) {
                continue;
            }
            let Some(parts) = run(whole, part, w, p, &free) else { continue };
            last = Some((w, parts.end));
            if let Some(found_here) = judge(whole, part, w, parts, split) {
                found.push(found_here);
            }
        }
    }
    found.sort_by(|a, b| b.alike.total_cmp(&a.alike).then((a.whole, a.parts.start).cmp(&(b.whole, b.parts.start))));
    for Found { whole, parts, split, .. } in found {
        let free = |p: usize| if split { matching.is_free(whole, p) } else { matching.is_free(p, whole) };
        if parts.clone().all(free) {
            let whole = whole..whole + 1;
            if split { matching.part(whole, parts) } else { matching.part(parts, whole) }
        }
    }
}

/// The run of units around `p` of which the words stand in `w`.
fn run(whole: &Side, part: &Side, w: usize, p: usize, free: &impl Fn(usize, usize) -> bool) -> Option<Range<usize>> {
    let item = &whole.items[w];
    if !matches!(item.class, Class::Text | Class::Footnote) || item.is_heading() || item.words() < 8 {
        return None;
    }
    let fits = |p: usize| {
        let other = part.items.get(p);
        other.is_some_and(|other| {
            other.class == item.class && other.words() >= 2 && free(w, p) && other.words() <= item.words() * 5 / 4
        }) && containment(part.bag(p), whole.bag(w)) >= CONTAINED
            && part.bag(p).len() <= whole.bag(w).len() * 5 / 4
    };
    if !fits(p) {
        return None;
    }
    let mut parts = p..p + 1;
    while parts.start > 0 && p - parts.start < REACH && fits(parts.start - 1) {
        parts.start -= 1;
    }
    while parts.end - p < REACH && fits(parts.end) {
        parts.end += 1;
    }
    Some(parts)
}

/// Whether the parts make the whole, better than any of them alone.
fn judge(whole: &Side, part: &Side, w: usize, parts: Range<usize>, split: bool) -> Option<Found> {
    if parts.len() < 2 {
        return None;
    }
    let together = |parts: &Range<usize>| {
        let mut bag: Vec<u64> = parts.clone().flat_map(|p| part.bag(p).iter().copied()).collect();
        bag.sort_unstable();
        likeness(&bag, whole.bag(w))
    };
    let mut parts = parts;
    let mut alike = together(&parts);
    // An end that adds nothing is no part.
    while parts.len() > 1 {
        let (head, tail) = (parts.start + 1..parts.end, parts.start..parts.end - 1);
        let (without_head, without_tail) = (together(&head), together(&tail));
        if without_head.max(without_tail) < alike {
            break;
        }
        (parts, alike) = if without_head > without_tail { (head, without_head) } else { (tail, without_tail) };
    }
    let single = parts.clone().map(|p| likeness(part.bag(p), whole.bag(w))).fold(0.0, f32::max);
    let short = parts.clone().any(|p| part.items[p].words() < 4);
    let gain = if short { 0.0 } else { GAIN };
    (parts.len() > 1 && alike >= ALIKE && alike > single + gain).then_some(Found { alike, whole: w, parts, split })
}
