//! Comparing every report with every other, as a multiple of the floor: reading them and cutting them into tokens.
//!
//! The corpus is generated, with a paragraph of another report in every third: `cargo bench --bench overlap`
//! (2, 100 and 1,000 reports), or `-- 6642` for other sizes. It says how long each takes, how much memory the
//! process has used at most, how the time grows, and how many planted passages were found.

#[allow(dead_code)]
mod corpus;

use rayon::prelude::*;
use std::time::Instant;
use vankien::document::{Document, Format};
use vankien::lint::catalogue::embedded;
use vankien::overlap::{Entry, Options, Reader, SetPhrases, across};
use vankien::yaml;

/// Bytes of a report.
const SIZE: usize = 60_000;

/// A sentence nobody else writes: its words are made of its number.
fn own(number: usize) -> String {
    let word = |at: usize| format!("vật{}tư{}", (number * 31 + at * 7) % 9_973, (number + at * at) % 7_919);
    let words: Vec<String> = (0..40).map(word).collect();
    format!("Trong năm đã giao {}.", words.join(" "))
}

fn reports(count: usize) -> Vec<String> {
    let report = |at: usize| {
        let mut text = corpus::report(at as u64, SIZE);
        text.push_str(&format!("\n\n{}\n", own(at)));
        if at % 3 == 1 {
            text.push_str(&format!("\n{}\n", own(at - 1)));
        }
        text
    };
    (0..count).into_par_iter().map(report).collect()
}

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
        let texts = reports(count);
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
        let shared = across(&entries, &[], &genre, &Options::default());
        let all = start.elapsed().as_secs_f64();
        let found = |at: usize| {
            shared.iter().any(|s| (s.a as usize, s.b as usize) == (at - 1, at) && s.passage.similarity > 0.9)
        };
        let planted: Vec<usize> = (1..count).step_by(3).collect();
        let hits = planted.iter().filter(|&&at| found(at)).count();
        let growth = last.map_or(String::new(), |(before, time): (usize, f64)| {
            format!(", growth exponent {:.2}", (all / time).ln() / (count as f64 / before as f64).ln())
        });
        println!(
            "{count} reports, {tokens} words: floor {floor:.2} s, read {:.2} x, all {all:.2} s = {:.2} x, {} MB at most, \
             {hits} of {} planted passages, {} found in all{growth}",
            read / floor,
            all / floor,
            memory().map_or("?".into(), |megabytes| megabytes.to_string()),
            planted.len(),
            shared.len(),
        );
        last = Some((count, all));
    }
}
