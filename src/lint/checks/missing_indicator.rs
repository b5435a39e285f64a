//! Indicators of the loaded set that nothing in the report gives.

use crate::lint::check::{Check, Context, Draft};
use crate::lint::pack::Level;
use serde::Deserialize;

/// `missing-indicator:` in a rule file. The set is the pack's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissingIndicator {
    /// Levels of organisation the set is not made for.
    #[serde(default)]
    skip_units: Vec<Level>,
}

impl Check for MissingIndicator {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        if context.level().is_some_and(|level| self.skip_units.contains(&level)) {
            return;
        }
        let document = context.document;
        let rows = &context.catalogue.pack.indicators;
        let mut given = vec![false; rows.len()];
        for block in document.blocks.iter().filter(|b| !b.is_heading()) {
            for hit in context.catalogue.indicators.named(context.mentions, &block.tokens) {
                if let Some(row) = given.get_mut(hit.item as usize) {
                    *row = true;
                }
            }
        }
        for (indicator, _) in rows.iter().zip(&given).filter(|(_, given)| !**given) {
            let names: Vec<&str> = indicator.measures().map(|m| m.name.as_str()).take(3).collect();
            let variants = indicator.measures().flat_map(|m| &m.variants);
            let looked_for: Vec<String> = variants.take(4).map(|v| format!("«{v}»")).collect();
            out.push(
                context
                    .at_title()
                    .with("name", names.join("; "))
                    .with("unit", indicator.measure.unit.clone())
                    .with("row", indicator.row.to_string())
                    .with("variants", looked_for.join(", ")),
            );
        }
    }
}
