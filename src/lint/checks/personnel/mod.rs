//! Personnel: who is re-elected and who is new, who left and who came, whether the make-up keeps to the limits.

mod arithmetic;
mod structure;

pub use arithmetic::PersonnelArithmetic;
pub use structure::PersonnelStructure;

use crate::document::Block;
use crate::lint::check::Context;
use crate::lint::indicators::turn;
use crate::mentions::fact::Unit;
use crate::mentions::{Fact, MentionKind};
use crate::text::{Number, Syllable, fold};
use std::ops::Range;

/// Words after a number that count people.
const PEOPLE: [&str; 8] = ["", "đồng chí", "đ c", "người", "ủy viên", "cấp ủy viên", "đại biểu", "nhân sự"];

/// Whether a figure counts people: «33 đồng chí», «nghỉ hưu 06».
fn is_people(context: &Context<'_>, fact: &Fact) -> bool {
    if fact.of.is_some()
        || fact.value.scale != 0
        || matches!(fact.unit, Unit::Percent | Unit::Points | Unit::Measure(..))
    {
        return false;
    }
    let unit = fold(context.document.token_text(fact.tokens.end..fact.end));
    let unit = unit.replace('/', " ");
    PEOPLE.contains(&unit.trim())
}

/// The words before a figure, back to the figure or the sentence's beginning before it.
fn lead(context: &Context<'_>, fact: &Fact) -> Range<usize> {
    let facts = &context.facts().all;
    let at = facts.partition_point(|f| f.tokens.start < fact.tokens.start);
    let before = at.checked_sub(1).and_then(|i| facts.get(i)).filter(|f| f.sentence == fact.sentence);
    let from = context.document.sentences.get(fact.sentence as usize).map_or(fact.tokens.start, |s| s.tokens.start);
    before.map_or(from, |f| f.end.max(f.tokens.end)).max(fact.tokens.start.saturating_sub(LEAD))..fact.tokens.start
}

/// Tokens before a figure that may say what it is.
const LEAD: usize = 24;

/// The words right after a figure, up to a mark or the next figure.
fn tail(context: &Context<'_>, fact: &Fact) -> Range<usize> {
    let document = context.document;
    let until = document.sentences.get(fact.sentence as usize).map_or(fact.end, |s| s.tokens.end);
    let stops = |i: &usize| document.between(*i, *i).contains([',', ';', '.', '(', ')', ':']) || is_number(context, *i);
    let end = (fact.end..until.min(fact.end + TAIL)).find(stops).unwrap_or(until.min(fact.end + TAIL));
    fact.end..end
}

/// Tokens after a figure that may say what it is.
const TAIL: usize = 10;

fn is_number(context: &Context<'_>, token: usize) -> bool {
    context.document.tokens.get(token).is_some_and(|t| t.kind == crate::text::TokenKind::Number)
}

/// A phrase as the syllables it is made of.
fn syllables(phrase: &str) -> Vec<Syllable> {
    phrase.split_whitespace().map(Syllable::of).collect()
}

/// Where any of some phrases stands within tokens; of those that begin at one token the longest.
fn found(context: &Context<'_>, phrases: &[Vec<Syllable>], tokens: &Range<usize>) -> Vec<Range<usize>> {
    let all = context.document.tokens.get(tokens.clone()).unwrap_or_default();
    let mut found = Vec::new();
    for at in 0..all.len() {
        let is_here = |phrase: &&Vec<Syllable>| {
            !phrase.is_empty()
                && all.get(at..at + phrase.len()).is_some_and(|t| t.iter().zip(*phrase).all(|(t, s)| t.id == *s))
        };
        if let Some(phrase) = phrases.iter().filter(is_here).max_by_key(|p| p.len()) {
            found.push(tokens.start + at..tokens.start + at + phrase.len());
        }
    }
    found
}

/// Whether a block speaks of the committee that goes: by the headings over it.
fn is_outgoing(context: &Context<'_>, block: &Block, words: &[Vec<Syllable>]) -> bool {
    let document = context.document;
    let turn = turn(context);
    document.section_chain(block.section).filter(|id| *id != 0).any(|id| {
        let heading = document.sections.get(id as usize).and_then(|s| s.heading);
        heading.and_then(|h| document.blocks.get(h as usize)).is_some_and(|heading| {
            let old = context
                .mentions
                .within(&heading.tokens)
                .iter()
                .any(|m| matches!(m.kind, MentionKind::Term(_, to) if to <= turn));
            old || !found(context, words, &heading.tokens).is_empty()
        })
    })
}

/// A whole number as people are counted.
fn count(number: Number) -> Option<i64> {
    (number.scale == 0).then_some(number.mantissa)
}
