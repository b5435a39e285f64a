//! The numbers of a document that are figures, each with the words around it.

use crate::document::{BlockId, BlockKind, Document};
use crate::lint::Catalogue;
use crate::lint::indicators::heads::Head;
use crate::lint::review::ReviewWords;
use crate::mentions::fact::{Fact, Facts, Unit};
use crate::revision::Reading;
use crate::text::{Gap, Number, Syllable, TokenKind};
use std::collections::HashSet;
use std::ops::Range;

/// A number of a document.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its token.
    pub token: usize,
    /// Where it stands.
    pub range: Range<usize>,
    /// One past its unit, in tokens.
    pub end: usize,
    /// Its value.
    pub value: Number,
    /// What it counts.
    pub unit: Unit,
    /// Which fact it belongs to: a ratio is one fact and two numbers.
    pub fact: usize,
    /// Whether it is the y of a ratio.
    pub whole: bool,
    /// Where it stands.
    pub block: BlockId,
    /// Its sentence.
    pub sentence: u32,
}

impl Item {
    /// Whether two numbers count the same kind of thing.
    pub fn unit_fits(&self, other: &Item, catalogue: &Catalogue) -> Fit {
        match (self.unit, other.unit) {
            _ if self.whole != other.whole => Fit::No,
            (Unit::None, Unit::None) => Fit::Open,
            (Unit::None, _) | (_, Unit::None) => Fit::Open,
            (x, y) if catalogue.figures.akin(x, y) => Fit::Same,
            _ => Fit::No,
        }
    }

    /// The value in the base unit of what it measures.
    fn amount(&self) -> Option<Number> {
        let Unit::Measure(_, exponent) = self.unit else { return Some(self.value) };
        self.value.shifted(exponent)
    }

    /// Whether two numbers have one value, in whatever form or unit it is written.
    pub fn equals(&self, other: &Item, old: &str, new: &str) -> bool {
        if let (Some(x), Some(y)) = (self.amount(), other.amount())
            && x == y
        {
            return true;
        }
        // «1,872» and «1.872»: one of them is a slip of the pen, and which one nobody can tell.
        let (x, y) = (old.get(self.range.clone()).unwrap_or(""), new.get(other.range.clone()).unwrap_or(""));
        let grouped = |s: &str| s.rsplit(['.', ',']).next().is_some_and(|last| last.len() == 3 && last.len() < s.len());
        let digits = |s: &str| s.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
        self.unit == other.unit && grouped(x) && grouped(y) && digits(x) == digits(y)
    }
}

/// How the units of two numbers go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// They count the same.
    Same,
    /// One of them says nothing.
    Open,
    /// They count different things.
    No,
}

/// The figures of a document.
pub(super) struct Items<'r> {
    pub reading: &'r Reading,
    pub catalogue: &'r Catalogue,
    pub facts: Facts,
    /// In order.
    pub all: Vec<Item>,
}

/// Words on either side of a figure that are asked what it is.
const BEFORE: usize = 14;
const AFTER: usize = 6;

