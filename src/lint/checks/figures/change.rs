//! «tăng từ 2 lên 11, tăng 8»: a change that its two ends do not give.

mod asides;
mod before;
mod beside;
mod both;
mod fit;
mod over;
mod period;
mod planned;
mod ranks;
mod reached;
mod reversed;
mod tabled;
mod turned;
mod worded;
mod yearly;

use self::fit::{back, comparable, difference, fit_of, is_times, same};
use super::{behind_rate, is_rate, past_rate};
use crate::lint::check::{Check, Context, Draft, Place};
use crate::lint::indicators::TERM;
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::text::{Fit, Gap, Syllable, TokenKind};
use serde::Deserialize;
use std::sync::LazyLock;

/// `change:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Change {
    /// Right before the figure that something is held against: «so với».
    compared: Vec<String>,
    /// Right behind a multiple, before the figure that it is of.
    multiple_of: Vec<String>,
    /// What stands between a base and its change, word by word, when nothing else is spoken of.
    between: Vec<String>,
    /// Between the day of a base and the base, word by word: «năm 2022, là năm mới có».
    since: Vec<String>,
    /// What the day is called on which the term began.
    opening: Vec<String>,
    /// What a whole term, or its five years, is called: «nhiệm kỳ qua».
    term: Vec<String>,
    /// Words of «sau chưa đầy năm năm»: how long a change took, and no base of its own.
    period: Vec<String>,
    /// Between a multiple in words and the value that it leads to, word by word: «giảm một nửa, chỉ còn».
    reached: Vec<String>,
}

/// The two ends of a change, and the direction its words give.
struct Ends<'f> {
    from: &'f Fact,
    to: &'f Fact,
}

/// Tokens between the parts of one statement of change.
const NEAR: usize = 14;

impl Check for Change {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let facts = &*asides::without(context);
        for at in 1..facts.len() {
            if let Some(found) = yearly::of_a_sum(self, context, facts, at) {
                out.push(found);
                continue;
            }
            if let Some((ends, change)) = self
                .against_base(context, facts, at)
                .or_else(|| self.base_first(context, facts, at))
                .or_else(|| over::find(context, facts, at))
            {
                out.extend(judge(context, &ends, change).filter(|_| !is_right_of_another(context, facts, at, &ends)));
                continue;
            }
            if let Some(found) = before::in_time(self, context, facts, at) {
                out.push(found);
                continue;
            }
            let taken_up = || taken_up(context, &facts[at - 1], &facts[at]);
            let Some(ends) = ends(context, &facts[at - 1], &facts[at]).or_else(taken_up) else {
                out.extend(reversed::find(context, facts, at).or_else(|| beside::find(context, facts, at)));
                continue;
            };
            if let Some(turned) = turned::find(context, &ends) {
                out.push(turned);
                continue;
            }
            // The change stands after its ends, or right before them: «tăng 9 sản phẩm (từ 2 lên 11)».
            let after = facts.get(at + 1).filter(|change| follows(context, ends.from, ends.to, change));
            let before = at
                .checked_sub(2)
                .and_then(|i| facts.get(i))
                .filter(|change| before::precedes(context, change, ends.from));
            // «vượt 1,5 điểm» behind two ends goes beyond something else.
            let Some(change) = after.or(before).filter(|change| !change.inexact) else {
                let told = beside::added(context, facts, at, &ends);
                out.extend(told.or_else(|| yearly::between(context, facts, at, &ends)));
                continue;
            };
            // «… từ 19 xuống 12, ở thôn từ 48 xuống 18, tổng cộng giảm 37» adds up several changes.
            let between = ends.to.end.min(change.tokens.start)..change.tokens.start;
            let summed_up = context.catalogue.figures.has(context.mentions, Cue::Total, &between);
            out.extend(judge(context, &ends, change).filter(|_| !summed_up));
        }
        out.extend(facts.iter().filter_map(|change| ranks::find(context, change)));
        out.extend((0..facts.len()).filter_map(|at| both::find(context, facts, at)));
        worded::find(self, context, facts, out);
        tabled::find(context, out);
        for grid in super::table::Grid::all(context) {
            super::table::changes(context, &grid, out);
        }
    }
}

