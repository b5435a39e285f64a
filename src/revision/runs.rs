//! Where two sequences are the same, in order: `similar` on what is short, on long ones between runs that stand once.

use super::order::{Place, in_order};
use super::units::mix;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Entries of both from which on they are cut at runs that stand once.
const LONG: usize = 4_000;
/// Entries of both from which on nothing is compared: they have no run in common that stands once.
const MOST: usize = 40_000;
/// Entries of such a run.
const RUN: usize = 4;

/// Equal stretches of two sequences, (start in the one, start in the other, length), in order.
pub(super) fn equal(a: &[u64], b: &[u64]) -> Vec<(usize, usize, usize)> {
    let mut equal = Vec::new();
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    push(&mut equal, (0, 0, head));
    let (mut from, end) = ((head, head), (a.len() - tail, b.len() - tail));
    if end.0 - head + end.1 - head > LONG {
        for (i, j) in anchors(&a[head..end.0], &b[head..end.1]) {
            let (i, j) = (i + head, j + head);
            if i < from.0 || j < from.1 {
                continue;
            }
            between(a, b, from, (i, j), &mut equal);
            push(&mut equal, (i, j, RUN));
            from = (i + RUN, j + RUN);
        }
    }
    between(a, b, from, end, &mut equal);
    push(&mut equal, (end.0, end.1, tail));
    equal
}

fn between(a: &[u64], b: &[u64], from: (usize, usize), to: (usize, usize), equal: &mut Vec<(usize, usize, usize)>) {
    let (a, b) = (&a[from.0..to.0], &b[from.1..to.1]);
    if a.is_empty() || b.is_empty() || a.len() + b.len() > MOST {
        return;
    }
    for op in capture_diff_slices(Algorithm::Myers, a, b) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            push(equal, (from.0 + old_index, from.1 + new_index, len));
        }
    }
}

fn push(equal: &mut Vec<(usize, usize, usize)>, (i, j, len): (usize, usize, usize)) {
    match equal.last_mut() {
        _ if len == 0 => {}
        Some(last) if last.0 + last.2 == i && last.1 + last.2 == j => last.2 += len,
        _ => equal.push((i, j, len)),
    }
}

/// Runs that stand once in both sequences, as many as stand in the same order.
fn anchors(a: &[u64], b: &[u64]) -> Vec<(usize, usize)> {
    let once = |entries: &[u64]| -> Vec<(u64, usize)> {
        let run = |run: &[u64]| run.iter().fold(11, |hash, &entry| mix(hash, entry));
        let mut runs: Vec<(u64, usize)> = entries.windows(RUN).enumerate().map(|(i, r)| (run(r), i)).collect();
        runs.sort_unstable();
        runs.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() == 1).map(|same| same[0]).collect()
    };
    let (was, is) = (once(a), once(b));
    let (mut at, mut pairs) = (0, Vec::new());
    for &(run, i) in &was {
        while is.get(at).is_some_and(|other| other.0 < run) {
            at += 1;
        }
        if let Some(&(_, j)) = is.get(at).filter(|other| other.0 == run) {
            pairs.push((j, i));
        }
    }
    pairs.sort_unstable();
    let places: Vec<Place> = pairs.iter().map(|&(_, old)| Place { old, blocks: 1, words: 0 }).collect();
    let stays = in_order(&places);
    pairs.into_iter().zip(stays).filter(|(_, stays)| *stays).map(|((j, i), _)| (i, j)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sequences_as_short_ones() {
        let a: Vec<u64> = (0..9_000).map(|i| i * i % 1_013).collect();
        let mut b = a.clone();
        b.drain(100..103);
        b[5_000] = 7_777;
        let found = equal(&a, &b);
        assert_eq!(found, [(0, 0, 100), (103, 100, 4_900), (5_004, 5_001, 3_996)]);
    }

    #[test]
    fn what_differs_altogether() {
        assert_eq!(equal(&[1, 2, 3], &[4, 5]), []);
        assert_eq!(equal(&[], &[]), []);
        let (a, b): (Vec<u64>, Vec<u64>) = ((0..50_000).collect(), (50_000..100_000).collect());
        assert_eq!(equal(&a, &b), []);
    }
}
