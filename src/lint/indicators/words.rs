//! What sentences and names say around the values of indicators, from `lints/data/indicators.yml`.

use super::value::Standing;
use crate::lint::check::Context;
use crate::mentions::fact::Unit;
use crate::mentions::{Mention, MentionKind, Precision};
use crate::text::{Gap, Hit, Lexicon, LexiconBuilder, ListId, Syllable, Token, TokenKind, syllables, tokenize};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a phrase says of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// It is a target.
    Target,
    /// It is a result.
    Result,
    /// It is an estimate.
    Estimate,
    /// Between an indicator's name and its value.
    Filler,
    /// There too, but a part of the name: it tells a kind apart.
    Kind,
    /// In the name of every indicator: it tells none apart.
    Common,
    /// Before a name or in it: something else is measured.
    Not,
    /// Likewise, unless the measure is counted by the year.
    NotByYear,
    /// The value is counted by the year.
    Yearly,
    /// The value is counted over a whole term.
    Whole,
    /// The value is an average over years.
    Averaged,
    /// It is an average of another kind: «bình quân đầu người».
    Apiece,
    /// What follows came of what was told before: «nhờ đó».
    Outcome,
    /// A figure to come is what may be, or what others ask for: «theo kịch bản thấp», «tỉnh giao».
    Supposed,
    /// What follows are the parts of another whole than the indicators': «cơ cấu lao động».
    OtherWhole,
    /// The value is the whole unit's: «toàn xã».
    OfAll,
    /// Right before a value: it is to be no more, or no less.
    Bound,
    /// One thing, whatever its words say by themselves: «nông thôn mới» is of no «thôn».
    Compound,
    /// The standard by which something is measured: its «giai đoạn» is not the value's.
    Standard,
    /// The value is of today: «đến nay».
    Now,
    /// In a name: only some of them are counted, «đang hoạt động».
    State,
}

/// Tokens of the longest phrase right before a value.
const LEAD: usize = 3;

/// All that some words say of a value.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::lint) struct Said(u32);

impl Said {
    /// Whether they say this.
    pub(in crate::lint) fn says(self, word: Word) -> bool {
        self.0 & 1 << word as u32 != 0
    }

    /// Whether they speak of something else than the measure they name. «Mỗi năm» opens what is counted by the year.
    pub(super) fn is_of_another(self, by_year: bool) -> bool {
        self.says(Word::Not) || self.says(Word::NotByYear) && !by_year
    }

    /// Whether the value is an average over years.
    pub(super) fn is_averaged(self) -> bool {
        self.says(Word::Averaged) && !self.says(Word::Apiece)
    }

    /// Whether the value is a result, an estimate or a target.
    pub(super) fn standing(self) -> Option<Standing> {
        match (self.says(Word::Estimate), self.says(Word::Target), self.says(Word::Result)) {
            (true, false, _) => Some(Standing::Estimate),
            (false, true, false) => Some(Standing::Target),
            (false, false, true) => Some(Standing::Result),
            _ => None,
        }
    }
}

/// The words of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordsData {
    /// By what they say.
    says: BTreeMap<Word, Vec<String>>,
    /// After a slash: the value is counted by the year.
    per: Vec<String>,
    /// Right before a day: by then something is reached.
    by: Vec<String>,
    /// Right before a day or year: the value is not of that time.
    before: Vec<String>,
}

/// Those words, ready to be asked.
pub struct Words {
    /// A trie of its own: what it holds stands everywhere in a text, and is asked for around a value only.
    lexicon: Lexicon,
    per: Vec<Syllable>,
    by: Vec<Syllable>,
    before: Vec<Syllable>,
}

impl Words {
    /// Makes the trie.
    pub fn new(data: &WordsData) -> Words {
        let mut builder = LexiconBuilder::default();
        let list: ListId = builder.list();
        for (word, phrases) in &data.says {
            builder.add_all(list, *word as u32, phrases);
        }
        let syllables = |words: &[String]| words.iter().map(|w| Syllable::of(w)).collect();
        Words {
            lexicon: builder.build(),
            per: syllables(&data.per),
            by: syllables(&data.by),
            before: syllables(&data.before),
        }
    }

    /// The phrases within some tokens.
    fn hits(&self, context: &Context<'_>, tokens: &Range<usize>) -> Vec<Hit> {
        let mut hits = self.lexicon.scan(context.document.tokens.get(tokens.clone()).unwrap_or_default());
        for hit in &mut hits {
            hit.start += tokens.start as u32;
            hit.end += tokens.start as u32;
        }
        hits
    }

