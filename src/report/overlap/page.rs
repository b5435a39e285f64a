//! A comparison as one page that needs nothing else: matrix, lists, clusters, passages side by side.
//!
//! A page of thousands must open at once: the strongest come first, and what is left out is said in words.

use super::clusters::{self, Cluster, Side};
use super::matrix::{self, Matrix};
use super::pairs::{self, Limits, List, Shared, share};
use super::reading::{self, Line, Reading};
use super::sides::{Piece, sides};
use super::{Comparison, Found};
use crate::lint::Lang;
use crate::lint::rule::Words;
use crate::overlap::Shown;
use crate::report::page::PageError;
use rayon::prelude::*;
use rust_embed::Embed;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use tera::Tera;

/// Pairs written out and held for the filter, clusters, documents named of one.
const LIMITS: Limits = Limits { written: 300, held: 50_000 };
const CLUSTERS: usize = 150;
const NAMED: usize = 50;

/// Bytes that the passages side by side may take, and passages of one pair.
const ROOM: usize = 2_200_000;
const PASSAGES: usize = 60;

/// Bytes of the marks around words that are shown otherwise.
const MARKS: usize = 22;

/// Pairs that are printed with their passages: nobody reads hundreds of sheets.
const PRINTED: usize = 60;

/// Bytes shown of one side of a passage; two equal files are one passage, and stand whole above.
const LONG: usize = 15_000;

/// Bytes shown of a passage of many.
const LONG_CLUSTER: usize = 4_000;

/// Figures named of one passage.
const FIGURES: usize = 12;

/// Pairs that are read at one time: then it is seen how much room they took.
const STEP: usize = 32;

/// Whole documents are shown side by side up to this many bytes each.
const WHOLE: usize = 400_000;

/// Gives a document by its path.
type Read<'r> = &'r (dyn Fn(&str) -> Option<Shown> + Sync);

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
    units: usize,
    passages: usize,
    pairs: usize,
    matrix: Matrix<'c>,
    /// What the matrix leaves out.
    matrix_rest: Option<String>,
    lists: Vec<List<'c>>,
    /// What the filter searches, as JSON.
    data: String,
    clusters: Vec<Group<'c>>,
    clusters_rest: Option<String>,
    shown: Vec<Pair<'c>>,
    /// What of them is printed, if not all.
    paper: Option<String>,
    /// Both documents whole, where there are only two.
    whole: Option<[Vec<Line>; 2]>,
}

#[derive(Serialize)]
struct Group<'c> {
    count: String,
    documents: Vec<&'c str>,
    /// Documents that are not named.
    rest: Option<String>,
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
    printed: bool,
    /// Whether a file could not be read again, or is not what it was.
    gone: bool,
}

#[derive(Serialize)]
struct Passage {
    id: String,
    colour: usize,
    percent: String,
    verbatim: bool,
    changed: usize,
    /// Those figures, `12 → 14`.
    figures: String,
    a: Vec<Piece>,
    b: Vec<Piece>,
}

/// The words of the page.
struct Say {
    words: &'static BTreeMap<String, Words>,
    lang: Lang,
}

impl Say {
    fn fill(&self, name: &str, values: &[(&str, usize)]) -> String {
        let values: Vec<(&str, String)> = values.iter().map(|(key, value)| (*key, value.to_string())).collect();
        self.words.get(name).map(|words| words.fill(self.lang, &values)).unwrap_or_default()
    }

    /// What the page holds of a list.
    fn list(&self, [all, written, held, shown]: [usize; 4]) -> String {
        let values = [("all", all), ("written", written), ("held", held), ("rest", all - held), ("shown", shown)];
        let mut parts = Vec::new();
        if written < all {
            parts.push(self.fill("list-written", &values));
            parts.push(self.fill(if held < all { "list-held" } else { "list-found" }, &values));
        }
        if shown < all {
            parts.push(self.fill("list-shown", &values));
        }
        parts.join(" ")
    }

    fn matrix(&self, matrix: &Matrix<'_>, grouped: bool) -> Option<String> {
        let held = matrix.rows.len();
        let values = [("held", held), ("units", matrix.units), ("pairs", matrix.pairs - matrix.held)];
        let name = if grouped { "matrix-rest" } else { "matrix-rest-documents" };
        (held < matrix.units).then(|| self.fill(name, &values))
    }
}

