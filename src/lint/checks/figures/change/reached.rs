//! Multiples in words before the value that they lead to: «năm 2020 có 84 vụ; năm 2024 con số ấy giảm một nửa, xuống 42 vụ».

use super::beside::{akin, time, time_within};
use super::worded::{Word, is_now, is_time_of};
use super::{Change, NEAR, ends};
use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact};
use crate::text::fold;
use std::ops::Range;

/// Words behind the first value that say what it counts: «84 vụ việc vi phạm trật tự xã hội».
const NAME: usize = 8;

/// The value a multiple leads to, right behind it, and the one figure of its kind before, of which it is told.
pub(super) fn find<'f>(
    change: &Change,
    context: &Context<'_>,
    facts: &'f [Fact],
    word: &Word,
    sentence: &Range<usize>,
) -> Option<(&'f Fact, &'f Fact)> {
    let next = facts.partition_point(|fact| fact.tokens.start < word.start);
    let behind = facts.get(next..next + 2).unwrap_or_default();
    if let Some(ends) = both_behind(context, behind, word, sentence) {
        return Some(ends);
    }
    let to = facts.get(next).filter(|to| to.is_led_by(Cue::To) && to.tokens.start <= word.end + NEAR)?;
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact;
    if !exact(to) || to.tokens.start >= sentence.end {
        return None;
    }
    let said = fold(context.document.between(word.end, to.tokens.start));
    let (base, led) = said.rsplit_once(',').unwrap_or(("", &said));
    let first = facts.partition_point(|fact| fact.tokens.start < sentence.start);
    let mut same = facts.get(first..next)?.iter().rev().filter(|fact| akin(context, fact, to));
    let from = match (same.next(), same.next()) {
        (Some(from), None) => from,
        (None, _) => in_sentence_before(context, facts, first, to)?,
        _ => return None,
    };
    let direct = led.split_whitespace().all(|word| change.reached.iter().any(|known| known == word));
    let told = exact(from) && direct && is_time_of(context, from, base.trim());
    (told && is_of(context, from, to, word, sentence)).then_some((from, to))
}

/// «giảm một nửa, từ 64 đơn xuống còn 46 đơn»: both ends right behind it.
fn both_behind<'f>(
    context: &Context<'_>,
    behind: &'f [Fact],
    word: &Word,
    sentence: &Range<usize>,
) -> Option<(&'f Fact, &'f Fact)> {
    let [from, to] = behind else { return None };
    let led = fold(context.document.between(word.end, from.tokens.start));
    let direct = matches!(led.trim_matches([',', '(', ':', ' ']), "từ") && to.tokens.start < sentence.end;
    let before = word.start.checked_sub(1).and_then(|at| context.document.tokens.get(at));
    let about = before.is_some_and(|before| context.catalogue.wording.any.about.is(before));
    let exact = !to.inexact && to.of.is_none() && !about;
    (direct && exact && ends(context, from, to).is_some()).then_some((from, to))
}

/// «Năm 2020 xảy ra 28 vụ. Đến năm 2024, con số này giảm một nửa»: the one figure of its kind in the sentence before.
fn in_sentence_before<'f>(context: &Context<'_>, facts: &'f [Fact], first: usize, to: &Fact) -> Option<&'f Fact> {
    let earlier = to.sentence.checked_sub(1)?;
    let sentences = &context.document.sentences;
    let mut same = facts.get(..first)?.iter().rev().take_while(|fact| fact.sentence == earlier);
    let from = same.find(|fact| akin(context, fact, to))?;
    let one = sentences.get(earlier as usize)?.block == sentences.get(to.sentence as usize)?.block;
    (one && !same.any(|fact| akin(context, fact, to))).then_some(from)
}

/// Whether the clause of a multiple speaks of what the first value is of: by «con số ấy», by «từ … còn …», or by a later
/// time and no name of its own.
fn is_of(context: &Context<'_>, from: &Fact, to: &Fact, word: &Word, sentence: &Range<usize>) -> bool {
    let document = context.document;
    let wording = &context.catalogue.wording;
    let led = document.tokens.get(word.start.saturating_sub(LED).max(sentence.start)..word.start);
    if led.unwrap_or_default().iter().any(|word| wording.any.about.is(word)) {
        return false;
    }
    if ends(context, from, to).is_some() || is_now(context, from, to) {
        return true;
    }
    let open = from.end.max(sentence.start);
    let parts = |at: &usize| document.has_mark(*at, &[',', ';', ':']);
    let Some(start) = (open..=word.start).rev().find(parts).or((from.end < sentence.start).then_some(open)) else {
        return false;
    };
    // «Đến năm 2024, con số này»: a time by itself before the comma belongs to it.
    let clause = fold(document.token_text(start..word.start));
    let name = fold(document.token_text(from.tokens.end..start.min(from.tokens.end + NAME)));
    let name = name.split([',', ';', '.', '(', ':']).next().unwrap_or_default();
    let words = &wording.change;
    let known = |word: &str| {
        let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        digits
            || [&words.timed, &words.links, &words.own, &words.takes_up].iter().any(|words| words.has(word))
            || name.split(' ').any(|said| said == word)
    };
    if !clause.split_whitespace().all(known) {
        return false;
    }
    let takes_up = context.catalogue.figures.has(context.mentions, Cue::Same, &(start..word.start));
    let later = || {
        let then = time(context, sentence.start, from).or_else(|| time_within(context, from.end..start));
        then.zip(time_within(context, start..word.start)).is_some_and(|(then, now)| then < now)
    };
    takes_up || from.sentence == to.sentence && later()
}

/// Words right before a multiple: «chưa tăng gấp đôi».
const LED: usize = 2;
