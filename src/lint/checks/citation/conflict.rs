//! One document cited with two days, or with a day that is not its own.

use super::{Citation, day_of, issuer_after, kind_before, numbered_in_year, sentence};
use crate::document::Document;
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::registry::{Certainty, Directive};
use crate::mentions::{DateMention, Precision};
use crate::places::Gazetteer;
use crate::text::number::Style;
use crate::text::{Date, Number, Syllable, fold};
use serde::Deserialize;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// `citation-conflict:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CitationConflict {
    /// What the codes of bodies of the centre end with: one body bears each.
    central: Vec<String>,
    /// What the codes of bodies begin with that number through their whole term.
    numbered_by_term: Vec<String>,
    /// Codes of bodies of which a dossier knows one.
    one_in_dossier: Vec<String>,
    /// Codes of the unit's own committee, which predecessors and neighbours bear as well.
    own: Vec<String>,
    /// Words of its name beside the unit's: «Ban Thường vụ Đảng ủy xã».
    own_issuer: String,
    /// The kinds whose code stands for two kinds, so that two documents may bear one number.
    shared_codes: Vec<String>,
    /// The first days of the terms of the centre, whose numbers begin anew with each.
    terms_begin: Vec<String>,
    #[serde(skip)]
    terms: Vec<Date>,
}

/// A citation with its day.
#[derive(Clone, Debug)]
struct Dated {
    tokens: Range<usize>,
    /// The number as written.
    number: String,
    key: String,
    kind: String,
    issuer: String,
    /// The first words of what it is about, folded; none where they do not follow.
    subject: String,
    date: DateMention,
    /// Whether the registry has a document of this number and day.
    supported: bool,
    /// Whether it has been said already that the registry has another day.
    contradicted: bool,
}

impl Check for CitationConflict {
    fn validate(&self) -> Result<(), String> {
        self.terms_begin.iter().try_for_each(|d| d.parse::<Date>().map(|_| ()).map_err(|e| e.to_string()))
    }

    fn register(&mut self, _builder: &mut crate::text::LexiconBuilder) {
        self.terms = self.terms_begin.iter().filter_map(|d| d.parse().ok()).collect();
        self.terms.sort();
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        for dated in self.dated(context).into_iter().filter(|d| d.contradicted) {
            let rows = context.catalogue.directives.of(&dated.key);
            let days: Vec<String> = rows.iter().filter_map(|r| Some(r.date?.vietnamese())).collect();
            let subject = rows.first().map_or("", |r| &r.subject);
            let draft = Draft::on(Place::Tokens(dated.tokens.clone())).say("registry").with("number", &dated.number);
            out.push(draft.with("day", days.join(", ")).with("subject", subject));
        }
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        let dated = self.dated(context);
        (!dated.is_empty()).then(|| Box::new(dated) as Kept)
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let mut by_key: BTreeMap<&str, Vec<(usize, &Dated)>> = BTreeMap::new();
        for (id, all) in context.all_kept::<Vec<Dated>>() {
            for dated in all.iter().filter(|d| !d.contradicted) {
                by_key.entry(&dated.key).or_default().push((id, dated));
            }
        }
        let own = OnceCell::new();
        for cited in by_key.values().filter(|c| c.len() > 1) {
            self.compare(
                cited,
                &|a, b| self.by_own(a, b, |day| own.get_or_init(|| self.own_unit(context, day)).as_ref()),
                out,
            );
        }
    }
}

/// The dossier's unit: since when it stands, and the words its committee is called by.
struct OwnUnit {
    since: Option<Date>,
    words: Vec<String>,
}

/// Whether two citations can only be of the unit's own committee.
type ByOwn<'c> = &'c dyn Fn(&Dated, &Dated) -> bool;

/// Citations of one number looked at together: more say nothing new.
const MOST: usize = 200;

impl CitationConflict {
    fn dated(&self, context: &Context<'_>) -> Vec<Dated> {
        let document = context.document;
        let one = |citation: Citation| {
            let (mention, date) = day_of(context, citation.tokens.end)?;
            let number = document.token_text(citation.tokens.clone()).to_string();
            let kind = kind_before(document, citation.tokens.start);
            let issuer = issuer_after(document, mention.tokens.end);
            let subject = subject_after(document, mention.tokens.end);
            let rows = context.catalogue.directives.of(&citation.key);
            let supported = rows.iter().any(|row| row.date.is_some_and(|day| agrees(&date, day)));
            let words = || fold(document.token_text(sentence(document, citation.tokens.start)));
            let contradicted = self.contradicts(rows, &date, words) || has_slipped_year(rows, &date, &issuer);
            let tokens = citation.tokens.start..mention.tokens.end;
            Some(Dated { tokens, number, key: citation.key, kind, issuer, subject, date, supported, contradicted })
        };
        Citation::all(context).filter_map(one).collect()
    }

