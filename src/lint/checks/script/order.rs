//! Steps of a congress that stand in the wrong place or nowhere.

use crate::document::Block;
use crate::lint::agenda::{Agenda, Row};
use crate::lint::check::{Check, Context, Draft};
use crate::lint::pack::{Need, Script, Step};
use crate::text::{Syllable, TokenKind, syllables};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// `script-order:` in a rule file. The order is the pack's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScriptOrder {
    /// Different steps that must be recognised before anything is said of an order.
    least_steps: usize,
}

impl Check for ScriptOrder {
    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let script = &context.catalogue.pack.script;
        let agendas = context.agendas();
        let steps =
            |agenda: &Agenda| -> BTreeSet<usize> { agenda.rows.iter().flat_map(|r| &r.steps).copied().collect() };
        let done: BTreeSet<usize> = agendas.iter().filter(|a| a.preparatory).flat_map(steps).collect();
        let mut judged = false;
        for session in sessions(agendas) {
            let first = first(&session);
            if first.len() < self.least_steps {
                continue;
            }
            judged = true;
            misplaced(context, &session, &first, &done, out);
        }
        if judged {
            missing(context, script, agendas, out);
        }
    }
}

/// The rows of the main sessions. A table that begins again with a step that was had begins another telling.
fn sessions(agendas: &[Agenda]) -> Vec<Vec<&Row>> {
    let mut sessions: Vec<Vec<&Row>> = Vec::new();
    for agenda in agendas.iter().filter(|a| !a.preparatory) {
        let opening = agenda.rows.iter().find_map(|row| row.steps.first());
        let had = |rows: &Vec<&Row>| opening.is_some_and(|step| rows.iter().any(|row| row.steps.contains(step)));
        match sessions.last_mut().filter(|rows| !had(rows)) {
            Some(rows) => rows.extend(&agenda.rows),
            None => sessions.push(agenda.rows.iter().collect()),
        }
    }
    sessions
}

/// The row in which each step stands first.
fn first(session: &[&Row]) -> BTreeMap<usize, usize> {
    let mut first = BTreeMap::new();
    for (row, step) in session.iter().enumerate().flat_map(|(at, row)| row.steps.iter().map(move |step| (at, *step))) {
        first.entry(step).or_insert(row);
    }
    first
}

/// A step that stands before one that must come first.
struct Fault {
    early: usize,
    late: usize,
}

/// Rows out of place: those that explain the most, and what they stand on the wrong side of.
fn misplaced(
    context: &Context<'_>,
    session: &[&Row],
    first: &BTreeMap<usize, usize>,
    done: &BTreeSet<usize>,
    out: &mut Vec<Draft>,
) {
    let script = &context.catalogue.pack.script;
    let step = |id: &String| script.steps.iter().position(|s| s.id == *id);
    let mut faults: Vec<Fault> = Vec::new();
    for (&early, &row) in first {
        for late in script.steps[early].after.iter().filter_map(step) {
            let behind = first.get(&late).is_some_and(|&other| other > row);
            // «Lời kết thúc, Quốc ca» in the last rows is the end's: the beginning tells its own in other words.
            let ends = first.get(&late).is_some_and(|&at| at + CLOSING >= session.len());
            if script.steps[late].anew && ends {
                continue;
            }
            // «Chào cờ, bế mạc»: what belongs to another step of its row is no step of its own.
            let own = || {
                let row = first.get(&late).and_then(|&at| session.get(at));
                row.is_some_and(|row| {
                    !row.steps.iter().any(|&step| script.steps[step].hides.contains(&script.steps[late].id))
                })
            };
            if behind && (!done.contains(&late) || script.steps[late].anew && own()) {
                faults.push(Fault { early, late });
            }
        }
    }
    while !faults.is_empty() {
        let mut weight: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for fault in &faults {
            weight.entry(fault.early).or_default().0 += 1;
            weight.entry(fault.late).or_default().0 += 1;
            weight.entry(fault.early).or_default().1 += 1;
        }
        let Some((&worst, _)) = weight.iter().max_by_key(|(_, count)| **count) else { return };
        let alone = if let [fault] = faults.as_slice() { Some((fault.early, fault.late)) } else { None };
        let worst = alone.map_or(worst, |(early, late)| to_move(script, first, early, late));
        let both = alone.and_then(|(early, late)| neighbours(context, session, first, early, late));
        let too_early = faults.iter().any(|f| f.early == worst);
        let others: Vec<usize> = faults
            .iter()
            .filter_map(|f| if f.early == worst { Some(f.late) } else { (f.late == worst).then_some(f.early) })
            .collect();
        faults.retain(|f| f.early != worst && f.late != worst);
        let Some(row) = first.get(&worst).and_then(|&at| session.get(at)) else { return };
        let names: Vec<String> = others.iter().map(|&at| format!("«{}»", script.steps[at].name)).collect();
        let mut draft = Draft::at(both.unwrap_or(row.place.clone()))
            .say(if too_early { "" } else { "late" })
            .with("name", script.steps[worst].name.clone())
            .with("others", names.join(", "));
        for other in others {
            if let Some(row) = first.get(&other).and_then(|&at| session.get(at)) {
                draft = draft.see(row.place.clone(), script.steps[other].name.clone());
            }
        }
        out.push(draft);
    }
}

