//! Roman numerals, as congress ordinals, parts and quarters are written.

/// The value of a Roman numeral in its canonical form, 1 to 3999.
pub fn parse(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 15 {
        return None;
    }
    let mut total = 0u32;
    let mut previous = 0u32;
    for c in text.chars().rev() {
        let value = match c.to_ascii_uppercase() {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            'C' => 100,
            'D' => 500,
            'M' => 1000,
            _ => return None,
        };
        if value < previous {
            total = total.checked_sub(value)?;
        } else {
            total += value;
            previous = value;
        }
    }
    (total > 0 && total < 4000 && format(total) == text.to_ascii_uppercase()).then_some(total)
}

/// The canonical Roman numeral of `value`; empty for 0.
pub fn format(mut value: u32) -> String {
    const DIGITS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (step, digits) in DIGITS {
        while value >= step {
            out.push_str(digits);
            value -= step;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_and_refusals() {
        for n in 1..4000 {
            assert_eq!(parse(&format(n)), Some(n));
        }
        assert_eq!(parse("xxiii"), Some(23));
        for bad in ["", "IIII", "VX", "IL", "A", "XIIV", "đ"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
