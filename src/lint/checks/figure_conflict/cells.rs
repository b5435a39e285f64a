//! Figures of sentences that a table of the same document has otherwise: «tiếp nhận 7.412 hồ sơ trong năm 2024», where
//! the column «Tiếp nhận» of the table «Hồ sơ thủ tục hành chính năm 2024» adds up to 7.142.
//!
//! A cell is looked for by its digits, so that nothing is read of most figures; then it must have the figure's name, unit
//! and time.

use super::Lists;
use super::reading::is_own;
use super::tables::{MOST_COLUMNS, MOST_ROWS, MOST_TABLES, adds_up, block, head, name, number};
use crate::document::{Block, Sentence, Table};
use crate::lint::check::{Context, Draft};
use crate::lint::finding::Severity;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::mentions::{Mention, MentionKind};
use crate::text::{Number, Syllable, Token, TokenKind};
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;

/// Numbers of so many digits have others of the same digits by chance: they need more words.
const SHORT: i64 = 100;
const LONG: i64 = 1000;

/// More cells of the same digits, or under heads of the same word, are codes.
const CROWD: usize = 24;

/// Tokens of a clause before and behind its figure; those between a name and its figure.
const REACH: usize = 32;
const BEHIND: usize = 14;

/// Words between those of a name, at most.
const BETWEEN: usize = 3;

/// Words of a caption, at most, and of a name that needs no second figure.
const CAPTION: usize = 40;
const WHOLE_NAME: usize = 4;

/// Rows whose names a sentence may say, at most.
const FEW: usize = 6;

#[derive(Clone, Copy)]
struct Cell<'d> {
    table: &'d Table,
    row: usize,
    column: usize,
    value: Number,
}

/// When something is so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Date(i32, Option<u8>, Option<u8>),
    Term(i32, i32),
    Never,
}

/// `cells:` in the rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CellWords {
    /// Words of a column's head that say nothing of what it gives, before those that do.
    plain: Vec<String>,
    /// Words between a name and its number.
    links: Vec<String>,
    /// Words that may stand between those of a name: «trường [được công nhận] đạt chuẩn quốc gia».
    between: Vec<String>,
    /// Second words of what is counted that say nothing new: «vụ việc».
    rest: Vec<String>,
    /// Words behind a figure that take nothing away from it.
    after: Vec<String>,
}

/// The same, for the eye.
#[derive(Debug)]
pub(super) struct Glue {
    plain: Vec<Syllable>,
    links: Vec<Syllable>,
    between: Vec<Syllable>,
    rest: Vec<Syllable>,
    after: Vec<Syllable>,
}

impl Glue {
    pub(super) fn of(words: &CellWords) -> Glue {
        let all = |words: &[String]| words.iter().map(|word| Syllable::of(word)).collect();
        Glue {
            plain: all(&words.plain),
            links: all(&words.links),
            between: all(&words.between),
            rest: all(&words.rest),
            after: all(&words.after),
        }
    }
}

/// A figure of a sentence.
struct Told<'c> {
    context: &'c Context<'c>,
    lists: &'c Lists,
    fact: &'c Fact,
    sentence: &'c Sentence,
    clause: Range<usize>,
}

/// All such figures of a document.
pub(super) fn told(context: &Context<'_>, lists: &Lists, out: &mut Vec<Draft>) {
    let document = context.document;
    let mut by_digits: HashMap<(u8, u64), Vec<Cell<'_>>> = HashMap::new();
    let mut totals: HashMap<Syllable, Vec<Cell<'_>>> = HashMap::new();
    for table in document.tables.iter().filter(|t| (3..=MOST_ROWS).contains(&t.rows.len())).take(MOST_TABLES) {
        for row in table.header_rows.max(1)..table.rows.len() {
            let total = row + 1 == table.rows.len();
            for column in 1..table.rows[row].cells.len().min(MOST_COLUMNS) {
                let Some(value) = number(document, table, row, column).filter(|n| n.mantissa > 0) else { continue };
                let cell = Cell { table, row, column, value };
                if value.mantissa >= 10 {
                    by_digits.entry(value.digit_set()).or_default().push(cell);
                }
                let first = || words(context, lists, head(document, table, column)?).first().copied();
                let first = total.then(first).flatten();
                if let Some(first) = first {
                    totals.entry(first).or_default().push(cell);
                }
            }
        }
    }
    if by_digits.is_empty() && totals.is_empty() {
        return;
    }
    out.extend(context.facts().all.iter().filter_map(|fact| slip(context, lists, fact, &by_digits, &totals)));
}

