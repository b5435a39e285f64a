//! Parts in a list whose items count other things too: «1,2 tỷ đồng, gồm: xây 09 nhà 540 triệu đồng, …».

use super::rest::leaves_rest;
use super::{Lists, MOST, Parts, WHOLES, draft, opening, tolerance, total};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::Number;
use std::ops::Range;

/// A whole, its parts and what they make.
type Reckoned<'f> = (&'f Fact, Parts<'f>, Number);

impl Lists {
    /// The parts of each kind that is named before a list, one to an item, where they do not make what is stated.
    /// Where those of another kind do («21 chi hội: 12 chi hội với 1.688 hội viên và 09 chi hội với …»), the list is
    /// known to be whole.
    pub(super) fn itemised(
        &self,
        context: &Context<'_>,
        group: &[Fact],
        cue: usize,
        start: usize,
        end: usize,
    ) -> Option<Draft> {
        let before = &group[..group.partition_point(|fact| fact.end <= cue)];
        let before = &before[before.len().saturating_sub(MOST)..];
        // What stands far behind a list says nothing of it.
        let end = |from: usize| end.min(from + TAIL);
        let list = &group[group.partition_point(|fact| fact.tokens.start < start)..];
        let list = &list[..list.len().min(MOST)];
        let recent = &before[before.len().saturating_sub(WHOLES)..];
        let mut read: Vec<Reckoned<'_>> = Vec::new();
        // «năm 2022: 48 đồng chí, năm 2023: 47 đồng chí»: an item with a colon of its own is no whole.
        let item = |whole: &Fact| {
            let colon = |at: usize| context.document.has_mark(at, &[':']);
            colon(cue) && cue == start && colon(whole.tokens.start)
        };
        for whole in recent.iter().rev().filter(|whole| is_whole(context, whole, cue) && !item(whole)) {
            if read.iter().any(|(known, ..)| known.same_kind(whole)) {
                continue;
            }
            let Some(last) = list.last() else { continue };
            let Some(facts) = one_an_item(context, list, start..end(last.end), whole) else { continue };
            let parts = Parts { tokens: start..facts.last()?.end, facts };
            // What is left of the whole is told behind the list, and held to it there.
            if leaves_rest(context, parts.tokens.end, end(parts.tokens.end)) {
                continue;
            }
            let sum = total(&parts.facts)?;
            read.push((whole, parts, sum));
        }
        let right = |(whole, parts, _): &Reckoned<'_>| {
            let made = |n| total(&parts.facts[..n]).is_some_and(|sum| is_stated(before, whole, sum));
            (2..=parts.facts.len()).any(made)
        };
        let whole_list = |(whole, parts, sum): &Reckoned<'_>| whole.amount() == Some(*sum) && parts.facts.len() >= 2;
        let proven = read.iter().any(whole_list);
        let (whole, parts, sum) = read.iter().find(|one| {
            let (whole, parts, sum) = one;
            let overlap = parts.overlap(context)
                || context.catalogue.figures.has(
                    context.mentions,
                    Cue::Both,
                    &(parts.tokens.end..end(parts.tokens.end)),
                );
            !right(one) && !overlap && self.is_off(whole, &parts.facts, *sum, proven)
        })?;
        Some(draft(whole, parts, *sum))
    }

    /// Whether parts are surely meant to make a whole and do not.
    fn is_off(&self, whole: &Fact, parts: &[&Fact], sum: Number, proven: bool) -> bool {
        let Some(amount) = whole.amount().filter(|amount| amount.mantissa > 0) else { return false };
        let apart = (sum.value() - amount.value()).abs();
        let most = if proven { self.near } else { CLOSE.min(self.near) };
        (apart <= most * amount.value() || amount.is_slip_of(sum)) && apart > tolerance(whole, parts)
    }
}

/// How far apart, as a share of the whole, parts and whole may be where nothing else shows the list to be whole.
const CLOSE: f64 = 0.1;

/// Tokens behind a list that are read.
const TAIL: usize = 60;

/// Tokens between a whole and the word or mark that opens its parts, at most.
const REACH: usize = 24;

/// Whether one of the figures before a list says what the parts make.
fn is_stated(before: &[Fact], whole: &Fact, sum: Number) -> bool {
    before.iter().any(|fact| fact.same_kind(whole) && fact.amount() == Some(sum))
}

/// Whether a figure before a list may be what the list is of: in the same clause, exact, not an average, not in brackets,
/// and not of some parts only.
fn is_whole(context: &Context<'_>, whole: &Fact, cue: usize) -> bool {
    let words = &context.catalogue.figures;
    let gap = context.document.between(whole.end, cue);
    let counts = matches!(whole.unit, Unit::Count(_) | Unit::Measure(..));
    let changed = whole.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::Times, Cue::Yearly]);
    let plain = counts && !whole.inexact && whole.of.is_none() && !changed && whole.end + REACH >= cue;
    // «46 tổ chức đảng, gồm 03 đảng bộ và 43 chi bộ (28 …, 15 …)»: a bracket is of what stands right before it.
    let bracket = context.document.between(cue, cue).trim() == "(";
    let beyond = bracket && (gap.contains(',') || joins(gap));
    plain && !beyond && !gap.contains([';', ')']) && !words.has(context.mentions, Cue::Subset, &(whole.end..cue))
}

