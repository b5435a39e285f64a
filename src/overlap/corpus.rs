//! Many texts: every pair that shares a passage, without looking at every pair.

use rayon::prelude::*;

use super::chain::Hit;
use super::grams::Genre;
use super::pair;
use super::rarity::Rarity;
use super::view::View;
use super::{Options, Passage, Text};

/// A passage of two texts of a corpus, by their index.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The text of lower index.
    pub a: u32,
    /// The text of higher index.
    pub b: u32,
    /// What they share.
    pub passage: Passage,
}

/// Words that one round of seeds works on; the seeds are dealt into rounds by hash, so that memory
/// grows with the hits and not with the seeds.
const ROUND: usize = 12_000_000;

/// Places of a seed that are looked at in one text.
const PLACES: usize = 2;

/// Fewer seeds than this do not hold the rare words that strangers must share ([`Options::least_apart`]).
const LEAST_HITS: usize = 3;

/// The same where only every second seed was looked at.
const LEAST_SAMPLED: usize = 2;

/// From this many texts on, every second seed (by hash) is enough.
const SAMPLED: usize = 2_000;

/// A seed in more texts than this makes many meetings that each say little: of these one in so many is enough.
const MANY: usize = 16;
const OF_MANY: u64 = 4;

/// Every passage that two of the texts share, sorted by texts and place. `together` names pairs that
/// belong together (as those of one dossier do): they are read closely, as [`super::compare`] does, but with
/// what the whole corpus says about set phrases. Runs of words in more texts than the cap are the
/// genre's. The answer is the same on any number of cores.
pub fn across<T: AsRef<Text> + Sync>(
    texts: &[T],
    together: &[(u32, u32)],
    genre: &Genre,
    options: &Options,
) -> Vec<Shared> {
    let texts = &texts[..texts.len().min(u32::MAX as usize)];
    let mut views: Vec<View<'_>> = texts.par_iter().map(|text| ready(text.as_ref(), genre)).collect();
    let mut hits = meetings(&mut views, true);
    let rarity = Rarity::new(views.iter());

    let count = texts.len() as u32;
    let mut close: Vec<(u32, u32)> =
        together.iter().map(|&(a, b)| (a.min(b), a.max(b))).filter(|&(a, b)| a < b && b < count).collect();
    close.sort_unstable();
    close.dedup();
    hits.par_sort_unstable();
    let fewest = if texts.len() < SAMPLED { LEAST_HITS } else { LEAST_SAMPLED };
    let strangers: Vec<&[Meeting]> = hits
        .chunk_by(|x, y| x.pair == y.pair)
        .filter(|group| group.len() >= fewest && gathers(group, options.gap))
        .filter(|group| close.binary_search(&group[0].pair).is_err())
        .collect();
    let share = |(a, b): (u32, u32), passages: Vec<Passage>| {
        passages.into_iter().map(move |passage| Shared { a, b, passage }).collect::<Vec<_>>()
    };
    let mut shared: Vec<Shared> = strangers
        .par_iter()
        .flat_map_iter(|group| {
            let (a, b) = group[0].pair;
            let hits = group.iter().map(|meeting| meeting.hit).collect();
            let (x, y) = (&views[a as usize], &views[b as usize]);
            share((a, b), pair::apart(x, y, hits, fewest, &rarity, options))
        })
        .collect();
    shared.par_extend(
        close.par_iter().flat_map_iter(|&(a, b)| {
            share((a, b), pair::close(&views[a as usize], &views[b as usize], &rarity, options))
        }),
    );
    shared.sort_by_key(|found| (found.a, found.b, found.passage.a.start, found.passage.b.start));
    shared
}

pub(super) fn ready<'t>(text: &'t Text, genre: &Genre) -> View<'t> {
    let mut view = View::new(text, genre);
    view.hush_refrains();
    view
}

/// A seed that two texts have in common.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Meeting {
    pair: (u32, u32),
    hit: Hit,
}

