//! Shares of women, the young, minorities and of surplus candidates outside the limits of the loaded pack.

use super::{count, found, is_outgoing, is_people, lead, syllables, tail};
use crate::document::{Block, Table};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::pack::{Limit, Share};
use crate::mentions::fact::Unit;
use crate::mentions::{Fact, MentionKind};
use crate::text::{LexiconBuilder, Number, Ratio, Syllable, fold};
use serde::Deserialize;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// `personnel-structure:` in a rule file. The limits are the pack's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PersonnelStructure {
    /// The committee, whose make-up is limited.
    committee: Vec<String>,
    /// Other bodies.
    other: Vec<String>,
    /// In headings and sentences: the committee that goes.
    outgoing: Vec<String>,
    /// Before a group's number: it is no member's.
    not: Vec<String>,
    /// What the list of candidates and those to be elected are called.
    list: Vec<String>,
    elect: Vec<String>,
    /// Heads of a table: the total, the share, the sex, the name.
    total: Vec<String>,
    sex: Vec<String>,
    person: Vec<String>,
    #[serde(skip)]
    words: Words,
}

#[derive(Debug, Default)]
struct Words {
    committee: Vec<Vec<Syllable>>,
    other: Vec<Vec<Syllable>>,
    outgoing: Vec<Vec<Syllable>>,
    not: Vec<Vec<Syllable>>,
    list: Vec<Vec<Syllable>>,
    elect: Vec<Vec<Syllable>>,
}

/// A share as it was found.
struct Found {
    place: Range<usize>,
    share: Part,
}

/// A share: of a whole, or only stated.
#[derive(Clone, Copy)]
enum Part {
    Of(i64, i64),
    Stated(Number),
}

impl Part {
    fn percent(self) -> f64 {
        match self {
            Part::Of(part, whole) => 100.0 * part as f64 / whole.max(1) as f64,
            Part::Stated(number) => number.value(),
        }
    }

    /// The arithmetic as messages show it.
    fn shown(self) -> String {
        let plain = |n: i64| Number { mantissa: n, scale: 0, style: crate::text::number::Style::Vietnamese };
        match self {
            Part::Of(part, whole) => {
                let percent = Ratio::of(plain(part), plain(whole), 100).and_then(|r| r.rounded(1));
                format!("{part}/{whole} = {}%", percent.map_or(String::new(), |p| p.to_string()))
            }
            Part::Stated(number) => format!("{number}%"),
        }
    }
}

impl Check for PersonnelStructure {
    fn register(&mut self, _: &mut LexiconBuilder) {
        let phrases = |list: &Vec<String>| list.iter().map(|p| syllables(p)).collect();
        self.words = Words {
            committee: phrases(&self.committee),
            other: phrases(&self.other),
            outgoing: phrases(&self.outgoing),
            not: phrases(&self.not),
            list: phrases(&self.list),
            elect: phrases(&self.elect),
        };
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let level = context.level();
        for limit in &context.catalogue.pack.personnel.limits {
            let free = limit.band.low <= 0.0 && limit.band.high >= 100.0;
            if free || level.is_some_and(|level| limit.skip_units.contains(&level)) {
                continue;
            }
            let variants: Vec<Vec<Syllable>> = limit.variants.iter().map(|v| syllables(v)).collect();
            let found = match limit.share {
                Share::Members => self.members(context, limit, &variants),
                Share::Surplus => self.surplus(context, &variants),
            };
            report(limit, found, out);
        }
    }
}

/// Reports the first share outside its limit; where it is said again is named with it.
fn report(limit: &Limit, found: Vec<Found>, out: &mut Vec<Draft>) {
    let is_low = |found: &Found| found.share.percent() < limit.band.low - SLACK;
    let is_high = |found: &Found| found.share.percent() > limit.band.high + SLACK;
    let mut outside = found.iter().filter(|f| is_low(f) || is_high(f));
    let Some(first) = outside.next() else { return };
    let low = is_low(first);
    let bound = if low { limit.band.low } else { limit.band.high };
    let mut draft = Draft::at(first.place.clone())
        .say(match (limit.share, low) {
            (Share::Members, _) => "",
            (Share::Surplus, true) => "surplus-low",
            (Share::Surplus, false) => "surplus-high",
        })
        .weigh(if low { limit.weight.0 } else { limit.weight.1 })
        .with("name", limit.name.clone())
        .with("share", first.share.shown())
        .with("limit", format!("{bound}").replace('.', ","));
    for again in outside {
        draft = draft.see(again.place.clone(), again.share.shown());
    }
    out.push(draft);
}

