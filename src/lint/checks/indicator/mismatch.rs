//! One indicator, one year, two values: prose against table, one document against another.

mod so_far;
mod together;

use crate::document::Kind;
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::finding::Severity;
use crate::lint::indicators::MeasureId;
use crate::lint::indicators::own::{OwnValue, own_values};
use crate::lint::indicators::value::{Standing, Value};
use crate::lint::indicators::words::Word;
use crate::lint::pack::Role;
use crate::lint::told::{CellName, Slip};
use crate::mentions::fact::Unit;
use crate::mentions::{Mention, MentionKind};
use crate::text::Number;
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// `indicator-mismatch:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct IndicatorMismatch {
    /// How many times a year's number a term's total may be, where neither says which it is.
    term_total: [f64; 2],
}

/// A value and the document that says it.
#[derive(Clone, Copy)]
struct Said<'v> {
    document: usize,
    value: &'v Value,
}

impl Said<'_> {
    fn place(&self) -> Place {
        Place::Text(self.value.place.clone())
    }

    fn key(&self) -> Key {
        let value = self.value;
        let name = if value.scoped { value.row } else { value.name };
        (value.measure, value.year, value.standing, value.scoped, name)
    }
}

/// Which year of which measure, whether reached or aimed at, and under which name: with every word of it, where it says by what
/// standard.
type Key = (MeasureId, i32, Standing, bool, u64);

/// A document's values, with the names the message needs.
struct Values {
    all: Vec<Value>,
    /// Those of tables whose year is concluded from the column («Kết quả»), or whose row names a standard («Tỷ lệ hộ nghèo
    /// (chuẩn giai đoạn 2021-2025)»).
    unsure: Vec<Value>,
    /// Of these the ones whose year is stated.
    scoped: Vec<Value>,
    /// Those that nothing dates.
    undated: Vec<Undated>,
    names: BTreeMap<MeasureId, String>,
    own: Vec<OwnValue>,
    /// Figures of its sentences that are cells of its tables with a slip in them.
    slips: Vec<Beside>,
}

/// A value that nothing dates.
struct Undated {
    value: Value,
    /// Whether it is a result of the report on the term.
    result: bool,
    /// What a table gives for the end of the year where there is more of it today.
    exceeded: Option<Value>,
    /// The block in which its list begins; none where its sentence names a year, whosever it is, or says more of the value.
    list: Option<usize>,
    /// All figures of its sentence.
    beside: Vec<Number>,
}

/// Such a figure, told of an indicator and a year.
struct Beside {
    name: String,
    year: i32,
    value: Number,
    place: Range<usize>,
    cell: (Number, Range<usize>),
}

impl Beside {
    fn of(slip: &Slip) -> Option<Beside> {
        let CellName::Year(name, year) = &slip.name else { return None };
        let (place, cell) = (slip.place.clone(), slip.cell.clone());
        Some(Beside { name: name.clone(), year: *year, value: slip.value, place, cell })
    }
}

