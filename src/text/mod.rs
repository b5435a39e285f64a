//! Vietnamese text: folding, syllables, sentences, numbers, dates, numerals.
//!
//! Nothing here knows of documents or rules. Two spellings of one word — NFC or NFD, `hoà` or
//! `hòa`, capitals or not — fold to one [`Syllable`], so no later step compares strings.

mod bits;
pub mod date;
pub mod fold;
mod hits;
pub mod legacy;
pub mod number;
mod phrases;
pub mod ratio;
pub mod roman;
pub mod sentence;
pub mod syllable;
pub mod token;
pub mod trie;

pub(crate) use bits::Bits;
pub use date::Date;
pub use fold::{Syllable, fold, syllables};
pub use hits::Hits;
pub use legacy::{Encoding, Legacy, LegacyData, LegacyRun};
pub use number::Number;
pub use phrases::Phrases;
pub use ratio::{Fit, Ratio};
pub use sentence::split_sentences;
pub use syllable::{SyllableData, Syllables};
pub use token::{Case, Gap, Token, TokenKind, tokenize};
pub use trie::{Hit, Lexicon, LexiconBuilder, ListId, outermost};
pub(crate) use trie::{PairSet, SyllableMap, SyllableSet};
