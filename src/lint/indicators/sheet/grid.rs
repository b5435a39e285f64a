//! One table read on one of its sides: which column is which, what each line gives.

mod moves;
mod rivals;

use super::{Cell, Column, Content, Line, MOST_COLUMNS, Part, Sheet};
use crate::document::{Block, Table};
use crate::lint::check::Context;
use crate::lint::indicators::MeasureId;
use crate::lint::indicators::cell::{is_dash, is_year, year_in};
use crate::lint::indicators::heads::{Head, Heads};
use crate::lint::pack::Role;
use crate::mentions::MentionKind;
use crate::text::fold;
use std::ops::Range;

/// Rows that must name an indicator of the set, or any number where the header calls them targets.
const LEAST_NAMED: usize = 2;

/// A table with its side: lines are indicators, series what is given of them.
#[derive(Clone, Copy)]
pub(super) struct Grid<'a> {
    pub context: &'a Context<'a>,
    pub table: &'a Table,
    /// Rows of headings.
    pub heads: usize,
    /// Cells of the longest row.
    pub width: usize,
    /// Whether columns are the lines.
    pub across: bool,
    /// The year in which the term turns.
    pub turn: i32,
}

/// A series and what its head says.
struct Series {
    at: usize,
    head: Option<Head>,
    year: Option<i32>,
    estimate: bool,
    title: String,
}

