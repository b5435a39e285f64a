//! The table of indicators: rows are indicators and what they are reckoned from, columns units and years.

use super::head::{Column, Table};
use super::words::{Component, INDEX, Kind, WORDS, key, nearest};
use super::{Content, Figure, Holder, Key, Reader, Time, number};
use crate::lint::pack::{Merge, Pack};
use crate::sheet::{Sheet, Value};
use crate::skeleton::exact::Exact;
use crate::skeleton::merge::{self, Item};
use std::collections::HashMap;

/// What a row is about; a second one is a mistake.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowKey {
    id: String,
    component: Component,
    holder: Option<String>,
    year: Option<u16>,
}

/// What a name in the first column means.
#[derive(Clone, Copy)]
enum Meaning<'p> {
    Item(&'p Item<'p>),
    /// A denominator or weight that several measures share, by the pack's word.
    Base(&'p str),
}

/// The names of the pack.
struct Lookup<'p> {
    by_name: HashMap<String, Meaning<'p>>,
    names: Vec<&'p str>,
}

impl<'p> Lookup<'p> {
    fn new(pack: &'p Pack, items: &'p [Item<'p>]) -> Lookup<'p> {
        let mut by_name = HashMap::new();
        // Names before variants, so that one measure's variant never takes another's name.
        for item in items {
            by_name.entry(key(item.name)).or_insert(Meaning::Item(item));
        }
        let bases = merge::bases(pack);
        for base in &bases {
            let words = WORDS.bases.get(*base);
            let variants = words.map(|w| w.variants.as_slice()).unwrap_or_default();
            let name = words.map_or(*base, |w| w.name.as_str());
            for name in std::iter::once(name).chain(variants.iter().map(String::as_str)) {
                by_name.entry(key(name)).or_insert(Meaning::Base(base));
            }
        }
        for item in items {
            for variant in item.variants {
                by_name.entry(key(variant)).or_insert(Meaning::Item(item));
            }
        }
        Lookup { by_name, names: items.iter().map(|item| item.name).collect() }
    }

    /// What a name means: as it stands, without its number or bullet, without what stands in brackets behind it.
    fn find(&self, name: &str) -> Option<Meaning<'p>> {
        let bare = unnumbered(name);
        let outside = bare.split('(').next().unwrap_or(bare);
        let before = outside.split(':').next().unwrap_or(outside);
        [name, bare, outside, before].into_iter().find_map(|name| self.by_name.get(&key(name)).copied())
    }
}

/// A name without the number or bullet before it.
fn unnumbered(name: &str) -> &str {
    let name = name.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '+' | '*' | '•' | '–' | '—'));
    let end = name.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(0);
    let (number, rest) = name.split_at(end);
    let closed = number.ends_with('.') || rest.starts_with([')', '.', '-']);
    if !number.is_empty() && (closed || rest.starts_with(' ')) {
        return rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ')' | '.' | '-'));
    }
    name
}

/// Reads the rows of a table whose head is whole.
pub fn read(reader: &mut Reader<'_>, sheet: &Sheet, table: &Table) {
    let pack = reader.pack;
    let items = merge::items(pack);
    let lookup = Lookup::new(pack, &items);
    let Some(name_column) = table.column("name") else { return };
    let mut current: Option<&Item<'_>> = None;
    for row in table.body..sheet.rows.len() {
        let rows = Rows { sheet, table, row };
        let name = sheet.shown(row, name_column).text();
        let filled = rows.first_figure();
        if name.is_empty() {
            let follows = current.is_some() && !rows.text("holder").is_empty();
            if let Some(column) = filled.filter(|_| !follows) {
                reader.problem(sheet.place(row, column), "có số mà dòng không có tên chỉ tiêu".to_string());
            }
            if !follows {
                continue;
            }
        }
        let found = if name.is_empty() { current.map(Meaning::Item) } else { lookup.find(&name) };
        let place = sheet.place(row, name_column);
        let bare = key(unnumbered(&name));
        match found {
            Some(Meaning::Item(item)) => {
                current = Some(item);
                rows.take(reader, item.id, Component::Value, Some(item), &place);
            }
            Some(Meaning::Base(base)) => {
                current = None;
                rows.take(reader, &format!("={base}"), Component::Value, None, &place);
            }
            None => match INDEX.component(&bare) {
                Some((component, rest)) => {
                    let named = lookup.by_name.get(rest).and_then(|meaning| match meaning {
                        Meaning::Item(item) => Some(*item),
                        Meaning::Base(_) => None,
                    });
                    match named.or(current) {
                        Some(item) => rows.take(reader, item.id, component, Some(item), &place),
                        None => reader.problem(place, format!("«{name}» không đứng dưới chỉ tiêu nào")),
                    }
                }
                None if filled.is_some() || !rows.text("unit").is_empty() => {
                    let near = nearest(unnumbered(&name), lookup.names.iter().copied());
                    let hint = near.map_or_else(
                        || {
                            "xem tên các chỉ tiêu ở biểu mẫu (vankien new --data-form), hoặc thêm vào gói của tỉnh"
                                .into()
                        },
                        |near| format!("có phải «{near}»?"),
                    );
                    reader.problem(place, format!("không có chỉ tiêu «{name}» trong bộ chỉ tiêu; {hint}"));
                }
                // A heading, a line of notes.
                None => current = None,
            },
        }
    }
}

