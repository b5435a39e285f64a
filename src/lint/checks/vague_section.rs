//! A section whose sentences name nothing one could ask about.
//!
//! Each sentence is held against what its kind of section needs: an anchor that pins it down by itself counts
//! whole, one that only begins to (a year, a body, the number of a document) counts half, two kinds of these whole.
//! A section is vague when its sentences together reach no more than a set share of what they could.

use crate::document::{Section, SectionId, Sentence};
use crate::lint::anchors::{self, Anchor};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::shorten;
use crate::lint::pack::Role;
use crate::mentions::Mention;
use crate::text::fold;
use crate::text::{LexiconBuilder, ListId};
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;

/// What a kind of section needs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Need {
    /// Anchors that pin a sentence of this kind of section down.
    anchors: Vec<Anchor>,
    /// Anchors that do so only together with one of another kind.
    #[serde(default)]
    half: Vec<Anchor>,
    /// The section is vague if its sentences reach no more than this share.
    at_most: f64,
    /// What is counted, in Vietnamese: «số liệu, nơi chốn».
    counted: String,
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
    /// Sentences of fewer syllables say what follows, or end something.
    short_sentence: usize,
    /// Words that lead to a table or an annex, where the figures are.
    refers: Vec<String>,
    #[serde(skip)]
    list: Option<ListId>,
}

impl Check for VagueSection {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.list = Some(builder.list_of(&self.refers));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        for (id, section) in context.document.sections.iter().enumerate() {
            if section.heading.is_some() && section.children.is_empty() {
                self.section(context, id as SectionId, section, out);
            }
        }
    }
}

/// A stretch of text under one name.
struct Stretch<'d> {
    title: &'d str,
    /// Where a finding stands; the section's heading if nowhere else.
    place: Option<Range<usize>>,
    blocks: Range<usize>,
}

impl VagueSection {
    fn section(&self, context: &Context<'_>, id: SectionId, section: &Section, out: &mut Vec<Draft>) {
        let document = context.document;
        let role = context.outline.roles.get(id as usize).copied().unwrap_or_default();
        if !self.roles.contains_key(&role) {
            return;
        }
        let blocks = section.body().start as usize..section.body().end as usize;
        // A table is concrete by itself.
        if document.blocks[blocks.clone()].iter().any(|b| b.is_cell()) {
            return;
        }
        for stretch in stretches(context, id, blocks) {
            self.stretch(context, id, &stretch, out);
        }
    }

    fn stretch(&self, context: &Context<'_>, id: SectionId, stretch: &Stretch<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        // What a merged heading holds is told by how its text opens.
        let prose = document.blocks[stretch.blocks.clone()].iter().filter(|b| b.is_prose() && !b.quoted);
        let indices = prose.flat_map(|b| b.sentences.clone());
        let all: Vec<usize> = indices.filter(|&i| document.sentences[i].tokens.len() >= self.short_sentence).collect();
        let Some(role) = all.first().map(|&i| context.parts().of(i)) else { return };
        let Some(need) = self.roles.get(&role) else { return };
        let sentences: Vec<&Sentence> = all.iter().map(|&i| &document.sentences[i]).collect();
        let words: usize = sentences.iter().map(|s| s.tokens.len()).sum();
        let short = sentences.len() < self.least_sentences && words < self.long_sentence;
        if short || words < self.least_words {
            return;
        }
        let title = fold(stretch.title);
        let score = |s: &Sentence| self.score(context, &title, s, need);
        let scored: Vec<(u32, &Sentence)> = sentences.iter().map(|s| (score(s), *s)).collect();
        let reached: u32 = scored.iter().map(|(score, _)| score).sum();
        if f64::from(reached) > need.at_most * 2.0 * sentences.len() as f64 {
            return;
        }
        let mut worst: Vec<&(u32, &Sentence)> = scored.iter().collect();
        worst.sort_by_key(|(score, s)| (*score, std::cmp::Reverse(s.tokens.len()), s.tokens.start));
        let quote = |s: &Sentence| format!("«{}»", shorten(document.token_text(s.tokens.clone()), 100));
        let quotes: Vec<String> = worst.iter().take(2).map(|(_, s)| quote(s)).collect();
        let draft = match &stretch.place {
            Some(place) => Draft::at(place.clone()),
            None => context.at_heading(id),
        };
        out.push(
            draft
                .with("title", stretch.title)
                .with("anchored", scored.iter().filter(|(score, _)| *score == WHOLE).count().to_string())
                .with("sentences", sentences.len().to_string())
                .with("percent", format!("{:.0}", f64::from(reached) * 50.0 / sentences.len() as f64))
                .with("counted", need.counted.clone())
                .with("quote", quotes.join("; "))
                .with("add", need.add.clone()),
        );
    }

