//! Targets that imply a growth nobody would believe, and growth that implies such a start.

mod unlisted;

use super::{Aim, aims};
use crate::lint::check::{Check, Context, Draft, Place};
use crate::lint::indicators::value::{Standing, Value};
use crate::lint::indicators::{MeasureId, TERM};
use crate::lint::pack::{Band, Direction, Growth, Merge};
use crate::mentions::fact::{Cue, Unit};
use crate::text::number::Style;
use crate::text::{Number, Phrases, Syllable, syllables};
use serde::Deserialize;
use std::ops::Range;

/// `target-growth:` in a rule file. The bands are the pack's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TargetGrowth {
    /// Words after an increase that say it is counted from the beginning of the term.
    since_start: Vec<String>,
    /// Those that say it is counted from the year that follows.
    since_year: Vec<String>,
    /// Words in a name whose values are not levels.
    not: Phrases,
    /// How many times a year's number a term's total may be, where neither says which it is.
    term_total: [f64; 2],
    /// Openings of names whose values are rates of growth, in whatever set they are.
    rates: Vec<String>,
    /// Words of prices that a level may be told in and a rate not.
    prices: Phrases,
    /// How many times its neighbour one year of a course must be, or be of it, to stand out.
    leap: f64,
    /// How many times their neighbours the other years may be.
    even: f64,
}

impl Check for TargetGrowth {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some(growth) = &context.catalogue.pack.growth else { return };
        let aims = aims(context);
        let mut said = Vec::new();
        for aim in &aims {
            let found = self.beyond(context, growth, aim);
            said.extend(found.is_some().then_some(aim.target.measure));
            out.extend(found);
        }
        // A target that is beyond belief by itself is said once.
        apart(context, growth, &aims, &said, out);
        self.any_rate(context, growth, &aims, out);
        self.any_level(context, growth, &aims, out);
        self.any_start(context, growth, out);
        let turn = context.turn();
        let told = |v: &&Value| {
            let years = if v.standing == Standing::Target { turn + 1..=turn + TERM } else { turn - 1..=turn };
            !v.in_table && !v.bound && years.contains(&v.year) && !said.contains(&v.measure)
        };
        let mut starts: Vec<Draft> = Vec::new();
        for value in context.values().iter().filter(told) {
            starts.extend(self.start_implied(context, growth, value, turn));
        }
        // What was judged as a value of the set is not judged again.
        let mut any = Vec::new();
        self.any_result(context, growth, &mut any);
        let end = |draft: &Draft| if let Place::Text(range) = &draft.place { Some(range.end) } else { None };
        any.retain(|draft| !starts.iter().any(|other| end(other) == end(draft)));
        out.extend(starts);
        out.extend(any);
        self.any_leap(context, out);
    }
}

/// Whether a measure is itself a rate of growth.
fn is_rate(context: &Context<'_>, measure: MeasureId) -> bool {
    let pack = &context.catalogue.pack;
    measure.is_percent(pack) && measure.measure(pack).is_some_and(|m| m.merge == Merge::Base)
}

/// The yearly rate, in percent, that leads from one level to another.
fn rate(from: f64, to: f64, years: i32) -> f64 {
    ((to / from).powf(1.0 / f64::from(years.max(1))) - 1.0) * 100.0
}

/// A band over five years as one over some.
fn over(band: Band, years: i32) -> Band {
    let power = f64::from(years) / f64::from(TERM);
    Band { low: band.low.powf(power), high: band.high.powf(power) }
}

/// Words between a result and what it added: the rest of its unit, and «tăng thêm».
const RIGHT: usize = 6;
/// Words between a target and what it adds.
const MOST_WORDS: usize = 14;
/// What is no indicator of the set may grow faster: how far beyond the band it is spoken of.
const BEYOND: f64 = 2.0;
/// In a table of targets, where the two figures stand side by side.
const FAR: f64 = 1.2;

