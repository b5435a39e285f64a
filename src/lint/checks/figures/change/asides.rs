//! Figures that only repeat in brackets, in another measure, what stands before them: «còn 1,83% (65 hộ), giảm 5,37 điểm %».

use super::NEAR;
use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::Syllable;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Words beside such a figure in its bracket: «(tương ứng 65 hộ)», «(65 hộ nghèo)».
const WORDS: usize = 3;

/// The figures of a document without those, for who asks what a value became and how much more that is.
pub(super) fn without<'c>(context: &'c Context<'_>) -> Cow<'c, [Fact]> {
    let facts = &context.facts().all;
    let aside = |at: usize| is_aside(context, facts, at) || is_threshold(context, &facts[at]);
    match (0..facts.len()).find(|&at| aside(at)) {
        None => Cow::Borrowed(facts),
        Some(first) => {
            let kept = (first + 1..facts.len()).filter(|&at| !aside(at)).map(|at| &facts[at]);
            Cow::Owned(facts[..first].iter().chain(kept).cloned().collect())
        }
    }
}

/// «sản phẩm OCOP đạt 3 sao trở lên»: from where on something counts.
fn is_threshold(context: &Context<'_>, fact: &Fact) -> bool {
    let behind = context.document.tokens.get(fact.end..fact.end + UPWARDS.len()).unwrap_or_default();
    behind.iter().map(|token| &token.id).eq(UPWARDS.iter())
}

static UPWARDS: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["trở", "lên"].map(Syllable::of));

/// Whether a share in brackets follows what it is the share of, or a number what it is in percent.
fn is_aside(context: &Context<'_>, facts: &[Fact], at: usize) -> bool {
    let Some((before, fact)) = at.checked_sub(1).and_then(|i| Some((facts.get(i)?, facts.get(at)?))) else {
        return false;
    };
    let percent = |fact: &Fact| fact.unit == Unit::Percent;
    let counts = |fact: &Fact| matches!(fact.unit, Unit::Count(_) | Unit::Word(_) | Unit::Measure(..));
    let both = percent(before) && counts(fact) || counts(before) && percent(fact);
    if !both || before.sentence != fact.sentence || fact.of.is_some() || before.of.is_some() {
        return false;
    }
    let document = context.document;
    let few = |text: &str| text.split_whitespace().count() <= WORDS && !text.contains([',', ';', '.', ':', '(']);
    let opened = document.between(before.end, fact.tokens.start).trim_start_matches('%').trim_start();
    let opened = opened.strip_prefix('(').is_some_and(few);
    let after = document.between(fact.end, fact.end + WORDS);
    let closed = after.trim_start_matches('%').split_once(')').is_some_and(|(inside, _)| few(inside));
    let changed = fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times, Cue::From, Cue::To]);
    // «65 hộ (1,83%), giảm 5,37 điểm %»: of the shares.
    let next = facts.get(at + 1).filter(|next| next.sentence == fact.sentence && next.tokens.start < fact.end + NEAR);
    let of_it = percent(fact) && next.is_some_and(|next| matches!(next.unit, Unit::Percent | Unit::Points));
    opened && closed && !changed && !of_it
}
