//! What findings come to: is the dossier ready, what weighs most, where do they lie. Every report for people is
//! drawn from it.

use super::json::Counts;
use crate::lint::Catalogue;
use crate::lint::engine::{DocumentInfo, Report};
use crate::lint::finding::{Finding, Severity, shorten};
use crate::lint::rule::Lang;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The findings of a run, counted.
pub struct Digest<'r> {
    /// All of them.
    pub counts: Counts,
    /// By document, in the order of the report; those without findings too, and a manifest if it has some.
    pub documents: Vec<Part<'r>>,
}

/// The findings of one document.
pub struct Part<'r> {
    /// Its path.
    pub path: &'r str,
    /// What is known of it; nothing of a manifest.
    pub info: Option<&'r DocumentInfo>,
    /// How many of each severity.
    pub counts: Counts,
    /// The findings.
    pub findings: &'r [Finding],
    /// How many in each section, by the headings it stands under.
    pub sections: Vec<(Option<&'r str>, Counts)>,
}

/// How often a rule speaks.
pub struct RuleCount<'r> {
    /// Its id.
    pub rule: &'r str,
    /// Its name.
    pub title: &'r str,
    /// Findings.
    pub count: usize,
}

impl<'r> Digest<'r> {
    /// Counts a report.
    pub fn of(report: &'r Report) -> Digest<'r> {
        let infos: HashMap<&str, &DocumentInfo> = report.documents.iter().map(|d| (d.path.as_str(), d)).collect();
        let of_findings = report.findings.iter().map(|f| f.path.as_str());
        let paths: BTreeSet<&str> = infos.keys().copied().chain(of_findings).collect();
        let part = |path: &'r str| {
            let findings = in_document(report, path);
            Part {
                path,
                info: infos.get(path).copied(),
                counts: Counts::of(findings),
                findings,
                sections: sections(findings),
            }
        };
        Digest { counts: Counts::of(&report.findings), documents: paths.into_iter().map(part).collect() }
    }
}

impl Part<'_> {
    /// The sections with most to be done, gravest first; one slip does not make a section stand out.
    pub fn worst_sections(&self, most: usize) -> Vec<(&str, Counts)> {
        let headed = self.sections.iter().filter_map(|(section, counts)| Some(((*section)?, *counts)));
        let mut worst: Vec<(&str, Counts)> =
            headed.filter(|(_, c)| c.error > 0 || c.warning > 1 || c.all() > 2).collect();
        worst.sort_by_key(|(_, c)| Reverse((c.error, c.warning, c.info)));
        worst.truncate(most);
        worst
    }
}

/// The findings of a document: they are sorted by path.
pub fn in_document<'r>(report: &'r Report, path: &str) -> &'r [Finding] {
    let start = report.findings.partition_point(|f| f.path.as_str() < path);
    let rest = report.findings.get(start..).unwrap_or_default();
    rest.get(..rest.partition_point(|f| f.path == path)).unwrap_or_default()
}

fn sections(findings: &[Finding]) -> Vec<(Option<&str>, Counts)> {
    let mut places: HashMap<Option<&str>, usize> = HashMap::new();
    let mut all: Vec<(Option<&str>, Counts)> = Vec::new();
    for finding in findings {
        let section = finding.section.as_deref();
        let at = *places.entry(section).or_insert_with(|| {
            all.push((section, Counts::default()));
            all.len() - 1
        });
        if let Some((_, counts)) = all.get_mut(at) {
            counts.add(finding.severity);
        }
    }
    all
}

/// The rules that speak with a severity, the most frequent first.
pub fn rules<'r>(
    findings: &'r [Finding],
    severity: Severity,
    catalogue: &'r Catalogue,
    lang: Lang,
) -> Vec<RuleCount<'r>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.severity == severity) {
        *counts.entry(&finding.rule).or_default() += 1;
    }
    let mut rules: Vec<RuleCount<'_>> = counts
        .into_iter()
        .map(|(rule, count)| RuleCount { rule, title: catalogue.rule(rule).map_or(rule, |r| r.title.get(lang)), count })
        .collect();
    rules.sort_by_key(|r| (Reverse(r.count), r.rule));
    rules
}

/// Whether the dossier can be sent, in one sentence.
pub fn verdict(counts: Counts, lang: Lang) -> String {
    match (lang, counts.error, counts.warning) {
        (Lang::Vi, 0, 0) => "Chưa thấy điều gì phải sửa trước khi gửi.".to_string(),
        (Lang::Vi, 0, asked) => format!("Không có lỗi buộc phải sửa; {asked} điểm cấp trên có thể hỏi."),
        (Lang::Vi, errors, _) => format!("Chưa gửi được: {errors} điểm phải sửa trước khi gửi."),
        (Lang::En, 0, 0) => "Nothing found that must be mended before submission.".to_string(),
        (Lang::En, 0, asked) => format!("Nothing must be mended; reviewers may ask about {}.", points(asked)),
        (Lang::En, errors, _) => format!("Not ready: {} must be mended before submission.", points(errors)),
    }
}

fn points(count: usize) -> String {
    format!("{count} point{}", if count == 1 { "" } else { "s" })
}

/// A path of headings, short enough for one line: its last two, the upper one cut first.
pub fn short_section(section: &str, longest: usize) -> String {
    let mut titles = section.rsplit(" › ");
    let last = titles.next().unwrap_or("");
    let Some(above) = titles.next() else { return shorten(last, longest) };
    let above = shorten(above, longest / 2);
    let left = longest.saturating_sub(above.chars().count());
    format!("{above} › {}", shorten(last, left))
}

/// A text as a terminal may show it: what a document or a file's name has of control characters is drawn, not obeyed.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let drawn = |c: char| match c {
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).unwrap_or(' '),
        c if c.is_control() => '\u{2421}',
        c => c,
    };
    Cow::Owned(text.chars().map(drawn).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_cannot_speak_to_the_terminal() {
        assert_eq!(visible("Mục \u{1B}[2J một"), "Mục ␛[2J một");
        assert_eq!(visible("Mục một"), "Mục một");
    }

    #[test]
    fn sections_that_stand_out() {
        let finding = |section: Option<&str>, severity| Finding {
            rule: "r".into(),
            group: "g".into(),
            severity,
            path: "a.md".into(),
            span: Default::default(),
            section: section.map(str::to_string),
            excerpt: String::new(),
            message: String::new(),
            help: String::new(),
            related: Vec::new(),
            fix: None,
        };
        use Severity::{Error, Info, Warning};
        let findings = vec![
            finding(None, Error),
            finding(Some("A"), Warning),
            finding(Some("B"), Warning),
            finding(Some("C"), Error),
            finding(Some("B"), Warning),
            finding(Some("D"), Info),
        ];
        let report = Report { documents: Vec::new(), findings };
        let digest = Digest::of(&report);
        assert_eq!(digest.counts, Counts { error: 2, warning: 3, info: 1 });
        let [part] = &digest.documents[..] else { panic!("one document") };
        let worst: Vec<&str> = part.worst_sections(5).into_iter().map(|(title, _)| title).collect();
        assert_eq!(worst, ["C", "B"]);
        assert_eq!(short_section("PHẦN THỨ NHẤT › II. KẾT QUẢ › 2. Kinh tế", 60), "II. KẾT QUẢ › 2. Kinh tế");
        assert_eq!(short_section("II. Những kết quả đạt được", 12), "II. Những k…");
    }
}
