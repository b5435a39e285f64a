//! What runs through a table: what was there, came and went («Tồn đầu năm | Nhận | Giải quyết | Tồn cuối năm»), and what has
//! come up to each row («Trồng mới | Lũy kế»).

use super::super::sum::{add, less};
use super::{Grid, is_off, is_total, row_name};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::Cue;
use crate::text::number::Style;
use crate::text::{Number, fold};
use serde::Deserialize;

/// The heads of such columns, from the rule file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in super::super) struct Stocks {
    opening: Vec<String>,
    came: Vec<String>,
    went: Vec<String>,
    closing: Vec<String>,
    running: Vec<String>,
}

impl Stocks {
    /// Whether a clause says that something was there before, came, went, is left.
    pub(in super::super) fn names_opening(&self, clause: &str) -> bool {
        holds(clause, &self.opening)
    }

    pub(in super::super) fn names_came(&self, clause: &str) -> bool {
        holds(clause, &self.came)
    }

    pub(in super::super) fn names_went(&self, clause: &str) -> bool {
        holds(clause, &self.went)
    }

    pub(in super::super) fn names_closing(&self, clause: &str) -> bool {
        holds(clause, &self.closing)
    }
}

/// Whether a text, folded, holds one of some phrases, word by word.
fn holds(text: &str, phrases: &[String]) -> bool {
    let whole = |at: usize, end: usize| {
        let letter = |c: char| c.is_alphanumeric();
        !text[..at].ends_with(letter) && !text[end..].starts_with(letter)
    };
    // Clauses are short, and making ready to search takes longer than looking.
    let stands = |phrase: &str, at: usize| text.as_bytes()[at..].starts_with(phrase.as_bytes());
    let held = |phrase: &str| {
        let last = text.len().checked_sub(phrase.len());
        last.is_some_and(|last| (0..=last).any(|at| stands(phrase, at) && whole(at, at + phrase.len())))
    };
    phrases.iter().any(|phrase| held(phrase))
}

/// Marks before the name of a row.
const MARKS: [char; 4] = ['-', '–', '+', ' '];

/// How far a small number of a stock may be off and still be surely of it.
const FEW: f64 = 3.0;

/// A table read line by line, each with one number under every head: rows under the heads of columns, or turned round, columns
/// beside the names of rows.
struct Lines<'g, 't> {
    grid: &'g Grid<'t>,
    turned: bool,
    /// Its heads, folded.
    heads: Vec<&'t str>,
}

impl<'g, 't> Lines<'g, 't> {
    fn read(context: &Context<'_>, grid: &'g Grid<'t>, turned: bool) -> Lines<'g, 't> {
        let name = |row: usize| grid.name(context, row).map_or("", |name| name.folded.trim_start_matches(MARKS).trim());
        let heads = match turned {
            true => (0..grid.rows.len()).map(name).collect(),
            false => (0..grid.columns()).map(|column| grid.head_folded(column).trim()).collect(),
        };
        Lines { grid, turned, heads }
    }

    /// The heads that begin with one of some phrases.
    fn named(&self, words: &[String]) -> Vec<usize> {
        let opens = |head: &str| words.iter().any(|w| head.strip_prefix(w.as_str()).is_some_and(ends_word));
        (usize::from(!self.turned)..self.heads.len()).filter(|&head| opens(self.heads[head])).collect()
    }

    fn cell(&self, line: usize, head: usize) -> (usize, usize) {
        if self.turned { (head, line) } else { (line, head) }
    }

    fn number(&self, line: usize, head: usize) -> Option<Number> {
        let (row, column) = self.cell(line, head);
        self.grid.number(row, column)
    }

    fn shown(&self, line: usize, head: usize) -> String {
        self.number(line, head).map(|number| number.to_string()).unwrap_or_default()
    }

    /// The lines in order, without totals.
    fn all(&self, context: &Context<'_>) -> Vec<usize> {
        if self.turned {
            let total = |column: &usize| self.grid.head_has(context, *column, Cue::Total);
            return (1..self.grid.columns()).filter(|column| !total(column)).collect();
        }
        (0..self.grid.rows.len()).filter(|&row| !is_total(context, self.grid, row)).collect()
    }

    /// The year that a line is named by.
    fn year(&self, context: &Context<'_>, line: usize) -> Option<i32> {
        let name = match self.turned {
            true => self.grid.head_folded(line).to_string(),
            false => fold(context.document.block_text(self.grid.block(context.document, line, 0)?)),
        };
        let year = name.trim().trim_start_matches("năm").trim().parse::<i32>().ok();
        year.filter(|year| (1900..2100).contains(year))
    }

    fn draft(&self, context: &Context<'_>, line: usize, head: usize) -> Option<Draft> {
        let (row, column) = self.cell(line, head);
        let block = self.grid.block(context.document, row, column)?;
        let draft = Draft::at(block.range.clone()).with("whole", self.shown(line, head));
        let named = match self.turned {
            true => context.document.block_text(row_name(context, self.grid, head)?).trim_start_matches(MARKS),
            false => self.grid.head_text(head),
        };
        Some(draft.with("column", named.trim()))
    }
}

/// Heads of one line: what there was, what came, what went, what is left.
struct Heads {
    opening: usize,
    came: usize,
    went: usize,
    closing: usize,
}

