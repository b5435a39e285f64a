//! Where an old name is right: history, quotations, notes, tables of old data, names of other things.

use super::page::{Page, Seen, Spot, WIDEST};
use super::{Cue, time};
use crate::document::{Block, BlockKind, Kind};
use crate::mentions::{Mention, MentionKind};
use crate::places::{UnitType, place_key};
use crate::text::{Date, Gap, Hit, Syllable, TokenKind};
use std::ops::Range;
use std::sync::LazyLock;

/// Of longer lists the rest counts for itself.
const LONGEST_LIST: usize = 40;

/// No phrase that opens a note has more words.
const MOST_WORDS_OF_A_CUE: usize = 8;

/// No title has more words before its unit.
const LONGEST_TITLE: usize = 16;

static OF: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("của"));
static AND: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("và"));
static AFTER: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("sau"));
static NUMBER: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("số"));
/// Words that end the name of a thing: «chợ ở xã …» is no name.
static LINKS: LazyLock<Vec<Syllable>> = LazyLock::new(|| {
    ["tại", "ở", "trên", "từ", "đến", "cho", "của", "với", "và", "do", "có", "cùng", "trong", "thuộc", "qua", "nối"]
        .map(Syllable::of)
        .to_vec()
});

/// Footnotes, quotations, notes under a table: nothing the report itself says of today. What a script has the
/// chair say is said today.
pub fn is_no_statement(page: &Page<'_>, seen: &Spot<'_>) -> bool {
    let script = page.context.document.meta.kind == Some(Kind::CongressScript);
    seen.block.footnote
        || (seen.block.quoted && !script)
        || is_note(page, seen.block)
        || in_quotation(page, seen).is_some_and(|opening| !(script && page.has(Cue::Speech, &opening)))
}