    /// How far a sentence is pinned down: 0, 1 (half) or 2. A body that the title names («Hoạt động của Hội đồng nhân
    /// dân») is what all of it is about and pins nothing down.
    fn score(&self, context: &Context<'_>, title: &str, sentence: &Sentence, need: &Need) -> u32 {
        let refers = self.list.is_some_and(|list| context.mentions.hits_of(list, &sentence.tokens).next().is_some());
        let text = context.document.text.get(context.document.sentence_range(sentence)).unwrap_or("");
        if refers || has_blank(text) {
            return WHOLE;
        }
        let mut half: Option<Anchor> = None;
        let in_title = |mention: &Mention| title.contains(&fold(context.document.token_text(mention.tokens.clone())));
        for mention in context.mentions.within(&sentence.tokens) {
            let Some(anchor) = anchors::of(context, mention) else { continue };
            if anchor == Anchor::Body && in_title(mention) {
                continue;
            }
            let other = half.is_some_and(|half| half != anchor);
            match (need.anchors.contains(&anchor), need.half.contains(&anchor)) {
                (true, _) => return WHOLE,
                (false, true) if other => return WHOLE,
                (false, true) => half = Some(anchor),
                (false, false) => {}
            }
        }
        u32::from(half.is_some())
    }
}

/// Whether a sentence holds a blank: a figure or a name still to come, and reported as such. «…» behind a word is
/// «v.v.»: «văn nghệ, thể thao…».
fn has_blank(text: &str) -> bool {
    text.match_indices('…').any(|(at, _)| !text[..at].ends_with(char::is_alphabetic))
}

/// The score of a sentence that is pinned down.
const WHOLE: u32 = 2;

/// A section's text as a whole, or, where its paragraphs have names of their own («*Về văn hóa:* …»), by these.
fn stretches<'d>(context: &'d Context<'_>, id: SectionId, blocks: Range<usize>) -> Vec<Stretch<'d>> {
    let document = context.document;
    let text = |range: &Range<usize>| document.text.get(range.clone()).unwrap_or("").trim();
    // «*Một là,* …», «**Việc 6.** …», «**Nhiệm vụ 24.** …» count, they name nothing.
    let counts = |words: &str| {
        let number = words.trim_end_matches(['.', ':']).rsplit_once(' ').map(|(_, rest)| rest);
        words.ends_with(',') || number.is_none_or(|n| n.bytes().all(|b| b.is_ascii_digit()))
    };
    let led = |at: usize| {
        let lead = document.blocks[at].lead.as_ref().filter(|_| document.blocks[at].is_prose())?;
        (!counts(text(lead))).then_some(lead)
    };
    let starts: Vec<usize> = blocks.clone().filter(|&at| led(at).is_some()).collect();
    if starts.len() < 2 {
        return vec![Stretch { title: document.section_title(id), place: None, blocks }];
    }
    let ends = starts.iter().skip(1).copied().chain([blocks.end]);
    let named = starts.iter().zip(ends).filter_map(|(&start, end)| {
        let lead = led(start)?;
        let title = text(lead).trim_end_matches([':', '.', ' ']);
        Some(Stretch { title, place: Some(lead.clone()), blocks: start..end })
    });
    named.collect()
}
