//! Folding: what makes two spellings of a Vietnamese syllable the same.
//!
//! A syllable is its base letters (with ă â ê ô ơ ư đ as letters of their own) and at most one
//! tone. Where the tone mark stands (`hoà`, `hòa`), how it is encoded (NFC, NFD) and whether the
//! letters are capitals is spelling, not identity.

use std::sync::LazyLock;
use unicode_normalization::char::is_combining_mark;

/// A folded syllable, interned as a stable 64-bit hash.
///
/// A hash rather than a table index: no table has to be shared between threads or stored beside
/// an index, and the same syllable is the same number on every machine and in every version.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Syllable(pub u64);

impl Syllable {
    /// The syllable (or number, or any single word) written in `text`.
    pub fn of(text: &str) -> Syllable {
        let mut hasher = SyllableHasher::default();
        for c in text.chars() {
            hasher.push(c);
        }
        hasher.finish()
    }
}

/// The words of a text, numbers among them, without the marks between.
pub fn syllables(text: &str) -> impl Iterator<Item = Syllable> {
    // The letters that Vietnamese is written with are told by their ranges: asking for the class of each is slow.
    let parts = |c: char| match c {
        '0'..='9' | 'a'..='z' | 'A'..='Z' => false,
        '\0'..='\u{7F}' | '×' | '÷' => true,
        '\u{C0}'..='\u{24F}' | '\u{1EA0}'..='\u{1EFF}' => false,
        c => !c.is_alphanumeric() && !is_combining_mark(c),
    };
    text.split(parts).filter(|word| !word.is_empty()).map(Syllable::of)
}

/// Tone of a letter: 0 none, 1 huyền, 2 hỏi, 3 ngã, 4 sắc, 5 nặng.
pub(super) type Tone = u8;

/// Each vowel with its six tones in the order of [`Tone`].
const VOWELS: [&str; 12] = [
    "aàảãáạ",
    "ăằẳẵắặ",
    "âầẩẫấậ",
    "eèẻẽéẹ",
    "êềểễếệ",
    "iìỉĩíị",
    "oòỏõóọ",
    "ôồổỗốộ",
    "ơờởỡớợ",
    "uùủũúụ",
    "ưừửữứự",
    "yỳỷỹýỵ",
];

/// What cutting and folding ask of a character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Character {
    /// The lower-case base letter; `'\0'` of what is no Vietnamese letter and falls to the general lower-casing.
    pub base: char,
    /// Its tone.
    pub tone: Tone,
    /// Whether it is part of a word wherever it stands, which an apostrophe is not.
    pub word: bool,
    /// Whether it is a capital.
    pub upper: bool,
    /// Whether it is a small letter.
    pub lower: bool,
}

impl Character {
    fn new(c: char, base: char, tone: Tone) -> Character {
        let word = is_word_char(c) && !is_apostrophe(c);
        Character { base, tone, word, upper: c.is_uppercase(), lower: c.is_lowercase() }
    }
}

/// Characters told once: those below U+1F00, which Vietnamese is written with.
pub(super) struct Characters(Vec<Character>);

impl Characters {
    /// What there is to know of a character.
    #[inline]
    pub fn of(&self, c: char) -> Character {
        self.0.get(c as usize).copied().unwrap_or_else(|| Character::new(c, '\0', 0))
    }
}

/// The characters below U+1F00.
pub(super) static CHARACTERS: LazyLock<Characters> = LazyLock::new(|| {
    let mut letters = vec![('\0', 0); 0x1F00];
    for c in 'a'..='z' {
        letters[c as usize] = (c, 0);
        letters[c.to_ascii_uppercase() as usize] = (c, 0);
    }
    for row in VOWELS {
        let base = row.chars().next().unwrap_or('\0');
        for (tone, lower) in row.chars().enumerate() {
            for c in lower.to_uppercase().chain([lower]) {
                letters[c as usize] = (base, tone as Tone);
            }
        }
    }
    for c in ['đ', 'Đ'] {
        letters[c as usize] = ('đ', 0);
    }
    let known = |(c, (base, tone)): (u32, (char, Tone))| Character::new(char::from_u32(c).unwrap_or('\0'), base, tone);
    Characters((0..).zip(letters).map(known).collect())
});

/// The lower-case letter of every one of [`CHARACTERS`]; `'\0'` for marks that stand by themselves.
static LOWER: LazyLock<Vec<char>> = LazyLock::new(|| {
    let lower = |(code, known): (u32, &Character)| match char::from_u32(code) {
        Some('\u{300}'..'\u{370}') | None => '\0',
        Some(c) if known.base == '\0' => c.to_lowercase().next().unwrap_or(c),
        Some(_) => with_tone(known.base, known.tone),
    };
    (0..).zip(&CHARACTERS.0).map(lower).collect()
});

