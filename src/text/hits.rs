//! What the lexicon found in a text, list by list.

use super::trie::{Hit, ListId};
use std::ops::Range;

/// The hits of a text, parted by list; each list's by first token, then length.
///
/// A rule asks for its own list over and over, and most lists have few hits in a text: parted once, each
/// question costs a search among those few.
#[derive(Debug, Default)]
pub struct Hits {
    all: Vec<Hit>,
    /// Where each list's hits begin in `all`; one more for the end.
    first: Vec<u32>,
    /// Of each list of many hits where its stretches begin in `stretches`.
    crowded: Vec<Option<u32>>,
    /// Of every [`STRETCH`] tokens the first hit in `all` that begins there or later; one more for the end.
    stretches: Vec<u32>,
}

/// Tokens that a list of many hits is searched through at once, and as many hits are many.
const STRETCH: usize = 64;

impl Hits {
    /// Parts hits by list, whatever their order of lists; of one list they must come by first token.
    pub fn new(hits: &[Hit]) -> Hits {
        let lists = hits.iter().map(|hit| hit.list.index() + 1).max().unwrap_or(0);
        let mut first = vec![0u32; lists + 1];
        for hit in hits {
            first[hit.list.index() + 1] += 1;
        }
        for list in 1..first.len() {
            first[list] += first[list - 1];
        }
        let mut all = hits.to_vec();
        for hit in hits {
            let place = &mut first[hit.list.index()];
            all[*place as usize] = *hit;
            *place += 1;
        }
        // Each place stands now where the next list begins.
        first.rotate_right(1);
        first[0] = 0;
        let mut parted = Hits { all, first, crowded: Vec::new(), stretches: Vec::new() };
        parted.part_crowded();
        parted
    }

    /// Notes where the stretches of lists of many hits begin.
    fn part_crowded(&mut self) {
        self.crowded = vec![None; self.first.len()];
        for (list, bounds) in self.first.windows(2).enumerate().filter(|(_, of)| (of[1] - of[0]) as usize > STRETCH) {
            let (from, to) = (bounds[0] as usize, bounds[1] as usize);
            let begin = self.stretches.len();
            for at in from..to {
                let stretches = begin + self.all[at].start as usize / STRETCH + 1;
                if self.stretches.len() < stretches {
                    self.stretches.resize(stretches, at as u32);
                }
            }
            self.stretches.push(to as u32);
            self.crowded[list] = Some(begin as u32);
        }
    }

    /// Of a list's hits the first that begins at a token or later, among those at most that begin near it.
    fn first_from(&self, list: ListId, token: usize) -> usize {
        let (mut from, mut to) = (self.bound(list.index()), self.bound(list.index() + 1));
        if let Some(begin) = self.crowded.get(list.index()).copied().flatten() {
            let at = begin as usize + token / STRETCH;
            // Stretches of the lists behind say nothing of this one, but lie past its last hit.
            from = self.stretches.get(at).map_or(to, |&first| (first as usize).clamp(from, to));
            to = self.stretches.get(at + 1).map_or(to, |&first| (first as usize).clamp(from, to));
        }
        from + self.all[from..to].partition_point(|hit| (hit.start as usize) < token)
    }

    /// All hits of one list.
    pub fn of(&self, list: ListId) -> &[Hit] {
        &self.all[self.bound(list.index())..self.bound(list.index() + 1)]
    }

    /// Where the hits of a list begin.
    fn bound(&self, list: usize) -> usize {
        self.first.get(list).map_or(self.all.len(), |&at| at as usize)
    }

    /// Hits of one list that lie within a range of tokens, in order.
    pub fn within(&self, list: ListId, tokens: &Range<usize>) -> impl Iterator<Item = &Hit> {
        let (last, end) = (self.bound(list.index() + 1), tokens.end as u32);
        self.all[self.first_from(list, tokens.start)..last]
            .iter()
            .take_while(move |hit| hit.start < end)
            .filter(move |hit| hit.end <= end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{LexiconBuilder, tokenize};

    #[test]
    fn many_hits_of_one_list_are_found_where_they_stand() {
        let mut builder = LexiconBuilder::default();
        let lists = [builder.list(), builder.list()];
        builder.add(lists[0], 0, "xã");
        builder.add(lists[1], 1, "và");
        // Crowds, gaps longer than a stretch, and a second crowded list behind the first.
        let text = format!("{}{}{}", "xã ".repeat(150), "và ".repeat(300), "xã huyện ".repeat(80));
        let tokens = tokenize(&text);
        let hits = Hits::new(&builder.build().scan(&tokens));
        for list in lists {
            for range in (0..tokens.len() + 200).step_by(7).flat_map(|from| [from..from + 1, from..from + 90]) {
                let told: Vec<&Hit> = hits.within(list, &range).collect();
                let lies = |hit: &&Hit| hit.start as usize >= range.start && hit.end as usize <= range.end;
                assert_eq!(told, hits.of(list).iter().filter(lies).collect::<Vec<_>>(), "{range:?}");
            }
        }
    }

    #[test]
    fn each_list_has_its_own_hits_in_order() {
        let mut builder = LexiconBuilder::default();
        let lists = [(); 3].map(|()| builder.list());
        builder.add(lists[0], 0, "xã");
        builder.add(lists[2], 1, "xã Can Lộc");
        builder.add(lists[2], 2, "xã");
        let hits = Hits::new(&builder.build().scan(&tokenize("xã Can Lộc và xã Kim Lộc")));
        let starts = |list| hits.of(list).iter().map(|hit| (hit.start, hit.end)).collect::<Vec<_>>();
        assert_eq!(starts(lists[0]), [(0, 1), (4, 5)]);
        assert_eq!(starts(lists[1]), []);
        assert_eq!(starts(lists[2]), [(0, 1), (0, 3), (4, 5)]);
        assert_eq!(hits.within(lists[2], &(0..2)).count(), 1, "what leaves the range is not in it");
        assert_eq!(hits.within(lists[0], &(1..9)).count(), 1);
        assert_eq!(Hits::new(&[]).of(lists[0]), []);
    }
}
