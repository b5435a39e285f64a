use crate::document::dossier::Manifest;
use crate::document::{Format, Kind, Meta, front_matter};
use crate::lint::catalogue::Catalogue;
use crate::lint::engine::{Input, Job, Options, Report, run};
use crate::lint::finding::Severity;
use crate::lint::rule::Lang;
use crate::text::Date;
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::built_in().unwrap());

pub(super) const TODAY: Date = Date { year: 2025, month: 8, day: 5 };

pub(super) fn lint(unit: &str, date: Date, text: &str) -> Report {
    lint_with(&["outdated-place-name", "abolished-level"], unit, date, text)
}

fn lint_with(rules: &[&str], unit: &str, date: Date, text: &str) -> Report {
    let (unit, province) = match unit.strip_prefix(", ") {
        Some(province) => (None, Some(province.to_string())),
        None if unit.is_empty() => (None, None),
        None => front_matter::split_unit(unit),
    };
    let meta = Meta { kind: Some(Kind::PoliticalReport), unit, province, term: None, date: Some(date) };
    let manifest = Manifest { meta, ..Manifest::default() };
    let input = Input { path: "a.md".into(), format: Format::Markdown, kind: Some(Kind::PoliticalReport) };
    let read = |_: &Input| Ok(text.to_string().into());
    let job = Job {
        inputs: vec![input],
        manifest: Some(("vankien.yml".into(), manifest)),
        is_dossier: false,
        against: Vec::new(),
        read: &read,
    };
    let select = rules.iter().map(|rule| rule.to_string()).collect();
    let options = Options { lang: Lang::Vi, as_of: None, today: TODAY, select, ignore: Vec::new(), detail: false };
    run(&CATALOGUE, &job, &options).unwrap()
}

const RESULTS: &str = "# BÁO CÁO CHÍNH TRỊ\n\n## PHẦN THỨ NHẤT: KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT NHIỆM KỲ 2020-2025\n\n### II. Kết quả đạt được\n\n";
pub(super) const TASKS: &str = "# BÁO CÁO CHÍNH TRỊ\n\n## PHẦN THỨ HAI: PHƯƠNG HƯỚNG, NHIỆM VỤ, GIẢI PHÁP\n\n### III. Nhiệm vụ, giải pháp chủ yếu\n\n";

fn names(unit: &str, date: Date, text: &str) -> Vec<String> {
    lint(unit, date, text).findings.into_iter().map(|f| f.excerpt).collect()
}

/// `in UNIT on DATE under HEADINGS: TEXT => NAMES`.
macro_rules! check {
    ($unit:expr, $date:expr, $part:expr; $($text:expr => [$($name:expr),* $(,)?];)*) => {$(
        let expected: Vec<&str> = vec![$($name),*];
        assert_eq!(names($unit, $date, &format!("{}{}", $part, $text)), expected, "{}", $text);
    )*};
}

