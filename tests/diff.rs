//! `vankien diff` as people and programs meet it: outputs, what JSON promises, what cannot be compared, texts that try to
//! leave their place.
//!
//! Cases stand in `tests/cli/diff/`; `SNAPSHOTS=overwrite cargo test --test diff` writes their snapshots anew.

use serde_json::Value;
use snapbox::{assert_data_eq, file};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const OLD: &str = "tests/cli/diff/cu.md";
const NEW: &str = "tests/cli/diff/moi.md";
const REMARKS: &str = "tests/cli/diff/gop-y.csv";
const FORMATS: [&str; 4] = ["terminal", "json", "html", "markdown"];

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.env_remove("NO_COLOR").env("COLUMNS", "100").stdin(Stdio::null());
    command.arg("diff").args(args).output().expect("the program runs")
}

fn diff(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

fn json(old: &str, new: &str) -> Value {
    serde_json::from_str(&diff(&[old, new, "--format", "json"])).expect("JSON")
}

/// Exit code 2: nothing on standard output, one line on standard error that says what is asked.
fn refused(args: &[&str], says: &str) {
    let output = run(args);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(output.stdout.is_empty());
    assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    assert!(error.contains(says), "{error}");
}

/// Two files written for a test, by their texts.
fn pair(folder: &Path, old: &str, new: &str) -> (String, String) {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).expect("written");
        path.to_str().expect("UTF-8").to_string()
    };
    (write("cu.md", old), write("moi.md", new))
}

#[test]
fn what_a_person_sees() {
    assert_data_eq!(diff(&[OLD, NEW, "--feedback", REMARKS, "--color", "never"]), file!["cli/diff/diff.txt"]);
    assert_data_eq!(diff(&[OLD, NEW, "--color", "never", "--lang", "en"]), file!["cli/diff/diff.en.txt"]);
    assert_data_eq!(diff(&["--help"]), file!["cli/diff/help.txt"]);
    let coloured = diff(&[OLD, NEW, "--color", "always"]);
    assert!(coloured.contains("\u{1B}[31;9m65,4\u{1B}[0m \u{1B}[32;4m67,8\u{1B}[0m") && !coloured.contains("[-65,4-]"));
}

#[test]
fn what_people_are_sent() {
    let with = |format: &str| diff(&[OLD, NEW, "--feedback", REMARKS, "--format", format]);
    assert_data_eq!(with("html"), file!["cli/diff/diff.html.txt"]);
    assert_data_eq!(with("markdown"), file!["cli/diff/diff.md.txt"]);
    let english = diff(&[OLD, NEW, "--format", "markdown", "--lang", "en"]);
    assert_data_eq!(english, file!["cli/diff/diff.en.md.txt"]);
}

#[test]
fn what_a_program_reads() {
    let report = diff(&[OLD, NEW, "--feedback", REMARKS, "--format", "json"]);
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert!(json(OLD, NEW).get("feedback").is_none(), "nobody gave remarks");
    assert_data_eq!(serde_json::to_string_pretty(&report).expect("JSON"), file!["cli/diff/diff.json"]);
    keeps_its_word(&report);
}

