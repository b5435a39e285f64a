//! A comparison as one page that needs nothing else: matrix, clusters, passages side by side.
//!
//! A page of thousands must open at once: the strongest come first, and what is left out is counted.

use super::clusters::{self, Cluster};
use super::sides::{Piece, Seen, sides, text};
use super::{Comparison, Found};
use crate::lint::Lang;
use crate::lint::rule::Words;
use crate::report::page::PageError;
use rust_embed::Embed;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use tera::Tera;

/// Documents in the matrix, pairs in the list, pairs shown with their passages, passages of one pair, clusters.
const MATRIX: usize = 30;
const LISTED: usize = 500;
const SHOWN: usize = 60;
const PASSAGES: usize = 60;
const CLUSTERS: usize = 100;

/// Whole documents are shown side by side up to this many bytes each.
const WHOLE: usize = 400_000;

#[derive(Embed)]
#[folder = "templates/report/"]
#[include = "overlap*"]
struct Files;

fn file(name: &str) -> String {
    Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}

static TEMPLATES: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut tera = Tera::new();
    let names = Files::iter().filter(|name| !name.ends_with(".yml"));
    let files: Vec<(String, String)> = names.map(|name| (name.to_string(), file(&name))).collect();
    tera.add_raw_templates(files).map_err(|e| e.to_string())?;
    Ok(tera)
});

static WORDS: LazyLock<Result<BTreeMap<String, Words>, String>> =
    LazyLock::new(|| crate::yaml::parse(&file("overlap.yml")).map_err(|e| format!("overlap.yml: {e}")));

#[derive(Serialize)]
struct Page<'c> {
    lang: &'static str,
    version: &'static str,
    t: BTreeMap<&'c str, &'c str>,
    documents: usize,
    passages: usize,
    pairs: usize,
    /// Pairs that are in no list.
    unlisted: usize,
    matrix: Vec<Row<'c>>,
    listed: Vec<Line<'c>>,
    clusters: Vec<Group<'c>>,
    shown: Vec<Pair<'c>>,
    /// Both documents whole, where there are only two.
    whole: Option<[Vec<Piece>; 2]>,
}

#[derive(Serialize)]
struct Row<'c> {
    number: usize,
    path: &'c str,
    cells: Vec<Cell>,
}

#[derive(Serialize, Default, Clone)]
struct Cell {
    /// Percent of the row's document that the column's has too.
    share: usize,
    /// From 0 (nothing) to 9, the shade.
    shade: usize,
    /// The pair on this page, if it is shown.
    pair: Option<usize>,
    same: bool,
}

#[derive(Serialize)]
struct Line<'c> {
    a: &'c str,
    b: &'c str,
    count: usize,
    share_a: usize,
    share_b: usize,
    pair: Option<usize>,
}

#[derive(Serialize)]
struct Group<'c> {
    documents: Vec<&'c str>,
    count: usize,
    text: String,
}

#[derive(Serialize)]
struct Pair<'c> {
    id: usize,
    a: &'c str,
    b: &'c str,
    share_a: usize,
    share_b: usize,
    count: usize,
    passages: Vec<Passage>,
}

#[derive(Serialize)]
struct Passage {
    id: String,
    colour: usize,
    percent: String,
    verbatim: bool,
    changed: usize,
    a: Vec<Piece>,
    b: Vec<Piece>,
}

/// The passages of two documents.
struct Shared<'c> {
    a: usize,
    b: usize,
    found: Vec<&'c Found>,
    words: (usize, usize),
}

/// Renders a comparison; `read` gives a document's source by its path.
pub fn render(comparison: &Comparison, lang: Lang, read: &dyn Fn(&str) -> Option<String>) -> Result<String, PageError> {
    let wrong = |e: tera::Error| PageError(e.to_string());
    let tera = TEMPLATES.as_ref().map_err(|e| PageError(e.clone()))?;
    let words = WORDS.as_ref().map_err(|e| PageError(e.clone()))?;
    let t = words.iter().map(|(key, words)| (key.as_str(), words.get(lang))).collect();
    let pairs = pairs(comparison);
    let mut sources: HashMap<usize, String> = HashMap::new();
    let mut source = |id: usize| -> String {
        let path = || comparison.documents.get(id).and_then(|d| read(&d.path)).unwrap_or_default();
        sources.entry(id).or_insert_with(path).clone()
    };
    let shown: Vec<Pair<'_>> = pairs
        .iter()
        .take(SHOWN)
        .enumerate()
        .map(|(id, pair)| {
            let (a, b) = (source(pair.a), source(pair.b));
            side_by_side(comparison, id, pair, (&a, &b))
        })
        .collect();
    let whole = match &pairs[..] {
        [pair] => {
            let (a, b) = (source(pair.a), source(pair.b));
            let short = a.len().max(b.len()) <= WHOLE;
            short.then(|| [text(&a, &pair.found, Seen::A), text(&b, &pair.found, Seen::B)])
        }
        _ => None,
    };
    let group = |cluster: Cluster| {
        let (document, span) = cluster.example;
        let text = source(document).get(span.range()).unwrap_or("").to_string();
        let path = |id: &usize| comparison.documents.get(*id).map(|d| d.path.as_str());
        Group { count: cluster.documents.len(), documents: cluster.documents.iter().filter_map(path).collect(), text }
    };
    let page = Page {
        lang: if lang == Lang::Vi { "vi" } else { "en" },
        version: env!("CARGO_PKG_VERSION"),
        t,
        documents: comparison.documents.len(),
        passages: comparison.passages.len(),
        pairs: pairs.len(),
        unlisted: pairs.len().saturating_sub(LISTED),
        matrix: matrix(comparison, &pairs),
        listed: pairs.iter().take(LISTED).enumerate().filter_map(|(id, pair)| line(comparison, id, pair)).collect(),
        clusters: clusters::of(&comparison.passages).into_iter().take(CLUSTERS).map(group).collect(),
        shown,
        whole,
    };
    let context = tera::Context::from_serialize(&page).map_err(wrong)?;
    tera.render("overlap.html", &context).map_err(wrong)
}

