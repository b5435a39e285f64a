//! Comparing every report with every other, as a multiple of the floor: reading them and cutting them into tokens.
//!
//! The corpus is generated, with five passages in every second report that the one before has too (word for word, edited,
//! with other figures, in another order, one sentence): `cargo bench --bench overlap` (2, 100 and 1,000 reports), or
//! `-- 6642` for other sizes. It says how long each takes, how much memory the process has used at most, how the time
//! grows, and how well what was planted is found.

#[allow(dead_code)]
mod corpus;
#[path = "corpus/planted.rs"]
mod planted;

use planted::{Found, KINDS};
use rayon::prelude::*;
use std::time::Instant;
use vankien::document::{Document, Format};
use vankien::lint::catalogue::embedded;
use vankien::overlap::{Entry, Options, Reader, SetPhrases, across};
use vankien::yaml;

/// Bytes of a report.
const SIZE: usize = 60_000;

/// The most memory the process has had, in megabytes, where the system says.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![2, 100, 1_000] } else { sizes };
    let files = embedded();
    let words = yaml::parse(&files["data/mentions.yml"]).expect("the project's file");
    let phrases: SetPhrases = yaml::parse(&files["data/set-phrases.yml"]).expect("the project's file");
    let (reader, genre) = (Reader::new(&words), phrases.genre());
    let mut last: Option<(usize, f64)> = None;
    for count in sizes {
        let (texts, plants) = planted::reports(count, SIZE);
        let start = Instant::now();
        let tokens = texts.par_iter().map(|text| {
            Document::parse("a.md", text.clone(), Format::Markdown).map_or(0, |document| document.tokens.len())
        });
        let tokens: usize = tokens.sum();
        let floor = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let entries: Vec<Entry> =
            texts.par_iter().filter_map(|text| reader.entry("a.md", text.clone(), Format::Markdown).ok()).collect();
        let read = start.elapsed().as_secs_f64();
        let shared = across(&entries, &[], &genre, &Options::default(), &|| ());
        let all = start.elapsed().as_secs_f64();
        let bytes = |text: u32, words: &std::ops::Range<u32>| {
            let span = entries[text as usize].span(words);
            span.start as usize..span.end as usize
        };
        let found = shared.iter().map(|shared| Found {
            texts: (shared.a as usize, shared.b as usize),
            places: [bytes(shared.a, &shared.passage.a), bytes(shared.b, &shared.passage.b)],
        });
        let quality = planted::judge(&plants, &found.collect::<Vec<_>>());
        let growth = last.map_or(String::new(), |(before, time): (usize, f64)| {
            format!(", growth exponent {:.2}", (all / time).ln() / (count as f64 / before as f64).ln())
        });
        println!(
            "{count} reports, {tokens} words: floor {floor:.2} s, read {:.2} x, all {all:.2} s = {:.2} x, {} MB at most{growth}",
            read / floor,
            all / floor,
            memory().map_or("?".into(), |megabytes| megabytes.to_string()),
        );
        let kinds: Vec<String> =
            KINDS.iter().zip(&quality.by_kind).map(|(kind, recall)| format!("{kind} {recall:.3}")).collect();
        println!(
            "    plagdet {:.3}: precision {:.3}, recall {:.3} ({}), {:.3} pieces; {} planted, {} found",
            quality.plagdet,
            quality.precision,
            quality.recall,
            kinds.join(", "),
            quality.granularity,
            plants.len(),
            shared.len(),
        );
        last = Some((count, all));
    }
}
