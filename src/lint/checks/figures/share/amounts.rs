//! Shares of money, lengths and areas, which are told in more ways than people are counted.

use super::{DONE, NEAR, Stated, judge, judge_amounts, names_its_base, nearly, slipped};
use crate::lint::check::Context;
use crate::lint::checks::figures::exceeds::is_opened_by_in;
use crate::lint::checks::figures::{Pair, sum};
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::Fit;

/// «Tuyến kênh dài 60 km, đã gia cố 45 km, đạt 75%, còn 15 km»: how long it is, and right after it what is done of it. Without
/// the rest only where the share comes near.
fn of_what_is_done(context: &Context<'_>, before: &[Fact], part: &Fact, share: &Fact) -> Option<Stated> {
    let [.., whole, _] = before else { return None };
    let words = &context.catalogue.figures;
    let document = context.document;
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact && fact.same_kind(part);
    let gap = document.between(whole.end, part.tokens.start);
    let (named, done) = gap.rsplit_once(',')?;
    let named = named.split_whitespace().count() <= NAMED && !named.contains(MARKS) && !named.contains(',');
    let done = done.trim_start();
    let done = done.starts_with("đã ") || done.starts_with("đến nay đã ");
    let led = crate::text::fold(document.between(part.end, share.tokens.start));
    let direct = led.starts_with(',') && share.is_led_by(Cue::Share) && !led.contains(MARKS);
    if words.is_money(part.unit) || !exact(whole) || !(named && done && direct) || names_its_base(context, share) {
        return None;
    }
    let facts = &context.facts().all;
    let after = facts.iter().skip(facts.partition_point(|fact| fact.tokens.start <= share.tokens.start)).take(2);
    let rest = || {
        let mut rest = after.take_while(|fact| fact.sentence == share.sentence).filter(|fact| exact(fact));
        rest.any(|rest| sum::add([part.amount(), rest.amount()].into_iter()).is_some_and(|s| Some(s) == whole.amount()))
    };
    let stated = judge_amounts(part, whole, share)?;
    (nearly(&stated, share, DONE) || slipped(&stated, share) && rest()).then_some(stated)
}

/// Words between how long something is and «, đã …».
const NAMED: usize = 6;

/// «Kinh phí 2,4 tỷ đồng, trong đó ngân sách xã 0,6 tỷ đồng, bằng 25%»: only of the amount right before it, and
/// only as «bằng», «chiếm» or in brackets, for «đạt 25%» may be progress.
pub(super) fn of_an_amount(context: &Context<'_>, before: &[Fact], part: &Fact, share: &Fact) -> Option<Stated> {
    let [earlier @ .., last, _] = before else { return of_a_length(context, part, share) };
    // «104,5 tỷ đồng, tăng 42,1 tỷ đồng so với năm 2020, trong đó …»: what it grew by has no parts.
    let grown = last.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    let whole = earlier.last().filter(|whole| grown && whole.same_kind(last)).unwrap_or(last);
    let document = context.document;
    let opened = context
        .catalogue
        .figures
        .cues(context.mentions, &(whole.end..part.tokens.start))
        .any(|hit| hit.item == Cue::Subset as u32 && hit.end - hit.start >= 2);
    let gap = crate::text::fold(document.between(part.end, share.tokens.start));
    let gap = gap.trim_matches([' ', '\u{A0}', ',']);
    let led = matches!(gap, "(" | "bằng" | "chiếm" | "chiếm tỷ lệ" | "tương đương" | "tức" | "(chiếm" | "(bằng");
    // «…; trong đó tiền sử dụng đất …» goes on with the same.
    let between = document.between(whole.end, part.tokens.start);
    let direct = match between.split_once(';') {
        Some((before, after)) => {
            after.trim_start().starts_with("trong đó") && !before.contains(MARKS) && !after.contains(MARKS)
        }
        None => !between.contains(MARKS),
    };
    let exact = whole.of.is_none() && !whole.inexact && whole.same_kind(part);
    // «trong 123,7 tỷ đồng thu ngân sách, các doanh nghiệp nộp 14,7 tỷ đồng, tức 11,9%»
    let within = || is_opened_by_in(context, whole) && whole.value.value() > part.value.value();
    let told = led && (opened || within()) || opens_with_whole(context, whole, part, share);
    if !(told && direct && exact) || names_its_base(context, share) {
        let shared = of_what_is_shared_out(context, before, part, share);
        return shared.or_else(|| of_what_is_done(context, before, part, share));
    }
    judge_amounts(part, whole, share).filter(|stated| slipped(stated, share))
}

