//! Which lines of a document are its head, title, signature, recipients and annexes.
//!
//! What the official form has a place for is set in that place, in the document's own order; the rest is body.

use super::pack::FormWords;
use crate::document::{Block, Document, kind};
use crate::text::fold;
use std::ops::Range;

/// The parts of a document that the official form has a place for, as ranges of blocks.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Layout {
    /// Lines of the head, in order.
    pub head: Vec<HeadLine>,
    /// How many blocks the head takes.
    pub head_end: usize,
    /// The title and what stands centred under it.
    pub title: Range<usize>,
    /// Whether a day and a place stand in the title.
    pub dated: bool,
    /// Signature and recipients, whichever comes first.
    pub foot: Vec<(Foot, Range<usize>)>,
    /// Where annexes begin.
    pub annexes: Vec<usize>,
}

/// A line of the head, or the part of one that stands on one side.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadLine {
    /// What it is.
    pub part: HeadPart,
    /// The block it stands in.
    pub block: usize,
    /// Its text.
    pub range: Range<usize>,
}

/// What a line of the head is, in the order the form sets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadPart {
    /// The issuer, or the body above it, or the star below.
    Issuer,
    /// The Party's or the State's name and motto.
    Motto,
    /// The number, or the mark of a draft.
    Number,
    /// Place and day.
    Date,
}

/// A part of the foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foot {
    /// Who signs.
    Signature,
    /// Who is sent it.
    Recipients,
}

/// No line of a head is longer, in bytes.
const LONGEST_LINE: usize = 400;

/// Blocks the head and the title are looked for in.
const TOP: usize = 40;

impl Layout {
    /// Finds the parts of a document.
    pub fn of(document: &Document, words: &FormWords) -> Layout {
        let mut layout = Layout::default();
        let title = title(document);
        let reach = title.unwrap_or(document.blocks.len()).min(TOP);
        for (i, block) in document.blocks.iter().enumerate().take(reach) {
            match head_lines(document, i, block, words) {
                Some(lines) => layout.head.extend(lines),
                None => break,
            }
            layout.head_end = i + 1;
        }
        // Capitals alone may be anything; a head without a title under it needs more.
        let sure = layout.head.iter().any(|l| l.part != HeadPart::Issuer);
        if layout.head_end < reach || (title.is_none() && !sure) {
            (layout.head, layout.head_end) = (Vec::new(), 0);
        }
        layout.title = title_block(document, title, words);
        layout.dated = layout.title.clone().any(|i| is_date(document.block_text(&document.blocks[i])));
        layout.annexes = annexes(document, words, layout.title.end);
        layout.foot = foot(document, words, &layout);
        layout
    }

    /// The blocks of the foot.
    pub fn foot_range(&self) -> Option<Range<usize>> {
        Some(self.foot.first()?.1.start..self.foot.last()?.1.end)
    }

    /// Whether the head holds a line of some kind.
    pub fn has(&self, part: HeadPart) -> bool {
        self.head.iter().any(|line| line.part == part)
    }
}

/// Whether a text opens with one of some words.
pub fn opens(text: &str, words: &[String]) -> bool {
    let text = text.trim_start_matches(['*', '(', '-', ' ', '/']);
    let folded = fold(text.char_indices().nth(64).map_or(text, |(end, _)| &text[..end]));
    words.iter().any(|word| {
        let rest = folded.strip_prefix(fold(word).as_str());
        rest.is_some_and(|rest| word.ends_with('.') || !rest.starts_with(char::is_alphabetic))
    })
}

/// The block that names the document.
fn title(document: &Document) -> Option<usize> {
    let stands_out = |b: &Block| !b.is_cell() && (b.is_heading() || b.bold || capitals(document.block_text(b)));
    let top = || document.blocks.iter().enumerate().take(TOP);
    top()
        .find(|(_, b)| stands_out(b) && kind::infer_from_title(document.block_text(b)).is_some())
        .or_else(|| top().find(|(_, b)| b.level == Some(1)))
        .map(|(i, _)| i)
}

fn capitals(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 4 && !text.chars().any(char::is_lowercase)
}

/// «Can Lộc, ngày 05 tháng 8 năm 2025», with figures or blanks.
fn is_date(text: &str) -> bool {
    let folded = fold(text.char_indices().nth(96).map_or(text, |(end, _)| &text[..end]));
    text.len() < 120 && folded.contains(", ngày ") && folded.contains(" tháng ") && folded.contains(" năm")
}

