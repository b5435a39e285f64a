//! Two revisions laid side by side for whoever answers remarks: words, sentences, units, and what was done to them.

use super::asks::Word;
use crate::document::{BlockId, Document, SectionId};
use crate::lint::review::RemarkWords;
use crate::revision::{Op, Pair, Reading, Revision, Unit, UnitKind};
use crate::text::Syllable;
use std::collections::HashMap;
use std::ops::Range;

/// Two revisions, and the words by which remarks are read.
pub(super) struct Desk<'a> {
    pub revision: &'a Revision,
    pub old: &'a Document,
    pub new: &'a Document,
    pub words: &'a RemarkWords,
    /// By token.
    pub old_words: Vec<Word>,
    pub new_words: Vec<Word>,
    /// Old units by where they begin, with their pair.
    by_start: Vec<(usize, usize)>,
    /// In how many old sentences a word stands.
    rarity: HashMap<Syllable, u32>,
}

impl<'a> Desk<'a> {
    pub fn new(revision: &'a Revision, old: &'a Reading, new: &'a Reading, words: &'a RemarkWords) -> Desk<'a> {
        let (old, new) = (&old.document, &new.document);
        let of = |document: &Document| document.tokens.iter().map(|t| Word::of(&document.text, t)).collect::<Vec<_>>();
        let starts = revision.pairs.iter().enumerate();
        let starts = starts.filter_map(|(at, pair)| Some((pair.old.as_ref()?.range.start, at)));
        let mut by_start: Vec<(usize, usize)> = starts.collect();
        by_start.sort_unstable();
        let mut rarity: HashMap<Syllable, u32> = HashMap::new();
        for sentence in &old.sentences {
            let mut ids: Vec<Syllable> = old.tokens[sentence.tokens.clone()].iter().map(|token| token.id).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.into_iter().for_each(|id| *rarity.entry(id).or_default() += 1);
        }
        Desk { revision, old, new, words, old_words: of(old), new_words: of(new), by_start, rarity }
    }

    pub fn pair(&self, at: usize) -> Option<&'a Pair> {
        self.revision.pairs.get(at)
    }

    /// How much a word tells of where a remark belongs: the rarer the more.
    pub fn weight(&self, id: Syllable) -> f64 {
        let all = self.old.sentences.len().max(1) as f64;
        let with = f64::from(self.rarity.get(&id).copied().unwrap_or(0));
        ((all + 1.0) / (with + 1.0)).ln().max(0.05)
    }

    /// The pair whose old unit holds a place of the old text.
    pub fn pair_at(&self, place: usize) -> Option<usize> {
        let next = self.by_start.partition_point(|(start, _)| *start <= place);
        let pair = self.by_start.get(next.checked_sub(1)?)?.1;
        let unit = self.pair(pair)?.old.as_ref()?;
        (place < unit.range.end.max(unit.range.start + 1)).then_some(pair)
    }

    /// The pairs whose old unit is of some blocks.
    pub fn pairs_of_blocks(&self, blocks: Range<BlockId>) -> Vec<usize> {
        let within = |unit: &Unit| blocks.contains(&unit.blocks.start);
        let pairs = self.revision.pairs.iter().enumerate();
        pairs.filter(|(_, pair)| pair.old.as_ref().is_some_and(within)).map(|(at, _)| at).collect()
    }

    /// The pairs of a section of the old revision, with what was put into it.
    pub fn pairs_of_section(&self, section: SectionId) -> Vec<usize> {
        let was = self.old.sections.get(section as usize).map_or(0..0, |s| s.all.clone());
        let is = self.revision.section_in_new(section);
        let is = is.and_then(|id| self.new.sections.get(id as usize)).map_or(0..0, |s| s.all.clone());
        let within = |unit: &Option<Unit>, blocks: &Range<BlockId>| {
            unit.as_ref().is_some_and(|unit| blocks.contains(&unit.blocks.start))
        };
        let pairs = self.revision.pairs.iter().enumerate();
        pairs
            .filter(|(_, pair)| within(&pair.old, &was) || pair.old.is_none() && within(&pair.new, &is))
            .map(|(at, _)| at)
            .collect()
    }

    /// The tokens of a range of a text.
    pub fn tokens(document: &Document, range: &Range<usize>) -> Range<usize> {
        let from = document.tokens.partition_point(|token| (token.end as usize) <= range.start);
        let to = document.tokens.partition_point(|token| (token.start as usize) < range.end);
        from..to.max(from)
    }

    /// The words of one side of a pair.
    pub fn words_of(&self, pair: usize, is_new: bool) -> &[Word] {
        let Some(pair) = self.pair(pair) else { return &[] };
        let (unit, document, words) = match is_new {
            true => (&pair.new, self.new, &self.new_words),
            false => (&pair.old, self.old, &self.old_words),
        };
        let Some(unit) = unit else { return &[] };
        words.get(Desk::tokens(document, &unit.range)).unwrap_or_default()
    }

    /// The words that came into a pair's unit, or went.
    pub fn edited(&self, pair: usize, op: Op) -> Vec<Word> {
        let Some(found) = self.pair(pair) else { return Vec::new() };
        let (document, words) =
            if op == Op::Insert { (self.new, &self.new_words) } else { (self.old, &self.old_words) };
        let edits = found.edits.iter().filter(|edit| edit.op == op);
        let mut ranges: Vec<Range<usize>> = edits.map(|edit| edit.range.clone()).collect();
        // What has no counterpart came or went whole.
        match (&found.old, &found.new, op) {
            (None, Some(unit), Op::Insert) | (Some(unit), None, Op::Delete) => ranges = vec![unit.range.clone()],
            _ => {}
        }
        ranges.iter().flat_map(|range| words.get(Desk::tokens(document, range)).unwrap_or_default()).copied().collect()
    }

    /// Whether a pair's words changed: one that only moved or was spelt in another way did not.
    pub fn changed(&self, pair: usize) -> bool {
        self.pair(pair).is_some_and(|pair| {
            !pair.spelling && (pair.old.is_none() || pair.new.is_none() || pair.edits.iter().any(|e| e.op != Op::Equal))
        })
    }

    /// What changed of a pair: from the first changed word to the last on both sides, as whole sentences.
    pub fn stretch(&self, pair: usize) -> (Option<Range<usize>>, Option<Range<usize>>) {
        let Some(found) = self.pair(pair) else { return (None, None) };
        let (Some(old), Some(new)) = (&found.old, &found.new) else {
            return (found.old.as_ref().map(|u| u.range.clone()), found.new.as_ref().map(|u| u.range.clone()));
        };
        if old.kind == UnitKind::Row {
            return (Some(old.range.clone()), Some(new.range.clone()));
        }
        let (mut was, mut is) = (old.range.start, new.range.start);
        let (mut gone, mut come): (Option<Range<usize>>, Option<Range<usize>>) = (None, None);
        let widen = |range: &mut Option<Range<usize>>, part: Range<usize>| {
            *range = Some(range.as_ref().map_or(part.clone(), |all| all.start.min(part.start)..all.end.max(part.end)));
        };
        for edit in &found.edits {
            match edit.op {
                Op::Equal => (was, is) = (was + edit.range.len(), is + edit.range.len()),
                Op::Delete => {
                    widen(&mut gone, edit.range.clone());
                    widen(&mut come, is..is);
                    was = edit.range.end;
                }
                Op::Insert => {
                    widen(&mut come, edit.range.clone());
                    widen(&mut gone, was..was);
                    is = edit.range.end;
                }
            }
        }
        let whole = |document: &Document, range: Option<Range<usize>>, unit: &Unit| {
            range.map(|range| sentences(document, &range, &unit.range))
        };
        (whole(self.old, gone, old), whole(self.new, come, new))
    }

    /// Whether the sentence or sentences that hold a range of the old text were edited; `behind`: or something was put
    /// right behind them.
    pub fn touched(&self, pair: usize, range: &Range<usize>, behind: bool) -> bool {
        let Some(found) = self.pair(pair).filter(|_| self.changed(pair)) else { return false };
        let Some(old) = &found.old else { return true };
        if found.new.is_none() {
            return true;
        }
        let range = sentences(self.old, range, &old.range);
        let mut was = old.range.start;
        found.edits.iter().any(|edit| match edit.op {
            Op::Equal => {
                was = edit.range.end;
                false
            }
            Op::Delete => {
                was = edit.range.end;
                edit.range.start < range.end && range.start < edit.range.end
            }
            Op::Insert => range.start < was && was < range.end || behind && (range.end..range.end + 2).contains(&was),
        })
    }

    /// How much of a range of the old text went.
    pub fn gone(&self, pair: usize, range: &Range<usize>) -> f64 {
        let Some(found) = self.pair(pair) else { return 0.0 };
        if found.new.is_none() {
            return 1.0;
        }
        let deletes = found.edits.iter().filter(|edit| edit.op == Op::Delete);
        let gone: usize =
            deletes.map(|edit| edit.range.end.min(range.end).saturating_sub(edit.range.start.max(range.start))).sum();
        gone as f64 / range.len().max(1) as f64
    }
}

/// A range widened to the sentences it touches, within a unit.
pub(super) fn sentences(document: &Document, range: &Range<usize>, unit: &Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (range.start.max(unit.start), range.end.min(unit.end).max(range.start));
    let first = document.sentences.partition_point(|s| document.sentence_range(s).end <= range.start);
    for sentence in document.sentences.iter().skip(first) {
        let own = document.sentence_range(sentence);
        if own.start >= range.end.max(range.start + 1) {
            break;
        }
        (start, end) = (start.min(own.start.max(unit.start)), end.max(own.end.min(unit.end)));
    }
    start..end
}
