//! Writing: to the terminal, or beside the file and renamed, so that no file is ever half written.

use super::args::{ColorArg, Common};
use super::error::CliError;
use std::fs::{self, Metadata};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Writes a result where the flags say.
pub fn write(common: &Common, text: &str) -> Result<(), CliError> {
    match &common.output {
        Some(path) => write_file(path, text),
        None => print(text),
    }
}

/// Writes to standard output.
pub fn print(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    // A reader that has seen enough («| head») is no failure of ours.
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CliError::Io { path: "đầu ra".into(), error })
        }
        _ => Ok(()),
    }
}

/// Writes a file beside its place, then renames it there.
pub fn write_file(path: &Path, content: impl AsRef<[u8]>) -> Result<(), CliError> {
    Staged::new(path, content)?.commit()
}

/// A file written beside its place; it takes the place when committed, and goes away if it never is.
#[derive(Debug)]
pub struct Staged {
    path: PathBuf,
    written: Written,
}

#[derive(Debug)]
enum Written {
    /// Beside the place, to be renamed.
    Beside {
        temporary: PathBuf,
        place: PathBuf,
    },
    /// Nowhere yet: a device or a pipe (`-o /dev/null`) is written to, for renamed over, it would be no device any
    /// more.
    Not {
        content: Vec<u8>,
    },
    Done,
}

impl Staged {
    /// Writes beside a path what is to stand there, with the owner and the permissions of what stands there now.
    pub fn new(path: &Path, content: impl AsRef<[u8]>) -> Result<Staged, CliError> {
        let content = content.as_ref();
        let staged = |written| Staged { path: path.to_path_buf(), written };
        let found = fs::metadata(path).ok();
        if found.as_ref().is_some_and(|found| !found.is_file() && !found.is_dir()) {
            return Ok(staged(Written::Not { content: content.to_vec() }));
        }
        if found.as_ref().is_some_and(Metadata::is_dir) {
            return Err(CliError::io(path)(io::ErrorKind::IsADirectory.into()));
        }
        // Of a link, the file it leads to is replaced, not the link.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let name =
            place.file_name().ok_or_else(|| CliError::Usage(format!("{}: không phải tên tệp", path.display())))?;
        let mut beside = std::ffi::OsString::from(".");
        beside.push(name);
        beside.push(format!(".{}.tmp", std::process::id()));
        let temporary = place.with_file_name(beside);
        let staged = staged(Written::Beside { temporary: temporary.clone(), place });
        let written =
            fs::write(&temporary, content).and_then(|()| found.map_or(Ok(()), |found| keep(&temporary, &found)));
        written.map_err(CliError::io(path))?;
        Ok(staged)
    }

    /// Puts the file in its place.
    pub fn commit(mut self) -> Result<(), CliError> {
        let done = match &self.written {
            Written::Beside { temporary, place } => fs::rename(temporary, place),
            Written::Not { content } => fs::write(&self.path, content),
            Written::Done => Ok(()),
        };
        done.map_err(CliError::io(&self.path))?;
        self.written = Written::Done;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let Written::Beside { temporary, .. } = &self.written {
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Gives a new file the permissions of the one it will replace, and its owner where we may.
fn keep(path: &Path, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let _ = std::os::unix::fs::chown(path, Some(old.uid()), Some(old.gid()));
    }
    fs::set_permissions(path, old.permissions())
}

/// Whether to colour what goes to standard output.
pub fn colour(common: &Common) -> bool {
    colour_on(common, common.output.is_none() && io::stdout().is_terminal())
}

/// Whether to colour what goes to standard error.
pub fn colour_of_errors(common: &Common) -> bool {
    colour_on(common, io::stderr().is_terminal())
}

fn colour_on(common: &Common, terminal: bool) -> bool {
    match common.color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
    }
}

/// Width to draw for.
pub fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    columns.unwrap_or(100).clamp(40, 200)
}
