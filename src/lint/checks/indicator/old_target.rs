//! Targets of the outgoing term that nothing is said of: no result, no percentage, no word.

use crate::document::{Block, BlockKind, Sentence};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::shorten;
use crate::lint::indicators::TERM;
use crate::lint::indicators::sheet::{Content, Line, Part, Sheet};
use crate::lint::pack::Role;
use crate::mentions::MentionKind;
use crate::mentions::fact::{Fact, Unit};
use crate::text::{Hit, LexiconBuilder, ListId, Syllable, SyllableSet, TokenKind, fold};
use serde::Deserialize;
use std::ops::Range;

/// `old-target-without-result:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OldTarget {
    /// Rows a table must have to be asked.
    least_rows: usize,
    /// Targets told in sentences.
    prose: Prose,
    #[serde(skip)]
    lists: Option<Lists>,
    #[serde(skip)]
    ends: SyllableSet,
}

/// Words of sentences on targets of the outgoing term.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Prose {
    /// They set one: «nghị quyết … đề ra».
    sets: Vec<String>,
    /// They name one, right after a colon or at the opening of a sentence: «mục tiêu 28 sản phẩm».
    leads: Vec<String>,
    /// Who set it: «đại hội».
    by: Vec<String>,
    /// After those: it was set, «nêu ra».
    asks: Vec<String>,
    /// They say, in the same sentence, what became of it.
    results: Vec<String>,
    /// They do so in the next.
    answers: Vec<String>,
    /// What is no target though it is counted: «06 nhiệm vụ trọng tâm».
    agenda: Vec<String>,
    /// Words that tell no thing apart, around its name.
    common: Vec<String>,
    /// Words of a name that are many names' own, at its opening: «tổ chức», «hệ thống».
    vague: Vec<String>,
    /// Words after which a name is over: «vào», «do».
    ends: Vec<String>,
}

/// The phrases as lists of the trie.
#[derive(Clone, Copy, Debug)]
struct Lists {
    sets: ListId,
    leads: ListId,
    by: ListId,
    asks: ListId,
    results: ListId,
    answers: ListId,
    agenda: ListId,
    vague: ListId,
}

/// A target in a sentence.
struct Asked<'c> {
    fact: &'c Fact,
    /// The token that opens what is said of it.
    start: usize,
    /// The words that name what is counted.
    name: Range<usize>,
    /// Whether they stand before the figure, as those of a table's row.
    labelled: bool,
    /// Whether what is done stands before the figure: «thu gom 60% nước thải».
    done: bool,
}

impl Check for OldTarget {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let Prose { sets, leads, by, asks, results, answers, agenda, vague, .. } = &self.prose;
        let mut list = |phrases: &Vec<String>| builder.list_of(phrases);
        self.lists = Some(Lists {
            sets: list(sets),
            leads: list(leads),
            by: list(by),
            asks: list(asks),
            results: list(results),
            answers: list(answers),
            agenda: list(agenda),
            vague: list(vague),
        });
        self.ends = self.prose.ends.iter().map(|word| Syllable::of(word)).collect();
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        self.sentences(context, out);
        for sheet in context.sheets() {
            let lines: Vec<&Line> = sheet.lines.iter().filter(|line| !line.is_group).collect();
            // A list of targets alone reports no results.
            if lines.len() < self.least_rows || !answers(sheet, &lines) {
                continue;
            }
            for line in lines {
                let given = |part: Part| {
                    line.cell(sheet, part).filter(|c| !matches!(c.content, Content::Empty | Content::Dash))
                };
                let (aimed, reached) = (given(Part::OldTarget), given(Part::Result).is_some());
                if let (Some(target), false, false) = (aimed, reached, line.verdict) {
                    let name = line.title(context.document);
                    let target = context.document.text.get(target.place.clone()).unwrap_or("").trim();
                    out.push(Draft::at(line.place.clone()).with("name", name).with("target", target));
                }
            }
        }
    }
}

/// Two neighbouring syllables.
type Pair = (Syllable, Syllable);

