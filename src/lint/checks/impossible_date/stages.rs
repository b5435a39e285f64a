//! Two dates of one thing, told in the wrong order: «khởi công tháng 9/2022, bàn giao ngày 30/6/2022», «được công nhận
//! tháng 3/2024 sau khi được thẩm định tháng 6/2024».

use super::Page;
use super::span::{backwards, passes, precedes};
use crate::lint::check::Draft;
use crate::mentions::{DateMention, Mention, Precision};
use crate::text::{Gap, Hit, Syllable};
use std::ops::Range;
use std::sync::LazyLock;

/// Tokens between two dates of one sentence that are looked at together.
const APART: usize = 20;
/// Tokens from a verb to its date: «khởi công nhà văn hóa xóm Đông vào ngày».
const VERB: usize = 14;
/// Pairs of stages that are told apart.
const MOST: u32 = 64;

/// What happens at a date: by the numbers of their pairs, the stages it may be the first and the last of.
#[derive(Clone, Copy, Default)]
struct Event {
    first: u64,
    last: u64,
    /// Where the verb stands.
    start: usize,
    end: usize,
}

impl Event {
    fn is_told(&self) -> bool {
        self.first | self.last != 0
    }

    /// Whether two events may be stages of one thing.
    fn is_akin(&self, other: &Event) -> bool {
        (self.first | self.last) & (other.first | other.last) != 0
    }
}

/// Finds such dates.
pub(super) fn find(page: &Page<'_>, out: &mut Vec<Draft>) {
    for pair in page.dates.windows(2) {
        let [one, other] = pair else { continue };
        if other.0.tokens.start.saturating_sub(one.0.tokens.end) > APART {
            continue;
        }
        let falls = falls(page, one, other);
        if (falls || precedes(&one.1, &other.1)) && is_one_sentence(page, one.0.tokens.end..other.0.tokens.start) {
            let order = if falls { falling(page, one.0, other.0) } else { rising(page, one.0, other.0) };
            let (from, to) = if falls { (one.0, other.0) } else { (other.0, one.0) };
            out.extend(order.map(|(place, message)| backwards(page, place, from, to).say(message)));
        }
    }
}

/// Whether the second of two dates surely comes before the first: «ký ngày 15/8, có hiệu lực từ 01/8/2024».
fn falls(page: &Page<'_>, (_, one): &(&Mention, DateMention), (mention, other): &(&Mention, DateMention)) -> bool {
    let day = |date: &DateMention| date.precision == Precision::Day && !page.is_lunar(&mention.tokens);
    match (one.year, other.year) {
        (None, _) => day(one) && day(other) && one.month == other.month && other.day < one.day,
        _ => precedes(other, one),
    }
}

fn is_one_sentence(page: &Page<'_>, between: Range<usize>) -> bool {
    (between.start..=between.end).all(|at| !page.gap(at).contains(['.', ';', '\n', '|']))
}

/// The place of two dates in the wrong order, and how it is told.
type Found = Option<(Range<usize>, &'static str)>;

/// What is wrong with a date that comes before the one told ahead of it.
fn falling(page: &Page<'_>, one: &Mention, other: &Mention) -> Found {
    stages(page, one, other)
        .or_else(|| opened_by(page, &AFTER, one, other))
        .or_else(|| parted_by(page, &BEFORE, one, other))
}

/// What is wrong with a date that comes after the one told ahead of it.
fn rising(page: &Page<'_>, one: &Mention, other: &Mention) -> Found {
    parted_by(page, &AFTER, one, other).or_else(|| opened_by(page, &BEFORE, one, other))
}

static AFTER: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["sau", "khi"].map(Syllable::of));
static BEFORE: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["trước", "khi"].map(Syllable::of));

/// «khởi công nhà văn hóa tháng 9/2022, bàn giao ngày 30/6/2022»; «tháng 9/2022 khởi công, 30/6/2022 bàn giao».
fn stages(page: &Page<'_>, one: &Mention, other: &Mention) -> Found {
    let later = event_before(page, other, one.tokens.end, false);
    let (later, led) = if later.is_told() { (later, true) } else { (event_behind(page, other), false) };
    if later.last == 0 || !is_ended(page, if led { other.tokens.end } else { later.end }) {
        return None;
    }
    let earlier = event_before(page, one, 0, true);
    let earlier = if earlier.is_told() { earlier } else { event_behind(page, one) };
    let from = earlier.end.max(one.tokens.end);
    let to = if led { later.start } else { other.tokens.start };
    let same = earlier.first & later.last;
    let place = earlier.start.min(one.tokens.start)..later.end.max(other.tokens.end);
    // The first pair is the beginning and the end of a work.
    (same != 0 && is_linked(page, from..to)).then_some((place, if same & 1 == 1 { "span" } else { "order" }))
}

/// «đón bằng công nhận tháng 3/2024 sau khi được thẩm định tháng 6/2024».
fn parted_by(page: &Page<'_>, word: &[Syllable; 2], one: &Mention, other: &Mention) -> Found {
    let tokens = &page.context.document.tokens;
    let at = one.tokens.end;
    let said = tokens.get(at..at + 2)?.iter().map(|t| t.id).eq(word.iter().copied());
    let close = matches!(page.gap(at).trim(), "" | ",");
    if !(said && close && is_plain(page, at + 2..other.tokens.start)) {
        return None;
    }
    let (first, second) = (event_before(page, one, 0, true), event_before(page, other, at + 2, false));
    let told = first.is_akin(&second) && is_subject(page, at + 2..second.start);
    told.then_some((first.start..other.tokens.end, "order"))
}

