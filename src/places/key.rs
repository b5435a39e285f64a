//! One key for all the ways a place's name is written.

use crate::text::fold::{base_and_tone, is_vietnamese};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a unit's name so that its usual spellings meet: NFC and NFD, `hoà` and `hòa`, `Mỹ` and
/// `Mĩ`, `Ea H'leo` and `Ea H’Leo`, `Phan Rang-Tháp Chàm` and `Phan Rang - Tháp Chàm`, `Đăk` and
/// `Đắc`, `01` and `1`. Tones stay apart: each stands as a digit (1 sắc, 2 huyền, 3 hỏi, 4 ngã,
/// 5 nặng) at the end of its syllable, so `Đồng Lộc` becomes `đông2 lôc5`.
pub fn place_key(name: &str) -> String {
    // Nearly all names are written with the letters of Vietnamese, whose tones are known without taking letters apart.
    if name.chars().all(|c| c.is_ascii() || is_vietnamese(c)) {
        let apart = |c: char| {
            let (base, tone) = base_and_tone(c);
            [Some(base), MARKS.get(usize::from(tone).wrapping_sub(1)).copied()].into_iter().flatten()
        };
        return key_of(name, name.chars().flat_map(apart));
    }
    key_of(name, name.nfd().flat_map(char::to_lowercase))
}

/// The marks of the tones huyền, hỏi, ngã, sắc and nặng.
const MARKS: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// The key of a name given as small letters, the mark of a tone behind its letter.
fn key_of(name: &str, letters: impl Iterator<Item = char>) -> String {
    let mut key = String::with_capacity(name.len() + 4);
    let mut syllable = Syllable::default();
    let mut glue = false;
    for c in letters {
        match c {
            // An apostrophe ties two letters together, with or without a space after it.
            '\'' | '’' | '‘' | 'ʼ' | '`' | '´' => glue = true,
            '.' => {}
            _ if c.is_whitespace() && glue && !syllable.is_empty() => {}
            _ if c.is_whitespace() || matches!(c, '-' | '–' | '—' | '‐' | '‑' | ',') => {
                syllable.flush(&mut key);
                glue = false;
            }
            _ => {
                syllable.push(c);
                glue = false;
            }
        }
    }
    syllable.flush(&mut key);
    // The one name that is more often abbreviated than not: "TP. HCM".
    if key == "hcm" {
        key = place_key("Hồ Chí Minh");
    }
    key
}

/// The letters of one syllable without their tone, and the tone.
#[derive(Default)]
struct Syllable {
    letters: String,
    tone: Option<char>,
    /// Whether a mark stands by itself among the letters.
    marked: bool,
}

impl Syllable {
    fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    fn push(&mut self, c: char) {
        match c {
            '\u{301}' => self.tone = Some('1'),
            '\u{300}' => self.tone = Some('2'),
            '\u{309}' => self.tone = Some('3'),
            '\u{303}' => self.tone = Some('4'),
            '\u{323}' => self.tone = Some('5'),
            // Icelandic and African look-alikes of đ.
            'ð' | 'ɖ' => self.letters.push('đ'),
            _ => {
                self.marked |= is_combining_mark(c);
                self.letters.push(c);
            }
        }
    }

    fn clear(&mut self) {
        self.letters.clear();
        (self.tone, self.marked) = (None, false);
    }

    fn flush(&mut self, key: &mut String) {
        if self.letters.is_empty() {
            self.clear();
            return;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        let letters = match self.marked {
            true => self.letters.nfc().collect(),
            false => std::mem::take(&mut self.letters),
        };
        if letters.bytes().all(|b| b.is_ascii_digit()) {
            let number = letters.trim_start_matches('0');
            key.push_str(if number.is_empty() { "0" } else { number });
        } else if matches!(letters.as_str(), "đăk" | "đak" | "đăc" | "đac") && matches!(self.tone, None | Some('1'))
        {
            key.push_str("đăk1");
        } else {
            push_with_i(&letters, key);
            key.extend(self.tone);
        }
        self.letters = letters;
        self.clear();
    }
}

/// Writes `letters` with `i` for a `y` that stands alone, after a consonant, or ends a `quy`.
fn push_with_i(letters: &str, key: &mut String) {
    let mut before = None;
    let mut chars = letters.chars().peekable();
    while let Some(c) = chars.next() {
        let same_as_i = c == 'y'
            && match before {
                None => chars.peek().is_none(),
                Some('u') => letters == "quy",
                Some(b) => !matches!(b, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'ư' | 'y'),
            };
        key.push(if same_as_i { 'i' } else { c });
        before = Some(c);
    }
}

#[cfg(test)]
mod tests {
    use super::place_key;

    fn same(a: &str, b: &str) {
        assert_eq!(place_key(a), place_key(b), "{a} / {b}");
    }

    #[test]
    fn spellings_of_one_name_meet() {
        same("Hòa Bình", "Hoà Bình");
        same("Hòa Bình", "Ho\u{300}a Bi\u{300}nh");
        same("Thủy Nguyên", "THUỶ NGUYÊN");
        same("Mỹ Lộc", "Mĩ Lộc");
        same("Ý Yên", "Í Yên");
        same("Quy Nhơn", "Qui Nhơn");
        same("Ea H'leo", "EA H’LEO");
        same("B' Lá", "B'Lá");
        same("Phan Rang-Tháp Chàm", "Phan Rang – Tháp Chàm");
        same("Chân Mây - Lăng Cô", "Chân Mây-Lăng Cô");
        same("Đăk Lăk", "Ðăk Lăk");
        same("Đắk Tô", "Đak Tô");
        same("Đắc Sở", "Đắk Sở");
        same("01", "1");
        same("HCM", "Hồ Chí Minh");
        same("Xuân Thọ 02", "Xuân Thọ 2");
        same("N.T Phong Hải", "NT Phong Hải");
    }

    #[test]
    fn different_names_stay_apart() {
        for (a, b) in [
            ("Sơn Đông", "Sơn Đồng"),
            ("Diễn Hoa", "Diên Hoa"),
            ("Thủy", "Thụy"),
            ("Thủy", "Thúi"),
            ("Tân An", "Tấn An"),
            ("Yên", "Iên"),
            ("Hội Ninh", "Hộ Ninh"),
            ("Phú 10", "Phú 1"),
            ("Đạ Tẻh", "Đắk Tẻh"),
        ] {
            assert_ne!(place_key(a), place_key(b), "{a} / {b}");
        }
        assert_eq!(place_key("Đồng Lộc"), "đông2 lôc5");
        assert_eq!(place_key(" - "), "");
    }
}
