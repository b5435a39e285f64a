//! The report as a page one can send on, in HTML or Markdown: readiness first, then where the findings lie,
//! the indicators, and each finding.
//!
//! What a page says is made here, in full; the templates under `templates/report/` only lay it out. HTML is
//! escaped by the template engine, Markdown by the filter `md`.

mod indicators;
mod strip;

use super::digest::{self, Digest, Part, RuleCount};
use super::json::Counts;
use crate::lint::Catalogue;
use crate::lint::engine::Report;
use crate::lint::finding::{Applicability, Finding, Severity, shorten};
use crate::lint::rule::{Lang, Words};
use crate::skeleton::filters;
use indicators::Table;
use rust_embed::Embed;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use strip::Strip;
use tera::{Kwargs, State, Tera};
use thiserror::Error;

/// Sections named in the table of documents.
const WORST: usize = 3;

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One HTML file that needs nothing else.
    Html,
    /// Markdown with tables.
    Markdown,
}

/// A template that is wrong; the message has its name, line and column.
#[derive(Debug, Error)]
#[error("mẫu trang kết quả có lỗi: {0}")]
pub struct PageError(pub(in crate::report) String);

#[derive(Embed)]
#[folder = "templates/report/"]
struct Files;

/// A file of `templates/report/`.
pub(in crate::report) fn file(name: &str) -> String {
    Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
}

/// The templates, parsed once.
static TEMPLATES: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut tera = Tera::new();
    tera.register_filter("md", |text: &str, _: Kwargs, _: &State| filters::markdown(text));
    let names = Files::iter().filter(|name| !name.ends_with(".yml"));
    let files: Vec<(String, String)> = names.map(|name| (name.to_string(), file(&name))).collect();
    tera.add_raw_templates(files).map_err(|e| e.to_string())?;
    Ok(tera)
});

/// What stands on the page besides what was found, in both languages.
static WORDS: LazyLock<Result<BTreeMap<String, Words>, String>> =
    LazyLock::new(|| crate::yaml::parse(&file("words.yml")).map_err(|e| format!("words.yml: {e}")));

/// Renders a report as a page.
pub fn render(report: &Report, catalogue: &Catalogue, lang: Lang, form: Form) -> Result<String, PageError> {
    let words = WORDS.as_ref().map_err(|e| PageError(e.clone()))?;
    let words: BTreeMap<&str, &str> = words.iter().map(|(key, words)| (key.as_str(), words.get(lang))).collect();
    let digest = Digest::of(report);
    let maker = Maker { report, catalogue, lang, words, digest: &digest };
    let name = match form {
        Form::Html => "page.html",
        Form::Markdown => "page.md",
    };
    lay_out(name, &maker.page())
}

/// Lays out what a page shows by one of the templates.
pub(in crate::report) fn lay_out(template: &str, page: &impl Serialize) -> Result<String, PageError> {
    let wrong = |e: tera::Error| PageError(e.to_string());
    let tera = TEMPLATES.as_ref().map_err(|e| PageError(e.clone()))?;
    let context = tera::Context::from_serialize(page).map_err(wrong)?;
    tera.render(template, &context).map_err(wrong)
}

/// All that a template is given.
#[derive(Serialize)]
struct Page<'p> {
    lang: &'static str,
    t: &'p BTreeMap<&'p str, &'p str>,
    version: &'static str,
    /// Whose dossier it is, as far as all documents agree.
    subject: String,
    /// `error`, `warning` or `ready`.
    state: &'static str,
    verdict: String,
    counts: Counts,
    /// How many findings the program can mend: for certain, and with someone reading again.
    fixable: usize,
    fixable_unsafe: usize,
    must: Vec<Rule<'p>>,
    asked: Vec<Rule<'p>>,
    remarks: Vec<Rule<'p>>,
    documents: Vec<Document<'p>>,
    /// Whether any of them has a table of indicators.
    has_tables: bool,
}

#[derive(Serialize)]
struct Rule<'p> {
    title: &'p str,
    count: usize,
    /// Its first finding of this severity.
    first: String,
}

#[derive(Serialize)]
struct Document<'p> {
    id: String,
    path: &'p str,
    /// Its kind in words.
    kind: String,
    words: String,
    counts: Counts,
    strip: Option<Strip>,
    table: Option<Table>,
    worst: Vec<Worst>,
    sections: Vec<Section<'p>>,
}

