//! Comparing two revisions: what is shown is true, whatever the texts, and near to what was done.

mod memory;
mod revise;

use memory::{CATALOGUE, folders, format};
use proptest::prelude::*;
use revise::{Draft, Random, revise};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use vankien::document::Document;
use vankien::revision::{Fate, Op, Pair, Reading, Revision, Unit, compare};

/// The documents of the dossiers, with their names.
static TEXTS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut texts = Vec::new();
    for folder in folders() {
        let mut files: Vec<_> = std::fs::read_dir(&folder).expect("a folder").filter_map(Result::ok).collect();
        files.sort_by_key(|file| file.path());
        for file in files {
            let name = file.path().display().to_string();
            if (name.ends_with(".md") || name.ends_with(".txt"))
                && !name.ends_with("README.md")
                && !name.ends_with("rules.txt")
            {
                texts.push((name, std::fs::read_to_string(file.path()).expect("a text")));
            }
        }
    }
    texts
});

fn read(name: &str, text: &str) -> Reading {
    let document = Document::parse(name, text.to_string(), format(name)).expect("a document");
    Reading::new(document, &CATALOGUE)
}

fn words<'d>(document: &'d Document, unit: &Option<Unit>) -> &'d str {
    unit.as_ref().map_or("", |unit| &document.text[unit.range.clone()])
}

/// The old and the new text that the edits of a pair make.
fn made(pair: &Pair, old: &Document, new: &Document) -> (String, String) {
    let (mut was, mut is) = (String::new(), String::new());
    for edit in &pair.edits {
        let text = if edit.op == Op::Insert { &new.text } else { &old.text };
        let text = &text[edit.range.clone()];
        if edit.op != Op::Insert {
            was.push_str(text);
        }
        if edit.op != Op::Delete {
            is.push_str(text);
        }
    }
    (was, is)
}

/// Whether all that is said is true: the edits give both texts, and every unit stands in one pair.
fn holds(name: &str, old: &Reading, new: &Reading, revision: &Revision) {
    let (old, new) = (&old.document, &new.document);
    for pair in &revision.pairs {
        let (was, is) = (words(old, &pair.old), words(new, &pair.new));
        match pair.fate {
            Fate::Kept | Fate::Moved => assert_eq!(was, is, "{name}: kept, but not the same"),
            _ => assert_eq!(made(pair, old, new), (was.to_string(), is.to_string()), "{name}: {:?}", pair.edits),
        }
        assert_eq!(pair.old.is_none(), pair.fate == Fate::Added, "{name}: {pair:?}");
        assert_eq!(pair.new.is_none(), pair.fate == Fate::Removed, "{name}: {pair:?}");
    }
    covers(name, old, revision.pairs.iter().filter_map(|p| Some((p.old.as_ref()?, p.partial))).collect());
    covers(name, new, revision.pairs.iter().filter_map(|p| Some((p.new.as_ref()?, p.partial))).collect());
    let starts: Vec<usize> = revision.pairs.iter().filter_map(|p| Some(p.new.as_ref()?.range.start)).collect();
    assert!(starts.windows(2).all(|two| two[0] <= two[1]), "{name}: out of order");
}

/// Whether all text of a document but blanks stands in one unit each.
fn covers(name: &str, document: &Document, mut units: Vec<(&Unit, bool)>) {
    units.sort_by_key(|(unit, _)| (unit.range.start, unit.range.end));
    // The whole of a unit that was joined of several stands in several pairs.
    units.dedup_by(|a, b| a.0.range == b.0.range && a.1 && b.1);
    let mut at = 0;
    for (unit, _) in units {
        assert!(unit.range.start >= at, "{name}: two pairs for «{}»", &document.text[unit.range.clone()]);
        let missed = &document.text[at..unit.range.start];
        assert!(missed.trim().is_empty(), "{name}: no pair for «{missed}»");
        at = unit.range.end;
    }
    assert!(document.text[at..].trim().is_empty(), "{name}: no pair for «{}»", &document.text[at..]);
}

