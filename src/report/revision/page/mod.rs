//! The comparison as a page one can send on, in HTML or Markdown: how much changed, figures, findings, remarks, then the
//! text.
//!
//! What a page says is made here; `templates/report/diff.*` only lay it out. HTML is escaped by the template engine,
//! Markdown here and by the filter `md`.

mod anchors;
mod body;
mod marks;
mod table;

use super::flow::{self, Stretch};
use super::pieces::{self, Piece};
use super::tally::Tally;
use super::words::Said;
use super::{Answered, Comparison, Places, Presence, judgement, status_key};
use crate::lint::Lang;
use crate::lint::finding::{Finding, Severity, shorten};
use crate::report::digest::{short_section, visible};
use crate::report::page::{PageError, lay_out};
use crate::revision::figures::{FigureChange, Role};
use anchors::Anchors;
use body::{Body, Entry};
use marks::{Word, mark, words};
use serde::Serialize;

/// Findings listed of each kind.
const FINDINGS: usize = 200;

/// Figures listed.
const FIGURES: usize = 1_000;

/// Changes shown with their words, in all documents together; a page of more opens slowly and nobody reads it.
const CHANGES: usize = 4_000;

/// Text that did not change is on the page, folded away, up to this many bytes.
const UNCHANGED: usize = 1_500_000;

/// One HTML file that needs nothing else.
pub fn html(comparison: &Comparison, lang: Lang) -> Result<String, PageError> {
    lay_out("diff.html", &page(comparison, &Said::new(lang)?, true))
}

/// Markdown with tables.
pub fn markdown(comparison: &Comparison, lang: Lang) -> Result<String, PageError> {
    lay_out("diff.md", &page(comparison, &Said::new(lang)?, false))
}

/// All that a template is given.
#[derive(Serialize)]
struct Page<'p> {
    lang: &'static str,
    version: &'static str,
    t: &'p Said,
    old: String,
    new: String,
    /// Whether nothing at all changed, or nothing but spelling.
    state: &'static str,
    verdict: String,
    tally: Tally,
    percent: usize,
    /// Whether several documents are told of.
    dossier: bool,
    documents: Vec<Document>,
    figures: Vec<Group>,
    /// How many figures there are, those not listed included.
    figure_count: usize,
    fixed: Vec<Found<'p>>,
    fresh: Vec<Found<'p>>,
    fixed_count: usize,
    fresh_count: usize,
    kept_count: usize,
    answers: Option<Vec<Answer>>,
    /// Changes that are not on the page.
    unlisted: usize,
    /// Whether text that did not change is left out.
    cut: bool,
}

#[derive(Serialize)]
struct Document {
    id: String,
    path: String,
    /// The path in the old revision, if it is another.
    was: String,
    /// What became of the whole of it: `added`, `removed`, `same`, `changed`.
    state: &'static str,
    sum: String,
    tally: Tally,
    touched: Vec<Touched>,
    sections: Vec<Section>,
}

/// A section with changes, in the list of them.
#[derive(Serialize)]
struct Touched {
    id: String,
    title: String,
    /// What was done there.
    sum: String,
}

/// Sections that did not change and stand one after the other, or one that did.
#[derive(Serialize)]
struct Section {
    /// `section` or `fold`.
    kind: &'static str,
    id: String,
    above: String,
    title: String,
    gone: bool,
    /// Of sections that did not change, how many.
    count: usize,
    /// Their names.
    titles: String,
    entries: Vec<Entry>,
}

/// Figures of one kind.
#[derive(Serialize)]
struct Group {
    title: &'static str,
    rows: Vec<Figure>,
}

#[derive(Serialize)]
struct Figure {
    subject: String,
    unit: String,
    role: &'static str,
    old: String,
    new: String,
    difference: String,
    judgement: String,
    /// `better`, `worse` or empty.
    class: &'static str,
    section: String,
    document: String,
    /// The change it is part of.
    href: Option<String>,
}

#[derive(Serialize)]
struct Found<'p> {
    severity: Severity,
    label: &'static str,
    rule: &'p str,
    message: String,
    excerpt: String,
    place: String,
}

#[derive(Serialize)]
struct Answer {
    number: String,
    who: String,
    text: String,
    place: String,
    status: &'static str,
    label: &'static str,
    note: String,
    href: Option<String>,
    evidence: Vec<Evidence>,
}

#[derive(Serialize)]
struct Evidence {
    words: Vec<Word>,
    /// The same as Markdown.
    marked: String,
    href: Option<String>,
}