impl<'a> Grid<'a> {
    fn block(&self, line: usize, series: usize) -> Option<&'a Block> {
        let (row, column) = if self.across { (series, line) } else { (line, series) };
        let id = *self.table.rows.get(row)?.cells.get(column)?;
        self.context.document.blocks.get(id as usize)
    }

    fn text(&self, line: usize, series: usize) -> &'a str {
        self.block(line, series).map_or("", |b| self.context.document.block_text(b)).trim()
    }

    fn words(&self) -> &'a Heads {
        &self.context.catalogue.indicators.heads
    }

    /// Lines, past those that head the series.
    fn lines(&self) -> Range<usize> {
        if self.across { self.labels()..self.width } else { self.heads..self.table.rows.len() }
    }

    /// Columns at the left of a table on its side that say what its rows are.
    fn labels(&self) -> usize {
        let ordinal = self.table.rows.first().and_then(|r| r.cells.first()).is_some_and(|&id| {
            let block = self.context.document.blocks.get(id as usize);
            block.is_some_and(|b| self.words().of(self.context.document.block_text(b)) == Some(Head::Ordinal))
        });
        1 + usize::from(ordinal)
    }

    fn series_count(&self) -> usize {
        if self.across { self.table.rows.len().min(MOST_COLUMNS) } else { self.width }
    }

    /// The table as a table of indicators, if on this side it is one.
    pub fn sheet(self) -> Option<Sheet> {
        let mut series: Vec<Series> = (0..self.series_count()).map(|at| self.series(at)).collect();
        // «Đầu kỳ | Giữa kỳ (2028) | Cuối kỳ» tells the term to come.
        let mut ahead = false;
        for s in &mut series {
            ahead |= s.year.is_some_and(|year| year > self.turn);
            if s.head == Some(Head::End) {
                s.head = Some(if ahead { Head::Target } else { Head::Result });
            }
        }
        let (columns, at) = self.columns(&series)?;
        let name = self.name(&series, at.first().copied()?)?;
        let unit = series.iter().find(|s| s.head == Some(Head::Unit));
        let (units, unit_head) = (unit.map(|s| s.at), unit.map(|s| s.title.clone()));
        let verdicts: Vec<usize> = series.iter().filter(|s| s.head == Some(Head::Verdict)).map(|s| s.at).collect();
        let caption = self.unit_of_caption();
        let moves = self.moves(&columns, &at);
        let mut lines: Vec<Line> = Vec::new();
        for line in self.lines() {
            let Some(block) = self.block(line, name).filter(|b| !b.tokens.is_empty()) else { continue };
            let cells: Vec<Cell> = at.iter().flat_map(|&series| self.cells(line, series, moves)).collect();
            let empty = cells.iter().all(|c| c.content == Content::Empty);
            let text = self.context.document.block_text(block);
            // «(triệu đồng/người/năm)» below a name: its unit.
            if empty && self.is_unit_row(text) {
                if let Some(last) = lines.last_mut() {
                    last.unit = Some(fold(text));
                    last.unit_token = Some(block.tokens.start);
                }
                continue;
            }
            // «Ghi chú» beside the indicators of a table on its side is none of them.
            if self.across && self.words().of(text) == Some(Head::Other) && self.measures(block).is_empty() {
                continue;
            }
            // A header that is repeated on the next page.
            if !self.across && self.repeats(line, &at) {
                continue;
            }
            let bare = self.bare(block);
            let own =
                units.and_then(|at| self.block(line, at)).filter(|b| !b.tokens.is_empty() || has_mark(self.context, b));
            let in_name = if own.is_none() { self.unit_in_name(block) } else { None };
            let in_name = in_name.or_else(|| self.unit_of_move(line, moves?).filter(|_| own.is_none()));
            let unit = own.map(|b| fold(self.context.document.block_text(b)));
            let measures = self.measures(block);
            let numbered = (0..name).any(|at| !self.text(line, at).is_empty());
            lines.push(Line {
                name: block.tokens.clone(),
                place: self.place(line, block),
                measures,
                is_group: empty && own.is_none(),
                is_sub: !self.across && (self.words().is_sub(text) || name > 0 && !numbered),
                unit_token: own.map(|b| b.tokens.start).or(in_name.as_ref().map(|unit| unit.1)),
                unit: unit.or(in_name.map(|unit| unit.0)),
                cells,
                verdict: verdicts.iter().any(|&at| !self.text(line, at).is_empty() && !is_dash(self.text(line, at))),
                bare,
            });
        }
        for at in 1..lines.len() {
            // «Xếp loại hằng năm | %», its values in the rows below.
            lines[at - 1].is_group |= lines[at].is_sub && !lines[at - 1].is_sub && lines[at - 1].is_empty();
        }
        self.inherit(&mut lines, caption);
        let units = unit_head;
        let columns = self.parted(columns, &at, moves);
        let sheet = Sheet { columns, lines, units };
        self.is_one(&sheet, &series).then_some(sheet)
    }

    /// The head of a series: the nearest level that says something, and the nearest year.
    fn series(&self, at: usize) -> Series {
        let levels: Vec<String> = if self.across {
            (0..self.labels()).map(|line| self.text(line, at).to_string()).collect()
        } else {
            (0..self.heads)
                .filter(|&row| !self.numbers_columns(row))
                .map(|row| self.head_text(row, at).to_string())
                .collect()
        };
        // The nearest first.
        let said: Vec<(&String, Option<Head>)> =
            levels.iter().rev().filter(|t| !t.is_empty()).map(|text| (text, self.words().of(text))).collect();
        let own = said.first().map(|(text, _)| *text);
        let year = levels.iter().rev().find_map(|text| year_in(text));
        let head = said.first().and_then(|(_, head)| *head).or_else(|| {
            let upper = said.iter().skip(1).find_map(|(_, head)| *head);
            upper.filter(|head| !matches!(head, Head::Name | Head::Ordinal | Head::Unit))
        });
        // «Mức hoàn thành» over «so với» over «mục tiêu»: one head in three rows.
        let whole = || levels.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        let verdict = self.stands_alone(at) && self.words().of(&whole()) == Some(Head::Verdict);
        let head = if verdict { Some(Head::Verdict) } else { head };
        // «Chỉ tiêu 2030» is no column of names.
        let head = if head == Some(Head::Name) && year.is_some() { Some(Head::Target) } else { head };
        // «Dự báo 2025» in the last year of a term is what it will reach; «Dự báo 2030» is nobody's target.
        let head = match head {
            Some(Head::Foreseen) if year.is_some_and(|year| year <= self.turn) => Some(Head::Estimate),
            Some(Head::Foreseen) => Some(Head::Other),
            head => head,
        };
        // «Xã Thiên Lộc 2024» beside the unit's own column, «Tỉnh 2025».
        let head = if self.is_of_another_place(at) { Some(Head::Other) } else { head };
        let estimate = said.iter().any(|(_, head)| *head == Some(Head::Estimate));
        let title = own.cloned().unwrap_or_default();
        Series { at, head, year, estimate, title }
    }

    /// Whether the head of a series names a place, and not the unit's own.
    fn is_of_another_place(&self, at: usize) -> bool {
        let levels = if self.across { self.labels() } else { self.heads };
        let mut places = (0..levels)
            .filter_map(|level| self.block(level, at))
            .flat_map(|block| self.context.mentions.within(&block.tokens))
            .filter(|mention| matches!(mention.kind, MentionKind::Place(_)))
            .map(|place| fold(self.context.document.token_text(place.tokens.clone())))
            .peekable();
        places.peek().is_some() && {
            let unit = self.context.document.meta.unit.as_deref().map(fold).unwrap_or_default();
            !places.any(|place| unit.contains(&place))
        }
    }

    /// Whether a row of heads but numbers the columns: «A | B | (1) | (2) | (3) = (2) - (1)».
    fn numbers_columns(&self, row: usize) -> bool {
        let texts = (0..self.width).map(|at| self.text(row, at)).filter(|text| !text.is_empty());
        let code = |text: &str| {
            let mut letters = text.chars().filter(|c| c.is_alphabetic());
            let lone = letters.next().is_none_or(|_| letters.next().is_none());
            lone && text.chars().all(|c| c.is_alphanumeric() || "()[]=+-–/*:x%, ".contains(c)) && !is_year(text)
        };
        row > 0 && texts.clone().count() > 2 && texts.into_iter().all(code)
    }

    /// Whether the rows of heads are a column's own, none of them merged with those of its neighbours.
    fn stands_alone(&self, at: usize) -> bool {
        let own = |row: usize, at: usize| !self.text(row, at).is_empty();
        let next = |row: usize| at + 1 >= self.width || own(row, at + 1);
        !self.across && self.heads > 1 && (0..self.heads).all(|row| own(row, at) && next(row))
    }

    /// A head; that of merged cells stands over those to its right, where a lower row tells them apart.
    fn head_text(&self, row: usize, at: usize) -> &'a str {
        let text = |at: usize| self.text(row, at);
        let below = (row + 1..self.heads).any(|row| !self.text(row, at).is_empty());
        let from = if below { (0..=at).rev().find(|&at| !text(at).is_empty()) } else { Some(at) };
        from.map_or("", text)
    }

    /// The columns of values, and where they stand.
    fn columns(&self, series: &[Series]) -> Option<(Vec<Column>, Vec<usize>)> {
        let turn = self.turn;
        let is_value = |s: &&Series| match s.head {
            Some(Head::Start | Head::Target | Head::Result | Head::Estimate) => true,
            Some(_) => false,
            None => s.year.is_some() && !self.names_measure(s.at),
        };
        let values: Vec<&Series> = series.iter().filter(is_value).collect();
        let reached = |s: &&&Series| matches!(s.head, Some(Head::Result | Head::Estimate) | None);
        let last = values.iter().filter(reached).filter_map(|s| s.year).filter(|y| *y <= turn).max();
        let several = values.iter().filter(reached).count() > 1;
        let dated = values.iter().any(|s| s.head == Some(Head::Start) || s.year.is_some_and(|y| y < turn - 2));
        // Beside «Kết quả» without a year «Năm 2020» is where the term began, not what was reached last.
        let open = values.iter().any(|s| matches!(s.head, Some(Head::Result | Head::Estimate)) && s.year.is_none());
        let verdict = series.iter().any(|s| s.head == Some(Head::Verdict));
        let goal = values.iter().filter(|s| s.year.is_some_and(|y| y > turn)).filter_map(|s| s.year).max();
        let mut columns = Vec::new();
        for s in &values {
            let part = match (s.head, s.year) {
                (Some(Head::Target) | None, Some(year)) if year > turn => {
                    if Some(year) == goal {
                        Part::NewTarget
                    } else {
                        Part::Interim
                    }
                }
                (Some(Head::Target), Some(_)) => Part::OldTarget,
                (Some(Head::Target), None) if dated && several || verdict => Part::OldTarget,
                (Some(Head::Target), None) => self.aim()?,
                (Some(Head::Start), Some(year)) if year >= turn - 1 => Part::Result,
                (Some(Head::Start), _) => Part::Start,
                (_, Some(year)) if year > turn => Part::Interim,
                (_, Some(year)) if (open || Some(year) != last) && year < turn - 2 => Part::Start,
                (_, Some(year)) if Some(year) != last => Part::Interim,
                _ => Part::Result,
            };
            columns.push(Column {
                part,
                year: s.year,
                estimate: s.estimate,
                said: s.head.is_some(),
                lone: true,
                title: s.title.clone(),
            });
        }
        // Where the new term aims, today's value is where it starts.
        let aims = columns.iter().any(|c| c.part == Part::NewTarget);
        if aims && !columns.iter().any(|c| c.part == Part::Result) {
            for column in columns.iter_mut().filter(|c| c.part == Part::Start && c.year.is_none_or(|y| y >= turn - 1)) {
                column.part = Part::Result;
            }
        }
        let at = values.iter().map(|s| s.at).collect();
        let (columns, at) = self.without_rivals(columns, at);
        (!at.is_empty()).then_some((columns, at))
    }

    /// Which term's targets a table gives that does not say so in its heads: by its caption, else its section.
    fn aim(&self) -> Option<Part> {
        let turn = self.turn;
        let blocks = &self.context.document.blocks;
        let caption = self.table.caption.and_then(|id| blocks.get(id as usize));
        let term =
            caption.into_iter().flat_map(|b| self.context.mentions.within(&b.tokens)).find_map(|m| match m.kind {
                MentionKind::Term(from, to) => Some((from, to)),
                _ => None,
            });
        match term {
            Some((from, _)) if from >= turn => return Some(Part::NewTarget),
            Some((_, to)) if to <= turn => return Some(Part::OldTarget),
            _ => {}
        }
        match self.context.outline.roles.get(self.table.section as usize) {
            Some(Role::Target) => Some(Part::NewTarget),
            Some(Role::Result) => Some(Part::OldTarget),
            _ => None,
        }
    }

    /// Where the names stand: under their head, else in the first series with words.
    fn name(&self, series: &[Series], first: usize) -> Option<usize> {
        if self.across {
            return (first > 0).then_some(0);
        }
        let headed = series.iter().filter(|s| s.head == Some(Head::Name) && s.at < first).map(|s| s.at).next_back();
        let plain = || {
            let with_words = |s: &&Series| {
                let lines = self
                    .lines()
                    .take(12)
                    .filter(|&l| self.text(l, s.at).chars().filter(|c| c.is_alphabetic()).count() > 3);
                s.head.is_none() && lines.count() >= 2
            };
            series.iter().filter(|s| s.at < first).find(with_words).map(|s| s.at)
        };
        headed.or_else(plain)
    }

    /// Whether the head of a series names an indicator: then the table lies on its side.
    fn names_measure(&self, series: usize) -> bool {
        let line = if self.across { 0 } else { self.heads.saturating_sub(1) };
        self.block(line, series)
            .is_some_and(|b| !self.context.catalogue.indicators.named(self.context.mentions, &b.tokens).is_empty())
    }

    fn measures(&self, block: &Block) -> Vec<MeasureId> {
        let hits = self.context.catalogue.indicators.named(self.context.mentions, &block.tokens);
        let mut measures: Vec<MeasureId> = hits.iter().map(|hit| MeasureId(hit.item)).collect();
        measures.sort_unstable();
        measures.dedup();
        measures
    }

    fn cell(&self, line: usize, series: usize) -> Cell {
        let Some(block) = self.block(line, series) else { return Cell { content: Content::Empty, place: 0..0 } };
        Cell { content: self.content(block), place: block.range.clone() }
    }

    fn content(&self, block: &Block) -> Content {
        let text = self.context.document.block_text(block).trim();
        if text.is_empty() {
            return Content::Empty;
        }
        if is_dash(text) {
            return Content::Dash;
        }
        let mut figures = self.context.mentions.within(&block.tokens).iter().filter_map(|m| match &m.kind {
            MentionKind::Figure(figure) => Some((figure, m)),
            _ => None,
        });
        if let (Some((figure, mention)), None) = (figures.next(), figures.next())
            && mention.tokens == block.tokens
            && figure.of.is_none()
            && text.starts_with(|c: char| c.is_ascii_digit())
        {
            return Content::Number(figure.value);
        }
        if self.words().is_status(text) { Content::Status } else { Content::Words }
    }

    /// A name without what stands in brackets.
    fn bare(&self, block: &Block) -> Range<usize> {
        let document = self.context.document;
        let opens = |&i: &usize| document.has_mark(i, &['(']);
        let from = (block.tokens.start + 1..block.tokens.end).find(opens).unwrap_or(block.tokens.end);
        // «(15a) Lao động qua đào tạo»: a label, not a remark.
        let labelled = document.block_text(block).starts_with('(') && from == block.tokens.start + 1;
        let again = || (from + 1..block.tokens.end).find(opens).unwrap_or(block.tokens.end);
        block.tokens.start..if labelled { again() } else { from }
    }

    /// «Thu ngân sách (tỷ đồng)», «Thu ngân sách, tỷ đồng»: a unit that stands with the name, and its first token.
    fn unit_in_name(&self, block: &Block) -> Option<(String, usize)> {
        let document = self.context.document;
        let text = document.block_text(block).trim_end();
        let is_unit = |words: &str| {
            let short = words.split(' ').count() <= 4 && !words.contains(|c: char| c.is_ascii_digit());
            let last = text.strip_suffix(')').is_some_and(|t| t.trim_end().ends_with(words));
            self.words().is_unit(words)
                || self.words().is_unit(words.split('/').next().unwrap_or(""))
                || short && (words.contains('%') || last && !self.words().is_remark(words))
        };
        let mut brackets = text.match_indices('(').filter_map(|(at, _)| text.get(at + 1..)?.split(')').next());
        let found = brackets.find(|words| is_unit(words.trim()));
        let found =
            found.or_else(|| text.rsplit_once(',').map(|(_, tail)| tail).filter(|tail| self.words().is_unit(tail)));
        let words = found?;
        let at = words.as_ptr() as usize - text.as_ptr() as usize + block.range.start;
        let token = document.tokens.partition_point(|t| (t.start as usize) < at);
        Some((fold(words).trim().to_string(), token.min(block.tokens.end.saturating_sub(1))))
    }

    fn is_unit_row(&self, text: &str) -> bool {
        let words = text.trim_matches(['*', '_', ' ', '(', ')']);
        text.contains('(')
            && (self.words().is_unit(words) || self.words().is_unit(words.split('/').next().unwrap_or("")))
    }

    /// «Biểu 1a. Các chỉ tiêu tính theo tỷ lệ (ĐVT: %)».
    fn unit_of_caption(&self) -> Option<String> {
        let block = self.table.caption.and_then(|id| self.context.document.blocks.get(id as usize))?;
        self.words().stated_unit(self.context.document.block_text(block))
    }

    /// Units said once: by a group for its rows, by the caption for all.
    fn inherit(&self, lines: &mut [Line], caption: Option<String>) {
        let mut chapter = caption.clone();
        let mut group: Option<String> = None;
        for line in lines {
            let text = self.context.document.token_text(line.name.clone());
            if line.is_group {
                let block = self.context.document.block_of_token(line.name.start);
                let said = line
                    .unit
                    .clone()
                    .or_else(|| self.words().stated_unit(block.map_or(text, |b| self.context.document.block_text(b))));
                let heads = block.is_some_and(|b| b.bold) || text.chars().all(|c| !c.is_lowercase());
                if heads {
                    chapter = said.clone().or_else(|| caption.clone());
                }
                group = said.or_else(|| line.unit.clone());
            } else if line.unit.is_none() {
                line.unit = if line.is_sub { group.clone().or_else(|| chapter.clone()) } else { chapter.clone() };
            } else if !line.is_sub {
                group = line.unit.clone();
            }
        }
    }

    /// Whether the cells of a row say what the heads of their columns say.
    fn repeats(&self, line: usize, at: &[usize]) -> bool {
        let years = at.iter().filter(|&&series| {
            let text = self.text(line, series);
            !text.is_empty()
                && (is_year(text)
                    || self.head_text(self.heads.saturating_sub(1), series) == text
                    || year_in(text).is_some() && fold(text).contains("năm"))
        });
        years.count() * 2 > at.len()
    }

    fn place(&self, line: usize, name: &Block) -> Range<usize> {
        if self.across {
            return name.range.clone();
        }
        let cells = (0..self.width).filter_map(|series| self.block(line, series)).filter(|b| !b.range.is_empty());
        let (mut start, mut end) = (name.range.start, name.range.end);
        for block in cells {
            (start, end) = (start.min(block.range.start), end.max(block.range.end));
        }
        start..end
    }

    /// Whether it is a table of indicators: its rows name some, or its header calls them so, and its cells hold
    /// values.
    fn is_one(&self, sheet: &Sheet, series: &[Series]) -> bool {
        let named = sheet.lines.iter().filter(|l| !l.measures.is_empty()).count();
        let called = !self.across
            && series.iter().any(|s| s.head == Some(Head::Name) && self.words().is_target(self.head_text(0, s.at)));
        let filled = sheet.lines.iter().flat_map(|l| &l.cells).filter(|c| c.content != Content::Empty);
        let (mut values, mut all) = (0, 0);
        for cell in filled {
            all += 1;
            values += usize::from(!matches!(cell.content, Content::Words | Content::Dash));
        }
        let enough = if self.across {
            named >= LEAST_NAMED && named * 2 >= sheet.lines.len()
        } else {
            named >= LEAST_NAMED || called
        };
        enough && values * 2 >= all && all > 0
    }
}

fn has_mark(context: &Context<'_>, block: &Block) -> bool {
    !context.document.block_text(block).trim().is_empty()
}
