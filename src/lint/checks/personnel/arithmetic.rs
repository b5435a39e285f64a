//! People who do not add up: re-elected and new, gone and come, candidates and surplus.

mod across;
mod chairs;
mod listed;
mod parts;
mod table;

use super::{count, is_outgoing, is_people, lead, phrases, tail, term};
use crate::document::Block;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::pack::Level;
use crate::mentions::fact::Cue;
use crate::mentions::{Fact, MentionKind};
use crate::text::{Hit, LexiconBuilder, ListId, Syllable};
use serde::Deserialize;
use std::cell::OnceCell;
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
    /// The numbers from one on, as words.
    numbers: Vec<String>,
    #[serde(skip)]
    list: Option<ListId>,
    #[serde(skip)]
    ready: Ready,
}

/// Words that are compared where they may stand: most are too common to be looked for everywhere.
#[derive(Debug, Default)]
struct Ready {
    people: Vec<Vec<Syllable>>,
    outgoing: Vec<Vec<Syllable>>,
    between: Vec<Vec<Syllable>>,
    some: Vec<Vec<Syllable>>,
    not: Vec<Vec<Syllable>>,
    brief: Vec<Vec<Syllable>>,
    all: Vec<Vec<Syllable>>,
    of: Vec<Vec<Syllable>>,
    deputy: Vec<Vec<Syllable>>,
    succession: Vec<Vec<Syllable>>,
    these: Vec<Vec<Syllable>>,
    have: Vec<Vec<Syllable>>,
    source: Vec<Vec<Syllable>>,
    from: Vec<Vec<Syllable>>,
    in_office: Vec<Vec<Syllable>>,
    gone: Vec<Vec<Syllable>>,
    reason: Vec<Vec<Syllable>>,
    numbers: Vec<Syllable>,
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
    /// Beside a number: as many as there are seats for.
    Seats,
    /// Beyond those.
    Surplus,
    /// Heads a column: all there are.
    Whole,
    /// Opens the parts of what was just counted.
    Parts,
    /// Another body than the committee.
    Other,
    /// The committee.
    Committee,
    /// Chairs of inspection committees of party committees at the base.
    Chair,
    /// Chairs of inspection committees, of whatever bodies.
    AnyChair,
    /// What has such a committee at the base.
    Organisation,
    /// A body that may have such a committee.
    Body,
    /// Opens some of what was just counted.
    Some,
    /// New, where nothing else stands at the number: «(tái cử 11, mới 04)».
    Brief,
    /// After a number: it counts people.
    People,
    /// Between a number and what it counts, saying nothing more.
    Between,
    /// In headings: the committee that goes.
    Outgoing,
    /// Before a word: what it says is not so.
    Not,
    /// Before a number: all there are.
    All,
    /// Between chairs and the bodies they belong to.
    Of,
    /// What else is counted with the chairs.
    Deputy,
    /// In a sentence: several have held a post one after another.
    Succession,
    /// After the name of a body: those spoken of before.
    These,
    /// Right after it: what it has.
    Have,
    /// After chairs: all of them at one time.
    InOffice,
    /// Opens a sentence on where the people listed before come from.
    Source,
    /// After people: where they come from.
    From,
    /// Left, for whatever reason: those told after it may be some of them.
    Gone,
    /// After those: opens why they left.
    Reason,
}

impl Word {
    /// Whether it is looked for in every text.
    fn is_sought(self) -> bool {
        self < Word::Some
    }

    fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl Check for PersonnelArithmetic {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let list = builder.list();
        for (word, phrases) in self.words.iter().filter(|(word, _)| word.is_sought()) {
            builder.add_all(list, *word as u32, phrases);
        }
        self.list = Some(list);
        let of = |word: Word| phrases(self.words.get(&word).into_iter().flatten());
        self.ready = Ready {
            people: of(Word::People),
            outgoing: of(Word::Outgoing),
            between: of(Word::Between),
            some: of(Word::Some),
            not: of(Word::Not),
            brief: of(Word::Brief),
            all: of(Word::All),
            of: of(Word::Of),
            deputy: of(Word::Deputy),
            succession: of(Word::Succession),
            these: of(Word::These),
            have: of(Word::Have),
            source: of(Word::Source),
            from: of(Word::From),
            in_office: of(Word::InOffice),
            gone: of(Word::Gone),
            reason: of(Word::Reason),
            numbers: self.numbers.iter().map(|word| Syllable::of(word)).collect(),
        };
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some(list) = self.list else { return };
        let size = OnceCell::new();
        let change = !context.level().is_some_and(|level| self.skip_units.contains(&level));
        let of =
            |block: &Block| context.mentions.hits_of(list, &block.tokens).fold(0, |said, hit| said | 1 << hit.item);
        // What the paragraph before says, where it is of the same section.
        let mut before: Option<(&Block, u32)> = None;
        for block in context.document.blocks.iter().filter(|b| b.is_prose() && !b.quoted) {
            let said = of(block);
            let says = |words: &[Word]| words.iter().all(|word| said & word.bit() != 0);
            // «- Đầu nhiệm kỳ … có 57 đồng chí.», and in the next point who left, who came and how many there are now.
            let begun = before.replace((block, said)).filter(|(earlier, begun)| {
                let begins = begun & Word::Start.bit() != 0 && begun & (Word::Now.bit() | Word::Out.bit()) == 0;
                // «Trong nhiệm kỳ, Ban Thường vụ có …» speaks of another body.
                begins && said & (Word::Start.bit() | Word::Other.bit()) == 0 && earlier.section == block.section
            });
            let (terms, moves, listed) =
                (says(&[Word::Again]), change && says(&[Word::Out, Word::Now]), says(&[Word::Surplus]));
            if !terms && !moves && !listed {
                continue;
            }
            let from = begun.filter(|_| moves && !terms && !listed).map_or(block.tokens.start, |(b, _)| b.tokens.start);
            let facts = context.facts().within(&(from..block.tokens.end));
            let people: Vec<&Fact> = facts.iter().filter(|f| self.counts(context, f)).collect();
            if !(2..=MOST_PEOPLE).contains(&people.len()) {
                continue;
            }
            if terms {
                let told = out.len();
                self.again_and_new(context, &people, out);
                if out.len() == told {
                    self.again_and_new_across(context, &people, out);
                }
            }
            if moves {
                self.gone_and_come(context, &people, out);
            }
            if listed {
                self.listed(context, &people, &size, out);
            }
        }
        self.again_and_new_listed(context, out);
        for table in &context.document.tables {
            self.gone_and_come_in(context, table, out);
            self.again_and_new_in(context, table, out);
        }
        self.chairs(context, out);
    }
}

impl PersonnelArithmetic {
    /// Whether a figure counts people, exactly.
    fn counts(&self, context: &Context<'_>, fact: &Fact) -> bool {
        !fact.inexact && is_people(context, fact, &self.ready.people)
    }

    fn hits(&self, context: &Context<'_>, word: Word, tokens: &Range<usize>) -> Vec<Range<usize>> {
        let Some(list) = self.list else { return Vec::new() };
        let hits: Vec<&Hit> = context.mentions.hits_of(list, tokens).filter(|hit| hit.item == word as u32).collect();
        // Of those that begin at one word the longest.
        let longest = hits.chunk_by(|x, y| x.start == y.start).filter_map(|same| same.last());
        longest.map(|hit| hit.start as usize..hit.end as usize).collect()
    }

    fn has(&self, context: &Context<'_>, word: Word, tokens: &Range<usize>) -> bool {
        let Some(list) = self.list else { return false };
        context.mentions.hits_of(list, tokens).any(|hit| hit.item == word as u32)
    }

    /// The end of the longest of some phrases that stands at a token.
    fn stands(&self, context: &Context<'_>, phrases: &[Vec<Syllable>], at: usize) -> Option<usize> {
        let here = context.document.tokens.get(at..).unwrap_or_default();
        let stands = phrases.iter().filter(|p| {
            !p.is_empty() && here.get(..p.len()).is_some_and(|t| p.iter().eq(t.iter().map(|token| &token.id)))
        });
        stands.map(|phrase| at + phrase.len()).max()
    }

