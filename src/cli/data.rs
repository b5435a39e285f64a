//! Data files of `vankien new`: the form to fill in, and the filled one read.

use super::args::Common;
use super::error::{CliError, io_reason};
use super::{note, output};
use crate::lint::pack::Pack;
use crate::sheet::Workbook;
use crate::skeleton::Profile;
use crate::skeleton::data::{Data, MOST_PROBLEMS, Reader, form::Form};
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

/// Writes the form of a unit, as the file's name says: a workbook, or a text for each sheet.
pub fn write_form(profile: &Profile, pack: &Pack, filled: bool, common: &Common) -> Result<(), CliError> {
    let path = common.output.clone().unwrap_or_else(|| PathBuf::from("bieu-so-lieu.xlsx"));
    let form = Form::new(profile, pack, filled);
    let failed = |error: &dyn std::fmt::Display| CliError::Usage(format!("{}: {error}", path.display()));
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase());
    let files: Vec<(PathBuf, Vec<u8>)> = match end.as_deref() {
        Some("xlsx") => vec![(path.clone(), form.to_xlsx().map_err(|error| failed(&error))?)],
        Some("csv") => form.to_csv().into_iter().enumerate().map(|(i, (_, text))| (beside(&path, i), text)).collect(),
        Some("ods") => {
            return Err(failed(&"biểu mẫu ghi ra .xlsx hoặc .csv; mở .xlsx bằng LibreOffice rồi lưu thành .ods"));
        }
        _ => return Err(failed(&"biểu mẫu ghi ra tệp .xlsx hoặc .csv, như -o bieu-so-lieu.xlsx")),
    };
    // A form somebody has begun to fill in is theirs.
    if let Some((path, _)) = files.iter().find(|(path, _)| path.is_file()) {
        return Err(CliError::Usage(format!("{}: đã có; hãy chọn tên khác hoặc xóa tệp cũ", path.display())));
    }
    for (path, bytes) in files {
        output::write_file(&path, bytes)?;
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
