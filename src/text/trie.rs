//! One trie over folded syllables for every list of phrases there is.
//!
//! Places, bodies, stock phrases, outline headings, indicator names: each list registers its
//! phrases here, a document is walked once, and each reader takes the hits of its own list.
//! Matching whole syllables, it cannot find `hoà` in `hoàn`.

use super::bits::Bits;
use super::fold::Syllable;
use super::token::{Token, tokenize};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A list of phrases in a [`Lexicon`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct ListId(u16);

impl ListId {
    /// Its place among the lists.
    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A phrase of some list, found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The list it belongs to.
    pub list: ListId,
    /// Which of the list's phrases: the item number it was added under.
    pub item: u32,
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

/// Syllables are hashes already; hashing them again would cost more than the walk.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = (self.0.rotate_left(23) ^ u64::from(value)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_u64(&mut self, value: u64) {
        // Turned, or a pair of equal syllables would be nothing.
        self.0 = self.0.rotate_left(21) ^ value;
    }
}

/// A map whose keys are syllables, or hashes as good.
pub(crate) type SyllableMap<V> = HashMap<Syllable, V, BuildHasherDefault<Mixed>>;
/// A set of syllables.
pub(crate) type SyllableSet = HashSet<Syllable, BuildHasherDefault<Mixed>>;
/// A set of words of two syllables.
pub(crate) type PairSet = HashSet<(Syllable, Syllable), BuildHasherDefault<Mixed>>;

type Edges = HashMap<(u64, u32), u32, BuildHasherDefault<Mixed>>;

/// Collects phrase lists and builds the [`Lexicon`].
#[derive(Default)]
pub struct LexiconBuilder {
    edges: Edges,
    /// Phrases that end at a node: `(node, list, item)`, sorted when built.
    ends: Vec<(u32, ListId, u32)>,
    nodes: u32,
    lists: u16,
}

impl LexiconBuilder {
    /// Opens a new list.
    pub fn list(&mut self) -> ListId {
        self.lists += 1;
        ListId(self.lists - 1)
    }

    /// Adds a phrase under `item`; case, tone placement, hyphens and commas do not matter.
    /// A phrase without a syllable is ignored.
    pub fn add(&mut self, list: ListId, item: u32, phrase: &str) {
        let mut node = 0;
        let tokens = tokenize(phrase);
        if tokens.is_empty() {
            return;
        }
        for token in tokens {
            let next = &mut self.nodes;
            node = *self.edges.entry((token.id.0, node)).or_insert_with(|| {
                *next += 1;
                *next
            });
        }
        self.ends.push((node, list, item));
    }

    /// Adds many phrases under one item.
    pub fn add_all<'p>(&mut self, list: ListId, item: u32, phrases: impl IntoIterator<Item = &'p String>) {
        for phrase in phrases {
            self.add(list, item, phrase);
        }
    }

    /// Opens a list of phrases that all say the same.
    pub fn list_of<'p>(&mut self, phrases: impl IntoIterator<Item = &'p String>) -> ListId {
        let list = self.list();
        self.add_all(list, 0, phrases);
        list
    }

    /// The finished trie.
    pub fn build(mut self) -> Lexicon {
        self.ends.sort_unstable();
        self.ends.dedup();
        let mut edges: Vec<(u32, u64, u32)> = self.edges.into_iter().map(|((id, from), to)| (from, id, to)).collect();
        edges.sort_unstable();
        let children = |node: u32| {
            let from = edges.partition_point(|edge| edge.0 < node);
            edges[from..].iter().take_while(move |edge| edge.0 == node)
        };
        // Level by level: the children of a node lie side by side, and those of the next node right behind them.
        let mut order: Vec<(u64, u32)> = children(0).map(|&(_, id, to)| (id, to)).collect();
        let roots: HashMap<u64, u32, BuildHasherDefault<Mixed>> = order.iter().map(|edge| edge.0).zip(0..).collect();
        let (mut nodes, mut ends) = (Vec::with_capacity(edges.len() + 1), Vec::with_capacity(self.ends.len()));
        let mut at = 0;
        while let Some(&(id, node)) = order.get(at) {
            nodes.push(Node { id, children: order.len() as u32, ends: ends.len() as u32 });
            let from = self.ends.partition_point(|end| end.0 < node);
            ends.extend(self.ends[from..].iter().take_while(|end| end.0 == node).map(|&(_, list, item)| (list, item)));
            order.extend(children(node).map(|&(_, id, to)| (id, to)));
            at += 1;
        }
        nodes.push(Node { id: 0, children: order.len() as u32, ends: ends.len() as u32 });
        let (firsts, singles, pairs) = (Bits::new(ROOTS), Bits::new(ROOTS), Bits::new(PAIRS));
        let mut lexicon = Lexicon { roots, nodes, ends, firsts, singles, pairs };
        for root in 0..lexicon.roots.len() {
            let Node { id, children, .. } = lexicon.nodes[root];
            lexicon.firsts.set(id);
            if !lexicon.ends(root).is_empty() {
                lexicon.singles.set(id);
            }
            for child in children..lexicon.nodes[root + 1].children {
                lexicon.pairs.set(pair(id, lexicon.nodes[child as usize].id));
            }
        }
        lexicon
    }
}

