//! A Word file (.docx) as a package of XML parts, and its text with the way back to every byte.
//!
//! Nothing here knows of documents or rules. [`Package`] opens, refuses, and writes packages: parts
//! that do not change keep their bytes and their order. [`Story`] scans one part with text once, and
//! leads from each paragraph's text to the bytes of XML it stands in; whoever changes a file splices
//! at those bytes, so nothing is ever written anew that was not meant to change.
//!
//! Names are resolved by name space (Transitional and Strict), whatever prefixes a file uses.

pub mod comments;
pub mod compose;
pub mod error;
pub mod numbering;
pub mod package;
pub mod parts;
mod scan;
pub mod splice;
pub mod story;
pub mod styles;
pub(crate) mod xml;

pub use error::PackageError;
pub use numbering::Numbering;
pub use package::{Package, Relationship};
pub use parts::Parts;
pub use story::Story;
pub use styles::Styles;

use std::ops::Range;

/// A byte range of a part's XML.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Default)]
pub struct Bytes {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Bytes {
    /// A range of the two offsets.
    pub fn new(start: usize, end: usize) -> Bytes {
        Bytes { start: start as u32, end: end as u32 }
    }

    /// As a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
}
