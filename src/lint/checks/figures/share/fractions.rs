//! Fractions in words beside their ratio: «Ba phần tư số thôn (12/16 thôn)».

use super::OffShare;
use crate::lint::check::{Context, Place};
use crate::mentions::fact::Fact;
use crate::text::number::Style;
use crate::text::{Fit, Number, Ratio, Syllable, fold};
use std::sync::LazyLock;

/// Words for the numbers of a fraction, each with what it stands for.
const NUMBERS: [(&str, i64); 12] = [
    ("một", 1),
    ("hai", 2),
    ("ba", 3),
    ("bốn", 4),
    ("tư", 4),
    ("năm", 5),
    ("lăm", 5),
    ("sáu", 6),
    ("bảy", 7),
    ("tám", 8),
    ("chín", 9),
    ("mười", 10),
];

/// Words between a fraction and its bracket: «số thôn của xã».
const NAME: usize = 6;

/// How far, of a hundred, a fraction in words may be from its ratio: nobody says it more exactly.
const ROUGH: f64 = 5.0;

static PARTS: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("phần"));

/// Finds ratios in brackets that the fraction right before them does not fit.
pub(super) fn find(context: &Context<'_>, out: &mut Vec<OffShare>) {
    let ratios = context.facts().all.iter().filter(|fact| fact.of.is_some());
    out.extend(ratios.filter_map(|ratio| off(context, ratio)));
}

fn off(context: &Context<'_>, ratio: &Fact) -> Option<OffShare> {
    let document = context.document;
    let start = ratio.tokens.start;
    let bracket = document.between(start, start).trim() == "(";
    let tokens = &document.tokens;
    let at = (start.saturating_sub(NAME + 2)..start).rev().find(|&at| tokens[at].id == *PARTS).filter(|_| bracket)?;
    let number = |at: usize| {
        let word = fold(tokens.get(at)?.text(&document.text));
        NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number)
    };
    let (x, y) = (number(at.checked_sub(1)?)?, number(at + 1)?);
    // «gần hai phần ba»
    let about = at.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|token| {
        let word = fold(token.text(&document.text));
        matches!(word.as_str(), "gần" | "hơn" | "khoảng" | "trên" | "quá" | "dưới" | "chừng" | "phấn" | "tới" | "mươi")
    });
    let direct = !document.between(at + 2, start).trim_end().trim_end_matches('(').contains([',', ';', '.', ':', '(']);
    let whole = ratio.of?;
    let real = Ratio::of(ratio.value, whole, 100)?.rounded(1)?;
    let number = |mantissa| Number { mantissa, scale: 0, style: Style::Plain };
    let stated = Ratio::of(number(x), number(y), 100)?.rounded(1)?;
    let wrong = x < y && !about && direct && (real.value() - stated.value()).abs() > ROUGH;
    let place = Place::Tokens(at - 1..ratio.end);
    wrong.then_some(OffShare { place, part: ratio.value, whole, stated, fit: Fit::Wrong })
}
