//! Calendar dates, as documents write them.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    /// Year, 1 to 9999.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// The day, if the calendar has it.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        ((1..=9999).contains(&year) && day >= 1 && day <= days_in(year, month)).then_some(Date { year, month, day })
    }

    /// The day as a Vietnamese office writes it: `01/7/2025`, days and the months 1 and 2 with a
    /// leading zero.
    pub fn vietnamese(&self) -> String {
        if self.month <= 2 {
            format!("{:02}/{:02}/{}", self.day, self.month, self.year)
        } else {
            format!("{:02}/{}/{}", self.day, self.month, self.year)
        }
    }

    /// The day of the week, from 0 for Monday.
    pub fn weekday(&self) -> usize {
        // Zeller's congruence, with March as the year's first month: 0 is Saturday.
        let (year, month) = if self.month < 3 { (self.year - 1, self.month + 12) } else { (self.year, self.month) };
        let day = i32::from(self.day) + 13 * (i32::from(month) + 1) / 5 + year + year / 4 - year / 100 + year / 400;
        (day + 5).rem_euclid(7) as usize
    }

    /// Days of a month; 29 of a February whose year is not told, 0 of a month there is not.
    pub fn days_of(year: Option<i32>, month: u8) -> u8 {
        days_in(year.unwrap_or(2000), month)
    }

    /// The day that stands `days` days after 1 January 1970.
    pub fn from_days_since_epoch(days: i64) -> Option<Date> {
        let mut year = 1970;
        let mut rest = days;
        if !(0..4_000_000).contains(&rest) {
            return None;
        }
        loop {
            let length = if is_leap(year) { 366 } else { 365 };
            if rest < length {
                break;
            }
            rest -= length;
            year += 1;
        }
        let mut month = 1u8;
        while rest >= i64::from(days_in(year, month)) {
            rest -= i64::from(days_in(year, month));
            month += 1;
        }
        Date::new(year, month, rest as u8 + 1)
    }
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// ISO form, `2025-07-01`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{0}» không phải là ngày (viết 2025-07-01 hoặc 01/7/2025)")]
pub struct NotADate(pub String);

/// Accepts `2025-07-01` and `01/7/2025`.
impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Date, NotADate> {
        let text = text.trim();
        let wrong = || NotADate(text.to_string());
        let (separator, year_first) = if text.contains('/') { ('/', false) } else { ('-', true) };
        let parts: Vec<&str> = text.split(separator).collect();
        let [a, b, c] = parts[..] else { return Err(wrong()) };
        let (year, day) = if year_first { (a, c) } else { (c, a) };
        match (year.parse(), b.parse(), day.parse()) {
            (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).ok_or_else(wrong),
            _ => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_both_forms() {
        let day = Date::new(2025, 7, 1).unwrap();
        assert_eq!("2025-07-01".parse(), Ok(day));
        assert_eq!("01/7/2025".parse(), Ok(day));
        assert_eq!(day.to_string(), "2025-07-01");
        assert_eq!(day.vietnamese(), "01/7/2025");
        for bad in ["31/9/2021", "2025-02-29", "hôm nay", "1/2", "2025-13-01", ""] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }

    #[test]
    fn days_of_the_week_and_of_the_month() {
        for (text, weekday) in
            [("2025-08-06", 2), ("2025-08-10", 6), ("2020-06-08", 0), ("2024-02-29", 3), ("2000-01-01", 5)]
        {
            assert_eq!(text.parse::<Date>().unwrap().weekday(), weekday, "{text}");
        }
        assert_eq!((Date::days_of(Some(2025), 2), Date::days_of(None, 2), Date::days_of(None, 13)), (28, 29, 0));
    }

    #[test]
    fn days_since_epoch() {
        assert_eq!(Date::from_days_since_epoch(0), Date::new(1970, 1, 1));
        assert_eq!(Date::from_days_since_epoch(20_270), Date::new(2025, 7, 1));
        assert_eq!(Date::from_days_since_epoch(11_016), Date::new(2000, 2, 29));
    }
}
