//! The one place that knows the YAML reader: its options, its budgets, its errors.
//!
//! Everything read through here is small and hand-written (front matter, manifests, rules, packs),
//! so the reader's own limits on nodes, aliases and depth stay in force: an alias bomb is an error.

use serde::de::DeserializeOwned;
use std::fmt;

/// What is wrong with a YAML text, and where. Lines and columns count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
    /// The reader's words, on one line.
    pub message: String,
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "dòng {}, cột {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for YamlError {}

/// Reads one YAML document.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    serde_yaml::from_str(text).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |l| (l.line() as usize, l.column() as usize));
        let whole = error.to_string();
        // The first line reads «error: line 3 column 3: …»; the rest draws the place.
        let first = whole.lines().next().unwrap_or("").trim_start_matches("error: ");
        let message = match first.strip_prefix(&format!("line {line} column {column}: ")) {
            Some(rest) => said(rest),
            None => said(first),
        };
        YamlError { line: line.max(1), column: column.max(1), message }
    })
}

/// What the reader expected, as far as it can be said to those who write the file.
fn said(message: &str) -> String {
    let said = match message {
        "expected sequence start" => "chỗ này cần một danh sách, như [a, b]",
        "expected mapping start" => "chỗ này cần các mục có tên, như {tên: giá trị}",
        "expected string scalar" => "chỗ này cần một từ hoặc một dòng chữ, không phải danh sách hay bảng",
        // The one choice there is: a value, or a list of such.
        _ if message.contains("untagged enum OneOrMany") => "chỗ này cần một tên hoặc một danh sách tên, như [a, b]",
        other => other,
    };
    said.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn errors_are_one_line_with_a_place() {
        let error = parse::<BTreeMap<String, String>>("a: 1\nb: [1]\nc: 2\n").unwrap_err();
        assert_eq!(error.line, 2);
        assert!(!error.message.contains('\n'));
    }

    #[test]
    fn an_alias_bomb_is_an_error() {
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for i in 1..12 {
            let previous = format!("*a{}", i - 1);
            bomb += &format!("a{i}: &a{i} [{}]\n", [previous.as_str(); 10].join(","));
        }
        assert!(parse::<BTreeMap<String, serde_json::Value>>(&bomb).is_err());
    }
}
