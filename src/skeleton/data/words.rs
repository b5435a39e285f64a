//! What the sheets and columns of a data file are called: `lints/data/data-form.yml`.

use crate::lint::catalogue;
use crate::places::place_key;
use crate::yaml;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// The file, read once; a mistake in it is a mistake of the program, and a test reads it.
pub static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let text = catalogue::embedded_file("data/data-form.yml").unwrap_or_default();
    yaml::parse(&text).unwrap_or_default()
});

/// `data/data-form.yml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Words {
    pub sheets: BTreeMap<String, SheetWords>,
    /// Sheets without figures.
    pub ignored: Vec<String>,
    pub times: Times,
    pub whole: Vec<String>,
    pub came: Vec<String>,
    pub entire: Vec<String>,
    pub old: Vec<String>,
    pub components: Components,
    /// Numerator or level of a measure: words and unit.
    pub labels: BTreeMap<String, (String, String)>,
    /// What denominators and weights are called, by the pack's word.
    pub bases: BTreeMap<String, Base>,
    pub decimals: Decimals,
    /// Figures of the filled form, by measure and component.
    pub samples: BTreeMap<String, Vec<Sample>>,
    pub sample_people: Vec<Vec<String>>,
    pub sample_tasks: Vec<Vec<String>>,
}

/// A figure or words of the filled form.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Sample {
    Number(i64),
    Words(String),
}

/// A sheet.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetWords {
    pub name: String,
    pub variants: Vec<String>,
    pub columns: BTreeMap<String, ColumnWords>,
}

/// A column.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnWords {
    pub name: String,
    #[serde(default)]
    pub required: bool,
    pub width: u16,
    pub variants: Vec<String>,
}

/// Words around the year of a column of figures.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Times {
    pub year: Vec<String>,
    pub start: Vec<String>,
    pub result: Vec<String>,
    pub target: Vec<String>,
    pub new_target: Vec<String>,
}

/// Rows below an indicator.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Components {
    pub numerator: Vec<String>,
    pub denominator: Vec<String>,
    pub weight: Vec<String>,
    pub level: Vec<String>,
}

/// A denominator or weight.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    pub name: String,
    pub unit: String,
    pub variants: Vec<String>,
}

/// Decimals of what is reckoned.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decimals {
    pub ratio: u8,
    pub weighted: u8,
    pub base: u8,
}

/// The three tables of a data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Indicators.
    Indicators,
    /// People.
    People,
    /// Tasks.
    Tasks,
}

impl Kind {
    /// All of them, in the order of the form.
    pub const ALL: [Kind; 3] = [Kind::Indicators, Kind::People, Kind::Tasks];

    fn id(self) -> &'static str {
        match self {
            Kind::Indicators => "indicators",
            Kind::People => "people",
            Kind::Tasks => "tasks",
        }
    }

    /// The column that names what a row is about.
    pub fn key_column(self) -> &'static str {
        match self {
            Kind::Indicators => "name",
            Kind::People => "post",
            Kind::Tasks => "task",
        }
    }

    /// Its words.
    pub fn words(self) -> &'static SheetWords {
        static NONE: LazyLock<SheetWords> = LazyLock::new(SheetWords::default);
        WORDS.sheets.get(self.id()).unwrap_or(&NONE)
    }
}

impl SheetWords {
    /// What a column is called in the form.
    pub fn title(&self, id: &str) -> &str {
        self.columns.get(id).map_or("", |column| &column.name)
    }
}

/// A word at the head of a column of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeWord {
    /// The year beside it says what it is.
    Year,
    /// The start of the outgoing term.
    Start,
    /// What came of it.
    Result,
    /// A target; the year beside it says of which term.
    Target,
    /// A target of the coming term.
    NewTarget,
}

/// A row below an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// The figure itself.
    Value,
    /// What a ratio is of.
    Numerator,
    /// What it is out of.
    Denominator,
    /// What an average is weighted by.
    Weight,
    /// What growth is the growth of.
    Level,
}

/// What stands behind the name of an old unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Figures of the part that came.
    Came,
    /// Figures of the whole unit.
    Entire,
    /// Nothing but that it is the old unit.
    Old,
}

/// The words by key.
pub struct Index {
    columns: HashMap<(Kind, String), &'static str>,
    times: HashMap<String, TimeWord>,
    whole: HashSet<String>,
    marks: Vec<(String, Mark)>,
    components: Vec<(String, Component)>,
    sheets: HashMap<String, Kind>,
}