impl Check for IndicatorMismatch {
    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        // The annex gives the figures of the old units, which nothing else has to repeat.
        if context.document.meta.kind == Some(Kind::MergerAnnex) {
            return None;
        }
        let all: Vec<Value> = context.values().iter().filter(|v| v.sure).cloned().collect();
        let pack = &context.catalogue.pack;
        let report = context.document.meta.kind == Some(Kind::PoliticalReport);
        let result = |value: &Value| {
            let sentence = context.document.sentences.get(value.within);
            let section = sentence.and_then(|s| context.document.blocks.get(s.block as usize)).map(|b| b.section);
            let role = section.and_then(|section| context.outline.roles.get(section as usize));
            report && role == Some(&Role::Result)
        };
        // Beside a year of another figure it may be anybody's: only swapped digits show there.
        let year = |m: &Mention| matches!(m.kind, MentionKind::Date(date) if date.year.is_some());
        let dated = |value: &Value| {
            let sentence = context.document.sentences.get(value.within);
            sentence.is_some_and(|s| context.mentions.within(&s.tokens).iter().any(year))
        };
        let undated = context.values().iter().filter(|v| !v.is_dated() && v.plain && !is_of_some(context, v));
        let undated = undated.map(|value| {
            let alone = !dated(value);
            let listed = alone && together::is_closed(context, value);
            let list = listed.then(|| together::list_of(context, value));
            let beside = list.map(|_| together::beside(context, value)).unwrap_or_default();
            let result = alone && result(value);
            let exceeded = self.exceeded(context, value).filter(|_| result).cloned();
            Undated { value: value.clone(), result, exceeded, list, beside }
        });
        let undated: Vec<Undated> = undated.collect();
        let measures: BTreeSet<MeasureId> = all
            .iter()
            .chain(undated.iter().map(|undated| &undated.value))
            .chain(context.values().iter().filter(|v| v.in_table))
            .map(|v| v.measure)
            .collect();
        let names = measures.into_iter().map(|measure| (measure, measure.name(pack).to_string())).collect();
        let own = own_values(context);
        let unsure =
            context.values().iter().filter(|v| v.in_table && !v.sure && v.is_dated() && v.plain).cloned().collect();
        let scoped: Vec<Value> = context.values().iter().filter(|v| v.scoped).cloned().collect();
        let slips: Vec<Beside> = context.slips().iter().filter_map(Beside::of).collect();
        (!all.is_empty() || !undated.is_empty() || !own.is_empty() || !slips.is_empty() || !scoped.is_empty())
            .then(|| Box::new(Values { all, unsure, scoped, undated, names, own, slips }) as Kept)
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let said = context.all_kept::<Values>().flat_map(|(document, kept)| {
            kept.all.iter().chain(&kept.scoped).map(move |value| Said { document, value })
        });
        let mut said: Vec<Said<'_>> = said.collect();
        said.sort_by_key(Said::key);
        // What is said once agrees with itself.
        for group in said.chunk_by(|one, other| one.key() == other.key()).filter(|group| group.len() > 1) {
            let Some(reference) = self.reference(context, group).filter(|_| !two_scopes(group)) else { continue };
            for said @ Said { document, value } in group {
                if !self.differs(reference.value, value) {
                    continue;
                }
                let path = context.documents[reference.document].path.rsplit('/').next().unwrap_or("").to_string();
                let names = context.all_kept::<Values>().filter_map(|(_, kept)| kept.names.get(&value.measure));
                let mut draft = Draft::on(said.place())
                    .with("name", names.last().map_or("", String::as_str))
                    .with("year", value.year.to_string())
                    .with("stated", value.value.to_string())
                    .with("other", reference.value.value.to_string())
                    .with("where", path.clone());
                draft.related.push((reference.document, reference.place(), path));
                out.push(DossierDraft { document: *document, draft });
            }
        }
        self.undated(context, out);
        self.together(context, out);
        self.unsure(context, out);
        self.reworded(context, out);
        own_names(context, out);
        slips(context, out);
    }
}

/// Slips of the hand beside a table, where nothing else was said of them.
fn slips(context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
    for (document, kept) in context.all_kept::<Values>() {
        for slip in &kept.slips {
            let met = |place: &Range<usize>| place.start < slip.place.end && slip.place.start < place.end;
            let known =
                |d: &DossierDraft| d.document == document && matches!(&d.draft.place, Place::Text(place) if met(place));
            if out.iter().any(known) {
                continue;
            }
            let path = context.documents[document].path.rsplit('/').next().unwrap_or("").to_string();
            let mut draft = Draft::on(Place::Text(slip.place.clone()))
                .say("swapped")
                .weigh(Severity::Warning)
                .with("name", slip.name.clone())
                .with("year", slip.year.to_string())
                .with("stated", slip.value.to_string())
                .with("other", slip.cell.0.to_string())
                .with("where", path.clone());
            draft.related.push((document, Place::Text(slip.cell.1.clone()), path));
            out.push(DossierDraft { document, draft });
        }
    }
}

/// A name of the dossier's own, a year, and whether it shall be reached.
type OwnKey = (u64, i32, bool);

