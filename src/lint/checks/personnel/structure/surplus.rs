//! Candidates beyond those to be elected.

use super::{Found, LEAST, MOST_GROUPS, Part, PersonnelStructure, Word};
use crate::lint::check::Context;
use crate::lint::checks::personnel::{count, found, is_outgoing, lead, tail};
use crate::mentions::Fact;
use crate::mentions::fact::Unit;
use crate::text::Syllable;
use std::ops::Range;

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
            let named = found(context, variants, &sentence.tokens);
            if named.is_empty() {
                self.unnamed(context, facts, &mut all);
            }
            for hit in named {
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
        // «Ban Thường vụ 05 đồng chí, số dư 02 đồng chí»: a body with its own number; nothing said of another one before.
        let own = others().rfind(|f| f.end <= surplus.tokens.start && self.body_before(context, f).is_some());
        let earlier = sentence.checked_sub(1).filter(|_| own.is_none() || listed.is_some());
        let earlier = earlier.map_or(&[][..], |before| context.facts().of_sentence(before as u32));
        let stated =
            others().chain(earlier.iter().filter(|f| self.counts(context, f))).filter(|f| says(Word::Elect, f));
        // «Danh sách bầu Ban Chấp hành 31 đồng chí» is the list itself.
        let is_list = |f: &&Fact| match listed {
            Some(list) => list.tokens == f.tokens,
            None => says(Word::List, f),
        };
        let stated: Vec<i64> = stated.filter(|f| !is_list(f)).filter_map(|f| count(f.value)).collect();
        let own = own.filter(|f| self.is_bare(context, f)).and_then(|f| count(f.value));
        match list {
            // The list proves which number is meant.
            Some(list) if stated.is_empty() || stated.contains(&(list - more)) => {
                Some(list - more).filter(|seats| *seats > 0)
            }
            Some(_) => None,
            None => stated.last().copied().or(own).filter(|seats| *seats > more),
        }
    }

    /// «Ban Thường vụ có 5 đồng chí, danh sách giới thiệu 7 đồng chí»: a list with more names than the body right before it
    /// has seats.
    fn unnamed(&self, context: &Context<'_>, facts: &[Fact], all: &mut Vec<Found>) {
        let document = context.document;
        for pair in facts.windows(2) {
            let [seats, list] = pair else { continue };
            let between = seats.end..list.tokens.start;
            let ballot = self.found(context, Word::Ballot, &between).pop();
            let opens = ballot.is_some_and(|hit| {
                let comma = document.between(hit.start, hit.start).trim_end().ends_with([',', ';']);
                hit.start == seats.end && comma && self.is_filled(context, hit.end..list.tokens.start)
            });
            let plain = |f: &Fact| self.counts(context, f) && !f.inexact;
            if !opens || !plain(seats) || !plain(list) || !tail(context, list).is_empty() {
                continue;
            }
            let (Some(number), Some(names)) = (count(seats.value), count(list.value)) else { continue };
            let block = document.block_of_token(seats.tokens.start);
            let going = block.is_none_or(|b| is_outgoing(context, b, self.phrases(Word::Outgoing)));
            let more = names - number;
            if more > 0 && (more > 1 || number >= LEAST) && self.is_bare(context, seats) && !going {
                let place = document.token_range(seats.tokens.start..list.end);
                all.push(Found { place, share: Part::Of(more, number) });
            }
        }
    }

    /// The last body named before a figure.
    fn body_before(&self, context: &Context<'_>, fact: &Fact) -> Option<Range<usize>> {
        let before = lead(context, fact);
        let last = |word: Word| self.found(context, word, &before).pop();
        [Word::Committee, Word::Other].into_iter().filter_map(last).max_by_key(|hit| hit.end)
    }

    /// Whether nothing but a body's name and «có», «gồm» leads a figure: «; Ban Thường vụ gồm 05 đồng chí».
    fn is_bare(&self, context: &Context<'_>, fact: &Fact) -> bool {
        let Some(body) = self.body_before(context, fact) else { return false };
        let from = lead(context, fact).start;
        let opens =
            from == body.start || context.document.between(body.start, body.start).contains([',', ';', '.', ':', ')']);
        opens && self.is_filled(context, body.end..fact.tokens.start)
    }

    /// Whether some words say nothing more than that a number follows.
    fn is_filled(&self, context: &Context<'_>, words: Range<usize>) -> bool {
        words.is_empty() || self.found(context, Word::Filled, &words).first() == Some(&words)
    }

    /// «số dư từ 10% đến 15%».
    fn starts_range(&self, context: &Context<'_>, fact: &Fact) -> bool {
        let at = fact.tokens.start;
        at > 0 && self.has(context, Word::Bound, &(at - 1..at))
    }
}
