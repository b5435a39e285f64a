//! What a clause says of its figure, in whatever order: «rãnh thoát nước khu dân cư được xây kín là 23,8 km», «28,3 km rãnh
//! thoát nước khu dân cư được xây kín».

use super::Common;
use crate::document::{Kind, Sentence};
use crate::lint::check::Context;
use crate::lint::pack::Role;
use crate::lint::told::{When, told_time};
use crate::mentions::fact::Fact;
use crate::mentions::{Mention, MentionKind};
use crate::text::{Syllable, Token, TokenKind};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// The words of a figure, up to the figures around it.
#[derive(Debug)]
pub(super) struct Clause {
    /// Those that say something, sorted.
    words: Vec<Syllable>,
    /// The same between commas, as one number, and how many they are.
    said: (u64, usize),
    /// When it is so; none where that is unclear.
    time: Option<When>,
    /// Whether it shall be so.
    aimed: bool,
    /// Which of several times it was: «đợt hai», «quý I».
    round: Option<[Syllable; 2]>,
    /// In how many years: «trong 10 năm qua».
    span: Option<i64>,
    /// Whether it was before something else came: «trước khi nâng cấp».
    earlier: bool,
    /// The body named last before it.
    body: Option<[Syllable; 2]>,
}

/// The clauses of a document's figures, each read once.
#[derive(Default)]
pub(super) struct Clauses {
    read: HashMap<usize, Arc<Clause>>,
}

impl Clauses {
    pub(super) fn of(
        &mut self,
        context: &Context<'_>,
        common: &Common,
        fact: &Fact,
        sentence: &Sentence,
    ) -> Arc<Clause> {
        let read = self.read.entry(fact.tokens.start);
        read.or_insert_with(|| Arc::new(Clause::of(context, common, fact, sentence))).clone()
    }
}

/// Tokens before a figure and behind it that are its clause.
const REACH: usize = 18;

/// Tokens before a figure that may tell its time.
const PART: usize = 48;

/// Words that two clauses must share, the more the likelier two numbers are each other's slip by chance.
const MANY: usize = 5;
const FEW: usize = 2;

/// Words of a clause that tells its time, and of one that need not.
const TIMED: usize = 4;
const TIMELESS: usize = 7;

impl Clause {
    fn of(context: &Context<'_>, common: &Common, fact: &Fact, sentence: &Sentence) -> Clause {
        let document = context.document;
        // «bê tông rộng từ 5 m là 31,5 km»: how large the thing is, is some of its words.
        let size = |other: &Fact| {
            let before = other.tokens.start.checked_sub(1).and_then(|at| document.tokens.get(at));
            before.is_some_and(|token| context.catalogue.told.tells_size(&token.id))
        };
        let bounds = |other: &&Fact| !(other.inexact || size(other));
        let near = |range: Range<usize>| context.facts().within(&range).iter().filter(bounds);
        let low = fact.tokens.start.saturating_sub(REACH).max(sentence.tokens.start);
        let high = (fact.end + REACH).min(sentence.tokens.end);
        let low = near(low..fact.tokens.start).next_back().map_or(low, |other| other.end.min(fact.tokens.start));
        let high = near(fact.end..high).next().map_or(high, |other| other.tokens.start);
        let mark = |marks: &'static [char]| move |at: &usize| document.has_mark(*at, marks);
        let (stops, commas) = (mark(&[';', ':', '(', ')']), mark(&[',', ';', ':', '(', ')']));
        let from = (low + 1..=fact.tokens.start).rev().find(&stops).unwrap_or(low);
        let to = (fact.end..high).find(&stops).unwrap_or(high);
        let opened = (from + 1..=fact.tokens.start).rev().find(&commas).unwrap_or(from);
        let closed = (fact.end..to).find(&commas).unwrap_or(to);
        let times = context.mentions.within(&(from..to)).iter();
        let times: Vec<&Range<usize>> = times
            .filter(|m| matches!(m.kind, MentionKind::Date(_) | MentionKind::Term(..)))
            .map(|m| &m.tokens)
            .collect();
        // «ba Ban Chấp hành» are another thing than one.
        let idle = |id: &Syllable| common.has(id) && !NUMBERS.contains(id) || context.catalogue.told.is_idle(id);
        let (mut words, mut narrow) = (Vec::new(), Vec::new());
        // Within one document a clause is only asked what time it is of.
        let read = (from..fact.tokens.start).chain(fact.end..to).filter(|_| !context.alone);
        for at in read {
            let Some(token) = document.tokens.get(at).filter(|t| t.kind == TokenKind::Word && !idle(&t.id)) else {
                continue;
            };
            if times.iter().any(|time| time.contains(&at)) {
                continue;
            }
            words.push(token.id);
            if (opened..closed).contains(&at) {
                narrow.push(token.id);
            }
        }
        for words in [&mut words, &mut narrow] {
            words.sort_unstable();
            words.dedup();
        }
        // What stands before in the same part of the sentence.
        let part = fact.tokens.start.saturating_sub(PART).max(sentence.tokens.start);
        let part = (part + 1..=fact.tokens.start).rev().find(&stops).unwrap_or(part);
        let time = time(context, sentence, &[opened..closed, part..fact.tokens.start, from..to]);
        Clause {
            words,
            said: (narrow.iter().fold(0, |hash: u64, word| hash.rotate_left(5) ^ word.0), narrow.len()),
            time,
            aimed: time.is_some_and(|time| is_to_come(context, time)) || is_aimed(context, sentence),
            round: round(context, fact, &(from..to)),
            span: span(context, &(part..fact.tokens.start)),
            earlier: opens_earlier(context, sentence),
            body: body(context, sentence, fact),
        }
    }

