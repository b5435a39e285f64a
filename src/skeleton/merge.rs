//! What the figures of merged units come to together, by each indicator's own rule.
//!
//! Sums add up; ratios are reckoned anew from summed numerators and denominators, averages from summed products and
//! weights, growth from summed levels. Where one unit's figure is missing, or only a part of a unit came and nobody
//! told that part's figure, there is no value but the reason why.

use super::Profile;
use super::data::{Component, Content, Data, Holder, Time, WORDS};
use super::exact::Exact;
use crate::lint::pack::{Direction, Merge, Pack};

/// A line of the indicator tables: a measure of the pack, or a part of one.
pub(super) struct Item<'p> {
    pub id: &'p str,
    pub name: &'p str,
    pub unit: &'p str,
    pub units: &'p [String],
    pub variants: &'p [String],
    pub merge: &'p Merge,
    pub max: Option<f64>,
    pub direction: Direction,
    /// The measure it shares out.
    pub whole: Option<&'p str>,
    /// Whether its parts hold the figures.
    pub group: bool,
}

/// All lines of a pack: of each row its measures, then its parts.
pub(super) fn items(pack: &Pack) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    for indicator in &pack.indicators {
        for (i, measure) in indicator.measures().enumerate() {
            items.push(Item {
                id: &measure.id,
                name: &measure.name,
                unit: &measure.unit,
                units: &measure.units,
                variants: &measure.variants,
                merge: &measure.merge,
                max: measure.max,
                direction: measure.direction,
                whole: None,
                group: i == 0 && !indicator.parts.is_empty(),
            });
        }
        for part in &indicator.parts {
            let measure = &indicator.measure;
            items.push(Item {
                id: &part.id,
                name: &part.name,
                unit: &measure.unit,
                units: &measure.units,
                variants: &part.variants,
                merge: &measure.merge,
                max: measure.max,
                direction: measure.direction,
                whole: Some(&measure.id),
                group: false,
            });
        }
    }
    items
}

/// The denominators and weights that more than one measure of the pack's own rows shares, in the order they are met.
pub(super) fn bases(pack: &Pack) -> Vec<&str> {
    let used: Vec<&str> = pack.indicators.iter().filter_map(|i| base(&i.measure.merge)).collect();
    let mut shared: Vec<&str> = Vec::new();
    for base in &used {
        if !shared.contains(base) && used.iter().filter(|other| *other == base).count() > 1 {
            shared.push(base);
        }
    }
    shared
}

/// What a rule divides or weighs by.
pub(super) fn base(merge: &Merge) -> Option<&str> {
    match merge {
        Merge::Ratio(base) | Merge::Weighted(base) => Some(base),
        _ => None,
    }
}

/// One figure of one holder, and what it can be reckoned from.
pub(super) struct At<'d> {
    pub data: &'d Data,
    pub item: &'d Item<'d>,
    pub holder: Holder,
    pub time: Time,
}

impl At<'_> {
    fn own(&self, component: Component) -> Option<Exact> {
        self.data.number(self.item.id, component, self.holder, self.time)
    }

    /// Its own, its whole's, or the one that several measures share.
    fn divisor(&self, component: Component) -> Option<Exact> {
        let of_whole = || self.data.number(self.item.whole?, component, self.holder, self.time);
        let shared = || {
            let base = base(self.item.merge)?;
            self.data.number(&format!("={base}"), Component::Value, self.holder, self.time)
        };
        self.own(component).or_else(of_whole).or_else(shared)
    }

    /// What a ratio is out of.
    pub fn denominator(&self) -> Option<Exact> {
        self.divisor(Component::Denominator)
    }

    fn weight(&self) -> Option<Exact> {
        self.divisor(Component::Weight)
    }

    /// The level a growth starts from, and the one it ends at.
    fn levels(&self) -> Option<(Exact, Exact)> {
        let level = |time| self.data.number(self.item.id, Component::Level, self.holder, time);
        match self.time {
            Time::Result | Time::Target => Some((level(Time::Start)?, level(self.time)?)),
            Time::NewTarget => Some((level(Time::Result)?, level(Time::NewTarget)?)),
            Time::Start => None,
        }
    }

    /// The figure as far as it follows from others.
    pub fn reckoned(&self, decimals: u8) -> Option<Exact> {
        match self.item.merge {
            Merge::Ratio(_) => self.own(Component::Numerator)?.over(self.denominator()?, 100, decimals),
            Merge::Base => {
                let (first, last) = self.levels()?;
                last.growth_from(first, self.data.years(self.time), decimals)
            }
            _ => None,
        }
    }

    /// What is shown for it.
    pub fn shown(&self) -> Option<String> {
        match self.data.figure(self.item.id, Component::Value, self.holder, self.time).map(|f| &f.content) {
            Some(Content::Words(words)) => Some(words.clone()),
            Some(Content::Number(number)) => Some(number.to_string()),
            None => self.reckoned(decimals(self.data, self.item)).map(|number| number.to_string()),
        }
    }

    /// Whether the file says anything of it.
    fn any(&self) -> bool {
        let components =
            [Component::Value, Component::Numerator, Component::Denominator, Component::Weight, Component::Level];
        components.iter().any(|component| self.data.figure(self.item.id, *component, self.holder, self.time).is_some())
    }
}

