//! One quantity, two values in a dossier: the members of the Đảng bộ, the delegates of the congress.
//!
//! Which quantities a dossier has only one of is data: a number is taken for one of them only with the
//! words that show it, and not beside words that show another day, place or group. Beside these,
//! [`swapped`] digits show in any figure.

mod around;
mod phrases;
mod swapped;
mod tables;

use self::phrases::{ANY, Phrases};
use crate::document::Kind;
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::finding::Severity;
use crate::mentions::fact::Unit;
use crate::mentions::place::PlaceMention;
use crate::mentions::{Fact, Mention, MentionKind};
use crate::places::{Named, place_key};
use crate::text::{Bits, Gap, Hit, LexiconBuilder, ListId, Number, Syllable, Token, TokenKind};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// `figure-conflict:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FigureConflict {
    /// What a dossier has only one of.
    quantities: Vec<Quantity>,
    /// In the clause: another day, place or group is spoken of, whatever the quantity.
    not: Vec<String>,
    /// In the clause: another time or place, so that there may be more of anything.
    beyond: Vec<String>,
    /// Right after what is counted: another day.
    then: Vec<String>,
    /// In the heading of a section: what might be as well, and so is no other value.
    options: Vec<String>,
    /// Words that say nothing of what is counted.
    common: Vec<String>,
    /// Words that tell one time of several, one of several shares.
    turns: Vec<String>,
    /// Words of a column's head that say nothing of what it counts; heads in which one table may give what another
    /// does not.
    heads: Heads,
    /// Tokens before the number that are read for its words.
    reach: usize,
    #[serde(skip)]
    lists: Option<Lists>,
}

/// What heads of columns are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heads {
    plain: Vec<String>,
    vague: Vec<String>,
}

/// A quantity and the words that show it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Quantity {
    /// What people call it; two of one name are one quantity told in two ways.
    name: String,
    /// Right after the number.
    counts: Vec<String>,
    /// Before the number, in its clause: one of them at least.
    cues: Vec<String>,
    /// Kinds of document that give it; none named, all.
    #[serde(default)]
    kinds: Vec<Kind>,
    /// Whether a cue must stand right before the number.
    #[serde(default)]
    adjacent: bool,
    /// Before the number, in its clause: something else is counted.
    #[serde(default)]
    not: Vec<String>,
    /// Right after what is counted: the same.
    #[serde(default)]
    followed_by: Vec<String>,
    /// Right before the number: it is known by that, and the bodies of others named before the last comma («do Ban
    /// Thường vụ Tỉnh ủy chỉ định, …, lãnh đạo 33 chi bộ trực thuộc») say nothing against it.
    #[serde(default)]
    leads: Vec<String>,
    /// Right after what is counted: all there are. With `verbs` and no `subjects` one of the verbs stands right
    /// before the number too, and the term named is over: «kết nạp 205 đảng viên trong nhiệm kỳ 2020-2025».
    #[serde(default)]
    all: Vec<String>,
    /// Right after the number: what needs no other words to be known.
    #[serde(default)]
    sure: Vec<String>,
    /// Right after what is counted: whose all of them are. With `led` one of those stands right before the number:
    /// «cả 26 thôn của xã». Such a number is believed to be a slip only near the others.
    #[serde(default)]
    within: Vec<String>,
    #[serde(default)]
    led: Vec<String>,
    /// Kinds of document that speak of today and tell of as many as there are at most: «kiểm tra tại 27 thôn».
    #[serde(default)]
    bounded: Vec<Kind>,
    /// Whether a term that is over is named in its clause.
    #[serde(default)]
    past: bool,
    /// Whether `x/y` gives it too, as x.
    #[serde(default)]
    ratio: bool,
    /// Whether `x/y` gives it as y. A part may be of fewer («8/12 thôn vùng cao») but not of more; where all parts are of
    /// the same, that counts among the other values.
    #[serde(default)]
    denominators: bool,
    /// Whether it gives no value but one that must not be more: «với sự có mặt của 178 đại biểu chính thức».
    #[serde(default)]
    at_most: bool,
    /// Whether a document that gives several values gives none that can be compared: each is of another matter. What
    /// differs then is a question, no error.
    #[serde(default)]
    once: bool,
    /// Whether words of another place, day or group say nothing against it: it is about another body.
    #[serde(default)]
    anywhere: bool,
    /// Tokens before the number that are read for its words, where a long name stands between.
    reach: Option<usize>,
    /// Before the number, in its clause, with one of the `verbs` right before it.
    #[serde(default)]
    subjects: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
}