/// The same words, ready for looking up.
pub static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let words: &'static Words = &WORDS;
    let mut columns = HashMap::new();
    let mut sheets = HashMap::new();
    for kind in Kind::ALL {
        let sheet = kind.words();
        for name in std::iter::once(&sheet.name).chain(&sheet.variants) {
            sheets.entry(key(name)).or_insert(kind);
        }
        for (id, column) in &sheet.columns {
            columns.insert((kind, key(&column.name)), id.as_str());
        }
        for (id, column) in &sheet.columns {
            for variant in &column.variants {
                columns.entry((kind, key(variant))).or_insert(id.as_str());
            }
        }
    }
    let mut times = HashMap::new();
    for (list, word) in [
        (&words.times.year, TimeWord::Year),
        (&words.times.start, TimeWord::Start),
        (&words.times.result, TimeWord::Result),
        (&words.times.target, TimeWord::Target),
        (&words.times.new_target, TimeWord::NewTarget),
    ] {
        times.extend(list.iter().map(|text| (key(text), word)));
    }
    let marked = |list: &[String], mark| list.iter().map(|text| (key(text), mark)).collect::<Vec<_>>();
    let mut marks = marked(&words.came, Mark::Came);
    marks.extend(marked(&words.entire, Mark::Entire));
    marks.extend(marked(&words.old, Mark::Old));
    let mut components = Vec::new();
    for (list, component) in [
        (&words.components.numerator, Component::Numerator),
        (&words.components.denominator, Component::Denominator),
        (&words.components.weight, Component::Weight),
        (&words.components.level, Component::Level),
    ] {
        components.extend(list.iter().map(|text| (key(text), component)));
    }
    let whole = words.whole.iter().map(|text| key(text)).collect();
    Index { columns, times, whole, marks, components, sheets }
});

impl Index {
    /// The column of a sheet that goes by this name.
    pub fn column(&self, kind: Kind, key: &str) -> Option<&'static str> {
        self.columns.get(&(kind, key.to_string())).copied()
    }

    /// What a word at a year says.
    pub fn time(&self, key: &str) -> Option<TimeWord> {
        self.times.get(key).copied()
    }

    /// Whether the words mean the new unit itself.
    pub fn is_whole(&self, key: &str) -> bool {
        self.whole.contains(key)
    }

    /// The mark that closes a name, and the name without it.
    pub fn mark<'k>(&self, key: &'k str) -> (&'k str, Option<Mark>) {
        let mut best: Option<(&str, Mark)> = None;
        for (words, mark) in &self.marks {
            if let Some(rest) = key.strip_suffix(words.as_str()).and_then(|rest| rest.strip_suffix(' '))
                && best.is_none_or(|(found, _)| rest.len() < found.len())
            {
                best = Some((rest, *mark));
            }
        }
        best.map_or((key, None), |(rest, mark)| (rest, Some(mark)))
    }

    /// The component a row's name opens with, and the rest of the name.
    pub fn component<'k>(&self, key: &'k str) -> Option<(Component, &'k str)> {
        self.components.iter().find_map(|(words, component)| {
            let rest = key.strip_prefix(words.as_str())?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| (*component, rest.trim_start()))
        })
    }

    /// The table a sheet of this name holds.
    pub fn sheet(&self, key: &str) -> Option<Kind> {
        self.sheets.get(key).copied()
    }
}

/// Text for looking up: letters and digits in the one form of `place_key`, whatever the case, the place of the tone
/// and what stands between.
pub fn key(text: &str) -> String {
    let clean: String =
        text.chars().map(|c| if c.is_alphanumeric() || is_mark(c) || "'’".contains(c) { c } else { ' ' }).collect();
    place_key(&clean)
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..'\u{370}').contains(&c)
}

/// What is nearest to a text among known names, if any is near: at most a third of its letters differ.
pub fn nearest<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted: Vec<char> = key(text).chars().take(120).collect();
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let distance = distance(&wanted, &key(name).chars().take(120).collect::<Vec<_>>());
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.filter(|(distance, _)| distance * 3 <= wanted.len().max(3)).map(|(_, name)| name)
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=a.len()).collect();
    for (i, c) in b.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, w) in a.iter().enumerate() {
            let value = (diagonal + usize::from(w != c)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], value);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole() {
        let text = catalogue::embedded_file("data/data-form.yml").unwrap();
        let words: Words = yaml::parse(&text).unwrap();
        for kind in Kind::ALL {
            assert!(kind.words().columns.contains_key(kind.key_column()));
            for (id, column) in &kind.words().columns {
                assert_eq!(INDEX.column(kind, &key(&column.name)), Some(id.as_str()), "{}", column.name);
            }
        }
        assert_eq!(words.sheets.len(), 3);
        assert!(!words.times.result.is_empty() && !words.components.level.is_empty());
    }

    #[test]
    fn names_near() {
        assert_eq!(nearest("Tỷ lệ hộ ngèo", ["Thu ngân sách", "Tỷ lệ hộ nghèo"]), Some("Tỷ lệ hộ nghèo"));
        assert_eq!(nearest("Mưa", ["Thu ngân sách"]), None);
    }
}
