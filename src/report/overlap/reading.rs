//! A document read once more, in ranges of its text.

use super::sides::Piece;
use crate::document::{Block, BlockKind, ListMark, Span};
use crate::overlap::Shown;
use serde::Serialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// A document and the way from the engine's words to its own.
pub(super) struct Reading(Shown);

/// A paragraph, heading or row of a table.
#[derive(Serialize)]
pub(super) struct Line {
    pub heading: bool,
    pub pieces: Vec<Piece>,
}

impl Reading {
    pub fn new(shown: Shown) -> Reading {
        Reading(shown)
    }

    /// The text of a passage with the marks that close it; nothing if the file is not what it was.
    pub fn range(&self, words: &Range<u32>, span: Span) -> Option<Range<usize>> {
        let document = &self.0.document;
        let tokens = self.0.words.tokens(words);
        if tokens.is_empty() || tokens.end > document.tokens.len() {
            return None;
        }
        let range = document.token_range(tokens.clone());
        let sentence = document.sentences.partition_point(|s| s.tokens.end < tokens.end);
        let closed = document.sentences.get(sentence).filter(|s| s.tokens.end == tokens.end);
        let end = closed.map_or(range.end, |s| document.sentence_range(s).end.max(range.end));
        let there = document.span(range.start..end);
        (span.start <= there.start && there.end <= span.end).then_some(range.start..end)
    }

    /// The text of a range.
    pub fn text(&self, range: Range<usize>) -> &str {
        self.0.document.text.get(range).unwrap_or("")
    }

    /// The byte ranges of a range's text, from its start, that are not its author's own: headings, quotations, names of
    /// bodies, set phrases. Words that stand beside each other are one range.
    pub fn neutral(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let document = &self.0.document;
        let first = document.tokens.partition_point(|token| (token.start as usize) < range.start);
        let last = document.tokens.partition_point(|token| (token.start as usize) < range.end);
        let mut neutral = Vec::new();
        let mut at = first;
        for same in self.0.authored.get(first..last).unwrap_or_default().chunk_by(|x, y| x == y) {
            let tokens = at..at + same.len();
            at = tokens.end;
            if !same[0] {
                let words = document.token_range(tokens);
                neutral.push(words.start - range.start..words.end.min(range.end) - range.start);
            }
        }
        neutral
    }

    /// A figure as it is written.
    pub fn figure(&self, word: u32) -> &str {
        let token = self.0.words.token(word);
        let range = self.0.document.token_range(token..token + 1);
        let percent = usize::from(self.text(range.end..self.length()).starts_with('%'));
        self.text(range.start..range.end + percent)
    }

    /// Bytes of its text.
    pub fn length(&self) -> usize {
        self.0.document.text.len()
    }

    /// All of it, headings as headings, with its passages marked: ranges of the text and their numbers.
    pub fn whole(&self, mut passages: Vec<(Range<usize>, usize)>) -> Vec<Line> {
        passages.sort_unstable_by_key(|(range, number)| (range.start, range.end, *number));
        // Of two that overlap the second shows what is left of it.
        let mut end = 0;
        for (range, _) in &mut passages {
            range.start = range.start.max(end);
            range.end = range.end.max(range.start);
            end = range.end;
        }
        let mut lines: Vec<Line> = Vec::new();
        let mut row = None;
        for block in self.0.document.blocks.iter().filter(|block| !block.range.is_empty()) {
            let cell = row_of(block);
            let mut pieces = vec![Piece::plain(opening(block, cell.is_some() && cell == row))];
            pieces.extend(self.pieces(block, &passages));
            match lines.last_mut().filter(|_| cell.is_some() && cell == row) {
                Some(line) => line.pieces.extend(pieces),
                None => lines.push(Line { heading: block.is_heading(), pieces }),
            }
            row = cell;
        }
        lines
    }

    /// A block, cut at its passages.
    fn pieces(&self, block: &Block, passages: &[(Range<usize>, usize)]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = block.range.start;
        let first = passages.partition_point(|(range, _)| range.end <= at);
        for (range, number) in passages[first..].iter().take_while(|(range, _)| range.start < block.range.end) {
            let (start, end) = (range.start.max(at), range.end.min(block.range.end));
            self.cut(at..start, None, &mut pieces);
            self.cut(start..end, Some(*number), &mut pieces);
            at = end;
        }
        self.cut(at..block.range.end, None, &mut pieces);
        pieces
    }

    /// A stretch of one passage, or of none, cut where what is not its author's own begins and ends.
    fn cut(&self, range: Range<usize>, passage: Option<usize>, pieces: &mut Vec<Piece>) {
        let mut at = range.start;
        let mut push = |words: Range<usize>, neutral| {
            if !words.is_empty() {
                pieces.push(Piece { neutral, passage, ..Piece::plain(self.text(words)) });
            }
        };
        for neutral in self.neutral(&range) {
            let words = range.start + neutral.start..range.start + neutral.end;
            push(at..words.start, false);
            at = words.end;
            push(words, true);
        }
        push(at..range.end, false);
    }
}

/// The table and row of a cell.
fn row_of(block: &Block) -> Option<(u32, u32)> {
    match block.kind {
        BlockKind::Cell { table, row, .. } => Some((table, row)),
        _ => None,
    }
}

/// What stands before a block's text.
fn opening(block: &Block, goes_on: bool) -> String {
    match block.item.filter(|_| matches!(block.kind, BlockKind::Item { .. })) {
        _ if goes_on => " | ".to_string(),
        Some(ListMark::Bullet) => "– ".to_string(),
        Some(ListMark::Number(number)) => format!("{number}. "),
        None => String::new(),
    }
}

/// Marks in two whole texts lead to each other: the first piece of a passage is its place, and a passage that only one
/// side shows leads nowhere.
pub(super) fn link(sides: &mut [Vec<Line>; 2]) {
    let numbers = |lines: &[Line]| -> BTreeSet<usize> {
        lines.iter().flat_map(|line| &line.pieces).filter_map(|piece| piece.passage).collect()
    };
    let both: BTreeSet<usize> = numbers(&sides[0]).intersection(&numbers(&sides[1])).copied().collect();
    for lines in sides {
        let mut met = BTreeSet::new();
        for piece in lines.iter_mut().flat_map(|line| &mut line.pieces) {
            piece.passage = piece.passage.filter(|number| both.contains(number));
            piece.first = piece.passage.is_some_and(|number| met.insert(number));
        }
    }
}