/// Values under one name of the dossier's own. What the political report's table says is held against the others,
/// else what most often is said.
fn own_names(context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
    let mut groups: BTreeMap<OwnKey, Vec<(usize, &OwnValue)>> = BTreeMap::new();
    for (document, kept) in context.all_kept::<Values>() {
        for target in &kept.own {
            groups.entry((target.name, target.year, target.is_target)).or_default().push((document, target));
        }
    }
    let differs = |x: &OwnValue, y: &OwnValue| !x.sums_up(y) && x.amounts(y).is_some_and(|(a, b)| !are_one(a, b));
    for group in groups.values() {
        let group = group.get(..group.len().min(COMPARED)).unwrap_or_default();
        let rank = |(document, target): &(usize, &OwnValue)| {
            let kind = context.documents.get(*document).and_then(|d| d.meta.kind);
            (kind == Some(Kind::PoliticalReport), target.in_table)
        };
        let votes = |target: &OwnValue| group.iter().filter(|(_, other)| !differs(target, other)).count();
        let best = group.iter().enumerate().max_by_key(|(at, said)| (rank(said), votes(said.1), Reverse(*at)));
        let Some((_, &(home, reference))) = best else { continue };
        for &(document, target) in group.iter().filter(|(_, target)| differs(reference, target)) {
            let path = context.documents[home].path.rsplit('/').next().unwrap_or("").to_string();
            let mut draft = Draft::on(Place::Text(target.place.clone()))
                .with("name", target.title.clone())
                .with("year", target.year.to_string())
                .with("stated", target.value.to_string())
                .with("other", reference.value.to_string())
                .with("where", path.clone());
            draft.related.push((home, Place::Text(reference.place.clone()), path));
            out.push(DossierDraft { document, draft });
        }
    }
}

impl IndicatorMismatch {
    /// Values that nothing dates, held against those of any year: «Cuối kỳ, tỷ lệ hộ nghèo còn 7,16%», where it was 7,61
    /// in some year and 7,16 in none. That another day is meant can never be ruled out: this is a question.
    fn undated(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let known = by_measure(context, |kept| &kept.all);
        let loose = by_measure(context, |kept| &kept.unsure);
        // What a column «Kết quả» gives for a later year may be meant: then no earlier one is.
        let newest = |measure: MeasureId| {
            let results = of_measure(&loose, measure).iter().map(|said| said.value);
            results.filter(|value| value.standing != Standing::Target).map(|value| value.year).max()
        };
        for (document, kept) in context.all_kept::<Values>() {
            for Undated { value, result, exceeded, .. } in &kept.undated {
                // Of what is said too often to look through nothing is known.
                let (said, loose) = (of_measure(&known, value.measure), of_measure(&loose, value.measure));
                if said.len() + loose.len() > COMPARED {
                    continue;
                }
                let (swap, scale) = (value.value, value.value.scale);
                let like = |other: &&Said<'_>| other.value.unit == value.unit && other.value.value.scale == scale;
                let given = said.iter().chain(loose).any(|other| self.agrees(value, other.value));
                let slip = |other: &&Said<'_>| other.value.value.is_swapped(swap);
                let reached = |other: &&Said<'_>| other.value.standing != Standing::Target;
                let mut slips = said.iter().chain(loose.iter().filter(reached)).filter(like);
                let against = slips.find(slip).map(|other| ("swapped", *other));
                let last = |other: &&Said<'_>| newest(value.measure).is_none_or(|year| year <= other.value.year);
                let tabled = || self.tabled(document, value, said).filter(|_| *result && !value.so_far).filter(last);
                let exceeded = || exceeded.as_ref().map(|value| Said { document, value });
                let tabled = || tabled().copied().or_else(exceeded).map(|other| ("tabled", other));
                let Some((message, reference)) = against.or_else(tabled).filter(|_| !given) else { continue };
                let path = context.documents[reference.document].path.rsplit('/').next().unwrap_or("").to_string();
                let mut draft = Draft::on(Place::Text(value.place.clone()))
                    .say(message)
                    .weigh(Severity::Warning)
                    .with("name", kept.names.get(&value.measure).map_or("", String::as_str))
                    .with("year", reference.value.year.to_string())
                    .with("stated", value.value.to_string())
                    .with("other", reference.value.value.to_string())
                    .with("where", path.clone());
                draft.related.push((reference.document, reference.place(), path));
                out.push(DossierDraft { document, draft });
            }
        }
    }

    /// «Thu ngân sách năm 2025 ước đạt 413,2 tỷ đồng», where the table's column «Kết quả» has 431,2 and nothing else has
    /// the other: only swapped digits show that both mean one day.
    fn unsure(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        for (document, kept) in context.all_kept::<Values>() {
            for table in kept.unsure.iter().filter(|v| v.standing != Standing::Target).take(COMPARED) {
                let same = |value: &&Value| {
                    let alike = value.measure == table.measure && value.name == table.name && value.unit == table.unit;
                    alike && value.year == table.year && value.standing != Standing::Target
                };
                let said = || context.all_kept::<Values>().flat_map(|(id, kept)| kept.all.iter().map(move |v| (id, v)));
                let agreed = || said().any(|(_, value)| same(&value) && value.value == table.value);
                let slips =
                    said().filter(|(_, v)| same(v) && !v.in_table && v.value.is_swapped(table.value) && !agreed());
                let path = context.documents[document].path.rsplit('/').next().unwrap_or("").to_string();
                for (id, value) in slips.take(COMPARED) {
                    let mut draft = Draft::on(Place::Text(value.place.clone()))
                        .say("swapped")
                        .weigh(Severity::Warning)
                        .with("name", kept.names.get(&value.measure).map_or("", String::as_str))
                        .with("year", value.year.to_string())
                        .with("stated", value.value.to_string())
                        .with("other", table.value.to_string())
                        .with("where", path.clone());
                    draft.related.push((document, Place::Text(table.place.clone()), path.clone()));
                    out.push(DossierDraft { document: id, draft });
                }
            }
        }
    }

