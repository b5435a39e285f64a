//! `vankien diff`.

mod tracked;

use super::args::{Common, DiffArgs, DiffFormat};
use super::catalogues::Catalogues;
use super::error::CliError;
use super::fix::Sources;
use super::inputs::{self, STDIN};
use super::lint::{self, Work};
use super::{note, output, today};
use crate::document::Document;
use crate::document::dossier::MANIFEST;
use crate::lint::engine::Options;
use crate::report::revision::{self as report, Comparison, ReadRemarks, Side};
use crate::report::terminal::Style;
use crate::revision::feedback;
use rayon::prelude::*;
use std::path::Path;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: &DiffArgs, common: &Common) -> Result<ExitCode, CliError> {
    let dossier = are_dossiers(&args.old, &args.new)?;
    let word = (args.format == DiffFormat::Docx).then(|| tracked::target(args, common, dossier)).transpose()?;
    let mut catalogues = Catalogues::default();
    let old = find(&args.old, &mut catalogues, common)?;
    let new = find(&args.new, &mut catalogues, common)?;
    let Some(Work { catalogue, .. }) = new.first() else {
        return Err(CliError::Usage(format!("{}: không có gì để so sánh", args.new.display())));
    };
    if let Some(target) = word {
        tracked::run(args, common, &target, &old, &new, catalogue)?;
        return Ok(ExitCode::SUCCESS);
    }
    let feedback = match args.feedback.as_deref() {
        Some(path) => {
            let wrong = |error| CliError::Read { path: path.to_path_buf(), error };
            Some((path, inputs::raw(path).map_err(wrong)?))
        }
        None => None,
    };
    let (old, new) = rayon::join(|| side(&args.old, &old, common), || side(&args.new, &new, common));
    let remarks = feedback.map(|(path, bytes)| {
        move |old: &Document| {
            let wrong = |error| CliError::Usage(format!("{}: {error}", path.display()));
            feedback::read(&shown(path), bytes.clone(), old, &catalogue.review.remarks).map_err(wrong)
        }
    });
    let remarks = remarks.as_ref().map(|read| read as &ReadRemarks<'_, CliError>);
    let comparison = Comparison::of(old?, new?, dossier, remarks, catalogue)?;
    let lang = common.lang.into();
    let text = match args.format {
        DiffFormat::Terminal => {
            let style = Style { colour: output::colour(common), width: output::width(), lang };
            report::terminal(&comparison, style)?
        }
        DiffFormat::Json => report::json(&comparison)?,
        DiffFormat::Html => report::html(&comparison, lang)?,
        // Written already: it is no text.
        DiffFormat::Docx => return Ok(ExitCode::SUCCESS),
        DiffFormat::Markdown => report::markdown(&comparison, lang)?,
    };
    output::write(common, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Whether two dossiers are compared, not two documents; one of each cannot be.
fn are_dossiers(old: &Path, new: &Path) -> Result<bool, CliError> {
    for path in [old, new] {
        if path.as_os_str() == STDIN {
            return Err(CliError::Usage("diff đọc hai tệp hoặc hai thư mục, không đọc từ đầu vào (-)".into()));
        }
        std::fs::metadata(path).map_err(CliError::io(path))?;
    }
    let is_dossier = |path: &Path| path.is_dir() || path.file_name().is_some_and(|name| name == MANIFEST);
    match (is_dossier(old), is_dossier(new)) {
        (true, true) => Ok(true),
        (false, false) => Ok(false),
        (true, false) => Err(mixed(old, new)),
        (false, true) => Err(mixed(new, old)),
    }
}

fn mixed(folder: &Path, file: &Path) -> CliError {
    let (folder, file) = (folder.display(), file.display());
    CliError::Usage(format!(
        "{folder} là thư mục mà {file} là tệp; hãy ghi hai tệp hoặc hai thư mục của cùng một hồ sơ"
    ))
}

fn find(path: &Path, catalogues: &mut Catalogues, common: &Common) -> Result<Vec<Work>, CliError> {
    let found = inputs::find(&[path.to_path_buf()], common.config.as_deref())?;
    found.into_iter().map(|dossier| lint::work(dossier, &[], catalogues, common)).collect()
}

/// Reads the documents of one revision and what is said of them.
fn side(path: &Path, works: &[Work], common: &Common) -> Result<Side, CliError> {
    let mut documents = Vec::new();
    for Work { dossier, .. } in works {
        let read = dossier.inputs.par_iter().map(|input| {
            let path = Path::new(&input.path);
            let wrong = |error| CliError::Read { path: path.to_path_buf(), error };
            let content = inputs::content(path).map_err(wrong)?;
            let mut document = Document::parse(&input.path, content, input.format).map_err(wrong)?;
            if let Some((_, manifest)) = &dossier.manifest {
                manifest.complete(&mut document, input.kind);
            }
            Ok(document)
        });
        documents.extend(read.collect::<Result<Vec<_>, CliError>>()?);
    }
    if common.verbose {
        note(common, &format!("{}: {} văn bản", path.display(), documents.len()));
    }
    let options = Options {
        lang: common.lang.into(),
        as_of: common.as_of,
        today: today(),
        select: Vec::new(),
        ignore: Vec::new(),
        detail: false,
    };
    let findings = lint::judge_all(works, &Sources::new(None, false), &options, common)?.report.findings;
    Ok(Side { path: shown(path), documents, findings })
}

fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}
