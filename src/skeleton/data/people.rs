//! The list of people proposed for the committee.

use super::head::Table;
use super::words::key;
use super::{Reader, number};
use crate::sheet::{Sheet, Value};
use crate::text::Date;

/// Someone on the list, by post. Names are not taken over.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Member {
    pub post: String,
    /// As it is shown: a day or a year.
    pub born: String,
    /// The year of birth, with the day where it is known.
    pub birth: Option<Birth>,
    pub woman: Option<bool>,
    pub ethnicity: String,
    pub education: String,
    pub theory: String,
    pub joined: String,
    pub standing: Option<Standing>,
}

/// When somebody was born.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Birth {
    Day(Date),
    Year(i32),
}

/// Whether somebody sat on the committee before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Tái cử.
    Again,
    /// Tham gia lần đầu.
    First,
}

impl Birth {
    /// The age on a day; of who has only a year, the one reached in that year.
    pub fn age(self, day: Date) -> i32 {
        match self {
            Birth::Year(year) => day.year - year,
            Birth::Day(born) => day.year - born.year - i32::from((day.month, day.day) < (born.month, born.day)),
        }
    }
}

/// Reads the rows of a list whose head is whole.
pub fn read(reader: &mut Reader<'_>, sheet: &Sheet, table: &Table) {
    let column = |id: &str| table.column(id);
    let text = |row: usize, id: &str| match column(id).map(|c| sheet.shown(row, c).text()) {
        Some(text) if !number::blank(&text) => text,
        _ => String::new(),
    };
    if let Some(names) = column("person") {
        let place = sheet.place(table.body.saturating_sub(1), names);
        reader.remark(place, "cột họ tên không dùng đến: văn kiện chỉ ghi chức danh".to_string());
    }
    for row in table.body..sheet.rows.len() {
        let post = text(row, "post");
        let filled = ["born", "sex", "male", "female", "ethnicity", "standing", "again", "first"];
        if post.is_empty() {
            if let Some(id) = filled.iter().find(|id| !text(row, id).is_empty()) {
                let place = sheet.place(row, column(id).unwrap_or(0));
                reader.problem(place, "dòng nhân sự chưa ghi chức vụ".to_string());
            }
            continue;
        }
        // A heading («A. Tái cử») or a line of notes.
        if filled.iter().all(|id| text(row, id).is_empty()) {
            continue;
        }
        let mut member = Member { post, ..Member::default() };
        let wrong = |reader: &mut Reader<'_>, id: &str, text: String| {
            reader.problem(sheet.place(row, column(id).unwrap_or(0)), text);
        };
        for (id, woman) in [("male", false), ("female", true)] {
            if !text(row, id).is_empty() {
                if member.woman.is_some() {
                    wrong(reader, id, "cột «Nam» và cột «Nữ» đều có chữ".to_string());
                }
                member.woman = Some(woman);
            }
        }
        let sex = text(row, "sex");
        match key(&sex).as_str() {
            "" => {}
            "nam" => member.woman = Some(false),
            other if other == key("nữ") => member.woman = Some(true),
            _ => wrong(reader, "sex", format!("giới tính «{sex}»: ghi Nam hoặc Nữ")),
        }
        let born = ["born", "male", "female"].into_iter().filter_map(|id| Some((id, column(id)?)));
        for (id, at) in born {
            let value = &sheet.cell(row, at).value;
            let mark = id != "born" && key(&value.text()) == "x";
            if value.is_empty() || mark || number::blank(&value.text()) {
                continue;
            }
            match birth(value).filter(|birth| sensible(*birth, reader.profile.term.0)) {
                Some(birth) => {
                    member.birth = Some(birth);
                    member.born = match birth {
                        Birth::Day(day) => day.vietnamese(),
                        Birth::Year(year) => year.to_string(),
                    };
                }
                None => wrong(reader, id, format!("«{}» không phải ngày sinh, năm sinh hợp lý", value.text())),
            }
        }
        for (id, standing) in [("again", Standing::Again), ("first", Standing::First)] {
            if !text(row, id).is_empty() {
                member.standing = Some(standing);
            }
        }
        let standing = text(row, "standing");
        let said = key(&standing);
        if said.contains(&key("lần đầu")) || said == key("mới") || said.contains(&key("tham gia mới")) {
            member.standing = Some(Standing::First);
        } else if said.contains(&key("tái cử")) {
            member.standing = Some(Standing::Again);
        } else if !said.is_empty() {
            wrong(reader, "standing", format!("«{standing}»: ghi «tái cử» hoặc «lần đầu»"));
        }
        member.ethnicity = text(row, "ethnicity");
        member.education = text(row, "education");
        member.theory = text(row, "theory");
        member.joined = text(row, "joined");
        reader.data.people.push(member);
    }
}

fn birth(value: &Value) -> Option<Birth> {
    match value {
        Value::Date(day) => Some(Birth::Day(*day)),
        Value::Number(number) if number.scale == 0 => i32::try_from(number.mantissa).ok().map(Birth::Year),
        Value::Text(text) => {
            let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let dashed = text.replace(['-', '.'], "/");
            let day = text.parse::<Date>().ok().or_else(|| dashed.parse().ok());
            // «03/1975» gives the year alone.
            let year = || dashed.rsplit('/').next().and_then(|year| year.parse().ok());
            day.map(Birth::Day).or_else(|| year().map(Birth::Year))
        }
        _ => None,
    }
}

/// Whether somebody born then can sit on a committee elected in a year.
fn sensible(birth: Birth, year: u16) -> bool {
    let born = match birth {
        Birth::Day(day) => day.year,
        Birth::Year(year) => year,
    };
    (18..=90).contains(&(i32::from(year) - born))
}
