//! Why a command could not run: one clear line each.

use crate::document::ReadError;
use crate::lint::CatalogueError;
use crate::lint::baseline::BaselineError;
use crate::lint::engine::RunError;
use crate::report::page::PageError;
use crate::yaml::YamlError;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A command that could not run; exit code 2.
#[derive(Debug, Error)]
pub enum CliError {
    /// A path that cannot be read.
    #[error("{}: {}", path.display(), io_reason(error))]
    Io {
        /// The path.
        path: PathBuf,
        /// The system's reason.
        error: std::io::Error,
    },
    /// A document that cannot be read.
    #[error("{}: {error}", path.display())]
    Read {
        /// The path.
        path: PathBuf,
        /// Why.
        error: ReadError,
    },
    /// A list of known findings that is none.
    #[error("{}: {error}", path.display())]
    Baseline {
        /// The path.
        path: PathBuf,
        /// Why.
        error: BaselineError,
    },
    /// A document of a run that cannot be read.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A manifest with a mistake.
    #[error("{}:{}:{}: {}", path.display(), error.line, error.column, error.message)]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What and where.
        error: YamlError,
    },
    /// Rules or packs with a mistake.
    #[error("{}{error}", folder.as_ref().map(|f| format!("{}/", f.display())).unwrap_or_default())]
    Catalogue {
        /// The folder they were read from; none, those built in.
        folder: Option<PathBuf>,
        /// What and where.
        error: CatalogueError,
    },
    /// A page that cannot be rendered.
    #[error(transparent)]
    Page(#[from] PageError),
    /// A data file with mistakes.
    #[error("{first}")]
    Data {
        /// The first, with how many there are.
        first: String,
        /// The others, a line each.
        others: Vec<String>,
    },
    /// Anything else; the text says what and what to do.
    #[error("{0}")]
    Usage(String),
}

impl CliError {
    /// Wraps a system error with its path.
    pub fn io(path: &Path) -> impl Fn(std::io::Error) -> CliError + '_ {
        |error| CliError::Io { path: path.to_path_buf(), error }
    }
}

/// The system's reason in Vietnamese, where we have words for it.
pub(super) fn io_reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind::*;
    match error.kind() {
        NotFound => "không tìm thấy tệp hoặc thư mục".to_string(),
        PermissionDenied => "không có quyền đọc hoặc ghi".to_string(),
        IsADirectory => "là thư mục, không phải tệp".to_string(),
        NotADirectory => "không phải là thư mục".to_string(),
        StorageFull => "ổ đĩa đã đầy".to_string(),
        _ => error.to_string(),
    }
}
