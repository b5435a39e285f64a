//! What runs through a table: what was there, came and went («Tồn đầu năm | Nhận | Giải quyết | Tồn cuối năm»), and what has
//! come up to each row («Trồng mới | Lũy kế»).

use super::super::sum::{add, less};
use super::{Grid, is_off, is_total};
use crate::lint::check::{Context, Draft};
use crate::text::{Number, fold};
use serde::Deserialize;

/// The heads of such columns, from the rule file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in super::super) struct Stocks {
    opening: Vec<String>,
    came: Vec<String>,
    went: Vec<String>,
    closing: Vec<String>,
    running: Vec<String>,
}

impl Stocks {
    /// Whether a clause says that something was there before, came, went, is left.
    pub(in super::super) fn names_opening(&self, clause: &str) -> bool {
        holds(clause, &self.opening)
    }

    pub(in super::super) fn names_came(&self, clause: &str) -> bool {
        holds(clause, &self.came)
    }

    pub(in super::super) fn names_went(&self, clause: &str) -> bool {
        holds(clause, &self.went)
    }

    pub(in super::super) fn names_closing(&self, clause: &str) -> bool {
        holds(clause, &self.closing)
    }
}

/// Whether a text, folded, holds one of some phrases, word by word.
fn holds(text: &str, phrases: &[String]) -> bool {
    let whole = |at: usize, end: usize| {
        let letter = |c: char| c.is_alphanumeric();
        !text[..at].ends_with(letter) && !text[end..].starts_with(letter)
    };
    phrases.iter().any(|phrase| text.match_indices(phrase.as_str()).any(|(at, _)| whole(at, at + phrase.len())))
}

/// How far a small number of a stock may be off and still be surely of it.
const FEW: f64 = 3.0;

/// Columns of one row: what there was, what came, what went, what is left.
struct Columns {
    opening: usize,
    came: usize,
    went: usize,
    closing: usize,
}

/// Finds the rows that do not come out, where others do.
pub(super) fn find(context: &Context<'_>, grid: &Grid<'_>, stocks: &Stocks, out: &mut Vec<Draft>) {
    let heads: Vec<String> = (0..grid.columns()).map(|column| fold(&grid.head_text(context, column))).collect();
    let named = |words: &[String]| -> Vec<usize> {
        let opens = |head: &str| words.iter().any(|w| head.strip_prefix(w.as_str()).is_some_and(ends_word));
        (1..heads.len()).filter(|&column| opens(heads[column].trim())).collect()
    };
    if let [opening] = named(&stocks.opening)[..]
        && let [came] = named(&stocks.came)[..]
        && let [went] = named(&stocks.went)[..]
        && let [closing] = named(&stocks.closing)[..]
    {
        let columns = Columns { opening, came, went, closing };
        balances(context, grid, &columns, out);
    }
    if let [running] = named(&stocks.running)[..] {
        runs(context, grid, running, out);
    }
}

fn ends_word(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '(', ','])
}

impl Columns {
    /// What a row comes to, and what it states.
    fn row(&self, grid: &Grid<'_>, row: usize) -> Option<(Number, Number)> {
        let number = |column: usize| grid.number(row, column);
        let had = add([number(self.opening), number(self.came)].into_iter())?;
        Some((less(had, number(self.went)?)?, number(self.closing)?))
    }
}

fn balances(context: &Context<'_>, grid: &Grid<'_>, columns: &Columns, out: &mut Vec<Draft>) {
    let rows = (0..grid.rows.len()).filter(|&row| !is_total(context, grid, row));
    let told = rows.filter_map(|row| Some((row, columns.row(grid, row)?)));
    let (right, wrong): (Vec<_>, Vec<_>) = told.partition(|(_, (left, stated))| left == stated);
    // Columns that no row keeps, or only some, have other comings and goings beside them.
    if right.is_empty() || wrong.len() > 1 {
        return;
    }
    for (row, (left, stated)) in &wrong {
        let few = (left.value() - stated.value()).abs() <= FEW;
        if few || is_off(*left, *stated, 0.0) {
            let number = |column: usize| grid.number(*row, column).map(|n| n.to_string()).unwrap_or_default();
            let parts = format!("{} + {} - {}", number(columns.opening), number(columns.came), number(columns.went));
            out.extend(draft(context, grid, (*row, columns.closing), parts, *left));
        }
    }
    if wrong.is_empty() {
        carried(context, grid, columns, out);
    }
}