impl Change {
    /// «12 sản phẩm, gấp 4 lần so với đầu nhiệm kỳ (3 sản phẩm)», «27 đơn, giảm 25% so với 36 đơn năm 2018»:
    /// the base stands at the end, in brackets or right after «so với». `at` is the change.
    fn against_base<'f>(&self, context: &Context<'_>, facts: &'f [Fact], at: usize) -> Option<(Ends<'f>, &'f Fact)> {
        let (change, base) = (&facts[at], facts.get(at + 1).filter(|_| at > 0)?);
        let stated = [Cue::Up, Cue::Down, Cue::Times];
        let is_change = change.is_led_by_any(&stated);
        if !is_change || base.sentence != change.sentence || base.of.is_some() || base.inexact {
            return None;
        }
        let gap = crate::text::fold(context.document.between(change.end, base.tokens.start));
        let gap = behind_rate(&gap).trim().trim_start_matches('%').trim();
        let bracketed = gap.ends_with('(') && gap.matches('(').count() == 1 && !gap.contains([',', ';', '.', ')']);
        let compared = gap.contains("so với") || change.is_led_by(Cue::Times);
        let multiple = change.is_led_by(Cue::Times) && self.multiple_of.iter().any(|words| words == gap);
        let direct = multiple || self.compared.iter().any(|words| words == gap) || self.tells_base_year(gap);
        let closed = context.document.between(base.end, base.end).trim_start().starts_with([')', '%']);
        if !(compared && bracketed && closed || direct) {
            return None;
        }
        // The value that changed: the nearest of the base's kind, in the same part of the sentence.
        let earlier = facts[..at].iter().rev().take(3).take_while(|fact| fact.sentence == change.sentence);
        // «1.428 hộ kinh doanh, tăng 308 hộ so với con số 1.120 hộ»
        let akin = |fact: &Fact| direct && context.catalogue.figures.akin(fact.unit, base.unit);
        // «65,4 triệu đồng, tăng 5,1 so với năm 2023 (60,3) và tăng 22,8 so với năm 2020 (42,6)»: neither another base in
        // its brackets nor another change has changed.
        let aside = |fact: &Fact| {
            let gap = context.document.between(fact.end, change.tokens.start);
            let closed = gap.find(')').is_some_and(|at| gap.find('(').is_none_or(|open| at < open));
            closed || fact.is_led_by_any(&stated)
        };
        let mut values = earlier
            .filter(|fact| !aside(fact))
            .filter(|fact| fact.same_kind(base) || akin(fact) || fact.unit == Unit::None && base.of.is_none());
        // «…; tổng 5 năm 500 tỷ đồng, năm 2030 gấp 1,6 lần năm 2025 (75 tỷ đồng)»: the clause says whose value has changed.
        let of_year = clause_year(context, facts[at - 1].end, change);
        let is_told =
            |to: &&Fact| of_year.is_none_or(|year| year_before(context, to).is_some_and(|(known, _)| known == year));
        // «đạt 1.240 tấn, bình quân 31 tấn/hộ, gấp 2 lần năm 2021 (620 tấn)»: a mean per household is held against a mean.
        let nearest = values.next()?;
        let alike = |to: &&Fact| is_rate(context, to) == is_rate(context, base);
        let to = std::iter::once(nearest).chain(values).find(alike).unwrap_or(nearest);
        let to = Some(to).filter(|to| !to.inexact).filter(is_told)?;
        let between_them = context.document.between(to.end, change.tokens.start);
        let near = change.tokens.start - to.end <= NEAR && !between_them.contains(';');
        // «lần lượt 12, 14, …, 17 đồng chí, vượt 4 đồng chí so với chỉ tiêu 60 đồng chí»: a plan may be of all that was told.
        let planned = context.catalogue.wording.any.plans.within(gap).next().is_some();
        let near = near && (!planned || beside::is_near(context, base, to, change));
        near.then_some((Ends { from: base, to }, change))
    }

    /// «gấp 2,3 lần năm 2022, là năm mới có 29 cơ sở»: past the comma nothing is told but what the year named had.
    fn tells_base_year(&self, gap: &str) -> bool {
        let Some((base, since)) = gap.split_once(',') else { return false };
        let base = base.trim_start_matches("lần").trim_start().trim_start_matches("so với").trim_start();
        let year = base.strip_prefix("năm ").is_some_and(|year| year.parse::<i32>().is_ok());
        let day = year || self.opening.iter().any(|words| words == base);
        let mut since = since.split_whitespace().peekable();
        day && since.peek().is_some() && since.all(|word| self.since.iter().any(|known| known == word))
    }

    /// «46,8 tỷ đồng, so với 31,5 tỷ đồng năm 2020 thì gấp 1,5 lần»: the base between what changed and how much. `at` is the
    /// change.
    fn base_first<'f>(&self, context: &Context<'_>, facts: &'f [Fact], at: usize) -> Option<(Ends<'f>, &'f Fact)> {
        let [last, base, change] = facts.get(at.checked_sub(2)?..=at)? else { return None };
        let stated = [Cue::Up, Cue::Down, Cue::Times];
        // Asked of every figure, and few are changes.
        if !change.is_led_by_any(&stated) {
            return None;
        }
        // «48.600 lượt, tăng 20,0% so với 40.500 lượt của năm 2023; so với 16.200 lượt của năm 2020 thì gấp 3 lần»: past what
        // the value was held against before.
        let held = self.held_against(context, facts, at - 2).filter(|value| value.same_kind(base));
        let to = held.unwrap_or(last);
        let exact =
            [to, base].iter().all(|fact| fact.of.is_none() && !fact.inexact && fact.sentence == change.sentence);
        // «so với con số 3.320 của năm 2020»: what the base counts need not be said again.
        let bare = base.unit == Unit::None || base.unit == Unit::Word(OF.0);
        // «…, tăng 4 tỷ đồng, so với năm 2020 (20 tỷ đồng) tăng 60%»: what something grew by has not grown.
        let kind = beside::akin(context, base, to) || bare && change.same_kind(to);
        if !exact || !kind || to.is_led_by_any(&stated) {
            return None;
        }
        let words = |from: usize, to: usize| crate::text::fold(context.document.between(from, to));
        let opening = words(last.end, base.tokens.start);
        let opening = past_rate(&opening).trim_start_matches(['%', ',', ';', ' ']).trim_end();
        let opening = match (held, opening.rsplit_once(';')) {
            (None, _) => opening,
            (Some(_), Some((_, opening))) => opening.trim_start(),
            (Some(_), None) => return None,
        };
        let compared =
            || self.compared.iter().find_map(|words| opening.strip_prefix(words.as_str())?.strip_suffix('('));
        // «312 ha (năm 2020: 210 ha)», «486 ha, so với năm 2020 (312 ha) tăng 174 ha»
        if let Some(since) = opening.strip_prefix('(').or_else(compared).map(str::trim) {
            let since = since.trim_end_matches([':', ' ']).trim_end_matches(" là").trim_end_matches(" đạt");
            // «nữ 180 đồng chí, so với năm 2020 (548 đảng viên)»: where the words differ the numbers must come near.
            let sure = to.same_kind(base) || beside::is_near(context, base, to, change);
            let told = sure && self.in_bracket(context, since, base, change);
            return told.then_some((Ends { from: base, to }, change));
        }
        let direct = self.compared.iter().any(|words| words == opening);
        let rest = words(base.end, change.tokens.start);
        let plain = |word: &str| {
            let word = word.trim_matches(['%', ',']);
            word.is_empty() || word.parse::<u16>().is_ok() || self.is_between(word)
        };
        (direct && rest.split_whitespace().all(plain)).then_some((Ends { from: base, to }, change))
    }

    /// «48.600 lượt, tăng 20,0% so với 40.500 lượt»: what the base at `at` was held against, its change between.
    fn held_against<'f>(&self, context: &Context<'_>, facts: &'f [Fact], at: usize) -> Option<&'f Fact> {
        let [value, change, base] = facts.get(at.checked_sub(2)?..=at)? else { return None };
        let exact = value.of.is_none() && !value.inexact && value.sentence == base.sentence && value.same_kind(base);
        if !exact || !change.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]) {
            return None;
        }
        let gap = crate::text::fold(context.document.between(change.end, base.tokens.start));
        let gap = behind_rate(&gap).trim().trim_start_matches('%').trim();
        self.compared.iter().any(|words| words == gap).then_some(value)
    }

    /// «118,8 tỷ đồng (năm 2020: 64,2 tỷ đồng), gấp 1,85 lần đầu nhiệm kỳ»: whether the change is from what the bracket gives
    /// for a day, `since`.
    fn in_bracket(&self, context: &Context<'_>, since: &str, base: &Fact, change: &Fact) -> bool {
        let year = since.strip_prefix("năm ").and_then(|year| year.parse::<i32>().ok());
        if year.is_none() && !self.opening.iter().any(|words| words == since) {
            return false;
        }
        let words = |from: usize, to: usize| crate::text::fold(context.document.between(from, to));
        let rest = words(base.end, change.tokens.start);
        let said = past_rate(&rest).trim_start_matches('%').strip_prefix(')').is_some_and(|rest| {
            rest.trim_start_matches([',', ' ']).split_whitespace().all(|word| self.is_between(word))
        });
        let until = context.document.sentences.get(change.sentence as usize).map_or(change.end, |s| s.tokens.end);
        let after = words(change.end, until.min(change.end + SINCE));
        let after = after.trim_start_matches('%').trim_start().trim_start_matches("lần").trim_start();
        let day =
            self.compared.iter().find_map(|words| after.strip_prefix(words.as_str())).unwrap_or(after).trim_start();
        let begins = self.opening.iter().any(|words| day.starts_with(words.as_str()));
        let same = day.starts_with(since) || begins && year.is_none_or(|year| year == context.turn() - TERM);
        said && (same || after.is_empty() || after.starts_with([',', '.', ';']))
    }

    fn is_between(&self, word: &str) -> bool {
        self.between.iter().any(|known| known == word)
    }
}

