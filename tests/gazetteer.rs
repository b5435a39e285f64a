//! The shipped gazetteer: that it is the conversion of its source, and that it hangs together.
//!
//! The source folder (units.csv, changes.csv; see lints/data/README.md) is no part of the project.
//! `VANKIEN_PLACES_SOURCE=FOLDER cargo test --test gazetteer` compares; with
//! `VANKIEN_PLACES_WRITE=1` as well, `cargo test --test gazetteer -- --ignored` writes the files anew.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::is_nfc;
use vankien::places::{Gazetteer, Kind, Level, name_index};
use vankien::report::places;
use vankien::text::date::Date;

const UNITS: &str = "lints/data/places.tsv";
const NAMES: &str = "lints/data/place-names.tsv";

const HEAD: &str = "\
# Vietnam's units since 2004-08-31, one state a line; how to read it: README.md.
# code\ttype\tname\tabove\tprovince\tfrom\tto\tbecame\tresolution\tmade of\talso written
";

fn day(text: &str) -> Date {
    text.parse().expect("a date in a test")
}

// ---- The conversion

/// A row of a CSV file: from column to value.
type Row = HashMap<String, String>;

/// Reads one CSV file of the source.
fn read_csv(path: &Path) -> Vec<Row> {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut lines = text.lines().map(fields);
    let head = lines.next().expect("a header row");
    lines
        .map(|row| {
            assert_eq!(row.len(), head.len(), "{}: {row:?}", path.display());
            head.iter().cloned().zip(row).collect()
        })
        .collect()
}

/// The fields of one CSV line; no field of the source holds a line break.
fn fields(line: &str) -> Vec<String> {
    let (mut row, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            _ => field.push(c),
        }
    }
    row.push(field);
    row
}

/// The word for a link in the column `became`.
fn word(kind: &str, note: &str) -> &'static str {
    match kind {
        "merged_whole" => "whole",
        "merged_part" if note.contains("Phần còn lại") => "rest",
        "merged_part" if note.contains("toàn bộ dân số") => "main",
        "merged_part" if note.contains("một phần diện tích") => "land",
        "merged_part" if note.contains("một phần dân số") => "people",
        "merged_part" if note == "Nhập toàn bộ diện tích" => "land",
        "merged_part" => "part",
        "renamed" => "renamed",
        "retyped" => "retyped",
        "reparented" => "reparented",
        "kept" => "kept",
        "abolished" => "abolished",
        other => panic!("unknown kind {other}"),
    }
}

/// The text of `places.tsv`, made from the source folder.
fn convert(source: &Path) -> String {
    let units = read_csv(&source.join("units.csv"));
    let changes = read_csv(&source.join("changes.csv"));
    let mut links: HashMap<&str, BTreeMap<&str, Vec<&Row>>> = HashMap::new();
    let mut into: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
    for change in &changes {
        let (old, date, new) = (&change["old_code"], &change["effective_date"], &change["new_code"]);
        links.entry(old).or_default().entry(date).or_default().push(change);
        if !new.is_empty() {
            into.entry(new).or_default().push((old, date));
        }
    }
    let provinces: HashMap<String, &str> = units
        .iter()
        .filter(|unit| unit["level"] == "tinh" && unit["valid_to"].is_empty())
        .map(|unit| (format!("{} {}", unit["type"], unit["name"]), unit["code"].as_str()))
        // "Tỉnh Đồng Nai" became "Thành phố Đồng Nai" in 2026.
        .chain([("Tỉnh Đồng Nai".to_owned(), "75")])
        .collect();

    let mut lines = BTreeMap::new();
    let mut used = 0;
    for unit in &units {
        let (code, from, to) = (&unit["code"], &unit["valid_from"], &unit["valid_to"]);
        let mut became = Vec::new();
        let mut resolutions = Vec::new();
        // A province that went on enlarged has links on a day within its life.
        let within = |date: &str| date == to || (date > from.as_str() && (to.is_empty() || date < to.as_str()));
        let ends = links.get(code.as_str()).into_iter().flatten();
        for (&date, rows) in ends.filter(|(date, _)| within(date)) {
            for row in rows {
                used += 1;
                let kind = &row["kind"];
                let target = match kind.as_str() {
                    "abolished" => provinces.get(&row["new_province"]).copied().unwrap_or(""),
                    _ => row["new_code"].as_str(),
                };
                let default = match (kind.as_str(), row["is_default"].as_str()) {
                    ("merged_part", "1") => "*",
                    ("merged_part", "") => "?",
                    ("merged_part", "0") | ("abolished", "") => "",
                    (_, "1") => "",
                    other => panic!("{other:?}"),
                };
                let basis = row["legal_basis"].as_str();
                let late = if date == to { String::new() } else { format!("@{date}={basis}") };
                became.push(format!("{}:{target}{default}{late}", word(kind, &row["note"])));
                if date == to && !basis.is_empty() && !resolutions.contains(&basis) {
                    resolutions.push(basis);
                }
            }
        }
        lines.insert(
            (code.len(), code.clone(), from.clone()),
            Line {
                before: {
                    let province = if unit["level"] == "tinh" { code } else { &unit["province_code"] };
                    let (kind, name, above) = (&unit["type"], &unit["name"], &unit["parent_code"]);
                    format!("{code}\t{kind}\t{name}\t{above}\t{province}\t{from}\t{to}")
                },
                became: became.join(" "),
                basis: resolutions.join("|"),
                alts: unit["alt_names"].clone(),
                to: to.clone(),
                made_of: Vec::new(),
            },
        );
    }
    assert_eq!(used, changes.len(), "links that end no state");
    for (new, sources) in &into {
        for (old, date) in sources {
            // The state of that day, or the next one: some old lists name a unit before they list it.
            let (key, line) = lines
                .range_mut((new.len(), (*new).to_owned(), String::new())..)
                .take_while(|((_, code, _), _)| code == new)
                .find(|(_, line)| line.to.is_empty() || line.to.as_str() > *date)
                .unwrap_or_else(|| panic!("{old} -> {new} on {date}: no such state"));
            let late = if key.2 == **date { String::new() } else { format!("@{date}") };
            line.made_of.push(format!("{old}{late}"));
        }
    }
    let mut text = HEAD.to_owned();
    for line in lines.values_mut() {
        line.made_of.sort();
        let fields = [line.before.as_str(), &line.became, &line.basis, &line.made_of.join(" "), &line.alts];
        text.push_str(&fields.join("\t"));
        text.push('\n');
    }
    text
}

