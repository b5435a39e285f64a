//! Rows of an indicator table, and points of a list of targets, that lack a unit or a value.

mod points;

use crate::document::BlockKind;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::indicators::sheet::{Content, Line, Part, Sheet};
use crate::lint::pack::Role;
use crate::mentions::fact::Cue;
use crate::mentions::{Mention, MentionKind};
use crate::text::{LexiconBuilder, ListId, Phrases, fold};
use serde::Deserialize;

/// `incomplete-indicator:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct IncompleteIndicator {
    /// Rows a table must have to be asked.
    least_rows: usize,
    /// Points a list of targets must have to be asked.
    least_points: usize,
    /// One of so many points may lack what the others have, or the list does not ask for it.
    one_in: usize,
    /// Opening words of names that say the unit: «Tỷ lệ …».
    unit_in_words: Vec<String>,
    /// What is said for a unit where the table has no head for it.
    unit: String,
    /// Words that say a value shall be better and not how much.
    unmeasured: Vec<String>,
    /// The same where nothing else stands in a cell: «Tăng mạnh».
    unmeasured_cells: Vec<String>,
    /// Before a year: what something is held against, not the year of a value.
    compared: Vec<String>,
    /// Words of a name or a unit that make the value one of several years: «bình quân 5 năm».
    spans: Phrases,
    #[serde(skip)]
    lists: Option<[ListId; 2]>,
}

impl Check for IncompleteIndicator {
    fn register(&mut self, builder: &mut LexiconBuilder) {
        self.lists = Some([&self.unmeasured, &self.compared].map(|phrases| builder.list_of(phrases)));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        self.points(context, out);
        points::unlike_the_others(context, self.least_points, self.one_in, out);
        for sheet in context.sheets() {
            // A table for each group of indicators, all with one head, is one table.
            let alike = context.sheets().iter().filter(|other| has_head_of(other, sheet));
            let lines: Vec<&Line> = alike.flat_map(|other| &other.lines).filter(|line| !line.is_group).collect();
            if lines.len() < self.least_rows {
                continue;
            }
            let units = self.asks_units(&lines);
            let parts: Vec<Part> = PARTS
                .into_iter()
                .filter(|part| column(sheet, *part).is_some() && sheet.is_filled(*part, &lines))
                .collect();
            for line in sheet.lines.iter().filter(|line| !line.is_group) {
                let mut missing: Vec<String> = Vec::new();
                if units && line.unit.is_none() && self.needs_unit(context, sheet, line) {
                    missing.push(sheet.units.clone().unwrap_or_else(|| self.unit.clone()));
                }
                missing.extend(
                    parts
                        .iter()
                        .filter(|part| lacks(sheet, line, **part) && !self.told_once(context, sheet, line, **part))
                        .filter_map(|part| column(sheet, *part).map(|at| sheet.columns[at].title.clone())),
                );
                if missing.is_empty() {
                    missing.extend(self.hole(context, sheet, &lines, line).map(|at| sheet.columns[at].title.clone()));
                }
                if missing.is_empty() {
                    out.extend(self.worded(context, sheet, line));
                    continue;
                }
                let missing: Vec<String> = missing.iter().map(|m| format!("«{m}»")).collect();
                let name = line.title(context.document);
                out.push(Draft::at(line.place.clone()).with("name", name).with("missing", missing.join(", ")));
            }
        }
    }
}

/// Columns of a part from which on they give it year after year.
const YEARLY: usize = 2;

/// Years that make a course, and rows of which one may stand out.
const COURSE: usize = 4;
const MANY: usize = 6;

/// Tokens between «so với» and its year: «so với cuối năm 2025».
const COMPARED: usize = 5;

const PARTS: [Part; 4] = [Part::Start, Part::OldTarget, Part::Result, Part::NewTarget];

/// The column that gives a part; of several the last, which is the one aimed at.
fn column(sheet: &Sheet, part: Part) -> Option<usize> {
    sheet.columns.iter().rposition(|c| c.part == part)
}

/// Whether the columns of two tables are called the same.
fn has_head_of(sheet: &Sheet, other: &Sheet) -> bool {
    sheet.columns.iter().map(|column| &column.title).eq(other.columns.iter().map(|column| &column.title))
}

/// Whether a row lacks the value of a part.
fn lacks(sheet: &Sheet, line: &Line, part: Part) -> bool {
    let empty = |part: Part| line.cell(sheet, part).is_some_and(|c| c.content == Content::Empty);
    // A target without a result is another rule's, and so is a title.
    let judged =
        part == Part::Result && column(sheet, Part::OldTarget).is_some() && (line.verdict || !empty(Part::OldTarget));
    let titled = line.cells.iter().any(|c| c.content == Content::Status);
    empty(part) && !judged && !titled
}