/// Whether any two meetings of a pair, sorted, lie within the gap on both sides. In most pairs of strangers they
/// lie scattered, and there is nothing to read.
fn gathers(group: &[Meeting], gap: u32) -> bool {
    group.iter().enumerate().any(|(at, x)| {
        let near = group[at + 1..].iter().take_while(|y| y.hit.a - x.hit.a <= gap);
        near.into_iter().any(|y| y.hit.b.abs_diff(x.hit.b) <= gap)
    })
}

/// A text and a word of it.
type Point = (u32, u32);

/// In how many texts a seed may stand and be followed from text to text: 3 % of them, between 12 (of few
/// texts 15 %, but four) and 48, for the meetings grow with the square.
pub(super) fn cap(texts: usize) -> usize {
    let few = (texts * 15 / 100).min(12);
    (texts * 3 / 100).clamp(few, 48).max(4)
}

/// In how many texts a run may stand before it is the genre's. Of thousands of texts that is more than the seeds
/// followed: a turn that 1 % of the authors know is no lead to one of them, but evidence in a passage found.
pub(super) fn common(texts: usize) -> usize {
    cap(texts).max(texts * 3 / 100)
}

/// Hushes the runs that too many of the texts have.
pub(super) fn hush_common(views: &mut [View<'_>]) {
    meetings(views, false);
}

/// Where texts meet in seeds that few of them have; those that too many have are hushed. The meetings
/// themselves may not be `wanted`.
fn meetings(views: &mut [View<'_>], wanted: bool) -> Vec<Meeting> {
    let words: usize = views.iter().map(|view| view.words.len()).sum();
    let rounds = words.div_ceil(ROUND).max(1) as u64;
    let (cap, common, few) = (cap(views.len()), common(views.len()), views.len() < SAMPLED);
    let follows = |seed: u64, texts: usize| {
        texts > 1 && texts <= cap && (few || (seed >> 40).is_multiple_of(if texts > MANY { OF_MANY } else { 2 }))
    };
    let mut hits = Vec::new();
    for round in 0..rounds {
        let mut seeds: Vec<(u64, u32, u32)> = views
            .par_iter()
            .enumerate()
            .flat_map_iter(|(text, view)| {
                (0..view.words.len()).filter_map(move |at| {
                    let seed = view.seed(at)?;
                    (seed % rounds == round).then_some((seed, text as u32, at as u32))
                })
            })
            .collect();
        seeds.par_sort_unstable();
        // Groups are cut at seeds, so that each thread has whole ones and the order stays.
        let groups: Vec<&[(u64, u32, u32)]> = seeds.chunk_by(|x, y| x.0 == y.0).filter(|g| g.len() > 1).collect();
        let (met, over): (Vec<Vec<Meeting>>, Vec<Vec<Point>>) = groups
            .par_chunks(4096)
            .map(|groups| {
                let (mut met, mut over) = (Vec::new(), Vec::new());
                for group in groups {
                    let texts = group.chunk_by(|x, y| x.1 == y.1).count();
                    if texts > common {
                        over.extend(group.iter().map(|&(_, text, at)| (text, at)));
                    } else if wanted && follows(group[0].0, texts) {
                        meet(group, &mut met);
                    }
                }
                (met, over)
            })
            .unzip();
        hits.reserve_exact(met.iter().map(Vec::len).sum());
        hits.extend(met.into_iter().flatten());
        for (text, at) in over.into_iter().flatten() {
            views[text as usize].hush(at as usize);
        }
    }
    hits
}

/// Sets the places of one seed against each other, text by text.
fn meet(group: &[(u64, u32, u32)], met: &mut Vec<Meeting>) {
    let texts: Vec<&[(u64, u32, u32)]> = group.chunk_by(|x, y| x.1 == y.1).collect();
    for (at, x) in texts.iter().enumerate() {
        for y in &texts[at + 1..] {
            for x in x.iter().take(PLACES) {
                for y in y.iter().take(PLACES) {
                    met.push(Meeting { pair: (x.1, y.1), hit: Hit { a: x.2, b: y.2 } });
                }
            }
        }
    }
}
