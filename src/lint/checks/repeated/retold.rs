//! Figures retold: words of a self-review that give the figures of one place of the report, in another order and in
//! other words. «Giám sát 17 tổ chức đảng; kỷ luật 06 đảng viên, gồm khiển trách 05, cảnh cáo 01» turned round leaves no
//! run of words to be found by, but the figures stay.

use crate::document::Document;
use crate::lint::check::Context;
use crate::text::{Syllable, TokenKind};
use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A sentence with its figures.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) tokens: Range<usize>,
    block: u32,
    /// Its figures by value, sorted, each with its token.
    figures: Vec<(u64, usize)>,
    /// Its words, sorted.
    words: Vec<Syllable>,
}

/// Sentences of one document that retell those of another.
pub(super) struct Retold {
    /// The tokens of both.
    pub(super) here: Range<usize>,
    pub(super) there: Range<usize>,
    /// Figures both have.
    pub(super) shared: usize,
    /// The tokens of the one figure that differs, there and here.
    pub(super) changed: Option<(usize, usize)>,
}

/// Figures that two places must share; fewer meet in any two reports of one unit.
const FEWEST: usize = 5;
/// Of those, so many must be more than a digit.
const TELLING: usize = 2;
/// The share of a place's figures that the other has: of the retelling, of what is retold.
const OWN: f64 = 0.8;
const THEIRS: f64 = 0.6;
/// The share of a retelling's words that stand in what it retells: it speaks of the same things.
const WORDS: f64 = 0.4;
/// Sentences with more figures are lists.
const MOST: usize = 40;
/// A figure that stands in more places finds none of them, or a text that keeps giving one figure would take the square.
const COMMON: usize = 32;

/// The sentences of running text that give figures.
pub(super) fn figures(context: &Context<'_>) -> Vec<Said> {
    let document = context.document;
    let facts = context.facts();
    let of = |(at, sentence): (usize, &crate::document::Sentence)| {
        let facts = facts.of_sentence(at as u32);
        let block = document.blocks.get(sentence.block as usize)?;
        if facts.is_empty() || facts.len() > MOST || !block.is_prose() || block.quoted || block.footnote {
            return None;
        }
        let values = facts.iter().flat_map(|fact| [Some(fact.value), fact.of].map(|v| (v, fact.tokens.start)));
        let mut figures: Vec<(u64, usize)> =
            values.filter_map(|(value, token)| Some((value?.value().to_bits(), token))).collect();
        figures.sort_unstable();
        let tokens = document.tokens.get(sentence.tokens.clone())?.iter();
        let mut words: Vec<Syllable> = tokens.filter(|t| t.kind == TokenKind::Word).map(|t| t.id).collect();
        words.sort_unstable();
        words.dedup();
        Some(Said { tokens: sentence.tokens.clone(), block: sentence.block, figures, words })
    };
    document.sentences.iter().enumerate().filter_map(of).collect()
}

/// Whether a figure is more than a digit.
fn tells(value: u64) -> bool {
    let value = f64::from_bits(value);
    value >= 10.0 || value.fract() != 0.0
}

/// One sentence, or two that stand side by side in a paragraph.
fn places(all: &[Said]) -> impl Iterator<Item = Said> {
    let two = |at: usize| {
        let (first, second) = (all.get(at)?, all.get(at + 1)?);
        let mut both = first.clone();
        both.tokens.end = second.tokens.end;
        both.figures.extend_from_slice(&second.figures);
        both.figures.sort_unstable();
        both.words.extend_from_slice(&second.words);
        both.words.sort_unstable();
        both.words.dedup();
        (first.block == second.block && first.tokens.end == second.tokens.start).then_some(both)
    };
    (0..all.len()).flat_map(move |at| [all.get(at).cloned(), two(at)]).flatten()
}

/// What `own` retells of `report`; places that overlap `told` are passed over.
pub(super) fn find(own: &[Said], report: &[Said], told: &[Range<usize>]) -> Vec<Retold> {
    let sources: Vec<Said> = places(report).filter(|place| place.figures.len() >= FEWEST).collect();
    let mut by_value: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, source) in sources.iter().enumerate() {
        for (value, _) in source.figures.iter().filter(|(value, _)| tells(*value)) {
            by_value.entry(*value).or_default().push(at);
        }
    }
    // What everybody gives is no lead.
    by_value.retain(|_, sources| sources.len() <= COMMON);
    let end = own.iter().map(|said| said.tokens.end).max().unwrap_or(0);
    let mut taken = vec![false; end];
    let take = |taken: &mut Vec<bool>, tokens: &Range<usize>| {
        taken[tokens.start.min(end)..tokens.end.min(end)].fill(true);
    };
    told.iter().for_each(|tokens| take(&mut taken, tokens));
    let mut found: Vec<Retold> = Vec::new();
    for place in places(own).filter(|place| place.figures.len() >= FEWEST) {
        if taken[place.tokens.clone()].contains(&true) {
            continue;
        }
        let candidates = place.figures.iter().filter_map(|(value, _)| by_value.get(value)).flatten();
        let candidates: HashSet<usize> = candidates.copied().collect();
        let matches = candidates.into_iter().filter_map(|at| Some((at, retold(&place, &sources[at])?)));
        // The most figures, of equals the shorter place, then the earlier.
        let best = matches.max_by_key(|(at, m)| (m.shared, Reverse((m.there.len(), *at))));
        if let Some((_, retold)) = best {
            take(&mut taken, &retold.here);
            found.push(retold);
        }
    }
    found
}

/// Whether one place retells another.
fn retold(own: &Said, source: &Said) -> Option<Retold> {
    let (mut x, mut y) = (0, 0);
    let (mut shared, mut telling) = (0, 0);
    let (mut only_here, mut only_there) = (Vec::new(), Vec::new());
    while let (Some(here), Some(there)) = (own.figures.get(x), source.figures.get(y)) {
        match here.0.cmp(&there.0) {
            Ordering::Equal => {
                (shared, telling) = (shared + 1, telling + usize::from(tells(here.0)));
                (x, y) = (x + 1, y + 1);
            }
            Ordering::Less => {
                only_here.push(here.1);
                x += 1;
            }
            Ordering::Greater => {
                only_there.push(there.1);
                y += 1;
            }
        }
    }
    only_here.extend(own.figures[x..].iter().map(|figure| figure.1));
    only_there.extend(source.figures[y..].iter().map(|figure| figure.1));
    let words = own.words.iter().filter(|word| source.words.binary_search(word).is_ok()).count();
    let same = shared >= FEWEST
        && telling >= TELLING
        && shared as f64 >= OWN * own.figures.len() as f64
        && shared as f64 >= THEIRS * source.figures.len() as f64
        && words as f64 >= WORDS * own.words.len() as f64;
    let changed = match (&only_there[..], &only_here[..]) {
        ([there], [here]) => Some((*there, *here)),
        _ => None,
    };
    same.then(|| Retold { here: own.tokens.clone(), there: source.tokens.clone(), shared, changed })
}

/// «17 → 19»: the figure that differs, there and here.
pub(super) fn change(retold: &Retold, there: Option<&Document>, here: Option<&Document>) -> Option<String> {
    let (old, new) = retold.changed?;
    let figure = |document: &Document, token: usize| document.token_text(token..token + 1).to_string();
    Some(format!("{} → {}", figure(there?, old), figure(here?, new)))
}
