//! vankien: checks Vietnamese Party-congress documents before they are sent.
//!
//! read → understand → judge → show; see `docs/architecture.md`. A module uses only those listed
//! before it there. The core prints nothing and reads no clock: files, clocks, colours and sockets
//! live in [`cli`].

pub mod cli;
pub mod convert;
pub mod document;
pub mod lint;
pub mod mentions;
pub mod ooxml;
pub mod overlap;
pub mod places;
pub mod report;
pub mod revision;
pub mod sheet;
pub mod skeleton;
pub mod templates;
pub mod text;
pub mod yaml;
