//! Who is re-elected and who is new, told sentences or points away from how many there are: «Ban Chấp hành gồm 27 đồng chí. …
//! Cơ cấu: tái cử 18 đồng chí, tham gia lần đầu 10 đồng chí».

use super::super::{count, is_outgoing, lead};
use super::{PersonnelArithmetic, Word, terms};
use crate::document::{Block, BlockKind};
use crate::lint::check::{Context, Draft};
use crate::mentions::{Fact, MentionKind};

/// Points of a list that are read together.
const ITEMS: usize = 12;

/// How far the sum is from the whole at most, as a part of the whole: further, and another whole is meant.
const FAR: i64 = 5;

impl PersonnelArithmetic {
    /// The only two such numbers of a passage, and the only one before them that can be their whole.
    pub(super) fn again_and_new_across(&self, context: &Context<'_>, people: &[&Fact], out: &mut Vec<Draft>) {
        let only = |word| {
            let mut of = people.iter().filter(|f| self.is(context, word, f));
            of.next().filter(|_| of.next().is_none())
        };
        let (Some(again), Some(new)) = (only(Word::Again), only(Word::New)) else { return };
        let (Some(a), Some(n)) = (count(again.value), count(new.value)) else { return };
        let first = again.tokens.start.min(new.tokens.start);
        let sum = a + n;
        let larger = |fact: &&&Fact| count(fact.value).is_some_and(|v| v >= a.max(n));
        let mut wholes = people.iter().filter(|f| f.end <= first).filter(larger);
        let Some(whole) = wholes.next().filter(|whole| wholes.all(|f| f.value == whole.value)) else { return };
        let stated = count(whole.value).unwrap_or(0);
        let apart = again.tokens == new.tokens || whole.sentence == again.sentence.min(new.sentence);
        let others = people.iter().filter(|f| f.tokens != again.tokens && f.tokens != new.tokens);
        let mut completes = others.filter_map(|f| count(f.value)).filter(|v| *v == sum || v + sum == stated);
        if apart || stated == sum || (stated - sum).abs() * FAR > stated || completes.next().is_some() {
            return;
        }
        if !self.is_size_to_be(context, whole) {
            return;
        }
        let last = again.end.max(new.end);
        let end = self.summed(people, whole, last).unwrap_or_else(|| self.after(context, again, new, last));
        let place = context.document.token_range(first..end);
        let seen = context.document.token_range(whole.tokens.start..whole.end);
        out.push(terms(place, a, n, stated).see(seen, stated.to_string()));
    }

    /// Whether a figure says how many the committee to be has.
    fn is_size_to_be(&self, context: &Context<'_>, fact: &Fact) -> bool {
        let before = lead(context, fact);
        let named = self.has(context, Word::Committee, &before) && self.is_of_committee(context, fact);
        let turn = context.turn();
        let outgoing = |m: &crate::mentions::Mention| matches!(m.kind, MentionKind::Term(_, to) if to <= turn);
        let old = context.mentions.within(&before).iter().any(outgoing);
        let told = [Word::Start, Word::Now, Word::Out, Word::In, Word::List];
        // «bầu 27 đồng chí vào Ban Chấp hành» is what is to be, «đầu nhiệm kỳ bầu» what was.
        let changed =
            told.iter().any(|word| self.has(context, *word, &before)) && !self.has(context, Word::Elect, &before);
        let block = context.document.block_of_token(fact.tokens.start);
        let going = block.is_some_and(|block| is_outgoing(context, block, &self.ready.outgoing));
        named && !old && !changed && !going
    }

    /// «Ban Chấp hành khóa I gồm 25 đồng chí:», and below it «- Tái cử: 16 đồng chí», «- Tham gia lần đầu: 10 đồng chí».
    pub(super) fn again_and_new_listed(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let blocks = &context.document.blocks;
        let is_item = |block: &Block| matches!(block.kind, BlockKind::Item { .. });
        for (at, over) in blocks.iter().enumerate().filter(|(_, b)| b.is_prose() && !b.quoted && !is_item(b)) {
            let items = blocks[at + 1..].iter().take(ITEMS).take_while(|b| is_item(b) && b.section == over.section);
            let Some(last) = items.last() else { continue };
            let list = over.tokens.end..last.tokens.end;
            let says = |word| self.has(context, word, &list);
            if !says(Word::Again) || !says(Word::New) || !self.has(context, Word::Committee, &over.tokens) {
                continue;
            }
            let facts = context.facts().within(&(over.tokens.start..list.end));
            let people: Vec<&Fact> = facts.iter().filter(|f| self.counts(context, f)).collect();
            self.again_and_new_across(context, &people, out);
        }
    }
}
