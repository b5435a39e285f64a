//! What must be mended before submission, in one look.

use super::json::Counts;
use crate::lint::Catalogue;
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Lang;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The closing lines of a report: readiness, then what weighs most, rule by rule.
pub fn render(findings: &[Finding], catalogue: &Catalogue, lang: Lang) -> String {
    let counts = Counts::of(findings);
    let mut out = String::new();
    let (verdict, numbers) = match lang {
        Lang::Vi => (
            match (counts.error, counts.warning) {
                (0, 0) => "Chưa thấy điều gì phải sửa trước khi gửi.".to_string(),
                (0, asked) => format!("Không có lỗi buộc phải sửa; {asked} điểm cấp trên có thể hỏi."),
                (errors, _) => format!("Chưa gửi được: {errors} điểm phải sửa trước khi gửi."),
            },
            format!("{} phải sửa, {} nên sửa, {} lưu ý", counts.error, counts.warning, counts.info),
        ),
        Lang::En => (
            match (counts.error, counts.warning) {
                (0, 0) => "Nothing found that must be mended before submission.".to_string(),
                (0, asked) => format!("Nothing must be mended; reviewers may ask about {asked} points."),
                (errors, _) => format!("Not ready: {errors} points must be mended before submission."),
            },
            format!("{} errors, {} warnings, {} remarks", counts.error, counts.warning, counts.info),
        ),
    };
    let _ = writeln!(out, "{verdict}\n({numbers})");
    for (severity, heading) in
        [(Severity::Error, ["Phải sửa", "Must be mended"]), (Severity::Warning, ["Nên sửa", "Reviewers would ask"])]
    {
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in findings.iter().filter(|f| f.severity == severity) {
            *rules.entry(&finding.rule).or_default() += 1;
        }
        if rules.is_empty() {
            continue;
        }
        let mut rows: Vec<(&str, usize)> = rules.into_iter().collect();
        rows.sort_by_key(|&(rule, count)| (std::cmp::Reverse(count), rule));
        let _ = writeln!(out, "\n{}:", heading[usize::from(lang == Lang::En)]);
        for (rule, count) in rows {
            let title = catalogue.rule(rule).map_or(rule, |r| r.title.get(lang));
            let _ = writeln!(out, "  {count:>3}  {title} ({rule})");
        }
    }
    out
}
