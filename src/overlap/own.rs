//! What a passage says that not everybody writes.
//!
//! A corpus tells its set phrases by how many texts have them. Of a few texts alone nothing can be counted, and a table
//! of pairs of words that reports of many units have stands for the corpus. In a formula nearly every word goes with
//! its neighbour as it does in any report; what somebody has copied has names, figures, things of the place.

use super::grams::Genre;
use super::view::View;
use super::{Options, Passage, Word};
use std::ops::Range;

/// So many texts tell their set phrases by themselves.
pub const ENOUGH: usize = 20;

/// Words that a figure says as much as: formulas have hardly any.
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
    let copied = || passage.verbatim && a.weight(passage.a.start as usize..passage.a.end as usize) >= options.copied;
    texts >= ENOUGH || words(a, b, passage, genre, FIGURE) >= options.own || copied()
}

/// Whether a passage of two strangers does: how many cells and schools a commune has every commune tells in the same
/// words, with figures of its own; only a figure that both have says something.
pub(super) fn enough_apart(a: &View<'_>, b: &View<'_>, passage: &Passage, genre: &Genre, options: &Options) -> bool {
    words(a, b, passage, genre, 0) >= options.own
}

/// What both sides have of their own, on the side that has less: authored words that go with neither neighbour as in any
/// report, and figures; `other` is what one says that has another value on the other side.
fn words(a: &View<'_>, b: &View<'_>, passage: &Passage, genre: &Genre, other: usize) -> usize {
    let range = |range: &Range<u32>| range.start as usize..range.end as usize;
    let (at_a, at_b) = (range(&passage.a), range(&passage.b));
    side(a, &at_a, b, &at_b, genre, other).min(side(b, &at_b, a, &at_a, genre, other))
}

fn side(
    view: &View<'_>,
    words: &Range<usize>,
    other: &View<'_>,
    others: &Range<usize>,
    genre: &Genre,
    changed: usize,
) -> usize {
    let sorted = |what: fn(Word) -> u32| {
        let mut words: Vec<u32> =
            others.clone().filter(|&at| other.counts(at)).map(|at| what(other.words[at])).collect();
        words.sort_unstable();
        words
    };
    let (keys, values) = (sorted(Word::key), sorted(Word::value));
    let pair = |at: usize| view.words.get(at..at + 2).is_some_and(|pair| genre.has_pair(pair));
    let says = |at: usize| match view.words[at].is_number() {
        true if values.binary_search(&view.words[at].value()).is_ok() => FIGURE,
        true => changed,
        false => usize::from(!pair(at) && !at.checked_sub(1).is_some_and(pair)),
    };
    let both = words.clone().filter(|&at| view.counts(at) && keys.binary_search(&view.words[at].key()).is_ok());
    both.map(says).sum()
}
