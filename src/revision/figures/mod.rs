//! Figures that moved: targets, results and shares whose value changed from one revision to the other, that vanished or
//! appeared.

mod align;
mod assign;
mod columns;
mod item;
mod loose;
mod say;

use super::{Edit, Fate, Reading, Revision, Unit, UnitKind};
use crate::lint::Catalogue;
use align::Sides;
use columns::Columns;
use item::{Fit, Items};
use loose::Loose;
use say::Speaker;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What a figure is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// What shall be reached.
    Target,
    /// What was reached.
    Result,
    /// A percentage of a whole.
    Share,
    /// Any other.
    Other,
}

/// A figure of one revision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    /// The number as the source writes it, without its unit.
    pub text: String,
    /// Where it stands in [`crate::document::Document::text`].
    pub range: Range<usize>,
}

/// A figure that is not what it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FigureChange {
    /// What it says: the indicator's name, else the words before it.
    pub subject: String,
    /// Its unit, as written; empty where it has none.
    pub unit: String,
    /// The unit of the old value, where it is another than [`FigureChange::unit`].
    pub old_unit: Option<String>,
    /// The old value; none if the figure is new.
    pub old: Option<Figure>,
    /// The new value; none if the figure is gone.
    pub new: Option<Figure>,
    /// The headings it stands under in the new revision, if it is gone in the old one.
    pub section: Option<String>,
    /// What it is.
    pub role: Role,
    /// New less old, with sign and unit, where both are known and can be set against each other.
    pub difference: Option<String>,
    /// Whether the change is for the better; nothing where the indicator is not known or neither way is better.
    pub better: Option<bool>,
}

/// The figures that changed between two revisions, in the new one's order.
///
/// A figure is known again by what is said around it, not by where it stands: one that only went elsewhere with its
/// words did not change, nor did one that is only written in another way.
pub fn changes(revision: &Revision, old: &Reading, new: &Reading, catalogue: &Catalogue) -> Vec<FigureChange> {
    if revision.changes().next().is_none() {
        return Vec::new();
    }
    let (was, is) = (Items::find(old, catalogue), Items::find(new, catalogue));
    let mut found = Found::default();
    let mut columns = Columns::default();
    for (at, pair) in revision.pairs.iter().enumerate() {
        let of = |items: &Items<'_>, unit: &Option<Unit>| -> Vec<usize> {
            unit.as_ref().map_or(Vec::new(), |unit| items.within(&unit.range).collect())
        };
        let sides = Sides { old: of(&was, &pair.old), new: of(&is, &pair.new) };
        if matches!(pair.fate, Fate::Kept | Fate::Moved)
            || pair.spelling
            || sides.old.is_empty() && sides.new.is_empty()
        {
            continue;
        }
        match (&pair.old, &pair.new) {
            (Some(one), Some(other)) if one.kind == UnitKind::Row && other.kind == UnitKind::Row => {
                for sides in columns.split(&was, &is, sides) {
                    found.pair_cells(at, &was, &is, sides);
                }
            }
            (Some(_), Some(other)) => found.pair(at, &was, &is, sides, &pair.edits, other.range.start),
            _ => found.leave(at, sides, false),
        }
    }
    let moved = loose::pair(&was, &is, &found.gone_items(), &found.come_items());
    found.settle(&was, &is, &moved);
    if found.is_empty() {
        return Vec::new();
    }
    let (before, now) = (Speaker::new(&was), Speaker::new(&is));
    let mut said: Vec<(usize, usize, Option<usize>, Option<usize>)> = Vec::new();
    said.extend(found.changed.iter().map(|&(at, one, other)| (at, other, Some(one), Some(other))));
    said.extend(found.gone.iter().map(|(at, loose)| (*at, loose.item, Some(loose.item), None)));
    said.extend(found.come.iter().map(|(at, loose)| (*at, loose.item, None, Some(loose.item))));
    // Of one unit what changed and what is new, in order, then what is gone.
    said.sort_by_key(|(at, place, _, new)| (*at, new.is_none(), *place));
    let item = |items: &'_ Items<'_>, at: Option<usize>| at.and_then(|at| items.all.get(at).cloned());
    said.iter()
        .filter_map(|(_, _, one, other)| {
            let (one, other) = (item(&was, *one), item(&is, *other));
            Speaker::change((&before, one.as_ref()), (&now, other.as_ref()))
        })
        .collect()
}

