//! A table against the words that lead to it, and against another table of the same rows.

use super::{Heads, swapped};
use crate::document::{Block, Document, Table};
use crate::lint::check::{Context, Draft};
use crate::lint::told::grid::{MOST_COLUMNS, MOST_ROWS, MOST_TABLES, adds_up, block, head, name, number};
use crate::mentions::Fact;
use crate::mentions::fact::{Cue, Unit};
use crate::text::{Number, fold};
use std::collections::BTreeMap;

/// Rows that two tables must share.
const LEAST_SHARED: usize = 3;

/// Tokens before an amount that name it: «với tổng kinh phí 8,47 tỷ đồng».
const NAMED: usize = 3;

/// «Trong 18 chỉ tiêu Đại hội đề ra, kết quả như sau:», and a table whose column «Số chỉ tiêu» adds up to 19.
pub(super) fn introduced(context: &Context<'_>, out: &mut Vec<Draft>) {
    let document = context.document;
    for table in document.tables.iter().filter(|t| (4..=MOST_ROWS).contains(&t.rows.len())) {
        let first = table.rows.first().and_then(|row| row.cells.first());
        let before = first.and_then(|&id| document.blocks.get((id as usize).checked_sub(1)?));
        let Some(before) = before.filter(|b| b.is_prose() && document.block_text(b).trim_end().ends_with(':')) else {
            continue;
        };
        let Some(sentence) = document.sentences.get(before.sentences.clone()).and_then(|s| s.last()) else { continue };
        let facts: Vec<&Fact> = context.facts().within(&sentence.tokens).iter().collect();
        let total = table.rows.len() - 1;
        let is_total = name(document, table, total)
            .is_some_and(|b| context.catalogue.figures.has(context.mentions, Cue::Total, &b.tokens));
        if !is_total {
            continue;
        }
        let width = table.rows.first().map_or(0, |row| row.cells.len()).min(MOST_COLUMNS);
        for fact in facts.iter().filter(|f| !f.inexact && f.of.is_none()) {
            // «…, trong đó các tuyến chính:» are some of it.
            let behind = fact.end..sentence.tokens.end;
            let some = context.catalogue.figures.has(context.mentions, Cue::Subset, &behind);
            let alone = !some && facts.iter().filter(|f| f.unit == fact.unit).count() == 1;
            let mut columns = (1..width).filter(|&column| gives(document, table, column, fact));
            let Some(column) = columns.next().filter(|_| alone && columns.next().is_none()) else { continue };
            let Some(sum) = number(document, table, total, column).filter(|_| adds_up(document, table, column)) else {
                continue;
            };
            let (stated, given) = match fact.unit {
                Unit::Measure(..) => (leading(fact.value), leading(sum)),
                _ => (Some(fact.value), Some(sum)),
            };
            let (Some(stated), Some(given)) = (stated, given) else { continue };
            if stated.value() != given.value() && (stated.is_swapped(given) || swapped::is_near(stated, given)) {
                let cell = block(document, table, total, column).map(|b| b.range.clone());
                let draft = Draft::at(document.token_range(fact.tokens.start..fact.end))
                    .say("introduced")
                    .with("stated", fact.value.to_string())
                    .with("other", sum.to_string());
                out.push(cell.map_or(draft.clone(), |cell| draft.see(cell, sum.to_string())));
            }
        }
    }
}