/// A number as messages show it.
fn shown(value: f64, decimals: u8) -> String {
    let mantissa = (value * 10f64.powi(i32::from(decimals))).round() as i64;
    Number { mantissa, scale: decimals, style: Style::Vietnamese }.to_string()
}

impl TargetGrowth {
    fn beyond(&self, context: &Context<'_>, growth: &Growth, aim: &Aim<'_>) -> Option<Draft> {
        let pack = &context.catalogue.pack;
        let measure = aim.target.measure.measure(pack)?;
        let name = context.document.token_text(aim.target.label.clone());
        let draft = || {
            Draft::at(aim.target.place.clone())
                .with("name", measure.name.clone())
                .with("target", aim.target.value.to_string())
                .with("year", aim.target.year.to_string())
                .with("today", aim.today.value.to_string())
                .with("from", aim.today.year.to_string())
                .see(aim.today.place.clone(), aim.today.year.to_string())
        };
        if is_rate(context, aim.target.measure) {
            let band = measure.rate.unwrap_or(growth.rate);
            let stated = aim.target.value.value();
            let beyond = aim.target.unit == Unit::Percent && !band.holds(stated);
            return beyond.then(|| with_band(draft().say("rate"), band));
        }
        let (today, target) = aim.amounts()?;
        let counted = !matches!(aim.target.unit, Unit::Measure(..));
        let grows = matches!(measure.direction, Direction::Up | Direction::Keep | Direction::None);
        // Shares end at a hundred, and a few things may become many.
        if aim.target.unit == Unit::Percent
            || aim.today.unit == Unit::Percent
            || !grows
            || today <= 0.0
            || counted && today < growth.least
            || aim.years() < 2
            || aim.target.rank
            || aim.today.may_span(aim.target, self.term_total)
            || self.not.stand_in(name)
        {
            return None;
        }
        let whole = measure.term_level.filter(|_| aim.today.whole && aim.target.whole);
        let band = over(whole.or(measure.level).unwrap_or(growth.level), aim.years());
        let times = target / today;
        // What falls where it should grow is no target at all: another rule says so.
        let low = matches!(measure.direction, Direction::None) && times < band.low;
        if times <= band.high && !low {
            return None;
        }
        let draft = draft()
            .with("years", aim.years().to_string())
            .with("times", shown(times, 2))
            .with("rate", shown(rate(today, target, aim.years()), 1));
        Some(with_band(draft, band))
    }

    /// «67,5 triệu đồng, tăng 47 triệu so với đầu nhiệm kỳ»: what it must have begun with.
    fn start_implied(&self, context: &Context<'_>, growth: &Growth, value: &Value, turn: i32) -> Option<Draft> {
        let pack = &context.catalogue.pack;
        let measure = value.measure.measure(pack)?;
        let Unit::Measure(quantity, exponent) = value.unit else { return None };
        let document = context.document;
        let token = document.tokens.partition_point(|t| (t.end as usize) <= value.place.end);
        let sentence =
            document.sentences.get(document.sentences.partition_point(|s| s.tokens.end <= token.saturating_sub(1)))?;
        let next = context.facts().within(&(token..sentence.tokens.end)).first()?;
        let same = matches!(next.unit, Unit::Measure(other, _) if other == quantity);
        let near = next.tokens.start <= token + 4 && !document.between(token, next.tokens.start).contains([';', '.']);
        if !same || !near || next.inexact || !next.is_led_by(Cue::Up) {
            return None;
        }
        // The term that a target belongs to begins where the other ends.
        let opening = if value.standing == Standing::Target { turn } else { turn - TERM };
        let (from, since) = self.since(context, next.end..sentence.tokens.end, opening)?;
        let years = value.year - from;
        if !(2..=2 * TERM).contains(&years) {
            return None;
        }
        let (now, more) = (value.value.shifted(exponent)?.value(), next.amount()?.value());
        let band = over(measure.level.unwrap_or(growth.level), years);
        let begun = now - more;
        let scale = now / value.value.value();
        if begun > 0.0 && band.holds(now / begun) {
            return None;
        }
        let place = value.place.start..document.token_range(next.tokens.start..next.end).end;
        let draft = Draft::at(place)
            .say(if begun > 0.0 { "start" } else { "no-start" })
            .with("name", measure.name.clone())
            .with("today", value.value.to_string())
            .with("more", shown(more / scale, 1))
            .with("since", document.token_text(since))
            .with("start", shown(begun / scale, 1))
            .with("times", shown(now / begun, 1))
            .with("years", years.to_string())
            .with("rate", shown(rate(begun, now, years), 1));
        Some(with_band(draft, band))
    }

