//! What stays of a document's text for those who compare it with others: enough to say where a passage begins, which
//! figures it gives and which section it stands in, when the text itself has been let go.

use crate::document::Document;
use crate::overlap::prepare::Passages;
use std::ops::Range;

/// A document without its words.
#[derive(Debug, Default)]
pub struct Sketch {
    /// Tokens that are numbers, rising, and where each ends in `digits`.
    numbers: Vec<(u32, u32)>,
    digits: String,
    /// Tokens of sentences without a word of the author's own: headings, titles, labels, quotations.
    heads: Vec<Range<u32>>,
    /// The first token of each section.
    sections: Vec<u32>,
}

impl Sketch {
    /// A document's sketch.
    pub fn of(document: &Document, passages: &Passages) -> Sketch {
        let mut sketch = Sketch::default();
        let mut prepared = passages.sentences().peekable();
        for tokens in document.sentences.iter().map(|sentence| &sentence.tokens) {
            // Of a long table some have no words there.
            let words = prepared.next_if(|(words, first)| *first == tokens.start && words.len() == tokens.len());
            let words = words.and_then(|(words, _)| passages.text.words().get(words)).unwrap_or_default();
            for (token, _) in tokens.clone().zip(words).filter(|(_, word)| word.is_number()) {
                sketch.digits.push_str(document.token_text(token..token + 1));
                sketch.numbers.push((token as u32, sketch.digits.len() as u32));
            }
            if words.iter().any(|word| !word.is_masked()) {
                continue;
            }
            let (start, end) = (tokens.start as u32, tokens.end as u32);
            match sketch.heads.last_mut().filter(|last| last.end == start) {
                Some(last) => last.end = end,
                None => sketch.heads.push(start..end),
            }
        }
        let opens = document.blocks.iter().enumerate().filter(|(at, block)| *at == 0 || block.is_heading());
        sketch.sections = opens.map(|(_, block)| block.tokens.start as u32).collect();
        sketch
    }

    /// A number as it is written, by its token.
    pub fn number(&self, token: usize) -> Option<&str> {
        let at = self.numbers.binary_search_by_key(&(token as u32), |number| number.0).ok()?;
        let start = at.checked_sub(1).map_or(0, |before| self.numbers[before].1);
        self.digits.get(start as usize..self.numbers[at].1 as usize)
    }

    /// A passage without the headings it begins or ends with.
    pub fn trimmed(&self, passage: Range<usize>) -> Range<usize> {
        let head = |token: usize| {
            let head = self.heads.get(self.heads.partition_point(|head| head.end as usize <= token))?;
            (head.start as usize <= token).then_some(head.start as usize..head.end as usize)
        };
        let start = head(passage.start).map_or(passage.start, |head| head.end);
        let end = passage.end.checked_sub(1).and_then(head).map_or(passage.end, |head| head.start);
        if start < end { start..end } else { passage }
    }

    /// The first token of each section, rising.
    pub fn sections(&self) -> impl Iterator<Item = usize> {
        self.sections.iter().map(|&token| token as usize)
    }
}
