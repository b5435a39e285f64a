//! A unit's own templates.

use crate::cli::error::CliError;
use crate::cli::inputs;
use crate::skeleton::Templates;
use std::borrow::Cow;
use std::path::Path;
use walkdir::WalkDir;

/// The templates in force: ours, with those of a folder over them; of the dossier's own folder if none is given.
pub fn templates(given: Option<&Path>, dossier: Option<&Path>) -> Result<Cow<'static, Templates>, CliError> {
    let wrong = |error: crate::skeleton::SkeletonError| CliError::Usage(error.to_string());
    let beside = dossier.map(|dossier| dossier.join(inputs::TEMPLATES)).filter(|folder| folder.is_dir());
    let Some(folder) = given.map(Path::to_path_buf).or(beside) else {
        return Templates::built_in().map(Cow::Borrowed).map_err(wrong);
    };
    let files = read(&folder)?;
    if files.is_empty() && given.is_some() {
        let known = Templates::names().into_iter().filter(|name| !name.contains('/')).collect::<Vec<_>>().join(", ");
        return Err(CliError::Usage(format!("{}: không có mẫu nào (tệp .md); tên các mẫu: {known}", folder.display())));
    }
    Templates::with_own(&folder.to_string_lossy(), files).map(Cow::Owned).map_err(wrong)
}

/// The templates of a folder, by names relative to it.
fn read(folder: &Path) -> Result<Vec<(String, String)>, CliError> {
    if !folder.is_dir() {
        return Err(CliError::Usage(format!("{}: không phải là thư mục mẫu", folder.display())));
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).follow_links(false).max_depth(4).sort_by_file_name() {
        let entry = entry.map_err(|error| CliError::Usage(format!("{}: {error}", folder.display())))?;
        let path = entry.path();
        let template = path.extension().is_some_and(|end| end == "md" || end == "yml");
        let Some(relative) = path.strip_prefix(folder).ok().filter(|_| template && entry.file_type().is_file()) else {
            continue;
        };
        let text = inputs::read(path).map_err(|error| CliError::Read { path: path.to_path_buf(), error })?;
        let name: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        files.push((name.join("/"), text));
    }
    Ok(files)
}
