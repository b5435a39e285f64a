//! Two values told together: where an indicator stands and where it shall, «từ 52,4 lên 85,0», «85,0 (52,4)».

use super::value::{Standing, UNDATED, Value};
use super::values::{FAR, Named, Reader, YEAR, settled};
use super::words::Word;
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::Hit;
use std::ops::Range;

/// Tokens of what a share is one of, «dân số», at most.
const WHOLE: usize = 4;

/// Tokens of «so với».
const COMPARED: usize = 2;

impl Reader<'_> {
    /// «từ 41,8 triệu đồng năm 2020 lên 46,0 triệu đồng năm 2025»: where it stands and where it shall.
    pub(super) fn moves(&self, name: &Named<'_>, found: &mut Vec<Value>) -> bool {
        let end = name.tokens.end;
        let [from, to, ..] = self.context.facts().within(&(end..name.until)) else { return false };
        let joined = from.tokens.start <= end + 2 && to.tokens.start <= from.end + FAR;
        if !joined || !is_move(from, to) {
            return false;
        }
        let from = &in_unit_of(from, to);
        if !self.counts(name, from) || !self.counts(name, to) {
            return false;
        }
        let clause = self.clause(&(name.within.start..name.until), name.tokens.start, to.end);
        let said = self.words.said(self.context, &clause);
        if self.is_elsewhere(name, &clause, said) {
            return true;
        }
        let Some((first, last)) = self.years_of_move(name.block, from, to, name.until) else {
            // «Hộ nghèo từ 18,60% đầu kỳ giảm còn 8,04%»: of some day.
            let year = self.only_year(&(clause.start..name.until));
            let value = self.value(name, to, &name.tokens, clause.clone(), said);
            let undated = Value { year: UNDATED.0, standing: UNDATED.1, sure: false, ..value };
            found.extend((year.is_none() && !said.says(Word::Target)).then_some(undated));
            return true;
        };
        // What is counted anew each year starts from an average as often as from the last year.
        let sure = !name.known.by_year;
        for (fact, year, standing) in [(from, first, Standing::Result), (to, last, Standing::Target)] {
            found.push(Value { year, standing, sure, ..self.value(name, fact, &name.tokens, clause.clone(), said) });
        }
        true
    }

    /// «năm 2020 là 12,7%, đến năm 2025 còn 13,0%», «hiện nay 98,2%, năm 2030 đạt 99,5%»: where it stands, and past a comma
    /// where it shall.
    pub(super) fn now_and_then(&self, name: &Named<'_>, found: &mut Vec<Value>) -> bool {
        let (start, end) = (name.tokens.start, name.tokens.end);
        let [now, then, ..] = self.context.facts().within(&(end..name.until.min(end + 3 * FAR))) else { return false };
        let said = [Word::Filler, Word::Common, Word::Kind, Word::Result, Word::Estimate];
        // «48 triệu đồng/người/năm, phấn đấu năm 2030 …»: past the whole unit.
        let in_unit = |&i: &usize| self.document().has_mark(i, &['/']);
        let until = now.end + (now.end..then.tokens.start).take_while(in_unit).count();
        let (before, between) = (end..now.tokens.start, until..then.tokens.start);
        let covers =
            |words: &[Word], gap: &Range<usize>| self.words.covered(self.context, words, gap).has_all(gap.clone());
        let parted = self.document().between(between.start, between.start).trim_start_matches('%').trim_start();
        let aims = [Word::Filler, Word::Common, Word::Target];
        if between.len() > FAR || !parted.starts_with([',', ';']) || !covers(&said, &before) || !covers(&aims, &between)
        {
            return false;
        }
        let moved = |fact: &Fact| fact.inexact || fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
        let alike = [then.unit, Unit::None].contains(&now.unit) && self.counts(name, now) && self.counts(name, then);
        if !alike || moved(now) || moved(then) {
            return false;
        }
        // What is there now need not say of which year it is, if a word says that it is there now.
        let label = self.words.said(self.context, &(start..now.tokens.start));
        let today = || (label.standing() == Some(Standing::Result)).then_some(self.turn);
        let (Some(first), Some(last)) = (self.only_year(&before).or_else(today), self.only_year(&between)) else {
            return false;
        };
        // What the next year is to bring is a plan for that year, not what a term aims at.
        if first > self.turn || last <= self.turn + 1 || label.says(Word::Target) {
            return false;
        }
        let clause = self.clause(&(name.within.start..name.until), start, then.end);
        let said = self.words.said(self.context, &clause);
        if self.is_elsewhere(name, &clause, said) {
            return true;
        }
        let result = settled(self.context, first, label.standing().unwrap_or(Standing::Result));
        let sure = !name.known.by_year;
        for (fact, year, standing) in [(now, first, result), (then, last, Standing::Target)] {
            // One name, whatever stands between it and its figure.
            let own = start..before.start.max(self.name_end(name));
            found.push(Value { year, standing, sure, ..self.value(name, fact, &own, clause.clone(), said) });
        }
        true
    }

    /// The year from which and the year to which a value moves, the one in the term that ends, the other after it.
    pub(super) fn years_of_move(&self, block: usize, from: &Fact, to: &Fact, until: usize) -> Option<(i32, i32)> {
        let above = || self.above(block).into_iter().find_map(|line| self.only_year(&line));
        let first = self.only_year(&(from.end..to.tokens.start)).unwrap_or(self.turn);
        let last = self.only_year(&(to.end..(to.end + YEAR).min(until))).or_else(above)?;
        (last > self.turn && first <= self.turn).then_some((first, last))
    }

    /// «còn 2,5% (hiện nay 2,3%)», «đạt 905 tỷ đồng (năm 2020 là 412 tỷ đồng)», «…, so với 47,2 triệu đồng năm 2020»:
    /// what is there already, told beside a target.
    pub(super) fn beside(&self, name: &Named<'_>, aim: &Fact, target: &Value) -> Option<Value> {
        let marks = |i: usize| self.document().between(i, i);
        let fact = self.context.facts().within(&(aim.end..name.until.min(aim.end + FAR))).first()?;
        // «triệu đồng/người/năm»: past the whole unit; «97,5% dân số (…)»: past what it is a share of.
        let unit = (aim.end..fact.tokens.start).find(|&i| !marks(i).contains('/')).unwrap_or(fact.tokens.start);
        let bracket =
            (unit..fact.tokens.start.min(unit + WHOLE) + 1).find(|&i| marks(i).contains(['(', ',', ';', '.']));
        let start = bracket.filter(|&i| marks(i).contains('(')).unwrap_or(unit);
        let gap = start..fact.tokens.start;
        let moved = fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
        // «(năm 2025 là 54,2% - 15,3% - 30,5%)» gives the shares of several.
        let several = marks(fact.end).trim_start_matches('%').trim_start().starts_with(['-', '–']);
        if moved || several || fact.inexact || fact.of.is_some() || fact.unit != aim.unit {
            return None;
        }
        let told = if marks(start).contains('(') {
            let end = (fact.end..=name.until.min(fact.end + YEAR)).find(|&i| marks(i).contains(')'))?;
            let said = [Word::Filler, Word::Common, Word::Result, Word::Estimate];
            self.words.covered(self.context, &said, &gap).has_all(gap.clone()).then_some(start..end)?
        } else {
            // «so với 47,2 triệu đồng năm 2020»: the figure right after it.
            let compared = self.context.catalogue.figures.has(self.context.mentions, Cue::Plan, &gap);
            (compared && gap.len() == COMPARED).then_some(start..name.until.min(fact.end + YEAR))?
        };
        let said = self.words.said(self.context, &told);
        let year = match self.only_year(&told) {
            Some(year) => Some(year).filter(|year| *year <= self.turn),
            // «Số trong ngoặc là mức ước thực hiện năm 2025»: said once for all brackets.
            None if gap.is_empty() && self.brackets_tell_today() => Some(self.turn),
            None => (said.standing() == Some(Standing::Result)).then_some(self.turn),
        };
        let standing = settled(self.context, year?, said.standing().unwrap_or(Standing::Result));
        let place = self.document().token_range(fact.tokens.start..fact.end);
        // «so với» itself names no other place.
        let said = self.words.said(self.context, &(fact.tokens.start..told.end));
        let own = standing != Standing::Target && !self.is_elsewhere(name, &told, said);
        own.then(|| Value { year: year.unwrap_or(self.turn), standing, value: fact.value, place, ..target.clone() })
    }

    /// Whether the text says that brackets behind targets hold what is there.
    fn brackets_tell_today(&self) -> bool {
        *self.brackets.get_or_init(|| {
            let told = |hit: &Hit| {
                let at = hit.start as usize;
                let sentences = &self.document().sentences;
                let Some(s) = sentences.get(sentences.partition_point(|s| s.tokens.end <= at)) else { return false };
                let year = self.context.mentions.within(&s.tokens).iter().filter_map(|m| match &m.kind {
                    MentionKind::Date(date) => date.year,
                    _ => None,
                });
                let said = self.words.said(self.context, &s.tokens);
                year.clone().all(|year| year <= self.turn) && (said.says(Word::Result) || said.says(Word::Estimate))
            };
            let list = self.context.catalogue.indicators.brackets;
            self.context.mentions.hits.of(list).iter().any(told)
        })
    }
}

/// «từ 31,5 lên 47,0 triệu đồng»: the unit is said once.
pub(super) fn in_unit_of(from: &Fact, to: &Fact) -> Fact {
    let mut from = from.clone();
    from.unit = to.unit;
    from
}

/// «từ 310 ha lên 436 ha»
pub(super) fn is_move(from: &Fact, to: &Fact) -> bool {
    // «từ 31,5 lên 47,0»: the one word between them is no unit.
    let bare = matches!(from.unit, Unit::Word(_)) && to.tokens.start == from.tokens.end + 1;
    let alike = bare || [to.unit, Unit::None].contains(&from.unit);
    from.is_led_by(Cue::From) && to.is_led_by(Cue::To) && alike
}
