//! The command line as the contract has it: outputs, exit codes, what a path means.
//!
//! Snapshots stand in `tests/cli/`; `SNAPSHOTS=overwrite cargo test --test cli` writes them anew.

use serde_json::Value;
use snapbox::{assert_data_eq, file};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SAMPLE: &str = "tests/cli/sample/bao-cao.md";
const FEW: &str = "empty-section,unfilled-placeholder,outdated-place-name,vague-section";

fn vankien() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.env_remove("NO_COLOR").env("COLUMNS", "90").stdin(Stdio::null());
    command
}

fn run(args: &[&str]) -> Output {
    vankien().args(args).output().expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn json(args: &[&str]) -> Value {
    let output = run(args);
    assert!(code(&output) < 2, "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn rules(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().expect("findings");
    findings.iter().map(|f| f["rule"].as_str().unwrap_or_default().to_string()).collect()
}

/// Exit code 2: nothing on standard output, one line on standard error that names what is asked.
fn refused(output: &Output, names: &str) {
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(code(output), 2, "{error}");
    assert!(output.stdout.is_empty());
    assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    assert!(error.contains(names), "{error}");
}

#[test]
fn what_a_person_sees() {
    let output = run(&["lint", SAMPLE, "--select", FEW, "--color", "never"]);
    assert_eq!(code(&output), 1);
    assert_data_eq!(stdout(&output), file!["cli/lint.txt"]);
    let output = run(&["lint", SAMPLE, "--select", FEW, "--color", "never", "--lang", "en"]);
    assert_data_eq!(stdout(&output), file!["cli/lint.en.txt"]);
    assert_data_eq!(stdout(&run(&["--help"])), file!["cli/help.txt"]);
    assert_data_eq!(stdout(&run(&["lint", "--help"])), file!["cli/lint-help.txt"]);
    assert_data_eq!(stdout(&run(&["rules", "show", "empty-section"])), file!["cli/rules-show.txt"]);
    assert_data_eq!(stdout(&run(&["places", "xã Kim Lộc", "--color", "never"])), file!["cli/places.txt"]);
}

#[test]
fn what_a_program_reads() {
    let output = run(&["lint", SAMPLE, "--select", FEW, "--format", "json"]);
    let pretty: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_data_eq!(serde_json::to_string_pretty(&pretty).expect("JSON"), file!["cli/lint.json"]);
    let source = fs::read_to_string(SAMPLE).expect("the sample");
    for finding in pretty["findings"].as_array().expect("findings") {
        let at = |key: &str| finding["span"][key].as_u64().expect("a number") as usize;
        let before = &source[..at("start")];
        assert_eq!(at("line"), before.matches('\n').count() + 1);
        assert_eq!(at("column"), before.rsplit('\n').next().unwrap_or("").chars().count() + 1);
        let excerpt = finding["excerpt"].as_str().expect("an excerpt");
        assert_eq!(source[at("start")..at("end")].trim(), excerpt);
    }
}

#[test]
fn positions_hold_with_bom_crlf_and_decomposed_letters() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.md");
    let text = "\u{FEFF}# Ba\u{301}o ca\u{301}o\r\n\r\n🙂 Da\u{323}t ...... km &amp; xx hộ.\r\n";
    fs::write(&path, text).expect("written");
    let report = json(&["lint", path.to_str().expect("UTF-8"), "--select", "unfilled-placeholder", "--format", "json"]);
    let findings = report["findings"].as_array().expect("findings");
    let words: Vec<&str> = findings
        .iter()
        .map(|f| &text[f["span"]["start"].as_u64().unwrap() as usize..f["span"]["end"].as_u64().unwrap() as usize])
        .collect();
    assert_eq!(words, ["......", "xx"]);
    assert_eq!((findings[0]["span"]["line"].as_u64(), findings[0]["span"]["column"].as_u64()), (Some(3), Some(8)));
}

#[test]
fn rules_are_chosen_and_weighed() {
    let all = rules(&json(&["lint", SAMPLE, "--format", "json"]));
    assert!(all.contains(&"missing-section".to_string()));
    let structure = rules(&json(&["lint", SAMPLE, "--format", "json", "--select", "structure"]));
    assert!(structure.iter().all(|r| r != "vague-section") && structure.contains(&"empty-section".to_string()));
    let less =
        rules(&json(&["lint", SAMPLE, "--format", "json", "--ignore", "structure", "--ignore", "indicators,places"]));
    assert!(!less.is_empty() && less.iter().all(|r| r.starts_with("vague")), "{less:?}");
    refused(&run(&["lint", SAMPLE, "--select", "vague-secton"]), "vague-section");
    assert_eq!(code(&run(&["lint", SAMPLE, "--select", "vague-section"])), 0);
    assert_eq!(code(&run(&["lint", SAMPLE, "--select", "vague-section", "--fail-on", "warning"])), 1);
    assert_eq!(code(&run(&["lint", SAMPLE, "--select", "section-order", "--fail-on", "info"])), 0);
}

#[test]
fn the_date_decides_which_units_live() {
    let dead =
        |date: &str| rules(&json(&["lint", SAMPLE, "--format", "json", "--select", "places", "--as-of", date])).len();
    assert_eq!(dead("2025-08-05"), 1);
    assert_eq!(dead("05/8/2025"), 1);
    assert_eq!(dead("2024-08-05"), 0);
    refused(&run(&["lint", SAMPLE, "--as-of", "31/9/2025"]), "31/9/2025");
}

/// A dossier with a manifest, its documents in a folder of their own, and one of the outgoing term.
fn dossier(folder: &Path) {
    fs::create_dir_all(folder.join("van-kien")).expect("a folder");
    fs::create_dir_all(folder.join("truoc")).expect("a folder");
    fs::write(
        folder.join("vankien.yml"),
        "unit: xã Can Lộc, Hà Tĩnh\nterm: 2025-2030\ndate: 2025-08-05\n\
         documents: {political-report: van-kien/bc.md, self-review: [van-kien/kd.md]}\nprevious: [truoc/bc.md]\n",
    )
    .expect("written");
    fs::write(folder.join("van-kien/bc.md"), "# BÁO CÁO CHÍNH TRỊ\n\nThu xx tỷ đồng.\n").expect("written");
    fs::write(folder.join("van-kien/kd.md"), "# BÁO CÁO KIỂM ĐIỂM\n\nHọp xx phiên.\n").expect("written");
    fs::write(folder.join("truoc/bc.md"), "# BÁO CÁO CHÍNH TRỊ\n\nThu xx tỷ đồng.\n").expect("written");
    fs::write(folder.join("ghi-chu.md"), "# Ghi chú\n\nxx việc.\n").expect("written");
}

#[test]
fn a_path_is_a_file_a_dossier_or_a_folder_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("hồ sơ");
    dossier(&root.join("a"));
    fs::create_dir_all(root.join("b")).expect("a folder");
    fs::write(root.join("b/x.txt"), "NGHỊ QUYẾT\nĐại hội đại biểu\n\nĐến xx hộ.\n").expect("written");
    let root = root.to_str().expect("UTF-8");
    let report = json(&["lint", root, "--format", "json", "--select", "unfilled-placeholder"]);
    let documents = report["documents"].as_array().expect("documents");
    let paths: Vec<&str> = documents.iter().filter_map(|d| d["path"].as_str()).collect();
    let expected = ["a/van-kien/bc.md", "a/van-kien/kd.md", "b/x.txt"].map(|p| format!("{root}/{p}"));
    assert_eq!(paths, expected);
    assert_eq!(documents[0]["unit"], "xã Can Lộc");
    assert_eq!(documents[2]["kind"], "resolution");
    // In the dossier itself, without a path.
    let inside = vankien().current_dir(format!("{root}/a")).args(["lint", "--format", "json"]).output().expect("runs");
    let inside: Value = serde_json::from_slice(&inside.stdout).expect("JSON");
    assert_eq!(inside["documents"][0]["path"], "van-kien/bc.md");
    assert!(rules(&inside).contains(&"missing-document".to_string()));
    // A file alone knows the manifest beside it and nothing of its siblings.
    let alone = json(&["lint", &format!("{root}/a/ghi-chu.md"), "--format", "json"]);
    assert_eq!(alone["documents"].as_array().map(Vec::len), Some(1));
    assert_eq!(alone["documents"][0]["term"], "2025-2030");
    assert!(!rules(&alone).contains(&"missing-document".to_string()));
    fs::write(format!("{root}/a/vankien.yml"), "documents:\n  political-report: khong-co.md\n").expect("written");
    refused(&run(&["lint", &format!("{root}/a")]), "vankien.yml:2: không có tệp «khong-co.md»");
    fs::create_dir_all(format!("{root}/c/d")).expect("a folder");
    refused(&run(&["lint", &format!("{root}/c")]), "không có văn bản nào");
}

