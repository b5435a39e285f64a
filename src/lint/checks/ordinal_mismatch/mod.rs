//! Khóa, lần thứ and nhiệm kỳ of the own Party organisation, which must agree.
//!
//! A congress elects the committee of its own ordinal, and the outgoing committee has the one before. Other
//! congresses are named by right — the nation's, the province's, the predecessors' —, so only what is
//! surely said of the own organisation is judged.

mod above;
mod dated;
mod national;
mod ordinal;
mod tied;

use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::finding::Severity;
use crate::text::{LexiconBuilder, ListId, Syllable, fold, roman, syllables};
use ordinal::{Body, Ordinal, Owner};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `ordinal-mismatch:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OrdinalMismatch {
    /// Words that begin the name of an organisation's unit: «xã», «thành phố».
    levels: Vec<String>,
    /// Words in the sentence that show it speaks of another organisation.
    others: Vec<String>,
    /// Words in the sentence that show it speaks of the units before the merger.
    predecessors: Vec<String>,
    /// Right after an ordinal: its committee has just been elected.
    meets: Vec<String>,
    /// Right before a congress: it is the one at hand.
    opens: Vec<String>,
    /// Right after an ordinal: its congress has set something, for the term named with «cho».
    sets: Vec<String>,
    /// Words in the sentence before «bầu» that show the congress at hand is to elect.
    at_hand: Vec<String>,
    /// Provinces merged in 2025, which count their congresses from one again.
    merged: Vec<String>,
    /// The years of the Party's national congresses.
    national: BTreeMap<String, i32>,
    #[serde(skip)]
    level_words: Vec<Syllable>,
    #[serde(skip)]
    set_words: Vec<Vec<Syllable>>,
    #[serde(skip)]
    open_words: Vec<Vec<Syllable>>,
    #[serde(skip)]
    lists: Option<Lists>,
}

#[derive(Debug)]
struct Lists {
    heads: ListId,
    others: ListId,
    predecessors: ListId,
    meets: ListId,
    at_hand: ListId,
}

/// What is kept of a document.
#[derive(Debug)]
struct Page {
    /// Whose document it is: «xã can lộc».
    unit: String,
    ordinals: Vec<Ordinal>,
}

/// Years of a term of the Party's committees.
const TERM: i32 = 5;
/// A merged organisation counts from one; a higher number than this is a predecessor's.
const NEW_UNIT: u32 = 3;

impl Check for OrdinalMismatch {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let (others, predecessors, meets) = (builder.list(), builder.list(), builder.list_of(&self.meets));
        builder.add_all(others, 0, &self.others);
        builder.add_all(predecessors, 0, &self.predecessors);
        self.level_words = self.levels.iter().flat_map(|l| l.split(' ')).map(Syllable::of).collect();
        self.set_words = self.sets.iter().map(|words| syllables(words).collect()).collect();
        self.open_words = self.opens.iter().map(|words| syllables(words).collect()).collect();
        let at_hand = builder.list_of(&self.at_hand);
        let heads = builder.list();
        ordinal::HEADS.iter().for_each(|word| builder.add(heads, 0, word));
        self.lists = Some(Lists { heads, others, predecessors, meets, at_hand });
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some(lists) = &self.lists else { return };
        for ordinal in ordinal::all(context, self, lists).iter().filter(|o| o.arabic && o.of_party) {
            let right = roman::format(ordinal.value);
            let draft = Draft::on(Place::Tokens(ordinal.tokens.clone())).say("arabic").weigh(Severity::Warning);
            out.push(draft.with("found", ordinal.value.to_string()).with("right", right));
        }
        national::find(context, self, lists, out);
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        let ordinals = ordinal::all(context, self, self.lists.as_ref()?);
        if ordinals.is_empty() {
            return None;
        }
        let stated = context.document.meta.unit.as_deref().map(fold);
        let stated = stated.map(|unit| unit.strip_prefix("đảng bộ ").unwrap_or(&unit).to_string());
        // Without a stated unit the first congress with its term names it, as the title does.
        let declared = || {
            ordinals.iter().find_map(|o| match &o.owner {
                Owner::Unit(unit) if o.body == Body::Congress && o.term.is_some() && unit.contains(' ') => {
                    Some(unit.clone())
                }
                _ => None,
            })
        };
        let unit = stated.or_else(declared)?;
        Some(Box::new(Page { unit, ordinals }))
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let mut by_unit: BTreeMap<&str, Vec<(usize, &Page)>> = BTreeMap::new();
        for (id, page) in context.all_kept::<Page>() {
            by_unit.entry(&page.unit).or_default().push((id, page));
        }
        for (unit, pages) in by_unit {
            let term = pages.iter().find_map(|(id, _)| context.documents[*id].meta.term);
            if let Some(term) = term {
                above::find(self, unit, term, &pages, out);
            }
            let Some(own) = Own::of(self, unit, term, &pages) else {
                tied::find(self, unit, term, &pages, out);
                continue;
            };
            for (id, page) in pages {
                own.judge(self, id, page, out);
            }
        }
    }
}

/// The own congress, as the dossier's documents declare it.
struct Own<'p> {
    unit: &'p str,
    ordinal: u32,
    term: (i32, i32),
    /// Where it is declared.
    place: (usize, &'p Ordinal),
}

impl<'p> Own<'p> {
    /// The ordinal most documents give the congress of the new term.
    fn of(
        rule: &OrdinalMismatch,
        unit: &'p str,
        term: Option<(i32, i32)>,
        pages: &[(usize, &'p Page)],
    ) -> Option<Own<'p>> {
        let all = || pages.iter().flat_map(|(id, page)| page.ordinals.iter().map(move |o| (*id, o)));
        let declares = |o: &Ordinal| o.body == Body::Congress && !o.arabic && rule.is_own(unit, &o.owner);
        let term = term.or_else(|| all().filter(|(_, o)| declares(o)).find_map(|(_, o)| o.term))?;
        let mut votes: BTreeMap<u32, (usize, (usize, &Ordinal))> = BTreeMap::new();
        // What names the organisation declares it; only where nothing does, «Đại hội lần thứ I» alone.
        let told: Vec<(usize, &Ordinal)> = all().filter(|(_, o)| declares(o) && o.term == Some(term)).collect();
        let named = told.iter().any(|(_, o)| matches!(o.owner, Owner::Unit(_)));
        for (id, ordinal) in told.into_iter().filter(|(_, o)| !named || matches!(o.owner, Owner::Unit(_))) {
            votes.entry(ordinal.value).or_insert((0, (id, ordinal))).0 += 1;
        }
        let most = votes.values().map(|v| v.0).max()?;
        let mut first = votes.iter().filter(|(_, v)| v.0 == most);
        let (&ordinal, &(_, place)) = first.next()?;
        // Where the declarations themselves disagree, none can be held against the others.
        first.next().is_none().then_some(Own { unit, ordinal, term, place })
    }

    fn judge(&self, rule: &OrdinalMismatch, id: usize, page: &Page, out: &mut Vec<DossierDraft>) {
        for (i, ordinal) in page.ordinals.iter().enumerate().filter(|(_, o)| !o.arabic) {
            let after = page.ordinals.get(i + 1);
            let message = if self.contradicts(rule, ordinal) {
                ""
            } else if self.outgoing(rule, ordinal, after) {
                "outgoing"
            } else if self.elected(rule, ordinal, i.checked_sub(1).and_then(|b| page.ordinals.get(b))) {
                "elected"
            } else {
                continue;
            };
            let (there, declared) = self.place;
            let mut draft = Draft::on(Place::Tokens(ordinal.tokens.clone())).say(message);
            draft = draft.with("found", roman::format(ordinal.value)).with("own", roman::format(self.ordinal));
            draft = draft.with("term", format!("{}-{}", self.term.0, self.term.1));
            let said = format!("ở đây ghi lần thứ {}", roman::format(self.ordinal));
            draft.related.push((there, Place::Tokens(declared.tokens.clone()), said));
            out.push(DossierDraft { document: id, draft });
        }
    }

    /// Whether an ordinal said of the own organisation is neither the new one nor the outgoing one, or not
    /// that of the term beside it.
    fn contradicts(&self, rule: &OrdinalMismatch, ordinal: &Ordinal) -> bool {
        let named = matches!(ordinal.owner, Owner::Unit(_));
        // «khai mạc Đại hội đại biểu lần thứ II, nhiệm kỳ 2025-2030»: with the own term it is the own congress.
        let at_hand = ordinal.opened && ordinal.term == Some(self.term);
        let bare = !named && (ordinal.foreign || ordinal.body == Body::Congress && !at_hand);
        if !rule.is_own(self.unit, &ordinal.owner) || bare {
            return false;
        }
        if let Some((from, to)) = ordinal.term {
            let back = self.term.0 - from;
            // A congress may be a year late; terms further back were not all of five years.
            if to - from != TERM || back % TERM != 0 || !(-TERM..=TERM).contains(&back) {
                return false;
            }
            let expected = self.ordinal as i32 - back / TERM;
            // «trình Đại hội lần thứ I, nhiệm kỳ 2020-2025»: what is still to come is of the new term.
            if ordinal.to_come && back > 0 && ordinal.value == self.ordinal {
                return true;
            }
            // Before the first there was none of this name: one of the old units' has its own ordinal.
            let first_again = back > 0 && ordinal.value == self.ordinal && !ordinal.predecessors;
            return expected >= 1 && ordinal.value as i32 != expected || first_again;
        }
        let outgoing = self.ordinal > 1 && ordinal.value == self.ordinal - 1;
        let past = ordinal.earliest.is_some_and(|year| year < self.term.0 - TERM);
        let merged = self.ordinal == 1 && (ordinal.predecessors || ordinal.value > NEW_UNIT);
        !(ordinal.value == self.ordinal || outgoing || past || merged)
    }

    /// «Ban Chấp hành khóa XII trình Đại hội lần thứ XII»: the outgoing committee has the ordinal before.
    fn outgoing(&self, rule: &OrdinalMismatch, ordinal: &Ordinal, after: Option<&Ordinal>) -> bool {
        let (Some(after), true) = (after, self.ordinal > 1) else { return false };
        let own = rule.is_own(self.unit, &ordinal.owner) && rule.is_own(self.unit, &after.owner);
        own && ordinal.body == Body::Committee
            && after.body == Body::Congress
            && ordinal.presents
            && after.sentence == ordinal.sentence
            && after.tokens.start < ordinal.tokens.end + 8
            && after.value == ordinal.value
    }

    /// «Đại hội lần thứ XII bầu Ban Chấp hành khóa XI»: the committee elected has the congress's ordinal.
    fn elected(&self, rule: &OrdinalMismatch, ordinal: &Ordinal, before: Option<&Ordinal>) -> bool {
        // «Ban Chấp hành Đảng bộ xã khóa X vừa trúng cử» at the eleventh congress.
        if ordinal.newly && ordinal.body == Body::Committee && rule.is_own(self.unit, &ordinal.owner) {
            let outgoing = self.ordinal > 1 && ordinal.value == self.ordinal - 1;
            // What an old unit's committee did once is history.
            let history = ordinal.predecessors || ordinal.earliest.is_some_and(|year| year < self.term.0);
            let predecessors = self.ordinal == 1 && ordinal.value > NEW_UNIT && !history;
            // «Đại hội lần thứ XXII họp tháng 5. Ban Chấp hành khóa XXII họp phiên đầu tiên …»: that congress's.
            let told = |b: &Ordinal| b.value == ordinal.value && b.sentence + 1 >= ordinal.sentence;
            if before.is_some_and(told) {
                return false;
            }
            return (outgoing || predecessors) && !ordinal.foreign;
        }
        // «Đại hội có nhiệm vụ … bầu Ban Chấp hành Đảng bộ xã khóa X» at the eleventh congress.
        if ordinal.to_elect && ordinal.body == Body::Committee && rule.is_own(self.unit, &ordinal.owner) {
            let outgoing = self.ordinal > 1 && ordinal.value == self.ordinal - 1;
            let named = before.is_some_and(|b| b.sentence == ordinal.sentence && b.value == ordinal.value);
            return outgoing && !named && !ordinal.foreign && !ordinal.predecessors;
        }
        let Some(before) = before.filter(|b| b.sentence == ordinal.sentence) else { return false };
        let own = rule.is_own(self.unit, &ordinal.owner) && rule.is_own(self.unit, &before.owner);
        own && ordinal.body == Body::Committee
            && before.body == Body::Congress
            && ordinal.elected
            && !before.arabic
            && ordinal.tokens.start < before.tokens.end + 12
            && before.value != ordinal.value
    }
}

impl OrdinalMismatch {
    /// Whether an organisation is the own one: by its name, its level alone, or no name at all.
    fn is_own(&self, unit: &str, owner: &Owner) -> bool {
        match owner {
            Owner::Bare => true,
            Owner::Other => false,
            Owner::Unit(named) => {
                let level = self.levels.iter().map(|l| fold(l)).find(|l| unit.starts_with(&format!("{l} ")));
                named == unit || level.is_some_and(|l| *named == l)
            }
        }
    }
}
