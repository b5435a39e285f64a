//! `lint --annotate OUT.docx`: the Word file that was checked, with its findings as comments.

use super::args::{Common, LintArgs};
use super::error::CliError;
use super::fix;
use super::inputs::{self, Dossier};
use super::output::Staged;
use super::today;
use crate::document::{Content, Format};
use crate::lint::engine::Report;
use crate::lint::finding::Finding;
use crate::lint::{Catalogue, Lang};
use crate::report::docx::{self, Annotated, Options};
use crate::text::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A Word file to be annotated.
#[derive(Debug)]
pub struct Annotating {
    /// Its path as it is shown.
    pub path: String,
    /// The file as it was read: what is judged is what is annotated.
    pub file: Arc<[u8]>,
    out: PathBuf,
    corrects: bool,
}

impl Annotating {
    /// The file to be annotated, if that was asked for.
    pub fn asked(args: &LintArgs, dossiers: &[Dossier]) -> Result<Option<Annotating>, CliError> {
        let Some(out) = &args.annotate else { return Ok(None) };
        let refuse = |what: &str| Err(CliError::Usage(format!("--annotate {}: {what}", out.display())));
        if !out.extension().is_some_and(|e| e.eq_ignore_ascii_case("docx")) {
            return refuse("tệp ghi ra phải có đuôi .docx");
        }
        if args.diff {
            return refuse("không đi cùng --diff; bỏ một trong hai");
        }
        let inputs = || dossiers.iter().flat_map(|dossier| &dossier.inputs);
        let mut word = inputs().filter(|input| input.format == Format::Word);
        let (Some(input), None) = (word.next(), word.next()) else {
            return refuse("cần đúng một tệp .docx để ghi chú; hãy ghi đường dẫn của tệp ấy");
        };
        let corrects = fix::asked(args).is_some();
        if corrects && inputs().count() > 1 {
            return refuse("cùng với --fix thì chỉ rà soát một tệp .docx");
        }
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return refuse(&format!("không có thư mục «{}»; hãy tạo thư mục trước", folder.display()));
        }
        if out.is_dir() {
            return refuse("là thư mục; hãy ghi tên một tệp .docx");
        }
        let place = |path: &Path| std::fs::canonicalize(path).ok();
        let path = Path::new(&input.path);
        if place(out).is_some_and(|out| place(path) == Some(out)) {
            return refuse("tệp ghi ra trùng tệp được rà soát; hãy ghi tên khác");
        }
        let wrong = |error| CliError::Read { path: path.to_path_buf(), error };
        match inputs::content(path).map_err(wrong)? {
            Content::Word(file) => Ok(Some(Annotating { path: input.path.clone(), file, out: out.clone(), corrects })),
            Content::Text(_) => refuse("cần đúng một tệp .docx để ghi chú; hãy ghi đường dẫn của tệp ấy"),
        }
    }

    /// Writes the annotated file beside its place; gives what to say once it is there.
    pub fn stage(
        &self,
        args: &LintArgs,
        common: &Common,
        catalogue: &Catalogue,
        report: &Report,
    ) -> Result<(Staged, String), CliError> {
        let of_document = report.documents.iter().find(|document| document.path == self.path);
        let date = of_document.and_then(|document| document.date.as_deref()?.parse::<Date>().ok());
        let options = Options {
            lang: common.lang.into(),
            date: common.as_of.or(date).unwrap_or_else(today),
            allowed: fix::asked(args).filter(|_| self.corrects),
        };
        let findings: Vec<&Finding> = report.findings.iter().filter(|finding| finding.path == self.path).collect();
        let wrong = |error| CliError::Read { path: PathBuf::from(&self.path), error };
        let annotated = docx::render(Arc::clone(&self.file), &findings, catalogue, options).map_err(wrong)?;
        Ok((Staged::new(&self.out, &annotated.bytes)?, self.said(&annotated, options.lang)))
    }

    /// What was written where, for people.
    fn said(&self, annotated: &Annotated, lang: Lang) -> String {
        let (out, comments, corrections) = (self.out.display(), annotated.comments, annotated.corrections);
        match (self.corrects, lang) {
            (false, Lang::Vi) => format!("đã ghi {comments} ghi chú vào {out}"),
            (false, Lang::En) => format!("{comments} comments written to {out}"),
            (true, Lang::Vi) => format!("đã ghi {corrections} chỗ sửa (track changes) và {comments} ghi chú vào {out}"),
            (true, Lang::En) => format!("{corrections} tracked changes and {comments} comments written to {out}"),
        }
    }
}
