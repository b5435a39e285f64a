//! The lines of the tables that templates lay out.

use super::BLANK;
use crate::lint::pack::{Direction, Level, Merge, Pack};
use crate::skeleton::Profile;
use crate::skeleton::data::{Birth, Component, Data, Holder, Member, Standing, Task, Time, key};
use crate::skeleton::exact::Exact;
use crate::skeleton::merge::{self, At, Item, Outcome};
use crate::text::Date;
use serde::Serialize;

/// A line of an indicator table: an indicator, or a part of the one above (without number).
#[derive(Serialize)]
pub(super) struct Row {
    /// The measure's id in the pack.
    pub id: String,
    pub number: String,
    pub name: String,
    pub unit: String,
    /// Whether its parts hold the figures.
    pub group: bool,
    /// The year its result is of.
    pub year: String,
    /// The value at the start of the outgoing term, the target of that term, its result.
    pub start: String,
    pub target: String,
    pub result: String,
    /// The result in percent of the target.
    pub percent: String,
    pub new_target: String,
    /// Who is in charge of it.
    pub owner: String,
    /// The result of each predecessor, in the order of `predecessors`.
    pub by_unit: Vec<String>,
    /// What they come to together.
    pub merged: String,
    /// How that came about, or why it is a blank: the words of a footnote.
    pub note: Option<String>,
    /// The full reckoning, for the annex.
    pub reckoning: Option<String>,
    /// The tasks that serve it.
    pub tasks: Vec<Task>,
}

/// Someone proposed for the committee, by post; nobody is named.
#[derive(Serialize)]
pub(super) struct Person {
    pub number: String,
    pub post: String,
    pub born: String,
    pub sex: String,
    pub ethnicity: String,
    pub education: String,
    pub theory: String,
    pub joined: String,
    /// `tái cử` or `tham gia lần đầu`.
    pub standing: String,
}

/// The make-up of those proposed: how many, and what share in percent. A share nobody can tell is a blank.
#[derive(Serialize)]
pub(super) struct People {
    pub total: String,
    pub women: String,
    pub women_share: String,
    pub young: String,
    pub young_share: String,
    /// Below which age one counts as young.
    pub young_age: String,
    pub minority: String,
    pub minority_share: String,
    pub reelected: String,
    pub reelected_share: String,
    pub first: String,
    pub first_share: String,
}

/// Whether an organisation chooses its own measures: the pack's are those of a unit of the State.
pub(super) fn chosen(level: Level) -> bool {
    matches!(level, Level::ChiBo | Level::CoSo)
}

/// The table's lines in the pack's order, with what a data file gives; where measures are `chosen`, only the lines the
/// file speaks of. A pack without indicators leaves a blank line rather than a table without rows.
pub(super) fn filled(pack: &Pack, profile: &Profile, data: &Data) -> Vec<Row> {
    let items = merge::items(pack);
    let served: Vec<_> = data.tasks.iter().map(|task| served(&items, &task.indicator)).collect();
    let table = Table { profile, data, tasks: served.into_iter().zip(tasks(data)).collect() };
    let chosen = chosen(profile.level);
    let (mut rows, mut count) = (Vec::new(), 0);
    for indicator in &pack.indicators {
        let of = |id: &str| items.iter().find(|item| item.id == id);
        let parts: Vec<&Item<'_>> = indicator.parts.iter().filter_map(|part| of(&part.id)).collect();
        let parts: Vec<_> = parts.into_iter().filter(|part| !chosen || data.speaks_of(part.id)).collect();
        let spoken = |item: &&Item<'_>| if item.group { !parts.is_empty() } else { data.speaks_of(item.id) };
        let given: Vec<&Item<'_>> = indicator.measures().filter_map(|measure| of(&measure.id)).filter(spoken).collect();
        let own = of(&indicator.measure.id);
        // What stands in the row's stead, if the file says nothing of the row's own measure; the others follow it.
        let first = own.filter(spoken).or(given.first().copied()).or(own.filter(|_| !chosen));
        let Some(first) = first else { continue };
        count += 1;
        rows.push(table.row(count.to_string(), first.name.to_string(), first));
        for part in parts.into_iter().filter(|_| first.group) {
            rows.push(table.row(String::new(), format!("- {}", part.name), part));
        }
        for other in given.into_iter().filter(|item| item.id != first.id) {
            rows.push(table.row(String::new(), other.name.to_string(), other));
        }
    }
    if rows.is_empty() && !chosen {
        rows.push(blank("", "1".into(), BLANK.into(), BLANK.into(), false, profile.predecessors.len()));
    }
    rows
}

