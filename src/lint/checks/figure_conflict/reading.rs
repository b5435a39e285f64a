//! Which figure gives a quantity: the words before it, behind it and right around it, and what speaks against it.

use super::phrases::{ANY, Phrases};
use super::{FigureConflict, Lists, Quantity, Value};
use crate::document::{Block, Kind, Numbering};
use crate::lint::check::{Context, Place};
use crate::mentions::fact::Unit;
use crate::mentions::{Fact, Mention, MentionKind};
use crate::text::{Gap, Hit, Syllable, Token, TokenKind};
use std::ops::Range;
use std::sync::LazyLock;

impl FigureConflict {
    pub(super) fn value(&self, context: &Context<'_>, lists: &Lists, fact: &Fact) -> Option<Value> {
        // «tỷ lệ dân số … 98,5%; hộ sử dụng nước …»: a share counts nothing of what follows it.
        if fact.inexact || fact.unit == Unit::Percent {
            return None;
        }
        let document = context.document;
        let sentence = document.sentences.get(fact.sentence as usize)?;
        let block = document.blocks.get(sentence.block as usize)?;
        // A script is a table of what is said.
        let cell = block.is_cell() && document.meta.kind != Some(Kind::CongressScript);
        // «1.2. Đảng bộ phường có 48 chi bộ, 1.683 đảng viên:» over a table is told as any sentence is.
        let titles =
            block.is_heading() && !(block.level.is_none() && document.block_text(block).trim_end().ends_with(':'));
        if cell || block.quoted || titles || block.footnote {
            return None;
        }
        let after = fact.tokens.end..fact.tokens.end + COUNTED;
        let starts = |hit: &&Hit| hit.start as usize == fact.tokens.end;
        let mut counted = context.mentions.hits_of(lists.counts, &after).filter(starts).peekable();
        counted.peek()?;
        // «hụt 10 người (215/225); chi bộ …»: past the bracket nothing is counted.
        if document.between(fact.tokens.end, fact.tokens.end).contains([')', ';']) {
            return None;
        }
        let option = |id| {
            let heading = document.sections.get(id as usize)?.heading?;
            context.mentions.hits_of(lists.options, &document.blocks.get(heading as usize)?.tokens).next()
        };
        if document.section_chain(block.section).any(|id| option(id).is_some()) {
            return None;
        }
        let kind = document.meta.kind;
        let outgoing = std::cell::OnceCell::new();
        let outgoing = || *outgoing.get_or_init(|| is_under_outgoing(context, lists, block));
        let given = |count: &&Hit| {
            let quantity = self.quantities.get(count.item as usize).filter(|q| !(q.coming && outgoing()));
            let given = |q: &Quantity| q.kinds.is_empty() || kind.is_some_and(|kind| q.kinds.contains(&kind));
            quantity.is_some_and(|q| given(q) && (q.ratio || q.denominators || q.of_all || fact.of.is_none()))
        };
        counted.filter(given).find_map(|count| {
            let quantity = self.quantities.get(count.item as usize)?;
            let adjacent = quantity.adjacent;
            let clause = self.clause(context, &sentence.tokens, fact, quantity.reach.unwrap_or(self.reach));
            let whole = fact.of.filter(|_| quantity.denominators && !quantity.ratio);
            let all_of = fact.of.filter(|_| quantity.of_all);
            // What is named right before its number is named within its commas.
            let comma = |i: &usize| context.document.has_mark(*i, &[',']);
            let lead = Self::led(context, &lists.leads, count.item, fact);
            let parts = (clause.start + 1..fact.tokens.start).rev().find(comma);
            let before = parts.filter(|_| adjacent).unwrap_or(clause.start)..fact.tokens.start;
            let mut shown = lists.cues.hits(context.mentions, count.item, &before);
            let others = |hit: &Hit| {
                let body = document.tokens.get(hit.end as usize).is_some_and(|t| t.gap == Gap::Space && t.id == *BODY);
                lead && body && parts.is_some_and(|part| (hit.end as usize) < part)
            };
            let appointed = Self::appointed(context, lists, count.item, &before);
            // Another time, place or group; something else that is counted.
            let (mut elsewhere, mut else_counted) = (false, false);
            for hit in lists.not.all(context.mentions, &before) {
                elsewhere |= lists.not.has(hit, ANY) && !quantity.anywhere && !others(hit) && !appointed(hit);
                // «…, gồm 30 đồng chí, lãnh đạo 60 chi bộ trên địa bàn 45 thôn»: what is counted before is not these.
                let apart = lead && parts.is_some_and(|part| (hit.end as usize) <= part);
                else_counted |= lists.not.has(hit, count.item) && !apart && !appointed(hit);
            }
            let end = count.end as usize;
            let runs_on = |i: &usize| document.tokens.get(*i).is_some_and(|t| t.gap == Gap::Space);
            let tail = (end..(end + NEXT).min(clause.end)).take_while(runs_on).count();
            let tail = fact.tokens.end..end + tail;
            // «26 ấp trên toàn xã», and nothing said of some of them.
            let around = end..end + LONGEST;
            let mut all = lists.all.hits(context.mentions, count.item, &around);
            let all = all.find(|hit| hit.start as usize == end);
            // «… trong nhiệm kỳ 2020-2025» goes on with nothing but its years.
            let goes_on = |hit: &Hit| {
                let next = document.tokens.get(hit.end as usize);
                next.is_some_and(|t| t.gap == Gap::Space && t.kind == TokenKind::Word)
            };
            let verbs = !quantity.verbs.is_empty() && quantity.subjects.is_empty();
            let done = |hit| Self::led(context, &lists.verbs, count.item, fact) && is_past(context, hit);
            let all = all.is_some_and(|hit| !goes_on(hit) && (!verbs || done(hit)));
            // «bồi dưỡng nguồn, kết nạp 215 đảng viên trong nhiệm kỳ»: a number with its verb and its term is of
            // nothing that was said before.
            let against = (elsewhere || else_counted) && !(all && verbs);
            let led = quantity.led.is_empty() || Self::led(context, &lists.led, count.item, fact);
            let mut within = lists.within.hits(context.mentions, count.item, &around);
            let owned = within.find(|hit| hit.start as usize == end);
            let within = led && owned.is_some_and(|hit| !quantity.led.is_empty() || !goes_on(hit));
            let mut followed = lists.followed_by.hits(context.mentions, count.item, &tail);
            // «598 đảng viên vào đầu nhiệm kỳ», but not what the next sentence begins with.
            let behind = end..(end + 1 + LONGEST).min(sentence.tokens.end.max(end));
            let then = context.mentions.hits_of(lists.then, &behind).any(|hit| hit.start as usize == end)
                || opens_then(context, lists, &sentence.tokens, fact);
            let narrowed = against || followed.next().is_some();
            // «Ban Chấp hành gồm 33 đồng chí: 25 đồng chí đã là cấp ủy viên …»: the words belong to the first of them.
            let said_of = |hit: &Hit| {
                let between = hit.end as usize..fact.tokens.start;
                context.mentions.hits_of(lists.counts, &between).any(|other| other.item == count.item)
            };
            // «120 đại biểu được triệu tập, 117 đại biểu dự»: the words belong to the number before them.
            let of_earlier = |hit: &Hit| {
                let (start, end) = (hit.start as usize, hit.end as usize);
                let near = start.saturating_sub(COUNTED).max(clause.start)..start;
                let comma = (end..=fact.tokens.start).any(|i| context.document.has_mark(i, &[',']));
                comma
                    && context.mentions.hits_of(lists.counts, &near).any(|other| {
                        let number = (other.start as usize).checked_sub(1).and_then(|i| document.tokens.get(i));
                        other.item == count.item && number.is_some_and(|t| t.kind == TokenKind::Number)
                    })
            };
            let close = |hit: &Hit| {
                if adjacent {
                    hit.end as usize == fact.tokens.start && !Self::is_counted(context, lists, count.item, hit)
                } else {
                    !said_of(hit) && !of_earlier(hit)
                }
            };
            let aside = || self.is_past_aside(context, lists, count.item, &sentence.tokens, fact);
            let shown = shown.any(close)
                || aside()
                || self.is_said(context, lists, count.item, &before, &after)
                || Self::is_its_own(context, lists, count.item, &sentence.tokens, fact);
            // «265 người/km²»
            let rate = document.tokens.get(count.end as usize).is_some_and(|t| t.gap == Gap::Slash);
            let here = is_now_and_here(context, &(clause.start..tail.end), quantity.anywhere);
            let sure = (whole.is_some() || shown || all || lead) && !narrowed;
            let within = within && !if quantity.led.is_empty() { narrowed } else { elsewhere };
            // However they are narrowed, there are no more of them than all.
            let bounded = kind.is_some_and(|kind| quantity.bounded.contains(&kind));
            // «nếp ấy hiện giữ ở cả 21 chi bộ trực thuộc»: any text may speak of today.
            let today = || !quantity.led.is_empty() && led && says_today(context, &before);
            let bounded = bounded || !quantity.bounded.is_empty() && today();
            // «kết quả tại 19 ấp của xã»: any number of the unit's own.
            let owned = !quantity.led.is_empty() && !elsewhere && owned.is_some_and(|hit| !goes_on(hit));
            let bounded = fact.of.is_none() && (bounded || owned);
            let beyond = || context.mentions.hits_of(context.catalogue.told.beyond, &before).next().is_some();
            let bounded = bounded && !(sure || within || beyond()) && !Self::is_joined(context, lists, count);
            let over = !quantity.past || names_past_term(context, &(clause.start..end));
            let given = (sure || within || bounded) && !then && over;
            let same = |other: &Quantity| other.name == quantity.name;
            (given && !rate && here).then(|| Value {
                quantity: self.quantities.iter().position(same).unwrap_or(count.item as usize),
                value: whole.or(all_of).unwrap_or(fact.value),
                amount: whole.or(all_of).or(fact.amount()).unwrap_or(fact.value),
                measure: matches!(fact.unit, Unit::Measure(..))
                    .then(|| document.token_text(fact.tokens.end..fact.end).into()),
                tokens: fact.tokens.clone(),
                place: Place::Tokens(fact.tokens.start..end),
                whole: whole.is_some(),
                at_most: quantity.at_most || bounded,
                near: !sure,
            })
        })
    }

