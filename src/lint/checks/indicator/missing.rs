//! Indicators of the loaded set that nothing in the report gives.

use crate::document::{BlockId, BlockKind, Sentence};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::indicators::MeasureId;
use crate::lint::pack::{Level, Merge};
use crate::mentions::fact::{Fact, Unit};
use crate::text::{Hit, LexiconBuilder, ListId, Syllable, outermost};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// `missing-indicator:` in a rule file. The set is the pack's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissingIndicator {
    /// Levels of organisation the set is not made for.
    #[serde(default)]
    skip_units: Vec<Level>,
    /// Words that open a sentence which goes on about the indicator of the one before.
    resumes: Vec<String>,
    #[serde(skip)]
    openings: Vec<Syllable>,
    /// Words right before a figure that make it the number of those something is done with or for.
    lends: Vec<String>,
    #[serde(skip)]
    lent: Option<ListId>,
    /// By measure: names that other things go by too.
    shared: BTreeMap<String, Shared>,
}

/// Words that say whose name it is, in a clause or cell.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shared {
    /// The measure's.
    own: Vec<String>,
    /// Another's, unless the clause speaks of the measure as well.
    other: Vec<String>,
    /// Words that only hold one of those.
    #[serde(default)]
    neither: Vec<String>,
    /// Names too vague for the set: whoever gives a value under one of them has not left the measure out.
    #[serde(default)]
    also: Vec<String>,
    #[serde(skip)]
    list: Option<ListId>,
    #[serde(skip)]
    names: Option<ListId>,
}

/// Whose name it is.
#[derive(Clone, Copy)]
enum Whose {
    Own,
    Other,
    Neither,
}

/// Mentions of one indicator that are read for a value.
const MENTIONS_READ: usize = 500;

