//! `vankien overlap index` and `--index`: a corpus kept in a file.

use super::{each, entry_of, find, reader};
use crate::cli::args::Common;
use crate::cli::error::CliError;
use crate::cli::{inputs, note};
use crate::document::Content;
use crate::lint::engine::Input;
use crate::overlap::index::{Index, IndexError, Member, mark, write};
use crate::overlap::{Entry, Genre, Options};
use crate::report::overlap::{Compared, Comparison, Found};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs::File;
use std::io::{BufWriter, ErrorKind};
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
    let old = match File::open(file) {
        Ok(open) => old(open, rebuild, file)?,
        Err(error) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
        Err(error) => return Err(CliError::io(file)(error)),
    };
    let (reader, genre) = reader(false, common)?;
    let inputs = find(paths, common)?.inputs;
    let read = each(&inputs, common, |input| {
        let (content, mark) = marked(&input.path)?;
        Ok(Member { path: input.path.clone(), mark, entry: entry_of(&reader, input, content)? })
    })?;
    let mut changes = Changes::default();
    let mut members = old;
    for member in read {
        let before = members.get(&member.path).map(|old| old.mark);
        changes.new += usize::from(before.is_none());
        changes.other += usize::from(before.is_some_and(|mark| mark != member.mark));
        members.insert(member.path.clone(), member);
    }
    changes.gone = members.keys().filter(|path| !Path::new(path).exists()).count();
    let all = members.len();
    note(common, &format!("đang ghi {all} văn bản vào {}", file.display()));
    let mut beside = file.clone().into_os_string();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = File::create(&beside).and_then(|out| {
        let mut out = BufWriter::new(out);
        write(members.into_values().collect(), &genre, &mut out)?;
        out.into_inner().map_err(|error| error.into_error())?.sync_all()
    });
    let written = written.and_then(|()| std::fs::rename(&beside, file));
    if let Err(error) = written {
        let _ = std::fs::remove_file(&beside);
        return Err(CliError::io(file)(error));
    }
    note(common, &format!("{}: {all} văn bản{changes}", file.display()));
    Ok(ExitCode::SUCCESS)
}

/// What an index that stands there already holds; nothing where it is to be made anew. What is no index of ours is
/// never written over unless that is asked for, and a document not even then.
fn old(open: File, rebuild: bool, file: &Path) -> Result<BTreeMap<String, Member>, CliError> {
    match Index::open(open) {
        Err(IndexError::Foreign) if rebuild && inputs::is_document(file) => Err(CliError::Usage(format!(
            "{}: đây là một văn bản, không phải chỉ mục; hãy chọn tên khác cho chỉ mục",
            file.display()
        ))),
        _ if rebuild => Ok(BTreeMap::new()),
        index => {
            let members = index.and_then(|mut index| index.members()).map_err(wrong(file))?;
            Ok(members.into_iter().map(|member| (member.path.clone(), member)).collect())
        }
    }
}

/// What became of an index that was there.
#[derive(Default)]
struct Changes {
    new: usize,
    /// Of the same path, and the file is another.
    other: usize,
    /// Of which there is no file any more.
    gone: usize,
}

impl fmt::Display for Changes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, " ({} mới, {} đã sửa)", self.new, self.other)?;
        if self.gone > 0 {
            write!(out, "; {} văn bản không còn tệp (muốn bỏ ra: lập lại bằng --rebuild)", self.gone)?;
        }
        Ok(())
    }
}

/// A document as it stands on disk, and its mark.
fn marked(path: &str) -> Result<(Content, u64), CliError> {
    let path = Path::new(path);
    let content = inputs::content(path).map_err(|error| CliError::Read { path: path.to_path_buf(), error })?;
    let mark = mark(content.bytes());
    Ok((content, mark))
}

/// Sets documents against an index.
pub fn ask(
    file: &Path,
    inputs: &[Input],
    entries: Vec<Entry>,
    genre: &Genre,
    common: &Common,
) -> Result<Comparison, CliError> {
    let mut index = Index::open(File::open(file).map_err(CliError::io(file))?).map_err(wrong(file))?;
    let compared = |path: &str, entry: &Entry, gone: bool| {
        let authored = entry.text.authored(&(0..u32::MAX));
        Compared { path: path.to_string(), authored, gone }
    };
    let documents = inputs.iter().zip(&entries).map(|(input, entry)| compared(&input.path, entry, false)).collect();
    let mut comparison = Comparison { documents, ..Comparison::default() };
    let mut known: HashMap<String, usize> = HashMap::new();
    for (a, (input, entry)) in inputs.iter().zip(&entries).enumerate() {
        let matches = index.ask(&entry.text, &input.path, genre, &Options::default()).map_err(wrong(file))?;
        for found in matches {
            let Member { path, mark, entry: other } = found.member;
            let b = *known.entry(path).or_insert_with_key(|path| {
                let gone = marked(path).map_or(true, |(_, now)| now != mark);
                comparison.documents.push(compared(path, &other, gone));
                comparison.documents.len() - 1
            });
            comparison
                .passages
                .extend(found.passages.into_iter().map(|passage| Found::new((a, entry), (b, &other), passage)));
        }
    }
    let gone: Vec<&str> = comparison.documents.iter().filter(|d| d.gone).map(|d| d.path.as_str()).collect();
    if let [first, rest @ ..] = &gone[..] {
        let more = if rest.is_empty() { String::new() } else { format!(" và {} văn bản nữa", rest.len()) };
        let said = "đã sửa hoặc không còn ở chỗ cũ; muốn đối chiếu bản mới, hãy lập lại chỉ mục";
        note(common, &format!("{}: sau khi lập chỉ mục, {first}{more} {said}", file.display()));
    }
    Ok(comparison)
}