fn page<'p>(comparison: &'p Comparison, said: &'p Said, html: bool) -> Page<'p> {
    let flows: Vec<Vec<Stretch>> = comparison.documents.iter().map(flow::of).collect();
    let unchanged: usize = comparison.documents.iter().map(|d| d.new.document.text.len()).sum();
    let cut = unchanged > UNCHANGED;
    let mut left = CHANGES;
    let mut unlisted = 0;
    let mut anchors = Vec::new();
    let mut documents = Vec::new();
    let mut tally = Tally::default();
    for (at, (compared, flow)) in comparison.documents.iter().zip(&flows).enumerate() {
        let mut body = Body::new(at + 1, compared, flow, said, html, &mut left);
        let document = document(at + 1, comparison, flow, &mut body, !cut && html);
        unlisted += body.unlisted;
        anchors.push(body.into_anchors());
        tally += document.tally;
        documents.push(document);
    }
    let whole = comparison.documents.iter().all(|d| d.presence == Presence::Both);
    let state = match (tally.changes(), tally.spelling) {
        (0, 0) if whole => "same",
        (0, _) if whole => "only-spelling",
        _ => "changed",
    };
    let verdict = if state == "changed" { tally.sentence(said.lang) } else { said.get(state).to_string() };
    let figures = || comparison.documents.iter().enumerate().flat_map(|(at, d)| d.figures.iter().map(move |f| (at, f)));
    let group = |role: Role, key: &'static str| {
        let rows = figures().take(FIGURES).filter(|(_, figure)| figure.role == role);
        let rows: Vec<Figure> = rows.map(|(at, figure)| self::figure(comparison, at, figure, &anchors, said)).collect();
        (!rows.is_empty()).then(|| Group { title: said.get(key), rows })
    };
    let groups = [(Role::Target, "target"), (Role::Result, "result"), (Role::Share, "share"), (Role::Other, "other")];
    let findings = &comparison.findings;
    let found = |list: &'p [Finding]| list.iter().take(FINDINGS).map(|f| finding(f, said)).collect();
    let answers = comparison.answers.as_ref();
    Page {
        lang: if said.lang == Lang::Vi { "vi" } else { "en" },
        version: env!("CARGO_PKG_VERSION"),
        t: said,
        old: visible(&comparison.old).into_owned(),
        new: visible(&comparison.new).into_owned(),
        state,
        verdict,
        percent: tally.percent_kept(),
        tally,
        dossier: comparison.dossier,
        figures: groups.into_iter().filter_map(|(role, key)| group(role, key)).collect(),
        figure_count: figures().count(),
        fixed: found(&findings.fixed),
        fresh: found(&findings.new),
        fixed_count: findings.fixed.len(),
        fresh_count: findings.new.len(),
        kept_count: findings.kept,
        answers: answers.map(|all| all.iter().map(|answered| answer(comparison, answered, &anchors, said)).collect()),
        documents,
        unlisted,
        cut: cut && html,
    }
}

/// One document: its sections with what changed, the others folded away where they are shown at all.
fn document(at: usize, comparison: &Comparison, flow: &[Stretch], body: &mut Body<'_>, unchanged: bool) -> Document {
    let compared = body.compared;
    let said = body.said;
    let tally = Tally::of(compared, flow);
    let state = match compared.presence {
        Presence::Added => "added",
        Presence::Removed => "removed",
        Presence::Both if tally.changes() == 0 => "same",
        Presence::Both => "changed",
    };
    let sum = match state {
        "added" => said.get("document-added").to_string(),
        "removed" => said.get("document-removed").to_string(),
        "same" => said.get("document-same").to_string(),
        _ => tally.sentence(said.lang),
    };
    let mut sections: Vec<Section> = Vec::new();
    let mut touched = Vec::new();
    // Of a dossier, a document that only one revision has is named, not shown.
    let shown = if comparison.dossier && compared.presence != Presence::Both { &[][..] } else { flow };
    for (number, stretch) in shown.iter().enumerate() {
        let (above, title) = stretch.titles();
        let title = if title.is_empty() { said.get("head") } else { title };
        let (above, title) = (visible(above).into_owned(), visible(title).into_owned());
        let id = format!("s{at}-{}", number + 1);
        if stretch.is_touched() {
            let entries = body.entries(stretch, unchanged);
            let of_section = Tally::of_stretch(compared, stretch);
            let name =
                if stretch.path.is_empty() { title.clone() } else { short_section(&visible(&stretch.path), 110) };
            touched.push(Touched { id: id.clone(), title: name, sum: of_section.brief(said) });
            let gone = stretch.gone;
            let titles = String::new();
            sections.push(Section { kind: "section", id, above, title, gone, count: 0, titles, entries });
            continue;
        }
        if stretch.is_bare(compared) {
            continue;
        }
        let entries = if unchanged { body.unchanged(stretch) } else { Vec::new() };
        match sections.last_mut().filter(|last| last.kind == "fold") {
            Some(fold) => {
                fold.count += 1;
                fold.titles = format!("{} · {}", fold.titles, shorten(&title, 60));
                fold.entries.extend(entries);
            }
            None => {
                let titles = shorten(&title, 60);
                let (above, title, gone) = (String::new(), String::new(), false);
                sections.push(Section { kind: "fold", id, above, title, gone, count: 1, titles, entries });
            }
        }
    }
    for fold in sections.iter_mut().filter(|section| section.kind == "fold") {
        fold.titles = shorten(&fold.titles, 240);
    }
    let (new, old) = (compared.path(), &compared.old.document.path);
    let renamed = compared.presence == Presence::Both && comparison.inside(new) != comparison.inside(old);
    Document {
        id: format!("d{at}"),
        path: visible(comparison.inside(new)).into_owned(),
        was: if renamed { visible(comparison.inside(old)).into_owned() } else { String::new() },
        state,
        sum,
        tally,
        touched,
        sections,
    }
}

