//! All numbered points of a document, in order.

use super::{Lists, NumberingGap, rows};
use crate::document::{Block, BlockKind, Counted, Document, Kind, Numbering, counted_word};
use crate::lint::check::Context;
use crate::text::{Gap, Syllable, TokenKind};
use std::ops::Range;
use std::sync::LazyLock;

/// Points that count on from each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Series {
    /// Headings, items, paragraphs: the form of number, the numbers before the last, the marks, the indent.
    Block { rank: i32, above: Vec<u32>, marks: String, indent: usize },
    /// «(1) …; (2) …» in running text.
    Inline,
    /// «Một là», «Thứ nhất»: which of the two.
    Words(bool),
}

impl Series {
    /// Whether it goes through a whole document: articles, whatever headings part them.
    pub fn is_of_document(&self) -> bool {
        matches!(self, Series::Block { rank: ARTICLE, .. })
    }

    /// Whether two series have one form of number, whatever their marks.
    pub fn alike(&self, other: &Series) -> bool {
        match (self, other) {
            (Series::Block { rank: a, above: x, .. }, Series::Block { rank: b, above: y, .. }) => a == b && x == y,
            _ => self == other,
        }
    }
}

/// A numbered point.
#[derive(Debug)]
pub(super) struct Point {
    /// Its first byte of the text.
    pub start: usize,
    pub block: usize,
    pub series: Series,
    pub ordinal: u32,
    /// Of a point with a letter, the letter.
    pub letter: Option<char>,
    /// Whether its number is a numeral that a letter may be meant by.
    pub numeral: bool,
    pub heading: bool,
    /// Whether whoever shows the list counts it anew: then «1. 1. 1.» is a way to write it.
    pub counted_anew: bool,
    /// The number as written.
    pub label: String,
    /// What a finding stands on.
    pub range: Range<usize>,
}

/// How a number follows another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Next,
    First,
    Repeat,
    Gap(u32),
    Back,
}

pub(super) fn step(from: u32, to: u32) -> Step {
    match to {
        1 => Step::First,
        to if to == from => Step::Repeat,
        to if to == from + 1 => Step::Next,
        to if to > from => Step::Gap(to - from - 1),
        _ => Step::Back,
    }
}

/// All points of a document, by position.
pub(super) fn all(context: &Context<'_>, rule: &NumberingGap, lists: &Lists) -> Vec<Point> {
    let document = context.document;
    let mut points = Vec::new();
    // Where a table counts the steps, the paragraphs that name some of them need not name all.
    let script = document.meta.kind == Some(Kind::CongressScript);
    let tabled = if script { rows::highest(context, rule) } else { 0 };
    let tabled = if document.blocks.iter().any(|b| b.is_cell() && is_step(document, b)) { u32::MAX } else { tabled };
    for (id, block) in document.blocks.iter().enumerate() {
        if block.is_cell() || block.quoted || block.footnote {
            continue;
        }
        let own = of_block(document, id, block).or_else(|| article(document, id, block));
        let step = |point: &Point| matches!(point.series, Series::Block { rank: STEP, .. });
        points.extend(own.filter(|point| !(step(point) && point.ordinal <= tabled)));
        inline(document, id, block, &mut points);
    }
    words(context, rule, lists, &mut points);
    points.sort_by_key(|p| p.start);
    points
}

static STEP_WORD: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("bước"));

/// Whether a cell says «Bước» and no more.
fn is_step(document: &Document, cell: &Block) -> bool {
    let word = document.tokens.get(cell.tokens.start).filter(|_| cell.tokens.len() == 1);
    word.is_some_and(|word| word.id == *STEP_WORD)
}

/// «Điều 4.», «Bước 8.»: what an article of a resolution, a step of a script begins with.
fn article(document: &Document, id: usize, block: &Block) -> Option<Point> {
    let text = document.block_text(block);
    let (counted, ordinal, length) = counted_word(text)?;
    let rank = if counted == Counted::Article { ARTICLE } else { STEP };
    let series = Series::Block { rank, above: Vec::new(), marks: String::new(), indent: 0 };
    let label = text.get(..length)?.trim_end_matches(|c: char| !c.is_ascii_digit());
    let range = block.range.start..block.range.start + label.len();
    Some(point(range, id, series, ordinal, label.to_string()))
}

/// The ranks of articles and steps, which no other form of number has.
const ARTICLE: i32 = -1;
const STEP: i32 = -2;

