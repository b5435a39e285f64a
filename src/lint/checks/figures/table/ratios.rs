//! Columns that are the share of one column in another.

use super::super::share::OffShare;
use super::{Grid, is_total};
use crate::lint::check::{Context, Place};
use crate::mentions::fact::Cue;
use crate::text::number::Style;
use crate::text::{Fit, Number, Ratio};

/// Columns of percentages that are read, and rows that prove what they are.
const RATIO_COLUMNS: usize = 4;
const PROOF: usize = 60;

/// Rows of columns such as «so với mục tiêu» that do not fit the two columns the others fit.
pub(in super::super) fn ratio_columns(context: &Context<'_>, grid: &Grid<'_>) -> Vec<OffShare> {
    let mut found = Vec::new();
    for &(column, relation, ref off) in proved(context, grid) {
        for &row in off {
            let numbers = (relation.part(grid, row), relation.whole(grid, row), grid.number(row, column));
            let (Some(part), Some(whole), Some(stated)) = numbers else { continue };
            let Some(block) = grid.block(context.document, row, column) else { continue };
            let Some(fit) = fit(grid, row, relation, column) else { continue };
            found.push(OffShare { place: Place::Text(block.range.clone()), part, whole, stated, fit, said: None });
        }
    }
    found
}

/// The columns of percentages that their rows prove to be a share of one thing in another, and the rows that do not fit.
pub(super) fn proved<'t>(context: &Context<'_>, grid: &Grid<'t>) -> &'t [Proved] {
    grid.numbers.proved.get_or_init(|| find(context, grid))
}

/// A column of percentages, what it is a share of, and the rows that do not fit.
pub(super) type Proved = (usize, Relation, Vec<usize>);

fn find(context: &Context<'_>, grid: &Grid<'_>) -> Vec<Proved> {
    let is_named =
        |column: usize| grid.head_has(context, column, Cue::RatioColumn) || grid.head_text(column).contains('%');
    let is_ratio = |column: &usize| is_named(*column) || all_percent(context, grid, *column);
    let mut found = Vec::new();
    for column in (1..grid.columns()).filter(is_ratio).take(RATIO_COLUMNS) {
        let (totals, bodies): (Vec<usize>, Vec<usize>) =
            (0..grid.rows.len()).partition(|&row| is_total(context, grid, row));
        let mut best: Option<(usize, Relation)> = None;
        for relation in relations(context, grid, column) {
            let proves = |row: usize| {
                fit(grid, row, relation, column) == Some(Fit::Right) && !is_all_hundred(grid, row, relation)
            };
            let right = bodies.iter().take(PROOF).filter(|&&row| proves(row)).count();
            if best.is_none_or(|(most, _)| right > most) {
                best = Some((right, relation));
            }
        }
        let Some((right, relation)) = best else { continue };
        let is_off = |row: &usize| {
            let off = fit(grid, *row, relation, column).is_some_and(|fit| fit != Fit::Right);
            off && !is_turned(grid, *row, relation, column)
        };
        let mut off: Vec<usize> = bodies.into_iter().filter(is_off).collect();
        // Three rows prove the relation, and of four rows three must keep it; of a column that all rows make together,
        // each with a decimal, all but one.
        let summed = matches!(relation, Relation::Sum(..)) && right >= 1 && off.len() == 1;
        let whole = |n: Number| n.scale >= 1 || n.mantissa == 100;
        let exact = || (0..grid.rows.len()).all(|row| grid.number(row, column).is_none_or(whole));
        let near = |rows: &[usize]| rows.iter().all(|&row| is_near(grid, row, relation, column));
        // Of two parts of a total the one proves the other.
        let total = matches!(relation, Relation::Total(..)) && right >= 1 && off.len() == 1;
        // Two rows that keep a relation to the decimal hardly do so by chance; then a slip in the third is one.
        let pair = matches!(relation, Relation::Columns(..)) && right >= 2 && off.len() == 1;
        let shown =
            right >= 3 && off.len() * 3 <= right || summed && exact() || (total || pair) && exact() && near(&off);
        // A row far off the whole that the others imply has a whole of its own.
        let implied = matches!(relation, Relation::Implied(..));
        if !shown || implied && !(exact() && near(&off)) || !is_named(column) && !near(&off) {
            continue;
        }
        // The share of the totals is that of no row: the mean of the rows' shares is not it.
        if matches!(relation, Relation::Columns(..)) && right >= 3 {
            off.extend(totals.into_iter().filter(|row| is_off(row) && is_near(grid, *row, relation, column)));
        }
        found.push((column, relation, off));
    }
    found
}

