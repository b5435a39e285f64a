//! The ends of a region: a sentence stays only for wording of its own.
//!
//! A formula inside a passage ("với tổng kinh phí … triệu đồng") also covers the next sentence that has
//! it. So an outer sentence must share runs that the rest of its side has not used up, and runs that are
//! not set phrases.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use super::grams::{self, AsIs, SEED, SHORT};
use super::refine::Region;
use super::view::View;

/// Sentences that are taken off one region at most; more would make the work quadratic.
const STEPS: usize = 8;

/// The share of its authored words that an outer sentence must bring.
const OWN: f32 = 0.08;

type Counts = HashMap<u64, u32, BuildHasherDefault<AsIs>>;

/// Takes off outer sentences without wording of their own.
pub(super) fn trim(a: &View<'_>, b: &View<'_>, region: &mut Region) {
    for _ in 0..STEPS {
        let on_a = step(a, &region.a, b, &region.b);
        let on_b = step(b, &region.b, a, &on_a);
        if on_a == region.a && on_b == region.b {
            return;
        }
        *region = Region { a: on_a, b: on_b };
    }
}

fn step(view: &View<'_>, units: &Range<usize>, other: &View<'_>, others: &Range<usize>) -> Range<usize> {
    let mut units = units.clone();
    if units.len() > 1 && !stays(view, units.start, &(units.start + 1..units.end), other, others) {
        units.start += 1;
    }
    if units.len() > 1 && !stays(view, units.end - 1, &(units.start..units.end - 1), other, others) {
        units.end -= 1;
    }
    units
}

/// Whether a unit shares enough with the other side beyond what the rest of its side shares.
fn stays(view: &View<'_>, unit: usize, rest: &Range<usize>, other: &View<'_>, others: &Range<usize>) -> bool {
    let short = |view: &View<'_>, at| grams::authored::<SHORT>(view.words, at);
    let seed = |view: &View<'_>, at| view.seed(at);
    let words = view.unit(unit);
    let loose = own(view, &words, rest, other, others, SHORT, short);
    let mut set = vec![false; words.len()];
    for at in words.clone() {
        if view.plain(at).is_some() {
            let end = (at + SEED).min(words.end);
            set[at - words.start..end - words.start].fill(true);
        }
    }
    // Where nothing is a set phrase the short runs say it all.
    let firm =
        if set.contains(&true) { own(view, &words, rest, other, others, SEED, seed) } else { vec![false; words.len()] };
    let (mut all, mut solid) = (0, 0);
    for (word, ((&loose, &firm), &set)) in words.zip(loose.iter().zip(&firm).zip(&set)) {
        if view.counts(word) {
            all += 1;
            solid += usize::from(firm || loose && !set);
        }
    }
    solid >= SHORT && solid as f32 >= OWN * all as f32
}

/// Marks the words of a unit in runs that the other side has more often than the rest of this side.
fn own(
    view: &View<'_>,
    words: &Range<usize>,
    rest: &Range<usize>,
    other: &View<'_>,
    others: &Range<usize>,
    size: usize,
    run: impl Fn(&View<'_>, usize) -> Option<u64>,
) -> Vec<bool> {
    let mut left = Counts::with_capacity_and_hasher(other.span(others).len(), Default::default());
    for at in other.span(others) {
        if let Some(run) = run(other, at) {
            *left.entry(run).or_default() += 1;
        }
    }
    for at in view.span(rest) {
        if let Some(count) = run(view, at).and_then(|run| left.get_mut(&run)) {
            *count = count.saturating_sub(1);
        }
    }
    let mut marks = vec![false; words.len()];
    for at in words.clone() {
        if let Some(count) = run(view, at).and_then(|run| left.get_mut(&run))
            && *count > 0
        {
            *count -= 1;
            let end = (at + size).min(words.end);
            marks[at - words.start..end - words.start].fill(true);
        }
    }
    marks
}