/// Targets in sentences that are looked for in the rest of the text.
const MOST: usize = 8;

/// Tokens of the next sentence in which it says that it answers.
const OPENING: usize = 4;

/// Tokens around a word in which its clause is looked for.
const CLAUSE: usize = 24;

impl OldTarget {
    /// «Nghị quyết còn đề ra đến năm 2020 có 60% số hộ chăn nuôi xây hầm biogas», and no word on it anywhere.
    fn sentences(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some(lists) = self.lists else { return };
        let document = context.document;
        let mut looked_for = 0;
        for (at, sentence) in document.sentences.iter().enumerate() {
            let Some(block) = document.blocks.get(sentence.block as usize).filter(|b| b.is_prose() && !b.quoted) else {
                continue;
            };
            if looked_for >= MOST {
                return;
            }
            let Some(asked) = self.asked(context, lists, block, sentence) else { continue };
            if context.parts().of(at) != Role::Result || self.is_answered(context, lists, at, &asked) {
                continue;
            }
            looked_for += 1;
            let Some(thing) = self.thing(context, lists, &asked) else { continue };
            if !thing.is_spoken_of(context, lists, sentence, &asked) {
                let percent = if asked.fact.unit == Unit::Percent { "%" } else { "" };
                let target = format!("{}{percent}", document.token_text(asked.fact.tokens.clone()));
                let to = if asked.labelled { asked.name.end } else { sentence.tokens.end };
                let name = document.token_text(asked.name.start..to).trim_end_matches([':', ' ']);
                let draft = Draft::at(document.token_range(asked.start..sentence.tokens.end)).say("prose");
                out.push(draft.with("name", shorten(name, 60)).with("target", target));
            }
        }
    }

