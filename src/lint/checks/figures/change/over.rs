//! A base told between the word that says up or down and how much: «116,2 triệu đồng, cao hơn mục tiêu 110,0 triệu đồng là 6,2 triệu
//! đồng», «54 hộ, ít hơn năm 2020 (180 hộ) là 126 hộ».

use super::Ends;
use crate::lint::check::Context;
use crate::lint::checks::figures::past_rate;
use crate::mentions::fact::{Cue, Fact};
use crate::text::fold;

/// Words of «cao hơn con số của năm 2020», at most.
const BASE: usize = 9;

/// The two ends of the change at `at`, the base right before it.
pub(super) fn find<'f>(context: &Context<'_>, facts: &'f [Fact], at: usize) -> Option<(Ends<'f>, &'f Fact)> {
    let [to, from, change] = facts.get(at.checked_sub(2)?..=at)? else { return None };
    let exact = [to, from].iter().all(|fact| fact.of.is_none() && !fact.inexact && fact.sentence == change.sentence);
    if !exact || !from.same_kind(to) || !change.same_kind(to) {
        return None;
    }
    let (low, high) = (to.end, from.tokens.start);
    let words = &context.catalogue.figures;
    let gap = low..high;
    let mut turns =
        words.cues(context.mentions, &gap).filter(|hit| [Cue::Up as u32, Cue::Down as u32].contains(&hit.item));
    let (turn, None) = (turns.next()?, turns.next()) else { return None };
    let opened = fold(context.document.between(low, turn.start as usize));
    let opened = past_rate(&opened).trim_start_matches('%').trim();
    let base = context.document.between(turn.end as usize, high);
    let named = base.split_whitespace().count() <= BASE && !base.contains([',', ';', '.', ')']);
    // «… 110,0 triệu đồng là 6,2 triệu đồng», «… (180 hộ) là 126 hộ»; a base with a rate of its own is passed over.
    let led = fold(context.document.between(from.end, change.tokens.start));
    let told = past_rate(&led).trim_start_matches(['%', ')']).trim() == "là";
    let up = turn.item == Cue::Up as u32;
    let turned = to.amount().zip(from.amount()).is_some_and(|(to, from)| up == (to.value() > from.value()));
    (matches!(opened, "," | "(") && named && told && turned).then_some((Ends { from, to }, change))
}
