//! Figures from before a merger that nothing in the dossier accounts for.
//!
//! A unit made of others has no figures of its own from before its birth: those it gives are sums, and
//! the reader must be able to see of what. A footnote, a summary table by old unit, or a sentence that says so
//! is enough in the report itself. Of another document only what speaks of the same things counts: the annex
//! made for it, a table that gives indicators by old unit; a note on who sat in which committee explains no budget.

use crate::document::{Block, BlockKind, Kind, Row, Table};
use crate::lint::check::{Check, Context, DossierContext, DossierDraft, Draft, Kept, Place};
use crate::lint::finding::shorten;
use crate::lint::pack::Level;
use crate::lint::past::{Cue, Page, history, time};
use crate::mentions::MentionKind;
use crate::places::Level::Commune;
use crate::places::{Gazetteer, Named, Profile, UnitState, place_key};
use crate::text::{Date, LexiconBuilder, ListId, Syllable, SyllableSet, TokenKind};
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

/// `undocumented-merger:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct UndocumentedMerger {
    /// How many sentences and table rows with figures from before the merger it takes.
    least: usize,
    /// How many predecessors a table must name to be a summary by old unit.
    named_in_table: usize,
    /// Words for figures: with the old units beside them they say where figures come from.
    figures: Vec<String>,
    #[serde(skip)]
    list: Option<ListId>,
}

/// What is known of one document.
#[derive(Debug)]
struct Account {
    kind: Option<Kind>,
    /// It says somewhere where its figures come from.
    documented: bool,
    /// It says so for all documents of the unit.
    for_all: bool,
    /// Sentences and rows with figures from before the merger.
    count: usize,
    /// The first such sentence.
    quote: String,
    date: Date,
    law: String,
    unit: String,
    origins: String,
}

impl Check for UndocumentedMerger {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.list = Some(builder.list_of(&self.figures));
    }

    fn keep(&self, context: &Context<'_>) -> Option<Kept> {
        if matches!(context.level(), Some(Level::ChiBo | Level::CoSo)) || context.document.meta.unit.is_none() {
            return None;
        }
        let page = Page::new(context);
        let profile = profile_of(page.scope().unit?, context.as_of);
        let date = profile.merger()?;
        let names = profile.origins.iter().flat_map(|origin| origin.link.old.name.split([' ', '-']));
        let words = names.map(Syllable::of).collect();
        let reader = Reader { page: &page, merger: date, old: old_names(&profile), words, check: self };
        let kind = context.document.meta.kind;
        let for_all = kind == Some(Kind::MergerAnnex) || reader.gives_indicators();
        let documented = for_all || reader.documented();
        let asked = !documented && matches!(kind, Some(Kind::PoliticalReport | Kind::SelfReview));
        let (count, quote) = if asked { reader.old_figures() } else { (0, String::new()) };
        let merged = || profile.origins.iter().filter(|origin| origin.link.date == date);
        let mut origins: Vec<String> = merged().map(|origin| origin.link.old.label()).collect();
        origins.dedup();
        let law = merged().map(|origin| origin.link.basis).find(|law| !law.is_empty());
        Some(Box::new(Account {
            kind,
            documented,
            for_all,
            count,
            quote,
            date,
            law: law.map_or(String::new(), |law| format!(" ({})", law.replace('|', ", "))),
            unit: profile.unit.label(),
            origins: origins.join(", "),
        }))
    }

    fn unit(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        if context.all_kept::<Account>().any(|(_, account)| account.speaks_for_all()) {
            return;
        }
        for (document, account) in context.all_kept::<Account>() {
            if account.count >= self.least {
                let draft = Draft::on(Place::Title)
                    .with("unit", &account.unit)
                    .with("date", account.date.vietnamese())
                    .with("law", &account.law)
                    .with("origins", &account.origins)
                    .with("count", account.count.to_string())
                    .with("quote", &account.quote);
                out.push(DossierDraft { document, draft });
            }
        }
    }
}

impl Account {
    /// Whether it accounts for the figures of the other documents too. A self-review takes its figures from the
    /// political report, which is read first.
    fn speaks_for_all(&self) -> bool {
        self.for_all || (self.documented && self.kind == Some(Kind::PoliticalReport))
    }
}

