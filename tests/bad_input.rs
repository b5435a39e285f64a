//! Bad input: a report or one clear line, whatever the bytes are. Never a panic, never a hang, and
//! nothing written.
//!
//! A case is one row of a table: what to write, and what must come of it. Large inputs are made at run
//! time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// No input may take longer, in a debug build and on a machine that is busy with other builds: the slowest takes eight
/// seconds of CPU, and what is quadratic would take minutes.
const LIMIT: Duration = Duration::from_secs(60);

const HEAD: &str = "# BÁO CÁO CHÍNH TRỊ\n\n## PHẦN THỨ NHẤT\n\n";

/// What came of a run.
struct Outcome {
    code: Option<i32>,
    out: Vec<u8>,
    err: String,
    what: String,
}

impl Outcome {
    /// Exit code 2, nothing on standard output, one line on standard error that names all of `words`.
    fn refused(&self, words: &[&str]) {
        let Outcome { code, out, err, what } = self;
        assert_eq!(*code, Some(2), "{what}: {err}");
        assert!(out.is_empty(), "{what}: something on standard output");
        assert_eq!(err.lines().count(), 1, "{what}: {err}");
        assert!(err.trim().len() > "vankien:".len(), "{what}: {err}");
        for word in words {
            assert!(err.contains(word), "{what}: «{word}» is not named: {err}");
        }
    }

    /// A whole report.
    fn judged(&self) {
        let Outcome { code, out, err, what } = self;
        assert!(matches!(code, Some(0 | 1)), "{what}: {code:?} {err}");
        assert!(err.is_empty(), "{what}: {err}");
        assert!(out.starts_with(b"{\"version\":1,") && out.ends_with(b"}\n"), "{what}: no report");
    }
}

/// A folder with files, to run the program in.
struct Room {
    folder: TempDir,
}

