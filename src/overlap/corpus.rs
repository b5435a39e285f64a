//! Many texts: every pair that shares a passage, without looking at every pair.

use rayon::prelude::*;

use super::chain::{Cluster, Hit};
use super::grams::Genre;
use super::leads::{Turns, leads};
use super::meetings::Meetings;
use super::rarity::Rarity;
use super::view::View;
use super::{Options, Passage, Text};
use super::{own, pair, spread, through};

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

/// Fewer seeds than this near each other are no lead.
const LEAST_HITS: usize = 2;

/// Every passage that two of the texts share, sorted by texts and place. `together` names pairs that
/// belong together (as those of one dossier do): they are read closely, as [`super::compare`] does, but with
/// what the whole corpus says about set phrases. Runs of words in more texts than the cap are the
/// genre's; whole paragraphs in more texts are told all the same. The answer is the same on any number of cores.
/// `each` is called whenever one text has been set against all others, for those who show how far it is.
pub fn across<T: AsRef<Text> + Sync>(
    texts: &[T],
    together: &[(u32, u32)],
    genre: &Genre,
    options: &Options,
    each: &(dyn Fn() + Sync),
) -> Vec<Shared> {
    let texts = &texts[..texts.len().min(u32::MAX as usize)];
    let mut views: Vec<View<'_>> = texts.par_iter().map(|text| View::new(text.as_ref(), genre)).collect();
    let meetings = Meetings::new(&mut views);
    let rarity = Rarity::new(views.iter());
    let turns: Vec<Turns> = views.par_iter().map(|view| Turns::new(view, &rarity)).collect();

    let count = texts.len() as u32;
    let mut close: Vec<(u32, u32)> =
        together.iter().map(|&(a, b)| (a.min(b), a.max(b))).filter(|&(a, b)| a < b && b < count).collect();
    close.sort_unstable();
    close.dedup();
    let share = |(a, b): (u32, u32), passages: Vec<Passage>| {
        let (x, y) = (&views[a as usize], &views[b as usize]);
        let own = |passage: &Passage| own::enough(views.len(), x, y, passage, genre, options);
        passages.into_iter().filter(own).map(move |passage| Shared { a, b, passage }).collect::<Vec<_>>()
    };
    let mut shared: Vec<Shared> = (0..count)
        .into_par_iter()
        .map_init(Vec::new, |counts, a| {
            let leads = |b: u32, hits: &[Hit]| leads(&turns[a as usize], &turns[b as usize], hits, options.gap);
            let strangers = meetings.of(a as usize, counts, leads).into_iter();
            let strangers = strangers.filter(|&(b, ..)| close.binary_search(&(a, b)).is_err());
            let apart = strangers.flat_map(|(b, hits, leads)| {
                let (x, y) = (&views[a as usize], &views[b as usize]);
                let follows =
                    |cluster: &Cluster| cluster.hits >= LEAST_HITS && leads.iter().any(|hit| cluster.holds(hit));
                share((a, b), pair::apart(x, y, hits, follows, &rarity, options))
            });
            let found: Vec<Shared> = apart.collect();
            each();
            found
        })
        .flatten_iter()
        .collect();
    shared.par_extend(
        close.par_iter().flat_map_iter(|&(a, b)| {
            share((a, b), pair::close(&views[a as usize], &views[b as usize], &rarity, options))
        }),
    );
    sort(&mut shared);
    let through = through::through(&views, &shared, options);
    shared.extend(through.into_iter().flat_map(|found| share((found.a, found.b), vec![found.passage])));
    sort(&mut shared);
    let spread = spread::spread(&views, &shared, options);
    shared.extend(spread.into_iter().flat_map(|found| share((found.a, found.b), vec![found.passage])));
    sort(&mut shared);
    shared
}

fn sort(shared: &mut [Shared]) {
    shared.sort_by_key(|found| (found.a, found.b, found.passage.a.start, found.passage.b.start));
}
