//! Through the links: what a unit became, what made it, where its land lies now.

use super::gazetteer::Gazetteer;
use super::unit::{Kind, Level, Share, Target, UnitState};
use crate::text::date::Date;

/// One step from a unit to a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'g> {
    /// The unit before.
    pub old: UnitState<'g>,
    /// The unit after; `None` if none is known.
    pub new: Option<UnitState<'g>>,
    /// The day it took effect.
    pub date: Date,
    /// What happened.
    pub kind: Kind,
    /// How much of the old unit it carries.
    pub share: Share,
    /// Whether this is the main target of a split; `None` if unknown.
    pub default: Option<bool>,
    /// The resolution, empty where unknown.
    pub basis: &'g str,
}

/// A unit of the day asked for that carries on an older one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor<'g> {
    /// The unit as it stands on that day.
    pub unit: UnitState<'g>,
    /// The steps that lead to it, the oldest first; empty if the unit itself still stands.
    pub steps: Vec<Link<'g>>,
}

impl Successor<'_> {
    /// What happened on the way: a split anywhere is a split; else the last step's kind.
    pub fn kind(&self) -> Kind {
        match self.steps.last() {
            _ if self.steps.iter().any(|s| s.kind == Kind::MergedPart) => Kind::MergedPart,
            Some(step) => step.kind,
            None => Kind::Kept,
        }
    }
}

/// No unit went through more changes than this; a bound against data that run in a circle.
const MOST_STEPS: usize = 24;

