//! How much of a document, and of each of its sections, is repeated.

use crate::lint::check::Draft;
use crate::lint::sketch::Sketch;
use crate::overlap::prepare::Passages;
use std::ops::Range;

/// A section: its first token, its authored words, those of them that are repeated.
struct Section {
    start: usize,
    all: usize,
    repeated: usize,
}

/// Shares of authored words. Words that stand in several passages count once.
pub(super) struct Shares {
    sections: Vec<Section>,
}

impl Shares {
    /// Reckons them from the words that are repeated.
    pub(super) fn of(sketch: &Sketch, passages: &Passages, found: impl Iterator<Item = Range<u32>>) -> Shares {
        let count = passages.text.words().len();
        let mut repeated = vec![false; count];
        for passage in found {
            let end = count.min(passage.end as usize);
            repeated[end.min(passage.start as usize)..end].fill(true);
        }
        let mut sections: Vec<Section> =
            sketch.sections().map(|start| Section { start, all: 0, repeated: 0 }).collect();
        let mut next = 0;
        for (words, token) in passages.sentences() {
            while sections.get(next).is_some_and(|section| section.start <= token) {
                next += 1;
            }
            let Some(section) = next.checked_sub(1).and_then(|at| sections.get_mut(at)) else { continue };
            let told = repeated[words.clone()].iter();
            for (_, &repeated) in passages.text.words()[words].iter().zip(told).filter(|(word, _)| !word.is_masked()) {
                section.all += 1;
                section.repeated += usize::from(repeated);
            }
        }
        Shares { sections }
    }

    /// The share of the document.
    pub(super) fn whole(&self) -> f64 {
        let sum = |count: fn(&Section) -> usize| self.sections.iter().map(count).sum::<usize>();
        sum(|section| section.repeated) as f64 / sum(|section| section.all).max(1) as f64
    }

    /// Tells the share of the section a token stands in, and that of the document: the message's `{shares}`.
    pub(super) fn say(&self, draft: Draft, token: usize) -> Draft {
        let whole = self.whole();
        let section = section(&self.sections, token).and_then(|at| self.sections.get(at));
        let section = section.map_or(whole, |section| section.repeated as f64 / section.all.max(1) as f64);
        let part = match (section < LEAST, whole < LEAST) {
            (true, true) => "shares-tiny",
            // It begins at the end of a section and goes on in the next.
            (true, false) => "shares-whole",
            (false, true) => "shares-small",
            (false, false) => "shares",
        };
        draft.with("section", percent(section)).with("share", percent(whole)).part("shares", part)
    }
}

/// The section a token stands in.
fn section(sections: &[Section], token: usize) -> Option<usize> {
    sections.partition_point(|section| section.start <= token).checked_sub(1)
}

/// Shares below this are told as such, not as a number.
const LEAST: f64 = 0.01;

/// A share as a message gives it.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}
