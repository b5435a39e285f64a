//! Two sides of an accepted passage, word by word: how close, and which figures differ.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::view::View;
use super::{Passage, Word};

/// Above this many words on both sides together only figures in equal surroundings are compared:
/// aligning grows faster than its input.
const LONGEST: usize = 60_000;

/// Words on either side of a number that say what it counts.
const CONTEXT: usize = 2;

/// Makes a passage of two ranges of words.
pub(super) fn passage(a: &View<'_>, b: &View<'_>, at_a: Range<usize>, at_b: Range<usize>) -> Passage {
    let (side_a, side_b) = (&a.words[at_a.clone()], &b.words[at_b.clone()]);
    let verbatim = same(side_a, side_b);
    let changed = if verbatim { Vec::new() } else { changed(side_a, side_b) };
    let (start_a, start_b) = (at_a.start as u32, at_b.start as u32);
    Passage {
        similarity: if verbatim { 1.0 } else { similarity(a, b, at_a.clone(), at_b.clone()) },
        verbatim,
        changed: changed.iter().map(|&(x, y)| (start_a + x as u32, start_b + y as u32)).collect(),
        a: start_a..at_a.end as u32,
        b: start_b..at_b.end as u32,
    }
}

/// Whether two stretches are the same, word for word and figure for figure.
pub(super) fn same(a: &[Word], b: &[Word]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.same(*y))
}

/// The share of authored words that both sides have, in any order, figures by their value.
fn similarity(a: &View<'_>, b: &View<'_>, at_a: Range<usize>, at_b: Range<usize>) -> f32 {
    let bag = |view: &View<'_>, words: Range<usize>| {
        let mut bag: Vec<u32> = words.filter(|&word| view.counts(word)).map(|word| view.words[word].value()).collect();
        bag.sort_unstable();
        bag
    };
    let (a, b) = (bag(a, at_a), bag(b, at_b));
    let (mut x, mut y, mut both) = (0, 0, 0usize);
    while let (Some(left), Some(right)) = (a.get(x), b.get(y)) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => x += 1,
            std::cmp::Ordering::Greater => y += 1,
            std::cmp::Ordering::Equal => {
                (x, y, both) = (x + 1, y + 1, both + 1);
            }
        }
    }
    2.0 * both as f32 / (a.len() + b.len()).max(1) as f32
}

/// Numbers in the same words with another value. First those whose surroundings are the same, in line or
/// moved; then equal values are set aside wherever they stand (a figure that moved did not change); what
/// is left is matched by what comes before or after it, and only where one number alone fits.
fn changed(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let mut open_a: Vec<bool> = a.iter().map(|word| counts(*word)).collect();
    let mut open_b: Vec<bool> = b.iter().map(|word| counts(*word)).collect();
    let mut changed = Vec::new();
    let mut take = |pair: (usize, usize), open_a: &mut [bool], open_b: &mut [bool]| {
        if open_a[pair.0] && open_b[pair.1] {
            (open_a[pair.0], open_b[pair.1]) = (false, false);
            if !a[pair.0].same(b[pair.1]) {
                changed.push(pair);
            }
        }
    };
    let line = in_line(a, b);
    let (mut firm, mut loose) = (Vec::new(), Vec::new());
    for &pair in &line {
        match (agrees(a, b, pair, -1), agrees(a, b, pair, 1)) {
            (true, true) => firm.push(pair),
            (true, false) | (false, true) => loose.push(pair),
            (false, false) => {}
        }
    }
    for pair in firm {
        take(pair, &mut open_a, &mut open_b);
    }
    for pair in alike(a, b, &open_a, &open_b, Side::Both) {
        take(pair, &mut open_a, &mut open_b);
    }
    for pair in equal_values(a, b, &open_a, &open_b) {
        take(pair, &mut open_a, &mut open_b);
    }
    for pair in loose {
        take(pair, &mut open_a, &mut open_b);
    }
    for side in [Side::Both, Side::Before, Side::After] {
        for pair in alike(a, b, &open_a, &open_b, side) {
            take(pair, &mut open_a, &mut open_b);
        }
    }
    changed.sort_unstable();
    changed
}

