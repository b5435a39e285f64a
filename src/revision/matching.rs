//! Which units of two revisions are the same: the links between them, and the ways links are found.

use super::edits::meeting_words;
use super::likeness::{containment, likeness};
use super::runs;
use super::units::{Class, Item, Side};
use std::ops::Range;

const NONE: u32 = u32::MAX;
/// The unit is a stretch of what was split or joined.
const PART: u32 = u32::MAX - 1;

/// A unit that was split in several, or that several were joined to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Parted {
    /// The one unit.
    pub whole: usize,
    /// The several, in the other revision.
    pub parts: Vec<usize>,
    /// Whether the one is the old revision's.
    pub split: bool,
}

impl Parted {
    /// The first or the last old and new unit.
    fn end(&self, last: bool) -> (usize, usize) {
        let part = if last { self.parts.last() } else { self.parts.first() };
        let part = part.copied().unwrap_or(0);
        if self.split { (self.whole, part) } else { (part, self.whole) }
    }
}

/// Two sequences of units and the links between them.
pub(super) struct Matching<'a, 'd> {
    pub old: &'a Side<'d>,
    pub new: &'a Side<'d>,
    of_old: Vec<u32>,
    of_new: Vec<u32>,
    pub parted: Vec<Parted>,
}

/// Units looked at on either side of a place where both revisions have something of their own.
const REACH: usize = 48;

/// Words that make the beginning of a unit.
const BEGINNING: usize = 8;

impl<'a, 'd> Matching<'a, 'd> {
    pub fn new(old: &'a Side<'d>, new: &'a Side<'d>) -> Matching<'a, 'd> {
        let none = |side: &Side| vec![NONE; side.items.len()];
        Matching { old, new, of_old: none(old), of_new: none(new), parted: Vec::new() }
    }

    pub fn link(&mut self, old: usize, new: usize) {
        self.of_old[old] = new as u32;
        self.of_new[new] = old as u32;
    }

    pub fn part(&mut self, parted: Parted) {
        let (of_whole, of_part) = match parted.split {
            true => (&mut self.of_old, &mut self.of_new),
            false => (&mut self.of_new, &mut self.of_old),
        };
        of_whole[parted.whole] = PART;
        parted.parts.iter().for_each(|&part| of_part[part] = PART);
        self.parted.push(parted);
    }

    /// Takes back links between paragraphs of which few words stand in the same order: read as one that was edited
    /// they are harder to follow than read one after the other.
    pub fn unlink_unlike(&mut self) {
        for old in 0..self.of_old.len() {
            let Some(new) = self.in_new(old) else { continue };
            let (a, b) = (&self.old.items[old], &self.new.items[new]);
            let prose = matches!(a.class, Class::Text | Class::Footnote) && !a.is_heading() && !b.is_heading();
            let (least, all) = (a.words().min(b.words()), a.words() + b.words());
            if !prose || least < 6 || self.likeness(old, new) >= 0.6 {
                continue;
            }
            let same = meeting_words(self.old.tokens(old), self.new.tokens(new)).len();
            if same * 2 < least && same * 6 < all {
                (self.of_old[old], self.of_new[new]) = (NONE, NONE);
            }
        }
    }

    /// The unit that is this one in the new revision.
    pub fn in_new(&self, old: usize) -> Option<usize> {
        self.of_old.get(old).filter(|&&at| at < PART).map(|&at| at as usize)
    }

    /// The unit that is this one in the old revision.
    pub fn in_old(&self, new: usize) -> Option<usize> {
        self.of_new.get(new).filter(|&&at| at < PART).map(|&at| at as usize)
    }

    pub fn is_free(&self, old: usize, new: usize) -> bool {
        self.of_old.get(old) == Some(&NONE) && self.of_new.get(new) == Some(&NONE)
    }

