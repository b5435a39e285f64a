//! Tasks in running text: the points of a programme held against each other, and dues left open in so many words.

use super::{Aspect, How, Label, Lack, bracketed, custom, few, fields, owner, repeated};
use crate::document::{Block, BlockKind, Document, Kind, Section, Sentence};
use crate::lint::check::Context;
use crate::lint::finding::shorten;
use crate::lint::pack::Role;
use crate::mentions::{Mention, MentionKind};
use crate::text::{Case, Gap, Hit, Syllable, Token, TokenKind, outermost};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Fewer points are no programme.
const LEAST: usize = 5;
/// From this share of points on, saying a thing is the programme's own way.
const CUSTOM: f64 = 0.7;
/// The same where a table of an annex may say it instead.
pub(super) const ALL_BUT_FEW: f64 = 0.75;

/// Syllables in which a task begins with a name.
const OPENING: usize = 5;
/// Tokens from «cho» to whoever is served.
const SERVED: usize = 6;
/// A time may follow the word that makes it a deadline at this distance: «trong vòng 90 ngày».
const UNTIL: usize = 3;

/// A task: its words, and its section.
pub(super) struct Point {
    pub(super) tokens: Range<usize>,
    /// The line that opens its list: «Giao Công an xã thực hiện hai việc:».
    lead: Range<usize>,
    section: u32,
    /// How deep it stands among lists.
    depth: (usize, usize),
    /// Whether it says who or when, so that deeper points are parts of it.
    leads: bool,
    /// Whether the heading above names whose it is.
    owned: bool,
}

impl Point {
    /// Whether it, or the line that opens its list, says a thing.
    pub(super) fn says(&self, context: &Context<'_>, aspect: Aspect) -> bool {
        let owned = self.owned && aspect == Aspect::Owner;
        owned || told(context, aspect, &self.tokens) || told(context, aspect, &self.lead)
    }
}

/// Sentences on tasks that leave the day open in so many words, or put nobody in charge.
pub(super) fn vague(context: &Context<'_>, found: &mut Vec<Lack>) {
    let words = &context.catalogue.tasks;
    let document = context.document;
    let programme = document.meta.kind == Some(Kind::ActionProgramme);
    let all_dated = OnceCell::new();
    for sentence in context.sentences_of(&[Role::Task, Role::Organisation, Role::Remedy]) {
        let mut say = |aspect: Aspect, tokens: Range<usize>| {
            let end = document.sentence_range(sentence).end;
            let place = task_of(context, sentence).start..end;
            let words = shorten(document.token_text(tokens), 80);
            found.push(Lack { aspect, how: How::Vague, place, words, count: (0, 0) });
        };
        let dated = || told(context, Aspect::Due, &sentence.tokens);
        let mut unset = context.mentions.hits_of(words.unset_dues, &sentence.tokens);
        let mut ends = context.mentions.hits_of(words.unset_ends, &sentence.tokens);
        let mut acts = context.mentions.hits_of(words.unset_acts, &sentence.tokens);
        let done = || programme && context.mentions.hits_of(words.acts, &sentence.tokens).next().is_some();
        let at_end = |hit: &&Hit| hit.end as usize == sentence.tokens.end;
        if let Some(hit) = unset.next().or_else(|| ends.find(at_end)).or_else(|| acts.find(at_end).filter(|_| done()))
            && !dated()
        {
            say(Aspect::Due, hit.start as usize..hit.end as usize);
        }
        // «Ủy ban nhân dân xã sớm xây dựng phương án …» among sentences that give a day.
        let soon = || {
            let at = sentence.tokens.clone().find(|&i| document.tokens.get(i).is_some_and(|t| t.id == *SOON))?;
            let act = context.mentions.hits_of(words.acts, &(at + 1..sentence.tokens.end)).next()?;
            (act.start as usize == at + 1 && opens_with_owner(context, &sentence.tokens))
                .then_some(at..act.end as usize)
        };
        if programme
            && !dated()
            && *all_dated.get_or_init(|| are_dated(context))
            && let Some(soon) = soon()
        {
            say(Aspect::Due, soon);
        }
        // «Các ngành, các cấp có liên quan rà soát 12 thủ tục trước ngày 31/12/2020»: the subject names nobody.
        let nobody = || {
            let tokens = &sentence.tokens;
            opens_with_nobody(context, tokens).or_else(|| done_by_nobody(context, tokens)).filter(|_| dated())
        };
        if programme && let Some(nobody) = nobody() {
            say(Aspect::Owner, nobody);
        }
        let said = values(context, &sentence.tokens).into_iter().chain(led(context, &sentence.tokens));
        for (aspect, value) in said {
            if words.is_vague(context, aspect, &value) && (aspect != Aspect::Product || programme) {
                say(aspect, value);
            }
        }
    }
}

