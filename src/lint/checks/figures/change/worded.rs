//! Multiples told in words: «1.140 lượt, gấp đôi năm 2022 (720 lượt)», «từ 48 vụ xuống 31 vụ, giảm một nửa». Nobody means such a
//! word to the decimal: only what is far from it is a slip.

use super::{Change, NEAR, OTHERS, comparable, ends, reached, year_before};
use crate::lint::check::{Context, Draft, Place};
use crate::lint::checks::figures::is_rate;
use crate::lint::indicators::TERM;
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact};
use crate::text::{Number, Ratio, fold};

/// How far, as a share of it, what is told may be from the word, and how far it may be and still surely be meant.
const LOOSE: f64 = 0.135;
const FAR: f64 = 2.0;

/// Words of «so với đầu nhiệm kỳ», of a bracket before its figure, of a name between a value and its comma.
const BASE: usize = 7;
const BRACKET: usize = 2;
const NAME: usize = 8;

/// A multiple in words.
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    times: f64,
}

/// Finds the multiples that the values beside them do not give.
pub(super) fn find(change: &Change, context: &Context<'_>, facts: &[Fact], out: &mut Vec<Draft>) {
    let tokens = &context.document.tokens;
    let multiples = &context.catalogue.wording.change.multiples;
    let begins = tokens.iter().enumerate().filter(|(_, token)| multiples.may_begin(token));
    let told = begins.filter_map(|(at, _)| Some((at, multiples.at(&tokens[at..])?)));
    for word in told.map(|(start, (length, times))| Word { start, end: start + length, times }) {
        out.extend(judged(change, context, facts, &word));
    }
}

fn judged(change: &Change, context: &Context<'_>, facts: &[Fact], word: &Word) -> Option<Draft> {
    let document = context.document;
    let at = document.sentences.partition_point(|s| s.tokens.end <= word.start);
    let sentence = document.sentences.get(at).filter(|s| s.tokens.contains(&word.start))?.tokens.clone();
    let first = facts.partition_point(|fact| fact.tokens.start < sentence.start);
    let next = facts.partition_point(|fact| fact.tokens.start < word.start);
    let before = facts.get(first..next)?;
    let behind = || reached::find(change, context, facts, word, &sentence);
    let (from, to) = value_before(change, context, before, facts.get(next), word, sentence.end).or_else(behind)?;
    let kind = from.same_kind(to) || context.catalogue.figures.akin(from.unit, to.unit);
    if !kind || from.of.is_some() || from.inexact || is_rate(context, from) != is_rate(context, to) {
        return None;
    }
    let times = |from: &Fact| Some(to.amount()?.value() / comparable(from, to)?.value().max(1e-9));
    let fits = |from: &Fact| times(from).is_some_and(|told| (told / word.times - 1.0).abs() <= LOOSE);
    let reached = |to: &Fact| Some(to.amount()?.value() / comparable(from, to)?.value().max(1e-9));
    let is_word = |told: f64| (told / word.times - 1.0).abs() <= LOOSE;
    let fits_as = |other: &Fact| fits(other) || reached(other).is_some_and(is_word);
    let told = times(from)?;
    let far = told > FAR * word.times || told * FAR < word.times;
    // «31 tỷ đồng, trong đó đất 24 tỷ đồng»: another figure of the sentence may be meant.
    let after = facts[next..].iter().take(OTHERS).take_while(|other| other.tokens.start < sentence.end);
    let other = |other: &Fact| other.same_kind(to) && other.tokens != to.tokens && other.tokens != from.tokens;
    let of_another = before.iter().rev().take(OTHERS).chain(after).any(|fact| other(fact) && fits_as(fact));
    if far || fits(from) || of_another {
        return None;
    }
    let (x, y): (Number, Number) = (comparable(from, to)?, to.amount()?);
    let range = from.tokens.start.min(to.tokens.start).min(word.start)..word.end.max(from.end).max(to.end);
    let draft = Draft::on(Place::Tokens(range)).say("worded").with("said", document.token_text(word.start..word.end));
    let draft = draft.with("from", from.value.to_string()).with("to", to.value.to_string());
    Some(draft.with("exact", Ratio::of(y, x, 1)?.rounded(2)?.to_string()))
}

/// The two ends of a multiple told of the value before it; `base` is the figure behind it.
fn value_before<'f>(
    change: &Change,
    context: &Context<'_>,
    before: &'f [Fact],
    base: Option<&'f Fact>,
    word: &Word,
    until: usize,
) -> Option<(&'f Fact, &'f Fact)> {
    let to = before.last().filter(|to| to.of.is_none() && !to.inexact && is_told(context, to, word))?;
    let base = base.filter(|base| base.tokens.start < until && is_base(context, word, base));
    let from = base.or_else(|| {
        before.len().checked_sub(2).map(|at| &before[at]).filter(|from| {
            let course = ends(context, from, to).is_some() || is_now(context, from, to) || is_later(context, from, to);
            course && same_time(change, context, from, word, until)
        })
    })?;
    Some((from, to))
}

