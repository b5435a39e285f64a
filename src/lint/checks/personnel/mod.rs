//! Personnel: who is re-elected and who is new, who left and who came, whether the make-up keeps to the limits.

mod arithmetic;
mod structure;

pub use arithmetic::PersonnelArithmetic;
pub use structure::PersonnelStructure;

use crate::document::Block;
use crate::lint::check::Context;
use crate::mentions::fact::Unit;
use crate::mentions::{Fact, MentionKind};
use crate::text::{Number, Syllable, syllables};
use std::ops::Range;
use std::sync::LazyLock;

/// Whether a figure counts people: «33 đồng chí», «nghỉ hưu 06».
fn is_people(context: &Context<'_>, fact: &Fact, people: &[Vec<Syllable>]) -> bool {
    if fact.of.is_some()
        || fact.value.scale != 0
        || matches!(fact.unit, Unit::Percent | Unit::Points | Unit::Measure(..))
    {
        return false;
    }
    let unit = context.document.tokens.get(fact.tokens.end..unit_end(context, fact)).unwrap_or_default();
    unit.is_empty() || people.iter().any(|words| words.iter().eq(unit.iter().map(|t| &t.id)))
}

/// One past what a figure counts: the «và» of «nghỉ hưu 04 và từ trần 01» joins it to the next and is no unit.
fn unit_end(context: &Context<'_>, fact: &Fact) -> usize {
    let joins = fact.unit == Unit::Word(AND.0) && fact.end == fact.tokens.end + 1;
    if joins && is_number(context, fact.tokens.start) { fact.tokens.end } else { fact.end }
}

static AND: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("và"));

/// The words before a figure, back to the figure or the sentence's beginning before it.
fn lead(context: &Context<'_>, fact: &Fact) -> Range<usize> {
    let facts = &context.facts().all;
    let at = facts.partition_point(|f| f.tokens.start < fact.tokens.start);
    let before = at.checked_sub(1).and_then(|i| facts.get(i)).filter(|f| f.sentence == fact.sentence);
    let from = context.document.sentences.get(fact.sentence as usize).map_or(fact.tokens.start, |s| s.tokens.start);
    before.map_or(from, |f| unit_end(context, f).max(f.tokens.end)).max(fact.tokens.start.saturating_sub(LEAD))
        ..fact.tokens.start
}

/// Tokens before a figure that may say what it is.
const LEAD: usize = 24;

/// The words right after a figure, up to a mark or the next figure; the years of a term are none.
fn tail(context: &Context<'_>, fact: &Fact) -> Range<usize> {
    let document = context.document;
    let until = document.sentences.get(fact.sentence as usize).map_or(fact.end, |s| s.tokens.end);
    let until = until.min(fact.end + TAIL);
    if unit_end(context, fact) < fact.end {
        return fact.tokens.end..fact.tokens.end;
    }
    let mut at = fact.end;
    while at < until && !document.has_mark(at, &[',', ';', '.', '(', ')', ':']) {
        at = match term(context, at) {
            Some(end) => end,
            None if is_number(context, at) => break,
            None => at + 1,
        };
    }
    fact.end..at.min(until)
}

/// One past the years of a term that stand at a token: «2020-2025».
fn term(context: &Context<'_>, at: usize) -> Option<usize> {
    let here = is_number(context, at).then(|| context.mentions.within(&(at..at + 1)))?;
    here.iter().find(|m| matches!(m.kind, MentionKind::Term(..))).map(|m| m.tokens.end)
}

/// Tokens after a figure that may say what it is.
const TAIL: usize = 16;

fn is_number(context: &Context<'_>, token: usize) -> bool {
    context.document.tokens.get(token).is_some_and(|t| t.kind == crate::text::TokenKind::Number)
}

/// Phrases as the syllables they are made of.
fn phrases<'p>(phrases: impl IntoIterator<Item = &'p String>) -> Vec<Vec<Syllable>> {
    phrases.into_iter().map(|phrase| syllables(phrase).collect()).collect()
}

/// Where any of some phrases stands within tokens; of those that begin at one token the longest.
fn found(context: &Context<'_>, phrases: &[Vec<Syllable>], tokens: &Range<usize>) -> Vec<Range<usize>> {
    let all = context.document.tokens.get(tokens.clone()).unwrap_or_default();
    let mut found = Vec::new();
    // Most words begin no phrase, as one bit of them shows.
    let bit = |syllable: &Syllable| 1u64 << (syllable.0 & 63);
    let firsts = phrases.iter().filter_map(|phrase| phrase.first()).fold(0, |bits, first| bits | bit(first));
    for at in (0..all.len()).filter(|&at| firsts & bit(&all[at].id) != 0) {
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
    let turn = context.turn();
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
