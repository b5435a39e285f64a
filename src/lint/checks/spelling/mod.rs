//! How words are written: repeated, ill spaced, in the wrong letters or the wrong encoding, wrongly, or in
//! two ways in one dossier.

mod legacy_encoding;
mod lookalike_letter;
mod repeated_word;
mod tone_placement;
mod unicode_form;

pub use legacy_encoding::LegacyEncoding;
pub use lookalike_letter::LookalikeLetter;
pub use repeated_word::RepeatedWord;
pub use tone_placement::TonePlacement;
pub use unicode_form::UnicodeForm;

use crate::lint::finding::{Applicability, Edit, Fix};

/// A correction that changes no meaning.
fn safe(edits: impl IntoIterator<Item = Edit>) -> Option<Fix> {
    fix(Applicability::Safe, edits)
}

/// A correction, unless there is nothing to edit.
fn fix(applicability: Applicability, edits: impl IntoIterator<Item = Edit>) -> Option<Fix> {
    let edits: Vec<Edit> = edits.into_iter().collect();
    (!edits.is_empty()).then_some(Fix { applicability, edits })
}
