//! Documents of others to compare with: `lint --against`, and a manifest's `previous`.

use super::error::CliError;
use super::inputs::{self, Dossier};
use crate::document::Meta;
use crate::document::dossier::Manifest;
use crate::lint::Catalogue;
use crate::lint::against::Other;
use crate::lint::engine::Input;
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Documents of others, in the order given.
#[derive(Clone, Default)]
pub(super) struct Others {
    read: Vec<One>,
}

/// A document of others, and where it lies.
#[derive(Clone)]
struct One {
    file: PathBuf,
    /// Whether it was found in a folder, and not given by name.
    found: bool,
    other: Arc<Other>,
}

/// Where a file lies, by whatever path it is reached.
fn file(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

impl Others {
    /// Reads documents.
    pub(super) fn read(paths: &[PathBuf], catalogue: &Catalogue) -> Result<Others, CliError> {
        Others::read_of(paths, None, catalogue)
    }

    /// Reads a dossier's own documents of the term before: its manifest says whose they are, not when and what.
    pub(super) fn previous(dossier: &Dossier, catalogue: &Catalogue) -> Result<Others, CliError> {
        let Some((path, manifest)) = &dossier.manifest else { return Ok(Others::default()) };
        let parent = path.parent().unwrap_or(Path::new(""));
        let files: Vec<PathBuf> = manifest.previous.iter().map(|file| parent.join(file)).collect();
        let Meta { unit, province, .. } = manifest.meta.clone();
        let whose = Manifest { meta: Meta { unit, province, ..Meta::default() }, ..Manifest::default() };
        Others::read_of(&files, Some(&whose), catalogue)
    }

    fn read_of(paths: &[PathBuf], whose: Option<&Manifest>, catalogue: &Catalogue) -> Result<Others, CliError> {
        let mut others = Others::default();
        for dossier in if paths.is_empty() { Vec::new() } else { inputs::find(paths, None)? } {
            let read = |input: &Input| inputs::content(Path::new(&input.path));
            let manifest = whose.or(dossier.manifest.as_ref().map(|(_, manifest)| manifest));
            let one = |input: &Input| {
                let other = Arc::new(Other::read(catalogue, input, manifest, &read)?);
                Ok(One { file: file(Path::new(&input.path)), found: dossier.is_dossier, other })
            };
            others.read.extend(dossier.inputs.par_iter().map(one).collect::<Result<Vec<_>, CliError>>()?);
        }
        Ok(others)
    }

    /// These and more.
    pub(super) fn with(&self, more: Others) -> Others {
        Others { read: self.read.iter().cloned().chain(more.read).collect() }
    }

    /// Those that are others to a dossier, each once: not its own documents, nor, of a folder, what its manifest names.
    pub(super) fn of(self, dossier: &Dossier) -> Vec<Arc<Other>> {
        let mut seen: HashSet<PathBuf> = dossier.inputs.iter().map(|input| file(Path::new(&input.path))).collect();
        let named = dossier.manifest.iter().flat_map(|(path, manifest)| {
            let parent = path.parent().unwrap_or(Path::new(""));
            manifest.documents.iter().map(move |(_, document)| file(&parent.join(document)))
        });
        let named: HashSet<PathBuf> = named.collect();
        let others = self.read.into_iter().filter(|one| !(one.found && named.contains(&one.file)));
        others.filter(|one| seen.insert(one.file.clone())).map(|one| one.other).collect()
    }
}