/// What the contract promises of any comparison of two documents.
fn keeps_its_word(report: &Value) {
    let sides = ["old", "new"];
    let source = |side: &str| {
        let path = report[side].as_str().expect("a path");
        if path.ends_with(".docx") { None } else { Some(fs::read_to_string(path).expect("the document")) }
    };
    let sources = sides.map(source);
    let kinds = ["added", "removed", "edited", "moved", "moved-edited"];
    let blocks = ["heading", "paragraph", "item", "table", "row", "footnote"];
    for change in report["changes"].as_array().expect("changes") {
        assert!(kinds.contains(&change["kind"].as_str().unwrap_or("")), "{change}");
        assert!(blocks.contains(&change["block"].as_str().unwrap_or("")), "{change}");
        let edits = change["edits"].as_array().expect("edits");
        for ((side, source), op) in sides.iter().zip(&sources).zip(["delete", "insert"]) {
            let made: String = edits
                .iter()
                .filter(|edit| edit["op"] == "equal" || edit["op"] == op)
                .filter_map(|edit| edit["text"].as_str())
                .collect();
            assert_eq!(made, change[side]["text"].as_str().unwrap_or(""), "{change}");
            let span = &change[side]["span"];
            if let (Some(start), Some(end), Some(source)) = (span["start"].as_u64(), span["end"].as_u64(), source) {
                let text = source.get(start as usize..end as usize).expect("letters are whole");
                assert_eq!(source[..start as usize].matches('\n').count() as u64 + 1, span["line"].as_u64().unwrap());
                let word = change[side]["text"].as_str().and_then(|t| t.split_whitespace().next()).unwrap_or("");
                assert!(text.contains(word) || word.contains(['“', '"', '…']), "{text} has no {word}");
            }
        }
        let lacks = |side: &str| change[side].is_null();
        assert_eq!((lacks("old"), lacks("new")), (change["kind"] == "added", change["kind"] == "removed"), "{change}");
    }
    for figure in report["figures"].as_array().expect("figures") {
        for (side, source) in sides.iter().zip(&sources) {
            let span = &figure[format!("{side}_span")];
            assert_eq!(span.is_null(), figure[side].is_null(), "{figure}");
            if let (Some(number), Some(source)) = (figure[side].as_str(), source) {
                let (start, end) = (span["start"].as_u64().unwrap(), span["end"].as_u64().unwrap());
                assert_eq!(&source[start as usize..end as usize], number);
            }
        }
    }
    assert!(report["findings"]["fixed"].is_array() && report["findings"]["new"].is_array());
    assert!(report["findings"]["kept"].is_u64());
}

#[test]
fn a_document_and_itself() {
    let report = json(OLD, OLD);
    assert!(report["changes"].as_array().is_some_and(Vec::is_empty));
    assert!(report["figures"].as_array().is_some_and(Vec::is_empty));
    assert!(report["findings"]["fixed"].as_array().is_some_and(Vec::is_empty));
    for format in ["terminal", "html", "markdown"] {
        assert!(diff(&[OLD, OLD, "--format", format]).contains("Không có gì thay đổi"), "{format}");
    }
    assert!(diff(&[OLD, OLD, "--lang", "en"]).contains("Nothing changed"));
    // Two empty documents, and one that became empty.
    let folder = tempfile::tempdir().expect("a folder");
    let (old, new) = pair(folder.path(), "", "");
    assert!(diff(&[&old, &new]).contains("Không có gì thay đổi"));
    let (old, new) = pair(folder.path(), "Một đoạn.\n", "");
    for format in FORMATS {
        assert!(diff(&[&old, &new, "--format", format]).contains("Một đoạn."), "{format}");
    }
}

#[test]
fn spelling_is_told_from_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = "# BÁO CÁO\n\nCông tác văn hoá - xã hội có tiến bộ.\n\nĐạt 65,4 triệu đồng.\n";
    let decomposed =
        "# BA\u{301}O CA\u{301}O\r\n\r\nCông tác văn hóa – xã hội có  tiến bộ.\r\n\r\nĐạt 65,4 triệu đồng.\r\n";
    let (old, new) = pair(folder.path(), old, decomposed);
    let report = json(&old, &new);
    let changes = report["changes"].as_array().expect("changes");
    assert!(changes.iter().all(|change| change["kind"] == "edited" && change["spelling"] == true), "{changes:?}");
    assert!(report["figures"].as_array().is_some_and(Vec::is_empty));
    let shown = diff(&[&old, &new]);
    assert!(shown.contains("chỉ khác nhau về cách viết") && shown.lines().count() < 12, "{shown}");
}