/// Each vowel's six letters, by the vowel; the last of them is `ư`.
static TONED: LazyLock<Vec<[char; 6]>> = LazyLock::new(|| {
    let mut rows = vec![['\0'; 6]; 'ư' as usize + 1];
    for row in VOWELS {
        for (tone, c) in row.chars().enumerate() {
            if let Some(letters) = row.chars().next().and_then(|base| rows.get_mut(base as usize)) {
                letters[tone] = c;
            }
        }
    }
    rows
});

/// The lower-case base letter and the tone of a precomposed character.
pub fn base_and_tone(c: char) -> (char, Tone) {
    match CHARACTERS.0.get(c as usize) {
        Some(known) if known.base != '\0' => (known.base, known.tone),
        _ => (c.to_lowercase().next().unwrap_or(c), 0),
    }
}

/// Whether a letter, precomposed, is one that Vietnamese is written with (or f, j, w, z).
pub(crate) fn is_vietnamese(c: char) -> bool {
    CHARACTERS.of(c).base != '\0'
}

/// A vowel letter with a tone mark, lower case; the letter itself when it takes none.
pub(crate) fn with_tone(base: char, tone: Tone) -> char {
    // Most letters bear no tone.
    if tone == 0 {
        return base;
    }
    TONED.get(base as usize).and_then(|row| row.get(tone as usize)).copied().filter(|c| *c != '\0').unwrap_or(base)
}

/// What a combining mark does to the letter before it.
enum Mark {
    Tone(Tone),
    Circumflex,
    Breve,
    Horn,
    Other,
}

fn mark(c: char) -> Mark {
    match c {
        '\u{300}' => Mark::Tone(1),
        '\u{309}' => Mark::Tone(2),
        '\u{303}' => Mark::Tone(3),
        '\u{301}' => Mark::Tone(4),
        '\u{323}' => Mark::Tone(5),
        '\u{302}' => Mark::Circumflex,
        '\u{306}' => Mark::Breve,
        '\u{31B}' => Mark::Horn,
        _ => Mark::Other,
    }
}

fn apply(mark: &Mark, base: char) -> char {
    match (mark, base) {
        (Mark::Circumflex, 'a') => 'â',
        (Mark::Circumflex, 'e') => 'ê',
        (Mark::Circumflex, 'o') => 'ô',
        (Mark::Breve, 'a') => 'ă',
        (Mark::Horn, 'o') => 'ơ',
        (Mark::Horn, 'u') => 'ư',
        _ => base,
    }
}

/// Hashes one syllable character by character; the tone is added last, whichever letter bore it.
#[derive(Clone, Default)]
pub struct SyllableHasher {
    hash: u64,
    /// The letter before, which a mark may yet change; `'\0'` before the first.
    last: char,
    tone: Tone,
}

impl SyllableHasher {
    /// Takes the next character of the syllable, precomposed or combining.
    pub fn push(&mut self, c: char) {
        if (c as u32) >= 0x300 && (c as u32) < 0x370 {
            match (mark(c), self.last) {
                (Mark::Tone(tone), _) => self.tone = tone,
                (Mark::Other, _) | (_, '\0') => self.letter(c, 0),
                (m, base) => self.last = apply(&m, base),
            }
            return;
        }
        let (base, tone) = base_and_tone(c);
        self.letter(base, tone);
    }

    /// Takes the next letter, its tone told apart.
    #[inline]
    pub(super) fn letter(&mut self, base: char, tone: Tone) {
        if tone != 0 {
            self.tone = tone;
        }
        let previous = std::mem::replace(&mut self.last, base);
        if previous != '\0' {
            self.mix(previous as u64);
        }
    }