/// The decimals something is reckoned to: the file's word, else the rule's.
pub(super) fn decimals(data: &Data, item: &Item<'_>) -> u8 {
    let said = data.measures.get(item.id).and_then(|said| said.decimals);
    let of_whole = || data.measures.get(item.whole?).and_then(|said| said.decimals);
    said.or_else(of_whole).unwrap_or(match item.merge {
        Merge::Ratio(_) => WORDS.decimals.ratio,
        Merge::Weighted(_) => WORDS.decimals.weighted,
        _ => WORDS.decimals.base,
    })
}

/// What figures come to together.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    /// A value, how it came about, and the whole reckoning where there is one.
    Value { shown: String, number: Option<Exact>, how: String, reckoning: Option<String> },
    /// No value, and why.
    Blank(String),
    /// Nobody said anything of it.
    Nothing,
}

/// The value of the new unit at a time: of one that was not merged its own, of one that was what its predecessors come
/// to, else what the file says of it.
pub(super) fn value(data: &Data, item: &Item<'_>, profile: &Profile, time: Time) -> Outcome {
    let own = At { data, item, holder: Holder::Whole, time };
    if profile.predecessors.is_empty() {
        let number = data.number(item.id, Component::Value, Holder::Whole, time);
        let number = number.or_else(|| own.reckoned(decimals(data, item)));
        return match own.shown() {
            Some(shown) => Outcome::Value { shown, number, how: String::new(), reckoning: None },
            None => Outcome::Nothing,
        };
    }
    let said = |how: String| {
        let number = data.number(item.id, Component::Value, Holder::Whole, time);
        let number = number.or_else(|| own.reckoned(decimals(data, item)));
        own.shown().map(|shown| Outcome::Value { shown, number, how, reckoning: None })
    };
    let asked = matches!(item.merge, Merge::Status | Merge::Ask);
    let given = format!("Ghi cho {}, không gộp từ các đơn vị cũ", profile.unit);
    match together(data, item, profile, time, None) {
        Outcome::Blank(reason) => {
            let how = if asked {
                given
            } else {
                format!("Số ghi cho {}, không gộp được từ các đơn vị cũ: {reason}", profile.unit)
            };
            said(how).unwrap_or(Outcome::Blank(reason))
        }
        Outcome::Nothing => {
            let none = format!("Số ghi cho {}, không có số của từng đơn vị cũ", profile.unit);
            said(if asked { given } else { none }).unwrap_or(Outcome::Nothing)
        }
        value => value,
    }
}

