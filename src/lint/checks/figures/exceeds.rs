//! Parts larger than their whole: `62/58`, «chiếm 104%», «12 đồng chí, trong đó nữ 15 đồng chí».

mod nested;

use crate::lint::check::{Check, Context, Draft, Place};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Gap, LexiconBuilder, Number, Ratio, Syllable, syllables};
use serde::Deserialize;
use std::sync::LazyLock;

/// `exceeds:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exceeds {
    /// Shares of one whole of which the second is a part of the first, by their names.
    nested: Vec<nested::Nested>,
    #[serde(skip)]
    names: Option<nested::Names>,
}

impl Check for Exceeds {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.names = Some(nested::Names::register(&self.nested, builder));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let facts = context.facts();
        for (at, fact) in facts.all.iter().enumerate() {
            let place = Place::Tokens(fact.tokens.start..fact.end);
            if let Some(whole) = fact.of {
                if is_more(fact.value, whole) && counts(fact) && !may_exceed(context, at, fact) {
                    let values = Draft::on(place).say("ratio").with("part", fact.value.to_string());
                    out.push(values.with("whole", whole.to_string()));
                }
                continue;
            }
            if is_share_over_hundred(context, fact) {
                out.push(Draft::on(place).say("share").with("part", fact.value.to_string()));
            } else if let Some(whole) = whole_after(context, at, fact) {
                let place = Place::Tokens(fact.tokens.start..whole.end);
                let values = Draft::on(place).with("part", fact.value.to_string());
                out.push(values.with("whole", whole.value.to_string()));
            } else if let Some(whole) = match facts.before(at) {
                [] => told_before(context, fact),
                before => whole_of(context, at, before, fact)
                    .or_else(|| cast(context, before, fact))
                    .or_else(|| of_those(context, before, fact))
                    .or_else(|| of_attribute(context, before, fact)),
            } {
                let place = Place::Tokens(whole.tokens.start..fact.end);
                let values = Draft::on(place).with("part", fact.value.to_string());
                out.push(values.with("whole", whole.value.to_string()));
            }
        }
        if let Some(names) = self.names {
            names.exceeding(context, out);
        }
        for grid in super::table::Grid::all(context) {
            super::table::exceeds(context, &grid, out);
        }
    }
}

fn is_more(part: Number, whole: Number) -> bool {
    let scale = part.scale.max(whole.scale);
    part.at_scale(scale).zip(whole.at_scale(scale)).is_some_and(|(part, whole)| part > whole)
}

/// «62/58 chi bộ» counts; «30/4», «27/7», «24/7» and the scale of a map do not.
fn counts(fact: &Fact) -> bool {
    matches!(fact.unit, Unit::Count(_))
}

/// Targets may be exceeded, and the text says so: «đạt 54/50 chỉ tiêu», «62/58, bằng 106,9%».
fn may_exceed(context: &Context<'_>, at: usize, fact: &Fact) -> bool {
    let planned = is_planned(context, fact);
    let next = context.facts().all.get(at + 1).filter(|next| next.sentence == fact.sentence && next.is_share());
    // A share of more than a hundred beside it: the writer means it.
    planned || next.is_some_and(|share| share.value.value() > 100.0)
}

