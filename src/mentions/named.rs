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
        // «Hồ Chí Minh» is no lake.
        if vocabulary.is_general(hits, hit.start as usize) {
            continue;
        }
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
    at_places(document, hits, vocabulary, out);
}

/// «ở Há Cá», «tại Gò Sạn»: two capitals behind a word that a place follows, unless they are a body's.
fn at_places(document: &Document, hits: &Hits, vocabulary: &Vocabulary, out: &mut Vec<Mention>) {
    for hit in hits.of(vocabulary.named_at) {
        let start = hit.end as usize;
        let named = |i: &usize| {
            let token = document.tokens.get(*i);
            token.is_some_and(|t| {
                t.is_capitalised() && t.case != Case::Upper && matches!(t.gap, Gap::Space | Gap::Hyphen)
            })
        };
        let end = (start..start + PLACE).take_while(named).last().map_or(start, |last| last + 1);
        if end >= start + 2 && !vocabulary.is_known(hits, start) {
            out.push(Mention { kind: MentionKind::Named, tokens: hit.start as usize..end });
        }
    }
}

/// Syllables of a place's name, at most.
const PLACE: usize = 5;

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
