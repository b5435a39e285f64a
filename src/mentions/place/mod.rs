//! Administrative units in a text: a unit word and a capitalised name, with the rest of the address
//! and with the other members of a list.

mod chain;
mod column;
mod name;
mod unit_word;

#[cfg(test)]
mod tests;

use super::{Mention, MentionKind};
use crate::document::Document;
use crate::places::UnitType;
use crate::text::{Gap, Token};
use name::{Name, Names};
use std::ops::Range;
use unit_word::{several, unit_word};

/// A unit as the text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceMention {
    /// The unit word.
    pub unit: UnitType,
    /// Tokens of the bare name.
    pub name: Range<usize>,
    /// Whether the gazetteer has a name that goes just so far.
    pub known: bool,
    /// Whether the name is part of a longer one that the gazetteer does not have.
    pub longer: bool,
    /// Its place in a list whose one unit word holds for all («các xã A, B»).
    pub list: InList,
    /// The larger units that follow in the same address, the smaller first.
    pub chain: Vec<ChainPart>,
    /// Whether the next mention is its neighbour: only «,» or «và» stands between.
    pub neighbour: bool,
}

/// Where a mention stands in a list that shares a unit word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InList {
    /// In none.
    No,
    /// The first, right after the unit word.
    First,
    /// A later one: it has no unit word of its own.
    Later,
}

/// One of the larger units of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainPart {
    /// The unit word; `None` in «xã Kim Lộc, Can Lộc, Hà Tĩnh».
    pub unit: Option<UnitType>,
    /// Tokens of unit word and name.
    pub tokens: Range<usize>,
    /// Tokens of the bare name.
    pub name: Range<usize>,
}

impl PlaceMention {
    /// One past the last token of the whole address.
    pub fn end(&self) -> usize {
        self.chain.last().map_or(self.name.end, |part| part.tokens.end)
    }
}

/// Finds unit names. A mention's tokens are unit word and name, without the rest of its address.
pub(super) fn find(document: &Document, out: &mut Vec<Mention>) {
    let (text, tokens) = (document.text.as_str(), &document.tokens[..]);
    let names = Names::new(document);
    let first = out.len();
    let mut next = 0;
    while let Some(at) = unit_word::next(tokens, next) {
        next = at + 1;
        let Some(word) = unit_word(text, tokens, at) else { continue };
        let start = at + word.tokens;
        let plural = several(tokens, at);
        if !name_follows(text, tokens, start, word.short, plural) {
            continue;
        }
        let name = names.at(start, word.unit);
        if name.tokens.is_empty() {
            continue;
        }
        next = list(document, &names, Head { start: at, unit: word.unit, plural }, name, out);
    }
    share_chains(text, tokens, &mut out[first..]);
    column::find(document, &names, first, out);
}

/// Whether the gap after a unit word lets its name begin: «xã Kim Lộc», «TP. Vinh», «các xã: Kim Lộc».
fn name_follows(text: &str, tokens: &[Token], start: usize, short: bool, plural: bool) -> bool {
    tokens.get(start).is_some_and(|token| match token.gap {
        Gap::Space => true,
        Gap::Stop => short,
        Gap::Other => plural && between(text, tokens, start) == ":",
        _ => false,
    })
}

/// What stands before a token, without white space around it.
fn between<'t>(text: &'t str, tokens: &[Token], i: usize) -> &'t str {
    let (Some(before), Some(this)) = (i.checked_sub(1).and_then(|b| tokens.get(b)), tokens.get(i)) else { return "" };
    text.get(before.end as usize..this.start as usize).unwrap_or("").trim()
}

/// A unit word with its first name found.
struct Head {
    start: usize,
    unit: UnitType,
    plural: bool,
}

