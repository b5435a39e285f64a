//! Shares that name their whole right behind them, of a part that «trong đó», «gồm» have set apart from it: «cộng lại 1.260 ha,
//! trong đó 420 ha có chứng chỉ, bằng 33,3% diện tích trồng mới», «…, như vậy phần dân góp bằng 8,1% tổng vốn».

use super::base::{label, name_after};
use super::{DONE, Stated, is_tied, judge_amounts, nearly, pen_slip, slipped};
use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, TokenKind, fold, syllables};

/// Figures before a share that are read, at most.
const MOST: usize = 12;

/// Words of «phần Nhân dân đóng góp», at most.
const NAME: usize = 5;

/// The share of the part right before it, of the whole that «trong đó» sets it apart from, or that the sentence before tells of:
/// «kiểm tra 34 tổ chức đảng. Qua kiểm tra, 9 tổ chức đảng ghi sổ chậm, chiếm 26,5% số được kiểm tra».
pub(super) fn of_parted_whole(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let own = before(context, at);
    let (part, earlier) = own.split_last()?;
    let name = || name_after(context, share);
    if !is_tied(context, part, share) || part.of.is_some() || part.inexact {
        return None;
    }
    let sentences = &context.document.sentences;
    let sentence = sentences.get(share.sentence as usize)?;
    let (whole, from) = match earlier.last() {
        Some(whole) => {
            let between = whole.end..part.tokens.start;
            let parted = context.catalogue.figures.has(context.mentions, Cue::Subset, &between);
            (whole, Some(sentence.tokens.start).filter(|_| parted)?)
        }
        None => {
            let before = sentences.get(share.sentence.checked_sub(1)? as usize)?;
            let told = context.facts().of_sentence(share.sentence - 1);
            let mut same = told.iter().filter(|fact| fact.same_kind(part)).filter(|_| before.block == sentence.block);
            let (whole, None) = (same.next()?, same.next()) else { return None };
            (whole, before.tokens.start)
        }
    };
    if !is_part(context, whole, part) || fits_any(own, part, share) {
        return None;
    }
    // What names the whole was told before: «diện tích gieo trồng» may be more than «diện tích lúa».
    let told = context.document.tokens.get(from..part.tokens.start)?;
    let name = name()?;
    let idle = &context.catalogue.wording.share.idle_in_base;
    let mut words = name.split_whitespace().filter(|word| !idle.has(word)).flat_map(syllables).peekable();
    let named = words.peek().is_some()
        && words.all(|word| told.iter().any(|token| token.kind == TokenKind::Word && token.id == word));
    let stated = judge_amounts(part, whole, share).filter(|_| named)?;
    let near = || !earlier.is_empty() && nearly(&stated, share, DONE);
    (pen_slip(&stated, share) || near()).then_some(stated)
}

/// «đã trao 2.318 giấy cho người dân, bằng 83,9% số hồ sơ tiếp nhận (2.764 hồ sơ)»: the whole stands in a bracket behind its name.
pub(super) fn of_bracketed_whole(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let document = context.document;
    let facts = &context.facts().all;
    let whole = facts.get(at + 1).filter(|next| next.sentence == share.sentence)?;
    let part = facts.get(at.checked_sub(1)?).filter(|part| part.sentence == share.sentence)?;
    let gap = document.between(share.end, whole.tokens.start);
    if !gap.ends_with('(') {
        return None;
    }
    let gap = fold(gap);
    let name = gap.trim_start_matches(['%', ' ']).strip_suffix('(')?.trim();
    let closed = document.between(whole.end, whole.end).trim_start().starts_with(')');
    let named = ["số ", "tổng ", "diện tích "].iter().any(|opens| name.starts_with(opens));
    let plain = !name.contains([',', ';', '.', '(', ')']) && name.split_whitespace().count() <= LONG;
    let exact = [whole, part].iter().all(|fact| fact.of.is_none() && !fact.inexact && fact.unit != Unit::Percent);
    let measured = |fact: &Fact| matches!(fact.unit, Unit::Measure(..));
    let kind = measured(whole) == measured(part) && (!measured(part) || whole.same_kind(part));
    if !(closed && named && plain && exact && kind && is_tied(context, part, share)) {
        return None;
    }
    judge_amounts(part, whole, share).filter(|stated| nearly(stated, share, DONE) || pen_slip(stated, share))
}

/// Words of «số hồ sơ tiếp nhận», at most.
const LONG: usize = 8;

/// The share of a part that is named once more: «gồm ngân sách xã 16,0 tỷ và dân góp 6,0 tỷ, như vậy phần dân góp bằng …».
pub(super) fn of_named_part(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let before = before(context, at);
    let (last, words) = (before.last()?, &context.catalogue.wording.share);
    let gap = context.document.between(last.end, share.tokens.start);
    let gap = fold(&gap[gap.rfind([',', ';'])?..]);
    let clause = gap.trim_start_matches([',', ';']);
    let (_, name) = words.leads.before(clause.trim_end())?.trim().rsplit_once("phần ")?;
    if name.split_whitespace().count() > NAME || !name_after(context, share)?.starts_with("tổng ") {
        return None;
    }
    let is_named = |fact: &&Fact| {
        let label = label(context, fact);
        label.is_some_and(|label| label.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')))
    };
    let mut named = before.iter().filter(is_named);
    let (part, None) = (named.next()?, named.next()) else { return None };
    let earlier = before.iter().filter(|fact| fact.tokens.start < part.tokens.start && is_part(context, fact, part));
    let amount = |fact: &Fact| fact.amount().map_or(0.0, |amount| amount.value());
    let whole = earlier.max_by(|x, y| amount(x).total_cmp(&amount(y)))?;
    let opened = whole.end..part.tokens.start;
    let figures = &context.catalogue.figures;
    let parted = [Cue::Parts, Cue::Subset].iter().any(|cue| figures.has(context.mentions, *cue, &opened));
    let stated = judge_amounts(part, whole, share).filter(|_| parted && !fits_any(before, part, share))?;
    slipped(&stated, share).then_some(stated)
}

/// The figures of the sentence before a share, as many as are read.
fn before<'c>(context: &'c Context<'_>, at: usize) -> &'c [Fact] {
    let before = context.facts().before(at);
    &before[before.len().saturating_sub(MOST)..]
}

/// Whether one figure may be of another: exact both, of one kind, and less.
fn is_part(context: &Context<'_>, whole: &Fact, part: &Fact) -> bool {
    let exact = [whole, part].iter().all(|fact| fact.of.is_none() && !fact.inexact);
    let amounts = whole.amount().zip(part.amount());
    let less = amounts.is_some_and(|(whole, part)| part.value() < whole.value());
    exact && less && context.catalogue.figures.akin(whole.unit, part.unit)
}

/// Whether a share is right of any figure before it.
fn fits_any(before: &[Fact], part: &Fact, share: &Fact) -> bool {
    before.iter().any(|whole| judge_amounts(part, whole, share).is_some_and(|stated| stated.fit != Fit::Wrong))
}
