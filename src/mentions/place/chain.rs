//! The rest of an address: «…, huyện Can Lộc, tỉnh Hà Tĩnh», «… (huyện Cái Nước)».

use super::name::Names;
use super::unit_word::{several, unit_word};
use super::{ChainPart, between};
use crate::document::Document;
use crate::places::{Level, UnitType};
use crate::text::{Gap, Syllable};
use std::sync::LazyLock;

/// Words that lead from a unit to the one above it.
static OF: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["thuộc", "của"].map(Syllable::of));
static AND: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("và"));

/// Reads what follows token `end` as the larger units of an address. Names without unit words count
/// only where `bare` allows and where they end in a province: else they are a list.
pub(super) fn after(document: &Document, names: &Names<'_>, unit: UnitType, end: usize, bare: bool) -> Vec<ChainPart> {
    let mut parts = Vec::new();
    let mut below = rank(unit, 0);
    let mut at = end;
    while let Some(part) = next_part(document, names, at, below).filter(|_| below < 3) {
        below = rank(part.unit.unwrap_or(UnitType::Tinh), below);
        at = part.tokens.end;
        parts.push(part);
    }
    if parts.is_empty() && bare && unit.level().is_some_and(|level| level != Level::Province) {
        parts = bare_names(document, names, unit, end);
    }
    parts
}

/// 1 for a commune, 2 for a district, 3 for a province. A «thành phố» is a district after a commune
/// and a province after a district.
fn rank(unit: UnitType, below: u8) -> u8 {
    match unit.level() {
        Some(Level::Commune) => 1,
        Some(Level::District) => 2,
        Some(Level::Province) => 3,
        None => (below + 1).clamp(2, 3),
    }
}

/// A unit with its unit word after «,», «(», «-», «thuộc» or «của».
fn next_part(document: &Document, names: &Names<'_>, end: usize, below: u8) -> Option<ChainPart> {
    let (text, tokens) = (document.text.as_str(), &document.tokens[..]);
    let token = tokens.get(end)?;
    let start = match between(text, tokens, end) {
        "," | "(" | ", (" | "-" | "–" => end,
        "" if token.gap == Gap::Space && OF.contains(&token.id) => end + 1,
        ", " if OF.contains(&token.id) => end + 1,
        _ => return None,
    };
    let word = unit_word(text, tokens, start).filter(|_| tokens[start].gap != Gap::Break)?;
    let name = start + word.tokens;
    let gap = tokens.get(name)?.gap;
    let begins = gap == Gap::Space || (word.short && gap == Gap::Stop);
    if !begins || several(tokens, start) || rank(word.unit, below) <= below {
        return None;
    }
    let name = names.at(name, word.unit);
    let part = ChainPart { unit: Some(word.unit), tokens: start..name.tokens.end, name: name.tokens };
    name.known.then_some(part)
}

/// «…, Can Lộc, Hà Tĩnh».
fn bare_names(document: &Document, names: &Names<'_>, unit: UnitType, end: usize) -> Vec<ChainPart> {
    let tokens = &document.tokens;
    let comma = |i: usize| tokens.get(i).is_some_and(|t| t.gap == Gap::Comma && t.is_capitalised());
    let part = |name: std::ops::Range<usize>| ChainPart { unit: None, tokens: name.clone(), name };
    let province = |i: usize| {
        let name = [UnitType::Tinh, UnitType::ThanhPho].iter().find_map(|&t| names.exactly(i, t))?;
        names.is_province(&name).then_some(name)
    };
    if !comma(end) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    if unit.level() == Some(Level::Commune) {
        let district = [UnitType::Huyen, UnitType::Quan, UnitType::ThiXa, UnitType::ThanhPho]
            .iter()
            .find_map(|&t| names.exactly(end, t))
            .filter(|name| comma(name.end) && province(name.end).is_some());
        parts.extend(district.map(part));
    }
    let at = parts.last().map_or(end, |p: &ChainPart| p.tokens.end);
    match province(at) {
        // «xã Thiên Lộc, Hà Tĩnh và Nghệ An» is no address, nor is «…, Hà Tĩnh, Nghệ An».
        Some(name) if !listed(document, name.end) => {
            parts.push(part(name));
            parts
        }
        _ => Vec::new(),
    }
}

fn listed(document: &Document, end: usize) -> bool {
    document.tokens.get(end).is_some_and(|t| {
        (t.id == *AND && matches!(t.gap, Gap::Space | Gap::Comma))
            || (t.gap == Gap::Comma && t.is_capitalised())
            || (t.gap == Gap::Space && t.is_capitalised())
    })
}
