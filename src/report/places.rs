//! `places`: what a name was and is, as a small tree and as JSON.

use crate::places::{Gazetteer, Level, Link, UnitState, UnitType};
use crate::text::Date;
use serde::Serialize;
use std::fmt::Write;

/// What was asked and what was found.
#[derive(Serialize)]
pub struct Answer {
    query: String,
    matches: Vec<Match>,
    /// Where nothing was found: names that may have been meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<String>,
}

#[derive(Serialize)]
struct Match {
    name: String,
    #[serde(rename = "type")]
    unit_type: &'static str,
    province: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    /// What ended it.
    resolution: Option<String>,
    /// All that came of it, each change once, the direct ones first.
    successors: Vec<Relative>,
    /// What went into it, with what went into that.
    predecessors: Vec<Relative>,
    /// Of a district that ended with its level: the communes that hold its land.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    communes: Vec<String>,
    /// The successors as a tree.
    #[serde(skip)]
    became: Vec<Relative>,
}

/// A unit one change away, and those beyond it.
#[derive(Serialize, Clone, PartialEq)]
struct Relative {
    name: String,
    #[serde(rename = "type")]
    unit_type: &'static str,
    province: Option<String>,
    date: String,
    kind: &'static str,
    resolution: Option<String>,
    #[serde(rename = "predecessors", skip_serializing_if = "Vec::is_empty")]
    beyond: Vec<Relative>,
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
    let matches: Vec<Match> = states.iter().map(|state| found(gazetteer, state, today)).collect();
    let suggestions = if matches.is_empty() { suggestions(gazetteer, name) } else { Vec::new() };
    Answer { query: query.to_string(), matches, suggestions }
}

/// More than these are no help.
const MOST_SUGGESTED: usize = 8;

/// The units of that name elsewhere or of another type, else names near it.
fn suggestions(gazetteer: &Gazetteer, name: &str) -> Vec<String> {
    let full = |unit: &UnitState<'_>| match gazetteer.province_of(unit) {
        Some(province) if province.name != unit.name => format!("{}, {}", unit.label(), province.name),
        _ => unit.label(),
    };
    let mut found: Vec<String> = gazetteer.named(None, name).iter().map(full).collect();
    if found.is_empty() {
        let near = |name: &str| gazetteer.suggest(name).into_iter().map(|s| s.name.to_string()).collect();
        found = near(name);
        // «xa kim loc»: a unit word without its accents.
        let begins = |word: &&&str| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let rest = PLAIN_WORDS.iter().find(begins).and_then(|word| name.get(word.len()..));
        if let Some(rest) = rest.filter(|_| found.is_empty()) {
            found = near(rest);
        }
    }
    found.dedup();
    found.truncate(MOST_SUGGESTED);
    found
}

/// Unit words as they are typed without accents.
const PLAIN_WORDS: [&str; 9] =
    ["xa ", "phuong ", "thi tran ", "dac khu ", "huyen ", "quan ", "thi xa ", "thanh pho ", "tinh "];

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

/// Rounds of change that are followed: no unit has seen half as many since 2004.
const ROUNDS: usize = 12;

fn found(gazetteer: &Gazetteer, state: &UnitState<'_>, today: Date) -> Match {
    let became = successors(gazetteer, state, ROUNDS);
    let ended = became.is_empty() && state.level == Level::District && state.valid_to.is_some();
    let communes = if ended { gazetteer.communes_of(state, today) } else { Vec::new() };
    Match {
        name: state.name.to_string(),
        unit_type: state.unit_type.as_str(),
        province: gazetteer.province_of(state).map(|p| p.name.to_string()),
        valid_from: state.valid_from.map(|d| d.to_string()),
        valid_to: state.valid_to.map(|d| d.to_string()),
        resolution: Some(state.basis.to_string()).filter(|basis| !basis.is_empty()),
        successors: flat(&became),
        became,
        predecessors: predecessors(gazetteer, state, ROUNDS),
        communes: communes.iter().map(UnitState::label).collect(),
    }
}

/// What a state became, change by change, down to what stands today. A province that went on, larger, is no
/// successor of itself.
fn successors(gazetteer: &Gazetteer, state: &UnitState<'_>, rounds: usize) -> Vec<Relative> {
    if rounds == 0 {
        return Vec::new();
    }
    let links = gazetteer.links(state).into_iter();
    let next = links.filter_map(|link| {
        let new = link.new.filter(|new| !new.is(state))?;
        let beyond = successors(gazetteer, &new, rounds - 1);
        Some(Relative { beyond, ..relative(gazetteer, &link, &new) })
    });
    next.collect()
}

