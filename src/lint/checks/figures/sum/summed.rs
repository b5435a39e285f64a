//! A total in a sentence of its own, after a list: «… năm 2023: 31 đảng viên; năm 2024: 25 đảng viên. Cộng cả năm năm được 124
//! đảng viên».

use super::{MOST, Sum, draft_of, tolerance, total};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact, Unit};

/// Words between the head of the sentence and its total, at most, and items of the list, at least.
const HEAD: usize = 9;
const LEAST: usize = 3;

impl Sum {
    /// The total that opens a sentence, where the list of the sentence before does not make it.
    pub(super) fn summed_up(&self, context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
        let whole = group.first().filter(|whole| is_counted(whole))?;
        let sentences = &context.document.sentences;
        let (this, before) =
            (sentences.get(whole.sentence as usize)?, sentences.get(whole.sentence.checked_sub(1)? as usize)?);
        let words = &context.catalogue.figures;
        let head = this.tokens.start..whole.tokens.start;
        let opens = words.begins(context.mentions, Cue::Adds, head.start);
        // «Tổng cộng bình quân mỗi năm …»
        let spread = || words.has(context.mentions, Cue::Average, &head);
        let plain = || !context.document.between(head.start + 1, head.end).contains([',', ';', ':', '(']);
        if !opens || head.len() > HEAD || before.block != this.block || !plain() || spread() {
            return None;
        }
        let parts = items(context, context.facts().of_sentence(whole.sentence - 1), whole)?;
        let (sum, amount) = (total(&parts)?, whole.amount()?);
        let apart = (sum.value() - amount.value()).abs();
        let near = apart <= self.near / 2.0 * amount.value() || amount.is_slip_of(sum);
        let wrong = apart > tolerance(whole, &parts) && near;
        let tokens = parts.first()?.tokens.start..whole.end;
        wrong.then(|| draft_of(whole, &parts, tokens, sum))
    }
}

/// What each item of a list counts; none where some of it is told otherwise, or the list has a whole of its own.
fn items<'f>(context: &Context<'_>, list: &'f [Fact], whole: &Fact) -> Option<Vec<&'f Fact>> {
    let parts: Vec<&Fact> = list.iter().filter(|fact| context.catalogue.figures.akin(fact.unit, whole.unit)).collect();
    let changes = |fact: &Fact| fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::To, Cue::Total, Cue::Yearly]);
    let plain = |fact: &&Fact| is_counted(fact) && !changes(fact) && fact.same_kind(parts[0]);
    let parted = |pair: &[&Fact]| {
        let between = pair[0].end..pair[1].tokens.start;
        let gap = context.document.between(between.start, between.end);
        let deeper = context.catalogue.figures.has(context.mentions, Cue::Subset, &between);
        gap.contains([',', ';']) && !gap.contains(['(', ')']) && !deeper || gap.trim() == "và"
    };
    let alone = |part: &&Fact| part.amount().zip(whole.amount()).is_some_and(|(x, y)| x.value() < y.value());
    let one_list = (LEAST..=MOST).contains(&parts.len()) && parts.iter().all(plain) && parts.windows(2).all(parted);
    (one_list && parts.iter().all(alone) && !is_led_by_its_sum(&parts)).then_some(parts)
}

/// «124 đảng viên, gồm năm 2020: 19, …»: the first is what the others make.
fn is_led_by_its_sum(parts: &[&Fact]) -> bool {
    parts.split_first().is_some_and(|(first, rest)| total(rest).is_some_and(|sum| Some(sum) == first.amount()))
}

fn is_counted(fact: &Fact) -> bool {
    fact.of.is_none() && !fact.inexact && matches!(fact.unit, Unit::Count(_) | Unit::Word(_) | Unit::Measure(..))
}