#[test]
fn what_cannot_be_compared() {
    refused(&[OLD, "tests/cli/diff/khong-co.md"], "khong-co.md: không tìm thấy");
    refused(&["tests/cli/diff/khong-co.md", NEW], "khong-co.md: không tìm thấy");
    refused(&["tests/dossiers/nenh", NEW], "tests/dossiers/nenh là thư mục");
    refused(&[OLD, "tests/dossiers/nenh"], "tests/dossiers/nenh là thư mục");
    refused(&[OLD, "-"], "đầu vào");
    refused(&[OLD], "BẢN MỚI");
    refused(&[OLD, NEW, "--format", "pdf"], "pdf");
    refused(&[OLD, "Cargo.toml"], "Cargo.toml: không biết loại tệp");
    refused(&[OLD, NEW, "--feedback", "tests/cli/diff/khong-co.csv"], "khong-co.csv: không đọc được");
    refused(&[OLD, NEW, "--feedback", NEW], "moi.md: không thấy bảng góp ý");
    refused(&[OLD, NEW, "--feedback", "Cargo.toml"], "Cargo.toml: không biết loại tệp");
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_string();
    fs::write(path("hong.docx"), "no zip").expect("written");
    refused(&[&path("hong.docx"), NEW], "hong.docx");
    fs::create_dir(path("trong")).expect("a folder");
    refused(&[&path("trong"), "tests/dossiers/nenh"], "không có văn bản nào");
}

#[test]
fn formats_mix() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_string();
    let word = path("cu.docx");
    let status = Command::new(env!("CARGO_BIN_EXE_vankien")).args(["convert", OLD, &word]).status();
    assert!(status.is_ok_and(|status| status.success()));
    let report = json(&word, NEW);
    let edited = |report: &Value| {
        let changes = report["changes"].as_array().expect("changes").clone();
        changes.iter().filter(|change| change["block"] == "row").count()
    };
    assert_eq!(edited(&report), edited(&json(OLD, NEW)));
    keeps_its_word(&report);
    // Of a Word file the place is a paragraph.
    assert!(report["changes"].as_array().expect("changes").iter().any(|c| c["old"]["span"]["paragraph"].is_u64()));
}

#[test]
fn dossiers_are_sets_of_documents() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    };
    write("cu/bao-cao-chinh-tri.md", "# BÁO CÁO CHÍNH TRỊ\n\n## I. KINH TẾ\n\nThu ngân sách đạt 92,5 tỷ đồng.\n");
    write("cu/nghi-quyet.md", "# NGHỊ QUYẾT ĐẠI HỘI\n\nĐại hội quyết nghị.\n");
    write("moi/bao-cao-chinh-tri.md", "# BÁO CÁO CHÍNH TRỊ\n\n## I. KINH TẾ\n\nThu ngân sách đạt 95,5 tỷ đồng.\n");
    write("moi/chuong-trinh-hanh-dong.md", "# CHƯƠNG TRÌNH HÀNH ĐỘNG\n\nGiao Ủy ban nhân dân xã.\n");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_string();
    let report = json(&path("cu"), &path("moi"));
    let documents = report["documents"].as_array().expect("documents");
    let name = |value: &Value| value.as_str().map(|path| path.rsplit('/').next().unwrap_or("").to_string());
    let names: BTreeSet<_> = documents.iter().map(|d| (name(&d["old"]), name(&d["new"]))).collect();
    let some = |name: &str| Some(name.to_string());
    assert!(names.contains(&(some("bao-cao-chinh-tri.md"), some("bao-cao-chinh-tri.md"))), "{names:?}");
    let edited: Vec<&Value> =
        report["changes"].as_array().expect("changes").iter().filter(|change| change["kind"] == "edited").collect();
    assert!(edited.iter().any(|change| change["new"]["text"] == "Thu ngân sách đạt 95,5 tỷ đồng."), "{edited:?}");
    for format in FORMATS {
        let shown = diff(&[&path("cu"), &path("moi"), "--format", format]);
        assert!(shown.contains("chuong-trinh-hanh-dong.md") && shown.contains("95,5"), "{format}: {shown}");
    }
}

