//! A stated share against its own numerator and denominator.

mod amounts;
mod bare;
mod base;
mod body;
mod bounds;
mod bracketed;
mod each;
mod exchanged;
mod explained;
mod fractions;
mod in_turn;
mod items;
mod made_up;
mod parted;
mod per_mille;
mod plan;
mod proved;
mod siblings;
mod slip;
mod spelled;
mod then;
mod worded;

use self::amounts::of_an_amount;
use self::base::{of_named_base, of_sentence_before};
use self::body::of_named_body;
use self::bracketed::of_bracketed;
use self::exchanged::of_the_other;
use self::explained::of_what_explains;
use self::in_turn::of_its_turn;
use self::made_up::of_what_it_makes_up;
use self::parted::{of_bracketed_whole, of_named_part, of_parted_whole};
use self::plan::{goes_beyond, measured_by_plan, of_a_plan, of_the_plan_before, of_what_was_given, of_what_was_set};
use self::proved::of_proved_whole;
use self::siblings::of_shared_whole;
use self::then::of_what_then;
use self::worded::{is_over, sums_up, worded_ratio};
use super::exceeds::is_opened_by_in;
use super::{Pair, table};
use crate::lint::check::{Check, Context, Draft, Place};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, Number, Ratio, Syllable};
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

/// `share:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// What to report: shares that are wrong, or only roughly rounded.
    report: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    Wrong,
    Rounded,
}

/// Tokens between the numerator and its share: more, and something else is spoken of.
const NEAR: usize = 16;

/// Earlier figures that may be the whole.
const WHOLES: usize = 12;

impl Check for Share {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let wanted = match self.report {
            Fault::Wrong => Fit::Wrong,
            Fault::Rounded => Fit::Rounded,
        };
        let found = context.shares().iter().filter(|found| found.fit == wanted);
        out.extend(found.filter_map(|off| {
            let draft = draft(off.place.clone(), off.part, off.whole, off.stated, wanted)?;
            Some(match &off.said {
                Some(said) => draft.say("worded").with("said", said_text(context, said)),
                None => draft,
            })
        }));
        if wanted == Fit::Wrong {
            per_mille::find(context, out);
        }
    }
}

/// The words of a share, with the sign of percent behind them.
fn said_text(context: &Context<'_>, said: &Range<usize>) -> String {
    let sign = if context.document.marks(said.end).starts_with('%') { "%" } else { "" };
    format!("{}{sign}", context.document.token_text(said.clone()))
}

/// A share that is not what its part and its whole make, or only roughly.
#[derive(Debug)]
pub struct OffShare {
    /// From the part, or the whole, to the share; of a table the cell.
    pub place: Place,
    /// The numerator.
    pub part: Number,
    /// The denominator.
    pub whole: Number,
    /// The share in percent, as written.
    pub stated: Number,
    /// How far it is from the quotient.
    pub fit: Fit,
    /// The tokens that tell it, where it is no plain number: «hai phần ba», «trên 90%».
    pub said: Option<Range<usize>>,
}