/// Whether a change that the ends taken for it do not give is right of another figure before it in the sentence.
fn is_right_of_another(context: &Context<'_>, facts: &[Fact], at: usize, ends: &Ends<'_>) -> bool {
    let change = &facts[at];
    let earlier = facts[..at].iter().rev().take(OTHERS).take_while(|fact| fact.sentence == change.sentence);
    let exact = |fact: &&Fact| !fact.inexact && fact.of.is_none() && fact.tokens != ends.to.tokens;
    let other = |fact: &&Fact| fact.tokens != ends.from.tokens && fact.same_kind(ends.from);
    earlier
        .filter(exact)
        .filter(other)
        .any(|to| fit_of(context, &Ends { from: ends.from, to }, change).is_some_and(|told| told.0 == Fit::Right))
}

/// Figures before a change that are asked whether it is theirs.
const OTHERS: usize = 6;

static OF: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("của"));

/// The year that the clause of a change opens with, past the figure before it: «…, năm 2030 gấp 1,6 lần».
fn clause_year(context: &Context<'_>, from: usize, change: &Fact) -> Option<i32> {
    let mut within = context.mentions.within(&(from..change.tokens.start)).iter();
    let (year, start) = within.find_map(|m| match &m.kind {
        MentionKind::Date(date) => date.year.map(|year| (year, m.tokens.start)),
        _ => None,
    })?;
    context.document.between(from, start).contains([',', ';']).then_some(year)
}