#[test]
fn standard_input_and_output_files() {
    let mut child = vankien()
        .args(["lint", "-", "--stdin-name", "nháp.md", "--format", "json", "--select", "unfilled-placeholder"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), "Thu xx tỷ đồng.".as_bytes()).expect("written");
    let report: Value = serde_json::from_slice(&child.wait_with_output().expect("ends").stdout).expect("JSON");
    assert_eq!(report["findings"][0]["path"], "nháp.md");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kết quả.json");
    let name = file.to_str().expect("UTF-8");
    assert_eq!(code(&run(&["lint", SAMPLE, "--format", "json", "-o", name, "--fail-on", "error"])), 1);
    let before = fs::read_to_string(&file).expect("written");
    assert!(before.starts_with("{\"version\":1"));
    // An error leaves the file as it was, and nothing beside it.
    refused(&run(&["lint", "khong-co.md", "-o", name]), "khong-co.md");
    assert_eq!(fs::read_to_string(&file).expect("still there"), before);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn findings_can_be_kept_and_idle_ignores_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.md");
    fs::write(
        &path,
        "<!-- vankien: ignore unfilled-placeholder: mẫu -->\n\nThu xx tỷ đồng.\n\nChi xx tỷ đồng.\n\n\
         <!-- vankien: ignore empty-section: thừa -->\n\nXong.\n",
    )
    .expect("written");
    let path = path.to_str().expect("UTF-8").to_string();
    assert_eq!(rules(&json(&["lint", &path, "--format", "json"])), ["unfilled-placeholder", "unused-ignore"]);
    fs::write(
        folder.path().join("vankien.yml"),
        "rules: {unfilled-placeholder: {severity: info}}\nignore: [{rule: unused-ignore, why: thử}]\n",
    )
    .expect("written");
    let report = json(&["lint", &path, "--format", "json"]);
    assert_eq!(rules(&report), ["unfilled-placeholder"]);
    assert_eq!(report["findings"][0]["severity"], "info");
    // What is said of a group holds for its rules, unless a rule is spoken of itself.
    fs::write(folder.path().join("vankien.yml"), "rules: {structure: {severity: \"off\"}}\n").expect("written");
    assert!(!rules(&json(&["lint", &path, "--format", "json"])).contains(&"unfilled-placeholder".to_string()));
    fs::write(
        folder.path().join("vankien.yml"),
        "rules: {structure: {severity: \"off\"}, unfilled-placeholder: {severity: warning}}\n",
    )
    .expect("written");
    assert!(rules(&json(&["lint", &path, "--format", "json"])).contains(&"unfilled-placeholder".to_string()));
}

