//! What a check is given and what it gives back.

use super::against::Other;
use super::agenda::{self, Agenda};
use super::catalogue::Catalogue;
use super::checks::figures::{self, OffShare};
use super::finding::{Edit, Fix, Severity};
use super::index::DocumentIndex;
use super::indicators;
use super::indicators::sheet::{self, Sheet};
use super::outline::OutlineMatch;
use super::pack::{Level, Pack};
use super::parts::Parts;
use super::rule::Rule;
use super::tasks::{self, Lack};
use super::told::{self, Slip};
use crate::document::{BlockId, Document, SectionId, Span};
use crate::mentions::place::PlaceMention;
use crate::mentions::{Facts, Mentions};
use crate::overlap::prepare::{self, Passages};
use crate::places::{Named, place_key};
use crate::text::{Date, LexiconBuilder, TokenKind};
use serde_json::Value;
use std::any::Any;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// A kind of check: code that reads a rule's data. One value serves all documents and threads.
pub trait Check: Send + Sync {
    /// Adds the rule's phrases to the one trie. Called once, before anything is read.
    fn register(&mut self, _builder: &mut LexiconBuilder) {}

    /// What is wrong with the rule's data beyond its shape.
    fn validate(&self) -> Result<(), String> {
        Ok(())
    }

    /// What is wrong with the rule's settings in a manifest, for the packs loaded.
    fn settings(&self, _settings: &Settings, _pack: &Pack) -> Result<(), String> {
        Ok(())
    }

    /// Looks at one document.
    fn document(&self, _context: &Context<'_>, _out: &mut Vec<Draft>) {}

    /// What is to be kept of a document for [`Check::unit`]; most checks keep nothing. It stays until the
    /// run ends, so it holds words and places, never the text.
    fn keep(&self, _context: &Context<'_>) -> Option<Kept> {
        None
    }

    /// Looks at the documents of one unit and term together, through what was kept of each: what they must
    /// agree in. A document judged alone is a unit's only one; of a reviewer's folder each unit is asked by itself.
    fn unit(&self, _context: &DossierContext<'_>, _out: &mut Vec<DossierDraft>) {}

    /// Looks at all documents of a dossier together.
    fn dossier(&self, _context: &DossierContext<'_>, _out: &mut Vec<DossierDraft>) {}
}

/// What a check keeps of a document, in a type of its own.
pub type Kept = Box<dyn Any + Send + Sync>;

/// A rule's own settings in a manifest.
pub type Settings = BTreeMap<String, Value>;

/// One document with all that is understood of it.
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// What it names.
    pub mentions: &'a Mentions,
    /// Which sections are which nodes of the outline.
    pub outline: &'a OutlineMatch,
    /// Rules, packs, word lists.
    pub catalogue: &'a Catalogue,
    /// The rules that run: not those switched off or left out.
    pub running: &'a [&'a Rule],
    /// The day the report speaks from.
    pub as_of: Date,
    /// Whether no other document is at hand: nothing need be kept that is only held against others.
    pub alone: bool,
    /// Whether documents of others are at hand.
    pub compared: bool,
    /// The rule that is asked.
    pub rule: &'a Rule,
    /// Its settings in the manifest.
    pub settings: &'a Settings,
    /// What is worked out once something asks for it.
    pub lazy: &'a Lazy,
}

/// Views of a document that some checks share and others do without.
#[derive(Debug, Default)]
pub struct Lazy {
    /// Its words for the overlap engine.
    pub passages: OnceLock<Passages>,
    /// Its figures as facts.
    pub facts: OnceLock<Facts>,
    /// Its shares that do not fit.
    pub shares: OnceLock<Vec<OffShare>>,
    /// The numbers of its tables.
    pub numbers: OnceLock<Vec<Option<figures::Numbers>>>,
    /// Its words that are no possible syllable.
    pub no_syllables: OnceLock<Vec<u32>>,
    /// The year in which its term ends.
    pub turn: OnceLock<i32>,
    /// What each of its sentences is about.
    pub parts: OnceLock<Parts>,
    /// Its running orders.
    pub agendas: OnceLock<Vec<Agenda>>,
    /// What its tasks lack.
    pub tasks: OnceLock<Vec<Lack>>,
    /// Its tables of indicators.
    pub sheets: OnceLock<Vec<Sheet>>,
    /// What it says of the values of indicators.
    pub values: OnceLock<Vec<indicators::value::Value>>,
    /// What its sentences tell of its tables' cells with a slip.
    pub slips: OnceLock<Vec<Slip>>,
}

/// A dossier: what was kept of each document.
pub struct DossierContext<'a> {
    /// The documents, in the order of their paths.
    pub documents: &'a [DocumentIndex],
    /// Whether they were given as a dossier (a folder), not as single files.
    pub is_dossier: bool,
    /// Rules, packs, word lists.
    pub catalogue: &'a Catalogue,
    /// Documents of others to compare with; in places their indices follow on the dossier's own.
    pub against: &'a [Arc<Other>],
    /// The rule that is asked.
    pub rule: &'a Rule,
    /// Its settings in the manifest.
    pub settings: &'a Settings,
    /// The rule's place among those that run, which is where its [`Kept`] lie.
    pub slot: usize,
    /// The documents that [`Check::unit`] is asked about, by index.
    pub family: &'a [usize],
}

