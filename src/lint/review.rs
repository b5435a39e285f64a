//! Words by which two drafts are compared and the remarks on them read, from `lints/data/review.yml`.

use crate::text::{Syllable, fold, syllables};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};

/// The file's content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewData {
    figures: FigureData,
    subject: SubjectData,
    remarks: RemarkData,
    notes: BTreeMap<String, String>,
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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RemarkData {
    columns: BTreeMap<Column, Vec<String>>,
    levels: Vec<String>,
    page: Vec<String>,
    paragraph: Vec<String>,
    row: Vec<String>,
    add: Vec<String>,
    remove: Vec<String>,
    replace: Vec<String>,
    into: Vec<String>,
    shorten: Vec<String>,
    purpose: Vec<String>,
    agree: Vec<String>,
    filler: Vec<String>,
}

/// What a column of a table of remarks holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// What was answered before.
    Answer,
    /// The remark's number.
    Number,
    /// What it says.
    Content,
    /// Who made it.
    Who,
    /// Where it belongs.
    Place,
    /// What it asks for.
    Wish,
}

/// What a phrase of a remark shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// What follows is to be there.
    Add,
    /// What follows is to go.
    Remove,
    /// What follows is to become something else.
    Replace,
    /// What it shall become follows.
    Into,
    /// It is to be shorter.
    Shorten,
    /// What it is good for follows.
    Purpose,
    /// All is well.
    Agree,
    /// A number of a section follows.
    Level,
    /// A number of a page.
    Page,
    /// A number of a paragraph.
    Paragraph,
    /// A number of a row.
    Row,
}

/// The words by which remarks are read.
#[derive(Debug)]
pub struct RemarkWords {
    columns: Vec<(Vec<Syllable>, Column)>,
    /// The longest first.
    cues: Vec<(Vec<Syllable>, Cue)>,
    /// Words that say nothing of what a remark is about.
    pub filler: HashSet<Syllable>,
    notes: BTreeMap<String, String>,
}

impl RemarkWords {
    fn new(data: RemarkData, notes: BTreeMap<String, String>) -> RemarkWords {
        let words = |phrase: &String| syllables(phrase).collect::<Vec<Syllable>>();
        let mut columns: Vec<(Vec<Syllable>, Column)> = Vec::new();
        for (column, heads) in &data.columns {
            columns.extend(heads.iter().map(|head| (words(head), *column)));
        }
        let lists = [
            (&data.add, Cue::Add),
            (&data.remove, Cue::Remove),
            (&data.replace, Cue::Replace),
            (&data.into, Cue::Into),
            (&data.shorten, Cue::Shorten),
            (&data.purpose, Cue::Purpose),
            (&data.agree, Cue::Agree),
            (&data.levels, Cue::Level),
            (&data.page, Cue::Page),
            (&data.paragraph, Cue::Paragraph),
            (&data.row, Cue::Row),
        ];
        let mut cues: Vec<(Vec<Syllable>, Cue)> =
            lists.iter().flat_map(|(list, cue)| list.iter().map(|phrase| (words(phrase), *cue))).collect();
        cues.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let filler = data.filler.iter().flat_map(words).collect();
        RemarkWords { columns, cues, filler, notes }
    }

    /// What the head of a column says: by the longest phrase in it.
    pub fn column(&self, head: &str) -> Option<Column> {
        let head: Vec<Syllable> = syllables(head).take(24).collect();
        let stands = |phrase: &[Syllable]| !phrase.is_empty() && head.windows(phrase.len()).any(|w| w == phrase);
        let found = self.columns.iter().filter(|(phrase, _)| stands(phrase));
        found.min_by_key(|(phrase, column)| (std::cmp::Reverse(phrase.len()), *column)).map(|(_, column)| *column)
    }

    /// The longest phrase of some kinds that some words begin with, and how many words it has.
    pub fn cue(&self, words: &[Syllable], kinds: &[Cue]) -> Option<(Cue, usize)> {
        let found = self.cues.iter().find(|(phrase, cue)| kinds.contains(cue) && words.starts_with(phrase));
        found.map(|(phrase, cue)| (*cue, phrase.len()))
    }

    /// Whether a remark begins by agreeing.
    pub fn agrees(&self, words: &[Syllable]) -> bool {
        (0..words.len().min(6)).any(|at| self.cue(&words[at..], &[Cue::Agree]).is_some())
    }

    /// What is to be told of a remark.
    pub fn note(&self, key: &str) -> String {
        self.notes.get(key).cloned().unwrap_or_default()
    }
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
    /// Those of remarks.
    pub remarks: RemarkWords,
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
            remarks: RemarkWords::new(data.remarks, data.notes),
        }
    }
}
