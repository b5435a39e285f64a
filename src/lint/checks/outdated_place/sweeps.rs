//! What must hold for every unit of the gazetteer, through the whole of the program.

use super::tests::{TASKS, TODAY, lint};
use crate::places::{Gazetteer, Level, UnitState};
use crate::text::Date;
use std::collections::BTreeMap;

const fn day(year: i32, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

/// A line of a report, and the unit that a finding on it must name.
struct Line {
    text: String,
    successor: String,
}

/// Lines by the province of the day in whose report they stand.
fn by_province<'g>(
    on: Date,
    units: impl Iterator<Item = UnitState<'g>>,
    line: impl Fn(&UnitState<'g>) -> Option<Line>,
) -> BTreeMap<&'static str, Vec<Line>> {
    let g = Gazetteer::embedded();
    let mut lines: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
    for unit in units {
        if let (Some(province), Some(line)) = (g.province_on(&unit, on), line(&unit)) {
            let name = g.states(province.code).find(|state| state.is(&province)).map_or("", |state| state.name);
            lines.entry(name).or_default().push(line);
        }
    }
    lines
}

/// The messages of a province's report, each by its line's number from 0; the lines stand in the tasks.
fn messages(province: &str, on: Date, lines: &[Line]) -> Vec<(usize, String)> {
    let body: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let report = lint(&format!(", {province}"), on, &format!("{TASKS}{}", body.join("\n\n")));
    let first = TASKS.matches('\n').count();
    report.findings.into_iter().map(|f| ((f.span.line - 1 - first) / 2, f.message)).collect()
}

#[test]
fn no_living_unit_is_accused_in_its_own_province() {
    let g = Gazetteer::embedded();
    for on in [day(2016, 6, 1), day(2020, 3, 15), TODAY, day(2026, 5, 1)] {
        let living = g.all().filter(|unit| unit.alive_on(on));
        let texts = by_province(on, living, |unit| {
            let body = if unit.level == Level::Commune { "Đảng ủy" } else { "Ủy ban nhân dân" };
            let text = format!("{body} {} chủ trì thực hiện, xong trong năm {}.", unit.label(), on.year + 1);
            Some(Line { text, successor: String::new() })
        });
        assert!(texts.len() >= 34);
        for (province, lines) in &texts {
            assert_eq!(messages(province, on, lines), [], "{province} {on}");
        }
    }
}

#[test]
fn every_dead_commune_is_found_with_its_successor() {
    let g = Gazetteer::embedded();
    for (on, least) in [(day(2020, 3, 15), 500), (TODAY, 8_000)] {
        let gone = g.all().filter(|unit| unit.level == Level::Commune && unit.dead_on(on));
        let texts = by_province(on, gone, |unit| {
            let [next] = &g.successors(unit, on)[..] else { return None };
            let province = g.province_on(unit, on)?;
            let namesake = g
                .named(Some(unit.unit_type), unit.name)
                .iter()
                .any(|other| other.alive_on(on) && g.province_on(other, on).is_some_and(|other| other.is(&province)));
            let district = g.district_of(unit)?;
            // Two that bore one name in one district became two: nobody can tell which is meant.
            let twin = g.named(None, unit.name).iter().any(|other| {
                other.parent == unit.parent
                    && other.dead_on(on)
                    && !g.successors(other, on).iter().all(|heir| heir.unit.is(&next.unit))
            });
            let text = format!("Ủy ban nhân dân {}, {} chủ trì thực hiện.", unit.label(), district.label());
            (!namesake && !twin).then(|| Line { text, successor: next.unit.label() })
        });
        let (mut all, mut missed) = (0, Vec::new());
        for (province, lines) in &texts {
            all += lines.len();
            let messages = messages(province, on, lines);
            let named = |i: usize, line: &Line| messages.iter().any(|(at, m)| *at == i && m.contains(&line.successor));
            let of_province = lines.iter().enumerate().filter(|(i, line)| !named(*i, line));
            missed.extend(of_province.map(|(_, line)| format!("{province}: {} -> {}", line.text, line.successor)));
        }
        assert!(all > least, "{on}: {all}");
        println!("{on}: {} of {all} missed\n{}", missed.len(), missed.join("\n"));
        assert!(missed.len() * 100 <= all, "{on}: {} of {all}\n{}", missed.len(), missed.join("\n"));
    }
}
