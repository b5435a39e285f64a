//! From the paths of a command line to dossiers.

use super::error::{CliError, io_reason};
use crate::document::dossier::{MANIFEST, Manifest};
use crate::document::{Content, Format, MAX_BYTES, ReadError, error};
use crate::lint::engine::Input;
use crate::ooxml::package;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Documents that are checked together.
#[derive(Debug)]
pub struct Dossier {
    /// The documents, sorted by path.
    pub inputs: Vec<Input>,
    /// The manifest and its path.
    pub manifest: Option<(PathBuf, Manifest)>,
    /// Whether they were given as a folder.
    pub is_dossier: bool,
}

/// The folder beside a manifest that holds a unit's own templates.
pub const TEMPLATES: &str = "templates";

/// The path that means standard input.
pub const STDIN: &str = "-";

/// Finds the dossiers behind the paths, in the order given. `config` stands for the manifest beside
/// the documents.
pub fn find(paths: &[PathBuf], config: Option<&Path>) -> Result<Vec<Dossier>, CliError> {
    let here = [PathBuf::from(".")];
    let (paths, given) = if paths.is_empty() { (&here[..], false) } else { (paths, true) };
    let mut dossiers = Vec::new();
    // Files given one by one from one folder share its manifest and are compared with each other.
    let mut files: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for path in paths {
        if path.as_os_str() == STDIN {
            let input = Input { path: STDIN.to_string(), format: Format::Markdown, kind: None };
            let manifest = config.map(read_manifest).transpose()?;
            dossiers.push(Dossier { inputs: vec![input], manifest, is_dossier: false });
        } else if path.is_dir() {
            let found = folder(path, config)?;
            if found.is_empty() {
                let what = if given { path.display().to_string() } else { "thư mục đang đứng".to_string() };
                return Err(CliError::Usage(format!("{what}: không có văn bản nào (.docx, .md, .txt) để rà soát")));
            }
            dossiers.extend(found);
        } else if path.file_name().is_some_and(|n| n == MANIFEST) && path.is_file() {
            dossiers.push(named(path.parent().unwrap_or(Path::new("")), read_manifest(path)?)?);
        } else {
            std::fs::metadata(path).map_err(CliError::io(path))?;
            let parent = path.parent().unwrap_or(Path::new("")).to_path_buf();
            files.entry(parent).or_default().push(path.clone());
        }
    }
    for (parent, mut paths) in files {
        paths.sort();
        paths.dedup();
        let beside = config.map(Path::to_path_buf).or_else(|| Some(parent.join(MANIFEST)).filter(|p| p.is_file()));
        let manifest = beside.as_deref().map(read_manifest).transpose()?;
        let kinds = manifest.as_ref().map(|(_, m)| m.documents.clone()).unwrap_or_default();
        let inputs = paths
            .iter()
            .map(|path| {
                let kind = kinds.iter().find(|(_, file)| parent.join(file) == *path).map(|(kind, _)| *kind);
                Ok(Input { path: shown(path)?, format: format(path)?, kind })
            })
            .collect::<Result<_, CliError>>()?;
        dossiers.push(Dossier { inputs, manifest, is_dossier: false });
    }
    if !given {
        // Nobody wrote the `.` that stands for the folder one is in.
        for input in dossiers.iter_mut().flat_map(|d| &mut d.inputs) {
            input.path = input.path.trim_start_matches("./").to_string();
        }
    }
    Ok(dossiers)
}

/// Every folder below `root` that holds documents is a dossier.
fn folder(root: &Path, config: Option<&Path>) -> Result<Vec<Dossier>, CliError> {
    let mut documents: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    let mut manifests: Vec<PathBuf> = Vec::new();
    let hidden = |name: &std::ffi::OsStr| name.to_str().is_some_and(|n| n.starts_with('.') || n.starts_with("~$"));
    let walk = WalkDir::new(root).follow_links(false).sort_by_file_name();
    // A unit's own templates beside a manifest are no documents.
    let templates = |e: &walkdir::DirEntry| {
        let beside = || e.path().parent().is_some_and(|parent| parent.join(MANIFEST).is_file());
        e.file_type().is_dir() && e.file_name() == TEMPLATES && beside()
    };
    let skipped = |e: &walkdir::DirEntry| hidden(e.file_name()) || templates(e);
    for entry in walk.into_iter().filter_entry(|e| e.depth() == 0 || !skipped(e)) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(root).to_path_buf();
            CliError::Io {
                path,
                error: error.into_io_error().unwrap_or_else(|| std::io::Error::other("vòng lặp thư mục")),
            }
        })?;
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path();
        let parent = path.parent().unwrap_or(root).to_path_buf();
        if path.file_name().is_some_and(|n| n == MANIFEST) {
            manifests.push(path.to_path_buf());
        } else if format(path).is_ok() {
            documents.entry(parent).or_default().push(path.to_path_buf());
        }
    }
    let mut claimed: BTreeSet<PathBuf> = BTreeSet::new();
    let mut dossiers = Vec::new();
    for path in &manifests {
        let parent = path.parent().unwrap_or(root);
        let manifest = read_manifest(path)?;
        if manifest.1.documents.is_empty() {
            continue;
        }
        claimed.extend(manifest.1.documents.iter().map(|(_, file)| parent.join(file)));
        claimed.extend(manifest.1.previous.iter().map(|file| parent.join(file)));
        documents.remove(parent);
        dossiers.push(named(parent, manifest)?);
    }
    for (parent, mut paths) in documents {
        paths.retain(|path| !claimed.contains(path));
        if paths.is_empty() {
            continue;
        }
        let beside = Some(parent.join(MANIFEST)).filter(|p| p.is_file());
        let manifest = config.map(Path::to_path_buf).or(beside).as_deref().map(read_manifest).transpose()?;
        let inputs = paths
            .iter()
            .map(|path| Ok(Input { path: shown(path)?, format: format(path)?, kind: None }))
            .collect::<Result<_, CliError>>()?;
        dossiers.push(Dossier { inputs, manifest, is_dossier: true });
    }
    if let Some(config) = config {
        let settings = read_manifest(config)?;
        for dossier in &mut dossiers {
            dossier.manifest = Some(settings.clone());
        }
    }
    Ok(dossiers)
}