#[derive(Serialize)]
struct Worst {
    title: String,
    counts: Counts,
    first: String,
}

/// Findings that stand under one heading, one after the other.
#[derive(Serialize)]
struct Section<'p> {
    /// The headings above it.
    above: &'p str,
    /// Its own.
    title: &'p str,
    /// `has-error has-warning`: what a filter goes by.
    classes: String,
    findings: Vec<Item<'p>>,
}

#[derive(Serialize)]
struct Item<'p> {
    id: String,
    severity: Severity,
    rule: &'p str,
    title: &'p str,
    place: String,
    excerpt: &'p str,
    message: &'p str,
    help: &'p str,
    /// `safe` or `unsafe`, if the program can mend it.
    fix: Option<Applicability>,
    related: Vec<Related<'p>>,
}

#[derive(Serialize)]
struct Related<'p> {
    message: &'p str,
    /// The anchor of the document, if it is on the page.
    document: Option<String>,
    path: &'p str,
    place: String,
}

struct Maker<'p> {
    report: &'p Report,
    catalogue: &'p Catalogue,
    lang: Lang,
    words: BTreeMap<&'p str, &'p str>,
    digest: &'p Digest<'p>,
}

impl Maker<'_> {
    fn page(&self) -> Page<'_> {
        let counts = self.digest.counts;
        // Only what something is said of has a place of its own on the page.
        let told = self.digest.documents.iter().enumerate().filter(|(_, part)| !part.findings.is_empty());
        let anchors: HashMap<&str, usize> = told.map(|(at, part)| (part.path, at + 1)).collect();
        let fixes = |degree| {
            self.report.findings.iter().filter_map(|f| f.fix.as_ref()).filter(move |f| f.applicability == degree)
        };
        let mut number = 0;
        let documents = self.digest.documents.iter().enumerate();
        let documents: Vec<Document<'_>> = documents
            .map(|(at, part)| {
                let first = number + 1;
                number += part.findings.len();
                self.document(at + 1, part, first, &anchors)
            })
            .collect();
        Page {
            lang: if self.lang == Lang::Vi { "vi" } else { "en" },
            t: &self.words,
            version: env!("CARGO_PKG_VERSION"),
            subject: self.subject(),
            state: match (counts.error, counts.warning) {
                (0, 0) => "ready",
                (0, _) => "warning",
                _ => "error",
            },
            verdict: digest::verdict(counts, self.lang),
            counts,
            fixable: fixes(Applicability::Safe).count(),
            fixable_unsafe: fixes(Applicability::Unsafe).count(),
            must: self.rules(Severity::Error),
            asked: self.rules(Severity::Warning),
            remarks: self.rules(Severity::Info),
            has_tables: documents.iter().any(|d| d.table.is_some()),
            documents,
        }
    }

    /// The unit and the term that all documents name, or that are named at all.
    fn subject(&self) -> String {
        let only =
            |values: Vec<&String>| values.first().filter(|v| values.iter().all(|w| w == *v)).map(|v| v.to_string());
        let documents = &self.report.documents;
        let unit = only(documents.iter().filter_map(|d| d.unit.as_ref()).collect());
        let term = only(documents.iter().filter_map(|d| d.term.as_ref()).collect());
        let term = term.map(|term| format!("{} {term}", self.words.get("term").unwrap_or(&"")));
        [unit, term].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn rules(&self, severity: Severity) -> Vec<Rule<'_>> {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (at, finding) in self.report.findings.iter().enumerate().filter(|(_, f)| f.severity == severity) {
            first.entry(&finding.rule).or_insert(at + 1);
        }
        let rules = digest::rules(&self.report.findings, severity, self.catalogue, self.lang);
        let rule = |RuleCount { rule, title, count }| {
            let first = first.get(rule).map_or(String::new(), |at| format!("f{at}"));
            Rule { title, count, first }
        };
        rules.into_iter().map(rule).collect()
    }

    /// A document; its findings are numbered on from `first`, in the order of the report.
    fn document<'m>(
        &'m self,
        at: usize,
        part: &'m Part<'m>,
        first: usize,
        anchors: &HashMap<&str, usize>,
    ) -> Document<'m> {
        let mut number = first;
        let mut sections = Vec::new();
        for findings in part.findings.chunk_by(|a, b| a.section == b.section) {
            let has = |severity, class| findings.iter().any(|f| f.severity == severity).then_some(class);
            let classes = [
                has(Severity::Error, "has-error"),
                has(Severity::Warning, "has-warning"),
                has(Severity::Info, "has-info"),
            ];
            let items = findings.iter().enumerate().map(|(i, finding)| self.item(number + i, finding, anchors));
            let path = findings.first().and_then(|f| f.section.as_deref()).unwrap_or("");
            let (above, title) = path.rsplit_once(" › ").unwrap_or(("", path));
            sections.push(Section {
                above,
                title,
                classes: classes.into_iter().flatten().collect::<Vec<_>>().join(" "),
                findings: items.collect(),
            });
            number += findings.len();
        }
        let first_in =
            |section: &str| part.findings.iter().position(|f| f.section.as_deref() == Some(section)).unwrap_or(0);
        let worst = part.worst_sections(WORST).into_iter().map(|(section, counts)| Worst {
            title: digest::short_section(section, 90),
            counts,
            first: format!("f{}", first + first_in(section)),
        });
        let info = part.info;
        let detail = info.and_then(|info| info.detail.as_deref());
        Document {
            id: format!("d{at}"),
            path: part.path,
            kind: info.and_then(|i| i.kind).map_or(String::new(), |kind| {
                capitalised(&match self.lang {
                    Lang::Vi => kind.vietnamese().to_string(),
                    Lang::En => kind.id().replace('-', " "),
                })
            }),
            words: info.map_or(String::new(), |i| grouped(i.words, self.lang)),
            counts: part.counts,
            strip: detail.map(|detail| Strip::of(detail, part.findings, first, self.lang)),
            table: detail.and_then(|detail| Table::of(&detail.indicators, &self.words)),
            worst: worst.collect(),
            sections,
        }
    }

    fn item<'m>(&'m self, number: usize, finding: &'m Finding, anchors: &HashMap<&str, usize>) -> Item<'m> {
        let related = finding.related.iter().map(|related| Related {
            message: &related.message,
            document: anchors.get(related.path.as_str()).map(|at| format!("d{at}")),
            path: &related.path,
            place: related.span.place(self.lang),
        });
        let heading = finding.section.as_deref().and_then(|path| path.rsplit(" › ").next());
        let is_heading = heading == Some(finding.excerpt.as_str());
        Item {
            id: format!("f{number}"),
            severity: finding.severity,
            rule: &finding.rule,
            title: self.catalogue.rule(&finding.rule).map_or("", |rule| rule.title.get(self.lang)),
            place: finding.span.place(self.lang),
            // What is said of a heading stands right below it.
            excerpt: if is_heading { "" } else { &finding.excerpt },
            message: &finding.message,
            help: &finding.help,
            fix: finding.fix.as_ref().map(|fix| fix.applicability),
            related: related.collect(),
        }
    }
}

pub(in crate::report) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A count with its thousands apart.
pub(in crate::report) fn grouped(count: usize, lang: Lang) -> String {
    let digits = count.to_string();
    let mark = if lang == Lang::Vi { '.' } else { ',' };
    let mut out = String::with_capacity(digits.len() + 4);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// What a small mark says when pointed at.
fn hint(finding: &Finding, more: usize, lang: Lang) -> String {
    let more = if more > 0 { format!(" (+{more})") } else { String::new() };
    format!("{}: {}{more}", finding.span.place(lang), shorten(&finding.message, 120))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_easily() {
        assert_eq!(grouped(4000, Lang::Vi), "4.000");
        assert_eq!(grouped(1234567, Lang::En), "1,234,567");
        assert_eq!(grouped(999, Lang::Vi), "999");
    }

    #[test]
    fn templates_and_words_are_whole() {
        assert!(TEMPLATES.is_ok(), "{:?}", TEMPLATES.as_ref().err());
        let words = WORDS.as_ref().expect("words");
        assert!(words.values().all(|w| !w.vi.is_empty() && !w.en.is_empty()));
    }
}