    /// «171 đại biểu được triệu tập»; «Ban Chấp hành Đảng bộ phường khóa I gồm 29 đồng chí».
    fn is_said(
        &self,
        context: &Context<'_>,
        lists: &Lists,
        item: u32,
        before: &Range<usize>,
        after: &Range<usize>,
    ) -> bool {
        let subject = lists.subjects.hits(context.mentions, item, before).last().map(|hit| hit.end as usize);
        // No number and no mark between the subject and its verb but those of its term: «khóa I, nhiệm kỳ 2025-2030».
        let plain = |from: usize| {
            let terms = context.mentions.within(&(from..before.end)).iter();
            let mut terms = terms.filter(|m| matches!(m.kind, MentionKind::Term(..)));
            let term = terms.next().map_or(0..0, |m| m.tokens.start.saturating_sub(2)..m.tokens.end);
            let tokens = context.document.tokens.get(from..before.end).unwrap_or_default();
            let word = |t: &Token| t.kind == TokenKind::Word && t.gap == Gap::Space;
            tokens.iter().enumerate().all(|(i, t)| word(t) || (term.start..=term.end).contains(&(from + i)))
        };
        let behind = after.start..after.start + SURE;
        let mut sure = lists.sure.hits(context.mentions, item, &behind);
        let mut verbs = lists.verbs.hits(context.mentions, item, before);
        sure.any(|hit| hit.start as usize == after.start)
            || subject.is_some_and(plain) && verbs.any(|hit| hit.end as usize == before.end)
    }

