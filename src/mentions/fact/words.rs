//! The words that tie one figure to another, from `lints/data/figures.yml`.

use crate::mentions::Mentions;
use crate::text::{Hit, LexiconBuilder, ListId, fold};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// What a phrase of the file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cue {
    /// Right before a percentage: it is a share of what was just said.
    Share,
    /// Right before a figure: it is not meant exactly.
    About,
    /// All parts of the whole follow.
    Parts,
    /// Some parts of the whole follow.
    Subset,
    /// More.
    Up,
    /// Less.
    Down,
    /// The value a change starts from.
    From,
    /// The value a change leads to.
    To,
    /// A multiple.
    Times,
    /// After a percentage: it is measured by something set, not by the figure before it.
    Plan,
    /// In the sentence of `x/y`: x may be the larger.
    Exceed,
    /// Spread over the years.
    Yearly,
    /// What consists of parts that make 100.
    Structure,
    /// After a percentage: all of what it is a share of.
    Base,
    /// A total in a table, or after the parts of a list.
    Total,
    /// Opens a clause that says what all things told before it come to.
    Adds,
    /// A column or row that does not add up.
    Average,
    /// A column that is the percentage of two others.
    RatioColumn,
    /// After a whole, before a list of all its parts.
    Listed,
    /// Between a part and its whole: a ratio in words.
    OutOf,
    /// Between a result and what was planned.
    OfPlan,
    /// Right before a part: what has been done of the whole named before it.
    Done,
    /// Right before an amount: it was set, and what follows is held against it.
    Given,
    /// A measure of discipline: those told in a list are all there were.
    Penalty,
    /// Some are among more than one of the parts.
    Both,
    /// The head of a column that adds up a term or a year.
    Span,
    /// In the opening of a sentence: the figure of the one before is spoken of.
    Same,
    /// A name that ends like a word for «about»: «ngân sách cấp trên 142,6 tỷ đồng».
    Name,
    /// Right before a part, after the name of the whole: «đảng viên nữ 108 đồng chí».
    Attribute,
    /// Right before a number of votes: those given out or handed in.
    Cast,
    /// Right before a number of votes: some of those.
    Valid,
    /// In a sentence, before money: a sum that parts make up, not what each has.
    Sum,
    /// Right before a percentage: it measures one amount by another and is no share of those named after it.
    Measured,
    /// The head of a column that tells how one column differs from another.
    ChangeColumn,
    /// In a cell of such a column, before the number: it is more.
    More,
    /// The same: it is less.
    Less,
    /// At the head of an item: some of the people named before, by rank, sex or schooling.
    Quality,
    /// Opens a sentence that goes on about the figure of the one before.
    Continues,
    /// After what is counted, at the head of a sentence: the things that were told before.
    Above,
    /// Right before a number that says which of several: «tổ 3 có 45 đại biểu».
    Numbered,
}

impl Cue {
    pub(super) fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// The file's content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureWordsData {
    cues: BTreeMap<Cue, Vec<String>>,
    /// What is counted, synonyms together.
    nouns: Vec<Vec<String>>,
    /// Kinds that count one in another: every chi bộ is a tổ chức đảng.
    kin: Vec<Vec<String>>,
    /// What is measured: by quantity, units with their power of ten.
    measures: BTreeMap<String, BTreeMap<String, i8>>,
}

/// The lists, registered in a lexicon.
#[derive(Debug)]
pub struct FigureWords {
    cues: ListId,
    nouns: ListId,
    measures: ListId,
    /// By kind of thing: the kin it belongs to.
    kin: Vec<Option<u32>>,
    /// By item of the list of measures: the quantity and the power of ten.
    scales: Vec<(u32, i8)>,
    /// Nouns and units by themselves, folded.
    named: HashMap<String, Unit>,
    /// Money, and people: asked of every figure.
    money: Option<Unit>,
    people: Option<Unit>,
}

/// What a figure counts or measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Nothing stands after it, or nothing known.
    None,
    /// A share in percent.
    Percent,
    /// A difference of percentages: «2,1 điểm phần trăm».
    Points,
    /// Things of one kind; the number of the kind.
    Count(u32),
    /// A quantity by its number, and the power of ten of the unit.
    Measure(u32, i8),
    /// Another word, by its syllable.
    Word(u64),
}

impl FigureWords {
    /// Adds the lists to a lexicon under way.
    pub fn register(data: &FigureWordsData, builder: &mut LexiconBuilder) -> FigureWords {
        let (cues, nouns, measures) = (builder.list(), builder.list(), builder.list());
        for (cue, phrases) in &data.cues {
            builder.add_all(cues, *cue as u32, phrases);
        }
        for (kind, names) in data.nouns.iter().enumerate() {
            builder.add_all(nouns, kind as u32, names);
        }
        let mut named = HashMap::new();
        for (kind, names) in data.nouns.iter().enumerate() {
            named.extend(names.iter().map(|name| (fold(name), Unit::Count(kind as u32))));
        }
        let mut scales = Vec::new();
        for (quantity, units) in data.measures.values().enumerate() {
            for (unit, exponent) in units {
                builder.add(measures, scales.len() as u32, unit);
                scales.push((quantity as u32, *exponent));
                named.insert(fold(unit), Unit::Measure(quantity as u32, *exponent));
            }
        }
        let of = |names: &Vec<String>| data.kin.iter().position(|kin| kin.iter().any(|name| names.contains(name)));
        let kin = data.nouns.iter().map(|names| of(names).map(|at| at as u32)).collect();
        let unit = |name: &str| named.get(name).copied();
        let (money, people) = (unit("đồng"), unit("đồng chí"));
        FigureWords { cues, nouns, measures, kin, scales, named, money, people }
    }

