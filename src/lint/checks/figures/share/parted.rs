//! Shares that name their whole right behind them, of a part that «trong đó», «gồm» have set apart from it: «cộng lại 1.260 ha,
//! trong đó 420 ha có chứng chỉ, bằng 33,3% diện tích trồng mới», «…, như vậy phần dân góp bằng 8,1% tổng vốn».

use super::base::{label, name_after};
use super::{DONE, Stated, is_tied, judge_amounts, nearly, pen_slip, slipped};
use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact};
use crate::text::{Fit, TokenKind, fold, syllables};

/// Figures before a share that are read, at most.
const MOST: usize = 12;

/// Words of «phần Nhân dân đóng góp», at most.
const NAME: usize = 5;

/// The share of the part right before it.
pub(super) fn of_parted_whole(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let before = before(context, at);
    let [.., whole, part] = before else { return None };
    let parted = context.catalogue.figures.has(context.mentions, Cue::Subset, &(whole.end..part.tokens.start));
    if !parted || !is_part(context, whole, part) || !is_tied(context, part, share) || fits_any(before, part, share) {
        return None;
    }
    // What names the whole was told before: «diện tích gieo trồng» may be more than «diện tích lúa».
    let sentence = context.document.sentences.get(share.sentence as usize)?;
    let told = context.document.tokens.get(sentence.tokens.start..part.tokens.start)?;
    let name = name_after(context, share)?;
    let idle = &context.catalogue.wording.share.idle_in_base;
    let mut own = name.split_whitespace().filter(|word| !idle.has(word)).flat_map(syllables).peekable();
    let named = own.peek().is_some()
        && own.all(|word| told.iter().any(|token| token.kind == TokenKind::Word && token.id == word));
    let stated = judge_amounts(part, whole, share).filter(|_| named)?;
    (pen_slip(&stated, share) || nearly(&stated, share, DONE)).then_some(stated)
}

/// The share of a part that is named once more: «gồm ngân sách xã 16,0 tỷ và dân góp 6,0 tỷ, như vậy phần dân góp bằng …».
pub(super) fn of_named_part(context: &Context<'_>, at: usize, share: &Fact) -> Option<Stated> {
    let before = before(context, at);
    let (last, words) = (before.last()?, &context.catalogue.wording.share);
    let gap = fold(context.document.between(last.end, share.tokens.start));
    let (_, clause) = gap.rsplit_once([',', ';'])?;
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
