//! Shares in a list below the whole they are of.

use super::{OffShare, is_tied, judge};
use crate::document::Block;
use crate::lint::check::{Context, Place};
use crate::lint::checks::figures::Pair;
use crate::lint::checks::figures::listed::items_below;
use crate::mentions::fact::Fact;
use crate::text::Fit;

/// Items of one list that are read.
const MOST: usize = 20;

/// «Có 486 đảng viên được xếp loại:» above «Hoàn thành tốt: 372 đồng chí (76,5%)» and its like: of three items or more one
/// whose share is not of the whole that all others are of.
pub(super) fn find(context: &Context<'_>, out: &mut Vec<OffShare>) {
    let blocks = &context.document.blocks;
    for (at, intro) in blocks.iter().enumerate() {
        let items = items_below(context, at).take(MOST);
        let shared: Vec<(&Fact, &Fact)> = items.filter_map(|item| shared(context, item)).collect();
        if shared.len() < 3 {
            continue;
        }
        for whole in context.facts().within(&intro.tokens).iter().filter(|whole| whole.of.is_none() && !whole.inexact) {
            let stated = |(part, share): &(&Fact, &Fact)| {
                let akin = context.catalogue.figures.akin(part.unit, whole.unit);
                let pair = Pair { part: part.amount()?, whole: whole.amount()?, start: part.tokens.start };
                judge(pair, share.value).filter(|_| akin)
            };
            let fits = |shared: &&(&Fact, &Fact)| stated(shared).is_some_and(|s| s.fit != Fit::Wrong);
            let (right, off): (Vec<_>, Vec<_>) = shared.iter().partition(fits);
            if let ([(part, share)], true) = (off.as_slice(), right.len() >= 2)
                && let Some(found) = stated(&(part, share))
            {
                let place = Place::Tokens(part.tokens.start..share.end);
                let (part, whole) = (part.value, if part.unit == whole.unit { whole.value } else { found.pair.whole });
                out.push(OffShare { place, part, whole, stated: share.value, fit: found.fit, said: None });
                break;
            }
        }
    }
}

/// The one amount of an item and the share tied to it.
fn shared<'c>(context: &'c Context<'_>, item: &Block) -> Option<(&'c Fact, &'c Fact)> {
    let [part, share] = context.facts().within(&item.tokens) else { return None };
    let exact = part.of.is_none() && !part.inexact && share.is_share();
    (exact && is_tied(context, part, share)).then_some((part, share))
}
