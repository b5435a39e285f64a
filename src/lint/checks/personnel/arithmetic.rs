//! People who do not add up: re-elected and new, gone and come, candidates and surplus.

use super::{count, is_outgoing, is_people, lead, syllables, tail};
use crate::document::{Block, Table};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::pack::Level;
use crate::mentions::Fact;
use crate::text::{Hit, LexiconBuilder, ListId, Syllable};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// `personnel-arithmetic:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PersonnelArithmetic {
    words: BTreeMap<Word, Vec<String>>,
    /// Levels of organisation that are not asked how many left and came.
    #[serde(default)]
    skip_units: Vec<Level>,
    #[serde(skip)]
    list: Option<ListId>,
    /// The words of [`Word::Outgoing`].
    #[serde(skip)]
    outgoing: Vec<Vec<Syllable>>,
}

/// What a phrase says of a number of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    /// Re-elected.
    Again,
    /// Elected for the first time.
    New,
    /// At the beginning of the term.
    Start,
    /// Left.
    Out,
    /// Came.
    In,
    /// There now.
    Now,
    /// On the list.
    List,
    /// To be elected.
    Elect,
    /// Beyond those.
    Surplus,
    /// Opens the parts of what was just counted.
    Parts,
    /// Opens some of what was just counted.
    Some,
    /// Another body than the committee.
    Other,
    /// The committee.
    Committee,
    /// Between a number and what it counts, saying nothing more.
    Between,
    /// In headings: the committee that goes.
    Outgoing,
    /// Chairs of inspection committees.
    Chair,
    /// What has such a committee.
    Organisation,
}

impl Check for PersonnelArithmetic {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let list = builder.list();
        for (word, phrases) in &self.words {
            builder.add_all(list, *word as u32, phrases);
        }
        self.list = Some(list);
        self.outgoing = self.words.get(&Word::Outgoing).into_iter().flatten().map(|p| syllables(p)).collect();
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let size = self.size(context);
        for block in context.document.blocks.iter().filter(|b| b.is_prose() && !b.quoted) {
            let facts = context.facts().within(&block.tokens);
            let people: Vec<&Fact> = facts.iter().filter(|f| is_people(context, f) && !f.inexact).collect();
            if !(2..=MOST_PEOPLE).contains(&people.len()) {
                continue;
            }
            self.again_and_new(context, &people, out);
            if !context.level().is_some_and(|level| self.skip_units.contains(&level)) {
                self.gone_and_come(context, &people, out);
            }
            self.listed(context, &people, size, out);
        }
        for table in &context.document.tables {
            self.gone_and_come_in(context, table, out);
        }
        self.chairs(context, out);
    }
}

impl PersonnelArithmetic {
    fn hits(&self, context: &Context<'_>, word: Word, tokens: &Range<usize>) -> Vec<Range<usize>> {
        let Some(list) = self.list else { return Vec::new() };
        let hits: Vec<&Hit> = context.mentions.hits_of(list, tokens).filter(|hit| hit.item == word as u32).collect();
        // Of those that begin at one word the longest.
        let longest = hits.chunk_by(|x, y| x.start == y.start).filter_map(|same| same.last());
        longest.map(|hit| hit.start as usize..hit.end as usize).collect()
    }

    fn has(&self, context: &Context<'_>, word: Word, tokens: &Range<usize>) -> bool {
        !self.hits(context, word, tokens).is_empty()
    }

    /// Whether a word says what a figure counts: right before it, or right after it.
    fn is(&self, context: &Context<'_>, word: Word, fact: &Fact) -> bool {
        let document = context.document;
        let marked = |from: usize, to: usize| document.between(from, to).contains([',', ';', '.', ')']);
        let before = lead(context, fact);
        // «24 đồng chí tái cử và 08 đồng chí …»: what follows one figure does not lead the next.
        let is_lead = |hit: &Range<usize>| {
            let opens = hit.start > before.start + 2
                || marked(before.start, hit.start)
                || before.start == self.sentence(context, fact);
            hit.end + 2 >= fact.tokens.start && opens && !marked(hit.end, fact.tokens.start)
        };
        self.hits(context, word, &before).iter().any(is_lead)
            || self.hits(context, word, &tail(context, fact)).iter().any(|hit| self.joins(context, fact.end, hit.start))
    }

    /// Whether nothing that narrows what is counted stands between: «08 đồng chí đã nghỉ hưu», but not «04 đồng chí nữ
    /// tham gia lần đầu».
    fn joins(&self, context: &Context<'_>, from: usize, to: usize) -> bool {
        from == to || self.hits(context, Word::Between, &(from..to)).contains(&(from..to))
    }

