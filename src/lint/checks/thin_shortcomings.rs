//! Shortcomings far thinner than achievements, and fields that are praised and never blamed.

use crate::document::Sentence;
use crate::lint::anchors::{self, Anchor, is_anchored};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::outline::NodeId;
use crate::lint::pack::{Level, Role};
use crate::text::{Hit, LexiconBuilder, ListId, Syllable, outermost};
use serde::Deserialize;

/// `thin-shortcomings:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ThinShortcomings {
    /// Shortcomings with less than this share of the words and of the figures of the results are thin …
    share: f64,
    /// … and so are those with less than this share of the words and no figure at all.
    bare_share: f64,
    /// Unless this share of their sentences is anchored: short, but concrete.
    concrete: f64,
    /// Anchors that make a shortcoming concrete.
    anchors: Vec<Anchor>,
    /// Results of fewer words are left alone.
    least_words: usize,
    /// Fields that are asked for.
    #[serde(default)]
    fields: Fields,
    /// Sections side by side, one on what went well and one on what did not.
    pairs: Pairs,
    #[serde(skip)]
    list: Option<ListId>,
    #[serde(skip)]
    opening: Vec<Syllable>,
}

/// The fields of work a report praises one by one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Fields {
    /// Levels of organisation that have other fields.
    skip_units: Vec<Level>,
    /// Words from which a field counts as praised.
    least_words: usize,
    /// The shortcomings must name this many fields, else they are not told by field.
    least_named: usize,
    /// With more fields missing than this, they are not told by field either.
    most_missing: usize,
    /// Phrases that hold a word of a field and are not of it: «05 trường hợp», «xã biên giới».
    #[serde(default)]
    passed: Vec<String>,
    /// What may stand before the name of a field where it opens a sentence: «Về kinh tế, …».
    openers: Vec<String>,
    /// The fields.
    names: Vec<Field>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Pairs {
    /// Words that may open either heading.
    before: Vec<String>,
    /// What the one is called, in the first words of its heading.
    praise: Vec<String>,
    /// What the other is called.
    blame: Vec<String>,
    /// Praise of fewer words asks for nothing.
    least_words: usize,
    /// Blame of more sentences is judged by its contents.
    most_sentences: usize,
    /// With less than this share of the words of praise, and nothing concrete, it is thin.
    share: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    /// Its node in the outline.
    node: String,
    /// What people call it.
    name: String,
    /// Words that show a shortcoming is of this field.
    words: Vec<String>,
    /// Words that do so too, but not under the name of another field: «Về văn hóa: … do có vụ đánh bạc».
    #[serde(default)]
    weak: Vec<String>,
}

/// How much is said.
#[derive(Default)]
struct Weight {
    words: usize,
    figures: usize,
    sentences: usize,
    anchored: usize,
}

impl Check for ThinShortcomings {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let list = builder.list();
        let fields = self.fields.names.len();
        for (id, field) in self.fields.names.iter().enumerate() {
            builder.add_all(list, id as u32, &field.words);
            builder.add_all(list, (fields + id) as u32, &field.weak);
        }
        builder.add_all(list, (2 * fields) as u32, &self.fields.passed);
        self.list = Some(list);
        self.opening = self.fields.openers.iter().map(|word| Syllable::of(word)).collect();
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let before = out.len();
        self.whole(context, out);
        if out.len() == before {
            self.pairs(context, out);
        }
    }
}