    /// The one target of the outgoing term that a sentence sets and says nothing more of.
    fn asked<'c>(
        &self,
        context: &'c Context<'_>,
        lists: Lists,
        block: &Block,
        sentence: &Sentence,
    ) -> Option<Asked<'c>> {
        let (document, mentions, turn) = (context.document, context.mentions, context.turn());
        let tokens = &sentence.tokens;
        let has = |list, tokens: Range<usize>| mentions.hits_of(list, &tokens).next().is_some();
        let set = mentions.hits_of(lists.sets, tokens).last();
        let colon = |hit: &&Hit| document.between(hit.start as usize, hit.start as usize).contains(':');
        let opens = |hit: &&Hit| (hit.start as usize) <= tokens.start + 1;
        let lead = || {
            let first = mentions.hits_of(lists.leads, tokens).find(|hit| colon(hit) || opens(hit))?;
            // Of «mục tiêu» and «mục tiêu nghị quyết» the longer.
            mentions.hits_of(lists.leads, tokens).filter(|hit| hit.start == first.start).max_by_key(|hit| hit.end)
        };
        let (set, leads) = set.map(|set| (set, false)).or_else(|| lead().map(|hit| (hit, true)))?;
        let (start, end) = (set.start as usize, set.end as usize);
        let labelled = colon(&set) && start > tokens.start;
        // «02 bãi đỗ xe quy mô trên 100 chỗ»: how large each is sets no other target.
        let mut facts = context.facts().within(&(end..tokens.end)).iter();
        let fact = facts.next().filter(|_| facts.all(|other| other.inexact))?;
        let dates = mentions.within(tokens).iter();
        let years = || dates.clone().filter_map(|m| if let MentionKind::Date(d) = &m.kind { d.year } else { None });
        let numbered = |hit: &Hit| {
            let next = document.tokens.get(hit.end as usize);
            next.is_some_and(|t| t.kind == TokenKind::Number || fold(t.text(&document.text)) == "số")
        };
        let by = |tokens: Range<usize>| mentions.hits_of(lists.by, &tokens).find(|hit| !numbered(hit));
        // «… do các đại hội năm 2020 đề ra» after what is aimed at.
        let set_later = by(fact.end..tokens.end)
            .filter(|by| has(lists.asks, by.end as usize..tokens.end))
            .filter(|_| leads && !labelled);
        let due = mentions
            .within(&(end..tokens.end))
            .iter()
            .any(|m| matches!(&m.kind, MentionKind::Date(date) if date.year == Some(turn)));
        let listed = matches!(block.kind, BlockKind::Item { .. }) || block.numbering.is_some();
        let of_term = match leads {
            // «Mục tiêu nghị quyết là đến năm 2025 có 100% cơ sở …»
            true => labelled && listed || set_later.is_some() || due && by(start..end).is_some(),
            false => due || by(tokens.start..end).is_some(),
        };
        // What follows a semicolon may be what became of it.
        let goes_on = !labelled && (fact.end..tokens.end).any(|i| document.has_mark(i, &[';']));
        let told_before = !labelled && has(lists.results, tokens.start..start);
        let told = told_before || has(lists.results, fact.end..tokens.end);
        let other_term = years().any(|year| year > turn || year < turn - TERM);
        if !of_term
            || other_term
            || told
            || goes_on
            || fact.of.is_some()
            || has(lists.agenda, fact.tokens.start..fact.end + 2)
        {
            return None;
        }
        let name = if labelled {
            tokens.start..start
        } else {
            let from = if matches!(fact.unit, Unit::Measure(..)) { fact.end } else { fact.tokens.end };
            let stop = |&i: &usize| document.has_mark(i, &[',', ';', '(', '.', ':']);
            from..(from + 1..tokens.end).find(stop).unwrap_or(tokens.end)
        };
        let done = (end..fact.tokens.start).any(|i| {
            let dated = mentions.within(&(end..fact.tokens.start)).iter().any(|m| m.tokens.contains(&i));
            let word = document.tokens.get(i).filter(|t| t.kind == TokenKind::Word && !dated);
            word.is_some_and(|t| !self.prose.common.contains(&fold(t.text(&document.text))))
        });
        let start = if labelled { tokens.start } else { start };
        Some(Asked { fact, start, name, labelled, done })
    }

    /// Whether the next sentence says what became of a target: it opens so, or gives a figure of the same unit; what is
    /// counted, any later sentence of the paragraph.
    fn is_answered(&self, context: &Context<'_>, lists: Lists, at: usize, asked: &Asked<'_>) -> bool {
        let sentences = &context.document.sentences;
        let Some(this) = sentences.get(at) else { return false };
        let mut later = sentences.iter().skip(at + 1).take_while(|next| next.block == this.block).peekable();
        let Some(next) = later.peek() else { return false };
        let opening = next.tokens.start..next.tokens.end.min(next.tokens.start + OPENING);
        let says = |tokens: &Range<usize>| {
            [lists.answers, lists.results].iter().any(|list| context.mentions.hits_of(*list, tokens).next().is_some())
        };
        let same = |tokens: &Range<usize>| context.facts().within(tokens).iter().any(|fact| fact.same_kind(asked.fact));
        if says(&opening) || says(&next.tokens) && same(&next.tokens) {
            return true;
        }
        asked.fact.unit != Unit::Percent && later.any(|sentence| same(&sentence.tokens))
    }

    /// What a figure counts, as neighbouring words by which the rest of the text would speak of it.
    fn thing(&self, context: &Context<'_>, lists: Lists, asked: &Asked<'_>) -> Option<Thing> {
        let document = context.document;
        let own = |i: &usize| {
            let token = document.tokens.get(*i);
            token.is_some_and(|t| {
                t.kind == TokenKind::Word && !self.prose.common.contains(&fold(t.text(&document.text)))
            })
        };
        let ends = |i: &usize| document.tokens.get(*i).is_some_and(|t| self.ends.contains(&t.id));
        let mut start = asked.name.clone().find(own)?;
        // «tổ chức công đoàn cơ sở»: what many names begin with tells none apart.
        while let Some(hit) = context.mentions.hits_of(lists.vague, &(start..asked.name.end)).next()
            && hit.start as usize == start
        {
            start = (hit.end as usize..asked.name.end).find(own)?;
        }
        let end = (start + 1..asked.name.end).find(ends).unwrap_or(asked.name.end);
        let last = (start..end).rfind(own)?;
        let words = document.tokens.get(start..last + 1)?;
        let pairs: Vec<Pair> = words.windows(2).map(|w| (w[0].id, w[1].id)).collect();
        // A count is known by its opening, and so is what is worked on; a share by what is done by those it counts.
        let share = asked.fact.unit == Unit::Percent && !asked.done;
        let key = if share { *pairs.last()? } else { *pairs.first()? };
        let key = (!asked.labelled).then_some(key);
        let told = if asked.labelled { asked.name.clone() } else { asked.start..last + 1 };
        Some(Thing { key, pairs, told })
    }
}

