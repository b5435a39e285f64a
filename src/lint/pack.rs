//! Packs: what a congress's documents must hold, as data.
//!
//! A pack is a folder of files, one for each subject: `outline.yml` (the parts of each kind of
//! document), `indicators.yml` (the set of targets), `personnel.yml` (limits of a committee's make-up),
//! `scripts.yml` (the steps of a congress), `format.yml` (the official form). The generic pack travels in the binary; a
//! province or a unit adds its own, read after it: what bears a known id extends and overrides,
//! what bears a new one is added. Nothing here opens a file: the caller brings names and texts.

mod error;
mod format;
mod indicator;
mod outline;
mod personnel;
mod script;

pub use error::{PackError, Problem};
pub use format::{FormWords, Format, Formats, KindForm, Spec, Sure};
pub use indicator::{Band, Direction, Growth, Indicator, Measure, Merge, Pair, Part};
pub use outline::{Level, Node, Outline, Required, Role};
pub use personnel::{Limit, Personnel, Share};
pub use script::{Need, Script, Step};

use crate::document::Kind;
use std::collections::BTreeMap;

/// The packs in force, merged.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Pack {
    /// The outline of each kind that has one.
    pub outlines: BTreeMap<Kind, Outline>,
    /// The set of indicators, by row.
    pub indicators: Vec<Indicator>,
    /// What growth of them is plausible.
    pub growth: Option<Growth>,
    /// Limits of a committee's make-up.
    pub personnel: Personnel,
    /// The steps of a congress.
    pub script: Script,
    /// The official form of documents.
    pub formats: Formats,
}

impl Pack {
    /// Reads pack files in order, each on top of those before it. The last part of a file's name
    /// says what it holds; the whole name stands in errors.
    pub fn load<N: AsRef<str>, T: AsRef<str>>(files: impl IntoIterator<Item = (N, T)>) -> Result<Pack, PackError> {
        let mut pack = Pack::default();
        for (name, text) in files {
            pack.extend(name.as_ref(), text.as_ref())?;
        }
        Ok(pack)
    }

    /// Lays one more file over the pack; on error the pack is as it was.
    pub fn extend(&mut self, name: &str, text: &str) -> Result<(), PackError> {
        match name.rsplit(['/', '\\']).next().unwrap_or(name) {
            "outline.yml" | "outline.yaml" => {
                let mut outlines = self.outlines.clone();
                outline::extend(&mut outlines, name, text)?;
                self.outlines = outlines;
            }
            "indicators.yml" | "indicators.yaml" => {
                let (mut indicators, mut growth) = (self.indicators.clone(), self.growth.clone());
                indicator::extend(&mut indicators, &mut growth, name, text)?;
                (self.indicators, self.growth) = (indicators, growth);
            }
            "personnel.yml" | "personnel.yaml" => {
                let mut personnel = self.personnel.clone();
                personnel::extend(&mut personnel, name, text)?;
                self.personnel = personnel;
            }
            "scripts.yml" | "scripts.yaml" => {
                let mut script = self.script.clone();
                script::extend(&mut script, name, text)?;
                self.script = script;
            }
            "format.yml" | "format.yaml" => {
                let mut formats = self.formats.clone();
                format::extend(&mut formats, name, text)?;
                self.formats = formats;
            }
            _ => return Err(PackError::UnknownFile { file: name.to_string() }),
        }
        Ok(())
    }

    /// The outline of a kind, if the packs have one.
    pub fn outline(&self, kind: Kind) -> Option<&Outline> {
        self.outlines.get(&kind)
    }
}

/// Adds phrases that are not there yet, whatever their spelling; a phrase without a letter or digit
/// could match anything or nothing and is an error.
fn add_phrases(into: &mut Vec<String>, phrases: Vec<String>) -> Result<(), Problem> {
    let mut known: std::collections::HashSet<String> = into.iter().map(|p| crate::text::fold(p)).collect();
    for phrase in phrases {
        if !phrase.chars().any(char::is_alphanumeric) {
            return Err(Problem::EmptyPhrase);
        }
        if known.insert(crate::text::fold(&phrase)) {
            into.push(phrase);
        }
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