/// What the predecessors come to.
pub(super) fn together(
    data: &Data,
    item: &Item<'_>,
    profile: &Profile,
    time: Time,
    decimals_wanted: Option<u8>,
) -> Outcome {
    let olds: Vec<At<'_>> =
        (0..profile.predecessors.len()).map(|i| At { data, item, holder: Holder::Old(i), time }).collect();
    let entire: Vec<At<'_>> =
        (0..profile.predecessors.len()).map(|i| At { data, item, holder: Holder::Entire(i), time }).collect();
    let spoken = |at: &At<'_>| at.any() || at.reckoned(2).is_some();
    if olds.is_empty() || !olds.iter().chain(&entire).any(spoken) {
        return Outcome::Nothing;
    }
    let names: Vec<String> = profile
        .predecessors
        .iter()
        .map(|p| {
            let full = format!("{} {}", p.unit_type, p.name);
            if p.part { format!("{PART}{full}") } else { full }
        })
        .collect();
    let group = Group { olds: &olds, entire: &entire, names: &names };
    let places = decimals_wanted.unwrap_or_else(|| decimals(data, item));
    let rounding = format!("làm tròn đến {places} chữ số thập phân");
    let rounding = if places == 0 { "làm tròn đến hàng đơn vị".to_string() } else { rounding };
    let found = match item.merge {
        Merge::Sum => group.sum(),
        Merge::Ratio(base) => group.ratio(base, places, &rounding),
        Merge::Weighted(base) => group.weighted(base, places, &rounding),
        Merge::Base => group.growth(places, data.years(time), &rounding),
        Merge::Status => Err("danh hiệu của các đơn vị cũ không cộng được; chờ danh hiệu của đơn vị mới".to_string()),
        Merge::Ask => Err("số của các đơn vị cũ không gộp được; hỏi cơ quan cung cấp số của đơn vị mới".to_string()),
    };
    match found {
        Ok((number, how, reckoning)) => {
            Outcome::Value { shown: number.to_string(), number: Some(number), how, reckoning: Some(reckoning) }
        }
        Err(reason) => Outcome::Blank(reason),
    }
}

type Found = Result<(Exact, String, String), String>;

/// Whose numbers are missing, and who gave only those of the whole unit where a part came.
#[derive(Default, PartialEq)]
struct Missing {
    missing: Vec<String>,
    apart: Vec<String>,
}

impl Missing {
    fn said(&self, what: &str) -> String {
        let mut reasons = Vec::new();
        if !self.missing.is_empty() {
            reasons.push(format!("chưa có {what} của {}", listed(&self.missing)));
        }
        if !self.apart.is_empty() {
            reasons.push(format!("chưa tách {what} của {}", listed(&self.apart)));
        }
        reasons.join("; ")
    }
}

/// The predecessors with what each says.
struct Group<'g, 'd> {
    olds: &'g [At<'d>],
    entire: &'g [At<'d>],
    names: &'g [String],
}

/// How a part of a unit is spoken of.
const PART: &str = "phần nhập vào của ";

const TOO_LARGE: &str = "số quá lớn, không tính được";

