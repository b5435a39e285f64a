//! A document's words for the engine: what is authored, what is not.

use super::{Text, Word};
use crate::document::Document;
use crate::mentions::{MentionKind, Mentions};
use crate::text::Gap;
use std::ops::Range;

/// A document's words as the overlap engine sees them, and the way back to its tokens.
#[derive(Debug, Default)]
pub struct Passages {
    /// The words.
    pub text: Text,
    /// For each sentence, its first word and its first token.
    starts: Vec<(u32, u32)>,
}

impl Passages {
    /// The token behind a word.
    pub fn token(&self, word: u32) -> usize {
        let sentence = self.starts.partition_point(|start| start.0 <= word).saturating_sub(1);
        self.starts.get(sentence).map_or(0, |&(first, token)| (token + word.saturating_sub(first)) as usize)
    }

    /// All words in order, each with its token.
    pub fn words(&self) -> impl Iterator<Item = (Word, usize)> {
        let mut next = 0;
        self.text.words().iter().zip(0_u32..).map(move |(&word, at)| {
            while self.starts.get(next).is_some_and(|start| start.0 <= at) {
                next += 1;
            }
            let (first, token) =
                next.checked_sub(1).and_then(|last| self.starts.get(last)).copied().unwrap_or_default();
            (word, (token + at.saturating_sub(first)) as usize)
        })
    }

    /// The words of each sentence: their places, and its first token.
    pub fn sentences(&self) -> impl Iterator<Item = (Range<usize>, usize)> {
        let ends = self.starts.iter().skip(1).map(|next| next.0 as usize).chain([self.text.words().len()]);
        self.starts.iter().zip(ends).map(|(&(first, token), end)| (first as usize..end, token as usize))
    }

    /// The tokens behind a range of words.
    pub fn tokens(&self, words: &Range<u32>) -> Range<usize> {
        if words.is_empty() { 0..0 } else { self.token(words.start)..self.token(words.end - 1) + 1 }
    }
}

/// Words of a table that are kept: enough to hold what stands before and after it apart.
const TABLE_WORDS: usize = 64;

/// Sentences shorter than this repeat by chance.
const SHORT_SENTENCE: usize = 8;

/// A line of so many words is prose, closed or not.
const LONG_SENTENCE: usize = 24;

/// Quotations of this many syllables are somebody else's words.
const QUOTATION: std::ops::RangeInclusive<usize> = 8..=150;

/// Prepares a document. Headings, tables, quotations, citations, bodies' names, lists of places and short
/// sentences are masked.
pub fn passages(document: &Document, mentions: &Mentions) -> Passages {
    let mut prepared = Passages::default();
    prepared.text.words.reserve(document.tokens.len());
    prepared.starts.reserve(document.sentences.len());
    let others = others_words(document, mentions);
    let mut other = others.iter().peekable();
    let mut in_table = 0;
    for sentence in &document.sentences {
        let block = &document.blocks[sentence.block as usize];
        in_table = if block.is_cell() { in_table + sentence.tokens.len() } else { 0 };
        if in_table > TABLE_WORDS {
            continue;
        }
        let first = prepared.text.words().len() as u32;
        prepared.starts.push((first, sentence.tokens.start as u32));
        let tokens = &document.tokens[sentence.tokens.clone()];
        for (at, _) in tokens.iter().enumerate().skip(1).filter(|(_, token)| token.gap == Gap::Other) {
            let token = sentence.tokens.start + at;
            if document.between(token, token).contains(';') {
                prepared.text.begin_clause(first + at as u32);
            }
        }
        prepared.text.extend(tokens.iter().map(Word::of));
        prepared.text.end_sentence();
        let tokens = &sentence.tokens;
        let words = |range: Range<usize>| {
            let offset = |token: usize| first + (token.clamp(tokens.start, tokens.end) - tokens.start) as u32;
            offset(range.start)..offset(range.end)
        };
        // A line that does not close like a sentence is a title, a date line, a label; a paragraph of several
        // sentences, or a long one, has lost its last mark.
        let closed = || {
            let closing = ['.', '!', '?', ';', ':', '…', '”', '"', ')'];
            let long = block.sentences.len() > 1 || tokens.len() >= LONG_SENTENCE;
            long || document.block_text(block).ends_with(closing)
        };
        if !block.is_prose() || block.quoted || tokens.len() < SHORT_SENTENCE || !closed() {
            prepared.text.mask(words(tokens.clone()));
            continue;
        }
        while other.peek().is_some_and(|range| range.end <= tokens.start) {
            other.next();
        }
        for range in other.clone().take_while(|range| range.start < tokens.end) {
            prepared.text.mask(words((*range).clone()));
        }
    }
    prepared
}

