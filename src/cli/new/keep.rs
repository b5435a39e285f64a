//! What stands in the folder already: all of it was written by a person and stays as it is.

use crate::cli::args::NewFormat;
use crate::cli::error::CliError;
use crate::cli::inputs;
use crate::document::Kind;
use crate::document::dossier::{MANIFEST, Manifest};
use crate::skeleton::Paper;
use std::path::{Path, PathBuf};

/// A folder to write a dossier into.
pub struct Folder {
    /// The folder.
    pub path: PathBuf,
    /// Its manifest, if there is one.
    pub manifest: Option<(PathBuf, Manifest)>,
    /// The manifest's text.
    pub text: String,
}

impl Folder {
    /// Looks into a folder, which need not exist.
    pub fn read(path: &Path) -> Result<Folder, CliError> {
        if path.exists() && !path.is_dir() {
            return Err(CliError::Usage(format!("{}: là tệp; new ghi ra thư mục", path.display())));
        }
        let file = path.join(MANIFEST);
        if !file.is_file() {
            return Ok(Folder { path: path.to_path_buf(), manifest: None, text: String::new() });
        }
        let manifest = inputs::read_manifest(&file)?;
        let text = inputs::read(&file).map_err(|error| CliError::Read { path: file.clone(), error })?;
        Ok(Folder { path: path.to_path_buf(), manifest: Some(manifest), text })
    }

    /// Whether the manifest names a document of a kind.
    pub fn names(&self, kind: Kind) -> bool {
        self.named(kind).is_some()
    }

    fn named(&self, kind: Kind) -> Option<&str> {
        let documents = self.manifest.iter().flat_map(|(_, manifest)| &manifest.documents);
        documents.filter(|(known, _)| *known == kind).map(|(_, file)| file.as_str()).next()
    }

    /// The file that holds a paper already: the one the manifest names, or one of the usual name in any format.
    pub fn file_of(&self, paper: Paper) -> Option<String> {
        let named = paper.kind().and_then(|kind| self.named(kind));
        if let Some(named) = named {
            return Some(named.to_string()).filter(|file| self.path.join(file).exists());
        }
        let names = ["md", "docx", "markdown", "txt", "docm"].map(|end| format!("{}.{end}", paper.stem()));
        names.into_iter().find(|file| self.path.join(file).exists())
    }

    /// The file a paper is written to: the one the manifest names, if it lacks.
    pub fn new_file(&self, paper: Paper, format: NewFormat) -> String {
        let named = paper.kind().and_then(|kind| self.named(kind));
        let end = match format {
            NewFormat::Md => "md",
            NewFormat::Docx => "docx",
        };
        named.map_or_else(|| format!("{}.{end}", paper.stem()), str::to_string)
    }
}
