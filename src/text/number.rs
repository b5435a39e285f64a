//! Numbers as Vietnamese writes them: `4.621`, `79,23`, `1.234,5`.

use std::fmt;

/// An exact decimal number: `mantissa / 10^scale`, as written.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// All digits, without separators.
    pub mantissa: i64,
    /// How many of them stand after the decimal mark.
    pub scale: u8,
    /// How the separators were written.
    pub style: Style,
}

/// The separators a number was written with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Digits only: `412`, `09`, `2025`.
    Plain,
    /// Vietnamese thousands and decimals: `4.621`, `79,23`, `1.234,5`.
    Vietnamese,
    /// A point used as decimal mark: `11.5`.
    DecimalPoint,
    /// Commas used for thousands beyond doubt: `1,577,981`, `1,234.5`.
    ThousandsComma,
}

impl Number {
    /// Its digits in order, without marks: of 7,16 those of 716.
    pub fn digits(self) -> Vec<u8> {
        self.mantissa.unsigned_abs().to_string().into_bytes()
    }

    /// How many digits it has.
    pub fn digit_count(self) -> u32 {
        self.mantissa.unsigned_abs().checked_ilog10().map_or(1, |last| last + 1)
    }

    /// What exchanging digits leaves alone: the decimals, and how often each digit occurs, six bits for each.
    pub fn digit_set(self) -> (u8, u64) {
        let (mut rest, mut counts) = (self.mantissa.unsigned_abs(), 0);
        while rest > 0 {
            counts += 1 << (6 * (rest % 10));
            rest /= 10;
        }
        (self.scale, counts)
    }

    /// Whether two numbers differ by two neighbouring digits that have changed places: 8.690 and 8.960.
    pub fn is_swapped(self, other: Number) -> bool {
        // Of d·10ⁱ⁺¹ + e·10ⁱ and e·10ⁱ⁺¹ + d·10ⁱ the difference is 9·(d − e)·10ⁱ.
        let (x, y) = (self.mantissa.unsigned_abs(), other.mantissa.unsigned_abs());
        if x == y || x.abs_diff(y) % 9 != 0 {
            return false;
        }
        let (x, y) = (Digits::of(x.into()), Digits::of(y.into()));
        let (x, y) = (x.written(), y.written());
        let mut differ = x.iter().zip(y).enumerate().filter(|(_, (a, b))| a != b).map(|(i, _)| i);
        let (Some(i), Some(j), None) = (differ.next(), differ.next(), differ.next()) else { return false };
        x.len() == y.len() && j == i + 1 && x[i] == y[j] && x[j] == y[i]
    }

    /// Whether one is the other with a single slip of the hand: two digits exchanged, one digit wrong, one left out
    /// or put in. Numbers of one digit tell nothing.
    pub fn is_slip_of(self, other: Number) -> bool {
        let scale = self.scale.max(other.scale);
        let digits = |number: Number| number.at_scale(scale).map(|n| Digits::of(n.unsigned_abs()));
        let (Some(x), Some(y)) = (digits(self), digits(other)) else { return false };
        let (x, y) = (x.written(), y.written());
        let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
        let mut differ = short.iter().zip(long).enumerate().filter(|(_, (a, b))| a != b).map(|(i, _)| i);
        match long.len() - short.len() {
            _ if short.len() < 2 => false,
            0 => match (differ.next(), differ.next(), differ.next()) {
                (Some(_), None, _) => true,
                (Some(i), Some(j), None) => short[i] == long[j] && short[j] == long[i],
                _ => false,
            },
            1 => {
                let at = differ.next().unwrap_or(short.len());
                short[at..] == long[at + 1..]
            }
            _ => false,
        }
    }

    /// Reads a run of digits, points and commas that starts and ends with a digit.
    ///
    /// `1,872` is read as 1,872 thousandths, as Vietnamese has it; that it may have meant 1.872 is
    /// for a rule to ask, not for the reader.
    pub fn parse(text: &str) -> Option<Number> {
        let (mut points, mut commas) = (0, 0);
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' => {}
                b'.' => points += 1,
                b',' => commas += 1,
                _ => return None,
            }
        }
        let groups = |s: &str, separator: char| {
            let mut parts = s.split(separator);
            let first = parts.next().unwrap_or("");
            (1..=3).contains(&first.len()) && parts.all(|p| p.len() == 3)
        };
        let (integer, fraction, style) = match (points, commas) {
            (0, 0) => (text, "", Style::Plain),
            (_, 0) if groups(text, '.') => (text, "", Style::Vietnamese),
            (1, 0) => split_once(text, '.', Style::DecimalPoint)?,
            (0, 1) => split_once(text, ',', Style::Vietnamese)?,
            (0, _) if groups(text, ',') => (text, "", Style::ThousandsComma),
            (_, 1) if text.rfind('.') < text.rfind(',') => {
                let parts = split_once(text, ',', Style::Vietnamese)?;
                if !groups(parts.0, '.') {
                    return None;
                }
                parts
            }
            (1, _) if text.rfind(',') < text.rfind('.') => {
                let parts = split_once(text, '.', Style::ThousandsComma)?;
                if !groups(parts.0, ',') {
                    return None;
                }
                parts
            }
            _ => return None,
        };
        let mut digits = integer.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit).peekable();
        digits.peek()?;
        let more = |value: i64, digit: u8| value.checked_mul(10)?.checked_add(i64::from(digit - b'0'));
        let mantissa = digits.try_fold(0, more)?;
        Some(Number { mantissa, scale: u8::try_from(fraction.len()).ok()?, style })
    }

    /// The value times a power of ten, if that can be written exactly.
    pub fn shifted(self, exponent: i8) -> Option<Number> {
        if exponent <= 0 {
            let scale = self.scale.checked_add(exponent.unsigned_abs())?;
            return Some(Number { scale, ..self });
        }
        let up = exponent.unsigned_abs();
        if up <= self.scale {
            return Some(Number { scale: self.scale - up, ..self });
        }
        let factor = 10i64.checked_pow(u32::from(up - self.scale))?;
        Some(Number { mantissa: self.mantissa.checked_mul(factor)?, scale: 0, ..self })
    }

    /// The value as whole units of `10^-scale`, if it has no more decimals than that.
    pub fn at_scale(self, scale: u8) -> Option<i128> {
        let more = scale.checked_sub(self.scale)?;
        i128::from(self.mantissa).checked_mul(10i128.checked_pow(u32::from(more))?)
    }

    /// The value as a floating number, for ratios and bands; equality is tested exactly.
    pub fn value(&self) -> f64 {
        self.mantissa as f64 / 10f64.powi(i32::from(self.scale))
    }
}

