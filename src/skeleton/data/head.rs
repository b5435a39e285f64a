//! The head of a table: which column holds what.

use super::words::{INDEX, Kind, TimeWord, key};
use super::{Holder, Reader, Time, names};
use crate::sheet::{Sheet, Value};

/// Rows and columns in which a head is looked for.
const ROWS: usize = 40;
const COLUMNS: usize = 250;
/// Longer texts head no column.
const LONGEST: usize = 160;

/// A table with a known head.
pub struct Table {
    /// First row of the head.
    pub first: usize,
    /// The row behind the head.
    pub body: usize,
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    pub index: usize,
    /// The row of the head that says what it is.
    pub row: usize,
    /// What it is called in the words' file, if it is one of those.
    pub id: Option<&'static str>,
    /// Whose figures it holds, and of when.
    pub holder: Option<Holder>,
    pub time: Option<Time>,
    /// A year that is none of the term's.
    wrong_year: Option<String>,
    /// Words nobody knows.
    unknown: Option<String>,
}

impl Table {
    /// The column that is called so.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().find(|column| column.id == Some(id)).map(|column| column.index)
    }
}

/// What one cell of a head says.
enum Said {
    Column(&'static str),
    Figures { holder: Option<Holder>, time: Option<Result<Time, ()>> },
    Unknown,
}

/// The years a text names.
pub fn years(text: &str) -> Vec<u16> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    numbers.filter_map(|digits| digits.parse().ok()).filter(|year| (1900..2200).contains(year)).collect()
}

impl Reader<'_> {
    fn said(&self, kind: Kind, text: &str) -> Said {
        if text.len() > LONGEST {
            return Said::Unknown;
        }
        let name = key(text);
        if let Some(id) = INDEX.column(kind, &name) {
            return Said::Column(id);
        }
        if kind != Kind::Indicators || name.is_empty() {
            return Said::Unknown;
        }
        if let Some(holder) = self.names.holder(&name) {
            return Said::Figures { holder: Some(holder), time: None };
        }
        if let Some(time) = self.time(&name) {
            return Said::Figures { holder: None, time: Some(time) };
        }
        // «xã Thiên Lộc - Kết quả 2025», «Kết quả 2025 xã Thiên Lộc»
        for (at, _) in name.match_indices(' ') {
            let (left, right) = (&name[..at], &name[at + 1..]);
            for (unit, rest) in [(left, right), (right, left)] {
                if let (Some(holder), Some(time)) = (self.names.holder(unit), self.time(rest)) {
                    return Said::Figures { holder: Some(holder), time: Some(time) };
                }
            }
        }
        Said::Unknown
    }

    /// Of when figures are under such words; an error where their year is none of the term's.
    fn time(&self, name: &str) -> Option<Result<Time, ()>> {
        let is_year = |word: &&str| word.len() == 4 && years(word).len() == 1;
        let found: Vec<u16> = name.split(' ').filter(is_year).flat_map(years).collect();
        let words: Vec<&str> = name.split(' ').filter(|word| !is_year(word)).collect();
        let word = match words[..] {
            [] if !found.is_empty() => TimeWord::Year,
            [] => return None,
            _ => INDEX.time(&words.join(" "))?,
        };
        if word == TimeWord::Year && found.is_empty() {
            return None;
        }
        let (y1, y2) = self.profile.term;
        let (y0, _) = self.profile.outgoing();
        // Of a term its end counts.
        let time = match (word, found.last().copied()) {
            (_, Some(_)) if found.len() > 2 || (found.len() == 2 && found != [y0, y1] && found != [y1, y2]) => None,
            (TimeWord::Start, None) => Some(Time::Start),
            (TimeWord::Result, None) => Some(Time::Result),
            (TimeWord::Target, None) => Some(Time::Target),
            (TimeWord::NewTarget, None) => Some(Time::NewTarget),
            (TimeWord::Year | TimeWord::Start | TimeWord::Result, Some(year)) if year == y0 => Some(Time::Start),
            (TimeWord::Year | TimeWord::Result, Some(year)) if year == y1 => Some(Time::Result),
            (TimeWord::Target, Some(year)) if year == y1 => Some(Time::Target),
            (TimeWord::Year | TimeWord::Target | TimeWord::NewTarget, Some(year)) if year == y2 => {
                Some(Time::NewTarget)
            }
            _ => None,
        };
        Some(time.ok_or(()))
    }

    /// Of when a row's year says its figures are.
    pub(super) fn time_of_year(&self, year: u16) -> Option<Time> {
        let (y1, y2) = self.profile.term;
        match year {
            year if year == self.profile.outgoing().0 => Some(Time::Start),
            year if year == y1 => Some(Time::Result),
            year if year == y2 => Some(Time::NewTarget),
            _ => None,
        }
    }
}