    /// «Rác thải sinh hoạt thu gom, xử lý được 95,0%», where the row «Chất thải rắn sinh hoạt được thu gom, xử lý» of a table
    /// has 90,5 for that year: under other words of the same measure only swapped digits tell, and three of them at least.
    fn reworded(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let long = |value: &Value| value.value.mantissa >= LONG;
        let all = by_measure(context, |kept| &kept.all);
        let measures = all.chunk_by(|one, other| one.value.measure == other.value.measure);
        for said in measures.filter(|said| said.len() <= COMPARED) {
            for Said { document, value } in said.iter().filter(|s| !s.value.in_table && s.value.plain && long(s.value))
            {
                let aimed = value.standing == Standing::Target;
                let same = |other: &&Said<'_>| {
                    other.value.year == value.year && (other.value.standing == Standing::Target) == aimed
                };
                let row = |other: &&Said<'_>| {
                    let told = other.value.in_table && other.value.plain && other.value.name != value.name;
                    told && other.value.unit == value.unit && other.value.value.is_swapped(value.value)
                };
                let agreed = |other: &Said<'_>| {
                    other.value.place != value.place && self.amounts(value, other.value).is_some_and(|(a, b)| a == b)
                };
                let known = |d: &DossierDraft| {
                    d.document == *document && matches!(&d.draft.place, Place::Text(place) if *place == value.place)
                };
                let Some(table) = said.iter().filter(same).find(row) else { continue };
                if said.iter().filter(same).any(agreed) || out.iter().any(known) {
                    continue;
                }
                let path = context.documents[table.document].path.rsplit('/').next().unwrap_or("").to_string();
                let names = context.kept::<Values>(*document).and_then(|kept| kept.names.get(&value.measure));
                let mut draft = Draft::on(Place::Text(value.place.clone()))
                    .say("swapped")
                    .weigh(Severity::Warning)
                    .with("name", names.map_or("", String::as_str))
                    .with("year", value.year.to_string())
                    .with("stated", value.value.to_string())
                    .with("other", table.value.value.to_string())
                    .with("where", path.clone());
                draft.related.push((table.document, table.place(), path));
                out.push(DossierDraft { document: *document, draft });
            }
        }
    }

    /// What the table of the same report gives as the result of the term's last year, if an undated result in its text
    /// is near it: «xử lý đạt 88,3%» where the table has 86,3.
    fn tabled<'s, 'v>(&self, document: usize, value: &Value, said: &'s [Said<'v>]) -> Option<&'s Said<'v>> {
        let last = said.iter().filter(|s| s.value.standing != Standing::Target).map(|s| s.value.year).max()?;
        let same = |other: &&Said<'_>| {
            let other_value = other.value;
            let result = other_value.in_table && other_value.standing != Standing::Target && other_value.year == last;
            other.document == document && result && other_value.name == value.name && other_value.plain
        };
        let mut found = said.iter().filter(same);
        let one = found.next()?;
        let agreed = found.all(|other| other.value.value == one.value.value);
        let (a, b) = self.amounts(value, one.value)?;
        let near = (a.value() - b.value()).abs() <= NEAR * a.value().max(b.value());
        (agreed && near && value.unit == one.value.unit).then_some(one)
    }

    /// The value that the others are held against: the one most often given; of equals, the political report's
    /// table before its prose, that before other documents.
    fn reference<'v>(&self, context: &DossierContext<'_>, group: &[Said<'v>]) -> Option<Said<'v>> {
        let group = &group[..group.len().min(COMPARED)];
        let rank = |said: &Said<'_>| {
            let kind = context.documents.get(said.document).and_then(|d| d.meta.kind);
            let report = kind == Some(Kind::PoliticalReport);
            (report && said.value.in_table, report, said.value.in_table)
        };
        let votes = |said: &Said<'_>| group.iter().filter(|other| self.agrees(said.value, other.value)).count();
        let best = group.iter().enumerate().max_by_key(|(at, said)| (votes(said), rank(said), Reverse(*at)));
        best.map(|(_, said)| *said)
    }

    /// Two values of one name in one unit, if they measure the same thing in the same way.
    fn amounts(&self, x: &Value, y: &Value) -> Option<(Number, Number)> {
        // «54 người/năm» against «270 người» of five years.
        let counted = [x.unit, y.unit].iter().any(|unit| matches!(unit, Unit::Count(_) | Unit::Word(_)));
        let alike = !counted || x.yearly == y.yearly && (!x.by_year || x.whole == y.whole);
        if alike && !x.spans_years(y) && !x.may_span(y, self.term_total) { x.amounts(y) } else { None }
    }

    fn differs(&self, x: &Value, y: &Value) -> bool {
        self.amounts(x, y).is_some_and(|(a, b)| !are_one(a, b))
    }

    fn agrees(&self, x: &Value, y: &Value) -> bool {
        self.amounts(x, y).is_some_and(|(a, b)| are_one(a, b))
    }
}

