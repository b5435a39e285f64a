//! What is told of a whole without a word for «all of it»: what is done and what is not, sources after a total.

use super::{draft_of, less, tolerance, total};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact};
use crate::text::Syllable;
use std::sync::LazyLock;

/// How far apart, as a share of the whole, parts and whole may be and still surely be meant as such.
const NEAR: f64 = 0.1;
const SPREAD: f64 = 0.05;

/// Tokens of «đã hoàn thành», at most.
const BEFORE: usize = 4;

/// Sources after a total, at least.
const LEAST: usize = 3;

/// «đi qua đất của 63 hộ. Đã có 52 hộ nhận tiền; còn 14 hộ chưa đồng thuận»: of the one whole told before, what is done and what
/// is not.
pub(super) fn undone(context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
    let document = context.document;
    let word = |at: usize, words: &[Syllable]| document.tokens.get(at).is_some_and(|token| words.contains(&token.id));
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact;
    let at = (1..group.len()).find(|&at| {
        let (part, rest) = (&group[at - 1], &group[at]);
        let left = rest.tokens.start.checked_sub(1).is_some_and(|before| word(before, &LEFT[..]));
        let done =
            (1..=BEFORE).any(|back| part.tokens.start.checked_sub(back).is_some_and(|before| word(before, &DONE[..])));
        left && done && word(rest.end, &NOT[..]) && part.same_kind(rest) && exact(part) && exact(rest)
    })?;
    let (part, rest) = (&group[at - 1], &group[at]);
    let gap = document.between(part.end, rest.tokens.start);
    if !gap.contains([',', ';']) || gap.contains(['.', '(', ')']) {
        return None;
    }
    let block = |sentence: u32| document.sentences.get(sentence as usize).map(|s| s.block);
    let earlier = part.sentence.checked_sub(1).filter(|&earlier| block(earlier) == block(part.sentence));
    let told = earlier.map(|earlier| context.facts().of_sentence(earlier)).unwrap_or_default();
    let mut wholes = told.iter().chain(&group[..at - 1]).filter(|fact| fact.same_kind(part));
    let (Some(whole), None) = (wholes.next(), wholes.next()) else { return None };
    let parts = [part, rest];
    let (sum, amount) = (total(&parts)?, whole.amount()?);
    let apart = (sum.value() - amount.value()).abs();
    let meant = apart <= NEAR * amount.value() || rest.amount()?.is_slip_of(less(amount, part.amount()?)?);
    let larger = amount.value() > part.amount()?.value();
    // Of few a third group may go without saying.
    let meant = meant && (sum.value() > amount.value() || rest.value.value() >= 10.0);
    let wrong = exact(whole) && larger && meant && apart > tolerance(whole, &parts);
    wrong.then(|| draft_of(whole, &parts, part.tokens.start..rest.end, sum))
}

static LEFT: LazyLock<[Syllable; 1]> = LazyLock::new(|| ["còn"].map(Syllable::of));
static DONE: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["đã", "mới"].map(Syllable::of));
static NOT: LazyLock<[Syllable; 1]> = LazyLock::new(|| ["chưa"].map(Syllable::of));

/// «Tổng nhu cầu: 186,5 tỷ đồng; ngân sách tỉnh: 92,0 tỷ đồng; ngân sách xã: 41,5 tỷ đồng; …»: a total, and to the end of the
/// sentence nothing but what it comes from, each after its name and a colon.
pub(super) fn spread(context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
    let document = context.document;
    let (whole, parts) = group.split_first().filter(|(_, parts)| parts.len() >= LEAST)?;
    let sentence = document.sentences.get(whole.sentence as usize)?;
    let opened = document.blocks.get(sentence.block as usize).map_or(0, |block| block.tokens.start);
    let named = (opened.max(sentence.tokens.start)..whole.tokens.start)
        .any(|at| context.catalogue.figures.begins(context.mentions, Cue::Total, at));
    let labelled = |before: usize, part: &Fact| {
        let gap = document.between(before, part.tokens.start).trim();
        gap.starts_with(';') && gap.ends_with(':') && gap.matches([';', ':']).count() == 2 && !gap.contains(['(', '.'])
    };
    let mut before = whole.end;
    let all = parts.iter().all(|part| {
        let deeper = context.catalogue.figures.has(context.mentions, Cue::Subset, &(before..part.tokens.start));
        let fits = part.same_kind(whole) && !part.inexact && !deeper && labelled(before, part);
        before = part.end;
        fits
    });
    let closed = document.between(before, before).trim_start().starts_with('.') || before >= sentence.tokens.end;
    let own = document.between(whole.tokens.start, whole.tokens.start).trim_end().ends_with(':');
    if !named || !all || !closed || !own || whole.inexact {
        return None;
    }
    let parts: Vec<&Fact> = parts.iter().collect();
    let (sum, amount) = (total(&parts)?, whole.amount()?);
    let apart = (sum.value() - amount.value()).abs();
    let near = apart <= SPREAD * amount.value() || amount.is_slip_of(sum);
    let tokens = whole.tokens.start..parts.last()?.end;
    (near && apart > tolerance(whole, &parts)).then(|| draft_of(whole, &parts, tokens, sum))
}

/// «Đại biểu triệu tập: 120, gồm 29 đại biểu đương nhiên và 93 đại biểu …»: the name before the colon is of what the parts count.
pub(super) fn is_labelled(context: &Context<'_>, whole: &Fact, part: &Fact) -> bool {
    let document = context.document;
    if !document.between(whole.tokens.start, whole.tokens.start).trim_end().ends_with(':') {
        return false;
    }
    let start = document.sentences.get(whole.sentence as usize).map_or(0, |s| s.tokens.start);
    let stops = |at: &usize| document.between(*at, *at).contains([',', ';', '.']);
    let label = (start..whole.tokens.start).rev().find(stops).unwrap_or(start)..whole.tokens.start;
    label.clone().take(LABEL).any(|at| {
        let unit = context.catalogue.figures.unit_from(context.mentions, at);
        unit.is_some_and(|(unit, end)| unit == part.unit && end <= label.end)
    })
}

/// Words of a name in which what it counts is looked for: «Tổng số chi bộ».
const LABEL: usize = 4;
