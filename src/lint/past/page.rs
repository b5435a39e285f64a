//! One document as the rules on places read it: its mentions of places, where each stands, its cues.

use super::{Cue, PastWords};
use crate::document::{Block, BlockKind, Kind, Section, Table};
use crate::lint::check::Context;
use crate::lint::pack::Role;
use crate::mentions::place::{InList, PlaceMention};
use crate::mentions::{Mention, MentionKind};
use crate::places::{Gazetteer, Level, Mention as GazetteerMention, Named, Scope, UnitType, Verdict, place_key};
use crate::text::{Date, Gap, Hit};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// A sentence that is longer, in tokens, is no sentence; no farther does the check look.
pub const WIDEST: usize = 400;

/// Words of a unit's name: «Phan Rang - Tháp Chàm» has four.
const LONGEST_NAME: usize = 6;

/// The scopes of the units met last: the documents of one unit ask for the same, and it takes longer to
/// look up than to use.
#[derive(Debug, Default)]
pub(super) struct Scopes(Mutex<HashMap<ScopeKey, Arc<Ground>>>);

/// Where a report stands, and what the gazetteer said there of the mentions already judged: the same few names
/// stand in all documents of a unit.
#[derive(Debug)]
struct Ground {
    scope: Scope<'static>,
    verdicts: Mutex<HashMap<String, Verdict<'static>>>,
}

/// Verdicts kept for one scope at most.
const VERDICTS: usize = 4096;

impl Ground {
    fn judge(&self, mention: &GazetteerMention<'_>) -> Verdict<'static> {
        let key = key_of(mention);
        let verdicts = || self.verdicts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(verdict) = verdicts().get(&key) {
            return verdict.clone();
        }
        let verdict = Gazetteer::embedded().judge(mention, &self.scope);
        let mut verdicts = verdicts();
        if verdicts.len() >= VERDICTS {
            verdicts.clear();
        }
        verdicts.insert(key, verdict.clone());
        verdict
    }
}

/// All that a verdict depends on beside the scope.
fn key_of(mention: &GazetteerMention<'_>) -> String {
    let mut key = String::with_capacity(64);
    let mut add = |unit_type: Option<UnitType>, name: &str| {
        key.push(unit_type.map_or('-', |unit_type| char::from(b'a' + unit_type as u8)));
        key.push_str(name);
        key.push('\n');
    };
    add(Some(mention.unit_type), mention.name);
    for part in mention.chain {
        add(part.unit_type, part.name);
    }
    if let Some(near) = mention.near {
        add(None, "");
        add(near.unit_type, near.name);
    }
    key
}

/// Unit, province, day.
type ScopeKey = (Option<String>, Option<String>, Date);

/// Scopes kept at most: a province's communes.
const SCOPES: usize = 256;

impl Scopes {
    fn of(&self, context: &Context<'_>) -> Arc<Ground> {
        let meta = &context.document.meta;
        let key = (meta.unit.clone(), meta.province.clone(), context.as_of);
        let mut scopes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ground) = scopes.get(&key) {
            return Arc::clone(ground);
        }
        drop(scopes);
        let scope = Gazetteer::embedded().scope(key.0.as_deref(), key.1.as_deref(), key.2);
        let ground = Arc::new(Ground { scope, verdicts: Mutex::default() });
        scopes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if scopes.len() >= SCOPES {
            scopes.clear();
        }
        scopes.insert(key, Arc::clone(&ground));
        ground
    }
}

/// A document with all its mentions of places.
pub struct Page<'a> {
    pub context: &'a Context<'a>,
    pub places: Vec<(Range<usize>, &'a PlaceMention)>,
    words: &'a PastWords,
    ground: OnceCell<Arc<Ground>>,
    own: Option<(UnitType, String)>,
    newest: OnceCell<Option<Date>>,
}

/// Some words with their surroundings.
#[derive(Clone)]
pub struct Spot<'p> {
    /// The words.
    pub tokens: Range<usize>,
    /// One past the last token of the whole address.
    pub end: usize,
    /// Which of the document's places it is, or ends in.
    pub place: Option<usize>,
    /// The block.
    pub block: &'p Block,
    /// Its index.
    pub block_id: usize,
    /// The sentence it stands in.
    pub sentence: Range<usize>,
    /// Its part of the sentence, between semicolons.
    pub clause: Range<usize>,
    /// Whether it stands in directions and tasks.
    pub is_task: bool,
}

/// A mention of a place with its surroundings.
pub struct Seen<'p> {
    /// Unit word and name, and where they stand.
    pub spot: Spot<'p>,
    /// Its index among the places.
    pub at: usize,
    /// The mention.
    pub place: &'p PlaceMention,
    /// Whether the list it stands in says that it is one («các xã …»).
    pub place_is_plural: bool,
}

