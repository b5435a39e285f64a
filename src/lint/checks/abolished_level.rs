//! Bodies of a level of administration that is no more, given a task as if it stood.
//!
//! `outdated-place-name` speaks of units, this rule of their bodies: where both could, this one does
//! where it runs ([`AbolishedLevel::places`]), for what the reader has to mend is who does the work.

use crate::document::Kind;
use crate::lint::check::{Check, Context, Draft, Place};
use crate::lint::past::{Cue, Page, Spot, history, time};
use crate::places::{Level, Mention, Outdated, UnitType, Verdict};
use crate::text::{Date, Gap, Hit, LexiconBuilder, ListId, Syllable, Token, tokenize};
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// `abolished-level:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AbolishedLevel {
    levels: Vec<LevelData>,
    /// Words before a body that ask something of it: they make a task wherever no account of the past is given.
    asked: Vec<String>,
    /// Words before a nameless unit that make it a partner in a task.
    joined_with: Vec<String>,
    /// Words right before a body that give it a task, wherever no account is given; longer ones that do not.
    assigned: Vec<String>,
    handed_over: Vec<String>,
    /// Words right before a body to which something is brought: in a task they ask something of it.
    addressed: Vec<String>,
    /// Words right after a body that give it a part in what is to be done, wherever no account is given.
    charged: Vec<String>,
    /// Words right after a body that tell what it did while it stood; where it opens the clause they tell what it is
    /// to do.
    settled: Vec<String>,
    /// Words right after a body that tell of its time.
    over: Vec<String>,
    /// Words before «của» that ask for a body's help; whatever else is «của» a body is no task of it.
    support: Vec<String>,
    /// Words right before a body that make it the owner of a thing.
    property: Vec<String>,
    #[serde(skip)]
    lists: Option<Lists>,
}

/// One level, or some bodies of it that ended on a day of their own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LevelData {
    /// What it is called.
    name: String,
    /// The day it was no more.
    end: String,
    /// By which law; may be empty.
    law: String,
    /// Words for all of it: «cấp huyện».
    collective: Vec<String>,
    /// Its unit words, where no unit of another level has the same.
    units: Vec<String>,
    /// Bodies that bear the level in their name: «Huyện ủy». None: the level goes on, only some of its bodies ended.
    whole: Vec<String>,
    /// Those that another level may have too; the name after them tells: «Thành ủy».
    shared: Vec<String>,
    /// Bodies that a unit word or the level follows: «Ủy ban nhân dân».
    bodies: Vec<String>,
}

#[derive(Debug)]
struct Lists {
    whole: ListId,
    shared: ListId,
    bodies: ListId,
    /// «đề nghị huyện»; the item counts the level and how many words the unit takes.
    asked_units: ListId,
    ends: Vec<Date>,
    // These are common words: they are looked for beside a body, not in the whole text.
    units: Vec<Phrases>,
    asked: Phrases,
    assigned: Phrases,
    handed_over: Phrases,
    addressed: Phrases,
    charged: Phrases,
    settled: Phrases,
    over: Phrases,
    support: Phrases,
    property: Phrases,
}

/// Phrases to be held against the words at a place.
#[derive(Debug, Default)]
struct Phrases(Vec<Vec<Syllable>>);

impl Phrases {
    fn of<'p>(phrases: impl IntoIterator<Item = &'p String>) -> Phrases {
        let phrase = |phrase: &String| tokenize(phrase).iter().map(|t| t.id).collect::<Vec<_>>();
        Phrases(phrases.into_iter().map(phrase).filter(|words| !words.is_empty()).collect())
    }

    /// The end of the longest that stands from a token on and joins what is before it.
    fn from(&self, tokens: &[Token], start: usize) -> Option<usize> {
        let stands = |words: &&Vec<Syllable>| {
            tokens.get(start..start + words.len()).is_some_and(|here| {
                here.iter().zip(words.iter()).all(|(token, word)| token.id == *word && token.gap.joins())
            })
        };
        self.0.iter().filter(stands).map(|words| start + words.len()).max()
    }

    /// Whether one ends right before a token that it joins.
    fn up_to(&self, tokens: &[Token], end: usize) -> bool {
        tokens.get(end).is_some_and(|t| t.gap.joins())
            && self.0.iter().any(|words| {
                let here = end.checked_sub(words.len()).and_then(|start| tokens.get(start..end));
                here.is_some_and(|here| here.iter().zip(words).all(|(token, word)| token.id == *word))
                    && tokens.get(end - words.len() + 1..end).unwrap_or_default().iter().all(|t| t.gap.joins())
            })
    }
}