/// A line nothing is known of.
fn blank(id: &str, number: String, name: String, unit: String, group: bool, predecessors: usize) -> Row {
    Row {
        id: id.to_string(),
        number,
        name,
        unit,
        group,
        year: BLANK.into(),
        start: BLANK.into(),
        target: BLANK.into(),
        result: BLANK.into(),
        percent: BLANK.into(),
        new_target: BLANK.into(),
        owner: BLANK.into(),
        by_unit: vec![BLANK.into(); predecessors],
        merged: BLANK.into(),
        note: None,
        reckoning: None,
        tasks: Vec::new(),
    }
}

struct Table<'t> {
    profile: &'t Profile,
    data: &'t Data,
    /// The tasks, with the measures they serve.
    tasks: Vec<(Vec<&'t str>, Task)>,
}

/// The measures that a task's own words name: one, or several with semicolons between.
fn served<'p>(items: &[Item<'p>], said: &str) -> Vec<&'p str> {
    let names = said.split(';').map(key).filter(|name| !name.is_empty());
    let named = |name: &str, item: &Item<'_>| {
        key(item.name) == name || item.variants.iter().any(|variant| key(variant) == name)
    };
    names.filter_map(|name| items.iter().find(|item| named(&name, item)).map(|item| item.id)).collect()
}

impl Table<'_> {
    fn row(&self, number: String, name: String, item: &Item<'_>) -> Row {
        let said = self.data.measures.get(item.id);
        let unit = said.and_then(|said| said.unit.as_deref()).unwrap_or(item.unit).to_string();
        let mut row = blank(item.id, number, name, unit, item.group, self.profile.predecessors.len());
        row.tasks = self.tasks.iter().filter(|(of, _)| of.contains(&item.id)).map(|(_, t)| t.clone()).collect();
        if let Some(owner) = said.and_then(|said| said.owner.clone()) {
            row.owner = owner;
        }
        if item.group || !self.data.has_figures() {
            return row;
        }
        let (y1, y2) = self.profile.term;
        let (y0, _) = self.profile.outgoing();
        let mut reckonings = Vec::new();
        let mut numbers = [None, None];
        for (time, label) in [
            (Time::Start, format!("Năm {y0}")),
            (Time::Target, format!("Mục tiêu {y1}")),
            (Time::Result, format!("Kết quả {y1}")),
            (Time::NewTarget, format!("Mục tiêu {y2}")),
        ] {
            let cell = match time {
                Time::Start => &mut row.start,
                Time::Target => &mut row.target,
                Time::Result => &mut row.result,
                Time::NewTarget => &mut row.new_target,
            };
            match merge::value(self.data, item, self.profile, time) {
                Outcome::Value { shown, number, how, reckoning } => {
                    *cell = shown;
                    match time {
                        Time::Target => numbers[0] = number,
                        Time::Result => {
                            numbers[1] = number;
                            row.year = y1.to_string();
                            row.note = Some(how).filter(|how| !how.is_empty());
                        }
                        _ => {}
                    }
                    if let Some(reckoning) = reckoning {
                        reckonings.push(format!("{label}: {reckoning}"));
                    }
                }
                Outcome::Blank(reason) => {
                    // The reason is told once; of the other times it is the same as a rule.
                    if time == Time::Result {
                        row.note = Some(format!("Chưa gộp được: {reason}"));
                        reckonings.push(format!("{label}: chưa gộp được, {reason}"));
                    }
                }
                Outcome::Nothing => {}
            }
        }
        row.merged.clone_from(&row.result);
        row.percent = percent(item, &row, numbers);
        row.reckoning = Some(reckonings.join(". ")).filter(|all| !all.is_empty());
        for (i, cell) in row.by_unit.iter_mut().enumerate() {
            let at = At { data: self.data, item, holder: Holder::Old(i), time: Time::Result };
            if let Some(shown) = at.shown() {
                *cell = shown;
            }
        }
        row
    }
}

/// How the result stands to the target: what share of it, or in a word where a share says nothing.
fn percent(item: &Item<'_>, row: &Row, [target, result]: [Option<Exact>; 2]) -> String {
    if *item.merge == Merge::Status {
        let same = crate::text::fold(&row.target) == crate::text::fold(&row.result);
        return if same && row.target != BLANK { "Đạt".into() } else { BLANK.into() };
    }
    let (Some(target), Some(result)) = (target, result) else { return BLANK.into() };
    let verdict = |met: bool, better: bool| match (met, better) {
        (_, true) => "Vượt",
        (true, _) => "Đạt",
        _ => "Chưa đạt",
    };
    match item.direction {
        Direction::Down => verdict(result <= target, result < target).into(),
        Direction::Up | Direction::Keep | Direction::Reach if !result.is_negative() => {
            result.over(target, 100, 1).map_or_else(|| BLANK.into(), |share| format!("{share}%"))
        }
        Direction::Up | Direction::Keep | Direction::Reach => verdict(result >= target, result > target).into(),
        Direction::None => BLANK.into(),
    }
}

