//! Figures, people and tasks out of a spreadsheet: `vankien new --data`.
//!
//! Sheets and columns are known by what they are called (`words`, data in `lints/data/data-form.yml`), in any order
//! (`head`). Whatever is wrong is told with the cell it stands in, all of it at once; half a file is never used.

mod agree;
pub mod form;
mod head;
mod indicators;
mod names;
mod number;
mod people;
mod tasks;
mod words;
mod workbook;

pub use people::{Birth, Member, Standing};
pub use tasks::Task;
pub(super) use words::{Component, WORDS, key};

use super::Profile;
use super::exact::Exact;
use crate::lint::pack::Pack;
use crate::sheet::{Sheet, Workbook};
use head::Table;
use names::Names;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use words::{INDEX, Kind};

/// More mistakes than these are counted, not told.
pub const MOST_PROBLEMS: usize = 20;

/// What a data file says.
#[derive(Debug, Default, Clone)]
pub struct Data {
    /// Figures by what they are of.
    pub(super) figures: BTreeMap<Key, Figure>,
    /// What the file says of measures and parts, by id.
    pub(super) measures: HashMap<String, Said>,
    /// People proposed for the committee, in the file's order.
    pub people: Vec<Member>,
    /// Tasks, in the file's order.
    pub tasks: Vec<Task>,
    /// How many years each term has.
    years: (u32, u32),
}

/// What is said of a measure beside its figures.
#[derive(Debug, Default, Clone)]
pub(super) struct Said {
    /// The unit its figures are in.
    pub unit: Option<String>,
    /// How many decimals it is to be reckoned to.
    pub decimals: Option<u8>,
    pub owner: Option<String>,
}

/// What a figure is of. A denominator that several measures share goes by `=` and the pack's word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub id: String,
    pub component: Component,
    pub holder: Holder,
    pub time: Time,
}

/// Whose figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holder {
    /// The unit's own.
    Whole,
    /// A predecessor's, by its place in the profile; of one that came in part, that part's.
    Old(usize),
    /// All of a predecessor of which only a part came: shown to nobody, added to nothing.
    Entire(usize),
}

/// Of when it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Time {
    /// The start of the outgoing term.
    Start,
    /// That term's target.
    Target,
    /// What came of it.
    Result,
    /// The coming term's target.
    NewTarget,
}

/// A figure and the cell it stands in.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub content: Content,
    pub file: String,
    pub place: String,
}

impl Figure {
    fn number(&self) -> Option<Exact> {
        match self.content {
            Content::Number(number) => Some(number),
            Content::Words(_) => None,
        }
    }
}

/// A number, or the words for a title.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Number(Exact),
    Words(String),
}

impl Data {
    /// A number, if the file gives one.
    pub(super) fn number(&self, id: &str, component: Component, holder: Holder, time: Time) -> Option<Exact> {
        match &self.figure(id, component, holder, time)?.content {
            Content::Number(number) => Some(*number),
            Content::Words(_) => None,
        }
    }

    /// The years over which a figure of growth is reckoned.
    pub(super) fn years(&self, time: Time) -> u32 {
        if time == Time::NewTarget { self.years.1 } else { self.years.0 }
    }

    /// Whether there are any figures.
    pub(super) fn has_figures(&self) -> bool {
        !self.figures.is_empty()
    }

    /// Whether the file gives a figure of a measure.
    pub(super) fn speaks_of(&self, id: &str) -> bool {
        self.figures.keys().any(|key| key.id == id)
    }

    pub(super) fn figure(&self, id: &str, component: Component, holder: Holder, time: Time) -> Option<&Figure> {
        self.figures.get(&Key { id: id.to_string(), component, holder, time })
    }
}

/// Something wrong in a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The cell, or as much of a place as there is.
    pub place: String,
    /// What is wrong and what to do.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in [&self.file, &self.place].into_iter().filter(|part| !part.is_empty()) {
            write!(f, "{part}: ")?;
        }
        f.write_str(&self.text)
    }
}

/// Reads data files for one unit and term.
pub struct Reader<'r> {
    profile: &'r Profile,
    pack: &'r Pack,
    names: Names,
    data: Data,
    /// Where each row of figures stands.
    rows: HashMap<indicators::RowKey, String>,
    /// The file under way, where there are several.
    file: String,
    problems: Vec<Problem>,
    remarks: Vec<Problem>,
}

