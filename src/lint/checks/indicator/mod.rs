//! Indicators: missing ones, rows that lack something, one with two values, targets that are none or cannot be.

mod growth;
mod incomplete;
mod mismatch;
mod missing;
mod missing_table;
mod not_better;
mod old_target;
mod without_forecast;

pub use growth::TargetGrowth;
pub use incomplete::IncompleteIndicator;
pub use mismatch::IndicatorMismatch;
pub use missing::MissingIndicator;
pub use missing_table::MissingIndicatorTable;
pub use not_better::TargetNotBetter;
pub use old_target::OldTarget;
pub use without_forecast::TargetWithoutForecast;

use crate::lint::check::Context;
use crate::lint::indicators::value::{Standing, Value};
use crate::lint::pack::Role;
use std::collections::BTreeMap;

/// A target of the new term and what it starts from.
struct Aim<'v> {
    today: &'v Value,
    target: &'v Value,
}

impl Aim<'_> {
    fn years(&self) -> i32 {
        self.target.year - self.today.year
    }

    /// Both numbers in one unit, if they can be compared.
    fn amounts(&self) -> Option<(f64, f64)> {
        let (today, target) = self.today.amounts(self.target)?;
        Some((today.value(), target.value()))
    }
}

/// Years that today's value may lie back.
const FRESH: i32 = 2;

/// Years a target may lie ahead.
const AHEAD: i32 = 11;

/// Whether a value stands in a section that sets targets.
fn sets_targets(context: &Context<'_>, value: &Value) -> bool {
    let blocks = &context.document.blocks;
    let at = blocks.partition_point(|block| block.range.end <= value.place.start);
    let role = blocks.get(at).and_then(|block| context.outline.roles.get(block.section as usize));
    role == Some(&Role::Target)
}

/// The targets of the new term whose start is given: in the same row, else elsewhere under the same name. A name
/// that says more than its measure's is judged by nothing that is known of the measure.
fn aims<'c>(context: &'c Context<'_>) -> Vec<Aim<'c>> {
    let turn = context.turn();
    let values = || context.values().iter().filter(|value| value.plain && !value.bound);
    let is_target = |v: &&Value| v.standing == Standing::Target && (turn + 1..=turn + AHEAD).contains(&v.year);
    let is_today = |v: &&Value| v.standing != Standing::Target && (turn - FRESH..=turn).contains(&v.year);
    let key = |v: &Value| (v.measure, v.name, v.yearly, v.whole);
    // Of the targets under one name that of the last year, a table's before a sentence's.
    let mut targets = BTreeMap::new();
    for value in values().filter(is_target) {
        let rank = |v: &Value| (v.year, v.in_table);
        let best = targets.entry(key(value)).or_insert(value);
        if rank(value) > rank(best) {
            *best = value;
        }
    }
    let mut elsewhere: BTreeMap<_, &Value> = BTreeMap::new();
    let mut rows: BTreeMap<usize, &Value> = BTreeMap::new();
    for value in values().filter(is_today) {
        if value.sure {
            let best = elsewhere.entry(key(value)).or_insert(value);
            if (value.year, value.in_table) > (best.year, best.in_table) {
                *best = value;
            }
        }
        if value.in_table {
            rows.insert(value.label.start, value);
        }
    }
    // Where a section on targets says what a table elsewhere only foresees year by year, that is where it was set.
    let same = |v: &Value| (v.measure, v.year, v.yearly, v.whole, v.value.mantissa, v.value.scale);
    let mut set: BTreeMap<_, &Value> = BTreeMap::new();
    for value in values().filter(is_target).filter(|v| !v.in_table && v.sure && sets_targets(context, v)) {
        set.entry(same(value)).or_insert(value);
    }
    let set = |target: &'c Value| {
        let told = set.get(&same(target)).copied().filter(|told| told.unit == target.unit);
        told.filter(|_| target.in_table && !sets_targets(context, target))
    };
    let mut found: Vec<Aim<'c>> = Vec::new();
    for (key, target) in targets {
        let row = if target.in_table { rows.get(&target.label.start).copied() } else { None };
        let other = elsewhere.get(&key).copied().filter(|_| target.sure);
        if let Some(today) = row.or(other) {
            found.push(Aim { today, target: set(target).unwrap_or(target) });
        }
    }
    found.sort_by_key(|aim| aim.target.place.start);
    found
}