/// What a target is of.
struct Thing {
    /// The words that name it for sure.
    key: Option<Pair>,
    pairs: Vec<Pair>,
    /// All that is said of it before it is over.
    told: Range<usize>,
}

impl Thing {
    /// Whether anything but its own sentence speaks of it.
    fn is_spoken_of(&self, context: &Context<'_>, lists: Lists, sentence: &Sentence, asked: &Asked<'_>) -> bool {
        let document = context.document;
        let indicators = &context.catalogue.indicators;
        // An indicator of the set, under whatever name.
        let named = indicators.named(context.mentions, &self.told);
        let again = named.iter().any(|hit| {
            let mut same = indicators.all(context.mentions).filter(|other| other.item == hit.item);
            same.any(|other| !sentence.tokens.contains(&(other.start as usize)))
        });
        // The whole name of a row is told in fewer of its words than a phrase is.
        let share = if asked.labelled { 3 } else { 2 };
        let speaks = |tokens: Range<usize>| {
            let words = document.tokens.get(tokens.clone()).unwrap_or_default();
            let mut met = vec![false; self.pairs.len()];
            for (i, pair) in words.windows(2).map(|w| (w[0].id, w[1].id)).enumerate() {
                if Some(pair) == self.key && tells(context, lists, tokens.start + i) {
                    return true;
                }
                if let Some(at) = self.pairs.iter().position(|p| *p == pair) {
                    met[at] = true;
                }
            }
            met.iter().filter(|m| **m).count() * share >= self.pairs.len()
        };
        again
            || document.blocks.iter().enumerate().any(|(id, block)| match id as u32 == sentence.block {
                true => {
                    speaks(block.tokens.start..sentence.tokens.start) || speaks(sentence.tokens.end..block.tokens.end)
                }
                false => speaks(block.tokens.clone()),
            })
    }
}

/// Whether the clause around a word tells of something reached: it has a number or a word for it. A cell does.
fn tells(context: &Context<'_>, lists: Lists, at: usize) -> bool {
    let document = context.document;
    let Some(block) = document.block_of_token(at) else { return false };
    if block.is_cell() || block.is_heading() {
        return true;
    }
    let stops = |&i: &usize| document.has_mark(i, &[';', '.']);
    let low = block.tokens.start.max(at.saturating_sub(CLAUSE));
    let start = (low + 1..=at).rev().find(stops).unwrap_or(low);
    let high = block.tokens.end.min(at + CLAUSE);
    let clause = start..(at + 1..high).find(stops).unwrap_or(high);
    let has = |list| context.mentions.hits_of(list, &clause).next().is_some();
    let number = |t: &crate::text::Token| t.kind == TokenKind::Number;
    document.tokens.get(clause.clone()).unwrap_or_default().iter().any(number)
        || has(lists.results)
        || has(lists.answers)
}

/// Whether most rows of a table say what became of their targets.
fn answers(sheet: &Sheet, lines: &[&Line]) -> bool {
    let judged = lines.iter().filter(|line| line.verdict).count();
    sheet.columns.iter().any(|c| c.part == Part::OldTarget)
        && (sheet.columns.iter().any(|c| c.part == Part::Result) && sheet.is_filled(Part::Result, lines)
            || judged * 5 >= lines.len() * 3)
}
