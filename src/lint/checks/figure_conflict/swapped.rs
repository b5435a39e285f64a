//! Figures that are nearly the same, in the same words: 168 camera in one document, 186 in another; «64 hội nghị đối
//! thoại với Nhân dân», and 62 of them.
//!
//! That two figures of one kind differ only by two neighbouring digits is hardly chance; that they also
//! stand in the same words is none. Of figures that are merely near each other more words are asked.

use super::around::{Around, Work};
use super::clause::{Clause, Clauses};
use super::{Lists, MEASURED, unit_key};
use crate::lint::check::{Context, DossierContext, DossierDraft, Draft, Place};
use crate::lint::told::When;
use crate::mentions::MentionKind;
use crate::mentions::fact::{Cue, Fact};
use crate::text::{Gap, Number, Syllable, TokenKind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// A figure with its words.
pub(super) struct Figure {
    unit: (u8, u64),
    value: Number,
    /// Syllables around it that say something, sorted.
    words: Vec<Syllable>,
    /// The word right after what is counted, if it says something: «24,6 km đường».
    next: Option<Syllable>,
    /// The two words before the number, if they say something: «đã kiểm tra 47 tổ chức đảng».
    lead: Option<[Syllable; 2]>,
    /// The two words after what is counted.
    tail: Option<[Syllable; 2]>,
    /// The word right before the number: «tiếp 486 lượt».
    verb: Option<Syllable>,
    year: Option<i32>,
    /// The end of a term its sentence names.
    term: Option<i32>,
    /// Of a ratio what it is a part of.
    of: Option<Number>,
    around: Around,
    /// What its clause says, whatever the order.
    clause: Arc<Clause>,
    /// Whether it tells what was added or lost, which depends on since when.
    moved: bool,
    /// Whether a place with a name of its own stands beside it.
    named: bool,
    /// Whether words beside it tell one time of several: «đợt hai», «quý I».
    turn: bool,
    sentence: u32,
    tokens: Range<usize>,
}

impl Figure {
    /// Number and unit.
    pub(super) fn tokens(&self) -> &Range<usize> {
        &self.tokens
    }
}

/// Words of a work's name before its measure.
const LEAST_NAME: usize = 3;

/// Tokens before and after a figure that are its words.
const BEFORE: usize = 8;
const AFTER: usize = 5;

/// Tokens before a figure that may tell which time of several it was.
const TURN: usize = 6;

/// Tokens that open a sentence.
const OPENING: usize = 6;

/// The figures of a document that a slip would show in: two digits at least, exact, with a unit. Of a document that stands
/// alone only those that are held against others of its own.
pub(super) fn figures(context: &Context<'_>, lists: &Lists, clauses: &mut Clauses) -> Vec<Figure> {
    let least = if context.alone { SAID_AGAIN } else { 10 };
    let facts = context.facts().all.iter().filter(|fact| fact.value.mantissa >= least);
    facts.filter_map(|fact| figure(context, lists, fact, clauses)).collect()
}

/// Figures of four digits and more, decimals counted: two of one document that are each other swapped, with the same word
/// before and after, are one.
const LONG: i64 = 1000;

fn figure(context: &Context<'_>, lists: &Lists, fact: &Fact, clauses: &mut Clauses) -> Option<Figure> {
    let (document, common) = (context.document, &lists.common);
    let unit = unit_key(fact.unit)?;
    let sentence = document.sentences.get(fact.sentence as usize)?;
    let block = document.blocks.get(sentence.block as usize)?;
    // A cell that names a work gives its measure as a sentence does: «Lộ liên xã ấp 1 dài 6,5 km».
    let figures_only = block.is_cell() && fact.tokens.start < block.tokens.start + LEAST_NAME;
    if fact.inexact || figures_only || block.quoted {
        return None;
    }
    let from = fact.tokens.start.saturating_sub(BEFORE).max(sentence.tokens.start);
    let to = (fact.end + AFTER).min(sentence.tokens.end);
    let (mut years, mut named) = (Vec::new(), false);
    for mention in context.mentions.within(&(from..to)) {
        match &mention.kind {
            MentionKind::Date(date) => years.extend(date.year),
            MentionKind::Place(place) if !context.is_own(place) => return None,
            MentionKind::Named => named = true,
            _ => {}
        }
    }
    years.dedup();
    if years.len() > 1 {
        return None;
    }
    // «Riêng năm 2026, thu ngân sách …, thu nhập bình quân đầu người 68,2 triệu đồng»: the year may open the sentence.
    if years.is_empty() {
        let opening = sentence.tokens.start..(sentence.tokens.start + OPENING).min(from);
        years.extend(context.mentions.within(&opening).iter().find_map(|mention| match &mention.kind {
            MentionKind::Date(date) => date.year,
            _ => None,
        }));
    }
    let is_common = |id: &Syllable| common.has(id);
    let beside = (from..fact.tokens.start).chain(fact.end..to).filter_map(|i| document.tokens.get(i));
    let mut words: Vec<Syllable> =
        beside.filter(|t| t.kind == TokenKind::Word && !is_common(&t.id)).map(|t| t.id).collect();
    words.sort_unstable();
    words.dedup();
    let next =
        document.tokens.get(fact.end).filter(|t| fact.end < to && t.gap == Gap::Space && t.kind == TokenKind::Word);
    let next = next.map(|t| t.id).filter(|id| !is_common(id));
    let follows = |i: usize| {
        let token = document.tokens.get(i).filter(|t| i < to && t.gap == Gap::Space && t.kind == TokenKind::Word)?;
        Some(token.id)
    };
    let tail = next.and_then(|_| Some([follows(fact.end)?, follows(fact.end + 1)?]));
    let word = |i: usize| document.tokens.get(i).filter(|t| i >= from && t.kind == TokenKind::Word);
    let says = |i: usize| word(i).map(|t| t.id).filter(|id| !is_common(id));
    let lead = (fact.tokens.start >= 2).then(|| Some([says(fact.tokens.start - 2)?, says(fact.tokens.start - 1)?]));
    let lead = lead.flatten().filter(|_| document.tokens.get(fact.tokens.start).is_some_and(|t| t.gap == Gap::Space));
    let verb =
        fact.tokens.start.checked_sub(1).filter(|i| *i >= from).and_then(|i| document.tokens.get(i)).map(|t| t.id);
    let (year, tokens) = (years.first().copied(), fact.tokens.start..fact.end);
    let moved = fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    let (whole, sentence_tokens) = (sentence, &sentence.tokens);
    let sentence = fact.sentence;
    let told = |list| {
        let before = from..fact.tokens.start;
        let mut cues = context.mentions.hits_of(list, &before).filter(|_| unit.0 == MEASURED);
        cues.find(|hit| hit.end as usize == fact.tokens.start).map(|hit| hit.start as usize)
    };
    let (cost, length) = (told(lists.costs), || told(lists.lengths));
    let work = cost.map(Work::Costs).or_else(|| length().map(Work::Is));
    let around = Around::of(document, common, fact, &(sentence_tokens.start..sentence_tokens.end), work);
    let clause = clauses.of(context, common, fact, whole);
    let term = context.mentions.within(sentence_tokens).iter().find_map(|mention| match &mention.kind {
        MentionKind::Term(_, to) => Some(*to),
        _ => None,
    });
    let (value, of) = (fact.value, fact.of);
    let before = fact.tokens.start.saturating_sub(TURN).max(from)..fact.tokens.start;
    let beside = before.chain(fact.end..to).filter_map(|i| document.tokens.get(i));
    let turn = beside.into_iter().any(|t| context.catalogue.told.tells_turn(&t.id));
    Some(Figure {
        unit,
        value,
        words,
        next,
        lead,
        tail,
        verb,
        year,
        term,
        of,
        around,
        clause,
        moved,
        named,
        turn,
        sentence,
        tokens,
    })
}

/// A swap: the document it is in, the figure, and the document and figure it is held against.
type Swap<'f> = (usize, &'f Figure, usize, &'f Figure);

/// Unit, decimals, digits in order and the whole of a part: what a swap leaves alone.
type Digits = ((u8, u64), (u8, u64), Option<(i64, u8)>);

/// The swaps among the figures of a dossier's documents.
/// «thay mặt cho 241 đảng viên», whom every other document counts as 214: what there is only one of needs no more
/// words. `known`: whether that is so of a figure.
pub(super) fn swaps<'f>(all: &[(usize, &'f [Figure])], known: &dyn Fn(usize, &Range<usize>) -> bool) -> Vec<Swap<'f>> {
    // Figures of the same unit and the same digits, whatever their order.
    let mut groups: BTreeMap<Digits, Vec<(usize, &Figure)>> = BTreeMap::new();
    for (id, figures) in all {
        for figure in *figures {
            let whole = figure.of.map(|of| (of.mantissa, of.scale));
            groups.entry((figure.unit, figure.value.digit_set(), whole)).or_default().push((*id, figure));
        }
    }
    let mut found = near(all);
    found.extend(same_saying(all));
    found.extend(same_clause(all));
    for group in groups.values().filter(|group| group.len() <= CROWD) {
        for (at, &(id, figure)) in group.iter().enumerate() {
            let has = |document: usize, value: Number| group.iter().any(|(d, f)| *d == document && f.value == value);
            let votes = |value: Number| group.iter().filter(|(_, f)| f.value == value).count();
            let mut others = group.iter().enumerate().filter(|(other, (document, against))| {
                let elsewhere = || {
                    !figure.clause.is_apart(&against.clause) && (same_thing(figure, against) || retold(figure, against) || known(id, &figure.tokens) && votes(against.value) > 1)
                        // Where one document gives both, they are two things.
                        && !has(id, against.value)
                        && !has(*document, figure.value)
                };
                figure.value.is_swapped(against.value)
                    && match figure.of {
                        Some(_) => same_part(figure, against),
                        None if *document == id => {
                            same_phrase(figure, against) || same_part(figure, against) || said_again(figure, against)
                        }
                        None => elsewhere(),
                    }
                    // The one given more often is right; of two, the first.
                    && (votes(against.value), *other < at) > (votes(figure.value), at < *other)
            });
            if let Some((_, &(document, against))) = others.next() {
                found.push((id, figure, document, against));
            }
        }
    }
    let mut told = BTreeSet::new();
    found.retain(|(id, figure, ..)| told.insert((*id, figure.tokens.start)));
    found
}

