//! What a copied passage still says of the unit or the time it was written for: units of elsewhere, years of an
//! earlier term. Only names are told that stand in both passages and that the gazetteer knows as another's.

use super::{Sides, words};
use crate::document::{Document, Meta};
use crate::lint::against::Other;
use crate::lint::check::Context;
use crate::lint::past::Page;
use crate::mentions::MentionKind;
use crate::mentions::place::PlaceMention;
use crate::overlap::{Passage, Text};
use crate::places::{Gazetteer, Level, Named, UnitState, UnitType, place_key};
use crate::text::{Date, Hit, LexiconBuilder, ListId, TokenKind};
use serde::Deserialize;
use std::ops::Range;
use std::sync::OnceLock;

/// `left:` in the rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Foreign {
    /// Committees that bear their unit's name alone, and its unit word: «Huyện ủy» → huyện.
    committees: Vec<(String, String)>,
    /// Words that tell of neighbours, partners, ways to somewhere: whoever has the same neighbour names it by right.
    beside: Vec<String>,
    /// What bears the year it was made in, whoever names it: «Luật Đất đai năm 2013».
    dated: Vec<String>,
    /// Words for what lies within a commune, and may bear a unit's name.
    villages: Vec<String>,
    /// Cities that everybody names.
    everywhere: Vec<String>,
    #[serde(skip)]
    lists: Option<Lists>,
}

#[derive(Debug, Clone, Copy)]
struct Lists {
    committees: ListId,
    beside: ListId,
    dated: ListId,
    villages: ListId,
}

/// The names and years of a document that may have been left standing.
pub(super) struct Names {
    as_of: Date,
    named: Vec<Name>,
    /// Years before the outgoing term.
    years: Vec<(Range<usize>, String)>,
    /// Where a village's name begins, and the name.
    villages: Vec<(usize, String)>,
    everywhere: Vec<String>,
    ground: OnceLock<Ground>,
}

/// A unit's name in the text.
struct Name {
    /// Unit word and name, or name only.
    tokens: Range<usize>,
    /// The bare name.
    bare: Range<usize>,
    unit: Option<UnitType>,
    name: String,
    /// As a message shows it.
    shown: String,
    /// Whether it is named by right as somebody's neighbour.
    beside: bool,
}

/// Names that are told in one message.
const MOST: usize = 8;

/// Words between «giáp», «nối» and the first name, between a law and its year.
const NEAR: usize = 8;

/// Words of a village's name.
const VILLAGE: usize = 4;

/// Years that a report of today may give.
const YEARS: Range<i32> = 1990..2100;

impl Foreign {
    pub(super) fn register(&mut self, builder: &mut LexiconBuilder) {
        let committees = builder.list();
        for (item, (phrase, _)) in (0..).zip(&self.committees) {
            builder.add(committees, item, phrase);
        }
        let (beside, dated) = (builder.list_of(&self.beside), builder.list_of(&self.dated));
        let villages = builder.list_of(&self.villages);
        self.lists = Some(Lists { committees, beside, dated, villages });
    }

    /// What a document names.
    pub(super) fn names(&self, context: &Context<'_>) -> Names {
        let page = Page::new(context);
        let mut named: Vec<Name> =
            page.places.iter().flat_map(|(tokens, place)| address(&page, tokens, place)).collect();
        let mut villages = Vec::new();
        if let Some(lists) = self.lists {
            let hits = &context.mentions.hits;
            named.extend(hits.of(lists.committees).iter().filter_map(|hit| self.committee(&page, hit)));
            villages.extend(hits.of(lists.villages).iter().filter_map(|hit| village(&page, hit.end as usize)));
            named.sort_by_key(|name| name.tokens.start);
            neighbours(&page, lists.beside, &mut named);
        }
        let mut years = years(context.document);
        years.retain(|(tokens, _)| !self.is_dated(context, tokens));
        let everywhere = self.everywhere.iter().map(|name| place_key(name)).collect();
        Names { as_of: context.as_of, named, years, villages, everywhere, ground: OnceLock::new() }
    }

