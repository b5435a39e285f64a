//! Passages that stand twice: in one document, or in the self-review and the political report.

mod copied;
mod retold;

pub use copied::CopiedFromOther;

use crate::document::{Block, Document, Kind};
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::finding::Severity;
use crate::lint::index::DocumentIndex;
use crate::lint::pack::Role;
use crate::overlap::prepare::Passages;
use crate::overlap::{Options, Passage, compare, within};
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
        for passage in within(&passages.text, &context.catalogue.genre, &Options::default()) {
            // «tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng giảm còn 8,5%» has to be said so wherever it is said.
            if is_indicator(context, &passages.tokens(&passage.b)) {
                continue;
            }
            let here = (Some(context.document), passages);
            let changed = figures(&passage, here, here);
            let message = match (passage.verbatim, changed.is_empty()) {
                (true, _) => "verbatim",
                (false, true) => "",
                (false, false) => "figures",
            };
            let first = context.document.token_range(passages.tokens(&passage.a));
            let second = Place::Tokens(passages.tokens(&passage.b));
            let draft = Draft::on(second).say(message).with("percent", percent(passage.similarity.into()));
            out.push(draft.with("figures", changed).see(first, "chỗ thứ nhất"));
        }
    }
}

/// Whether more than half of some words are the name of an indicator.
fn is_indicator(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let named = context.catalogue.indicators.named(context.mentions, tokens);
    let words: usize = named.iter().map(|hit| (hit.end - hit.start) as usize).sum();
    2 * words > tokens.len()
}

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
        let keep = || Retelling { said: retold::figures(context), faults: faults(context) };
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
        let Some(passages) = &review.passages else { return Vec::new() };
        let mut found: Vec<(usize, &Passages, Passage)> = Vec::new();
        let reports: Vec<usize> = reports.collect();
        for &report in &reports {
            let Some(source) = &context.documents[report].passages else { continue };
            let hits = compare(&passages.text, &source.text, &context.catalogue.genre, &Options::default());
            let tells = |id: usize, tokens: Range<usize>| {
                let kept = context.kept::<Retelling>(id);
                kept.is_some_and(|kept| kept.faults.iter().any(|f| f.start <= tokens.start && tokens.end <= f.end))
            };
            let close = |passage: &Passage| {
                let shorter = passage.a.len().min(passage.b.len());
                let faults = tells(id, passages.tokens(&passage.a)) && tells(report, source.tokens(&passage.b));
                let least = if faults { self.similar_faults } else { self.similar };
                passage.verbatim || (f64::from(passage.similarity) >= least && shorter >= self.least_words)
            };
            found.extend(hits.into_iter().filter(close).map(|passage| (report, source, passage)));
        }
        let authored = passages.text.authored(&(0..u32::MAX));
        let repeated: usize = found.iter().map(|(.., p)| passages.text.authored(&p.a)).sum();
        let share = repeated as f64 / authored.max(1) as f64;
        let sections = Sections::of(review, passages, found.iter().map(|(.., passage)| passage));
        let draft = |(report, source, passage): &(usize, &Passages, Passage)| {
            let figures = figures(
                passage,
                (review.document.as_ref(), passages),
                (context.documents[*report].document.as_ref(), source),
            );
            let message = match (passage.verbatim, figures.is_empty()) {
                (true, _) => "verbatim",
                (false, true) => "",
                (false, false) => "figures",
            };
            let mut draft = Draft::on(Place::Tokens(passages.tokens(&passage.a)))
                .say(message)
                .with("percent", percent(passage.similarity.into()))
                .with("share", percent(share.min(1.0)))
                .with("section", percent(sections.share(passages.token(passage.a.start)).unwrap_or(share).min(1.0)))
                .with("figures", figures)
                .with("changed", passage.changed.len().to_string());
            if share >= self.error_share {
                draft = draft.weigh(Severity::Error);
            }
            let path = context.documents[*report].path.rsplit('/').next().unwrap_or("").to_string();
            draft.related.push((*report, Place::Tokens(source.tokens(&passage.b)), path));
            DossierDraft { document: id, draft }
        };
        let mut drafts: Vec<DossierDraft> = found.iter().map(draft).collect();
        let told: Vec<Range<usize>> = found.iter().map(|(.., passage)| passages.tokens(&passage.a)).collect();
        for report in reports {
            let kept = |id| context.kept::<Retelling>(id);
            let (Some(own), Some(theirs)) = (kept(id), kept(report)) else { continue };
            for retold in retold::find(&own.said, &theirs.said, &told) {
                let source = &context.documents[report];
                let change = retold::change(&retold, source.document.as_ref(), review.document.as_ref());
                let message = if change.is_some() { "retold-figures" } else { "retold" };
                let draft = Draft::on(Place::Tokens(retold.here)).say(message);
                let draft = draft.with("count", retold.shared.to_string()).with("figures", change.unwrap_or_default());
                let path = source.path.rsplit('/').next().unwrap_or("").to_string();
                let related = vec![(report, Place::Tokens(retold.there), path)];
                drafts.push(DossierDraft { document: id, draft: Draft { related, ..draft } });
            }
        }
        drafts
    }
}

/// A document, where it is at hand, and its words.
type Side<'d> = (Option<&'d Document>, &'d Passages);

/// The figures that differ, `12 → 14; …`; nothing where a document has been let go.
fn figures(passage: &Passage, a: Side<'_>, b: Side<'_>) -> String {
    let figure = |(document, passages): Side<'_>, word: u32| {
        let token = passages.token(word);
        document.map(|document| document.token_text(token..token + 1).to_string())
    };
    let pairs = passage.changed.iter().take(FIGURES);
    let pairs = pairs.filter_map(|&(x, y)| Some(format!("{} → {}", figure(a, x)?, figure(b, y)?)));
    pairs.collect::<Vec<String>>().join("; ")
}

/// Figures that are named in one message.
const FIGURES: usize = 5;

fn percent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

/// How much of each section of a document is repeated.
#[derive(Default)]
struct Sections {
    /// First token, authored words, repeated ones.
    shares: Vec<(usize, usize, usize)>,
}

impl Sections {
    fn of<'p>(index: &DocumentIndex, passages: &Passages, found: impl Iterator<Item = &'p Passage>) -> Sections {
        let mut sections = Sections::default();
        let Some(document) = &index.document else { return sections };
        for block in &document.blocks {
            let opens = sections.shares.is_empty() || block.is_heading();
            if opens {
                sections.shares.push((block.tokens.start, 0, 0));
            }
        }
        for (word, is_masked) in passages.text.words().iter().map(|word| word.is_masked()).enumerate() {
            if let (false, Some(share)) = (is_masked, sections.at(passages.token(word as u32))) {
                share.1 += 1;
            }
        }
        for word in found.flat_map(|passage| passage.a.clone()) {
            let is_masked = passages.text.words().get(word as usize).is_none_or(|word| word.is_masked());
            if let (false, Some(share)) = (is_masked, sections.at(passages.token(word))) {
                share.2 += 1;
            }
        }
        sections
    }

    fn at(&mut self, token: usize) -> Option<&mut (usize, usize, usize)> {
        let after = self.shares.partition_point(|share| share.0 <= token);
        self.shares.get_mut(after.checked_sub(1)?)
    }

    /// The repeated share of the section a token stands in.
    fn share(&self, token: usize) -> Option<f64> {
        let after = self.shares.partition_point(|share| share.0 <= token);
        let (_, all, repeated) = self.shares.get(after.checked_sub(1)?)?;
        Some(*repeated as f64 / (*all).max(1) as f64)
    }
}
