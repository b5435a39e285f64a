//! Meetings that a sentence places in a term and dates outside it.

use super::Page;
use crate::lint::check::{Draft, Place};
use crate::lint::indicators::TERM;
use crate::mentions::{DateMention, Mention, MentionKind};
use crate::text::{Gap, TokenKind};
use std::ops::Range;

/// Tokens of a sentence looked at after the term.
const SENTENCE: usize = 80;
/// Tokens between «mở đầu là» and the date, at most: «hội nghị lần thứ nhất vào ngày».
const REACH: usize = 8;
/// Months a term may end after its last year.
const LATE: i32 = 6;
/// Months before its first in which the lowest congresses may be held.
const EARLY: i32 = 3;

/// Finds meetings of a term that were held outside it: «Trong nhiệm kỳ 2020-2025, cấp ủy họp 06 lần, mở đầu là
/// hội nghị ngày 17/4/2018». What was begun, issued or decided earlier may well be spoken of.
pub(super) fn find(page: &Page<'_>, out: &mut Vec<Draft>) {
    let document = page.context.document;
    for frame in page.context.mentions.hits.of(page.lists.frames) {
        let (start, end) = (frame.start as usize, frame.end as usize);
        let at = document.sentences.partition_point(|s| s.tokens.end <= start);
        let Some(sentence) = document.sentences.get(at) else { continue };
        // «Lần bổ sung cuối cùng của nhiệm kỳ 2020-2025 được thực hiện tại hội nghị ngày …»: within its commas.
        let opens = sentence.tokens.start == start;
        let sentence = end..sentence.tokens.end.min(end + SENTENCE);
        let meets = |i: usize| document.tokens.get(i).is_some_and(|t| page.lists.meetings.contains(&t.id));
        let comma = |i: &usize| document.has_mark(*i, &[',', ';', '(']) && !meets(*i);
        let sentence = if opens { sentence } else { end..(end..sentence.end).find(comma).unwrap_or(sentence.end) };
        let mut terms = page.context.mentions.within(&sentence).iter().filter_map(|m| match m.kind {
            MentionKind::Term(from, to) => Some((m.tokens.start, from, to)),
            _ => None,
        });
        let dates = page.dates.partition_point(|(m, _)| m.tokens.start < end);
        // Of two terms it cannot be told which is meant; where none is named, a day right after it is of the last one.
        let (from, to) = match (terms.next(), terms.next()) {
            (Some((first, from, to)), None) if first == end => (from, to),
            (None, _) if opens => {
                let turn = page.context.turn();
                for (mention, date) in page.dates[dates..].iter().take(1).filter(|(m, _)| follows(page, end, m)) {
                    if month_of(date).is_some_and(|month| month < 12 * (turn - TERM) - EARLY) {
                        out.push(outside_of(page, mention, (turn - TERM, turn)));
                    }
                }
                continue;
            }
            _ => continue,
        };
        let before = start.saturating_sub(REGULATION)..start;
        let mut regulations = page.context.mentions.hits_of(page.lists.regulations, &before);
        let regulation = regulations.any(|hit| hit.end as usize == start);
        let odd = if opens { odd_of_list(page, &sentence, (from, to)) } else { None };
        out.extend(odd.map(|mention| outside_of(page, mention, (from, to))));
        for (mention, date) in page.dates[dates..].iter().take_while(|(m, _)| m.tokens.end <= sentence.end) {
            let outside = is_outside(date, (from, to)) && odd != Some(mention);
            let issued = || {
                let issuance = if regulation { Some(mention.tokens.start) } else { own_number(page, mention) };
                issuance.filter(|_| regulation || opens).is_some_and(|at| issued_before(page, sentence.start, at))
            };
            let opened = || opens && is_opened(page, sentence.start, mention);
            let told = || held(page, sentence.start, mention) || issued() || opened();
            if outside && !page.is_lunar(&mention.tokens) && told() {
                out.push(outside_of(page, mention, (from, to)));
            }
        }
    }
}

