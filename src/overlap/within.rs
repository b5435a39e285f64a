//! One text with itself: passages that stand in it twice, sentences mostly, and long clauses between semicolons.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use super::chain::{self, Cluster, Hit};
use super::echoes::Echoes;
use super::grams::{self, AsIs, Genre, SEED};
use super::pair;
use super::refine::{self, Region};
use super::view::View;
use super::{Options, Passage, Text, align};

/// The share of what two places of one text have in common that must not be the text's refrain.
const FREE: f32 = 0.67;

/// How similar two places of one text must be: parallel formulas are the style of a resolution.
const TWICE: f32 = 0.80;

/// Seeds a repeat leaves at least, and words two of its seeds may lie apart: what is three quarters
/// alike is broken often but not for long. Most clusters fall here, before anything is read closely.
const LEAST_SEEDS: usize = 4;
const SEED_GAP: u32 = 16;

/// Words from its first seed to its last: what is shorter is a set phrase.
const LEAST_WORDS: usize = 10;

/// The passages that stand twice in one text: each later place is set against its nearest equal, once.
/// Sentences repeated word for word are found however often they stand; edited repeats only of wording
/// that is no refrain of the text (lists have their own formulas). Rewording is not looked for.
pub fn within(text: &Text, genre: &Genre, options: &Options) -> Vec<Passage> {
    let echoes = Echoes::of(&text.words);
    let mut view = View::of(text, genre, echoes.runs.iter().copied());
    let (mut regions, told) = verbatim(&view, &echoes, options);
    // Fewer than make a refrain: each place meets each.
    let mut hits = Vec::new();
    view.hush_refrains(&echoes, |places| {
        for (at, &a) in places.iter().enumerate() {
            hits.extend(places[at + 1..].iter().map(|&b| Hit { a, b }));
        }
    });
    // What is told already would tie its neighbours together.
    hits.retain(|hit| !told[hit.a as usize] && !told[hit.b as usize]);
    let clusters = chain::clusters(&hits, SEED_GAP, SEED as u32);
    // No run leaves its cluster: where all are short there is none to be sorted out.
    let long = |cluster: &Cluster| cluster.a.len().min(cluster.b.len()) >= CARRIED;
    let carried = if clusters.iter().any(long) { runs(&view, hits) } else { Vec::new() };
    for cluster in clusters {
        if cluster.hits < LEAST_SEEDS || cluster.a.len().max(cluster.b.len()) < LEAST_WORDS {
            continue;
        }
        let Some((cluster, limits)) = split(&view, cluster) else {
            continue;
        };
        // The sentences that hold the seeds hold nearly all that an edited repeat shares: a glance at them
        // passes over what would fall after a close reading.
        let held = Region { a: view.units_of(cluster.a.clone()), b: view.units_of(cluster.b.clone()) };
        if refine::shared(&view, &held.a, &view, &held.b) < options.least {
            continue;
        }
        for region in refine::refine(&view, &view, &cluster, &limits, options.least, options) {
            let evidence = refine::weigh(&view, &view, &region);
            // The items of a list share their formula, and now and then a little more.
            let free = evidence.rare as f32 >= FREE * evidence.shared as f32;
            if free && refine::accepts(&evidence, options) {
                regions.push(region);
            }
        }
    }
    let mut regions = pair::merge(regions);
    regions.retain(|region| region.a.end <= region.b.start);
    let regions = pair::once(&view, &view, regions, |region| &region.b);
    let mut passages = pair::finish(&view, &view, |_| false, options, regions);
    passages.retain(|passage| passage.similarity >= TWICE || holds(&view, passage));
    clauses(text, &view, &echoes, &mut passages);
    add(&view, &mut passages, carried);
    passages
}

/// What two sentences that otherwise differ share word for word, so long that nobody says it twice by himself: «… ngừng họp 71
/// ngày, mùa khô năm 2024 nước mặn lấn tới …» and «Khách quan, mùa khô năm 2024 nước mặn lấn tới …; …».
fn runs(view: &View<'_>, mut hits: Vec<Hit>) -> Vec<(Range<usize>, Range<usize>)> {
    hits.sort_unstable_by_key(|hit| (hit.b.wrapping_sub(hit.a), hit.a));
    let follows = |x: &Hit, y: &Hit| y.b.wrapping_sub(y.a) == x.b.wrapping_sub(x.a) && y.a - x.a <= SEED_GAP;
    let run = |row: &[Hit]| {
        let (first, last) = (row.first()?, row.last()?);
        let length = (last.a - first.a) as usize + SEED;
        let side = |start: u32| start as usize..start as usize + length;
        let (a, b) = (side(first.a), side(first.b));
        let one = |words: &Range<usize>| view.unit_at(words.start) == view.unit_at(words.end - 1);
        let apart = a.end <= b.start && one(&a) && one(&b);
        let whole = apart && view.weight(b.clone()) >= CARRIED;
        let same = || align::same(&view.words[a.clone()], &view.words[b.clone()]);
        (whole && same()).then_some((a, b))
    };
    hits.chunk_by(follows).filter_map(run).collect()
}

/// Authored words of such a run.
const CARRIED: usize = 30;

/// Adds places that no passage tells of yet.
fn add(view: &View<'_>, passages: &mut Vec<Passage>, more: Vec<(Range<usize>, Range<usize>)>) {
    for (a, b) in more {
        let told = |passage: &Passage| (passage.b.start as usize) < b.end && b.start < passage.b.end as usize;
        if !passages.iter().any(told) {
            passages.push(align::passage(view, view, a, b));
        }
    }
    passages.sort_by_key(|passage| (passage.b.start, passage.a.start));
}

