//! A whole, what of it is done, and what is left: «Cử tri nêu 178 ý kiến, đã trả lời 171 ý kiến, còn 9 ý kiến đang xem xét», «24 thôn,
//! 18 thôn có nhà văn hóa, 7 thôn chưa có».

use super::{Sum, draft_of, less, tolerance, total};
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Number, Syllable};
use std::sync::LazyLock;

/// How far apart, as a share of the whole, parts and whole may be and still surely be meant as such.
const NEAR: f64 = 0.1;

/// Tokens of «đã hoàn thành», at most; from one of the figures to the next.
const BEFORE: usize = 4;
const REACH: usize = 16;

/// Of few a third group may go without saying.
const FEW: f64 = 10.0;

struct Words {
    left: Syllable,
    rest: Syllable,
    now: Syllable,
    not: Syllable,
    done: [Syllable; 2],
    under_way: [Syllable; 3],
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    left: Syllable::of("còn"),
    rest: Syllable::of("lại"),
    now: Syllable::of("nay"),
    not: Syllable::of("chưa"),
    done: ["đã", "mới"].map(Syllable::of),
    under_way: ["đang", "dở", "dang"].map(Syllable::of),
});

/// A whole, a part of it that is done, and the rest.
struct Told<'f> {
    whole: &'f Fact,
    all: Number,
    part: &'f Fact,
    rest: &'f Fact,
    /// Whether the words say that one is done and the other is not.
    sure: bool,
}

impl Sum {
    /// What is done and what is left, where they do not make the one whole told before them.
    pub(super) fn undone(&self, context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
        (0..group.len()).find_map(|at| self.told(context, group, at)?.draft(context))
    }

    /// The three figures of which the rest is `group[at]`.
    fn told<'f>(&self, context: &'f Context<'_>, group: &'f [Fact], at: usize) -> Option<Told<'f>> {
        let document = context.document;
        let word = |at: usize| document.tokens.get(at).map(|token| token.id);
        let (part, rest) = (group.get(at.checked_sub(1)?)?, &group[at]);
        let led = rest.tokens.start.checked_sub(1).and_then(word);
        let left = led == Some(WORDS.left)
            || led == Some(WORDS.rest) && rest.tokens.start.checked_sub(2).and_then(word) == Some(WORDS.left);
        let not = word(rest.end) == Some(WORDS.not);
        // «bổ sung 3, nay còn 13 đồng chí»: what there is now, after others came and went.
        let now = rest.tokens.start.checked_sub(2).and_then(word) == Some(WORDS.now);
        let counted = matches!(rest.unit, Unit::Count(_) | Unit::Word(_) | Unit::Measure(..));
        if !(left && !now || not) || !counted {
            return None;
        }
        let done = (1..=BEFORE)
            .any(|back| part.tokens.start.checked_sub(back).and_then(word).is_some_and(|id| WORDS.done.contains(&id)));
        // «18 thôn có nhà văn hóa, còn 8 thôn có sân thể thao»: by itself «còn» may tell of others.
        if !(done || not || word(rest.end).is_some_and(|id| WORDS.under_way.contains(&id))) {
            return None;
        }
        let plain = |fact: &Fact| !fact.inexact && !fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::From]);
        let kind = part.same_kind(rest) || part.unit == Unit::None && part.end == part.tokens.end;
        let gap = document.between(part.end, rest.tokens.start);
        let near = rest.tokens.start - part.end <= REACH;
        if !kind || !plain(part) || !plain(rest) || rest.of.is_some() || !near || is_parted(gap) {
            return None;
        }
        if let Some(all) = part.of {
            let sure = left && not;
            return part.same_kind(rest).then_some(Told { whole: part, all, part, rest, sure });
        }
        let whole = self.whole_before(context, group, at - 1, rest)?;
        Some(Told { whole, all: whole.amount()?, part, rest, sure: left && not && done })
    }

    /// The one figure of its kind before a part, in its sentence or else the one before.
    fn whole_before<'f>(
        &self,
        context: &'f Context<'_>,
        group: &'f [Fact],
        part: usize,
        rest: &Fact,
    ) -> Option<&'f Fact> {
        let (document, start) = (context.document, group[part].tokens.start);
        let block = |sentence: u32| document.sentences.get(sentence as usize).map(|s| s.block);
        let mut same = group[..part].iter().filter(|fact| fact.same_kind(rest));
        let whole = match (same.next(), same.next()) {
            (Some(whole), None) => {
                let gap = document.between(whole.end, start);
                (start - whole.end <= REACH && !is_parted(gap)).then_some(whole)?
            }
            (None, _) => {
                let earlier = rest.sentence.checked_sub(1).filter(|&one| block(one) == block(rest.sentence))?;
                let mut same = context.facts().of_sentence(earlier).iter().filter(|fact| fact.same_kind(rest));
                let (Some(whole), None) = (same.next(), same.next()) else { return None };
                whole
            }
            _ => return None,
        };
        // What was there before the period is no part of what came in it.
        let stock = document.between(whole.end, rest.tokens.start);
        let carried = self.stocks.names_opening(&crate::text::fold(stock));
        let exact = !whole.inexact && whole.of.is_none() && !whole.is_led_by_any(&[Cue::Up, Cue::Down]);
        (exact && !carried).then_some(whole)
    }
}

/// Whether something else is told between two figures.
fn is_parted(gap: &str) -> bool {
    !gap.contains([',', ';']) && !gap.contains("và ") || gap.contains(['.', ':', '(', ')'])
}

impl Told<'_> {
    fn draft(&self, context: &Context<'_>) -> Option<Draft> {
        let (done, left) = (self.part.amount()?, self.rest.amount()?);
        let sum = total(&[self.part, self.rest])?;
        let right = less(self.all, done).filter(|right| right.mantissa > 0)?;
        let apart = (sum.value() - self.all.value()).abs();
        let over = sum.value() > self.all.value();
        let slip = left.digit_count() == right.digit_count() && left.is_slip_of(right);
        let meant = match self.sure {
            true => (apart <= NEAR * self.all.value() || left.is_slip_of(right)) && (over || left.value() >= FEW),
            // More than all there is, or one digit wrong.
            false => over && apart <= NEAR * self.all.value() || slip && left.mantissa >= 100,
        };
        if !meant || left.value() >= self.all.value() || apart <= tolerance(self.whole, &[self.part, self.rest]) {
            return None;
        }
        let tokens = self.part.tokens.start..self.rest.end;
        let there = context.document.token_range(self.whole.tokens.start..self.whole.end);
        let parts = [self.part, self.rest];
        let mut whole = self.whole.clone();
        whole.value = self.part.of.unwrap_or(whole.value);
        let draft = draft_of(&whole, &parts, tokens, sum);
        Some(if self.part.of.is_some() { draft } else { draft.see(there, "tổng số ghi ở đây") })
    }
}