#[test]
fn no_text_leaves_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let evil = "<script>alert(1)</script> \u{1B}[2J **đậm** ~~x~~ | `c` [a](http://b) </del></ins> &amp;";
    let old = format!("# BÁO CÁO {evil}\n\nĐoạn cũ {evil} số 12,5 tỷ đồng.\n\n| A | {evil} |\n|---|---|\n| x | 1 |\n");
    let new = format!("# BÁO CÁO {evil}\n\nĐoạn mới {evil} số 13,5 tỷ đồng.\n\n| A | {evil} |\n|---|---|\n| x | 2 |\n");
    let (old, new) = pair(folder.path(), &old, &new);
    let page = diff(&[&old, &new, "--format", "html"]);
    for outside in ["<script", "http-equiv=\"refresh", "src=", "<link", "@import", "url(", "\u{1B}"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(page.matches("<del>").count(), page.matches("</del>").count());
    assert_eq!(page.matches("<ins>").count(), page.matches("</ins>").count());
    let shown = diff(&[&old, &new, "--color", "always"]);
    assert!(!shown.contains("\u{1B}[2J"));
    let markdown = diff(&[&old, &new, "--format", "markdown"]);
    assert!(!markdown.contains("<script") && !markdown.contains('\u{1B}') && !markdown.contains("[a](http"));
    keeps_its_word(&json(&old, &new));
}

/// The ids a page defines and those its links lead to.
fn anchors(page: &str) -> (Vec<&str>, Vec<&str>) {
    let values = |mark: &str| page.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).collect();
    (values(" id=\""), values("href=\"#"))
}

#[test]
fn links_of_the_page_lead_somewhere() {
    for (old, new) in [(OLD, NEW), (NEW, OLD), ("tests/dossiers/nenh", "tests/dossiers/van-xuan")] {
        let page = diff(&[old, new, "--format", "html"]);
        let (ids, links) = anchors(&page);
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len(), "no id twice");
        for link in links {
            assert!(unique.contains(link), "#{link}");
        }
    }
}

#[test]
fn long_documents_come_through() {
    let folder = tempfile::tempdir().expect("a folder");
    let old: String = (0..4_200).map(|i| format!("Đoạn {i} nói về việc {i} của thôn {i}.\n\n")).collect();
    let new: String = (0..4_200).map(|i| format!("Đoạn {i} nói về việc {} của thôn {i}.\n\n", i + 1)).collect();
    let (old, new) = pair(folder.path(), &old, &new);
    let page = diff(&[&old, &new, "--format", "html"]);
    assert!(page.contains("xem đủ bằng --format json"));
    assert_eq!(json(&old, &new)["changes"].as_array().map(Vec::len), Some(4_200));
    // One line as long as a book.
    let long = "từ ngữ ".repeat(60_000);
    let (old, new) = pair(folder.path(), &long, &format!("{long} thêm"));
    for format in FORMATS {
        diff(&[&old, &new, "--format", format]);
    }
}

/// The text of a Word file, changes accepted.
fn word_text(path: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_vankien"))
        .args(["convert", path.to_str().expect("UTF-8"), "-"])
        .output()
        .expect("the program runs");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_draft_as_tracked_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = "# BÁO CÁO CHÍNH TRỊ\n\nThu nhập bình quân đầu người đạt 65,4 triệu đồng.\n\nĐoạn này sẽ bỏ đi.\n";
    let new =
        "# BÁO CÁO CHÍNH TRỊ\n\nThu nhập bình quân đầu người đạt 67,8 triệu đồng.\n\nĐoạn này được thêm vào sau.\n";
    let (old, new) = pair(folder.path(), old, new);
    let out = folder.path().join("so-sanh.docx");
    let shown = out.to_str().expect("UTF-8");
    let made = run(&[&old, &new, "--format", "docx", "-o", shown, "--as-of", "2025-08-05"]);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(made.stdout.is_empty());
    let text = word_text(&out);
    assert!(text.contains("67,8 triệu đồng") && text.contains("thêm vào sau") && !text.contains("sẽ bỏ đi"), "{text}");
    // A Word file for the old draft, and the same again.
    let again = folder.path().join("lan-nua.docx");
    let made = run(&[shown, &new, "--format", "docx", "-o", again.to_str().expect("UTF-8")]);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    assert_eq!(word_text(&again), text, "nothing is left to change");
    refused(&[&old, &new, "--format", "docx"], "-o");
    refused(&[&old, &new, "--format", "docx", "-o", "so-sanh.txt"], ".docx");
    refused(&[shown, &new, "--format", "docx", "-o", shown], "trùng");
}
