//! Kinds of document, and how an unnamed one is recognised.

use crate::text::fold;
use serde::{Deserialize, Serialize};

/// The kinds of document a congress is judged by (see `catalogue`, kinds).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Báo cáo chính trị.
    PoliticalReport,
    /// Báo cáo kiểm điểm.
    SelfReview,
    /// Đề án nhân sự.
    PersonnelPlan,
    /// Chương trình hành động.
    ActionProgramme,
    /// Kịch bản điều hành.
    CongressScript,
    /// Nghị quyết.
    Resolution,
    /// Biểu tổng hợp số liệu đơn vị cũ.
    MergerAnnex,
    /// Bảng tiếp thu, giải trình ý kiến.
    FeedbackTable,
}

impl Kind {
    /// All kinds, in the order a dossier is bound.
    pub const ALL: [Kind; 8] = [
        Kind::PoliticalReport,
        Kind::SelfReview,
        Kind::PersonnelPlan,
        Kind::ActionProgramme,
        Kind::CongressScript,
        Kind::Resolution,
        Kind::MergerAnnex,
        Kind::FeedbackTable,
    ];

    /// The id used in files and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Kind::PoliticalReport => "political-report",
            Kind::SelfReview => "self-review",
            Kind::PersonnelPlan => "personnel-plan",
            Kind::ActionProgramme => "action-programme",
            Kind::CongressScript => "congress-script",
            Kind::Resolution => "resolution",
            Kind::MergerAnnex => "merger-annex",
            Kind::FeedbackTable => "feedback-table",
        }
    }

    /// The Vietnamese name.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Kind::PoliticalReport => "báo cáo chính trị",
            Kind::SelfReview => "báo cáo kiểm điểm",
            Kind::PersonnelPlan => "đề án nhân sự",
            Kind::ActionProgramme => "chương trình hành động",
            Kind::CongressScript => "kịch bản điều hành",
            Kind::Resolution => "nghị quyết",
            Kind::MergerAnnex => "biểu tổng hợp số liệu đơn vị cũ",
            Kind::FeedbackTable => "bảng tiếp thu, giải trình ý kiến",
        }
    }

    /// The kind of an id.
    pub fn from_id(id: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.id() == id)
    }
}

/// Openings of titles, folded. The longest that fits decides.
const TITLES: [(&str, Kind); 18] = [
    ("báo cáo chính trị", Kind::PoliticalReport),
    ("báo cáo tổng kết nhiệm kỳ", Kind::PoliticalReport),
    ("báo cáo kiểm điểm", Kind::SelfReview),
    ("kiểm điểm của ban chấp hành", Kind::SelfReview),
    ("đề án nhân sự", Kind::PersonnelPlan),
    ("phương án nhân sự", Kind::PersonnelPlan),
    ("đề án công tác nhân sự", Kind::PersonnelPlan),
    ("chương trình hành động", Kind::ActionProgramme),
    ("kịch bản", Kind::CongressScript),
    ("chương trình điều hành", Kind::CongressScript),
    ("nghị quyết đại hội", Kind::Resolution),
    ("nghị quyết", Kind::Resolution),
    ("biểu tổng hợp số liệu", Kind::MergerAnnex),
    ("phụ lục tổng hợp số liệu", Kind::MergerAnnex),
    ("bảng tổng hợp số liệu", Kind::MergerAnnex),
    ("bảng tiếp thu", Kind::FeedbackTable),
    ("báo cáo tiếp thu", Kind::FeedbackTable),
    ("bảng tổng hợp tiếp thu", Kind::FeedbackTable),
];

/// The kind a title names, if it begins like one: «BÁO CÁO CHÍNH TRỊ», «Nghị quyết Đại hội …».
pub fn infer_from_title(title: &str) -> Option<Kind> {
    let words = title.trim_start_matches(|c: char| !c.is_alphabetic());
    // A block may be as long as a file; only its opening words are asked for.
    let folded = fold(words.char_indices().nth(96).map_or(words, |(end, _)| &words[..end]));
    let folded = folded.strip_prefix("dự thảo ").unwrap_or(&folded);
    TITLES
        .iter()
        .filter(|(opening, _)| folded.starts_with(opening))
        .max_by_key(|(opening, _)| opening.len())
        .map(|(_, kind)| *kind)
}

/// Parts of file names without accents, as offices name files.
const FILE_NAMES: [(&str, Kind); 22] = [
    ("bao-cao-chinh-tri", Kind::PoliticalReport),
    ("baocaochinhtri", Kind::PoliticalReport),
    ("bcct", Kind::PoliticalReport),
    ("political-report", Kind::PoliticalReport),
    ("kiem-diem", Kind::SelfReview),
    ("kiemdiem", Kind::SelfReview),
    ("bckd", Kind::SelfReview),
    ("self-review", Kind::SelfReview),
    ("nhan-su", Kind::PersonnelPlan),
    ("nhansu", Kind::PersonnelPlan),
    ("personnel-plan", Kind::PersonnelPlan),
    ("chuong-trinh-hanh-dong", Kind::ActionProgramme),
    ("cthd", Kind::ActionProgramme),
    ("action-programme", Kind::ActionProgramme),
    ("kich-ban", Kind::CongressScript),
    ("congress-script", Kind::CongressScript),
    ("nghi-quyet", Kind::Resolution),
    ("resolution", Kind::Resolution),
    ("bieu-tong-hop", Kind::MergerAnnex),
    ("merger-annex", Kind::MergerAnnex),
    ("tiep-thu", Kind::FeedbackTable),
    ("feedback-table", Kind::FeedbackTable),
];

/// The kind a file's name speaks of.
pub fn infer_from_file_name(path: &str) -> Option<Kind> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let plain: String = fold(name)
        .chars()
        .map(|c| match crate::text::fold::base_and_tone(c).0 {
            'ă' | 'â' => 'a',
            'ê' => 'e',
            'ô' | 'ơ' => 'o',
            'ư' => 'u',
            'đ' => 'd',
            ' ' | '_' | '.' => '-',
            c => c,
        })
        .collect();
    FILE_NAMES.iter().find(|(part, _)| plain.contains(part)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_file_names() {
        assert_eq!(infer_from_title("BÁO CÁO CHÍNH TRỊ"), Some(Kind::PoliticalReport));
        assert_eq!(infer_from_title("Dự thảo Báo cáo kiểm điểm của Ban Chấp hành"), Some(Kind::SelfReview));
        assert_eq!(infer_from_title("I. ĐẶC ĐIỂM"), None);
        assert_eq!(infer_from_file_name("a/Bao cao kiem diem.md"), Some(Kind::SelfReview));
        assert_eq!(infer_from_file_name("Đề án nhân sự.docx"), Some(Kind::PersonnelPlan));
        assert_eq!(infer_from_file_name("ghi-chu.md"), None);
        for kind in Kind::ALL {
            assert_eq!(Kind::from_id(kind.id()), Some(kind));
            assert_eq!(infer_from_file_name(kind.id()), Some(kind));
        }
    }
}
