//! `vankien overlap` and `lint --against`, as the contract has them; and what must not break them.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization;

const LAND: &str = "Đến năm 2025, Đảng bộ đã lãnh đạo chuyển đổi được 412 ha đất lúa kém hiệu quả ở vùng ven sông sang \
     trồng rau an toàn và nuôi cá nước ngọt. Ba hợp tác xã đã ký hợp đồng bao tiêu với doanh nghiệp trên diện tích 185 \
     ha, giá bán cao hơn thị trường 8% trong hai vụ.";
const SCHOOL: &str = "Mỗi năm chọn một trường, giao đồng chí Phó Bí thư theo dõi đến khi có quyết định công nhận.";
const HEALTH: &str = "Trạm y tế được bổ sung ba bác sĩ và một máy siêu âm theo kết luận tháng 3 năm 2023.";
const DEFENCE: &str = "Hằng tháng Thường trực nghe Công an và Ban Chỉ huy Quân sự báo cáo tình hình địa bàn.";
const BUDGET: &str = "Ngân sách vượt mục tiêu nhờ khai thác quỹ đất và chống thất thu thuế ở các hộ kinh doanh.";

/// Far above what it takes on a busy machine, unoptimised; a square would take hours.
const SOON: Duration = Duration::from_secs(240);

fn run(args: &[&str], cores: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.env("RAYON_NUM_THREADS", cores).env("COLUMNS", "100").stdin(Stdio::null()).args(args);
    command.output().expect("the program runs")
}