/// What is counted, with the two words before the number or after the thing, which of them, and how exactly.
type Counted = ((u8, u64), bool, [Syllable; 2], u8);

/// Figures that two documents give of one thing, a little apart: each document gives it once, in the same words.
fn near<'f>(all: &[(usize, &'f [Figure])]) -> Vec<Swap<'f>> {
    let mut groups: BTreeMap<Counted, Vec<(usize, &Figure)>> = BTreeMap::new();
    for (id, figures) in all {
        // Amounts of money, lengths: there are many, and each of something else.
        for figure in figures.iter().filter(|figure| figure.unit.0 != MEASURED && figure.of.is_none()) {
            for (behind, words) in [(false, figure.lead), (true, figure.tail)] {
                let Some(words) = words else { continue };
                groups.entry((figure.unit, behind, words, figure.value.scale)).or_default().push((*id, figure));
            }
        }
    }
    let mut found = Vec::new();
    for group in groups.values().filter(|group| group.len() <= CROWD) {
        let once = |document: usize| group.iter().filter(|(d, _)| *d == document).count() == 1;
        for (at, &(id, figure)) in group.iter().enumerate() {
            let votes = |value: Number| group.iter().filter(|(_, f)| f.value == value).count();
            let mut others = group.iter().enumerate().filter(|(other, (document, against))| {
                *document != id
                    && once(id)
                    && once(*document)
                    && (!(figure.moved || against.moved) || figure.year.is_some() && figure.year == against.year)
                    // «mỗi năm mở 12 lớp», and 13 in all.
                    && figure.turn == against.turn
                    && !figure.clause.is_apart(&against.clause)
                    && is_near(figure.value, against.value)
                    && same_frame(figure, against)
                    && (votes(against.value), *other < at) > (votes(figure.value), at < *other)
            });
            let told = || found.iter().any(|(d, f, ..): &Swap<'_>| *d == id && f.tokens == figure.tokens);
            if let Some((_, &(document, against))) = others.next().filter(|_| !told()) {
                found.push((id, figure, document, against));
            }
        }
    }
    found
}