    /// Whether a unit is one of money.
    pub fn is_money(&self, unit: Unit) -> bool {
        matches!(unit, Unit::Measure(..)) && self.money.is_some_and(|money| self.akin(money, unit))
    }

    /// Whether a unit counts people: comrades and what is akin to them.
    pub fn is_people(&self, unit: Unit) -> bool {
        self.people.is_some_and(|people| self.akin(people, unit))
    }

    /// Whether two units may count one in the other: equal, or of one kin.
    pub fn akin(&self, x: Unit, y: Unit) -> bool {
        let kin = |unit| match unit {
            Unit::Count(kind) => self.kin.get(kind as usize).copied().flatten(),
            _ => None,
        };
        match (x, y) {
            (Unit::Measure(x, _), Unit::Measure(y, _)) => x == y,
            (Unit::None, _) | (_, Unit::None) => false,
            (x, y) => x == y || kin(x).is_some() && kin(x) == kin(y),
        }
    }

    /// The same unit for all that count one in another.
    pub fn kin_of(&self, unit: Unit) -> Unit {
        let Unit::Count(kind) = unit else { return unit };
        let kin = self.kin.get(kind as usize).copied().flatten();
        let first = kin.and_then(|kin| self.kin.iter().position(|other| *other == Some(kin)));
        first.map_or(unit, |first| Unit::Count(first as u32))
    }

    /// The phrases that show something, within some tokens.
    pub fn cues<'m>(&self, mentions: &'m Mentions, tokens: &Range<usize>) -> impl Iterator<Item = &'m Hit> {
        mentions.hits_of(self.cues, tokens)
    }

    /// Whether a phrase that shows `cue` stands within some tokens.
    pub fn has(&self, mentions: &Mentions, cue: Cue, tokens: &Range<usize>) -> bool {
        self.cues(mentions, tokens).any(|hit| hit.item == cue as u32 && !self.is_named_so(mentions, hit))
    }

    /// Whether a phrase is the end of a name: «sầu riêng» sets nothing apart.
    fn is_named_so(&self, mentions: &Mentions, hit: &Hit) -> bool {
        if hit.item != Cue::Subset as u32 || hit.start == 0 {
            return false;
        }
        let around = hit.start as usize - 1..hit.end as usize;
        self.cues(mentions, &around).any(|name| name.item == Cue::Name as u32 && name.end == hit.end)
    }

    /// Whether such a phrase begins at a token.
    pub fn begins(&self, mentions: &Mentions, cue: Cue, token: usize) -> bool {
        self.cues(mentions, &(token..token + LONGEST)).any(|hit| hit.start as usize == token && hit.item == cue as u32)
    }

    /// By token: the cues of all phrases that end right before it, a bit each.
    pub(super) fn leads(&self, mentions: &Mentions, tokens: usize) -> Vec<u64> {
        let mut leads = vec![0u64; tokens + 1];
        let hits = mentions.hits.of(self.cues);
        for hit in hits {
            if let Some(led) = leads.get_mut(hit.end as usize) {
                *led |= 1u64.checked_shl(hit.item).unwrap_or(0);
            }
        }
        // «ít hơn 11 vụ», «cấp trên 142,6 tỷ đồng», «hoàn thành 7 công trình»: «hơn», «trên», «thành» by itself would say something else.
        for (at, hit) in hits.iter().enumerate() {
            let name = hit.item == Cue::Name as u32;
            let holds = name || hit.item == Cue::Up as u32 || hit.item == Cue::Down as u32;
            let within = hits.get(at + 1..).unwrap_or_default().iter().take_while(|h| h.start < hit.end);
            let mut ends = within.filter(|h| holds && h.end == hit.end && h.start > hit.start);
            let hides = |h: &Hit| h.item == Cue::About as u32 || name && h.item == Cue::To as u32;
            if let Some(hidden) = ends.find(|h| hides(h))
                && let Some(led) = leads.get_mut(hit.end as usize)
            {
                *led &= !1u64.checked_shl(hidden.item).unwrap_or(0);
                if name {
                    *led &= !Cue::OutOf.bit();
                }
            }
        }
        leads
    }

    /// The unit that a text, folded, names and nothing else.
    pub fn named(&self, unit: &str) -> Option<Unit> {
        self.named.get(unit).copied()
    }

    /// The unit that begins at a token: «triệu đồng/người/năm» is millions.
    pub fn unit_at(&self, mentions: &Mentions, token: usize) -> Option<Unit> {
        self.unit_from(mentions, token).map(|(unit, _)| unit)
    }

    /// The unit that begins at a token, and where it ends.
    pub fn unit_from(&self, mentions: &Mentions, token: usize) -> Option<(Unit, usize)> {
        let tokens = token..token + LONGEST;
        let at = |list| mentions.hits_of(list, &tokens).filter(|hit| hit.start as usize == token).max_by_key(|h| h.end);
        let (measure, noun) = (at(self.measures), at(self.nouns));
        // «đồng» is money, «đồng chí» is not.
        match (measure, noun) {
            (Some(measure), noun) if noun.is_none_or(|noun| noun.end <= measure.end) => {
                let (quantity, exponent) = *self.scales.get(measure.item as usize)?;
                Some((Unit::Measure(quantity, exponent), measure.end as usize))
            }
            (_, noun) => noun.map(|noun| (Unit::Count(noun.item), noun.end as usize)),
        }
    }
}

/// Tokens of the longest phrase of the file.
const LONGEST: usize = 5;
