//! Figures of a sentence that are a cell of the report's own table with two digits exchanged: «riêng năm 2019 sản lượng đạt
//! 31.464 tấn», where the row «Sản lượng lúa» has 31.446 for 2019.

use crate::document::Sentence;
use crate::lint::check::Context;
use crate::lint::indicators::sheet::{Content, Line};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::mentions::{Mention, MentionKind};
use crate::text::{Number, TokenKind};
use std::collections::HashMap;
use std::ops::Range;

/// Such a figure.
pub(super) struct Slip {
    pub place: Range<usize>,
    pub value: Number,
    pub name: String,
    pub year: i32,
    /// What the table has, and where.
    pub cell: (Number, Range<usize>),
}

/// Shorter numbers may be each other's digits by chance; decimals count.
const LONG: i64 = 1000;
/// Tokens of a part of a sentence before its figure, and those between its name and its figure.
const REACH: usize = 30;
const NEAR: usize = 8;

/// More cells of the same digits are codes.
const CROWD: usize = 32;

/// The cells by what exchanging two digits leaves alone.
type Entries<'s> = HashMap<(u8, u64), Vec<Entry<'s>>>;

struct Entry<'s> {
    line: &'s Line,
    year: i32,
    value: Number,
    place: Range<usize>,
}

/// All such figures of a document.
pub(super) fn slips(context: &Context<'_>) -> Vec<Slip> {
    let entries = entries(context);
    if entries.is_empty() {
        return Vec::new();
    }
    let facts = context.facts().all.iter().filter(|fact| {
        let plain =
            fact.of.is_none() && !fact.inexact && !matches!(fact.unit, Unit::None | Unit::Percent | Unit::Points);
        plain && fact.value.mantissa >= LONG && !fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times])
    });
    facts.filter_map(|fact| slip(context, &entries, fact)).collect()
}

/// The long numbers of the tables that give each year its own.
fn entries<'c>(context: &'c Context<'_>) -> Entries<'c> {
    let mut entries: Entries<'c> = HashMap::new();
    for sheet in context.sheets() {
        for line in sheet.lines.iter().filter(|line| !line.is_group && line.unit.is_some()) {
            for (column, cell) in sheet.columns.iter().zip(&line.cells) {
                let (Content::Number(value), Some(year)) = (cell.content, column.year) else { continue };
                if value.mantissa >= LONG {
                    let entry = Entry { line, year, value, place: cell.place.clone() };
                    entries.entry(value.digit_set()).or_default().push(entry);
                }
            }
        }
    }
    entries
}

fn slip(context: &Context<'_>, entries: &Entries<'_>, fact: &Fact) -> Option<Slip> {
    let alike = entries.get(&fact.value.digit_set()).filter(|alike| alike.len() <= CROWD)?;
    let figures = &context.catalogue.figures;
    // What some cell has as it stands is no slip for another.
    if alike.iter().any(|entry| entry.value.mantissa == fact.value.mantissa) {
        return None;
    }
    let sentence = context.document.sentences.get(fact.sentence as usize)?;
    let block = context.document.blocks.get(sentence.block as usize)?;
    if block.is_cell() || block.is_heading() || block.quoted || block.footnote {
        return None;
    }
    let clause = clause(context, sentence, fact);
    let year = year(context, &clause)?;
    let unit = |line: &Line| line.unit.as_deref().and_then(|unit| figures.named(unit)).map(|unit| figures.kin_of(unit));
    let same = |entry: &&Entry<'_>| {
        let counted = unit(entry.line) == Some(figures.kin_of(fact.unit));
        counted && entry.year == year && entry.value.is_swapped(fact.value) && names(context, entry.line, &clause, fact)
    };
    let mut found = alike.iter().filter(same);
    let (Some(entry), None) = (found.next(), found.next()) else { return None };
    Some(Slip {
        place: context.document.token_range(fact.tokens.start..fact.end),
        value: fact.value,
        name: entry.line.title(context.document),
        year,
        cell: (entry.value, entry.place.clone()),
    })
}

/// The part of a sentence between semicolons, as far as its figure and the year behind it.
fn clause(context: &Context<'_>, sentence: &Sentence, fact: &Fact) -> Range<usize> {
    let parts = |at: &usize| context.document.between(*at, *at).contains([';', '(']);
    let low = fact.tokens.start.saturating_sub(REACH).max(sentence.tokens.start);
    let from = (low + 1..=fact.tokens.start).rev().find(parts).unwrap_or(low);
    let high = (fact.end + NEAR / 2).min(sentence.tokens.end);
    from..(fact.end..high).find(parts).unwrap_or(high)
}

/// The one year a clause names, if it is of no other place.
fn year(context: &Context<'_>, clause: &Range<usize>) -> Option<i32> {
    let mentions = context.mentions.within(clause);
    let elsewhere = |m: &Mention| matches!(m.kind, MentionKind::Place(_) | MentionKind::Term(..));
    let mut years = mentions.iter().filter_map(|m| match &m.kind {
        MentionKind::Date(date) => Some(date.year),
        _ => None,
    });
    match (years.next(), years.next()) {
        (Some(year), None) if !mentions.iter().any(elsewhere) => year,
        _ => None,
    }
}

/// Whether the first two words of a row's name stand shortly before a figure.
fn names(context: &Context<'_>, line: &Line, clause: &Range<usize>, fact: &Fact) -> bool {
    let tokens = &context.document.tokens;
    let mut words = line.bare.clone().filter_map(|at| tokens.get(at)).filter(|t| t.kind == TokenKind::Word);
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    let near = tokens.get(fact.tokens.start.saturating_sub(NEAR).max(clause.start)..fact.tokens.start);
    near.is_some_and(|near| near.windows(2).any(|pair| pair[0].id == first.id && pair[1].id == second.id))
}
