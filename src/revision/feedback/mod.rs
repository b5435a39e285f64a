//! Remarks on a draft: where each belongs, what changed there, and whether it seems to be taken up. A person decides.

mod asks;
mod desk;
mod judge;
mod place;
mod read;
mod refs;

pub use read::{RemarkError, of_comments, read};

use super::{Reading, Revision};
use crate::lint::Catalogue;
use std::ops::Range;

/// A remark on the old revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remark {
    /// Its number, as the table has it; else its place in the list.
    pub number: String,
    /// Who made it.
    pub who: String,
    /// The place it names, in its own words; empty where it names none.
    pub place: String,
    /// What it says.
    pub text: String,
    /// What it asks for, where the table tells that apart; else empty.
    pub wish: String,
    /// In the old revision's text, the words it is pinned to: of a Word comment.
    pub anchor: Option<Range<usize>>,
    /// Path of the document it is pinned to, if it is.
    pub document: Option<String>,
}

/// Where a remark belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The headings it stands under, in the old revision; the new one's where it is new.
    pub section: Option<String>,
    /// In the old revision's text.
    pub old: Option<Range<usize>>,
    /// In the new one's.
    pub new: Option<Range<usize>>,
}

/// Whether a remark seems to be taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// What it asks for was done.
    TakenUp,
    /// Something was changed where it belongs.
    Partly,
    /// Nothing was changed there.
    NotSeen,
    /// Nobody can tell where it belongs.
    Unplaced,
}

/// A change where a remark belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which of [`Revision::pairs`].
    pub pair: usize,
    /// The words before; empty if they are new.
    pub old: String,
    /// The words now; empty if they are gone.
    pub new: String,
}

/// A remark with what is proposed to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The remark.
    pub remark: Remark,
    /// Where it belongs, if that is beyond doubt.
    pub place: Option<Spot>,
    /// The proposal.
    pub status: Status,
    /// What changed there.
    pub evidence: Vec<Evidence>,
    /// Why it is proposed, in Vietnamese.
    pub note: String,
}

/// Answers remarks on the old of two revisions: proposals that a person confirms.
pub fn answers(
    remarks: Vec<Remark>,
    revision: &Revision,
    old: &Reading,
    new: &Reading,
    catalogue: &Catalogue,
) -> Vec<Answer> {
    let desk = desk::Desk::new(revision, old, new, &catalogue.review.remarks);
    remarks.into_iter().map(|remark| judge::answer(&desk, remark)).collect()
}
