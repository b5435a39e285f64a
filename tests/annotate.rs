//! Word files annotated: nothing of the file is lost or changed but for what was added, comments stand at their
//! words, changes can be accepted and rejected. Over files made by python-docx, pandoc and LibreOffice
//! (`tests/docx/make.py`).

#[path = "support/settle.rs"]
mod settle;
#[path = "support/strip.rs"]
mod strip;

use settle::settle;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, LazyLock};
use strip::strip;
use vankien::document::{Span, TextPart, docx as reader};
use vankien::lint::Catalogue;
use vankien::lint::catalogue::embedded;
use vankien::lint::finding::{Applicability, Edit, Finding, Fix, Location, Severity};
use vankien::lint::rule::Lang;
use vankien::ooxml::story::{MarkKind, PieceKind, Story};
use vankien::ooxml::{Package, Parts};
use vankien::report::docx::{AUTHOR, Annotated, Options, render};
use vankien::text::Date;

/// Our corpus, or the readable files of the folder `VANKIEN_CORPUS` names: those of others are tried, not kept.
fn corpus() -> Vec<PathBuf> {
    if let Some(folder) = std::env::var_os("VANKIEN_CORPUS") {
        let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path());
        let readable = |file: &PathBuf| {
            let bytes = fs::read(file).expect("a file");
            let read = reader::text(bytes.into());
            let _ = read.as_ref().inspect_err(|error| eprintln!("{}: {error}", file.display()));
            read.is_ok_and(|text| !text.trim().is_empty())
        };
        return files.filter(readable).collect();
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/docx/corpus");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the corpus").map(|e| e.expect("a file").path()).collect();
    files.sort();
    assert!(files.len() >= 7, "the corpus is there");
    files
}

fn parts(bytes: &[u8]) -> Parts {
    Parts::read(Package::open(bytes).expect("a package")).expect("its parts")
}

fn text(bytes: &[u8]) -> String {
    reader::text(bytes.into()).expect("readable")
}

/// Keeps a made file where `VANKIEN_KEEP` says, for other programs to judge: `.ci/docx` does.
fn keep(source: &Path, kind: &str, bytes: &[u8]) {
    let Some(folder) = std::env::var_os("VANKIEN_KEEP") else { return };
    let name = source.file_stem().expect("a name").to_string_lossy();
    fs::write(Path::new(&folder).join(format!("{name}.{kind}.docx")), bytes).expect("written");
}

fn finding(start: usize, end: usize, replacement: Option<&str>) -> Finding {
    let edit = |text: &str| Edit { start: start as u32, end: end as u32, text: text.to_string() };
    let fix = |text: &str| Fix { applicability: Applicability::Safe, edits: vec![edit(text)] };
    Finding {
        rule: "outdated-place-name".into(),
        group: "places".into(),
        severity: Severity::Warning,
        path: "a.docx".into(),
        span: Location { start: start as u32, end: end as u32, ..Location::default() },
        section: None,
        excerpt: String::new(),
        message: "Đề nghị rà soát «A & B» < C".into(),
        help: "Viết lại.".into(),
        related: Vec::new(),
        fix: replacement.map(fix),
    }
}

/// Findings all over a text: words, stretches over several lines, its beginning and its end.
fn findings(text: &str, seed: u64, fix: bool) -> Vec<Finding> {
    let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let mut state = seed;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    let mut found = vec![finding(0, 0, None), finding(text.len(), text.len(), None), finding(0, text.len(), None)];
    for i in 0..40 {
        let start = random(bounds.len());
        let length = if i % 8 == 0 { random(200) } else { random(12) };
        let end = (start + length).min(bounds.len() - 1);
        let new = ["mới & khác", "", "ạ"][i % 3];
        found.push(finding(bounds[start], bounds[end], fix.then_some(new)));
    }
    found
}

fn annotate(bytes: &[u8], findings: &[Finding], allowed: Option<Applicability>) -> Annotated {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(&embedded(), &[]).expect("the catalogue"));
    let date = Date { year: 2025, month: 8, day: 5 };
    let findings: Vec<&Finding> = findings.iter().collect();
    render(Arc::from(bytes), &findings, &CATALOGUE, Options { lang: Lang::Vi, date, allowed }).expect("annotated")
}

/// Every part but those named is the same, and in the same place.
fn others_are_the_same(before: &[u8], after: &[u8], changed: &[&str]) {
    let (old, new) = (Package::open(before).expect("a package"), Package::open(after).expect("a package"));
    assert_eq!(new.names()[..old.names().len()], old.names()[..], "the order of parts");
    for name in old.names().iter().filter(|name| !changed.contains(&name.as_str())) {
        assert_eq!(old.bytes(name).expect("a part"), new.bytes(name).expect("a part"), "{name}");
    }
}