/// Of a path of headings the one that stands right above.
fn last_title(path: &str) -> String {
    visible(&shorten(path.rsplit(" › ").next().unwrap_or(path), 90)).into_owned()
}

fn figure(comparison: &Comparison, at: usize, change: &FigureChange, anchors: &[Anchors], said: &Said) -> Figure {
    let text = |figure: &Option<crate::revision::figures::Figure>| {
        figure.as_ref().map_or(String::new(), |figure| visible(&figure.text).into_owned())
    };
    let anchors = anchors.get(at);
    let new = change.new.as_ref().and_then(|figure| anchors?.of_new(figure.range.start));
    let old = || change.old.as_ref().and_then(|figure| anchors?.of_old(figure.range.start));
    let section = change.section.as_deref().unwrap_or("");
    let role = match change.role {
        Role::Target => "target",
        Role::Result => "result",
        Role::Share => "share",
        Role::Other => "other",
    };
    Figure {
        subject: visible(&change.subject).into_owned(),
        unit: visible(&change.unit).into_owned(),
        role: said.get(role),
        old: text(&change.old),
        new: text(&change.new),
        difference: visible(change.difference.as_deref().unwrap_or("")).into_owned(),
        judgement: judgement(change, said),
        class: match change.better {
            Some(true) => "better",
            Some(false) => "worse",
            None => "",
        },
        section: last_title(section),
        document: if comparison.dossier {
            visible(comparison.documents.get(at).map_or("", |document| comparison.inside(document.path()))).into_owned()
        } else {
            String::new()
        },
        href: new.or_else(old),
    }
}

fn finding<'p>(finding: &'p Finding, said: &Said) -> Found<'p> {
    let key = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    Found {
        severity: finding.severity,
        label: said.get(key),
        rule: &finding.rule,
        message: visible(&finding.message).into_owned(),
        excerpt: visible(&finding.excerpt).into_owned(),
        place: format!("{}, {}", visible(&finding.path), finding.span.place(said.lang)),
    }
}

fn answer(comparison: &Comparison, answered: &Answered, anchors: &[Anchors], said: &Said) -> Answer {
    let answer = &answered.answer;
    let anchors = anchors.get(answered.document);
    let compared = comparison.documents.get(answered.document);
    let spot = answer.place.as_ref();
    let section = spot.and_then(|spot| spot.section.as_deref()).map(last_title);
    let line = spot.zip(compared).and_then(|(spot, compared)| {
        let (document, range) = match (&spot.old, &spot.new) {
            (Some(range), _) => (&compared.old.document, range),
            (None, Some(range)) => (&compared.new.document, range),
            (None, None) => return None,
        };
        Some(Places::new(document).of(range.clone()).place(said.lang))
    });
    let named = Some(answer.remark.place.clone()).filter(|place| !place.is_empty());
    let place: Vec<String> = [section.or(named), line].into_iter().flatten().collect();
    let evidence = answer.evidence.iter().filter_map(|evidence| {
        let pieces = pieces::of_evidence(compared?, evidence);
        // Cells are told apart.
        let texts: Vec<String> = pieces.iter().map(|piece| piece.text.replace('\n', " | ")).collect();
        let pieces = pieces.iter().zip(&texts).map(|(piece, text)| Piece { op: piece.op, text });
        let pieces: Vec<Piece<'_>> = pieces.collect();
        let href = anchors.and_then(|anchors| anchors.of_pair(evidence.pair));
        Some(Evidence { words: words(&pieces), marked: mark(&pieces), href })
    });
    let evidence: Vec<Evidence> = evidence.collect();
    Answer {
        number: visible(&answer.remark.number).into_owned(),
        who: visible(&answer.remark.who).into_owned(),
        text: visible(&answer.remark.text).into_owned(),
        place: visible(&place.join(", ")).into_owned(),
        status: status_key(answer.status),
        label: said.get(status_key(answer.status)),
        note: visible(&answer.note).into_owned(),
        href: evidence.iter().find_map(|evidence| evidence.href.clone()),
        evidence,
    }
}