    /// Whether a year is that of a directive, a law, a standard.
    fn is_dated(&self, context: &Context<'_>, year: &Range<usize>) -> bool {
        let document = context.document;
        let sentence = document.sentences.partition_point(|sentence| sentence.tokens.end <= year.start);
        let from = document.sentences.get(sentence).map_or(0, |sentence| sentence.tokens.start);
        let near = from.max(year.start.saturating_sub(NEAR))..year.end;
        let cited = context.mentions.within(&near).iter().any(|mention| matches!(mention.kind, MentionKind::Citation));
        cited || self.lists.is_some_and(|lists| context.mentions.hits_of(lists.dated, &near).next().is_some())
    }

    /// «Huyện ủy Đức Thọ».
    fn committee(&self, page: &Page<'_>, hit: &Hit) -> Option<Name> {
        let unit = UnitType::from_word(&self.committees.get(hit.item as usize)?.1)?;
        let bare = page.name_after(hit.end as usize, &[unit])?;
        let tokens = hit.start as usize..bare.end;
        let (name, shown) = (page.words(&bare).to_string(), page.words(&tokens).to_string());
        Some(Name { tokens, bare, unit: Some(unit), name, shown, beside: false })
    }
}

/// A unit as it is named, and the larger ones that follow in its address.
fn address(page: &Page<'_>, tokens: &Range<usize>, place: &PlaceMention) -> Vec<Name> {
    let name = |tokens: Range<usize>, bare: &Range<usize>, unit: Option<UnitType>| {
        let name = page.words(bare).to_string();
        let shown = unit.map_or(name.clone(), |unit| format!("{} {name}", unit.lower()));
        Name { tokens, bare: bare.clone(), unit, name, shown, beside: false }
    };
    let own = (place.known && !place.longer).then(|| name(tokens.clone(), &place.name, Some(place.unit)));
    let chain = place.chain.iter().map(|part| name(part.tokens.clone(), &part.name, part.unit));
    own.into_iter().chain(chain).collect()
}

/// Marks what is named as somebody's neighbour: «phía bắc giáp xã A, xã B và thị trấn C».
fn neighbours(page: &Page<'_>, beside: ListId, named: &mut [Name]) {
    // Where the last such name ends: what follows on it is of the same list, or of the same address.
    let mut last = 0;
    for name in named {
        let start = name.tokens.start;
        let clause = page.spot(name.tokens.clone()).map_or(start, |spot| spot.clause.start);
        let before = clause.max(start.saturating_sub(NEAR))..start;
        let listed = last > clause && start <= last + 1;
        name.beside = listed || page.context.mentions.hits_of(beside, &before).next().is_some();
        if name.beside {
            last = name.tokens.end;
        }
    }
}

/// The name after a word for a village.
fn village(page: &Page<'_>, start: usize) -> Option<(usize, String)> {
    let tokens = &page.context.document.tokens;
    let end = (start..tokens.len().min(start + VILLAGE)).take_while(|&at| tokens[at].is_capitalised()).last()? + 1;
    Some((start, place_key(page.words(&(start..end)))))
}

