//! What is left of a whole: «265 ý kiến; đã giải quyết 238 ý kiến, còn lại 27 ý kiến».

use super::draft_of;
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Syllable, syllables};
use std::sync::LazyLock;

/// Parts before what is left, at most.
const PARTS: usize = 6;

/// A whole, the parts that are told of it and the rest, which do not make it. One part is what has been done of the whole;
/// several are named in a sentence that opens with the whole («Trong tổng số 540 ha, …»).
pub(super) fn remainder(context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
    let at = (2..group.len()).find(|&at| is_rest(context, &group[at]))?;
    let rest = &group[at];
    let exact = |fact: &&Fact| fact.of.is_none() && !fact.inexact;
    // The share of a part stands beside it.
    let before: Vec<&Fact> = group[..at].iter().filter(|fact| fact.unit != Unit::Percent).collect();
    let opened = before.iter().position(|fact| super::is_opened_by_in(context, fact));
    let (whole, parts) = match opened {
        Some(whole) => (before[whole], &before[whole + 1..]),
        None => {
            let [.., whole, part] = before.as_slice() else { return None };
            (*whole, std::slice::from_ref(before.last().filter(|_| part.is_led_by(Cue::Done))?))
        }
    };
    let counted = |fact: &&Fact| {
        fact.same_kind(whole) || fact.unit == Unit::None || context.catalogue.figures.akin(fact.unit, whole.unit)
    };
    let all: Vec<&Fact> = parts.iter().copied().chain([rest]).collect();
    let plain =
        !parts.is_empty() && parts.len() <= PARTS && all.iter().chain([&whole]).all(exact) && all.iter().all(counted);
    let gap = context.document.between(whole.end, rest.tokens.start);
    let (sum, amount) = (super::total(&all)?, whole.amount()?);
    let apart = (sum.value() - amount.value()).abs();
    let near = apart <= REST * amount.value() || rest.amount()?.is_slip_of(super::less(amount, super::total(parts)?)?);
    let wrong = apart > super::tolerance(whole, &all);
    let one = !gap.contains(['.', '(']);
    (plain && near && wrong && one).then(|| draft_of(whole, &all, whole.tokens.start..rest.end, sum))
}

/// How far apart, as a share of the whole, parts and whole are where one of them is a slip.
const REST: f64 = 0.05;

/// «còn lại 37 ý kiến», «còn 37 ý kiến».
fn is_rest(context: &Context<'_>, fact: &Fact) -> bool {
    LEFT.iter().any(|words| {
        let from = fact.tokens.start.checked_sub(words.len());
        let tokens = from.and_then(|from| context.document.tokens.get(from..fact.tokens.start)).unwrap_or_default();
        !tokens.is_empty() && tokens.iter().map(|t| t.id).eq(words.iter().copied())
    })
}

static LEFT: LazyLock<[Vec<Syllable>; 3]> =
    LazyLock::new(|| ["còn lại", "số còn lại", "còn lại là"].map(|words| syllables(words).collect()));
