//! Slips made of a right word by what the ear confuses: «sản suất» of «sản xuất», «khó khăng» of «khó khăn».
//!
//! A word of two syllables is not met with one letter swapped unless it is a slip, or two words that meet; the rule
//! file names the latter. So each word is given once, and not with all that can be made of it.

use crate::text::fold::{base_and_tone, with_tone};
use serde::Deserialize;

/// `swaps:` in a rule file: pairs of which either is written for the other.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Swaps {
    /// Consonants at the beginning: «s» and «x».
    onsets: Vec<[String; 2]>,
    /// Consonants at the end: «n» and «ng».
    codas: Vec<[String; 2]>,
    /// Letters that show the two tones: «ả» and «ã».
    tones: Vec<[char; 2]>,
}

impl Swaps {
    /// All that is made of a word by one swap in one syllable.
    pub fn of(&self, word: &str) -> Vec<String> {
        let syllables: Vec<&str> = word.split(' ').collect();
        let mut made = Vec::new();
        for (at, syllable) in syllables.iter().enumerate() {
            for swapped in self.syllable(syllable) {
                let mut words = syllables.clone();
                words[at] = &swapped;
                made.push(words.join(" "));
            }
        }
        made
    }

    fn syllable(&self, syllable: &str) -> Vec<String> {
        let mut made: Vec<String> = Vec::new();
        for (from, to) in both_ways(&self.onsets) {
            let Some(rest) = syllable.strip_prefix(from.as_str()) else { continue };
            // «s» of «sinh», not «c» of «chính»; «gi» before «i» is written «g».
            if rest.starts_with(is_vowel) && !(to.ends_with('i') && rest.starts_with(is_i)) {
                made.push(format!("{to}{rest}"));
            }
        }
        for (from, to) in both_ways(&self.codas) {
            made.extend(
                syllable.strip_suffix(from.as_str()).filter(|s| s.ends_with(is_vowel)).map(|s| format!("{s}{to}")),
            );
        }
        for [one, other] in &self.tones {
            let (one, other) = (base_and_tone(*one).1, base_and_tone(*other).1);
            let swapped = |c: char| match base_and_tone(c) {
                (base, tone) if tone == one => with_tone(base, other),
                (base, tone) if tone == other => with_tone(base, one),
                _ => c,
            };
            let toned: String = syllable.chars().map(swapped).collect();
            made.extend((toned != syllable).then_some(toned));
        }
        made
    }
}

fn both_ways(pairs: &[[String; 2]]) -> impl Iterator<Item = (&String, &String)> {
    pairs.iter().flat_map(|[one, other]| [(one, other), (other, one)])
}

fn is_vowel(c: char) -> bool {
    "aăâeêioôơuưy".contains(base_and_tone(c).0)
}

fn is_i(c: char) -> bool {
    base_and_tone(c).0 == 'i'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_swap_in_one_syllable() {
        let pair = |one: &str, other: &str| [one.to_string(), other.to_string()];
        let swaps = Swaps {
            onsets: vec![pair("s", "x"), pair("ch", "tr"), pair("d", "gi")],
            codas: vec![pair("c", "t"), pair("n", "ng")],
            tones: vec![['ả', 'ã']],
        };
        let mut made = swaps.of("sản xuất");
        made.sort();
        assert_eq!(made, ["sãn xuất", "sản suất", "sản xuấc", "sảng xuất", "xản xuất"]);
        assert_eq!(swaps.of("trách"), ["chách"]);
        assert_eq!(swaps.of("dịch"), Vec::<String>::new());
        assert!(swaps.of("giao").contains(&"dao".to_string()));
    }
}
