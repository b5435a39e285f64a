//! A dossier: the documents of one congress, and the manifest that names them.

use super::front_matter::{self, Meta};
use super::{Document, Kind};
use crate::text::Date;
use crate::yaml::{self, YamlError};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The manifest's file name.
pub const MANIFEST: &str = "vankien.yml";

/// `vankien.yml`, read and checked.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// What holds for every document that does not say otherwise.
    pub meta: Meta,
    /// The documents, in the manifest's order: kind and path relative to the manifest.
    pub documents: Vec<(Kind, String)>,
    /// Documents of the outgoing term, compared with but not checked.
    pub previous: Vec<String>,
    /// Packs to load, the later overriding the earlier.
    pub packs: Vec<String>,
    /// Settings of single rules.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Findings to leave out.
    pub ignore: Vec<Ignore>,
}

/// How a manifest changes a rule. Settings other than the severity are the rule's own.
#[derive(Debug, Clone, Default, Deserialize, PartialEq)]
pub struct RuleSetting {
    /// `error`, `warning`, `info`, or `off`.
    pub severity: Option<String>,
    /// The rule's own settings.
    #[serde(flatten)]
    pub settings: BTreeMap<String, serde_json::Value>,
}

/// A finding the drafters have looked at and keep.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Ignore {
    /// The rule's id.
    pub rule: String,
    /// Words the finding stands on; without them, every finding of the rule.
    #[serde(default)]
    pub text: Option<String>,
    /// Why it is kept.
    #[serde(default)]
    pub why: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Raw {
    unit: Option<String>,
    province: Option<String>,
    term: Option<String>,
    date: Option<String>,
    #[serde(default)]
    documents: BTreeMap<String, OneOrMany>,
    #[serde(default)]
    previous: OneOrMany,
    #[serde(default)]
    packs: OneOrMany,
    #[serde(default)]
    rules: BTreeMap<String, RuleSetting>,
    #[serde(default)]
    ignore: Vec<Ignore>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> OneOrMany {
        OneOrMany::Many(Vec::new())
    }
}

impl From<OneOrMany> for Vec<String> {
    fn from(files: OneOrMany) -> Vec<String> {
        match files {
            OneOrMany::One(file) => vec![file],
            OneOrMany::Many(files) => files,
        }
    }
}

impl Manifest {
    /// Reads a manifest's text.
    pub fn parse(text: &str) -> Result<Manifest, YamlError> {
        let raw: Raw = yaml::parse(text)?;
        let at = |key: &str, message: String| {
            let line = text.lines().position(|l| l.trim_start().starts_with(key)).unwrap_or(0) + 1;
            YamlError { line, column: 1, message }
        };
        let (unit, in_unit) = raw.unit.as_deref().map(front_matter::split_unit).unwrap_or_default();
        let province = raw.province.as_deref().map(front_matter::strip_province_word).or(in_unit);
        let term = match &raw.term {
            None => None,
            Some(text) => {
                Some(front_matter::parse_term(text).ok_or_else(|| at("term", front_matter::not_a_term(text)))?)
            }
        };
        let date: Option<Date> = match &raw.date {
            None => None,
            Some(text) => Some(text.parse().map_err(|e: crate::text::date::NotADate| at("date", e.to_string()))?),
        };
        let mut documents = Vec::new();
        for (kind, files) in raw.documents {
            let kind_id = front_matter::parse_kind(&kind).map_err(|message| at(&kind, message))?;
            let files: Vec<String> = files.into();
            documents.extend(files.into_iter().map(|file| (kind_id, file)));
        }
        Ok(Manifest {
            meta: Meta { kind: None, unit, province, term, date },
            documents,
            previous: raw.previous.into(),
            packs: raw.packs.into(),
            rules: raw.rules,
            ignore: raw.ignore,
        })
    }

    /// Fills in what a document's front matter leaves open.
    pub fn complete(&self, document: &mut Document, kind: Option<Kind>) {
        let meta = &mut document.meta;
        if let Some(kind) = kind {
            // The manifest's word goes before what was guessed from the title, not before front matter.
            if !document.kind_stated {
                meta.kind = Some(kind);
            }
        }
        meta.unit = meta.unit.take().or_else(|| self.meta.unit.clone());
        meta.province = meta.province.take().or_else(|| self.meta.province.clone());
        meta.term = meta.term.or(self.meta.term);
        meta.date = meta.date.or(self.meta.date);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contract_example() {
        let manifest = Manifest::parse(
            "unit: xã Can Lộc\nprovince: Hà Tĩnh\nterm: 2025-2030\ndate: 2025-08-05\n\
             documents: {political-report: a.md, self-review: [b.md, c.md]}\nprevious: [x/y.docx]\npacks: [generic]\n\
             rules: {vague-section: {severity: info}, tone-placement: {style: new}}\n\
             ignore: [{rule: outdated-place-name, text: \"xã Kim Lộc\", why: tên trong trích dẫn}]\n",
        )
        .unwrap();
        assert_eq!(manifest.documents.len(), 3);
        assert_eq!(manifest.meta.term, Some((2025, 2030)));
        assert_eq!(manifest.rules["vague-section"].severity.as_deref(), Some("info"));
        assert_eq!(manifest.rules["tone-placement"].settings["style"], "new");
    }

    #[test]
    fn one_file_needs_no_list() {
        let manifest = Manifest::parse("previous: x/y.docx\npacks: generic\n").unwrap();
        assert_eq!((manifest.previous, manifest.packs), (vec!["x/y.docx".to_string()], vec!["generic".to_string()]));
        let error = Manifest::parse("unit: xã A\nprevious: {a: b}\n").unwrap_err();
        assert_eq!((error.line, error.message.contains("danh sách")), (2, true), "{error}");
    }

    #[test]
    fn mistakes_have_a_place() {
        assert_eq!(Manifest::parse("unit: a\ntrem: 2025-2030\n").unwrap_err().line, 2);
        assert_eq!(Manifest::parse("unit: a\nterm: hai năm\n").unwrap_err().line, 2);
        assert_eq!(Manifest::parse("documents:\n  thu-moi: a.md\n").unwrap_err().line, 2);
    }
}
