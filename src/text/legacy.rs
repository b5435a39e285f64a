//! Text in the encodings before Unicode, read as if it were Western: «Uû ban nh©n d©n» (TCVN3),
//! «Uûy ban nhaân daân» (VNI). The tables are in `lints/data/legacy.yml`.

use super::syllable::Syllables;
use super::trie::Mixed;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The file's content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LegacyData {
    tcvn3: String,
    vni_marks: BTreeMap<char, String>,
    vni: String,
    signals: String,
}

/// The tables of the project, for readers that know the encoding without looking for it.
pub fn built_in() -> &'static Legacy {
    static LEGACY: LazyLock<Legacy> = LazyLock::new(|| {
        // The file is the project's own and every test of this module reads it.
        crate::yaml::parse(include_str!("../../lints/data/legacy.yml")).map(Legacy::new).unwrap_or_default()
    });
    &LEGACY
}

/// An encoding before Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// TCVN 5712, «ABC»: one character a letter.
    Tcvn3,
    /// VNI: a letter, then its marks.
    Vni,
}

impl Encoding {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Tcvn3 => "TCVN3 (ABC)",
            Encoding::Vni => "VNI",
        }
    }
}

/// A stretch of legacy text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegacyRun {
    /// Where in the text asked about.
    pub range: Range<usize>,
    /// Its encoding.
    pub encoding: Encoding,
    /// The same in Unicode.
    pub converted: String,
    /// Words that are Vietnamese in the encoding and in no other reading.
    pub words: usize,
}

type CharMap<V> = HashMap<char, V, BuildHasherDefault<Mixed>>;

/// The tables, ready for use.
#[derive(Debug, Default)]
pub struct Legacy {
    tcvn3: CharMap<char>,
    vni: CharMap<char>,
    /// Combining marks for each mark character.
    marks: CharMap<String>,
    signals: HashSet<char>,
    /// The same as a bit each: of those in Latin-1, from U+0080 on.
    signal_bits: u128,
}

/// What a word can be.
enum Reading {
    /// ASCII: the same in every encoding.
    Plain,
    /// A syllable in the encoding, and one in Unicode too.
    Either,
    /// A syllable in the encoding alone; how many of its letters Unicode Vietnamese has not.
    Legacy(usize),
    /// Not of the encoding.
    Foreign,
}

impl Legacy {
    /// Reads the tables.
    pub fn new(data: LegacyData) -> Legacy {
        let pairs = |list: &str| -> CharMap<char> {
            list.split_whitespace()
                .filter_map(|pair| {
                    let mut chars = pair.chars();
                    Some((chars.next()?, chars.next()?))
                })
                .collect()
        };
        let mark = |name: &str| match name {
            "huyền" => '\u{300}',
            "sắc" => '\u{301}',
            "hỏi" => '\u{309}',
            "ngã" => '\u{303}',
            "nặng" => '\u{323}',
            "mũ" => '\u{302}',
            _ => '\u{306}',
        };
        let marks = data.vni_marks.iter().map(|(&c, names)| (c, names.split_whitespace().map(mark).collect()));
        Legacy {
            tcvn3: pairs(&data.tcvn3),
            vni: pairs(&data.vni),
            marks: marks.collect(),
            signals: data.signals.chars().collect(),
            signal_bits: data
                .signals
                .chars()
                .filter_map(|c| (c as u32).checked_sub(0x80).filter(|&at| at < 128))
                .fold(0, |bits, at| bits | 1 << at),
        }
    }

