//! The words of a change: what stayed, what went, what came.

use super::Compared;
use crate::revision::feedback::Evidence;
use crate::revision::{Op, Pair, Unit};
use std::borrow::Cow;

/// A stretch of words and what was done with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Piece<'c> {
    pub op: Op,
    /// As in the document's text: cells are parted by line ends.
    pub text: &'c str,
}

/// What was done to a unit's words: equal and deleted pieces are its old text, equal and inserted ones the new.
pub(super) fn of<'c>(compared: &'c Compared, pair: &Pair) -> Vec<Piece<'c>> {
    let old = pair.old.as_ref().map(|unit| Compared::text(&compared.old, unit));
    let new = pair.new.as_ref().map(|unit| Compared::text(&compared.new, unit));
    let piece = |op, text| Piece { op, text };
    if pair.edits.is_empty() {
        return match (old, new) {
            (Some(old), Some(new)) if old == new => vec![piece(Op::Equal, old)],
            _ => {
                let gone = old.map(|old| piece(Op::Delete, old));
                gone.into_iter().chain(new.map(|new| piece(Op::Insert, new))).collect()
            }
        };
    }
    let pieces = pair.edits.iter().map(|edit| {
        let reading = if edit.op == Op::Insert { &compared.new } else { &compared.old };
        piece(edit.op, reading.document.text.get(edit.range.clone()).unwrap_or(""))
    });
    pieces.filter(|piece| !piece.text.is_empty()).collect()
}

/// What changed where a remark belongs; of a block that was edited, only the words around what was done.
pub(super) fn of_evidence<'c>(compared: &'c Compared, evidence: &'c Evidence) -> Vec<Piece<'c>> {
    let whole = |reading, unit: &Option<Unit>, text: &str| {
        // The cells of a row may be told apart by bars.
        let told = |unit: &Unit| Compared::text(reading, unit).replace('\n', " | ");
        unit.as_ref().is_some_and(|unit| plain(Compared::text(reading, unit)) == text || told(unit) == text)
    };
    let pair = compared.revision.pairs.get(evidence.pair).filter(|pair| {
        whole(&compared.old, &pair.old, &evidence.old) && whole(&compared.new, &pair.new, &evidence.new)
    });
    if let Some(pair) = pair {
        return shortened(&of(compared, pair), 8);
    }
    let told = [(Op::Delete, &evidence.old), (Op::Insert, &evidence.new)];
    told.into_iter().filter(|(_, text)| !text.is_empty()).map(|(op, text)| Piece { op, text }).collect()
}

/// A text on one line: the cells of a row joined by a space.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('\n') { Cow::Owned(text.replace('\n', " ")) } else { Cow::Borrowed(text) }
}

/// Words parted by blanks.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The pieces of a row, cell by cell. A cell of the old row and one of the new that stand in the same place are shown
/// as one.
pub(super) fn cells<'c>(pieces: &[Piece<'c>]) -> Vec<Vec<Piece<'c>>> {
    let mut cells: Vec<Vec<Piece<'c>>> = Vec::new();
    let mut put = |cell: usize, op, text: &'c str| {
        while cells.len() <= cell {
            cells.push(Vec::new());
        }
        if !text.is_empty() {
            cells[cell].push(Piece { op, text });
        }
    };
    let (mut was, mut is) = (0, 0);
    for piece in pieces {
        for (at, text) in piece.text.split('\n').enumerate() {
            if at > 0 {
                was += usize::from(piece.op != Op::Insert);
                is += usize::from(piece.op != Op::Delete);
            }
            match piece.op {
                Op::Equal if was != is => {
                    put(was, Op::Delete, text);
                    put(is, Op::Insert, text);
                }
                Op::Equal => put(is, Op::Equal, text),
                Op::Delete => put(was, Op::Delete, text),
                Op::Insert => put(is, Op::Insert, text),
            }
        }
    }
    cells
}

