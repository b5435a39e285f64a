//! Where the tone mark of «hòa, ủy» (older) or «hoà, uỷ» (newer) stands. Neither is wrong; both in one
//! dossier are a blemish.

use super::safe;
use crate::document::Document;
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place, Settings};
use crate::lint::finding::Edit;
use crate::lint::pack::Pack;
use crate::text::fold::base_and_tone;
use crate::text::trie::Mixed;
use crate::text::{Case, LexiconBuilder, ListId};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// `tone-placement:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TonePlacement {
    /// Largest share of the rarer style at which the other is the dossier's. Above it nobody knows which
    /// is meant, and each document that mixes them is told so once.
    minority: f64,
    /// Each toned letter pair of the older style and of the newer: «òa» and «oà».
    #[serde(skip)]
    pairs: HashMap<[char; 2], ([char; 2], Style)>,
    /// Every syllable that ends in such a pair: the one walk over the text finds them.
    #[serde(skip)]
    list: Option<ListId>,
}

/// What may stand before the two letters.
const ONSETS: &str = "b c ch d đ g h k kh l m n ng nh p ph r s t th tr v x";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Style {
    Old,
    New,
}

/// What is kept of a document: its toned open syllables.
struct Seen {
    words: Vec<Word>,
    /// Each with its other spelling; a document has few different ones.
    spellings: Vec<(String, String)>,
}

struct Word {
    token: u32,
    style: Style,
    spelling: u32,
    /// Its bytes in the source, if it stands there as it is.
    source: Option<(u32, u32)>,
}

impl TonePlacement {
    /// The word in the other style, and its own.
    fn other(&self, word: &str) -> Option<(String, Style)> {
        let mut back = word.char_indices().rev();
        let ((_, last), (at, first)) = (back.next()?, back.next()?);
        if !matches!((base_and_tone(first).0, base_and_tone(last).0), ('o', 'a' | 'e') | ('u', 'y')) {
            return None;
        }
        let ([first, last], style) = *self.pairs.get(&[first, last])?;
        // «quý» has no other place for its mark.
        let onset = &word[..at];
        let own = onset.ends_with(['q', 'Q']) || onset.chars().any(|c| "aeiouy".contains(base_and_tone(c).0));
        (!own).then(|| (format!("{onset}{first}{last}"), style))
    }
}

/// Words of a quoted name, at most.
const NAME: usize = 5;

/// «khách sạn “Hoà Bình”»: a name in quotation marks is written as its owner writes it.
fn in_quoted_name(document: &Document, token: usize) -> bool {
    let title = |i: &usize| document.tokens.get(*i).is_some_and(|t| t.case == Case::Title);
    let opens = |i: usize| {
        let before = i.checked_sub(1).and_then(|b| document.tokens.get(b)).map_or(0, |t| t.end as usize);
        let between = document.tokens.get(i).and_then(|t| document.text.get(before..t.start as usize));
        between.is_some_and(|between| between.ends_with(['“', '"', '«']))
    };
    (token.saturating_sub(NAME)..=token).rev().take_while(title).any(opens)
}

impl Check for TonePlacement {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let list = builder.list();
        self.list = Some(list);
        let rows = [("òóỏõọ", 'o', 'a', "àáảãạ"), ("òóỏõọ", 'o', 'e', "èéẻẽẹ"), ("ùúủũụ", 'u', 'y', "ỳýỷỹỵ")];
        let raise = |c: char, up: bool| if up { c.to_uppercase().next().unwrap_or(c) } else { c };
        for (olds, first, last, news) in rows {
            for (old, new) in olds.chars().zip(news.chars()) {
                for onset in ONSETS.split(' ').chain([""]) {
                    builder.add(list, 0, &format!("{onset}{old}{last}"));
                }
                for (up, all_up) in [(false, false), (true, false), (true, true)] {
                    let pair = |a, b| [raise(a, up), raise(b, all_up)];
                    self.pairs.insert(pair(old, last), (pair(first, new), Style::Old));
                    self.pairs.insert(pair(first, new), (pair(old, last), Style::New));
                }
            }
        }
    }

    fn settings(&self, settings: &Settings, _pack: &Pack) -> Result<(), String> {
        match settings.get("style").map(|style| style.as_str().unwrap_or_default()) {
            None | Some("old" | "new") => Ok(()),
            Some(style) => Err(format!("không có kiểu «{style}»; các kiểu: old (hòa, thủy), new (hoà, thuỷ)")),
        }
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        let document = context.document;
        let mut seen = Seen { words: Vec::new(), spellings: Vec::new() };
        let mut known: HashMap<&str, Option<(u32, Style)>, BuildHasherDefault<Mixed>> = HashMap::default();
        for hit in context.mentions.hits.of(self.list?) {
            let i = hit.start as usize;
            let Some(token) = document.tokens.get(i) else { continue };
            let word = token.text(&document.text);
            let spelt = *known.entry(word).or_insert_with(|| {
                let (other, style) = self.other(word)?;
                seen.spellings.push((word.to_string(), other));
                Some((seen.spellings.len() as u32 - 1, style))
            });
            let Some((spelling, style)) = spelt.filter(|_| !in_quoted_name(document, i)) else { continue };
            let source = context.edit(token.range(), "").map(|edit| (edit.start, edit.end));
            seen.words.push(Word { token: hit.start, style, spelling, source });
        }
        (!seen.words.is_empty()).then(|| Box::new(seen) as Kept)
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let chosen = context.settings.get("style").and_then(Value::as_str);
        let count = |style| {
            let words = context.all_kept::<Seen>().flat_map(|(_, seen)| &seen.words);
            words.filter(|word| word.style == style).count()
        };
        let (old, new) = (count(Style::Old), count(Style::New));
        let (style, clear) = match chosen {
            Some("old") => (Style::Old, true),
            Some("new") => (Style::New, true),
            _ => {
                let style = if new > old { Style::New } else { Style::Old };
                (style, old.min(new) as f64 <= self.minority * (old + new) as f64)
            }
        };
        let message = match (chosen.is_some(), clear) {
            (true, _) => "chosen",
            (false, true) => "",
            (false, false) => "even",
        };
        let counts = if style == Style::Old { (old, new) } else { (new, old) };
        for (document, seen) in context.all_kept::<Seen>() {
            let mixed = seen.words.iter().any(|w| w.style == style);
            let odd = seen.words.iter().filter(|w| w.style != style);
            // Without a majority: one remark for a document that mixes, on what is rarer in the whole.
            let most = if clear { usize::MAX } else { usize::from(mixed) };
            for word in odd.take(most) {
                let Some((wrong, right)) = seen.spellings.get(word.spelling as usize) else { continue };
                let token = word.token as usize;
                let draft = Draft::on(Place::Tokens(token..token + 1)).say(message).with("word", wrong);
                let draft = draft.with("other", right).with("most", counts.0.to_string());
                let mut draft = draft.with("few", counts.1.to_string());
                let edit = word.source.map(|(start, end)| Edit { start, end, text: right.clone() });
                draft.fix = safe(edit.filter(|_| clear));
                out.push(DossierDraft { document, draft });
            }
        }
    }
}
