//! One state of one unit, as a line of `places.tsv` gives it, and the words for its columns.

use super::key::place_key;
use crate::text::date::Date;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Where a unit stands in the State's ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh: until 30/6/2025.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
}

/// The word before a unit's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitType {
    /// Tỉnh.
    Tinh,
    /// Thành phố: a province or, until 2025, a district.
    ThanhPho,
    /// Huyện.
    Huyen,
    /// Quận.
    Quan,
    /// Thị xã.
    ThiXa,
    /// Xã.
    Xa,
    /// Phường.
    Phuong,
    /// Thị trấn.
    ThiTran,
    /// Đặc khu.
    DacKhu,
}

/// Every type: the word, its letter in `place-names.tsv`, its usual abbreviations.
const TYPES: [(UnitType, &str, char, &[&str]); 9] = [
    (UnitType::Tinh, "Tỉnh", 'T', &[]),
    (UnitType::ThanhPho, "Thành phố", 'C', &["tp"]),
    (UnitType::Huyen, "Huyện", 'H', &["h"]),
    (UnitType::Quan, "Quận", 'Q', &["q"]),
    (UnitType::ThiXa, "Thị xã", 'S', &["tx"]),
    (UnitType::Xa, "Xã", 'X', &[]),
    (UnitType::Phuong, "Phường", 'P', &["p"]),
    (UnitType::ThiTran, "Thị trấn", 'B', &["tt"]),
    (UnitType::DacKhu, "Đặc khu", 'D', &[]),
];

/// Bytes of the longest unit word, its letters taken apart.
const LONGEST_WORD: usize = 24;

/// The types by the keys of their words and abbreviations.
static WORDS: LazyLock<HashMap<String, UnitType>> = LazyLock::new(|| {
    let words = |t: &(UnitType, &'static str, char, &'static [&'static str])| {
        let short = t.3.iter().map(|word| word.to_string());
        short.chain([place_key(t.1)]).map(|key| (key, t.0)).collect::<Vec<_>>()
    };
    TYPES.iter().rev().flat_map(words).collect()
});

impl UnitType {
    /// The word as the data writes it: with a capital.
    pub fn as_str(self) -> &'static str {
        TYPES.iter().find(|t| t.0 == self).map_or("", |t| t.1)
    }

    /// The word inside a sentence: `xã`, `thị trấn`.
    pub fn lower(self) -> String {
        self.as_str().to_lowercase()
    }

    /// The type named by a word in any spelling, or by `TP.`, `TX.`, `TT.`, `P.`, `Q.`, `H.`
    pub fn from_word(word: &str) -> Option<Self> {
        // Nearly all words asked about are none, and most of those show it by how they begin.
        let begins = |c: char| "txpqhđðɖ".contains(c.to_lowercase().next().unwrap_or(c));
        if word.len() > LONGEST_WORD || !word.starts_with(begins) {
            return None;
        }
        WORDS.get(&place_key(word)).copied()
    }

    /// The level; `None` for `Thành phố`, which is either a province or a district.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Tinh => Some(Level::Province),
            Self::ThanhPho => None,
            Self::Huyen | Self::Quan | Self::ThiXa => Some(Level::District),
            Self::Xa | Self::Phuong | Self::ThiTran | Self::DacKhu => Some(Level::Commune),
        }
    }

    pub(super) fn letter(self) -> char {
        TYPES.iter().find(|t| t.0 == self).map_or('?', |t| t.2)
    }

    pub(super) fn from_letter(letter: char) -> Option<Self> {
        TYPES.iter().find(|t| t.2 == letter).map(|t| t.0)
    }

    fn from_data(word: &str) -> Option<Self> {
        TYPES.iter().find(|t| t.1 == word).map(|t| t.0)
    }
}

/// What befell a unit, in the words of `changes.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// All of it went to one unit.
    MergedWhole,
    /// It was split.
    MergedPart,
    /// Another name.
    Renamed,
    /// Another type, the name kept.
    Retyped,
    /// Another district or province only.
    Reparented,
    /// Untouched, but for the district above it.
    Kept,
    /// No unit came after it, or none is known.
    Abolished,
}

impl Kind {
    /// The word of the JSON contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MergedWhole => "merged_whole",
            Self::MergedPart => "merged_part",
            Self::Renamed => "renamed",
            Self::Retyped => "retyped",
            Self::Reparented => "reparented",
            Self::Kept => "kept",
            Self::Abolished => "abolished",
        }
    }
}

/// How much of the old unit a link carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Share {
    /// All of it.
    Whole,
    /// A part.
    Part,
    /// A part of its land, nobody with it.
    Land,
    /// A part of its people.
    People,
    /// A part of its land and all its people.
    Main,
    /// What was left of it.
    Rest,
}

/// One target in the column `becomes`, not yet looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target<'g> {
    pub kind: Kind,
    pub share: Share,
    pub code: &'g str,
    pub default: Option<bool>,
    /// Day and resolution, given only where the link is not of the state's last day.
    pub own: Option<(Date, &'g str)>,
}