/// «Tỷ lệ đảng viên tham gia học tập đạt 102,4%»: the share of those who are counted.
fn is_rate_of(context: &Context<'_>, fact: &Fact) -> bool {
    let Some(sentence) = context.document.sentences.get(fact.sentence as usize) else { return false };
    let from = fact.tokens.start.saturating_sub(RATE).max(sentence.tokens.start);
    let tokens = &context.document.tokens;
    let [rate, short, of] = ["tỷ", "tỉ", "lệ"].map(Syllable::of);
    let named = (from..fact.tokens.start.saturating_sub(2)).rev().find(|&i| {
        tokens.get(i).is_some_and(|t| t.id == rate || t.id == short) && tokens.get(i + 1).is_some_and(|t| t.id == of)
    });
    let figures = &context.catalogue.figures;
    let counted = |i: usize| matches!(figures.unit_at(context.mentions, i + 2), Some(Unit::Count(_)));
    // «tỷ lệ dân số tham gia …», «tỷ lệ rác thải được thu gom …»
    let whole = |i: usize| figures.begins(context.mentions, Cue::Base, i + 2);
    let marks = |i: usize| {
        let gap = context.document.between(i + 2, fact.tokens.start);
        let commas = (i + 3..fact.tokens.start).filter(|&j| context.document.has_mark(j, &[',']));
        // «cán bộ, công chức đạt chuẩn»
        let names = |j: usize| matches!(figures.unit_at(context.mentions, j), Some(Unit::Count(_))) && j <= i + 4;
        gap.contains([';', '.', '(']) || gap.contains(',') && !lists_one_thing(gap) && !commas.clone().all(names)
    };
    named.is_some_and(|i| (counted(i) || whole(i)) && !marks(i))
}

/// «hồ sơ, giấy tờ được số hóa đạt»: commas between names of things before the one verb in the passive, or between
/// verbs after it («rác thải được thu gom, xử lý đạt»); not before another subject.
fn lists_one_thing(gap: &str) -> bool {
    let (last, earlier) = gap.rsplit_once(',').map_or((gap, ""), |(earlier, last)| (last, earlier));
    let passive = |text: &str| text.split_whitespace().any(|word| word == "được");
    let short = |text: &str, most: usize| text.split_whitespace().count() <= most;
    let items = earlier.split(',').all(|item| short(item, 3));
    passive(last) && !passive(earlier) && items || passive(earlier) && !passive(last) && short(last, 3)
}

const RATE: usize = 18;

/// Whether the sentence speaks of a plan: as far as a reader looks.
fn is_planned(context: &Context<'_>, fact: &Fact) -> bool {
    let Some(sentence) = context.document.sentences.get(fact.sentence as usize) else { return false };
    let from = fact.tokens.start.saturating_sub(WIDE).max(sentence.tokens.start);
    let to = (fact.end + WIDE).min(sentence.tokens.end);
    // Beyond a semicolon it is something else's plan.
    let stops = |i: &usize| context.document.has_mark(*i, &[';']);
    let from = (from + 1..fact.tokens.start).rev().find(stops).unwrap_or(from);
    let to = (fact.end..to).find(stops).unwrap_or(to);
    context.catalogue.figures.has(context.mentions, Cue::Exceed, &(from..to))
}

const WIDE: usize = 60;

/// «chiếm 104,2%»: what is a part of something is never more than all of it.
fn is_share_over_hundred(context: &Context<'_>, fact: &Fact) -> bool {
    if fact.unit != Unit::Percent || fact.value.value() <= 100.0 {
        return false;
    }
    let before = fact.tokens.start.checked_sub(1).and_then(|i| context.document.tokens.get(i));
    let word = before.map(|t| crate::text::fold(t.text(&context.document.text)));
    let planned = is_planned(context, fact);
    let compared = is_measured(context, fact);
    let based = context.catalogue.figures.begins(context.mentions, Cue::Base, fact.end);
    // «104,2% đảng viên viết cam kết»: of those who are counted.
    let beside = context.document.between(fact.end, fact.end) == "% ";
    let noun = context.catalogue.figures.unit_at(context.mentions, fact.end);
    let counted = beside && matches!(noun, Some(Unit::Count(_)));
    let of_them = counted && !fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times, Cue::Measured]);
    (word.as_deref() == Some("chiếm") || based || of_them || is_rate_of(context, fact)) && !planned && !compared
}

/// «đạt 104% so với kế hoạch»; not «đạt 104%, tăng so với 91,0% của năm 2020», where two shares are compared.
fn is_measured(context: &Context<'_>, fact: &Fact) -> bool {
    let after = fact.end..fact.end + 6;
    let share = |at: usize| {
        let next = context.facts().within(&(at..at + 1));
        next.first().is_some_and(|fact| fact.unit == Unit::Percent && fact.of.is_none())
    };
    let mut cues = context.catalogue.figures.cues(context.mentions, &after);
    cues.any(|hit| hit.item == Cue::Plan as u32 && !share(hit.end as usize))
}

