//! Times with a beginning and an end.

use super::Page;
use crate::document::Row;
use crate::lint::check::{Draft, Place};
use crate::mentions::{DateMention, Mention, Precision};
use crate::text::{Gap, ListId, Syllable, Token, TokenKind};
use std::ops::Range;

/// Tokens between «từ» and the first date, and between the dates.
const REACH: usize = 6;
/// Tokens before «từ» in which a verb says that a date is moved.
const VERB: usize = 10;

/// Finds ends that come before their beginnings.
pub(super) fn find(page: &Page<'_>, out: &mut Vec<Draft>) {
    for pair in page.dates.windows(2) {
        let [(first, from), (second, to)] = pair else { continue };
        let Some(start) = opening(page, first) else { continue };
        if !joined(page, first.tokens.end..second.tokens.start) || !is_before(page, to, from, second) {
            continue;
        }
        let tokens = start..second.tokens.end;
        let lunar = page.is_lunar(&first.tokens) || page.is_lunar(&second.tokens);
        if !lunar && is_told_as_lasting(page, start) {
            out.push(backwards(page, tokens, first, second));
        }
    }
    periods(page, out);
    columns(page, out);
}

/// Whether «từ» at a token opens a time that lasts, and no date is moved: «kéo dài từ ngày … đến ngày …» lasts, «kéo
/// dài thời hạn từ … đến …» is put off.
pub(super) fn is_told_as_lasting(page: &Page<'_>, start: usize) -> bool {
    let document = page.context.document;
    let block = document.block_of_token(start).map_or(0, |block| block.tokens.start);
    let moved = start.saturating_sub(VERB).max(block)..start;
    let mut lasting = page.context.mentions.hits_of(page.lists.lasts, &moved);
    let told = |end: usize| document.between(end, start).contains(',');
    // «kéo dài gần 22 tháng, từ ngày …»
    let lasts = lasting.any(|hit| hit.end as usize == start || told(hit.end as usize));
    lasts || page.context.mentions.hits_of(page.lists.moves, &moved).next().is_none()
}

/// What is said of an end before its beginning.
pub(super) fn backwards(page: &Page<'_>, place: Range<usize>, from: &Mention, to: &Mention) -> Draft {
    let words = |date: &Mention| page.context.document.token_text(date.tokens.clone()).to_string();
    Draft::on(Place::Tokens(place)).say("span").with("from", words(from)).with("to", words(to))
}

/// Rows of a table whose «Hoàn thành» comes before their «Bắt đầu».
fn columns(page: &Page<'_>, out: &mut Vec<Draft>) {
    let document = page.context.document;
    for table in document.tables.iter().filter(|t| t.rows.len() <= MOST_ROWS) {
        let column = |list: ListId| {
            let heads = table.rows.iter().take(table.header_rows.max(1)).rev();
            heads.into_iter().find_map(|row| {
                row.cells.iter().position(|&id| {
                    let block = document.blocks.get(id as usize);
                    block.is_some_and(|b| page.context.mentions.hits_of(list, &b.tokens).next().is_some())
                })
            })
        };
        let (Some(begins), Some(ends)) = (column(page.lists.begins), column(page.lists.ends)) else { continue };
        let day = |row: &Row, column: usize| {
            let block = document.blocks.get(*row.cells.get(column)? as usize)?;
            let (mention, date) = page.date_at(block.tokens.start)?;
            (mention.tokens.end == block.tokens.end).then_some((mention, date))
        };
        for row in table.rows.iter().skip(table.header_rows.max(1)).filter(|_| begins < ends) {
            let (Some((first, from)), Some((second, to))) = (day(row, begins), day(row, ends)) else { continue };
            if from.year.is_some() && to.year.is_some() && is_before(page, &to, &from, second) {
                out.push(backwards(page, second.tokens.clone(), first, second));
            }
        }
    }
}

/// Rows of a table that are read.
const MOST_ROWS: usize = 400;