#[test]
fn a_document_cannot_speak_to_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.md");
    let text = "# BÁO CÁO \u{1B}[2J CHÍNH TRỊ\n\n## I. KẾT \u{1B}[31mQUẢ\n\nSự nổ lực \u{1B}[2J sử lý.\n";
    fs::write(&file, text).expect("written");
    let shown = stdout(&run(&["lint", file.to_str().expect("UTF-8")]));
    assert!(shown.contains("nỗ lực") && !shown.contains('\u{1B}'), "{shown}");
    // Nor do newlines of Windows show.
    fs::write(&file, "# BÁO CÁO\r\n\r\nSự nổ lực chung.\r\n").expect("written");
    let shown = stdout(&run(&["lint", file.to_str().expect("UTF-8")]));
    assert!(shown.contains("Sự nổ lực chung.\n") && !shown.contains('␍'), "{shown}");
}

#[test]
fn rules_and_packs_of_ones_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let lints = folder.path().join("lints");
    fs::create_dir_all(lints.join("content")).expect("a folder");
    fs::create_dir_all(lints.join("packs/ha-tinh")).expect("a folder");
    let rule = "id: cua-toi\ngroup: content\nseverity: warning\ntitle: {vi: T, en: T}\nwhy: {vi: V, en: V}\nsource: s\n\
                message: {vi: \"«{phrase}»\", en: \"{phrase}\"}\nhelp: {vi: H, en: H}\ncheck:\n  existence:\n    phrases: [rất chi là]\n\
                examples:\n  fires: [{text: \"Rất chi là tốt.\"}, {text: \"Tốt.\"}]\n";
    fs::write(lints.join("content/cua-toi.yml"), rule).expect("written");
    let dir = lints.to_str().expect("UTF-8");
    let tested = run(&["rules", "test", dir]);
    assert_eq!(code(&tested), 1);
    assert!(stdout(&tested).contains("cua-toi: phải báo nhưng im lặng"), "{}", stdout(&tested));
    fs::write(folder.path().join("a.md"), "# BÁO CÁO CHÍNH TRỊ\n\nRất chi là tốt.\n").expect("written");
    fs::write(folder.path().join("vankien.yml"), "packs: [ha-tinh]\n").expect("written");
    fs::write(
        lints.join("packs/ha-tinh/indicators.yml"),
        "indicators:\n  - {id: rieng, row: 26, name: Chỉ tiêu riêng, unit: \"%\", direction: up, merge: ask, variants: [chỉ tiêu riêng]}\n",
    )
    .expect("written");
    let file = folder.path().join("a.md");
    let report = json(&["lint", file.to_str().expect("UTF-8"), "--format", "json"]);
    assert!(rules(&report).contains(&"cua-toi".to_string()));
    assert!(report.to_string().contains("Chỉ tiêu riêng"));
    fs::write(lints.join("content/cua-toi.yml"), rule.replace("severity:", "serverity:")).expect("written");
    refused(&run(&["rules", "--lints", dir]), "cua-toi.yml:3:1");
    // A rule at the root of the folder stands for the one of its id.
    let own = include_str!("../lints/content/vague-phrase.yml").replacen("severity: info", "severity: error", 1);
    fs::write(lints.join("vague-phrase.yml"), own).expect("written");
    fs::write(lints.join("content/cua-toi.yml"), rule).expect("written");
    let listed = stdout(&run(&["rules", "--lints", dir]));
    assert_eq!(listed.matches("vague-phrase").count(), 1, "{listed}");
    fs::write(folder.path().join("vankien.yml"), "packs: [nghe-an]\n").expect("written");
    fs::write(lints.join("content/cua-toi.yml"), rule).expect("written");
    refused(&run(&["lint", file.to_str().expect("UTF-8")]), "nghe-an");
}

