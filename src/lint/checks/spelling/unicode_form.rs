//! Letters taken apart: a vowel and its marks as characters of their own.

use super::safe;
use crate::document::Sentence;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::Edit;
use serde::Deserialize;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// `unicode-form:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct UnicodeForm {
    /// Share of a document's accented words from which it is all taken apart and one finding says so.
    whole: f64,
    /// Least number of such words.
    at_least: usize,
}

impl Check for UnicodeForm {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        if !has_marks(&document.source) {
            return;
        }
        // In a text that has some most sentences have none.
        let apart = |sentence: &&Sentence| {
            let span = document.span(document.sentence_range(sentence));
            document.source.get(span.range()).is_some_and(has_marks)
        };
        let runs: Vec<Vec<usize>> = document
            .sentences
            .iter()
            .filter(apart)
            .map(|sentence| sentence.tokens.clone().filter(|&i| decomposed(context, i)).collect())
            .filter(|run: &Vec<usize>| !run.is_empty())
            .collect();
        let apart = runs.iter().map(Vec::len).sum::<usize>();
        let accented = || document.tokens.iter().filter(|t| !t.text(&document.text).is_ascii()).count();
        if apart >= self.at_least && apart as f64 >= self.whole * accented() as f64 {
            let (Some(first), Some(last)) = (runs.first().and_then(|r| r.first()), runs.last().and_then(|r| r.last()))
            else {
                return;
            };
            let mut draft = context.at_title().say("whole").with("count", apart.to_string());
            draft.fix = safe(composed(context, document.token_range(*first..last + 1)));
            out.push(draft);
            return;
        }
        for run in runs {
            let (Some(&first), Some(&last)) = (run.first(), run.last()) else { continue };
            let range = document.token_range(first..last + 1);
            let mut draft = Draft::at(range.clone()).with("count", run.len().to_string());
            draft.fix = safe(composed(context, range));
            out.push(draft);
        }
    }
}

/// Whether a text has marks of their own: all of U+0300–U+036F begin with one of two bytes.
fn has_marks(text: &str) -> bool {
    memchr::memchr2(0xCC, 0xCD, text.as_bytes()).is_some()
}

/// Whether a token stands decomposed in the source.
fn decomposed(context: &Context<'_>, token: usize) -> bool {
    let Some(token) = context.document.tokens.get(token) else { return false };
    let span = context.document.span(token.range());
    let Some(source) = context.document.source.get(span.range()) else { return false };
    source != token.text(&context.document.text) && source.nfc().ne(source.chars())
}

/// The composed form of exactly the source, whatever markup stands in it.
fn composed(context: &Context<'_>, range: Range<usize>) -> Option<Edit> {
    let span = context.document.span(range);
    let text = context.document.source.get(span.range())?.nfc().collect();
    Some(Edit { start: span.start, end: span.end, text })
}
