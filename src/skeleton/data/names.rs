//! The units a data file may speak of: the unit itself and what it was made of.

use super::Holder;
use super::words::{INDEX, Mark, key, nearest};
use crate::places::{Gazetteer, Named};
use crate::skeleton::Profile;

/// The names by key.
pub struct Names {
    /// Names of predecessors with their type, then bare where only one bears it.
    old: Vec<(String, usize)>,
    /// The new unit's, likewise.
    new: Vec<String>,
    /// Predecessors of which only a part came.
    parts: Vec<bool>,
    /// As they are written.
    shown: Vec<String>,
}

impl Names {
    pub fn new(profile: &Profile) -> Names {
        let shown: Vec<String> =
            profile.predecessors.iter().map(|p| format!("{} {}", p.unit_type, p.name).trim().to_string()).collect();
        let mut old: Vec<(String, usize)> = shown.iter().enumerate().map(|(i, full)| (key(full), i)).collect();
        for (i, unit) in profile.predecessors.iter().enumerate() {
            let bare = key(&unit.name);
            let same = profile.predecessors.iter().filter(|other| key(&other.name) == bare).count();
            if same == 1 {
                old.push((bare, i));
            }
        }
        let mut new = vec![key(&profile.unit), key(&profile.name)];
        new.retain(|name| !name.is_empty());
        Names { old, new, parts: profile.predecessors.iter().map(|p| p.part).collect(), shown }
    }

    /// Whose figures stand under a name. Where the new unit bears an old one's name, the old one is meant.
    pub fn holder(&self, name: &str) -> Option<Holder> {
        let name = spelt_out(name);
        if let Some(i) = self.predecessor(&name) {
            return Some(self.of(i, None));
        }
        let (bare, mark) = INDEX.mark(&name);
        if let Some(i) = self.predecessor(bare).filter(|_| mark.is_some()) {
            return Some(self.of(i, mark));
        }
        let own = |name: &str| self.new.iter().any(|new| new == name);
        let whole = INDEX.is_whole(&name)
            || own(&name)
            || self.new.iter().any(|new| {
                let rest = name.strip_suffix(new.as_str()).and_then(|rest| rest.strip_suffix(' '));
                rest.is_some_and(|rest| INDEX.is_whole(rest))
            })
            || (mark == Some(Mark::Entire) && own(bare));
        whole.then_some(Holder::Whole)
    }

    fn predecessor(&self, name: &str) -> Option<usize> {
        self.old.iter().find(|(known, _)| known == name).map(|(_, i)| *i)
    }

    /// Of a unit that came in part only figures that say they are that part's can be added.
    fn of(&self, i: usize, mark: Option<Mark>) -> Holder {
        let part = self.parts.get(i).copied().unwrap_or(false);
        if part && mark != Some(Mark::Came) { Holder::Entire(i) } else { Holder::Old(i) }
    }

    /// The predecessors, as they are written.
    pub fn shown(&self) -> &[String] {
        &self.shown
    }

    /// Why a name is none of theirs, and which may have been meant.
    pub fn refuse(&self, profile: &Profile, name: &str) -> String {
        // «xã Cư Yên - Kết quả 2025», «xã Cư Yên (phần nhập vào)»
        let stem = name.split(" - ").next().unwrap_or(name).split(['(', ':']).next().unwrap_or(name).trim();
        let name = stem;
        let near = nearest(stem, self.shown.iter().map(String::as_str))
            .or_else(|| nearest(stem, profile.predecessors.iter().map(|p| p.name.as_str())));
        if self.shown.is_empty() {
            return format!("«{name}»: {} không gộp từ đơn vị nào; chỉ ghi số của chính đơn vị", profile.unit);
        }
        let all = self.shown.join(", ");
        if let Some(near) = near {
            return format!("«{name}» không phải đơn vị nhập vào {}; có phải «{near}»? (gồm: {all})", profile.unit);
        }
        let gazetteer = Gazetteer::embedded();
        let named = Named::parse(stem);
        if !gazetteer.named(named.unit_type, named.name).is_empty() {
            return format!("«{name}» có thật nhưng không nhập vào {}; các đơn vị: {all}", profile.unit);
        }
        let like: Vec<String> = gazetteer.suggest(named.name).iter().map(|s| format!("«{}»", s.name)).collect();
        let like = if like.is_empty() { String::new() } else { format!("; tên gần giống: {}", like.join(", ")) };
        format!("không có đơn vị «{name}»{like}; các đơn vị nhập vào {}: {all}", profile.unit)
    }

    /// Why the unit a file says it is for is not the one asked for.
    pub fn refuse_unit(&self, profile: &Profile, said: &str) -> Option<String> {
        let name = said.split(',').next().unwrap_or("").trim();
        if self.new.iter().any(|new| *new == key(name)) {
            return None;
        }
        let gazetteer = Gazetteer::embedded();
        let named = Named::parse(name);
        if gazetteer.named(named.unit_type, named.name).is_empty() {
            let mut like: Vec<String> = gazetteer.suggest(named.name).iter().map(|s| format!("«{}»", s.name)).collect();
            if like.is_empty() {
                like.push(format!("«{}»", profile.unit));
            }
            return Some(format!("không có đơn vị «{name}»; có phải: {}?", like.join(", ")));
        }
        Some(format!("tệp ghi đơn vị «{name}», lệnh ghi --unit \"{}\"; sửa một trong hai", profile.unit))
    }
}

/// The abbreviated types and the Party's own word at the head of a name.
fn spelt_out(name: &str) -> String {
    let name = name.strip_prefix(&format!("{} ", key("đảng bộ"))).unwrap_or(name);
    for (short, long) in [("tt ", "thị trấn"), ("x ", "xã"), ("p ", "phường")] {
        if let Some(rest) = name.strip_prefix(short) {
            return format!("{} {rest}", key(long));
        }
    }
    name.to_string()
}

/// Whether a text opens with a type of unit.
pub fn is_unit(text: &str) -> bool {
    Named::parse(text).unit_type.is_some()
}