/// A row under its head.
struct Rows<'s> {
    sheet: &'s Sheet,
    table: &'s Table,
    row: usize,
}

impl Rows<'_> {
    fn text(&self, id: &str) -> String {
        self.table.column(id).map_or_else(String::new, |column| self.sheet.shown(self.row, column).text())
    }

    fn place(&self, id: &str) -> String {
        self.sheet.place(self.row, self.table.column(id).unwrap_or(0))
    }

    fn figures(&self) -> impl Iterator<Item = &Column> {
        let figures = ["value", "numerator", "denominator", "weight"];
        self.table.columns.iter().filter(move |c| c.time.is_some() || c.id.is_some_and(|id| figures.contains(&id)))
    }

    /// The first column with something in it.
    fn first_figure(&self) -> Option<usize> {
        let says = |column: &&Column| match &self.sheet.cell(self.row, column.index).value {
            Value::Empty => false,
            Value::Text(text) => !number::blank(text),
            _ => true,
        };
        self.figures().find(says).map(|column| column.index)
    }

    /// Takes over the row's figures.
    fn take(&self, reader: &mut Reader<'_>, id: &str, component: Component, item: Option<&Item<'_>>, place: &str) {
        // Of a table with one unit and year a row, these are part of what the row is.
        let holder_name = self.text("holder");
        let holder = if holder_name.is_empty() { None } else { reader.names.holder(&key(&holder_name)) };
        if !holder_name.is_empty() && holder.is_none() {
            let text = reader.names.refuse(reader.profile, &holder_name);
            reader.problem(self.place("holder"), text);
            return;
        }
        if holder_name.is_empty() && self.table.column("holder").is_some() && self.first_figure().is_some() {
            let title = Kind::Indicators.words().title("holder").to_string();
            reader.problem(self.place("holder"), format!("có số mà cột «{title}» để trống"));
            return;
        }
        let year_text = self.text("year");
        let year = super::head::years(&year_text).last().copied();
        let row_time = year.and_then(|year| reader.time_of_year(year));
        if !year_text.is_empty() && row_time.is_none() {
            let ((y0, y1), (_, y2)) = (reader.profile.outgoing(), reader.profile.term);
            let text = format!("năm «{year_text}» không thuộc nhiệm kỳ {y1}-{y2}; các năm dùng được: {y0}, {y1}, {y2}");
            reader.problem(self.place("year"), text);
            return;
        }
        let row_key =
            RowKey { id: id.to_string(), component, holder: holder.map(|holder| format!("{holder:?}")), year };
        if let Some(other) = reader.rows.get(&row_key) {
            let name = item.map_or("số liệu này", |item| item.name);
            let text = match component {
                Component::Value => format!("hai dòng cho một chỉ tiêu: «{name}» đã có ở {other}; hãy bỏ một dòng"),
                _ => format!("«{name}» đã có dòng cùng loại ở {other}; hãy bỏ một dòng"),
            };
            reader.problem(place.to_string(), text);
            return;
        }
        reader.rows.insert(row_key, place.to_string());
        let Some(unit) = self.unit(reader, id, component, item) else { return };
        let decimals = self.decimals(reader, id, component);
        let owner = self.text("owner");
        if component == Component::Value && !owner.is_empty() && !number::blank(&owner) {
            reader.data.measures.entry(id.to_string()).or_default().owner.get_or_insert(owner);
        }
        for column in self.figures() {
            let component = match column.id {
                Some("numerator") => Component::Numerator,
                Some("denominator") => Component::Denominator,
                Some("weight") => Component::Weight,
                _ => component,
            };
            let holder = column.holder.or(holder).unwrap_or(Holder::Whole);
            let Some(time) = column.time.or(row_time) else {
                if self.first_figure() == Some(column.index) {
                    reader.problem(self.place("year"), "có số mà chưa ghi năm".to_string());
                }
                continue;
            };
            let target = Key { id: id.to_string(), component, holder, time };
            self.figure(reader, column.index, target, item, &unit, decimals);
        }
    }

    /// The unit the row's figures are in; `None` where it cannot be theirs.
    fn unit(&self, reader: &mut Reader<'_>, id: &str, component: Component, item: Option<&Item<'_>>) -> Option<String> {
        let said = self.text("unit");
        let Some(item) = item.filter(|_| component == Component::Value) else { return Some(said) };
        if said.is_empty() || number::blank(&said) {
            return Some(item.unit.to_string());
        }
        let same = |a: &str, b: &str| squeeze(a) == squeeze(b);
        let known = std::iter::once(item.unit).chain(item.units.iter().map(String::as_str));
        // A share given as a count adds up otherwise, and so does a count given as a share.
        let fits = |unit: &&str| match item.merge {
            Merge::Sum => !unit.contains('%'),
            Merge::Ratio(_) | Merge::Base => unit.contains('%') == item.unit.contains('%'),
            _ => true,
        };
        let usable: Vec<&str> = known.filter(fits).collect();
        let Some(unit) = usable.iter().find(|unit| same(unit, &said)) else {
            let text = format!(
                "đơn vị tính «{said}» không phải của «{}»; dùng được: {}",
                item.name,
                usable.iter().map(|unit| format!("«{unit}»")).collect::<Vec<_>>().join(", ")
            );
            reader.problem(self.place("unit"), text);
            return None;
        };
        let taken =
            reader.data.measures.entry(id.to_string()).or_default().unit.get_or_insert(unit.to_string()).clone();
        if taken != **unit {
            let text =
                format!("«{}» ghi đơn vị tính «{said}», dòng trước ghi «{taken}»; hãy dùng một đơn vị", item.name);
            reader.problem(self.place("unit"), text);
            return None;
        }
        Some(taken)
    }

    fn decimals(&self, reader: &mut Reader<'_>, id: &str, component: Component) -> u8 {
        let Some(column) = self.table.column("decimals") else { return 2 };
        match number::read(self.sheet.cell(self.row, column), "", 0) {
            Ok(None) => {}
            Ok(Some(number)) => match (0..=4u8).find(|n| Exact::whole(usize::from(*n)) == number) {
                Some(decimals) if component == Component::Value => {
                    reader.data.measures.entry(id.to_string()).or_default().decimals = Some(decimals);
                    return decimals;
                }
                Some(decimals) => return decimals,
                None => reader.problem(self.place("decimals"), format!("số lẻ «{number}» phải từ 0 đến 4")),
            },
            Err(text) => reader.problem(self.place("decimals"), text),
        }
        2
    }

    fn figure(
        &self,
        reader: &mut Reader<'_>,
        column: usize,
        key: Key,
        item: Option<&Item<'_>>,
        unit: &str,
        decimals: u8,
    ) {
        let (cell, place) = (self.sheet.cell(self.row, column), self.sheet.place(self.row, column));
        if cell.uncomputed {
            reader.remark(place, "công thức chưa có kết quả, coi như trống; hãy mở bằng Excel và lưu lại".to_string());
            return;
        }
        if matches!(&cell.value, Value::Text(text) if number::is_estimate(text)) {
            let text = "chữ «ước» không vào bảng; hãy ghi lại cạnh con số trong văn bản".to_string();
            reader.remark(place.clone(), text);
        }
        let is_title = item.is_some_and(|item| *item.merge == Merge::Status) && key.component == Component::Value;
        let content = if is_title {
            let text = cell.value.text();
            if text.is_empty() || number::blank(&text) {
                return;
            }
            Content::Words(text)
        } else {
            match number::read(cell, unit, decimals) {
                Ok(None) => return,
                Ok(Some(number)) => {
                    if let Some(text) = wrong(number, &key, item, unit) {
                        reader.problem(place, text);
                        return;
                    }
                    Content::Number(number)
                }
                Err(text) => {
                    reader.problem(place, text);
                    return;
                }
            }
        };
        if let Some(item) = item.filter(|item| item.group && key.component == Component::Value) {
            reader.problem(place, format!("«{}»: ghi số ở các dòng con, không ghi ở dòng này", item.name));
            return;
        }
        if let Some(other) = reader.data.figures.get(&key) {
            let text = format!("số này đã có ở {}; hãy bỏ một ô", other.place);
            reader.problem(place, text);
            return;
        }
        let file = reader.file.clone();
        reader.data.figures.insert(key, Figure { content, file, place });
    }
}

/// Why a number cannot be what it stands for.
fn wrong(number: Exact, key: &Key, item: Option<&Item<'_>>, unit: &str) -> Option<String> {
    let is_rate = item.is_some_and(|item| *item.merge == Merge::Base) && key.component == Component::Value;
    if number.is_negative() && !is_rate {
        return Some(format!("«{number}» là số âm"));
    }
    let divides = matches!(key.component, Component::Denominator | Component::Weight) || key.id.starts_with('=');
    if divides && number.is_zero() {
        return Some("mẫu số, trọng số bằng 0".to_string());
    }
    if key.component == Component::Level && key.time == Time::Start && number.is_zero() {
        return Some("mức năm đầu bằng 0, không tính được tốc độ tăng".to_string());
    }
    let item = item.filter(|_| key.component == Component::Value)?;
    let share = matches!(item.merge, Merge::Ratio(_)) && unit == "%";
    let most = item.max.or(share.then_some(100.0))?;
    let most = Exact::whole(most as usize);
    (number > most).then(|| format!("«{number}» lớn hơn {most}, mức cao nhất của «{}»", item.name))
}

fn squeeze(unit: &str) -> String {
    crate::text::fold(unit).split_whitespace().collect()
}
