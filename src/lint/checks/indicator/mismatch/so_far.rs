//! What there is today, against what the table expects there to be at the end of the year.

use super::IndicatorMismatch;
use crate::lint::check::Context;
use crate::lint::indicators::value::{Standing, Value};
use crate::lint::indicators::words::Word;
use crate::mentions::fact::Unit;
use crate::text::Gap;

/// How many times what is expected there may be today; beyond, other things are counted.
const MOST: f64 = 1.5;

impl IndicatorMismatch {
    /// «Đến nay xã có 14 sản phẩm OCOP», where the table, in a row that only grows, expects 12 by the end of this year: fewer there
    /// may be by now, more there cannot. What is given here is that of the table.
    pub(super) fn exceeded<'c>(&self, context: &'c Context<'_>, value: &Value) -> Option<&'c Value> {
        if !value.so_far || value.by_year || !matches!(value.unit, Unit::Count(_)) {
            return None;
        }
        let results = || {
            let own =
                |v: &&Value| v.in_table && v.sure && v.plain && v.measure == value.measure && v.name == value.name;
            context.values().iter().filter(own).filter(|v| v.standing != Standing::Target)
        };
        let last = results().map(|v| v.year).max().filter(|year| *year >= context.as_of.year)?;
        let mut expected = results().filter(|v| v.year == last);
        let one = expected.next()?;
        let agreed = expected.all(|other| other.value == one.value);
        let grows = |v: &Value| {
            v.within == one.within && v.row == one.row && v.year < last && v.value.value() < one.value.value()
        };
        let (today, then) = self.amounts(value, one)?;
        let more = then.value() < today.value() && today.value() <= MOST * then.value();
        let counted = value.unit == one.unit && !one.rank && same_state(context, value, one);
        (agreed && more && counted && results().any(grows)).then_some(one)
    }
}

/// Tokens past a value that may end its name: «15 hợp tác xã đang hoạt động».
const PAST: usize = 5;

/// Whether the words of a row that tell only some of what is counted, «đang hoạt động», stand in the clause as well.
fn same_state(context: &Context<'_>, value: &Value, row: &Value) -> bool {
    let all = &context.document.tokens;
    let some = context.catalogue.indicators.words.covered(context, &[Word::State], &row.label);
    let label = value.label.clone();
    let past = all.iter().skip(label.end).take(PAST).take_while(|token| token.gap == Gap::Space).count();
    let clause = all.get(label.start..label.end + past).unwrap_or_default();
    let said = |at: usize| all.get(at).is_some_and(|own| clause.iter().any(|token| token.id == own.id));
    row.label.clone().filter(|&at| some.has(at)).all(said)
}
