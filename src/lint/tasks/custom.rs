//! Tasks held against their own document's way: fields that most points have, what nearly every sentence on
//! tasks says, the one of a few listed tasks that has no day.

use super::points::{self, Point};
use super::{Aspect, How, Lack};
use crate::document::{Block, BlockKind, Sentence};
use crate::lint::check::Context;
use crate::lint::finding::shorten;
use crate::lint::pack::Role;
use crate::mentions::MentionKind;
use std::collections::HashMap;
use std::ops::Range;

/// Fewer points with fields are no form.
const LEAST_FIELDS: usize = 5;
/// From this share of them on, a field is part of the form.
const FORM: f64 = 0.7;
/// Fewer sentences show no custom.
const LEAST_SENTENCES: usize = 10;
/// From this share of sentences on, saying a thing is the document's custom.
const CUSTOM: f64 = 0.9;
/// Of fewer listed tasks none stands out.
const LEAST_LISTED: usize = 3;
/// Longer lists are not read to their end.
const MOST_LISTED: usize = 40;
/// Shorter sentences are names of what follows.
const LEAST_WORDS: usize = 6;
/// «trước ngày», «trong quý»: words before the day a sentence opens with.
const BEFORE_DATE: usize = 3;

/// Points given as «Chủ trì: … Hoàn thành: … Sản phẩm: …» that lack one of these while the others have it.
pub(super) fn fields(context: &Context<'_>, points: &[Point], found: &mut Vec<Lack>) {
    let words = &context.catalogue.tasks;
    let mut given: Vec<(&Point, [bool; 3])> = Vec::new();
    for point in points {
        let mut has = [false; 3];
        for (aspect, value) in points::values(context, &point.tokens) {
            has[aspect as usize] |= !value.is_empty();
        }
        if has.contains(&true) {
            given.push((point, has));
        }
    }
    if given.len() < LEAST_FIELDS {
        return;
    }
    // Where nearly all have some, a point without any has left them out.
    if given.len() as f64 >= CUSTOM * points.len() as f64 {
        let bare = points.iter().filter(|point| !given.iter().any(|(other, _)| other.tokens == point.tokens));
        let bare: Vec<(&Point, [bool; 3])> = bare.map(|point| (point, [false; 3])).collect();
        given.extend(bare);
        given.sort_by_key(|(point, _)| point.tokens.start);
    }
    for aspect in Aspect::ALL {
        let count = given.iter().filter(|(_, has)| has[aspect as usize]).count();
        if (count as f64) < FORM * given.len() as f64 {
            continue;
        }
        for (point, _) in given.iter().filter(|(_, has)| !has[aspect as usize]) {
            let tokens = &point.tokens;
            // A number in the task is not yet what it leaves behind.
            let otherwise = match aspect {
                Aspect::Product => {
                    context.mentions.hits_of(words.products, tokens).next().is_some()
                        || context.mentions.within(tokens).iter().any(|m| matches!(m.kind, MentionKind::Product))
                }
                _ => points::told(context, aspect, tokens),
            };
            if !otherwise {
                found.push(lack(context, aspect, tokens, (count, given.len())));
            }
        }
    }
}

/// Sentences that lack one thing where nearly all sentences on tasks say it, and that are tasks all the same: they
/// say the other things.
pub(super) fn sentences(context: &Context<'_>, found: &mut Vec<Lack>) {
    let section = |s: &Sentence| context.document.blocks.get(s.block as usize).map_or(0, |b| b.section);
    let says = |s: &Sentence| Aspect::ALL.map(|aspect| points::told(context, aspect, &s.tokens));
    let all: Vec<(&Sentence, [bool; 3])> = context
        .sentences_of(&[Role::Task])
        .filter(|s| s.tokens.len() >= LEAST_WORDS && !announces(context, s))
        .map(|s| (s, says(s)))
        .collect();
    // A section that says little of anybody or any day is vague as a whole, and reported as such.
    let mut sections: HashMap<u32, (usize, usize)> = HashMap::new();
    for (sentence, [owner, due, _]) in &all {
        let (count, bare) = sections.entry(section(sentence)).or_default();
        *count += 1;
        *bare += usize::from(!owner && !due);
    }
    let concrete = |s: &Sentence| sections.get(&section(s)).is_some_and(|(count, bare)| bare * 2 < *count);
    let all: Vec<(&Sentence, [bool; 3])> = all.into_iter().filter(|(s, _)| concrete(s)).collect();
    if all.len() < LEAST_SENTENCES {
        return;
    }
    for aspect in Aspect::ALL {
        let count = all.iter().filter(|(_, says)| says[aspect as usize]).count();
        if (count as f64) < CUSTOM * all.len() as f64 {
            continue;
        }
        for (at, (sentence, _)) in all.iter().enumerate().filter(|(_, (_, says))| !says[aspect as usize]) {
            // «Việc này xong trước ngày …» completes the sentence before it.
            let completed = all.get(at + 1).is_some_and(|(next, says)| {
                next.block == sentence.block && says[aspect as usize] && actor(context, &next.tokens).is_none()
            });
            if !completed && stands_out(context, aspect, &sentence.tokens) {
                found.push(lack(context, aspect, &sentence.tokens, (count, all.len())));
            }
        }
    }
}

