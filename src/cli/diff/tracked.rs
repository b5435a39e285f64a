//! `diff --format docx`: the new draft as tracked changes on the old one, in Word.

use super::super::args::{Common, DiffArgs};
use super::super::convert;
use super::super::error::CliError;
use super::super::inputs;
use super::super::lint::Work;
use super::super::{note, output, today};
use crate::document::{Content, Document, Format};
use crate::lint::Catalogue;
use crate::report::docx::revised;
use crate::revision::{Reading, compare};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the file is to be written; nothing is read before that is clear.
pub fn target(args: &DiffArgs, common: &Common, dossier: bool) -> Result<PathBuf, CliError> {
    let refuse = |what: &str| Err(CliError::Usage(format!("--format docx: {what}")));
    if dossier {
        return refuse("so hai văn bản, không so hai thư mục; hãy ghi hai tệp");
    }
    let Some(out) = common.output.clone() else {
        return refuse("cần tên tệp để ghi ra, như -o so-sanh.docx");
    };
    if !out.extension().is_some_and(|e| e.eq_ignore_ascii_case("docx")) || out.is_dir() {
        return refuse(&format!("«{}» phải là một tệp .docx", out.display()));
    }
    let place = |path: &Path| std::fs::canonicalize(path).ok();
    if place(&out).is_some_and(|out| [&args.old, &args.new].iter().any(|path| place(path).as_ref() == Some(&out))) {
        return refuse("tệp ghi ra trùng tệp đang so; hãy ghi tên khác");
    }
    Ok(out)
}

/// Compares two documents and writes the old one with what changed.
pub fn run(
    args: &DiffArgs,
    common: &Common,
    target: &Path,
    old: &[Work],
    new: &[Work],
    catalogue: &Catalogue,
) -> Result<(), CliError> {
    let (bytes, was) = old_file(&args.old, old, catalogue)?;
    let is = read(&args.new, new)?.0;
    let (was, is) = (Reading::new(was, catalogue), Reading::new(is, catalogue));
    let revision = compare(&was, &is);
    let date = common.as_of.unwrap_or_else(today);
    let made = revised::render(bytes, &revision, &was, &is, common.lang.into(), date)
        .map_err(|error| CliError::Read { path: args.old.clone(), error })?;
    output::write_file(target, &made.bytes)?;
    let told = if made.told > 0 { format!(", {} chỗ ghi trong ghi chú", made.told) } else { String::new() };
    note(common, &format!("đã ghi {} chỗ thay đổi{told} vào {}", made.tracked, target.display()));
    Ok(())
}

/// The old draft as a Word file, and as it is read from that: one that is none is put into the official form first.
fn old_file(path: &Path, works: &[Work], catalogue: &Catalogue) -> Result<(Arc<[u8]>, Document), CliError> {
    let (mut document, content) = read(path, works)?;
    if let Content::Word(bytes) = content {
        return Ok((bytes, document));
    }
    let own = document.meta.clone();
    if let Some(Work { dossier, .. }) = works.first()
        && let Some((_, manifest)) = &dossier.manifest
    {
        manifest.complete(&mut document, dossier.inputs.first().and_then(|input| input.kind));
    }
    let known = std::mem::replace(&mut document.meta, own);
    let bytes: Arc<[u8]> = convert::word(&document, &known, catalogue, None, path)?.into();
    let shown = path.to_string_lossy();
    let read = Document::parse(&shown, Content::Word(bytes.clone()), Format::Word);
    Ok((bytes, read.map_err(|error| CliError::Read { path: path.to_path_buf(), error })?))
}

fn read(path: &Path, works: &[Work]) -> Result<(Document, Content), CliError> {
    let wrong = |error| CliError::Read { path: path.to_path_buf(), error };
    let format = works.first().and_then(|work| work.dossier.inputs.first()).map_or(Format::Markdown, |i| i.format);
    let content = inputs::content(path).map_err(wrong)?;
    let document = Document::parse(&path.to_string_lossy(), content.clone(), format).map_err(wrong)?;
    Ok((document, content))
}
