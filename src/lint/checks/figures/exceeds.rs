//! Parts larger than their whole: `62/58`, «chiếm 104%», «12 đồng chí, trong đó nữ 15 đồng chí».

use crate::lint::check::{Check, Context, Draft, Place};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Gap, Number, Ratio, Syllable, syllables};
use serde::Deserialize;
use std::sync::LazyLock;

/// `exceeds:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exceeds {}

impl Check for Exceeds {
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
            } else if let Some(whole) = whole_of(context, at, fact).or_else(|| cast(context, at, fact)) {
                let place = Place::Tokens(whole.tokens.start..fact.end);
                let values = Draft::on(place).with("part", fact.value.to_string());
                out.push(values.with("whole", whole.value.to_string()));
            }
        }
        for table in &context.document.tables {
            super::table::exceeds(context, table, out);
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
        let commas = (i + 3..fact.tokens.start).filter(|&j| context.document.between(j, j).contains(','));
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
    let stops = |i: &usize| context.document.between(*i, *i).contains(';');
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
    let compared = context.catalogue.figures.has(context.mentions, Cue::Plan, &(fact.end..fact.end + 6));
    let based = context.catalogue.figures.begins(context.mentions, Cue::Base, fact.end);
    // «104,2% đảng viên viết cam kết»: of those who are counted.
    let beside = context.document.between(fact.end, fact.end) == "% ";
    let noun = context.catalogue.figures.unit_at(context.mentions, fact.end);
    let counted = beside && matches!(noun, Some(Unit::Count(_)));
    let of_them = counted && !fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times, Cue::Measured]);
    (word.as_deref() == Some("chiếm") || based || of_them || is_rate_of(context, fact)) && !planned && !compared
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
    let near = part.value.value() < 3.0 * whole.value.value() && whole.tokens.start - part.end <= RATE;
    let one = worded && exact && near && part.same_kind(whole) && !gap.contains([',', ';', '.', '(', ')']);
    (one && is_more(part.value, whole.value) && !is_planned(context, part)).then_some(whole)
}

/// «phát ra 128 phiếu, thu về 128 phiếu, hợp lệ 131 phiếu»: the votes handed in, of which more are told.
fn cast<'f>(context: &'f Context<'_>, at: usize, part: &Fact) -> Option<&'f Fact> {
    let votes = |fact: &&Fact| fact.is_led_by(Cue::Cast) && fact.same_kind(part) && !fact.inexact && fact.of.is_none();
    let told = part.is_led_by(Cue::Valid) && !part.inexact;
    let whole = context.facts().before(at).iter().rev().find(votes).filter(|_| told)?;
    let one = !context.document.between(whole.end, part.tokens.start).contains(['.', ';']);
    (one && is_more(part.value, whole.value)).then_some(whole)
}

/// Whether an area or a length is meant: of those a part is a part. A yield or an income may have parts above it, for
/// it is an average.
fn is_extent(context: &Context<'_>, fact: &Fact) -> bool {
    let unit = context.document.token_text(fact.tokens.end..fact.end);
    let rate = context.document.between(fact.end, fact.end).contains('/');
    matches!(fact.unit, Unit::Measure(..)) && matches!(unit, "ha" | "km" | "km²" | "km2" | "m²" | "m2") && !rate
}

