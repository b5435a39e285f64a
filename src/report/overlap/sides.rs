//! Two sides of a passage, word by word, and whole texts with their passages marked.

use super::Found;
use crate::document::Span;
use crate::text::fold;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A stretch of text that is shown alike.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Piece {
    /// The words.
    pub text: String,
    /// Whether the other side lacks them; of a whole text, whether a passage holds them.
    pub marked: bool,
    /// Of a whole text, the passage's number.
    pub passage: Option<usize>,
}

/// Which side of a passage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Seen {
    A,
    B,
}

/// Words of one side above which nothing is set against each other: that grows faster than its input.
const LONGEST: usize = 5_000;

/// Both sides with the words that only they have.
pub(super) fn sides(a: &str, b: &str) -> (Vec<Piece>, Vec<Piece>) {
    let words = |text: &str| -> Vec<String> {
        let words = text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '%'));
        words.map(fold).collect()
    };
    let (keys_a, keys_b) = (words(a), words(b));
    let (mut same_a, mut same_b) = (vec![true; keys_a.len()], vec![true; keys_b.len()]);
    if keys_a.len().max(keys_b.len()) <= LONGEST {
        same_a.fill(false);
        same_b.fill(false);
        for op in capture_diff_slices(Algorithm::Myers, &keys_a, &keys_b) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                same_a[old_index..old_index + len].fill(true);
                same_b[new_index..new_index + len].fill(true);
            }
        }
    }
    (pieces(a, &same_a), pieces(b, &same_b))
}

fn pieces(text: &str, same: &[bool]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (word, same) in text.split_whitespace().zip(same) {
        match pieces.last_mut().filter(|piece| piece.marked != *same) {
            Some(piece) => {
                piece.text.push(' ');
                piece.text.push_str(word);
            }
            None => pieces.push(Piece { text: word.to_string(), marked: !same, passage: None }),
        }
    }
    pieces
}

/// A whole text, cut at its passages.
pub(super) fn text(source: &str, found: &[&Found], side: Seen) -> Vec<Piece> {
    let span = |found: &Found| if side == Seen::A { found.a_span } else { found.b_span };
    let mut spans: Vec<(Span, usize)> = found.iter().enumerate().map(|(at, found)| (span(found), at)).collect();
    spans.sort_unstable();
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut add = |range: std::ops::Range<usize>, passage: Option<usize>| {
        let text = source.get(range).unwrap_or("").to_string();
        if !text.is_empty() {
            pieces.push(Piece { text, marked: passage.is_some(), passage });
        }
    };
    for (span, number) in spans {
        // Of two that overlap the second shows what is left of it.
        let start = span.range().start.max(at);
        add(at..start, None);
        add(start..span.range().end.max(start), Some(number));
        at = span.range().end.max(start);
    }
    add(at..source.len(), None);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_one_side_lacks_are_marked() {
        let (a, b) = sides("đạt 12 triệu, hoà thuận", "đạt 14 triệu hòa thuận.");
        let marked = |pieces: Vec<Piece>| pieces.into_iter().filter(|p| p.marked).map(|p| p.text).collect::<Vec<_>>();
        assert_eq!((marked(a), marked(b)), (vec!["12".to_string()], vec!["14".to_string()]));
        assert_eq!(sides("", "").0, []);
    }
}
