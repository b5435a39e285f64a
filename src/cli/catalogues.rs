//! The catalogue each dossier is judged by: what is built in, with the user's own files over it.

use super::args::Common;
use super::error::CliError;
use super::inputs::{Dossier, read};
use crate::lint::Catalogue;
use crate::lint::catalogue::{Files, embedded, embedded_packs, embedded_rules, load_packs};
use crate::lint::pack::Pack;
use crate::lint::registry::Directives;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// Catalogues by what they were made of; dossiers without settings of their own share one.
#[derive(Default)]
pub struct Catalogues {
    made: HashMap<(Option<PathBuf>, Vec<String>, bool), Arc<Catalogue>>,
}

impl Catalogues {
    /// The catalogue a dossier is judged by.
    pub fn of(&mut self, dossier: &Dossier, common: &Common) -> Result<Arc<Catalogue>, CliError> {
        let beside = dossier.manifest.as_ref().and_then(|(path, _)| path.parent()).map(|p| p.join("lints"));
        let folder = common.lints.clone().or_else(|| beside.filter(|p| p.is_dir()));
        let packs = dossier.manifest.as_ref().map(|(_, m)| m.packs.clone()).unwrap_or_default();
        self.made_of(folder, packs, false)
    }

    /// The catalogue with a folder over what is built in, the rules with their examples.
    pub fn load(&mut self, folder: Option<PathBuf>, packs: Vec<String>) -> Result<Arc<Catalogue>, CliError> {
        self.made_of(folder, packs, true)
    }

    fn made_of(
        &mut self,
        folder: Option<PathBuf>,
        packs: Vec<String>,
        examples: bool,
    ) -> Result<Arc<Catalogue>, CliError> {
        let key = (folder, packs, examples);
        if let Some(made) = self.made.get(&key) {
            return Ok(Arc::clone(made));
        }
        let mut files = if examples { embedded() } else { embedded_rules() };
        if let Some(folder) = &key.0 {
            files.extend(read_folder(folder)?);
        }
        let catalogue = Catalogue::load(&files, &key.1);
        let catalogue = catalogue.map_err(|error| CliError::Catalogue { folder: key.0.clone(), error })?;
        let catalogue = Arc::new(catalogue);
        self.made.insert(key, Arc::clone(&catalogue));
        Ok(catalogue)
    }
}

/// The packs and the registry of directives alone, for what judges nothing.
pub fn pack(folder: Option<PathBuf>, packs: &[String]) -> Result<(Pack, Directives), CliError> {
    let mut files = embedded_packs();
    if let Some(folder) = &folder {
        files.extend(read_folder(folder)?);
    }
    let wrong = |error| CliError::Catalogue { folder: folder.clone(), error };
    let directives = Directives::parse(files.get("data/directives.tsv").map_or("", |text| text));
    Ok((load_packs(&files, packs).map_err(wrong)?, directives.map_err(|error| wrong(error.into()))?))
}

/// The YAML files of a folder shaped like `lints/`, and its registry of directives.
pub fn read_folder(folder: &Path) -> Result<Files, CliError> {
    if !folder.is_dir() {
        return Err(CliError::Usage(format!("{}: không phải là thư mục quy tắc", folder.display())));
    }
    let mut files = Files::new();
    for entry in WalkDir::new(folder).follow_links(false).max_depth(4).sort_by_file_name() {
        let entry = entry.map_err(|e| CliError::Usage(format!("{}: {e}", folder.display())))?;
        let path = entry.path();
        let data = path.ends_with("data/directives.tsv");
        let yaml = path.extension().is_some_and(|e| e == "yml" || e == "yaml") || data;
        let Ok(relative) = path.strip_prefix(folder) else { continue };
        if !entry.file_type().is_file() || !yaml {
            continue;
        }
        let text = read(path).map_err(|error| CliError::Read { path: path.to_path_buf(), error })?;
        let name: Vec<String> = relative.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
        let name = name.join("/");
        files.insert(name.strip_suffix(".yaml").map_or(name.clone(), |stem| format!("{stem}.yml")), text);
    }
    if files.is_empty() {
        return Err(CliError::Usage(format!("{}: không có tệp quy tắc (.yml) nào", folder.display())));
    }
    Ok(files)
}
