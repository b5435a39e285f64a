//! Places, works and events with a name of their own: «thôn Phúc Sơn», «Quốc lộ 1», «dịch COVID-19».

use super::vocabulary::Vocabulary;
use super::{Mention, MentionKind};
use crate::document::Document;
use crate::text::{Case, Gap, Hit, Hits, TokenKind};

/// No name has more words: past this a line in capitals goes on.
const LONGEST: usize = 24;

/// A name is what follows a word such as «thôn», «cầu», «dự án»: capitals or a number.
pub(super) fn find(document: &Document, hits: &Hits, vocabulary: &Vocabulary, out: &mut Vec<Mention>) {
    for hit in hits.of(vocabulary.named_after) {
        let start = hit.end as usize;
        let mut end = start;
        while let Some(token) = document.tokens.get(end).filter(|_| end < start + LONGEST) {
            let joined = matches!(token.gap, Gap::Space | Gap::Hyphen | Gap::None)
                || (end == start && token.gap == Gap::Other && quoted(document, end));
            let name = token.is_capitalised()
                || (token.kind == TokenKind::Number && end == start + 1 && document.tokens[start].case == Case::Upper);
            let number = end == start && token.kind == TokenKind::Number && is_road(document, hit);
            if !joined || !(name || number) {
                break;
            }
            end += 1;
        }
        if end > start {
            out.push(Mention { kind: MentionKind::Named, tokens: hit.start as usize..end });
        }
    }
}

/// «mô hình “Dân vận khéo”»: a name in quotation marks.
fn quoted(document: &Document, token: usize) -> bool {
    let (before, this) = (&document.tokens[token - 1], &document.tokens[token]);
    let between = document.text.get(before.end as usize..this.start as usize).unwrap_or("");
    matches!(between.trim(), "“" | "\"" | "«" | "‘")
}

fn is_road(document: &Document, hit: &Hit) -> bool {
    let words = crate::text::fold(document.token_text(hit.start as usize..hit.end as usize));
    ["quốc lộ", "tỉnh lộ", "đường tỉnh", "hương lộ", "bão số", "đường"].contains(&words.as_str())
}
