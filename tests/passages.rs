//! Short passages under `tests/passages/`: one fault each, or a place that looks like one and is right.
//! A case is an entry that anyone can add; `tests/passages/README.md` says how.

mod memory;

use memory::{CATALOGUE, Dossier};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use vankien::document::Kind;
use vankien::document::dossier::Manifest;
use vankien::lint::{Finding, Lang};
use vankien::text::fold;

/// Passages of one field, and the groups and rules they are judged by.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    rules: Vec<String>,
    passages: Vec<Passage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passage {
    id: String,
    why: String,
    unit: String,
    province: Option<String>,
    term: Option<String>,
    date: Option<String>,
    /// The only rules it is judged by, where the field's would say too much of an excerpt.
    #[serde(default)]
    rules: Vec<String>,
    documents: Vec<Text>,
    #[serde(default)]
    expect: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    kind: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    rule: String,
    /// Rules that may claim the fault instead.
    #[serde(default)]
    also: Vec<String>,
    /// Words on any of which the finding may stand.
    #[serde(default)]
    at: Vec<String>,
    /// What the message must name.
    says: Option<String>,
    /// Not found yet: who teaches a rule to find it takes the mark away.
    #[serde(default)]
    missed: bool,
}

impl Passage {
    fn dossier(&self) -> Dossier {
        let quoted = |key: &str, value: &Option<String>| {
            value.as_ref().map_or(String::new(), |value| format!("{key}: {}\n", serde_json::json!(value)))
        };
        let mut manifest = format!("unit: {}\n", serde_json::json!(self.unit));
        manifest += &quoted("province", &self.province);
        manifest += &quoted("term", &self.term);
        manifest += &quoted("date", &self.date);
        let mut manifest = Manifest::parse(&manifest).expect("a manifest");
        let mut texts = BTreeMap::new();
        for (at, document) in self.documents.iter().enumerate() {
            let path = format!("{at}.md");
            manifest.documents.push((Kind::from_id(&document.kind).expect("a kind"), path.clone()));
            texts.insert(path, document.text.clone());
        }
        Dossier { name: self.id.clone(), texts, manifest: Some(manifest) }
    }

    /// What is wrong with what is said of the passage.
    fn problems(&self, field: &Field) -> Vec<String> {
        let dossier = self.dossier();
        let mut findings = dossier.lint(Lang::Vi);
        let mut problems = Vec::new();
        for expected in &self.expect {
            let at = findings.iter().position(|finding| expected.is_met_by(finding, &dossier));
            match (at, expected.missed) {
                (Some(_), true) => problems.push(format!("{}: found now, take «missed» away", expected.rule)),
                (None, false) => problems.push(format!("{}: not found at {:?}", expected.rule, expected.at)),
                _ => {}
            }
            if let Some(at) = at {
                findings.remove(at);
            }
        }
        let told_otherwise =
            |rule: &String| self.expect.iter().any(|expected| expected.rule == *rule || expected.also.contains(rule));
        for finding in findings.iter().filter(|f| self.is_judged_by(&f.rule, field) && !told_otherwise(&f.rule)) {
            problems.push(format!("wrongly {}: {} — {}", finding.rule, finding.excerpt, finding.message));
        }
        problems
    }

    fn is_judged_by(&self, rule: &str, field: &Field) -> bool {
        let named = |rules: &[String]| rules.iter().any(|named| named == rule);
        if !self.rules.is_empty() {
            return named(&self.rules);
        }
        named(&field.rules) || CATALOGUE.rule(rule).is_some_and(|rule| field.groups.contains(&rule.group))
    }
}

impl Expected {
    fn is_met_by(&self, finding: &Finding, dossier: &Dossier) -> bool {
        let rule = self.rule == finding.rule || self.also.contains(&finding.rule);
        let says = self.says.as_ref().is_none_or(|words| fold(&finding.message).contains(&fold(words)));
        let text = &dossier.texts[&finding.path];
        let (first, last) = (finding.span.start as usize, finding.span.end.max(finding.span.start + 1) as usize);
        let stands = |words: &String| {
            text.match_indices(words.as_str()).any(|(start, words)| first < start + words.len() && start < last)
        };
        rule && says && (self.at.is_empty() || self.at.iter().any(stands))
    }
}

#[test]
fn passages_are_judged_as_a_reviewer_would() {
    LazyLock::force(&CATALOGUE);
    let mut paths: Vec<_> =
        std::fs::read_dir("tests/passages").expect("passages").flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yml"));
    paths.sort();
    assert!(!paths.is_empty());
    let mut problems = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a file of passages");
        let field: Field = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let found: Vec<Vec<String>> = field
            .passages
            .par_iter()
            .map(|passage| {
                let told = |problem| format!("{} {problem} ({})", passage.id, passage.why);
                passage.problems(&field).into_iter().map(told).collect()
            })
            .collect();
        problems.extend(found.into_iter().flatten());
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
