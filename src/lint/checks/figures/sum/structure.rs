//! Shares that must make a hundred: of a structure, of what is told down to the rest.

use super::rest::is_rest;
use super::{add, trimmed};
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Number, fold};
use std::ops::Range;

/// «Cơ cấu kinh tế: nông nghiệp 16,2%, công nghiệp 37,6%, dịch vụ 46,2%».
pub(super) fn structure(context: &Context<'_>, sentence: &Range<usize>, group: &[Fact], out: &mut Vec<Draft>) {
    let words = &context.catalogue.figures;
    let mut cues = words.cues(context.mentions, sentence).filter(|hit| hit.item == Cue::Structure as u32);
    let Some(cue) = cues.next() else { return };
    // «… dịch vụ 36,0% (44,2% - 23,3% - 32,5%)»: what stands in brackets is told for comparison.
    let bracketed = |fact: &Fact| {
        let gap = context.document.between(cue.end as usize, fact.tokens.start);
        gap.matches('(').count() > gap.matches(')').count()
    };
    let after = group.iter().filter(|fact| fact.tokens.start >= cue.end as usize && !bracketed(fact));
    let after: Vec<&Fact> = after.collect();
    if halves(context, &after, out) {
        return;
    }
    let changes = |fact: &Fact| fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::To]);
    let unfit = after.iter().position(|fact| fact.unit != Unit::Percent || changes(fact));
    let after = match unfit {
        None => after,
        // «… lần lượt là 12%, 46% và 42%; thu nhập tăng 9%»: the semicolon ends it.
        Some(at) if at >= 3 && context.document.between(after[at - 1].end, after[at].tokens.start).contains(';') => {
            after[..at].to_vec()
        }
        Some(_) => return,
    };
    let shares: Vec<Option<Number>> = after.iter().map(|fact| Some(fact.value)).collect();
    let inexact = after
        .iter()
        .any(|fact| fact.inexact && context.document.between(fact.tokens.start, fact.tokens.start).trim() != "-");
    let [first, .., last] = after.as_slice() else { return };
    // «Khu vực I, II, III tăng lần lượt 3,5%, …»: they are no structure by themselves.
    let opening = cue.end as usize..first.tokens.start;
    let grow = [Cue::Up, Cue::Down].iter().any(|change| words.has(context.mentions, *change, &opening));
    if grow && context.document.token_text(cue.start as usize..cue.end as usize).to_lowercase().contains("khu vực") {
        return;
    }
    if !inexact && let Some(sum) = off_hundred(&shares) {
        let place = (cue.start as usize).min(first.tokens.start)..last.end;
        out.push(draft(&after, place, sum));
    }
}

/// Sentences before two shares in which a third may be told.
const TOLD: u32 = 2;

/// «đầu nhiệm kỳ chiếm 38,5%, 29,5% và 31,0%, nay là 31,0%, 33,5% và 35,5%»: whether two structures are told, each closed by «và».
fn halves(context: &Context<'_>, shares: &[&Fact], out: &mut Vec<Draft>) -> bool {
    let exact = |fact: &&Fact| fact.unit == Unit::Percent && !fact.inexact && fact.of.is_none();
    if shares.len() != 2 * LISTED || !shares.iter().all(exact) {
        return false;
    }
    let listed = |half: &[&Fact]| {
        let gap =
            |at: usize| context.document.between(half[at - 1].end, half[at].tokens.start).trim_matches(['%', ' ']);
        gap(1) == "," && gap(2) == "và" && !half[0].is_led_by_any(&[Cue::Up, Cue::Down])
    };
    let (first, second) = shares.split_at(LISTED);
    let both = listed(first) && listed(second);
    for half in [first, second].into_iter().filter(|_| both) {
        let values: Vec<Option<Number>> = half.iter().map(|fact| Some(fact.value)).collect();
        let tokens = half[0].tokens.start..half[LISTED - 1].end;
        out.extend(off_hundred(&values).map(|sum| draft(half, tokens, sum)));
    }
    both
}

/// Shares of each of two structures that one sentence tells.
const LISTED: usize = 3;

/// The draft on shares that make another sum than a hundred.
fn draft(shares: &[&Fact], tokens: Range<usize>, sum: Number) -> Draft {
    let listed: Vec<String> = shares.iter().map(|fact| fact.value.to_string()).collect();
    let draft = Draft::on(Place::Tokens(tokens)).say("structure").with("parts", listed.join(" + "));
    draft.with("sum", sum.to_string()).with("whole", "100")
}

/// «73,6% là rừng của hộ, 28,4% còn lại do công ty quản lý»: two shares, of which the second is the rest. Only a slip of the hand
/// shows that it is the rest of the first.
pub(super) fn two_shares(context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
    let percent: Vec<&Fact> = group.iter().filter(|fact| fact.unit == Unit::Percent).collect();
    let [share, rest] = percent[..] else { return None };
    let at = group.iter().position(|fact| fact.tokens == rest.tokens)?;
    let behind = fold(context.document.token_text(rest.end..rest.end + 2));
    let left = behind == "còn lại" && context.document.between(rest.end, rest.end).trim() == "%";
    let led = at > 0 && is_rest(context, group, at);
    let exact = |fact: &Fact| !fact.inexact && fact.of.is_none();
    let changes = |fact: &Fact| fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::Times]);
    // «tỷ lệ chuyên cần 96,2%; 3,5% còn lại …» goes on; past a full stop it does not.
    let direct = !context.document.between(share.end, rest.tokens.start).contains(". ");
    let right = super::less(Number { mantissa: 100, scale: 0, ..share.value }, share.value)?;
    let off = rest.value != right && rest.value.is_slip_of(right) && right.mantissa > 0;
    let sum = add([Some(share.value), Some(rest.value)].into_iter())?;
    // «Năm 2023 giải ngân 10%. Năm 2024 giải ngân 30%, 60% còn lại …»
    let earlier = rest.sentence.saturating_sub(TOLD)..rest.sentence;
    let earlier = earlier.flat_map(|before| context.facts().of_sentence(before));
    let hundred = |all: Number| all.value() == 100.0;
    let told = |before: &Fact| {
        before.unit == Unit::Percent && add([Some(sum), Some(before.value)].into_iter()).is_some_and(hundred)
    };
    if earlier.into_iter().any(told) {
        return None;
    }
    ((left || led) && exact(share) && exact(rest) && !changes(share) && direct && off)
        .then(|| draft(&[share, rest], share.tokens.start..rest.end, sum))
}

