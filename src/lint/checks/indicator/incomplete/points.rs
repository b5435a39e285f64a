//! Points of a list of targets that lack what the others have: where things stand today, or the unit.

use crate::document::{Block, BlockKind};
use crate::lint::check::{Context, Draft};
use crate::lint::indicators::words::Word;
use crate::lint::pack::Role;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::mentions::{Mention, MentionKind};
use crate::text::TokenKind;
use std::ops::Range;

/// A point of a list of targets.
struct Point<'d> {
    block: &'d Block,
    /// Its name, up to the figure.
    name: Range<usize>,
    /// Its first figure.
    fact: &'d Fact,
    /// Whether a bracket behind the figure holds another.
    bracket: bool,
    /// Whether it tells where things stand: in a bracket, or as «từ 12 lên 15».
    started: bool,
    /// Whether its figures have a unit.
    measured: bool,
    /// Whether it has no figure but in a bracket.
    enclosed: bool,
}

/// What a few points of a list lack, one in `few` at most, and all others have; a list has `least` points or more.
pub(super) fn unlike_the_others(context: &Context<'_>, least: usize, few: usize, out: &mut Vec<Draft>) {
    let points = points(context);
    if points.len() < least {
        return;
    }
    let few = |count: usize| count * few <= points.len();
    let enclosed: Vec<&Point<'_>> = points.iter().filter(|point| point.enclosed).collect();
    if few(enclosed.len()) && points.iter().filter(|point| point.bracket).count() * 2 >= points.len() {
        out.extend(enclosed.iter().map(|point| draft(context, point, "no-target")));
    }
    let bare: Vec<&Point<'_>> = points.iter().filter(|point| !point.started).collect();
    if few(bare.len()) {
        let asked = bare.iter().filter(|point| asks_start(context, point));
        out.extend(asked.map(|point| draft(context, point, "no-start")));
    }
    let unmeasured: Vec<&Point<'_>> = points.iter().filter(|point| !point.measured).collect();
    if few(unmeasured.len()) {
        let asked = unmeasured.iter().filter(|point| asks_unit(context, point));
        out.extend(asked.map(|point| draft(context, point, "no-unit")));
    }
}

fn draft(context: &Context<'_>, point: &Point<'_>, message: &'static str) -> Draft {
    let name = context.document.token_text(point.name.clone());
    Draft::at(point.block.range.clone()).say(message).with("name", name)
}

/// The points that begin with a name and give it a figure.
fn points<'d>(context: &'d Context<'d>) -> Vec<Point<'d>> {
    let document = context.document;
    let listed = document.blocks.iter().filter(|block| {
        let role = context.outline.roles.get(block.section as usize).copied().unwrap_or_default();
        let point = matches!(block.kind, BlockKind::Item { .. }) || block.numbering.is_some();
        role == Role::Target && point && !block.is_heading() && !block.is_cell()
    });
    let point = |block: &'d Block| {
        let facts = context.facts().within(&block.tokens);
        let fact = facts.first()?;
        // «(5) Tổng vốn đầu tư», «12. Hộ nghèo»: the point's own number is no part of its name.
        let words = &context.catalogue.indicators.words;
        let start = block.tokens.start + words.mark(context, &block.tokens);
        let covered = words.covered(context, &[Word::Filler], &(start..fact.tokens.start));
        let end = (start..fact.tokens.start).rfind(|i| !covered.has(*i))? + 1;
        // Any number: «18 khu vực (11 khu vực)» counts by a word that else makes it a label.
        let mut marks = [fact.tokens.start].into_iter().chain(fact.end..block.tokens.end);
        let opens = marks.find(|&i| document.has_mark(i, &['(']));
        let held = |from: usize| document.tokens.get(from..block.tokens.end).unwrap_or_default();
        let bracket = opens.is_some_and(|from| held(from).iter().any(|token| token.kind == TokenKind::Number));
        let gap = |i: &usize| document.between(*i, *i);
        let opened = (end..=fact.tokens.start).rfind(|i| gap(i).contains('('));
        let closes =
            |from: usize| (from + 1..block.tokens.end).find(|i| gap(i).contains(')')).unwrap_or(block.tokens.end);
        let alone = |from: usize| facts.iter().all(|other| other.tokens.start < closes(from));
        // «Thu ngân sách (tỷ đồng): 262,0»: the bracket is closed before the figure.
        let number = |i: &usize| document.tokens.get(*i).is_some_and(|token| token.kind == TokenKind::Number);
        let numbered = |from: usize| (start..from).any(|i| number(&i));
        let enclosed = opened.is_some_and(|from| fact.tokens.start < closes(from) && alone(from) && !numbered(from));
        // «từ 4 lên 7 hợp tác xã», «năm 2020 là 12,7%, đến năm 2025 còn 13,0%»
        let turn = context.turn();
        let past =
            |m: &Mention| matches!(&m.kind, MentionKind::Date(date) if date.year.is_some_and(|year| year <= turn));
        let moves = fact.is_led_by(Cue::From) && facts.len() >= 2;
        let then = || facts.len() >= 2 && context.mentions.within(&block.tokens).iter().any(past);
        let measured = fact.unit != Unit::None || moves && facts[1].unit != Unit::None;
        let started = bracket || moves || then();
        Some(Point { block, name: start..end, fact, bracket, started, measured, enclosed })
    };
    listed.filter_map(point).collect()
}

/// Whether a point without a second figure is one of which readers must know where it stands: a level, once.
fn asks_start(context: &Context<'_>, point: &Point<'_>) -> bool {
    let fact = point.fact;
    let said = context.catalogue.indicators.words.said(context, &point.block.tokens);
    let counted = said.says(Word::Yearly) || said.says(Word::Whole) || fact.of.is_some();
    // «Hằng năm 100% chi bộ sinh hoạt đúng quy định» is a rule and no level.
    let all = fact.unit == Unit::Percent && fact.value.value() >= 100.0;
    let led = fact.is_led_by_any(&[Cue::From, Cue::Up, Cue::Down, Cue::Times]);
    let alone = context.facts().within(&point.block.tokens).len() == 1;
    alone && !counted && !all && !led && !fact.inexact && fact.unit != Unit::None
}

/// Whether a figure without a unit is no count of what its name says.
fn asks_unit(context: &Context<'_>, point: &Point<'_>) -> bool {
    let document = context.document;
    let fact = point.fact;
    // «Thu ngân sách (tỷ đồng): 262,0»
    let said_before = (point.block.tokens.start + 1..fact.tokens.start).any(|i| document.has_mark(i, &['(']));
    let after = document.between(fact.end, fact.end);
    let stops = fact.end >= point.block.tokens.end || after.trim_start().starts_with(['(', '.', ';', ',']);
    let indicators = &context.catalogue.indicators;
    let measured = indicators.named(context.mentions, &point.name).iter().any(|hit| {
        let known = indicators.known(crate::lint::indicators::MeasureId(hit.item));
        known.is_some_and(|known| known.is_measured())
    });
    stops && !said_before && fact.of.is_none() && (fact.value.scale > 0 || measured)
}
