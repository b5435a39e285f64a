//! Units set against each other; where nobody says whose the documents are, documents.

use super::pairs::{Shared, percent};
use super::{Comparison, Found};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Rows: more fit on no screen and no sheet.
const MOST: usize = 40;

/// The matrix of the strongest relations.
#[derive(Serialize, Default)]
pub(super) struct Matrix<'c> {
    pub rows: Vec<Row<'c>>,
    /// Units that share something with another one, and pairs of them.
    pub units: usize,
    pub pairs: usize,
    /// Pairs that have a cell.
    pub held: usize,
}

#[derive(Serialize)]
pub(super) struct Row<'c> {
    number: usize,
    label: &'c str,
    /// The documents' paths, for the filter and for who points at the row.
    paths: String,
    cells: Vec<Cell>,
}

#[derive(Serialize, Default, Clone)]
struct Cell {
    /// Percent of the row's own wording that the column's has too.
    share: usize,
    /// From 0 (nothing) to 9, the shade.
    shade: usize,
    /// The strongest pair of documents behind it, if it is shown.
    pair: Option<usize>,
    same: bool,
}

/// What two units share; of a unit and itself, what stands in several of its documents.
struct Relation {
    units: (usize, usize),
    /// Words of the one that stand in the other, and the other way round.
    words: (usize, usize),
    /// The strongest of their pairs that is shown.
    pair: Option<usize>,
}

/// Sets those against each other that share most.
pub(super) fn of<'c>(comparison: &'c Comparison, pairs: &[Shared<'c>], shown: &BTreeSet<usize>) -> Matrix<'c> {
    let relations = relations(comparison, pairs, shown);
    let apart = || relations.iter().filter(|relation| relation.units.0 != relation.units.1);
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    for id in apart().flat_map(|relation| [relation.units.0, relation.units.1]) {
        let next = places.len();
        if next < MOST {
            places.entry(id).or_insert(next);
        }
    }
    if places.len() < 3 {
        return Matrix::default();
    }
    let mut chosen = vec![0; places.len()];
    places.iter().for_each(|(&id, &place)| chosen[place] = id);
    let authored: Vec<usize> = chosen.iter().map(|&id| authored(comparison, id)).collect();
    let mut cells = vec![vec![Cell::default(); chosen.len()]; chosen.len()];
    let mut held = 0;
    for relation in &relations {
        let place = |unit: usize| places.get(&unit).copied();
        let (Some(a), Some(b)) = (place(relation.units.0), place(relation.units.1)) else { continue };
        held += usize::from(a != b);
        for (row, column, words) in [(a, b, relation.words.0), (b, a, relation.words.1)] {
            let share = percent(words, authored[row]);
            cells[row][column] = Cell { share, shade: share.div_ceil(6).min(9), pair: relation.pair, same: false };
        }
    }
    for (at, row) in cells.iter_mut().enumerate() {
        row[at].same = true;
    }
    let folder = comparison.folder();
    let row = |(at, (&id, cells)): (usize, (&usize, Vec<Cell>))| {
        let (label, documents) = comparison.unit(id);
        let paths: Vec<&str> = documents.iter().map(|&document| comparison.path(document)).collect();
        // What all paths begin with tells none from another, and a row is narrow.
        let label = label.strip_prefix(folder).unwrap_or(label);
        Row { number: at + 1, label, paths: paths.join("\n"), cells }
    };
    Matrix {
        rows: chosen.iter().zip(cells).enumerate().map(row).collect(),
        units: apart().flat_map(|r| [r.units.0, r.units.1]).collect::<BTreeSet<usize>>().len(),
        pairs: apart().count(),
        held,
    }
}

fn authored(comparison: &Comparison, unit: usize) -> usize {
    let (_, documents) = comparison.unit(unit);
    documents.iter().filter_map(|&id| comparison.documents.get(id)).map(|document| document.authored).sum()
}

/// All relations, the strongest first.
fn relations(comparison: &Comparison, pairs: &[Shared<'_>], shown: &BTreeSet<usize>) -> Vec<Relation> {
    let units = comparison.unit_of();
    let mut between: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (id, pair) in pairs.iter().enumerate() {
        let (a, b) = (units[pair.a], units[pair.b]);
        between.entry((a.min(b), a.max(b))).or_default().push(id);
    }
    let relation = |((a, b), ids): ((usize, usize), Vec<usize>)| {
        let found = || ids.iter().flat_map(|&id| &pairs[id].found);
        let words = |unit| covered(found(), |document| units[document] == unit);
        // Pairs come with the strongest first.
        let pair = ids.iter().find(|id| shown.contains(id)).copied();
        Relation { units: (a, b), words: (words(a), words(b)), pair }
    };
    let mut relations: Vec<Relation> = between.into_iter().map(relation).collect();
    relations.sort_by_key(|relation| (Reverse(relation.words.0.max(relation.words.1)), relation.units));
    relations
}

/// The words that passages hold of some documents; what several hold counts once.
fn covered<'f>(found: impl Iterator<Item = &'f &'f Found>, of: impl Fn(usize) -> bool) -> usize {
    let sides =
        found.flat_map(|found| [(found.a, found.a_span, found.words.0), (found.b, found.b_span, found.words.1)]);
    let mut places: Vec<_> = sides.filter(|(document, ..)| of(*document)).collect();
    places.sort_unstable();
    let (mut sum, mut last) = (0, (usize::MAX, 0));
    for (document, span, words) in places {
        let start = if last.0 == document { span.start.max(last.1) } else { span.start };
        let (left, all) = (span.end.saturating_sub(start) as usize, span.end.saturating_sub(span.start) as usize);
        sum += words * left / all.max(1);
        last = (document, span.end.max(start));
    }
    sum
}
