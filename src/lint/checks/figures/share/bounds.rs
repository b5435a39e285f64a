//! Shares told as a bound that their ratio does not keep: «Quá nửa số lồng, cụ thể là 98/214 lồng», «trên 90% số hộ (412/468 hộ)».

use super::OffShare;
use super::fractions::{Fraction, fraction_at, half_at};
use crate::lint::check::{Context, Place};
use crate::mentions::fact::{Fact, Unit};
use crate::text::number::Style;
use crate::text::{Fit, Number, Ratio, Token, fold};

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
    let word = document.tokens.get(start.checked_sub(1)?)?;
    let (least, most) = (words.at_least.is(word), words.at_most.is(word));
    // Past the name of what is counted nothing but the ratio is told.
    let gap = fold(document.between(end, ratio.tokens.start));
    let (name, led) = gap.trim_start_matches('%').rsplit_once([',', '('])?;
    let direct = name.trim_start().starts_with("số ") || name.split_whitespace().count() <= SHORT;
    let namely = led.trim().is_empty() || words.namely.are(led.trim());
    if !direct || !namely || name.contains([';', '.', ':', '(', ')']) || !(least || most) || is_loose(context, start) {
        return None;
    }
    let whole = ratio.of?;
    let real = Ratio::of(ratio.value, whole, 100)?.rounded(1)?;
    let past = if least { stated.value() - real.value() } else { real.value() - stated.value() };
    let place = Place::Tokens(start - 1..ratio.end);
    (past > FAR && real.value() <= 100.0).then_some(OffShare {
        place,
        part: ratio.value,
        whole,
        stated,
        fit: Fit::Wrong,
    })
}

/// Words of «hộ dân».
const SHORT: usize = 3;

/// Two words before a bound that set it: «phấn đấu trên 90% số hộ», «quy định trên 50%».
fn is_loose(context: &Context<'_>, start: usize) -> bool {
    let before = context.document.tokens.get(start.saturating_sub(4)..start - 1).unwrap_or_default();
    let sets = |token: &Token| context.catalogue.wording.share.sets_bound.is(token);
    before.iter().any(sets)
}

/// «trên 90%»: where the number stands, and where the name of what is counted begins.
fn percent_before(context: &Context<'_>, at: usize, low: usize) -> Option<(usize, usize, Number)> {
    let share = context.facts().before(at).last()?;
    let told = share.unit == Unit::Percent && share.of.is_none() && share.tokens.start >= low;
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
