//! Nodes of the outline that are nowhere.

use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::Severity;
use crate::lint::outline::{NodeId, OutlineIndex};
use crate::lint::pack::Required;
use crate::mentions::MentionKind;
use serde::Deserialize;

/// `missing-section:` in a rule file. The outline is the pack's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingSection {}

impl Check for MissingSection {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some(outline) = context.document.meta.kind.and_then(|k| context.catalogue.outlines.get(&k)) else { return };
        let level = context.level();
        if level.is_some_and(|level| outline.skip_units.contains(&level)) {
            return;
        }
        let year = term_start(context).and_then(|from| u16::try_from(from).ok());
        for (id, node) in outline.nodes.iter().enumerate() {
            let required = match (node.since, year) {
                _ if level.is_some_and(|level| node.skip_units.contains(&level)) => Required::No,
                (Some(since), Some(year)) if year < since => Required::No,
                _ => node.required,
            };
            let severity = match required {
                Required::No => continue,
                Required::Info => Severity::Info,
                Required::Warning => Severity::Warning,
                Required::Error => Severity::Error,
            };
            if context.outline.has(outline, id) || parent_is_missing(context, outline, id) {
                continue;
            }
            let looked_for: Vec<String> = node.variants.iter().take(4).map(|v| format!("«{v}»")).collect();
            let place = place(context, outline, id);
            out.push(place.weigh(severity).with("name", node.name.clone()).with("variants", looked_for.join(", ")));
        }
    }
}

/// The year the new term begins: as stated, else the latest a title or heading names.
fn term_start(context: &Context<'_>) -> Option<i32> {
    let document = context.document;
    let named = || {
        let heads = document.blocks.iter().enumerate().filter(|(i, b)| *i < 12 || b.is_heading());
        let mentions = heads.flat_map(|(_, b)| context.mentions.within(&b.tokens));
        let terms = mentions.filter_map(|m| match m.kind {
            MentionKind::Term(from, to) if (3..=5).contains(&(to - from)) => Some(from),
            _ => None,
        });
        terms.max()
    };
    document.meta.term.map(|(from, _)| from).or_else(named)
}

/// What is missing with its parent is said once, of the parent.
fn parent_is_missing(context: &Context<'_>, outline: &OutlineIndex, node: NodeId) -> bool {
    let mut at = outline.nodes[node].parent;
    while let Some(parent) = at {
        if outline.nodes[parent].required != Required::No && !context.outline.has(outline, parent) {
            return true;
        }
        at = outline.nodes[parent].parent;
    }
    false
}

/// The document's title; what is missing inside a part points at the part as well.
fn place(context: &Context<'_>, outline: &OutlineIndex, node: NodeId) -> Draft {
    let draft = context.at_title();
    let parent = outline.nodes[node].parent.and_then(|p| context.outline.sections.get(p)).and_then(|s| s.first());
    let heading = parent.and_then(|&s| context.document.sections[s as usize].heading);
    match heading.and_then(|h| context.document.blocks.get(h as usize)) {
        Some(block) => draft.see(block.range.clone(), context.document.block_text(block)),
        None => draft,
    }
}
