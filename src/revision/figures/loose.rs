//! Figures that found no counterpart in their unit: a sentence that went elsewhere takes its figures along.

use super::align::{Words, frame};
use super::item::{Item, Items, cell};
use super::say::{column_head, row_label};
use crate::text::{Syllable, fold};
use std::collections::HashMap;

/// A figure without a counterpart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loose {
    /// Which figure.
    pub item: usize,
    /// Whether the unit it stands in is in both revisions.
    pub in_edited: bool,
}

/// Words of a sentence from which it is known again, whatever its figures.
const KNOWN: usize = 6;
/// From which it is so in a unit that has no counterpart.
const SURE: usize = 10;
/// How like the words around two equal figures are that are the same figure in another sentence.
const LIKE: f64 = 0.5;
/// Candidates that are looked at for one figure.
const LOOKED_AT: usize = 24;

/// Which loose figures belong together: (old, new) by index in [`Items::all`].
pub(super) fn pair(old: &Items<'_>, new: &Items<'_>, gone: &[Loose], come: &[Loose]) -> Vec<(usize, usize)> {
    if gone.is_empty() || come.is_empty() {
        return Vec::new();
    }
    let mut open = vec![true; come.len()];
    let mut pairs = Vec::new();
    let mut known: HashMap<Key, Vec<usize>> = HashMap::new();
    for (at, loose) in come.iter().enumerate().rev() {
        known.entry(key(new, loose.item)).or_default().push(at);
    }
    let mut left = Vec::new();
    for loose in gone {
        let key = key(old, loose.item);
        let found = known.get_mut(&key).filter(|_| key != Key::None);
        let next = found.as_ref().and_then(|found| found.last().copied()).filter(|&at| {
            let (item, twin) = (&old.all[loose.item], &new.all[come[at].item]);
            // Of two short sentences that were written anew, who shall say that one is the other?
            let long = matches!(&key, Key::Sentence(words, _) if words.len() >= SURE);
            let same = long || matches!(key, Key::Cell(..)) || loose.in_edited || come[at].in_edited;
            same || item.equals(twin, &old.document().text, &new.document().text)
        });
        match (next, found) {
            (Some(at), Some(found)) => {
                found.pop();
                open[at] = false;
                pairs.push((loose.item, come[at].item));
            }
            _ => left.push(*loose),
        }
    }
    let mut by_value: HashMap<u64, Vec<usize>> = HashMap::new();
    for at in (0..come.len()).filter(|&at| open[at]) {
        by_value.entry(value(&new.all[come[at].item])).or_default().push(at);
    }
    for loose in left {
        let item = &old.all[loose.item];
        let Some(found) = by_value.get(&value(item)) else { continue };
        let (words, wide) = (Words::of(old, item), Words::around(old, item));
        let like = |&&at: &&usize| {
            let twin = &new.all[come[at].item];
            let fits = item.unit_fits(twin, old.catalogue) != super::item::Fit::No;
            let near = || words.likeness(&Words::of(new, twin)).unwrap_or(0.0);
            let far = || wide.likeness(&Words::around(new, twin)).unwrap_or(0.0);
            if fits { f64::max(near(), far()) } else { 0.0 }
        };
        let looked = found.iter().filter(|&&at| open[at]).take(LOOKED_AT);
        let best = looked.map(|at| (like(&at), *at)).max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        if let Some((_, at)) = best.filter(|(like, _)| *like >= LIKE) {
            open[at] = false;
            pairs.push((loose.item, come[at].item));
        }
    }
    pairs
}

/// What a figure is known by, its value aside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// The words of its sentence and its place among the figures of it.
    Sentence(Vec<Syllable>, usize),
    /// The name of its row and the head of its column, folded, and its place in the cell.
    Cell(String, String, usize),
    /// Nothing that would tell it apart.
    None,
}

fn key(items: &Items<'_>, at: usize) -> Key {
    let Some(item) = items.all.get(at) else { return Key::None };
    let place = at - items.all.partition_point(|other| other.sentence < item.sentence);
    if cell(items.document(), item.block).is_some() {
        let (row, head) = (row_label(items, item.block), column_head(items, item.block));
        return match row {
            Some(row) => Key::Cell(fold(&row), fold(&head.unwrap_or_default()), place),
            None => Key::None,
        };
    }
    frame(items, item.sentence).filter(|words| words.len() >= KNOWN).map_or(Key::None, |w| Key::Sentence(w, place))
}

/// The value, so that equal ones have one number.
fn value(item: &Item) -> u64 {
    let amount = match item.unit {
        crate::mentions::fact::Unit::Measure(_, exponent) => item.value.shifted(exponent).unwrap_or(item.value),
        _ => item.value,
    };
    amount.value().to_bits()
}
