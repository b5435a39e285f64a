//! What is left of a whole: «265 ý kiến; đã giải quyết 238 ý kiến, còn lại 27 ý kiến».

use super::draft_of;
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Syllable, fold, syllables};
use std::ops::Range;
use std::sync::LazyLock;

/// Parts before what is left, at most.
const PARTS: usize = 6;

/// A whole, the parts that are told of it and the rest, which do not make it. One part is what has been done of the whole;
/// several are named in a sentence that opens with the whole («Trong tổng số 540 ha, …») or follow a word or mark that
/// opens them («540 ha, trong đó lúa 310 ha, ngô 160 ha, còn lại là rau màu 80 ha»). Only what begins within some tokens.
pub(super) fn remainder(context: &Context<'_>, group: &[Fact], within: Range<usize>) -> Option<Draft> {
    // Most sentences leave nothing.
    let words = context.document.tokens.get(group.get(1)?.end..within.end)?;
    if !words.windows(2).any(|pair| pair[0].id == REMAINS[0] && pair[1].id == REMAINS[1]) {
        return None;
    }
    let at = (2..group.len()).find(|&at| group[at].tokens.start >= within.start && is_rest(context, group, at))?;
    let rest = &group[at];
    let exact = |fact: &&Fact| fact.of.is_none() && !fact.inexact;
    // The share of a part stands beside it.
    let before: Vec<&Fact> = group[..at].iter().filter(|fact| fact.unit != Unit::Percent).collect();
    let opened = before.iter().position(|fact| super::is_opened_by_in(context, fact));
    let (whole, parts) = match opened.or_else(|| opening(context, &before)) {
        Some(whole) => (before[whole], &before[whole + 1..]),
        None => {
            let [earlier @ .., whole, part] = before.as_slice() else { return None };
            // «Năm trước chuyển sang 07 hồ sơ, tiếp nhận 112 hồ sơ, giải quyết 110 hồ sơ, còn lại 9 hồ sơ»: there was more before.
            if earlier.last().is_some_and(|had| had.same_kind(whole) && was_there(context, had)) {
                return None;
            }
            (*whole, std::slice::from_ref(before.last().filter(|_| part.is_led_by(Cue::Done))?))
        }
    };
    let counted = |fact: &&Fact| {
        fact.same_kind(whole) || fact.unit == Unit::None || context.catalogue.figures.akin(fact.unit, whole.unit)
    };
    let all: Vec<&Fact> = parts.iter().copied().chain([rest]).collect();
    let plain =
        !parts.is_empty() && parts.len() <= PARTS && all.iter().chain([&whole]).all(exact) && all.iter().all(counted);
    let gap = context.document.between(parts.first()?.tokens.start, rest.tokens.start);
    let (sum, amount) = (super::total(&all)?, whole.amount()?);
    let apart = (sum.value() - amount.value()).abs();
    let near = apart <= REST * amount.value()
        || amount.is_slip_of(sum)
        || rest.amount()?.is_slip_of(super::less(amount, super::total(parts)?)?);
    let wrong = apart > super::tolerance(whole, &all);
    // A point may stand within a number.
    let one = !gap.contains(". ") && !context.document.between(whole.end, rest.tokens.start).contains('(');
    (plain && near && wrong && one).then(|| draft_of(whole, &all, whole.tokens.start..rest.end, sum))
}

/// Whether a figure is told as what there was already: «đầu năm tồn 07 đơn», «kỳ trước chuyển sang 7 vụ».
fn was_there(context: &Context<'_>, had: &Fact) -> bool {
    let from = had.tokens.start.saturating_sub(BROUGHT);
    let sentence = context.document.sentences.get(had.sentence as usize).map_or(from, |s| s.tokens.start.max(from));
    let label = fold(context.document.token_text(sentence..had.tokens.start));
    let clause = label.rsplit([',', ';']).next().unwrap_or("");
    context.catalogue.wording.sum.was_there.within(clause).next().is_some()
}

/// Tokens that tell of what there was.
const BROUGHT: usize = 9;

/// The last figure that «trong đó», «gồm» or a colon follows before the next one.
fn opening(context: &Context<'_>, before: &[&Fact]) -> Option<usize> {
    let words = &context.catalogue.figures;
    before.windows(2).rposition(|pair| {
        let opened = pair[0].end..pair[1].tokens.start;
        let gap = context.document.between(opened.start, opened.end);
        gap.contains(':') || [Cue::Subset, Cue::Parts].iter().any(|cue| words.has(context.mentions, *cue, &opened))
    })
}

/// How far apart, as a share of the whole, parts and whole are where one of them is a slip.
const REST: f64 = 0.05;

/// «còn lại 37 ý kiến», «…, còn lại là rau màu các loại 267 ha»: words for the rest stand right before the number, or at
/// the head of its item.
pub(super) fn is_rest(context: &Context<'_>, group: &[Fact], at: usize) -> bool {
    let (before, rest) = (group[at - 1].end, group[at].tokens.start);
    let stands = |words: &[Syllable], from: usize| {
        let tokens = context.document.tokens.get(from..from + words.len()).unwrap_or_default();
        from + words.len() <= rest && tokens.iter().map(|t| &t.id).eq(words)
    };
    LEFT.iter().any(|words| {
        let right_before = rest.checked_sub(words.len()).is_some_and(|from| from >= before && stands(words, from));
        right_before || head_of_item(context, before, rest).is_some_and(|from| stands(words, from))
    })
}

/// The token where the words of an item begin before its number: past the last mark, and past «và».
fn head_of_item(context: &Context<'_>, before: usize, number: usize) -> Option<usize> {
    let marked = |i: &usize| context.document.has_mark(*i, &[',', ';']);
    let head = (before..number).rev().find(marked)?;
    let and = context.document.tokens.get(head).is_some_and(|t| t.id == *AND);
    Some(if and { head + 1 } else { head })
}

pub(super) static AND: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("và"));

/// How all of the words for the rest end.
static REMAINS: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["còn", "lại"].map(Syllable::of));

static LEFT: LazyLock<[Vec<Syllable>; 3]> =
    LazyLock::new(|| ["còn lại", "số còn lại", "phần còn lại"].map(|words| syllables(words).collect()));

/// Tokens behind a list within which the rest of its whole is named.
const NEXT: usize = 16;

/// Whether what follows a list opens with the rest of its whole: «…, xã 5,3 tỷ; phần còn lại do Nhân dân góp».
pub(super) fn leaves_rest(context: &Context<'_>, list_end: usize, sentence_end: usize) -> bool {
    let to = sentence_end.min(list_end + NEXT);
    let heads = (list_end..to).filter(|&i| {
        let token = |at: usize| context.document.tokens.get(at);
        let marked = context.document.has_mark(i, &[',', ';', '.']);
        marked || i > list_end && token(i - 1).is_some_and(|t| t.id == *AND)
    });
    let stands = |words: &Vec<Syllable>, from: usize| {
        let tokens = context.document.tokens.get(from..from + words.len()).unwrap_or_default();
        tokens.iter().map(|t| &t.id).eq(words)
    };
    heads.into_iter().any(|head| LEFT.iter().any(|words| stands(words, head)))
}