    /// Where a text has characters that only legacy text has inside words. Cheap.
    pub fn signals<'t>(&self, text: &'t str) -> impl Iterator<Item = usize> + use<'_, 't> {
        // All of them are of two bytes and lie in Latin-1.
        let bytes = text.as_bytes();
        memchr::memchr2_iter(0xC2, 0xC3, bytes).filter(move |&first| self.is_signal(bytes, first))
    }

    /// The same of those that are no letters, and stand in no word. Cheaper.
    pub fn signs<'t>(&self, text: &'t str) -> impl Iterator<Item = usize> + use<'_, 't> {
        // Below the letters of Latin-1 lie all of its signs but two.
        let bytes = text.as_bytes();
        let among_letters = ["×", "÷"].into_iter().flat_map(move |sign| memchr::memmem::find_iter(bytes, sign));
        memchr::memchr_iter(0xC2, bytes).chain(among_letters).filter(move |&first| self.is_signal(bytes, first))
    }

    /// Whether the character of two bytes that begins at one of some is such a one.
    fn is_signal(&self, bytes: &[u8], first: usize) -> bool {
        let second = bytes.get(first + 1).copied().unwrap_or(0);
        let at = u32::from(bytes[first] & 1) << 6 | u32::from(second & 0x3F);
        self.signal_bits >> at & 1 != 0
    }

    /// Whether a word has a letter or mark of VNI and no letter that VNI has not. Cheap.
    pub fn may_be_vni(&self, word: &str) -> bool {
        let known = |c: char| c.is_ascii() || self.vni.contains_key(&c) || self.marks.contains_key(&lower(c));
        !word.is_ascii() && word.chars().all(known)
    }

    /// A text in Unicode; `None` if it has a character the encoding has not.
    pub fn convert(&self, word: &str, encoding: Encoding) -> Option<String> {
        match encoding {
            Encoding::Tcvn3 => {
                word.chars().map(|c| if c.is_ascii() { Some(c) } else { self.tcvn3.get(&c).copied() }).collect()
            }
            Encoding::Vni => {
                let mut out = String::with_capacity(word.len() + 4);
                let mut chars = word.chars().peekable();
                while let Some(c) = chars.next() {
                    let letter = if c.is_ascii() { c } else { *self.vni.get(&c)? };
                    let marked = chars.peek().and_then(|next| {
                        let mark = self.marks.get(&lower(*next))?;
                        let cluster: String = std::iter::once(letter).chain(mark.chars()).nfc().collect();
                        let mut whole = cluster.chars();
                        whole.next().filter(|_| whole.next().is_none())
                    });
                    match marked.filter(|_| "aeouyơư".contains(letter.to_lowercase().next().unwrap_or(' '))) {
                        Some(whole) => {
                            chars.next();
                            out.push(whole);
                        }
                        None => out.push(letter),
                    }
                }
                Some(out)
            }
        }
    }

    /// The stretches of legacy text in some running text.
    pub fn runs(&self, text: &str, syllables: &Syllables) -> Vec<LegacyRun> {
        if self.signals(text).next().is_none() {
            return Vec::new();
        }
        let of = |encoding| self.runs_in(text, syllables, encoding);
        let (tcvn3, vni) = (of(Encoding::Tcvn3), of(Encoding::Vni));
        let words = |runs: &[LegacyRun]| runs.iter().map(|run| run.words).sum::<usize>();
        if words(&vni) > words(&tcvn3) { vni } else { tcvn3 }
    }

    /// The stretches of VNI that have no sign to be suspected by: «Baùo caùo chính trò». Two words at least that only
    /// VNI spells.
    pub fn plain_runs(&self, text: &str, syllables: &Syllables) -> Vec<LegacyRun> {
        self.runs_in(text, syllables, Encoding::Vni).into_iter().filter(|run| run.words > 1).collect()
    }

    fn runs_in(&self, text: &str, syllables: &Syllables, encoding: Encoding) -> Vec<LegacyRun> {
        let mut runs = Vec::new();
        // Of the run under way: its first word, the end of its last, legacy words, most signals in one.
        let mut open: Option<(Range<usize>, usize, usize)> = None;
        let mut close = |open: &mut Option<(Range<usize>, usize, usize)>| {
            let Some((range, words, signals)) = open.take() else { return };
            let converted = text.get(range.clone()).and_then(|run| self.convert_run(run, encoding));
            // One word may be a foreign name or a sign; two in a row that both read as Vietnamese are none.
            if let Some(converted) =
                converted.filter(|_| words > 1 && (signals > 0 || encoding == Encoding::Vni) || signals > 1)
            {
                runs.push(LegacyRun { range, encoding, converted, words });
            }
        };
        for word in words(text) {
            match self.read(&text[word.clone()], syllables, encoding) {
                Reading::Plain | Reading::Either => {}
                Reading::Legacy(signals) => {
                    let (run, words, most) = open.get_or_insert((word.clone(), 0, 0));
                    run.end = word.end;
                    *words += 1;
                    *most = signals.max(*most);
                }
                Reading::Foreign => close(&mut open),
            }
        }
        close(&mut open);
        runs
    }

    fn read(&self, word: &str, syllables: &Syllables, encoding: Encoding) -> Reading {
        if word.is_ascii() {
            return Reading::Plain;
        }
        // No syllable has more than seven letters, with VNI's marks nine.
        if word.chars().count() < 2 || word.len() > 40 || word.contains(|c: char| c.is_ascii_digit()) {
            return Reading::Foreign;
        }
        match self.convert(word, encoding).filter(|converted| syllables.accepts(converted)) {
            None => Reading::Foreign,
            Some(_) if syllables.spells(word) => Reading::Either,
            Some(_) => Reading::Legacy(word.chars().filter(|c| self.signals.contains(c)).count()),
        }
    }

    /// Converts the words of a run and leaves what stands between them.
    fn convert_run(&self, run: &str, encoding: Encoding) -> Option<String> {
        let mut out = String::with_capacity(run.len());
        let mut at = 0;
        for word in words(run) {
            out.push_str(&run[at..word.start]);
            out.push_str(&self.convert(&run[word.clone()], encoding)?);
            at = word.end;
        }
        out.push_str(&run[at..]);
        Some(out)
    }
}

