//! What a page about a dossier shows beside findings: how long each document is, its chapters, its indicators.
//! Small and owned, for documents are let go once judged; taken only where the output asks for it.

use super::check::Context;
use super::finding::shorten;
use super::indicators::sheet::{Content, Line, Part, Sheet};
use crate::document::{Document, SectionId};
use crate::text::{Number, fold};
use std::collections::HashMap;

/// Characters of a name or a value that are kept.
const LONGEST: usize = 120;

/// Of more chapters than this none stands out.
const MOST_CHAPTERS: usize = 40;

/// Of one document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Detail {
    /// Bytes of the file.
    pub length: usize,
    /// Its chapters, in order.
    pub chapters: Vec<Chapter>,
    /// Its indicators, in order.
    pub indicators: Vec<Indicator>,
}

/// A section of the first level that is told apart from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Where its heading begins, in bytes of the file.
    pub start: usize,
    /// The heading.
    pub title: String,
}

/// An indicator with what the document's tables give of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Indicator {
    /// Its name as the table has it.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Whether it only heads those below it.
    pub is_group: bool,
    /// Whether it belongs to the one above it.
    pub is_sub: bool,
    /// Where the outgoing term began.
    pub start: Option<Given>,
    /// What it aimed at.
    pub old_target: Option<Given>,
    /// What was reached.
    pub result: Option<Given>,
    /// What the new term aims at.
    pub new_target: Option<Given>,
}

/// A value as a cell gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// As written.
    pub text: String,
    /// The number, if it is one.
    pub number: Option<Number>,
    /// The year its column names.
    pub year: Option<i32>,
    /// Whether the column says «ước».
    pub is_estimate: bool,
}

impl Detail {
    /// What a page shows of a document.
    pub fn of(context: &Context<'_>) -> Detail {
        let document = context.document;
        Detail {
            length: document.source.len(),
            chapters: chapters(document),
            indicators: indicators(document, context.sheets()),
        }
    }
}

/// The topmost sections there are several of: below the title, which heads everything.
fn chapters(document: &Document) -> Vec<Chapter> {
    let children = |id: SectionId| document.sections.get(id as usize).map_or(&[][..], |s| &s.children);
    let mut level = children(0);
    while let [only] = level {
        level = children(*only);
    }
    if level.len() > MOST_CHAPTERS {
        return Vec::new();
    }
    let chapter = |id: &SectionId| {
        let section = document.sections.get(*id as usize)?;
        let heading = document.blocks.get(section.heading? as usize)?;
        let subtitle = section.subtitle.and_then(|id| document.blocks.get(id as usize));
        let own = document.block_text(heading);
        let title = subtitle.map_or(own.to_string(), |s| format!("{own}: {}", document.block_text(s)));
        Some(Chapter { start: document.block_span(heading).start as usize, title: shorten(&title, LONGEST) })
    };
    level.iter().filter_map(chapter).collect()
}

/// The rows of all tables; a row the results give and the targets give again is one.
fn indicators(document: &Document, sheets: &[Sheet]) -> Vec<Indicator> {
    let mut all: Vec<Indicator> = Vec::new();
    // Rows by name, by unit and by which row of that name it is in its table.
    let mut places: HashMap<(String, String, usize), usize> = HashMap::new();
    for sheet in sheets {
        let mut met: HashMap<(String, String), usize> = HashMap::new();
        let mut head = String::new();
        for line in &sheet.lines {
            let row = indicator(document, sheet, line);
            let name = if line.is_sub { format!("{head} › {}", fold(&row.name)) } else { fold(&row.name) };
            if !line.is_sub {
                head.clone_from(&name);
            }
            let count = met.entry((name.clone(), row.unit.clone())).or_default();
            *count += 1;
            match places.get(&(name.clone(), row.unit.clone(), *count)).and_then(|&at| all.get_mut(at)) {
                Some(known) => known.complete(row),
                None => {
                    places.insert((name, row.unit.clone(), *count), all.len());
                    all.push(row);
                }
            }
        }
    }
    all
}

