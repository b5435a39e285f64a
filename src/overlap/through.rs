//! Passages that two texts have of a third.
//!
//! A passage that went round several units was changed a little by each, and what two of them have left in common may be
//! too little to find by itself. That both share it with the same place of a third text says that they belong together;
//! then likeness alone decides.

use rayon::prelude::*;
use std::ops::Range;

use super::view::View;
use super::{Options, Shared, align, pair};

/// Passages at one place that are set against each other; the work grows with their square, and what stands in more
/// texts has been told often enough.
const MOST: usize = 24;

/// One side of a passage, and where its other side is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End {
    text: u32,
    start: u32,
    end: u32,
    other: Place,
}

/// Some words of a text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    text: u32,
    start: u32,
    end: u32,
}

/// What the passages found say of pairs of texts for which nothing was found there. `shared` is sorted.
pub(super) fn through(views: &[View<'_>], shared: &[Shared], options: &Options) -> Vec<Shared> {
    let mut ends: Vec<End> = shared.iter().flat_map(both_ends).collect();
    ends.sort_unstable();
    let mut asked: Vec<(Place, Place)> = Vec::new();
    for group in ends.chunk_by(same_place).filter(|group| group.len() <= MOST) {
        for (at, x) in group.iter().enumerate() {
            let others = group[at + 1..].iter().filter(|y| y.other.text != x.other.text);
            asked.extend(others.map(|y| (x.other.min(y.other), x.other.max(y.other))));
        }
    }
    asked.sort_unstable();
    asked.dedup();
    let known = |a: &Place, b: &Place, shared: &[Shared]| {
        let first = shared.partition_point(|found| (found.a, found.b) < (a.text, b.text));
        let same = shared[first..].iter().take_while(|found| (found.a, found.b) == (a.text, b.text));
        let touches = |place: &Place, range: &Range<u32>| range.start < place.end && place.start < range.end;
        same.into_iter().any(|found| touches(a, &found.passage.a) && touches(b, &found.passage.b))
    };
    let alike = asked.into_par_iter().filter(|(a, b)| !known(a, b, shared)).filter_map(|(a, b)| {
        let words = |place: &Place| place.start as usize..place.end as usize;
        let (x, y) = (&views[a.text as usize], &views[b.text as usize]);
        let passage = align::passage(x, y, words(&a), words(&b));
        (passage.similarity >= options.reworded).then_some(Shared { a: a.text, b: b.text, passage })
    });
    let mut alike: Vec<Shared> = alike.collect();
    // Known through several texts, it is told once: where both sides are closest.
    alike.sort_by(|x, y| {
        let closer = y.passage.similarity.total_cmp(&x.passage.similarity);
        let places = |found: &Shared| (found.passage.a.start, found.passage.b.start);
        (x.a, x.b).cmp(&(y.a, y.b)).then(closer).then(places(x).cmp(&places(y)))
    });
    let mut told: Vec<Shared> = Vec::new();
    for found in alike {
        let touch = |x: &Range<u32>, y: &Range<u32>| x.start < y.end && y.start < x.end;
        let same = told.iter().rev().take_while(|old| (old.a, old.b) == (found.a, found.b));
        let again = |old: &Shared| touch(&old.passage.a, &found.passage.a) && touch(&old.passage.b, &found.passage.b);
        if !same.into_iter().any(again) {
            told.push(found);
        }
    }
    told
}

fn both_ends(found: &Shared) -> [End; 2] {
    let place = |text: u32, range: &Range<u32>| Place { text, start: range.start, end: range.end };
    let (a, b) = (place(found.a, &found.passage.a), place(found.b, &found.passage.b));
    let end = |here: Place, other: Place| End { text: here.text, start: here.start, end: here.end, other };
    [end(a, b), end(b, a)]
}

fn same_place(x: &End, y: &End) -> bool {
    let words = |end: &End| end.start as usize..end.end as usize;
    x.text == y.text && pair::same_place(&words(x), &words(y))
}
