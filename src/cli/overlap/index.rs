//! `vankien overlap index` and `--index`: a corpus kept in a file.

use super::{entries, find, note, reader};
use crate::cli::args::Common;
use crate::cli::error::CliError;
use crate::lint::engine::Input;
use crate::overlap::index::{Index, IndexError, Member, write};
use crate::overlap::{Entry, Genre, Options};
use crate::report::overlap::{Compared, Comparison, Found};
use std::collections::HashMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn wrong(path: &Path) -> impl Fn(IndexError) -> CliError + '_ {
    |error| match error {
        IndexError::Io(error) => CliError::io(path)(error),
        error => CliError::Usage(format!("{}: {error}", path.display())),
    }
}

/// Makes an index, or adds documents to one.
pub fn build(paths: &[PathBuf], rebuild: bool, common: &Common) -> Result<ExitCode, CliError> {
    let Some(file) = &common.output else {
        return Err(CliError::Usage("overlap index cần -o TỆP để ghi chỉ mục".into()));
    };
    let (reader, genre) = reader(common)?;
    let mut members = Vec::new();
    if file.exists() && !rebuild {
        // What is no index of ours is never written over.
        let mut index = Index::open(File::open(file).map_err(CliError::io(file))?).map_err(wrong(file))?;
        members = index.members().map_err(wrong(file))?;
    }
    let before = members.len();
    let inputs = find(paths, common)?.inputs;
    let read = entries(&inputs, &reader, common)?;
    members.extend(inputs.into_iter().zip(read).map(|(input, entry)| Member { path: input.path, entry }));
    let mut beside = file.clone().into_os_string();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = File::create(&beside).and_then(|out| {
        let mut out = BufWriter::new(out);
        write(members, &genre, &mut out)?;
        out.into_inner().map_err(|error| error.into_error())?.sync_all()
    });
    let written = written.and_then(|()| std::fs::rename(&beside, file));
    if let Err(error) = written {
        let _ = std::fs::remove_file(&beside);
        return Err(CliError::io(file)(error));
    }
    let all = Index::open(File::open(file).map_err(CliError::io(file))?).map_err(wrong(file))?.len();
    note(common, &format!("{}: {all} văn bản ({} mới)", file.display(), all.saturating_sub(before)));
    Ok(ExitCode::SUCCESS)
}

/// Sets documents against an index.
pub fn ask(file: &Path, inputs: &[Input], entries: Vec<Entry>, genre: &Genre) -> Result<Comparison, CliError> {
    let mut index = Index::open(File::open(file).map_err(CliError::io(file))?).map_err(wrong(file))?;
    let compared =
        |path: &str, entry: &Entry| Compared { path: path.to_string(), authored: entry.text.authored(&(0..u32::MAX)) };
    let documents = inputs.iter().zip(&entries).map(|(input, entry)| compared(&input.path, entry)).collect();
    let mut comparison = Comparison { documents, ..Comparison::default() };
    let mut known: HashMap<String, usize> = HashMap::new();
    for (a, (input, entry)) in inputs.iter().zip(&entries).enumerate() {
        let matches = index.ask(&entry.text, &input.path, genre, &Options::default()).map_err(wrong(file))?;
        for found in matches {
            let other = found.member.entry;
            let b = *known.entry(found.member.path).or_insert_with_key(|path| {
                comparison.documents.push(compared(path, &other));
                comparison.documents.len() - 1
            });
            comparison
                .passages
                .extend(found.passages.into_iter().map(|passage| Found::new((a, entry), (b, &other), passage)));
        }
    }
    Ok(comparison)
}