/// What is counted, its decimals, and the words around it.
type Said = ((u8, u64), u8, [Syllable; 6]);

/// Figures a little apart that are said in the same six words, two before and four behind: «đóng góp 14,3 tỷ đồng làm giao
/// thông nông thôn», or right behind the same name: «Khu công nghiệp Quán Ngang có 27 dự án đang hoạt động».
fn same_saying<'f>(all: &[(usize, &'f [Figure])]) -> Vec<Swap<'f>> {
    let mut groups: BTreeMap<Said, Vec<(usize, &Figure)>> = BTreeMap::new();
    for (id, figures) in all {
        for figure in figures.iter().filter(|f| f.of.is_none() && !f.moved && (!f.turn || f.around.measures_work())) {
            let named = figure.around.name().map(|[a, b, c, d]| [a, b, c, d, Syllable(0), Syllable(0)]);
            let phrase = figure.around.phrase().filter(|_| !figure.named);
            for words in [named, phrase].into_iter().flatten() {
                groups.entry((figure.unit, figure.value.scale, words)).or_default().push((*id, figure));
            }
        }
    }
    let mut found = Vec::new();
    for ((_, _, words), group) in groups.iter().filter(|(_, group)| group.len() > 1 && group.len() <= CROWD) {
        // Of three values each is of something else.
        let mut values: Vec<Number> = group.iter().map(|(_, figure)| figure.value).collect();
        values.sort_unstable_by_key(|value| value.mantissa);
        values.dedup();
        let [low, high] = values[..] else { continue };
        let named = words[5] == Syllable(0);
        let votes = |value: Number| group.iter().filter(|(_, f)| f.value == value).count();
        for (at, &(id, figure)) in group.iter().enumerate() {
            let mut others = group.iter().enumerate().filter(|(other, (_, against))| {
                // How long a work of that name is, is so in any year.
                let work = named
                    && figure.unit.0 == MEASURED
                    && figure.around.same_link(&against.around)
                    && low.is_swapped(high);
                let said = !named || figure.tail.is_some() && figure.tail == against.tail;
                (work || said && figure.year == against.year && !figure.clause.is_apart(&against.clause))
                    && figure.value != against.value
                    && (figure.sentence != against.sentence || id != group[*other].0)
                    && (votes(against.value), *other < at) > (votes(figure.value), at < *other)
            });
            if let Some((_, &(document, against))) =
                others.next().filter(|_| low.is_swapped(high) || is_near(low, high))
            {
                found.push((id, figure, document, against));
            }
        }
    }
    found
}

