//! One change told twice, as an amount and as a share of what was before: «120 triệu đồng, tăng 38 triệu đồng (tăng 46,3%)». What
//! there is now and the amount give what was before, though nobody states it.

use super::{NEAR, beside, difference, ends, follows, is_times, judge, yearly_after};
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, Number, Ratio, fold};

/// How far, as a share of the larger, what is stated may be from the right share and still surely be meant as that.
const LOOSE: f64 = 0.35;

/// Words of «so với năm 2020».
const BASE: usize = 6;

/// Figures before a change that are asked whether it is of them, and sentences in which they stand.
const OTHERS: usize = 8;
const BACK: u32 = 2;

/// How a change is told.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    Amount,
    Percent,
    Times,
}

fn told(context: &Context<'_>, change: &Fact) -> Option<Told> {
    match change.unit {
        Unit::Percent => Some(Told::Percent),
        Unit::Points => None,
        _ if change.is_led_by(Cue::Times) => Some(Told::Times),
        _ => (!is_times(context, change)).then_some(Told::Amount),
    }
}

/// Judges what is told beside the change at `at` by that and by what there is now.
pub(super) fn find(context: &Context<'_>, facts: &[Fact], at: usize) -> Option<Draft> {
    let first = &facts[at];
    let (up, down) = (first.is_led_by(Cue::Up), first.is_led_by(Cue::Down));
    if up == down || first.of.is_some() {
        return None;
    }
    let all = &context.facts().all;
    let next = all.partition_point(|fact| fact.tokens.start < first.end);
    let second = all.get(next).filter(|second| second.sentence == first.sentence && second.of.is_none())?;
    let near = second.tokens.start - first.end <= NEAR && !second.inexact && (!first.inexact || up);
    let kinds = (told(context, first)?, told(context, second)?);
    let ((Told::Amount, other) | (other, Told::Amount)) = kinds else { return None };
    let against = second.is_led_by(if up { Cue::Down } else { Cue::Up });
    if !near || other == Told::Amount || against || down && other == Told::Times {
        return None;
    }
    let tie = tie(context, first, second)?;
    if let Some([from, to]) = at.checked_sub(2).and_then(|from| facts.get(from..at))
        && let Some(ends) = ends(context, from, to).filter(|ends| follows(context, ends.from, ends.to, first))
    {
        let right = super::fit_of(context, &ends, first).is_some_and(|told| told.0 == Fit::Right);
        return judge(context, &ends, second).filter(|_| right && !super::of_another(context, from, second));
    }
    let (amount, share) = if kinds.0 == Told::Amount { (first, second) } else { (second, first) };
    let now = value_before(context, facts, at, amount).or_else(|| value_behind(context, next, second, amount))?;
    let pair = Pair { now, amount, share, up, times: other == Told::Times };
    let exact = pair.exact()?;
    let off = !pair.fits()? && (share.value.is_slip_of(exact) || tie == Tie::Tight && is_near(exact, share.value));
    (off && !is_of_another(context, &pair)).then(|| pair.draft(exact, first.tokens.start, second.end)).flatten()
}

/// How surely two figures tell the same change.
#[derive(Clone, Copy, PartialEq)]
enum Tie {
    Tight,
    Loose,
}