#[test]
fn a_document_is_itself() {
    for (name, text) in TEXTS.iter() {
        let reading = read(name, text);
        let revision = compare(&reading, &read(name, text));
        holds(name, &reading, &reading, &revision);
        assert_eq!(revision.changes().count(), 0, "{name}");
        let all: Vec<(u32, u32)> = (0..reading.document.sections.len() as u32).map(|s| (s, s)).collect();
        assert_eq!(revision.sections, all, "{name}");
    }
}

#[test]
fn documents_of_different_people_are_compared_truly() {
    let readings: Vec<(&str, Reading)> = TEXTS.iter().map(|(name, text)| (name.as_str(), read(name, text))).collect();
    for (i, (name, old)) in readings.iter().enumerate() {
        for step in [1, 7, 50] {
            let (other, new) = &readings[(i + step) % readings.len()];
            holds(&format!("{name} / {other}"), old, new, &compare(old, new));
        }
    }
}

/// How near a comparison came to what was done, over many revisions.
#[derive(Default, Debug)]
struct Score {
    moved: (usize, usize, usize),
    sections: (usize, usize, usize),
    known: usize,
    edited: usize,
    within: (usize, usize),
    parted: (usize, usize),
}

fn count(found: &[String], truth: &[String]) -> usize {
    let mut left: Vec<&String> = truth.iter().collect();
    let taken = found.iter().filter(|text| left.iter().position(|t| t == text).map(|i| left.swap_remove(i)).is_some());
    taken.count()
}

fn f1((both, found, truth): (usize, usize, usize)) -> f64 {
    2.0 * both as f64 / (found + truth).max(1) as f64
}

fn size(text: &str) -> usize {
    text.split_whitespace().count()
}

