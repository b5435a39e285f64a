//! `lint --fix`, `--unsafe-fixes` and `--diff`: what is written, and above all what is not.

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization;

/// A rule that writes one phrase for others; its id goes by its weight.
fn rule(id: &str, severity: &str, phrase: &str, replace: &str) -> String {
    format!(
        "id: {id}\ngroup: spelling\nseverity: {severity}\ntitle: {{vi: T, en: T}}\nwhy: {{vi: V, en: V}}\nsource: s\n\
         message: {{vi: \"«{{phrase}}»\", en: \"{{phrase}}\"}}\nhelp: {{vi: H, en: H}}\n\
         check:\n  existence:\n    phrases: [{phrase}]\n    replace: {{{replace}}}\n"
    )
}

/// A folder with rules of its own and some documents.
struct Room {
    folder: TempDir,
}

impl Room {
    fn new(files: &[(&str, &str)]) -> Room {
        let folder = tempfile::tempdir().expect("a folder");
        let lints = folder.path().join("lints/spelling");
        fs::create_dir_all(&lints).expect("a folder");
        let rules = [
            ("toi-an-toan", rule("toi-an-toan", "warning", "chữ sai", "with: chữ đúng, safe: true")),
            ("toi-xem-lai", rule("toi-xem-lai", "error", "chữ ngờ", "with: chữ chắc")),
            ("toi-mai-mai", rule("toi-mai-mai", "info", "chữ dài", "with: chữ dài chữ dài, safe: true")),
        ];
        for (id, text) in rules {
            fs::write(lints.join(format!("{id}.yml")), text).expect("written");
        }
        let room = Room { folder };
        for (name, text) in files {
            fs::create_dir_all(room.path(name).parent().expect("a parent")).expect("a folder");
            fs::write(room.path(name), text).expect("written");
        }
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("hồ sơ").join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a text")
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("")).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        command.current_dir(self.folder.path()).env_remove("NO_COLOR").stdin(Stdio::null());
        command.arg("lint").args(args).args(["--lints", "lints", "--select", "spelling"]);
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program runs")
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Exit code 2, nothing on standard output, one line on standard error that holds all of `words`.
fn refused(output: &Output, words: &[&str]) {
    let error = err(output);
    assert_eq!(code(output), 2, "{error}");
    assert!(output.stdout.is_empty());
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(words.iter().all(|word| error.contains(word)), "{error}");
}

const ALL: [&str; 2] = ["--fail-on", "info"];

#[test]
fn safe_ones_alone_unless_asked() {
    let room = Room::new(&[("a.md", "Có chữ sai, **Chữ sai** và CHỮ SAI; một chữ ngờ.\n"), ("b.txt", "Chữ sai.\n")]);
    let output = room.run(&["hồ sơ", "--fix"]);
    assert_eq!(room.read("a.md"), "Có chữ đúng, **Chữ đúng** và CHỮ ĐÚNG; một chữ ngờ.\n");
    assert_eq!(room.read("b.txt"), "Chữ đúng.\n");
    assert_eq!(code(&output), 1, "the doubtful one is left, and an error");
    assert!(err(&output).contains("Đã sửa 4 chỗ trong 2 tệp; còn 1 phải sửa, 0 nên sửa, 0 lưu ý."), "{}", err(&output));
    assert!(out(&output).contains("hồ sơ/a.md:1:"), "{}", out(&output));
    assert!(out(&output).contains("1 chỗ sửa được nhưng cần đọc lại: --fix --unsafe-fixes"), "{}", out(&output));
    let output = room.run(&["hồ sơ", "--unsafe-fixes", "--lang", "en"]);
    assert_eq!(room.read("a.md"), "Có chữ đúng, **Chữ đúng** và CHỮ ĐÚNG; một chữ chắc.\n");
    assert_eq!(code(&output), 0);
    assert!(err(&output).contains("Fixed: 1, in 1 files; nothing is left."), "{}", err(&output));
    let output = room.run(&["hồ sơ", "--fix"]);
    assert!(err(&output).contains("Không có chỗ nào sửa tự động được; không còn gì."), "{}", err(&output));
    assert_eq!(room.names(), ["a.md", "b.txt"]);
}

#[test]
fn all_else_stays_byte_for_byte() {
    let text = "\u{FEFF}---\r\nunit: xã Can Lộc\r\n---\r\n# Ba\u{301}o ca\u{301}o\r\n\r\nÔng 🙂 vie\u{302}\u{301}t chữ sai,\t\r\n\
                một chu\u{31B}\u{303} sai &amp; *chữ* sai; dòng\nUnix  \r\n\r\n| chữ sai | b |\r\n|--|--|\r\n| x | Chữ sai |\r\n\r\nhết";
    let room = Room::new(&[("a.md", text), ("b.txt", text)]);
    assert_eq!(code(&room.run(&["hồ sơ", "--fix", "-q", "--ignore", "unicode-form"])), 0);
    let kept =
        text.replace("chữ sai", "chữ đúng").replace("Chữ sai", "Chữ đúng").replace("chu\u{31B}\u{303} sai", "chữ đúng");
    // Words that markup runs through are left to a person in Markdown; in plain text a star is a star.
    assert_eq!(room.read("a.md"), kept);
    assert_eq!(room.read("b.txt"), kept);
}

#[test]
fn a_diff_changes_nothing() {
    let text = "Một\nchữ sai\r\nBa, chữ ngờ";
    let room = Room::new(&[("a.md", text), ("b.md", "Không có gì.\n")]);
    let before = fs::metadata(room.path("a.md")).and_then(|m| m.modified()).expect("a time");
    for args in [&["hồ sơ", "--diff"][..], &["hồ sơ", "--fix", "--diff"], &["hồ sơ", "--diff", "--format", "json"]]
    {
        let output = room.run(args);
        // As `lint` would say of the files as they stand.
        assert_eq!(code(&output), 1);
        let expected = "--- hồ sơ/a.md\n+++ hồ sơ/a.md\n@@ -1,3 +1,3 @@\n Một\n-chữ sai\r\n+chữ đúng\r\n Ba, chữ ngờ\n\
                        \\ No newline at end of file\n";
        assert_eq!(out(&output), expected);
        assert!(err(&output).contains("Sửa được 1 chỗ trong 1 tệp; chưa ghi gì vào tệp."), "{}", err(&output));
    }
    let both = room.run(&["hồ sơ", "--diff", "--unsafe-fixes", "--color", "always"]);
    assert!(out(&both).contains("\u{1B}[32m+Ba, chữ chắc\u{1B}[0m"), "{}", out(&both));
    let file = room.run(&["hồ sơ", "--diff", "-o", "khac.diff"]);
    assert!(file.stdout.is_empty() && room.folder.path().join("khac.diff").is_file());
    assert_eq!(room.read("a.md"), text);
    assert_eq!(fs::metadata(room.path("a.md")).and_then(|m| m.modified()).expect("a time"), before);
    let none = room.run(&["hồ sơ/b.md", "--diff"]);
    assert_eq!((code(&none), out(&none).as_str()), (0, ""));
}

#[test]
fn json_speaks_of_the_files_as_they_are_then() {
    let room = Room::new(&[("a.md", "Có chữ sai rồi chữ ngờ.\n")]);
    let before: Value = serde_json::from_slice(&room.run(&["hồ sơ", "--format", "json"]).stdout).expect("JSON");
    assert_eq!(before["findings"][0]["fix"]["applicability"], "safe");
    let output = room.run(&["hồ sơ", "--fix", "--format", "json"]);
    assert_eq!(err(&output), "");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = report["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 1);
    let at = |key: &str| findings[0]["span"][key].as_u64().expect("a number") as usize;
    assert_eq!(&room.read("a.md")[at("start")..at("end")], "chữ ngờ");
    assert_eq!(findings[0]["fix"]["applicability"], "unsafe");
}

#[test]
fn a_correction_without_end_is_not_made() {
    let room = Room::new(&[("a.md", "Có chữ dài, chữ sai.\n")]);
    let output = room.run(&["hồ sơ", "--fix", ALL[0], ALL[1]]);
    assert_eq!(room.read("a.md"), "Có chữ dài, chữ đúng.\n");
    assert_eq!(code(&output), 1);
}

#[test]
fn what_is_ignored_is_not_corrected() {
    let text = "<!-- vankien: ignore toi-an-toan: trích nguyên văn -->\n\nMột chữ sai.\n\nHai chữ sai.\n";
    let room = Room::new(&[("a.md", text)]);
    assert_eq!(code(&room.run(&["hồ sơ", "--fix"])), 0);
    assert_eq!(room.read("a.md"), text.replace("Hai chữ sai", "Hai chữ đúng"));
}

#[test]
fn standard_input_is_corrected_to_standard_output() {
    let room = Room::new(&[("c.md", "Chữ sai.\n")]);
    let filter = |args: &[&str], text: &str| {
        let mut child = room
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("written");
        child.wait_with_output().expect("it ends")
    };
    let output = filter(&["-", "--fix", "--stdin-name", "nháp.md"], "\u{FEFF}Chữ sai,\r\nchữ ngờ");
    assert_eq!(out(&output), "\u{FEFF}Chữ đúng,\r\nchữ ngờ");
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("nháp.md:2:1"), "{}", err(&output));
    assert_eq!(out(&filter(&["-", "--fix"], "Không có gì.")), "Không có gì.");
    let output = filter(&["-", "--fix", "--format", "json", "-o", "bao.json"], "Chữ sai");
    assert_eq!((out(&output).as_str(), err(&output).as_str()), ("Chữ đúng", ""));
    assert!(fs::read_to_string(room.folder.path().join("bao.json")).expect("there").starts_with("{\"version\":1"));
    assert!(out(&filter(&["-", "--diff"], "Chữ sai\n")).contains("--- -\n+++ -\n@@ -1 +1 @@\n-Chữ sai\n+Chữ đúng\n"));
}

/// Everything a file has beside its name: when it was written, and who may.
#[cfg(unix)]
fn state(path: &Path) -> (std::time::SystemTime, u32, u64) {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(path).expect("there");
    (metadata.modified().expect("a time"), metadata.mode() & 0o7777, metadata.ino())
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay_and_others_are_not_touched() {
    use std::os::unix::fs::PermissionsExt;
    let room = Room::new(&[("a.md", "Chữ sai.\n"), ("b.md", "Không có gì.\n")]);
    fs::set_permissions(room.path("a.md"), fs::Permissions::from_mode(0o640)).expect("set");
    let elsewhere = room.folder.path().join("xa.md");
    fs::write(&elsewhere, "Xa, chữ sai.\n").expect("written");
    std::os::unix::fs::symlink(&elsewhere, room.path("c.md")).expect("a link");
    let untouched = state(&room.path("b.md"));
    assert_eq!(code(&room.run(&["hồ sơ/a.md", "hồ sơ/b.md", "hồ sơ/c.md", "--fix"])), 0);
    assert_eq!(room.read("a.md"), "Chữ đúng.\n");
    assert_eq!(state(&room.path("a.md")).1, 0o640);
    assert_eq!(state(&room.path("b.md")), untouched);
    assert!(fs::symlink_metadata(room.path("c.md")).expect("there").is_symlink());
    assert_eq!(fs::read_to_string(&elsewhere).expect("there"), "Xa, chữ đúng.\n");
    assert_eq!(room.names(), ["a.md", "b.md", "c.md"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_if_one_file_cannot_be() {
    use std::os::unix::fs::PermissionsExt;
    let room = Room::new(&[("a.md", "Chữ sai.\n"), ("b.md", "Chữ sai.\n")]);
    fs::set_permissions(room.path("b.md"), fs::Permissions::from_mode(0o444)).expect("set");
    let before = state(&room.path("a.md"));
    refused(&room.run(&["hồ sơ", "--fix"]), &["hồ sơ/b.md", "chỉ cho đọc"]);
    assert_eq!((room.read("a.md").as_str(), state(&room.path("a.md"))), ("Chữ sai.\n", before));
    fs::set_permissions(room.path("b.md"), fs::Permissions::from_mode(0o644)).expect("set");
    // The report cannot be written: then nothing else is.
    refused(&room.run(&["hồ sơ", "--fix", "-o", "khong-co/bao-cao.txt"]), &["khong-co/bao-cao.txt"]);
    assert_eq!((room.read("a.md").as_str(), state(&room.path("a.md"))), ("Chữ sai.\n", before));
    assert_eq!(room.names(), ["a.md", "b.md"]);
}

#[test]
fn one_file_named_twice_is_corrected_once() {
    let room = Room::new(&[("a.md", "Chữ sai.\n"), ("b.md", "Chữ sai.\n")]);
    let output = room.run(&["hồ sơ/a.md", "./hồ sơ", "hồ sơ/../hồ sơ", "--fix"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert_eq!((room.read("a.md").as_str(), room.read("b.md").as_str()), ("Chữ đúng.\n", "Chữ đúng.\n"));
}

#[test]
fn the_sample_dossiers_corrected_twice_are_corrected_once() {
    let room = TempDir::new().expect("a folder");
    let mut texts = Vec::new();
    for (i, entry) in walk(Path::new("tests/dossiers")).into_iter().enumerate() {
        let to = room.path().join(entry.strip_prefix("tests/dossiers").expect("inside"));
        fs::create_dir_all(to.parent().expect("a parent")).expect("a folder");
        let text = fs::read_to_string(&entry).expect("a text");
        let written = entry.extension().is_some_and(|e| e == "md" || e == "txt");
        // Some with faults of writing, so that there is something to correct.
        let text = match i % 3 {
            1 if written => text.nfd().collect(),
            2 if written => text.replace("òa", "oà").replace(", ", " ,  ").replace('\n', "\r\n"),
            _ => text,
        };
        fs::write(&to, text).expect("written");
        texts.push(to);
    }
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        let args = ["--fix", "--unsafe-fixes", "--format", "json", "--as-of", "2025-08-05"];
        let output = command.arg("lint").arg(room.path()).args(args).output().expect("the program runs");
        assert!(code(&output) < 2, "{}", err(&output));
        let bytes: Vec<Vec<u8>> = texts.iter().map(|path| fs::read(path).expect("there")).collect();
        (bytes, output.stdout)
    };
    let once = run();
    assert!(once == run(), "the second run changed something");
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}
