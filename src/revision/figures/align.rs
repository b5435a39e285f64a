//! The figures of two sides of a unit: which is which. What counts is what is said around them, then their values, then
//! where the edits put them.

use super::assign::{Edge, assign};
use super::item::{Fit, Item, Items, weighed};
use crate::revision::{Edit, Op};
use crate::text::{Syllable, TokenKind};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Above this many pairs of figures only those near each other are weighed.
const MOST: usize = 4_096;
const NEAR: usize = 6;

/// The figures of two sides, by index in [`Items::all`].
#[derive(Clone, Debug)]
pub(super) struct Sides {
    pub old: Vec<usize>,
    pub new: Vec<usize>,
}

/// Words around a figure, weighed.
pub(super) struct Words {
    before: Vec<(Syllable, f64)>,
    after: Vec<(Syllable, f64)>,
}

impl Words {
    pub fn of(items: &Items<'_>, item: &Item) -> Words {
        let (before, after) = (items.before(item), items.after(item));
        Words { before: weighed(items, before, true), after: weighed(items, after, false) }
    }

    /// All words near a figure, those told of other figures too.
    pub fn around(items: &Items<'_>, item: &Item) -> Words {
        let [before, after] = items.around(item);
        Words { before: weighed(items, before, true), after: weighed(items, after, false) }
    }

    /// How much of what is said around two figures is the same, from 0 to 1; nothing where nothing is said.
    pub fn likeness(&self, other: &Words) -> Option<f64> {
        let sum = |words: &Words| words.before.iter().chain(&words.after).map(|w| w.1).sum::<f64>();
        let all = sum(self) + sum(other);
        (all > 0.0).then(|| 2.0 * (shared(&self.before, &other.before) + shared(&self.after, &other.after)) / all)
    }
}

fn shared(x: &[(Syllable, f64)], y: &[(Syllable, f64)]) -> f64 {
    let mut open: Vec<bool> = vec![true; y.len()];
    let mut sum = 0.0;
    for (id, weight) in x {
        let found = y.iter().enumerate().find(|(at, (other, _))| open[*at] && other == id);
        if let Some((at, (_, other))) = found {
            open[at] = false;
            sum += weight.min(*other);
        }
    }
    sum
}

/// What the edits say of figures.
struct Links {
    /// Pairs in equal words.
    equal: HashSet<(usize, usize)>,
    /// Pairs of which one takes the other's place, and nothing else changed there.
    direct: HashSet<(usize, usize)>,
    /// By figure: the stretch of changed words it stands in.
    hunk_old: HashMap<usize, usize>,
    hunk_new: HashMap<usize, usize>,
}

/// Pairs the figures of two sides: (old, new) by index, and those of either side that have no counterpart.
pub(super) fn pair(
    old: &Items<'_>,
    new: &Items<'_>,
    sides: Sides,
    edits: &[Edit],
    new_start: usize,
) -> (Vec<(usize, usize)>, Sides) {
    let links = links(old, new, edits, new_start);
    let sure = |pair: &(usize, usize)| is_untouched(old, new, *pair);
    let mut pairs: Vec<(usize, usize)> = links.equal.iter().copied().filter(sure).collect();
    let sides = without(sides, &pairs);
    let found = weigh(old, new, &sides, &links);
    pairs.extend(&found);
    let left = without(sides, &found);
    pairs.sort_unstable();
    (pairs, left)
}

/// Whether two figures have their value in common and nothing that is said around them.
pub(super) fn is_weak(old: &Items<'_>, new: &Items<'_>, (at, other): (usize, usize)) -> bool {
    let (Some(item), Some(twin)) = (old.all.get(at), new.all.get(other)) else { return false };
    item.equals(twin, &old.document().text, &new.document().text)
        && Words::of(old, item).likeness(&Words::of(new, twin)).is_some_and(|like| like < SLIGHTLY)
}

/// The sides less some pairs.
fn without(sides: Sides, pairs: &[(usize, usize)]) -> Sides {
    let (old, new): (HashSet<usize>, HashSet<usize>) = pairs.iter().copied().unzip();
    Sides {
        old: sides.old.into_iter().filter(|at| !old.contains(at)).collect(),
        new: sides.new.into_iter().filter(|at| !new.contains(at)).collect(),
    }
}

