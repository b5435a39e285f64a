//! What is said besides what changed: `templates/report/diff.yml`, in one language.

use crate::lint::Lang;
use crate::lint::rule::Words;
use crate::report::page;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static WORDS: LazyLock<Result<BTreeMap<String, Words>, String>> =
    LazyLock::new(|| crate::yaml::parse(&page::file("diff.yml")).map_err(|e| format!("diff.yml: {e}")));

/// The words by their keys.
#[derive(serde::Serialize)]
#[serde(transparent)]
pub(super) struct Said {
    words: BTreeMap<&'static str, &'static str>,
    #[serde(skip)]
    pub lang: Lang,
}

impl Said {
    /// The words of a language.
    pub fn new(lang: Lang) -> Result<Said, page::PageError> {
        let words = WORDS.as_ref().map_err(|error| page::PageError(error.clone()))?;
        Ok(Said { words: words.iter().map(|(key, words)| (key.as_str(), words.get(lang))).collect(), lang })
    }

    /// What is said for a key.
    pub fn get(&self, key: &str) -> &'static str {
        self.words.get(key).copied().unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        let words = WORDS.as_ref().expect("words");
        assert!(words.values().all(|w| !w.vi.is_empty() && !w.en.is_empty()));
    }
}
