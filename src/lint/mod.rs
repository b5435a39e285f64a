//! Judging: rules as data, the checks that read them, and one engine that runs both.

pub mod against;
mod agenda;
pub mod anchors;
pub mod baseline;
pub mod catalogue;
pub mod check;
pub mod checks;
pub mod detail;
pub mod engine;
pub mod example;
mod example_word;
pub mod finding;
pub mod fix;
pub mod form;
pub mod index;
pub mod indicators;
mod level;
pub mod locate;
pub mod outline;
pub mod pack;
pub mod parts;
pub mod past;
pub mod registry;
pub mod review;
pub mod rule;
pub mod sketch;
mod suppress;
pub mod tasks;
pub mod told;
pub mod wording;

pub use catalogue::{Catalogue, CatalogueError};
pub use engine::{Input, Job, Options, Report, run};
pub use finding::{Finding, Severity};
pub use rule::{Lang, Rule};
