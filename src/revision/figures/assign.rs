//! Which of some things is which of some others, so that the worth of all pairs together is greatest.

/// A pair that may be made, and what it is worth: more than nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub old: usize,
    pub new: usize,
    pub worth: f64,
}

/// Above this many things on a side the best pairs are taken one after the other.
const MOST: usize = 48;

/// The pairs to make, each thing in one at most.
pub(super) fn assign(mut edges: Vec<Edge>) -> Vec<(usize, usize)> {
    let places = |side: fn(&Edge) -> usize| {
        let mut all: Vec<usize> = edges.iter().map(side).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let (olds, news) = (places(|e| e.old), places(|e| e.new));
    if olds.len().max(news.len()) <= MOST {
        return best(&olds, &news, &edges);
    }
    edges.sort_by(|x, y| y.worth.total_cmp(&x.worth).then((x.old, x.new).cmp(&(y.old, y.new))));
    let (mut used_old, mut used_new) = (vec![false; olds.len()], vec![false; news.len()]);
    let mut pairs = Vec::new();
    for edge in edges {
        let (Ok(old), Ok(new)) = (olds.binary_search(&edge.old), news.binary_search(&edge.new)) else { continue };
        if !used_old[old] && !used_new[new] {
            (used_old[old], used_new[new]) = (true, true);
            pairs.push((edge.old, edge.new));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The assignment of the greatest worth (Kuhn and Munkres, with potentials).
fn best(olds: &[usize], news: &[usize], edges: &[Edge]) -> Vec<(usize, usize)> {
    let size = olds.len().max(news.len());
    let mut cost = vec![vec![0.0; size + 1]; size + 1];
    for edge in edges {
        if let (Ok(old), Ok(new)) = (olds.binary_search(&edge.old), news.binary_search(&edge.new)) {
            cost[old + 1][new + 1] = -edge.worth;
        }
    }
    let (mut row_worth, mut column_worth) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    // By column: its row; by column: the column before it on the way.
    let (mut taken, mut way) = (vec![0; size + 1], vec![0; size + 1]);
    for row in 1..=size {
        taken[0] = row;
        let mut column = 0;
        let (mut least, mut seen) = (vec![f64::INFINITY; size + 1], vec![false; size + 1]);
        while taken[column] != 0 {
            seen[column] = true;
            let (at, mut step, mut next) = (taken[column], f64::INFINITY, 0);
            for other in (1..=size).filter(|&other| !seen[other]) {
                let reduced = cost[at][other] - row_worth[at] - column_worth[other];
                if reduced < least[other] {
                    (least[other], way[other]) = (reduced, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=size {
                if seen[other] {
                    row_worth[taken[other]] += step;
                    column_worth[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            taken[column] = taken[way[column]];
            column = way[column];
        }
    }
    let made = (1..=size).filter(|&column| cost[taken[column]][column] < 0.0);
    let mut pairs: Vec<(usize, usize)> = made.map(|column| (olds[taken[column] - 1], news[column - 1])).collect();
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_counts_not_the_best_pair() {
        let edge = |old, new, worth| Edge { old, new, worth };
        let edges = vec![edge(3, 7, 1.0), edge(3, 9, 0.9), edge(5, 7, 0.9)];
        assert_eq!(assign(edges), [(3, 9), (5, 7)]);
        assert_eq!(assign(vec![edge(1, 1, 0.5)]), [(1, 1)]);
        assert_eq!(assign(Vec::new()), []);
        // Many: one after the other.
        let many: Vec<Edge> = (0..100).map(|i| edge(i, 99 - i, 1.0)).collect();
        assert_eq!(assign(many).len(), 100);
    }
}
