//! What must be mended before submission, in one look.

use super::json::Counts;
use crate::lint::Catalogue;
use crate::lint::finding::{Applicability, Finding, Severity};
use crate::lint::rule::Lang;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many of each severity, in words.
fn numbers(counts: Counts, lang: Lang) -> String {
    let Counts { error, warning, info } = counts;
    match lang {
        Lang::Vi => format!("{error} phải sửa, {warning} nên sửa, {info} lưu ý"),
        Lang::En => format!("{error} errors, {warning} warnings, {info} remarks"),
    }
}

/// How much the program can mend itself, if anything.
fn fixable(findings: &[Finding], lang: Lang) -> String {
    let count = |degree| findings.iter().filter_map(|f| f.fix.as_ref()).filter(|f| f.applicability == degree).count();
    let mut out = String::new();
    match (count(Applicability::Safe), lang) {
        (0, _) => {}
        (n, Lang::Vi) => out += &format!("{n} chỗ sửa tự động được: chạy với --fix (xem trước: --diff)\n"),
        (n, Lang::En) => out += &format!("{n} can be fixed by --fix (see them first: --diff)\n"),
    }
    match (count(Applicability::Unsafe), lang) {
        (0, _) => {}
        (n, Lang::Vi) => out += &format!("{n} chỗ sửa được nhưng cần đọc lại: --fix --unsafe-fixes\n"),
        (n, Lang::En) => out += &format!("{n} can be fixed but must be read again: --fix --unsafe-fixes\n"),
    }
    out
}

/// One line on what was corrected and what is left; with nothing said of what is left, on what could be.
pub fn corrected(made: usize, files: usize, left: Option<&[Finding]>, lang: Lang) -> String {
    let done = match (lang, made, left.is_some()) {
        (Lang::Vi, 0, _) => "Không có chỗ nào sửa tự động được".to_string(),
        (Lang::Vi, _, true) => format!("Đã sửa {made} chỗ trong {files} tệp"),
        (Lang::Vi, _, false) => format!("Sửa được {made} chỗ trong {files} tệp; chưa ghi gì vào tệp"),
        (Lang::En, 0, _) => "Nothing can be fixed automatically".to_string(),
        (Lang::En, _, true) => format!("Fixed: {made}, in {files} files"),
        (Lang::En, _, false) => format!("Can be fixed: {made}, in {files} files; nothing was written"),
    };
    let Some(left) = left else { return format!("{done}.") };
    let left = match (left.is_empty(), lang) {
        (true, Lang::Vi) => "không còn gì".to_string(),
        (true, Lang::En) => "nothing is left".to_string(),
        (false, Lang::Vi) => format!("còn {}", numbers(Counts::of(left), lang)),
        (false, Lang::En) => format!("left: {}", numbers(Counts::of(left), lang)),
    };
    format!("{done}; {left}.")
}

/// The closing lines of a report: readiness, then what weighs most, rule by rule.
pub fn render(findings: &[Finding], catalogue: &Catalogue, lang: Lang) -> String {
    let counts = Counts::of(findings);
    let mut out = String::new();
    let verdict = match lang {
        Lang::Vi => match (counts.error, counts.warning) {
            (0, 0) => "Chưa thấy điều gì phải sửa trước khi gửi.".to_string(),
            (0, asked) => format!("Không có lỗi buộc phải sửa; {asked} điểm cấp trên có thể hỏi."),
            (errors, _) => format!("Chưa gửi được: {errors} điểm phải sửa trước khi gửi."),
        },
        Lang::En => match (counts.error, counts.warning) {
            (0, 0) => "Nothing found that must be mended before submission.".to_string(),
            (0, asked) => format!("Nothing must be mended; reviewers may ask about {asked} points."),
            (errors, _) => format!("Not ready: {errors} points must be mended before submission."),
        },
    };
    let _ = writeln!(out, "{verdict}\n({})", numbers(counts, lang));
    out.push_str(&fixable(findings, lang));
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
