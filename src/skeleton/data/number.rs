//! A cell as a number.

use crate::sheet::{Cell, Value};
use crate::skeleton::exact::Exact;
use crate::text::Number;

/// From this many decimals on a number is the quotient of a formula.
const QUOTIENT: u8 = 6;

/// The number in a cell, rounded to `decimals` if it is some formula's quotient; nothing where nothing stands. What
/// is no number is told.
pub fn read(cell: &Cell, unit: &str, decimals: u8) -> Result<Option<Exact>, String> {
    let number = match &cell.value {
        Value::Empty => return Ok(None),
        Value::Number(number) => Some(*number),
        Value::Percent(number) if unit.contains('%') || unit.is_empty() => Some(*number),
        Value::Percent(number) => return Err(format!("«{number}%» là phần trăm, đơn vị tính là «{unit}»")),
        Value::Date(date) => {
            return Err(format!(
                "«{}» là ngày, cần một con số (Excel đổi «7/2», «7-2» thành ngày; hãy gõ 7,2)",
                date.vietnamese()
            ));
        }
        Value::Error(error) => return Err(format!("công thức ra lỗi «{error}», cần một con số")),
        Value::Text(text) => {
            if blank(text) {
                return Ok(None);
            }
            Some(parse(text, unit).ok_or_else(|| format!("«{}» không phải là số", shorten(text)))?)
        }
    };
    let Some(number) = number else { return Ok(None) };
    let too_large = || format!("«{number}» vượt quá mức tính được");
    if number.scale > QUOTIENT {
        // `Exact` takes twelve decimals; a binary fraction has no more than fifteen digits.
        let mut cut = number;
        while cut.scale > 12 {
            cut = Number { mantissa: cut.mantissa / 10, scale: cut.scale - 1, ..cut };
        }
        return Exact::of(cut).and_then(|exact| exact.rounded(decimals)).map(Some).ok_or_else(too_large);
    }
    // «8,30» typed is the 8,3 a workbook stores.
    Exact::of(number).map(|exact| Some(exact.trimmed())).ok_or_else(too_large)
}

/// What people write where they have nothing to say.
pub fn blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '…' | '.' | '-' | '–' | '—' | '_'))
}

/// Whether a number is said to be an estimate: «ước 65,4».
pub fn is_estimate(text: &str) -> bool {
    let folded = crate::text::fold(text.trim());
    folded.strip_prefix("ước").is_some_and(|rest| rest.starts_with([' ', '\u{a0}']))
}

/// A number as people type it: `1.234,5`, `7.2`, `1 234`, `-3,1`, `5,2%`, `65 triệu đồng` where that is its unit.
fn parse(text: &str, unit: &str) -> Option<Number> {
    let text = text.trim();
    let text = if is_estimate(text) { text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest) } else { text };
    let text = text.trim();
    let (negative, text) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',') || c.is_whitespace()));
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    let rest = rest.trim();
    let same = |a: &str, b: &str| crate::text::fold(a).split_whitespace().eq(crate::text::fold(b).split_whitespace());
    let fits = rest.is_empty() || same(rest, unit) || (rest == "%" && unit.contains('%'));
    if !fits {
        return None;
    }
    let digits = digits.trim();
    let joined;
    let digits = if digits.contains(char::is_whitespace) {
        let mut groups = digits.split_whitespace();
        let first = groups.next().unwrap_or("");
        let three = |group: &str| group.split([',', '.']).next().is_some_and(|whole| whole.len() == 3);
        if !(1..=3).contains(&first.len()) || !groups.all(three) {
            return None;
        }
        joined = digits.split_whitespace().collect::<String>();
        &joined
    } else {
        digits
    };
    let number = Number::parse(digits)?;
    Some(if negative { Number { mantissa: -number.mantissa, ..number } } else { number })
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them() {
        let read = |text: &str| parse(text, "triệu đồng").map(|n| n.to_string());
        for (text, number) in [
            ("1.234,5", "1.234,5"),
            ("7.2", "7,2"),
            ("1 234", "1.234"),
            ("- 3,1", "-3,1"),
            ("65,4 Triệu  đồng", "65,4"),
            ("Ước 7,5", "7,5"),
        ] {
            assert_eq!(read(text).as_deref(), Some(number), "{text}");
        }
        for text in ["abc", "12 người", "1 23", "12a", "ước", "5%", "3-4"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(parse("5,2 %", "%").unwrap().to_string(), "5,2");
        assert!(blank("…") && blank(" - ") && !blank("0"));
    }
}
