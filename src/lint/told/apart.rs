//! What a sentence of one document and a cell of another's table tell of one thing: name, unit and time of both are kept
//! by themselves, so that they can be compared when every document is read.

use super::figure::Told;
use super::grid::{self, MOST_COLUMNS, MOST_ROWS, MOST_TABLES, adds_up, block, head, name};
use super::words::{is_when, label_time, told_time, words};
use super::{LONG, SHORT, When};
use crate::document::{Block, Table};
use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::mentions::{Mention, MentionKind};
use crate::text::{Number, Syllable, TokenKind, fold};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// A cell whose name and time are known.
#[derive(Debug)]
pub struct CellTold {
    value: Number,
    /// Words of its name that say something, sorted.
    words: Vec<Syllable>,
    /// What it counts, where the table says that apart from its name.
    unit: Option<Unit>,
    when: When,
    /// Words of its row, its column and what stands over the table.
    around: Arc<Around>,
    /// Where it stands, and what it is called.
    pub place: Range<usize>,
    /// The same.
    pub title: String,
}

/// What stands over a table and in its corner.
#[derive(Debug, Default)]
struct Around {
    words: HashSet<Syllable>,
    bodies: HashSet<String>,
}

/// A figure of a sentence with what its clause says.
#[derive(Debug)]
pub struct FigureTold {
    value: Number,
    unit: Unit,
    /// The words of what it counts.
    counted: Vec<Syllable>,
    when: When,
    /// Words of its clause that make it one of several times or a share, if they are not the name's: «tiếp nhận».
    turns: Vec<Syllable>,
    /// Words between its commas.
    narrow: Vec<Syllable>,
    bodies: HashSet<String>,
    /// Number and unit.
    pub tokens: Range<usize>,
}

/// What is kept of a document.
#[derive(Debug, Default)]
pub struct Apart {
    cells: Vec<CellTold>,
    told: Vec<FigureTold>,
    /// All numbers of the document, as tenths and the like at their shortest.
    numbers: HashSet<(i64, u8)>,
}

/// A figure of a sentence and the cell of another document that it should be, with both documents.
pub type Contradicted<'a> = ((usize, &'a FigureTold), (usize, &'a CellTold));

/// More cells of one word and time are a list.
const CROWD: usize = 64;

/// Words of a name that need no exchanged digits.
const LONG_NAME: usize = 3;

/// Tokens from «riêng», «giai đoạn» to a year.
const TIME: usize = 4;

/// Numbers that differ by so little may be any slip.
const FEW: f64 = 5.0;

/// How far apart others may be, as a share of the larger.
const NEAR: f64 = 0.12;

impl FigureTold {
    /// What it says.
    pub fn value(&self) -> Number {
        self.value
    }
}

impl CellTold {
    /// What it says.
    pub fn value(&self) -> Number {
        self.value
    }
}

impl Apart {
    /// Cells and figures of a document that can be told apart from it.
    pub fn of(context: &Context<'_>) -> Apart {
        let cells = cells(context);
        // What `indicator-mismatch` reads, it judges.
        let read: HashSet<(usize, i64)> = context.values().iter().map(|v| (v.within, v.value.mantissa)).collect();
        let facts = context.facts().all.iter();
        let unread = facts.filter(|fact| !read.contains(&(fact.sentence as usize, fact.value.mantissa)));
        let told: Vec<FigureTold> = unread.filter_map(|fact| FigureTold::of(context, fact)).collect();
        let document = context.document;
        let tables = document.tables.iter().take(MOST_TABLES).flat_map(|table| {
            let rows = (0..table.rows.len().min(MOST_ROWS)).zip(std::iter::repeat(table));
            rows.flat_map(|(row, table)| {
                let columns = 0..table.rows[row].cells.len().min(MOST_COLUMNS);
                columns.filter_map(move |column| grid::number(document, table, row, column))
            })
        });
        let facts = context.facts().all.iter().flat_map(|fact| [Some(fact.value), fact.of].into_iter().flatten());
        let numbers = facts.chain(tables).map(shortest).collect();
        Apart { cells, told, numbers }
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.told.is_empty()
    }

    fn has(&self, value: Number) -> bool {
        self.numbers.contains(&shortest(value))
    }
}

/// Figures of sentences that are cells of other documents' tables with a slip in them.
pub fn contradicted<'a>(all: &[(usize, &'a Apart)]) -> Vec<Contradicted<'a>> {
    let mut cells: HashMap<(When, Syllable), Vec<(usize, &CellTold)>> = HashMap::new();
    let by_id: BTreeMap<usize, &Apart> = all.iter().copied().collect();
    for &(id, apart) in all {
        for cell in &apart.cells {
            let Some(word) = cell.words.last() else { continue };
            cells.entry((year_end(cell.when), *word)).or_default().push((id, cell));
        }
    }
    let mut found = Vec::new();
    for &(id, apart) in all {
        for told in &apart.told {
            let near = told.narrow.iter().filter_map(|word| cells.get(&(year_end(told.when), *word)));
            let near = near.filter(|cells| cells.len() <= CROWD).flatten();
            // Where one document gives both, they are two things.
            let other = |home: usize, cell: &CellTold| {
                home != id && !apart.has(cell.value) && by_id.get(&home).is_some_and(|home| !home.has(told.value))
            };
            let mut fits = near.filter(|(home, cell)| told.fits(cell) && other(*home, cell));
            let Some(first) = fits.next() else { continue };
            if fits.all(|(_, cell)| cell.value == first.1.value) {
                found.push(((id, told), *first));
            }
        }
    }
    found
}

