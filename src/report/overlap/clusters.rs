//! Passages that many have.

use super::Comparison;
use crate::document::Span;
use crate::overlap::Groups;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One passage and the documents that have it.
pub(super) struct Cluster {
    /// The documents, by index.
    pub documents: Vec<usize>,
    /// How many units they are of.
    pub units: usize,
    /// Where it can be read, the longest of its places: which passage, and on which of its sides.
    pub example: (usize, Side),
}

/// A side of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    A,
    B,
}

/// Units from which on a passage is told of as one.
const MANY: usize = 3;

/// The passages of three units and more, those of most first.
pub(super) fn of(comparison: &Comparison) -> Vec<Cluster> {
    let unit_of = comparison.unit_of();
    let found = &comparison.passages;
    // Two places for each passage; places of one document that lie on each other are one.
    let places: Vec<(usize, Span)> = found.iter().flat_map(|f| [(f.a, f.a_span), (f.b, f.b_span)]).collect();
    let mut joined = Groups::new(places.len());
    for at in (0..places.len()).step_by(2) {
        joined.join(at, at + 1);
    }
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|&at| (places[at], at));
    let mut last: Option<usize> = None;
    for at in order {
        let (document, span) = places[at];
        match last.filter(|&last| places[last].0 == document && half(places[last].1, span)) {
            Some(near) => {
                joined.join(near, at);
                last = Some(if places[near].1.end >= span.end { near } else { at });
            }
            None => last = Some(at),
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..places.len() {
        groups.entry(joined.first(at)).or_default().push(at);
    }
    let cluster = |group: Vec<usize>| {
        let documents: BTreeSet<usize> = group.iter().map(|&at| places[at].0).collect();
        let units = documents.iter().map(|&document| unit_of[document]).collect::<BTreeSet<usize>>().len();
        let longest = group.iter().max_by_key(|&&at| (places[at].1.end - places[at].1.start, Reverse(at)))?;
        let example = (longest / 2, if longest % 2 == 0 { Side::A } else { Side::B });
        (units >= MANY).then(|| Cluster { documents: documents.into_iter().collect(), units, example })
    };
    let mut clusters: Vec<Cluster> = groups.into_values().filter_map(cluster).collect();
    clusters.sort_by_key(|cluster| (Reverse((cluster.units, cluster.documents.len())), cluster.example));
    clusters
}

/// Whether two spans share half of the shorter.
fn half(x: Span, y: Span) -> bool {
    let both = x.end.min(y.end).saturating_sub(x.start.max(y.start));
    2 * both >= (x.end - x.start).min(y.end - y.start) && both > 0
}
