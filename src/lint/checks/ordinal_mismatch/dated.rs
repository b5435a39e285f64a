//! Ordinals of the whole Party against a day: a paper's own, or the document's.

use super::national::National;
use super::{OrdinalMismatch, TERM};
use crate::document::Kind;
use crate::lint::check::{Context, Draft, Place};
use crate::mentions::{Mention, MentionKind};
use crate::text::{Date, Syllable};
use std::sync::LazyLock;

/// Tokens between the day of a paper and who issued it: «của».
const NEAR: usize = 2;
/// Tokens between «dự thảo» and the congress whose papers are drafted.
const DRAFTED: usize = 8;

static DRAFT: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["dự", "thảo"].map(Syllable::of));

/// What an ordinal cannot be, by the day that stands with it.
pub(super) fn find(context: &Context<'_>, rule: &OrdinalMismatch, named: &National, ordinal: &str) -> Option<Draft> {
    let &year = rule.national.get(ordinal)?;
    let start = named.tokens.start;
    if named.committee {
        let day = day_of_paper(context, start)?;
        let sat = (year..=year + TERM).contains(&day.year);
        return (!sat).then(|| {
            let right = rule.national.iter().find(|(_, from)| (**from..**from + TERM).contains(&day.year));
            Draft::on(Place::Tokens(named.tokens.clone()))
                .say("dated")
                .with("found", ordinal)
                .with("term", format!("{year}-{}", year + TERM))
                .with("date", day.vietnamese())
                .with("right", right.map_or("…", |(ordinal, _)| ordinal.as_str()))
        });
    }
    let own = matches!(context.document.meta.kind, Some(Kind::Resolution | Kind::CongressScript));
    let today = context.document.meta.date.filter(|_| own)?;
    let drafted = drafted(context, start)
        && year < today.year
        && (today.year..=today.year + 1).any(|y| rule.national.values().any(|c| *c == y));
    let right = rule.national.iter().find(|(_, held)| (today.year..=today.year + 1).contains(*held));
    drafted.then(|| {
        Draft::on(Place::Tokens(named.tokens.clone()))
            .say("drafted")
            .with("found", ordinal)
            .with("term", year.to_string())
            .with("right", right.map_or("…", |(ordinal, _)| ordinal.as_str()))
    })
}

/// «Nghị quyết số 18-NQ/TW, ngày 25/10/2017 của Ban Chấp hành Trung ương khóa …»: the day of the paper.
fn day_of_paper(context: &Context<'_>, issuer: usize) -> Option<Date> {
    let before = context.mentions.within(&(issuer.saturating_sub(12)..issuer));
    let (day, cited) = match before {
        [.., cited, day] => (day, cited),
        _ => return None,
    };
    let close = |m: &Mention| m.tokens.end + NEAR >= issuer && cited.tokens.end + NEAR + 1 >= m.tokens.start;
    match &day.kind {
        MentionKind::Date(date) if matches!(cited.kind, MentionKind::Citation) && close(day) => date.full(),
        _ => None,
    }
}

/// Whether a congress is one whose papers are still drafted, and no other time is spoken of.
fn drafted(context: &Context<'_>, congress: usize) -> bool {
    let document = context.document;
    let sentences = &document.sentences;
    let Some(sentence) = sentences.get(sentences.partition_point(|s| s.tokens.end <= congress)) else { return false };
    let from = congress.saturating_sub(DRAFTED).max(sentence.tokens.start);
    let tokens = document.tokens.get(from..congress).unwrap_or_default();
    let says = tokens.windows(2).any(|pair| pair.iter().map(|t| t.id).eq(*DRAFT));
    let parted = (from + 1..congress).any(|at| document.has_mark(at, &[';', '.', ':']));
    let dated = |m: &Mention| matches!(m.kind, MentionKind::Date(_) | MentionKind::Term(..));
    says && !parted && !context.mentions.within(&sentence.tokens).iter().any(dated)
}
