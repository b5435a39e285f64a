//! What each sentence of a document is about: as its section's heading says, unless the words that open it or
//! an earlier paragraph say otherwise. «Hạn chế và nguyên nhân» is one heading over two matters, and a field of
//! a self-review may hold «Ưu điểm: …» and «Khuyết điểm: …» in one paragraph each.

use super::check::Context;
use super::outline::{OutlineIndex, OutlineMatch};
use super::pack::Role;
use crate::document::{Block, BlockId, BlockKind, Document, SectionId, Sentence};
use crate::mentions::Mentions;
use crate::text::Syllable;
use serde::Deserialize;
use std::cmp::Reverse;

/// `data/parts.yml`: the words by which a sentence shows that it announces a matter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartsData {
    before: String,
    have: String,
    counts: String,
    sure: String,
    results: String,
    is: String,
    answers: String,
    judges: String,
}

/// Those words as syllables.
#[derive(Debug)]
pub struct PartWords {
    /// What may stand before the name of a matter.
    before: Vec<Syllable>,
    /// What may stand before how many lessons there are, and how many.
    have: Vec<Syllable>,
    counts: Vec<Syllable>,
    /// First words of names that open no other kind of sentence.
    sure: Vec<Syllable>,
    /// First words of names of results; «Về kinh tế: …» tells the field, not whether it went well.
    results: Vec<Syllable>,
    /// What joins a name to what is said of it.
    is: Vec<Syllable>,
    /// What joins «trách nhiệm» to those who bear it.
    answers: Vec<Syllable>,
    /// Words of a sentence that finds fault.
    judges: Vec<Syllable>,
}

impl From<PartsData> for PartWords {
    fn from(data: PartsData) -> PartWords {
        let syllables = |words: &str| words.split_whitespace().map(Syllable::of).collect();
        PartWords {
            before: syllables(&data.before),
            have: syllables(&data.have),
            counts: syllables(&data.counts),
            sure: syllables(&data.sure),
            results: syllables(&data.results),
            is: syllables(&data.is),
            answers: syllables(&data.answers),
            judges: syllables(&data.judges),
        }
    }
}

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
        words: &PartWords,
        outline: Option<&OutlineIndex>,
        found: &OutlineMatch,
    ) -> Parts {
        let mut roles = Vec::with_capacity(document.sentences.len());
        let (mut section, mut current) = (SectionId::MAX, Role::None);
        // Of a point that goes on to say who answers: which, and what the next returns to.
        let mut aside: Option<(BlockId, Role)> = None;
        for sentence in &document.sentences {
            let Some(block) = document.blocks.get(sentence.block as usize) else {
                roles.push(Role::None);
                continue;
            };
            let own = found.roles.get(block.section as usize).copied().unwrap_or_default();
            if block.section != section {
                (section, current, aside) = (block.section, own, None);
            }
            if let Some((_, before)) = aside.take_if(|(of, _)| *of != sentence.block) {
                current = before;
            }
            let prose = block.is_prose() && !block.quoted;
            let openings = outline.filter(|_| prose).map(|outline| Openings { document, mentions, words, outline });
            if let Some((role, end)) = openings.and_then(|o| o.of(block, sentence, current)) {
                let point = matches!(block.kind, BlockKind::Item { .. });
                if point && role == Role::Responsibility && end < block.tokens.end && aside.is_none() {
                    aside = Some((sentence.block, current));
                }
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

/// What the openings of sentences are read with.
struct Openings<'a> {
    document: &'a Document,
    mentions: &'a Mentions,
    words: &'a PartWords,
    outline: &'a OutlineIndex,
}

impl Openings<'_> {
    /// The matter a sentence announces, and the token its name ends at: «Khuyết điểm. …», «Nguyên nhân chủ quan
    /// là …», «Về trách nhiệm: …». `current` is what was spoken of before.
    fn of(&self, block: &Block, sentence: &Sentence, current: Role) -> Option<(Role, usize)> {
        let (document, words) = (self.document, self.words);
        let tokens = document.tokens.get(sentence.tokens.clone())?;
        let numbered = tokens.iter().take_while(|t| (t.start as usize) < block.body).count();
        let stands = |at: usize, list: &[Syllable]| tokens.get(numbered + at).is_some_and(|t| list.contains(&t.id));
        // «Có hai kinh nghiệm về …», «Ba bài học …»
        let has = usize::from(stands(0, &words.have));
        let counted = stands(has, &words.counts);
        let before = match counted {
            true => has + 1,
            false => tokens[numbered..].iter().take(2).take_while(|t| words.before.contains(&t.id)).count(),
        };
        let first = sentence.tokens.start + numbered;
        let window = first..(first + before + 10).min(sentence.tokens.end);
        let names = self.outline.names(self.mentions, &window).filter(|(hit, _)| hit.start as usize <= first + before);
        let (hit, role) = names.max_by_key(|(hit, _)| (hit.end, Reverse(hit.start)))?;
        let (named, end) = (document.tokens.get(hit.start as usize)?.id, hit.end as usize);
        let next = document.tokens.get(end).filter(|_| end < sentence.tokens.end);
        // Set off by emphasis or a mark: a name, whatever follows.
        let set_off = || {
            let last = document.tokens.get(end - 1).map_or(0, |t| t.start as usize);
            let emphasised = block.lead.as_ref().is_some_and(|lead| lead.contains(&last));
            emphasised || document.between(end, end).trim_start().starts_with([':', '.', ')', '*'])
        };
        let joined = |list: &[Syllable]| next.is_none_or(|t| list.contains(&t.id));
        if counted {
            return (role == Role::Lesson && hit.start as usize == first + before).then_some((role, end));
        }
        let announces = match role {
            Role::Result => words.results.contains(&named) && (set_off() || joined(&words.is)),
            Role::Responsibility => {
                let named = document.tokens.get(hit.start as usize..end).unwrap_or_default();
                let borne = named.iter().chain(next).any(|t| words.answers.contains(&t.id));
                let whose = named.len() > 2 || joined(&words.is);
                // «Trách nhiệm của một số cấp ủy viên … chưa rõ» is one more shortcoming, «… được nâng lên» a result.
                let other = match current {
                    Role::Result => true,
                    Role::Shortcoming => tokens.iter().any(|t| words.judges.contains(&t.id)),
                    _ => false,
                };
                set_off() || borne || (whose && !other)
            }
            Role::Shortcoming | Role::Cause | Role::Remedy | Role::Lesson => {
                words.sure.contains(&named) || set_off() || joined(&words.is)
            }
            _ => false,
        };
        announces.then_some((role, end))
    }
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
        let parts = Parts::find(&document, &mentions, &catalogue.parts, outline, &found);
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

    #[test]
    fn a_fault_in_answering_is_a_shortcoming() {
        let found = roles(
            "self-review",
            "# BÁO CÁO KIỂM ĐIỂM\n\n## II. Khuyết điểm\n\n- Trách nhiệm của một số cấp ủy viên trong phụ trách địa bàn \
             chưa rõ.\n- Nghị quyết ban hành chậm. Trách nhiệm thuộc Ban Thường vụ.\n- Ba năm không kết nạp được đảng viên.\n",
        );
        let of: Vec<Role> = found.iter().map(|f| f.1).collect();
        assert_eq!(of, [Role::Shortcoming, Role::Shortcoming, Role::Responsibility, Role::Shortcoming], "{found:?}");
    }
}
