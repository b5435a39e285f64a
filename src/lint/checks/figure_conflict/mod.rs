//! One quantity, two values in a dossier: the members of the Đảng bộ, the delegates of the congress.
//!
//! Which quantities a dossier has only one of is data: a number is taken for one of them only with the
//! words that show it, and not beside words that show another day, place or group. Beside these,
//! [`swapped`] digits show in any figure.

mod anchored;
mod around;
mod clause;
mod companions;
mod phrases;
mod reading;
mod restated;
mod swapped;
mod tables;
mod term;

use self::phrases::{ANY, Phrases};
use crate::document::Kind;
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::finding::Severity;
use crate::lint::told::apart::{self, Apart};
use crate::lint::told::{CellName, Slip};
use crate::mentions::fact::Unit;
use crate::text::{Bits, LexiconBuilder, ListId, Number, Syllable};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// `figure-conflict:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FigureConflict {
    /// What a dossier has only one of.
    quantities: Vec<Quantity>,
    /// In the clause: another day, place or group is spoken of, whatever the quantity.
    not: Vec<String>,
    /// Right after what is counted: another day.
    then: Vec<String>,
    /// In the heading of a section: what might be as well, and so is no other value.
    options: Vec<String>,
    /// In the heading of a section: the committee that was, whose numbers are no other values of the coming one's.
    outgoing: Vec<String>,
    /// After a comma: what stands before the number's «với» is told in parts there: «20 chi bộ, gồm …, với 532 đảng viên».
    asides: Vec<String>,
    /// Words that tie a number to what stood before such parts.
    ties: Vec<String>,
    /// Words that say nothing of what is counted.
    common: Vec<String>,
    /// Right before an amount: what the work named before them costs.
    costs: Vec<String>,
    /// The same: how long or large it is, the last word as where the name runs into the number («dài»).
    lengths: Vec<String>,
    /// Words of a column's head that say nothing of what it counts; heads in which one table may give what another
    /// does not.
    heads: Heads,
    /// Tokens before the number that are read for its words.
    reach: usize,
    #[serde(skip)]
    lists: Option<Box<Lists>>,
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
    /// Between the unit's own name and the number: «xã Can Lộc có 24 thôn»; with `owners`, one of those right before the
    /// name too: «Đảng bộ xã Can Lộc có».
    #[serde(default)]
    own: Vec<String>,
    #[serde(default)]
    owners: Vec<String>,
    /// Kinds of document that speak of today and tell of as many as there are at most: «kiểm tra tại 27 thôn».
    #[serde(default)]
    bounded: Vec<Kind>,
    /// Whether a term that is over is named in its clause.
    #[serde(default)]
    past: bool,
    /// Whether it is of the term to come: sections on the one that is over tell of something else.
    #[serde(default)]
    coming: bool,
    /// Whether `x/y` gives it too, as x.
    #[serde(default)]
    ratio: bool,
    /// Whether `x/y` gives it as y. A part may be of fewer («8/12 thôn vùng cao») but not of more; where all parts are of
    /// the same, that counts among the other values.
    #[serde(default)]
    denominators: bool,
    /// Whether `x/y` gives it as y, all there are of them: «248/250 đại biểu được triệu tập».
    #[serde(default)]
    of_all: bool,
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
    own: Phrases,
    owners: Phrases,
    subjects: Phrases,
    verbs: Phrases,
    common: Common,
    options: ListId,
    outgoing: ListId,
    asides: ListId,
    ties: Vec<Syllable>,
    then: ListId,
    costs: ListId,
    lengths: ListId,
}

/// Words that say nothing of what is counted. Most words are none, which a glance tells.
#[derive(Debug)]
struct Common {
    glance: Bits,
    sorted: Vec<Syllable>,
}

