//! The empty form of a unit's data, and the same filled with figures made up to show how.

use super::words::{Kind, Sample, WORDS};
use crate::lint::pack::{Indicator, Merge, Pack};
use crate::skeleton::exact::Exact;
use crate::skeleton::{Profile, merge};
use crate::text::Number;

/// A form, ready to be written as a workbook or as text.
pub struct Form {
    /// Its sheets, the first with notes on how to fill in.
    pub sheets: Vec<Sheet>,
    /// The notes.
    pub notes: Vec<String>,
}

/// A sheet of the form.
pub struct Sheet {
    /// What it is called.
    pub name: String,
    /// Lines over the table, the first its title.
    pub above: Vec<String>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Lines.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of the form.
pub struct Column {
    /// Whose figures it holds, where several columns are one unit's.
    pub group: String,
    /// What it is called.
    pub title: String,
    /// How wide it is, in characters.
    pub width: u16,
    /// What it may be filled with, if only with some words.
    pub choices: Vec<String>,
}

/// A cell of the form.
#[derive(Clone, Default)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// How it looks.
    pub look: Look,
}

/// How a cell looks.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// To be filled in with words.
    #[default]
    Words,
    /// To be filled in with a number.
    Number,
    /// Given by the form.
    Given,
    /// Given, and what the lines below it belong to.
    Head,
    /// The program reckons it; it may stay empty.
    Reckoned,
}

/// Rows for people and tasks.
const PEOPLE: usize = 33;
const TASKS: usize = 30;

/// How large each old unit of the filled form is, in percent of the first.
const SIZES: [i64; 5] = [100, 86, 47, 71, 93];

impl Form {
    /// The form of a unit; `filled` with made-up figures.
    pub fn new(profile: &Profile, pack: &Pack, filled: bool) -> Form {
        let sheets = vec![
            indicators(profile, pack, filled),
            list(profile, Kind::People, PEOPLE, if filled { &WORDS.sample_people } else { &[] }),
            list(profile, Kind::Tasks, TASKS, if filled { &WORDS.sample_tasks } else { &[] }),
        ];
        let mut form = Form { sheets, notes: notes(profile) };
        if filled {
            for sheet in &mut form.sheets {
                if let Some(title) = sheet.above.first_mut() {
                    title.push_str(" (SỐ LIỆU VÍ DỤ, KHÔNG PHẢI SỐ THẬT)");
                }
            }
        }
        form
    }
}

fn above(profile: &Profile, title: &str) -> Vec<String> {
    let province = if profile.province.is_empty() { String::new() } else { format!(", {}", profile.province) };
    vec![
        title.to_string(),
        format!("Đơn vị: {}{province}", profile.unit),
        format!("Nhiệm kỳ: {}-{}", profile.term.0, profile.term.1),
    ]
}

fn notes(profile: &Profile) -> Vec<String> {
    let (y1, y2) = profile.term;
    let (y0, _) = profile.outgoing();
    let mut notes = vec![
        "Ghi số vào ô trắng; ô xám do phần mềm tính, có thể để trống. Chưa có số thì để trống, không ghi 0.".to_string(),
        format!("Cột «Năm {y0}» là số đầu nhiệm kỳ; «Mục tiêu {y1}» là mục tiêu của nhiệm kỳ qua; «Kết quả {y1}» là số thực hiện; «Mục tiêu {y2}» là mục tiêu nhiệm kỳ tới."),
        "Tỷ lệ: ghi tử số và mẫu số, không cần ghi tỷ lệ. Không lấy bình quân các tỷ lệ.".to_string(),
        "Số hộ, dân số, số lao động nhiều chỉ tiêu cùng dùng thì ghi một lần ở đầu biểu.".to_string(),
        "Tốc độ tăng: dòng «Mức» ghi giá trị của năm đầu và năm cuối, cùng một mặt bằng giá (giá so sánh) ở mọi đơn vị.".to_string(),
        "Cột «Số lẻ»: số chữ số thập phân của giá trị tính ra, làm tròn nửa lên.".to_string(),
        "Thêm, đổi chỗ cột được; giữ nguyên tên các cột đã có. Chỉ tiêu không dùng thì để trống cả dòng. Chỉ tiêu thay thế trong bộ chỉ tiêu thì thêm một dòng với đúng tên của nó.".to_string(),
    ];
    if profile.predecessors.iter().any(|unit| unit.part) {
        notes.insert(
            1,
            "Cột có chữ «phần nhập vào»: chỉ ghi số đã tách riêng của phần nhập về. Chưa tách được thì để trống: phần mềm không cộng và ghi rõ lý do. Nếu chỉ có số của cả đơn vị cũ thì đổi chữ «phần nhập vào» thành «cả xã»; số ấy không được cộng.".to_string(),
        );
    }
    notes.push("Danh sách nhân sự không ghi họ tên. Ngày ghi như 03/02/1985; chỉ biết năm thì ghi năm.".to_string());
    notes.push("Xong thì lưu lại và chạy: vankien new --unit … --term … --data TỆP NÀY -o THƯ MỤC.".to_string());
    notes
}

