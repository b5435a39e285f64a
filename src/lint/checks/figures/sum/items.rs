//! The items of a list: each with its number first («19 đảng bộ và 26 chi bộ») or last («khiển trách 13, cảnh cáo 04»).

use super::LABEL;
use crate::lint::check::Context;
use crate::mentions::fact::{Cue, Fact, Unit, number_word};
use crate::text::{Gap, Syllable, TokenKind, fold};
use std::ops::Range;
use std::sync::LazyLock;

/// Parts read from one list, and the tokens they cover.
pub(super) struct Parts<'f> {
    pub facts: Vec<&'f Fact>,
    pub tokens: Range<usize>,
}

impl Parts<'_> {
    /// Whether there are some parts, each a place by its name.
    pub fn are_named(&self, context: &Context<'_>) -> bool {
        let mut from = self.tokens.start;
        let named = |fact: &&Fact| {
            let first = context.document.tokens.get(from);
            from = fact.end;
            first.is_some_and(|token| token.is_capitalised() && token.start < fact_start(context, fact))
        };
        self.facts.len() >= 3 && self.facts.iter().all(named)
    }

    /// Whether one of them is those of one sex, origin or rank, whom the other parts may hold too, and the other is not
    /// the rest: «nữ 06 đồng chí; trình độ đại học 24 đồng chí».
    pub fn overlap(&self, context: &Context<'_>) -> bool {
        let words = &context.catalogue.figures;
        let named_so = |fact: &Fact| {
            let before = fact.tokens.start.saturating_sub(LABEL)..fact.tokens.start;
            // «Hội Phụ nữ 10 việc» is a name: the word stands at the head of its item.
            words.cues(context.mentions, &before).any(|hit| {
                let ends = hit.item == Cue::Attribute as u32 && hit.end as usize == before.end;
                let first = context.document.tokens.get(hit.start as usize);
                ends && first.is_some_and(|t| !matches!(t.gap, Gap::Space | Gap::Hyphen))
            })
        };
        let attribute = |fact: &Fact| fact.is_led_by(Cue::Attribute) && named_so(fact);
        self.facts.iter().any(|fact| attribute(fact)) && !self.are_sexes(context)
    }

    /// Whether the parts are men and women: «29 nam, 16 nữ», «nam: 201; nữ: 173».
    pub fn are_sexes(&self, context: &Context<'_>) -> bool {
        let [first, second] = self.facts.as_slice() else { return false };
        matches!((sex_of(context, first), sex_of(context, second)), (Some(x), Some(y)) if x != y)
    }

    /// Whether each part is a measure of discipline.
    pub fn are_penalties(&self, context: &Context<'_>) -> bool {
        let words = &context.catalogue.figures;
        let named = |fact: &&Fact| {
            words.has(context.mentions, Cue::Penalty, &(fact.tokens.start.saturating_sub(3)..fact.end + 4))
        };
        self.facts.iter().all(named)
    }
}

/// Which of the two words for men and women stands right after a number, or right before it.
pub(super) fn sex_of(context: &Context<'_>, fact: &Fact) -> Option<usize> {
    let token = |i: usize| context.document.tokens.get(i);
    let named = |i: usize| token(i).and_then(|t| SEXES.iter().position(|sex| t.id == *sex));
    let after = token(fact.tokens.end).is_some_and(|t| t.gap == Gap::Space).then(|| named(fact.tokens.end)).flatten();
    let parted = token(fact.tokens.start).is_none_or(|t| t.gap == Gap::Comma);
    after.or_else(|| fact.tokens.start.checked_sub(1).filter(|_| !parted).and_then(named))
}

/// «nam», «nữ»
static SEXES: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["nam", "nữ"].map(Syllable::of));

/// Where a figure begins in the text.
fn fact_start(context: &Context<'_>, fact: &Fact) -> u32 {
    context.document.tokens.get(fact.tokens.start).map_or(0, |token| token.start)
}

pub(super) const MOST: usize = 30;

