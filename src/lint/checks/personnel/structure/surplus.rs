//! Candidates beyond those to be elected.

use super::{Found, LEAST, MOST_GROUPS, Part, PersonnelStructure, Word};
use crate::lint::check::Context;
use crate::lint::checks::personnel::{count, found, lead, tail};
use crate::mentions::Fact;
use crate::mentions::fact::Unit;
use crate::text::Syllable;

impl PersonnelStructure {
    /// «danh sách 37 đồng chí, số dư 04 đồng chí, bằng 12,1% số cần bầu».
    pub(super) fn surplus(&self, context: &Context<'_>, variants: &[Vec<Syllable>]) -> Vec<Found> {
        let document = context.document;
        let mut all = Vec::new();
        for (at, sentence) in document.sentences.iter().enumerate() {
            let facts = context.facts().within(&sentence.tokens);
            if facts.is_empty()
                || facts.len() > MOST_GROUPS
                || document.blocks.get(sentence.block as usize).is_none_or(|b| b.is_cell() || b.quoted)
            {
                continue;
            }
            for hit in found(context, variants, &sentence.tokens) {
                let after = facts.iter().find(|f| f.tokens.start >= hit.end && f.tokens.start <= hit.end + 3);
                let after = after.filter(|f| {
                    !f.inexact && !document.between(hit.end, f.tokens.start).contains([',', ';', '.', '('])
                });
                let Some(fact) = after.filter(|f| !self.starts_range(context, f)) else { continue };
                let place = document.token_range(hit.start..fact.end);
                if fact.unit == Unit::Percent {
                    // «số dư 12,1%», not «số dư tối đa 30%».
                    all.push(Found { place, share: Part::Stated(fact.value) });
                    continue;
                }
                let Some(more) = count(fact.value).filter(|_| self.counts(context, fact)) else { continue };
                // One candidate more is as few as there can be.
                let Some(seats) =
                    self.seats(context, at, facts, fact, more).filter(|seats| more > 1 || *seats >= LEAST)
                else {
                    continue;
                };
                all.push(Found { place, share: Part::Of(more, seats) });
            }
        }
        all
    }

    /// How many are to be elected: as stated in the sentence or the one before, else the list less the surplus.
    fn seats(&self, context: &Context<'_>, sentence: usize, facts: &[Fact], surplus: &Fact, more: i64) -> Option<i64> {
        let others = || facts.iter().filter(|f| f.tokens != surplus.tokens && self.counts(context, f) && !f.inexact);
        let says = |word: Word, fact: &Fact| {
            self.has(context, word, &lead(context, fact))
                || self.found(context, word, &tail(context, fact)).iter().any(|h| h.start <= fact.end + 1)
        };
        let listed = others().find(|f| says(Word::List, f));
        let list = listed.and_then(|f| count(f.value));
        let earlier = sentence.checked_sub(1).map_or(&[][..], |before| context.facts().of_sentence(before as u32));
        let stated =
            others().chain(earlier.iter().filter(|f| self.counts(context, f))).filter(|f| says(Word::Elect, f));
        // «Danh sách bầu Ban Chấp hành 31 đồng chí» is the list itself.
        let stated = stated.filter(|f| listed.is_none_or(|list| list.tokens != f.tokens));
        let stated: Vec<i64> = stated.filter_map(|f| count(f.value)).collect();
        match list {
            // The list proves which number is meant.
            Some(list) if stated.is_empty() || stated.contains(&(list - more)) => {
                Some(list - more).filter(|seats| *seats > 0)
            }
            Some(_) => None,
            None => stated.last().copied().filter(|seats| *seats > more),
        }
    }

    /// «số dư từ 10% đến 15%».
    fn starts_range(&self, context: &Context<'_>, fact: &Fact) -> bool {
        let at = fact.tokens.start;
        at > 0 && self.has(context, Word::Bound, &(at - 1..at))
    }
}