thread_local! {
    /// The profile this thread asked for last: the documents of a dossier ask for one after another.
    static LAST: RefCell<Option<(Date, Rc<Profile<'static>>)>> = const { RefCell::new(None) };
}

/// What went into a unit.
fn profile_of(unit: UnitState<'static>, on: Date) -> Rc<Profile<'static>> {
    LAST.with_borrow_mut(|last| match last {
        Some((day, profile)) if *day == on && profile.unit == unit => Rc::clone(profile),
        _ => {
            let profile = Rc::new(Gazetteer::embedded().profile_of(unit, on));
            *last = Some((on, Rc::clone(&profile)));
            profile
        }
    })
}

/// The folded names of the units that went in.
fn old_names(profile: &Profile<'_>) -> BTreeSet<String> {
    profile.origins.iter().map(|origin| place_key(origin.link.old.name)).collect()
}

/// A document read for what it says of the units before the merger.
struct Reader<'a> {
    page: &'a Page<'a>,
    merger: Date,
    old: BTreeSet<String>,
    /// The words of their names.
    words: SyllableSet,
    check: &'a UndocumentedMerger,
}

/// «Xã Suối Ngô (trước 01/7/2025)», «Xã Suối Ngô trước sắp xếp»: the name alone.
fn without_time(text: &str) -> &str {
    let name = text.split(['(', '\n']).next().unwrap_or(text);
    name.split_once(" trước ").map_or(name, |(name, _)| name).trim()
}

/// Tokens of the longest cell that is looked at as a name.
const LONGEST_CELL: usize = 16;
/// A table by old unit has no more rows.
const MOST_ROWS: usize = 400;

/// The longest cell that is looked at as a name, in bytes.
const LONGEST_NAME: usize = 120;

impl Reader<'_> {
    /// Whether a note, a table or a sentence says where figures from before the merger come from.
    fn documented(&self) -> bool {
        let document = self.page.context.document;
        let told = |block: &Block| {
            let note = block.footnote || history::is_note(self.page, block);
            let of_old = || self.tells(block) || self.names_old(&block.tokens) > 0 || self.names_figures(&block.tokens);
            (note && of_old())
                || (block.is_heading() && self.page.has(Cue::OldData, &block.tokens))
                || self.says_whence(block)
        };
        document.blocks.iter().any(told) || document.tables.iter().any(|table| self.is_summary(table))
    }

    /// Whether a table gives indicators of the set by old unit: no report needs more.
    fn gives_indicators(&self) -> bool {
        let context = self.page.context;
        let indicator = |block: &Block| !context.catalogue.indicators.named(context.mentions, &block.tokens).is_empty();
        let named = |table: &Table| {
            let first = table.rows.iter().take(MOST_ROWS).flat_map(|row| row.cells.iter().take(3));
            let first = first.filter_map(|&id| context.document.blocks.get(id as usize));
            let caption = table.caption.and_then(|id| context.document.blocks.get(id as usize));
            first.chain(caption).chain(self.page.head(table)).any(indicator)
        };
        context.document.tables.iter().any(|table| self.is_summary(table) && named(table))
    }

    fn tells(&self, block: &Block) -> bool {
        self.page.tells(&block.tokens)
            || [Cue::OldData, Cue::Former].iter().any(|cue| self.page.has(*cue, &block.tokens))
    }

    fn names_figures(&self, tokens: &Range<usize>) -> bool {
        self.check.list.is_some_and(|list| self.page.context.mentions.hits_of(list, tokens).next().is_some())
    }

    /// «Số liệu trước ngày 01/7/2025 là số tổng hợp của ba đơn vị», «(có biểu số liệu đơn vị cũ kèm theo)»; one old
    /// unit beside a word for figures is no sum.
    fn says_whence(&self, block: &Block) -> bool {
        let sentences = self.page.context.document.sentences.get(block.sentences.clone()).unwrap_or_default();
        self.names_figures(&block.tokens)
            && sentences.iter().map(|sentence| &sentence.tokens).any(|tokens| {
                let of_old = || self.names_old(tokens) >= self.check.named_in_table.min(self.old.len());
                self.names_figures(tokens)
                    && (self.page.has(Cue::OldData, tokens) || self.names_the_day(tokens) || of_old())
            })
    }

    /// Whether the day of the merger stands within some tokens.
    fn names_the_day(&self, tokens: &Range<usize>) -> bool {
        let Date { year, month, day } = self.merger;
        self.page.context.mentions.within(tokens).iter().any(|m| match &m.kind {
            MentionKind::Date(date) => date.year == Some(year) && date.month == Some(month) && date.day == Some(day),
            _ => false,
        })
    }

    /// How many of the units that went in some tokens name.
    fn names_old(&self, tokens: &Range<usize>) -> usize {
        let places = self.page.context.mentions.within(tokens).iter();
        let places = places.filter_map(|m| if let MentionKind::Place(p) = &m.kind { Some(p) } else { None });
        // The new unit and its old district may bear the name of one that went in.
        let communes = places.filter(|p| p.unit.level() == Some(Commune) && !self.page.is_own_unit(p));
        let keys = communes.map(|place| place_key(self.page.words(&place.name))).filter(|key| self.old.contains(key));
        keys.collect::<BTreeSet<String>>().len()
    }

    /// A table of old-unit data: it says so, or its rows or columns are the old units.
    fn is_summary(&self, table: &Table) -> bool {
        let document = self.page.context.document;
        let block = |id: &u32| document.blocks.get(*id as usize);
        let caption = table.caption.as_ref().and_then(block);
        // What each part of the new unit is to reach or to do is no account of what the old units had.
        let to_come = |cell: &Block| {
            let mentions = self.page.context.mentions.within(&cell.tokens).iter();
            mentions
                .filter_map(|m| if let MentionKind::Date(d) = &m.kind { d.year } else { None })
                .any(|year| year > self.merger.year)
        };
        if self.page.head_has(table, Cue::TaskTable) || self.page.head(table).any(to_come) {
            return false;
        }
        if caption.is_some_and(|b| self.tells(b)) || self.page.head(table).any(|cell| self.tells(cell)) {
            return true;
        }
        let rows = table.rows.iter().take(MOST_ROWS).flat_map(|row| row.cells.iter().take(3));
        let cells = rows.filter_map(block).chain(self.page.head(table));
        // Most cells have no word of any of the names, and need not be read.
        let words = |cell: &&Block| {
            let tokens = document.tokens.get(cell.tokens.clone()).unwrap_or_default();
            tokens.len() <= LONGEST_CELL && tokens.iter().any(|token| self.words.contains(&token.id))
        };
        let named: BTreeSet<String> = cells
            .filter(words)
            .map(|cell| document.block_text(cell))
            .filter(|text| text.len() <= LONGEST_NAME)
            .map(|text| place_key(Named::parse(without_time(text)).name))
            .filter(|key| self.old.contains(key))
            .collect();
        named.len() >= self.check.named_in_table.min(self.old.len())
    }

    /// How many sentences and rows give figures from before the merger as the unit's own, and the first of them.
    fn old_figures(&self) -> (usize, String) {
        let document = self.page.context.document;
        let (mut count, mut quote) = (0, String::new());
        for sentence in &document.sentences {
            let Some(block) = document.block_of_token(sentence.tokens.start) else { continue };
            if block.footnote || block.quoted || block.is_cell() || block.is_heading() {
                continue;
            }
            let mentions = self.page.context.mentions.within(&sentence.tokens);
            let figure = mentions.iter().any(|m| matches!(m.kind, MentionKind::Figure(_)));
            let of_others = mentions.iter().any(|m| match &m.kind {
                MentionKind::Place(place) => !self.page.is_own_unit(place),
                _ => false,
            });
            if figure && !of_others && time::names_only_before(self.page, &sentence.tokens, self.merger) {
                count += 1;
                if quote.is_empty() {
                    quote = shorten(document.text.get(document.sentence_range(sentence)).unwrap_or(""), 90);
                }
            }
        }
        for table in &document.tables {
            let rows = self.old_rows(table);
            count += rows.len();
            if let Some(row) = rows.first().filter(|_| quote.is_empty()) {
                let cells = row.cells.iter().filter_map(|&id| document.blocks.get(id as usize));
                let words: Vec<&str> =
                    cells.map(|cell| document.block_text(cell).trim()).filter(|words| !words.is_empty()).collect();
                quote = shorten(&words.join(" | "), 90);
            }
        }
        (count, quote)
    }

    /// Rows with a number in a column headed by a time before the merger.
    fn old_rows<'t>(&self, table: &'t Table) -> Vec<&'t Row> {
        let document = self.page.context.document;
        let column = |block: &Block| match block.kind {
            BlockKind::Cell { column, .. } => Some(column),
            _ => None,
        };
        let old = |cell: &&Block| time::names_only_before(self.page, &cell.tokens, self.merger);
        let columns: Vec<_> = self.page.head(table).filter(old).filter_map(column).collect();
        if columns.is_empty() {
            return Vec::new();
        }
        let number = |cell: &Block| {
            let tokens = document.tokens.get(cell.tokens.clone()).unwrap_or_default();
            column(cell).is_some_and(|c| columns.contains(&c)) && tokens.iter().any(|t| t.kind == TokenKind::Number)
        };
        let rows = table.rows.iter().skip(table.header_rows.max(1));
        rows.filter(|row| row.cells.iter().filter_map(|&id| document.blocks.get(id as usize)).any(number)).collect()
    }
}
