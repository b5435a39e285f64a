//! Figures that two documents tell beside the same other figure: «Hội đồng nhân dân xã họp 11 kỳ, ban hành 38 nghị quyết», and
//! «đã họp 12 kỳ, ban hành 38 nghị quyết».

use super::clause::{Clause, Clauses};
use super::swapped::is_near;
use super::{Lists, unit_key};
use crate::document::Sentence;
use crate::lint::check::{Context, DossierContext, DossierDraft, Draft, Place};
use crate::lint::finding::Severity;
use crate::mentions::fact::Fact;
use crate::mentions::{Mention, MentionKind};
use crate::text::{Gap, Number, Syllable, TokenKind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// A figure and the one told beside it.
#[derive(Debug)]
pub(super) struct Pair {
    /// What is counted, and its words.
    unit: (u8, u64),
    value: Number,
    said: Said,
    /// The same of the other, which comes first or not.
    beside: ((u8, u64), Number, bool),
    other: Said,
    /// Words between marks before the first of the two.
    before: Vec<Syllable>,
    clause: Arc<Clause>,
    tokens: Range<usize>,
}

/// The words right before a number and right behind what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    lead: Option<Syllable>,
    tail: Option<[Syllable; 2]>,
}

/// What two pairs must have in common.
type Key = ((u8, u64), (u8, u64), i64, u8, bool);

/// All that a document counts, to know what it has elsewhere.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    all: Vec<Pair>,
    values: BTreeSet<((u8, u64), i64, u8)>,
}

/// Tokens between two figures that stand beside each other.
const APART: usize = 12;

/// Tokens before a number that may say nothing of it: «đối với 24 chi bộ», «họp được 12 kỳ».
const BACK: usize = 3;

/// Words that only one of two sentences says before its figures, of both together.
const PARTED: usize = 5;

/// A companion of so many digits is known by its number alone.
const LONG: i64 = 1000;

/// Numbers below it have others beside them by chance.
const SMALL: i64 = 10;

/// Places that may tell one thing, at most.
const CROWD: usize = 8;

