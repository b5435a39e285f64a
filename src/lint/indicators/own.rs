//! Values of what is no indicator of the set, under names of a dossier's own: «Diện tích cà phê cho thu hoạch».
//!
//! Such a name is only known by being the same, word for word, elsewhere; so it must be long and stand whole.

use super::pairs::{in_unit_of, is_move};
use super::sheet::{Content, Line, Sheet};
use super::table;
use super::value::Standing;
use super::values::Reader;
use super::words::{Said, Word, unknown_unit};
use crate::lint::check::Context;
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::trie::Mixed;
use crate::text::{Gap, Number, Syllable, Token, TokenKind};
use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// A value under a name of its own.
#[derive(Clone, Debug)]
pub struct OwnValue {
    /// Its words in their order, as one number.
    pub name: u64,
    /// As written.
    pub title: String,
    /// The year it belongs to, or by which it shall be reached.
    pub year: i32,
    /// Whether it shall be reached.
    pub is_target: bool,
    /// The figure.
    pub value: Number,
    /// What it counts or measures.
    pub unit: Unit,
    /// Where it stands.
    pub place: Range<usize>,
    /// Whether a table says it.
    pub in_table: bool,
    /// Of a row that gives each year of the new term its own: what they come to, and their mean.
    pub course: Option<[f64; 2]>,
}

impl OwnValue {
    /// Both figures in one unit, if they measure the same.
    pub fn amounts(&self, other: &OwnValue) -> Option<(Number, Number)> {
        match (self.unit, other.unit) {
            (Unit::Measure(x, a), Unit::Measure(y, b)) if x == y => self.value.shifted(a).zip(other.value.shifted(b)),
            (x, y) if x == y => Some((self.value, other.value)),
            _ => None,
        }
    }

    /// Whether one is what the years of the other come to, or their mean: «45 người/năm» of 35, 40, 45, 50 and 55.
    pub fn sums_up(&self, other: &OwnValue) -> bool {
        let is_of = |of: &OwnValue, all: f64| {
            let near = |course: &f64| (course - all).abs() <= course.abs() * ROUNDED;
            of.course.is_some_and(|course| course.iter().any(near))
        };
        is_of(self, other.value.value()) || is_of(other, self.value.value())
    }
}

/// Names as numbers.
type Names = HashSet<u64, BuildHasherDefault<Mixed>>;

/// How far a sum or a mean may be rounded.
const ROUNDED: f64 = 0.01;
/// Years that make a course.
const COURSE: usize = 4;

/// Words that a name must have, and has at most.
const WORDS: std::ops::RangeInclusive<usize> = 4..=16;

/// Tokens between a name and its figure, at most.
const FAR: usize = 8;

/// All such values of a document: targets, and what was reached in the year in which the term ends.
pub fn own_values(context: &Context<'_>) -> Vec<OwnValue> {
    let mut found = Vec::new();
    let indicators = &context.catalogue.indicators;
    for sheet in context.sheets() {
        let named = |line: &Line| indicators.words.whole_name(context, &line.bare);
        let (mut met, mut twice) = (Names::default(), Names::default());
        for line in &sheet.lines {
            let name = named(line);
            if !met.insert(name) {
                twice.insert(name);
            }
        }
        // A name that two rows bear is the name of two things.
        let lines = sheet.lines.iter().filter(|l| !l.is_group && !l.is_sub);
        let lines = lines.filter(|l| l.measures.iter().all(|measure| !table::takes_unit(context, *measure, l)));
        lines.filter(|l| !twice.contains(&named(l))).for_each(|line| of_line(context, sheet, line, &mut found));
    }
    let reader = Reader::new(context);
    let leads = ["đạt", "là", "còn"].map(Syllable::of);
    let tokens = &context.document.tokens;
    for (id, block) in context.document.blocks.iter().enumerate() {
        if block.is_heading() || block.is_cell() || block.quoted || block.footnote {
            continue;
        }
        for fact in context.facts().within(&block.tokens) {
            let before = fact.tokens.start.checked_sub(1).and_then(|i| tokens.get(i));
            if before.is_some_and(|token| leads.contains(&token.id)) {
                found.extend(in_sentence(&reader, id, fact));
            }
        }
        let pairs = context.facts().within(&block.tokens).windows(2);
        for pair in pairs.filter(|pair| is_move(&pair[0], &pair[1])) {
            found.extend(in_move(&reader, id, &pair[0], &pair[1]).into_iter().flatten());
        }
    }
    found
}

