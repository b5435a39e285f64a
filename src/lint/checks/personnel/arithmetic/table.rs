//! Tables of who began, left, came and is there now: a row for each of these, or a column.

use super::{PersonnelArithmetic, Word, change};
use crate::document::{Block, Document, Table};
use crate::lint::check::{Context, Draft};
use crate::lint::checks::personnel::found;
use std::ops::Range;

/// Rows and columns that are read.
const MOST_ROWS: usize = 60;
const MOST_COLUMNS: usize = 20;

/// Words of a row's or a column's name.
const LONGEST_NAME: usize = 14;

/// A table, or the same with rows and columns exchanged, so that what is reckoned with stands side by side.
struct Grid<'t> {
    document: &'t Document,
    table: &'t Table,
    turned: bool,
    /// Rows, columns.
    size: [usize; 2],
}

impl<'t> Grid<'t> {
    fn block(&self, line: usize, at: usize) -> Option<&'t Block> {
        let (row, column) = if self.turned { (at, line) } else { (line, at) };
        self.document.blocks.get(*self.table.rows.get(row)?.cells.get(column)? as usize)
    }

    fn lines(&self) -> Range<usize> {
        if self.turned { 1..self.size[1] } else { self.table.header_rows.max(1)..self.size[0] }
    }

    fn places(&self) -> Range<usize> {
        if self.turned { self.table.header_rows.max(1)..self.size[0] } else { 1..self.size[1] }
    }

    /// What a place in each line is called: a column by its head, a row by its first words.
    fn name(&self, place: usize) -> Option<&'t Block> {
        let heads = if self.turned { 0..2 } else { 0..self.table.header_rows.max(1) };
        let words = |b: &&Block| self.document.block_text(b).chars().any(char::is_alphabetic);
        let named = if self.turned {
            heads.filter_map(|line| self.block(line, place)).find(words)
        } else {
            heads.rev().filter_map(|line| self.block(line, place)).find(|b| !b.tokens.is_empty())
        };
        named.filter(|b| b.tokens.len() <= LONGEST_NAME)
    }

    /// The whole number in a cell; of a change an empty cell and a dash are none at all.
    fn number(&self, line: usize, place: usize, blank: Option<i64>) -> Option<i64> {
        let text = self.document.block_text(self.block(line, place)?).trim().trim_matches('*');
        match text.split_once(' ') {
            _ if text.is_empty() || ["-", "–", "—"].contains(&text) => blank,
            Some((number, unit)) if !unit.contains(|c: char| c.is_ascii_digit() || c == '%') => number.parse().ok(),
            _ => text.parse().ok(),
        }
    }
}

/// Where in each line the numbers stand.
struct Places {
    start: usize,
    outs: Vec<usize>,
    ins: Vec<usize>,
    now: usize,
    /// Whether each goes by its name; else the first and the last are known by standing around the changes.
    named: bool,
}

/// A line: start, gone, come, now.
type Line = (usize, [i64; 4]);

impl PersonnelArithmetic {
    pub(super) fn gone_and_come_in(&self, context: &Context<'_>, table: &Table, out: &mut Vec<Draft>) {
        let width = table.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        if table.rows.len() > MOST_ROWS || width > MOST_COLUMNS {
            return;
        }
        // Most tables are about other things.
        let cells =
            || table.rows.iter().flat_map(|row| &row.cells).filter_map(|&id| context.document.blocks.get(id as usize));
        let tokens =
            cells().map(|b| b.tokens.start).min().unwrap_or(0)..cells().map(|b| b.tokens.end).max().unwrap_or(0);
        if !self.has(context, Word::Out, &tokens) || !self.has(context, Word::In, &tokens) {
            return;
        }
        for turned in [true, false] {
            let grid = Grid { document: context.document, table, turned, size: [table.rows.len(), width] };
            let Some(places) = self.places(context, &grid) else { continue };
            if !turned && !self.is_about_people(context, table) {
                continue;
            }
            for (line, numbers) in wrong(&grid, &places) {
                if let Some(cell) = grid.block(line, places.now) {
                    out.push(change(cell.range.clone(), numbers));
                }
            }
            return;
        }
    }

    /// «Khối | Số lượng | Tái cử | Lần đầu»: in each row two numbers make the third; where nearly all do, the others
    /// are slips.
    pub(super) fn again_and_new_in(&self, context: &Context<'_>, table: &Table, out: &mut Vec<Draft>) {
        let width = table.rows.first().map_or(0, |row| row.cells.len());
        if table.rows.len() > MOST_ROWS || width > MOST_COLUMNS || table.rows.iter().any(|r| r.cells.len() != width) {
            return;
        }
        let grid = Grid { document: context.document, table, turned: false, size: [table.rows.len(), width] };
        let only = |word: Word| {
            let mut found = grid
                .places()
                .filter(|&place| grid.name(place).is_some_and(|name| self.has(context, word, &name.tokens)));
            found.next().filter(|_| found.next().is_none())
        };
        let (Some(whole), Some(again), Some(new)) = (only(Word::Whole), only(Word::Again), only(Word::New)) else {
            return;
        };
        let numbers = |line: usize| {
            let part = |place| grid.number(line, place, Some(0));
            Some((line, grid.number(line, whole, None)?, part(again)?, part(new)?))
        };
        let lines: Vec<_> = grid.lines().filter_map(numbers).collect();
        let (right, wrong): (Vec<_>, Vec<_>) =
            lines.into_iter().partition(|(_, whole, again, new)| again + new == *whole);
        if right.len() < 2 || wrong.len() > 2 || right.len() < 2 * wrong.len() {
            return;
        }
        for (line, all, old, first) in wrong {
            if let Some(cell) = grid.block(line, whole) {
                out.push(
                    Draft::at(cell.range.clone())
                        .with("again", old.to_string())
                        .with("new", first.to_string())
                        .with("sum", (old + first).to_string())
                        .with("whole", all.to_string()),
                );
            }
        }
    }