#[derive(Debug)]
struct Lists {
    counts: ListId,
    cues: Phrases,
    not: Phrases,
    followed_by: Phrases,
    all: Phrases,
    sure: Phrases,
    leads: Phrases,
    within: Phrases,
    led: Phrases,
    subjects: Phrases,
    verbs: Phrases,
    common: Common,
    options: ListId,
    then: ListId,
    beyond: ListId,
}

/// Words that say nothing of what is counted. Most words are none, which a glance tells.
#[derive(Debug)]
struct Common {
    glance: Bits,
    sorted: Vec<Syllable>,
    turns: Vec<Syllable>,
}

impl Common {
    fn of(words: &[String], turns: &[String]) -> Common {
        let mut sorted: Vec<Syllable> = words.iter().map(|word| Syllable::of(word)).collect();
        sorted.sort_unstable();
        let mut glance = Bits::new(1 << 12);
        sorted.iter().for_each(|word| _ = glance.set(word.0));
        Common { glance, sorted, turns: turns.iter().map(|word| Syllable::of(word)).collect() }
    }

    fn tells_turn(&self, word: &Syllable) -> bool {
        self.turns.contains(word)
    }

    fn has(&self, word: &Syllable) -> bool {
        self.glance.may_have(word.0) && self.sorted.binary_search(word).is_ok()
    }
}

/// What is kept of a document.
struct Figures {
    values: Vec<Value>,
    /// What x/y gives as y, and what only must not be more.
    wholes: Vec<Value>,
    figures: Vec<swapped::Figure>,
}

/// A value of a quantity in a document.
struct Value {
    quantity: usize,
    value: Number,
    /// In base units: 68,21 km² are 6.821 ha.
    amount: Number,
    tokens: Range<usize>,
    place: Place,
    /// Whether it is the y of x/y.
    whole: bool,
    /// Whether it only must not be more.
    at_most: bool,
    /// Whether it is believed only near the others.
    near: bool,
}

impl Value {
    fn agrees(&self, other: &Value) -> bool {
        let scale = self.amount.scale.max(other.amount.scale);
        self.amount.at_scale(scale) == other.amount.at_scale(scale)
    }

    fn may_stand_for(&self, other: &Value) -> bool {
        !self.near || swapped::is_near(self.value, other.value)
    }

    fn exceeds(&self, other: &Value) -> bool {
        let scale = self.amount.scale.max(other.amount.scale);
        self.amount.at_scale(scale).zip(other.amount.at_scale(scale)).is_some_and(|(own, other)| own > other)
    }
}

impl Check for FigureConflict {
    fn validate(&self) -> Result<(), String> {
        let most = ANY as usize;
        (self.quantities.len() <= most)
            .then_some(())
            .ok_or(format!("figure-conflict có nhiều nhất {most} «quantities»"))
    }

