//! What two documents say of one day, or of the term to come, in the same words: «Ban Chấp hành Đảng bộ xã tính đến ngày
//! 30/6/2025 có 31 đồng chí», «Tính đến ngày 30/6/2025, Ban Chấp hành Đảng bộ xã có 32 đồng chí».

use super::is_comparable;
use crate::document::Sentence;
use crate::lint::check::{Context, DossierContext, DossierDraft, Draft, Place};
use crate::mentions::fact::{Fact, Unit};
use crate::mentions::{Mention, MentionKind};
use crate::text::{Gap, Number, Syllable, Token, TokenKind};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// When something is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    /// On a day of a year.
    Day(i32, u8, u8),
    /// In a term that is to come.
    Term(i32, i32),
}

/// When, what is counted, and the words before the number and behind it.
type Key = (When, (u8, u64), Vec<Syllable>, Vec<Syllable>);

/// A figure that a document gives of a day or a term.
#[derive(Debug)]
pub(super) struct Told {
    key: Key,
    value: Number,
    tokens: Range<usize>,
}

/// Words before a number that name what has so many, and those before and behind one that is aimed at.
const NAME: usize = 5;
const LEAD: usize = 2;
const TAIL: usize = 4;

/// Tokens before a number that are read, and those of a clause before and behind it.
const REACH: usize = 20;
const WIDE: usize = 60;

/// Figures of a sentence that are read, and places that may say one thing, at most.
const MOST: usize = 12;
const CROWD: usize = 8;

struct Words {
    /// Right before a number: what is named has so many.
    has: [Syllable; 4],
    /// Before a day.
    on: Vec<Syllable>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    has: ["có", "gồm", "là", "còn"].map(Syllable::of),
    on: ["tính", "đến", "ngày", "thời", "điểm", "hết", "vào", "tại", "trong"].map(Syllable::of).to_vec(),
});

/// All such figures in the running text of a document.
pub(super) fn told(context: &Context<'_>) -> Vec<Told> {
    let mut found = Vec::new();
    for facts in context.facts().all.chunk_by(|x, y| x.sentence == y.sentence) {
        let sentence = facts.first().and_then(|fact| context.document.sentences.get(fact.sentence as usize));
        let Some(sentence) = sentence.filter(|sentence| is_running(context, sentence)) else { continue };
        // Most sentences name no time.
        let timed = |m: &Mention| matches!(m.kind, MentionKind::Date(_) | MentionKind::Term(..));
        if !context.mentions.within(&sentence.tokens).iter().any(timed) {
            continue;
        }
        found.extend(facts.iter().take(MOST).filter_map(|fact| {
            let clause = clause(context, sentence, fact);
            let (when, dated) = when(context, &clause)?;
            let key = key(context, &clause, fact, when, &dated)?;
            Some(Told { key, value: fact.value, tokens: fact.tokens.start..fact.end })
        }));
    }
    found
}

fn is_running(context: &Context<'_>, sentence: &Sentence) -> bool {
    let block = context.document.blocks.get(sentence.block as usize);
    block.is_some_and(|b| !(b.is_cell() || b.is_heading() || b.quoted || b.footnote))
}

/// The part of a sentence between semicolons that holds a figure.
fn clause(context: &Context<'_>, sentence: &Sentence, fact: &Fact) -> Range<usize> {
    let parts = |at: &usize| context.document.has_mark(*at, &[';']);
    let low = fact.tokens.start.saturating_sub(WIDE).max(sentence.tokens.start);
    let high = (fact.end + WIDE).min(sentence.tokens.end);
    let from = (low + 1..=fact.tokens.start).rev().find(parts).unwrap_or(low);
    from..(fact.end..high).find(parts).unwrap_or(high)
}

/// The one day or term that a clause names, if it names no other time.
fn when(context: &Context<'_>, clause: &Range<usize>) -> Option<(When, Range<usize>)> {
    let mut times = context.mentions.within(clause).iter().filter_map(|m| match &m.kind {
        MentionKind::Date(date) => Some((date.year.zip(date.month).zip(date.day), m)),
        MentionKind::Term(..) => Some((None, m)),
        _ => None,
    });
    let (Some((day, mention)), None) = (times.next(), times.next()) else { return None };
    let when = match (day, &mention.kind) {
        (Some(((year, month), day)), _) => When::Day(year, month, day),
        (None, MentionKind::Term(from, to)) if *to > context.as_of.year => When::Term(*from, *to),
        _ => return None,
    };
    Some((when, mention.tokens.clone()))
}

