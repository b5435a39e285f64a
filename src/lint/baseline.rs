//! What was known before: findings a unit has seen and lives with are kept in a file, and only others are told.
//!
//! The file is what `lint --format json` prints. A finding is known if its rule says the same of the same words of
//! the same file, on whatever line they stand now; figures in a message (counts, sums) may have moved. Each entry
//! answers for one finding: of two equal slips of which one was known, one is told.

use super::finding::{Finding, without_figures};
use crate::text::fold;
use serde::Deserialize;
use std::collections::HashMap;
use thiserror::Error;

/// A file that is no list of findings.
#[derive(Debug, Error)]
pub enum BaselineError {
    /// Not JSON of the right shape.
    #[error("không phải kết quả của «vankien lint --format json» (dòng {line}); hãy ghi lại tệp này bằng lệnh ấy")]
    Shape {
        /// Where reading stopped, from 1.
        line: usize,
    },
    /// Of a version this program does not read.
    #[error(
        "là kết quả phiên bản {0}, chương trình này đọc phiên bản 1; hãy ghi lại bằng «vankien lint --format json»"
    )]
    Version(u32),
}

/// Known findings that no finding has answered yet.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    known: HashMap<Key, Vec<String>>,
}

/// Rule, words, what is said but for its figures.
type Key = (String, String, String);

#[derive(Deserialize)]
struct File {
    version: u32,
    findings: Vec<Known>,
}

#[derive(Deserialize)]
struct Known {
    rule: String,
    path: String,
    excerpt: String,
    message: String,
}

impl Baseline {
    /// Reads what `lint --format json` printed.
    pub fn parse(json: &str) -> Result<Baseline, BaselineError> {
        let json = json.strip_prefix('\u{feff}').unwrap_or(json);
        let file: File =
            serde_json::from_str(json).map_err(|error| BaselineError::Shape { line: error.line().max(1) })?;
        if file.version != 1 {
            return Err(BaselineError::Version(file.version));
        }
        let mut known: HashMap<Key, Vec<String>> = HashMap::new();
        for Known { rule, path, excerpt, message } in file.findings {
            known.entry(key(&rule, &excerpt, &message)).or_default().push(path);
        }
        Ok(Baseline { known })
    }

    /// Takes known findings out, each once, and tells how many they were.
    pub fn leave_new(mut self, findings: &mut Vec<Finding>) -> usize {
        let before = findings.len();
        findings.retain(|finding| {
            let known = self.known.get_mut(&key(&finding.rule, &finding.excerpt, &finding.message));
            let Some(paths) = known else { return true };
            let Some(at) = paths.iter().position(|path| same_file(path, &finding.path)) else { return true };
            paths.remove(at);
            false
        });
        before - findings.len()
    }
}

fn key(rule: &str, excerpt: &str, message: &str) -> Key {
    (rule.to_string(), fold(excerpt), fold(&without_figures(message)))
}

/// Whether two paths may name one file: the run that is compared may stand in another folder.
fn same_file(one: &str, other: &str) -> bool {
    let parts = |path: &str| -> Vec<String> {
        let parts = path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".");
        parts.rev().map(str::to_string).collect()
    };
    parts(one).iter().zip(&parts(other)).all(|(x, y)| x == y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::finding::{Location, Severity};

    fn finding(path: &str, excerpt: &str, message: &str) -> Finding {
        Finding {
            rule: "vague-section".into(),
            group: "content".into(),
            severity: Severity::Warning,
            path: path.into(),
            span: Location::default(),
            section: None,
            excerpt: excerpt.into(),
            message: message.into(),
            help: String::new(),
            related: Vec::new(),
            fix: None,
        }
    }

    fn baseline(entries: &[(&str, &str, &str)]) -> Baseline {
        let findings: Vec<Finding> = entries.iter().map(|(p, e, m)| finding(p, e, m)).collect();
        let json = serde_json::json!({"version": 1, "findings": findings});
        Baseline::parse(&json.to_string()).unwrap()
    }

    fn left(known: &[(&str, &str, &str)], now: &[(&str, &str, &str)]) -> Vec<String> {
        let mut findings: Vec<Finding> = now.iter().map(|(p, e, m)| finding(p, e, m)).collect();
        let before = findings.len();
        let taken = baseline(known).leave_new(&mut findings);
        assert_eq!(taken + findings.len(), before);
        findings.into_iter().map(|f| f.path + ":" + &f.excerpt).collect()
    }

    #[test]
    fn each_entry_answers_once() {
        let known = [("a/x.md", "Kết quả", "0/7 câu có số liệu")];
        assert!(left(&known, &[("a/x.md", "Kết quả", "0/8 câu có số liệu")]).is_empty());
        assert_eq!(left(&known, &[("a/x.md", "Kết quả", "0/7 câu có số liệu"); 2]), ["a/x.md:Kết quả"]);
        assert_eq!(left(&known, &[("a/x.md", "Hạn chế", "0/7 câu có số liệu")]), ["a/x.md:Hạn chế"]);
        assert_eq!(left(&known, &[("a/x.md", "Kết quả", "không câu nào có mốc")]), ["a/x.md:Kết quả"]);
    }

    #[test]
    fn the_folder_one_stands_in_does_not_matter_but_the_file_does() {
        let known = [("a/x.md", "Kết quả", "m")];
        assert!(left(&known, &[("./a/x.md", "Kết quả", "m")]).is_empty());
        assert!(left(&known, &[("x.md", "Kết quả", "m")]).is_empty());
        assert!(left(&known, &[(r"C:\ho-so\a\x.md", "Kết quả", "m")]).is_empty());
        assert_eq!(left(&known, &[("b/x.md", "Kết quả", "m")]), ["b/x.md:Kết quả"]);
        assert_eq!(left(&known, &[("a/xx.md", "Kết quả", "m")]), ["a/xx.md:Kết quả"]);
    }

    #[test]
    fn words_are_known_however_they_are_encoded() {
        let known = [("x.md", "hoà giải", "m")];
        assert!(left(&known, &[("x.md", "ho\u{61}\u{300} giải", "m")]).is_empty());
    }

    #[test]
    fn other_files_are_named_as_such() {
        let shape = |text| Baseline::parse(text).unwrap_err().to_string();
        assert!(shape("# Báo cáo").contains("dòng 1"));
        assert!(shape("{\"version\":1,\n\"findings\":7}").contains("dòng 2"));
        assert!(shape("{\"version\":2,\"findings\":[]}").contains("phiên bản 2"));
        assert!(Baseline::parse("\u{feff}{\"version\":1,\"findings\":[]}").is_ok());
    }
}
