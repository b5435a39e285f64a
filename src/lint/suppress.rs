//! What the drafters have looked at and keep: comments in the text, entries in the manifest.

use super::index::Ignore;
use crate::document::{Document, Span};

/// Reads the comments of a document that silence rules: `vankien: ignore RULE[, RULE]: why`.
pub(super) fn ignores(document: &Document) -> Vec<Ignore> {
    document
        .comments
        .iter()
        .filter_map(|comment| {
            let order = comment.text.strip_prefix("vankien:")?.trim();
            let rest = order.strip_prefix("ignore")?;
            let ids = rest.split(':').next().unwrap_or("");
            let rules = ids.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_string).collect();
            let covers = next_block(document, comment.next_block);
            Some(Ignore { rules, covers, comment: comment.span, used: false })
        })
        .collect()
}

/// The block after a comment in the source; of a table, all of it.
fn next_block(document: &Document, block: u32) -> Span {
    let Some(first) = document.blocks.get(block as usize) else { return Span::default() };
    if let crate::document::BlockKind::Cell { table, .. } = first.kind
        && let Some(rows) = document.tables.get(table as usize).map(|t| &t.rows)
        && let (Some(top), Some(bottom)) = (rows.first(), rows.last())
    {
        return Span { start: top.span.start, end: bottom.span.end };
    }
    document.block_span(first)
}

/// The ignore that covers a finding, if any.
pub(super) fn find<'i>(ignores: &'i mut [Ignore], rule: &str, group: &str, start: u32) -> Option<&'i mut Ignore> {
    ignores.iter_mut().find(|ignore| {
        (ignore.covers.start..ignore.covers.end.max(ignore.covers.start + 1)).contains(&start)
            && ignore.rules.iter().any(|id| id == rule || id == group)
    })
}
