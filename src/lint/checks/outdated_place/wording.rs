//! What is said of an outdated name, and what to write instead.

use crate::document::Span;
use crate::lint::check::{Draft, Place};
use crate::lint::finding::{Applicability, Edit, Fix};
use crate::lint::past::{Page, Seen};
use crate::mentions::place::{ChainPart, InList};
use crate::places::{Kind, Level, Outdated, Part, UnitState, UnitType, place_key};
use crate::text::{Case, Date};
use std::ops::Range;

/// The day the district level ended.
const NO_DISTRICTS: Date = Date { year: 2025, month: 7, day: 1 };

/// More successors than these are counted, not named.
const MOST_NAMED: usize = 4;

/// The tokens of the part of the address that is out of date.
pub(super) fn part(seen: &Seen<'_>, found: &Outdated<'_>) -> Range<usize> {
    let province = |unit: Option<UnitType>| unit.is_none_or(|u| matches!(u, UnitType::Tinh | UnitType::ThanhPho));
    let chain = &seen.place.chain;
    let part = match found.part {
        Part::Unit => None,
        Part::District => chain.iter().find(|part| part.unit != Some(UnitType::Tinh)),
        Part::Province => chain.iter().rev().find(|part| province(part.unit)),
    };
    part.map_or(seen.spot.tokens.clone(), |part| part.tokens.clone())
}

/// The finding.
pub(super) fn draft(page: &Page<'_>, seen: &Seen<'_>, found: &Outdated<'_>, tokens: Range<usize>) -> Draft {
    let home = page.scope().province();
    let away = found.province.filter(|province| home.is_none_or(|home| !home.is(province)));
    let mut new: Vec<String> = found.successors.iter().map(|next| next.unit.label()).collect();
    let more = new.len().saturating_sub(MOST_NAMED);
    new.truncate(MOST_NAMED);
    let mut names = new.join("; ");
    if more > 0 {
        names.push_str("; …");
    }
    // A province's successor says by itself where it lies.
    let is_province = found.successors.first().is_some_and(|next| next.unit.level == Level::Province);
    if let Some(province) = away.filter(|_| !is_province && !names.is_empty()) {
        names = format!("{names} ({})", province.label());
    }
    let old = match (seen.place.list, found.part) {
        (InList::Later, Part::Unit) => format!("{} {}", seen.place.unit.lower(), page.words(&seen.place.name)),
        _ => page.words(&tokens).to_owned(),
    };
    let mut draft = Draft::on(Place::Tokens(tokens.clone()))
        .say(message(found))
        .with("old", old)
        .with("new", names)
        .with("date", found.date.vietnamese())
        .with("law", law(found))
        .with("province", found.province.map(|p| p.label()).unwrap_or_default())
        .with("namesake", found.namesake.map(|unit| unit.label()).unwrap_or_default());
    if let Some(fix) = fix(page, seen, found) {
        draft = draft.fix(fix);
    }
    draft
}

/// The finding about a committee that bears the name of a province that is no more.
pub(super) fn of_committee(page: &Page<'_>, tokens: Range<usize>, found: &Outdated<'_>) -> Draft {
    let draft = Draft::on(Place::Tokens(tokens.clone())).say("province-above").with("old", page.words(&tokens));
    let draft = draft.with("date", found.date.vietnamese()).with("law", law(found));
    draft.with("province", found.province.map(|p| p.label()).unwrap_or_default())
}

/// The resolution, in brackets.
fn law(found: &Outdated<'_>) -> String {
    let law: Vec<&str> = found.basis.split('|').filter(|basis| !basis.is_empty()).collect();
    if law.is_empty() { String::new() } else { format!(" ({})", law.join(", ")) }
}

