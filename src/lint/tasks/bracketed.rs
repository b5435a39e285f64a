//! Tasks that end with a bracket of fields: «… (Hội Nông dân xã chủ trì; trước ngày 31/12/2025; giấy chứng nhận 120 ha)».

use super::points::{self, Point};
use super::{Aspect, How, Label, Lack, custom};
use crate::lint::check::Context;
use crate::mentions::MentionKind;
use std::ops::Range;

/// Fewer brackets are no form.
const LEAST: usize = 5;
/// From this share of them on, all that a bracket holds is the form.
const FORM: f64 = 0.75;
/// Tokens behind a day that say nothing more: «hằng năm».
const AFTER_DAY: usize = 3;

/// The bracket of a task, cut at its semicolons.
struct Fields<'p> {
    point: &'p Point,
    owner: Option<Range<usize>>,
    due: Option<Range<usize>>,
    product: bool,
}

/// Tasks whose bracket lacks what nearly all others hold, or names nobody for owner. Gives what the brackets do say, by the
/// first token of their task.
pub(super) fn lacks(context: &Context<'_>, points: &[Point], found: &mut Vec<Lack>) -> Vec<(Aspect, usize)> {
    let given: Vec<Fields<'_>> = points.iter().filter_map(|point| fields(context, point)).collect();
    let has = |fields: &Fields<'_>| [fields.owner.is_some(), fields.due.is_some(), fields.product];
    let whole = given.iter().filter(|fields| has(fields) == [true; 3]).count();
    if given.len() < LEAST || (whole as f64) < FORM * given.len() as f64 {
        return Vec::new();
    }
    for fields in given.iter().filter(|fields| has(fields) != [true; 3]) {
        for (aspect, _) in Aspect::ALL.into_iter().zip(has(fields)).filter(|(_, has)| !has) {
            if !is_told_elsewhere(context, aspect, fields) {
                let count = given.iter().filter(|other| has(other)[aspect as usize]).count();
                found.push(custom::lack(context, aspect, &fields.point.tokens, (count, given.len())));
            }
        }
    }
    for fields in &given {
        let Some(owner) = fields.owner.clone() else { continue };
        if context.catalogue.tasks.is_vague(context, Aspect::Owner, &owner) {
            let place = context.document.token_range(fields.point.tokens.clone());
            let words = context.document.token_text(owner).to_string();
            found.push(Lack { aspect: Aspect::Owner, how: How::Vague, place, words, count: (0, 0) });
        }
    }
    let said = |fields: &Fields<'_>| {
        let said = Aspect::ALL.into_iter().zip(has(fields)).filter(|(_, has)| *has);
        said.map(|(aspect, _)| (aspect, fields.point.tokens.start)).collect::<Vec<_>>()
    };
    given.iter().flat_map(said).collect()
}

/// Whether the task itself, or another field, says what its bracket does not.
fn is_told_elsewhere(context: &Context<'_>, aspect: Aspect, fields: &Fields<'_>) -> bool {
    let tokens = &fields.point.tokens;
    match aspect {
        Aspect::Owner => points::told(context, aspect, tokens),
        // «160 người/năm» is an amount, no day.
        Aspect::Due => points::is_dated(context, tokens),
        Aspect::Product => {
            let named = |m: &crate::mentions::Mention| matches!(m.kind, MentionKind::Product);
            let listed = context.mentions.hits_of(context.catalogue.tasks.products, tokens).next().is_some();
            listed
                || context.mentions.within(tokens).iter().any(named)
                || fields.due.as_ref().is_some_and(|due| says_more(context, due))
        }
    }
}

/// «trước ngày 31/12/2021, có quyết định»: whether something stands behind the day.
fn says_more(context: &Context<'_>, due: &Range<usize>) -> bool {
    let dated = |m: &&crate::mentions::Mention| matches!(m.kind, MentionKind::Date(_) | MentionKind::Recurring);
    let last = context.mentions.within(due).iter().filter(dated).map(|m| m.tokens.end).max();
    last.is_none_or(|end| end + AFTER_DAY < due.end)
}

/// The fields of the bracket that closes a task. One of them at least is a day, or says whose the task is.
fn fields<'p>(context: &Context<'_>, point: &'p Point) -> Option<Fields<'p>> {
    let parts = parts(context, &point.tokens)?;
    let words = &context.catalogue.tasks;
    let is_owner = |part: &Range<usize>| {
        words.is_vague(context, Aspect::Owner, part)
            || context.mentions.hits_of(words.owners, part).next().is_some()
            || points::opens_with_owner(context, part)
    };
    let is_due = |part: &Range<usize>| {
        points::is_dated(context, part) || words.is_vague(context, Aspect::Due, part) || ends_with_year(context, part)
    };
    // Whoever stands before the day has the task, known or not: «(trưởng xóm Bãi; trước ngày 30/9/2023; 41 công tơ)».
    let made = |part: &Range<usize>| context.mentions.hits_of(words.products, part).next().is_some();
    let named = |part: &Range<usize>| parts[1..].iter().any(is_due) && !is_due(part) && !made(part);
    let owner = parts.first().filter(|part| is_owner(part) || named(part)).cloned();
    let rest = &parts[usize::from(owner.is_some())..];
    let due = rest.iter().position(is_due);
    let product = rest.len() > usize::from(due.is_some());
    let due = due.and_then(|at| rest.get(at)).cloned();
    (owner.is_some() || due.is_some()).then_some(Fields { point, owner, due, product })
}

/// Whether some words end with such a bracket, which names whose the task is.
pub(super) fn closes(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let leads = |part: &Range<usize>| {
        let labels = context.catalogue.tasks.labels(context.mentions, part);
        labels.iter().any(|(_, label)| *label == Label::Of(Aspect::Owner))
    };
    parts(context, tokens).is_some_and(|parts| leads(&parts[0]) || parts.len() >= 3)
}

/// The bracket that ends some words, cut at its semicolons; there is one at least.
fn parts(context: &Context<'_>, tokens: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let gap = |at: usize| context.document.between(at, at);
    if !gap(tokens.end).trim_start().starts_with(')') {
        return None;
    }
    let open = (tokens.start + 1..tokens.end).rev().find(|&at| gap(at).contains('('))?;
    let stops = (open + 1..tokens.end).filter(|&at| gap(at).contains(';')).chain([tokens.end]);
    let mut from = open;
    let parts: Vec<Range<usize>> = stops.map(|to| std::mem::replace(&mut from, to)..to).collect();
    (parts.len() >= 2).then_some(parts)
}

/// «hè 2026»: a time by its year, whatever it is called.
fn ends_with_year(context: &Context<'_>, part: &Range<usize>) -> bool {
    let last = part.end.checked_sub(1).and_then(|at| context.document.tokens.get(at));
    let year = last.and_then(|token| token.text(&context.document.text).parse::<i32>().ok());
    year.is_some_and(|year| (2000..2100).contains(&year))
}