/// Token ranges that are somebody else's words or name only, sorted and not overlapping.
fn others_words(document: &Document, mentions: &Mentions) -> Vec<Range<usize>> {
    let named = mentions.all.iter().filter(|m| {
        use MentionKind::{Body, Citation, GeneralBody, Term};
        matches!(m.kind, Citation | Body | GeneralBody | Term(..))
    });
    let mut ranges = quotations(document);
    ranges.extend(named.map(|m| m.tokens.clone()));
    ranges.extend(predecessors(document, mentions));
    ranges.sort_by_key(|r| (r.start, r.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Places that are named beside others: «phường Vân Phú, xã Phượng Lâu, xã Hùng Lô». Whoever writes of a merged unit
/// names its predecessors, in whatever sentence.
fn predecessors(document: &Document, mentions: &Mentions) -> Vec<Range<usize>> {
    let sentence = |tokens: &Range<usize>| document.sentences.partition_point(|s| s.tokens.end <= tokens.start);
    let places = mentions.all.iter().filter(|m| matches!(m.kind, MentionKind::Place(_)));
    let places: Vec<(usize, &Range<usize>)> = places.map(|m| (sentence(&m.tokens), &m.tokens)).collect();
    let listed = places.chunk_by(|x, y| x.0 == y.0).filter(|same| same.len() >= LIST);
    listed.flatten().map(|(_, tokens)| (*tokens).clone()).collect()
}

/// Places of one sentence that are a list.
const LIST: usize = 3;

/// Token ranges between quotation marks within one block.
fn quotations(document: &Document) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for block in document.blocks.iter().filter(|b| b.is_prose()) {
        let own = &document.tokens[block.tokens.clone()];
        for marks in quoted(document.block_text(block)) {
            let before = |at: usize| own.partition_point(|t| (t.start as usize) < block.range.start + at);
            let token = |at: usize| block.tokens.start + before(at);
            let tokens = token(marks.start)..token(marks.end);
            if QUOTATION.contains(&tokens.len()) {
                found.push(tokens);
            }
        }
    }
    found
}

/// From each opening mark to its closing one, in bytes. Single marks inside double ones are part of what is said; between
/// letters they belong to a name («Ea H'leo»).
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut double, mut single) = (None, None);
    // Bytes that a mark may begin with: most texts have none.
    let bytes = text.as_bytes();
    let marks = memchr::memchr3_iter(b'"', 0xC2, 0xE2, bytes);
    let mut marks: Vec<usize> = marks.chain(memchr::memchr_iter(b'\'', bytes)).collect();
    marks.sort();
    for at in marks {
        let (head, tail) = text.split_at(at);
        let mut letters = tail.chars();
        let Some(c) = letters.next() else { continue };
        let (before, after) = (head.chars().next_back(), letters.next());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match (c, double) {
            ('”' | '"' | '»', Some((from, _))) | ('“', Some((from, '„'))) => {
                found.push(from..at);
                (double, single) = (None, None);
            }
            ('“' | '"' | '«' | '„', _) => double = Some((at, c)),
            ('\'' | '’', None) if single.is_some() && !letter(after) => {
                found.extend(single.take().map(|from| from..at))
            }
            ('\'' | '‘', None) if !letter(before) && letter(after) => single = Some(at),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_every_kind_quote() {
        let quotes = |text: &str| quoted(text).into_iter().map(|r| text[r].to_string()).collect::<Vec<_>>();
        for (text, words) in [
            ("chủ đề “Đoàn kết”, tiếp", "“Đoàn kết"),
            ("chủ đề \"Đoàn kết\", tiếp", "\"Đoàn kết"),
            ("chủ đề «Đoàn kết», tiếp", "«Đoàn kết"),
            ("chủ đề „Đoàn kết“, tiếp", "„Đoàn kết"),
            ("chủ đề „Đoàn kết”, tiếp", "„Đoàn kết"),
            ("chủ đề ‘Đoàn kết’, tiếp", "‘Đoàn kết"),
            ("chủ đề 'Đoàn kết', tiếp", "'Đoàn kết"),
            ("chủ đề 'Đoàn kết ở Ea H'leo' tiếp", "'Đoàn kết ở Ea H'leo"),
            ("chủ đề “Đoàn kết ‘ba cùng’ mới”, tiếp", "“Đoàn kết ‘ba cùng’ mới"),
        ] {
            assert_eq!(quotes(text), [words], "{text}");
        }
        for text in ["ở Ea H'leo, Cư M'gar, Ia H’Drai", "người H’Mông và K’Ho", "dài 5' 20\", rộng", "“chưa đóng"]
        {
            assert_eq!(quotes(text), [""; 0], "{text}");
        }
    }
}
