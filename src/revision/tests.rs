//! What a reviewer reads.

use super::{Fate, Op, Pair, Reading, Revision, UnitKind, compare};
use crate::document::{Document, Format};
use crate::lint::Catalogue;
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::built_in().expect("the built-in catalogue"));

fn read(text: &str) -> Reading {
    let document = Document::parse("a.md", text.to_string(), Format::Markdown).expect("a document");
    Reading::new(document, &CATALOGUE)
}

/// The edits of a pair: `[-gone-]`, `{+come+}`.
fn shown(pair: &Pair, old: &Reading, new: &Reading) -> String {
    let edit = |edit: &super::Edit| match edit.op {
        Op::Equal => old.document.text[edit.range.clone()].to_string(),
        Op::Delete => format!("[-{}-]", &old.document.text[edit.range.clone()]),
        Op::Insert => format!("{{+{}+}}", &new.document.text[edit.range.clone()]),
    };
    pair.edits.iter().map(edit).collect()
}

/// Two texts compared: what changed, in words.
fn changes(old: &str, new: &str) -> Vec<(Fate, String)> {
    let (old, new) = (read(old), read(new));
    let revision = compare(&old, &new);
    let text = |pair: &Pair| match pair.fate {
        Fate::Moved => new.document.text[pair.new.clone().expect("a unit").range].to_string(),
        _ => shown(pair, &old, &new),
    };
    revision.changes().map(|pair| (pair.fate, text(pair))).collect()
}

fn edited(old: &str, new: &str) -> String {
    let changes = changes(old, new);
    assert!(matches!(&changes[..], [(Fate::Edited, _)]), "{changes:?}");
    changes[0].1.clone()
}

fn revision(old: &str, new: &str) -> Revision {
    compare(&read(old), &read(new))
}

#[test]
fn figures_dates_numbers_and_names_are_never_cut() {
    let cases = [
        ("Thu nhập đạt 65,4 triệu đồng.", "Thu nhập đạt 65,9 triệu đồng.", "Thu nhập đạt [-65,4-]{+65,9+} triệu đồng."),
        (
            "Theo Chỉ thị 35-CT/TW ban hành.",
            "Theo Chỉ thị 45-CT/TW ban hành.",
            "Theo Chỉ thị [-35-CT/TW-]{+45-CT/TW+} ban hành.",
        ),
        ("Họp ngày 14/6/2024 tại xã.", "Họp ngày 14/7/2024 tại xã.", "Họp ngày [-14/6/2024-]{+14/7/2024+} tại xã."),
        (
            "Nhiệm kỳ 2020 - 2025 đã qua.",
            "Nhiệm kỳ 2025 - 2030 đã qua.",
            "Nhiệm kỳ [-2020 - 2025-]{+2025 - 2030+} đã qua.",
        ),
        (
            "Bầu đồng chí Nguyễn Văn An làm Bí thư.",
            "Bầu đồng chí Nguyễn Văn Bình làm Bí thư.",
            "Bầu đồng chí [-Nguyễn Văn An-]{+Nguyễn Văn Bình+} làm Bí thư.",
        ),
        ("Diện tích 12ha đất của xã ta.", "Diện tích 15ha đất của xã ta.", "Diện tích [-12ha-]{+15ha+} đất của xã ta."),
    ];
    for (old, new, wanted) in cases {
        assert_eq!(edited(old, new), wanted);
    }
}

#[test]
fn edits_are_whole_words_and_begin_where_a_clause_does() {
    let cases = [
        (
            "Tập trung phát triển kinh tế. Tập trung xây dựng Đảng.",
            "Tập trung phát triển kinh tế. Tập trung phát triển văn hóa. Tập trung xây dựng Đảng.",
            "Tập trung phát triển kinh tế. {+Tập trung phát triển văn hóa. +}Tập trung xây dựng Đảng.",
        ),
        (
            "Đảng bộ, chính quyền và Nhân dân.",
            "Đảng bộ; chính quyền và Nhân dân.",
            "Đảng bộ[-,-]{+;+} chính quyền và Nhân dân.",
        ),
        (
            "Tăng cường kiểm tra và giám sát.",
            "Tăng cường kiểm tra, giám sát.",
            "Tăng cường kiểm tra[- và-]{+,+} giám sát.",
        ),
        (
            "Nâng cao chất lượng sinh hoạt chi bộ.",
            "Nâng cao chất lượng sinh hoạt chi bộ, nhất là ở thôn.",
            "Nâng cao chất lượng sinh hoạt chi bộ{+, nhất là ở thôn+}.",
        ),
    ];
    for (old, new, wanted) in cases {
        assert_eq!(edited(old, new), wanted);
    }
}

#[test]
fn little_that_stays_between_long_edits_is_no_confetti() {
    let old = "Cấp ủy quan tâm lãnh đạo phát triển sản xuất nông nghiệp theo hướng hàng hóa, gắn với và chế biến sâu nông sản chủ lực của địa phương.";
    let new = "Cấp ủy quan tâm lãnh đạo đẩy mạnh cải cách thủ tục hành chính, gắn với xây dựng chính quyền điện tử của địa phương.";
    let shown = edited(old, new);
    assert_eq!((shown.matches("[-").count(), shown.matches("{+").count()), (1, 1), "{shown}");
}

