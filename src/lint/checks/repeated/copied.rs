//! Passages of another unit's document, or of the term before.

use super::foreign::{Foreign, Names};
use super::join::{Closest, closest};
use super::shares::{Shares, percent};
use super::{Sides, say_changes};
use crate::document::Meta;
use crate::lint::against::Other;
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::sketch::Sketch;
use crate::overlap::{Options, Passage, compare, strangers};
use crate::text::{LexiconBuilder, fold};
use rayon::prelude::*;
use serde::Deserialize;

/// `copied-from-other:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CopiedFromOther {
    /// Words for a kind of unit, which stand before its name.
    unit_words: Vec<String>,
    /// What tells the names left standing of the unit a passage was written for.
    left: Foreign,
}

/// What is kept of a document to hold it against others.
struct Own {
    sketch: Sketch,
    names: Names,
}

/// Documents that one finding names beside the closest.
const RELATED: usize = 10;

impl Check for CopiedFromOther {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.left.register(builder);
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        let keep = || Own { sketch: Sketch::of(context.document, context.passages()), names: self.left.names(context) };
        context.compared.then(|| Box::new(keep()) as Kept)
    }

    fn dossier(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let ids = (0..context.documents.len()).into_par_iter();
        let drafts: Vec<Vec<DossierDraft>> = ids.map(|document| self.of_document(context, document)).collect();
        out.extend(drafts.into_iter().flatten());
    }
}

impl CopiedFromOther {
    fn of_document(&self, context: &DossierContext<'_>, document: usize) -> Vec<DossierDraft> {
        let index = &context.documents[document];
        let (Some(passages), Some(own)) = (&index.passages, context.kept::<Own>(document)) else { return Vec::new() };
        let others = (0..context.against.len()).into_par_iter();
        let found: Vec<Vec<(usize, Passage)>> = others.map(|other| self.found(context, document, other)).collect();
        let found: Vec<(usize, Passage)> = found.into_iter().flatten().collect();
        let shares = Shares::of(&own.sketch, passages, found.iter().map(|(_, passage)| passage.a.clone()));
        let draft = |closest: Closest| {
            let (more, Closest { source, passage, others }) = (closest.documents(), closest);
            let other = &context.against[source];
            let sides = Sides { here: (&own.sketch, passages), there: (&other.sketch, &other.passages) };
            let left = own.names.left(&sides, &passage, (&index.meta, index.document.as_ref()), other);
            let here = own.sketch.trimmed(passages.tokens(&passage.a));
            let mut draft = Draft::on(Place::Tokens(here.clone()))
                .say(if passage.verbatim { "verbatim" } else { "" })
                .with("percent", percent(passage.similarity.into()))
                .with("more", more.to_string())
                .part("others", if more > 0 { "others" } else { "" })
                .part("left", if left.is_empty() { "" } else { "left" })
                .with("names", left.join(", "));
            draft = say_changes(draft, sides.figures(passage.changed.iter().copied()));
            draft = shares.say(say_source(draft, &index.meta, other), here.start);
            let places = [(source, passage.b)].into_iter().chain(others.into_iter().take(RELATED));
            draft.related.extend(places.map(|(id, words)| {
                let other = &context.against[id];
                let place = Place::Tokens(other.sketch.trimmed(other.passages.tokens(&words)));
                let name = other.input.path.rsplit('/').next().unwrap_or("").to_string();
                (context.documents.len() + id, place, other.meta.unit.clone().unwrap_or(name))
            }));
            DossierDraft { document, draft }
        };
        closest(found, passages).into_iter().map(draft).collect()
    }

    /// The passages of a document that another has as well.
    fn found(&self, context: &DossierContext<'_>, document: usize, other: usize) -> Vec<(usize, Passage)> {
        let (index, source) = (&context.documents[document], &context.against[other]);
        let Some(passages) = index.passages.as_ref().filter(|_| index.path != source.input.path) else {
            return Vec::new();
        };
        let (texts, options) = ((&passages.text, &source.passages.text), Options::default());
        // One's own of the term before is read like a document of the dossier.
        let own = index.meta.unit.is_some() && self.name(&index.meta) == self.name(&source.meta);
        let found = match own {
            true => compare(texts.0, texts.1, &context.catalogue.genre, &options),
            false => strangers(texts.0, texts.1, context.catalogue.genre_between_units(), &options),
        };
        found.into_iter().map(|passage| (other, passage)).collect()
    }

    /// A unit's name without the word for its kind, folded.
    fn name(&self, meta: &Meta) -> String {
        let unit = fold(meta.unit.as_deref().unwrap_or(""));
        let stripped = self.unit_words.iter().find_map(|word| unit.strip_prefix(&fold(word)).map(str::trim_start));
        stripped.filter(|name| !name.is_empty()).map_or(unit.clone(), str::to_string)
    }
}

/// Whose the source is, as far as it tells itself from this document, else where it lies: the message's `{source}`.
fn say_source(draft: Draft, own: &Meta, other: &Other) -> Draft {
    let folded = |words: &Option<String>| words.as_deref().map(fold);
    let apart = folded(&own.province) != folded(&other.meta.province);
    let same = folded(&own.unit) == folded(&other.meta.unit) && !apart;
    let unit = other.meta.unit.as_ref().map(|unit| match other.meta.province.as_ref().filter(|_| apart) {
        Some(province) => format!("{unit}, {province}"),
        None => unit.clone(),
    });
    let (part, unit) = match (unit, other.meta.term) {
        (Some(unit), Some(term)) if !same || own.term != Some(term) => ("source-term", unit),
        (Some(unit), None) if !same => ("source-unit", unit),
        _ => ("source-path", other.input.path.clone()),
    };
    let term = other.meta.term.map_or(String::new(), |(from, to)| format!("{from}-{to}"));
    draft.with("unit", unit).with("term", term).part("source", part)
}
