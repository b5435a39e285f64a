//! `vankien new` on disk: what it writes, what it leaves alone, what it refuses.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use vankien::document::dossier::Manifest;

const UNIT: [&str; 4] = ["--unit", "xã Can Lộc, Hà Tĩnh", "--term", "2025-2030"];

fn new(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.arg("new").args(UNIT).arg("-o").arg(folder).args(args);
    command.output().expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn done(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", said(output));
    said(output)
}

fn refused(output: &Output, words: &[&str]) {
    let error = said(output);
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    assert!(words.iter().all(|word| error.contains(word)), "{error}");
}

/// Every file of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    paths.map(|path| (path.file_name().unwrap().to_str().unwrap().to_string(), fs::read(&path).unwrap())).collect()
}

fn manifest(folder: &Path) -> Manifest {
    Manifest::parse(&fs::read_to_string(folder.join("vankien.yml")).unwrap()).unwrap()
}

#[test]
fn run_again_it_adds_what_is_missing_and_touches_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    done(&new(folder, &[]));
    let whole = files(folder);
    assert_eq!(whole.len(), 10);
    // Nothing is missing: nothing changes.
    assert!(!done(&new(folder, &[])).contains("đã tạo"));
    assert_eq!(files(folder), whole);
    // A person has edited a report, taken two papers away, and written a manifest of their own.
    fs::write(folder.join("bao-cao-kiem-diem.md"), "của tôi").unwrap();
    fs::remove_file(folder.join("kich-ban.md")).unwrap();
    fs::remove_file(folder.join("nghi-quyet.md")).unwrap();
    fs::rename(folder.join("de-an-nhan-su.md"), folder.join("nhân sự.md")).unwrap();
    let own = "# của tôi\nunit: xã Can Lộc\ndocuments:\n  political-report: bao-cao-chinh-tri.md # bản 3\n  personnel-plan: nhân sự.md\n\nrules: {vague-section: {severity: info}}\n";
    fs::write(folder.join("vankien.yml"), own).unwrap();
    let before = files(folder);
    done(&new(folder, &[]));
    let mut after = files(folder);
    assert!(!after.contains_key("de-an-nhan-su.md"), "the plan is there under another name");
    assert_eq!(after.remove("kich-ban.md"), whole.get("kich-ban.md").cloned());
    assert_eq!(after.remove("nghi-quyet.md"), whole.get("nghi-quyet.md").cloned());
    let changed = String::from_utf8(after.insert("vankien.yml".into(), own.into()).unwrap()).unwrap();
    assert_eq!(after, before);
    let lines: Vec<&str> = changed.lines().filter(|line| !own.lines().any(|old| old == *line)).collect();
    assert_eq!(lines.len(), 6, "{changed}");
    assert_eq!(manifest(folder).documents.len(), 8);
    // A manifest one cannot add to with certainty is left, and the person is told what to add.
    fs::remove_file(folder.join("kich-ban.md")).unwrap();
    let flow = "documents: {political-report: \"bao-cao-chinh-tri.md\"}\n";
    fs::write(folder.join("vankien.yml"), flow).unwrap();
    let told = done(&new(folder, &["congress-script"]));
    assert!(told.contains("hãy tự thêm") && told.contains("congress-script: kich-ban.md"), "{told}");
    assert_eq!(fs::read_to_string(folder.join("vankien.yml")).unwrap(), flow);
}

#[test]
fn a_word_file_stands_for_its_markdown_and_the_other_way_round() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("bao-cao-chinh-tri.md"), "# BÁO CÁO CHÍNH TRỊ\n").unwrap();
    done(&new(folder, &["--format", "docx"]));
    let names: Vec<String> = files(folder).into_keys().collect();
    assert!(!names.contains(&"bao-cao-chinh-tri.docx".to_string()) && names.contains(&"nghi-quyet.docx".to_string()));
    for (_, file) in manifest(folder).documents {
        assert!(folder.join(&file).is_file(), "{file}");
    }
    let list = vankien::document::Content::Word(files(folder)["danh-muc-ho-so.docx"].clone().into());
    let list = vankien::document::Document::parse("a.docx", list, vankien::document::Format::Word).unwrap();
    assert!(list.text.contains("bao-cao-chinh-tri.md") && list.text.contains("nghi-quyet.docx"));
    let before = files(folder);
    done(&new(folder, &["--format", "md"]));
    assert_eq!(files(folder), before);
}