/// A body as the text names it.
#[derive(Debug)]
struct Body {
    level: usize,
    tokens: Range<usize>,
    /// The unit it is the body of, among the document's places.
    place: Option<usize>,
}

static OF: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("của"));
static DONE: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("đã"));
static AND: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("và"));

/// How far before a body the word may stand that asks something of it: «đề nghị Ban Thường vụ Huyện ủy».
const ASKED_WITHIN: usize = 4;

/// More bodies than these are no paragraph's: the rest of it is not read.
const MOST_IN_A_BLOCK: usize = 200;

impl Check for AbolishedLevel {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        let mut by_level = |phrases: fn(&LevelData) -> &Vec<String>| {
            let list = builder.list();
            for (level, data) in self.levels.iter().enumerate() {
                builder.add_all(list, level as u32, phrases(data));
            }
            list
        };
        let (whole, shared, bodies) = (by_level(|l| &l.whole), by_level(|l| &l.shared), by_level(|l| &l.bodies));
        let asked_units = builder.list();
        let mut units = Vec::new();
        for (level, data) in self.levels.iter().enumerate() {
            let words = || data.collective.iter().chain(&data.units);
            // Where only some bodies ended, the unit itself can still be asked.
            let asked = self.asked.iter().chain(&self.joined_with).filter(|_| !data.whole.is_empty());
            for (asked, unit) in asked.flat_map(|asked| words().map(move |unit| (asked, unit))) {
                builder.add(asked_units, item(level, unit), &format!("{asked} {unit}"));
            }
            units.push(Phrases::of(words()));
        }
        self.lists = Some(Lists {
            whole,
            shared,
            bodies,
            asked_units,
            ends: self.levels.iter().filter_map(|level| level.end.parse().ok()).collect(),
            units,
            asked: Phrases::of(&self.asked),
            assigned: Phrases::of(&self.assigned),
            handed_over: Phrases::of(&self.handed_over),
            addressed: Phrases::of(&self.addressed),
            charged: Phrases::of(&self.charged),
            settled: Phrases::of(&self.settled),
            over: Phrases::of(&self.over),
            support: Phrases::of(&self.support),
            property: Phrases::of(&self.property),
        });
    }

    fn validate(&self) -> Result<(), String> {
        self.levels.iter().try_for_each(|level| level.end.parse::<Date>().map(|_| ()).map_err(|e| e.to_string()))
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        if context.document.meta.kind == Some(Kind::MergerAnnex) {
            return;
        }
        let Some(lists) = &self.lists else { return };
        let page = Page::new(context);
        let found = lists.find(&page, context.as_of).into_iter();
        let mut bodies = found.filter(|body| lists.is_given_a_task(&page, body)).peekable();
        while let Some(mut body) = bodies.next() {
            // «Huyện ủy, Ủy ban nhân dân huyện Can Lộc» is asked once.
            while let Some(next) = bodies.next_if(|next| goes_on(context, &body.tokens, &next.tokens)) {
                body.tokens.end = next.tokens.end;
            }
            let Some(level) = self.levels.get(body.level) else { continue };
            let date = level.end.parse().map_or(String::new(), |end: Date| end.vietnamese());
            let law = if level.law.is_empty() { String::new() } else { format!(" ({})", level.law) };
            out.push(
                Draft::on(Place::Tokens(body.tokens.clone()))
                    .with("body", page.words(&body.tokens))
                    .with("level", &level.name)
                    .with("date", date)
                    .with("law", law),
            );
        }
    }
}

/// Whether only «,» or «và» stands between two bodies.
fn goes_on(context: &Context<'_>, one: &Range<usize>, next: &Range<usize>) -> bool {
    let tokens = &context.document.tokens;
    let gap = tokens.get(next.start).map(|t| t.gap);
    (one.end == next.start && gap == Some(Gap::Comma))
        || (one.end + 1 == next.start
            && gap == Some(Gap::Space)
            && tokens.get(one.end).is_some_and(|t| t.id == *AND && t.gap.joins()))
}

impl AbolishedLevel {
    /// The document's places that are units of bodies of a level that has ended.
    pub fn places(&self, page: &Page<'_>) -> BodyPlaces {
        let mut places = BodyPlaces::default();
        let Some(lists) = &self.lists else { return places };
        for body in lists.find(page, page.context.as_of) {
            let Some(at) = body.place else { continue };
            if lists.is_given_a_task(page, &body) {
                places.asked.insert(at);
            } else if lists.is_told_of(page, &body) {
                places.told_of.insert(at);
            }
        }
        places
    }
}

