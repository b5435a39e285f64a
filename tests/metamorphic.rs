//! Ways of writing the same text change no finding: letters composed or not, either place of the tone, line
//! ends of Unix or Windows, a byte order mark. Only rules about the way of writing itself may speak.

mod memory;

use memory::{CATALOGUE, Dossier, folders};
use rayon::prelude::*;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use vankien::document::dossier::Manifest;
use vankien::document::{Format, Kind, Meta, front_matter};
use vankien::lint::rule::Example;
use vankien::lint::{Finding, Input, Job, Lang, Options, run};
use vankien::text::{Date, fold};

/// Rules about the way of writing itself.
const ABOUT_WRITING: [&str; 2] = ["unicode-form", "tone-placement"];

/// A way of writing all of a text.
type Writing = fn(&str) -> String;

const WRITINGS: [(&str, Writing); 6] = [
    ("NFD", |text| text.nfd().collect()),
    ("CRLF", windows),
    ("a byte order mark", |text| format!("\u{FEFF}{text}")),
    ("tones in the other place", tones_moved),
    ("tones in the other place, decomposed", |text| tones_moved(text).nfd().collect()),
    ("all of it", |text| format!("\u{FEFF}{}", windows(&tones_moved(text)).nfd().collect::<String>())),
];

fn windows(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// Pairs of vowels whose tone stands on either in open syllables: «hòa», «hoà».
const PAIRS: [(&str, &str); 3] = [("òóỏõọ", "àáảãạ"), ("òóỏõọ", "èéẻẽẹ"), ("ùúủũụ", "ỳýỷỹỵ")];

/// The vowels without tone, in the order of [`PAIRS`].
const BARE: [(char, char); 3] = [('o', 'a'), ('o', 'e'), ('u', 'y')];

/// Each tone that may stand in two places in the other: «hòa» for «hoà», «uỷ» for «ủy».
fn tones_moved(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for i in 1..letters.len() {
        let inside = letters.get(i + 1).is_some_and(|c| c.is_alphabetic());
        // In «quý» the first vowel belongs to the consonant.
        let after_q = i >= 2 && letters[i - 2].eq_ignore_ascii_case(&'q');
        if inside || after_q {
            continue;
        }
        if let Some((first, second)) = moved(letters[i - 1], letters[i]) {
            (letters[i - 1], letters[i]) = (first, second);
        }
    }
    letters.into_iter().collect()
}

fn moved(first: char, second: char) -> Option<(char, char)> {
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    let in_case = |c: char, like: char| if like.is_uppercase() { c.to_uppercase().next().unwrap_or(c) } else { c };
    PAIRS.iter().zip(BARE).find_map(|((toned_first, toned_second), (bare_first, bare_second))| {
        let tone = |row: &str, c: char| row.chars().position(|other| other == lower(c));
        let (one, two) = match (tone(toned_first, first), tone(toned_second, second)) {
            (Some(tone), None) if lower(second) == bare_second => (bare_first, toned_second.chars().nth(tone)?),
            (None, Some(tone)) if lower(first) == bare_first => (toned_first.chars().nth(tone)?, bare_second),
            _ => return None,
        };
        Some((in_case(one, first), in_case(two, second)))
    })
}

#[test]
fn tones_move_where_they_may() {
    let pairs = [("hòa", "hoà"), ("ỦY", "UỶ"), ("Thủy", "Thuỷ"), ("khỏe,", "khoẻ,"), ("tòa-", "toà-")];
    for (new, old) in pairs {
        assert_eq!((tones_moved(new).as_str(), tones_moved(old).as_str()), (old, new));
    }
    for word in ["quý", "hoàn", "toán", "huyện", "thủ", "của", "học"] {
        assert_eq!(tones_moved(word), word);
    }
}

/// What is found, without bytes and columns, which ways of writing move.
fn said(findings: &[Finding]) -> Vec<String> {
    let findings = findings.iter().filter(|f| !ABOUT_WRITING.contains(&f.rule.as_str()));
    let mut said: Vec<String> = findings
        .map(|f| format!("{}:{} {} {:?} {}", f.path, f.span.line, f.rule, f.severity, fold(&f.message)))
        .collect();
    said.sort();
    said
}

/// Says only what differs.
fn same(what: &str, expected: &[String], found: &[String]) {
    let lost: Vec<&String> = expected.iter().filter(|line| !found.contains(line)).collect();
    let new: Vec<&String> = found.iter().filter(|line| !expected.contains(line)).collect();
    assert!(lost.is_empty() && new.is_empty() && expected.len() == found.len(), "{what}\nlost {lost:#?}\nnew {new:#?}");
}

#[test]
fn ways_of_writing_change_no_finding() {
    let folders = folders();
    std::sync::LazyLock::force(&CATALOGUE);
    let compared = folders.par_iter().enumerate().map(|(at, folder)| {
        let dossier = Dossier::read(folder).with(|text| text.replace("\r\n", "\n"));
        let expected = said(&dossier.lint(Lang::Vi));
        // In a clean dossier there is nothing to find, in any writing.
        // Each dossier decomposed, in all of it, and in one of the ways between, in turn: examples are written in every way.
        let [nfd, between @ .., all] = WRITINGS;
        for (name, writing) in [nfd, between[at % between.len()], all] {
            let found = said(&dossier.with(writing).lint(Lang::Vi));
            same(&format!("{} in {name}", dossier.name), &expected, &found);
        }
        expected.len()
    });
    let compared: usize = compared.sum();
    assert!(compared > 0, "nothing to compare");
}

/// How often a rule speaks about one of its examples.
fn findings(id: &str, kind: Option<Kind>, example: &Example, writing: Writing) -> Vec<String> {
    let (unit, province) = example.unit.as_deref().map(front_matter::split_unit).unwrap_or_default();
    let date: Option<Date> = example.date.as_deref().and_then(|d| d.parse().ok());
    let manifest = Manifest { meta: Meta { unit, province, date, ..Meta::default() }, ..Manifest::default() };
    let mut texts = BTreeMap::from([("vi-du.md".to_string(), (kind, writing(&example.text)))]);
    let others = example.with.iter().map(|(id, text)| (format!("{id}.md"), (Kind::from_id(id), writing(text))));
    texts.extend(others);
    let inputs =
        texts.iter().map(|(path, (kind, _))| Input { path: path.clone(), format: Format::Markdown, kind: *kind });
    let job = Job {
        inputs: inputs.collect(),
        manifest: Some(("vankien.yml".into(), manifest)),
        is_dossier: !example.with.is_empty(),
        against: Vec::new(),
        read: &|input: &Input| Ok(texts[&input.path].1.clone().into()),
    };
    let today = Date { year: 2025, month: 8, day: 1 };
    let options =
        Options { lang: Lang::Vi, as_of: None, today, select: vec![id.to_string()], ignore: Vec::new(), detail: false };
    run(&CATALOGUE, &job, &options).expect("a report").findings.into_iter().map(|f| f.message).collect()
}

#[test]
fn what_has_no_fault_gains_none() {
    // Made before the threads part: it is made by all of them.
    let catalogue = &*CATALOGUE;
    catalogue.rules.par_iter().filter(|rule| !ABOUT_WRITING.contains(&rule.id.as_str())).for_each(|rule| {
        for example in &rule.examples.silent {
            let kind = example.kind.or(rule.kinds.first().copied());
            for (name, writing) in WRITINGS {
                let found = findings(&rule.id, kind, example, writing);
                assert!(found.is_empty(), "{} in {name}: {found:?}\n{}", rule.id, example.text);
            }
        }
    });
}
