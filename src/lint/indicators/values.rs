//! What a document says an indicator was, is, or shall be: from its tables and from its sentences.
//!
//! Only what is said beyond doubt is taken: the indicator by name, one figure, the year it belongs to,
//! and whether it is a result, an estimate or a target.

use super::{MeasureId, table};
use crate::document::{Block, BlockKind, Document};
use crate::lint::check::Context;
use crate::lint::pack::Role;
use crate::mentions::fact::{Cue, Fact, Unit};
use crate::mentions::{Mention, MentionKind, Precision};
use crate::text::{Hit, LexiconBuilder, ListId, Number, Syllable, TokenKind, fold};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// What was reached.
    Result,
    /// What is expected to be reached: «ước».
    Estimate,
    /// What shall be reached.
    Target,
}

/// One value of one indicator.
#[derive(Clone, Debug)]
pub struct Value {
    /// The measure of the loaded set.
    pub measure: MeasureId,
    /// The syllables of its name as written here, sorted, without words every name has.
    pub name: Vec<Syllable>,
    /// The year it belongs to.
    pub year: i32,
    /// What it is.
    pub standing: Standing,
    /// The value.
    pub value: Number,
    /// Its unit; of a table without one, nothing.
    pub unit: Unit,
    /// The words that say it, in the plain text.
    pub place: Range<usize>,
    /// Whether a table says it.
    pub in_table: bool,
    /// Whether it is counted by the year: «người/năm», «hằng năm».
    pub yearly: bool,
    /// Whether it is counted over a whole term: «trong nhiệm kỳ», «5 năm».
    pub whole: bool,
    /// The tokens of the name, with all that is said of it: of a sentence, its clause.
    pub label: Range<usize>,
    /// Whether its year is stated, not concluded.
    pub sure: bool,
}

/// What a phrase says of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// It is a target.
    Target,
    /// It is a result.
    Result,
    /// It is an estimate.
    Estimate,
    /// A column that gives no value of the indicator.
    Other,
    /// Between an indicator's name and its value.
    Filler,
    /// In the name of every indicator: it tells none apart.
    Common,
    /// Before a name or in it: something else is measured.
    Not,
}

/// The words by what they say.
pub type WordsData = BTreeMap<Word, Vec<String>>;

/// Those words as a list of the trie.
#[derive(Debug)]
pub struct Words {
    list: ListId,
    common: Vec<Syllable>,
}

impl Words {
    /// Adds the words to a lexicon under way.
    pub fn register(data: &WordsData, builder: &mut LexiconBuilder) -> Words {
        let list = builder.list();
        for (word, phrases) in data {
            builder.add_all(list, *word as u32, phrases);
        }
        let common = data.get(&Word::Common).into_iter().flatten();
        Words { list, common: common.flat_map(|p| p.split_whitespace()).map(Syllable::of).collect() }
    }

    /// Whether a phrase that says `word` lies within some tokens.
    pub(super) fn has(&self, context: &Context<'_>, word: Word, tokens: &Range<usize>) -> bool {
        context.mentions.hits_of(self.list, tokens).any(|hit| hit.item == word as u32)
    }

    /// Whether a clause speaks of something else than the measure it names. «Mỗi năm» opens what is counted by
    /// the year.
    fn is_of_another(&self, context: &Context<'_>, measure: MeasureId, clause: &Range<usize>) -> bool {
        let pack = &context.catalogue.pack;
        let yearly = measure.measure(pack).is_some_and(|m| m.unit.contains("/năm") && !m.unit.contains('%'));
        let said = context.mentions.hits_of(self.list, clause).filter(|hit| hit.item == Word::Not as u32);
        let by_year = |hit: &Hit| {
            let text = fold(context.document.token_text(hit.start as usize..hit.end as usize));
            text == "mỗi năm" || text == "bình quân hằng năm"
        };
        said.into_iter().any(|hit| !(yearly && by_year(hit)))
    }

