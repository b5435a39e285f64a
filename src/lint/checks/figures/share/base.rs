//! Shares whose whole is told in words: «chiếm 65% tổng diện tích gieo trồng», «Tỷ lệ cấp giấy đạt 90%».

use super::{DONE, NEAR, Stated, is_tied, judge, judge_amounts, nearly, slipped};
use crate::document::Sentence;
use crate::lint::check::Context;
use crate::lint::checks::figures::Pair;
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, Gap, Syllable, TokenKind, fold};
use std::sync::LazyLock;

/// Sentences before a share in which its whole is looked for.
const BACK: u32 = 2;
/// The same, where the whole is all that the unit has: «Đảng bộ xã có 412 đảng viên».
const FAR_BACK: u32 = 6;

/// Figures before a share that are read, at most.
const MOST: usize = 40;

/// Tokens of the name of a whole, at most and at least.
const NAME: usize = 8;
const LEAST: usize = 2;

/// «Tổng nguồn lực là 186,4 tỷ đồng. Trong số đó, Nhân dân đóng góp 27,96 tỷ đồng, bằng 15% tổng nguồn lực»: what follows the
/// share names the one figure whose name begins so.
pub(super) fn of_named_base(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let document = context.document;
    let facts = &context.facts().all;
    let part = facts.get(at.checked_sub(1)?).filter(|part| part.sentence == share.sentence)?;
    let name = name_after(context, share)?;
    if part.unit == Unit::Percent || part.of.is_some() || part.inexact || !is_tied(context, part, share) {
        return None;
    }
    let sentence = document.sentences.get(share.sentence as usize)?;
    let first = share.sentence.saturating_sub(FAR_BACK);
    let from = facts.partition_point(|fact| fact.sentence < first).max(at.saturating_sub(MOST));
    let earlier = facts.get(from..at.checked_sub(1)?)?;
    let block = |fact: &Fact| document.sentences.get(fact.sentence as usize).map(|s: &Sentence| s.block);
    let akin = |fact: &&Fact| {
        let exact = fact.of.is_none() && !fact.inexact && block(fact) == Some(sentence.block);
        exact && context.catalogue.figures.akin(fact.unit, part.unit) && fact.amount().is_some()
    };
    let right = |whole: &Fact| judge_amounts(part, whole, share).is_some_and(|stated| stated.fit != Fit::Wrong);
    if earlier.iter().filter(akin).any(right) {
        return None;
    }
    let largest = |whole: &Fact| earlier.iter().filter(akin).all(|other| other.value.value() <= whole.value.value());
    let is_base = |whole: &&Fact| {
        let near = whole.sentence + BACK >= share.sentence;
        near && (is_named(context, whole, &name) || is_all_of(context, whole, &name))
            || largest(whole) && !names_year(context, sentence) && is_all_there_is(context, whole, &name)
    };
    let mut named = earlier.iter().filter(akin).filter(is_base);
    let (whole, None) = (named.next()?, named.next()) else { return None };
    // «Dự toán chi 48,6 tỷ đồng, trong đó chi thường xuyên 41,3 tỷ đồng, đạt 98,2% dự toán»: a part may have a plan of its own.
    let words = &context.catalogue.figures;
    let apart = words.has(context.mentions, Cue::Subset, &(whole.end..part.tokens.start));
    let planned = words.begins(context.mentions, Cue::Plan, share.end);
    judge_amounts(part, whole, share).filter(|stated| slipped(stated, share) && !(apart && planned))
}

/// Whether a year is named in a sentence: in another year there may have been more or less.
fn names_year(context: &Context<'_>, sentence: &Sentence) -> bool {
    let dated = |m: &crate::mentions::Mention| matches!(&m.kind, MentionKind::Date(date) if date.year.is_some());
    context.mentions.within(&sentence.tokens).iter().any(dated)
}

/// «Đảng bộ xã có 412 đảng viên» for «tổng số đảng viên»: what the unit has of what is named, no place beside it.
fn is_all_there_is(context: &Context<'_>, whole: &Fact, name: &str) -> bool {
    let counted = name.strip_prefix("tổng số ").and_then(|noun| context.catalogue.figures.named(noun));
    let label = label(context, whole).filter(|_| counted == Some(whole.unit));
    let owner =
        label.as_deref().and_then(|label| label.strip_suffix(" có")).map(|owner| owner.trim_end_matches(" hiện"));
    owner.is_some_and(|owner| context.catalogue.wording.share.owners.end(owner))
}

