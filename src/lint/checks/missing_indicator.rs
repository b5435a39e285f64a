//! Indicators of the loaded set that nothing in the report gives.

use crate::document::{Block, BlockKind};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::pack::{Level, Merge};
use crate::mentions::MentionKind;
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
        for (id, block) in document.blocks.iter().enumerate().filter(|(_, b)| !b.is_heading()) {
            let gives = gives_values(context, id);
            for hit in context.catalogue.indicators.named(context.mentions, &block.tokens) {
                // A title of honour is given by its name alone.
                let honour =
                    rows.get(hit.item as usize).is_some_and(|i| i.measures().any(|m| matches!(m.merge, Merge::Status)));
                if let Some(row) = given.get_mut(hit.item as usize) {
                    *row |= gives || honour;
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

/// Whether a paragraph gives values: «giảm nghèo được quan tâm» names an indicator and gives nothing.
/// A cell's value stands in its row; a line may be followed by its values.
fn gives_values(context: &Context<'_>, id: usize) -> bool {
    let blocks = &context.document.blocks;
    let figures = |block: &Block| {
        let text = context.document.block_text(block);
        text.contains(['…', '_', '{', '['])
            || context.mentions.within(&block.tokens).iter().any(|m| matches!(m.kind, MentionKind::Figure(_)))
    };
    blocks[id].is_cell()
        || figures(&blocks[id])
        || blocks.get(id + 1).is_some_and(|next| matches!(next.kind, BlockKind::Item { .. }) && figures(next))
}
