//! Words by which two drafts are compared and the remarks on them read, from `lints/data/review.yml`.

use crate::text::{Syllable, fold, syllables};
use serde::Deserialize;
use std::collections::HashSet;

/// The file's content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewData {
    figures: FigureData,
    subject: SubjectData,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureData {
    names: Vec<String>,
    clock: Vec<String>,
    light: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectData {
    trailing: Vec<String>,
    leading: Vec<String>,
    stop: Vec<String>,
    up: String,
    down: String,
}

/// Those words, ready to be asked.
#[derive(Debug)]
pub struct ReviewWords {
    /// Right before a number: it is a name, no quantity.
    pub names: HashSet<Syllable>,
    /// Right after a number: it is a time of day.
    pub clock: HashSet<Syllable>,
    /// Words that say little of a figure near them.
    pub light: HashSet<Syllable>,
    /// What a figure's name does not end with, folded, the longest first.
    pub trailing: Vec<String>,
    /// What it does not begin with, likewise.
    pub leading: Vec<String>,
    /// What it does not run past, behind the unit.
    pub stop: HashSet<Syllable>,
    /// What a rise of something is called.
    pub up: String,
    /// What a fall of it is.
    pub down: String,
}

impl From<ReviewData> for ReviewWords {
    fn from(data: ReviewData) -> ReviewWords {
        let last = |words: &[String]| words.iter().filter_map(|w| syllables(w).last()).collect();
        let phrases = |words: &[String]| {
            let mut folded: Vec<String> = words.iter().map(|w| fold(w)).collect();
            folded.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
            folded
        };
        ReviewWords {
            names: last(&data.figures.names),
            clock: last(&data.figures.clock),
            light: last(&data.figures.light),
            trailing: phrases(&data.subject.trailing),
            leading: phrases(&data.subject.leading),
            stop: last(&data.subject.stop),
            up: data.subject.up,
            down: data.subject.down,
        }
    }
}