/// Percent that rounding may cost.
const SLACK: f64 = 0.05;

impl PersonnelStructure {
    fn members(&self, context: &Context<'_>, limit: &Limit, variants: &[Vec<Syllable>]) -> Vec<Found> {
        let mut all = Vec::new();
        let sizes = OnceCell::new();
        for block in context.document.blocks.iter().filter(|b| b.is_prose() && !b.quoted) {
            let groups = groups(context, limit, variants, &block.tokens);
            if groups.is_empty() || groups.len() > MOST_GROUPS || is_outgoing(context, block, &self.words.outgoing) {
                continue;
            }
            let mut taken: Vec<usize> = Vec::new();
            for group in groups {
                let Some((fact, share)) = self.share_of(context, block, &group, &sizes) else { continue };
                if !taken.contains(&fact.tokens.start) {
                    taken.push(fact.tokens.start);
                    let place = group.start.min(fact.tokens.start)..group.end.max(fact.end);
                    all.push(Found { place: context.document.token_range(place), share });
                }
            }
        }
        for table in context.document.tables.iter().filter(|t| t.rows.len() <= MOST_ROWS) {
            self.of_table(context, limit, variants, table, &mut all);
            if limit.age.is_none() {
                self.of_roll(context, variants, table, &mut all);
            }
        }
        all
    }

