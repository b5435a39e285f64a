//! The two texts and the lookups in them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::key::place_key;
use super::table::{first_field, lines_from};
use super::unit::{Level, UnitState, UnitType};
use crate::text::date::Date;

/// All unit states and the index of their names.
#[derive(Debug)]
pub struct Gazetteer {
    units: Cow<'static, str>,
    names: Cow<'static, str>,
}

static EMBEDDED: Gazetteer = Gazetteer {
    units: Cow::Borrowed(include_str!("../../lints/data/places.tsv")),
    names: Cow::Borrowed(include_str!("../../lints/data/place-names.tsv")),
};

/// A places file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlacesError {
    /// A line that is no unit state.
    #[error("line {0}: not a unit state (11 fields between tabs, see lints/data/README.md)")]
    Line(usize),
    /// A line that stands before its place.
    #[error("line {0}: out of order (by length of code, code, first day)")]
    Order(usize),
}

/// One entry of the name index: a unit that bore the name, not yet looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'g> {
    pub unit_type: UnitType,
    pub code: &'g str,
    pub province: &'g str,
}

impl<'g> Entry<'g> {
    fn parse(item: &'g str) -> Option<Self> {
        let mut chars = item.chars();
        let unit_type = UnitType::from_letter(chars.next()?)?;
        let (code, province) = chars.as_str().split_once('/')?;
        Some(Self { unit_type, code, province })
    }

    pub fn level(&self) -> Level {
        match self.code.len() {
            2 => Level::Province,
            3 => Level::District,
            _ => Level::Commune,
        }
    }
}

impl Gazetteer {
    /// The gazetteer that travels in the binary. Costs nothing.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// A gazetteer from another text of the shape of `places.tsv`. Takes some milliseconds: every
    /// line is checked and the index of names is made.
    pub fn from_text(units: String) -> Result<Self, PlacesError> {
        let mut last = None;
        for (i, line) in units.lines().enumerate() {
            if line.starts_with('#') {
                continue;
            }
            let unit = UnitState::parse(line).ok_or(PlacesError::Line(i + 1))?;
            let here = (unit.code.len(), unit.code, unit.valid_from);
            if last.is_some_and(|last| last >= here) {
                return Err(PlacesError::Order(i + 1));
            }
            last = Some(here);
        }
        let names = name_index(&units);
        Ok(Self { units: Cow::Owned(units), names: Cow::Owned(names) })
    }