impl ThinShortcomings {
    /// «2. Khuyết điểm» of one empty sentence beside a page of «1. Ưu điểm».
    fn pairs(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        let called = |section: u32, names: &[String]| {
            let title = crate::text::fold(document.section_title(section));
            let bare = self.pairs.before.iter().fold(title.as_str(), |title, word| {
                title.strip_prefix(word.as_str()).map_or(title, |rest| rest.trim_start())
            });
            names.iter().any(|name| bare.starts_with(name.as_str()))
        };
        let sentences = |section: u32| {
            let all = document.sections.get(section as usize).map(|s| s.all.clone()).unwrap_or_default();
            let blocks = document.blocks.get(all.start as usize..all.end as usize).unwrap_or_default();
            let prose = blocks.iter().filter(|b| b.is_prose() && !b.quoted);
            prose.flat_map(|b| b.sentences.clone().filter_map(|id| Some((id, document.sentences.get(id)?))))
        };
        for parent in &document.sections {
            for pair in parent.children.windows(2) {
                if !called(pair[0], &self.pairs.praise) || !called(pair[1], &self.pairs.blame) {
                    continue;
                }
                // Who answers for a fault adds nothing to it.
                let faults = sentences(pair[1]).filter(|(id, _)| context.parts().of(*id) != Role::Responsibility);
                let praise = self.weigh(context, sentences(pair[0]).map(|(_, s)| s));
                let blame = self.weigh(context, faults.map(|(_, s)| s));
                let thin = (blame.words as f64) < self.pairs.share * praise.words as f64;
                let empty = blame.figures == 0 && blame.anchored == 0 && blame.sentences <= self.pairs.most_sentences;
                let Some((_, first)) = sentences(pair[1]).next() else { continue };
                if praise.words >= self.pairs.least_words && thin && empty {
                    let draft = Draft::at(document.sentence_range(first)).say("pair");
                    let draft = draft.with("words", blame.words.to_string());
                    out.push(draft.with("of-words", praise.words.to_string()));
                }
            }
        }
    }

    fn whole(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let results = self.weigh(context, context.sentences_of(&[Role::Result]));
        let shortcomings = self.weigh(context, context.sentences_of(&[Role::Shortcoming]));
        let first = context.sentences_of(&[Role::Shortcoming]).next();
        let block = first.and_then(|s| context.document.blocks.get(s.block as usize));
        let (Some(block), true) = (block, results.words >= self.least_words) else { return };
        let part = |of: usize, whole: usize| of as f64 / whole.max(1) as f64;
        let words = part(shortcomings.words, results.words);
        let thin = words < self.share && part(shortcomings.figures, results.figures) < self.share;
        let bare = words < self.bare_share && shortcomings.figures == 0 && results.figures > 0;
        let concrete = part(shortcomings.anchored, shortcomings.sentences) >= self.concrete;
        if (thin || bare) && !concrete {
            let draft = context.at_heading(block.section).with("words", shortcomings.words.to_string());
            let draft = draft.with("figures", shortcomings.figures.to_string());
            let draft = draft.with("of-words", results.words.to_string());
            let draft = draft.with("of-figures", results.figures.to_string());
            out.push(draft.with("percent", format!("{:.0}", words * 100.0)));
        } else {
            self.fields(context, block.section, out);
        }
    }