    /// The places whose names say what changed, and those around them.
    fn places(&self, context: &Context<'_>, grid: &Grid<'_>) -> Option<Places> {
        let (mut outs, mut ins, mut starts, mut nows) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for place in grid.places() {
            let Some(name) = grid.name(place) else { continue };
            let has = |word| self.has(context, word, &name.tokens);
            match (has(Word::Out), has(Word::In), has(Word::Start), has(Word::Now)) {
                // «Tăng, giảm»: which it is does not show.
                (true, true, ..) => return None,
                (true, ..) => outs.push(place),
                (_, true, ..) => ins.push(place),
                (_, _, true, _) => starts.push(place),
                (_, _, _, true) => nows.push(place),
                _ => {}
            }
        }
        let first = *outs.first()?.min(ins.first()?);
        let last = *outs.last()?.max(ins.last()?);
        let one = |of: &[usize]| if let [only] = of { Some(*only) } else { None };
        // One of each, or nothing but changes between the two ends.
        let named = one(&starts).zip(one(&nows)).filter(|(start, now)| {
            outs.len() == 1 && ins.len() == 1 || start + outs.len() + ins.len() + 1 == *now && grid.turned
        });
        let around = || {
            (!grid.turned && starts.len() <= 1 && nows.len() <= 1)
                .then(|| (one(&starts).unwrap_or(first - 1), one(&nows).unwrap_or(last + 1)))
        };
        let (start, now) = named.or_else(around)?;
        (start < first && now > last && start > 0).then_some(Places { start, outs, ins, now, named: named.is_some() })
    }

    /// Whether the committee or people are spoken of over a table: in its caption, its head, the headings.
    fn is_about_people(&self, context: &Context<'_>, table: &Table) -> bool {
        let document = context.document;
        let heads = table.rows.iter().take(table.header_rows.max(1)).flat_map(|row| &row.cells).copied();
        let headings =
            document.section_chain(table.section).filter_map(|id| document.sections.get(id as usize)?.heading);
        let mut blocks = heads.chain(headings).chain(table.caption).filter_map(|id| document.blocks.get(id as usize));
        blocks.any(|b| {
            self.has(context, Word::Committee, &b.tokens) || !found(context, &self.ready.people, &b.tokens).is_empty()
        })
    }
}

/// The lines that do not add up, where the others do.
fn wrong(grid: &Grid<'_>, places: &Places) -> Vec<Line> {
    let sum = |line: usize, of: &[usize]| {
        of.iter().map(|&place| grid.number(line, place, Some(0))).try_fold(0i64, |sum, n| sum.checked_add(n?))
    };
    // Of several columns that say who left some may be parts of another.
    let choices = |of: &[usize]| -> Vec<Vec<usize>> {
        let each = of.iter().filter(|_| of.len() > 1).map(|&place| vec![place]);
        std::iter::once(of.to_vec()).chain(each).collect()
    };
    let read = |outs: &[usize], ins: &[usize]| -> (usize, Vec<Line>) {
        let lines = grid.lines().filter_map(|line| {
            let start = grid.number(line, places.start, None)?;
            let now = grid.number(line, places.now, None)?;
            let numbers = [start, sum(line, outs)?, sum(line, ins)?, now];
            numbers.iter().all(|n| (0..LARGEST).contains(n)).then_some((line, numbers))
        });
        let lines: Vec<Line> = lines.collect();
        (lines.len(), lines.into_iter().filter(|(_, numbers)| off(numbers) != 0).collect())
    };
    let mut best: Option<(usize, Vec<Line>)> = None;
    for (outs, ins) in choices(&places.outs).iter().flat_map(|o| choices(&places.ins).into_iter().map(move |i| (o, i)))
    {
        let lines = read(outs, &ins);
        if best.as_ref().is_none_or(|known| lines.1.len() < known.1.len()) {
            best = Some(lines);
        }
    }
    let Some((all, mut wrong)) = best else { return Vec::new() };
    // A total is off by what the lines above it are.
    if let Some(((_, total), others)) = wrong.split_last()
        && !others.is_empty()
        && off(total) == others.iter().map(|(_, numbers)| off(numbers)).sum::<i64>()
    {
        wrong.pop();
    }
    let held = all.saturating_sub(wrong.len());
    let few = wrong.len() * 4 <= all;
    let sure = if places.named { few || wrong.len() == 1 } else { few && held >= LEAST_HELD };
    if sure { wrong } else { Vec::new() }
}

/// By how much a line is off.
fn off([start, gone, come, now]: &[i64; 4]) -> i64 {
    start - gone + come - now
}

/// A number of people in a table is less than this.
const LARGEST: i64 = 1_000_000;

/// Lines that must add up before one that does not is believed to be wrong.
const LEAST_HELD: usize = 3;