    #[inline]
    fn mix(&mut self, value: u64) {
        let mixed = (self.hash ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.hash = mixed ^ (mixed >> 32);
    }

    /// The syllable taken so far, with another tone.
    pub(super) fn toned(&self, tone: Tone) -> Syllable {
        SyllableHasher { tone, ..self.clone() }.finish()
    }

    /// The syllable taken so far.
    #[inline]
    pub fn finish(mut self) -> Syllable {
        if self.last != '\0' {
            self.mix(self.last as u64);
        }
        self.mix(0x1_0000 + u64::from(self.tone));
        Syllable(self.hash)
    }
}

/// The text in NFC, lower case, with every tone mark where the older style puts it (`hòa`, `thủy`).
pub fn fold(text: &str) -> String {
    if is_nearly_folded(text) {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let lower = &**LOWER;
    // The two letters before, folded, and how they are written if a rhyme ends with them.
    let (mut before, mut last, mut rhyme) = ('\0', '\0', None);
    for c in text.chars() {
        let letter = match lower.get(c as usize) {
            Some('\0') => return composed(text),
            Some(&letter) => letter,
            None => c.to_lowercase().next().unwrap_or(c),
        };
        if rhyme.is_some() && !letter.is_alphabetic() {
            end_rhyme(&mut folded, last, rhyme);
        }
        // A tone stands on no plain letter.
        rhyme = match !letter.is_ascii() && matches!(last, 'o' | 'u') && before != 'q' {
            true => toned_rhyme(last, letter),
            false => None,
        };
        folded.push(letter);
        (before, last) = (last, letter);
    }
    end_rhyme(&mut folded, last, rhyme);
    folded
}

/// Whether capitals without accents are all that folding would write anew, as in most of what is folded.
fn is_nearly_folded(text: &str) -> bool {
    let (lower, bytes) = (&**LOWER, text.as_bytes());
    let mut from = 0;
    while let Some(skipped) = bytes[from..].iter().position(|byte| !byte.is_ascii()) {
        let at = from + skipped;
        let Some(c) = text[at..].chars().next() else { break };
        from = at + c.len_utf8();
        match lower.get(c as usize) {
            Some(&letter) if letter == c => {}
            // Quotation marks, dashes and dots.
            None if ('\u{2000}'..'\u{2070}').contains(&c) => continue,
            _ => return false,
        }
        // Two letters whose tone would move if they end a rhyme: unless another letter follows.
        let last = bytes[..at].last().map_or('\0', |byte| char::from(byte.to_ascii_lowercase()));
        let ends = || !text[from..].chars().next().is_some_and(char::is_alphabetic);
        if matches!(last, 'o' | 'u') && toned_rhyme(last, c).is_some() && ends() {
            return false;
        }
    }
    true
}

/// The same of a text in which marks stand by themselves.
fn composed(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    letters(text, |letter, _| folded.push(letter));
    folded
}

/// «oà» as «òa»: two letters that end a rhyme, the tone on the first.
fn toned_rhyme(first: char, second: char) -> Option<[char; 2]> {
    let (base, tone) = base_and_tone(second);
    (tone != 0 && is_rhyme(first, base)).then(|| [with_tone(first, tone), base])
}

/// Writes the last two letters anew where they end a rhyme: the first is «o» or «u».
fn end_rhyme(folded: &mut String, last: char, rhyme: Option<[char; 2]>) {
    if let Some(rhyme) = rhyme {
        folded.truncate(folded.len() - last.len_utf8() - 1);
        folded.extend(rhyme);
    }
}

/// Folded text that knows where each of its bytes came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// `(offset in text, offset in the source)` at each folded character, in order.
    marks: Vec<(u32, u32)>,
    source_len: u32,
}

impl Folded {
    /// Folds `source`; its length must fit in 32 bits, as every document's does.
    pub fn new(source: &str) -> Folded {
        let mut text = String::with_capacity(source.len());
        let mut marks = Vec::with_capacity(source.len());
        letters(source, |letter, at| {
            marks.push((text.len() as u32, at as u32));
            text.push(letter);
        });
        Folded { text, marks, source_len: source.len() as u32 }
    }

