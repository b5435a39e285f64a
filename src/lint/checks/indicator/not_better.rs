//! Targets no better than what is reached today.

use super::{Aim, aims};
use crate::document::BlockKind;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::Severity;
use crate::lint::indicators::sheet::Line;
use crate::lint::pack::Direction;
use crate::text::{Phrases, fold};
use serde::Deserialize;
use std::cell::OnceCell;

/// `target-not-better:` in a rule file. Which way is better is the pack's to say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TargetNotBetter {
    /// Words in a name that make more of a good thing something else.
    up_not: Phrases,
    /// Words in a name that make less of a bad thing something else: «hộ nghèo được vay vốn».
    down_not: Phrases,
    /// Words in a name that say that less is meant: «(giảm do chuyển 180 ha lúa sang dừa)».
    meant: Phrases,
    /// Words in a name whose values, told year after year, need not go one way: «tốc độ tăng».
    course_not: Phrases,
    /// Words that say a value is to be held.
    hold: Phrases,
    /// Percent that what is only to be kept may fall.
    slack: f64,
    /// Values from which on, in percent, nothing better is asked for.
    ceiling: f64,
    /// How many times a year's number a term's total may be, where neither says which it is.
    term_total: [f64; 2],
    /// What may be measured by another standard than before, and the words that say it is.
    standard: Standard,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Standard {
    /// In a row, the word for it.
    names: Vec<String>,
    /// Anywhere in the text, the words for it, of measures whose name holds the last of them.
    notes: Vec<String>,
    /// In another cell of the row, the words for it.
    remarks: Vec<String>,
    /// In the same paragraph: it changes.
    changes: Phrases,
}

/// How a target falls short.
enum Fault {
    /// No better: the same.
    Same,
    /// Worse; more would be better.
    Less,
    /// Worse; less would be better.
    More,
}

impl Check for TargetNotBetter {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        // Whether the text says so is asked once for all rows.
        let noted = OnceCell::new();
        for aim in aims(context) {
            let Some(fault) = self.fault(context, &aim) else { continue };
            let pack = &context.catalogue.pack;
            let mut draft = Draft::at(aim.target.place.clone())
                .with("name", aim.target.measure.name(pack))
                .with("target", aim.target.value.to_string())
                .with("year", aim.target.year.to_string())
                .with("today", aim.today.value.to_string())
                .with("from", aim.today.year.to_string())
                .see(aim.today.place.clone(), aim.today.year.to_string());
            draft = match fault {
                Fault::Same => draft.say("same"),
                Fault::Less => draft,
                Fault::More => draft.say("down"),
            };
            if self.standard_changes(context, &aim, &noted) {
                draft = draft.say("standard").weigh(Severity::Info);
            }
            out.push(draft);
        }
        self.courses(context, out);
    }
}

/// Figures of a line that gives one target.
const LINE: usize = 3;

/// Years, that of the start with them, that show which way something goes.
const COURSE: usize = 5;

impl TargetNotBetter {
    /// Shares under names of the dossier's own that go one way year after year and end beyond where they began:
    /// «71,0 | 72,5 | 74,0 | 76,0 | 78,0 | 70,0».
    fn courses(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let turn = context.turn();
        for sheet in context.sheets() {
            let percent = |line: &&Line| line.unit.as_deref().is_some_and(|unit| unit.contains('%'));
            for line in sheet.lines.iter().filter(percent).filter(|line| !line.is_group && line.measures.is_empty()) {
                if self.course_not.stand_in(&line.title(context.document)) {
                    continue;
                }
                let course = line.course(sheet, turn);
                let [(from, today, start), steps @ .., (year, target, cell)] = course.as_slice() else { continue };
                let before: Vec<f64> =
                    [today].into_iter().chain(steps.iter().map(|(_, n, _)| n)).map(|n| n.value()).collect();
                let (first, last, end) = (before[0], before[before.len() - 1], target.value());
                let up = before.is_sorted() && last > first && end < first;
                let down = before.is_sorted_by(|a, b| a >= b) && last < first && end > first;
                if course.len() >= COURSE && *from == turn && (up || down) {
                    out.push(
                        Draft::at(cell.place.clone())
                            .say(if up { "rises" } else { "falls" })
                            .with("name", line.title(context.document))
                            .with("target", target.to_string())
                            .with("year", year.to_string())
                            .with("today", today.to_string())
                            .with("from", from.to_string())
                            .see(start.place.clone(), from.to_string()),
                    );
                }
            }
        }
    }

