//! Two sides of a passage, word by word.

use crate::text::fold;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// A stretch of text that is shown alike.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Piece {
    /// The words.
    pub text: String,
    /// Whether the other side lacks them.
    pub marked: bool,
    /// Whether they are not their author's own, and count on neither side.
    pub neutral: bool,
    /// Of a whole text, the number of the passage that holds them.
    pub passage: Option<usize>,
    /// Whether that passage begins here.
    pub first: bool,
}

impl Piece {
    pub fn plain(text: impl Into<String>) -> Piece {
        Piece { text: text.into(), ..Piece::default() }
    }
}

/// Words of one side above which nothing is set against each other: that grows faster than its input.
const LONGEST: usize = 5_000;

/// One side: its text, and the byte ranges of it, rising, that are not its author's own.
pub(super) type Side<'t> = (&'t str, &'t [Range<usize>]);

/// Both sides with the words that only they have.
pub(super) fn sides((a, neutral_a): Side<'_>, (b, neutral_b): Side<'_>) -> (Vec<Piece>, Vec<Piece>) {
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
    (pieces(a, &same_a, neutral_a), pieces(b, &same_b, neutral_b))
}

fn pieces(text: &str, same: &[bool], neutral: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut neutral = neutral.iter().peekable();
    for (word, same) in text.split_whitespace().zip(same) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        while neutral.next_if(|range| range.end <= start).is_some() {}
        // A mark may open the word that a quotation begins with.
        let idle = neutral.peek().is_some_and(|range| range.start < start + word.len());
        match pieces.last_mut().filter(|piece| piece.marked != *same && piece.neutral == idle) {
            Some(piece) => {
                piece.text.push(' ');
                piece.text.push_str(word);
            }
            None => pieces.push(Piece { marked: !same, neutral: idle, ..Piece::plain(word) }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_one_side_lacks_are_marked() {
        let (a, b) = sides(("đạt 12 triệu, hoà thuận", &[]), ("đạt 14 triệu hòa thuận.", &[]));
        let marked = |pieces: Vec<Piece>| pieces.into_iter().filter(|p| p.marked).map(|p| p.text).collect::<Vec<_>>();
        assert_eq!((marked(a), marked(b)), (vec!["12".to_string()], vec!["14".to_string()]));
        assert_eq!(sides(("", &[]), ("", &[])).0, []);
    }

    #[test]
    fn what_is_not_the_authors_own_is_a_piece_of_its_own() {
        let text = "Với chủ đề “Đoàn kết và đổi mới”, xã đã";
        let quoted = text.find("Đoàn").expect("there")..text.find('”').expect("there");
        let (a, _) = sides((text, &[quoted]), (text, &[]));
        let pieces: Vec<(&str, bool)> = a.iter().map(|piece| (piece.text.as_str(), piece.neutral)).collect();
        assert_eq!(pieces, [("Với chủ đề", false), ("“Đoàn kết và đổi mới”,", true), ("xã đã", false)]);
    }
}