#[test]
fn comments_add_and_take_nothing() {
    for file in corpus() {
        let bytes = fs::read(&file).expect("a file");
        let (old, plain) = (parts(&bytes), text(&bytes));
        for seed in 1..=2 {
            let findings = findings(&plain, seed, false);
            let made = annotate(&bytes, &findings, None);
            keep(&file, &format!("comments{seed}"), &made.bytes);
            let name = file.display();
            assert_eq!((made.comments, made.corrections), (findings.len(), 0), "{name}: each has its comment");
            assert_eq!(text(&made.bytes), plain, "{name}");
            let new = parts(&made.bytes);
            let first =
                old.body.story.max_comment_id.max(old.comments.as_ref().map_or(0, |c| c.story.max_comment_id)) + 1;
            let marks = strip(&old.body.xml, &new.body.xml, first).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(marks, findings.len() * 3, "{name}");
            let rest =
                ["word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"];
            others_are_the_same(&bytes, &made.bytes, &rest);
            let kept = old.comments.as_ref().map_or(0, |part| part.story.notes.len());
            let notes = &new.comments.as_ref().expect("comments").story.notes;
            assert_eq!(notes.len(), kept + findings.len(), "{name}");
            stand_at_their_words(&old, &new.body.story, &findings, first);
        }
    }
}

/// A comment's range holds the words it is about, and where words can be cut, nothing else.
fn stand_at_their_words(old: &Parts, story: &Story, findings: &[Finding], first: i64) {
    let word = reader::map(old);
    let paragraphs = story.paragraphs.iter().enumerate();
    let marks = paragraphs
        .flat_map(|(i, p)| p.marks.iter().map(move |mark| ((mark.kind as u8, mark.id), (i, mark.at as usize))));
    let marks: HashMap<(u8, i64), (usize, usize)> = marks.collect();
    let mut exact = 0;
    for (finding, id) in findings.iter().zip(first..) {
        let mark = |kind: MarkKind| marks.get(&(kind as u8, id)).copied();
        let (start, end) =
            (mark(MarkKind::CommentStart).expect("a start"), mark(MarkKind::CommentEnd).expect("an end"));
        assert_eq!(mark(MarkKind::Comment).map(|(paragraph, _)| paragraph), Some(end.0));
        assert!(start <= end, "{start:?} {end:?}");
        assert_eq!(story.paragraphs[start.0].boxes, 0, "not in a text box");
        let places = word.places(Span { start: finding.span.start, end: finding.span.end });
        let [place] = &places[..] else { continue };
        if place.part != TextPart::Body || place.text.is_empty() {
            continue;
        }
        let paragraph = &story.paragraphs[place.paragraph];
        if paragraph.boxes > 0 {
            continue;
        }
        assert_eq!((start.0, end.0), (place.paragraph, place.paragraph));
        assert!(start.1 <= place.text.start && place.text.end <= end.1, "{start:?} {place:?} {end:?}");
        let runs = || paragraph.pieces.iter().filter_map(|piece| story.runs.get(piece.run as usize));
        if paragraph.pieces.iter().all(|piece| piece.kind == PieceKind::Literal) && !runs().any(|run| run.whole) {
            assert_eq!((start.1, end.1), (place.text.start, place.text.end));
            exact += 1;
        }
    }
    let ours = std::env::var_os("VANKIEN_CORPUS").is_none();
    assert!(exact > 0 || !ours, "some words can be cut");
}

#[test]
fn changes_can_be_accepted_and_rejected() {
    let mut made = 0;
    for file in corpus() {
        let bytes = fs::read(&file).expect("a file");
        let (old, plain) = (parts(&bytes), text(&bytes));
        for seed in 1..=2 {
            let findings = findings(&plain, seed, true);
            let annotated = annotate(&bytes, &findings, Some(Applicability::Safe));
            keep(&file, &format!("changes{seed}"), &annotated.bytes);
            assert_eq!(annotated.comments + annotated.corrections, findings.len());
            made += annotated.corrections;
            let new = parts(&annotated.bytes);
            let texts = |story: &Story| story.paragraphs.iter().map(|p| p.text.clone()).collect::<Vec<_>>();
            let settled = |accept| {
                let mut package = Vec::new();
                for part in [Some(&new.body), new.footnotes.as_ref()].into_iter().flatten() {
                    package.push((part.name.clone(), settle(&part.xml, AUTHOR, accept).into_bytes()));
                }
                parts(&new.package.replace(&package).expect("a package"))
            };
            assert_eq!(texts(&settled(true).body.story), texts(&new.body.story), "{}", file.display());
            let rejected = settled(false);
            assert_eq!(texts(&rejected.body.story), texts(&old.body.story), "{}", file.display());
            let notes = |parts: &Parts| parts.footnotes.as_ref().map(|part| texts(&part.story));
            assert_eq!(notes(&rejected), notes(&old));
        }
    }
    assert!(made > 100, "{made} changes");
}