/// Whether «và» stands before the last part.
pub(super) fn is_closed(context: &Context<'_>, parts: &[&Fact]) -> bool {
    let [.., before, last] = parts else { return false };
    let gap = context.document.between(before.end, last.tokens.start);
    !gap.contains([',', ';', '.', '(']) && gap.split_whitespace().any(|word| word == "và")
}

/// The figures of a list that begins at a token: all with the number first («19 đảng bộ và 26 chi bộ») or
/// all with it last («khiển trách 13, cảnh cáo 04»). What does not fit the form ends the list.
pub(super) fn parts<'f>(context: &Context<'_>, group: &'f [Fact], start: usize, end: usize) -> Option<Parts<'f>> {
    let words = &context.catalogue.figures;
    let mut depth = 0i32;
    let mut facts: Vec<&Fact> = Vec::new();
    let (mut first, mut parted_by) = (None, None);
    let mut read = start;
    let mut stop = end;
    // Whether parts of a part are being told.
    let mut nested = false;
    let listed = &group[group.partition_point(|fact| fact.tokens.start < start)..];
    for fact in listed.iter().take(MOST) {
        let gap = context.document.between(read, fact.tokens.start);
        let gap = if read == start { opening(gap) } else { gap };
        let level = |text: &str| text.matches('(').count() as i32 - text.matches(')').count() as i32;
        depth += level(gap);
        let last_end = read;
        read = fact.tokens.end;
        if depth > 0 {
            continue;
        }
        // «…; vốn xã 32,5 tỷ đồng, trong đó từ đấu giá đất 28,4 tỷ đồng; …»: up to the semicolon parts of a part are told.
        let item_ends = gap.contains(';');
        if nested && !item_ends {
            continue;
        }
        // «22,5 tỷ đồng (riêng tiền đấu giá 18,9 tỷ đồng), Nhân dân góp …»: what a bracket holds is told of the part before it.
        let since = if std::mem::take(&mut nested) || gap.contains(')') {
            last_end
        } else {
            facts.last().map_or(start, |f| f.end)
        };
        let told = words.has(context.mentions, Cue::Subset, &(since..fact.tokens.start));
        if told && parted_by == Some(';') && !item_ends && depth == 0 {
            nested = true;
            continue;
        }
        // «Mặt trận 14 việc, Hội Nông dân 12 việc, Hội Phụ nữ 10 việc; đến nay hoàn thành 33 việc»: commas part the
        // items, and the semicolon ends them.
        if facts.len() >= 2 && first == Some(false) && parted_by == Some(',') && gap.contains(';') {
            stop = fact.tokens.start;
            break;
        }
        // «… và 325,8 tấn ngô, bình quân mỗi người 591 kg»: a mean is no part, and ends the list.
        if facts.len() >= 2 && fold(label_of(gap)).contains("bình quân mỗi") {
            stop = fact.tokens.start;
            break;
        }
        if facts.len() == 1 {
            parted_by = gap.chars().find(|c| matches!(c, ',' | ';'));
        }
        let number_first = if facts.is_empty() { gap.trim().is_empty() } else { separated(gap) };
        // A first item without a number («gồm Bí thư, 02 Phó Bí thư») counts too, but not how many.
        let inner = || !gap.contains(';') && listed.get(1).is_some_and(|next| parted_by_semicolon(context, fact, next));
        if facts.is_empty() && !number_first && gap.contains([',', ';']) && !inner() {
            return None;
        }
        let style = *first.get_or_insert(number_first);
        let unlike = depth < 0 || told || fact.of.is_some() || fact.inexact || fact.unit == Unit::Points;
        // The last item may run on: «khai trừ 01 theo Quy định số …».
        let runs_on = !style && facts.len() >= 2 && !closed(context, fact, end);
        let fits = if style {
            number_first
        } else {
            (closed(context, fact, end) || runs_on) && !label_of(gap).contains(['.', ':'])
        };
        if unlike || !fits {
            // Only where the list is closed before it is it known to be whole.
            let ended = gap.contains([';', '.', ')']) || depth < 0 || told;
            // «06 chi bộ ấp, 05 chi bộ trường học và 02 chi bộ cơ quan, với 326 đảng viên»: past «và» other things are
            // counted.
            let passed = || {
                let other = facts.iter().all(|part| !part.same_kind(fact));
                // «… và 155 đại biểu do 46 chi bộ cử»: who sent them.
                let told = gap.split_whitespace().any(|word| matches!(word, "do" | "của" | "từ" | "tại" | "thuộc"));
                (gap.contains(',') || told) && other && is_closed(context, &facts)
            };
            if !ended && !passed() {
                return None;
            }
            stop = fact.tokens.start;
            break;
        }
        // «05 đồng chí, 10%»: the share of an item is no item.
        if fact.unit == Unit::Percent && facts.last().is_some_and(|f| f.unit != Unit::Percent) {
            continue;
        }
        facts.push(fact);
        if runs_on {
            stop = fact.tokens.end;
            break;
        }
    }
    // What is longer is no list that a person adds up.
    let (last, stop) = (facts.last()?.end, stop.min(listed.get(MOST).map_or(end, |fact| fact.tokens.start)));
    let broken = facts.iter().any(|f| f.unit == Unit::Percent) || spelled_out(context, &(start..stop), &facts);
    (facts.len() >= 2 && !broken).then_some(Parts { facts, tokens: start..last })
}