/// What went into a state, change by change, back to the first that is known.
fn predecessors(gazetteer: &Gazetteer, state: &UnitState<'_>, rounds: usize) -> Vec<Relative> {
    if rounds == 0 {
        return Vec::new();
    }
    let links = gazetteer.links_into(state).into_iter().filter(|link| !link.old.is(state));
    let before = links.map(|link| {
        let beyond = predecessors(gazetteer, &link.old, rounds - 1);
        Relative { beyond, ..relative(gazetteer, &link, &link.old) }
    });
    before.collect()
}

fn relative(gazetteer: &Gazetteer, link: &Link<'_>, unit: &UnitState<'_>) -> Relative {
    Relative {
        name: unit.name.to_string(),
        unit_type: unit.unit_type.as_str(),
        province: gazetteer.province_of(unit).map(|p| p.name.to_string()),
        date: link.date.to_string(),
        kind: link.kind.as_str(),
        resolution: Some(link.basis.to_string()).filter(|b| !b.is_empty()),
        beyond: Vec::new(),
    }
}

/// All changes of a tree by date, the direct ones first.
fn flat(tree: &[Relative]) -> Vec<Relative> {
    let mut all: Vec<Relative> = Vec::new();
    let mut level: Vec<&Relative> = tree.iter().collect();
    while !level.is_empty() {
        for relative in &level {
            let alone = Relative { beyond: Vec::new(), ..(*relative).clone() };
            if !all.contains(&alone) {
                all.push(alone);
            }
        }
        level = level.into_iter().flat_map(|relative| &relative.beyond).collect();
    }
    all
}

/// The answers as a JSON array and a line end.
pub fn json(answers: &[Answer]) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string(answers)? + "\n")
}

/// The answers as small trees.
pub fn terminal(answers: &[Answer]) -> String {
    let mut out = String::new();
    for (i, answer) in answers.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        if answer.matches.is_empty() {
            let query = super::digest::visible(&answer.query);
            let _ = writeln!(out, "Không có đơn vị nào tên «{query}» từ năm 2004 đến nay.");
            if !answer.suggestions.is_empty() {
                let _ = writeln!(out, "Có phải: {}?", answer.suggestions.join("; "));
            }
        }
        for found in &answer.matches {
            tree(&mut out, found);
        }
    }
    out
}

fn tree(out: &mut String, found: &Match) {
    let home = found.province.as_deref().filter(|home| *home != found.name || found.unit_type == "Huyện");
    let province = home.map(|p| format!(", {p}")).unwrap_or_default();
    let from = found.valid_from.as_deref().map_or("trước 31/8/2004".to_string(), day);
    let to = found.valid_to.as_deref().map_or("nay".to_string(), day);
    let _ = writeln!(out, "{} {}{province} (từ {from} đến {to})", found.unit_type, found.name);
    branches(out, "từ", &found.predecessors, 1);
    branches(out, "thành", &found.became, 1);
    if found.became.is_empty() && found.valid_to.is_some() {
        let law = found.resolution.as_deref().map(|law| format!(" ({})", law.replace('|', ", "))).unwrap_or_default();
        let _ = match found.communes.as_slice() {
            [] => writeln!(out, "  └ không có đơn vị kế thừa{law}"),
            communes => writeln!(out, "  └ hết cấp huyện{law}; địa bàn nay gồm {}", communes.join(", ")),
        };
    }
}

fn branches(out: &mut String, word: &str, relatives: &[Relative], depth: usize) {
    for (i, relative) in relatives.iter().enumerate() {
        let branch = if i + 1 == relatives.len() { "└" } else { "├" };
        let basis = relative.resolution.as_deref().map(|r| format!(", {}", r.replace('|', ", "))).unwrap_or_default();
        let how = match relative.kind {
            "merged_part" => " (một phần)",
            "retyped" => " (đổi loại)",
            "renamed" => " (đổi tên)",
            "reparented" => " (đổi cấp trên)",
            _ => "",
        };
        let label = format!("{} {}", relative.unit_type, relative.name);
        let _ = writeln!(
            out,
            "{:indent$}{branch} {word} {label}{how} — {}{basis}",
            "",
            day(&relative.date),
            indent = depth * 2
        );
        branches(out, word, &relative.beyond, depth + 1);
    }
}

fn day(iso: &str) -> String {
    iso.parse::<Date>().map_or_else(|_| iso.to_string(), |d| d.vietnamese())
}
