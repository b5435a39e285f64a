//! What becomes of each unit in one file: it stays where it is, goes, or comes.

use crate::document::{BlockId, Document, ListMark};
use crate::revision::{Edit, Fate, Op, Pair, Revision, Unit, UnitKind};
use std::collections::{BTreeMap, HashMap, HashSet};
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
    /// A unit of the new revision comes, with all its words: in the looks of which, and after which unit that stays;
    /// whether its mark comes with it.
    Comes { new: &'r Unit, range: Range<usize>, like: Option<&'r Unit>, near: Option<&'r Unit>, marked: bool },
}

/// All steps.
pub(super) struct Plan<'r> {
    pub steps: Vec<Step<'r>>,
}

/// What has the same looks: kind, level, bold or not, quoted or not.
type Looks = (UnitKind, u32, bool, bool);

impl<'r> Plan<'r> {
    /// The steps from one revision to the other.
    pub fn of(revision: &'r Revision, old: &Document, new: &Document) -> Plan<'r> {
        let homes = homes(revision);
        let home = |&i: &usize| revision.pairs.get(i).and_then(|pair| pair.old.as_ref().zip(pair.new.as_ref()));
        let stay: (HashSet<BlockId>, HashSet<BlockId>) =
            homes.iter().filter_map(home).map(|(old, new)| (old.blocks.start, new.blocks.start)).unzip();
        let alike = alike(revision, old);
        let (mut gone, mut come) = (HashSet::new(), HashSet::new());
        let mut latest: HashMap<Looks, &Unit> = HashMap::new();
        let mut near = None;
        let mut steps = Vec::new();
        for (i, pair) in revision.pairs.iter().enumerate() {
            if let (true, Some(was), Some(is)) = (homes.contains(&i), &pair.old, &pair.new) {
                let replacements = replacements(pair, was, is, old, new);
                steps.push(Step::Stays { old: was, new: is, replacements, runs_on: false });
                gone.insert(was.blocks.start);
                come.insert(is.blocks.start);
                latest.insert(looks(old, was), was);
                near = Some(was);
                continue;
            }
            if let Some(was) = &pair.old
                && !(pair.partial && stay.0.contains(&was.blocks.start))
                && gone.insert(was.blocks.start)
            {
                let moved = matches!(pair.fate, Fate::Moved | Fate::MovedEdited);
                steps.push(Step::Goes { old: was, moved_to: pair.new.as_ref().filter(|_| moved) });
            }
            if let Some(is) = &pair.new
                && !(pair.partial && stay.1.contains(&is.blocks.start))
                && come.insert(is.blocks.start)
            {
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
                steps.push(Step::Comes { new: is, range: full(new, is), like, near, marked: true });
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
                let end = full(old, was).end;
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

/// The pairs whose unit stays where it is: of each unit of either revision at most one, in the order of both.
fn homes(revision: &Revision) -> HashSet<usize> {
    let (mut homes, mut news, mut last) = (HashSet::new(), HashSet::new(), None);
    for (i, pair) in revision.pairs.iter().enumerate() {
        let (Some(old), Some(new)) = (&pair.old, &pair.new) else { continue };
        let stays = matches!(pair.fate, Fate::Kept | Fate::Edited) && last.is_none_or(|last| last < old.blocks.start);
        if stays && news.insert(new.blocks.start) {
            last = Some(old.blocks.start);
            homes.insert(i);
        }
    }
    homes
}

/// The first unit of the old revision of each looks.
fn alike<'r>(revision: &'r Revision, old: &Document) -> BTreeMap<Looks, &'r Unit> {
    let mut alike: BTreeMap<Looks, &Unit> = BTreeMap::new();
    for unit in revision.pairs.iter().filter_map(|pair| pair.old.as_ref()) {
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

/// All the text of the blocks of a unit that is a stretch of one.
fn full(document: &Document, unit: &Unit) -> Range<usize> {
    let block = |id: BlockId| document.blocks.get(id as usize).map(|block| block.range.clone());
    match (unit.kind, block(unit.blocks.start)) {
        (UnitKind::Row | UnitKind::Table, _) | (_, None) => unit.range.clone(),
        (_, Some(range)) => range,
    }
}

/// What is replaced in a unit that stays: where only a stretch of it is paired, the rest goes or comes too.
fn replacements(pair: &Pair, was: &Unit, is: &Unit, old: &Document, new: &Document) -> Vec<Replacement> {
    let (all_old, all_new) = (full(old, was), full(new, is));
    let mut edits = vec![
        Edit { op: Op::Delete, range: all_old.start..was.range.start },
        Edit { op: Op::Insert, range: all_new.start..is.range.start },
    ];
    match pair.edits.is_empty() {
        true => edits.push(Edit { op: Op::Equal, range: was.range.clone() }),
        false => edits.extend(pair.edits.iter().cloned()),
    }
    edits.push(Edit { op: Op::Delete, range: was.range.end..all_old.end });
    edits.push(Edit { op: Op::Insert, range: is.range.end..all_new.end });

    let mut replacements = Vec::new();
    let mut at = all_old.start;
    let mut open: Option<Replacement> = None;
    for edit in edits.into_iter().filter(|edit| !edit.range.is_empty()) {
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
                let words = new.text.get(edit.range).unwrap_or("");
                open.get_or_insert(Replacement { old: at..at, new: String::new() }).new.push_str(words);
            }
        }
    }
    replacements.extend(open);
    replacements
}
