//! Lines of running orders: where a step ends in them, and the hours they give.

use super::NAMED;
use crate::document::{Block, Counted, Document, counted_word};
use std::ops::Range;

/// Whether an hour stands among the first words: figures with a mark of hours between or behind, «07 giờ 30», «7h30»,
/// «07:30», «07g30».
pub(super) fn gives_hour(text: &str) -> bool {
    let is_hour = |word: &str| {
        let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let rest = word.get(digits..).unwrap_or("").trim_end_matches([':', '.', ',']);
        let minutes = |m: &str| m.chars().all(|c| c.is_ascii_digit());
        (1..=2).contains(&digits) && rest.strip_prefix(['h', 'g', ':', 'H']).is_some_and(minutes)
    };
    let words: Vec<&str> = text.split_whitespace().take(4).collect();
    let spelled = words.windows(2).any(|w| w[0].parse::<u8>().is_ok() && w[1].starts_with("giờ"));
    spelled || words.iter().any(|word| is_hour(word))
}

/// The step of a numbered paragraph that goes on with who does it and how: what it emphasises, else its first sentence,
/// that ends with the hour in brackets. Of a long one what it emphasises as a sentence is the step without an hour too.
pub(super) fn opening(document: &Document, block: &Block) -> Option<Range<usize>> {
    block.numbering.as_ref().filter(|_| block.is_prose())?;
    let first = || document.sentences.get(block.sentences.start).filter(|s| s.tokens.len() <= NAMED);
    let end = match &block.lead {
        Some(lead) => lead.end,
        None => document.sentence_range(first()?).end,
    };
    let (step, rest) = (document.text.get(block.body..end)?, document.text.get(end..block.range.end)?);
    let closed = step.trim_end_matches(['.', ' ', '\u{a0}']);
    // What stands behind the hour is said of the step, and belongs to the line as a whole.
    let timed = closed.ends_with(')') && step.match_indices('(').any(|(at, _)| at > 0 && gives_hour(&step[at + 1..]));
    let long = || {
        let named = block.lead.is_some() && closed.len() < step.len() && !gives_hour(step);
        named && before_speech(document, block).1.len() > NAMED
    };
    ((timed || long()) && rest.chars().any(char::is_alphabetic)).then_some(block.range.start..end)
}

/// The length of «Bước 4.» at the beginning of a line.
pub(super) fn step_label(text: &str) -> Option<usize> {
    counted_word(text).filter(|(counted, ..)| *counted == Counted::Step).map(|(.., length)| length)
}

/// Words of a step's line: «Bước 6. Từ 09 giờ 15 đến 10 giờ 15, thảo luận tại hội trường: 05 tham luận, … Người thực hiện: …».
pub(super) const LONGEST_STEP: usize = 120;

/// A line as far as nothing is quoted in it, and its tokens: «Đồng chí Bí thư: “Kính thưa Đại hội …”» says who
/// speaks, and what is said names no step.
pub(super) fn before_speech(document: &Document, block: &Block) -> (Range<usize>, Range<usize>) {
    let quote = document.block_text(block).find(['“', '"']);
    let end = quote.map_or(block.range.end, |at| block.range.start + at);
    let tokens = document.tokens.get(block.tokens.clone()).unwrap_or_default();
    let count = tokens.partition_point(|token| (token.start as usize) < end);
    (block.range.start..end, block.tokens.start..block.tokens.start + count)
}