/// How many cells of a row are known as heads.
fn known(reader: &Reader<'_>, sheet: &Sheet, kind: Kind, row: usize) -> usize {
    let columns = 0..sheet.rows.get(row).map_or(0, |cells| cells.len().min(COLUMNS));
    columns.filter(|column| said(reader, sheet, kind, row, *column).is_some()).count()
}

fn said(reader: &Reader<'_>, sheet: &Sheet, kind: Kind, row: usize, column: usize) -> Option<Said> {
    let text = match &sheet.cell(row, column).value {
        Value::Text(text) => text.clone(),
        // A year by itself.
        Value::Number(number) if number.scale == 0 && (1900..2200).contains(&number.mantissa) => {
            number.mantissa.to_string()
        }
        _ => return None,
    };
    match reader.said(kind, &text) {
        Said::Unknown => None,
        said => Some(said),
    }
}

/// The row with the most known heads, and how many.
pub fn widest(reader: &Reader<'_>, sheet: &Sheet, kind: Kind) -> (usize, usize) {
    let rows = (0..sheet.rows.len().min(ROWS)).map(|row| (row, known(reader, sheet, kind, row)));
    rows.max_by_key(|(row, count)| (*count, std::cmp::Reverse(*row))).unwrap_or((0, 0))
}

/// The table a sheet without a telling name most likely holds.
pub fn likeliest(reader: &Reader<'_>, sheet: &Sheet) -> Kind {
    let counts = Kind::ALL.map(|kind| (widest(reader, sheet, kind).1, std::cmp::Reverse(kind), kind));
    counts.into_iter().max().map_or(Kind::Indicators, |(_, _, kind)| kind)
}

