//! One indicator, one year, two values: prose against table, one document against another.

use crate::document::Kind;
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::indicators::MeasureId;
use crate::lint::indicators::values::{Standing, Value};
use crate::mentions::fact::Unit;
use crate::text::Number;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `indicator-mismatch:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorMismatch {}

/// A value and the document that says it.
#[derive(Clone, Copy)]
struct Said<'v> {
    document: usize,
    value: &'v Value,
}

impl Said<'_> {
    fn place(&self) -> Place {
        Place::Text(self.value.place.clone())
    }
}

/// Which year of which measure, and whether reached or aimed at.
type Key = (MeasureId, i32, Standing);

/// A document's values, with the names the message needs.
struct Values {
    all: Vec<Value>,
    names: BTreeMap<MeasureId, String>,
}

impl Check for IndicatorMismatch {
    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        // The annex gives the figures of the old units, which nothing else has to repeat.
        if context.document.meta.kind == Some(Kind::MergerAnnex) {
            return None;
        }
        let all: Vec<Value> = context.values().iter().filter(|v| v.sure).cloned().collect();
        let pack = &context.catalogue.pack;
        let names = all.iter().map(|v| (v.measure, v.measure.name(pack).to_string())).collect();
        (!all.is_empty()).then(|| Box::new(Values { all, names }) as Kept)
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let mut groups: BTreeMap<Key, Vec<Said<'_>>> = BTreeMap::new();
        let mut names: BTreeMap<MeasureId, &str> = BTreeMap::new();
        for (document, kept) in context.all_kept::<Values>() {
            for value in &kept.all {
                let said = Said { document, value };
                groups.entry((value.measure, value.year, value.standing)).or_default().push(said);
            }
            names.extend(kept.names.iter().map(|(id, name)| (*id, name.as_str())));
        }
        for ((measure, year, _), group) in &groups {
            let Some(reference) = reference(context, group) else { continue };
            for said @ Said { document, value } in group {
                if !differs(reference.value, value) {
                    continue;
                }
                let path = context.documents[reference.document].path.rsplit('/').next().unwrap_or("").to_string();
                let mut draft = Draft::on(said.place())
                    .with("name", names.get(measure).copied().unwrap_or(""))
                    .with("year", year.to_string())
                    .with("stated", value.value.to_string())
                    .with("other", reference.value.value.to_string())
                    .with("where", path.clone());
                draft.related.push((reference.document, reference.place(), path));
                out.push(DossierDraft { document: *document, draft });
            }
        }
    }
}

/// Values that are compared at most; a set has a few for each year.
const COMPARED: usize = 64;

/// The value that the others are held against: the one most often given; of equals, the political report's
/// table before its prose, that before other documents.
fn reference<'v>(context: &DossierContext<'_>, group: &[Said<'v>]) -> Option<Said<'v>> {
    let group = &group[..group.len().min(COMPARED)];
    let rank = |said: &Said<'_>| {
        let kind = context.documents.get(said.document).and_then(|d| d.meta.kind);
        let report = kind == Some(Kind::PoliticalReport);
        (report && said.value.in_table, report, said.value.in_table)
    };
    let votes = |said: &Said<'_>| {
        let agrees = |other: &&Said<'_>| comparable(said.value, other.value) && !differs(said.value, other.value);
        group.iter().filter(agrees).count()
    };
    let best = group.iter().enumerate().max_by_key(|(at, said)| (votes(said), rank(said), std::cmp::Reverse(*at)));
    best.map(|(_, said)| *said)
}

/// Whether two values measure the same thing in the same way.
fn comparable(x: &Value, y: &Value) -> bool {
    let units = match (x.unit, y.unit) {
        (Unit::Measure(x, _), Unit::Measure(y, _)) => x == y,
        // A table without units is read as it stands.
        (Unit::None, _) | (_, Unit::None) => true,
        (x, y) => x == y,
    };
    // «54 người/năm» against «270 người» of five years.
    let counted = [x.unit, y.unit].iter().any(|unit| matches!(unit, Unit::Count(_) | Unit::Word(_)));
    x.name == y.name && units && (!counted || x.yearly == y.yearly)
}

fn differs(x: &Value, y: &Value) -> bool {
    if !comparable(x, y) {
        return false;
    }
    let amount = |value: &Value| match value.unit {
        Unit::Measure(_, exponent) => value.value.shifted(exponent),
        _ => Some(value.value),
    };
    // Without a unit on one side the numbers are compared as written.
    let (a, b) = match (x.unit, y.unit) {
        (Unit::None, _) | (_, Unit::None) => (Some(x.value), Some(y.value)),
        _ => (amount(x), amount(y)),
    };
    a.zip(b).is_some_and(|(a, b)| a != b && !rounds(a, b) && !rounds(b, a))
}

/// «93,3» is «93,33» said shorter.
fn rounds(short: Number, long: Number) -> bool {
    let one = Number { mantissa: 1, scale: 0, ..long };
    short.scale < long.scale
        && crate::text::Ratio::of(long, one, 1).is_some_and(|ratio| ratio.fit(short) != crate::text::Fit::Wrong)
}
