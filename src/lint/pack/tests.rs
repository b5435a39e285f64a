use super::*;
use crate::text::{Hit, LexiconBuilder, tokenize};
use std::collections::HashSet;

const OUTLINE: &str = include_str!("../../../lints/packs/generic/outline.yml");
const INDICATORS: &str = include_str!("../../../lints/packs/generic/indicators.yml");
const PERSONNEL: &str = include_str!("../../../lints/packs/generic/personnel.yml");
const SCRIPTS: &str = include_str!("../../../lints/packs/generic/scripts.yml");

pub(crate) fn generic() -> Pack {
    let files = [
        ("generic/outline.yml", OUTLINE),
        ("generic/indicators.yml", INDICATORS),
        ("generic/personnel.yml", PERSONNEL),
        ("generic/scripts.yml", SCRIPTS),
    ];
    match Pack::load(files) {
        Ok(pack) => pack,
        Err(error) => panic!("{error}"),
    }
}

/// The ids whose phrases stand in `text`: of overlapping phrases the longest, of equal ones all.
fn matches<'p>(phrases: impl IntoIterator<Item = (&'p str, &'p Vec<String>)>, text: &str) -> Vec<&'p str> {
    let mut builder = LexiconBuilder::default();
    let list = builder.list();
    let mut ids = Vec::new();
    for (id, variants) in phrases {
        builder.add_all(list, ids.len() as u32, variants);
        ids.push(id);
    }
    let hits = builder.build().scan(&tokenize(text));
    let beaten = |a: &Hit| {
        let overlaps = |b: &&Hit| b.start < a.end && a.start < b.end;
        hits.iter().filter(overlaps).any(|b| b.end - b.start > a.end - a.start)
    };
    let found: HashSet<u32> = hits.iter().filter(|h| !beaten(h)).map(|h| h.item).collect();
    ids.iter().enumerate().filter(|(i, _)| found.contains(&(*i as u32))).map(|(_, id)| *id).collect()
}

fn nodes<'p>(pack: &'p Pack, kind: Kind, prefix: &str, heading: &str) -> Vec<&'p str> {
    // Part two mirrors part one, so a heading is read in its own part.
    let tasks = |id: &str| id.starts_with("tasks-");
    let outline = pack.outline(kind).map(|o| o.walk()).into_iter().flatten();
    let wanted = outline.filter(|n| tasks(&n.id) == (prefix == "tasks-"));
    matches(wanted.map(|n| (n.id.as_str(), &n.variants)), heading)
}

#[test]
fn the_generic_pack_holds_together() {
    let pack = generic();
    assert_eq!(pack.outlines.len(), 6);
    assert_eq!(pack.indicators.len(), 25);
    assert!(pack.indicators.iter().map(|i| i.row).eq(1..=25));
    for (kind, outline) in &pack.outlines {
        let ids: Vec<_> = outline.walk().map(|n| n.id.as_str()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<HashSet<_>>().len(), "{kind:?}");
        for node in outline.walk() {
            assert!(!node.variants.is_empty(), "{}", node.id);
        }
    }
    for indicator in &pack.indicators {
        for measure in indicator.measures() {
            assert!(!measure.variants.is_empty() && !measure.unit.is_empty(), "{}", measure.id);
        }
    }
}

