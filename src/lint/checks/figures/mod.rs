//! Figures that disagree with the figures beside them.

mod change;
mod exceeds;
mod listed;
mod number_format;
mod share;
mod sum;
mod table;

pub use change::Change;
pub use exceeds::Exceeds;
pub use number_format::NumberFormat;
pub use share::{OffShare, Share, off_shares};
pub use sum::Sum;
pub use table::{Numbers, numbers};

use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact};
use crate::text::Number;
use std::ops::Range;

/// Whether words of one meaning, and nothing else, stand between two tokens: «trên tổng số».
fn joined_by(context: &Context<'_>, cue: Cue, between: Range<usize>) -> bool {
    let mut cues = context.catalogue.figures.cues(context.mentions, &between);
    let whole = cues.any(|hit| hit.item == cue as u32 && (hit.start as usize..hit.end as usize) == between);
    whole && !context.document.between(between.start, between.end).contains([';', '.'])
}

/// «31 tấn/hộ», «65 triệu đồng/người/năm».
fn is_rate(context: &Context<'_>, fact: &Fact) -> bool {
    context.document.between(fact.end, fact.end).starts_with('/')
}

/// What follows «/người/năm» behind a value.
fn past_rate(text: &str) -> &str {
    if text.starts_with('/') { text.find([',', ')']).map_or("", |at| &text[at..]) } else { text }
}

/// What follows «/kg» behind a value or a change: «đồng/kg so với mức».
fn behind_rate(text: &str) -> &str {
    if text.starts_with('/') { text.find([' ', ',', ')']).map_or("", |at| &text[at..]) } else { text }
}

/// A part and its whole, and the token where the words about them begin.
struct Pair {
    part: Number,
    whole: Number,
    start: usize,
}