#[test]
fn results_told_as_of_today_and_as_of_then() {
    check! { "xã Can Lộc, Hà Tĩnh", TODAY, RESULTS;
        "Xã Vượng Lộc có 14 mô hình." => ["Xã Vượng Lộc"];
        "Hiện nay, trên địa bàn xã Vượng Lộc còn 14 hộ nghèo." => ["xã Vượng Lộc"];
        "Từ năm 2021 đến nay, xã Vượng Lộc xây mới 12 km đường." => ["xã Vượng Lộc"];
        "Huyện Can Lộc hỗ trợ 12 tỷ đồng, tăng 3 tỷ đồng so với năm 2020." => ["Huyện Can Lộc"];
        "Giáp thị xã Hồng Lĩnh, xã Gia Hanh và huyện Lộc Hà." => ["thị xã Hồng Lĩnh", "huyện Lộc Hà"];
        "Sửa chữa cầu cũ tại xã Thiên Lộc." => ["xã Thiên Lộc"];
        "Học tập xã Đồng Lộc, huyện Hậu Lộc, tỉnh Thanh Hóa." => ["xã Đồng Lộc"];
        // History.
        "Năm 2023, phối hợp với thị xã Hồng Lĩnh." => [];
        "Giai đoạn 2021-2025, huyện Can Lộc hỗ trợ 12 tỷ đồng." => [];
        "Phong trào thể thao năm 2024 tại xã Thiên Lộc thu hút 300 người." => [];
        "Quý I/2025, xã Thiên Lộc thu 4 tỷ đồng. 6 tháng đầu năm 2025, thị trấn Nghèn thu 3 tỷ đồng." => [];
        "Năm 2021, xã Vượng Lộc mở bến xe, đến nay có 28 thành viên." => [];
        "Năm 2021, xã Can Lộc mở bến xe; xã Vượng Lộc hiện có 28 hộ." => ["xã Vượng Lộc"];
        "Trong nhiệm kỳ, Đảng bộ xã Thiên Lộc kết nạp 120 đảng viên." => [];
        "Trong 5 năm, Đảng bộ xã Thiên Lộc kết nạp 45 đảng viên; Đảng bộ xã Vượng Lộc 32 đảng viên." => [];
        "Kỷ niệm 70 năm thành lập Đảng bộ xã Thiên Lộc." => [];
        "Trong nhiệm kỳ, Đảng bộ xã Kim Lộc kết nạp 120 đảng viên." => ["xã Kim Lộc"];
        "Xã Vượng Lộc có 14 mô hình, tăng 5 mô hình so với đầu nhiệm kỳ." => ["Xã Vượng Lộc"];
        "Agribank Chi nhánh huyện Can Lộc cho vay 12 tỷ đồng." => [];
        "Trước khi sáp nhập, xã Thiên Lộc có 11 xóm văn hóa." => [];
        "Trụ sở cũ của Ủy ban nhân dân xã Thiên Lộc thành trường mầm non." => [];
        "Từ ngày 01/7/2025, huyện Can Lộc kết thúc hoạt động." => [];
        "HĐND huyện Can Lộc khóa XX, nhiệm kỳ 2021-2026 ban hành chính sách." => [];
        "Theo Kế hoạch số 12/KH-UBND của UBND huyện Can Lộc, xã đã triển khai." => [];
        "Đảng ủy các xã Thiên Lộc, Vượng Lộc và thị trấn Nghèn trước đây có 12 nghị quyết." => [];
        "Đồng chí A quê quán xã Kim Lộc, huyện Can Lộc, tỉnh Hà Tĩnh." => [];
        "Đảng bộ thành lập trên cơ sở ba đơn vị:\n\n- Thị trấn Nghèn;\n- Xã Thiên Lộc;\n- Xã Vượng Lộc." => [];
        "#### Năm 2023\n\nXã Thiên Lộc có 12 chi bộ." => [];
        "#### Số liệu của các xã cũ\n\nXã Thiên Lộc có 12 chi bộ." => [];
        "| Đơn vị | Năm 2021 | Năm 2022 |\n|---|---|---|\n| Xã Thiên Lộc | 12 | 13 |" => [];
        "> Xã Thiên Lộc có 12 chi bộ.\n\n[1] Gồm xã Thiên Lộc.\n\nGhi chú: xã Vượng Lộc." => [];
        "Mô hình “Ba sạch xã Thiên Lộc”; \"Xã Vượng Lộc xanh\"." => [];
        // Other things and other words.
        "Hợp tác xã Thiên Lộc Xanh, thôn Thiên Lộc, xã Thiên Lộc Hương." => [];
        "Xã Đoàn kết nạp 30 người." => [];
    }
}

#[test]
fn tasks_are_of_today_whatever_year_stands_by() {
    check! { "xã Can Lộc, Hà Tĩnh", TODAY, TASKS;
        "Sau sáp nhập, tiếp tục đầu tư đường từ xã Thiên Lộc." => ["xã Thiên Lộc"];
        "Sắp xếp dân cư ven sông tại xã Thiên Lộc." => ["xã Thiên Lộc"];
        "Điều chỉnh quy hoạch thị trấn Nghèn duyệt năm 2019 trước ngày 31/12/2026." => ["thị trấn Nghèn"];
        "Tiến tới Đại hội Đảng bộ huyện Can Lộc lần thứ XXXI, nhiệm kỳ 2025-2030." => ["huyện Can Lộc"];
        "Cải tạo chợ trung tâm thị trấn Nghèn giai đoạn 2." => ["thị trấn Nghèn"];
        "Đề nghị **huyện Can Lộc** hỗ trợ; đề nghị xã *Kim Lộc* phối hợp." => ["huyện Can Lộc", "xã Kim Lộc"];
        "Nâng cấp đô thị xã Can Lộc và đô thị thị trấn Nghèn." => ["thị trấn Nghèn"];
        "Xây kênh từ xã Thiên Lộc (xóm 3) đến xã Vượng Lộc (cũ)." => ["xã Thiên Lộc"];
        "Nâng cấp Trạm Y tế xã Thiên Lộc cơ sở 2, đường xã Thiên Lộc - xã Vượng Lộc." => [];
        "Quyết toán 14 công trình do huyện Can Lộc bàn giao lại trong năm 2026." => [];
        "Tiếp tục thực hiện Quyết định số 12/QĐ-UBND ngày 12/4/2024 của UBND huyện Can Lộc." => [];
    }
    let report =
        lint("xã Can Lộc, Hà Tĩnh", TODAY, &format!("{TASKS}Làm đường xã Kim Lộc trong năm 2026, giáp xã Kim Lộc."));
    assert_eq!(report.findings.first().map(|f| f.severity), Some(Severity::Error));
    let report = lint("xã Can Lộc, Hà Tĩnh", TODAY, &format!("{RESULTS}Xã Kim Lộc có 7 thôn."));
    assert_eq!(report.findings.first().map(|f| f.severity), Some(Severity::Warning));
}

