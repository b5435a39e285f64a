//! Ordinals of committees and congresses, with what is said around them.

use super::{Lists, OrdinalMismatch};
use crate::document::Kind;
use crate::lint::check::Context;
use crate::mentions::MentionKind;
use crate::text::{Gap, Syllable, Token, TokenKind, fold, roman};
use std::ops::Range;
use std::sync::LazyLock;

/// What bears an ordinal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// «khóa».
    Committee,
    /// «lần thứ».
    Congress,
}

/// Whose congress or committee it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// «Đảng bộ xã Can Lộc», «Đảng bộ xã»: what follows «Đảng bộ», folded.
    Unit(String),
    /// «Đảng bộ khóa …», «Ban Chấp hành khóa …», «Đại hội lần thứ …».
    Bare,
    /// The Party's, another body's, or not to be told.
    Other,
}

/// An ordinal where it stands.
#[derive(Clone, Debug)]
pub(super) struct Ordinal {
    pub body: Body,
    pub owner: Owner,
    pub value: u32,
    /// Written `13`.
    pub arabic: bool,
    /// Whether a Party organisation's congress or committee bears it, whichever.
    pub of_party: bool,
    /// The term right after it.
    pub term: Option<(i32, i32)>,
    /// From the body's name to the numeral.
    pub tokens: Range<usize>,
    pub sentence: usize,
    /// Whether the sentence names another organisation before it.
    pub foreign: bool,
    /// Whether the sentence speaks of units before a merger.
    pub predecessors: bool,
    /// The first year the sentence names.
    pub earliest: Option<i32>,
    /// Whether «trình» follows.
    pub presents: bool,
    /// Whether «bầu» stands right before the body.
    pub elected: bool,
    /// Whether «khai mạc», «bế mạc» stands right before it.
    pub opened: bool,
    /// Whether that is what the congress at hand is to do: «Đại hội có nhiệm vụ … bầu Ban Chấp hành khóa …».
    pub to_elect: bool,
    /// Whether «vừa trúng cử», «mới được bầu» stands right after it.
    pub newly: bool,
    /// Whether «trình» stands right before it: the congress is still to come.
    pub to_come: bool,
}

struct Words {
    khoa: Syllable,
    lan: Syllable,
    party: [Syllable; 2],
    committee: [Syllable; 3],
    short: Syllable,
    leadership: Syllable,
    congress: [Syllable; 2],
    of: Syllable,
    to: Syllable,
    term: [Syllable; 2],
    present: Syllable,
    elect: Syllable,
    newly: [Syllable; 2],
    elected: [[Syllable; 2]; 3],
    kinds: [Syllable; 4],
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    khoa: Syllable::of("khóa"),
    lan: Syllable::of("lần"),
    party: ["đảng", "bộ"].map(Syllable::of),
    committee: ["ban", "chấp", "hành"].map(Syllable::of),
    short: Syllable::of("bch"),
    leadership: Syllable::of("ủy"),
    congress: ["đại", "hội"].map(Syllable::of),
    of: Syllable::of("của"),
    to: Syllable::of("cho"),
    term: ["nhiệm", "kỳ"].map(Syllable::of),
    present: Syllable::of("trình"),
    elect: Syllable::of("bầu"),
    newly: ["vừa", "mới"].map(Syllable::of),
    elected: [["trúng", "cử"], ["được", "bầu"], ["đắc", "cử"]].map(|words| words.map(Syllable::of)),
    kinds: ["đại", "biểu", "đảng", "viên"].map(Syllable::of),
});

/// Tokens of «họp phiên thứ nhất» after an ordinal.
const MEETS: usize = 8;

/// Tokens between «Đảng bộ» and the ordinal, at most: «thành phố Buôn Ma Thuột».
const NAME: usize = 8;
/// Tokens of a sentence looked at before and after an ordinal.
const REACH: usize = 60;

/// All ordinals of a document's text.
pub(super) fn all(context: &Context<'_>, rule: &OrdinalMismatch, lists: &Lists) -> Vec<Ordinal> {
    heads(context, lists).filter_map(|head| one(context, rule, lists, head)).collect()
}

/// The words that ordinals follow, but for «thứ» without «lần» before it.
pub(super) const HEADS: [&str; 2] = ["khóa", "thứ"];