/// Tokens of «so với đầu nhiệm kỳ» after a change.
const SINCE: usize = 7;

/// «từ 41 vụ năm 2020 xuống 27 vụ», «từ 45% lên 62,5%».
fn ends<'f>(context: &Context<'_>, from: &'f Fact, to: &'f Fact) -> Option<Ends<'f>> {
    let exact = from.of.is_none() && to.of.is_none() && !from.inexact && !to.inexact;
    // Few figures are the ends of a change: the rest is only read for those.
    if !exact || from.sentence != to.sentence {
        return None;
    }
    if !(to.is_led_by(Cue::To) && from.is_led_by(Cue::From)) {
        return turned_to(context, from, to).or_else(|| year_by_year(context, from, to));
    }
    let gap = from.tokens.end..to.tokens.start;
    let near = from.sentence == to.sentence
        && gap.len() <= NEAR
        && !ends_thought(context.document.between(from.tokens.end, to.tokens.start));
    // «từ 2 đến 3 đợt mỗi năm» is a range: only what says up or down is a change.
    let turned = changes_before(context, from) || {
        let word = context.document.between(from.tokens.end, to.tokens.start);
        ["lên", "xuống", "còn", "nay"].iter().any(|w| word.split_whitespace().any(|x| x == *w))
    };
    // «từ 96 lên 158», «từ 52 lên 80 doanh nghiệp»: the word after the first end is no unit.
    let alone = context.document.between(from.tokens.end, to.tokens.start).split_whitespace().count() == 1;
    let bare = matches!(from.unit, Unit::Word(_)) && (to.unit == Unit::None || alone);
    let same = from.same_kind(to) || from.unit == Unit::None || bare;
    (near && turned && same).then_some(Ends { from, to })
}

