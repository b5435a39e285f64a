//! What changed between two revisions: for programs, for the terminal, as a page, as a text to send on.
//!
//! All of them are drawn from one [`Comparison`]; people are shown its [`flow`]: sections, and in each what changed.

mod flow;
mod json;
mod page;
mod paper;
mod pieces;
mod tally;
mod terminal;
mod words;

use crate::document::{Document, Format, LineIndex, SectionId};
use crate::lint::finding::{Location, shorten};
use crate::lint::{Catalogue, Finding, Lang};
use crate::report::digest::visible;
use crate::revision::feedback::{self, Answer, Remark, Status};
use crate::revision::figures::{self, FigureChange};
use crate::revision::findings::{self, Between};
use crate::revision::{Pair, Reading, Revision, Unit, UnitKind, compare, dossier};
use rayon::prelude::*;
use std::ops::Range;
use words::Said;

pub use json::render as json;
pub use page::{html, markdown};
pub use terminal::render as terminal;

/// Two revisions of a document or of a dossier, compared.
#[derive(Debug)]
pub struct Comparison {
    /// The old one's path, as it was given.
    pub old: String,
    /// The new one's.
    pub new: String,
    /// Whether they are dossiers.
    pub dossier: bool,
    /// The documents, those of the new revision by their order, then those that are no more.
    pub documents: Vec<Compared>,
    /// What became of the findings.
    pub findings: Between,
    /// Remarks with the answers proposed; none where nobody gave remarks.
    pub answers: Option<Vec<Answered>>,
}

/// A document in both revisions; a document that one of them lacks is empty there.
#[derive(Debug)]
pub struct Compared {
    /// The old revision.
    pub old: Reading,
    /// The new one.
    pub new: Reading,
    /// Which of them has the document.
    pub presence: Presence,
    /// How they differ.
    pub revision: Revision,
    /// The figures that moved.
    pub figures: Vec<FigureChange>,
}

/// Which revision has a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presence {
    /// Both.
    Both,
    /// Only the new one.
    Added,
    /// Only the old one.
    Removed,
}

/// A remark with its answer, and the document it is answered by.
#[derive(Debug)]
pub struct Answered {
    /// Which of [`Comparison::documents`].
    pub document: usize,
    /// The answer.
    pub answer: Answer,
}

/// Reads the remarks on a document of the old revision.
pub type ReadRemarks<'r, E> = dyn Fn(&Document) -> Result<Vec<Remark>, E> + 'r;

/// The documents of a revision and what is said of them.
#[derive(Debug, Default)]
pub struct Side {
    /// The path as it was given.
    pub path: String,
    /// The documents.
    pub documents: Vec<Document>,
    /// The findings.
    pub findings: Vec<Finding>,
}

impl Comparison {
    /// Compares two revisions, document by document; `remarks` reads the remarks on one document of the old revision, if
    /// there are any.
    pub fn of<E>(
        old: Side,
        new: Side,
        dossier: bool,
        remarks: Option<&ReadRemarks<'_, E>>,
        catalogue: &Catalogue,
    ) -> Result<Comparison, E> {
        let couples = couples(old.documents, new.documents, dossier);
        let compared = couples.into_par_iter().map(|(old, new, presence)| {
            let (old, new) = (Reading::new(old, catalogue), Reading::new(new, catalogue));
            let revision = compare(&old, &new);
            let figures = figures::changes(&revision, &old, &new, catalogue);
            Compared { old, new, presence, revision, figures }
        });
        let documents: Vec<Compared> = compared.collect();
        let both = documents.iter().filter(|d| d.presence == Presence::Both);
        let views: Vec<findings::Compared<'_>> =
            both.map(|d| findings::Compared { old: &d.old, new: &d.new, revision: &d.revision }).collect();
        let findings = findings::between(&old.findings, &new.findings, &views);
        let answers = remarks.map(|remarks| answers(remarks, &documents, catalogue)).transpose()?;
        Ok(Comparison { old: old.path, new: new.path, dossier, documents, findings, answers })
    }