/// What one year leaves is what the next begins with.
fn carried(context: &Context<'_>, grid: &Grid<'_>, columns: &Columns, out: &mut Vec<Draft>) {
    let year = |row: usize| {
        let name = fold(context.document.block_text(grid.block(context.document, row, 0)?));
        let year = name.trim().trim_start_matches("năm").trim().parse::<i32>().ok();
        year.filter(|year| (1900..2100).contains(year))
    };
    let pairs = (1..grid.rows.len()).filter(|&row| {
        let years = year(row - 1).zip(year(row));
        years.is_some_and(|(before, this)| before + 1 == this)
    });
    let told =
        pairs.filter_map(|row| Some((row, grid.number(row - 1, columns.closing)?, grid.number(row, columns.opening)?)));
    let (kept, broken): (Vec<_>, Vec<_>) = told.partition(|(_, left, begun)| left == begun);
    let [(row, left, begun)] = broken[..] else { return };
    // A year may begin with more, when a unit was taken in: only a slip of the hand is none of that.
    if begun.is_swapped(left) || !kept.is_empty() && begun.is_slip_of(left) {
        let Some(block) = grid.block(context.document, row, columns.opening) else { return };
        let draft = Draft::at(block.range.clone()).say("carried").with("sum", left.to_string());
        out.push(draft.with("whole", begun.to_string()));
    }
}

/// A column of what has come up to each row, against the column of what each row adds.
fn runs(context: &Context<'_>, grid: &Grid<'_>, running: usize, out: &mut Vec<Draft>) {
    let rows = grid.rows.len() - usize::from(is_total(context, grid, grid.rows.len() - 1));
    let step = |column: usize, row: usize| {
        let before = row.checked_sub(1).map(|before| grid.number(before, running));
        add([before.unwrap_or(Some(Number { mantissa: 0, ..ZERO })), grid.number(row, column)].into_iter())
    };
    let keeps = |column: usize, row: usize| {
        step(column, row).zip(grid.number(row, running)).map(|(exact, stated)| exact == stated)
    };
    let right = |column: usize| (0..rows).filter(|&row| keeps(column, row) == Some(true)).count();
    let columns = (1..grid.columns()).filter(|column| *column != running);
    let Some(column) = columns.max_by_key(|&column| right(column)).filter(|&column| right(column) >= SHOWN) else {
        return;
    };
    // «Lũy kế từ đầu nhiệm kỳ» may begin with more than the first row adds.
    let off: Vec<usize> = (1..rows).filter(|&row| keeps(column, row) == Some(false)).collect();
    let row = match off[..] {
        [row] => row,
        // The next row goes on from the right sum.
        [row, next] if next == row + 1 => row,
        _ => return,
    };
    let next = (off.len() == 2).then(|| {
        let two = add([step(column, row), grid.number(row + 1, column)].into_iter());
        two.is_some() && two == grid.number(row + 1, running)
    });
    let Some((exact, stated)) = step(column, row).zip(grid.number(row, running)) else { return };
    if next != Some(false) && is_off(exact, stated, 0.0) {
        let number = |row: usize, column: usize| grid.number(row, column).map(|n| n.to_string()).unwrap_or_default();
        let parts = format!("{} + {}", number(row - 1, running), number(row, column));
        out.extend(draft(context, grid, (row, running), parts, exact));
    }
}

const ZERO: Number = Number { mantissa: 0, scale: 0, style: crate::text::number::Style::Vietnamese };

/// Rows that show which column a running one adds up.
const SHOWN: usize = 2;

fn draft(
    context: &Context<'_>,
    grid: &Grid<'_>,
    (row, column): (usize, usize),
    parts: String,
    sum: Number,
) -> Option<Draft> {
    let (block, stated) = (grid.block(context.document, row, column)?, grid.number(row, column)?);
    let draft = Draft::at(block.range.clone()).say("stock").with("parts", parts).with("sum", sum.to_string());
    Some(draft.with("whole", stated.to_string()).with("column", grid.head_text(context, column)))
}
