//! What a remark asks for: words to be there, words to go, one in place of the other.

use crate::lint::review::{Cue, RemarkWords};
use crate::text::{Number, Syllable, Token, TokenKind, tokenize};
use std::ops::Range;

/// One thing a remark asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ask {
    /// These words are to be there.
    Add(Phrase),
    /// These are to go.
    Remove(Phrase),
    /// The first are to become the second.
    Replace(Phrase, Phrase),
    /// It is to be shorter.
    Shorten,
}

/// Some words of a remark.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Phrase {
    /// The words, numbers among them.
    pub words: Vec<Word>,
    /// Whether they stand in quotation marks: these very words, in this order.
    pub quoted: bool,
}

/// A word, or a number by its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub id: Syllable,
    pub number: Option<Number>,
}

impl PartialEq for Word {
    fn eq(&self, other: &Word) -> bool {
        match (self.number, other.number) {
            (Some(x), Some(y)) => x == y,
            (None, None) => self.id == other.id,
            _ => false,
        }
    }
}

impl Word {
    pub fn of(text: &str, token: &Token) -> Word {
        let number = if token.kind == TokenKind::Number { Number::parse(token.text(text)) } else { None };
        Word { id: token.id, number }
    }
}

impl Phrase {
    /// The words of some tokens.
    pub fn of(text: &str, tokens: &[Token], quoted: bool) -> Phrase {
        Phrase { words: tokens.iter().map(|token| Word::of(text, token)).collect(), quoted }
    }

    /// The words that say something, numbers among them.
    pub fn content<'p>(&'p self, words: &'p RemarkWords) -> impl Iterator<Item = &'p Word> {
        self.words.iter().filter(|word| word.number.is_some() || !words.filler.contains(&word.id))
    }

    /// How often the phrase stands in some words as it is.
    pub fn times_in(&self, words: &[Word]) -> usize {
        if self.words.is_empty() {
            return 0;
        }
        words.windows(self.words.len()).filter(|w| *w == &self.words[..]).count()
    }
}

/// A remark's text, cut into words.
pub(super) struct Text<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token>,
    /// What stands in quotation marks, in tokens.
    pub quotes: Vec<Range<usize>>,
}

const OPENING: [char; 5] = ['“', '"', '«', '‘', '”'];
const CLOSING: [char; 5] = ['”', '"', '»', '’', '“'];
/// Words of an argument.
const LONGEST: usize = 40;

