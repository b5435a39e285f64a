//! A total in a sentence of its own, after a list: «… năm 2023: 31 đảng viên; năm 2024: 25 đảng viên. Cộng cả năm năm được 124
//! đảng viên».

use super::{Lists, MOST, draft_of, separated, tolerance, total};
use crate::lint::check::{Context, Draft};
use crate::lint::checks::figures::is_rate;
use crate::mentions::fact::{Cue, Fact, Unit, number_word};
use crate::text::fold;
use std::borrow::Cow;
use std::ops::Range;

/// Words between the head of the sentence and its total, at most, and items of the list, at least.
const HEAD: usize = 9;
const LEAST: usize = 3;

/// Tokens behind a total that may say what else is counted.
const MORE: usize = 10;

/// Totals that one sentence tells one after the other, at most: «17 chi hội, 1.360 hội viên».
const TOTALS: usize = 3;

impl Lists {
    /// The totals that open a sentence, where the list of the sentence before does not make them.
    pub(super) fn summed_up(&self, context: &Context<'_>, group: &[Fact], out: &mut Vec<Draft>) {
        let sentences = &context.document.sentences;
        let Some(first) = group.first() else { return };
        let at = first.sentence as usize;
        let Some((this, before)) = at.checked_sub(1).and_then(|i| Some((sentences.get(at)?, sentences.get(i)?))) else {
            return;
        };
        let words = &context.catalogue.figures;
        if before.block != this.block || !words.begins(context.mentions, Cue::Adds, this.tokens.start) {
            return;
        }
        let list = &*over_sentences(context, first.sentence, &this.tokens, group);
        let akin = |fact: &Fact| list.iter().any(|item| words.akin(item.unit, fact.unit));
        // «Cộng cả 5 năm được 124 đảng viên»: how many items there are stands before.
        let (told, totals) = if akin(first) { (None, group) } else { (Some(first.value), &group[1..]) };
        let Some(opening) = totals.first() else { return };
        let head = this.tokens.start..opening.tokens.start;
        // «Tổng cộng bình quân mỗi năm …»
        let spread = || words.has(context.mentions, Cue::Average, &head);
        let plain = || !context.document.between(head.start + 1, head.end).contains([',', ';', ':', '(']);
        if head.len() > HEAD || !plain() || spread() {
            return;
        }
        let count = told.map(|told| told.mantissa).or_else(|| spelled(context, &head));
        // Of «cả năm» some months may not have been listed.
        if count.is_none() && fold(context.document.token_text(head)).contains("cả năm") {
            return;
        }
        let mut read = opening.tokens.start;
        for whole in totals.iter().take(TOTALS) {
            let gap = context.document.between(read, whole.tokens.start);
            if whole.tokens.start > opening.tokens.start && !separated(gap) {
                break;
            }
            read = whole.end;
            out.extend(self.of_list(context, list, whole, count, this.tokens.end));
        }
    }

    /// A total that a list does not make, of as many items as the words before it say, if they do.
    fn of_list(
        &self,
        context: &Context<'_>,
        list: &[Fact],
        whole: &Fact,
        count: Option<i64>,
        end: usize,
    ) -> Option<Draft> {
        let parts = items(context, list, whole)?;
        // «Tính chung bốn năm», where three are listed; «…, kể cả Đoàn Thanh niên». Two are a list only where that is said.
        let all = count.map_or(parts.len() >= LEAST, |count| usize::try_from(count) == Ok(parts.len()));
        let behind = fold(context.document.between(whole.end, (whole.end + MORE).min(end)));
        if !all || context.catalogue.wording.sum.also.within(&behind).next().is_some() {
            return None;
        }
        let (sum, amount) = (total(&parts)?, whole.amount()?);
        let apart = (sum.value() - amount.value()).abs();
        let near = apart <= self.near / 2.0 * amount.value() || amount.is_slip_of(sum);
        let wrong = apart > tolerance(whole, &parts) && near;
        let tokens = parts.first()?.tokens.start..whole.end;
        wrong.then(|| draft_of(whole, &parts, tokens, sum))
    }
}

