//! Numbers of documents: how they are written, which document they name, and of what day it is.

mod ambiguous;
mod conflict;
mod format;

pub use ambiguous::CitationAmbiguous;
pub use conflict::CitationConflict;
pub use format::CitationFormat;

use crate::document::{Block, Document};
use crate::lint::check::Context;
use crate::lint::registry;
use crate::mentions::{DateMention, Mention, MentionKind};
use crate::text::{Gap, Syllable, fold};
use std::ops::Range;
use std::sync::LazyLock;

/// A document's number where it stands.
struct Citation {
    tokens: Range<usize>,
    /// The same for all writings of one number.
    key: String,
}

impl Citation {
    /// All numbers of documents that a document names, in order.
    fn all<'c>(context: &'c Context<'_>) -> impl Iterator<Item = Citation> + 'c {
        let citations = context.mentions.all.iter().filter(|m| matches!(m.kind, MentionKind::Citation));
        citations.map(|mention| {
            let tokens = mention.tokens.clone();
            Citation { key: registry::key(context.document.token_text(tokens.clone())), tokens }
        })
    }
}

/// Words that may stand between a number and its day.
static BEFORE_DAY: LazyLock<[Syllable; 7]> =
    LazyLock::new(|| ["ngày", "năm", "ban", "hành", "ký", "đề", "cùng"].map(Syllable::of));

/// Such words that stand between a number and its day, at most: «ban hành ngày».
const LONGEST_WAY: usize = 4;

/// The day or year given right after a number: «35-CT/TW, ngày 14/6/2024», «35-CT/TW (năm 2019)».
fn day_after<'c>(context: &'c Context<'_>, end: usize) -> Option<(&'c Mention, DateMention)> {
    let document = context.document;
    let mut at = end;
    while at <= end + LONGEST_WAY {
        let token = document.tokens.get(at)?;
        let before = document.tokens.get(at.checked_sub(1)?)?;
        let between = document.text.get(before.end as usize..token.start as usize)?;
        let joined = token.gap.joins() || matches!(between.trim(), "(" | ", (");
        if !joined {
            return None;
        }
        let dated = context.mentions.within(&(at..at + 1)).iter().find_map(|mention| match mention.kind {
            MentionKind::Date(date) => Some((mention, date)),
            _ => None,
        });
        if dated.is_some() {
            return dated;
        }
        if !BEFORE_DAY.contains(&token.id) {
            return None;
        }
        at += 1;
    }
    None
}

/// Tokens from one number to the next of an enumeration, at most: «18-NQ/TW và Nghị quyết số 19-NQ/TW».
const LONGEST_STEP: usize = 4;
/// Numbers of an enumeration that one day is given for, at most.
const LONGEST_LIST: usize = 6;

/// The numbers that an enumeration goes on with: the end of each.
fn enumerated<'c>(context: &'c Context<'_>, end: usize) -> impl Iterator<Item = usize> + 'c {
    let next = |end: &usize| {
        let way = *end..*end + LONGEST_STEP + 1;
        let mention = context.mentions.within(&way).iter().find(|m| matches!(m.kind, MentionKind::Citation))?;
        let between = context.document.tokens.get(*end..=mention.tokens.start)?;
        between.iter().all(|t| t.gap.joins()).then_some(mention.tokens.end)
    };
    std::iter::successors(next(&end), next).take(LONGEST_LIST)
}

/// The day of a number, right after it or after the enumeration that shares it: «18-NQ/TW và 19-NQ/TW, cùng ngày …».
fn day_of<'c>(context: &'c Context<'_>, end: usize) -> Option<(&'c Mention, DateMention)> {
    let shared = |end: &usize| context.document.tokens.get(*end).is_some_and(|t| t.id == *SAME);
    day_after(context, end).or_else(|| day_after(context, enumerated(context, end).find(shared)?))
}

static SAME: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("cùng"));

/// The words a kind of document is named with before its number: «Chỉ thị», also «Chỉ thị số».
fn kind_before(document: &Document, start: usize) -> String {
    let number = Syllable::of("số");
    let mut end = start;
    if end > 0 && document.tokens.get(end - 1).is_some_and(|t| t.id == number) {
        end -= 1;
    }
    let start = end.saturating_sub(2);
    let inside =
        document.tokens.get(start + 1..=end).is_some_and(|t| t.iter().take(end - start).all(|t| t.gap.joins()));
    if inside { fold(document.token_text(start..end)) } else { String::new() }
}

/// Tokens looked at on either side of a number: a sentence may be as long as a file.
const REACH: usize = 150;

/// The tokens of the sentence that holds a token, as far as they may speak of it.
fn sentence(document: &Document, token: usize) -> Range<usize> {
    let at = document.sentences.partition_point(|s| s.tokens.end <= token);
    let sentence = document.sentences.get(at).map_or(token..token + 1, |s| s.tokens.clone());
    sentence.start.max(token.saturating_sub(REACH))..sentence.end.min(token + REACH)
}

/// Whose document it is, as the words after its number or day say: «của Huyện ủy Bắc Sơn»; folded.
fn issuer_after(document: &Document, end: usize) -> String {
    let tokens = &document.tokens;
    if !tokens.get(end).is_some_and(|t| t.id == *OF && matches!(t.gap, Gap::Space | Gap::Comma)) {
        return String::new();
    }
    let go_on = |at: &usize| {
        let token = &tokens[*at];
        // «Ban Thường vụ» goes on, «ban hành» does not.
        token.gap == Gap::Space && (token.is_capitalised() || !ENDS.contains(&token.id))
    };
    let last = (end + 1..tokens.len().min(end + 10)).take_while(go_on).last();
    last.map_or(String::new(), |last| fold(document.token_text(end + 1..last + 1)))
}

static OF: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("của"));

/// Words with which a sentence goes on behind an issuer.
static ENDS: LazyLock<[Syllable; 17]> = LazyLock::new(|| {
    ["về", "và", "ban", "để", "đã", "là", "có", "đề", "nêu", "do", "với", "theo", "mở", "cho", "được", "sau", "từ"]
        .map(Syllable::of)
});

/// «30/2020/NĐ-CP» says its year itself: there is one.
fn numbered_in_year(key: &str) -> bool {
    key.split('-').nth(1).is_some_and(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Running text and table cells; a heading only points to what its section says.
fn speaks(block: &Block) -> bool {
    !block.is_heading()
}