    fn register(&mut self, builder: &mut LexiconBuilder) {
        let common = Common::of(&self.common, &self.turns);
        let counts = builder.list();
        for (at, quantity) in self.quantities.iter().enumerate() {
            builder.add_all(counts, at as u32, &quantity.counts);
        }
        let any = (ANY, &self.not);
        let of_each = |of: fn(&Quantity) -> &Vec<String>| (0..).zip(self.quantities.iter().map(of));
        let lists = Lists {
            counts,
            cues: Phrases::register(builder, of_each(|q| &q.cues)),
            not: Phrases::register(builder, of_each(|q| &q.not).chain([any])),
            followed_by: Phrases::register(builder, of_each(|q| &q.followed_by)),
            all: Phrases::register(builder, of_each(|q| &q.all)),
            sure: Phrases::register(builder, of_each(|q| &q.sure)),
            leads: Phrases::register(builder, of_each(|q| &q.leads)),
            within: Phrases::register(builder, of_each(|q| &q.within)),
            led: Phrases::register(builder, of_each(|q| &q.led)),
            subjects: Phrases::register(builder, of_each(|q| &q.subjects)),
            verbs: Phrases::register(builder, of_each(|q| &q.verbs)),
            common,
            options: builder.list_of(&self.options),
            then: builder.list_of(&self.then),
            beyond: builder.list_of(&self.beyond),
        };
        self.lists = Some(lists);
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        tables::introduced(context, out);
        tables::told_twice(context, &self.heads, out);
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        if context.document.meta.kind == Some(Kind::MergerAnnex) {
            return None;
        }
        let lists = self.lists.as_ref()?;
        let facts = context.facts().all.iter();
        let found = facts.filter_map(|fact| self.value(context, lists, fact));
        let (wholes, values): (Vec<Value>, Vec<Value>) = found.partition(|value| value.whole || value.at_most);
        let figures = swapped::figures(context, &lists.common);
        let any = !values.is_empty() || !wholes.is_empty() || !figures.is_empty();
        any.then(|| Box::new(Figures { values, wholes, figures }) as Kept)
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        for (at, quantity) in self.quantities.iter().enumerate() {
            let all = context.all_kept::<Figures>();
            let mut values: Vec<(usize, &Value)> = all
                .flat_map(|(id, kept)| kept.values.iter().filter(|v| v.quantity == at).map(move |v| (id, v)))
                .collect();
            if quantity.once {
                let mut first: BTreeMap<usize, &Value> = BTreeMap::new();
                let several = values.iter().filter(|(id, value)| !first.entry(*id).or_insert(value).agrees(value));
                let several: HashSet<usize> = several.map(|(id, _)| *id).collect();
                values.retain(|(id, _)| !several.contains(id));
            }
            let wholes: Vec<(usize, &Value)> = context
                .all_kept::<Figures>()
                .flat_map(|(id, kept)| kept.wholes.iter().filter(|v| v.quantity == at).map(move |v| (id, v)))
                .collect();
            let Some(reference) = reference(context, &values, &wholes) else { continue };
            // «18/18 bản» where there are seventeen: a part may be of fewer, but not of more.
            let more = wholes.iter().filter(|(_, whole)| !reference.1.whole && whole.exceeds(reference.1));
            let more = more.filter(|(_, whole)| whole.may_stand_for(reference.1));
            // What parts alone tell may be the total of something less.
            let slip = |value: &Value| {
                let near = swapped::is_near(value.value, reference.1.value);
                near || !reference.1.whole && !value.near
            };
            let other = values.iter().filter(|(_, value)| !value.agrees(reference.1) && slip(value));
            let other = other.filter(|(_, value)| is_comparable(value.value, reference.1.value));
            for (document, value) in other.chain(more) {
                let path = context.documents[reference.0].path.rsplit('/').next().unwrap_or("").to_string();
                let mut draft = Draft::on(value.place.clone())
                    .with("name", quantity.name.clone())
                    .with("stated", value.value.to_string())
                    .with("other", reference.1.value.to_string())
                    .with("where", path.clone());
                if quantity.once {
                    draft = draft.weigh(Severity::Warning);
                }
                draft.related.push((reference.0, reference.1.place.clone(), path));
                out.push(DossierDraft { document: *document, draft });
            }
        }
        // What is a quantity was judged above, unless nothing but figures in other words stands against it.
        let told: HashSet<(usize, usize)> = out
            .iter()
            .filter_map(|d| {
                if let Place::Tokens(tokens) = &d.draft.place { Some((d.document, tokens.start)) } else { None }
            })
            .collect();
        let figures: Vec<(usize, &[swapped::Figure])> =
            context.all_kept::<Figures>().map(|(id, kept)| (id, kept.figures.as_slice())).collect();
        let quantities = |id: usize, tokens: &Range<usize>| {
            let kept = context.kept::<Figures>(id);
            kept.is_some_and(|kept| kept.values.iter().any(|value| value.tokens.start == tokens.start))
        };
        let mut swaps = swapped::swaps(&figures, &quantities);
        swaps.retain(|(id, figure, ..)| !told.contains(&(*id, figure.tokens().start)));
        out.extend(swapped::drafts(context, swaps));
    }
}

/// Whether one number may stand where the other should: one twice the other counts something else, if not both are few.
fn is_comparable(x: Number, y: Number) -> bool {
    let (low, high) = (x.value().min(y.value()), x.value().max(y.value()));
    high - low <= FEW || high < 2.0 * low
}

/// So little apart any number may be a slip for any other.
const FEW: f64 = 5.0;