impl Check for MissingIndicator {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.openings = self.resumes.iter().map(|word| Syllable::of(word)).collect();
        self.lent = Some(builder.list_of(&self.lends));
        for shared in self.shared.values_mut() {
            let list = builder.list();
            builder.add_all(list, Whose::Own as u32, &shared.own);
            builder.add_all(list, Whose::Other as u32, &shared.other);
            builder.add_all(list, Whose::Neither as u32, &shared.neither);
            shared.list = Some(list);
            shared.names = Some(builder.list_of(&shared.also));
        }
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        if context.level().is_some_and(|level| self.skip_units.contains(&level)) {
            return;
        }
        let document = context.document;
        let rows = &context.catalogue.pack.indicators;
        let mut given = vec![false; rows.len()];
        let mut asked = vec![0; rows.len()];
        for hit in context.catalogue.indicators.named(context.mentions, &(0..document.tokens.len())) {
            let id = document.blocks.partition_point(|b| b.tokens.end <= hit.start as usize);
            let at = MeasureId(hit.item).row();
            let (Some(row), Some(asked)) = (given.get_mut(at), asked.get_mut(at)) else { continue };
            if document.blocks.get(id).is_none_or(|block| block.is_heading()) {
                continue;
            }
            // A title of honour is given by its name alone.
            let honour = || rows[at].measures().any(|m| matches!(m.merge, Merge::Status));
            *asked += 1;
            // What is named this often without a value would be a list of names, not a report.
            *row = *row || honour() || *asked > MENTIONS_READ || self.gives_value(context, id, hit);
        }
        for (id, names, list) in self.shared.iter().filter_map(|(id, shared)| Some((id, shared.names?, shared.list?))) {
            let row = rows.iter().position(|indicator| indicator.measure.id == *id);
            let Some((row, given)) = row.and_then(|row| Some((row, given.get_mut(row).filter(|given| !**given)?)))
            else {
                continue;
            };
            let hits = context.mentions.hits.of(names).iter().take(MENTIONS_READ);
            let mut hits = hits.map(|hit| Hit { item: MeasureId::of_row(row).0, ..*hit });
            *given = hits.any(|hit| {
                let id = document.blocks.partition_point(|b| b.tokens.end <= hit.start as usize);
                let Some(block) = document.blocks.get(id).filter(|b| !b.is_heading()) else { return false };
                // «34 công trình …; tổng mức đầu tư 96 tỷ đồng»: so vague a name goes with all that was said before it.
                let before = &(block.tokens.start..hit.start as usize);
                let others = || outermost(context.mentions.hits_of(list, before));
                let own = block.is_cell() || others().iter().all(|hit| hit.item != Whose::Other as u32);
                own && self.gives_value(context, id, &hit)
            });
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

impl MissingIndicator {
    /// Whether what stands around a name gives it a value: «hộ nghèo được vay vốn» names an indicator and gives
    /// nothing. A cell's value stands in its row; a sentence may hand the value on to the next, a line to the items
    /// below it.
    fn gives_value(&self, context: &Context<'_>, id: usize, hit: &Hit) -> bool {
        let document = context.document;
        let block = &document.blocks[id];
        if let BlockKind::Cell { table, row, .. } = block.kind {
            // What a column is of, the other heads say: «Công trình | Tổng mức đầu tư».
            let head = document.tables.get(table as usize).filter(|table| (row as usize) < table.header_rows);
            let row = head.and_then(|table| table.rows.get(row as usize));
            let cell = |id: Option<&BlockId>| id.and_then(|&id| document.blocks.get(id as usize));
            let ends = row.and_then(|row| Some((cell(row.cells.first())?, cell(row.cells.last())?)));
            let tokens = ends.map_or(block.tokens.clone(), |(first, last)| first.tokens.start..last.tokens.end);
            return !self.is_of_another(context, hit, &tokens);
        }
        let sentences = &document.sentences[block.sentences.clone()];
        let at = sentences.partition_point(|s| s.tokens.end <= hit.start as usize);
        let Some(sentence) = sentences.get(at).filter(|s| !self.is_of_another(context, hit, &s.tokens)) else {
            return false;
        };
        let value = |tokens: &Range<usize>| {
            let text = document.text.get(document.token_range(tokens.clone())).unwrap_or("");
            let mut facts = context.facts().within(tokens).iter();
            text.contains(['…', '_', '{', '[']) || facts.any(|fact| self.measures(context, hit, fact))
        };
        let indicators = &context.catalogue.indicators;
        let resumes = |s: &&Sentence| {
            let first = document.tokens.get(s.tokens.start).map(|t| t.id);
            first.is_some_and(|word| self.openings.contains(&word))
                && indicators.named(context.mentions, &s.tokens).is_empty()
        };
        let next = sentences.get(at + 1).filter(resumes);
        let opens = document.block_text(block).trim_end().ends_with(':');
        let below = document.blocks.get(id + 1).filter(|b| opens && matches!(b.kind, BlockKind::Item { .. }));
        value(&sentence.tokens)
            || next.is_some_and(|s| value(&s.tokens))
            || (at + 1 == sentences.len() && below.is_some_and(|b| value(&b.tokens)))
    }

    /// Whether a name that several things go by stands for another here: «trạm y tế đạt chuẩn quốc gia».
    fn is_of_another(&self, context: &Context<'_>, hit: &Hit, tokens: &Range<usize>) -> bool {
        let Some(id) = MeasureId(hit.item).id(&context.catalogue.pack) else { return false };
        let Some(list) = self.shared.get(id).and_then(|shared| shared.list) else { return false };
        let parts = |&token: &usize| context.document.between(token, token).contains(';');
        let start = (tokens.start + 1..=hit.start as usize).rev().find(parts).unwrap_or(tokens.start);
        let end = (hit.end as usize..tokens.end).find(parts).unwrap_or(tokens.end);
        let said = outermost(context.mentions.hits_of(list, &(start..end)));
        let says = |whose: Whose| said.iter().any(|hit| hit.item == whose as u32);
        says(Whose::Other) && !says(Whose::Own)
    }

    /// Whether a figure can be an indicator's: in what counts one of the row's measures, or without any unit after
    /// its name. «18 tỷ đồng» is no rate of poverty, «vận động 15 doanh nghiệp» no number of enterprises.
    fn measures(&self, context: &Context<'_>, hit: &Hit, fact: &Fact) -> bool {
        let figures = &context.catalogue.figures;
        let row = context.catalogue.indicators.known_of_row(MeasureId(hit.item).row());
        let unit = if fact.unit == Unit::Points { Unit::Percent } else { fact.unit };
        let lent = || {
            let before = fact.tokens.start.saturating_sub(LENDS)..fact.tokens.start;
            let mut phrases = self.lent.into_iter().flat_map(|list| context.mentions.hits_of(list, &before));
            phrases.any(|phrase| phrase.end as usize == before.end)
        };
        match unit {
            _ if fact.of.is_some() => true,
            Unit::None if fact.tokens.start >= hit.end as usize => true,
            // «20 OCOP»: the name itself says what is counted.
            Unit::None => fact.tokens.end == hit.start as usize && row.iter().any(|known| !known.is_share()) && !lent(),
            unit => row.iter().any(|known| known.tells(figures, unit)) && (unit == Unit::Percent || !lent()),
        }
    }
}

/// Tokens of the longest phrase before a figure.
const LENDS: usize = 4;
