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
    lists: Vec<Own>,
    /// Of every [`STRETCH`] tokens the first hit of a crowded list that begins there or later; one more for the end.
    stretches: Vec<u32>,
}

/// Where the hits of one list lie.
#[derive(Clone, Copy, Debug, Default)]
struct Own {
    from: u32,
    to: u32,
    /// Of a list of many hits, where its stretches begin.
    stretches: Option<u32>,
}

/// Tokens that a list of many hits is searched through at once, and as many hits are many.
const STRETCH: usize = 64;

impl Hits {
    /// Parts hits by list, whatever their order of lists; of one list they must come by first token.
    pub fn new(hits: &[Hit]) -> Hits {
        let most = hits.iter().map(|hit| hit.list.index() + 1).max().unwrap_or(0);
        let mut lists = vec![Own::default(); most];
        for hit in hits {
            lists[hit.list.index()].to += 1;
        }
        let mut from = 0;
        for own in &mut lists {
            (own.from, from) = (from, from + own.to);
            own.to = own.from;
        }
        let mut all = hits.to_vec();
        for hit in hits {
            let own = &mut lists[hit.list.index()];
            all[own.to as usize] = *hit;
            own.to += 1;
        }
        let mut stretches = Vec::new();
        for own in lists.iter_mut().filter(|own| (own.to - own.from) as usize > STRETCH) {
            let begin = stretches.len();
            for at in own.from..own.to {
                let stretch = begin + all[at as usize].start as usize / STRETCH;
                if stretches.len() <= stretch {
                    stretches.resize(stretch + 1, at);
                }
            }
            stretches.push(own.to);
            own.stretches = Some(begin as u32);
        }
        Hits { all, lists, stretches }
    }

    /// All hits of one list.
    pub fn of(&self, list: ListId) -> &[Hit] {
        let own = self.lists.get(list.index()).copied().unwrap_or_default();
        &self.all[own.from as usize..own.to as usize]
    }

    /// Hits of one list that lie within a range of tokens, in order.
    pub fn within(&self, list: ListId, tokens: &Range<usize>) -> impl Iterator<Item = &Hit> {
        let (start, end) = (tokens.start as u32, tokens.end as u32);
        let own = self.lists.get(list.index()).copied().unwrap_or_default();
        let (mut from, mut near) = (own.from, own.to);
        if let Some(begin) = own.stretches {
            let at = begin as usize + tokens.start / STRETCH;
            // Past its own stretches stand those of lists whose hits lie behind its last.
            let first = |at: usize| self.stretches.get(at).map_or(own.to, |&first| first.min(own.to));
            (from, near) = (first(at), first(at + 1));
        }
        from += self.all[from as usize..near as usize].partition_point(|hit| hit.start < start) as u32;
        let hits = &self.all[from as usize..own.to as usize];
        hits.iter().take_while(move |hit| hit.start < end).filter(move |hit| hit.end <= end)
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