impl<'r> Items<'r> {
    pub fn find(reading: &'r Reading, catalogue: &'r Catalogue) -> Items<'r> {
        let (document, words) = (&reading.document, &catalogue.review);
        let facts = Facts::find_all(document, &reading.mentions, &catalogue.figures);
        let passed = ordinals(document, catalogue);
        let mut all = Vec::with_capacity(facts.all.len());
        for (at, fact) in facts.all.iter().enumerate() {
            let Some(sentence) = document.sentences.get(fact.sentence as usize) else { continue };
            let block = sentence.block;
            if passed.contains(&block) || is_name(document, words, fact) {
                continue;
            }
            let number = |token: usize, value: Number, whole: bool| {
                let range = document.token_range(token..token + 1);
                let (end, unit, sentence) = (fact.end, fact.unit, fact.sentence);
                Item { token, range, end, value, unit, fact: at, whole, block, sentence }
            };
            all.push(number(fact.tokens.start, fact.value, false));
            if let Some(of) = fact.of.filter(|_| fact.tokens.len() == 2) {
                all.push(number(fact.tokens.start + 1, of, true));
            }
        }
        Items { reading, catalogue, facts, all }
    }

    pub fn document(&self) -> &'r Document {
        &self.reading.document
    }

    /// Those that stand in a range of the text, by index.
    pub fn within(&self, range: &Range<usize>) -> Range<usize> {
        let from = self.all.partition_point(|item| item.range.start < range.start);
        let to = self.all.partition_point(|item| item.range.start < range.end);
        from..to.max(from)
    }

    /// The number as the source writes it.
    pub fn text(&self, item: &Item) -> &'r str {
        self.document().text.get(item.range.clone()).unwrap_or("")
    }

    /// The tokens before a figure that say what it is: from where the figure before it is done with.
    pub fn before(&self, item: &Item) -> Range<usize> {
        let document = self.document();
        let fact = self.facts.all.get(item.fact);
        let end = fact.map_or(item.token, |fact| fact.tokens.start);
        let first = document.sentences.get(item.sentence as usize).map_or(end, |s| s.tokens.start);
        let earlier = item.fact.checked_sub(1).and_then(|i| self.facts.all.get(i));
        let earlier = earlier.filter(|fact| fact.sentence == item.sentence).map(|fact| fact.end);
        let start = match earlier {
            // What stands behind the figure before and its comma is told of this one.
            Some(from) => (from..=end).rev().find(|&i| i > from && parts(document, i)).unwrap_or(from),
            None => first,
        };
        start.max(end.saturating_sub(BEFORE)).min(end)..end
    }

    /// The tokens around a figure, whatever else is told there.
    pub fn around(&self, item: &Item) -> [Range<usize>; 2] {
        let sentence = self.document().sentences.get(item.sentence as usize).map_or(0..0, |s| s.tokens.clone());
        let start = self.facts.all.get(item.fact).map_or(item.token, |fact| fact.tokens.start);
        let (from, to) = (start.saturating_sub(BEFORE), item.end + BEFORE);
        [sentence.start.max(from).min(start)..start, item.end..sentence.end.min(to).max(item.end)]
    }

    /// The tokens behind a figure and its unit that say what it is.
    pub fn after(&self, item: &Item) -> Range<usize> {
        let document = self.document();
        let end = document.sentences.get(item.sentence as usize).map_or(item.end, |s| s.tokens.end);
        let next = self.facts.all.get(item.fact + 1).map_or(end, |fact| fact.tokens.start.min(end));
        let limit = next.min(item.end + AFTER).max(item.end);
        let stop = (item.end..limit).find(|&i| parts(document, i));
        item.end..stop.unwrap_or(limit)
    }
}

/// Whether a mark before a token ends what was said.
fn parts(document: &Document, token: usize) -> bool {
    document.tokens.get(token).is_some_and(|t| matches!(t.gap, Gap::Comma | Gap::Other | Gap::Stop | Gap::Break))
}

/// «thôn 3», «7 giờ 30», «2025»: no quantity.
fn is_name(document: &Document, words: &ReviewWords, fact: &Fact) -> bool {
    let Some(token) = document.tokens.get(fact.tokens.start) else { return true };
    let text = token.text(&document.text);
    let before = fact.tokens.start.checked_sub(1).and_then(|i| document.tokens.get(i));
    let after = document.tokens.get(fact.tokens.end).filter(|t| matches!(t.gap, Gap::Space | Gap::None));
    let number = |i: usize| document.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Number && t.gap.joins());
    // «7 giờ 30»
    let hour = after.is_some_and(|t| words.clock.contains(&t.id)) && number(fact.tokens.end + 1);
    let minute = before.is_some_and(|t| words.clock.contains(&t.id)) && fact.tokens.start >= 2;
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    if plain && fact.of.is_none() && (hour || minute && number(fact.tokens.start - 2)) {
        return true;
    }
    // «đúng hạn 31/01»: a day and a month that nothing calls so.
    let month = document.tokens.get(fact.tokens.start + 1).map_or("", |t| t.text(&document.text));
    let dated = fact.of.is_some_and(|of| of.mantissa <= 12 && fact.value.mantissa <= 31) && month.starts_with('0');
    if !plain || !matches!(fact.unit, Unit::None | Unit::Word(_)) || fact.of.is_some() {
        return dated
            && fact.unit == Unit::None
            && !document.block_of_token(fact.tokens.start).is_some_and(|b| b.is_cell());
    }
    let joined = matches!(token.gap, Gap::Space | Gap::None | Gap::Hyphen);
    let called = before.is_some_and(|b| joined && words.names.contains(&b.id));
    let year = text.len() == 4 && text.parse().is_ok_and(|y: i32| (1930..2100).contains(&y)) && fact.unit == Unit::None;
    // «… . 5. Đơn thư …»: an item that stands in a paragraph.
    let opens = document.sentences.get(fact.sentence as usize).is_some_and(|s| s.tokens.start == fact.tokens.start);
    let stops = document.tokens.get(fact.tokens.end).is_some_and(|t| t.gap == Gap::Stop);
    called && text.len() <= 3 || year || opens && stops && text.len() <= 2
}