    /// A document's path inside of its dossier.
    fn inside<'p>(&self, path: &'p str) -> &'p str {
        let within = |folder: &str| path.strip_prefix(folder.trim_end_matches('/'))?.strip_prefix('/');
        [&self.new, &self.old].into_iter().filter(|_| self.dossier).find_map(|folder| within(folder)).unwrap_or(path)
    }
}

impl Compared {
    /// The path it is known by: the new one, else the old.
    pub fn path(&self) -> &str {
        let reading = if self.presence == Presence::Removed { &self.old } else { &self.new };
        &reading.document.path
    }

    /// A unit's text: the cells of a row are joined by a space.
    fn text<'d>(reading: &'d Reading, unit: &Unit) -> &'d str {
        reading.document.text.get(unit.range.clone()).unwrap_or("")
    }
}

/// Which documents belong together.
fn couples(old: Vec<Document>, new: Vec<Document>, dossier: bool) -> Vec<(Document, Document, Presence)> {
    let mut pairing = if dossier {
        dossier::pair(&old.iter().collect::<Vec<_>>(), &new.iter().collect::<Vec<_>>())
    } else {
        dossier::Pairing { pairs: vec![(0, 0)], ..dossier::Pairing::default() }
    };
    let mut old: Vec<Option<Document>> = old.into_iter().map(Some).collect();
    let mut new: Vec<Option<Document>> = new.into_iter().map(Some).collect();
    let take = |from: &mut Vec<Option<Document>>, at: usize| from.get_mut(at).and_then(Option::take);
    let mut couples = Vec::new();
    pairing.pairs.extend(pairing.added.iter().map(|&at| (usize::MAX, at)));
    pairing.pairs.sort_by_key(|&(_, new)| new);
    pairing.pairs.extend(pairing.removed.iter().map(|&at| (at, usize::MAX)));
    for (was, is) in pairing.pairs {
        couples.push(match (take(&mut old, was), take(&mut new, is)) {
            (Some(old), Some(new)) => (old, new, Presence::Both),
            (None, Some(new)) => (nothing(), new, Presence::Added),
            (Some(old), None) => (old, nothing(), Presence::Removed),
            (None, None) => continue,
        });
    }
    couples
}

/// A document without a word.
fn nothing() -> Document {
    Document::parse("", String::new(), Format::Plain).unwrap_or_default()
}

/// Each remark is answered by the document where most is seen of it.
fn answers<E>(remarks: &ReadRemarks<'_, E>, documents: &[Compared], catalogue: &Catalogue) -> Result<Vec<Answered>, E> {
    let mut best: Vec<Answered> = Vec::new();
    for (document, Compared { old, new, revision, .. }) in documents.iter().enumerate() {
        let answers = feedback::answers(remarks(&old.document)?, revision, old, new, catalogue);
        for (at, answer) in answers.into_iter().enumerate() {
            match best.get_mut(at) {
                Some(so_far) if rank(answer.status) > rank(so_far.answer.status) => {
                    *so_far = Answered { document, answer };
                }
                Some(_) => {}
                None => best.push(Answered { document, answer }),
            }
        }
    }
    Ok(best)
}

fn rank(status: Status) -> u8 {
    match status {
        Status::TakenUp => 3,
        Status::Partly => 2,
        Status::NotSeen => 1,
        Status::Unplaced => 0,
    }
}

/// What a remark's status is called in the list of words.
fn status_key(status: Status) -> &'static str {
    match status {
        Status::TakenUp => "taken-up",
        Status::Partly => "partly",
        Status::NotSeen => "not-seen",
        Status::Unplaced => "unplaced",
    }
}

/// Whether a figure went up, in words and by an arrow, and whether that is good.
fn judgement(figure: &FigureChange, said: &Said) -> String {
    let key = match (&figure.old, &figure.new, &figure.difference) {
        (None, _, _) => return format!("+ {}", said.get("appeared")),
        (_, None, _) => return format!("× {}", said.get("vanished")),
        (_, _, Some(difference)) if difference.starts_with('+') => "up",
        (_, _, Some(difference)) if difference.starts_with(['-', '−', '–']) => "down",
        _ => return String::new(),
    };
    let arrow = if key == "up" { "▲" } else { "▼" };
    let good = match figure.better {
        Some(true) => format!(", {}", said.get("better")),
        Some(false) => format!(", {}", said.get("worse")),
        None => String::new(),
    };
    format!("{arrow} {}{good}", said.get(key))
}