/// The pairs that share anything, the strongest first.
fn pairs(comparison: &Comparison) -> Vec<Shared<'_>> {
    let mut pairs: BTreeMap<(usize, usize), Shared<'_>> = BTreeMap::new();
    for found in &comparison.passages {
        let new = || Shared { a: found.a, b: found.b, found: Vec::new(), words: (0, 0) };
        let pair = pairs.entry((found.a, found.b)).or_insert_with(new);
        pair.found.push(found);
        pair.words = (pair.words.0 + found.words.0, pair.words.1 + found.words.1);
    }
    let mut pairs: Vec<Shared<'_>> = pairs.into_values().collect();
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.words.0.max(pair.words.1)), pair.a, pair.b));
    pairs
}

fn share(comparison: &Comparison, document: usize, words: usize) -> usize {
    let authored = comparison.documents.get(document).map_or(0, |d| d.authored);
    (words * 100).div_ceil(authored.max(1)).min(100)
}

fn path(comparison: &Comparison, document: usize) -> &str {
    comparison.documents.get(document).map_or("", |d| d.path.as_str())
}

fn line<'c>(comparison: &'c Comparison, id: usize, pair: &Shared<'c>) -> Option<Line<'c>> {
    Some(Line {
        a: &comparison.documents.get(pair.a)?.path,
        b: &comparison.documents.get(pair.b)?.path,
        count: pair.found.len(),
        share_a: share(comparison, pair.a, pair.words.0),
        share_b: share(comparison, pair.b, pair.words.1),
        pair: (id < SHOWN).then_some(id),
    })
}

/// The documents of the strongest pairs, set against each other.
fn matrix<'c>(comparison: &'c Comparison, pairs: &[Shared<'c>]) -> Vec<Row<'c>> {
    let mut chosen: Vec<usize> = Vec::new();
    for id in pairs.iter().flat_map(|pair| [pair.a, pair.b]) {
        if chosen.len() < MATRIX && !chosen.contains(&id) {
            chosen.push(id);
        }
    }
    chosen.sort_unstable();
    if chosen.len() < 3 {
        return Vec::new();
    }
    let mut cells = vec![vec![Cell::default(); chosen.len()]; chosen.len()];
    for (at, row) in cells.iter_mut().enumerate() {
        row[at].same = true;
    }
    for (id, pair) in pairs.iter().enumerate() {
        let (Ok(a), Ok(b)) = (chosen.binary_search(&pair.a), chosen.binary_search(&pair.b)) else { continue };
        for (row, column, document, words) in [(a, b, pair.a, pair.words.0), (b, a, pair.b, pair.words.1)] {
            let share = share(comparison, document, words);
            let pair = (id < SHOWN).then_some(id);
            cells[row][column] = Cell { share, shade: (share.div_ceil(6)).min(9), pair, same: false };
        }
    }
    let rows = chosen.iter().zip(cells).enumerate();
    rows.map(|(at, (&id, cells))| Row { number: at + 1, path: path(comparison, id), cells }).collect()
}

fn side_by_side<'c>(comparison: &'c Comparison, id: usize, pair: &Shared<'c>, sources: (&str, &str)) -> Pair<'c> {
    let passage = |(number, found): (usize, &&Found)| {
        let (a, b) =
            sides(sources.0.get(found.a_span.range()).unwrap_or(""), sources.1.get(found.b_span.range()).unwrap_or(""));
        Passage {
            id: format!("{id}-{number}"),
            colour: number % 6,
            percent: format!("{:.0}", found.passage.similarity * 100.0),
            verbatim: found.passage.verbatim,
            changed: found.passage.changed.len(),
            a,
            b,
        }
    };
    Pair {
        id,
        a: path(comparison, pair.a),
        b: path(comparison, pair.b),
        share_a: share(comparison, pair.a, pair.words.0),
        share_b: share(comparison, pair.b, pair.words.1),
        count: pair.found.len(),
        passages: pair.found.iter().take(PASSAGES).enumerate().map(passage).collect(),
    }
}
