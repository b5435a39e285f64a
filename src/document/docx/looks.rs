//! How the running text of a file looks, and where its pages are numbered.

use super::super::word::Looks;
use crate::ooxml::Package;
use crate::ooxml::parts::Parts;
use crate::ooxml::story::Lines;
use crate::ooxml::styles::Role;
use std::collections::HashMap;
use std::hash::Hash;

/// Letters from which a paragraph is running text, no heading and no line of a letterhead.
const RUNNING: usize = 80;

/// Headers and footers that are looked into.
const MOST_PARTS: usize = 40;

/// What most letters of the running text have.
pub(super) fn of(parts: &Parts) -> Looks {
    let (story, styles) = (&parts.body.story, &parts.styles);
    let base = styles.base();
    let (mut fonts, mut sizes, mut lines) = (HashMap::new(), HashMap::new(), HashMap::new());
    for paragraph in story.paragraphs.iter().filter(|p| p.cells == 0 && p.boxes == 0 && p.text.len() >= RUNNING) {
        let style = styles.paragraph(paragraph.format.style.as_deref());
        if style.heading().is_some() || !matches!(style.role, Role::Body | Role::Set) {
            continue;
        }
        let of_style = style.lines.or(base.lines).unwrap_or(Lines::Times(240));
        *lines.entry(paragraph.format.lines.unwrap_or(of_style)).or_default() += paragraph.text.len();
        for piece in &paragraph.pieces {
            let Some(run) = story.runs.get(piece.run as usize) else { continue };
            let character = story.name(run.format.style).and_then(|id| styles.get(id));
            let font = story.name(run.format.font).or(character.and_then(|s| s.font.as_deref()));
            let font = font.or(style.font.as_deref()).or(base.font.as_deref());
            let size = run.format.size.or(character.and_then(|s| s.size)).or(style.size).or(base.size);
            let letters = (piece.text.end - piece.text.start) as usize;
            *fonts.entry(font).or_default() += letters;
            *sizes.entry(size).or_default() += letters;
        }
    }
    let (number_above, number_below) = numbers(&parts.package).unwrap_or_default();
    Looks {
        font: most(fonts).and_then(|(font, share)| Some((font?.to_string(), share))),
        size: most(sizes).and_then(|(size, share)| Some((size?, share))),
        lines: most(lines),
        number_above,
        number_below,
        form: Vec::new(),
    }
}

/// The value most letters have, and how many of a hundred.
fn most<T: Hash + Eq>(counts: HashMap<T, usize>) -> Option<(T, u32)> {
    let all: usize = counts.values().sum();
    let (value, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    Some((value, u32::try_from(count * 100 / all.max(1)).unwrap_or(100)))
}

/// Whether the number of the page stands in headers, in footers.
fn numbers(package: &Package) -> Option<(bool, bool)> {
    let relationships = package.relationships(package.main()).ok()?;
    let has = |kind: &str| {
        let parts = relationships.iter().filter(|r| r.kind == kind && !r.external).take(MOST_PARTS);
        let texts = parts.filter_map(|r| package.text(&r.target).ok().flatten());
        texts.into_iter().any(|xml| has_page_field(&xml))
    };
    Some((has("header"), has("footer")))
}

/// A field `PAGE`, written either way; its code stands between tags or in a value.
fn has_page_field(xml: &str) -> bool {
    xml.match_indices("PAGE").any(|(at, word)| {
        let before = xml[..at].trim_end().ends_with(['>', '"', '\'']);
        let after = xml[at + word.len()..].starts_with([' ', '<', '"', '\'', '\\']);
        before && after
    })
}