/// The lines of a block of the head: two where a tab parts left from right; `None` of what is no head.
fn head_lines(document: &Document, index: usize, block: &Block, words: &FormWords) -> Option<Vec<HeadLine>> {
    if block.is_cell() || block.quoted || block.footnote || block.level.is_some() {
        return None;
    }
    let text = document.block_text(block);
    if text.len() > LONGEST_LINE {
        return None;
    }
    let tab = text.match_indices([' ', '\t']).find(|(at, _)| {
        let at = block.range.start + at;
        document.source.get(document.span(at..at + 1).range()) == Some("\t")
    });
    let left = 0..tab.map_or(text.len(), |(at, _)| at);
    let right = tab.map(|(at, _)| at + 1..text.len());
    std::iter::once(left)
        .chain(right)
        .filter(|half| !text[half.clone()].trim().is_empty())
        .map(|half| {
            let part = head_part(text[half.clone()].trim(), words)?;
            Some(HeadLine { part, block: index, range: block.range.start + half.start..block.range.start + half.end })
        })
        .collect()
}

fn head_part(text: &str, words: &FormWords) -> Option<HeadPart> {
    let marks = !text.chars().any(char::is_alphanumeric) && text.chars().count() <= 12;
    if opens(text, &words.motto) {
        Some(HeadPart::Motto)
    } else if is_date(text) {
        Some(HeadPart::Date)
    } else if text.len() < 80 && (opens(text, &words.number) || opens(text, &words.draft)) {
        Some(HeadPart::Number)
    } else if marks || (text.len() < 160 && capitals(text)) {
        Some(HeadPart::Issuer)
    } else {
        None
    }
}

/// The title with its subtitle, draft mark and date line.
fn title_block(document: &Document, title: Option<usize>, words: &FormWords) -> Range<usize> {
    let Some(start) = title else { return 0..0 };
    let mut end = start + 1;
    for block in document.blocks.iter().skip(start + 1).take(5) {
        let text = document.block_text(block);
        let whole = |lead: &Range<usize>| lead.len() * 2 > block.range.len();
        let set_off = block.bold || block.lead.as_ref().is_some_and(whole);
        // Plain text has no bold: what is no sentence and stands right under the title completes it.
        let line = text.len() < 250 && !text.ends_with(['.', ';', ',', '!', '?', '…']);
        let subtitle = end == start + 1 && (set_off || line) && block.numbering.is_none() && text.len() < 400;
        let mark = text.len() < 160 && (opens(text, &words.draft) || is_date(text));
        if block.is_heading() || block.is_cell() || block.item.is_some() || text.contains(": ") || !(subtitle || mark) {
            break;
        }
        end += 1;
    }
    start..end
}

fn annexes(document: &Document, words: &FormWords, from: usize) -> Vec<usize> {
    let blocks = document.blocks.iter().enumerate().skip(from);
    let begins = |b: &Block| (b.is_heading() || b.bold) && !b.is_cell() && !b.footnote;
    blocks.filter(|(_, b)| begins(b) && opens(document.block_text(b), &words.annex)).map(|(i, _)| i).collect()
}

/// Signature and recipients at the end of the text, before the annexes.
fn foot(document: &Document, words: &FormWords, layout: &Layout) -> Vec<(Foot, Range<usize>)> {
    let text = |i: usize| document.block_text(&document.blocks[i]);
    let end = layout.annexes.first().copied().unwrap_or(document.blocks.len());
    let end = (layout.title.end..end).rev().find(|&i| !document.blocks[i].footnote).map_or(0, |i| i + 1);
    let begins = |i: usize| {
        let block = &document.blocks[i];
        if block.is_cell() || block.level.is_some() || block.range.len() > 120 {
            return None;
        }
        let signs = opens(text(i), &words.signature) && capitals(text(i));
        let sends = opens(text(i), &words.recipients);
        if signs { Some(Foot::Signature) } else { sends.then_some(Foot::Recipients) }
    };
    let plain = |i: usize| {
        let block = &document.blocks[i];
        !block.is_cell() && !block.footnote && block.level.is_none() && block.range.len() <= 160
    };
    // A short run of short lines at the very end.
    let first = (end.saturating_sub(24).max(layout.title.end)..end).find(|&i| begins(i).is_some());
    let Some(first) = first.filter(|&first| (first..end).all(plain)) else { return Vec::new() };
    let mut parts: Vec<(Foot, Range<usize>)> = Vec::new();
    for i in first..end {
        match (begins(i), parts.last_mut()) {
            (Some(foot), Some(last)) if last.0 == foot => last.1.end = i + 1,
            (Some(foot), _) => parts.push((foot, i..i + 1)),
            (None, Some(last)) => last.1.end = i + 1,
            (None, None) => {}
        }
    }
    parts
}
