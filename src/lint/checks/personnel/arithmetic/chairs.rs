//! More chairs of inspection committees than there are bodies that have one.

use super::{PersonnelArithmetic, Word};
use crate::lint::check::{Context, Draft};
use crate::lint::checks::personnel::{count, found, tail};
use crate::mentions::Fact;
use std::ops::Range;

/// Bodies as they are counted: how many, and where.
struct Bodies {
    value: i64,
    tokens: Range<usize>,
}

impl PersonnelArithmetic {
    pub(super) fn chairs(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        let whole = 0..document.tokens.len();
        let all = [(Word::Chair, false), (Word::AnyChair, true)];
        let mut met: Vec<usize> = Vec::new();
        for (word, near) in all {
            for hit in self.hits(context, word, &whole) {
                let Some(fact) = self.counted_by(context, hit.start).filter(|f| !met.contains(&f.tokens.start)) else {
                    continue;
                };
                let Some(chairs) = count(fact.value) else { continue };
                let bodies = if near { self.bodies_near(context, fact, &hit) } else { self.bodies(context) };
                let Some(bodies) = bodies.filter(|b| chairs > b.value && !self.counts_deputies(context, &hit)) else {
                    continue;
                };
                met.push(fact.tokens.start);
                let place =
                    document.token_range(fact.tokens.start..hit.end.max(tail(context, fact).end.min(hit.end + 2)));
                let draft = Draft::at(place).say(if near { "bodies" } else { "chairs" });
                let draft = draft.with("chairs", chairs.to_string()).with("bodies", bodies.value.to_string());
                out.push(draft.see(document.token_range(bodies.tokens), bodies.value.to_string()));
            }
        }
    }

    /// The figure that counts the people named from a token on: «10 đồng chí chủ nhiệm …».
    fn counted_by<'c>(&self, context: &'c Context<'_>, at: usize) -> Option<&'c Fact> {
        let facts = &context.facts().all;
        let fact = facts.get(facts.partition_point(|f| f.tokens.start < at).checked_sub(1)?)?;
        (fact.end == at && fact.end > fact.tokens.end && self.counts(context, fact)).then_some(fact)
    }

    /// «… và phó chủ nhiệm ủy ban kiểm tra»: not only chairs are counted.
    fn counts_deputies(&self, context: &Context<'_>, hit: &Range<usize>) -> bool {
        (hit.end..hit.end + 2).any(|at| self.stands(context, &self.ready.deputy, at).is_some())
    }

    /// The most party committees at the base that the document counts, in figures or as a word.
    fn bodies(&self, context: &Context<'_>) -> Option<Bodies> {
        let named = self.hits(context, Word::Organisation, &(0..context.document.tokens.len()));
        named.iter().filter_map(|body| self.counted(context, body)).max_by_key(|bodies| bodies.value)
    }

    /// The most bodies that the paragraph counts, if the sentence says that they are all that have a chair: «Cả tám
    /// đảng bộ đều lập ủy ban kiểm tra, với …», «… chủ nhiệm ủy ban kiểm tra của tám đảng bộ», «tám đảng bộ này có …
    /// chủ nhiệm ủy ban kiểm tra đương chức».
    fn bodies_near(&self, context: &Context<'_>, fact: &Fact, hit: &Range<usize>) -> Option<Bodies> {
        let block = context.document.block_of_token(fact.tokens.start)?;
        let sentence = context.document.sentences.get(fact.sentence as usize)?;
        let counted = self.hits(context, Word::Body, &block.tokens);
        let counted: Vec<Bodies> = counted.iter().filter_map(|body| self.counted(context, body)).collect();
        let are_all = |bodies: &Bodies| {
            let before = bodies.tokens.start.saturating_sub(2)..bodies.tokens.start;
            let stands = |words| before.clone().any(|at| self.stands(context, words, at) == Some(before.end));
            let own = sentence.tokens.contains(&bodies.tokens.start);
            let held = bodies.tokens.start >= hit.end && bodies.tokens.start <= hit.end + 3 && stands(&self.ready.of);
            own && (held || stands(&self.ready.all) || self.have_in_office(context, bodies, fact, hit))
        };
        if !counted.iter().any(are_all) || !found(context, &self.ready.succession, &sentence.tokens).is_empty() {
            return None;
        }
        counted.into_iter().max_by_key(|bodies| bodies.value)
    }

    /// Whether bodies are what the sentence says has some chairs, all at one time.
    fn have_in_office(&self, context: &Context<'_>, bodies: &Bodies, fact: &Fact, hit: &Range<usize>) -> bool {
        let mut at = bodies.tokens.end;
        while let Some(end) = self.stands(context, &self.ready.these, at) {
            at = end;
        }
        // What two bodies count of those below them is far more than two.
        let few = count(fact.value).is_some_and(|chairs| chairs < 2 * bodies.value);
        few && at < fact.tokens.start
            && self.stands(context, &self.ready.have, at).is_some()
            && self.stands(context, &self.ready.in_office, hit.end).is_some()
    }

    /// How many of a body there are, in figures or as a word.
    fn counted(&self, context: &Context<'_>, body: &Range<usize>) -> Option<Bodies> {
        let tokens = &context.document.tokens;
        let at = body.start.checked_sub(1)?;
        if !context.document.between(body.start, body.start).trim().is_empty() {
            return None;
        }
        let number =
            |at: usize| self.ready.numbers.iter().position(|word| tokens.get(at).is_some_and(|t| t.id == *word));
        // «hai mươi tám» is read by nobody here.
        let value = match number(at) {
            Some(value) if at.checked_sub(1).and_then(number).is_none() => value as i64 + 1,
            Some(_) => return None,
            None => {
                let fact = context
                    .facts()
                    .within(&(at..at + 1))
                    .first()
                    .filter(|f| !f.inexact && f.tokens.end == body.start)?;
                count(fact.of.unwrap_or(fact.value))?
            }
        };
        Some(Bodies { value, tokens: at..body.end })
    }
}
