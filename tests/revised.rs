//! A revision as tracked changes on the old Word file: accepted they give the new text, rejected the old one.
//! Over the labelled dossiers turned into Word and changed at random, and over the Word files of other programs.

mod memory;
#[path = "support/settle.rs"]
mod settle;

use memory::CATALOGUE;
use settle::settle;
use std::path::{Path, PathBuf};
use vankien::convert;
use vankien::document::{Content, Document, Format};
use vankien::lint::rule::Lang;
use vankien::ooxml::{Package, Parts};
use vankien::report::docx::AUTHOR;
use vankien::report::docx::revised::{Revised, render};
use vankien::revision::{Reading, compare};
use vankien::text::Date;

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(root)
        .into_iter()
        .map(|entry| entry.expect("an entry").into_path())
        .filter(|path| path.extension().is_some_and(|e| e == extension) && !path.ends_with("README.md"))
        .collect();
    found.sort();
    found
}

fn markdown(text: &str) -> Document {
    Document::parse("a.md", text.to_string(), Format::Markdown).expect("readable")
}

fn word(bytes: &[u8]) -> Document {
    Document::parse("a.docx", Content::Word(bytes.into()), Format::Word).expect("readable")
}

fn reading(document: Document) -> Reading {
    Reading::new(document, &CATALOGUE)
}

fn to_word(document: &Document) -> Vec<u8> {
    let formats = &CATALOGUE.pack.formats;
    convert::to_docx(document, &document.meta, formats.get(None).expect("a form"), &formats.words).expect("a file")
}

/// The text that is not in tables or notes, paragraph by paragraph.
fn running(document: &Document) -> Vec<String> {
    let blocks = document.blocks.iter().filter(|block| !block.is_cell() && !block.footnote);
    blocks.map(|block| document.block_text(block).trim().to_string()).filter(|text| !text.is_empty()).collect()
}

/// All text.
fn all(document: &Document) -> Vec<String> {
    document.blocks.iter().map(|block| document.block_text(block).trim().to_string()).collect()
}

fn rejected(bytes: &[u8]) -> Vec<u8> {
    let parts = Parts::read(Package::open(bytes).expect("a package")).expect("its parts");
    let notes = [parts.footnotes.as_ref(), parts.endnotes.as_ref()].into_iter().flatten();
    let settled =
        |part: &vankien::ooxml::parts::Part| (part.name.clone(), settle(&part.xml, AUTHOR, false).into_bytes());
    let changed: Vec<_> = std::iter::once(&parts.body).chain(notes).map(settled).collect();
    parts.package.replace(&changed).expect("a package")
}

fn track(old: &[u8], new: Document) -> (Revised, Reading) {
    let (was, is) = (reading(word(old)), reading(new));
    let revision = compare(&was, &is);
    let date = Date { year: 2025, month: 8, day: 5 };
    let made = render(old.into(), &revision, &was, &is, Lang::Vi, date).expect("written");
    (made, is)
}

/// Keeps a made file where `VANKIEN_KEEP` says, for other programs to judge.
fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("VANKIEN_KEEP") {
        std::fs::write(Path::new(&folder).join(format!("{name}.docx")), bytes).expect("written");
    }
}

/// Changes paragraphs of a Markdown text at random: words, whole paragraphs, their order.
fn changed(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.split("\n\n").map(str::to_string).collect();
    let plain = |line: &str| {
        let first = line.trim_start().chars().next();
        line.len() > 60 && !line.contains('\n') && first.is_some_and(char::is_alphabetic) && !line.contains("[^")
    };
    for _ in 0..12 {
        let at = 3 + random.below(lines.len().saturating_sub(3));
        let Some(line) = lines.get(at).filter(|line| plain(line)).cloned() else { continue };
        let words: Vec<&str> = line.split(' ').collect();
        match random.below(6) {
            0 => drop(lines.remove(at)),
            1 => lines
                .insert(at, format!("Bổ sung đoạn thứ {} về giao thông nông thôn & thủy lợi <xã>.", random.below(900))),
            2 => {
                let other = 3 + random.below(lines.len() - 3);
                let moved = lines.remove(at);
                lines.insert(other.min(lines.len()), moved);
            }
            3 => {
                let cut = random.below(words.len());
                lines[at] = format!("{} bổ sung mấy chữ {}", words[..cut].join(" "), words[cut..].join(" "));
            }
            4 => {
                let cut = 1 + random.below(words.len() - 1);
                lines[at] = words[..cut].join(" ");
                lines.insert(at + 1, words[cut..].join(" "));
            }
            _ => {
                let (from, to) = (random.below(words.len()), 1 + random.below(4));
                lines[at] = words
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| !(from..from + to).contains(i))
                    .map(|(_, w)| *w)
                    .collect::<Vec<_>>()
                    .join(" ");
            }
        }
    }
    lines.join("\n\n")
}

