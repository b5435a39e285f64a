//! The words of a block, cut where emphasis, breaks and references to notes begin and end.

use crate::document::{Block, Document, Mark, MarkKind};
use std::ops::Range;

/// A piece of a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Words that look the same throughout.
    Words {
        /// Their text.
        range: Range<usize>,
        /// Bold.
        bold: bool,
        /// In italics.
        italic: bool,
    },
    /// A line break.
    Break,
    /// A reference to a note.
    Note(u32),
}

/// The pieces of a stretch of text: a block, or a part of one.
pub fn pieces(document: &Document, range: Range<usize>) -> Vec<Piece> {
    let zone = zone(&document.text, &range);
    // Marks are sorted by start; those of the stretch begin in it, for emphasis never crosses blocks.
    let first = document.marks.partition_point(|m| m.range.start < zone.start);
    let marks: Vec<&Mark> = document.marks[first..].iter().take_while(|m| m.range.start <= zone.end).collect();
    let clamp = |at: usize| at.clamp(range.start, range.end);
    let mut cuts: Vec<usize> = marks.iter().flat_map(|m| [clamp(m.range.start), clamp(m.range.end)]).collect();
    cuts.extend([range.start, range.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let (mut bold, mut italic) = (range.start, range.start);
    let mut pieces = Vec::new();
    let mut next = 0;
    for (i, &at) in cuts.iter().enumerate() {
        let here = marks[next..].iter().take_while(|m| clamp(m.range.start) == at).count();
        let here = &marks[next..next + here];
        next += here.len();
        let notes = here.iter().filter_map(|m| match m.kind {
            MarkKind::Note(note) => Some(Piece::Note(note)),
            _ => None,
        });
        pieces.extend(notes);
        let mut skipped = None;
        for mark in here {
            match mark.kind {
                MarkKind::Bold => bold = bold.max(mark.range.end),
                MarkKind::Italic => italic = italic.max(mark.range.end),
                // One at the edge parts blocks.
                MarkKind::Break if mark.range.start >= range.start && mark.range.end < range.end => {
                    pieces.push(Piece::Break);
                    skipped = Some(mark.range.end);
                }
                MarkKind::Break | MarkKind::Note(_) => {}
            }
        }
        let Some(&end) = cuts.get(i + 1) else { break };
        if skipped != Some(end) {
            pieces.push(Piece::Words { range: at..end, bold: bold > at, italic: italic > at });
        }
    }
    pieces
}

/// Whether the number of an item is followed by a bracket, «2)», where it was read.
pub fn has_bracket(document: &Document, block: &Block) -> bool {
    let before = document.source.get(..document.block_span(block).start as usize).unwrap_or("");
    let line = &before[before.rfind('\n').map_or(0, |i| i + 1)..];
    line.trim_end_matches(['*', '_', ' ', '\t', '\u{A0}']).ends_with(')')
}

/// The stretch with the blanks around it that no block holds: a reference may stand behind one.
fn zone(text: &str, range: &Range<usize>) -> Range<usize> {
    let blank = |c: char| c.is_whitespace() && c != '\n';
    let before = text[..range.start].trim_end_matches(blank);
    let after = text[range.end..].trim_start_matches(blank);
    let start = if before.is_empty() || before.ends_with('\n') { before.len() } else { range.start };
    let end = if after.is_empty() || after.starts_with('\n') { text.len() - after.len() } else { range.end };
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::from_example;

    #[test]
    fn pieces_are_cut_at_marks() {
        let document = from_example("a **b *c*** d[^1]\\\ne [^1]\n\n[^1]: f\n").unwrap();
        let shown: Vec<String> = pieces(&document, document.blocks[0].range.clone())
            .iter()
            .map(|piece| match piece {
                Piece::Words { range, bold, italic } => {
                    let mark = |on: bool, mark: &'static str| if on { mark } else { "" };
                    format!("{}{}{}", mark(*bold, "b:"), mark(*italic, "i:"), &document.text[range.clone()])
                }
                Piece::Break => "<br>".to_string(),
                Piece::Note(n) => format!("[{n}]"),
            })
            .collect();
        assert_eq!(shown, ["a ", "b:b ", "b:i:c", " d", "[0]", "<br>", "e", "[0]"]);
    }
}