/// «6,82% (cuối năm 2021) giảm còn 2,15%»: a word that says which way stands right between two values.
fn turned_to<'f>(context: &Context<'_>, from: &'f Fact, to: &'f Fact) -> Option<Ends<'f>> {
    if !to.is_led_by(Cue::To) || !from.same_kind(to) || to.tokens.start.saturating_sub(from.end) > NEAR {
        return None;
    }
    let gap = context.document.between(from.end, to.tokens.start).trim_start_matches(['%', ' ']);
    let gap = gap.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(gap, |(_, rest)| rest);
    let mut words = gap.split_whitespace();
    let turns = &context.catalogue.wording.change.turned;
    let turned = words.next().is_some_and(|word| turns.has(word));
    let plain = words.all(|word| context.catalogue.wording.change.links.has(word) || matches!(word, "đến" | "nay"));
    (turned && plain).then_some(Ends { from, to })
}

/// Whether a text holds a mark past which something else is told; a point may stand within a number.
fn ends_thought(text: &str) -> bool {
    text.contains(';') || text.contains(". ")
}

/// «Đầu nhiệm kỳ mới có 46 ha nuôi tôm. Đến nay con số này đã là 131 ha, tăng 85 ha»: the sentence takes up the one
/// figure of its kind that the sentence before gave.
fn taken_up<'f>(context: &Context<'_>, from: &'f Fact, to: &'f Fact) -> Option<Ends<'f>> {
    let words = &context.catalogue.figures;
    if from.sentence + 1 != to.sentence || !from.same_kind(to) || from.of.is_some() || from.inexact || to.inexact {
        return None;
    }
    let sentences = &context.document.sentences;
    let (earlier, sentence) = (sentences.get(from.sentence as usize)?, sentences.get(to.sentence as usize)?);
    let opening = sentence.tokens.start..to.tokens.start;
    let same =
        earlier.block == sentence.block && opening.len() <= NEAR && words.has(context.mentions, Cue::Same, &opening);
    let alone = context.facts().of_sentence(from.sentence).iter().filter(|fact| fact.same_kind(from)).count() == 1;
    (same && alone).then_some(Ends { from, to })
}