/// The value the others are held against: the one most often given, of equals the political report's. A whole
/// counts where every part is of the same.
fn reference<'v>(
    context: &DossierContext<'_>,
    values: &[(usize, &'v Value)],
    wholes: &[(usize, &'v Value)],
) -> Option<(usize, &'v Value)> {
    let wholes: Vec<_> = wholes.iter().filter(|(_, value)| value.whole).collect();
    let agreed = wholes.len() >= WHOLES && wholes.windows(2).all(|pair| pair[0].1.agrees(pair[1].1));
    let values: Vec<_> = values.iter().chain(wholes.into_iter().filter(|_| agreed)).take(256).copied().collect();
    let votes = |value: &Value| values.iter().filter(|(_, other)| other.agrees(value)).count();
    let report = |id: usize| context.documents.get(id).is_some_and(|d| d.meta.kind == Some(Kind::PoliticalReport));
    let best = values.iter().enumerate().max_by_key(|(at, (id, v))| (votes(v), report(*id), std::cmp::Reverse(*at)));
    best.map(|(_, found)| *found)
}

/// How many parts tell of what they are parts.
const WHOLES: usize = 2;

impl FigureConflict {
    fn value(&self, context: &Context<'_>, lists: &Lists, fact: &Fact) -> Option<Value> {
        // «tỷ lệ dân số … 98,5%; hộ sử dụng nước …»: a share counts nothing of what follows it.
        if fact.inexact || fact.unit == Unit::Percent {
            return None;
        }
        let document = context.document;
        let sentence = document.sentences.get(fact.sentence as usize)?;
        let block = document.blocks.get(sentence.block as usize)?;
        // A script is a table of what is said.
        let cell = block.is_cell() && document.meta.kind != Some(Kind::CongressScript);
        if cell || block.quoted || block.is_heading() || block.footnote {
            return None;
        }
        let after = fact.tokens.end..fact.tokens.end + LONGEST;
        let starts = |hit: &&Hit| hit.start as usize == fact.tokens.end;
        let mut counted = context.mentions.hits_of(lists.counts, &after).filter(starts).peekable();
        counted.peek()?;
        let option = |id| {
            let heading = document.sections.get(id as usize)?.heading?;
            context.mentions.hits_of(lists.options, &document.blocks.get(heading as usize)?.tokens).next()
        };
        if document.section_chain(block.section).any(|id| option(id).is_some()) {
            return None;
        }
        let kind = document.meta.kind;
        let given = |count: &&Hit| {
            let quantity = self.quantities.get(count.item as usize);
            let given = |q: &Quantity| q.kinds.is_empty() || kind.is_some_and(|kind| q.kinds.contains(&kind));
            quantity.is_some_and(|q| given(q) && (q.ratio || q.denominators || fact.of.is_none()))
        };
        counted.filter(given).find_map(|count| {
            let quantity = self.quantities.get(count.item as usize)?;
            let adjacent = quantity.adjacent;
            let clause = self.clause(context, &sentence.tokens, fact, quantity.reach.unwrap_or(self.reach));
            let whole = fact.of.filter(|_| quantity.denominators && !quantity.ratio);
            // What is named right before its number is named within its commas.
            let comma = |i: &usize| context.document.between(*i, *i).contains(',');
            let lead = Self::led(context, &lists.leads, count.item, fact);
            let parts = (clause.start + 1..fact.tokens.start).rev().find(comma);
            let before = parts.filter(|_| adjacent).unwrap_or(clause.start)..fact.tokens.start;
            let mut shown = lists.cues.hits(context.mentions, count.item, &before);
            let others = |hit: &Hit| {
                let body = document.tokens.get(hit.end as usize).is_some_and(|t| t.gap == Gap::Space && t.id == *BODY);
                lead && body && parts.is_some_and(|part| (hit.end as usize) < part)
            };
            // Another time, place or group; something else that is counted.
            let (mut elsewhere, mut else_counted) = (false, false);
            for hit in lists.not.all(context.mentions, &before) {
                elsewhere |= lists.not.has(hit, ANY) && !quantity.anywhere && !others(hit);
                // «…, gồm 30 đồng chí, lãnh đạo 60 chi bộ trên địa bàn 45 thôn»: what is counted before is not these.
                let apart = lead && parts.is_some_and(|part| (hit.end as usize) <= part);
                else_counted |= lists.not.has(hit, count.item) && !apart;
            }
            let end = count.end as usize;
            let runs_on = |i: &usize| document.tokens.get(*i).is_some_and(|t| t.gap == Gap::Space);
            let tail = (end..(end + NEXT).min(clause.end)).take_while(runs_on).count();
            let tail = fact.tokens.end..end + tail;
            // «26 ấp trên toàn xã», and nothing said of some of them.
            let around = end..end + LONGEST;
            let mut all = lists.all.hits(context.mentions, count.item, &around);
            let all = all.find(|hit| hit.start as usize == end);
            // «… trong nhiệm kỳ 2020-2025» goes on with nothing but its years.
            let goes_on = |hit: &Hit| {
                let next = document.tokens.get(hit.end as usize);
                next.is_some_and(|t| t.gap == Gap::Space && t.kind == TokenKind::Word)
            };
            let verbs = !quantity.verbs.is_empty() && quantity.subjects.is_empty();
            let done = |hit| Self::led(context, &lists.verbs, count.item, fact) && is_past(context, hit);
            let all = all.is_some_and(|hit| !goes_on(hit) && (!verbs || done(hit)));
            // «bồi dưỡng nguồn, kết nạp 215 đảng viên trong nhiệm kỳ»: a number with its verb and its term is of
            // nothing that was said before.
            let against = (elsewhere || else_counted) && !(all && verbs);
            let led = quantity.led.is_empty() || Self::led(context, &lists.led, count.item, fact);
            let mut within = lists.within.hits(context.mentions, count.item, &around);
            let within =
                led && within.any(|hit| hit.start as usize == end && (!quantity.led.is_empty() || !goes_on(hit)));
            let mut followed = lists.followed_by.hits(context.mentions, count.item, &tail);
            // «598 đảng viên vào đầu nhiệm kỳ»
            let then =
                context.mentions.hits_of(lists.then, &(end..end + 1 + LONGEST)).any(|hit| hit.start as usize == end);
            let narrowed = against || followed.next().is_some();
            // «Ban Chấp hành gồm 33 đồng chí: 25 đồng chí đã là cấp ủy viên …»: the words belong to the first of them.
            let said_of = |hit: &Hit| {
                let between = hit.end as usize..fact.tokens.start;
                context.mentions.hits_of(lists.counts, &between).any(|other| other.item == count.item)
            };
            let close = |hit: &Hit| if adjacent { hit.end as usize == fact.tokens.start } else { !said_of(hit) };
            let shown = shown.any(close) || self.is_said(context, lists, count.item, &before, &after);
            // «265 người/km²»
            let rate = document.tokens.get(count.end as usize).is_some_and(|t| t.gap == Gap::Slash);
            let here = is_now_and_here(context, &(clause.start..tail.end), quantity.anywhere);
            let sure = (whole.is_some() || shown || all || lead) && !narrowed;
            let within = within && !if quantity.led.is_empty() { narrowed } else { elsewhere };
            // However they are narrowed, there are no more of them than all.
            let bounded = fact.of.is_none() && kind.is_some_and(|kind| quantity.bounded.contains(&kind));
            let beyond = || context.mentions.hits_of(lists.beyond, &before).next().is_some();
            let bounded = bounded && !(sure || within || beyond()) && !Self::is_joined(context, lists, count);
            let over = !quantity.past || names_past_term(context, &(clause.start..end));
            let given = (sure || within || bounded) && !then && over;
            let same = |other: &Quantity| other.name == quantity.name;
            (given && !rate && here).then(|| Value {
                quantity: self.quantities.iter().position(same).unwrap_or(count.item as usize),
                value: whole.unwrap_or(fact.value),
                amount: whole.or(fact.amount()).unwrap_or(fact.value),
                tokens: fact.tokens.clone(),
                place: Place::Tokens(fact.tokens.start..end),
                whole: whole.is_some(),
                at_most: quantity.at_most || bounded,
                near: !sure,
            })
        })
    }

    /// «171 đại biểu được triệu tập»; «Ban Chấp hành Đảng bộ phường khóa I gồm 29 đồng chí».
    fn is_said(
        &self,
        context: &Context<'_>,
        lists: &Lists,
        item: u32,
        before: &Range<usize>,
        after: &Range<usize>,
    ) -> bool {
        let subject = lists.subjects.hits(context.mentions, item, before).last().map(|hit| hit.end as usize);
        // No number and no mark between the subject and its verb but those of its term: «khóa I, nhiệm kỳ 2025-2030».
        let plain = |from: usize| {
            let terms = context.mentions.within(&(from..before.end)).iter();
            let mut terms = terms.filter(|m| matches!(m.kind, MentionKind::Term(..)));
            let term = terms.next().map_or(0..0, |m| m.tokens.start.saturating_sub(2)..m.tokens.end);
            let tokens = context.document.tokens.get(from..before.end).unwrap_or_default();
            let word = |t: &Token| t.kind == TokenKind::Word && t.gap == Gap::Space;
            tokens.iter().enumerate().all(|(i, t)| word(t) || (term.start..=term.end).contains(&(from + i)))
        };
        let behind = after.start..after.start + SURE;
        let mut sure = lists.sure.hits(context.mentions, item, &behind);
        let mut verbs = lists.verbs.hits(context.mentions, item, before);
        sure.any(|hit| hit.start as usize == after.start)
            || subject.is_some_and(plain) && verbs.any(|hit| hit.end as usize == before.end)
    }

    /// «24 thôn, bản», «24 thôn và tổ dân phố»: several kinds are counted together.
    fn is_joined(context: &Context<'_>, lists: &Lists, count: &Hit) -> bool {
        let end = count.end as usize;
        let number = |at: usize| context.document.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number);
        let behind = end..end + NEXT;
        let and = context.document.tokens.get(end).is_some_and(|t| t.gap == Gap::Space && t.id == *AND);
        let mut others = context.mentions.hits_of(lists.counts, &behind);
        and || others.any(|other| other.item != count.item && !(end..other.start as usize).any(number))
    }

    /// Whether a phrase of the quantity's stands right before a number.
    fn led(context: &Context<'_>, phrases: &Phrases, item: u32, fact: &Fact) -> bool {
        let before = fact.tokens.start.saturating_sub(LONGEST)..fact.tokens.start;
        let mut hits = phrases.hits(context.mentions, item, &before);
        hits.any(|hit| hit.end as usize == before.end)
    }

    /// What stands before a number in its part of the sentence, and a little after it.
    fn clause(&self, context: &Context<'_>, sentence: &Range<usize>, fact: &Fact, reach: usize) -> Range<usize> {
        let low = fact.tokens.start.saturating_sub(reach).max(sentence.start);
        let parts = |i: &usize| context.document.between(*i, *i).contains(';');
        let from = (low + 1..=fact.tokens.start).rev().find(parts).unwrap_or(low);
        let high = (fact.tokens.end + LONGEST + NEXT).min(sentence.end);
        let to = (fact.tokens.end..high).find(parts).unwrap_or(high);
        from..to
    }
}

/// Tokens of the longest thing that is counted, and those after it that may change what it is.
const LONGEST: usize = 6;
const NEXT: usize = 4;
/// Tokens of the longest phrase that needs no other words: «đại biểu chính thức dự đại hội đại biểu đảng bộ thành phố».
const SURE: usize = 12;

/// Whether a term just named is over: «trong nhiệm kỳ qua», «trong nhiệm kỳ 2020-2025».
fn is_past(context: &Context<'_>, hit: &Hit) -> bool {
    let end = hit.end as usize;
    let over = |m: &Mention| matches!(m.kind, MentionKind::Term(_, to) if to <= context.as_of.year);
    let last = context.document.tokens.get(end - 1);
    last.is_some_and(|t| t.id == *PAST) || context.mentions.within(&(end..end + 2)).iter().any(over)
}

/// Whether a term that is over is named: «nhiệm kỳ 2020-2025» in 2025, «nhiệm kỳ qua».
fn names_past_term(context: &Context<'_>, tokens: &Range<usize>) -> bool {
    let over = |m: &Mention| matches!(m.kind, MentionKind::Term(_, to) if to <= context.as_of.year);
    let words = context.document.tokens.get(tokens.clone()).unwrap_or_default();
    context.mentions.within(tokens).iter().any(over)
        || words.windows(2).any(|pair| pair[0].id == *PERIOD && pair[1].id == *PAST)
}

static AND: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("và"));

static PERIOD: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("kỳ"));

static PAST: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("qua"));

/// «Tỉnh ủy», «Huyện ủy».
static BODY: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("ủy"));

/// No year but the report's, no place but its unit unless it is about another.
fn is_now_and_here(context: &Context<'_>, clause: &Range<usize>, anywhere: bool) -> bool {
    context.mentions.within(clause).iter().all(|m| match &m.kind {
        MentionKind::Date(date) => date.year.is_none_or(|year| year == context.as_of.year),
        MentionKind::Place(place) => anywhere || is_own(context, place),
        _ => true,
    })
}

pub(super) fn is_own(context: &Context<'_>, place: &PlaceMention) -> bool {
    let Some(unit) = context.document.meta.unit.as_deref() else { return false };
    let own = Named::parse_chain(unit);
    let name = place_key(context.document.token_text(place.name.clone()));
    own.first().is_some_and(|own| place_key(own.name) == name)
}
