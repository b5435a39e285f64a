//! Converting keeps every word, every block and every finding.

mod memory;
mod seen;

use memory::{CATALOGUE, Dossier};
use seen::same_blocks;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use vankien::convert;
use vankien::document::{Content, Document, Format, Meta};
use vankien::lint::Finding;

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

/// The document as a Word file, in the first form.
fn word(document: &Document) -> Vec<u8> {
    let formats = &CATALOGUE.pack.formats;
    convert::to_docx(document, &document.meta, formats.get(None).unwrap(), &formats.words).unwrap()
}

fn read_word(bytes: Vec<u8>) -> Document {
    Document::parse("a.docx", Content::Word(bytes.into()), Format::Word).unwrap()
}

/// What is said about a document; a kind that was only guessed may be guessed anew.
fn stated(document: &Document) -> Meta {
    Meta { kind: document.meta.kind.filter(|_| document.kind_stated), ..document.meta.clone() }
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

/// A head whose lines hold left and right at once is set in two columns: two blocks instead of one. A head that is a table
/// of Markdown is one of data there, and in a Word file what only puts lines side by side.
fn head_in_columns(document: &Document) -> bool {
    let table = |line: &str| line.starts_with('|') && line.contains("ĐẢNG CỘNG SẢN VIỆT NAM");
    document.source.lines().take(8).any(|line| line.trim().contains('\t') || table(line))
}

fn words(document: &Document) -> String {
    let (notes, body): (Vec<_>, Vec<_>) = document.blocks.iter().partition(|b| b.footnote);
    body.iter().chain(&notes).flat_map(|b| document.block_text(b).split_whitespace()).collect()
}

#[test]
fn word_files_read_back_to_the_same_blocks() {
    let mut wrong = BTreeMap::new();
    for path in documents() {
        let before = read(&path);
        let after = read_word(word(&before));
        let name = path.display().to_string();
        assert_eq!(stated(&before), stated(&after), "{name}");
        assert_eq!(words(&before), words(&after), "{name}: words lost or moved");
        if head_in_columns(&before) {
            continue;
        }
        let again = markdown(convert::to_markdown(&after));
        let same = std::panic::catch_unwind(|| {
            same_blocks(&name, &before, &after);
            same_blocks(&name, &before, &again);
        });
        if let Err(panic) = same {
            wrong.insert(name, panic.downcast_ref::<String>().cloned().unwrap_or_default());
        }
    }
    let first: Vec<_> = wrong.iter().take(12).map(|(name, why)| format!("{name}: {why}")).collect();
    assert!(wrong.is_empty(), "{} files: {}", wrong.len(), first.join("\n"));
}

/// Rules about the form of the file itself.
const ABOUT_FORM: [&str; 2] = ["unicode-form", "page-format"];

#[test]
fn word_files_have_the_same_findings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dossiers");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|f| f.unwrap().path()).collect();
    folders.sort();
    let mut wrong = Vec::new();
    for folder in folders.iter().filter(|f| f.join("vankien.yml").is_file()) {
        let dossier = Dossier::read(folder);
        let said = |contents: BTreeMap<String, (Content, Format)>| {
            let findings = dossier.lint_as(&contents);
            // A number typed twice in a list of Markdown is right in Word, which counts lists itself.
            let typed_twice = |f: &Finding| f.rule == "numbering-gap" && f.message.contains("lặp lại");
            let said = findings.into_iter().filter(|f| !ABOUT_FORM.contains(&f.rule.as_str()) && !typed_twice(f));
            let mut said: Vec<String> =
                said.map(|f| format!("{} {} «{}» {}", f.path, f.rule, f.excerpt, f.message)).collect();
            said.sort();
            said
        };
        let texts = dossier.texts.iter();
        let before = said(texts.clone().map(|(p, t)| (p.clone(), (t.clone().into(), memory::format(p)))).collect());
        let after = said(
            texts
                .map(|(path, text)| {
                    let document = Document::parse(path, text.clone(), memory::format(path)).unwrap();
                    (path.clone(), (Content::Word(word(&document).into()), Format::Word))
                })
                .collect(),
        );
        for line in similar::TextDiff::from_slices(
            &before.iter().map(String::as_str).collect::<Vec<_>>(),
            &after.iter().map(String::as_str).collect::<Vec<_>>(),
        )
        .iter_all_changes()
        .filter(|c| c.tag() != similar::ChangeTag::Equal)
        {
            wrong.push(format!("{}: {} {}", folder.display(), line.tag(), line.value()));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// The main part of a Word file.
fn main_part(bytes: Vec<u8>) -> String {
    let package = vankien::ooxml::Package::open(bytes).unwrap();
    package.text(package.main()).unwrap().unwrap()
}

const REPORT: &str = "---\nkind: political-report\nunit: xã Can Lộc\nprovince: Hà Tĩnh\nterm: 2025-2030\ndate: 2025-08-05\n---\n\n# BÁO CÁO CHÍNH TRỊ\n\n**của Ban Chấp hành Đảng bộ xã**\n\n## I. KẾT QUẢ\n\nCó 12 thôn[^1].\n\n[^1]: Sau sắp xếp.\n";

#[test]
fn what_the_text_lacks_comes_from_the_front_matter_or_stays_blank() {
    let document = markdown(REPORT.to_string());
    let xml = main_part(word(&document));
    for line in [
        "ĐẢNG BỘ TỈNH HÀ TĨNH",
        "ĐẢNG ỦY XÃ CAN LỘC",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số      -BC/ĐU",
        "Dự thảo lần …",
        "Can Lộc, ngày 05 tháng 8 năm 2025",
        "T/M BAN CHẤP HÀNH",
        "Nơi nhận:",
    ] {
        assert_eq!(xml.matches(&format!(">{line}<")).count(), 1, "{line}");
    }
    assert!(xml.contains("<w:titlePg/>") && xml.contains("w:w=\"11906\" w:h=\"16838\""), "A4, no number on page one");
    // Of nobody's unit nothing is invented.
    let xml = main_part(word(&markdown("# BÁO CÁO CHÍNH TRỊ\n\nMột.\n".to_string())));
    assert!(xml.contains("ĐẢNG BỘ …") && xml.contains("…, ngày … tháng … năm …"));
    // Nor anything added to what is no document of a congress.
    assert!(!main_part(word(&markdown("Ghi chú.\n".to_string()))).contains("VkForm"));
}

#[test]
fn what_the_text_holds_is_never_doubled() {
    let text = "ĐẢNG BỘ TỈNH HÀ TĨNH\n\n**ĐẢNG ỦY XÃ CAN LỘC**\n\n\\*\n\nSố 05-BC/ĐU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\n*Can Lộc, ngày 05 tháng 8 năm 2025*\n\n**BÁO CÁO CHÍNH TRỊ**\n\nMột.\n\nNơi nhận:\n\n- Như trên.\n\nT/M BAN CHẤP HÀNH\n\nBÍ THƯ\n\nNguyễn Văn A\n";
    let document = markdown(text.to_string());
    let xml = main_part(word(&document));
    for (line, times) in [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 1),
        ("-BC/ĐU", 1),
        ("Dự thảo", 0),
        ("ngày 05 tháng 8", 1),
        ("T/M BAN CHẤP HÀNH", 1),
        ("Nơi nhận:", 1),
        ("Lưu ", 0),
    ] {
        assert_eq!(xml.matches(line).count(), times, "{line}");
    }
    same_blocks("a head of its own", &document, &read_word(word(&document)));
}

#[test]
fn what_somebody_fills_in_is_text() {
    let bytes = word(&markdown(REPORT.to_string()));
    assert!(!read_word(bytes.clone()).text.contains("BC/ĐU"));
    let package = vankien::ooxml::Package::open(bytes).unwrap();
    let main = package.main().to_string();
    let xml = package.text(&main).unwrap().unwrap().replace("Số      -BC/ĐU", "Số 12-BC/ĐU");
    let changed = package.replace(&[(main, xml.into_bytes())]).unwrap();
    assert!(read_word(changed).text.contains("Số 12-BC/ĐU"));
}

#[test]
fn orders_to_vankien_go_along() {
    let text = "# BÁO CÁO\n\n<!-- vankien: ignore stock-phrase: trích dẫn -->\n\nMột.\n\n<!-- gợi ý -->\n\nHai.\n";
    let after = read_word(word(&markdown(text.to_string())));
    let orders: Vec<(&str, &str)> = after
        .comments
        .iter()
        .map(|c| (c.text.as_str(), after.block_text(&after.blocks[c.next_block as usize])))
        .collect();
    assert_eq!(orders, [("vankien: ignore stock-phrase: trích dẫn", "Một.")]);
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    let document = markdown(REPORT.to_string());
    assert_eq!(word(&document), word(&document));
}

#[test]
fn joined_cells_of_html_stay_joined() {
    let text = "<table>\n<tr><th rowspan=2>TT</th><th colspan=2>Kết quả</th></tr>\n<tr><th>2020</th><th>2025</th></tr>\n<tr><td>1</td><td>a</td><td>b</td></tr>\n</table>\n";
    let xml = main_part(word(&markdown(text.to_string())));
    assert!(
        xml.contains("<w:vMerge w:val=\"restart\"/>") && xml.contains("<w:vMerge/>") && xml.contains("<w:gridSpan")
    );
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 2);
}

/// Runs the program; its exit code, what it printed, what it said.
fn vankien(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let run =
        std::process::Command::new(env!("CARGO_BIN_EXE_vankien")).args(args).current_dir(folder).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (run.status.code().unwrap(), text(run.stdout), text(run.stderr))
}

#[test]
fn the_command_converts_by_extension() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("bc.md"), "# BÁO CÁO CHÍNH TRỊ\n\n- Một.\n").unwrap();
    std::fs::write(
        at("vankien.yml"),
        "unit: xã Can Lộc\nprovince: Hà Tĩnh\nterm: 2025-2030\ndate: 2025-08-05\ndocuments: {political-report: bc.md}\n",
    )
    .unwrap();
    assert_eq!(vankien(folder.path(), &["convert", "bc.md", "bc.docx"]), (0, String::new(), String::new()));
    let first = std::fs::read(at("bc.docx")).unwrap();
    assert!(main_part(first.clone()).contains("ĐẢNG ỦY XÃ CAN LỘC"), "the manifest speaks");
    vankien(folder.path(), &["convert", "bc.md", "bc.docx"]);
    assert_eq!(first, std::fs::read(at("bc.docx")).unwrap());
    let (code, text, _) = vankien(folder.path(), &["convert", "bc.docx", "-"]);
    assert_eq!((code, text.as_str()), (0, "BÁO CÁO CHÍNH TRỊ\n- Một.\n"));
    assert_eq!(vankien(folder.path(), &["convert", "bc.docx", "lai.md"]).0, 0);
    let back = std::fs::read_to_string(at("lai.md")).unwrap();
    assert!(back.ends_with("# BÁO CÁO CHÍNH TRỊ\n\n- Một.\n"), "{back}");
    assert_eq!(vankien(folder.path(), &["convert", "bc.md", "bc.txt", "--form", "state-nd30"]).0, 0);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(left.len(), 5, "nothing half written stays: {left:?}");
}

