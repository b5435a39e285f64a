//! «năm bài học» followed by four.

use super::points::{Point, Series};
use super::{Lists, NumberingGap};
use crate::document::{Block, BlockKind};
use crate::lint::check::{Context, Draft, Place};
use crate::text::{Gap, Hit, Syllable, Token, TokenKind, fold, outermost};
use std::ops::Range;
use std::sync::LazyLock;

/// Points and blocks looked through for a list.
const LONGEST: usize = 200;

/// Words of «rút ra được».
const ANNOUNCED: usize = 3;

/// A stated number of things.
struct Statement {
    /// The number and what it counts.
    tokens: Range<usize>,
    block: usize,
    count: u32,
}

/// Finds statements whose list is longer or shorter.
pub(super) fn find(context: &Context<'_>, rule: &NumberingGap, lists: &Lists, points: &[Point], out: &mut Vec<Draft>) {
    let hits = context.mentions.hits.of(lists.counted).iter();
    let stated: Vec<Statement> = outermost(hits).iter().filter_map(|hit| statement(context, rule, hit)).collect();
    for (i, said) in stated.iter().enumerate() {
        let next = stated.get(i + 1).filter(|next| next.block == said.block);
        // «BỐN NHIỆM VỤ TRỌNG TÂM, BA KHÂU ĐỘT PHÁ»: what stands below may be of either.
        let beside = i.checked_sub(1).and_then(|i| stated.get(i));
        // «Từ 27 chỉ tiêu đạt và 03 chỉ tiêu chưa đạt, rút ra năm bài học:» announces the lessons and nothing else.
        let before = said.tokens.start.saturating_sub(ANNOUNCED)..said.tokens.start;
        let mut announcing = context.mentions.hits_of(lists.announcing, &before);
        let announced = announcing.any(|hit| hit.end as usize == before.end);
        let others =
            || beside.is_some_and(|other| in_one_sentence(context, said, other)) || others_in_sentence(context, said);
        let beside = next.is_some() || !announced && others();
        let Some(listed) = listed(context, said, next, beside, points) else { continue };
        // «Có ba việc. Một là, …; hai là, …; cuối cùng, …»: the last bears no number.
        let closed = || {
            let block = context.document.blocks.get(said.block).map_or(0, |block| block.tokens.end);
            let after = said.tokens.end..block.max(said.tokens.end);
            context.mentions.hits_of(lists.closings, &after).next().is_some()
        };
        if listed >= 2 && listed != said.count && !(listed < said.count && closed()) {
            let draft = Draft::on(Place::Tokens(said.tokens.clone())).say("count");
            let draft = draft.with("said", context.document.token_text(said.tokens.clone()));
            out.push(draft.with("listed", listed.to_string()));
        }
    }
}

/// «năm bài học», «05 bài học».
fn statement(context: &Context<'_>, rule: &NumberingGap, hit: &Hit) -> Option<Statement> {
    let document = context.document;
    let first = (hit.start as usize).checked_sub(1)?;
    let (number, noun) = (document.tokens.get(first)?, document.tokens.get(first + 1)?);
    let text = number.text(&document.text);
    let count = match number.kind {
        TokenKind::Number => text.parse().ok()?,
        TokenKind::Word => {
            let word = fold(text);
            rule.numbers.iter().position(|n| *n == word)? as u32 + 1
        }
    };
    // «trong năm 2025 nhiệm vụ …», «10/12 nhiệm vụ», «thứ hai», «từ 3 đến 5 việc».
    let before = first.checked_sub(1).and_then(|b| document.tokens.get(b));
    let part = before.is_some_and(|b| {
        let word = fold(b.text(&document.text));
        b.kind == TokenKind::Number
            || ["thứ", "đến", "hơn", "gần", "trong", "còn", "mỗi", "một"].contains(&word.as_str())
    });
    let counts = noun.gap == Gap::Space && (2..=20).contains(&count) && !(part && number.gap != Gap::Break);
    let block = document.blocks.partition_point(|b| b.tokens.end <= first);
    let speaks = document.blocks.get(block).is_some_and(|b| !b.is_cell() && !b.quoted && !b.footnote);
    (counts && speaks).then_some(Statement { tokens: first..hit.end as usize, block, count })
}