/// «Bảo hiểm y tế bao phủ 99,0% học sinh»: whether the words behind a share say that it is one of some only.
fn is_of_some(context: &Context<'_>, value: &Value) -> bool {
    let document = context.document;
    let Some(sentence) = document.sentences.get(value.within).filter(|_| value.unit == Unit::Percent) else {
        return false;
    };
    let end = document.tokens.partition_point(|token| (token.start as usize) < value.place.end);
    let rest = end..(end + BEHIND).min(sentence.tokens.end);
    let whole = [Word::Filler, Word::Common, Word::Kind, Word::OfAll];
    let covered = context.catalogue.indicators.words.covered(context, &whole, &rest);
    let runs_on = |at: &usize| matches!(document.between(*at, *at).trim(), "" | "%");
    rest.take_while(runs_on).any(|at| !covered.has(at))
}

/// Tokens behind a share that say of what it is one.
const BEHIND: usize = 6;

/// Some of all documents' values, sorted by what they measure.
fn by_measure<'v>(context: &'v DossierContext<'_>, pick: impl Fn(&'v Values) -> &'v Vec<Value>) -> Vec<Said<'v>> {
    let said = |(document, kept): (usize, &'v Values)| pick(kept).iter().map(move |value| Said { document, value });
    let mut found: Vec<Said<'v>> = context.all_kept::<Values>().flat_map(said).collect();
    found.sort_by_key(|said| said.value.measure);
    found
}

/// Of values so sorted those of one measure.
fn of_measure<'s, 'v>(said: &'s [Said<'v>], measure: MeasureId) -> &'s [Said<'v>] {
    let from = said.partition_point(|said| said.value.measure < measure);
    let rest = &said[from..];
    &rest[..rest.partition_point(|said| said.value.measure == measure)]
}

/// Numbers of three digits, decimals counted.
const LONG: i64 = 100;

/// How far a slip may lead from the figure that was meant, as a share of the larger.
const NEAR: f64 = 0.1;

/// Values that are compared at most; a set has a few for each year.
const COMPARED: usize = 64;

/// Whether one table or one sentence gives two values under one name: then two things bear it, and which of them
/// another place means nobody can say.
fn two_scopes(group: &[Said<'_>]) -> bool {
    let mut first: BTreeMap<(usize, bool, usize), &Value> = BTreeMap::new();
    group.iter().any(|Said { document, value }| {
        let met = *first.entry((*document, value.in_table, value.within)).or_insert(value);
        let apart = met.value != value.value && met.place != value.place;
        apart && (!value.in_table || met.row != value.row)
    })
}

/// Whether two numbers say one thing, if one of them shorter.
fn are_one(a: Number, b: Number) -> bool {
    a == b || rounds(a, b) || rounds(b, a)
}

/// «93,3» is «93,33» said shorter; nobody says «100» for 99,5.
fn rounds(short: Number, long: Number) -> bool {
    let one = Number { mantissa: 1, scale: 0, ..long };
    let all = short.scale == 0 && short.mantissa == 100;
    short.scale < long.scale
        && !all
        && crate::text::Ratio::of(long, one, 1).is_some_and(|ratio| ratio.fit(short) != crate::text::Fit::Wrong)
}
