//! Weekdays beside their dates.

use super::Page;
use crate::lint::check::{Draft, Place};
use crate::text::{Date, Gap, Hit, Syllable, TokenKind};
use std::ops::Range;

/// Tokens between a weekday and its date, at most: «thứ Hai, lúc 08 giờ 00 phút, ngày …».
const REACH: usize = 7;

/// Finds weekdays that are not those of the dates they stand beside.
pub(super) fn find(page: &Page<'_>, names: &[Vec<String>], out: &mut Vec<Draft>) {
    let mentions = page.context.mentions;
    let hits = mentions.hits.of(page.lists.weekdays);
    if hits.is_empty() {
        return;
    }
    let counted = counts_ordinals(page);
    for (i, hit) in hits.iter().enumerate() {
        // «thứ Hai, thứ Ba (ngày 04, 05/8/2025)»: which is which cannot be told.
        let beside =
            |other: Option<&Hit>| other.is_some_and(|o| o.start.abs_diff(hit.end).min(hit.start.abs_diff(o.end)) <= 2);
        if beside(hits.get(i + 1)) || beside(i.checked_sub(1).and_then(|i| hits.get(i))) {
            continue;
        }
        if !is_weekday(page, hit, counted) {
            continue;
        }
        let Some((tokens, date)) = date_after(page, hit).or_else(|| date_before(page, hit)) else { continue };
        let name = |weekday: usize| names.get(weekday).and_then(|n| n.first()).cloned().unwrap_or_default();
        if date.weekday() != hit.item as usize {
            let draft = Draft::on(Place::Tokens(tokens)).say("weekday").with("date", date.vietnamese());
            out.push(draft.with("right", name(date.weekday())).with("found", name(hit.item as usize)));
        }
    }
}

/// Whether the document counts its points «Thứ nhất, … Thứ hai, …».
fn counts_ordinals(page: &Page<'_>) -> bool {
    let document = page.context.document;
    let (thu, first) = (Syllable::of("thứ"), Syllable::of("nhất"));
    document.sentences.iter().any(|s| {
        let opening = document.tokens.get(s.tokens.clone()).and_then(|t| t.get(..2));
        opening.is_some_and(|t| t[0].id == thu && t[1].id == first)
    })
}

/// «thứ hai» may be an ordinal: «lần thứ hai», «Thứ hai, …».
fn is_weekday(page: &Page<'_>, hit: &Hit, counted: bool) -> bool {
    let tokens = &page.context.document.tokens;
    let (start, end) = (hit.start as usize, hit.end as usize);
    let (Some(first), Some(last)) = (tokens.get(start), tokens.get(end.wrapping_sub(1))) else { return false };
    if first.id != Syllable::of("thứ") {
        return true;
    }
    let Some(before) = start.checked_sub(1).and_then(|b| tokens.get(b)) else {
        return last.is_capitalised() || !counted;
    };
    if first.gap == Gap::Space {
        let hour = before.kind == TokenKind::Number
            && start >= 2
            && tokens.get(start - 2).is_some_and(|t| page.lists.between.contains(&t.id));
        // Capitals name a day, «phiên chính thức thứ Hai», if the line has not capitals all over.
        let name = last.is_capitalised() && !first.is_capitalised() && !page.lists.before_ordinal.contains(&before.id);
        return hour || name || page.lists.before_weekday.contains(&before.id);
    }
    // After a mark: a capital makes it a name.
    let row = start.saturating_sub(30)..start;
    let thu = tokens.get(row).unwrap_or_default().windows(2);
    let in_row = || thu.clone().any(|w| w[0].id == first.id && w[1].id == Syllable::of("nhất"));
    last.is_capitalised() || last.kind == TokenKind::Number || !(counted || in_row())
}

/// «thứ Hai, ngày 06/8/2025»; «thứ Hai (06/8/2025)».
fn date_after(page: &Page<'_>, hit: &Hit) -> Option<(Range<usize>, Date)> {
    let tokens = &page.context.document.tokens;
    let start = hit.end as usize;
    for at in start..start + REACH {
        let token = tokens.get(at)?;
        if !matches!(page.gap(at).trim(), "" | "," | "(" | ", (" | "-" | "–" | ":") {
            return None;
        }
        if let Some((mention, date)) = page.date_at(at) {
            return Some((hit.start as usize..mention.tokens.end, date.full()?));
        }
        let word = |at: usize| tokens.get(at).is_some_and(|t| page.lists.between.contains(&t.id));
        let hour = token.kind == TokenKind::Number && (word(at + 1) || (at > start && word(at - 1)));
        if !(word(at) || hour) {
            return None;
        }
    }
    None
}

/// «ngày 06/8/2025 (thứ Tư)».
fn date_before(page: &Page<'_>, hit: &Hit) -> Option<(Range<usize>, Date)> {
    let tokens = &page.context.document.tokens;
    let start = hit.start as usize;
    let last = page.dates.partition_point(|(m, _)| m.tokens.end <= start);
    let (mention, date) = page.dates.get(last.checked_sub(1)?).filter(|(m, _)| m.tokens.end == start)?;
    let capital = tokens.get(hit.end as usize - 1).is_some_and(|t| t.is_capitalised());
    let bracket = matches!(page.gap(start).trim(), "(" | ", (");
    let joined = bracket || (capital && matches!(page.gap(start).trim(), "" | "," | "-" | "–"));
    // «ngày 04, 05/8/2025 (thứ Hai …)»: of several days the first may be meant.
    let alone = page.gap(mention.tokens.start).trim().is_empty()
        && mention.tokens.start.checked_sub(1).and_then(|b| tokens.get(b)).is_none_or(|t| t.kind != TokenKind::Number);
    if joined && alone { Some((mention.tokens.start..hit.end as usize, date.full()?)) } else { None }
}
