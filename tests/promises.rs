//! Promises that hold for any text: the same bytes out, whatever the cores; positions that are true;
//! no panic. That findings do not hang on how letters and lines are encoded: `metamorphic.rs`.

mod memory;

use memory::{CATALOGUE, Dossier, folders, format};
use proptest::prelude::*;
use rayon::prelude::*;
use serde_json::Value;
use std::process::Command;
use unicode_normalization::UnicodeNormalization;
use vankien::document::LineIndex;
use vankien::document::dossier::MANIFEST;
use vankien::lint::finding::Location;
use vankien::lint::{Finding, Lang};

/// Letters and digits alone, composed: what a text and its plain form have in common.
fn letters(text: &str) -> String {
    text.nfc().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether all characters of `part` stand in `whole` in this order.
fn stands_in(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().all(|c| rest.any(|other| other == c))
}

/// A place lies in its file, on boundaries of characters, and its line and column say the same.
fn check_place(source: &str, span: &Location) {
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(start <= end && source.get(start..end).is_some(), "{span:?} of {}", source.len());
    let before = source[..start].strip_prefix('\u{FEFF}').unwrap_or(&source[..start]);
    assert_eq!(span.line, before.matches('\n').count() + 1, "{span:?}");
    assert_eq!(span.column, before.rsplit('\n').next().unwrap_or("").chars().count() + 1, "{span:?}");
    assert_eq!((span.end_line, span.end_column), LineIndex::new(source).line_column(source, end), "{span:?}");
}

fn check_findings(dossier: &Dossier, findings: &[Finding]) {
    for finding in findings {
        if finding.path == MANIFEST {
            continue;
        }
        let source = &dossier.texts[&finding.path];
        check_place(source, &finding.span);
        for related in &finding.related {
            check_place(&dossier.texts[&related.path], &related.span);
        }
        let mut last = 0;
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            assert!(last <= edit.start && source.get(edit.start as usize..edit.end as usize).is_some(), "{finding:?}");
            last = edit.end;
        }
        assert!(finding.excerpt.chars().count() <= 200, "{finding:?}");
    }
    let in_order = findings.is_sorted_by_key(|f| (f.path.clone(), f.span.start, f.rule.clone()));
    assert!(in_order, "{}: not sorted by path, start, rule", dossier.name);
}

/// Whether a template's `{name}` was left unfilled; `{style: old}` in a help is YAML.
fn has_blank(text: &str) -> bool {
    let mut names = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    names.any(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
}

#[test]
fn places_are_true_and_words_are_filled() {
    let folders = folders();
    // Made before the threads part: it is made by all of them.
    std::sync::LazyLock::force(&CATALOGUE);
    folders.par_iter().enumerate().for_each(|(at, folder)| {
        let dossier = Dossier::read(folder);
        let rewritten: [fn(&str) -> String; 2] =
            [|text| text.nfd().collect(), |text| format!("\u{FEFF}{}", text.replace('\n', "\r\n"))];
        // Maps of offsets do not hang on what a dossier says: of each writing every other one will do.
        let written = dossier.with(rewritten[at % 2]);
        check_findings(&written, &written.lint(Lang::Vi));
        for lang in [Lang::Vi, Lang::En] {
            let findings = dossier.lint(lang);
            check_findings(&dossier, &findings);
            for finding in &findings {
                let words = [&finding.message, &finding.help];
                // A template's own blank, quoted in a message, stands as it is in the text.
                let braces = words.iter().any(|w| has_blank(w)) && !finding.excerpt.contains('{');
                assert!(!braces && words.iter().all(|w| !w.trim().is_empty()), "{finding:?}");
                let source = &dossier.texts[&finding.path][finding.span.start as usize..finding.span.end as usize];
                let shown = letters(finding.excerpt.trim_end_matches('…'));
                assert!(stands_in(&shown, &letters(source)), "{finding:?}\n{source}");
            }
        }
    });
}

#[test]
fn the_same_bytes_on_any_number_of_cores() {
    let lint = |cores: &str, path: &str, format: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        command.env("RAYON_NUM_THREADS", cores).args(["lint", path, "--format", format]);
        command.args(["--as-of", "2025-08-05"]).output().expect("the program runs").stdout
    };
    let (all, dossier) = ("tests/dossiers", "tests/dossiers/ba-che");
    // Of one report, or a dossier with fewer documents than cores, the rules are asked side by side.
    let report = "tests/dossiers/ba-che/bao-cao-chinh-tri.md";
    for (path, format, cores) in [
        (all, "json", &["2", "7"][..]),
        (all, "terminal", &["2"]),
        (dossier, "json", &["2", "7", "16"]),
        (report, "json", &["2", "7"]),
    ] {
        let one = lint("1", path, format);
        assert!(one.len() > 10_000);
        cores.iter().for_each(|cores| assert!(one == lint(cores, path, format), "{path} as {format} on {cores}"));
    }
}

/// The types of the contract's JSON; `null` may stand for what ends in `?`.
fn is_a(value: &Value, kind: &str) -> bool {
    match kind.strip_suffix('?') {
        Some(kind) => value.is_null() || is_a(value, kind),
        None => match kind {
            "text" => value.is_string(),
            "number" => value.is_u64(),
            "list" => value.is_array(),
            _ => value.is_object(),
        },
    }
}

fn has(value: &Value, fields: &[(&str, &str)]) {
    for (field, kind) in fields {
        assert!(value.get(field).is_some_and(|v| is_a(v, kind)), "«{field}» is no {kind}: {value}");
    }
}

