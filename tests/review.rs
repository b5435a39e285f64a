//! What is told of two revisions, on cases anyone can add: a folder under `tests/review/figures` with `old.md`,
//! `new.md` and what is to be told in `expected.txt`. `VANKIEN_WRITE_CASES=1` writes what is told now; read it.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use vankien::document::{Document, Format};
use vankien::lint::Catalogue;
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