/// All of a document, those in sentences first: two rules report them.
pub fn off_shares(context: &Context<'_>) -> Vec<OffShare> {
    let facts = context.facts();
    // «vượt 8,7%» may be read as «more than», but not where what is exceeded follows.
    let beyond = |fact: &Fact| fact.unit == Unit::Percent && fact.of.is_none() && goes_beyond(context, fact);
    let shares = facts.all.iter().enumerate().filter(|(_, fact)| fact.is_share() || beyond(fact));
    let in_prose = shares.filter_map(|(at, share)| {
        let told = stated(context, at, share).or_else(|| of_bracketed(context, at, share));
        let told = told.or_else(|| of_what_was_given(context, at, share)).or_else(|| of_what_then(context, at, share));
        let told = told.or_else(|| of_shared_whole(context, at, share)).or_else(|| of_the_other(context, at, share));
        let told =
            told.or_else(|| of_the_plan_before(context, at, share)).or_else(|| of_named_body(context, at, share));
        let told =
            told.or_else(|| of_what_explains(context, at, share)).or_else(|| of_proved_whole(context, at, share));
        let told = told.or_else(|| of_parted_whole(context, at, share)).or_else(|| of_named_part(context, at, share));
        let told = told.or_else(|| of_bracketed_whole(context, at, share));
        let found = told.or_else(|| of_what_it_makes_up(context, at, share)).filter(|found| found.fit != Fit::Right)?;
        if is_of_another(context, at, &found) {
            return None;
        }
        // «88,9% (24/27 vụ)»: the ratio may stand after its share.
        let ratio = facts.all.get(at + 1).filter(|next| next.tokens.start == found.pair.start);
        let end = ratio.map_or(share.end, |ratio| ratio.end);
        let place = Place::Tokens(found.pair.start.min(share.tokens.start)..end);
        let (part, whole) = (found.pair.part, found.pair.whole);
        Some(OffShare { place, part, whole, stated: share.value, fit: found.fit, said: None })
    });
    let mut found: Vec<OffShare> = in_prose.collect();
    items::find(context, &mut found);
    bare::find(context, &mut found);
    fractions::find(context, &mut found);
    bounds::find(context, &mut found);
    each::find(context, &mut found);
    spelled::find(context, &mut found);
    slip::find(context, &mut found);
    found.extend(table::Grid::all(context).flat_map(|grid| table::ratio_columns(context, &grid)));
    found
}

fn draft(place: Place, part: Number, whole: Number, stated: Number, fit: Fit) -> Option<Draft> {
    let ratio = Ratio::of(part, whole, 100)?;
    // What is only roughly rounded is shown more exactly than it is stated.
    let more = if fit == Fit::Rounded { stated.scale + 2 } else { stated.scale.max(1) };
    let draft = Draft::on(place)
        .with("part", part.to_string())
        .with("whole", whole.to_string())
        .with("exact", ratio.rounded(more)?.to_string())
        .with("right", ratio.rounded(stated.scale)?.to_string());
    Some(draft.with("stated", stated.to_string()))
}

/// «đạt trên 80% số phiếu, chiếm 84%»: the threshold is of something else, and the share sums up.
fn is_summed_up(context: &Context<'_>, ratio: &Fact, threshold: &Fact, share: &Fact) -> bool {
    let gap = context.document.between(threshold.end, share.tokens.start).trim_end();
    // «…, đạt 87,5%» may be of something else: only where it comes near.
    let near = || pair_of(ratio).and_then(|pair| judge(pair, share.value)).is_some_and(|s| nearly(&s, share, DONE));
    let sums_up = gap.ends_with(", chiếm") || (gap.ends_with(", đạt") || gap.ends_with(", bằng")) && near();
    names_its_base(context, threshold) && sums_up
}

/// A share with what it is a share of.
struct Stated {
    pair: Pair,
    fit: Fit,
}

fn judge(pair: Pair, percent: Number) -> Option<Stated> {
    let fit = Ratio::of(pair.part, pair.whole, 100)?.fit(percent);
    Some(Stated { pair, fit })
}

/// A share of an amount by what both come to; told in the words of the text where their unit is one.
fn judge_amounts(part: &Fact, whole: &Fact, share: &Fact) -> Option<Stated> {
    let pair = Pair { part: part.amount()?, whole: whole.amount()?, start: part.tokens.start };
    let mut stated = judge(pair, share.value)?;
    if part.unit == whole.unit {
        stated.pair = Pair { part: part.value, whole: whole.value, start: part.tokens.start };
    }
    Some(stated)
}

