//! Unit words: «xã», «thị trấn», «TP.» and when such a word is something else.

use crate::places::UnitType;
use crate::text::{Gap, Syllable, Token, TokenKind};
use std::sync::LazyLock;

/// A unit word as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UnitWord {
    /// What it means.
    pub unit: UnitType,
    /// How many tokens it takes.
    pub tokens: usize,
    /// `TP.`, `P.`: a full stop may follow.
    pub short: bool,
}

/// The words, of one or two syllables.
const LONG: [(&str, &str, UnitType); 9] = [
    ("tỉnh", "", UnitType::Tinh),
    ("thành", "phố", UnitType::ThanhPho),
    ("huyện", "", UnitType::Huyen),
    ("quận", "", UnitType::Quan),
    ("thị", "xã", UnitType::ThiXa),
    ("xã", "", UnitType::Xa),
    ("phường", "", UnitType::Phuong),
    ("thị", "trấn", UnitType::ThiTran),
    ("đặc", "khu", UnitType::DacKhu),
];

/// Abbreviations; those of one letter need their full stop.
const SHORT: [(&str, UnitType); 7] = [
    ("tp", UnitType::ThanhPho),
    ("tx", UnitType::ThiXa),
    ("tt", UnitType::ThiTran),
    ("p", UnitType::Phuong),
    ("h", UnitType::Huyen),
    ("q", UnitType::Quan),
    ("x", UnitType::Xa),
];

/// Words before an «X.» that is the numeral: «lần thứ X. Đảng bộ …».
const BEFORE_TEN: [&str; 8] = ["thứ", "khóa", "khoá", "phần", "chương", "mục", "loại", "số"];

struct Words {
    long: Vec<(Syllable, Option<Syllable>, UnitType)>,
    short: Vec<(Syllable, UnitType)>,
    /// First syllables of all, sorted: most tokens are none of them.
    first: Vec<Syllable>,
    /// A bit for each of them: most words are none, as one bit of them shows.
    first_bits: [u64; 16],
    plural: Vec<Syllable>,
    before_ten: Vec<Syllable>,
    cooperative: Syllable,
    urban: Syllable,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let of = Syllable::of;
    let long: Vec<_> = LONG.iter().map(|&(a, b, unit)| (of(a), (!b.is_empty()).then(|| of(b)), unit)).collect();
    let short: Vec<_> = SHORT.iter().map(|&(a, unit)| (of(a), unit)).collect();
    let mut first: Vec<_> = long.iter().map(|w| w.0).chain(short.iter().map(|w| w.0)).collect();
    first.sort_unstable();
    first.dedup();
    let plural =
        ["các", "những", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "số", "nhiều", "liên"];
    let [plural, before_ten] = [&plural[..], &BEFORE_TEN].map(|words| words.iter().copied().map(of).collect());
    let mut first_bits = [0; 16];
    first.iter().map(place).for_each(|(slot, bit)| first_bits[slot] |= bit);
    Words { long, short, first, first_bits, plural, before_ten, cooperative: of("tác"), urban: of("đô") }
});

/// Where among [`Words::first_bits`] a syllable has its bit.
fn place(syllable: &Syllable) -> (usize, u64) {
    ((syllable.0 >> 6 & 15) as usize, 1 << (syllable.0 & 63))
}

/// The first token from one on that may begin a unit word.
pub(super) fn next(tokens: &[Token], from: usize) -> Option<usize> {
    // Looked up once, for every token is asked.
    let bits = &WORDS.first_bits;
    let begins = |token: &Token| {
        let (slot, bit) = place(&token.id);
        bits[slot] & bit != 0
    };
    Some(from + tokens.get(from..)?.iter().position(begins)?)
}

/// The unit word that begins at a token.
pub(super) fn unit_word(text: &str, tokens: &[Token], i: usize) -> Option<UnitWord> {
    let words = &*WORDS;
    let token = tokens.get(i)?;
    let (slot, bit) = place(&token.id);
    if words.first_bits[slot] & bit == 0 || !words.first.contains(&token.id) {
        return None;
    }
    let second = tokens.get(i + 1).filter(|t| t.gap == Gap::Space);
    let long =
        words.long.iter().find(|word| word.0 == token.id && word.1.is_none_or(|b| second.is_some_and(|t| t.id == b)));
    if let Some(&(_, two, unit)) = long {
        let before = i.checked_sub(1).and_then(|b| tokens.get(b)).filter(|_| token.gap == Gap::Space);
        let other = match unit {
            // «hợp tác xã Thiên Lộc» is a cooperative, «đô thị xã Can Lộc» the town of a xã.
            UnitType::Xa => before.is_some_and(|t| t.id == words.cooperative),
            UnitType::ThiXa | UnitType::ThiTran => before.is_some_and(|t| t.id == words.urban),
            _ => false,
        };
        return (!other).then_some(UnitWord { unit, tokens: 1 + usize::from(two.is_some()), short: false });
    }
    let &(_, unit) = words.short.iter().find(|word| word.0 == token.id)?;
    let written = token.text(text);
    let next = tokens.get(i + 1)?;
    let before = i.checked_sub(1).and_then(|b| tokens.get(b)).filter(|_| token.gap != Gap::Break);
    if unit == UnitType::Xa && before.is_none_or(|t| words.before_ten.contains(&t.id)) {
        return None;
    }
    let stop = match written.chars().count() {
        1 => next.gap == Gap::Stop,
        _ => matches!(next.gap, Gap::Stop | Gap::Space),
    };
    (written.starts_with(char::is_uppercase) && stop).then_some(UnitWord { unit, tokens: 1, short: true })
}

/// Whether what stands before a unit word says that several names follow: «các xã», «03 xã».
pub(super) fn several(tokens: &[Token], i: usize) -> bool {
    let few = |t: &Token| t.kind == TokenKind::Number && t.end - t.start <= 2;
    let before = i.checked_sub(1).and_then(|b| tokens.get(b));
    let joined = tokens.get(i).is_some_and(|t| t.gap == Gap::Space);
    joined && before.is_some_and(|t| few(t) || WORDS.plural.contains(&t.id))
}
