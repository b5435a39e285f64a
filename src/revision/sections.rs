//! Which sections are the same: by what stands in them, by their titles, by their place.

use super::likeness::likeness;
use super::matching::Matching;
use super::units::Side;
use super::votes::Vote;
use crate::document::{BlockId, Document, SectionId};
use std::collections::HashMap;

/// What speaks for a pair, at least.
const LEAST: f32 = 0.4;
/// Words that say little about what holds them.
const FEW: usize = 30;
/// What an equal title says that stands once: more than what stands beneath it.
const TITLE: f32 = 1.2;
/// Equal titles that stand so often, times each other, are told by their place alone.
const OFTEN: usize = 64;
/// Sections without a counterpart looked at side by side under one parent.
const REACH: usize = 64;

/// The sections of one revision.
struct Tree<'d> {
    document: &'d Document,
    /// The heading and the line that completes it, as units.
    headings: Vec<[Option<usize>; 2]>,
    /// Words beneath the heading, those of the sections in it too.
    words: Vec<usize>,
}

impl<'d> Tree<'d> {
    fn of(side: &Side<'d>) -> Tree<'d> {
        let document = side.document;
        let units: HashMap<BlockId, usize> = side
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.is_heading())
            .map(|(i, item)| (item.unit.blocks.start, i))
            .collect();
        let unit = |block: Option<BlockId>| block.and_then(|block| units.get(&block).copied());
        let headings = document.sections.iter().map(|s| [unit(s.heading), unit(s.subtitle)]).collect();
        let mut words = vec![0; document.sections.len()];
        for item in side.items.iter().filter(|item| !item.is_heading()) {
            if let Some(words) = words.get_mut(item.unit.section as usize) {
                *words += item.words();
            }
        }
        // Those inside stand later.
        for (i, section) in document.sections.iter().enumerate().rev() {
            if let Some(parent) = section.parent {
                words[parent as usize] += words[i];
            }
        }
        Tree { document, headings, words }
    }

    fn title(&self, section: usize) -> Option<usize> {
        let [heading, subtitle] = self.headings[section];
        subtitle.or(heading)
    }

    fn parent(&self, section: usize) -> Option<usize> {
        self.document.sections[section].parent.map(|parent| parent as usize)
    }
}

/// The pairs found so far.
struct Sections<'m, 'a, 'd> {
    matching: &'m Matching<'a, 'd>,
    old: Tree<'d>,
    new: Tree<'d>,
    /// Words that are in both sections of a pair, those of the sections in them too.
    common: HashMap<(usize, usize), usize>,
    of_old: Vec<Option<usize>>,
    of_new: Vec<Option<usize>>,
}

/// Finds the sections that are the same and links their headings.
pub(super) fn link(matching: &mut Matching, votes: &[Vote]) -> Vec<(SectionId, SectionId)> {
    let (old, new) = (Tree::of(matching.old), Tree::of(matching.new));
    let common = common(matching, &old, &new, votes);
    let (of_old, of_new) = (vec![None; old.headings.len()], vec![None; new.headings.len()]);
    let mut sections = Sections { matching, old, new, common, of_old, of_new };
    sections.pair(0, 0);
    sections.by_evidence(votes);
    sections.by_place();
    let Sections { old, new, of_new, .. } = sections;
    let mut pairs = Vec::new();
    for (is, was) in of_new.into_iter().enumerate() {
        let Some(was) = was else { continue };
        pairs.push((was as SectionId, is as SectionId));
        // The line that completes a heading may have been joined to it: then the titles are what is the same.
        let lines = [(old.headings[was][0], new.headings[is][0]), (old.headings[was][1], new.headings[is][1])];
        for line in lines {
            if let (Some(a), Some(b)) = line
                && matching.is_free(a, b)
            {
                matching.link(a, b);
            }
        }
    }
    pairs
}

