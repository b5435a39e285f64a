//! What the templates see of a profile and a pack.

mod rows;

use super::data::{Data, Task};
use super::{Committee, Congress, Order, Profile, SkeletonError};
use crate::document::Kind;
use crate::lint::pack::{Indicator, Level};
use rows::{People, Person, Row};
use serde::Serialize;

/// What stands where nothing is known.
pub(super) const BLANK: &str = "…";

/// The variables of every template. An absent one is null, which Tera takes for false.
#[derive(Serialize)]
pub(super) struct View {
    kind: Option<Kind>,
    unit: String,
    unit_title: String,
    #[serde(rename = "type")]
    unit_type: String,
    name: String,
    province: String,
    level: Level,
    /// The Party organisation: `Đảng bộ xã Can Lộc`, `Chi bộ thôn 3`; the same without the name.
    party: String,
    party_type: String,
    /// Its committee: `Ban Chấp hành`, `Chi ủy`; the committee as an organ: `Đảng ủy`, `Huyện ủy`, `Chi ủy`.
    committee: &'static str,
    organ: &'static str,
    /// The unit above, the organisation above, and its committee.
    superior: Option<String>,
    superior_party: String,
    superior_organ: String,
    /// Whether all members sit in the congress; its name, which one it is (` lần thứ I`) and who sits in it.
    members: bool,
    congress: &'static str,
    nth: String,
    attendee: &'static str,
    /// The organisations below it.
    branch: &'static str,
    /// Where papers are dated.
    place: String,
    /// Who leads the office beside the committee's secretary.
    head: String,
    /// Who leads its sessions.
    chair: &'static str,
    /// Whether the committee is appointed rather than elected.
    appointed: bool,
    /// Whether it is a town: its people live in tổ dân phố and it is no nông thôn mới.
    urban: bool,
    /// What its people live in.
    cell: &'static str,
    /// Whether communes have the offices they got when the districts ended on 1 July 2025.
    two_tier: bool,
    ordinal: String,
    term: String,
    old_term: String,
    /// Start of the outgoing term, of the coming one, its end.
    y0: u16,
    y1: u16,
    y2: u16,
    /// The years of the coming term.
    years: Vec<u16>,
    /// The date, or while it is not known (`dated`) a day to judge names by.
    date: Option<String>,
    dated: bool,
    date_line: String,
    born: Option<Born>,
    merged: bool,
    predecessors: Vec<Old>,
    predecessors_count: String,
    /// Its people and households: what the predecessors come to, or what is said of itself.
    population: String,
    households: String,
    /// The lines of the indicator tables. A chi bộ, an office has measures of its own choosing: only those its data
    /// speaks of, perhaps none.
    rows: Vec<Row>,
    people: Vec<Person>,
    people_summary: Option<People>,
    tasks: Vec<Task>,
    hints: Vec<Hint>,
    documents: Vec<Document>,
}

#[derive(Serialize)]
struct Born {
    day: String,
    resolution: Option<String>,
}

#[derive(Serialize)]
struct Old {
    /// People and households in the outgoing term's last year.
    population: String,
    households: String,
    full: String,
    title: String,
    part: bool,
}

#[derive(Serialize)]
struct Hint {
    number: usize,
    text: String,
}

#[derive(Serialize)]
struct Document {
    kind: Kind,
    name: String,
    file: String,
}

/// The view of a document of some kind, or of the manifest.
pub(super) fn of(kind: Option<Kind>, order: &Order<'_>) -> Result<View, SkeletonError> {
    let (profile, pack) = (order.profile, order.pack);
    let nothing = Data::default();
    let data = order.data.unwrap_or(&nothing);
    let (y1, y2) = profile.term;
    if !(1930..=2200).contains(&y1) || y2 <= y1 || y2 - y1 > 10 {
        return Err(SkeletonError::Term(y1, y2));
    }
    if profile.unit.trim().is_empty() || profile.name.trim().is_empty() {
        return Err(SkeletonError::NoUnit);
    }
    let (y0, _) = profile.outgoing();
    let unit_type = crate::text::fold(&profile.unit_type);
    let urban = matches!(unit_type.as_str(), "phường" | "thị trấn" | "quận");
    let party = party(profile, &unit_type);
    let members = profile.congress() == Congress::Members;
    let mut predecessors: Vec<Old> = profile.predecessors.iter().map(|p| old(&p.unit_type, &p.name, p.part)).collect();
    let (people, population) = rows::counted(data, profile, "dân số");
    let (homes, households) = rows::counted(data, profile, "hộ");
    for ((old, people), homes) in predecessors.iter_mut().zip(people).zip(homes) {
        (old.population, old.households) = (people, homes);
    }
    Ok(View {
        kind,
        unit: profile.unit.clone(),
        unit_title: capitalised(&profile.unit),
        unit_type: profile.unit_type.clone(),
        name: profile.name.clone(),
        province: profile.province.clone(),
        level: profile.level,
        party: party.name,
        party_type: party.short,
        committee: if profile.level == Level::ChiBo { "Chi ủy" } else { "Ban Chấp hành" },
        organ: party.organ,
        superior: profile.superior.clone(),
        superior_party: party.superior,
        superior_organ: party.superior_organ,
        members,
        congress: match members {
            _ if profile.level == Level::ChiBo => "Đại hội",
            true => "Đại hội đảng viên",
            false => "Đại hội đại biểu",
        },
        nth: match profile.level {
            Level::ChiBo if profile.ordinal().is_none() => String::new(),
            _ => format!(" lần thứ {}", profile.ordinal().unwrap_or(BLANK)),
        },
        branch: match profile.level {
            Level::Huyen | Level::Tinh => "tổ chức cơ sở đảng",
            _ => "chi bộ",
        },
        place: if profile.unit_type.is_empty() { BLANK.to_string() } else { profile.name.clone() },
        head: match profile.level {
            Level::ChiBo | Level::CoSo => "Thủ trưởng đơn vị".to_string(),
            _ => format!("Chủ tịch Ủy ban nhân dân {}", profile.unit_type),
        },
        attendee: if members { "đảng viên" } else { "đại biểu" },
        chair: if profile.level == Level::ChiBo { "chủ tọa" } else { "Đoàn Chủ tịch" },
        appointed: profile.committee() == Committee::Appointed,
        urban,
        cell: match unit_type.as_str() {
            "phường" | "thị trấn" => "tổ dân phố",
            "quận" => "phường",
            "huyện" | "thị xã" | "thành phố" | "tỉnh" => "xã, phường",
            _ => "thôn",
        },
        two_tier: y1 >= 2025,
        ordinal: profile.ordinal().unwrap_or(BLANK).to_string(),
        term: format!("{y1}-{y2}"),
        old_term: format!("{y0}-{y1}"),
        y0,
        y1,
        y2,
        years: (y1 + 1..=y2).collect(),
        date: profile.date.or(profile.day).map(|d| d.to_string()),
        dated: profile.date.is_some(),
        date_line: match profile.date {
            Some(d) if d.month <= 2 => format!("ngày {:02} tháng {:02} năm {}", d.day, d.month, d.year),
            Some(d) => format!("ngày {:02} tháng {} năm {}", d.day, d.month, d.year),
            None => format!("ngày {BLANK} tháng {BLANK} năm {y1}"),
        },
        born: profile.born.as_ref().map(|b| Born { day: b.date.vietnamese(), resolution: b.resolution.clone() }),
        merged: !predecessors.is_empty(),
        predecessors_count: count(predecessors.len()),
        population,
        households,
        rows: rows::filled(pack, profile, data),
        predecessors,
        people: rows::people(data),
        people_summary: rows::summary(data, profile, pack),
        tasks: rows::tasks(data),
        hints: if rows::chosen(profile.level) { Vec::new() } else { hints(&pack.indicators) },
        documents: Vec::new(),
    })
}