/// The one item without a day of a list of tasks that are all given to somebody: «… làm ngay ba việc: a) … b) … c) …».
pub(super) fn lists(context: &Context<'_>, found: &mut Vec<Lack>) {
    let blocks = &context.document.blocks;
    let sentences = &context.document.sentences;
    for (at, block) in blocks.iter().enumerate().filter(|(_, b)| b.is_prose() && !b.quoted) {
        let Some(intro) = block.sentences.clone().next_back().and_then(|last| sentences.get(last)) else { continue };
        if !announces(context, intro) || points::told(context, Aspect::Due, &intro.tokens) {
            continue;
        }
        let first = blocks.get(at + 1).map(kind_of);
        let is_item = |b: &&Block| {
            let marked = matches!(b.kind, BlockKind::Item { .. }) || b.numbering.is_some();
            marked && b.is_prose() && Some(kind_of(b)) == first
        };
        let following = blocks.get(at + 1..).unwrap_or_default().iter().take(MOST_LISTED);
        let items: Vec<&Block> = following.take_while(is_item).collect();
        if items.len() < LEAST_LISTED || items.iter().any(|b| actor(context, &b.tokens).is_none()) {
            continue;
        }
        let mut undated = items.iter().filter(|b| !points::told(context, Aspect::Due, &b.tokens));
        if let (Some(item), None) = (undated.next(), undated.next())
            && stands_out(context, Aspect::Due, &item.tokens)
        {
            found.push(lack(context, Aspect::Due, &item.tokens, (items.len() - 1, items.len())));
        }
    }
}

/// What items of one list share: bullets, or numbers of one sort.
fn kind_of(block: &Block) -> (bool, Option<std::mem::Discriminant<crate::document::Numbering>>) {
    (matches!(block.kind, BlockKind::Item { .. }), block.numbering.as_ref().map(std::mem::discriminant))
}

/// Whether a sentence opens a list of tasks: «… làm ngay ba việc:».
fn announces(context: &Context<'_>, sentence: &Sentence) -> bool {
    let last = context.document.tokens.get(sentence.tokens.clone()).and_then(|tokens| tokens.last());
    let rest = last.and_then(|t| context.document.text.get(t.end as usize..));
    rest.is_some_and(|rest| rest.starts_with(':'))
        && context.mentions.hits_of(context.catalogue.tasks.announced, &sentence.tokens).next().is_some()
}

pub(super) fn lack(context: &Context<'_>, aspect: Aspect, tokens: &Range<usize>, count: (usize, usize)) -> Lack {
    let place = context.document.token_range(tokens.clone());
    let words = shorten(context.document.token_text(tokens.clone()), 100);
    Lack { aspect, how: How::Point, place, words, count }
}

/// Whether a sentence is a task but for what it lacks: somebody or a day before a word for work that gets finished;
/// without a product, one for talk.
fn stands_out(context: &Context<'_>, aspect: Aspect, tokens: &Range<usize>) -> bool {
    let words = &context.catalogue.tasks;
    let opens = |list, at: usize| {
        let window = at..tokens.end.min(at + 4);
        context.mentions.hits_of(list, &window).any(|hit| hit.start as usize == at)
    };
    match aspect {
        Aspect::Owner => {
            let start = after_date(context, tokens);
            start > tokens.start && points::told(context, Aspect::Product, tokens) && opens(words.acts, start)
        }
        Aspect::Due => actor(context, tokens).is_some_and(|end| opens(words.acts, end)),
        Aspect::Product => {
            points::is_dated(context, tokens) && actor(context, tokens).is_some_and(|end| opens(words.talks, end))
        }
    }
}

/// The end of the body or post a task begins with, its number and a day before it aside.
fn actor(context: &Context<'_>, tokens: &Range<usize>) -> Option<usize> {
    let start = after_date(context, tokens);
    let named = |m: &&crate::mentions::Mention| matches!(m.kind, MentionKind::Body | MentionKind::Post);
    let mention = context.mentions.within(tokens).iter().filter(named).find(|m| m.tokens.start == start)?;
    // «Hội Nông dân | phường».
    let unit = |at: &usize| {
        let token = context.document.tokens.get(*at);
        token.is_some_and(|t| context.catalogue.tasks.units.contains(&t.id))
    };
    let end = mention.tokens.end;
    Some(if unit(&end) { end + 1 } else { end })
}

/// The first word of a task behind its number and the day it opens with.
fn after_date(context: &Context<'_>, tokens: &Range<usize>) -> usize {
    let body = context.document.block_of_token(tokens.start).map_or(0, |b| b.body);
    let starts = |&at: &usize| context.document.tokens.get(at).is_some_and(|t| t.start as usize >= body);
    let first = tokens.clone().find(starts).unwrap_or(tokens.start);
    let dated = |m: &&crate::mentions::Mention| matches!(m.kind, MentionKind::Date(_));
    let mut dates = context.mentions.within(tokens).iter().filter(dated);
    dates.find(|m| (first..=first + BEFORE_DATE).contains(&m.tokens.start)).map_or(first, |m| m.tokens.end)
}