/// «Trong 268 cơ sở …», «Trong tổng số 268 cơ sở …».
pub(super) fn is_opened_by_in(context: &Context<'_>, whole: &Fact) -> bool {
    let start = whole.tokens.start;
    let plain = |at: usize| context.document.tokens.get(at).is_some_and(|t| t.gap == Gap::Space);
    let says = |words: &[Syllable]| {
        let from = start.checked_sub(words.len());
        let tokens = from.and_then(|from| context.document.tokens.get(from..start)).unwrap_or_default();
        tokens.iter().map(|t| &t.id).eq(words) && (start + 1 - words.len()..=start).all(plain)
    };
    IN.iter().any(|words| says(words))
}

static IN: LazyLock<[Vec<Syllable>; 3]> =
    LazyLock::new(|| ["trong", "trong số", "trong tổng số"].map(|words| syllables(words).collect()));

/// «176 đại biểu có mặt trong tổng số 174 đại biểu»: the smaller whole after its part.
fn whole_after<'f>(context: &'f Context<'_>, at: usize, part: &Fact) -> Option<&'f Fact> {
    let whole = context.facts().all.get(at + 1).filter(|next| next.sentence == part.sentence)?;
    let gap = context.document.between(part.tokens.end, whole.tokens.start);
    let worded = whole.is_led_by(Cue::OutOf);
    let kind = matches!(part.unit, Unit::Count(_)) || is_extent(context, part);
    let exact = !part.inexact && !whole.inexact && whole.of.is_none() && kind;
    // A unit like «m2» ends past a number of its own.
    let apart = whole.tokens.start.checked_sub(part.end).is_some_and(|tokens| tokens <= RATE);
    let near = part.value.value() < 3.0 * whole.value.value() && apart;
    let one = worded && exact && near && part.same_kind(whole) && !gap.contains([',', ';', '.', '(', ')']);
    (one && is_more(part.value, whole.value) && !is_planned(context, part)).then_some(whole)
}

/// «phát ra 128 phiếu, thu về 128 phiếu, hợp lệ 131 phiếu»: the votes handed in, of which more are told.
fn cast<'f>(context: &Context<'_>, before: &'f [Fact], part: &Fact) -> Option<&'f Fact> {
    let votes = |fact: &&Fact| fact.is_led_by(Cue::Cast) && fact.same_kind(part) && !fact.inexact && fact.of.is_none();
    if !part.is_led_by(Cue::Valid) || part.inexact {
        return None;
    }
    let whole = before[before.len().saturating_sub(EARLIER)..].iter().rev().find(votes)?;
    let one = !context.document.between(whole.end, part.tokens.start).contains(['.', ';']);
    (one && is_more(part.value, whole.value)).then_some(whole)
}

/// «kiểm tra ở 18 chi bộ thì 21 chi bộ trong số đó phải sửa sổ sách»: what follows the part says that it is of those told before.
fn of_those<'f>(context: &Context<'_>, before: &'f [Fact], part: &Fact) -> Option<&'f Fact> {
    let (document, words) = (context.document, &context.catalogue.figures);
    // «18 chi bộ thì 21 trong số đó»: without what is counted, it is the same.
    let bare = part.unit == Unit::None || part.unit == Unit::Word(WITHIN.0);
    let end = if bare { part.tokens.end } else { part.end };
    let counted = bare || matches!(part.unit, Unit::Count(_) | Unit::Word(_));
    let opens = document.tokens.get(end).is_some_and(|token| token.id == *WITHIN && token.gap == Gap::Space);
    if !opens || !counted || part.inexact {
        return None;
    }
    let after = end..end + THOSE;
    let mut cues = words.cues(context.mentions, &after);
    let those = cues.any(|hit| {
        let whole = hit.item == Cue::Subset as u32 && hit.start as usize == end && hit.end as usize == after.end;
        // «trong số đã giải ngân» names them itself.
        whole && document.tokens.get(after.end - 1).is_some_and(|token| THESE.contains(&token.id))
    });
    let before = &before[before.len().saturating_sub(EARLIER)..];
    let kin = |fact: &&Fact| match bare {
        true => matches!(fact.unit, Unit::Count(_) | Unit::Word(_)),
        false => fact.same_kind(part) || words.akin(fact.unit, part.unit),
    };
    let whole = before.iter().rfind(kin)?;
    let exact = whole.of.is_none() && !whole.inexact && !whole.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Yearly]);
    let larger = before.iter().filter(kin).any(|fact| !is_more(part.value, fact.value));
    let near = part.value.value() < 3.0 * whole.value.value();
    let one = !document.between(whole.end, part.tokens.start).contains([';', '.', '(', ')']);
    (those && exact && near && one && !larger).then_some(whole)
}

