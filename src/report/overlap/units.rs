//! Whose the documents are: those of one dossier, those said to belong together, those of a folder that looks like one.

use super::Comparison;
use crate::document::{Kind, kind};
use crate::overlap::Groups;
use std::collections::{BTreeMap, BTreeSet};

/// A unit and its documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// What people call it: its name, or what its files have in common.
    pub label: String,
    /// Its documents, by index.
    pub documents: Vec<usize>,
}

/// Units from which on they are told apart: of two, each document is of interest.
const FEWEST: usize = 3;

impl Comparison {
    /// Says whose the documents are. `together` names documents of one unit, two by two, `names` what the unit of a
    /// document is called.
    pub fn know_units(&mut self, together: &[(u32, u32)], names: &BTreeMap<usize, String>) {
        let paths: Vec<&str> = self.documents.iter().map(|document| document.path.as_str()).collect();
        let units = units(&paths, together, names);
        let several = units.iter().any(|unit| unit.documents.len() > 1);
        self.units = if several && units.len() >= FEWEST { units } else { Vec::new() };
    }

    /// The unit of each document; documents of which nobody says so are one each.
    pub(super) fn unit_of(&self) -> Vec<usize> {
        let mut of: Vec<usize> = (0..self.documents.len()).collect();
        for (id, unit) in self.units.iter().enumerate() {
            for &document in &unit.documents {
                of[document] = id;
            }
        }
        of
    }

    /// What a unit is called, and its documents.
    pub(super) fn unit(&self, id: usize) -> (&str, Vec<usize>) {
        match self.units.get(id) {
            Some(unit) => (&unit.label, unit.documents.clone()),
            None => (self.path(id), vec![id]),
        }
    }

    /// The folder that holds all documents, with the stroke that ends it; nothing if there is none.
    pub(super) fn folder(&self) -> &str {
        let mut paths = self.documents.iter().map(|document| document.path.as_str());
        let mut folder = paths.next().map_or("", |first| &first[..first.rfind('/').map_or(0, |at| at + 1)]);
        for path in paths {
            while !path.starts_with(folder) {
                folder = &folder[..folder[..folder.len() - 1].rfind('/').map_or(0, |at| at + 1)];
            }
        }
        folder
    }

    pub(super) fn path(&self, document: usize) -> &str {
        self.documents.get(document).map_or("", |d| d.path.as_str())
    }
}

fn units(paths: &[&str], together: &[(u32, u32)], names: &BTreeMap<usize, String>) -> Vec<Unit> {
    let mut groups = Groups::new(paths.len());
    let mut said = BTreeSet::new();
    for &(a, b) in together {
        let (a, b) = (a as usize, b as usize);
        if a.max(b) < paths.len() {
            groups.join(a, b);
            said.extend([a, b]);
        }
    }
    let mut folders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (id, path) in paths.iter().enumerate() {
        folders.entry(parent(path)).or_default().push(id);
    }
    for documents in folders.values() {
        if documents.iter().all(|id| !said.contains(id)) && is_dossier(paths, documents) {
            documents.windows(2).for_each(|two| groups.join(two[0], two[1]));
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for id in 0..paths.len() {
        members.entry(groups.first(id)).or_default().push(id);
    }
    let alone = |documents: &[usize]| folders.get(parent(paths[documents[0]])).is_some_and(|all| all == documents);
    let label = |documents: &[usize]| match documents.iter().find_map(|id| names.get(id)) {
        Some(name) => name.clone(),
        None => common(paths, documents, alone(documents)),
    };
    let mut units: Vec<Unit> =
        members.into_values().map(|documents| Unit { label: label(&documents), documents }).collect();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    units.iter().for_each(|unit| *known.entry(unit.label.clone()).or_default() += 1);
    // The country has many a commune of the same name.
    for unit in units.iter_mut().filter(|unit| known.get(&unit.label).is_some_and(|&count| count > 1)) {
        unit.label = format!("{} ({})", unit.label, common(paths, &unit.documents, alone(&unit.documents)));
    }
    units
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Whether the files of a folder are of different kinds by their names, as those of one unit are. A folder of many
/// units' reports is none.
fn is_dossier(paths: &[&str], documents: &[usize]) -> bool {
    let kinds: Vec<Kind> = documents.iter().filter_map(|&id| kind::infer_from_file_name(paths[id])).collect();
    let different = kinds.iter().enumerate().all(|(at, kind)| !kinds[..at].contains(kind));
    kinds.len() > 1 && different
}

/// What the paths of a unit begin with: their folder if no other file is in it, else what their names begin with.
fn common(paths: &[&str], documents: &[usize], alone: bool) -> String {
    let [first, rest @ ..] = documents else { return String::new() };
    let path = paths[*first];
    if rest.is_empty() {
        return path.to_string();
    }
    if alone && !parent(path).is_empty() {
        return parent(path).to_string();
    }
    let shared = |other: &str| path.char_indices().zip(other.chars()).take_while(|((_, x), y)| x == y).count();
    let length = rest.iter().map(|&id| shared(paths[id])).min().unwrap_or(0);
    let prefix: String = path.chars().take(length).collect();
    let prefix = prefix.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/');
    match prefix.rsplit('/').next() {
        Some(name) if !name.is_empty() => prefix.to_string(),
        _ => format!("{path} (+{})", rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(paths: &[&str], together: &[(u32, u32)], names: &[(usize, &str)]) -> Vec<(String, usize)> {
        let names = names.iter().map(|(id, name)| (*id, name.to_string())).collect();
        units(paths, together, &names).into_iter().map(|unit| (unit.label, unit.documents.len())).collect()
    }

    #[test]
    fn the_folder_of_all() {
        let folder = |paths: &[&str]| {
            let document = |path: &&str| super::super::Compared { path: path.to_string(), ..Default::default() };
            Comparison { documents: paths.iter().map(document).collect(), ..Default::default() }.folder().to_string()
        };
        assert_eq!(folder(&["k/a/x.md", "k/a/y.md", "k/b/x.md"]), "k/");
        assert_eq!(folder(&["k/a/x.md", "k/ab/y.md"]), "k/");
        assert_eq!([folder(&["/k/x.md", "y.md"]), folder(&["x.md"]), folder(&[])], ["", "", ""]);
    }

    #[test]
    fn units_by_what_is_said_and_by_folders() {
        let pairs = labels(&["k/01_ct.txt", "k/01_kd.txt", "k/02_ct.txt"], &[(0, 1)], &[]);
        assert_eq!(pairs, [("k/01".to_string(), 2), ("k/02_ct.txt".to_string(), 1)]);
        let paths = ["a/bao-cao-chinh-tri.md", "a/bao-cao-kiem-diem.md", "b/bao-cao-chinh-tri.md", "b/x.md"];
        let folders = labels(&paths, &[], &[]);
        assert_eq!(folders.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), ["a", paths[2], paths[3]]);
        let named = labels(&paths, &[(0, 1), (2, 3)], &[(0, "xã Tân Lập"), (3, "xã Tân Lập")]);
        assert_eq!(named, [("xã Tân Lập (a)".to_string(), 2), ("xã Tân Lập (b)".to_string(), 2)]);
    }
}