/// What a percentage is the share of, if the text shows it beyond doubt.
fn stated(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let facts = context.facts();
    if share.inexact {
        return judge(of_what_was_set(context, at, share)?, share.value);
    }
    if let Some(stated) = of_its_turn(context, at, share) {
        return stated;
    }
    // «88,9% (24/27 vụ)»
    if let Some(next) = facts.all.get(at + 1).filter(|next| next.of.is_some() && next.sentence == share.sentence) {
        let gap = context.document.between(share.end, next.tokens.start).trim_matches(['%', ' ', '\u{A0}']);
        // «đạt 95,79% với 19.696/20.560 người»: in words only where it comes near, for it may be of something else.
        // «cao hơn 20% (12/100 hộ làm mô hình)»: a change is no share of those it was found in.
        let changed = share.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
        match gap {
            "(" if !changed => return judge(pair_of(next)?, share.value),
            "(" | "với" | ", với" | "tức" | ", tức" | ", tương ứng" => {
                return judge(pair_of(next)?, share.value).filter(|stated| nearly(stated, share, DONE));
            }
            _ => {}
        }
    }
    // «94,5% (303 cháu/312 cháu)»
    if let [part, whole, ..] = facts.all.get(at + 1..).unwrap_or_default()
        && whole.sentence == share.sentence
        && is_over(context, part, whole)
        && context.document.between(share.end, part.tokens.start).trim_matches(['%', ' ', '\u{A0}']) == "("
    {
        return judge(Pair { part: part.value, whole: whole.value, start: part.tokens.start }, share.value);
    }
    if let Some(pair) = of_a_plan(context, at, share).or_else(|| of_what_was_set(context, at, share)) {
        return judge(pair, share.value);
    }
    if let Some(stated) = of_named_base(context, at, share).or_else(|| of_sentence_before(context, at, share)) {
        return Some(stated);
    }
    if measured_by_plan(context, share) {
        return None;
    }
    let before = facts.before(at);
    // «58/63 chi bộ có chi ủy viên dưới 60 tuổi, đạt 92,1%», «21/25 chức danh đạt trên 80% số phiếu, chiếm 84%»: a
    // threshold between a ratio and its share.
    let part = match before {
        [.., ratio, threshold]
            if threshold.inexact
                && (threshold.unit != Unit::Percent || is_summed_up(context, ratio, threshold, share))
                && threshold.of.is_none()
                && ratio.of.is_some() =>
        {
            ratio
        }
        // «24/31 chi bộ sinh hoạt chuyên đề đủ 02 lần/năm, đạt 74,7%»: a small number between, and a slip of the share.
        [.., ratio, small]
            if small.of.is_none()
                && small.value.value() < 10.0
                && small.unit != Unit::Percent
                && ratio.of.is_some()
                && ends_clause(context, small, share)
                && pair_of(ratio)
                    .and_then(|pair| judge(pair, share.value))
                    .is_some_and(|s| nearly(&s, share, DONE)) =>
        {
            ratio
        }
        // «1.204/1.372 hộ đạt 8/8 tiêu chí (87,8%)»: those who have all of it are counted before.
        [.., counted, full] if is_all_of_it(context, counted, full, share) => {
            return judge(pair_of(counted)?, share.value).filter(|stated| nearly(stated, share, DONE));
        }
        [.., last] => last,
        [] => return None,
    };
    // «47/50 tổ chức đảng và 1.313/1.418 đảng viên …, lần lượt đạt 94,0% và 92,6%»: each has its own.
    if in_turn(context, part, share) {
        return None;
    }
    if let Some(pair) = worded_ratio(context, at, share) {
        return judge(pair, share.value);
    }
    // «có 48 đảng viên dưới 30 tuổi, chiếm 18%»: the age is of those who are counted.
    if let [earlier @ .., part, threshold] = before
        && threshold.inexact
        && part.of.is_none()
        && matches!((part.unit, threshold.unit), (Unit::Count(_), Unit::Measure(..)))
        && sums_up(context, part, share)
        && !earlier.is_empty()
    {
        return of_a_whole(context, &before[..before.len() - 1], part, share);
    }
    if !is_tied(context, part, share) || part.inexact {
        return None;
    }
    match part.of {
        Some(whole) => {
            // «93,8%, tức 15/16 trường (68,8%)»: the ratio has its share already, this is another's.
            let near = |fact: &&Fact| !context.document.between(fact.end, part.tokens.start).contains(';');
            let mut others = before.iter().rev().take(WHOLES).filter(|fact| fact.is_share()).filter(near);
            let fits =
                |other: &Fact| Ratio::of(part.value, whole, 100).is_some_and(|r| r.fit(other.value) != Fit::Wrong);
            // «44/46 thôn đạt 15/17 chỉ tiêu, chiếm 95,7%»: it is right of the ratio before, which has no share of its own.
            let open = |pair: &[Fact]| {
                let other = pair[0].of.is_some() && pair[0].tokens != part.tokens;
                other && near(&&pair[0]) && !pair[1].is_share()
            };
            let right = |pair: &[Fact]| {
                pair_of(&pair[0]).and_then(|p| judge(p, share.value)).is_some_and(|s| s.fit != Fit::Wrong)
            };
            let mut earlier = before.windows(2).rev().take(WHOLES).filter(|pair| open(pair));
            if others.any(fits) || earlier.any(right) { None } else { judge(pair_of(part)?, share.value) }
        }
        None => of_a_whole(context, before, part, share),
    }
}