impl Group<'_, '_> {
    /// One number of each, or whose are missing.
    fn all(&self, get: impl Fn(&At<'_>) -> Option<Exact>) -> Result<Vec<Exact>, Missing> {
        let (mut numbers, mut lack) = (Vec::new(), Missing::default());
        for ((old, entire), name) in self.olds.iter().zip(self.entire).zip(self.names) {
            match (get(old), get(entire)) {
                (Some(number), _) => numbers.push(number),
                (None, Some(_)) => lack.apart.push(name.clone()),
                (None, None) => lack.missing.push(name.clone()),
            }
        }
        if lack == Missing::default() { Ok(numbers) } else { Err(lack) }
    }

    /// Two numbers of each.
    fn both(
        &self,
        (first, get_first): (&str, impl Fn(&At<'_>) -> Option<Exact>),
        (second, get_second): (&str, impl Fn(&At<'_>) -> Option<Exact>),
    ) -> Result<(Vec<Exact>, Vec<Exact>), String> {
        match (self.all(get_first), self.all(get_second)) {
            (Ok(a), Ok(b)) => Ok((a, b)),
            (Err(a), Err(b)) if a == b => Err(a.said(&format!("{first}, {second}"))),
            (Err(a), Err(b)) => Err(format!("{}; {}", a.said(first), b.said(second))),
            (Err(lack), Ok(_)) => Err(lack.said(first)),
            (Ok(_), Err(lack)) => Err(lack.said(second)),
        }
    }

    fn sum(&self) -> Found {
        let numbers = self.all(|at| at.own(Component::Value)).map_err(|lack| lack.said("số"))?;
        let sum = add(&numbers)?;
        Ok((sum, format!("Cộng số của {}", listed(self.names)), format!("{} = {sum}", joined(&numbers, " + "))))
    }

    fn ratio(&self, base: &str, places: u8, rounding: &str) -> Found {
        let found = self.both(
            ("tử số", |at: &At<'_>| at.own(Component::Numerator)),
            (&format!("mẫu số ({base})"), |at: &At<'_>| at.denominator()),
        );
        // Whoever gave shares will ask why these are not averaged.
        let shares = self.olds.iter().any(|at| at.own(Component::Value).is_some());
        let (tops, bottoms) =
            found.map_err(|lack| if shares { format!("{lack}; không lấy bình quân các tỷ lệ") } else { lack })?;
        let (top, bottom) = (add(&tops)?, add(&bottoms)?);
        let share = top.over(bottom, 100, places).ok_or(TOO_LARGE)?;
        let how = format!(
            "Tính lại từ tổng tử số {top} và tổng mẫu số {bottom} ({base}) của {}, {rounding}",
            listed(self.names)
        );
        let reckoning =
            format!("tử số {}; mẫu số {}; tỷ lệ {share}%", shown_sum(&tops, top), shown_sum(&bottoms, bottom));
        Ok((share, how, reckoning))
    }

    fn weighted(&self, base: &str, places: u8, rounding: &str) -> Found {
        let (values, weights) = self.both(
            ("số", |at: &At<'_>| at.own(Component::Value)),
            (&format!("trọng số ({base})"), |at: &At<'_>| at.weight()),
        )?;
        let products: Option<Vec<Exact>> = values.iter().zip(&weights).map(|(v, w)| v.times(*w)).collect();
        let products = products.ok_or(TOO_LARGE)?;
        let (top, weight) = (add(&products)?, add(&weights)?);
        let mean = top.over(weight, 1, places).ok_or(TOO_LARGE)?;
        let how = format!("Bình quân theo {base} của {}, {rounding}", listed(self.names));
        let terms: Vec<String> = values.iter().zip(&weights).map(|(v, w)| format!("{v} × {w}")).collect();
        let reckoning = format!("({}) : {weight} = {top} : {weight} = {mean}", terms.join(" + "));
        Ok((mean, how, reckoning))
    }

    fn growth(&self, places: u8, years: u32, rounding: &str) -> Found {
        if self.olds.iter().all(|at| at.levels().is_none()) && self.entire.iter().all(|at| at.levels().is_none()) {
            return Err(
                "chưa có giá trị tuyệt đối của các đơn vị cũ để tính lại; không lấy bình quân các tốc độ".to_string()
            );
        }
        let levels = |which: fn((Exact, Exact)) -> Exact| move |at: &At<'_>| at.levels().map(which);
        let (firsts, lasts) = self.both(("giá trị năm đầu", levels(|l| l.0)), ("giá trị năm cuối", levels(|l| l.1)))?;
        let (first, last) = (add(&firsts)?, add(&lasts)?);
        let growth = last.growth_from(first, years, places).ok_or(TOO_LARGE)?;
        let how = format!(
            "Tính lại từ giá trị cộng của {} ở cùng mặt bằng giá, {first} lên {last} trong {years} năm, {rounding}",
            listed(self.names)
        );
        let reckoning = format!(
            "giá trị năm đầu {}; giá trị năm cuối {}; bình quân {years} năm {growth}%/năm",
            shown_sum(&firsts, first),
            shown_sum(&lasts, last)
        );
        Ok((growth, how, reckoning))
    }
}

fn add(numbers: &[Exact]) -> Result<Exact, String> {
    let sum = numbers.iter().try_fold(Exact::ZERO, |sum, number| sum.plus(*number));
    sum.ok_or_else(|| TOO_LARGE.to_string())
}

fn joined(numbers: &[Exact], mark: &str) -> String {
    numbers.iter().map(Exact::to_string).collect::<Vec<_>>().join(mark)
}

fn shown_sum(numbers: &[Exact], sum: Exact) -> String {
    if numbers.len() == 1 { sum.to_string() } else { format!("{} = {sum}", joined(numbers, " + ")) }
}

/// «a, b và c».
fn listed(names: &[String]) -> String {
    // Parts last, so that nobody takes what follows one for a part too.
    let (parts, wholes): (Vec<&str>, Vec<&str>) =
        names.iter().map(String::as_str).partition(|name| name.starts_with(PART));
    let names = [wholes, parts].concat();
    match &names[..] {
        [] => String::new(),
        [one] => (*one).to_string(),
        [rest @ .., last] => format!("{} và {last}", rest.join(", ")),
    }
}