    /// Whether a word says what a figure counts: right before it, or right after it.
    fn is(&self, context: &Context<'_>, word: Word, fact: &Fact) -> bool {
        let document = context.document;
        let marked = |from: usize, to: usize| document.between(from, to).contains([',', ';', '.', ')']);
        let before = lead(context, fact);
        // «24 đồng chí tái cử và 08 đồng chí …»: what follows one figure does not lead the next.
        let is_lead = |hit: &Range<usize>| {
            // «tái cử 11 đồng chí và lần đầu tham gia 03 đồng chí»
            let after_and = hit.end == fact.tokens.start && hit.start == before.start + 1;
            // «25 đồng chí đang là cấp ủy viên tái cử và 07 đồng chí …»: it is the other's.
            let theirs = before.start > self.sentence(context, fact)
                && !marked(before.start, hit.start)
                && !document.between(before.start, hit.start).contains(['(', ':'])
                && self.joins(context, before.start, hit.start);
            let opens = hit.start > before.start + 2 && !theirs
                || after_and && context.document.token_text(before.start..hit.start) == "và"
                || marked(before.start, hit.start)
                || document.between(hit.start, hit.start).contains(['(', ':'])
                || before.start == self.sentence(context, fact);
            // «08 đồng chí không tái cử»; in «… bị kỷ luật cho thôi), bổ sung 05 đồng chí» the mark parts them.
            let before = hit.start.checked_sub(1).filter(|_| !marked(hit.start, hit.start));
            let denied = before.is_some_and(|at| self.stands(context, &self.ready.not, at).is_some());
            hit.end + 2 >= fact.tokens.start && opens && !denied && !marked(hit.end, fact.tokens.start)
        };
        self.hits(context, word, &before).iter().any(is_lead)
            || matches!(word, Word::In | Word::Out) && self.is_in_turns(context, word, fact, &before)
            || word == Word::New && self.is_brief(context, fact, &before)
            || self.hits(context, word, &tail(context, fact)).iter().any(|hit| self.joins(context, fact.end, hit.start))
    }

    /// «11 đồng chí tái cử, 04 đồng chí mới», «(tái cử 11, mới 04)»: between marks nothing else is said.
    fn is_brief(&self, context: &Context<'_>, fact: &Fact, before: &Range<usize>) -> bool {
        let tail = tail(context, fact);
        let opens = |&at: &usize| context.document.has_mark(at, &[',', '(', ';', ':']);
        let opening = before.clone().rev().find(opens).unwrap_or(before.start);
        self.stands(context, &self.ready.brief, tail.start).is_some_and(|end| end == tail.end)
            || self.stands(context, &self.ready.brief, opening).is_some_and(|end| end == fact.tokens.start)
    }

    /// Whether nothing that narrows what is counted stands between: «08 đồng chí đã nghỉ hưu», «25 đồng chí là cấp ủy
    /// viên nhiệm kỳ 2020-2025 tái cử», but not «04 đồng chí nữ tham gia lần đầu».
    fn joins(&self, context: &Context<'_>, from: usize, to: usize) -> bool {
        let mut at = from;
        while at < to {
            let Some(end) = self.stands(context, &self.ready.between, at).or_else(|| term(context, at)) else {
                return false;
            };
            at = end;
        }
        at == to
    }

    /// Whether the last body named before a figure is the committee, or none is.
    fn is_of_committee(&self, context: &Context<'_>, fact: &Fact) -> bool {
        let before = lead(context, fact);
        let last = |word| self.hits(context, word, &before).last().map(|hit| hit.end);
        last(Word::Committee) >= last(Word::Other)
    }

    /// The words of another body than the committee, if that was named last before a figure.
    fn told_of(&self, context: &Context<'_>, fact: &Fact) -> Option<Vec<Syllable>> {
        let before = lead(context, fact);
        let body = self.hits(context, Word::Other, &before).pop()?;
        let committee = self.hits(context, Word::Committee, &before).pop();
        let last = committee.is_none_or(|hit| hit.end < body.end);
        last.then(|| context.document.tokens.get(body).unwrap_or_default().iter().map(|t| t.id).collect())
    }

    /// The first token of a figure's sentence.
    fn sentence(&self, context: &Context<'_>, fact: &Fact) -> usize {
        context.document.sentences.get(fact.sentence as usize).map_or(0, |s| s.tokens.start)
    }