#[test]
fn the_json_of_the_contract() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    let output = command.args(["lint", "tests/dossiers", "--format", "json"]).output().expect("the program runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["version"], 1);
    has(&report, &[("documents", "list"), ("findings", "list"), ("summary", "object")]);
    for document in report["documents"].as_array().expect("a list") {
        has(document, &[("path", "text"), ("kind", "text?"), ("unit", "text?"), ("term", "text?")]);
        has(document, &[("date", "text?"), ("words", "number")]);
    }
    let span: Vec<(&str, &str)> =
        ["start", "end", "line", "column", "endLine", "endColumn"].iter().map(|field| (*field, "number")).collect();
    let findings = report["findings"].as_array().expect("a list");
    for finding in findings {
        for field in ["rule", "group", "path", "excerpt", "message", "help"] {
            has(finding, &[(field, "text")]);
        }
        has(finding, &[("span", "object"), ("section", "text?"), ("related", "list"), ("fix", "object?")]);
        has(&finding["span"], &span);
        for related in finding["related"].as_array().expect("a list") {
            has(related, &[("path", "text"), ("span", "object"), ("message", "text")]);
            has(&related["span"], &span);
        }
    }
    for severity in ["error", "warning", "info"] {
        let count = findings.iter().filter(|f| f["severity"] == severity).count();
        assert_eq!(report["summary"][severity], count, "{severity}");
    }
}

/// A bit of everything a document may hold.
const SAMPLE: &str = "---\nkind: political-report\nunit: xã Can Lộc, tỉnh Hà Tĩnh\ndate: 2025-08-05\n---\n
# BÁO CÁO CHÍNH TRỊ\n
**I- KẾT QUẢ ĐẠT ĐƯỢC**\n
*Về kinh tế:* Thu ngân sách đạt … tỷ đồng; xã Vượng Lộc có 14 mô hình[^1] &amp; \\* “hộ” 12,5%.  
PHẦN THỨ HAI\n
<!-- vankien: ignore vague-section: thử -->\n
2.1. Hạn chế\n
> Tăng cường công tác tuyên truyền, tạo sự đồng thuận cao trong các tầng lớp.\n
1. Đẩy mạnh chuyển đổi số\n   - a) trước ngày 30/6/2027\n   - b) `mã` <b>đậm</b>\n
| Chỉ tiêu | Đơn vị | KQ 2025 |\n|---|:-:|--:|\n| Hộ nghèo | % | 2,1 |\n| Thu ngân sách | tỷ đồng | xx |\n
<table><tr><td>Thu nhập</td><td>75</td></tr></table>\n
[^1]: Theo Nghị quyết số 1665/NQ-UBTVQH15.\n";

/// What tends to trip a reader of documents.
const CHARMS: [&str; 28] = [
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u{FEFF}",
    "\u{301}",
    "\u{A0}",
    "🙂",
    "|",
    "\n|",
    "# ",
    "**",
    "_",
    "> ",
    "- ",
    "1. ",
    "`",
    "[^1]: ",
    "<!-- ",
    "-->",
    "<td>",
    "---\n",
    "&amp;",
    "\\",
    "“",
    "phường ",
    "…",
];

#[derive(Debug, Clone)]
enum Mutation {
    /// Bytes in the place of bytes, wherever characters begin and end.
    Bytes(usize, usize, Vec<u8>),
    Charm(usize, usize),
    /// A stretch said again somewhere else.
    Again(usize, usize, usize),
    Cut(usize, usize),
}

fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let at = 0..4096usize;
    let one = prop_oneof![
        (at.clone(), 0..8usize, prop::collection::vec(any::<u8>(), 0..8))
            .prop_map(|(a, n, b)| Mutation::Bytes(a, n, b)),
        (at.clone(), 0..CHARMS.len()).prop_map(|(a, i)| Mutation::Charm(a, i)),
        (at.clone(), 1..400usize, at.clone()).prop_map(|(a, n, to)| Mutation::Again(a, n, to)),
        (at, 1..200usize).prop_map(|(a, n)| Mutation::Cut(a, n)),
    ];
    prop::collection::vec(one, 1..24)
}

fn mutate(mutations: &[Mutation]) -> String {
    let mut bytes = SAMPLE.as_bytes().to_vec();
    for mutation in mutations {
        let at = |at: usize| at % (bytes.len() + 1);
        let stretch = |from: usize, length: usize| at(from)..(at(from) + length).min(bytes.len());
        let (place, put) = match mutation {
            Mutation::Bytes(from, length, put) => (stretch(*from, *length), put.clone()),
            Mutation::Charm(from, charm) => (stretch(*from, 0), CHARMS[*charm].as_bytes().to_vec()),
            Mutation::Again(from, length, to) => (stretch(*to, 0), bytes[stretch(*from, *length)].to_vec()),
            Mutation::Cut(from, length) => (stretch(*from, *length), Vec::new()),
        };
        bytes.splice(place, put);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(mutations in mutations()) {
        let text = mutate(&mutations);
        for path in ["bao-cao.md", "bao-cao.txt"] {
            let dossier = Dossier::of(path, text.clone());
            // Front matter may well be broken: that is an error, and no report.
            if vankien::document::Document::parse(path, text.clone(), format(path)).is_ok() {
                check_findings(&dossier, &dossier.lint(Lang::Vi));
            }
        }
    }
}
