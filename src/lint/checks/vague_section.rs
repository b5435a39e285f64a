//! A section whose sentences name nothing one could ask about.
//!
//! Each sentence is held against what its kind of section needs: an anchor that pins it down by itself counts
//! whole, one that only begins to (a year, a body, the number of a document) counts half, two kinds of these whole.
//! A section is vague when its sentences together reach no more than a set share of what they could.

use crate::document::{Block, Document, Section, SectionId, Sentence};
use crate::lint::anchors::{self, Anchor};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::shorten;
use crate::lint::pack::Role;
use crate::mentions::Mention;
use crate::mentions::fact::Unit;
use crate::text::fold;
use crate::text::{LexiconBuilder, ListId, Phrases};
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
    /// Before a colon: what follows are the names of what is told in full elsewhere.
    names: Vec<String>,
    /// First words of a name set off by a comma: «**Về kinh tế,** …».
    about: Phrases,
    #[serde(skip)]
    lists: Option<[ListId; 2]>,
}

impl Check for VagueSection {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.lists = Some([&self.refers, &self.names].map(|phrases| builder.list_of(phrases)));
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
    /// Whether it is one paragraph of several: then nothing in it may be concrete.
    strict: bool,
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
        let before = out.len();
        for stretch in self.stretches(context, id, blocks) {
            // Of what is vague as a whole no part is shown as well.
            if !stretch.strict || out.len() == before {
                self.stretch(context, id, &stretch, out);
            }
        }
    }

    fn stretch(&self, context: &Context<'_>, id: SectionId, stretch: &Stretch<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        // What a merged heading holds is told by how its text opens.
        let prose = document.blocks[stretch.blocks.clone()].iter().filter(|b| b.is_prose() && !b.quoted);
        let indices = prose.flat_map(|b| b.sentences.clone());
        // A name is no sentence of what it names.
        let named = |i: usize| {
            let lead = stretch.place.as_ref();
            lead.is_some_and(|lead| document.sentence_range(&document.sentences[i]).end <= lead.end)
        };
        let counts = |i: usize| document.sentences[i].tokens.len() >= self.short_sentence && !named(i);
        let all: Vec<usize> =
            indices.filter(|&i| counts(i) && !self.gives_names(context, &document.sentences[i])).collect();
        let Some(role) = all.first().map(|&i| context.parts().of(i)) else { return };
        let Some(need) = self.roles.get(&role) else { return };
        let sentences: Vec<&Sentence> = all.iter().map(|&i| &document.sentences[i]).collect();
        let words: usize = sentences.iter().map(|s| s.tokens.len()).sum();
        let short = sentences.len() < self.least_sentences && words < self.long_sentence;
        let few = stretch.strict && sentences.len() < STRICT_SENTENCES;
        if short || few || words < self.least_words {
            return;
        }
        let title = fold(stretch.title);
        let score = |s: &Sentence| self.score(context, &title, s, need);
        let scored: Vec<(u32, &Sentence)> = sentences.iter().map(|s| (score(s), *s)).collect();
        let reached: u32 = scored.iter().map(|(score, _)| score).sum();
        let at_most = if stretch.strict { 0.0 } else { need.at_most };
        if f64::from(reached) > at_most * 2.0 * sentences.len() as f64 {
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
        let [refers, _] = self.lists.map_or([None; 2], |lists| lists.map(Some));
        let refers = refers.is_some_and(|list| context.mentions.hits_of(list, &sentence.tokens).next().is_some());
        let text = context.document.text.get(context.document.sentence_range(sentence)).unwrap_or("");
        if refers || has_blank(text) {
            return WHOLE;
        }
        if need.anchors.contains(&Anchor::Figure) && counts_in_words(context, sentence) {
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

/// Whether a sentence counts things in words: «chậm uốn nắn sinh hoạt chi bộ ở mười một buôn».
fn counts_in_words(context: &Context<'_>, sentence: &Sentence) -> bool {
    let spelled = &context.facts().spelled;
    let from = spelled.partition_point(|fact| fact.tokens.start < sentence.tokens.start);
    let mut own = spelled[from..].iter().take_while(|fact| fact.tokens.start < sentence.tokens.end);
    own.any(|fact| matches!(fact.unit, Unit::Count(_)) && fact.value.value() >= COUNTED)
}

/// Fewer are told without counting: «hai mặt», «một số».
const COUNTED: f64 = 3.0;

/// Whether a sentence holds a blank: a figure or a name still to come, and reported as such. «…» behind a word is
/// «v.v.»: «văn nghệ, thể thao…».
fn has_blank(text: &str) -> bool {
    text.match_indices('…').any(|(at, _)| !text[..at].ends_with(char::is_alphabetic))
}

/// The score of a sentence that is pinned down.
const WHOLE: u32 = 2;

/// Sentences that a paragraph must have to be looked at by itself.
const STRICT_SENTENCES: usize = 3;

/// Tokens of a short sentence that names its paragraph: «1. Chính trị, tư tưởng. Tiếp tục …».
const NAME: usize = 10;

impl VagueSection {
    /// «Bốn nhiệm vụ trọng tâm: a) vận hành bộ máy; b) …»: names of what is told in full elsewhere.
    fn gives_names(&self, context: &Context<'_>, sentence: &Sentence) -> bool {
        let tokens = &sentence.tokens;
        let opening = tokens.start..tokens.end.min(tokens.start + NAME);
        let Some([_, names]) = self.lists else { return false };
        let mut hits = context.mentions.hits_of(names, &opening);
        hits.any(|hit| {
            let end = hit.end as usize;
            end < tokens.end && context.document.between(end, end).contains(':')
        })
    }

    /// A section's text as a whole, or, where its paragraphs have names of their own («*Về văn hóa:* …»), by these.
    fn stretches<'d>(&self, context: &'d Context<'_>, id: SectionId, blocks: Range<usize>) -> Vec<Stretch<'d>> {
        let document = context.document;
        let text = |range: &Range<usize>| document.text.get(range.clone()).unwrap_or("").trim();
        let title = |lead: &Range<usize>| text(lead).trim_end_matches([':', '.', ',', ' ']);
        let led = |at: usize| {
            let block = document.blocks.get(at).filter(|b| b.is_prose())?;
            let lead = block.lead.clone().or_else(|| name_of(document, block))?;
            (!self.counts(text(&lead))).then_some(lead)
        };
        let starts: Vec<(usize, Range<usize>)> = blocks.clone().filter_map(|at| Some((at, led(at)?))).collect();
        let whole =
            || Stretch { title: document.section_title(id), place: None, blocks: blocks.clone(), strict: false };
        if let [(at, lead)] = &starts[..] {
            // «7.1. … 7.2. *Giám sát, phản biện.* …»: one of several paragraphs has a name.
            let numbered = document.blocks.get(*at).is_some_and(|b| b.numbering.is_some());
            let place = Some(lead.clone()).filter(|_| numbered);
            let part = place.map(|_| Stretch {
                title: title(lead),
                place: Some(lead.clone()),
                blocks: *at..at + 1,
                strict: true,
            });
            return [whole()].into_iter().chain(part).collect();
        }
        if starts.is_empty() {
            return vec![whole()];
        }
        let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([blocks.end]);
        let named = starts.iter().zip(ends).map(|((start, lead), end)| Stretch {
            title: title(lead),
            place: Some(lead.clone()),
            blocks: *start..end,
            strict: false,
        });
        named.collect()
    }

    /// «*Một là,* …», «**Việc 6.** …», «**Nhiệm vụ 24.** …» count, they name nothing; «**Về kinh tế,** …» does.
    fn counts(&self, words: &str) -> bool {
        let number = words.trim_end_matches(['.', ':']).rsplit_once(' ').map(|(_, rest)| rest);
        words.ends_with(',') && !self.about.open(words) || number.is_none_or(|n| n.bytes().all(|b| b.is_ascii_digit()))
    }
}

/// The name that a numbered paragraph opens with as a sentence of its own: «1. Chính trị, tư tưởng. Tiếp tục …».
fn name_of(document: &Document, block: &Block) -> Option<Range<usize>> {
    block.numbering.as_ref()?;
    let mut sentences = document.sentences.get(block.sentences.clone())?.iter();
    let (first, _) = (sentences.next()?, sentences.next()?);
    let range = block.body..document.sentence_range(first).end;
    let short = first.tokens.len() <= NAME && document.text.get(range.clone())?.trim_end().ends_with('.');
    short.then_some(range)
}
