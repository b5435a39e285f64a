//! Is the name in this mention still the name of a unit, on the report's day?
//!
//! 43.8 % of the old communes' names are alive somewhere, so a name alone proves nothing. A mention
//! is outdated only if a unit of that type and name stood where the writer means and stands no
//! more, while no other unit there bears that type and name. Everything else is silence.

mod commune;
mod upper;

#[cfg(test)]
mod sweeps;
#[cfg(test)]
mod tests;

use super::follow::Successor;
use super::gazetteer::Gazetteer;
use super::key::place_key;
use super::label::Named;
use super::scope::{Area, Scope};
use super::unit::{Kind, Level, UnitState, UnitType};
use crate::text::date::Date;

/// One mention of a unit in a text.
#[derive(Debug, Clone, Copy)]
pub struct Mention<'a> {
    /// The unit word, carried on through lists ("các xã A, B").
    pub unit_type: UnitType,
    /// The name after it.
    pub name: &'a str,
    /// The units that follow in the same address, the smaller first: ", huyện Y, tỉnh Z".
    pub chain: &'a [Named<'a>],
    /// A larger unit named before in the same paragraph: it helps to tell namesakes apart and is
    /// not itself judged.
    pub near: Option<Named<'a>>,
}

impl<'a> Mention<'a> {
    /// A mention with nothing after it.
    pub fn new(unit_type: UnitType, name: &'a str) -> Self {
        Self { unit_type, name, chain: &[], near: None }
    }

    /// The same with the rest of its address.
    pub fn with_chain(self, chain: &'a [Named<'a>]) -> Self {
        Self { chain, ..self }
    }
}

/// The answer for one mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<'g> {
    /// A living unit bears the name where the writer means it, or may.
    Alive,
    /// No unit ever bore this type and name there.
    Unknown,
    /// It may be dead or alive, or several dead ones: say nothing.
    Ambiguous,
    /// It stands no more.
    Outdated(Box<Outdated<'g>>),
}

/// What stands no more, and what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated<'g> {
    /// Which part of the mention is the outdated one, the smallest first.
    pub part: Part,
    /// The dead units that may be meant, each in its last state under the name.
    pub states: Vec<UnitState<'g>>,
    /// The units of the day to write instead of the whole mention. For [`Part::District`] this is
    /// the commune itself if it kept its name.
    pub successors: Vec<Successor<'g>>,
    /// The province of the day in which they lie.
    pub province: Option<UnitState<'g>>,
    /// For a district: the commune of the day that took its name ("xã Can Lộc").
    pub namesake: Option<UnitState<'g>>,
    /// The day the name ended (the last, if several units are meant).
    pub date: Date,
    /// What happened on that day.
    pub kind: Kind,
    /// By which resolution; empty where unknown.
    pub basis: &'g str,
    /// What told which unit is meant.
    pub reach: Reach,
}

impl<'g> Outdated<'g> {
    /// The one unit to write instead; `None` if there are several, or none.
    pub fn fix(&self) -> Option<UnitState<'g>> {
        match self.successors.as_slice() {
            [one] => Some(one.unit),
            _ => None,
        }
    }

    /// Whether the fix keeps the name and changes the unit word only.
    pub fn only_type_changed(&self) -> bool {
        match (self.fix(), self.states.as_slice()) {
            (Some(new), [old]) => new.unit_type != old.unit_type && place_key(new.name) == place_key(old.name),
            _ => false,
        }
    }
}

/// A part of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The unit named first.
    Unit,
    /// The district after it; the unit itself kept its name, or is not known.
    District,
    /// The province after it; all before it kept its name, or is not known.
    Province,
}

/// What told which of the namesakes is meant, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The address itself.
    Chain,
    /// A larger unit named before in the paragraph.
    Near,
    /// It is a predecessor of the report's own unit.
    Unit,
    /// It lay in the district of the report's own unit.
    District,
    /// It lay in the report's province.
    Province,
    /// Only one unit of the country ever bore the name.
    Nation,
}

/// A name given up may come back: old lists dropped and restored some for up to four months, and
/// a report may name a unit shortly before it is born.
const SOON_DAYS: i32 = 130;

/// An address whose elements have been found.
#[derive(Debug, Default)]
struct Chain<'g> {
    area: Option<Area<'g>>,
    districts: Vec<UnitState<'g>>,
    /// Some element is no unit we know.
    broken: bool,
}

/// What the mention's surroundings say about where it lies.
struct Place<'s, 'g> {
    scope: &'s Scope<'g>,
    /// The area to look in; `None`: the whole country.
    area: Option<&'s Area<'g>>,
    /// Districts named in the address.
    districts: &'s [UnitState<'g>],
    /// Codes of districts named near.
    near: Vec<&'g str>,
    /// How the area is known.
    reach: Reach,
}

impl<'g> Place<'_, 'g> {
    fn covers(&self, province: &str) -> bool {
        self.area.is_none_or(|area| area.covers(province))
    }

    /// The province of the address, if it is a dead one.
    fn dead_province(&self) -> Option<UnitState<'g>> {
        self.area.and_then(|area| area.dead)
    }
}

