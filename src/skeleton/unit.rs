//! What the gazetteer knows of a unit, as a profile.

use super::{Birth, Predecessor, Profile, SkeletonError};
use crate::document::front_matter::strip_province_word;
use crate::lint::pack::Level;
use crate::places::{Gazetteer, Kind as Change, Named, Origin, Profile as Found, Share, UnitState, UnitType};
use crate::text::{Date, fold};

/// Tells the day of a resolution by its number, where a registry has it.
pub type Dates<'a> = &'a dyn Fn(&str) -> Option<Date>;

/// Words before the unit a Party organisation is the organisation of.
const ORGANISATIONS: [&str; 3] = ["đảng bộ ", "đảng ủy ", "đảng uỷ "];

impl Profile {
    /// The profile of a unit on a day, from a label such as «xã Can Lộc, Hà Tĩnh», «chi bộ thôn 3, xã Can Lộc, Hà Tĩnh»
    /// or «Đảng bộ Trường Cao đẳng Y tế, Hà Tĩnh». A unit of the State must be known; others need not.
    pub fn of(
        label: &str,
        term: (u16, u16),
        day: Date,
        places: &Gazetteer,
        dates: Dates<'_>,
    ) -> Result<Profile, SkeletonError> {
        let mut parts = label.split(',').map(str::trim).filter(|part| !part.is_empty());
        let unit = parts.next().ok_or(SkeletonError::NoUnit)?;
        let unit = organised(unit).filter(|rest| Named::parse(rest).unit_type.is_some()).unwrap_or(unit);
        let above: Vec<&str> = parts.collect();
        let named = Named::parse(unit);
        if named.unit_type.is_some() {
            // The last part is the province, unless it is a district: «phường 1, quận 3».
            let is_district = |part: &&str| Named::parse(part).unit_type.is_some_and(below_city);
            let province = above.last().filter(|part| !is_district(part));
            let within = above.len() - usize::from(province.is_some());
            let province = province.map(|text| strip_province_word(text));
            let address: Vec<&str> = [unit].iter().chain(above.iter().take(within)).copied().collect();
            return of_state(&address.join(", "), province.as_deref(), term, day, places, dates);
        }
        if let Some(known) = bare(places, unit, day).filter(|_| organised(unit).is_none()) {
            return Err(SkeletonError::Unit(known));
        }
        Ok(of_party(unit, &above, term, day))
    }

    fn new(unit: &str, level: Level, term: (u16, u16), day: Date) -> Profile {
        Profile {
            unit: unit.to_string(),
            unit_type: String::new(),
            name: unit.to_string(),
            province: String::new(),
            superior: None,
            level,
            born: None,
            predecessors: Vec::new(),
            term,
            ordinal: None,
            date: None,
            day: Some(day),
            congress: None,
            committee: None,
        }
    }
}

/// What a Party organisation is the organisation of: «Đảng bộ xã X» → «xã X».
fn organised(unit: &str) -> Option<&str> {
    ORGANISATIONS.iter().find_map(|word| {
        let end = unit.char_indices().nth(word.chars().count()).map_or(unit.len(), |(at, _)| at);
        (fold(&unit[..end]) == fold(word)).then(|| &unit[end..])
    })
}

/// Whether a type is neither a province's nor a city's.
fn below_city(unit_type: UnitType) -> bool {
    !matches!(unit_type, UnitType::Tinh | UnitType::ThanhPho)
}

/// A chi bộ, or the đảng bộ of an office, a school, an enterprise.
fn of_party(unit: &str, above: &[&str], term: (u16, u16), day: Date) -> Profile {
    let chi_bo = fold(unit).starts_with("chi bộ");
    let mut profile = Profile::new(unit, if chi_bo { Level::ChiBo } else { Level::CoSo }, term, day);
    // What stands nearest is above it, if it is no province; a province stands last.
    let below_province = |part: &&str| {
        let named = Named::parse(organised(part).unwrap_or(part));
        organised(part).is_some() || named.unit_type.is_some_and(below_city)
    };
    profile.superior =
        above.first().filter(|part| above.len() > 1 || below_province(part)).map(|part| part.to_string());
    let province = above.last().filter(|_| above.len() > 1 || profile.superior.is_none());
    profile.province = province.map(|text| strip_province_word(text)).unwrap_or_default();
    profile
}

