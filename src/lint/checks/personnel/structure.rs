//! Shares of women, the young, minorities and of surplus candidates outside the limits of the loaded pack.

mod surplus;
mod table;
mod whole;

use super::{count, found, is_outgoing, is_people, lead, phrases};
use crate::document::{Block, BlockKind};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::pack::{Limit, Share};
use crate::mentions::fact::Unit;
use crate::mentions::{Fact, MentionKind};
use crate::text::{LexiconBuilder, Number, Ratio, Syllable, fold};
use serde::Deserialize;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// `personnel-structure:` in a rule file. The limits are the pack's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PersonnelStructure {
    words: BTreeMap<Word, Vec<String>>,
    #[serde(skip)]
    ready: Ready,
}

/// What phrases say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    /// The committee, whose make-up is limited.
    Committee,
    /// Other bodies.
    Other,
    /// In headings and sentences: the committee that goes.
    Outgoing,
    /// Before a group's number: it is no member's.
    Not,
    /// After a number: it counts people.
    People,
    /// At a number: some of the committee only.
    Narrow,
    /// Opens a sentence about the make-up of what was counted before.
    Opening,
    /// What the list of candidates is called.
    List,
    /// What those to be elected are called.
    Elect,
    /// What the list of candidates is called where only its number follows.
    Ballot,
    /// Between a name and its number.
    Filled,
    /// Before a percentage: one end of what is allowed.
    Bound,
    /// «dưới 42 tuổi»: under, of age, and what before it makes it a span of years.
    Under,
    Years,
    Span,
    /// Heads of a table: the total, the share, the sex, a woman, the name, the year of birth, the people one is of.
    Total,
    Share,
    Sex,
    Woman,
    Person,
    /// Names whoever holds it, where nothing else does: the post.
    Post,
    Born,
    Ethnic,
    /// A limit's variant by which the limit is known to be about minorities.
    Minority,
    /// In cells: the people who are most; nothing.
    Majority,
    Blank,
}

/// The words as they are compared: in running text by syllable, in cells as text.
#[derive(Debug, Default)]
struct Ready {
    phrases: BTreeMap<Word, Vec<Vec<Syllable>>>,
    texts: BTreeMap<Word, Vec<String>>,
}

/// A share as it was found.
struct Found {
    place: Range<usize>,
    share: Part,
}

/// The group that is looked for.
struct Group<'g> {
    limit: &'g Limit,
    /// Its names.
    variants: &'g [Vec<Syllable>],
    /// The names of all groups that there are limits for.
    all: &'g [Vec<Syllable>],
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

    /// Whether two shares may be one: the same numbers, or a percentage that they come to.
    fn is(self, other: Part) -> bool {
        match (self, other) {
            (Part::Of(part, whole), Part::Of(other, of)) => part == other && whole == of,
            _ => (self.percent() - other.percent()).abs() <= SLACK,
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
        self.ready = Ready {
            phrases: self.words.iter().map(|(word, list)| (*word, phrases(list))).collect(),
            texts: self.words.iter().map(|(word, list)| (*word, list.iter().map(|p| fold(p)).collect())).collect(),
        };
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let level = context.level();
        let limits = &context.catalogue.pack.personnel.limits;
        let groups = OnceCell::new();
        for limit in limits {
            let free = limit.band.low <= 0.0 && limit.band.high >= 100.0;
            if free || level.is_some_and(|level| limit.skip_units.contains(&level)) {
                continue;
            }
            let variants = phrases(&limit.variants);
            let found = match limit.share {
                Share::Members => {
                    let members = || limits.iter().filter(|l| l.share == Share::Members);
                    let all = groups.get_or_init(|| phrases(members().flat_map(|l| &l.variants)));
                    self.members(context, &Group { limit, variants: &variants, all })
                }
                Share::Surplus => self.surplus(context, &variants),
            };
            report(limit, &found, out);
        }
    }
}