/// What is counted, its decimals, the words of the clause, its time and whether it is aimed at.
type SameClause = ((u8, u64), u8, (u64, When, bool));

/// «Đến năm 2030 thành lập mới 12 hợp tác xã nông nghiệp», and 15 by then: the same words in any order, and the same time.
fn same_clause<'f>(all: &[(usize, &'f [Figure])]) -> Vec<Swap<'f>> {
    let mut groups: BTreeMap<SameClause, Vec<(usize, &Figure)>> = BTreeMap::new();
    for (id, figures) in all {
        for figure in figures.iter().filter(|f| f.of.is_none() && !f.moved && !f.named) {
            if let Some(said) = figure.clause.said() {
                groups.entry((figure.unit, figure.value.scale, said)).or_default().push((*id, figure));
            }
        }
    }
    let mut found = Vec::new();
    for group in groups.values().filter(|group| (2..=CROWD).contains(&group.len())) {
        let mut values: Vec<Number> = group.iter().map(|(_, figure)| figure.value).collect();
        values.sort_unstable_by_key(|value| value.mantissa);
        values.dedup();
        // Of three values each is of something else, as where one document gives two.
        let [low, high] = values[..] else { continue };
        let gives = |id: usize, value: Number| group.iter().any(|(d, f)| *d == id && f.value == value);
        let once = group.iter().all(|(id, _)| !(gives(*id, low) && gives(*id, high)));
        if !once || !(is_near(low, high) || low.is_slip_of(high)) {
            continue;
        }
        let votes = |value: Number| group.iter().filter(|(_, f)| f.value == value).count();
        for (at, &(id, figure)) in group.iter().enumerate() {
            let mut others = group.iter().enumerate().filter(|(other, (_, against))| {
                against.value != figure.value
                    && (votes(against.value), *other < at) > (votes(figure.value), at < *other)
            });
            if let Some((_, &(document, against))) = others.next() {
                found.push((id, figure, document, against));
            }
        }
    }
    found
}

