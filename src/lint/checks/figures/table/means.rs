//! A row of means below the total: «Bình quân/năm».

use super::super::sum::add;
use super::totals::TotalRow;
use super::{Grid, is_off, row_name};
use crate::lint::check::{Context, Draft};
use crate::mentions::MentionKind;
use crate::mentions::fact::Cue;
use crate::text::{Fit, Number, Ratio, fold};

/// What a row of means is called, without «/».
const NAMES: [&str; 6] =
    ["bình quân", "trung bình", "bình quân chung", "bình quân năm", "bình quân mỗi năm", "trung bình năm"];

/// Whether a row gives the means of those above.
pub(super) fn is_mean(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> bool {
    mean_name(context, grid, row).is_some()
}

fn mean_name(context: &Context<'_>, grid: &Grid<'_>, row: usize) -> Option<String> {
    let name = fold(context.document.block_text(row_name(context, grid, row)?)).replace('/', " ");
    let name = name.split_whitespace().filter(|word| !matches!(*word, "1" | "một")).collect::<Vec<_>>().join(" ");
    NAMES.contains(&name.as_str()).then_some(name)
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
        let count = Number { mantissa: numbers.len() as i64, scale: 0, ..stated };
        let Some(ratio) = sum.and_then(|sum| Ratio::of(sum, count, 1)) else { continue };
        let plain = !grid.head_has(context, column, Cue::Average) && !grid.head_text(context, column).contains('%');
        let Some(exact) = ratio.rounded(stated.scale.max(1)).filter(|_| plain) else { continue };
        if ratio.fit(stated) == Fit::Wrong
            && is_off(exact, stated, 1.0 / 10f64.powi(i32::from(stated.scale)))
            && let Some(block) = grid.block(context.document, row, column)
        {
            let parts = format!("{}/{}", grid.number(total.row, column).unwrap_or(exact), numbers.len());
            let draft = Draft::at(block.range.clone()).say("mean").with("parts", parts);
            let exact = super::super::sum::trimmed(exact, stated.scale);
            out.push(draft.with("sum", exact.to_string()).with("whole", stated.to_string()));
        }
    }
}

fn is_year_number(text: &str) -> bool {
    text.trim().parse::<i32>().is_ok_and(|year| (1900..2100).contains(&year))
}