impl View {
    /// Names the files of the dossier, for the manifest.
    pub fn name_files(&mut self, documents: &[(Kind, String)]) {
        self.documents = documents
            .iter()
            .map(|(kind, file)| Document { kind: *kind, name: capitalised(kind.vietnamese()), file: file.clone() })
            .collect();
    }
}

/// How a unit's Party organisation and the one above it are called.
struct Party {
    name: String,
    short: String,
    organ: &'static str,
    superior: String,
    superior_organ: String,
}

fn party(profile: &Profile, unit_type: &str) -> Party {
    let (name, short) = match profile.level {
        Level::ChiBo => (capitalised(&profile.unit), "Chi bộ".to_string()),
        Level::CoSo if crate::text::fold(&profile.unit).starts_with("đảng bộ") => {
            (capitalised(&profile.unit), "Đảng bộ".to_string())
        }
        Level::CoSo => (format!("Đảng bộ {}", profile.unit), "Đảng bộ".to_string()),
        _ => (format!("Đảng bộ {}", profile.unit), format!("Đảng bộ {}", profile.unit_type)),
    };
    let above = profile.superior.as_deref();
    // A chi bộ, an office's đảng bộ: what stands above it may be written as the organisation or as the place.
    let bare = above.map(crate::text::fold).unwrap_or_default();
    let superior = match above {
        Some(above) if bare.starts_with("đảng bộ") => capitalised(above),
        Some(above) => format!("Đảng bộ {above}"),
        None => format!("Đảng bộ {BLANK}"),
    };
    let superior_organ = match above.map(|_| bare.strip_prefix("đảng bộ ").unwrap_or(&bare)) {
        Some(above) => organ(above).to_string(),
        None => "cấp ủy cấp trên".to_string(),
    };
    let organ = if profile.level == Level::ChiBo { "Chi ủy" } else { organ(unit_type) };
    Party { name, short, organ, superior, superior_organ }
}

/// The committee of a unit, as an organ, by its type or its folded label.
fn organ(unit: &str) -> &'static str {
    const ORGANS: [(&str, &str); 5] = [
        ("tỉnh", "Tỉnh ủy"),
        ("thành phố", "Thành ủy"),
        ("huyện", "Huyện ủy"),
        ("quận", "Quận ủy"),
        ("thị xã", "Thị ủy"),
    ];
    ORGANS.iter().find(|(word, _)| unit.starts_with(word)).map_or("Đảng ủy", |(_, organ)| organ)
}

fn old(unit_type: &str, name: &str, part: bool) -> Old {
    let full = format!("{unit_type} {name}");
    Old { population: BLANK.into(), households: BLANK.into(), title: capitalised(&full), full, part }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A small count in words, as running text has it.
fn count(n: usize) -> String {
    const WORDS: [&str; 11] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_string())
}

/// What the drafter may put in a row's stead, and what not to forget.
fn hints(indicators: &[Indicator]) -> Vec<Hint> {
    let mut hints = Vec::new();
    for (i, indicator) in indicators.iter().enumerate() {
        let mut said: Vec<String> = indicator.measure.note.iter().cloned().collect();
        if !indicator.alternatives.is_empty() {
            let names: Vec<&str> = indicator.alternatives.iter().map(|a| a.name.as_str()).collect();
            said.push(format!("thêm hoặc thay bằng: {}", names.join("; ")));
        }
        if !said.is_empty() {
            hints.push(Hint { number: i + 1, text: said.join("; ") });
        }
    }
    hints
}
