//! Wording that texts of several units share: what the table of set phrases is grown from.

use super::grams::{self, AsIs, Genre, LINE, SEED};
use super::prepare::Passages;
use crate::document::Document;
use crate::text::{Syllable, Token, TokenKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// Words of a phrase at least: shorter ones are names and half-sentences.
const LEAST_WORDS: usize = 6;

/// A text to learn from, and whose it is.
pub struct Sample {
    /// The unit it is of: what one unit repeats is no set phrase.
    pub unit: usize,
    /// The text.
    pub document: Document,
    /// Its words; what is masked is no set phrase either.
    pub passages: Passages,
}

/// The phrases that so many units have and that the genre does not know yet, longest first, as they are written in the
/// first text that has them. Samples of one unit stand side by side.
pub fn phrases(samples: &[Sample], units: usize, genre: &Genre) -> Vec<String> {
    new(shared(samples, units, |sample, words| sample.document.text[words].to_string()), genre)
}

/// The lines that so many units have, figures written as `0`, longest first: rows of the table of common lines. Samples of
/// one unit stand side by side.
pub fn lines(samples: &[Sample], units: usize, genre: &Genre) -> String {
    let mut found = shared(samples, units, |sample, words| without_figures(&sample.document, words));
    found.retain(|(runs, _)| runs.len() > LINE - SEED);
    new(found, genre).into_iter().map(|line| line + "\n").collect()
}

fn without_figures(document: &Document, words: Range<usize>) -> String {
    let first = document.tokens.partition_point(|token| (token.start as usize) < words.start);
    let mut text = String::new();
    let mut at = words.start;
    for token in document.tokens[first..].iter().take_while(|token| (token.start as usize) < words.end) {
        if token.kind == TokenKind::Number {
            text.push_str(&document.text[at..token.start as usize]);
            text.push('0');
            at = token.end as usize;
        }
    }
    text.push_str(&document.text[at.min(words.end)..words.end]);
    text
}

/// Phrases with runs that the genre does not know and no longer one has.
fn new(mut found: Vec<(Vec<u64>, String)>, genre: &Genre) -> Vec<String> {
    let mut known = genre.clone();
    // Equals stay in the order of the texts.
    found.sort_by_key(|(runs, _)| std::cmp::Reverse(runs.len()));
    found.retain(|(runs, _)| {
        let new = runs.iter().any(|&run| !known.holds(run));
        known.extend(runs.iter().copied());
        new
    });
    found.into_iter().map(|(_, phrase)| phrase).collect()
}

/// The pairs of neighbouring words that so many units have, as lines of the table of common pairs: each first word with
/// all that follow it. Samples of one unit stand side by side.
pub fn pairs(samples: &[Sample], units: usize) -> String {
    // In how many units each pair stands, in which last, and how it is written there first.
    let mut spread: HashMap<(Syllable, Syllable), (usize, usize, [String; 2])> = HashMap::new();
    for Sample { unit, document, .. } in samples {
        for sentence in &document.sentences {
            let tokens = document.tokens.get(sentence.tokens.clone()).unwrap_or_default();
            let words = |pair: &&[Token]| pair.iter().all(|token| token.kind == TokenKind::Word);
            for pair in tokens.windows(2).filter(words) {
                let written = || [0, 1].map(|at: usize| pair[at].text(&document.text).to_lowercase());
                let entry = spread.entry((pair[0].id, pair[1].id)).or_insert_with(|| (0, usize::MAX, written()));
                entry.0 += usize::from(entry.1 != *unit);
                entry.1 = *unit;
            }
        }
    }
    let mut lines: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (count, _, [first, second]) in spread.into_values() {
        if count >= units {
            lines.entry(first).or_default().insert(second);
        }
    }
    let line = |(first, seconds): (String, BTreeSet<String>)| {
        seconds.into_iter().fold(first, |line, second| line + " " + &second) + "\n"
    };
    lines.into_iter().map(line).collect()
}

/// All stretches whose every run of four so many units have, with those runs; `written` tells how one is written.
fn shared(
    samples: &[Sample],
    units: usize,
    written: impl Fn(&Sample, Range<usize>) -> String,
) -> Vec<(Vec<u64>, String)> {
    let runs = |sample: &Sample| {
        let words = sample.passages.text.words();
        (0..words.len()).map(|at| grams::authored::<SEED>(words, at)).collect::<Vec<Option<u64>>>()
    };
    // In how many units each run stands, and in which last.
    let mut spread: HashMap<u64, (usize, usize), BuildHasherDefault<AsIs>> = HashMap::default();
    for sample in samples {
        for run in runs(sample).into_iter().flatten() {
            let (count, last) = spread.entry(run).or_insert((0, usize::MAX));
            *count += usize::from(*last != sample.unit);
            *last = sample.unit;
        }
    }
    let wide = |run: &Option<u64>| run.is_some_and(|run| spread.get(&run).is_some_and(|(count, _)| *count >= units));
    let mut found = Vec::new();
    for sample in samples {
        let runs = runs(sample);
        let mut at = 0;
        for stretch in runs.chunk_by(|x, y| wide(x) == wide(y)) {
            let start = at as u32;
            at += stretch.len();
            let words = stretch.len() + SEED - 1;
            if !wide(&stretch[0]) || words < LEAST_WORDS {
                continue;
            }
            let tokens = sample.passages.tokens(&(start..start + words as u32));
            let text = written(sample, sample.document.token_range(tokens));
            let text: Vec<&str> = text.split_whitespace().collect();
            found.push((stretch.iter().copied().flatten().collect(), text.join(" ")));
        }
    }
    found
}