    /// The size of the committee to be, if the document states one only.
    fn size(&self, context: &Context<'_>) -> Option<i64> {
        let document = context.document;
        let outgoing = &self.ready.outgoing;
        let facts = context.facts().all.iter().filter(|f| self.counts(context, f));
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
        let mut earlier: &[&Fact] = &[];
        for sentence in people.chunk_by(|a, b| a.sentence == b.sentence) {
            let before = std::mem::replace(&mut earlier, sentence);
            let only = |word| {
                let mut of = sentence.iter().filter(|f| self.is(context, word, f));
                of.next().filter(|_| of.next().is_none())
            };
            let Some(again) = only(Word::Again) else { continue };
            // Who came from one place need not be all who are new: they only show when they are too many.
            let new = only(Word::New).map(|new| (new, false));
            let come = || sentence.iter().find(|f| f.tokens != again.tokens && self.comes_new(context, f));
            let Some((new, some)) = new.or_else(|| come().map(|new| (new, true))) else { continue };
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
            // «Ban Chấp hành gồm 33 đồng chí. Trong đó, 24 đồng chí tái cử, …»: the one number of the sentence before.
            let opening = self.sentence(context, again);
            let continued = wholes.is_empty() && self.has(context, Word::Parts, &(opening..opening + 3));
            let said_before = before.first().filter(|f| {
                let next = before.len() == 1 && f.sentence + 1 == again.sentence;
                continued && next && count(f.value).is_some_and(|v| v >= a.max(n))
            });
            // «danh sách bầu cử 17 đồng chí. Danh sách gồm 12 đồng chí tái cử và …»
            let listed = wholes.is_empty() && self.has(context, Word::List, &(opening..opening + 3));
            let list = before.iter().filter(|f| {
                let named = f.sentence + 1 == again.sentence && self.has(context, Word::List, &lead(context, f));
                named && count(f.value).is_some_and(|v| v >= a.max(n))
            });
            // «Danh sách giới thiệu 17 đồng chí, số dư 2 đồng chí. Về nguồn, tái cử 10 đồng chí, …»: of those listed or of those
            // to be elected.
            let sourced = wholes.is_empty()
                && self.stands(context, &self.ready.source, opening).is_some()
                && !before.iter().any(|f| completes(&f));
            let list = (listed || sourced).then_some(list);
            let list = list.and_then(|mut list| list.next().filter(|_| list.next().is_none()));
            let Some(whole) = wholes.last().copied().or(said_before).or(list) else { continue };
            let Some(stated) = count(whole.value) else { continue };
            // Past a semicolon another body is counted: «…; đoàn đại biểu có 01 đại biểu dự khuyết».
            let last = again.end.max(new.end);
            let apart =
                |f: &Fact| f.tokens.start > last && context.document.between(last, f.tokens.start).contains(';');
            let others = sentence.iter().filter(|f| f.tokens != again.tokens && f.tokens != new.tokens && !apart(f));
            let mut completed = others.filter(|f| count(f.value).is_some_and(|v| v + sum == stated));
            if stated == sum
                || some && sum < stated
                || sentence.iter().any(|f| completes(&f))
                || completed.next().is_some()
            {
                continue;
            }
            let end = self.summed(people, whole, last).unwrap_or_else(|| self.after(context, again, new, last));
            let place = context.document.token_range(whole.tokens.start..end);
            out.push(terms(place, a, n, stated));
        }
    }

    /// «… và 06 đồng chí tham gia lần đầu, tổng cộng 15 đồng chí»: where the whole is told again right after its parts.
    fn summed(&self, people: &[&Fact], whole: &Fact, last: usize) -> Option<usize> {
        let next = people.iter().find(|fact| fact.tokens.start >= last)?;
        let before = people.iter().rfind(|fact| fact.end <= last)?;
        let again = next.sentence == before.sentence && next.value == whole.value && next.is_led_by(Cue::Total);
        again.then_some(next.end)
    }