    /// The words between commas and the time, if they are enough to know the figure by.
    pub(super) fn said(&self) -> Option<(u64, When, bool)> {
        let (hash, count) = self.said;
        let time = self.time?;
        let least = if time == When::Never { TIMELESS } else { TIMED };
        (count >= least).then_some((hash, time, self.aimed))
    }

    /// Whether nothing says that two clauses are of two times or bodies.
    pub(super) fn agrees(&self, other: &Clause) -> bool {
        let bodies = self.body.zip(other.body).is_none_or(|(x, y)| x == y);
        let Some((x, y)) = self.time.zip(other.time).filter(|_| bodies && !self.is_apart(other)) else { return false };
        match (x, y) {
            (When::Never, _) | (_, When::Never) => self.aimed == other.aimed,
            _ => x.is(y),
        }
    }

    /// Whether two clauses are of two rounds, months, terms, or of other spans of time.
    pub(super) fn is_apart(&self, other: &Clause) -> bool {
        let rounds = self.round.zip(other.round).is_some_and(|(x, y)| x != y);
        let times = match (self.time, other.time) {
            (Some(When::Date(x, Some(month), _)), Some(When::Date(y, Some(other), _))) => (x, month) != (y, other),
            (Some(When::Date(x, ..)), Some(When::Date(y, ..))) => x != y,
            (Some(x @ When::Term(..)), Some(y @ When::Term(..))) => x != y,
            _ => false,
        };
        rounds || times || self.span != other.span || self.earlier != other.earlier
    }

    /// Whether two figures of three digits and more, each the other with two digits exchanged, are told in the same words, or
    /// of the same day.
    pub(super) fn retells(&self, other: &Clause) -> bool {
        let shared = self.shared(other);
        let day = matches!(self.time, Some(When::Date(_, Some(_), Some(_)))) && self.time == other.time;
        let most = 4 * shared >= 3 * self.words.len().min(other.words.len());
        (day && shared > 0 || shared >= MANY && most) && self.agrees(other)
    }

    /// «Nhiệm kỳ 2020-2025 kết nạp 87 đảng viên», «nhiệm kỳ 2020-2025: 78 đảng viên mới được kết nạp»: the same of shorter
    /// numbers, which must tell their time.
    pub(super) fn retells_briefly(&self, other: &Clause) -> bool {
        let timed = self.time.is_some_and(|time| time != When::Never);
        timed && self.time == other.time && self.said == other.said && self.said.1 >= FEW && self.agrees(other)
    }

