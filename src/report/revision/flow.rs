//! A document's changes in the order they are read: by sections of the new revision, with those that are gone where
//! they stood.

use super::Compared;
use crate::document::{Document, SectionId};
use crate::revision::{Fate, Pair, UnitKind};
use std::collections::HashMap;

/// What is said of one unit in one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Entry {
    /// It is as it was, but perhaps for its spelling; which of the pairs.
    Same(usize),
    /// It changed.
    Change(usize),
    /// It moved here as it was, with those that followed it before and follow it now: the first pair and how many.
    Moved(usize, usize),
    /// It stood here, and moved away, with those that follow it where it is now.
    Left(usize, usize),
}

/// Entries that stand under one heading, one after the other.
#[derive(Debug)]
pub(super) struct Stretch {
    /// The headings, joined by « › »; empty at the head of the document.
    pub path: String,
    /// Whether the section is no more.
    pub gone: bool,
    /// What stands there.
    pub entries: Vec<Entry>,
}

impl Stretch {
    /// Whether anything changed there.
    pub fn is_touched(&self) -> bool {
        self.entries.iter().any(|entry| !matches!(entry, Entry::Same(_)))
    }

    /// Whether nothing stands there but the heading: the sections below have all the text.
    pub fn is_bare(&self, compared: &Compared) -> bool {
        let pairs = &compared.revision.pairs;
        let bare = |entry: &Entry| matches!(*entry, Entry::Same(at) if is_heading(&pairs[at]));
        !self.path.is_empty() && self.entries.iter().all(bare)
    }

    /// The headings above, and its own.
    pub fn titles(&self) -> (&str, &str) {
        self.path.rsplit_once(" › ").unwrap_or(("", &self.path))
    }
}

/// A section of one of the revisions.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Section {
    Old(SectionId),
    New(SectionId),
}

/// Lays out a document.
pub(super) fn of(compared: &Compared) -> Vec<Stretch> {
    let sections = Sections::new(compared);
    let pairs = &compared.revision.pairs;
    let order = OldOrder::of(pairs);
    let left = moved_away(pairs, &order);
    let mut stretches: Vec<(Section, Stretch)> = Vec::new();
    let mut paths: HashMap<Section, String> = HashMap::new();
    let mut put = |section: Section, entry: Entry| {
        if let Some((last, stretch)) = stretches.last_mut()
            // What moved away is told of beside what it stood after.
            && (*last == section || matches!(entry, Entry::Left(..)))
        {
            match stretch.entries.last_mut().and_then(|last| order.joined(*last, entry).map(|both| (last, both))) {
                Some((last, both)) => *last = both,
                None => stretch.entries.push(entry),
            }
            return;
        }
        let path = paths.entry(section).or_insert_with(|| sections.path(section)).clone();
        let gone = matches!(section, Section::Old(_));
        stretches.push((section, Stretch { path, gone, entries: vec![entry] }));
    };
    let mut away = left.iter().peekable();
    let mut leave = |upto: Option<usize>, put: &mut dyn FnMut(Section, Entry)| {
        while let Some(&(_, pair)) = away.next_if(|(after, _)| *after == upto) {
            put(sections.of_old(&pairs[pair]), Entry::Left(pair, 1));
        }
    };
    leave(None, &mut put);
    for (at, pair) in pairs.iter().enumerate() {
        let entry = match pair.fate {
            Fate::Kept => Entry::Same(at),
            Fate::Edited if pair.spelling => Entry::Same(at),
            Fate::Moved => Entry::Moved(at, 1),
            _ => Entry::Change(at),
        };
        put(sections.of(pair), entry);
        leave(Some(at), &mut put);
    }
    stretches.into_iter().map(|(_, stretch)| stretch).collect()
}

/// The pairs in the order of the old revision.
struct OldOrder {
    /// Pairs by where they stood.
    pairs: Vec<usize>,
    /// The place of each pair among them.
    places: Vec<Option<usize>>,
}

impl OldOrder {
    fn of(pairs: &[Pair]) -> OldOrder {
        let starts = pairs.iter().enumerate();
        let mut starts: Vec<(usize, usize)> =
            starts.filter_map(|(at, pair)| Some((pair.old.as_ref()?.range.start, at))).collect();
        starts.sort_unstable();
        let mut places = vec![None; pairs.len()];
        for (place, &(_, at)) in starts.iter().enumerate() {
            places[at] = Some(place);
        }
        OldOrder { pairs: starts.into_iter().map(|(_, at)| at).collect(), places }
    }

    /// Whether one pair followed right on another in the old revision.
    fn follows(&self, first: usize, next: usize) -> bool {
        let place = |at: usize| self.places.get(at).copied().flatten();
        place(first).is_some_and(|was| place(next) == Some(was + 1))
    }

    /// Two entries as one, where what moved stays together.
    fn joined(&self, last: Entry, entry: Entry) -> Option<Entry> {
        match (last, entry) {
            (Entry::Moved(first, count), Entry::Moved(next, 1))
                if first + count == next && self.follows(next - 1, next) =>
            {
                Some(Entry::Moved(first, count + 1))
            }
            (Entry::Left(first, count), Entry::Left(next, 1))
                if first + count == next && self.follows(next - 1, next) =>
            {
                Some(Entry::Left(first, count + 1))
            }
            _ => None,
        }
    }
}

/// The pairs that moved, each with the pair it stood after in the old revision, by that pair.
fn moved_away(pairs: &[Pair], order: &OldOrder) -> Vec<(Option<usize>, usize)> {
    let mut before = None;
    let mut moved = Vec::new();
    for &at in &order.pairs {
        if matches!(pairs[at].fate, Fate::Moved | Fate::MovedEdited) {
            moved.push((before, at));
        } else {
            before = Some(at);
        }
    }
    // What did not move is in order in both revisions but for what the comparison could not tell.
    moved.sort_by_key(|&(before, _)| before);
    moved
}

/// The sections of both revisions.
struct Sections<'c> {
    old: &'c Document,
    new: &'c Document,
    in_new: HashMap<SectionId, SectionId>,
}

impl<'c> Sections<'c> {
    fn new(compared: &'c Compared) -> Sections<'c> {
        let in_new = compared.revision.sections.iter().copied().collect();
        Sections { old: &compared.old.document, new: &compared.new.document, in_new }
    }

    fn of(&self, pair: &Pair) -> Section {
        match &pair.new {
            Some(unit) => Section::New(unit.section),
            None => self.of_old(pair),
        }
    }

    fn of_old(&self, pair: &Pair) -> Section {
        let old = pair.old.as_ref().map_or(0, |unit| unit.section);
        match self.in_new.get(&old) {
            Some(&new) => Section::New(new),
            // The document itself is the same document.
            None if old == 0 => Section::New(0),
            None => Section::Old(old),
        }
    }

    fn path(&self, section: Section) -> String {
        let path = match section {
            Section::New(id) => self.new.section_path(id),
            Section::Old(id) => self.old.section_path(id),
        };
        path.unwrap_or_default()
    }
}

/// Whether a unit is the heading its section is called by.
pub(super) fn is_heading(pair: &Pair) -> bool {
    let unit = pair.new.as_ref().or(pair.old.as_ref());
    unit.is_some_and(|unit| unit.kind == UnitKind::Heading)
}