    /// Whether no document of the number can be of the day. What is only said by others proves nothing, nor
    /// does a row of another term: the centre numbers anew after each congress.
    fn contradicts(&self, rows: &[Directive], date: &DateMention, sentence: impl Fn() -> String) -> bool {
        let Some(first) = rows.first() else { return false };
        let known = rows.iter().all(|r| r.certainty == Certainty::Sure && r.date.is_some());
        let differs = rows.iter().all(|r| r.date.is_some_and(|day| !agrees(date, day)));
        let key = crate::lint::registry::key(&first.number);
        let by_term = !self.is_central(&key) || {
            let day = Date::new(date.year.unwrap_or(0), date.month.unwrap_or(1), date.day.unwrap_or(1));
            // A day the calendar does not have is another rule's.
            day.is_some_and(|day| rows.iter().any(|r| r.date.is_some_and(|d| self.term(d) == self.term(day))))
        };
        let subject = fold(&first.subject);
        // «Quy định số 190-QĐ/TW … về bầu cử trong Đảng» is about its «Quy chế bầu cử trong Đảng».
        let subject = subject.strip_prefix("quy chế ").unwrap_or(&subject);
        let about = || subject.split([',', ';', '(']).next().is_some_and(|opening| sentence().contains(opening.trim()));
        // «190-QĐ/TW, ngày 10/10/2014» of the election rules of 10/10/2024: of the same day another year is a slip.
        let slip = || date.day.is_some() && rows.iter().any(|r| r.date.is_some_and(|day| of_day(date, day))) && about();
        let wrong = by_term && (!self.is_shared(&key) || about()) || slip();
        let of_term = |row: &Directive| {
            let day = Date::new(date.year?, date.month.unwrap_or(1), date.day.unwrap_or(1))?;
            Some(self.term(row.date?) == self.term(day))
        };
        let told = || differs && meant_of(rows, &sentence()).and_then(of_term) == Some(true);
        date.year.is_some() && (known && differs && wrong || told())
    }

    /// The unit the documents are of, if the gazetteer knows it for sure; a dossier without a date is of the day.
    fn own_unit(&self, context: &DossierContext<'_>, day: Date) -> Option<OwnUnit> {
        let meta = context
            .family
            .iter()
            .find_map(|&id| Some(&context.documents.get(id)?.meta).filter(|m| m.unit.is_some()))?;
        let label = meta.unit.as_deref()?;
        let unit = Gazetteer::embedded().find_unit(label, meta.province.as_deref(), meta.date.unwrap_or(day))?;
        let words = fold(&format!("{} {label}", self.own_issuer));
        Some(OwnUnit { since: unit.valid_from, words: words.split_whitespace().map(str::to_string).collect() })
    }