    /// «xã Can Lộc có 24 thôn»: a verb of the quantity's right behind the name of the unit, and no other place is named.
    fn is_its_own(context: &Context<'_>, lists: &Lists, item: u32, sentence: &Range<usize>, fact: &Fact) -> bool {
        let before = fact.tokens.start.saturating_sub(LONGEST).max(sentence.start)..fact.tokens.start;
        let verb = lists.own.hits(context.mentions, item, &before).find(|hit| hit.end as usize == before.end);
        let Some(verb) = verb.map(|hit| hit.start as usize) else { return false };
        let places = context.mentions.within(sentence).iter().filter_map(|m| match &m.kind {
            MentionKind::Place(place) => Some((place, &m.tokens)),
            _ => None,
        });
        let led = |at: usize| {
            let from = at.saturating_sub(LONGEST).max(sentence.start);
            let before = from..at;
            let mut owners = lists.owners.hits(context.mentions, item, &before);
            owners.any(|hit| hit.end as usize == at)
        };
        let needs = lists.owners.needs(item);
        let (mut its, mut others) = (false, false);
        for (place, tokens) in places {
            others |= !context.is_own(place);
            its |= tokens.end == verb && (!needs || led(tokens.start));
        }
        its && !others
    }

    /// «Ban Thường vụ Tỉnh ủy chỉ định Ban Chấp hành Đảng bộ xã nhiệm kỳ 2025-2030 gồm 27 đồng chí»: beside a term that is to
    /// come, the body of another level is who decides, and not whose members are counted.
    fn appointed<'c>(
        context: &'c Context<'_>,
        lists: &'c Lists,
        item: u32,
        before: &'c Range<usize>,
    ) -> impl Fn(&Hit) -> bool + 'c {
        let subject = lists.subjects.hits(context.mentions, item, before).last().map(|hit| hit.end as usize);
        let comes = |m: &Mention| matches!(m.kind, MentionKind::Term(_, to) if to > context.as_of.year);
        let named = subject.is_some_and(|from| context.mentions.within(&(from..before.end)).iter().any(comes));
        move |hit: &Hit| {
            let body =
                |at: usize| context.document.tokens.get(at).is_some_and(|t| t.gap == Gap::Space && t.id == *BODY);
            let end = hit.end as usize;
            named && (body(end) || body(end + 1))
        }
    }

    /// «Đảng bộ xã có 20 chi bộ trực thuộc, gồm 11 chi bộ thôn, 09 chi bộ trường học, với 532 đảng viên»: «với» goes on from
    /// before the parts that are told in passing, or in brackets.
    fn is_past_aside(
        &self,
        context: &Context<'_>,
        lists: &Lists,
        item: u32,
        sentence: &Range<usize>,
        fact: &Fact,
    ) -> bool {
        let document = context.document;
        let tie = |at: &usize| document.tokens.get(*at).is_some_and(|t| lists.ties.contains(&t.id));
        let Some(tied) = fact.tokens.start.checked_sub(1).filter(tie) else { return false };
        let low = fact.tokens.start.saturating_sub(ASIDE).max(sentence.start);
        let mark = document.between(tied, tied).trim();
        let opens = |&at: &usize| match mark {
            "," => {
                document.between(at, at).trim() == ","
                    && context.mentions.hits_of(lists.asides, &(at..at + 3)).any(|hit| hit.start as usize == at)
            }
            ")" | ")," => document.between(at, at).trim_end().ends_with('('),
            _ => false,
        };
        let Some(aside) = (low + 1..tied).rev().find(opens) else { return false };
        let plain = !document.between(aside, fact.tokens.start).contains([';', '.', ':']);
        let before = aside.saturating_sub(ASIDE).max(sentence.start)..aside;
        let mut cues = lists.cues.hits(context.mentions, item, &before);
        let mut not = lists.not.all(context.mentions, &before);
        let against = not.any(|hit| lists.not.has(hit, ANY) || lists.not.has(hit, item));
        // Between the cue and the aside stands what has the parts, and no more.
        plain && !against && cues.any(|hit| hit.end as usize + LONGEST >= aside)
    }

    /// «24 thôn, bản», «24 thôn và tổ dân phố»: several kinds are counted together.
    fn is_joined(context: &Context<'_>, lists: &Lists, count: &Hit) -> bool {
        let end = count.end as usize;
        let number = |at: usize| context.document.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number);
        let behind = end..end + NEXT;
        let and = context.document.tokens.get(end).is_some_and(|t| t.gap == Gap::Space && t.id == *AND);
        let mut others = context.mentions.hits_of(lists.counts, &behind);
        and || others.any(|other| other.item != count.item && !(end..other.start as usize).any(number))
    }

    /// «11 đồng chí Ban Thường vụ, 07 đồng chí Ủy ban Kiểm tra»: whether a body is named right behind the number of those
    /// in it, and so says nothing of the next number.
    fn is_counted(context: &Context<'_>, lists: &Lists, item: u32, body: &Hit) -> bool {
        let start = body.start as usize;
        let near = start.saturating_sub(LONGEST)..start;
        let number = |at: usize| context.document.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number);
        let runs_on = context.document.tokens.get(start).is_some_and(|t| t.gap == Gap::Space);
        let mut hits = context.mentions.hits_of(lists.counts, &near).filter(|_| runs_on);
        hits.any(|other| {
            let counted = (other.start as usize).checked_sub(1).is_some_and(number);
            other.item == item && other.end as usize == start && counted
        })
    }

    /// Whether a phrase of the quantity's stands right before a number.
    fn led(context: &Context<'_>, phrases: &Phrases, item: u32, fact: &Fact) -> bool {
        let before = fact.tokens.start.saturating_sub(LONGEST)..fact.tokens.start;
        let mut hits = phrases.hits(context.mentions, item, &before);
        hits.any(|hit| hit.end as usize == before.end)
    }

    /// What stands before a number in its part of the sentence, and a little after it.
    fn clause(&self, context: &Context<'_>, sentence: &Range<usize>, fact: &Fact, reach: usize) -> Range<usize> {
        let low = fact.tokens.start.saturating_sub(reach).max(sentence.start);
        let parts = |i: &usize| context.document.has_mark(*i, &[';']);
        let from = (low + 1..=fact.tokens.start).rev().find(parts).unwrap_or(low);
        let high = (fact.tokens.end + LONGEST + NEXT).min(sentence.end);
        let to = (fact.tokens.end..high).find(parts).unwrap_or(high);
        from..to
    }
}

