//! Names of units that no longer exist at the report's date.
//!
//! The gazetteer says whether the unit stands; this check says whether the sentence speaks of today.
//! A report of a merged unit tells much of what its predecessors did, and rightly under their old
//! names: wherever the text shows that it tells the past, it is left alone.

mod history;
mod page;
mod time;
mod wording;

#[cfg(test)]
mod tests;

use crate::document::Kind;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::Severity;
use crate::mentions::place::InList;
use crate::places::{Mention, Outdated, Part, Reach, UnitType, Verdict};
use crate::text::{Case, LexiconBuilder, ListId};
use page::{Page, Scopes, Seen};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};

/// What a phrase of the rule file shows, wherever it stands as said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Cue {
    /// Right after the name, or after the list it stands in: «cũ», «trước đây».
    Former,
    /// Later in the sentence: «nay là».
    Now,
    /// Anywhere in the sentence: «sáp nhập», «tiền thân».
    History,
    /// In a heading or the head of a table, for all below it; in a sentence, for it and the next.
    OldData,
    /// In the clause: it speaks of the outgoing term.
    Outgoing,
    /// In the clause: it speaks of today whatever year stands beside it.
    Today,
    /// In the clause of a task: it speaks of what is to be done.
    ToDo,
    /// In the heading of directions and tasks, where no outline tells.
    Directions,
    /// In the head of a table of tasks.
    TaskTable,
    /// Right before the unit word: the whole is the name of a school, a road, a market.
    NameOf,
    /// Before the unit word with words of the name between: cooperatives.
    LongNameOf,
    /// Right after the name: it is one of several houses of a body.
    BranchOf,
    /// Before the name: where a person comes from.
    Origin,
    /// Kinds of document that have an issuer.
    Document,
    /// A block that begins so is a note.
    Note,
}

/// `outdated-place:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OutdatedPlace {
    /// Phrases by what they show.
    cues: BTreeMap<Cue, Vec<String>>,
    #[serde(skip)]
    list: Option<ListId>,
    #[serde(skip)]
    scopes: Scopes,
}

impl Check for OutdatedPlace {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let list = builder.list();
        for (cue, phrases) in &self.cues {
            builder.add_all(list, *cue as u32, phrases);
        }
        self.list = Some(list);
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        // A merger annex exists to give the figures of the old units.
        if context.document.meta.kind == Some(Kind::MergerAnnex) {
            return;
        }
        let Some(list) = self.list else { return };
        let page = Page::new(context, list, &self.scopes);
        let mut said = HashSet::new();
        for at in 0..page.places.len() {
            let Some((seen, found)) = judged(&page, at) else { continue };
            let tokens = wording::part(&seen, &found);
            // «các xã A, B, huyện C»: the district is said once.
            if said.contains(&tokens.start) || history::told(&page, &seen, &found) {
                continue;
            }
            said.insert(tokens.start);
            let severity = if seen.is_task { Severity::Error } else { Severity::Warning };
            out.push(wording::draft(&page, &seen, &found, tokens).weigh(severity));
        }
    }
}

/// A mention that could be accused, with what the gazetteer says against it.
fn judged<'p>(page: &'p Page<'_>, at: usize) -> Option<(Seen<'p>, Outdated<'static>)> {
    let (tokens, place) = page.places.get(at)?;
    if !place.known || place.longer || page.is_own_unit(place) {
        return None;
    }
    let seen = page.seen(at, tokens, place)?;
    if history::is_no_statement(page, &seen) || history::names_something_else(page, &seen) {
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
