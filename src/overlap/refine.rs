//! A region found by seeds, fitted to whole sentences and judged.

use std::ops::Range;

use super::chain::Cluster;
use super::grams::{self, Runs, SEED, SHORT};
use super::view::View;
use super::{Options, trim};

/// A passage in units of both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub a: Range<usize>,
    pub b: Range<usize>,
}

impl Region {
    /// Whether two regions overlap on both sides.
    pub fn touches(&self, other: &Region) -> bool {
        let touch = |x: &Range<usize>, y: &Range<usize>| x.start < y.end && y.start < x.end;
        touch(&self.a, &other.a) && touch(&self.b, &other.b)
    }

    /// Becomes the smallest region that holds both.
    pub fn take(&mut self, other: &Region) {
        let hull = |x: &Range<usize>, y: &Range<usize>| x.start.min(y.start)..x.end.max(y.end);
        (self.a, self.b) = (hull(&self.a, &other.a), hull(&self.b, &other.b));
    }

    /// What regions are sorted by.
    pub fn key(&self) -> (usize, usize, usize, usize) {
        (self.a.start, self.b.start, self.a.end, self.b.end)
    }
}

/// Sentences with fewer authored words neither carry a passage nor end it.
const NEUTRAL: usize = 4;

/// Occurrences of one short run that are followed to the other side.
const OCCURRENCES: usize = 4;

/// Fits a cluster to whole sentences: those that share enough with the other side, grown and trimmed,
/// sides in turn, twice. One cluster may hold several passages. `limits` are units that must not be left;
/// what shares fewer than `least` words is dropped as soon as that is seen, as most clusters are.
pub(super) fn refine(
    a: &View<'_>,
    b: &View<'_>,
    cluster: &Cluster,
    limits: &Region,
    least: usize,
    options: &Options,
) -> Vec<Region> {
    let a_zone = zone(a, &cluster.a, options.gap as usize, &limits.a);
    let b_zone = zone(b, &cluster.b, options.gap as usize, &limits.b);
    // All that is read below lies in these zones: their runs are hashed once.
    let (on_a, on_b) = (Shorts::new(a, &a_zone), Shorts::new(b, &b_zone));
    if on_a.most_shared(&on_b) < least {
        return Vec::new();
    }
    let mut runs = covered(&on_a, &a_zone, &on_b.runs(&b_zone), options);
    runs.retain(|(_, weight)| *weight >= least);
    let b_zones: Vec<Vec<Range<usize>>> = if runs.len() == 1 {
        vec![vec![b_zone]]
    } else {
        // Many passages in one cluster: each is followed to its own place, so that the work stays
        // linear in the cluster.
        let index = on_b.positions();
        runs.iter().map(|(run, _)| places(&on_a, b, run, &index, &b_zone, options)).collect()
    };
    let mut regions = Vec::new();
    for ((run, _), zones) in runs.iter().zip(&b_zones) {
        for b_zone in zones {
            let a_zone = zone(a, &a.span(run), options.gap as usize, &a_zone);
            let Some(other) = best(covered(&on_b, b_zone, &on_a.runs(run), options)) else {
                continue;
            };
            let Some(this) = best(covered(&on_a, &a_zone, &on_b.runs(&other), options)) else {
                continue;
            };
            let Some(other) = best(covered(&on_b, b_zone, &on_a.runs(&this), options)) else {
                continue;
            };
            let mut region = Region { a: this, b: other };
            trim::trim(a, b, &mut region);
            regions.push(region);
        }
    }
    regions.sort_unstable_by_key(Region::key);
    regions.dedup();
    regions
}

/// What two sides of a region share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    /// Authored words in shared short runs, on the side that has fewer.
    pub shared: usize,
    /// Authored words in shared rare runs of four, likewise.
    pub rare: usize,
    /// The share of shared words among the authored words, on the side where it is smaller.
    pub density: f32,
    /// The longest unbroken shared stretch on the first side, in authored words.
    pub longest: usize,
}

/// Weighs a region.
pub(super) fn weigh(a: &View<'_>, b: &View<'_>, region: &Region) -> Evidence {
    let (on_a, on_b) = (Shorts::new(a, &region.a), Shorts::new(b, &region.b));
    let (on_a, on_b) = (Tally::new(&on_a, &region.a, &on_b, &region.b), Tally::new(&on_b, &region.b, &on_a, &region.a));
    Evidence {
        shared: on_a.shared.min(on_b.shared),
        rare: on_a.rare.min(on_b.rare),
        density: on_a.density().min(on_b.density()),
        longest: on_a.longest,
    }
}