/// Takes the names that share a unit word; gives the token to go on from.
fn list(document: &Document, names: &Names<'_>, head: Head, first: Name, out: &mut Vec<Mention>) -> usize {
    let (text, tokens) = (document.text.as_str(), &document.tokens[..]);
    let Head { start, unit, plural } = head;
    let begun = out.len();
    let mut last = add(out, unit, start, first, InList::No);
    loop {
        // «xã Kim Lộc, Can Lộc, Hà Tĩnh» is an address, «các xã Kim Lộc, Song Lộc» is a list.
        let chain = chain::after(document, names, unit, last.end, !plural);
        if let Some(end) = chain.last().map(|part| part.tokens.end) {
            set_chain(out, chain);
            return end;
        }
        let Some(next) = next_member(text, tokens, last.end, plural) else { break };
        if unit_word(text, tokens, next).is_some() {
            break;
        }
        let member = match plural {
            true => names.at(next, unit),
            false => match names.exactly(next, unit) {
                Some(tokens) => Name { tokens, known: true, longer: false },
                None => break,
            },
        };
        if member.tokens.is_empty() || !(member.known || plural) {
            break;
        }
        if let Some(MentionKind::Place(place)) = out.get_mut(begun).map(|m| &mut m.kind) {
            place.list = InList::First;
        }
        last = add(out, unit, next, member, InList::Later);
    }
    last.end
}

fn add(out: &mut Vec<Mention>, unit: UnitType, start: usize, name: Name, list: InList) -> Range<usize> {
    let tokens = start..name.tokens.end;
    let Name { tokens: name, known, longer } = name;
    let place = PlaceMention { unit, name, known, longer, list, chain: Vec::new(), neighbour: false };
    out.push(Mention { kind: MentionKind::Place(place), tokens: tokens.clone() });
    tokens
}

fn set_chain(out: &mut [Mention], chain: Vec<ChainPart>) {
    if let Some(MentionKind::Place(place)) = out.last_mut().map(|m| &mut m.kind) {
        place.chain = chain;
    }
}

/// After a list's member: the first token of the next, past «,», «và», and in a list that has said it
/// is one also past «;» and a remark in brackets.
fn next_member(text: &str, tokens: &[Token], end: usize, plural: bool) -> Option<usize> {
    let mut at = end;
    if plural && between(text, tokens, at).starts_with('(') {
        at = (at + 1..at + 6).find(|&i| between(text, tokens, i).starts_with(')'))?;
        if !matches!(between(text, tokens, at), ")" | ")," | ");") {
            return None;
        }
    }
    let next = tokens.get(at)?;
    let past_mark = at > end && between(text, tokens, at) != ")";
    let mark = next.gap == Gap::Comma || past_mark || (plural && between(text, tokens, at) == ";");
    if mark && (next.is_capitalised() || next.kind == crate::text::TokenKind::Number) {
        return Some(at);
    }
    let and = matches!(next.gap, Gap::Space | Gap::Comma) || at > end;
    let and = and && matches!(next.text(text), "và" | "hoặc" | "cùng");
    let named = tokens.get(at + 1).is_some_and(|t| {
        t.gap == Gap::Space && (t.is_capitalised() || (plural && t.kind == crate::text::TokenKind::Number))
    });
    (and && named).then_some(at + 1)
}

/// An address after the last of several neighbours holds for all of one level: «xã A và xã B, huyện C».
fn share_chains(text: &str, tokens: &[Token], found: &mut [Mention]) {
    for i in (1..found.len()).rev() {
        let (before, rest) = found.split_at_mut(i);
        let (Some(Mention { kind: MentionKind::Place(one), .. }), Some(other)) = (before.last_mut(), rest.first())
        else {
            continue;
        };
        let MentionKind::Place(next) = &other.kind else { continue };
        let (end, start) = (one.end(), other.tokens.start);
        let Some(token) = tokens.get(end) else { continue };
        let alone = end == start && matches!(between(text, tokens, end), "," | ";");
        let and = end + 1 == start && token.text(text) == "và" && token.gap != Gap::Break;
        one.neighbour = alone || and;
        if one.neighbour && one.chain.is_empty() && one.unit.level() == next.unit.level() && one.unit.level().is_some()
        {
            one.chain = next.chain.clone();
        }
    }
}

/// Whether the words before a unit word say that several names follow: «các xã», «03 xã».
pub fn is_plural(tokens: &[Token], unit_word: usize) -> bool {
    several(tokens, unit_word)
}