/// The table of a kind, if the sheet has the head of one.
pub fn find(reader: &Reader<'_>, sheet: &Sheet, kind: Kind) -> Option<Table> {
    let wanted = kind.key_column();
    let is_key = |row: usize| {
        let columns = 0..sheet.rows.get(row).map_or(0, |cells| cells.len().min(COLUMNS));
        let mut columns = columns
            .filter(|column| matches!(said(reader, sheet, kind, row, *column), Some(Said::Column(id)) if id == wanted));
        columns.next()
    };
    // The name's row, with enough heads around it to be one.
    let (row, at) = (0..sheet.rows.len().min(ROWS))
        .filter_map(|row| Some((row, is_key(row)?)))
        .find(|(row, _)| [row.saturating_sub(1), *row, row + 1].iter().any(|r| known(reader, sheet, kind, *r) >= 3))?;
    let mut first = sheet.area(row, at).map_or(row, |area| area.from.0);
    // Names of units may head the row above.
    while first > 0
        && (at + 1..COLUMNS)
            .any(|column| matches!(said(reader, sheet, kind, first - 1, column), Some(Said::Figures { .. })))
    {
        first -= 1;
    }
    let mut last = sheet.area(row, at).map_or(row, |area| area.to.0.min(row + 4));
    while last < row + 3 && sheet.cell(last + 1, at).value.is_empty() && is_head(reader, sheet, kind, last + 1) {
        last += 1;
    }
    let width = (first..=last).filter_map(|row| sheet.rows.get(row)).map(Vec::len).max().unwrap_or(0).min(COLUMNS);
    let mut columns: Vec<Column> = (0..width).map(|index| Column { index, row: first, ..Column::default() }).collect();
    for row in first..=last {
        // Whose figures stand to the right of a name until the next one, where no cells are merged.
        let mut carried: Option<Holder> = None;
        for (index, column) in columns.iter_mut().enumerate() {
            let shown = match sheet.area(row, index) {
                Some(area) if area.from.0 < first => continue,
                // What spans rows is read in its first.
                Some(area) if area.from.0 < row => continue,
                _ => sheet.shown(row, index).text(),
            };
            if shown.is_empty() {
                if row < last && column.holder.is_none() {
                    column.holder = carried;
                }
                continue;
            }
            carried = None;
            column.row = row;
            match reader.said(kind, &shown) {
                Said::Column(id) => column.id = Some(id),
                Said::Figures { holder, time } => {
                    if holder.is_some() {
                        column.holder = holder;
                        carried = holder.filter(|_| time.is_none());
                    }
                    match time {
                        Some(Ok(time)) => column.time = Some(time),
                        Some(Err(())) => column.wrong_year = Some(shown),
                        None => {}
                    }
                }
                Said::Unknown => column.unknown = Some(shown),
            }
        }
    }
    // A name without figures below it was carried too far, or heads a column of its own.
    for column in &mut columns {
        if column.id.is_some() && column.time.is_none() {
            column.holder = None;
        }
    }
    Some(Table { first, body: last + 1, columns })
}

/// Whether a row below the name's row still belongs to the head: all its words do.
fn is_head(reader: &Reader<'_>, sheet: &Sheet, kind: Kind, row: usize) -> bool {
    let cells = sheet.rows.get(row).map_or(0, |cells| cells.iter().filter(|cell| !cell.value.is_empty()).count());
    let known = known(reader, sheet, kind, row);
    known > 0 && known * 2 >= cells
}

/// Whether a table has all the columns it needs; what is wrong with its head is told.
pub fn check(reader: &mut Reader<'_>, sheet: &Sheet, kind: Kind, table: &Table) -> bool {
    let before = reader.problems.len();
    let long = table.column("holder").is_some() || table.column("value").is_some();
    for column in &table.columns {
        let place = sheet.place(column.row, column.index);
        if let Some(text) = &column.wrong_year {
            let (y1, y2) = reader.profile.term;
            let (y0, _) = reader.profile.outgoing();
            let said = format!("«{text}»: năm không thuộc nhiệm kỳ {y1}-{y2}; các năm dùng được: {y0}, {y1}, {y2}");
            reader.problem(place, said);
        } else if let Some(text) = &column.unknown {
            // What stands over figures, or is said like a unit, was meant for one.
            let figures = column.time.is_some() && column.id.is_none();
            let stem = text.split([':', '-']).next().unwrap_or(text);
            if kind == Kind::Indicators && (figures || (names::is_unit(stem) && column.id.is_none())) {
                let said = reader.names.refuse(reader.profile, text);
                // One name stands over several columns.
                if reader.problems.get(before..).is_some_and(|told| told.iter().any(|p| p.text == said)) {
                    continue;
                }
                let row = (table.first..table.body).find(|row| sheet.shown(*row, column.index).text() == *text);
                reader.problem(sheet.place(row.unwrap_or(column.row), column.index), said);
            } else if column.id.is_none() && column.time.is_none() {
                reader.remark(place, format!("cột «{text}» không dùng đến"));
            }
        }
    }
    let words = kind.words();
    let place = || sheet.place(table.body.saturating_sub(1), 0);
    let mut missing: Vec<String> = Vec::new();
    for (id, column) in words.columns.iter().filter(|(_, column)| column.required) {
        let split = |ids: [&str; 2]| ids.iter().all(|id| table.column(id).is_some());
        let there = table.column(id).is_some()
            || (id == "sex" && split(["male", "female"]))
            || (id == "born" && split(["male", "female"]))
            || (id == "standing" && split(["again", "first"]));
        if !there {
            missing.push(column.name.clone());
        }
    }
    // A name nobody knows may be the one that seems to be missing.
    if kind == Kind::Indicators && reader.problems.len() == before {
        missing_figures(reader, table, long, &mut missing);
    }
    let mut twice: Vec<(&Column, String)> = Vec::new();
    for (i, column) in table.columns.iter().enumerate() {
        let same = |other: &&Column| {
            (column.id.is_some() && other.id == column.id && other.time == column.time)
                || (column.time.is_some()
                    && other.time == column.time
                    && other.holder == column.holder
                    && other.id == column.id)
        };
        if let Some(other) = table.columns[..i].iter().find(same) {
            twice.push((column, sheet.place(other.row, other.index)));
        }
    }
    for (column, other) in twice {
        let text = sheet.shown(column.row, column.index).text();
        reader.problem(sheet.place(column.row, column.index), format!("cột «{text}» đã có ở {other}; hãy bỏ một cột"));
    }
    for name in missing {
        let text = format!("thiếu cột «{name}» của biểu «{}»; chưa có số thì giữ cột, để trống ô", words.name);
        reader.problem(place(), text);
    }
    reader.problems.len() == before
}