impl<'a> Page<'a> {
    /// A document, with its places looked for and nothing yet looked up.
    pub fn new(context: &'a Context<'a>) -> Page<'a> {
        let place = |m: &'a Mention| match &m.kind {
            MentionKind::Place(place) => Some((m.tokens.clone(), place)),
            _ => None,
        };
        let places = context.mentions.all.iter().filter_map(place).collect();
        let own = context.document.meta.unit.as_deref().and_then(|unit| {
            let own = *Named::parse_chain(unit).first()?;
            Some((own.unit_type?, place_key(own.name)))
        });
        let words = &context.catalogue.past;
        Page { context, places, words, ground: OnceCell::new(), own, newest: OnceCell::new() }
    }

    /// The report's own day, unit and province; looked up when the first name needs it.
    pub fn scope(&self) -> &Scope<'static> {
        &self.ground().scope
    }

    fn ground(&self) -> &Ground {
        self.ground.get_or_init(|| self.words.scopes.of(self.context))
    }

    /// What the gazetteer says of a mention.
    pub fn judge(&self, mention: &GazetteerMention<'_>) -> Verdict<'static> {
        self.ground().judge(mention)
    }

    /// The last day the text names, worked out by `of` when first asked for.
    pub fn newest(&self, of: impl Fn(&Mention) -> Option<Date>) -> Option<Date> {
        *self.newest.get_or_init(|| self.context.mentions.all.iter().filter_map(of).max())
    }

    pub fn words(&self, tokens: &Range<usize>) -> &str {
        self.context.document.token_text(tokens.clone())
    }

    /// The name of a unit of these types right after a body: «Huyện ủy Can Lộc».
    pub fn name_after(&self, start: usize, types: &[UnitType]) -> Option<Range<usize>> {
        let tokens = &self.context.document.tokens;
        // «Phan Rang - Tháp Chàm»
        let joined = |i: usize, gap: Gap| gap == Gap::Space || gap == Gap::Hyphen && i > start;
        let follows = |i: usize| tokens.get(i).is_some_and(|t| joined(i, t.gap) && t.is_capitalised());
        let words = (start..start + LONGEST_NAME).take_while(|&i| follows(i)).map(|i| self.words(&(i..i + 1)));
        let length = Gazetteer::embedded().longest_name(&words.collect::<Vec<_>>(), types)?;
        Some(start..start + length)
    }

    /// The report's own unit, named without a district that might be gone.
    pub fn is_own_unit(&self, place: &PlaceMention) -> bool {
        let district = |unit: Option<UnitType>| unit.is_none_or(|u| u.level() != Some(Level::Province));
        let plain = !place.chain.iter().any(|part| district(part.unit));
        plain
            && self
                .own
                .as_ref()
                .is_some_and(|(unit, key)| *unit == place.unit && place_key(self.words(&place.name)) == *key)
    }

    /// Phrases that show something, within some tokens.
    pub fn cues(&self, cue: Cue, tokens: &Range<usize>) -> impl Iterator<Item = &Hit> {
        self.context.mentions.hits_of(self.words.list, tokens).filter(move |hit| hit.item == cue as u32)
    }

    pub fn has(&self, cue: Cue, tokens: &Range<usize>) -> bool {
        self.cues(cue, tokens).next().is_some()
    }

    /// Whether some tokens tell of how units came about.
    pub fn tells(&self, tokens: &Range<usize>) -> bool {
        self.has(Cue::History, tokens) || self.has(Cue::Merger, tokens)
    }

    /// What stands between a token and the one before it.
    pub fn gap(&self, token: usize) -> &str {
        let tokens = &self.context.document.tokens;
        let (Some(before), Some(this)) = (token.checked_sub(1).and_then(|b| tokens.get(b)), tokens.get(token)) else {
            return "";
        };
        self.context.document.text.get(before.end as usize..this.start as usize).unwrap_or("")
    }

    /// A mention of a place with its surroundings.
    pub fn seen<'p>(&'p self, at: usize) -> Option<Seen<'p>> {
        let (tokens, place) = self.places.get(at)?;
        let spot = Spot { place: Some(at), end: place.end(), ..self.spot(tokens.clone())? };
        let place_is_plural = place.list == InList::Later && self.list_is_plural(at);
        Some(Seen { spot, at, place, place_is_plural })
    }

    /// Some words with their surroundings.
    pub fn spot(&self, tokens: Range<usize>) -> Option<Spot<'_>> {
        let document = self.context.document;
        let block_id = document.blocks.partition_point(|b| b.tokens.end <= tokens.start);
        let block = document.blocks.get(block_id).filter(|b| b.tokens.contains(&tokens.start))?;
        let sentences = document.sentences.get(block.sentences.clone()).unwrap_or_default();
        let sentence = sentences.get(sentences.partition_point(|s| s.tokens.end <= tokens.start));
        let sentence = sentence.map_or(block.tokens.clone(), |s| s.tokens.clone());
        let from = tokens.start.saturating_sub(WIDEST).max(sentence.start);
        let sentence = from..sentence.end.min(tokens.end + WIDEST);
        let parts = |token: &usize| self.gap(*token).contains(';');
        let from = (sentence.start + 1..=tokens.start).rev().find(parts).unwrap_or(sentence.start);
        let to = (tokens.end..sentence.end).find(parts).unwrap_or(sentence.end);
        let (clause, is_task, end) = (from..to, self.is_task(block), tokens.end);
        Some(Spot { tokens, end, place: None, block, block_id, sentence, clause, is_task })
    }

    /// The mention before another, with its surroundings.
    pub fn seen_before<'p>(&'p self, seen: &Seen<'p>) -> Option<Seen<'p>> {
        self.seen(seen.at.checked_sub(1)?)
    }

    /// Whether the first member of the list has «các», «03» before its unit word.
    fn list_is_plural(&self, at: usize) -> bool {
        let first = self.places[..at].iter().rev().take(WIDEST).find(|(_, place)| place.list != InList::Later);
        first.is_some_and(|(tokens, _)| crate::mentions::place::is_plural(&self.context.document.tokens, tokens.start))
    }

    /// The place that is named from a token on, with its index.
    pub fn place_at(&self, token: usize) -> Option<(usize, &'a PlaceMention)> {
        let at = self.places.partition_point(|(tokens, _)| tokens.start < token);
        self.places.get(at).filter(|(tokens, _)| tokens.start == token).map(|(_, place)| (at, *place))
    }

    /// The rest of the address.
    pub fn chain<'p>(&'p self, place: &PlaceMention) -> Vec<Named<'p>> {
        place.chain.iter().map(|part| Named { unit_type: part.unit, name: self.words(&part.name) }).collect()
    }

    /// The larger unit named last before the mention in its paragraph.
    pub fn near(&self, seen: &Seen<'_>) -> Option<Named<'_>> {
        if !seen.place.chain.is_empty() {
            return None;
        }
        let rank = |unit: UnitType| match unit.level() {
            Some(Level::Commune) => 1,
            Some(Level::District) => 2,
            None | Some(Level::Province) => 3,
        };
        let own = rank(seen.place.unit);
        let before = self.places[..seen.at].iter().rev().take(WIDEST);
        let before = before.take_while(|(tokens, _)| tokens.start >= seen.spot.block.tokens.start);
        for (_, place) in before {
            let chain = place.chain.iter().filter_map(|part| Some((part.unit?, &part.name)));
            let larger = std::iter::once((place.unit, &place.name)).chain(chain).find(|(unit, _)| rank(*unit) > own);
            if let Some((unit, name)) = larger {
                return Some(Named::new(unit, self.words(name)));
            }
        }
        None
    }

    /// Directions, targets, tasks: by the outline's role, by the kind of table, by the heading.
    fn is_task(&self, block: &Block) -> bool {
        let role = self.role(block);
        if matches!(role, Role::Task | Role::Target | Role::Remedy | Role::Organisation | Role::Forecast) {
            return true;
        }
        let kind = self.context.document.meta.kind;
        if let Some((table, _)) = self.row(block) {
            return kind == Some(Kind::ActionProgramme) || self.head_has(table, Cue::TaskTable);
        }
        role == Role::None && self.headings(block).any(|heading| self.has(Cue::Directions, &heading.tokens))
    }

    /// Whether a block gives an account of what was: results, shortcomings and what comes of them.
    pub fn is_account(&self, block: &Block) -> bool {
        let role = self.role(block);
        matches!(role, Role::Result | Role::Shortcoming | Role::Cause | Role::Responsibility | Role::Lesson)
    }

    fn role(&self, block: &Block) -> Role {
        self.context.outline.roles.get(block.section as usize).copied().unwrap_or_default()
    }

    /// The headings above a block, the nearest first.
    pub fn headings(&self, block: &Block) -> impl Iterator<Item = &Block> {
        let document = self.context.document;
        let lines = |section: &Section| [section.subtitle, section.heading];
        document
            .section_chain(block.section)
            .filter_map(|id| document.sections.get(id as usize))
            .flat_map(lines)
            .flatten()
            .filter_map(|id| document.blocks.get(id as usize))
    }

    /// The table and row of a cell.
    pub fn row(&self, block: &Block) -> Option<(&Table, Range<usize>)> {
        let BlockKind::Cell { table, row, .. } = block.kind else { return None };
        let table = self.context.document.tables.get(table as usize)?;
        let cells = &table.rows.get(row as usize)?.cells;
        let cell = |id: Option<&u32>| id.and_then(|&id| self.context.document.blocks.get(id as usize));
        let (first, last) = (cell(cells.first())?, cell(cells.last())?);
        Some((table, first.tokens.start..last.tokens.end.min(first.tokens.start + 8 * WIDEST)))
    }

    /// The header cells of a table; a table without marked ones has its first row.
    pub fn head<'p>(&'p self, table: &'p Table) -> impl Iterator<Item = &'p Block> {
        let cells = table.rows.iter().take(table.header_rows.max(1)).flat_map(|row| row.cells.iter().take(WIDEST));
        cells.filter_map(|&id| self.context.document.blocks.get(id as usize))
    }

    pub fn head_has(&self, table: &Table, cue: Cue) -> bool {
        self.head(table).any(|cell| self.has(cue, &cell.tokens))
    }
}
