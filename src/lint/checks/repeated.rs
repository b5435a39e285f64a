//! Passages that stand twice: in one document, or in the self-review and the political report.

use crate::document::Kind;
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Place};
use crate::lint::finding::Severity;
use crate::overlap::prepare::{self, Passages};
use crate::overlap::{Genre, Options, Passage, compare, within};
use serde::Deserialize;
use std::ops::Range;

/// `repeated-within:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedWithin {}

impl Check for RepeatedWithin {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let passages = prepare::passages(context.document, context.mentions);
        for passage in within(&passages.text, &Genre::default(), &Options::default()) {
            let figure = |word: u32| {
                let token = passages.token(word);
                context.document.token_text(token..token + 1).to_string()
            };
            let changed: Vec<String> =
                passage.changed.iter().take(5).map(|&(x, y)| format!("{} → {}", figure(x), figure(y))).collect();
            let message = match (passage.verbatim, changed.is_empty()) {
                (true, _) => "verbatim",
                (false, true) => "",
                (false, false) => "figures",
            };
            let first = context.document.token_range(passages.tokens(&passage.a));
            let second = Place::Tokens(passages.tokens(&passage.b));
            let draft = Draft::on(second).say(message).with("percent", percent(passage.similarity.into()));
            out.push(draft.with("figures", changed.join("; ")).see(first, "chỗ thứ nhất"));
        }
    }
}

/// `repeated-from-report:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RepeatedFromReport {
    /// Share of the self-review's authored words from which the repetition must be mended, 0 to 1.
    error_share: f64,
}

impl Check for RepeatedFromReport {
    fn dossier(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let of = |kind| context.documents.iter().enumerate().filter(move |(_, d)| d.meta.kind == Some(kind));
        for (review_id, review) in of(Kind::SelfReview) {
            let Some(passages) = &review.passages else { continue };
            let authored = passages.text.words().iter().filter(|w| !w.is_masked()).count();
            let mut found: Vec<(usize, Passage)> = Vec::new();
            for (report_id, report) in of(Kind::PoliticalReport) {
                // Reports of different units lie side by side in a reviewer's folder.
                let same_unit = match (&review.meta.unit, &report.meta.unit) {
                    (Some(a), Some(b)) => crate::text::fold(a) == crate::text::fold(b),
                    _ => true,
                };
                let Some(source) = report.passages.as_ref().filter(|_| same_unit) else { continue };
                let hits = compare(&passages.text, &source.text, &Genre::default(), &Options::default());
                found.extend(hits.into_iter().map(|passage| (report_id, passage)));
            }
            let repeated: usize = found.iter().map(|(_, p)| unmasked(passages, &p.a)).sum();
            let share = repeated as f64 / authored.max(1) as f64;
            for (report_id, passage) in &found {
                let Some(source) = &context.documents[*report_id].passages else { continue };
                let here = Place::Tokens(passages.tokens(&passage.a));
                let there = Place::Tokens(source.tokens(&passage.b));
                let mut draft = Draft::on(here)
                    .say(if passage.verbatim { "verbatim" } else { "" })
                    .with("percent", percent(passage.similarity.into()))
                    .with("share", percent(share))
                    .with("changed", passage.changed.len().to_string());
                if share >= self.error_share {
                    draft = draft.weigh(Severity::Error);
                }
                let path = context.documents[*report_id].path.rsplit('/').next().unwrap_or("").to_string();
                draft.related.push((*report_id, there, path));
                out.push(DossierDraft { document: review_id, draft });
            }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

fn unmasked(passages: &Passages, range: &Range<u32>) -> usize {
    let words = passages.text.words().get(range.start as usize..range.end as usize).unwrap_or(&[]);
    words.iter().filter(|w| !w.is_masked()).count()
}
