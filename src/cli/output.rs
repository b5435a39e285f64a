//! Writing: to the terminal, or beside the file and renamed, so that no file is ever half written.

use super::args::{ColorArg, Common};
use super::error::CliError;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// Writes a result where the flags say.
pub fn write(common: &Common, text: &str) -> Result<(), CliError> {
    match &common.output {
        Some(path) => write_file(path, text),
        None => {
            let mut out = std::io::stdout().lock();
            // A reader that has seen enough («| head») is no failure of ours.
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                    Err(CliError::Io { path: "đầu ra".into(), error })
                }
                _ => Ok(()),
            }
        }
    }
}

/// Writes a file beside its place, then renames it there.
pub fn write_file(path: &Path, text: &str) -> Result<(), CliError> {
    // A device or a pipe (`-o /dev/null`) is written to: renamed over, it would be no device any more.
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return std::fs::write(path, text).map_err(|error| CliError::Io { path: path.to_path_buf(), error });
    }
    let name = path.file_name().ok_or_else(|| CliError::Usage(format!("{}: không phải tên tệp", path.display())))?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(beside);
    let written = std::fs::write(&temporary, text).and_then(|()| std::fs::rename(&temporary, path));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&temporary);
        CliError::Io { path: path.to_path_buf(), error }
    })
}

/// Whether to colour what goes to standard output.
pub fn colour(common: &Common) -> bool {
    match common.color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => {
            let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
            common.output.is_none() && !plain && std::io::stdout().is_terminal()
        }
    }
}

/// Width to draw for.
pub fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    columns.unwrap_or(100).clamp(40, 200)
}
