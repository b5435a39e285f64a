//! Outputs of `lint` for other programs and for people who were not there: what they hold, and that no text of
//! a document can leave its place in them.
//!
//! Snapshots stand in `tests/cli/`; `SNAPSHOTS=overwrite cargo test --test formats` writes them anew.

use serde_json::Value;
use snapbox::{assert_data_eq, file};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const SAMPLE: &str = "tests/cli/sample/bao-cao.md";
const FEW: &str = "empty-section,unfilled-placeholder,outdated-place-name,vague-section";

fn lint(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    let output = command.arg("lint").args(arguments).stdin(Stdio::null()).output().expect("the program runs");
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

fn sample(format: &str) -> String {
    lint(&[SAMPLE, "--select", FEW, "--format", format])
}

fn sarif(arguments: &[&str]) -> Value {
    serde_json::from_str(&lint(&[arguments, &["--format", "sarif"]].concat())).expect("JSON")
}

#[test]
fn what_services_read() {
    let sarif: Value = serde_json::from_str(&sample("sarif")).expect("JSON");
    assert_data_eq!(serde_json::to_string_pretty(&sarif).expect("JSON"), file!["cli/lint.sarif.json"]);
    assert_data_eq!(sample("github"), file!["cli/lint.github.txt"]);
    assert_data_eq!(sample("junit"), file!["cli/lint.junit.txt"]);
}

/// The parts of SARIF 2.1.0 that its schema asks for, and what ties them together.
#[test]
fn sarif_has_its_shape() {
    let log = sarif(&["tests/dossiers/nenh"]);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(log["runs"].as_array().map(Vec::len), Some(1));
    assert_eq!(run["tool"]["driver"]["name"], "vankien");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let mut ids: Vec<&str> = rules.iter().filter_map(|r| r["id"].as_str()).collect();
    assert_eq!(ids.len(), rules.len());
    ids.dedup();
    assert_eq!(ids.len(), rules.len(), "no id twice");
    let results = run["results"].as_array().expect("results");
    let mut fixes = 0;
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("a level")));
        assert!(result["message"]["text"].as_str().is_some_and(|t| !t.is_empty()));
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for place in result["locations"].as_array().expect("a place").iter().chain(related) {
            let place = &place["physicalLocation"];
            let path = place["artifactLocation"]["uri"].as_str().expect("a path");
            assert!(path.starts_with("tests/dossiers/nenh/"), "{path}");
            let number = |key: &str| place["region"][key].as_u64().expect("a number");
            assert!(number("startLine") >= 1 && number("startColumn") >= 1);
            assert!((number("endLine"), number("endColumn")) >= (number("startLine"), number("startColumn")));
        }
        for fix in result["fixes"].as_array().into_iter().flatten() {
            fixes += 1;
            let change = &fix["artifactChanges"][0];
            assert_eq!(change["artifactLocation"], result["locations"][0]["physicalLocation"]["artifactLocation"]);
            assert!(change["replacements"][0]["deletedRegion"]["startLine"].as_u64() >= Some(1));
            assert!(change["replacements"][0]["insertedContent"]["text"].is_string());
        }
    }
    assert!(results.len() > 50 && fixes > 20, "{} {fixes}", results.len());
    assert_eq!(run["artifacts"].as_array().map(Vec::len), Some(6));
}

#[test]
fn junit_fails_what_the_exit_code_fails() {
    let failures = |level: &str| {
        let report = lint(&["tests/dossiers/nenh", "--format", "junit", "--fail-on", level]);
        (report.matches("<failure ").count(), report.matches("<testcase ").count())
    };
    let (errors, cases) = failures("error");
    assert!(errors > 0 && errors < cases);
    assert_eq!(failures("info"), (cases, cases));
    // A document without findings is a test that passes.
    let clean = lint(&[SAMPLE, "--select", "section-order", "--format", "junit"]);
    assert!(clean.contains("tests=\"1\" failures=\"0\"") && clean.contains("name=\"vankien lint\"/>"), "{clean}");
}

/// Text that would be code in one output or another.
const HOSTILE: &str =
    "<script>alert(1)</script> ]]> ::error::a | <img src=x onerror=b> &amp; {{0}} {% c %} [d](e) \"'`";

/// A document whose path, headings and words are hostile; in its Markdown they are literal.
fn hostile(folder: &Path) -> String {
    let path = folder.join("a,b::c%0A<i>&'\".md");
    let words: String =
        HOSTILE.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect();
    let text =
        format!("# BÁO CÁO CHÍNH TRỊ\n\n## I. {words}\n\n## II. Thu xx tỷ đồng {words}\n\nĐạt xx tỷ đồng {words} xx\n");
    fs::write(&path, text).expect("written");
    path.to_str().expect("UTF-8").to_string()
}

#[test]
fn hostile_text_stays_text_for_services() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = hostile(folder.path());
    let commands = lint(&[&path, "--format", "github"]);
    assert!(commands.contains("a%2Cb%3A%3Ac%250A<i>&'\".md,line="), "{commands}");
    for line in commands.lines() {
        let known = ["::error file=", "::warning file=", "::notice file="];
        assert!(known.iter().any(|start| line.starts_with(start)), "{line}");
        let properties = line.split("::").nth(1).expect("properties");
        assert!(properties.contains(",title="), "{line}");
    }
    let xml = lint(&[&path, "--format", "junit"]);
    assert!(xml.contains("&lt;script&gt;") && !xml.contains("]]>"));
    let tags = ["?xml ", "testsuites", "testsuite", "testcase", "failure", "system-out"];
    for piece in xml.split('<').skip(1) {
        let tag = piece.trim_start_matches('/');
        assert!(tags.iter().any(|known| tag.starts_with(known)), "{piece}");
        assert!(piece.split_once('>').is_some_and(|(_, text)| !text.contains('>')), "{piece}");
    }
    let log = sarif(&[&path]);
    let results = log["runs"][0]["results"].as_array().expect("results");
    let uri = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a path");
    assert!(uri.starts_with("file:///") && uri.ends_with("/a%2Cb%3A%3Ac%250A%3Ci%3E%26%27%22.md"), "{uri}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["sarif", "github", "junit"] {
        let once = lint(&["tests/dossiers/nenh", "--format", format]);
        assert_eq!(lint(&["tests/dossiers/nenh", "--format", format]), once, "{format}");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("kết quả");
        let file = file.to_str().expect("UTF-8");
        assert_eq!(lint(&["tests/dossiers/nenh", "--format", format, "-o", file]), "");
        let written = fs::read_to_string(file).expect("written");
        assert_eq!(written.replace(env!("CARGO_PKG_VERSION"), "VERSION"), once);
    }
}