/// Tokens of «trong số đó», its first word, and what its last may be.
const THOSE: usize = 3;
static WITHIN: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("trong"));
static THESE: LazyLock<[Syllable; 3]> = LazyLock::new(|| ["đó", "này", "ấy"].map(Syllable::of));

/// «Có 150 đại biểu chính thức. Trong số đó có 162 đại biểu là nữ»: the whole that the sentence before ends with.
fn told_before<'f>(context: &'f Context<'_>, part: &Fact) -> Option<&'f Fact> {
    if part.inexact || !matches!(part.unit, Unit::Count(_)) {
        return None;
    }
    let (words, sentences) = (&context.catalogue.figures, &context.document.sentences);
    let sentence = sentences.get(part.sentence as usize)?;
    let earlier = part.sentence.checked_sub(1)?;
    let one_block = sentences.get(earlier as usize)?.block == sentence.block;
    let opened = sentence.tokens.start..part.tokens.start;
    let mut cues = words.cues(context.mentions, &opened);
    let some = cues.any(|hit| hit.item == Cue::Subset as u32 && hit.start as usize == opened.start);
    if !(some && one_block) {
        return None;
    }
    let told = context.facts().of_sentence(earlier);
    let kin = |fact: &&Fact| matches!(fact.unit, Unit::Count(_)) && words.akin(fact.unit, part.unit);
    let whole = told.iter().rfind(kin)?;
    let plain = !told.iter().filter(kin).any(|fact| fact.inexact || fact.of.is_some());
    let larger = told.iter().filter(kin).any(|fact| !is_more(part.value, fact.value));
    let near = part.value.value() < 3.0 * whole.value.value();
    (plain && near && !larger).then_some(whole)
}

/// «Ban Chấp hành có 26 đồng chí; trình độ đại học trở lên 27 đồng chí»: those of one rank, sex or schooling are some of
/// the people named first. Only a slip of the hand shows that they are the same people.
fn of_attribute<'f>(context: &Context<'_>, before: &'f [Fact], part: &Fact) -> Option<&'f Fact> {
    let words = &context.catalogue.figures;
    if part.inexact || part.of.is_some() || !words.is_people(part.unit) {
        return None;
    }
    let before = &before[before.len().saturating_sub(EARLIER)..];
    let whole = before.iter().rfind(|fact| !fact.is_share())?;
    let clause = (whole.end..part.tokens.start).rev().find(|&i| context.document.has_mark(i, &[',', ';']))?;
    let label = clause..part.tokens.start;
    let named = words.begins(context.mentions, Cue::Quality, clause) && label.len() <= LABEL;
    let kin = |fact: &&Fact| words.akin(fact.unit, part.unit);
    // «thạc sĩ 12 đồng chí, đại học 17 đồng chí» are beside each other: the whole is what somebody has.
    let held = whole.tokens.start.checked_sub(1).and_then(|i| context.document.tokens.get(i));
    let held = held.is_some_and(|token| token.id == Syllable::of("có"));
    let alone = held && before.iter().filter(kin).count() == 1 && kin(&whole);
    let exact = !whole.inexact && whole.of.is_none();
    let gap = context.document.between(whole.end, part.tokens.start);
    let one = alone && exact && named && !gap.contains(['.', '(', ')', ':']);
    (one && is_more(part.value, whole.value) && part.value.is_slip_of(whole.value)).then_some(whole)
}

