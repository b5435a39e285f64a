//! Fractions in words beside their ratio, or their number: «Ba phần tư số thôn (12/16 thôn)», «hai phần ba số chi bộ, cụ thể là 16 chi
//! bộ».

use super::OffShare;
use crate::lint::check::{Context, Place};
use crate::lint::checks::figures::exceeds::is_opened_by_in;
use crate::lint::checks::figures::joined_by;
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact, Unit, spoken_digit};
use crate::text::number::Style;
use crate::text::{Fit, Number, Ratio, Syllable, fold};
use std::sync::LazyLock;

/// Words between a fraction and its bracket: «số thôn của xã».
const NAME: usize = 6;

/// How far, of a hundred, a fraction in words may be from its ratio: nobody says it more exactly.
const ROUGH: f64 = 5.0;

static HALF: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("nửa"));
static NUMBER: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("số"));
static PARTS: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("phần"));

/// Finds ratios in brackets that the fraction right before them does not fit.
pub(super) fn find(context: &Context<'_>, out: &mut Vec<OffShare>) {
    let ratios = context.facts().all.iter().filter(|fact| fact.of.is_some());
    out.extend(ratios.filter_map(|ratio| off(context, ratio)));
    let tokens = &context.document.tokens;
    let (parts, half) = (*PARTS, *HALF);
    let told = (0..tokens.len()).filter(|&at| tokens[at].id == parts || tokens[at].id == half);
    out.extend(told.filter_map(|at| of_a_number(context, at).or_else(|| of_what_was_told(context, at))));
}

fn off(context: &Context<'_>, ratio: &Fact) -> Option<OffShare> {
    let document = context.document;
    let start = ratio.tokens.start;
    let bracket = document.between(start, start).trim() == "(";
    let tokens = &document.tokens;
    let at = (start.saturating_sub(NAME + 2)..start).rev().find(|&at| tokens[at].id == *PARTS).filter(|_| bracket)?;
    let (x, y) = (number_at(context, at.checked_sub(1)?)?, number_at(context, at + 1)?);
    let about = at.checked_sub(2).is_some_and(|at| is_about(context, at));
    let direct = !document.between(at + 2, start).trim_end().trim_end_matches('(').contains([',', ';', '.', ':', '(']);
    let whole = ratio.of?;
    let real = Ratio::of(ratio.value, whole, 100)?.rounded(1)?;
    let number = |mantissa| Number { mantissa, scale: 0, style: Style::Plain };
    let stated = Ratio::of(number(x), number(y), 100)?.rounded(1)?;
    let wrong = x < y && !about && direct && (real.value() - stated.value()).abs() > ROUGH;
    let (place, said) = (Place::Tokens(at - 1..ratio.end), Some(at - 1..at + 2));
    wrong.then_some(OffShare { place, part: ratio.value, whole, stated, fit: Fit::Wrong, said })
}

/// A fraction in words: x of y, and where it stands.
pub(super) struct Fraction {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) x: i64,
    pub(super) y: i64,
}

/// «hai phần ba», «một nửa» around the word «phần», or «nửa».
pub(super) fn fraction_at(context: &Context<'_>, at: usize) -> Option<Fraction> {
    let word = context.document.tokens.get(at)?.id;
    let (y, end) = match word == *HALF {
        true => (2, at + 1),
        false => (number_at(context, at + 1).filter(|_| word == *PARTS)?, at + 2),
    };
    let start = at.checked_sub(1)?;
    let x = number_at(context, start).filter(|x| *x < y)?;
    Some(Fraction { start, end, x, y })
}

/// «quá nửa»: the same without its number.
pub(super) fn half_at(context: &Context<'_>, at: usize) -> Option<Fraction> {
    let half = context.document.tokens.get(at).is_some_and(|token| token.id == *HALF);
    half.then_some(Fraction { start: at, end: at + 1, x: 1, y: 2 })
}

fn number_at(context: &Context<'_>, at: usize) -> Option<i64> {
    spoken_digit(context.document.tokens.get(at)?.id)
}

