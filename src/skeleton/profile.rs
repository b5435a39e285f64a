//! The unit a skeleton is written for.

use crate::lint::pack::Level;
use crate::text::Date;

/// What a skeleton knows of its unit; the gazetteer fills it.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The unit as it is written: `xã Can Lộc`, `chi bộ thôn 3`.
    pub unit: String,
    /// `xã`, `phường`, `thị trấn`, `đặc khu`, `huyện` …; empty where no unit of the State is meant.
    pub unit_type: String,
    /// The name without the type.
    pub name: String,
    /// The province or city, without its type.
    pub province: String,
    /// The unit, or the Party organisation, above it: `tỉnh Hà Tĩnh`, `huyện Can Lộc`, `xã Can Lộc`.
    pub superior: Option<String>,
    /// Level of the Party organisation.
    pub level: Level,
    /// When and by which resolution it came into being, if that matters to the term.
    pub born: Option<Birth>,
    /// The units it was made of; empty if it was not merged.
    pub predecessors: Vec<Predecessor>,
    /// First and last year of the coming term.
    pub term: (u16, u16),
    /// The congress's Roman ordinal.
    pub ordinal: Option<String>,
    /// The report's date, where it is known.
    pub date: Option<Date>,
    /// The day the names of places are to be judged by while the date is not known.
    pub day: Option<Date>,
    /// Who sits in the congress, if not those who usually do.
    pub congress: Option<Congress>,
    /// How the committee comes about, if not as it usually does.
    pub committee: Option<Committee>,
}

/// Who sits in a congress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Congress {
    /// Đại hội đại biểu.
    Delegates,
    /// Đại hội đảng viên.
    Members,
}

/// How a committee comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Committee {
    /// The congress elects it.
    Elected,
    /// The committee above appoints it.
    Appointed,
}

/// A unit's beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Birth {
    /// The day it began to work.
    pub date: Date,
    /// The resolution with number, date and issuer, as it is to be cited.
    pub resolution: Option<String>,
}

/// A unit that went into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predecessor {
    /// `xã`, `thị trấn` …
    pub unit_type: String,
    /// Its name.
    pub name: String,
    /// Whether only a part of it came.
    pub part: bool,
}

impl Profile {
    /// First and last year of the outgoing term.
    pub fn outgoing(&self) -> (u16, u16) {
        let (start, end) = self.term;
        (start.saturating_sub(end.saturating_sub(start)), start)
    }

    /// The congress's ordinal: the one given; `I` for a unit merged within the outgoing term, whose
    /// congresses are counted anew.
    pub fn ordinal(&self) -> Option<&str> {
        let reborn = !self.predecessors.is_empty()
            && self.born.as_ref().is_none_or(|b| b.date.year > i32::from(self.outgoing().0));
        self.ordinal.as_deref().or(reborn.then_some("I"))
    }

    /// Who sits in the congress: of a chi bộ all its members.
    pub fn congress(&self) -> Congress {
        let usual = if self.level == Level::ChiBo { Congress::Members } else { Congress::Delegates };
        self.congress.unwrap_or(usual)
    }

    /// How the committee comes about: the units merged in 2025 had theirs appointed for their first congress.
    pub fn committee(&self) -> Committee {
        let (_, year) = self.outgoing();
        let born_for_it = self.born.as_ref().is_some_and(|b| b.date.year == i32::from(year));
        let appointed = year == 2025 && born_for_it && !self.predecessors.is_empty();
        self.committee.unwrap_or(if appointed { Committee::Appointed } else { Committee::Elected })
    }
}
