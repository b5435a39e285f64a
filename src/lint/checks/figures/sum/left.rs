//! What is left: of a whole after what is done, of a stock after what came and went, of income after outgo; and sources that a
//! total comes from.

use super::{Sum, add, draft_of, less, tolerance, total, trimmed};
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::fold;
use serde::Deserialize;

/// How far apart, as a share of the whole, parts and whole may be and still surely be meant as such.
const SPREAD: f64 = 0.05;

/// Sources after a total, at least.
const LEAST: usize = 3;

/// «Tổng nhu cầu: 186,5 tỷ đồng; ngân sách tỉnh: 92,0 tỷ đồng; ngân sách xã: 41,5 tỷ đồng; …»: a total, and to the end of the
/// sentence nothing but what it comes from, each after its name and a colon.
pub(super) fn spread(context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
    let document = context.document;
    let (whole, parts) = group.split_first().filter(|(_, parts)| parts.len() >= LEAST)?;
    if whole.inexact || !document.between(whole.tokens.start, whole.tokens.start).trim_end().ends_with(':') {
        return None;
    }
    let sentence = document.sentences.get(whole.sentence as usize)?;
    let opened = document.blocks.get(sentence.block as usize).map_or(0, |block| block.tokens.start);
    let named = (opened.max(sentence.tokens.start)..whole.tokens.start)
        .any(|at| context.catalogue.figures.begins(context.mentions, Cue::Total, at));
    let labelled = |before: usize, part: &Fact| {
        let gap = document.between(before, part.tokens.start).trim();
        gap.starts_with(';') && gap.ends_with(':') && gap.matches([';', ':']).count() == 2 && !gap.contains(['(', '.'])
    };
    let mut before = whole.end;
    let all = parts.iter().all(|part| {
        let deeper = context.catalogue.figures.has(context.mentions, Cue::Subset, &(before..part.tokens.start));
        let fits = part.same_kind(whole) && !part.inexact && !deeper && labelled(before, part);
        before = part.end;
        fits
    });
    let closed = document.between(before, before).trim_start().starts_with('.') || before >= sentence.tokens.end;
    if !named || !all || !closed {
        return None;
    }
    let parts: Vec<&Fact> = parts.iter().collect();
    let (sum, amount) = (total(&parts)?, whole.amount()?);
    let apart = (sum.value() - amount.value()).abs();
    let near = apart <= SPREAD * amount.value() || amount.is_slip_of(sum);
    let tokens = whole.tokens.start..parts.last()?.end;
    (near && apart > tolerance(whole, &parts)).then(|| draft_of(whole, &parts, tokens, sum))
}

/// How far a number of a few may be off what was there, came and went, and a larger one as a share of it.
const FEW: f64 = 3.0;
const MANY: f64 = 0.25;

/// The words before a figure, from the one before it on, folded.
fn clause(context: &Context<'_>, group: &[Fact], sentence: usize, at: usize) -> String {
    let from = at.checked_sub(1).map_or(sentence, |before| group[before].end);
    fold(context.document.between(from, group[at].tokens.start))
}

/// `surplus:` in the rule file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Surplus {
    income: Vec<String>,
    outgo: Vec<String>,
    left: Vec<String>,
}

impl Sum {
    /// What is left, where what there was, came and went do not leave it: these four and nothing between.
    pub(super) fn stock(&self, context: &Context<'_>, group: &[Fact], sentence: usize) -> Option<Draft> {
        let clause = |at: usize| clause(context, group, sentence, at);
        (0..group.len().saturating_sub(3)).find_map(|first| {
            let run = &group[first..first + 4];
            let kind = run.iter().all(|fact| fact.same_kind(&run[0]) && !fact.inexact && fact.of.is_none());
            let told = || {
                let [opening, came, went, closing] = [0, 1, 2, 3].map(|at| clause(first + at));
                let plain =
                    [&came, &went, &closing].iter().all(|text| !text.contains("trong đó") && !text.contains('('));
                let left = closing.trim_end().ends_with(" còn") || self.stocks.names_closing(&closing);
                let went = self.stocks.names_went(&went) && !self.stocks.names_came(&went);
                let had =
                    self.stocks.names_opening(&opening) || opening.contains("chuyển sang") || opening.contains("tồn");
                plain && had && self.stocks.names_came(&came) && went && left
            };
            if !kind {
                return None;
            }
            let [had, came, went, stated] = [0, 1, 2, 3].map(|at| run[at].amount());
            let (right, stated) = (less(add([had, came].into_iter())?, went?)?, stated?);
            let apart = (right.value() - stated.value()).abs();
            let near = apart <= FEW || apart <= MANY * stated.value() || stated.is_slip_of(right);
            if apart == 0.0 || !near || !told() {
                return None;
            }
            let draft = Draft::on(Place::Tokens(run[0].tokens.start..run[3].end)).say("left");
            let draft = draft.with("parts", format!("{} + {} - {}", run[0].value, run[1].value, run[2].value));
            let exponent = if let Unit::Measure(_, exponent) = run[3].unit { -exponent } else { 0 };
            let shown = trimmed(right.shifted(exponent)?, run[3].value.scale);
            Some(draft.with("sum", shown.to_string()).with("whole", run[3].value.to_string()))
        })
    }