/// Where the task stands that a sentence speaks of: «Khôi phục câu lạc bộ hát Xoan. Chủ trì: …; thời hạn: …» has it in the
/// sentence before.
fn task_of(context: &Context<'_>, sentence: &Sentence) -> Range<usize> {
    let document = context.document;
    let start = sentence.tokens.start;
    let mut labels = context.catalogue.tasks.labels(context.mentions, &(start..start + LABEL)).into_iter();
    let fields = labels.any(|(hit, _)| {
        hit.start as usize == start && document.between(hit.end as usize, hit.end as usize).contains(':')
    });
    let block = document.blocks.get(sentence.block as usize).filter(|_| fields);
    let sentences = block.and_then(|b| document.sentences.get(b.sentences.clone())).unwrap_or_default();
    let before = sentences.iter().take_while(|s| s.tokens.end <= start).last();
    document.sentence_range(before.unwrap_or(sentence))
}

/// Tokens of a label: «Cơ quan, đơn vị chủ trì:».
const LABEL: usize = 6;

/// Whether the sentences that give somebody a task give the day as well, but for a few.
fn are_dated(context: &Context<'_>) -> bool {
    let tasks = context.sentences_of(&[Role::Task]).filter(|s| opens_with_owner(context, &s.tokens));
    let (all, dated) = tasks.take(MOST_READ).fold((0, 0), |(all, dated), sentence| {
        (all + 1, dated + usize::from(told(context, Aspect::Due, &sentence.tokens)))
    });
    all >= LEAST && dated as f64 >= CUSTOM * all as f64
}

/// Sentences that show a programme's way.
const MOST_READ: usize = 200;

static GIVE: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("giao"));
/// The last word of «phụ trách».
static CHARGE: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("trách"));
static SOON: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("sớm"));

/// The subject of a sentence that opens with words that name nobody and goes on with a verb, where no body and no post
/// is named after it.
fn opens_with_nobody(context: &Context<'_>, tokens: &Range<usize>) -> Option<Range<usize>> {
    let list = context.catalogue.tasks.vague[Aspect::Owner as usize];
    let opening = tokens.start..tokens.end.min(tokens.start + LONGEST_NOBODY + 2);
    // «3- Giao các cơ quan, đơn vị liên quan chủ trì …»
    let first = context.document.block_of_token(tokens.start).map_or(tokens.start, |block| {
        tokens.clone().find(|&i| context.document.tokens[i].start as usize >= block.body).unwrap_or(tokens.start)
    });
    let given = context.document.tokens.get(first).is_some_and(|t| t.id == *GIVE);
    let first = first + usize::from(given);
    let opens = |hit: &&Hit| hit.start as usize == first;
    let end = context.mentions.hits_of(list, &opening).filter(opens).map(|hit| hit.end as usize).max()?;
    // «Cán bộ phụ trách chương trình được khuyến khích …» says of what they are in charge, and no task.
    let charge = end.checked_sub(1).and_then(|at| context.document.tokens.get(at)).is_some_and(|t| t.id == *CHARGE);
    let behind = end..tokens.end.min(end + DOES);
    let does = || context.mentions.hits_of(context.catalogue.tasks.does, &behind).any(|hit| hit.start as usize == end);
    if charge && !does() {
        return None;
    }
    let goes_on = context.document.tokens.get(end).is_some_and(|t| t.gap == Gap::Space && !t.is_capitalised());
    let named = |m: &Mention| matches!(m.kind, MentionKind::Body | MentionKind::Post);
    let somebody = context.mentions.within(&(end..tokens.end)).iter().any(named);
    (goes_on && !somebody).then_some(tokens.start..end)
}

