//! Passages of another unit's document, or of the term before.

use super::{figures, percent};
use crate::document::{Document, Meta};
use crate::lint::against::Other;
use crate::lint::check::{Check, DossierContext, DossierDraft, Draft, Place};
use crate::overlap::{Options, Passage, compare, strangers};
use crate::text::{TokenKind, fold, syllables};
use rayon::prelude::*;
use serde::Deserialize;
use std::ops::Range;

/// `copied-from-other:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CopiedFromOther {
    /// Words for a kind of unit, which stand before its name.
    unit_words: Vec<String>,
}

impl Check for CopiedFromOther {
    fn dossier(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let pairs: Vec<(usize, usize)> = (0..context.documents.len())
            .flat_map(|document| (0..context.against.len()).map(move |other| (document, other)))
            .collect();
        let drafts = pairs.par_iter().map(|&(document, other)| self.pair(context, document, other));
        out.extend(drafts.collect::<Vec<_>>().into_iter().flatten());
    }
}

impl CopiedFromOther {
    fn pair(&self, context: &DossierContext<'_>, document: usize, other: usize) -> Vec<DossierDraft> {
        let (index, source) = (&context.documents[document], &context.against[other]);
        let Some(passages) = index.passages.as_ref().filter(|_| index.path != source.input.path) else {
            return Vec::new();
        };
        let (texts, genre, options) =
            ((&passages.text, &source.passages.text), &context.catalogue.genre, Options::default());
        // One's own of the term before is read like a document of the dossier.
        let own = index.meta.unit.is_some() && self.name(&index.meta) == self.name(&source.meta);
        let found = match own {
            true => compare(texts.0, texts.1, genre, &options),
            false => strangers(texts.0, texts.1, genre, &options),
        };
        let authored = passages.text.authored(&(0..u32::MAX)).max(1);
        let copied: usize = found.iter().map(|passage| passages.text.authored(&passage.a)).sum();
        let draft = |passage: Passage| {
            let tokens = passages.tokens(&passage.a);
            let left = index.document.as_ref().map_or(String::new(), |d| self.left(d, &tokens, &index.meta, source));
            let figures = figures(&passage, (index.document.as_ref(), passages), (None, &source.passages));
            let message = match (left.is_empty(), passage.verbatim) {
                (false, _) => "left",
                (true, true) => "verbatim",
                (true, false) => "",
            };
            let path = source.input.path.rsplit('/').next().unwrap_or("").to_string();
            let mut draft = Draft::on(Place::Tokens(tokens))
                .say(message)
                .with("source", path.clone())
                .with("percent", percent(passage.similarity.into()))
                .with("share", percent((copied as f64 / authored as f64).min(1.0)))
                .with("changed", passage.changed.len().to_string())
                .with("figures", figures)
                .with("left", left);
            let place = Place::Tokens(source.passages.tokens(&passage.b));
            draft.related.push((context.documents.len() + other, place, path));
            DossierDraft { document, draft }
        };
        found.into_iter().map(draft).collect()
    }

    /// A unit's name without the word for its kind, folded.
    fn name(&self, meta: &Meta) -> String {
        let unit = fold(meta.unit.as_deref().unwrap_or(""));
        let stripped = self.unit_words.iter().find_map(|word| unit.strip_prefix(&fold(word)).map(str::trim_start));
        stripped.filter(|name| !name.is_empty()).map_or(unit.clone(), str::to_string)
    }

    /// What a copied passage still says of the unit or the time it was written for.
    fn left(&self, document: &Document, tokens: &Range<usize>, own: &Meta, source: &Other) -> String {
        let mut left: Vec<String> = Vec::new();
        let mut add = |words: &str| {
            if !left.iter().any(|known| known == words) {
                left.push(words.to_string());
            }
        };
        let foreign = self.name(&source.meta);
        let name: Vec<_> = syllables(&foreign).collect();
        let words = document.tokens.get(tokens.clone()).unwrap_or(&[]);
        if !name.is_empty() && foreign != self.name(own) {
            for (at, run) in words.windows(name.len()).enumerate() {
                if run.iter().map(|token| token.id).eq(name.iter().copied()) && run[0].is_capitalised() {
                    add(document.token_text(tokens.start + at..tokens.start + at + name.len()));
                }
            }
        }
        // A year before the outgoing term is hardly this report's own.
        let Some((from, _)) = own.term else { return left.join(", ") };
        let year = |at: usize| {
            let token = words.get(at).filter(|token| token.kind == TokenKind::Number)?;
            token.text(&document.text).parse::<i32>().ok().filter(|year| (1990..2100).contains(year))
        };
        let mut at = 0;
        while at < words.len() {
            match (year(at), year(at + 1)) {
                (Some(first), Some(last)) if last == first + 5 => {
                    if last < from {
                        add(document.token_text(tokens.start + at..tokens.start + at + 2));
                    }
                    at += 2;
                }
                (Some(first), _) => {
                    if first < from - 5 {
                        add(document.token_text(tokens.start + at..tokens.start + at + 1));
                    }
                    at += 1;
                }
                _ => at += 1,
            }
        }
        left.join(", ")
    }
}
