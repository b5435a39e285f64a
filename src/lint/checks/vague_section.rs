//! A section whose sentences name nothing one could ask about.

use crate::document::{Section, SectionId, Sentence};
use crate::lint::anchors::{Anchor, is_anchored};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::shorten;
use crate::lint::pack::Role;
use serde::Deserialize;
use std::collections::HashMap;

/// What a kind of section needs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Need {
    /// Anchors that count for this kind of section.
    anchors: Vec<Anchor>,
    /// The section is vague if no more than this share of its sentences is anchored.
    at_most: f64,
    /// What to add, in Vietnamese.
    add: String,
}

/// `vague-section:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VagueSection {
    /// Needs by role of section; a role not named is left alone.
    roles: HashMap<Role, Need>,
    /// Sections with fewer sentences are left alone.
    least_sentences: usize,
    /// A section of fewer sentences is looked at all the same if it has this many syllables: clause upon
    /// clause, parted by semicolons.
    long_sentence: usize,
    /// Sections with fewer syllables are left alone.
    least_words: usize,
}

impl Check for VagueSection {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        for (id, section) in context.document.sections.iter().enumerate() {
            if section.heading.is_some() && section.children.is_empty() {
                self.section(context, id as SectionId, section, out);
            }
        }
    }
}

impl VagueSection {
    fn section(&self, context: &Context<'_>, id: SectionId, section: &Section, out: &mut Vec<Draft>) {
        let document = context.document;
        let role = context.outline.roles.get(id as usize).copied().unwrap_or_default();
        let Some(need) = self.roles.get(&role) else { return };
        let blocks = &document.blocks[section.body().start as usize..section.body().end as usize];
        // A table is concrete by itself.
        if blocks.iter().any(|b| b.is_cell()) {
            return;
        }
        let sentences: Vec<&Sentence> = blocks
            .iter()
            .filter(|b| b.is_prose() && !b.quoted)
            .flat_map(|b| &document.sentences[b.sentences.clone()])
            .collect();
        let words: usize = sentences.iter().map(|s| s.tokens.len()).sum();
        let short = sentences.len() < self.least_sentences && words < self.long_sentence;
        if sentences.is_empty() || short || words < self.least_words {
            return;
        }
        // A blank is a figure or a name still to come, and reported as such.
        let blank = |s: &Sentence| document.text[document.sentence_range(s)].contains('…');
        let bare: Vec<&&Sentence> =
            sentences.iter().filter(|s| !is_anchored(context, s, &need.anchors) && !blank(s)).collect();
        let anchored = sentences.len() - bare.len();
        if anchored as f64 > need.at_most * sentences.len() as f64 {
            return;
        }
        let worst = bare.iter().max_by_key(|s| (s.tokens.len(), std::cmp::Reverse(s.tokens.start)));
        let quote = worst.map_or("", |s| document.token_text(s.tokens.clone()));
        out.push(
            context
                .at_heading(id)
                .with("title", document.section_title(id))
                .with("anchored", anchored.to_string())
                .with("sentences", sentences.len().to_string())
                .with("quote", shorten(quote, 120))
                .with("add", need.add.clone()),
        );
    }
}
