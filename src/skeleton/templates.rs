//! The templates: those that travel in the binary, and a unit's own over them.

use super::filters;
use super::{SkeletonError, context};
use crate::templates;
use std::sync::LazyLock;
use tera::{ErrorKind, Tera};

/// A set of templates, parsed.
#[derive(Clone)]
pub struct Templates {
    tera: Tera,
    /// Where a unit's own came from, for errors.
    folder: Option<String>,
    /// The names of a unit's own.
    own: Vec<String>,
}

static BUILT_IN: LazyLock<Result<Templates, SkeletonError>> = LazyLock::new(|| {
    let mut templates = Templates { tera: Tera::new(), folder: None, own: Vec::new() };
    filters::register(&mut templates.tera);
    let added = templates.tera.add_raw_templates(crate::templates::files().collect::<Vec<_>>());
    added.map_err(|error| templates.wrong(&error))?;
    Ok(templates)
});

impl Templates {
    /// Those in the binary, parsed once.
    pub fn built_in() -> Result<&'static Templates, SkeletonError> {
        BUILT_IN.as_ref().map_err(Clone::clone)
    }

    /// A unit's own templates over those in the binary, as (name relative to `folder`, text). A name of ours stands
    /// for ours; any other is there to be included.
    pub fn with_own(folder: &str, files: Vec<(String, String)>) -> Result<Templates, SkeletonError> {
        let mut templates = Templates::built_in()?.clone();
        templates.folder = Some(folder.to_string());
        templates.own = files.iter().map(|(name, _)| name.clone()).collect();
        templates.tera.add_raw_templates(files).map_err(|error| templates.wrong(&error))?;
        Ok(templates)
    }

    /// The names of ours.
    pub fn names() -> Vec<String> {
        templates::files().map(|(name, _)| name).collect()
    }

    pub(super) fn render(&self, name: &str, view: &context::View) -> Result<String, SkeletonError> {
        let wrong = |error: tera::Error| self.wrong(&error);
        let context = tera::Context::from_serialize(view).map_err(wrong)?;
        self.tera.render(name, &context).map(|text| tidy(&text)).map_err(wrong)
    }

    /// An error as one line with file, line and column.
    fn wrong(&self, error: &tera::Error) -> SkeletonError {
        let told = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let (name, span) = (report.filename(), report.span());
                let file = match &self.folder {
                    Some(folder) if self.own.iter().any(|own| own == name) => format!("{folder}/{name}"),
                    _ => name.to_string(),
                };
                format!("{file}:{}:{}: {}", span.start_line, span.start_col + 1, report.message())
            }
            _ => match &self.folder {
                Some(folder) => format!("{folder}: {error}"),
                None => error.to_string(),
            },
        };
        SkeletonError::Template(told.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// At most one empty line in a row, none at the ends: tags that stand alone leave holes.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            empty = true;
            continue;
        }
        if empty && !tidied.is_empty() {
            tidied.push('\n');
        }
        empty = false;
        tidied.push_str(line);
        tidied.push('\n');
    }
    tidied
}
