//! Shares of numbers that name nothing: «tái cử 10 (chiếm 73%), tham gia lần đầu 3 (23%), nữ 4 (30,76%)».

use super::{OffShare, Stated, is_tied, judge_amounts, names_its_base};
use crate::lint::check::{Context, Place};
use crate::mentions::fact::{Fact, Unit};
use crate::text::Fit;

/// Parts of one sentence that are read.
const MOST: usize = 20;

/// Such parts with their shares, at least: of these all but one show the whole.
const LEAST: usize = 3;

/// Sentences before the parts in which the whole is looked for, across paragraphs, and figures in them.
const BACK: u32 = 2;
const WHOLES: usize = 12;

/// How far a wrong share is from the right one, at most, as a share of it: what is farther may be of something else.
const NEAR: f64 = 0.25;

/// Finds the one share in a row that is not of the whole which all others are of.
pub(super) fn find(context: &Context<'_>, out: &mut Vec<OffShare>) {
    let facts = &context.facts().all;
    let mut at = 0;
    while let Some(fact) = facts.get(at) {
        let end = at + facts[at..].iter().take_while(|other| other.sentence == fact.sentence).count();
        let parts = parts(context, &facts[at..end]);
        if parts.len() >= LEAST {
            let first = facts.partition_point(|other| other.sentence < fact.sentence.saturating_sub(BACK));
            let before = facts.partition_point(|other| other.tokens.start < parts[0].0.tokens.start);
            let wholes = facts[first.max(before.saturating_sub(WHOLES))..before].iter().rev();
            out.extend(off(wholes, &parts));
        }
        at = end;
    }
}

/// The numbers without a noun in a sentence, each with the share right behind it.
fn parts<'f>(context: &Context<'_>, facts: &'f [Fact]) -> Vec<(&'f Fact, &'f Fact)> {
    let told = |pair: &'f [Fact]| match pair {
        [part, share] if part.unit == Unit::None && share.is_share() => Some((part, share)),
        _ => None,
    };
    let exact = |(part, share): &(&Fact, &Fact)| part.of.is_none() && !part.inexact && !share.inexact;
    let own = |(part, share): &(&Fact, &Fact)| is_tied(context, part, share) && !names_its_base(context, share);
    facts.windows(2).filter_map(told).filter(exact).filter(own).take(MOST).collect()
}

/// The one that is off the whole nearest to them that all others are of, two of these with a place behind the comma.
fn off<'f>(wholes: impl Iterator<Item = &'f Fact>, parts: &[(&Fact, &Fact)]) -> Option<OffShare> {
    let mut wholes =
        wholes.filter(|whole| whole.of.is_none() && !whole.inexact && matches!(whole.unit, Unit::Count(_)));
    let judged = |whole: &Fact| -> Option<Vec<Stated>> {
        parts.iter().map(|(part, share)| judge_amounts(part, whole, share)).collect()
    };
    wholes.find_map(|whole| {
        let judged = judged(whole)?;
        let mut off = judged.iter().zip(parts).filter(|(stated, _)| stated.fit == Fit::Wrong);
        let (Some((stated, (part, share))), None) = (off.next(), off.next()) else { return None };
        let right = judged.iter().zip(parts).filter(|(stated, _)| stated.fit != Fit::Wrong);
        let exact = right.filter(|(_, (_, share))| share.value.scale > 0).count() >= 2 || parts.len() > LEAST;
        let of = part.value.value() / whole.value.value() * 100.0;
        let near = (share.value.value() - of).abs() <= NEAR * of;
        let place = Place::Tokens(part.tokens.start..share.end);
        let found =
            OffShare { place, part: part.value, whole: whole.value, stated: share.value, fit: stated.fit, said: None };
        (exact && near).then_some(found)
    })
}