/// Reports the first share under its limit and the first over it; where it is said again is named with it. Each list
/// of candidates has a surplus of its own.
fn report(limit: &Limit, found: &[Found], out: &mut Vec<Draft>) {
    for low in [true, false] {
        let outside = found.iter().filter(|f| match low {
            true => f.share.percent() < limit.band.low - SLACK,
            false => f.share.percent() > limit.band.high + SLACK,
        });
        let mut groups: Vec<Vec<&Found>> = Vec::new();
        for found in outside {
            let same = |group: &&mut Vec<&Found>| limit.share == Share::Members || group[0].share.is(found.share);
            match groups.iter_mut().find(same) {
                Some(group) => group.push(found),
                None => groups.push(vec![found]),
            }
        }
        let bound = if low { limit.band.low } else { limit.band.high };
        for group in groups {
            let (first, again) = (group[0], &group[1..]);
            let draft = Draft::at(first.place.clone())
                .say(match (limit.share, low) {
                    (Share::Members, _) => "",
                    (Share::Surplus, true) => "surplus-low",
                    (Share::Surplus, false) => "surplus-high",
                })
                .weigh(if low { limit.weight.0 } else { limit.weight.1 })
                .with("name", limit.name.clone())
                .with("share", first.share.shown())
                .with("limit", format!("{bound}").replace('.', ","));
            let see = |draft: Draft, again: &&Found| draft.see(again.place.clone(), again.share.shown());
            out.push(again.iter().fold(draft, see));
        }
    }
}

/// Percent that rounding may cost.
const SLACK: f64 = 0.05;

impl PersonnelStructure {
    fn phrases(&self, word: Word) -> &[Vec<Syllable>] {
        self.ready.phrases.get(&word).map_or(&[], |list| list)
    }

    fn texts(&self, word: Word) -> &[String] {
        self.ready.texts.get(&word).map_or(&[], |list| list)
    }

    fn found(&self, context: &Context<'_>, word: Word, tokens: &Range<usize>) -> Vec<Range<usize>> {
        found(context, self.phrases(word), tokens)
    }

    fn has(&self, context: &Context<'_>, word: Word, tokens: &Range<usize>) -> bool {
        !self.found(context, word, tokens).is_empty()
    }

    fn counts(&self, context: &Context<'_>, fact: &Fact) -> bool {
        is_people(context, fact, self.phrases(Word::People))
    }

    fn members(&self, context: &Context<'_>, group: &Group<'_>) -> Vec<Found> {
        let mut all = Vec::new();
        let sizes = OnceCell::new();
        for (id, block) in context.document.blocks.iter().enumerate().filter(|(_, b)| b.is_prose() && !b.quoted) {
            let named = self.named(context, group, &block.tokens, &beside(context, id));
            let going = || is_outgoing(context, block, self.phrases(Word::Outgoing));
            if named.is_empty() || named.len() > MOST_GROUPS || going() {
                continue;
            }
            let mut taken: Vec<usize> = Vec::new();
            for name in named {
                let Some((fact, share)) = self.share_of(context, group, id, &name, &sizes) else { continue };
                if !taken.contains(&fact.tokens.start) {
                    taken.push(fact.tokens.start);
                    let place = name.start.min(fact.tokens.start)..name.end.max(fact.end);
                    all.push(Found { place: context.document.token_range(place), share });
                }
            }
        }
        for table in context.document.tables.iter().filter(|t| t.rows.len() <= MOST_ROWS) {
            self.of_table(context, group, table, &mut all);
            self.of_roll(context, group, table, &sizes, &mut all);
        }
        all
    }

    /// Where a group is named; of an age also «dưới 42 tuổi», unless words beside it name a higher one: «dưới 35 tuổi 01
    /// đồng chí, từ 35 đến dưới 42 tuổi 05 đồng chí» tells the young in two parts.
    fn named(
        &self,
        context: &Context<'_>,
        group: &Group<'_>,
        tokens: &Range<usize>,
        beside: &Range<usize>,
    ) -> Vec<Range<usize>> {
        let document = context.document;
        let mut named = found(context, group.variants, tokens);
        let Some(oldest) = group.limit.age else { return named };
        let young = |under: &Range<usize>| {
            let age = document.tokens.get(under.end).and_then(|t| t.text(&document.text).parse::<u32>().ok());
            age.filter(|age| (25..=oldest).contains(age))
        };
        let all = self.found(context, Word::Under, beside);
        let most = all.iter().filter_map(young).max();
        for under in all.into_iter().filter(|under| tokens.contains(&under.start)) {
            // «từ 40 đến dưới 45» is no age of the young.
            let spans = under.start > tokens.start && self.has(context, Word::Span, &(under.start - 1..under.start));
            if most.is_some() && young(&under) == most && !spans {
                let years = under.end + 1..under.end + 2;
                named.push(under.start..under.end + 1 + usize::from(self.has(context, Word::Years, &years)));
            }
        }
        named.sort_by_key(|name| name.start);
        named
    }