/// Whether a heading above names the committee that was, or a term that is over and no other.
fn is_under_outgoing(context: &Context<'_>, lists: &Lists, block: &Block) -> bool {
    let document = context.document;
    document.section_chain(block.section).any(|id| {
        let heading = document.sections.get(id as usize).and_then(|section| section.heading);
        let Some(heading) = heading.and_then(|heading| document.blocks.get(heading as usize)) else { return false };
        if goes_on_past(context, heading, block) {
            return false;
        }
        let terms = context.mentions.within(&heading.tokens).iter().filter_map(|m| match m.kind {
            MentionKind::Term(_, to) => Some(to <= context.as_of.year),
            _ => None,
        });
        let terms: Vec<bool> = terms.collect();
        let named = context.mentions.hits_of(lists.outgoing, &heading.tokens).next().is_some();
        // «NHÂN SỰ KHÓA TỚI»: with a term to come it is of that.
        if terms.is_empty() { named } else { terms.iter().all(|over| *over) }
    })
}

/// «1- Thông qua phần đánh giá nhiệm kỳ 2020-2025:», and below it in a paragraph «2- Thông qua phương hướng …»: whether the next
/// number stands between a heading and a block, which is then none of the heading's.
fn goes_on_past(context: &Context<'_>, heading: &Block, block: &Block) -> bool {
    let document = context.document;
    let written = |block: &Block| {
        let label = document.text.get(block.range.start..block.body).unwrap_or("");
        label.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect::<String>()
    };
    let Some(number) = &heading.numbering else { return false };
    let from = document.blocks.partition_point(|b| b.range.start <= heading.range.start);
    let below = document.blocks[from..].iter().take(BELOW).take_while(|b| b.range.start <= block.range.start);
    let next = |other: &Numbering| other.rank() == number.rank() && other.ordinal() == number.ordinal() + 1;
    let mut paragraphs = below.filter(|b| !b.is_heading() && !b.is_cell());
    paragraphs.any(|b| b.numbering.as_ref().is_some_and(next) && written(b) == written(heading))
}

