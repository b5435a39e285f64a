//! `vankien overlap`.

mod index;

use crate::cli::args::{Common, OverlapAction, OverlapArgs, OverlapFormat};
use crate::cli::catalogues;
use crate::cli::error::CliError;
use crate::cli::inputs::{self, read};
use crate::cli::output;
use crate::cli::progress::Progress;
use crate::document::Content;
use crate::document::dossier::MANIFEST;
use crate::lint::catalogue::embedded_file;
use crate::lint::engine::Input;
use crate::lint::pack::Pack;
use crate::overlap::phrases::{lines as common_lines, pairs as common_pairs, phrases};
use crate::overlap::{
    CommonLines, CommonPairs, ENOUGH, Entry, Genre, Options, Reader, SetPhrases, Shared, Shown, across, compare,
};
use crate::report::overlap::{self as report, Compared, Comparison, Found, Style};
use crate::yaml;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: &OverlapArgs, common: &Common) -> Result<ExitCode, CliError> {
    match &args.action {
        Some(OverlapAction::Index { paths, rebuild }) => return index::build(paths, *rebuild, common),
        Some(OverlapAction::Phrases { paths, units, pairs, lines }) => {
            return learn(paths, (*units, *pairs, *lines), common);
        }
        None => {}
    }
    let given = find(&args.paths, common)?;
    let few = args.index.is_none() && given.inputs.len() < ENOUGH;
    let (reader, mut genre) = reader(few, common)?;
    for base in &args.base {
        genre.learn(&entry(&reader, &input(base)?)?.text);
    }
    let together = match &args.pairs {
        Some(file) => pairs(file, args, &given.inputs)?,
        None => given.together,
    };
    let entries = entries(&given.inputs, &reader, common)?;
    if let Some(file) = &args.index {
        let mut comparison = index::ask(file, &given.inputs, entries, &genre, common)?;
        comparison.know_units(&together, &given.names);
        return show(&comparison, args, common, (&reader, &genre));
    }
    let shared = match &entries[..] {
        // Two files given by name: the first is looked at, whichever name comes first.
        [a, b] if !together.is_empty() => {
            let found = compare(&a.text, &b.text, &genre, &Options::default());
            found.into_iter().map(|passage| Shared { a: 0, b: 1, passage }).collect()
        }
        _ => {
            let progress = Progress::new(common, "đã đối chiếu", entries.len());
            across(&entries, &together, &genre, &Options::default(), &|| progress.step())
        }
    };
    let mut comparison = comparison(&given.inputs, &entries, shared);
    comparison.know_units(&together, &given.names);
    show(&comparison, args, common, (&reader, &genre))
}

