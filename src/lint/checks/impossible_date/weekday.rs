//! Weekdays beside their dates.

use super::Page;
use crate::lint::check::{Draft, Place};
use crate::mentions::DateMention;
use crate::text::{Date, Gap, Hit, Syllable, TokenKind};
use std::ops::Range;
use std::sync::LazyLock;

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
        let beside = |other: Option<&Hit>| {
            other.is_some_and(|o| {
                let (end, start) = if o.start >= hit.end { (hit.end, o.start) } else { (o.end, hit.start) };
                // «thứ Hai (04/8), thứ Ba (05/8)»: each has its own.
                let dated = || (end as usize..start as usize).any(|at| page.date_at(at).is_some());
                start.abs_diff(end) <= 2 && !dated()
            })
        };
        if beside(hits.get(i + 1)) || beside(i.checked_sub(1).and_then(|i| hits.get(i))) {
            out.extend(hits.get(i + 1).and_then(|next| two_days(page, names, hit, next)));
            continue;
        }
        if !is_weekday(page, hit, counted) {
            continue;
        }
        let Some((tokens, date)) = date_after(page, hit).or_else(|| date_before(page, hit)) else { continue };
        out.extend(wrong(names, hit, tokens, date));
    }
}

/// What is said of a weekday that is not its date's.
fn wrong(names: &[Vec<String>], hit: &Hit, tokens: Range<usize>, date: Date) -> Option<Draft> {
    let name = |weekday: usize| names.get(weekday).and_then(|n| n.first()).cloned().unwrap_or_default();
    let draft = || Draft::on(Place::Tokens(tokens)).say("weekday").with("date", date.vietnamese());
    (date.weekday() != hit.item as usize)
        .then(|| draft().with("right", name(date.weekday())).with("found", name(hit.item as usize)))
}

/// «hai ngày 06 và 07/8/2025 (thứ Tư và thứ Năm)», «thứ Tư và thứ Năm, ngày 06 và 07/8/2025»: two days with the names of
/// both, in one order; one of them at least is wrong.
fn two_days(page: &Page<'_>, names: &[Vec<String>], one: &Hit, other: &Hit) -> Option<Draft> {
    let tokens = &page.context.document.tokens;
    let (start, end) = (one.start as usize, other.end as usize);
    let word = |at: usize| tokens.get(at).is_some_and(|t| t.id == *AND);
    let joined = |from: usize, to: usize| to - from == 1 && word(from) || to == from && page.gap(to).trim() == ",";
    if !joined(one.end as usize, other.start as usize) {
        return None;
    }
    let before = page.dates.partition_point(|(m, _)| m.tokens.end <= start).checked_sub(1);
    let before = before.and_then(|at| page.dates.get(at)).filter(|(m, _)| m.tokens.end == start);
    let after = || {
        let at = (end..end + 3).find_map(|at| page.date_at(at).map(|_| at)).or_else(|| {
            // The second date, behind the number of the first day.
            (end..end + 5).find_map(|at| page.date_at(at).map(|_| at))
        })?;
        page.date_at(at)
    };
    let (mention, date) = before.copied().or_else(after)?;
    let second = date.full()?;
    // The first day is the number right before: «06 và 07/8/2025».
    let at = mention.tokens.start;
    let gap = page.gap(at).trim();
    let at = if word(at.checked_sub(1)?) && gap.is_empty() { at - 2 } else { (gap == ",").then(|| at - 1)? };
    let number = tokens.get(at).filter(|t| t.kind == TokenKind::Number && t.range().len() <= 2)?;
    let day: u8 = number.text(&page.context.document.text).parse().ok()?;
    // Two of them, one after the other: three days may be told by their first and last.
    let alone = at.checked_sub(1).and_then(|b| tokens.get(b)).is_none_or(|t| t.kind != TokenKind::Number);
    let first = Date::new(second.year, second.month, day).filter(|first| alone && *first < second)?;
    let place = start.min(at)..end.max(mention.tokens.end);
    let near = place.len() <= TWO && (place.start + 1..place.end).all(|at| !page.gap(at).contains(['.', ';', '\n']));
    near.then(|| wrong(names, one, place.clone(), first).or_else(|| wrong(names, other, place, second))).flatten()
}

/// Tokens of «thứ Tư và thứ Năm, ngày 06 và 07/8/2025», and a few more.
const TWO: usize = 14;

static AND: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("và"));

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
            return Some((hit.start as usize..mention.tokens.end, whole(page, date)?));
        }
        let word = |at: usize| tokens.get(at).is_some_and(|t| page.lists.between.contains(&t.id));
        let hour = token.kind == TokenKind::Number && (word(at + 1) || (at > start && word(at - 1)));
        if !(word(at) || hour) {
            return None;
        }
    }
    None
}

/// «ngày 06/8/2025 (thứ Tư)», «ngày 06/8/2025, nhằm thứ Tư».
fn date_before(page: &Page<'_>, hit: &Hit) -> Option<(Range<usize>, Date)> {
    let tokens = &page.context.document.tokens;
    let start = hit.start as usize;
    let last = page.dates.partition_point(|(m, _)| m.tokens.end <= start);
    let (mention, date) = page.dates.get(last.checked_sub(1)?)?;
    let capital = tokens.get(hit.end as usize - 1).is_some_and(|t| t.is_capitalised());
    let end = mention.tokens.end;
    let word = |at: usize| tokens.get(at).is_some_and(|t| page.lists.falls_on.contains(&t.id));
    let led = end + 1 == start && word(end) && page.gap(start).trim().is_empty() && capital;
    let bracket = matches!(page.gap(end).trim(), "(" | ", (");
    let joined = bracket || (capital && matches!(page.gap(end).trim(), "" | "," | "-" | "–"));
    // «ngày 04, 05/8/2025 (thứ Hai …)»: of several days the first may be meant.
    let first = mention.tokens.start;
    let before = first.checked_sub(1).and_then(|b| tokens.get(b));
    let listed = first.checked_sub(2).and_then(|b| tokens.get(b)).filter(|_| before.is_some_and(|t| t.id == *AND));
    let number = |t: Option<&crate::text::Token>| t.is_some_and(|t| t.kind == TokenKind::Number);
    let alone = page.gap(first).trim().is_empty() && !number(before) && !number(listed);
    let close = end == start || led;
    if joined && alone && close { Some((first..hit.end as usize, whole(page, *date)?)) } else { None }
}

/// A date's day; one without its year is of the document's own, if it lies near.
fn whole(page: &Page<'_>, date: DateMention) -> Option<Date> {
    date.full().or_else(|| {
        let today = page.context.document.meta.date.filter(|_| date.year.is_none())?;
        let month = date.month.filter(|month| month.abs_diff(today.month) <= NEAR)?;
        Date::new(today.year, month, date.day?)
    })
}

/// Months between a document and the meetings it sets days for without a year.
const NEAR: u8 = 3;