/// Words in both sections of each pair that has any.
fn common(matching: &Matching, old: &Tree, new: &Tree, votes: &[Vote]) -> HashMap<(usize, usize), usize> {
    let mut common: HashMap<(usize, usize), usize> = HashMap::new();
    let mut add = |a: usize, b: usize, words: usize| {
        let (a, b) = (&matching.old.items[a], &matching.new.items[b]);
        if !a.is_heading() && !b.is_heading() && words > 0 {
            *common.entry((a.unit.section as usize, b.unit.section as usize)).or_default() += words;
        }
    };
    for old in 0..matching.old.items.len() {
        if let Some(new) = matching.in_new(old) {
            add(old, new, matching.old.items[old].words());
        }
    }
    votes.iter().for_each(|vote| add(vote.old, vote.new, vote.count));
    let own: Vec<((usize, usize), usize)> = common.iter().map(|(pair, words)| (*pair, *words)).collect();
    for ((mut a, mut b), words) in own {
        while let (Some(above_a), Some(above_b)) = (old.parent(a), new.parent(b)) {
            (a, b) = (above_a, above_b);
            *common.entry((a, b)).or_default() += words;
        }
    }
    common
}

impl Sections<'_, '_, '_> {
    fn pair(&mut self, old: usize, new: usize) {
        self.of_old[old] = Some(new);
        self.of_new[new] = Some(old);
    }

    fn is_free(&self, old: usize, new: usize) -> bool {
        self.of_old[old].is_none() && self.of_new[new].is_none()
    }

    /// How much of what stands in two sections is the same, from 0 to 1; of a few lines, which may as well have been
    /// moved, somewhat less.
    fn content(&self, old: usize, new: usize) -> f32 {
        self.common(old, new, FEW)
    }

    fn common(&self, old: usize, new: usize, more: usize) -> f32 {
        let words = self.old.words[old] + self.new.words[new] + more;
        let common = self.common.get(&(old, new)).copied().unwrap_or(0);
        if words == 0 { 0.0 } else { (2.0 * common as f32 / words as f32).min(1.0) }
    }

    /// How alike two titles are.
    fn title(&self, old: usize, new: usize) -> f32 {
        let (Some(a), Some(b)) = (self.old.title(old), self.new.title(new)) else { return 0.0 };
        let (was, is) = (self.matching.old, self.matching.new);
        if was.items[a].body_key == is.items[b].body_key { 1.0 } else { 0.8 * likeness(was.bag(a), is.bag(b)) }
    }

    /// What the number and the titles above say, which is little: among equal titles it tells which is which.
    fn place(&self, old: usize, new: usize) -> f32 {
        let above = match (self.old.parent(old), self.new.parent(new)) {
            (Some(a), Some(b)) => (a == 0 && b == 0) || self.title(a, b) >= 0.6,
            _ => false,
        };
        0.3 * f32::from(u8::from(above)) + 0.1 * f32::from(u8::from(self.numbered_alike(old, new)))
    }

    fn numbered_alike(&self, old: usize, new: usize) -> bool {
        let number = |side: &Side, tree: &Tree, section: usize| {
            let heading = tree.headings[section][0]?;
            side.document.blocks[side.items[heading].unit.blocks.start as usize].numbering.clone()
        };
        let numbers = (number(self.matching.old, &self.old, old), number(self.matching.new, &self.new, new));
        matches!(&numbers, (Some(a), Some(b)) if a == b)
    }

    fn headings_linked(&self, old: usize, new: usize) -> bool {
        let (a, b) = (self.old.headings[old][0], self.new.headings[new][0]);
        a.is_some() && a.and_then(|a| self.matching.in_new(a)) == b
    }

    /// Pairs by what stands in them and by their titles, the surest first.
    fn by_evidence(&mut self, votes: &[Vote]) {
        let mut candidates: Vec<(f32, usize, usize)> = Vec::new();
        for vote in votes {
            let (a, b) = (&self.matching.old.items[vote.old], &self.matching.new.items[vote.new]);
            if a.is_heading() && b.is_heading() {
                let (old, new) = (a.unit.section as usize, b.unit.section as usize);
                candidates.push((self.content(old, new) + self.title(old, new), old, new));
            }
        }
        for &(old, new) in self.common.keys() {
            candidates.push((self.content(old, new) + self.title(old, new), old, new));
        }
        for (old, heading) in self.old.headings.iter().enumerate() {
            let Some(heading) = heading[0].and_then(|heading| self.matching.in_new(heading)) else { continue };
            let new = self.matching.new.items[heading].unit.section as usize;
            if self.headings_linked(old, new) {
                candidates.push((2.0 + self.content(old, new) + self.title(old, new), old, new));
            }
        }
        let keys = |side: &Side, tree: &Tree| {
            let titles = (1..tree.headings.len()).filter_map(|s| Some((side.items[tree.title(s)?].body_key, s)));
            let mut keys: Vec<(u64, usize)> = titles.collect();
            keys.sort_unstable();
            keys
        };
        let (was, is) = (keys(self.matching.old, &self.old), keys(self.matching.new, &self.new));
        for same in was.chunk_by(|a, b| a.0 == b.0) {
            let from = is.partition_point(|other| other.0 < same[0].0);
            let others = is[from..].iter().take_while(|other| other.0 == same[0].0).count();
            // A title that heads several sections says little by itself.
            let alone = same.len() * others == 1;
            if alone {
                candidates.push((TITLE + self.content(same[0].1, is[from].1), same[0].1, is[from].1));
            } else if same.len() * others <= OFTEN {
                for (&(_, old), &(_, new)) in
                    same.iter().flat_map(|a| is[from..from + others].iter().map(move |b| (a, b)))
                {
                    let content = self.content(old, new);
                    if content > 0.1 {
                        candidates.push((TITLE + content, old, new));
                    }
                }
            }
        }
        for (sum, old, new) in &mut candidates {
            *sum += self.place(*old, *new);
        }
        candidates.retain(|c| c.0 >= LEAST + 0.2 && c.1 > 0 && c.2 > 0);
        candidates.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, old, new) in candidates {
            if self.is_free(old, new) {
                self.pair(old, new);
            }
        }
    }

    /// Pairs of sections under the same parents, in order, then of those that come one after the other.
    fn by_place(&mut self) {
        for old in 0..self.of_old.len() {
            let Some(new) = self.of_old[old] else { continue };
            let children = |tree: &Tree, of: &[Option<usize>], section: usize| -> Vec<usize> {
                let children = tree.document.sections[section].children.iter().map(|&child| child as usize);
                children.filter(|&child| of[child].is_none()).take(REACH).collect()
            };
            let was = children(&self.old, &self.of_old, old);
            let is = children(&self.new, &self.of_new, new);
            self.pair_in_order(&was, &is);
        }
        for old in 0..self.of_old.len() {
            let Some(new) = self.of_old[old] else { continue };
            let run = |of: &[Option<usize>], from: usize| -> Vec<usize> {
                (from + 1..of.len()).take_while(|&section| of[section].is_none()).take(REACH).collect()
            };
            let (was, is) = (run(&self.of_old, old), run(&self.of_new, new));
            self.pair_in_order(&was, &is);
        }
    }

    fn pair_in_order(&mut self, was: &[usize], is: &[usize]) {
        for (a, b) in self.in_order(was, is) {
            self.pair(a, b);
        }
    }

    fn in_order(&self, was: &[usize], is: &[usize]) -> Vec<(usize, usize)> {
        let (width, alone) = (is.len() + 1, was.len() == 1 && is.len() == 1);
        let worth: Vec<f32> = was.iter().flat_map(|&a| is.iter().map(move |&b| self.worth(a, b, alone))).collect();
        let mut gain = vec![0.0f32; (was.len() + 1) * width];
        for i in (0..was.len()).rev() {
            for j in (0..is.len()).rev() {
                let worth = worth[i * is.len() + j];
                let both = if worth > 0.0 { worth + gain[(i + 1) * width + j + 1] } else { 0.0 };
                gain[i * width + j] = gain[(i + 1) * width + j].max(gain[i * width + j + 1]).max(both);
            }
        }
        let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
        while i < was.len() && j < is.len() {
            let (worth, here) = (worth[i * is.len() + j], gain[i * width + j]);
            if worth > 0.0 && here <= worth + gain[(i + 1) * width + j + 1] {
                pairs.push((was[i], is[j]));
                (i, j) = (i + 1, j + 1);
            } else if here <= gain[(i + 1) * width + j] {
                i += 1;
            } else {
                j += 1;
            }
        }
        pairs
    }

    /// How much speaks for two sections under the same parents being one; 0 if too little.
    fn worth(&self, old: usize, new: usize, alone: bool) -> f32 {
        let numbered = self.numbered_alike(old, new);
        let sum = self.title(old, new) + 2.0 * self.common(old, new, 0) + if numbered { 0.1 } else { 0.0 };
        // The one that is left, with the same number, and no other text to tell by.
        let bare = numbered && self.old.words[old].max(self.new.words[new]) <= FEW;
        let least = match alone {
            true if bare => 0.1,
            true => LEAST / 2.0,
            false => LEAST,
        };
        if sum >= least { sum } else { 0.0 }
    }
}