/// Where they stand.
pub(super) fn heads(context: &Context<'_>, lists: &Lists) -> impl Iterator<Item = usize> {
    let tokens = &context.document.tokens;
    let words = context.mentions.hits.of(lists.heads).iter().map(|hit| hit.start as usize);
    words.filter(|&at| tokens[at].id == WORDS.khoa || is_lan(tokens, at))
}

/// The ordinal after such a word, and whether it is written `13`.
pub(super) fn numeral(context: &Context<'_>, head: usize) -> Option<(u32, bool)> {
    let document = context.document;
    let tokens = &document.tokens;
    let numeral = tokens.get(head + 1).filter(|t| t.gap == Gap::Space)?;
    let text = numeral.text(&document.text);
    let arabic = numeral.kind == TokenKind::Number;
    let value = if arabic { text.parse().ok().filter(|n| *n > 0) } else { roman::parse(text) };
    // «khóa i» is no numeral; «khóa 5/2024», «lần thứ 2-3» go on.
    let goes_on = tokens.get(head + 2).is_some_and(|t| matches!(t.gap, Gap::None | Gap::Slash));
    let value = value.filter(|n| *n < 60 && !goes_on && (arabic || numeral.is_capitalised()))?;
    Some((value, arabic))
}

fn is_lan(tokens: &[Token], thu: usize) -> bool {
    thu.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|t| t.id == WORDS.lan)
}

fn one(context: &Context<'_>, rule: &OrdinalMismatch, lists: &Lists, head: usize) -> Option<Ordinal> {
    let document = context.document;
    let tokens = &document.tokens;
    let body = if tokens[head].id == WORDS.khoa { Body::Committee } else { Body::Congress };
    let (value, arabic) = numeral(context, head)?;
    let start = if body == Body::Congress { head - 1 } else { head };
    let block = document.block_of_token(head).filter(|b| !b.footnote && !b.quoted)?;
    let (first, owner) = owner(context, rule, body, start, head + 2)?;
    let first = first.max(block.tokens.start);
    let at = document.sentences.partition_point(|s| s.tokens.end <= head);
    let sentence = document.sentences.get(at)?.tokens.clone();
    let sentence = sentence.start.max(head.saturating_sub(REACH))..sentence.end.min(head + REACH);
    let mentions = context.mentions.within(&sentence);
    let years = mentions.iter().filter_map(|m| match m.kind {
        MentionKind::Date(date) => date.year,
        MentionKind::Term(from, _) => Some(from),
        _ => None,
    });
    let said = |list, range: &Range<usize>| context.mentions.hits_of(list, range).next().is_some();
    let elected = (first.saturating_sub(3)..first).any(|i| tokens.get(i).is_some_and(|t| t.id == WORDS.elect));
    // «… khóa XXII của Đảng bộ xã Can Lộc họp phiên đầu tiên»: whose it is may stand between.
    let bare = body == Body::Committee && owner == Owner::Bare;
    let (past, whose) = if bare { after(context, rule, head + 2) } else { (head + 2, Owner::Bare) };
    let newly = tokens.get(past..past + 3).is_some_and(|after| {
        let elected = WORDS.elected.iter().any(|words| *words == [after[1].id, after[2].id]);
        WORDS.newly.contains(&after[0].id) && elected && after.iter().all(|t| t.gap == Gap::Space)
    });
    // «… khóa XXII họp phiên thứ nhất»: right after the congress.
    let behind = past..past + MEETS;
    let spaced = tokens.get(behind.start).is_some_and(|t| t.gap == Gap::Space);
    let meets = spaced && context.mentions.hits_of(lists.meets, &behind).any(|hit| hit.start as usize == behind.start);
    let before = first.checked_sub(1).and_then(|i| tokens.get(i));
    let to_elect = before.is_some_and(|t| t.id == WORDS.elect) && said(lists.at_hand, &(sentence.start..first));
    let to_come = before.is_some_and(|t| t.id == WORDS.present);
    let opened = rule.open_words.iter().any(|words| {
        let said = first.checked_sub(words.len()).and_then(|from| tokens.get(from..first)).unwrap_or_default();
        said.iter().map(|t| &t.id).eq(words)
    });
    // A self-review tells what the committee that goes has done, its first meeting too.
    let newly = newly || meets && context.document.meta.kind != Some(Kind::SelfReview);
    let named = newly && whose != Owner::Bare;
    // «của Đảng bộ xã», which says whose it is, is not «của Đảng».
    let (owner, told) = if named { (whose, past) } else { (owner, head) };
    Some(Ordinal {
        body,
        opened,
        to_come,
        value,
        arabic,
        of_party: owner != Owner::Other
            && (owner != Owner::Bare || body == Body::Committee || is_party(tokens, head + 2)),
        term: term(context, head + 2).or_else(|| set_for(context, rule, head + 2, sentence.end)),
        tokens: first..head + 2,
        sentence: at,
        foreign: said(lists.others, &(sentence.start..head))
            || said(lists.others, &(told..(head + 8).min(sentence.end).max(told))),
        // «nguyên», not the name «Thái Nguyên».
        predecessors: context.mentions.hits_of(lists.predecessors, &sentence).any(|hit| {
            let at = hit.start as usize;
            at == sentence.start || tokens.get(at).is_some_and(|t| !t.is_capitalised())
        }),
        earliest: years.min(),
        presents: tokens.get(head + 2).is_some_and(|t| t.gap == Gap::Space && t.id == WORDS.present),
        elected,
        to_elect,
        newly,
        owner,
    })
}