fn of_line(context: &Context<'_>, sheet: &Sheet, line: &Line, found: &mut Vec<OwnValue>) {
    let (words, figures) = (&context.catalogue.indicators.words, &context.catalogue.figures);
    let Some(stated) = line.unit.as_deref() else { return };
    let spoken = [words.said(context, &line.name), words.said_in(stated)];
    let by_year = spoken.iter().any(|said| said.says(Word::Yearly));
    // Counted by the year, or in a unit nobody knows («bản»): a table that counts it alike says it in the same words.
    let as_stated = || (!stated.is_empty()).then(|| unknown_unit(stated));
    let unit = match line.unit_token.and_then(|at| figures.unit_at(context.mentions, at)) {
        _ if by_year => as_stated(),
        _ if stated.contains('%') => Some(Unit::Percent),
        None => as_stated(),
        unit => unit,
    };
    let Some(unit) = unit else { return };
    let start = line.bare.start + words.mark(context, &line.bare);
    if !WORDS.contains(&(line.bare.end.saturating_sub(start))) || spoken.iter().any(|said| said.says(Word::Whole)) {
        return;
    }
    let course = line.course(sheet, context.turn() + 1);
    let sum: f64 = course.iter().map(|(_, number, _)| number.value()).sum();
    let course = (course.len() >= COURSE).then(|| [sum, sum / course.len() as f64]);
    for (column, cell) in sheet.columns.iter().zip(&line.cells) {
        let (Content::Number(value), Some((year, true))) = (cell.content, table::year(context, sheet, column)) else {
            continue;
        };
        let standing = table::standing(context, column, year);
        if let Some(is_target) = is_target(standing, year, context.turn()) {
            let (name, title) = (words.whole_name(context, &line.bare), line.title(context.document));
            let place = cell.place.clone();
            found.push(OwnValue { name, title, year, is_target, value, unit, place, in_table: true, course });
        }
    }
}

/// Whether a value is a target of the term to come, or not one and of the year in which the last one ends.
fn is_target(standing: Standing, year: i32, turn: i32) -> Option<bool> {
    match standing {
        Standing::Target => (year > turn).then_some(true),
        Standing::Result | Standing::Estimate => (year == turn).then_some(false),
    }
}

/// «Diện tích cà phê cho thu hoạch năm 2030 đạt 1.500 ha»: a clause that is a name and its figure.
fn in_sentence(reader: &Reader<'_>, id: usize, fact: &Fact) -> Option<OwnValue> {
    let (context, words) = (reader.context, reader.words);
    let document = context.document;
    let plain = fact.of.is_none() && !fact.inexact && !fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    if !plain || matches!(fact.unit, Unit::None | Unit::Points) {
        return None;
    }
    let sentence = document.sentences.get(fact.sentence as usize)?.tokens.clone();
    let low = sentence.start.max(fact.tokens.start.saturating_sub(FAR + WORDS.end()));
    let stops = |&i: &usize| document.has_mark(i, &[',', ';', ':', '.', '(']);
    let stop = (low + 1..fact.tokens.start).rev().find(stops);
    let opening = stop.or((low == sentence.start).then_some(low))?;
    let start = opening + words.mark(context, &(opening..fact.tokens.start));
    let covered = words.covered(context, &[Word::Filler], &(start..fact.tokens.start));
    let end = (start..fact.tokens.start).rfind(|i| !covered.has(*i))? + 1;
    let is_word = |t: &Token| t.kind == TokenKind::Word;
    let name = document.tokens.get(start..end)?;
    let own = context.catalogue.indicators.named(context.mentions, &(start..end)).is_empty();
    if !WORDS.contains(&name.len()) || !name.iter().all(is_word) || !own {
        return None;
    }
    let clause = reader.clause(&sentence, start, fact.end);
    let said = said_plainly(reader, &sentence, &clause, start..fact.end)?;
    let (year, standing) = reader.when(id, &sentence, &clause, said, fact)?;
    Some(OwnValue {
        is_target: is_target(standing, year, reader.turn)?,
        name: words.whole_name(context, &(start..end)),
        title: document.token_text(start..end).to_string(),
        year,
        value: fact.value,
        unit: fact.unit,
        place: document.token_range(start..fact.end),
        in_table: false,
        course: None,
    })
}

