//! The lines of the tables that templates lay out.

use super::BLANK;
use crate::lint::pack::Indicator;
use serde::Serialize;

/// A line of an indicator table: an indicator, or a part of the one above (without number).
#[derive(Serialize)]
pub(super) struct Row {
    pub number: String,
    pub name: String,
    pub unit: String,
    /// Whether its parts hold the figures.
    pub group: bool,
    /// The year its result is of.
    pub year: String,
    /// The value at the start of the outgoing term, the target of that term, its result.
    pub start: String,
    pub target: String,
    pub result: String,
    /// The result in percent of the target.
    pub percent: String,
    pub new_target: String,
    /// Who is in charge of it.
    pub owner: String,
    /// The result of each predecessor, in the order of `predecessors`.
    pub by_unit: Vec<String>,
    /// What they come to together.
    pub merged: String,
    /// How that came about, or why it is a blank: the words of a footnote.
    pub note: Option<String>,
    /// The full reckoning, for the annex.
    pub reckoning: Option<String>,
}

/// Someone proposed for the committee, by post; nobody is named.
#[derive(Serialize)]
pub(super) struct Person {
    pub number: String,
    pub post: String,
    pub born: String,
    pub sex: String,
    pub ethnicity: String,
    pub education: String,
    pub theory: String,
    pub joined: String,
    /// `tái cử` or `tham gia lần đầu`.
    pub standing: String,
}

/// The make-up of those proposed: how many, and what share in percent. A share nobody can tell is a blank.
#[derive(Serialize)]
pub(super) struct People {
    pub total: String,
    pub women: String,
    pub women_share: String,
    pub young: String,
    pub young_share: String,
    /// Below which age one counts as young.
    pub young_age: String,
    pub minority: String,
    pub minority_share: String,
    pub reelected: String,
    pub reelected_share: String,
    pub first: String,
    pub first_share: String,
}

/// A task of the action programme.
#[derive(Serialize)]
pub(super) struct Task {
    pub number: String,
    /// The heading it stands under.
    pub group: String,
    pub task: String,
    pub owner: String,
    pub with: String,
    pub deadline: String,
    pub product: String,
    pub resources: String,
    pub indicator: String,
}

/// The table's lines without figures, numbered in the pack's order. A pack without indicators leaves
/// a blank line rather than a table without rows.
pub(super) fn blank(indicators: &[Indicator], predecessors: usize) -> Vec<Row> {
    let row = |number: String, name: &str, unit: &str, group: bool| Row {
        number,
        name: name.to_string(),
        unit: unit.to_string(),
        group,
        year: BLANK.into(),
        start: BLANK.into(),
        target: BLANK.into(),
        result: BLANK.into(),
        percent: BLANK.into(),
        new_target: BLANK.into(),
        owner: BLANK.into(),
        by_unit: vec![BLANK.into(); predecessors],
        merged: BLANK.into(),
        note: None,
        reckoning: None,
    };
    let mut rows = Vec::new();
    for (i, indicator) in indicators.iter().enumerate() {
        let measure = &indicator.measure;
        rows.push(row((i + 1).to_string(), &measure.name, &measure.unit, !indicator.parts.is_empty()));
        for part in &indicator.parts {
            rows.push(row(String::new(), &format!("- {}", part.name), &measure.unit, false));
        }
    }
    if rows.is_empty() {
        rows.push(row("1".into(), BLANK, BLANK, false));
    }
    rows
}
