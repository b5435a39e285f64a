//! Passages of the self-review that the political report has as well.

use super::join::{Closest, closest};
use super::retold::{self, Retold};
use super::shares::{Shares, percent};
use super::{Sides, say_changes, words};
use crate::document::{Block, Kind};
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::finding::Severity;
use crate::lint::index::DocumentIndex;
use crate::lint::pack::Role;
use crate::lint::sketch::Sketch;
use crate::overlap::{Options, Passage, compare};
use crate::text::fold;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;

/// `repeated-from-report:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RepeatedFromReport {
    /// Share of the self-review's authored words from which the repetition must be mended, 0 to 1.
    error_share: f64,
    /// How alike a passage in other words must be, 0 to 1: a fault named in both documents is told in some of the same
    /// words.
    similar: f64,
    /// The same where both sides tell of faults: one fault is told by both documents by right, each in its way.
    similar_faults: f64,
    /// Words of the shorter side of such a passage: «thu ngân sách năm 2030 đạt 62 tỷ đồng» is said of every year.
    least_words: usize,
}

impl Check for RepeatedFromReport {
    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        let compared = matches!(context.document.meta.kind, Some(Kind::SelfReview | Kind::PoliticalReport));
        let keep = || Retelling {
            sketch: Sketch::of(context.document, context.passages()),
            said: retold::figures(context),
            faults: faults(context),
        };
        (compared && !context.alone).then(|| Box::new(keep()) as Kept)
    }

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

/// What is kept of a document to hold it against the other report.
struct Retelling {
    sketch: Sketch,
    said: Vec<retold::Said>,
    /// The tokens of its sections on faults.
    faults: Vec<Range<usize>>,
}

/// The tokens of each block in a section on faults.
fn faults(context: &Context<'_>) -> Vec<Range<usize>> {
    let role = |block: &&Block| context.outline.roles.get(block.section as usize) == Some(&Role::Shortcoming);
    let blocks = context.document.blocks.iter().filter(role);
    let mut faults: Vec<Range<usize>> = Vec::new();
    for block in blocks {
        match faults.last_mut().filter(|last| last.end == block.tokens.start) {
            Some(last) => last.end = block.tokens.end,
            None => faults.push(block.tokens.clone()),
        }
    }
    faults
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
        let kept = |id| context.kept::<Retelling>(id);
        let (Some(passages), Some(own)) = (&review.passages, kept(id)) else { return Vec::new() };
        let reports: Vec<usize> = reports.filter(|&report| kept(report).is_some()).collect();
        let found: Vec<(usize, Passage)> = reports.iter().flat_map(|&report| self.found(context, id, report)).collect();
        let told: Vec<Range<usize>> = found.iter().map(|(_, passage)| passages.tokens(&passage.a)).collect();
        let theirs = reports.iter().filter_map(|&report| Some((report, kept(report)?)));
        let retold: Vec<(usize, Retold)> = theirs
            .flat_map(|(report, theirs)| {
                let found = retold::find(&own.said, &theirs.said, &told);
                found.into_iter().map(move |retold| (report, retold))
            })
            .collect();
        let repeated = found.iter().map(|(_, passage)| passage.a.clone());
        let repeated = repeated.chain(retold.iter().map(|(_, retold)| words(passages, &retold.here)));
        let shares = Shares::of(&own.sketch, passages, repeated);
        let finish = |draft: Draft, here: &Range<usize>, there: &[(usize, Range<usize>)]| {
            let mut draft = shares.say(draft, here.start);
            if shares.whole() >= self.error_share {
                draft = draft.weigh(Severity::Error);
            }
            let name = |report: usize| context.documents[report].path.rsplit('/').next().unwrap_or("").to_string();
            let there = there.iter().map(|(report, there)| (*report, Place::Tokens(there.clone()), name(*report)));
            draft.related.extend(there);
            DossierDraft { document: id, draft }
        };
        let of_passage = |Closest { source, passage, others }: Closest| {
            let theirs = |id: usize| Some((&kept(id)?.sketch, context.documents[id].passages.as_ref()?));
            let sides = theirs(source).map(|there| Sides { here: (&own.sketch, passages), there });
            let figures = sides.map(|sides| sides.figures(passage.changed.iter().copied())).unwrap_or_default();
            let message = if passage.verbatim { "verbatim" } else { "" };
            let here = own.sketch.trimmed(passages.tokens(&passage.a));
            let places = [(source, passage.b.clone())].into_iter().chain(others).filter_map(|(report, words)| {
                let (sketch, passages) = theirs(report)?;
                Some((report, sketch.trimmed(passages.tokens(&words))))
            });
            let draft = Draft::on(Place::Tokens(here.clone())).say(message);
            let draft = say_changes(draft.with("percent", percent(passage.similarity.into())), figures);
            finish(draft, &here, &places.collect::<Vec<_>>())
        };
        let mut drafts: Vec<DossierDraft> = closest(found, passages).into_iter().map(of_passage).collect();
        drafts.extend(retold.into_iter().map(|(report, retold)| {
            let source = &context.documents[report];
            let change = retold::change(&retold, source.document.as_ref(), review.document.as_ref());
            let draft = Draft::on(Place::Tokens(retold.here.clone())).say("retold");
            let draft = draft.with("count", retold.shared.to_string()).with("percent", percent(retold.similarity));
            finish(say_changes(draft, change.unwrap_or_default()), &retold.here, &[(report, retold.there.clone())])
        }));
        drafts
    }

    /// The passages of a self-review that a report has as well.
    fn found(&self, context: &DossierContext<'_>, review: usize, report: usize) -> Vec<(usize, Passage)> {
        let passages = |id: usize| context.documents[id].passages.as_ref();
        let (Some(own), Some(source)) = (passages(review), passages(report)) else { return Vec::new() };
        let tells = |id: usize, tokens: Range<usize>| {
            let kept = context.kept::<Retelling>(id);
            kept.is_some_and(|kept| kept.faults.iter().any(|f| f.start <= tokens.start && tokens.end <= f.end))
        };
        let close = |passage: &Passage| {
            let shorter = passage.a.len().min(passage.b.len());
            let faults = tells(review, own.tokens(&passage.a)) && tells(report, source.tokens(&passage.b));
            let least = if faults { self.similar_faults } else { self.similar };
            passage.verbatim || (f64::from(passage.similarity) >= least && shorter >= self.least_words)
        };
        let options = Options { copied: COPIED, ..Options::default() };
        let hits = compare(&own.text, &source.text, &context.catalogue.genre, &options);
        hits.into_iter().filter(close).map(|passage| (report, passage)).collect()
    }
}

/// Authored words of a sentence that nobody writes twice alike, however usual its words: set phrases that no table has are
/// looked at between units, not between two documents of one.
const COPIED: usize = 24;