/// «gần hai phần ba»
fn is_about(context: &Context<'_>, at: usize) -> bool {
    let words = &context.catalogue.wording;
    let word = context.document.tokens.get(at);
    word.is_some_and(|word| words.any.about.is(word) || words.share.no_fraction.is(word))
}

/// «Đảng bộ có 24 chi bộ. Hai phần ba số chi bộ, cụ thể là 16 chi bộ»: the number right behind the fraction, of the one number
/// of its kind before. `at` is the word «phần», or «nửa».
fn of_a_number(context: &Context<'_>, at: usize) -> Option<OffShare> {
    let document = context.document;
    let Fraction { start, end, x, y } = fraction_at(context, at)?;
    // Most are no fractions: only «số» behind them makes one of so many.
    document.tokens.get(end).filter(|token| token.id == *NUMBER)?;
    let part = context.facts().within(&(end..end + NEAR)).first()?;
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact && matches!(fact.unit, Unit::Count(_));
    if !exact(part) || start.checked_sub(1).is_some_and(|at| is_about(context, at)) {
        return None;
    }
    let said = fold(document.between(end, part.tokens.start));
    let (named, led) = said.split_once([',', '('])?;
    // «số chi bộ nông thôn» are fewer than all.
    let name = fold(document.token_text(part.tokens.end..part.end));
    let alike = named.trim().strip_prefix("số").is_some_and(|rest| rest.trim() == name);
    let namely = led.trim().is_empty() || context.catalogue.wording.share.namely.are(led.trim());
    let summed = namely && !document.between(part.end, part.end).starts_with('/');
    if !opens_clause(context, start) {
        return None;
    }
    let whole = whole_before(context, start, part).filter(|whole| exact(whole) && alike && summed)?;
    let (told, all) = (part.value.value(), whole.value.value());
    let right = all * x as f64 / y as f64;
    let far = 100.0 * (told - right).abs() > ROUGH * all && (told - right).abs() >= 1.0 && told <= all;
    let number = |mantissa| Number { mantissa, scale: 0, style: Style::Plain };
    let stated = Ratio::of(number(x), number(y), 100)?.rounded(1)?;
    let (place, said) = (Place::Tokens(start..part.end), Some(start..end));
    far.then_some(OffShare { place, part: part.value, whole: whole.value, stated, fit: Fit::Wrong, said })
}

