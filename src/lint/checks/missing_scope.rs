//! A self-review that does not say what it leaves to the political report.

use crate::lint::check::{Check, Context, Draft};
use crate::lint::pack::Level;
use crate::text::{LexiconBuilder, ListId};
use serde::Deserialize;

/// `missing-scope:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissingScope {
    /// Levels of organisation that write both reports as one.
    #[serde(default)]
    skip_units: Vec<Level>,
    /// Phrases of a sentence that states the scope.
    says: Vec<String>,
    /// What such a sentence speaks of, where it says so in other words …
    subject: Vec<String>,
    /// … and how it limits itself.
    limits: Vec<String>,
    #[serde(skip)]
    lists: Option<[ListId; 3]>,
}

impl Check for MissingScope {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.lists = Some([&self.says, &self.subject, &self.limits].map(|phrases| builder.list_of(phrases)));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some([says, subject, limits]) = self.lists else { return };
        if context.level().is_some_and(|level| self.skip_units.contains(&level)) {
            return;
        }
        let stated = context.document.sentences.iter().any(|sentence| {
            let has = |list| context.mentions.hits_of(list, &sentence.tokens).next().is_some();
            has(says) || (has(subject) && has(limits))
        });
        if !stated {
            out.push(context.at_title());
        }
    }
}
