//! Where a report stands: its day, its own unit, its province.

use super::gazetteer::Gazetteer;
use super::label::Named;
use super::unit::{Level, UnitState, UnitType};
use crate::text::date::Date;
use std::sync::{Arc, Mutex, PoisonError};

/// A province of the report's day with all that went into it: today's Hải Phòng is also the old
/// Hải Dương.
#[derive(Debug, Clone)]
pub(super) struct Area<'g> {
    /// The province of the day.
    pub province: UnitState<'g>,
    /// The codes of every province that is part of it now, its own among them.
    pub codes: Vec<&'g str>,
    /// The dead province the writer named, if it was a dead one.
    pub dead: Option<UnitState<'g>>,
}

/// Every province code there ever was, with the province of a day that holds its land.
#[derive(Debug, Clone)]
pub(super) struct Provinces<'g> {
    heirs: Arc<Vec<(&'g str, UnitState<'g>)>>,
}

/// Days whose provinces are kept: documents judged together speak from few.
const DAYS: usize = 32;

/// The provinces of some days in the gazetteer that travels in the binary, which never changes.
static KNOWN: Mutex<Vec<(Date, Provinces<'static>)>> = Mutex::new(Vec::new());

impl<'g> Provinces<'g> {
    fn of(gazetteer: &'g Gazetteer, on: Date) -> Self {
        let embedded = Gazetteer::embedded();
        if !std::ptr::eq(gazetteer, embedded) {
            return Self::new(gazetteer, on);
        }
        let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known().iter().find(|(day, _)| *day == on).map(|(_, provinces)| provinces.clone());
        found.unwrap_or_else(|| {
            let provinces = Provinces::new(embedded, on);
            let mut known = known();
            if known.len() < DAYS {
                known.push((on, provinces.clone()));
            }
            provinces
        })
    }

    fn new(gazetteer: &'g Gazetteer, on: Date) -> Self {
        let mut heirs: Vec<(&str, UnitState)> = Vec::new();
        let all = gazetteer.all();
        for unit in all.take_while(|unit| unit.level == Level::Province) {
            let seen = heirs.last().is_some_and(|(code, _)| *code == unit.code);
            if let (false, Some(heir)) = (seen, gazetteer.province_heir(unit.code, on)) {
                heirs.push((unit.code, heir));
            }
        }
        Self { heirs: Arc::new(heirs) }
    }

    /// The area of a province that stands on the day.
    pub fn area_of(&self, province: UnitState<'g>) -> Area<'g> {
        let parts = self.heirs.iter().filter(|(_, heir)| heir.is(&province));
        Area { province, codes: parts.map(|(code, _)| *code).collect(), dead: None }
    }
}

impl Area<'_> {
    /// Whether a unit of the province with this code may lie in the area.
    pub fn covers(&self, province: &str) -> bool {
        self.codes.contains(&province)
    }
}

/// What a report's own head says, looked up once and used for all its mentions.
#[derive(Debug, Clone)]
pub struct Scope<'g> {
    /// The report's day.
    pub as_of: Date,
    /// The unit the report speaks for, as it stands on that day, if it is one of the State's.
    pub unit: Option<UnitState<'g>>,
    pub(super) area: Option<Area<'g>>,
    pub(super) provinces: Provinces<'g>,
    /// What went into the unit.
    pub(super) ancestors: Vec<UnitState<'g>>,
    /// Codes of the districts it or its ancestors lay in.
    pub(super) districts: Vec<&'g str>,
}

impl<'g> Scope<'g> {
    /// The province of the report's day.
    pub fn province(&self) -> Option<UnitState<'g>> {
        self.area.as_ref().map(|area| area.province)
    }
}

