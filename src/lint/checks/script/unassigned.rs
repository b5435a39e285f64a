//! Steps of a running order with nobody to lead them, or no hour.

use crate::lint::agenda::{Agenda, Row, spaced};
use crate::lint::check::{Check, Context, Draft};
use serde::Deserialize;

/// `script-unassigned:` in a rule file. What columns are called is the pack's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptUnassigned {}

impl Check for ScriptUnassigned {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let breaks: Vec<String> = context.catalogue.pack.script.breaks.iter().map(|b| spaced(b)).collect();
        let agendas = context.agendas();
        // Of a list of lines what is custom shows over all sessions: the preparatory one has few.
        let of_lines = || agendas.iter().filter(|agenda| agenda.is_listed());
        let lines: Vec<&Row> = of_lines().flat_map(|agenda| &agenda.rows).collect();
        let said = (of_lines().any(|agenda| agenda.has_time), of_lines().any(|agenda| agenda.has_person));
        for agenda in agendas {
            let (rows, listed) = (&agenda.rows, agenda.is_listed());
            if listed && lines.len() < LEAST {
                continue;
            }
            let most = |filled: fn(&Row) -> bool| match listed {
                true => lines.iter().filter(|row| filled(row)).count() * 5 >= lines.len() * 3,
                false => rows.iter().filter(|row| filled(row)).count() * 5 >= rows.len() * 3,
            };
            let times = (agenda.has_time || listed && said.0) && most(|r| r.time);
            let people = (agenda.has_person || listed && said.1) && most(|r| r.person);
            for (at, row) in rows.iter().enumerate() {
                if is_group(agenda, at) || is_part(row) {
                    continue;
                }
                let content = spaced(&row.content);
                let pause = breaks.iter().any(|b| content.starts_with(b.as_str()));
                // The hour of merged cells stands with the first of their rows: only an hour that is wanting
                // between two that are given is asked for.
                let given =
                    |at: Option<usize>| at.and_then(|at| rows.get(at)).is_none_or(|row| row.time || row.time_open);
                let alone = given(at.checked_sub(1)) && given(Some(at + 1));
                let no_time = times && !row.time && (row.time_open || alone);
                let no_person = people && !row.person && !pause;
                let said = match (no_time, no_person) {
                    (true, true) => "both",
                    (true, false) if listed => "line-time",
                    (true, false) => "time",
                    (false, true) if listed => "line",
                    (false, true) => "",
                    (false, false) => continue,
                };
                let [time, person] = agenda.heads.clone();
                let step: String = row.content.chars().take(80).collect();
                out.push(
                    Draft::at(row.place.clone()).say(said).with("step", step).with("time", time).with("person", person),
                );
            }
        }
    }
}

/// Lines that must name a step before one of them is asked what the others say.
const LEAST: usize = 4;

/// «I | PHẦN MỞ ĐẦU», «5 | Bầu cử» over 5.1, 5.2: a heading among the rows.
fn is_group(agenda: &Agenda, at: usize) -> bool {
    let row = &agenda.rows[at];
    if row.time && row.person {
        return false;
    }
    let lettered = !row.ordinal.is_empty() && row.ordinal.chars().all(|c| c.is_alphabetic() || c == '.' || c == '-');
    let shouted = !row.content.chars().any(char::is_lowercase);
    let over = agenda.rows.get(at + 1).is_some_and(is_part);
    !row.time && !row.person && (lettered || shouted) || over
}

/// A row that shares hour and leader with the one above it: «5.1», «- Bầu Ban Kiểm phiếu», «a)».
fn is_part(row: &Row) -> bool {
    let marked = row.content.trim_start().starts_with(['-', '–', '+', '•']);
    let nested = row.ordinal.trim_end_matches('.').contains('.') || row.ordinal.contains(')');
    marked || nested || row.ordinal.starts_with(['-', '–', '+'])
}
