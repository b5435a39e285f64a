//! Undated values told together, of which all but one are those of one time in a table.

use super::{IndicatorMismatch, Said, Undated, Values, by_measure, of_measure};
use crate::document::{Block, BlockKind};
use crate::lint::check::{Context, DossierContext, DossierDraft, Draft, Place};
use crate::lint::finding::Severity;
use crate::lint::indicators::value::{Standing, Value};
use crate::text::Number;
use std::collections::{BTreeMap, BTreeSet};

/// Values that show of what time a list is.
const AGREED: usize = 3;
/// Lines of a list that are gone back over to its first, and values of one that are read.
const LINES: usize = 40;

/// Of what time a value is, and whether it is aimed at.
type Time = (i32, bool);

/// The block in which the list begins that holds a value, or its own where it stands in no list.
pub(super) fn list_of(context: &Context<'_>, value: &Value) -> usize {
    let document = context.document;
    let own = document.sentences.get(value.within).map_or(0, |sentence| sentence.block as usize);
    let listed = |block: &Block| matches!(block.kind, BlockKind::Item { .. }) || block.numbering.is_some();
    let Some(block) = document.blocks.get(own).filter(|block| listed(block)) else { return own };
    let before = document.blocks.get(..own).unwrap_or_default().iter().rev().take(LINES);
    own - before.take_while(|b| listed(b) && !b.is_heading() && b.section == block.section).count()
}

/// Whether nothing more is said of a value: «kết nạp 20 đảng viên ở nông thôn» are some only.
pub(super) fn is_closed(context: &Context<'_>, value: &Value) -> bool {
    let rest = context.document.text.get(value.place.end..).unwrap_or_default();
    let rest = rest.trim_start_matches([' ', '%', '*', '_']);
    // «người | /năm»
    let unit = rest.starts_with('/').then(|| rest.trim_start_matches(|c: char| c == '/' || c.is_alphanumeric()));
    let rest = unit.unwrap_or(rest).trim_start_matches([' ', '*', '_']);
    rest.is_empty() || rest.starts_with([',', ';', '.', '\n'])
}

/// The figures of the sentence of a value: one who says «70,0%, vì đại biểu đề nghị 75,0%» knows both.
pub(super) fn beside(context: &Context<'_>, value: &Value) -> Vec<Number> {
    let sentence = context.document.sentences.get(value.within).map_or(0..0, |s| s.tokens.clone());
    context.facts().within(&sentence).iter().take(LINES).map(|fact| fact.value).collect()
}

impl IndicatorMismatch {
    /// «Đại hội nhấn mạnh năm chỉ tiêu: - Thu nhập đạt 80,0 …; - Tỷ lệ gia đình văn hóa đạt 95,0%»: nobody says of what year, but
    /// the others are what the report's table gives as targets, and it has 93,0 for this one.
    pub(super) fn together(&self, context: &DossierContext<'_>, out: &mut Vec<DossierDraft>) {
        let mut lists: BTreeMap<(usize, usize), Vec<&Undated>> = BTreeMap::new();
        for (document, kept) in context.all_kept::<Values>() {
            for undated in &kept.undated {
                let Some(list) = undated.list else { continue };
                lists.entry((document, list)).or_default().push(undated);
            }
        }
        lists.retain(|_, list| (AGREED + 1..=LINES).contains(&list.len()));
        if lists.is_empty() {
            return;
        }
        let known = by_measure(context, |kept| &kept.all);
        let loose = by_measure(context, |kept| &kept.unsure);
        for ((document, _), list) in lists {
            let said = |value: &Value| of_measure(&known, value.measure);
            let Some((value, other)) = self.odd(&list, said) else { continue };
            // What a table gives for a day that is not sure may be meant as well.
            if of_measure(&loose, value.measure).iter().any(|other| self.agrees(value, other.value)) {
                continue;
            }
            let told = |d: &DossierDraft| {
                d.document == document && matches!(&d.draft.place, Place::Text(place) if *place == value.place)
            };
            if out.iter().any(told) {
                continue;
            }
            let path = context.documents[other.document].path.rsplit('/').next().unwrap_or("").to_string();
            let names = context.kept::<Values>(document).and_then(|kept| kept.names.get(&value.measure));
            let mut draft = Draft::on(Place::Text(value.place.clone()))
                .weigh(Severity::Warning)
                .with("name", names.map_or("", String::as_str))
                .with("year", other.value.year.to_string())
                .with("stated", value.value.to_string())
                .with("other", other.value.value.to_string())
                .with("where", path.clone());
            draft.related.push((other.document, other.place(), path));
            out.push(DossierDraft { document, draft });
        }
    }

    /// The one value of a list that is not what a table gives for the time of all others, and what the table gives.
    fn odd<'v>(&self, list: &[&'v Undated], said: impl Fn(&Value) -> &'v [Said<'v>]) -> Option<(&'v Value, Said<'v>)> {
        let mut times: BTreeMap<Time, BTreeSet<usize>> = BTreeMap::new();
        for (at, Undated { value, .. }) in list.iter().enumerate() {
            let tabled = said(value).iter().filter(|other| other.value.in_table && self.agrees(value, other.value));
            for other in tabled.take(LINES) {
                times.entry(time(other.value)).or_default().insert(at);
            }
        }
        let most = times.values().map(BTreeSet::len).max().filter(|most| *most >= AGREED)?;
        let mut best = times.iter().filter(|(_, agreed)| agreed.len() == most);
        let (Some((of, agreed)), None) = (best.next(), best.next()) else { return None };
        let mut odd = None;
        for (_, Undated { value, beside, .. }) in list.iter().enumerate().filter(|(at, _)| !agreed.contains(at)) {
            let all = said(value);
            let mut tabled = all.iter().filter(|other| other.value.in_table && time(other.value) == *of);
            let Some(first) = tabled.next() else { continue };
            let same = first.value.name == value.name && first.value.plain && first.value.unit == value.unit;
            let one = tabled.all(|other| self.agrees(first.value, other.value));
            // What is given anywhere for another day may be meant.
            let given = all.iter().any(|other| self.agrees(value, other.value)) || beside.contains(&first.value.value);
            if !same || !one || given || !self.differs(value, first.value) || odd.is_some() {
                return None;
            }
            odd = Some((value, *first));
        }
        odd
    }
}

fn time(value: &Value) -> Time {
    (value.year, value.standing == Standing::Target)
}