/// Each name a node goes by in print must lead to that node: no variant of another may swallow it.
#[test]
fn real_headings_reach_their_nodes() {
    let pack = generic();
    let report: [(&str, &[&str]); 33] = [
        ("KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT ĐẠI HỘI NHIỆM KỲ 2020-2025", &["results"]),
        ("KIỂM ĐIỂM VIỆC THỰC HIỆN NGHỊ QUYẾT ĐẠI HỘI NHIỆM KỲ 2015 - 2020", &["results"]),
        ("Đặc điểm, tình hình", &["situation", "forecast"]),
        ("NHỮNG THÀNH TỰU, KẾT QUẢ CHỦ YẾU", &["achievements"]),
        ("Mức độ hoàn thành: 22/24 chỉ tiêu đạt và vượt", &["target-results"]),
        ("Phát triển kinh tế - xã hội", &["economy", "culture-society"]),
        ("Kinh tế tập thể", &["economy-cooperatives"]),
        ("Phát triển văn hóa, con người", &["culture-society"]),
        ("Quân sự, quốc phòng; an ninh trật tự", &["defence-security"]),
        ("Quốc phòng, an ninh và đối ngoại", &["defence-security"]),
        ("Công tác nội chính", &["defence-security"]),
        ("QP-AN", &["defence-security"]),
        ("Xây dựng Đảng và hệ thống chính trị", &["party-building", "government", "front-and-unions"]),
        ("Hoạt động của HĐND, UBND", &["government"]),
        ("MTTQ và các tổ chức chính trị - xã hội", &["front-and-unions"]),
        ("Hạn chế, khuyết điểm, nguyên nhân và bài học kinh nghiệm", &["shortcomings", "causes", "lessons"]),
        ("HẠN CHẾ VÀ NGUYÊN NHÂN", &["shortcomings", "causes"]),
        ("Nguyên nhân của những hạn chế, khuyết điểm", &["causes"]),
        ("Nguyên nhân của những kết quả đạt được", &["success-causes"]),
        ("Đánh giá chung và bài học kinh nghiệm", &["overall-assessment", "lessons"]),
        ("PHƯƠNG HƯỚNG, MỤC TIÊU, NHIỆM VỤ VÀ GIẢI PHÁP NHIỆM KỲ 2025-2030", &["directions"]),
        ("MỤC TIÊU, PHƯƠNG HƯỚNG, NHIỆM VỤ", &["directions"]),
        ("DỰ BÁO THỜI CƠ, THÁCH THỨC", &["forecast"]),
        ("QUAN ĐIỂM, PHƯƠNG HƯỚNG CHUNG", &["viewpoint"]),
        ("Quan điểm, mục tiêu tổng quát", &["viewpoint"]),
        ("MỤC TIÊU CỤ THỂ", &["targets"]),
        ("CHỈ TIÊU VÀ NHIỆM VỤ", &["targets", "tasks"]),
        ("NHIỆM VỤ TRỌNG TÂM, CÁC ĐỘT PHÁ", &["breakthroughs"]),
        ("NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU", &["tasks"]),
        ("DANH MỤC CÔNG TRÌNH TRỌNG ĐIỂM", &["key-works"]),
        ("TỔ CHỨC THỰC HIỆN", &["organisation"]),
        ("KẾT LUẬN", &["proposals"]),
        ("Chủ đề Đại hội", &["theme"]),
    ];
    for (heading, expected) in report {
        let found = nodes(&pack, Kind::PoliticalReport, "", heading);
        for id in expected {
            assert!(found.contains(id), "{heading}: {id} not in {found:?}");
        }
        // A heading may bring a neighbour along, but never a part as heavy as an error.
        for id in found.iter().filter(|id| !expected.contains(id)) {
            let node = pack.outline(Kind::PoliticalReport).and_then(|o| o.node(id)).unwrap();
            let harmless = node.required < Required::Error || *id == "targets" || *id == "directions";
            assert!(harmless, "{heading}: also {id}");
        }
    }
    let task = nodes(&pack, Kind::PoliticalReport, "tasks-", "Về Hội đồng nhân dân, Uỷ ban nhân dân");
    assert_eq!(task, ["tasks-government"]);
    let review: [(&str, &[&str]); 14] = [
        ("TÌNH HÌNH BAN CHẤP HÀNH", &["committee"]),
        ("VỀ LÃNH ĐẠO THỰC HIỆN NGHỊ QUYẾT ĐẠI HỘI", &["political-task"]),
        ("LÃNH ĐẠO CÔNG TÁC XÂY DỰNG ĐẢNG VÀ HỆ THỐNG CHÍNH TRỊ", &["party-leadership"]),
        ("VIỆC THỰC HIỆN NGUYÊN TẮC TỔ CHỨC VÀ SINH HOẠT ĐẢNG; PHƯƠNG THỨC, LỀ LỐI LÀM VIỆC", &["principles"]),
        ("TRÁCH NHIỆM NÊU GƯƠNG; HỌC TẬP VÀ LÀM THEO BÁC", &["exemplary"]),
        ("Việc khắc phục những hạn chế, khuyết điểm sau kiểm điểm", &["exemplary"]),
        ("Ưu điểm", &["strengths"]),
        ("Khuyết điểm", &["shortcomings"]),
        ("KHUYẾT ĐIỂM, TỒN TẠI CHÍNH", &["shortcomings"]),
        ("NGUYÊN NHÂN, TRÁCH NHIỆM", &["causes", "responsibility"]),
        ("Trách nhiệm của tập thể BCH, BTV, Thường trực và cá nhân", &["responsibility"]),
        ("BIỆN PHÁP, LỘ TRÌNH KHẮC PHỤC", &["remedy"]),
        ("Phương hướng, biện pháp khắc phục những hạn chế, khuyết điểm", &["remedy"]),
        ("Tự đánh giá mức độ", &["self-rating"]),
    ];
    for (heading, expected) in review {
        assert_eq!(nodes(&pack, Kind::SelfReview, "", heading), expected, "{heading}");
    }
}