fn links(old: &Items<'_>, new: &Items<'_>, edits: &[Edit], new_start: usize) -> Links {
    let (mut equal, mut direct) = (HashSet::new(), HashSet::new());
    let (mut hunk_old, mut hunk_new) = (HashMap::new(), HashMap::new());
    let mut cursor = new_start;
    for (number, hunk) in edits.chunk_by(|x, y| (x.op == Op::Equal) == (y.op == Op::Equal)).enumerate() {
        if hunk.first().is_some_and(|edit| edit.op == Op::Equal) {
            for edit in hunk {
                let by_start = |range: Range<usize>| {
                    new.within(&range).map(move |at| (at, range.start)).collect::<Vec<(usize, usize)>>()
                };
                let there = by_start(cursor..cursor + edit.range.len());
                let starts: HashMap<usize, usize> =
                    there.iter().map(|&(at, start)| (new.all[at].range.start - start, at)).collect();
                for at in old.within(&edit.range) {
                    if let Some(&other) = starts.get(&(old.all[at].range.start - edit.range.start)) {
                        equal.insert((at, other));
                    }
                }
                cursor += edit.range.len();
            }
            continue;
        }
        let of = |op: Op| hunk.iter().filter(move |edit| edit.op == op);
        let gone: Vec<usize> = of(Op::Delete).flat_map(|edit| old.within(&edit.range)).collect();
        let come: Vec<usize> = of(Op::Insert).flat_map(|edit| new.within(&edit.range)).collect();
        hunk_old.extend(gone.iter().map(|&at| (at, number)));
        hunk_new.extend(come.iter().map(|&at| (at, number)));
        if gone.len() == come.len() && !gone.is_empty() {
            let words = |items: &Items<'_>, op: Op| -> Vec<Syllable> {
                of(op).flat_map(|edit| around(items, &edit.range)).collect()
            };
            if words(old, Op::Delete) == words(new, Op::Insert) {
                direct.extend(gone.iter().copied().zip(come.iter().copied()));
            }
        }
        if let Some(last) = of(Op::Insert).next_back() {
            cursor = cursor.max(last.range.end);
        }
    }
    Links { equal, direct, hunk_old, hunk_new }
}

/// The words of a range without the figures in it.
fn around(items: &Items<'_>, range: &Range<usize>) -> Vec<Syllable> {
    let tokens = &items.document().tokens;
    let from = tokens.partition_point(|t| (t.start as usize) < range.start);
    let to = tokens.partition_point(|t| (t.start as usize) < range.end);
    let figures: HashSet<usize> = items.within(range).map(|at| items.all[at].token).collect();
    (from..to.max(from)).filter(|at| !figures.contains(at)).map(|at| tokens[at].id).collect()
}

/// Whether the words on both sides of two equal figures, and their units, stand in equal words too.
fn is_untouched(old: &Items<'_>, new: &Items<'_>, (at, other): (usize, usize)) -> bool {
    let (Some(item), Some(twin)) = (old.all.get(at), new.all.get(other)) else { return false };
    let near = |items: &Items<'_>, item: &Item| -> Option<Vec<Syllable>> {
        let (from, to) = (item.token.saturating_sub(2), item.end + 1);
        let tokens = items.document().tokens.get(from..to.min(items.document().tokens.len()))?;
        Some(tokens.iter().map(|token| token.id).collect())
    };
    item.value == twin.value && near(old, item).is_some_and(|words| near(new, twin) == Some(words))
}

/// The best pairs by words, value and edits.
fn weigh(old: &Items<'_>, new: &Items<'_>, sides: &Sides, links: &Links) -> Vec<(usize, usize)> {
    if sides.old.is_empty() || sides.new.is_empty() {
        return Vec::new();
    }
    let words = |items: &Items<'_>, all: &[usize]| -> Vec<Words> {
        all.iter().filter_map(|&at| items.all.get(at)).map(|item| Words::of(items, item)).collect()
    };
    let (words_old, words_new) = (words(old, &sides.old), words(new, &sides.new));
    let same = same_sentences(old, new, sides);
    let few = sides.old.len() * sides.new.len() <= MOST;
    let mut edges = Vec::new();
    for (i, &at) in sides.old.iter().enumerate() {
        // Of many, those that stand about as far down.
        let middle = i * sides.new.len() / sides.old.len();
        let near =
            if few { 0..sides.new.len() } else { middle.saturating_sub(NEAR)..(middle + NEAR).min(sides.new.len()) };
        for j in near {
            let other = sides.new[j];
            let (item, twin) = (&old.all[at], &new.all[other]);
            let direct = links.direct.contains(&(at, other)) || same.contains(&(at, other));
            let hunk = links.hunk_old.get(&at);
            let seen = Seen {
                fit: item.unit_fits(twin, old.catalogue),
                equal: item.equals(twin, &old.document().text, &new.document().text),
                linked: links.equal.contains(&(at, other)),
                direct,
                hunk: hunk.is_some() && hunk == links.hunk_new.get(&other),
                words: words_old[i].likeness(&words_new[j]),
            };
            if let Some(worth) = seen.worth() {
                // Where all else is one, the order decides.
                let apart = (i as f64 / sides.old.len() as f64 - j as f64 / sides.new.len() as f64).abs();
                edges.push(Edge { old: at, new: other, worth: worth + 0.04 * (1.0 - apart) });
            }
        }
    }
    assign(edges)
}

