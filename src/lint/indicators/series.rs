//! One indicator told year after year in a sentence.

use super::value::{Standing, Value};
use super::values::{Named, Reader};
use super::words::Word;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::mentions::{MentionKind, Precision};
use std::ops::Range;

/// Values that make a series where each has its year behind it, or before it.
const BEHIND: usize = 3;
const BEFORE: usize = 2;
/// Tokens from a value to its year: «triệu đồng/người/năm vào năm 2025»; from a year to its value: «ước đạt».
const TO_YEAR: usize = 7;
const FROM_YEAR: usize = 2;
/// Tokens from a name to the first value, and from one year to the next value.
const TO_FIRST: usize = 10;
const TO_NEXT: usize = 4;

impl<'c> Reader<'c> {
    /// «đạt 28,0 triệu đồng năm 2021, 30,6 triệu đồng năm 2022 và 42,0 triệu đồng vào năm 2025»; «tăng đều từ năm 2022;
    /// năm 2024 đạt 162,8 tỷ đồng, năm 2025 ước 186,4 tỷ đồng».
    pub(super) fn series(&self, name: &Named<'_>, found: &mut Vec<Value>) -> bool {
        let facts = self.context.facts().within(&(name.tokens.end..name.until));
        if facts.len() < BEFORE {
            return false;
        }
        let told = self.years_behind(name, facts).or_else(|| self.years_before(name, facts));
        let Some(told) = told else { return false };
        let (Some(first), Some((last, ..))) = (told.first(), told.last()) else { return false };
        let clause = name.tokens.start..last.end;
        let said = self.words.said(self.context, &clause);
        let aims = first.1 > self.turn;
        if self.is_elsewhere(name, &clause, said) || said.says(Word::Target) && !aims {
            return false;
        }
        // «05 năm 2021» is no term of five years.
        let opening = self.words.said(self.context, &(name.tokens.start..first.0.tokens.start));
        for (fact, year) in told {
            let standing = if year > self.turn { Standing::Target } else { Standing::Result };
            let place = self.context.document.token_range(fact.tokens.start..fact.end);
            let value = self.value(name, fact, &name.tokens, clause.clone(), opening);
            // «05 năm 2021»: the word after the number is its year's.
            let unit = if self.counts(name, fact) { value.unit } else { Unit::None };
            found.push(Value { year, standing, place, unit, serial: true, ..value });
        }
        true
    }

    fn years_behind(&self, name: &Named<'_>, facts: &'c [Fact]) -> Option<Vec<(&'c Fact, i32)>> {
        let mut told: Vec<(&Fact, i32)> = Vec::new();
        let mut from = name.tokens.end;
        let reach = |told: &Vec<_>| if told.is_empty() { TO_FIRST } else { TO_NEXT };
        for (at, fact) in facts.iter().enumerate() {
            let near = fact.tokens.start <= from + reach(&told) && self.is_joined(&(from..fact.tokens.start));
            let next = facts.get(at + 1).map_or(name.until, |next| next.tokens.start);
            let limit = next.min(fact.tokens.end + TO_YEAR);
            let stops = |i: &usize| *i > fact.tokens.end && self.marks(*i).contains([',', ';', '.', '(']);
            let limit = (fact.tokens.end..limit).find(stops).unwrap_or(limit);
            let year = self.year_within(&(fact.tokens.end..limit));
            let plain = !fact.inexact && fact.of.is_none() && !is_change(fact);
            let (Some(year), true) = (year, near && plain) else { break };
            let bare = fact.end <= fact.tokens.end + 1 && !matches!(fact.unit, Unit::Percent | Unit::Points);
            if !(self.counts(name, fact) || bare) || told.last().is_some_and(|(_, last)| year <= *last) {
                break;
            }
            told.push((fact, year));
            from = limit;
        }
        // One of them at least says what is counted.
        let counted = name.known.counts_things() || told.iter().any(|(fact, _)| self.counts(name, fact));
        (told.len() >= BEHIND && counted).then_some(told)
    }

    fn years_before(&self, name: &Named<'_>, facts: &'c [Fact]) -> Option<Vec<(&'c Fact, i32)>> {
        let mut told: Vec<(&Fact, i32)> = Vec::new();
        let mut from = name.tokens.end;
        for fact in facts {
            let mentions = self.context.mentions.within(&(from..fact.tokens.start));
            let Some(date) = mentions.last() else { break };
            let year = self.year_within(&date.tokens);
            let opening = date.tokens.start.saturating_sub(1).max(from)..date.tokens.start;
            let opens = opening.chain([date.tokens.start]).any(|i| self.marks(i).contains([',', ';']));
            let gap = date.tokens.end..fact.tokens.start;
            let verb = gap.len() <= FROM_YEAR && self.says_only(&gap) && !is_change(fact);
            let alike = self.counts(name, fact) && !fact.inexact && fact.of.is_none();
            let (Some(year), true) = (year, opens && verb && alike) else { break };
            if told.last().is_some_and(|(_, last)| year <= *last) {
                break;
            }
            told.push((fact, year));
            from = fact.end;
        }
        (told.len() >= BEFORE).then_some(told)
    }

    /// The year of the one date within some tokens, a year alone.
    fn year_within(&self, tokens: &Range<usize>) -> Option<i32> {
        let dates = self.context.mentions.within(tokens).iter().filter_map(|m| match &m.kind {
            MentionKind::Date(date) => Some(date),
            _ => None,
        });
        let [date] = dates.take(2).collect::<Vec<_>>()[..] else { return None };
        date.year.filter(|_| date.precision == Precision::Year)
    }

    fn marks(&self, at: usize) -> &'c str {
        self.context.document.between(at, at)
    }

    fn is_joined(&self, tokens: &Range<usize>) -> bool {
        !self.context.document.between(tokens.start, tokens.end).contains([';', '.', '('])
    }

    /// Whether some tokens are nothing but words between a name and its value: «đạt», «ước đạt».
    fn says_only(&self, tokens: &Range<usize>) -> bool {
        let said = [Word::Filler, Word::Common, Word::Result, Word::Estimate];
        self.words.covered(self.context, &said, tokens).has_all(tokens.clone())
    }
}

/// «tăng 3,2 tỷ đồng năm 2021» is by how much, «tăng lên 3,2 tỷ đồng» what it came to.
fn is_change(fact: &Fact) -> bool {
    fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]) && !fact.is_led_by(Cue::To)
}