    fn fault(&self, context: &Context<'_>, aim: &Aim<'_>) -> Option<Fault> {
        let (today, target) = aim.amounts()?;
        let label = context.document.token_text(aim.target.label.clone());
        let name = if aim.target.in_table { label.split('(').next().unwrap_or("") } else { "" };
        let cell = context.document.block_of_token(aim.target.label.start).filter(|block| block.is_cell());
        let named = cell.map_or(label, |cell| context.document.block_text(cell));
        let percent = aim.target.unit == crate::mentions::fact::Unit::Percent;
        let direction = match aim.target.measure.direction(&context.catalogue.pack) {
            // The first place is the best.
            Direction::Up | Direction::Keep if aim.target.rank => Direction::Down,
            direction => direction,
        };
        // Most targets are better, and no words need be read.
        let fault = match direction {
            Direction::Up if target == today => Fault::Same,
            Direction::Up if target < today => Fault::Less,
            Direction::Keep if target < today * (1.0 - self.slack / 100.0) => Fault::Less,
            Direction::Down if target == today => Fault::Same,
            Direction::Down if target > today => Fault::More,
            _ => return None,
        };
        // «Duy trì từ 92% trở lên» holds nothing where 92,4% is reached.
        let falls = direction == Direction::Up && percent && target < today;
        if self.hold.stand_in(label) && !falls || aim.today.may_span(aim.target, self.term_total) {
            return None;
        }
        let excused = match direction {
            Direction::Up => {
                // What is nearly reached is held, not raised; as many each year as the year before is what was meant to be
                // kept.
                let held = percent && today >= self.ceiling || aim.target.serial && aim.target.by_year;
                self.up_not.stand_in(name) || self.meant.stand_in(named) || target == today && held
            }
            Direction::Keep => self.meant.stand_in(named),
            Direction::Down => self.down_not.stand_in(name) || aim.target.yearly || today == 0.0,
            _ => false,
        };
        (!excused).then_some(fault)
    }

    /// Whether the text says that the standard is another: «chuẩn nghèo giai đoạn 2026-2030».
    fn standard_changes(&self, context: &Context<'_>, aim: &Aim<'_>, noted: &OnceCell<bool>) -> bool {
        let document = context.document;
        let turn = context.turn();
        let changes = |text: &str, names: &[String]| {
            let folded = fold(text);
            let Some(at) = names.iter().filter_map(|name| folded.find(name.as_str())).min() else { return false };
            let after: String = folded.get(at..).unwrap_or("").chars().take(60).collect();
            (turn + 1..=turn + 5).any(|year| after.contains(&year.to_string())) || self.standard.changes.stand_in(text)
        };
        if changes(document.token_text(aim.target.label.clone()), &self.standard.names) {
            return true;
        }
        if self.remarked(context, aim, |text| changes(text, &self.standard.remarks)) {
            return true;
        }
        // «97,0% (hiện nay 98,5% theo tiêu chuẩn cũ)»: a line that gives this and nothing else.
        let line = document.block_of_token(aim.target.label.start);
        let line = line.filter(|b| !b.is_cell() && context.facts().within(&b.tokens).len() <= LINE);
        if line.is_some_and(|block| changes(document.block_text(block), &self.standard.names)) {
            return true;
        }
        let measure = fold(aim.target.measure.name(&context.catalogue.pack));
        // A note below the table or in the text serves for what it names.
        let named = |note: &String| note.rsplit(' ').next().is_some_and(|word| measure.contains(word));
        self.standard.notes.iter().any(named)
            && *noted.get_or_init(|| {
                let mut prose = document.blocks.iter().filter(|b| !b.is_cell());
                prose.any(|block| changes(document.block_text(block), &self.standard.notes))
            })
    }

    /// «| Tỷ lệ hộ nghèo | % | 1,50 | 1,50 | theo chuẩn nghèo mới |»: whether another cell of the target's row says it.
    fn remarked(&self, context: &Context<'_>, aim: &Aim<'_>, says: impl Fn(&str) -> bool) -> bool {
        let document = context.document;
        let cell = document.block_of_token(aim.target.label.start);
        let Some(BlockKind::Cell { table, row, .. }) = cell.map(|cell| &cell.kind) else { return false };
        let row = document.tables.get(*table as usize).and_then(|table| table.rows.get(*row as usize));
        let cells = row.map_or(&[][..], |row| &row.cells).iter().filter_map(|id| document.blocks.get(*id as usize));
        let mut others = cells.map(|cell| document.block_text(cell));
        others.any(|text| says(text) || self.standard.changes.stand_in(text))
    }
}