/// Finds the lines that do not come out, where others do.
pub(super) fn find(context: &Context<'_>, grid: &Grid<'_>, stocks: &Stocks, out: &mut Vec<Draft>) {
    for turned in [false, true] {
        let lines = Lines::read(context, grid, turned);
        if let [opening] = lines.named(&stocks.opening)[..]
            && let [came] = lines.named(&stocks.came)[..]
            && let [went] = lines.named(&stocks.went)[..]
            && let [closing] = lines.named(&stocks.closing)[..]
        {
            balances(context, &lines, &Heads { opening, came, went, closing }, out);
        }
        if let [running] = lines.named(&stocks.running)[..] {
            runs(context, &lines, running, out);
        }
    }
}

fn ends_word(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '(', ','])
}

impl Heads {
    /// What a line comes to, and what it states.
    fn line(&self, lines: &Lines<'_, '_>, line: usize) -> Option<(Number, Number)> {
        let number = |head: usize| lines.number(line, head);
        let had = add([number(self.opening), number(self.came)].into_iter())?;
        Some((less(had, number(self.went)?)?, number(self.closing)?))
    }
}

fn balances(context: &Context<'_>, lines: &Lines<'_, '_>, heads: &Heads, out: &mut Vec<Draft>) {
    let all = lines.all(context);
    let told = all.iter().filter_map(|&line| Some((line, heads.line(lines, line)?)));
    let (right, wrong): (Vec<_>, Vec<_>) = told.partition(|(_, (left, stated))| left == stated);
    // Columns that no line keeps, or only some, have other comings and goings beside them.
    if right.is_empty() || wrong.len() > 1 {
        return;
    }
    for (line, (left, stated)) in &wrong {
        let few = (left.value() - stated.value()).abs() <= FEW;
        if few || is_off(*left, *stated, 0.0) {
            let shown = |head: usize| lines.shown(*line, head);
            let parts = format!("{} + {} - {}", shown(heads.opening), shown(heads.came), shown(heads.went));
            let draft = lines.draft(context, *line, heads.closing);
            out.extend(draft.map(|d| d.say("stock").with("parts", parts).with("sum", left.to_string())));
        }
    }
    if wrong.is_empty() {
        carried(context, lines, heads, &all, out);
    }
}

/// What one year leaves is what the next begins with.
fn carried(context: &Context<'_>, lines: &Lines<'_, '_>, heads: &Heads, all: &[usize], out: &mut Vec<Draft>) {
    let next = |pair: &&[usize]| {
        let years = lines.year(context, pair[0]).zip(lines.year(context, pair[1]));
        years.is_some_and(|(before, this)| before + 1 == this)
    };
    let told = all.windows(2).filter(next).filter_map(|pair| {
        Some((pair[1], lines.number(pair[0], heads.closing)?, lines.number(pair[1], heads.opening)?))
    });
    let (kept, broken): (Vec<_>, Vec<_>) = told.partition(|(_, left, begun)| left == begun);
    let [(line, left, begun)] = broken[..] else { return };
    // A year may begin with more, when a unit was taken in: only a slip of the hand is none of that.
    if begun.is_swapped(left) || !kept.is_empty() && begun.is_slip_of(left) {
        let draft = lines.draft(context, line, heads.opening);
        out.extend(draft.map(|draft| draft.say("carried").with("sum", left.to_string())));
    }
}

/// What has come up to each line, against what each line adds.
fn runs(context: &Context<'_>, lines: &Lines<'_, '_>, running: usize, out: &mut Vec<Draft>) {
    let all = lines.all(context);
    let step = |head: usize, at: usize| {
        let before = at.checked_sub(1).map_or(Some(NOTHING), |before| lines.number(all[before], running));
        add([before, lines.number(all[at], head)].into_iter())
    };
    let keeps = |head: usize, at: usize| {
        step(head, at).zip(lines.number(all[at], running)).map(|(exact, stated)| exact == stated)
    };
    let right = |head: usize| (0..all.len()).filter(|&at| keeps(head, at) == Some(true)).count();
    let heads = (0..lines.heads.len()).filter(|head| *head != running).map(|head| (right(head), head));
    let Some((_, head)) = heads.max().filter(|(right, _)| *right >= SHOWN) else { return };
    // «Lũy kế từ đầu nhiệm kỳ» may begin with more than the first line adds.
    let off: Vec<usize> = (1..all.len()).filter(|&at| keeps(head, at) == Some(false)).collect();
    let at = match off[..] {
        [at] => at,
        // The next line goes on from the right sum.
        [at, next] if next == at + 1 => at,
        _ => return,
    };
    let goes_on = || {
        let two = add([step(head, at), lines.number(all[at + 1], head)].into_iter());
        two.is_some() && two == lines.number(all[at + 1], running)
    };
    let Some((exact, stated)) = step(head, at).zip(lines.number(all[at], running)) else { return };
    if (off.len() == 1 || goes_on()) && is_off(exact, stated, 0.0) {
        let parts = format!("{} + {}", lines.shown(all[at - 1], running), lines.shown(all[at], head));
        let draft = lines.draft(context, all[at], running);
        out.extend(draft.map(|draft| draft.say("stock").with("parts", parts).with("sum", exact.to_string())));
    }
}

const NOTHING: Number = Number { mantissa: 0, scale: 0, style: Style::Vietnamese };

/// Lines that show which other number a running one adds up.
const SHOWN: usize = 2;
