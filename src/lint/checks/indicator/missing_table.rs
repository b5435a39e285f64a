//! A political report without any table of key indicators.

use crate::document::Kind;
use crate::lint::check::{Check, DossierContext, DossierDraft, Draft, Place};
use crate::lint::pack::Level;
use serde::Deserialize;

/// `missing-indicator-table:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissingIndicatorTable {
    /// Rows that name an indicator of the set, from which a table is one of key indicators.
    least_rows: usize,
    /// Levels of organisation that need no table.
    #[serde(default)]
    skip_units: Vec<Level>,
}

impl Check for MissingIndicatorTable {
    fn dossier(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let has_table = |kind: Kind| {
            context.documents.iter().any(|d| d.meta.kind == Some(kind) && d.indicator_rows >= self.least_rows)
        };
        // The tables may be bound as an annex of the dossier.
        let annexed = context.is_dossier && has_table(Kind::MergerAnnex);
        for (id, document) in context.documents.iter().enumerate() {
            let skipped = document.level.is_some_and(|level| self.skip_units.contains(&level));
            let bound = document.meta.kind == Some(Kind::PoliticalReport) && !skipped;
            if bound && document.indicator_rows < self.least_rows && !annexed {
                let said = if document.indicator_rows == 0 { "none" } else { "" };
                let draft = Draft::on(Place::Title).say(said).with("rows", document.indicator_rows.to_string());
                out.push(DossierDraft { document: id, draft });
            }
        }
    }
}
