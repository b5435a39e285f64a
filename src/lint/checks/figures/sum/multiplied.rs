//! Totals of things that each have as many: «09 đội xung kích, mỗi đội 12 người, tổng cộng 108 người»; and what is left of what
//! there was, came and went: «đầu năm tồn 05 đơn, nhận 19 đơn, giải quyết 21 đơn, cuối năm còn 03 đơn».

use super::trimmed;
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::fact::{Fact, Unit};
use crate::text::{Number, fold};

/// Words of the name of what each has, and of a clause that leads to a total.
const NAME: usize = 5;

/// Tokens behind a total in which it is said that more is counted.
const MORE: usize = 10;

/// How far, as a share of the total, a product may be from it and surely be meant.
const NEAR: f64 = 0.15;

/// The total that a number of things and what each of them has do not give.
pub(super) fn product(context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
    group.windows(3).find_map(|run| {
        let [count, each, whole] = run else { return None };
        let exact = run.iter().all(|fact| !fact.inexact && fact.of.is_none());
        let counted = matches!(count.unit, Unit::Count(_) | Unit::Word(_)) && count.value.scale == 0;
        let kind = each.same_kind(whole) || context.catalogue.figures.akin(each.unit, whole.unit);
        if !exact || !counted || !kind || !has_each(context, count, each) || !is_led_to(context, each, whole) {
            return None;
        }
        // «12 thôn, mỗi thôn 01 nhà văn hóa, tổng số 14 nhà văn hóa»: some have more; «…, tổng cộng 250 người kể cả ban tổ chức».
        let behind = fold(context.document.between(whole.end, whole.end + MORE));
        let clause = behind.split(['.', ';']).next().unwrap_or_default();
        let more = context.catalogue.wording.sum.also.within(clause).next().is_some();
        if more || each.value.value() <= 1.0 && matches!(each.unit, Unit::Count(_) | Unit::Word(_)) {
            return None;
        }
        let (each_of, stated) = (each.amount()?, whole.amount()?);
        let mantissa = each_of.mantissa.checked_mul(count.value.mantissa)?;
        let right = Number { mantissa, ..each_of };
        let apart = (right.value() - stated.value()).abs();
        // «mỗi hộ 33 triệu đồng, tổng cộng 0,4 tỷ đồng» is rounded.
        let exponent = if let Unit::Measure(_, exponent) = whole.unit { i32::from(exponent) } else { 0 };
        let step = if whole.value.scale > 0 { 10f64.powi(exponent - i32::from(whole.value.scale)) } else { 0.0 };
        let wrong = apart > step && (apart <= NEAR * stated.value() || stated.is_slip_of(right));
        let shown = right.shifted(i8::try_from(-exponent).ok()?)?;
        let draft = Draft::on(Place::Tokens(count.tokens.start..whole.end)).say("product");
        let draft = draft.with("parts", format!("{} × {}", count.value, each.value));
        let draft = draft.with("sum", trimmed(shown, whole.value.scale).to_string());
        wrong.then(|| draft.with("whole", whole.value.to_string()))
    })
}

/// «09 đội xung kích, mỗi đội 12 người»: each of those that are counted.
fn has_each(context: &Context<'_>, count: &Fact, each: &Fact) -> bool {
    let document = context.document;
    let noun = fold(document.token_text(count.tokens.end..count.end));
    let gap = fold(document.between(count.end, each.tokens.start));
    let Some((named, clause)) = gap.rsplit_once([',', '(', ';']) else { return false };
    let Some(of) = clause.trim().strip_prefix("mỗi ") else { return false };
    let head = noun.split_whitespace().next().unwrap_or("");
    let rest = of.strip_prefix(noun.as_str()).or_else(|| of.strip_prefix(head)).map(str::trim);
    let plain = named.split_whitespace().count() <= NAME && !named.contains(['.', ':', '(', ')']);
    !head.is_empty()
        && plain
        && rest.is_some_and(|rest| rest.is_empty() || context.catalogue.wording.sum.each_has.are(rest))
}

/// «…, tổng cộng 108 người»
fn is_led_to(context: &Context<'_>, each: &Fact, whole: &Fact) -> bool {
    let gap = fold(context.document.between(each.end, whole.tokens.start));
    let Some((named, clause)) = gap.rsplit_once([',', ';']) else { return false };
    let named = named.trim_end_matches(')');
    let plain = named.split_whitespace().count() <= NAME && !named.contains([',', ';', '.', '(']);
    plain && context.catalogue.wording.sum.total.are(clause.trim())
}

/// The figures of a sentence without ages, if there are any: «22 người dưới 25 tuổi, 31 người từ 25 đến 30 tuổi» counts people.
pub(super) fn without_ages(context: &Context<'_>, group: &[Fact]) -> Option<Vec<Fact>> {
    let age = context.catalogue.figures.named("tuổi")?;
    let is_age = |at: usize| group.get(at).is_some_and(|fact| fact.unit == age);
    if !(0..group.len()).any(is_age) {
        return None;
    }
    let to = |at: usize| {
        let next = group.get(at + 1)?;
        Some(matches!(
            context.document.between(group[at].tokens.end, next.tokens.start).trim(),
            "đến" | "-" | "–" | "tới"
        ))
    };
    let bound = |at: usize| is_age(at) || is_age(at + 1) && to(at) == Some(true);
    Some((0..group.len()).filter(|&at| !bound(at)).map(|at| group[at].clone()).collect())
}