/// The people of a data file, in its order.
pub(super) fn people(data: &Data) -> Vec<Person> {
    let or_blank = |text: &str| if text.is_empty() { BLANK.to_string() } else { text.to_string() };
    let row = |(i, member): (usize, &Member)| Person {
        number: (i + 1).to_string(),
        post: member.post.clone(),
        born: or_blank(&member.born),
        sex: member.woman.map_or(BLANK, |woman| if woman { "Nữ" } else { "Nam" }).to_string(),
        ethnicity: or_blank(&member.ethnicity),
        education: or_blank(&member.education),
        theory: or_blank(&member.theory),
        joined: or_blank(&member.joined),
        standing: match member.standing {
            Some(Standing::Again) => "tái cử".into(),
            Some(Standing::First) => "lần đầu".into(),
            None => BLANK.into(),
        },
    };
    data.people.iter().enumerate().map(row).collect()
}

/// What the people of a data file make up together; a count for which somebody's entry is missing is a blank.
pub(super) fn summary(data: &Data, profile: &Profile, pack: &Pack) -> Option<People> {
    let total = data.people.len();
    if total == 0 {
        return None;
    }
    let limit = pack.personnel.limits.iter().find(|limit| limit.id == "young").and_then(|limit| limit.age);
    let day = profile.date.or_else(|| Date::new(i32::from(profile.term.0), 8, 1));
    let count = |is: &dyn Fn(&Member) -> Option<bool>| -> Option<usize> {
        let known: Option<Vec<bool>> = data.people.iter().map(is).collect();
        Some(known?.into_iter().filter(|is| *is).count())
    };
    let young = |member: &Member| -> Option<bool> {
        let age = Birth::age(member.birth?, day?);
        Some(age < i32::try_from(limit?).ok()?)
    };
    let minority = |member: &Member| -> Option<bool> {
        let said = crate::text::fold(member.ethnicity.trim());
        (!said.is_empty()).then(|| said != "kinh")
    };
    let shown = |count: Option<usize>| {
        let share = count.and_then(|count| Exact::whole(count).over(Exact::whole(total), 100, 2));
        let blank = || BLANK.to_string();
        (count.map_or_else(blank, |count| count.to_string()), share.map_or_else(blank, |share| share.to_string()))
    };
    let (women, women_share) = shown(count(&|member| member.woman));
    let (young, young_share) = shown(count(&young));
    let (minority, minority_share) = shown(count(&minority));
    let (reelected, reelected_share) = shown(count(&|member| member.standing.map(|s| s == Standing::Again)));
    let (first, first_share) = shown(count(&|member| member.standing.map(|s| s == Standing::First)));
    Some(People {
        total: total.to_string(),
        women,
        women_share,
        young,
        young_share,
        young_age: limit.map_or_else(|| BLANK.to_string(), |age| age.to_string()),
        minority,
        minority_share,
        reelected,
        reelected_share,
        first,
        first_share,
    })
}

/// The tasks of a data file, in its order; what it leaves out is a blank.
pub(super) fn tasks(data: &Data) -> Vec<Task> {
    let mut tasks = data.tasks.clone();
    for task in &mut tasks {
        let Task { number: _, group: _, task: _, owner, with, deadline, product, resources, indicator } = task;
        for said in [owner, with, deadline, product, resources, indicator] {
            if said.is_empty() {
                *said = BLANK.to_string();
            }
        }
    }
    tasks
}

/// What the predecessors count of something many measures share, in the outgoing term's last year, and all together:
/// what they come to, else what the file says of the unit itself.
pub(super) fn counted(data: &Data, profile: &Profile, base: &str) -> (Vec<String>, String) {
    let id = format!("={base}");
    let of = |i| data.number(&id, Component::Value, Holder::Old(i), Time::Result);
    let numbers: Vec<Option<Exact>> = (0..profile.predecessors.len()).map(of).collect();
    let shown = |number: Option<Exact>| number.map_or_else(|| BLANK.to_string(), |number| number.to_string());
    let all = numbers.iter().try_fold(Exact::ZERO, |sum, number| sum.plus((*number)?));
    let own = || data.number(&id, Component::Value, Holder::Whole, Time::Result);
    let sum = shown(all.filter(|_| !numbers.is_empty()).or_else(own));
    (numbers.into_iter().map(shown).collect(), sum)
}
