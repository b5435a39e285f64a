//! What a text names: figures, dates, bodies, posts, places, citations, products — found once, in
//! one walk over the syllables, and read by every rule.

mod date;
pub mod fact;
mod figure;
mod named;
pub mod place;
mod vocabulary;

pub use date::{DateMention, Precision};
pub use fact::{Fact, Facts};
pub use figure::Figure;
pub use place::PlaceMention;
pub use vocabulary::{Vocabulary, VocabularyData};

use crate::document::Document;
use crate::text::{Hit, Hits, Lexicon, ListId};
use std::ops::Range;

/// One thing a text names.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// What it is.
    pub kind: MentionKind,
    /// The tokens that name it.
    pub tokens: Range<usize>,
}

/// What a mention is.
#[derive(Clone, Debug, PartialEq)]
pub enum MentionKind {
    /// A number that counts or measures something.
    Figure(Figure),
    /// A day, month, quarter or year.
    Date(DateMention),
    /// A time without a date: «hằng quý».
    Recurring,
    /// Two years that bound a term or period.
    Term(i32, i32),
    /// The number of a document: `35-CT/TW`.
    Citation,
    /// A body one can ask.
    Body,
    /// A body every sentence names: «Đảng bộ», «cấp ủy».
    GeneralBody,
    /// Nobody in particular: «một số cấp ủy».
    VagueAgent,
    /// A post.
    Post,
    /// An administrative unit.
    Place(PlaceMention),
    /// Any other place, work or event with a name of its own.
    Named,
    /// What a task leaves behind.
    Product,
    /// A comparison with something.
    Comparison,
}

/// All mentions of a document, by position, and all hits of the phrase lists.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Mentions, sorted by first token.
    pub all: Vec<Mention>,
    /// Hits of every list of the lexicon.
    pub hits: Hits,
    /// Of each token, the first mention that begins there or later: rules ask thousands of times what a few tokens name.
    first: Vec<u32>,
}

impl Mentions {
    /// Finds everything in one walk.
    pub fn find(document: &Document, lexicon: &Lexicon, vocabulary: &Vocabulary) -> Mentions {
        Mentions::read(document, lexicon, vocabulary, true)
    }

    /// Finds what is nobody's own wording: bodies, posts, citations, dates, places; no figures and no works. Comparing
    /// texts asks for no more.
    pub fn find_bodies(document: &Document, lexicon: &Lexicon, vocabulary: &Vocabulary) -> Mentions {
        Mentions::read(document, lexicon, vocabulary, false)
    }

    fn read(document: &Document, lexicon: &Lexicon, vocabulary: &Vocabulary, figures: bool) -> Mentions {
        let hits = Hits::new(&lexicon.scan(&document.tokens));
        let mut all = Vec::new();
        vocabulary.mentions(&hits, &mut all);
        date::find(document, &mut all);
        if figures {
            figure::find(document, &mut all);
        }
        place::find(document, &mut all);
        if figures {
            named::find(document, &hits, vocabulary, &mut all);
        }
        all.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end)));
        let first = first_from(&all, document.tokens.len());
        Mentions { all, hits, first }
    }

    /// Mentions that begin within a range of tokens.
    pub fn within(&self, tokens: &Range<usize>) -> &[Mention] {
        let first = |token: usize| self.first.get(token).map_or(self.all.len(), |&at| at as usize);
        let from = first(tokens.start);
        &self.all[from..first(tokens.end).max(from)]
    }

    /// Hits of one list that lie within a range of tokens, in order.
    pub fn hits_of(&self, list: ListId, tokens: &Range<usize>) -> impl Iterator<Item = &Hit> {
        self.hits.within(list, tokens)
    }
}

/// Of each of so many tokens, the first mention that begins there or later.
fn first_from(all: &[Mention], tokens: usize) -> Vec<u32> {
    let mut first = Vec::with_capacity(tokens);
    for (at, mention) in all.iter().enumerate() {
        first.resize(tokens.min(mention.tokens.start + 1).max(first.len()), at as u32);
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_token_the_same_as_by_search() {
        let mention = |tokens: Range<usize>| Mention { kind: MentionKind::Body, tokens };
        for starts in [vec![], vec![0], vec![3, 3, 4, 9], vec![9]] {
            let all: Vec<Mention> = starts.iter().map(|&start| mention(start..start + 1)).collect();
            let mentions = Mentions { first: first_from(&all, 10), all, hits: Hits::default() };
            for from in 0..12 {
                for to in 0..12 {
                    let inside = mentions.all.iter().filter(|m| (from..to).contains(&m.tokens.start));
                    assert!(mentions.within(&(from..to)).iter().eq(inside), "{starts:?} {from}..{to}");
                }
            }
        }
    }
}