/// Places named as the units of bodies, by what is said of the bodies.
#[derive(Debug, Default)]
pub struct BodyPlaces {
    /// The rule speaks of these.
    pub asked: HashSet<usize>,
    /// An account of what was tells what these did while they stood.
    pub told_of: HashSet<usize>,
}

impl Lists {
    /// All bodies of levels that have ended by a day, from left to right, the longest where several begin at one word.
    fn find(&self, page: &Page<'_>, as_of: Date) -> Vec<Body> {
        let mut found: Vec<Body> = Vec::new();
        if self.ends.iter().all(|end| as_of < *end) {
            return found;
        }
        let (mut block_end, mut of_block) = (0, 0);
        let of = |list| page.context.mentions.hits.of(list).iter();
        let lists = [self.whole, self.shared, self.bodies, self.asked_units];
        let mut hits: Vec<&Hit> = lists.into_iter().flat_map(of).collect();
        hits.sort_by_key(|hit| (hit.start, hit.list, hit.end));
        for hit in hits {
            if of_block >= MOST_IN_A_BLOCK && (hit.start as usize) < block_end {
                continue;
            }
            let body = match hit.list {
                list if list == self.whole => self.whole(page, hit),
                list if list == self.shared => self.shared(page, hit),
                list if list == self.bodies => self.of_a_unit(page, hit),
                _ => asked_unit(page, hit),
            };
            let ended = |body: &Body| self.ends.get(body.level).is_some_and(|end| *end <= as_of);
            let Some(body) = body.filter(ended) else { continue };
            match found.last_mut() {
                Some(last) if body.tokens.start == last.tokens.start && body.tokens.end > last.tokens.end => {
                    *last = body;
                }
                Some(last) if body.tokens.start < last.tokens.end => {}
                _ => {
                    if body.tokens.start >= block_end {
                        let block = page.context.document.block_of_token(body.tokens.start);
                        (block_end, of_block) = (block.map_or(0, |block| block.tokens.end), 0);
                    }
                    of_block += 1;
                    found.push(body);
                }
            }
        }
        found
    }

    /// «Huyện ủy», with or without a name.
    fn whole(&self, page: &Page<'_>, hit: &Hit) -> Option<Body> {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let types = [UnitType::Huyen, UnitType::Quan, UnitType::ThiXa, UnitType::ThanhPho];
        let end = page.name_after(end, &types).map_or(end, |name| name.end);
        Some(Body { level: hit.item as usize, tokens: start..end, place: None })
    }

    /// «Thành ủy Chí Linh», not «Thành ủy Hải Phòng».
    fn shared(&self, page: &Page<'_>, hit: &Hit) -> Option<Body> {
        let name = page.name_after(hit.end as usize, &[UnitType::ThanhPho])?;
        let mention = Mention::new(UnitType::ThanhPho, page.words(&name));
        is_dead_district(page, &mention).then_some(Body {
            level: hit.item as usize,
            tokens: hit.start as usize..name.end,
            place: None,
        })
    }

    /// «Ủy ban nhân dân huyện Can Lộc», «Phòng Nội vụ huyện», «UBND cấp huyện».
    fn of_a_unit(&self, page: &Page<'_>, hit: &Hit) -> Option<Body> {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let level = hit.item as usize;
        page.context.document.tokens.get(end).filter(|t| t.gap == Gap::Space)?;
        if let Some((at, place)) = page.place_at(end) {
            let chain = page.chain(place);
            let mention = Mention::new(place.unit, page.words(&place.name)).with_chain(&chain);
            let of_level = match place.unit.level() {
                Some(level) => level == Level::District,
                None => is_dead_district(page, &mention),
            };
            return of_level.then_some(Body { level, tokens: start..place.name.end, place: Some(at) });
        }
        let tokens = &page.context.document.tokens;
        let end = self.units.get(level)?.from(tokens, end)?;
        let named = tokens.get(end).is_some_and(|t| t.gap == Gap::Space && t.is_capitalised());
        (!named).then_some(Body { level, tokens: start..end, place: None })
    }

    /// Whether a word that asks ends a few tokens before a body, in its clause.
    fn is_asked(&self, tokens: &[Token], start: usize) -> bool {
        let joined = |i: &usize| tokens.get(*i).is_some_and(|t| t.gap.joins());
        let ends = (0..=ASKED_WITHIN).filter_map(|back| start.checked_sub(back)).take_while(joined);
        ends.into_iter().any(|end| self.asked.up_to(tokens, end))
    }

