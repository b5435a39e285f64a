//! `lint --format junit`: a suite for each document, a case for each finding, for CI services that show tests.

use super::digest::in_document;
use crate::lint::Catalogue;
use crate::lint::engine::Report;
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Lang;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Renders the report as XML. What weighs less than `fail_on` is a case that passes, with its words as output,
/// so that the service and the exit code say the same.
pub fn render(report: &Report, catalogue: &Catalogue, fail_on: Severity, lang: Lang) -> String {
    let fails = |finding: &&Finding| finding.severity >= fail_on;
    // A finding may stand in a manifest, which is no document.
    let documents = report.documents.iter().map(|d| &d.path);
    let paths: BTreeSet<&String> = documents.chain(report.findings.iter().map(|f| &f.path)).collect();
    let failures = report.findings.iter().filter(fails).count();
    let clean = paths.iter().filter(|path| in_document(report, path).is_empty()).count();
    let tests = report.findings.len() + clean;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = |tests: usize, failures: usize| format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    let _ = writeln!(out, "<testsuites name=\"vankien\" {}>", counts(tests, failures));
    for path in paths {
        let findings = in_document(report, path);
        let failures = findings.iter().filter(fails).count();
        let name = escape(path);
        let _ = writeln!(out, "  <testsuite name=\"{name}\" {}>", counts(findings.len().max(1), failures));
        if findings.is_empty() {
            let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"vankien lint\"/>");
        }
        for finding in findings {
            case(&mut out, finding, catalogue, finding.severity >= fail_on, lang);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn case(out: &mut String, finding: &Finding, catalogue: &Catalogue, fails: bool, lang: Lang) {
    let title = catalogue.rule(&finding.rule).map_or("", |rule| rule.title.get(lang));
    let span = &finding.span;
    let at = match span.paragraph {
        Some(_) => span.place(lang),
        None => format!("{}:{}", span.line, span.column),
    };
    let name = format!("{}: {title} ({at})", finding.rule);
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let mut words = span.shown(&finding.path, lang);
    for line in [finding.section.as_deref().unwrap_or(""), &finding.excerpt, &finding.message] {
        if !line.is_empty() {
            let _ = write!(words, "\n{line}");
        }
    }
    for related in &finding.related {
        let _ = write!(words, "\n→ {} ({})", related.message, related.span.shown(&related.path, lang));
    }
    if !finding.help.is_empty() {
        let _ = write!(words, "\n{}", finding.help);
    }
    let (path, name, message) = (escape(&finding.path), escape(&name), escape(&finding.message));
    // Between tags a line may end as it does.
    let words = escape(&words).replace("&#10;", "\n");
    let _ = write!(out, "    <testcase classname=\"{path}\" name=\"{name}\" file=\"{path}\" line=\"{}\">", span.line);
    let _ = match fails {
        true => write!(out, "<failure type=\"{kind}\" message=\"{message}\">{words}</failure>"),
        false => write!(out, "<system-out>{words}</system-out>"),
    };
    out.push_str("</testcase>\n");
}

/// Text as XML takes it, in an attribute and between tags: what XML cannot hold at all is replaced.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_element() {
        assert_eq!(escape("<a b=\"c\">]]>&\n\u{1}"), "&lt;a b=&quot;c&quot;&gt;]]&gt;&amp;&#10;\u{FFFD}");
    }
}