/// «31 hộ đạt 8/8 tiêu chí (87,8%)»: whether a ratio that says all tells what those counted right before it have, and the
/// share is of them.
fn is_all_of_it(context: &Context<'_>, counted: &Fact, full: &Fact, share: &Fact) -> bool {
    let gap = context.document.between(counted.tokens.end, full.tokens.start);
    let clause = full.tokens.start - counted.tokens.end <= NEAR && !gap.contains([',', ';', ':', '(', ')']);
    let full = full.of == Some(full.value) && share.value.value() < 100.0;
    full && clause && matches!(counted.unit, Unit::Count(_) | Unit::Word(_)) && is_tied(context, counted, share)
}

/// Whether a share that is wrong of what it was taken for is right of another whole: one told before it in the sentence
/// («Có 20 đồng chí …, 21/21 đồng chí …, trong đó cao cấp 09 đồng chí (42,9%)»), or one named elsewhere, as the share behind
/// it shows, which has the whole that was taken («1.848 người, đạt 31,6%, bằng 47,2% số lao động qua đào tạo»).
fn is_of_another(context: &Context<'_>, at: usize, found: &Stated) -> bool {
    let facts = context.facts();
    let share = &facts.all[at];
    let Pair { part, whole, start } = found.pair;
    let fits =
        |whole: Number, share: &Fact| Ratio::of(part, whole, 100).is_some_and(|r| r.fit(share.value) == Fit::Right);
    let before = facts.before(at).iter().rev().take(OTHERS).filter(|fact| fact.tokens.start < start && !fact.inexact);
    let counts = |fact: &&Fact| matches!(fact.unit, Unit::Count(_) | Unit::Measure(..));
    let others = before.filter(counts).map(|fact| fact.of.unwrap_or(fact.value));
    let other = |other: Number| other.value() != whole.value() && fits(other, share);
    let next = facts.all.get(at + 1).filter(|next| next.sentence == share.sentence && next.is_share());
    let beside = |next: &Fact| {
        let gap = context.document.between(share.end, next.tokens.start);
        gap.trim_start_matches('%').trim() == ", bằng" && fits(whole, next)
    };
    others.into_iter().any(other) || next.is_some_and(beside)
}

/// Figures before a share that are asked whether it is of them.
const OTHERS: usize = 12;

/// Whether «, đạt», «, chiếm», «, bằng» alone stands between the end of what is told and a share.
fn ends_clause(context: &Context<'_>, last: &Fact, share: &Fact) -> bool {
    let gap = context.document.between(last.tokens.end, share.tokens.start).trim_end();
    let ends = [", đạt", ", chiếm", ", bằng", ", đạt tỷ lệ", ", chiếm tỷ lệ", ", tỷ lệ"]
        .iter()
        .any(|words| gap.ends_with(words));
    ends && gap.matches([',', ';', '.', '(']).count() == 1
}

/// Whether several ratios have their shares behind them, one after the other.
fn in_turn(context: &Context<'_>, part: &Fact, share: &Fact) -> bool {
    let mut words = context.document.tokens.get(part.end..share.tokens.start).unwrap_or_default().windows(2);
    words.any(|pair| pair.iter().map(|token| &token.id).eq(IN_TURN.iter()))
}

static IN_TURN: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["lần", "lượt"].map(Syllable::of));