impl Gazetteer {
    /// The links that end this state: to its direct successors, the main one first.
    pub fn links<'g>(&'g self, unit: &UnitState<'g>) -> Vec<Link<'g>> {
        let link = |target: Target<'g>| {
            let at_the_end = || Some((unit.valid_to?, unit.basis));
            let (date, basis) = target.own.or_else(at_the_end)?;
            Some(Link {
                old: *unit,
                new: match target.kind {
                    Kind::Abolished => None,
                    _ => self.state_from(target.code, date),
                },
                date,
                kind: target.kind,
                share: target.share,
                default: target.default,
                basis,
            })
        };
        let mut links: Vec<_> = unit.targets().filter_map(link).collect();
        links.sort_by_key(|link| link.default != Some(true));
        links
    }

    /// The links that lead into this state, from its direct predecessors, by day and code.
    pub fn links_into<'g>(&'g self, unit: &UnitState<'g>) -> Vec<Link<'g>> {
        let mut links: Vec<_> = unit
            .sources()
            .filter_map(|(code, date)| {
                let old = self.state_before(code, date)?;
                self.links(&old).into_iter().find(|link| link.date == date && link.new.is_some_and(|new| new.is(unit)))
            })
            .collect();
        links.sort_by_key(|link| (link.date, link.old.code));
        links
    }

    /// The units of a day that carry on `unit`, through every change between, each once and
    /// the main one first; the unit itself if it still stands.
    pub fn successors<'g>(&'g self, unit: &UnitState<'g>, on: Date) -> Vec<Successor<'g>> {
        let mut found = Vec::new();
        self.walk(*unit, on, &mut Vec::new(), &mut found);
        found
    }

    fn walk<'g>(&'g self, unit: UnitState<'g>, on: Date, steps: &mut Vec<Link<'g>>, found: &mut Vec<Successor<'g>>) {
        if !unit.dead_on(on) {
            if !found.iter().any(|seen| seen.unit.is(&unit)) {
                found.push(Successor { unit, steps: steps.clone() });
            }
            return;
        }
        if steps.len() >= MOST_STEPS {
            return;
        }
        for link in self.links(&unit) {
            // A province that went on enlarged has a link to itself.
            if let Some(new) = link.new.filter(|new| !new.is(&unit)) {
                steps.push(link);
                self.walk(new, on, steps, found);
                steps.pop();
            }
        }
    }

    /// Every unit that went into `unit`, through every change before, each once.
    pub fn ancestors<'g>(&'g self, unit: &UnitState<'g>) -> Vec<UnitState<'g>> {
        let mut found: Vec<UnitState> = Vec::new();
        let mut todo = vec![*unit];
        while let Some(next) = todo.pop() {
            for link in self.links_into(&next) {
                if !link.old.is(unit) && !found.iter().any(|seen| seen.is(&link.old)) {
                    found.push(link.old);
                    todo.push(link.old);
                }
            }
        }
        found
    }

    /// Of states that may be one unit at several times, those that none of the others follows.
    pub(super) fn latest<'g>(&'g self, states: Vec<UnitState<'g>>) -> Vec<UnitState<'g>> {
        if states.len() < 2 {
            return states;
        }
        let followed = |unit: &UnitState<'g>| {
            let mut todo = self.links(unit);
            for _ in 0..MOST_STEPS {
                let Some(link) = todo.pop() else { break };
                let Some(new) = link.new.filter(|new| !new.is(&link.old)) else {
                    continue;
                };
                if states.iter().any(|other| other.is(&new)) {
                    return true;
                }
                todo.extend(self.links(&new));
            }
            false
        };
        let keep: Vec<_> = states.iter().map(|unit| !followed(unit)).collect();
        let mut keep = keep.into_iter();
        states.into_iter().filter(|_| keep.next().unwrap_or(true)).collect()
    }

    /// The province of a day that holds what the province of this code was, on that day or at
    /// its end.
    pub(super) fn province_heir(&self, code: &str, on: Date) -> Option<UnitState<'_>> {
        let born = |unit: &UnitState| unit.valid_from.is_none_or(|from| from <= on);
        let last = self.states(code).filter(born).last()?;
        self.successors(&last, on).first().map(|next| next.unit)
    }

    /// The province of a day in which a unit lies, or in which its land lies now.
    pub fn province_on<'g>(&'g self, unit: &UnitState<'g>, on: Date) -> Option<UnitState<'g>> {
        if unit.level == Level::Province {
            return self.successors(unit, on).first().map(|next| next.unit);
        }
        if let Some(next) = self.successors(unit, on).first() {
            return self.province_heir(next.unit.province, on);
        }
        // No unit came after it: the last link names the province, or the old one's heir is it.
        let named = self.last_links(unit).into_iter().find_map(|link| {
            let target = link.targets().find(|t| t.kind == Kind::Abolished)?;
            (!target.code.is_empty()).then_some(target.code)
        });
        self.province_heir(named.unwrap_or(unit.province), on)
    }

    /// The communes of a day that hold land of a district: after the district's end, what its
    /// communes became. Reads the whole gazetteer.
    pub fn communes_of<'g>(&'g self, district: &UnitState<'g>, on: Date) -> Vec<UnitState<'g>> {
        let stood = |unit: &UnitState| match district.valid_to {
            Some(end) => unit.valid_from.is_none_or(|from| from < end) && unit.valid_to.is_none_or(|to| end <= to),
            None => unit.alive_on(on),
        };
        let mut found: Vec<UnitState> = Vec::new();
        for unit in self.all().filter(|unit| unit.parent == district.code && stood(unit)) {
            for next in self.successors(&unit, on) {
                if !found.iter().any(|seen| seen.is(&next.unit)) {
                    found.push(next.unit);
                }
            }
        }
        found.sort_by_key(|unit| unit.code);
        found
    }

    /// The states at the ends of all links from `unit`.
    fn last_links<'g>(&'g self, unit: &UnitState<'g>) -> Vec<UnitState<'g>> {
        let (mut ends, mut todo) = (Vec::new(), vec![*unit]);
        for _ in 0..MOST_STEPS {
            let Some(next) = todo.pop() else { break };
            let news: Vec<_> = self.links(&next).iter().filter_map(|l| l.new).collect();
            if news.is_empty() {
                ends.push(next);
            }
            todo.extend(news.into_iter().filter(|new| !new.is(&next)));
        }
        ends
    }
}
