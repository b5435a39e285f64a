//! Columns that tell how one column differs from another: «Tăng (+), giảm (-)», «Tốc độ tăng (%)», «Gấp (lần)».

use super::{Grid, NEAR};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::Cue;
use crate::text::{Fit, Number, Ratio};

/// What a column of changes tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Difference,
    Percent,
    Times,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Difference, Kind::Percent, Kind::Times];

    fn message(self) -> &'static str {
        match self {
            Kind::Difference => "difference",
            Kind::Percent => "percent",
            Kind::Times => "times",
        }
    }

    /// How far two values are apart, as a column of this kind gives it with `scale` decimals, and whether `stated` is that.
    fn held(self, from: Number, to: Number, stated: Signed) -> Option<(Number, Fit)> {
        let one = Number { mantissa: 1, scale: 0, ..to };
        let (ratio, exact) = match self {
            Kind::Difference => {
                let scale = from.scale.max(to.scale);
                let mantissa = to.at_scale(scale)?.checked_sub(from.at_scale(scale)?)?;
                let exact = Number { mantissa: mantissa.try_into().ok()?, scale, ..to };
                (Ratio::of(exact, one, 1)?, exact)
            }
            Kind::Percent => {
                let ratio = Ratio::change(to, from, 100)?;
                (ratio, ratio.rounded(stated.value.scale.max(1))?)
            }
            Kind::Times => {
                let ratio = Ratio::of(to, from, 1)?;
                (ratio, ratio.rounded(stated.value.scale.max(1))?)
            }
        };
        let down = exact.mantissa < 0;
        // «65» without a sign in a column of falls is one.
        let sign = stated.down.is_none_or(|stated| stated == down || exact.mantissa == 0);
        let fit = ratio.abs().fit(stated.value);
        Some((exact, if sign { fit } else { Fit::Wrong }))
    }
}

/// A number with the sign before it, if there is one.
#[derive(Clone, Copy)]
struct Signed {
    value: Number,
    down: Option<bool>,
}

fn signed(context: &Context<'_>, grid: &Grid<'_>, row: usize, column: usize) -> Option<Signed> {
    let text = context.document.block_text(grid.block(context.document, row, column)?).trim();
    let down = match text.chars().next()? {
        '+' => Some(false),
        '-' | '–' | '−' => Some(true),
        _ => None,
    };
    let digits = text.trim_start_matches(['+', '-', '–', '−', ' ']).trim_end_matches(['%', ' ']);
    Some(Signed { value: Number::parse(digits)?, down })
}

/// Finds rows whose change is not what their two values make, where the other rows show which two columns it is of.
pub(in super::super) fn changes(context: &Context<'_>, grid: &Grid<'_>, out: &mut Vec<Draft>) {
    for column in (1..grid.columns()).filter(|&column| grid.head_has(context, column, Cue::ChangeColumn)) {
        let others: Vec<usize> = (1..grid.columns()).filter(|other| *other != column).collect();
        let stated: Vec<Option<Signed>> = (0..grid.rows.len()).map(|row| signed(context, grid, row, column)).collect();
        let held = |kind: Kind, from: usize, to: usize, row: usize| {
            let (from, to) = (grid.number(row, from)?, grid.number(row, to)?);
            let stated = stated[row]?;
            kind.held(from, to, stated).map(|(exact, fit)| (from, to, exact, stated, fit))
        };
        let mut best: Option<(usize, Kind, usize, usize)> = None;
        for kind in Kind::ALL {
            for (&from, &to) in others.iter().flat_map(|x| others.iter().map(move |y| (x, y))).filter(|(x, y)| x < y) {
                let fits = |row: &usize| held(kind, from, to, *row).is_some_and(|found| found.4 != Fit::Wrong);
                let right = (0..grid.rows.len()).filter(fits).count();
                if best.is_none_or(|(most, ..)| right > most) {
                    best = Some((right, kind, from, to));
                }
            }
        }
        let Some((right, kind, from, to)) = best else { continue };
        let found = (0..grid.rows.len()).filter_map(|row| held(kind, from, to, row).map(|found| (row, found)));
        let off: Vec<_> = found.filter(|(_, found)| found.4 == Fit::Wrong).collect();
        // Two rows prove what the column is, and most must keep it.
        if right < 2 || off.len() * 2 > right {
            continue;
        }
        for (row, (from, to, exact, stated, _)) in off {
            let apart = (exact.value().abs() - stated.value.value()).abs();
            let near = apart <= NEAR.max(1.0 / right as f64) * stated.value.value() || stated.value.is_slip_of(exact);
            let Some(block) = grid.block(context.document, row, column).filter(|_| near) else { continue };
            let draft = Draft::at(block.range.clone()).say(kind.message()).with("from", from.to_string());
            let draft = draft.with("to", to.to_string()).with("exact", exact.to_string());
            out.push(draft.with("stated", context.document.block_text(block).trim().trim_end_matches('%')));
        }
    }
}
