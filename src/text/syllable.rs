//! Which syllables Vietnamese can have: initials, rhymes and tones, from `lints/data/syllables.yml`.

use super::fold::{Syllable, SyllableHasher, Tone, base_and_tone};
use super::trie::Mixed;
use serde::Deserialize;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::ops::RangeInclusive;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use unicode_normalization::UnicodeNormalization;

/// The file's content; lists of rhymes are words between spaces.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SyllableData {
    initials: Vec<String>,
    before_front: Vec<String>,
    before_back: Vec<String>,
    rhymes: String,
    bare_rhymes: String,
    after_qu: String,
    also: String,
    /// Words met so often that a word that is none and holds one is two written together: «trướcngày».
    common: String,
    /// Those among them that are seen glued to a name; in some names the others were once part: «Bắckinh».
    after_names: String,
}

/// The combining marks of huyền, hỏi, ngã, sắc, nặng.
const MARKS: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// The syllables of the language. Wider than the language is: every combination that could be read.
#[derive(Debug, Default)]
pub struct Syllables {
    data: SyllableData,
    /// Made when first asked for: a text without a doubtful word never asks.
    sets: OnceLock<Sets>,
    /// Those last found possible, each in its place: texts have the same few thousand over and over.
    met: Met,
    /// Words last found with their tone mark in its place, by their letters.
    placed: Met,
    /// Those whose place another word took.
    aside: Met,
}

/// Syllables by the last bits of their numbers; nought is none.
#[derive(Debug)]
struct Met(Box<[AtomicU64]>);

impl Default for Met {
    fn default() -> Met {
        Met((0..MET).map(|_| AtomicU64::new(0)).collect())
    }
}

/// As many as lie in a core's own cache beside a document.
const MET: usize = 1 << 14;

type Set = HashSet<u64, BuildHasherDefault<Mixed>>;

#[derive(Debug, Default)]
struct Sets {
    /// Syllables as they are written today.
    all: Set,
    /// The letters of syllables without regard to tone, for loanwords: «gic» of «lôgic».
    toneless: Set,
}

impl Syllables {
    /// The syllables of a file.
    pub fn new(data: SyllableData) -> Syllables {
        Syllables { data, sets: OnceLock::new(), met: Met::default(), placed: Met::default(), aside: Met::default() }
    }

    /// Whether a word is a possible syllable, whatever its capitals and the place of its tone mark.
    pub fn has(&self, syllable: Syllable) -> bool {
        let Some(slot) = self.met.0.get(syllable.0 as usize % MET) else { return false };
        if slot.load(Ordering::Relaxed) == syllable.0 {
            return true;
        }
        let possible = self.sets().all.contains(&syllable.0);
        if possible {
            slot.store(syllable.0, Ordering::Relaxed);
        }
        possible
    }

    /// The word with its tone mark on the letter that bears it, if the mark stands where neither style puts it:
    /// «quả» for «qủa». Capitals stay as they are.
    pub fn replaced_tone(&self, word: &str) -> Option<String> {
        let (slot, number) = self.place(word.as_bytes())?;
        // Two words of one place push each other aside, and would be looked at over and over.
        let aside = self.aside.0.get((number >> 48) as usize % MET)?;
        if [slot, aside].iter().any(|slot| slot.load(Ordering::Relaxed) == number) {
            return None;
        }
        let right = self.moved_tone(word);
        if right.is_none() {
            aside.store(slot.load(Ordering::Relaxed), Ordering::Relaxed);
            slot.store(number, Ordering::Relaxed);
        }
        right
    }

    /// Whether there is nothing to replace in a word, as far as is known without a look at its letters: all but the
    /// words that were never met. Cheap.
    #[inline]
    pub fn is_placed(&self, word: &[u8]) -> bool {
        self.place(word).is_none_or(|(slot, number)| slot.load(Ordering::Relaxed) == number)
    }

