//! The engine: one dossier in, one report out.
//!
//! Documents are judged side by side on all cores; what the checks across documents need is kept in a
//! [`DocumentIndex`]. The documents of one dossier stay until the end. Of a folder of hundreds each is let
//! go as soon as it is judged, and only those that such a check has something to say about are read again,
//! for the words of the finding.

mod batch;

use super::against::Other;
use super::catalogue::Catalogue;
use super::check::{DossierContext, DossierDraft, Draft, Place, SELF, Settings};
use super::detail::Detail;
use super::finding::{Finding, Location, Related, Severity};
use super::index::{self, DocumentIndex, Ignore};
use super::level;
use super::locate::{Located, Locator};
use super::pack::Level;
use super::rule::{Lang, Rule};
use super::suppress;
use crate::document::dossier::Manifest;
use crate::document::{Content, Document, Format, Kind, ReadError};
use crate::mentions::Mentions;
use crate::overlap::prepare::{self, Passages};
use crate::text::Date;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use thiserror::Error;

/// A document to judge.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its path as it is shown and as the reader knows it.
    pub path: String,
    /// Its format.
    pub format: Format,
    /// The kind the manifest gives it.
    pub kind: Option<Kind>,
}

/// A dossier to judge: documents, their manifest, and a way to read them.
pub struct Job<'a> {
    /// The documents, sorted by path.
    pub inputs: Vec<Input>,
    /// The manifest and its path.
    pub manifest: Option<(String, Manifest)>,
    /// Whether the documents were given as a folder.
    pub is_dossier: bool,
    /// Documents of others to compare with.
    pub against: Vec<Arc<Other>>,
    /// Gives a document's text.
    pub read: &'a (dyn Fn(&Input) -> Result<Content, ReadError> + Sync),
}

/// What the caller chooses.
#[derive(Debug, Clone)]
pub struct Options {
    /// Language of messages.
    pub lang: Lang,
    /// The report's date, before front matter and manifest.
    pub as_of: Option<Date>,
    /// Today, where nothing gives a date.
    pub today: Date,
    /// Rules or groups to run; none named, all.
    pub select: Vec<String>,
    /// Rules or groups not to run.
    pub ignore: Vec<String>,
    /// Whether to say more of each document than findings need.
    pub detail: bool,
}

/// A document as the report lists it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentInfo {
    /// Its path.
    pub path: String,
    /// Its kind's id.
    pub kind: Option<Kind>,
    /// Its unit.
    pub unit: Option<String>,
    /// Its term, `2025-2030`.
    pub term: Option<String>,
    /// Its date, ISO.
    pub date: Option<String>,
    /// Its words.
    pub words: usize,
    /// More about it, where that was asked for.
    #[serde(skip)]
    pub detail: Option<Box<Detail>>,
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// The documents looked at.
    pub documents: Vec<DocumentInfo>,
    /// Findings, in the order of the output.
    pub findings: Vec<Finding>,
}

/// A document that could not be judged.
#[derive(Debug, Error)]
#[error("{path}: {error}")]
pub struct RunError {
    /// The document.
    pub path: String,
    /// Why.
    pub error: ReadError,
}

/// What stays of a document once it is judged, and what was found in it.
type Judged = (DocumentIndex, Vec<Finding>);

/// Documents that stay in memory until the run ends: as many as a dossier has, none larger than this.
const FEW: usize = 32;
const SMALL: usize = 1 << 20;

/// The rule under which ignores that silence nothing are reported.
pub const UNUSED_IGNORE: &str = "unused-ignore";

/// Judges a dossier.
pub fn run(catalogue: &Catalogue, job: &Job<'_>, options: &Options) -> Result<Report, RunError> {
    let runner = Runner::new(catalogue, job, options);
    let judged: Vec<Judged> = batch::judge(&runner)?;
    let (mut indexes, findings): (Vec<DocumentIndex>, Vec<Vec<Finding>>) = judged.into_iter().unzip();
    let mut findings: Vec<Finding> = findings.into_iter().flatten().collect();
    findings.extend(runner.dossier(&mut indexes)?);
    findings.extend(runner.unused_ignores(&indexes)?);
    runner.manifest_ignores(&mut findings, &indexes);
    findings.sort_by(Finding::order);
    findings.dedup();
    give_way(&runner.running, &mut findings);
    let documents = indexes.iter_mut().map(info).collect();
    Ok(Report { documents, findings })
}

