//! Parts in a bracket, each a name and its number alone: «225 đảng viên mới (Khánh Sơn 61; Trung Phúc Cường 102; Nam Kim 62)».

use super::rest::{AND, leaves_rest};
use super::{Lists, MOST, Parts, draft_of, label_of, tolerance, total};
use crate::lint::check::{Context, Draft};
use crate::lint::checks::figures::is_rate;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::fold;

/// How far apart, as a share of the whole, parts and whole may be: parts that are less may be some of it only.
const MORE: f64 = 0.1;
const LESS: f64 = 0.03;

/// Words of a name, and between the whole and the bracket.
const NAME: usize = 6;

impl Lists {
    /// The first bracket of a sentence whose parts do not make what stands before it.
    pub(super) fn bracketed(&self, context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
        // Few figures have nothing behind them, or a word that is no unit: the rest is only read where several do in a row.
        let run = |at: usize, least: usize, is: fn(&Fact) -> bool| {
            !is(&group[at - 1]) && group.get(at..at + least).is_some_and(|run| run.iter().all(is))
        };
        (1..group.len()).find_map(|at| {
            let parts = if run(at, 2, bare) {
                named(context, group, at)
            } else if run(at, PEOPLE, befallen) {
                of_people(context, group, at)
            } else {
                None
            };
            off(context, group, at, &parts?)
        })
    }
}

/// Groups of people that are told by what befell them, at least.
const PEOPLE: usize = 3;

/// Whether a number stands alone: «02», «02 và …».
fn bare(fact: &Fact) -> bool {
    let alone = fact.unit == Unit::None || fact.unit == Unit::Word(AND.0);
    alone && fact.of.is_none() && !fact.inexact
}

/// «06 chuyển công tác», «01 bị kỷ luật»: what follows is no unit.
fn befallen(fact: &Fact) -> bool {
    matches!(fact.unit, Unit::Word(word) if word != AND.0) && fact.of.is_none() && !fact.inexact
}

/// Numbers in a bracket, each of them behind its name, or added up: «(Khánh Sơn 61; Nam Kim 64)», «(4,2 + 5,1)».
fn named(context: &Context<'_>, group: &[Fact], at: usize) -> Option<Vec<Fact>> {
    let (whole, document) = (&group[at - 1], context.document);
    let gap = document.between(whole.end, group[at].tokens.start);
    let (name, label) = gap.split_once('(').filter(|(name, _)| is_name(name, 0))?;
    let mut parts: Vec<Fact> = Vec::new();
    let mut names = vec![label.trim()];
    for part in group[at..].iter().take(MOST) {
        if let Some(last) = parts.last() {
            let label = document.between(last.tokens.end, part.tokens.start).trim();
            let marked = label.strip_prefix([',', ';', '+']).or_else(|| label.strip_prefix("và "))?.trim();
            // «(Tổ 4; Tổ 5; Tổ 3)» are named by number.
            let own = if label == "+" { names[0].is_empty() } else { is_name(marked, 1) && marked != names[0] };
            names.push(Some(marked).filter(|_| own)?);
        }
        if !bare(part) || aside_of(part) {
            return None;
        }
        let end = part.end;
        parts.push(part_of(whole, part));
        if closes(context, end) {
            break;
        }
    }
    // Two names by themselves may be two of many.
    let pair = names.iter().all(|label| label.is_empty() || starts_capital(label)) && name.trim().is_empty();
    let first = names[0].is_empty() || is_name(names[0], 1);
    let closed = closes(context, parts.last()?.tokens.end);
    (first && closed && (parts.len() >= 3 || parts.len() == 2 && pair)).then_some(parts)
}

/// «11 đồng chí (06 chuyển công tác, 04 nghỉ hưu, 01 bị kỷ luật)»: of people, those whom something befell.
fn of_people(context: &Context<'_>, group: &[Fact], at: usize) -> Option<Vec<Fact>> {
    let (whole, document, words) = (&group[at - 1], context.document, &context.catalogue.figures);
    let people = words.is_people(whole.unit);
    if !people || document.between(whole.end, group[at].tokens.start).trim() != "(" {
        return None;
    }
    let end = document.sentences.get(whole.sentence as usize)?.tokens.end;
    let mut parts = Vec::new();
    for (i, part) in group.iter().enumerate().skip(at).take(MOST) {
        let next = group.get(i + 1).map_or(end, |next| next.tokens.start).min(part.tokens.end + NAME + 2);
        let behind = document.between(part.tokens.end, next.max(part.tokens.end));
        if !befallen(part) || aside_of(part) {
            return None;
        }
        parts.push(part_of(whole, part));
        if let Some((befell, _)) = behind.split_once(')') {
            return (parts.len() >= PEOPLE && is_name(befell, 1)).then_some(parts);
        }
        let befell = behind.trim_end();
        let befell = befell.strip_suffix([',', ';']).or_else(|| befell.strip_suffix(" và"))?;
        is_name(befell, 1).then_some(())?;
    }
    None
}

/// A number without a unit of its own has that of the whole.
fn part_of(whole: &Fact, part: &Fact) -> Fact {
    let mut part = part.clone();
    part.unit = whole.unit;
    part
}

/// The draft, if all parts of a bracket do not make the figure before it.
fn off(context: &Context<'_>, group: &[Fact], at: usize, parts: &[Fact]) -> Option<Draft> {
    let (whole, document) = (&group[at - 1], context.document);
    let counted = matches!(whole.unit, Unit::Count(_) | Unit::Word(_) | Unit::Measure(..));
    let aside = whole.is_led_by_any(&[Cue::From, Cue::Times, Cue::Yearly]);
    if !counted || whole.of.is_some() || whole.inexact || aside || is_rate(context, whole) {
        return None;
    }
    let listed: Vec<&Fact> = parts.iter().collect();
    let last = listed.last()?.tokens.end;
    let tokens = whole.end..last;
    let (sum, amount) = (total(&listed)?, whole.amount()?);
    let apart = (sum.value() - amount.value()).abs();
    let most = if sum.value() > amount.value() { MORE } else { LESS };
    let one = matches!(whole.unit, Unit::Count(_) | Unit::Word(_)) && apart <= 1.0 && listed.len() >= 3;
    let near = apart <= most * amount.value() || amount.is_slip_of(sum) || one;
    let made = || group[..at].iter().any(|other| other.amount() == Some(sum));
    if !near || apart <= tolerance(whole, &listed) || made() {
        return None;
    }
    let some = context.catalogue.figures.has(context.mentions, Cue::Subset, &tokens)
        || fold(document.between(whole.end, last)).contains("nhất");
    let draft = draft_of(whole, &listed, whole.tokens.start..last, sum);
    let end = document.sentences.get(whole.sentence as usize)?.tokens.end;
    let parts = Parts { facts: listed, tokens };
    (!some && !parts.overlap(context) && !leaves_rest(context, last, end)).then_some(draft)
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