/// Which of the rule's messages says it.
fn message(found: &Outdated<'_>) -> &'static str {
    let district = found.states.iter().all(|unit| unit.level == Level::District);
    match (found.part, found.successors.as_slice()) {
        (Part::Province, _) => "province-above",
        (Part::District, [_, ..]) => "district-above",
        (_, []) if district && found.date >= NO_DISTRICTS && found.namesake.is_some() => "district-namesake",
        (_, []) if district && found.date >= NO_DISTRICTS => "district",
        (_, []) if found.province.is_some() => "gone",
        (_, []) => "lost",
        (_, [_]) if found.only_type_changed() || found.kind == Kind::Renamed => "renamed",
        (_, [_]) => "",
        _ => "several",
    }
}

/// One successor: its name for the old one, and for the dead district after it. In a list that shares a
/// unit word only the name can change, and only if the word stays.
fn fix(page: &Page<'_>, seen: &Seen<'_>, found: &Outdated<'_>) -> Option<Fix> {
    let new = found.fix()?;
    let edit = |tokens: Range<usize>, text: String| {
        let span = page.context.document.span(page.context.document.token_range(tokens));
        is_plain(page, span).then_some(Edit { start: span.start, end: span.end, text })
    };
    let fix = |edits: Vec<Edit>| Fix { applicability: Applicability::Unsafe, edits };
    let chain = &seen.place.chain;
    if found.part == Part::Province {
        let tokens = part(seen, found);
        let text = written(page, &tokens, &found.province?);
        return edit(tokens, text).map(|edit| fix(vec![edit]));
    }
    if seen.place.list != InList::No {
        let same = new.unit_type == seen.place.unit && found.part == Part::Unit && chain.is_empty();
        let name = seen.place.name.clone();
        let text = capitals(page, &name, new.name);
        return edit(name, text).filter(|_| same).map(|edit| fix(vec![edit]));
    }
    let mut tokens = seen.spot.tokens.clone();
    let text = written(page, &tokens, &new);
    let (district, province) = match chain.as_slice() {
        [] => (None, None),
        [one] if is_province(page, one, found) => (None, Some(one)),
        [one] => (Some(one), None),
        [first, .., last] => (Some(first), Some(last)),
    };
    if let Some(district) = district.filter(|_| page.context.as_of >= NO_DISTRICTS) {
        // A chain shared with the neighbour before it stands elsewhere.
        let follows = district.tokens.start <= tokens.end + 1;
        if !follows || page.gap(district.tokens.start).contains('(') {
            return None;
        }
        tokens.end = district.tokens.end;
    }
    let mut edits = vec![edit(tokens, text)?];
    if let (Some(named), Some(today)) = (province, found.province)
        && place_key(page.words(&named.name)) != place_key(today.name)
    {
        edits.push(edit(named.tokens.clone(), written(page, &named.tokens, &today))?);
    }
    Some(fix(edits))
}

/// Whether the one part of an address after the unit is a province.
fn is_province(page: &Page<'_>, part: &ChainPart, found: &Outdated<'_>) -> bool {
    let key = place_key(page.words(&part.name));
    let today = found.province.is_some_and(|province| place_key(province.name) == key);
    matches!(part.unit, None | Some(UnitType::Tinh)) || (part.unit == Some(UnitType::ThanhPho) && today)
}

/// The unit's label with the capitals of the words it replaces.
fn written(page: &Page<'_>, old: &Range<usize>, new: &UnitState<'_>) -> String {
    let label = capitals(page, old, &new.label());
    let first_upper = page.words(old).starts_with(char::is_uppercase);
    let mut chars = label.chars();
    match chars.next().filter(|_| first_upper) {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => label,
    }
}

/// All capitals where the old name's words are.
fn capitals(page: &Page<'_>, old: &Range<usize>, new: &str) -> String {
    let words = page.context.document.tokens.get(old.clone()).unwrap_or_default();
    let shouted = words.len() > 1 && words.iter().skip(1).all(|t| t.case == Case::Upper);
    if shouted { new.to_uppercase() } else { new.to_owned() }
}

/// Whether the source holds nothing but the words there: no markup that a replacement would break.
fn is_plain(page: &Page<'_>, span: Span) -> bool {
    let source = page.context.document.source.get(span.range()).unwrap_or("*");
    !source.contains(['*', '_', '[', ']', '<', '>', '&', '\\', '|', '`'])
}