/// What a column of percentages may be: one column in another, or in its own total.
#[derive(Debug, Clone, Copy)]
pub(super) enum Relation {
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
    let bare = !(0..grid.rows.len()).any(|row| is_total(context, grid, row)) && grid.head_text(column).contains('%');
    let summed = others().filter(|_| bare).filter_map(|x| {
        let numbers: Option<Vec<Number>> = (0..grid.rows.len()).map(|row| grid.number(row, x)).collect();
        let numbers = numbers.filter(|all| all.len() >= 2 && all.iter().all(|n| n.scale == 0 && n.mantissa >= 0))?;
        Some(Relation::Sum(x, super::super::sum::add(numbers.into_iter().map(Some))?))
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

/// «Đánh giá» over «103,9%», «Đạt», «114,1%»: whether all numbers of a column, three at least, are percentages, whatever its
/// head says.
fn all_percent(context: &Context<'_>, grid: &Grid<'_>, column: usize) -> bool {
    let numbers = || (0..grid.rows.len()).filter(|&row| grid.number(row, column).is_some());
    let percent = |row: usize| {
        grid.block(context.document, row, column)
            .is_some_and(|b| context.document.block_text(b).trim_end().ends_with('%'))
    };
    numbers().take(LEAST).count() == LEAST && numbers().all(percent)
}

/// «Giao quân | 100 | 100 | 100»: three percentages that are each a hundred of themselves prove nothing.
fn is_all_hundred(grid: &Grid<'_>, row: usize, relation: Relation) -> bool {
    let one = Number { mantissa: 100, scale: 0, style: Style::Plain };
    let hundred = |number: Option<Number>| number.is_some_and(|n| one.at_scale(n.scale) == n.at_scale(n.scale));
    matches!(relation, Relation::Columns(..)) && hundred(relation.part(grid, row)) && hundred(relation.whole(grid, row))
}

/// Percentages that show a column to be one of them.
const LEAST: usize = 3;

/// «Hộ nghèo | 1,5 | 1,2 | 125%»: of what is to go down the target may be held against the result.
fn is_turned(grid: &Grid<'_>, row: usize, relation: Relation, column: usize) -> bool {
    let Relation::Columns(..) = relation else { return false };
    let numbers = relation.part(grid, row).zip(relation.whole(grid, row)).zip(grid.number(row, column));
    let ratio = numbers.and_then(|((part, whole), stated)| Some((Ratio::of(whole, part, 100)?, stated)));
    ratio.is_some_and(|(ratio, stated)| ratio.fit(stated) == Fit::Right)
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
        let right = Ratio::of(part, whole, 100).and_then(|ratio| ratio.rounded(stated.scale));
        (exact - stated.value()).abs() <= NEAR_SHARE * exact.max(stated.value())
            || right.is_some_and(|right| stated.is_slip_of(right))
    })
}

/// How far a slip in a share reaches.
const NEAR_SHARE: f64 = 0.25;

fn fit(grid: &Grid<'_>, row: usize, relation: Relation, column: usize) -> Option<Fit> {
    let stated = grid.number(row, column)?;
    Some(Ratio::of(relation.part(grid, row)?, relation.whole(grid, row)?, 100)?.fit(stated))
}
