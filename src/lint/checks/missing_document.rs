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
        for (&kind, &severity) in self.kinds.iter().filter(|(kind, _)| !has(**kind)) {
            let draft = Draft::on(Place::Title).weigh(severity).with("name", kind.vietnamese()).with("kind", kind.id());
            out.push(DossierDraft { document, draft });
        }
    }
}
