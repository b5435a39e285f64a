//! The section a remark names: «Phần thứ hai, mục V, điểm 1.4», «mục II.3», «phần hạn chế».

use super::asks::Text;
use crate::document::{BlockId, BlockKind, Document, Numbering, SectionId};
use crate::lint::review::{Cue, RemarkWords};
use crate::text::{Case, Gap, Syllable, TokenKind, fold, roman, syllables};

/// A number of a section, as a remark says it.
#[derive(Clone, Debug, PartialEq)]
enum Level {
    /// «phần thứ nhất», «phần I», «phần A».
    Part(u32),
    /// «mục II», «chương I».
    Roman(u32),
    /// «điểm 1.4», «khoản 2».
    Arabic(Vec<u32>),
    /// «điểm a».
    Letter(char),
}

/// A section, or a numbered line of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Section(SectionId),
    Block(BlockId),
}

const ORDINALS: [&str; 8] = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám"];

/// What a remark's place and text name of a document: nothing, one thing, or several it may be.
pub(super) fn named(document: &Document, place: &str, text: &str, words: &RemarkWords) -> Vec<Named> {
    let place = Text::new(place);
    let mut levels = levels(&place, words, true);
    if levels.is_empty() {
        levels = self::levels(&Text::new(text), words, false);
    }
    let numbered = by_number(document, &levels);
    if !numbered.is_empty() {
        return numbered;
    }
    // A number that nothing has is a slip, or counts pages of another draft.
    if levels.is_empty() { by_title(document, place.text, text, words) } else { Vec::new() }
}

fn levels(text: &Text<'_>, words: &RemarkWords, bare: bool) -> Vec<Level> {
    let ids = text.ids();
    let mut levels: Vec<Level> = Vec::new();
    let mut at = 0;
    while at < ids.len() {
        let in_quotes = text.quotes.iter().any(|quote| quote.contains(&at));
        let cue = words.cue(&ids[at..], &[Cue::Level]).filter(|_| !in_quotes);
        let start = match cue {
            Some((_, length)) => at + length,
            // «II.3»: a place that is nothing but a number.
            None if bare && at == 0 => 0,
            None => {
                at += 1;
                continue;
            }
        };
        let is_part = cue.is_some() && ids[at] == Syllable::of("phần");
        let (found, end) = number(text, start, is_part);
        at = if found.is_empty() { start.max(at + 1) } else { end };
        levels.extend(found);
    }
    levels.dedup();
    levels
}

/// The number at a token, with those tied to it: «thứ hai», «II», «II.3.2», «1.4», «a».
fn number(text: &Text<'_>, start: usize, is_part: bool) -> (Vec<Level>, usize) {
    let word = |at: usize| text.tokens.get(at).map(|token| token.text(text.text));
    let mut at = start;
    let counted = word(at).map(fold).is_some_and(|w| w == "thứ" || w == "số");
    at += usize::from(counted);
    let Some(token) = text.tokens.get(at) else { return (Vec::new(), at) };
    let own = token.text(text.text);
    let mut levels = Vec::new();
    let arabic = |text: &str| -> Option<Level> {
        let numbers: Option<Vec<u32>> = text.split('.').map(|n| n.parse().ok().filter(|n| *n < 200)).collect();
        numbers.filter(|n| n.len() <= 5).map(Level::Arabic)
    };
    match token.kind {
        TokenKind::Number => levels.extend(arabic(own)),
        TokenKind::Word => {
            let ordinal = ORDINALS.iter().position(|o| counted && fold(own) == *o).map(|n| n as u32 + 1);
            let numeral = || roman::parse(own).filter(|n| *n < 40 && token.case != Case::Lower);
            let single = own.chars().count() == 1;
            match ordinal.or_else(numeral) {
                Some(n) if is_part => levels.push(Level::Part(n)),
                Some(n) => levels.push(Level::Roman(n)),
                None if single && is_part && token.case != Case::Lower => {
                    let letter = own.bytes().next().map_or(0, |b| u32::from(b.wrapping_sub(b'A')));
                    levels.push(Level::Part(letter + 1));
                }
                None if single => {
                    levels.extend(own.chars().next().and_then(|c| c.to_lowercase().next()).map(Level::Letter))
                }
                None => {}
            }
        }
    }
    if levels.is_empty() {
        return (levels, at);
    }
    at += 1;
    // «II.3.2», «II-1»
    while let Some(token) = text.tokens.get(at).filter(|t| {
        let tight = text.tokens.get(at - 1).is_some_and(|before| t.start - before.end == 1);
        tight && matches!(t.gap, Gap::Stop | Gap::Hyphen | Gap::Slash) && t.kind == TokenKind::Number
    }) {
        let Some(level) = arabic(token.text(text.text)) else { break };
        levels.push(level);
        at += 1;
    }
    (levels, at)
}

