//! What a comparison found: for programs, for the terminal, as a page.

mod clusters;
mod jsonl;
mod matrix;
mod page;
mod pairs;
mod reading;
mod sides;
mod terminal;
mod units;

use crate::document::Span;
use crate::overlap::{Entry, Passage};

pub use jsonl::render as jsonl;
pub use page::render as page;
pub use terminal::{Style, render as terminal};
pub use units::Unit;

/// A comparison, ready to be shown.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The documents compared.
    pub documents: Vec<Compared>,
    /// What they share, by documents and place.
    pub passages: Vec<Found>,
    /// Whose the documents are; empty where nobody says so, and each stands for itself.
    pub units: Vec<Unit>,
}

impl Comparison {
    /// Reads a document once more, unless it is another by now.
    fn read<T>(&self, document: usize, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let document = self.documents.get(document)?;
        if document.gone { None } else { read(&document.path) }
    }
}

/// A document as the comparison lists it.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// Its path as given.
    pub path: String,
    /// How many of its words are its author's own: not headings, quotations, set phrases.
    pub authored: usize,
    /// Whether its file is gone or another by now, so that its words cannot be shown.
    pub gone: bool,
}

/// A passage of two documents.
#[derive(Clone, Debug)]
pub struct Found {
    /// The document under review, by its index.
    pub a: usize,
    /// Where it may come from.
    pub b: usize,
    /// The passage's bytes in the file of `a`.
    pub a_span: Span,
    /// Its bytes in the file of `b`.
    pub b_span: Span,
    /// The author's own words in it, on the side of `a` and of `b`.
    pub words: (usize, usize),
    /// How close the sides are.
    pub passage: Passage,
}

impl Found {
    /// A passage with its places in both files; documents by their index.
    pub fn new((a, left): (usize, &Entry), (b, right): (usize, &Entry), passage: Passage) -> Found {
        let words = (left.text.authored(&passage.a), right.text.authored(&passage.b));
        Found { a, b, a_span: left.span(&passage.a), b_span: right.span(&passage.b), words, passage }
    }
}
