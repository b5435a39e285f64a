//! How figures are told: the words around a share, a sum or a change that the checks on figures look for, from
//! `lints/data/figure-words.yml`. What ties one figure to another wherever it stands is a [`Cue`](crate::mentions::fact::Cue).

use crate::text::{Syllable, SyllableSet, Token, fold};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file's content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// What is read by more than one of them.
    pub any: AnyWords,
    /// Around a share.
    pub share: ShareWords,
}

/// Words read wherever figures are told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnyWords {
    /// Beside a fraction or a multiple in words: not meant exactly, or not meant so.
    pub about: Words,
    /// At the head of a clause that says again what was told.
    pub explains: Sayings,
    /// What a plan is called.
    pub plans: Sayings,
}

/// Words around a share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ShareWords {
    /// Before a fraction in words, beside `about`: it is none, or not meant so.
    pub no_fraction: Words,
    /// Before a fraction in its clause, when the clause is of those counted before.
    pub opens_fraction: Words,
    /// Between a fraction and the number it stands for.
    pub namely: Sayings,
    /// Right before a whole.
    pub has_whole: Words,
    /// What a part opens with, behind «thì» or a comma.
    pub part_opens: Sayings,
    /// Right behind what is counted: what befell the part.
    pub befell: Words,
    /// Before a part of the length told in the sentence before.
    pub until_now: Sayings,
    /// At the head of a sentence that takes up what was told before it.
    pub takes_up: Sayings,
    /// Past a comma, right before a share of what was just told.
    pub sums_up: Sayings,
    /// The same; but it may be measured by a plan.
    pub reaches: Sayings,
    /// Right before a share, past the name of its part.
    pub leads: Sayings,
    /// Before a share that ends what was told.
    pub ends: Sayings,
    /// Between a part and its whole.
    pub among: Sayings,
    /// Where what is counted begins its whole, at the end of the words between a part and its whole.
    pub whole_opens: Sayings,
    /// Past these another whole may be named.
    pub other_whole: Sayings,
    /// Whose all of something is.
    pub owners: Sayings,
    /// Before the whole in its bracket.
    pub in_bracket: Words,
    /// Behind «tổng số»: it goes on about the things told before.
    pub told_before: Words,
    /// In the name of a share: they say nothing of their own.
    pub idle: Words,
    /// Past the comma behind a share: it is judged, and measured by nothing.
    pub judged: Words,
    /// What a rate per thousand is called by, and what stands right before the number of those.
    pub per_mille: BTreeMap<String, Words>,
}

/// Words by themselves.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Words {
    /// Folded and sorted.
    texts: Vec<String>,
    ids: SyllableSet,
}

impl From<Vec<String>> for Words {
    fn from(words: Vec<String>) -> Words {
        let mut texts: Vec<String> = words.iter().map(|word| fold(word)).collect();
        texts.sort_unstable();
        Words { ids: texts.iter().map(|word| Syllable::of(word)).collect(), texts }
    }
}

impl Words {
    /// Whether a folded word is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.texts.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
    }

    /// Whether a token is one of them.
    pub fn is(&self, token: &Token) -> bool {
        self.ids.contains(&token.id)
    }
}

/// What is said in a few words, marks among them where they matter; looked for in the folded words of a clause. They keep their
/// order: of two that fit the first is meant.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Sayings(Vec<String>);

impl From<Vec<String>> for Sayings {
    fn from(sayings: Vec<String>) -> Sayings {
        Sayings(sayings.iter().map(|saying| fold(saying)).collect())
    }
}

impl Sayings {
    /// Whether a text is one of them.
    pub fn are(&self, text: &str) -> bool {
        self.0.iter().any(|saying| saying == text)
    }

    /// Whether a text ends with one of them.
    pub fn end(&self, text: &str) -> bool {
        self.before(text).is_some()
    }

    /// The text before the one it ends with.
    pub fn before<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.0.iter().find_map(|saying| text.strip_suffix(saying.as_str()))
    }

    /// Those that a text holds.
    pub fn within<'s>(&'s self, text: &str) -> impl Iterator<Item = &'s str> {
        self.0.iter().map(String::as_str).filter(move |saying| text.contains(saying))
    }
}
