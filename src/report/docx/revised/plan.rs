//! What becomes of each unit in one file: it stays where it is, goes, or comes.

use crate::document::{Document, ListMark};
use crate::revision::{Fate, Op, Pair, Unit, UnitKind};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Words of the old revision's text, and what stands in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Replacement {
    pub old: Range<usize>,
    pub new: String,
}

/// A step, in the order of the new revision.
#[derive(Debug)]
pub(super) enum Step<'r> {
    /// A unit stays where it is, with some of its words replaced. `runs_on`: words are put in at its end and paragraphs
    /// come right after it, as if a person had typed on there; then its mark comes too, and the last of those that come
    /// has the mark it had. (Some programs take back too much otherwise.)
    Stays { old: &'r Unit, new: &'r Unit, replacements: Vec<Replacement>, runs_on: bool },
    /// A unit of the old revision goes; if it comes again elsewhere, as what.
    Goes { old: &'r Unit, moved_to: Option<&'r Unit> },
    /// A unit of the new revision comes: in the looks of which, and after which unit that stays;
    /// whether its mark comes with it.
    Comes { new: &'r Unit, like: Option<&'r Unit>, near: Option<&'r Unit>, marked: bool },
}

impl<'r> Step<'r> {
    /// The unit of the old revision that stays.
    pub fn stays(&self) -> Option<&'r Unit> {
        if let Step::Stays { old, .. } = self { Some(old) } else { None }
    }
}

/// All steps.
pub(super) struct Plan<'r> {
    pub steps: Vec<Step<'r>>,
}

/// What has the same looks: kind, level, bold or not, quoted or not.
type Looks = (UnitKind, u32, bool, bool);

impl<'r> Plan<'r> {
    /// The steps from one revision to the other; `pairs` are whole units, in the order of the new one.
    pub fn of(pairs: &'r [Pair], old: &Document, new: &Document) -> Plan<'r> {
        let alike = alike(pairs, old);
        let mut latest: HashMap<Looks, &Unit> = HashMap::new();
        let (mut near, mut last) = (None, None);
        let mut steps = Vec::new();
        for pair in pairs {
            let stays = matches!(pair.fate, Fate::Kept | Fate::Edited);
            if let (true, Some(was), Some(is)) = (stays, &pair.old, &pair.new)
                && last.is_none_or(|last| last < was.blocks.start)
            {
                let replacements = replacements(pair, new);
                steps.push(Step::Stays { old: was, new: is, replacements, runs_on: false });
                latest.insert(looks(old, was), was);
                (near, last) = (Some(was), Some(was.blocks.start));
                continue;
            }
            if let Some(was) = &pair.old {
                let moved = matches!(pair.fate, Fate::Moved | Fate::MovedEdited);
                steps.push(Step::Goes { old: was, moved_to: pair.new.as_ref().filter(|_| moved) });
            }
            if let Some(is) = &pair.new {
                let own = pair.old.as_ref().filter(|was| was.kind == is.kind);
                let (kind, level, bold, quoted) = looks(new, is);
                let same = [(kind, level, bold, quoted), (kind, level, false, quoted), (kind, level, false, false)];
                let like = own
                    .or_else(|| same.iter().find_map(|looks| latest.get(looks).copied()))
                    .or_else(|| same.iter().find_map(|looks| alike.get(looks).copied()))
                    .or_else(|| alike.iter().find(|(looks, _)| looks.0 == kind).map(|(_, unit)| *unit))
                    .or_else(|| alike.iter().find(|(looks, _)| looks.0 == UnitKind::Paragraph).map(|(_, unit)| *unit));
                // A row of a table is told of at the row before it.
                let near = if is.kind == UnitKind::Row { near } else { near.or(pair.old.as_ref()) };
                steps.push(Step::Comes { new: is, like, near, marked: true });
            }
        }
        run_on(&mut steps, old, new);
        Plan { steps }
    }
}

/// Finds the units that run on into paragraphs of the same looks that come after them.
fn run_on<'r>(steps: &mut [Step<'r>], old: &Document, new: &Document) {
    // The unit that stays, and the last of those that come after it.
    let mut open: Option<(usize, &'r Unit, Option<usize>)> = None;
    let mut found = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        match step {
            Step::Stays { old: was, replacements, .. } => {
                found.extend(open.take());
                let end = was.range.end;
                let text = matches!(was.kind, UnitKind::Heading | UnitKind::Paragraph | UnitKind::Item);
                let tail = replacements.last().is_some_and(|last| last.old.end == end && !last.new.is_empty());
                open = (text && tail).then_some((i, *was, None));
            }
            Step::Comes { new: is, .. } => {
                if let Some((_, _, last)) = &mut open
                    && matches!(is.kind, UnitKind::Heading | UnitKind::Paragraph | UnitKind::Item)
                {
                    *last = Some(i);
                }
            }
            Step::Goes { .. } => {}
        }
    }
    found.extend(open);
    for (stays, was, last) in found {
        let Some(last) = last else { continue };
        let Some(Step::Comes { new: is, like, marked, .. }) = steps.get_mut(last) else { continue };
        if looks(new, is) != looks(old, was) {
            continue;
        }
        (*like, *marked) = (Some(was), false);
        if let Some(Step::Stays { runs_on, .. }) = steps.get_mut(stays) {
            *runs_on = true;
        }
    }
}

/// The first unit of the old revision of each looks.
fn alike<'r>(pairs: &'r [Pair], old: &Document) -> BTreeMap<Looks, &'r Unit> {
    let mut alike: BTreeMap<Looks, &Unit> = BTreeMap::new();
    for unit in pairs.iter().filter_map(|pair| pair.old.as_ref()) {
        let first = alike.entry(looks(old, unit)).or_insert(unit);
        if unit.range.start < first.range.start {
            *first = unit;
        }
    }
    alike
}

fn looks(document: &Document, unit: &Unit) -> Looks {
    let Some(block) = document.blocks.get(unit.blocks.start as usize) else { return (unit.kind, 0, false, false) };
    let level = match unit.kind {
        UnitKind::Heading => document.sections.get(block.section as usize).map_or(0, |section| section.depth),
        UnitKind::Item => u32::from(block.depth) * 2 + u32::from(matches!(block.item, Some(ListMark::Number(_)))),
        _ => u32::from(block.depth),
    };
    (unit.kind, level, block.bold, block.quoted)
}

/// What is replaced in a unit that stays.
fn replacements(pair: &Pair, new: &Document) -> Vec<Replacement> {
    let mut replacements = Vec::new();
    let mut at = pair.old.as_ref().map_or(0, |unit| unit.range.start);
    let mut open: Option<Replacement> = None;
    for edit in pair.edits.iter().filter(|edit| !edit.range.is_empty()) {
        match edit.op {
            Op::Equal => {
                replacements.extend(open.take());
                at = edit.range.end;
            }
            Op::Delete => {
                let from = edit.range.start;
                at = edit.range.end;
                open.get_or_insert(Replacement { old: from..from, new: String::new() }).old.end = edit.range.end;
            }
            Op::Insert => {
                let words = new.text.get(edit.range.clone()).unwrap_or("");
                open.get_or_insert(Replacement { old: at..at, new: String::new() }).new.push_str(words);
            }
        }
    }
    replacements.extend(open);
    replacements
}