/// The holders of figures: their heading, and of which times they have columns.
struct Holder {
    group: String,
    times: &'static [usize],
    /// Its size in percent of the first, of the filled form.
    size: i64,
    new: bool,
}

fn indicators(profile: &Profile, pack: &Pack, filled: bool) -> Sheet {
    let words = Kind::Indicators.words();
    let (y1, y2) = profile.term;
    let (y0, _) = profile.outgoing();
    let titles = [format!("Năm {y0}"), format!("Mục tiêu {y1}"), format!("Kết quả {y1}"), format!("Mục tiêu {y2}")];
    let mut holders: Vec<Holder> = Vec::new();
    for (i, unit) in profile.predecessors.iter().enumerate() {
        let full = format!("{} {}", unit.unit_type, unit.name);
        let group = match unit.part {
            true => format!("{full} (phần nhập vào)"),
            // The new unit often bears an old one's name.
            false if full == profile.unit => format!("{full} (cũ)"),
            false => full,
        };
        holders.push(Holder { group, times: &[0, 1, 2], size: SIZES[i % SIZES.len()], new: false });
    }
    let merged = !holders.is_empty();
    let group = if merged { format!("Đơn vị mới ({})", profile.unit) } else { String::new() };
    holders.push(Holder { group, times: &[0, 1, 2, 3], size: 100, new: merged });
    let fixed = |id: &str| Column {
        group: String::new(),
        title: words.title(id).to_string(),
        width: words.columns.get(id).map_or(12, |column| column.width),
        choices: Vec::new(),
    };
    let mut columns: Vec<Column> = ["number", "name", "unit", "decimals"].map(fixed).into();
    for holder in &holders {
        for time in holder.times {
            columns.push(Column {
                group: holder.group.clone(),
                title: titles[*time].clone(),
                width: 11,
                choices: Vec::new(),
            });
        }
    }
    columns.extend(["owner", "note"].map(fixed));
    let whole = |indicator: &Indicator| Some(format!("={}", merge::base(&indicator.measure.merge)?));
    let shared = pack.indicators.iter().filter(|indicator| !indicator.parts.is_empty()).filter_map(|indicator| {
        Some((whole(indicator)?, indicator.parts.iter().map(|part| format!("{}:n", part.id)).collect()))
    });
    let mut lines = Lines { holders: &holders, filled, shared: shared.collect(), rows: Vec::new() };
    let bases = merge::bases(pack);
    for base in &bases {
        let (name, unit) = base_label(base);
        lines.line(["", &name, &unit, ""], &format!("={base}"), Rule::Counted, "mẫu số, trọng số dùng chung");
    }
    for (i, indicator) in pack.indicators.iter().enumerate() {
        lines.indicator(i + 1, indicator, &bases);
    }
    Sheet {
        name: words.name.clone(),
        above: above(profile, "SỐ LIỆU CHỈ TIÊU ĐỂ LẬP VĂN KIỆN ĐẠI HỘI"),
        columns,
        rows: lines.rows,
    }
}

/// What a denominator or weight is called, and its unit.
fn base_label(base: &str) -> (String, String) {
    WORDS
        .bases
        .get(base)
        .map_or_else(|| (base.to_string(), String::new()), |words| (words.name.clone(), words.unit.clone()))
}

/// What is to be filled in of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Figures of each old unit.
    Counted,
    /// Figures of each old unit, and the new unit's target.
    Added,
    /// Reckoned from the lines below it; only the new unit's target.
    Derived,
    /// Only the new unit's.
    Asked,
    /// Likewise, words.
    Titled,
    /// Nothing: its parts hold the figures.
    Heading,
}

