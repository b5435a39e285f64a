//! Figures that disagree with the figures beside them.

mod change;
mod exceeds;
mod number_format;
mod share;
mod sum;
mod table;

pub use change::Change;
pub use exceeds::Exceeds;
pub use number_format::NumberFormat;
pub use share::Share;
pub use sum::Sum;

use crate::lint::check::Context;
use crate::text::Number;

/// A part and its whole, and the token where the words about them begin.
struct Pair {
    part: Number,
    whole: Number,
    start: usize,
}

/// What stands between two tokens, the second excluded: marks and words.
pub fn between<'d>(context: &Context<'d>, from: usize, to: usize) -> &'d str {
    let document = context.document;
    let start = from.checked_sub(1).and_then(|i| document.tokens.get(i)).map_or(0, |t| t.end as usize);
    let end = document.tokens.get(to).map_or(document.text.len(), |t| t.start as usize);
    document.text.get(start..end.max(start)).unwrap_or("")
}
