//! Places among others: «xếp thứ 9, tăng 6 bậc so với năm 2022 (thứ 15)».

use crate::lint::check::{Context, Draft, Place};
use crate::lint::wording::Words;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, Number, Syllable, TokenKind, fold};
use std::sync::LazyLock;

/// What says how far something moved, and what stands right before a place.
static STEP: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("bậc"));
/// What stands before a place too.
static POSITION: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["vị", "trí"].map(Syllable::of));
static PLACE: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["thứ", "hạng"].map(Syllable::of));

/// The draft, if the sentence gives two places and a number of steps that is not what lies between them.
pub(super) fn find(context: &Context<'_>, change: &Fact) -> Option<Draft> {
    let stepped = change.unit == Unit::Word(STEP.0) && change.is_led_by_any(&[Cue::Up, Cue::Down]);
    if !stepped || change.inexact || change.of.is_some() {
        return None;
    }
    let document = context.document;
    let sentence = document.sentences.get(change.sentence as usize)?;
    let tokens = &document.tokens;
    let number = |at: usize| Number::parse(tokens.get(at)?.text(&document.text)).filter(|place| place.scale == 0);
    let placed = (sentence.tokens.start + 1..sentence.tokens.end).filter(|&at| {
        let token = &tokens[at];
        // «vị trí 18»
        let position = at >= 2 && [tokens[at - 2].id, tokens[at - 1].id] == *POSITION;
        token.kind == TokenKind::Number && (PLACE.contains(&tokens[at - 1].id) || position)
    });
    let steps = |at: &usize| tokens.get(*at).is_some_and(|token| token.id == *STEP);
    let moves = (sentence.tokens.start..sentence.tokens.end).filter(steps).count();
    let places: Vec<usize> = placed.collect();
    let [first, second] = places.as_slice() else { return None };
    let span = (*first).min(change.tokens.start)..(*second).max(change.end);
    let direct = if *second < change.tokens.start {
        // «từ hạng 15 lên hạng 9, tăng 6 bậc»
        let turn = fold(document.between(first + 1, *second));
        turned(&context.catalogue.wording.change.ranked, &turn)
            && !document.between(*first, change.tokens.start).contains([';', '('])
    } else {
        // «…, tăng 6 bậc so với năm 2022 (thứ 15)»: past a mark something else is ranked.
        let base = fold(document.between(change.end, *second));
        let (base, place) = base.rsplit_once('(')?;
        *first < change.tokens.start
            && base.trim_start().starts_with("so với")
            && place.split_whitespace().count() <= 2
            && !base.contains([',', ';', '(', ')'])
            && !document.between(*first, change.tokens.start).contains([';', '('])
    };
    let (x, y) = (number(*first)?, number(*second)?);
    let apart = super::difference(x, y).filter(|apart| apart.mantissa > 0)?;
    let wrong = moves == 1 && direct && super::same(apart, change.value) == Fit::Wrong;
    // «xếp thứ 9 …, so với năm 2022 (thứ 15)»: what it was stands behind.
    let (from, to) = if *second < change.tokens.start { (x, y) } else { (y, x) };
    let draft = || Draft::on(Place::Tokens(span.clone())).say("difference").with("from", from.to_string());
    let draft = || draft().with("to", to.to_string()).with("exact", apart.to_string());
    wrong.then(|| draft().with("stated", change.value.to_string()))
}

/// Whether only the way up or down, and the years of both places, stand between them: «năm 2021 lên vị trí thứ», «, năm 2024 xếp thứ».
fn turned(ranked: &Words, between: &str) -> bool {
    let year = |word: &str| word.len() == 4 && word.bytes().all(|digit| digit.is_ascii_digit());
    let words = || between.split([' ', ',', '\u{A0}']).filter(|word| !word.is_empty());
    let way = |word: &str| matches!(word, "lên" | "xuống");
    let plain = |word: &str| way(word) || year(word) || ranked.has(word);
    // «lên» right behind the first place needs nothing else; otherwise what is ranked must be the same.
    words().next().is_some_and(way) || words().any(|word| way(word) || year(word)) && words().all(plain)
}