/// Renders a comparison; `read` gives a document by its path.
pub fn render(comparison: &Comparison, lang: Lang, read: Read<'_>) -> Result<String, PageError> {
    let wrong = |e: tera::Error| PageError(e.to_string());
    let tera = TEMPLATES.as_ref().map_err(|e| PageError(e.clone()))?;
    let words = WORDS.as_ref().map_err(|e| PageError(e.clone()))?;
    let say = Say { words, lang };
    let pairs = pairs::of(comparison);
    let shown = shown(comparison, &pairs, read);
    let ids: BTreeSet<usize> = shown.iter().map(|pair| pair.id).collect();
    let (lists, data) = pairs::lists(comparison, &pairs, &ids, LIMITS, &|counts| say.list(counts));
    let matrix = matrix::of(comparison, &pairs, &ids);
    let (clusters, clusters_rest) = groups(comparison, &say, read);
    let page = Page {
        lang: if lang == Lang::Vi { "vi" } else { "en" },
        version: env!("CARGO_PKG_VERSION"),
        t: words.iter().map(|(key, words)| (key.as_str(), words.get(lang))).collect(),
        documents: comparison.documents.len(),
        units: comparison.units.len(),
        passages: comparison.passages.len(),
        pairs: pairs.len(),
        matrix_rest: say.matrix(&matrix, !comparison.units.is_empty()),
        matrix,
        lists,
        data: data.json().map_err(|e| PageError(e.to_string()))?,
        clusters,
        clusters_rest,
        paper: (shown.len() > PRINTED).then(|| say.fill("paper", &[("printed", PRINTED), ("shown", shown.len())])),
        shown,
        whole: whole(comparison, &pairs, read),
    };
    let context = tera::Context::from_serialize(&page).map_err(wrong)?;
    tera.render("overlap.html", &context).map_err(wrong)
}

/// The pairs that are shown with their passages, in the order of the lists: as many as there is room for, the strongest
/// of different units and of one unit by turns.
fn shown<'c>(comparison: &'c Comparison, pairs: &[Shared<'c>], read: Read<'_>) -> Vec<Pair<'c>> {
    let apart = pairs.partition_point(|pair| !pair.own);
    let turns = (0..pairs.len()).flat_map(|at| [at, apart + at].into_iter().zip([apart, pairs.len()]));
    let order: Vec<usize> = turns.filter(|(id, end)| id < end).map(|(id, _)| id).collect();
    let mut shown = Vec::new();
    let mut room = ROOM;
    for some in order.chunks(STEP) {
        let read: Vec<Pair<'_>> = some.par_iter().map(|&id| side_by_side(comparison, id, &pairs[id], read)).collect();
        let fits = read.into_iter().map_while(|pair| {
            room = room.checked_sub(weight(&pair))?;
            Some(pair)
        });
        let before = shown.len();
        shown.extend(fits);
        if shown.len() < before + some.len() {
            break;
        }
    }
    shown.iter_mut().take(PRINTED).for_each(|pair: &mut Pair<'_>| pair.printed = true);
    shown.sort_by_key(|pair| pair.id);
    shown
}

/// About how many bytes of the page a pair takes: its words, and the marks around them.
fn weight(pair: &Pair<'_>) -> usize {
    let pieces = pair.passages.iter().flat_map(|passage| passage.a.iter().chain(&passage.b));
    let marks = |piece: &Piece| if piece.marked || piece.neutral { MARKS } else { 1 };
    400 + 200 * pair.passages.len() + pieces.map(|piece| piece.text.len() + marks(piece)).sum::<usize>()
}

