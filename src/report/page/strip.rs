//! Where in a document its findings lie: a strip as long as the document, a lane for each severity.

use super::hint;
use crate::lint::detail::Detail;
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Lang;
use serde::Serialize;
use std::collections::BTreeMap;

/// Marks that fit beside each other; findings closer than that share one.
const SLOTS: usize = 125;

/// Width of the drawing, in its own units.
const WIDTH: usize = 1000;

/// Height of a lane.
const LANE: usize = 10;

/// A strip.
#[derive(Serialize)]
pub(super) struct Strip {
    width: usize,
    marks: Vec<Mark>,
    /// Its chapters, and what stands before the first.
    chapters: Vec<Segment>,
}

/// One or more findings of a severity in one place.
#[derive(Serialize)]
struct Mark {
    x: usize,
    y: usize,
    width: usize,
    severity: Severity,
    /// The first of them.
    first: String,
    hint: String,
}

/// A chapter and its share of the strip, in thousandths.
#[derive(Serialize)]
struct Segment {
    title: String,
    share: usize,
}

impl Strip {
    /// The strip of a document's findings, which are numbered on from `first` on the page.
    pub(super) fn of(detail: &Detail, findings: &[Finding], first: usize, lang: Lang) -> Strip {
        let length = detail.length.max(1);
        let place = |at: usize| (at.min(length) as u128 * SLOTS as u128 / length as u128) as usize;
        let mut slots: BTreeMap<(Severity, usize), (usize, usize)> = BTreeMap::new();
        for (at, finding) in findings.iter().enumerate() {
            let slot = place(finding.span.start as usize).min(SLOTS - 1);
            slots.entry((finding.severity, slot)).and_modify(|(_, more)| *more += 1).or_insert((at, 0));
        }
        let step = WIDTH / SLOTS;
        let marks = slots.into_iter().filter_map(|((severity, slot), (at, more))| {
            let finding = findings.get(at)?;
            let first = format!("f{}", first + at);
            Some(Mark {
                x: slot * step,
                y: lane(severity) * LANE,
                width: step,
                severity,
                first,
                hint: hint(finding, more, lang),
            })
        });
        Strip { width: WIDTH, marks: marks.collect(), chapters: segments(detail, length) }
    }
}

/// The gravest lie on top.
fn lane(severity: Severity) -> usize {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    }
}

fn segments(detail: &Detail, length: usize) -> Vec<Segment> {
    let starts = detail.chapters.iter().map(|c| c.start.min(length));
    let ends = starts.clone().skip(1).chain([length]);
    let share = |bytes: usize| (bytes as u128 * 1000 / length as u128) as usize;
    let before = starts.clone().next().map(|start| Segment { title: String::new(), share: share(start) });
    let chapters = detail.chapters.iter().zip(starts.zip(ends));
    let chapters =
        chapters.map(|(c, (start, end))| Segment { title: c.title.clone(), share: share(end.saturating_sub(start)) });
    before.into_iter().chain(chapters).filter(|segment| segment.share > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::detail::Chapter;
    use crate::lint::finding::Location;

    #[test]
    fn marks_lie_where_findings_do() {
        let finding = |start: u32, severity| Finding {
            rule: "r".into(),
            group: "g".into(),
            severity,
            path: "a.md".into(),
            span: Location {
                start,
                end: start + 1,
                line: 3,
                column: 1,
                end_line: 3,
                end_column: 2,
                ..Location::default()
            },
            section: None,
            excerpt: String::new(),
            message: "M".into(),
            help: String::new(),
            related: Vec::new(),
            fix: None,
        };
        let chapters = vec![Chapter { start: 100, title: "I".into() }, Chapter { start: 600, title: "II".into() }];
        let detail = Detail { length: 1000, chapters, indicators: Vec::new() };
        use Severity::{Error, Info};
        let findings = [finding(0, Info), finding(500, Error), finding(501, Error), finding(9999, Error)];
        let strip = Strip::of(&detail, &findings, 7, Lang::Vi);
        let marks: Vec<(usize, &str, &str)> =
            strip.marks.iter().map(|m| (m.x, m.first.as_str(), m.hint.as_str())).collect();
        assert_eq!(marks, [(0, "f7", "dòng 3: M"), (496, "f8", "dòng 3: M (+1)"), (992, "f10", "dòng 3: M")]);
        let shares: Vec<usize> = strip.chapters.iter().map(|c| c.share).collect();
        assert_eq!(shares, [100, 500, 400]);
        let empty = Strip::of(&Detail::default(), &[], 1, Lang::Vi);
        assert!(empty.marks.is_empty() && empty.chapters.is_empty());
    }
}