    /// The number a group's name goes with, and of how many.
    fn share_of<'c>(
        &self,
        context: &'c Context<'_>,
        block: &Block,
        group: &Range<usize>,
        sizes: &OnceCell<BTreeSet<i64>>,
    ) -> Option<(&'c Fact, Part)> {
        let document = context.document;
        let sentences = document.sentences.get(block.sentences.clone())?;
        let sentence = sentences.get(sentences.partition_point(|s| s.tokens.end <= group.start))?;
        if self.is_going(context, sentence.tokens.start, group.start) {
            return None;
        }
        let meant = self.is_of_committee(context, block, sentence.tokens.start, group.start);
        let facts = context.facts().within(&sentence.tokens);
        // A number is a member's: «dưới 42 tuổi» is none.
        let exact = |f: &&Fact| !f.inexact && (f.tokens.start >= group.end || group.start >= f.tokens.end);
        let marked = |from: usize, to: usize| document.between(from, to).contains([',', ';', '.']);
        let after = facts.iter().filter(exact).find(|f| f.tokens.start >= group.end);
        let after = after.filter(|f| f.tokens.start <= group.end + 4 && !marked(group.end, f.tokens.start));
        let before = facts.iter().filter(exact).rfind(|f| f.end <= group.start);
        let before = before.filter(|f| f.end + 1 >= group.start && f.end > f.tokens.end && !marked(f.end, group.start));
        let fact = before.filter(|f| is_people(context, f)).or(after)?;
        let said = found(
            context,
            &self.words.not,
            &(fact.tokens.start.saturating_sub(4).max(sentence.tokens.start)..fact.tokens.start),
        );
        if !said.is_empty() {
            return None;
        }
        // «Ủy ban Kiểm tra 05 đồng chí. Cơ cấu: nữ 03/27 đồng chí»: the whole shows who is meant.
        if !meant
            && !fact.of.and_then(count).is_some_and(|whole| sizes.get_or_init(|| self.sizes(context)).contains(&whole))
        {
            return None;
        }
        if let Some(whole) = fact.of.and_then(count) {
            let part = count(fact.value).filter(|part| *part <= whole && whole >= LEAST)?;
            return Some((fact, Part::Of(part, whole)));
        }
        if fact.unit == Unit::Percent {
            return Some((fact, Part::Stated(fact.value)));
        }
        let part = count(fact.value).filter(|_| is_people(context, fact))?;
        // «Lấy ý kiến 40 cán bộ, có nữ 05 đồng chí»: of those just counted, who are no members.
        let opened = facts.iter().rev().find(|f| f.end <= fact.tokens.start.min(group.start) && !is_percent(f));
        if opened.is_some_and(|f| f.value.value() > fact.value.value() && !is_people(context, f)) {
            return None;
        }
        // The share stated right after, else the whole the sentence opened with.
        let next = facts.iter().find(|f| f.tokens.start >= fact.end.max(group.end))?;
        let stated = next.unit == Unit::Percent && !next.inexact && next.tokens.start <= fact.end.max(group.end) + 5;
        let whole = facts.iter().rev().filter(|f| f.end <= fact.tokens.start.min(group.start) && is_people(context, f));
        let whole = whole.filter_map(|f| count(f.value)).find(|whole| *whole >= LEAST && *whole > part);
        let fits = |whole: &i64| (100.0 * part as f64 / *whole as f64 - next.value.value()).abs() < 0.06;
        match whole.filter(fits) {
            Some(whole) if stated => Some((fact, Part::Of(part, whole))),
            _ if stated => Some((fact, Part::Stated(next.value))),
            _ => None,
        }
    }

    /// Whether the last body named before is the committee, in the sentence or in those before it.
    fn is_of_committee(&self, context: &Context<'_>, block: &Block, sentence: usize, at: usize) -> bool {
        let last = |words: &[Vec<Syllable>], from: usize| {
            found(context, words, &(from.max(at.saturating_sub(BACK))..at)).last().map(|hit| hit.end)
        };
        for from in [sentence, block.tokens.start] {
            match (last(&self.words.committee, from), last(&self.words.other, from)) {
                (Some(own), Some(other)) => return own >= other,
                (Some(_), None) => return true,
                (None, Some(_)) => return false,
                (None, None) => {}
            }
        }
        // Else what the headings are about.
        let headings = context.document.section_chain(block.section).filter_map(|id| {
            let heading = context.document.sections.get(id as usize)?.heading?;
            context.document.blocks.get(heading as usize)
        });
        for heading in headings {
            let own = !found(context, &self.words.committee, &heading.tokens).is_empty();
            if !own && !found(context, &self.words.other, &heading.tokens).is_empty() {
                return false;
            }
            if own {
                return true;
            }
        }
        true
    }

    /// Whether a sentence speaks of the committee that goes.
    fn is_going(&self, context: &Context<'_>, sentence: usize, at: usize) -> bool {
        let sentence = sentence.max(at.saturating_sub(BACK));
        let old = context.mentions.within(&(sentence..at)).iter().any(|m| match m.kind {
            MentionKind::Term(_, to) => to <= crate::lint::indicators::turn(context),
            _ => false,
        });
        old || !found(context, &self.words.outgoing, &(sentence..at + 1)).is_empty()
    }

    /// The sizes the document gives the committee to be.
    fn sizes(&self, context: &Context<'_>) -> BTreeSet<i64> {
        let people = context.facts().all.iter().filter(|f| is_people(context, f));
        let of_committee = people.filter(|fact| {
            let before = lead(context, fact);
            let own = found(context, &self.words.committee, &before).last().map(|hit| hit.end);
            let other = found(context, &self.words.other, &before).last().map(|hit| hit.end);
            let block = context.document.block_of_token(fact.tokens.start);
            own.is_some()
                && own > other
                && block.is_some_and(|b| !is_outgoing(context, b, &self.words.outgoing))
                && !self.is_going(context, before.start, fact.tokens.start)
        });
        of_committee.filter_map(|fact| count(fact.value)).collect()
    }

    /// A row or column of a table that counts the group.
    fn of_table(
        &self,
        context: &Context<'_>,
        limit: &Limit,
        variants: &[Vec<Syllable>],
        table: &Table,
        all: &mut Vec<Found>,
    ) {
        let document = context.document;
        let block = |row: usize, column: usize| document.blocks.get(*table.rows.get(row)?.cells.get(column)? as usize);
        let width = table.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0).min(MOST_COLUMNS);
        let Some(first) = block(0, 0) else { return };
        let caption = table.caption.and_then(|id| document.blocks.get(id as usize));
        let other = |b: &Block| {
            let words = &b.tokens;
            !found(context, &self.words.outgoing, words).is_empty()
                || !found(context, &self.words.other, words).is_empty()
                    && found(context, &self.words.committee, words).is_empty()
        };
        if is_outgoing(context, first, &self.words.outgoing)
            || caption.is_some_and(other)
            || !self.heads_committee(context, table)
        {
            return;
        }
        let named = |b: &Block| {
            let short = b.tokens.len() <= 9 && !b.tokens.is_empty();
            short && groups(context, limit, variants, &b.tokens).iter().any(|g| g.start <= b.tokens.start + 4)
        };
        let is_total = |b: &Block| {
            let text = fold(document.block_text(b));
            self.total.iter().any(|t| text.trim_matches(['*', ' ', ':']).starts_with(t.as_str()))
        };
        let number = |row: usize, column: usize| {
            let text = document.block_text(block(row, column)?).trim();
            Number::parse(text.trim_end_matches('%')).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))
        };
        let name = |row: usize| {
            (0..2)
                .filter_map(|column| block(row, column))
                .find(|b| document.block_text(b).chars().any(char::is_alphabetic))
        };
        let total = (1..table.rows.len()).find(|&row| name(row).is_some_and(is_total));
        for row in 1..table.rows.len() {
            let Some(label) = name(row).filter(|b| named(b)) else { continue };
            let column = (1..width).find(|&column| number(row, column).is_some());
            let Some(column) = column else { continue };
            let whole = total.and_then(|total| number(total, column)).and_then(count);
            let part = number(row, column).and_then(count);
            let percent = (column + 1..width).find_map(|c| number(row, c).filter(|_| self.is_share(context, table, c)));
            let share = match (part, whole, percent) {
                (Some(part), Some(whole), _) if whole >= LEAST && part <= whole => Part::Of(part, whole),
                (_, _, Some(percent)) => Part::Stated(percent),
                _ => continue,
            };
            all.push(Found {
                place: label.range.start..block(row, column).map_or(label.range.end, |b| b.range.end),
                share,
            });
        }
        // Groups side by side: «Dưới 42 tuổi | Từ 42 đến 50 tuổi | Trên 50 tuổi | Cộng».
        let heads = table.header_rows.max(1);
        let head = |column: usize| (0..heads).rev().filter_map(|row| block(row, column)).find(|b| !b.tokens.is_empty());
        let sum = (1..width).rev().find(|&column| head(column).is_some_and(is_total));
        for column in 1..width {
            let (Some(_), Some(sum)) = (head(column).filter(|b| named(b)), sum) else { continue };
            let Some(row) = (heads..table.rows.len()).find(|&row| number(row, column).is_some_and(|n| n.scale == 0))
            else {
                continue;
            };
            let numbers = number(row, column).and_then(count).zip(number(row, sum).and_then(count));
            let Some((part, whole)) = numbers.filter(|(part, whole)| *whole >= LEAST && *whole < 100 && part <= whole)
            else {
                continue;
            };
            if let Some(cell) = block(row, column) {
                all.push(Found { place: cell.range.clone(), share: Part::Of(part, whole) });
            }
        }
    }

    /// Whether a table stands where the committee is spoken of, not another body.
    fn heads_committee(&self, context: &Context<'_>, table: &Table) -> bool {
        let document = context.document;
        let headings = document.section_chain(table.section).filter_map(|id| {
            let heading = document.sections.get(id as usize)?.heading?;
            document.blocks.get(heading as usize)
        });
        for heading in headings {
            let own = found(context, &self.words.committee, &heading.tokens).first().map(|h| h.start);
            let other = found(context, &self.words.other, &heading.tokens).first().map(|h| h.start);
            match (own, other) {
                (Some(own), Some(other)) => return own < other,
                (None, Some(_)) => return false,
                (Some(_), None) => return true,
                (None, None) => {}
            }
        }
        true
    }

    fn is_share(&self, context: &Context<'_>, table: &Table, column: usize) -> bool {
        let heads = table.rows.iter().take(table.header_rows.max(1)).filter_map(|row| row.cells.get(column));
        let mut texts = heads
            .filter_map(|&id| context.document.blocks.get(id as usize))
            .map(|b| fold(context.document.block_text(b)));
        texts.any(|text| text.contains('%') || text.contains("tỷ lệ"))
    }

    /// A roll with a person in each row: the group is counted.
    fn of_roll(&self, context: &Context<'_>, variants: &[Vec<Syllable>], table: &Table, all: &mut Vec<Found>) {
        let document = context.document;
        let text = |row: usize, column: usize| {
            let id = table.rows.get(row)?.cells.get(column)?;
            document.blocks.get(*id as usize).map(|b| fold(document.block_text(b)))
        };
        let marked = table.header_rows.max(1);
        let second = text(marked, 0).is_some_and(|t| t.is_empty()) && text(marked, 1).is_some_and(|t| t.is_empty());
        let heads = marked + usize::from(second);
        let width = table.rows.first().map_or(0, |r| r.cells.len()).min(MOST_COLUMNS);
        let head = |column: usize| {
            (0..heads).rev().filter_map(|row| text(row, column)).find(|t| !t.is_empty()).unwrap_or_default()
        };
        let is = |list: &[String], column: usize| list.iter().any(|word| head(column).trim() == word);
        let Some(person) = (0..width).find(|&column| is(&self.person, column)) else { return };
        let women = variants.iter().any(|v| *v == syllables("nữ"));
        let sex = (0..width).find(|&column| is(&self.sex, column)).filter(|_| women);
        let own = (0..width).find(|&column| head(column).trim() == "nữ").filter(|_| women);
        let rows: Vec<usize> =
            (heads..table.rows.len()).filter(|&row| text(row, person).is_some_and(|t| !t.trim().is_empty())).collect();
        let counted = match (own, sex) {
            (Some(column), _) => {
                rows.iter().filter(|&&row| text(row, column).is_some_and(|t| !t.trim().is_empty())).count()
            }
            (None, Some(column)) => {
                rows.iter().filter(|&&row| text(row, column).is_some_and(|t| t.trim() == "nữ")).count()
            }
            (None, None) => return,
        };
        let first = table.rows.first().and_then(|r| r.cells.first()).and_then(|&id| document.blocks.get(id as usize));
        let bound = first.is_some_and(|b| !is_outgoing(context, b, &self.words.outgoing))
            && self.heads_committee(context, table);
        if let Some(cell) =
            table.rows.first().and_then(|r| r.cells.get(person)).and_then(|&id| document.blocks.get(id as usize))
            && bound
            && rows.len() as i64 >= LEAST
        {
            all.push(Found { place: cell.range.clone(), share: Part::Of(counted as i64, rows.len() as i64) });
        }
    }

    /// «danh sách 37 đồng chí, số dư 04 đồng chí, bằng 12,1% số cần bầu».
    fn surplus(&self, context: &Context<'_>, variants: &[Vec<Syllable>]) -> Vec<Found> {
        let document = context.document;
        let mut all = Vec::new();
        for (at, sentence) in document.sentences.iter().enumerate() {
            let facts = context.facts().within(&sentence.tokens);
            if facts.is_empty()
                || facts.len() > MOST_GROUPS
                || document.blocks.get(sentence.block as usize).is_none_or(|b| b.is_cell() || b.quoted)
            {
                continue;
            }
            for hit in found(context, variants, &sentence.tokens) {
                let after = facts.iter().find(|f| f.tokens.start >= hit.end && f.tokens.start <= hit.end + 3);
                let after = after.filter(|f| {
                    !f.inexact && !document.between(hit.end, f.tokens.start).contains([',', ';', '.', '('])
                });
                let Some(fact) = after.filter(|f| !starts_range(context, f)) else { continue };
                let place = document.token_range(hit.start..fact.end);
                if fact.unit == Unit::Percent {
                    // «số dư 12,1%», not «số dư tối đa 30%».
                    all.push(Found { place, share: Part::Stated(fact.value) });
                    continue;
                }
                let Some(more) = count(fact.value).filter(|_| is_people(context, fact)) else { continue };
                // One candidate more is as few as there can be.
                let Some(seats) =
                    self.seats(context, at, facts, fact, more).filter(|seats| more > 1 || *seats >= LEAST)
                else {
                    continue;
                };
                all.push(Found { place, share: Part::Of(more, seats) });
            }
        }
        all
    }

    /// How many are to be elected: as stated in the sentence or the one before, else the list less the surplus.
    fn seats(&self, context: &Context<'_>, sentence: usize, facts: &[Fact], surplus: &Fact, more: i64) -> Option<i64> {
        let others = || facts.iter().filter(|f| f.tokens != surplus.tokens && is_people(context, f) && !f.inexact);
        let says = |words: &[Vec<Syllable>], fact: &Fact| {
            !found(context, words, &lead(context, fact)).is_empty()
                || found(context, words, &tail(context, fact)).iter().any(|h| h.start <= fact.end + 1)
        };
        let list = others().find(|f| says(&self.words.list, f)).and_then(|f| count(f.value));
        let earlier = sentence.checked_sub(1).map_or(&[][..], |before| context.facts().of_sentence(before as u32));
        let stated =
            others().chain(earlier.iter().filter(|f| is_people(context, f))).filter(|f| says(&self.words.elect, f));
        let stated: Vec<i64> = stated.filter_map(|f| count(f.value)).collect();
        match list {
            // The list proves which number is meant.
            Some(list) if stated.is_empty() || stated.contains(&(list - more)) => {
                Some(list - more).filter(|seats| *seats > 0)
            }
            Some(_) => None,
            None => stated.last().copied().filter(|seats| *seats > more),
        }
    }
}

