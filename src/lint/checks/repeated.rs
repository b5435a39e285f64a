//! Passages that stand twice: in one document, or in the self-review and the political report.

use crate::document::Kind;
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Place};
use crate::lint::finding::Severity;
use crate::lint::index::DocumentIndex;
use crate::overlap::prepare::Passages;
use crate::overlap::{Genre, Options, Passage, compare, within};
use crate::text::fold;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;

/// `repeated-within:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedWithin {}

impl Check for RepeatedWithin {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let passages = context.passages();
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
        let reviews: Vec<(usize, &DocumentIndex)> = of(Kind::SelfReview).collect();
        // By unit, so that a reviewer's folder of many units costs no more than its dossiers do.
        let mut reports: HashMap<Option<String>, Vec<usize>> = HashMap::new();
        for (id, report) in of(Kind::PoliticalReport) {
            reports.entry(report.meta.unit.as_deref().map(fold)).or_default().push(id);
        }
        let all: Vec<usize> = of(Kind::PoliticalReport).map(|(id, _)| id).collect();
        let drafts = reviews.par_iter().map(|(id, review)| {
            let unit = review.meta.unit.as_deref().map(fold);
            let own = unit.is_some().then(|| reports.get(&unit)).flatten();
            let unnamed = reports.get(&None);
            let candidates = own.or(if all.len() <= MOST_REPORTS { Some(&all) } else { unnamed });
            // Without a unit, whose report is whose can only be told where there are few.
            let sure = own.is_some() || candidates.is_some_and(|c| c.len() <= MOST_REPORTS);
            let same_unit = |report: &&usize| {
                let other = context.documents[**report].meta.unit.as_deref().map(fold);
                unit.is_none() || other.is_none() || unit == other
            };
            let chosen = candidates.filter(|_| sure).into_iter().flatten().filter(same_unit).take(MOST_REPORTS);
            self.review(context, *id, review, chosen.copied())
        });
        out.extend(drafts.collect::<Vec<_>>().into_iter().flatten());
    }
}

/// Political reports of one unit a self-review is compared with: drafts of one report lie side by side
/// in few dossiers, and each costs a reading.
const MOST_REPORTS: usize = 3;

impl RepeatedFromReport {
    fn review(
        &self,
        context: &DossierContext<'_>,
        id: usize,
        review: &DocumentIndex,
        reports: impl Iterator<Item = usize>,
    ) -> Vec<DossierDraft> {
        let Some(passages) = &review.passages else { return Vec::new() };
        let mut found: Vec<(usize, &Passages, Passage)> = Vec::new();
        for report in reports {
            let Some(source) = &context.documents[report].passages else { continue };
            let hits = compare(&passages.text, &source.text, &Genre::default(), &Options::default());
            found.extend(hits.into_iter().map(|passage| (report, source, passage)));
        }
        let authored = passages.text.words().iter().filter(|w| !w.is_masked()).count();
        let repeated: usize = found.iter().map(|(.., p)| unmasked(passages, &p.a)).sum();
        let share = repeated as f64 / authored.max(1) as f64;
        let draft = |(report, source, passage): &(usize, &Passages, Passage)| {
            let mut draft = Draft::on(Place::Tokens(passages.tokens(&passage.a)))
                .say(if passage.verbatim { "verbatim" } else { "" })
                .with("percent", percent(passage.similarity.into()))
                .with("share", percent(share.min(1.0)))
                .with("changed", passage.changed.len().to_string());
            if share >= self.error_share {
                draft = draft.weigh(Severity::Error);
            }
            let path = context.documents[*report].path.rsplit('/').next().unwrap_or("").to_string();
            draft.related.push((*report, Place::Tokens(source.tokens(&passage.b)), path));
            DossierDraft { document: id, draft }
        };
        found.iter().map(draft).collect()
    }
}

fn percent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

fn unmasked(passages: &Passages, range: &Range<u32>) -> usize {
    let words = passages.text.words().get(range.start as usize..range.end as usize).unwrap_or(&[]);
    words.iter().filter(|w| !w.is_masked()).count()
}
