//! A column whose cells say two things: «từ 52,4 lên 85,0 triệu đồng/người/năm».

use super::{Grid, LEAST_NAMED};
use crate::lint::indicators::sheet::{Cell, Column, Content, MOST_ROWS, Part};
use crate::mentions::fact::Cue;
use crate::mentions::{Mention, MentionKind};
use crate::text::{Number, Syllable, fold};
use std::ops::Range;
use std::sync::LazyLock;

impl Grid<'_> {
    /// The series whose cells say where an indicator stands and where it shall: «từ 52,4 lên 85,0 triệu đồng».
    pub(super) fn moves(&self, columns: &[Column], at: &[usize]) -> Option<usize> {
        let target = columns.iter().position(|c| c.part == Part::NewTarget)?;
        let series = at.get(target).copied().filter(|_| !columns.iter().any(|c| c.part == Part::Result))?;
        let filled = self.lines().filter(|&line| !self.text(line, series).is_empty()).take(MOST_ROWS);
        let (moved, all) = filled
            .fold((0, 0), |(moved, all), line| (moved + usize::from(self.moved(line, series).is_some()), all + 1));
        (moved >= LEAST_NAMED && moved * 5 >= all * 3).then_some(series)
    }

    /// The cells of a line in one series: two where the series moves.
    pub(super) fn cells(&self, line: usize, series: usize, moves: Option<usize>) -> impl Iterator<Item = Cell> {
        let cell = self.cell(line, series);
        let (first, second) = if moves != Some(series) {
            (cell, None)
        } else if let Some(both) = self.moved(line, series) {
            let [from, to] = both.map(|(value, tokens)| Cell {
                content: Content::Number(value),
                place: self.context.document.token_range(tokens),
            });
            (from, Some(to))
        } else {
            let content = if cell.content == Content::Empty { Content::Empty } else { Content::Words };
            (Cell { content, place: cell.place.clone() }, Some(cell))
        };
        std::iter::once(first).chain(second)
    }

    /// The two values of a cell that moves, each with its tokens.
    fn moved(&self, line: usize, series: usize) -> Option<[(Number, Range<usize>); 2]> {
        let document = &self.context.document;
        let block = self.block(line, series)?;
        // «từ 7,60% (chuẩn giai đoạn 2021-2025) thành …»: what is remarked may make two things of them.
        if document.block_text(block).contains('(') {
            return None;
        }
        let figure = |m: &Mention| match &m.kind {
            MentionKind::Figure(figure) if figure.of.is_none() => Some((figure.value, m.tokens.clone())),
            _ => None,
        };
        let found: Vec<(Number, Range<usize>)> =
            self.context.mentions.within(&block.tokens).iter().filter_map(figure).take(3).collect();
        let [from, to] = <[_; 2]>::try_from(found).ok()?;
        let figures = &self.context.catalogue.figures;
        let has = |cue: Cue, tokens: &Range<usize>| figures.has(self.context.mentions, cue, tokens);
        let between = from.1.end..to.1.start;
        let leads = has(Cue::From, &(block.tokens.start..from.1.start)) && from.1.start <= block.tokens.start + 2;
        let turns = has(Cue::To, &between);
        let reaches = between.clone().any(|at| document.tokens.get(at).is_some_and(|t| t.id == *UNTIL));
        (leads && (turns || reaches)).then_some([from, to])
    }

    /// The unit behind the second value of a cell that moves, and its first token.
    pub(super) fn unit_of_move(&self, line: usize, series: usize) -> Option<(String, usize)> {
        let [_, (_, tokens)] = self.moved(line, series)?;
        let block = self.block(line, series)?;
        let end = self.context.document.token_range(tokens.clone()).end;
        let unit = fold(self.context.document.text.get(end..block.range.end)?).trim().to_string();
        (!unit.is_empty()).then(|| (unit, tokens.end.min(block.tokens.end.saturating_sub(1))))
    }

    /// The columns, that of a series that moves parted in two: where it stands, and where it shall by the end of the
    /// term its head names.
    pub(super) fn parted(&self, mut columns: Vec<Column>, at: &[usize], moves: Option<usize>) -> Vec<Column> {
        let Some(index) = moves.and_then(|series| at.iter().position(|&at| at == series)) else { return columns };
        let head = moves.and_then(|series| self.block(self.heads.checked_sub(1)?, series));
        let terms = head.into_iter().flat_map(|head| self.context.mentions.within(&head.tokens));
        let mut ends = terms.filter_map(|m| if let MentionKind::Term(_, to) = m.kind { Some(to) } else { None });
        if let Some(target) = columns.get_mut(index) {
            target.year = target.year.or(ends.next());
            let title = target.title.clone();
            let today =
                Column { part: Part::Result, year: Some(self.turn), estimate: false, said: true, lone: true, title };
            columns.insert(index, today);
        }
        columns
    }
}

/// «từ 98,7% đến 98,8%»
static UNTIL: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("đến"));