impl IncompleteIndicator {
    /// «(18) Tỷ lệ hộ dùng nước hợp vệ sinh năm 2020 ước 88,5%, những năm tới tiếp tục nâng lên»: a target told in
    /// words, without its figure.
    fn points(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let Some([unmeasured, compared]) = self.lists else { return };
        let document = context.document;
        let turn = context.turn();
        for block in &document.blocks {
            let role = context.outline.roles.get(block.section as usize).copied().unwrap_or_default();
            let listed = matches!(block.kind, BlockKind::Item { .. }) || block.numbering.is_some();
            if role != Role::Target || !listed || block.is_heading() || block.is_cell() {
                continue;
            }
            let mut said = context.mentions.hits_of(unmeasured, &block.tokens);
            if said.next().is_none() {
                continue;
            }
            let named = context.catalogue.indicators.named(context.mentions, &block.tokens);
            let [hit] = named[..] else { continue };
            // «so với năm 2025» is no year of a value.
            let against = |m: &Mention| {
                let before = m.tokens.start.saturating_sub(COMPARED)..m.tokens.start;
                context.mentions.hits_of(compared, &before).next().is_some()
            };
            let years = context.mentions.within(&block.tokens).iter().filter_map(|m| match &m.kind {
                MentionKind::Date(date) => date.year.filter(|_| !against(m)),
                _ => None,
            });
            let years: Vec<i32> = years.collect();
            let facts = context.facts().within(&block.tokens);
            // «giảm 1,5 điểm phần trăm», «tăng gấp 1,5 lần»: how much better is said.
            let change = facts.iter().any(|fact| fact.is_led_by_any(&[Cue::Up, Cue::Down, Cue::Times]));
            // A figure of a year that is past is where it stands, not where it shall come to.
            let past = !years.is_empty() && years.iter().all(|year| *year <= turn);
            if facts.len() <= usize::from(past) && !change {
                let name = document.token_text(hit.start as usize..hit.end as usize);
                out.push(Draft::at(block.range.clone()).say("point").with("name", name));
            }
        }
    }

    /// «Giải quyết việc làm mới | người/năm | 236 | Tăng mạnh»: a target told in words where the row gives a number for today and
    /// the other rows give one for their targets.
    fn worded(&self, context: &Context<'_>, sheet: &Sheet, line: &Line) -> Option<Draft> {
        let at = column(sheet, Part::NewTarget)?;
        let cell = line.cells.get(at).filter(|cell| cell.content == Content::Words)?;
        let text = context.document.text.get(cell.place.clone())?.trim();
        let words = fold(text.trim_end_matches(['.', ';', '…']));
        let mut unmeasured = self.unmeasured_cells.iter().chain(&self.unmeasured);
        let number =
            |line: &Line, at: usize| matches!(line.cells.get(at), Some(c) if matches!(c.content, Content::Number(_)));
        let told = (0..at).any(|before| number(line, before));
        if !told || !unmeasured.any(|phrase| fold(phrase) == words) {
            return None;
        }
        let lines: Vec<&Line> = sheet.lines.iter().filter(|line| !line.is_group).collect();
        let numbers = lines.iter().filter(|line| number(line, at)).count();
        let draft = Draft::at(line.place.clone()).say("worded").with("name", line.title(context.document));
        (numbers * 2 >= lines.len()).then(|| draft.with("words", text.to_string()))
    }

    /// «Tốc độ tăng bình quân 5 năm | 8,1 | | | | | 10,0»: one value for several years, which stands under one of the
    /// columns that are there for each year.
    fn told_once(&self, context: &Context<'_>, sheet: &Sheet, line: &Line, part: Part) -> bool {
        let side = |part: Part| match part {
            Part::Start | Part::Result => 0,
            Part::Interim | Part::NewTarget => 1,
            Part::OldTarget => 2,
        };
        let same = || sheet.columns.iter().zip(&line.cells).filter(|(column, _)| side(column.part) == side(part));
        let said = |text: &str| self.spans.stand_in(text);
        let spans = said(context.document.token_text(line.name.clone())) || line.unit.as_deref().is_some_and(said);
        spans && same().count() > YEARLY && same().any(|(_, cell)| cell.content != Content::Empty)
    }

    /// The one year of a table of years for which a row gives nothing, where every other row does and the row itself gives
    /// all the others.
    fn hole(&self, context: &Context<'_>, sheet: &Sheet, lines: &[&Line], line: &Line) -> Option<usize> {
        let columns = || sheet.columns.iter().zip(&line.cells).enumerate();
        let mut years = columns().filter(|(_, (column, _))| column.year.is_some() && column.part != Part::OldTarget);
        let mut empty = years.clone().filter(|(_, (_, cell))| cell.content == Content::Empty);
        let (Some((at, (hole, _))), None) = (empty.next(), empty.next()) else { return None };
        let numbers = years.all(|(i, (_, cell))| i == at || matches!(cell.content, Content::Number(_)));
        let gives = |other: &&Line| {
            let cell = other.cells.get(at);
            std::ptr::eq(*other, line) || cell.is_some_and(|cell| cell.content != Content::Empty)
        };
        let course = sheet.columns.iter().filter(|column| column.year.is_some()).count() >= COURSE;
        let asked = numbers && course && lines.len() >= MANY && lines.iter().all(gives);
        (asked && !line.is_sub && !self.told_once(context, sheet, line, hole.part)).then_some(at)
    }

    /// Whether the table gives units at all: most of its rows do.
    fn asks_units(&self, lines: &[&Line]) -> bool {
        let numbered: Vec<&&Line> = lines.iter().filter(|line| !line.is_status()).collect();
        numbered.iter().filter(|line| line.unit.is_some()).count() * 5 >= numbered.len() * 3
    }

    fn needs_unit(&self, context: &Context<'_>, sheet: &Sheet, line: &Line) -> bool {
        let document = context.document;
        if line.is_status() || line.is_empty() && line.measures.is_empty() {
            return false;
        }
        // «65,4%», «105 triệu đồng»: the cells say it.
        let carries = |text: &str| text.contains('%') || text.chars().any(char::is_alphabetic);
        let text = |cell: &crate::lint::indicators::sheet::Cell| document.text.get(cell.place.clone()).unwrap_or("");
        let filled = line.cells.iter().filter(|c| c.content != Content::Empty);
        if filled.clone().count() > 0 && filled.clone().all(|c| carries(text(c))) {
            return false;
        }
        let name = fold(document.token_text(line.name.clone()));
        sheet.units.is_some() || !self.unit_in_words.iter().any(|words| name.starts_with(words.as_str()))
    }
}