    /// Where it is noted that a word has its tone mark in its place, and as what; of what is no syllable nothing.
    #[inline(always)]
    fn place(&self, word: &[u8]) -> Option<(&AtomicU64, u64)> {
        let number = written(word)?;
        Some((self.placed.0.get((number >> 48) as usize % MET)?, number))
    }

    fn moved_tone(&self, word: &str) -> Option<String> {
        let toned = word.chars().filter(|&c| base_and_tone(c).1 != 0).count();
        if toned != 1 || self.spells(word) || !self.accepts(word) {
            return None;
        }
        let base: String = word.chars().map(|c| base_and_tone(c).0).collect();
        // «qúy» is met in books: who sees two vowels there has a style, not a slip.
        if base == "quy" {
            return None;
        }
        let bearer = base.get(..bearer(&base))?.chars().count();
        let mark = word.nfd().find(|c| MARKS.contains(c))?;
        // A letter keeps its circumflex, breve or horn and gives its tone up.
        let bare = word.chars().map(|c| c.nfd().filter(|c| !MARKS.contains(c)).nfc().collect::<String>());
        let mut right = String::with_capacity(word.len() + 2);
        for (i, letter) in bare.enumerate() {
            right.push_str(&letter);
            if i + 1 == bearer {
                right.push(mark);
            }
        }
        Some(right.nfc().collect())
    }

    /// Whether the letters are a possible syllable.
    pub fn accepts(&self, word: &str) -> bool {
        self.has(Syllable::of(word))
    }

    /// Whether a word is a possible syllable with its tone mark where one of the two styles puts it.
    pub fn spells(&self, word: &str) -> bool {
        let letters: Vec<(char, u8)> = word.chars().map(base_and_tone).take(16).collect();
        let base: String = letters.iter().map(|(c, _)| c).collect();
        let placed = |toned: usize| {
            let end: usize = letters[..=toned].iter().map(|(c, _)| c.len_utf8()).sum();
            let either = ["oa", "oe", "uy"].iter().any(|open| base.ends_with(open)) && !base.ends_with("quy");
            end == bearer(&base) || (either && toned + 2 >= letters.len())
        };
        letters.iter().position(|(_, tone)| *tone != 0).is_none_or(placed) && self.accepts(word)
    }

    /// Whether a word without tone marks is made of several syllables, as loanwords are: «ôtô», «amiăng».
    pub fn is_loanword(&self, word: &str) -> bool {
        // The longest written so has a dozen letters; what is longer is no word.
        let letters: Vec<char> = word.chars().map(|c| base_and_tone(c).0).take(25).collect();
        if letters.len() > 24 || word.chars().any(|c| base_and_tone(c).1 != 0) {
            return false;
        }
        // `cuts[i]`: how few syllables the first `i` letters make.
        let mut cuts: Vec<Option<usize>> = vec![None; letters.len() + 1];
        cuts[0] = Some(0);
        for end in 1..=letters.len() {
            for start in end.saturating_sub(7)..end {
                // «cation», «amiăng» go on with a vowel; «tuyêng» is no «tuy-êng» but a slip.
                let drawn = start > 0 && end - start > 2 && "êy".contains(letters[start]);
                let Some(before) = cuts[start].filter(|_| !drawn) else { continue };
                let mut hasher = SyllableHasher::default();
                letters[start..end].iter().for_each(|&c| hasher.push(c));
                if self.sets().toneless.contains(&hasher.finish().0) {
                    cuts[end] = Some(cuts[end].map_or(before + 1, |n| n.min(before + 1)));
                }
            }
        }
        cuts[letters.len()].is_some_and(|n| n > 1)
    }

