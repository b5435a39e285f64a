//! One finding for one passage, in however many places it stands.

use crate::overlap::Passage;
use crate::overlap::prepare::Passages;
use std::cmp::Reverse;
use std::ops::Range;

/// A passage and where it stands elsewhere.
pub(super) struct Closest {
    /// The document that is closest to it.
    pub(super) source: usize,
    /// How it stands there.
    pub(super) passage: Passage,
    /// The other places that have it or a part of it, the closest first: document and words.
    pub(super) others: Vec<(usize, Range<u32>)>,
}

impl Closest {
    /// How many documents have it beside the closest.
    pub(super) fn documents(&self) -> usize {
        let mut others: Vec<usize> = self.others.iter().map(|(other, _)| *other).collect();
        others.sort_unstable();
        others.dedup();
        others.iter().filter(|other| **other != self.source).count()
    }
}

/// Passages this alike are told before those that are looser.
const CLOSE: f32 = 0.8;

/// Of the passages of one document that stand in several others each one once, with the document that has most of it.
pub(super) fn closest(found: Vec<(usize, Passage)>, passages: &Passages) -> Vec<Closest> {
    let length = passages.text.words().len();
    let shared = |passage: &Passage| {
        let authored = passages.text.authored(&passage.a) as f64;
        (authored * f64::from(passage.similarity)) as usize
    };
    let mut found: Vec<(Reverse<usize>, usize, Passage)> =
        found.into_iter().map(|(source, passage)| (Reverse(shared(&passage)), source, passage)).collect();
    // A sentence that one document has word for word is not lost in a page that another has more loosely.
    found.sort_by_key(|(shared, source, passage)| {
        (passage.similarity < CLOSE, *shared, !passage.verbatim, *source, passage.a.start)
    });
    let mut joined: Vec<Closest> = Vec::new();
    // Of each word, the passage it is part of, counted from 1.
    let mut part_of = vec![0; length];
    for (_, source, passage) in found {
        let here = &mut part_of[span(&passage.a, length)];
        match most(here).and_then(|at| joined.get_mut(at - 1)) {
            Some(known) => known.others.push((source, passage.b)),
            None => {
                let free = here.iter_mut().filter(|part| **part == 0);
                free.for_each(|part| *part = joined.len() + 1);
                joined.push(Closest { source, passage, others: Vec::new() });
            }
        }
    }
    joined.sort_by_key(|closest| (closest.passage.a.start, closest.passage.a.end));
    joined
}

/// A range of words as indices into `length` of them.
pub(super) fn span(words: &Range<u32>, length: usize) -> Range<usize> {
    let end = length.min(words.end as usize);
    end.min(words.start as usize)..end
}

/// What at least half of some words are part of; 0 is nothing.
pub(super) fn most(part_of: &[usize]) -> Option<usize> {
    // The one that may be a majority, by letting each cancel another.
    let mut leading = (0, 0);
    for &part in part_of {
        leading = match leading {
            (_, 0) => (part, 1),
            (other, count) if other == part => (other, count + 1),
            (other, count) => (other, count - 1),
        };
    }
    let count = part_of.iter().filter(|part| **part == leading.0).count();
    (leading.0 > 0 && 2 * count > part_of.len()).then_some(leading.0)
}
