//! What stayed in order: the rest was moved.

/// A pair of units, in the new order.
pub(super) struct Place {
    /// Where it stands in the old order; no two stand at one place.
    pub old: usize,
    /// Blocks it counts for: of the stretches of one block only the first counts.
    pub blocks: u32,
    pub words: usize,
}

/// Which pairs were not moved: the longest rising run, of several the one with the most words.
pub(super) fn in_order(places: &[Place]) -> Vec<bool> {
    let mut ranks: Vec<usize> = (0..places.len()).collect();
    ranks.sort_unstable_by_key(|&i| places[i].old);
    let mut rank = vec![0; places.len()];
    for (at, &i) in ranks.iter().enumerate() {
        rank[i] = at + 1;
    }
    // A tree of prefixes: the best run that ends at an old place no later than this.
    let mut tree = vec![(0u32, 0u64, usize::MAX); places.len() + 1];
    let mut before = vec![usize::MAX; places.len()];
    let mut best = (0, 0, usize::MAX);
    for (i, place) in places.iter().enumerate() {
        let (mut run, mut at) = ((0, 0, usize::MAX), rank[i] - 1);
        while at > 0 {
            if (tree[at].0, tree[at].1) > (run.0, run.1) {
                run = tree[at];
            }
            at &= at - 1;
        }
        before[i] = run.2;
        let run = (run.0 + place.blocks, run.1 + place.words as u64, i);
        at = rank[i];
        while at <= places.len() {
            if (run.0, run.1) > (tree[at].0, tree[at].1) {
                tree[at] = run;
            }
            at += at & at.wrapping_neg();
        }
        if (run.0, run.1) > (best.0, best.1) {
            best = run;
        }
    }
    let mut stays = vec![false; places.len()];
    let mut at = best.2;
    while let Some(stay) = stays.get_mut(at) {
        *stay = true;
        at = before[at];
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::Place;

    fn in_order(places: &[(usize, usize)]) -> Vec<bool> {
        let place = |&(old, words): &(usize, usize)| Place { old, blocks: 1, words };
        super::in_order(&places.iter().map(place).collect::<Vec<_>>())
    }

    #[test]
    fn the_fewest_words_move() {
        assert_eq!(in_order(&[]), [false; 0]);
        assert_eq!(in_order(&[(3, 1), (0, 1), (1, 1), (2, 1)]), [false, true, true, true]);
        assert_eq!(in_order(&[(1, 2), (0, 9)]), [false, true]);
        assert_eq!(in_order(&[(1, 9), (0, 2)]), [true, false]);
    }
}