#[test]
fn indicators_are_told_apart() {
    let pack = generic();
    let measures = || pack.indicators.iter().flat_map(Indicator::measures).map(|m| (m.id.as_str(), &m.variants));
    let rows: [(&str, &[&str]); 18] = [
        ("Tỷ lệ hộ nghèo (chuẩn giai đoạn 2021-2025)", &["poverty-rate"]),
        ("Tỷ lệ hộ cận nghèo", &["near-poverty-rate"]),
        ("hộ nghèo đa chiều giảm còn 1,2%", &["poverty-rate"]),
        ("Tốc độ tăng giá trị sản xuất bình quân", &["growth"]),
        ("Thu ngân sách trên địa bàn", &["budget-revenue"]),
        ("Thu ngân sách tăng bình quân 12%/năm", &["budget-revenue-growth"]),
        ("Giá trị sản phẩm thu hoạch trên 1 ha đất trồng trọt, nuôi trồng thủy sản", &["value-per-hectare"]),
        ("Khu dân cư nông thôn mới kiểu mẫu", &["model-residential-areas"]),
        ("Tỷ lệ khu dân cư văn hóa", &["cultured-residential-areas"]),
        ("Trong đó: có bằng cấp, chứng chỉ", &["certified-labour"]),
        ("Lao động làm việc trong lĩnh vực nông nghiệp giảm từ 21,5%", &["farm-labour"]),
        ("812 lao động được tạo việc làm mới", &["new-jobs"]),
        ("Trẻ em dưới 5 tuổi bị suy dinh dưỡng thể nhẹ cân", &["child-malnutrition"]),
        ("Hồ sơ tiếp nhận và giải quyết trực tuyến", &["online-files"]),
        ("Thủ tục hành chính giải quyết đúng hạn", &["on-time-procedures"]),
        ("Tổ chức đảng hoàn thành tốt nhiệm vụ trở lên", &["party-organisations-rating"]),
        ("Đảng viên hoàn thành tốt nhiệm vụ trở lên", &["party-members-rating"]),
        ("Xã đạt tiêu chuẩn an toàn về an ninh, trật tự", &["safe-commune"]),
    ];
    for (label, expected) in rows {
        assert_eq!(matches(measures(), label), expected, "{label}");
    }
}

#[test]
fn a_later_pack_extends_and_overrides() {
    let mut pack = generic();
    let province = "political-report:\n  nodes:\n    - id: lessons\n      required: info\n      variants: [điều rút ra]\n    \
                    - {id: culture-heritage, name: Di sản, required: info, variants: [di sản quê hương]}\n    \
                    - id: directions\n      children:\n        - {id: vision, name: Tầm nhìn, required: no, after: forecast, variants: [tầm nhìn 2045]}\n";
    pack.extend("tinh/outline.yml", province).unwrap();
    let outline = pack.outline(Kind::PoliticalReport).unwrap();
    let lessons = outline.node("lessons").unwrap();
    assert_eq!(lessons.required, Required::Info);
    assert_eq!(lessons.name, "Đánh giá chung, bài học kinh nghiệm");
    assert!(lessons.variants.iter().any(|v| v == "điều rút ra") && lessons.variants.len() > 5);
    assert_eq!(outline.nodes.last().unwrap().id, "culture-heritage");
    assert_eq!(outline.node("directions").unwrap().children[1].id, "vision");
    assert_eq!(outline.node("tasks-industry").unwrap().role, Role::Task, "children inherit");

    let rows = "indicators:\n  - {id: grain-output, drop: true}\n  - {id: income, unit: triệu đồng, row: 30}\n  \
                - {id: coffee, name: Sản lượng cà phê, unit: tấn, direction: up, merge: sum, variants: [cà phê]}\n";
    pack.extend("tinh/indicators.yml", rows).unwrap();
    assert_eq!(pack.indicators.len(), 25);
    assert_eq!(pack.indicators[23].measure.id, "income");
    assert_eq!((pack.indicators[24].measure.id.as_str(), pack.indicators[24].row), ("coffee", 31));
    assert_eq!(pack.indicators[23].measure.direction, Direction::Up);
}

