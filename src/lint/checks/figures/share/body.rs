//! Shares in a body whose number the paragraph has told: «Ban Chấp hành có 30 đồng chí. … Trong Ban Chấp hành, nữ 05 đồng chí, tỷ lệ
//! 16,7%».

use super::siblings::is_part;
use super::{DONE, Stated, judge_amounts, nearly, pen_slip};
use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact};
use crate::text::{Gap, Syllable, Token, TokenKind};
use std::sync::LazyLock;

/// Syllables of a body's name, figures before a share that may be of its number, sentences that lie between.
const NAME: std::ops::RangeInclusive<usize> = 3..=6;
const BEFORE: usize = 16;
const BACK: u32 = 4;

static IN: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("trong"));
static HAS: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["có", "gồm"].map(Syllable::of));

/// The share at `at` of the number of the body that its sentence opens with.
pub(super) fn of_named_body(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let (document, facts) = (context.document, &context.facts().all);
    let part = facts.get(at.checked_sub(1)?)?;
    let sentence = document.sentences.get(share.sentence as usize)?;
    let first = document.tokens.get(sentence.tokens.start)?;
    if first.id != *IN || !share.is_share() || !is_part(context, part, share) {
        return None;
    }
    let name = name_of(&document.tokens, sentence.tokens.start + 1)?;
    let opened = sentence.tokens.start + 1 + name.len()..part.tokens.start;
    if context.catalogue.figures.has(context.mentions, Cue::Subset, &opened) {
        return None;
    }
    let near = facts.get(at.saturating_sub(BEFORE)..at - 1)?;
    let block = |fact: &&Fact| {
        let told = document.sentences.get(fact.sentence as usize).map(|s| s.block);
        told == Some(sentence.block) && (1..=BACK).contains(&(share.sentence - fact.sentence.min(share.sentence)))
    };
    let called = |fact: &&Fact| {
        let end = fact.tokens.start.saturating_sub(1);
        let has = document.tokens.get(end).is_some_and(|t| HAS.contains(&t.id));
        let before = end.checked_sub(name.len()).and_then(|from| document.tokens.get(from..end));
        has && before.is_some_and(|run| run.iter().map(|t| t.id).eq(name.iter().map(|t| t.id)))
    };
    let mut wholes = near.iter().filter(block).filter(called);
    let (whole, None) = (wholes.next()?, wholes.next()) else { return None };
    let exact = !whole.inexact && whole.of.is_none() && context.catalogue.figures.akin(whole.unit, part.unit);
    let stated = judge_amounts(part, whole, share).filter(|_| exact && whole.value.value() > part.value.value())?;
    (nearly(&stated, share, DONE) || pen_slip(&stated, share)).then_some(stated)
}

/// The name that begins with a capital at a token and that a comma ends, or «có».
fn name_of(tokens: &[Token], start: usize) -> Option<&[Token]> {
    let rest = tokens.get(start..)?;
    rest.first().filter(|token| token.is_capitalised())?;
    let ends = |(at, token): (usize, &Token)| {
        let word = token.kind == TokenKind::Word && token.gap == Gap::Space;
        at > 0 && (!word || HAS.contains(&token.id))
    };
    let length = rest.iter().take(NAME.end() + 1).enumerate().position(ends).filter(|length| NAME.contains(length))?;
    rest.get(..length)
}
