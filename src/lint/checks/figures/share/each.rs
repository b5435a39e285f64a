//! Shares told as so many of so many: «Trong 1.240 hộ, cứ 5 hộ thì 4 hộ có điện thoại, tức 868 hộ». Nobody means them to the
//! decimal: only what is far from it is a slip.

use super::{OTHERS, OffShare};
use crate::lint::check::{Context, Place};
use crate::mentions::fact::{Cue, Fact, Unit, number_word};
use crate::text::{Fit, Number, Ratio, Syllable, TokenKind, fold};
use std::sync::LazyLock;

/// How far a share may be from such words, of all.
const LOOSE: f64 = 0.07;

/// Tokens from one number of it to the other, words that lead to it or away from it, and the largest number.
const NEAR: usize = 6;
const LED: usize = 3;
const MOST: i64 = 20;

/// Larger ones that are told so: «cứ 100 hộ thì có 4 hộ nghèo». How many more or less of them, and how far as a share of the
/// larger, may be said; and how many with «gần».
const HUNDREDS: [i64; 2] = [100, 1000];
const STEPS: f64 = 1.5;
const ABOUT_STEPS: f64 = 2.0;
const ROUGH: f64 = 0.25;

static EACH: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("cứ"));

/// «cứ 5 hộ thì 4 hộ»
struct Each {
    start: usize,
    end: usize,
    of: i64,
    part: i64,
    unit: Unit,
    /// What is counted of them: «hộ nghèo».
    named: Unit,
    about: bool,
}

pub(super) fn find(context: &Context<'_>, found: &mut Vec<OffShare>) {
    let tokens = &context.document.tokens;
    let word = *EACH;
    let each = (0..tokens.len()).filter(|&at| tokens[at].id == word).filter_map(|at| each_at(context, at));
    for each in each {
        found.extend(judged(context, &each));
    }
}

fn number_at(context: &Context<'_>, at: usize) -> Option<i64> {
    let token = context.document.tokens.get(at)?;
    if token.kind == TokenKind::Number {
        return Number::parse(token.text(&context.document.text)).filter(|n| n.scale == 0).map(|n| n.mantissa);
    }
    number_word(token.id)
}

fn each_at(context: &Context<'_>, at: usize) -> Option<Each> {
    let figures = &context.catalogue.figures;
    let of = number_at(context, at + 1).filter(|of| (2..=MOST).contains(of) || HUNDREDS.contains(of))?;
    let (unit, end) = figures.unit_from(context.mentions, at + 2)?;
    let document = context.document;
    let second = (end..end + NEAR).find(|&i| number_at(context, i).is_some())?;
    let gap = fold(document.between(end, second));
    let mut last = gap.split_whitespace().rev().peekable();
    let about = of > MOST && last.next_if(|word| context.catalogue.wording.any.about.has(word)).is_some();
    let then = last.next().is_some_and(|word| matches!(word, "thì" | "có" | "lại"));
    let part = number_at(context, second).filter(|part| *part < of)?;
    let (other, end) = figures.unit_from(context.mentions, second + 1)?;
    let plain = then && !gap.contains([',', ';', '.', '(']) && figures.akin(unit, other);
    plain.then_some(Each { start: at, end, of, part, unit, named: other, about })
}

