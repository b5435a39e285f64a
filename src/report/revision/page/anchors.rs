//! Where on the page a change is.

use std::collections::HashMap;

/// From a place in a document to the change on the page.
pub(super) struct Anchors {
    pub number: usize,
    /// Changes by where their units stand: start, end, and the pair the entry is called by.
    pub old: Vec<(usize, usize, usize)>,
    pub new: Vec<(usize, usize, usize)>,
    /// For each pair that is on the page, the one its entry is called by.
    pub shown: HashMap<usize, usize>,
}

impl Anchors {
    fn find(&self, list: &[(usize, usize, usize)], at: usize) -> Option<String> {
        let found = list.get(list.partition_point(|&(start, ..)| start <= at).checked_sub(1)?)?;
        (at < found.1).then(|| format!("c{}-{}", self.number, found.2 + 1))
    }

    /// The change that holds a place of the old document.
    pub fn of_old(&self, at: usize) -> Option<String> {
        self.find(&self.old, at)
    }

    /// The change that holds a place of the new one.
    pub fn of_new(&self, at: usize) -> Option<String> {
        self.find(&self.new, at)
    }

    /// The place of a pair.
    pub fn of_pair(&self, pair: usize) -> Option<String> {
        self.shown.get(&pair).map(|at| format!("c{}-{}", self.number, at + 1))
    }
}