struct Line {
    before: String,
    became: String,
    basis: String,
    alts: String,
    to: String,
    made_of: Vec<String>,
}

fn source() -> Option<PathBuf> {
    let folder = std::env::var_os("VANKIEN_PLACES_SOURCE").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: VANKIEN_PLACES_SOURCE names no folder with units.csv and changes.csv");
    }
    folder
}

fn shipped(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a shipped file")
}

#[test]
fn the_shipped_file_is_the_conversion_of_its_source() {
    let Some(source) = source() else { return };
    let (made, here) = (convert(&source), shipped(UNITS));
    let differs = made.lines().zip(here.lines()).find(|(a, b)| a != b);
    assert!(made == here, "{UNITS} is out of date: {differs:?}");
}

#[test]
#[ignore = "writes lints/data; set VANKIEN_PLACES_SOURCE and VANKIEN_PLACES_WRITE=1"]
fn write_the_shipped_files() {
    let Some(source) = source() else { return };
    if std::env::var_os("VANKIEN_PLACES_WRITE").is_none() {
        println!("skipped: VANKIEN_PLACES_WRITE is not set");
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let units = convert(&source);
    fs::write(root.join(NAMES), name_index(&units)).expect("write names");
    fs::write(root.join(UNITS), units).expect("write units");
}

#[test]
fn followed_links_end_where_the_source_says() {
    let Some(source) = source() else { return };
    let g = Gazetteer::embedded();
    for row in read_csv(&source.join("resolved.csv")) {
        let end = day(&row["valid_to"]);
        let old = g.state_before(&row["old_code"], end).expect("an old state");
        assert_eq!(old.name, row["old_name"]);
        let mut here: Vec<_> = g.successors(&old, day("2025-07-01")).iter().map(|s| s.unit.code).collect();
        here.sort_unstable();
        let mut there: Vec<_> = row["current_codes"].split('|').filter(|c| !c.is_empty()).collect();
        there.sort_unstable();
        assert_eq!(here, there, "{row:?}");
    }
}

#[test]
fn what_places_says_of_each_commune_is_what_the_source_says() {
    let Some(source) = source() else { return };
    let (g, now) = (Gazetteer::embedded(), day("2025-08-01"));
    let units = read_csv(&source.join("units.csv"));
    let before = |code: &str| {
        let row = |u: &&Row| u["code"] == code && u["valid_to"] == "2025-07-01";
        units.iter().find(row).unwrap_or_else(|| panic!("no unit {code} until 2025-07-01"))
    };
    let mut made: HashMap<String, Vec<(String, String, String, String)>> = HashMap::new();
    for row in read_csv(&source.join("changes.csv")) {
        if row["effective_date"] == "2025-07-01" && row["new_code"].len() == 5 {
            let old = before(&row["old_code"]);
            let link = (old["type"].clone(), old["name"].clone(), row["kind"].clone(), row["legal_basis"].clone());
            made.entry(row["new_code"].clone()).or_default().push(link);
        }
    }
    let (mut all, mut wrong) = (0, Vec::new());
    for unit in g.all().filter(|unit| unit.level == Level::Commune && unit.alive_on(now)) {
        let province = g.province_on(&unit, now).expect("a province").name;
        let query = format!("{}, {province}", unit.label());
        let text = places::json(&[places::answer(g, &query, now)]).expect("json");
        let answer: serde_json::Value = serde_json::from_str(&text).expect("json");
        let of = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap_or("").to_owned();
        let matches = answer[0]["matches"].as_array().expect("matches");
        let mut said: Vec<_> = matches
            .iter()
            .filter(|m| of(m, "valid_from") == "2025-07-01")
            .flat_map(|m| m["predecessors"].as_array().expect("predecessors"))
            .filter(|p| of(p, "date") == "2025-07-01")
            .map(|p| (of(p, "type"), of(p, "name"), of(p, "kind"), of(p, "resolution")))
            .collect();
        let mut law = made.remove(unit.code).unwrap_or_default();
        said.sort();
        law.sort();
        all += 1;
        if said != law {
            wrong.push(format!("{query}: {said:?} {law:?}"));
        }
    }
    assert_eq!((all, made.len()), (3_321, 0));
    assert!(wrong.is_empty(), "{} of {all}\n{}", wrong.len(), wrong.join("\n"));
}

// ---- What must hold without the source

#[test]
fn the_index_of_names_is_made_from_the_units() {
    assert!(name_index(&shipped(UNITS)) == shipped(NAMES), "{NAMES} is out of date");
}

#[test]
fn the_files_are_small_clean_text() {
    let (units, names) = (shipped(UNITS), shipped(NAMES));
    assert!(units.len() + names.len() < 1_700_000, "{} bytes", units.len() + names.len());
    for text in [&units, &names] {
        assert!(is_nfc(text) && !text.contains('\r') && text.ends_with('\n'));
    }
    let rows = units.lines().filter(|line| !line.starts_with('#'));
    assert!(rows.clone().all(|line| line.split('\t').count() == 11));
    let g = Gazetteer::embedded();
    assert_eq!(rows.count(), g.all().count(), "lines that are not read");
    Gazetteer::from_text(units).expect("sorted lines that can be read");
}

#[test]
fn the_counts_of_each_day_are_right() {
    let g = Gazetteer::embedded();
    for (date, provinces, districts, communes) in [
        ("2019-06-30", 63, 713, 11_160),
        ("2021-06-30", 63, 705, 10_603),
        ("2024-06-30", 63, 705, 10_595),
        ("2025-06-30", 63, 696, 10_035),
        ("2025-07-01", 34, 0, 3_321),
        ("2026-04-30", 34, 0, 3_321),
    ] {
        let mut count = BTreeMap::new();
        for unit in g.all().filter(|unit| unit.alive_on(day(date))) {
            *count.entry(unit.level).or_insert(0) += 1;
        }
        let of = |level| count.get(&level).copied().unwrap_or(0);
        assert_eq!(
            (of(Level::Province), of(Level::District), of(Level::Commune)),
            (provinces, districts, communes),
            "{date}"
        );
    }
}

#[test]
fn every_link_leads_somewhere_and_back() {
    let g = Gazetteer::embedded();
    let (mut forward, mut back, mut lost) = (0, 0, 0);
    for unit in g.all() {
        let links = g.links(&unit);
        assert!(!links.is_empty() || unit.valid_to.is_none(), "{unit:?}: an end without a link");
        for link in &links {
            forward += 1;
            match (link.kind, link.new) {
                (Kind::Abolished, None) => lost += 1,
                (_, Some(new)) => {
                    assert!(g.links_into(&new).contains(link), "{} -> {}: no way back", unit.code, new.code)
                }
                _ => panic!("{unit:?}: {link:?} leads nowhere"),
            }
        }
        let into = g.links_into(&unit);
        back += into.len();
        assert!(into.iter().all(|link| link.new.is_some_and(|new| new.is(&unit))));
        assert!(g.province_of(&unit).is_some(), "{unit:?}: no province");
        assert!(g.province_on(&unit, day("2026-05-01")).is_some(), "{unit:?}: no province today");
        assert_eq!(g.district_of(&unit).is_some(), unit.parent.len() == 3, "{unit:?}: no district");
    }
    assert_eq!((forward, lost, back), (14_677, 746, 14_677 - 746));
}

#[test]
fn states_of_a_code_do_not_overlap() {
    let g = Gazetteer::embedded();
    let all: Vec<_> = g.all().collect();
    for pair in all.windows(2) {
        if pair[0].code == pair[1].code {
            let end = pair[0].valid_to.expect("an end before the next state");
            assert!(pair[1].valid_from.is_some_and(|from| end <= from), "{pair:?}");
        }
    }
}

#[test]
fn every_unit_is_found_by_code_and_by_each_of_its_names() {
    let g = Gazetteer::embedded();
    let mut seen = HashSet::new();
    for unit in g.all() {
        assert!(g.states(unit.code).any(|state| state == unit));
        if seen.insert((unit.unit_type, unit.name, unit.province)) {
            for name in std::iter::once(unit.name).chain(unit.alt_names()) {
                let found = g.named(Some(unit.unit_type), name);
                assert!(found.iter().any(|state| state.code == unit.code), "{name}: {unit:?}");
            }
        }
    }
}
