//! Passages that stand twice: in one document, or in the self-review and the political report.

mod copied;
mod foreign;
mod join;
mod report;
mod retold;
mod shares;
mod within;

pub use copied::CopiedFromOther;
pub use report::RepeatedFromReport;
pub use within::RepeatedWithin;

use crate::lint::check::Draft;
use crate::lint::sketch::Sketch;
use crate::overlap::prepare::Passages;
use std::ops::Range;

/// The document that is judged and the one it is held against, as far as a message shows them.
struct Sides<'s> {
    here: (&'s Sketch, &'s Passages),
    there: (&'s Sketch, &'s Passages),
}

impl Sides<'_> {
    /// The figures that differ, by their words here and there: `12 → 14; …`, the source's first.
    fn figures(&self, changed: impl Iterator<Item = (u32, u32)>) -> String {
        let figure =
            |(sketch, passages): (&Sketch, &Passages), word| sketch.number(passages.token(word)).map(str::to_string);
        let change = |(here, there)| Some(format!("{} → {}", figure(self.there, there)?, figure(self.here, here)?));
        let mut changes: Vec<String> = changed.filter_map(change).take(FIGURES + 1).collect();
        if let Some(more) = changes.get_mut(FIGURES) {
            *more = "…".into();
        }
        changes.join("; ")
    }
}

/// Names figures that differ: the message's `{changes}`.
fn say_changes(draft: Draft, figures: String) -> Draft {
    let part = if figures.is_empty() { "" } else { "changes" };
    draft.with("figures", figures).part("changes", part)
}

/// Figures that are named in one message.
const FIGURES: usize = 5;

/// The words behind a range of tokens.
fn words(passages: &Passages, tokens: &Range<usize>) -> Range<u32> {
    let first = |token: usize| {
        let (mut from, mut to) = (0, passages.text.words().len() as u32);
        while from < to {
            let middle = from + (to - from) / 2;
            match passages.token(middle) < token {
                true => from = middle + 1,
                false => to = middle,
            }
        }
        from
    };
    first(tokens.start)..first(tokens.end)
}
