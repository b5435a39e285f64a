//! Numbers written in another style than Vietnamese: `1,872 hộ`, `11.5%`.

use crate::document::BlockKind;
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::finding::{Applicability, Fix};
use crate::mentions::MentionKind;
use crate::mentions::fact::{Fact, Unit};
use crate::text::number::Style;
use crate::text::{Number, fold};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `number-format:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NumberFormat {
    /// Numbers with points between thousands that make it the style of a document, or of a dossier.
    majority: usize,
    /// Other words for what may be measured in fractions.
    measured: Vec<String>,
    /// Units of which nobody writes thousandths.
    whole: Vec<String>,
    /// Units of whose thousandths nobody writes a last nought.
    heavy: Vec<String>,
    /// What an amount is given for without being a yield: «tấn/năm».
    times: Vec<String>,
    /// Words before the number of a version: «bản 5.0».
    versions: Vec<String>,
    /// Heads of a column that says what each row is measured in.
    unit_heads: Vec<String>,
}

/// How a document writes its thousands.
struct Thousands {
    /// Numbers with points between them.
    grouped: usize,
    /// Numbers without.
    plain: usize,
    /// What there is to say of them, if they are the odd ones out; of the first of them.
    drafts: Vec<Draft>,
}

/// Numbers told of in a document: where there are more, they are its style.
const MOST: usize = 1000;

impl Thousands {
    /// Whether points are the style of so many numbers.
    fn are_grouped(grouped: usize, plain: usize, majority: usize) -> bool {
        grouped >= majority && grouped >= 4 * plain
    }
}

impl Check for NumberFormat {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        for fact in &context.facts().all {
            let Some(written) = written(context, fact) else { continue };
            let draft = match written.style {
                // A comma before three digits, and things that are counted whole.
                Style::Vietnamese if written.scale != fact.value.scale => {
                    Some(("thousands", fact.value, Applicability::Unsafe))
                }
                // «hiến 1,864 m² đất»
                Style::Vietnamese if written.scale == 3 && self.is_whole(context, fact, written) => {
                    Some(("thousands", Number { scale: 0, ..written }, Applicability::Unsafe))
                }
                Style::ThousandsComma if matters(fact) => Some(("thousands", written, Applicability::Unsafe)),
                Style::DecimalPoint if self.is_decimal(context, fact) => {
                    Some(("decimal", written, Applicability::Safe))
                }
                _ => None,
            };
            if let Some((message, right, applicability)) = draft {
                out.push(self.draft(context, fact, message, right, applicability));
            }
        }
        for (fact, right) in odd_cells(context, &self.unit_heads) {
            let message = if right.scale == 0 { "thousands" } else { "decimal" };
            out.push(self.draft(context, fact, message, right, Applicability::Unsafe));
        }
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        let mut thousands = Thousands { grouped: 0, plain: 0, drafts: Vec::new() };
        for fact in &context.facts().all {
            let Some(written) = written(context, fact).filter(|w| w.scale == 0) else { continue };
            match written.style {
                Style::Vietnamese => thousands.grouped += 1,
                Style::Plain if written.mantissa >= 1000 && counts(fact) && !like_a_year(written) => {
                    thousands.plain += 1;
                    if thousands.plain <= MOST {
                        thousands.drafts.push(self.draft(context, fact, "plain", written, Applicability::Safe));
                    }
                }
                _ => {}
            }
        }
        (thousands.grouped + thousands.plain > 0).then(|| Box::new(thousands) as Kept)
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let add = |(grouped, plain), (_, one): (_, &Thousands)| (grouped + one.grouped, plain + one.plain);
        let (grouped, plain) = context.all_kept::<Thousands>().fold((0, 0), add);
        let everywhere = Thousands::are_grouped(grouped, plain, self.majority);
        for (document, one) in context.all_kept::<Thousands>() {
            let here = Thousands::are_grouped(one.grouped, one.plain, self.majority);
            if here || everywhere {
                let say = |draft: Draft| if here { draft } else { draft.say("plain-here") };
                out.extend(one.drafts.iter().cloned().map(|draft| DossierDraft { document, draft: say(draft) }));
            }
        }
    }
}

impl NumberFormat {
    /// Whether thousandths of a unit are none.
    fn is_whole(&self, context: &Context<'_>, fact: &Fact, written: Number) -> bool {
        let unit = context.document.token_text(fact.tokens.end..fact.end);
        // «14,200 tấn/năm» is an amount, «1,250 tấn/ha» a yield.
        let per = context.document.tokens.get(fact.end).map_or("", |t| t.text(&context.document.text));
        let slash = context.document.between(fact.end, fact.end).contains('/');
        let rate = slash && !self.times.iter().any(|time| time == per);
        let nought = written.mantissa % 10 == 0;
        let one_of = |units: &[String]| units.iter().any(|known| known == unit);
        fact.of.is_none() && !rate && (one_of(&self.whole) || nought && one_of(&self.heavy))
    }

    /// Whether a number with a point is one with a fraction: no version, «nâng lên bản 5.0 ngày 01/02/2025».
    fn is_decimal(&self, context: &Context<'_>, fact: &Fact) -> bool {
        let before = fact.tokens.start.checked_sub(1).and_then(|at| context.document.tokens.get(at));
        let word = before.map(|token| fold(token.text(&context.document.text)));
        let version = word.is_some_and(|word| self.versions.contains(&word));
        !version && (measures(fact) || self.is_measured(context, fact))
    }

    /// «2.5 giờ», «gấp 1.8 lần», «3.6 người/hộ».
    fn is_measured(&self, context: &Context<'_>, fact: &Fact) -> bool {
        let word = context.document.tokens.get(fact.tokens.end).map(|t| t.text(&context.document.text));
        let measured = word.is_some_and(|word| self.measured.iter().any(|m| m == word));
        // No number of a heading counts by something.
        let rate = counts(fact) && context.document.between(fact.end, fact.end) == "/";
        // «7.30 giờ» is an hour of the day.
        fact.of.is_none() && fact.value.scale == 1 && (measured || rate)
    }

    fn draft(
        &self,
        context: &Context<'_>,
        fact: &Fact,
        message: &'static str,
        right: Number,
        applicability: Applicability,
    ) -> Draft {
        let range = context.document.token_range(fact.tokens.start..fact.tokens.start + 1);
        let draft = Draft::on(Place::Tokens(fact.tokens.start..fact.end)).say(message);
        let draft = draft
            .with("stated", context.document.text.get(range.clone()).unwrap_or(""))
            .with("right", right.to_string());
        match context.edit(range, right.to_string()) {
            Some(edit) => draft.fix(Fix { applicability, edits: vec![edit] }),
            None => draft,
        }
    }
}

/// Cells that hold nothing but a number in another style than their table's: «94.2» below «88,2», «85,700» beside
/// «85.600», «1,284» above «1.057»; each with the number that is meant.
fn odd_cells<'c>(context: &'c Context<'_>, unit_heads: &[String]) -> Vec<(&'c Fact, Number)> {
    let document = context.document;
    let mut by_table: BTreeMap<u32, Cells<'c>> = BTreeMap::new();
    for fact in &context.facts().all {
        let sentence = document.sentences.get(fact.sentence as usize);
        let Some(block) = sentence.and_then(|s| document.blocks.get(s.block as usize)) else { continue };
        let BlockKind::Cell { table, row, column } = block.kind else { continue };
        let Some(written) = written(context, fact).filter(|_| fact.of.is_none()) else { continue };
        // The first column names its rows: «2.1», «2.2» below «2».
        let alone = fact.tokens == block.tokens && fact.unit == Unit::None && column > 0;
        let cells = by_table.entry(table).or_default();
        match (written.style, written.scale) {
            (Style::Vietnamese, 0) if written.mantissa >= 1000 => {
                *cells.grouped.entry(row).or_default() += 1;
                cells.columns.entry(column).or_default().grouped.push(written.mantissa);
            }
            (Style::Vietnamese, 3) if alone => {
                let meant = Number { scale: 0, ..written };
                cells.thousandths.push((row, fact, meant));
                cells.columns.entry(column).or_default().thousandths.push((fact, meant));
            }
            (Style::Vietnamese, 1..) => {
                cells.commas += 1;
                cells.columns.entry(column).or_default().fractions = true;
            }
            (Style::DecimalPoint, 1..) if alone => cells.points.push((fact, written)),
            _ => {}
        }
    }
    by_table.into_iter().flat_map(|(table, cells)| cells.odd(|| counts_alike(context, table, unit_heads))).collect()
}

/// Cells in the style of a table, a row or a column for each that is not.
const STYLE: usize = 4;

/// Numbers with points that make a table one of thousands.
const THOUSANDS: usize = 6;

/// How far what is meant may lie from the other numbers of its column.
const ALIKE: i64 = 4;

/// The numbers of a table.
#[derive(Default)]
struct Cells<'c> {
    commas: usize,
    points: Vec<(&'c Fact, Number)>,
    /// The rows with numbers whose thousands are parted by points.
    grouped: BTreeMap<u32, usize>,
    /// Decimals of three digits, by row.
    thousandths: Vec<(u32, &'c Fact, Number)>,
    columns: BTreeMap<u32, Column<'c>>,
}

/// The numbers of a column.
#[derive(Default)]
struct Column<'c> {
    /// Those whose thousands are parted by points.
    grouped: Vec<i64>,
    /// Decimals of three digits.
    thousandths: Vec<(&'c Fact, Number)>,
    /// Whether it has other decimals.
    fractions: bool,
}

impl<'c> Cells<'c> {
    /// The odd ones; `alike` says whether the rows of the table count one thing.
    fn odd(self, alike: impl Fn() -> bool) -> Vec<(&'c Fact, Number)> {
        // One among the thousands of its own row.
        let lone = |row: u32| self.thousandths.iter().filter(|(other, ..)| *other == row).count() == 1;
        let in_row = |row: u32| self.grouped.get(&row).is_some_and(|&n| n + 1 >= STYLE) && lone(row);
        let mut odd: Vec<(&Fact, Number)> =
            self.thousandths.iter().filter(|(row, ..)| in_row(*row)).map(|&(_, fact, right)| (fact, right)).collect();
        // The only decimal of a table of thousands needs fewer neighbours.
        let grouped: usize = self.columns.values().map(|column| column.grouped.len()).sum();
        let fractions = self.columns.values().any(|column| column.fractions);
        let only = self.thousandths.len() == 1 && !fractions && grouped >= THOUSANDS;
        let least = if only { 2 } else { STYLE - 1 };
        let in_columns = self.columns.values().filter_map(|column| column.odd(least)).filter(|_| alike());
        for (fact, right) in in_columns {
            if !odd.iter().any(|(known, _)| known.tokens == fact.tokens) {
                odd.push((fact, right));
            }
        }
        if self.commas >= STYLE * self.points.len() {
            odd.extend(self.points);
        }
        odd
    }
}

impl<'c> Column<'c> {
    /// The only decimal in a column of so many thousands at least, if it is one of them but for its comma.
    fn odd(&self, thousands: usize) -> Option<(&'c Fact, Number)> {
        let [(fact, meant)] = self.thousandths[..] else { return None };
        let (least, most) = (self.grouped.iter().min()?, self.grouped.iter().max()?);
        let near = meant.mantissa.saturating_mul(ALIKE) >= *least && meant.mantissa <= most.saturating_mul(ALIKE);
        (near && !self.fractions && self.grouped.len() >= thousands).then_some((fact, meant))
    }
}

/// Whether the rows of a table may count one thing: no column and no row says what it is measured in.
fn counts_alike(context: &Context<'_>, table: u32, unit_heads: &[String]) -> bool {
    let document = context.document;
    let Some(table) = document.tables.get(table as usize) else { return false };
    let text = |id: &u32| document.blocks.get(*id as usize).map_or("", |block| document.block_text(block));
    let (head, body) = table.rows.split_at(table.header_rows.max(1).min(table.rows.len()));
    let of_units = |id: &u32| unit_heads.contains(&fold(text(id)));
    let names_unit = |id: &u32| text(id).contains(['(', '/']);
    !head.iter().any(|row| row.cells.iter().any(of_units))
        && !body.iter().any(|row| row.cells.iter().take(2).any(names_unit))
}

/// The number as it stands in the text.
fn written(context: &Context<'_>, fact: &Fact) -> Option<Number> {
    let mentions = context.mentions.within(&(fact.tokens.start..fact.tokens.start + 1));
    mentions.iter().find_map(|m| match &m.kind {
        MentionKind::Figure(figure) if m.tokens == fact.tokens => Some(figure.value),
        _ => None,
    })
}

fn counts(fact: &Fact) -> bool {
    fact.of.is_none() && matches!(fact.unit, Unit::Count(_) | Unit::Measure(..))
}

/// What may be measured in fractions, and is no version and no number of a heading.
fn measures(fact: &Fact) -> bool {
    fact.of.is_none() && matches!(fact.unit, Unit::Percent | Unit::Points | Unit::Measure(..))
}

fn matters(fact: &Fact) -> bool {
    fact.of.is_none() && fact.unit != Unit::None
}

fn like_a_year(number: Number) -> bool {
    number.scale == 0 && (1900..2100).contains(&number.mantissa)
}
