//! What each year has of a sum, or of a change: «trong 5 năm kết nạp 230 đảng viên, bình quân mỗi năm 46 đảng viên».

use super::{Change, Ends, NEAR, comparable, difference, yearly_after, yearly_before};
use crate::lint::check::{Context, Draft, Place};
use crate::lint::indicators::TERM;
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, Number, Ratio, Syllable, TokenKind, fold};
use std::sync::LazyLock;

/// How far, as a share of the larger, a mean may be from the right one and still be surely of this sum.
const LOOSE: f64 = 0.35;

/// How far a mean of a term may be rounded.
const ROUND: f64 = 0.08;

/// Years of a term or a plan, at most.
const YEARS: i64 = 10;

/// Tokens from «trong 5 năm» to the sum.
const FAR: usize = 16;

/// Words that tell what a sum counts more closely.
const NAME: usize = 4;

static YEAR: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("năm"));
static IN: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["trong", "qua"].map(Syllable::of));

/// «Trong 5 năm, Đảng bộ kết nạp 230 đảng viên, bình quân mỗi năm kết nạp 52 đảng viên»: the number of years opens the
/// sentence, the sum and its mean follow each other. `at` is the mean.
pub(super) fn of_a_sum(rule: &Change, context: &Context<'_>, facts: &[Fact], at: usize) -> Option<Draft> {
    let (sum, mean) = (facts.get(at.checked_sub(1)?)?, &facts[at]);
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact && fact.sentence == mean.sentence;
    let figures = &context.catalogue.figures;
    let turned = |fact: &Fact| fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times, Cue::To]);
    let counted = matches!(mean.unit, Unit::Count(_)) || figures.is_money(mean.unit) || measured(sum, mean);
    if !exact(sum) || !exact(mean) || !counted || turned(sum) || turned(mean) || mean.tokens.start > sum.end + NEAR {
        return None;
    }
    if !counts_alike(context, sum, mean) {
        return None;
    }
    let document = context.document;
    let gap = fold(document.between(sum.end, mean.tokens.start));
    // «85 lớp bồi dưỡng, bình quân …»
    let (named, clause) = gap.split_once(',').filter(|(named, _)| named.split_whitespace().count() <= NAME)?;
    let verb = mean_of(context, clause.trim(), mean)?;
    let marks = [',', ';', '.', '(', ')'];
    let plain = !verb.contains(marks) && !named.contains(marks);
    let start = document.sentences.get(mean.sentence as usize)?.tokens.start;
    let (years, is_term) = match years_before(context, start..sum.tokens.start) {
        Some(years) => (years, false),
        None => (term_before(rule, context, start..sum.tokens.start)?, true),
    };
    let same = is_same_done(context, start, sum, verb) && (!is_term || ends_clause(context, mean));
    // Of a term nobody knows how much of its first and last year is told: years and halves beside may be meant.
    let halves = if is_term { 2 * years - 2..=2 * years + 2 } else { 2 * years..=2 * years };
    let (amount, one) = (sum.amount()?, |mantissa| Number { mantissa, scale: 0, ..sum.value });
    let right = |halves: i64| Ratio::of(amount, one(halves), 2).is_some_and(|ratio| fits(ratio, mean));
    if !plain || !same || halves.into_iter().any(right) {
        return None;
    }
    let shown = back(Ratio::of(amount, one(years), 1)?, mean)?;
    let (apart, larger) = ((shown.value() - mean.value.value()).abs(), shown.value().max(mean.value.value()));
    let near = apart <= LOOSE * larger && (!is_term || apart > ROUND * larger);
    let draft =
        || Draft::on(Place::Tokens(sum.tokens.start..mean.end)).say("yearly").with("sum", sum.value.to_string());
    let draft = || draft().with("years", years.to_string()).with("exact", shown.to_string());
    near.then(|| draft().with("stated", mean.value.to_string()))
}

/// «65 đảng viên mới, bình quân mỗi năm 13 đồng chí»
fn counts_alike(context: &Context<'_>, sum: &Fact, mean: &Fact) -> bool {
    let figures = &context.catalogue.figures;
    let people = || ["đồng chí", "người"].iter().any(|people| figures.named(people) == Some(mean.unit));
    sum.same_kind(mean) || figures.akin(sum.unit, mean.unit) && people()
}

/// «trồng mới 150 ha rừng»: of lengths and areas that are told in one unit.
fn measured(sum: &Fact, mean: &Fact) -> bool {
    sum.unit == mean.unit && matches!(mean.unit, Unit::Measure(..))
}

/// «18 đảng viên nếu tính cả chuyển đến», «74 tỷ đồng trong ba năm cuối» are no means of the whole term.
fn ends_clause(context: &Context<'_>, mean: &Fact) -> bool {
    let document = context.document;
    let until = document.sentences.get(mean.sentence as usize).map_or(mean.end, |sentence| sentence.tokens.end);
    let ends = |at: usize| at >= until || document.has_mark(at, &[',', ';', '.', ')', ':']);
    (mean.end..=mean.end + TAIL).any(ends)
}

/// Tokens of «mỗi năm» or «mới» behind a mean.
const TAIL: usize = 2;