#[test]
fn limits_and_steps_are_laid_over_by_id() {
    let mut pack = generic();
    let limits = "limits:\n  - {id: minority, least: 30, weight: warning, variants: [người Khmer]}\n  - {id: young, drop: true}\n";
    pack.extend("tinh/personnel.yml", limits).unwrap();
    let limit = |id: &str| pack.personnel.limits.iter().find(|l| l.id == id);
    assert!(limit("young").is_none() && limit("women").is_some_and(|l| l.band.low == 15.0));
    let minority = limit("minority").unwrap();
    assert_eq!((minority.band.low, minority.share), (30.0, Share::Members));
    assert!(minority.variants.iter().any(|v| v == "người Khmer") && minority.variants.len() > 3);

    let steps = "steps:\n  - {id: flag-salute, drop: true}\n  - {id: tribute, name: Dâng hương, required: no, after: [opening-speech], variants: [dâng hương]}\n";
    pack.extend("tinh/scripts.yml", steps).unwrap();
    let step = |id: &str| pack.script.steps.iter().find(|s| s.id == id);
    assert!(step("flag-salute").is_none() && step("tribute").is_some());
    assert!(
        step("opening-speech").is_some_and(|s| !s.after.iter().any(|a| a == "flag-salute")),
        "dropped steps order nothing"
    );

    let bands = "growth:\n  rate: [-2, 15]\nindicators:\n  - {id: income, level: [0.9, 2]}\n";
    pack.extend("tinh/indicators.yml", bands).unwrap();
    let growth = pack.growth.unwrap();
    assert_eq!((growth.rate.high, growth.level.high, growth.pairs.len()), (15.0, 2.5, 1));
    assert!(pack.indicators[2].measure.level.is_some_and(|band| band.holds(1.5) && !band.holds(2.2)));
}

#[test]
fn a_term_may_come_before_the_rule() {
    let pack = generic();
    let node = pack.outline(Kind::PoliticalReport).and_then(|o| o.node("breakthroughs")).unwrap();
    assert_eq!(node.required_in(Some(2020)), Required::No);
    assert_eq!(node.required_in(Some(2025)), Required::Warning);
    assert_eq!(node.required_in(None), Required::Warning);
}

#[test]
fn mistakes_are_shown_where_they_are() {
    let error = |name: &str, text: &str| generic().extend(name, text).unwrap_err().to_string();
    let outline = |text: &str| error("x/outline.yml", text);
    for (text, place, word) in [
        ("political-report:\n  nodes:\n    - id: moi\n      required: info\n", "x/outline.yml: dòng 3, cột 11", "name"),
        ("political-report:\n  nodes:\n    - {id: lessons, requird: info}\n", "dòng 3, cột 21", "requird"),
        ("political-report:\n  nodes:\n    - {id: lessons, required: fatal}\n", "dòng 3, cột 31", "fatal"),
        ("politcal-report:\n  nodes: []\n", "dòng 1, cột 1", "politcal-report"),
        ("political-report:\n  nodes:\n    - {id: lessons}\n    - {id: lessons}\n", "dòng 4", "lessons"),
        ("political-report:\n  nodes:\n    - {id: a, name: A, required: no, after: b}\n", "dòng 3, cột", "«b»"),
        ("political-report:\n  nodes:\n    - {id: lessons, variants: ['-']}\n", "dòng 3", "chữ"),
        ("political-report:\n  nodes:\n    - {id: Bài học}\n", "dòng 3", "Bài học"),
    ] {
        let said = outline(text);
        assert!(said.contains(place) && said.contains(word), "{said}");
        assert!(!said.contains('\n'), "{said}");
    }
    for (name, text, place, word) in [
        ("x/indicators.yml", "growth:\n  rate: [20, -5]\n", "dòng 2, cột 9", "số nhỏ"),
        (
            "x/indicators.yml",
            "growth:\n  pairs:\n    - {level: incom, rates: [growth], band: [0, 2]}\n",
            "dòng 3",
            "incom",
        ),
        ("x/personnel.yml", "limits:\n  - {id: women, least: 120}\n", "x/personnel.yml: dòng 2, cột 10", "số nhỏ"),
        ("x/personnel.yml", "limits:\n  - {id: khmer, least: 30}\n", "dòng 2, cột 10", "name"),
        ("x/scripts.yml", "steps:\n  - {id: closing, after: [resolutoin]}\n", "x/scripts.yml: dòng 2", "resolutoin"),
        ("x/scripts.yml", "breaks: ['-']\n", "dòng 1, cột 9", "chữ"),
    ] {
        let said = error(name, text);
        assert!(said.contains(place) && said.contains(word), "{said}");
    }
    let said = error("x/indicators.yml", "indicators:\n  - {id: income, merge: {ratoi: hộ}}\n");
    assert!(said.contains("dòng 2") && said.contains("ratoi"), "{said}");
    assert!(error("x/indicator.yml", "").contains("indicators.yml"));
}