/// «…: các ngành có liên quan thực hiện, xong trước ngày …»: words that name nobody open a clause or follow «do», and a word
/// for doing the task follows them. Somebody who is named in the sentence as more than whoever gets or signs it has the task.
fn done_by_nobody(context: &Context<'_>, tokens: &Range<usize>) -> Option<Range<usize>> {
    let words = &context.catalogue.tasks;
    let token = |at: usize| context.document.tokens.get(at);
    let by = |at: usize, list: &[Syllable]| {
        let before = at.checked_sub(1).filter(|before| tokens.contains(before)).and_then(token);
        before.is_some_and(|t| list.contains(&t.id))
    };
    let parted = |at: usize| context.document.has_mark(at, &[':', ';', ',', '(', '.']);
    let nobody = outermost(context.mentions.hits_of(words.vague[Aspect::Owner as usize], tokens));
    let done = nobody.into_iter().find(|hit| {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let opens = start > tokens.start && (parted(start) || by(start, &words.given_by));
        let behind = end..tokens.end.min(end + DOES);
        opens && !parted(end) && context.mentions.hits_of(words.does, &behind).any(|does| does.start as usize == end)
    })?;
    let done = done.start as usize..done.end as usize;
    let apart = |at: usize| !done.contains(&at) && !by(at, &words.beside);
    let named = |m: &&Mention| matches!(m.kind, MentionKind::Body | MentionKind::Post) && apart(m.tokens.start);
    let mentions = context.mentions.within(tokens);
    let within = |hit: &Hit| mentions.iter().any(|m| m.tokens.contains(&(hit.start as usize)));
    let owned = context.mentions.hits_of(words.owners, tokens).any(|hit| {
        let start = hit.start as usize;
        start != done.end && apart(start) && !within(hit)
    });
    let local = tokens.clone().any(|at| !done.contains(&at) && is_given(context, tokens, at));
    let somebody = owned || local || mentions.iter().any(|m| named(&m)) || opens_with_owner(context, tokens);
    (!somebody).then_some(done)
}

/// Tokens of a word for doing a task: «tổ chức thực hiện».
const DOES: usize = 4;

/// Tokens of such a subject, at most.
const LONGEST_NOBODY: usize = 10;

/// What stands behind the labels of a sentence: «Chủ trì: …; phối hợp: …».
pub(super) fn values(context: &Context<'_>, tokens: &Range<usize>) -> Vec<(Aspect, Range<usize>)> {
    let of = |(label, value)| if let Label::Of(aspect) = label { Some((aspect, value)) } else { None };
    labelled(context, tokens).into_iter().filter_map(of).collect()
}

/// What stands before a label in brackets: «(các ngành liên quan chủ trì; trước ngày 31/12/2026)».
fn led(context: &Context<'_>, tokens: &Range<usize>) -> Vec<(Aspect, Range<usize>)> {
    let between = |at: usize| context.document.between(at, at).trim();
    let lead = |(hit, label): (&Hit, Label)| {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let closes = between(end).starts_with([')', ';']);
        let from =
            (start.saturating_sub(LEADERS).max(tokens.start)..start).rev().find(|&at| between(at).ends_with('('));
        let from = from.filter(|_| closes && label == Label::Of(Aspect::Owner))?;
        Some((Aspect::Owner, from..start))
    };
    context.catalogue.tasks.labels(context.mentions, tokens).into_iter().filter_map(lead).collect()
}

/// Tokens of who leads, at most.
const LEADERS: usize = 12;

/// The same of all labels.
fn labelled(context: &Context<'_>, tokens: &Range<usize>) -> Vec<(Label, Range<usize>)> {
    let document = context.document;
    // A colon stands behind a label, and in few sentences.
    let start = |at: usize| document.tokens.get(at).map_or(document.text.len(), |t| t.start as usize);
    let text = document.text.as_bytes().get(start(tokens.start)..start(tokens.end)).unwrap_or_default();
    if memchr::memchr(b':', text).is_none() {
        return Vec::new();
    }
    let labels = context.catalogue.tasks.labels(context.mentions, tokens);
    let labels: Vec<_> = labels
        .into_iter()
        .filter(|(hit, _)| document.between(hit.end as usize, hit.end as usize).trim_start().starts_with(':'))
        .collect();
    let ends = labels.iter().skip(1).map(|(hit, _)| hit.start as usize).chain([tokens.end]);
    // «Sản phẩm: . Chỉ tiêu: …»: nothing stands behind the label.
    let blank = |at: usize| {
        let gap = document.between(at, at);
        gap.contains(['.', ';']) && !gap.contains("..")
    };
    let of = |((hit, label), end): (&(&Hit, Label), usize)| {
        let start = hit.end as usize;
        (*label, start..if blank(start) { start } else { end.max(start) })
    };
    labels.iter().zip(ends).map(of).collect()
}