fn pair_of(fact: &Fact) -> Option<Pair> {
    Some(Pair { part: fact.value, whole: fact.of?, start: fact.tokens.start })
}

/// «…, chiếm 79,23%», «… (79,23%)» right after a figure.
fn is_tied(context: &Context<'_>, part: &Fact, share: &Fact) -> bool {
    let gap = context.document.between(part.tokens.end, share.tokens.start);
    if share.tokens.start - part.tokens.end > NEAR || gap.contains([';', '.', '?', '!']) {
        return false;
    }
    let opened = gap.trim_end_matches([' ', '\u{A0}', '=']).ends_with('(') || gap.trim_end().ends_with('=');
    // What stands in brackets of its own says nothing of what follows them.
    let closed = gap.find(')').is_some_and(|end| gap.find('(').is_none_or(|start| end < start));
    !closed && (opened || share.is_led_by(Cue::Share))
}

/// The part of a whole named before it: «342 đồng chí, trong đó tái cử 271 đồng chí, chiếm 79,23%».
fn of_a_whole(context: &Context<'_>, before: &[Fact], part: &Fact, share: &Fact) -> Option<Stated> {
    let words = &context.catalogue.figures;
    if matches!(part.unit, Unit::Measure(..)) {
        return of_an_amount(context, before, part, share);
    }
    if !matches!(part.unit, Unit::Count(_)) || names_its_base(context, share) {
        return None;
    }
    let earlier = &before[..before.len() - 1];
    let larger = |fact: &&Fact| fact.of.is_none() && !fact.inexact && fact.value.value() >= part.value.value();
    let wholes: Vec<&Fact> = earlier.iter().rev().take(WHOLES).filter(larger).collect();
    let pair = |whole: &Fact| Pair { part: part.value, whole: whole.value, start: part.tokens.start };
    let fits = |whole: &&&Fact| judge(pair(whole), share.value).is_some_and(|stated| stated.fit != Fit::Wrong);
    // Whatever it is a share of, it is right.
    if let Some(whole) = wholes.iter().find(fits) {
        return judge(pair(whole), share.value);
    }
    let spoken = part.sentence.checked_sub(1).map(|earlier| context.facts().of_sentence(earlier)).unwrap_or_default();
    let spoken: Vec<&Fact> = spoken.iter().rev().take(WHOLES).filter(larger).collect();
    if let Some(whole) = spoken.iter().find(fits) {
        // With few digits anything fits something.
        return judge(pair(whole), share.value).filter(|_| share.value.scale >= 2);
    }
    // «328 đảng viên ở 14 chi bộ; đảng viên nữ 108 đồng chí, chiếm 32,9%»
    let mut named = wholes.iter().filter(|whole| is_kind_of(context, whole, part));
    if let (Some(whole), None) = (named.next(), named.next()) {
        return judge(pair(whole), share.value).filter(|stated| slipped(stated, share));
    }
    // Wrong only of a whole that is surely meant: the only one of its kind, opened by «trong đó» or «gồm», or
    // itself named as the whole («Trong 336 hộ nghèo, …»).
    let akin = |fact: &&&Fact| words.akin(fact.unit, part.unit);
    let same: Vec<&&Fact> = wholes.iter().filter(akin).collect();
    match same.as_slice() {
        [whole] => {
            let opened = whole.end..part.tokens.start;
            let told =
                words.has(context.mentions, Cue::Subset, &opened) || words.has(context.mentions, Cue::Parts, &opened);
            // «412 đảng viên, trong đó nữ 156 đồng chí»
            let comrades = context.document.token_text(part.tokens.end..part.end);
            let same = whole.same_kind(part) || matches!(comrades, "đồng chí" | "đ/c" | "người");
            let told = told && same || is_opened_by_in(context, whole);
            let done = || {
                let done = is_done_of(context, whole, part)
                    || is_next_clause(context, whole, part, share)
                    || is_opened_by_with(context, whole, part, share)
                    || came_of_called(context, whole, part, share)
                    || is_of_the_first(context, whole, part, share);
                done && std::ptr::eq(**whole, &earlier[earlier.len() - 1])
            };
            judge(pair(whole), share.value)
                .filter(|stated| told && slipped(stated, share) || done() && nearly(stated, share, DONE))
        }
        [] if earlier.is_empty() => {
            let same: Vec<&&Fact> = spoken.iter().filter(akin).collect();
            let [whole] = same.as_slice() else { return None };
            judge(pair(whole), share.value).filter(|stated| takes_up(context, part) && slipped(stated, share))
        }
        _ => None,
    }
}