    /// The number a group's name goes with, and of how many.
    fn share_of<'c>(
        &self,
        context: &'c Context<'_>,
        wanted: &Group<'_>,
        block_id: usize,
        group: &Range<usize>,
        sizes: &OnceCell<BTreeSet<i64>>,
    ) -> Option<(&'c Fact, Part)> {
        let document = context.document;
        let block = document.blocks.get(block_id)?;
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
        // «Nữ trong Ban Chấp hành là 03/29 người»: the committee is named between.
        let told_of = |f: &&Fact| {
            let between = group.end..f.tokens.start;
            let near = between.len() <= BETWEEN;
            near && self.has(context, Word::Committee, &between) && !self.has(context, Word::Other, &between)
        };
        let after = after
            .filter(|f| f.tokens.start <= group.end + 4 || told_of(f))
            .filter(|f| !marked(group.end, f.tokens.start));
        let before = facts.iter().filter(exact).rfind(|f| f.end <= group.start);
        let before = before.filter(|f| f.end + 1 >= group.start && f.end > f.tokens.end && !marked(f.end, group.start));
        let fact = before.filter(|f| self.counts(context, f)).or(after)?;
        let leading = fact.tokens.start.saturating_sub(4).max(sentence.tokens.start)..fact.tokens.start;
        if self.has(context, Word::Not, &leading) {
            return None;
        }
        // «Ủy ban Kiểm tra 05 đồng chí. Cơ cấu: nữ 03/27 đồng chí», «… 05 đồng chí. Trong 27 đồng chí, nữ có 03»: the whole
        // shows who is meant.
        let opening = facts.first().filter(|f| {
            let begins =
                f.tokens.start <= sentence.tokens.start + OPENING && f.end <= fact.tokens.start.min(group.start);
            begins && self.counts(context, f) && !self.has(context, Word::Other, &(sentence.tokens.start..group.start))
        });
        let whole = fact.of.or(opening.map(|f| f.value)).and_then(count);
        if !meant && !whole.is_some_and(|whole| sizes.get_or_init(|| self.sizes(context)).contains(&whole)) {
            return None;
        }
        if let Some(whole) = fact.of.and_then(count) {
            let part = count(fact.value).filter(|part| *part <= whole && whole >= LEAST)?;
            return Some((fact, Part::Of(part, whole)));
        }
        if fact.unit == Unit::Percent {
            return Some((fact, Part::Stated(fact.value)));
        }
        let part = count(fact.value).filter(|_| self.counts(context, fact))?;
        // «Lấy ý kiến 40 cán bộ, có nữ 05 đồng chí»: of those just counted, who are no members.
        let opened = facts.iter().rev().find(|f| f.end <= fact.tokens.start.min(group.start) && !is_percent(f));
        if opened.is_some_and(|f| f.value.value() > fact.value.value() && !self.counts(context, f)) {
            return None;
        }
        // The share stated right after, of the whole the sentence opened with.
        let next = facts.iter().find(|f| f.tokens.start >= fact.end.max(group.end));
        let next = next.filter(|f| f.unit == Unit::Percent && f.tokens.start <= fact.end.max(group.end) + 5);
        let Some(next) = next else {
            let whole = self.whole_of(context, wanted, block_id, fact, group)?;
            return Some((fact, Part::Of(part, whole)));
        };
        let whole =
            facts.iter().rev().filter(|f| f.end <= fact.tokens.start.min(group.start) && self.counts(context, f));
        let whole = whole.filter_map(|f| count(f.value)).find(|whole| *whole >= LEAST && *whole > part);
        let fits = |whole: &i64| (100.0 * part as f64 / *whole as f64 - next.value.value()).abs() < 0.06;
        match whole.filter(fits) {
            _ if next.inexact => None,
            Some(whole) => Some((fact, Part::Of(part, whole))),
            None => Some((fact, Part::Stated(next.value))),
        }
    }

    /// Whether the last body named before is the committee, in the sentence or in those before it.
    fn is_of_committee(&self, context: &Context<'_>, block: &Block, sentence: usize, at: usize) -> bool {
        let last = |word: Word, from: usize| {
            self.found(context, word, &(from.max(at.saturating_sub(BACK))..at)).last().map(|hit| hit.end)
        };
        for from in [sentence, block.tokens.start] {
            match (last(Word::Committee, from), last(Word::Other, from)) {
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
            let own = self.has(context, Word::Committee, &heading.tokens);
            if !own && self.has(context, Word::Other, &heading.tokens) {
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
            MentionKind::Term(_, to) => to <= context.turn(),
            _ => false,
        });
        old || self.has(context, Word::Outgoing, &(sentence..at + 1))
    }

    /// The sizes the document gives the committee to be.
    fn sizes(&self, context: &Context<'_>) -> BTreeSet<i64> {
        let people = context.facts().all.iter().filter(|f| self.is_of(context, f) || self.is_number_of(context, f));
        people.filter_map(|fact| count(fact.value)).collect()
    }

    /// «Về số lượng: 33 đồng chí» under a heading that names the committee and no other body.
    fn is_number_of(&self, context: &Context<'_>, fact: &Fact) -> bool {
        let document = context.document;
        let Some(sentence) = document.sentences.get(fact.sentence as usize) else { return false };
        let opening = fold(document.token_text(sentence.tokens.start..fact.tokens.start));
        let named = matches!(opening.trim_start_matches("về").trim_start(), "số lượng" | "số lượng là" | "số lượng có");
        let block = document.blocks.get(sentence.block as usize).filter(|_| named && self.counts(context, fact));
        block.is_some_and(|block| {
            let heading = document.sections.get(block.section as usize).and_then(|section| section.heading);
            let heading = heading.and_then(|id| document.blocks.get(id as usize)).map(|heading| &heading.tokens);
            heading.is_some_and(|h| self.has(context, Word::Committee, h) && !self.has(context, Word::Other, h))
                && !is_outgoing(context, block, self.phrases(Word::Outgoing))
        })
    }

    /// Whether a figure counts people of the committee to be.
    fn is_of(&self, context: &Context<'_>, fact: &Fact) -> bool {
        if !self.counts(context, fact) {
            return false;
        }
        let before = lead(context, fact);
        let last = |word: Word| self.found(context, word, &before).last().map(|hit| hit.end);
        let own = last(Word::Committee);
        let block = context.document.block_of_token(fact.tokens.start);
        own.is_some()
            && own > last(Word::Other)
            && block.is_some_and(|b| !is_outgoing(context, b, self.phrases(Word::Outgoing)))
            && !self.is_going(context, before.start, fact.tokens.start)
    }
}

