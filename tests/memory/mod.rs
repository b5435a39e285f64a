//! Dossiers in memory, judged by the library.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use vankien::document::dossier::{MANIFEST, Manifest};
use vankien::document::{Content, Format};
use vankien::lint::{Catalogue, Finding, Input, Job, Lang, Options, run};
use vankien::text::Date;

/// The built-in rules.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::built_in().expect("the built-in catalogue"));

/// The texts of a dossier by path, with its manifest.
pub struct Dossier {
    pub name: String,
    pub texts: BTreeMap<String, String>,
    pub manifest: Option<Manifest>,
}

pub fn format(path: &str) -> Format {
    if path.ends_with(".txt") { Format::Plain } else { Format::Markdown }
}

impl Dossier {
    /// One document that nobody says anything about.
    pub fn of(path: &str, text: String) -> Dossier {
        Dossier { name: path.to_string(), texts: BTreeMap::from([(path.to_string(), text)]), manifest: None }
    }

    /// A folder of `tests/dossiers`.
    pub fn read(folder: &Path) -> Dossier {
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a text");
        let manifest = Manifest::parse(&read(MANIFEST)).expect("a manifest");
        let texts = manifest.documents.iter().map(|(_, file)| (file.clone(), read(file))).collect();
        Dossier { name: folder.display().to_string(), texts, manifest: Some(manifest) }
    }

    /// The same texts in another encoding.
    pub fn with(&self, change: impl Fn(&str) -> String) -> Dossier {
        let texts = self.texts.iter().map(|(path, text)| (path.clone(), change(text))).collect();
        Dossier { name: self.name.clone(), texts, manifest: self.manifest.clone() }
    }

    pub fn lint(&self, lang: Lang) -> Vec<Finding> {
        let contents = self.texts.iter().map(|(path, text)| (path.clone(), (text.clone().into(), format(path))));
        self.judge(&contents.collect(), lang)
    }

    /// What is said of the same documents in other files.
    pub fn lint_as(&self, contents: &BTreeMap<String, (Content, Format)>) -> Vec<Finding> {
        self.judge(contents, Lang::Vi)
    }

    fn judge(&self, contents: &BTreeMap<String, (Content, Format)>, lang: Lang) -> Vec<Finding> {
        let named = self.manifest.iter().flat_map(|m| &m.documents);
        let kinds: BTreeMap<&str, _> = named.map(|(kind, file)| (file.as_str(), *kind)).collect();
        let input = |(path, (_, format)): (&String, &(Content, Format))| Input {
            path: path.clone(),
            format: *format,
            kind: kinds.get(path.as_str()).copied(),
        };
        let job = Job {
            inputs: contents.iter().map(input).collect(),
            manifest: self.manifest.clone().map(|m| (MANIFEST.to_string(), m)),
            is_dossier: contents.len() > 1,
            against: Vec::new(),
            read: &|input: &Input| Ok(contents[&input.path].0.clone()),
        };
        let today = Date { year: 2025, month: 8, day: 5 };
        let options = Options { lang, as_of: None, today, select: Vec::new(), ignore: Vec::new(), detail: false };
        run(&CATALOGUE, &job, &options).expect("a report").findings
    }
}

pub fn folders() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("tests/dossiers").expect("tests/dossiers");
    let mut folders: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_dir()).collect();
    folders.sort();
    folders
}