/// «Qua đó, 19 đảng viên …», «Có 14 kỳ …»: the sentence takes up what was said before it.
fn takes_up(context: &Context<'_>, part: &Fact) -> bool {
    let document = context.document;
    let Some(sentence) = document.sentences.get(part.sentence as usize) else { return false };
    let Some(earlier) = part.sentence.checked_sub(1).and_then(|i| document.sentences.get(i as usize)) else {
        return false;
    };
    let opening = crate::text::fold(document.token_text(sentence.tokens.start..part.tokens.start));
    let opens = &context.catalogue.wording.share.takes_up;
    sentence.block == earlier.block && opens.are(opening.trim().trim_end_matches(','))
}

/// Whether a wrong share is near enough to the right one to be a slip and not the share of something else.
fn slipped(stated: &Stated, share: &Fact) -> bool {
    nearly(stated, share, SLIP) || pen_slip(stated, share)
}

/// Whether a wrong share is the right one with a slip of the hand: 95,06 for 96,05, 17,5 for 7,5. Of two digits only those
/// that have changed places tell it.
fn pen_slip(stated: &Stated, share: &Fact) -> bool {
    let exact = Ratio::of(stated.pair.part, stated.pair.whole, 100).and_then(|ratio| ratio.rounded(share.value.scale));
    exact.is_some_and(|exact| {
        let digits = exact.mantissa.unsigned_abs().max(share.value.mantissa.unsigned_abs());
        share.value.is_swapped(exact) || digits >= 100 && share.value.is_slip_of(exact)
    })
}

fn nearly(stated: &Stated, share: &Fact, slip: f64) -> bool {
    let exact = 100.0 * stated.pair.part.value() / stated.pair.whole.value().max(1e-9);
    (exact - share.value.value()).abs() <= slip * exact.max(share.value.value())
}

const SLIP: f64 = 0.4;
/// Of what is done of a whole, of which some may not have been due.
const DONE: f64 = 0.12;

/// Whether what a part is called is the whole's name with a word for some of them: «đảng viên nữ 108 đồng chí».
fn is_kind_of(context: &Context<'_>, whole: &Fact, part: &Fact) -> bool {
    let tokens = &context.document.tokens;
    let name = tokens.get(whole.tokens.end..whole.end).unwrap_or_default();
    let start = part.tokens.start;
    if name.is_empty() || !part.is_led_by(Cue::Attribute) {
        return false;
    }
    let before = start.saturating_sub(KIND)..start;
    let cues = context.catalogue.figures.cues(context.mentions, &before);
    let mut attributes = cues.filter(|hit| hit.item == Cue::Attribute as u32 && hit.end as usize == start);
    attributes.any(|hit| {
        let at = hit.start as usize;
        let before = tokens.get(at.saturating_sub(name.len())..at).unwrap_or_default();
        let whole_phrase = before.iter().map(|t| t.id).eq(name.iter().map(|t| t.id));
        whole_phrase && !context.document.between(at, start).contains([',', ';', '.', '('])
    })
}

/// Tokens of a word for some of those counted.
const KIND: usize = 6;

/// «46 đầu việc, đến hết nhiệm kỳ hoàn thành 41 việc, bằng 91,1%»: the whole, and what was done of it.
fn is_done_of(context: &Context<'_>, whole: &Fact, part: &Fact) -> bool {
    let gap = context.document.between(whole.end, part.tokens.start);
    let near = part.tokens.start - whole.end <= NEAR && !gap.contains(['.', '(', ')']);
    // «93 nội dung qua kiểm tra; đến nay đã khắc phục xong 86 nội dung»
    let since = gap.split_once(';').is_none_or(|(_, rest)| rest.trim_start().starts_with("đến"));
    near && since && part.is_led_by(Cue::Done) && whole.same_kind(part)
}

