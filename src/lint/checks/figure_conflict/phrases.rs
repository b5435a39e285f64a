//! Phrases that several quantities list: each stands in the trie once, with the quantities it belongs to.
//!
//! «và», «có», «đạt» after a number speak against a dozen quantities; as a dozen entries of the trie they made a third
//! of all that was found in a text.

use crate::mentions::Mentions;
use crate::text::{Hit, LexiconBuilder, ListId};
use std::collections::BTreeMap;
use std::ops::Range;

/// The place of phrases that belong to every quantity; quantities are counted from nought to below it.
pub(super) const ANY: u32 = u64::BITS - 1;

/// A list of phrases for each quantity.
#[derive(Debug)]
pub(super) struct Phrases {
    list: ListId,
    /// By item, a bit for each quantity.
    of: Vec<u64>,
}

impl Phrases {
    /// Puts the phrases into the trie.
    pub(super) fn register<'q>(
        builder: &mut LexiconBuilder,
        lists: impl Iterator<Item = (u32, &'q Vec<String>)>,
    ) -> Phrases {
        let mut of: BTreeMap<&str, u64> = BTreeMap::new();
        for (quantity, phrases) in lists {
            for phrase in phrases {
                *of.entry(phrase).or_default() |= 1 << quantity.min(ANY);
            }
        }
        let list = builder.list();
        for (item, phrase) in of.keys().enumerate() {
            builder.add(list, item as u32, phrase);
        }
        Phrases { list, of: of.into_values().collect() }
    }

    /// All hits within some tokens, in order.
    pub(super) fn all<'m>(&self, mentions: &'m Mentions, tokens: &Range<usize>) -> impl Iterator<Item = &'m Hit> {
        mentions.hits_of(self.list, tokens)
    }

    /// Those of one quantity.
    pub(super) fn hits<'m>(
        &'m self,
        mentions: &'m Mentions,
        quantity: u32,
        tokens: &Range<usize>,
    ) -> impl Iterator<Item = &'m Hit> {
        self.all(mentions, tokens).filter(move |hit| self.has(hit, quantity))
    }

    /// Whether a hit is of a quantity.
    pub(super) fn has(&self, hit: &Hit, quantity: u32) -> bool {
        self.of.get(hit.item as usize).is_some_and(|of| of >> quantity & 1 != 0)
    }

    /// Whether a quantity lists any.
    pub(super) fn needs(&self, quantity: u32) -> bool {
        self.of.iter().any(|of| of >> quantity & 1 != 0)
    }
}
