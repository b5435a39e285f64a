//! Judging documents: packs of data, and the rules that read them.

pub mod pack;
