//! What one document tells of the whole term, and another in the same words: «Quỹ “Vì người nghèo” cả nhiệm kỳ vận động được
//! 2,6 tỷ đồng», «Quỹ “Vì người nghèo” vận động được 2,9 tỷ đồng trong năm năm».

use super::swapped::is_near;
use super::{Lists, unit_key};
use crate::document::{Block, BlockKind, Kind, Sentence};
use crate::lint::check::{Context, DossierContext, DossierDraft, Draft, Place};
use crate::lint::finding::Severity;
use crate::lint::pack::Role;
use crate::mentions::fact::{Cue, Fact};
use crate::mentions::{Mention, MentionKind};
use crate::text::{Number, Syllable, TokenKind};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What is counted or measured, and the words before and behind it.
type Key = ((u8, u64), Vec<Syllable>);

/// A figure of the term that is over.
#[derive(Debug)]
pub(super) struct Total {
    key: Key,
    value: Number,
    /// Whether the words say that it is of the whole term.
    whole: bool,
    tokens: Range<usize>,
}

/// Tokens before a number and behind it that are its words.
const BEFORE: usize = 16;
const BEHIND: usize = 12;
/// Words that say what it is of, at least.
const LEAST: usize = 3;
/// Smaller figures are many.
const SMALL: f64 = 10.0;
/// Tokens before a sentence that may say when, and blocks above an item.
const EARLIER: usize = 200;
const ABOVE: usize = 12;
/// Places that may say one thing, at most.
const CROWD: usize = 8;

static DONE: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["được", "đã"].map(Syllable::of));

/// All such figures in the running text of a document.
pub(super) fn totals(context: &Context<'_>, lists: &Lists) -> Vec<Total> {
    let mut found = Vec::new();
    for facts in context.facts().all.chunk_by(|x, y| x.sentence == y.sentence) {
        let document = context.document;
        let sentence = facts.first().and_then(|fact| document.sentences.get(fact.sentence as usize));
        let Some(sentence) = sentence else { continue };
        let Some(block) = document.blocks.get(sentence.block as usize) else { continue };
        let role = context.outline.roles.get(block.section as usize).copied().unwrap_or_default();
        let told = matches!(role, Role::Result | Role::Shortcoming);
        let whole = context.mentions.hits_of(context.catalogue.told.whole_term, &sentence.tokens).next().is_some();
        if block.is_cell() || block.is_heading() || block.quoted || block.footnote || !(told || whole) {
            continue;
        }
        // Any other time makes it a figure of that.
        let timed = |m: &Mention| match &m.kind {
            MentionKind::Date(_) => true,
            MentionKind::Term(_, to) => *to > context.as_of.year,
            MentionKind::Place(place) => !context.is_own(place),
            _ => false,
        };
        let mut candidates = facts.iter().filter_map(|fact| total(context, lists, sentence, fact, told)).peekable();
        if candidates.peek().is_none() || context.mentions.within(&sentence.tokens).iter().any(timed) {
            continue;
        }
        let dated = OnceCell::new();
        let anytime = || !dated.get_or_init(|| says_when(context, block, sentence));
        found.extend(candidates.filter(|total| total.whole || anytime()));
    }
    found
}

