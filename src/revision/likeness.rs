//! How alike two units are: the words and pairs of neighbouring words they share.

use super::units::mix;
use crate::text::Token;

/// The words of a text and the pairs of neighbours among them, sorted.
pub(super) fn bag(tokens: &[Token]) -> Vec<u64> {
    let mut bag: Vec<u64> = tokens.iter().map(|token| token.id.0).collect();
    bag.extend(tokens.windows(2).map(|pair| mix(pair[0].id.0, pair[1].id.0)));
    bag.sort_unstable();
    bag
}

/// How many entries two bags share.
pub(super) fn shared(a: &[u64], b: &[u64]) -> usize {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (mut at, mut count) = (0, 0);
    for &entry in few {
        // Gallop: the cost is the smaller bag's, however large the other is.
        let mut step = 1;
        while at + step < many.len() && many[at + step] < entry {
            at += step;
            step *= 2;
        }
        let end = (at + step + 1).min(many.len());
        at += many[at..end].partition_point(|&other| other < entry);
        if many.get(at) == Some(&entry) {
            count += 1;
            at += 1;
        }
    }
    count
}

/// From 0, nothing in common, to 1.
pub(super) fn likeness(a: &[u64], b: &[u64]) -> f32 {
    let all = a.len() + b.len();
    if all == 0 { 0.0 } else { 2.0 * shared(a, b) as f32 / all as f32 }
}

/// How much of the smaller one stands in the other.
pub(super) fn containment(a: &[u64], b: &[u64]) -> f32 {
    let least = a.len().min(b.len());
    if least == 0 { 0.0 } else { shared(a, b) as f32 / least as f32 }
}
