//! What a passage says that not everybody writes.
//!
//! A corpus tells its set phrases by how many texts have them. Of a few texts alone nothing can be counted, and a table
//! of pairs of words that reports of many units have stands for the corpus. In a formula nearly every word goes with
//! its neighbour as it does in any report; what somebody has copied has names, figures, things of the place.

use super::grams::Genre;
use super::view::View;
use super::{Options, Passage};
use std::ops::Range;

/// So many texts tell their set phrases by themselves.
const ENOUGH: usize = 20;

/// Words that a figure says as much as, the same on both sides or another: formulas have hardly any.
const FIGURE: usize = 3;

/// Whether a passage of so many texts says enough that is its own.
pub(super) fn enough(
    texts: usize,
    a: &View<'_>,
    b: &View<'_>,
    passage: &Passage,
    genre: &Genre,
    options: &Options,
) -> bool {
    texts >= ENOUGH || words(a, b, passage, genre) >= options.own
}

/// What both sides have of their own, on the side that has less: authored words that go with neither neighbour as in any
/// report, and figures.
fn words(a: &View<'_>, b: &View<'_>, passage: &Passage, genre: &Genre) -> usize {
    let range = |range: &Range<u32>| range.start as usize..range.end as usize;
    let (at_a, at_b) = (range(&passage.a), range(&passage.b));
    side(a, &at_a, b, &at_b, genre).min(side(b, &at_b, a, &at_a, genre))
}

fn side(view: &View<'_>, words: &Range<usize>, other: &View<'_>, others: &Range<usize>, genre: &Genre) -> usize {
    let key = |view: &View<'_>, word: usize| view.words[word].key();
    let mut theirs: Vec<u32> = others.clone().filter(|&at| other.counts(at)).map(|at| key(other, at)).collect();
    theirs.sort_unstable();
    let pair = |at: usize| view.words.get(at..at + 2).is_some_and(|pair| genre.has_pair(pair));
    let says = |at: usize| match view.words[at].is_number() {
        true => FIGURE,
        false => usize::from(!pair(at) && !at.checked_sub(1).is_some_and(pair)),
    };
    let both = words.clone().filter(|&at| view.counts(at) && theirs.binary_search(&key(view, at)).is_ok());
    both.map(says).sum()
}
