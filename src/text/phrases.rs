//! A few phrases that are looked for in short texts, outside the one walk over the document.

use super::{Syllable, syllables};
use serde::Deserialize;

/// Phrases of a rule file as their syllables: capitals, tone placement and marks do not matter.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Phrases(Vec<Vec<Syllable>>);

impl From<Vec<String>> for Phrases {
    fn from(phrases: Vec<String>) -> Phrases {
        Phrases(phrases.iter().map(|phrase| syllables(phrase).collect()).filter(|p: &Vec<_>| !p.is_empty()).collect())
    }
}

impl Phrases {
    /// Whether any of them stands in a text, as whole words.
    pub fn stand_in(&self, text: &str) -> bool {
        let text: Vec<Syllable> = syllables(text).collect();
        self.0.iter().any(|phrase| text.windows(phrase.len()).any(|window| window == phrase))
    }

    /// Whether any of them is what a text begins with, as whole words.
    pub fn open(&self, text: &str) -> bool {
        let mut words = syllables(text);
        let Some(first) = words.next() else { return false };
        let rest = |phrase: &&Vec<Syllable>| phrase.first() == Some(&first);
        let mut meant = self.0.iter().filter(rest).peekable();
        // Most texts begin with another word, and the rest of them need not be read.
        meant.peek().is_some() && {
            let rest: Vec<Syllable> = words.take(LONGEST).collect();
            meant.any(|phrase| phrase.len() <= LONGEST + 1 && rest.starts_with(&phrase[1..]))
        }
    }
}

/// Words of a phrase after its first that are looked at in [`Phrases::open`].
const LONGEST: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_in_any_writing() {
        let phrases = Phrases::from(vec!["đạt chuẩn".to_string(), "Hoà".to_string()]);
        assert!(phrases.stand_in("xã ĐẠT CHUẨN") && phrases.stand_in("hòa giải") && !phrases.stand_in("đạt, chuẩnmực"));
        assert!(phrases.open("Đạt chuẩn nâng cao") && !phrases.open("Đạt") && !phrases.open("xã đạt chuẩn"));
    }
}
