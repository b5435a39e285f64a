//! Documents a dossier lacks.

use crate::document::Kind;
use crate::lint::check::{Check, DossierContext, DossierDraft, Draft, Place};
use crate::lint::finding::Severity;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `missing-document:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingDocument {
    /// Kinds a dossier holds, and how much the absence of each weighs.
    kinds: BTreeMap<Kind, Severity>,
}

impl Check for MissingDocument {
    fn dossier(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let has = |kind: Kind| context.documents.iter().any(|d| d.meta.kind == Some(kind));
        // Documents of which none is a congress paper are no dossier.
        let Some(first) = context.documents.iter().position(|d| d.meta.kind.is_some()) else { return };
        if !context.is_dossier {
            return;
        }
        let report = context.documents.iter().position(|d| d.meta.kind == Some(Kind::PoliticalReport));
        let document = report.unwrap_or(first);
        let missing = |wanted: bool| {
            self.kinds.iter().filter(move |(kind, severity)| !has(**kind) && (**severity == Severity::Info) != wanted)
        };
        let mut say = |severity: Severity, kinds: &[Kind]| {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.vietnamese()).collect();
            let ids: Vec<&str> = kinds.iter().map(|kind| kind.id()).collect();
            let draft = Draft::on(Place::Title).weigh(severity).with("name", names.join("; "));
            out.push(DossierDraft { document, draft: draft.with("kind", ids.join(", ")) });
        };
        for (&kind, &severity) in missing(true) {
            say(severity, &[kind]);
        }
        // What may come later is remarked on once.
        let later: Vec<Kind> = missing(false).map(|(kind, _)| *kind).collect();
        if !later.is_empty() {
            say(Severity::Info, &later);
        }
    }
}
