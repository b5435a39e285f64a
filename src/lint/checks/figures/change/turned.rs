//! A change whose word says the opposite of its ends: «giảm từ 12 vụ xuống 15 vụ».

use super::Ends;
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::fact::{Cue, Fact, Unit};

/// Ends so far apart are of two things, or one lacks its unit.
const MOST: f64 = 10.0;

/// The draft, if «tăng» or «giảm» stands right before «từ» and the ends go the other way.
pub(super) fn find(context: &Context<'_>, ends: &Ends<'_>) -> Option<Draft> {
    let (from, to) = (ends.from, ends.to);
    let kind = from.same_kind(to) || from.unit == Unit::None && matches!(to.unit, Unit::Count(_));
    let from_cue = from.is_led_by(Cue::From) && to.is_led_by(Cue::To);
    let up = says_up(context, from).filter(|_| kind && from_cue)?;
    let (x, y) = (super::comparable(from, to)?.value(), to.amount()?.value());
    let far = x.max(y) > MOST * x.min(y);
    // «mỗi năm giảm từ 3% đến 5%» is a range.
    let turn = context.document.between(from.tokens.end, to.tokens.start);
    let led = turn.split_whitespace().any(|word| if up { word == "lên" } else { matches!(word, "xuống" | "còn") });
    // «tăng từ hạng 12 lên hạng 5» is no quantity; a place among others has no unit either.
    ((y > x) != up && x != y && !far && led).then(|| {
        let draft = Draft::on(Place::Tokens(from.tokens.start.saturating_sub(2)..to.end));
        let draft = draft.say(if up { "risen" } else { "fallen" });
        draft.with("from", from.value.to_string()).with("to", to.value.to_string())
    })
}

/// «1.120 tấn, tăng 85 tấn so với năm 2020 (1.205 tấn)»: the change is right and goes the other way.
pub(super) fn against(context: &Context<'_>, ends: &Ends<'_>, change: &Fact) -> Option<Draft> {
    let (from, to) = (ends.from, ends.to);
    let (up, down) = (change.is_led_by(Cue::Up), change.is_led_by(Cue::Down));
    // «còn 15 ngày, vượt 3 ngày so với quy định (18 ngày)» is better than what was set.
    let before = change.tokens.start.saturating_sub(2)..change.tokens.start;
    let better = crate::text::fold(context.document.token_text(before)).contains("vượt");
    let told = up != down && !better && (from.same_kind(to) || from.unit == to.unit) && to.unit != Unit::None;
    let (x, y) = (super::comparable(from, to)?.value(), to.amount()?.value());
    (told && x != y && (y > x) != up).then(|| {
        let start = from.tokens.start.min(to.tokens.start).min(change.tokens.start);
        let draft = Draft::on(Place::Tokens(start..from.end.max(to.end).max(change.end)));
        let draft = draft.say(if up { "risen" } else { "fallen" });
        draft.with("from", from.value.to_string()).with("to", to.value.to_string())
    })
}

/// Whether the word right before «từ» says more (`true`) or less.
fn says_up(context: &Context<'_>, from: &Fact) -> Option<bool> {
    let end = from.tokens.start.checked_sub(1)?;
    let before = end.saturating_sub(2)..end;
    let mut cues = context.catalogue.figures.cues(context.mentions, &before).filter(|hit| hit.end as usize == end);
    cues.find_map(|hit| match hit.item {
        item if item == Cue::Up as u32 => Some(true),
        item if item == Cue::Down as u32 => Some(false),
        _ => None,
    })
}