/// Whether «và» stands in a text.
fn joins(text: &str) -> bool {
    text.split_whitespace().any(|word| word == "và")
}

/// The figures of a list that count what the whole counts, if each item has one. «và» or one comma parts the items, or
/// semicolons do; what stands in brackets is no part. Where the items count people by another word («742 đảng viên …:
/// hoàn thành tốt nhiệm vụ 571 đồng chí; …»), all of them use that one.
fn one_an_item<'f>(
    context: &Context<'_>,
    list: &'f [Fact],
    tokens: Range<usize>,
    whole: &Fact,
) -> Option<Vec<&'f Fact>> {
    let words = &context.catalogue.figures;
    let by_name = list.iter().any(|fact| fact.same_kind(whole));
    let named = |fact: &&Fact| if by_name { fact.same_kind(whole) } else { words.akin(fact.unit, whole.unit) };
    let unit = list.iter().find(named)?;
    // «bầu 15 đồng chí vào Ban Chấp hành và đoàn đại biểu …, gồm 10 đại biểu …»: the list is of the other body.
    let cue = tokens.start.max(whole.end);
    if !by_name && joins(context.document.between(whole.end, cue)) {
        return None;
    }
    let counted = |fact: &&Fact| if by_name { fact.same_kind(whole) } else { fact.same_kind(unit) };
    let mut facts: Vec<&Fact> = Vec::new();
    let mut mark = None;
    for fact in list.iter().filter(named) {
        let read = facts.last().map_or(tokens.start, |last| last.end);
        if is_bracketed(context.document.between(tokens.start, fact.tokens.start)) {
            continue;
        }
        let first = facts.is_empty();
        let gap = context.document.between(read, fact.tokens.start);
        let gap = outside(if first { opening(gap) } else { gap });
        let some = words.has(context.mentions, Cue::Subset, &(read..fact.tokens.start));
        if facts.len() == 1 {
            mark = if gap.contains(';') { Some(';') } else { Some(',') };
        }
        // A comma list ends at the semicolon; a bracket that opened it ends it.
        let ended = gap.contains(')') || some || gap.contains('.') || mark == Some(',') && gap.contains(';');
        if ended && facts.len() >= 2 {
            break;
        }
        let parted = match mark {
            Some(';') => gap.matches(';').count() == 1,
            _ if first => !gap.contains([',', ';']) || !gap.contains(';') && runs_by_semicolons(context, fact),
            _ => gap.matches(',').count() == 1 || !gap.contains(',') && gap.split_whitespace().any(|word| word == "và"),
        };
        let changed = fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times, Cue::Yearly, Cue::Total]);
        if ended || !parted || changed || fact.inexact || fact.of.is_some() || !counted(&fact) {
            return None;
        }
        facts.push(fact);
    }
    let last = facts.last()?.end;
    let number_first = opening(context.document.between(tokens.start, facts.first()?.tokens.start)).trim().is_empty();
    (facts.len() >= 2 && !is_open_ended(context, last..tokens.end, number_first)).then_some(facts)
}

/// Whether a semicolon follows the first item: «khối Đảng, đoàn thể 19 người; khối …».
fn runs_by_semicolons(context: &Context<'_>, fact: &Fact) -> bool {
    context.document.between(fact.end, fact.end).trim() == ";"
}

/// Whether a list goes on past the last of its parts: «… và các nguồn khác», «12 công trình giao thông, 07 công trình thủy
/// lợi và 05 nhà văn hóa», where each item begins with its number «…, 05 nhà văn hóa».
fn is_open_ended(context: &Context<'_>, tail: Range<usize>, number_first: bool) -> bool {
    let tail = outside(context.document.between(tail.start, tail.end));
    let clause = tail.split([';', '.', ')']).next().unwrap_or("");
    let (label, item) = clause.split_once(',').unwrap_or((clause, ""));
    let joined = label.split_whitespace().any(|word| word == "và");
    let item = item.trim_start();
    let next = item.starts_with("và ") || number_first && item.starts_with(|c: char| c.is_ascii_digit());
    joined || next || context.catalogue.wording.sum.open_ended.within(clause).next().is_some()
}

/// Whether what follows a text stands in a bracket that opens within it; a bracket that opens the list is none.
fn is_bracketed(text: &str) -> bool {
    let text = opening(text);
    text.matches('(').count() > text.matches(')').count()
}

/// A text without what stands in brackets, and without the marks within its numbers.
fn outside(text: &str) -> String {
    let mut depth = 0usize;
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let within = last.is_ascii_digit() && chars.peek().is_some_and(char::is_ascii_digit);
        last = c;
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            '.' | ',' if within => {}
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}
