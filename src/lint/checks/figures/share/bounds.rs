//! Shares told as a bound that their ratio does not keep: «Quá nửa số lồng, cụ thể là 98/214 lồng», «trên 90% số hộ (412/468 hộ)».

use super::OffShare;
use super::fractions::{Fraction, fraction_at, half_at};
use crate::lint::check::{Context, Place};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::number::Style;
use crate::text::{Fit, Number, Ratio, fold};
use std::ops::Range;

/// Tokens between the bound and its ratio: «số thôn, bản của xã, cụ thể là».
const NAME: usize = 9;

/// How far past its bound, of a hundred, a ratio must be to be surely wrong of it.
const FAR: f64 = 0.5;

/// Finds ratios that lie on the wrong side of the bound before them.
pub(super) fn find(context: &Context<'_>, out: &mut Vec<OffShare>) {
    let ratios = context.facts().all.iter().enumerate().filter(|(_, fact)| fact.of.is_some() && counts(fact));
    out.extend(ratios.filter_map(|(at, ratio)| off(context, at, ratio)));
}

fn counts(ratio: &Fact) -> bool {
    matches!(ratio.unit, Unit::Count(_) | Unit::Word(_) | Unit::None)
}

fn off(context: &Context<'_>, at: usize, ratio: &Fact) -> Option<OffShare> {
    let (document, words) = (context.document, &context.catalogue.wording.share);
    let sentence = document.sentences.get(ratio.sentence as usize)?;
    let low = ratio.tokens.start.saturating_sub(NAME).max(sentence.tokens.start);
    let (start, end, stated) = percent_before(context, at, low).or_else(|| fraction_before(context, ratio, low))?;
    let bound = start.checked_sub(1).filter(|&bound| bound >= sentence.tokens.start)?;
    let word = document.tokens.get(bound)?;
    let (least, most) = (words.at_least.is(word), words.at_most.is(word));
    if !(least || most) || is_loose(context, sentence.tokens.start..bound) {
        return None;
    }
    // Past the name of what is counted nothing but the ratio is told.
    let gap = fold(document.between(end, ratio.tokens.start));
    let (name, led) = gap.trim_start_matches('%').rsplit_once([',', '('])?;
    let namely = led.trim().is_empty() || words.namely.are(led.trim());
    if !namely || name.contains([';', '.', ':', '(', ')']) || !counts_named(context, name.trim(), ratio) {
        return None;
    }
    let whole = ratio.of?;
    let real = Ratio::of(ratio.value, whole, 100)?.rounded(1)?;
    let past = if least { stated.value() - real.value() } else { real.value() - stated.value() };
    let (place, said) = (Place::Tokens(bound..ratio.end), Some(bound..end));
    let wrong = past > FAR && real.value() <= 100.0;
    wrong.then_some(OffShare { place, part: ratio.value, whole, stated, fit: Fit::Wrong, said })
}

/// «trên 90% số hộ dân (412/468 hộ)»: whether a ratio counts what its bound is of. In «tỷ lệ gia đình văn hóa trên 90% (12/15
/// thôn)», «quá nửa số phiếu (6/15 đồng chí)» the bound is a mark that so many reached.
fn counts_named(context: &Context<'_>, name: &str, ratio: &Fact) -> bool {
    let counted = fold(context.document.token_text(ratio.tokens.end..ratio.end));
    let all = name.strip_prefix("số ");
    match counted.is_empty() {
        true => all.is_some(),
        false => {
            all.unwrap_or(name).strip_prefix(&*counted).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        }
    }
}

/// Whether words a little before a bound set it («phấn đấu trên 90% số hộ») or tell a change by it («giảm hơn 30%»).
fn is_loose(context: &Context<'_>, before: Range<usize>) -> bool {
    let wording = &context.catalogue.wording;
    let tokens = context.document.tokens.get(before.end.saturating_sub(SET).max(before.start)..before.end);
    let tokens = tokens.unwrap_or_default();
    let turned = tokens.last().is_some_and(|token| wording.change.turns.is(token) || wording.change.turned.is(token));
    turned || tokens.iter().any(|token| wording.share.sets_bound.is(token))
}

/// Words before a bound that may set it.
const SET: usize = 3;

/// «trên 90%»: where the number stands, and where the name of what is counted begins.
fn percent_before(context: &Context<'_>, at: usize, low: usize) -> Option<(usize, usize, Number)> {
    let share = context.facts().before(at).last()?;
    let changed = share.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    let told = share.unit == Unit::Percent && share.of.is_none() && share.tokens.start >= low && !changed;
    told.then_some((share.tokens.start, share.end, share.value))
}

/// «quá nửa», «hơn hai phần ba», no other figure between it and its ratio.
fn fraction_before(context: &Context<'_>, ratio: &Fact, low: usize) -> Option<(usize, usize, Number)> {
    let told = |at: usize| fraction_at(context, at).or_else(|| half_at(context, at));
    let Fraction { start, end, x, y } = (low..ratio.tokens.start).rev().find_map(told)?;
    let number = |mantissa| Number { mantissa, scale: 0, style: Style::Plain };
    let alone = context.facts().within(&(end..ratio.tokens.start)).is_empty();
    let stated = Ratio::of(number(x), number(y), 100)?.rounded(1)?;
    alone.then_some((start, end, stated))
}
