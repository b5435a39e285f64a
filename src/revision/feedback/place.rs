//! Where a remark belongs: only where that is beyond doubt.

use super::Remark;
use super::asks::{Ask, Phrase, Text, Word};
use super::desk::Desk;
use super::refs::{Named, named};
use crate::document::{Document, SectionId};
use crate::lint::review::Cue;
use crate::revision::{Op, UnitKind};
use crate::text::{Syllable, TokenKind};
use std::collections::HashSet;
use std::ops::Range;

/// Where a remark belongs.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// Words of the old revision, and the pair of the unit they stand in.
    Words(usize, Range<usize>),
    /// A unit something was put into, or that is new.
    Put(usize),
    /// A section of the old revision, and the pairs of it.
    Section(SectionId, Vec<usize>),
}

/// How like the best sentence is, and how much better than the next one of another unit, to be taken for the one that is
/// meant; and how many words they share at least.
const LIKE: f64 = 0.42;
const AHEAD: f64 = 1.25;
const SHARED: usize = 3;

/// Finds where a remark belongs.
pub(super) fn find(desk: &Desk<'_>, remark: &Remark, text: &Text<'_>, asks: &[Ask]) -> Option<Target> {
    if let Some(anchor) = &remark.anchor {
        return Some(Target::Words(desk.pair_at(anchor.start)?, anchor.clone()));
    }
    let named = named(desk.old, &remark.place, &remark.text, desk.words);
    let mut scope: HashSet<usize> = HashSet::new();
    for name in &named {
        scope.extend(match name {
            Named::Section(section) => desk.pairs_of_section(*section),
            Named::Block(block) => desk.pairs_of_blocks(*block..*block + 1),
        });
    }
    let scope = (!named.is_empty()).then_some(scope);
    let scope = narrowed(desk, remark, scope);
    let within = |pair: usize| scope.as_ref().is_none_or(|scope| scope.contains(&pair));
    if let Some(target) = row(desk, remark, &within) {
        return Some(target);
    }
    if let Some((pair, range)) = by_quotes(desk, &quoted(text, asks), &within) {
        return Some(Target::Words(pair, range));
    }
    // The words it asks for, where they were put.
    if let Some(pair) = put(desk, asks, &within) {
        return Some(Target::Put(pair));
    }
    if let Some((pair, range)) = alike(desk, text, &within, scope.is_some()) {
        return Some(Target::Words(pair, range));
    }
    match named[..] {
        [Named::Section(section)] => Some(Target::Section(section, desk.pairs_of_section(section))),
        [Named::Block(block)] => {
            let unit = desk.pairs_of_blocks(block..block + 1).first().copied()?;
            Some(Target::Words(unit, desk.pair(unit)?.old.as_ref()?.range.clone()))
        }
        _ => None,
    }
}

/// The scope less what does not stand on the page or in the paragraph a remark names, where the file tells pages.
fn narrowed(desk: &Desk<'_>, remark: &Remark, scope: Option<HashSet<usize>>) -> Option<HashSet<usize>> {
    let Some(word) = desk.old.word.as_deref() else { return scope };
    let asked = |cue: Cue| {
        let texts = [Text::new(&remark.place), Text::new(&remark.text)];
        texts.iter().find_map(|text| numbers_behind(desk, text, cue).first().copied())
    };
    let (page, paragraph) = (asked(Cue::Page), asked(Cue::Paragraph).filter(|_| scope.is_none()));
    if page.is_none() && paragraph.is_none() {
        return scope;
    }
    let fits = |pair: &usize| {
        let unit = desk.pair(*pair).and_then(|pair| pair.old.as_ref());
        unit.is_some_and(|unit| {
            let span = desk.old.span(unit.range.clone());
            let pages = word.page(span.start).zip(word.page(span.end.max(span.start + 1) - 1));
            let on_page = page.is_none_or(|page| pages.is_some_and(|(from, to)| (from..=to).contains(&page)));
            // Of a page without a paragraph no more is known; paragraphs are counted from the page's top by people.
            on_page && (page.is_some() || paragraph.is_none_or(|number| word.paragraph(span.start) == number))
        })
    };
    let all = scope.unwrap_or_else(|| (0..desk.revision.pairs.len()).collect());
    let kept: HashSet<usize> = all.iter().copied().filter(fits).collect();
    if kept.is_empty() { None } else { Some(kept) }
}