/// The same is done each year: «kết nạp 230 …, bình quân mỗi năm kết nạp 52 …».
fn is_same_done(context: &Context<'_>, start: usize, sum: &Fact, verb: &str) -> bool {
    let from = sum.tokens.start.saturating_sub(FAR).max(start);
    let before = fold(context.document.between(from, sum.tokens.start));
    verb.split_whitespace()
        .all(|word| before.split_whitespace().any(|said| said == word) || matches!(word, "có" | "được" | "là"))
}

/// The verb of «bình quân mỗi năm kết nạp 13 đảng viên», «bình quân kết nạp 13 đảng viên/năm».
fn mean_of<'t>(context: &Context<'_>, clause: &'t str, mean: &Fact) -> Option<&'t str> {
    let before = context.catalogue.wording.change.yearly.behind(clause);
    let behind = || ["bình quân", "trung bình"].iter().find_map(|words| clause.strip_prefix(words));
    before.or_else(|| behind().filter(|_| yearly_after(context, mean.end))).map(str::trim)
}

/// The years of «Nhiệm kỳ qua», «Giai đoạn 2021-2025» before a sum, where nothing else is dated before it.
fn term_before(rule: &Change, context: &Context<'_>, tokens: std::ops::Range<usize>) -> Option<i64> {
    let mut dated = context.mentions.within(&tokens).iter().filter_map(|m| match &m.kind {
        MentionKind::Term(from, to) => Some(Some((i64::from(*to) - i64::from(*from), m.tokens.start))),
        MentionKind::Date(_) => Some(None),
        _ => None,
    });
    let (first, other) = (dated.next(), dated.next());
    let text = fold(context.document.token_text(tokens.clone()));
    let (years, said) = match first {
        None => (i64::from(TERM), rule.term.iter().find_map(|words| text.split_once(words.as_str()))?.1),
        Some(Some((years, start))) => {
            let led = fold(context.document.token_text(start.saturating_sub(2).max(tokens.start)..start));
            let more = match led.trim() {
                "giai đoạn" => 1,
                "nhiệm kỳ" => 0,
                _ => return None,
            };
            (years + more, text.split_once(led.trim())?.1)
        }
        Some(None) => return None,
    };
    let plain = other.is_none() && !said.contains([';', '.', ':']) && !said.contains("mỗi ") && !said.contains("đầu ");
    (plain && (2..=YEARS).contains(&years)).then_some(years)
}

/// «Tỷ lệ hộ nghèo đầu năm 2021 là 6,85%, cuối năm 2025 còn 1,85%, bình quân mỗi năm giảm 1,0 điểm phần trăm»: where «đầu»,
/// «cuối» do not tell how many years there are, one more or less may be meant. `at` is the second end.
pub(super) fn between(context: &Context<'_>, facts: &[Fact], at: usize, ends: &Ends<'_>) -> Option<Draft> {
    let mean =
        facts.get(at + 1).filter(|mean| mean.sentence == ends.to.sentence && !mean.inexact && mean.of.is_none())?;
    let points = ends.to.unit == Unit::Percent && mean.unit == Unit::Points;
    let kind = points || mean.same_kind(ends.to) && mean.unit != Unit::Percent;
    if !kind || !mean.is_led_by_any(&[Cue::Up, Cue::Down]) || mean.tokens.start - ends.to.end > NEAR {
        return None;
    }
    let (from, to) = (Dated::of(context, ends.from)?, Dated::of(context, ends.to)?);
    let gap = fold(context.document.between(to.end.max(ends.to.end), mean.tokens.start));
    let clause = gap.trim_start_matches('%').strip_prefix([',', ')'])?.trim_start_matches([',', ' ']).trim();
    let words = &context.catalogue.wording.change;
    let own =
        clause.split_whitespace().all(|word| words.own.has(word) || matches!(word, "mỗi" | "hằng" | "hàng" | "trung"));
    let each = yearly_after(context, mean.end) || words.each_year.within(clause).next().is_some();
    let each = each || yearly_before(context, mean.tokens.start - 1);
    let apart = difference(comparable(ends.from, ends.to)?, ends.to.amount()?)?;
    let over = |years: i64| Ratio::of(apart, Number { mantissa: years, scale: 0, ..apart }, 1);
    let (years, others) = years(&from, &to)?;
    // Of more or fewer years than lie between, only what is right and no rounding.
    let right =
        |count: i64| over(count).is_some_and(|ratio| fits(ratio, mean) && (count == years || is_exact(ratio, mean)));
    if !own || !each || others.into_iter().any(right) {
        return None;
    }
    let shown = back(over(years)?, mean)?;
    let near = (shown.value() - mean.value.value()).abs() <= LOOSE * shown.value().max(mean.value.value());
    let shown_apart = if points { Some(apart) } else { super::back(apart, mean.unit) };
    let draft = Draft::on(Place::Tokens(ends.from.tokens.start..mean.end)).say("yearly");
    let draft =
        draft.with("sum", super::super::sum::trimmed(shown_apart?, 0).to_string()).with("years", years.to_string());
    near.then(|| draft.with("exact", shown.to_string()).with("stated", mean.value.to_string()))
}