impl DossierContext<'_> {
    /// What the check kept of a document, by the document's index.
    pub fn kept<T: 'static>(&self, document: usize) -> Option<&T> {
        self.documents.get(document)?.kept.get(self.slot)?.as_ref()?.downcast_ref()
    }

    /// What the check kept of the unit's documents, with their indices.
    pub fn all_kept<T: 'static>(&self) -> impl Iterator<Item = (usize, &T)> {
        self.family.iter().filter_map(|&id| Some((id, self.kept(id)?)))
    }
}

/// Where a draft stands: in the plain text, or in the source where there is no text.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// Bytes of the plain text.
    Text(Range<usize>),
    /// Tokens.
    Tokens(Range<usize>),
    /// The document's title; in drafts about a dossier's documents.
    Title,
    /// Bytes of the source, and the block they belong to.
    Source(Span, BlockId),
}

impl Place {
    /// Whether two places of a text, told in one way, have words in common.
    pub fn meets(&self, other: &Place) -> bool {
        match (self, other) {
            (Place::Text(x), Place::Text(y)) | (Place::Tokens(x), Place::Tokens(y)) => {
                x.start < y.end && y.start < x.end
            }
            _ => false,
        }
    }
}

/// A finding as a check makes it; the engine adds positions, words and headings.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Where.
    pub place: Place,
    /// Which of the rule's messages; empty for the plain one.
    pub message: &'static str,
    /// Values for the message.
    pub values: Vec<(&'static str, String)>,
    /// Values that are other words of the rule, filled with the values above: name and which of its messages.
    pub parts: Vec<(&'static str, &'static str)>,
    /// Severity, if not the rule's own.
    pub severity: Option<Severity>,
    /// Other places: path (empty: this document), where, what is said of it.
    pub related: Vec<(usize, Place, String)>,
    /// A correction.
    pub fix: Option<Fix>,
}

/// A draft about one document of a dossier, by its index.
#[derive(Clone, Debug)]
pub struct DossierDraft {
    /// The document it is about.
    pub document: usize,
    /// What is to be said. `related` places name documents of the dossier.
    pub draft: Draft,
}

/// In a draft about one document, the document itself.
pub const SELF: usize = usize::MAX;

impl Draft {
    /// A draft on some words of the plain text.
    pub fn at(range: Range<usize>) -> Draft {
        Draft::on(Place::Text(range))
    }

    /// A draft on a place.
    pub fn on(place: Place) -> Draft {
        let (values, parts, related) = (Vec::new(), Vec::new(), Vec::new());
        Draft { place, message: "", values, parts, severity: None, related, fix: None }
    }

    /// Chooses one of the rule's messages.
    pub fn say(mut self, message: &'static str) -> Draft {
        self.message = message;
        self
    }

    /// Fills in a value of the message.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Draft {
        self.values.push((name, value.into()));
        self
    }

    /// Fills in a part of the message with other words of the rule; with nothing, where `message` is empty.
    pub fn part(mut self, name: &'static str, message: &'static str) -> Draft {
        self.parts.push((name, message));
        self
    }

    /// Sets a severity other than the rule's own.
    pub fn weigh(mut self, severity: Severity) -> Draft {
        self.severity = Some(severity);
        self
    }

    /// Names another place of the same document.
    pub fn see(mut self, range: Range<usize>, message: impl Into<String>) -> Draft {
        self.related.push((SELF, Place::Text(range), message.into()));
        self
    }

    /// Offers a correction.
    pub fn fix(mut self, fix: Fix) -> Draft {
        self.fix = Some(fix);
        self
    }
}