/// What became of figures so far; each with the place of its pair in the revision.
#[derive(Default)]
struct Found {
    changed: Vec<(usize, usize, usize)>,
    gone: Vec<(usize, Loose)>,
    come: Vec<(usize, Loose)>,
    /// Pairs of equal figures with nothing else in common, among those that are gone and come: the same if neither
    /// proves to be another's.
    weak: Vec<(usize, usize)>,
}

impl Found {
    /// Pairs the figures of two sides of a unit, or of a cell.
    fn pair(&mut self, at: usize, old: &Items<'_>, new: &Items<'_>, sides: Sides, edits: &[Edit], start: usize) {
        let (pairs, left) = align::pair(old, new, sides, edits, start);
        let (weak, firm): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|pair| align::is_weak(old, new, *pair));
        self.keep_changed(at, old, new, &firm);
        for (one, other) in weak {
            self.weak.push((one, other));
            self.leave(at, Sides { old: vec![one], new: vec![other] }, true);
        }
        self.leave(at, left, true);
    }

    /// Pairs the figures of a row's cell with those of the same cell in the other revision.
    fn pair_cells(&mut self, at: usize, old: &Items<'_>, new: &Items<'_>, sides: Sides) {
        let fit = |(one, other): (&usize, &usize)| old.all[*one].unit_fits(&new.all[*other], old.catalogue) != Fit::No;
        if sides.old.len() == sides.new.len() && sides.old.iter().zip(&sides.new).all(fit) {
            let pairs: Vec<(usize, usize)> = sides.old.into_iter().zip(sides.new).collect();
            self.keep_changed(at, old, new, &pairs);
        } else {
            self.pair(at, old, new, sides, &[], 0);
        }
    }

    fn keep_changed(&mut self, at: usize, old: &Items<'_>, new: &Items<'_>, pairs: &[(usize, usize)]) {
        let (was, is) = (&old.document().text, &new.document().text);
        let differ = |(one, other): &&(usize, usize)| !old.all[*one].equals(&new.all[*other], was, is);
        self.changed.extend(pairs.iter().filter(differ).map(|&(one, other)| (at, one, other)));
    }

    /// Figures without a counterpart in their unit.
    fn leave(&mut self, at: usize, sides: Sides, in_edited: bool) {
        let loose = |item: usize| (at, Loose { item, in_edited });
        self.gone.extend(sides.old.into_iter().map(loose));
        self.come.extend(sides.new.into_iter().map(loose));
    }

    fn gone_items(&self) -> Vec<Loose> {
        self.gone.iter().map(|(_, loose)| *loose).collect()
    }

    fn come_items(&self) -> Vec<Loose> {
        self.come.iter().map(|(_, loose)| *loose).collect()
    }

    /// Takes figures out that went elsewhere with their words; those that changed there changed.
    fn settle(&mut self, old: &Items<'_>, new: &Items<'_>, moved: &[(usize, usize)]) {
        let (mut ones, mut others): (HashSet<usize>, HashSet<usize>) = moved.iter().copied().unzip();
        let same = self.weak.iter().filter(|(one, other)| !ones.contains(one) && !others.contains(other));
        let same: Vec<(usize, usize)> = same.copied().collect();
        ones.extend(same.iter().map(|(one, _)| *one));
        others.extend(same.iter().map(|(_, other)| *other));
        let place: HashMap<usize, usize> = self.come.iter().map(|(at, loose)| (loose.item, *at)).collect();
        self.gone.retain(|(_, loose)| !ones.contains(&loose.item));
        self.come.retain(|(_, loose)| !others.contains(&loose.item));
        for pair in moved {
            let at = place.get(&pair.1).copied().unwrap_or(0);
            self.keep_changed(at, old, new, &[*pair]);
        }
    }

    fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && self.come.is_empty()
    }
}
