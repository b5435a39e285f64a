//! Ratios told in words: «mười đồng chí trong số ba mươi, tỷ lệ 33,3%», «bảy trên chín thôn (77,8%)».

use super::{DONE, OffShare, is_tied, judge, nearly, pen_slip};
use crate::lint::check::{Context, Place};
use crate::lint::checks::figures::Pair;
use crate::mentions::fact::{Cue, Fact, Unit, spelled_number};
use crate::text::Fit;

/// Words of a number, at most: «ba mươi mốt».
const WORDS: usize = 3;

/// Finds the shares that such ratios do not make.
pub(super) fn find(context: &Context<'_>, out: &mut Vec<OffShare>) {
    let facts = context.facts();
    for told in &facts.spelled {
        let next = facts.all.partition_point(|fact| fact.tokens.start < told.end);
        // Few numbers in words have a share behind them.
        let near = facts.all[next..].iter().take(2).take_while(|fact| fact.sentence == told.sentence);
        let Some(share) = near.clone().find(|fact| fact.is_share()) else { continue };
        let Some((part, whole)) = before(context, told).or_else(|| behind(context, told).filter(|_| !told.inexact))
        else {
            continue;
        };
        let between = near.take_while(|fact| !fact.is_share()).any(|fact| fact.tokens.start > whole.end);
        if between || whole.end > share.tokens.start || !is_tied(context, &whole, share) {
            continue;
        }
        let pair = Pair { part: part.value, whole: whole.value, start: part.tokens.start };
        let sure = pair.part.value() <= pair.whole.value();
        let stated = judge(pair, share.value).filter(|stated| sure && stated.fit != Fit::Right);
        if let Some(stated) = stated.filter(|stated| nearly(stated, share, DONE) || pen_slip(stated, share)) {
            let place = Place::Tokens(part.tokens.start..share.end);
            out.push(OffShare {
                place,
                part: part.value,
                whole: whole.value,
                stated: share.value,
                fit: stated.fit,
                said: None,
            });
        }
    }
}

/// «mười đồng chí trong số ba mươi», «mười hộ trong số 30 hộ»: `part` counts some of what follows it.
fn behind(context: &Context<'_>, part: &Fact) -> Option<(Fact, Fact)> {
    let words = &context.catalogue.figures;
    let after = part.end..part.end + WORDS;
    let over = words.cues(context.mentions, &after);
    let over = over.filter(|hit| hit.item == Cue::OutOf as u32 && hit.start as usize == part.end).last()?;
    let start = over.end as usize;
    let facts = context.facts();
    let named = |fact: &&Fact| fact.tokens.start == start && fact.of.is_none();
    let at = facts.all.partition_point(|fact| fact.tokens.start < start);
    let spelled = facts.spelled.partition_point(|fact| fact.tokens.start < start);
    if let Some(whole) = facts.all.get(at).filter(named).or_else(|| facts.spelled.get(spelled).filter(named)) {
        let kind = words.akin(whole.unit, part.unit) || !matches!(whole.unit, Unit::Count(_) | Unit::Measure(..));
        return (kind && !whole.inexact).then(|| (part.clone(), whole.clone()));
    }
    // «trong số ba mươi»: what is counted need not be said again. «mười người trên ba mươi tuổi» are older than that.
    let bare = context.document.token_text(part.end..start) == "trên";
    let (value, end) = spelled_number(&context.document.tokens, start).filter(|_| !bare)?;
    let mut whole = part.clone();
    (whole.tokens, whole.end, whole.value) = (start..end, end, value);
    Some((part.clone(), whole))
}

/// «bảy trên chín thôn»: `whole` counts all of those told before it.
fn before(context: &Context<'_>, whole: &Fact) -> Option<(Fact, Fact)> {
    let words = &context.catalogue.figures;
    let start = whole.tokens.start;
    let led = start.saturating_sub(WORDS)..start;
    let over = words.cues(context.mentions, &led);
    let over =
        over.filter(|hit| hit.item == Cue::OutOf as u32 && hit.end as usize == start).min_by_key(|hit| hit.start)?;
    let end = over.start as usize;
    let number = |from: &usize| spelled_number(&context.document.tokens, *from).filter(|(_, to)| *to == end);
    let from = (end.saturating_sub(WORDS)..end).find(|from| number(from).is_some())?;
    let mut part = whole.clone();
    (part.tokens, part.end, part.value) = (from..end, end, number(&from)?.0);
    Some((part, whole.clone()))
}
