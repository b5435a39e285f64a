//! A figure of a sentence: what its clause calls it, of what time it is, and whether it is a cell's with a slip in it.

use super::grid::{MOST_COLUMNS, adds_up, block, head, name, number};
use super::words::{When, is_when, label_time, told_time, words};
use super::{At, Cell, LONG, OfYear, SHORT, Spot};
use crate::document::{Block, Sentence};
use crate::lint::check::Context;
use crate::lint::indicators::sheet::{Content, Line};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::mentions::{Mention, MentionKind};
use crate::text::{Hit, Syllable, Token, TokenKind};
use std::ops::Range;

/// Tokens of a clause before and behind its figure; those between a name and its figure.
const REACH: usize = 32;
const BEHIND: usize = 14;
const NEAR: usize = 8;

/// Words between those of a name, at most.
const BETWEEN: usize = 3;

/// Words of a caption, at most, and of a name that needs no second figure.
const CAPTION: usize = 40;
const WHOLE_NAME: usize = 4;

/// Rows whose names a sentence may say, at most.
const FEW: usize = 6;

/// A figure of a sentence.
pub(super) struct Told<'c> {
    context: &'c Context<'c>,
    fact: &'c Fact,
    sentence: &'c Sentence,
    clause: Range<usize>,
}

impl<'c> Told<'c> {
    pub(super) fn of(context: &'c Context<'c>, fact: &'c Fact) -> Option<Told<'c>> {
        let document = context.document;
        let sentence = document.sentences.get(fact.sentence as usize)?;
        let block = document.blocks.get(sentence.block as usize)?;
        if block.is_cell() || block.is_heading() || block.quoted || block.footnote {
            return None;
        }
        let parts = |at: &usize| document.has_mark(*at, &[';']);
        let low = fact.tokens.start.saturating_sub(REACH).max(sentence.tokens.start);
        let from = (low + 1..=fact.tokens.start).rev().find(parts).unwrap_or(low);
        let high = (fact.end + BEHIND).min(sentence.tokens.end);
        let clause = from..(fact.end..high).find(parts).unwrap_or(high);
        let before = clause.start..fact.tokens.start;
        let figures = &context.catalogue.figures;
        // «riêng năm 2019», «riêng trong năm 2024» set a time apart, nothing else.
        let filler = |at: usize| document.tokens.get(at).is_some_and(|t| context.catalogue.told.is_filler(&t.id));
        let timed = |end: usize| {
            let first = context.mentions.within(&(end..end + 4)).first();
            first.is_some_and(|m| is_when(m) && (end..m.tokens.start).all(filler))
        };
        let apart = |hit: &Hit| hit.item == Cue::Subset as u32 && !timed(hit.end as usize);
        let some =
            figures.has(context.mentions, Cue::Subset, &before) && figures.cues(context.mentions, &before).any(apart);
        let beyond = || context.mentions.hits_of(context.catalogue.told.beyond, &before).next().is_some();
        (!some && !beyond()).then_some(Told { context, fact, sentence, clause })
    }

    /// The part of its sentence between semicolons, as far as it is read.
    pub(super) fn clause(&self) -> &Range<usize> {
        &self.clause
    }

    fn token(&self, at: usize) -> Option<&'c Token> {
        self.context.document.tokens.get(at)
    }

    /// Whether the figure is a cell's with a slip in it.
    pub(super) fn is(&self, cell: &Cell<'_>) -> bool {
        match &cell.at {
            At::Words(spot) => self.is_worded(spot, cell.value.is_swapped(self.fact.value)),
            At::Year(at) => self.is_of_year(at),
        }
    }