/// The tokens of a block and, of a point, those of the points around it.
fn beside(context: &Context<'_>, id: usize) -> Range<usize> {
    let blocks = &context.document.blocks;
    let own = blocks.get(id).map_or(0..0, |block| block.tokens.clone());
    let is_item = |block: &&Block| matches!(block.kind, BlockKind::Item { .. });
    if blocks.get(id).filter(is_item).is_none() {
        return own;
    }
    let first = blocks[..id].iter().rev().take(ITEMS).take_while(is_item).last();
    let last = blocks[id..].iter().take(ITEMS).take_while(is_item).last();
    first.map_or(own.start, |block| block.tokens.start)..last.map_or(own.end, |block| block.tokens.end)
}

/// Points of a list before and after one of them.
const ITEMS: usize = 15;

/// Members a committee has at least: of fewer no share is asked.
const LEAST: i64 = 9;

/// Groups named in a paragraph, figures in a sentence; more are no words about a committee.
const MOST_GROUPS: usize = 60;

/// Tokens of «trong Ban Chấp hành Đảng bộ xã là» between a group and its number.
const BETWEEN: usize = 9;

/// Tokens before the number a sentence opens with: «Trong tổng số 27 đồng chí, …».
const OPENING: usize = 3;

/// Tokens back to which the body spoken of is looked for.
const BACK: usize = 200;

const MOST_ROWS: usize = 120;
const MOST_COLUMNS: usize = 20;

fn is_percent(fact: &Fact) -> bool {
    matches!(fact.unit, Unit::Percent | Unit::Points)
}
