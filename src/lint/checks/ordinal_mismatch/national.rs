//! Congresses and central committees of the whole Party, whose terms everyone knows.

use super::ordinal::{heads, numeral, term};
use super::{Lists, OrdinalMismatch, TERM, dated};
use crate::document::{Block, Document};
use crate::lint::check::{Context, Draft, Place};
use crate::lint::finding::Severity;
use crate::lint::registry::{self, Certainty};
use crate::mentions::MentionKind;
use crate::text::{Gap, Syllable, TokenKind, roman};
use std::ops::Range;
use std::sync::LazyLock;

/// What names the Party's congress before «lần thứ», from its first word.
static CONGRESSES: LazyLock<Vec<Vec<Syllable>>> = LazyLock::new(|| {
    phrases(&[
        "đại hội đại biểu toàn quốc của đảng",
        "đại hội toàn quốc của đảng",
        "đại hội đại biểu đảng toàn quốc",
        "đại hội đảng toàn quốc",
        "đại hội đảng",
    ])
});
/// What names a congress that is the Party's if «của Đảng» follows the ordinal.
static OPEN: LazyLock<Vec<Vec<Syllable>>> =
    LazyLock::new(|| phrases(&["đại hội đại biểu toàn quốc", "đại hội toàn quốc", "đại hội"]));
/// What the Party's central bodies are called before «khóa».
static COMMITTEES: LazyLock<Vec<Vec<Syllable>>> = LazyLock::new(|| {
    phrases(&[
        "ban chấp hành trung ương đảng",
        "ban chấp hành trung ương",
        "bch trung ương đảng",
        "bch trung ương",
        "hội nghị trung ương",
        "nghị quyết trung ương",
        "bộ chính trị",
        "ban bí thư",
    ])
});
static OF_PARTY: LazyLock<Vec<Syllable>> = LazyLock::new(|| words("của đảng"));
/// A level after «Đảng»: «Đại hội Đảng bộ».
static BRANCH: LazyLock<[Syllable; 3]> = LazyLock::new(|| ["bộ", "ủy", "viên"].map(Syllable::of));
/// «Trung ương» of «Hội nghị Trung ương 4 khóa XII».
static CENTRE: LazyLock<Vec<Syllable>> = LazyLock::new(|| words("trung ương"));
/// The last word of «toàn quốc».
static NATION: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("quốc"));
/// What stands before a congress at the end of a directive's title.
static TOWARDS: LazyLock<Vec<Syllable>> = LazyLock::new(|| words("tiến tới"));
/// Tokens of a directive's number, day, issuer and title, at most.
const TITLE: usize = 40;
static KHOA: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("khóa"));

fn words(phrase: &str) -> Vec<Syllable> {
    phrase.split(' ').map(Syllable::of).collect()
}

fn phrases(phrases: &[&str]) -> Vec<Vec<Syllable>> {
    phrases.iter().map(|phrase| words(phrase)).collect()
}

/// A congress or body of the whole Party where it is named.
pub(super) struct National {
    /// From its first word to the ordinal and what belongs to it.
    pub(super) tokens: Range<usize>,
    /// Whether it is a committee or another central body, not a congress.
    pub(super) committee: bool,
    /// Whether it is said to be the nation's: «Đại hội Đảng» alone may be loosely said of a branch's.
    nationwide: bool,
}

/// Finds ordinals of the whole Party in Arabic numerals, and terms that are not the congress's.
pub(super) fn find(context: &Context<'_>, rule: &OrdinalMismatch, lists: &Lists, out: &mut Vec<Draft>) {
    let document = context.document;
    for head in heads(context, lists) {
        let Some((value, arabic)) = numeral(context, head) else { continue };
        let Some(national) = named(document, head) else { continue };
        let (tokens, nationwide) = (national.tokens.clone(), national.nationwide);
        let speaks = |b: &&Block| !b.footnote && !b.quoted && b.tokens.start <= tokens.start;
        if document.block_of_token(head).filter(speaks).is_none() {
            continue;
        }
        let right = roman::format(value);
        if arabic {
            let draft = Draft::on(Place::Tokens(tokens.start..head + 2)).say("arabic").weigh(Severity::Warning);
            out.push(draft.with("found", value.to_string()).with("right", right));
            continue;
        }
        if let Some((number, date, congress)) = directive_of(context, &tokens)
            && congress != right
        {
            let draft = Draft::on(Place::Tokens(tokens)).say("directive").with("found", right);
            out.push(draft.with("number", number).with("date", date).with("right", congress));
            continue;
        }
        if let Some(draft) = dated::find(context, rule, &national, &right) {
            out.push(draft);
            continue;
        }
        let Some((from, to)) = term(context, tokens.end).filter(|_| nationwide) else { continue };
        let Some(&year) = rule.national.get(&right) else { continue };
        // Terms are counted from the congress or from the year before it, when those of the branches begin;
        // years that begin no term are a period of another kind.
        let counted = |from: i32| matches!((from - year).rem_euclid(TERM), 0 | 4);
        if counted(from) && !(year - 1..=year).contains(&from) {
            let draft = Draft::on(Place::Tokens(tokens)).say("national").with("found", right);
            let draft = draft.with("said", format!("{from}-{to}"));
            out.push(draft.with("term", format!("{year}-{}", year + TERM)));
        }
    }
}

