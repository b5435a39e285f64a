//! `lint --format sarif`: SARIF 2.1.0, for code-scanning services and editors that read it.

use crate::document::LineIndex;
use crate::lint::Catalogue;
use crate::lint::engine::Report;
use crate::lint::finding::{Edit, Finding, Fix, Location, Severity};
use crate::lint::rule::Lang;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Value,
    column_kind: &'static str,
    artifacts: Vec<Value>,
    results: Results<'r>,
}

/// Findings, made into results one by one while they are written: a folder may have a great many.
struct Results<'r> {
    report: &'r Report,
    /// The rules' places in the list of rules.
    rules: BTreeMap<&'r str, usize>,
    lang: Lang,
    source: &'r dyn Fn(&str) -> Option<String>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings = &self.report.findings;
        let mut results = serializer.serialize_seq(Some(findings.len()))?;
        // Findings come by document: one source at a time is enough.
        for findings in findings.chunk_by(|a, b| a.path == b.path) {
            let text = findings.iter().find(|f| f.fix.is_some()).and_then(|f| (self.source)(&f.path));
            let lines = text.as_deref().map(|text| (text, LineIndex::new(text)));
            for finding in findings {
                let rule = self.rules.get(finding.rule.as_str());
                results.serialize_element(&result(finding, rule, lines.as_ref(), self.lang))?;
            }
        }
        results.end()
    }
}

/// Renders the report as one SARIF log. `source` gives the text of a document for which there are corrections.
pub fn render(
    report: &Report,
    catalogue: &Catalogue,
    lang: Lang,
    source: &dyn Fn(&str) -> Option<String>,
) -> Result<String, serde_json::Error> {
    let ids: BTreeSet<&str> = report.findings.iter().map(|f| f.rule.as_str()).collect();
    let rules: Vec<Value> = ids.iter().map(|id| descriptor(id, catalogue, lang)).collect();
    let tool = json!({"driver": {
        "name": "vankien",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "language": if lang == Lang::Vi { "vi" } else { "en" },
        "rules": rules,
    }});
    let artifact = |path: &String| json!({"location": {"uri": uri(path)}, "encoding": "UTF-8", "sourceLanguage": "vi"});
    let run = Run {
        tool,
        column_kind: "unicodeCodePoints",
        artifacts: report.documents.iter().map(|d| artifact(&d.path)).collect(),
        results: Results { report, rules: ids.into_iter().zip(0..).collect(), lang, source },
    };
    Ok(serde_json::to_string(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })? + "\n")
}

/// What is said of a rule: all the catalogue knows, or its id alone.
fn descriptor(id: &str, catalogue: &Catalogue, lang: Lang) -> Value {
    let Some(rule) = catalogue.rule(id) else { return json!({"id": id}) };
    json!({
        "id": id,
        "shortDescription": message(rule.title.get(lang)),
        "fullDescription": message(rule.why.get(lang)),
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": [rule.group]},
    })
}

fn result(finding: &Finding, rule: Option<&usize>, lines: Option<&(&str, LineIndex)>, lang: Lang) -> Value {
    let mut place = location(&finding.path, &finding.span, Some(&finding.excerpt));
    if let Some(section) = &finding.section {
        place["logicalLocations"] = json!([{"fullyQualifiedName": section}]);
    }
    let text = match finding.help.is_empty() {
        true => finding.message.clone(),
        false => format!("{}\n{}", finding.message, finding.help),
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": message(&text),
        "locations": [place],
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = json!(rule);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(id, related)| {
            let mut place = location(&related.path, &related.span, None);
            place["id"] = json!(id + 1);
            place["message"] = message(&related.message);
            place
        });
        result["relatedLocations"] = related.collect();
    }
    if let (Some(fix), Some((text, lines))) = (&finding.fix, lines) {
        result["fixes"] = json!([correction(finding, fix, text, lines, lang)]);
    }
    result
}

fn correction(finding: &Finding, fix: &Fix, text: &str, lines: &LineIndex, lang: Lang) -> Value {
    let region = |edit: &Edit| {
        let (line, column) = lines.line_column(text, edit.start as usize);
        let (end_line, end_column) = lines.line_column(text, edit.end as usize);
        json!({"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column})
    };
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| json!({"deletedRegion": region(edit), "insertedContent": {"text": edit.text}}))
        .collect();
    let described = match lang {
        Lang::Vi => "Sửa tự động",
        Lang::En => "Automatic correction",
    };
    json!({
        "description": message(described),
        "artifactChanges": [{"artifactLocation": {"uri": uri(&finding.path)}, "replacements": replacements}],
        "properties": {"applicability": fix.applicability},
    })
}

/// A place; that of an empty document, which has no first line, is where one would be.
fn location(path: &str, span: &Location, words: Option<&str>) -> Value {
    let mut region = json!({
        "startLine": span.line.max(1),
        "startColumn": span.column.max(1),
        "endLine": span.end_line.max(1),
        "endColumn": span.end_column.max(1),
        "byteOffset": span.start,
        "byteLength": span.end.saturating_sub(span.start),
    });
    if let Some(words) = words.filter(|w| !w.is_empty()) {
        region["message"] = message(words);
    }
    json!({"physicalLocation": {"artifactLocation": {"uri": uri(path)}, "region": region}})
}

/// A message: braces stand for arguments, so those of the text are doubled, and brackets may open a link.
fn message(text: &str) -> Value {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => out.push_str("{{"),
            '}' => out.push_str("}}"),
            '[' | ']' | '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    json!({"text": out})
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a URI: relative as it is, absolute with its scheme; what is not plain is written in percents.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_string() };
    let mut out = match path.as_bytes() {
        [b'/', ..] => "file://".to_string(),
        [drive, b':', ..] if cfg!(windows) && drive.is_ascii_alphabetic() => "file:///".to_string(),
        _ => String::new(),
    };
    for byte in path.bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'~' => out.push(byte as char),
            _ if byte.is_ascii_alphanumeric() => out.push(byte as char),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("hồ sơ/a.md"), "h%E1%BB%93%20s%C6%A1/a.md");
        assert_eq!(uri("/a b/c.md"), "file:///a%20b/c.md");
        assert_eq!(uri("x:y?#%.md"), "x%3Ay%3F%23%25.md");
        assert_eq!(uri("../a.md"), "../a.md");
    }

    #[test]
    fn text_is_no_template_and_no_link() {
        assert_eq!(message("{0} [a](b) \\")["text"], "{{0}} \\[a\\](b) \\\\");
    }
}