/// Columns of figures that a table of indicators lacks: each unit needs those that any unit needs.
fn missing_figures(reader: &Reader<'_>, table: &Table, long: bool, missing: &mut Vec<String>) {
    let (y1, y2) = reader.profile.term;
    let (y0, _) = reader.profile.outgoing();
    let title = |time: Time| match time {
        Time::Start => format!("Năm {y0}"),
        Time::Target => format!("Mục tiêu {y1}"),
        Time::Result => format!("Kết quả {y1}"),
        Time::NewTarget => format!("Mục tiêu {y2}"),
    };
    let has = |time: Time| table.columns.iter().any(|column| column.time == Some(time));
    if long {
        if reader.names.shown().len() > 1 && table.column("holder").is_none() {
            missing.push(Kind::Indicators.words().title("holder").to_string());
        }
        let any = [Time::Start, Time::Target, Time::Result, Time::NewTarget].into_iter().any(has);
        if !any {
            for id in ["year", "value"].into_iter().filter(|id| table.column(id).is_none()) {
                missing.push(Kind::Indicators.words().title(id).to_string());
            }
        }
        return;
    }
    for (i, unit) in reader.names.shown().iter().enumerate() {
        let theirs = |column: &&Column| matches!(column.holder, Some(Holder::Old(n) | Holder::Entire(n)) if n == i);
        let own: Vec<Holder> = table.columns.iter().filter(theirs).filter_map(|column| column.holder).collect();
        if own.is_empty() {
            missing.push(unit.clone());
            continue;
        }
        for holder in [Holder::Old(i), Holder::Entire(i)].into_iter().filter(|holder| own.contains(holder)) {
            let mark = match (holder, reader.profile.predecessors.get(i)) {
                (Holder::Entire(_), _) => " (cả đơn vị)",
                (_, Some(old)) if old.part => " (phần nhập vào)",
                _ => "",
            };
            for time in [Time::Start, Time::Target, Time::Result] {
                let there = |column: &Column| column.holder == Some(holder) && column.time == Some(time);
                if !table.columns.iter().any(there) {
                    missing.push(format!("{unit}{mark} - {}", title(time)));
                }
            }
        }
    }
    let mut needed = vec![Time::NewTarget];
    if reader.names.shown().is_empty() {
        needed = vec![Time::Start, Time::Target, Time::Result, Time::NewTarget];
    }
    missing.extend(needed.into_iter().filter(|time| !has(*time)).map(title));
}