    /// The two words of which a word that is none was glued: «và» and «Nhị» of «vàNhị». One of them is a common
    /// one or has a capital of its own, and there is no other way to read them.
    pub fn glued<'w>(&self, word: &'w str) -> Option<(&'w str, &'w str)> {
        // Two syllables, accents included, are no longer.
        if word.is_ascii() || word.len() > 30 {
            return None;
        }
        let lower = |part: &str| part.chars().all(char::is_lowercase);
        let title =
            |part: &str| part.starts_with(char::is_uppercase) && lower(part.trim_start_matches(char::is_uppercase));
        let name = |part: &str| part.chars().filter(|c| c.is_uppercase()).count() == 1 && title(part);
        let long = |part: &str| part.chars().nth(1).is_some();
        let among = |list: &str, part: &str| lower(part) && list.split_whitespace().any(|c| c == part);
        let common = |part: &str| among(&self.data.common, part);
        let after_name = |part: &str| among(&self.data.after_names, part);
        let toned = |part: &str| part.chars().any(|c| base_and_tone(c).1 != 0);
        let accented = |part: &str| !part.is_ascii();
        let consonant = |part: &str| !part.starts_with(|c| "aăâeêioôơuưy".contains(base_and_tone(c).0));
        let fits = |&(left, right): &(&str, &str)| {
            if !long(left) || !long(right) {
                return false;
            }
            let both = self.spells(left) && self.spells(right);
            let cased = lower(left) && name(right);
            let known = ((lower(left) && common(right) || name(left) && after_name(right)) && accented(left))
                || (common(left) && lower(right) && accented(right) && consonant(right));
            // A name of another language keeps its own letters: «Prôngvà».
            let foreign = name(left) && after_name(right) && toned(right) && !self.accepts(left);
            (both && (cased || known)) || foreign
        };
        // «chứcthêm»: two whole syllables of which neither is short and the first bears a tone.
        let whole = |part: &str| lower(part) && accented(part) && part.chars().nth(2).is_some() && self.spells(part);
        let plain = |&(left, right): &(&str, &str)| whole(left) && whole(right) && toned(left) && consonant(right);
        let splits = || word.char_indices().skip(1).map(|(i, _)| word.split_at(i));
        let one = |fits: &dyn Fn(&(&'w str, &'w str)) -> bool| {
            let mut found = splits().filter(fits);
            (found.next(), found.next())
        };
        match one(&fits) {
            (None, _) => Some(one(&plain)).and_then(|(first, other)| first.filter(|_| other.is_none())),
            (first, other) => first.filter(|_| other.is_none()),
        }
    }

    /// Every syllable without its tone, but for those that are told one by one.
    fn bases(&self) -> Vec<String> {
        let data = &self.data;
        let mut bases: Vec<String> = Vec::with_capacity(4_000);
        let mut join = |initials: &mut dyn Iterator<Item = &str>, rhymes: &str, fits: &dyn Fn(&str) -> bool| {
            for initial in initials {
                bases.extend(rhymes.split_whitespace().filter(|r| fits(r)).map(|r| format!("{initial}{r}")));
            }
        };
        let front = |rhyme: &str| rhyme.starts_with(['e', 'ê', 'i', 'y']);
        join(&mut data.initials.iter().map(String::as_str), &data.rhymes, &|_| true);
        join(&mut data.before_front.iter().map(String::as_str), &data.rhymes, &front);
        join(&mut data.before_back.iter().map(String::as_str), &data.rhymes, &|r| !front(r));
        join(&mut [""].into_iter(), &data.bare_rhymes, &|_| true);
        join(&mut ["qu"].into_iter(), &data.after_qu, &|_| true);
        bases
    }

    /// Every syllable, its tone mark as a combining mark after the vowel that bears it.
    pub fn spell(&self) -> Vec<String> {
        let bases = self.bases();
        let mut spelt: Vec<String> = Vec::with_capacity(bases.len() * 5);
        for base in bases {
            let at = bearer(&base);
            spelt.extend(tones(&base).map(|tone| match tone.checked_sub(1) {
                Some(mark) => format!("{}{}{}", &base[..at], MARKS[mark], &base[at..]),
                None => base.clone(),
            }));
        }
        spelt.extend(self.data.also.split_whitespace().map(str::to_string));
        spelt
    }

    fn sets(&self) -> &Sets {
        self.sets.get_or_init(|| {
            let mut sets = Sets::default();
            // Not spelt and cut again: a start that meets one doubtful word would take a tenth longer.
            for base in self.bases() {
                let mut letters = SyllableHasher::default();
                base.chars().for_each(|c| letters.push(c));
                sets.all.extend(tones(&base).map(|tone| letters.toned(tone as Tone).0));
                sets.toneless.insert(letters.finish().0);
            }
            for word in self.data.also.split_whitespace() {
                let word = Syllable::of(word).0;
                sets.all.insert(word);
                sets.toneless.insert(word);
            }
            sets
        })
    }
}