/// What the words from a name to its value say, where it is the unit's own and of one day.
fn said_plainly(
    reader: &Reader<'_>,
    sentence: &Range<usize>,
    clause: &Range<usize>,
    tokens: Range<usize>,
) -> Option<Said> {
    let (context, words) = (reader.context, reader.words);
    let after = words.said(context, &(tokens.end..sentence.end.min(tokens.end + FAR)));
    let said = words.said(context, &tokens);
    let by_year = [said, after].iter().any(|said| said.says(Word::Yearly) || said.says(Word::Whole));
    let placed = context.mentions.within(clause).iter().any(|m| matches!(m.kind, MentionKind::Place(_)));
    let supposed = reader.is_supposed(sentence, tokens.start, tokens.end);
    (!by_year && !placed && !supposed && !said.is_of_another(false)).then_some(said)
}

/// «Diện tích cây dược liệu: từ 436 ha lên 650 ha»: a line that is a name, what is there and what shall be.
fn in_move(reader: &Reader<'_>, id: usize, from: &Fact, to: &Fact) -> Option<[OwnValue; 2]> {
    let (context, words) = (reader.context, reader.words);
    let document = context.document;
    let plain = [from, to].iter().all(|fact| fact.of.is_none() && !fact.inexact);
    if !plain || matches!(to.unit, Unit::None | Unit::Points) {
        return None;
    }
    let from = &in_unit_of(from, to);
    let sentence = document.sentences.get(to.sentence as usize)?.tokens.clone();
    // The name opens its sentence, and «từ» and perhaps «tăng» part it from its value.
    let said = [Word::Filler, Word::Common];
    let before = sentence.start..from.tokens.start;
    let mut cues = context.catalogue.figures.cues(context.mentions, &before);
    let since = cues.find(|hit| hit.item == Cue::From as u32 && hit.end as usize == from.tokens.start)?.start as usize;
    let covered = words.covered(context, &said, &(sentence.start..since));
    let start = sentence.start + words.mark(context, &sentence);
    let end = (start..since).rfind(|i| !covered.has(*i))? + 1;
    let name = document.tokens.get(start..end)?;
    let is_word = |t: &Token| t.kind == TokenKind::Word && t.gap == Gap::Space;
    let whole = name.iter().skip(1).all(is_word);
    let own = context.catalogue.indicators.named(context.mentions, &(start..end)).is_empty();
    let apart = document.between(to.tokens.start, to.tokens.start).contains([';', '.', '(']);
    if !WORDS.contains(&name.len()) || !whole || !own || apart || to.tokens.start > from.end + FAR {
        return None;
    }
    said_plainly(reader, &sentence, &reader.clause(&sentence, start, to.end), start..to.end)?;
    let (first, last) = reader.years_of_move(id, from, to, sentence.end)?;
    let value = |fact: &Fact, year: i32, is_target: bool| OwnValue {
        is_target,
        name: words.whole_name(context, &(start..end)),
        title: document.token_text(start..end).to_string(),
        year,
        value: fact.value,
        unit: to.unit,
        place: document.token_range(start..fact.end),
        in_table: false,
        course: None,
    };
    (first == reader.turn).then(|| [value(from, first, false), value(to, last, true)])
}
