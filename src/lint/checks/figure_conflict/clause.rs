//! What a clause says of its figure, in whatever order: «rãnh thoát nước khu dân cư được xây kín là 23,8 km», «28,3 km rãnh
//! thoát nước khu dân cư được xây kín».

use super::Common;
use crate::document::{Kind, Sentence};
use crate::lint::check::Context;
use crate::lint::pack::Role;
use crate::lint::told::{When, told_time};
use crate::mentions::MentionKind;
use crate::mentions::fact::Fact;
use crate::text::{Syllable, TokenKind};
use std::ops::Range;
use std::sync::LazyLock;

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
    /// The body named last before it.
    body: Option<[Syllable; 2]>,
}

/// Tokens before a figure and behind it that are its clause.
const REACH: usize = 18;

/// Words that two clauses must share, the more the likelier two numbers are each other's slip by chance.
const MANY: usize = 5;
const FEW: usize = 2;

/// Words of a clause that tells its time, and of one that need not.
const TIMED: usize = 4;
const TIMELESS: usize = 7;

impl Clause {
    pub(super) fn of(context: &Context<'_>, common: &Common, fact: &Fact, sentence: &Sentence) -> Clause {
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
        let low = near(low..fact.tokens.start).last().map_or(low, |other| other.end.min(fact.tokens.start));
        let high = near(fact.end..high).next().map_or(high, |other| other.tokens.start);
        let mark = |marks: &'static [char]| move |at: &usize| document.between(*at, *at).contains(marks);
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
        let said = |range: Range<usize>| {
            let tokens = range.filter(|at| !times.iter().any(|time| time.contains(at)));
            let tokens = tokens.filter_map(|at| document.tokens.get(at));
            // «ba Ban Chấp hành» are another thing than one.
            let idle = |id: &Syllable| common.has(id) && !NUMBERS.contains(id) || context.catalogue.told.is_idle(id);
            let words = tokens.filter(|t| t.kind == TokenKind::Word && !idle(&t.id)).map(|t| t.id);
            let mut words: Vec<Syllable> = words.collect();
            words.sort_unstable();
            words.dedup();
            words
        };
        let both = |from: usize, to: usize| {
            let mut words = said(from..fact.tokens.start);
            words.extend(said(fact.end..to));
            words.sort_unstable();
            words.dedup();
            words
        };
        let narrow = both(opened, closed);
        let time = time(context, &(from..to), sentence);
        Clause {
            words: both(from, to),
            said: (narrow.iter().fold(0, |hash: u64, word| hash.rotate_left(5) ^ word.0), narrow.len()),
            time,
            aimed: time.is_some_and(|time| is_to_come(context, time)) || is_aimed(context, sentence),
            round: round(context, fact, &(from..to)),
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
        let Some((x, y)) = self.time.zip(other.time).filter(|_| bodies && self.same_round(other)) else { return false };
        match (x, y) {
            (When::Never, _) | (_, When::Never) => self.aimed == other.aimed,
            _ => x.is(y),
        }
    }

    /// Whether two clauses are not of two rounds.
    pub(super) fn same_round(&self, other: &Clause) -> bool {
        self.round.zip(other.round).is_none_or(|(x, y)| x == y)
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

/// The one time a clause tells, or else its sentence; none where that is unclear.
fn time(context: &Context<'_>, clause: &Range<usize>, sentence: &Sentence) -> Option<When> {
    let told = told_time(context, clause)?;
    let told = if told == When::Never { told_time(context, &sentence.tokens)? } else { told };
    let over = || context.mentions.hits_of(context.catalogue.told.whole_term, &sentence.tokens).next().is_some();
    let term = |year: i32| When::Term(year - TERM, year);
    Some(if told == When::Never && over() { term(context.as_of.year) } else { told })
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

fn is_to_come(context: &Context<'_>, time: When) -> bool {
    matches!(time, When::Date(year, ..) | When::Term(_, year) if year > context.as_of.year)
}

fn is_aimed(context: &Context<'_>, sentence: &Sentence) -> bool {
    let block = context.document.blocks.get(sentence.block as usize);
    let role = block.and_then(|block| context.outline.roles.get(block.section as usize));
    role == Some(&Role::Target) || context.document.meta.kind == Some(Kind::ActionProgramme)
}

/// The first words of the body named last before a figure in its sentence.
fn body(context: &Context<'_>, sentence: &Sentence, fact: &Fact) -> Option<[Syllable; 2]> {
    let before = sentence.tokens.start..fact.tokens.start;
    let named = context.mentions.within(&before).iter().rev().find(|m| m.kind == MentionKind::Body)?;
    let token = |at: usize| context.document.tokens.get(at).map(|t| t.id);
    Some([token(named.tokens.start)?, token(named.tokens.start + 1)?])
}
