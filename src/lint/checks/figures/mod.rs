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

use crate::text::Number;

/// A part and its whole, and the token where the words about them begin.
struct Pair {
    part: Number,
    whole: Number,
    start: usize,
}