impl Common {
    fn of(words: &[String]) -> Common {
        let mut sorted: Vec<Syllable> = words.iter().map(|word| Syllable::of(word)).collect();
        sorted.sort_unstable();
        let mut glance = Bits::default();
        sorted.iter().for_each(|word| _ = glance.set(word.0));
        Common { glance, sorted }
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
    /// What it tells of a day, or of the term to come.
    anchored: Vec<anchored::Told>,
    /// What it tells of the term that is over.
    totals: Vec<term::Total>,
    /// What it tells beside another figure.
    pairs: companions::Pairs,
    /// Cells of its tables and figures of its sentences, to be held against those of others.
    apart: Apart,
}

/// A value of a quantity in a document.
struct Value {
    quantity: usize,
    value: Number,
    /// In base units: 68,21 km² are 6.821 ha.
    amount: Number,
    /// The unit as it is written, of what is measured.
    measure: Option<Box<str>>,
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
    /// As it is said, with its unit where the other has another one: «68,04 km²» against «6.840 ha».
    fn said(&self, other: &Value) -> String {
        let unit = self.measure.as_deref().filter(|_| self.measure != other.measure);
        unit.map_or_else(|| self.value.to_string(), |unit| format!("{} {unit}", self.value))
    }

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
        let common = Common::of(&self.common);
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
            own: Phrases::register(builder, of_each(|q| &q.own)),
            owners: Phrases::register(builder, of_each(|q| &q.owners)),
            subjects: Phrases::register(builder, of_each(|q| &q.subjects)),
            verbs: Phrases::register(builder, of_each(|q| &q.verbs)),
            common,
            options: builder.list_of(&self.options),
            outgoing: builder.list_of(&self.outgoing),
            asides: builder.list_of(&self.asides),
            ties: self.ties.iter().map(|word| Syllable::of(word)).collect(),
            then: builder.list_of(&self.then),
            costs: builder.list_of(&self.costs),
            lengths: builder.list_of(&self.lengths),
        };
        self.lists = Some(Box::new(lists));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        restated::in_brackets(context, out);
        tables::introduced(context, out);
        tables::spanned(context, out);
        tables::told_twice(context, &self.heads, out);
        out.extend(context.slips().iter().filter_map(beside));
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        if context.document.meta.kind == Some(Kind::MergerAnnex) {
            return None;
        }
        let lists = self.lists.as_ref()?;
        let facts = context.facts().all.iter();
        let found = facts.filter_map(|fact| self.value(context, lists, fact));
        let (wholes, values): (Vec<Value>, Vec<Value>) = found.partition(|value| value.whole || value.at_most);
        let mut clauses = clause::Clauses::default();
        let figures = swapped::figures(context, lists, &mut clauses);
        let anchored = if context.alone { Vec::new() } else { anchored::told(context) };
        let totals = if context.alone { Vec::new() } else { term::totals(context, lists) };
        let pairs =
            if context.alone { companions::Pairs::default() } else { companions::pairs(context, lists, &mut clauses) };
        let apart = if context.alone { Apart::default() } else { Apart::of(context) };
        let none = values.is_empty() && wholes.is_empty() && figures.is_empty() && anchored.is_empty();
        let any = !(none && totals.is_empty() && pairs.is_empty() && apart.is_empty());
        any.then(|| Box::new(Figures { values, wholes, figures, anchored, totals, pairs, apart }) as Kept)
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
            let other = other.filter(|(_, value)| is_comparable(value.amount, reference.1.amount));
            for (document, value) in other.chain(more) {
                let path = context.documents[reference.0].path.rsplit('/').next().unwrap_or("").to_string();
                let mut draft = Draft::on(value.place.clone())
                    .with("name", quantity.name.clone())
                    .with("stated", value.said(reference.1))
                    .with("other", reference.1.said(value))
                    .with("where", path.clone());
                if quantity.once {
                    draft = draft.weigh(Severity::Warning);
                }
                draft.related.push((reference.0, reference.1.place.clone(), path));
                out.push(DossierDraft { document: *document, draft });
            }
        }
        // What is a quantity was judged above, unless nothing but figures in other words stands against it.
        let mut more = anchored::conflicts(&kept_by(context, |kept| &kept.anchored), context);
        let known = starts(out);
        more.retain(|d| starts(std::slice::from_ref(d)).is_disjoint(&known));
        out.extend(more);
        let told = starts(out);
        let figures = kept_by(context, |kept| &kept.figures);
        let quantities = |id: usize, tokens: &Range<usize>| {
            let kept = context.kept::<Figures>(id);
            kept.is_some_and(|kept| kept.values.iter().any(|value| value.tokens.start == tokens.start))
        };
        let mut swaps = swapped::swaps(&figures, &quantities);
        swaps.retain(|(id, figure, ..)| !told.contains(&(*id, figure.tokens().start)));
        out.extend(swapped::drafts(context, swaps));
        let pairs: Vec<_> = context.all_kept::<Figures>().map(|(id, kept)| (id, &kept.pairs)).collect();
        let mut more = companions::conflicts(&pairs, context);
        let told = starts(out);
        more.retain(|d| starts(std::slice::from_ref(d)).is_disjoint(&told));
        out.extend(more);
        let mut more = term::conflicts(&kept_by(context, |kept| &kept.totals), context);
        let told = starts(out);
        more.retain(|d| starts(std::slice::from_ref(d)).is_disjoint(&told));
        out.extend(more);
        let mut more = of_tables(context);
        let told = starts(out);
        more.retain(|d| starts(std::slice::from_ref(d)).is_disjoint(&told));
        out.extend(more);
    }
}