impl Room {
    fn new() -> Room {
        Room { folder: tempfile::tempdir().expect("a folder") }
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Room {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("written");
        self
    }

    fn run(&self, args: &[&str]) -> Outcome {
        let what = args.join(" ");
        let before = listing(self.folder.path());
        let begun = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        let output = command.current_dir(&self.folder).args(args).stdin(Stdio::null()).output().expect("it runs");
        let taken = begun.elapsed();
        let err = String::from_utf8(output.stderr).expect("UTF-8 on standard error");
        assert!(!err.contains("panicked"), "{what}: {err}");
        assert!(output.status.code().is_some(), "{what}: killed: {}", output.status);
        assert!(taken < LIMIT, "{what}: {taken:?}");
        assert!(before == listing(self.folder.path()), "{what}: something was written");
        Outcome { code: output.status.code(), out: output.stdout, err, what }
    }

    fn lint(&self, path: &str) -> Outcome {
        self.run(&["lint", path, "--format", "json", "--as-of", "2025-08-05"])
    }
}

/// Every path below a folder with its size; links are not followed.
fn listing(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten();
    entries.map(|e| (e.path().to_path_buf(), e.path().symlink_metadata().map_or(0, |m| m.len()))).collect()
}

/// One document and nothing else.
fn lint(name: &str, bytes: impl AsRef<[u8]>) -> Outcome {
    Room::new().with(name, bytes).lint(name)
}

#[test]
fn other_encodings_are_named() {
    let utf16: Vec<u8> = "\u{FEFF}Ủy ban nhân dân".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16_be: Vec<u8> = "\u{FEFF}Ủy ban nhân dân".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let broken = ["Ủy ban nhân dân xã Can Lộc, tỉnh Hà Tĩnh, họp ".as_bytes(), b"\xE1"].concat();
    let cases: [(&[u8], &str); 8] = [
        (&utf16, "UTF-16"),
        (&utf16_be, "UTF-16"),
        (b"B\xB8o c\xB8o ch\xDDnh tr\xDE x\xB7 Can L\xE9c, t\xD8nh H\xB5 T\xDCnh", "TCVN3"),
        (b"Ba\xECo ca\xECo chi\xECnh tri\xF2 xa\xDE Can L\xF4\xF2c, ti\xD2nh Ha\xCC Ti\xDEnh", "Windows-1258"),
        (&broken, "chỗ hỏng"),
        (b"%PDF-1.7\n\xE2\xE3", "PDF"),
        (b"PK\x03\x04\x14\x00\xFF", "docx"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", ".doc"),
    ];
    for (bytes, word) in cases {
        lint("bao-cao.md", bytes).refused(&["bao-cao.md", "UTF-8", word]);
        lint("bao-cao.txt", bytes).refused(&["bao-cao.txt", word]);
        Room::new().with("a.md", "x").with("vankien.yml", bytes).lint("a.md").refused(&["vankien.yml", word]);
    }
}

#[test]
fn what_is_called_a_word_file_and_is_none() {
    let cases: [(&[u8], &str); 7] = [
        (b"", "rỗng"),
        (b"PK\x03\x04\x14\x00 cut off", "tải lại"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", ".doc"),
        (b"{\\rtf1 x}", "RTF"),
        (b"<html><body>x</body></html>", "trang web"),
        ("Báo cáo".as_bytes(), "không phải tệp .docx"),
    ];
    for (bytes, word) in cases {
        lint("bao-cao.docx", bytes).refused(&["bao-cao.docx", word]);
        Room::new().with("a.md", "x").with("b.docx", bytes).lint(".").refused(&["b.docx", word]);
    }
    lint("a.doc", "x").refused(&["a.doc", ".docx"]);
    lint("a.odt", "x").refused(&["a.odt", ".docx"]);
}

#[test]
fn what_is_not_there_or_cannot_be_read() {
    lint("rỗng.md", "").judged();
    lint("rỗng.txt", "").judged();
    lint("trắng.md", "\n \n\t\n").judged();
    Room::new().lint("khong-co.md").refused(&["khong-co.md", "không tìm thấy"]);
    Room::new().lint(".").refused(&["không có văn bản"]);
    Room::new().with("a/b/ghi-chu.csv", "x").lint("a").refused(&["a", "không có văn bản"]);
    lint("a.xlsx", "x").refused(&["a.xlsx"]);
    lint("không đuôi", "x").refused(&["không đuôi"]);
    let named = Room::new().with("Hồ sơ đại hội/Báo cáo chính trị (bản 2).md", "Thu xx tỷ đồng.");
    named.lint("Hồ sơ đại hội").judged();
    named.lint("Hồ sơ đại hội/Báo cáo chính trị (bản 2).md").judged();
    named.lint("Hồ sơ đại hội/Báo cáo chính trị (bản 2).md/").refused(&["bản 2"]);
}

#[test]
#[cfg(unix)]
fn links_devices_and_rights() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    let room = Room::new().with("a/bao-cao.md", "Thu xx tỷ đồng.");
    let inside = |name: &str| room.folder.path().join(name);
    symlink("..", inside("a/vong")).expect("a link");
    symlink("khong-co.md", inside("a/dut.md")).expect("a link");
    room.lint("a").judged();
    room.lint("a/dut.md").refused(&["dut.md"]);
    symlink("/dev/zero", inside("a/vo-tan.md")).expect("a link");
    room.lint("a/vo-tan.md").refused(&["vo-tan.md", "64 MB"]);
    symlink("vankien.yml", inside("vankien.yml")).expect("a link");
    room.run(&["lint", "a/bao-cao.md", "--config", "vankien.yml"]).refused(&["vankien.yml"]);
    fs::set_permissions(inside("a/bao-cao.md"), fs::Permissions::from_mode(0o000)).expect("rights");
    // Whoever may read everything (root) reads this too.
    if fs::read(inside("a/bao-cao.md")).is_err() {
        room.lint("a/bao-cao.md").refused(&["bao-cao.md", "quyền"]);
    }
    let room = Room::new();
    fs::write(room.folder.path().join(std::ffi::OsStr::from_bytes(b"b\xB8o.md")), "x").expect("written");
    room.lint(".").refused(&["o.md", "Unicode"]);
}

/// YAML that names the same values over and over: ten to the twelfth of them.
fn bomb() -> String {
    let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for i in 1..12 {
        let previous = format!("*a{}", i - 1);
        bomb += &format!("a{i}: &a{i} [{}]\n", [previous.as_str(); 10].join(","));
    }
    bomb
}

const RULE: &str = "id: cua-toi\ngroup: content\nseverity: warning\ntitle: {vi: T, en: T}\nwhy: {vi: V, en: V}\n\
    source: s\nmessage: {vi: m, en: m}\nhelp: {vi: h, en: h}\ncheck:\n  existence:\n    phrases: [rất chi là]\n";

#[test]
fn yaml_with_mistakes_names_file_line_and_column() {
    let front = |yaml: &str| lint("a.md", format!("---\n{yaml}\n---\n\nx\n"));
    front("unit: xã Can Lộc\nkind: [a").refused(&["a.md", "dòng 3, cột"]);
    front("kind: thư mời").refused(&["a.md", "dòng 2, cột 1", "thư mời", "political-report"]);
    front("date: 31/02/2025").refused(&["a.md", "dòng 2", "31/02/2025"]);
    front("term: năm năm").refused(&["a.md", "dòng 2", "2025-2030"]);
    front("chỉ là chữ").refused(&["a.md", "dòng 2"]);
    front(&bomb()).refused(&["a.md", "dòng"]);
    front(&format!("a: {}", "[".repeat(100_000))).refused(&["a.md", "dòng 2"]);
    front(&format!("a: {}", "{a: ".repeat(20_000))).refused(&["a.md", "dòng 2"]);
    lint("a.md", format!("---\n{}", "a: b\n".repeat(20_000))).judged();

    let manifest = |yaml: &str| Room::new().with("a.md", "x").with("vankien.yml", yaml).lint(".");
    manifest("unit: xã Can Lộc\ndocument: {}\n").refused(&["vankien.yml:2:", "document"]);
    manifest("documents: {thu-moi: a.md}\n").refused(&["vankien.yml:1:", "thu-moi"]);
    manifest("documents: {resolution: khong-co.md}\n").refused(&["vankien.yml:1", "khong-co.md"]);
    manifest("documents: {resolution: a.md}\nprevious: [truoc.md]\n").refused(&["vankien.yml:2", "truoc.md"]);
    manifest("term: 2025\n").refused(&["vankien.yml:1:", "2025"]);
    manifest("ignore: [{why: x}]\n").refused(&["vankien.yml:1:", "rule"]);
    manifest(&bomb()).refused(&["vankien.yml:"]);
    manifest("packs: [khong-co]\n").refused(&["khong-co", "generic"]);

    let rules = |name: &str, yaml: &str| {
        let room = Room::new().with("a.md", "x").with("vankien.yml", "packs: [cua-toi]\n");
        room.with("lints/packs/cua-toi/outline.yml", "{}\n").with(&format!("lints/{name}"), yaml).lint(".")
    };
    rules("content/cua-toi.yml", RULE).judged();
    let at = |place: &str| format!("lints/content/cua-toi.yml:{place}");
    rules("content/cua-toi.yml", &RULE.replace("severity", "serverity")).refused(&[&at("3:1"), "serverity"]);
    rules("content/cua-toi.yml", &RULE.replace("id: cua-toi", "id: cua-ai")).refused(&[&at("1:"), "cua-ai"]);
    rules("content/cua-toi.yml", &RULE.replace("group: content", "group: places")).refused(&[&at("2:"), "places"]);
    rules("content/cua-toi.yml", &RULE.replace("existence", "khong-co")).refused(&[&at(""), "khong-co"]);
    rules("content/cua-toi.yml", &RULE.replace("phrases: [rất chi là]", "patterns: ['(']")).refused(&[&at("9:"), "("]);
    rules("content/cua-toi.yml", &bomb()).refused(&[&at("")]);
    rules("packs/cua-toi/indicators.yml", "indicators:\n  - {id: x, nme: X}\n").refused(&[
        "lints/packs/cua-toi/indicators.yml",
        "dòng 2",
        "nme",
    ]);
    rules("packs/cua-toi/so-lieu.yml", "{}").refused(&["so-lieu.yml", "indicators.yml"]);
}

#[test]
fn characters_that_trip_readers() {
    for name in ["a.md", "a.txt"] {
        lint(name, format!("{HEAD}a\0b …… \0")).judged();
        lint(name, "BÁO CÁO CHÍNH TRỊ\r\rThu xx tỷ đồng.\rb\r").judged();
        lint(name, "\u{FEFF}").judged();
        lint(name, format!("\u{FEFF}\u{FEFF}{HEAD}")).judged();
        lint(name, format!("{HEAD}{}", "\u{301}".repeat(100_000))).judged();
        lint(name, format!("{HEAD}xx hộ\u{202E}\u{200B}\u{2028}\u{85}xx hộ 👨‍👩‍👧‍👦 \u{FFFF}")).judged();
        lint(name, "# A\0b\r\r\n\0\u{301}\u{301}\u{FFFE}").judged();
        lint(name, "<!-- vankien: ignore x\n\n# A\n\n| a\n\n[^1]: b\n\n```\nc").judged();
        lint(name, "<!-- vankien: ignore -->\n<!-- vankien: -->\n<!-->\n\n# A\n").judged();
        lint(name, format!("{HEAD}{}", "ﷺ ǅ ẞ İ \u{1F1FB}\u{1F1F3} ".repeat(1000))).judged();
    }
}

#[test]
fn files_past_the_bound_are_refused_at_once() {
    let room = Room::new().with("dong.md", vec![b'a'; 100 << 20]);
    let begun = Instant::now();
    room.lint("dong.md").refused(&["dong.md", "100 MB", "64 MB"]);
    assert!(begun.elapsed() < Duration::from_secs(5));
    room.run(&["lint", "a.md", "--config", "dong.md"]).refused(&["a.md"]);
    let room = room.with("a.md", "x");
    room.run(&["lint", "a.md", "--config", "dong.md"]).refused(&["dong.md", "64 MB"]);
}

#[test]
fn a_line_without_spaces() {
    lint("a.md", format!("{HEAD}{}", "a".repeat(30 << 20))).judged();
}

#[test]
fn deep_nesting() {
    lint("muc.md", format!("{HEAD}{}a", "- ".repeat(10_000))).judged();
    let steps: String = (0..2_000).map(|i| format!("{}- a\n", "  ".repeat(i))).collect();
    lint("bac.md", format!("{HEAD}{steps}")).judged();
    lint("trich.md", format!("{HEAD}{}a", "> ".repeat(10_000))).judged();
    lint("ngoac.md", format!("{HEAD}{}", "[".repeat(100_000))).judged();
    lint("anh.md", format!("{HEAD}{}", "![".repeat(50_000))).judged();
    lint("lien-ket.md", format!("{HEAD}{}", "[a](".repeat(50_000))).judged();
    lint("sao.md", format!("{HEAD}{}a", "*".repeat(100_000))).judged();
    lint("nhan.md", format!("{HEAD}{}x{}", "*a _b ".repeat(50_000), "_ *".repeat(50_000))).judged();
    lint("html.md", format!("{HEAD}{}", "<table><tr><td>".repeat(10_000))).judged();
    lint("chu-thich.md", format!("{HEAD}{}", "a <!-- ".repeat(50_000))).judged();
    lint("cuoc-chu.md", format!("{HEAD}{}", "[^1]: ".repeat(10_000))).judged();
}

#[test]
fn many_lines() {
    lint("muc.md", "# a\n".repeat(200_000)).judged();
    lint("thang.md", format!("{HEAD}{}\n", "#".repeat(1 << 20))).judged();
    lint("cot.md", format!("{HEAD}{}\n", "|".repeat(5 << 20))).judged();
    lint("bang.md", format!("{HEAD}|a|b|\n|-|-|\n{}", "|xã A, huyện B|1|\n".repeat(20_000))).judged();
    lint("hang.md", format!("{HEAD}|a|b|\n|-|-|\n{}", "|1|2|\n".repeat(50_000))).judged();
}

fn many(text: &str, count: usize) -> String {
    format!("{HEAD}{}", text.repeat(count))
}

#[test]
fn many_lines_that_rules_look_for() {
    lint("muc.md", many("### I. Kinh tế\n\n", 20_000)).judged();
    lint("muc.txt", many("I. KINH TẾ\n", 20_000)).judged();
    lint("so.txt", many("1. Kinh tế nông thôn\n", 30_000)).judged();
    lint("cho-trong.md", many("... [ghi số] ", 20_000)).judged();
    lint("trich.md", many("“Nâng cao chất lượng” ", 20_000)).judged();
    lint("ten.md", many("xã Can Lộc, ", 10_000)).judged();
    lint("xa.md", format!("{HEAD}các xã {}", "Kim Lộc, ".repeat(10_000))).judged();
    lint("huyen.md", many("đề nghị Ủy ban nhân dân huyện Can Lộc bố trí vốn, ", 5_000)).judged();
}

#[test]
fn many_figures_that_rules_look_for() {
    lint("dong.txt", many("Thu ngân sách đạt 12 tỷ đồng, ", 20_000)).judged();
    lint("gom.txt", many("gồm 12 thôn, ", 5_000)).judged();
    lint("von.txt", many("được giao 12 tỷ đồng, đã giải ngân 9 tỷ đồng, đạt 75% kế hoạch; ", 5_000)).judged();
    lint("thon.md", many("Thôn ", 50_000)).judged();
}

#[test]
fn many_sentences_that_rules_look_for() {
    lint("bo-qua.md", many("<!-- vankien: ignore empty-section: x -->\n\nxx hộ.\n\n", 5_000)).judged();
    lint("lap.md", many("Tập trung lãnh đạo phát triển kinh tế nông thôn ở 12 thôn. ", 5_000)).judged();
}

#[test]
fn the_terminal_draws_them_too() {
    let draw = |name: &str, text: String| {
        let outcome = Room::new().with(name, text).run(&["lint", name, "--as-of", "2025-08-05"]);
        assert!(matches!(outcome.code, Some(0 | 1)), "{name}: {}", outcome.err);
        assert!(!outcome.out.is_empty() && outcome.err.is_empty(), "{name}: {}", outcome.err);
    };
    draw("muc.md", "# a\n".repeat(20_000));
    draw("mot-dong.md", format!("{HEAD}{}", "... [ghi số] ".repeat(10_000)));
    draw("dau.md", format!("{HEAD}xx hộ a{} xx hộ", "\u{301}".repeat(10_000)));
    draw("nul.md", format!("{HEAD}\0 xx hộ \u{1B}[31m\r\n\t…… km"));
    draw("cr.txt", "BÁO CÁO CHÍNH TRỊ\r\rThu xx tỷ đồng.\rb\r".to_string());
    draw("bom.md", format!("\u{FEFF}{HEAD}xx hộ"));
}
