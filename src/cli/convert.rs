//! `vankien convert`.

use super::args::{Common, ConvertArgs};
use super::catalogues::Catalogues;
use super::error::CliError;
use super::inputs::{self, STDIN};
use super::output;
use crate::convert;
use crate::document::{Content, Document, Format, Meta, is_hint};
use crate::lint::Catalogue;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

/// The rule whose setting names a dossier's form.
const PAGE_FORMAT: &str = "page-format";

/// What a file is to become.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Word,
    Markdown,
    Text,
}

/// Runs the command.
pub fn run(args: &ConvertArgs, common: &Common) -> Result<ExitCode, CliError> {
    let target = target(&args.target)?;
    if same_file(&args.input, &args.target) {
        let what = args.target.display();
        return Err(CliError::Usage(format!("{what}: tệp đích trùng tệp nguồn; hãy ghi tên khác")));
    }
    let paths = [args.input.clone()];
    if args.input.is_dir() {
        return Err(CliError::Usage(format!("{}: là thư mục; hãy ghi một tệp", args.input.display())));
    }
    let dossiers = inputs::find(&paths, common.config.as_deref())?;
    let Some(dossier) = dossiers.first() else {
        return Err(CliError::Usage(format!("{}: không có gì để chuyển", args.input.display())));
    };
    let mut document = read(&args.input, dossier.inputs.first().map(|input| input.format))?;
    // What a skeleton tells the drafter is not for the reader.
    document.comments.retain(|comment| !is_hint(&comment.text));
    if target == Target::Word {
        // The file keeps its own front matter; the manifest only helps to fill in the form.
        let own = document.meta.clone();
        if let Some((_, manifest)) = &dossier.manifest {
            manifest.complete(&mut document, dossier.inputs.first().and_then(|input| input.kind));
        }
        let mut known = std::mem::replace(&mut document.meta, own);
        known.date = common.as_of.or(known.date);
        let catalogue = Catalogues::default().of(dossier, common)?;
        // The form a dossier is checked against is the one it is written in.
        let setting = dossier.manifest.as_ref().and_then(|(_, manifest)| manifest.rules.get(PAGE_FORMAT));
        let chosen = setting.and_then(|rule| rule.settings.get("form")).and_then(|form| form.as_str());
        let form = args.form.as_deref().or(chosen);
        let file = word(&document, &known, &catalogue, form, &args.target)?;
        return put(&args.target, &file);
    }
    let text = match target {
        Target::Markdown => convert::to_markdown(&document),
        _ => convert::to_text(&document),
    };
    put(&args.target, text.as_bytes())
}

fn put(target: &Path, content: &[u8]) -> Result<ExitCode, CliError> {
    if target.as_os_str() == STDIN {
        output::print(&String::from_utf8_lossy(content))?;
    } else {
        output::write_file(target, content)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path, format: Option<Format>) -> Result<Document, CliError> {
    let wrong = |error| CliError::Read { path: path.to_path_buf(), error };
    let format = format.unwrap_or(Format::Markdown);
    let text = if path.as_os_str() == STDIN {
        let mut bytes = Vec::new();
        let most = crate::document::MAX_BYTES as u64 + 1;
        std::io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(CliError::io(path))?;
        Content::Text(crate::document::error::decode(bytes).map_err(wrong)?)
    } else {
        inputs::content(path).map_err(wrong)?
    };
    Document::parse(&path.to_string_lossy(), text, format).map_err(wrong)
}

/// A document as a Word file in a form; none named, the first.
pub(super) fn word(
    document: &Document,
    known: &Meta,
    catalogue: &Catalogue,
    form: Option<&str>,
    target: &Path,
) -> Result<Vec<u8>, CliError> {
    let formats = &catalogue.pack.formats;
    let form = formats.get(form).ok_or_else(|| CliError::Usage(formats.unknown(form.unwrap_or_default())))?;
    convert::to_docx(document, known, form, &formats.words)
        .map_err(|error| CliError::Usage(format!("{}: {error}", target.display())))
}

fn target(path: &Path) -> Result<Target, CliError> {
    if path.as_os_str() == STDIN {
        return Ok(Target::Text);
    }
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    match extension.as_str() {
        "docx" => Ok(Target::Word),
        "md" | "markdown" => Ok(Target::Markdown),
        "txt" => Ok(Target::Text),
        _ => Err(CliError::Usage(format!("{}: không biết loại tệp đích; ghi .docx, .md, .txt hoặc -", path.display()))),
    }
}

/// Whether two paths lead to one file.
fn same_file(a: &Path, b: &Path) -> bool {
    matches!((std::fs::canonicalize(a), std::fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}