/// Figures before a part that are read, at most.
const EARLIER: usize = 12;

/// Words that name a group before the number of those in it, at least: «dân quân cơ động», but not «nữ».
const NAMED: usize = 3;

/// Tokens of «trình độ đại học trở lên», at most.
const LABEL: usize = 8;

/// Whether an area or a length is meant: of those a part is a part. A yield or an income may have parts above it, for
/// it is an average.
fn is_extent(context: &Context<'_>, fact: &Fact) -> bool {
    let unit = || context.document.token_text(fact.tokens.end..fact.end);
    matches!(fact.unit, Unit::Measure(..))
        && matches!(unit(), "ha" | "km" | "km²" | "km2" | "m²" | "m2")
        && !context.document.has_mark(fact.end, &['/'])
}

/// Whether a sum of money is one of which others are parts: a budget, what was invested; not what a person earns, nor
/// what each gets on the average. What stands before a comma says it of something else.
fn is_sum(context: &Context<'_>, fact: &Fact) -> bool {
    let sentence = context.document.sentences.get(fact.sentence as usize).map_or(0, |s| s.tokens.start);
    let low = fact.tokens.start.saturating_sub(RATE).max(sentence);
    let stops = |i: &usize| context.document.has_mark(*i, &[',', ';', ':', '(', ')']);
    let clause = (low + 1..=fact.tokens.start).rev().find(stops).unwrap_or(low)..fact.tokens.start;
    let rate = context.document.between(fact.end, fact.end).starts_with('/');
    let says = |cue: Cue| context.catalogue.figures.has(context.mentions, cue, &clause);
    !rate && says(Cue::Sum) && !says(Cue::Average)
}

/// «bình quân 16 người/năm».
fn is_average(context: &Context<'_>, fact: &Fact) -> bool {
    let near = fact.tokens.start.saturating_sub(4)..fact.tokens.start;
    let mut cues = context.catalogue.figures.cues(context.mentions, &near);
    cues.any(|hit| hit.item == Cue::Yearly as u32 && hit.end as usize == near.end)
}

/// «tổng thu ngân sách đạt 32,6 tỷ đồng, riêng thu tiền sử dụng đất …»: what follows «riêng» begins with the word that
/// the whole is the total of.
fn takes_up(context: &Context<'_>, whole: &Fact, after: usize) -> bool {
    let tokens = &context.document.tokens;
    let named = tokens.get(after).map(|token| token.id);
    let from = whole.tokens.start.saturating_sub(RATE);
    let total = Syllable::of("tổng");
    let pairs = tokens.get(from..whole.tokens.start).unwrap_or_default().windows(2);
    named.is_some() && pairs.into_iter().any(|pair| pair[0].id == total && Some(pair[1].id) == named)
}

/// «Trong 36,5 tỷ đồng ấy, thuế đã chiếm 41,2 tỷ đồng»: «chiếm» makes of any sum a part, but for «bình quân … /năm».
fn takes_share(context: &Context<'_>, part: &Fact) -> bool {
    let led = part.tokens.start.checked_sub(1).and_then(|at| context.document.tokens.get(at));
    let rate = context.document.between(part.end, part.end).starts_with('/');
    led.is_some_and(|token| token.id == *TAKES) && !rate
}