/// Bits for first syllables, and for the two a phrase begins with.
const ROOTS: usize = 1 << 15;
const PAIRS: usize = 1 << 17;

/// Two syllables as one number.
fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(21) ^ second
}

/// A step of a phrase. What belongs to it ends where that of the next node begins.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The syllable that leads here.
    id: u64,
    /// Its first child.
    children: u32,
    /// The first phrase that ends here.
    ends: u32,
}

/// All phrase lists as one trie.
pub struct Lexicon {
    /// The nodes of first syllables.
    roots: HashMap<u64, u32, BuildHasherDefault<Mixed>>,
    /// Level by level, the children of one node side by side and sorted: a walk touches one place a step. One more
    /// for the end.
    nodes: Vec<Node>,
    ends: Vec<(ListId, u32)>,
    /// The syllables that phrases begin with, those that are phrases, and the pairs that longer ones begin with:
    /// most words of a text begin none, and are passed over without a look at the nodes.
    firsts: Bits,
    singles: Bits,
    pairs: Bits,
}

impl Lexicon {
    /// Every phrase that stands in `tokens`, by start, then length, then list. Phrases of one list
    /// may overlap; the reader decides whether the longest wins.
    pub fn scan(&self, tokens: &[Token]) -> Vec<Hit> {
        let mut hits = Vec::with_capacity((HITS_PER_TOKEN * tokens.len()).min(MOST_ROOM));
        for (start, token) in tokens.iter().enumerate() {
            if !self.firsts.may_have(token.id.0) {
                continue;
            }
            let next = tokens.get(start + 1).filter(|next| next.gap.joins());
            let longer = next.is_some_and(|next| self.pairs.may_have(pair(token.id.0, next.id.0)));
            if !longer && !self.singles.may_have(token.id.0) {
                continue;
            }
            let Some(&root) = self.roots.get(&token.id.0) else { continue };
            let (mut node, mut end) = (root as usize, start + 1);
            loop {
                for &(list, item) in self.ends(node) {
                    hits.push(Hit { list, item, start: start as u32, end: end as u32 });
                }
                let Some(next) = tokens.get(end).filter(|next| next.gap.joins() && (longer || end > start + 1)) else {
                    break;
                };
                let children = self.children(node);
                let Ok(child) = children.binary_search_by_key(&next.id.0, |child| child.id) else { break };
                (node, end) = (self.nodes[node].children as usize + child, end + 1);
            }
        }
        hits
    }

    fn children(&self, node: usize) -> &[Node] {
        &self.nodes[self.nodes[node].children as usize..self.nodes[node + 1].children as usize]
    }

    fn ends(&self, node: usize) -> &[(ListId, u32)] {
        &self.ends[self.nodes[node].ends as usize..self.nodes[node + 1].ends as usize]
    }
}

/// Room for so many hits is made before a walk: a report has about two for each word.
const HITS_PER_TOKEN: usize = 2;
/// No more room than this is made before it is needed.
const MOST_ROOM: usize = 1 << 16;

/// Of hits of one list, in the order of [`Lexicon::scan`], those that lie within no longer one: where
/// «hộ cận nghèo» stands, «hộ» is not meant.
pub fn outermost<'h>(hits: impl Iterator<Item = &'h Hit>) -> Vec<&'h Hit> {
    let mut kept: Vec<&Hit> = Vec::new();
    for hit in hits {
        while kept.last().is_some_and(|last| last.start == hit.start && last.end < hit.end) {
            kept.pop();
        }
        // Ends of what is kept never fall, so the last reaches furthest.
        if kept.last().is_none_or(|last| last.start == hit.start || last.end < hit.end) {
            kept.push(hit);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_hides_the_shorter() {
        let mut builder = LexiconBuilder::default();
        let list = builder.list();
        for (item, phrase) in ["hộ", "hộ cận nghèo", "cận nghèo", "nghèo đa chiều"].iter().enumerate() {
            builder.add(list, item as u32, phrase);
        }
        builder.add(list, 9, "hộ cận nghèo");
        let lexicon = builder.build();
        let items = |text: &str| -> Vec<u32> {
            outermost(lexicon.scan(&tokenize(text)).iter()).iter().map(|hit| hit.item).collect()
        };
        assert_eq!(items("hộ cận nghèo đa chiều, hộ khác"), [1, 9, 3, 0]);
        assert_eq!(items("cận nghèo"), [2]);
    }

    #[test]
    fn whole_syllables_across_soft_marks() {
        let mut builder = LexiconBuilder::default();
        let (a, b) = (builder.list(), builder.list());
        builder.add(a, 7, "quốc phòng, an ninh");
        builder.add(a, 8, "quốc phòng");
        builder.add(b, 1, "hòa");
        let lexicon = builder.build();
        let tokens = tokenize("QUỐC PHÒNG - AN NINH hoàn thành; hoà bình. Quốc. Phòng");
        let hits = lexicon.scan(&tokens);
        assert_eq!(
            hits,
            [
                Hit { list: a, item: 8, start: 0, end: 2 },
                Hit { list: a, item: 7, start: 0, end: 4 },
                Hit { list: b, item: 1, start: 6, end: 7 },
            ]
        );
    }
}