#[test]
fn annotating_again_replaces_the_comments() {
    for file in corpus() {
        let bytes = fs::read(&file).expect("a file");
        let (once, other) = (findings(&text(&bytes), 5, false), findings(&text(&bytes), 6, false));
        let first = annotate(&bytes, &once, None);
        assert_eq!(annotate(&bytes, &once, None).bytes, first.bytes, "the same input gives the same bytes");
        assert_eq!(annotate(&first.bytes, &once, None).bytes, first.bytes, "{}: the same again", file.display());
        let second = annotate(&first.bytes, &other, None);
        keep(&file, "again", &second.bytes);
        let ours = |bytes: &[u8]| {
            let comments = parts(bytes).comments.expect("comments");
            comments.story.notes.iter().filter(|note| note.author.as_deref() == Some(AUTHOR)).count()
        };
        assert_eq!(ours(&second.bytes), other.len(), "{}", file.display());
        // None are left: marks and comments are gone, the words are not.
        let none = annotate(&second.bytes, &[], None);
        assert_eq!((ours(&none.bytes), text(&none.bytes)), (0, text(&bytes)));
    }
}

fn vankien(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1").output().expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_command_writes_a_copy() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let markdown = "# BÁO CÁO CHÍNH TRỊ\n\nĐảng bộ gồm nhiều chi bộ ,đảng viên trong toàn xã.\n";
    fs::write(at.join("a.md"), markdown).expect("written");
    assert!(vankien(at, &["convert", "a.md", "a.docx"]).status.success());
    let before = fs::read(at.join("a.docx")).expect("a file");
    let plain = vankien(at, &["lint", "a.docx", "--format", "json"]);
    let annotated = vankien(at, &["lint", "a.docx", "--format", "json", "--annotate", "b.docx"]);
    assert_eq!((plain.stdout, plain.status.code()), (annotated.stdout.clone(), annotated.status.code()));
    let count = String::from_utf8_lossy(&annotated.stdout).matches("\"rule\":").count();
    assert!(said(&annotated).contains(&format!("{count} ghi chú vào b.docx")), "{}", said(&annotated));
    assert_eq!(fs::read(at.join("a.docx")).expect("a file"), before);
    assert_eq!(
        parts(&fs::read(at.join("b.docx")).expect("a copy")).comments.expect("comments").story.notes.len(),
        count
    );

    let fixed = vankien(at, &["lint", "a.docx", "--annotate", "c.docx", "--fix", "--unsafe-fixes"]);
    assert!(said(&fixed).contains("track changes"), "{}", said(&fixed));
    let copy = parts(&fs::read(at.join("c.docx")).expect("a copy"));
    assert_eq!(text(&fs::read(at.join("b.docx")).expect("a copy")), text(&before));
    let rejected = settle(&copy.body.xml, AUTHOR, false);
    let rejected = Story::scan("d", &rejected).expect("a part");
    let texts = |story: &Story| story.paragraphs.iter().map(|p| p.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&rejected), texts(&parts(&before).body.story));
}

#[test]
fn what_cannot_be_done_is_said_in_a_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    fs::write(at.join("a.md"), "# BÁO CÁO\n\nMột câu.\n").expect("written");
    assert!(vankien(at, &["convert", "a.md", "a.docx"]).status.success());
    fs::copy(at.join("a.docx"), at.join("b.docx")).expect("a copy");
    fs::create_dir(at.join("dir.docx")).expect("a folder");
    let refused = [
        (&["a.md", "--annotate", "o.docx"][..], "đúng một tệp .docx"),
        (&["a.docx", "b.docx", "--annotate", "o.docx"], "đúng một tệp .docx"),
        (&["a.docx", "--annotate", "a.docx"], "trùng"),
        (&["a.docx", "--annotate", "./a.docx"], "trùng"),
        (&["a.docx", "--annotate", "o.pdf"], "đuôi .docx"),
        (&["a.docx", "--annotate", "không/có/o.docx"], "không có thư mục"),
        (&["a.docx", "--annotate", "dir.docx"], "thư mục"),
        (&["a.docx", "--annotate", "o.docx", "--diff"], "--diff"),
        (&["a.docx", "a.md", "--annotate", "o.docx", "--fix"], "--fix"),
    ];
    for (arguments, why) in refused {
        let output = vankien(at, &[&["lint"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let error = said(&output);
        assert!(error.contains(why) && error.lines().count() == 1, "{arguments:?}: {error}");
        assert!(!at.join("o.docx").exists());
    }
}