/// The decimal digits of a number, without a place on the heap: two numbers are held against each other very often.
struct Digits {
    /// The last of them hold the number.
    places: [u8; MOST_DIGITS],
    from: usize,
}

/// Those of the largest number of 128 bits.
const MOST_DIGITS: usize = 39;

impl Digits {
    fn of(number: u128) -> Digits {
        let (mut places, mut from, mut rest) = ([0; MOST_DIGITS], MOST_DIGITS, number);
        while rest > 0 || from == MOST_DIGITS {
            from -= 1;
            // Dividing 128 bits is slow, and few numbers need them.
            (rest, places[from]) = match u64::try_from(rest) {
                Ok(rest) => (u128::from(rest / 10), (rest % 10) as u8),
                Err(_) => (rest / 10, (rest % 10) as u8),
            };
        }
        Digits { places, from }
    }

    fn written(&self) -> &[u8] {
        &self.places[self.from..]
    }
}

fn split_once(text: &str, mark: char, style: Style) -> Option<(&str, &str, Style)> {
    let (integer, fraction) = text.split_once(mark)?;
    (!integer.is_empty() && !fraction.is_empty()).then_some((integer, fraction, style))
}

/// Equal by value: `92` is `92,0`, however it was written.
impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        let (low, high) = if self.scale <= other.scale { (self, other) } else { (other, self) };
        10i64
            .checked_pow(u32::from(high.scale - low.scale))
            .and_then(|factor| low.mantissa.checked_mul(factor))
            .is_some_and(|mantissa| mantissa == high.mantissa)
    }
}

/// Vietnamese form: points between thousands, a decimal comma.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        vietnamese(f, i128::from(self.mantissa), self.scale)
    }
}

/// Writes `mantissa / 10^scale` in Vietnamese form, with as many decimals as `scale` says.
pub(crate) fn vietnamese(f: &mut fmt::Formatter<'_>, mantissa: i128, scale: u8) -> fmt::Result {
    let scale = usize::from(scale);
    let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale + 1);
    let (integer, fraction) = digits.split_at(digits.len() - scale);
    if mantissa < 0 {
        f.write_str("-")?;
    }
    for (i, c) in integer.chars().enumerate() {
        if i > 0 && (integer.len() - i) % 3 == 0 {
            f.write_str(".")?;
        }
        write!(f, "{c}")?;
    }
    if scale > 0 {
        write!(f, ",{fraction}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn neighbours_changed_places() {
        let number = |text| Number::parse(text).unwrap();
        assert!(number("8.690").is_swapped(number("8.960")));
        assert_eq!(number("8.690").digit_set(), number("8.960").digit_set());
        assert_ne!(number("8.690").digit_set(), number("869,0").digit_set());
        assert_ne!(number("8.690").digit_set(), number("8.699").digit_set());
        assert!(number("145,44").is_swapped(number("144,54")));
        assert!(!number("8.690").is_swapped(number("8.609,0")));
        assert!(!number("123").is_swapped(number("321")));
        let slips = ["193 139", "148,6 143,6", "1.126 1.106", "12,5 125", "134,5 134", "46 64", "1.204 124"];
        for pair in slips {
            let (x, y) = pair.split_once(' ').expect("two numbers");
            assert!(number(x).is_slip_of(number(y)) && number(y).is_slip_of(number(x)), "{pair}");
        }
        assert!(!number("3").is_slip_of(number("4")) && !number("123").is_slip_of(number("132,5")));
        assert!(!number("120").is_swapped(number("130")));
    }

    #[test]
    fn vietnamese_and_foreign_forms() {
        for (text, value, style) in [
            ("412", 412.0, Style::Plain),
            ("09", 9.0, Style::Plain),
            ("4.621", 4621.0, Style::Vietnamese),
            ("79,23", 79.23, Style::Vietnamese),
            ("1.234,5", 1234.5, Style::Vietnamese),
            ("1,872", 1.872, Style::Vietnamese),
            ("11.5", 11.5, Style::DecimalPoint),
            ("1,577,981", 1_577_981.0, Style::ThousandsComma),
            ("1,234.5", 1234.5, Style::ThousandsComma),
        ] {
            let number = Number::parse(text).unwrap();
            assert!((number.value() - value).abs() < 1e-9, "{text}");
            assert_eq!(number.style, style, "{text}");
        }
        for bad in ["", "1.2.3.4", ".5", "5,", "12.34,5", "a1", "99999999999999999999"] {
            assert!(Number::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(Number::parse("92"), Number::parse("92,0"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(mantissa in 0i64..1_000_000_000_000, scale in 0u8..5) {
            let number = Number { mantissa, scale, style: Style::Vietnamese };
            let read = Number::parse(&number.to_string());
            prop_assert_eq!(read, Some(number));
        }
    }
}