fn slip(
    context: &Context<'_>,
    lists: &Lists,
    fact: &Fact,
    by_digits: &HashMap<(u8, u64), Vec<Cell<'_>>>,
    totals: &HashMap<Syllable, Vec<Cell<'_>>>,
) -> Option<Draft> {
    let document = context.document;
    let plain = fact.of.is_none() && !fact.inexact && !fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    if !plain || matches!(fact.unit, Unit::None | Unit::Percent | Unit::Points) {
        return None;
    }
    let few = |cells: &&Vec<Cell<'_>>| cells.len() <= CROWD;
    let alike = by_digits.get(&fact.value.digit_set()).filter(few).map_or(&[][..], Vec::as_slice);
    let counted = document.tokens.get(fact.tokens.end).filter(|_| fact.end > fact.tokens.end);
    let under = counted.and_then(|t| totals.get(&t.id)).filter(few).map_or(&[][..], Vec::as_slice);
    // What some cell has as it stands is no slip for another.
    if alike.iter().chain(under).any(|cell| cell.value == fact.value || cell.value.value() == fact.value.value()) {
        return None;
    }
    let swaps = alike.iter().filter(|cell| cell.value.is_swapped(fact.value));
    let slips = under.iter().filter(|cell| is_near(cell.value, fact.value));
    let mut candidates = swaps.chain(slips).peekable();
    candidates.peek()?;
    let told = Told::of(context, lists, fact)?;
    let mut found: Option<Cell<'_>> = None;
    for cell in candidates.filter(|cell| told.is(cell)) {
        if found.replace(*cell).is_some_and(|other| other.value != cell.value) {
            return None;
        }
    }
    let cell = found?;
    let place = block(document, cell.table, cell.row, cell.column)?.range.clone();
    let head = head(document, cell.table, cell.column).map_or("", |b| document.block_text(b)).trim();
    let draft = Draft::at(document.token_range(fact.tokens.start..fact.end))
        .say("beside")
        .weigh(Severity::Warning)
        .with("stated", fact.value.to_string())
        .with("head", head)
        .with("other", cell.value.to_string());
    Some(draft.see(place, cell.value.to_string()))
}

/// A digit off, which shows only where the words are the same to the last.
fn is_near(cell: Number, value: Number) -> bool {
    if cell.mantissa < 10 && value.mantissa < 10 {
        return cell.scale == 0 && value.scale == 0 && (cell.mantissa - value.mantissa).abs() == 1;
    }
    let (x, y) = (cell.digits(), value.digits());
    let off = x.iter().zip(&y).filter(|(a, b)| a != b).count();
    cell.scale == value.scale && x.len() == y.len() && x.first() == y.first() && off == 1
}

/// The words of a head or a row's name, without what is in brackets or behind a mark, «tổng số» before them.
fn words(context: &Context<'_>, lists: &Lists, block: &Block) -> Vec<Syllable> {
    let document = context.document;
    let opens = |at: &usize| document.between(*at, *at).contains(['(', ',', ';', ':']);
    let end = (block.tokens.start + 1..block.tokens.end).find(opens).unwrap_or(block.tokens.end);
    let tokens = document.tokens.get(block.tokens.start..end).unwrap_or_default();
    let tokens = tokens.iter().skip_while(|t| lists.glue.plain.contains(&t.id));
    tokens.take_while(|t| t.kind == TokenKind::Word).map(|t| t.id).collect()
}