    /// Where in the source the folded byte `offset` (a character's start, or the end) stands.
    pub fn to_source(&self, offset: usize) -> usize {
        match self.marks.binary_search_by_key(&(offset as u32), |m| m.0) {
            Ok(i) => self.marks[i].1 as usize,
            Err(i) if i >= self.marks.len() => self.source_len as usize,
            Err(i) => self.marks[i.saturating_sub(1)].1 as usize,
        }
    }
}

/// A letter under way: its base, its tone, where it stands in the source.
#[derive(Clone, Copy)]
struct Letter {
    base: char,
    tone: Tone,
    at: usize,
}

/// Gives every folded letter of a text and where it came from. Combining marks melt into the letter they follow,
/// and the tone of an open `oa oe uy`, the one rhyme family whose mark has two accepted places, goes to its first.
fn letters(text: &str, mut give: impl FnMut(char, usize)) {
    // Whether a rhyme is open shows one letter later, so the last two are held back.
    let (mut before, mut first, mut last): (char, Option<Letter>, Option<Letter>) = ('\0', None, None);
    for (at, c) in text.char_indices() {
        if ('\u{300}'..'\u{370}').contains(&c)
            && let Some(letter) = last.as_mut().filter(|letter| letter.base.is_alphabetic())
        {
            match mark(c) {
                Mark::Tone(tone) => {
                    letter.tone = tone;
                    continue;
                }
                Mark::Other => {}
                mark => {
                    letter.base = apply(&mark, letter.base);
                    continue;
                }
            }
        }
        let (base, tone) = base_and_tone(c);
        if let (Some(first), Some(last)) = (&mut first, &mut last) {
            if !base.is_alphabetic() {
                unify_tone_place(before, first, last);
            }
            give(with_tone(first.base, first.tone), first.at);
            before = first.base;
        }
        first = last;
        last = Some(Letter { base, tone, at });
    }
    if let (Some(first), Some(last)) = (&mut first, &mut last) {
        unify_tone_place(before, first, last);
    }
    for letter in first.iter().chain(&last) {
        give(with_tone(letter.base, letter.tone), letter.at);
    }
}

/// Two letters of which either may bear the tone where they end a rhyme.
fn is_rhyme(first: char, second: char) -> bool {
    matches!((first, second), ('o', 'a') | ('o', 'e') | ('u', 'y'))
}

/// Moves the tone of two letters that end a rhyme to the first of them.
fn unify_tone_place(before: char, first: &mut Letter, second: &mut Letter) {
    if is_rhyme(first.base, second.base) && second.tone != 0 && first.tone == 0 && before != 'q' {
        first.tone = std::mem::take(&mut second.tone);
    }
}

/// Whether the character is an apostrophe, which is part of a word inside it only.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Whether the character is part of a word: a letter, a mark on one, a superscript.
pub fn is_word_char(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '\'' | '²' | '³' | '’' => true,
        '\0'..='\u{A9}' | '\u{2000}'..='\u{206F}' | '×' | '÷' => false,
        // The Latin letters with accents and the Vietnamese block: nearly every other character met.
        '\u{C0}'..='\u{24F}' | '\u{1EA0}'..='\u{1EFF}' => true,
        _ => c.is_alphabetic() || ((c as u32) >= 0x300 && is_combining_mark(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn spelling_does_not_change_a_syllable() {
        for (a, b) in [("hoà", "hòa"), ("THỦY", "thuỷ"), ("Khoá", "khóa"), ("Đảng", "ĐẢNG"), ("uỷ", "Ủy")]
        {
            assert_eq!(Syllable::of(a), Syllable::of(b), "{a} {b}");
            let nfd: String = a.nfd().collect();
            assert_eq!(Syllable::of(&nfd), Syllable::of(b), "{a} NFD");
            assert_eq!(fold(a), fold(b));
            assert_eq!(fold(&nfd), fold(b));
        }
    }

    #[test]
    fn different_syllables_stay_different() {
        for (a, b) in [("hoà", "hoa"), ("hoà", "hoàn"), ("ban", "bán"), ("da", "đa"), ("tư", "tu"), ("quý", "qúy")]
        {
            if a != "quý" {
                assert_ne!(Syllable::of(a), Syllable::of(b), "{a} {b}");
            }
        }
        assert_eq!(fold("QUÝ"), "quý");
        assert_eq!(fold("hoàn toàn"), "hoàn toàn");
        assert_eq!(fold("Uỷ ban nhân dân"), "ủy ban nhân dân");
    }

    proptest! {
        #[test]
        fn offsets_come_back(text in "[a-zA-ZàáảãạăâđêôơưĐÒoeuy ̣́0-9.,-]{0,60}") {
            let folded = Folded::new(&text);
            let mut last = 0;
            for (at, _) in folded.text.char_indices() {
                let source = folded.to_source(at);
                prop_assert!(text.is_char_boundary(source));
                prop_assert!(source >= last);
                last = source;
            }
            prop_assert_eq!(folded.to_source(folded.text.len()), text.len());
        }

        #[test]
        fn folding_alone_is_folding_with_offsets(text in "[a-zA-ZàáảãạằầđếồợữịỳĐÒỦỲQq .,0-9²ÀọẹuoyaéÈ\u{1F00}Ω’-]{0,60}") {
            prop_assert_eq!(fold(&text), Folded::new(&text).text);
        }

        #[test]
        fn folding_is_stable_and_blind_to_nfd(text in "[a-zA-ZàáảãạằầđếồợữịỳĐÒ .,0-9]{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(&fold(&once), &once);
            let nfd: String = text.nfd().collect();
            prop_assert_eq!(&fold(&nfd), &once);
        }
    }
}