fn counts(word: Word) -> bool {
    word.is_number() && !word.is_masked()
}

/// Numbers that the alignment sets against each other.
fn in_line(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    if a.len() + b.len() > LONGEST {
        return Vec::new();
    }
    let keys = |words: &[Word]| words.iter().map(|word| word.key()).collect::<Vec<u32>>();
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys(a), &keys(b)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            let same = (0..len).map(|step| (old_index + step, new_index + step));
            pairs.extend(same.filter(|&(x, y)| counts(a[x]) && counts(b[y])));
        }
    }
    pairs
}

/// Whether the words next to two numbers agree; the border of a passage agrees with nothing.
fn agrees(a: &[Word], b: &[Word], pair: (usize, usize), step: isize) -> bool {
    let next =
        |words: &[Word], at: usize| at.checked_add_signed(step).and_then(|at| words.get(at)).map(|word| word.key());
    next(a, pair.0).is_some_and(|key| next(b, pair.1) == Some(key))
}

/// Numbers still open with the same value, in order.
fn equal_values(a: &[Word], b: &[Word], open_a: &[bool], open_b: &[bool]) -> Vec<(usize, usize)> {
    let list = |words: &[Word], open: &[bool]| {
        let mut list: Vec<(u32, usize)> =
            (0..words.len()).filter(|&at| open[at]).map(|at| (words[at].value(), at)).collect();
        list.sort_unstable();
        list
    };
    let (a, b) = (list(a, open_a), list(b, open_b));
    let (mut x, mut y, mut pairs) = (0, 0, Vec::new());
    while let (Some(left), Some(right)) = (a.get(x), b.get(y)) {
        match left.0.cmp(&right.0) {
            std::cmp::Ordering::Less => x += 1,
            std::cmp::Ordering::Greater => y += 1,
            std::cmp::Ordering::Equal => {
                pairs.push((left.1, right.1));
                (x, y) = (x + 1, y + 1);
            }
        }
    }
    pairs
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Both,
    Before,
    After,
}

/// Open numbers whose surroundings are the same and stand only once among the open numbers of either side.
fn alike(a: &[Word], b: &[Word], open_a: &[bool], open_b: &[bool], side: Side) -> Vec<(usize, usize)> {
    let list = |words: &[Word], open: &[bool]| {
        let mut list: Vec<(Vec<u32>, usize)> = (0..words.len())
            .filter(|&at| open[at])
            .filter_map(|at| Some((surroundings(words, at, side)?, at)))
            .collect();
        list.sort_unstable();
        list
    };
    let single = |list: Vec<(Vec<u32>, usize)>| -> Vec<(Vec<u32>, usize)> {
        list.chunk_by(|x, y| x.0 == y.0)
            .filter_map(|group| if let [one] = group { Some(one.clone()) } else { None })
            .collect()
    };
    let (a, b) = (single(list(a, open_a)), single(list(b, open_b)));
    a.iter()
        .filter_map(|(words, at)| {
            let other = b.binary_search_by(|(other, _)| other.cmp(words)).ok()?;
            Some((*at, b[other].1))
        })
        .collect()
}

fn surroundings(words: &[Word], at: usize, side: Side) -> Option<Vec<u32>> {
    let mut keys = Vec::with_capacity(2 * CONTEXT);
    if side != Side::After {
        keys.extend(words.get(at.checked_sub(CONTEXT)?..at)?.iter().map(|word| word.key()));
    }
    if side != Side::Before {
        keys.extend(words.get(at + 1..at + 1 + CONTEXT)?.iter().map(|word| word.key()));
    }
    Some(keys)
}
