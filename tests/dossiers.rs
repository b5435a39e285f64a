//! The labelled dossiers under `tests/dossiers/`: a case is a folder that anyone can add.
//!
//! `labels.jsonl` says what must be found, `traps.jsonl` what must not, `debatable.jsonl` what counts
//! neither way: one JSON object a line with `file`, `rule`, `quote`, `occurrence`; `section_until` makes
//! a label of a whole section; `related_*` names its other place; `detail` the names a missing thing may
//! go by, `missed` what is known not to be found yet (the test asks for the mark back once it is). Only rules that the catalogue has are scored; of a case with a `rules.txt`, only those it names.

mod support;

use rayon::prelude::*;
use std::path::{Path, PathBuf};
use support::{Case, Found, lint_folder, lint_with};

/// Recall and precision below which a dossier fails.
const LEAST: f64 = 0.90;

fn score(folder: &Path) {
    let case = Case::read(folder);
    let rules = std::fs::read_to_string(folder.join("rules.txt")).ok();
    let scored = |rule: &str| rules.as_ref().is_none_or(|rules| rules.split_whitespace().any(|r| r == rule));
    let mut findings = lint_folder(folder);
    findings.retain(|finding| scored(&finding.rule));
    let mut found = vec![false; case.labels.len()];
    let (mut wrong, mut sprung) = (Vec::new(), Vec::new());
    for finding in &findings {
        let mut hit = false;
        for (label, found) in case.labels.iter().zip(&mut found) {
            if label.is_met_by(finding) {
                (*found, hit) = (true, true);
            }
        }
        let neither = case.debatable.iter().any(|entry| entry.is_met_by(finding))
            || case.labels.iter().any(|label| label.may_also_be(finding));
        if hit || neither {
            continue;
        }
        if let Some(trap) = case.traps.iter().find(|trap| trap.is_sprung_by(finding)) {
            sprung.push(format!("{}: {}", trap.rule, trap.quote));
        }
        // A remark that nothing labels may be made; where a trap stands it may not.
        if finding.severity != "info" {
            wrong.push(finding);
        }
    }
    let name = folder.display();
    let told = |wanted: bool| case.labels.iter().zip(&found).filter(move |(l, f)| l.missed == wanted && **f == wanted);
    let mended: Vec<&str> = told(true).map(|(label, _)| label.quote.as_str()).collect();
    assert!(mended.is_empty(), "{name}: found now, take the mark «missed» away: {mended:?}");
    let hits = found.iter().filter(|f| **f).count();
    let missed: Vec<String> = told(false).map(|(label, _)| format!("{}: {}", label.rule, label.quote)).collect();
    let wrong: Vec<String> =
        wrong.iter().map(|Found { rule, path, message, .. }| format!("{path} {rule}: {message}")).collect();
    assert!(sprung.is_empty(), "{name}: traps sprung\n{}", sprung.join("\n"));
    // What is marked is known not to be found, and nobody should think it is.
    let recall = hits as f64 / (hits + missed.len()).max(1) as f64;
    assert!(case.labels.is_empty() || recall >= LEAST, "{name}: recall {recall:.2}, missed\n{}", missed.join("\n"));
    let precision = hits as f64 / (hits + wrong.len()).max(1) as f64;
    assert!(wrong.is_empty() || precision >= LEAST, "{name}: precision {precision:.2}, wrong\n{}", wrong.join("\n"));
}

#[test]
fn labelled_faults_are_found_and_nothing_else() {
    let mut folders: Vec<_> = std::fs::read_dir("tests/dossiers")
        .expect("tests/dossiers")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join("labels.jsonl").is_file())
        .collect();
    folders.sort();
    assert!(folders.len() >= 3);
    folders.par_iter().for_each(|folder| score(folder));
}

/// Between these shares of what a section's sentences could reach, no threshold changes what is found.
const VALLEY: std::ops::RangeInclusive<f64> = 0.15..=0.32;

/// The thresholds of `vague-section` measured anew: with every section reported, those labelled vague lie below
/// the valley and all others above it, and the thresholds of the rule file lie in it or below.
#[test]
fn vague_sections_lie_apart_from_all_others() {
    let rule = std::fs::read_to_string("lints/content/vague-section.yml").expect("the rule file");
    let lints = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(lints.path().join("content")).expect("a folder");
    let mut thresholds: Vec<f64> = Vec::new();
    let measured: Vec<String> = rule
        .lines()
        .map(|line| match (line.trim().strip_prefix("at-most: "), line.starts_with("  vi: \"Mục «{title}»")) {
            (Some(number), _) => {
                thresholds.push(number.parse().expect("a number"));
                line.replace(number, "2.0")
            }
            (None, true) => "  vi: \"{percent}\"".to_string(),
            (None, false) => line.to_string(),
        })
        .collect();
    assert!(thresholds.len() >= 6 && thresholds.iter().all(|t| t < VALLEY.end()), "{thresholds:?}");
    std::fs::write(lints.path().join("content/vague-section.yml"), measured.join("\n")).expect("a file");
    let lints = lints.path().to_str().expect("a path");
    let folders = std::fs::read_dir("tests/dossiers").expect("tests/dossiers").filter_map(|e| Some(e.ok()?.path()));
    let folders: Vec<PathBuf> =
        folders.filter(|f| f.join("labels.jsonl").is_file() && !f.join("rules.txt").is_file()).collect();
    let counted = folders.par_iter().map(|folder| {
        let (case, mut counted) = (Case::read(folder), [0, 0]);
        for finding in lint_with(folder, &["--select", "vague-section", "--lints", lints]) {
            let reached = finding.message.parse::<f64>().expect("a share") / 100.0;
            let place = format!("{} {}: {reached}", folder.display(), finding.path);
            if case.labels.iter().any(|label| label.is_met_by(&finding)) {
                assert!(reached <= *VALLEY.start(), "labelled vague, yet {place}");
                counted[0] += 1;
            } else if !case.debatable.iter().any(|entry| entry.is_met_by(&finding)) {
                assert!(reached > *VALLEY.end(), "not labelled vague, yet {place}");
                counted[1] += 1;
            }
        }
        counted
    });
    let [vague, others] = counted.reduce(|| [0, 0], |x, y| [x[0] + y[0], x[1] + y[1]]);
    assert!(vague >= 10 && others >= 150, "{vague} vague, {others} others: too few to measure by");
}