/// «dân tộc Tày chiếm 61,3%, Nùng 22,4%, Dao 14,3%, còn lại 2,0%»: shares told down to the rest make a hundred.
pub(super) fn to_the_rest(context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
    let at = (2..group.len()).find(|&at| group[at].unit == Unit::Percent && is_rest(context, group, at))?;
    let words = &context.catalogue.figures;
    let gap = |i: usize| context.document.between(group[i - 1].end, group[i].tokens.start);
    let listed = |i: usize| {
        let some = words.has(context.mentions, Cue::Subset, &(group[i - 1].end..group[i].tokens.start));
        group[i - 1].unit == Unit::Percent && !some && !gap(i).contains(['(', ')', ':'])
    };
    let first = (1..=at).rev().take_while(|&i| listed(i)).last()? - 1;
    let shares = &group[first..=at];
    let changes = |fact: &Fact| fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::Times]);
    let exact = shares.iter().all(|fact| !fact.inexact && !changes(fact));
    let told = shares.first()?.is_led_by(Cue::Share);
    let values: Vec<Option<Number>> = shares.iter().map(|fact| Some(fact.value)).collect();
    let sum = off_hundred(&values).filter(|sum| exact && told && (sum.value() - 100.0).abs() <= NEAR)?;
    let place = shares.first()?.tokens.start..shares.last()?.end;
    Some(draft(&shares.iter().collect::<Vec<_>>(), place, sum))
}

/// «Nông nghiệp chiếm 32,5%, công nghiệp - xây dựng 38,0%, dịch vụ 28,5%»: the three sectors, each named right before its share,
/// where no word calls them a structure.
pub(super) fn sectors(context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
    let shares = group.windows(3).enumerate().find(|(first, shares)| {
        // «…, lĩnh vực khác 1,0%»: there are more of them.
        let joined = |x: &Fact, y: &Fact| {
            let gap = context.document.between(x.end, y.tokens.start);
            y.unit == Unit::Percent && !gap.contains([';', '.'])
        };
        let more = group.get(first + 3).is_some_and(|next| joined(&shares[2], next))
            || first
                .checked_sub(1)
                .and_then(|at| group.get(at))
                .is_some_and(|before| before.unit == Unit::Percent && joined(before, &shares[0]));
        let label = |at: usize| {
            let from = if at > 0 { shares[at - 1].end } else { shares[0].tokens.start.saturating_sub(LABEL) };
            fold(context.document.between(from, shares[at].tokens.start))
        };
        let exact = |fact: &Fact| fact.unit == Unit::Percent && fact.of.is_none() && !fact.inexact;
        let changes = |fact: &Fact| fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::To, Cue::Times]);
        if more || !shares.iter().all(|fact| exact(fact) && !changes(fact)) {
            return false;
        }
        let labels = [0, 1, 2].map(label);
        let led = labels[0].trim_end().ends_with("chiếm");
        let named = labels.iter().zip(["nông", "công nghiệp", "dịch vụ"]).all(|(label, name)| label.contains(name));
        let plain = labels[1..].iter().all(|label| !label.contains(['(', ')', '.', ':']) && label.len() <= LONG);
        led && named && plain
    });
    let (_, shares) = shares?;
    // One that its own sentence calls a structure is judged as such.
    let start = shares[0].tokens.start;
    let from = context.document.sentences.get(shares[0].sentence as usize).map_or(start, |s| s.tokens.start);
    let called = start.saturating_sub(FAR).max(from)..start;
    let structured = context.catalogue.figures.has(context.mentions, Cue::Structure, &called);
    let values: Vec<Option<Number>> = shares.iter().map(|fact| Some(fact.value)).collect();
    let sum = off_hundred(&values).filter(|sum| !structured && (sum.value() - 100.0).abs() <= NEAR)?;
    Some(draft(&shares.iter().collect::<Vec<_>>(), shares[0].tokens.start..shares[2].end, sum))
}

/// Tokens before the first share that name its sector, bytes of the name of another, and tokens back to a word that calls
/// them a structure.
const LABEL: usize = 8;
const LONG: usize = 120;
const FAR: usize = 30;

/// Percentages that shares told down to the rest may be off and still surely be meant to make a hundred.
const NEAR: f64 = 2.0;

/// The sum of shares that must make a hundred and do not, though they are surely meant to.
pub(in super::super) fn off_hundred(shares: &[Option<Number>]) -> Option<Number> {
    if !(3..=5).contains(&shares.len()) {
        return None;
    }
    let sum = add(shares.iter().copied())?;
    let steps: f64 = shares.iter().flatten().map(|n| 10f64.powi(-i32::from(n.scale)) / 2.0).sum();
    let apart = (sum.value() - 100.0).abs();
    (apart > steps * 1.001 && apart <= 10.0)
        .then(|| trimmed(sum, shares.iter().flatten().map(|n| n.scale).min().unwrap_or(0)))
}