    /// Whether two citations are of the unit's own committee: it bears the code, it stood on both days, and no
    /// other is named.
    fn by_own<'o>(&self, a: &Dated, b: &Dated, own: impl Fn(Date) -> Option<&'o OwnUnit>) -> bool {
        if !self.own.iter().any(|c| a.key.ends_with(&format!("-{c}"))) {
            return false;
        }
        let Some((first, second)) = a.date.full().zip(b.date.full()) else { return false };
        let Some(own) = own(first.max(second)) else { return false };
        let named = |dated: &Dated| dated.issuer.split_whitespace().all(|word| own.words.iter().any(|w| w == word));
        own.since.is_none_or(|since| since <= first.min(second)) && named(a) && named(b)
    }

    fn compare(&self, cited: &[(usize, &Dated)], by_own: ByOwn<'_>, out: &mut Vec<DossierDraft>) {
        let cited = &cited[..cited.len().min(MOST)];
        // Days, each with the citations that give it, in order of appearance.
        let mut days: Vec<Vec<(usize, &Dated)>> = Vec::new();
        for &(id, dated) in cited {
            match days.iter_mut().find(|day| day[0].1.date == dated.date) {
                Some(day) => day.push((id, dated)),
                None => days.push(vec![(id, dated)]),
            }
        }
        let weight = |day: &[(usize, &Dated)]| (day.len(), day[0].1.supported);
        for (at, odd) in days.iter().enumerate() {
            let rivals = days.iter().enumerate().filter(|(other, day)| {
                let heavier = match weight(day).cmp(&weight(odd)) {
                    std::cmp::Ordering::Greater => true,
                    // Of two that weigh the same the later is asked about.
                    std::cmp::Ordering::Equal => *other < at,
                    std::cmp::Ordering::Less => false,
                };
                heavier && self.conflict(day[0].1, odd[0].1, by_own)
            });
            let Some((_, right)) = rivals.max_by_key(|(other, day)| (weight(day), std::cmp::Reverse(*other))) else {
                continue;
            };
            let (there, other) = right[0];
            let mut last = usize::MAX;
            for &(id, dated) in odd {
                // Once in a document.
                if std::mem::replace(&mut last, id) == id {
                    continue;
                }
                let mut draft = Draft::on(Place::Tokens(dated.tokens.clone())).with("number", &dated.number);
                draft = draft.with("day", written(&dated.date)).with("other", written(&other.date));
                let said = format!("ở đây ghi ngày {}", written(&other.date));
                draft.related.push((there, Place::Tokens(other.tokens.clone()), said));
                out.push(DossierDraft { document: id, draft });
            }
        }
    }

    /// Whether two citations of one number can only be of one document, and their days differ.
    fn conflict(&self, a: &Dated, b: &Dated, by_own: ByOwn<'_>) -> bool {
        if !differ(&a.date, &b.date) || (a.supported && b.supported) {
            return false;
        }
        let (Some(year), Some(other)) = (a.date.year, b.date.year) else { return false };
        let kinds = !self.is_shared(&a.key) || a.kind == b.kind;
        let same_day = (a.date.month, a.date.day) == (b.date.month, b.date.day) && a.date.day.is_some();
        let issuer = a.key.rsplit('-').next().unwrap_or("");
        let near = || {
            let day = |date: &DateMention| Date::new(date.year?, date.month.unwrap_or(7), date.day.unwrap_or(1));
            day(&a.date).zip(day(&b.date)).is_some_and(|(a, b)| self.term(a) == self.term(b))
        };
        if self.is_central(&a.key) {
            return kinds && (near() || same_day);
        }
        if self.numbered_by_term.iter().any(|c| issuer.starts_with(c.as_str())) || numbered_in_year(&a.key) {
            return true;
        }
        // Elsewhere numbers begin anew each year or term, and neighbours bear the same ones.
        let named = !a.issuer.is_empty() && a.issuer == b.issuer;
        let one = self.one_in_dossier.iter().any(|c| c == issuer);
        let party = by_party(&a.number);
        // In the year of a congress the Party's numbers begin anew.
        let restarts = party && year % 5 == 0;
        // A slip in one part of the day leaves the others as they are; two documents of one number would share
        // them by chance, as the State's first ones of each January may, or the first ones of merged communes.
        let foreign = !(a.issuer.starts_with(&b.issuer) || b.issuer.starts_with(&a.issuer));
        let one_term = (year - other).abs() < YEARS_OF_TERM;
        let slipped_year = same_day && one_term && (party || a.date.month != Some(1));
        let same_month = year == other && a.date.month == b.date.month && a.date.month.is_some();
        let slipped_day = same_month && (number(&a.key) >= FIRST_NUMBERS || by_own(a, b));
        // «… về quản lý nhà trọ văn minh»: of one kind, number, year and subject there is one.
        let same_subject = year == other && !a.subject.is_empty() && a.subject == b.subject;
        kinds
            && !foreign
            && (same_subject || slipped_year || slipped_day || (named || one) && year == other && !restarts)
    }

    fn is_central(&self, key: &str) -> bool {
        self.central.iter().any(|ending| key.ends_with(ending.as_str()))
    }

    fn is_shared(&self, key: &str) -> bool {
        key.split('-').any(|part| self.shared_codes.iter().any(|c| c == part))
    }

    fn term(&self, day: Date) -> usize {
        self.terms.partition_point(|begin| *begin <= day)
    }
}