#[test]
fn spelling_is_told_apart() {
    let same = [("Văn hoá - thể thao xã.", "Văn hóa – thể thao xã."), ("Đạt 5 ha lúa nước.", "Đạt 5ha lúa nước.")];
    for (old, new) in same {
        let revision = revision(old, new);
        assert!(revision.pairs.iter().all(|pair| pair.fate == Fate::Edited && pair.spelling), "{revision:?}");
    }
    for (old, new) in
        [("Văn hóa thể thao.", "Văn hoa thể thao."), ("Đảng bộ ta.", "đảng bộ ta."), ("Một, hai ba.", "Một hai ba.")]
    {
        assert!(revision(old, new).pairs.iter().all(|pair| !pair.spelling), "{old}");
    }
}

const MOVED: &str = "Xây dựng nông thôn mới đạt kết quả khá tốt.";

#[test]
fn a_paragraph_that_moved_is_one_change() {
    let (a, b, c) = ("Kinh tế tăng trưởng khá cao.", "Văn hóa có nhiều tiến bộ.", "Quốc phòng được giữ vững.");
    let old = [MOVED, a, b, c].join("\n\n");
    let new = [a, b, c, MOVED].join("\n\n");
    assert_eq!(changes(&old, &new), [(Fate::Moved, MOVED.to_string())]);
}

#[test]
fn a_short_line_elsewhere_did_not_move() {
    let old = format!("Kết quả:\n\n{MOVED}\n\nKinh tế tăng trưởng khá cao.");
    let new = format!("{MOVED}\n\nKinh tế tăng trưởng khá cao.\n\nKết quả:");
    let fates: Vec<Fate> = changes(&old, &new).into_iter().map(|change| change.0).collect();
    assert_eq!(fates, [Fate::Removed, Fate::Added]);
}

#[test]
fn what_was_split_is_nearly_all_equal() {
    let (a, b) = ("Xây dựng nông thôn mới đạt kết quả khá.", "Toàn xã có 12/14 thôn đạt chuẩn vào năm 2024.");
    for (old, new) in [(format!("{a} {b}"), format!("{a}\n\n{b}")), (format!("{a}\n\n{b}"), format!("{a} {b}"))] {
        assert_eq!(changes(&old, &new), [(Fate::Edited, a.to_string()), (Fate::Edited, b.to_string())]);
        assert!(revision(&old, &new).pairs.iter().all(|pair| pair.partial));
    }
}

#[test]
fn a_renamed_section_keeps_its_place() {
    let body = "Kinh tế tăng trưởng khá, thu nhập bình quân đầu người đạt 65 triệu đồng.";
    let old = format!("# Báo cáo\n\n## 1. Kinh tế\n\n{body}\n\n## 2. Văn hóa\n\nGiáo dục có nhiều tiến bộ đáng kể.");
    let new = format!(
        "# Báo cáo\n\n## 1. Đặc điểm\n\nXã có vị trí thuận lợi.\n\n## 2. Phát triển sản xuất\n\n{body}\n\n## 3. Văn hóa\n\nGiáo dục có nhiều tiến bộ đáng kể."
    );
    let (was, is) = (read(&old), read(&new));
    let revision = compare(&was, &is);
    let title = |reading: &Reading, section| reading.document.section_title(section).to_string();
    let titles: Vec<(String, String)> =
        revision.sections.iter().map(|&(a, b)| (title(&was, a), title(&is, b))).skip(2).collect();
    let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
    assert_eq!(titles, [pair("Kinh tế", "Phát triển sản xuất"), pair("Văn hóa", "Văn hóa")]);
}

#[test]
fn rows_are_told_by_what_names_them() {
    let table = |rows: &str| format!("| TT | Chỉ tiêu | Kết quả |\n|---|---|---|\n{rows}");
    let old = table("| 1 | Thu nhập | 65,4 |\n| 2 | Hộ nghèo | 2,1 |\n| 3 | Trường chuẩn | 5 |\n");
    let new =
        table("| 1 | Thu nhập | 68,2 |\n| 2 | Nhà văn hóa | 12 |\n| 3 | Hộ nghèo | 2,1 |\n| 4 | Trường chuẩn | 5 |\n");
    let shown: Vec<String> = changes(&old, &new).into_iter().map(|change| change.1).collect();
    let wanted = [
        "1\nThu nhập\n[-65,4-]{+68,2+}",
        "{+2\nNhà văn hóa\n12+}",
        "[-2-]{+3+}\nHộ nghèo\n2,1",
        "[-3-]{+4+}\nTrường chuẩn\n5",
    ];
    assert_eq!(shown, wanted);
    let moved =
        revision(&format!("{old}\n{MOVED}\n\nMột đoạn khác nữa."), &format!("{MOVED}\n\nMột đoạn khác nữa.\n\n{new}"));
    let tables: Vec<_> = moved.changes().map(|pair| (pair.fate, pair.new.as_ref().map(|unit| unit.kind))).collect();
    assert_eq!(tables, [(Fate::MovedEdited, Some(UnitKind::Table))]);
}

#[test]
fn a_column_that_came() {
    let old = "| Chỉ tiêu | 2024 |\n|---|---|\n| Thu nhập | 65 |\n| Hộ nghèo | 2 |\n";
    let new = "| Chỉ tiêu | Đơn vị | 2024 |\n|---|---|---|\n| Thu nhập | triệu | 65 |\n| Hộ nghèo | % | 2 |\n";
    let shown: Vec<String> = changes(old, new).into_iter().map(|change| change.1).collect();
    assert_eq!(shown, ["Chỉ tiêu{+\nĐơn vị+}\n2024", "Thu nhập{+\ntriệu+}\n65", "Hộ nghèo{+\n%+}\n2"]);
}