    /// The end of the later of two figures with the words that say what it counts.
    fn after(&self, context: &Context<'_>, again: &Fact, new: &Fact, end: usize) -> usize {
        let later = if again.end > new.end { (again, Word::Again) } else { (new, Word::New) };
        let words = tail(context, later.0);
        self.hits(context, later.1, &words).iter().map(|hit| hit.end).max().unwrap_or(end).max(end)
    }

    /// «có 51 đồng chí; 15 đồng chí thôi tham gia, bổ sung 12; đến nay còn 49», as often as a paragraph tells it, of
    /// one body and then of another.
    fn gone_and_come(&self, context: &Context<'_>, people: &[&Fact], out: &mut Vec<Draft>) {
        let parts = self.parts(context, people);
        let main: Vec<&Fact> = people.iter().zip(&parts).filter(|(_, part)| !**part).map(|(f, _)| *f).collect();
        let (mut first, mut changed) = (0, [false; 2]);
        for at in 0..main.len() {
            let changes = [Word::Out, Word::In].map(|word| self.is(context, word, main[at]));
            if changes == [false; 2] && changed == [true; 2] && self.closes(context, main[at]) {
                self.told_once(context, &main[first..=at], out);
                (first, changed) = (at + 1, [false; 2]);
            }
            changed = [changed[0] || changes[0], changed[1] || changes[1]];
        }
        self.told_once(context, &main[first..], out);
    }

    /// Whether a figure ends a telling: nothing but the day and whose it is stands between «đến», «còn» and it.
    fn closes(&self, context: &Context<'_>, fact: &Fact) -> bool {
        let before = lead(context, fact);
        let Some(now) = self.hits(context, Word::Now, &before).pop() else { return false };
        let date = |at: usize| {
            let mut here = context.mentions.within(&(at..before.end)).iter().take_while(|m| m.tokens.start == at);
            here.find(|m| matches!(m.kind, MentionKind::Date(_))).map(|m| m.tokens.end)
        };
        let mut at = now.end;
        while at < before.end {
            let word = || self.stands(context, &self.ready.between, at);
            let Some(end) = date(at).or_else(word).or_else(|| self.stands(context, &self.ready.some, at)) else {
                return false;
            };
            at = end;
        }
        at == before.end
    }

    fn told_once(&self, context: &Context<'_>, main: &[&Fact], out: &mut Vec<Draft>) {
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
        // «Đầu nhiệm kỳ, Ban Thường vụ có 11 đồng chí … hiện Ban Thường vụ còn 09 đồng chí»: another body, told in full.
        let body = |i: usize| self.told_of(context, main[i]);
        let alone = |i: usize| main[..i].iter().all(|f| f.sentence != main[i].sentence);
        let carried = || {
            let begun = first.checked_sub(1).filter(|&i| main[i].sentence == main[now].sentence && alone(i))?;
            body(begun).filter(|_| !self.has(context, Word::Committee, &lead(context, main[now])))
        };
        let other = body(now).or_else(carried);
        let own = |i: &usize| match &other {
            Some(other) => *i == now || body(*i).as_ref() == Some(other),
            None => self.is_of_committee(context, main[*i]),
        };
        let value = |i: usize| count(main[i].value).unwrap_or(0);
        let sum = |of: &[usize]| of.iter().map(|&i| value(i)).sum::<i64>();
        let (gone, come) = (sum(&outs), sum(&ins));
        let before: Vec<usize> = (0..first).rev().filter(own).take(BEFORE).collect();
        let begins = |&i: &usize| {
            let sentence = context.document.sentences.get(main[i].sentence as usize);
            let until = main[first].tokens.start;
            sentence.is_some_and(|s| self.has(context, Word::Start, &(s.tokens.start..s.tokens.end.min(until))))
        };
        // «có 45 đồng chí, mỗi xã 15»: of several the one that comes nearest to what is there now.
        let apart = |i: usize| (value(i) - gone + come - value(now)).abs();
        let begun = before.iter().copied().filter(begins).min_by_key(|&i| apart(i));
        let Some(begun) = begun.filter(|_| own(&now)) else { return };
        // A figure between that nothing says anything of: not to be reckoned with.
        let named = |i: usize| outs.contains(&i) || ins.contains(&i) || !own(&i);
        // «bổ sung 07 đồng chí, có 02 đồng chí điều động từ …»
        let shares = |i: usize| {
            i > 0
                && named(i - 1)
                && main[i].value.value() < main[i - 1].value.value()
                && self.opens_part(context, &lead(context, main[i]))
        };
        // «có 45 đồng chí, mỗi xã 15; trong nhiệm kỳ …»: before anybody leaves, some of those who began.
        let some = |i: usize| i < first && value(i) < value(begun);
        let known = |i: usize| named(i) || shares(i) || some(i);
        if !(begun + 1..now).all(known) || main[now].sentence > main[begun].sentence + 4 {
            return;
        }
        let choices =
            |of: &[usize]| -> Vec<i64> { std::iter::once(sum(of)).chain(of.iter().map(|&i| value(i))).collect() };
        // «02 đồng chí nghỉ hưu, 01 đồng chí chuyển công tác»: told side by side, neither is some of the other.
        let gone_of = if self.side_by_side(context, &outs, main) { vec![gone] } else { choices(&outs) };
        // «02 đồng chí được điều động về» may have come as well as gone.
        let closes = before.iter().any(|&start| {
            let ends = |gone: i64, come: i64| [value(start) - gone, value(start) + gone].map(|n| n + come);
            gone_of.iter().any(|&gone| choices(&ins).iter().any(|&come| ends(gone, come).contains(&value(now))))
        });
        if closes {
            return;
        }
        // A third more or less is another body's number, not a slip.
        if apart(begun) * 3 > value(now).max(value(begun)) {
            return;
        }
        let opening = self
            .hits(context, Word::Now, &lead(context, main[now]))
            .first()
            .map_or(main[now].tokens.start, |h| h.start);
        let place = context.document.token_range(opening..main[now].end);
        let start = context.document.token_range(main[begun].tokens.start..main[begun].end);
        out.push(change(place, [value(begun), gone, come, value(now)]).see(start, value(begun).to_string()));
    }

