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
    let block = grid.block(context.document, row, column)?;
    let text = context.document.block_text(block).trim();
    let (down, digits) = match text.chars().next()? {
        '+' => (Some(false), text),
        '-' | '–' | '−' => (Some(true), text),
        c if c.is_ascii_digit() => (None, text),
        // «vượt 7», «hụt 3».
        _ => {
            let said = |cue| context.catalogue.figures.begins(context.mentions, cue, block.tokens.start);
            let down = if said(Cue::Less) { true } else { said(Cue::More).then_some(false)? };
            (Some(down), text.get(text.find(|c: char| c.is_ascii_digit())?..)?)
        }
    };
    let digits = digits.trim_start_matches(['+', '-', '–', '−', ' ']);
    // «thêm 18,5 nghìn con»: what it counts is the row's.
    let end = digits.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(digits.len());
    let (digits, unit) = digits.split_at(end);
    if unit.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(Signed { value: Number::parse(digits)?, down })
}

/// Whether a cell says itself that it is a change: «thêm 27 lồng», «bớt 230 con».
fn is_worded(context: &Context<'_>, grid: &Grid<'_>, row: usize, column: usize) -> bool {
    let Some(block) = grid.block(context.document, row, column) else { return false };
    let says = |cue| context.catalogue.figures.begins(context.mentions, cue, block.tokens.start);
    says(Cue::More) || says(Cue::Less)
}

/// What a row has beside what it should have: the values it is of, the right change, the stated one.
struct Held {
    row: usize,
    from: Number,
    to: Number,
    exact: Number,
    stated: Signed,
    fit: Fit,
}

/// A column of changes.
struct Column<'g, 't> {
    grid: &'g Grid<'t>,
    at: usize,
    /// What it states, row by row.
    stated: Vec<Option<Signed>>,
}

impl Column<'_, '_> {
    fn rows(&self) -> std::ops::Range<usize> {
        0..self.grid.rows.len()
    }

    /// Row by row, the change between two columns.
    fn between(&self, kind: Kind, from: usize, to: usize) -> impl Iterator<Item = Held> {
        let values = move |row: usize| Some((self.grid.number(row, from)?, self.grid.number(row, to)?));
        self.rows().filter_map(move |row| self.held(kind, row, values(row)?))
    }

    /// Row by row, the change of a column from the row above.
    fn down(&self, kind: Kind, column: usize) -> impl Iterator<Item = Held> {
        let values =
            move |row: usize| Some((self.grid.number(row.checked_sub(1)?, column)?, self.grid.number(row, column)?));
        self.rows().filter_map(move |row| self.held(kind, row, values(row)?))
    }

    fn held(&self, kind: Kind, row: usize, (from, to): (Number, Number)) -> Option<Held> {
        let stated = self.stated.get(row).copied().flatten()?;
        let (exact, fit) = kind.held(from, to, stated)?;
        Some(Held { row, from, to, exact, stated, fit })
    }
}

/// Which values a column is the change of.
#[derive(Clone, Copy)]
enum Of {
    Columns(usize, usize),
    RowAbove(usize),
}

/// Finds rows whose change is not what their two values make, where the other rows show which two columns it is of, or of which
/// column the step from row to row.
pub(in super::super) fn changes(context: &Context<'_>, grid: &Grid<'_>, out: &mut Vec<Draft>) {
    for at in 1..grid.columns() {
        let headed = grid.head_has(context, at, Cue::ChangeColumn);
        if !headed && !(0..grid.rows.len()).all(|row| is_worded(context, grid, row, at)) {
            continue;
        }
        let stated = (0..grid.rows.len()).map(|row| signed(context, grid, row, at)).collect();
        let column = Column { grid, at, stated };
        let others: Vec<usize> = (1..grid.columns()).filter(|other| *other != at).collect();
        let mut best: Option<(usize, Kind, Of)> = None;
        let mut meet = |right: usize, kind: Kind, of: Of| {
            if best.is_none_or(|(most, ..)| right > most) {
                best = Some((right, kind, of));
            }
        };
        let right = |held: &mut dyn Iterator<Item = Held>| held.filter(|held| held.fit != Fit::Wrong).count();
        for kind in Kind::ALL {
            for (&from, &to) in others.iter().flat_map(|x| others.iter().map(move |y| (x, y))).filter(|(x, y)| x < y) {
                meet(right(&mut column.between(kind, from, to)), kind, Of::Columns(from, to));
            }
        }
        for kind in Kind::ALL {
            for &other in &others {
                meet(right(&mut column.down(kind, other)), kind, Of::RowAbove(other));
            }
        }
        let Some((right, kind, of)) = best else { continue };
        let off: Vec<Held> = match of {
            Of::Columns(from, to) => column.between(kind, from, to).filter(|held| held.fit == Fit::Wrong).collect(),
            Of::RowAbove(other) => column.down(kind, other).filter(|held| held.fit == Fit::Wrong).collect(),
        };
        // A value that is wrong itself puts two steps out; nobody knows then which is meant.
        let most = if matches!(of, Of::RowAbove(_)) { 1 } else { right / 2 };
        // Two rows prove what the column is, and most must keep it.
        if right >= 2 && off.len() <= most {
            out.extend(off.iter().filter_map(|held| draft(context, &column, kind, held, right)));
        }
    }
}

fn draft(context: &Context<'_>, column: &Column<'_, '_>, kind: Kind, held: &Held, right: usize) -> Option<Draft> {
    let stated = held.stated.value;
    let apart = (held.exact.value().abs() - stated.value()).abs();
    let near = apart <= NEAR.max(1.0 / right as f64) * stated.value() || stated.is_slip_of(held.exact);
    let block = column.grid.block(context.document, held.row, column.at).filter(|_| near)?;
    let draft = Draft::at(block.range.clone()).say(kind.message()).with("from", held.from.to_string());
    let draft = draft.with("to", held.to.to_string()).with("exact", held.exact.to_string());
    Some(draft.with("stated", context.document.block_text(block).trim().trim_end_matches('%')))
}
