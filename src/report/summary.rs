//! What must be mended before submission, in one look.

use super::digest::{self, Digest, Part, RuleCount};
use super::json::Counts;
use crate::lint::Catalogue;
use crate::lint::engine::Report;
use crate::lint::finding::{Applicability, Finding, Severity};
use crate::lint::rule::Lang;
use std::cmp::Reverse;
use std::fmt::Write;

/// Documents named one by one, and sections of each.
const DOCUMENTS: usize = 20;
const SECTIONS: usize = 3;

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

/// The closing lines of a report: readiness, what weighs most rule by rule, then where it lies.
pub fn render(report: &Report, catalogue: &Catalogue, lang: Lang) -> String {
    let digest = Digest::of(report);
    let mut out = String::new();
    let _ = writeln!(out, "{}\n({})", digest::verdict(digest.counts, lang), numbers(digest.counts, lang));
    out.push_str(&fixable(&report.findings, lang));
    let headings = [
        (Severity::Error, ["Phải sửa trước khi gửi", "Must be mended before submission"]),
        (Severity::Warning, ["Nên sửa, cấp trên có thể hỏi", "Reviewers may ask"]),
    ];
    for (severity, heading) in headings {
        let rules = digest::rules(&report.findings, severity, catalogue, lang);
        if !rules.is_empty() {
            let _ = writeln!(out, "\n{}:", heading[usize::from(lang == Lang::En)]);
        }
        for RuleCount { rule, title, count } in rules {
            let _ = writeln!(out, "  {count:>3}  {title} ({rule})");
        }
    }
    if !report.findings.is_empty() {
        places(&mut out, &digest, lang);
    }
    out
}

/// Documents and their worst sections, a line each.
fn places(out: &mut String, digest: &Digest<'_>, lang: Lang) {
    let heads = match lang {
        Lang::Vi => ["phải sửa", "nên sửa", "lưu ý", "Theo văn bản, mục nhiều nhất"],
        Lang::En => ["errors", "warnings", "remarks", "By document, worst sections"],
    };
    let _ = writeln!(out, "\n{:>10}{:>10}{:>9}   {}", heads[0], heads[1], heads[2], heads[3]);
    let mut row = |counts: Counts, words: &str| {
        let number = |n: usize| if n == 0 { "·".to_string() } else { n.to_string() };
        let (error, warning, info) = (number(counts.error), number(counts.warning), number(counts.info));
        let _ = writeln!(out, "{error:>10}{warning:>10}{info:>9}   {}", digest::visible(words));
    };
    let mut documents: Vec<&Part<'_>> = digest.documents.iter().collect();
    let left = documents.len().saturating_sub(DOCUMENTS);
    if left > 0 {
        // Of a folder of hundreds, those with most to be done.
        documents.sort_by_key(|d| Reverse((d.counts.error, d.counts.warning, d.counts.info)));
        documents.truncate(DOCUMENTS);
    }
    for document in documents {
        row(document.counts, document.path);
        for (section, counts) in document.worst_sections(SECTIONS) {
            row(counts, &format!("  ▸ {}", digest::short_section(section, 76)));
        }
    }
    let _ = match (left, lang) {
        (0, _) => Ok(()),
        (_, Lang::Vi) => writeln!(out, "{:29}   … và {left} văn bản khác", ""),
        (_, Lang::En) => writeln!(out, "{:29}   … and {left} more documents", ""),
    };
}
