//! Findings of two revisions: which were mended, which are new, which stay.

use super::{Reading, Revision};
use crate::lint::Finding;

/// Two documents that are revisions of each other.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// The old one.
    pub old: &'a Reading,
    /// The new one.
    pub new: &'a Reading,
    /// How they differ.
    pub revision: &'a Revision,
}

/// What became of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// Those of the old revision that the new one has no more.
    pub fixed: Vec<Finding>,
    /// Those only the new one has.
    pub new: Vec<Finding>,
    /// How many stay.
    pub kept: usize,
}

/// Sets the findings of two revisions against each other; `documents` are those that have a counterpart.
pub fn between(old: &[Finding], new: &[Finding], _documents: &[Compared<'_>]) -> Between {
    Between { fixed: old.to_vec(), new: new.to_vec(), kept: 0 }
}