/// The one time that some tokens tell, if they tell one; none where it is unclear.
fn told_time(context: &Context<'_>, tokens: &Range<usize>) -> Option<When> {
    let mut found = When::Never;
    let mentions = context.mentions.within(tokens);
    for (i, mention) in mentions.iter().enumerate() {
        let when = match &mention.kind {
            MentionKind::Date(date) => When::Date(date.year?, date.month, date.day),
            MentionKind::Term(from, to) => When::Term(*from, *to),
            // «cuối năm học 2024-2025»
            MentionKind::Recurring => {
                let next = mentions.get(i + 1).filter(|next| is_when(next));
                next.filter(|next| next.tokens.start <= mention.tokens.end + 1)?;
                continue;
            }
            _ => continue,
        };
        if found != When::Never && found != when {
            return None;
        }
        found = when;
    }
    Some(found)
}

impl When {
    fn is(self, other: When) -> bool {
        let end = |when| matches!(when, When::Date(_, Some(12), Some(31)));
        let year = |when| match when {
            When::Date(year, None, None) => Some(year),
            When::Date(year, ..) if end(when) => Some(year),
            _ => None,
        };
        self == other || year(self).is_some() && year(self) == year(other)
    }
}

impl<'c> Told<'c> {
    fn of(context: &'c Context<'c>, lists: &'c Lists, fact: &'c Fact) -> Option<Told<'c>> {
        let document = context.document;
        let sentence = document.sentences.get(fact.sentence as usize)?;
        let block = document.blocks.get(sentence.block as usize)?;
        if block.is_cell() || block.is_heading() || block.quoted || block.footnote {
            return None;
        }
        let parts = |at: &usize| document.between(*at, *at).contains(';');
        let low = fact.tokens.start.saturating_sub(REACH).max(sentence.tokens.start);
        let from = (low + 1..=fact.tokens.start).rev().find(parts).unwrap_or(low);
        let high = (fact.end + BEHIND).min(sentence.tokens.end);
        let clause = from..(fact.end..high).find(parts).unwrap_or(high);
        let before = clause.start..fact.tokens.start;
        let some = context.catalogue.figures.has(context.mentions, Cue::Subset, &before);
        let beyond = || context.mentions.hits_of(lists.beyond, &before).next().is_some();
        (!some && !beyond()).then_some(Told { context, lists, fact, sentence, clause })
    }

    fn token(&self, at: usize) -> Option<&'c Token> {
        self.context.document.tokens.get(at)
    }

    /// Whether the figure is a cell's with a slip in it.
    fn is(&self, cell: &Cell<'_>) -> bool {
        let swapped = cell.value.is_swapped(self.fact.value);
        let total = cell.row + 1 == cell.table.rows.len() && self.is_total(cell);
        let Some(label) = name(self.context.document, cell.table, cell.row)
            .or_else(|| block(self.context.document, cell.table, cell.row, 0))
        else {
            return false;
        };
        let Some(head) = head(self.context.document, cell.table, cell.column) else { return false };
        // «Cộng» and «2025» are named by their column, other rows by themselves.
        let time = if total { None } else { label_time(self.context, label) };
        let dated = time.is_some();
        // Rows whose columns are years are read as indicators, which `indicator-mismatch` compares.
        if !total && !dated && told_time(self.context, &head.tokens) != Some(When::Never) {
            return false;
        }
        let naming = if total || dated { head } else { label };
        let words = words(self.context, self.lists, naming);
        let behind = if total || dated { self.behind(&words) } else { None };
        let named = behind
            .clone()
            .or_else(|| self.before(&words, dated && swapped).filter(|_| self.has_unit(cell, label, head)));
        if !named.is_some_and(|named| self.is_plain(&named)) {
            return false;
        }
        let Some(timed) = self.same_time(cell, time, head) else { return false };
        let digits = self.fact.value.mantissa;
        if !swapped {
            let long = if digits < 10 { WHOLE_NAME } else { WHOLE_NAME - 1 };
            return total && timed && behind.is_some() && words.len() >= long && self.is_backed(cell);
        }
        match digits {
            LONG.. => true,
            // «Hội Phụ nữ quản lý 9 tổ với 668 hộ vay vốn»: those of a body are some of all.
            SHORT.. => timed && (!self.names_body() || self.is_backed(cell)),
            _ => timed && (dated || self.is_backed(cell)),
        }
    }

    fn names_body(&self) -> bool {
        let before = self.clause.start..self.fact.tokens.start;
        self.context.mentions.within(&before).iter().any(|m| m.kind == MentionKind::Body)
    }

    /// Whether a row is the sum of those above it, and they are of no different times.
    fn is_total(&self, cell: &Cell<'_>) -> bool {
        let (context, document) = (self.context, self.context.document);
        let named = name(document, cell.table, cell.row);
        let total = named.is_some_and(|b| context.catalogue.figures.has(context.mentions, Cue::Total, &b.tokens));
        let first = block(document, cell.table, cell.table.header_rows.max(1), 0);
        total && adds_up(document, cell.table, cell.column) && first.is_none_or(|b| label_time(context, b).is_none())
    }

    /// What is counted and the words behind it, where these are a name to the last and nothing more is said of it.
    fn behind(&self, words: &[Syllable]) -> Option<Range<usize>> {
        let start = self.fact.tokens.end;
        let mut at = start;
        let mut spare = BETWEEN;
        for (i, word) in words.iter().enumerate() {
            let reach = if i == 0 { 0 } else { spare };
            let next = (at..=at + reach).find(|&j| self.token(j).is_some_and(|t| t.id == *word))?;
            let skipped = self.context.document.tokens.get(at..next)?;
            if !skipped.iter().all(|t| self.lists.glue.between.contains(&t.id)) {
                return None;
            }
            if !self.runs_on(at, next) || next >= self.clause.end {
                return None;
            }
            spare -= next - at;
            at = next + 1;
        }
        // What is named by one word is all there is only where it is said to be had.
        let has = |at: usize| self.token(at).is_some_and(|t| self.lists.glue.links.contains(&t.id));
        let only = at <= self.fact.end;
        let whole = !only || self.fact.value.mantissa >= SHORT && start.checked_sub(2).is_some_and(has);
        (!words.is_empty() && whole).then_some(start..at.max(self.fact.end))
    }

    /// The words right before a number, past «là» and its time, where they are a name.
    fn before(&self, words: &[Syllable], short: bool) -> Option<Range<usize>> {
        let times = self.context.mentions.within(&self.clause).iter();
        let times: Vec<&Range<usize>> = times.filter(|m| is_when(m)).map(|m| &m.tokens).collect();
        let low = self.fact.tokens.start.saturating_sub(BEHIND / 2).max(self.clause.start);
        let link = |at: usize| {
            times.iter().any(|time| time.contains(&at))
                || self.token(at).is_some_and(|t| self.lists.glue.links.contains(&t.id))
        };
        let end =
            (low..self.fact.tokens.start).rev().take_while(|&at| link(at)).last().unwrap_or(self.fact.tokens.start);
        let said = |words: &[Syllable]| {
            let start = end.checked_sub(words.len()).filter(|start| *start >= self.clause.start && words.len() >= 2)?;
            let tokens = self.context.document.tokens.get(start..end)?;
            let same = tokens.iter().zip(words).all(|(token, word)| token.id == *word);
            (same && self.runs_on(start + 1, self.fact.tokens.start)).then_some(start..end)
        };
        said(words).or_else(|| said(words.get(..2).filter(|_| short)?))
    }

    /// No mark stands before any of some tokens.
    fn runs_on(&self, from: usize, to: usize) -> bool {
        (from..=to).all(|at| !self.context.document.between(at, at).contains(['.', ',', ';', ':', '(', ')']))
    }

    /// Whether a column's unit, or that of its table, is what the figure counts.
    fn has_unit(&self, cell: &Cell<'_>, label: &Block, head: &Block) -> bool {
        let (context, document) = (self.context, self.context.document);
        let Some(unit) = document.tokens.get(self.fact.tokens.end..self.fact.end).filter(|u| !u.is_empty()) else {
            return false;
        };
        let figures = &context.catalogue.figures;
        let kin = figures.kin_of(self.fact.unit);
        let bracket = |b: &Block| b.tokens.clone().find(|&at| document.between(at, at).contains('('));
        if let Some(at) = bracket(head).or_else(|| bracket(label)) {
            let same = figures.unit_at(context.mentions, at).is_some_and(|unit| figures.kin_of(unit) == kin);
            return same || self.token(at).is_some_and(|t| t.id == unit[0].id);
        }
        let says = |b: &Block| {
            let tokens = document.tokens.get(b.tokens.clone()).unwrap_or_default();
            tokens.windows(unit.len()).any(|w| w.iter().map(|t| t.id).eq(unit.iter().map(|t| t.id)))
        };
        let cells = (1..cell.column).filter_map(|column| block(document, cell.table, cell.row, column));
        let beside = cells.into_iter().any(|b| b.tokens.len() == unit.len() && says(b));
        beside || says(head) || self.caption(cell).is_some_and(says)
    }

    /// What stands over a table, if the figure does not stand there.
    fn caption(&self, cell: &Cell<'_>) -> Option<&'c Block> {
        let block = self.context.document.blocks.get(cell.table.caption? as usize)?;
        let own = block.tokens.contains(&self.fact.tokens.start);
        (!own && block.tokens.len() <= CAPTION).then_some(block)
    }

    /// Nothing around the figure makes it one of less, or of another time or place.
    fn is_plain(&self, named: &Range<usize>) -> bool {
        let (context, document) = (self.context, self.context.document);
        let mentions = context.mentions.within(&self.clause);
        let apart = |m: &Mention| match &m.kind {
            MentionKind::Place(place) => !is_own(context, place),
            MentionKind::Named => true,
            _ => false,
        };
        let inside = |m: &Mention| named.start <= m.tokens.start && m.tokens.end <= named.end;
        if mentions.iter().any(|m| apart(m) && !inside(m)) {
            return false;
        }
        let near = self.fact.tokens.start.saturating_sub(BEHIND / 2).max(self.clause.start)..self.fact.tokens.start;
        let turn = |at: usize| self.token(at).is_some_and(|t| self.lists.common.tells_turn(&t.id));
        // «năm học 2024-2025», «giai đoạn 2021-2025» are times, «kế hoạch năm 2024» is more than that.
        let timed = |at: usize| {
            let starts =
                |next: usize| mentions.iter().any(|m| is_when(m) && m.tokens.start <= next && at < m.tokens.end);
            starts(at + 1) || turn(at + 1) && starts(at + 2)
        };
        if near.into_iter().any(|at| turn(at) && !named.contains(&at) && !timed(at)) {
            return false;
        }
        // Behind it stands a mark, a time, or what goes on with something else.
        let mut end = named.end.max(self.fact.end);
        // «vụ việc» is no other thing than «vụ».
        end += usize::from(self.token(end).is_some_and(|t| self.lists.glue.rest.contains(&t.id)));
        let over = end >= self.sentence.tokens.end || !document.between(end, end).trim().is_empty();
        let when = mentions.iter().any(|m| is_when(m) && (end..end + 3).contains(&m.tokens.start));
        let next = end..end + 4;
        let mut terms = context.mentions.hits_of(self.lists.whole_term, &next);
        let after = self.token(end).is_some_and(|t| self.lists.glue.after.contains(&t.id));
        over || when || after || terms.any(|hit| hit.start as usize == end)
    }

    /// Whether the sentence tells a cell's time; that neither tells one is told by `false`.
    fn same_time(&self, cell: &Cell<'_>, dated: Option<When>, head: &Block) -> Option<bool> {
        let (context, document) = (self.context, self.context.document);
        let corner = block(document, cell.table, 0, 0);
        let section = document.sections.get(cell.table.section as usize);
        let section = section.and_then(|s| document.blocks.get(s.heading? as usize));
        let mut its = dated.unwrap_or(When::Never);
        for place in [Some(head), corner, self.caption(cell), section].into_iter().flatten() {
            if its != When::Never {
                break;
            }
            its = told_time(context, &place.tokens)?;
        }
        let mut own = told_time(context, &self.clause)?;
        if own == When::Never && context.mentions.hits_of(self.lists.whole_term, &self.clause).next().is_some() {
            own = When::Term(context.as_of.year - 5, context.as_of.year);
        }
        let same_section =
            document.blocks.get(self.sentence.block as usize).is_some_and(|b| b.section == cell.table.section);
        match (own, its) {
            (When::Never, When::Never) => same_section.then_some(false),
            _ => own.is(its).then_some(true),
        }
    }

    /// Whether the sentence tells more of the same row, or names all rows that make it up.
    fn is_backed(&self, cell: &Cell<'_>) -> bool {
        let (context, document) = (self.context, self.context.document);
        let other = |fact: &Fact| {
            fact.tokens != self.fact.tokens
                && (1..cell.table.rows[cell.row].cells.len().min(MOST_COLUMNS)).any(|column| {
                    let same = column != cell.column
                        && number(document, cell.table, cell.row, column)
                            .is_some_and(|n| n.value() == fact.value.value());
                    same && head(document, cell.table, column).is_some_and(|head| self.is_headed(fact, head))
                })
        };
        if context.facts().within(&self.sentence.tokens).iter().any(other) {
            return true;
        }
        let rows = cell.table.header_rows.max(1)..cell.row;
        let said = document.tokens.get(self.sentence.tokens.start..self.fact.tokens.start).unwrap_or_default();
        let is_said = |row: usize| {
            let Some(label) = name(document, cell.table, row) else { return false };
            let words = words(context, self.lists, label);
            !words.is_empty() && said.windows(words.len()).any(|w| w.iter().map(|t| t.id).eq(words.iter().copied()))
        };
        (2..=FEW).contains(&rows.len()) && rows.into_iter().all(is_said)
    }

    /// Whether a column's head speaks of what a figure counts.
    fn is_headed(&self, fact: &Fact, head: &Block) -> bool {
        let document = self.context.document;
        if fact.unit == Unit::Percent {
            return document.block_text(head).contains('%');
        }
        let unit = document.tokens.get(fact.tokens.end).filter(|_| fact.end > fact.tokens.end);
        let tokens = document.tokens.get(head.tokens.clone()).unwrap_or_default();
        unit.is_some_and(|unit| tokens.iter().any(|t| t.id == unit.id))
    }
}

fn is_when(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Date(_) | MentionKind::Term(..))
}

/// The time that a row is named by, if by that alone: «2025», «Năm 2025».
fn label_time(context: &Context<'_>, label: &Block) -> Option<When> {
    if label.tokens.is_empty() || label.tokens.len() > 6 {
        return None;
    }
    let text = context.document.block_text(label).trim();
    let year = text.parse().ok().filter(|year| (1990..=2100).contains(year));
    let mut mentions = context.mentions.within(&label.tokens).iter().filter(|m| is_when(m));
    let named = mentions.next().is_some_and(|m| label.tokens.len() <= m.tokens.len() + 1);
    year.map(|year| When::Date(year, None, None)).or_else(|| told_time(context, &label.tokens).filter(|_| named))
}