/// Points that lack what the others say, or what most of them lack.
pub(super) fn lacks(context: &Context<'_>, tables: &[u32], found: &mut Vec<Lack>) {
    let mut points = points(context);
    let known = found.len();
    custom::fields(context, &points, found);
    let bracketed = bracketed::lacks(context, &points, found);
    // A table among the tasks assigns those of its own section; one in an annex, all: then the text need not, and
    // where it does all the same, only what no row repeats is asked for.
    let is_task = |s: &&u32| context.outline.roles.get(**s as usize) == Some(&Role::Task);
    let annexed = tables.iter().any(|section| !is_task(&section));
    // The text beside a table, in the sections after its own, gives the other tasks; what comes before is summed
    // up in it.
    let parent = |section: u32| context.document.sections.get(section as usize).and_then(|s| s.parent);
    let beside = |p: &Point| tables.iter().any(|&t| t < p.section && parent(t) == parent(p.section));
    points.retain(|p| tables.is_empty() || annexed || beside(p));
    let rows = if annexed { repeated::rows(context, tables) } else { Vec::new() };
    let custom = if annexed { ALL_BUT_FEW } else { CUSTOM };
    if points.len() < LEAST {
        if tables.is_empty() {
            few::lacks(context, &points, found);
        }
        return;
    }
    let fields: Vec<(Aspect, usize)> = found.iter().skip(known).map(|l| (l.aspect, l.place.start)).collect();
    // How many points a section has, and how many of them say neither who nor when.
    let mut sections: HashMap<u32, (usize, usize)> = HashMap::new();
    for point in &points {
        let says = |aspect| point.says(context, aspect);
        let (all, bare) = sections.entry(point.section).or_default();
        *all += 1;
        *bare += usize::from(!says(Aspect::Owner) && !says(Aspect::Due));
    }
    for aspect in Aspect::ALL {
        let given: Vec<bool> = points.iter().map(|p| p.says(context, aspect)).collect();
        let count = given.iter().filter(|g| **g).count();
        let text = |point: &Point| shorten(context.document.token_text(point.tokens.clone()), 100);
        if (count as f64) < custom * points.len() as f64 {
            if !tables.is_empty() {
                continue;
            }
            let Some(first) = points.iter().zip(&given).find(|(_, given)| !**given).map(|(p, _)| p) else { continue };
            let Some(place) = heading(context, first.section) else { continue };
            found.push(Lack { aspect, how: How::Most, place, words: text(first), count: (count, points.len()) });
            continue;
        }
        for (point, _) in points.iter().zip(&given).filter(|(_, given)| !**given) {
            // A section in which nothing is said of anybody or any day is vague as a whole, and reported as such.
            if sections.get(&point.section).is_some_and(|(all, bare)| *all > 1 && all == bare) {
                continue;
            }
            if rows.iter().any(|row| repeated::repeats(context, row, &point.tokens)) {
                continue;
            }
            if bracketed.contains(&(aspect, point.tokens.start)) {
                continue;
            }
            let place = context.document.token_range(point.tokens.clone());
            // Words in an old encoding are found as such; who they name is not read.
            if fields.contains(&(aspect, place.start)) || is_legacy(context, point) {
                continue;
            }
            found.push(Lack { aspect, how: How::Point, place, words: text(point), count: (count, points.len()) });
        }
    }
}

/// Whether some of a point is written in an encoding from before Unicode.
pub(super) fn is_legacy(context: &Context<'_>, point: &Point) -> bool {
    let (legacy, syllables) = (&context.catalogue.legacy, &context.catalogue.syllables);
    let text = context.document.token_text(point.tokens.clone());
    !legacy.runs(text, syllables).is_empty() || !legacy.plain_runs(text, syllables).is_empty()
}

