//! Limits of a committee's make-up: women, the young, minorities, surplus candidates.

use super::add_phrases;
use super::error::{PackError, Place, Problem};
use super::indicator::Band;
use super::outline::Level;
use crate::lint::finding::Severity;
use serde::Deserialize;
use serde_yaml::Spanned;
use std::collections::HashSet;

/// What a pack says of personnel.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Personnel {
    /// The limits.
    pub limits: Vec<Limit>,
}

/// A limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Unique in the pack.
    pub id: String,
    /// The name people read.
    pub name: String,
    /// What it limits.
    pub share: Share,
    /// Percent between which the share must lie.
    pub band: Band,
    /// How much it weighs when it is too low, and when it is too high: what is not certain is a remark.
    pub weight: (Severity, Severity),
    /// Words that name the group.
    pub variants: Vec<String>,
    /// Of an age: the oldest that the words may name, «dưới 42 tuổi».
    pub age: Option<u32>,
    /// Levels of organisation it does not bind.
    pub skip_units: Vec<Level>,
}

/// What a limit is a limit of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Share {
    /// Members of a group among the committee.
    Members,
    /// Candidates beyond those to be elected, against those to be elected.
    Surplus,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    limits: Vec<RawLimit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawLimit {
    id: Spanned<String>,
    name: Option<String>,
    share: Option<Share>,
    least: Option<f64>,
    most: Option<f64>,
    weight: Option<Severity>,
    low_weight: Option<Severity>,
    #[serde(default)]
    variants: Vec<String>,
    age: Option<u32>,
    skip_units: Option<Vec<Level>>,
    #[serde(default)]
    drop: bool,
}

/// Lays a file over the limits.
pub(super) fn extend(personnel: &mut Personnel, file: &str, text: &str) -> Result<(), PackError> {
    let place = Place { file };
    let raw: RawFile = place.parse(text)?;
    let mut seen = HashSet::new();
    for raw in raw.limits {
        place.check_id(&raw.id, &mut seen)?;
        let known = personnel.limits.iter().position(|l| l.id == raw.id.value);
        if raw.drop {
            personnel.limits.retain(|l| l.id != raw.id.value);
            continue;
        }
        let missing = |field| place.at(&raw.id, Problem::Missing { id: raw.id.value.clone(), field });
        let old = known.and_then(|at| personnel.limits.get(at));
        let band = Band {
            low: raw.least.or(old.map(|o| o.band.low)).unwrap_or(0.0),
            high: raw.most.or(old.map(|o| o.band.high)).unwrap_or(100.0),
        };
        if band.low >= band.high {
            return Err(place.at(&raw.id, Problem::EmptyBand));
        }
        let weight = raw.weight.or(old.map(|o| o.weight.1)).unwrap_or(Severity::Info);
        let low = raw.low_weight.or(raw.weight).or(old.map(|o| o.weight.0)).unwrap_or(weight);
        let mut limit = Limit {
            id: raw.id.value.clone(),
            name: raw.name.or(old.map(|o| o.name.clone())).ok_or_else(|| missing("name"))?,
            share: raw.share.or(old.map(|o| o.share)).ok_or_else(|| missing("share"))?,
            band,
            weight: (low, weight),
            variants: old.map(|o| o.variants.clone()).unwrap_or_default(),
            age: raw.age.or(old.and_then(|o| o.age)),
            skip_units: raw.skip_units.or(old.map(|o| o.skip_units.clone())).unwrap_or_default(),
        };
        add_phrases(&mut limit.variants, raw.variants).map_err(|p| place.at(&raw.id, p))?;
        match known {
            Some(at) => personnel.limits[at] = limit,
            None => personnel.limits.push(limit),
        }
    }
    Ok(())
}