/// Years that hardly are a report's own: those before the outgoing term.
fn years(document: &Document) -> Vec<(Range<usize>, String)> {
    let Some((from, _)) = document.meta.term else { return Vec::new() };
    let year = |at: usize| {
        let token = document.tokens.get(at).filter(|token| token.kind == TokenKind::Number)?;
        token.text(&document.text).parse::<i32>().ok().filter(|year| YEARS.contains(year))
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < document.tokens.len() {
        let (old, length) = match (year(at), year(at + 1)) {
            (Some(first), Some(last)) if last == first + 5 => (last < from, 2),
            (Some(year), _) => (year < from - 5, 1),
            _ => (false, 1),
        };
        if old {
            found.push((at..at + length, document.token_text(at..at + length).to_string()));
        }
        at += length;
    }
    found
}

impl Names {
    /// What of it a copied passage still has of its source.
    pub(super) fn left(
        &self,
        sides: &Sides<'_>,
        passage: &Passage,
        (meta, document): (&Meta, Option<&Document>),
        source: &Other,
    ) -> Vec<String> {
        let here = sides.here.1;
        let tokens = here.tokens(&passage.a);
        let theirs = Copied::of(&sides.there.1.text, &passage.b);
        let stands = |tokens: &Range<usize>| theirs.has(&Copied::of(&here.text, &words(here, tokens)));
        let inside = |at: &Range<usize>| tokens.start <= at.start && at.end <= tokens.end;
        let owner = Owner::of(&source.meta);
        let ground = self.ground.get_or_init(|| Ground::of(meta, self.as_of));
        // One's own of the term before names whom it named by right.
        let own = ground.owns(&owner);
        let first = self.named.partition_point(|name| name.tokens.start < tokens.start);
        let within = || self.named[first..].iter().take_while(|name| name.tokens.start < tokens.end);
        let foreign = |name: &&Name| {
            let known = ground.is_foreign(name, &owner, &self.everywhere);
            !own && !name.beside && inside(&name.tokens) && known && stands(&name.bare)
        };
        let mut left: Vec<(usize, String)> =
            within().filter(foreign).map(|name| (name.tokens.start, name.shown.clone())).collect();
        // The source's own name without a unit word: «nhân dân Đức Minh».
        let taken = |at: usize| {
            within().any(|name| name.tokens.contains(&at)) || self.villages.iter().any(|(start, _)| *start == at)
        };
        if let (Some(document), Some(unit)) = (document, owner.unit.as_deref().filter(|unit| ground.lets(unit))) {
            let key = place_key(unit);
            let villages = || self.villages.iter().any(|(_, village)| *village == key);
            let bare = alone(document, &tokens, source).filter(|at| !taken(at.start) && stands(at) && !villages());
            left.extend(bare.map(|at| (at.start, document.token_text(at).to_string())));
        }
        let old = self.years.iter().filter(|(at, _)| inside(at) && stands(at));
        left.extend(old.map(|(at, year)| (at.start, year.clone())));
        left.sort();
        let mut shown: Vec<String> = Vec::new();
        for (_, name) in left {
            let name = format!("«{name}»");
            // «Đức Minh» says no more than «xã Đức Minh».
            if shown.len() < MOST && !shown.contains(&name) {
                shown.push(name);
            }
        }
        shown
    }
}

/// Where the name of a source's unit stands without its unit word, capitalised, of two words at least.
fn alone<'d>(
    document: &'d Document,
    tokens: &Range<usize>,
    source: &'d Other,
) -> impl Iterator<Item = Range<usize>> + use<'d> {
    let unit = source.meta.unit.as_deref().and_then(|unit| Named::parse_chain(unit).first().copied());
    let name: Vec<_> = unit.into_iter().flat_map(|unit| crate::text::syllables(unit.name)).collect();
    let start = tokens.start;
    let here = document.tokens.get(tokens.clone()).unwrap_or_default();
    let runs = here.windows(name.len().max(2)).enumerate();
    runs.filter_map(move |(at, run)| {
        let same = run.iter().map(|token| token.id).eq(name.iter().copied());
        let named = run.iter().all(|token| token.is_capitalised());
        (same && named).then(|| start + at..start + at + run.len())
    })
}

/// The words of a passage, compared whether they count as its author's own or not.
struct Copied(Text);

impl Copied {
    fn of(text: &Text, range: &Range<u32>) -> Copied {
        let words = text.words().get(range.start as usize..range.end as usize).unwrap_or_default();
        let mut copied = Text::new();
        copied.extend(words.iter().copied());
        copied.mask(0..words.len() as u32);
        Copied(copied)
    }

    fn has(&self, other: &Copied) -> bool {
        let wanted = other.0.words();
        !wanted.is_empty() && self.0.words().windows(wanted.len()).any(|words| words == wanted)
    }
}

/// Whom a document is of, as far as its head says: bare names.
struct Owner {
    unit: Option<String>,
    province: Option<String>,
}

impl Owner {
    fn of(meta: &Meta) -> Owner {
        let chain = meta.unit.as_deref().map(Named::parse_chain).unwrap_or_default();
        let province = meta.province.as_deref().map(Named::parse).or_else(|| chain.get(1..)?.last().copied());
        let name = |named: &Named<'_>| named.name.to_string();
        Owner { unit: chain.first().map(name), province: province.as_ref().map(name) }
    }

