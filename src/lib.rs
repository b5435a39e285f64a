//! vankien: checks Vietnamese Party-congress documents before they are sent.
//!
//! read → understand → judge → show; see `docs/architecture.md`.

pub mod document;
pub mod lint;
pub mod mentions;
pub mod overlap;
pub mod places;
pub mod skeleton;
pub mod text;
pub mod yaml;