fn side_by_side<'c>(comparison: &'c Comparison, id: usize, pair: &Shared<'c>, read: Read<'_>) -> Pair<'c> {
    let (a, b) = (comparison.path(pair.a), comparison.path(pair.b));
    let texts = [pair.a, pair.b].map(|id| comparison.read(id, read).map(Reading::new));
    let found = pair.found.iter().take(PASSAGES).enumerate();
    let passages: Vec<Passage> = match &texts {
        [Some(x), Some(y)] => found.filter_map(|(at, found)| passage(format!("{id}-{at}"), at, found, x, y)).collect(),
        _ => Vec::new(),
    };
    Pair {
        id,
        a,
        b,
        share_a: share(comparison, pair.a, pair.words.0),
        share_b: share(comparison, pair.b, pair.words.1),
        count: pair.found.len(),
        printed: false,
        gone: passages.len() < pair.found.len().min(PASSAGES),
        passages,
    }
}

fn passage(id: String, number: usize, found: &Found, x: &Reading, y: &Reading) -> Option<Passage> {
    let shared = &found.passage;
    let (a, b) = (x.range(&shared.a, found.a_span)?, y.range(&shared.b, found.b_span)?);
    let figures = shared.changed.iter().take(FIGURES);
    let mut figures: Vec<String> = figures.map(|&(a, b)| format!("{} → {}", x.figure(a), y.figure(b))).collect();
    if shared.changed.len() > FIGURES {
        figures.push("…".to_string());
    }
    let neutral = (x.neutral(&a), y.neutral(&b));
    let (a, b) = sides((&opening(x.text(a), LONG), &neutral.0), (&opening(y.text(b), LONG), &neutral.1));
    Some(Passage {
        id,
        colour: number % 6,
        percent: format!("{:.0}", shared.similarity * 100.0),
        verbatim: shared.verbatim,
        changed: shared.changed.len(),
        figures: figures.join("; "),
        a,
        b,
    })
}

/// A text, or as much of it as is shown.
fn opening(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return text.into();
    }
    let end = (0..=most).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    format!("{} …", &text[..end]).into()
}

/// Both documents, where two are compared.
fn whole(comparison: &Comparison, pairs: &[Shared<'_>], read: Read<'_>) -> Option<[Vec<Line>; 2]> {
    let [pair] = pairs else { return None };
    let text = |id: usize| comparison.read(id, read).map(Reading::new).filter(|text| text.length() <= WHOLE);
    let (a, b) = (text(pair.a)?, text(pair.b)?);
    let found = || pair.found.iter().enumerate();
    let left = found().filter_map(|(number, found)| Some((a.range(&found.passage.a, found.a_span)?, number)));
    let right = found().filter_map(|(number, found)| Some((b.range(&found.passage.b, found.b_span)?, number)));
    let mut sides = [a.whole(left.collect()), b.whole(right.collect())];
    reading::link(&mut sides);
    Some(sides)
}

/// The passages of many units, and how many more there are.
fn groups<'c>(comparison: &'c Comparison, say: &Say, read: Read<'_>) -> (Vec<Group<'c>>, Option<String>) {
    let clusters = clusters::of(comparison);
    let rest = clusters.len().saturating_sub(CLUSTERS);
    let first = &clusters[..clusters.len() - rest];
    let groups = first.par_iter().map(|cluster| group(comparison, cluster, say, read)).collect();
    (groups, (rest > 0).then(|| say.fill("clusters-rest", &[("rest", rest)])))
}

fn group<'c>(comparison: &'c Comparison, cluster: &Cluster, say: &Say, read: Read<'_>) -> Group<'c> {
    let (number, side) = cluster.example;
    let found = &comparison.passages[number];
    let (document, words, span) = match side {
        Side::A => (found.a, &found.passage.a, found.a_span),
        Side::B => (found.b, &found.passage.b, found.b_span),
    };
    let text = comparison.read(document, read).map(Reading::new);
    let text = text.and_then(|text| Some(opening(text.text(text.range(words, span)?), LONG_CLUSTER).into_owned()));
    let rest = cluster.documents.len().saturating_sub(NAMED);
    let counts = [("units", cluster.units), ("documents", cluster.documents.len())];
    Group {
        count: say.fill(if comparison.units.is_empty() { "in" } else { "in-units" }, &counts),
        documents: cluster.documents.iter().take(NAMED).map(|&id| comparison.path(id)).collect(),
        rest: (rest > 0).then(|| say.fill("documents-rest", &[("rest", rest)])),
        text: text.unwrap_or_else(|| say.fill("gone", &[])),
    }
}