/// How long the list is that a statement announces, if it surely announces one.
fn listed(
    context: &Context<'_>,
    said: &Statement,
    next: Option<&Statement>,
    beside: bool,
    points: &[Point],
) -> Option<u32> {
    let document = context.document;
    let block = document.blocks.get(said.block)?;
    let end = document.token_range(said.tokens.clone()).end;
    let limit = next.map_or(block.range.end, |next| document.token_range(next.tokens.clone()).start);
    let after = document.text.get(end..limit)?;
    // In the same paragraph: «Ba khâu đột phá: (1) …; (2) …».
    let from = points.partition_point(|p| p.start < end);
    let within = points.get(from..).unwrap_or_default();
    let to = within.partition_point(|p| p.start < limit);
    let inside: Vec<&Point> = within[..to].iter().filter(|p| !p.heading).collect();
    if let Some(first) = inside.first() {
        let lead = document.text.get(end..first.range.start)?;
        let announced = lead.len() < 80 && (lead.contains(':') || lead.contains("gồm")) && !lead.contains(['.', ';']);
        return match announced {
            true => sequence(&inside),
            false => told_next(first, lead).then(|| run_on(context, first, within)).flatten(),
        };
    }
    if let Some(count) = parted(context, said, end) {
        return Some(count);
    }
    if let Some(list) = under_label(context, said, points) {
        return sequence(&list);
    }
    // In the blocks after it: the paragraph or heading ends with the statement.
    if beside {
        return None;
    }
    let colon = block.range.end > end && document.block_text(block).ends_with(':');
    let rest = after.trim_end_matches([':', '.', ' ']);
    let ends = rest.chars().count() <= 60 && !rest.contains(['.', ';', '(']);
    let rows: Vec<&Point> = within[to..].iter().take(LONGEST).collect();
    let first = rows.first().filter(|p| p.block == said.block + 1 && p.ordinal == 1);
    if let Some(first) = first {
        // «BA ĐỘT PHÁ VÀ NĂM VIỆC TRỌNG TÂM», and under it «Ba đột phá: (1) …»: the list is by its label another's.
        let label = document.blocks.get(first.block).and_then(|b| document.text.get(b.range.start..first.range.start));
        let noun = fold(document.token_text(said.tokens.start + 1..said.tokens.end));
        if label.and_then(|label| label.split_once(':')).is_some_and(|(label, _)| !fold(label).contains(&noun)) {
            return None;
        }
        let words = matches!(first.series, Series::Words(_));
        if !(ends && (colon || words || block.is_heading())) {
            return None;
        }
        // The list ends where a heading that is no point of it begins.
        let stop = (first.block..document.blocks.len().min(first.block + LONGEST))
            .find(|&b| {
                document.blocks[b].is_heading()
                    && !rows.iter().take(64).any(|p| p.block == b && p.series == first.series)
            })
            .unwrap_or(document.blocks.len());
        let list: Vec<&Point> =
            rows.iter().take_while(|p| p.block < stop).filter(|p| p.series == first.series).copied().collect();
        // «1. Nhiệm vụ trọng tâm», «2. Khâu đột phá»: groups, of which one holds what is counted.
        let group = |p: &&Point| document.blocks.get(p.block).is_some_and(|block| opens_group(context, said, block));
        return sequence(&list).filter(|_| !list.iter().any(group));
    }
    if colon && ends { bullets(context, said.block + 1) } else { None }
}

/// Whether a numbered line says only what is counted: «2- Khâu đột phá:».
fn opens_group(context: &Context<'_>, said: &Statement, block: &Block) -> bool {
    let document = context.document;
    let noun = document.tokens.get(said.tokens.start + 1..said.tokens.end).unwrap_or_default();
    let from = body(context, block);
    let label = |&at: &usize| at == block.tokens.end || document.between(at, at).trim_start().starts_with(':');
    let end = (from + 1..=block.tokens.end.min(from + noun.len() + 2)).find(label);
    let words = end.and_then(|end| document.tokens.get(from..end)).unwrap_or_default();
    let tail = words.len().checked_sub(noun.len()).and_then(|at| words.get(at..)).unwrap_or_default();
    !tail.is_empty() && tail.iter().map(|t| t.id).eq(noun.iter().map(|t| t.id))
}