/// A slip beside a table whose words name it; those of indicators are `indicator-mismatch`'s.
fn beside(slip: &Slip) -> Option<Draft> {
    let CellName::Head(head) = &slip.name else { return None };
    let (other, place) = &slip.cell;
    let draft = Draft::at(slip.place.clone())
        .say("beside")
        .weigh(Severity::Warning)
        .with("stated", slip.value.to_string())
        .with("head", head.clone())
        .with("other", other.to_string());
    Some(draft.see(place.clone(), other.to_string()))
}

/// Figures of sentences that are cells of another document's tables with a slip in them.
fn of_tables(context: &DossierContext<'_>) -> Vec<DossierDraft> {
    let all: Vec<(usize, &Apart)> = context.all_kept::<Figures>().map(|(id, kept)| (id, &kept.apart)).collect();
    let draft = |((document, told), (home, cell)): apart::Contradicted<'_>| {
        let path = context.documents.get(home).map_or("", |d| d.path.rsplit('/').next().unwrap_or(""));
        let mut draft = Draft::on(Place::Tokens(told.tokens.clone()))
            .say("table")
            .weigh(Severity::Warning)
            .with("stated", told.value().to_string())
            .with("head", cell.title.clone())
            .with("other", cell.value().to_string())
            .with("where", path);
        draft.related.push((home, Place::Text(cell.place.clone()), path.to_string()));
        DossierDraft { document, draft }
    };
    apart::contradicted(&all).into_iter().map(draft).collect()
}

/// What a figure counts or measures; no share.
fn unit_key(unit: Unit) -> Option<(u8, u64)> {
    match unit {
        Unit::Count(kind) => Some((0, u64::from(kind))),
        Unit::Measure(quantity, exponent) => Some((MEASURED, u64::from(quantity) << 8 | u64::from(exponent as u8))),
        Unit::Word(id) => Some((2, id)),
        _ => None,
    }
}

/// The first half of a unit that measures.
const MEASURED: u8 = 1;

/// What each document kept of one kind, by its index.
fn kept_by<'c, T>(context: &'c DossierContext<'_>, of: fn(&'c Figures) -> &'c [T]) -> Vec<(usize, &'c [T])> {
    context.all_kept::<Figures>().map(|(id, kept)| (id, of(kept))).collect()
}

/// The documents and tokens that drafts begin at.
fn starts(drafts: &[DossierDraft]) -> HashSet<(usize, usize)> {
    let start = |d: &DossierDraft| match &d.draft.place {
        Place::Tokens(tokens) => Some((d.document, tokens.start)),
        _ => None,
    };
    drafts.iter().filter_map(start).collect()
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
