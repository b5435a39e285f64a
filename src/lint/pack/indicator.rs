//! Indicator sets: what a unit is measured by.

use super::add_phrases;
use super::error::{PackError, Place, Problem};
use serde::{Deserialize, Serialize};
use serde_yaml::Spanned;
use std::collections::HashSet;

/// A row of the set.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Its number in the set.
    pub row: u16,
    /// What it measures.
    pub measure: Measure,
    /// Rows below it that share it out (cơ cấu kinh tế).
    pub parts: Vec<Part>,
    /// What the parts add up to.
    pub total: Option<f64>,
    /// Other measures, any one of which satisfies the row.
    pub alternatives: Vec<Measure>,
}

impl Indicator {
    /// The row's own measure, then those that may stand for it.
    pub fn measures(&self) -> impl Iterator<Item = &Measure> {
        std::iter::once(&self.measure).chain(&self.alternatives)
    }
}

/// Something measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Unique in the set.
    pub id: String,
    /// The name people read.
    pub name: String,
    /// The unit a table states.
    pub unit: String,
    /// Other units that are accepted.
    pub units: Vec<String>,
    /// Which way is better.
    pub direction: Direction,
    /// How the values of merged units combine.
    pub merge: Merge,
    /// The largest value it can have.
    pub max: Option<f64>,
    /// What tables and sentences call it. The longest variant of the whole set wins where two overlap.
    pub variants: Vec<String>,
    /// What the drafter must not forget.
    pub note: Option<String>,
    /// How far a target may be from today's value, where the set's own bands do not fit.
    pub level: Option<Band>,
    /// The same where both are said to be a whole term's.
    pub term_level: Option<Band>,
    /// The yearly rates it may have, likewise.
    pub rate: Option<Band>,
}

/// Numbers between which a value is believed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The least.
    pub low: f64,
    /// The most.
    pub high: f64,
}

impl Band {
    /// Whether a value lies in it.
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// What growth is plausible.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// Rates, in percent a year.
    pub rate: Band,
    /// A level after five years, as a multiple of the level before.
    pub level: Band,
    /// Things counted from fewer than this may become any number.
    pub least: f64,
    /// Indicators that grow together.
    pub pairs: Vec<Pair>,
}

/// A level and a rate that must not be far apart: income and product.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The measure whose level implies a rate.
    pub level: String,
    /// Measures any of which gives the rate it is held against.
    pub rates: Vec<String>,
    /// The implied rate as a multiple of the other.
    pub band: Band,
}

/// A row that shares out the indicator above it, in the same unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Unique in the set.
    pub id: String,
    /// The name people read.
    pub name: String,
    /// What tables call it.
    pub variants: Vec<String>,
}

/// Which way an indicator improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Up.
    Up,
    /// Down.
    Down,
    /// Not below today's value.
    Keep,
    /// A level or title to reach.
    Reach,
    /// Neither way is better by itself.
    None,
}

