//! What is kept of a document once it is judged: enough for the checks across documents, and no text.

use super::check::Kept;
use super::locate::Located;
use super::pack::Level;
use crate::document::{Meta, Span};
use crate::overlap::prepare::Passages;

/// A document of a dossier after its text has been let go.
#[derive(Debug, Default)]
pub struct DocumentIndex {
    /// Path as shown.
    pub path: String,
    /// What is known about it.
    pub meta: Meta,
    /// Words.
    pub words: usize,
    /// The title, for findings about the whole document: known without reading it again.
    pub title: Located,
    /// The level of organisation it speaks for, if it shows.
    pub level: Option<Level>,
    /// Tables of key indicators: how many rows the longest has.
    pub indicator_rows: usize,
    /// Its words prepared for comparison, where a check needs them.
    pub passages: Option<Passages>,
    /// What each rule that runs keeps of the document, for itself.
    pub kept: Vec<Option<Kept>>,
    /// In-text ignores, with those already used.
    pub ignores: Vec<Ignore>,
}

/// A comment that silences rules in the block after it.
#[derive(Debug, Clone)]
pub struct Ignore {
    /// The rules.
    pub rules: Vec<String>,
    /// The stretch of source it covers.
    pub covers: Span,
    /// The comment itself.
    pub comment: Span,
    /// Whether it has silenced anything.
    pub used: bool,
}
