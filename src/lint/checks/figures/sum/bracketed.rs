//! Parts in a bracket, each a name and its number alone: «225 đảng viên mới (Khánh Sơn 61; Trung Phúc Cường 102; Nam Kim 62)».

use super::rest::{AND, leaves_rest};
use super::{MOST, Parts, Sum, draft_of, label_of, tolerance, total};
use crate::lint::check::{Context, Draft};
use crate::lint::checks::figures::is_rate;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::fold;

/// How far apart, as a share of the whole, parts and whole may be: parts that are less may be some of it only.
const MORE: f64 = 0.1;
const LESS: f64 = 0.03;

/// Words of a name, and between the whole and the bracket.
const NAME: usize = 6;

impl Sum {
    /// The first bracket of a sentence whose parts do not make what stands before it.
    pub(super) fn bracketed(&self, context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
        // Few figures have nothing behind them: the rest is only read where two do in a row.
        let opens = |at: &usize| !bare(&group[at - 1]) && bare(&group[*at]) && group.get(at + 1).is_some_and(bare);
        (1..group.len()).filter(opens).find_map(|at| off(context, group, at))
    }
}

/// Whether a number stands alone: «02», «02 và …».
fn bare(fact: &Fact) -> bool {
    let alone = fact.unit == Unit::None || fact.unit == Unit::Word(AND.0);
    alone && fact.of.is_none() && !fact.inexact
}

/// Whether the parts from `at` on do not make the figure before them.
fn off(context: &Context<'_>, group: &[Fact], at: usize) -> Option<Draft> {
    let (whole, document) = (&group[at - 1], context.document);
    let counted = matches!(whole.unit, Unit::Count(_) | Unit::Word(_) | Unit::Measure(..));
    let aside = whole.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::Times, Cue::Yearly]);
    if !counted || whole.of.is_some() || whole.inexact || aside || is_rate(context, whole) {
        return None;
    }
    let gap = document.between(whole.end, group[at].tokens.start);
    let (name, label) = gap.split_once('(').filter(|(name, label)| is_name(name, 0) && is_name(label, 1))?;
    let mut parts: Vec<Fact> = Vec::new();
    let mut names = vec![label.trim()];
    for part in group[at..].iter().take(MOST) {
        if let Some(last) = parts.last() {
            let label = document.between(last.tokens.end, part.tokens.start);
            let marked = label.trim_start().strip_prefix([',', ';']);
            let label = marked.or_else(|| label.trim_start().strip_prefix("và ")).filter(|label| is_name(label, 1))?;
            // «(Tổ 4; Tổ 5; Tổ 3)» are named by number.
            names.push(Some(label.trim()).filter(|label| *label != names[0])?);
        }
        if !bare(part) || aside_of(part) {
            return None;
        }
        let end = part.end;
        // Without a unit of its own it has that of the whole.
        let mut part = part.clone();
        part.unit = whole.unit;
        parts.push(part);
        if closes(context, end) {
            break;
        }
    }
    let listed: Vec<&Fact> = parts.iter().collect();
    let last = listed.last()?.tokens.end;
    let closed = closes(context, last);
    let tokens = whole.end..last;
    let some = context.catalogue.figures.has(context.mentions, Cue::Subset, &tokens)
        || fold(document.between(whole.end, last)).contains("nhất");
    let (sum, amount) = (total(&listed)?, whole.amount()?);
    let apart = (sum.value() - amount.value()).abs();
    let most = if sum.value() > amount.value() { MORE } else { LESS };
    let one = matches!(whole.unit, Unit::Count(_) | Unit::Word(_)) && apart <= 1.0 && listed.len() >= 3;
    let near = apart <= most * amount.value() || amount.is_slip_of(sum) || one;
    // Two names by themselves may be two of many.
    let many =
        listed.len() >= 3 || listed.len() == 2 && names.into_iter().all(starts_capital) && name.trim().is_empty();
    let made = group[..at].iter().any(|other| other.amount() == Some(sum));
    if !closed || some || !near || !many || made || apart <= tolerance(whole, &listed) {
        return None;
    }
    let draft = draft_of(whole, &listed, whole.tokens.start..last, sum);
    let end = document.sentences.get(whole.sentence as usize)?.tokens.end;
    let parts = Parts { facts: listed, tokens };
    (!parts.overlap(context) && !leaves_rest(context, last, end)).then_some(draft)
}

fn aside_of(part: &Fact) -> bool {
    part.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::To, Cue::Times, Cue::Yearly, Cue::Total])
}

/// Whether a text is a name of some words and no more.
fn is_name(text: &str, least: usize) -> bool {
    let text = label_of(text).trim();
    (least..=NAME).contains(&text.split_whitespace().count()) && !text.contains([',', ';', ':', '.', '(', ')'])
}

/// Whether a bracket closes right before a token.
fn closes(context: &Context<'_>, at: usize) -> bool {
    context.document.between(at, at).trim_start().starts_with(')')
}

fn starts_capital(label: &str) -> bool {
    label.chars().next().is_some_and(char::is_uppercase)
}