/// Cells that hold no figures: heads of tables, and columns of row numbers.
fn ordinals(document: &Document, catalogue: &Catalogue) -> HashSet<BlockId> {
    let mut passed = HashSet::new();
    let text = |cell: &BlockId| document.blocks.get(*cell as usize).map_or("", |b| document.block_text(b)).trim();
    for table in &document.tables {
        let heads = table.header_rows.max(usize::from(is_head(document, table.rows.first().map(|r| &r.cells[..]))));
        let mut rows = table.rows.iter().enumerate();
        for (_, row) in rows.by_ref().take(heads) {
            passed.extend(row.cells.iter().copied());
        }
        let Some(first) = table.rows.first() else { continue };
        let numbered = |column: usize| {
            let said = table.rows.iter().take(heads).filter_map(|row| row.cells.get(column)).map(text);
            let body = table.rows.iter().skip(heads).filter_map(|row| row.cells.get(column)).map(text);
            let counts = |at: usize, cell: &str| cell.trim_matches(['.', '(', ')']).parse() == Ok(at + 1);
            let mut body = body.filter(|cell| !cell.is_empty()).enumerate().peekable();
            said.clone().any(|head| catalogue.indicators.heads.of(head) == Some(Head::Ordinal))
                || column == 0 && body.peek().is_some() && body.all(|(at, cell)| counts(at, cell))
        };
        for column in (0..first.cells.len().min(2)).filter(|&column| numbered(column)) {
            passed.extend(table.rows.iter().filter_map(|row| row.cells.get(column)));
        }
        // «(1) (2) (3)» below the heads.
        if let Some(row) = table.rows.get(heads) {
            let number = |cell: &BlockId| text(cell).trim_matches(['(', ')', '[', ']']).parse::<u32>().ok();
            let numbers: Vec<u32> = row.cells.iter().filter_map(number).collect();
            if numbers.len() >= 3
                && numbers.len() + 2 >= row.cells.len()
                && numbers.windows(2).all(|w| w[1] == w[0] + 1)
                && numbers[0] <= 2
            {
                passed.extend(row.cells.iter().copied());
            }
        }
    }
    passed
}

/// Whether a row without a mark that says so heads its table: words in every cell, a number alone in none.
fn is_head(document: &Document, cells: Option<&[BlockId]>) -> bool {
    let text = |cell: &BlockId| document.blocks.get(*cell as usize).map_or("", |b| document.block_text(b)).trim();
    cells.is_some_and(|cells| cells.iter().all(|cell| text(cell).chars().any(char::is_alphabetic)))
}

/// The table, row and column of a cell.
pub(super) fn cell(document: &Document, block: BlockId) -> Option<(u32, u32, u32)> {
    match document.blocks.get(block as usize)?.kind {
        BlockKind::Cell { table, row, column } => Some((table, row, column)),
        _ => None,
    }
}

/// A word near a figure and how much it says, the nearest first.
pub(super) fn weighed(items: &Items<'_>, tokens: Range<usize>, backwards: bool) -> Vec<(Syllable, f64)> {
    let light = &items.catalogue.review.light;
    let tokens = items.document().tokens.get(tokens).unwrap_or_default();
    let weigh = |(at, id): (usize, Syllable)| {
        let weight = if light.contains(&id) { 0.25 } else { 1.0 };
        (id, weight / (1.0 + 0.12 * at as f64))
    };
    let ids = tokens.iter().map(|token| token.id);
    if backwards { ids.rev().enumerate().map(weigh).collect() } else { ids.enumerate().map(weigh).collect() }
}