/// «năm 2015 là 3,2 tỷ đồng, năm 2019 lên 8,0 tỷ đồng», «năm 2023 làm 18 cuộc, năm 2024 làm 24 cuộc»: two years, each
/// right before its value, and between year and value the same verb or one that says nothing of its own.
fn year_by_year<'f>(context: &Context<'_>, from: &'f Fact, to: &'f Fact) -> Option<Ends<'f>> {
    if to.tokens.start <= from.end || !from.same_kind(to) {
        return None;
    }
    let gap = context.document.between(from.end, to.tokens.start);
    // «năm 2020 có 250 hộ (7,20%), năm 2024 còn 65 hộ»: what the bracket adds is passed over.
    let bracket = gap.trim_start_matches(['%', ' ']).strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let gap = bracket.map_or(gap, |(_, rest)| rest);
    let near = gap.split_whitespace().count() <= YEAR + 1;
    if !near || !gap.starts_with([',', ' ', ';', '%']) || gap.contains(['.', '(']) {
        return None;
    }
    let (first, second) = (year_before(context, from)?, year_before(context, to)?);
    let verbs = [first.1, second.1].map(|verb| crate::text::fold(verb.trim().trim_start_matches(':').trim_start()));
    let links = &context.catalogue.wording.change.links;
    let says_nothing = |verb: &String| verb.split_whitespace().all(|word| links.has(word));
    let alike = verbs[0] == verbs[1] || verbs.iter().all(says_nothing);
    (alike && first.0 < second.0).then_some(Ends { from, to })
}

/// The year, or another time, named right before a value, and the words between the two.
fn year_before<'d>(context: &'d Context<'_>, fact: &Fact) -> Option<(i32, &'d str)> {
    let before = fact.tokens.start.saturating_sub(YEAR)..fact.tokens.start;
    // «năm 2020: 58,4%; năm 2025: 73,1%»: the year before another value is that one's.
    let start = context.facts().within(&before).last().map_or(before.start, |other| other.end.min(before.end));
    let before = start..before.end;
    let text = context.document.between(before.start, before.end);
    let tokens = context.document.tokens.get(before.clone()).unwrap_or_default();
    let times = &context.catalogue.wording.change.times;
    let timed = tokens.iter().any(|token| times.may_end(token));
    if let Some(told) = timed.then(|| times.split_at(text)).flatten() {
        return Some(told);
    }
    let mut dates = context.mentions.within(&before).iter().filter_map(|m| match &m.kind {
        MentionKind::Date(date) => Some((date.year, m.tokens.end)),
        _ => None,
    });
    let (year, other) = (dates.next()?, dates.next());
    let verb = context.document.between(year.1, fact.tokens.start);
    year.0.filter(|_| other.is_none()).map(|year| (year, verb))
}

/// Tokens of «năm 2019 tăng lên» before a value.
const YEAR: usize = 5;

/// «giảm từ …», «tăng từ …».
fn changes_before(context: &Context<'_>, from: &Fact) -> bool {
    let before = from.tokens.start.saturating_sub(3)..from.tokens.start;
    let words = &context.catalogue.figures;
    words.has(context.mentions, Cue::Up, &before) || words.has(context.mentions, Cue::Down, &before)
}