/// «trong số 48 đảng viên mới có 32 đồng chí là đoàn viên, tức đúng hai phần ba», «32/48 đồng chí, bằng hai phần ba»: the fraction
/// sums up a part and its whole, and nothing follows it.
fn of_what_was_told(context: &Context<'_>, at: usize) -> Option<OffShare> {
    let document = context.document;
    let Fraction { start, end, x, y } = fraction_at(context, at)?;
    let sentence = document.sentences.get(document.sentences.partition_point(|s| s.tokens.end <= start))?;
    let facts = context.facts().within(&(sentence.tokens.start..start));
    let part = facts.last().filter(|part| start - part.end <= NEAR)?;
    let closed =
        end >= sentence.tokens.end || document.between(end, end).trim_start().starts_with([',', ';', '.', ')']);
    let said = fold(document.between(part.end, start));
    let (named, led) = said.rsplit_once([',', '('])?;
    let words = &context.catalogue.wording.share;
    let plain: Vec<&str> = led.split_whitespace().filter(|word| !words.just.has(word)).collect();
    let led = plain.join(" ");
    let summed = words.namely.are(&led) || words.sums_up.are(&led);
    if !closed || !summed || part.inexact || named.contains([',', ';', '.', ':', '(', ')']) {
        return None;
    }
    // «13 trong số 52 chi bộ, tức một phần tư»
    let out_of = facts.iter().rev().nth(1).filter(|other| {
        let plain = [part, other].into_iter().all(|fact| fact.of.is_none() && !fact.inexact);
        plain && part.is_led_by(Cue::OutOf) && joined_by(context, Cue::OutOf, other.tokens.end..part.tokens.start)
    });
    let (part, whole) = match (part.of, out_of) {
        (Some(whole), _) => (part, whole),
        (None, Some(other)) => (other, part.value),
        (None, None) => {
            let whole = facts.iter().rev().nth(1)?;
            let between = document.between(whole.end, part.tokens.start);
            let words = &context.catalogue.figures;
            let parted = is_opened_by_in(context, whole)
                || words.has(context.mentions, Cue::Subset, &(whole.end..part.tokens.start));
            let exact = whole.of.is_none() && !whole.inexact && words.akin(whole.unit, part.unit);
            let people = words.is_people(part.unit) && matches!(whole.unit, Unit::Count(_));
            let one = !between.contains([';', '.', '(']);
            let same = exact || people && whole.of.is_none() && !whole.inexact;
            (part, whole.amount().filter(|_| parted && one && same)?)
        }
    };
    let amount = if part.of.is_some() || out_of.is_some() { part.value } else { part.amount()? };
    let number = |mantissa| Number { mantissa, scale: 0, style: Style::Plain };
    let (real, stated) =
        (Ratio::of(amount, whole, 100)?.rounded(1)?, Ratio::of(number(x), number(y), 100)?.rounded(1)?);
    let off = (real.value() - stated.value()).abs();
    let wrong = off > ROUGH && real.value() <= 100.0;
    let (place, said) = (Place::Tokens(part.tokens.start..end), Some(start..end));
    wrong.then_some(OffShare { place, part: amount, whole, stated, fit: Fit::Wrong, said })
}

/// «Hội Phụ nữ có quỹ ở một nửa số chi hội» is told of others than those counted before.
fn opens_clause(context: &Context<'_>, start: usize) -> bool {
    let document = context.document;
    let first = document.sentences.partition_point(|sentence| sentence.tokens.end <= start);
    let first = document.sentences.get(first).map_or(start, |sentence| sentence.tokens.start);
    let opens = |at: usize| at == first || document.has_mark(at, &[',', ';', ':']);
    let opening = &context.catalogue.wording.share.opens_fraction;
    let plain = |at: usize| document.tokens.get(at).is_some_and(|word| opening.is(word));
    let begin = (first..=start).rev().take(LED_BY).find(|&at| opens(at));
    begin.is_some_and(|begin| (begin..start).all(plain))
}

/// Words before a fraction in its clause, at most.
const LED_BY: usize = 4;

/// The one figure of a kind that the sentence, or the one before it, says there is, of the same time.
fn whole_before<'c>(context: &'c Context<'_>, start: usize, part: &Fact) -> Option<&'c Fact> {
    let (document, facts) = (context.document, context.facts());
    let sentences = &document.sentences;
    let sentence = sentences.get(part.sentence as usize)?;
    let same = |range: std::ops::Range<usize>| {
        let mut same = facts.within(&range).iter().filter(|fact| fact.same_kind(part));
        let (one, other) = (same.next(), same.next());
        (one.filter(|_| other.is_none()), other.is_some())
    };
    let whole = match same(sentence.tokens.start..start) {
        (_, true) => return None,
        (Some(whole), _) => whole,
        (None, _) => {
            let earlier = sentences.get(part.sentence.checked_sub(1)? as usize)?;
            same(earlier.tokens.clone()).0.filter(|_| earlier.block == sentence.block)?
        }
    };
    let led = document.tokens.get(whole.tokens.start.checked_sub(1)?)?;
    let between = whole.end.max(sentence.tokens.start)..start;
    let dated = context.mentions.within(&between).iter().any(|m| matches!(m.kind, MentionKind::Date(_)));
    let now = fold(document.token_text(between)).split_whitespace().any(|word| word == "nay");
    (context.catalogue.wording.share.has_whole.is(led) && !dated && !now).then_some(whole)
}

/// Tokens from a fraction to its number.
const NEAR: usize = 10;
