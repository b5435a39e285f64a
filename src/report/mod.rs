//! Showing: one file per format, each a pure function of what was found.

pub mod diff;
pub mod json;
pub mod places;
pub mod summary;
pub mod terminal;