/// «từ», if the date stands after it with nothing but hours and «ngày» between.
fn opening(page: &Page<'_>, date: &Mention) -> Option<usize> {
    let tokens = &page.context.document.tokens;
    let from = Syllable::of("từ");
    for at in (0..date.tokens.start).rev().take(REACH) {
        let (token, next) = (tokens.get(at)?, tokens.get(at + 1)?);
        if !matches!(next.gap, Gap::Space | Gap::Comma) {
            return None;
        }
        if token.id == from {
            return Some(at);
        }
        if !passes(page, token) {
            return None;
        }
    }
    None
}

/// Whether what stands between two dates makes them a beginning and its end.
pub(super) fn joined(page: &Page<'_>, between: Range<usize>) -> bool {
    let tokens = &page.context.document.tokens;
    let Some(words) = tokens.get(between.clone()).filter(|w| (1..=REACH).contains(&w.len())) else { return false };
    let close = (between.start..=between.end).all(|at| matches!(page.gap(at).trim(), "" | ","));
    let until = words.iter().take(2).any(|t| page.lists.until.contains(&t.id));
    close && until && words.iter().all(|t| page.lists.until.contains(&t.id) || passes(page, t))
}

pub(super) fn passes(page: &Page<'_>, token: &Token) -> bool {
    page.lists.between.contains(&token.id) || (token.kind == TokenKind::Number && token.range().len() <= 2)
}

/// Whether the end surely comes before the beginning.
fn is_before(page: &Page<'_>, to: &DateMention, from: &DateMention, end: &Mention) -> bool {
    let same_month = from.precision == Precision::Day && to.precision == Precision::Day && from.month == to.month;
    match (from.year, to.year) {
        (Some(_), Some(_)) => precedes(to, from),
        // «từ 15/8 đến 10/8/2025»; of other months, the beginning may lie in the year before.
        (None, Some(_)) => same_month && to.day < from.day,
        (None, None) => same_month && to.day < from.day && !comes_again(page, end),
        (Some(_), None) => false,
    }
}

/// Whether all days that one date may mean come before all that another may.
pub(super) fn precedes(one: &DateMention, other: &DateMention) -> bool {
    let (last, first) = (bounds(one).map(|(_, last)| last), bounds(other).map(|(first, _)| first));
    last.zip(first).is_some_and(|(last, first)| last < first)
}

/// A year, a month and a day.
type Day = (i32, u8, u8);

/// The first and the last day that a date may mean.
fn bounds(date: &DateMention) -> Option<(Day, Day)> {
    let (year, month) = (date.year?, date.month.unwrap_or(12));
    let day = |day| (year, month, day);
    match date.precision {
        Precision::Day => date.full().map(|_| (day(date.day.unwrap_or(1)), day(date.day.unwrap_or(1)))),
        Precision::Month => Some((day(1), day(31))),
        Precision::Quarter => Some(((year, month.saturating_sub(2), 1), day(31))),
        Precision::Year => Some(((year, 1, 1), (year, 12, 31))),
    }
}

/// «từ 16/7 đến 15/7 năm sau», «hằng năm».
fn comes_again(page: &Page<'_>, end: &Mention) -> bool {
    let around = end.tokens.start.saturating_sub(4 * VERB)..end.tokens.end + 2 * VERB;
    page.context.mentions.hits_of(page.lists.yearly, &around).next().is_some()
}

/// «nhiệm kỳ 2030-2025».
fn periods(page: &Page<'_>, out: &mut Vec<Draft>) {
    let document = page.context.document;
    let year = |token: &Token| {
        let four = token.kind == TokenKind::Number && token.range().len() == 4;
        token.text(&document.text).parse::<i32>().ok().filter(|y| four && (1900..2100).contains(y))
    };
    for hit in page.context.mentions.hits.of(page.lists.periods) {
        let at = hit.end as usize;
        let Some([first, second]) = document.tokens.get(at..at + 2) else { continue };
        let (Some(from), Some(to)) = (year(first), year(second)) else { continue };
        if first.gap == Gap::Space && second.gap == Gap::Hyphen && to < from {
            let draft = Draft::on(Place::Tokens(hit.start as usize..at + 2)).say("span");
            out.push(draft.with("from", from.to_string()).with("to", to.to_string()));
        }
    }
}