    /// The syllables of a name that tell it apart.
    pub(super) fn name(&self, context: &Context<'_>, tokens: Range<usize>) -> Vec<Syllable> {
        let all = context.document.tokens.get(tokens).unwrap_or_default();
        let own = all.iter().filter(|t| t.kind == TokenKind::Word && !self.common.contains(&t.id));
        let mut name: Vec<Syllable> = own.map(|t| t.id).collect();
        name.sort_unstable();
        name.dedup();
        name
    }

    /// What a heading of a column or the words of a clause say of a value.
    pub(super) fn standing(&self, context: &Context<'_>, tokens: &Range<usize>) -> Option<Standing> {
        let has = |word| self.has(context, word, tokens);
        match (has(Word::Estimate), has(Word::Target), has(Word::Result)) {
            (true, false, _) => Some(Standing::Estimate),
            (false, true, false) => Some(Standing::Target),
            (false, false, true) => Some(Standing::Result),
            _ => None,
        }
    }
}

/// All values of a document.
pub(super) fn values(context: &Context<'_>, words: &Words) -> Vec<Value> {
    let mut found = Vec::new();
    table::values(context, words, &mut found);
    for (id, block) in context.document.blocks.iter().enumerate() {
        let prose = !(block.is_heading() || block.is_cell() || block.quoted || block.footnote);
        if prose {
            in_block(context, words, id, &mut found);
        }
    }
    found
}

/// Values in the sentences of a block.
fn in_block(context: &Context<'_>, words: &Words, id: usize, found: &mut Vec<Value>) {
    let document = context.document;
    let Some(block) = document.blocks.get(id) else { return };
    let named = context.catalogue.indicators.named(context.mentions, &block.tokens);
    for (at, hit) in named.iter().enumerate() {
        let start = hit.start as usize;
        let sentences = document.sentences.get(block.sentences.clone()).unwrap_or_default();
        let Some(sentence) = sentences.get(sentences.partition_point(|s| s.tokens.end <= start)) else { continue };
        let until =
            named.get(at + 1).map_or(sentence.tokens.end, |next| (next.start as usize).min(sentence.tokens.end));
        if in_parts(context, words, hit, until, found)
            || moves(context, words, id, hit, &(sentence.tokens.start..until), found)
        {
            continue;
        }
        let fact = value_of(context, words, hit, until).or_else(|| value_before(context, hit, sentence.tokens.start));
        let Some(fact) = fact else { continue };
        let clause = clause(document, &sentence.tokens, start, fact.end.max(hit.end as usize));
        // Another place, another group of people: not the unit's own figure.
        let elsewhere = context.mentions.within(&clause).iter().any(|m| matches!(m.kind, MentionKind::Place(_)));
        if elsewhere || words.is_of_another(context, MeasureId(hit.item), &clause) {
            continue;
        }
        let Some((year, standing)) = when(context, words, id, &sentence.tokens, &clause, fact) else { continue };
        let place = document.token_range(start.min(fact.tokens.start)..fact.end.max(hit.end as usize));
        let measure = MeasureId(hit.item);
        let name = words.name(context, start..hit.end as usize);
        let (value, unit) = (fact.value, fact.unit);
        // What stands in brackets after the value is told for comparison.
        let after = document.text.get(place.end..).unwrap_or("").lines().next().unwrap_or("");
        let line = document.text.get(place.start..place.end + after.find(['(', ';', '.', ',']).unwrap_or(after.len()));
        let line = line.unwrap_or("");
        let said = document.token_text(clause.clone());
        let whole = spans_term(line) || spans_term(said);
        found.push(Value {
            measure,
            name,
            label: clause,
            year,
            standing,
            value,
            unit,
            yearly: is_yearly(line) || is_yearly(said),
            whole,
            place,
            in_table: false,
            sure: true,
        });
    }
}