/// A word as it is written, as one number: of its first letters and its last, which overlap in all that can be a
/// syllable. What is longer than two such halves is none, nor what is shorter than a letter with a tone.
#[inline]
fn written(word: &[u8]) -> Option<u64> {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    if word.len() > 16 {
        return None;
    }
    let (first, last) = halves::<8>(word).or_else(|| halves::<4>(word)).or_else(|| halves::<2>(word))?;
    Some((first.wrapping_mul(ODD).rotate_left(29) ^ last).wrapping_mul(ODD))
}

/// The first bytes and the last bytes of a word that has so many.
#[inline]
fn halves<const N: usize>(word: &[u8]) -> Option<(u64, u64)> {
    let number = |bytes: &[u8; N]| {
        let mut all = [0; 8];
        all[..N].copy_from_slice(bytes);
        u64::from_le_bytes(all)
    };
    Some((number(word.first_chunk()?), number(word.last_chunk()?)))
}

/// The tones a syllable can have: a stop at its end leaves it two.
fn tones(base: &str) -> RangeInclusive<usize> {
    let stopped = base.ends_with(['c', 'p', 't']) || base.ends_with("ch");
    if stopped { 4..=5 } else { 0..=5 }
}

/// The end of the letter that bears the tone: the one with a mark of its own, else the last vowel before
/// a consonant, the second of three, the first of two.
fn bearer(base: &str) -> usize {
    let is_vowel = |c: char| "aăâeêioôơuưy".contains(c);
    let glide =
        ["qu", "gi"].iter().any(|glide| base.strip_prefix(glide).is_some_and(|rest| rest.starts_with(is_vowel)));
    let letters = base.char_indices().skip(if glide { 2 } else { 0 });
    let vowels: Vec<(usize, char)> = letters.filter(|(_, c)| is_vowel(*c)).collect();
    let marked = vowels.iter().rfind(|(_, c)| "ăâêôơ".contains(*c)).or(vowels.iter().find(|(_, c)| *c == 'ư'));
    let closed = vowels.last().is_some_and(|(at, c)| at + c.len_utf8() < base.len());
    let plain = if closed { vowels.last() } else { vowels.get(vowels.len() / 3) };
    marked.or(plain).map_or(base.len(), |(at, c)| at + c.len_utf8())
}