/// Whether a figure is the change that follows two ends: «…, tăng 8 sản phẩm», «… (giảm 14 vụ)».
fn follows(context: &Context<'_>, from: &Fact, to: &Fact, change: &Fact) -> bool {
    let near = to.sentence == change.sentence && change.tokens.start.saturating_sub(to.end) <= NEAR;
    if !near {
        return false;
    }
    let direct = change.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    let Some(led) = (if direct { Some(change.tokens.start) } else { compared_before(context, from, change) }) else {
        return false;
    };
    let gap = context.document.between(to.end, led);
    // «giảm một nửa (từ 184 ha còn 92 ha) nhưng sản lượng chỉ giảm 35%»: past the bracket something else has changed.
    let wording = &context.catalogue.wording;
    let own = |word: &str| wording.change.own.has(&crate::text::fold(word));
    let past = gap.split_once(')').filter(|(inside, _)| !inside.contains('('));
    if past.is_some_and(|(_, rest)| !rest.trim_start_matches([',', ' ']).split_whitespace().all(own)) {
        return false;
    }
    // «bình quân giảm 0,45 điểm %/năm»: a part of the change.
    let yearly = yearly_after(context, change.end) || yearly_before(context, led);
    // «…, tỷ lệ tổ chức đảng hoàn thành tốt nhiệm vụ tăng 8,3 điểm»: after the comma something else has risen.
    let subject = gap.rsplit_once(',').is_some_and(|(_, last)| !last.split_whitespace().all(own));
    // «tức là mỗi ha làm thêm được 21,5 triệu đồng» says the same in other words.
    let explains = || gap.rsplit_once(',').is_some_and(|(_, last)| wording.any.explains.open(last.trim_start()));
    // «tức mỗi hộ thêm 0,3 ha» is no such thing.
    let near = || {
        let exact = comparable(from, to).zip(to.amount()).and_then(|(from, to)| difference(from, to));
        exact.zip(change.amount()).is_some_and(|(exact, stated)| {
            (exact.value() - stated.value()).abs() <= EXPLAINED * exact.value().max(stated.value())
        })
    };
    let subject = subject && !(explains() && change.same_kind(to) && near());
    // After a semicolon something else is spoken of, unless one parts the ends too: «năm 2020: 58,4%; năm 2025: 73,1%; tăng
    // 14,7%»; «tăng 12% so với năm trước» has a base of its own.
    let listed = || {
        let ends = context.document.between(from.end, to.tokens.start);
        let own = gap.trim_start_matches('%').trim_start().trim_start_matches(';').split_whitespace().all(own);
        ends.contains(';') && own && beside::slipped(from, to, change)
    };
    !yearly
        && !subject
        && !gap.contains(". ")
        && (!gap.contains(';') || listed())
        && gap.matches(',').count() <= 2
        && !of_another(context, from, change)
}

/// «nhiều hơn năm trước 05 cuộc», «tăng so với năm 2020 là 62 tấn»: the base stands between the word that says up or
/// down and the change. Where that word ends.
fn compared_before(context: &Context<'_>, from: &Fact, change: &Fact) -> Option<usize> {
    let start = change.tokens.start;
    let words = &context.catalogue.figures;
    let reach = start.saturating_sub(THAN)..start;
    let mut cues = words.cues(context.mentions, &reach);
    let turn = cues.find(|hit| hit.item == Cue::Up as u32 || hit.item == Cue::Down as u32)?;
    let base = turn.end as usize..start;
    // No years but that of the first end, and no words but those of a base.
    let mut years = context.mentions.within(&base).iter().filter_map(|m| match &m.kind {
        MentionKind::Date(date) => Some(date.year),
        _ => None,
    });
    let year = years.next().flatten();
    let told = year.is_none_or(|year| year_before(context, from).is_some_and(|(first, _)| first == year));
    let tokens = context.document.tokens.get(base.clone())?;
    let than = &context.catalogue.wording.change.than;
    let plain =
        |token: &crate::text::Token| token.gap == Gap::Space && (token.kind == TokenKind::Number || than.is(token));
    (told && !tokens.is_empty() && tokens.iter().all(plain)).then_some(turn.end as usize)
}

/// Tokens from «tăng» over a base to the change.
const THAN: usize = 9;

/// «tăng 12% so với kế hoạch», «… so với năm 2022», where the change is said to start in another year.
fn of_another(context: &Context<'_>, from: &Fact, change: &Fact) -> bool {
    let after = context.document.tokens.get(change.end..change.end + 2);
    let compared = after.is_some_and(|t| [t[0].id, t[1].id] == *COMPARED);
    // «gấp 3 lần năm 2015»
    let of_year = change.is_led_by(Cue::Times) && year_at(context, change.end).is_some();
    // «tăng 62,7%; so với mục tiêu …»: past a semicolon something else is told.
    if !(compared || of_year) || context.document.between(change.end, change.end).contains([';', '.']) {
        return false;
    }
    let start = if compared { change.end + 2 } else { change.end };
    let base = start..start + YEAR;
    let year = context.mentions.within(&base).iter().find_map(|m| match &m.kind {
        MentionKind::Date(date) => date.year,
        _ => None,
    });
    // «từ 40 vụ năm 2020 xuống 28 vụ, giảm 20% so với năm 2023»
    let behind = || {
        context.mentions.within(&(from.end..from.end + 2)).iter().find_map(|m| match &m.kind {
            MentionKind::Date(date) => date.year,
            _ => None,
        })
    };
    let first = year_before(context, from).map(|(first, _)| first).or_else(behind);
    let other_year = match (year, first) {
        (Some(year), Some(first)) => year != first,
        // Without a year of its own the first end may be of any that was told.
        (Some(_), None) if of_year => {
            let told = context.document.sentences.get(change.sentence as usize).map_or(0, |s| s.tokens.start);
            let mut dated = context.mentions.within(&(told..change.tokens.start)).iter();
            dated.any(|m| matches!(m.kind, MentionKind::Date(_) | MentionKind::Term(..)))
        }
        _ => false,
    };
    let words = &context.catalogue.figures;
    let planned = words
        .cues(context.mentions, &(base.start..base.start + 3))
        .any(|hit| hit.item == Cue::Exceed as u32 && hit.start as usize == base.start);
    other_year || planned
}