/// «21-KL/TW, ngày 25/10/2012 của Ban Chấp hành Trung ương» for 25/10/2021: day, month and body are those of the one document
/// known of the number, and one slip of the hand makes its year.
fn has_slipped_year(rows: &[Directive], date: &DateMention, issuer: &str) -> bool {
    let [row] = rows else { return false };
    let (Some(day), Some(year)) =
        (row.date.filter(|day| row.certainty == Certainty::Sure && of_day(date, *day)), date.year)
    else {
        return false;
    };
    let number = |year: i32| Number { mantissa: year.into(), scale: 0, style: Style::Plain };
    let slip = year != day.year && number(year).is_slip_of(number(day.year));
    slip && !issuer.is_empty() && issuer.starts_with(&fold(&row.issuer))
}

/// Which of several documents of a number a sentence means by the words its subject begins with, if the day of that one
/// is sure: «45-CT/TW … về đại hội đảng bộ các cấp» is not the one on elections.
fn meant_of<'r>(rows: &'r [Directive], sentence: &str) -> Option<&'r Directive> {
    let meant = |row: &&Directive| {
        let opening: Vec<String> = row.subject.split_whitespace().take(SUBJECT).map(fold).collect();
        opening.len() == SUBJECT && sentence.contains(&opening.join(" "))
    };
    let mut meant = rows.iter().filter(meant);
    let row = meant.next().filter(|row| row.certainty == Certainty::Sure)?;
    (rows.len() > 1 && meant.next().is_none()).then_some(row)
}

/// Words of a subject that tell it from another.
const SUBJECT: usize = 5;

/// Whether a date is of a day of the year, whatever the year.
fn of_day(date: &DateMention, day: Date) -> bool {
    date.day == Some(day.day) && date.month == Some(day.month)
}

/// «về quản lý nhà trọ văn minh»: the first words after «về», behind a day and perhaps an issuer.
fn subject_after(document: &Document, end: usize) -> String {
    const NEAR: usize = 12;
    const WORDS: usize = 5;
    let limit = sentence(document, end.saturating_sub(1)).end;
    let about = Syllable::of("về");
    let tokens = document.tokens.get(..limit).unwrap_or_default();
    let Some(at) = (end..(end + NEAR).min(limit)).find(|&i| tokens.get(i).is_some_and(|t| t.id == about)) else {
        return String::new();
    };
    let plain = document.between(end, at).contains([';', '.', '(']);
    if plain || at + 1 + WORDS > limit { String::new() } else { fold(document.token_text(at + 1..at + 1 + WORDS)) }
}

/// Years after which the Party's numbers begin anew.
const YEARS_OF_TERM: i32 = 5;
/// Numbers below this come round in every commune soon after its congress.
const FIRST_NUMBERS: u32 = 10;

/// The number itself: 35 of `35-CT-TW`.
fn number(key: &str) -> u32 {
    key.split('-').next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// The Party's numbers run through a term, the State's begin anew with each year.
fn by_party(number: &str) -> bool {
    number.find(['-', '–', '—']) < number.find('/')
}

/// Whether a day may be the one a text gives, as exactly as it gives it.
fn agrees(date: &DateMention, day: Date) -> bool {
    let month = date.precision == Precision::Quarter || date.month.is_none_or(|m| m == day.month);
    date.year.is_none_or(|y| y == day.year) && month && date.day.is_none_or(|d| d == day.day)
}

/// Whether two dates cannot be one.
fn differ(a: &DateMention, b: &DateMention) -> bool {
    let other = |x: Option<i32>, y: Option<i32>| x.zip(y).is_some_and(|(x, y)| x != y);
    let quarter = a.precision == Precision::Quarter || b.precision == Precision::Quarter;
    let small = |x: Option<u8>| x.map(i32::from);
    other(a.year, b.year) || (!quarter && (other(small(a.month), small(b.month)) || other(small(a.day), small(b.day))))
}

/// A date as messages give it.
fn written(date: &DateMention) -> String {
    match (date.year, date.month, date.day) {
        (Some(year), Some(month), Some(day)) => match Date::new(year, month, day) {
            Some(date) => date.vietnamese(),
            None => format!("{day}/{month}/{year}"),
        },
        (Some(year), Some(month), None) => format!("{month}/{year}"),
        (Some(year), None, _) => year.to_string(),
        (None, month, day) => format!("{}/{}", day.unwrap_or_default(), month.unwrap_or_default()),
    }
}