/// «từ 41,8 triệu đồng năm 2020 lên 46,0 triệu đồng năm 2025»: where it stands and where it shall.
fn moves(
    context: &Context<'_>,
    words: &Words,
    id: usize,
    hit: &Hit,
    sentence: &Range<usize>,
    found: &mut Vec<Value>,
) -> bool {
    let document = context.document;
    let end = hit.end as usize;
    let [from, to, ..] = context.facts().within(&(end..sentence.end)) else { return false };
    let word = |i: Option<usize>| i.and_then(|i| document.tokens.get(i)).map(|t| fold(t.text(&document.text)));
    let before = |fact: &Fact| word(fact.tokens.start.checked_sub(1));
    let plain = |fact: &Fact| fact.of.is_none() && !matches!(fact.unit, Unit::None | Unit::Points);
    let joined = from.tokens.start <= end + 2 && to.tokens.start <= from.end + FAR;
    let led = before(from).is_some_and(|w| w == "từ") && before(to).is_some_and(|w| TO.contains(&w.as_str()));
    if !joined || !led || !plain(from) || !plain(to) || from.unit != to.unit {
        return false;
    }
    let clause = clause(document, sentence, hit.start as usize, to.end);
    let elsewhere = context.mentions.within(&clause).iter().any(|m| matches!(m.kind, MentionKind::Place(_)));
    if elsewhere || words.is_of_another(context, MeasureId(hit.item), &clause) {
        return true;
    }
    let turn = super::turn(context);
    let Some(block) = document.blocks.get(id) else { return true };
    let above = || {
        let mut lines = above(context, id, is_listed(block)).into_iter();
        lines.find_map(|line| only_year(context, context.mentions.within(&line)))
    };
    let first = only_year(context, context.mentions.within(&(from.end..to.tokens.start))).unwrap_or(turn);
    let last = only_year(context, context.mentions.within(&(to.end..(to.end + 5).min(sentence.end)))).or_else(above);
    let Some(last) = last.filter(|last| *last > turn && first <= turn) else { return true };
    let name = words.name(context, hit.start as usize..end);
    for (fact, year, standing) in [(from, first, Standing::Result), (to, last, Standing::Target)] {
        found.push(Value {
            measure: MeasureId(hit.item),
            name: name.clone(),
            label: clause.clone(),
            year,
            standing,
            value: fact.value,
            unit: fact.unit,
            yearly: is_yearly(document.token_text(clause.clone())),
            whole: spans_term(document.token_text(clause.clone())),
            place: document.token_range(hit.start as usize..fact.end),
            in_table: false,
            sure: true,
        });
    }
    true
}

/// Words before the value something shall come to.
const TO: [&str; 5] = ["lên", "xuống", "còn", "đến", "thành"];

/// «54 người/năm», «bình quân 54 người mỗi năm».
pub(super) fn is_yearly(text: &str) -> bool {
    if !text.contains("năm") {
        return false;
    }
    let text = fold(text.split([';', '.']).next().unwrap_or(""));
    ["/năm", "/ năm", "mỗi năm", "hằng năm", "hàng năm", "bình quân năm", "một năm"]
        .iter()
        .any(|word| text.contains(word))
}

/// «270 đảng viên trong nhiệm kỳ», «Tổng vốn đầu tư (5 năm)».
pub(super) fn spans_term(text: &str) -> bool {
    let text = fold(text);
    ["nhiệm kỳ", "5 năm", "năm năm", "lũy kế", "cộng dồn", "giai đoạn"].iter().any(|word| text.contains(word))
}

/// «Tỷ lệ hộ nghèo: năm 2020 là 4,1%; mục tiêu năm 2025 còn 2,0%; thực hiện năm 2025 còn 1,9%»: a row of a
/// table in words. Each part has its own year and says what it gives.
fn in_parts(context: &Context<'_>, words: &Words, hit: &Hit, until: usize, found: &mut Vec<Value>) -> bool {
    let document = context.document;
    let gap = |i: usize| context.document.between(i, i);
    let end = hit.end as usize;
    let Some(colon) = (end..until.min(end + NAME)).find(|&i| gap(i).trim_end().ends_with(':')) else { return false };
    let mut start = colon;
    while start < until {
        let stop = (start + 1..until).find(|&i| gap(i).contains(';')).unwrap_or(until);
        let part = start..stop;
        start = stop;
        let [fact] = context.facts().within(&part) else { continue };
        let measured = !matches!(fact.unit, Unit::None | Unit::Points) && fact.of.is_none() && !fact.inexact;
        let moved = fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
        let year = only_year(context, context.mentions.within(&part));
        let (Some(year), true, false) = (year, measured, moved) else { continue };
        let now = context.as_of.year;
        let standing = match words.standing(context, &part) {
            Some(standing) => standing,
            None if year < now => Standing::Result,
            None => continue,
        };
        let name = words.name(context, hit.start as usize..end);
        let (value, unit) = (fact.value, fact.unit);
        let place = document.token_range(part.start..fact.end);
        let yearly = is_yearly(document.text.get(place.clone()).unwrap_or(""));
        let measure = MeasureId(hit.item);
        let label = hit.start as usize..part.end;
        let whole = spans_term(document.token_text(label.clone()));
        found.push(Value {
            measure,
            name,
            label,
            year,
            standing,
            value,
            unit,
            place,
            in_table: false,
            yearly,
            whole,
            sure: true,
        });
    }
    true
}

