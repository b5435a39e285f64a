//! The congress of the level above, which the documents of a dossier name alike.

use super::ordinal::{Body, Ordinal, Owner};
use super::{NEW_UNIT, OrdinalMismatch, Page};
use crate::lint::check::{DossierDraft, Draft, Place};
use crate::text::{fold, roman};
use std::collections::BTreeMap;

/// A congress where a document names it.
type Named<'p> = (usize, &'p Ordinal);

/// Finds ordinals said of another organisation's congress of the new term beside which the others name the next
/// one, that is later than can have been. `term` is the dossier's.
pub(super) fn find(
    rule: &OrdinalMismatch,
    unit: &str,
    term: (i32, i32),
    pages: &[(usize, &Page)],
    out: &mut Vec<DossierDraft>,
) {
    let levels: Vec<String> = rule.levels.iter().map(|l| fold(l)).collect();
    let mut by_owner: BTreeMap<&str, Vec<Named<'_>>> = BTreeMap::new();
    let mut by_level: BTreeMap<&str, Vec<Named<'_>>> = BTreeMap::new();
    for (id, page) in pages {
        for ordinal in page.ordinals.iter().filter(|o| o.body == Body::Congress && !o.arabic && !o.predecessors) {
            match &ordinal.owner {
                Owner::Unit(owner) if owner == unit => {}
                Owner::Unit(owner) if levels.contains(owner) => by_level.entry(owner).or_default().push((*id, ordinal)),
                Owner::Unit(owner) => by_owner.entry(owner).or_default().push((*id, ordinal)),
                _ => {}
            }
        }
    }
    // «Đảng bộ tỉnh» without a name may be any, unless the dossier names one province alone; of one level above the
    // own there is one.
    for (level, bare) in by_level.into_iter().filter(|(level, _)| !is_level_of(unit, level)) {
        let mut named = by_owner.keys().filter(|owner| is_level_of(owner, level)).copied();
        let only = match (named.next(), named.next()) {
            (Some(owner), None) => owner,
            (None, _) => level,
            _ => continue,
        };
        by_owner.entry(only).or_default().extend(bare);
    }
    for (owner, named) in &by_owner {
        judge(term, named, out);
        if rule.merged.iter().any(|merged| fold(merged) == *owner) && term == MERGED {
            first_of_merged(term, named, out);
        }
    }
}

/// The term that the organisations merged in 2025 begin with.
const MERGED: (i32, i32) = (2025, 2030);

/// Whether a unit is of a level: «tỉnh Thanh Hóa» of «tỉnh».
fn is_level_of(unit: &str, level: &str) -> bool {
    unit.strip_prefix(level).is_some_and(|name| name.starts_with(' '))
}

/// «Đại hội đại biểu Đảng bộ tỉnh Thái Nguyên lần thứ XX, nhiệm kỳ 2025-2030»: a merged province counts anew.
fn first_of_merged(term: (i32, i32), named: &[Named<'_>], out: &mut Vec<DossierDraft>) {
    for (id, ordinal) in named.iter().filter(|(_, o)| o.term == Some(term) && o.value > NEW_UNIT) {
        let found = format!("lần thứ {}, nhiệm kỳ {}-{}", roman::format(ordinal.value), term.0, term.1);
        let draft = Draft::on(Place::Tokens(ordinal.tokens.clone())).say("merged").with("found", found);
        out.push(DossierDraft { document: *id, draft });
    }
}

fn judge(term: (i32, i32), named: &[Named<'_>], out: &mut Vec<DossierDraft>) {
    // Only what no other term is said of may be the congress of this one.
    let of_term = |o: &Ordinal| o.term.is_none_or(|t| t == term);
    let mut votes: BTreeMap<u32, Vec<Named<'_>>> = BTreeMap::new();
    for &(id, ordinal) in named.iter().filter(|(_, o)| of_term(o)) {
        votes.entry(ordinal.value).or_default().push((id, ordinal));
    }
    for (value, odd) in &votes {
        let stated: Vec<&Named<'_>> = odd.iter().filter(|(_, o)| o.term == Some(term)).collect();
        // The next one is named oftener: it has been prepared, so it is this term's. Or this one is said of the term
        // before as well, and the next of this. A merged organisation counts anew, and its predecessors' numbers
        // say nothing.
        let before = named.iter().any(|(_, o)| o.value == *value && o.term.is_some_and(|t| t.1 == term.0));
        let surely =
            |next: &&Vec<Named<'_>>| next.len() > odd.len() || before && next.iter().any(|(_, o)| o.term == Some(term));
        let next = votes.get(&(value + 1)).filter(|next| *value > NEW_UNIT && surely(next));
        let Some(&(there, other)) = next.and_then(|next| next.first()) else { continue };
        for &&(id, ordinal) in &stated {
            let found = format!("lần thứ {}, nhiệm kỳ {}-{}", roman::format(*value), term.0, term.1);
            let mut draft = Draft::on(Place::Tokens(ordinal.tokens.clone())).say("above").with("found", found);
            draft = draft.with("other", roman::format(other.value));
            let said = format!("ở đây ghi lần thứ {}", roman::format(other.value));
            draft.related.push((there, Place::Tokens(other.tokens.clone()), said));
            out.push(DossierDraft { document: id, draft });
        }
    }
}
