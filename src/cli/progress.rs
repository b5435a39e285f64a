//! How far long work has come, for whoever looks on.

use super::args::Common;
use super::note;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Documents between two lines.
const STEP: usize = 500;

/// A count that says itself, on standard error, where there is much to do and somebody sits at the terminal.
pub struct Progress<'c> {
    common: &'c Common,
    /// What has been done: `đã đọc`.
    what: &'static str,
    all: usize,
    done: AtomicUsize,
    tells: bool,
}

impl<'c> Progress<'c> {
    /// Nothing done yet of so many documents.
    pub fn new(common: &'c Common, what: &'static str, all: usize) -> Progress<'c> {
        let tells = !common.no_progress && !common.quiet && std::io::stderr().is_terminal();
        Progress { common, what, all, done: AtomicUsize::new(0), tells }
    }

    /// One more is done; on any core.
    pub fn step(&self) {
        let count = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.tells && count.is_multiple_of(STEP) {
            note(self.common, &format!("{} {count}/{} văn bản", self.what, self.all));
        }
    }
}