/// «31/12/2024» and «2024» are one time of what is counted once a year.
fn year_end(when: When) -> When {
    match when {
        When::Date(year, Some(12), Some(31)) => When::Date(year, None, None),
        _ => when,
    }
}

fn shortest(mut number: Number) -> (i64, u8) {
    while number.scale > 0 && number.mantissa % 10 == 0 {
        number.mantissa /= 10;
        number.scale -= 1;
    }
    (number.mantissa, number.scale)
}

/// The cells of a document that have a name and a time.
fn cells(context: &Context<'_>) -> Vec<CellTold> {
    let document = context.document;
    let mut found = Vec::new();
    for table in document.tables.iter().filter(|t| (2..=MOST_ROWS).contains(&t.rows.len())).take(MOST_TABLES) {
        let over = Over::of(context, table);
        for row in table.header_rows.max(1)..table.rows.len() {
            for column in 1..table.rows[row].cells.len().min(MOST_COLUMNS) {
                found.extend(cell(context, table, &over, row, column));
            }
        }
    }
    found
}

/// What is said of all cells of a table.
struct Over<'d> {
    blocks: Vec<&'d Block>,
    when: Option<When>,
    around: Arc<Around>,
}

/// Words over a table, at most.
const CAPTION: usize = 40;

impl<'d> Over<'d> {
    fn of(context: &Context<'d>, table: &Table) -> Over<'d> {
        let document = context.document;
        let caption =
            table.caption.and_then(|at| document.blocks.get(at as usize)).filter(|b| b.tokens.len() <= CAPTION);
        let section = document.sections.get(table.section as usize);
        let section = section.and_then(|s| document.blocks.get(s.heading? as usize));
        let corner = block(document, table, 0, 0);
        let mut when = Some(When::Never);
        for place in [corner, caption, section].into_iter().flatten() {
            if when == Some(When::Never) {
                when = told_time(context, &place.tokens);
            }
        }
        let blocks: Vec<&Block> = [corner, caption].into_iter().flatten().collect();
        let mut around = Around::default();
        blocks.iter().for_each(|block| around.add(context, block));
        Over { blocks, when, around: Arc::new(around) }
    }
}

impl Around {
    fn add(&mut self, context: &Context<'_>, block: &Block) {
        let tokens = context.document.tokens.get(block.tokens.clone()).unwrap_or_default();
        self.words.extend(tokens.iter().filter(|t| t.kind == TokenKind::Word).map(|t| t.id));
        self.bodies.extend(bodies(context, &block.tokens));
    }
}

/// The bodies that some tokens name.
fn bodies(context: &Context<'_>, tokens: &Range<usize>) -> HashSet<String> {
    let named = context.mentions.within(tokens).iter().filter(|m| matches!(m.kind, MentionKind::Body));
    named.map(|m| fold(context.document.token_text(m.tokens.clone()))).collect()
}

fn cell(context: &Context<'_>, table: &Table, over: &Over<'_>, row: usize, column: usize) -> Option<CellTold> {
    let document = context.document;
    let value = grid::number(document, table, row, column).filter(|n| n.mantissa >= 10)?;
    let (label, head) = (block(document, table, row, 0)?, head(document, table, column)?);
    let (row_time, head_time) = (label_time(context, label), label_time(context, head));
    let named = name(document, table, row);
    let total = |b: &&Block| context.catalogue.figures.has(context.mentions, Cue::Total, &b.tokens);
    let plain = |b: &Block| told_time(context, &b.tokens) == Some(When::Never);
    let (naming, when) = match (row_time, head_time) {
        (Some(when), None) if plain(head) => (vec![head], when),
        (None, Some(when)) if plain(named?) => (vec![named?], when),
        (None, None) if plain(head) => {
            let named = named.filter(|b| plain(b))?;
            let sums = total(&named) && row + 1 == table.rows.len();
            if sums && !adds_up(document, table, column) || total(&named) && !sums {
                return None;
            }
            (if sums { vec![head] } else { vec![named, head] }, over.when?)
        }
        _ => return None,
    };
    let apart = |m: &Mention| match &m.kind {
        MentionKind::Place(place) => !context.is_own(place),
        MentionKind::Named => true,
        _ => false,
    };
    let blocks = naming.iter().chain(&over.blocks);
    let stands_apart = |b: &&Block| {
        let tokens = document.tokens.get(b.tokens.clone()).unwrap_or_default();
        context.mentions.within(&b.tokens).iter().any(apart)
            || context.mentions.hits_of(context.catalogue.told.beyond, &b.tokens).next().is_some()
            || tokens.iter().any(|t| context.catalogue.told.tells_share(&t.id))
    };
    if when == When::Never || blocks.copied().any(|b| stands_apart(&b)) {
        return None;
    }
    let mut said: Vec<Syllable> = naming.iter().flat_map(|b| words(context, b)).collect();
    said.retain(|word| !context.catalogue.told.is_filler(word));
    said.sort_unstable();
    said.dedup();
    let mut around = Around { words: over.around.words.clone(), bodies: over.around.bodies.clone() };
    naming.iter().for_each(|b| around.add(context, b));
    let unit = unit(context, table, row, column, &naming, over);
    let place = block(document, table, row, column)?.range.clone();
    let title = naming.iter().map(|b| document.block_text(b).trim()).collect::<Vec<_>>().join(", ");
    Some(CellTold { value, words: said, unit, when, around: Arc::new(around), place, title })
}

/// What a cell counts, as its column, its row or the table's corner have it in brackets, or a column of units.
fn unit(
    context: &Context<'_>,
    table: &Table,
    row: usize,
    column: usize,
    naming: &[&Block],
    over: &Over<'_>,
) -> Option<Unit> {
    let (document, figures) = (context.document, &context.catalogue.figures);
    let bracket = |b: &Block| {
        let at = b.tokens.clone().find(|&at| document.has_mark(at, &['(']));
        let percent = document.block_text(b).contains("(%)");
        if percent { Some(Unit::Percent) } else { figures.unit_at(context.mentions, at?) }
    };
    let head = head(document, table, column);
    let said = naming.iter().copied().chain(head).chain(over.blocks.iter().copied()).find_map(bracket);
    let beside = (1..column).filter_map(|column| block(document, table, row, column)).find_map(|b| {
        let text = fold(document.block_text(b).trim());
        if text == "%" { Some(Unit::Percent) } else { figures.named(&text) }
    });
    said.or(beside).map(|unit| figures.kin_of(unit))
}

impl FigureTold {
    fn of(context: &Context<'_>, fact: &Fact) -> Option<FigureTold> {
        let plain = fact.of.is_none() && !fact.inexact && !fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
        if !plain || matches!(fact.unit, Unit::None | Unit::Points) || fact.value.mantissa < 10 {
            return None;
        }
        let (document, data) = (context.document, &context.catalogue.told);
        let told = Told::of(context, fact)?;
        let clause = told.clause();
        let when = told_time(context, clause).filter(|when| *when != When::Never)?;
        let marks = |at: &usize| document.has_mark(*at, &[',', '(', ')', ':']);
        let from = (clause.start + 1..=fact.tokens.start).rev().find(marks).unwrap_or(clause.start);
        let to = (fact.end..clause.end).find(marks).unwrap_or(clause.end);
        let mentions = context.mentions.within(clause);
        let apart = |m: &Mention| match &m.kind {
            MentionKind::Place(place) => !context.is_own(place),
            MentionKind::Named => true,
            _ => false,
        };
        let token = |at: usize| document.tokens.get(at);
        let turn = |at: usize| token(at).is_some_and(|t| data.tells_turn(&t.id) || data.tells_share(&t.id));
        // «riêng trong năm 2024», «giai đoạn 2021-2025» are times.
        let timed = |at: usize| {
            let times = mentions.iter().filter(|m| is_when(m) && at < m.tokens.end && m.tokens.start <= at + TIME);
            let idle = |at: usize| turn(at) || token(at).is_some_and(|t| data.is_filler(&t.id));
            times.into_iter().any(|m| (at + 1..m.tokens.start).all(idle))
        };
        if mentions.iter().any(apart) {
            return None;
        }
        let said = |range: Range<usize>| {
            let skipped = |at: usize| {
                let named = |m: &Mention| {
                    m.tokens.contains(&at)
                        && matches!(
                            m.kind,
                            MentionKind::Date(_)
                                | MentionKind::Term(..)
                                | MentionKind::Body
                                | MentionKind::GeneralBody
                                | MentionKind::Place(_)
                        )
                };
                fact.tokens.contains(&at) || mentions.iter().any(named)
            };
            let tokens = range.filter(|at| !skipped(*at)).filter_map(token);
            let words = tokens.filter(|t| t.kind == TokenKind::Word && !data.is_filler(&t.id)).map(|t| t.id);
            let mut words: Vec<Syllable> = words.collect();
            words.sort_unstable();
            words.dedup();
            words
        };
        let figures = &context.catalogue.figures;
        let counted = (fact.tokens.end..fact.end).filter_map(token).map(|t| t.id).collect();
        Some(FigureTold {
            value: fact.value,
            unit: figures.kin_of(fact.unit),
            counted,
            when,
            turns: (clause.start..to).filter(|&at| turn(at) && !timed(at)).filter_map(token).map(|t| t.id).collect(),
            narrow: said(from..to),
            bodies: bodies(context, clause),
            tokens: fact.tokens.start..fact.end,
        })
    }

