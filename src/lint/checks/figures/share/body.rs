//! Shares in a body whose number the paragraph has told: «Ban Chấp hành có 30 đồng chí. … Trong Ban Chấp hành, nữ 05 đồng chí, tỷ lệ
//! 16,7%».

use super::siblings::is_part;
use super::{DONE, Stated, judge_amounts, nearly, pen_slip};
use crate::lint::check::Context;
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact};
use crate::text::{Gap, Number, Ratio, Syllable, Token, TokenKind};
use std::sync::LazyLock;

/// Syllables of a body's name, figures before a share that may be of its number, sentences that lie between.
const NAME: std::ops::RangeInclusive<usize> = 3..=6;
const BEFORE: usize = 16;
const BACK: u32 = 4;

static IN: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("trong"));
static ELECTS: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["bầu", "cử"].map(Syllable::of));
static INTO: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("vào"));
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

/// Whether a figure says how many a body has: «Ban Chấp hành Đảng bộ xã gồm 27 đồng chí».
pub(super) fn is_size(context: &Context<'_>, whole: &Fact) -> bool {
    let (document, start) = (context.document, whole.tokens.start);
    let Some(sentence) = document.sentences.get(whole.sentence as usize) else { return false };
    let before = start.saturating_sub(SIZE).max(sentence.tokens.start)..start;
    let named = context.mentions.within(&before).iter().rfind(|m| is_body(&m.kind));
    // «bầu 27 đồng chí vào Ban Chấp hành»
    let behind = |at: usize| context.mentions.within(&(at..at + 1)).iter().any(|m| is_body(&m.kind));
    let joins = document.tokens.get(whole.end).is_some_and(|t| t.gap == Gap::Space && t.id == *INTO);
    let follows = || {
        joins
            && behind(whole.end + 1)
            && document.tokens.get(start.wrapping_sub(1)).is_some_and(|t| ELECTS.contains(&t.id))
    };
    follows()
        || named.is_some_and(|body| {
            let plain = |at: usize| matches!(document.between(at, at).trim(), "" | ":");
            let says = |t: &Token| context.catalogue.wording.share.of_body.is(t) || t.is_capitalised();
            let known = |at: usize| document.tokens.get(at).is_some_and(says);
            let within = |at: usize| {
                let mut places = context.mentions.within(&(body.tokens.end..start)).iter();
                places.any(|m| matches!(m.kind, MentionKind::Place(_)) && m.tokens.contains(&at))
            };
            (body.tokens.end..start).all(|at| plain(at) && (known(at) || within(at))) && plain(start)
        })
}

/// Whether no other body is named between a body's number and a part.
pub(super) fn is_still_told(context: &Context<'_>, whole: &Fact, part: &Fact) -> bool {
    // «bầu 27 đồng chí vào Ban Chấp hành» names its own.
    let between = whole.end + 2..part.tokens.start;
    let other = |kind: &MentionKind| is_body(kind) || matches!(kind, MentionKind::Post);
    !context.mentions.within(&between).iter().any(|m| other(&m.kind))
}

fn is_body(kind: &MentionKind) -> bool {
    matches!(kind, MentionKind::Body | MentionKind::GeneralBody)
}

/// Whether a share is right for somebody more or less: «05 đồng chí, chiếm 22,2%» is 6 of 27.
pub(super) fn counts_one_more(stated: &Stated, share: &Fact) -> bool {
    let (part, whole) = (stated.pair.part, stated.pair.whole);
    let few = part.scale == 0 && whole.scale == 0 && whole.mantissa <= FEW && share.value.scale > 0;
    let right = |other: i64| {
        let ratio = Ratio::of(Number { mantissa: other, ..part }, whole, 100);
        ratio.and_then(|ratio| ratio.rounded(share.value.scale)).is_some_and(|r| r.value() == share.value.value())
    };
    few && [-2, -1, 1, 2].into_iter().any(|more| right(part.mantissa + more))
}

/// Members a body has at most, so that few shares are those of whole people by chance.
const FEW: i64 = 99;
/// Tokens from a body's name to its number.
const SIZE: usize = 12;

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
