//! The table of a document's indicators, with a small bar for each value.

use crate::lint::detail::{Given, Indicator};
use serde::Serialize;
use std::collections::BTreeMap;

/// Width of the longest bar, in units of the drawing.
const LONGEST: f64 = 100.0;

/// From one bar to the next.
const STEP: usize = 6;

/// Rows that are shown of one document.
const MOST: usize = 400;

/// The indicators of a document.
#[derive(Serialize)]
pub(super) struct Table {
    /// The columns that hold something.
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// Whether any row has bars.
    has_bars: bool,
}

#[derive(Serialize)]
struct Column {
    class: &'static str,
    title: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    unit: String,
    is_group: bool,
    is_sub: bool,
    /// A text for each column; where its year is not the column's, with the year.
    cells: Vec<String>,
    bars: Vec<Bar>,
    /// Height of the drawing.
    height: usize,
}

#[derive(Serialize)]
struct Bar {
    class: &'static str,
    y: usize,
    width: String,
}

type Pick = fn(&Indicator) -> Option<&Given>;

const COLUMNS: [(&str, Pick); 4] = [
    ("start", |i| i.start.as_ref()),
    ("old-target", |i| i.old_target.as_ref()),
    ("result", |i| i.result.as_ref()),
    ("new-target", |i| i.new_target.as_ref()),
];

impl Table {
    /// The table, if there are indicators with values.
    pub(super) fn of(indicators: &[Indicator], words: &BTreeMap<&str, &str>) -> Option<Table> {
        let held = COLUMNS.into_iter().filter(|(_, pick)| indicators.iter().any(|i| pick(i).is_some()));
        let held: Vec<(&str, Pick, Head)> =
            held.map(|(class, pick)| (class, pick, Head::of(indicators.iter().filter_map(pick)))).collect();
        if held.is_empty() {
            return None;
        }
        let word = |key: &str| words.get(key).copied().unwrap_or_default();
        let columns = held.iter().map(|(class, _, head)| {
            let mut title = word(class).to_string();
            if let Some(year) = head.year {
                title = format!("{title} {year}");
            }
            if head.is_estimate {
                title = format!("{title} ({})", word("estimate"));
            }
            Column { class, title }
        });
        let rows: Vec<Row> = indicators.iter().take(MOST).map(|i| row(i, &held)).collect();
        let has_bars = rows.iter().any(|row| !row.bars.is_empty());
        Some(Table { columns: columns.collect(), rows, has_bars })
    }
}

/// What all values of a column have in common.
struct Head {
    year: Option<i32>,
    is_estimate: bool,
}

impl Head {
    fn of<'i>(values: impl Iterator<Item = &'i Given>) -> Head {
        let mut values = values.peekable();
        let mut head = values.peek().map_or(Head { year: None, is_estimate: false }, |first| Head {
            year: first.year,
            is_estimate: first.is_estimate,
        });
        for value in values {
            head.year = head.year.filter(|year| value.year == Some(*year));
            head.is_estimate &= value.is_estimate;
        }
        head
    }
}

fn row(indicator: &Indicator, columns: &[(&'static str, Pick, Head)]) -> Row {
    let cell = |(_, pick, head): &(&str, Pick, Head)| match pick(indicator) {
        Some(given) => match given.year.filter(|_| head.year.is_none()) {
            Some(year) => format!("{} ({year})", given.text),
            None => given.text.clone(),
        },
        None => String::new(),
    };
    let bars = bars(indicator, columns);
    Row {
        name: indicator.name.clone(),
        unit: indicator.unit.clone(),
        is_group: indicator.is_group,
        is_sub: indicator.is_sub,
        cells: columns.iter().map(cell).collect(),
        height: bars.len() * STEP,
        bars,
    }
}

/// A bar for each number, the greatest as long as there is room; one number alone shows nothing.
fn bars(indicator: &Indicator, columns: &[(&'static str, Pick, Head)]) -> Vec<Bar> {
    let number = |pick: &Pick| pick(indicator)?.number.map(|n| n.value());
    let values: Vec<(&'static str, f64)> =
        columns.iter().filter_map(|(class, pick, _)| Some((*class, number(pick)?))).collect();
    let most = values.iter().map(|(_, v)| *v).fold(0.0, f64::max);
    if values.len() < 2 || most <= 0.0 {
        return Vec::new();
    }
    let bar = |(at, (class, value)): (usize, (&'static str, f64))| Bar {
        class,
        y: at * STEP,
        width: format!("{:.1}", (value / most * LONGEST).clamp(0.5, LONGEST)),
    };
    values.into_iter().enumerate().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Number;

    fn given(text: &str, year: i32) -> Option<Given> {
        Some(Given { text: text.into(), number: Number::parse(text), year: Some(year), is_estimate: false })
    }

    #[test]
    fn columns_without_values_are_left_out() {
        let named = |name: &str| Indicator { name: name.into(), ..Indicator::default() };
        let rows = [
            Indicator { result: given("91,8", 2025), new_target: given("140,0", 2030), ..named("A") },
            Indicator { result: given("Đạt", 2024), ..named("B") },
            Indicator { is_group: true, ..named("C") },
        ];
        let words = BTreeMap::from([("result", "Kết quả"), ("new-target", "Mục tiêu mới")]);
        let table = Table::of(&rows, &words).expect("a table");
        let titles: Vec<&str> = table.columns.iter().map(|c| c.title.as_str()).collect();
        assert_eq!(titles, ["Kết quả", "Mục tiêu mới 2030"]);
        assert_eq!(table.rows[0].cells, ["91,8 (2025)", "140,0"]);
        let widths: Vec<&str> = table.rows[0].bars.iter().map(|b| b.width.as_str()).collect();
        assert_eq!(widths, ["65.6", "100.0"]);
        assert!(table.rows[1].bars.is_empty() && table.has_bars);
        assert!(Table::of(&[named("A")], &words).is_none());
    }
}