/// Whether the clauses of two figures with exchanged digits say the same in whatever order.
fn retold(x: &Figure, y: &Figure) -> bool {
    let apart = |figure: &Figure| figure.moved || figure.named;
    let told = if x.value.mantissa >= 100 { x.clause.retells(&y.clause) } else { x.clause.retells_briefly(&y.clause) };
    told && x.turn == y.turn && !(apart(x) || apart(y))
}

/// Whether one number may be a slip for the other: as many digits, and little between them.
pub(super) fn is_near(x: Number, y: Number) -> bool {
    let (low, high) = (x.value().min(y.value()), x.value().max(y.value()));
    x != y && x.digit_count() == y.digit_count() && high - low <= NEAR * high
}

/// How far apart figures may be, as a share of the larger.
const NEAR: f64 = 0.12;

/// Whether two figures of one thing are said in the same sentence, so to speak.
fn same_frame(x: &Figure, y: &Figure) -> bool {
    let shared = x.words.iter().filter(|word| y.words.binary_search(word).is_ok()).count();
    let years = x.year.zip(y.year).is_none_or(|(x, y)| x == y);
    // «trường mầm non … 18 phòng học», «trường tiểu học … 16 phòng học»: each says something that the other does not.
    let (own, others) = (x.words.len() - shared, y.words.len() - shared);
    let parted = own > 0 && others > 0 && own + others >= PARTED;
    years && shared >= FRAME && 2 * shared >= x.words.len().min(y.words.len()) && !parted
}

/// Words that only one of two sentences says, of both together, where each has some.
const PARTED: usize = 4;

/// Words that two sentences must share around figures that differ.
const FRAME: usize = 4;

/// More figures than this with the same digits are a list of codes.
const CROWD: usize = 64;

/// Whether two figures stand in the same words: the shorter they are, the more.
fn same_words(x: &Figure, y: &Figure) -> bool {
    let shared = x.words.iter().filter(|word| y.words.binary_search(word).is_ok()).count();
    // Amounts go with their year: «năm 2026 đạt 68,2 triệu đồng» is no slip for the 62,8 of another.
    let measured = x.unit.0 == MEASURED && x.year.is_some() != y.year.is_some();
    let years = !measured && x.year.zip(y.year).is_none_or(|(x, y)| x == y);
    // «24,6 km đường» and «26,4 km kênh mương» are two things, whatever was done with them.
    let has = |figure: &Figure, word: Syllable| figure.words.binary_search(&word).is_ok();
    // «41,2 km đường thôn» and «14,2 km đường ngõ xóm» are no one thing for that they are roads.
    let parted = || x.value.mantissa < LONG && x.tail.zip(y.tail).is_some_and(|(x, y)| x[0] == y[0] && x[1] != y[1]);
    let one_thing = match (x.next, y.next) {
        (Some(a), Some(b)) if a == b => !parted(),
        (Some(a), Some(b)) => has(x, b) || has(y, a),
        (Some(a), None) => has(y, a) || shared >= MANY || x.verb == y.verb,
        (None, Some(b)) => has(x, b) || shared >= MANY || x.verb == y.verb,
        (None, None) => true,
    };
    years && one_thing && shared >= if x.value.mantissa >= 1000 { 1 } else { 2 }
}

