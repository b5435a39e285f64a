//! `places`: what a name was and is, as a small tree and as JSON.

use crate::places::{Gazetteer, Link, Successor, UnitState, UnitType};
use crate::text::Date;
use serde::Serialize;
use std::fmt::Write;

/// What was asked and what was found.
#[derive(Serialize)]
pub struct Answer {
    query: String,
    matches: Vec<Match>,
}

#[derive(Serialize)]
struct Match {
    name: String,
    #[serde(rename = "type")]
    unit_type: &'static str,
    province: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    successors: Vec<Relative>,
    predecessors: Vec<Relative>,
}

#[derive(Serialize)]
struct Relative {
    name: String,
    #[serde(rename = "type")]
    unit_type: &'static str,
    province: Option<String>,
    date: String,
    kind: &'static str,
    resolution: Option<String>,
}

/// Everything the gazetteer knows of a name: `xã Can Lộc`, `Can Lộc, Hà Tĩnh`, an old address.
pub fn answer(gazetteer: &Gazetteer, query: &str, today: Date) -> Answer {
    let mut parts = query.split(',').map(str::trim).filter(|p| !p.is_empty());
    let (unit_type, name) = split_type(parts.next().unwrap_or(""));
    let above: Vec<&str> = parts.collect();
    let mut states: Vec<UnitState<'_>> = gazetteer
        .named(unit_type, name)
        .into_iter()
        .filter(|state| above.iter().all(|place| lies_in(gazetteer, state, place, today)))
        .collect();
    states.sort_by_key(|s| (s.valid_from, s.code.to_string()));
    let matches = states.iter().map(|state| found(gazetteer, state, today)).collect();
    Answer { query: query.to_string(), matches }
}

fn split_type(label: &str) -> (Option<UnitType>, &str) {
    let named = crate::places::Named::parse(label);
    (named.unit_type, named.name)
}

/// Whether a state lies, or lay, in a named district or province.
fn lies_in(gazetteer: &Gazetteer, state: &UnitState<'_>, place: &str, today: Date) -> bool {
    let (unit_type, name) = split_type(place);
    let key = crate::places::place_key(name);
    let homes = [gazetteer.district_of(state), gazetteer.province_of(state), gazetteer.province_on(state, today)];
    homes.iter().flatten().any(|home| home.bears(&key) && unit_type.is_none_or(|t| t == home.unit_type))
}

fn found(gazetteer: &Gazetteer, state: &UnitState<'_>, today: Date) -> Match {
    let province = |s: &UnitState<'_>| gazetteer.province_of(s).map(|p| p.name.to_string());
    let successor = |s: &Successor<'_>| {
        let last = s.steps.last();
        Relative {
            name: s.unit.name.to_string(),
            unit_type: s.unit.unit_type.as_str(),
            province: province(&s.unit),
            date: last.map(|l| l.date.to_string()).unwrap_or_default(),
            kind: s.kind().as_str(),
            resolution: last.map(|l| l.basis.to_string()).filter(|b| !b.is_empty()),
        }
    };
    let predecessor = |l: &Link<'_>| Relative {
        name: l.old.name.to_string(),
        unit_type: l.old.unit_type.as_str(),
        province: province(&l.old),
        date: l.date.to_string(),
        kind: l.kind.as_str(),
        resolution: Some(l.basis.to_string()).filter(|b| !b.is_empty()),
    };
    let alive = state.alive_on(today);
    let successors = if alive { Vec::new() } else { gazetteer.successors(state, today) };
    Match {
        name: state.name.to_string(),
        unit_type: state.unit_type.as_str(),
        province: province(state),
        valid_from: state.valid_from.map(|d| d.to_string()),
        valid_to: state.valid_to.map(|d| d.to_string()),
        successors: successors.iter().map(successor).collect(),
        predecessors: gazetteer.links_into(state).iter().map(predecessor).collect(),
    }
}

/// The answers as a JSON array and a line end.
pub fn json(answers: &[Answer]) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string(answers)? + "\n")
}

/// The answers as small trees; `suggestions` are asked for names nobody bears.
pub fn terminal(answers: &[Answer], suggestions: &dyn Fn(&str) -> Vec<String>) -> String {
    let mut out = String::new();
    for (i, answer) in answers.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        if answer.matches.is_empty() {
            let _ = writeln!(out, "Không có đơn vị nào tên «{}» từ năm 2004 đến nay.", answer.query);
            let near = suggestions(&answer.query);
            if !near.is_empty() {
                let _ = writeln!(out, "Có phải: {}?", near.join("; "));
            }
        }
        for found in &answer.matches {
            tree(&mut out, found);
        }
    }
    out
}

fn tree(out: &mut String, found: &Match) {
    let day = |iso: &str| iso.parse::<Date>().map_or_else(|_| iso.to_string(), |d| d.vietnamese());
    let province = found.province.as_deref().map(|p| format!(", {p}")).unwrap_or_default();
    let from = found.valid_from.as_deref().map_or("trước 31/8/2004".to_string(), day);
    let to = found.valid_to.as_deref().map_or("nay".to_string(), day);
    let _ = writeln!(out, "{} {}{province} (từ {from} đến {to})", found.unit_type, found.name);
    let rows = [("từ", &found.predecessors), ("thành", &found.successors)];
    for (word, relatives) in rows {
        for (i, relative) in relatives.iter().enumerate() {
            let branch = if i + 1 == relatives.len() { "└" } else { "├" };
            let basis = relative.resolution.as_deref().map(|r| format!(", {r}")).unwrap_or_default();
            let part = match relative.kind {
                "merged_part" => " (một phần)",
                "retyped" => " (đổi loại)",
                "renamed" => " (đổi tên)",
                _ => "",
            };
            let _ = writeln!(
                out,
                "  {branch} {word} {} {}{part} — {}{basis}",
                relative.unit_type,
                relative.name,
                day(&relative.date)
            );
        }
    }
    if found.successors.is_empty() && found.valid_to.is_some() {
        let _ = writeln!(out, "  └ không có đơn vị kế thừa");
    }
}