impl Level {
    /// Whether a number is meant; `parts`: the document has parts that are called so.
    fn fits(&self, numbering: &Numbering, parts: bool) -> bool {
        match (self, numbering) {
            (Level::Part(n), Numbering::Part(m)) => n == m,
            (Level::Part(n), Numbering::Roman(_) | Numbering::Chapter(_) | Numbering::Letter(_)) => {
                !parts && *n == numbering.ordinal()
            }
            (Level::Roman(n), Numbering::Roman(m) | Numbering::Chapter(m)) => n == m,
            (Level::Arabic(n), Numbering::Arabic(m)) => n == m,
            (Level::Arabic(n), Numbering::Bracketed(m) | Numbering::Chapter(m)) => n[..] == [*m],
            (Level::Letter(c), Numbering::LowerLetter(d)) => c == d,
            (Level::Letter(c), Numbering::Letter(d)) => d.to_lowercase().eq([*c]),
            _ => false,
        }
    }
}

/// The sections whose own number is one of those named and which stand below the others; where there are none, such
/// lines.
fn by_number(document: &Document, levels: &[Level]) -> Vec<Named> {
    if levels.is_empty() {
        return Vec::new();
    }
    let number = |block: Option<BlockId>| document.blocks.get(block? as usize)?.numbering.clone();
    let heading = |section: SectionId| document.sections.get(section as usize).and_then(|s| number(s.heading));
    let above =
        |section: SectionId| -> Vec<Numbering> { document.section_chain(section).filter_map(heading).collect() };
    let parts = (0..document.sections.len() as SectionId).any(|id| matches!(heading(id), Some(Numbering::Part(_))));
    let fits = |own: &Numbering, above: &[Numbering]| {
        levels.iter().filter(|level| level.fits(own, parts)).count() == 1
            && levels.iter().all(|level| level.fits(own, parts) || above.iter().any(|n| level.fits(n, parts)))
    };
    let sections = (1..document.sections.len() as SectionId).filter(|&id| {
        heading(id).is_some_and(|own| {
            let above = above(id);
            fits(&own, above.get(1..).unwrap_or_default())
        })
    });
    let sections: Vec<Named> = sections.map(Named::Section).collect();
    if !sections.is_empty() {
        return sections;
    }
    let lines = document.blocks.iter().enumerate().filter(|(_, block)| {
        let ordinal = match block.kind {
            BlockKind::Item { ordinal } => ordinal.map(|n| Numbering::Arabic(vec![n as u32])),
            _ => None,
        };
        let own = block.numbering.clone().or(ordinal).filter(|_| !block.is_heading() && !block.is_cell());
        own.is_some_and(|own| fits(&own, &above(block.section)))
    });
    lines.map(|(id, _)| Named::Block(id as BlockId)).collect()
}

/// The sections a remark calls by their headings, or by a good part of one.
fn by_title(document: &Document, place: &str, text: &str, words: &RemarkWords) -> Vec<Named> {
    let place: Vec<Syllable> = syllables(place).collect();
    let text_words = Text::new(text);
    let ids = text_words.ids();
    let title = |id: SectionId| -> Vec<Syllable> { syllables(document.section_title(id)).collect() };
    let all: Vec<(SectionId, Vec<Syllable>)> =
        (1..document.sections.len() as SectionId).map(|id| (id, title(id))).collect();
    let holds =
        |outer: &[Syllable], inner: &[Syllable]| !inner.is_empty() && outer.windows(inner.len()).any(|w| w == inner);
    // The whole heading, in what names the place or in the remark.
    let whole = all.iter().filter(|(_, title)| title.len() >= 2 && (holds(&place, title) || holds(&ids, title)));
    let longest = whole.clone().map(|(_, title)| title.len()).max();
    if let Some(longest) = longest {
        return whole.filter(|(_, title)| title.len() == longest).map(|(id, _)| Named::Section(*id)).collect();
    }
    // «phần hạn chế»: words behind the word for a section, or the place without it, in one heading.
    let mut called: Vec<Vec<Syllable>> = Vec::new();
    for ids in [&place, &ids] {
        for at in 0..ids.len() {
            if let Some((_, length)) = words.cue(&ids[at..], &[Cue::Level]) {
                let from = at + length;
                called.extend((from + 2..=(from + 8).min(ids.len())).rev().map(|to| ids[from..to].to_vec()));
            }
        }
    }
    if place.len() >= 2 {
        called.push(place.clone());
    }
    called.sort_by_key(|words| std::cmp::Reverse(words.len()));
    for name in called {
        let found: Vec<Named> =
            all.iter().filter(|(_, title)| holds(title, &name)).map(|(id, _)| Named::Section(*id)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}