/// «[1] Gồm …», «Ghi chú: …» in a text without real footnotes.
pub fn is_note(page: &Page<'_>, block: &Block) -> bool {
    if block.is_cell() || block.is_heading() {
        return false;
    }
    let text = page.context.document.block_text(block);
    let bracket = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let numbered =
        bracket.is_some_and(|(mark, _)| mark.len() <= 4 && mark.trim_start_matches('^').parse::<u32>().is_ok());
    let superscript = text.starts_with(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']);
    let start = block.tokens.start;
    let opening = start..block.tokens.end.min(start + MOST_WORDS_OF_A_CUE);
    // «Ghi chú: …», «Nguồn: …» or the word alone; «Nguồn thu ngân sách …» is none.
    let closed = |end: usize| {
        let after = page.context.document.between(end, end);
        end >= block.tokens.end || after.trim_start().starts_with([':', '(', '.'])
    };
    let note = page.cues(Cue::Note, &opening).any(|hit| hit.start as usize == start && closed(hit.end as usize));
    numbered || superscript || note
}

/// Between quotation marks that open in the block: the tokens of the quotation before the words.
fn in_quotation(page: &Page<'_>, seen: &Spot<'_>) -> Option<Range<usize>> {
    let document = page.context.document;
    let start = document.tokens[seen.tokens.start].start as usize;
    let from = seen.tokens.start.checked_sub(WIDEST).filter(|from| *from > seen.block.tokens.start);
    let from = from.map_or(seen.block.range.start, |from| document.tokens[from].start as usize);
    let to = Some(seen.tokens.end + WIDEST).filter(|to| *to < seen.block.tokens.end);
    let to = to.map_or(seen.block.range.end, |to| document.tokens[to].start as usize);
    let before = document.text.get(from..start).unwrap_or("");
    // The bytes that an opening mark begins with.
    memchr::memchr3(0xE2, 0xC2, b'"', before.as_bytes())?;
    let after = document.text.get(start..to).unwrap_or("");
    let (mut opened, mut straight, mut last) = (0_i32, false, from);
    for (at, c) in before.char_indices() {
        match c {
            '“' | '«' => opened += 1,
            '”' | '»' => opened = (opened - 1).max(0),
            '"' => straight = !straight,
            _ => continue,
        }
        last = from + at;
    }
    let quoted = (opened > 0 && after.contains(['”', '»'])) || (straight && after.contains('"'));
    let first = document.tokens.partition_point(|token| (token.start as usize) < last);
    quoted.then_some(first..seen.tokens.start)
}

/// Schools, roads, markets, cooperatives that bear the unit's name, houses of a body, and the places
/// people come from.
pub fn names_something_else(page: &Page<'_>, seen: &Seen<'_>) -> bool {
    is_part_of_a_name(page, seen)
        || page.seen_before(seen).is_some_and(|first| {
            // «đường xã Thiên Lộc - xã Vượng Lộc» is the name of a road to its end.
            let next = page.context.document.tokens.get(seen.spot.tokens.start);
            let follows = first.place.end() == seen.spot.tokens.start && next.is_some_and(|t| t.gap == Gap::Hyphen);
            follows && is_part_of_a_name(page, &first)
        })
}

fn is_part_of_a_name(page: &Page<'_>, seen: &Seen<'_>) -> bool {
    let tokens = &page.context.document.tokens;
    // «Trường Mầm non số 2 xã Kim Lộc»
    let numbered = |i: usize| tokens[i].kind == TokenKind::Number || tokens[i].id == *NUMBER;
    let mut start = seen.spot.tokens.start;
    while start > seen.spot.sentence.start && tokens[start].gap == Gap::Space && numbered(start - 1) {
        start -= 1;
    }
    let before = seen.spot.sentence.start..start;
    let joined = tokens[start].gap == Gap::Space;
    let named =
        joined && page.cues(Cue::NameOf, &before).any(|hit| hit.end as usize == start && !is_no_name(page, hit));
    let long_named = page.cues(Cue::LongNameOf, &before).any(|hit| {
        let between = hit.end as usize..start;
        let whole = between.clone().chain([start]).all(|i| matches!(tokens[i].gap, Gap::Space | Gap::Hyphen));
        between.len() <= 6 && whole && !between.clone().any(|i| LINKS.contains(&tokens[i].id))
    });
    let branch = page.cues(Cue::BranchOf, &seen.spot.sentence).any(|hit| hit.start as usize == seen.place.end());
    let origin = page.cues(Cue::Origin, &before).any(|hit| start - hit.end as usize <= 8);
    named || long_named || branch || origin || is_work(page, &before) || column_of_origins(page, seen.spot.block)
}

/// «thị trường xã Thiên Lộc» is no «trường xã Thiên Lộc», nor «đền bù» a «đền».
fn is_no_name(page: &Page<'_>, hit: &Hit) -> bool {
    let around = (hit.start as usize).saturating_sub(3)..hit.end as usize + 3;
    page.cues(Cue::NoName, &around).any(|no| no.start <= hit.start && hit.end <= no.end)
}

/// «Đài tưởng niệm liệt sĩ thị trấn Nghèn»: a work with what it is for, all in plain words, right before the unit.
/// A name of its own («chùa Hương Tích») tells that the unit is only where it stands, and so do several of them.
fn is_work(page: &Page<'_>, before: &Range<usize>) -> bool {
    let (start, tokens) = (before.end, &page.context.document.tokens);
    let near = start.saturating_sub(LONGEST_TITLE).max(before.start)..start;
    let joined = |i: usize| tokens[i].gap == Gap::Space;
    page.cues(Cue::WorkOf, &near).any(|hit| {
        let mut between = hit.end as usize..start;
        let plain = |i: usize| !tokens[i].is_capitalised() && !LINKS.contains(&tokens[i].id);
        let one = !crate::mentions::place::is_plural(tokens, hit.start as usize);
        let whole = between.clone().chain([start]).all(joined);
        one && whole && between.len() <= 6 && between.all(plain) && !is_no_name(page, hit)
    })
}

/// «Quy hoạch chung thị trấn Nghèn đến năm 2035»: a plan made while the unit stood keeps its title. A capital inside
/// the sentence shows a title, else the time it was made for; a plan still to be made is none.
fn in_title(page: &Page<'_>, seen: &Spot<'_>, end: Date) -> bool {
    let tokens = &page.context.document.tokens;
    let start = seen.tokens.start;
    let near = start.saturating_sub(LONGEST_TITLE).max(seen.sentence.start)..start;
    page.cues(Cue::Title, &near).any(|hit| {
        let (from, to) = (hit.start as usize, hit.end as usize);
        // «Dự án Nâng cấp, mở rộng và kéo dài đường xã Thiên Lộc»: with a capital of its own a title may be long.
        let own = to < start && tokens[from].is_capitalised() && tokens[to].is_capitalised();
        let joined = |gap: Gap| matches!(gap, Gap::Space | Gap::Hyphen) || (own && gap == Gap::Comma);
        let linked = |i: usize| LINKS.contains(&tokens[i].id) && !(own && tokens[i].id == *AND);
        if !(from + 1..=start).all(|i| joined(tokens[i].gap)) || (to..start).any(linked) {
            return false;
        }
        let led = from.saturating_sub(4).max(seen.sentence.start)..from;
        if page.cues(Cue::Making, &led).any(|making| making.end as usize == from) {
            return false;
        }
        let rest = seen.end..(seen.end + 6).min(seen.sentence.end);
        let within = page.context.mentions.within(&(to..start)).iter();
        let timed = page.cues(Cue::TitleTerm, &rest).any(|term| term.start as usize == seen.end);
        let nearest = seen.end + if timed { 3 } else { 1 };
        let right_after = page.context.mentions.within(&rest).iter().filter(|m| m.tokens.start <= nearest);
        let made_for = within.chain(right_after).filter_map(|m| match &m.kind {
            MentionKind::Term(from, _) => Some(*from),
            MentionKind::Date(date) if !timed => date.year,
            _ => None,
        });
        let made_for: Vec<i32> = made_for.collect();
        let to_be_made = made_for.iter().any(|year| *year >= end.year);
        let inside = from > seen.sentence.start && !page.gap(from).contains(['.', ':', ';', ')']);
        !to_be_made
            && match tokens[from].is_capitalised() {
                true => own || inside || timed,
                false => timed && !made_for.is_empty(),
            }
    })
}

/// A table's column «Quê quán».
fn column_of_origins(page: &Page<'_>, block: &Block) -> bool {
    let BlockKind::Cell { column, .. } = block.kind else { return false };
    page.row(block).is_some_and(|(table, _)| {
        let head = page.head(table).find(|cell| matches!(cell.kind, BlockKind::Cell { column: c, .. } if c == column));
        head.is_some_and(|cell| page.has(Cue::Origin, &cell.tokens))
    })
}

/// Whether the text tells of a time when the unit stood.
pub fn told(page: &Page<'_>, seen: &Spot<'_>, end: Date) -> bool {
    called_former(page, seen)
        || sentence_tells(page, seen)
        || introduced(page, seen)
        || under_old_data(page, seen)
        || issued_then(page, seen)
        || dated_then(page, seen, end)
        || in_title(page, seen, end)
        || time::is_past(page, seen, end)
        || (!time::speaks_of_today(page, &seen.clause) && !seen.is_task && time::heading_is_past(page, seen, end))
        || time::text_is_older(page, end)
}

/// «xã Kim Lộc cũ», «các xã Kim Lộc, Song Lộc (trước sáp nhập)», «…, nay là xã Trường Lưu».
fn called_former(page: &Page<'_>, seen: &Spot<'_>) -> bool {
    let from = seen.place.and_then(|at| page.places.get(at..)).unwrap_or_default();
    let run = from.iter().take(LONGEST_LIST).scan(true, |goes_on, (_, place)| {
        let this = goes_on.then_some(place);
        *goes_on = place.neighbour;
        this
    });
    let ends = run.flat_map(|place| [place.name.end, place.end()]);
    let ends: Vec<usize> = ends.chain([seen.tokens.end, seen.end]).collect();
    let right_after = page.cues(Cue::Former, &seen.sentence).any(|hit| ends.contains(&(hit.start as usize)));
    let rest = seen.tokens.end..seen.sentence.end;
    right_after || page.cues(Cue::Now, &rest).any(|hit| hit.start as usize <= seen.end + 14)
}

/// The sentence tells of the merger or of older days.
fn sentence_tells(page: &Page<'_>, seen: &Spot<'_>) -> bool {
    let now = seen.is_task || time::speaks_of_today(page, &seen.clause);
    // Of what is so today, only the mention's own clause can say that it is history after all.
    let here = if now { &seen.clause } else { &seen.sentence };
    let name = seen.place.and_then(|at| page.places.get(at)).map_or(seen.tokens.start, |(_, place)| place.name.start);
    let tells = |hit: &Hit| {
        let (start, end) = (hit.start as usize, hit.end as usize);
        // A commune was called Hợp Nhất; «thành lập xã» leads up to a name.
        let in_name = start < seen.end && name < end;
        !in_name && !is_aftermath(page, start, end)
    };
    let told = page.cues(Cue::History, here).any(tells)
        || page.cues(Cue::Merger, here).any(|hit| tells(hit) && (!seen.is_task || is_of_units(page, hit)));
    told || page.has(Cue::OldData, here) || (!now && before_it(page, seen).is_some_and(|s| page.has(Cue::OldData, &s)))
}

/// «thị xã Ngã Bảy được công nhận là thành phố», «thành phố Ngã Bảy, nâng cấp từ thị xã Ngã Bảy»: the very change of the
/// unit into one of another kind, whenever it is told. `next` are the names of what came of it.
pub fn became(page: &Page<'_>, seen: &Seen<'_>, next: &[&str]) -> bool {
    let (tokens, from) = (&page.context.document.tokens, seen.spot.end);
    let kind = |at: usize| {
        let end = |words: usize| (at + words).min(seen.spot.clause.end);
        [2, 1].into_iter().map(end).find_map(|end| Some((end, UnitType::from_word(page.words(&(at..end)))?)))
    };
    // «nâng cấp lên thành phố Cần Thơ» is another one's name.
    let is_next = |at: usize| {
        kind(at).filter(|(_, unit)| *unit != seen.place.unit).is_some_and(|(end, _)| {
            let mut names = next.iter().copied().chain([page.words(&seen.place.name)]);
            let own = |name: &str| {
                let words = end..(end + name.split([' ', '-']).count()).min(tokens.len());
                place_key(page.words(&words)) == place_key(name)
            };
            !tokens.get(end).is_some_and(|t| t.is_capitalised() && t.gap == Gap::Space) || names.any(own)
        })
    };
    let right_after = matches!(following(page, &seen.spot, 0), Some("lên" | "thành")).then_some(from + 1);
    let rest = from..(from + LONGEST_CHANGE).min(seen.spot.clause.end);
    let told = page.cues(Cue::Becoming, &rest).map(|hit| hit.end as usize);
    if told.chain(right_after).any(is_next) {
        return true;
    }
    let before = seen.spot.clause.start..seen.spot.tokens.start;
    let of = page.cues(Cue::BecameOf, &before).find(|hit| hit.end as usize == before.end);
    of.is_some_and(|hit| {
        let start = (hit.start as usize).saturating_sub(LONGEST_CHANGE).max(before.start);
        (start..hit.start as usize).any(is_next)
    })
}

/// Words between a unit and what it was made.
const LONGEST_CHANGE: usize = 12;

/// «sáp nhập các xã Kim Lộc, Song Lộc», «xã Kim Lộc được nhập vào xã Trường Lưu»: a unit stands beside the verb.
fn is_of_units(page: &Page<'_>, verb: &Hit) -> bool {
    const BESIDE: usize = 4;
    let (start, end) = (verb.start as usize, verb.end as usize);
    let from = page.places.partition_point(|(_, place)| place.end() + BESIDE < start);
    let near = page.places.get(from..).unwrap_or_default().iter().map(|(tokens, _)| tokens.start);
    near.take_while(|&at| at <= end + BESIDE).next().is_some()
}

/// «Sau sáp nhập, …» speaks of what came after; «sau khi sáp nhập xã Kim Lộc» of the merger.
fn is_aftermath(page: &Page<'_>, start: usize, end: usize) -> bool {
    let tokens = &page.context.document.tokens;
    let led = (1..=3).any(|back| start.checked_sub(back).and_then(|b| tokens.get(b)).is_some_and(|t| t.id == *AFTER));
    led && tokens.get(end).is_none_or(|t| t.gap != Gap::Space)
}

/// The sentence before, in the same block.
fn before_it(page: &Page<'_>, seen: &Spot<'_>) -> Option<Range<usize>> {
    let sentences = page.context.document.sentences.get(seen.block.sentences.clone())?;
    let at = sentences.partition_point(|s| s.tokens.end <= seen.sentence.start);
    Some(sentences.get(at.checked_sub(1)?)?.tokens.clone())
}

/// An item of a list that an introducing line tells of: «Xã được thành lập từ ba đơn vị:».
fn introduced(page: &Page<'_>, seen: &Spot<'_>) -> bool {
    let document = page.context.document;
    let dashed = |b: &Block| document.block_text(b).starts_with(['-', '–', '+', '•', '*']);
    let is_item = |b: &Block| matches!(b.kind, BlockKind::Item { .. }) || dashed(b);
    if !is_item(seen.block) {
        return false;
    }
    let above = document.blocks.get(..seen.block_id).unwrap_or_default().iter().rev();
    let intro = above.take(12).find(|b| !is_item(b)).filter(|b| document.block_text(b).trim_end().ends_with(':'));
    intro.is_some_and(|b| page.tells(&b.tokens) || page.has(Cue::OldData, &b.tokens))
}

/// Under a heading, or in a table whose head or caption says, that these are the old units' figures.
fn under_old_data(page: &Page<'_>, seen: &Spot<'_>) -> bool {
    let old = |block: &Block| page.has(Cue::OldData, &block.tokens);
    if page.headings(seen.block).any(old) {
        return true;
    }
    let Some((table, _)) = page.row(seen.block) else { return false };
    let former = |block: &Block| old(block) || page.has(Cue::Former, &block.tokens) || page.tells(&block.tokens);
    let caption = table.caption.and_then(|id| page.context.document.blocks.get(id as usize));
    caption.is_some_and(former) || page.head(table).any(former)
}

/// «Quyết định số 12/QĐ-UBND ngày 05/3/2023 của Ủy ban nhân dân huyện Can Lộc», «Nghị quyết Đại hội Đảng
/// bộ huyện Can Lộc lần thứ XIX»: the issuer's name is part of the document's.
fn issued_then(page: &Page<'_>, seen: &Spot<'_>) -> bool {
    let tokens = &page.context.document.tokens;
    let start = seen.tokens.start;
    let of = (seen.sentence.start..start).rev().take(9).find(|&i| tokens[i].id == *OF);
    let cited = |m: &&Mention| {
        matches!(m.kind, MentionKind::Citation) && of.is_some_and(|of| m.tokens.end <= of && of - m.tokens.end <= 7)
    };
    let before = page.context.mentions.within(&(seen.sentence.start..start));
    if before.iter().any(|m| cited(&m)) {
        return true;
    }
    let titled = page.cues(Cue::Document, &(seen.sentence.start..start)).any(|hit| start - hit.end as usize <= 6);
    let ordinal = matches!(following(page, seen, 0), Some("lần" | "khóa" | "khoá" | "Khóa" | "Khoá"));
    if !(ordinal || (titled && following(page, seen, 0) == Some("nhiệm"))) {
        return false;
    }
    // The congress that is still to come is no history.
    let end = seen.end;
    let rest = end..(end + 9).min(seen.sentence.end);
    let term = page.context.mentions.within(&rest).iter().find_map(|m| match m.kind {
        MentionKind::Term(from, _) => Some(from),
        _ => None,
    });
    term.is_none_or(|from| from < page.context.as_of.year)
}

/// «Xã Thiên Lộc 2024», «xã Thiên Lộc (2024)» in a cell: a year when the unit stood closes it.
fn dated_then(page: &Page<'_>, seen: &Spot<'_>, end: Date) -> bool {
    let document = &page.context.document;
    let last = seen.block.tokens.end == seen.end + 1 && matches!(seen.block.kind, BlockKind::Cell { .. });
    let year = document.tokens.get(seen.end).filter(|_| last).map(|token| token.text(&document.text));
    let year = year.filter(|text| text.len() == 4).and_then(|text| text.parse::<u16>().ok());
    year.is_some_and(|year| (FIRST..end.year).contains(&i32::from(year)))
}

/// Years told of units begin here.
const FIRST: i32 = 1990;

/// The word some tokens after the address.
fn following<'p>(page: &'p Page<'_>, seen: &Spot<'_>, offset: usize) -> Option<&'p str> {
    let at = seen.end + offset;
    let token = page.context.document.tokens.get(at).filter(|t| t.gap.joins() && at < seen.sentence.end)?;
    Some(token.text(&page.context.document.text))
}