impl Gazetteer {
    /// Looks up a report's unit and province as they are on its day. `unit` may be an address
    /// ("xã Can Lộc, tỉnh Hà Tĩnh"); an old name finds what it became, if that is one unit.
    /// What cannot be found for sure stays open.
    pub fn scope(&self, unit: Option<&str>, province: Option<&str>, as_of: Date) -> Scope<'_> {
        let provinces = Provinces::of(self, as_of);
        let chain = unit.map(Named::parse_chain).unwrap_or_default();
        let mut area = province.and_then(|name| self.area(&Named::parse(name), &provinces, as_of));
        if let (None, 2.., Some(last)) = (&area, chain.len(), chain.last()) {
            area = self.area(last, &provinces, as_of);
        }
        let mut unit = None;
        if let Some((own, above)) = chain.split_first() {
            let bearers = self.bearers(own, above.first(), area.as_ref(), as_of);
            unit = self.only_one(&bearers, as_of);
            if area.is_none() {
                let home = self.only_province(unit.as_slice(), as_of);
                let home = home.or_else(|| self.only_province(&bearers, as_of));
                area = home.map(|home| provinces.area_of(home));
            }
        }
        let ancestors = unit.map_or_else(Vec::new, |unit| self.ancestors(&unit));
        let mut districts: Vec<&str> = unit
            .iter()
            .chain(&ancestors)
            .filter_map(|state| match state.level {
                Level::Province => None,
                Level::District => Some(state.code),
                Level::Commune => (state.parent.len() == 3).then_some(state.parent),
            })
            .collect();
        districts.sort_unstable();
        districts.dedup();
        Scope { as_of, unit, area, provinces, ancestors, districts }
    }

    /// One unit by its label: the living bearer of the day if there is just one, else the one
    /// living unit that the dead bearers became.
    pub fn find_unit(&self, label: &str, province: Option<&str>, on: Date) -> Option<UnitState<'_>> {
        self.scope(Some(label), province, on).unit
    }

    /// The states that a label may mean.
    fn bearers<'g>(
        &'g self,
        own: &Named,
        above: Option<&Named>,
        area: Option<&Area<'g>>,
        on: Date,
    ) -> Vec<UnitState<'g>> {
        let mut bearers = self.with_key(&own.key(), |entry| {
            own.unit_type.is_none_or(|wanted| wanted == entry.unit_type)
                && area.is_none_or(|area| area.covers(entry.province))
        });
        if own.unit_type.is_none() {
            // A bare name means the smallest unit that bears it on the day.
            let living = bearers.iter().filter(|unit| unit.alive_on(on));
            let smallest = living.map(|unit| unit.level).max();
            bearers.retain(|unit| smallest.is_none_or(|level| unit.level == level));
        }
        let districts = above.map(|above| self.named(above.unit_type, above.name)).unwrap_or_default();
        let within = |unit: &UnitState| districts.iter().any(|d| d.code == unit.parent);
        if bearers.iter().any(within) {
            bearers.retain(within);
        }
        bearers
    }

    /// The one that lives, or the one unit that all the dead became.
    fn only_one<'g>(&'g self, bearers: &[UnitState<'g>], on: Date) -> Option<UnitState<'g>> {
        let living: Vec<_> = bearers.iter().filter(|unit| unit.alive_on(on)).collect();
        match living.as_slice() {
            [one] => return Some(**one),
            [] => {}
            _ => return None,
        }
        let mut heirs = bearers
            .iter()
            .filter(|unit| unit.dead_on(on))
            .flat_map(|unit| self.successors(unit, on))
            .map(|next| next.unit);
        let one = heirs.next()?;
        heirs.all(|other| other.is(&one)).then_some(one)
    }

    /// The one province of the day in which all of them lie.
    pub(super) fn only_province<'g>(&'g self, units: &[UnitState<'g>], on: Date) -> Option<UnitState<'g>> {
        let mut provinces = units.iter().map(|unit| self.province_on(unit, on));
        let one = provinces.next()??;
        let same = |other: Option<UnitState>| other.is_some_and(|other| other.is(&one));
        provinces.all(same).then_some(one)
    }

    /// The area a province's name stands for; the type is used where it helps.
    pub(super) fn area<'g>(&'g self, province: &Named, provinces: &Provinces<'g>, on: Date) -> Option<Area<'g>> {
        let bearers = self.with_key(&province.key(), |entry| entry.level() == Level::Province);
        let right_type = |unit: &&UnitState| province.unit_type.is_none_or(|wanted| wanted == unit.unit_type);
        let living = |unit: &&UnitState| unit.alive_on(on);
        let typed: Vec<_> = bearers.iter().filter(right_type).collect();
        if let Some(unit) = typed.iter().copied().find(living) {
            return Some(provinces.area_of(*unit));
        }
        if let Some(dead) = typed.iter().rev().find(|unit| unit.dead_on(on)) {
            let heir = self.successors(dead, on).first()?.unit;
            let mut area = provinces.area_of(heir);
            area.dead = Some(**dead);
            return Some(area);
        }
        // "thành phố Hà Tĩnh" is no province; "tỉnh Hải Phòng" can only be one.
        if province.unit_type == Some(UnitType::ThanhPho) {
            return None;
        }
        let unit = bearers.iter().find(living)?;
        Some(provinces.area_of(*unit))
    }
}
