//! Values of indicators in tables: which column belongs to which year, which row to which indicator.

use super::sheet::{Column, Content, Line, Part, Sheet};
use super::value::{Standing, Value};
use super::values::settled;
use super::words::Word;
use super::{MeasureId, TERM};
use crate::lint::check::Context;
use crate::mentions::fact::Unit;

/// Takes the values of the document's tables.
pub(super) fn values(context: &Context<'_>, found: &mut Vec<Value>) {
    for (at, sheet) in context.sheets().iter().enumerate() {
        for line in sheet.lines.iter().filter(|line| !line.is_group) {
            of_line(context, (at, sheet), line, found);
        }
    }
}

fn of_line(context: &Context<'_>, (at, sheet): (usize, &Sheet), line: &Line, found: &mut Vec<Value>) {
    // One name in one row.
    let [measure] = line.measures[..] else { return };
    let (indicators, figures) = (&context.catalogue.indicators, &context.catalogue.figures);
    let (words, heads) = (&indicators.words, &indicators.heads);
    let Some(known) = indicators.known(measure).filter(|_| takes_unit(context, measure, line)) else { return };
    let said = line.unit.as_deref().unwrap_or("");
    // Something else is measured, or by another standard: comparable within the row alone.
    let spoken = words.said(context, &line.name);
    let own = !spoken.is_of_another(false);
    let unit = if said.contains('%') {
        Unit::Percent
    } else {
        let of_token = line.unit_token.and_then(|at| figures.unit_at(context.mentions, at));
        of_token.unwrap_or(if measure.is_percent(&context.catalogue.pack) { Unit::Percent } else { Unit::None })
    };
    let unit = figures.kin_of(unit);
    let title = context.document.token_text(line.name.clone());
    let name = words.name(context, &line.bare);
    let plain = words.own_words(context, &line.bare).all(|word| known.uses(word));
    let row = words.whole_name(context, &line.name);
    let rank = heads.is_rank(title, line.unit.as_deref());
    let of_unit = words.said_in(said);
    let yearly = spoken.says(Word::Yearly) || of_unit.says(Word::Yearly);
    let whole = spoken.says(Word::Whole) || of_unit.says(Word::Whole);
    let averaged = spoken.is_averaged() || of_unit.is_averaged();
    // «2021 | 2022 | 2023 | 2024 | 2025»
    let mut years: Vec<i32> = sheet.columns.iter().filter_map(|column| column.year).collect();
    years.sort_unstable();
    years.dedup();
    let serial = years.len() >= SERIES;
    for (column, cell) in sheet.columns.iter().zip(&line.cells) {
        let Content::Number(value) = cell.content else { continue };
        let Some((year, sure)) = year(context, sheet, column) else { continue };
        let standing = settled(context, year, standing(context, column, year));
        found.push(Value {
            measure,
            name,
            plain,
            year,
            standing,
            value,
            unit,
            place: cell.place.clone(),
            in_table: true,
            within: at,
            row,
            rank,
            by_year: known.by_year,
            yearly,
            whole,
            averaged,
            serial,
            label: line.name.clone(),
            sure: sure && own,
            scoped: sure && !own && !line.is_sub,
            so_far: false,
            bound: false,
        });
    }
}

/// Whether a line is counted as its measure is: «Năng suất lao động nông nghiệp | triệu đồng» is no share of the labour
/// force.
pub(super) fn takes_unit(context: &Context<'_>, measure: MeasureId, line: &Line) -> bool {
    let indicators = &context.catalogue.indicators;
    let said = line.unit.as_deref().unwrap_or("");
    let known = indicators.known(measure);
    let is_unit = || indicators.heads.is_unit(said);
    said.is_empty() || known.is_some_and(|known| known.takes(&context.catalogue.figures, said, is_unit))
}

/// Years of a table that gives each year its own value: more than start, result and target.
const SERIES: usize = 4;

/// The year of a column, and whether it is certain: by its head, else by what it is.
pub(super) fn year(context: &Context<'_>, sheet: &Sheet, column: &Column) -> Option<(i32, bool)> {
    let turn = context.turn();
    // «Năm 2025» beside «Mục tiêu năm 2030» is what was reached; alone it may be either.
    let told_apart = || sheet.columns.iter().any(|c| c.said && matches!(c.part, Part::OldTarget | Part::NewTarget));
    match (column.year, column.part) {
        (Some(year), _) => Some((year, column.lone && (column.said || year != context.as_of.year || told_apart()))),
        (None, Part::Start) => Some((turn - TERM, false)),
        (None, Part::OldTarget | Part::Result) => Some((turn, false)),
        (None, Part::NewTarget) => Some((turn + TERM, false)),
        (None, Part::Interim) => None,
    }
}

pub(super) fn standing(context: &Context<'_>, column: &Column, year: i32) -> Standing {
    match column.part {
        Part::OldTarget | Part::NewTarget => Standing::Target,
        Part::Interim if year > context.as_of.year => Standing::Target,
        _ if column.estimate => Standing::Estimate,
        _ => Standing::Result,
    }
}