fn is_outside(date: &DateMention, (from, to): (i32, i32)) -> bool {
    month_of(date).is_some_and(|month| month < 12 * from - EARLY || month >= 12 * (to + 1) + LATE)
}

/// «ban hành 03 nghị quyết: về rừng (tháng 3/2021), về chợ (tháng 6/2018), …»: of what a term has issued, each with its
/// day in brackets, the only one outside.
fn odd_of_list<'p>(page: &'p Page<'_>, sentence: &Range<usize>, term: (i32, i32)) -> Option<&'p Mention> {
    let colon = (sentence.start..sentence.end).find(|&at| page.gap(at).trim() == ":")?;
    page.context.mentions.hits_of(page.lists.issued, &(sentence.start..colon)).next()?;
    let document = page.context.document;
    let bracketed = |m: &Mention| {
        let word = m.tokens.start.checked_sub(1).filter(|&at| page.lists.meetings.contains(&document.tokens[at].id));
        let opened = page.gap(m.tokens.start).ends_with('(') || word.is_some_and(|at| page.gap(at).ends_with('('));
        let end = document.token_range(m.tokens.clone()).end;
        opened && document.text.get(end..).is_some_and(|after| after.starts_with(')'))
    };
    let first = page.dates.partition_point(|(m, _)| m.tokens.start < colon);
    let within = page.dates[first..].iter().take_while(|(m, _)| m.tokens.end <= sentence.end);
    let (mut odd, mut listed) = (None, 0);
    for (mention, date) in within.filter(|(m, date)| bracketed(m) && month_of(date).is_some()) {
        listed += 1;
        if is_outside(date, term) && odd.replace(*mention).is_some() {
            return None;
        }
    }
    odd.filter(|_| listed >= LIST)
}

/// Days in brackets that make a list.
const LIST: usize = 3;

/// Tokens of «quy chế làm việc».
const REGULATION: usize = 6;

/// «Nghị quyết số 03-NQ/ĐU, ngày 12/3/2014»: where the kind of a paper of one's own stands whose day a date is.
fn own_number(page: &Page<'_>, date: &Mention) -> Option<usize> {
    let (context, start) = (page.context, date.tokens.start);
    let before = context.mentions.within(&(start.saturating_sub(NUMBER)..start));
    let number = before.iter().rev().find(|m| matches!(m.kind, MentionKind::Citation))?;
    let near = start <= number.tokens.end + 2;
    let code = context.document.token_text(number.tokens.clone()).rsplit(['/', '-']).next()?;
    // «số», and the two words of its kind.
    let kind = number.tokens.start.checked_sub(KIND)?;
    (near && page.lists.own.iter().any(|own| own == code)).then_some(kind)
}

/// Tokens of a number and of what stands between it and its day, of a kind with «số».
const NUMBER: usize = 8;
const KIND: usize = 3;

/// Whether a word for it stands right before a token, but for a word for the day: «được thông qua ngày».
fn issued_before(page: &Page<'_>, from: usize, at: usize) -> bool {
    let tokens = &page.context.document.tokens;
    let near = from.max(at.saturating_sub(REACH))..at;
    let plain = |i: usize| tokens.get(i).is_some_and(|t| t.gap == Gap::Space && page.lists.meetings.contains(&t.id));
    let mut issued = page.context.mentions.hits_of(page.lists.issued, &near);
    issued.any(|hit| (hit.end as usize..at).all(plain))
}

