//! Shares of a whole that its parts make up to the last one: «Nhận 146 ý kiến; trả lời 129; còn nợ 17 ý kiến, bằng 11,6%».

use super::{Stated, is_tied, judge, names_its_base, nearly, pen_slip};
use crate::lint::check::Context;
use crate::lint::checks::figures::Pair;
use crate::lint::checks::figures::sum;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, fold};

/// Figures before and behind a part that are read, at most.
const BEFORE: usize = 6;
const BEHIND: usize = 4;

/// Parts of one whole, at most, and how many things there are at least.
const PARTS: usize = 4;
const LEAST: f64 = 10.0;

/// How far from the right one a wrong share is, at most.
const NEARLY: f64 = 0.2;

/// The share at `at` of the figure that the one before it makes up with those beside it.
pub(super) fn of_what_it_makes_up(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let facts = &context.facts().all;
    let part = facts.get(at.checked_sub(1)?)?;
    let plain = |fact: &&Fact| {
        fact.sentence == share.sentence && !matches!(fact.unit, Unit::Percent | Unit::Points) && fact.of.is_none()
    };
    let counted = matches!(part.unit, Unit::Count(_) | Unit::Measure(..)) && plain(&part) && !part.inexact;
    if !share.is_share() || !counted {
        return None;
    }
    let before: Vec<&Fact> = facts[at.saturating_sub(BEFORE)..at].iter().filter(plain).collect();
    let behind: Vec<&Fact> =
        facts[at + 1..].iter().take(BEHIND).take_while(|f| f.sentence == share.sentence).filter(plain).collect();
    let own = before.len() - 1;
    let all = [before, behind].concat();
    let words = &context.catalogue.figures;
    let is_kin = |fact: &Fact| matches!(fact.unit, Unit::Count(_)) && words.akin(fact.unit, part.unit);
    let makes = |whole: usize, last: usize| {
        let parts = &all[whole + 1..=last];
        let alike = |fact: &&Fact| {
            let same = fact.unit == all[whole].unit || fact.unit == Unit::None;
            let turned = fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::Total]);
            !fact.inexact && (same || is_kin(fact)) && !turned
        };
        let made = sum::add(parts.iter().map(|fact| Some(fact.value))) == Some(all[whole].value);
        (2..=PARTS).contains(&parts.len()) && made && parts.iter().all(alike)
    };
    let whole = (0..own).rev().find(|&whole| {
        let large = all[whole].value.value() >= LEAST && !all[whole].inexact;
        large && (all[whole].unit == part.unit || is_kin(all[whole])) && (own..all.len()).any(|last| makes(whole, last))
    });
    let whole = all[whole?];
    let named = names_its_base(context, share) && !names_all(context, share, whole);
    if named || !is_tied(context, part, share) {
        return None;
    }
    let pair = |whole: &Fact| Pair { part: part.value, whole: whole.value, start: whole.tokens.start };
    // «11 đồng chí để bầu 09 đại biểu, số dư 02 đồng chí, bằng 22,2%»: it may be of another part.
    let fits = |other: &&Fact| judge(pair(other), share.value).is_some_and(|stated| stated.fit != Fit::Wrong);
    if all.iter().any(fits) {
        return None;
    }
    judge(pair(whole), share.value).filter(|stated| nearly(stated, share, NEARLY) || pen_slip(stated, share))
}

/// «bằng 11,6% tổng số đã nhận», «… số ý kiến»: the words behind a share name nothing but the things told before.
fn names_all(context: &Context<'_>, share: &Fact, whole: &Fact) -> bool {
    let document = context.document;
    let said = fold(document.between(share.end, share.end + NAME));
    let said = said.trim_start_matches(['%', ' ']);
    let Some(of) = said.strip_prefix("tổng số").or_else(|| said.strip_prefix("số")) else { return false };
    let noun = fold(document.token_text(whole.tokens.end..whole.end));
    let of = of.trim_start();
    let of = of.strip_prefix(noun.as_str()).unwrap_or(of).trim_start();
    let next = of.split([' ', ',', ';', '.', ')']).next().unwrap_or_default();
    next.is_empty() || context.catalogue.wording.share.told_before.has(next)
}

/// Tokens of «tổng số ý kiến đã nhận».
const NAME: usize = 6;
