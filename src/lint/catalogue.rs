//! The catalogue: rules, packs and word lists, read from `lints/` or from a folder of the same shape.

use super::agenda::Names;
use super::indicators::IndicatorIndex;
use super::indicators::heads::IndicatorData;
use super::outline::{self, Outlines};
use super::pack::{Pack, PackError};
use super::parts::{PartWords, PartsData};
use super::past::{PastData, PastWords};
use super::registry::{Directives, RegistryError};
use super::review::{ReviewData, ReviewWords};
use super::rule::Rule;
use super::tasks::{TaskWords, TaskWordsData};
use super::told::{ToldData, ToldWords};
use super::wording::Wording;
use crate::mentions::fact::{FigureWords, FigureWordsData};
use crate::mentions::{Vocabulary, VocabularyData};
use crate::overlap::{CommonLines, CommonPairs, Genre, SetPhrases};
use crate::text::{Legacy, Lexicon, LexiconBuilder, Syllables};
use crate::yaml::{self, YamlError};
use rayon::prelude::*;
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use thiserror::Error;

#[derive(RustEmbed)]
#[folder = "lints/"]
#[exclude = "data/place*.tsv"]
struct Assets;

/// Files of a catalogue by path relative to `lints/`.
pub type Files = BTreeMap<String, String>;

/// The pack that is always loaded first.
pub const GENERIC: &str = "generic";

