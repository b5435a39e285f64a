//! Two texts: those that belong together, and strangers.

use std::ops::Range;

use super::chain::{self, Cluster, Hit};
use super::grams::{self, Genre, SEED};
use super::rarity::Rarity;
use super::refine::{self, Evidence, Region};
use super::view::View;
use super::{Options, Passage, Text, align, own, reword};

/// A run of four and no other near it is chance, or what is left of a rewording, which the second reading finds.
const LEAST_HITS: usize = 2;

/// A seed that stands this often on both sides together (times each other) is followed everywhere;
/// above it, only from the first place to the first, the second to the second: equal texts meet on
/// their diagonal, a set phrase makes no square.
const EVERYWHERE: usize = 16;

/// Sentences on either side of a passage of strangers that are read a second time.
const AROUND: usize = 12;

/// Two ranges are the same place if they share this part of the longer.
const SAME_PLACE: f32 = 0.8;

/// The passages that two texts share which belong together, as those of one dossier do: read most
/// closely, rewording included. `a` is the text under review, `b` its possible source. Sorted by place.
pub fn compare(a: &Text, b: &Text, genre: &Genre, options: &Options) -> Vec<Passage> {
    let (a, b) = (View::alone(a, genre), View::alone(b, genre));
    let rarity = Rarity::new([&a, &b].into_iter());
    let mut passages = close(&a, &b, &rarity, &Options { weight: options.weight_alone, ..options.clone() });
    repeated(&a, &b, options.least, &mut passages);
    passages.retain(|passage| own::enough(2, &a, &b, passage, genre, options));
    passages
}

/// The passages that two texts share which have nothing to do with each other: a clause or two may meet by chance.
pub fn strangers(a: &Text, b: &Text, genre: &Genre, options: &Options) -> Vec<Passage> {
    let (a, b) = (View::alone(a, genre), View::alone(b, genre));
    let rarity = Rarity::new([&a, &b].into_iter());
    let mut passages = apart(&a, &b, meet(&a, &b), |cluster| cluster.hits > LEAST_HITS, &rarity, options);
    repeated(&a, &b, options.least_apart, &mut passages);
    passages.retain(|passage| own::enough_apart(&a, &b, passage, genre, options));
    passages
}

/// Adds sentences of `least` authored words that stand in both texts and in no passage yet: one that a text itself
/// repeats is its refrain, and seeds do not follow it.
fn repeated(a: &View<'_>, b: &View<'_>, least: usize, passages: &mut Vec<Passage>) {
    let key = |view: &View<'_>, unit: usize| grams::hash(&view.words[view.unit(unit)]);
    let long = |view: &View<'_>, unit: &usize| view.weight(view.unit(*unit)) >= least;
    let told = |unit: &Range<usize>| {
        passages.iter().any(|told| (told.a.start as usize) < unit.end && unit.start < told.a.end as usize)
    };
    let mut open: Vec<(u64, usize)> =
        (0..a.units()).filter(|unit| long(a, unit) && !told(&a.unit(*unit))).map(|unit| (key(a, unit), unit)).collect();
    if open.is_empty() {
        return;
    }
    open.sort_unstable();
    let mut there: Vec<(u64, usize)> =
        (0..b.units()).filter(|unit| long(b, unit)).map(|unit| (key(b, unit), unit)).collect();
    there.sort_unstable();
    there.dedup_by_key(|(hash, _)| *hash);
    for same in open.chunk_by(|x, y| x.0 == y.0) {
        let Ok(found) = there.binary_search_by_key(&same[0].0, |(hash, _)| *hash) else { continue };
        let place = |&(_, unit): &(u64, usize)| align::passage(a, b, a.unit(unit), b.unit(there[found].1));
        // The first place says it.
        passages.extend(same.first().map(place));
    }
    passages.sort_by_key(|passage| (passage.a.start, passage.b.start));
}

/// [`compare`] on views, which a corpus makes with what it knows about set phrases.
pub(super) fn close(a: &View<'_>, b: &View<'_>, rarity: &Rarity, options: &Options) -> Vec<Passage> {
    if let Some(passage) = equal(a, b, options) {
        return vec![passage];
    }
    let follows = |cluster: &Cluster| cluster.hits >= LEAST_HITS;
    let accepts = |_: &Region, evidence: &Evidence| refine::accepts(evidence, options);
    let mut regions = judged(a, b, meet(a, b), follows, options.least, accepts, options);
    regions.extend(reword::regions(a, b, &whole(a, b), rarity, options));
    let reworded = |region: &Region| rarity.weigh(a, b, region).own >= options.weight;
    finish(a, b, reworded, options, once(a, b, joined(merge(regions)), |region| &region.a))
}

