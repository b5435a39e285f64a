//! `diff --format json`, as the contract has it.
//!
//! A block is told of whole: where one was split, it is edited, and the paragraph that came of it is added. Of two dossiers
//! the lists hold what changed in all documents, one after the other; each entry says by `document` which of `documents`
//! it belongs to.

use super::pieces::{self, plain};
use super::{Answered, Compared, Comparison, Places, Presence};
use crate::lint::Finding;
use crate::lint::finding::Location;
use crate::revision::feedback::Status;
use crate::revision::figures::{Figure, Role};
use crate::revision::{Fate, Op, Pair, Reading, Unit, UnitKind};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

#[derive(Serialize)]
struct Output<'c> {
    version: u32,
    old: &'c str,
    new: &'c str,
    documents: Vec<Document<'c>>,
    changes: Vec<Change<'c>>,
    figures: Vec<FigureOut<'c>>,
    findings: Findings<'c>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feedback: Option<Vec<Feedback<'c>>>,
}

/// A document; a path is null in the revision that lacks it.
#[derive(Serialize)]
struct Document<'c> {
    old: Option<&'c str>,
    new: Option<&'c str>,
    /// Sections that are the same section, by their headings.
    sections: Vec<Sections>,
}

#[derive(Serialize)]
struct Sections {
    old: String,
    new: String,
}

#[derive(Serialize)]
struct Change<'c> {
    kind: Fate,
    block: UnitKind,
    document: usize,
    /// The headings it stands under in the new revision; of what is gone, in the old one.
    section: Option<String>,
    /// Those in the old revision, where they are others.
    #[serde(skip_serializing_if = "Option::is_none")]
    old_section: Option<String>,
    old: Option<Side<'c>>,
    new: Option<Side<'c>>,
    edits: Vec<EditOut<'c>>,
    /// Whether only the spelling changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    spelling: bool,
    /// Whether a block was split here, or several were joined.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    partial: bool,
}

#[derive(Serialize)]
struct Side<'c> {
    span: Location,
    text: Cow<'c, str>,
}

#[derive(Serialize)]
struct EditOut<'c> {
    op: Op,
    text: Cow<'c, str>,
}

#[derive(Serialize)]
struct FigureOut<'c> {
    subject: &'c str,
    unit: &'c str,
    old: Option<&'c str>,
    new: Option<&'c str>,
    section: Option<&'c str>,
    old_span: Option<Location>,
    new_span: Option<Location>,
    role: Role,
    difference: Option<&'c str>,
    better: Option<bool>,
    document: usize,
}

#[derive(Serialize)]
struct Findings<'c> {
    fixed: &'c [Finding],
    new: &'c [Finding],
    kept: usize,
}

#[derive(Serialize)]
struct Feedback<'c> {
    number: &'c str,
    who: &'c str,
    place: &'c str,
    text: &'c str,
    status: Status,
    note: &'c str,
    document: Option<usize>,
    section: Option<&'c str>,
    old_span: Option<Location>,
    new_span: Option<Location>,
    evidence: Vec<EvidenceOut<'c>>,
}

#[derive(Serialize)]
struct EvidenceOut<'c> {
    old: &'c str,
    new: &'c str,
}

/// The comparison as one JSON object and a line end.
pub fn render(comparison: &Comparison) -> Result<String, serde_json::Error> {
    let lines: Vec<(Places<'_>, Places<'_>)> = comparison
        .documents
        .iter()
        .map(|compared| (Places::new(&compared.old.document), Places::new(&compared.new.document)))
        .collect();
    let documents = || comparison.documents.iter().zip(&lines).enumerate();
    let answers = comparison.answers.as_ref();
    let output = Output {
        version: 1,
        old: &comparison.old,
        new: &comparison.new,
        documents: comparison.documents.iter().map(document).collect(),
        changes: documents().flat_map(|(at, (compared, places))| changes(at, compared, places)).collect(),
        figures: documents().flat_map(|(at, (compared, places))| figures(at, compared, places)).collect(),
        findings: Findings {
            fixed: &comparison.findings.fixed,
            new: &comparison.findings.new,
            kept: comparison.findings.kept,
        },
        feedback: answers.map(|answers| answers.iter().map(|answered| feedback(answered, &lines)).collect()),
    };
    Ok(serde_json::to_string(&output)? + "\n")
}

