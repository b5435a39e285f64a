//! Skeletons: documents with every required part, ready to be filled in.
//!
//! The templates in `templates/` are Tera and travel in the binary. What is known of the unit is
//! written, what is not stands as the blank `…`; no figure is ever invented. Nothing here reads or
//! writes a file.

mod context;
pub mod data;
mod exact;
pub(crate) mod filters;
mod merge;
mod profile;

pub use profile::{Birth, Predecessor, Profile};

use crate::document::Kind;
use crate::lint::pack::Pack;
use rust_embed::Embed;
use std::sync::LazyLock;
use tera::Tera;
use thiserror::Error;

/// Why no skeleton could be rendered.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum SkeletonError {
    /// No template of that kind.
    #[error("chưa có mẫu cho loại văn bản «{asked}»; hiện có: {}", known.join(", "))]
    UnknownKind {
        /// What was asked for.
        asked: String,
        /// The kinds there are.
        known: Vec<&'static str>,
    },
    /// A term that cannot be.
    #[error("nhiệm kỳ {0}-{1} không hợp lý (viết như 2025-2030)")]
    Term(u16, u16),
    /// A profile without the unit's name.
    #[error("thiếu tên đơn vị (viết như «xã Can Lộc»)")]
    NoUnit,
    /// A template that is wrong; the message has its name, line and column.
    #[error("mẫu văn bản có lỗi: {0}")]
    Template(String),
}

#[derive(Embed)]
#[folder = "templates/"]
#[exclude = "report/*"]
struct Files;

/// Where the manifest's template stands.
const MANIFEST: &str = "vankien.yml";

/// The templates, parsed once. A mistake in one is kept as text: it is shown to whoever renders.
static TEMPLATES: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut tera = Tera::new();
    filters::register(&mut tera);
    let files = Files::iter().filter_map(|name| {
        let text = String::from_utf8_lossy(&Files::get(&name)?.data).into_owned();
        Some((name.into_owned(), text))
    });
    tera.add_raw_templates(files.collect::<Vec<_>>()).map_err(|e| e.to_string())?;
    Ok(tera)
});

/// The kinds that have a template, in the order a dossier is bound: those with a file
/// `templates/KIND.md`.
pub fn kinds() -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|kind| Files::get(&template(*kind)).is_some()).collect()
}

fn template(kind: Kind) -> String {
    format!("{}.md", kind.id())
}

/// The file a kind of document is written to, as offices name it.
pub fn file_name(kind: Kind) -> &'static str {
    match kind {
        Kind::PoliticalReport => "bao-cao-chinh-tri.md",
        Kind::SelfReview => "bao-cao-kiem-diem.md",
        Kind::PersonnelPlan => "de-an-nhan-su.md",
        Kind::ActionProgramme => "chuong-trinh-hanh-dong.md",
        Kind::CongressScript => "kich-ban.md",
        Kind::Resolution => "nghi-quyet.md",
        Kind::MergerAnnex => "bieu-tong-hop.md",
        Kind::FeedbackTable => "bang-tiep-thu.md",
    }
}

/// The skeleton of one document, `kind` being an id such as `political-report`.
pub fn render(kind: &str, profile: &Profile, pack: &Pack) -> Result<String, SkeletonError> {
    let known = kinds();
    match Kind::from_id(kind).filter(|k| known.contains(k)) {
        Some(kind) => {
            render_template(&template(kind), &context::of(Some(kind), profile, pack, &data::Data::default())?)
        }
        None => Err(SkeletonError::UnknownKind {
            asked: kind.to_string(),
            known: known.into_iter().map(Kind::id).collect(),
        }),
    }
}

/// Every document there is a template for, then the manifest, as (file name, text).
pub fn dossier(profile: &Profile, pack: &Pack) -> Result<Vec<(String, String)>, SkeletonError> {
    let mut files = Vec::new();
    for kind in kinds() {
        files.push((file_name(kind).to_string(), render(kind.id(), profile, pack)?));
    }
    let manifest = render_template(MANIFEST, &context::of(None, profile, pack, &data::Data::default())?)?;
    files.push((MANIFEST.to_string(), manifest));
    Ok(files)
}

fn render_template(name: &str, context: &context::View) -> Result<String, SkeletonError> {
    let wrong = |e: tera::Error| SkeletonError::Template(e.to_string());
    let tera = TEMPLATES.as_ref().map_err(|e| SkeletonError::Template(e.clone()))?;
    let context = tera::Context::from_serialize(context).map_err(wrong)?;
    tera.render(name, &context).map(|text| tidy(&text)).map_err(wrong)
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

#[cfg(test)]
mod tests;
