//! A rule as its file says it.

use super::checks::CheckSpec;
use super::example_word::Looks;
use super::finding::Severity;
use crate::document::Kind;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A text in the two languages of the output.
#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// Language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Words {
    /// The text in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }

    /// The text in a language with `{name}` replaced.
    pub fn fill(&self, lang: Lang, values: &[(&str, String)]) -> String {
        let template = self.get(lang);
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let Some(close) = rest[open..].find('}') else { break };
            let name = &rest[open + 1..open + close];
            match values.iter().find(|(key, _)| *key == name) {
                Some((_, value)) => out.push_str(value),
                None => out.push_str(&rest[open..=open + close]),
            }
            rest = &rest[open + close + 1..];
        }
        out.push_str(rest);
        out
    }
}

/// A rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// The id, as everywhere.
    pub id: String,
    /// The group: the folder it stands in.
    pub group: String,
    /// A short name.
    pub title: Words,
    /// How much its findings weigh, unless the check knows better.
    pub severity: Severity,
    /// Kinds of document it applies to; none named, all.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    /// Rules that say more of the same fault: where one of them speaks of some of the words, this one is silent.
    #[serde(default, rename = "gives-way-to")]
    pub gives_way_to: Vec<String>,
    /// Why reviewers ask for it.
    pub why: Words,
    /// Where that is known from.
    pub source: String,
    /// What a finding says.
    pub message: Words,
    /// Other things a finding may say, by the name the check gives them.
    #[serde(default)]
    pub messages: BTreeMap<String, Words>,
    /// How to mend it.
    pub help: Words,
    /// The check that reads the rule's data.
    pub check: CheckSpec,
    /// What must fire, what must not.
    #[serde(default)]
    pub examples: Examples,
}

/// A rule's own proof.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// Texts the rule must find something in.
    #[serde(default)]
    pub fires: Vec<Example>,
    /// Texts it must be silent about.
    #[serde(default)]
    pub silent: Vec<Example>,
}

/// A text to try a rule on: a document, or one document of a small dossier.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The document, in Markdown.
    pub text: String,
    /// Words a finding must stand on.
    #[serde(default)]
    pub on: Option<String>,
    /// Words a finding's message must hold.
    #[serde(default)]
    pub says: Option<String>,
    /// Kind of the document.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// Its unit, with or without province.
    #[serde(default)]
    pub unit: Option<String>,
    /// Its date.
    #[serde(default)]
    pub date: Option<String>,
    /// Other documents of the dossier, by kind.
    #[serde(default)]
    pub with: BTreeMap<String, String>,
    /// The document as a Word file that looks so.
    #[serde(default)]
    pub word: Option<Looks>,
    /// A document of others that it is compared with; front matter says whose.
    #[serde(default)]
    pub against: Option<String>,
}

impl Rule {
    /// Whether the rule looks at documents of a kind. A document of unknown kind is looked at only by
    /// rules that look at all.
    pub fn applies_to(&self, kind: Option<Kind>) -> bool {
        self.kinds.is_empty() || kind.is_some_and(|k| self.kinds.contains(&k))
    }

    /// The words for a message's name; the plain message for the empty name or one the file lacks.
    pub fn words(&self, name: &str) -> &Words {
        self.messages.get(name).unwrap_or(&self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled() {
        let words = Words { vi: "«{a}» là {b}, {c}".into(), en: "x".into() };
        let filled = words.fill(Lang::Vi, &[("a", "{b}".into()), ("b", "B".into())]);
        assert_eq!(filled, "«{b}» là B, {c}");
    }
}