impl Pairs {
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// All pairs in the running text of a document.
pub(super) fn pairs(context: &Context<'_>, lists: &Lists, clauses: &mut Clauses) -> Pairs {
    let document = context.document;
    let mut found = Pairs::default();
    for facts in context.facts().all.chunk_by(|x, y| x.sentence == y.sentence) {
        let sentence = facts.first().and_then(|fact| document.sentences.get(fact.sentence as usize));
        let Some(sentence) = sentence else { continue };
        let Some(block) = document.blocks.get(sentence.block as usize) else { continue };
        let plain = |fact: &&Fact| unit_key(fact.unit).is_some() && fact.of.is_none() && !fact.inexact;
        let plain: Vec<&Fact> = facts.iter().filter(plain).collect();
        for fact in &plain {
            let unit = unit_key(fact.unit).unwrap_or_default();
            found.values.insert((unit, fact.value.mantissa, fact.value.scale));
        }
        if block.is_cell() || block.is_heading() || block.quoted || block.footnote {
            continue;
        }
        let elsewhere = |m: &Mention| match &m.kind {
            MentionKind::Place(place) => !context.is_own(place),
            MentionKind::Named => true,
            _ => false,
        };
        for two in plain.windows(2) {
            let [first, second] = two else { continue };
            let between = first.end..second.tokens.start;
            let near = between.len() <= APART && !document.between(between.start, between.end).contains([';', '.']);
            if !near || context.mentions.within(&(sentence.tokens.start..second.end)).iter().any(elsewhere) {
                continue;
            }
            if is_turn(context, sentence, first, second) {
                continue;
            }
            for (told, beside, before) in [(first, second, false), (second, first, true)] {
                found.all.extend(pair(context, lists, clauses, told, beside, before));
            }
        }
    }
    found
}

/// Whether words before two figures or between them make them a share, a plan, one time of several: «mỗi nhà 60 triệu đồng».
fn is_turn(context: &Context<'_>, sentence: &Sentence, first: &Fact, second: &Fact) -> bool {
    let document = context.document;
    let low = first.tokens.start.saturating_sub(APART).max(sentence.tokens.start);
    let stop = |at: &usize| document.has_mark(*at, &[';', ':', '(']);
    let from = (low + 1..=first.tokens.start).rev().find(stop).unwrap_or(low);
    let turn = |at: usize| document.tokens.get(at).is_some_and(|t| context.catalogue.told.tells_share(&t.id));
    (from..first.tokens.start).chain(first.end..second.tokens.start).any(turn)
}

fn pair(
    context: &Context<'_>,
    lists: &Lists,
    clauses: &mut Clauses,
    told: &Fact,
    beside: &Fact,
    before: bool,
) -> Option<Pair> {
    let sentence = context.document.sentences.get(told.sentence as usize)?;
    let number = beside.value;
    let other = said(context, beside);
    // A short number beside another says little, whatever it counts: «11 chi bộ trường học và 07 chi bộ cơ quan».
    let known = number.mantissa >= SMALL;
    known.then(|| {
        Some(Pair {
            unit: unit_key(told.unit)?,
            value: told.value,
            said: said(context, told),
            beside: (unit_key(beside.unit)?, number, before),
            other,
            before: words_before(context, lists, sentence, told.tokens.start.min(beside.tokens.start)),
            clause: clauses.of(context, &lists.common, told, sentence),
            tokens: told.tokens.start..told.end,
        })
    })?
}

fn words_before(context: &Context<'_>, lists: &Lists, sentence: &Sentence, first: usize) -> Vec<Syllable> {
    let document = context.document;
    let low = first.saturating_sub(APART).max(sentence.tokens.start);
    let stop = |at: &usize| document.has_mark(*at, &[',', ';', ':', '(']);
    let from = (low + 1..=first).rev().find(stop).unwrap_or(low);
    let words = document.tokens.get(from..first).unwrap_or_default().iter().filter(|t| t.kind == TokenKind::Word);
    let mut words: Vec<Syllable> = words.map(|t| t.id).filter(|id| !lists.common.has(id)).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn said(context: &Context<'_>, fact: &Fact) -> Said {
    let document = context.document;
    let token = |at: usize| document.tokens.get(at);
    let words = &context.catalogue.told;
    let start = fact.tokens.start;
    let mut lead = None;
    for back in 1..=BACK {
        let Some(at) = start.checked_sub(back) else { break };
        let parted = document.between(at + 1, at + 1).contains([',', ';', '(', ')', '.']);
        let Some(word) = token(at).filter(|t| !parted && t.kind == TokenKind::Word) else { break };
        if !words.leads_on(&word.id) {
            lead = Some(word.id);
            break;
        }
    }
    let word = |at: usize| token(at).filter(|t| t.gap == Gap::Space && t.kind == TokenKind::Word).map(|t| t.id);
    Said { lead, tail: word(fact.end).zip(word(fact.end + 1)).map(|(x, y)| [x, y]) }
}

impl Said {
    /// Whether two figures of one value are: in the same words before or behind.
    fn is_like(&self, other: &Said) -> bool {
        self.lead.is_some() && self.lead == other.lead
            || self.tail.is_some() && self.tail == other.tail
            || self == other
    }

    /// Whether two figures are said of one thing: in the same words before or behind, and in no others.
    fn is(&self, other: &Said) -> bool {
        let lead = self.lead.zip(other.lead).map(|(x, y)| x == y);
        let tail = self.tail.zip(other.tail).map(|(x, y)| x == y);
        match (lead, tail) {
            (Some(lead), tail) => lead && tail.unwrap_or(true),
            (None, Some(tail)) => tail,
            (None, None) => self.lead == other.lead,
        }
    }
}

impl Pair {
    /// Whether each of two parts of a sentence says before its figures what the other does not, and much: «trường mầm non trung
    /// tâm quy mô 18 phòng học», «trường tiểu học số 2 quy mô 16 phòng học».
    fn is_of_another(&self, other: &Pair) -> bool {
        let shared = self.before.iter().filter(|word| other.before.binary_search(word).is_ok()).count();
        let (own, others) = (self.before.len() - shared, other.before.len() - shared);
        own > 0 && others > 0 && shared > 0 && own + others >= PARTED
    }

    fn key(&self) -> Key {
        let (unit, number, before) = self.beside;
        (self.unit, unit, number.mantissa, number.scale, before)
    }

    /// Whether two pairs tell of the same two things, one of which has two values.
    fn differs(&self, other: &Pair) -> bool {
        let slip = self.value.is_slip_of(other.value) || is_near(self.value, other.value);
        let few =
            self.value.scale == 0 && other.value.scale == 0 && (self.value.mantissa - other.value.mantissa).abs() <= 2;
        let companion = self.other.is_like(&other.other) || self.beside.1.mantissa >= LONG;
        self.value != other.value
            && (slip || few)
            && companion
            && self.said.is(&other.said)
            && self.clause.agrees(&other.clause)
            && !self.is_of_another(other)
    }
}

/// Figures of two documents that differ beside the same companion.
pub(super) fn conflicts(all: &[(usize, &Pairs)], context: &DossierContext<'_>) -> Vec<DossierDraft> {
    let mut groups: BTreeMap<Key, Vec<(usize, &Pair)>> = BTreeMap::new();
    for (id, pairs) in all {
        for pair in &pairs.all {
            groups.entry(pair.key()).or_default().push((*id, pair));
        }
    }
    let has = |id: usize, pair: &Pair| {
        let value = (pair.unit, pair.value.mantissa, pair.value.scale);
        all.iter().any(|(document, pairs)| *document == id && pairs.values.contains(&value))
    };
    let mut found = Vec::new();
    for group in groups.values().filter(|group| (2..=CROWD).contains(&group.len())) {
        let votes = |value: Number| group.iter().filter(|(_, pair)| pair.value == value).count();
        for (at, (id, pair)) in group.iter().enumerate() {
            let mut others = group.iter().enumerate().filter(|(other, (document, against))| {
                document != id
                    && pair.differs(against)
                    // What a document gives as well is another thing there.
                    && !has(*id, against)
                    && !has(*document, pair)
                    && (votes(against.value), *other < at) > (votes(pair.value), at < *other)
            });
            let Some((_, (document, against))) = others.next() else { continue };
            let path = context.documents.get(*document).map_or("", |d| d.path.rsplit('/').next().unwrap_or(""));
            let mut draft = Draft::on(Place::Tokens(pair.tokens.clone()))
                .say("companion")
                .weigh(Severity::Warning)
                .with("stated", pair.value.to_string())
                .with("other", against.value.to_string())
                .with("where", path);
            draft.related.push((*document, Place::Tokens(against.tokens.clone()), path.to_string()));
            found.push(DossierDraft { document: *id, draft });
        }
    }
    found
}