/// Whether what is shared makes a passage of two places that belong together. A sentence shared nearly
/// whole may be short; of a part there must be more, for names and chance clauses meet everywhere.
pub(super) fn accepts(evidence: &Evidence, options: &Options) -> bool {
    let Evidence { shared, rare, density, longest } = *evidence;
    let whole = density >= 0.7 && shared >= options.least && rare >= options.least * 2 / 3;
    let part =
        (density >= 0.4 || density >= 0.28 && longest >= 2 * SEED) && shared >= options.least + 8 && rare >= SEED;
    whole || part
}

/// Sentences shared whole are more than a clause that two authors came upon.
const WHOLE: f32 = 0.9;

/// The same for strangers. Thousands of pairs are asked, so that one long clause, or two shorter ones, will
/// stand in some by chance: more is asked for, most of it rare, and not in one piece unless it is long.
pub(super) fn accepts_apart(evidence: &Evidence, options: &Options) -> bool {
    let Evidence { shared, rare, density, longest } = *evidence;
    let least = options.least_apart;
    if density >= WHOLE {
        // A name or a number in it may be another's.
        return shared + 2 >= least && rare >= least / 2;
    }
    let pieces = shared >= least + 6 || shared >= longest + 2 * SEED;
    shared + rare >= 2 * least && rare >= least / 2 && pieces
}

/// Whether what strangers share may be a rewording: enough of it, and in several pieces.
pub(super) fn in_pieces(evidence: &Evidence, options: &Options) -> bool {
    evidence.shared >= options.least + SEED && evidence.shared >= evidence.longest + SEED && evidence.density >= 0.4
}

/// What one side of a region shares with the other, in authored words.
struct Tally {
    own: usize,
    shared: usize,
    rare: usize,
    longest: usize,
}

impl Tally {
    fn new(own: &Shorts<'_, '_>, units: &Range<usize>, other: &Shorts<'_, '_>, others: &Range<usize>) -> Self {
        let view = own.view;
        let span = view.span(units);
        let marks = own.mark(&span, &other.runs(others));
        let rare = runs_of_four(view, &span, other.view, others, |view, at| view.seed(at));
        let mut tally = Self { own: 0, shared: 0, rare: 0, longest: 0 };
        let mut stretch = 0;
        for (word, (&shared, &rare)) in span.zip(marks.iter().zip(&rare)) {
            if !view.counts(word) {
                continue;
            }
            stretch = if shared { stretch + 1 } else { 0 };
            tally.own += 1;
            tally.shared += usize::from(shared);
            tally.rare += usize::from(rare);
            tally.longest = tally.longest.max(stretch);
        }
        tally
    }

    fn density(&self) -> f32 {
        self.shared as f32 / self.own.max(1) as f32
    }
}

/// How many authored words of some units stand in short runs of the other side.
pub(super) fn shared(view: &View<'_>, units: &Range<usize>, other: &View<'_>, others: &Range<usize>) -> usize {
    let span = view.span(units);
    let marks = Shorts::new(view, units).mark(&span, &Shorts::new(other, others).runs(others));
    span.zip(marks).filter(|&(word, marked)| marked && view.counts(word)).count()
}