    pub fn free_old(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.of_old.len()).filter(|&i| self.of_old[i] == NONE)
    }

    pub fn free_new(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.of_new.len()).filter(|&i| self.of_new[i] == NONE)
    }

    fn same_class(&self, old: usize, new: usize) -> bool {
        self.old.items[old].class == self.new.items[new].class
    }

    /// How alike two units are, from 0 to 1; 0 for what cannot be the same.
    pub fn likeness(&self, old: usize, new: usize) -> f32 {
        let (a, b) = (&self.old.items[old], &self.new.items[new]);
        if a.class != b.class {
            return 0.0;
        }
        if a.key == b.key {
            return 1.0;
        }
        let name = match (a.name, b.name) {
            (Some(a), Some(b)) if a == b => 0.5,
            _ => 0.0,
        };
        let names = match a.class {
            Class::Table => likeness(self.old.names(old), self.new.names(new)),
            _ => 0.0,
        };
        names.max(name + (1.0 - name) * likeness(self.old.bag(old), self.new.bag(new)))
    }

    /// How far two units begin alike, from 0 to 1: a line is named by its beginning.
    pub fn beginning(&self, old: usize, new: usize) -> f32 {
        let words = |side: &Side<'d>, item: usize| {
            let item = &side.items[item];
            side.document.tokens[item.body..item.tokens.end].iter().take(BEGINNING).map(|token| token.id)
        };
        let same = words(self.old, old).zip(words(self.new, new)).take_while(|(a, b)| a == b).count();
        same as f32 / BEGINNING as f32
    }

    /// Links free units whose key stands once among the free units of both revisions, and which `fits` lets pass.
    pub fn link_unique(&mut self, key: impl Fn(&Item) -> Option<u64>) {
        let keys = |side: &Side, free: Vec<usize>| {
            let mut keys: Vec<(u64, usize)> =
                free.into_iter().filter_map(|i| Some((key(&side.items[i])?, i))).collect();
            keys.sort_unstable();
            keys
        };
        let was = keys(self.old, self.free_old().collect());
        let is = keys(self.new, self.free_new().collect());
        let once = |keys: &[(u64, usize)], at: usize| {
            (at == 0 || keys[at - 1].0 != keys[at].0) && keys.get(at + 1).is_none_or(|next| next.0 != keys[at].0)
        };
        let mut at = 0;
        for (i, &(key, old)) in was.iter().enumerate() {
            while is.get(at).is_some_and(|other| other.0 < key) {
                at += 1;
            }
            if is.get(at).is_some_and(|other| other.0 == key) && once(&was, i) && once(&is, at) {
                let new = is[at].1;
                if self.same_class(old, new) {
                    self.link(old, new);
                }
            }
        }
    }

    /// Links equal neighbours of what is linked, and of the ends.
    pub fn extend(&mut self) {
        let same = |m: &Self, old: usize, new: usize| {
            m.is_free(old, new) && m.same_class(old, new) && m.old.items[old].key == m.new.items[new].key
        };
        let (mut last_old, mut last_new) = (self.of_old.len(), self.of_new.len());
        let (mut old, mut new) = (0, 0);
        while same(self, old, new) {
            self.link(old, new);
            (old, new) = (old + 1, new + 1);
        }
        while last_old > 0 && last_new > 0 && same(self, last_old - 1, last_new - 1) {
            (last_old, last_new) = (last_old - 1, last_new - 1);
            self.link(last_old, last_new);
        }
        for old in 0..self.of_old.len() {
            let Some(new) = self.in_new(old) else { continue };
            if same(self, old + 1, new + 1) {
                self.link(old + 1, new + 1);
            }
        }
        for old in (1..self.of_old.len()).rev() {
            let Some(new) = self.in_new(old).filter(|&new| new > 0) else { continue };
            if same(self, old - 1, new - 1) {
                self.link(old - 1, new - 1);
            }
        }
    }

    /// The runs of free units behind (or before) each link and the ends, and whether they also end alike.
    pub fn slots(&self, forward: bool) -> Vec<Slot> {
        let mut anchors = Vec::new();
        let ends = (self.of_old.len(), self.of_new.len());
        let links = self.of_old.iter().enumerate().filter(|(_, at)| **at < PART).map(|(i, at)| (i, *at as usize));
        if forward {
            anchors.push((0, 0));
            anchors.extend(links.map(|(old, new)| (old + 1, new + 1)));
            anchors.extend(self.parted.iter().map(|p| p.end(true)).map(|(old, new)| (old + 1, new + 1)));
        } else {
            anchors.extend(links);
            anchors.extend(self.parted.iter().map(|p| p.end(false)));
            anchors.push(ends);
        }
        anchors.sort_unstable();
        let run = |of: &[u32], from: usize| match forward {
            true => from..from + of[from..].iter().take_while(|at| **at == NONE).count(),
            false => from - of[..from].iter().rev().take_while(|at| **at == NONE).count()..from,
        };
        let closed = |old: &Range<usize>, new: &Range<usize>| match forward {
            true => (old.end, new.end) == ends || self.in_new(old.end).is_some_and(|at| at == new.end),
            false => {
                (old.start, new.start) == (0, 0)
                    || old.start > 0 && self.in_new(old.start - 1).is_some_and(|at| at + 1 == new.start)
            }
        };
        let slots = anchors.into_iter().filter_map(|(old, new)| {
            let (old, new) = (run(&self.of_old, old), run(&self.of_new, new));
            (!old.is_empty() && !new.is_empty()).then(|| Slot { closed: closed(&old, &new), old, new })
        });
        slots.collect()
    }

    /// Links equal units that stand in order between the same neighbours.
    pub fn link_equal_between(&mut self) {
        for slot in self.slots(true) {
            let keys = |side: &Side, range: &Range<usize>| -> Vec<u64> {
                side.items[range.clone()].iter().map(|item| item.key ^ (item.class as u64) << 60).collect()
            };
            let (was, is) = (keys(self.old, &slot.old), keys(self.new, &slot.new));
            for (old, new, len) in runs::equal(&was, &is) {
                (0..len).for_each(|i| self.link(slot.old.start + old + i, slot.new.start + new + i));
            }
        }
    }

    /// Links units that are alike and stand in order between the same neighbours.
    pub fn link_alike_between(&mut self, forward: bool) {
        for slot in self.slots(forward) {
            let near = |run: &Range<usize>| match forward {
                true => run.start..run.end.min(run.start + REACH),
                false => run.start.max(run.end.saturating_sub(REACH))..run.end,
            };
            for (old, new) in self.in_slot(near(&slot.old), near(&slot.new), slot.closed) {
                self.link(old, new);
            }
        }
    }

    /// The best pairs of two short runs, in order.
    fn in_slot(&self, old: Range<usize>, new: Range<usize>, closed: bool) -> Vec<(usize, usize)> {
        let alone = closed && old.len() == 1 && new.len() == 1;
        let width = new.len() + 1;
        let mut gain = vec![0.0f32; (old.len() + 1) * width];
        let mut pick = vec![0.0f32; old.len() * new.len()];
        for i in (0..old.len()).rev() {
            for j in (0..new.len()).rev() {
                let worth = self.worth(old.start + i, new.start + j, closed, alone);
                pick[i * new.len() + j] = worth;
                let skip = gain[(i + 1) * width + j].max(gain[i * width + j + 1]);
                gain[i * width + j] = skip.max(if worth > 0.0 { worth + gain[(i + 1) * width + j + 1] } else { 0.0 });
            }
        }
        let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
        while i < old.len() && j < new.len() {
            let worth = pick[i * new.len() + j];
            let here = gain[i * width + j];
            if worth > 0.0 && here <= worth + gain[(i + 1) * width + j + 1] {
                pairs.push((old.start + i, new.start + j));
                (i, j) = (i + 1, j + 1);
            } else if here <= gain[(i + 1) * width + j] {
                i += 1;
            } else {
                j += 1;
            }
        }
        pairs
    }

    /// How much speaks for two units that stand at the same place being one; 0 if too little.
    fn worth(&self, old: usize, new: usize, closed: bool, alone: bool) -> f32 {
        let (a, b) = (&self.old.items[old], &self.new.items[new]);
        if a.class != b.class {
            return 0.0;
        }
        let least = match (closed, alone) {
            (_, true) => 0.3,
            (true, _) => 0.36,
            _ => 0.45,
        };
        let kind = if a.is_heading() == b.is_heading() { 0.0 } else { 0.25 };
        let least = if a.class == Class::Row || a.class == Class::Table { least - 0.1 } else { least } + kind;
        let alike = self.likeness(old, new);
        // What was shortened, or grew.
        let grown = a.words().min(b.words()) >= 8 && containment(self.old.bag(old), self.new.bag(new)) >= 0.75;
        if alike >= least || (grown && kind == 0.0) {
            alike.max(0.3) - 0.2 + 0.1 * self.beginning(old, new)
        } else {
            0.0
        }
    }
}

/// Free units of both revisions between the same neighbours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Slot {
    pub old: Range<usize>,
    pub new: Range<usize>,
    /// Whether what follows is linked too.
    pub closed: bool,
}
