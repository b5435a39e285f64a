//! What is kept of a document once it is judged: enough for the checks across documents.

use super::check::Kept;
use super::detail::Detail;
use super::locate::Located;
use super::pack::Level;
use crate::document::{Document, Kind, Meta, Span};
use crate::overlap::prepare::Passages;
use crate::text::fold;
use std::collections::BTreeMap;

/// A document of a dossier after it has been judged by itself.
#[derive(Debug, Default)]
pub struct DocumentIndex {
    /// Path as shown.
    pub path: String,
    /// What is known about it.
    pub meta: Meta,
    /// Words.
    pub words: usize,
    /// The title, for findings about the whole document: known without reading it again.
    pub title: Located,
    /// The level of organisation it speaks for, if it shows.
    pub level: Option<Level>,
    /// Tables of key indicators: how many rows the longest has.
    pub indicator_rows: usize,
    /// Its words prepared for comparison, where a check needs them.
    pub passages: Option<Passages>,
    /// The document, where few and small ones are judged; else its text has been let go.
    pub document: Option<Document>,
    /// What each rule that runs keeps of the document, for itself.
    pub kept: Vec<Option<Kept>>,
    /// What a page shows of it, where one is asked for.
    pub detail: Option<Box<Detail>>,
    /// In-text ignores, with those already used.
    pub ignores: Vec<Ignore>,
}

/// A comment that silences rules in the block after it.
#[derive(Debug, Clone)]
pub struct Ignore {
    /// The rules.
    pub rules: Vec<String>,
    /// The stretch of source it covers.
    pub covers: Span,
    /// The comment itself.
    pub comment: Span,
    /// Whether it has silenced anything.
    pub used: bool,
}

/// A unit, folded, and a term.
type Owner = (Option<String>, Option<(i32, i32)>);

/// The documents that must agree with each other: those of one unit and term. Of several political reports the
/// last is the unit's, the others are its drafts and stand alone; so do documents that name no unit where there are
/// several reports and none can tell whose they are.
pub fn families(documents: &[DocumentIndex]) -> Vec<Vec<usize>> {
    let mut units: BTreeMap<Owner, Vec<usize>> = BTreeMap::new();
    // Where only one unit, only one term is named, the documents that name none are its own.
    let only_unit = only(documents.iter().filter_map(|d| d.meta.unit.as_deref().map(fold)));
    let only_term = only(documents.iter().filter_map(|d| d.meta.term));
    for (id, document) in documents.iter().enumerate() {
        let unit = document.meta.unit.as_deref().map(fold).or_else(|| only_unit.clone());
        units.entry((unit, document.meta.term.or(only_term))).or_default().push(id);
    }
    let is_report = |id: &usize| documents[*id].meta.kind == Some(Kind::PoliticalReport);
    join_reviews(documents, &mut units);
    let mut families = Vec::new();
    for ((unit, _), mut family) in units {
        let mut reports: Vec<usize> = family.iter().copied().filter(is_report).collect();
        if unit.is_none() && reports.len() > 1 {
            families.extend(family.into_iter().map(|id| vec![id]));
            continue;
        }
        reports.pop();
        family.retain(|id| !reports.contains(id));
        families.extend(reports.into_iter().map(|id| vec![id]));
        families.push(family);
    }
    families.sort_unstable();
    families
}

/// A self-review may name the term it looks back on: it goes with the report that opens the next one.
fn join_reviews(documents: &[DocumentIndex], units: &mut BTreeMap<Owner, Vec<usize>>) {
    let of = |ids: &[usize], kind: Kind| ids.iter().any(|id| documents[*id].meta.kind == Some(kind));
    let apart = |ids: &[usize]| of(ids, Kind::SelfReview) && !of(ids, Kind::PoliticalReport);
    let alone: Vec<Owner> = units.iter().filter(|(_, ids)| apart(ids)).map(|(owner, _)| owner.clone()).collect();
    for (unit, term) in alone {
        let Some((_, over)) = term else { continue };
        let next = |(other, ids): (&Owner, &Vec<usize>)| {
            (other.0 == unit && other.1.is_some_and(|(from, _)| from == over) && of(ids, Kind::PoliticalReport))
                .then(|| other.clone())
        };
        let Some(home) = units.iter().find_map(next) else { continue };
        let Some(ids) = units.get_mut(&(unit, term)) else { continue };
        let is_review = |id: &usize| documents[*id].meta.kind == Some(Kind::SelfReview);
        let (reviews, rest): (Vec<usize>, Vec<usize>) = ids.iter().copied().partition(is_review);
        *ids = rest;
        let family = units.entry(home).or_default();
        family.extend(reviews);
        family.sort_unstable();
    }
    units.retain(|_, ids| !ids.is_empty());
}

/// The one value that all are, if there is any.
fn only<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(kind: Kind, unit: Option<&str>) -> DocumentIndex {
        let meta = Meta { kind: Some(kind), unit: unit.map(str::to_string), ..Meta::default() };
        DocumentIndex { meta, ..DocumentIndex::default() }
    }

    fn of_term(kind: Kind, term: (i32, i32)) -> DocumentIndex {
        let mut index = document(kind, Some("xã A"));
        index.meta.term = Some(term);
        index
    }

    #[test]
    fn each_unit_by_itself() {
        use Kind::{PoliticalReport as Report, SelfReview as Review};
        let folder = [(Report, Some("xã A")), (Review, Some("Xã A")), (Report, Some("xã B")), (Review, None)];
        let documents: Vec<DocumentIndex> = folder.map(|(kind, unit)| document(kind, unit)).into();
        assert_eq!(families(&documents), [vec![0, 1], vec![2], vec![3]]);
        // One unit, two drafts of its report.
        let folder = [(Report, Some("xã A")), (Report, None), (Review, None)];
        let documents: Vec<DocumentIndex> = folder.map(|(kind, unit)| document(kind, unit)).into();
        assert_eq!(families(&documents), [vec![0], vec![1, 2]]);
        // What a self-review looks back on ends where the report's term begins.
        let terms = [(Report, (2020, 2025)), (Review, (2015, 2020)), (Review, (2010, 2015))];
        let documents: Vec<DocumentIndex> = terms.map(|(kind, term)| of_term(kind, term)).into();
        assert_eq!(families(&documents), [vec![0, 1], vec![2]]);
        // Nobody can tell whose they are.
        let folder = [(Report, None), (Report, None), (Review, None)];
        let documents: Vec<DocumentIndex> = folder.map(|(kind, unit)| document(kind, unit)).into();
        assert_eq!(families(&documents), [vec![0], vec![1], vec![2]]);
    }
}
