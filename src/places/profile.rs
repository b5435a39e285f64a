//! A unit with what it was made of: for skeletons, and for rules that ask about mergers.

use super::follow::Link;
use super::gazetteer::Gazetteer;
use super::unit::{Kind, Share, UnitState};
use crate::text::date::Date;

/// A unit as it stands on a day, its birth and its predecessors.
#[derive(Debug, Clone)]
pub struct Profile<'g> {
    /// The unit.
    pub unit: UnitState<'g>,
    /// The province it lies in on the day.
    pub province: Option<UnitState<'g>>,
    /// The district it lies in on the day, while there were districts.
    pub district: Option<UnitState<'g>>,
    /// The day it got its present type, name and place; `None`: before 2004-08-31.
    pub born: Option<Date>,
    /// What went into it at its birth and later, by day and code.
    pub origins: Vec<Origin<'g>>,
}

/// A predecessor of a unit.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'g> {
    /// The link: the old unit, how much of it, when, by which resolution.
    pub link: Link<'g>,
    /// The district it lay in.
    pub district: Option<UnitState<'g>>,
    /// The province it lay in.
    pub province: Option<UnitState<'g>>,
}

impl<'g> Profile<'g> {
    /// Whether the unit is the work of a merger: more than one unit, or a part of one, went in.
    pub fn merged(&self) -> bool {
        self.origins.iter().any(|origin| match origin.link.kind {
            Kind::MergedPart => true,
            Kind::MergedWhole => self.origins.len() > 1 || self.born.is_none_or(|born| born != origin.link.date),
            _ => false,
        })
    }

    /// The day of the last merger that brought people of several units together; a strip of land that came to a
    /// unit is none.
    pub fn merger(&self) -> Option<Date> {
        let peopled = |origin: &&Origin<'g>| {
            matches!(origin.link.kind, Kind::MergedWhole | Kind::MergedPart) && origin.link.share != Share::Land
        };
        let came: Vec<Date> = self.origins.iter().filter(peopled).map(|origin| origin.link.date).collect();
        // A unit that stood already is one of those that came together.
        let together = |day: &Date| Some(*day) != self.born || came.iter().filter(|d| *d == day).count() > 1;
        came.iter().copied().filter(together).max()
    }

    /// The districts its predecessors lay in, each once.
    pub fn former_districts(&self) -> Vec<UnitState<'g>> {
        distinct(self.origins.iter().filter_map(|origin| origin.district))
    }

    /// The provinces its predecessors lay in, each once.
    pub fn former_provinces(&self) -> Vec<UnitState<'g>> {
        distinct(self.origins.iter().filter_map(|origin| origin.province))
    }
}

fn distinct<'g>(units: impl Iterator<Item = UnitState<'g>>) -> Vec<UnitState<'g>> {
    let mut found: Vec<UnitState> = Vec::new();
    for unit in units {
        if !found.iter().any(|seen| seen.is(&unit)) {
            found.push(unit);
        }
    }
    found
}

impl Gazetteer {
    /// The profile of a unit on a day, from its label ("xã Can Lộc", with or without the rest of
    /// its address) and its province. `None` if no unit, or more than one, is meant.
    pub fn profile(&self, label: &str, province: Option<&str>, on: Date) -> Option<Profile<'_>> {
        Some(self.profile_of(self.find_unit(label, province, on)?, on))
    }

    /// The profile of a unit that is known.
    pub fn profile_of<'g>(&'g self, unit: UnitState<'g>, on: Date) -> Profile<'g> {
        let origins = self
            .links_into(&unit)
            .into_iter()
            .filter(|link| link.date <= on)
            .map(|link| Origin { link, district: self.district_of(&link.old), province: self.province_of(&link.old) })
            .collect();
        let district = match unit.parent.len() {
            3 => self.state_on(unit.parent, on),
            _ => None,
        };
        Profile { unit, province: self.province_on(&unit, on), district, born: unit.valid_from, origins }
    }
}
