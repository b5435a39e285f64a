//! What the templates see of a profile and a pack.

mod rows;

use super::{Profile, SkeletonError, file_name, kinds};
use crate::document::Kind;
use crate::lint::pack::{Indicator, Pack};
use rows::{People, Person, Row, Task};
use serde::Serialize;

/// What stands where nothing is known.
const BLANK: &str = "…";

/// The variables of every template. An absent one is null, which Tera takes for false.
#[derive(Serialize)]
pub(super) struct View {
    kind: Option<Kind>,
    unit: String,
    unit_title: String,
    #[serde(rename = "type")]
    unit_type: String,
    name: String,
    province: String,
    /// Whether it is a town: its people live in tổ dân phố and it is no nông thôn mới.
    urban: bool,
    /// What its people live in.
    cell: &'static str,
    /// Whether communes have the offices they got when the districts ended on 1 July 2025.
    two_tier: bool,
    ordinal: String,
    term: String,
    old_term: String,
    /// Start of the outgoing term, of the coming one, its end.
    y0: u16,
    y1: u16,
    y2: u16,
    date: Option<String>,
    date_line: String,
    born: Option<Born>,
    merged: bool,
    predecessors: Vec<Old>,
    predecessors_count: String,
    rows: Vec<Row>,
    people: Vec<Person>,
    people_summary: Option<People>,
    tasks: Vec<Task>,
    hints: Vec<Hint>,
    documents: Vec<Document>,
}

#[derive(Serialize)]
struct Born {
    day: String,
    resolution: Option<String>,
}

#[derive(Serialize)]
struct Old {
    full: String,
    title: String,
    part: bool,
}

#[derive(Serialize)]
struct Hint {
    number: usize,
    text: String,
}

#[derive(Serialize)]
struct Document {
    kind: Kind,
    file: &'static str,
}

/// The view of a document of some kind, or of the manifest.
pub(super) fn of(kind: Option<Kind>, profile: &Profile, pack: &Pack) -> Result<View, SkeletonError> {
    let (y1, y2) = profile.term;
    if !(1930..=2200).contains(&y1) || y2 <= y1 || y2 - y1 > 10 {
        return Err(SkeletonError::Term(y1, y2));
    }
    if profile.unit.trim().is_empty() || profile.name.trim().is_empty() {
        return Err(SkeletonError::NoUnit);
    }
    let (y0, _) = profile.outgoing();
    let unit_type = crate::text::fold(&profile.unit_type);
    let urban = unit_type == "phường" || unit_type == "thị trấn";
    let predecessors: Vec<Old> = profile.predecessors.iter().map(|p| old(&p.unit_type, &p.name, p.part)).collect();
    Ok(View {
        kind,
        unit: profile.unit.clone(),
        unit_title: capitalised(&profile.unit),
        unit_type: profile.unit_type.clone(),
        name: profile.name.clone(),
        province: profile.province.clone(),
        urban,
        cell: if urban { "tổ dân phố" } else { "thôn" },
        two_tier: y1 >= 2025,
        ordinal: profile.congress().unwrap_or(BLANK).to_string(),
        term: format!("{y1}-{y2}"),
        old_term: format!("{y0}-{y1}"),
        y0,
        y1,
        y2,
        date: profile.date.map(|d| d.to_string()),
        date_line: match profile.date {
            Some(d) if d.month <= 2 => format!("ngày {:02} tháng {:02} năm {}", d.day, d.month, d.year),
            Some(d) => format!("ngày {:02} tháng {} năm {}", d.day, d.month, d.year),
            None => format!("ngày {BLANK} tháng {BLANK} năm {y1}"),
        },
        born: profile.born.as_ref().map(|b| Born { day: b.date.vietnamese(), resolution: b.resolution.clone() }),
        merged: !predecessors.is_empty(),
        predecessors_count: count(predecessors.len()),
        rows: rows::blank(&pack.indicators, predecessors.len()),
        predecessors,
        people: Vec::new(),
        people_summary: None,
        tasks: Vec::new(),
        hints: hints(&pack.indicators),
        documents: kinds().into_iter().map(|kind| Document { kind, file: file_name(kind) }).collect(),
    })
}

fn old(unit_type: &str, name: &str, part: bool) -> Old {
    let full = format!("{unit_type} {name}");
    Old { title: capitalised(&full), full, part }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A small count in words, as running text has it.
fn count(n: usize) -> String {
    const WORDS: [&str; 11] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_string())
}

/// What the drafter may put in a row's stead, and what not to forget.
fn hints(indicators: &[Indicator]) -> Vec<Hint> {
    let mut hints = Vec::new();
    for (i, indicator) in indicators.iter().enumerate() {
        let mut said: Vec<String> = indicator.measure.note.iter().cloned().collect();
        if !indicator.alternatives.is_empty() {
            let names: Vec<&str> = indicator.alternatives.iter().map(|a| a.name.as_str()).collect();
            said.push(format!("thêm hoặc thay bằng: {}", names.join("; ")));
        }
        if !said.is_empty() {
            hints.push(Hint { number: i + 1, text: said.join("; ") });
        }
    }
    hints
}