/// «Ba năm 2022-2024, các tổ hòa giải tiếp nhận 118 vụ, việc», and right below a row for each of these years under «Số vụ, việc tổ
/// hòa giải tiếp nhận», which add up to 108.
pub(super) fn spanned(context: &Context<'_>, out: &mut Vec<Draft>) {
    let document = context.document;
    for table in document.tables.iter().filter(|t| (4..=MOST_ROWS).contains(&t.rows.len())) {
        let first = table.rows.first().and_then(|row| row.cells.first());
        let before = first.and_then(|&id| document.blocks.get((id as usize).checked_sub(1)?));
        let (Some(before), total) = (before.filter(|b| b.is_prose()), table.rows.len() - 1) else { continue };
        let named = name(document, table, total);
        let is_total = named.is_some_and(|b| context.catalogue.figures.has(context.mentions, Cue::Total, &b.tokens));
        let year = |row: usize| {
            let text = fold(document.block_text(block(document, table, row, 0)?));
            text.trim().trim_start_matches("năm").trim().parse::<i32>().ok().filter(|y| (1990..2100).contains(y))
        };
        let Some((from, to)) = year(table.header_rows.max(1)).zip(year(total - 1)).filter(|_| is_total) else {
            continue;
        };
        let width = table.rows.first().map_or(0, |row| row.cells.len()).min(MOST_COLUMNS);
        for sentence in document.sentences.get(before.sentences.clone()).unwrap_or_default() {
            let text = document.token_text(sentence.tokens.clone());
            let told =
                [format!("{from}-{to}"), format!("{from} - {to}"), format!("{from}–{to}"), format!("{from} – {to}")];
            if !told.iter().any(|span| text.contains(span)) {
                continue;
            }
            for column in (1..width).filter(|&column| adds_up(document, table, column)) {
                let fact = counted_under(context, table, column, sentence.tokens.clone());
                let Some((fact, sum)) = fact.zip(number(document, table, total, column)) else { continue };
                if fact.value.value() != sum.value() && fact.value.is_slip_of(sum) {
                    let cell = block(document, table, total, column).map(|b| b.range.clone());
                    let draft = Draft::at(document.token_range(fact.tokens.start..fact.end)).say("introduced");
                    let draft = draft.with("stated", fact.value.to_string()).with("other", sum.to_string());
                    out.push(cell.map_or(draft.clone(), |cell| draft.see(cell, sum.to_string())));
                }
            }
        }
    }
}

/// The one figure of a sentence that counts what a column is headed with, where the sentence says all words of the head.
fn counted_under<'c>(
    context: &'c Context<'_>,
    table: &Table,
    column: usize,
    sentence: std::ops::Range<usize>,
) -> Option<&'c Fact> {
    let document = context.document;
    let words = document.tokens.get(head(document, table, column)?.tokens.clone())?;
    let (number, words) = words.split_first()?;
    let said = document.tokens.get(sentence.clone())?;
    let all = words.iter().all(|word| said.iter().any(|other| other.id == word.id));
    if fold(number.text(&document.text)) != "số" || words.len() < LEAST_SAID || !all {
        return None;
    }
    let counts = |fact: &&Fact| {
        let unit = document.tokens.get(fact.tokens.end..fact.end).unwrap_or_default();
        !unit.is_empty() && unit.iter().map(|t| t.id).eq(words.iter().take(unit.len()).map(|t| t.id))
    };
    let mut facts = context.facts().within(&sentence).iter().filter(counts);
    let fact = facts.next().filter(|fact| fact.of.is_none() && !fact.inexact)?;
    let some = |range: std::ops::Range<usize>| context.catalogue.figures.has(context.mentions, Cue::Subset, &range);
    // «312 hội viên mới, trong đó có 45 hội viên là người có đạo»
    let alone = facts.next().is_none_or(|other| some(fact.end..other.tokens.start));
    (alone && !some(sentence.start..fact.tokens.start)).then_some(fact)
}

/// Words of a head that a sentence must say, at least.
const LEAST_SAID: usize = 4;

/// Whether a column gives what a figure counts («Số chỉ tiêu») or measures («Kinh phí (triệu đồng)», where the figure is
/// called by the same words).
fn gives(document: &Document, table: &Table, column: usize, fact: &Fact) -> bool {
    let Some(head) = head(document, table, column) else { return false };
    let words = document.tokens.get(head.tokens.clone()).unwrap_or_default();
    let unit = document.tokens.get(fact.tokens.end..fact.end).unwrap_or_default();
    let (Some(last), Some(first)) = (unit.last(), words.first()) else { return false };
    let has = |id| words.iter().any(|word| word.id == id);
    match fact.unit {
        Unit::Count(_) | Unit::Word(_) => {
            let plain = fold(first.text(&document.text)) == "số" || words.len() == unit.len();
            plain
                && words.len() <= unit.len() + 1
                && words.windows(unit.len()).any(|w| w.iter().map(|t| t.id).eq(unit.iter().map(|t| t.id)))
        }
        // «tỷ đồng» against «triệu đồng»: money either way.
        Unit::Measure(..) => {
            let from = fact.tokens.start.saturating_sub(NAMED);
            let named = document.tokens.get(from..fact.tokens.start).unwrap_or_default();
            let called =
                named.windows(2).any(|pair| words.windows(2).any(|w| w[0].id == pair[0].id && w[1].id == pair[1].id));
            has(last.id) && called
        }
        _ => false,
    }
}

