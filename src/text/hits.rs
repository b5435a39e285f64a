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
}

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
        Hits { all, first }
    }

    /// All hits of one list.
    pub fn of(&self, list: ListId) -> &[Hit] {
        let bound = |at: usize| self.first.get(at).map_or(self.all.len(), |&at| at as usize);
        self.all.get(bound(list.index())..bound(list.index() + 1)).unwrap_or(&[])
    }

    /// Hits of one list that lie within a range of tokens, in order.
    pub fn within(&self, list: ListId, tokens: &Range<usize>) -> impl Iterator<Item = &Hit> {
        let hits = self.of(list);
        let from = hits.partition_point(|hit| (hit.start as usize) < tokens.start);
        let end = tokens.end as u32;
        hits[from..].iter().take_while(move |hit| hit.start < end).filter(move |hit| hit.end <= end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{LexiconBuilder, tokenize};

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
