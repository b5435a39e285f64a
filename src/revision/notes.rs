//! Footnotes by what they are notes on: a paragraph that is the same has the same notes.

use super::matching::Matching;
use super::units::Side;
use crate::document::MarkKind;
use std::collections::HashMap;

/// How alike two notes at the same place are, at least; short ones, a source or a number, need not be.
const ALIKE: f32 = 0.15;
const SHORT: usize = 12;

/// Links the notes of linked units, in order, where both have as many.
pub(super) fn link(matching: &mut Matching) {
    let (was, is) = (notes(matching.old), notes(matching.new));
    let mut linked = Vec::new();
    for (&old, anchors) in &was {
        let others = matching.in_new(old).and_then(|new| is.get(&new));
        let Some(others) = others.filter(|others| others.len() == anchors.len()) else { continue };
        for (&a, &b) in anchors.iter().zip(others) {
            let (blocks_a, blocks_b) = (note(matching.old, a), note(matching.new, b));
            if blocks_a.len() == blocks_b.len() {
                linked.extend(blocks_a.into_iter().zip(blocks_b));
            }
        }
    }
    linked.sort_unstable();
    for (old, new) in linked {
        let words = matching.old.items[old].words().max(matching.new.items[new].words());
        if matching.is_free(old, new) && (words <= SHORT || matching.likeness(old, new) >= ALIKE) {
            matching.link(old, new);
        }
    }
}

/// The notes each unit refers to.
fn notes(side: &Side) -> HashMap<usize, Vec<u32>> {
    let mut notes: HashMap<usize, Vec<u32>> = HashMap::new();
    for mark in &side.document.marks {
        let MarkKind::Note(note) = mark.kind else { continue };
        let unit = side.items.partition_point(|item| item.unit.range.end < mark.range.start);
        if side.items.get(unit).is_some_and(|item| item.unit.range.start <= mark.range.start) {
            notes.entry(unit).or_default().push(note);
        }
    }
    notes
}

/// The units of a note.
fn note(side: &Side, note: u32) -> Vec<usize> {
    let Some(blocks) = side.document.notes.get(note as usize).map(|note| note.blocks.clone()) else {
        return Vec::new();
    };
    let first = side.items.partition_point(|item| item.unit.blocks.start < blocks.start);
    let inside = |&unit: &usize| side.items[unit].unit.blocks.start < blocks.end;
    (first..side.items.len()).take_while(inside).collect()
}