/// Long clauses between semicolons that stand word for word in two sentences which otherwise differ.
fn clauses(text: &Text, view: &View<'_>, echoes: &Echoes, passages: &mut Vec<Passage>) {
    let mut starts: Vec<u32> = [&0].into_iter().chain(&text.ends).chain(&text.clauses).copied().collect();
    // Two rising rows, which this sort only merges.
    starts.sort();
    starts.dedup();
    let mut first: HashMap<u64, Range<usize>, BuildHasherDefault<AsIs>> = HashMap::default();
    let mut told = vec![false; view.words.len()];
    for passage in passages.iter() {
        told[passage.b.start as usize..passage.b.end as usize].fill(true);
    }
    let ends = starts.iter().skip(1).copied().chain([view.words.len() as u32]);
    for (start, end) in starts.iter().zip(ends).filter(|(start, end)| **start < *end) {
        let clause = *start as usize..end as usize;
        if clause.len() < COUNTED || !echoes.may_repeat(&clause) {
            continue;
        }
        // Three figures say as much as the words that are lacking.
        let figures = view.words[clause.clone()].iter().filter(|word| word.is_number()).count();
        if view.weight(clause.clone()) < if figures >= 3 { COUNTED } else { HELD } {
            continue;
        }
        let earlier = first.entry(grams::hash(&view.words[clause.clone()])).or_insert(clause.clone());
        let same = figures < 3 || align::same(&view.words[earlier.clone()], &view.words[clause.clone()]);
        if same && *earlier != clause && !told[clause.clone()].contains(&true) {
            passages.push(align::passage(view, view, earlier.clone(), clause));
        }
    }
    passages.sort_by_key(|passage| (passage.b.start, passage.a.start));
}

/// Whether one place stands in the other word for word, and is long enough to be no formula: a sentence taken over
/// without its second half.
fn holds(view: &View<'_>, passage: &Passage) -> bool {
    let side = |words: &Range<u32>| &view.words[words.start as usize..words.end as usize];
    let (short, long) = match passage.a.len() <= passage.b.len() {
        true => (&passage.a, &passage.b),
        false => (&passage.b, &passage.a),
    };
    let weight = view.weight(short.start as usize..short.end as usize);
    weight >= HELD && long.len() <= LONG && side(long).windows(short.len()).any(|words| align::same(words, side(short)))
}

/// Authored words of a sentence that another holds.
const HELD: usize = 20;

/// The same of a clause with three figures and more, all of them the same.
const COUNTED: usize = 13;

/// Words of the longest place in which another is looked for.
const LONG: usize = 2_000;

/// Rows of sentences that stand word for word (figures apart) earlier in the text, each against its first
/// place; and which words such later places hold. A row repeated many times on end is told once.
fn verbatim(view: &View<'_>, echoes: &Echoes, options: &Options) -> (Vec<Region>, Vec<bool>) {
    // Of units that stand in the text once there is none.
    let hash = |words: Range<usize>| echoes.may_repeat(&words).then(|| grams::hash(&view.words[words]));
    let hashes: Vec<Option<u64>> = (0..view.units()).map(|unit| hash(view.unit(unit))).collect();
    let mut first: HashMap<u64, usize, BuildHasherDefault<AsIs>> = HashMap::default();
    let mut rows: Vec<Region> = Vec::new();
    let mut told = vec![false; view.words.len()];
    let mut last: Option<Region> = None;
    let mut unit = 0;
    while unit < hashes.len() {
        let earlier = hashes[unit].map_or(unit, |hash| *first.entry(hash).or_insert(unit));
        if earlier == unit || view.weight(view.unit(unit)) < SEED {
            unit += 1;
            continue;
        }
        let most = (unit - earlier).min(hashes.len() - unit);
        let same = |step: &usize| hashes[unit + step].is_some() && hashes[earlier + step] == hashes[unit + step];
        let length = (0..most).take_while(same).count();
        let row = Region { a: earlier..earlier + length, b: unit..unit + length };
        unit += length;
        if view.weight(view.span(&row.b)) < options.least {
            continue;
        }
        told[view.span(&row.b)].fill(true);
        match &mut last {
            Some(last) if last.a.start == row.a.start && last.b.end == row.b.start => last.b = row.b,
            _ => {
                last = Some(row.clone());
                rows.push(row);
            }
        }
    }
    (rows, told)
}

/// Keeps the two places of a repeat in one text apart. A sentence repeated many times in a row is set
/// against its first repetition.
fn split(view: &View<'_>, mut cluster: Cluster) -> Option<(Cluster, Region)> {
    let cut = view.unit_at(cluster.b.start);
    let start = view.unit(cut).start;
    if cluster.a.end > start {
        cluster.a.end = start;
    }
    if cluster.a.is_empty() {
        return None;
    }
    // Between two places that do not touch, each may grow up to the middle.
    let last = view.unit_at(cluster.a.end - 1) + 1;
    let middle = last + cut.saturating_sub(last) / 2;
    let end = if cluster.a.end == start {
        // Adjoining: the later place is no longer than the earlier, or it would hold a third.
        let length = cluster.a.len();
        cluster.b.end = cluster.b.end.min(start + length);
        view.unit_at(cluster.b.end.saturating_sub(1)) + 1
    } else {
        view.units()
    };
    let end = end.min(view.units()).max(middle);
    Some((cluster, Region { a: 0..middle, b: middle..end }))
}
