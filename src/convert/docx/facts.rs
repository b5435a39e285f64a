//! What is known of the unit besides the text: for lines of the head that the text lacks.

use crate::document::Meta;
use crate::places::{Gazetteer, Named};
use crate::text::Date;

/// What the head of a document may name.
#[derive(Debug, Default, Clone)]
pub struct Facts {
    unit: Option<String>,
    superior: Option<String>,
    place: Option<String>,
    date: Option<Date>,
}

/// Stands for what is not known.
const BLANK: &str = "…";

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
        Facts { superior, place: named.unit_type.map(|_| named.name.to_string()), date: meta.date, unit: Some(unit) }
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
        line.replace("{unit}", &say(self.unit.as_ref()))
            .replace("{superior}", &say(self.superior.as_ref()))
            .replace("{place}", &say(self.place.as_ref()))
            .replace("{day}", &two(self.date.map(|d| u32::from(d.day)), true))
            .replace("{month}", &two(month, month.is_some_and(|m| m <= 2)))
            .replace("{year}", &self.date.map_or(BLANK.to_string(), |d| d.year.to_string()))
    }
}