impl<'r> Reader<'r> {
    /// A reader without data.
    pub fn new(profile: &'r Profile, pack: &'r Pack) -> Reader<'r> {
        Reader {
            profile,
            pack,
            names: Names::new(profile),
            data: Data {
                years: {
                    let ((y0, y1), (_, y2)) = (profile.outgoing(), profile.term);
                    (u32::from(y1.saturating_sub(y0)), u32::from(y2.saturating_sub(y1)))
                },
                ..Data::default()
            },
            rows: HashMap::new(),
            file: String::new(),
            problems: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// Takes over what a file holds; its name opens the places of what is wrong in it.
    pub fn add(&mut self, file: &str, workbook: &Workbook) {
        self.file = file.to_string();
        let mut known = false;
        let ignored = |sheet: &Sheet| WORDS.ignored.iter().any(|name| key(name) == key(&sheet.name));
        for sheet in workbook.sheets.iter().filter(|sheet| !sheet.rows.is_empty() && !ignored(sheet)) {
            if sheet.hidden {
                self.remark(sheet.place(0, 0), format!("trang ẩn «{}» không dùng đến", sheet.name));
                continue;
            }
            let named = INDEX.sheet(&key(&sheet.name));
            let found = match named {
                Some(kind) => head::find(self, sheet, kind).map(|table| (kind, table)),
                None => {
                    let kind = head::likeliest(self, sheet);
                    head::find(self, sheet, kind).map(|table| (kind, table))
                }
            };
            match found {
                Some((kind, table)) => {
                    known = true;
                    self.read(sheet, kind, &table);
                }
                None if named.is_some() || sheet.name.is_empty() => {
                    known = true;
                    let kind = named.unwrap_or_else(|| head::likeliest(self, sheet));
                    let words = kind.words();
                    let (row, _) = head::widest(self, sheet, kind);
                    let text = format!(
                        "thiếu cột «{}» của biểu «{}»; xem biểu mẫu: vankien new --data-form",
                        words.title(kind.key_column()),
                        words.name
                    );
                    self.problem(sheet.place(row, 0), text);
                }
                None => self.remark(sheet.place(0, 0), format!("trang «{}» không dùng đến", sheet.name)),
            }
        }
        if !known {
            let names: Vec<String> = Kind::ALL.iter().map(|kind| format!("«{}»", kind.words().name)).collect();
            let text = format!("không có biểu nào trong các biểu {}; xem: vankien new --data-form", names.join(", "));
            self.problem(String::new(), text);
        }
    }

    fn read(&mut self, sheet: &Sheet, kind: Kind, table: &Table) {
        self.check_unit_and_term(sheet, table);
        if !head::check(self, sheet, kind, table) {
            return;
        }
        match kind {
            Kind::Indicators => indicators::read(self, sheet, table),
            Kind::People => people::read(self, sheet, table),
            Kind::Tasks => tasks::read(self, sheet, table),
        }
    }

    /// The unit and the term a file says it is for, above its table.
    fn check_unit_and_term(&mut self, sheet: &Sheet, table: &Table) {
        let (y1, y2) = self.profile.term;
        let (y0, _) = self.profile.outgoing();
        for row in 0..table.first.min(12) {
            for column in 0..sheet.rows.get(row).map_or(0, |cells| cells.len().min(12)) {
                let text = sheet.cell(row, column).value.text();
                let said = key(text.split(':').next().unwrap_or(""));
                let after = |text: &str| text.split_once(':').map(|(_, value)| value.trim().to_string());
                let (value, at) = match after(&text).filter(|value| !value.is_empty()) {
                    Some(value) => (value, column),
                    None => (sheet.cell(row, column + 1).value.text(), column + 1),
                };
                if value.is_empty() {
                    continue;
                }
                if said == key("nhiệm kỳ") {
                    let years = head::years(&value);
                    if years != [y1, y2] {
                        let text = match years[..] {
                            [from, to] if to <= from || to - from > 10 => {
                                format!("nhiệm kỳ «{value}» không hợp lý; viết như {y1}-{y2}")
                            }
                            [..] if years == [y0, y1] => continue,
                            _ => format!("tệp ghi nhiệm kỳ «{value}», lệnh ghi --term {y1}-{y2}; sửa một trong hai"),
                        };
                        self.problem(sheet.place(row, at), text);
                    }
                } else if said == key("đơn vị")
                    && let Some(text) = self.names.refuse_unit(self.profile, &value)
                {
                    self.problem(sheet.place(row, at), text);
                }
            }
        }
    }

    fn problem(&mut self, place: String, text: String) {
        self.problems.push(Problem { file: self.file.clone(), place, text });
    }

    fn remark(&mut self, place: String, text: String) {
        self.remarks.push(Problem { file: self.file.clone(), place, text });
    }

    /// All that was read, and what was passed over; or all that is wrong.
    pub fn finish(mut self) -> Result<(Data, Vec<Problem>), Vec<Problem>> {
        if self.problems.is_empty() {
            self.check_together();
        }
        if self.problems.is_empty() { Ok((self.data, self.remarks)) } else { Err(self.problems) }
    }
}