/// Tokens of a name past the words that are known of it, at most.
const NAME: usize = 8;

/// The one figure right after a name, with nothing but fillers and dates between.
fn value_of<'c>(context: &'c Context<'_>, words: &Words, hit: &Hit, until: usize) -> Option<&'c Fact> {
    let end = hit.end as usize;
    let facts = context.facts().within(&(end..until));
    let fact = facts.first().filter(|f| f.of.is_none() && !f.inexact && f.tokens.start <= end + FAR)?;
    let between = end..fact.tokens.start;
    let mut covered = vec![false; between.len()];
    let mut cover = |tokens: Range<usize>| {
        for i in tokens.start.max(between.start)..tokens.end.min(between.end) {
            covered[i - between.start] = true;
        }
    };
    for filler in context.mentions.hits_of(words.list, &between).filter(|h| h.item == Word::Filler as u32) {
        cover(filler.start as usize..filler.end as usize);
    }
    for date in context.mentions.within(&between).iter().filter(|m| matches!(m.kind, MentionKind::Date(_))) {
        cover(date.tokens.clone());
    }
    let figures = &context.catalogue.figures;
    // «tăng 2%», «gấp 3 lần», «bằng 105% mục tiêu» are no values.
    let moved = fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    // «so với 2,5 tỷ đồng năm 2020» past a comma tells what it was.
    let paused = context.document.between(fact.end, fact.end).contains(',');
    let compared = !paused && figures.has(context.mentions, Cue::Plan, &(fact.end..fact.end + 3));
    let measured = !matches!(fact.unit, Unit::None | Unit::Points);
    let stopped = context.document.between(end, fact.tokens.start).contains([',', ';', '.', ':', '(']);
    (covered.iter().all(|c| *c) && !moved && !compared && measured && !stopped).then_some(fact)
}

/// «10 sản phẩm OCOP», «100% trường học đạt chuẩn quốc gia»: the value right before the name.
fn value_before<'c>(context: &'c Context<'_>, hit: &Hit, sentence: usize) -> Option<&'c Fact> {
    let start = hit.start as usize;
    let fact = context.facts().within(&(start.saturating_sub(3)..start)).last()?;
    // A line of a list that says nothing else: «8. Có 10 sản phẩm OCOP».
    let opens = fact.tokens.start <= sentence + 2;
    let joined = fact.tokens.end == start || fact.end == start && fact.unit != Unit::Percent;
    let plain = fact.of.is_none() && !fact.inexact && !fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]);
    (opens && joined && plain && !matches!(fact.unit, Unit::None | Unit::Points)).then_some(fact)
}

/// Tokens from a name to its value, at most.
const FAR: usize = 10;

/// The part of a sentence, between semicolons, that holds some tokens.
fn clause(document: &Document, sentence: &Range<usize>, start: usize, end: usize) -> Range<usize> {
    let parts = |token: usize| {
        let before = token.checked_sub(1).and_then(|i| document.tokens.get(i)).map_or(0, |t| t.end as usize);
        let here = document.tokens.get(token).map_or(before, |t| t.start as usize);
        document.text.get(before..here.max(before)).unwrap_or("").contains(';')
    };
    let low = start.saturating_sub(WIDE).max(sentence.start);
    let from = (low + 1..=start).rev().find(|&i| parts(i)).unwrap_or(low);
    from..end.min(sentence.end)
}

