//! Which figures of people only share out another, or are summed up by it.

use super::super::{count, lead, tail};
use super::{PersonnelArithmetic, Word};
use crate::lint::check::Context;
use crate::mentions::Fact;
use crate::mentions::fact::Cue;
use crate::text::fold;
use std::ops::Range;

impl PersonnelArithmetic {
    /// «11 đồng chí từ cơ quan cấp huyện cũ về, tham gia Ban Chấp hành lần đầu»: where they come from stands between.
    pub(super) fn comes_new(&self, context: &Context<'_>, fact: &Fact) -> bool {
        let document = context.document;
        let tail = tail(context, fact);
        let comma = document.between(tail.end, tail.end).trim() == ",";
        let from = self.stands(context, &self.ready.from, tail.start).is_some();
        let clause = tail.end..tail.end + CLAUSE;
        let new = self.hits(context, Word::New, &clause);
        from && comma && new.iter().any(|hit| self.joins(context, tail.end, hit.start))
    }

    /// «bầu bổ sung 02 lần với tổng số 03 đồng chí»: how often stands between.
    pub(super) fn is_in_turns(&self, context: &Context<'_>, word: Word, fact: &Fact, between: &Range<usize>) -> bool {
        let gap = fold(context.document.token_text(between.clone()));
        if between.len() > TURNS
            || !matches!(gap.as_str(), "" | "với" | "được" | "gồm" | "với tổng số" | "tổng số" | "tổng cộng")
        {
            return false;
        }
        let facts = &context.facts().all;
        let at = facts.partition_point(|f| f.tokens.start < fact.tokens.start);
        let turns = at.checked_sub(1).and_then(|i| facts.get(i)).filter(|f| f.sentence == fact.sentence);
        turns.is_some_and(|turns| {
            let unit = fold(context.document.token_text(turns.tokens.end..turns.end));
            let often = matches!(unit.as_str(), "lần" | "đợt" | "lượt");
            often && self.hits(context, word, &lead(context, turns)).iter().any(|hit| hit.end == turns.tokens.start)
        })
    }

    /// Whether a word behind a number of people who left opens why: «thôi tham gia, do chuyển công tác 06».
    fn has_reasons(&self, context: &Context<'_>, people: &[&Fact], at: usize) -> bool {
        let next = people.get(at + 1).filter(|next| next.sentence == people[at].sentence);
        let mut between = next.map_or(0..0, |next| people[at].end..next.tokens.start);
        between.any(|at| self.stands(context, &self.ready.reason, at).is_some())
            && self.is_in_general(context, people[at])
    }

    /// Which figures only share out one before them: «gồm nghỉ hưu 06, chuyển công tác 09», «(nghỉ hưu 8, …)».
    pub(super) fn parts(&self, context: &Context<'_>, people: &[&Fact]) -> Vec<bool> {
        let document = context.document;
        let mut parts = Vec::with_capacity(people.len());
        let mut open: Option<char> = None;
        for (at, fact) in people.iter().enumerate() {
            let before = at.checked_sub(1).map(|i| people[i]).filter(|f| f.sentence == fact.sentence);
            let Some(before) = before else {
                open = None;
                parts.push(false);
                continue;
            };
            let gap = document.between(before.end, fact.tokens.start);
            match open {
                Some('(') if gap.contains(')') => open = None,
                Some(',') if gap.contains(';') => open = None,
                _ => {}
            }
            if open.is_none() {
                let bracket = gap.rfind('(').filter(|at| !gap.get(*at..).unwrap_or("").contains(')'));
                let words = lead(context, fact);
                let from = words.start.max(before.end);
                if bracket.is_some() {
                    open = Some('(');
                } else if self.has(context, Word::Parts, &(from..words.end)) {
                    open = Some(',');
                }
            }
            parts.push(open.is_some());
        }
        for at in 0..people.len() {
            // «11 đồng chí thôi tham gia, do chuyển công tác 06, …»: of those who left, each part left as well.
            let left = self.has_reasons(context, people, at) && self.is(context, Word::Out, people[at]);
            let others = if left { &[Word::In, Word::Now][..] } else { &[Word::Out, Word::In, Word::Now] };
            let moves = |f: &Fact| others.iter().any(|word| self.is(context, *word, f));
            if let Some(end) = shared_out(people, at, moves) {
                parts[at + 1..end].fill(true);
            }
            if let Some(first) = summed_up(people, at) {
                parts[first..at].fill(true);
            }
        }
        parts
    }
}

/// Tokens of «với tổng số» between how often and how many.
const TURNS: usize = 3;

/// Tokens of «tham gia Ban Chấp hành Đảng bộ xã lần đầu».
const CLAUSE: usize = 12;

/// Where the figures end that make up the one before them, in its sentence: «có 58 đồng chí, Tào Xuyên 15, Long Anh 15, …»,
/// «hai Ban Chấp hành có 28 đồng chí, xã Rã Bản 13 đồng chí, xã Đông Viên 15 đồng chí». Who left or came is no part.
fn shared_out(people: &[&Fact], at: usize, moves: impl Fn(&Fact) -> bool) -> Option<usize> {
    const MOST: usize = 12;
    let whole = people[at];
    let mut sum = 0;
    let bare = |f: &Fact| f.sentence == whole.sentence && (f.end == f.tokens.end || !moves(f));
    let here = people.iter().enumerate().skip(at + 1).take(MOST).take_while(|(_, f)| bare(f));
    let ends = here.map(|(i, fact)| {
        sum += count(fact.value).unwrap_or(0);
        (i + 1, sum)
    });
    let mut ends = ends.filter(|(end, sum)| *end > at + 2 && count(whole.value) == Some(*sum));
    ends.next().map(|(end, _)| end)
}

/// Where the figures begin that one sums up, in its sentence: «xã Lãng Ngâm có 15 đồng chí, xã Hương Nê có 13 đồng chí, cộng là
/// 28 đồng chí».
fn summed_up(people: &[&Fact], at: usize) -> Option<usize> {
    const MOST: usize = 12;
    let whole = people[at];
    if !whole.is_led_by(Cue::Total) {
        return None;
    }
    let mut sum = 0;
    let before = people[..at].iter().enumerate().rev().take(MOST).take_while(|(_, f)| f.sentence == whole.sentence);
    let begins = before.map(|(i, fact)| {
        sum += count(fact.value).unwrap_or(0);
        (i, sum)
    });
    let mut begins = begins.filter(|(first, sum)| first + 2 <= at && count(whole.value) == Some(*sum));
    begins.next().map(|(first, _)| first)
}
