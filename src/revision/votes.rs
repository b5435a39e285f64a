//! Which units share words that stand nowhere else.

use super::matching::Matching;
use super::units::{Side, mix};

/// How many words in a row are looked up.
const RUN: usize = 3;
/// Candidates kept for one unit.
const BEST: usize = 6;

/// An old and a new unit and how many runs of words they share that stand only there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Vote {
    pub old: usize,
    pub new: usize,
    pub count: usize,
}

/// All votes between free units, by old and new unit.
pub(super) fn votes(matching: &Matching) -> Vec<Vote> {
    let was = once(matching.old, matching.free_old());
    let is = once(matching.new, matching.free_new());
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut at = 0;
    for &(run, old) in &was {
        while is.get(at).is_some_and(|other| other.0 < run) {
            at += 1;
        }
        if let Some(&(_, new)) = is.get(at).filter(|other| other.0 == run) {
            pairs.push((old, new));
        }
    }
    pairs.sort_unstable();
    pairs
        .chunk_by(|a, b| a == b)
        .map(|same| Vote { old: same[0].0 as usize, new: same[0].1 as usize, count: same.len() })
        .collect()
}

/// Runs of words that stand once, with their units, sorted.
fn once(side: &Side, units: impl Iterator<Item = usize>) -> Vec<(u64, u32)> {
    let mut runs: Vec<(u64, u32)> = Vec::new();
    for unit in units {
        let tokens = side.tokens(unit);
        let run = |run: &[crate::text::Token]| run.iter().fold(7, |hash, token| mix(hash, token.id.0));
        runs.extend(tokens.windows(RUN).map(|words| (run(words), unit as u32)));
    }
    runs.sort_unstable();
    runs.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() == 1).map(|same| same[0]).collect()
}

/// The votes that count most for either of their units.
pub(super) fn strongest(mut votes: Vec<Vote>) -> Vec<Vote> {
    let mut kept: Vec<Vote> = Vec::new();
    let mut keep = |votes: &mut Vec<Vote>, unit: fn(&Vote) -> usize| {
        votes.sort_unstable_by_key(|v| (unit(v), std::cmp::Reverse(v.count), v.old, v.new));
        kept.extend(votes.chunk_by(|a, b| unit(a) == unit(b)).flat_map(|same| same.iter().take(BEST)));
    };
    keep(&mut votes, |v| v.old);
    keep(&mut votes, |v| v.new);
    kept.sort_unstable_by_key(|v| (v.old, v.new));
    kept.dedup();
    kept
}

/// How alike two units must be that stand at different places.
const ALIKE: f32 = 0.5;
/// Words from which on a unit may be found at another place, edited.
const LONG: usize = 8;

/// Links what is alike, the most alike first.
pub(super) fn link(matching: &mut Matching, votes: Vec<Vote>) {
    let free: Vec<Vote> = votes.into_iter().filter(|v| matching.is_free(v.old, v.new)).collect();
    let mut candidates: Vec<(f32, usize, usize)> = strongest(free)
        .into_iter()
        .filter(|v| fits(matching, v.old, v.new))
        .map(|v| (matching.likeness(v.old, v.new), v.old, v.new))
        .filter(|(alike, ..)| *alike >= ALIKE)
        .map(|(alike, old, new)| (alike + hints(matching, old, new), old, new))
        .collect();
    candidates.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, old, new) in candidates {
        if matching.is_free(old, new) {
            matching.link(old, new);
        }
    }
}

fn fits(matching: &Matching, old: usize, new: usize) -> bool {
    let (a, b) = (&matching.old.items[old], &matching.new.items[new]);
    a.class == b.class && a.is_heading() == b.is_heading() && a.words().min(b.words()) >= LONG
}

/// What speaks for two units besides their words: their neighbours are linked to each other, they begin alike.
fn hints(matching: &Matching, old: usize, new: usize) -> f32 {
    let before = old > 0 && new > 0 && matching.in_new(old - 1) == Some(new - 1);
    let behind = matching.in_new(old + 1) == Some(new + 1);
    0.1 * (f32::from(u8::from(before) + u8::from(behind)) + matching.beginning(old, new))
}
