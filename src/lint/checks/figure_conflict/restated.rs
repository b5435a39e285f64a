//! An amount told again in brackets in another unit: «45.000 m² đất (4,5 ha)».

use super::tables::leading;
use crate::lint::check::{Context, Draft};
use crate::mentions::Fact;
use crate::mentions::fact::Unit;
use crate::text::{Gap, TokenKind};

/// Words of the thing between an amount and its bracket: «26.400 m² đất ở (2,64 ha)».
const THING: usize = 3;

/// Digits that two numbers must have for an exchange of two of them to be a slip.
const LEAST_DIGITS: u32 = 3;

/// «45.000 m² đất (45 ha)»: the same digits make another amount, or two of them have changed places. Whatever differs
/// otherwise may be a part of it, or rounded.
pub(super) fn in_brackets(context: &Context<'_>, out: &mut Vec<Draft>) {
    let document = context.document;
    let facts = &context.facts().all;
    for (at, fact) in facts.iter().enumerate() {
        // The 2 of «m2» is no figure of its own.
        let next = facts.iter().skip(at + 1).take(2).find(|next| next.tokens.start >= fact.end);
        let Some(again) = next.filter(|again| says_again(context, fact, again)) else { continue };
        let (Some(stated), Some(other)) = (leading(fact.value), leading(again.value)) else { continue };
        let (Some(amount), Some(meant)) = (fact.amount(), again.amount()) else { continue };
        let (ratio, same) = (amount.value() / meant.value(), stated.mantissa == other.mantissa);
        let moved = same && !(0.5..2.0).contains(&ratio);
        let near = (0.5..2.0).contains(&ratio);
        if moved || near && stated.digit_count() >= LEAST_DIGITS && stated.is_swapped(other) {
            let text = |fact: &Fact| document.token_text(fact.tokens.start..fact.end).to_string();
            let draft = Draft::at(document.token_range(fact.tokens.start..fact.end))
                .say("restated")
                .with("stated", text(fact))
                .with("other", text(again));
            let draft = draft.see(document.token_range(again.tokens.start..again.end), text(again));
            out.push(draft);
        }
    }
}

/// Whether the second amount stands alone in brackets right behind the first, measures the same, in another unit.
fn says_again(context: &Context<'_>, fact: &Fact, again: &Fact) -> bool {
    let (Unit::Measure(x, large), Unit::Measure(y, small)) = (fact.unit, again.unit) else { return false };
    let document = context.document;
    let thing = fact.end..again.tokens.start;
    let is_word = |at: usize| {
        let token = document.tokens.get(at);
        token.is_some_and(|t| t.gap == Gap::Space && t.kind == TokenKind::Word)
    };
    let mark = |at: usize| document.between(at, at).trim();
    let told = x == y && large != small && fact.sentence == again.sentence;
    told && !(fact.inexact || again.inexact || fact.of.is_some() || again.of.is_some())
        && thing.len() <= THING
        && thing.into_iter().all(is_word)
        && mark(again.tokens.start) == "("
        && mark(again.end).starts_with(')')
}