    fn weigh<'s>(&self, context: &Context<'_>, sentences: impl Iterator<Item = &'s Sentence>) -> Weight {
        let mut weight = Weight::default();
        for sentence in sentences {
            weight.words += sentence.tokens.len();
            weight.figures += anchors::within(context, &sentence.tokens).filter(|a| *a == Anchor::Figure).count();
            weight.sentences += 1;
            weight.anchored += usize::from(is_anchored(context, sentence, &self.anchors));
        }
        weight
    }

    /// Fields with a chapter of results and no word among the shortcomings, where these go field by field.
    fn fields(&self, context: &Context<'_>, section: u32, out: &mut Vec<Draft>) {
        let document = context.document;
        let level = context.level();
        let outline = document.meta.kind.and_then(|kind| context.catalogue.outlines.get(&kind));
        let (Some(list), Some(outline)) = (self.list, outline) else { return };
        if level.is_some_and(|level| self.fields.skip_units.contains(&level)) {
            return;
        }
        let fields = self.fields.names.len();
        let mut named = vec![false; fields];
        let by_field = self.is_by_field(context, list);
        let heading = document.sections.get(section as usize).and_then(|s| s.heading);
        let headings = document.blocks.iter().filter(|b| {
            let role = context.outline.roles.get(b.section as usize);
            b.is_heading() && role == Some(&Role::Shortcoming)
        });
        // Told field by field, what the causes mention is no fault of another field.
        let roles = [Role::Shortcoming, Role::Responsibility, Role::Cause];
        let blamed = context.sentences_of(if by_field { &roles[..2] } else { &roles });
        for tokens in blamed.map(|s| &s.tokens).chain(headings.map(|b| &b.tokens)) {
            // «môi trường» is no school, «trật tự xã hội» no welfare.
            for hit in outermost(context.mentions.hits_of(list, tokens)) {
                let item = hit.item as usize;
                let field = if by_field || item < fields { item } else { item - fields };
                if let Some(named) = named.get_mut(field) {
                    *named = true;
                }
            }
        }
        let node = |field: &Field| outline.nodes.iter().position(|n| n.id == field.node);
        let chapters: Vec<Option<u32>> =
            self.fields.names.iter().map(|f| node(f).and_then(|n| self.chapter(context, n))).collect();
        let missing: Vec<usize> = (0..named.len())
            .filter(|&id| {
                // A chapter on several fields is answered by a shortcoming in any of them.
                let shared = |other: usize| named[other] && chapters[other] == chapters[id];
                chapters[id].is_some() && !named[id] && !(0..named.len()).any(shared)
            })
            .collect();
        let told = named.iter().filter(|n| **n).count();
        if missing.is_empty() || told < self.fields.least_named || missing.len() > self.fields.most_missing {
            return;
        }
        let names: Vec<&str> = missing.iter().map(|&id| self.fields.names[id].name.as_str()).collect();
        let mut draft = context.at_heading(section).say("field").with("fields", names.join("; "));
        for &id in &missing {
            let chapter = chapters[id].and_then(|c| document.sections.get(c as usize)).and_then(|s| s.heading);
            if let Some(block) = chapter.filter(|c| Some(*c) != heading).and_then(|c| document.blocks.get(c as usize)) {
                draft = draft.see(block.range.clone(), self.fields.names[id].name.clone());
            }
        }
        out.push(draft);
    }

    /// Whether every paragraph of the shortcomings opens with the name of a field: «Về kinh tế, …», «*Văn hóa:* …». What
    /// such a paragraph mentions besides («UBND xã chậm lập dự án») is said of the field it names.
    fn is_by_field(&self, context: &Context<'_>, list: ListId) -> bool {
        let document = context.document;
        let opened = |sentence: &&Sentence| {
            let Some(block) = document.blocks.get(sentence.block as usize) else { return false };
            let tokens = document.tokens.get(block.tokens.clone()).unwrap_or_default();
            let numbered = tokens.iter().take_while(|t| (t.start as usize) < block.body).count();
            let before = tokens[numbered..].iter().take_while(|t| self.opening.contains(&t.id)).count();
            let first = block.tokens.start + numbered + before;
            let names = |hit: &Hit| hit.start as usize == first && (hit.item as usize) < self.fields.names.len();
            let marked = before > 0 || block.lead.as_ref().is_some_and(|lead| lead.start <= block.body);
            marked && context.mentions.hits_of(list, &(first..block.tokens.end.min(first + 6))).any(names)
        };
        let mut all = context.sentences_of(&[Role::Shortcoming]).peekable();
        all.peek().is_some() && all.all(|sentence| opened(&sentence))
    }

    /// The chapter of results on a field, if it says enough.
    fn chapter(&self, context: &Context<'_>, node: NodeId) -> Option<u32> {
        let document = context.document;
        let sections = context.outline.sections.get(node)?;
        sections.iter().copied().find(|&id| {
            let role = context.outline.roles.get(id as usize);
            let all = document.sections.get(id as usize).map(|s| s.all.clone()).unwrap_or_default();
            let blocks = document.blocks.get(all.start as usize..all.end as usize).unwrap_or_default();
            let words: usize = blocks.iter().filter(|b| b.is_prose()).map(|b| b.tokens.len()).sum();
            role == Some(&Role::Result) && words >= self.fields.least_words
        })
    }
}
