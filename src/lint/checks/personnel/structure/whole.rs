//! Of how many a group is, where no share is stated.

use super::{Group, LEAST, PersonnelStructure, Word};
use crate::document::{Block, BlockKind};
use crate::lint::check::Context;
use crate::lint::checks::personnel::{count, found, lead, tail};
use crate::mentions::Fact;
use std::ops::Range;

/// Tokens that may stand between a mark and a group: «trong đó có», «cấp ủy viên».
const OPENING: usize = 4;

/// Items of a list over which its opening words are looked for.
const ITEMS: usize = 15;

impl PersonnelStructure {
    /// The size of the committee, where nothing else can be meant: stated right before, or earlier in the paragraph
    /// («Ban Chấp hành gồm 33 đồng chí: … Về độ tuổi, dưới 42 tuổi có 03 đồng chí, …») or over the list.
    pub(super) fn whole_of(
        &self,
        context: &Context<'_>,
        group: &Group<'_>,
        block: usize,
        fact: &Fact,
        name: &Range<usize>,
    ) -> Option<i64> {
        let document = context.document;
        let id = block;
        let block = document.blocks.get(id)?;
        let own = fact.tokens.start.min(name.start)..fact.end.max(name.end);
        let sentence = document.sentences.get(fact.sentence as usize)?;
        // «04 đồng chí nữ tham gia lần đầu», «trong số mới tham gia, nữ …» are some of the group.
        let marked = |at: usize| document.has_mark(at, &[',', ';', '.', '(', ')', ':', '-', '–']);
        let opens = (own.start.saturating_sub(OPENING)..=own.start)
            .any(|at| marked(at) || at <= sentence.tokens.start || context.facts().within(&(at - 1..at)).len() == 1);
        let closes = own.end >= sentence.tokens.end || marked(own.end) || is_and(context, own.end);
        let around = own.start.saturating_sub(OPENING).max(sentence.tokens.start)..own.start;
        if !opens || !closes || self.has(context, Word::Narrow, &around) {
            return None;
        }
        let part = count(fact.value)?;
        let fits = |whole: &&Fact| count(whole.value).is_some_and(|n| n >= LEAST && n >= part);
        let people = |tokens: Range<usize>| {
            let facts = context.facts().within(&tokens).iter();
            facts.filter(|f| !f.inexact && self.counts(context, f)).collect::<Vec<&Fact>>()
        };
        let before = people(block.tokens.start..own.start);
        let Some(whole) = before.iter().copied().find(|f| self.is_size(context, group, f)).filter(fits) else {
            // «Ban Chấp hành gồm 33 đồng chí, cơ cấu như sau: - Nữ: 04 đồng chí».
            let first = own.start <= block.tokens.start + 1 && is_item(block);
            let over =
                (id.saturating_sub(ITEMS)..id).rev().filter_map(|at| document.blocks.get(at)).find(|b| !is_item(b));
            let over = over.filter(|b| first && b.is_prose())?;
            let counted = people(over.tokens.clone());
            let [whole] = counted[..] else { return None };
            return count(whole.value).filter(|_| fits(&whole) && self.is_size(context, group, whole));
        };
        let size = count(whole.value)?;
        // Another size of the committee: which is meant does not show.
        let several = before.iter().any(|f| f.value != whole.value && self.is_size(context, group, f));
        let last = before.last().is_some_and(|f| f.tokens == whole.tokens);
        let near = last && (whole.sentence == fact.sentence || self.opens(context, sentence.tokens.start));
        if near && !self.has(context, Word::Narrow, &(whole.end..own.start)) {
            return Some(size);
        }
        // The groups of the sentence share it out, or they are its subject.
        let groups: Vec<&Fact> =
            people(sentence.tokens.clone()).into_iter().filter(|f| f.tokens.start > whole.tokens.start).collect();
        let sum: i64 = groups.iter().filter_map(|f| count(f.value)).sum();
        let shared = sum == size && groups.len() > 1;
        let subject = whole.sentence != fact.sentence
            && self.opens(context, sentence.tokens.start)
            && groups.iter().filter(|f| f.tokens.start < own.start).all(|f| self.counts_group(context, group, f));
        (!several && (shared || subject)).then_some(size)
    }

    /// Whether a figure is the size of the committee to be, not of some of it.
    fn is_size(&self, context: &Context<'_>, group: &Group<'_>, fact: &Fact) -> bool {
        let before = lead(context, fact);
        let Some(committee) = self.found(context, Word::Committee, &before).pop() else { return false };
        let words = [committee.end..fact.tokens.start, tail(context, fact)];
        let narrowed = words.iter().any(|words| {
            self.has(context, Word::Narrow, words)
                || self.has(context, Word::Years, words)
                || !found(context, group.all, words).is_empty()
        });
        !narrowed && self.is_of(context, fact)
    }

    /// Whether a figure counts a group that there is a limit for, or an age.
    fn counts_group(&self, context: &Context<'_>, group: &Group<'_>, fact: &Fact) -> bool {
        let before = lead(context, fact);
        // The age itself is a figure before.
        let words = [before.start.saturating_sub(2)..before.end, tail(context, fact)];
        words.iter().any(|words| !found(context, group.all, words).is_empty() || self.has(context, Word::Years, words))
    }

    /// Whether a sentence begins «Về độ tuổi», «Cơ cấu».
    fn opens(&self, context: &Context<'_>, at: usize) -> bool {
        self.found(context, Word::Opening, &(at..at + 4)).first().is_some_and(|hit| hit.start == at)
    }
}

fn is_item(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Item { .. })
}

fn is_and(context: &Context<'_>, at: usize) -> bool {
    let document = context.document;
    document.tokens.get(at).is_some_and(|t| t.text(&document.text) == "và")
}
