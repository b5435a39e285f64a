//! Lists of a sentence that are the parts of what the one before has told.

use super::Lists;
use crate::lint::check::{Context, Draft};
use crate::mentions::fact::{Cue, Fact};

/// Sentences back to what «các công trình trên» takes up, at most.
const BACK: usize = 3;

/// Figures of a sentence that are taken for all parts where no word says so, at least.
const LEAST: usize = 3;

/// How far apart, as a share of the whole, they may be then and still surely be meant as parts and whole.
const NEAR: f64 = 0.01;

impl Lists {
    /// «Có 742 đảng viên được xếp loại. Kết quả: hoàn thành xuất sắc 118 đồng chí; …», «… hoàn thành 64 công trình. … Các
    /// công trình trên gồm: 29 …»: the list is read with the figures it takes up.
    pub(super) fn continued(&self, context: &Context<'_>, group: &[Fact], out: &mut Vec<Draft>) {
        let Some(first) = group.first() else { return };
        let Some((taken, start)) = taken_up(context, first.sentence) else { return };
        let Some(sentence) = context.document.sentences.get(first.sentence as usize) else { return };
        // «Toàn xã có 24 thôn. Kết quả: 18 thôn đạt chuẩn, 4 thôn đang lập hồ sơ» tells of some.
        let all = context.catalogue.figures.begins(context.mentions, Cue::Parts, sentence.tokens.start);
        let opens = opens_on(context, sentence.tokens.start);
        if group.len() < LEAST && !all && opens {
            return;
        }
        let joined: Vec<Fact> = taken.iter().chain(group).cloned().collect();
        if joined.len() >= 3 {
            // «Có 412 lao động …. Cụ thể: Nhật Bản 186 người, …» may name but the larger parts.
            let near = if all || !opens { self.near } else { NEAR };
            Lists { near }.read(context, &(start..sentence.tokens.end), &joined, sentence.tokens.start, out);
        }
    }
}

/// Whether a sentence begins with «Kết quả», «Trong đó» and the like.
fn opens_on(context: &Context<'_>, start: usize) -> bool {
    context.catalogue.figures.begins(context.mentions, Cue::Continues, start)
}

/// The figures of earlier sentences that a sentence goes on about, and the token where their sentence begins.
fn taken_up<'c>(context: &'c Context<'_>, at: u32) -> Option<(&'c [Fact], usize)> {
    let words = &context.catalogue.figures;
    let sentences = &context.document.sentences;
    let sentence = sentences.get(at as usize)?;
    let start = sentence.tokens.start;
    let before = |back: usize| {
        let index = (at as usize).checked_sub(back)?;
        let earlier = sentences.get(index).filter(|earlier| earlier.block == sentence.block)?;
        Some((context.facts().of_sentence(index as u32), earlier.tokens.start))
    };
    if opens_on(context, start) {
        return before(1);
    }
    // «Các công trình trên gồm: …»
    let (unit, end) = words.unit_from(context.mentions, start + 1)?;
    if !words.begins(context.mentions, Cue::Above, end) {
        return None;
    }
    (1..=BACK).find_map(|back| {
        let (facts, start) = before(back)?;
        let last = facts.iter().rposition(|fact| fact.unit == unit)?;
        Some((&facts[last..=last], start))
    })
}