    fn is(&self, name: &str) -> bool {
        [&self.unit, &self.province].into_iter().flatten().any(|own| place_key(own) == place_key(name))
    }
}

/// What is a report's own by the gazetteer.
struct Ground {
    as_of: Date,
    name: Option<String>,
    /// The unit, and all that went into it.
    units: Vec<UnitState<'static>>,
    level: Option<Level>,
    /// Codes of the districts they lay in, or were.
    districts: Vec<&'static str>,
    province: Option<UnitState<'static>>,
}

impl Ground {
    fn of(meta: &Meta, as_of: Date) -> Ground {
        let gazetteer = Gazetteer::embedded();
        let scope = gazetteer.scope(meta.unit.as_deref(), meta.province.as_deref(), as_of);
        let ancestors = scope.unit.map(|unit| gazetteer.ancestors(&unit)).unwrap_or_default();
        let units: Vec<UnitState<'static>> = scope.unit.into_iter().chain(ancestors).collect();
        let district = |unit: &UnitState<'static>| match unit.level {
            Level::Province => None,
            Level::District => Some(unit.code),
            Level::Commune => (unit.parent.len() == 3).then_some(unit.parent),
        };
        let districts = units.iter().filter_map(district).collect();
        let (level, province) = (scope.unit.map(|unit| unit.level), scope.province());
        Ground { as_of, name: Owner::of(meta).unit, units, level, districts, province }
    }

    /// Whether a name may be another's: not where a unit of the report's own bears it.
    fn lets(&self, name: &str) -> bool {
        let same = self.name.as_deref().is_some_and(|own| place_key(own) == place_key(name));
        !same && !self.bearers(name).iter().any(|unit| self.is_own(unit))
    }

    /// Whether a document is the report's own, or that of a unit that went into its own.
    fn owns(&self, owner: &Owner) -> bool {
        let here = |province: &str| self.bearers(province).iter().any(|unit| self.is_own(unit));
        let near = self.province.is_none() || owner.province.as_deref().is_none_or(here);
        near && owner.unit.as_deref().is_some_and(|unit| !self.lets(unit))
    }

    fn bearers(&self, name: &str) -> Vec<UnitState<'static>> {
        Gazetteer::embedded().named(None, name)
    }

    /// Whether a name is that of a unit of elsewhere, as surely as can be told.
    fn is_foreign(&self, name: &Name, owner: &Owner, everywhere: &[String]) -> bool {
        if !self.lets(&name.name) {
            return false;
        }
        let smaller = |unit: &UnitState<'_>| name.unit.is_some() || unit.level != Level::Commune;
        let meant = |unit: &UnitState<'_>| name.unit.is_none_or(|wanted| wanted == unit.unit_type) && smaller(unit);
        let born = |unit: &UnitState<'_>| unit.valid_from.is_none_or(|from| from <= self.as_of);
        let mut bearers = self.bearers(&name.name);
        bearers.retain(|unit| meant(unit) && born(unit));
        let national = || everywhere.contains(&place_key(&name.name));
        let told = match bearers.iter().all(|unit| unit.level == Level::Province) {
            true => self.province.is_some(),
            false => !self.units.is_empty(),
        };
        !bearers.is_empty() && (owner.is(&name.name) || (told && !national()))
    }

    /// Whether a unit is the report's own, went into it, or holds it.
    fn is_own(&self, unit: &UnitState<'static>) -> bool {
        if self.units.iter().any(|own| own.is(unit) || own.code == unit.parent && own.level < unit.level) {
            return true;
        }
        let here = || {
            let province = Gazetteer::embedded().province_on(unit, self.as_of);
            matches!((province, self.province), (Some(one), Some(own)) if one.is(&own))
        };
        match unit.level {
            Level::Province => here(),
            _ if self.level == Some(Level::Province) => here(),
            // The province's own city is named by all its communes.
            Level::District => self.districts.contains(&unit.code) || unit.unit_type == UnitType::ThanhPho && here(),
            Level::Commune => false,
        }
    }
}
