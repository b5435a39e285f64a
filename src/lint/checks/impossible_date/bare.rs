//! Times of which one end is written short: «từ ngày 18 đến ngày 07 tháng 6 năm 2024», «từ năm 2024 đến 2021».

use super::Page;
use super::span::{is_told_as_lasting, joined};
use crate::lint::check::{Draft, Place};
use crate::mentions::{DateMention, Mention, Precision};
use crate::text::{Gap, Syllable, TokenKind};
use std::ops::Range;
use std::sync::LazyLock;

/// Tokens from a day to the date it shares the month of: «đến hết ngày».
const REACH: usize = 4;

static FROM: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("từ"));
static DAY: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("ngày"));

/// Finds ends before their beginnings.
pub(super) fn find(page: &Page<'_>, out: &mut Vec<Draft>) {
    for (at, (mention, date)) in page.dates.iter().enumerate() {
        // Two dates in full are told of as such.
        let full = |other: Option<usize>| {
            other.and_then(|other| page.dates.get(other)).is_some_and(|(m, _)| near(&m.tokens, &mention.tokens))
        };
        let found = match date.precision {
            Precision::Day if !full(at.checked_sub(1)) => days(page, mention, date),
            Precision::Year if !full(Some(at + 1)) => years(page, mention, date),
            _ => None,
        };
        out.extend(found);
    }
}

fn near(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start.abs_diff(other.end).min(other.start.abs_diff(one.end)) <= REACH
}

/// «từ ngày 18 đến ngày 07 tháng 6»: a day without its month is of the month that follows.
fn days(page: &Page<'_>, date: &Mention, end: &DateMention) -> Option<Draft> {
    let tokens = &page.context.document.tokens;
    let last = end.day?;
    let first = (date.tokens.start.saturating_sub(REACH)..date.tokens.start).rev().find_map(|at| {
        let day = number(page, at).filter(|day| (1..=31).contains(day))?;
        joined(page, at + 1..date.tokens.start).then_some((at, day))
    });
    let (at, day) = first?;
    let called = at.checked_sub(1).filter(|&b| tokens[b].id == *DAY && tokens[at].gap == Gap::Space)?;
    let start = called.checked_sub(1).filter(|&b| tokens[b].id == *FROM && tokens[called].gap == Gap::Space)?;
    let wrong = day > u32::from(last) && is_told_as_lasting(page, start) && !page.is_lunar(&date.tokens);
    wrong.then(|| span(page, start..date.tokens.end, at..at + 1, date.tokens.clone()))
}

/// «từ năm 2024 đến 2021»: a year after a year.
fn years(page: &Page<'_>, date: &Mention, from: &DateMention) -> Option<Draft> {
    let tokens = &page.context.document.tokens;
    let start = date.tokens.start.checked_sub(1).filter(|&b| tokens[b].id == *FROM)?;
    let at = (date.tokens.end + 1..date.tokens.end + REACH).find(|&at| number(page, at).is_some())?;
    let year = number(page, at).filter(|year| (1900..2100).contains(year) && tokens[at].range().len() == 4)?;
    // «từ năm 2024 đến 2021 hộ» counts.
    let counts = tokens.get(at + 1).is_some_and(|t| t.gap == Gap::Space && t.kind == TokenKind::Word);
    let wrong = joined(page, date.tokens.end..at) && !counts && (year as i32) < from.year?;
    (wrong && is_told_as_lasting(page, start)).then(|| span(page, start..at + 1, date.tokens.clone(), at..at + 1))
}

fn number(page: &Page<'_>, at: usize) -> Option<u32> {
    let token = page.context.document.tokens.get(at).filter(|t| t.kind == TokenKind::Number)?;
    token.text(&page.context.document.text).parse().ok()
}

fn span(page: &Page<'_>, place: Range<usize>, from: Range<usize>, to: Range<usize>) -> Draft {
    let words = |tokens| page.context.document.token_text(tokens).to_string();
    Draft::on(Place::Tokens(place)).say("span").with("from", words(from)).with("to", words(to))
}
