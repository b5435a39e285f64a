//! Sentences: where one thought of a report ends and the next begins.

use super::fold::Syllable;
use super::roman;
use super::token::{Gap, Token, TokenKind};
use std::ops::Range;
use std::sync::LazyLock;

/// Words a full stop may follow without ending anything.
static ABBREVIATIONS: LazyLock<Vec<Syllable>> = LazyLock::new(|| {
    [
        "tp", "tx", "tt", "đ", "c", "ths", "ts", "pgs", "gs", "bs", "ks", "no", "st", "tr", "ttg", "nxb", "q", "p",
        "h", "x",
    ]
    .map(Syllable::of)
    .to_vec()
});

/// Cuts the tokens of one block (`tokens[range]`) into sentences: token ranges, in order,
/// together covering the block.
///
/// A sentence ends at `.`, `!`, `?` or `…` when what follows begins like a sentence; not after an
/// abbreviation (`TP.`, `đ/c`, `v.v.`), an initial, an item's number, nor inside a number.
pub fn split_sentences(text: &str, tokens: &[Token], range: Range<usize>) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = range.start;
    for i in range.start + 1..range.end {
        if i > start && ends_before(text, tokens, start, i) {
            sentences.push(start..i);
            start = i;
        }
    }
    if start < range.end {
        sentences.push(start..range.end);
    }
    sentences
}

/// Whether a sentence that began at token `start` ends before token `i`.
fn ends_before(text: &str, tokens: &[Token], start: usize, i: usize) -> bool {
    let (before, next) = (&tokens[i - 1], &tokens[i]);
    if !matches!(next.gap, Gap::Stop | Gap::Other | Gap::Break) {
        return false;
    }
    let between = text.get(before.end as usize..next.start as usize).unwrap_or("");
    let Some(mark) = between.find(['.', '!', '?', '…']) else { return false };
    // Only a mark with white space after it ends anything: «LSO.Đến», «3.a» do not.
    if !between[mark..].chars().any(char::is_whitespace) {
        return false;
    }
    let begins = next.is_capitalised()
        || next.kind == TokenKind::Number
        || between[mark..].contains(['“', '"', '-', '–', '*', '(']);
    if !begins {
        return false;
    }
    let stop_only = between[..mark].trim().is_empty() && between[mark..].trim_end() == ".";
    if !stop_only {
        return true;
    }
    let first = &tokens[start];
    let number_of_item = i == start + 1 && (before.kind == TokenKind::Number || is_numeral(before.text(text)));
    let labelled_item = i == start + 2 && before.kind == TokenKind::Number && is_label(first.id);
    let numbering = number_of_item || labelled_item;
    let initial = before.kind == TokenKind::Word && before.text(text).chars().count() == 1 && before.is_capitalised();
    let etc = before.text(text).eq_ignore_ascii_case("v") && next.kind == TokenKind::Word && !next.is_capitalised();
    !(numbering || initial || etc || (ABBREVIATIONS.contains(&before.id) && abbreviated(before, text)))
}

/// An abbreviation is written with capitals or is too short for a word that ends a sentence.
fn abbreviated(token: &Token, text: &str) -> bool {
    token.is_capitalised() || token.text(text).chars().count() <= 2
}

/// «a.», «B.», «IV.»: an item's letter or Roman numeral.
fn is_numeral(word: &str) -> bool {
    word.chars().count() == 1 || (word.chars().all(|c| c.is_ascii_uppercase()) && roman::parse(word).is_some())
}

/// «Bước 1. …», «Biểu 2. …»: a label, its number, a stop.
fn is_label(id: Syllable) -> bool {
    static LABELS: LazyLock<Vec<Syllable>> =
        LazyLock::new(|| ["bước", "biểu", "bảng", "điều", "mục", "phần", "nhóm"].map(Syllable::of).to_vec());
    LABELS.contains(&id)
}

#[cfg(test)]
mod tests {
    use super::super::token::tokenize;
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let tokens = tokenize(text);
        split_sentences(text, &tokens, 0..tokens.len())
            .into_iter()
            .map(|s| &text[tokens[s.start].start as usize..tokens[s.end - 1].end as usize])
            .collect()
    }

    #[test]
    fn ordinary_sentences() {
        assert_eq!(
            cut("Thu đạt 4.621 đồng. Chi 3,5 tỷ! Vì sao? Do lũ."),
            ["Thu đạt 4.621 đồng", "Chi 3,5 tỷ", "Vì sao", "Do lũ"]
        );
        assert_eq!(cut("Kết quả: “Tốt.” Tiếp theo là thu."), ["Kết quả: “Tốt", "Tiếp theo là thu"]);
    }

    #[test]
    fn stops_that_end_nothing() {
        assert_eq!(cut("TP. Hải Dương và TX. Kinh Môn có đ/c A. Nguyễn dự.").len(), 1);
        assert_eq!(cut("Trồng rau, củ, quả, v.v. trên 3 ha.").len(), 1);
        assert_eq!(cut("1. Phát triển kinh tế").len(), 1);
        assert_eq!(cut("Bước 1. Ban Thường vụ họp.").len(), 1);
        assert_eq!(cut("Giá tăng… rồi giảm.").len(), 1);
        assert_eq!(cut("LSO.Đến nay xong.").len(), 1);
    }
}