/// Regions that adjoin in one text and are parted in the other by a sentence or two that were left out: one passage.
fn joined(mut regions: Vec<Region>) -> Vec<Region> {
    let adjoin = |x: &Range<usize>, y: &Range<usize>| x.end == y.start || y.end == x.start;
    let near = |x: &Range<usize>, y: &Range<usize>| x.start.max(y.start) <= x.end.min(y.end) + LEFT_OUT;
    let one = |x: &Region, y: &Region| adjoin(&x.a, &y.a) && near(&x.b, &y.b) || adjoin(&x.b, &y.b) && near(&x.a, &y.a);
    regions.sort_unstable_by_key(Region::key);
    let mut joined: Vec<Region> = Vec::with_capacity(regions.len());
    for region in regions {
        match joined.iter_mut().rev().take(LOOK_BACK).find(|old| one(old, &region)) {
            Some(old) => old.take(&region),
            None => joined.push(region),
        }
    }
    joined
}

/// Sentences that whoever rewords a passage may leave out between two others.
const LEFT_OUT: usize = 2;

/// Passages of two texts that have nothing to do with each other, from the hits already found;
/// only clusters that it `follows` are read.
pub(super) fn apart(
    a: &View<'_>,
    b: &View<'_>,
    hits: Vec<Hit>,
    follows: impl Fn(&Cluster) -> bool,
    rarity: &Rarity,
    options: &Options,
) -> Vec<Passage> {
    if let Some(passage) = equal(a, b, options) {
        return vec![passage];
    }
    // Nothing that shares fewer words passes either judgement.
    let least = options.least + SEED;
    let accepts = |region: &Region, evidence: &Evidence| {
        refine::accepts_apart(evidence, options)
            || refine::in_pieces(evidence, options) && rarity.weigh(a, b, region).all >= options.weight_apart
    };
    let mut regions = merge(judged(a, b, hits, follows, least, accepts, options));
    // Who took over a passage reworded some of it further than seeds reach: the second reading, but only around what
    // has been found.
    let mut reworded = Vec::new();
    for found in &regions {
        let around = |units: &Range<usize>, all: usize| {
            units.start.saturating_sub(AROUND)..units.end.saturating_add(AROUND).min(all)
        };
        let limits = Region { a: around(&found.a, a.units()), b: around(&found.b, b.units()) };
        let more = reword::regions(a, b, &limits, rarity, options);
        reworded.extend(more.into_iter().filter(|more| found.touches(more)));
    }
    regions.extend(reworded);
    let regions = merge(regions);
    let reworded = |region: &Region| rarity.weigh(a, b, region).own >= options.weight_apart;
    finish(a, b, reworded, options, once(a, b, regions, |region| &region.a))
}

/// Two equal texts are one passage, whatever they repeat inside.
fn equal(a: &View<'_>, b: &View<'_>, options: &Options) -> Option<Passage> {
    let all = 0..a.words.len();
    (align::same(a.words, b.words) && a.weight(all.clone()) >= options.least)
        .then(|| align::passage(a, b, all.clone(), all))
}

/// All of two texts.
fn whole(a: &View<'_>, b: &View<'_>) -> Region {
    Region { a: 0..a.units(), b: 0..b.units() }
}

/// The regions of the clusters of hits that are followed, share so many words at `least`, and pass judgement.
fn judged(
    a: &View<'_>,
    b: &View<'_>,
    hits: Vec<Hit>,
    follows: impl Fn(&Cluster) -> bool,
    least: usize,
    accepts: impl Fn(&Region, &Evidence) -> bool,
    options: &Options,
) -> Vec<Region> {
    let limits = whole(a, b);
    chain::clusters(&hits, options.gap, SEED as u32)
        .iter()
        .filter(|cluster| follows(cluster))
        .flat_map(|cluster| refine::refine(a, b, cluster, &limits, least, options))
        .filter(|region| accepts(region, &refine::weigh(a, b, region)))
        .collect()
}

