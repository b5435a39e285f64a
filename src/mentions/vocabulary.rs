//! The phrase lists behind the mentions, from `lints/data/mentions.yml`.

use super::{Mention, MentionKind};
use crate::text::{Hits, LexiconBuilder, ListId};
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
    named_at: Vec<String>,
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
    /// Words that a place follows, or anything else.
    pub(super) named_at: ListId,
}

/// Tokens of the longest name of a body.
const KNOWN: usize = 16;

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
            named_at: list(&data.named_at),
        }
    }

    /// Whether a body, a post or a product begins at a token.
    pub(super) fn is_known(&self, hits: &Hits, token: usize) -> bool {
        let lists = [self.bodies, self.general_bodies, self.vague_agents, self.posts, self.products];
        lists.into_iter().any(|list| hits.within(list, &(token..token + KNOWN)).any(|hit| hit.start as usize == token))
    }

    /// Whether the common name of a body or a person begins at a token.
    pub(super) fn is_general(&self, hits: &Hits, token: usize) -> bool {
        hits.within(self.general_bodies, &(token..token + KNOWN)).any(|hit| hit.start as usize == token)
    }

    /// Turns hits of the lists into mentions; of hits of one list that begin together the longest counts.
    pub(super) fn mentions(&self, hits: &Hits, out: &mut Vec<Mention>) {
        let lists = [
            (self.bodies, MentionKind::Body),
            (self.general_bodies, MentionKind::GeneralBody),
            (self.vague_agents, MentionKind::VagueAgent),
            (self.posts, MentionKind::Post),
            (self.products, MentionKind::Product),
            (self.comparisons, MentionKind::Comparison),
            (self.deadlines, MentionKind::Recurring),
        ];
        for (list, kind) in lists {
            let longest = hits.of(list).chunk_by(|x, y| x.start == y.start).filter_map(<[_]>::last);
            out.extend(longest.map(|hit| Mention { kind: kind.clone(), tokens: hit.start as usize..hit.end as usize }));
        }
    }
}