/// A unit of the State.
fn of_state(
    unit: &str,
    province: Option<&str>,
    term: (u16, u16),
    day: Date,
    places: &Gazetteer,
    dates: Dates<'_>,
) -> Result<Profile, SkeletonError> {
    let Some(found) = places.profile(unit, province, day) else {
        return Err(SkeletonError::Unit(unknown(places, unit, province, day)));
    };
    let mut profile = Profile::new(&label(&found.unit), level(&found), term, day);
    profile.unit_type = found.unit.unit_type.lower();
    profile.name = spelt(found.unit.name);
    profile.province = found.province.map(|p| spelt(p.name)).or(province.map(str::to_string)).unwrap_or_default();
    profile.superior =
        found.district.or(found.province).filter(|above| !above.is(&found.unit)).map(|above| label(&above));
    // Changes before the outgoing term are history to this congress.
    let (opens, _) = profile.outgoing();
    let recent = |origin: &&Origin<'_>| {
        matches!(origin.link.kind, Change::MergedWhole | Change::MergedPart)
            && origin.link.share != Share::Land
            && origin.link.date.year >= i32::from(opens)
    };
    if let Some(merger) = found.merger().filter(|date| date.year >= i32::from(opens)) {
        let origins: Vec<&Origin<'_>> = found.origins.iter().filter(recent).collect();
        let basis = origins.iter().filter(|o| o.link.date == merger).map(|o| o.link.basis).find(|b| !b.is_empty());
        profile.born = Some(Birth { date: merger, resolution: basis.map(|number| cite(number, dates)) });
        // A unit that stood already and took others in is one of those that came together.
        if found.born != Some(merger) && !origins.iter().any(|o| o.link.old.name == found.unit.name) {
            profile.predecessors.push(predecessor(&found.unit, false));
        }
        let part = |origin: &Origin<'_>| origin.link.kind == Change::MergedPart;
        profile.predecessors.extend(origins.iter().map(|origin| predecessor(&origin.link.old, part(origin))));
    }
    Ok(profile)
}

fn label(unit: &UnitState<'_>) -> String {
    format!("{} {}", unit.unit_type.lower(), spelt(unit.name))
}

/// A name with its tone marks where the templates set theirs: «Thuỵ Lâm» → «Thụy Lâm».
fn spelt(name: &str) -> String {
    let word = |word: &str| {
        let folded = fold(word);
        if folded.chars().count() != word.chars().count() {
            return word.to_string();
        }
        let cased = folded.chars().zip(word.chars()).map(|(new, old)| match old.is_uppercase() {
            true => new.to_uppercase().next().unwrap_or(new),
            false => new,
        });
        cased.collect()
    };
    name.split(' ').map(word).collect::<Vec<String>>().join(" ")
}

fn predecessor(unit: &UnitState<'_>, part: bool) -> Predecessor {
    Predecessor { unit_type: unit.unit_type.lower(), name: spelt(unit.name), part }
}

/// A resolution as it is to be cited; a day nobody knows stays a blank.
fn cite(number: &str, dates: Dates<'_>) -> String {
    let (kind, issuer) = match number {
        n if n.contains("/NQ-UBTVQH") => ("Nghị quyết số", "Ủy ban Thường vụ Quốc hội"),
        n if n.contains("/NQ-CP") => ("Nghị quyết số", "Chính phủ"),
        n if n.contains("/NĐ-CP") => ("Nghị định số", "Chính phủ"),
        n if n.contains("/QH") => ("Nghị quyết số", "Quốc hội"),
        _ => return format!("văn bản số {number}"),
    };
    let day = dates(number).map_or("…/…/…".to_string(), |date| date.vietnamese());
    format!("{kind} {number}, ngày {day} của {issuer}")
}

fn level(found: &Found<'_>) -> Level {
    match found.unit.unit_type {
        UnitType::Tinh => Level::Tinh,
        UnitType::Huyen | UnitType::Quan | UnitType::ThiXa => Level::Huyen,
        // A city of a province has a province above it.
        UnitType::ThanhPho if found.province.is_some_and(|above| !above.is(&found.unit)) => Level::Huyen,
        UnitType::ThanhPho => Level::Tinh,
        _ => Level::Xa,
    }
}

