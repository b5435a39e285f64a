//! The own congress of the new term under two ordinals, neither said oftener than the other.

use super::ordinal::{Body, Ordinal, Owner};
use super::{NEW_UNIT, OrdinalMismatch, Page};
use crate::lint::check::{DossierDraft, Draft, Place};
use crate::text::roman;

/// Finds them: which is wrong cannot be told, so the later is asked about. A first congress beside one that has been held
/// many times is of a merged organisation and of one before it.
pub(super) fn find(
    rule: &OrdinalMismatch,
    unit: &str,
    term: Option<(i32, i32)>,
    pages: &[(usize, &Page)],
    out: &mut Vec<DossierDraft>,
) {
    let Some(term) = term else { return };
    let own = |o: &Ordinal| {
        let told = o.body == Body::Congress && !o.arabic && o.term == Some(term);
        // «Đại hội lần thứ XIX» alone may go on about the level above.
        let named = matches!(o.owner, Owner::Unit(_));
        told && named && !o.predecessors && !o.foreign && rule.is_own(unit, &o.owner)
    };
    let mut said =
        pages.iter().flat_map(|(id, page)| page.ordinals.iter().map(move |o| (*id, o))).filter(|(_, o)| own(o));
    let Some((there, first)) = said.next().filter(|(_, o)| o.value > NEW_UNIT) else { return };
    for (document, ordinal) in said.filter(|(_, o)| o.value != first.value && o.value > NEW_UNIT) {
        let found = format!("lần thứ {}, nhiệm kỳ {}-{}", roman::format(ordinal.value), term.0, term.1);
        let mut draft = Draft::on(Place::Tokens(ordinal.tokens.clone())).say("above").with("found", found);
        draft = draft.with("other", roman::format(first.value));
        let here = format!("ở đây ghi lần thứ {}", roman::format(first.value));
        draft.related.push((there, Place::Tokens(first.tokens.clone()), here));
        out.push(DossierDraft { document, draft });
    }
}
