//! Numbers told in words: «mười hai chi bộ thôn», «hai mươi mốt hộ».

use super::{Cue, Fact, FigureWords, Unit};
use crate::document::Document;
use crate::mentions::Mentions;
use crate::text::number::Style;
use crate::text::{Gap, Number, Syllable, Token};
use std::sync::LazyLock;

/// Words for the numbers below ten as they stand alone, before «mươi» or behind «mười».
const ONES: [(&str, i64); 9] =
    [("một", 1), ("hai", 2), ("ba", 3), ("bốn", 4), ("năm", 5), ("sáu", 6), ("bảy", 7), ("tám", 8), ("chín", 9)];

/// What some are called behind tens.
const BEHIND_TENS: [(&str, i64); 3] = [("mốt", 1), ("tư", 4), ("lăm", 5)];

/// The largest number that is read.
const MOST: i64 = 99;

struct Words {
    ones: Vec<(Syllable, i64)>,
    behind_tens: Vec<(Syllable, i64)>,
    ten: Syllable,
    tens: Syllable,
    five: Syllable,
    /// Words behind which «năm» is five and no year.
    before_five: [Syllable; 2],
    /// Words between the two ends of a range, or before a place in a row.
    loose: Vec<Syllable>,
    /// A bit for each word a number begins with: most words are none.
    begins: u64,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let of = |words: &[(&str, i64)]| words.iter().map(|&(word, value)| (Syllable::of(word), value)).collect::<Vec<_>>();
    let (ones, ten) = (of(&ONES), Syllable::of("mười"));
    let begins = ones.iter().map(|one| one.0).chain([ten]).fold(0, |bits, word| bits | 1 << (word.0 & 63));
    Words {
        behind_tens: of(&BEHIND_TENS),
        tens: Syllable::of("mươi"),
        five: Syllable::of("năm"),
        before_five: ["và", "gồm"].map(Syllable::of),
        loose: ["đến", "tới", "thứ", "mỗi", "từng", "cứ", "vài", "dăm", "chục", "trăm", "lẻ", "linh"]
            .map(Syllable::of)
            .to_vec(),
        ones,
        ten,
        begins,
    }
});

/// The numbers in words that count something, `led` by cues as [`FigureWords::leads`] gives them.
pub(super) fn find(document: &Document, mentions: &Mentions, figures: &FigureWords, led: &[u64]) -> Vec<Fact> {
    let (words, tokens) = (&*WORDS, &document.tokens[..]);
    let mut found: Vec<Fact> = Vec::new();
    let (mut sentence, mut at) = (0, 0);
    while let Some(token) = tokens.get(at) {
        let number = (words.begins >> (token.id.0 & 63) & 1 == 1).then(|| number(tokens, at)).flatten();
        let Some((value, end)) = number else {
            at += 1;
            continue;
        };
        let start = std::mem::replace(&mut at, end);
        let spaced = tokens.get(end).is_some_and(|next| next.gap == Gap::Space);
        let Some((unit @ Unit::Count(_), until)) = figures.unit_from(mentions, end).filter(|_| spaced) else {
            continue;
        };
        while document.sentences.get(sentence).is_some_and(|s| s.tokens.end <= start) {
            sentence += 1;
        }
        if document.sentences.get(sentence).is_none_or(|s| !s.tokens.contains(&start) || s.tokens.end < until) {
            continue;
        }
        let led = led.get(start).copied().unwrap_or(0);
        found.push(Fact {
            tokens: start..end,
            end: until,
            value: Number { mantissa: value, scale: 0, style: Style::Plain },
            of: None,
            unit,
            inexact: led & Cue::About.bit() != 0 || is_loose(tokens, start),
            led,
            sentence: sentence as u32,
        });
    }
    found
}

/// The number in words that begins at a token, and where it ends; none where it is no number to reckon with.
pub fn spelled_number(tokens: &[Token], at: usize) -> Option<(Number, usize)> {
    let (value, end) = number(tokens, at).filter(|_| !is_loose(tokens, at))?;
    Some((Number { mantissa: value, scale: 0, style: Style::Plain }, end))
}