/// Prints what the table of set phrases lacks, or the table of common pairs or lines, as lines of it.
fn learn(paths: &[PathBuf], (units, pairs, lines): (usize, bool, bool), common: &Common) -> Result<ExitCode, CliError> {
    let (reader, genre) = reader(false, common)?;
    let inputs = find(paths, common)?.inputs;
    let folder = |input: &Input| Path::new(&input.path).parent().map(Path::to_path_buf);
    let folders: Vec<&[Input]> = inputs.chunk_by(|x, y| folder(x) == folder(y)).collect();
    let mut samples = Vec::new();
    for (unit, inputs) in folders.into_iter().enumerate() {
        for input in inputs {
            let path = Path::new(&input.path);
            let wrong = |error| CliError::Read { path: path.to_path_buf(), error };
            let source = read(path).map_err(wrong)?;
            samples.push(reader.sample(unit, &input.path, source, input.format).map_err(wrong)?);
        }
    }
    if pairs {
        output::write(common, &common_pairs(&samples, units))?;
        return Ok(ExitCode::SUCCESS);
    }
    if lines {
        output::write(common, &common_lines(&samples, units, &genre))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = String::new();
    for phrase in phrases(&samples, units, &genre) {
        // A string of JSON is one of YAML.
        text.push_str(&format!("  - {}\n", serde_json::Value::from(phrase)));
    }
    output::write(common, &text)?;
    Ok(ExitCode::SUCCESS)
}

fn show(
    comparison: &Comparison,
    args: &OverlapArgs,
    common: &Common,
    (reader, genre): (&Reader, &Genre),
) -> Result<ExitCode, CliError> {
    let lang = common.lang.into();
    let source = |path: &str| inputs::content(Path::new(path)).and_then(Content::into_text).ok();
    let text = match args.format {
        OverlapFormat::Jsonl => report::jsonl(comparison)?,
        OverlapFormat::Terminal => report::terminal(comparison, Style { width: output::width(), lang }, &source),
        OverlapFormat::Html => report::page(comparison, lang, &|path| shown(path, reader, genre))?,
    };
    output::write(common, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// A document as the page shows it; nothing if it can be read no more.
fn shown(path: &str, reader: &Reader, genre: &Genre) -> Option<Shown> {
    let file = Path::new(path);
    reader.shown(path, inputs::content(file).ok()?, inputs::format(file).ok()?, genre).ok()
}

/// Reads documents side by side.
fn entries(inputs: &[Input], reader: &Reader, common: &Common) -> Result<Vec<Entry>, CliError> {
    each(inputs, common, |input| entry(reader, input))
}

/// Does something with each document, on all cores.
fn each<T: Send>(
    inputs: &[Input],
    common: &Common,
    does: impl Fn(&Input) -> Result<T, CliError> + Sync,
) -> Result<Vec<T>, CliError> {
    let progress = Progress::new(common, "đã đọc", inputs.len());
    inputs.par_iter().map(|input| does(input).inspect(|_| progress.step())).collect()
}

/// The documents a command line names.
struct Given {
    /// The documents; files in the order given, those of a folder by their path.
    inputs: Vec<Input>,
    /// Pairs that belong together, by index.
    together: Vec<(u32, u32)>,
    /// What the unit of a document is called, where its manifest says so.
    names: BTreeMap<usize, String>,
}

fn find(paths: &[PathBuf], common: &Common) -> Result<Given, CliError> {
    let (mut inputs, mut together): (Vec<Input>, _) = (Vec::new(), Vec::new());
    let mut names = BTreeMap::new();
    for path in paths {
        let manifest = path.file_name().is_some_and(|name| name == MANIFEST);
        if !path.is_dir() && !manifest {
            inputs.push(input(path)?);
            continue;
        }
        for dossier in inputs::find(std::slice::from_ref(path), common.config.as_deref())? {
            let first = inputs.len() as u32;
            inputs.extend(dossier.inputs);
            // Without a manifest nobody says that the files of a folder are one unit's.
            let manifest = dossier.manifest.map(|(_, manifest)| manifest);
            if let Some(manifest) = manifest.filter(|manifest| !manifest.documents.is_empty()) {
                let parts: Vec<String> = [manifest.meta.unit, manifest.meta.province].into_iter().flatten().collect();
                if !parts.is_empty() {
                    names.insert(first as usize, parts.join(", "));
                }
                let all = first..inputs.len() as u32;
                together.extend(all.clone().flat_map(|a| (a + 1..all.end).map(move |b| (a, b))));
            }
        }
    }
    if paths.len() == 2 && inputs.len() == 2 {
        together = vec![(0, 1)];
    }
    Ok(Given { inputs, together, names })
}

/// One file, its siblings unread.
fn input(path: &Path) -> Result<Input, CliError> {
    let found = inputs::find(&[path.to_path_buf()], None)?;
    let input = found.into_iter().flat_map(|dossier| dossier.inputs).next();
    input.ok_or_else(|| CliError::Usage(format!("{}: không đọc được", path.display())))
}

/// What reading a document for comparison needs, and the wording every report shares; where there are few documents also
/// the lines that many units have.
fn reader(few: bool, common: &Common) -> Result<(Reader, Genre), CliError> {
    let folder = common.lints.as_deref().map(catalogues::read_folder).transpose()?.unwrap_or_default();
    // A few files of the catalogue are needed, and the start of the program is felt where two reports are compared.
    let text = |name: &str| folder.get(name).cloned().or_else(|| embedded_file(name)).unwrap_or_default();
    let wrong = |name: &'static str| move |error| CliError::Manifest { path: name.into(), error };
    const NAMES: &str = "data/mentions.yml";
    const PHRASES: &str = "data/set-phrases.yml";
    const PAIRS: &str = "data/common-pairs.yml";
    const LINES: &str = "data/common-lines.yml";
    const OUTLINE: &str = "packs/generic/outline.yml";
    let words = yaml::parse(&text(NAMES)).map_err(wrong(NAMES))?;
    let phrases: SetPhrases = yaml::parse(&text(PHRASES)).map_err(wrong(PHRASES))?;
    let pairs: CommonPairs = yaml::parse(&text(PAIRS)).map_err(wrong(PAIRS))?;
    let pack = Pack::load([(OUTLINE, text(OUTLINE).as_str())]).map_err(|error| CliError::Usage(error.to_string()))?;
    let mut genre = phrases.genre();
    genre.extend(Genre::of(pack.headings()).runs());
    phrases.widen(&mut genre);
    if few {
        let lines: CommonLines = yaml::parse(&text(LINES)).map_err(wrong(LINES))?;
        lines.widen(&mut genre);
    }
    genre.learn_pairs(&pairs.pairs);
    Ok((Reader::new(&words), genre))
}

fn entry(reader: &Reader, input: &Input) -> Result<Entry, CliError> {
    let path = Path::new(&input.path);
    let content = inputs::content(path).map_err(|error| CliError::Read { path: path.to_path_buf(), error })?;
    entry_of(reader, input, content)
}

/// A document whose content has been read.
fn entry_of(reader: &Reader, input: &Input, content: Content) -> Result<Entry, CliError> {
    let wrong = |error| CliError::Read { path: Path::new(&input.path).to_path_buf(), error };
    reader.entry(&input.path, content, input.format).map_err(wrong)
}

/// The pairs a file names, two names a line, relative to the folder given (or as given).
fn pairs(file: &Path, args: &OverlapArgs, inputs: &[Input]) -> Result<Vec<(u32, u32)>, CliError> {
    let text = read(file).map_err(|error| CliError::Read { path: file.to_path_buf(), error })?;
    let text = text.trim_start_matches('\u{feff}');
    let mut names: HashMap<&str, u32> = HashMap::new();
    for (id, input) in inputs.iter().enumerate() {
        names.insert(&input.path, id as u32);
        for folder in args.paths.iter().filter_map(|path| path.to_str()) {
            if let Some(inside) = input.path.strip_prefix(folder.trim_end_matches('/')) {
                names.insert(inside.trim_start_matches('/'), id as u32);
            }
        }
    }
    let mut pairs = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |what: String| CliError::Usage(format!("{}:{}: {what}", file.display(), number + 1));
        let (a, b) = two(line, &names).ok_or_else(|| {
            wrong("cần hai tên tệp một dòng, cách nhau một dấu cách (tên có dấu cách: dấu tab)".into())
        })?;
        let find = |name: &str| {
            let known = names.get(name.trim()).copied();
            known.ok_or_else(|| wrong(format!("không có «{}» trong các văn bản đã cho", name.trim())))
        };
        pairs.push((find(a)?, find(b)?));
    }
    Ok(pairs)
}

/// The two names of a line: on both sides of a tab, or of a space; of several spaces the one that has names of
/// documents on both sides.
fn two<'l>(line: &'l str, names: &HashMap<&str, u32>) -> Option<(&'l str, &'l str)> {
    if line.contains('\t') {
        return line.split_once('\t').filter(|(_, b)| !b.contains('\t'));
    }
    let line = line.trim();
    let spaces = line.match_indices(' ').map(|(at, _)| (line[..at].trim(), line[at..].trim()));
    let mut known = spaces.clone().filter(|(a, b)| names.contains_key(a) && names.contains_key(b));
    let mut only = spaces.filter(|(a, b)| !a.contains(' ') && !b.contains(' '));
    known.next().or_else(|| only.next())
}

/// What was found, with the places in the files.
fn comparison(inputs: &[Input], entries: &[Entry], shared: Vec<Shared>) -> Comparison {
    let documents = inputs.iter().zip(entries).map(|(input, entry)| {
        let authored = entry.text.authored(&(0..u32::MAX));
        Compared { path: input.path.clone(), authored, gone: false }
    });
    let found = shared.into_iter().filter_map(|Shared { a, b, passage }| {
        let (a, b) = (a as usize, b as usize);
        let (left, right) = (entries.get(a)?, entries.get(b)?);
        Some(Found::new((a, left), (b, right), passage))
    });
    Comparison { documents: documents.collect(), passages: found.collect(), units: Vec::new() }
}