/// «tăng 38 triệu đồng (46,3%)», «tăng 38 triệu đồng so với năm 2020, tương ứng tăng 46,3%»; nothing else is told between them.
fn tie(context: &Context<'_>, first: &Fact, second: &Fact) -> Option<Tie> {
    let document = context.document;
    let gap = fold(document.between(first.end, second.tokens.start));
    let gap = gap.trim_start_matches(['%', ' ']);
    let (base, rest) = match gap.strip_prefix("so với").or_else(|| gap.strip_prefix("so ")) {
        Some(rest) => rest.split_at(rest.find([',', '('])?),
        None => ("", gap),
    };
    let plain = |base: &str| base.split_whitespace().count() <= BASE && !base.contains([';', '.', ')', ':']);
    // «giảm 12 vụ tai nạn giao thông (giảm 30%)»: the name of what is counted may go on, where what follows says what it is.
    let turned = second.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    let (name, rest) = rest.split_at(rest.find('(').filter(|_| turned).unwrap_or(0));
    let opened = rest.starts_with('(');
    let words: Vec<&str> = rest.trim_start_matches(['(', ',']).split_whitespace().collect();
    let wording = &context.catalogue.wording.change;
    if !plain(base) || !plain(name) || name.contains(',') || !words.iter().all(|word| wording.again.has(word)) {
        return None;
    }
    let behind = document.between(second.end, (second.end + BASE + 2).min(end_of(context, second)));
    let behind = fold(behind.trim_start_matches(['%', ' ']));
    let own = behind.strip_prefix("so với").or_else(|| behind.strip_prefix("so ")).map(str::trim);
    let closed = own.is_some() || behind.is_empty() || behind.starts_with([')', ',', ';', '.']);
    let other = own.is_some_and(|own| !base.trim().is_empty() && !own.starts_with(base.trim()));
    if !closed || other || yearly_after(context, second.end) || yearly_after(context, first.end) {
        return None;
    }
    let says_so = words.iter().any(|word| matches!(*word, "tương" | "tức" | "hay"));
    let sure = says_so || opened && own.is_none();
    Some(if sure && name.trim().is_empty() { Tie::Tight } else { Tie::Loose })
}

fn end_of(context: &Context<'_>, fact: &Fact) -> usize {
    context.document.sentences.get(fact.sentence as usize).map_or(fact.end, |sentence| sentence.tokens.end)
}

fn is_value(context: &Context<'_>, fact: &Fact, amount: &Fact) -> bool {
    let kind = fact.same_kind(amount) || context.catalogue.figures.akin(fact.unit, amount.unit);
    let bare = amount.unit == Unit::None && matches!(fact.unit, Unit::Count(_) | Unit::Measure(..) | Unit::Word(_));
    (kind || bare) && fact.of.is_none() && !fact.inexact && fact.sentence == amount.sentence
}

/// «đạt 120 triệu đồng, bằng 104,3% mục tiêu, tăng 38 triệu đồng (…)»: what there is now. `at` is the change.
fn value_before<'f>(context: &Context<'_>, facts: &'f [Fact], at: usize, amount: &Fact) -> Option<&'f Fact> {
    let percents = facts[..at].iter().rev().take(2).take_while(|fact| fact.unit == Unit::Percent).count();
    let now = facts.get(at.checked_sub(percents + 1)?).filter(|fact| is_value(context, fact, amount))?;
    let changed = now.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::Times]);
    (!changed && beside::is_told(context, now, &facts[at])).then_some(now)
}

/// «giảm 12 vụ (giảm 30%), còn 28 vụ»: what there is now stands behind. `at` is what is told beside the change, `second`.
fn value_behind<'c>(context: &'c Context<'_>, at: usize, second: &Fact, amount: &Fact) -> Option<&'c Fact> {
    let now =
        context.facts().all.get(at + 1).filter(|fact| fact.is_led_by(Cue::To) && is_value(context, fact, amount))?;
    let gap = fold(context.document.between(second.end, now.tokens.start));
    let leads = &context.catalogue.wording.change.leads_to_now;
    let marks = ['%', ',', ')'];
    let plain = |word: &str| word.trim_matches(marks).is_empty() || leads.has(word.trim_matches(marks));
    (now.tokens.start - second.end <= NEAR && gap.split_whitespace().all(plain)).then_some(now)
}

/// What there is now, and by how much that is more or less than before, told twice.
struct Pair<'f> {
    now: &'f Fact,
    amount: &'f Fact,
    share: &'f Fact,
    up: bool,
    times: bool,
}