#[test]
fn what_was_done_is_found() {
    let drafts: Vec<(&str, Draft)> = TEXTS
        .iter()
        .map(|(name, text)| (name.as_str(), Draft::of(&read(name, text).document)))
        .filter(|(_, draft)| draft.parts.len() >= 20 && draft.is(&read("a.md", &draft.markdown()).document))
        .collect();
    assert!(drafts.len() > 50, "{} drafts", drafts.len());
    let others: Vec<Draft> = drafts.iter().map(|(_, draft)| draft.clone()).collect();
    let rounds: u64 = std::env::var("ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(2);
    let loud = std::env::var("LOUD").is_ok();
    let mut score = Score::default();
    for round in 0..rounds {
        for (i, (name, draft)) in drafts.iter().enumerate() {
            let mut random = Random::new(round * 1_000 + i as u64 + 1);
            let (next, truth) = revise(draft, &others, &mut random);
            let (old, new) = (read("a.md", &draft.markdown()), read("a.md", &next.markdown()));
            if !next.is(&new.document) {
                continue;
            }
            let revision = compare(&old, &new);
            holds(name, &old, &new, &revision);
            // A part of what came apart is moved, or new: either is true.
            let mut truth = truth;
            truth.moved.retain(|text| !truth.parted.contains(text) && !truth.joined.contains(text));
            let moved = |pair: &&Pair| !pair.partial && matches!(pair.fate, Fate::Moved | Fate::MovedEdited);
            let moved: Vec<String> =
                revision.pairs.iter().filter(moved).map(|p| words(&new.document, &p.new).to_string()).collect();
            let both = count(&moved, &truth.moved);
            let (mut edited, mut whole) = (0, 0);
            for pair in &revision.pairs {
                for edit in &pair.edits {
                    let words = match edit.op {
                        Op::Equal => 0,
                        Op::Delete => size(&old.document.text[edit.range.clone()]),
                        Op::Insert => size(&new.document.text[edit.range.clone()]),
                    };
                    edited += words;
                    whole += if matches!(pair.fate, Fate::Added | Fate::Removed) { words } else { 0 };
                }
            }
            let places = |document: &Document| -> Vec<u32> {
                document.blocks.iter().filter(|b| b.is_heading()).map(|b| b.section).collect()
            };
            let (was, is) = (places(&old.document), places(&new.document));
            let sections: Vec<(u32, u32)> = truth.sections.iter().map(|&(a, b)| (was[a], is[b])).collect();
            let found: Vec<&(u32, u32)> = revision.sections.iter().filter(|pair| pair.0 > 0).collect();
            let same = found.iter().filter(|pair| sections.contains(pair)).count();
            // Lines that complete a heading make no section of their own.
            let wanted = sections.iter().collect::<std::collections::HashSet<_>>().len();
            let parts = revision.pairs.iter().filter(|pair| pair.partial);
            let parted: Vec<&str> =
                parts.flat_map(|p| [words(&old.document, &p.old), words(&new.document, &p.new)]).collect();
            let shown = truth.parted.iter().filter(|text| parted.contains(&text.as_str())).count();
            if loud
                && (both < moved.len()
                    || both < truth.moved.len()
                    || same < wanted
                    || edited > truth.size * 115 / 100
                    || shown < truth.parted.len())
            {
                println!(
                    "== {name} {round}: moved {both} of {} / {}; sections {same} of {} / {wanted}; size {edited} of {}; parted {shown} of {}",
                    moved.len(),
                    truth.moved.len(),
                    found.len(),
                    truth.size,
                    truth.parted.len()
                );
                println!("{}", truth.log.join("\n"));
                for text in moved.iter().filter(|text| !truth.moved.contains(text)) {
                    println!("   ! moved {text}");
                }
                for text in truth.moved.iter().filter(|text| !moved.contains(text)) {
                    println!("   ? moved {text}");
                }
                for text in truth.parted.iter().filter(|text| !parted.contains(&text.as_str())) {
                    println!("   ? parted {text}");
                }
                for pair in sections.iter().filter(|pair| !revision.sections.contains(pair)) {
                    println!(
                        "   ? section {:?} {:?}",
                        old.document.section_path(pair.0),
                        new.document.section_path(pair.1)
                    );
                }
                tell(&old.document, &new.document, &revision);
            }
            score.moved = (score.moved.0 + both, score.moved.1 + moved.len(), score.moved.2 + truth.moved.len());
            score.sections = (score.sections.0 + same, score.sections.1 + found.len(), score.sections.2 + wanted);
            score.known += truth.size;
            score.edited += edited;
            score.within = (score.within.0 + edited - whole, score.within.1 + truth.size - truth.whole);
            score.parted = (score.parted.0 + shown, score.parted.1 + truth.parted.len());
        }
    }
    let ratio = score.edited as f64 / score.known as f64;
    let within = score.within.0 as f64 / score.within.1 as f64;
    println!(
        "{score:?} moved {:.4} sections {:.4} edited {ratio:.3} within {within:.3}",
        f1(score.moved),
        f1(score.sections)
    );
    assert!(f1(score.moved) >= 0.95, "{score:?}");
    assert!(f1(score.sections) >= 0.98, "{score:?}");
    assert!(ratio <= 1.15 && within <= 1.15, "{score:?}");
}

/// The time this thread has had of a core, so that no other program counts; where that is not told, the clock.
fn spent() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Compares two texts and says how long it took; reading them is not counted.
fn timed(name: &str, old: &str, new: &str) -> Revision {
    let (old, new) = (read("a.txt", old), read("a.txt", new));
    let start = spent();
    let revision = compare(&old, &new);
    let took = spent() - start;
    println!("{name}: {took:?}");
    holds(name, &old, &new, &revision);
    // Many times what it takes: only what grows faster than the text comes near.
    assert!(took.as_secs() < 20, "{name}: {took:?}");
    revision
}

fn count_of(revision: &Revision, fate: Fate) -> usize {
    revision.pairs.iter().filter(|pair| pair.fate == fate).count()
}

/// Paragraphs of words that are drawn from a few hundred, no two the same.
fn paragraphs(count: usize, seed: u64) -> Vec<String> {
    let mut random = Random::new(seed);
    let all: Vec<&str> = TEXTS.iter().take(20).flat_map(|(_, text)| text.split_whitespace()).collect();
    let letters = |word: &&str| word.chars().all(char::is_alphabetic);
    let all: Vec<&str> = all.into_iter().filter(letters).collect();
    (0..count)
        .map(|i| {
            let words: Vec<&str> = (0..20).map(|_| all[random.below(all.len())]).collect();
            format!("Đoạn {i} nói rằng {}.", words.join(" "))
        })
        .collect()
}

fn lines(paragraphs: &[String]) -> String {
    paragraphs.join("\n\n")
}

#[test]
fn equal_paragraphs() {
    let same =
        vec!["Tiếp tục đẩy mạnh công tác tuyên truyền, vận động Nhân dân.".to_string(); 10_000];
    let revision = timed("10,000 equal, 1,000 fewer", &lines(&same), &lines(&same[1_000..]));
    assert_eq!((count_of(&revision, Fate::Kept), count_of(&revision, Fate::Removed)), (9_000, 1_000));
    let mut other = same.clone();
    for i in (0..other.len()).step_by(7) {
        other[i] = "Triển khai thực hiện kịp thời các nghị quyết của cấp trên.".to_string();
    }
    timed("10,000 of two kinds", &lines(&same), &lines(&other));
    let mut third = other.clone();
    third.rotate_left(3_333);
    timed("10,000 of two kinds, turned", &lines(&other), &lines(&third));
}

#[test]
fn one_word_paragraphs() {
    let words = |seed| -> Vec<String> {
        let mut random = Random::new(seed);
        (0..10_000).map(|_| format!("từ{}", random.below(300))).collect()
    };
    timed("10,000 words", &lines(&words(1)), &lines(&words(2)));
    let unique: Vec<String> = (0..10_000).map(|i| format!("từ{i}")).collect();
    let turned: Vec<String> = unique.iter().rev().cloned().collect();
    timed("10,000 words, reversed", &lines(&unique), &lines(&turned));
}

#[test]
fn one_long_paragraph() {
    let old = paragraphs(35_000, 1).join(" ");
    assert!(old.len() > 5_000_000, "{}", old.len());
    let words: Vec<&str> = old.split(' ').collect();
    let new: Vec<&str> = words.iter().enumerate().map(|(i, word)| if i % 1_000 == 7 { "khác" } else { word }).collect();
    let revision = timed("one paragraph of 5 MB", &old, &new.join(" "));
    assert_eq!(count_of(&revision, Fate::Edited), 1);
    let old = paragraphs(7_000, 1);
    timed("two paragraphs of 1 MB", &old.join(" "), &paragraphs(7_000, 2).join(" "));
    timed("one paragraph of 1 MB against its sentences", &old.join(" "), &lines(&old));
}

#[test]
fn nothing_in_common_and_everything_in_another_place() {
    let old = paragraphs(5_000, 1);
    timed("other documents", &lines(&old), &lines(&paragraphs(5_000, 2)));
    let turned: Vec<String> = old.iter().rev().cloned().collect();
    let revision = timed("5,000 reversed", &lines(&old), &lines(&turned));
    assert_eq!(count_of(&revision, Fate::Moved), 4_999);
    let edited: Vec<String> = turned.iter().map(|text| text.replace("nói rằng", "cho biết rằng")).collect();
    let revision = timed("5,000 reversed and edited", &lines(&old), &lines(&edited));
    assert_eq!(count_of(&revision, Fate::MovedEdited), 4_999);
}

#[test]
fn formulas() {
    let line =
        |i: usize, j: usize| format!("Thôn số {i}: thu nhập bình quân đầu người đạt {} triệu đồng, tăng {j}%.", i + j);
    let old: Vec<String> = (0..10_000).map(|i| line(i, 5)).collect();
    let new: Vec<String> = (0..10_000).map(|i| line(i, 6)).collect();
    let revision = timed("10,000 lines of one form", &lines(&old), &lines(&new));
    assert_eq!(count_of(&revision, Fate::Edited), 10_000);
}

/// Blocks of which any document may be made, some of them often.
const BLOCKS: [&str; 22] = [
    "# BÁO CÁO CHÍNH TRỊ",
    "## I. KẾT QUẢ",
    "## II. HẠN CHẾ",
    "### 1. Kinh tế",
    "### 2. Văn hóa - xã hội",
    "### 2. Kinh tế",
    "Kết quả:",
    "…",
    "Thu nhập bình quân đầu người đạt 65,4 triệu đồng; tăng 12,5% so với năm 2020.",
    "Thu nhập bình quân đầu người đạt 68,2 triệu đồng.",
    "Xây dựng nông thôn mới đạt kết quả khá. Toàn xã có 12/14 thôn đạt chuẩn vào năm 2024.",
    "Xây dựng nông thôn mới đạt kết quả khá.",
    "Toàn xã có 12/14 thôn đạt chuẩn vào năm 2024.",
    "Theo Chỉ thị số 35-CT/TW[^1] ngày 14/6/2024, đồng chí **Nguyễn Văn An** được bầu làm Bí thư.",
    "Theo Chỉ thị số 45-CT/TW[^1] ngày 14/4/2025, đồng chí Nguyễn Văn Bình được bầu làm Bí thư.",
    "- Một là, tập trung lãnh đạo.\n- Hai là, tăng cường kiểm tra, giám sát.",
    "- Hai là, tăng cường kiểm tra, giám sát.\n- Ba là, đổi mới công tác dân vận.",
    "| TT | Tên | Số |\n|---|---|---|\n| 1 | Thôn Đông | 12 |\n| 2 | Thôn Tây | 15 |",
    "| TT | Tên | Số | Ghi chú |\n|---|---|---|---|\n| 1 | Thôn Tây | 15 | |\n| 2 | Thôn Đông | 14 | x |",
    "| Tên |\n|---|\n| |\n| |",
    "[^1]: Nguồn: Chi cục Thống kê.",
    "[^1]: Nguồn: Phòng Kinh tế xã, số liệu đến ngày 30/6/2025.\n\n    Và phụ lục.",
];

fn made_of(blocks: Vec<usize>) -> String {
    blocks.iter().map(|&i| BLOCKS[i]).collect::<Vec<_>>().join("\n\n")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_two_documents_are_compared_truly(
        old in proptest::collection::vec(0..BLOCKS.len(), 0..24),
        new in proptest::collection::vec(0..BLOCKS.len(), 0..24),
    ) {
        let (old, new) = (made_of(old), made_of(new));
        let (was, is) = (read("a.md", &old), read("a.md", &new));
        holds(&format!("{old}\n======\n{new}"), &was, &is, &compare(&was, &is));
    }

    #[test]
    fn any_two_texts_are_compared_truly(old in "[ạĐbB1.,;/ –\\-\n|#*%“”]{0,80}", new in "[ạĐbB1.,;/ –\\-\n|#*%“”]{0,80}") {
        for name in ["a.md", "a.txt"] {
            let (was, is) = (read(name, &old), read(name, &new));
            holds(&format!("{old}\n======\n{new}"), &was, &is, &compare(&was, &is));
        }
    }
}

/// The dashes between words made long; those of lists are marks.
fn dashes(text: &str) -> String {
    let line = |line: &str| {
        let words = line.trim_start();
        let (mark, words) = words.strip_prefix("- ").map_or(("", words), |words| ("- ", words));
        format!("{}{mark}{}", &line[..line.len() - line.trim_start().len()], words.replace(" - ", " – "))
    };
    text.split_inclusive('\n').map(line).collect()
}

/// The same text otherwise encoded.
fn encoded(text: &str) -> [(&'static str, String); 4] {
    use unicode_normalization::UnicodeNormalization;
    let windows = format!("\u{FEFF}{}", text.replace("\r\n", "\n").replace('\n', "\r\n"));
    let tones = [("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("ụy", "uỵ"), ("úy", "uý"), ("ùy", "uỳ"), ("ỏe", "oẻ")];
    let ends = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_alphabetic());
    let mut other = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let found = tones.iter().find(|(new, _)| rest.strip_prefix(new).is_some_and(ends) && !other.ends_with('q'));
        other.push_str(found.map_or(&rest[..c.len_utf8()], |(_, old)| *old));
        rest = &rest[found.map_or(c.len_utf8(), |(new, _)| new.len())..];
    }
    [("NFD", text.nfd().collect()), ("Windows", windows), ("tones", other), ("dashes", dashes(text))]
}

#[test]
fn another_encoding_is_no_change() {
    let mut spelt = 0;
    for (name, text) in TEXTS.iter() {
        // What is written in a font's own encoding is not text yet.
        let old = read(name, text);
        for (way, other) in encoded(text) {
            let new = read(name, &other);
            let revision = compare(&old, &new);
            holds(name, &old, &new, &revision);
            for pair in revision.changes() {
                assert!(
                    pair.fate == Fate::Edited && pair.spelling,
                    "{name} {way}: {pair:?} {}",
                    words(&new.document, &pair.new)
                );
                spelt += 1;
            }
        }
    }
    assert!(spelt > 100, "{spelt}");
}

#[test]
fn notes_follow_what_they_are_notes_on() {
    let text = |first: &str, second: &str, a: &str, b: &str| {
        format!(
            "Tỷ lệ hộ nghèo theo chuẩn mới giảm nhanh{first}.\n\nSản lượng lương thực có hạt tăng đều hằng năm{second}.\n\n[^1]: {a}\n\n[^2]: {b}\n"
        )
    };
    let old = text("[^1]", "[^2]", "Năm 2023.", "Niên giám.");
    let new = text("[^1]", "[^2]", "Còn 2%.", "Báo cáo của xã.");
    let (was, is) = (read("a.md", &old), read("a.md", &new));
    let revision = compare(&was, &is);
    let fates: Vec<Fate> = revision.pairs.iter().map(|pair| pair.fate).collect();
    assert_eq!(fates, [Fate::Kept, Fate::Kept, Fate::Edited, Fate::Edited]);
}

#[test]
fn show() {
    let Ok(names) = std::env::var("SHOW") else { return };
    let names: Vec<&str> = names.split(' ').collect();
    let text = |name: &str| std::fs::read_to_string(name).expect("a text");
    let (old, new) = (read(names[0], &text(names[0])), read(names[1], &text(names[1])));
    tell(&old.document, &new.document, &compare(&old, &new));
}

fn tell(old: &Document, new: &Document, revision: &Revision) {
    for pair in revision.changes() {
        print!(
            "{:?}{} {:?}: ",
            pair.fate,
            if pair.partial { "*" } else { "" },
            pair.new.as_ref().or(pair.old.as_ref()).map(|u| u.kind)
        );
        if pair.edits.is_empty() {
            print!("{}", words(new, &pair.new));
        }
        for edit in &pair.edits {
            match edit.op {
                Op::Equal => print!("{}", &old.text[edit.range.clone()]),
                Op::Delete => print!("\x1b[31m[-{}-]\x1b[0m", &old.text[edit.range.clone()]),
                Op::Insert => print!("\x1b[32m{{+{}+}}\x1b[0m", &new.text[edit.range.clone()]),
            }
        }
        println!();
    }
}