/// «trong 168 hộ nghèo và 288 hộ cận nghèo», «trong 168 hộ nghèo, 288 hộ cận nghèo và 96 hộ chính sách»: named beside the
/// first and no part of it.
fn is_beside(context: &Context<'_>, at: usize, whole: &Fact, part: &Fact) -> bool {
    let document = context.document;
    let last = |token: usize| token.checked_sub(1).and_then(|before| document.tokens.get(before));
    let joined = |fact: &Fact| last(fact.tokens.start).is_some_and(|token| JOINS.contains(&token.id));
    let comma = document.between(part.tokens.start, part.tokens.start).contains(',');
    let next = context.facts().all.get(at + 1).filter(|next| next.sentence == part.sentence);
    let goes_on = next.is_some_and(|next| joined(next) && next.tokens.start <= part.end + LABEL);
    joined(part) || comma && whole.unit != part.unit && goes_on
}

/// «trong 6 tháng đầu năm».
fn is_span(context: &Context<'_>, fact: &Fact) -> bool {
    context.document.tokens.get(fact.tokens.end).is_some_and(|token| SPANS.contains(&token.id))
}

static SPANS: LazyLock<[Syllable; 4]> = LazyLock::new(|| ["tháng", "năm", "quý", "ngày"].map(Syllable::of));

/// «so với năm 2020 (64 doanh nghiệp)»: a figure alone in a bracket.
fn is_bracketed(context: &Context<'_>, fact: &Fact) -> bool {
    let document = context.document;
    let opened = document.between(fact.tokens.start, fact.tokens.start).trim_end().ends_with('(');
    opened && document.between(fact.end, fact.end).trim_start_matches(['%', ' ']).starts_with(')')
}

static JOINS: LazyLock<[Syllable; 6]> = LazyLock::new(|| ["và", "với", "cùng", "lẫn", "hay", "hoặc"].map(Syllable::of));

static TAKES: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("chiếm"));