struct Lines<'f> {
    holders: &'f [Holder],
    filled: bool,
    /// Denominators that parts share out, with the parts' numerators.
    shared: Vec<(String, Vec<String>)>,
    rows: Vec<Vec<Cell>>,
}

impl Lines<'_> {
    fn indicator(&mut self, number: usize, indicator: &Indicator, bases: &[&str]) {
        let measure = &indicator.measure;
        let number = number.to_string();
        let group = !indicator.parts.is_empty();
        let (rule, how, decimals) = match &measure.merge {
            _ if group => (Rule::Heading, "ghi ở các dòng con", String::new()),
            Merge::Sum => (Rule::Added, "cộng", String::new()),
            Merge::Ratio(_) => (Rule::Derived, "tính lại từ tử số, mẫu số", WORDS.decimals.ratio.to_string()),
            Merge::Weighted(_) => (Rule::Added, "bình quân có trọng số", WORDS.decimals.weighted.to_string()),
            Merge::Base => (Rule::Derived, "tính lại từ mức hai năm", WORDS.decimals.base.to_string()),
            Merge::Status => (Rule::Titled, "danh hiệu, không cộng", String::new()),
            Merge::Ask => (Rule::Asked, "hỏi cơ quan cung cấp số", String::new()),
        };
        let how = measure.note.as_ref().map_or_else(|| how.to_string(), |note| format!("{how}; {note}"));
        self.line([&number, &measure.name, &measure.unit, &decimals], &measure.id, rule, &how);
        if group {
            self.divisor(&measure.merge, bases, &measure.id);
        }
        for part in &indicator.parts {
            let name = format!("- {}", part.name);
            let decimals = WORDS.decimals.ratio.to_string();
            self.line(["", &name, &measure.unit, &decimals], &part.id, Rule::Derived, "tính lại từ tử số, mẫu số");
            self.component("Tử số", &part.id, ":n");
        }
        if group {
            return;
        }
        match &measure.merge {
            Merge::Ratio(_) => {
                self.component("Tử số", &measure.id, ":n");
                self.divisor(&measure.merge, bases, &measure.id);
            }
            Merge::Weighted(_) => self.divisor(&measure.merge, bases, &measure.id),
            Merge::Base => self.component("Mức", &measure.id, ":l"),
            _ => {}
        }
    }

    /// The numerator or level of a measure.
    fn component(&mut self, word: &str, id: &str, sample: &str) {
        let (name, unit) = WORDS.labels.get(id).cloned().unwrap_or_default();
        let name = if name.is_empty() { format!("    {word}") } else { format!("    {word}: {name}") };
        self.line(["", &name, &unit, ""], &format!("{id}{sample}"), Rule::Counted, "");
    }

    /// The denominator or weight that is a measure's alone.
    fn divisor(&mut self, merge: &Merge, bases: &[&str], _id: &str) {
        let Some(base) = merge::base(merge).filter(|base| !bases.contains(base)) else { return };
        let word = if matches!(merge, Merge::Weighted(_)) { "Trọng số" } else { "Mẫu số" };
        let (name, unit) = base_label(base);
        let name: String = name.chars().take(1).flat_map(char::to_lowercase).chain(name.chars().skip(1)).collect();
        self.line(["", &format!("    {word}: {name}"), &unit, ""], &format!("={base}"), Rule::Counted, "");
    }

    fn line(&mut self, [number, name, unit, decimals]: [&str; 4], id: &str, rule: Rule, how: &str) {
        let look = if number.is_empty() { Look::Given } else { Look::Head };
        let given = |text: &str| Cell { text: text.to_string(), look };
        let mut row = vec![given(number), given(name), Cell { text: unit.to_string(), look: Look::Given }];
        row.push(Cell {
            text: decimals.to_string(),
            look: if decimals.is_empty() { Look::Reckoned } else { Look::Number },
        });
        for holder in self.holders {
            for time in holder.times {
                let target = *time == 3;
                let asked = match rule {
                    Rule::Heading => false,
                    Rule::Counted => !holder.new && !target,
                    Rule::Added => !holder.new || target,
                    Rule::Derived => target,
                    Rule::Asked | Rule::Titled => holder.new || target || self.holders.len() == 1,
                };
                let look = match (asked, rule) {
                    (false, _) => Look::Reckoned,
                    (true, Rule::Titled) => Look::Words,
                    (true, _) => Look::Number,
                };
                let text = if self.filled && (asked || self.holders.len() == 1) {
                    self.sample(id, *time, holder, rule)
                } else {
                    String::new()
                };
                row.push(Cell { text, look });
            }
        }
        row.push(Cell { text: String::new(), look: if number.is_empty() { Look::Reckoned } else { Look::Words } });
        row.push(Cell { text: how.to_string(), look: Look::Given });
        self.rows.push(row);
    }

    /// A made-up figure: counts shrink with the unit, what is the same for all sizes shifts a little.
    fn sample(&self, id: &str, time: usize, holder: &Holder, rule: Rule) -> String {
        // A whole that is shared out is what its parts come to.
        if let Some((_, parts)) = self.shared.iter().find(|(whole, _)| whole == id) {
            let parts = parts.iter().map(|part| self.sample(part, time, holder, rule));
            let numbers: Option<Vec<Exact>> = parts.map(|text| Number::parse(&text).and_then(Exact::of)).collect();
            let sum = numbers.and_then(|n| n.into_iter().try_fold(Exact::ZERO, Exact::plus));
            return sum.map_or_else(String::new, Exact::plain);
        }
        let text = match WORDS.samples.get(id).and_then(|figures| figures.get(time)) {
            Some(Sample::Number(number)) => number.to_string(),
            Some(Sample::Words(words)) => words.clone(),
            None => return String::new(),
        };
        let number = Number::parse(&text).and_then(Exact::of);
        let (Some(number), false) = (number, rule == Rule::Titled) else { return text };
        let size = match (time == 3, rule) {
            // The sample's target is that of three units together.
            (true, Rule::Added) if !holder.new => 43,
            (true, _) => 100,
            _ => holder.size,
        };
        let size = Exact::whole(usize::try_from(size).unwrap_or(100));
        let hundred = Exact::whole(100);
        // What does not grow with the unit: an average keeps near.
        let near = matches!(id, "income" | "value-per-hectare");
        let size = if near && time == 3 { hundred } else { size };
        let size =
            if near { size.plus(Exact::whole(900)).and_then(|s| s.over(Exact::whole(10), 1, 1)) } else { Some(size) };
        let scaled = size.and_then(|size| number.times(size)).and_then(|n| n.over(hundred, 1, number.decimals()));
        let least = |n: Exact| if n.is_zero() && !number.is_zero() { Exact::whole(1) } else { n };
        scaled.map_or(text, |n| least(n).plain())
    }
}