/// The first token of a block past its number.
fn body(context: &Context<'_>, block: &Block) -> usize {
    let tokens = context.document.tokens.get(block.tokens.clone()).unwrap_or_default();
    block.tokens.start + tokens.partition_point(|token| (token.start as usize) < block.body)
}

/// Whether two statements stand in one sentence.
fn in_one_sentence(context: &Context<'_>, said: &Statement, other: &Statement) -> bool {
    let sentences = &context.document.sentences;
    let of = |said: &Statement| sentences.partition_point(|s| s.tokens.end <= said.tokens.start);
    said.block == other.block && of(said) == of(other)
}

/// «Chủ quan có bốn nguyên nhân. Một là, …»: the sentence ends with the statement, and the first point opens the next.
fn told_next(first: &Point, lead: &str) -> bool {
    let words = lead.strip_suffix(". ").unwrap_or(lead).trim_start();
    let short = words.chars().count() <= SHORT && !words.contains(['.', ';', ',', '(', ':']);
    let counted = words.chars().any(|c| c.is_ascii_digit());
    lead.ends_with(". ") && short && !counted && matches!(first.series, Series::Words(_)) && first.ordinal == 1
}

/// Letters between a statement and the end of its sentence: «chủ quan sau đây».
const SHORT: usize = 30;

/// The length of a list in words that begins within a paragraph, and may go on in others of its section.
fn run_on(context: &Context<'_>, first: &Point, within: &[Point]) -> Option<u32> {
    let section = |point: &Point| context.document.blocks.get(point.block).map(|block| block.section);
    let here = within.iter().take(LONGEST).take_while(|point| section(point) == section(first));
    let list: Vec<&Point> = here.filter(|point| point.series == first.series).collect();
    sequence(&list)
}

/// «Ba khâu đột phá: hạ tầng nước; du lịch cộng đồng; chuyển đổi số.»: semicolons part the items. Of fewer than stated one
/// may be two, where a comma or «và» stands in it.
fn parted(context: &Context<'_>, said: &Statement, end: usize) -> Option<u32> {
    let document = context.document;
    let at = document.sentences.partition_point(|s| s.tokens.end <= said.tokens.start);
    let range = document.sentence_range(document.sentences.get(at)?);
    let list = document.text.get(end..range.end)?.strip_prefix(':').or_else(|| {
        let rest = document.text.get(end..range.end)?;
        rest.strip_prefix(" là:").or(rest.strip_prefix(" gồm:"))
    })?;
    let items: Vec<&str> = list.split(';').collect();
    let plain = list.len() <= LONGEST_PARTED && !list.contains([':', '(', '\n']) && items.len() >= 2;
    let one = |item: &&str| !item.contains(',') && !item.contains(" và ") && !item.trim().is_empty();
    let sure = items.len() as u32 > said.count || items.iter().all(one);
    (plain && sure).then_some(items.len() as u32)
}

/// Bytes of a list that semicolons part.
const LONGEST_PARTED: usize = 1000;