/// Which of two steps stands out of place: the one that can be put right without putting another wrong. «Báo cáo chính
/// trị, Báo cáo kiểm điểm, Báo cáo thẩm tra»: the last comes first, for the second must not come before the first.
fn to_move(script: &Script, first: &BTreeMap<usize, usize>, early: usize, late: usize) -> usize {
    let row = |step: usize| first.get(&step).copied().unwrap_or(0);
    let between = || first.iter().filter(|(_, at)| (row(early) + 1..row(late)).contains(at)).map(|(step, _)| *step);
    let follows = |step: usize, other: usize| script.steps[step].after.contains(&script.steps[other].id);
    let behind = between().filter(|&step| follows(step, early)).count();
    let before = between().filter(|&step| follows(late, step)).count();
    if before < behind { late } else { early }
}

/// Two rows that stand one after the other, on each other's place: either may be the one to move, so both are shown.
fn neighbours(
    context: &Context<'_>,
    session: &[&Row],
    first: &BTreeMap<usize, usize>,
    early: usize,
    late: usize,
) -> Option<Range<usize>> {
    let (upper, lower) = (*first.get(&early)?, *first.get(&late)?);
    let (upper, lower) = (session.get(upper)?, session.get(lower).filter(|_| upper + 1 == lower)?);
    let between = context.document.text.get(upper.place.end..lower.place.start)?;
    (!between.contains(char::is_alphabetic)).then_some(upper.place.start..lower.place.end)
}

/// Required steps that no session and no other words of the document name.
fn missing(context: &Context<'_>, script: &Script, agendas: &[Agenda], out: &mut Vec<Draft>) {
    let named: BTreeSet<usize> = agendas.iter().flat_map(|a| &a.rows).flat_map(|r| &r.steps).copied().collect();
    // A ballot for anything needs its steps; where a committee is appointed, one of them alone is of something else
    // («Thông qua danh sách tham luận»).
    let told = |is: &dyn Fn(&Step) -> bool| named.iter().filter(|at| is(&script.steps[**at])).count();
    let elected = told(&|step| step.required == Need::Elected) > usize::from(told(&|step| step.appoints) > 0);
    let wanted = script.steps.iter().enumerate().filter(|(at, step)| {
        let due = step.required == Need::Always || step.required == Need::Elected && elected;
        due && !named.contains(at)
    });
    let mut unspoken: Vec<usize> = wanted.map(|(at, _)| at).collect();
    if unspoken.is_empty() {
        return;
    }
    let names = &context.catalogue.agenda;
    let document = context.document;
    // «biểu quyết số lượng 13, danh sách 15 người»: numbers part no name.
    let words = |b: &Block| {
        let tokens = document.tokens.get(b.tokens.clone()).unwrap_or_default();
        tokens.iter().filter(|t| t.kind == TokenKind::Word).map(|t| t.id).collect()
    };
    let spoken: Vec<Vec<Syllable>> = document.blocks.iter().map(words).collect();
    // What a row tells that names no step, or but the salute, is one told in other words.
    let salute = |at: &usize| script.steps[*at].anew;
    let unnamed = agendas.iter().flat_map(|agenda| &agenda.rows).filter(|row| row.steps.iter().all(salute));
    let unnamed: Vec<Vec<Syllable>> =
        unnamed.filter_map(|row| document.text.get(row.place.clone())).map(|text| syllables(text).collect()).collect();
    unspoken.retain(|&at| {
        let told = spoken.iter().any(|text| names.speaks_of(at, text));
        !told && !unnamed.iter().any(|text| names.hints_at(at, text))
    });
    let of_ballot = |at: &usize| script.steps[*at].required == Need::Elected;
    let untold = || {
        let ballot = spoken.iter().any(|text| names.names_ballot(text));
        ballot && unspoken.iter().filter(|at| of_ballot(at)).count() >= UNTOLD
    };
    if in_one_row(agendas, of_ballot) || untold() {
        unspoken.retain(|at| !of_ballot(at));
    }
    for at in unspoken {
        let step = &script.steps[at];
        let looked: Vec<String> = step.variants.iter().map(|v| format!("«{v}»")).collect();
        out.push(
            context
                .at_title()
                .say("missing")
                .with("name", step.name.clone())
                .with("variants", looked.join(", "))
                .with("others", ""),
        );
    }
}

/// «Bầu cử Ban Chấp hành (bầu Ban Kiểm phiếu, bỏ phiếu, công bố kết quả)»: one row sums up the whole ballot, and what it
/// leaves out is left out for shortness.
fn in_one_row(agendas: &[Agenda], of_ballot: impl Fn(&usize) -> bool) -> bool {
    let mut rows =
        agendas.iter().flat_map(|agenda| &agenda.rows).map(|row| row.steps.iter().filter(|at| of_ballot(at)));
    let told = rows.find_map(|steps| Some(steps.count()).filter(|count| *count > 0));
    told.is_some_and(|count| count >= UNTOLD) && !rows.any(|mut steps| steps.next().is_some())
}

/// Rows at the end of a session that may close it as it was opened.
const CLOSING: usize = 2;

/// Steps of a ballot that are missing where a running order names the ballot and tells none of its steps.
const UNTOLD: usize = 2;
