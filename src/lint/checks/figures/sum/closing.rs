//! A total after its parts: «ngân sách tỉnh 48,6 tỷ đồng; ngân sách xã 31,2 tỷ đồng; cộng 79,8 tỷ đồng».

use super::{Lists, Parts, draft, is_closed, separated, tolerance, total};
use crate::lint::check::{Context, Draft};
use crate::lint::checks::figures::is_rate;
use crate::mentions::fact::{Cue, Fact, Unit, number_word};
use crate::text::{Syllable, fold};
use std::sync::LazyLock;

/// Words between the last part and the total, at most, where «cộng» leads it, and where it opens a clause.
const LED: usize = 4;
const CLAUSE: usize = 9;

impl Lists {
    /// The parts before a total that do not make it.
    pub(super) fn closing_total(&self, context: &Context<'_>, group: &[Fact]) -> Option<Draft> {
        // «…; cộng 4 năm là 88 đảng viên»: how many are added up is no part.
        // «năng suất 58,2 tạ/ha, sản lượng 9.545 tấn; …; cộng 9.905 tấn»: nor is a rate.
        let other = |fact: &Fact| is_span(context, fact) || is_rate(context, fact) || is_numbered(context, fact);
        let told: Vec<Fact> = group.iter().filter(|fact| !other(fact)).cloned().collect();
        let group = &told[..];
        let at = (2..group.len()).find(|&at| closes(context, group, at).is_some())?;
        let closing = closes(context, group, at)?;
        let led = closing == Closing::Led;
        let whole = &group[at];
        let gap = |i: usize| context.document.between(group[i - 1].end, group[i].tokens.start);
        let from = (1..at).rev().find(|&i| gap(i).contains(':')).unwrap_or(0);
        // «từ 40 đến 50 tuổi 08 đồng chí», «06 tháng đầu năm 11,2 tỷ đồng»: the bounds of a part are no parts.
        let age = context.catalogue.figures.named("tuổi");
        let month = Unit::Word(Syllable::of("tháng").0);
        let bound = |i: usize| {
            let is_age = |fact: &Fact| Some(fact.unit) == age;
            let is_time = group[i].unit == month;
            is_age(&group[i]) || is_time || group[i].is_led_by(Cue::From) && group.get(i + 1).is_some_and(is_age)
        };
        let mut facts: Vec<&Fact> = (from..at).filter(|&i| !bound(i)).map(|i| &group[i]).collect();
        let plain = |fact: &Fact| fact.of.is_none() && !fact.inexact;
        let alike = facts.iter().all(|f| f.same_kind(whole) || f.unit == Unit::None)
            // «…, y tế 02 đồng chí, cộng lại vừa đủ 15»
            || led && whole.unit == Unit::None && facts.len() >= 3 && facts.windows(2).all(|f| f[0].same_kind(f[1]));
        // «kiểm tra 34 tổ chức đảng và 61 đảng viên, tổng cộng 95 đối tượng»: things of other names are those that «và» joins.
        if !alike && let Some(run) = closed_run(context, &facts) {
            facts = facts.split_off(run);
        }
        if facts.len() < 2 || !facts.iter().all(|f| plain(f)) || !plain(whole) {
            return None;
        }
        let parts = Parts { tokens: facts.first()?.tokens.start..whole.end, facts };
        // «thu nhập nửa đầu năm 45 triệu đồng, …, cả năm 96 triệu đồng»: what is spread does not add up.
        let start = context.document.sentences.get(whole.sentence as usize).map_or(0, |s| s.tokens.start);
        if !led && context.catalogue.figures.has(context.mentions, Cue::Average, &(start..whole.tokens.start)) {
            return None;
        }
        let (sum, amount) = (total(&parts.facts)?, whole.amount()?);
        let apart = (sum.value() - amount.value()).abs();
        let near = apart <= self.near / 2.0 * amount.value() && apart > tolerance(whole, &parts.facts);
        let right = (0..parts.facts.len() - 1).any(|n| total(&parts.facts[n..]) == Some(amount));
        // «12 nghị quyết, 45 kế hoạch, 118 công văn; tổng cộng 185 văn bản»: of things of other names, and where the clause
        // says more than «cộng», only a slip of the hand shows that these are the parts.
        let slip = amount.is_slip_of(sum) && (alike || names_all(context, &parts, whole));
        let added = || closing == Closing::Added || gap(at).contains("cộng lại");
        let told = || added() && is_told_whole(context, &parts, whole);
        let sure = if alike { led || slip } else { led && slip && self.are_counted(context, &parts) } || told();
        (near && !right && sure).then(|| draft(whole, &parts, sum))
    }

    /// Whether a list counts three things or more, each with the number first: «12 nghị quyết, 45 kế hoạch, 118 công văn»; or
    /// two that «và» joins.
    fn are_counted(&self, context: &Context<'_>, parts: &Parts<'_>) -> bool {
        let listed = (parts.facts.len() >= 3 || is_closed(context, &parts.facts)) && is_list(context, &parts.facts);
        // «xây 9 công trình nước, mở rộng 14 tuyến đường, sửa 6 nhà văn hóa; cộng lại là 29 công trình»: a clause for each.
        let clause = |pair: &[&Fact]| {
            let gap = context.document.between(pair[0].end, pair[1].tokens.start);
            gap.matches([',', ';']).count() == 1 && !gap.contains(['.', '(', ':'])
        };
        listed || parts.facts.len() >= 3 && parts.facts.iter().all(is_count) && parts.facts.windows(2).all(clause)
    }
}