/// The whole before «trong đó» that is smaller than this part of it.
fn whole_of<'f>(context: &Context<'_>, at: usize, before: &'f [Fact], part: &Fact) -> Option<&'f Fact> {
    let words = &context.catalogue.figures;
    let named = matches!(part.unit, Unit::Count(_) | Unit::Word(_));
    let money = words.is_money(part.unit);
    if !(named || is_extent(context, part) || money) || part.inexact {
        return None;
    }
    // «trong 268 cơ sở quy mô trên 30 phòng đã có 286 cơ sở»: a threshold is no whole.
    // «80 đảng viên, bình quân 16 người/năm, trong đó 84 …»: an average is no whole.
    let before = match before {
        [earlier @ .., _, average] if is_average(context, average) => &before[..earlier.len() + 1],
        before => before,
    };
    // «đạt 6,09 tỷ đồng, bằng 105,0% mục tiêu, tăng 2,1 tỷ đồng, trong đó …»: what was reached is the whole, not how
    // much more that is.
    let beside = |fact: &Fact| fact.is_share() || fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    // «112 doanh nghiệp, so với năm 2020 (64 doanh nghiệp) tăng 75,0%; trong số đó 118 doanh nghiệp …»
    let aside = |fact: &&Fact| beside(fact) || is_bracketed(context, fact) || is_span(context, fact);
    let asides = before.iter().rev().take(2).take_while(aside).count();
    let asides =
        if money || before.len() > asides && before[before.len() - asides - 1].same_kind(part) { asides } else { 0 };
    let told = before.last().filter(|_| asides > 0).map(|last| last.end);
    let before = &before[..before.len() - asides];
    let (whole, earlier) = match before {
        [earlier @ .., whole, threshold] if threshold.inexact && is_opened_by_in(context, whole) => (whole, earlier),
        [earlier @ .., whole] => (whole, earlier),
        [] => return None,
    };
    let (Some(amount), Some(all)) = (part.amount(), whole.amount()) else { return None };
    if !is_more(amount, all) {
        return None;
    }
    let opened = told.unwrap_or(whole.end)..part.tokens.start;
    let gap = context.document.between(opened.start, part.tokens.start);
    // «%) », where an aside ends; «52 hội viên (trong đó 58 hội viên nữ)».
    let gap = gap.trim_start_matches(['%', ')', ' ']);
    let opens = |text: &str| ["trong đó", "trong số"].iter().any(|on| text.trim_start().starts_with(on));
    let (said, gap) = gap.split_once('(').filter(|(_, inner)| opens(inner)).unwrap_or(("", gap));
    // «trong 268 cơ sở đã có 286 cơ sở»
    let counted = context.document.tokens.get(part.tokens.end).map(|t| t.text(&context.document.text));
    let comrades = context.document.token_text(part.tokens.end..part.end) == "đồng chí";
    let people = (counted == Some("người") || comrades) && words.akin(whole.unit, part.unit);
    // «Trong số 214 tàu cá của xã có 231 tàu …»: of words that are no known unit only the same one.
    let one_word = matches!(part.unit, Unit::Word(_)) && part.unit == whole.unit;
    let within = is_opened_by_in(context, whole) && (words.akin(whole.unit, part.unit) || people || one_word);
    let within = within && !is_beside(context, at, whole, part);
    if matches!(part.unit, Unit::Word(_)) && !(within && one_word) {
        return None;
    }
    let subset = words.cues(context.mentions, &opened).any(|hit| {
        // «riêng» may open something else; «trong đó» opens a part.
        hit.item == Cue::Subset as u32
            && (hit.end - hit.start >= 2 || money && takes_up(context, whole, hit.end as usize))
    });
    // «giải ngân 42,1 tỷ đồng, đạt 93,6% kế hoạch; trong số đã giải ngân …» takes up the same sum.
    let (first, rest) = gap.split_once(';').unwrap_or((gap, ""));
    let anew = rest.is_empty() || (money || whole.same_kind(part)) && opens(rest);
    let marks = ['.', '?', '!', '(', ')', ';'];
    let shown = (subset || within) && anew && ![said, first, rest].iter().any(|text| text.contains(marks));
    let extent = is_extent(context, part) && is_extent(context, whole) && words.akin(whole.unit, part.unit);
    let sum =
        money && words.akin(whole.unit, part.unit) && (is_sum(context, whole) || within && takes_share(context, part));
    let same = !money && (words.akin(whole.unit, part.unit) || extent || one_word) || sum;
    let same = same && whole.of.is_none() && !whole.inexact;
    // «12 đại biểu chính thức và 01 đại biểu dự khuyết, trong đó nữ 02»: of both together.
    // «Đoàn Thanh niên có 860 đoàn viên, trong đó 912 đoàn viên …» names which whole it means.
    let renamed = whole.same_kind(part) && gap.trim_start_matches([',', ' ']).trim_end() == "trong đó";
    let kin = |fact: &Fact| if renamed { fact.same_kind(part) } else { words.akin(fact.unit, part.unit) };
    // «; riêng vốn ngân sách 640 tỷ đồng, trong đó …», «; dân quân cơ động 28 đồng chí, trong đó …»: what comes after takes
    // up this one whole, which a clause of its own names.
    let anew = |fact: &&Fact| {
        let gap = context.document.between(fact.end, whole.tokens.start);
        let clause = gap.rsplit_once(';').map(|(_, clause)| clause.trim_start());
        let named = |clause: &str| whole.same_kind(part) && clause.split_whitespace().count() >= NAMED;
        clause.is_none_or(|clause| clause.split_whitespace().next() != Some("riêng") && !named(clause))
    };
    let larger = earlier
        .iter()
        .rev()
        .take_while(anew)
        .take(12)
        .any(|fact| kin(fact) && fact.amount().is_some_and(|fact| !is_more(amount, fact)));
    let rate = context.document.between(whole.end, whole.end).starts_with('/');
    // A part is near its whole when a digit has slipped; a hundred times more is another thing.
    // In another unit it is that unit that slipped: «31,2 km², trong đó đất nông nghiệp 31.850 ha».
    let other_unit = words.akin(whole.unit, part.unit) && whole.unit != part.unit && subset && !within;
    let measured = other_unit && matches!(part.unit, Unit::Measure(..));
    let near = Ratio::of(amount, all, 1).is_some() && (measured || amount.value() < 3.0 * all.value());
    (shown && same && near && (within || !larger) && !rate).then_some(whole)
}