/// «Chỉ thị số 35-CT/TW, ngày 30/5/2019 … tiến tới Đại hội …»: the number and day of the directive whose title ends
/// with a congress, and the congress that it surely leads to.
fn directive_of(context: &Context<'_>, congress: &Range<usize>) -> Option<(String, String, String)> {
    let tokens = &context.document.tokens;
    let title = tokens.get(congress.start.checked_sub(TOWARDS.len())?..congress.start)?;
    if !title.iter().map(|token| token.id).eq(TOWARDS.iter().copied()) {
        return None;
    }
    let sentences = &context.document.sentences;
    let sentence = sentences.get(sentences.partition_point(|s| s.tokens.end <= congress.start))?;
    let from = sentence.tokens.start.max(congress.start.saturating_sub(TITLE));
    let before = context.mentions.within(&(from..congress.start));
    let cited = before.iter().rev().find(|m| matches!(m.kind, MentionKind::Citation))?;
    let number = context.document.token_text(cited.tokens.clone());
    let day = before.iter().find_map(|m| match m.kind {
        MentionKind::Date(date) if m.tokens.start >= cited.tokens.end => date.full(),
        _ => None,
    })?;
    let rows = context.catalogue.directives.of(&registry::key(number)).iter();
    let mut rows = rows.filter(|row| row.certainty == Certainty::Sure && row.date == Some(day));
    let leads_to = rows.next()?.congress.clone()?;
    Some((number.to_string(), day.vietnamese(), leads_to))
}

/// The congress or body of the whole Party that bears the ordinal after a word.
fn named(document: &Document, head: usize) -> Option<National> {
    let tokens = &document.tokens;
    let spaced = |at: usize| tokens.get(at).is_some_and(|t| t.gap == Gap::Space);
    let says = |first: usize, phrase: &[Syllable]| {
        let found = tokens.get(first..first + phrase.len()).unwrap_or_default();
        let same = found.len() == phrase.len() && found.iter().zip(phrase).all(|(token, word)| token.id == *word);
        same && (first + 1..first + phrase.len()).all(spaced)
    };
    let ending = |start: usize, phrases: &[Vec<Syllable>]| {
        let firsts = phrases.iter().filter_map(|phrase| Some((start.checked_sub(phrase.len())?, phrase)));
        firsts.filter(|(first, phrase)| says(*first, phrase)).map(|(first, _)| first).min()
    };
    let end = head + 2;
    if tokens.get(head)?.id == *KHOA {
        // «Nghị quyết Trung ương 4 (khóa XII)».
        let between = document.text.get(tokens.get(head.checked_sub(1)?)?.end as usize..tokens[head].start as usize)?;
        let joined = matches!(between, " " | " (");
        let meeting = head
            .checked_sub(3)
            .filter(|&first| says(first, &CENTRE) && spaced(head - 1) && tokens[head - 1].kind == TokenKind::Number);
        let first = ending(head, &COMMITTEES).or(meeting).filter(|_| joined)?;
        return Some(National { tokens: first..end, committee: true, nationwide: true });
    }
    let start = head.checked_sub(1).filter(|&start| spaced(start))?;
    let of_party = spaced(end) && says(end, &OF_PARTY);
    let branch = spaced(end + 2) && BRANCH.contains(&tokens[end + 2].id);
    let (first, end) = match of_party && !branch {
        true => (ending(start, &OPEN)?, end + OF_PARTY.len()),
        false => (ending(start, &CONGRESSES)?, end),
    };
    let nationwide = tokens[first..start].iter().any(|t| t.id == *NATION);
    Some(National { tokens: first..end, committee: false, nationwide })
}