    /// «riêng năm 2019 sản lượng đạt 31.464 tấn», where the row «Sản lượng lúa» has 31.446 for 2019.
    fn is_of_year(&self, cell: &OfYear<'_>) -> bool {
        let narrow = self.narrow();
        if !self.counts(cell.line, self.fact) {
            return false;
        }
        let told = self.year(&narrow);
        if told == Some(cell.year) {
            return self.fact.value.mantissa >= LONG && self.is_called(cell.line, &narrow) || self.is_named(cell.line);
        }
        // «Đến cuối năm 2024, toàn xã có 472 hộ kinh doanh, …; doanh thu đạt 187 tỷ đồng»
        told_time(self.context, &narrow) == Some(When::Never) && self.is_named(cell.line) && self.is_beside(cell)
    }

    fn counts(&self, line: &Line, fact: &Fact) -> bool {
        let figures = &self.context.catalogue.figures;
        let unit = line.unit.as_deref().and_then(|unit| figures.named(unit));
        unit.is_some_and(|unit| figures.kin_of(unit) == figures.kin_of(fact.unit))
    }

    /// Whether the whole name of a row stands right before the figure, and nothing more is said of it.
    fn is_named(&self, line: &Line) -> bool {
        let tokens = line.bare.clone().filter_map(|at| self.token(at));
        let words: Vec<Syllable> = tokens.filter(|t| t.kind == TokenKind::Word).map(|t| t.id).collect();
        self.before(&words, false).is_some_and(|named| self.is_plain(&named))
    }

    /// Whether the sentence tells another row of the same year, and that row has the number in no other.
    fn is_beside(&self, cell: &OfYear<'_>) -> bool {
        let is = |line: &Line, column: usize, fact: &Fact| {
            let content = line.cells.get(column).map(|cell| cell.content);
            matches!(content, Some(Content::Number(value)) if value.value() == fact.value.value())
        };
        let lone = |line: &Line, fact: &Fact| (0..line.cells.len()).filter(|&at| is(line, at, fact)).count() == 1;
        let others = cell.sheet.lines.iter().filter(|line| line.place != cell.line.place);
        let facts = self.context.facts().within(&self.sentence.tokens).iter();
        let mut long = facts.filter(|fact| fact.value.mantissa >= SHORT && fact.of.is_none());
        let told = |fact: &Fact| {
            others.clone().any(|line| is(line, cell.column, fact) && self.counts(line, fact) && lone(line, fact))
        };
        long.any(told)
    }

    /// The clause as far as brackets, and a little behind its figure.
    fn narrow(&self) -> Range<usize> {
        let parts = |at: &usize| self.context.document.has_mark(*at, &['(']);
        let Range { start, end } = self.clause;
        let from = (start + 1..=self.fact.tokens.start).rev().find(parts).unwrap_or(start);
        let high = (self.fact.end + NEAR / 2).min(end);
        from..(self.fact.end..high).find(parts).unwrap_or(high)
    }

    /// The one year that some tokens name, if they are of no other place.
    fn year(&self, tokens: &Range<usize>) -> Option<i32> {
        let elsewhere = |m: &Mention| matches!(m.kind, MentionKind::Place(_));
        match told_time(self.context, tokens)? {
            When::Date(year, ..) if !self.context.mentions.within(tokens).iter().any(elsewhere) => Some(year),
            _ => None,
        }
    }

    /// Whether the first two words of a row's name stand shortly before the figure.
    fn is_called(&self, line: &Line, within: &Range<usize>) -> bool {
        let tokens = &self.context.document.tokens;
        let mut words = line.bare.clone().filter_map(|at| tokens.get(at)).filter(|t| t.kind == TokenKind::Word);
        let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
        let near = tokens.get(self.fact.tokens.start.saturating_sub(NEAR).max(within.start)..self.fact.tokens.start);
        near.is_some_and(|near| near.windows(2).any(|pair| pair[0].id == first.id && pair[1].id == second.id))
    }