/// The body's first token and whose it is; `None` of what is neither committee nor congress.
fn owner(
    context: &Context<'_>,
    rule: &OrdinalMismatch,
    body: Body,
    start: usize,
    end: usize,
) -> Option<(usize, Owner)> {
    let document = context.document;
    let tokens = &document.tokens;
    let is = |at: usize, words: &[Syllable]| {
        tokens.get(at..at + words.len()).is_some_and(|t| t.iter().zip(words).all(|(t, w)| t.id == *w))
    };
    // «Đảng bộ xã Can Lộc lần thứ I»: back to «Đảng bộ» over nothing but a name.
    let mut at = start;
    let mut found = None;
    while at >= 2 && start - at <= NAME && tokens.get(at).is_some_and(|t| t.gap == Gap::Space) {
        if is(at - 2, &WORDS.party) {
            found = Some(at - 2);
            break;
        }
        if !is_name(rule, &tokens[at - 1]) {
            break;
        }
        at -= 1;
    }
    if let Some(party) = found {
        let unit = fold(document.token_text(party + 2..start));
        let owner = if unit.is_empty() { Owner::Bare } else { named(rule, unit) };
        let before = back_over(tokens, party);
        return match body {
            Body::Congress if is(before.wrapping_sub(2), &WORDS.congress) => Some((before - 2, owner)),
            Body::Congress => None,
            Body::Committee if is(party.wrapping_sub(3), &WORDS.committee) => Some((party - 3, owner)),
            Body::Committee if is(party.wrapping_sub(2), &WORDS.congress) => Some((party - 2, owner)),
            Body::Committee => Some((party, owner)),
        };
    }
    if tokens.get(start).is_none_or(|t| t.gap != Gap::Space) {
        return None;
    }
    match body {
        Body::Committee => {
            let short = start >= 1 && tokens[start - 1].id == WORDS.short;
            let party = start >= 2 && is(start - 2, &[WORDS.party[0], WORDS.leadership]);
            let first = if start >= 3 && is(start - 3, &WORDS.committee) {
                start - 3
            } else if short {
                start - 1
            } else if party {
                start - 2
            } else {
                return None;
            };
            Some((first, Owner::Bare))
        }
        Body::Congress => {
            let before = back_over(tokens, start);
            if before < 2 || !is(before - 2, &WORDS.congress) {
                return None;
            }
            Some((before - 2, after(context, rule, end).1))
        }
    }
}

/// «Đại hội lần thứ XII Đảng bộ xã Can Lộc»: whose it is stands after the ordinal; and where those words end.
fn after(context: &Context<'_>, rule: &OrdinalMismatch, end: usize) -> (usize, Owner) {
    let document = context.document;
    let tokens = &document.tokens;
    let mut at = end;
    let joined = |at: usize| tokens.get(at).is_some_and(|t| t.gap == Gap::Space);
    let of = joined(at) && tokens[at].id == WORDS.of;
    at += usize::from(of);
    let party = joined(at) && tokens[at].id == WORDS.party[0];
    if !party {
        return (end, if of { Owner::Other } else { Owner::Bare });
    }
    if !(joined(at + 1) && tokens[at + 1].id == WORDS.party[1]) {
        return (end, Owner::Other);
    }
    let name = (at + 2..at + 2 + NAME).take_while(|&i| joined(i) && is_name(rule, &tokens[i]));
    let past = at + 2 + name.count();
    let unit = fold(document.token_text(at + 2..past));
    (past, if unit.is_empty() { Owner::Bare } else { named(rule, unit) })
}