/// Whether a total of things of other names may be of these: «34 con bò và 61 con dê, tổng cộng 97 hộ được nhận» is not.
fn names_all(context: &Context<'_>, parts: &Parts<'_>, whole: &Fact) -> bool {
    let figures = &context.catalogue.figures;
    let other = context
        .catalogue
        .wording
        .sum
        .done_to
        .iter()
        .any(|noun| figures.named(noun).is_some_and(|noun| figures.akin(noun, whole.unit)));
    let ends = context.document.between(whole.end, whole.end).contains([',', ';', '.', ':', '(', ')']);
    (ends || parts.facts.len() >= 3) && (!other || parts.facts.iter().any(|part| figures.akin(part.unit, whole.unit)))
}

/// «cộng 4 năm», «cả 5 năm».
fn is_span(context: &Context<'_>, fact: &Fact) -> bool {
    let years = fact.unit == Unit::Word(Syllable::of("năm").0);
    let led = fact.tokens.start.checked_sub(1).and_then(|at| context.document.tokens.get(at));
    years
        && led
            .is_some_and(|t| matches!(fold(t.text(&context.document.text)).as_str(), "cộng" | "cả" | "tổng" | "chung"))
}

/// «tổ 3 có 45 đại biểu», «đợt 2: 14 hộ»: which of several, and how many not.
fn is_numbered(context: &Context<'_>, fact: &Fact) -> bool {
    let document = context.document;
    let has = document.tokens.get(fact.tokens.end).is_some_and(|token| *HAS == token.id);
    let colon = || document.between(fact.tokens.end, fact.tokens.end).trim() == ":";
    fact.is_led_by(Cue::Numbered) && fact.value.scale == 0 && (has || colon())
}

static HAS: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("có"));

/// Where the list of counted things begins that ends the figures before a total and is closed by «và».
fn closed_run(context: &Context<'_>, facts: &[&Fact]) -> Option<usize> {
    let last = facts.len().checked_sub(2).filter(|&at| is_closed(context, &facts[at..]))?;
    let listed = (0..last).rev().take_while(|&at| is_list(context, &facts[at..at + 2]));
    Some(listed.last().unwrap_or(last))
}

/// Whether some figures count things and follow each other, each with the number first.
fn is_list(context: &Context<'_>, facts: &[&Fact]) -> bool {
    let follows = |pair: &[&Fact]| {
        let gap = context.document.between(pair[0].end, pair[1].tokens.start);
        separated(gap) && !gap.contains(['.', '('])
    };
    facts.iter().all(is_count) && facts.windows(2).all(follows)
}

fn is_count(fact: &&Fact) -> bool {
    matches!(fact.unit, Unit::Count(_) | Unit::Word(_))
}

/// «21 vườn cam, 9 vườn tiêu và 6 vườn bưởi …; cộng lại có 38 mô hình»: a list of one name that «và» closes, and the things
/// told after it under another.
fn is_told_whole(context: &Context<'_>, parts: &Parts<'_>, whole: &Fact) -> bool {
    let one_name = parts.facts.windows(2).all(|pair| pair[0].same_kind(pair[1]));
    one_name && is_count(&whole) && is_closed(context, &parts.facts) && is_list(context, &parts.facts)
}

/// How words for a total stand before a number.
#[derive(Clone, Copy, PartialEq)]
enum Closing {
    /// Right before it: «tổng cộng 185 văn bản».
    Led,
    /// As what those told before it come to: «cộng lại toàn xã có 38 mô hình».
    Added,
    /// At the head of its clause: «tổng ba thôn là 614 hộ», «nâng tổng số chi bộ lên 26 chi bộ», «cả năm đạt 23,1 tỷ đồng».
    Clause,
}

/// Whether a figure is told as a total in a clause of its own.
fn closes(context: &Context<'_>, group: &[Fact], at: usize) -> Option<Closing> {
    let (before, number) = (group[at - 1].end, group[at].tokens.start);
    let gap = context.document.between(before, number);
    let (_, clause) = gap.rsplit_once([',', ';'])?;
    let long = clause.split_whitespace().count();
    if long <= LED && group[at].is_led_by(Cue::Total) {
        return Some(Closing::Led);
    }
    // «hai chương trình cộng lại là 66,2 tỷ đồng»: how many there are opens the clause.
    let opening = clause.split_whitespace().next().unwrap_or_default();
    let several = || context.catalogue.wording.sum.several.has(&fold(opening));
    let in_words = || number_word(Syllable::of(opening)).is_some_and(|count| count > 1);
    let counted = || clause.contains("cộng") && (several() || in_words());
    if long <= CLAUSE && group[at].is_led_by(Cue::Total) && counted() {
        return Some(Closing::Led);
    }
    let marked = |i: &usize| context.document.has_mark(*i, &[',', ';']);
    let head = (before..number).rev().find(marked)?;
    let words = &context.catalogue.figures;
    let opens = |i: usize| [Cue::Total, Cue::Span].iter().any(|cue| words.begins(context.mentions, *cue, i));
    if long <= CLAUSE && words.begins(context.mentions, Cue::Adds, head) {
        return Some(Closing::Added);
    }
    // «nâng tổng số …», «đưa tổng số …»
    (long <= CLAUSE && (opens(head) || opens(head + 1))).then_some(Closing::Clause)
}