    /// Whether an account of what was tells of the body, and no word in it of today or of a time after its end.
    fn is_told_of(&self, page: &Page<'_>, body: &Body) -> bool {
        let spot = page.spot(body.tokens.clone()).filter(|spot| page.is_account(spot.block));
        spot.zip(self.ends.get(body.level))
            .is_some_and(|(spot, end)| !time::speaks_of_today(page, &spot.clause) && !time::is_after(page, &spot, *end))
    }

    /// Whether the text wants something of the body, and wants it after its end.
    fn is_given_a_task(&self, page: &Page<'_>, body: &Body) -> bool {
        let Some(end) = self.ends.get(body.level) else { return false };
        let Some(spot) = page.spot(body.tokens.clone()) else { return false };
        let address = body.place.and_then(|at| page.places.get(at)).map_or(body.tokens.end, |(_, place)| place.end());
        let spot = Spot { place: body.place, end: address, ..spot };
        let start = body.tokens.start;
        let tokens = &page.context.document.tokens[..];
        let opens = start == spot.clause.start || page.gap(start).contains([':', ')']);
        let acts = (opens || page.gap(start).contains(',')) && self.acts(tokens, address);
        let whole = matches!(page.context.document.meta.kind, Some(Kind::ActionProgramme | Kind::CongressScript));
        let in_tasks = spot.is_task || whole;
        let asked = !page.is_account(spot.block)
            && (self.is_asked(tokens, start)
                || (self.assigned.up_to(tokens, start) && !self.handed_over.up_to(tokens, start))
                || self.charged.from(tokens, address).is_some()
                || ((acts || self.addressed.up_to(tokens, start)) && time::is_after(page, &spot, *end)));
        if !(asked || in_tasks) || history::is_no_statement(page, &spot) {
            return false;
        }
        // Who is asked in the year of the end is asked for the rest of it.
        let spot = Spot { is_task: spot.is_task || (asked && time::is_around(page, &spot, *end)), ..spot };
        let addressed = in_tasks && self.addressed.up_to(tokens, start);
        let joined = |i: usize| tokens.get(i).is_some_and(|t| t.gap.joins());
        let of = start.checked_sub(1).filter(|&of| joined(start) && tokens.get(of).is_some_and(|t| t.id == *OF));
        let owned = of.is_some_and(|of| !self.support.up_to(tokens, of));
        let owns = self.property.up_to(tokens, start);
        let done = (start.saturating_sub(ASKED_WITHIN)..start).any(|i| tokens.get(i).is_some_and(|t| t.id == *DONE))
            && (start.saturating_sub(ASKED_WITHIN - 1)..=start).all(joined);
        let settled = self.over.from(tokens, address).is_some()
            || (!(opens || addressed) && self.settled.from(tokens, address).is_some());
        let before = start.saturating_sub(3)..start;
        let issued = !addressed && page.cues(Cue::Document, &before).any(|hit| hit.end as usize == start);
        !(owned || owns || issued || done || (settled && !asked) || history::told(page, &spot, *end))
    }

    /// Whether a body is followed by what it does: a plain word that tells of no other time.
    fn acts(&self, tokens: &[Token], end: usize) -> bool {
        let verb = tokens.get(end).is_some_and(|t| t.gap == Gap::Space && !t.is_capitalised());
        verb && self.over.from(tokens, end).is_none()
    }
}

/// The item of a unit word: its level and how many words it has.
fn item(level: usize, unit: &str) -> u32 {
    (level * WORDS + unit.split(' ').count().min(WORDS - 1)) as u32
}

/// No unit word has so many words.
const WORDS: usize = 8;

/// «đề nghị huyện bố trí vốn», «kiến nghị cấp huyện»: the unit after the word that asks.
fn asked_unit(page: &Page<'_>, hit: &Hit) -> Option<Body> {
    let (level, words) = (hit.item as usize / WORDS, hit.item as usize % WORDS);
    let end = hit.end as usize;
    let start = end.checked_sub(words)?;
    let tokens = &page.context.document.tokens;
    // A named unit is outdated-place-name's.
    let bare = page.place_at(start).is_none() && !tokens.get(end).is_some_and(|t| t.is_capitalised());
    let begins = tokens.get(start).is_some_and(|t| matches!(t.gap, Gap::Space | Gap::Comma) && !t.is_capitalised());
    (bare && begins).then_some(Body { level, tokens: start..end, place: None })
}

/// Whether a «thành phố» is one of the level below the province that has ended.
fn is_dead_district(page: &Page<'_>, mention: &Mention<'_>) -> bool {
    let districts = |found: &Outdated<'_>| found.states.iter().all(|unit| unit.level == Level::District);
    matches!(page.judge(mention), Verdict::Outdated(found) if districts(&found))
}
