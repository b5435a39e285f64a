//! Causes that all lie with weather, prices and those above.

use crate::document::Sentence;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::shorten;
use crate::lint::pack::Role;
use crate::text::{LexiconBuilder, ListId, outermost};
use serde::Deserialize;

/// `missing-subjective-cause:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissingSubjectiveCause {
    /// What subjective causes are called.
    names: Vec<String>,
    /// Words of a sentence that finds the fault at home.
    subjective: Vec<String>,
    /// Bodies and posts of the committee's own, which do so unless the causes are called objective.
    home: Vec<String>,
    /// Where those words name no one who acts: «sinh hoạt chi bộ».
    #[serde(default)]
    not_home: Vec<String>,
    /// What objective causes are called.
    called_objective: Vec<String>,
    /// Words of a sentence that finds it elsewhere.
    objective: Vec<String>,
    #[serde(skip)]
    lists: Option<[ListId; 6]>,
}

impl Check for MissingSubjectiveCause {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let lists =
            [&self.names, &self.subjective, &self.objective, &self.home, &self.called_objective, &self.not_home];
        self.lists = Some(lists.map(|phrases| builder.list_of(phrases)));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some([names, subjective, objective, home, called_objective, not_home]) = self.lists else { return };
        let document = context.document;
        let causes: Vec<&Sentence> = context.sentences_of(&[Role::Cause]).collect();
        let has = |list, sentence: &&&Sentence| context.mentions.hits_of(list, &sentence.tokens).next().is_some();
        let called = causes.iter().any(|s| has(called_objective, &s));
        let acts = |sentence: &&Sentence| {
            let passed: Vec<_> = context.mentions.hits_of(not_home, &sentence.tokens).collect();
            let own = |start, end| !passed.iter().any(|p| p.start <= start && end <= p.end);
            context.mentions.hits_of(home, &sentence.tokens).any(|hit| own(hit.start, hit.end))
        };
        if causes.iter().any(|s| has(names, &s) || has(subjective, &s) || (!called && acts(s))) {
            return;
        }
        // «Nguyên nhân chủ quan» with text of its own under it.
        let named = document.sections.iter().any(|section| {
            let heading = section.heading.and_then(|h| document.blocks.get(h as usize));
            let alone = heading.is_some_and(|h| {
                context.mentions.hits_of(names, &h.tokens).next().is_some()
                    && context.mentions.hits_of(objective, &h.tokens).next().is_none()
            });
            alone && !section.body().is_empty()
        });
        let mut elsewhere = causes.iter().filter(|s| has(objective, s));
        let (Some(first), false) = (elsewhere.next(), named) else { return };
        let mut words: Vec<&str> = Vec::new();
        for sentence in &causes {
            for hit in outermost(context.mentions.hits_of(objective, &sentence.tokens)) {
                let word = document.token_text(hit.start as usize..hit.end as usize);
                if words.len() < 5 && !words.iter().any(|w| w.eq_ignore_ascii_case(word)) {
                    words.push(word);
                }
            }
        }
        let Some(block) = document.blocks.get(first.block as usize) else { return };
        let quoted: Vec<String> = words.iter().map(|w| format!("«{w}»")).collect();
        let draft = context.at_heading(block.section).with("objective", quoted.join(", "));
        out.push(
            draft
                .with("sentences", causes.len().to_string())
                .with("quote", shorten(document.token_text(first.tokens.clone()), 120)),
        );
    }
}