/// «Toàn xã có 3.420 hộ dân» for «tổng số hộ toàn xã»: what is counted is named after «tổng số», and the same place has it.
fn is_all_of(context: &Context<'_>, whole: &Fact, name: &str) -> bool {
    let Some(counted) = name.strip_prefix("tổng số ").or_else(|| name.strip_prefix("số ")) else { return false };
    let words: Vec<&str> = counted.split_whitespace().collect();
    let unit = |count: usize| context.catalogue.figures.named(&words[..count].join(" ")).map(|unit| (unit, count));
    let Some((unit, count)) = (1..=words.len().min(NOUN)).rev().find_map(unit) else { return false };
    let Some(label) = label(context, whole) else { return false };
    // «toàn xã», «của phường»: the last word is the level.
    let place = words.get(count..).and_then(<[&str]>::last);
    let same = place.is_some_and(|place| label.split_whitespace().any(|word| word == *place));
    unit == whole.unit && same && (label.ends_with(" có") || label.ends_with(" hiện có"))
}

static YEAR: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("năm"));

/// Words of the name of what is counted.
const NOUN: usize = 3;

/// The words right after a share, folded, up to a mark: «tổng nguồn lực».
pub(super) fn name_after(context: &Context<'_>, share: &Fact) -> Option<String> {
    let document = context.document;
    let all = document.tokens.get(share.end..)?;
    let sign = document.between(share.end, share.end).trim_start_matches('%').trim().is_empty();
    let plain = |(at, token): (usize, &crate::text::Token)| {
        token.kind == TokenKind::Word && (at == 0 || token.gap == Gap::Space)
    };
    let words = all.iter().take(NAME + 1).enumerate().take_while(|&(at, token)| plain((at, token))).count();
    let said = document.token_text(share.end..share.end + words);
    (sign && (LEAST..=NAME).contains(&words)).then(|| fold(said))
}

/// Whether the words before a figure in its sentence, or right after it, hold a name.
fn is_named(context: &Context<'_>, whole: &Fact, name: &str) -> bool {
    label(context, whole).is_some_and(|label| label.contains(name))
}

/// The words before a figure in its sentence, folded; past a mark, or another figure, something else is named.
pub(super) fn label(context: &Context<'_>, whole: &Fact) -> Option<String> {
    let document = context.document;
    let sentence = document.sentences.get(whole.sentence as usize)?;
    // «Tổng thu 05 năm 2021-2025 đạt 419,0 tỷ đồng»: how many years there are is part of the name.
    let mut earlier = context.facts().within(&(sentence.tokens.start..whole.tokens.start)).iter().rev();
    let earlier = earlier.find(|fact| fact.unit != Unit::Word(YEAR.0));
    let from = earlier.map_or(sentence.tokens.start, |fact| fact.end);
    let label = fold(document.token_text(from..whole.tokens.start));
    label.rsplit([',', ';', '(']).next().map(|label| label.trim().to_string())
}

/// «Đã cấp giấy lần đầu cho 4.356 thửa trên tổng số 4.840 thửa. Tỷ lệ cấp giấy lần đầu đạt 90,0%»: the sentence gives the share
/// of the ratio of the one before, which it names by the same words.
pub(super) fn of_sentence_before(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let document = context.document;
    let facts = context.facts();
    let sentences = &document.sentences;
    let (before, this) =
        (sentences.get(share.sentence.checked_sub(1)? as usize)?, sentences.get(share.sentence as usize)?);
    if before.block != this.block || !facts.before(at).is_empty() || share.tokens.start - this.tokens.start > NEAR {
        return None;
    }
    let pair = match facts.of_sentence(share.sentence - 1) {
        [ratio] => Pair { part: ratio.value, whole: ratio.of?, start: share.tokens.start },
        [part, whole] if whole.is_led_by(Cue::OutOf) && whole.of.is_none() && part.of.is_none() => {
            let exact = !whole.inexact && !part.inexact && context.catalogue.figures.akin(part.unit, whole.unit);
            Pair { part: part.amount()?, whole: whole.amount().filter(|_| exact)?, start: share.tokens.start }
        }
        _ => return None,
    };
    let opening = fold(document.token_text(this.tokens.start..share.tokens.start));
    let (_, named) = opening.split_once("tỷ lệ ").or_else(|| opening.split_once("tỉ lệ "))?;
    let mut words = named.split_whitespace();
    let name = format!("{} {}", words.next()?, words.next()?);
    let told = fold(document.token_text(before.tokens.clone())).contains(&name);
    let stated = judge(pair, share.value).filter(|_| told)?;
    nearly(&stated, share, DONE).then_some(stated)
}
