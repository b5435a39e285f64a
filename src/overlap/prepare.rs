//! A document's words for the engine: what is authored, what is not.

use super::{Text, Word};
use crate::document::Document;
use crate::mentions::{MentionKind, Mentions};
use crate::text::TokenKind;

/// A document's words as the overlap engine sees them, and the way back to its text.
#[derive(Debug, Default)]
pub struct Passages {
    /// The words.
    pub text: Text,
    /// For each word, its byte range in the plain text.
    pub places: Vec<std::ops::Range<u32>>,
}

/// Sentences shorter than this repeat by chance.
const SHORT_SENTENCE: usize = 8;

/// Quotations of this many syllables are somebody else's words.
const QUOTATION: std::ops::RangeInclusive<usize> = 8..=150;

/// Prepares a document. Headings, tables, quotations, citations, bodies' names and short sentences
/// are masked.
pub fn passages(document: &Document, mentions: &Mentions) -> Passages {
    let mut text = Text::new();
    let mut places = Vec::with_capacity(document.tokens.len());
    for sentence in &document.sentences {
        for token in &document.tokens[sentence.tokens.clone()] {
            text.push(match token.kind {
                TokenKind::Word => Word::syllable(token.id.0),
                TokenKind::Number => Word::number(token.id.0),
            });
            places.push(token.start..token.end);
        }
        text.end_sentence();
    }
    for sentence in &document.sentences {
        let block = &document.blocks[sentence.block as usize];
        let tokens = &sentence.tokens;
        let closed = document.block_text(block).ends_with(['.', '!', '?', ';', ':', '…', '”', '"', ')']);
        // A line that does not close like a sentence is a title, a date line, a label.
        if !block.is_prose() || block.quoted || !closed || tokens.len() < SHORT_SENTENCE {
            text.mask(tokens.start as u32..tokens.end as u32);
        }
    }
    for range in quotations(document) {
        text.mask(range);
    }
    for mention in &mentions.all {
        if matches!(
            mention.kind,
            MentionKind::Citation | MentionKind::Body | MentionKind::GeneralBody | MentionKind::Term(..)
        ) {
            text.mask(mention.tokens.start as u32..mention.tokens.end as u32);
        }
    }
    Passages { text, places }
}

/// Token ranges between quotation marks within one block.
fn quotations(document: &Document) -> Vec<std::ops::Range<u32>> {
    let mut found = Vec::new();
    for block in document.blocks.iter().filter(|b| b.is_prose()) {
        let text = document.block_text(block);
        let mut open = None;
        for (at, c) in text.char_indices() {
            let closes = matches!(c, '”' | '"' | '»') && open.is_some();
            if closes {
                let from = block.range.start + open.take().unwrap_or(at);
                let tokens = &document.tokens;
                let first = tokens.partition_point(|t| (t.start as usize) < from);
                let last = tokens.partition_point(|t| (t.start as usize) < block.range.start + at);
                if QUOTATION.contains(&last.saturating_sub(first)) {
                    found.push(first as u32..last as u32);
                }
            } else if matches!(c, '“' | '"' | '«') {
                open = Some(at);
            }
        }
    }
    found
}