/// Marks the words of a span in runs that `pick` takes on both sides: [`View::seed`] or [`View::plain`].
pub(super) fn runs_of_four(
    view: &View<'_>,
    span: &Range<usize>,
    other: &View<'_>,
    others: &Range<usize>,
    pick: impl Fn(&View<'_>, usize) -> Option<u64>,
) -> Vec<bool> {
    let theirs = other.span(others);
    let runs = Runs::new(theirs.len(), theirs.filter_map(|at| pick(other, at)));
    let mut marks = vec![false; span.len()];
    for at in span.start..span.end.saturating_sub(SEED - 1) {
        if pick(view, at).is_some_and(|run| runs.contains(run)) {
            marks[at - span.start..at - span.start + SEED].fill(true);
        }
    }
    marks
}

/// Units of a stretch of words widened by the gap, inside limits.
fn zone(view: &View<'_>, words: &Range<usize>, gap: usize, limits: &Range<usize>) -> Range<usize> {
    let end = (words.end + gap).min(view.words.len());
    let units = view.units_of(words.start.saturating_sub(gap)..end);
    let start = units.start.max(limits.start);
    start..units.end.min(limits.end).max(start)
}

/// The short runs of some units, hashed once however often they are asked about.
struct Shorts<'v, 't> {
    view: &'v View<'t>,
    /// The first of the words.
    first: usize,
    /// The run that begins at each; nought where none does.
    runs: Vec<u64>,
}

/// Binary digits of a run that tell at a glance whether the other side may have it: two kilobytes of bits.
const GLANCE: u32 = 14;

impl<'v, 't> Shorts<'v, 't> {
    fn new(view: &'v View<'t>, units: &Range<usize>) -> Shorts<'v, 't> {
        let span = view.span(units);
        let run = |at| grams::authored::<SHORT>(view.words, at).unwrap_or(0);
        let runs = span.clone().map(|at| if at + SHORT <= span.end { run(at) } else { 0 }).collect();
        Shorts { view, first: span.start, runs }
    }

    /// Those within a span, whole.
    fn within(&self, span: &Range<usize>) -> &[u64] {
        let last = span.end.saturating_sub(SHORT - 1).max(span.start);
        self.runs.get(span.start - self.first..last - self.first).unwrap_or(&[])
    }

    /// The runs of some of the units, to be asked for.
    fn runs(&self, units: &Range<usize>) -> Runs {
        let span = self.view.span(units);
        Runs::new(span.len(), self.within(&span).iter().copied().filter(|&run| run != 0))
    }

    /// Which words of a span stand in short runs of the other side.
    fn mark(&self, span: &Range<usize>, runs: &Runs) -> Vec<bool> {
        let mut marks = vec![false; span.len()];
        for (at, &run) in self.within(span).iter().enumerate() {
            if run != 0 && runs.contains(run) {
                marks[at..at + SHORT].fill(true);
            }
        }
        marks
    }

    /// No more words of this side than these stand in runs that the other side has too.
    fn most_shared(&self, other: &Shorts<'_, '_>) -> usize {
        let mut bits = [0u64; 1 << (GLANCE - 6)];
        let place = |run: u64| ((run >> (u64::BITS - GLANCE + 6)) as usize, 1u64 << (run >> (u64::BITS - GLANCE) & 63));
        for &run in &other.runs {
            let (slot, bit) = place(run);
            bits[slot] |= bit;
        }
        let (mut words, mut marked) = (0, 0);
        for (at, &run) in self.runs.iter().enumerate() {
            let (slot, bit) = place(run);
            if run != 0 && bits[slot] & bit != 0 {
                words += at + SHORT - marked.max(at);
                marked = at + SHORT;
            }
        }
        words
    }

    /// Where each run stands, sorted by run.
    fn positions(&self) -> Vec<(u64, u32)> {
        let runs = self.runs.iter().enumerate().filter(|(_, run)| **run != 0);
        let mut index: Vec<(u64, u32)> = runs.map(|(at, &run)| (run, (self.first + at) as u32)).collect();
        index.sort_unstable();
        index
    }
}

/// The stretches of units that share enough with the other side, with the words they share. One weak
/// unit inside is let pass; units with hardly an authored word do not count.
fn covered(own: &Shorts<'_, '_>, zone: &Range<usize>, runs: &Runs, options: &Options) -> Vec<(Range<usize>, usize)> {
    let view = own.view;
    let span = view.span(zone);
    let marks = own.mark(&span, runs);
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    let mut weak = 2;
    for unit in zone.clone() {
        let (mut own, mut shared) = (0, 0);
        for word in view.unit(unit) {
            if view.counts(word) {
                own += 1;
                shared += usize::from(marks[word - span.start]);
            }
        }
        if own < NEUTRAL {
            continue;
        }
        if shared >= SHORT && shared as f32 >= options.cover * own as f32 {
            match found.last_mut() {
                Some((stretch, weight)) if weak <= 1 => {
                    stretch.end = unit + 1;
                    *weight += shared;
                }
                _ => found.push((unit..unit + 1, shared)),
            }
            weak = 0;
        } else {
            weak += 1;
        }
    }
    found
}

fn best(found: Vec<(Range<usize>, usize)>) -> Option<Range<usize>> {
    // The earliest of equals, so that nothing depends on chance.
    found.into_iter().rev().max_by_key(|(_, weight)| *weight).map(|(stretch, _)| stretch)
}

/// The zones of the other side where the short runs of a stretch gather.
fn places(
    a: &Shorts<'_, '_>,
    b: &View<'_>,
    run: &Range<usize>,
    index: &[(u64, u32)],
    limits: &Range<usize>,
    options: &Options,
) -> Vec<Range<usize>> {
    let mut at: Vec<u32> = Vec::new();
    for hash in a.runs(run).iter() {
        let from = index.partition_point(|&(other, _)| other < hash);
        let same = index[from..].iter().take(OCCURRENCES).take_while(|&&(other, _)| other == hash);
        at.extend(same.map(|&(_, position)| position));
    }
    at.sort_unstable();
    at.chunk_by(|x, y| y - x <= options.gap)
        .filter(|group| group.len() >= SHORT)
        .filter_map(|group| {
            let words = *group.first()? as usize..*group.last()? as usize + SHORT;
            Some(zone(b, &words, options.gap as usize, limits))
        })
        .collect()
}
