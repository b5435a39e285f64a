//! What is known of the unit besides the text: for lines of the head that the text lacks.

use crate::document::Meta;
use crate::places::{Gazetteer, Named, UnitType};
use crate::text::{Date, fold};

/// What the head of a document may name.
#[derive(Debug, Default, Clone)]
pub struct Facts {
    unit: Option<String>,
    superior: Option<String>,
    organisation: Option<Organisation>,
    place: Option<String>,
    date: Option<Date>,
}

/// A Party organisation by its unit's name.
#[derive(Debug, Clone)]
struct Organisation {
    /// `Đảng bộ xã Can Lộc`, `Chi bộ thôn 3`.
    party: String,
    /// Its committee: `Đảng ủy xã Can Lộc`, `Huyện ủy Can Lộc`, `Chi bộ thôn 3`.
    committee: String,
    /// In whose name the committee's secretary signs.
    signers: &'static str,
    /// The committee's code in numbers; the form's own if none.
    code: Option<&'static str>,
}

/// Committees that are called after their level, and their codes in numbers.
const COMMITTEES: [(UnitType, &str, &str); 5] = [
    (UnitType::Tinh, "Tỉnh ủy", "TU"),
    (UnitType::ThanhPho, "Thành ủy", BLANK),
    (UnitType::Huyen, "Huyện ủy", "HU"),
    (UnitType::Quan, "Quận ủy", "QU"),
    (UnitType::ThiXa, "Thị ủy", BLANK),
];

impl Organisation {
    fn of(unit: &str) -> Organisation {
        let folded = fold(unit);
        if folded.starts_with("chi bộ") {
            let name = unit.to_string();
            return Organisation { party: name.clone(), committee: name, signers: "CHI ỦY", code: Some("CB") };
        }
        let bare = unit.char_indices().nth("đảng bộ ".chars().count()).filter(|_| folded.starts_with("đảng bộ "));
        let bare = bare.map_or(unit, |(at, _)| &unit[at..]);
        let named = Named::parse(bare);
        let special = COMMITTEES.iter().find(|(unit_type, ..)| named.unit_type == Some(*unit_type));
        Organisation {
            party: format!("Đảng bộ {bare}"),
            committee: special
                .map_or(format!("Đảng ủy {bare}"), |(_, organ, _)| format!("{organ} {}", named.name)),
            signers: "BAN CHẤP HÀNH",
            code: special.map(|(_, _, code)| *code),
        }
    }
}

/// Stands for what is not known.
const BLANK: &str = "…";

/// The code of a committee that is no other.
const COMMITTEE: &str = "ĐU";

impl Facts {
    /// From the front matter and the gazetteer.
    pub fn of(meta: &Meta) -> Facts {
        let Some(unit) = meta.unit.clone() else { return Facts { date: meta.date, ..Facts::default() } };
        let named = Named::parse(&unit);
        let gazetteer = Gazetteer::embedded();
        let day = meta.date.or_else(|| Date::new(meta.term?.0, 8, 1));
        let found = day.and_then(|day| gazetteer.profile(&unit, meta.province.as_deref(), day));
        let above = found.and_then(|found| found.district.or(found.province));
        let superior = above.map(|above| format!("{} {}", above.unit_type.lower(), above.name));
        let place = named.unit_type.map(|_| named.name.to_string());
        Facts { superior, organisation: Some(Organisation::of(&unit)), place, date: meta.date, unit: Some(unit) }
    }

    /// The code of a body in numbers: that of the form, unless the committee has one of its own.
    pub fn code<'a>(&self, body: &'a str) -> &'a str {
        let own = self.organisation.as_ref().and_then(|organisation| organisation.code);
        own.filter(|_| body == COMMITTEE).unwrap_or(body)
    }

    /// A line of the form with what is known filled in; `capitals` of the head.
    pub fn fill(&self, line: &str, capitals: bool) -> String {
        let say = |value: Option<&String>| {
            let value = value.map_or(BLANK, String::as_str);
            if capitals { value.to_uppercase() } else { value.to_string() }
        };
        let two = |n: Option<u32>, padded: bool| match n {
            Some(n) if padded => format!("{n:02}"),
            Some(n) => n.to_string(),
            None => BLANK.to_string(),
        };
        let month = self.date.map(|d| u32::from(d.month));
        let organisation = self.organisation.as_ref();
        line.replace("{unit}", &say(self.unit.as_ref()))
            .replace("{party}", &say(organisation.map(|organisation| &organisation.party)))
            .replace("{committee}", &say(organisation.map(|organisation| &organisation.committee)))
            .replace("{signers}", organisation.map_or("BAN CHẤP HÀNH", |organisation| organisation.signers))
            .replace("{superior}", &say(self.superior.as_ref()))
            .replace("{place}", &say(self.place.as_ref()))
            .replace("{day}", &two(self.date.map(|d| u32::from(d.day)), true))
            .replace("{month}", &two(month, month.is_some_and(|m| m <= 2)))
            .replace("{year}", &self.date.map_or(BLANK.to_string(), |d| d.year.to_string()))
    }
}
