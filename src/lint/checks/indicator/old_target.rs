//! Targets of the outgoing term that nothing is said of: no result, no percentage, no word.

use crate::lint::check::{Check, Context, Draft};
use crate::lint::indicators::sheet::{Content, Line, Part, Sheet};
use serde::Deserialize;

/// `old-target-without-result:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OldTarget {
    /// Rows a table must have to be asked.
    least_rows: usize,
}

impl Check for OldTarget {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        for sheet in context.sheets() {
            let lines: Vec<&Line> = sheet.lines.iter().filter(|line| !line.is_group).collect();
            // A list of targets alone reports no results.
            if lines.len() < self.least_rows || !answers(sheet, &lines) {
                continue;
            }
            for line in lines {
                let given = |part: Part| {
                    line.cell(sheet, part).filter(|c| !matches!(c.content, Content::Empty | Content::Dash))
                };
                let (aimed, reached) = (given(Part::OldTarget), given(Part::Result).is_some());
                if let (Some(target), false, false) = (aimed, reached, line.verdict) {
                    let name = line.title(context.document);
                    let target = context.document.text.get(target.place.clone()).unwrap_or("").trim();
                    out.push(Draft::at(line.place.clone()).with("name", name).with("target", target));
                }
            }
        }
    }
}

/// Whether most rows of a table say what became of their targets.
fn answers(sheet: &Sheet, lines: &[&Line]) -> bool {
    let judged = lines.iter().filter(|line| line.verdict).count();
    sheet.columns.iter().any(|c| c.part == Part::OldTarget)
        && (sheet.columns.iter().any(|c| c.part == Part::Result) && sheet.is_filled(Part::Result, lines)
            || judged * 5 >= lines.len() * 3)
}