    /// Whether a cell has the name, the unit and the time that the sentence tells.
    fn is_worded(&self, cell: &Spot<'_>, swapped: bool) -> bool {
        let total = cell.row + 1 == cell.table.rows.len() && self.is_total(cell);
        let Some(label) = name(self.context.document, cell.table, cell.row)
            .or_else(|| block(self.context.document, cell.table, cell.row, 0))
        else {
            return false;
        };
        let Some(head) = head(self.context.document, cell.table, cell.column) else { return false };
        // «Cộng» and «2025» are named by their column, other rows by themselves.
        let time = if total { None } else { label_time(self.context, label) };
        let dated = time.is_some();
        // Rows whose columns are years are read as indicators, which `indicator-mismatch` compares.
        if !total && !dated && told_time(self.context, &head.tokens) != Some(When::Never) {
            return false;
        }
        let naming = if total || dated { head } else { label };
        let words = words(self.context, naming);
        let behind = if total || dated { self.behind(&words) } else { None };
        let named = behind
            .clone()
            .or_else(|| self.before(&words, dated && swapped).filter(|_| self.has_unit(cell, label, head)));
        if !named.is_some_and(|named| self.is_plain(&named)) {
            return false;
        }
        let Some(timed) = self.same_time(cell, time, head) else { return false };
        let digits = self.fact.value.mantissa;
        if !swapped {
            let long = if digits < 10 { WHOLE_NAME } else { WHOLE_NAME - 1 };
            return total && timed && behind.is_some() && words.len() >= long && self.is_backed(cell);
        }
        match digits {
            LONG.. => true,
            // «Hội Phụ nữ quản lý 9 tổ với 668 hộ vay vốn»: those of a body are some of all.
            SHORT.. => timed && (!self.names_body() || self.is_backed(cell)),
            _ => timed && (dated || self.is_backed(cell)),
        }
    }

    fn names_body(&self) -> bool {
        let before = self.clause.start..self.fact.tokens.start;
        self.context.mentions.within(&before).iter().any(|m| matches!(m.kind, MentionKind::Body))
    }

    /// Whether a row is the sum of those above it, and they are of no different times.
    fn is_total(&self, cell: &Spot<'_>) -> bool {
        let (context, document) = (self.context, self.context.document);
        let named = name(document, cell.table, cell.row);
        let total = named.is_some_and(|b| context.catalogue.figures.has(context.mentions, Cue::Total, &b.tokens));
        let first = block(document, cell.table, cell.table.header_rows.max(1), 0);
        total && adds_up(document, cell.table, cell.column) && first.is_none_or(|b| label_time(context, b).is_none())
    }

    /// What is counted and the words behind it, where these are a name to the last and nothing more is said of it.
    fn behind(&self, words: &[Syllable]) -> Option<Range<usize>> {
        let start = self.fact.tokens.end;
        let mut at = start;
        let mut spare = BETWEEN;
        for (i, word) in words.iter().enumerate() {
            let reach = if i == 0 { 0 } else { spare };
            let next = (at..=at + reach).find(|&j| self.token(j).is_some_and(|t| t.id == *word))?;
            let skipped = self.context.document.tokens.get(at..next)?;
            if !skipped.iter().all(|t| self.context.catalogue.told.between.contains(&t.id)) {
                return None;
            }
            if !self.runs_on(at, next) || next >= self.clause.end {
                return None;
            }
            spare -= next - at;
            at = next + 1;
        }
        // What is named by one word is all there is only where it is said to be had.
        let has = |at: usize| self.token(at).is_some_and(|t| self.context.catalogue.told.links.contains(&t.id));
        let only = at <= self.fact.end;
        let whole = !only || self.fact.value.mantissa >= SHORT && start.checked_sub(2).is_some_and(has);
        (!words.is_empty() && whole).then_some(start..at.max(self.fact.end))
    }

