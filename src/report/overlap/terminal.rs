//! A comparison for the person at the terminal.

use super::{Comparison, Found};
use crate::document::{LineIndex, Span};
use crate::lint::Lang;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Characters to a line.
    pub width: usize,
    /// Language.
    pub lang: Lang,
}

/// Pairs that are shown with their passages; of more, the strongest only, and the others are counted.
const MOST_PAIRS: usize = 20;

/// Passages shown of one pair.
const MOST_PASSAGES: usize = 40;

/// The documents of one pair, and what they share.
struct Pair<'c> {
    a: usize,
    b: usize,
    found: Vec<&'c Found>,
    words: usize,
}

/// Renders a comparison; `read` gives a document's source by its path.
pub fn render(comparison: &Comparison, style: Style, read: &dyn Fn(&str) -> Option<String>) -> String {
    let say = |vi: &'static str, en: &'static str| if style.lang == Lang::Vi { vi } else { en };
    let mut pairs: BTreeMap<(usize, usize), Pair<'_>> = BTreeMap::new();
    for found in &comparison.passages {
        let new = || Pair { a: found.a, b: found.b, found: Vec::new(), words: 0 };
        let pair = pairs.entry((found.a, found.b)).or_insert_with(new);
        pair.found.push(found);
        pair.words += found.words.0;
    }
    let mut pairs: Vec<Pair<'_>> = pairs.into_values().collect();
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.words), pair.a, pair.b));
    let mut out = String::new();
    for pair in pairs.iter().take(MOST_PAIRS) {
        let (Some(a), Some(b)) = (comparison.documents.get(pair.a), comparison.documents.get(pair.b)) else {
            continue;
        };
        let count = pair.found.len();
        let share = (pair.words * 100).div_ceil(a.authored.max(1)).min(100);
        let _ = match style.lang {
            Lang::Vi => writeln!(out, "{} ↔ {}: {count} đoạn, {share}% phần tự viết của văn bản đầu", a.path, b.path),
            Lang::En => {
                writeln!(out, "{} ↔ {}: {count} passages, {share}% of the first's own words", a.path, b.path)
            }
        };
        let source = |document| comparison.read(document, read).unwrap_or_default();
        let sources = (source(pair.a), source(pair.b));
        let lines = (LineIndex::new(&sources.0), LineIndex::new(&sources.1));
        for found in pair.found.iter().take(MOST_PASSAGES) {
            let line = |lines: &LineIndex, source: &str, span: Span| lines.line_column(source, span.start as usize).0;
            let near = if found.passage.verbatim {
                say("nguyên văn", "verbatim").to_string()
            } else {
                format!("{} {:.0}%", say("giống", "alike"), found.passage.similarity * 100.0)
            };
            let figures = match found.passage.changed.len() {
                0 => String::new(),
                n => format!(", {n} {}", say("số khác", "figures differ")),
            };
            let (at_a, at_b) = (line(&lines.0, &sources.0, found.a_span), line(&lines.1, &sources.1, found.b_span));
            let head = format!("  {} {at_a} ↔ {at_b}: {near}{figures}  ", say("dòng", "line"));
            let room = style.width.saturating_sub(head.chars().count() + 3).max(20);
            let _ = writeln!(out, "{head}«{}»", opening(&sources.0, found.a_span, room));
        }
        if count > MOST_PASSAGES {
            let _ = writeln!(out, "  … {} {}", count - MOST_PASSAGES, say("đoạn nữa", "passages more"));
        }
        out.push('\n');
    }
    if pairs.len() > MOST_PAIRS {
        let rest = pairs.len() - MOST_PAIRS;
        let _ = writeln!(
            out,
            "… {rest} {}\n",
            say(
                "cặp nữa (đối chiếu các cặp nhiều nhất: --format html; đủ mọi đoạn: --format jsonl)",
                "pairs more (the strongest side by side: --format html; every passage: --format jsonl)"
            )
        );
    }
    let (documents, passages, count) = (comparison.documents.len(), comparison.passages.len(), pairs.len());
    let _ = match style.lang {
        Lang::Vi => writeln!(out, "{documents} văn bản: {passages} đoạn trùng trong {count} cặp."),
        Lang::En => writeln!(out, "{documents} documents: {passages} shared passages in {count} pairs."),
    };
    out
}

/// The first words of a stretch, on one line.
fn opening(source: &str, span: Span, room: usize) -> String {
    let text = source.get(span.range()).unwrap_or("").trim_start();
    let mut words = text.split_whitespace();
    let (mut line, mut length) = (String::new(), 0);
    for word in words.by_ref() {
        let more = word.chars().count() + 1;
        if length + more > room {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        length += more;
    }
    line
}
