//! What each sentence of a document is about: as its section's heading says, unless the words that open it or
//! an earlier paragraph say otherwise. «Hạn chế và nguyên nhân» is one heading over two matters, and a field of
//! a self-review may hold «Ưu điểm: …» and «Khuyết điểm: …» in one paragraph each.

use super::check::Context;
use super::outline::{OutlineIndex, OutlineMatch};
use super::pack::Role;
use crate::document::{Block, Document, SectionId, Sentence};
use crate::mentions::Mentions;
use crate::text::Syllable;
use std::sync::LazyLock;

/// The matter of each sentence.
#[derive(Debug, Default)]
pub struct Parts {
    roles: Vec<Role>,
}

impl Parts {
    /// Reads the openings of a document's sentences.
    pub fn find(
        document: &Document,
        mentions: &Mentions,
        outline: Option<&OutlineIndex>,
        found: &OutlineMatch,
    ) -> Parts {
        let mut roles = Vec::with_capacity(document.sentences.len());
        let (mut section, mut current) = (SectionId::MAX, Role::None);
        for sentence in &document.sentences {
            let Some(block) = document.blocks.get(sentence.block as usize) else {
                roles.push(Role::None);
                continue;
            };
            let own = found.roles.get(block.section as usize).copied().unwrap_or_default();
            if block.section != section {
                (section, current) = (block.section, own);
            }
            let prose = block.is_prose() && !block.quoted;
            if prose && let Some(role) = outline.and_then(|o| opening(document, mentions, o, block, sentence)) {
                current = role;
            }
            roles.push(if prose { current } else { own });
        }
        Parts { roles }
    }

    /// The role of a sentence, by its index in the document.
    pub fn of(&self, sentence: usize) -> Role {
        self.roles.get(sentence).copied().unwrap_or_default()
    }
}

impl Context<'_> {
    /// The sentences of running text that are about one of some matters.
    pub fn sentences_of<'s>(&'s self, roles: &'s [Role]) -> impl Iterator<Item = &'s Sentence> {
        let parts = self.parts();
        let prose =
            |s: &Sentence| self.document.blocks.get(s.block as usize).is_some_and(|b| b.is_prose() && !b.quoted);
        let sentences = self.document.sentences.iter().enumerate();
        sentences.filter(move |(i, s)| roles.contains(&parts.of(*i)) && prose(s)).map(|(_, s)| s)
    }
}

/// Words that may stand before the name of a matter.
static BEFORE: LazyLock<Vec<Syllable>> =
    LazyLock::new(|| ["về", "những", "các", "một", "số", "phần", "mặt", "tập", "thể"].map(Syllable::of).to_vec());
/// The first words of names that open no other kind of sentence.
static SURE: LazyLock<Vec<Syllable>> = LazyLock::new(|| ["nguyên", "trách"].map(Syllable::of).to_vec());
/// The first words of names of results; «Về kinh tế: …» tells the field, not whether it went well.
static RESULTS: LazyLock<Vec<Syllable>> =
    LazyLock::new(|| ["ưu", "kết", "thành", "nguyên", "mặt"].map(Syllable::of).to_vec());
static IS: LazyLock<Vec<Syllable>> = LazyLock::new(|| ["là", "lớn", "chủ", "của"].map(Syllable::of).to_vec());

/// The matter a sentence announces: «Khuyết điểm. …», «Nguyên nhân chủ quan là …», «Về trách nhiệm: …».
fn opening(
    document: &Document,
    mentions: &Mentions,
    outline: &OutlineIndex,
    block: &Block,
    sentence: &Sentence,
) -> Option<Role> {
    let tokens = document.tokens.get(sentence.tokens.clone())?;
    let numbered = tokens.iter().take_while(|t| (t.start as usize) < block.body).count();
    let before = tokens[numbered..].iter().take(2).take_while(|t| BEFORE.contains(&t.id)).count();
    let first = sentence.tokens.start + numbered;
    let window = first..(first + before + 10).min(sentence.tokens.end);
    let names = outline.names(mentions, &window).filter(|(hit, _)| (hit.start as usize) <= first + before);
    let (hit, role) = names.max_by_key(|(hit, _)| (hit.end, std::cmp::Reverse(hit.start)))?;
    let named = document.tokens.get(hit.start as usize)?.id;
    let announces = match role {
        Role::Result => RESULTS.contains(&named),
        Role::Shortcoming | Role::Cause | Role::Responsibility | Role::Remedy | Role::Lesson => true,
        _ => false,
    };
    let end = hit.end as usize;
    let marked = || {
        let emphasised = block.lead.as_ref().is_some_and(|l| l.contains(&(document.tokens[end - 1].start as usize)));
        let next = document.tokens.get(end).filter(|_| end < sentence.tokens.end);
        let mark = document.between(end, end).trim_start().starts_with([':', '.', ')', '*']);
        emphasised || mark || next.is_none_or(|t| IS.contains(&t.id))
    };
    (announces && (SURE.contains(&named) || marked())).then_some(role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::from_example;
    use crate::lint::Catalogue;

    fn roles(kind: &str, text: &str) -> Vec<(String, Role)> {
        let catalogue = Catalogue::built_in().unwrap();
        let document = from_example(text).unwrap();
        let kind = crate::document::Kind::from_id(kind).unwrap();
        let mentions = Mentions::find(&document, &catalogue.lexicon, &catalogue.vocabulary);
        let outline = catalogue.outlines.get(&kind);
        let found = OutlineMatch::find(&document, &mentions, outline);
        let parts = Parts::find(&document, &mentions, outline, &found);
        let prose = |s: &Sentence| document.blocks[s.block as usize].is_prose();
        let told = |(i, s): (usize, &Sentence)| {
            let words: Vec<&str> = document.token_text(s.tokens.clone()).split(' ').take(2).collect();
            prose(s).then(|| (words.join(" "), parts.of(i)))
        };
        document.sentences.iter().enumerate().filter_map(told).collect()
    }

    #[test]
    fn merged_headings_and_leads() {
        let found = roles(
            "self-review",
            "# BÁO CÁO KIỂM ĐIỂM\n\n## VI. Hạn chế, nguyên nhân, trách nhiệm\n\nHạn chế lớn nhất là rác thải. \
             Nguyên nhân khách quan: mưa lũ. Nguyên nhân chủ quan: ít kiểm tra.\n\nTrách nhiệm tập thể thuộc Ban Thường vụ.\n",
        );
        let of: Vec<Role> = found.iter().map(|f| f.1).collect();
        assert_eq!(of, [Role::Shortcoming, Role::Cause, Role::Cause, Role::Responsibility], "{found:?}");
        let found = roles(
            "self-review",
            "# BÁO CÁO KIỂM ĐIỂM\n\n## I. Lãnh đạo thực hiện nhiệm vụ chính trị\n\n**Ưu điểm.** Có 12 nghị quyết.\n\n\
             Đã họp 9 phiên.\n\n**Khuyết điểm.** Chậm 4 tháng.\n\nHạn chế thấp nhất thiệt hại do lũ.\n",
        );
        let of: Vec<Role> = found.iter().map(|f| f.1).collect();
        let review =
            [Role::Result, Role::Result, Role::Result, Role::Shortcoming, Role::Shortcoming, Role::Shortcoming];
        assert_eq!(of, review, "{found:?}");
    }
}