/// The pieces with long stretches that stayed cut down to the words around what changed; `…` stands for the rest.
pub(super) fn shortened<'c>(pieces: &[Piece<'c>], around: usize) -> Vec<Piece<'c>> {
    const LEFT_OUT: &str = " … ";
    if let [Piece { op: Op::Equal, text }] = *pieces {
        // Nothing was done to the words: their beginning tells which they are.
        let head = first_words(text, 2 * around);
        let rest = if head.len() < text.trim_end().len() { LEFT_OUT } else { "" };
        return [head, rest].into_iter().map(|text| Piece { op: Op::Equal, text }).collect();
    }
    let last = pieces.len().saturating_sub(1);
    let mut short = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let equal = |text| Piece { op: Op::Equal, text };
        // Cutting pays only where it leaves out more than a few words.
        let keep = if at == 0 || at == last { around + 3 } else { 2 * around + 3 };
        if piece.op != Op::Equal || words(piece.text) <= keep {
            short.push(*piece);
            continue;
        }
        let (head, tail) = (first_words(piece.text, around), last_words(piece.text, around));
        if at > 0 {
            short.push(equal(head));
        }
        short.push(equal(LEFT_OUT));
        if at < last {
            short.push(equal(tail));
        }
    }
    short
}

fn first_words(text: &str, count: usize) -> &str {
    let mut ends = text.split_whitespace().map(|word| word.as_ptr() as usize - text.as_ptr() as usize + word.len());
    let end = count.checked_sub(1).map_or(0, |last| ends.nth(last).unwrap_or(text.len()));
    text.get(..end).unwrap_or(text)
}

fn last_words(text: &str, count: usize) -> &str {
    let mut starts = text.split_whitespace().rev().map(|word| word.as_ptr() as usize - text.as_ptr() as usize);
    let start = count.checked_sub(1).map_or(text.len(), |last| starts.nth(last).unwrap_or(0));
    text.get(start..).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Op::{Delete, Equal, Insert};

    fn pieces(of: &[(Op, &'static str)]) -> Vec<Piece<'static>> {
        of.iter().map(|&(op, text)| Piece { op, text }).collect()
    }

    #[test]
    fn a_row_is_shown_cell_by_cell() {
        let row = pieces(&[(Equal, "Thu ngân sách\ntỷ đồng\n"), (Delete, "9,2"), (Insert, "9,6"), (Equal, "\n12")]);
        let shown = cells(&row);
        assert_eq!(shown.len(), 4);
        assert_eq!(shown[2], pieces(&[(Delete, "9,2"), (Insert, "9,6")]));
        assert_eq!(shown[3], pieces(&[(Equal, "12")]));
        // A column more: what follows it stands one cell further on.
        let wider = pieces(&[(Equal, "a\n"), (Insert, "x\n"), (Equal, "b")]);
        assert_eq!(
            cells(&wider),
            [pieces(&[(Equal, "a")]), pieces(&[(Insert, "x"), (Delete, "b")]), pieces(&[(Insert, "b")])]
        );
        // An edit across cells.
        let across = pieces(&[(Delete, "a\nb"), (Insert, "c\nd")]);
        assert_eq!(cells(&across), [pieces(&[(Delete, "a"), (Insert, "c")]), pieces(&[(Delete, "b"), (Insert, "d")])]);
    }

    #[test]
    fn what_stayed_is_cut_down() {
        let long = "một hai ba bốn năm sáu bảy tám chín mười";
        let edit = pieces(&[(Equal, long), (Delete, " x"), (Equal, long), (Insert, " y"), (Equal, long)]);
        let text: String = shortened(&edit, 2).iter().map(|piece| piece.text).collect();
        assert_eq!(text, " … chín mười xmột hai … chín mười ymột hai … ");
        let untouched = shortened(&pieces(&[(Equal, long)]), 2);
        assert_eq!(untouched.iter().map(|piece| piece.text).collect::<String>(), "một hai ba bốn … ");
        assert_eq!(shortened(&pieces(&[(Equal, "một hai")]), 2)[0].text, "một hai");
        let few = pieces(&[(Equal, "một hai"), (Delete, " x")]);
        assert_eq!(shortened(&few, 2), few);
    }
}
