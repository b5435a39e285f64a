//! Passages that stand twice in one document.

use super::join::{most, span};
use super::shares::{Shares, percent};
use super::{Sides, say_changes};
use crate::lint::check::{Check, Context, Draft, Place, SELF};
use crate::lint::sketch::Sketch;
use crate::overlap::{Options, Passage, Word, within};
use serde::Deserialize;
use std::ops::Range;

/// `repeated-within:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedWithin {}

/// Places of one passage that are told each by itself where their figures differ.
const TOLD: usize = 4;

/// Places that one finding names beside its own.
const RELATED: usize = 10;

impl Check for RepeatedWithin {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let passages = context.passages();
        let mut found = within(&passages.text, &context.catalogue.genre, &Options::default());
        // «tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng giảm còn 8,5%» has to be said so wherever it is said.
        found.retain(|passage| !is_indicator(context, &passages.tokens(&passage.b)));
        if found.is_empty() {
            return;
        }
        let sketch = Sketch::of(context.document, passages);
        let repeats = joined(found, passages.text.words());
        let later = repeats.iter().flat_map(|repeat| repeat.more.iter().chain([&repeat.passage.b]).cloned());
        let shares = Shares::of(&sketch, passages, later);
        let sides = Sides { here: (&sketch, passages), there: (&sketch, passages) };
        for Repeat { passage, more } in repeats {
            let figures = sides.figures(passage.changed.iter().map(|&(there, here)| (here, there)));
            let message = if passage.verbatim { "verbatim" } else { "" };
            let here = sketch.trimmed(passages.tokens(&passage.b));
            let draft = shares.say(Draft::on(Place::Tokens(here.clone())).say(message), here.start);
            let draft = draft.with("percent", percent(passage.similarity.into()));
            let mut draft = say_changes(draft, figures);
            let place = |words: &Range<u32>| Place::Tokens(sketch.trimmed(passages.tokens(words)));
            draft.related.push((SELF, place(&passage.a), "chỗ thứ nhất".into()));
            let others = more.iter().take(RELATED).map(|words| (SELF, place(words), "cũng đoạn này".into()));
            draft.related.extend(others);
            let part = if more.is_empty() { "" } else { "others" };
            out.push(draft.with("more", more.len().to_string()).part("others", part));
        }
    }
}

/// A repeat, and the later places where the same stands again.
struct Repeat {
    passage: Passage,
    more: Vec<Range<u32>>,
}

/// A sentence that stands a thousand times is one finding, not a thousand: the first repeat, and where the others are.
fn joined(mut found: Vec<Passage>, words: &[Word]) -> Vec<Repeat> {
    found.sort_by_key(|passage| (passage.b.start, passage.b.end, passage.a.start));
    let mut repeats: Vec<Repeat> = Vec::new();
    // How many findings tell of the passage that a finding began.
    let mut told: Vec<usize> = Vec::new();
    // Of each word, the finding it is part of, counted from 1.
    let mut part_of = vec![0_usize; words.len()];
    let at = |range: &Range<u32>| span(range, words.len());
    for passage in found {
        let first = most(&part_of[at(&passage.a)]);
        // Told already, with what it is a part of.
        if first.is_some() && most(&part_of[at(&passage.b)]) == first {
            continue;
        }
        let first = first.filter(|first| 2 * passage.a.len() >= repeats[first - 1].passage.b.len());
        let family = first.unwrap_or(repeats.len() + 1);
        part_of[at(&passage.a)].fill(family);
        part_of[at(&passage.b)].fill(family);
        let copies = on_end(words, &passage.b, &part_of);
        copies.iter().for_each(|copy| part_of[at(copy)].fill(family));
        match first {
            Some(first) if passage.changed.is_empty() || told[first - 1] >= TOLD => {
                let more = &mut repeats[first - 1].more;
                more.push(passage.b);
                more.extend(copies);
                continue;
            }
            Some(first) => told[first - 1] += 1,
            None => {}
        }
        repeats.push(Repeat { passage, more: copies });
        told.push(1);
    }
    repeats
}

/// Masked words between two copies.
const BETWEEN: usize = 100;

/// Where the words of a passage follow on it again and again, whatever their figures and the headings between.
fn on_end(words: &[Word], passage: &Range<u32>, part_of: &[usize]) -> Vec<Range<u32>> {
    let own: Vec<Word> = words[span(passage, words.len())].iter().filter(|word| !word.is_masked()).copied().collect();
    let mut copies: Vec<Range<u32>> = Vec::new();
    let mut end = passage.end as usize;
    while !own.is_empty() {
        // However much is masked: no farther than this.
        let free =
            words.iter().enumerate().skip(end).take(2 * own.len() + BETWEEN).filter(|(_, word)| !word.is_masked());
        let alike = |&(wanted, &(at, word)): &(&Word, &(usize, &Word))| {
            part_of[at] == 0 && (wanted == word || wanted.is_number() && word.is_number())
        };
        let next: Vec<(usize, &Word)> = free.take(own.len()).collect();
        let same = own.iter().zip(&next).take_while(alike).count() == own.len();
        let (true, Some(first), Some(last)) = (same, next.first(), next.last()) else { break };
        copies.push(first.0 as u32..last.0 as u32 + 1);
        end = last.0 + 1;
    }
    copies
}

/// Whether more than half of some words are the name of an indicator.
fn is_indicator(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let named = context.catalogue.indicators.named(context.mentions, tokens);
    let words: usize = named.iter().map(|hit| (hit.end - hit.start) as usize).sum();
    2 * words > tokens.len()
}