fn heading(context: &Context<'_>, section: u32) -> Option<Range<usize>> {
    let section = context.document.sections.get(section as usize)?;
    Some(context.document.blocks.get(section.heading? as usize)?.range.clone())
}

/// The points of the sections on tasks: items, numbered paragraphs, and headings whose section says who and when.
fn points(context: &Context<'_>) -> Vec<Point> {
    let document = context.document;
    let is_task = |block: &Block| context.outline.roles.get(block.section as usize) == Some(&Role::Task);
    let leaf = |block: &Block| {
        let section: Option<&Section> = document.sections.get(block.section as usize);
        section.is_some_and(|s| s.children.is_empty())
    };
    let mut points: Vec<Point> = Vec::new();
    let mut heading: Option<&Block> = None;
    let mut lead = 0..0;
    let mut owned = false;
    let blocks = document.blocks.iter().filter(|b| is_task(b) && !b.is_cell() && !b.footnote && !b.quoted);
    let blocks: Vec<&Block> = blocks.collect();
    let fields = fields::marked(context, &blocks);
    for (at, &block) in blocks.iter().enumerate() {
        if block.is_heading() {
            heading = Some(block).filter(|b| leaf(b));
            lead = 0..0;
            // «Nhóm việc giao Ủy ban nhân dân xã»: whoever a heading names has the tasks below it.
            owned = owner::is_named(context, block);
            continue;
        }
        let numbered = matches!(block.kind, BlockKind::Item { .. }) || block.numbering.is_some();
        if fields[at] {
            match heading.take() {
                Some(heading) => {
                    let (tokens, section) = (heading.tokens.start..block.tokens.end, block.section);
                    points.push(Point { tokens, lead: 0..0, section, depth: (0, 0), leads: false, owned });
                }
                None => {
                    let own = points.last_mut().filter(|p| p.section == block.section);
                    own.into_iter().for_each(|p| p.tokens.end = block.tokens.end);
                }
            }
        } else if numbered && block.tokens.len() >= 4 {
            heading = None;
            let depth = depth(document, block);
            // «… gồm các việc:» with its steps below is one task.
            match points.last_mut().filter(|p| p.leads && p.section == block.section && p.depth < depth) {
                Some(above) => above.tokens.end = block.tokens.end,
                None => {
                    let tokens = block.tokens.clone();
                    // «Về hoạt động của Hội đồng nhân dân» names no owner, it opens a group of tasks.
                    let charges = || values(context, &tokens).iter().any(|(aspect, _)| *aspect == Aspect::Owner);
                    let leads = opens_with_owner(context, &tokens) || is_dated(context, &tokens) || charges();
                    points.push(Point { tokens, lead: lead.clone(), section: block.section, depth, leads, owned });
                }
            }
        } else if !numbered
            && block.tokens.len() >= 4
            && (!values(context, &block.tokens).is_empty() || bracketed::closes(context, &block.tokens))
        {
            // «Thả 400 cụm rạn nhân tạo … (chủ trì: …; hoàn thành: …; sản phẩm: …).» in a paragraph of its own.
            heading = None;
            let tokens = block.tokens.clone();
            let depth = depth(document, block);
            points.push(Point { tokens, lead: 0..0, section: block.section, depth, leads: false, owned });
        } else if !numbered
            && block.tokens.len() >= 4
            && blocks.get(at + 1).is_some_and(|next| matches!(next.kind, BlockKind::Item { .. }) && fields[at + 1])
        {
            // «Việc 1. Lập kế hoạch …», and below it «- Xong: ngày 31/12/2020.»
            heading = None;
            let (tokens, depth) = (block.tokens.clone(), depth(document, block));
            points.push(Point { tokens, lead: 0..0, section: block.section, depth, leads: true, owned });
        } else if !numbered {
            let opens = document.block_text(block).trim_end().ends_with(':');
            lead = if opens { block.tokens.clone() } else { 0..0 };
        }
    }
    points
}