    fn shared(&self, other: &Clause) -> usize {
        self.words.iter().filter(|word| other.words.binary_search(word).is_ok()).count()
    }
}

/// The one time told between the commas of a figure, or else before it, or else anywhere in its clause or sentence; none where
/// that is unclear.
fn time(context: &Context<'_>, sentence: &Sentence, places: &[Range<usize>]) -> Option<When> {
    for place in places.iter().chain([&sentence.tokens]) {
        let dated = |m: &Mention| matches!(m.kind, MentionKind::Date(_) | MentionKind::Term(..));
        if context.mentions.within(place).iter().any(dated) {
            return told_time(context, place);
        }
    }
    let over = context.mentions.hits_of(context.catalogue.told.whole_term, &sentence.tokens).next().is_some();
    Some(if over { When::Term(context.as_of.year - TERM, context.as_of.year) } else { When::Never })
}

/// «Trước khi nâng cấp, hồ tưới cho 102 ha lúa»
fn opens_earlier(context: &Context<'_>, sentence: &Sentence) -> bool {
    let opening = sentence.tokens.start..(sentence.tokens.start + 4).min(sentence.tokens.end);
    let mut hits = context.mentions.hits_of(context.catalogue.told.earlier, &opening);
    hits.any(|hit| hit.start as usize <= sentence.tokens.start + 1)
}

static NUMBERS: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["hai", "ba"].map(Syllable::of));

/// Years of a term.
const TERM: i32 = 5;

/// The last word before a figure that tells a round, or the first behind it, and which.
fn round(context: &Context<'_>, fact: &Fact, clause: &Range<usize>) -> Option<[Syllable; 2]> {
    let token = |at: usize| context.document.tokens.get(at).map(|t| t.id);
    let mut places = (clause.start..fact.tokens.start).rev().chain(fact.end..clause.end);
    let at = places.find(|&at| token(at).is_some_and(|id| context.catalogue.told.tells_round(&id)))?;
    // «tiếp 468 lượt» is no round of that number.
    let next = Some(at + 1).filter(|next| *next != fact.tokens.start)?;
    Some([token(at)?, token(next)?])
}

/// «10 năm qua», «sau 3 năm»: five years are the term.
fn span(context: &Context<'_>, clause: &Range<usize>) -> Option<i64> {
    let tokens = context.document.tokens.get(clause.clone())?;
    let number = |token: &Token| token.text(&context.document.text).parse::<i64>().ok();
    let mut years = tokens.windows(2).filter(|pair| pair[0].kind == TokenKind::Number && pair[1].id == *YEAR);
    years.find_map(|pair| number(&pair[0]).filter(|years| (2..=50).contains(years) && *years != i64::from(TERM)))
}

static YEAR: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("năm"));

fn is_to_come(context: &Context<'_>, time: When) -> bool {
    matches!(time, When::Date(year, ..) | When::Term(_, year) if year > context.as_of.year)
}

fn is_aimed(context: &Context<'_>, sentence: &Sentence) -> bool {
    let block = context.document.blocks.get(sentence.block as usize);
    let role = block.and_then(|block| context.outline.roles.get(block.section as usize));
    let heading = || {
        let section = context.document.sections.get(block?.section as usize)?;
        context.document.blocks.get(section.heading? as usize)
    };
    let to_come = |m: &Mention| matches!(m.kind, MentionKind::Term(_, to) if to > context.as_of.year);
    let named = || heading().is_some_and(|heading| context.mentions.within(&heading.tokens).iter().any(to_come));
    role == Some(&Role::Target) || named() || context.document.meta.kind == Some(Kind::ActionProgramme)
}

/// The first words of the body named last before a figure in its sentence.
fn body(context: &Context<'_>, sentence: &Sentence, fact: &Fact) -> Option<[Syllable; 2]> {
    let before = sentence.tokens.start..fact.tokens.start;
    let named = context.mentions.within(&before).iter().rev().find(|m| matches!(m.kind, MentionKind::Body))?;
    let token = |at: usize| context.document.tokens.get(at).map(|t| t.id);
    Some([token(named.tokens.start)?, token(named.tokens.start + 1)?])
}