/// A name without its type that is a unit's: which ones, and how to write it.
fn bare(places: &Gazetteer, name: &str, day: Date) -> Option<String> {
    let bearers: Vec<String> =
        bearers(places, None, name, day).into_iter().map(|(unit, home)| format!("{unit}, {home}")).collect();
    let first = bearers.first()?;
    Some(format!(
        "«{name}»: chưa rõ là đơn vị nào; ghi cả loại và tỉnh, như --unit \"{first}\" (có: {})",
        bearers.join("; ")
    ))
}

/// Who bears a name on a day, and in which province; a handful.
fn bearers(places: &Gazetteer, unit_type: Option<UnitType>, name: &str, day: Date) -> Vec<(String, String)> {
    let alive = places.named(unit_type, name).into_iter().filter(|state| state.alive_on(day));
    let at_home = alive.filter_map(|state| Some((label(&state), places.province_on(&state, day)?.name.to_string())));
    at_home.take(8).collect()
}

/// Why a unit was not found, and what may have been meant.
fn unknown(places: &Gazetteer, unit: &str, province: Option<&str>, day: Date) -> String {
    let place = province.map(|p| format!(" ở {p}")).unwrap_or_default();
    let unit = unit.split(',').next().unwrap_or(unit);
    let named = Named::parse(unit);
    let homes: Vec<String> =
        bearers(places, named.unit_type, named.name, day).into_iter().map(|(_, home)| home).collect();
    if homes.len() > 1 || (!homes.is_empty() && province.is_some()) {
        return format!(
            "«{unit}»{place}: chưa rõ đơn vị nào; có ở {}; ghi thêm tỉnh, như --unit \"{unit}, {}\"",
            homes.join(", "),
            homes[0]
        );
    }
    // A unit that is no more: what it has become.
    let before = places.named(named.unit_type, named.name).into_iter().find(|state| state.dead_on(day));
    let became: Vec<String> = before
        .map(|state| places.successors(&state, day))
        .unwrap_or_default()
        .iter()
        .take(4)
        .map(|s| label(&s.unit))
        .collect();
    let near: Vec<String> = places.suggest(named.name).into_iter().map(|s| s.name.to_string()).collect();
    let hint = match (became.is_empty(), near.is_empty()) {
        (false, _) => format!("; nay là, hoặc thuộc {}", became.join(", ")),
        (true, false) => format!("; có phải: {}?", near.join(", ")),
        (true, true) => String::new(),
    };
    format!("không có «{unit}»{place} vào ngày {}{hint} (tra bằng vankien places)", day.vietnamese())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelt_in_one_way() {
        assert_eq!(spelt("Thuỵ Lâm"), "Thụy Lâm");
        assert_eq!(spelt("Hoà Bình Đắk Lắk M'Đrắk Quý"), "Hòa Bình Đắk Lắk M'Đrắk Quý");
    }

    #[test]
    fn labels_of_party_organisations() {
        let of = |label: &str| {
            Profile::of(label, (2025, 2030), Date::new(2025, 8, 1).unwrap(), Gazetteer::embedded(), &|_| None).unwrap()
        };
        let cell = of("chi bộ thôn 3, xã Can Lộc, tỉnh Hà Tĩnh");
        assert_eq!((cell.unit.as_str(), cell.province.as_str()), ("chi bộ thôn 3", "Hà Tĩnh"));
        assert_eq!(cell.superior.as_deref(), Some("xã Can Lộc"));
        assert_eq!(of("chi bộ thôn 3, Đảng bộ xã Can Lộc").superior.as_deref(), Some("Đảng bộ xã Can Lộc"));
        assert_eq!(of("chi bộ thôn 3, Hà Tĩnh").superior, None);
        let school = of("Đảng bộ Trường Cao đẳng Y tế, Hà Tĩnh");
        assert_eq!((school.level, school.province.as_str()), (Level::CoSo, "Hà Tĩnh"));
        let commune = of("Đảng bộ xã Can Lộc, Hà Tĩnh");
        assert_eq!((commune.unit.as_str(), commune.level), ("xã Can Lộc", Level::Xa));
        assert_eq!(commune.predecessors.len(), 3);
        assert_eq!(commune.committee(), crate::skeleton::Committee::Appointed);
    }
}
