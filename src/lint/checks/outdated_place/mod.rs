//! Names of units that no longer exist at the report's date.
//!
//! The gazetteer says whether the unit stands; this check says whether the sentence speaks of today.
//! A report of a merged unit tells much of what its predecessors did, and rightly under their old
//! names: wherever the text shows that it tells the past, it is left alone.

mod wording;

#[cfg(test)]
mod sweeps;
#[cfg(test)]
mod tests;

use crate::document::Kind;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::checks::CheckSpec;
use crate::lint::checks::abolished_level::BodyPlaces;
use crate::lint::finding::Severity;
use crate::lint::past::{Page, Seen, history};
use crate::mentions::place::InList;
use crate::places::{Level, Mention, Outdated, Part, Reach, UnitType, Verdict};
use crate::text::{Case, Hit, LexiconBuilder, ListId};
use serde::Deserialize;
use std::collections::HashSet;

/// `outdated-place:` in a rule file. The words that show what a sentence tells are in `lints/data/past.yml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutdatedPlace {
    /// Committees that bear their province's name alone: «Tỉnh ủy».
    committees: Vec<String>,
    #[serde(skip)]
    list: Option<ListId>,
}

impl Check for OutdatedPlace {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.list = Some(builder.list_of(&self.committees));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        // A merger annex exists to give the figures of the old units.
        if context.document.meta.kind == Some(Kind::MergerAnnex) {
            return;
        }
        let page = Page::new(context);
        let (bodies, is_said) = places_of_bodies(&page);
        let mut said = HashSet::new();
        for at in 0..page.places.len() {
            let Some((seen, found)) = judged(&page, at) else { continue };
            let tokens = wording::part(&seen, &found);
            let asked = bodies.asked.contains(&at);
            let decided = bodies.told_of.contains(&at) || (asked && is_said);
            // «các xã A, B, huyện C»: the district is said once.
            if decided || said.contains(&tokens.start) || (!asked && is_told(&page, &seen, &found)) {
                continue;
            }
            said.insert(tokens.start);
            let severity = if seen.spot.is_task || asked { Severity::Error } else { Severity::Warning };
            out.push(wording::draft(&page, &seen, &found, tokens).weigh(severity));
        }
        if let Some(list) = self.list {
            out.extend(context.mentions.hits.of(list).iter().filter_map(|hit| committee(&page, hit)));
        }
    }
}

/// «Báo cáo Tỉnh ủy Long An trước ngày 30/11/2025»: the committee of a province that is part of another by now.
fn committee(page: &Page<'_>, hit: &Hit) -> Option<Draft> {
    let (start, end) = (hit.start as usize, hit.end as usize);
    let name = page.name_after(end, &[UnitType::Tinh])?;
    let mention = Mention::new(UnitType::Tinh, page.words(&name));
    let Verdict::Outdated(found) = page.judge(&mention) else { return None };
    let spot = page.spot(start..name.end)?;
    let past = history::is_no_statement(page, &spot) || history::told(page, &spot, found.date);
    if past || found.states.iter().any(|unit| unit.level != Level::Province) {
        return None;
    }
    let severity = if spot.is_task { Severity::Error } else { Severity::Warning };
    Some(wording::of_committee(page, start..name.end, &found).weigh(severity))
}

/// What `abolished-level` knows of places that are the units of bodies, and whether it says so itself: one word from
/// one rule. Where it does not run, the unit is for this rule to name.
fn places_of_bodies(page: &Page<'_>) -> (BodyPlaces, bool) {
    let context = page.context;
    let found = context.catalogue.rules.iter().find_map(|rule| match &rule.check {
        CheckSpec::AbolishedLevel(check) if rule.applies_to(context.document.meta.kind) => Some((rule, check)),
        _ => None,
    });
    found.map_or_else(Default::default, |(rule, check)| (check.places(page), context.runs(rule)))
}

/// A mention that could be accused, with what the gazetteer says against it.
fn judged<'p>(page: &'p Page<'_>, at: usize) -> Option<(Seen<'p>, Outdated<'static>)> {
    let (_, place) = page.places.get(at)?;
    if !place.known || place.longer || page.is_own_unit(place) {
        return None;
    }
    let seen = page.seen(at)?;
    if history::is_no_statement(page, &seen.spot) || history::names_something_else(page, &seen) {
        return None;
    }
    let chain = page.chain(place);
    let near = page.near(&seen);
    let alone = Mention { unit_type: place.unit, name: page.words(&place.name), chain: &chain, near: None };
    let verdict = page.judge(&alone);
    let verdict = match (verdict, near) {
        // What stands in the report's own province is meant, not the namesake of a place told of before.
        (Verdict::Alive, Some(_)) if page.scope().province().is_some() => return None,
        (verdict, None) => verdict,
        (verdict, near) => match page.judge(&Mention { near, ..alone }) {
            // That the larger unit is gone is said where it stands.
            Verdict::Outdated(found) if found.part != Part::Unit => verdict,
            nearer => nearer,
        },
    };
    let Verdict::Outdated(found) = verdict else { return None };
    is_sure(page, &seen, &found).then_some((seen, *found))
}

/// Whether the text tells of a time when the unit stood, or of how it became what it is.
fn is_told(page: &Page<'_>, seen: &Seen<'_>, found: &Outdated<'_>) -> bool {
    let next = || found.successors.iter().map(|next| next.unit.name).collect::<Vec<_>>();
    history::told(page, &seen.spot, found.date) || history::became(page, seen, &next())
}

/// Whether the words are surely the name of the unit found. What lies far from the report's own land is
/// believed only where no ordinary words can look the same.
fn is_sure(page: &Page<'_>, seen: &Seen<'_>, found: &Outdated<'_>) -> bool {
    let close = found.reach <= Reach::District;
    let name = &page.context.document.tokens[seen.place.name.clone()];
    let capitals = name.iter().all(|t| t.case == Case::Upper);
    let ordinary = name.len() == 1 && matches!(seen.place.unit, UnitType::Xa | UnitType::Phuong);
    let carried_unsaid = seen.place.list == InList::Later && !seen.place_is_plural;
    let far = found.reach == Reach::Nation;
    close || !(carried_unsaid || (far && (capitals || ordinary)))
}
