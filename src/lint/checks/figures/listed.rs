//! A whole in a sentence and its parts in the list below it, or a total below the list.

use super::sum::{draft_of, tolerance, total};
use crate::document::{Block, BlockKind};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact, Unit};

/// Items of one list that a person adds up.
const MOST: usize = 20;

/// Figures of one sentence that may be wholes, at most.
const WHOLES: usize = 4;

/// Finds «Đã kiểm tra 118 đảng viên, chia theo nội dung như sau:» above items that make 120, and «Cộng: 11,9 tỷ đồng»
/// below items that make 11,7. `near`: how far apart, as a share of the whole, they may be and still surely be meant as
/// whole and parts.
pub(super) fn find(context: &Context<'_>, near: f64, out: &mut Vec<Draft>) {
    let blocks = &context.document.blocks;
    for (at, intro) in blocks.iter().enumerate() {
        if intro.kind != BlockKind::Paragraph {
            continue;
        }
        let items: Vec<&Block> = items_below(context, at).take(MOST + 1).collect();
        if !items.is_empty() {
            out.extend(below(context, intro, &items, near));
        }
        if at > 0 && is_item(&blocks[at - 1]) {
            let items = blocks[..at].iter().rev().take_while(|block| is_item(block)).take(MOST + 1);
            out.extend(closed(context, intro, &items.collect::<Vec<_>>(), near));
        }
    }
}

/// The items of the list right below a paragraph that a colon ends; none where there is no such list.
pub(super) fn items_below<'c>(context: &'c Context<'_>, at: usize) -> impl Iterator<Item = &'c Block> {
    let blocks = &context.document.blocks;
    let opens = |intro: &Block| {
        intro.kind == BlockKind::Paragraph && context.document.block_text(intro).trim_end().ends_with(':')
    };
    // Looking at the block below first costs less than at the text.
    let listed = blocks.get(at + 1).is_some_and(is_item) && blocks.get(at).is_some_and(opens);
    let below = if listed { &blocks[at + 1..] } else { &[] };
    below.iter().take_while(|block| is_item(block))
}

/// A point of a list, or a paragraph marked like one: «a) …».
fn is_item(block: &Block) -> bool {
    let marked = matches!(block.kind, BlockKind::Item { .. });
    !block.footnote && (marked || block.kind == BlockKind::Paragraph && block.numbering.is_some())
}

/// The parts in items below a sentence that do not make what it counts. Where it counts several things («1.284 đảng viên,
/// sinh hoạt tại 31 chi bộ, cụ thể:»), each is looked for in all items, and a whole that is not the only one is taken for
/// one where another is made exactly, or the slip shows.
fn below(context: &Context<'_>, intro: &Block, items: &[&Block], near: f64) -> Option<Draft> {
    let wholes = wholes(context, intro)?;
    if overlap(context, items) {
        return None;
    }
    let read = |whole: &Fact| {
        let parts: Option<Vec<&Fact>> = items.iter().map(|item| part(context, item, whole)).collect();
        let parts = parts.filter(|parts| (2..=MOST).contains(&parts.len()))?;
        let (sum, amount) = (total(&parts)?, whole.amount()?);
        Some((parts, sum, amount))
    };
    let made = |whole: &Fact| read(whole).is_some_and(|(_, sum, amount)| sum == amount);
    let counts_items =
        |whole: &Fact| whole.value.scale == 0 && usize::try_from(whole.value.mantissa) == Ok(items.len());
    let proven = wholes.len() == 1 || wholes.iter().any(|whole| made(whole) || counts_items(whole));
    wholes.iter().find_map(|whole| {
        let (parts, sum, amount) = read(whole)?;
        let apart = (sum.value() - amount.value()).abs();
        let off = proven && apart <= near * amount.value() || amount.is_slip_of(sum);
        // «27 đồng chí, trong đó tái cử 22 đồng chí, …, cụ thể:»: the items make the other figure.
        let stated = wholes.iter().any(|other| other.same_kind(whole) && other.amount() == Some(sum));
        let wrong = off && !stated && apart > tolerance(whole, &parts);
        wrong.then(|| draft_of(whole, &parts, whole.tokens.start..intro.tokens.end, sum))
    })
}