/// «Trong nhiệm kỳ 2020-2025, xã hoàn thành bến cập tàu, khánh thành ngày 12/9/2017»: whether the date is that of the end of a work
/// which the sentence says the term has built, and not only mended.
fn is_opened(page: &Page<'_>, from: usize, date: &Mention) -> bool {
    let tokens = &page.context.document.tokens;
    let day = |at: usize| tokens.get(at).is_some_and(|t| t.gap == Gap::Space && page.lists.meetings.contains(&t.id));
    let near = from.max(date.tokens.start.saturating_sub(REACH))..date.tokens.start;
    let mut ends = page.context.mentions.hits_of(page.lists.ends, &near);
    let opened = ends.find(|hit| {
        let clause = tokens.get(hit.start as usize).is_some_and(|t| t.gap == Gap::Comma);
        clause && (hit.end as usize..date.tokens.start).all(day)
    });
    let Some(opened) = opened else { return false };
    let before = from..opened.start as usize;
    let says = |list| page.context.mentions.hits_of(list, &before).next().is_some();
    let other = page.dates.iter().any(|(m, _)| before.contains(&m.tokens.start));
    says(page.lists.built) && !says(page.lists.rebuilt) && !other
}

/// «Trong nhiệm kỳ, ngày 15/9/2019, …»: nothing but a comma and the word for a day between.
fn follows(page: &Page<'_>, end: usize, date: &Mention) -> bool {
    let tokens = &page.context.document.tokens;
    let first = tokens.get(end).is_some_and(|t| t.gap == Gap::Comma);
    let joined = |at: usize| tokens.get(at).is_some_and(|t| t.gap == Gap::Space && page.lists.meetings.contains(&t.id));
    let start = date.tokens.start;
    first && start <= end + 1 && (end + 1..start).all(joined)
}

fn outside_of(page: &Page<'_>, date: &Mention, (from, to): (i32, i32)) -> Draft {
    let draft = Draft::on(Place::Tokens(date.tokens.clone())).say("outside");
    let draft = draft.with("date", page.context.document.token_text(date.tokens.clone()));
    draft.with("term", format!("{from}-{to}"))
}

/// Months from the year nought, of a date that gives its month.
fn month_of(date: &DateMention) -> Option<i32> {
    let month = date.month.filter(|month| (1..=12).contains(month))?;
    Some(12 * date.year? + i32::from(month) - 1)
}

/// Whether a meeting is said to have been held on a date: nothing but words for it stand between.
fn held(page: &Page<'_>, from: usize, date: &Mention) -> bool {
    let tokens = &page.context.document.tokens;
    let start = date.tokens.start;
    let joined = |at: usize| tokens.get(at).is_some_and(|t| matches!(t.gap, Gap::Space));
    let near: Range<usize> = from.max(start.saturating_sub(REACH))..start;
    let between = |held: usize| (held..start).all(|at| joined(at) && page.lists.meetings.contains(&tokens[at].id));
    page.context.mentions.hits_of(page.lists.held, &near).any(|hit| between(hit.end as usize) && joined(start))
        || opens_with_meeting(page, from, start)
}

/// «Trong nhiệm kỳ 2020-2025, hội nghị Ban Chấp hành ngày 18/9/2019 …»: right after the frame a meeting and, behind a
/// body's name, its day.
fn opens_with_meeting(page: &Page<'_>, from: usize, date: usize) -> bool {
    let tokens = &page.context.document.tokens;
    // The term itself stands first.
    let opening = (from..date).find(|&at| tokens.get(at).is_some_and(|t| t.gap == Gap::Comma));
    let Some(opening) = opening.filter(|at| date - at <= LONGEST_MEETING && *at <= from + 3) else { return false };
    let words = tokens.get(opening..date).unwrap_or_default();
    let [first, second, name @ ..] = words else { return false };
    let meeting = page.lists.meetings.contains(&first.id) && page.lists.meetings.contains(&second.id);
    let named = name.iter().all(|t| t.gap == Gap::Space && (t.kind == TokenKind::Word));
    let day = words.last().is_some_and(|t| page.lists.meetings.contains(&t.id));
    meeting && named && day
}

/// Tokens of «hội nghị Ban Chấp hành Đảng bộ xã ngày».
const LONGEST_MEETING: usize = 10;