    /// Whether some who left are told in one sentence, each with a reason and a comma of their own.
    fn side_by_side(&self, context: &Context<'_>, outs: &[usize], main: &[&Fact]) -> bool {
        let facts: Vec<&Fact> = outs.iter().filter_map(|&i| main.get(i).copied()).collect();
        let parted = facts.windows(2).all(|pair| {
            let between = pair[0].end..pair[1].tokens.start;
            let comma = (between.start..=between.end).any(|i| context.document.has_mark(i, &[',', ';']));
            pair[0].sentence == pair[1].sentence && comma && !self.has(context, Word::Parts, &between)
        });
        facts.len() > 1 && parted && !facts.iter().any(|fact| self.is_in_general(context, fact))
    }

    /// Whether a number of people is told to have left, for whatever reason: those told after it may be some of them.
    fn is_in_general(&self, context: &Context<'_>, fact: &Fact) -> bool {
        let mut around = lead(context, fact).start..tail(context, fact).end;
        around.any(|at| self.stands(context, &self.ready.gone, at).is_some())
    }

    /// Whether nothing but «có», «trong đó có» stands before a figure.
    fn opens_part(&self, context: &Context<'_>, lead: &Range<usize>) -> bool {
        self.stands(context, &self.ready.some, lead.start) == Some(lead.end)
    }
}

/// Numbers of people before the first that left, which may be how many there were.
const BEFORE: usize = 12;

/// Numbers of people in a paragraph; more are a roll, which nothing here reckons with.
const MOST_PEOPLE: usize = 60;

/// Re-elected, new, and of how many.
fn terms(place: Range<usize>, again: i64, new: i64, whole: i64) -> Draft {
    Draft::at(place)
        .with("again", again.to_string())
        .with("new", new.to_string())
        .with("sum", (again + new).to_string())
        .with("whole", whole.to_string())
}

/// Start, gone, come, now.
fn change(place: Range<usize>, [start, gone, come, now]: [i64; 4]) -> Draft {
    Draft::at(place)
        .say("change")
        .with("start", start.to_string())
        .with("out", gone.to_string())
        .with("in", come.to_string())
        .with("sum", (start - gone + come).to_string())
        .with("now", now.to_string())
}