/// The point a block is, by the number it begins with.
fn of_block(document: &Document, id: usize, block: &Block) -> Option<Point> {
    let numbering = block.numbering.as_ref()?;
    let heading = block.is_heading();
    // «C. Mác», «V. I. Lênin» begin paragraphs too.
    let named =
        matches!(numbering, Numbering::Roman(_) | Numbering::Letter(_) | Numbering::Part(_) | Numbering::Chapter(_));
    if named && !heading {
        return None;
    }
    let listed = matches!(block.kind, BlockKind::Item { ordinal: Some(_) }) && block.body == block.range.start;
    let (label, indent, ordinal) = if listed {
        let (label, indent) = list_label(document, block)?;
        let ordinal = label.trim_end_matches(['.', ')']).parse().ok()?;
        (label, indent, ordinal)
    } else {
        let label = document.text.get(block.range.start..block.body)?.trim().to_string();
        (label, 0, numbering.ordinal())
    };
    let letter = match numbering {
        Numbering::Letter(_) | Numbering::LowerLetter(_) if !listed => {
            label.chars().find(|c| c.is_alphabetic()).and_then(|c| c.to_lowercase().next())
        }
        _ => None,
    };
    let above = match numbering {
        Numbering::Arabic(numbers) if !listed => numbers.split_last().map_or(Vec::new(), |(_, above)| above.to_vec()),
        _ => Vec::new(),
    };
    let marks = label.chars().skip_while(|c| *c == '(').filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).last();
    let marks = marks.filter(|_| !matches!(numbering, Numbering::Part(_))).map(String::from).unwrap_or_default();
    let sentence = document.sentences.get(block.sentences.start).map(|s| document.sentence_range(s));
    let range = if heading { block.range.clone() } else { block.range.start..sentence?.end.max(block.range.start) };
    let series = Series::Block { rank: numbering.rank(), above, marks, indent };
    let numeral = matches!(numbering, Numbering::Roman(_));
    Some(Point {
        start: block.range.start,
        block: id,
        series,
        ordinal,
        letter,
        numeral,
        heading,
        counted_anew: listed,
        label,
        range,
    })
}

/// The number of a list's item as its source writes it, and how far in it stands.
fn list_label(document: &Document, block: &Block) -> Option<(String, usize)> {
    let at = document.span(block.range.start..block.range.start + 1).start as usize;
    let before = document.source.get(..at)?;
    let line = before.get(before.rfind('\n').map_or(0, |i| i + 1)..)?;
    let label = line.trim_end_matches(['*', '_', ' ', '\t', '\u{A0}']);
    let digits = label.strip_suffix(['.', ')'])?;
    let number = digits.len() - digits.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let indent = digits.len() - number;
    (1..=3).contains(&number).then(|| label.get(indent..).map(|l| (l.to_string(), indent)))?
}

/// «(1) …; (2) …»: numbers in brackets that begin clauses.
fn inline(document: &Document, id: usize, block: &Block, points: &mut Vec<Point>) {
    if memchr::memchr(b'(', document.block_text(block).as_bytes()).is_none() {
        return;
    }
    let tokens = document.tokens.get(block.tokens.clone()).unwrap_or_default();
    for (i, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Number || token.range().len() > 2 {
            continue;
        }
        let range = token.range();
        let enclosed = document.text.get(..range.start).is_some_and(|t| t.ends_with('('))
            && document.text.get(range.end..).is_some_and(|t| t.starts_with(") "));
        // The number the block begins with is the block's.
        if !enclosed || range.start < block.body {
            continue;
        }
        let before = document.text.get(block.range.start..range.start - 1).unwrap_or("").trim_end();
        let clause = before.is_empty() || before.ends_with([';', ':', ',', '.']) || before.ends_with(" và");
        let Some(ordinal) = token.text(&document.text).parse().ok().filter(|_| clause || i == 0) else { continue };
        let range = range.start - 1..range.end + 1;
        let label = document.text.get(range.clone()).unwrap_or("").to_string();
        points.push(point(range, id, Series::Inline, ordinal, label));
    }
}

fn point(range: Range<usize>, block: usize, series: Series, ordinal: u32, label: String) -> Point {
    Point {
        start: range.start,
        block,
        series,
        ordinal,
        letter: None,
        numeral: false,
        heading: false,
        counted_anew: false,
        label,
        range,
    }
}

/// «Một là, …», «Thứ nhất, …» where a clause begins.
fn words(context: &Context<'_>, rule: &NumberingGap, lists: &Lists, points: &mut Vec<Point>) {
    let document = context.document;
    let hits = |list| context.mentions.hits.of(list).iter();
    for hit in hits(lists.points).chain(hits(lists.marked)) {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let Some(first) = document.tokens.get(start) else { continue };
        let begins = match first.gap {
            Gap::Break => true,
            Gap::Stop | Gap::Other => {
                first.is_capitalised()
                    || document.text.get(..first.start as usize).is_some_and(|t| t.trim_end().ends_with([';', ':']))
            }
            _ => false,
        };
        let marked = hit.list == lists.marked;
        let range = document.token_range(start..end);
        let follows = document.text.get(range.end..).is_some_and(|t| t.starts_with([',', ':']));
        let block = document.blocks.partition_point(|b| b.tokens.end <= start);
        let cell = document.blocks.get(block).is_none_or(|b| b.is_cell() || b.quoted || b.footnote);
        if !begins || cell || (marked && !follows) || rule.points.len() < 2 {
            continue;
        }
        let label = document.token_text(start..end).to_string();
        points.push(point(range, block, Series::Words(marked), hit.item + 1, label));
    }
}