/// Why a catalogue cannot be used. Each names the file and the place.
#[derive(Debug, Error)]
pub enum CatalogueError {
    /// A file that is not YAML of our shape.
    #[error("{file}:{}:{}: {}", error.line, error.column, error.message)]
    Yaml {
        /// The file.
        file: String,
        /// What is wrong, and where.
        error: YamlError,
    },
    /// A rule whose id is not its file's name, or whose group is not its folder.
    #[error("{file}:{line}:1: {message}")]
    Rule {
        /// The file.
        file: String,
        /// The line.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A pack that is not there.
    #[error("không có gói «{name}»; các gói có: {known}")]
    NoPack {
        /// The pack asked for.
        name: String,
        /// Those there are.
        known: String,
    },
    /// A pack with a mistake.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// A registry of directives with a mistake.
    #[error("data/directives.tsv:{}:1: {}", .0.line, .0.message)]
    Registry(#[from] RegistryError),
    /// A file of the catalogue itself is missing.
    #[error("thiếu tệp {0} trong thư mục quy tắc")]
    Missing(&'static str),
}

/// All rules and what they read, ready to be used by any number of threads.
pub struct Catalogue {
    /// Rules, by id.
    pub rules: Vec<Rule>,
    /// Outlines, indicators and limits.
    pub pack: Pack,
    /// The pack's outlines, ready for matching.
    pub outlines: Outlines,
    /// The pack's indicators, ready for matching.
    pub indicators: IndicatorIndex,
    /// The names of the pack's steps of a congress, ready for matching.
    pub agenda: Names,
    /// All phrase lists as one trie.
    pub lexicon: Lexicon,
    /// The lists behind the mentions.
    pub vocabulary: Vocabulary,
    /// The words that tie figures to each other.
    pub figures: FigureWords,
    /// What tables and points on tasks say.
    pub tasks: TaskWords,
    /// The words by which a sentence announces another matter.
    pub parts: PartWords,
    /// The words that tell of a time when an old unit stood.
    pub past: PastWords,
    /// Words around a figure of a sentence.
    pub told: ToldWords,
    /// How shares, sums and changes are told.
    pub wording: Wording,
    /// Words by which drafts are compared and remarks read.
    pub review: ReviewWords,
    /// Directives of the centre with their days.
    pub directives: Directives,
    /// The syllables Vietnamese can have.
    pub syllables: Syllables,
    /// The encodings that were before Unicode.
    pub legacy: Legacy,
    /// Wording that every report shares.
    pub genre: Genre,
    phrases: SetPhrases,
    lines: CommonLines,
    between: OnceLock<Genre>,
}

/// The files built into the program.
pub fn embedded() -> Files {
    let text = |name: &str| {
        let data = Assets::get(name)?.data;
        String::from_utf8(data.into_owned()).ok()
    };
    Assets::iter()
        .filter(|name| name.ends_with(".yml") || name.ends_with(".tsv"))
        .filter_map(|name| text(&name).map(|text| (name.to_string(), text)))
        .collect()
}

/// The same without the examples of the rules, for who only judges: they are more than half of the rule files, and
/// reading them is a seventh of the work of a start.
pub fn embedded_rules() -> Files {
    let mut files = embedded();
    for (name, text) in &mut files {
        let is_rule = !name.starts_with("packs/") && !name.starts_with("data/");
        if let Some(at) = text.find(EXAMPLES).filter(|_| is_rule) {
            text.truncate(at + 1);
        }
    }
    files
}

/// Packs and the registry of directives alone, for who judges nothing.
pub fn embedded_packs() -> Files {
    let needed = |name: &str| name.starts_with("packs/") || name == "data/directives.tsv";
    let text = |name: &str| String::from_utf8(Assets::get(name)?.data.into_owned()).ok();
    Assets::iter().filter(|name| needed(name)).filter_map(|name| Some((name.to_string(), text(&name)?))).collect()
}

/// How the examples of a rule begin, which close its file.
const EXAMPLES: &str = "\nexamples:\n";

/// One file built into the program, by its path relative to `lints/`.
pub fn embedded_file(name: &str) -> Option<String> {
    String::from_utf8(Assets::get(name)?.data.into_owned()).ok()
}

impl Catalogue {
    /// Wording that reports of different units share: [`Catalogue::genre`] and what all are given.
    pub fn genre_between_units(&self) -> &Genre {
        self.between.get_or_init(|| {
            let mut genre = self.genre.clone();
            self.phrases.widen(&mut genre);
            self.lines.widen(&mut genre);
            genre
        })
    }

    /// Builds the catalogue from files; `packs` are loaded over the generic one, in order.
    pub fn load(files: &Files, packs: &[String]) -> Result<Catalogue, CatalogueError> {
        // A rule that a unit lays at the root of its folder stands for the one of the same id in its group.
        let is_rule =
            |file: &&String| !matches!(file.split('/').next(), Some("packs" | "data")) && file.ends_with(".yml");
        let mut by_depth: Vec<&String> = files.keys().filter(is_rule).collect();
        by_depth.sort_by_key(|file| (file.contains('/'), file.as_str()));
        // Reading them is most of a start; the first mistake in the order of the files is the one that is told.
        let read = || by_depth.par_iter().map(|file| rule(file, &files[*file])).collect::<Vec<_>>();
        let (read, pack) = rayon::join(read, || load_packs(files, packs));
        let mut rules: Vec<Rule> = Vec::new();
        for rule in read {
            let rule = rule?;
            if !rules.iter().any(|known| known.id == rule.id) {
                rules.push(rule);
            }
        }
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        let mut builder = LexiconBuilder::default();
        let words: VocabularyData = data(files, "data/mentions.yml")?;
        let vocabulary = Vocabulary::register(&words, &mut builder);
        let words: FigureWordsData = data(files, "data/figures.yml")?;
        let figures = FigureWords::register(&words, &mut builder);
        let words: TaskWordsData = data(files, "data/tasks.yml")?;
        let tasks = TaskWords::register(&words, &mut builder);
        let words: PartsData = data(files, "data/parts.yml")?;
        let parts = PartWords::from(words);
        let words: PastData = data(files, "data/past.yml")?;
        let past = PastWords::register(&words, &mut builder);
        let words: ToldData = data(files, "data/told.yml")?;
        let told = ToldWords::register(&words, &mut builder);
        let wording: Wording = data(files, "data/figure-words.yml")?;
        let words: ReviewData = data(files, "data/review.yml")?;
        let review = ReviewWords::from(words);
        let directives = Directives::parse(files.get("data/directives.tsv").map_or("", |text| text))?;
        let syllables = Syllables::new(data(files, "data/syllables.yml")?);
        let legacy = Legacy::new(data(files, "data/legacy.yml")?);
        let pack = pack?;
        let phrases: SetPhrases = data(files, "data/set-phrases.yml")?;
        let mut genre = phrases.genre();
        genre.extend(Genre::of(pack.headings()).runs());
        let lines: CommonLines = data(files, "data/common-lines.yml")?;
        genre.learn_pairs(&data::<CommonPairs>(files, "data/common-pairs.yml")?.pairs);
        let outlines = outline::register(&pack, &mut builder);
        let words: IndicatorData = data(files, "data/indicators.yml")?;
        let indicators = IndicatorIndex::register(&pack, &words, &figures, &mut builder);
        let agenda = Names::new(&pack.script);
        for rule in &mut rules {
            rule.check.as_check_mut().register(&mut builder);
        }
        let lexicon = builder.build();
        Ok(Catalogue {
            rules,
            pack,
            outlines,
            indicators,
            agenda,
            lexicon,
            vocabulary,
            figures,
            tasks,
            parts,
            past,
            told,
            wording,
            review,
            directives,
            syllables,
            legacy,
            genre,
            phrases,
            lines,
            between: OnceLock::new(),
        })
    }

    /// The catalogue built into the program.
    pub fn built_in() -> Result<Catalogue, CatalogueError> {
        Catalogue::load(&embedded(), &[])
    }

    /// A rule by its id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|r| r.id == id)
    }

    /// Whether an id names a rule or a group.
    pub fn knows(&self, id: &str) -> bool {
        self.rules.iter().any(|r| r.id == id || r.group == id)
    }
}

fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, CatalogueError> {
    yaml::parse(text).map_err(|error| CatalogueError::Yaml { file: file.to_string(), error })
}

/// A file the program cannot do without.
fn data<T: serde::de::DeserializeOwned>(files: &Files, name: &'static str) -> Result<T, CatalogueError> {
    parse(name, files.get(name).ok_or(CatalogueError::Missing(name))?)
}

fn rule(file: &str, text: &str) -> Result<Rule, CatalogueError> {
    let rule: Rule = parse(file, text)?;
    let line = |key: &str| text.lines().position(|l| l.starts_with(key)).map_or(1, |i| i + 1);
    let wrong = |key: &str, message: String| CatalogueError::Rule { file: file.to_string(), line: line(key), message };
    let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".yml");
    if rule.id != name {
        return Err(wrong("id:", format!("mã quy tắc «{}» khác tên tệp «{name}»", rule.id)));
    }
    if let Some((folder, _)) = file.rsplit_once('/')
        && folder != rule.group
    {
        return Err(wrong("group:", format!("nhóm «{}» khác thư mục «{folder}»", rule.group)));
    }
    if let Err(message) = rule.check.as_check().validate() {
        return Err(wrong("check:", message));
    }
    Ok(rule)
}

/// The generic pack with others over it, in order.
pub fn load_packs(files: &Files, packs: &[String]) -> Result<Pack, CatalogueError> {
    let mut pack = Pack::default();
    let own = packs.iter().map(String::as_str).filter(|name| *name != GENERIC);
    for name in std::iter::once(GENERIC).chain(own) {
        let prefix = format!("packs/{name}/");
        let mut found = false;
        for (file, text) in files.iter().filter(|(file, _)| file.starts_with(&prefix)) {
            found = true;
            pack.extend(file, text)?;
        }
        if !found {
            let mut known: Vec<&str> =
                files.keys().filter_map(|f| f.strip_prefix("packs/")?.split('/').next()).collect();
            known.dedup();
            return Err(CatalogueError::NoPack { name: name.to_string(), known: known.join(", ") });
        }
    }
    Ok(pack)
}
