//! A whole in a sentence and its parts in the list below it.

use super::sum::{draft_of, tolerance, total};
use crate::document::{Block, BlockKind};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact, Unit};

/// Items of one list that a person adds up.
const MOST: usize = 20;

/// Finds «Đã kiểm tra 118 đảng viên, chia theo nội dung như sau:» above items that make 120. `near`: how far apart, as
/// a share of the whole, they may be and still surely be meant as whole and parts.
pub(super) fn find(context: &Context<'_>, near: f64, out: &mut Vec<Draft>) {
    let blocks = &context.document.blocks;
    for (at, intro) in blocks.iter().enumerate() {
        let is_item = |block: &&Block| matches!(block.kind, BlockKind::Item { .. }) && !block.footnote;
        let listed = blocks.get(at + 1).filter(is_item).is_some() && intro.kind == BlockKind::Paragraph;
        if !listed || !context.document.block_text(intro).trim_end().ends_with(':') {
            continue;
        }
        let Some(whole) = whole(context, intro) else { continue };
        let items = blocks[at + 1..].iter().take_while(is_item).take(MOST + 1);
        let parts: Option<Vec<&Fact>> = items.map(|item| part(context, item, whole)).collect();
        let Some(parts) = parts.filter(|parts| (2..=MOST).contains(&parts.len())) else { continue };
        let (Some(sum), Some(amount)) = (total(&parts), whole.amount()) else { continue };
        let apart = (sum.value() - amount.value()).abs();
        let off = apart <= near * amount.value() || amount.is_slip_of(sum);
        if apart > tolerance(whole, &parts) && off {
            out.push(draft_of(whole, &parts, whole.tokens.start..intro.tokens.end, sum));
        }
    }
}

/// What is counted right before words that all of it follows, in the last sentence of a paragraph.
fn whole<'c>(context: &'c Context<'_>, intro: &Block) -> Option<&'c Fact> {
    let words = &context.catalogue.figures;
    let last = context.facts().within(&intro.tokens).last()?;
    let after = last.end..intro.tokens.end;
    let exact = last.of.is_none() && !last.inexact && matches!(last.unit, Unit::Count(_) | Unit::Measure(..));
    let said = |cue| words.has(context.mentions, cue, &after);
    let alone = context.facts().of_sentence(last.sentence).len() == 1;
    (exact && alone && said(Cue::Listed) && !said(Cue::Subset)).then_some(last)
}

/// The one figure of an item that counts what the whole counts.
fn part<'c>(context: &'c Context<'_>, item: &Block, whole: &Fact) -> Option<&'c Fact> {
    let facts = context.facts().within(&item.tokens);
    let mut same = facts.iter().filter(|fact| fact.same_kind(whole));
    let (part, other) = (same.next()?, same.next());
    let ends = part.end >= item.tokens.end || context.document.between(part.end, part.end).contains(['(', ';', '.']);
    let plain = part.of.is_none() && !part.inexact && (ends || part.tokens.start == item.tokens.start);
    (plain && other.is_none()).then_some(part)
}
