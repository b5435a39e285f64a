//! Runs the examples in rule files: each rule proves itself.

use super::against::Other;
use super::catalogue::Catalogue;
use super::engine::{Input, Job, Options, RunError, run};
use super::example_word;
use super::rule::{Example, Lang, Rule};
use crate::document::dossier::Manifest;
use crate::document::{Content, Format, Meta, front_matter};
use crate::text::{Date, fold};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An example that did not do what its file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The rule.
    pub rule: String,
    /// The example's opening words.
    pub example: String,
    /// What went wrong, in Vietnamese.
    pub problem: String,
}

/// Runs a rule's examples; gives their number and those that failed.
pub fn test(catalogue: &Catalogue, rule: &Rule) -> (usize, Vec<Failure>) {
    let mut failures = Vec::new();
    let mut fail = |example: &Example, problem: String| {
        let opening = super::finding::shorten(&example.text, 60);
        failures.push(Failure { rule: rule.id.clone(), example: opening, problem });
    };
    for example in &rule.examples.fires {
        match findings(catalogue, rule, example) {
            Err(error) => fail(example, error.to_string()),
            Ok(found) if found.is_empty() => fail(example, "phải báo nhưng im lặng".into()),
            Ok(found) => {
                let holds = |words: &Option<String>, text: &dyn Fn(&(String, String)) -> String| {
                    words.as_deref().is_none_or(|w| found.iter().any(|f| fold(&text(f)).contains(&fold(w))))
                };
                if !holds(&example.on, &|f| f.0.clone()) {
                    fail(
                        example,
                        format!("phải báo tại «{}», lại báo tại «{}»", example.on.as_deref().unwrap_or(""), found[0].0),
                    );
                } else if !holds(&example.says, &|f| f.1.clone()) {
                    fail(
                        example,
                        format!("phải nói «{}», lại nói «{}»", example.says.as_deref().unwrap_or(""), found[0].1),
                    );
                }
            }
        }
    }
    for example in &rule.examples.silent {
        match findings(catalogue, rule, example) {
            Err(error) => fail(example, error.to_string()),
            Ok(found) => {
                if let Some((excerpt, _)) = found.first() {
                    fail(example, format!("phải im lặng nhưng báo tại «{excerpt}»"));
                }
            }
        }
    }
    (rule.examples.fires.len() + rule.examples.silent.len(), failures)
}

/// Excerpt and message of each finding of the rule.
fn findings(catalogue: &Catalogue, rule: &Rule, example: &Example) -> Result<Vec<(String, String)>, RunError> {
    let (unit, in_unit) = example.unit.as_deref().map(front_matter::split_unit).unwrap_or_default();
    let date: Option<Date> = example.date.as_deref().and_then(|d| d.parse().ok());
    let meta = Meta { kind: None, unit, province: in_unit, term: None, date };
    let manifest = Manifest { meta, ..Manifest::default() };
    let kind = example.kind.or(rule.kinds.first().copied());
    let mut texts = BTreeMap::from([("vi-du.md".to_string(), (kind, example.text.clone()))]);
    for (id, text) in &example.with {
        texts.insert(format!("{id}.md"), (crate::document::Kind::from_id(id), text.clone()));
    }
    let inputs = texts
        .iter()
        .map(|(path, (kind, _))| Input { path: path.clone(), format: Format::Markdown, kind: *kind })
        .collect();
    let other = Input { path: "nguon.md".into(), format: Format::Markdown, kind: None };
    let other = example.against.as_ref().map(|text| Other::read(catalogue, &other, None, &|_| Ok(text.clone().into())));
    let against = other.transpose()?.into_iter().map(Arc::new).collect();
    if let Some(text) = &example.against {
        texts.insert("nguon.md".into(), (None, text.clone()));
    }
    let word = example.word.as_ref().and_then(|looks| example_word::file(&example.text, looks));
    let read = |input: &Input| match &word {
        Some(word) if input.path == "vi-du.md" => Ok(Content::Word(word.clone().into())),
        _ => Ok(texts.get(&input.path).map(|(_, text)| text.clone()).unwrap_or_default().into()),
    };
    let is_dossier = !example.with.is_empty();
    let job = Job { inputs, manifest: Some(("vankien.yml".into(), manifest)), is_dossier, against, read: &read };
    let options = Options {
        lang: Lang::Vi,
        as_of: None,
        today: Date { year: 2025, month: 8, day: 1 },
        select: vec![rule.id.clone()],
        ignore: Vec::new(),
        detail: false,
    };
    let report = run(catalogue, &job, &options)?;
    Ok(report.findings.into_iter().map(|f| (f.excerpt, f.message)).collect())
}
