//! What a cell's text is, by itself.

use crate::text::TokenKind;

/// Whether a text is a year and nothing else.
pub(super) fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|y: i32| (1990..2100).contains(&y))
}

/// «-», «–» in place of a value.
pub(super) fn is_dash(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().count() <= 3 && text.chars().all(|c| matches!(c, '-' | '–' | '—'))
}

/// The one year a text names.
pub(super) fn year_in(text: &str) -> Option<i32> {
    // Most cells have none.
    if !text.as_bytes().windows(2).any(|two| matches!(two, b"19" | b"20")) {
        return None;
    }
    let tokens = crate::text::tokenize(text);
    let mut years = tokens
        .iter()
        .filter(|t| t.kind == TokenKind::Number && t.end - t.start == 4)
        .filter_map(|t| t.text(text).parse::<i32>().ok())
        .filter(|y| (1990..2100).contains(y));
    let year = years.next()?;
    years.next().is_none().then_some(year)
}