/// Leaves out what another rule says better of the same words; the findings come in their order.
fn give_way(rules: &[&Rule], findings: &mut Vec<Finding>) {
    // Few rules give way at all.
    let giving = rules.iter().filter(|rule| !rule.gives_way_to.is_empty());
    let gives: BTreeMap<&str, &[String]> = giving.map(|rule| (rule.id.as_str(), &rule.gives_way_to[..])).collect();
    let mut said: BTreeMap<(String, String), Vec<(u32, u32)>> = BTreeMap::new();
    for finding in findings.iter().filter(|f| gives.values().any(|to| to.contains(&f.rule))) {
        let spans = said.entry((finding.rule.clone(), finding.path.clone())).or_default();
        spans.push((finding.span.start, finding.span.end));
    }
    findings.retain(|finding| {
        let better = gives.get(finding.rule.as_str()).copied().unwrap_or_default();
        !better.iter().any(|rule| {
            let spans = said.get(&(rule.clone(), finding.path.clone())).map_or(&[][..], |spans| &spans[..]);
            let before = spans.partition_point(|(start, _)| *start < finding.span.end);
            spans[..before].iter().rev().take(NEIGHBOURS).any(|(_, end)| *end > finding.span.start)
        })
    });
}

/// Findings of one rule that may overlap at a place.
const NEIGHBOURS: usize = 4;

fn info(index: &mut DocumentIndex) -> DocumentInfo {
    DocumentInfo {
        path: index.path.clone(),
        kind: index.meta.kind,
        unit: index.meta.unit.clone(),
        term: index.meta.term.map(|(from, to)| format!("{from}-{to}")),
        date: index.meta.date.map(|d| d.to_string()),
        words: index.words,
        detail: index.detail.take(),
    }
}

struct Runner<'a> {
    catalogue: &'a Catalogue,
    job: &'a Job<'a>,
    options: &'a Options,
    /// Rules that run, with their settings and the severity the manifest gives.
    active: Vec<(&'a Rule, Settings, Option<Severity>)>,
    /// The same rules alone, for those that leave a word to another.
    running: Vec<&'a Rule>,
}