fn overlap(args: &[&str]) -> String {
    let output = run(&[&["overlap", "--color", "never"], args].concat(), "2");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn lines(args: &[&str]) -> Vec<Value> {
    let out = overlap(&[args, &["--format", "jsonl"]].concat());
    out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn refused(args: &[&str], names: &str) {
    let output = run(&[&["overlap"], args].concat(), "2");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(output.stdout.is_empty() && error.trim_end().lines().count() == 1 && error.contains(names), "{error}");
}

/// A folder of texts; gives it and a way to their paths.
fn folder(texts: &[(&str, String)]) -> TempDir {
    let dir = TempDir::new().expect("a folder");
    for (name, text) in texts {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    dir
}

fn at(dir: &TempDir, name: &str) -> String {
    dir.path().join(name).to_str().expect("UTF-8").to_string()
}

/// The words of one side of a line, as they stand in the file.
fn words(line: &Value, side: &str) -> String {
    let source = fs::read(Path::new(line[side].as_str().expect("a path"))).expect("the file");
    let place = |what: &str| line[format!("{side}_{what}")].as_u64().expect("an offset") as usize;
    String::from_utf8(source[place("start")..place("end")].to_vec()).expect("whole letters")
}

#[test]
fn two_files_and_where_it_stands_in_each() {
    let dir = folder(&[
        ("z.md", format!("# Kiểm điểm\n\n{SCHOOL} {LAND}\n")),
        ("a.txt", format!("{HEALTH}\n{}\n", LAND.replace("412", "398"))),
        ("nfd.txt", format!("{HEALTH}\n{}\n", LAND).nfd().collect()),
    ]);
    let found = lines(&[&at(&dir, "z.md"), &at(&dir, "a.txt")]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0]["a"].as_str().is_some_and(|a| a.ends_with("z.md")), "the first given is the one checked");
    assert_eq!((words(&found[0], "a"), found[0]["kind"].as_str()), (LAND.to_string(), Some("edited")));
    let found = lines(&[&at(&dir, "z.md"), &at(&dir, "nfd.txt")]);
    assert_eq!(
        (words(&found[0], "b").nfc().collect::<String>(), found[0]["kind"].as_str()),
        (LAND.into(), Some("verbatim"))
    );
    assert_eq!(found[0]["similarity"], 1.0);
    let seen = overlap(&[&at(&dir, "z.md"), &at(&dir, "a.txt")]);
    assert!(seen.contains("1 số khác") && seen.contains("1 đoạn trùng trong 1 cặp"), "{seen}");
    let base = at(&dir, "nfd.txt");
    assert!(lines(&[&at(&dir, "z.md"), &at(&dir, "a.txt"), "--base", &base]).is_empty());
}

#[test]
fn a_folder_pairs_of_one_unit_and_a_page() {
    let reworded = "Được công nhận có 68 mô hình giao thông tự quản; tiến hành giám sát 33 tổ chức cơ sở, kiểm tra 92 \
         trường hợp, đồng thời kỷ luật 17 người với các hình thức cảnh cáo 04, khiển trách 13.";
    let said = "Đã giám sát 31 tổ chức cơ sở; kiểm tra 92 trường hợp; thi hành kỷ luật 17 người, gồm khiển trách 13, \
         cảnh cáo 04. Có 68 mô hình giao thông tự quản được công nhận.";
    let dir = folder(&[
        ("một.txt", format!("{LAND}\n{SCHOOL}\n{DEFENCE}\n{BUDGET}\n{reworded}\n")),
        ("hai.txt", format!("{said}\n{HEALTH}\n{LAND}\n")),
        ("ba.txt", format!("Chợ được nâng cấp đình chính năm qua.\n{LAND}\n")),
        ("trống.txt", String::new()),
    ]);
    let root = dir.path().to_str().expect("UTF-8");
    let found = lines(&[root]);
    let verbatim = found.iter().filter(|line| line["kind"] == "verbatim").count();
    assert_eq!(verbatim, 3, "each pair once: {found:#?}");
    let pairs = folder(&[("cap.txt", "một.txt hai.txt\n".into()), ("sai.txt", "một.txt\n".into())]);
    assert_eq!(lines(&[root, "--pairs", &at(&pairs, "cap.txt")]).len(), 4);
    refused(&[root, "--pairs", &at(&pairs, "sai.txt")], "sai.txt:1");
    refused(&[&at(&dir, "không-có.txt"), root], "không-có.txt");
    refused(&[], "còn thiếu");
    let page = overlap(&[root, "--format", "html"]);
    assert!(page.contains("Bảng đối chiếu") && page.contains("<strong>3 văn bản có đoạn này</strong>"), "{page}");
    assert!(!page.contains("http:") && !page.contains("https:") && !page.contains("src="), "needs nothing else");
    assert!(overlap(&[root, "--format", "html", "--lang", "en"]).contains("Side by side"));
}

#[test]
fn a_page_of_two_names_figures_and_shows_no_marks() {
    let changed = LAND.replace("412", "455").replace("8%", "9,5%");
    let dir = folder(&[
        ("a.md", format!("# BÁO CÁO\n\n## I. **Kết quả**\n\n{LAND}\n\n- **Trường học.** {SCHOOL}\n")),
        ("b.md", format!("# BÁO CÁO\n\n## II. Kết quả\n\n{changed}\n\n| Năm | Chợ |\n|---|---|\n| 2023 | 12 |\n")),
    ]);
    let page = overlap(&[&at(&dir, "a.md"), &at(&dir, "b.md"), "--format", "html"]);
    assert!(page.contains("2 số khác: 412 → 455; 8% → 9,5%"), "{page}");
    let plain = page.replace("<span class=\"n\">", "").replace("</span>", "");
    assert!(
        plain.contains(">I. Kết quả</p>") && plain.contains("Trường học. Mỗi năm") && plain.contains(">2023 | 12</p>")
    );
    assert!(!page.contains("**") && !page.contains("## "));
}

/// Texts of three units, two of each; a passage all have, a passage two have.
fn three_units() -> Vec<(&'static str, String)> {
    vec![
        ("01_ct.txt", format!("{LAND}\n{HEALTH}\n")),
        ("01_kd.txt", format!("{LAND}\n{SCHOOL}\n")),
        ("02_ct.txt", format!("{LAND}\n{BUDGET}\n")),
        ("02_kd.txt", format!("{DEFENCE}\n")),
        ("03_ct.txt", format!("{LAND}\n")),
        ("03_kd.txt", format!("{HEALTH}\n")),
    ]
}

#[test]
fn a_page_sets_units_against_each_other() {
    let dir = folder(&three_units());
    let root = dir.path().to_str().expect("UTF-8");
    let pairs = folder(&[("cap.txt", "01_ct.txt 01_kd.txt\n02_ct.txt 02_kd.txt\n03_ct.txt 03_kd.txt\n".into())]);
    let page = overlap(&[root, "--pairs", &at(&pairs, "cap.txt"), "--format", "html"]);
    // Without the folder that holds all.
    let label = |number: u32| format!("<span>{number}</span> 0");
    assert!([1, 2, 3].iter().all(|&number| page.contains(&label(number))) && !page.contains(&label(4)), "{page}");
    assert!(page.contains("6</strong> văn bản của <strong>3</strong> đơn vị"));
    assert!(page.contains("<strong>3 đơn vị có đoạn này (4 văn bản)</strong>"));
    assert!(page.contains("Cặp văn bản của hai đơn vị") && page.contains("Cặp văn bản của cùng một đơn vị"));
    // Without anybody's word each file stands for itself.
    let page = overlap(&[root, "--format", "html"]);
    assert!(page.contains("01_ct.txt</th>") && !page.contains("hai đơn vị"));
}

#[test]
fn a_page_of_many_says_what_it_leaves_out_and_finds_the_rest() {
    // Words that have no others beside them twice.
    let syllable =
        |at: usize| format!("{}{}", ["b", "c", "d", "l", "m", "n", "t"][at % 7], ["a", "e", "o", "u", "i"][at % 5]);
    let mut state = 1_usize;
    let mut words = || {
        let mut next = || {
            state = state * 48_271 % 2_147_483_647;
            syllable(state >> 8)
        };
        (0..30).map(|_| next()).collect::<Vec<_>>().join(" ")
    };
    let shared: Vec<String> = (0..8).map(|_| words()).collect();
    let (names, count): (Vec<String>, usize) = ((0..80).map(|id| format!("{id:03}.txt")).collect(), 80);
    // Each with every other of its ten: 360 pairs.
    let mut text = |id: usize| format!("Đến nay {}.\nRiêng {}.\n", shared[id / 10], words());
    let texts: Vec<(&str, String)> = (0..count).map(|id| (names[id].as_str(), text(id))).collect();
    let dir = folder(&texts);
    let root = dir.path().to_str().expect("UTF-8");
    let (page, found) = (overlap(&[root, "--format", "html"]), lines(&[root]).len());
    assert_eq!(found, 360);
    assert!(page.contains("Ghi ở đây 300 cặp nhiều nhất trong 360 cặp. Ô lọc tìm trong đủ 360 cặp."), "{page}");
    assert!(page.contains("Bảng ghi 40 trong 80 văn bản có đoạn trùng"));
    let data = page.split("type=\"application/json\">").nth(1).and_then(|rest| rest.split("</script>").next());
    let data: Value = serde_json::from_str(data.expect("data")).expect("JSON");
    assert_eq!(data["lists"][0].as_array().map(Vec::len), Some(360));
    let terminal = overlap(&[root]);
    assert!(terminal.contains("đủ mọi đoạn: --format jsonl"), "{terminal}");
}

#[test]
fn an_index_is_asked_added_to_and_named_when_it_is_damaged() {
    let texts: Vec<(String, String)> = (0..20)
        .map(|text| {
            (format!("{text:02}.txt"), (0..40).map(|at| format!("chữ{text}và{at} ")).collect::<String>() + ".\n")
        })
        .collect();
    let texts: Vec<(&str, String)> = texts.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let dir = folder(&texts);
    fs::write(dir.path().join("07.txt"), format!("{SCHOOL}\n{LAND}\n")).expect("written");
    let more = folder(&[("thêm.md", format!("# B\n\n{LAND}\n\n{HEALTH}\n")), ("xem.md", format!("{HEALTH} {LAND}\n"))]);
    let index = at(&more, "kho.vki");
    let root = dir.path().to_str().expect("UTF-8");
    let asked = || lines(&[&at(&more, "xem.md"), "--index", &index]);
    overlap(&["index", root, "-o", &index]);
    let found = asked();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((words(&found[0], "a"), words(&found[0], "b")), (LAND.to_string(), LAND.to_string()));
    overlap(&["index", &at(&more, "thêm.md"), "-o", &index]);
    assert_eq!(asked().len(), 2, "added");
    overlap(&["index", root, "-o", &index]);
    assert_eq!(asked().len(), 2, "the same documents again are the same documents");
    let whole = fs::read(&index).expect("the index");
    for damage in [9, 40, whole.len() / 3, whole.len() / 2, whole.len() - 3] {
        let mut bytes = whole.clone();
        bytes[damage] ^= 0x55;
        fs::write(&index, &bytes).expect("written");
        let output = run(&["overlap", &at(&more, "xem.md"), "--index", &index], "2");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        let named = output.status.code() == Some(2) && error.contains("kho.vki") && error.contains("rebuild");
        assert!(named || output.status.code() == Some(0), "{damage}: {error}");
    }
    fs::write(&index, &whole[..whole.len() / 2]).expect("written");
    refused(&[&at(&more, "xem.md"), "--index", &index], "kho.vki: chỉ mục bị hỏng");
    overlap(&["index", root, "-o", &index, "--rebuild"]);
    assert_eq!(asked().len(), 1);
    let foreign = at(&more, "thêm.md");
    refused(&[&at(&more, "xem.md"), "--index", &foreign], "không phải chỉ mục");
    refused(&["index", root, "-o", &foreign], "không phải chỉ mục");
    refused(&["index", root], "-o");
    refused(&["index", root, "-o", &foreign, "--rebuild"], "đây là một văn bản");
    assert!(fs::read_to_string(&foreign).expect("the report").contains(HEALTH), "a report is never written over");
    let other = at(&more, "la.vki");
    fs::write(&other, "không phải chỉ mục").expect("written");
    overlap(&["index", root, "-o", &other, "--rebuild"]);
}

/// What an index says of files that are not what they were.
#[test]
fn an_index_tells_new_documents_from_changed_and_lost_ones() {
    let unit = |at: usize| format!("# Báo cáo {at}\n\n{}", [LAND, HEALTH, BUDGET][at % 3]);
    let texts: Vec<(String, String)> = (0..6).map(|at| (format!("{at}.md"), unit(at))).collect();
    let dir = folder(&texts.iter().map(|(name, text)| (name.as_str(), text.clone())).collect::<Vec<_>>());
    let (root, index) = (at(&dir, ""), at(&dir, "kho.vki"));
    let said = |args: &[&str]| {
        let output = run(&[&["overlap"], args].concat(), "2");
        assert_eq!(output.status.code(), Some(0));
        (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert!(said(&["index", &root, "-o", &index]).1.contains("6 văn bản (6 mới, 0 đã sửa)\n"));
    fs::write(at(&dir, "3.md"), format!("{LAND}\n\n{SCHOOL}\n")).expect("written");
    fs::remove_file(at(&dir, "4.md")).expect("removed");
    fs::write(at(&dir, "mới.md"), DEFENCE).expect("written");
    let asked = ["xem.md", "xem-2.md"].map(|name| at(&dir, name));
    fs::write(&asked[0], format!("{LAND}\n\n{SCHOOL}\n")).expect("written");
    fs::write(&asked[1], format!("{BUDGET}\n")).expect("written");
    let (page, note) = said(&[&asked[0], "--index", &index, "--format", "html"]);
    assert!(
        note.contains("3.md đã sửa hoặc không còn ở chỗ cũ; muốn đối chiếu bản mới, hãy lập lại chỉ mục"),
        "{note}"
    );
    assert!(page.contains("Có đoạn không đọc lại được"), "what is no more there is not shown for what was compared");
    fs::remove_file(&asked[0]).expect("removed");
    fs::remove_file(&asked[1]).expect("removed");
    let note = said(&["index", &root, "-o", &index]).1;
    assert!(note.contains("7 văn bản (1 mới, 1 đã sửa); 1 văn bản không còn tệp"), "{note}");
    let note = said(&["index", &root, "-o", &index, "--rebuild"]).1;
    assert!(note.contains("6 văn bản (6 mới, 0 đã sửa)\n"), "{note}");
}

/// Names as people have them, and a list of pairs as Windows writes it.
#[test]
fn pairs_are_told_by_names_with_spaces_and_after_a_byte_order_mark() {
    let text = format!("{LAND} {SCHOOL}\n\n{HEALTH} {DEFENCE} {BUDGET}\n");
    let dir = folder(&[("báo cáo chính trị.md", text.clone()), ("kiểm điểm.md", text), ("khác.md", HEALTH.into())]);
    for list in ["\u{feff}báo cáo chính trị.md kiểm điểm.md\r\n", "\u{feff}báo cáo chính trị.md\tkiểm điểm.md\r\n"]
    {
        let pairs = folder(&[("cap.txt", list.into())]);
        assert!(!lines(&[&at(&dir, ""), "--pairs", &at(&pairs, "cap.txt")]).is_empty());
    }
}

/// Words that count on neither side are told apart on the page.
#[test]
fn what_is_nobodys_own_is_pale_on_the_page() {
    let quoted = "Với chủ đề “Đoàn kết, kỷ cương, đổi mới, xây dựng quê hương ngày càng giàu đẹp”, ";
    let text = |more: &str| format!("# Báo cáo\n\n{LAND} {quoted}{SCHOOL} {HEALTH}\n\n{more}\n");
    let dir = folder(&[("a.md", text(BUDGET)), ("b.md", text(DEFENCE))]);
    let page = overlap(&[&at(&dir, "a.md"), &at(&dir, "b.md"), "--format", "html"]);
    let pale = page.matches("n\">“Đoàn kết, kỷ cương, đổi mới, xây dựng quê hương ngày càng giàu đẹp”,</span>").count();
    assert_eq!(pale, 2, "side by side");
    assert!(page.contains("<span class=\"n\">Báo cáo</span>"), "a heading");
}

/// Six equal reports: more than seeds are followed through among so few.
#[test]
fn a_report_copied_by_all_is_found_in_a_folder_and_in_an_index() {
    let text = format!("{LAND} {SCHOOL}\n\n{HEALTH} {DEFENCE} {BUDGET}\n");
    let names: Vec<String> = (1..=6).map(|at| format!("{at}.txt")).collect();
    let dir = folder(&names.iter().map(|name| (name.as_str(), text.clone())).collect::<Vec<_>>());
    let path = dir.path().to_str().expect("UTF-8");
    let found = lines(&[path]);
    assert_eq!(found.len(), 15, "{found:#?}");
    assert!(found.iter().all(|line| words(line, "a") == text.trim_end()), "{found:#?}");
    let other = TempDir::new().expect("a folder");
    let index = at(&other, "kho.idx");
    overlap(&["index", path, "-o", &index]);
    fs::write(other.path().join("x.txt"), &text).expect("written");
    let found = lines(&[&at(&other, "x.txt"), "--index", &index]);
    assert_eq!(found.len(), 1, "{found:#?}");
}

/// A passage of `tests/overlap_pairs/labels.tsv`: what was done to it, and its bytes in two files.
struct Label {
    kind: String,
    sides: [(String, std::ops::Range<usize>); 2],
}

fn labels(folder: &Path) -> Vec<Label> {
    let side = |file: &str, words: &str| {
        let text = fs::read_to_string(folder.join("reports").join(file)).expect("a report");
        let words = words.replace("\\n", "\n");
        let start = text.find(&words).unwrap_or_else(|| panic!("{file}: {words}"));
        (file.to_string(), start..start + words.len())
    };
    let table = fs::read_to_string(folder.join("labels.tsv")).expect("labels");
    let label = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, kind, file, words, other, others] = fields[..] else { panic!("{line}") };
        let mut sides = [side(file, words), side(other, others)];
        sides.sort_by(|x, y| x.0.cmp(&y.0));
        Label { kind: kind.to_string(), sides }
    };
    table.lines().skip(1).map(label).collect()
}

#[test]
fn passages_labelled_by_hand_are_found_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/overlap_pairs");
    let path = |name: &str| folder.join(name).to_str().expect("UTF-8").to_string();
    let labels = labels(&folder);
    let found = lines(&[&path("reports"), "--pairs", &path("pairs.txt")]);
    let range = |line: &Value, side: &str| {
        let at = |end: &str| line[format!("{side}_{end}")].as_u64().expect("a place") as usize;
        let name = Path::new(line[side].as_str().expect("a path")).file_name().expect("a name");
        (name.to_string_lossy().into_owned(), at("start")..at("end"))
    };
    let places: Vec<_> = found.iter().map(|line| [range(line, "a"), range(line, "b")]).collect();
    let shared = |x: &(String, std::ops::Range<usize>), y: &(String, std::ops::Range<usize>)| {
        if x.0 == y.0 { x.1.end.min(y.1.end).saturating_sub(x.1.start.max(y.1.start)) } else { 0 }
    };
    let meets = |label: &Label, place: &[(String, std::ops::Range<usize>); 2]| {
        (0..2).all(|side| 2 * shared(&label.sides[side], &place[side]) > label.sides[side].1.len())
    };
    let missed: Vec<&Label> = labels.iter().filter(|label| !places.iter().any(|place| meets(label, place))).collect();
    assert!(
        missed.iter().all(|label| label.kind == "heavy"),
        "{:?}",
        missed.iter().map(|l| &l.sides).collect::<Vec<_>>()
    );
    let touches = |label: &Label, place: &[(String, std::ops::Range<usize>); 2]| {
        (0..2).all(|side| shared(&label.sides[side], &place[side]) > 0)
    };
    let other: Vec<_> = places.iter().filter(|place| !labels.iter().any(|label| touches(label, place))).collect();
    assert!(other.is_empty(), "{other:?}");
}

#[test]
fn skeletons_of_two_units_share_nothing_of_their_own() {
    let dir = TempDir::new().expect("a folder");
    for (unit, name) in [("xã Can Lộc", "a"), ("xã Đức Thọ", "b")] {
        let args = ["new", "political-report", "--unit", unit, "--term", "2025-2030", "-o", &at(&dir, name)];
        assert_eq!(run(&args, "2").status.code(), Some(0));
    }
    let report = |folder: &str| at(&dir, &format!("{folder}/bao-cao-chinh-tri.md"));
    let found = lines(&[&report("a"), &report("b")]);
    // One sentence has its years filled in.
    assert!(found.len() <= 1, "{found:#?}");
}

/// The table of lines is what its command prints over our own dossiers: each of its runs stands in as many as it says.
#[test]
fn lines_of_many_units_are_made_by_the_command_that_the_table_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(root.join("lints/data/common-lines.yml")).expect("the table");
    let dossiers = root.join("tests/dossiers");
    let printed = overlap(&["phrases", dossiers.to_str().expect("UTF-8"), "--lines", "--units", "10"]);
    let words = |line: &str| {
        let plain: String = line.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        plain.split_whitespace().map(String::from).collect::<Vec<_>>()
    };
    let runs = |text: &str| -> std::collections::BTreeSet<Vec<String>> {
        text.lines().flat_map(|line| words(line).windows(4).map(<[String]>::to_vec).collect::<Vec<_>>()).collect()
    };
    let lines: Vec<&str> = table.lines().filter_map(|line| line.strip_prefix("  ")).collect();
    let there = runs(&printed);
    assert!(lines.len() > 500 && table.contains("--lines --units 10"));
    let lost: Vec<Vec<String>> = runs(&lines.join("\n")).into_iter().filter(|run| !there.contains(run)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn wording_of_many_units_is_offered_as_set_phrases() {
    let dir = TempDir::new().expect("a folder");
    for (unit, own) in [("một", SCHOOL), ("hai", HEALTH), ("ba", DEFENCE)] {
        fs::create_dir(dir.path().join(unit)).expect("a folder");
        let text = format!("{own} {own}\n\n{own}\n\n{LAND}\n");
        fs::write(dir.path().join(unit).join("báo-cáo.md"), text).expect("written");
    }
    let root = dir.path().to_str().expect("UTF-8");
    let found = overlap(&["phrases", root, "--units", "3"]);
    assert!(found.contains("412 ha đất lúa") && !found.contains("máy siêu âm"), "{found}");
    assert!(overlap(&["phrases", root, "--units", "4"]).is_empty());
    let lines = overlap(&["phrases", root, "--units", "3", "--lines"]);
    assert!(lines.contains("0 ha đất lúa kém hiệu quả") && !lines.contains("412"), "{lines}");
    assert!(overlap(&["phrases", root, "--units", "4", "--lines"]).is_empty());
    let pairs = overlap(&["phrases", root, "--units", "3", "--pairs"]);
    assert!(pairs.lines().any(|line| line == "chuyển đổi") && !pairs.contains("siêu âm"), "{pairs}");
    assert!(overlap(&["phrases", root, "--units", "4", "--pairs"]).is_empty());
}

#[test]
fn others_and_the_term_before_are_compared_with_not_checked() {
    let dir = folder(&[
        (
            "vankien.yml",
            "unit: xã Can Lộc\nprovince: Hà Tĩnh\nterm: 2025-2030\ndocuments: {political-report: bc.md}\n".into(),
        ),
        ("bc.md", format!("# BÁO CÁO CHÍNH TRỊ\n\n{SCHOOL}\n\n{LAND}\n")),
    ]);
    let other =
        folder(&[("khác.md", format!("---\nunit: xã Đức Minh, Hà Tĩnh\n---\n# BÁO CÁO CHÍNH TRỊ\n\n{LAND}\n"))]);
    let root = dir.path().to_str().expect("UTF-8");
    let check = |more: &[&str]| {
        let args = ["lint", root, "--select", "copied-from-other", "--format", "json"];
        let output = run(&[&args, more].concat(), "2");
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        (report["documents"].as_array().map_or(0, Vec::len), report["findings"].as_array().cloned().unwrap_or_default())
    };
    assert_eq!(check(&[]), (1, Vec::new()));
    let (documents, found) = check(&["--against", other.path().to_str().expect("UTF-8")]);
    assert_eq!((documents, found.len()), (1, 1), "{found:#?}");
    let related = &found[0]["related"][0];
    assert!(related["path"].as_str().is_some_and(|path| path.ends_with("khác.md")));
    assert_eq!(related["span"]["line"], 6);
    fs::write(dir.path().join("cũ.md"), format!("# BÁO CÁO CHÍNH TRỊ\n\n{LAND}\n")).expect("written");
    for previous in ["[cũ.md]", "cũ.md"] {
        let manifest = format!("unit: xã Can Lộc\ndocuments: {{political-report: bc.md}}\nprevious: {previous}\n");
        fs::write(dir.path().join("vankien.yml"), manifest).expect("written");
        assert_eq!(check(&[]).1.len(), 1);
    }
}

/// What the rules on overlap say: path, message, places beside.
fn said(args: &[&str]) -> Vec<(String, String, usize)> {
    let output = run(&[&["lint", "--select", "overlap", "--format", "json"], args].concat(), "2");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let said = |finding: &Value| {
        let text = |key: &str| finding[key].as_str().expect("a string").to_string();
        (text("path"), text("message"), finding["related"].as_array().map_or(0, Vec::len))
    };
    report["findings"].as_array().expect("findings").iter().map(said).collect()
}

#[test]
fn a_passage_of_many_documents_is_one_finding() {
    let report = |unit: &str, text: &str| format!("---\nunit: {unit}\n---\n# BÁO CÁO CHÍNH TRỊ\n\n{text}\n");
    let dir = folder(&[
        ("a/bc.md", report("xã Can Lộc, Hà Tĩnh", &format!("{SCHOOL}\n\n{LAND}"))),
        ("b/bc.md", report("xã Đức Minh, Hà Tĩnh", &LAND.replace("412 ha", "540 ha"))),
        ("c/bc.md", report("xã Xuân Lộc, Hà Tĩnh", LAND)),
        ("d/bc.md", format!("# BÁO CÁO CHÍNH TRỊ\n\n{LAND}\n")),
    ]);
    let root = dir.path().to_str().expect("UTF-8");
    let found = said(&[&at(&dir, "a"), "--against", root, "--against", &at(&dir, "b/bc.md")]);
    let [(path, message, related)] = &found[..] else { panic!("{found:#?}") };
    assert!(path.ends_with("a/bc.md") && *related == 3, "{found:#?}");
    assert!(message.contains("nguyên văn một đoạn của xã Xuân Lộc và 2 văn bản khác"), "{message}");
    // A document of the dossier is no other, by whatever path it is reached.
    let beside = said(&[&at(&dir, "a/bc.md"), "--against", &at(&dir, "b/../a/bc.md")]);
    assert!(beside.is_empty(), "{beside:#?}");
    let edited = said(&[&at(&dir, "a"), "--against", &at(&dir, "b")]);
    assert!(edited[0].1.contains("xã Đức Minh, số khác (văn bản ấy → văn bản này): 540 → 412"), "{edited:#?}");
    let unnamed = said(&[&at(&dir, "a"), "--against", &at(&dir, "d/bc.md")]);
    assert!(unnamed[0].1.contains("d/bc.md"), "{unnamed:#?}");
}

#[test]
fn a_sentence_again_and_again_is_one_finding() {
    let dir = folder(&[("bc.md", format!("# BÁO CÁO CHÍNH TRỊ\n\n{BUDGET}\n\n{}\n", [LAND; 3_000].join("\n\n")))]);
    let found = said(&[&at(&dir, "bc.md")]);
    let [(_, message, related)] = &found[..] else { panic!("{}", found.len()) };
    assert!(message.contains("còn 2998 chỗ nữa") && *related < 20, "{message}");
}

#[test]
fn the_same_bytes_on_any_number_of_cores() {
    let args = ["overlap", "tests/dossiers", "--format", "jsonl"];
    let (one, two) = (run(&args, "1"), run(&args, "2"));
    assert!(one.status.success() && !one.stdout.is_empty());
    assert!(one.stdout == two.stdout);
}

#[test]
fn hostile_texts_end_soon() {
    let start = Instant::now();
    let long: String =
        std::iter::repeat_n("Tăng cường kiểm tra việc chấp hành quy chế làm việc của các chi bộ thôn. ", 50_000)
            .collect();
    let dir = folder(&[
        ("một.txt", long.clone()),
        ("hai.txt", long.nfd().collect()),
        ("trống.txt", String::new()),
        ("lạ.txt", "\u{feff}\u{300}\u{300} … 12 % «“”»\t\t\n".repeat(50)),
    ]);
    lines(&[&at(&dir, "một.txt"), &at(&dir, "hai.txt")]);
    lines(&[dir.path().to_str().expect("UTF-8")]);
    overlap(&[dir.path().to_str().expect("UTF-8"), "--format", "html"]);
    lines(&[&at(&dir, "trống.txt"), &at(&dir, "trống.txt")]);
    let tiny = TempDir::new().expect("a folder");
    for number in 0..10_000 {
        let text = format!("Thôn {number} hoàn thành {} việc trong kế hoạch số {}.\n", number % 7, number % 300);
        fs::write(tiny.path().join(format!("{number}.txt")), text).expect("written");
    }
    lines(&[tiny.path().to_str().expect("UTF-8")]);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}
