//! What a comparison found: for programs, for the terminal, as a page.

mod jsonl;
mod terminal;

use crate::document::Span;
use crate::overlap::Passage;

pub use jsonl::render as jsonl;
pub use terminal::{Style, render as terminal};

/// A comparison, ready to be shown.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The documents compared.
    pub documents: Vec<Compared>,
    /// What they share, by documents and place.
    pub passages: Vec<Found>,
}

/// A document as the comparison lists it.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// Its path as given.
    pub path: String,
    /// How many of its words are its author's own: not headings, quotations, set phrases.
    pub authored: usize,
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
