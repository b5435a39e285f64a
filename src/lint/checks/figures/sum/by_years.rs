//! A whole shared out by years: «kiểm tra 33 lượt, chia ra: năm 2021: 5, năm 2022: 7, …», «36,5 km đường, trong đó năm 2026: 6,5 km;
//! …; năm 2030: 5,5 km» of the period 2026-2030.

use super::{Lists, draft_of, tolerance, total};
use crate::lint::check::{Context, Draft};
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::Syllable;
use std::ops::Range;

/// Years of a list, at least; tokens from a whole to its list and from a year to its number, at most.
const LEAST: usize = 3;
const OPENING: usize = 8;
const LABEL: usize = 7;

impl Lists {
    /// The years after a whole that do not make it.
    pub(super) fn by_years(&self, context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
        let month = Unit::Word(Syllable::of("tháng").0);
        // «06 tháng đầu năm 2025: 4»: how many months is no part.
        let told: Vec<&Fact> = group.iter().filter(|fact| fact.unit != month).collect();
        let years: Vec<Option<i32>> = told.iter().map(|fact| year_of(context, fact)).collect();
        let first = (1..told.len()).find(|&at| years[at].is_some())?;
        let run =
            (first..told.len()).take_while(|&at| years[at] == years[first].map(|year| year + (at - first) as i32));
        let parts: Vec<&Fact> = run.map(|at| told[at]).collect();
        let whole = told[first - 1];
        let alike = |part: &&&Fact| {
            let plain = part.of.is_none() && !part.inexact;
            plain
                && (part.same_kind(whole)
                    || part.unit == Unit::None && matches!(whole.unit, Unit::Count(_) | Unit::Word(_)))
        };
        let counted = whole.of.is_none()
            && !whole.inexact
            && matches!(whole.unit, Unit::Count(_) | Unit::Measure(..) | Unit::Word(_));
        if parts.len() < LEAST || !counted || !parts.iter().all(|part| alike(&part)) {
            return None;
        }
        let last = parts.last()?.end;
        let (from, to) = (years[first]?, years[first]? + parts.len() as i32 - 1);
        if !is_shared_out(context, whole, parts[0], (from, to)) || goes_on(context, &told, last) {
            return None;
        }
        let (sum, amount) = (total(&parts)?, whole.amount()?);
        let apart = (sum.value() - amount.value()).abs();
        let near = apart <= self.near / 2.0 * amount.value() || amount.is_slip_of(sum);
        let levels = parts.iter().any(|part| part.amount() == whole.amount());
        (near && !levels && apart > tolerance(whole, &parts))
            .then(|| draft_of(whole, &parts, whole.tokens.start..last, sum))
    }
}

/// The year a figure's label ends with: «năm 2021: 5», «năm 2026 làm 8 km».
fn year_of(context: &Context<'_>, fact: &Fact) -> Option<i32> {
    let before = fact.tokens.start.saturating_sub(LABEL)..fact.tokens.start;
    let (date, year) = context.mentions.within(&before).iter().rev().find_map(|m| match m.kind {
        MentionKind::Date(date) => Some((m, date.year?)),
        _ => None,
    })?;
    let gap = context.document.between(date.tokens.end, fact.tokens.start);
    let close = date.tokens.end + 2 >= fact.tokens.start && !gap.contains([',', ';', '.', '(']);
    close.then_some(year)
}

/// Whether words say that all of a whole follows, or the years are those of the period that the sentence names.
fn is_shared_out(context: &Context<'_>, whole: &Fact, first: &Fact, years: (i32, i32)) -> bool {
    let words = &context.catalogue.figures;
    // The label of the first year begins with «năm».
    let label = first.tokens.start.saturating_sub(LABEL).max(whole.end);
    let date =
        context.mentions.within(&(label..first.tokens.start)).iter().find(|m| matches!(m.kind, MentionKind::Date(_)));
    let Some(end) = date.map(|m| m.tokens.start) else { return false };
    let opening = whole.end..end;
    let gap = context.document.between(opening.start, opening.end);
    if opening.len() > OPENING || gap.contains(['.', ';', '(']) {
        return false;
    }
    let start = context.document.sentences.get(whole.sentence as usize).map_or(whole.tokens.start, |s| s.tokens.start);
    let period: Range<usize> = start..whole.tokens.start;
    let named = |(from, to)| {
        let mut terms = context.mentions.within(&period).iter();
        terms.any(|m| matches!(m.kind, MentionKind::Term(x, y) if (x, y) == (from, to)))
    };
    words.has(context.mentions, Cue::Parts, &opening) && !words.has(context.mentions, Cue::Subset, &opening)
        || named(years)
}

/// Whether more of the list follows: another figure right behind it that has no year.
fn goes_on(context: &Context<'_>, told: &[&Fact], last: usize) -> bool {
    let next = told.iter().find(|fact| fact.tokens.start >= last);
    next.is_some_and(|next| !context.document.between(last, next.tokens.start).contains(['.', ';']))
}
