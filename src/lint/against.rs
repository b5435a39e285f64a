//! Documents of others: compared with, never judged.

use super::catalogue::Catalogue;
use super::engine::{Input, RunError};
use super::sketch::Sketch;
use crate::document::dossier::Manifest;
use crate::document::{Content, Document, Meta, ReadError};
use crate::mentions::Mentions;
use crate::overlap::prepare::{self, Passages};

/// Another unit's document, or one of the term before.
#[derive(Debug)]
pub struct Other {
    /// Where it is read from.
    pub input: Input,
    /// Whose it is.
    pub meta: Meta,
    /// Its words for the overlap engine.
    pub passages: Passages,
    /// Where its sections and headings stand, and its figures.
    pub sketch: Sketch,
}

impl Other {
    /// Reads a document to compare with; of its text only the words stay.
    pub fn read(
        catalogue: &Catalogue,
        input: &Input,
        manifest: Option<&Manifest>,
        read: &(dyn Fn(&Input) -> Result<Content, ReadError> + Sync),
    ) -> Result<Other, RunError> {
        let wrap = |error| RunError { path: input.path.clone(), error };
        let source = read(input).map_err(wrap)?;
        let mut document = Document::parse(&input.path, source, input.format).map_err(wrap)?;
        if let Some(manifest) = manifest {
            manifest.complete(&mut document, input.kind);
        }
        let mentions = Mentions::find(&document, &catalogue.lexicon, &catalogue.vocabulary);
        let passages = prepare::passages(&document, &mentions);
        let sketch = Sketch::of(&document, &passages);
        Ok(Other { input: input.clone(), meta: document.meta, passages, sketch })
    }
}
