//! Data files of `vankien new`: the form to fill in, and the filled one read.

use super::args::Common;
use super::error::{CliError, io_reason};
use super::note;
use super::output::Staged;
use crate::lint::pack::Pack;
use crate::sheet::Workbook;
use crate::skeleton::Profile;
use crate::skeleton::data::{Data, MOST_PROBLEMS, Reader, form::Form};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// More is no spreadsheet of a commune.
const MAX_BYTES: u64 = 64 << 20;

/// Reads data files for a unit. What they hold and nobody uses is said; whatever is wrong, all is told and nothing used.
pub fn read(paths: &[PathBuf], profile: &Profile, pack: &Pack, common: &Common) -> Result<Data, CliError> {
    let mut reader = Reader::new(profile, pack);
    for path in paths {
        let failed = |error: &dyn std::fmt::Display| CliError::Usage(format!("{}: {error}", path.display()));
        let size = std::fs::metadata(path).map_err(|error| failed(&io_reason(&error)))?.len();
        if size > MAX_BYTES {
            return Err(failed(&format!("{} MB, quá lớn với một biểu số liệu", size >> 20)));
        }
        let bytes = std::fs::read(path).map_err(|error| failed(&io_reason(&error)))?;
        let workbook = Workbook::read(&bytes).map_err(|error| failed(&error))?;
        reader.add(&path.display().to_string(), &workbook);
    }
    match reader.finish() {
        Ok((data, remarks)) => {
            for remark in remarks.iter().take(MOST_PROBLEMS) {
                note(common, &remark.to_string());
            }
            Ok(data)
        }
        Err(problems) => {
            let count = problems.len();
            let mut lines = problems.iter().map(ToString::to_string);
            let first = lines.next().unwrap_or_default();
            let first =
                if count > 1 { format!("{first} (biểu số liệu có {count} chỗ cần sửa)") } else { first };
            let mut others: Vec<String> = lines.take(MOST_PROBLEMS - 1).collect();
            if count > MOST_PROBLEMS {
                others.push(format!("… và {} chỗ nữa", count - MOST_PROBLEMS));
            }
            Err(CliError::Data { first, others })
        }
    }
}

/// Where the form is written: the file `-o` names, or one of the usual name in the folder it names.
pub fn form_path(output: Option<&Path>) -> Result<PathBuf, CliError> {
    let place = output.unwrap_or(Path::new("."));
    let failed = |text: &str| Err(CliError::Usage(format!("{}: {text}", place.display())));
    let end = place.extension().map(|end| end.to_string_lossy().to_lowercase());
    match end.as_deref().filter(|_| !place.is_dir()) {
        None => Ok(place.join("bieu-so-lieu.xlsx")),
        Some("xlsx" | "csv") => Ok(place.to_path_buf()),
        Some("ods") => failed("biểu mẫu ghi ra .xlsx hoặc .csv; mở .xlsx bằng LibreOffice rồi lưu thành .ods"),
        Some(_) => failed("biểu mẫu ghi ra thư mục, hoặc tệp .xlsx hay .csv, như -o bieu-so-lieu.xlsx"),
    }
}

/// Writes the form of a unit, and beside it the same filled with made-up figures, as the file's name says: a workbook,
/// or a text for each sheet.
pub fn write_form(path: &Path, profile: &Profile, pack: &Pack, common: &Common) -> Result<(), CliError> {
    let name = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let end = name(path.extension());
    let sample = path.with_file_name(format!("{}-vi-du.{end}", name(path.file_stem())));
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for (path, filled) in [(path, false), (&sample, true)] {
        let form = Form::new(profile, pack, filled);
        if end.eq_ignore_ascii_case("csv") {
            files.extend(form.to_csv().into_iter().enumerate().map(|(i, (_, text))| (beside(path, i), text)));
        } else {
            let failed = |error| CliError::Usage(format!("{}: {error}", path.display()));
            files.push((path.to_path_buf(), form.to_xlsx().map_err(failed)?));
        }
    }
    // A form somebody has begun to fill in is theirs.
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        return Err(CliError::Usage(format!("{}: đã có; hãy chọn tên khác hoặc xóa tệp cũ", path.display())));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(CliError::io(folder))?;
    }
    let files: Vec<(PathBuf, Staged)> = files
        .into_iter()
        .map(|(path, bytes)| Ok((path.clone(), Staged::new(&path, bytes)?)))
        .collect::<Result<_, CliError>>()?;
    for (path, file) in files {
        file.commit()?;
        note(common, &format!("đã tạo {}", path.display()));
    }
    Ok(())
}

/// The file of a sheet of text: the indicators in the file itself, the others beside it.
fn beside(path: &Path, sheet: usize) -> PathBuf {
    let Some(end) = ["", "-nhan-su", "-nhiem-vu"].get(sheet).filter(|end| !end.is_empty()) else {
        return path.to_path_buf();
    };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}{end}.csv"))
}