/// Where the seeds of one text stand in the other.
fn meet(a: &View<'_>, b: &View<'_>) -> Vec<Hit> {
    // Most runs stand on one side only: only those that may stand on both are sorted.
    let mut on_b = b.bits();
    b.seeds().for_each(|(seed, _)| _ = on_b.set(seed));
    let mut a: Vec<(u64, u32)> = a.seeds().filter(|&(seed, _)| on_b.may_have(seed)).collect();
    let mut on_a = b.bits();
    a.iter().for_each(|&(seed, _)| _ = on_a.set(seed));
    let mut b: Vec<(u64, u32)> = b.seeds().filter(|&(seed, _)| on_a.may_have(seed)).collect();
    a.sort_unstable();
    b.sort_unstable();
    let mut others = b.chunk_by(|x, y| x.0 == y.0).peekable();
    let mut hits = Vec::new();
    for group in a.chunk_by(|x, y| x.0 == y.0) {
        while others.next_if(|other| other[0].0 < group[0].0).is_some() {}
        let Some(other) = others.next_if(|other| other[0].0 == group[0].0) else {
            continue;
        };
        cross(group, other, &mut hits);
    }
    hits
}

/// The places of one seed in two texts, set against each other.
fn cross(a: &[(u64, u32)], b: &[(u64, u32)], hits: &mut Vec<Hit>) {
    if a.len() * b.len() <= EVERYWHERE {
        for x in a {
            hits.extend(b.iter().map(|y| Hit { a: x.1, b: y.1 }));
        }
    } else {
        hits.extend(a.iter().zip(b).map(|(x, y)| Hit { a: x.1, b: y.1 }));
    }
}

/// Regions that overlap on both sides are one passage.
pub(super) fn merge(mut regions: Vec<Region>) -> Vec<Region> {
    loop {
        regions.sort_unstable_by_key(Region::key);
        let before = regions.len();
        let mut merged: Vec<Region> = Vec::with_capacity(before);
        for region in regions {
            // Sorted by start, and few regions overlap one word: a short look back finds them.
            let near = merged.iter_mut().rev().take(LOOK_BACK);
            match near.into_iter().find(|old| old.touches(&region)) {
                Some(old) => old.take(&region),
                None => merged.push(region),
            }
        }
        regions = merged;
        if regions.len() == before {
            return regions;
        }
    }
}

/// Regions before the current one that may still overlap it.
const LOOK_BACK: usize = 64;

/// Of several regions that explain the same place, the one that shares most stays: one finding for one
/// passage.
pub(super) fn once(
    a: &View<'_>,
    b: &View<'_>,
    regions: Vec<Region>,
    side: impl Fn(&Region) -> &Range<usize>,
) -> Vec<Region> {
    let mut weighed: Vec<(usize, Region)> =
        regions.into_iter().map(|region| (refine::weigh(a, b, &region).shared, region)).collect();
    weighed.sort_unstable_by(|(_, x), (_, y)| {
        (side(x).start, side(x).end).cmp(&(side(y).start, side(y).end)).then_with(|| x.key().cmp(&y.key()))
    });
    let mut kept: Vec<(usize, Region)> = Vec::with_capacity(weighed.len());
    for (shared, region) in weighed {
        let near = kept.iter_mut().rev().take(LOOK_BACK);
        match near.into_iter().find(|(_, old)| same_place(side(old), side(&region))) {
            Some(old) if old.0 < shared => *old = (shared, region),
            Some(_) => {}
            None => kept.push((shared, region)),
        }
    }
    let mut kept: Vec<Region> = kept.into_iter().map(|(_, region)| region).collect();
    kept.sort_unstable_by_key(Region::key);
    kept
}

/// Whether two ranges of words are one place, as far as a finding goes.
pub(super) fn same_place(x: &Range<usize>, y: &Range<usize>) -> bool {
    let both = x.end.min(y.end).saturating_sub(x.start.max(y.start));
    both as f32 >= SAME_PLACE * x.len().max(y.len()) as f32
}

/// Aligns what was accepted; what turns out not to be similar is dropped, but for what is `reworded`.
pub(super) fn finish(
    a: &View<'_>,
    b: &View<'_>,
    reworded: impl Fn(&Region) -> bool,
    options: &Options,
    regions: Vec<Region>,
) -> Vec<Passage> {
    let keeps = |region: &Region, passage: &Passage| {
        passage.similarity >= options.similar || passage.similarity >= options.reworded && reworded(region)
    };
    let aligned = regions.into_iter().map(|region| {
        let passage = align::passage(a, b, a.span(&region.a), b.span(&region.b));
        keeps(&region, &passage).then_some(passage)
    });
    aligned.flatten().collect()
}
