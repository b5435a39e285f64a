//! How a stated change fits its two ends.

use super::Ends;
use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, Number, Ratio};

/// How far, as a share of the larger, a multiple rounded the wrong way may be from the right one.
const ROUGH: f64 = 0.2;

/// How a change fits its ends, and what it should be, by the way it is told.
pub(super) fn fit_of(context: &Context<'_>, ends: &Ends<'_>, change: &Fact) -> Option<(Fit, (&'static str, Number))> {
    let (from, to) = (comparable(ends.from, ends.to)?, ends.to.amount()?);
    let percents = ends.to.unit == Unit::Percent;
    let gap = difference(from, to)?;
    if change.is_led_by(Cue::Times) || is_times(context, change) {
        let ratio = Ratio::of(to, from, 1)?;
        let exact = ratio.rounded(3)?.value();
        // «gấp 3 lần» for 2,3 is no rounding.
        let far = (exact - change.value.value()).abs() > ROUGH * exact.max(change.value.value());
        let fit = ratio.fit(change.value);
        return Some((
            if far && fit == Fit::Rounded { Fit::Wrong } else { fit },
            ("times", ratio.rounded(change.value.scale.max(1))?),
        ));
    }
    if change.unit == Unit::Percent && !percents {
        let ratio = Ratio::change(to, from, 100)?.abs();
        return Some((ratio.fit(change.value), ("percent", ratio.rounded(change.value.scale.max(1))?)));
    }
    if change.unit == Unit::Points || change.unit == Unit::Percent {
        let relative = Ratio::change(to, from, 100)?.abs().fit(change.value);
        // «tăng 8%» between two percentages may be meant either way.
        let either = change.unit == Unit::Percent && relative != Fit::Wrong;
        return (!either).then_some((same(gap, change.value), ("difference", gap)));
    }
    // «tăng 94 đồng chí» of Party members, «giảm 10 tổ chức đảng» of cells
    let akin = context.catalogue.figures.akin(change.unit, ends.to.unit) && ends.from.same_kind(ends.to);
    let same_kind = change.same_kind(ends.to) || change.same_kind(ends.from);
    let kind = akin || same_kind || change.unit == Unit::None || ends.to.unit == Unit::None;
    Some((same(gap, change.amount().filter(|_| kind)?), ("difference", back(gap, change.unit)?)))
}

/// The first end in base units; without a unit of its own it has that of the second.
pub(super) fn comparable(from: &Fact, to: &Fact) -> Option<Number> {
    match (from.unit, to.unit) {
        (Unit::None | Unit::Word(_), Unit::Measure(_, exponent)) => from.value.shifted(exponent),
        _ => from.amount(),
    }
}

/// «tăng 1,8 lần».
pub(super) fn is_times(context: &Context<'_>, change: &Fact) -> bool {
    let next = context.document.tokens.get(change.tokens.end);
    next.is_some_and(|t| t.text(&context.document.text) == "lần")
}

/// The distance of two numbers.
pub(super) fn difference(from: Number, to: Number) -> Option<Number> {
    let scale = from.scale.max(to.scale);
    let apart = to.at_scale(scale)?.checked_sub(from.at_scale(scale)?)?.checked_abs()?;
    Some(Number { mantissa: i64::try_from(apart).ok()?, scale, ..to })
}

/// A number in base units, in the unit it is stated in.
pub(super) fn back(number: Number, unit: Unit) -> Option<Number> {
    if let Unit::Measure(_, exponent) = unit { number.shifted(-exponent) } else { Some(number) }
}

/// Equal, or equal as far as the coarser of the two is written.
pub(super) fn same(exact: Number, stated: Number) -> Fit {
    let one = Number { mantissa: 1, scale: 0, ..exact };
    Ratio::of(exact, one, 1).map_or(Fit::Right, |ratio| ratio.fit(stated))
}