/// Members a committee has at least: of fewer no share is asked.
const LEAST: i64 = 9;

/// Groups named in a paragraph, figures in a sentence; more are no words about a committee.
const MOST_GROUPS: usize = 60;

/// Tokens back to which the body spoken of is looked for.
const BACK: usize = 200;

const MOST_ROWS: usize = 120;
const MOST_COLUMNS: usize = 20;

/// «số dư từ 10% đến 15%».
fn starts_range(context: &Context<'_>, fact: &Fact) -> bool {
    let before = fact.tokens.start.checked_sub(1).and_then(|i| context.document.tokens.get(i));
    before
        .is_some_and(|t| ["từ", "đến", "tối", "quá", "khoảng"].contains(&fold(t.text(&context.document.text)).as_str()))
}

/// Where a group is named; of an age also «dưới 42 tuổi».
fn groups(
    context: &Context<'_>,
    limit: &Limit,
    variants: &[Vec<Syllable>],
    tokens: &Range<usize>,
) -> Vec<Range<usize>> {
    let document = context.document;
    let mut groups = found(context, variants, tokens);
    let Some(oldest) = limit.age else { return groups };
    let word = |i: usize| document.tokens.get(i).map(|t| fold(t.text(&document.text))).unwrap_or_default();
    let under = Syllable::of("dưới");
    for at in tokens.start..tokens.end.saturating_sub(1) {
        if document.tokens.get(at).is_none_or(|t| t.id != under) {
            continue;
        }
        let age = document.tokens.get(at + 1).and_then(|t| t.text(&document.text).parse::<u32>().ok());
        // «từ 40 đến dưới 45» is no age of the young.
        let opens = at == tokens.start || !["đến", "và", "từ"].contains(&word(at - 1).as_str());
        if age.is_some_and(|age| (25..=oldest).contains(&age)) && opens {
            groups.push(at..at + 2 + usize::from(word(at + 2) == "tuổi"));
        }
    }
    groups.sort_by_key(|g| g.start);
    groups
}

fn is_percent(fact: &Fact) -> bool {
    matches!(fact.unit, Unit::Percent | Unit::Points)
}