impl<'a> Runner<'a> {
    fn new(catalogue: &'a Catalogue, job: &'a Job<'a>, options: &'a Options) -> Runner<'a> {
        let chosen = |rule: &Rule, list: &[String]| list.iter().any(|id| *id == rule.id || *id == rule.group);
        let mut active = Vec::with_capacity(catalogue.rules.len());
        for rule in &catalogue.rules {
            if !(options.select.is_empty() || chosen(rule, &options.select)) || chosen(rule, &options.ignore) {
                continue;
            }
            let given = |id: &str| job.manifest.as_ref().and_then(|(_, m)| m.rules.get(id)).cloned();
            let setting = given(&rule.id).unwrap_or_default();
            // What is said of a group is said of each of its rules, unless of the rule itself.
            let severity = setting.severity.clone().or_else(|| given(&rule.group).and_then(|group| group.severity));
            let severity = severity.as_deref();
            if severity != Some("off") {
                active.push((rule, setting.settings, severity.and_then(Severity::from_id)));
            }
        }
        let running = active.iter().map(|(rule, ..)| *rule).collect();
        Runner { catalogue, job, options, active, running }
    }

    fn read(&self, input: &Input) -> Result<Document, RunError> {
        let wrap = |error| RunError { path: input.path.clone(), error };
        let source = (self.job.read)(input).map_err(wrap)?;
        let mut document = Document::parse(&input.path, source, input.format).map_err(wrap)?;
        if let Some((_, manifest)) = &self.job.manifest {
            manifest.complete(&mut document, input.kind);
        }
        Ok(document)
    }

    /// Whether a document stays in memory until the run ends.
    fn stays(&self, document: &Document) -> bool {
        self.job.inputs.len() <= FEW && document.source.len() <= SMALL
    }

    fn index(
        &self,
        locator: &Locator<'_>,
        mentions: &Mentions,
        passages: Option<Passages>,
        ignores: Vec<Ignore>,
    ) -> DocumentIndex {
        let document = locator.document;
        let wants = |kind| document.meta.kind == Some(kind);
        let together = self.job.inputs.len() > 1 && (wants(Kind::SelfReview) || wants(Kind::PoliticalReport));
        let compared =
            (together || !self.job.against.is_empty()) && self.active.iter().any(|(rule, ..)| rule.group == "overlap");
        let level = level::of(document);
        let rows = document
            .tables
            .iter()
            .map(|table| match level {
                // A workplace has targets of its own, which no set knows.
                Some(Level::CoSo) => self.catalogue.indicators.rows_with_figures(document, mentions, table),
                _ => self.catalogue.indicators.rows_of(document, mentions, table),
            })
            .max();
        DocumentIndex {
            path: document.path.clone(),
            meta: document.meta.clone(),
            words: document.words(),
            level,
            title: locator.title(),
            indicator_rows: rows.unwrap_or(0),
            passages: compared.then(|| passages.unwrap_or_else(|| prepare::passages(document, mentions))),
            document: None,
            kept: Vec::new(),
            detail: None,
            ignores,
        }
    }

    fn dossier(&self, indexes: &mut [DocumentIndex]) -> Result<Vec<Finding>, RunError> {
        let families = index::families(indexes);
        let (is_dossier, catalogue) = (self.job.is_dossier, self.catalogue);
        let (documents, against) = (&*indexes, &self.job.against[..]);
        let ask = |(slot, (rule, settings, _)): (usize, &(&Rule, Settings, Option<Severity>))| {
            let mut out = Vec::new();
            let context =
                |family| DossierContext { documents, is_dossier, catalogue, against, rule, settings, slot, family };
            for family in &families {
                rule.check.as_check().unit(&context(family), &mut out);
            }
            rule.check.as_check().dossier(&context(&[]), &mut out);
            out.into_iter().map(|draft| (slot, draft)).collect::<Vec<_>>()
        };
        let drafts: Vec<Vec<(usize, DossierDraft)>> =
            self.active.par_iter().enumerate().with_max_len(1).map(ask).collect();
        let drafts: Vec<(usize, DossierDraft)> = drafts.into_iter().flatten().collect();
        let located = self.locate(&drafts, indexes)?;
        let mut findings = Vec::new();
        for ((number, DossierDraft { document, draft }), (place, related)) in drafts.iter().zip(located) {
            let (rule, _, severity) = &self.active[*number];
            let Some(index) = indexes.get_mut(*document) else { continue };
            let finding = finding(rule, *severity, self.options.lang, draft, &index.path, place, related);
            keep(finding, &mut index.ignores, &mut findings);
        }
        Ok(findings)
    }

    /// Does something with a document judged before: read again, if it was let go.
    fn reread<T>(&self, id: usize, indexes: &[DocumentIndex], ask: impl Fn(&Document) -> T) -> Result<T, RunError> {
        match indexes.get(id).and_then(|index| index.document.as_ref()) {
            Some(document) => Ok(ask(document)),
            None => Ok(ask(&self.read(self.input(id))?)),
        }
    }

    /// A document of the dossier by its index, or, past those, one of others.
    fn input(&self, id: usize) -> &Input {
        let inputs = &self.job.inputs;
        inputs.get(id).unwrap_or_else(|| &self.job.against[id - inputs.len()].input)
    }

    /// The places of drafts about a dossier's documents, and of what they name beside them.
    fn locate(
        &self,
        drafts: &[(usize, DossierDraft)],
        indexes: &[DocumentIndex],
    ) -> Result<Vec<(Located, Vec<Related>)>, RunError> {
        let all = |DossierDraft { document, draft }: &DossierDraft| {
            let own = (*document, draft.place.clone());
            let related = draft.related.iter().map(|(id, place, _)| (*id, place.clone()));
            std::iter::once(own).chain(related).collect::<Vec<(usize, Place)>>()
        };
        let mut wanted: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
        for (id, place) in drafts.iter().flat_map(|(_, draft)| all(draft)) {
            if place != Place::Title {
                wanted.entry(id).or_default().push(place);
            }
        }
        let all_inputs = self.job.inputs.len() + self.job.against.len();
        let wanted: Vec<(usize, Vec<Place>)> = wanted.into_iter().filter(|(id, _)| *id < all_inputs).collect();
        let read = |(id, places): &(usize, Vec<Place>)| {
            let located = self.reread(*id, indexes, |document| {
                let locator = Locator::new(document);
                places.iter().map(|place| locator.locate(place)).collect::<Vec<_>>()
            })?;
            Ok((*id, located.into_iter()))
        };
        let mut found: BTreeMap<usize, std::vec::IntoIter<Located>> =
            wanted.par_iter().map(read).collect::<Result<_, RunError>>()?;
        // In the order in which they were asked for.
        let mut next = |id: usize, place: Place| match place {
            Place::Title => indexes.get(id).map(|index| index.title.clone()),
            _ => found.get_mut(&id)?.next(),
        };
        let mut located = Vec::with_capacity(drafts.len());
        for (_, draft) in drafts {
            let mut places = all(draft).into_iter().map(|(id, place)| (id, next(id, place)));
            let own = places.next().and_then(|(_, place)| place).unwrap_or_default();
            let others = places.zip(&draft.draft.related).filter_map(|((id, place), (.., message))| {
                let path = self.input(id).path.clone();
                Some(Related { path, span: place?.span, message: message.clone() })
            });
            let others = others.collect();
            located.push((own, others));
        }
        Ok(located)
    }

    /// Drops what the manifest keeps, and reports entries that keep nothing.
    fn manifest_ignores(&self, findings: &mut Vec<Finding>, indexes: &[DocumentIndex]) {
        let Some((path, manifest)) = &self.job.manifest else { return };
        let mut used = vec![false; manifest.ignore.len()];
        findings.retain(|finding| {
            let entry = manifest.ignore.iter().position(|ignore| {
                let stands_on = |text: &str| {
                    let text = crate::text::fold(text);
                    crate::text::fold(&finding.excerpt).contains(&text)
                        || crate::text::fold(&finding.message).contains(&text)
                };
                (ignore.rule == finding.rule || ignore.rule == finding.group)
                    && ignore.text.as_deref().is_none_or(stands_on)
            });
            if let Some(entry) = entry {
                used[entry] = true;
            }
            entry.is_none()
        });
        let Some((rule, _, severity)) = self.active.iter().find(|(rule, ..)| rule.id == UNUSED_IGNORE) else { return };
        // Where only part of the dossier or of the rules is looked at, an unused entry says nothing.
        if !self.job.is_dossier || indexes.is_empty() {
            return;
        }
        for (ignore, _) in manifest.ignore.iter().zip(used).filter(|(_, used)| !used) {
            if !self.active.iter().any(|(r, ..)| r.id == ignore.rule || r.group == ignore.rule)
                && self.catalogue.knows(&ignore.rule)
            {
                continue;
            }
            let span = Location { line: 1, column: 1, end_line: 1, end_column: 1, ..Location::default() };
            let values = [("rule", ignore.rule.clone())];
            findings.push(Finding {
                rule: rule.id.clone(),
                group: rule.group.clone(),
                severity: severity.unwrap_or(rule.severity),
                path: path.clone(),
                span,
                section: None,
                excerpt: ignore.text.clone().unwrap_or_default(),
                message: rule.words("").fill(self.options.lang, &values),
                help: rule.help.fill(self.options.lang, &values),
                related: Vec::new(),
                fix: None,
            });
        }
    }

    fn unused_ignores(&self, indexes: &[DocumentIndex]) -> Result<Vec<Finding>, RunError> {
        let Some((rule, _, severity)) = self.active.iter().find(|(rule, ..)| rule.id == UNUSED_IGNORE) else {
            return Ok(Vec::new());
        };
        // An ignore of a rule that does not run today may well be needed tomorrow.
        let runs =
            |id: &String| !self.catalogue.knows(id) || self.active.iter().any(|(r, ..)| r.id == *id || r.group == *id);
        let unused = |ignore: &&Ignore| !ignore.used && (ignore.rules.is_empty() || ignore.rules.iter().any(runs));
        let with_unused =
            indexes.iter().enumerate().filter(|(_, i)| i.ignores.iter().any(|i| unused(&i))).map(|(id, _)| id);
        let ids: Vec<usize> = with_unused.collect();
        let judge = |&id: &usize| {
            let ignores = || indexes[id].ignores.iter().filter(unused);
            self.reread(id, indexes, |document| {
                let locator = Locator::new(document);
                let drafts = ignores()
                    .map(|ignore| Draft::on(Place::Source(ignore.comment, 0)).with("rule", ignore.rules.join(", ")));
                drafts.map(|draft| of_document(&locator, rule, *severity, self.options.lang, &draft)).collect()
            })
        };
        let findings: Vec<Vec<Finding>> = ids.par_iter().map(judge).collect::<Result<_, RunError>>()?;
        Ok(findings.into_iter().flatten().collect())
    }
}