impl Gazetteer {
    /// Judges one mention in a report of this scope.
    pub fn judge<'g>(&'g self, mention: &Mention, scope: &Scope<'g>) -> Verdict<'g> {
        let key = place_key(mention.name);
        if !self.knows(&key) {
            return Verdict::Unknown;
        }
        let chain = self.read_chain(mention.chain, scope);
        if chain.broken {
            return Verdict::Ambiguous;
        }
        let near = mention
            .near
            .filter(|_| mention.chain.is_empty())
            .map(|near| self.read_chain(&[near], scope))
            .unwrap_or_default();
        let mut place = Place {
            scope,
            area: scope.area.as_ref(),
            districts: &chain.districts,
            near: near.districts.iter().map(|unit| unit.code).collect(),
            reach: match scope.area {
                Some(_) => Reach::Province,
                None => Reach::Nation,
            },
        };
        if chain.area.is_some() {
            place.area = chain.area.as_ref();
            place.reach = Reach::Chain;
        } else if near.area.is_some() {
            let nearer = Place { area: near.area.as_ref(), reach: Reach::Near, near: place.near.clone(), ..place };
            match self.judge_there(mention.unit_type, &key, &nearer) {
                Verdict::Unknown => {}
                known => return known,
            }
        }
        self.judge_there(mention.unit_type, &key, &place)
    }

    fn judge_there<'g>(&'g self, unit_type: UnitType, key: &str, place: &Place<'_, 'g>) -> Verdict<'g> {
        match unit_type.level() {
            Some(Level::Commune) => self.judge_commune(unit_type, key, place),
            Some(Level::District) => self.judge_district(unit_type, key, place),
            Some(Level::Province) => self.judge_province(unit_type, key, place),
            None => match self.judge_province(unit_type, key, place) {
                // "thành phố Huế, tỉnh Thừa Thiên Huế" is the old city.
                Verdict::Alive if place.dead_province().is_none() => Verdict::Alive,
                _ => self.judge_district(unit_type, key, place),
            },
        }
    }

    /// Tells the districts and the province of an address.
    fn read_chain<'g>(&'g self, chain: &[Named], scope: &Scope<'g>) -> Chain<'g> {
        let mut read = Chain::default();
        let as_of = scope.as_of;
        // From the largest down, so that the province helps to find the district.
        for (i, element) in chain.iter().enumerate().rev() {
            let may_be_province = i + 1 == chain.len()
                && match element.unit_type {
                    None | Some(UnitType::Tinh | UnitType::ThanhPho) => true,
                    Some(_) => false,
                };
            if may_be_province && let Some(area) = self.area(element, &scope.provinces, as_of) {
                read.area = Some(area);
                continue;
            }
            let area = read.area.as_ref().or(scope.area.as_ref());
            let mut districts = self.with_key(&element.key(), |entry| {
                entry.level() == Level::District && element.unit_type.is_none_or(|wanted| wanted == entry.unit_type)
            });
            districts.retain(|unit| unit.valid_from.is_none_or(|from| from <= as_of));
            let inside = |unit: &UnitState| area.is_none_or(|area| area.covers(unit.province));
            if districts.iter().any(inside) {
                districts.retain(inside);
            }
            if districts.is_empty() || !read.districts.is_empty() {
                read.broken = true;
            } else {
                read.districts = districts;
            }
        }
        // Districts of one province tell the province.
        if read.area.is_none()
            && let Some(home) = self.only_province(&read.districts, as_of)
        {
            read.area = Some(scope.provinces.area_of(home));
        }
        read
    }

    /// Of dead bearers, those meant: by the paragraph, the report's own unit, its old districts.
    fn narrow<'g>(&'g self, dead: Vec<UnitState<'g>>, place: &Place<'_, 'g>) -> (Vec<UnitState<'g>>, Reach) {
        let pick = |wanted: &dyn Fn(&UnitState<'g>) -> bool| {
            let picked: Vec<_> = dead.iter().copied().filter(|unit| wanted(unit)).collect();
            (!picked.is_empty()).then_some(picked)
        };
        let scope = place.scope;
        let district = |unit: &UnitState<'g>| match unit.level {
            Level::District => unit.code,
            _ => unit.parent,
        };
        if let Some(near) = pick(&|unit| place.near.contains(&district(unit))) {
            return (near, Reach::Near);
        }
        if let Some(own) = pick(&|unit| scope.ancestors.iter().any(|old| old.is(unit))) {
            return (own, place.reach.min(Reach::Unit));
        }
        if let Some(close) = pick(&|unit| scope.districts.contains(&district(unit))) {
            return (close, place.reach.min(Reach::District));
        }
        (dead, place.reach)
    }

    /// Puts the finding together; `None` if nothing in `states` has ended.
    fn outdated<'g>(
        &'g self,
        part: Part,
        states: Vec<UnitState<'g>>,
        as_of: Date,
        reach: Reach,
    ) -> Option<Outdated<'g>> {
        let last = *states.iter().max_by_key(|unit| unit.valid_to)?;
        let mut successors: Vec<Successor> = Vec::new();
        for next in states.iter().flat_map(|unit| self.successors(unit, as_of)) {
            if !successors.iter().any(|seen| seen.unit.is(&next.unit)) {
                successors.push(next);
            }
        }
        Some(Outdated {
            part,
            province: self.province_on(&last, as_of),
            namesake: None,
            date: last.valid_to?,
            kind: self.links(&last).first().map_or(Kind::Abolished, |l| l.kind),
            basis: last.basis,
            states,
            successors,
            reach,
        })
    }
}

/// Whether the unit stands on the day or will within [`SOON_DAYS`].
fn lives(unit: &UnitState, as_of: Date) -> bool {
    let days = |date: Date| date.year * 365 + i32::from(date.month) * 30 + i32::from(date.day);
    unit.alive_on(as_of) || unit.valid_from.is_some_and(|from| from > as_of && days(from) - days(as_of) <= SOON_DAYS)
}

fn verdict(found: Option<Outdated>) -> Verdict {
    found.map_or(Verdict::Unknown, |found| Verdict::Outdated(Box::new(found)))
}