/// What stands before the first number of a list, without the mark that opens the list; the «(1)» of an item stays.
pub(super) fn opening(gap: &str) -> &str {
    let marks = [' ', ':', ',', '\u{A0}'];
    let gap = gap.trim_start_matches(marks);
    let numbered = gap.strip_prefix('(').is_some_and(|rest| rest.contains(')'));
    if numbered { gap } else { gap.trim_start_matches('(').trim_start_matches(marks) }
}

/// Whether a semicolon ends the item of one number before that of the next begins: «khối Đảng, đoàn thể 19 người; khối …».
fn parted_by_semicolon(context: &Context<'_>, fact: &Fact, next: &Fact) -> bool {
    context.document.between(fact.end, fact.end).trim() == ";" && fact.end < next.tokens.start
}

/// The words before a number, without the colon of «năm 2021: 15», «nữ: 12».
pub(super) fn label_of(gap: &str) -> &str {
    let short = |label: &&str| label.contains("năm ") || label.split_whitespace().count() <= NAMED;
    gap.trim_end().strip_suffix(':').filter(short).unwrap_or(gap)
}

/// Words of a name before a colon: «; nữ: 173».
const NAMED: usize = 3;

/// Whether the words before a number end an item: «…, », «… và ».
pub(super) fn separated(gap: &str) -> bool {
    let gap = gap.trim_end_matches([' ', '\u{A0}']);
    gap.ends_with([',', ';', '+', '-', '–']) || gap.ends_with(" và") || gap == "và"
}

/// Whether an item ends with its number.
fn closed(context: &Context<'_>, fact: &Fact, end: usize) -> bool {
    let Some(next) = context.document.tokens.get(fact.tokens.end).filter(|_| fact.tokens.end < end) else {
        return true;
    };
    let and = next.text(&context.document.text) == "và";
    and || matches!(next.gap, Gap::Comma | Gap::Other | Gap::Break | Gap::Stop)
        || fact.end > fact.tokens.end && {
            let after = context.document.tokens.get(fact.end).filter(|_| fact.end < end);
            after.is_none_or(|t| {
                let marked = matches!(t.gap, Gap::Comma | Gap::Other | Gap::Break | Gap::Stop);
                marked || t.text(&context.document.text) == "và"
            })
        }
}

/// Whether a list has items whose number is written as a word and not among the facts.
fn spelled_out(context: &Context<'_>, tokens: &Range<usize>, facts: &[&Fact]) -> bool {
    let all = &context.document.tokens;
    let and = Syllable::of("và");
    tokens.clone().any(|i| {
        let (Some(token), Some(next)) = (all.get(i), all.get(i + 1)) else { return false };
        let opens = i == tokens.start || token.gap == Gap::Comma || i > 0 && all[i - 1].id == and;
        let told = || facts.iter().any(|fact| fact.tokens.contains(&i));
        opens && number_word(token.id).is_some() && next.kind == TokenKind::Word && !told()
    })
}