/// A finding of a draft about one document that is still there.
fn of_document(locator: &Locator<'_>, rule: &Rule, severity: Option<Severity>, lang: Lang, draft: &Draft) -> Finding {
    let path = &locator.document.path;
    let here = draft.related.iter().filter(|(id, ..)| *id == SELF);
    let related = here.map(|(_, place, message)| {
        let span = locator.locate(place).span;
        Related { path: path.clone(), span, message: message.clone() }
    });
    finding(rule, severity, lang, draft, path, locator.locate(&draft.place), related.collect())
}

fn finding(
    rule: &Rule,
    severity: Option<Severity>,
    lang: Lang,
    draft: &Draft,
    path: &str,
    place: Located,
    related: Vec<Related>,
) -> Finding {
    let mut values = draft.values.clone();
    for &(name, message) in &draft.parts {
        let words = rule.messages.get(message).map(|words| words.fill(lang, &draft.values));
        values.push((name, words.unwrap_or_default()));
    }
    Finding {
        rule: rule.id.clone(),
        group: rule.group.clone(),
        severity: severity.or(draft.severity).unwrap_or(rule.severity),
        path: path.to_string(),
        span: place.span,
        section: place.section,
        excerpt: place.excerpt,
        message: rule.words(draft.message).fill(lang, &values),
        help: rule.help.fill(lang, &values),
        related,
        fix: draft.fix.clone(),
    }
}

fn keep(finding: Finding, ignores: &mut [Ignore], findings: &mut Vec<Finding>) {
    match suppress::find(ignores, &finding.rule, &finding.group, finding.span.start) {
        Some(ignore) => ignore.used = true,
        None => findings.push(finding),
    }
}
