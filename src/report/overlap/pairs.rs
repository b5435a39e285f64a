//! Documents that share something, two by two: lists of them, and the data by which a reader finds one by its name.

use super::{Comparison, Found};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The passages of two documents.
pub(super) struct Shared<'c> {
    pub a: usize,
    pub b: usize,
    pub found: Vec<&'c Found>,
    pub words: (usize, usize),
    /// Whether both are one unit's.
    pub own: bool,
}

/// The pairs that share anything: those of different units first, of each the strongest.
pub(super) fn of(comparison: &Comparison) -> Vec<Shared<'_>> {
    let units = comparison.unit_of();
    let mut pairs: BTreeMap<(usize, usize), Shared<'_>> = BTreeMap::new();
    for found in &comparison.passages {
        let own = units.get(found.a) == units.get(found.b);
        let new = || Shared { a: found.a, b: found.b, found: Vec::new(), words: (0, 0), own };
        let pair = pairs.entry((found.a, found.b)).or_insert_with(new);
        pair.found.push(found);
        pair.words = (pair.words.0 + found.words.0, pair.words.1 + found.words.1);
    }
    let mut pairs: Vec<Shared<'_>> = pairs.into_values().collect();
    pairs.sort_by_key(|pair| (pair.own, Reverse(pair.words.0.max(pair.words.1)), pair.a, pair.b));
    pairs
}

/// Percent of a document's own wording.
pub(super) fn share(comparison: &Comparison, document: usize, words: usize) -> usize {
    percent(words, comparison.documents.get(document).map_or(0, |d| d.authored))
}

pub(super) fn percent(words: usize, authored: usize) -> usize {
    (words * 100).div_ceil(authored.max(1)).min(100)
}

/// One table of pairs.
#[derive(Serialize)]
pub(super) struct List<'c> {
    /// Which of the lists: `apart`, `own`, or `all` where nobody says whose the documents are.
    pub name: &'static str,
    /// What of it the page holds, in words.
    pub note: String,
    pub rows: Vec<Row<'c>>,
}

#[derive(Serialize)]
pub(super) struct Row<'c> {
    a: &'c str,
    b: &'c str,
    count: usize,
    share_a: usize,
    share_b: usize,
    /// The pair on this page, if it is shown.
    pair: Option<usize>,
}

/// A pair for the filter: documents by their place in [`Data::names`], passages, both shares, the pair if it is shown.
type Line = (usize, usize, usize, usize, usize, Option<usize>);

/// What the filter searches, as the page carries it.
#[derive(Serialize, Default)]
pub(super) struct Data<'c> {
    /// Paths of documents and, where it says more than the path, their unit.
    names: Vec<(&'c str, &'c str)>,
    lists: Vec<Vec<Line>>,
}

impl Data<'_> {
    /// As JSON that ends no script.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string(self)?.replace('<', "\\u003c"))
    }
}

/// How many pairs of a list the page writes out, and how many of all it holds for the filter.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub written: usize,
    pub held: usize,
}

/// The lists, and what the filter finds; `note` says how many there are, are written, are held, are shown.
pub(super) fn lists<'c>(
    comparison: &'c Comparison,
    pairs: &[Shared<'c>],
    shown: &BTreeSet<usize>,
    limits: Limits,
    note: &dyn Fn([usize; 4]) -> String,
) -> (Vec<List<'c>>, Data<'c>) {
    let (mut lists, mut data) = (Vec::new(), Data::default());
    let mut places: HashMap<usize, usize> = HashMap::new();
    let units = comparison.unit_of();
    let apart = pairs.iter().filter(|pair| !pair.own).count();
    let halves = [(0, apart), (apart, pairs.len())];
    // Neither of two lists takes more than half of what the page can hold while the other needs it.
    let held = |own: usize, other: usize| own.min(limits.held.saturating_sub(other).max(limits.held / 2));
    for (at, (from, to)) in halves.into_iter().enumerate().filter(|(_, (from, to))| from < to) {
        let kept = from..from + held(to - from, pairs.len() - (to - from));
        let on_page = |id: usize| shown.contains(&id).then_some(id);
        let rows = kept.clone().take(limits.written).map(|id| row(comparison, &pairs[id], on_page(id)));
        let name = if comparison.units.is_empty() { "all" } else { ["apart", "own"][at] };
        let count = kept.len();
        let seen = shown.range(from..to).count();
        let rows: Vec<Row<'_>> = rows.collect();
        lists.push(List { name, note: note([to - from, rows.len(), count, seen]), rows });
        let mut place = |document: usize| {
            *places.entry(document).or_insert_with(|| {
                let (path, (label, _)) = (comparison.path(document), comparison.unit(units[document]));
                data.names.push((path, if path.contains(label) { "" } else { label }));
                data.names.len() - 1
            })
        };
        let line = |id: usize| {
            let (pair, row) = (&pairs[id], row(comparison, &pairs[id], on_page(id)));
            (place(pair.a), place(pair.b), row.count, row.share_a, row.share_b, row.pair)
        };
        let lines = kept.map(line).collect();
        data.lists.push(lines);
    }
    (lists, data)
}

fn row<'c>(comparison: &'c Comparison, pair: &Shared<'c>, id: Option<usize>) -> Row<'c> {
    Row {
        a: comparison.path(pair.a),
        b: comparison.path(pair.b),
        count: pair.found.len(),
        share_a: share(comparison, pair.a, pair.words.0),
        share_b: share(comparison, pair.b, pair.words.1),
        pair: id,
    }
}