/// The whole numbers right behind words of a kind: «trang 5», «chỉ tiêu số 21».
fn numbers_behind(desk: &Desk<'_>, text: &Text<'_>, cue: Cue) -> Vec<u32> {
    let ids = text.ids();
    let mut numbers = Vec::new();
    for at in 0..ids.len() {
        let Some((_, length)) = desk.words.cue(&ids[at..], &[cue]) else { continue };
        let next = text.tokens.get(at + length).filter(|token| token.kind == TokenKind::Number);
        numbers.extend(next.and_then(|token| token.text(text.text).parse::<u32>().ok()));
    }
    numbers
}

/// «chỉ tiêu số 21»: the row of that number, if one table has it.
fn row(desk: &Desk<'_>, remark: &Remark, within: &dyn Fn(usize) -> bool) -> Option<Target> {
    let mut numbers = numbers_behind(desk, &Text::new(&remark.place), Cue::Row);
    if numbers.is_empty() {
        numbers = numbers_behind(desk, &Text::new(&remark.text), Cue::Row);
    }
    let [number] = numbers[..] else { return None };
    let document: &Document = desk.old;
    let text = |cell: &u32| document.blocks.get(*cell as usize).map_or("", |b| document.block_text(b)).trim();
    let rows = document.tables.iter().flat_map(|table| table.rows.iter().skip(table.header_rows));
    let numbered = rows.filter(|row| row.cells.first().is_some_and(|cell| text(cell).parse() == Ok(number)));
    let found: Vec<usize> = numbered
        .filter_map(|row| desk.pairs_of_blocks(*row.cells.first()?..row.cells.last()? + 1).first().copied())
        .filter(|pair| within(*pair))
        .collect();
    let [pair] = found[..] else { return None };
    Some(Target::Words(pair, desk.pair(pair)?.old.as_ref()?.range.clone()))
}

/// What a remark quotes of the old text: what is to go or to become something else, then other quotations; words that
/// are asked for are not there yet.
fn quoted(text: &Text<'_>, asks: &[Ask]) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> = Vec::new();
    let mut wanted: Vec<&Phrase> = Vec::new();
    for ask in asks {
        match ask {
            Ask::Remove(phrase) => phrases.push(phrase.clone()),
            Ask::Replace(old, new) => {
                phrases.push(old.clone());
                wanted.push(new);
            }
            Ask::Add(phrase) => wanted.push(phrase),
            Ask::Shorten => {}
        }
    }
    let others = text.quotes.iter().map(|quote| text.phrase(quote.clone()));
    phrases.extend(others.filter(|phrase| !wanted.contains(&phrase)));
    let tells = |phrase: &Phrase| phrase.words.len() >= 2 || phrase.quoted && !phrase.words.is_empty();
    let mut seen: Vec<Phrase> = Vec::new();
    for phrase in phrases.into_iter().filter(tells) {
        if !seen.contains(&phrase) {
            seen.push(phrase);
        }
    }
    seen
}

/// The unit that has what a remark quotes of the old text: where the first quotation stands in several, the one that
/// has the others too; first in the section it names, then anywhere.
fn by_quotes(desk: &Desk<'_>, quotes: &[Phrase], within: &dyn Fn(usize) -> bool) -> Option<(usize, Range<usize>)> {
    let mut units: Option<Vec<usize>> = None;
    let mut ranges: Vec<Vec<(usize, Range<usize>)>> = Vec::new();
    for phrase in quotes {
        let places = places(desk, phrase);
        let mut here: Vec<usize> = places.iter().map(|(pair, _)| *pair).filter(|pair| within(*pair)).collect();
        if here.is_empty() {
            here = places.iter().map(|(pair, _)| *pair).collect();
        }
        here.dedup();
        let both = units.iter().flatten().copied().filter(|pair| here.contains(pair)).collect::<Vec<usize>>();
        match &units {
            None if !here.is_empty() => units = Some(here),
            Some(_) if !both.is_empty() => units = Some(both),
            _ => continue,
        }
        ranges.push(places);
    }
    let [pair] = units?[..] else { return None };
    let own = ranges.iter().map(|places| places.iter().filter(|(unit, _)| *unit == pair).collect::<Vec<_>>());
    let best = own.filter(|places| !places.is_empty()).min_by_key(|places| places.len())?;
    Some((pair, best.first()?.1.clone()))
}