/// The share that the figures beside it give, if it is another.
fn judged(context: &Context<'_>, each: &Each) -> Option<OffShare> {
    let document = context.document;
    let facts = context.facts();
    let at = document.sentences.partition_point(|s| s.tokens.end <= each.start);
    let sentence = document.sentences.get(at)?;
    let akin = |fact: &&Fact| {
        context.catalogue.figures.akin(fact.unit, each.unit) && fact.tokens.start >= sentence.tokens.start
    };
    let before = facts.within(&(sentence.tokens.start..each.start));
    let after = facts.within(&(each.end..sentence.tokens.end)).first();
    let mut told = before.iter().rev().take(OTHERS).filter(akin);
    let said = |text: &str| fold(text).trim_matches([',', ' ', '(']).to_string();
    // «…, tức 868 hộ»: the number behind the words, of the one before them.
    let behind = after.filter(akin).filter(|fact| {
        let gap = context.document.between(each.end, fact.tokens.start);
        let (_, led) = gap.rsplit_once([',', '(']).unwrap_or(("", ""));
        !gap.contains([';', '.'])
            && (said(led).is_empty() || context.catalogue.wording.share.namely.are(&said(led)))
            && gap.contains([',', '('])
    });
    let (part, whole) = match behind {
        Some(part) if part.of.is_some() => (part, part),
        Some(part) => (part, told.next()?),
        // «1.508/7.545 hộ, nghĩa là cứ 10 hộ thì 2 hộ»
        None if before.last().is_some_and(|last| last.of.is_some() && sums_up(context, last, each)) => {
            let ratio = told.next()?;
            (ratio, ratio)
        }
        // «186 hộ vay, 62 hộ trong số đó thoát nghèo, nghĩa là cứ bốn hộ thì một hộ»
        None => {
            let (part, whole) = (told.next()?, told.next()?);
            let gap = document.between(part.end, each.start);
            // «96 hộ nghèo trong tổng số 2.415 hộ, nghĩa là cứ 100 hộ thì có 4 hộ nghèo»
            let turned = part.is_led_by(Cue::OutOf) && is_named_alike(context, each, whole, part);
            let (part, whole) = if turned { (whole, part) } else { (part, whole) };
            let (named, led) = gap.rsplit_once(',')?;
            let led = said(led);
            let sums_up = says_again(context, &led);
            let some = fold(named);
            let of_them = some.contains("trong số đó") || some.contains("trong số này") || some.contains("trong đó");
            // «2.415 hộ, trong đó 96 hộ nghèo, tức cứ 100 hộ thì có 4 hộ nghèo»
            let opened = context.catalogue.figures.has(
                context.mentions,
                Cue::Subset,
                &(whole.end..part.tokens.start.max(whole.end)),
            );
            let among = opened && is_named_alike(context, each, part, whole);
            if !sums_up
                || !(of_them || turned || among)
                || named.contains([';', '.'])
                || led.split_whitespace().count() > LED
            {
                return None;
            }
            (part, whole)
        }
    };
    // Of three numbers nobody knows which two are meant.
    let ratio = part.of.filter(|_| part.tokens == whole.tokens);
    let plain = |fact: &Fact| !fact.inexact && (fact.of.is_none() || ratio.is_some());
    let all = ratio.unwrap_or(whole.value);
    if told.next().is_some() || !plain(part) || !plain(whole) || part.value.value() >= all.value() {
        return None;
    }
    let one = |mantissa: i64| Number { mantissa, scale: 0, ..whole.value };
    let stated = Ratio::of(one(each.part), one(each.of), 100)?.rounded(1)?;
    let exact = part.value.value() / all.value();
    let far = is_far(each, exact);
    let place = Place::Tokens(each.start..each.end.max(behind.map_or(each.end, |part| part.end)));
    far.then(|| OffShare {
        place,
        part: part.value,
        whole: all,
        stated: super::super::sum::trimmed(stated, 0),
        fit: Fit::Wrong,
        said: Some(each.start..each.end),
    })
}

/// «…, nghĩa là cứ 10 hộ thì 2 hộ»: right behind a figure.
fn sums_up(context: &Context<'_>, last: &Fact, each: &Each) -> bool {
    let gap = fold(context.document.between(last.end, each.start));
    says_again(context, gap.trim_matches([',', ' ', '(']))
}

/// Whether what follows says the same in other words.
fn says_again(context: &Context<'_>, led: &str) -> bool {
    matches!(led, "hay" | "hay là") || context.catalogue.wording.any.explains.are(led)
}

/// Whether what is said is surely no rounding of a share.
fn is_far(each: &Each, exact: f64) -> bool {
    let (part, of) = (each.part as f64, each.of as f64);
    if each.of <= MOST {
        return (exact - part / of).abs() > LOOSE;
    }
    let (apart, steps) = ((exact * of - part).abs(), if each.about { ABOUT_STEPS } else { STEPS });
    apart > steps && apart > ROUGH * part.max(exact * of)
}

/// Whether what is counted of so many is what the part before is, and not others of the whole: «4 hộ nghèo».
fn is_named_alike(context: &Context<'_>, each: &Each, part: &Fact, whole: &Fact) -> bool {
    let word = |at: usize| context.document.tokens.get(at).map(|token| token.id);
    each.named == part.unit && (part.unit != whole.unit || word(each.end) == word(part.end))
}