    /// The year an increase is counted from, by the words right after it, and those words: «so với năm 2015»,
    /// «so với đầu nhiệm kỳ».
    fn since(&self, context: &Context<'_>, after: Range<usize>, opening: i32) -> Option<(i32, Range<usize>)> {
        let tokens = &context.document.tokens;
        // «triệu đồng/người/năm»: past the whole unit.
        let in_unit = |&i: &usize| context.document.has_mark(i, &['/']);
        let start = after.start + after.clone().take_while(in_unit).count();
        let follows = |phrase: &String| {
            let follows = |at: usize, word: Syllable| {
                let token = tokens.get(at).filter(|_| at < after.end)?;
                (token.id == word).then_some(at + 1)
            };
            syllables(phrase).try_fold(start, follows)
        };
        if let Some(end) = self.since_start.iter().find_map(follows) {
            return Some((opening, start..end));
        }
        let end = self.since_year.iter().filter_map(follows).max()?;
        let year = tokens.get(end).filter(|_| end < after.end)?.text(&context.document.text).parse().ok()?;
        (1990..2100).contains(&year).then_some((year, start..end + 1))
    }
}

fn with_band(draft: Draft, band: Band) -> Draft {
    let decimals = |value: f64| u8::from(value.fract() != 0.0) * 2;
    draft.with("low", shown(band.low, decimals(band.low))).with("high", shown(band.high, decimals(band.high)))
}

/// Targets that must go together and do not: income that hardly grows beside a product that does.
fn apart(context: &Context<'_>, growth: &Growth, aims: &[Aim<'_>], said: &[MeasureId], out: &mut Vec<Draft>) {
    let pack = &context.catalogue.pack;
    for pair in &growth.pairs {
        let id = |aim: &&Aim<'_>| aim.target.measure.measure(pack).map(|m| m.id.as_str());
        let Some(level) = aims.iter().find(|a| id(a) == Some(&pair.level)) else { continue };
        // What the rate is today does not matter here.
        let turn = context.turn();
        let other = context.values().iter().find(|v| {
            let named = v.measure.measure(pack).is_some_and(|m| pair.rates.contains(&m.id));
            named && !v.bound && v.standing == Standing::Target && v.year > turn + 2 && v.unit == Unit::Percent
        });
        let Some(other) = other else { continue };
        if said.contains(&level.target.measure) || said.contains(&other.measure) || level.years() < 2 {
            continue;
        }
        let Some((today, target)) = level.amounts().filter(|(today, target)| *today > 0.0 && target > today) else {
            continue;
        };
        let (implied, stated) = (rate(today, target, level.years()), other.value.value());
        if stated <= 0.0 || pair.band.holds(implied / stated) || (implied - stated).abs() < LEAST_APART {
            continue;
        }
        let name = |value: &Value| value.measure.name(pack).to_string();
        out.push(
            Draft::at(level.target.place.clone())
                .say("apart")
                .with("name", name(level.target))
                .with("other", name(other))
                .with("today", level.today.value.to_string())
                .with("target", level.target.value.to_string())
                .with("years", level.years().to_string())
                .with("rate", shown(implied, 1))
                .with("stated", other.value.to_string())
                .see(other.place.clone(), name(other)),
        );
    }
}

/// Percent a year that a stated rate may lie beyond those its levels allow.
const LEAST_OFF: f64 = 0.3;
/// Percent a year that two rates must lie apart to be spoken of.
const LEAST_APART: f64 = 4.0;
