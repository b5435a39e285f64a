//! Tables: totals of columns and rows, structures of a hundred, columns that are the share of two others.
//!
//! What a column is has to be proved by the table itself: a relation is only held against one row when
//! the other rows keep it.

use super::share::OffShare;
use super::sum::{add, off_hundred, trimmed};
use crate::document::{Block, Document, Span, Table};
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::MentionKind;
use crate::mentions::fact::Cue;
use crate::text::{Fit, Number, Ratio, TokenKind, fold};
use std::ops::Range;

/// Rows and columns that are read; a longer table is a list of everything.
const MOST_ROWS: usize = 400;
const MOST_COLUMNS: usize = 24;

/// A table as numbers.
pub(super) struct Grid<'t> {
    table: &'t Table,
    /// Body rows with the number of each cell: `None` where it is empty or not one plain number.
    rows: Vec<Vec<Cell>>,
    first: usize,
}

/// A cell as a number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cell {
    Empty,
    Words,
    Number(Number),
}

impl Cell {
    fn number(self) -> Option<Number> {
        if let Cell::Number(number) = self { Some(number) } else { None }
    }
}

impl<'t> Grid<'t> {
    fn read(context: &Context<'_>, table: &'t Table) -> Option<Grid<'t>> {
        let first = table.header_rows.max(1);
        if table.rows.len() > MOST_ROWS || table.rows.len() < first + 3 {
            return None;
        }
        let cell = |id: &u32| {
            let Some(block) = context.document.blocks.get(*id as usize) else { return Cell::Empty };
            read_cell(context, block)
        };
        let rows = table.rows.iter().skip(first).map(|row| row.cells.iter().take(MOST_COLUMNS).map(cell).collect());
        Some(Grid { table, rows: rows.collect(), first })
    }

    fn block<'d>(&self, document: &'d Document, row: usize, column: usize) -> Option<&'d Block> {
        let id = *self.table.rows.get(self.first + row)?.cells.get(column)?;
        document.blocks.get(id as usize)
    }

    fn columns(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    fn number(&self, row: usize, column: usize) -> Option<Number> {
        self.rows.get(row)?.get(column)?.number()
    }

    /// Whether a header cell of a column holds a phrase.
    fn head_has(&self, context: &Context<'_>, column: usize, cue: Cue) -> bool {
        let heads = self.table.rows.iter().take(self.first).filter_map(|row| row.cells.get(column));
        let mut blocks = heads.filter_map(|&id| context.document.blocks.get(id as usize));
        blocks.any(|b| context.catalogue.figures.has(context.mentions, cue, &b.tokens))
    }

    fn head_text(&self, context: &Context<'_>, column: usize) -> String {
        let heads = self.table.rows.iter().take(self.first).filter_map(|row| row.cells.get(column));
        heads
            .filter_map(|&id| context.document.blocks.get(id as usize))
            .map(|b| context.document.block_text(b))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// One number and nothing else but its unit and marks around it.
fn read_cell(context: &Context<'_>, block: &Block) -> Cell {
    let text = context.document.block_text(block).trim();
    if text.is_empty() || matches!(text, "-" | "–" | "x" | "…") {
        return Cell::Empty;
    }
    // Most cells hold words, and need not be looked up.
    if context.document.tokens.get(block.tokens.start).is_none_or(|token| token.kind != TokenKind::Number) {
        return Cell::Words;
    }
    let mut figures = context.mentions.within(&block.tokens).iter().filter_map(|m| match &m.kind {
        MentionKind::Figure(figure) => Some((figure, m)),
        _ => None,
    });
    let (Some((figure, mention)), None) = (figures.next(), figures.next()) else { return Cell::Words };
    let alone = mention.tokens == block.tokens
        && figure.of.is_none()
        && !text.starts_with(['-', '–', '+', '<', '>', '≥', '≤', '(']);
    if alone { Cell::Number(figure.value) } else { Cell::Words }
}

/// Whether a row is the table's total: its first words say so.
fn is_total(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> bool {
    let names = (0..3).filter_map(|column| grid.block(context.document, row, column));
    let mut named = names.filter(|b| context.document.tokens.get(b.tokens.clone()).is_some_and(|t| !t.is_empty()));
    let Some(name) = named.find(|b| read_cell(context, b).number().is_none()) else { return false };
    let words = &context.catalogue.figures;
    let whole = words.cues(context.mentions, &name.tokens).any(|hit| {
        hit.item == Cue::Total as u32
            && hit.start as usize == name.tokens.start
            && hit.end as usize + 2 >= name.tokens.end
    });
    whole && name.tokens.len() <= 4
}

/// The group of a row's number: 2 of «2.1».
fn group_of<'d>(context: &Context<'d>, grid: &Grid<'_>, row: usize) -> Option<&'d str> {
    let (group, own) = context.document.block_text(grid.block(context.document, row, 0)?).trim().split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    (digits(group) && digits(own)).then_some(group)
}

/// Whether a row lies below another: «- trong đó …», «Trong đó: …», «1.1».
fn is_nested(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> bool {
    (0..2).filter_map(|column| Some((column, grid.block(context.document, row, column)?))).any(|(column, block)| {
        let text = context.document.block_text(block).trim();
        let first = text.split(['.', ' ']).next().unwrap_or("");
        // «II» above its rows; «Di dời», «Xi măng» are words, and a group without figures of its own adds nothing.
        let capitals = !first.is_empty() && first.chars().all(|c| c.is_ascii_uppercase());
        let figures = || grid.rows[row].iter().any(|cell| cell.number().is_some());
        // A number of its own stands before the name; «1.180» beside it is a figure.
        let roman = column == 0 && capitals && crate::text::roman::parse(first).is_some() && figures();
        let inner = column == 0
            && text.contains('.')
            && text.chars().all(|c| c.is_ascii_digit() || c == '.')
            && !text.ends_with('.');
        text.starts_with(['-', '–', '+', '*', '•'])
            || context.catalogue.figures.begins(context.mentions, Cue::Subset, block.tokens.start)
            || roman
            || inner
    })
}

/// Total rows and total columns.
pub(super) fn totals(context: &Context<'_>, table: &Table, out: &mut Vec<Draft>) {
    let Some(grid) = Grid::read(context, table) else { return };
    let rows = grid.rows.len();
    let total_rows: Vec<usize> = (0..rows).filter(|&row| is_total(context, &grid, row)).collect();
    // «Trong đó: cao cấp lý luận chính trị» may stand below the total.
    let closes = |total: usize| (total + 1..rows).all(|row| is_nested(context, &grid, row));
    if let [total] = total_rows[..]
        && (total == 0 || closes(total))
    {
        let parts = if total == 0 { 1..rows } else { 0..total };
        column_totals(context, &grid, total, parts, out);
    }
    row_totals(context, &grid, &total_rows, out);
}

fn column_totals(context: &Context<'_>, grid: &Grid<'_>, total: usize, parts: Range<usize>, out: &mut Vec<Draft>) {
    let flat = || {
        let mut groups = parts.clone().map(|row| group_of(context, grid, row));
        let first = groups.next().flatten();
        first.is_some() && groups.all(|group| group == first)
    };
    if parts.len() < 2 || parts.clone().any(|row| is_nested(context, grid, row)) && !flat() {
        return;
    }
    let (mut right, mut wrong) = (0, Vec::new());
    for column in 1..grid.columns() {
        let Some(stated) = grid.number(total, column) else { continue };
        let cells: Vec<Cell> =
            parts.clone().map(|row| grid.rows[row].get(column).copied().unwrap_or(Cell::Empty)).collect();
        let numbers = cells.iter().filter_map(|c| c.number());
        // What has words in it, or a percentage, does not add up.
        if cells.contains(&Cell::Words) || numbers.clone().count() < 2 || has_percent(context, grid, total, column) {
            continue;
        }
        let Some(sum) = add(numbers.map(Some)) else { continue };
        if sum == stated {
            right += 1;
        } else if !grid.head_has(context, column, Cue::Average) && !grid.head_text(context, column).contains('%') {
            wrong.push((column, stated, sum, cells));
        }
    }
    let columns = wrong.len() + right;
    for (column, stated, sum, cells) in wrong {
        let apart = (sum.value() - stated.value()).abs();
        let near = apart <= NEAR * stated.value().abs();
        let steps = rounding(cells.iter().filter_map(|c| c.number()));
        // One column alone is believed when it is nearly right; of several most must add up.
        let proved = if columns == 1 { near } else { near && right * 2 >= columns };
        if !proved || apart <= steps {
            continue;
        }
        let Some(block) = grid.block(context.document, total, column) else { continue };
        let listed: Vec<String> = cells.iter().filter_map(|c| c.number()).take(8).map(|n| n.to_string()).collect();
        let dots = if cells.len() > 8 { " + …" } else { "" };
        out.push(
            Draft::at(block.range.clone())
                .say("table")
                .with("parts", format!("{}{dots}", listed.join(" + ")))
                .with("sum", trimmed(sum).to_string())
                .with("whole", stated.to_string())
                .with("column", grid.head_text(context, column)),
        );
    }
}

/// What the rounding of parts may come to; whole things are counted, not rounded.
fn rounding(parts: impl Iterator<Item = Number>) -> f64 {
    parts.filter(|n| n.scale > 0).map(|n| 10f64.powi(-i32::from(n.scale)) / 2.0).sum::<f64>() * 1.001
}

/// How far a wrong total is from the sum, at most.
const NEAR: f64 = 0.25;

fn has_percent(context: &Context<'_>, grid: &Grid<'_>, row: usize, column: usize) -> bool {
    grid.block(context.document, row, column).is_some_and(|b| context.document.block_text(b).contains('%'))
}

/// A column headed «Tổng số» against the columns beside it, where most rows show what it adds.
fn row_totals(context: &Context<'_>, grid: &Grid<'_>, total_rows: &[usize], out: &mut Vec<Draft>) {
    let adds = |column: &usize| {
        grid.head_has(context, *column, Cue::Total) && !grid.head_has(context, *column, Cue::Average)
            || grid.head_has(context, *column, Cue::Span)
                && !fold(&grid.head_text(context, *column)).contains("bình quân")
    };
    let Some(total) = (1..grid.columns()).find(adds) else { return };
    let columns = grid.columns();
    let (mut best, mut held): (Option<Range<usize>>, usize) = (None, 0);
    // The parts stand right after the total, or right before it.
    let after = (total + 3..=columns).map(|end| total + 1..end);
    let before = (1..total.saturating_sub(1)).map(|start| start..total);
    let sum_of = |row: usize, parts: &Range<usize>| {
        let cells: Option<Vec<Cell>> = parts.clone().map(|c| grid.rows[row].get(c).copied()).collect();
        let cells = cells.filter(|cells| !cells.contains(&Cell::Words))?;
        let numbers: Vec<Number> = cells.iter().filter_map(|c| c.number()).collect();
        (numbers.len() >= 2).then(|| add(numbers.iter().copied().map(Some))).flatten()
    };
    for parts in after.chain(before) {
        let right = |row: &usize| grid.number(*row, total).is_some_and(|n| sum_of(*row, &parts) == Some(n));
        let rows = (0..grid.rows.len()).filter(right).count();
        if rows > held {
            (best, held) = (Some(parts.clone()), rows);
        }
    }
    let Some(parts) = best else { return };
    // A level is no sum: at the end of a term it is what it is in its last year.
    let is_level = |row: usize| parts.clone().any(|column| grid.number(row, column) == grid.number(row, total));
    let judged: Vec<usize> = (0..grid.rows.len())
        .filter(|&row| grid.number(row, total).is_some() && sum_of(row, &parts).is_some() && !is_level(row))
        .collect();
    if held < 2 || held * 3 < judged.len() * 2 {
        return;
    }
    for row in judged.into_iter().filter(|row| !total_rows.contains(row)) {
        let (Some(stated), Some(sum)) = (grid.number(row, total), sum_of(row, &parts)) else { continue };
        let numbers = || parts.clone().filter_map(|c| grid.number(row, c));
        let apart = (sum.value() - stated.value()).abs();
        if apart <= rounding(numbers()) || apart > NEAR * stated.value() {
            continue;
        }
        let Some(block) = grid.block(context.document, row, total) else { continue };
        let listed: Vec<String> = numbers().map(|n| n.to_string()).collect();
        out.push(
            Draft::at(block.range.clone())
                .say("table")
                .with("parts", listed.join(" + "))
                .with("sum", trimmed(sum).to_string())
                .with("whole", stated.to_string())
                .with("column", grid.head_text(context, total)),
        );
    }
}

/// Rows that share out a structure: «10,0 - 41,0 - 48,0» in one cell, or the rows below it.
pub(super) fn structures(context: &Context<'_>, table: &Table, out: &mut Vec<Draft>) {
    let document = context.document;
    if table.rows.len() > MOST_ROWS {
        return;
    }
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

/// Columns of percentages that are read, and rows that prove what they are.
const RATIO_COLUMNS: usize = 4;
const PROOF: usize = 60;

/// Rows of columns such as «so với mục tiêu» that do not fit the two columns the others fit.
pub(super) fn ratio_columns(context: &Context<'_>, table: &Table) -> Vec<OffShare> {
    let mut found = Vec::new();
    let Some(grid) = Grid::read(context, table) else { return found };
    let is_ratio = |column: &usize| {
        grid.head_has(context, *column, Cue::RatioColumn) || grid.head_text(context, *column).contains('%')
    };
    for column in (1..grid.columns()).filter(is_ratio).take(RATIO_COLUMNS) {
        let bodies: Vec<usize> = (0..grid.rows.len()).filter(|&row| !is_total(context, &grid, row)).collect();
        let mut best: Option<(usize, Relation)> = None;
        for relation in relations(context, &grid, column) {
            let right =
                bodies.iter().take(PROOF).filter(|&&row| fit(&grid, row, relation, column) == Some(Fit::Right)).count();
            if best.is_none_or(|(most, _)| right > most) {
                best = Some((right, relation));
            }
        }
        let Some((right, relation)) = best else { continue };
        let off: Vec<usize> = bodies
            .into_iter()
            .filter(|&row| fit(&grid, row, relation, column).is_some_and(|fit| fit != Fit::Right))
            .collect();
        // Three rows prove the relation, and of four rows three must keep it; of a column that all rows make together,
        // each with a decimal, all but one.
        let summed = matches!(relation, Relation::Sum(..)) && right >= 1 && off.len() == 1;
        let whole = |n: Number| n.scale >= 1 || n.mantissa == 100;
        let exact = || (0..grid.rows.len()).all(|row| grid.number(row, column).is_none_or(whole));
        if (right < 3 || off.len() * 3 > right) && !(summed && exact()) {
            continue;
        }
        // A row far off the whole that the others imply has a whole of its own.
        let implied = matches!(relation, Relation::Implied(..));
        if implied && !(exact() && off.iter().all(|&row| is_near(&grid, row, relation, column))) {
            continue;
        }
        for row in off {
            let numbers = (relation.part(&grid, row), relation.whole(&grid, row), grid.number(row, column));
            let (Some(part), Some(whole), Some(stated)) = numbers else { continue };
            let Some(block) = grid.block(context.document, row, column) else { continue };
            let Some(fit) = fit(&grid, row, relation, column) else { continue };
            found.push(OffShare { place: Place::Text(block.range.clone()), part, whole, stated, fit });
        }
    }
    found
}

/// What a column of percentages may be: one column in another, or in its own total.
#[derive(Clone, Copy)]
enum Relation {
    Columns(usize, usize),
    Total(usize, Number),
    /// In what all rows make, where no row is the total.
    Sum(usize, Number),
    /// In a whole that is given nowhere in the table, which a row implies: «7 | 24,1» is of 29.
    Implied(usize, Number),
}

impl Relation {
    fn part(self, grid: &Grid<'_>, row: usize) -> Option<Number> {
        let (Relation::Columns(column, _)
        | Relation::Total(column, _)
        | Relation::Sum(column, _)
        | Relation::Implied(column, _)) = self;
        grid.number(row, column)
    }

    fn whole(self, grid: &Grid<'_>, row: usize) -> Option<Number> {
        match self {
            Relation::Columns(_, column) => grid.number(row, column),
            Relation::Total(_, whole) | Relation::Sum(_, whole) | Relation::Implied(_, whole) => Some(whole),
        }
    }
}

fn relations(context: &Context<'_>, grid: &Grid<'_>, column: usize) -> Vec<Relation> {
    let others = || (1..grid.columns()).filter(move |other| *other != column);
    let totals = (0..grid.rows.len()).filter(|&row| is_total(context, grid, row));
    let of_total = totals.flat_map(|row| others().filter_map(move |x| Some(Relation::Total(x, grid.number(row, x)?))));
    let pairs = others().flat_map(|x| others().filter(move |y| *y != x).map(move |y| Relation::Columns(x, y)));
    let bare =
        !(0..grid.rows.len()).any(|row| is_total(context, grid, row)) && grid.head_text(context, column).contains('%');
    let summed = others().filter(|_| bare).filter_map(|x| {
        let numbers: Option<Vec<Number>> = (0..grid.rows.len()).map(|row| grid.number(row, x)).collect();
        let numbers = numbers.filter(|all| all.len() >= 2 && all.iter().all(|n| n.scale == 0 && n.mantissa >= 0))?;
        Some(Relation::Sum(x, super::sum::add(numbers.into_iter().map(Some))?))
    });
    let implied = others().filter(|_| bare).flat_map(|x| {
        let rows = 0..grid.rows.len().min(PROOF);
        let mut wholes: Vec<Number> = rows.filter_map(|row| whole_of(grid, row, x, column)).collect();
        wholes.sort_unstable_by_key(|whole| whole.mantissa);
        wholes.dedup_by_key(|whole| whole.mantissa);
        wholes.into_iter().map(move |whole| Relation::Implied(x, whole))
    });
    of_total.chain(pairs).chain(summed).chain(implied).collect()
}

/// What a count must be a share of, to the nearest.
fn whole_of(grid: &Grid<'_>, row: usize, part: usize, share: usize) -> Option<Number> {
    let part = grid.number(row, part).filter(|n| n.scale == 0 && n.mantissa > 0)?;
    let share = grid.number(row, share).filter(|n| n.scale >= 1 && n.mantissa > 0)?.value();
    let whole = 100.0 * part.value() / share;
    (share < 100.0 && whole < MOST_WHOLE).then(|| Number { mantissa: whole.round() as i64, ..part })
}

/// Beyond this many a share with one decimal does not tell its whole.
const MOST_WHOLE: f64 = 500.0;

/// Whether a row's share is near what the relation would make it.
fn is_near(grid: &Grid<'_>, row: usize, relation: Relation, column: usize) -> bool {
    let numbers = relation.part(grid, row).zip(relation.whole(grid, row)).zip(grid.number(row, column));
    numbers.is_some_and(|((part, whole), stated)| {
        let exact = 100.0 * part.value() / whole.value().max(1e-9);
        (exact - stated.value()).abs() <= NEAR_SHARE * exact.max(stated.value())
    })
}

/// How far a slip in a share reaches.
const NEAR_SHARE: f64 = 0.25;

fn fit(grid: &Grid<'_>, row: usize, relation: Relation, column: usize) -> Option<Fit> {
    let stated = grid.number(row, column)?;
    Some(Ratio::of(relation.part(grid, row)?, relation.whole(grid, row)?, 100)?.fit(stated))
}
