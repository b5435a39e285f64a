//! Showing: one file per format, each a pure function of what was found.

pub mod diff;
pub mod digest;
pub mod docx;
pub mod github;
pub mod json;
pub mod junit;
pub mod overlap;
pub mod page;
pub mod places;
pub mod revision;
pub mod sarif;
pub mod summary;
pub mod terminal;