/// How deep a point stands: how far its line is indented, then by its mark («+» under «-», both under numbers).
pub(super) fn depth(document: &Document, block: &Block) -> (usize, usize) {
    let before = document.source.get(..document.block_span(block).start as usize).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    let words = line.trim_start();
    let mark = match words.chars().next().or_else(|| document.block_text(block).chars().next()) {
        Some('+') => 2,
        Some('-' | '–' | '•' | '*') => 1,
        _ => 0,
    };
    (line.len() - words.len(), mark)
}

/// Whether some words begin with whom they give the task to: «Bưu điện xã mở 02 điểm …».
pub(super) fn opens_with_owner(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let words = &context.catalogue.tasks;
    let opening = tokens.start..tokens.end.min(tokens.start + OPENING);
    let first = context.document.block_of_token(tokens.start).map_or(0, |b| b.body);
    let opens = |token: usize| {
        let start = |i: usize| context.document.tokens.get(i).map_or(0, |t| t.start as usize);
        (tokens.start..token).filter(|&i| start(i) >= first).count() <= 1
    };
    let named = |m: &Mention| matches!(m.kind, MentionKind::Body | MentionKind::Post) && opens(m.tokens.start);
    let listed = |list| context.mentions.hits_of(list, &opening).any(|hit| opens(hit.start as usize));
    listed(words.subjects)
        || listed(words.owners)
        || context.mentions.within(tokens).iter().any(named)
        || opening.clone().any(|at| opens(at) && is_local_body(context, at))
}

/// Whether some words, past their number, begin with what is done: «Xây dựng 12 km hàng rào», and nobody before it.
pub(super) fn opens_with_act(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let words = &context.catalogue.tasks;
    let body = context.document.block_of_token(tokens.start).map_or(0, |b| b.body);
    let starts = |&at: &usize| context.document.tokens.get(at).is_some_and(|t| t.start as usize >= body);
    let Some(first) = tokens.clone().find(starts) else { return false };
    let opening = first..tokens.end.min(first + OPENING);
    let opens = |list| context.mentions.hits_of(list, &opening).any(|hit| hit.start as usize == first);
    let named = opening.clone().skip(1).any(|at| context.document.has_mark(at, &[':']));
    !named && [words.opens, words.acts, words.talks].into_iter().any(opens)
}

/// Whether a name of a local body begins at a token: «Ban Giảm nghèo xã», not «Ban hành quy chế».
fn is_local_body(context: &Context<'_>, at: usize) -> bool {
    let [head, name] = context.document.tokens.get(at..at + 2).unwrap_or_default() else { return false };
    let titled = |t: &Token| t.is_capitalised() && t.case != Case::Upper;
    titled(head) && titled(name) && name.gap == Gap::Space && context.catalogue.tasks.body_heads.contains(&head.id)
}

/// Whether some words say who, when, or what is left behind.
pub(super) fn told(context: &Context<'_>, aspect: Aspect, tokens: &Range<usize>) -> bool {
    let words = &context.catalogue.tasks;
    let mentions = || context.mentions.within(tokens).iter();
    let has = |list| context.mentions.hits_of(list, tokens).next().is_some();
    if leaves_blank(context, aspect, tokens) {
        return false;
    }
    match aspect {
        Aspect::Owner => {
            // Whoever is named behind «Phối hợp:» helps an owner who is still to be named.
            let labels = labelled(context, tokens);
            let helps = |at: usize| {
                labels.iter().any(|(label, value)| *label == Label::Support && value.contains(&at))
                    || is_served(context, tokens, at)
            };
            let mut owners = context.mentions.hits_of(words.owners, tokens);
            let named = |m: &Mention| matches!(m.kind, MentionKind::Body | MentionKind::Post) && !helps(m.tokens.start);
            let given =
                |(label, value): &(Label, Range<usize>)| *label == Label::Of(Aspect::Owner) && !value.is_empty();
            opens_with_owner(context, tokens)
                || labels.iter().any(given)
                || owners.any(|hit| !helps(hit.start as usize))
                || mentions().any(named)
                || tokens.clone().any(|at| is_given(context, tokens, at) && !helps(at))
        }
        Aspect::Due => is_dated(context, tokens) || is_rate(context, tokens),
        Aspect::Product => {
            values(context, tokens).iter().any(|(aspect, value)| *aspect == Aspect::Product && !value.is_empty())
                || has(words.products)
                || mentions()
                    .any(|m| matches!(m.kind, MentionKind::Product | MentionKind::Figure(_) | MentionKind::Citation))
                || is_bracketed(context, tokens)
        }
    }
}

