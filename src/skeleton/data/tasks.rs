//! The tasks of the coming term.

use super::head::Table;
use super::{Reader, number};
use crate::sheet::Sheet;
use serde::Serialize;

/// A task, as the file says it; templates see `…` for what it leaves out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Task {
    /// Which one it is, counted from 1.
    pub number: String,
    /// The heading it stands under.
    pub group: String,
    pub task: String,
    pub owner: String,
    pub with: String,
    pub deadline: String,
    pub product: String,
    pub resources: String,
    pub indicator: String,
}

/// Reads the rows of a table whose head is whole.
pub fn read(reader: &mut Reader<'_>, sheet: &Sheet, table: &Table) {
    let mut group = String::new();
    for row in table.body..sheet.rows.len() {
        let text = |id: &str| {
            let text = table.column(id).map(|column| sheet.shown(row, column).text()).unwrap_or_default();
            if number::blank(&text) { String::new() } else { text }
        };
        let found = Task {
            number: (reader.data.tasks.len() + 1).to_string(),
            group: text("group"),
            task: text("task"),
            owner: text("owner"),
            with: text("with"),
            deadline: text("deadline"),
            product: text("product"),
            resources: text("resources"),
            indicator: text("indicator"),
        };
        let filled = ["owner", "with", "deadline", "product", "resources", "indicator"];
        let rest = filled.iter().find(|id| !text(id).is_empty());
        match (found.task.is_empty(), rest) {
            (true, Some(id)) => {
                let place = sheet.place(row, table.column(id).unwrap_or(0));
                reader.problem(place, "dòng chưa ghi nhiệm vụ".to_string());
            }
            (true, None) => {
                // A heading that stands in the first column.
                let heading = sheet.shown(row, 0).text();
                if !number::blank(&heading) && heading.chars().any(char::is_alphabetic) {
                    group = heading;
                }
            }
            // A line of its own heads the tasks below it.
            (false, None) if table.column("group").is_none() => group = found.task,
            (false, _) => {
                if !found.group.is_empty() {
                    group.clone_from(&found.group);
                }
                reader.data.tasks.push(Task { group: group.clone(), ..found });
            }
        }
    }
}