/// The list of people or of tasks.
fn list(profile: &Profile, kind: Kind, empty: usize, samples: &[Vec<String>]) -> Sheet {
    let words = kind.words();
    let (ids, title): (&[&str], &str) = match kind {
        Kind::People => (
            &["number", "post", "born", "sex", "ethnicity", "education", "theory", "joined", "standing"],
            "DANH SÁCH NHÂN SỰ GIỚI THIỆU THAM GIA CẤP ỦY",
        ),
        _ => (
            &["number", "group", "task", "owner", "with", "deadline", "product", "resources", "indicator"],
            "NHIỆM VỤ CỦA CHƯƠNG TRÌNH HÀNH ĐỘNG",
        ),
    };
    let choices = |id: &str| -> Vec<String> {
        let words: &[&str] = match id {
            "sex" => &["Nam", "Nữ"],
            "standing" => &["tái cử", "lần đầu"],
            _ => &[],
        };
        words.iter().map(|word| (*word).to_string()).collect()
    };
    let columns = ids
        .iter()
        .map(|id| Column {
            group: String::new(),
            title: words.title(id).to_string(),
            width: words.columns.get(*id).map_or(12, |column| column.width),
            choices: choices(id),
        })
        .collect();
    let rows = (0..empty.max(samples.len())).map(|i| {
        let mut row = vec![Cell { text: (i + 1).to_string(), look: Look::Given }];
        let sample = samples.get(i);
        row.extend((1..ids.len()).map(|at| Cell {
            text: sample.and_then(|cells| cells.get(at - 1)).cloned().unwrap_or_default(),
            look: Look::Words,
        }));
        row
    });
    Sheet { name: words.name.clone(), above: above(profile, title), columns, rows: rows.collect() }
}