impl<'t> Text<'t> {
    pub fn new(text: &'t str) -> Text<'t> {
        let tokens = tokenize(text);
        let mut quotes = Vec::new();
        let mut open: Option<(usize, usize)> = None;
        for (at, c) in text.char_indices() {
            let next = tokens.partition_point(|token| (token.start as usize) < at);
            match open {
                None if OPENING.contains(&c) => open = Some((at, next)),
                Some((from, first)) if CLOSING.contains(&c) => {
                    // An apostrophe or a mark of inches is no quotation.
                    if next > first && at - from < 2_000 {
                        quotes.push(first..next);
                    }
                    open = None;
                }
                _ => {}
            }
        }
        Text { text, tokens, quotes }
    }

    pub fn ids(&self) -> Vec<Syllable> {
        self.tokens.iter().map(|token| token.id).collect()
    }

    pub fn phrase(&self, tokens: Range<usize>) -> Phrase {
        let quoted = self.quotes.iter().any(|quote| quote.start <= tokens.start && tokens.end <= quote.end);
        Phrase::of(self.text, self.tokens.get(tokens).unwrap_or_default(), quoted)
    }

    fn in_quotes(&self, token: usize) -> Option<&Range<usize>> {
        self.quotes.iter().find(|quote| quote.contains(&token))
    }

    /// Where what begins at a token ends: at a semicolon, a stop or a line's end outside of quotation marks.
    fn clause_end(&self, from: usize) -> usize {
        let ends = |at: usize| {
            let (before, this) = (self.tokens[at - 1].end as usize, self.tokens[at].start as usize);
            let gap = self.text.get(before..this).unwrap_or("");
            gap.contains([';', '\n', '!', '?']) || gap.contains('.') && gap.len() > 1
        };
        let limit = self.tokens.len().min(from + LONGEST);
        let outside = |at: &usize| self.in_quotes(*at).is_none_or(|quote| quote.start == *at);
        (from + 1..limit).find(|at| outside(at) && ends(*at)).unwrap_or(limit)
    }
}

/// What a remark asks for, in order.
pub(super) fn asks(text: &Text<'_>, words: &RemarkWords) -> Vec<Ask> {
    let ids = text.ids();
    let mut asks = Vec::new();
    let mut at = 0;
    while at < ids.len() {
        if let Some(quote) = text.in_quotes(at) {
            at = quote.end;
            continue;
        }
        let verbs = [Cue::Add, Cue::Remove, Cue::Replace, Cue::Shorten];
        let Some((cue, length)) = words.cue(&ids[at..], &verbs) else {
            at += 1;
            continue;
        };
        let start = at + length;
        let end = if start < ids.len() { text.clause_end(start) } else { start };
        let (ask, next) = match cue {
            Cue::Shorten => (Some(Ask::Shorten), start),
            Cue::Replace => replace(text, &ids, words, start, end),
            _ => {
                let (phrase, next) = argument(text, &ids, words, start, end);
                // «Cụm từ “…” thừa, đề nghị bỏ»: what goes was said before.
                let before =
                    || text.quotes.iter().rfind(|quote| quote.end <= at).map(|quote| text.phrase(quote.clone()));
                let phrase = phrase.or_else(|| before().filter(|_| cue == Cue::Remove));
                let ask = phrase.map(|phrase| if cue == Cue::Add { Ask::Add(phrase) } else { Ask::Remove(phrase) });
                (ask, next)
            }
        };
        let ask = ask.filter(|ask| !asks.contains(ask));
        asks.extend(ask);
        at = next.max(start);
    }
    asks
}

/// What a verb is about: what is quoted right behind it, else the words up to the end of the clause or to the next
/// verb; and where to read on.
fn argument(
    text: &Text<'_>,
    ids: &[Syllable],
    words: &RemarkWords,
    start: usize,
    end: usize,
) -> (Option<Phrase>, usize) {
    let quote = text.quotes.iter().find(|quote| (start..end.min(start + 6)).contains(&quote.start));
    if let Some(quote) = quote {
        return (Some(text.phrase(quote.clone())), quote.end);
    }
    let verbs = [Cue::Add, Cue::Remove, Cue::Replace];
    let long = |at: &usize| words.cue(&ids[*at..], &verbs).is_some_and(|(_, length)| length >= 2 || *at > start + 3);
    let reason = |at: &usize| words.cue(&ids[*at..], &[Cue::Purpose]).is_some();
    let next = (start + 1..end).find(|at| reason(at) || long(at) && parted(text, *at)).unwrap_or(end);
    let phrase = text.phrase(start..next);
    (Some(phrase).filter(|phrase| phrase.content(words).next().is_some()), next)
}

/// Whether a mark or «và» stands before a token.
fn parted(text: &Text<'_>, at: usize) -> bool {
    let gap = at
        .checked_sub(1)
        .and_then(|before| text.text.get(text.tokens[before].end as usize..text.tokens.get(at)?.start as usize));
    gap.is_some_and(|gap| gap.contains([',', ':', '(', ')']))
        || text.tokens.get(at.wrapping_sub(1)).is_some_and(|token| token.id == Syllable::of("và"))
}

/// «thay A bằng B», «sửa 65 thành 68», «nâng chỉ tiêu … lên 95%».
fn replace(text: &Text<'_>, ids: &[Syllable], words: &RemarkWords, start: usize, end: usize) -> (Option<Ask>, usize) {
    let outside = |at: &usize| text.in_quotes(*at).is_none();
    // Of «thay từ là bằng là» nobody can tell; the first joining word that leaves words on both sides.
    let join = (start..end).filter(outside).find_map(|at| {
        let (_, length) = words.cue(&ids[at..], &[Cue::Into])?;
        (at > start && at + length < end).then_some((at, at + length))
    });
    let Some((from, to)) = join else {
        return (None, start);
    };
    let inner = |from: usize, to: usize| {
        let quote = text.quotes.iter().find(|quote| quote.start >= from && quote.end <= to);
        text.phrase(quote.cloned().unwrap_or(from..to))
    };
    // What it becomes ends with the clause, or at a comma where the words go on about something else.
    let reason = |at: &usize| words.cue(&ids[*at..], &[Cue::Purpose]).is_some();
    let end_of_new = match text.quotes.iter().find(|quote| (to..to + 4).contains(&quote.start)) {
        Some(quote) => quote.end,
        None => (to + 1..end).find(|at| parted(text, *at) || reason(at)).unwrap_or(end),
    };
    let (old, new) = (inner(start, from), inner(to, end_of_new));
    let says = |phrase: &Phrase| phrase.quoted || phrase.content(words).next().is_some();
    match (says(&old), says(&new)) {
        (true, true) => (Some(Ask::Replace(old, new)), end_of_new),
        (false, true) => (Some(Ask::Add(new)), end_of_new),
        _ => (None, end_of_new),
    }
}
