//! A document as plain text: a paragraph a line, a table's row a line with tabs, notes at the end.

use super::runs::{Piece, has_bracket, pieces};
use crate::document::{Block, BlockKind, Document, ListMark};

/// The document's plain text. A Word file's own source is that already.
pub fn to_text(document: &Document) -> String {
    let mut out = String::with_capacity(document.text.len() + 1024);
    for block in document.blocks.iter().filter(|b| !b.footnote) {
        match block.kind {
            BlockKind::Cell { column, .. } if column > 0 => {
                out.pop();
                out.push('\t');
            }
            BlockKind::Cell { .. } => {}
            _ => out.push_str(&mark(document, block)),
        }
        words(document, block, &mut out);
        out.push('\n');
    }
    for (i, note) in document.notes.iter().enumerate() {
        for (at, block) in note.blocks.clone().filter_map(|b| document.blocks.get(b as usize)).enumerate() {
            if at == 0 {
                out.push_str(&format!("[{}] ", i + 1));
            }
            words(document, block, &mut out);
            out.push('\n');
        }
    }
    out
}

/// What stands before an item.
fn mark(document: &Document, block: &Block) -> String {
    let indent = "  ".repeat(usize::from(block.depth.saturating_sub(1)));
    match block.item {
        Some(ListMark::Bullet) => format!("{indent}- "),
        Some(ListMark::Number(n)) => format!("{indent}{n}{} ", if has_bracket(document, block) { ')' } else { '.' }),
        None => String::new(),
    }
}

fn words(document: &Document, block: &Block, out: &mut String) {
    for piece in pieces(document, block.range.clone()) {
        match piece {
            Piece::Words { range, .. } => out.push_str(&document.text[range]),
            Piece::Break => out.push(' '),
            Piece::Note(note) => out.push_str(&format!("[{}]", note + 1)),
        }
    }
}
