//! Whether two documents are the same, whatever files they came from.

#![allow(dead_code)]

use vankien::document::{BlockKind, Document, ListMark};

/// What a block is, whatever file it came from.
#[derive(Debug, PartialEq)]
pub struct Seen {
    kind: BlockKind,
    text: String,
    level: Option<u8>,
    item: Option<ListMark>,
    flags: [bool; 3],
    lead: Option<String>,
}

pub fn seen(document: &Document) -> Vec<Seen> {
    let block = |b: &vankien::document::Block| Seen {
        kind: b.kind,
        text: document.block_text(b).to_string(),
        level: b.level,
        item: b.item,
        flags: [b.quoted, b.footnote, b.bold],
        lead: b.lead.clone().map(|l| document.text[l].trim().to_string()),
    };
    // Notes stand wherever their author put them.
    let (notes, body): (Vec<_>, Vec<_>) = document.blocks.iter().partition(|b| b.footnote);
    body.into_iter().chain(notes).map(block).collect()
}

/// Fails at the first block that differs.
pub fn same_blocks(name: &str, before: &Document, after: &Document) {
    let (a, b) = (seen(before), seen(after));
    for (x, y) in a.iter().zip(&b) {
        assert_eq!(x, y, "{name}");
    }
    assert_eq!(a.len(), b.len(), "{name}");
    let rows = |d: &Document| d.tables.iter().map(|t| (t.rows.len(), t.header_rows)).collect::<Vec<_>>();
    assert_eq!(rows(before), rows(after), "{name}");
    assert_eq!(before.notes.len(), after.notes.len(), "{name}");
}
