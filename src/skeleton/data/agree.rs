//! What the figures of several cells say of each other.

use super::words::Component;
use super::{Content, Figure, Holder, Key, Reader, Time};
use crate::lint::pack::Merge;
use crate::skeleton::exact::Exact;
use crate::skeleton::merge::{self, Item};
use std::collections::BTreeSet;

impl Reader<'_> {
    fn problem_at(&mut self, figure: &Figure, text: String) {
        self.file.clone_from(&figure.file);
        self.problem(figure.place.clone(), text);
    }

    /// What the figures of several cells say of each other.
    pub(super) fn check_together(&mut self) {
        let pack = self.pack;
        let items = merge::items(pack);
        let figures: Vec<(Key, Figure)> = self.data.figures.iter().map(|(k, f)| (k.clone(), f.clone())).collect();
        for (key, figure) in &figures {
            let Some(item) = items.iter().find(|item| item.id == key.id) else { continue };
            let Content::Number(number) = figure.content else { continue };
            let at = merge::At { data: &self.data, item, holder: key.holder, time: key.time };
            let text = match (key.component, item.merge) {
                (Component::Numerator, Merge::Ratio(_)) if item.unit == "%" => at
                    .denominator()
                    .filter(|whole| number > *whole)
                    .map(|whole| format!("tử số {number} lớn hơn mẫu số {whole}")),
                (Component::Value, Merge::Ratio(_) | Merge::Base) => {
                    at.reckoned(number.decimals()).filter(|reckoned| !near(number, *reckoned)).map(|reckoned| {
                        format!("«{}» ghi {number}, tính từ các dòng dưới là {reckoned}; hãy sửa một bên", item.name)
                    })
                }
                _ => None,
            };
            if let Some(text) = text {
                self.problem_at(figure, text);
            }
        }
        self.check_totals();
        if self.problems.is_empty() {
            self.check_whole(&items);
        }
    }

    /// Parts that share something out come to the whole, but for what rounding takes.
    fn check_totals(&mut self) {
        let mut found = Vec::new();
        for indicator in self.pack.indicators.iter().filter(|i| !i.parts.is_empty()) {
            let Some(total) = indicator.total else { continue };
            let total = Exact::whole(total as usize);
            let mut keys: Vec<(Holder, Time)> = Vec::new();
            for key in self.data.figures.keys().filter(|k| indicator.parts.iter().any(|p| p.id == k.id)) {
                if key.component == Component::Value && !keys.contains(&(key.holder, key.time)) {
                    keys.push((key.holder, key.time));
                }
            }
            for (holder, time) in self.data.figures.keys().map(|k| (k.holder, k.time)).collect::<BTreeSet<_>>() {
                let part = |id: &str| self.data.figure(id, Component::Numerator, holder, time);
                let figures: Option<Vec<&Figure>> = indicator.parts.iter().map(|p| part(&p.id)).collect();
                let whole = self.data.number(&indicator.measure.id, Component::Denominator, holder, time);
                let (Some(figures), Some(whole)) = (figures, whole) else { continue };
                let numbers = figures.iter().filter_map(|figure| figure.number());
                let sum = numbers.into_iter().try_fold(Exact::ZERO, Exact::plus);
                if let (Some(sum), Some(last)) = (sum.filter(|sum| *sum != whole), figures.last()) {
                    let name = &indicator.measure.name;
                    found.push((
                        (*last).clone(),
                        format!("«{name}»: tử số của các dòng con cộng lại là {sum}, mẫu số là {whole}"),
                    ));
                }
            }
            for (holder, time) in keys {
                let parts = indicator.parts.iter().map(|p| self.data.figure(&p.id, Component::Value, holder, time));
                let Some(parts) = parts.collect::<Option<Vec<_>>>() else { continue };
                let mut sum = Some(Exact::ZERO);
                let mut decimals = 0;
                for part in &parts {
                    if let Content::Number(number) = part.content {
                        decimals = decimals.max(number.decimals());
                        sum = sum.and_then(|sum| sum.plus(number));
                    }
                }
                let Some(sum) = sum else { continue };
                // Each part may be half a unit of its last digit off.
                let off =
                    sum.plus(total.negative()).and_then(|off| off.times(Exact::whole(10usize.pow(decimals.into()))));
                let most = Exact::whole(parts.len().div_ceil(2));
                let close = off.is_none_or(|off| off <= most && off.negative() <= most);
                if let Some(last) = parts.last().filter(|_| !close) {
                    let text =
                        format!("«{}»: các dòng con cộng lại là {sum}, phải bằng {total}", indicator.measure.name);
                    found.push(((*last).clone(), text));
                }
            }
        }
        for (figure, text) in found {
            self.problem_at(&figure, text);
        }
    }

    /// What the file says of the new unit is what its old units come to.
    fn check_whole(&mut self, items: &[Item<'_>]) {
        let mut found = Vec::new();
        for (key, figure) in &self.data.figures {
            let Content::Number(number) = figure.content else { continue };
            let Some(item) = items.iter().find(|item| item.id == key.id) else { continue };
            if key.component != Component::Value || key.holder != Holder::Whole {
                continue;
            }
            let together = merge::together(&self.data, item, self.profile, key.time, Some(number.decimals()));
            if let merge::Outcome::Value { number: Some(reckoned), .. } = together
                && !near(number, reckoned)
            {
                let text = format!(
                    "«{}» của {} ghi {number}, tính từ các đơn vị cũ là {reckoned}; hãy sửa một bên hoặc để trống",
                    item.name, self.profile.unit
                );
                found.push((figure.clone(), text));
            }
        }
        for (figure, text) in found {
            self.problem_at(&figure, text);
        }
    }
}

/// Whether a stated number is the reckoned one, rounded or cut off at its last digit.
fn near(stated: Exact, reckoned: Exact) -> bool {
    let unit = Exact::whole(1).over(Exact::whole(10usize.pow(stated.decimals().min(9).into())), 1, stated.decimals());
    let off = stated.plus(reckoned.negative());
    match (unit, off) {
        (Some(unit), Some(off)) => off <= unit && off.negative() <= unit,
        _ => true,
    }
}
