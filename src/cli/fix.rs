//! `lint --fix` and `--diff`: texts kept while they are corrected, and written back all or none.

use super::args::{Common, LintArgs};
use super::error::{CliError, io_reason};
use super::inputs::{self, Dossier};
use super::note;
use super::output::Staged;
use crate::document::{Content, Format, ReadError};
use crate::lint::finding::Applicability;
use crate::lint::fix::Texts;
use crate::report::diff;
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Whether anything is to be corrected or shown corrected, and how far.
pub fn asked(args: &LintArgs) -> Option<Applicability> {
    match (args.fix || args.diff, args.unsafe_fixes) {
        (_, true) => Some(Applicability::Unsafe),
        (true, false) => Some(Applicability::Safe),
        (false, false) => None,
    }
}

/// Whether files are written.
pub fn writes(args: &LintArgs) -> bool {
    !args.diff && asked(args).is_some()
}

/// Word files are not written anew in their place: people correct them in Word, with the changes marked.
pub fn refuse_word(dossiers: &[Dossier], common: &Common) -> Result<(), CliError> {
    let inputs = || dossiers.iter().flat_map(|dossier| &dossier.inputs);
    let Some(first) = inputs().find(|input| input.format == Format::Word) else { return Ok(()) };
    let way = "hãy dùng --annotate OUT.docx --fix để có bản sửa ghi dấu thay đổi (track changes)";
    let only = inputs().all(|input| input.format == Format::Word);
    let what = format!("{}: tệp Word không được sửa thẳng vào tệp gốc; {way}", first.path);
    if only {
        return Err(CliError::Usage(what));
    }
    note(common, &what);
    Ok(())
}

/// A document while it is corrected.
#[derive(Debug)]
struct Kept {
    /// Its path as it is shown.
    path: String,
    /// As it was read.
    original: String,
    /// As it is now, if it has changed.
    corrected: Option<String>,
}

/// The texts of a run. Without corrections nothing is kept; with them each text is read once, so that
/// every pass, and the writing at the end, speak of the same bytes.
pub struct Sources {
    /// Name and text of standard input.
    stdin: Option<(String, String)>,
    keeping: bool,
    /// Path and content of a Word file that is read once.
    word: Option<(String, Arc<[u8]>)>,
    /// By the place on disk: one file may be named in two ways. Standard input has none.
    kept: Mutex<BTreeMap<Option<PathBuf>, Kept>>,
}

impl Sources {
    /// The texts of a run; `keeping` if they may be corrected.
    pub fn new(stdin: Option<(String, String)>, keeping: bool) -> Sources {
        Sources { stdin, keeping, word: None, kept: Mutex::new(BTreeMap::new()) }
    }

    /// The same, with a Word file that has been read.
    pub fn with_word(self, word: Option<(String, Arc<[u8]>)>) -> Sources {
        Sources { word, ..self }
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<Option<PathBuf>, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, path: &str) -> Option<PathBuf> {
        let is_stdin = self.stdin.as_ref().is_some_and(|(name, _)| name == path);
        (!is_stdin).then(|| std::fs::canonicalize(path).unwrap_or_else(|_| path.into()))
    }

    /// A document, as it is now.
    pub fn read(&self, path: &str) -> Result<Content, ReadError> {
        let read = || match (&self.stdin, &self.word) {
            (Some((name, text)), _) if name == path => Ok(Content::Text(text.clone())),
            (_, Some((name, file))) if name == path => Ok(Content::Word(Arc::clone(file))),
            _ => inputs::content(path.as_ref()),
        };
        if !self.keeping {
            return read();
        }
        let place = self.place(path);
        if let Some(kept) = self.kept().get(&place) {
            return Ok(Content::Text(kept.corrected.as_ref().unwrap_or(&kept.original).clone()));
        }
        let original = match read()? {
            Content::Text(original) => original,
            // Word files are not corrected in their place.
            word => return Ok(word),
        };
        let kept = Kept { path: path.to_string(), original: original.clone(), corrected: None };
        self.kept().insert(place, kept);
        Ok(Content::Text(original))
    }

    /// The text that positions in a document are of.
    pub fn text(&self, path: &str) -> Option<String> {
        self.read(path).and_then(Content::into_text).ok()
    }

    /// Takes corrected texts, and lets go what has not changed.
    pub fn take(&self, texts: Texts) {
        let mut kept = self.kept();
        for (path, text) in texts {
            if let Some(document) = kept.get_mut(&self.place(&path)) {
                document.corrected = Some(text).filter(|text| *text != document.original);
            }
        }
        kept.retain(|_, document| document.corrected.is_some());
    }

    /// How many documents have changed.
    pub fn changed(&self) -> usize {
        self.kept().values().filter(|document| document.corrected.is_some()).count()
    }

    /// The text of standard input, as it is now.
    pub fn stdin(&self) -> Option<String> {
        let (name, _) = self.stdin.as_ref()?;
        self.text(name)
    }

    /// What has changed, as a unified diff, by path.
    pub fn diff(&self, colour: bool) -> String {
        let kept = self.kept();
        let mut changed: Vec<&Kept> = kept.values().collect();
        changed.sort_by(|a, b| a.path.cmp(&b.path));
        let one = |k: &Kept| k.corrected.as_ref().map(|new| diff::render(&k.path, &k.original, new, colour));
        changed.into_iter().filter_map(one).collect()
    }

    /// Writes what has changed beside its place. Nothing is in its place before all is written, and nothing
    /// of it stays if one file cannot be.
    pub fn stage(&self) -> Result<Vec<Staged>, CliError> {
        let kept = self.kept();
        let files = kept.iter().filter(|(place, _)| place.is_some());
        files
            .filter_map(|(_, kept)| Some(stage(kept.path.as_ref(), &kept.original, kept.corrected.as_ref()?)))
            .collect()
    }
}

/// Writes a corrected text beside its file, if the file is ours to write and still holds what was judged.
fn stage(path: &Path, original: &str, corrected: &str) -> Result<Staged, CliError> {
    let refuse = |why: &str| CliError::Usage(format!("{}: {why}; chưa sửa tệp nào", path.display()));
    // A rename would go over a file that is closed to writing.
    let metadata = std::fs::metadata(path).map_err(|error| refuse(&io_reason(&error)))?;
    if metadata.permissions().readonly() {
        return Err(refuse("tệp chỉ cho đọc"));
    }
    OpenOptions::new().append(true).open(path).map_err(|error| refuse(&io_reason(&error)))?;
    let staged = Staged::new(path, corrected)?;
    if inputs::read(path).ok().as_deref() != Some(original) {
        return Err(refuse("tệp đã đổi trong lúc rà soát, hãy chạy lại"));
    }
    Ok(staged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (one, two) = (folder.path().join("a.md"), folder.path().join("b.md"));
        for path in [&one, &two] {
            std::fs::write(path, "sai\n").expect("written");
        }
        let path = |path: &PathBuf| path.to_str().expect("UTF-8").to_string();
        let sources = Sources::new(None, true);
        for file in [&one, &two] {
            sources.read(&path(file)).expect("read");
        }
        sources.take(Texts::from([(path(&one), "đúng\n".into()), (path(&two), "đúng\n".into())]));
        std::fs::write(&two, "sai, của người khác\n").expect("written");
        let error = sources.stage().expect_err("the second has changed").to_string();
        assert!(error.contains("b.md") && error.contains("đã đổi"), "{error}");
        assert_eq!(std::fs::read_to_string(&one).expect("there"), "sai\n");
        assert_eq!(std::fs::read_to_string(&two).expect("there"), "sai, của người khác\n");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing beside them");
    }
}