/// What a word by itself stands for, up to ten; whether «năm» is five is for the caller to tell.
pub fn number_word(word: Syllable) -> Option<i64> {
    let words = &*WORDS;
    // Most words are none.
    let known = words.begins >> (word.0 & 63) & 1 == 1;
    let one = || words.ones.iter().find(|one| one.0 == word).map(|one| one.1);
    known.then(|| one().or_else(|| (word == words.ten).then_some(10))).flatten()
}

/// The same, of words too that are digits only behind others: «ba phần tư».
pub fn spoken_digit(word: Syllable) -> Option<i64> {
    number_word(word).or_else(|| WORDS.behind_tens.iter().find(|one| one.0 == word).map(|one| one.1))
}

/// The number that begins at a token, and where it ends.
fn number(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let words = &*WORDS;
    let among = |list: &[(Syllable, i64)], token: &Token| list.iter().find(|one| one.0 == token.id).map(|one| one.1);
    let first = tokens.get(at)?;
    let next = |at: usize| tokens.get(at).filter(|token| token.gap == Gap::Space);
    let behind = |at: usize| {
        let one = next(at).filter(|token| token.id != words.five)?;
        among(&words.behind_tens, one).or_else(|| among(&words.ones, one))
    };
    let (tens, end) = match among(&words.ones, first) {
        None => (first.id == words.ten).then_some((10, at + 1))?,
        Some(one) if next(at + 1).is_some_and(|token| token.id == words.tens) => (one * 10, at + 2),
        // «trong năm xã đã …» is a year.
        Some(5) if !is_five(tokens, at) => return None,
        Some(one) => return Some((one, at + 1)),
    };
    let (value, end) = behind(end).map_or((tens, end), |one| (tens + one, end + 1));
    (value <= MOST).then_some((value, end))
}

/// Whether a lone «năm» can only be five: «…, năm trường tiểu học», «gồm năm chi bộ».
fn is_five(tokens: &[Token], at: usize) -> bool {
    let joined = |before: &Token| WORDS.before_five.contains(&before.id);
    tokens[at].gap == Gap::Comma || at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(joined)
}

/// «hai, ba thôn», «hai đến ba hộ», «thứ ba», «mỗi tổ»: no number to reckon with.
fn is_loose(tokens: &[Token], at: usize) -> bool {
    let words = &*WORDS;
    let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) else { return false };
    words.loose.contains(&before.id) || words.ones.iter().any(|one| one.0 == before.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;

    fn read(text: &str) -> Option<(i64, usize)> {
        let tokens = tokenize(text);
        number(&tokens, 0)
    }

    #[test]
    fn numbers_below_a_hundred() {
        assert_eq!(read("ba chi bộ"), Some((3, 1)));
        assert_eq!(read("Mười chi bộ"), Some((10, 1)));
        assert_eq!(read("mười lăm hộ"), Some((15, 2)));
        assert_eq!(read("hai mươi hộ"), Some((20, 2)));
        assert_eq!(read("ba mươi mốt hộ"), Some((31, 3)));
        assert_eq!(read("năm mươi tư hộ"), Some((54, 3)));
        assert_eq!(read("chín mươi chín hộ"), Some((99, 3)));
    }

    #[test]
    fn years_and_other_words_are_none() {
        assert_eq!(read("năm xã"), None);
        assert_eq!(read("mười năm"), Some((10, 1)));
        assert_eq!(read("tư hộ"), None);
        assert_eq!(read("mươi hộ"), None);
        assert_eq!(read("hai, mươi hộ"), Some((2, 1)));
    }

    #[test]
    fn words_by_themselves() {
        let read = |word: &str| (number_word(Syllable::of(word)), spoken_digit(Syllable::of(word)));
        assert_eq!(read("một"), (Some(1), Some(1)));
        assert_eq!(read("mười"), (Some(10), Some(10)));
        assert_eq!(read("tư"), (None, Some(4)));
        assert_eq!(read("mươi"), (None, None));
    }
}