/// The documents a manifest names.
fn named(parent: &Path, manifest: (PathBuf, Manifest)) -> Result<Dossier, CliError> {
    let mut inputs = Vec::new();
    let missing = |file: &str| {
        let text = std::fs::read_to_string(&manifest.0).unwrap_or_default();
        let line = text.lines().position(|l| l.contains(file)).map_or(1, |i| i + 1);
        CliError::Usage(format!("{}:{line}: không có tệp «{file}» cạnh tệp khai báo", manifest.0.display()))
    };
    for (kind, file) in &manifest.1.documents {
        let path = parent.join(file);
        if !path.is_file() {
            return Err(missing(file));
        }
        inputs.push(Input { path: shown(&path)?, format: format(&path)?, kind: Some(*kind) });
    }
    if let Some(file) = manifest.1.previous.iter().find(|file| !parent.join(file).is_file()) {
        return Err(missing(file));
    }
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.dedup_by(|a, b| a.path == b.path);
    Ok(Dossier { inputs, manifest: Some(manifest), is_dossier: true })
}

/// Reads a manifest.
pub fn read_manifest(path: &Path) -> Result<(PathBuf, Manifest), CliError> {
    let text = read(path).map_err(|error| CliError::Read { path: path.to_path_buf(), error })?;
    let manifest = Manifest::parse(&text).map_err(|error| CliError::Manifest { path: path.to_path_buf(), error })?;
    Ok((path.to_path_buf(), manifest))
}

/// Whether a file's name is that of a text somebody wrote.
pub fn is_document(path: &Path) -> bool {
    const OLD: [&str; 4] = ["doc", "rtf", "pdf", "odt"];
    format(path).is_ok() || OLD.contains(&extension(path).as_str())
}

fn extension(path: &Path) -> String {
    path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase()
}

/// The format a file's name tells.
pub fn format(path: &Path) -> Result<Format, CliError> {
    let say = |what: &str| Err(CliError::Usage(format!("{}: {what}", path.display())));
    match extension(path).as_str() {
        "md" | "markdown" => Ok(Format::Markdown),
        "txt" => Ok(Format::Plain),
        "docx" | "docm" => Ok(Format::Word),
        "doc" | "rtf" => say("tệp Word đời cũ; hãy mở bằng Word và lưu thành .docx"),
        "pdf" => say("tệp PDF không rà soát được; hãy dùng tệp gốc"),
        "odt" => say("hãy mở bằng Word hoặc LibreOffice và lưu thành .docx"),
        _ => say("không biết loại tệp này; vankien đọc .docx, .md và .txt"),
    }
}

/// The path as people gave it, with `/` on every system. Names out of old archives are in other codes.
fn shown(path: &Path) -> Result<String, CliError> {
    let named = path.to_str().ok_or_else(|| {
        CliError::Usage(format!("{}: tên tệp không viết bằng Unicode; hãy đổi tên tệp", path.display()))
    });
    named.map(|text| if cfg!(windows) { text.replace('\\', "/") } else { text.to_string() })
}

/// Reads a text from disk, up to the size of the largest report: what is no plain file may never end.
pub fn read(path: &Path) -> Result<String, ReadError> {
    error::decode(bytes(path, MAX_BYTES)?)
}

/// Reads a document from disk: a Word file as it is, any other as text.
pub fn content(path: &Path) -> Result<Content, ReadError> {
    match format(path) {
        Ok(Format::Word) => Ok(Content::Word(bytes(path, package::MAX_BYTES)?.into())),
        _ => read(path).map(Content::Text),
    }
}

/// Reads a file of any kind as it stands.
pub fn raw(path: &Path) -> Result<Vec<u8>, ReadError> {
    bytes(path, package::MAX_BYTES)
}

fn bytes(path: &Path, most: usize) -> Result<Vec<u8>, ReadError> {
    let unreadable = |error: std::io::Error| ReadError::Io { reason: io_reason(&error) };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size > most as u64 {
        return Err(ReadError::TooLarge { bytes: size as usize });
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > most {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    Ok(bytes)
}