impl Pair<'_> {
    /// The amount in base units; without a unit it has that of what there is now.
    fn apart(&self) -> Option<Number> {
        super::comparable(self.amount, self.now)
    }

    /// What there was before.
    fn before(&self) -> Option<Number> {
        let (now, apart) = (self.now.amount()?, self.apart()?);
        // Of a fall what is gone was there too.
        let away = if self.up { apart.mantissa } else { -apart.mantissa };
        let before = difference(Number { mantissa: away, ..apart }, now)?;
        (!self.up || now.value() > apart.value()).then_some(before)
    }

    /// What the share should be, with its decimals.
    fn exact(&self) -> Option<Number> {
        let scale = self.share.value.scale.max(1);
        match self.times {
            true => Ratio::of(self.now.amount()?, self.before()?, 1)?.rounded(scale),
            false => Ratio::of(self.apart()?, self.before()?, 100)?.rounded(scale),
        }
    }

    /// Whether the share is right for some value and some amount that are written so: both may be rounded.
    fn fits(&self) -> Option<bool> {
        let (now, apart) = (self.now.amount()?.value(), self.apart()?.value());
        let steps = (step(self.now), step(self.amount) * unit_of(self.now, self.amount));
        let told = |now: f64, apart: f64| {
            let before = if self.up { now - apart } else { now + apart };
            if self.times { now / before } else { 100.0 * apart / before }
        };
        let (low, high) = (told(now + steps.0, apart - steps.1), told(now - steps.0, apart + steps.1));
        let (stated, one) = (self.share.value.value(), 10f64.powi(-i32::from(self.share.value.scale)));
        Some(stated > low - one && stated < high + one)
    }

    fn draft(&self, exact: Number, start: usize, end: usize) -> Option<Draft> {
        let back = |number: Number| super::back(number, self.now.unit);
        let place = Place::Tokens(self.now.tokens.start.min(start)..self.now.end.max(end));
        let draft = Draft::on(place).say(if self.times { "times" } else { "percent" });
        let before = super::super::sum::trimmed(back(self.before()?)?, self.now.value.scale);
        // Nobody states what there was: how it comes about is shown.
        let sign = if self.up { '-' } else { '+' };
        let shown = format!("{before} ({} {sign} {})", self.now.value, self.amount.value);
        let from = if self.amount.unit == self.now.unit { shown } else { before.to_string() };
        let draft = draft.with("from", from).with("to", self.now.value.to_string());
        let exact = super::super::sum::trimmed(exact, self.share.value.scale);
        Some(draft.with("exact", exact.to_string()).with("stated", self.share.value.to_string()))
    }
}

/// Half of what a number is written by, in base units: things are counted to the last one, but of thousands of them only hundreds
/// may be meant.
fn step(fact: &Fact) -> f64 {
    let (mut zeros, mut rest) = (0, fact.value.mantissa);
    while fact.value.scale == 0 && rest != 0 && rest % 10 == 0 {
        (zeros, rest) = (zeros + 1, rest / 10);
    }
    let exponent = if let Unit::Measure(_, exponent) = fact.unit { i32::from(exponent) } else { 0 };
    let told = 10f64.powi(exponent - i32::from(fact.value.scale)) / 2.0;
    match fact.unit {
        _ if zeros >= 2 => told * 10f64.powi(zeros),
        Unit::Measure(..) => told,
        _ => 0.0,
    }
}

/// What one of an amount without a unit is, in base units.
fn unit_of(now: &Fact, amount: &Fact) -> f64 {
    match (amount.unit, now.unit) {
        (Unit::None | Unit::Word(_), Unit::Measure(_, exponent)) => 10f64.powi(i32::from(exponent)),
        _ => 1.0,
    }
}

fn is_near(exact: Number, stated: Number) -> bool {
    (exact.value() - stated.value()).abs() <= LOOSE * exact.value().max(stated.value())
}

/// Whether the share is right of a figure told before, or of what is told as now: then that was before, or the amount is wrong.
fn is_of_another(context: &Context<'_>, pair: &Pair<'_>) -> bool {
    let stated = pair.share.value;
    let right = |x: Option<Number>, base: Option<Number>| {
        let ratio = x.zip(base).and_then(|(x, base)| Ratio::of(x, base, 100));
        ratio.is_some_and(|ratio| ratio.fit(stated) != Fit::Wrong)
    };
    let (now, apart) = (pair.now.amount(), pair.apart());
    let all = &context.facts().all;
    let until = all.partition_point(|fact| fact.tokens.start < pair.amount.tokens.start.max(pair.share.tokens.start));
    let from = pair.now.sentence.saturating_sub(BACK);
    let near = all[..until].iter().rev().take(OTHERS).take_while(|fact| fact.sentence >= from);
    let mut others = near.filter(|fact| fact.same_kind(pair.now) && fact.tokens != pair.amount.tokens);
    let gone = |other: &Fact| now.zip(other.amount()).and_then(|(now, other)| difference(other, now));
    right(apart, now) || others.any(|other| right(apart, other.amount()) || right(gone(other), other.amount()))
}