/// What is seen of two figures.
struct Seen {
    fit: Fit,
    equal: bool,
    linked: bool,
    direct: bool,
    hunk: bool,
    words: Option<f64>,
}

/// Likeness of words from which two figures in one unit say the same thing, and without a unit on one side.
const ALIKE: f64 = 0.34;
const VERY: f64 = 0.6;
/// From which equal values are the same figure.
const SLIGHTLY: f64 = 0.12;

impl Seen {
    /// What it is worth to take them for one, if they can be.
    fn worth(&self) -> Option<f64> {
        let words = self.words.unwrap_or(0.0);
        let nothing_said = self.words.is_none();
        let can = match self.fit {
            _ if self.linked => true,
            Fit::No => false,
            Fit::Same if self.equal => true,
            Fit::Open if self.equal => self.direct || words >= SLIGHTLY || self.hunk,
            _ if self.direct => true,
            Fit::Same => words >= ALIKE || self.hunk && nothing_said,
            Fit::Open => words >= VERY || self.hunk && nothing_said,
        };
        let bonus = |holds: bool, worth: f64| if holds { worth } else { 0.0 };
        can.then(|| {
            0.05 + 0.55 * words
                + bonus(self.fit == Fit::Same, 0.2)
                + bonus(self.equal, 0.25)
                + bonus(self.linked, 0.4)
                + bonus(self.direct, 0.6)
                + bonus(self.hunk, 0.15)
        })
    }
}

/// Figures at the same place of sentences that are the same but for their figures.
fn same_sentences(old: &Items<'_>, new: &Items<'_>, sides: &Sides) -> HashSet<(usize, usize)> {
    let by_words = |items: &Items<'_>, all: &[usize]| {
        let mut found: HashMap<Vec<Syllable>, Vec<Vec<usize>>> = HashMap::new();
        for group in all.chunk_by(|&x, &y| items.all[x].sentence == items.all[y].sentence) {
            let Some(first) = group.first().and_then(|&at| items.all.get(at)) else { continue };
            if let Some(words) = frame(items, first.sentence) {
                found.entry(words).or_default().push(group.to_vec());
            }
        }
        found
    };
    let (was, is) = (by_words(old, &sides.old), by_words(new, &sides.new));
    let mut pairs = HashSet::new();
    for (words, groups) in &was {
        let Some(others) = is.get(words).filter(|others| others.len() == groups.len()) else { continue };
        for (group, other) in groups.iter().zip(others) {
            let place = |items: &Items<'_>, at: usize| at - first_of(items, items.all[at].sentence);
            for &at in group {
                pairs.extend(other.iter().find(|&&o| place(new, o) == place(old, at)).map(|&o| (at, o)));
            }
        }
    }
    pairs
}

/// The first figure of a sentence.
fn first_of(items: &Items<'_>, sentence: u32) -> usize {
    items.all.partition_point(|item| item.sentence < sentence)
}

/// The words of a sentence without its figures, if it has some words.
pub(super) fn frame(items: &Items<'_>, sentence: u32) -> Option<Vec<Syllable>> {
    let within = items.document().sentences.get(sentence as usize)?.tokens.clone();
    let figures = first_of(items, sentence)..items.all.partition_point(|item| item.sentence <= sentence);
    let tokens: HashSet<usize> = figures.map(|at| items.all[at].token).collect();
    let rest = within.filter(|at| !tokens.contains(at)).filter_map(|at| items.document().tokens.get(at));
    let (mut words, mut spoken) = (Vec::new(), 0);
    for token in rest {
        words.push(token.id);
        spoken += usize::from(token.kind == TokenKind::Word);
    }
    (spoken >= 3).then_some(words)
}