/// Blocks below a heading that are looked through for its next number.
const BELOW: usize = 60;

/// «Trước sáp nhập, Đảng bộ xã có 20 chi bộ trực thuộc, gồm …, với 532 đảng viên»: the time that opens a sentence holds as
/// far as its semicolon, or the word for today.
fn opens_then(context: &Context<'_>, lists: &Lists, sentence: &Range<usize>, fact: &Fact) -> bool {
    let opening = sentence.start..(sentence.start + LONGEST).min(fact.tokens.start);
    let mut hits = context.mentions.hits_of(lists.then, &opening);
    let Some(hit) = hits.find(|hit| hit.start as usize <= sentence.start + 1) else { return false };
    let between = hit.end as usize..fact.tokens.start;
    let tokens = context.document.tokens.get(between.clone()).unwrap_or_default();
    let today = tokens.iter().any(|token| TODAY.contains(&token.id));
    !today && !context.document.between(between.start, between.end).contains(';')
}

/// «hiện», «nay» close before a figure.
fn says_today(context: &Context<'_>, before: &Range<usize>) -> bool {
    let token = |at: usize| context.document.tokens.get(at);
    let near = before.end.saturating_sub(LONGEST).max(before.start)..before.end;
    // «thực hiện», «phát hiện» are other words.
    let begins = |at: usize| {
        let ends = |last: &Token| COMPOUND.contains(&last.id) && token(at).is_some_and(|t| t.gap == Gap::Space);
        !at.checked_sub(1).and_then(token).is_some_and(ends)
    };
    near.into_iter().any(|at| token(at).is_some_and(|t| TODAY.contains(&t.id)) && begins(at))
}

