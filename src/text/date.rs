//! A calendar day.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar, ordered as days are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year, as written in full.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// The day, if it exists in the calendar.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
            2 => 28,
            _ => return None,
        };
        (1..=last)
            .contains(&day)
            .then_some(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The text names no day: neither `2025-07-01` nor `01/07/2025`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a date: {0}")]
pub struct ParseDateError(String);

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = |sep| {
            let mut it = text.trim().split(sep);
            match (it.next(), it.next(), it.next(), it.next()) {
                (Some(a), Some(b), Some(c), None) => Some((a, b, c)),
                _ => None,
            }
        };
        let day = match (parts('-'), parts('/')) {
            (Some((y, m, d)), _) | (_, Some((d, m, y))) => {
                (|| Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?))()
            }
            _ => None,
        };
        day.ok_or_else(|| ParseDateError(text.to_owned()))
    }
}
