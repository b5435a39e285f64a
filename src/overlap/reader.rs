//! From a file's text to what the engine compares.

use super::phrases::Sample;
use super::prepare::Passages;
use super::view::View;
use super::{Entry, Genre, prepare};
use crate::document::{Content, Document, Format, ReadError};
use crate::mentions::{Mentions, Vocabulary, VocabularyData};
use crate::templates;
use crate::text::{Lexicon, LexiconBuilder};
use serde::Deserialize;

/// `lints/data/set-phrases.yml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SetPhrases {
    phrases: Vec<String>,
    #[serde(default)]
    between_units: Vec<String>,
}

impl SetPhrases {
    /// The runs of words that they are made of.
    pub fn genre(&self) -> Genre {
        Genre::of(self.phrases.iter().map(String::as_str))
    }

    /// Adds what reports of different units share and have not taken from each other: the wording of the indicators they
    /// are all judged by, and of the skeletons they all start from.
    pub fn widen(&self, genre: &mut Genre) {
        let skeletons = templates::wording();
        let lines = self.between_units.iter().chain(&skeletons);
        genre.extend_lines(&Genre::of(lines.map(String::as_str)));
    }
}

/// `lints/data/common-lines.yml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonLines {
    lines: String,
}

impl CommonLines {
    /// Adds what reports of many units have: where only a few texts are compared nobody can count that.
    pub fn widen(&self, genre: &mut Genre) {
        genre.extend_lines(&Genre::of(self.lines.lines()));
    }
}

/// `lints/data/common-pairs.yml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonPairs {
    /// Lines of a word and those that follow it.
    pub pairs: String,
}

/// A document read once more, to be shown: a comparison keeps places only.
#[derive(Debug)]
pub struct Shown {
    /// The document.
    pub document: Document,
    /// Its words.
    pub words: Passages,
    /// For each token whether it is its author's own; what is not counts on neither side.
    pub authored: Vec<bool>,
}

/// Reads documents for comparing: the names of bodies, citations and terms in them are nobody's wording.
pub struct Reader {
    lexicon: Lexicon,
    vocabulary: Vocabulary,
}

impl Reader {
    /// A reader that knows these lists of names.
    pub fn new(words: &VocabularyData) -> Reader {
        let mut builder = LexiconBuilder::default();
        let vocabulary = Vocabulary::register(words, &mut builder);
        Reader { lexicon: builder.build(), vocabulary }
    }

    /// What a corpus keeps of a document.
    pub fn entry(&self, path: &str, source: impl Into<Content>, format: Format) -> Result<Entry, ReadError> {
        let document = Document::parse(path, source, format)?;
        let mentions = Mentions::find_bodies(&document, &self.lexicon, &self.vocabulary);
        Ok(Entry::new(&document, &mentions))
    }

    /// A document to show; `genre` tells which of its words are everybody's.
    pub fn shown(&self, path: &str, source: Content, format: Format, genre: &Genre) -> Result<Shown, ReadError> {
        let document = Document::parse(path, source, format)?;
        let mentions = Mentions::find_bodies(&document, &self.lexicon, &self.vocabulary);
        let words = prepare::passages(&document, &mentions);
        let view = View::new(&words.text, genre);
        let mut authored = vec![false; document.tokens.len()];
        for (word, (_, token)) in words.words().enumerate() {
            if let Some(authored) = authored.get_mut(token) {
                *authored = view.counts(word);
            }
        }
        Ok(Shown { document, words, authored })
    }

    /// A document to learn set phrases from.
    pub fn sample(&self, unit: usize, path: &str, source: String, format: Format) -> Result<Sample, ReadError> {
        let document = Document::parse(path, source, format)?;
        let mentions = Mentions::find_bodies(&document, &self.lexicon, &self.vocabulary);
        let passages = prepare::passages(&document, &mentions);
        Ok(Sample { unit, document, passages })
    }
}
