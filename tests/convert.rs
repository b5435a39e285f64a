//! Converting keeps every word, every block and every finding.

use std::path::{Path, PathBuf};
use vankien::convert;
use vankien::document::{BlockKind, Document, Format, ListMark, Meta};

/// The documents of the labelled dossiers.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dossiers");
    let mut found: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .flat_map(|dossier| std::fs::read_dir(dossier.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name != "README.md" && name != "rules.txt" && (name.ends_with(".md") || name.ends_with(".txt"))
        })
        .collect();
    found.sort();
    found
}

fn read(path: &Path) -> Document {
    let format = if path.extension().is_some_and(|e| e == "md") { Format::Markdown } else { Format::Plain };
    Document::parse(path.to_str().unwrap(), std::fs::read_to_string(path).unwrap(), format).unwrap()
}

fn markdown(text: String) -> Document {
    Document::parse("a.md", text, Format::Markdown).unwrap()
}

/// What a block is, whatever file it came from.
#[derive(Debug, PartialEq)]
struct Seen {
    kind: BlockKind,
    text: String,
    level: Option<u8>,
    item: Option<ListMark>,
    flags: [bool; 3],
    lead: Option<String>,
}

fn seen(document: &Document) -> Vec<Seen> {
    let block = |b: &vankien::document::Block| Seen {
        kind: b.kind,
        text: document.block_text(b).to_string(),
        level: b.level,
        item: b.item,
        flags: [b.quoted, b.footnote, b.bold],
        lead: b.lead.clone().map(|l| document.text[l].trim().to_string()),
    };
    // Notes stand wherever their author put them.
    let (notes, body): (Vec<_>, Vec<_>) = document.blocks.iter().partition(|b| b.footnote);
    body.into_iter().chain(notes).map(block).collect()
}

/// What is said about a document; a kind that was only guessed may be guessed anew.
fn stated(document: &Document) -> Meta {
    Meta { kind: document.meta.kind.filter(|_| document.kind_stated), ..document.meta.clone() }
}

/// Fails at the first block that differs.
fn same_blocks(name: &str, before: &Document, after: &Document) {
    let (a, b) = (seen(before), seen(after));
    for (x, y) in a.iter().zip(&b) {
        assert_eq!(x, y, "{name}");
    }
    assert_eq!(a.len(), b.len(), "{name}");
    let rows = |d: &Document| d.tables.iter().map(|t| (t.rows.len(), t.header_rows)).collect::<Vec<_>>();
    assert_eq!(rows(before), rows(after), "{name}");
    assert_eq!(before.notes.len(), after.notes.len(), "{name}");
}

#[test]
fn markdown_of_a_document_reads_back_to_the_same_blocks() {
    for path in documents() {
        let before = read(&path);
        let after = markdown(convert::to_markdown(&before));
        same_blocks(&path.display().to_string(), &before, &after);
        assert_eq!(stated(&before), stated(&after), "{}", path.display());
    }
}

#[test]
fn markdown_escapes_what_would_be_markup() {
    for text in [
        "1\\. Không phải mục",
        "\\- Không phải mục",
        "a\\*b\\* và c\\_d\\_ và \\[e\\](f) \\`g\\` \\<b> &amp;nbsp; \\\\",
        "\\# Không phải đầu mục",
        "\\> Không phải trích dẫn",
        "\\-----",
        "**Đậm,**&#116;hường và&#97;**“trong ngoặc”**&#108;iền *nghiêng **cả hai** một* **đậm *cả hai*** hết",
        "- một\n\n    1. hai\n    2. ba\n\n        đoạn nối\n\n- bốn\n\n1. năm\n\n<!-- -->\n\n1. sáu",
        "> trích dẫn\n>\n> dòng hai\n\n| a\\|b | **c** |\n|---|---|\n| d<br>e | |",
        "## 1. Có số\n\n3. **Mục**\n\nĐoạn văn dưới mục.\n\n# *Nghiêng*",
        "Có chú thích[^a] hai lần[^a].\n\n[^a]: Một.\n\n    Hai.",
    ] {
        let before = markdown(text.to_string());
        let written = convert::to_markdown(&before);
        let after = markdown(written.clone());
        same_blocks(&written, &before, &after);
        assert_eq!(written, convert::to_markdown(&after), "written again it is the same");
    }
}