#[test]
fn of_a_body_one_of_the_two_rules_speaks() {
    let text = "Đề nghị Ủy ban nhân dân huyện Can Lộc bố trí vốn 6,5 tỷ đồng trong quý IV/2025.";
    let of = |rules: &[&str], part: &str| {
        let report = lint_with(rules, "xã Can Lộc, Hà Tĩnh", TODAY, &format!("{part}{text}"));
        report.findings.into_iter().map(|f| (f.rule, f.excerpt)).collect::<Vec<_>>()
    };
    let found = |rule: &str, words: &str| vec![(rule.to_string(), words.to_string())];
    let both = of(&["outdated-place-name", "abolished-level"], TASKS);
    assert_eq!(both, found("abolished-level", "Ủy ban nhân dân huyện Can Lộc"));
    assert_eq!(of(&["outdated-place-name"], TASKS), found("outdated-place-name", "huyện Can Lộc"));
    let told = "Được Ủy ban nhân dân huyện Can Lộc quan tâm, xã làm 12 km đường. ";
    let report = lint_with(&["outdated-place-name"], "xã Can Lộc, Hà Tĩnh", TODAY, &format!("{RESULTS}{told}"));
    assert_eq!(report.findings.len(), 0, "what the body did while it stood is told under its name");
}

#[test]
fn names_of_works_and_plans() {
    check! { "xã Can Lộc, Hà Tĩnh", TODAY, TASKS;
        "Tu bổ nghĩa trang liệt sĩ liên xã Thiên Lộc, tượng đài chiến thắng thị trấn Nghèn." => [];
        "Tu bổ các khu lưu niệm xã Thiên Lộc và chùa Hương Tích xã Vượng Lộc." => ["xã Thiên Lộc", "xã Vượng Lộc"];
        "Yêu cầu xã Thiên Lộc đền bù; bảo vệ môi trường xã Vượng Lộc." => ["xã Thiên Lộc", "xã Vượng Lộc"];
        "Thay thế Quy hoạch chung thị trấn Nghèn đến năm 2035." => [];
        "Quy hoạch chung thị trấn Nghèn đến năm 2035 cần được rà soát." => [];
        "Rà soát quy hoạch sử dụng đất xã Thiên Lộc giai đoạn 2021-2025." => [];
        "Hoàn thành Quy hoạch phân khu thị trấn Nghèn giai đoạn 2026-2030." => ["thị trấn Nghèn"];
        "Lập quy hoạch chung xã Thiên Lộc đến năm 2040." => ["xã Thiên Lộc"];
        "Triển khai Đề án du lịch tại xã Thiên Lộc." => ["xã Thiên Lộc"];
        "Số hóa tài liệu của xã Thiên Lộc (1954-2019) trong năm 2026." => [];
        "Phát triển xã Thiên Lộc (giai đoạn 2026-2030)." => ["xã Thiên Lộc"];
    }
    check! { "xã Can Lộc, Hà Tĩnh", TODAY, TASKS;
        "| Chỉ tiêu | Ước 2025 | Mục tiêu 2030 | Nơi làm |\n|---|---|---|---|\n| Hộ nghèo (chuẩn 2021-2025) | 2 | 1 | Xã Thiên Lộc |"
            => ["Xã Thiên Lộc"];
        "| Địa bàn | Năm 2030 |\n|---|---|\n| Thị trấn Nghèn | 98 |\n| Thiên Lộc | 89 |\n| Làng nghề | 2 |"
            => ["Thị trấn Nghèn", "Thiên Lộc"];
        "| Thôn | Năm 2030 |\n|---|---|\n| Thiên Lộc | 89 |\n| Vượng Lộc | 2 |" => [];
    }
}

