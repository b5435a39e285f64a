//! Running orders: the steps of a congress and which must come before which.

use super::add_phrases;
use super::error::{PackError, Place, Problem};
use serde::Deserialize;
use serde_yaml::Spanned;
use std::collections::HashSet;

/// What a pack says of running orders.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Script {
    /// The steps, in their usual order.
    pub steps: Vec<Step>,
    /// What the heads of a running order's table are called.
    pub heads: Heads,
    /// Words of headings over the preparatory session.
    pub preparatory: Vec<String>,
    /// Words of rows in which nobody leads anything.
    pub breaks: Vec<String>,
    /// Words of headings over the main session.
    pub main: Vec<String>,
    /// Words of headings over what is said at a step or prepared before it: no order of steps.
    pub asides: Vec<String>,
    /// Words of a line by which somebody leads its step.
    pub leaders: Vec<String>,
    /// Words shortly before those by which nobody leads it yet: «chia 05 tổ thảo luận».
    pub prepares: Vec<String>,
    /// What a short running order calls the whole ballot, without its steps.
    pub ballot: Vec<String>,
    /// What stands in a cell and names nobody and no hour all the same: «phân công sau».
    pub unset: Vec<String>,
    /// What a row is called that adds the minutes up: no step.
    pub totals: Vec<String>,
}

/// A step of a congress.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Unique in the pack.
    pub id: String,
    /// The name people read.
    pub name: String,
    /// When it must be there.
    pub required: Need,
    /// What running orders call it.
    pub variants: Vec<String>,
    /// Words that show it is there and are too common to show where: «công bố kết quả».
    pub told: Vec<String>,
    /// Words that show it where a row names no step at all: «Kết quả xét tư cách».
    pub hints: Vec<String>,
    /// Steps that must stand before it.
    pub after: Vec<String>,
    /// Whether every session begins with it anew, whatever the preparatory one did.
    pub anew: bool,
    /// Whether with it a committee is appointed, not elected.
    pub appoints: bool,
    /// Steps that are not meant where this one is named before them: «Thảo luận Báo cáo chính trị».
    pub hides: Vec<String>,
}

/// When a step must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// In every congress.
    Always,
    /// Where a committee is elected by ballot.
    Elected,
    /// Never; it has its place if it is there.
    No,
}

/// The heads of the columns of a running order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Heads {
    /// When.
    pub time: Vec<String>,
    /// What.
    pub content: Vec<String>,
    /// Who does it.
    pub person: Vec<String>,
    /// Who calls them up.
    pub introducer: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    heads: RawHeads,
    preparatory: Option<Spanned<Vec<String>>>,
    breaks: Option<Spanned<Vec<String>>>,
    main: Option<Spanned<Vec<String>>>,
    asides: Option<Spanned<Vec<String>>>,
    leaders: Option<Spanned<Vec<String>>>,
    prepares: Option<Spanned<Vec<String>>>,
    ballot: Option<Spanned<Vec<String>>>,
    unset: Option<Spanned<Vec<String>>>,
    totals: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    steps: Vec<RawStep>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHeads {
    time: Option<Spanned<Vec<String>>>,
    content: Option<Spanned<Vec<String>>>,
    person: Option<Spanned<Vec<String>>>,
    introducer: Option<Spanned<Vec<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    id: Spanned<String>,
    name: Option<String>,
    required: Option<Need>,
    #[serde(default)]
    variants: Vec<String>,
    #[serde(default)]
    told: Vec<String>,
    #[serde(default)]
    hints: Vec<String>,
    after: Option<Vec<Spanned<String>>>,
    anew: Option<bool>,
    appoints: Option<bool>,
    hides: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    drop: bool,
}

/// Lays a file over the running order.
pub(super) fn extend(script: &mut Script, file: &str, text: &str) -> Result<(), PackError> {
    let place = Place { file };
    let raw: RawFile = place.parse(text)?;
    for (into, more) in [
        (&mut script.heads.time, raw.heads.time),
        (&mut script.heads.content, raw.heads.content),
        (&mut script.heads.person, raw.heads.person),
        (&mut script.heads.introducer, raw.heads.introducer),
        (&mut script.preparatory, raw.preparatory),
        (&mut script.breaks, raw.breaks),
        (&mut script.main, raw.main),
        (&mut script.asides, raw.asides),
        (&mut script.leaders, raw.leaders),
        (&mut script.prepares, raw.prepares),
        (&mut script.ballot, raw.ballot),
        (&mut script.unset, raw.unset),
        (&mut script.totals, raw.totals),
    ] {
        if let Some(more) = more {
            add_phrases(into, more.value.clone()).map_err(|problem| place.at(&more, problem))?;
        }
    }
    let mut seen = HashSet::new();
    let mut named: Vec<Spanned<String>> = Vec::new();
    for raw in raw.steps {
        place.check_id(&raw.id, &mut seen)?;
        let known = script.steps.iter().position(|s| s.id == raw.id.value);
        if raw.drop {
            script.steps.retain(|s| s.id != raw.id.value);
            continue;
        }
        let missing = |field| place.at(&raw.id, Problem::Missing { id: raw.id.value.clone(), field });
        let old = known.map(|at| script.steps[at].clone());
        let mut ids = |list: Option<Vec<Spanned<String>>>, old: Option<Vec<String>>| match list {
            Some(list) => {
                let ids = list.iter().map(|id| id.value.clone()).collect();
                named.extend(list);
                ids
            }
            None => old.unwrap_or_default(),
        };
        let mut step = Step {
            id: raw.id.value.clone(),
            name: raw.name.or(old.as_ref().map(|o| o.name.clone())).ok_or_else(|| missing("name"))?,
            required: raw.required.or(old.as_ref().map(|o| o.required)).ok_or_else(|| missing("required"))?,
            variants: old.as_ref().map(|o| o.variants.clone()).unwrap_or_default(),
            told: old.as_ref().map(|o| o.told.clone()).unwrap_or_default(),
            hints: old.as_ref().map(|o| o.hints.clone()).unwrap_or_default(),
            after: ids(raw.after, old.as_ref().map(|o| o.after.clone())),
            appoints: raw.appoints.or(old.as_ref().map(|o| o.appoints)).unwrap_or_default(),
            anew: raw.anew.or(old.as_ref().map(|o| o.anew)).unwrap_or_default(),
            hides: ids(raw.hides, old.as_ref().map(|o| o.hides.clone())),
        };
        add_phrases(&mut step.variants, raw.variants).map_err(|p| place.at(&raw.id, p))?;
        add_phrases(&mut step.told, raw.told).map_err(|p| place.at(&raw.id, p))?;
        add_phrases(&mut step.hints, raw.hints).map_err(|p| place.at(&raw.id, p))?;
        match known {
            Some(at) => script.steps[at] = step,
            None => script.steps.push(step),
        }
    }
    match named.iter().find(|id| !script.steps.iter().any(|s| s.id == id.value)) {
        Some(id) => Err(place.at(id, Problem::UnknownStep(id.value.clone()))),
        None => {
            // What was dropped orders nothing.
            let known: HashSet<String> = script.steps.iter().map(|s| s.id.clone()).collect();
            for step in &mut script.steps {
                step.after.retain(|id| known.contains(id));
                step.hides.retain(|id| known.contains(id));
            }
            Ok(())
        }
    }
}