/// «Sau khi nghiệm thu ngày 15/6/2024, cầu được thông xe ngày 02/5/2024».
fn opened_by(page: &Page<'_>, word: &[Syllable; 2], one: &Mention, other: &Mention) -> Found {
    let tokens = &page.context.document.tokens;
    if page.gap(one.tokens.end).trim() != "," || !is_plain(page, one.tokens.end + 1..other.tokens.start) {
        return None;
    }
    let first = event_before(page, one, 0, false);
    let second = event_before(page, other, one.tokens.end, false);
    if !(first.is_akin(&second) && is_subject(page, one.tokens.end..second.start)) {
        return None;
    }
    let words = tokens.get(first.start.saturating_sub(SUBJECT + 2)..first.start)?.windows(2);
    let said = words.rev().position(|w| w[0].id == word[0] && w[1].id == word[1])?;
    let start = first.start - 2 - said;
    let plain = is_plain(page, start + 1..first.start + 1) && is_subject(page, start + 2..first.start);
    plain.then_some((start..other.tokens.end, "order"))
}

/// Whether words only say whom something happens to: «cầu được thông xe», but not «thực hiện kế hoạch ban hành ngày».
fn is_subject(page: &Page<'_>, words: Range<usize>) -> bool {
    let tokens = page.context.document.tokens.get(words).unwrap_or_default();
    tokens.len() <= SUBJECT && !tokens.iter().any(|t| page.lists.dated.contains(&t.id))
}

/// Tokens of «đường trục chính của xã đã được».
const SUBJECT: usize = 8;

/// What the words before a date say has happened then; with `object`, a thing may be named between.
fn event_before(page: &Page<'_>, date: &Mention, from: usize, object: bool) -> Event {
    let tokens = &page.context.document.tokens;
    let end = date.tokens.start;
    // The clause, as far as it goes without a mark.
    let reach = end.saturating_sub(VERB).max(from);
    let start = (reach..=end).rev().take_while(|&at| tokens.get(at).is_some_and(|t| t.gap == Gap::Space)).last();
    let start = start.map_or(end, |at| at.saturating_sub(1).max(reach));
    let near = start..end;
    let mut event = Event::default();
    let mut note = |hit: &Hit, stage: fn(&mut Event) -> &mut u64| {
        let between = tokens.get(hit.end as usize..end).unwrap_or_default();
        let led = between.iter().all(|t| passes(page, t));
        // «tổng kết kế hoạch tháng 3/2024»: the date is that of what is named.
        let named = || object && !between.iter().any(|t| page.lists.dated.contains(&t.id));
        if hit.item >= MOST || !(led || named()) || (hit.end as usize) < event.end {
            return;
        }
        // The verb next to the date is the one that counts.
        if hit.end as usize > event.end {
            event = Event { start: hit.start as usize, end: hit.end as usize, ..Event::default() };
        }
        *stage(&mut event) |= 1 << hit.item;
    };
    for hit in page.context.mentions.hits_of(page.lists.earlier, &near) {
        note(hit, |event| &mut event.first);
    }
    for hit in page.context.mentions.hits_of(page.lists.later, &near) {
        note(hit, |event| &mut event.last);
    }
    event
}

/// What the words right behind a date say has happened then: «ngày 12/5/2023 khởi công».
fn event_behind(page: &Page<'_>, date: &Mention) -> Event {
    let tokens = &page.context.document.tokens;
    let from = date.tokens.end;
    let plain = |&at: &usize| tokens.get(at).is_some_and(|t| t.gap == Gap::Space);
    let near = from..(from..from + BEHIND).take_while(plain).last().map_or(from, |at| at + 1);
    let mut event = Event::default();
    let hits = |list| page.context.mentions.hits_of(list, &near);
    let linked =
        |hit: &&Hit| hit.item < MOST && (from..hit.start as usize).all(|at| page.lists.links.contains(&tokens[at].id));
    for hit in hits(page.lists.earlier).filter(linked) {
        event.first |= 1 << hit.item;
        (event.start, event.end) = (hit.start as usize, event.end.max(hit.end as usize));
    }
    for hit in hits(page.lists.later).filter(linked) {
        event.last |= 1 << hit.item;
        (event.start, event.end) = (hit.start as usize, event.end.max(hit.end as usize));
    }
    event
}

/// Tokens behind a date in which its verb stands.
const BEHIND: usize = 6;

/// Whether nothing new is named between two dates: «, sau 8 tháng thi công đã».
fn is_linked(page: &Page<'_>, between: Range<usize>) -> bool {
    let document = page.context.document;
    let marks = (between.start..=between.end).all(|at| matches!(page.gap(at).trim(), "" | "," | "-" | "–"));
    let known = |at: usize| {
        let Some(token) = document.tokens.get(at) else { return false };
        passes(page, token) || page.lists.links.contains(&token.id) || {
            // «nghiệm thu, bàn giao»: another stage of the same.
            let stage =
                |list| page.context.mentions.hits_of(list, &(at.saturating_sub(4)..at + 5)).any(|h| covers(h, at));
            stage(page.lists.later) || stage(page.lists.earlier)
        }
    };
    marks && between.clone().all(known)
}

fn covers(hit: &Hit, at: usize) -> bool {
    (hit.start as usize..hit.end as usize).contains(&at)
}

/// Whether nothing is named right behind: «bàn giao tháng 4/2023 đường trục» is of another thing.
fn is_ended(page: &Page<'_>, at: usize) -> bool {
    let token = page.context.document.tokens.get(at);
    token.is_none_or(|t| t.gap != Gap::Space || page.lists.follows.contains(&t.id))
}

/// Whether words stand in one clause.
fn is_plain(page: &Page<'_>, between: Range<usize>) -> bool {
    (between.start..between.end).all(|at| page.gap(at).trim().is_empty())
}