    /// The words right before a number, past «là» and its time, where they are a name.
    fn before(&self, words: &[Syllable], short: bool) -> Option<Range<usize>> {
        let times = self.context.mentions.within(&self.clause).iter();
        let times: Vec<&Range<usize>> = times.filter(|m| is_when(m)).map(|m| &m.tokens).collect();
        let low = self.fact.tokens.start.saturating_sub(BEHIND / 2).max(self.clause.start);
        let link = |at: usize| {
            times.iter().any(|time| time.contains(&at))
                || self.token(at).is_some_and(|t| self.context.catalogue.told.links.contains(&t.id))
        };
        let end =
            (low..self.fact.tokens.start).rev().take_while(|&at| link(at)).last().unwrap_or(self.fact.tokens.start);
        let said = |words: &[Syllable]| {
            let start = end.checked_sub(words.len()).filter(|start| *start >= self.clause.start && words.len() >= 2)?;
            let tokens = self.context.document.tokens.get(start..end)?;
            let same = tokens.iter().zip(words).all(|(token, word)| token.id == *word);
            (same && self.runs_on(start + 1, self.fact.tokens.start)).then_some(start..end)
        };
        said(words).or_else(|| said(words.get(..2).filter(|_| short)?))
    }

    /// No mark stands before any of some tokens.
    fn runs_on(&self, from: usize, to: usize) -> bool {
        (from..=to).all(|at| !self.context.document.has_mark(at, &['.', ',', ';', ':', '(', ')']))
    }

    /// Whether a column's unit, or that of its table, is what the figure counts.
    fn has_unit(&self, cell: &Spot<'_>, label: &Block, head: &Block) -> bool {
        let (context, document) = (self.context, self.context.document);
        let Some(unit) = document.tokens.get(self.fact.tokens.end..self.fact.end).filter(|u| !u.is_empty()) else {
            return false;
        };
        let figures = &context.catalogue.figures;
        let kin = figures.kin_of(self.fact.unit);
        let bracket = |b: &Block| b.tokens.clone().find(|&at| document.has_mark(at, &['(']));
        if let Some(at) = bracket(head).or_else(|| bracket(label)) {
            let same = figures.unit_at(context.mentions, at).is_some_and(|unit| figures.kin_of(unit) == kin);
            return same || self.token(at).is_some_and(|t| t.id == unit[0].id);
        }
        let says = |b: &Block| {
            let tokens = document.tokens.get(b.tokens.clone()).unwrap_or_default();
            tokens.windows(unit.len()).any(|w| w.iter().map(|t| t.id).eq(unit.iter().map(|t| t.id)))
        };
        let cells = (1..cell.column).filter_map(|column| block(document, cell.table, cell.row, column));
        let beside = cells.into_iter().any(|b| b.tokens.len() == unit.len() && says(b));
        beside || says(head) || self.caption(cell).is_some_and(says)
    }

