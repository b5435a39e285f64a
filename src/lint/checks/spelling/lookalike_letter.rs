//! Letters that look like those of the word and are others: «Ð» for «Đ», Cyrillic «а», full-width «Ａ».

use super::safe;
use crate::lint::check::{Check, Context, Draft};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `lookalike-letter:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LookalikeLetter {
    /// The letter that is meant, and those that are taken for it.
    letters: BTreeMap<char, String>,
    /// Letter by false letter.
    #[serde(skip)]
    meant: BTreeMap<char, char>,
}

/// The first of the full-width letters, as far from `!` as all of them are from theirs.
const FULL_WIDTH: u32 = 0xFEE0;

impl LookalikeLetter {
    fn meant(&self, c: char) -> Option<char> {
        match c {
            '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => char::from_u32(c as u32 - FULL_WIDTH),
            _ => self.meant.get(&c).copied(),
        }
    }
}

impl Check for LookalikeLetter {
    fn register(&mut self, _builder: &mut crate::text::LexiconBuilder) {
        self.meant = self.letters.iter().flat_map(|(&c, taken)| taken.chars().map(move |f| (f, c))).collect();
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        // With a false letter it is no syllable.
        for token in context.no_syllables().iter().filter_map(|&i| document.tokens.get(i as usize)) {
            let word = token.text(&document.text);
            // No word of two scripts is longer; the limit is for what is no word.
            if word.is_ascii() || word.len() > 60 {
                continue;
            }
            let mut wrong: Vec<char> = word.chars().filter(|c| self.meant(*c).is_some()).collect();
            let others = word.chars().count() - wrong.len();
            let full_width = wrong.iter().all(|c| *c as u32 >= FULL_WIDTH);
            // A word of another script altogether is a foreign word.
            if wrong.is_empty() || (others == 0 && !full_width) {
                continue;
            }
            let right: String = word.chars().map(|c| self.meant(c).unwrap_or(c)).collect();
            let code = |c: char| c.is_ascii_uppercase() || c == 'Đ';
            let vietnamese = |c: char| c == 'đ' || c == 'Đ' || crate::text::fold::base_and_tone(c).0 > 'z';
            let minority = right.starts_with(['Đ', 'đ']) && right.chars().skip(1).any(vietnamese);
            // «Кhmer»: letters of two scripts make no word of either.
            let latin = others >= 2 && !full_width && right.chars().all(|c| c.is_ascii_alphabetic());
            if context.catalogue.syllables.accepts(&right) || right.chars().all(code) || minority || latin {
                wrong.sort_unstable();
                wrong.dedup();
                let names: Vec<String> = wrong.iter().map(|c| format!("«{c}» (U+{:04X})", *c as u32)).collect();
                let mut draft = Draft::at(token.range())
                    .with("wrong", word)
                    .with("right", &right)
                    .with("letters", names.join(", "));
                draft.fix = safe(context.edit(token.range(), right));
                out.push(draft);
            }
        }
    }
}
