//! Whatever bytes come: findings or one clear line, soon, with nothing written and no panic.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Longer than any of these may take, even unoptimised on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

fn lint(path: &Path) -> Output {
    let begun = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_vankien"))
        .arg("lint")
        .arg(path)
        .args(["--format", "json"])
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!error.contains("panicked"), "{}: {error}", path.display());
    assert!(begun.elapsed() < PATIENCE, "{}: {:?}", path.display(), begun.elapsed());
    output
}

/// One file, judged; its folder holds nothing new afterwards.
fn judge(name: &str, bytes: &[u8]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    let output = lint(&path);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "{name}");
    output
}

fn refused(name: &str, bytes: &[u8], says: &[&str]) {
    let output = judge(name, bytes);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{name}: {error}");
    assert!(output.stdout.is_empty(), "{name}");
    assert_eq!(error.trim_end().lines().count(), 1, "{name}: {error}");
    for words in says.iter().chain(&[name]) {
        assert!(error.contains(words), "{name}: {error}");
    }
}

fn accepted(name: &str, text: &str) {
    let output = judge(name, text.as_bytes());
    assert!(output.status.code().is_some_and(|c| c < 2), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice::<serde_json::Value>(&output.stdout).expect("JSON");
}

#[test]
fn other_encodings_are_named() {
    let utf16: Vec<u8> = "\u{FEFF}Báo cáo".encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused("a.md", &utf16, &["UTF-16"]);
    refused("b.txt", b"U\xFB ban nh\xA9n d\xA9n x\xB7", &["TCVN3"]);
    refused(
        "c.md",
        b"B\xE1o c\xE1o ki\xEA\xD2m \xF0i\xEA\xD2m, x\xE3 \xD0\xF4ng L\xF4\xF2c, Ph\xB4\xCC \xD2\xCC\xEC",
        &["Windows-1258"],
    );
    refused("d.md", b"PK\x03\x04\xFF\xFE\x00", &[".docx"]);
    refused("e.docx", b"PK", &["Word"]);
}

#[test]
fn front_matter_and_manifests_have_a_place() {
    refused("a.md", "---\nkind: self-review\nunit: [a\nterm: b: c\n---\n# A\n".as_bytes(), &["dòng", "cột"]);
    refused("b.md", "---\nkind: self-review\ndate: hôm nay\n---\n# A\n".as_bytes(), &["dòng 3", "hôm nay"]);
    let mut bomb = String::from("---\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for i in 1..12 {
        bomb += &format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(","));
    }
    refused("bomb.md", (bomb.clone() + "---\n# A\n").as_bytes(), &[]);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.md"), "# A\n").expect("written");
    fs::write(folder.path().join("vankien.yml"), bomb.trim_start_matches("---\n")).expect("written");
    let output = lint(folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("vankien.yml:"));
}

#[test]
fn deep_long_and_wide() {
    accepted("lists.md", &("- ".repeat(10_000) + "a"));
    accepted("indented.md", &(0..1_500).map(|i| "  ".repeat(i) + "- a\n").collect::<String>());
    accepted("quotes.md", &("> ".repeat(10_000) + "a"));
    accepted("marks.md", &("*".repeat(100_000) + "a" + &"[".repeat(100_000)));
    accepted("hashes.md", &"#".repeat(1_000_000));
    accepted("headings.md", &(0..20_000).map(|i| format!("## {i}. Kết quả thực hiện\n\n")).collect::<String>());
    accepted("pipes.md", &("|a".repeat(500_000) + "|\n"));
    accepted("rows.md", &("|a|b|\n|---|---|\n".to_string() + &"|xã A, huyện B|1|\n".repeat(20_000)));
    accepted("word.md", &"x".repeat(5_000_000));
    accepted("line.txt", &"Thu ngân sách đạt 12 tỷ đồng, ".repeat(50_000));
    let sentence = "Ủy ban nhân dân xã tổ chức 12 lớp dạy nghề may cho 420 lao động nữ tại xã Kim Lộc. ";
    accepted("again.md", &sentence.repeat(3_000));
    accepted("names.md", &("các xã ".to_string() + &"Kim Lộc, ".repeat(10_000)));
    let large = judge("large.md", &vec![b'a'; 100 << 20]);
    assert_eq!(large.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&large.stderr).contains("64 MB"));
}

#[test]
fn odd_but_readable() {
    accepted("trống.md", "");
    accepted("tên có khoảng trắng.txt", "\u{FEFF}BÁO CÁO CHÍNH TRỊ\rI. Kết quả\rThu 3 tỷ đồng.\r");
    accepted("nul.md", "# A\0b\r\r\n\0\u{301}\u{301}\u{FFFE}");
    accepted("unclosed.md", "<!-- vankien: ignore x\n\n# A\n\n| a\n\n[^1]: b\n\n```\nc");
    accepted("ignore.md", "<!-- vankien: ignore -->\n<!-- vankien: -->\n<!-->\n\n# A\n");
}

#[cfg(unix)]
#[test]
fn folders_that_lead_back_to_themselves() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.md"), "# Thu xx tỷ đồng\n").expect("written");
    std::os::unix::fs::symlink(folder.path(), folder.path().join("vòng")).expect("a link");
    let output = lint(folder.path());
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["documents"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_same_bytes_on_any_number_of_cores() {
    let on = |cores: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_vankien"))
            .args(["lint", "tests/dossiers", "--format", "json", "--as-of", "2025-08-01"])
            .env("RAYON_NUM_THREADS", cores)
            .output()
            .expect("the program runs");
        output.stdout
    };
    let one = on("1");
    assert!(one.len() > 1_000);
    assert!(one == on("2") && one == on("7"));
}
