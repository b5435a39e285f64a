//! Nodes of the outline that are nowhere.

use crate::document::{Kind, SectionId};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::Severity;
use crate::lint::outline::{NodeId, OutlineIndex};
use crate::lint::pack::{Required, Role};
use crate::lint::tasks;
use crate::mentions::MentionKind;
use crate::text::{LexiconBuilder, ListId};
use serde::Deserialize;
use std::collections::BTreeSet;

/// `missing-section:` in a rule file. The outline is the pack's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissingSection {
    /// Words of a paragraph on how a programme is carried out and followed.
    follow_up: Vec<String>,
    #[serde(skip)]
    list: Option<ListId>,
}

impl Check for MissingSection {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.list = Some(builder.list_of(&self.follow_up));
    }

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
            if context.outline.has(outline, id)
                || node.task_table && tasks::are_listed(context)
                || parent_is_missing(context, outline, id)
                || self.may_be_in_other_words(context, outline, id)
            {
                continue;
            }
            let looked_for: Vec<String> = node.variants.iter().take(4).map(|v| format!("«{v}»")).collect();
            let place = place(context, outline, id);
            out.push(place.weigh(severity).with("name", node.name.clone()).with("variants", looked_for.join(", ")));
        }
    }
}

impl MissingSection {
    /// Whether a heading of the drafter's own («ĐIỀU CÒN DAY DỨT») stands where the node would: under its parent, between the
    /// sections that name its neighbours. What is said there may well be what is looked for.
    fn may_be_in_other_words(&self, context: &Context<'_>, outline: &OutlineIndex, node: NodeId) -> bool {
        // The points of a resolution are whole sentences: what they do not name they do not say.
        if context.document.meta.kind == Some(Kind::Resolution) {
            return false;
        }
        let sections = &context.document.sections;
        let parent = outline.nodes[node].parent;
        let found = |n: NodeId| context.outline.sections.get(n).map_or(&[][..], Vec::as_slice);
        let siblings = || (0..outline.nodes.len()).filter(|&n| outline.nodes[n].parent == parent);
        let before = siblings().filter(|&n| n < node).filter_map(|n| found(n).iter().max()).max();
        let after = siblings().filter(|&n| n > node).filter_map(|n| found(n).iter().min()).min();
        let within: BTreeSet<SectionId> = match parent.map(found) {
            Some(parents) if !parents.is_empty() => parents.iter().copied().collect(),
            // Without the parent's own heading: beside the highest of the sections that name its children.
            _ => {
                let above = siblings().flat_map(found).filter_map(|&s| sections[s as usize].parent);
                above.min_by_key(|&s| sections[s as usize].depth).into_iter().collect()
            }
        };
        let own = |s: &SectionId| {
            let section = &sections[*s as usize];
            let words: usize =
                section.body().filter_map(|b| context.document.blocks.get(b as usize)).map(|b| b.tokens.len()).sum();
            let organises = outline.nodes[node].role != Role::Organisation || !self.only_assigns(context, *s);
            context.outline.main[*s as usize].is_none() && (words >= LEAST || !section.children.is_empty()) && organises
        };
        let mut places = within.iter().flat_map(|s| &sections[*s as usize].children);
        places.any(|s| before.is_none_or(|before| s > before) && after.is_none_or(|after| s < after) && own(s))
    }

    /// «III. VIỆC PHẢI LÀM, NGƯỜI LÀM», a table of tasks, and no word on who sees to them: the tasks, and not how they are
    /// carried out.
    fn only_assigns(&self, context: &Context<'_>, id: SectionId) -> bool {
        let Some(section) = context.document.sections.get(id as usize) else { return false };
        let prose = section.body().filter_map(|b| context.document.blocks.get(b as usize)).filter(|b| b.is_prose());
        let follows = |tokens| self.list.is_some_and(|list| context.mentions.hits_of(list, tokens).next().is_some());
        section.children.is_empty()
            && tasks::are_assigned_in(context, id)
            && !prose.into_iter().any(|b| follows(&b.tokens))
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

/// Words of a section that says something.
const LEAST: usize = 20;

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