/// «Đại hội chọn 04 khâu đột phá.» and in a paragraph soon after it «Khâu đột phá: (1) …; (2) …; (3) …».
fn under_label<'p>(context: &Context<'_>, said: &Statement, points: &'p [Point]) -> Option<Vec<&'p Point>> {
    let document = context.document;
    let noun = document.tokens.get(said.tokens.start + 1..said.tokens.end)?;
    let section = document.blocks.get(said.block)?.section;
    let after = (said.block + 1..document.blocks.len().min(said.block + 1 + SOON))
        .take_while(|&id| document.section_chain(document.blocks[id].section).any(|above| above == section));
    let named = |&id: &usize| {
        let tokens = document.blocks[id].tokens.clone();
        let opens = |at: usize| {
            let here = document.tokens.get(at..at + noun.len()).unwrap_or_default();
            let end = at + noun.len();
            let whole = document.blocks[id].is_heading() && end == tokens.end;
            let label = whole || document.between(end, end).trim_start().starts_with(':');
            at + noun.len() <= tokens.end && label && here.iter().map(|t| t.id).eq(noun.iter().map(|t| t.id))
        };
        // «Về khâu đột phá: Thứ nhất, …», «Các khâu đột phá: (1) …»
        let from = body(context, &document.blocks[id]);
        let about = document.tokens.get(from).is_some_and(|t| ABOUT.contains(&t.id));
        opens(from) || about && opens(from + 1)
    };
    let block = after.into_iter().find(named)?;
    let label = document.blocks.get(block)?;
    // The label's own number is no point of the list.
    let from = points.partition_point(|point| point.block < block || point.block == block && point.start < label.body);
    let here = points[from..].iter().take_while(|point| point.block == block);
    let list: Vec<&Point> = here.filter(|point| !point.heading).take(LONGEST).collect();
    let announces = label.is_heading() || document.block_text(label).trim_end().ends_with(':');
    if !list.is_empty() || !announces {
        return (list.len() >= 2).then_some(list);
    }
    // «Nhiệm vụ trọng tâm:», and its points in paragraphs of their own.
    let first = points.get(from).filter(|first| first.block == block + 1 && first.ordinal == 1 && !first.heading)?;
    // What is said of one point may stand between it and the next.
    let mut last = (block, 0);
    let goes_on = |point: &&Point| {
        let (block, ordinal) = std::mem::replace(&mut last, (point.block, point.ordinal));
        block + 1 >= point.block || ordinal + 1 == point.ordinal && block + SOON > point.block
    };
    let below = points[from..].iter().filter(|point| point.series == first.series).take(LONGEST);
    let list: Vec<&Point> = below.take_while(goes_on).collect();
    (list.len() >= 2).then_some(list)
}

static YEAR: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("năm"));
static ABOUT: LazyLock<[Syllable; 3]> = LazyLock::new(|| ["về", "các", "những"].map(Syllable::of));

/// Paragraphs after a stated number in which its list may stand under a label.
const SOON: usize = 12;

/// The length of a list that counts on from one without a fault.
fn sequence(points: &[&Point]) -> Option<u32> {
    let first = points.first()?;
    let own: Vec<&&Point> = points.iter().filter(|p| p.series == first.series).collect();
    let run = own.iter().enumerate().take_while(|(i, p)| p.ordinal as usize == i + 1).count();
    // What begins at one again is another list; what skips is a fault of its own.
    let clean = own.get(run).is_none_or(|p| p.ordinal == 1);
    clean.then_some(run as u32)
}

/// Items with bullets that stand together.
fn bullets(context: &Context<'_>, first: usize) -> Option<u32> {
    let document = context.document;
    let indent = |id: usize| {
        let block = document.blocks.get(id)?;
        let at = document.span(block.range.start..block.range.start + 1).start as usize;
        let line = document.source.get(..at)?.rsplit('\n').next()?;
        Some(line.len() - line.trim_start().len())
    };
    let bullet = |id: &usize| document.blocks.get(*id).is_some_and(|b| b.kind == BlockKind::Item { ordinal: None });
    let outer = indent(first).filter(|_| bullet(&first))?;
    let items: Vec<usize> = (first..document.blocks.len().min(first + 64)).take_while(bullet).collect();
    Some(items.iter().filter(|&&id| indent(id) == Some(outer)).count() as u32)
}

/// Whether the sentence counts other things too: «03 nhiệm vụ, 02 khâu đột phá:».
fn others_in_sentence(context: &Context<'_>, said: &Statement) -> bool {
    let document = context.document;
    let first = document.sentences.partition_point(|s| s.tokens.end <= said.tokens.start);
    let Some(sentence) = document.sentences.get(first) else { return true };
    let from = sentence.tokens.start.max(said.tokens.start.saturating_sub(40));
    let tokens = document.tokens.get(from..said.tokens.start).unwrap_or_default();
    let block = document.blocks.get(said.block);
    let body = block.map_or(0, |b| b.body);
    // «Qua 5 năm, Đảng bộ rút ra năm bài học»
    let years = |at: usize| document.tokens.get(from + at + 1).is_some_and(|t| t.id == *YEAR);
    let number = |(at, t): (usize, &Token)| t.kind == TokenKind::Number && t.start as usize >= body && !years(at);
    tokens.iter().enumerate().any(number)
}