/// Whether a year is meant from its first day or to its last, if that is said.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    First,
    Last,
    Unsaid,
}

/// When a value was so: the year before it, or right behind it, where its words end.
struct Dated {
    year: i64,
    side: Side,
    end: usize,
}

impl Dated {
    fn of(context: &Context<'_>, fact: &Fact) -> Option<Dated> {
        Dated::behind(context, fact).or_else(|| {
            let (year, _) = super::year_before(context, fact).filter(|(year, _)| *year > 0 && *year < i32::MAX)?;
            let before = fold(context.document.between(fact.tokens.start.saturating_sub(NEAR), fact.tokens.start));
            let said = |word: &str| before.contains(&format!("{word} năm {year}"));
            let side = if said("đầu") {
                Side::First
            } else if said("cuối") {
                Side::Last
            } else {
                Side::Unsaid
            };
            Some(Dated { year: i64::from(year), side, end: fact.end })
        })
    }

    /// «42,5% cuối năm 2019», «42,5% (năm 2019)»
    fn behind(context: &Context<'_>, fact: &Fact) -> Option<Dated> {
        let mention = context.mentions.within(&(fact.end..fact.end + BEHIND)).iter().find_map(|m| match &m.kind {
            MentionKind::Date(date) if date.month.is_none() => Some((date.year?, m.tokens.clone())),
            _ => None,
        });
        let (year, tokens) = mention?;
        let direct = context.document.between(fact.end, fact.end).chars().all(|c| matches!(c, '%' | ' ' | '('));
        let said = fold(context.document.token_text(fact.end..tokens.end));
        let said = said.strip_suffix(&year.to_string()).filter(|_| direct)?.trim_end();
        let side = match said.trim_end_matches("năm").trim_end() {
            "" => Side::Unsaid,
            "cuối" => Side::Last,
            "đầu" => Side::First,
            _ => return None,
        };
        Some(Dated { year: i64::from(year), side, end: tokens.end })
    }
}

/// Tokens of «cuối năm 2019» behind a value.
const BEHIND: usize = 4;

/// How many years lie between two values, and what else may be meant.
fn years(from: &Dated, to: &Dated) -> Option<(i64, Vec<i64>)> {
    let apart = to.year - from.year;
    let (years, others) = match (from.side, to.side) {
        (Side::First, Side::Last) => (apart + 1, vec![apart + 1]),
        (x, y) if x == y && x != Side::Unsaid => (apart, vec![apart]),
        _ => (apart, vec![apart - 1, apart, apart + 1]),
    };
    (2..=YEARS).contains(&years).then(|| (years, others.into_iter().filter(|years| *years > 0).collect()))
}

/// Whether a mean is what a ratio gives, as exactly as it is written: rounded either way.
fn fits(ratio: Ratio, mean: &Fact) -> bool {
    let Unit::Measure(_, exponent) = mean.unit else { return ratio.fit(mean.value) != Fit::Wrong };
    // In the unit of the mean, with more decimals than it has.
    let told = i16::from(mean.value.scale);
    let scale = u8::try_from((told + FINER - i16::from(exponent)).max(0)).unwrap_or(0);
    let one = 10f64.powi(-i32::from(told));
    ratio
        .rounded(scale)
        .and_then(|exact| exact.shifted(-exponent))
        .is_none_or(|exact| (exact.value() - mean.value.value()).abs() < one * 0.999_999)
}

/// Whether a mean is within a hundredth of what a ratio gives.
fn is_exact(ratio: Ratio, mean: &Fact) -> bool {
    let mut finer = mean.clone();
    finer.value.scale += 2;
    let exact = back(ratio, &finer);
    exact.is_some_and(|exact| (exact.value() / mean.value.value().max(1e-9) - 1.0).abs() <= NEARLY)
}

const NEARLY: f64 = 0.02;

/// Decimals more than a mean has.
const FINER: i16 = 2;

/// A mean in the unit of the one that is stated, with its decimals.
fn back(ratio: Ratio, mean: &Fact) -> Option<Number> {
    let exponent = if let Unit::Measure(_, exponent) = mean.unit { exponent } else { 0 };
    let scale = u8::try_from((i16::from(mean.value.scale.max(1)) - i16::from(exponent)).max(0)).ok()?;
    Some(super::super::sum::trimmed(ratio.rounded(scale)?.shifted(-exponent)?, mean.value.scale))
}

/// The one «trong 5 năm» within some tokens.
fn years_before(context: &Context<'_>, tokens: std::ops::Range<usize>) -> Option<i64> {
    let document = context.document;
    let all = document.tokens.get(tokens)?;
    let mut told =
        all.windows(3).filter(|run| IN.contains(&run[0].id) && run[1].kind == TokenKind::Number && run[2].id == *YEAR);
    let (run, None) = (told.next()?, told.next()) else { return None };
    let number = Number::parse(run[1].text(&document.text)).filter(|number| number.scale == 0)?;
    (2..=YEARS).contains(&number.mantissa).then_some(number.mantissa)
}