/// «hiến 26.400 m² đất», «hiến 24.600 m² đất» in two sentences of one document: the same words right before and after, and
/// of no place in particular.
fn same_phrase(x: &Figure, y: &Figure) -> bool {
    let around =
        x.verb.is_some() && x.verb == y.verb && x.next.is_some() && x.next == y.next || x.around.same_behind(&y.around);
    x.value.mantissa >= LONG
        && around
        && x.year == y.year
        && !x.moved
        && !y.moved
        && !(x.named || y.named)
        && x.sentence != y.sentence
        && x.words.len().min(y.words.len()) >= 2
}

/// «đã kiên cố hóa 24,6 km kênh mương nội đồng» and further on «kiên cố hóa được 26,4 km kênh mương nội đồng»: the same four
/// words behind, and as good as the same before, of no other term.
fn said_again(x: &Figure, y: &Figure) -> bool {
    let shared = || x.words.iter().filter(|word| y.words.binary_search(word).is_ok()).count();
    let apart = |figure: &Figure| figure.moved || figure.named || figure.turn;
    x.value.mantissa >= SAID_AGAIN
        && x.around.same_tail(&y.around)
        && x.year == y.year
        && x.term.zip(y.term).is_none_or(|(x, y)| x == y)
        && x.sentence != y.sentence
        && !(apart(x) || apart(y))
        && shared() >= AGAIN
}

/// Of fewer digits two may be each other swapped by chance.
const SAID_AGAIN: i64 = 100;

/// Words that two sentences of one document share around one figure: the four behind it and two before.
const AGAIN: usize = 6;

/// «16,8 km trong tổng số 42,5 km đường giao thông» and 18,6 of the same: of one whole, with the same words behind.
fn same_part(x: &Figure, y: &Figure) -> bool {
    let behind = if x.of.is_some() { x.tail.is_some() && x.tail == y.tail } else { x.around.same_whole(&y.around) };
    x.value.mantissa >= 100 && behind && x.year == y.year && !x.named && !y.named && x.sentence != y.sentence
}

/// Of figures with two digits any two may be each other swapped: only the same name right before them tells.
fn same_thing(x: &Figure, y: &Figure) -> bool {
    if x.value.mantissa >= 100 {
        return same_words(x, y);
    }
    // «giám sát chuyên đề 14 tổ chức đảng», and 41 of them.
    let said = x.around.same_words(&y.around) && x.year == y.year;
    if said && !(x.moved || y.moved || x.named || y.named) {
        return true;
    }
    let measured = x.unit.0 == MEASURED && x.next == y.next && x.verb == y.verb && x.year == y.year;
    let shared = x.words.iter().filter(|word| y.words.binary_search(word).is_ok()).count();
    measured && shared >= SAME_NAME && shared * 4 >= 3 * x.words.len().min(y.words.len())
}

/// Words that a name of two figures with two digits must share.
const SAME_NAME: usize = 3;

/// Words shared that outweigh one that only one of the two says of the thing.
const MANY: usize = 4;

/// The drafts about swaps that nothing was said of yet.
pub(super) fn drafts(context: &DossierContext<'_>, swaps: Vec<Swap<'_>>) -> Vec<DossierDraft> {
    let draft = |(document, figure, other, against): Swap<'_>| {
        let path = context.documents.get(other).map_or("", |d| d.path.rsplit('/').next().unwrap_or(""));
        let mut draft = Draft::on(Place::Tokens(figure.tokens.clone()))
            .say(if figure.value.is_swapped(against.value) { "swapped" } else { "near" })
            .with("stated", figure.value.to_string())
            .with("other", against.value.to_string())
            .with("where", path);
        draft.related.push((other, Place::Tokens(against.tokens.clone()), path.to_string()));
        DossierDraft { document, draft }
    };
    swaps.into_iter().map(draft).collect()
}