fn indicator(document: &Document, sheet: &Sheet, line: &Line) -> Indicator {
    let given = |part: Part| {
        let column = sheet.columns.get(sheet.columns.iter().rposition(|c| c.part == part)?)?;
        let cell = line.cell(sheet, part).filter(|c| c.content != Content::Empty)?;
        let number = if let Content::Number(number) = cell.content { Some(number) } else { None };
        let text = shorten(document.text.get(cell.place.clone())?, LONGEST);
        Some(Given { text, number, year: column.year, is_estimate: column.estimate })
    };
    Indicator {
        name: shorten(&line.title(document), LONGEST),
        unit: line.unit.as_deref().map(|unit| shorten(unit, LONGEST)).unwrap_or_default(),
        is_group: line.is_group,
        is_sub: line.is_sub,
        start: given(Part::Start),
        old_target: given(Part::OldTarget),
        result: given(Part::Result),
        new_target: given(Part::NewTarget),
    }
}

impl Indicator {
    /// Takes over what another table gives of it; two different values of one thing stand side by side.
    fn complete(&mut self, other: Indicator) {
        let pairs = [
            (&mut self.start, other.start),
            (&mut self.old_target, other.old_target),
            (&mut self.result, other.result),
            (&mut self.new_target, other.new_target),
        ];
        for (own, other) in pairs {
            match (own, other) {
                (own @ None, other) => *own = other,
                (Some(own), Some(other)) if own.text != other.text && own.number != other.number => {
                    own.text = shorten(&format!("{} / {}", own.text, other.text), LONGEST);
                }
                _ => {}
            }
        }
        self.is_group &= other.is_group;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::catalogue::Catalogue;
    use crate::lint::check::Lazy;
    use crate::lint::outline::OutlineMatch;
    use crate::mentions::Mentions;
    use crate::text::Date;
    use std::collections::BTreeMap;

    fn detail(text: &str) -> Detail {
        let catalogue = Catalogue::built_in().expect("the built-in catalogue");
        let document = crate::document::from_example(text).expect("a document");
        let mentions = Mentions::find(&document, &catalogue.lexicon, &catalogue.vocabulary);
        let outline = OutlineMatch::find(&document, &mentions, None);
        let context = Context {
            document: &document,
            mentions: &mentions,
            outline: &outline,
            catalogue: &catalogue,
            running: &[],
            alone: true,
            compared: false,
            as_of: Date { year: 2025, month: 7, day: 25 },
            rule: &catalogue.rules[0],
            settings: &BTreeMap::new(),
            lazy: &Lazy::default(),
        };
        Detail::of(&context)
    }

    #[test]
    fn results_and_targets_of_one_indicator_are_one_row() {
        let detail = detail(
            "# BÁO CÁO CHÍNH TRỊ\n\n## I. Kết quả\n\n\
             | TT | Chỉ tiêu | Đơn vị | Năm 2020 | Mục tiêu 2025 | Ước thực hiện 2025 |\n|---|---|---|---|---|---|\n\
             | 1 | Thu nhập bình quân đầu người | triệu đồng | 58,2 | 85,0 | 91,8 |\n\
             | 2 | Tỷ lệ hộ nghèo (chuẩn 2021-2025) | % | 1,86 | 0,60 | 0,42 |\n\n## II. Mục tiêu\n\n\
             | TT | Chỉ tiêu | Đơn vị | Ước thực hiện 2025 | Mục tiêu 2030 |\n|---|---|---|---|---|\n\
             | 1 | Thu nhập bình quân đầu người | triệu đồng | 92,8 | 140,0 |\n\
             | 2 | Tỷ lệ hộ nghèo | % | 0,42 | 0,15 |\n",
        );
        let titles: Vec<&str> = detail.chapters.iter().map(|c| c.title.as_str()).collect();
        assert_eq!(titles, ["I. Kết quả", "II. Mục tiêu"]);
        let text = |given: &Option<Given>| given.as_ref().map_or("", |g| &g.text).to_string();
        let year = |given: &Option<Given>| given.as_ref().and_then(|g| g.year);
        let [income, poor] = &detail.indicators[..] else { panic!("{:?}", detail.indicators) };
        assert_eq!((text(&income.start), text(&income.result)), ("58,2".into(), "91,8 / 92,8".into()));
        assert_eq!((text(&poor.result), text(&poor.new_target)), ("0,42".into(), "0,15".into()));
        assert_eq!((year(&poor.start), year(&poor.new_target)), (Some(2020), Some(2030)));
        assert!(poor.result.as_ref().is_some_and(|r| r.is_estimate) && poor.unit == "%");
    }
}
