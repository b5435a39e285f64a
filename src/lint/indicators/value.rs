//! One value of one indicator, and when two of them may be compared.

use super::MeasureId;
use crate::mentions::fact::Unit;
use crate::text::Number;
use std::ops::Range;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// What was reached.
    Result,
    /// What is expected to be reached: «ước».
    Estimate,
    /// What shall be reached.
    Target,
}

/// One value of one indicator.
#[derive(Clone, Debug)]
pub struct Value {
    /// The measure of the loaded set.
    pub measure: MeasureId,
    /// Its name as written here, as one number: the words and numbers that tell it apart.
    pub name: u64,
    /// Whether the name is the measure's and nothing else: «lao động nông nghiệp ứng dụng công nghệ cao» is not.
    pub plain: bool,
    /// The year it belongs to; nought where nothing dates it ([`Value::is_dated`]).
    pub year: i32,
    /// What it is.
    pub standing: Standing,
    /// The value.
    pub value: Number,
    /// Its unit; of a table without one, nothing.
    pub unit: Unit,
    /// The words that say it, in the plain text.
    pub place: Range<usize>,
    /// Whether a table says it.
    pub in_table: bool,
    /// Of a table, which one; else which sentence.
    pub within: usize,
    /// Of a table's row, its name with every word, as one number.
    pub row: u64,
    /// Whether it is a place among others, of which the first is the best.
    pub rank: bool,
    /// Whether its measure is counted anew each year.
    pub by_year: bool,
    /// Whether it is counted by the year: «người/năm», «hằng năm».
    pub yearly: bool,
    /// Whether it is counted over a whole term: «trong nhiệm kỳ», «5 năm».
    pub whole: bool,
    /// Whether it is an average over years, but not of so many people: «bình quân 2021-2025».
    pub averaged: bool,
    /// Whether it is one of a series that gives each year its own.
    pub serial: bool,
    /// The tokens of the name, with all that is said of it: of a sentence, its clause.
    pub label: Range<usize>,
    /// Whether its year is stated, not concluded.
    pub sure: bool,
    /// Of a table, whether its year is stated, but its row says by what standard or of whom it is («chuẩn giai đoạn 2021-2025»):
    /// only a row that says the same in the same words can disagree with it.
    pub scoped: bool,
    /// Whether a count is told of today: «đến nay xã có 14 sản phẩm OCOP».
    pub so_far: bool,
    /// Whether it is a target not to go beyond, or not to stay behind: «dưới 1,0%». Only another such can disagree with it.
    pub bound: bool,
}

impl Value {
    /// Whether its year is known.
    pub fn is_dated(&self) -> bool {
        self.year != UNDATED.0
    }

    /// The value in the base unit of what it measures.
    pub fn amount(&self) -> Option<Number> {
        match self.unit {
            Unit::Measure(_, exponent) => self.value.shifted(exponent),
            _ => Some(self.value),
        }
    }

    /// Both numbers in one unit, if they can be compared; without a unit on one side, as written.
    pub fn amounts(&self, other: &Value) -> Option<(Number, Number)> {
        match (self.unit, other.unit) {
            (Unit::Measure(x, _), Unit::Measure(y, _)) if x == y => self.amount().zip(other.amount()),
            (x, y) if x == y || x == Unit::None || y == Unit::None => Some((self.value, other.value)),
            _ => None,
        }
    }

    /// Whether one is a year's own and the other may be told of several years together.
    pub fn spans_years(&self, other: &Value) -> bool {
        self.serial != other.serial && [self, other].iter().any(|value| value.averaged || value.whole)
    }

    /// Whether one may be the total of a term and the other a year's, for one is about `times` the other: what is
    /// counted by the year, neither saying so, or one said to be a term's («cộng 5 năm») and the other not.
    pub fn may_span(&self, other: &Value, times: [f64; 2]) -> bool {
        let both_whole = self.whole && other.whole;
        let open = self.by_year && !self.yearly && !other.yearly && !both_whole || self.whole != other.whole;
        let ratio = |(x, y): (Number, Number)| {
            let (x, y) = (x.value(), y.value());
            if x < y { y / x } else { x / y }
        };
        open && self.amounts(other).is_some_and(|both| (times[0]..=times[1]).contains(&ratio(both)))
    }
}

/// Of a value that nothing dates.
pub(super) const UNDATED: (i32, Standing) = (0, Standing::Result);
