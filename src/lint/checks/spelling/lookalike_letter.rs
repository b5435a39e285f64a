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

/// Whether a text may have a false letter at all: by the bytes they begin with, of which good text has few.
/// No byte of a stretch is decided on before the next, so that many are looked at in one step.
fn suspects(text: &str) -> bool {
    const STRETCH: usize = 1024;
    let bytes = text.as_bytes();
    let next = bytes.get(1..).unwrap_or(&[]);
    bytes.chunks(STRETCH).zip(next.chunks(STRETCH)).any(|(firsts, seconds)| {
        firsts.iter().zip(seconds).fold(false, |found, (&a, &b)| {
            let latin = (a == 0xC3) & (b & !0x20 == 0x90) | (a == 0xC6) & (b == 0x89) | (a == 0xC9) & (b == 0x96);
            found | latin | (a.wrapping_sub(0xCE) < 4) | (a == 0xEF) & (b & !1 == 0xBC)
        })
    })
}

impl Check for LookalikeLetter {
    fn register(&mut self, _builder: &mut crate::text::LexiconBuilder) {
        self.meant = self.letters.iter().flat_map(|(&c, taken)| taken.chars().map(move |f| (f, c))).collect();
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        if !suspects(&document.text) {
            return;
        }
        // In a text that has one most blocks have none.
        let suspected = document.blocks.iter().filter(|block| suspects(document.block_text(block)));
        let tokens = suspected.filter_map(|block| document.tokens.get(block.tokens.clone()));
        for token in tokens.flatten() {
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
