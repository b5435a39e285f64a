//! Mentions of a district or a province.

use super::{Outdated, Part, Place, Verdict, lives, verdict};
use crate::places::gazetteer::Gazetteer;
use crate::places::unit::{Level, UnitState, UnitType};

impl Gazetteer {
    pub(super) fn judge_district<'g>(&'g self, unit_type: UnitType, key: &str, place: &Place<'_, 'g>) -> Verdict<'g> {
        let as_of = place.scope.as_of;
        let mut bearers = self.with_key(key, |entry| {
            entry.unit_type == unit_type && entry.level() == Level::District && place.covers(entry.province)
        });
        // Old lists confused some districts for years: a name that comes back is no dead name.
        let living = |unit: &UnitState| lives(unit, as_of);
        if bearers.iter().any(|unit| !unit.dead_on(as_of)) {
            return match place.dead_province() {
                Some(province) if bearers.iter().any(living) => self.province_alone(province, place),
                _ => Verdict::Alive,
            };
        }
        bearers.retain(|unit| unit.dead_on(as_of));
        if bearers.is_empty() {
            return match place.dead_province() {
                Some(province) => self.province_alone(province, place),
                None => self.judge_by_nation(unit_type, key, place),
            };
        }
        let (meant, reach) = self.narrow(self.latest(bearers), place);
        if place.area.is_none() && meant.len() > 1 {
            return Verdict::Ambiguous;
        }
        let namesake = match meant.as_slice() {
            [one] => self.namesake(one, place),
            _ => None,
        };
        let found = self.outdated(Part::Unit, meant, as_of, reach);
        verdict(found.map(|found| Outdated { namesake, ..found }))
    }

    /// A province is known by its name alone.
    pub(super) fn judge_province<'g>(&'g self, unit_type: UnitType, key: &str, place: &Place<'_, 'g>) -> Verdict<'g> {
        let as_of = place.scope.as_of;
        let mut bearers = self.with_key(key, |entry| entry.unit_type == unit_type && entry.level() == Level::Province);
        if bearers.iter().any(|unit| lives(unit, as_of)) {
            return Verdict::Alive;
        }
        bearers.retain(|unit| unit.dead_on(as_of));
        let meant = self.latest(bearers);
        verdict(self.outdated(Part::Unit, meant, as_of, place.reach))
    }
}
