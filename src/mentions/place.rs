//! Administrative units in a text: a unit word and a capitalised name, carried through lists.

use super::{Mention, MentionKind};
use crate::document::Document;
use crate::text::{Gap, Syllable, Token, TokenKind};
use std::ops::Range;
use std::sync::LazyLock;

/// A unit as the text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceMention {
    /// The unit word, canonical: `xã`, `thị trấn`, `thành phố` … — the words of the gazetteer, lower case.
    pub unit: &'static str,
    /// Tokens of the bare name.
    pub name: Range<usize>,
    /// Whether the unit word was carried over from an earlier member of a list («các xã A, B»).
    pub carried: bool,
}

/// Unit words as written, longest first, with their canonical form.
const UNIT_WORDS: [(&str, &str); 24] = [
    ("thị trấn", "thị trấn"),
    ("thị xã", "thị xã"),
    ("thành phố", "thành phố"),
    ("đặc khu", "đặc khu"),
    ("xã", "xã"),
    ("phường", "phường"),
    ("huyện", "huyện"),
    ("quận", "quận"),
    ("tỉnh", "tỉnh"),
    ("tt", "thị trấn"),
    ("tx", "thị xã"),
    ("tp", "thành phố"),
    ("p", "phường"),
    ("h", "huyện"),
    ("q", "quận"),
    ("x", "xã"),
    ("t", "tỉnh"),
    // Plurals and glued forms of address chains.
    ("các xã", "xã"),
    ("các phường", "phường"),
    ("các huyện", "huyện"),
    ("các thị trấn", "thị trấn"),
    ("các tỉnh", "tỉnh"),
    ("hai xã", "xã"),
    ("ba xã", "xã"),
];

struct UnitWord {
    syllables: Vec<Syllable>,
    unit: &'static str,
    /// `TP.`, `P.`: an abbreviation, capital and followed by a stop.
    short: bool,
}

static WORDS: LazyLock<Vec<UnitWord>> = LazyLock::new(|| {
    let mut words: Vec<UnitWord> = UNIT_WORDS
        .iter()
        .map(|(written, unit)| UnitWord {
            syllables: written.split(' ').map(Syllable::of).collect(),
            unit,
            short: written.len() <= 2 && written.is_ascii(),
        })
        .collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.syllables.len()));
    words
});

/// Finds unit names. A name is the longest run of capitalised words after the unit word; which part
/// of it the gazetteer knows is for the rule to see.
pub(super) fn find(document: &Document, out: &mut Vec<Mention>) {
    let (text, tokens) = (document.text.as_str(), &document.tokens[..]);
    let mut i = 0;
    while i < tokens.len() {
        let Some((word, length)) = unit_word(text, tokens, i) else {
            i += 1;
            continue;
        };
        let mut name = name_at(text, tokens, i + length, word.short);
        if name.is_empty() {
            i += 1;
            continue;
        }
        out.push(mention(word.unit, i, name.clone(), false));
        // «các xã A, B và C»: the unit word holds until another stands.
        while let Some(next) = next_in_list(text, tokens, name.end) {
            if unit_word(text, tokens, next).is_some() {
                break;
            }
            let member = name_at(text, tokens, next, false);
            if member.is_empty() {
                break;
            }
            out.push(mention(word.unit, next, member.clone(), true));
            name = member;
        }
        i = name.end.max(i + 1);
    }
}

fn mention(unit: &'static str, start: usize, name: Range<usize>, carried: bool) -> Mention {
    let tokens = start..name.end;
    Mention { kind: MentionKind::Place(PlaceMention { unit, name, carried }), tokens }
}

fn unit_word(text: &str, tokens: &[Token], i: usize) -> Option<(&'static UnitWord, usize)> {
    WORDS.iter().find_map(|word| {
        let length = word.syllables.len();
        let stands = word.syllables.iter().enumerate().all(|(k, syllable)| {
            tokens.get(i + k).is_some_and(|t| t.id == *syllable && (k == 0 || t.gap == Gap::Space))
        });
        if !stands {
            return None;
        }
        if word.short {
            let next = tokens.get(i + 1)?;
            let capital = tokens[i].text(text).chars().all(char::is_uppercase);
            let stop =
                next.gap == Gap::Stop || (length == 1 && next.gap == Gap::Space && tokens[i].text(text).len() == 2);
            if !(capital && stop) {
                return None;
            }
        }
        Some((word, length))
    })
}

/// The capitalised run that begins at `start`; numbers count for wards («phường 7», «Quận 1»).
fn name_at(text: &str, tokens: &[Token], start: usize, after_stop: bool) -> Range<usize> {
    let mut end = start;
    while let Some(token) = tokens.get(end) {
        let joined = match token.gap {
            Gap::Space => true,
            Gap::Hyphen => end > start,
            Gap::Stop => end == start && after_stop,
            _ => false,
        };
        let number = token.kind == TokenKind::Number && end == start && token.text(text).len() <= 2;
        if !joined && !(end == start && matches!(token.gap, Gap::Comma)) || !(token.is_capitalised() || number) {
            break;
        }
        if matches!(token.gap, Gap::Hyphen) && !hyphen_in_name(tokens, end) {
            break;
        }
        end += 1;
        if number {
            break;
        }
    }
    start..end
}

/// A dash inside a name joins two capitalised words («Chân Mây - Lăng Cô»).
fn hyphen_in_name(tokens: &[Token], i: usize) -> bool {
    tokens.get(i).is_some_and(Token::is_capitalised)
}

/// After a list's member: the token after «,» or «và».
fn next_in_list(text: &str, tokens: &[Token], end: usize) -> Option<usize> {
    let next = tokens.get(end)?;
    if next.gap == Gap::Comma && next.is_capitalised() {
        return Some(end);
    }
    let and = matches!(next.gap, Gap::Space | Gap::Comma) && next.text(text) == "và";
    (and && tokens.get(end + 1).is_some_and(|t| t.gap == Gap::Space)).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::from_example;

    fn found(text: &str) -> Vec<(String, String)> {
        let document = from_example(text).unwrap();
        let mut out = Vec::new();
        find(&document, &mut out);
        out.iter()
            .filter_map(|m| match &m.kind {
                MentionKind::Place(p) => Some((p.unit.to_string(), document.token_text(p.name.clone()).to_string())),
                _ => None,
            })
            .collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
    }

    #[test]
    fn units_lists_and_abbreviations() {
        assert_eq!(
            found("tại xã Kim Lộc, huyện Can Lộc, tỉnh Hà Tĩnh"),
            pairs(&[("xã", "Kim Lộc"), ("huyện", "Can Lộc"), ("tỉnh", "Hà Tĩnh")])
        );
        assert_eq!(
            found("các xã Kim Lộc, Song Lộc và Trường Lộc, thị trấn Nghèn"),
            pairs(&[("xã", "Kim Lộc"), ("xã", "Song Lộc"), ("xã", "Trường Lộc"), ("thị trấn", "Nghèn")])
        );
        assert_eq!(
            found("TP. Hải Dương, P. Nguyễn Trãi và TX Kinh Môn"),
            pairs(&[("thành phố", "Hải Dương"), ("phường", "Nguyễn Trãi"), ("thị xã", "Kinh Môn")])
        );
        assert_eq!(found("Toàn xã có 12 thôn; Đảng ủy xã Ban hành"), pairs(&[("xã", "Ban")]));
        assert_eq!(found("phường 7, Quận 1"), pairs(&[("phường", "7"), ("quận", "1")]));
    }
}
