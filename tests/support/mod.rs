//! Labels, and findings as an outsider sees them: through the program's JSON.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Rules about what is missing: a label's `detail` must stand in the message, wherever the finding is.
const MISSING: [&str; 4] = ["missing-section", "missing-indicator", "missing-document", "missing-indicator-table"];

/// A finding.
pub struct Found {
    pub rule: String,
    pub severity: String,
    pub path: String,
    pub message: String,
    places: Vec<(String, usize, usize)>,
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_string()
}

fn place(value: &Value) -> (String, usize, usize) {
    let offset = |key: &str| value["span"][key].as_u64().expect("an offset") as usize;
    (file_name(value["path"].as_str().expect("a path")), offset("start"), offset("end"))
}

/// Lints a folder with the program itself.
pub fn lint_folder(folder: &Path) -> Vec<Found> {
    lint_with(folder, &[])
}

/// Lints a folder with further arguments.
pub fn lint_with(folder: &Path, arguments: &[&str]) -> Vec<Found> {
    let output = Command::new(env!("CARGO_BIN_EXE_vankien"))
        .arg("lint")
        .arg(folder)
        .args(["--format", "json"])
        .args(arguments)
        .output()
        .expect("the program runs");
    assert!(output.status.code().is_some_and(|c| c < 2), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_string();
    let findings = report["findings"].as_array().expect("findings");
    let found = findings.iter().map(|finding| Found {
        rule: text(finding, "rule"),
        severity: text(finding, "severity"),
        path: file_name(&text(finding, "path")),
        message: text(finding, "message"),
        places: std::iter::once(place(finding))
            .chain(finding["related"].as_array().into_iter().flatten().map(place))
            .collect(),
    });
    found.collect()
}

/// A label, a trap or a debatable entry.
pub struct Entry {
    pub rule: String,
    pub quote: String,
    file: String,
    places: Vec<(String, usize, usize)>,
    detail: Vec<String>,
    also: Vec<String>,
    /// Of a trap: a remark may be made there.
    info_ok: bool,
    /// Of a label: known not to be found yet.
    pub missed: bool,
}

/// A folder's labels for the rules that exist.
pub struct Case {
    pub labels: Vec<Entry>,
    pub traps: Vec<Entry>,
    pub debatable: Vec<Entry>,
}

impl Case {
    pub fn read(folder: &Path) -> Case {
        let catalogue = vankien::lint::Catalogue::built_in().expect("the built-in catalogue");
        let entries = |name: &str| -> Vec<Entry> {
            let text = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
            let lines = text.lines().filter(|l| !l.trim().is_empty());
            let parsed = lines.map(|l| serde_json::from_str::<Value>(l).expect("one JSON object a line"));
            parsed.map(|v| Entry::read(folder, &v)).collect()
        };
        let known = |entries: Vec<Entry>| entries.into_iter().filter(|e| catalogue.rule(&e.rule).is_some()).collect();
        let (labels, traps, mut debatable) =
            (entries("labels.jsonl"), entries("traps.jsonl"), entries("debatable.jsonl"));
        // A fault of a rule that does not exist yet may be claimed by one that does.
        let (labels, others): (Vec<Entry>, Vec<Entry>) =
            labels.into_iter().partition(|l| catalogue.rule(&l.rule).is_some());
        for other in others {
            let again = other.also.iter().map(|rule| Entry { rule: rule.clone(), ..other.clone_place() });
            debatable.extend(again);
        }
        Case { labels, traps: known(traps), debatable: known(debatable) }
    }
}

impl Entry {
    fn clone_place(&self) -> Entry {
        Entry {
            rule: String::new(),
            quote: self.quote.clone(),
            file: self.file.clone(),
            places: self.places.clone(),
            detail: Vec::new(),
            also: Vec::new(),
            info_ok: false,
            missed: false,
        }
    }

    fn read(folder: &Path, value: &Value) -> Entry {
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_string();
        let list = |key: &str| -> Vec<String> {
            value[key].as_array().into_iter().flatten().filter_map(|v| Some(v.as_str()?.to_string())).collect()
        };
        let number = |value: &Value| value.as_u64().unwrap_or(1) as usize;
        let (file, quote) = (text("file"), text("quote"));
        let (mut start, mut end) = find(folder, &file, &quote, number(&value["occurrence"]));
        if let Some(until) = value["section_until"].as_str() {
            let source = std::fs::read_to_string(folder.join(&file)).expect("a document");
            start = source[..start].rfind('\n').map_or(0, |i| i + 1);
            let heading = format!("\n{until}");
            let next = if until.is_empty() { None } else { source[end..].find(&heading).map(|i| end + i) };
            end = next.unwrap_or(source.len());
        }
        let mut places = vec![(file.clone(), start, end)];
        if value["related_quote"].is_string() {
            let other = text("related_file");
            let (start, end) = find(folder, &other, &text("related_quote"), number(&value["related_occurrence"]));
            places.push((other, start, end));
        }
        let is = |key: &str| value[key].as_bool().unwrap_or(false);
        let (detail, also) = (list("detail"), list("also"));
        let (info_ok, missed) = (is("info_ok"), is("missed"));
        Entry { rule: text("rule"), quote, file, places, detail, also, info_ok, missed }
    }

    /// Whether a finding falls into this trap.
    pub fn is_sprung_by(&self, finding: &Found) -> bool {
        self.is_met_by(finding) && !(self.info_ok && finding.severity == "info")
    }

    pub fn is_met_by(&self, finding: &Found) -> bool {
        finding.rule == self.rule && self.covers(finding)
    }

    /// Whether the finding is of a rule that may claim the same fault.
    pub fn may_also_be(&self, finding: &Found) -> bool {
        self.also.contains(&finding.rule) && self.covers(finding)
    }

    fn covers(&self, finding: &Found) -> bool {
        if MISSING.contains(&finding.rule.as_str()) {
            let message = vankien::text::fold(&finding.message);
            let named = self.detail.is_empty() || self.detail.iter().any(|d| message.contains(&vankien::text::fold(d)));
            return named && (finding.rule == "missing-document" || finding.path == self.file);
        }
        finding
            .places
            .iter()
            .take(1)
            .any(|(file, start, end)| self.places.iter().any(|(f, s, e)| f == file && start < e && s < end))
    }
}

/// Bytes of the n-th time a quotation stands in a document.
fn find(folder: &Path, file: &str, quote: &str, occurrence: usize) -> (usize, usize) {
    let source = std::fs::read_to_string(folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    let start = source.match_indices(quote).nth(occurrence - 1).map(|(i, _)| i);
    let start = start.unwrap_or_else(|| panic!("{file}: quote not found ({occurrence}): {quote}"));
    (start, start + quote.len())
}
