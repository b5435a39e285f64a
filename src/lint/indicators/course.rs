//! The course an indicator takes, told as one row of figures: «(2021 - 2022 - 2023): 70,0 - 74,0 - 78,0».

use super::value::{Standing, Value};
use super::values::{Named, Reader};
use crate::mentions::MentionKind;
use crate::mentions::fact::Unit;
use crate::text::{Number, TokenKind};
use std::ops::Range;

/// Fewer figures are a range.
const LEAST: usize = 3;
/// Years of a course, at most.
const MOST: usize = 12;
/// Tokens from a name over its unit in brackets to the colon.
const REACH: usize = 16;
/// Tokens of a line above that are searched for years.
const LINE: usize = 80;

impl Reader<'_> {
    /// «Rác thải được thu gom (% số hộ): 70,0 - 74,0 - 78,0 - 82,0 - 85,0», where the line above the list, or the sentence,
    /// gives as many years: what shall be reached in each.
    pub(super) fn course(&self, name: &Named<'_>, found: &mut Vec<Value>) -> bool {
        let (end, until) = (name.tokens.end, name.until);
        let colon = (end..until.min(end + REACH)).find(|&i| self.mark(i).ends_with(':'));
        let Some(figures) = colon.map(|colon| self.row(colon, until)).filter(|row| row.len() >= LEAST) else {
            return false;
        };
        let colon = figures[0].0;
        let above = || self.above(name.block).into_iter().find_map(|line| self.years(&line, figures.len()));
        let first = self.years(&(name.within.start..colon), figures.len()).or_else(above);
        let clause = name.tokens.start..figures.last().map_or(colon, |(at, _)| at + 1);
        // «… - 5.000 (triệu đồng)»: a unit behind them is not read.
        let unit = self.unit_of(name, end..colon).filter(|_| !self.mark(clause.end).contains('('));
        let (Some(first), Some(unit)) = (first, unit) else { return false };
        let said = self.words.said(self.context, &(name.tokens.start..colon));
        if self.is_elsewhere(name, &clause, said) {
            return false;
        }
        let Some(fact) = self.context.facts().within(&clause).first() else { return false };
        // All that stands before the unit or the colon is the name: «Rác thải sinh hoạt | được thu gom (% số hộ)».
        let named = (end..colon).find(|&i| self.mark(i).contains('(')).unwrap_or(colon);
        let own = name.tokens.start..named;
        for (year, (at, value)) in (first..).zip(figures).filter(|(year, _)| *year > self.turn) {
            let place = self.document().token_range(at..at + 1);
            let told = self.value(name, fact, &own, clause.clone(), said);
            found.push(Value { year, standing: Standing::Target, value, unit, place, serial: true, ..told });
        }
        true
    }

    fn mark(&self, at: usize) -> &str {
        self.context.document.marks(at).trim()
    }

    /// The figures that dashes join from a token on.
    fn row(&self, from: usize, until: usize) -> Vec<(usize, Number)> {
        let document = self.document();
        let number = |at: usize| {
            let token = document.tokens.get(at).filter(|t| t.kind == TokenKind::Number)?;
            Some((at, Number::parse(token.text(&document.text))?))
        };
        // «55,8% - 58,1%»
        let parts = |at: usize| matches!(self.mark(at).trim_start_matches('%').trim_start(), "-" | "–" | "—" | "→");
        let joined = |at: &usize| *at == from || parts(*at);
        let row: Vec<(usize, Number)> = (from..until.min(from + MOST)).take_while(joined).map_while(number).collect();
        // «…, 82,0 - 88,0%» and «… - 88,0 triệu đồng» end a row, another dash does not.
        let ends = row.last().is_none_or(|(at, _)| !parts(at + 1) && self.mark(at + 1) != "/");
        if ends { row } else { Vec::new() }
    }

    /// The first of so many years in a row that a line names: «2021 - 2022 - 2023», «giai đoạn 2021-2025» of five.
    fn years(&self, line: &Range<usize>, count: usize) -> Option<i32> {
        let document = self.document();
        let line = line.start..line.end.min(line.start + LINE);
        let term = self.context.mentions.within(&line).iter().find_map(|m| match m.kind {
            MentionKind::Term(from, to) => Some((from, to)),
            _ => None,
        });
        let year = |at: usize| {
            let token = document.tokens.get(at).filter(|t| t.kind == TokenKind::Number && line.contains(&at))?;
            token.text(&document.text).parse::<i32>().ok().filter(|year| (2000..2100).contains(year))
        };
        let runs = |from: &usize| {
            let first = year(*from)?;
            let follows = |i: usize| year(from + i) == Some(first + i as i32);
            let whole = (1..count).all(follows) && !follows(count);
            (whole && from.checked_sub(1).and_then(year) != Some(first - 1)).then_some(first)
        };
        let listed = line.clone().find_map(|from| runs(&from));
        listed.or_else(|| term.filter(|(from, to)| (to - from + 1) as usize == count).map(|(from, _)| from))
    }

    /// What the figures count: as the bracket after the name says; a share or a number of things needs none. Money, weight
    /// and the like of which no unit is told are not read.
    fn unit_of(&self, name: &Named<'_>, label: Range<usize>) -> Option<Unit> {
        let text = self.document().between(label.start, label.end);
        let bracket = text.split_once('(').and_then(|(_, rest)| rest.split([')', '/']).next());
        let figures = &self.context.catalogue.figures;
        let plain = name.known.counts(figures, Unit::Percent) || name.known.counts_things();
        match bracket.and_then(|unit| figures.named(unit.trim())) {
            Some(unit) => Some(figures.kin_of(unit)),
            None => plain.then_some(Unit::None),
        }
    }
}