    /// «tổng thu 18.640 triệu đồng; tổng chi 17.905 triệu đồng; kết dư là 835 triệu đồng»: income, outgo and what is left, one right
    /// after the other.
    pub(super) fn surplus(&self, context: &Context<'_>, group: &[Fact], sentence: usize) -> Option<Draft> {
        let opens = |text: &str, words: &[String]| {
            let text = text.trim_start_matches([',', ';', ':', '.', '%', ' ']);
            words.iter().any(|word| text.starts_with(word.as_str()))
        };
        let ends = |text: &str, words: &[String]| {
            let clause = text.rsplit([',', ';', ':']).find(|clause| !clause.trim().is_empty()).unwrap_or("").trim();
            words.iter().any(|word| clause.starts_with(word.as_str()) || clause.ends_with(word.as_str()))
        };
        (0..group.len().saturating_sub(2)).find_map(|first| {
            let run = &group[first..first + 3];
            let plain = run.iter().all(|fact| fact.same_kind(&run[0]) && !fact.inexact && fact.of.is_none());
            if !plain || !context.catalogue.figures.is_money(run[0].unit) {
                return None;
            }
            let [income, outgo, left] = [0, 1, 2].map(|at| clause(context, group, sentence, first + at));
            let words = &self.surplus;
            if !ends(&income, &words.income) || !opens(&outgo, &words.outgo) || !opens(&left, &words.left) {
                return None;
            }
            let [income, outgo, stated] = [run[0].amount()?, run[1].amount()?, run[2].amount()?];
            let right = less(income, outgo)?;
            let apart = (right.value() - stated.value()).abs();
            let near = apart <= MANY * stated.value() || stated.is_slip_of(right);
            let rounded = apart <= tolerance(&run[2], &[&run[0], &run[1]]);
            let draft = Draft::on(Place::Tokens(run[0].tokens.start..run[2].end)).say("left");
            let draft = draft.with("parts", format!("{} - {}", run[0].value, run[1].value));
            let exponent = if let Unit::Measure(_, exponent) = run[2].unit { -exponent } else { 0 };
            let shown = trimmed(right.shifted(exponent)?, run[2].value.scale);
            let draft = draft.with("sum", shown.to_string()).with("whole", run[2].value.to_string());
            (near && !rounded).then_some(draft)
        })
    }
}

/// «Đại biểu triệu tập: 120, gồm 29 đại biểu đương nhiên và 93 đại biểu …»: the name before the colon is of what the parts count.
pub(super) fn is_labelled(context: &Context<'_>, whole: &Fact, part: &Fact) -> bool {
    let document = context.document;
    if !document.between(whole.tokens.start, whole.tokens.start).trim_end().ends_with(':') {
        return false;
    }
    let start = document.sentences.get(whole.sentence as usize).map_or(0, |s| s.tokens.start);
    let stops = |at: &usize| document.has_mark(*at, &[',', ';', '.']);
    let label = (start..whole.tokens.start).rev().find(stops).unwrap_or(start)..whole.tokens.start;
    label.clone().take(LABEL).any(|at| {
        let unit = context.catalogue.figures.unit_from(context.mentions, at);
        unit.is_some_and(|(unit, end)| unit == part.unit && end <= label.end)
    })
}

/// Words of a name in which what it counts is looked for: «Tổng số chi bộ».
const LABEL: usize = 4;