#[test]
fn skeletons_lint_clean_but_for_their_blanks() {
    let units = [
        ("xã Can Lộc, Hà Tĩnh", "2025-2030"),
        ("phường Chí Linh, Hải Phòng", "2025-2030"),
        ("xã Vạn Xuân, Phú Thọ", "2020-2025"),
    ];
    for (unit, term) in units {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("hồ sơ");
        let out = out.to_str().expect("UTF-8");
        assert_eq!(code(&run(&["new", "--unit", unit, "--term", term, "-o", out, "-q"])), 0);
        let report = json(&["lint", out, "--format", "json"]);
        let findings = report["findings"].as_array().expect("findings");
        for finding in findings.iter().filter(|f| f["severity"] != "info") {
            let rule = finding["rule"].as_str().unwrap_or_default();
            let expected = matches!(rule, "unfilled-placeholder" | "missing-document") || rule.starts_with("vague-");
            assert!(expected, "{unit}: {finding}");
        }
        // What a person has written stays.
        let file = Path::new(out).join("bao-cao-kiem-diem.md");
        fs::write(&file, "của tôi").expect("written");
        assert_eq!(code(&run(&["new", "--unit", unit, "--term", term, "-o", out, "-q"])), 0);
        assert_eq!(fs::read_to_string(&file).expect("there"), "của tôi");
    }
    refused(&run(&["new", "--unit", "xã Can Lọc", "--term", "2025-2030"]), "Can Lộc");
    refused(&run(&["new", "--unit", "xã Can Lộc", "--term", "2030-2025"]), "2030-2025");
    refused(&run(&["new", "thư-mời", "--unit", "xã Can Lộc", "--term", "2025-2030"]), "political-report");
}

#[test]
fn lists_for_programs() {
    let answers = json(&["places", "xã Kim Lộc", "Không Có Tên Này", "--format", "json"]);
    let kim_loc = &answers[0]["matches"][0];
    assert_eq!((kim_loc["type"].as_str(), kim_loc["valid_to"].as_str()), (Some("Xã"), Some("2020-01-01")));
    let names: Vec<&str> =
        kim_loc["successors"].as_array().unwrap().iter().filter_map(|s| s["name"].as_str()).collect();
    assert_eq!(names, ["Kim Song Trường", "Trường Lưu"]);
    assert_eq!(answers[1]["matches"].as_array().map(Vec::len), Some(0));
    let listed = json(&["rules", "list", "--format", "json"]);
    assert!(listed.as_array().expect("rules").iter().all(|r| r["id"].is_string() && r["examples"]["fires"].is_u64()));
    assert!(stdout(&run(&["completions", "bash"])).contains("vankien"));
}

