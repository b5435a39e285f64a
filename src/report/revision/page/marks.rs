//! The words of a change, for the page and in Markdown.

use super::super::pieces::{self, Piece, plain};
use crate::lint::finding::shorten;
use crate::report::digest::visible;
use crate::revision::{Fate, Op, Pair};
use crate::skeleton::filters;
use serde::Serialize;

/// Words of what stayed shown in Markdown on either side of what changed.
const AROUND: usize = 15;

/// Letters shown of a block that moved as it was, in Markdown.
const SHORT: usize = 300;

/// Words and what was done with them: `equal`, `delete`, `insert`.
#[derive(Serialize, Clone, PartialEq, Debug)]
pub(super) struct Word {
    pub op: Op,
    pub text: String,
}

/// Words for the page.
pub(super) fn words(pieces: &[Piece<'_>]) -> Vec<Word> {
    pieces.iter().map(|piece| Word { op: piece.op, text: visible(&plain(piece.text)).into_owned() }).collect()
}

/// A change as one line of Markdown.
pub(super) fn marked(pair: &Pair, pieces: &[Piece<'_>]) -> String {
    if pair.fate == Fate::Moved {
        let text: String = pieces.iter().map(|piece| plain(piece.text)).collect();
        return filters::markdown(&shorten(&text, SHORT));
    }
    mark(&pieces::shortened(pieces, AROUND))
}

/// Words in Markdown, those that went struck, those that came bold.
pub(super) fn mark(pieces: &[Piece<'_>]) -> String {
    let mut out = String::new();
    let mut last = Op::Equal;
    for piece in pieces {
        let text = plain(piece.text);
        let words = text.trim();
        let with = match piece.op {
            Op::Equal => "",
            Op::Delete => "~~",
            Op::Insert => "**",
        };
        // A mark counts only if it stands against a word and not inside of one.
        let apart = text.starts_with(char::is_whitespace) || (last != Op::Equal && piece.op != Op::Equal);
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "~*\\".contains(c));
        let tight = piece.op != last && inside(out.chars().last()) && inside(words.chars().next());
        if (apart || tight) && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        if !words.is_empty() {
            out.push_str(with);
            out.push_str(&filters::markdown(words));
            out.push_str(with);
            last = piece.op;
        }
        if text.ends_with(char::is_whitespace) && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Op::{Delete, Equal, Insert};

    fn marked(of: &[(Op, &'static str)]) -> String {
        mark(&of.iter().map(|&(op, text)| Piece { op, text }).collect::<Vec<_>>())
    }

    #[test]
    fn marks_stand_against_words() {
        let edit = [(Equal, "đạt "), (Delete, "65,4"), (Insert, "70,5"), (Equal, " triệu")];
        assert_eq!(marked(&edit), "đạt ~~65,4~~ **70,5** triệu");
        assert_eq!(marked(&[(Equal, "a"), (Insert, " b "), (Equal, "c")]), "a **b** c");
        assert_eq!(marked(&[(Delete, "a*b|"), (Insert, "<c>")]), "~~a\\*b\\|~~ **\\<c\\>**");
        assert_eq!(marked(&[(Equal, "(a"), (Insert, ", b"), (Equal, ")")]), "(a**, b**)");
    }
}