/// Marks past which something else is told.
const MARKS: [char; 4] = [';', '.', '(', ')'];

/// «1.860 tỷ đồng, trong đó vốn ngân sách 640 tỷ đồng, chiếm 34,4%; vốn trong dân 1.220 tỷ đồng, chiếm 56,6%»: a part
/// that with the parts before it, whose shares are right, makes the whole.
fn of_what_is_shared_out(context: &Context<'_>, before: &[Fact], part: &Fact, share: &Fact) -> Option<Stated> {
    let exact = |fact: &Fact| fact.of.is_none() && !fact.inexact && fact.same_kind(part);
    let earlier = before.get(..before.len().checked_sub(1)?)?;
    let at = earlier.iter().position(exact)?;
    let (whole, rest) = (earlier.get(at)?, earlier.get(at + 1..)?);
    let bracket = context.document.between(part.end, share.tokens.start).trim() == "(";
    let led = (bracket || share.is_led_by(Cue::Share)) && !names_its_base(context, share);
    // Each part with its share, and nothing else.
    let shared = rest.len() >= 2 && rest.len() % 2 == 0;
    let right = |pair: &[Fact]| {
        let [sibling, its] = pair else { return false };
        let pair = sibling.amount().zip(whole.amount());
        let pair = pair.map(|(part, whole)| Pair { part, whole, start: sibling.tokens.start });
        exact(sibling) && its.is_share() && pair.and_then(|p| judge(p, its.value)).is_some_and(|s| s.fit != Fit::Wrong)
    };
    if !led || !shared || !rest.chunks(2).all(right) {
        return None;
    }
    let parts = rest.iter().step_by(2).chain([part]).map(Fact::amount);
    let sum = sum::add(parts)?;
    let closes = Some(sum) == whole.amount();
    judge_amounts(part, whole, share).filter(|stated| closes && slipped(stated, share))
}

/// «Toàn xã có 46,8 km đường ấp. Đến nay, 38,6 km đã được bê tông, đạt 84,2%»: what there is stands in the sentence
/// before, and what was done of it opens the next. Money is left out: a sum may be of other years.
fn of_a_length(context: &Context<'_>, part: &Fact, share: &Fact) -> Option<Stated> {
    let document = context.document;
    let spoken = context.facts().of_sentence(part.sentence.checked_sub(1)?);
    let [whole] = spoken else { return None };
    let sentence = |of: &Fact| document.sentences.get(of.sentence as usize);
    let (earlier, this) = (sentence(whole)?, sentence(part)?);
    let has = document.tokens.get(whole.tokens.start.wrapping_sub(1));
    let has = has.is_some_and(|t| crate::text::fold(t.text(&document.text)) == "có");
    let opening = crate::text::fold(document.token_text(this.tokens.start..part.tokens.start));
    let takes_up = context.catalogue.wording.share.until_now.are(opening.trim().trim_end_matches(','));
    let words = &context.catalogue.figures;
    let money = words.is_money(part.unit);
    let length = matches!(part.unit, Unit::Measure(..)) && part.same_kind(whole) && !money;
    let exact = whole.of.is_none() && !whole.inexact && whole.value.value() >= part.value.value();
    if !(has && takes_up && length && exact) || earlier.block != this.block || names_its_base(context, share) {
        return None;
    }
    judge_amounts(part, whole, share).filter(|stated| nearly(stated, share, DONE))
}

/// «12.480 ha gieo trồng có 3.860 ha được ký hợp đồng bao tiêu từ đầu vụ, chiếm 30,9%».
fn opens_with_whole(context: &Context<'_>, whole: &Fact, part: &Fact, share: &Fact) -> bool {
    let document = context.document;
    let word = |at: usize| document.tokens.get(at).map(|t| crate::text::fold(t.text(&document.text)));
    let before = |at: usize, said: &str| at.checked_sub(1).and_then(word).is_some_and(|word| word == said);
    let first =
        document.sentences.get(whole.sentence as usize).is_some_and(|s| whole.tokens.start <= s.tokens.start + 2);
    let gap = document.between(part.end, share.tokens.start);
    let near = share.tokens.start - part.end <= NEAR && !gap.contains([';', '.', '(']) && gap.matches(',').count() == 1;
    first && near && before(part.tokens.start, "có") && before(share.tokens.start, "chiếm")
}