    /// Where the last phrase begins after which what came of the matter is told.
    pub(super) fn last_outcome(&self, context: &Context<'_>, tokens: &Range<usize>) -> Option<usize> {
        // Most clauses begin with the name.
        if tokens.len() < 2 {
            return None;
        }
        let hits = self.hits(context, tokens);
        hits.iter().rfind(|hit| hit.item == Word::Outcome as u32).map(|hit| hit.start as usize)
    }

    /// Whether a phrase that says this ends right before a token: «không quá 5 hộ».
    pub(super) fn leads(&self, context: &Context<'_>, word: Word, token: usize) -> bool {
        let hits = self.hits(context, &(token.saturating_sub(LEAD)..token));
        hits.iter().any(|hit| hit.item == word as u32 && hit.end as usize == token)
    }

    /// What some tokens say.
    pub(in crate::lint) fn said(&self, context: &Context<'_>, tokens: &Range<usize>) -> Said {
        self.said_by(context.document.tokens.get(tokens.clone()).unwrap_or_default())
    }

    /// What a text of its own says.
    pub(super) fn said_in(&self, text: &str) -> Said {
        self.said_by(&tokenize(text))
    }

    fn said_by(&self, tokens: &[Token]) -> Said {
        // «54 người/năm»
        let yearly = tokens.iter().any(|t| t.gap == Gap::Slash && self.per.contains(&t.id));
        let hits = self.lexicon.scan(tokens);
        // «theo quy chuẩn mới đạt 83,6%»: a word two phrases would share is the earlier one's.
        let crossed = |hit: &Hit| {
            let denies = hit.item == Word::Not as u32 || hit.item == Word::NotByYear as u32;
            let within = |h: &Hit| h.item == Word::Compound as u32 && h.start <= hit.start && hit.end <= h.end;
            let standard = |h: &Hit| h.item == Word::Standard as u32 && h.start <= hit.start && hit.end <= h.end;
            denies && hits.iter().any(|h| within(h) || h.start < hit.start && hit.start < h.end && h.end < hit.end)
                || hit.item == Word::Whole as u32 && hits.iter().any(standard)
        };
        let said = hits.iter().filter(|hit| !crossed(hit)).fold(0u32, |said, hit| said | 1 << hit.item);
        Said(said | u32::from(yearly) << Word::Yearly as u32)
    }

    /// Which of some tokens, [`READ`] at most, say nothing of their own: dates, and phrases that say one of `words`.
    pub(in crate::lint) fn covered(&self, context: &Context<'_>, words: &[Word], tokens: &Range<usize>) -> Covered {
        let tokens = tokens.start..tokens.end.min(tokens.start + READ);
        let mut covered = Covered { start: tokens.start, bits: 0 };
        for hit in self.hits(context, &tokens).iter().filter(|hit| words.iter().any(|w| *w as u32 == hit.item)) {
            covered.add(&(hit.start as usize..hit.end as usize));
        }
        for date in context.mentions.within(&tokens).iter().filter(|m| matches!(m.kind, MentionKind::Date(_))) {
            covered.add(&(date.tokens.start..date.tokens.end.min(tokens.end)));
        }
        covered
    }

    /// What tells a name apart, as one number: its words and numbers in whatever order, less those all names have,
    /// years, and the mark before it.
    pub(super) fn name(&self, context: &Context<'_>, tokens: &Range<usize>) -> u64 {
        self.split_name(context, tokens, &(0..0))
    }

    /// The same of a name that its number parts: «kết nạp mới [45] đảng viên».
    pub(super) fn split_name(&self, context: &Context<'_>, tokens: &Range<usize>, rest: &Range<usize>) -> u64 {
        let tokens = tokens.start + self.mark(context, tokens)..tokens.end.min(tokens.start + READ);
        let covered = self.covered(context, &[Word::Common, Word::Filler], &tokens);
        let text = &context.document.text;
        let own = tokens.clone().filter(|&i| !covered.has(i)).chain(rest.clone());
        let own = own.filter_map(|i| context.document.tokens.get(i));
        let mut name: Vec<Syllable> = own
            .map(|token| match token.kind {
                TokenKind::Word => token.id,
                // «01 ha» is «1 ha».
                TokenKind::Number => Syllable::of(token.text(text).trim_start_matches('0')),
            })
            .collect();
        name.sort_unstable();
        name.dedup();
        hash(name.into_iter())
    }

    /// The words of a name as they stand, as one number.
    pub(super) fn whole_name(&self, context: &Context<'_>, tokens: &Range<usize>) -> u64 {
        let from = tokens.start + self.mark(context, tokens);
        hash(context.document.tokens.get(from..tokens.end).unwrap_or_default().iter().map(|t| t.id))
    }