/// Whether one of several items tells those of one sex or origin, whom the others may hold too: «- Tái cử: 16 đồng chí; - Lần
/// đầu: 09 đồng chí; - Nữ: 05 đồng chí».
fn overlap(context: &Context<'_>, items: &[&Block]) -> bool {
    let words = &context.catalogue.figures;
    let begins = |cue, item: &Block| words.begins(context.mentions, cue, item.tokens.start);
    items.len() > 2 && items.iter().any(|item| begins(Cue::Attribute, item) && begins(Cue::Quality, item))
}

/// «Cộng: 11,9 tỷ đồng»: a total that is all of a paragraph below its items.
fn closed(context: &Context<'_>, outro: &Block, items: &[&Block], near: f64) -> Option<Draft> {
    let words = &context.catalogue.figures;
    if !words.begins(context.mentions, Cue::Total, outro.tokens.start) {
        return None;
    }
    let [whole] = context.facts().within(&outro.tokens) else { return None };
    // «Tổng cộng 2.720 triệu đồng, kể cả phần đã bố trí»
    if whole.end < outro.tokens.end {
        return None;
    }
    let parts: Option<Vec<&Fact>> = items.iter().rev().map(|item| part(context, item, whole)).collect();
    let parts = parts.filter(|parts| (2..=MOST).contains(&parts.len()) && is_plain(whole))?;
    let (sum, amount) = (total(&parts)?, whole.amount()?);
    let apart = (sum.value() - amount.value()).abs();
    let wrong = apart > tolerance(whole, &parts) && (apart <= near / 2.0 * amount.value() || amount.is_slip_of(sum));
    wrong.then(|| draft_of(whole, &parts, whole.tokens.start..whole.end, sum))
}

fn is_plain(fact: &Fact) -> bool {
    fact.of.is_none() && !fact.inexact && matches!(fact.unit, Unit::Count(_) | Unit::Measure(..))
}

/// What is counted before words that all of it follows, in the last sentence of a paragraph.
fn wholes<'c>(context: &'c Context<'_>, intro: &Block) -> Option<Vec<&'c Fact>> {
    let words = &context.catalogue.figures;
    let last = context.facts().within(&intro.tokens).last()?;
    let told = context.facts().of_sentence(last.sentence);
    let after = last.end..intro.tokens.end;
    let said = |cue| words.has(context.mentions, cue, &after);
    let changed = |fact: &Fact| fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From, Cue::Yearly]);
    let wholes: Vec<&Fact> = told.iter().filter(|fact| is_plain(fact) && !changed(fact)).collect();
    // «một số chi bộ đông như sau:» names but a few.
    let some = context.document.between(last.end, intro.tokens.end).contains("một số");
    let few = told.len() <= WHOLES && !wholes.is_empty() && !some;
    (few && said(Cue::Listed) && !said(Cue::Subset)).then_some(wholes)
}

/// The one figure of an item that counts what the whole counts; people and households by another word too («còn 312 hộ
/// nghèo …: Bản Nà Hin: 74 hộ»).
fn part<'c>(context: &'c Context<'_>, item: &Block, whole: &Fact) -> Option<&'c Fact> {
    let facts = context.facts().within(&item.tokens);
    let words = &context.catalogue.figures;
    let by_name = facts.iter().any(|fact| fact.same_kind(whole));
    let counts = |fact: &&Fact| if by_name { fact.same_kind(whole) } else { words.akin(fact.unit, whole.unit) };
    let mut same = facts.iter().filter(counts);
    let (part, other) = (same.next()?, same.next());
    let ends =
        part.end >= item.tokens.end || context.document.between(part.end, part.end).contains(['(', ';', '.', ',']);
    let plain = is_plain(part) && (ends || part.tokens.start == item.tokens.start);
    (plain && other.is_none()).then_some(part)
}
