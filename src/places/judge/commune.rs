//! Mentions of a xã, phường, thị trấn or đặc khu.

use super::{Outdated, Part, Place, Reach, Verdict, lives, verdict};
use crate::places::gazetteer::{Entry, Gazetteer};
use crate::places::key::place_key;
use crate::places::unit::{Level, UnitState, UnitType};

impl Gazetteer {
    pub(super) fn judge_commune<'g>(&'g self, unit_type: UnitType, key: &str, place: &Place<'_, 'g>) -> Verdict<'g> {
        if !place.districts.is_empty() {
            return self.judge_in_district(unit_type, key, place);
        }
        let as_of = place.scope.as_of;
        let mut bearers = self.with_key(key, |entry| entry.unit_type == unit_type && place.covers(entry.province));
        if let Some(province) = place.dead_province() {
            // "xã A, tỉnh Hải Dương": only what was Hải Dương's.
            let living = bearers.iter().filter(|unit| lives(unit, as_of));
            let kept = living.copied().find(|unit| self.came_from(unit, &province));
            if let Some(unit) = kept {
                return self.only_above(Part::Province, unit, province, place);
            }
            bearers.retain(|unit| lay_in(unit, &province));
        }
        if bearers.iter().any(|unit| lives(unit, as_of)) {
            return Verdict::Alive;
        }
        bearers.retain(|unit| unit.dead_on(as_of) && self.still_inside(unit, place));
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
        verdict(self.outdated(Part::Unit, meant, as_of, reach))
    }

    /// "xã A, huyện B": the district tells which A is meant, and may itself be gone.
    fn judge_in_district<'g>(&'g self, unit_type: UnitType, key: &str, place: &Place<'_, 'g>) -> Verdict<'g> {
        let as_of = place.scope.as_of;
        let of_district = |unit: &UnitState| place.districts.iter().any(|d| d.code == unit.parent);
        let communes = |wanted: &dyn Fn(&Entry) -> bool| {
            let mut units = self.with_key(key, |entry| entry.level() == Level::Commune && wanted(entry));
            units.retain(|unit| unit.valid_from.is_none_or(|from| from <= as_of));
            units
        };
        let district_lives = place.districts.iter().any(|unit| lives(unit, as_of));
        let bearers = communes(&|entry| entry.unit_type == unit_type);
        let mut inside: Vec<_> = bearers.iter().copied().filter(of_district).collect();
        if inside.iter().any(|unit| lives(unit, as_of)) {
            // A district that only changed its type still holds its communes.
            return match district_lives {
                true => Verdict::Alive,
                false => self.district_alone(place),
            };
        }
        if inside.is_empty() && district_lives {
            // Perhaps of a neighbouring district: not for us to say.
            return match bearers.iter().any(|unit| lives(unit, as_of)) {
                true => Verdict::Alive,
                false => Verdict::Unknown,
            };
        }
        if inside.is_empty() {
            // The new unit under the old district's name, or the wrong unit word.
            let new = bearers.iter().find(|unit| lives(unit, as_of) && self.ancestors(unit).iter().any(&of_district));
            if let Some(unit) = new {
                return match self.dead_district(place) {
                    Some(district) => self.only_above(Part::District, *unit, district, place),
                    None => Verdict::Alive,
                };
            }
            inside = communes(&|_| true);
            inside.retain(of_district);
        }
        inside.retain(|unit| unit.dead_on(as_of));
        let meant = self.latest(inside);
        let Some(found) = self.outdated(Part::Unit, meant, as_of, Reach::Chain) else {
            return self.district_alone(place);
        };
        // The commune kept its type and name: only the district beside it is out of date.
        let kept = found
            .successors
            .iter()
            .find(|next| next.unit.unit_type == unit_type && next.unit.bears(key))
            .map(|next| next.unit);
        match (kept, self.dead_district(place)) {
            (Some(unit), Some(district)) => self.only_above(Part::District, unit, district, place),
            (Some(_), None) => Verdict::Alive,
            _ => verdict(Some(found)),
        }
    }

    /// Only what stands above a living unit is gone.
    fn only_above<'g>(
        &'g self,
        part: Part,
        unit: UnitState<'g>,
        above: UnitState<'g>,
        place: &Place<'_, 'g>,
    ) -> Verdict<'g> {
        let as_of = place.scope.as_of;
        let found = self.outdated(part, vec![above], as_of, Reach::Chain);
        verdict(found.map(|found| Outdated {
            successors: self.successors(&unit, as_of),
            province: self.province_on(&unit, as_of),
            ..found
        }))
    }

    fn dead_district<'g>(&'g self, place: &Place<'_, 'g>) -> Option<UnitState<'g>> {
        let dead = place.districts.iter().copied();
        let dead = dead.filter(|unit| unit.dead_on(place.scope.as_of)).collect();
        self.latest(dead).into_iter().max_by_key(|unit| unit.valid_to)
    }

    /// The commune is not known there; the district after it is gone for certain.
    fn district_alone<'g>(&'g self, place: &Place<'_, 'g>) -> Verdict<'g> {
        let as_of = place.scope.as_of;
        let dead = place.districts.iter().copied();
        let dead = self.latest(dead.filter(|unit| unit.dead_on(as_of)).collect());
        let found = self.outdated(Part::District, dead, as_of, Reach::Chain);
        verdict(found.map(|found| Outdated { successors: Vec::new(), ..found }))
    }

    pub(super) fn province_alone<'g>(&'g self, province: UnitState<'g>, place: &Place<'_, 'g>) -> Verdict<'g> {
        let as_of = place.scope.as_of;
        let found = self.outdated(Part::Province, vec![province], as_of, Reach::Chain);
        verdict(found.map(|found| Outdated { successors: Vec::new(), ..found }))
    }

    /// Nothing in the area bears or bore the name: it counts as outdated only if nothing in the
    /// whole country bears it and one unit alone ever did.
    pub(super) fn judge_by_nation<'g>(&'g self, unit_type: UnitType, key: &str, place: &Place<'_, 'g>) -> Verdict<'g> {
        let as_of = place.scope.as_of;
        let level = unit_type.level().unwrap_or(Level::District);
        let mut bearers = self.with_key(key, |entry| entry.unit_type == unit_type && entry.level() == level);
        if bearers.iter().any(|unit| lives(unit, as_of)) {
            return Verdict::Alive;
        }
        bearers.retain(|unit| unit.dead_on(as_of));
        // An address or the paragraph names the province: a namesake elsewhere is not meant.
        if bearers.is_empty() || matches!(place.reach, Reach::Chain | Reach::Near) {
            return Verdict::Unknown;
        }
        match self.latest(bearers).as_slice() {
            [one] => verdict(self.outdated(Part::Unit, vec![*one], as_of, Reach::Nation)),
            _ => Verdict::Ambiguous,
        }
    }

    /// Whether a dead unit's land still lies in the area: communes have gone to other provinces.
    fn still_inside(&self, unit: &UnitState, place: &Place) -> bool {
        place.dead_province().is_some()
            || place.area.is_none_or(|area| {
                let home = self.province_on(unit, place.scope.as_of);
                home.is_none_or(|home| home.is(&area.province))
            })
    }

    /// Whether a living unit's land, or a part of it, was in a province that is no more.
    fn came_from(&self, unit: &UnitState, province: &UnitState) -> bool {
        self.ancestors(unit).iter().any(|old| lay_in(old, province))
    }
}

/// Whether a dead unit lay in a dead province. Codes were given anew, so the time counts too.
fn lay_in(unit: &UnitState, province: &UnitState) -> bool {
    unit.province == province.code
        && match (unit.valid_to, province.valid_to) {
            (Some(unit), Some(province)) => unit <= province,
            _ => false,
        }
}

/// The commune of the day that took a district's name, among those made of its communes.
impl Gazetteer {
    pub(super) fn namesake<'g>(&'g self, district: &UnitState<'g>, place: &Place<'_, 'g>) -> Option<UnitState<'g>> {
        let as_of = place.scope.as_of;
        let living = self.with_key(&place_key(district.name), |entry| {
            entry.level() == Level::Commune && place.covers(entry.province)
        });
        living
            .into_iter()
            .find(|unit| unit.alive_on(as_of) && self.ancestors(unit).iter().any(|old| old.parent == district.code))
    }
}
