//! A row of means below the total: «Bình quân/năm».

use super::super::sum::add;
use super::totals::TotalRow;
use super::{Grid, has_year, is_off, row_name};
use crate::lint::check::{Context, Draft};
use crate::mentions::MentionKind;
use crate::mentions::fact::Cue;
use crate::text::{Fit, Number, Ratio};

/// What a row of means is called, without «/».
const NAMES: [&str; 6] =
    ["bình quân", "trung bình", "bình quân chung", "bình quân năm", "bình quân mỗi năm", "trung bình năm"];

/// Whether a row gives the means of those above.
pub(super) fn is_mean(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> bool {
    mean_name(context, grid, row).is_some()
}

fn mean_name(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> Option<String> {
    let name = &grid.name(context, row)?.folded;
    is_mean_name(name).then(|| name.clone())
}

fn is_mean_name(name: &str) -> bool {
    // «Bình quân», «Trung bình»: asked of every row, and few are.
    if !name.trim_start().starts_with(['b', 't']) {
        return false;
    }
    let name = name.replace('/', " ");
    let words = name.split_whitespace().filter(|word| !matches!(*word, "1" | "một"));
    NAMES.contains(&words.collect::<Vec<_>>().join(" ").as_str())
}

/// Finds means that the rows which the total adds up do not make, where the total is right.
pub(super) fn means(context: &Context<'_>, grid: &Grid<'_>, total: &TotalRow, out: &mut Vec<Draft>) {
    let Some((row, name)) =
        (total.row + 1..grid.rows.len()).find_map(|row| Some((row, mean_name(context, grid, row)?)))
    else {
        return;
    };
    // A mean of the year is over as many years as there are rows.
    let is_year = |&part: &usize| {
        let named = row_name(context, grid, part).or_else(|| grid.block(context.document, part, 0));
        named.is_some_and(|block| {
            let dates = context.mentions.within(&block.tokens).iter();
            let year = |m: &crate::mentions::Mention| matches!(&m.kind, MentionKind::Date(date) if date.year.is_some());
            dates.into_iter().any(year) || is_year_number(context.document.block_text(block))
        })
    };
    if name.contains("năm") && !total.parts.iter().all(is_year) {
        return;
    }
    for column in 1..grid.columns() {
        let numbers = grid.column(&total.parts, column).filter(|numbers| numbers.len() == total.parts.len());
        let Some((numbers, stated)) = numbers.zip(grid.number(row, column)) else { continue };
        let sum = add(numbers.iter().copied().map(Some)).filter(|sum| grid.number(total.row, column) == Some(*sum));
        let plain = !grid.head_has(context, column, Cue::Average) && !grid.head_text(column).contains('%');
        let sum = sum.filter(|_| plain);
        out.extend(sum.and_then(|sum| off_mean(context, grid, (row, column), sum, numbers.len(), stated)));
    }
}

/// «2022 | 2023 | 2024 | Cộng | Bình quân/năm»: means beside the totals of years, in the rows where the total is right.
pub(super) fn mean_columns(context: &Context<'_>, grid: &Grid<'_>, out: &mut Vec<Draft>) {
    let Some(mean) = (2..grid.columns()).find(|&column| is_mean_name(grid.head_folded(column))) else { return };
    let total = mean - 1;
    let adds = grid.head_has(context, total, Cue::Total) || grid.head_has(context, total, Cue::Span);
    let first = (1..total).rev().take_while(|&column| has_year(grid.head_text(column))).last();
    let Some(years) = first.map(|first| first..total).filter(|years| adds && years.len() >= 2) else { return };
    for row in 0..grid.rows.len() {
        let numbers: Option<Vec<Number>> = years.clone().map(|column| grid.number(row, column)).collect();
        let Some((numbers, stated)) = numbers.zip(grid.number(row, mean)) else { continue };
        let sum = add(numbers.iter().copied().map(Some)).filter(|sum| grid.number(row, total) == Some(*sum));
        out.extend(sum.and_then(|sum| off_mean(context, grid, (row, mean), sum, numbers.len(), stated)));
    }
}

/// The draft on a mean that a sum of so many does not give.
fn off_mean(
    context: &Context<'_>,
    grid: &Grid<'_>,
    (row, column): (usize, usize),
    sum: Number,
    count: usize,
    stated: Number,
) -> Option<Draft> {
    let ratio = Ratio::of(sum, Number { mantissa: count as i64, scale: 0, ..stated }, 1)?;
    let exact = ratio.rounded(stated.scale.max(1))?;
    let step = 1.0 / 10f64.powi(i32::from(stated.scale));
    let block = grid.block(context.document, row, column)?;
    let draft = Draft::at(block.range.clone()).say("mean").with("parts", format!("{sum}/{count}"));
    let draft = draft.with("sum", super::super::sum::trimmed(exact, stated.scale).to_string());
    let wrong = ratio.fit(stated) == Fit::Wrong && is_off(exact, stated, step);
    wrong.then(|| draft.with("whole", stated.to_string()))
}

fn is_year_number(text: &str) -> bool {
    text.trim().parse::<i32>().is_ok_and(|year| (1900..2100).contains(&year))
}
