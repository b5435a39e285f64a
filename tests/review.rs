//! What is told of two revisions, on cases anyone can add: a folder under `tests/review/figures` or, with remarks in
//! `remarks.md`, `.csv` …, under `tests/review/feedback`, with `old.md`, `new.md` and what is to be told in
//! `expected.txt`. `VANKIEN_WRITE_CASES=1` writes what is told now; read it.

use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use vankien::document::{Document, Format};
use vankien::lint::Catalogue;
use vankien::revision::feedback::{self, Answer};
use vankien::revision::figures::{self, FigureChange};
use vankien::revision::{Reading, compare};

fn cases(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review").join(kind);
    let entries = std::fs::read_dir(folder).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn read(catalogue: &Catalogue, path: &Path) -> Reading {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    Reading::new(Document::parse(&name, text, Format::Markdown).unwrap(), catalogue)
}

/// Holds what is told against what is expected, and gives the cases that differ.
fn judge(case: &Path, told: &str, wrong: &mut Vec<String>) {
    let path = case.join("expected.txt");
    if std::env::var_os("VANKIEN_WRITE_CASES").is_some() {
        std::fs::write(&path, told).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if expected != told {
        wrong.push(format!("{}\nexpected:\n{expected}\ntold:\n{told}", case.display()));
    }
}

/// `65,4 → 68 triệu đồng | Thu nhập bình quân đầu người | target +2,6 triệu đồng better`
fn line(change: &FigureChange) -> String {
    let side = |figure: &Option<figures::Figure>| figure.as_ref().map_or("–".to_string(), |f| f.text.clone());
    let mut line = format!("{} → {} {}", side(&change.old), side(&change.new), change.unit).trim_end().to_string();
    let role = format!("{:?}", change.role).to_lowercase();
    let _ = write!(line, " | {} | {role}", change.subject);
    if let Some(difference) = &change.difference {
        let _ = write!(line, " {difference}");
    }
    if let Some(better) = change.better {
        line.push_str(if better { " better" } else { " worse" });
    }
    line
}

#[test]
fn figures_that_moved() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut wrong = Vec::new();
    for case in cases("figures") {
        let (old, new) = (read(&catalogue, &case.join("old.md")), read(&catalogue, &case.join("new.md")));
        let changes = figures::changes(&compare(&old, &new), &old, &new, &catalogue);
        let told: String = changes.iter().map(|change| line(change) + "\n").collect();
        judge(&case, &told, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `3 Chi bộ thôn 2: TakenUp «I. KẾT QUẢ» đã thấy …`, then what changed there.
fn proposal(answer: &Answer) -> String {
    let Answer { remark, place, status, evidence, note } = answer;
    let section = place.as_ref().and_then(|place| place.section.clone()).unwrap_or_default();
    let mut told = format!("{} {}: {status:?} «{section}» {note}\n", remark.number, remark.who);
    for change in evidence {
        let _ = writeln!(told, "    - {}\n    + {}", change.old, change.new);
    }
    told
}

#[test]
fn remarks_and_their_answers() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut wrong = Vec::new();
    for case in cases("feedback") {
        let (old, new) = (read(&catalogue, &case.join("old.md")), read(&catalogue, &case.join("new.md")));
        let mut files = std::fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path());
        let table = files.find(|path| path.file_stem().is_some_and(|stem| stem == "remarks")).unwrap();
        let bytes = std::fs::read(&table).unwrap();
        let remarks =
            feedback::read(&table.to_string_lossy(), bytes, &old.document, &catalogue.review.remarks).unwrap();
        let answers = feedback::answers(remarks, &compare(&old, &new), &old, &new, &catalogue);
        judge(&case, &answers.iter().map(proposal).collect::<String>(), &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Runs `lint` and gives the rules of its findings with their words, and the exit code.
fn lint(arguments: &[&Path]) -> (Vec<(String, String)>, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_vankien"))
        .args(["lint", "--format", "json", "--as-of", "2025-08-05", "--fail-on", "info"])
        .args(["--select", "impossible-date,repeated-word"])
        .args(arguments)
        .output()
        .expect("the program runs");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_string();
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    let found = findings.iter().map(|finding| (text(finding, "rule"), text(finding, "excerpt"))).collect();
    (found, output.status.code().unwrap_or(-1))
}

#[test]
fn only_what_is_new_since_a_revision() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        path
    };
    let slip = "Ngày 31/02/2025, Đảng ủy họp bàn về công tác cán bộ và thống nhất chủ trương.";
    let old = write(
        "cu/bao-cao.md",
        &format!("# BÁO CÁO\n\n{slip}\n\nCông tác tác tuyên truyền được chú trọng ở 12 thôn.\n"),
    );
    // Moved down, with a paragraph before it, and reworded around; one slip mended, the same slip made elsewhere.
    let again = "Ngày 31/02/2025, Ủy ban kiểm tra ra mắt.";
    let text = format!(
        "# BÁO CÁO\n\nĐoàn kết là sức mạnh của Đảng bộ xã nhà.\n\nCông tác tuyên truyền được chú trọng ở 14 thôn.\n\n{}\n\n{again}\n",
        slip.replace("công tác cán bộ", "việc sắp xếp cán bộ")
    );
    let new = write("moi/bao-cao.md", &text);
    let since = Path::new("--since");
    let date = || ("impossible-date".to_string(), "31/02/2025".to_string());
    assert_eq!(lint(&[&old]), (vec![date(), ("repeated-word".to_string(), "tác tác".to_string())], 1));
    assert_eq!(lint(&[&new, since, &old]), (vec![date()], 1));
    assert_eq!(lint(&[&new, since, &new]), (vec![], 0));
    // Dossiers: a document that is new is new as a whole.
    write("moi/phu-luc.md", "# PHỤ LỤC\n\nNgày 30/02/2025, hợp tác xã ra mắt.\n");
    let (old, new) = (folder.path().join("cu"), folder.path().join("moi"));
    let (found, code) = lint(&[&new, since, &old]);
    assert_eq!((found.len(), code), (2, 1), "{found:?}");
    assert_eq!(lint(&[&new, since, &folder.path().join("none")]).1, 2);
}

#[test]
fn what_a_baseline_knows_is_not_told_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let write = |path: &Path, text: &str| std::fs::write(path, text).expect("a file");
    let (report, known) = (at("bao-cao.md"), at("da-biet.json"));
    write(&report, "# BÁO CÁO\n\nNgày 31/02/2025, Đảng ủy họp bàn.\n\nCông tác tác tuyên truyền được chú trọng.\n");
    let baseline = Path::new("--baseline");
    assert_eq!(lint(&[&report, Path::new("-o"), &known]).1, 1);
    assert_eq!(lint(&[&report, baseline, &known]), (vec![], 0));
    // What is known is known on another line; what is new is told, though it is the same slip.
    let more = "# BÁO CÁO\n\nCông tác tác tuyên truyền được chú trọng.\n\nNgày 31/02/2025, Đảng ủy họp bàn.\n\n\
                Ngày 31/02/2025, Ủy ban kiểm tra ra mắt.\n";
    write(&report, more);
    assert_eq!(lint(&[&report, baseline, &known]).0, [("impossible-date".to_string(), "31/02/2025".to_string())]);
    // A list that is none is refused, and names itself.
    write(&known, "# BÁO CÁO\n");
    assert_eq!(lint(&[&report, baseline, &known]).1, 2);
    assert_eq!(lint(&[&report, baseline, &at("none.json")]).1, 2);
}