/// Whether a multiple is told of the value before it: «…, gấp đôi», «…, tức là đã giảm một nửa».
fn is_told(context: &Context<'_>, to: &Fact, word: &Word) -> bool {
    let gap = fold(context.document.between(to.end, word.start));
    let Some((named, clause)) = gap.rsplit_once(',') else { return false };
    let words = &context.catalogue.wording;
    let own = |word: &str| words.change.own.has(word) && !words.any.about.has(word);
    let plain = !named.contains([',', ';', '.', '(', ')', ':']) && named.split_whitespace().count() <= NAME;
    let closed = named.trim().trim_start_matches('%').trim_start();
    // «28 vụ (năm 2020: 42 vụ)» has its base in the bracket.
    word.start - to.end <= NEAR && (plain || closed.is_empty()) && clause.split_whitespace().all(own)
}

/// Whether what follows a multiple is what it is held against: «so với 48 vụ», «năm 2022 (720 lượt)».
fn is_base(context: &Context<'_>, word: &Word, base: &Fact) -> bool {
    let gap = fold(context.document.between(word.end, base.tokens.start));
    let wording = &context.catalogue.wording.change;
    let timed = |text: &str| {
        let mut words = text.split_whitespace();
        let plain = |word: &str| wording.timed.has(word) || word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        words.clone().count() <= BASE && words.all(plain)
    };
    match gap.split_once('(') {
        Some((base_of, inside)) => {
            let closed = context.document.between(base.end, base.end).trim_start_matches('%').trim_start();
            timed(base_of) && inside.split_whitespace().count() <= BRACKET && closed.starts_with(')')
        }
        None => gap.split_whitespace().all(|word| wording.against.has(word)),
    }
}

/// «từ 240 lồng năm 2020 nay là 420 lồng»: no word says which way.
pub(super) fn is_now(context: &Context<'_>, from: &Fact, to: &Fact) -> bool {
    let gap = context.document.between(from.end, to.tokens.start);
    let now = gap.split_whitespace().any(|word| word == "nay");
    let led = from.is_led_by(Cue::From) && to.is_led_by(Cue::To);
    now && led && to.tokens.start - from.end <= NEAR && !gap.contains([';', '.', '(']) && from.same_kind(to)
}

/// «năm 2020 xảy ra 42 vụ, năm 2024 là 28 vụ»: the later year tells the same, for its verb says nothing of its own.
fn is_later(context: &Context<'_>, from: &Fact, to: &Fact) -> bool {
    let gap = context.document.between(from.end, to.tokens.start);
    let near = gap.starts_with(',') && gap.matches([',', ';', '.', '(']).count() == 1 && from.same_kind(to);
    let years = || Some((year_before(context, from)?, year_before(context, to)?));
    near && years().is_some_and(|(first, second)| {
        first.0 < second.0
            && fold(second.1).split_whitespace().all(|word| context.catalogue.wording.change.links.has(word))
    })
}

/// Whether nothing follows a multiple told of two ends but the time of the first, or how long it took.
fn same_time(change: &Change, context: &Context<'_>, from: &Fact, word: &Word, sentence_end: usize) -> bool {
    let document = context.document;
    let end =
        (word.end..(word.end + BASE).min(sentence_end)).find(|&at| document.has_mark(at, &[',', ';', '.', ')', ':']));
    let Some(end) = end.or_else(|| (word.end + BASE >= sentence_end).then_some(sentence_end)) else { return false };
    let said = fold(document.token_text(word.end..end));
    is_time_of(context, from, said.trim()) || change.tells_period(&said)
}

/// Whether what a multiple is held against is the time of its first end: «so với năm 2020», or nothing at all.
pub(super) fn is_time_of(context: &Context<'_>, from: &Fact, said: &str) -> bool {
    let said = said.strip_prefix("so với").unwrap_or(said).trim();
    let behind = context.mentions.within(&(from.end..from.end + 2)).iter().find_map(|m| match &m.kind {
        MentionKind::Date(date) => date.year,
        _ => None,
    });
    let year = behind.or_else(|| year_before(context, from).map(|(year, _)| year));
    match said {
        "" => true,
        "đầu nhiệm kỳ" => year.is_none_or(|year| year == i32::MIN || year == context.turn() - TERM),
        _ => said.strip_prefix("năm ").and_then(|year| year.parse::<i32>().ok()).is_some_and(|said| year == Some(said)),
    }
}