    /// The first token of a figure's sentence.
    fn sentence(&self, context: &Context<'_>, fact: &Fact) -> usize {
        context.document.sentences.get(fact.sentence as usize).map_or(0, |s| s.tokens.start)
    }

    /// The size of the committee to be, if the document states one only.
    fn size(&self, context: &Context<'_>) -> Option<i64> {
        let document = context.document;
        let outgoing = &self.outgoing;
        let facts = context.facts().all.iter().filter(|f| is_people(context, f) && !f.inexact);
        let mut sizes = facts.filter_map(|fact| {
            let before = lead(context, fact);
            let named =
                self.hits(context, Word::Committee, &before).last().is_some_and(|hit| hit.end + 8 >= fact.tokens.start);
            let block = document.block_of_token(fact.tokens.start)?;
            let other = self.has(context, Word::Other, &before) || self.has(context, Word::Start, &before);
            let fits = named && !other && block.is_prose() && !is_outgoing(context, block, outgoing);
            count(fact.value).filter(|_| fits && fact.end > fact.tokens.end)
        });
        let first = sizes.next()?;
        sizes.all(|size| size == first).then_some(first)
    }

    /// «gồm 33 đồng chí, trong đó 24 đồng chí tái cử và 08 đồng chí tham gia lần đầu».
    fn again_and_new(&self, context: &Context<'_>, people: &[&Fact], out: &mut Vec<Draft>) {
        for sentence in people.chunk_by(|a, b| a.sentence == b.sentence) {
            let only = |word| {
                let mut of = sentence.iter().filter(|f| self.is(context, word, f));
                of.next().filter(|_| of.next().is_none())
            };
            let (Some(again), Some(new)) = (only(Word::Again), only(Word::New)) else { continue };
            if again.tokens == new.tokens {
                continue;
            }
            let (Some(a), Some(n)) = (count(again.value), count(new.value)) else { continue };
            let first = again.tokens.start.min(new.tokens.start);
            let sum = a + n;
            // Anyone else who is counted may complete the sum.
            let completes = |fact: &&&Fact| count(fact.value).is_some_and(|v| v == sum);
            let wholes: Vec<&&Fact> =
                sentence.iter().filter(|f| f.end <= first && count(f.value).is_some_and(|v| v >= a.max(n))).collect();
            let Some(whole) = wholes.last() else { continue };
            let Some(stated) = count(whole.value) else { continue };
            let others = sentence.iter().filter(|f| f.tokens != again.tokens && f.tokens != new.tokens);
            let mut completed = others.filter(|f| count(f.value).is_some_and(|v| v + sum == stated));
            if sentence.iter().any(|f| completes(&f)) || completed.next().is_some() {
                continue;
            }
            let end = again.end.max(new.end);
            let place = context.document.token_range(whole.tokens.start..self.after(context, again, new, end));
            out.push(
                Draft::at(place)
                    .with("again", a.to_string())
                    .with("new", n.to_string())
                    .with("sum", sum.to_string())
                    .with("whole", stated.to_string()),
            );
        }
    }

    /// The end of the later of two figures with the words that say what it counts.
    fn after(&self, context: &Context<'_>, again: &Fact, new: &Fact, end: usize) -> usize {
        let later = if again.end > new.end { (again, Word::Again) } else { (new, Word::New) };
        let words = tail(context, later.0);
        self.hits(context, later.1, &words).iter().map(|hit| hit.end).max().unwrap_or(end).max(end)
    }