fn lower(c: char) -> char {
    if c.is_lowercase() { c } else { c.to_lowercase().next().unwrap_or(c) }
}

/// What stands between white space and ordinary punctuation: the signs of Latin-1 are letters here.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let parts = |c: char| c.is_whitespace() || c.is_ascii_punctuation() || ('\u{2000}'..'\u{2070}').contains(&c);
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(|c| !parts(c))?;
        let end = text[start..].find(parts).map_or(text.len(), |i| start + i);
        at = end;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::syllable::built_in as syllables;
    use proptest::prelude::*;

    fn converted(text: &str) -> Vec<String> {
        built_in().runs(text, syllables()).into_iter().map(|run| run.converted).collect()
    }

    #[test]
    fn both_encodings_are_read() {
        assert_eq!(converted("do Uû ban nh©n d©n x· chủ trì"), ["Uỷ ban nhân dân xã"]);
        assert_eq!(converted("Céng hoµ x· héi chñ nghÜa ViÖt Nam"), ["Cộng hoà xã hội chủ nghĩa Việt"]);
        assert_eq!(converted("§¶ng bé x·, nhiÖm kú 2005 - 2010"), ["Đảng bộ xã, nhiệm kỳ"]);
        assert_eq!(converted("Uûy ban nhaân daân xaõ"), ["Ủy ban nhân dân xã"]);
        assert_eq!(converted("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM"), ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT"]);
        assert_eq!(converted("Ñaûng boä tænh, ñöôøng giao thoâng"), ["Đảng bộ tỉnh, đường giao thông"]);
        assert_eq!(converted("tập trung x· bộ"), Vec::<String>::new(), "one sign in one word may be anything");
    }

    #[test]
    fn signs_and_names_are_not_legacy() {
        for text in [
            "© 2025 Công ty ABC®, khoảng 5 µm, 30 °C, 1/2 = ½, §1",
            "· Kết quả thực hiện · Hạn chế",
            "Ông Müller ở Zürich và bà Françoise ở Orléans, Citroën",
            "Được biết, các đồng chí Ủy viên đã họp; xã có 5 thôn ®",
            "«Việt Nam» – ¼ diện tích",
        ] {
            assert_eq!(converted(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn every_letter_comes_back_from_tcvn3() {
        let legacy = built_in();
        let back: HashMap<char, char> = legacy.tcvn3.iter().map(|(&from, &to)| (to, from)).collect();
        let letters = "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵĂÂÊÔƠƯĐ";
        let typed: String = letters.chars().map(|c| back[&c]).collect();
        assert_eq!(legacy.convert(&typed, Encoding::Tcvn3).as_deref(), Some(letters));
    }

    #[test]
    fn every_syllable_comes_back_from_vni() {
        let legacy = built_in();
        let marks: HashMap<&str, char> = legacy.marks.iter().map(|(&c, marks)| (marks.as_str(), c)).collect();
        let singles: HashMap<char, char> = legacy.vni.iter().map(|(&from, &to)| (to, from)).collect();
        for word in syllables().spell().into_iter().step_by(7) {
            let word: String = word.nfc().collect();
            let mut typed = String::new();
            for c in word.chars() {
                if let Some(&single) = singles.get(&c).filter(|_| !c.is_ascii()) {
                    typed.push(single);
                    continue;
                }
                let apart: Vec<char> = std::iter::once(c).nfd().collect();
                let horn = apart.get(1) == Some(&'\u{31B}');
                let letter: char = apart[..1 + usize::from(horn)].iter().copied().nfc().next().unwrap_or(c);
                typed.push(singles.get(&letter).copied().unwrap_or(letter));
                let mut rest: Vec<char> = apart[1 + usize::from(horn)..].to_vec();
                // The circumflex or breve comes first in the table, whatever the order of decomposition.
                rest.sort_by_key(|c| !matches!(c, '\u{302}' | '\u{306}'));
                let rest: String = rest.into_iter().collect();
                typed.extend(marks.get(rest.as_str()));
            }
            assert_eq!(legacy.convert(&typed, Encoding::Vni).as_deref(), Some(word.as_str()), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn any_text_may_be_asked_about(text in "[a-z©®µ·¸ÐÖöûùäåø ¬«»áéíóúđ0-9,.“”-]{0,80}") {
            converted(&text);
        }
    }
}