static COMPOUND: LazyLock<[Syllable; 7]> =
    LazyLock::new(|| ["thực", "phát", "thể", "biểu", "xuất", "tái", "thị"].map(Syllable::of));

static TODAY: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["nay", "hiện"].map(Syllable::of));

/// Tokens of parts that are told in passing, at most.
const ASIDE: usize = 60;

/// Tokens of the longest thing that is counted, and those after it that may change what it is.
const LONGEST: usize = 6;
/// Those of the longest thing told with what befell it: «chi bộ không kết nạp được đảng viên mới».
const COUNTED: usize = 10;
const NEXT: usize = 4;
/// Tokens of the longest phrase that needs no other words: «đại biểu chính thức dự đại hội đại biểu đảng bộ thành phố».
const SURE: usize = 12;

/// Whether a term just named is over: «trong nhiệm kỳ qua», «trong nhiệm kỳ 2020-2025».
fn is_past(context: &Context<'_>, hit: &Hit) -> bool {
    let end = hit.end as usize;
    let over = |m: &Mention| matches!(m.kind, MentionKind::Term(_, to) if to <= context.as_of.year);
    let last = context.document.tokens.get(end - 1);
    last.is_some_and(|t| t.id == *PAST) || context.mentions.within(&(end..end + 2)).iter().any(over)
}

/// Whether a term that is over is named: «nhiệm kỳ 2020-2025» in 2025, «nhiệm kỳ qua».
fn names_past_term(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let over = |m: &Mention| matches!(m.kind, MentionKind::Term(_, to) if to <= context.as_of.year);
    let words = context.document.tokens.get(tokens.clone()).unwrap_or_default();
    context.mentions.within(tokens).iter().any(over)
        || words.windows(2).any(|pair| pair[0].id == *PERIOD && pair[1].id == *PAST)
}

static AND: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("và"));

static PERIOD: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("kỳ"));

static PAST: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("qua"));

/// «Tỉnh ủy», «Huyện ủy».
static BODY: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("ủy"));

/// No year but the report's, no place but its unit unless it is about another.
fn is_now_and_here(context: &Context<'_>, clause: &Range<usize>, anywhere: bool) -> bool {
    context.mentions.within(clause).iter().all(|m| match &m.kind {
        MentionKind::Date(date) => date.year.is_none_or(|year| year == context.as_of.year),
        MentionKind::Place(place) => anywhere || context.is_own(place),
        _ => true,
    })
}