#[test]
fn accepted_it_is_the_new_text_and_rejected_the_old() {
    let (mut tracked, mut told) = (0, 0);
    for (i, file) in files("dossiers", "md").iter().enumerate() {
        // By its name, so that a dossier more changes nothing for the others.
        let seed = file
            .to_string_lossy()
            .rsplit('/')
            .take(2)
            .flat_map(str::bytes)
            .fold(7, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
        if seed % 4 != 0 {
            continue;
        }
        let text = std::fs::read_to_string(file).expect("a file");
        let old = to_word(&markdown(&text));
        let before = word(&old);
        let (made, new) = track(&old, markdown(&changed(&text, &mut Random(seed + 1))));
        let name = file.display();
        keep(&format!("dossier{i}.revised"), &made.bytes);
        assert_eq!(running(&word(&made.bytes)), running(&new.document), "{name}: accepted");
        assert_eq!(all(&word(&rejected(&made.bytes))), all(&before), "{name}: rejected");
        (tracked, told) = (tracked + made.tracked, told + made.told);
    }
    assert!(tracked > 100 && told * 20 < tracked, "{tracked} tracked, {told} told");
}

#[test]
fn nothing_changed_nothing_touched() {
    for file in files("docx/corpus", "docx") {
        let bytes = std::fs::read(&file).expect("a file");
        let (made, _) = track(&bytes, word(&bytes));
        assert_eq!((made.tracked, made.told), (0, 0), "{}", file.display());
        let parts = |bytes: &[u8]| Parts::read(Package::open(bytes).expect("a package")).expect("its parts").body.xml;
        assert_eq!(parts(&made.bytes), parts(&bytes));
    }
}

#[test]
fn files_of_other_programs() {
    for (i, file) in files("docx/corpus", "docx").iter().enumerate() {
        let bytes = std::fs::read(file).expect("a file");
        let before = word(&bytes);
        for seed in 1..=4 {
            let text = changed(&convert::to_markdown(&before), &mut Random(seed * 31 + i as u64));
            let (made, _) = track(&bytes, markdown(&text));
            keep(&format!("{}.revised{seed}", file.file_stem().expect("a name").to_string_lossy()), &made.bytes);
            assert_eq!(all(&word(&rejected(&made.bytes))), all(&before), "{}: rejected", file.display());
        }
    }
}

#[test]
fn between_two_lines_of_a_signature_block() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dossiers/long-hau/de-an-nhan-su.md");
    let text = std::fs::read_to_string(file).expect("a file");
    let (signed, office) = ("**T/M ĐẢNG ỦY**\n\n", "**BÍ THƯ**");
    assert!(text.contains(&format!("{signed}{office}")), "the file is signed");
    let old = to_word(&markdown(&text));
    let before = word(&old);
    for between in ["Danh sách trích ngang kèm theo đề án.\n\n", "**PHÓ BÍ THƯ**\n\n**Thường trực**\n\n"]
    {
        let changed = text.replacen(office, &format!("{between}{office}"), 1);
        let (made, new) = track(&old, markdown(&changed));
        assert_eq!(running(&word(&made.bytes)), running(&new.document), "accepted");
        assert_eq!(all(&word(&rejected(&made.bytes))), all(&before), "rejected");
        assert_eq!(made.told, 0, "all of it is tracked");
    }
}
