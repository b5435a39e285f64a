//! Comparing two revisions: what is shown is true, whatever the texts, and near to what was done.

mod memory;

use memory::{CATALOGUE, folders, format};
use std::sync::LazyLock;
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

#[test]
fn show() {
    let Ok(names) = std::env::var("SHOW") else { return };
    let names: Vec<&str> = names.split(' ').collect();
    let text = |name: &str| std::fs::read_to_string(name).expect("a text");
    let (old, new) = (read(names[0], &text(names[0])), read(names[1], &text(names[1])));
    let revision = compare(&old, &new);
    for pair in revision.changes() {
        print!(
            "{:?}{} {:?}: ",
            pair.fate,
            if pair.partial { "*" } else { "" },
            pair.new.as_ref().or(pair.old.as_ref()).map(|u| u.kind)
        );
        if pair.edits.is_empty() {
            print!("{}", words(&new.document, &pair.new));
        }
        for edit in &pair.edits {
            match edit.op {
                Op::Equal => print!("{}", &old.document.text[edit.range.clone()]),
                Op::Delete => print!("\x1b[31m[-{}-]\x1b[0m", &old.document.text[edit.range.clone()]),
                Op::Insert => print!("\x1b[32m{{+{}+}}\x1b[0m", &new.document.text[edit.range.clone()]),
            }
        }
        println!();
    }
}