#[test]
fn a_unit_lays_its_own_templates_over_ours() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("templates");
    fs::create_dir_all(own.join("partials")).unwrap();
    fs::write(own.join("resolution.md"), "# NGHỊ QUYẾT\n\n{% include \"partials/than.md\" %}\n").unwrap();
    fs::write(own.join("partials/than.md"), "Riêng của {{ unit }}, {{ congress }}.\n").unwrap();
    done(&new(folder.path(), &["--congress", "đảng viên"]));
    let written = files(folder.path());
    assert_eq!(
        String::from_utf8_lossy(&written["nghi-quyet.md"]),
        "# NGHỊ QUYẾT\n\nRiêng của xã Can Lộc, Đại hội đảng viên.\n"
    );
    assert!(String::from_utf8_lossy(&written["kich-ban.md"]).contains("Báo cáo tình hình đảng viên"));
    // Templates are no documents to lint.
    let lint =
        Command::new(env!("CARGO_BIN_EXE_vankien")).arg("lint").arg(folder.path()).args(["--format", "json"]).output();
    let report: serde_json::Value = serde_json::from_slice(&lint.unwrap().stdout).unwrap();
    let paths: Vec<&str> = report["documents"].as_array().unwrap().iter().filter_map(|d| d["path"].as_str()).collect();
    assert!(paths.len() == 8 && !paths.iter().any(|path| path.contains("templates")), "{paths:?}");
    // A mistake: file, line, column; nothing is written.
    for (text, place) in [
        ("a\nb {{ khong_co }}\n", "resolution.md:2:6"),
        ("{% if unit %}\n", "resolution.md:"),
        ("a {{ unit | x }}", "resolution.md:1:"),
        ("a {{ known(of=\"income\", at=\"then\", unit=\"%\") }}", "resolution.md:1:"),
    ] {
        fs::write(own.join("resolution.md"), text).unwrap();
        let place: Vec<&str> = vec![place];
        let elsewhere = folder.path().join("khác");
        refused(&new(&elsewhere, &["--templates", own.to_str().unwrap()]), &place);
        assert!(!elsewhere.exists());
    }
    refused(&new(folder.path(), &["--templates", "không-có"]), &["không-có"]);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("ra");
    let refuse = |args: &[&str], words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_vankien")).arg("new").arg("-o").arg(&out).args(args).output();
        refused(&output.unwrap(), words);
        assert!(!out.exists());
    };
    refuse(&["--unit", "xã Can Lôc", "--term", "2025-2030"], &["Can Lộc"]);
    refuse(&["--unit", "Can Lộc, Hà Tĩnh", "--term", "2025-2030"], &["xã Can Lộc, Hà Tĩnh"]);
    refuse(&["--unit", "xã Tân Lập", "--term", "2020-2025"], &["ghi thêm tỉnh"]);
    refuse(&["--unit", "xã Can Lộc", "--term", "2025-2030", "--committee", "cử"], &["elected", "appointed"]);
    refuse(&["--unit", " , ", "--term", "2025-2030"], &["đơn vị"]);
    // A folder holds one unit's dossier.
    done(&new(&out, &["nghị quyết"]));
    fs::write(out.join("vankien.yml"), "unit: xã Gia Hanh\nterm: 2025-2030\n").unwrap();
    refused(&new(&out, &[]), &["xã Gia Hanh"]);
    fs::write(out.join("vankien.yml"), "unit: xã Can Lộc\nterm: 2020-2025\n").unwrap();
    refused(&new(&out, &[]), &["2020-2025"]);
    fs::write(out.join("vankien.yml"), "unit: [\n").unwrap();
    refused(&new(&out, &[]), &["vankien.yml:"]);
    assert_eq!(files(&out).len(), 2);
}

/// A file the manifest names is written under that name; one that lies elsewhere is asked about.
#[test]
fn the_manifest_says_what_a_paper_is_called() {
    let folder = tempfile::tempdir().unwrap();
    let own = "unit: Can Lộc\ndocuments:\n  resolution: nq lần 2.md\n  self-review: ../kiểm điểm.md\n  feedback-table: tiep-thu.docx\n";
    fs::write(folder.path().join("vankien.yml"), own).unwrap();
    let told = done(&new(folder.path(), &["resolution", "self-review", "feedback-table"]));
    assert!(told.contains("kiểm điểm.md chưa có"), "{told}");
    let names: Vec<String> = files(folder.path()).into_keys().collect();
    assert_eq!(names, ["nq lần 2.md", "tiep-thu.docx", "vankien.yml"]);
    assert!(files(folder.path())["tiep-thu.docx"].starts_with(b"PK"));
    assert_eq!(files(folder.path())["vankien.yml"], own.as_bytes());
}

/// What a skeleton tells the drafter shows in Word and to `lint`, and is gone from what is converted.
#[test]
fn hints_are_told_and_dropped() {
    let folder = tempfile::tempdir().unwrap();
    done(&new(folder.path(), &["resolution"]));
    done(&new(&folder.path().join("w"), &["resolution", "--format", "docx"]));
    let vankien = |args: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_vankien")).args(args).current_dir(folder.path()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    for file in ["nghi-quyet.md", "w/nghi-quyet.docx"] {
        assert!(vankien(&["lint", file, "--format", "json"]).contains("Lời gợi ý cho người soạn"), "{file}");
        for target in ["a.docx", "a.md", "a.txt"] {
            vankien(&["convert", file, target]);
            assert!(
                !vankien(&["lint", target, "--format", "json"]).contains("gợi ý cho người soạn"),
                "{file} {target}"
            );
        }
        assert!(!fs::read_to_string(folder.path().join("a.md")).unwrap().contains("gợi ý"));
    }
}