/// A number without the noughts at its end and its point: 8,47 tỷ and 8.470 triệu are one.
pub(super) fn leading(number: Number) -> Option<Number> {
    let mut mantissa = number.mantissa;
    while mantissa != 0 && mantissa % 10 == 0 {
        mantissa /= 10;
    }
    (mantissa >= 10).then_some(Number { mantissa, scale: 0, ..number })
}

/// A column that two tables give of the same rows.
struct Column<'d> {
    at: usize,
    title: String,
    head: &'d Block,
}

/// «Xóm | Số hộ», and further down «Xóm | Tổng số hộ»: where all rows but one agree and in that one two digits are swapped.
pub(super) fn told_twice(context: &Context<'_>, heads: &Heads, out: &mut Vec<Draft>) {
    let document = context.document;
    let tables = || document.tables.iter().filter(|t| (LEAST_SHARED + 1..=MOST_ROWS).contains(&t.rows.len()));
    if tables().nth(1).is_none() {
        return;
    }
    let columns = |table: &Table| -> Vec<Column<'_>> {
        let width = table.rows.first().map_or(0, |row| row.cells.len()).min(MOST_COLUMNS);
        let columns = (1..width).filter_map(|at| {
            let head = head(document, table, at)?;
            let title = heads.title(document.block_text(head))?;
            Some(Column { at, title, head })
        });
        columns.collect()
    };
    let read: Vec<(&Table, Vec<Column<'_>>)> = tables()
        .take(MOST_TABLES)
        .map(|table| (table, columns(table)))
        .filter(|(_, columns)| !columns.is_empty())
        .collect();
    for (later, (table, own)) in read.iter().enumerate() {
        for (earlier, others) in &read[..later] {
            for column in own {
                let Some(other) = others.iter().find(|other| other.title == column.title) else { continue };
                out.extend(swap(context, (table, column), (earlier, other)));
            }
        }
    }
}

impl Heads {
    /// What a column counts, without «tổng số»; none where two tables may tell of two matters.
    fn title(&self, text: &str) -> Option<String> {
        let text = text.split('(').next().unwrap_or("").trim().trim_matches('*').trim();
        if text.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let text = &*fold(text);
        let mut begins = std::iter::once(0).chain(text.match_indices(' ').map(|(space, _)| space + 1));
        let vague = |at: usize| {
            let rest = |word: &String| text[at..].strip_prefix(word.as_str());
            let told = |rest: &str| rest.starts_with(' ') || at == 0 && rest.is_empty();
            self.vague.iter().filter_map(rest).any(told)
        };
        if begins.any(vague) {
            return None;
        }
        let plain = self.plain.iter().find_map(|word| text.strip_prefix(word.as_str())?.strip_prefix(' '));
        let title = plain.unwrap_or(text);
        (!title.is_empty() && title.chars().any(char::is_alphabetic)).then(|| title.to_string())
    }
}

fn swap(
    context: &Context<'_>,
    (table, column): (&Table, &Column<'_>),
    (earlier, other): (&Table, &Column<'_>),
) -> Option<Draft> {
    let document = context.document;
    let label = |table: &Table, row: usize| name(document, table, row).map(|b| fold(document.block_text(b)));
    let known = |row: usize| {
        let value = number(document, earlier, row, other.at)?;
        Some((label(earlier, row)?, (row, value)))
    };
    let known: BTreeMap<String, (usize, Number)> =
        (earlier.header_rows.max(1)..earlier.rows.len()).filter_map(known).collect();
    let (mut agree, mut off) = (0, Vec::new());
    for row in table.header_rows.max(1)..table.rows.len() {
        let Some(value) = number(document, table, row, column.at) else { continue };
        let Some((above, before)) = label(table, row).and_then(|label| known.get(&label)) else { continue };
        if value.value() == before.value() {
            agree += usize::from(value.mantissa >= 10);
        } else {
            off.push((row, value, *above, *before));
        }
    }
    let [(row, value, above, before)] = off[..] else { return None };
    if agree + 1 < LEAST_SHARED || !value.is_swapped(before) {
        return None;
    }
    let cell = block(document, table, row, column.at)?;
    let see = block(document, earlier, above, other.at)?;
    let draft = Draft::at(cell.range.clone())
        .say("twice")
        .with("row", document.block_text(name(document, table, row)?).trim())
        .with("head", document.block_text(column.head).trim())
        .with("stated", value.to_string())
        .with("other", before.to_string());
    Some(draft.see(see.range.clone(), before.to_string()))
}
