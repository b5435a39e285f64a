//! The phrase lists behind the mentions, from `lints/data/mentions.yml`.

use super::{Mention, MentionKind};
use crate::text::{Hit, LexiconBuilder, ListId};
use serde::Deserialize;

/// The file's content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VocabularyData {
    bodies: Vec<String>,
    general_bodies: Vec<String>,
    vague_agents: Vec<String>,
    posts: Vec<String>,
    products: Vec<String>,
    comparisons: Vec<String>,
    deadlines: Vec<String>,
    named_after: Vec<String>,
}

/// The lists, registered in a lexicon.
pub struct Vocabulary {
    bodies: ListId,
    general_bodies: ListId,
    vague_agents: ListId,
    posts: ListId,
    products: ListId,
    comparisons: ListId,
    deadlines: ListId,
    /// Words that a name of a place, work or event follows.
    pub(super) named_after: ListId,
}

impl Vocabulary {
    /// Adds the lists to a lexicon under way.
    pub fn register(data: &VocabularyData, builder: &mut LexiconBuilder) -> Vocabulary {
        let mut list = |phrases: &[String]| builder.list_of(phrases);
        Vocabulary {
            bodies: list(&data.bodies),
            general_bodies: list(&data.general_bodies),
            vague_agents: list(&data.vague_agents),
            posts: list(&data.posts),
            products: list(&data.products),
            comparisons: list(&data.comparisons),
            deadlines: list(&data.deadlines),
            named_after: list(&data.named_after),
        }
    }

    fn kind(&self, list: ListId) -> Option<MentionKind> {
        Some(match list {
            l if l == self.bodies => MentionKind::Body,
            l if l == self.general_bodies => MentionKind::GeneralBody,
            l if l == self.vague_agents => MentionKind::VagueAgent,
            l if l == self.posts => MentionKind::Post,
            l if l == self.products => MentionKind::Product,
            l if l == self.comparisons => MentionKind::Comparison,
            l if l == self.deadlines => MentionKind::Recurring,
            _ => return None,
        })
    }

    /// Turns hits of the lists into mentions; of hits of one list that overlap the longest counts.
    pub(super) fn mentions(&self, hits: &[Hit], out: &mut Vec<Mention>) {
        for (i, hit) in hits.iter().enumerate() {
            let Some(kind) = self.kind(hit.list) else { continue };
            let longer = hits[i + 1..]
                .iter()
                .take_while(|h| h.start == hit.start)
                .any(|h| h.list == hit.list && h.end > hit.end);
            if !longer {
                out.push(Mention { kind, tokens: hit.start as usize..hit.end as usize });
            }
        }
    }
}