const WIDE: usize = 60;

/// The year of a value and what it is: by the clause, else by the words above it.
fn when(
    context: &Context<'_>,
    words: &Words,
    id: usize,
    sentence: &Range<usize>,
    clause: &Range<usize>,
    fact: &Fact,
) -> Option<(i32, Standing)> {
    let document = context.document;
    let block = document.blocks.get(id)?;
    let ahead = context.mentions.within(&(clause.start..fact.tokens.start));
    let in_clause = only_year(context, ahead);
    // «đạt 65,4 triệu đồng năm 2025», with nothing between.
    let after = context.mentions.within(&(fact.end..(fact.end + 3).min(sentence.end)));
    let year = match (in_clause, only_year(context, after)) {
        (Some(year), None) => Some(year),
        (None, Some(year)) => Some(year),
        (Some(x), Some(y)) if x == y => Some(x),
        (Some(_), Some(_)) => return None,
        (None, None) => None,
    };
    let role = context.outline.roles.get(block.section as usize).copied().unwrap_or_default();
    let said = words.standing(context, clause);
    let now = context.as_of.year;
    let Some(year) = year else {
        // A list of targets says its year once, in the line above it or in the heading.
        let listed = is_listed(block);
        let above = above(context, id, listed);
        let year = above.iter().find_map(|line| only_year(context, context.mentions.within(line)))?;
        let target = above.iter().any(|line| words.has(context, Word::Target, line));
        return (year > now && target && said != Some(Standing::Estimate)).then_some((year, Standing::Target));
    };
    match said {
        Some(Standing::Target) => Some((year, Standing::Target)),
        Some(standing) if year <= now => Some((year, settled(context, year, standing))),
        _ if year > now => Some((year, Standing::Target)),
        None if year < now || (year == now && role == Role::Result) => Some((year, Standing::Result)),
        _ => None,
    }
}

/// An item, or a paragraph that begins with its number: plain text has no other lists.
fn is_listed(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Item { .. }) || (!block.is_heading() && block.numbering.is_some())
}

/// Of a year that is not over yet every result is an estimate, called so or not.
pub(super) fn settled(context: &Context<'_>, year: i32, standing: Standing) -> Standing {
    let open = year == context.as_of.year && context.as_of.month < 12;
    if open && standing == Standing::Estimate { Standing::Result } else { standing }
}

/// The line that opens a list, and the headings above it, the nearest first.
fn above(context: &Context<'_>, id: usize, listed: bool) -> Vec<Range<usize>> {
    let document = context.document;
    let Some(block) = document.blocks.get(id) else { return Vec::new() };
    let mut earlier = document.blocks.get(..id).unwrap_or_default().iter().rev().take(60);
    let closes = |b: &Block| document.block_text(b).trim_end().ends_with(':');
    let opening = earlier.find(|b| !(listed && is_listed(b)) || closes(b));
    let opening = opening.filter(|b| listed && !b.is_heading() && closes(b)).map(|b| b.tokens.clone());
    let headings = document.section_chain(block.section).filter_map(|id| {
        let heading = document.sections.get(id as usize)?.heading?;
        document.blocks.get(heading as usize).map(|b| b.tokens.clone())
    });
    opening.into_iter().chain(headings.take(2)).collect()
}

/// The year some mentions name, if they name only one. A deadline («trước ngày 31/3/2021») is no year of a
/// value.
fn only_year(context: &Context<'_>, mentions: &[Mention]) -> Option<i32> {
    let word =
        |i: Option<usize>| i.and_then(|i| context.document.tokens.get(i)).map(|t| fold(t.text(&context.document.text)));
    let mut years = mentions.iter().filter_map(|m| {
        let MentionKind::Date(date) = &m.kind else { return None };
        let start = m.tokens.start;
        let before = [word(start.checked_sub(1)), word(start.checked_sub(2))];
        let says = |wanted: &str| before.iter().flatten().any(|w| w == wanted);
        let reached = date.precision == Precision::Year || says("đến") || says("cuối") || says("hết");
        date.year.filter(|_| reached && !says("trước") && !says("từ"))
    });
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
}
