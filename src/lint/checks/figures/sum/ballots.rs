//! Votes handed in, and how many of them are valid.

use super::{Lists, Parts, draft, total};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact};
use crate::text::{Hit, fold, outermost};

/// Tokens of «phiếu không hợp lệ».
const VALID: usize = 4;

impl Lists {
    /// «thu về 108 phiếu, trong đó 107 phiếu hợp lệ, 2 phiếu không hợp lệ»: what is handed in is one or the other.
    pub(super) fn ballots(&self, context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
        let words = &context.catalogue.figures;
        let at = group.iter().rposition(|fact| fact.is_led_by(Cue::Cast))?;
        let (whole, rest) = (&group[at], group.get(at + 1..at + 3)?);
        let facts: Vec<&Fact> = rest.iter().collect();
        let said = |fact: &Fact| {
            let around = fact.tokens.start.saturating_sub(VALID)..fact.end + VALID;
            let hits = outermost(words.cues(context.mentions, &around).filter(|hit| hit.item == Cue::Valid as u32));
            let joined = |at: usize| !context.document.has_mark(at, &[',', ';', '.']);
            let own = |hit: &&&Hit| {
                let (start, end) = (hit.start as usize, hit.end as usize);
                end == fact.tokens.start && joined(end)
                    || (fact.tokens.end..=fact.end).contains(&start) && joined(start)
            };
            hits.iter().find(own).map(|hit| context.document.token_text(hit.start as usize..hit.end as usize))
        };
        let invalid = |fact: &Fact| said(fact).map(|words| fold(words).contains("không"));
        let plain = |fact: &&Fact| fact.of.is_none() && !fact.inexact && fact.value.scale == 0;
        let both = invalid(facts[0])? != invalid(facts[1])?;
        let (sum, amount) = (total(&facts)?, whole.amount()?);
        let apart = (sum.value() - amount.value()).abs();
        let near = apart > 0.0 && apart <= self.near * amount.value();
        let parts = Parts { tokens: facts[0].tokens.start..facts[1].end, facts };
        (both && near && plain(&whole) && parts.facts.iter().all(plain)).then(|| draft(whole, &parts, sum))
    }
}