/// Whether a sum of money is one of which others are parts: a budget, what was invested; not what a person earns, nor
/// what each gets on the average. What stands before a comma says it of something else.
fn is_sum(context: &Context<'_>, fact: &Fact) -> bool {
    let sentence = context.document.sentences.get(fact.sentence as usize).map_or(0, |s| s.tokens.start);
    let low = fact.tokens.start.saturating_sub(RATE).max(sentence);
    let stops = |i: &usize| context.document.between(*i, *i).contains([',', ';', ':', '(', ')']);
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

/// The whole before «trong đó» that is smaller than this part of it.
fn whole_of<'f>(context: &'f Context<'_>, at: usize, part: &Fact) -> Option<&'f Fact> {
    let words = &context.catalogue.figures;
    let named = matches!(part.unit, Unit::Count(_) | Unit::Word(_));
    let money = words.is_money(part.unit);
    if !(named || is_extent(context, part) || money) || part.inexact {
        return None;
    }
    // «trong 268 cơ sở quy mô trên 30 phòng đã có 286 cơ sở»: a threshold is no whole.
    // «80 đảng viên, bình quân 16 người/năm, trong đó 84 …»: an average is no whole.
    let before = match context.facts().before(at) {
        [earlier @ .., _, average] if is_average(context, average) => &context.facts().before(at)[..earlier.len() + 1],
        before => before,
    };
    // «đạt 6,09 tỷ đồng, bằng 105,0% mục tiêu, tăng 2,1 tỷ đồng, trong đó …»: what was reached is the whole, not how
    // much more that is.
    let beside = |fact: &Fact| fact.is_share() || fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    let asides = if money { before.iter().rev().take(2).take_while(|fact| beside(fact)).count() } else { 0 };
    let before = &before[..before.len() - asides];
    let (whole, earlier) = match before {
        [earlier @ .., whole, threshold] if threshold.inexact && is_opened_by_in(context, whole) => (whole, earlier),
        [earlier @ .., whole] => (whole, earlier),
        [] => return None,
    };
    if !is_more(part.value, whole.value) {
        return None;
    }
    let opened = whole.end..part.tokens.start;
    let gap = context.document.between(whole.end, part.tokens.start);
    // «trong 268 cơ sở đã có 286 cơ sở»
    let counted = context.document.tokens.get(part.tokens.end).map(|t| t.text(&context.document.text));
    let comrades = context.document.token_text(part.tokens.end..part.end) == "đồng chí";
    let people = (counted == Some("người") || comrades) && words.akin(whole.unit, part.unit);
    // «Trong số 214 tàu cá của xã có 231 tàu …»: of words that are no known unit only the same one.
    let one_word = matches!(part.unit, Unit::Word(_)) && part.unit == whole.unit;
    let within = is_opened_by_in(context, whole) && (words.akin(whole.unit, part.unit) || people || one_word);
    if matches!(part.unit, Unit::Word(_)) && !(within && one_word) {
        return None;
    }
    let subset = words.cues(context.mentions, &opened).any(|hit| {
        // «riêng» may open something else; «trong đó» opens a part.
        hit.item == Cue::Subset as u32 && hit.end - hit.start >= 2
    });
    let shown = (subset || within) && !gap.contains([';', '.', '?', '!', '(', ')']);
    let extent = is_extent(context, part) && whole.unit == part.unit;
    let sum = money && whole.unit == part.unit && is_sum(context, whole);
    let same = !money && (words.akin(whole.unit, part.unit) || extent || one_word) || sum;
    let same = same && whole.of.is_none() && !whole.inexact;
    // «12 đại biểu chính thức và 01 đại biểu dự khuyết, trong đó nữ 02»: of both together.
    // «Đoàn Thanh niên có 860 đoàn viên, trong đó 912 đoàn viên …» names which whole it means.
    let renamed = whole.same_kind(part) && gap.trim_start_matches([',', ' ']).trim_end() == "trong đó";
    let kin = |fact: &Fact| if renamed { fact.same_kind(part) } else { words.akin(fact.unit, part.unit) };
    // «; riêng vốn ngân sách 640 tỷ đồng, trong đó …»: what comes after takes up this one whole.
    let anew = |fact: &&Fact| {
        let gap = context.document.between(fact.end, whole.tokens.start);
        let clause = gap.rsplit_once(';').map(|(_, clause)| clause.trim_start());
        clause.is_none_or(|clause| clause.split_whitespace().next() != Some("riêng"))
    };
    let larger =
        earlier.iter().rev().take_while(anew).take(12).any(|fact| kin(fact) && !is_more(part.value, fact.value));
    let rate = gap.starts_with('/');
    // A part is near its whole when a digit has slipped; a hundred times more is another thing.
    let near = Ratio::of(part.value, whole.value, 1).is_some() && part.value.value() < 3.0 * whole.value.value();
    (shown && same && near && (within || !larger) && !rate).then_some(whole)
}