/// The figures of the sentence before a total; where the total says of how many things it is («Gộp ba nguồn ấy lại được 165 tỷ
/// đồng») and each of so many sentences before it gives one, those.
fn over_sentences<'c>(context: &'c Context<'_>, at: u32, tokens: &Range<usize>, group: &[Fact]) -> Cow<'c, [Fact]> {
    let before = Cow::Borrowed(context.facts().of_sentence(at - 1));
    let Some(total) = group.first() else { return before };
    let count = spelled(context, &(tokens.start..total.tokens.start)).and_then(|count| u32::try_from(count).ok());
    let akin = |fact: &&Fact| context.catalogue.figures.akin(fact.unit, total.unit);
    let Some(count) = count.filter(|&count| count <= at && before.iter().filter(akin).count() == 1) else {
        return before;
    };
    let sentences = &context.document.sentences;
    let block = |at: u32| sentences.get(at as usize).map(|sentence| sentence.block);
    let mut items = Vec::new();
    for sentence in at - count..at {
        let mut told = context.facts().of_sentence(sentence).iter().filter(akin);
        match (told.next(), told.next()) {
            (Some(item), None) if block(sentence) == block(at) => items.push(item.clone()),
            _ => return before,
        }
    }
    Cow::Owned(items)
}

/// What «năm» stands for, which is a year more often.
const FIVE: i64 = 5;

/// How many items the words before a total say there are: «cả bốn năm».
fn spelled(context: &Context<'_>, head: &Range<usize>) -> Option<i64> {
    let word = |at: usize| context.document.tokens.get(at).map(|token| token.id);
    head.clone().find_map(|at| {
        let (word, next) = (word(at)?, word(at + 1)?);
        let count = number_word(word).filter(|&count| count > 1)?;
        // «năm» is five only before «năm»: «cả năm năm».
        (count != FIVE || word == next).then_some(count)
    })
}

/// What each item of a list counts; none where some of it is told otherwise, or the list has a whole of its own.
fn items<'f>(context: &Context<'_>, list: &'f [Fact], whole: &Fact) -> Option<Vec<&'f Fact>> {
    // «năng suất 58,2 tạ/ha, sản lượng 9.545 tấn»: a rate is no part of what is harvested.
    let akin = |fact: &&Fact| context.catalogue.figures.akin(fact.unit, whole.unit) && !is_rate(context, fact);
    let parts: Vec<&Fact> = list.iter().filter(akin).collect();
    let changes = |fact: &Fact| fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::To, Cue::Total, Cue::Yearly]);
    // «Ba xã bỏ thêm 42 tỷ đồng», in a sentence of its own, is what they gave.
    let given = |fact: &Fact| {
        let led = |back: usize| fact.tokens.start.checked_sub(back).map(|at| context.document.token_text(at..at + 1));
        let apart = parts.last().is_some_and(|last| last.sentence > parts[0].sentence);
        apart && led(1).is_some_and(|word| fold(word) == "thêm") && led(2).is_some_and(|word| fold(word) != "tăng")
    };
    let plain = |fact: &&Fact| is_counted(fact) && (!changes(fact) || given(fact)) && fact.same_kind(parts[0]);
    let parted = |pair: &[&Fact]| {
        let between = pair[0].end..pair[1].tokens.start;
        let gap = context.document.between(between.start, between.end);
        let deeper = context.catalogue.figures.has(context.mentions, Cue::Subset, &between);
        // Each may have a sentence of its own.
        let apart = pair[0].sentence < pair[1].sentence;
        apart || gap.contains([',', ';']) && !gap.contains(['(', ')']) && !deeper || gap.trim() == "và"
    };
    let alone = |part: &&Fact| part.amount().zip(whole.amount()).is_some_and(|(x, y)| x.value() < y.value());
    let one_list = (2..=MOST).contains(&parts.len()) && parts.iter().all(plain) && parts.windows(2).all(parted);
    (is_counted(whole) && one_list && parts.iter().all(alone) && !is_led_by_its_sum(&parts)).then_some(parts)
}

/// «124 đảng viên, gồm năm 2020: 19, …»: the first is what the others make.
fn is_led_by_its_sum(parts: &[&Fact]) -> bool {
    parts.split_first().is_some_and(|(first, rest)| total(rest).is_some_and(|sum| Some(sum) == first.amount()))
}

fn is_counted(fact: &Fact) -> bool {
    fact.of.is_none() && !fact.inexact && matches!(fact.unit, Unit::Count(_) | Unit::Word(_) | Unit::Measure(..))
}
