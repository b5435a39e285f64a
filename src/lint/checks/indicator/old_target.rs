//! Targets of the outgoing term that nothing is said of: no result, no percentage, no word.

use crate::document::{Block, Sentence};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::shorten;
use crate::lint::indicators::sheet::{Content, Line, Part, Sheet};
use crate::lint::indicators::turn;
use crate::lint::pack::Role;
use crate::mentions::MentionKind;
use crate::mentions::fact::{Fact, Unit};
use crate::text::{LexiconBuilder, ListId, Syllable, TokenKind, fold};
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
    lists: Option<[ListId; 3]>,
}

/// Words of sentences on targets of the outgoing term.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Prose {
    /// They set one: «nghị quyết … đề ra».
    sets: Vec<String>,
    /// They say, in the same sentence, what became of it.
    results: Vec<String>,
    /// They do so in the next.
    answers: Vec<String>,
    /// Words that tell no thing apart, around its name.
    common: Vec<String>,
}

impl Check for OldTarget {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let Prose { sets, results, answers, .. } = &self.prose;
        self.lists = Some([sets, results, answers].map(|phrases| builder.list_of(phrases)));
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

impl OldTarget {
    /// «Nghị quyết còn đề ra đến năm 2020 có 60% số hộ chăn nuôi xây hầm biogas», and no word on it anywhere.
    fn sentences(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some([sets, results, answers]) = self.lists else { return };
        let document = context.document;
        let turn = turn(context);
        let mut asked = 0;
        for (at, sentence) in document.sentences.iter().enumerate() {
            let Some(set) = context.mentions.hits_of(sets, &sentence.tokens).last() else { continue };
            let Some(block) = document.blocks.get(sentence.block as usize).filter(|b| b.is_prose() && !b.quoted) else {
                continue;
            };
            if context.parts().of(at) != Role::Result || asked >= MOST {
                continue;
            }
            let after = set.end as usize..sentence.tokens.end;
            let dated = context
                .mentions
                .within(&after)
                .iter()
                .any(|m| matches!(&m.kind, MentionKind::Date(date) if date.year == Some(turn)));
            let [fact] = context.facts().within(&after) else { continue };
            let has = |list, tokens: Range<usize>| context.mentions.hits_of(list, &tokens).next().is_some();
            let told = has(results, sentence.tokens.start..set.start as usize) || has(results, fact.end..after.end);
            let next = document.sentences.get(at + 1).filter(|next| next.block == sentence.block);
            let answered = next.is_some_and(|next| has(answers, next.tokens.clone()));
            if !dated || told || answered || fact.of.is_some() {
                continue;
            }
            asked += 1;
            let Some((key, pairs)) = self.thing(context, fact, &after) else { continue };
            let own = sentence.block;
            let speaks = |tokens: &Range<usize>| {
                let words = document.tokens.get(tokens.clone()).unwrap_or_default();
                let mut met = vec![false; pairs.len()];
                for pair in words.windows(2).map(|w| (w[0].id, w[1].id)) {
                    if pair == key {
                        return true;
                    }
                    if let Some(at) = pairs.iter().position(|p| *p == pair) {
                        met[at] = true;
                    }
                }
                met.iter().filter(|m| **m).count() * 2 >= pairs.len()
            };
            let spoken_of = document.blocks.iter().enumerate().any(|(id, other)| match id as u32 == own {
                true => rest(block, sentence).iter().any(speaks),
                false => speaks(&other.tokens),
            });
            if !spoken_of {
                let percent = if fact.unit == Unit::Percent { "%" } else { "" };
                let target = format!("{}{percent}", document.token_text(fact.tokens.clone()));
                let name = document.token_text(fact.tokens.end..sentence.tokens.end);
                let draft = Draft::at(document.token_range(set.start as usize..sentence.tokens.end)).say("prose");
                out.push(draft.with("name", shorten(name, 60)).with("target", target));
            }
        }
    }

    /// What a figure counts, as neighbouring words by which the rest of the text would speak of it: all of them, and
    /// those that name it, the first of a count and the last of a share.
    fn thing(&self, context: &Context<'_>, fact: &Fact, within: &Range<usize>) -> Option<(Pair, Vec<Pair>)> {
        let document = context.document;
        let from = if matches!(fact.unit, Unit::Measure(..)) { fact.end } else { fact.tokens.end };
        let stop = |&i: &usize| document.between(i, i).contains([',', ';', '(', '.']);
        let end = (from + 1..within.end).find(stop).unwrap_or(within.end);
        let words = document.tokens.get(from..end)?;
        let own = |t: &crate::text::Token| {
            let text = fold(t.text(&document.text));
            t.kind == TokenKind::Word && !self.prose.common.contains(&text)
        };
        let (first, last) = (words.iter().position(own)?, words.iter().rposition(own)?);
        let pairs: Vec<Pair> = words.get(first..=last)?.windows(2).map(|w| (w[0].id, w[1].id)).collect();
        let key = if fact.unit == Unit::Percent { *pairs.last()? } else { *pairs.first()? };
        Some((key, pairs))
    }
}

/// A block's tokens without those of one of its sentences.
fn rest(block: &Block, sentence: &Sentence) -> Vec<Range<usize>> {
    vec![block.tokens.start..sentence.tokens.start, sentence.tokens.end..block.tokens.end]
}

/// Whether most rows of a table say what became of their targets.
fn answers(sheet: &Sheet, lines: &[&Line]) -> bool {
    let judged = lines.iter().filter(|line| line.verdict).count();
    sheet.columns.iter().any(|c| c.part == Part::OldTarget)
        && (sheet.columns.iter().any(|c| c.part == Part::Result) && sheet.is_filled(Part::Result, lines)
            || judged * 5 >= lines.len() * 3)
}
