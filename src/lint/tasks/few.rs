//! A short list of points, of which one lacks what all the others say.

use super::points::{Point, is_dated, is_legacy, opens_with_act, opens_with_owner};
use super::{Aspect, Lack, custom};
use crate::document::Kind;
use crate::lint::check::Context;
use crate::mentions::MentionKind;

/// Of fewer none stands out by what all the others say.
const LEAST_ALIKE: usize = 3;
/// Tokens of «Trước ngày 30/9/2026» at the head of a point.
const OPENING: usize = 5;

/// Of a few points the one that names nobody, or no day, where all the others do.
pub(super) fn lacks(context: &Context<'_>, points: &[Point], found: &mut Vec<Lack>) {
    if points.len() < LEAST_ALIKE {
        return;
    }
    let programme = context.document.meta.kind == Some(Kind::ActionProgramme);
    for aspect in [Aspect::Owner, Aspect::Due] {
        let mut odd = points.iter().filter(|p| !p.says(context, aspect));
        let (Some(point), None) = (odd.next(), odd.next()) else { continue };
        let is_task = match aspect {
            Aspect::Owner => {
                let dated = || programme && is_dated(context, &point.tokens) && opens_with_work(context, point);
                is_told_by_all(context, points) && opens_with_act(context, &point.tokens) || dated()
            }
            // Somebody is given it, and it leaves something behind.
            _ => programme && opens_with_owner(context, &point.tokens) && point.says(context, Aspect::Product),
        };
        if is_task && !is_legacy(context, point) {
            found.push(custom::lack(context, aspect, &point.tokens, (points.len() - 1, points.len())));
        }
    }
}

/// Whether all points say when and what.
fn is_told_by_all(context: &Context<'_>, points: &[Point]) -> bool {
    points.iter().all(|p| [Aspect::Due, Aspect::Product].into_iter().all(|aspect| p.says(context, aspect)))
}

/// Whether a point begins with what is done, past a day told first: «Trước ngày 30/9/2026 trồng 26 ha rừng».
fn opens_with_work(context: &Context<'_>, point: &Point) -> bool {
    if opens_with_act(context, &point.tokens) {
        return true;
    }
    let opening = point.tokens.start..point.tokens.end.min(point.tokens.start + OPENING);
    let mut dates = context.mentions.within(&opening).iter().filter(|m| matches!(m.kind, MentionKind::Date(_)));
    dates.next().is_some_and(|date| opens_with_act(context, &(date.tokens.end..point.tokens.end)))
}