#[test]
fn what_cannot_be_converted_is_said_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.md"), "Một.\n").unwrap();
    std::fs::write(folder.path().join("b.docx"), "không phải Word").unwrap();
    for args in [
        ["a.md", "a.pdf"].as_slice(),
        &["a.md", "a"],
        &["a.md", "a.md"],
        &["a.md", "./a.md"],
        &["b.docx", "b.md"],
        &["c.md", "c.docx"],
        &["a.pdf", "a.docx"],
        &[".", "a.docx"],
        &["a.md", "khong-co/a.docx"],
        &["a.md", "a.docx", "--form", "party-1998"],
    ] {
        let (code, out, said) = vankien(folder.path(), &[&["convert"], args].concat());
        assert_eq!((code, out.as_str(), said.lines().count()), (2, "", 1), "{args:?}: {said}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

/// Pieces of text of which anything may come together.
const PIECES: [&str; 36] = [
    "# ",
    "## ",
    "**",
    "*",
    "- ",
    "+ ",
    "1. ",
    "3) ",
    "\n",
    "\n\n",
    "|",
    "|---|---|\n",
    "a",
    "Đường ",
    "x y",
    "[^1]",
    "[^2]",
    "> ",
    "<br>",
    "&amp;",
    "\t",
    "    ",
    "```\n",
    "<table><tr><td rowspan=2>",
    "</td></tr></table>\n",
    "**PHỤ LỤC**",
    "T/M BAN",
    "Nơi nhận:",
    "BÁO CÁO CHÍNH TRỊ",
    "\\",
    "`",
    "Số 05-BC/ĐU",
    "<!-- vankien: x -->",
    "---\n",
    "\u{301}",
    "Hết.",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]
    #[test]
    fn anything_that_can_be_read_can_be_converted(pieces in proptest::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = pieces.iter().map(|&i| PIECES[i]).collect();
        let Ok(before) = Document::parse("a.md", text, Format::Markdown) else { return Ok(()) };
        // A paragraph of nothing but a reference is none in Word.
        let bare = |b: &vankien::document::Block| !b.footnote && b.range.is_empty() && !b.is_cell();
        if !before.notes.is_empty() && (before.blocks.iter().any(bare) || before.blocks.iter().all(|b| b.footnote)) {
            return Ok(());
        }
        let kept = |d: &Document| words(d).chars().nfc().collect::<String>();
        let after = read_word(word(&before));
        proptest::prop_assert_eq!(kept(&before), kept(&after));
        let _ = convert::to_markdown(&before);
    }
}
