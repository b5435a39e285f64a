//! Where the texts of a corpus meet: in runs of words that few of them have.

use rayon::prelude::*;

use super::chain::Hit;
use super::view::{REFRAIN, View};

/// Words that one round of seeds works on; the seeds are dealt into rounds by hash, so that memory
/// grows with the meetings and not with the seeds.
const ROUND: usize = 24_000_000;

/// Parts of a round: each is sorted by one core, in its cache.
const PARTS: usize = 128;

/// Places of a seed that are looked at in one text.
const PLACES: usize = 2;

/// Seeds that two texts share before they are looked at: a run of four and no other near it is chance.
const FEWEST: u32 = 2;

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

/// A word of a text where a seed stands.
#[derive(Clone, Copy)]
struct Place {
    text: u32,
    word: u32,
    /// Whether other places of the same seed follow.
    more: bool,
}

/// The places of all seeds that are followed.
pub(super) struct Meetings {
    /// Seed by seed, texts rising.
    places: Vec<Place>,
    /// The places of the first text, by their index, then those of the second, and so on.
    own: Vec<u32>,
    /// Where those of each text end.
    ends: Vec<usize>,
}

impl Meetings {
    /// Finds where texts meet; runs that are refrains of their text or stand in too many texts are hushed.
    pub fn new(views: &mut [View<'_>]) -> Meetings {
        let mut places = survey(views, cap(views.len()));
        // More are never met: they would not fit in memory.
        places.truncate(u32::MAX as usize);
        let mut ends = vec![0; views.len()];
        places.iter().for_each(|place| ends[place.text as usize] += 1);
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        // Filling moves what was the start of a text's places to their end.
        let mut own = vec![0; places.len()];
        for (at, place) in places.iter().enumerate() {
            let end = &mut ends[place.text as usize];
            own[*end] = at as u32;
            *end += 1;
        }
        Meetings { places, own, ends }
    }

    /// The later texts that a text meets and that are `wanted`, with the seeds they share, sorted. `counts` is room to
    /// work in, all zeros.
    pub fn of(
        &self,
        text: usize,
        counts: &mut Vec<u32>,
        leads: impl Fn(u32, &[Hit]) -> Vec<Hit>,
    ) -> Vec<(u32, Vec<Hit>, Vec<Hit>)> {
        let start = text.checked_sub(1).map_or(0, |before| self.ends[before]);
        // In the order of their words; the places themselves lie far apart and are looked up once.
        let place = |&at: &u32| (self.places[at as usize].word, at);
        let mut own: Vec<(u32, u32)> = self.own[start..self.ends[text]].iter().map(place).collect();
        own.sort_unstable();
        counts.resize(self.ends.len(), 0);
        let mut meetings: Vec<(u32, Hit)> = Vec::new();
        for &(word, at) in &own {
            self.after(at, |place| meetings.push((place.text, Hit { a: word, b: place.word })));
        }
        let mut met: Vec<u32> = Vec::new();
        for &(other, _) in &meetings {
            let count = &mut counts[other as usize];
            if *count == 0 {
                met.push(other);
            }
            *count += 1;
        }
        met.sort_unstable();
        // Each text's hits in one block, where it has enough of them; what was their count is now where the next goes.
        let mut total = 0;
        for &other in &met {
            let count = &mut counts[other as usize];
            if *count < FEWEST {
                *count = u32::MAX;
            } else {
                total += std::mem::replace(count, total);
            }
        }
        let mut hits = vec![Hit { a: 0, b: 0 }; total as usize];
        for &(other, hit) in &meetings {
            let next = &mut counts[other as usize];
            if let Some(place) = hits.get_mut(*next as usize) {
                (*place, *next) = (hit, *next + 1);
            }
        }
        let mut start = 0;
        let met = met.into_iter().filter_map(|other| {
            let end = std::mem::take(&mut counts[other as usize]);
            if end == u32::MAX {
                return None;
            }
            let hits = &hits[std::mem::replace(&mut start, end as usize)..end as usize];
            let leads = leads(other, hits);
            (!leads.is_empty()).then(|| (other, hits.to_vec(), leads))
        });
        met.collect()
    }

    /// The places of the same seed in later texts.
    fn after(&self, at: u32, mut meets: impl FnMut(&Place)) {
        let [here, rest @ ..] = &self.places[at as usize..] else { return };
        let mut more = here.more;
        for place in rest {
            if !more {
                return;
            }
            more = place.more;
            if place.text != here.text {
                meets(place);
            }
        }
    }
}

/// Hushes the runs that are refrains or that too many of the texts have.
pub(super) fn hush_common(views: &mut [View<'_>]) {
    survey(views, 0);
}

/// The places of seeds that stand in two texts at least and `cap` at most, seed by seed. What stands too often is
/// hushed.
fn survey(views: &mut [View<'_>], cap: usize) -> Vec<Place> {
    let map = Map::new(views);
    let common = common(views.len());
    let rounds = map.words.div_ceil(ROUND).max(1);
    let mut followed = Vec::new();
    for round in 0..rounds {
        let dealt = deal(views, &map, round, rounds);
        let (places, often): (Vec<Vec<Place>>, Vec<Vec<Place>>) = (0..PARTS)
            .into_par_iter()
            .map(|part| {
                let mut seeds: Vec<u64> = Vec::with_capacity(dealt.iter().map(|dealt| dealt[part].len()).sum());
                dealt.iter().for_each(|dealt| seeds.extend_from_slice(&dealt[part]));
                seeds.sort_unstable();
                let (mut places, mut often) = (Vec::new(), Vec::new());
                let mut own: Vec<Place> = Vec::new();
                for group in seeds.chunk_by(|x, y| x >> map.bits == y >> map.bits).filter(|group| group.len() > 1) {
                    own.clear();
                    own.extend(group.iter().map(|&seed| map.place(seed)));
                    let texts = || own.chunk_by(|x, y| x.text == y.text);
                    let rest = || texts().filter(|own| own.len() < REFRAIN);
                    texts().filter(|own| own.len() >= REFRAIN).for_each(|own| often.extend_from_slice(own));
                    let count = rest().count();
                    if count > common {
                        rest().for_each(|own| often.extend_from_slice(own));
                    } else if count > 1 && count <= cap {
                        places.extend(rest().flat_map(|own| own.iter().take(PLACES)));
                        places.last_mut().into_iter().for_each(|last: &mut Place| last.more = false);
                    }
                }
                (places, often)
            })
            .unzip();
        followed.reserve_exact(places.iter().map(Vec::len).sum());
        followed.extend(places.into_iter().flatten());
        for place in often.into_iter().flatten() {
            views[place.text as usize].hush(place.word as usize);
        }
    }
    followed
}

/// The seeds of one round, dealt into parts by hash: what is left of the hash above, the place below.
fn deal(views: &[View<'_>], map: &Map, round: usize, rounds: usize) -> Vec<Vec<Vec<u64>>> {
    let size = views.len().div_ceil(4 * rayon::current_num_threads()).max(1);
    let parts = (rounds * PARTS) as u128;
    let chunks = views.par_chunks(size).zip(map.starts.par_chunks(size));
    chunks
        .map(|(views, starts)| {
            let mut dealt = vec![Vec::new(); PARTS];
            for (view, start) in views.iter().zip(starts) {
                for (seed, at) in view.seeds() {
                    let part = ((u128::from(seed) * parts) >> 64) as usize;
                    if part / PARTS == round {
                        dealt[part % PARTS].push((seed << map.bits) | (start + u64::from(at)));
                    }
                }
            }
            dealt
        })
        .collect()
}

/// Numbers all words of a corpus.
struct Map {
    /// How many words there are.
    words: usize,
    /// Bits that such a number has.
    bits: u32,
    /// The number of each text's first word.
    starts: Vec<u64>,
    /// For every so many words, a text that holds the first of them or one before it.
    texts: Vec<u32>,
}

/// Words (as a power of two) from one entry of [`Map::texts`] to the next.
const STRIDE: u32 = 10;

impl Map {
    fn new(views: &[View<'_>]) -> Map {
        let (mut words, mut starts, mut texts) = (0, Vec::with_capacity(views.len()), Vec::new());
        for (text, view) in views.iter().enumerate() {
            starts.push(words);
            words += view.words.len() as u64;
            texts.resize((words >> STRIDE) as usize + 1, text as u32);
        }
        Map { words: words as usize, bits: u64::BITS - words.leading_zeros(), starts, texts }
    }

    /// Where the seed stands that [`deal`] put into one number.
    fn place(&self, seed: u64) -> Place {
        let word = seed & ((1 << self.bits) - 1);
        let first = self.texts[(word >> STRIDE) as usize] as usize;
        let text = first + self.starts[first + 1..].iter().take_while(|&&start| start <= word).count();
        Place { text: text as u32, word: (word - self.starts[text]) as u32, more: true }
    }
}
