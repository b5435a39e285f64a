//! `lint --format github`: one workflow command a finding, shown beside the lines of a pull request.

use crate::lint::Catalogue;
use crate::lint::engine::Report;
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Lang;
use std::fmt::Write;

/// Renders the report as lines; nothing if nothing was found.
pub fn render(report: &Report, catalogue: &Catalogue, lang: Lang) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        line(&mut out, finding, catalogue, lang);
    }
    out
}

fn line(out: &mut String, finding: &Finding, catalogue: &Catalogue, lang: Lang) {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let path = if cfg!(windows) { finding.path.replace('\\', "/") } else { finding.path.clone() };
    let span = &finding.span;
    let (first, last) = (span.line.max(1), span.end_line.max(1));
    let _ = write!(out, "::{command} file={},line={first},endLine={last}", property(&path));
    // Columns are only taken of a place on one line.
    if first == last {
        let _ = write!(out, ",col={},endColumn={}", span.column.max(1), span.end_column.max(1));
    }
    let title = catalogue.rule(&finding.rule).map_or("", |rule| rule.title.get(lang));
    let title = if title.is_empty() { finding.rule.clone() } else { format!("{title} ({})", finding.rule) };
    let _ = write!(out, ",title={}::{}", property(&title), data(&finding.message));
    for related in &finding.related {
        let place = format!("\n→ {} ({})", related.message, related.span.shown(&related.path, lang));
        out.push_str(&data(&place));
    }
    if !finding.help.is_empty() {
        out.push_str(&data(&format!("\n{}", finding.help)));
    }
    out.push('\n');
}

/// Text after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_command() {
        assert_eq!(data("50%\r\n::error::x"), "50%25%0D%0A::error::x");
        assert_eq!(property("a,b::c\n"), "a%2Cb%3A%3Ac%0A");
    }
}