/// Whether «Đảng bộ», «của Đảng bộ» stands at a token.
fn is_party(tokens: &[Token], at: usize) -> bool {
    let of = tokens.get(at).is_some_and(|t| t.id == WORDS.of);
    let words = tokens.get(at + usize::from(of)..at + usize::from(of) + 2).unwrap_or_default();
    let joined = tokens.get(at).is_some_and(|t| t.gap == Gap::Space) && words.iter().all(|t| t.gap == Gap::Space);
    joined && words.iter().map(|t| t.id).eq(WORDS.party)
}

/// Whether a token may be part of a unit's name: a capital, or a level's word.
fn is_name(rule: &OrdinalMismatch, token: &Token) -> bool {
    token.is_capitalised() || rule.level_words.contains(&token.id)
}

/// A unit by its name; what does not begin with a level's word cannot be told.
fn named(rule: &OrdinalMismatch, unit: String) -> Owner {
    let known = rule.levels.iter().any(|l| {
        let level = fold(l);
        unit == level || unit.starts_with(&format!("{level} "))
    });
    if known { Owner::Unit(unit) } else { Owner::Other }
}

/// Back over «đại biểu», «đảng viên».
fn back_over(tokens: &[Token], end: usize) -> usize {
    let kinds = &WORDS.kinds;
    let pair =
        |at: usize, a: Syllable, b: Syllable| tokens.get(at..at + 2).is_some_and(|t| t[0].id == a && t[1].id == b);
    match end.checked_sub(2) {
        Some(at) if pair(at, kinds[0], kinds[1]) || pair(at, kinds[2], kinds[3]) => at,
        _ => end,
    }
}

/// The term a congress sets something for: «lần thứ XVII đề ra 29 chỉ tiêu cho nhiệm kỳ 2015-2020».
fn set_for(context: &Context<'_>, rule: &OrdinalMismatch, end: usize, sentence: usize) -> Option<(i32, i32)> {
    let tokens = &context.document.tokens;
    let sets = rule.set_words.iter().filter(|words| {
        let here = tokens.get(end..end + words.len()).unwrap_or_default();
        here.iter().map(|t| &t.id).eq(words.iter()) && here.iter().all(|t| t.gap == Gap::Space)
    });
    let from = end + sets.map(Vec::len).max()?;
    let until = sentence.min(from + SET);
    let spaced = (from..until).take_while(|&at| tokens.get(at).is_some_and(|t| t.gap == Gap::Space));
    let mut named = spaced.filter(|&at| {
        let words = tokens.get(at..at + 3).unwrap_or_default();
        matches!(words, [to, a, b] if to.id == WORDS.to && [a.id, b.id] == WORDS.term)
    });
    term(context, named.next()? + 1)
}

/// Tokens between such a word and «cho nhiệm kỳ»: «29 chỉ tiêu chủ yếu».
const SET: usize = 8;

/// The term right after an ordinal: «, nhiệm kỳ 2025-2030», «(2025-2030)».
pub(super) fn term(context: &Context<'_>, end: usize) -> Option<(i32, i32)> {
    let tokens = &context.document.tokens;
    let named = |at: usize| {
        tokens.get(at..at + 2).is_some_and(|t| t[0].id == WORDS.term[0] && t[1].id == WORDS.term[1])
            && tokens[at].gap != Gap::Break
            && tokens[at].gap != Gap::Stop
    };
    // The unit's name may stand between: «lần thứ XII Đảng bộ xã Can Lộc, nhiệm kỳ …».
    let at = (end..end + 2).find(|&at| named(at)).map_or(end, |at| at + 2);
    let mention = context.mentions.within(&(at..at + 1)).iter().find_map(|m| match m.kind {
        MentionKind::Term(from, to) => Some((from, to)),
        _ => None,
    })?;
    tokens.get(at).filter(|t| t.gap != Gap::Break)?;
    Some(mention)
}