fn document(compared: &Compared) -> Document<'_> {
    let (old, new) = (&compared.old.document, &compared.new.document);
    let sections = compared.revision.sections.iter().filter_map(|&(was, is)| {
        // The document itself has no heading.
        Some(Sections { old: old.section_path(was)?, new: new.section_path(is)? })
    });
    Document {
        old: (compared.presence != Presence::Added).then_some(old.path.as_str()),
        new: (compared.presence != Presence::Removed).then_some(new.path.as_str()),
        sections: sections.collect(),
    }
}

fn changes<'c>(at: usize, compared: &'c Compared, places: &(Places<'_>, Places<'_>)) -> Vec<Change<'c>> {
    // Headings are put together once for each section.
    let mut paths: [HashMap<u32, Option<String>>; 2] = Default::default();
    let mut path = |new: bool, unit: &Unit| {
        let reading = if new { &compared.new } else { &compared.old };
        let of = || reading.document.section_path(unit.section);
        paths[usize::from(new)].entry(unit.section).or_insert_with(of).clone()
    };
    let mut change = |pair: &Pair| {
        let unit = pair.new.as_ref().or(pair.old.as_ref())?;
        let old_section = pair.old.as_ref().and_then(|unit| path(false, unit));
        let section = pair.new.as_ref().map_or(old_section.clone(), |unit| path(true, unit));
        let side = |reading: &'c Reading, places: &Places<'_>, unit: &Unit| Side {
            span: places.of(unit.range.clone()),
            text: plain(Compared::text(reading, unit)),
        };
        let edits = pieces::of(compared, pair).into_iter();
        Some(Change {
            kind: pair.fate,
            block: unit.kind,
            document: at,
            old_section: old_section.filter(|old| pair.new.is_some() && section.as_ref() != Some(old)),
            section,
            old: pair.old.as_ref().map(|unit| side(&compared.old, &places.0, unit)),
            new: pair.new.as_ref().map(|unit| side(&compared.new, &places.1, unit)),
            edits: edits.map(|piece| EditOut { op: piece.op, text: plain(piece.text) }).collect(),
            spelling: pair.spelling,
            partial: pair.partial,
        })
    };
    let pairs = compared.revision.whole(&compared.old.document, &compared.new.document);
    pairs.iter().filter(|pair| pair.fate != Fate::Kept).filter_map(&mut change).collect()
}

fn figures<'c>(at: usize, compared: &'c Compared, places: &(Places<'_>, Places<'_>)) -> Vec<FigureOut<'c>> {
    let spot = |places: &Places<'_>, figure: &Option<Figure>| figure.as_ref().map(|f| places.of(f.range.clone()));
    let figures = compared.figures.iter().map(|change| FigureOut {
        subject: &change.subject,
        unit: &change.unit,
        old: change.old.as_ref().map(|figure| figure.text.as_str()),
        new: change.new.as_ref().map(|figure| figure.text.as_str()),
        section: change.section.as_deref(),
        old_span: spot(&places.0, &change.old),
        new_span: spot(&places.1, &change.new),
        role: change.role,
        difference: change.difference.as_deref(),
        better: change.better,
        document: at,
    });
    figures.collect()
}

fn feedback<'c>(answered: &'c Answered, places: &[(Places<'_>, Places<'_>)]) -> Feedback<'c> {
    let answer = &answered.answer;
    let remark = &answer.remark;
    let lines = places.get(answered.document);
    let spot = |new: bool, range: Option<&Range<usize>>| {
        let (range, (was, is)) = (range?.clone(), lines?);
        Some(if new { is.of(range) } else { was.of(range) })
    };
    let place = answer.place.as_ref();
    Feedback {
        number: &remark.number,
        who: &remark.who,
        place: &remark.place,
        text: &remark.text,
        status: answer.status,
        note: &answer.note,
        document: place.map(|_| answered.document),
        section: place.and_then(|spot| spot.section.as_deref()),
        old_span: spot(false, place.and_then(|spot| spot.old.as_ref())),
        new_span: spot(true, place.and_then(|spot| spot.new.as_ref())),
        evidence: answer.evidence.iter().map(|e| EvidenceOut { old: &e.old, new: &e.new }).collect(),
    }
}
