//! Passages that stand word for word in more texts than seeds are followed through.
//!
//! What so many share is a set phrase, a form, or one paragraph that went round: a turn of phrase is short, and a whole
//! paragraph is told, for it is the copying that matters most. Seeds cannot follow it (their meetings grow with the square
//! of the texts), but sentences can be told apart whole.

use rayon::prelude::*;
use std::ops::Range;

use super::meetings::cap;
use super::view::View;
use super::{Options, Passage, Shared, align, grams};

/// Authored words of a sentence that is looked at; shorter ones may stand between two of them.
const SENTENCE: usize = 8;

/// Units that may stand between two sentences of one passage, the same on both sides: headings, short lines.
const BETWEEN: u32 = 8;

/// Sentences and authored words of a passage that so many texts have: a set phrase is one sentence, however long, and now
/// and then two of them meet.
const SENTENCES: usize = 3;
const LEAST: usize = 45;

/// Texts of a passage that are all set against each other; of more, each against the first.
const EACH: usize = 24;

/// A sentence of a text: its hash (figures apart), the text, the unit.
pub(super) type Sentence = (u64, u32, u32);

/// Two texts, and the units of a sentence in either.
type Meeting = ((u32, u32), (u32, u32));

/// What stands in more texts than [`cap`] and is not yet told of them. `shared` is sorted by texts.
pub(super) fn spread(views: &[View<'_>], shared: &[Shared], options: &Options) -> Vec<Shared> {
    let mut met: Vec<Meeting> = Vec::new();
    for group in groups(&sorted(views), views.len()) {
        let firsts = if group.len() <= EACH { group.len() } else { 1 };
        for (at, &(_, text, unit)) in group[..firsts].iter().enumerate() {
            met.extend(group[at + 1..].iter().map(|&(_, other, there)| ((text, other), (unit, there))));
        }
    }
    met.par_sort_unstable();
    let pairs: Vec<&[Meeting]> = met.chunk_by(|x, y| x.0 == y.0).collect();
    let found = pairs.into_par_iter().flat_map_iter(|met| {
        let (a, b) = met[0].0;
        let first = shared.partition_point(|found| (found.a, found.b) < (a, b));
        let told = shared[first..].iter().take_while(|found| (found.a, found.b) == (a, b));
        let told: Vec<&Passage> = told.map(|found| &found.passage).collect();
        let met: Vec<(u32, u32)> = met.iter().map(|&(_, units)| units).collect();
        let passages = passages(&views[a as usize], &views[b as usize], &met, &told, options);
        passages.into_iter().map(move |passage| Shared { a, b, passage })
    });
    found.collect()
}

/// Of each sentence that more texts have than [`cap`], the first place, sorted by hash.
pub(super) fn often(views: &[View<'_>]) -> Vec<Sentence> {
    groups(&sorted(views), views.len()).map(|group| group[0]).collect()
}

/// The sentences of a text that stand in the table [`often`], with their places in one text each: that text, the unit
/// here, the unit there; sorted.
pub(super) fn met(view: &View<'_>, often: &[Sentence]) -> Vec<(u32, (u32, u32))> {
    let known = |hash: u64| often.binary_search_by_key(&hash, |known| known.0).ok().map(|at| often[at]);
    let met = sentences(view).filter_map(|(hash, unit)| known(hash).map(|(_, text, there)| (text, (unit, there))));
    let mut met: Vec<(u32, (u32, u32))> = met.collect();
    met.sort_unstable();
    met
}

/// Whether sentences are long enough together to be a passage: else the other text need not be read.
pub(super) fn says_enough(view: &View<'_>, met: &[(u32, (u32, u32))]) -> bool {
    met.iter().map(|&(_, (unit, _))| view.weight(view.unit(unit as usize))).sum::<usize>() >= LEAST
}

/// The passages that two texts share by sentences that both have (units of either, sorted), but for what is told.
pub(super) fn passages(
    x: &View<'_>,
    y: &View<'_>,
    met: &[(u32, u32)],
    told: &[&Passage],
    options: &Options,
) -> Vec<Passage> {
    let rows = met.chunk_by(|from, to| follows(x, y, *from, *to)).filter(|row| row.len() >= SENTENCES);
    let passage = |row: &[(u32, u32)]| {
        let (&first, &last) = (row.first()?, row.last()?);
        let at_x = x.span(&(first.0 as usize..last.0 as usize + 1));
        let at_y = y.span(&(first.1 as usize..last.1 as usize + 1));
        let touches =
            |range: &Range<u32>, at: &Range<usize>| (range.start as usize) < at.end && at.start < range.end as usize;
        let old = |told: &&Passage| touches(&told.a, &at_x) && touches(&told.b, &at_y);
        let long = x.weight(at_x.clone()).min(y.weight(at_y.clone())) >= LEAST.max(options.least_apart);
        (long && !told.iter().any(old)).then(|| align::passage(x, y, at_x, at_y))
    };
    rows.filter_map(passage).collect()
}

/// The sentences of a text that say enough.
fn sentences(view: &View<'_>) -> impl Iterator<Item = (u64, u32)> {
    let long = (0..view.units()).filter(|&unit| view.weight(view.unit(unit)) >= SENTENCE);
    long.map(|unit| (grams::hash(&view.words[view.unit(unit)]), unit as u32))
}

/// The sentences of all texts by their hash; of a text that repeats one, its first place.
fn sorted(views: &[View<'_>]) -> Vec<Sentence> {
    let of_text = |(text, view)| sentences(view).map(move |(hash, unit)| (hash, text as u32, unit));
    let mut sentences: Vec<Sentence> = views.par_iter().enumerate().flat_map_iter(of_text).collect();
    sentences.par_sort_unstable();
    sentences.dedup_by_key(|&mut (hash, text, _)| (hash, text));
    sentences
}

/// The sentences that too many of so many texts have for seeds to be followed.
fn groups(sentences: &[Sentence], texts: usize) -> impl Iterator<Item = &[Sentence]> {
    let cap = cap(texts);
    sentences.chunk_by(|x, y| x.0 == y.0).filter(move |group| group.len() > cap)
}

/// Whether a sentence follows another on both sides, with nothing between them but the same short lines.
fn follows(x: &View<'_>, y: &View<'_>, from: (u32, u32), to: (u32, u32)) -> bool {
    let step = to.0.wrapping_sub(from.0);
    let near = step == to.1.wrapping_sub(from.1) && (1..=BETWEEN + 1).contains(&step);
    let words = |view: &View<'_>, unit: u32| view.unit(unit as usize);
    near && (1..step).all(|at| align::same(&x.words[words(x, from.0 + at)], &y.words[words(y, from.1 + at)]))
}