/// Whether a unit is a part of a block that was split, or of several that were joined.
fn split_key(compared: &Compared, pair: &Pair) -> Option<&'static str> {
    let part = |document: &Document, unit: Option<&Unit>| {
        let unit = unit?;
        let last = document.blocks.get(unit.blocks.end.saturating_sub(1) as usize)?;
        let first = document.blocks.get(unit.blocks.start as usize)?;
        Some(unit.range.start > first.range.start || unit.range.end < last.range.end)
    };
    if !pair.partial {
        None
    } else if part(&compared.old.document, pair.old.as_ref()) == Some(true) {
        Some("Split")
    } else if part(&compared.new.document, pair.new.as_ref()) == Some(true) {
        Some("Joined")
    } else {
        None
    }
}

/// Where something moved from, or to: «chuyển từ «II. Kết quả» (bản cũ, dòng 12)».
fn whereabouts(
    compared: &Compared,
    places: &(Places<'_>, Places<'_>),
    pair: &Pair,
    count: usize,
    from: bool,
    said: &Said,
) -> String {
    let (document, unit) = match from {
        true => (&compared.old.document, &pair.old),
        false => (&compared.new.document, &pair.new),
    };
    let Some(unit) = unit else { return String::new() };
    let place = if from { old_place(&places.0, unit, said) } else { places.1.shown(unit, said.lang) };
    let old = pair.old.as_ref().map(|unit| around(&compared.old.document, unit));
    let old = old.and_then(|section| compared.revision.section_in_new(section));
    let within = old.is_some() && old == pair.new.as_ref().map(|unit| around(&compared.new.document, unit));
    let key = match (within, from) {
        (true, true) => "moved-within-from",
        (true, false) => "moved-within-to",
        (false, true) => "moved-from",
        (false, false) => "moved-to",
    };
    let section = match document.section_path(around(document, unit)) {
        _ if within => String::new(),
        // Of the headings, the one it stands under says most.
        Some(path) => format!(" «{}»", shorten(path.rsplit(" › ").next().unwrap_or(&path), 70)),
        None => format!(" «{}»", said.get("head")),
    };
    let together = if count > 1 { format!(", {count} {}", said.get("together")) } else { String::new() };
    visible(&format!("{}{section} ({place}){together}", said.get(key))).into_owned()
}

/// The section a unit stands in: a heading in the one above its own.
fn around(document: &Document, unit: &Unit) -> SectionId {
    let section = document.sections.get(unit.section as usize);
    let above = section.and_then(|section| section.parent).filter(|_| unit.kind == UnitKind::Heading);
    above.unwrap_or(unit.section)
}

/// The place of a unit of the old revision: «bản cũ, dòng 12».
fn old_place(places: &Places<'_>, unit: &Unit, said: &Said) -> String {
    format!("{}, {}", said.get("of-old"), places.shown(unit, said.lang))
}

/// The place of what is in the new revision, else of what was in the old one.
fn place(places: &(Places<'_>, Places<'_>), pair: &Pair, said: &Said) -> String {
    match (&pair.new, &pair.old) {
        (Some(unit), _) => places.1.shown(unit, said.lang),
        (None, Some(unit)) => old_place(&places.0, unit, said),
        (None, None) => String::new(),
    }
}

/// Finds lines and columns in one document.
struct Places<'d> {
    document: &'d Document,
    lines: LineIndex,
}

impl<'d> Places<'d> {
    fn new(document: &'d Document) -> Places<'d> {
        Places { document, lines: LineIndex::new(&document.source) }
    }

    fn of(&self, range: Range<usize>) -> Location {
        Location::of(self.document, &self.lines, self.document.span(range))
    }

    /// A unit's place for people: «dòng 12».
    fn shown(&self, unit: &Unit, lang: Lang) -> String {
        self.of(unit.range.clone()).place(lang)
    }
}
