//! What must hold for every unit of the gazetteer.

use std::rc::Rc;

use super::tests::{brief, day};
use super::*;

#[test]
fn every_living_unit_may_be_named_in_its_own_province() {
    let g = Gazetteer::embedded();
    for as_of in ["2020-06-15", "2025-08-01", "2026-05-01"] {
        for (unit, scope) in living(g, day(as_of), day(as_of)) {
            for name in std::iter::once(unit.name).chain(unit.alt_names()) {
                let verdict = g.judge(&Mention::new(unit.unit_type, name), &scope);
                assert_eq!(verdict, Verdict::Alive, "{as_of}: {unit:?}");
            }
        }
    }
}

/// Every commune and district living on `on`, with the scope its province has on `as_of`.
fn living<'g>(g: &'g Gazetteer, on: Date, as_of: Date) -> impl Iterator<Item = (UnitState<'g>, Rc<Scope<'g>>)> {
    with_scopes(g, as_of, move |unit| unit.level != Level::Province && unit.alive_on(on))
}

/// Every commune that had ended by `as_of`, with the scope its province has on that day.
fn dead(g: &Gazetteer, as_of: Date) -> impl Iterator<Item = (UnitState<'_>, Rc<Scope<'_>>)> {
    with_scopes(g, as_of, move |unit| unit.level == Level::Commune && unit.dead_on(as_of))
}

fn with_scopes<'g>(
    g: &'g Gazetteer,
    as_of: Date,
    wanted: impl Fn(&UnitState) -> bool,
) -> impl Iterator<Item = (UnitState<'g>, Rc<Scope<'g>>)> {
    let provinces = g.all().filter(|unit| unit.level == Level::Province);
    let scopes: Vec<_> = provinces
        .filter(|unit| unit.alive_on(as_of))
        .map(|unit| (unit, Rc::new(g.scope(None, Some(unit.name), as_of))))
        .collect();
    g.all().filter(move |unit| wanted(unit)).map(move |unit| {
        let home = g.province_on(&unit, as_of).expect("a province");
        let scope = scopes.iter().find(|(province, _)| province.is(&home));
        (unit, Rc::clone(&scope.expect("its scope").1))
    })
}

#[test]
fn every_commune_of_june_2025_that_lost_its_name_is_found_with_its_successor() {
    let g = Gazetteer::embedded();
    let (before, now) = (day("2025-06-30"), day("2025-08-01"));
    let (mut one, mut in_address, mut ambiguous) = (0, 0, 0);
    let mut wrong = Vec::new();
    for (old, scope) in living(g, before, now) {
        let Some(district) = g.district_of(&old) else {
            continue;
        };
        let home = scope.province().expect("a province of today");
        let successors = g.successors(&old, now);
        let [successor] = successors.as_slice() else {
            continue;
        };
        let namesake = g
            .named(Some(old.unit_type), old.name)
            .into_iter()
            .any(|unit| unit.alive_on(now) && unit.province == home.code);
        if namesake {
            continue;
        }
        one += 1;
        let chain = [Named::new(district.unit_type, district.name)];
        let mention = Mention::new(old.unit_type, old.name);
        // With its district: found, and with this successor alone but for true namesakes.
        match g.judge(&mention.with_chain(&chain), &scope) {
            Verdict::Outdated(found) if found.part == Part::Unit && found.fix() == Some(successor.unit) => {
                in_address += 1;
            }
            other => wrong.push((old.label(), district.label(), brief(&other))),
        }
        // Without: outdated in any case; the successor is among those named.
        match g.judge(&mention, &scope) {
            Verdict::Outdated(found) => {
                assert!(found.successors.iter().any(|next| next.unit == successor.unit), "{old:?}");
                ambiguous += usize::from(found.fix().is_none());
            }
            other => panic!("{old:?}: {other:?}"),
        }
    }
    println!("{one} with one successor; {in_address} found by address; {ambiguous} with namesakes; {wrong:?}");
    assert!(one > 7_000);
    assert!(in_address * 1000 >= one * 995, "{in_address} of {one}: {wrong:?}");
}

#[test]
fn every_commune_name_that_died_before_is_found_with_its_successor() {
    let g = Gazetteer::embedded();
    let now = day("2025-08-01");
    let mut found_in_all = 0;
    for (unit, scope) in dead(g, now) {
        let mention = Mention::new(unit.unit_type, unit.name);
        match g.judge(&mention, &scope) {
            // Nothing says whether a unit of the name lives on in a third place.
            Verdict::Alive => {
                let key = place_key(unit.name);
                let namesake =
                    |other: &UnitState| other.unit_type == unit.unit_type && other.alive_on(now) && other.bears(&key);
                let others = g.named(Some(unit.unit_type), unit.name);
                assert!(others.iter().any(namesake), "{unit:?}");
            }
            Verdict::Outdated(found) => {
                found_in_all += 1;
                let still_named = |next: &Successor| {
                    found.states.iter().any(|state| g.successors(state, now).iter().any(|s| s.unit == next.unit))
                };
                let successors = g.successors(&unit, now);
                assert!(successors.iter().all(still_named), "{unit:?}: {found:?}");
            }
            other => panic!("{unit:?}: {other:?}"),
        }
    }
    assert!(found_in_all > 10_000, "{found_in_all}");
}