/// Whether a label asks for something and nothing stands behind it, whatever the task itself names.
fn leaves_blank(context: &Context<'_>, aspect: Aspect, tokens: &Range<usize>) -> bool {
    let mut values = values(context, tokens).into_iter().filter(|(of, _)| *of == aspect).peekable();
    values.peek().is_some() && values.all(|(_, value)| value.is_empty())
}

/// «do Đội Xung kích thôn 3 làm»: a local body behind a word that gives it the task.
fn is_given(context: &Context<'_>, tokens: &Range<usize>, at: usize) -> bool {
    let before =
        at.checked_sub(1).filter(|before| tokens.contains(before)).and_then(|i| context.document.tokens.get(i));
    before.is_some_and(|t| context.catalogue.tasks.given_by.contains(&t.id)) && is_local_body(context, at)
}

/// «(từ ngày 01/10/2025; bảng niêm yết tuần)»: what stands behind the day in a bracket that closes the point.
fn is_bracketed(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let gap = |at: usize| context.document.between(at, at);
    let Some(open) = (tokens.start + 1..tokens.end).rev().find(|&at| gap(at).contains('(')) else { return false };
    let Some(part) = (open + 1..tokens.end).find(|&at| gap(at).contains(';')) else { return false };
    let last = (part + 1..tokens.end).rev().find(|&at| gap(at).contains(';')).unwrap_or(part);
    let closes = gap(tokens.end).trim_start().starts_with(')');
    closes && is_dated(context, &(open..part)) && !is_dated(context, &(last..tokens.end)) && tokens.end - last >= 2
}

/// Whether whoever is named at a token is served, not charged: «tập huấn cho 21 cán bộ, công chức».
fn is_served(context: &Context<'_>, tokens: &Range<usize>, at: usize) -> bool {
    let words = &context.catalogue.tasks;
    let before = tokens.start.max(at.saturating_sub(SERVED))..at;
    let Some(served) = context.mentions.hits_of(words.served, &before).last() else { return false };
    let assigned = || context.mentions.hits_of(words.assigned, &(tokens.start..at)).any(|hit| hit.end == served.end);
    let parted = |i: usize| context.document.has_mark(i, &[';', '.', ':', '(']);
    !(served.end as usize..=at).any(parted) && !assigned()
}

/// Whether some words say when: a day, «thường xuyên», «trong 100 ngày đầu», «trước Tết», «vụ xuân 2026».
pub(super) fn is_dated(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let words = &context.catalogue.tasks;
    let token = |at: usize| context.document.tokens.get(at).filter(|_| tokens.contains(&at));
    let number = |at: usize| token(at).is_some_and(|t| t.kind == TokenKind::Number);
    let until = |at: usize| {
        let before = tokens.start.max(at.saturating_sub(UNTIL))..at;
        before.filter_map(token).any(|t| words.until.contains(&t.id))
    };
    let dated = |m: &Mention| matches!(m.kind, MentionKind::Date(_) | MentionKind::Recurring | MentionKind::Term(..));
    let period = |at: usize| token(at).is_some_and(|t| words.periods.contains(&t.id));
    let mut seasons = context.mentions.hits_of(words.seasons, tokens);
    // «Giáo dục thường xuyên», «chi thường xuyên» are names of something else.
    let named = |at: usize| {
        let before = at.checked_sub(1).and_then(|i| context.document.tokens.get(i));
        before.is_some_and(|t| words.standing_not.contains(&t.id))
    };
    context.mentions.hits_of(words.standing, tokens).any(|hit| !named(hit.start as usize))
        || context.mentions.within(tokens).iter().any(dated)
        || seasons.any(|hit| number(hit.end as usize) || until(hit.start as usize))
        || tokens.clone().any(|at| number(at) && period(at + 1) && until(at))
}

/// «10 lớp/năm» is done every year.
fn is_rate(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let periods = &context.catalogue.tasks.periods;
    let mut every = context.document.tokens.get(tokens.clone()).unwrap_or_default().iter();
    every.any(|t| t.gap == Gap::Slash && periods.contains(&t.id))
}
