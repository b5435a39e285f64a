//! Rows that share out a hundred.

use super::super::sum::off_hundred;
use super::{MOST_COLUMNS, MOST_ROWS, read_cell};
use crate::document::{Span, Table};
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::MentionKind;
use crate::mentions::fact::Cue;
use crate::text::Number;
use std::ops::Range;

/// Rows that share out a structure: «10,0 - 41,0 - 48,0» in one cell, or the rows below it.
pub(in super::super) fn structures(context: &Context<'_>, table: &Table, out: &mut Vec<Draft>) {
    let document = context.document;
    if table.rows.len() > MOST_ROWS {
        return;
    }
    in_columns(context, table, out);
    for (at, row) in table.rows.iter().enumerate().skip(table.header_rows.max(1)) {
        let blocks = || row.cells.iter().take(MOST_COLUMNS).filter_map(|&id| document.blocks.get(id as usize));
        if !blocks().any(|b| context.catalogue.figures.has(context.mentions, Cue::Structure, &b.tokens)) {
            continue;
        }
        let listed = blocks().find_map(|block| {
            let figures: Vec<Number> = figures_of(context, &block.tokens);
            let shares: Vec<Option<Number>> = figures.iter().copied().map(Some).collect();
            off_hundred(&shares).map(|sum| (figures, sum))
        });
        let found = listed.map(|(figures, sum)| (figures, sum, at)).or_else(|| below(context, table, at));
        if let Some((figures, sum, last)) = found {
            let parts: Vec<String> = figures.iter().map(Number::to_string).collect();
            let block = row.cells.first().copied().unwrap_or(0);
            // With the rows that share it out.
            let span = Span { end: table.rows.get(last).map_or(row.span.end, |row| row.span.end), ..row.span };
            let draft = Draft::on(Place::Source(span, block)).say("structure").with("parts", parts.join(" + "));
            out.push(draft.with("sum", sum.to_string()).with("whole", "100"));
        }
    }
}

/// A table on its side: «48,4 - 23,7 - 26,9» in a column whose head is a structure.
fn in_columns(context: &Context<'_>, table: &Table, out: &mut Vec<Draft>) {
    let document = context.document;
    let (head, rows) = table.rows.split_at(table.header_rows.clamp(1, table.rows.len().max(1)).min(table.rows.len()));
    let block = |id: &u32| document.blocks.get(*id as usize);
    let structure = |id: &u32| {
        block(id).is_some_and(|b| context.catalogue.figures.has(context.mentions, Cue::Structure, &b.tokens))
    };
    let cells = |column: usize| rows.iter().filter_map(move |row| row.cells.get(column)).filter_map(block);
    let columns =
        (1..MOST_COLUMNS).filter(|&column| head.iter().filter_map(|row| row.cells.get(column)).any(structure));
    for cell in columns.flat_map(cells) {
        let figures = figures_of(context, &cell.tokens);
        let joined = document.block_text(cell).matches([';', '-', '–', '/']).count() + 1 == figures.len();
        let shares: Vec<Option<Number>> = figures.iter().copied().map(Some).collect();
        if let Some(sum) = off_hundred(&shares).filter(|_| joined && figures.len() >= LEAST) {
            let parts: Vec<String> = figures.iter().map(Number::to_string).collect();
            let draft = Draft::on(Place::Tokens(cell.tokens.clone())).say("structure").with("parts", parts.join(" + "));
            out.push(draft.with("sum", sum.to_string()).with("whole", "100"));
        }
    }
}

/// Shares of a structure that one cell gives.
const LEAST: usize = 3;

fn figures_of(context: &Context<'_>, tokens: &Range<usize>) -> Vec<Number> {
    let figure = |m: &crate::mentions::Mention| match &m.kind {
        MentionKind::Figure(figure) if figure.of.is_none() => Some(figure.value),
        _ => None,
    };
    context.mentions.within(tokens).iter().filter_map(figure).collect()
}

/// The first column of the rows below a structure that does not make a hundred, its sum, and the last of the rows.
fn below(context: &Context<'_>, table: &Table, at: usize) -> Option<(Vec<Number>, Number, usize)> {
    let document = context.document;
    let text = |row: usize, column: usize| {
        let id = *table.rows.get(row)?.cells.get(column)?;
        document.blocks.get(id as usize).map(|b| document.block_text(b).trim())
    };
    // The rows below have no number of their own, or are marked as part of it.
    let part = |row: usize| {
        let (first, second) = (text(row, 0)?, text(row, 1)?);
        Some(first.is_empty() || first.starts_with(['-', '–', '+']) || second.starts_with(['-', '–', '+']))
    };
    let rows: Vec<usize> = (at + 1..table.rows.len()).take(6).take_while(|&row| part(row) == Some(true)).collect();
    let columns = table.rows.get(at)?.cells.len().min(MOST_COLUMNS);
    (2..columns).find_map(|column| {
        let numbers: Option<Vec<Number>> = rows
            .iter()
            .map(|&row| {
                let id = *table.rows.get(row)?.cells.get(column)?;
                read_cell(context, document.blocks.get(id as usize)?).number()
            })
            .collect();
        let numbers = numbers?;
        let shares: Vec<Option<Number>> = numbers.iter().copied().map(Some).collect();
        off_hundred(&shares).map(|sum| (numbers, sum, rows.last().copied().unwrap_or(at)))
    })
}