impl<'g> Target<'g> {
    /// Reads `whole:18436`, `part:00070*`, `abolished:42`, `whole:08@2025-07-01=202/2025/QH15`.
    fn parse(item: &'g str) -> Option<Self> {
        let (word, rest) = item.split_once(':')?;
        let (rest, own) = match rest.split_once('@') {
            Some((rest, own)) => {
                let (date, basis) = own.split_once('=')?;
                (rest, Some((date.parse().ok()?, basis)))
            }
            None => (rest, None),
        };
        let (kind, share) = match word {
            "whole" => (Kind::MergedWhole, Share::Whole),
            "part" => (Kind::MergedPart, Share::Part),
            "land" => (Kind::MergedPart, Share::Land),
            "people" => (Kind::MergedPart, Share::People),
            "main" => (Kind::MergedPart, Share::Main),
            "rest" => (Kind::MergedPart, Share::Rest),
            "renamed" => (Kind::Renamed, Share::Whole),
            "retyped" => (Kind::Retyped, Share::Whole),
            "reparented" => (Kind::Reparented, Share::Whole),
            "kept" => (Kind::Kept, Share::Whole),
            "abolished" => (Kind::Abolished, Share::Whole),
            _ => return None,
        };
        let (code, default) = match (rest.strip_suffix('*'), rest.strip_suffix('?')) {
            (Some(code), _) => (code, Some(true)),
            (_, Some(code)) => (code, None),
            _ if kind == Kind::Abolished => (rest, None),
            _ => (rest, Some(kind != Kind::MergedPart)),
        };
        Some(Self { kind, share, code, default, own })
    }
}

/// A unit as it was between two days: nothing in it changed in that time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitState<'g> {
    /// The statistics office's code, 2, 3 or 5 digits. Codes were given anew in 2025, so a code
    /// means something only together with a day.
    pub code: &'g str,
    /// The level, from the code's length.
    pub level: Level,
    /// The type.
    pub unit_type: UnitType,
    /// The name without the type.
    pub name: &'g str,
    /// The code of the unit above it; empty for a province.
    pub parent: &'g str,
    /// The code of its province on its last day; a province's own code for a province.
    pub province: &'g str,
    /// First day; `None`: there on 2004-08-31 already.
    pub valid_from: Option<Date>,
    /// The day it was no more; `None`: in force.
    pub valid_to: Option<Date>,
    /// The resolution that ended it, several with `|` between, empty where unknown.
    pub basis: &'g str,
    pub(super) becomes: &'g str,
    pub(super) made_of: &'g str,
    alts: &'g str,
}

impl<'g> UnitState<'g> {
    /// Reads one line of `places.tsv`.
    pub(super) fn parse(line: &'g str) -> Option<Self> {
        let day = |field: &str| match field {
            "" => Some(None),
            day => day.parse().ok().map(Some),
        };
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        let code = next()?;
        let level = match code.len() {
            2 => Level::Province,
            3 => Level::District,
            5 => Level::Commune,
            _ => return None,
        };
        Some(Self {
            code,
            level,
            unit_type: UnitType::from_data(next()?)?,
            name: next()?,
            parent: next()?,
            province: next()?,
            valid_from: day(next()?)?,
            valid_to: day(next()?)?,
            becomes: next()?,
            basis: next()?,
            made_of: next()?,
            alts: next()?,
        })
    }

    /// Whether it stood on that day.
    pub fn alive_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date < to)
    }

    /// Whether it had ended by that day.
    pub fn dead_on(&self, date: Date) -> bool {
        self.valid_to.is_some_and(|to| to <= date)
    }

    /// Other attested spellings of the name.
    pub fn alt_names(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        self.alts.split('|').filter(|alt| !alt.is_empty())
    }

    /// Whether this is one of its names; `key` comes from [`place_key`].
    pub fn bears(&self, key: &str) -> bool {
        place_key(self.name) == key || self.alt_names().any(|alt| place_key(alt) == key)
    }

    /// Type and name as they stand in a sentence: `xã Can Lộc`.
    pub fn label(&self) -> String {
        format!("{} {}", self.unit_type.lower(), self.name)
    }

    /// The same state of the same unit.
    pub fn is(&self, other: &Self) -> bool {
        self.code == other.code && self.valid_from == other.valid_from
    }

    pub(super) fn targets(&self) -> impl Iterator<Item = Target<'g>> + use<'g> {
        self.becomes.split(' ').filter_map(Target::parse)
    }

    /// Code and day of every link that leads here.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&'g str, Date)> + use<'g> {
        let born = self.valid_from;
        self.made_of.split(' ').filter_map(move |item| match item.split_once('@') {
            Some((code, date)) => Some((code, date.parse().ok()?)),
            None if item.is_empty() => None,
            None => Some((item, born?)),
        })
    }
}
