//! How words are written: repeated, ill spaced, in the wrong letters or the wrong encoding, wrongly, or in
//! two ways in one dossier.

mod legacy_encoding;
mod lookalike_letter;
mod misspelling;
mod repeated_word;
mod spacing;
mod swaps;
mod term_consistency;
mod tone_placement;
mod unicode_form;

pub use legacy_encoding::LegacyEncoding;
pub use lookalike_letter::LookalikeLetter;
pub use misspelling::Misspelling;
pub use repeated_word::RepeatedWord;
pub use spacing::Spacing;
pub use term_consistency::TermConsistency;
pub use tone_placement::TonePlacement;
pub use unicode_form::UnicodeForm;

use crate::lint::check::Context;
use crate::lint::finding::{Applicability, Edit, Fix};
use std::ops::Range;

/// A correction that changes no meaning.
fn safe(edits: impl IntoIterator<Item = Edit>) -> Option<Fix> {
    fix(Applicability::Safe, edits)
}

/// A correction, unless there is nothing to edit.
fn fix(applicability: Applicability, edits: impl IntoIterator<Item = Edit>) -> Option<Fix> {
    let edits: Vec<Edit> = edits.into_iter().collect();
    (!edits.is_empty()).then_some(Fix { applicability, edits })
}

/// What stands without white space around a place, as far as it matters to tell an address from a word.
fn chunk(text: &str, place: &Range<usize>) -> Range<usize> {
    const REACH: usize = 120;
    let parts = char::is_whitespace;
    let mut from = place.start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (place.end + REACH).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = text.get(from..place.start).unwrap_or("");
    let start = before.char_indices().rev().find(|(_, c)| parts(*c)).map_or(from, |(i, c)| from + i + c.len_utf8());
    let end = text.get(place.end..to).and_then(|after| after.find(parts)).map_or(to, |i| place.end + i);
    start..end
}

/// Whether a place is part of an address of the web, of mail or of a file.
fn is_address(text: &str, place: &Range<usize>) -> bool {
    let chunk = text.get(chunk(text, place)).unwrap_or("");
    let known = [".vn", ".com", ".org", ".net", ".gov", ".doc", ".pdf", ".xls", ".txt", ".md", ".jpg", ".png", ".zip"];
    chunk.contains(['@', '\\', '_', '='])
        || chunk.contains("//")
        || chunk.contains("www.")
        || known.iter().any(|end| chunk.contains(end))
}

/// Whether the source of some words is the words themselves, white space included.
fn is_literal(context: &Context<'_>, range: Range<usize>) -> bool {
    context.edit(range, "").is_some()
}
