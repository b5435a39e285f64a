//! Shortcomings for which nobody answers.

use crate::document::{BlockKind, Sentence};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::{Severity, shorten};
use crate::lint::pack::{Level, Role};
use crate::mentions::MentionKind;
use crate::text::{LexiconBuilder, ListId, outermost};
use serde::Deserialize;
use std::ops::Range;

/// `missing-responsibility:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissingResponsibility {
    /// Levels of organisation whose committee answers as a whole.
    #[serde(default)]
    skip_units: Vec<Level>,
    /// Words of a sentence that says who answers, wherever it stands.
    answers: Vec<String>,
    /// Words of a sentence that presents the report and names who does so.
    formulas: Vec<String>,
    /// Collectives that can answer, beside the bodies every rule knows.
    collectives: Vec<String>,
    /// Persons that can, beside the posts every rule knows.
    persons: Vec<String>,
    /// Words that look like a post or a body and name nobody.
    nobody: Vec<String>,
    /// Words that say the names are in a paper of their own.
    elsewhere: Vec<String>,
    #[serde(skip)]
    lists: Option<[ListId; 6]>,
}

impl Check for MissingResponsibility {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let lists = [&self.answers, &self.collectives, &self.persons, &self.nobody, &self.elsewhere, &self.formulas];
        self.lists = Some(lists.map(|phrases| builder.list_of(phrases)));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some([answers, collectives, persons, nobody, elsewhere, formulas]) = self.lists else { return };
        let skipped = context.level().is_some_and(|level| self.skip_units.contains(&level));
        let has = |list, s: &Sentence| context.mentions.hits_of(list, &s.tokens).next().is_some();
        let shortcomings: Vec<&Sentence> = context.sentences_of(&[Role::Shortcoming, Role::Cause]).collect();
        if skipped || shortcomings.is_empty() {
            return;
        }
        let presents = |s: &Sentence| has(formulas, s);
        let mut said: Vec<&Sentence> = context.sentences_of(&[Role::Responsibility]).filter(|s| !presents(s)).collect();
        let own = said.len();
        // Elsewhere too somebody may be said to answer; being a good example is another matter.
        let matters = [Role::Shortcoming, Role::Cause, Role::Remedy, Role::Organisation, Role::None];
        said.extend(context.sentences_of(&matters).filter(|s| has(answers, s) && !presents(s)));
        if said.iter().chain(&shortcomings).any(|s| has(elsewhere, s)) {
            return;
        }
        // A heading that names a collective over words that name nobody does not make it answer.
        if !said.is_empty() && vague_agents(context, &said).is_empty() {
            let blocks = context.document.blocks.iter().filter(|b| b.is_heading());
            let headings = blocks.flat_map(|b| context.document.sentences.get(b.sentences.clone()).unwrap_or_default());
            said.extend(headings.filter(|s| has(answers, s)));
        }
        // Without a word on who answers, those whom the shortcomings themselves name do.
        if said.is_empty() {
            said.clone_from(&shortcomings);
        }
        // Whether a sentence names a collective, and a person.
        let names = |sentence: &Sentence| {
            let vague = outermost(context.mentions.hits_of(nobody, &sentence.tokens));
            let free = |tokens: Range<usize>| {
                let next = vague.partition_point(|v| v.end as usize <= tokens.start);
                vague.get(next).is_none_or(|v| tokens.end <= v.start as usize)
            };
            let listed =
                |list| context.mentions.hits_of(list, &sentence.tokens).any(|h| free(h.start as usize..h.end as usize));
            let mentions = context.mentions.within(&sentence.tokens);
            let named = |kind| mentions.iter().any(|m| m.kind == kind && free(m.tokens.clone()));
            (listed(collectives) || named(MentionKind::Body), listed(persons) || named(MentionKind::Post))
        };
        let (mut collective, mut person) = (false, false);
        for sentence in &said {
            let (by_all, by_one) = names(sentence);
            (collective, person) = (collective || by_all, person || by_one);
        }
        let place = if own > 0 { said[0] } else { shortcomings[0] };
        let Some(block) = context.document.blocks.get(place.block as usize) else { return };
        let draft = context.at_heading(block.section);
        if person || collective {
            // Of points that each answer for a shortcoming, those that name nobody.
            let points = said.get(..own).unwrap_or_default().chunk_by(|a, b| a.block == b.block);
            for point in points {
                let block = context.document.blocks.get(point[0].block as usize);
                let listed = block.is_some_and(|b| matches!(b.kind, BlockKind::Item { .. }) || b.numbering.is_some());
                let answered = point.iter().any(|s| matches!(names(s), (true, _) | (_, true)));
                let agents: Vec<String> = vague_agents(context, point);
                let vague = !agents.is_empty() || point.iter().any(|s| has(nobody, s));
                if listed && vague && !answered {
                    let range = context.document.sentence_range(point[0]);
                    let quote = shorten(context.document.token_text(point[0].tokens.clone()), 120);
                    out.push(Draft::at(range).say("point").weigh(Severity::Warning).with("quote", quote));
                }
            }
        }
        match (collective, person) {
            (_, true) => {}
            (true, false) if own > 0 => out.push(draft.say("person").weigh(Severity::Info)),
            (true, false) => {}
            (false, false) => {
                let agents = vague_agents(context, &said);
                let quote = shorten(context.document.token_text(place.tokens.clone()), 120);
                let message = if own == 0 {
                    "nowhere"
                } else if agents.is_empty() {
                    "nobody"
                } else {
                    ""
                };
                out.push(draft.say(message).with("agents", agents.join(", ")).with("quote", quote));
            }
        }
    }
}

/// Nobodies the sentences name: «một số cấp ủy».
fn vague_agents(context: &Context<'_>, sentences: &[&Sentence]) -> Vec<String> {
    let mentions = sentences.iter().flat_map(|s| context.mentions.within(&s.tokens));
    let vague = mentions.filter(|m| m.kind == MentionKind::VagueAgent);
    let mut agents: Vec<String> =
        vague.map(|m| format!("«{}»", context.document.token_text(m.tokens.clone()))).take(4).collect();
    agents.dedup();
    agents
}