#[test]
fn mistakes_on_the_command_line_are_one_line() {
    refused(&run(&[]), "chưa ghi lệnh");
    refused(&run(&["lint", "--khong-co"]), "--khong-co");
    refused(&run(&["soat"]), "soat");
    refused(&run(&["lint", SAMPLE, "--format", "pdf"]), "pdf");
    refused(&run(&["lint", "a.docx"]), "a.docx");
    refused(&run(&["places"]), "TÊN");
    refused(&run(&["rules", "show", "khong-co"]), "khong-co");
}

#[test]
fn colours_and_width() {
    let lint = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut command = vankien();
        command.args(["lint", SAMPLE, "--select", FEW]).args(arguments).envs(environment.iter().copied());
        stdout(&command.output().expect("the program runs"))
    };
    let plain = lint(&["--color", "never"], &[]);
    assert!(!plain.contains('\u{1B}'));
    // Into a pipe nothing is coloured unless asked for.
    assert_eq!(lint(&[], &[]), plain);
    assert_eq!(lint(&[], &[("NO_COLOR", "1")]), plain);
    assert!(lint(&["--color", "always"], &[]).contains("\u{1B}["));
    let widest = |text: &str| text.lines().filter(|l| l.contains(" │ ")).map(|l| l.chars().count()).max();
    assert!(widest(&lint(&[], &[("COLUMNS", "60")])) <= Some(60));
    assert!(widest(&lint(&[], &[("COLUMNS", "160")])) > Some(90));
    assert_eq!(lint(&[], &[("COLUMNS", "rộng")]), lint(&[], &[("COLUMNS", "100")]));
}

#[test]
fn another_manifest_may_be_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().to_str().expect("UTF-8");
    for (name, text) in [
        ("vankien.yml", "unit: xã Can Lộc, Hà Tĩnh\n"),
        ("khac.yml", "unit: xã Đồng Lộc, tỉnh Hà Tĩnh\nterm: 2025-2030\n"),
        ("a.md", "# BÁO CÁO CHÍNH TRỊ\n\nThu xx tỷ đồng.\n"),
        ("b.md", "---\nunit: xã Gia Hanh\n---\n\n# BÁO CÁO KIỂM ĐIỂM\n\nHọp xx phiên.\n"),
    ] {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let (a, b, other) = (format!("{root}/a.md"), format!("{root}/b.md"), format!("{root}/khac.yml"));
    let units = |arguments: &[&str]| -> Vec<Value> {
        let report = json(&[&["lint", "--format", "json"], arguments].concat());
        report["documents"].as_array().expect("documents").iter().map(|d| d["unit"].clone()).collect()
    };
    assert_eq!(units(&[&a, &b]), ["xã Can Lộc", "xã Gia Hanh"]);
    assert_eq!(units(&[&b, &a, "--config", &other]), ["xã Đồng Lộc", "xã Gia Hanh"]);
    assert_eq!(units(&[root, "--config", &other]), ["xã Đồng Lộc", "xã Gia Hanh"]);
    assert_eq!(units(&[&a, &a, &format!("{root}/./a.md")]).len(), 1);
    refused(&run(&["lint", &a, "--config", &format!("{root}/khong-co.yml")]), "khong-co.yml");
    refused(&run(&["lint", &a, "-o", &format!("{root}/khong-co/x.json")]), "khong-co/x.json");
    refused(&run(&["lint", &a, "-o", root]), root);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 4);
}

#[test]
fn settings_that_say_nothing_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = folder.path().join("vankien.yml");
    fs::write(folder.path().join("a.md"), "# BÁO CÁO CHÍNH TRỊ\n\nToàn xã có 18 chi bộ.\n").expect("a file");
    let said = |rules: &str| {
        fs::write(&manifest, format!("rules: {rules}\n")).expect("a file");
        let output = run(&["lint", &folder.path().to_string_lossy(), "--select", "spacing"]);
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(said("{page-format: {form: party-2019}}").contains("party-2018"));
    assert!(said("{tone-placement: {style: newest}}").contains("old"));
    assert_eq!(said("{page-format: {form: state-nd30}, tone-placement: {style: new}}"), "");
}