/// Where a phrase stands in the old text.
fn places(desk: &Desk<'_>, phrase: &Phrase) -> Vec<(usize, Range<usize>)> {
    let (words, wanted) = (&desk.old_words, &phrase.words);
    let mut found = Vec::new();
    let Some(first) = wanted.first() else { return found };
    for at in (0..words.len().saturating_sub(wanted.len() - 1)).filter(|&at| words[at] == *first) {
        if words[at..at + wanted.len()] != wanted[..] {
            continue;
        }
        let range = desk.old.token_range(at..at + wanted.len());
        if let Some(pair) = desk.pair_at(range.start) {
            found.push((pair, range));
        }
    }
    found
}

/// The share of the words asked for that are among others; all numbers must be.
pub(super) fn coverage(desk: &Desk<'_>, phrase: &Phrase, words: &[Word]) -> f64 {
    let content: Vec<&Word> = phrase.content(desk.words).collect();
    if content.is_empty() || content.iter().any(|word| word.number.is_some() && !words.contains(word)) {
        return 0.0;
    }
    content.iter().filter(|word| words.contains(word)).count() as f64 / content.len() as f64
}

/// Words asked for that were put in one place only.
fn put(desk: &Desk<'_>, asks: &[Ask], within: &dyn Fn(usize) -> bool) -> Option<usize> {
    for ask in asks {
        let (Ask::Add(phrase) | Ask::Replace(_, phrase)) = ask else { continue };
        let content = phrase.content(desk.words).count();
        let enough = content >= 2 || phrase.quoted && content >= 1;
        if !enough {
            continue;
        }
        let holds = |pair: &usize| {
            let come = desk.edited(*pair, Op::Insert);
            if phrase.quoted {
                !come.is_empty()
                    && phrase.times_in(desk.words_of(*pair, true)) > phrase.times_in(desk.words_of(*pair, false))
            } else {
                coverage(desk, phrase, &come) >= 0.8
            }
        };
        let pairs = (0..desk.revision.pairs.len()).filter(|&pair| within(pair) && desk.changed(pair));
        let found: Vec<usize> = pairs.filter(holds).collect();
        if let [pair] = found[..] {
            return Some(pair);
        }
    }
    None
}

/// The sentence a remark has most in common with, if it stands out.
fn alike(
    desk: &Desk<'_>,
    text: &Text<'_>,
    within: &dyn Fn(usize) -> bool,
    scoped: bool,
) -> Option<(usize, Range<usize>)> {
    let filler = |id: &Syllable| desk.words.filler.contains(id);
    let mut wanted: Vec<Syllable> = text.ids().into_iter().filter(|id| !filler(id)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let norm = |ids: &[Syllable]| ids.iter().map(|id| desk.weight(*id).powi(2)).sum::<f64>().sqrt();
    let own = norm(&wanted);
    let mut best: Vec<(f64, usize, Range<usize>)> = Vec::new();
    for sentence in &desk.old.sentences {
        let mut ids: Vec<Syllable> = desk.old.tokens[sentence.tokens.clone()].iter().map(|token| token.id).collect();
        ids.retain(|id| !filler(id));
        ids.sort_unstable();
        ids.dedup();
        let shared: Vec<Syllable> = ids.iter().copied().filter(|id| wanted.binary_search(id).is_ok()).collect();
        if shared.len() < SHARED {
            continue;
        }
        let sum: f64 = shared.iter().map(|id| desk.weight(*id).powi(2)).sum();
        let like = sum / (own * norm(&ids)).max(1e-9);
        let range = desk.old.sentence_range(sentence);
        let Some(pair) = desk.pair_at(range.start).filter(|pair| within(*pair)) else { continue };
        // The cell that names a row stands for all of it.
        let row = desk.pair(pair).and_then(|pair| pair.old.as_ref()).filter(|unit| unit.kind == UnitKind::Row);
        best.push((like, pair, row.map_or(range, |unit| unit.range.clone())));
    }
    best.sort_by(|x, y| y.0.total_cmp(&x.0));
    let (like, pair, range) = best.first()?.clone();
    let next = best.iter().find(|(_, other, _)| *other != pair).map_or(0.0, |(like, ..)| *like);
    let least = if scoped { LIKE * 0.75 } else { LIKE };
    (like >= least && like >= next * AHEAD).then_some((pair, range))
}
