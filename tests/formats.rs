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

#[test]
fn what_people_are_sent() {
    assert_data_eq!(sample("html"), file!["cli/lint.html.txt"]);
    assert_data_eq!(sample("markdown"), file!["cli/lint.md.txt"]);
    let english = lint(&[SAMPLE, "--select", FEW, "--format", "markdown", "--lang", "en"]);
    assert_data_eq!(english, file!["cli/lint.en.md.txt"]);
}

/// The ids a page defines and those its links lead to.
fn anchors(page: &str) -> (Vec<&str>, Vec<&str>) {
    let values = |mark: &str| page.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).collect();
    (values(" id=\""), values("href=\"#"))
}

#[test]
fn a_page_needs_nothing_but_itself() {
    for language in ["vi", "en"] {
        let page = lint(&["tests/dossiers/nenh", "--format", "html", "--lang", language]);
        assert!(page.starts_with(&format!("<!doctype html>\n<html lang=\"{language}\">")));
        for outside in ["http:", "https:", "src=", "<script", "<link", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
        let (ids, links) = anchors(&page);
        let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "no id twice");
        assert!(links.len() > 100);
        for link in links {
            assert!(unique.contains(&link), "#{link}");
        }
    }
    // Nor where most documents have nothing said of them.
    let page = lint(&["tests/dossiers/nenh", "--format", "html", "--select", "theme-mismatch,citation-conflict"]);
    let (ids, links) = anchors(&page);
    assert!(!links.is_empty() && links.iter().all(|link| ids.contains(link)), "{links:?} of {ids:?}");
    // Headings go down one step at a time.
    let page = lint(&["tests/dossiers/nenh", "--format", "html"]);
    let levels: Vec<u8> = page
        .match_indices("<h")
        .filter_map(|(at, _)| page.as_bytes().get(at + 2))
        .filter_map(|b| (*b as char).to_digit(10).map(|d| d as u8))
        .collect();
    assert_eq!(levels[0], 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

#[test]
fn a_page_shows_each_finding_and_the_indicators() {
    let report = lint(&["tests/dossiers/nenh", "--format", "json"]);
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let findings = report["findings"].as_array().expect("findings");
    let page = lint(&["tests/dossiers/nenh", "--format", "html"]);
    assert_eq!(page.matches("<article class=\"finding ").count(), findings.len());
    let markdown = lint(&["tests/dossiers/nenh", "--format", "markdown"]);
    let items = ["- **Phải sửa** (", "- **Nên sửa** (", "- **Lưu ý** ("];
    assert_eq!(items.iter().map(|item| markdown.matches(item).count()).sum::<usize>(), findings.len());
    // Results and targets stand in two tables of the report, in one row here.
    let row = "| Thu nhập bình quân đầu người | triệu đồng/người/năm | 58,2 | 85,0 | 91,8 | 140,0 |";
    assert!(markdown.contains(row), "{markdown}");
    assert!(markdown.contains("| Đầu kỳ 2020 | Mục tiêu 2025 | Kết quả 2025 (ước) | Mục tiêu mới 2030 |"));
    assert!(page.contains("<rect class=\"new-target\" y=\"18\" width=\"100.0\" height=\"5\"/>"));
    // The other formats are as they were.
    assert!(report["documents"][0].get("detail").is_none());
}

#[test]
fn a_page_of_little_and_of_much() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("trống.txt");
    let path = path.to_str().expect("UTF-8");
    fs::write(path, "").expect("written");
    for format in ["html", "markdown", "sarif", "github", "junit"] {
        lint(&[path, "--format", format]);
    }
    fs::write(path, "Một dòng.\n").expect("written");
    let page = lint(&[path, "--format", "html", "--select", "unfilled-placeholder"]);
    assert!(page.contains("class=\"verdict ready\"") && page.contains("Không có phát hiện nào."), "{page}");
    fs::write(path, "I. KINH TẾ\n\nThu xx tỷ đồng.\n\n".repeat(3_000)).expect("written");
    for format in ["html", "markdown", "sarif"] {
        lint(&[path, "--format", format]);
    }
    assert!(!page.contains("<table") && !page.contains("id=\"findings\""));
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
fn hostile_text_stays_text_for_people() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = hostile(folder.path());
    let page = lint(&[&path, "--format", "html"]);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;"));
    for code in ["<script", "<img", "<i>", "<b>", "onerror=b>"] {
        assert!(!page.contains(code), "{code}");
    }
    // Every attribute is one of ours.
    let (_, links) = anchors(&page);
    assert!(links.iter().all(|link| link.chars().all(|c| c.is_ascii_alphanumeric())), "{links:?}");
    let markdown = lint(&[&path, "--format", "markdown"]);
    assert!(markdown.contains("\\<script\\>alert(1)\\</script\\> \\]\\]\\> ::error::a \\| \\<img"), "{markdown}");
    assert!(markdown.contains("\\[d\\](e)"));
    // A heading, a list or a table is never opened by a document.
    let ours = ["#", "|", "- ", "  - ", "---", "**"];
    for line in markdown.lines().filter(|l| !l.is_empty()) {
        let known = ours.iter().any(|start| line.starts_with(start))
            || line.contains("`vankien lint")
            || line.contains("vankien VERSION.");
        assert!(known, "{line}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["sarif", "github", "junit", "html", "markdown"] {
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