/// A figure as one of the whole term, or of no time in particular.
fn total(context: &Context<'_>, lists: &Lists, sentence: &Sentence, fact: &Fact, told: bool) -> Option<Total> {
    let unit = unit_key(fact.unit)?;
    let moved = fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    if fact.inexact || fact.of.is_some() || moved || fact.value.value() < SMALL && fact.value.scale == 0 {
        return None;
    }
    let document = context.document;
    let marks = |at: usize, marks: &[char]| document.has_mark(at, marks);
    let low = fact.tokens.start.saturating_sub(BEFORE).max(sentence.tokens.start);
    let from = (low + 1..=fact.tokens.start).rev().find(|&at| marks(at, &[',', ';', ':', '(', ')'])).unwrap_or(low);
    let high = (fact.end + BEHIND).min(sentence.tokens.end);
    let number = |at: usize| document.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number);
    let stop = (fact.end..high).find(|&at| marks(at, &[';', ':', '(', ')', '–']) || number(at)).unwrap_or(high);
    // «nhà tạm, nhà dột nát (…)»: what stands with the next number is its own.
    let comma = || (fact.end..stop).rev().find(|&at| marks(at, &[',']));
    let to = if stop < high && number(stop) { comma()? } else { stop };
    let opened = (low + 1..from).rev().find(|&at| marks(at, &[',', ';', ':', '(', ')'])).unwrap_or(low);
    let times: Vec<Range<usize>> = context
        .mentions
        .hits_of(context.catalogue.told.whole_term, &(opened..to))
        .map(|hit| hit.start as usize..hit.end as usize)
        .collect();
    let is_time = |at: usize| times.iter().any(|time| time.contains(&at));
    // «Tính chung nhiệm kỳ, Nhân dân hiến …»
    let led = marks(from, &[',']) && (opened..from).all(is_time) && opened < from;
    let whole = led || (from..to).any(is_time);
    let done = |at: usize| document.tokens.get(at).is_some_and(|t| DONE.contains(&t.id));
    if !(told || whole && (from..fact.tokens.start).any(done)) {
        return None;
    }
    let said = |range: Range<usize>| {
        let tokens = range.filter(|&at| !is_time(at)).filter_map(|at| document.tokens.get(at));
        tokens.filter(|t| t.kind == TokenKind::Word && !DONE.contains(&t.id)).map(|t| t.id)
    };
    let before: Vec<Syllable> = said(from..fact.tokens.start).collect();
    let names = if unit.0 == 1 { fact.end } else { fact.tokens.end };
    let words = before.iter().copied().chain(said(names..to));
    let mut telling: Vec<Syllable> = words.filter(|id| !lists.common.has(id)).collect();
    let turn = telling.iter().any(|id| context.catalogue.told.tells_turn(id));
    telling.sort_unstable();
    telling.dedup();
    let beyond = context.mentions.hits_of(context.catalogue.told.beyond, &(opened..to)).next().is_some();
    if before.is_empty() || turn || beyond || telling.len() < LEAST {
        return None;
    }
    let mut key = before;
    key.push(Syllable(0));
    key.extend(said(fact.end..to));
    Some(Total { key: (unit, key), value: fact.value, whole, tokens: fact.tokens.start..fact.end })
}

/// Whether what stands above a sentence tells when: the sentences before it, the line that opens its list.
fn says_when(context: &Context<'_>, block: &Block, sentence: &Sentence) -> bool {
    let document = context.document;
    let dated = |tokens: &Range<usize>| {
        let mut mentions = context.mentions.within(tokens).iter();
        mentions.any(|m| matches!(m.kind, MentionKind::Date(_)))
    };
    let heading = document.sections.get(block.section as usize).and_then(|s| document.blocks.get(s.heading? as usize));
    let above = document.blocks.partition_point(|b| b.range.start < block.range.start);
    let above = document.blocks.get(above.saturating_sub(ABOVE)..above).unwrap_or_default().iter().rev();
    let lead = above.clone().find(|b| !matches!(b.kind, BlockKind::Item { .. }));
    let before = sentence.tokens.start.saturating_sub(EARLIER).max(block.tokens.start)..sentence.tokens.start;
    dated(&before)
        || heading.is_some_and(|heading| dated(&heading.tokens))
        || matches!(block.kind, BlockKind::Item { .. }) && lead.is_some_and(|lead| dated(&lead.tokens))
}

/// Figures of two documents that differ though they are told of one thing; each document gives it once, and one of them
/// says that it is of the whole term.
pub(super) fn conflicts(all: &[(usize, &[Total])], context: &DossierContext<'_>) -> Vec<DossierDraft> {
    let mut groups: BTreeMap<&Key, Vec<(usize, &Total)>> = BTreeMap::new();
    for (id, totals) in all {
        for total in *totals {
            groups.entry(&total.key).or_default().push((*id, total));
        }
    }
    let report = |id: usize| context.documents.get(id).is_some_and(|d| d.meta.kind == Some(Kind::PoliticalReport));
    let mut found = Vec::new();
    for group in groups.values().filter(|group| (2..=CROWD).contains(&group.len())) {
        let once = group.windows(2).all(|pair| pair[0].0 != pair[1].0);
        let votes = |value: Number| group.iter().filter(|(_, total)| total.value == value).count();
        let right = group.iter().rev().max_by_key(|(id, total)| (votes(total.value), report(*id)));
        let Some((home, right)) = right.filter(|_| once) else { continue };
        let path = context.documents.get(*home).map_or("", |d| d.path.rsplit('/').next().unwrap_or(""));
        let differ = |total: &Total| (total.whole || right.whole) && is_near(total.value, right.value);
        for (document, total) in group.iter().filter(|(_, total)| differ(total)) {
            let mut draft = Draft::on(Place::Tokens(total.tokens.clone()))
                .say("near")
                .weigh(Severity::Warning)
                .with("stated", total.value.to_string())
                .with("other", right.value.to_string())
                .with("where", path);
            draft.related.push((*home, Place::Tokens(right.tokens.clone()), path.to_string()));
            found.push(DossierDraft { document: *document, draft });
        }
    }
    found
}
