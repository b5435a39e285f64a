//! A comparison block by block, without stretches of blocks: where a unit was split or several were joined, one of the
//! pairs keeps both units whole, and the others come or go whole.
//!
//! People are shown what was split and joined; programs, and Word, know only paragraphs.

use super::{Edit, Fate, Op, Pair, Revision, Unit, UnitKind};
use crate::document::{BlockId, Document};
use std::collections::{HashMap, HashSet};

impl Revision {
    /// Every unit of either revision in one pair and whole. Made to the old document these too give the new one.
    pub fn whole(&self, old: &Document, new: &Document) -> Vec<Pair> {
        let homes = self.homes();
        let (mut gone, mut come) = (HashSet::new(), HashSet::new());
        for pair in homes.iter().filter_map(|&at| self.pairs.get(at)) {
            gone.extend(pair.old.as_ref().map(|unit| unit.blocks.start));
            come.extend(pair.new.as_ref().map(|unit| unit.blocks.start));
        }
        let mut pairs = Vec::with_capacity(self.pairs.len());
        for (at, pair) in self.pairs.iter().enumerate() {
            if !pair.partial {
                pairs.push(pair.clone());
                continue;
            }
            if homes.contains(&at) {
                pairs.extend(home(pair, old, new));
                continue;
            }
            let alone = |fate: Fate, op: Op, unit: Unit| {
                let edits = vec![Edit { op, range: unit.range.clone() }];
                let (was, is) = if op == Op::Delete { (Some(unit), None) } else { (None, Some(unit)) };
                Pair { fate, old: was, new: is, edits, spelling: false, partial: true }
            };
            if let Some(unit) = pair.old.as_ref().filter(|unit| gone.insert(unit.blocks.start)) {
                pairs.push(alone(Fate::Removed, Op::Delete, whole(old, unit)));
            }
            if let Some(unit) = pair.new.as_ref().filter(|unit| come.insert(unit.blocks.start)) {
                pairs.push(alone(Fate::Added, Op::Insert, whole(new, unit)));
            }
        }
        pairs
    }

    /// Of the pairs of stretches those that keep their units, by index: what stays in place before what moved, the
    /// longest first, and no unit twice.
    fn homes(&self) -> HashSet<usize> {
        let both = |at: &usize| self.pairs.get(*at)?.old.as_ref().zip(self.pairs.get(*at)?.new.as_ref());
        let mut stretches: Vec<usize> = (0..self.pairs.len()).filter(|&at| self.pairs[at].partial).collect();
        stretches.retain(|at| both(at).is_some());
        stretches.sort_by_key(|&at| {
            let pair = &self.pairs[at];
            let moved = matches!(pair.fate, Fate::Moved | Fate::MovedEdited);
            (moved, std::cmp::Reverse(pair.old.as_ref().map_or(0, |unit| unit.range.len())), at)
        });
        let mut taken: HashMap<bool, HashSet<BlockId>> = HashMap::new();
        let mut homes = HashSet::new();
        for at in stretches {
            let Some((old, new)) = both(&at) else { continue };
            let free = |taken: &HashMap<bool, HashSet<BlockId>>, side: bool, unit: &Unit| {
                taken.get(&side).is_none_or(|taken| !taken.contains(&unit.blocks.start))
            };
            if free(&taken, false, old) && free(&taken, true, new) {
                taken.entry(false).or_default().insert(old.blocks.start);
                taken.entry(true).or_default().insert(new.blocks.start);
                homes.insert(at);
            }
        }
        homes
    }
}

/// A pair of stretches as a pair of their units: what stands around the stretches goes or comes.
fn home(pair: &Pair, old: &Document, new: &Document) -> Option<Pair> {
    let (was, is) = (pair.old.as_ref()?, pair.new.as_ref()?);
    let (all_old, all_new) = (whole(old, was), whole(new, is));
    let mut edits = vec![
        Edit { op: Op::Delete, range: all_old.range.start..was.range.start },
        Edit { op: Op::Insert, range: all_new.range.start..is.range.start },
    ];
    match pair.edits.is_empty() {
        true => edits.push(Edit { op: Op::Equal, range: was.range.clone() }),
        false => edits.extend(pair.edits.iter().cloned()),
    }
    edits.push(Edit { op: Op::Delete, range: was.range.end..all_old.range.end });
    edits.push(Edit { op: Op::Insert, range: is.range.end..all_new.range.end });
    edits.retain(|edit| !edit.range.is_empty());
    let moved = matches!(pair.fate, Fate::Moved | Fate::MovedEdited);
    let fate = if moved { Fate::MovedEdited } else { Fate::Edited };
    Some(Pair { fate, old: Some(all_old), new: Some(all_new), edits, spelling: false, partial: true })
}

/// A unit with all its text.
fn whole(document: &Document, unit: &Unit) -> Unit {
    let block = document.blocks.get(unit.blocks.start as usize);
    let range = match (unit.kind, block) {
        (UnitKind::Row | UnitKind::Table, _) | (_, None) => unit.range.clone(),
        (_, Some(block)) => block.range.clone(),
    };
    Unit { range, ..unit.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::from_example;
    use crate::lint::Catalogue;
    use crate::revision::{Reading, compare};

    const FIRST: &str = "Trong nhiệm kỳ, Đảng bộ xã đã lãnh đạo làm mới 12 km đường thôn và 4 cầu dân sinh.";
    const SECOND: &str =
        "Nhân dân hiến 3.200 m² đất, góp 1.450 ngày công; ngân sách xã bố trí 6,4 tỷ đồng cho vật liệu.";

    /// Fates of the pairs that changed, with both texts.
    fn whole(old: &str, new: &str) -> Vec<(Fate, String, String)> {
        let catalogue = Catalogue::built_in().unwrap();
        let read = |text: &str| Reading::new(from_example(text).unwrap(), &catalogue);
        let (old, new) = (read(old), read(new));
        let (was, is) = (&old.document, &new.document);
        let pairs = compare(&old, &new).whole(was, is);
        let text = |document: &Document, unit: &Option<Unit>| {
            unit.as_ref().map_or(String::new(), |unit| document.text[unit.range.clone()].to_string())
        };
        for pair in pairs.iter().filter(|pair| !pair.edits.is_empty()) {
            let made = |drop: Op| -> String {
                let kept = pair.edits.iter().filter(|edit| edit.op != drop);
                kept.map(|edit| &(if edit.op == Op::Insert { is } else { was }).text[edit.range.clone()]).collect()
            };
            assert_eq!((made(Op::Insert), made(Op::Delete)), (text(was, &pair.old), text(is, &pair.new)));
        }
        let changed = pairs.iter().filter(|pair| pair.fate != Fate::Kept);
        changed.map(|pair| (pair.fate, text(was, &pair.old), text(is, &pair.new))).collect()
    }

    #[test]
    fn a_split_is_an_edit_and_a_paragraph_that_came() {
        let (one, two) = (format!("{FIRST} {SECOND}"), format!("{FIRST}\n\n{SECOND}"));
        let added = (Fate::Added, String::new(), FIRST.to_string());
        assert_eq!(whole(&one, &two), [added, (Fate::Edited, one.clone(), SECOND.to_string())]);
        let removed = (Fate::Removed, FIRST.to_string(), String::new());
        assert_eq!(whole(&two, &one), [removed, (Fate::Edited, SECOND.to_string(), one)]);
    }
}
