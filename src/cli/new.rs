//! `vankien new`.

mod keep;
mod own;

use super::args::{Common, NewArgs, NewFormat};
use super::catalogues;
use super::data;
use super::error::CliError;
use super::output::{self, Staged};
use super::{note, today};
use crate::convert;
use crate::document::dossier::{MANIFEST, Manifest};
use crate::document::front_matter::parse_term;
use crate::document::{Document, Format, Kind};
use crate::lint::pack::Pack;
use crate::places::Gazetteer;
use crate::skeleton::{Order, Paper, Profile, SkeletonError, manifest};
use crate::text::{Date, fold};
use keep::Folder;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: &NewArgs, common: &Common) -> Result<ExitCode, CliError> {
    let term = parse_term(&args.term)
        .ok_or_else(|| CliError::Usage(format!("«{}» không phải là nhiệm kỳ (viết 2025-2030)", args.term)))?;
    let papers: Vec<Paper> =
        args.kinds.iter().map(|kind| Paper::named(kind)).collect::<Result<_, _>>().map_err(wrong)?;
    let output = common.output.as_deref();
    let form = args.data_form.then(|| data::form_path(output)).transpose()?;
    let place = match &form {
        Some(form) => form.parent().filter(|folder| !folder.as_os_str().is_empty()),
        None => output,
    };
    let place = place.unwrap_or(Path::new("."));
    // One text for the terminal needs no folder; a Word file does.
    let alone = form.is_none() && output.is_none() && papers.len() == 1 && args.format == NewFormat::Md;
    let folder = if alone { None } else { Some(Folder::read(place)?) };
    let packs = folder.as_ref().and_then(|f| f.manifest.as_ref()).map(|(_, m)| m.packs.clone()).unwrap_or_default();
    let lints = common.lints.clone().or_else(|| Some(place.join("lints")).filter(|lints| !alone && lints.is_dir()));
    let (pack, directives) = catalogues::pack(lints, &packs)?;
    let profile = profile(args, term, common, &directives)?;
    if !fold(&args.unit).contains(&fold(&profile.name)) {
        note(common, &format!("«{}» nay là {}: dàn được soạn cho đơn vị này", args.unit, profile.unit));
    }
    if let Some((path, known)) = folder.as_ref().and_then(|f| f.manifest.as_ref()) {
        same_unit(path, known, &profile)?;
    }
    if let Some(form) = form {
        data::write_form(&form, &profile, &pack, common)?;
        return Ok(ExitCode::SUCCESS);
    }
    let data = data::read(&args.data, &profile, &pack, common)?;
    let templates = own::templates(args.templates.as_deref(), Some(place).filter(|_| !alone))?;
    let order = Order { profile: &profile, pack: &pack, templates: &templates, data: Some(&data) };
    match (folder, papers.as_slice()) {
        (None, [paper]) => output::print(&order.paper(*paper).map_err(wrong)?)?,
        (Some(folder), papers) => write(&folder, &order, papers, args.format, common)?,
        (None, _) => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn wrong(error: SkeletonError) -> CliError {
    CliError::Usage(error.to_string())
}

/// What the gazetteer knows of the unit, with what the flags say.
fn profile(
    args: &NewArgs,
    term: (i32, i32),
    common: &Common,
    directives: &crate::lint::registry::Directives,
) -> Result<Profile, CliError> {
    let now = today();
    // A congress is held in the first year of its term.
    let likely = if now.year == term.0 { Some(now) } else { Date::new(term.0, 8, 1) };
    let day = common.as_of.or(likely).unwrap_or(now);
    let year = |year: i32| u16::try_from(year).unwrap_or(0);
    let dates = |number: &str| directives.of(&crate::lint::registry::key(number)).first().and_then(|known| known.date);
    let term = (year(term.0), year(term.1));
    let mut profile = Profile::of(&args.unit, term, day, Gazetteer::embedded(), &dates).map_err(wrong)?;
    profile.date = common.as_of;
    profile.congress = args.congress.map(Into::into);
    profile.committee = args.committee.map(Into::into);
    Ok(profile)
}

/// A folder holds one unit's dossier of one term.
fn same_unit(path: &Path, known: &Manifest, profile: &Profile) -> Result<(), CliError> {
    let years = (i32::from(profile.term.0), i32::from(profile.term.1));
    let own = fold(&profile.unit);
    let is_other = |unit: &&str| !fold(unit).ends_with(&own) && !own.ends_with(&fold(unit));
    let other_unit = known.meta.unit.as_deref().filter(is_other);
    let other_term = known.meta.term.filter(|term| *term != years).map(|(from, to)| format!("{from}-{to}"));
    let other = other_unit.map(|unit| format!("đơn vị «{unit}»")).or(other_term.map(|term| format!("nhiệm kỳ {term}")));
    match other {
        Some(other) => {
            Err(CliError::Usage(format!("{}: hồ sơ ở đây là của {other}; hãy ghi -o thư mục khác", path.display())))
        }
        None => Ok(()),
    }
}

/// Writes what the folder lacks. Everything is rendered before anything is written.
fn write(
    folder: &Folder,
    order: &Order<'_>,
    papers: &[Paper],
    format: NewFormat,
    common: &Common,
) -> Result<(), CliError> {
    let whole = papers.is_empty();
    let papers = if whole { order.papers() } else { papers.to_vec() };
    let (mut staged, mut said) = (Vec::new(), Vec::new());
    // Every document of the dossier with its file, and those the manifest does not name.
    let mut documents: Vec<(Kind, String)> = Vec::new();
    let mut unnamed: Vec<(Kind, String)> = Vec::new();
    for paper in papers {
        let there = folder.file_of(paper);
        let file = there.clone().unwrap_or_else(|| folder.new_file(paper, format));
        let path = folder.path.join(&file);
        if there.is_none() && !is_ours_to_write(&file) {
            said.push(format!("{} chưa có, hãy kiểm tra tên tệp ghi trong vankien.yml", path.display()));
            continue;
        }
        if there.is_some() {
            said.push(format!("{} đã có, giữ nguyên", path.display()));
        } else {
            // The list comes last, when all files are known.
            let text = if whole { order.paper_among(paper, &documents) } else { order.paper(paper) }.map_err(wrong)?;
            staged.push((path.clone(), content(text, &path, order.pack)?));
        }
        if let Some(kind) = paper.kind() {
            if !folder.names(kind) {
                unnamed.push((kind, file.clone()));
            }
            documents.push((kind, file));
        }
    }
    match &folder.manifest {
        None if whole => {
            staged.push((folder.path.join(MANIFEST), order.manifest(&documents).map_err(wrong)?.into_bytes()));
        }
        Some((path, _)) if !unnamed.is_empty() => match manifest::with_documents(&folder.text, &unnamed) {
            Some(text) => {
                said.push(format!("{}: thêm {}", path.display(), listed(&unnamed)));
                staged.push((path.clone(), text.into_bytes()));
            }
            None => said.push(format!("{}: hãy tự thêm vào documents: {}", path.display(), listed(&unnamed))),
        },
        Some((path, _)) => said.push(format!("{} đã có, giữ nguyên", path.display())),
        None => {}
    }
    std::fs::create_dir_all(&folder.path).map_err(CliError::io(&folder.path))?;
    let files: Vec<(PathBuf, Staged)> = staged
        .into_iter()
        .map(|(path, content)| Ok((path.clone(), Staged::new(&path, content)?)))
        .collect::<Result<_, CliError>>()?;
    for (path, file) in files {
        file.commit()?;
        if !(path.ends_with(MANIFEST) && folder.manifest.is_some()) {
            said.push(format!("đã tạo {}", path.display()));
        }
    }
    for line in said {
        note(common, &line);
    }
    Ok(())
}

/// Whether a file that a manifest names is one we can write: Markdown or Word, in the folder itself.
fn is_ours_to_write(file: &str) -> bool {
    let end = Path::new(file).extension().map(|end| end.to_ascii_lowercase());
    let bare = !file.contains(['/', '\\']);
    bare && end.is_some_and(|end| end == "md" || end == "markdown" || end == "docx")
}

fn listed(documents: &[(Kind, String)]) -> String {
    documents.iter().map(|(kind, file)| format!("{}: {file}", kind.id())).collect::<Vec<_>>().join(", ")
}

/// The bytes of a skeleton in the format its file's name asks for.
fn content(text: String, path: &Path, pack: &Pack) -> Result<Vec<u8>, CliError> {
    if !path.extension().is_some_and(|end| end.eq_ignore_ascii_case("docx")) {
        return Ok(text.into_bytes());
    }
    let failed = |error: &dyn std::fmt::Display| CliError::Usage(format!("{}: {error}", path.display()));
    let document = Document::parse(&path.to_string_lossy(), text, Format::Markdown).map_err(|error| failed(&error))?;
    let form = pack.formats.get(None).ok_or_else(|| failed(&pack.formats.unknown("")))?;
    let mut known = document.meta.clone();
    // The day in the front matter only tells which names hold; the head leaves it blank.
    known.date = None;
    convert::to_docx(&document, &known, form, &pack.formats.words).map_err(|error| failed(&error))
}