    /// «có 51 đồng chí; 15 đồng chí thôi tham gia, bổ sung 12; đến nay còn 49».
    fn gone_and_come(&self, context: &Context<'_>, people: &[&Fact], out: &mut Vec<Draft>) {
        let parts = self.parts(context, people);
        let main: Vec<&&Fact> = people.iter().zip(&parts).filter(|(_, part)| !**part).map(|(f, _)| f).collect();
        let outs: Vec<usize> = (0..main.len()).filter(|&i| self.is(context, Word::Out, main[i])).collect();
        let ins: Vec<usize> =
            (0..main.len()).filter(|&i| !outs.contains(&i) && self.is(context, Word::In, main[i])).collect();
        let (Some(&first), Some(&last)) = (outs.first(), outs.iter().chain(&ins).max()) else { return };
        let first = first.min(ins.first().copied().unwrap_or(first));
        // «hiện có 12 đồng chí trình độ đại học» are some of them.
        let all = |i: usize| {
            let words = tail(context, main[i]);
            words.is_empty()
                || self.has(context, Word::Committee, &words)
                || self.joins(context, words.start, words.end)
        };
        let now = (last + 1..main.len()).find(|&i| self.has(context, Word::Now, &lead(context, main[i])));
        let now = now.filter(|&now| all(now));
        let Some(now) = now.filter(|&now| now == last + 1) else { return };
        let own = |i: &usize| !self.has(context, Word::Other, &lead(context, main[*i]));
        let before: Vec<usize> = (0..first).rev().filter(own).take(4).collect();
        let begun = before.iter().copied().find(|&i| {
            let sentence = context.document.sentences.get(main[i].sentence as usize);
            let until = main[first].tokens.start;
            sentence.is_some_and(|s| self.has(context, Word::Start, &(s.tokens.start..s.tokens.end.min(until))))
        });
        let Some(begun) = begun.filter(|_| own(&now)) else { return };
        // A figure between that nothing says anything of: not to be reckoned with.
        let named = |i: usize| outs.contains(&i) || ins.contains(&i) || !own(&i);
        // «bổ sung 07 đồng chí, có 02 đồng chí điều động từ …»
        let shares = |i: usize| {
            let opens = context.document.token_text(lead(context, main[i]));
            i > 0 && named(i - 1) && main[i].value.value() < main[i - 1].value.value() && self.opens_part(opens)
        };
        let known = |i: usize| named(i) || shares(i);
        if !(begun + 1..now).all(known) || main[now].sentence > main[begun].sentence + 4 {
            return;
        }
        let value = |i: usize| count(main[i].value).unwrap_or(0);
        let sum = |of: &[usize]| of.iter().map(|&i| value(i)).sum::<i64>();
        let choices =
            |of: &[usize]| -> Vec<i64> { std::iter::once(sum(of)).chain(of.iter().map(|&i| value(i))).collect() };
        let closes = before.iter().any(|&start| {
            choices(&outs).iter().any(|gone| choices(&ins).iter().any(|come| value(start) - gone + come == value(now)))
        });
        if closes {
            return;
        }
        let (gone, come) = (sum(&outs), sum(&ins));
        let opening = self
            .hits(context, Word::Now, &lead(context, main[now]))
            .first()
            .map_or(main[now].tokens.start, |h| h.start);
        let place = context.document.token_range(opening..main[now].end);
        let start = context.document.token_range(main[begun].tokens.start..main[begun].end);
        out.push(change(place, value(begun), gone, come, value(now)).see(start, value(begun).to_string()));
    }

    fn opens_part(&self, lead: &str) -> bool {
        let lead = crate::text::fold(lead);
        self.words.get(&Word::Some).into_iter().flatten().any(|words| lead.trim() == words)
    }

    /// Which figures only share out one before them: «gồm nghỉ hưu 06, chuyển công tác 09», «(nghỉ hưu 8, …)».
    fn parts(&self, context: &Context<'_>, people: &[&Fact]) -> Vec<bool> {
        let document = context.document;
        let mut parts = Vec::with_capacity(people.len());
        let mut open: Option<char> = None;
        for (at, fact) in people.iter().enumerate() {
            let before = at.checked_sub(1).map(|i| people[i]).filter(|f| f.sentence == fact.sentence);
            let Some(before) = before else {
                open = None;
                parts.push(false);
                continue;
            };
            let gap = document.between(before.end, fact.tokens.start);
            match open {
                Some('(') if gap.contains(')') => open = None,
                Some(',') if gap.contains(';') => open = None,
                _ => {}
            }
            if open.is_none() {
                let bracket = gap.rfind('(').filter(|at| !gap.get(*at..).unwrap_or("").contains(')'));
                let words = lead(context, fact);
                let from = words.start.max(before.end);
                if bracket.is_some() {
                    open = Some('(');
                } else if self.has(context, Word::Parts, &(from..words.end)) {
                    open = Some(',');
                }
            }
            parts.push(open.is_some());
        }
        parts
    }

    /// A table with a row for each: who began, left, came, is there now.
    fn gone_and_come_in(&self, context: &Context<'_>, table: &Table, out: &mut Vec<Draft>) {
        if table.rows.len() > MOST_ROWS {
            return;
        }
        let document = context.document;
        let block = |row: usize, column: usize| {
            let id = table.rows.get(row)?.cells.get(column)?;
            document.blocks.get(*id as usize)
        };
        let names: Vec<Option<&Block>> = (0..table.rows.len())
            .map(|row| {
                (0..2)
                    .filter_map(|column| block(row, column))
                    .find(|b| document.block_text(b).chars().any(char::is_alphabetic))
            })
            .collect();
        let only = |word: Word| {
            let named =
                |row: &usize| names[*row].is_some_and(|b| b.tokens.len() <= 12 && self.has(context, word, &b.tokens));
            let mut rows = (table.header_rows.max(1)..table.rows.len()).filter(named);
            rows.next().filter(|_| rows.next().is_none())
        };
        let (Some(start), Some(gone), Some(come), Some(now)) =
            (only(Word::Start), only(Word::Out), only(Word::In), only(Word::Now))
        else {
            return;
        };
        if !(start < gone.min(come) && gone.max(come) < now) {
            return;
        }
        let width = table.rows.get(start).map_or(0, |r| r.cells.len());
        for column in 1..width {
            let number = |row: usize| {
                let text = document.block_text(block(row, column)?).trim();
                text.parse::<i64>().ok()
            };
            let numbers = (number(start), number(gone), number(come), number(now));
            let (Some(s), Some(g), Some(c), Some(n)) = numbers else { continue };
            if s - g + c != n
                && let Some(cell) = block(now, column)
            {
                out.push(change(cell.range.clone(), s, g, c, n));
            }
        }
    }