/// What a figure is told of, if it is told of that time.
fn key(context: &Context<'_>, clause: &Range<usize>, fact: &Fact, when: When, dated: &Range<usize>) -> Option<Key> {
    let document = context.document;
    let unit = match fact.unit {
        Unit::Count(kind) => (0, u64::from(kind)),
        Unit::Word(word) => (1, word),
        _ => return None,
    };
    let plain = fact.of.is_none() && !fact.inexact && dated.end <= fact.tokens.start;
    if !plain || document.between(dated.end, fact.tokens.start).contains(':') {
        return None;
    }
    let low = fact.tokens.start.saturating_sub(REACH).max(clause.start);
    // «tính đến ngày 30/6/2025» may stand between what has so many and «có».
    let named = (low..dated.start).rev().find(|&at| !token(context, at).is_some_and(|t| WORDS.on.contains(&t.id)));
    let opened = named.map_or(low, |at| at + 1);
    let before = (low..fact.tokens.start).filter(|at| !(opened..dated.end).contains(at));
    let before: Vec<usize> = before.collect();
    let words = |count: usize| {
        let last = before.get(before.len().checked_sub(count)?..)?;
        let joined = |(i, at): (usize, &usize)| {
            let token = token(context, *at)?;
            let parted = i > 0 && token.gap != Gap::Space && *at != dated.end;
            (token.kind == TokenKind::Word && !parted).then_some(token.id)
        };
        last.iter().enumerate().map(joined).collect::<Option<Vec<Syllable>>>()
    };
    let tail = (fact.end..(fact.end + TAIL).min(clause.end)).map_while(|at| {
        let token = token(context, at)?;
        (token.gap == Gap::Space).then_some(token.id)
    });
    let tail: Vec<Syllable> = tail.collect();
    match when {
        When::Day(..) => {
            let name = words(NAME).filter(|name| name.last().is_some_and(|has| WORDS.has.contains(has)))?;
            // «có 31 đồng chí đủ tuổi tái cử» is some of them.
            tail.is_empty().then_some((when, unit, name, tail))
        }
        // «giới thiệu kết nạp 100 đảng viên» is another thing than «…, kết nạp 100 đảng viên».
        When::Term(..) => {
            let lead = words(LEAD + 1).or_else(|| words(LEAD))?;
            (tail.len() == TAIL).then_some((when, unit, lead, tail))
        }
    }
}

fn token<'c>(context: &'c Context<'_>, at: usize) -> Option<&'c Token> {
    context.document.tokens.get(at)
}

/// Figures of two documents that differ though they are told of one time in the same words; each document gives it once.
pub(super) fn conflicts(all: &[(usize, &[Told])], context: &DossierContext<'_>) -> Vec<DossierDraft> {
    let mut groups: BTreeMap<&Key, Vec<(usize, &Told)>> = BTreeMap::new();
    for (id, figures) in all {
        for told in *figures {
            groups.entry(&told.key).or_default().push((*id, told));
        }
    }
    let mut found = Vec::new();
    for group in groups.values().filter(|group| (2..=CROWD).contains(&group.len())) {
        let once = group.windows(2).all(|pair| pair[0].0 != pair[1].0);
        let votes = |value: Number| group.iter().filter(|(_, told)| told.value == value).count();
        // Of equals the first document's is taken.
        let Some((home, right)) = group.iter().rev().max_by_key(|(_, told)| votes(told.value)).filter(|_| once) else {
            continue;
        };
        let path = context.documents.get(*home).map_or("", |d| d.path.rsplit('/').next().unwrap_or(""));
        let differ = |told: &Told| told.value != right.value && is_comparable(told.value, right.value);
        for (document, told) in group.iter().filter(|(_, told)| differ(told)) {
            let mut draft = Draft::on(Place::Tokens(told.tokens.clone()))
                .say(if told.value.is_swapped(right.value) { "swapped" } else { "near" })
                .with("stated", told.value.to_string())
                .with("other", right.value.to_string())
                .with("where", path);
            draft.related.push((*home, Place::Tokens(right.tokens.clone()), path.to_string()));
            found.push(DossierDraft { document: *document, draft });
        }
    }
    found
}