    /// What stands over a table, if the figure does not stand there.
    fn caption(&self, cell: &Spot<'_>) -> Option<&'c Block> {
        let block = self.context.document.blocks.get(cell.table.caption? as usize)?;
        let own = block.tokens.contains(&self.fact.tokens.start);
        (!own && block.tokens.len() <= CAPTION).then_some(block)
    }

    /// Nothing around the figure makes it one of less, or of another time or place.
    fn is_plain(&self, named: &Range<usize>) -> bool {
        let (context, document) = (self.context, self.context.document);
        let mentions = context.mentions.within(&self.clause);
        let apart = |m: &Mention| match &m.kind {
            MentionKind::Place(place) => !context.is_own(place),
            MentionKind::Named => true,
            _ => false,
        };
        let inside = |m: &Mention| named.start <= m.tokens.start && m.tokens.end <= named.end;
        if mentions.iter().any(|m| apart(m) && !inside(m)) {
            return false;
        }
        let near = self.fact.tokens.start.saturating_sub(BEHIND / 2).max(self.clause.start)..self.fact.tokens.start;
        let turn = |at: usize| self.token(at).is_some_and(|t| self.context.catalogue.told.tells_turn(&t.id));
        // «năm học 2024-2025», «giai đoạn 2021-2025» are times, «kế hoạch năm 2024» is more than that.
        let timed = |at: usize| {
            let starts =
                |next: usize| mentions.iter().any(|m| is_when(m) && m.tokens.start <= next && at < m.tokens.end);
            starts(at + 1) || turn(at + 1) && starts(at + 2)
        };
        if near.into_iter().any(|at| turn(at) && !named.contains(&at) && !timed(at)) {
            return false;
        }
        // Behind it stands a mark, a time, or what goes on with something else.
        let mut end = named.end.max(self.fact.end);
        // «vụ việc» is no other thing than «vụ».
        end += usize::from(self.token(end).is_some_and(|t| self.context.catalogue.told.rest.contains(&t.id)));
        let over = end >= self.sentence.tokens.end || !document.between(end, end).trim().is_empty();
        let when = mentions.iter().any(|m| is_when(m) && (end..end + 3).contains(&m.tokens.start));
        let next = end..end + 4;
        let mut terms = context.mentions.hits_of(self.context.catalogue.told.whole_term, &next);
        let after = self.token(end).is_some_and(|t| self.context.catalogue.told.after.contains(&t.id));
        over || when || after || terms.any(|hit| hit.start as usize == end)
    }

    /// Whether the sentence tells a cell's time; that neither tells one is told by `false`.
    fn same_time(&self, cell: &Spot<'_>, dated: Option<When>, head: &Block) -> Option<bool> {
        let (context, document) = (self.context, self.context.document);
        let corner = block(document, cell.table, 0, 0);
        let section = document.sections.get(cell.table.section as usize);
        let section = section.and_then(|s| document.blocks.get(s.heading? as usize));
        let mut its = dated.unwrap_or(When::Never);
        for place in [Some(head), corner, self.caption(cell), section].into_iter().flatten() {
            if its != When::Never {
                break;
            }
            its = told_time(context, &place.tokens)?;
        }
        let mut own = told_time(context, &self.clause)?;
        if own == When::Never
            && context.mentions.hits_of(self.context.catalogue.told.whole_term, &self.clause).next().is_some()
        {
            own = When::Term(context.as_of.year - 5, context.as_of.year);
        }
        let same_section =
            document.blocks.get(self.sentence.block as usize).is_some_and(|b| b.section == cell.table.section);
        match (own, its) {
            (When::Never, When::Never) => same_section.then_some(false),
            _ => own.is(its).then_some(true),
        }
    }

    /// Whether the sentence tells more of the same row, or names all rows that make it up.
    fn is_backed(&self, cell: &Spot<'_>) -> bool {
        let (context, document) = (self.context, self.context.document);
        let other = |fact: &Fact| {
            fact.tokens != self.fact.tokens
                && (1..cell.table.rows[cell.row].cells.len().min(MOST_COLUMNS)).any(|column| {
                    let same = column != cell.column
                        && number(document, cell.table, cell.row, column)
                            .is_some_and(|n| n.value() == fact.value.value());
                    same && head(document, cell.table, column).is_some_and(|head| self.is_headed(fact, head))
                })
        };
        if context.facts().within(&self.sentence.tokens).iter().any(other) {
            return true;
        }
        let rows = cell.table.header_rows.max(1)..cell.row;
        let said = document.tokens.get(self.sentence.tokens.start..self.fact.tokens.start).unwrap_or_default();
        let is_said = |row: usize| {
            let Some(label) = name(document, cell.table, row) else { return false };
            let words = words(context, label);
            !words.is_empty() && said.windows(words.len()).any(|w| w.iter().map(|t| t.id).eq(words.iter().copied()))
        };
        (2..=FEW).contains(&rows.len()) && rows.into_iter().all(is_said)
    }

    /// Whether a column's head speaks of what a figure counts.
    fn is_headed(&self, fact: &Fact, head: &Block) -> bool {
        let document = self.context.document;
        if fact.unit == Unit::Percent {
            return document.block_text(head).contains('%');
        }
        let unit = document.tokens.get(fact.tokens.end).filter(|_| fact.end > fact.tokens.end);
        let tokens = document.tokens.get(head.tokens.clone()).unwrap_or_default();
        unit.is_some_and(|unit| tokens.iter().any(|t| t.id == unit.id))
    }
}
