//! What is known of a measure besides its names: what counts it, and the words its names are made of.

use super::MeasureId;
use crate::lint::pack::{Indicator, Measure, Merge, Pack};
use crate::mentions::fact::{FigureWords, Unit};
use crate::text::{Syllable, fold, syllables};

/// What is known of a measure.
#[derive(Debug)]
pub struct Known {
    /// Its units, folded, without «/năm» and the like.
    heads: Vec<String>,
    units: Vec<Unit>,
    percent: bool,
    /// What a share is one of: «12.450 lao động qua đào tạo» gives it too.
    among: Option<Unit>,
    /// The same in words, folded.
    base: Option<String>,
    /// The words of its names and units, sorted.
    words: Vec<Syllable>,
    /// Those of its name alone, sorted.
    own: Vec<Syllable>,
    /// Whether it is counted anew each year, so that a term's total is another number.
    pub by_year: bool,
    /// Whether it is a part of a structure: «nông nghiệp» is one of what is produced, and of who works.
    pub is_part: bool,
}

impl Known {
    /// Of every row of a set, each measure and then each part.
    pub(super) fn of(pack: &Pack, figures: &FigureWords, short: &[String]) -> Vec<Vec<Known>> {
        let short = short.iter().map(|word| Unit::Word(Syllable::of(word).0)).collect();
        let reader = Reader { figures, money: figures.named(MONEY), short };
        pack.indicators.iter().map(|indicator| reader.row(indicator)).collect()
    }

    /// Whether it is money, a weight, an area: a bare number does not tell of what.
    pub fn is_measured(&self) -> bool {
        !self.percent && !self.units.is_empty() && self.units.iter().all(|unit| matches!(unit, Unit::Measure(..)))
    }

    /// Whether a figure in some unit can be the measure's: «1,2 tỷ đồng» is no number of cooperatives.
    pub fn counts(&self, figures: &FigureWords, unit: Unit) -> bool {
        match unit {
            Unit::Percent => self.percent,
            Unit::None | Unit::Points => false,
            unit => self.units.iter().any(|own| figures.akin(unit, *own)),
        }
    }

    /// Whether it is a number of things, which may stand without saying again what they are: «04 năm 2020, 05 năm 2021».
    pub fn counts_things(&self) -> bool {
        !self.percent && self.units.iter().any(|unit| matches!(unit, Unit::Count(_)))
    }

    /// Whether such a figure gives the measure at least in other words: the number itself where a share is asked.
    pub fn tells(&self, figures: &FigureWords, unit: Unit) -> bool {
        self.counts(figures, unit) || self.among.is_some_and(|among| figures.akin(unit, among))
    }

    /// Whether a row that states this unit, folded, can be the measure's; of a unit nobody knows it may.
    pub fn takes(&self, figures: &FigureWords, stated: &str, is_unit: impl Fn() -> bool) -> bool {
        let head = head(stated);
        if stated.contains('%') || self.heads.iter().any(|own| own == head) {
            return self.percent || !stated.contains('%');
        }
        match figures.named(head) {
            Some(unit) => self.counts(figures, unit),
            None => !is_unit(),
        }
    }

    /// Whether it is only ever given in percent.
    pub fn is_share(&self) -> bool {
        self.percent && self.units.is_empty()
    }

    /// Whether some words, folded, are what a share of it is of: «dân số».
    pub fn is_share_of(&self, base: &str) -> bool {
        let bases = self.heads.iter().filter_map(|head| head.strip_prefix("% ")).chain(self.base.as_deref());
        self.percent && bases.into_iter().any(|own| own == base)
    }

    /// Whether names of the measure use a word.
    pub fn uses(&self, word: Syllable) -> bool {
        self.words.binary_search(&word).is_ok()
    }

    /// Whether its name has a word: «trên 1 ha đất» goes on with «nông nghiệp».
    pub fn is_named_with(&self, word: Syllable) -> bool {
        self.own.binary_search(&word).is_ok()
    }
}

/// What all money is counted in.
const MONEY: &str = "đồng";

/// Reads what is known of measures.
struct Reader<'f> {
    figures: &'f FigureWords,
    money: Option<Unit>,
    /// Short for amounts of money: «65,4 tr/người».
    short: Vec<Unit>,
}

impl Reader<'_> {
    fn row(&self, indicator: &Indicator) -> Vec<Known> {
        let measures = indicator.measures().map(|m| self.measure(m, &m.name, &m.variants));
        // A part is measured as its whole is.
        let part = |known: Known| Known { is_part: true, ..known };
        let parts = indicator.parts.iter().map(|p| part(self.measure(&indicator.measure, &p.name, &p.variants)));
        measures.chain(parts).collect()
    }

    /// What some words count: «trẻ em dưới 5 tuổi» are «trẻ em».
    fn noun(&self, words: &str) -> Option<Unit> {
        let ends = words.match_indices(' ').map(|(at, _)| at).chain([words.len()]);
        ends.filter_map(|end| self.figures.named(words.get(..end)?)).next_back()
    }

    fn measure(&self, measure: &Measure, name: &str, variants: &[String]) -> Known {
        let stated = || std::iter::once(&measure.unit).chain(&measure.units);
        let heads: Vec<String> = stated().map(|unit| head(&fold(unit)).to_string()).collect();
        let word = |head: &String| syllables(head).next().map(|word| Unit::Word(word.0));
        let unit = |head: &String| self.figures.named(head).or_else(|| word(head));
        let mut units: Vec<Unit> = heads.iter().filter(|head| !head.contains('%')).filter_map(unit).collect();
        if self.money.is_some_and(|money| units.iter().any(|unit| self.figures.akin(*unit, money))) {
            units.extend(&self.short);
        }
        let names = std::iter::once(name).chain(variants.iter().map(String::as_str));
        let mut words: Vec<Syllable> = names.chain(stated().map(String::as_str)).flat_map(syllables).collect();
        words.sort_unstable();
        words.dedup();
        let mut own: Vec<Syllable> = syllables(name).collect();
        own.sort_unstable();
        let base = match &measure.merge {
            Merge::Ratio(noun) => Some(fold(noun)),
            _ => None,
        };
        let among = base.as_deref().and_then(|noun| self.noun(noun));
        Known {
            among,
            base,
            percent: heads.iter().any(|head| head.contains('%')),
            by_year: measure.merge == Merge::Sum && measure.unit.contains("/năm"),
            is_part: false,
            units,
            heads,
            words,
            own,
        }
    }
}

/// «triệu đồng/người/năm» counts millions.
fn head(unit: &str) -> &str {
    let unit = unit.trim().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start();
    unit.split(['/', '(']).next().unwrap_or("").trim()
}

impl super::IndicatorIndex {
    /// What is known of a row's measures and parts.
    pub fn known_of_row(&self, row: usize) -> &[Known] {
        self.known.get(row).map_or(&[], Vec::as_slice)
    }

    /// What is known of a measure.
    pub fn known(&self, measure: MeasureId) -> Option<&Known> {
        let row = self.known.get(measure.row())?;
        row.get(measure.place().min(row.len().saturating_sub(1)))
    }
}
