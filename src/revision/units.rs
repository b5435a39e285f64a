//! The units of a document, and which of them are the same.

use super::{Edit, Fate, Op, Pair, Reading, Revision, Unit, UnitKind};
use crate::document::{Block, BlockId, BlockKind, Document};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Compares unit by unit, in line.
pub(super) fn compare(old: &Reading, new: &Reading) -> Revision {
    let (was, is) = (units(&old.document), units(&new.document));
    let words = |document: &Document, units: &[Unit]| -> Vec<String> {
        units.iter().map(|unit| document.text[unit.range.clone()].to_string()).collect()
    };
    let (words_old, words_new) = (words(&old.document, &was), words(&new.document, &is));
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &words_old, &words_new) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                for i in 0..len {
                    pairs.push(pair(Fate::Kept, Some(&was[old_index + i]), Some(&is[new_index + i])));
                }
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                pairs.extend(was[old_index..old_index + old_len].iter().map(|u| pair(Fate::Removed, Some(u), None)));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                pairs.extend(is[new_index..new_index + new_len].iter().map(|u| pair(Fate::Added, None, Some(u))));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                for i in 0..old_len.max(new_len) {
                    let a = was.get(old_index + i).filter(|_| i < old_len);
                    let b = is.get(new_index + i).filter(|_| i < new_len);
                    let fate = match (a, b) {
                        (Some(_), Some(_)) => Fate::Edited,
                        (Some(_), None) => Fate::Removed,
                        _ => Fate::Added,
                    };
                    pairs.push(pair(fate, a, b));
                }
            }
        }
    }
    Revision { pairs, sections: Vec::new() }
}

fn pair(fate: Fate, old: Option<&Unit>, new: Option<&Unit>) -> Pair {
    let edits = match (fate, old, new) {
        (Fate::Edited, Some(old), Some(new)) => {
            vec![Edit { op: Op::Delete, range: old.range.clone() }, Edit { op: Op::Insert, range: new.range.clone() }]
        }
        (Fate::Removed, Some(old), _) => vec![Edit { op: Op::Delete, range: old.range.clone() }],
        (Fate::Added, _, Some(new)) => vec![Edit { op: Op::Insert, range: new.range.clone() }],
        _ => Vec::new(),
    };
    Pair { fate, old: old.cloned(), new: new.cloned(), edits, spelling: false, partial: false }
}

/// All units of a document, in order.
fn units(document: &Document) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut row = None;
    for (i, block) in document.blocks.iter().enumerate() {
        let id = i as BlockId;
        if let BlockKind::Cell { table, row: at, .. } = block.kind {
            if row == Some((table, at))
                && let Some(unit) = units.last_mut()
            {
                unit.blocks.end = id + 1;
                unit.range.end = unit.range.end.max(block.range.end);
                continue;
            }
            row = Some((table, at));
        } else {
            row = None;
        }
        let (kind, range) = (kind(block), block.range.clone());
        units.push(Unit { kind, blocks: id..id + 1, range, section: block.section });
    }
    units
}

fn kind(block: &Block) -> UnitKind {
    match block.kind {
        _ if block.footnote => UnitKind::Footnote,
        BlockKind::Heading => UnitKind::Heading,
        BlockKind::Paragraph => UnitKind::Paragraph,
        BlockKind::Item { .. } => UnitKind::Item,
        BlockKind::Cell { .. } => UnitKind::Row,
    }
}
