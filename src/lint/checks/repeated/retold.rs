//! Figures retold: words of a self-review that give the figures of one place of the report, in another order and in
//! other words. «Giám sát 17 tổ chức đảng; kỷ luật 06 đảng viên, gồm khiển trách 05, cảnh cáo 01» turned round leaves no
//! run of words to be found by, but the figures stay.

use crate::document::Document;
use crate::lint::check::Context;
use crate::text::{Syllable, TokenKind};
use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::ops::Range;

/// A sentence with its figures.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) tokens: Range<usize>,
    block: u32,
    /// Its figures by value, sorted, each with its token.
    figures: Vec<(u64, usize)>,
    /// Its words, as they stand: few places come so near that these are compared.
    words: Vec<Syllable>,
    /// Whether it is but a clause of a sentence.
    part: bool,
}

/// Sentences of one document that retell those of another.
pub(super) struct Retold {
    /// The tokens of both.
    pub(super) here: Range<usize>,
    pub(super) there: Range<usize>,
    /// Figures both have.
    pub(super) shared: usize,
    /// The share of words and figures that stand on both sides, 0 to 1.
    pub(super) similarity: f64,
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
/// A clause that gives exactly the figures of a clause may give fewer, where most of them and of its words tell.
const CLAUSE: usize = 4;
const CLAUSE_TELLING: usize = 3;
const CLAUSE_WORDS: f64 = 0.6;
/// With so many words in common, and such a share of either's, two figures are enough.
const ALIKE: usize = 12;
const ALIKE_FIGURES: usize = 2;
const ALIKE_WORDS: f64 = 0.7;
/// Sentences with more figures are lists.
const MOST: usize = 40;
/// A figure that stands in more places finds none of them, or a text that keeps giving one figure would take the square.
const COMMON: usize = 32;

/// The sentences of running text that give figures.
pub(super) fn figures(context: &Context<'_>) -> Vec<Said> {
    let document = context.document;
    let facts = context.facts();
    let told = |(at, sentence): (usize, &crate::document::Sentence)| {
        let facts = facts.of_sentence(at as u32);
        let block = document.blocks.get(sentence.block as usize)?;
        let plain = !facts.is_empty() && facts.len() <= MOST && block.is_prose() && !block.quoted && !block.footnote;
        plain.then(|| (sentence.block, sentence.tokens.clone()))
    };
    let said = |block: u32, tokens: Range<usize>, part: bool| {
        let facts = facts.within(&tokens).iter();
        let values = facts.flat_map(|fact| [Some(fact.value), fact.of].map(|v| (v, fact.tokens.start)));
        let mut figures: Vec<(u64, usize)> =
            values.filter_map(|(value, token)| Some((value?.value().to_bits(), token))).collect();
        figures.sort_unstable();
        let words = document.tokens.get(tokens.clone()).unwrap_or_default().iter();
        let words = words.filter(|t| t.kind == TokenKind::Word).map(|t| t.id).collect();
        Said { tokens, block, figures, words, part }
    };
    let sentences: Vec<(u32, Range<usize>)> = document.sentences.iter().enumerate().filter_map(told).collect();
    let mut all: Vec<Said> = sentences.iter().map(|(block, tokens)| said(*block, tokens.clone(), false)).collect();
    // Of a sentence that tells of several things one or two may be retold.
    for (block, tokens) in &sentences {
        let cuts = (tokens.start + 1..tokens.end).filter(|&at| document.has_mark(at, &[';']));
        let cuts: Vec<usize> = [tokens.start].into_iter().chain(cuts).chain([tokens.end]).take(MOST).collect();
        let joined = |clauses: usize| cuts.windows(clauses + 1).map(move |ends| ends[0]..ends[clauses]);
        let some = [1, 2].into_iter().filter(|clauses| clauses + 1 < cuts.len()).flat_map(joined);
        // A ratio is two figures.
        let full = |tokens: &Range<usize>| 2 * facts.within(tokens).len() >= CLAUSE;
        all.extend(
            some.filter(full).map(|tokens| said(*block, tokens, true)).filter(|said| said.figures.len() >= CLAUSE),
        );
    }
    all
}

/// Whether a figure is more than a digit.
fn tells(value: u64) -> bool {
    let value = f64::from_bits(value);
    value >= 10.0 || value.fract() != 0.0
}

/// One sentence, or two that stand side by side in a paragraph.
fn places(all: &[Said]) -> impl Iterator<Item = Cow<'_, Said>> {
    let two = |at: usize| {
        let (first, second) = (all.get(at)?, all.get(at + 1).filter(|second| !second.part)?);
        if first.block != second.block || first.tokens.end != second.tokens.start {
            return None;
        }
        let mut both = first.clone();
        both.tokens.end = second.tokens.end;
        both.figures.extend_from_slice(&second.figures);
        both.figures.sort_unstable();
        both.words.extend_from_slice(&second.words);
        Some(Cow::Owned(both))
    };
    (0..all.len()).flat_map(move |at| [all.get(at).map(Cow::Borrowed), two(at)]).flatten()
}

