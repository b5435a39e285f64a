//! Figures that moved: targets, results and shares whose value changed from one revision to the other, that vanished or
//! appeared.

use super::{Reading, Revision};
use crate::lint::Catalogue;
use std::ops::Range;

/// What a figure is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// What shall be reached.
    Target,
    /// What was reached.
    Result,
    /// A percentage of a whole.
    Share,
    /// Any other.
    Other,
}

/// A figure of one revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    /// The number as the source writes it, without its unit.
    pub text: String,
    /// Where it stands in [`crate::document::Document::text`].
    pub range: Range<usize>,
}

/// A figure that is not what it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FigureChange {
    /// What it says: the indicator's name, else the words before it.
    pub subject: String,
    /// Its unit, as written; empty where it has none.
    pub unit: String,
    /// The old value; none if the figure is new.
    pub old: Option<Figure>,
    /// The new value; none if the figure is gone.
    pub new: Option<Figure>,
    /// The headings it stands under in the new revision, if it is gone in the old one.
    pub section: Option<String>,
    /// What it is.
    pub role: Role,
    /// New less old, with sign and unit, where both are known and can be set against each other.
    pub difference: Option<String>,
    /// Whether the change is for the better; nothing where the indicator is not known or neither way is better.
    pub better: Option<bool>,
}

/// The figures that changed between two revisions, in the new one's order.
pub fn changes(_revision: &Revision, _old: &Reading, _new: &Reading, _catalogue: &Catalogue) -> Vec<FigureChange> {
    Vec::new()
}
