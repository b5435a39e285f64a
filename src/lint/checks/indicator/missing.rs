//! Indicators of the loaded set that nothing in the report gives.

use crate::document::{BlockKind, Sentence};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::indicators::MeasureId;
use crate::lint::pack::{Indicator, Level, Merge};
use crate::mentions::{Mention, MentionKind};
use crate::text::{Gap, Hit, fold};
use serde::Deserialize;
use std::ops::Range;

/// `missing-indicator:` in a rule file. The set is the pack's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissingIndicator {
    /// Levels of organisation the set is not made for.
    #[serde(default)]
    skip_units: Vec<Level>,
}

/// Mentions of one indicator that are read for a value.
const MENTIONS_READ: usize = 500;

impl Check for MissingIndicator {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        if context.level().is_some_and(|level| self.skip_units.contains(&level)) {
            return;
        }
        let document = context.document;
        let rows = &context.catalogue.pack.indicators;
        let mut given = vec![false; rows.len()];
        let mut asked = vec![0; rows.len()];
        for (id, block) in document.blocks.iter().enumerate().filter(|(_, b)| !b.is_heading()) {
            for hit in context.catalogue.indicators.named(context.mentions, &block.tokens) {
                // A title of honour is given by its name alone.
                let honour = rows
                    .get(MeasureId(hit.item).row())
                    .is_some_and(|i| i.measures().any(|m| matches!(m.merge, Merge::Status)));
                let (Some(row), Some(asked)) =
                    (given.get_mut(MeasureId(hit.item).row()), asked.get_mut(MeasureId(hit.item).row()))
                else {
                    continue;
                };
                *asked += 1;
                // What is named this often without a value would be a list of names, not a report.
                *row = *row || honour || *asked > MENTIONS_READ || gives_value(context, id, hit);
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

/// Whether what stands around a name gives it a value: «hộ nghèo được vay vốn» names an indicator and
/// gives nothing. A cell's value stands in its row; a sentence may hand the value on to the next, a
/// line to the items below it.
fn gives_value(context: &Context<'_>, id: usize, hit: &Hit) -> bool {
    let document = context.document;
    let block = &document.blocks[id];
    if block.is_cell() {
        return true;
    }
    let row = context.catalogue.pack.indicators.get(MeasureId(hit.item).row());
    let value = |tokens: &Range<usize>| {
        let text = document.text.get(document.token_range(tokens.clone())).unwrap_or("");
        let figures = || context.mentions.within(tokens).iter();
        text.contains(['…', '_', '{', '[']) || figures().any(|m| row.is_some_and(|row| measures(context, row, hit, m)))
    };
    let sentences = &document.sentences[block.sentences.clone()];
    let at = sentences.partition_point(|s| s.tokens.end <= hit.start as usize);
    if at >= sentences.len() {
        return false;
    }
    let indicators = &context.catalogue.indicators;
    let resumes = |s: &&Sentence| {
        let first = document.tokens.get(s.tokens.start).map(|t| fold(t.text(&document.text)));
        let word =
            first.is_some_and(|w| ["tỷ", "tỉ", "đến", "kết", "còn", "hiện", "nay", "cuối", "con"].contains(&&*w));
        word && indicators.named(context.mentions, &s.tokens).is_empty()
    };
    let next = sentences.get(at + 1).filter(resumes);
    let opens = document.block_text(block).trim_end().ends_with(':');
    let below = document.blocks.get(id + 1).filter(|b| opens && matches!(b.kind, BlockKind::Item { .. }));
    value(&sentences[at].tokens)
        || next.is_some_and(|s| value(&s.tokens))
        || (at + 1 == sentences.len() && below.is_some_and(|b| value(&b.tokens)))
}

/// Whether a figure can be an indicator's: in one of its units, without any, or right before its name.
/// «18 tỷ đồng» is no rate of poverty.
fn measures(context: &Context<'_>, row: &Indicator, hit: &Hit, mention: &Mention) -> bool {
    let MentionKind::Figure(figure) = &mention.kind else { return false };
    let document = context.document;
    let start = hit.start as usize;
    if (mention.tokens.end..=mention.tokens.end + 2).contains(&start) {
        return true;
    }
    let units = || row.measures().flat_map(|m| std::iter::once(&m.unit).chain(&m.units));
    if figure.percent || figure.of.is_some() {
        return units().any(|u| u.contains('%')) || figure.of.is_some();
    }
    let Some(next) = document.tokens.get(mention.tokens.end).filter(|t| t.gap == Gap::Space) else { return true };
    let word = fold(next.text(&document.text));
    let money = |unit: &str| ["triệu", "tỷ", "tỉ", "nghìn", "ngàn", "đồng", "tr", "trđ"].contains(&unit);
    units().map(|u| fold(u)).any(|unit| {
        let first = unit.split([' ', '/', '.']).next().unwrap_or("");
        first == word || (money(first) && money(&word))
    })
}