/// The year that begins at a token: «năm 2015».
fn year_at(context: &Context<'_>, at: usize) -> Option<i32> {
    let first = context.mentions.within(&(at..at + 2)).iter().find(|m| matches!(m.kind, MentionKind::Date(_)))?;
    match &first.kind {
        MentionKind::Date(date) => date.year,
        _ => None,
    }
}

static COMPARED: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["so", "với"].map(Syllable::of));

/// How far, as a share of the larger, a change told once more in other words may be from the right one.
const EXPLAINED: f64 = 0.35;

/// «0,45 điểm %/năm», «4 triệu đồng/người/năm», «6% mỗi năm»: right after a change. In «sau năm năm» it is no unit.
fn yearly_after(context: &Context<'_>, end: usize) -> bool {
    // «gấp 3 lần năm 2015» is of that year.
    let begins = |at: usize| {
        context.catalogue.figures.begins(context.mentions, Cue::Yearly, at) && year_at(context, at).is_none()
    };
    let parted = context.document.between(end, end).contains([',', ';', '.']);
    begins(end) && !parted || begins(end + 1) && context.document.between(end + 1, end + 1).contains('/')
}

/// «bình quân giảm 0,45 điểm»: right before the word that says up or down.
fn yearly_before(context: &Context<'_>, led: usize) -> bool {
    // «74,8 triệu đồng/người/năm, gấp 1,5 lần»: past the comma it is the unit of what is reached.
    let Some(end) = led.checked_sub(1).filter(|&end| !context.document.between(end, end).contains(',')) else {
        return false;
    };
    let before = end.saturating_sub(4)..end;
    let mut cues = context.catalogue.figures.cues(context.mentions, &before);
    cues.any(|hit| hit.end as usize == end && hit.item == Cue::Yearly as u32)
}

fn judge(context: &Context<'_>, ends: &Ends<'_>, change: &Fact) -> Option<Draft> {
    // «vượt 07 đảng viên so với chỉ tiêu (52 đảng viên)» is as exact as what it is held against.
    if change.inexact && !change.is_led_by(Cue::Up) || change.of.is_some() {
        return None;
    }
    let (fit, shown) = fit_of(context, ends, change)?;
    if fit != Fit::Wrong {
        let times = shown.0 == "times";
        return turned::against(context, ends, change).filter(|_| fit == Fit::Right && !times);
    }
    // Nobody is as wrong as that: the figures are of two things.
    let apart = shown.1.value().max(change.value.value()) > FAR * shown.1.value().min(change.value.value());
    if shown.0 == "times" && apart {
        return None;
    }
    let start = ends.from.tokens.start.min(change.tokens.start);
    let draft = Draft::on(Place::Tokens(start..ends.to.end.max(change.end))).say(shown.0);
    let draft = draft.with("from", ends.from.value.to_string()).with("to", ends.to.value.to_string());
    Some(
        draft
            .with("exact", super::sum::trimmed(shown.1, change.value.scale).to_string())
            .with("stated", change.value.to_string()),
    )
}

/// How many times the right multiple a stated one may be: a comma forgotten makes ten.
const FAR: f64 = 12.0;