/// How values of merged units combine.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Merge {
    /// Add up.
    Sum,
    /// Recompute from summed numerators and denominators; the denominator counts these.
    Ratio(String),
    /// Average, weighted by this.
    Weighted(String),
    /// Recompute growth from summed levels at one price base.
    Base,
    /// A title: does not add up.
    Status,
    /// Whoever has the figures must be asked.
    Ask,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    indicators: Vec<RawIndicator>,
    growth: Option<Spanned<RawGrowth>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawGrowth {
    rate: Option<Spanned<[f64; 2]>>,
    level: Option<Spanned<[f64; 2]>>,
    least: Option<f64>,
    #[serde(default)]
    pairs: Vec<RawPair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawPair {
    level: Spanned<String>,
    rates: Vec<Spanned<String>>,
    band: Spanned<[f64; 2]>,
}

/// An indicator as a file writes it; alternatives have the same shape less row and parts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawIndicator {
    id: Spanned<String>,
    row: Option<u16>,
    name: Option<String>,
    unit: Option<String>,
    #[serde(default)]
    units: Vec<String>,
    direction: Option<Direction>,
    merge: Option<Merge>,
    max: Option<f64>,
    total: Option<f64>,
    #[serde(default)]
    drop: bool,
    #[serde(default)]
    variants: Vec<String>,
    note: Option<String>,
    level: Option<Spanned<[f64; 2]>>,
    term_level: Option<Spanned<[f64; 2]>>,
    rate: Option<Spanned<[f64; 2]>>,
    #[serde(default)]
    parts: Vec<RawPart>,
    #[serde(default)]
    alternatives: Vec<RawMeasure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawMeasure {
    id: Spanned<String>,
    name: Option<String>,
    unit: Option<String>,
    #[serde(default)]
    units: Vec<String>,
    direction: Option<Direction>,
    merge: Option<Merge>,
    max: Option<f64>,
    #[serde(default)]
    variants: Vec<String>,
    note: Option<String>,
    level: Option<Spanned<[f64; 2]>>,
    term_level: Option<Spanned<[f64; 2]>>,
    rate: Option<Spanned<[f64; 2]>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawPart {
    id: Spanned<String>,
    name: Option<String>,
    #[serde(default)]
    variants: Vec<String>,
}

/// Lays an indicator file over the set and its bands of growth.
pub(super) fn extend(
    set: &mut Vec<Indicator>,
    growth: &mut Option<Growth>,
    file: &str,
    text: &str,
) -> Result<(), PackError> {
    let place = Place { file };
    let raw: RawFile = place.parse(text)?;
    let mut seen = HashSet::new();
    for raw in raw.indicators {
        place.check_id(&raw.id, &mut seen)?;
        let known = set.iter().position(|i| i.measure.id == raw.id.value);
        if raw.drop {
            if let Some(known) = known {
                set.remove(known);
            }
            continue;
        }
        let last = set.iter().map(|i| i.row).max().unwrap_or(0);
        let old = known.map(|known| set[known].clone());
        let (row, mut parts, total, mut alternatives, measure) = match old {
            Some(old) => (old.row, old.parts, old.total, old.alternatives, Some(old.measure)),
            None => (last + 1, Vec::new(), None, Vec::new(), None),
        };
        for part in raw.parts {
            place.check_id(&part.id, &mut seen)?;
            add_part(&mut parts, part, &place)?;
        }
        for alternative in raw.alternatives {
            place.check_id(&alternative.id, &mut seen)?;
            let known = alternatives.iter().position(|a| a.id == alternative.id.value);
            let measure = merged(known.map(|k| alternatives[k].clone()), alternative, &place)?;
            match known {
                Some(known) => alternatives[known] = measure,
                None => alternatives.push(measure),
            }
        }
        let own = RawMeasure {
            id: raw.id,
            name: raw.name,
            unit: raw.unit,
            units: raw.units,
            direction: raw.direction,
            merge: raw.merge,
            max: raw.max,
            variants: raw.variants,
            note: raw.note,
            level: raw.level,
            term_level: raw.term_level,
            rate: raw.rate,
        };
        let indicator = Indicator {
            row: raw.row.unwrap_or(row),
            measure: merged(measure, own, &place)?,
            parts,
            total: raw.total.or(total),
            alternatives,
        };
        match known {
            Some(known) => set[known] = indicator,
            None => set.push(indicator),
        }
    }
    // Rows order the set, so that a province can put its own where its list has them.
    set.sort_by_key(|i| i.row);
    if let Some(raw) = raw.growth {
        *growth = Some(bands(growth.take(), raw, set, &place)?);
    }
    Ok(())
}

/// The bands over those they extend.
fn bands(
    old: Option<Growth>,
    raw: Spanned<RawGrowth>,
    set: &[Indicator],
    place: &Place<'_>,
) -> Result<Growth, PackError> {
    let missing = |field| place.at(&raw, Problem::Missing { id: "growth".to_string(), field });
    let band = |new: &Option<Spanned<[f64; 2]>>| new.as_ref().map(|band| place.band(band)).transpose();
    let known = |id: &Spanned<String>| {
        let named = set.iter().flat_map(|i| i.measures()).any(|m| m.id == id.value);
        if named { Ok(id.value.clone()) } else { Err(place.at(id, Problem::UnknownIndicator(id.value.clone()))) }
    };
    let mut pairs = old.as_ref().map(|o| o.pairs.clone()).unwrap_or_default();
    for pair in &raw.value.pairs {
        let rates = pair.rates.iter().map(known).collect::<Result<_, _>>()?;
        let pair = Pair { level: known(&pair.level)?, rates, band: place.band(&pair.band)? };
        pairs.retain(|p: &Pair| p.level != pair.level);
        pairs.push(pair);
    }
    let old = old.as_ref();
    Ok(Growth {
        rate: band(&raw.value.rate)?.or(old.map(|o| o.rate)).ok_or_else(|| missing("rate"))?,
        level: band(&raw.value.level)?.or(old.map(|o| o.level)).ok_or_else(|| missing("level"))?,
        least: raw.value.least.or(old.map(|o| o.least)).unwrap_or(0.0),
        pairs,
    })
}

fn add_part(parts: &mut Vec<Part>, raw: RawPart, place: &Place<'_>) -> Result<(), PackError> {
    let known = parts.iter().position(|p| p.id == raw.id.value);
    let mut part = match (known, raw.name) {
        (Some(known), None) => parts[known].clone(),
        (Some(known), Some(name)) => Part { name, ..parts[known].clone() },
        (None, Some(name)) => Part { id: raw.id.value.clone(), name, variants: Vec::new() },
        (None, None) => {
            return Err(place.at(&raw.id, Problem::Missing { id: raw.id.value.clone(), field: "name" }));
        }
    };
    add_phrases(&mut part.variants, raw.variants).map_err(|p| place.at(&raw.id, p))?;
    match known {
        Some(known) => parts[known] = part,
        None => parts.push(part),
    }
    Ok(())
}

/// A measure over the one it extends, if any.
fn merged(old: Option<Measure>, raw: RawMeasure, place: &Place<'_>) -> Result<Measure, PackError> {
    let missing = |field| place.at(&raw.id, Problem::Missing { id: raw.id.value.clone(), field });
    let old = old.as_ref();
    let mut units = old.map(|o| o.units.clone()).unwrap_or_default();
    let mut variants = old.map(|o| o.variants.clone()).unwrap_or_default();
    units.extend(raw.units.into_iter().filter(|u| !u.trim().is_empty()));
    let mut known = HashSet::new();
    units.retain(|u| known.insert(u.clone()));
    add_phrases(&mut variants, raw.variants).map_err(|p| place.at(&raw.id, p))?;
    Ok(Measure {
        id: raw.id.value.clone(),
        name: raw.name.or(old.map(|o| o.name.clone())).ok_or_else(|| missing("name"))?,
        unit: raw.unit.or(old.map(|o| o.unit.clone())).ok_or_else(|| missing("unit"))?,
        units,
        direction: raw.direction.or(old.map(|o| o.direction)).ok_or_else(|| missing("direction"))?,
        merge: raw.merge.or(old.map(|o| o.merge.clone())).ok_or_else(|| missing("merge"))?,
        max: raw.max.or(old.and_then(|o| o.max)),
        variants,
        note: raw.note.or(old.and_then(|o| o.note.clone())),
        level: raw.level.map(|b| place.band(&b)).transpose()?.or(old.and_then(|o| o.level)),
        term_level: raw.term_level.map(|b| place.band(&b)).transpose()?.or(old.and_then(|o| o.term_level)),
        rate: raw.rate.map(|b| place.band(&b)).transpose()?.or(old.and_then(|o| o.rate)),
    })
}