#[cfg(test)]
pub(super) fn built_in() -> &'static Syllables {
    static SYLLABLES: std::sync::LazyLock<Syllables> = std::sync::LazyLock::new(|| {
        Syllables::new(crate::yaml::parse(include_str!("../../lints/data/syllables.yml")).expect("the project's file"))
    });
    &SYLLABLES
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn real_syllables_are_accepted() {
        let syllables = built_in();
        let words = "ủy uỷ hòa hoà khoá thuý quý kỹ kĩ lí lý nghị quyết quốc quýt huỳnh giữ gì gìn giêng giết giếng \
            yêu yên ý ỷ ỉ khuếch trương nguều ngoằn ngoèo khuya khuỷu tay xoong boong moóc đường được ươm ưu \
            nghiêng nghề ghế kẻng cuốc rượu bưởi hươu huýt suýt khuynh hoạch toàn oanh uẩn uyển ương ấp âu \
            luẩn quẩn quẹo quạu giặc giũ giường giềng rượi khoét loắt choắt thuở huơ quơ chuếnh choáng tuếch xuệch";
        for word in words.split_whitespace() {
            assert!(syllables.spells(word), "{word}");
            assert!(syllables.accepts(&word.to_uppercase()), "{word}");
        }
    }

    #[test]
    fn impossible_ones_are_not() {
        let syllables = built_in();
        for word in [
            "quyêt", "viêc", "đươc", "nghành", "gổỉx", "ngiên", "kông", "cế", "trriển", "hiệnn", "đảgn", "phátr", "ghà",
        ] {
            assert!(!syllables.accepts(word), "{word}");
        }
        for word in ["hòan", "xaõ", "qúy", "hoaì"] {
            assert!(syllables.accepts(word) && !syllables.spells(word), "{word}");
        }
    }

    #[test]
    fn a_tone_mark_is_put_on_its_letter() {
        let syllables = built_in();
        let pairs = "qủa:quả gíao:giáo Qúa:Quá LƠỊ:LỢI phẩm: nghiã:nghĩa đựơc:được hòan:hoàn tòan:toàn chiụ:chịu \
            khoẻ: khỏe: của: gì: quý: qúy: Krông: huyễn: tòa: toà: nứơc:nước ngừơi:người gìau:giàu";
        for pair in pairs.split_whitespace() {
            let (wrong, right) = pair.split_once(':').expect("two words");
            let right = Some(right.to_string()).filter(|right| !right.is_empty());
            assert_eq!(syllables.replaced_tone(wrong), right, "{wrong}");
            assert_eq!(syllables.replaced_tone(wrong), right, "{wrong}, once more");
        }
    }

    #[test]
    fn loanwords_written_solid() {
        let syllables = built_in();
        for word in ["ôtô", "pôlime", "amiăng", "môtô", "xôviết"] {
            assert_eq!(syllables.is_loanword(word), word != "xôviết", "{word}");
        }
        assert!(!syllables.is_loanword("quyêt"));
        assert!(!syllables.is_loanword(&"ôtô".repeat(100)));
    }

    #[test]
    fn glued_words_are_taken_apart() {
        let syllables = built_in();
        let glued = |word| syllables.glued(word);
        assert_eq!(glued("trướcngày"), Some(("trước", "ngày")));
        assert_eq!(glued("Prôngvà"), Some(("Prông", "và")));
        assert_eq!(glued("vàNhị"), Some(("và", "Nhị")));
        assert_eq!(glued("Nghènxã"), Some(("Nghèn", "xã")));
        assert_eq!(glued("chứcthêm"), Some(("chức", "thêm")));
        for word in
            ["ôtô", "bêtông", "đangành", "vàào", "quyêt", "đếến", "pơthâo", "Gialai", "hiêện", "nghành", "Bắckinh"]
        {
            assert_eq!(glued(word), None, "{word}");
        }
    }

    #[test]
    fn every_syllable_is_accepted_in_every_form() {
        let syllables = built_in();
        let all = syllables.spell();
        assert!((10_000..40_000).contains(&all.len()), "{}", all.len());
        for word in all {
            let composed: String = word.nfc().collect();
            assert!(syllables.spells(&composed) && syllables.accepts(&composed.to_uppercase()), "{word}");
            assert_eq!(syllables.replaced_tone(&composed), None, "{word}");
        }
    }

    proptest! {
        #[test]
        fn no_word_is_too_strange(word in "\\PC{0,40}") {
            let syllables = built_in();
            syllables.accepts(&word);
            syllables.is_loanword(&word);
            syllables.glued(&word);
            syllables.replaced_tone(&word);
        }
    }
}