impl Context<'_> {
    /// Whether a rule speaks for itself in this run.
    pub fn runs(&self, rule: &Rule) -> bool {
        self.running.iter().any(|running| running.id == rule.id)
    }

    /// The document's words for the overlap engine.
    pub fn passages(&self) -> &Passages {
        self.lazy.passages.get_or_init(|| prepare::passages(self.document, self.mentions))
    }

    /// The document's figures as facts.
    pub fn facts(&self) -> &Facts {
        let find = || Facts::find(self.document, self.mentions, &self.catalogue.figures);
        self.lazy.facts.get_or_init(find)
    }

    /// The tokens that are words and no possible syllable of Vietnamese, in order: few in most texts.
    pub fn no_syllables(&self) -> &[u32] {
        self.lazy.no_syllables.get_or_init(|| {
            let words = self.document.tokens.iter().enumerate().filter(|(_, t)| t.kind == TokenKind::Word);
            words.filter(|(_, t)| !self.catalogue.syllables.has(t.id)).map(|(i, _)| i as u32).collect()
        })
    }

    /// What each sentence of the document is about.
    pub fn parts(&self) -> &Parts {
        let outline = self.document.meta.kind.and_then(|kind| self.catalogue.outlines.get(&kind));
        let words = &self.catalogue.parts;
        self.lazy.parts.get_or_init(|| Parts::find(self.document, self.mentions, words, outline, self.outline))
    }

    /// The document's shares that do not fit their parts and wholes.
    pub fn shares(&self) -> &[OffShare] {
        self.lazy.shares.get_or_init(|| figures::off_shares(self))
    }

    /// The numbers of the document's tables, one by one.
    pub fn numbers(&self) -> &[Option<figures::Numbers>] {
        self.lazy.numbers.get_or_init(|| figures::numbers(self))
    }

    /// The document's running orders.
    pub fn agendas(&self) -> &[Agenda] {
        self.lazy.agendas.get_or_init(|| agenda::agendas(self))
    }

    /// What the document's tasks lack.
    pub fn tasks(&self) -> &[Lack] {
        self.lazy.tasks.get_or_init(|| tasks::lacks(self))
    }

    /// The year in which the outgoing term ends and the new one begins.
    pub fn turn(&self) -> i32 {
        *self.lazy.turn.get_or_init(|| indicators::turn(self))
    }

    /// The document's tables of indicators.
    pub fn sheets(&self) -> &[Sheet] {
        self.lazy.sheets.get_or_init(|| sheet::sheets(self))
    }

    /// What the document says of the values of indicators.
    pub fn values(&self) -> &[indicators::value::Value] {
        self.lazy.values.get_or_init(|| indicators::values(self))
    }

    /// Figures of its sentences that are cells of its tables with a slip in them.
    pub fn slips(&self) -> &[Slip] {
        self.lazy.slips.get_or_init(|| told::slips(self))
    }

    /// Whether a place is the unit's own.
    pub fn is_own(&self, place: &PlaceMention) -> bool {
        let Some(unit) = self.document.meta.unit.as_deref() else { return false };
        let own = Named::parse_chain(unit);
        let name = place_key(self.document.token_text(place.name.clone()));
        own.first().is_some_and(|own| place_key(own.name) == name)
    }

    /// The replacement of some words of the plain text by others, if they stand in the source as they stand
    /// in the text: not where markup runs through them or an entity stands for a letter.
    pub fn edit(&self, range: Range<usize>, text: impl Into<String>) -> Option<Edit> {
        let span = self.document.span(range.clone());
        let (words, source) = (self.document.text.get(range)?, self.document.source.get(span.range())?);
        // The source may be decomposed where the text is not.
        let literal = words == source || source.nfc().eq(words.chars());
        literal.then(|| Edit { start: span.start, end: span.end, text: text.into() })
    }

    /// A draft on a section's heading line.
    pub fn at_heading(&self, section: SectionId) -> Draft {
        let heading = self.document.sections.get(section as usize).and_then(|s| s.heading);
        match heading.and_then(|h| self.document.blocks.get(h as usize)) {
            Some(block) => Draft::at(block.range.clone()),
            None => self.at_title(),
        }
    }

    /// A draft on the document's title, for things that are nowhere.
    pub fn at_title(&self) -> Draft {
        match self.document.title() {
            Some(block) => Draft::at(block.range.clone()),
            None => Draft::on(Place::Source(Span::default(), 0)),
        }
    }

    /// The level of organisation the document speaks for, if it shows.
    pub fn level(&self) -> Option<Level> {
        super::level::of(self.document)
    }
}