    /// The words of a name that are not all names' own.
    pub(super) fn own_words(&self, context: &Context<'_>, tokens: &Range<usize>) -> impl Iterator<Item = Syllable> {
        let tokens = tokens.start + self.mark(context, tokens)..tokens.end.min(tokens.start + READ);
        let covered = self.covered(context, &[Word::Common, Word::Filler, Word::Kind, Word::Whole], &tokens);
        let own = tokens.filter(move |&i| !covered.has(i)).filter_map(|i| context.document.tokens.get(i));
        own.filter(|token| token.kind == TokenKind::Word).map(|token| token.id)
    }

    /// Tokens of the mark before a name: «(15a)», «1.2.», «b)».
    pub(in crate::lint) fn mark(&self, context: &Context<'_>, tokens: &Range<usize>) -> usize {
        let document = context.document;
        let short = |i: usize| {
            let token = document.tokens.get(i).filter(|_| i < tokens.end);
            token.is_some_and(|t| t.kind == TokenKind::Number || t.text(&document.text).chars().count() == 1)
        };
        let closes = |i: usize| document.marks(i).starts_with([')', '.']);
        let mut at = tokens.start;
        while let Some(next) = (at + 1..at + 3).find(|&next| closes(next) && (at..next).all(short)) {
            at = next;
        }
        at - tokens.start
    }

    /// The year some mentions name, if they name only one. A deadline («trước ngày 31/3/2021») is no year of a
    /// value.
    pub(super) fn only_year(&self, context: &Context<'_>, mentions: &[Mention]) -> Option<i32> {
        let word = |i: Option<usize>| i.and_then(|i| context.document.tokens.get(i)).map(|t| t.id);
        let mut years = mentions.iter().filter_map(|m| {
            let MentionKind::Date(date) = &m.kind else { return None };
            let start = m.tokens.start;
            let before = [word(start.checked_sub(1)), word(start.checked_sub(2))];
            let says = |wanted: &[Syllable]| before.iter().flatten().any(|w| wanted.contains(w));
            let reached = date.precision == Precision::Year || says(&self.by);
            date.year.filter(|_| reached && !says(&self.before))
        });
        let first = years.next()?;
        years.all(|year| year == first).then_some(first)
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").finish_non_exhaustive()
    }
}

/// Tokens of a name or clause that are read at most.
pub(super) const READ: usize = 64;

/// Some of [`READ`] tokens.
#[derive(Clone, Copy)]
pub(in crate::lint) struct Covered {
    start: usize,
    bits: u64,
}

impl Covered {
    fn add(&mut self, tokens: &Range<usize>) {
        for i in tokens.start.max(self.start)..tokens.end.min(self.start + READ) {
            self.bits |= 1 << (i - self.start);
        }
    }

    /// Whether a token is among them.
    pub(in crate::lint) fn has(&self, token: usize) -> bool {
        token.checked_sub(self.start).filter(|at| *at < READ).is_some_and(|at| self.bits & 1 << at != 0)
    }

    /// Whether all of some tokens are.
    pub(in crate::lint) fn has_all(&self, mut tokens: Range<usize>) -> bool {
        tokens.all(|token| self.has(token))
    }
}

/// A unit nobody knows, as written: one word as a figure in a sentence has it, several as one number.
pub(super) fn unknown_unit(stated: &str) -> Unit {
    let mut words = syllables(stated);
    match (words.next(), words.next()) {
        (Some(word), None) => Unit::Word(word.0),
        _ => Unit::Word(hash(syllables(stated))),
    }
}

/// Some words as one number.
fn hash(words: impl Iterator<Item = Syllable>) -> u64 {
    words.fold(0, |hash: u64, word| (hash.rotate_left(21) ^ word.0).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// Whether one of some phrases stands in a text, both folded: «5 năm» does not in «15 năm».
pub(crate) fn stands(text: &str, phrases: &[String]) -> bool {
    let part_of_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    phrases.iter().any(|phrase| {
        let (first, last) = (phrase.chars().next(), phrase.chars().next_back());
        text.match_indices(phrase.as_str()).any(|(at, _)| {
            let before = text.get(..at).and_then(|t| t.chars().next_back());
            let after = text.get(at + phrase.len()..).and_then(|t| t.chars().next());
            !(part_of_word(before) && part_of_word(first) || part_of_word(after) && part_of_word(last))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_stand_as_words() {
        let phrases = ["5 năm".to_string(), "/năm".to_string()];
        assert!(stands("trong 5 năm", &phrases) && stands("54 người/năm", &phrases));
        assert!(!stands("sau 15 năm", &phrases) && !stands("54 người", &phrases) && !stands("", &phrases));
    }
}