/// What `own` retells of `report`; places that overlap `told` are passed over.
pub(super) fn find(own: &[Said], report: &[Said], told: &[Range<usize>]) -> Vec<Retold> {
    let sources: Vec<Cow<'_, Said>> = places(report).filter(|place| place.figures.len() >= ALIKE_FIGURES).collect();
    let leads = sources.iter().enumerate().flat_map(|(at, source)| source.figures.iter().map(move |(v, _)| (*v, at)));
    let mut leads: Vec<(u64, usize)> = leads.filter(|(value, _)| tells(*value)).collect();
    leads.sort_unstable();
    let given = |value: u64| {
        let from = leads.partition_point(|lead| lead.0 < value);
        let same = leads[from..].iter().take_while(|lead| lead.0 == value).take(COMMON + 1).count();
        // What everybody gives is no lead.
        leads[from..from + same].iter().map(|lead| lead.1).filter(move |_| same <= COMMON)
    };
    let end = own.iter().map(|said| said.tokens.end).max().unwrap_or(0);
    let mut taken = vec![false; end];
    let take = |taken: &mut Vec<bool>, tokens: &Range<usize>| {
        taken[tokens.start.min(end)..tokens.end.min(end)].fill(true);
    };
    told.iter().for_each(|tokens| take(&mut taken, tokens));
    let mut found: Vec<Retold> = Vec::new();
    for place in places(own).filter(|place| place.figures.len() >= ALIKE_FIGURES) {
        if taken[place.tokens.clone()].contains(&true) {
            continue;
        }
        let mut candidates: Vec<usize> = place.figures.iter().flat_map(|(value, _)| given(*value)).collect();
        candidates.sort_unstable();
        candidates.dedup();
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
    // Whatever else they share, one figure alone finds nothing; most places meet by one.
    if telling < TELLING.min(ALIKE_FIGURES) {
        return None;
    }
    only_here.extend(own.figures[x..].iter().map(|figure| figure.1));
    only_there.extend(source.figures[y..].iter().map(|figure| figure.1));
    let (here, there) = (different(&own.words), different(&source.words));
    let words = here.iter().filter(|word| there.binary_search(word).is_ok()).count();
    let of = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let by_figures = shared >= FEWEST
        && telling >= TELLING
        && of(shared, own.figures.len()) >= OWN
        && of(shared, source.figures.len()) >= THEIRS
        && of(words, here.len()) >= WORDS;
    let all = shared == own.figures.len() && shared == source.figures.len();
    let as_clauses = all && shared >= CLAUSE && telling >= CLAUSE_TELLING && of(words, here.len()) >= CLAUSE_WORDS;
    let by_words = telling >= ALIKE_FIGURES
        && words >= ALIKE
        && of(words, here.len()) >= ALIKE_WORDS
        && of(words, there.len()) >= ALIKE_WORDS;
    let same = as_clauses || !(own.part || source.part) && (by_figures || by_words);
    let changed = match (&only_there[..], &only_here[..]) {
        ([there], [here]) => Some((*there, *here)),
        _ => None,
    };
    let said = here.len() + own.figures.len() + there.len() + source.figures.len();
    let similarity = of(2 * (words + shared), said);
    same.then(|| Retold { here: own.tokens.clone(), there: source.tokens.clone(), shared, similarity, changed })
}

/// Words, each once, sorted.
fn different(words: &[Syllable]) -> Vec<Syllable> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    words
}

/// «17 → 19»: the figure that differs, there and here.
pub(super) fn change(retold: &Retold, there: Option<&Document>, here: Option<&Document>) -> Option<String> {
    let (old, new) = retold.changed?;
    let figure = |document: &Document, token: usize| document.token_text(token..token + 1).to_string();
    Some(format!("{} → {}", figure(there?, old), figure(here?, new)))
}