/// «triệu tập 642 đảng viên, có 610 đồng chí tham dự, đạt 95,0%»: who were called, and right after it who came.
fn came_of_called(context: &Context<'_>, whole: &Fact, part: &Fact, share: &Fact) -> bool {
    let document = context.document;
    let gap = crate::text::fold(document.between(whole.end, part.tokens.start));
    let came = document.between(part.end, share.tokens.start);
    let led = crate::text::fold(document.token_text(whole.tokens.start.saturating_sub(2)..whole.tokens.start));
    let comma =
        came.trim_end().ends_with(", đạt") || came.trim_end().ends_with(", chiếm") || came.trim_end().ends_with('(');
    matches!(gap.trim(), ", có" | ", đã có" | "thì có") && led == "triệu tập" && comma && !came.contains(';')
}

/// «Tổng số 4.280 hộ; hộ có nhà kiên cố 3.420 hộ, chiếm 79,9%»: the sentence opens with how many there are, and of the same things
/// some make up the share.
fn is_of_the_first(context: &Context<'_>, whole: &Fact, part: &Fact, share: &Fact) -> bool {
    let document = context.document;
    let gap = document.between(whole.end, part.tokens.start);
    let behind = document.between(part.end, share.tokens.start).trim_end();
    let makes_up = behind.ends_with(", chiếm") || behind == "(";
    let has = whole.tokens.start.checked_sub(1).and_then(|at| document.tokens.get(at));
    let has = has.is_some_and(|token| context.catalogue.wording.share.has_whole.is(token));
    let parts = gap.matches([',', ';']).count();
    makes_up && has && whole.same_kind(part) && (1..=2).contains(&parts) && !gap.contains(['.', '(', ')', ':'])
}

/// «Có 1.186 hộ phải thu hồi đất; 1.093 hộ đã nhận tiền bồi thường, chiếm 92,2%»: the next clause opens with the part.
fn is_next_clause(context: &Context<'_>, whole: &Fact, part: &Fact, share: &Fact) -> bool {
    let document = context.document;
    let gap = document.between(whole.end, part.tokens.start).trim_end();
    let opens =
        document.sentences.get(whole.sentence as usize).is_some_and(|s| whole.tokens.start <= s.tokens.start + 2);
    let sums_up = document.between(part.end, share.tokens.start).trim_end().ends_with(", chiếm");
    opens && sums_up && gap.ends_with(';') && gap.matches([';', '.', ',']).count() == 1 && whole.same_kind(part)
}

/// «Với 28 công trình giao thông, Nhân dân cùng góp vốn ở 19 công trình, chiếm 67,9%».
fn is_opened_by_with(context: &Context<'_>, whole: &Fact, part: &Fact, share: &Fact) -> bool {
    let document = context.document;
    let Some(sentence) = document.sentences.get(whole.sentence as usize) else { return false };
    let first = document.tokens.get(sentence.tokens.start);
    let with = whole.tokens.start == sentence.tokens.start + 1 && first.is_some_and(|t| t.id == *WITH);
    let sums_up = document.between(part.end, share.tokens.start).trim_end() == ", chiếm";
    with && sums_up && document.between(whole.end, part.tokens.start).matches([';', '.', ',', '(']).count() == 1
}

static WITH: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("với"));

/// «chiếm 31% giá trị sản xuất của ngành»: the whole stands after the share.
fn names_its_base(context: &Context<'_>, share: &Fact) -> bool {
    let text = context.document.text.get(..).unwrap_or("");
    let end = context.document.tokens.get(share.end - 1).map_or(0, |t| t.end as usize);
    let tail = text.get(end..).unwrap_or("").trim_start_matches([' ', '\u{A0}', '%']);
    let said = tail.strip_prefix("tổng số").is_some_and(|rest| rest.trim_start().starts_with([',', ';', '.', ')']));
    tail.chars().next().is_some_and(char::is_alphabetic) && !tail.starts_with("và ") && !said
}
