//! Two revisions of a document: what stayed, what changed, what moved.
//!
//! The two are compared in the document's own terms: sections, then the units within them (paragraphs, items,
//! headings, rows of tables, footnotes), then the words of a unit. Everything shown is made from one list of
//! [`Pair`]s, which is true: made to the old document, it gives the new one. Nothing here reads a file.

pub mod dossier;
mod edits;
pub mod feedback;
pub mod figures;
pub mod findings;
mod likeness;
mod matching;
mod notes;
mod order;
mod runs;
mod script;
mod sections;
mod splits;
mod tables;
#[cfg(test)]
mod tests;
mod units;
mod votes;
mod whole;

use crate::document::{BlockId, Document, SectionId};
use crate::lint::Catalogue;
use crate::mentions::Mentions;
use matching::Matching;
use serde::Serialize;
use std::ops::Range;
use units::{Item, Side};

/// A document with what it names.
#[derive(Debug)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// What its text names.
    pub mentions: Mentions,
}

impl Reading {
    /// Reads what a document names.
    pub fn new(document: Document, catalogue: &Catalogue) -> Reading {
        let mentions = Mentions::find(&document, &catalogue.lexicon, &catalogue.vocabulary);
        Reading { document, mentions }
    }
}

/// What a unit is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A table that has no counterpart, whole.
    Table,
    /// A row of a table that has one.
    Row,
    /// A paragraph of a footnote.
    Footnote,
}

/// A unit of one revision, or, where one was split in several, a stretch of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// Its blocks: one, of a row its cells, of a table all cells.
    pub blocks: Range<BlockId>,
    /// Its text in [`Document::text`]; the cells of a row are parted by `\n` there.
    pub range: Range<usize>,
    /// The section it stands in.
    pub section: SectionId,
}

/// What became of a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is as it was, where it was.
    Kept,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its words changed.
    Edited,
    /// It stands elsewhere among what was kept.
    Moved,
    /// Both.
    MovedEdited,
}

/// What is done with a stretch of words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    /// It stays.
    Equal,
    /// It goes.
    Delete,
    /// It comes.
    Insert,
}

/// A stretch of words, in the text of the revision it stands in: of [`Op::Insert`] the new one, else the old one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What is done with it.
    pub op: Op,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A unit in both revisions, or in one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// What became of it.
    pub fate: Fate,
    /// The unit in the old revision; none if it was added.
    pub old: Option<Unit>,
    /// The unit in the new revision; none if it was removed.
    pub new: Option<Unit>,
    /// What was done to its words, in order; equal and deleted stretches are the old text, equal and inserted ones
    /// the new. Empty if it was kept or only moved.
    pub edits: Vec<Edit>,
    /// Whether only its spelling changed: the place of a tone mark, blanks, dashes.
    pub spelling: bool,
    /// Whether it is a stretch of a unit that was split, or of one that was joined of several.
    pub partial: bool,
}

/// How two revisions differ.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Revision {
    /// Every unit of either revision, once, in the new one's order; what was removed or moved away stands after what
    /// stood before it.
    pub pairs: Vec<Pair>,
    /// Sections that are the same section, (old, new), by the new one's order.
    pub sections: Vec<(SectionId, SectionId)>,
}

impl Revision {
    /// What changed, in order.
    pub fn changes(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter().filter(|pair| pair.fate != Fate::Kept)
    }

    /// What a section of the old revision is in the new one.
    pub fn section_in_new(&self, old: SectionId) -> Option<SectionId> {
        self.sections.iter().find(|(was, _)| *was == old).map(|(_, is)| *is)
    }
}

/// Compares two revisions of a document.
pub fn compare(old: &Reading, new: &Reading) -> Revision {
    let (was, is) = (Side::of(&old.document), Side::of(&new.document));
    let mut matching = Matching::new(&was, &is);
    // What stands once in both, wherever it stands; then what stands beside it.
    let long = |item: &Item| item.words() >= LONG && !item.is_heading();
    matching.link_unique(|item| long(item).then_some(item.key));
    matching.extend();
    let votes = votes::votes(&matching);
    let sections = sections::link(&mut matching, &votes);
    matching.link_unique(|item| long(item).then_some(item.body_key));
    splits::link(&mut matching, &votes);
    matching.link_equal_between();
    votes::link(&mut matching, votes);
    matching.extend();
    notes::link(&mut matching);
    matching.link_equal_between();
    matching.link_alike_between(true);
    matching.link_alike_between(false);
    matching.unlink_unlike();
    matching.link_unique(|item| long(item).then_some(item.key));
    matching.extend();
    Revision { pairs: script::pairs(&matching), sections }
}

/// Words from which on a unit is itself wherever it stands; a shorter one is told by its neighbours.
const LONG: usize = 4;