    /// «danh sách 37 đồng chí để bầu 33 đồng chí, số dư 03 đồng chí».
    fn listed(&self, context: &Context<'_>, people: &[&Fact], size: Option<i64>, out: &mut Vec<Draft>) {
        for surplus in people.iter().filter(|f| self.is(context, Word::Surplus, f)) {
            let here = |fact: &&&Fact| fact.sentence == surplus.sentence && fact.tokens != surplus.tokens;
            let lists: Vec<&&Fact> =
                people.iter().filter(here).filter(|f| self.has(context, Word::List, &lead(context, f))).collect();
            let [list] = lists[..] else { continue };
            let near = |fact: &&&Fact| fact.sentence + 1 >= surplus.sentence && fact.sentence <= surplus.sentence;
            let others =
                || people.iter().filter(near).filter(|f| f.tokens != list.tokens && f.tokens != surplus.tokens);
            // The committee is meant where no other body was spoken of.
            let from = context.document.sentences.get((surplus.sentence as usize).saturating_sub(1));
            let from = from.map_or(list.tokens.start, |s| s.tokens.start);
            let size = size.filter(|_| !self.has(context, Word::Other, &(from..surplus.end)));
            let elect = others()
                .rfind(|f| self.has(context, Word::Elect, &lead(context, f)) || self.is(context, Word::Elect, f));
            let (Some(l), Some(s)) = (count(list.value), count(surplus.value)) else { continue };
            let closes = others().any(|f| count(f.value) == Some(l - s)) || size == Some(l - s);
            let Some(e) = elect.and_then(|f| count(f.value)).or(size).filter(|e| !closes && *e <= l) else { continue };
            let place =
                context.document.token_range(list.tokens.start.min(surplus.tokens.start)..list.end.max(surplus.end));
            out.push(
                Draft::at(place)
                    .say("list")
                    .with("list", l.to_string())
                    .with("elect", e.to_string())
                    .with("surplus", s.to_string())
                    .with("sum", (e + s).to_string()),
            );
        }
    }

    /// More chairs of inspection committees than there are bodies that have one.
    fn chairs(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let facts = &context.facts().all;
        let mut most: Option<(i64, &Fact)> = None;
        for fact in facts.iter().filter(|f| !f.inexact) {
            let words = fact.tokens.end..tail(context, fact).end;
            let value = count(fact.of.unwrap_or(fact.value));
            if let Some(value) =
                value.filter(|_| self.hits(context, Word::Organisation, &words).iter().any(|h| h.start == words.start))
                && most.is_none_or(|(known, _)| value > known)
            {
                most = Some((value, fact));
            }
        }
        let Some((bodies, stated)) = most else { return };
        for fact in facts.iter().filter(|f| is_people(context, f) && !f.inexact && f.end > f.tokens.end) {
            let chairs = self.hits(context, Word::Chair, &tail(context, fact)).iter().any(|h| h.start == fact.end);
            if let Some(value) = count(fact.value).filter(|v| chairs && *v > bodies) {
                let place = context.document.token_range(fact.tokens.start..tail(context, fact).end);
                let seen = context.document.token_range(stated.tokens.start..stated.end);
                out.push(
                    Draft::at(place)
                        .say("chairs")
                        .with("chairs", value.to_string())
                        .with("bodies", bodies.to_string())
                        .see(seen, bodies.to_string()),
                );
            }
        }
    }
}

/// Numbers of people in a paragraph; more are a roll, which nothing here reckons with.
const MOST_PEOPLE: usize = 60;

/// Rows of a table that are read.
const MOST_ROWS: usize = 40;

fn change(place: Range<usize>, start: i64, gone: i64, come: i64, now: i64) -> Draft {
    Draft::at(place)
        .say("change")
        .with("start", start.to_string())
        .with("out", gone.to_string())
        .with("in", come.to_string())
        .with("sum", (start - gone + come).to_string())
        .with("now", now.to_string())
}
