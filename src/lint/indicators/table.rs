//! Values of indicators in tables: which column belongs to which year, which row to which indicator.

use super::MeasureId;
use super::values::{Standing, Value, Word, Words, is_yearly, settled};
use crate::document::{Block, Table};
use crate::lint::check::Context;
use crate::mentions::MentionKind;
use crate::mentions::fact::Unit;
use crate::text::{Number, TokenKind};
use std::ops::Range;

/// Columns that are read.
const MOST: usize = 24;

/// A column of values.
struct Column {
    at: usize,
    year: i32,
    standing: Standing,
}

/// Takes the values of a table.
pub(super) fn values(context: &Context<'_>, words: &Words, table: &Table, found: &mut Vec<Value>) {
    let heads = head_rows(context, table);
    let columns = columns(context, words, table, heads);
    if columns.is_empty() {
        return;
    }
    let unit_column = unit_column(context, table, heads);
    for row in table.rows.iter().skip(heads) {
        let block = |at: usize| row.cells.get(at).and_then(|&id| context.document.blocks.get(id as usize));
        let first = columns.iter().map(|c| c.at).min().unwrap_or(0);
        // The name stands before the values; one name in one row.
        let mut names = (0..first.min(3)).filter_map(|at| Some((block(at)?, at)));
        let Some((measure, name)) = names.find_map(|(cell, _)| named(context, cell)) else { continue };
        let stated = unit_column.and_then(block).map(|cell| cell.tokens.clone());
        let unit = stated.or_else(|| bracketed(context, &name)).and_then(|tokens| unit(context, tokens));
        if words.has(context, Word::Not, &name) {
            continue;
        }
        let percent = measure.is_percent(&context.catalogue.pack);
        let stated = |tokens: &Range<usize>| is_yearly(context.document.token_text(tokens.clone()));
        let yearly = stated(&name) || unit_column.and_then(block).is_some_and(|cell| stated(&cell.tokens));
        for column in &columns {
            let Some((cell, value)) = block(column.at).and_then(|cell| Some((cell, number(context, cell)?))) else {
                continue;
            };
            found.push(Value {
                measure,
                name: words.name(context, bare(context, &name)),
                year: column.year,
                standing: column.standing,
                value,
                unit: unit.unwrap_or(if percent { Unit::Percent } else { Unit::None }),
                place: cell.range.clone(),
                in_table: true,
                yearly,
            });
        }
    }
}

/// Rows of headings: those marked as such, and a second one under merged cells.
fn head_rows(context: &Context<'_>, table: &Table) -> usize {
    let marked = table.header_rows.max(1);
    let second = table.rows.get(marked).is_some_and(|row| {
        let blocks = || row.cells.iter().filter_map(|&id| context.document.blocks.get(id as usize));
        let first_empty = blocks().next().is_some_and(|b| b.tokens.is_empty());
        let years = blocks().filter(|b| year_of(context, b).is_some()).count();
        first_empty && (years >= 1 || blocks().filter(|b| b.bold).count() >= 2)
    });
    marked + usize::from(second)
}

fn columns(context: &Context<'_>, words: &Words, table: &Table, heads: usize) -> Vec<Column> {
    let width = table.rows.iter().take(heads).map(|row| row.cells.len()).max().unwrap_or(0).min(MOST);
    let column = |at: usize| {
        let cells = table.rows.iter().take(heads).filter_map(|row| row.cells.get(at));
        let blocks: Vec<&Block> = cells.filter_map(|&id| context.document.blocks.get(id as usize)).collect();
        if blocks.iter().any(|b| words.has(context, Word::Other, &b.tokens)) {
            return None;
        }
        // The lower heading is the nearer one.
        let year = blocks.iter().rev().find_map(|b| year_of(context, b))?;
        let said = blocks.iter().rev().find_map(|b| words.standing(context, &b.tokens));
        let standing = match said {
            Some(standing) => standing,
            None if year > context.as_of.year => Standing::Target,
            None if year < context.as_of.year => Standing::Result,
            None => return None,
        };
        Some(Column { at, year, standing: settled(context, year, standing) })
    };
    (1..width).filter_map(column).collect()
}

/// The one year a heading names.
fn year_of(context: &Context<'_>, block: &Block) -> Option<i32> {
    let text = &context.document.text;
    let tokens = context.document.tokens.get(block.tokens.clone())?;
    let mut years = tokens.iter().filter(|t| t.kind == TokenKind::Number && t.end - t.start == 4);
    let year = years.next()?.text(text).parse().ok().filter(|y| (1990..2100).contains(y))?;
    years.next().is_none().then_some(year)
}

fn unit_column(context: &Context<'_>, table: &Table, heads: usize) -> Option<usize> {
    let heads = || table.rows.iter().take(heads);
    (0..MOST).find(|&at| {
        heads().filter_map(|row| row.cells.get(at)).any(|&id| {
            let text =
                context.document.blocks.get(id as usize).map(|b| crate::text::fold(context.document.block_text(b)));
            text.is_some_and(|t| ["đơn vị", "đơn vị tính", "đvt", "đv tính"].contains(&t.trim()))
        })
    })
}

/// The measure a name cell names, if it names just one.
fn named(context: &Context<'_>, cell: &Block) -> Option<(MeasureId, Range<usize>)> {
    let hits = context.catalogue.indicators.named(context.mentions, &cell.tokens);
    let first = hits.first()?;
    let one = hits.iter().all(|hit| hit.item == first.item);
    one.then(|| (MeasureId(first.item), cell.tokens.clone()))
}

/// A name without what stands in brackets.
fn bare(context: &Context<'_>, name: &Range<usize>) -> Range<usize> {
    let text = |i: usize| {
        let (before, here) = (context.document.tokens.get(i.wrapping_sub(1)), context.document.tokens.get(i));
        let from = before.map_or(0, |t| t.end as usize);
        here.and_then(|t| context.document.text.get(from..t.start as usize)).unwrap_or("")
    };
    let open = (name.start + 1..name.end).find(|&i| text(i).contains('('));
    name.start..open.unwrap_or(name.end)
}

/// «Thu ngân sách (tỷ đồng)»: the tokens in brackets at the end of a name.
fn bracketed(context: &Context<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let start = bare(context, name).end;
    let text = context.document.text.get(context.document.token_range(name.clone()).start..)?;
    let line = text.lines().next().unwrap_or("").trim_end();
    (start < name.end && line.ends_with(')')).then_some(start..name.end)
}

fn unit(context: &Context<'_>, tokens: Range<usize>) -> Option<Unit> {
    let block = context.document.block_of_token(tokens.start);
    if block.is_some_and(|b| context.document.block_text(b).contains('%')) {
        return Some(Unit::Percent);
    }
    context.catalogue.figures.unit_at(context.mentions, tokens.start)
}

/// One number and nothing else.
fn number(context: &Context<'_>, cell: &Block) -> Option<Number> {
    let mut figures = context.mentions.within(&cell.tokens).iter();
    match (figures.next(), figures.next()) {
        (Some(one), None) if one.tokens == cell.tokens => match &one.kind {
            MentionKind::Figure(figure) if figure.of.is_none() => Some(figure.value),
            _ => None,
        },
        _ => None,
    }
}