    /// Every state of every unit: provinces, districts, communes, each by code and time.
    pub fn all(&self) -> impl Iterator<Item = UnitState<'_>> {
        states_of(&self.units)
    }

    /// All states a code ever stood for, by time.
    pub fn states<'g, 'c>(&'g self, code: &'c str) -> impl Iterator<Item = UnitState<'g>> + use<'g, 'c> {
        lines_from(&self.units, |line| {
            let here = first_field(line);
            (here.len(), here) < (code.len(), code)
        })
        .take_while(move |line| first_field(line) == code)
        .filter_map(UnitState::parse)
    }

    /// What a code stood for on a day.
    pub fn state_on(&self, code: &str, date: Date) -> Option<UnitState<'_>> {
        self.states(code).find(|unit| unit.alive_on(date))
    }

    /// What a code stood for until the day before `date`.
    pub fn state_before(&self, code: &str, date: Date) -> Option<UnitState<'_>> {
        self.states(code)
            .find(|unit| unit.valid_from.is_none_or(|from| from < date) && unit.valid_to.is_none_or(|to| date <= to))
    }

    /// What a code stood for on a day, or stood for next: some old lists name a unit's successor
    /// a month or two before they list it.
    pub(super) fn state_from(&self, code: &str, date: Date) -> Option<UnitState<'_>> {
        self.states(code).find(|unit| !unit.dead_on(date))
    }

    /// The index entries under a key.
    pub(super) fn entries<'g>(&'g self, key: &str) -> impl Iterator<Item = Entry<'g>> + use<'g> {
        let less = |line: &str| first_field(line) < key;
        let found = lines_from(&self.names, less)
            .next()
            .and_then(|line| line.split_once('\t'))
            .filter(|(here, _)| *here == key)
            .map_or("", |(_, items)| items);
        found.split(' ').filter_map(Entry::parse)
    }

    /// All keys of names, sorted.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.names.lines().filter(|line| !line.starts_with('#')).map(first_field)
    }

    /// Whether any unit ever bore a name of this key.
    pub fn knows(&self, key: &str) -> bool {
        self.entries(key).next().is_some()
    }

    /// How many of `words`, taken from the front, make the longest known name of one of these
    /// types (of any type if the list is empty).
    pub fn longest_name(&self, words: &[&str], types: &[UnitType]) -> Option<usize> {
        // No name has more than six words; a lone hyphen between spaces counts as one more.
        (1..=words.len().min(8)).rev().find(|&n| {
            let key = place_key(&words.get(..n).unwrap_or_default().join(" "));
            !key.is_empty() && self.entries(&key).any(|entry| types.is_empty() || types.contains(&entry.unit_type))
        })
    }

    /// All states that bore the name, of one type or of any, by level, code and time.
    pub fn named(&self, unit_type: Option<UnitType>, name: &str) -> Vec<UnitState<'_>> {
        self.with_key(&place_key(name), |entry| unit_type.is_none_or(|wanted| wanted == entry.unit_type))
    }

    /// The states under a key whose index entry passes.
    pub(super) fn with_key(&self, key: &str, wanted: impl Fn(&Entry) -> bool) -> Vec<UnitState<'_>> {
        let mut found: Vec<UnitState> = Vec::new();
        for entry in self.entries(key).filter(wanted) {
            let first = found.len();
            found.extend(
                self.states(entry.code)
                    .filter(|unit| unit.unit_type == entry.unit_type && unit.province == entry.province),
            );
            // Of several states the index may mean only some; one alone is the one it means.
            if found.len() > first + 1 {
                let states = found.split_off(first);
                found.extend(states.into_iter().filter(|unit| unit.bears(key)));
            }
        }
        found
    }

    /// The district a unit lay in, as it was on the unit's last day; `None` above the commune and
    /// since 2025-07-01.
    pub fn district_of(&self, unit: &UnitState) -> Option<UnitState<'_>> {
        match unit.parent.len() {
            3 => self.last_day(unit.parent, unit),
            _ => None,
        }
    }

    /// The province a unit lay in, as it was on the unit's last day.
    pub fn province_of(&self, unit: &UnitState) -> Option<UnitState<'_>> {
        self.last_day(unit.province, unit)
    }

    fn last_day(&self, code: &str, unit: &UnitState) -> Option<UnitState<'_>> {
        match unit.valid_to {
            Some(end) => self.state_before(code, end),
            None => self.states(code).find(|state| state.valid_to.is_none()),
        }
    }
}

fn states_of(units: &str) -> impl Iterator<Item = UnitState<'_>> {
    units.lines().filter(|line| !line.starts_with('#')).filter_map(UnitState::parse)
}

/// Makes the index of names (`place-names.tsv`) of a units text: one line a key, sorted; after it
/// one item for each unit that bore the name: a letter for its type, its code, its province.
pub fn name_index(units: &str) -> String {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for unit in states_of(units) {
        let item = format!("{}{}/{}", unit.unit_type.letter(), unit.code, unit.province);
        for name in std::iter::once(unit.name).chain(unit.alt_names()) {
            keys.entry(place_key(name)).or_default().insert(item.clone());
        }
    }
    let mut text = String::from(
        "# Made from places.tsv: folded name, then type letter, code and province code of every unit that bore it.\n",
    );
    for (key, items) in keys {
        let items: Vec<_> = items.into_iter().collect();
        text.push_str(&format!("{key}\t{}\n", items.join(" ")));
    }
    text
}
