//! Skeletons: documents with every required part, ready to be filled in.
//!
//! The templates in `templates/` are Tera and travel in the binary; a unit may lay its own over them. What is known of
//! the unit is written, what is not stands as the blank `…`; no figure is ever invented. Nothing here reads or writes a
//! file.

mod context;
pub mod data;
mod exact;
pub(crate) mod filters;
pub mod manifest;
mod merge;
mod profile;
mod templates;
mod unit;

pub use data::Data;
pub use profile::{Birth, Committee, Congress, Predecessor, Profile};
pub use templates::Templates;
pub use unit::Dates;

use crate::document::{Kind, kind};
use crate::lint::pack::Pack;
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
    /// A unit the gazetteer does not know, or not for certain; the message says what may be meant.
    #[error("{0}")]
    Unit(String),
    /// A template that is wrong; the message has its name, line and column.
    #[error("mẫu văn bản có lỗi: {0}")]
    Template(String),
}

/// A paper of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// One that the congress is judged by.
    Document(Kind),
    /// The list of all papers.
    List,
}

/// The id of the list of papers.
const LIST: &str = "dossier-list";

impl Paper {
    /// All papers, in the order a dossier is bound.
    pub fn all() -> impl Iterator<Item = Paper> {
        Kind::ALL.into_iter().map(Paper::Document).chain([Paper::List])
    }

    /// Its id: that of its kind.
    pub fn id(self) -> &'static str {
        match self {
            Paper::Document(kind) => kind.id(),
            Paper::List => LIST,
        }
    }

    /// The kind of document it is, if the congress is judged by it.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Paper::Document(kind) => Some(kind),
            Paper::List => None,
        }
    }

    /// A paper by its id, the name of its file, or its Vietnamese name.
    pub fn named(name: &str) -> Result<Paper, SkeletonError> {
        let by_name = || match crate::text::fold(name).starts_with("danh mục") {
            true => Some(Paper::List),
            false => kind::infer_from_title(name).map(Paper::Document),
        };
        let called = |paper: &Paper| [paper.id(), paper.stem()].contains(&name);
        Paper::all().find(called).or_else(by_name).ok_or_else(|| SkeletonError::UnknownKind {
            asked: name.to_string(),
            known: Paper::all().map(Paper::id).collect(),
        })
    }

    /// The file it is written to, without ending, as offices name it.
    pub fn stem(self) -> &'static str {
        match self {
            Paper::Document(Kind::PoliticalReport) => "bao-cao-chinh-tri",
            Paper::Document(Kind::SelfReview) => "bao-cao-kiem-diem",
            Paper::Document(Kind::PersonnelPlan) => "de-an-nhan-su",
            Paper::Document(Kind::ActionProgramme) => "chuong-trinh-hanh-dong",
            Paper::Document(Kind::CongressScript) => "kich-ban",
            Paper::Document(Kind::Resolution) => "nghi-quyet",
            Paper::Document(Kind::MergerAnnex) => "bieu-tong-hop",
            Paper::Document(Kind::FeedbackTable) => "bang-tiep-thu",
            Paper::List => "danh-muc-ho-so",
        }
    }
}

/// What skeletons are made of.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// The unit.
    pub profile: &'a Profile,
    /// The outline, the indicators.
    pub pack: &'a Pack,
    /// The templates.
    pub templates: &'a Templates,
    /// Figures, people and tasks, where somebody has written them down.
    pub data: Option<&'a Data>,
}

impl Order<'_> {
    /// The papers of this unit's dossier: a unit that was not merged has no annex on its predecessors.
    pub fn papers(&self) -> Vec<Paper> {
        let merged = !self.profile.predecessors.is_empty();
        Paper::all().filter(|paper| merged || *paper != Paper::Document(Kind::MergerAnnex)).collect()
    }

    /// The text of one paper; the list of papers names the files they usually have.
    pub fn paper(&self, paper: Paper) -> Result<String, SkeletonError> {
        let usual = |paper: Paper| Some((paper.kind()?, format!("{}.md", paper.stem())));
        let documents: Vec<(Kind, String)> = match paper {
            Paper::List => self.papers().into_iter().filter_map(usual).collect(),
            Paper::Document(_) => Vec::new(),
        };
        self.paper_among(paper, &documents)
    }

    /// The text of one paper of a dossier whose documents lie in some files.
    pub fn paper_among(&self, paper: Paper, documents: &[(Kind, String)]) -> Result<String, SkeletonError> {
        let mut view = context::of(paper.kind(), self)?;
        view.name_files(documents);
        self.templates.render(&format!("{}.md", paper.id()), &view)
    }

    /// The manifest over some documents, each with its file.
    pub fn manifest(&self, documents: &[(Kind, String)]) -> Result<String, SkeletonError> {
        let mut view = context::of(None, self)?;
        view.name_files(documents);
        self.templates.render(crate::document::dossier::MANIFEST, &view)
    }
}

/// The text of one document by the templates in the binary, `kind` being an id such as `political-report`.
pub fn render(kind: &str, profile: &Profile, pack: &Pack) -> Result<String, SkeletonError> {
    Order { profile, pack, templates: Templates::built_in()?, data: None }.paper(Paper::named(kind)?)
}

/// Every paper of a dossier in Markdown by the templates in the binary, then the manifest, as (file name, text).
pub fn dossier(profile: &Profile, pack: &Pack) -> Result<Vec<(String, String)>, SkeletonError> {
    let order = Order { profile, pack, templates: Templates::built_in()?, data: None };
    let (mut files, mut documents) = (Vec::new(), Vec::new());
    for paper in order.papers() {
        let file = format!("{}.md", paper.stem());
        documents.extend(paper.kind().map(|kind| (kind, file.clone())));
        files.push((file, order.paper(paper)?));
    }
    files.push((crate::document::dossier::MANIFEST.to_string(), order.manifest(&documents)?));
    Ok(files)
}

#[cfg(test)]
mod tests;