#[test]
fn other_provinces() {
    check! { "xã Nhị Trường, Vĩnh Long", TODAY, TASKS;
        "Liên kết với các xã Trường Thọ, Nhị Trường, huyện Cầu Ngang." => ["xã Trường Thọ", "huyện Cầu Ngang"];
        "Liên kết với các xã Nhị Trường, Trường Thọ và Hiệp Mỹ Đông, huyện Cầu Ngang." => ["Trường Thọ", "Hiệp Mỹ Đông", "huyện Cầu Ngang"];
        "Bán hàng ở tỉnh Trà Vinh và tỉnh Bến Tre; phường Trà Vinh, sông Cầu Ngang." => ["tỉnh Trà Vinh", "tỉnh Bến Tre"];
    }
    check! { "phường Thủ Đức, Hồ Chí Minh", TODAY, TASKS;
        "Phối hợp với thành phố Thủ Đức và Quận 9 nạo vét rạch." => ["thành phố Thủ Đức", "Quận 9"];
        "Phối hợp với các phường: Linh Xuân, Tam Bình, Bình Chiểu." => ["Bình Chiểu"];
        "Đảng bộ phường 5 năm qua kết nạp 120 đảng viên; phường 12 chi bộ." => [];
    }
    check! { "phường Thuận Hóa, Huế", TODAY, TASKS;
        "Trình tỉnh Thừa Thiên Huế, thành phố Huế; quận Thuận Hóa phối hợp." => ["tỉnh Thừa Thiên Huế", "quận Thuận Hóa"];
    }
    check! { "xã Ea Ktur, Đắk Lắk", TODAY, TASKS;
        "Mở tuyến đi thành phố Buôn Ma Thuột và TP.Tuy Hòa, phường Buôn Ma Thuột." => ["thành phố Buôn Ma Thuột", "TP.Tuy Hòa"];
    }
    let later = Date { year: 2026, month: 8, day: 1 };
    check! { "xã Trảng Bom, Đồng Nai", later, TASKS;
        "Tham mưu tỉnh Đồng Nai, thành phố Đồng Nai bố trí vốn." => ["tỉnh Đồng Nai"];
    }
    check! { "", TODAY, RESULTS;
        "Xã Tân Thành có 12 thôn, huyện Châu Thành hỗ trợ, xã Kim Song Trường có 3 thôn." => ["xã Kim Song Trường"];
    }
}

#[test]
fn in_march_2020_the_districts_live() {
    let then = Date { year: 2020, month: 3, day: 15 };
    check! { "xã Kim Song Trường, Hà Tĩnh", then, TASKS;
        "Huyện Can Lộc, thị trấn Nghèn, xã Thiên Lộc, thị xã Hồng Lĩnh, tỉnh Hà Tĩnh cùng đầu tư." => [];
        "Mở đường từ xã Phú Lộc sang xã Kim Lộc trong năm 2021." => ["xã Kim Lộc"];
    }
    check! { "xã Kim Song Trường, Hà Tĩnh", then, RESULTS;
        "Xã Kim Lộc có 7 thôn." => ["Xã Kim Lộc"];
        "Nhiệm kỳ 2015-2020, xã Kim Lộc kết nạp 20 đảng viên." => [];
        "Tính đến ngày 31/12/2019, xã Kim Lộc có 86 đảng viên." => [];
        "Sau khi sáp nhập xã Kim Lộc, xã Song Lộc và xã Trường Lộc, xã có 15 thôn." => [];
    }
}

#[test]
fn a_fix_writes_the_address_of_today() {
    let fixed = |text: &str| {
        let report = lint("xã Can Lộc, Hà Tĩnh", TODAY, text);
        let edits = report.findings.first().and_then(|f| f.fix.as_ref()).map(|fix| fix.edits.clone())?;
        let mut text = text.to_string();
        for edit in edits.iter().rev() {
            text.replace_range(edit.start as usize..edit.end as usize, &edit.text);
        }
        Some(text)
    };
    for (old, new) in [
        ("Tại xã Đồng Lộc, huyện Hậu Lộc, tỉnh Thanh Hóa.", Some("Tại xã Đông Thành, tỉnh Thanh Hóa.")),
        ("Tại xã Trường Thọ, huyện Cầu Ngang, tỉnh Trà Vinh.", Some("Tại xã Nhị Trường, tỉnh Vĩnh Long.")),
        ("Phường Trần Phú, thành phố Hà Tĩnh, tỉnh Hà Tĩnh.", Some("Phường Thành Sen, tỉnh Hà Tĩnh.")),
        ("Phường Sao Đỏ, thành phố Hải Phòng.", Some("Phường Chu Văn An, thành phố Hải Phòng.")),
        ("Tại xã Tùng Lộc, huyện Can Lộc.", Some("Tại xã Tùng Lộc.")),
        ("Tại xã Nhị Trường, tỉnh Trà Vinh.", Some("Tại xã Nhị Trường, tỉnh Vĩnh Long.")),
        ("XÃ THIÊN LỘC", Some("XÃ CAN LỘC")),
        ("Các xã Kim Lộc, Tùng Lộc.", Some("Các xã Trường Lưu, Tùng Lộc.")),
        ("Tại huyện Can Lộc.", None),
        ("Tại xã *Thiên Lộc*.", None),
        ("Tại xã Thiên Lộc (huyện Can Lộc).", None),
    ] {
        assert_eq!(fixed(old).as_deref(), new, "{old}");
    }
}