    /// Whether a cell is what the figure should be.
    fn fits(&self, cell: &CellTold) -> bool {
        let (x, y) = (self.value, cell.value);
        let same_unit = match cell.unit {
            Some(unit) => unit == self.unit || same_measure(unit, self.unit),
            None => self.counted.first().is_some_and(|word| cell.around.words.contains(word)),
        };
        let turned = self.turns.iter().any(|word| !cell.words.contains(word));
        if x.scale != y.scale || x.mantissa == y.mantissa || !same_unit || turned {
            return false;
        }
        self.is_retold(cell) || self.is_slip(cell)
    }

    /// How many words between the commas are neither of a cell's name nor what is counted, if all of the name is there.
    fn beside(&self, cell: &CellTold) -> Option<usize> {
        let named = cell.words.iter().all(|word| self.narrow.contains(word));
        let own = |word: &&Syllable| cell.words.contains(word) || self.counted.contains(word);
        named.then(|| self.narrow.iter().filter(|word| !own(word)).count())
    }

    /// Whether nothing is said between the commas but a cell's name, its body and its time.
    fn is_retold(&self, cell: &CellTold) -> bool {
        let apart = (self.value.value() - cell.value.value()).abs();
        let near = apart <= FEW && self.value.scale == 0 || apart <= NEAR * self.value.value().max(cell.value.value());
        cell.words.len() >= 2 && self.beside(cell) == Some(0) && near && self.bodies == cell.around.bodies
    }

    /// Whether digits are exchanged, or one is another, beside all words of a cell's name. «lúa chất lượng cao» is some of
    /// the rice: long numbers alone bear a word more.
    fn is_slip(&self, cell: &CellTold) -> bool {
        let (x, y) = (self.value, cell.value);
        let off = x.digits().len() == y.digits().len() && x.is_slip_of(y) && cell.words.len() >= LONG_NAME;
        let most = usize::from(x.is_swapped(y) && x.mantissa >= LONG);
        let slip = x.is_swapped(y) && cell.words.len() >= 2 || off;
        let told = self.beside(cell).is_some_and(|others| others <= most);
        x.mantissa >= SHORT && slip && told && self.bodies.is_subset(&cell.around.bodies)
    }
}

fn same_measure(x: Unit, y: Unit) -> bool {
    matches!((x, y), (Unit::Measure(a, e), Unit::Measure(b, f)) if a == b && e == f)
}
