//! Spaces: two for one, one where none belongs, none where one does.
//!
//! Only what stands between two words of a block is looked at, and nearly always that is one space.

use super::{fix, is_address, is_literal, legacy_encoding, safe};
use crate::document::Block;
use crate::lint::check::{Check, Context, Draft};
use crate::lint::finding::Applicability;
use crate::text::{Case, Gap, Syllable, SyllableSet, Token, TokenKind};
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

/// `spacing:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Spacing {
    /// Words after which a colon and a number stand together on a form: «Số:».
    labels: Vec<String>,
    #[serde(skip)]
    label_ids: SyllableSet,
}

/// «12,ha» may lack a digit.
static HECTARE: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("ha"));

/// Longest stretch between two words that can be a slip; what is longer is a rule or a blank.
const LONGEST: usize = 24;

/// Bytes of the shortest two words, of two letters and more and with accents, written as one: «vàcác».
const SHORTEST_GLUED: usize = 6;

/// What stands between two words of a block, or at one of its ends.
struct Between<'a> {
    context: &'a Context<'a>,
    block: &'a Block,
    /// Its bytes in the text.
    range: Range<usize>,
    before: Option<&'a Token>,
    after: Option<&'a Token>,
}

impl Check for Spacing {
    fn register(&mut self, _builder: &mut crate::text::LexiconBuilder) {
        self.label_ids = self.labels.iter().map(|label| Syllable::of(label)).collect();
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        let bytes = document.text.as_bytes();
        for block in &document.blocks {
            let tokens = document.tokens.get(block.tokens.clone()).unwrap_or(&[]);
            let mut from = block.range.start as u32;
            let mut before: Option<&Token> = None;
            for token in tokens {
                // One space, or nothing: nearly always.
                let length = token.start.saturating_sub(from);
                if length > 1 || (length == 1 && token.gap != Gap::Space) {
                    let range = from as usize..token.start as usize;
                    if !is_plain(bytes.get(range.clone()).unwrap_or(&[])) {
                        self.look(Between { context, block, range, before, after: Some(token) }, out);
                    }
                }
                from = token.end;
                before = Some(token);
            }
            let range = from as usize..block.range.end;
            if range.len() > 1 {
                self.look(Between { context, block, range, before, after: None }, out);
            }
        }
        for &id in context.no_syllables() {
            let Some(token) = document.tokens.get(id as usize) else { continue };
            if token.range().len() >= SHORTEST_GLUED {
                let found = self.glued(context, token);
                out.extend(found.filter(|_| !is_legacy(context, id as usize)));
            }
        }
    }
}

/// Whether two words are parted as they should be: what nearly always stands there, if it is more than a space.
fn is_plain(between: &[u8]) -> bool {
    matches!(
        between,
        [b',' | b'.' | b';' | b':' | b')' | b'%', b' '] | [b' ', b'('] | [b'/' | b'-'] | b" - " | b" \xE2\x80\x93 "
    )
}

/// Whether a word is written in an encoding from before Unicode: another rule says so.
fn is_legacy(context: &Context<'_>, token: usize) -> bool {
    let Some(block) = context.document.block_of_token(token) else { return false };
    let at = context.document.token_range(token..token + 1);
    legacy_encoding::runs(context, block).iter().any(|run| run.range.start < at.end && at.start < run.range.end)
}

impl Spacing {
    fn look(&self, between: Between<'_>, out: &mut Vec<Draft>) {
        let text = between.text();
        if text.len() > LONGEST || text.contains("..") && text != "..." || text.contains(['_', '|', '\t']) {
            return;
        }
        if let Some(mark) = self.lacks_space(&between, text) {
            let place = between.place(between.range.start..between.range.end);
            // The space goes where the mark wants it: before an opening one, after any other.
            let right = match mark.strip_suffix('(') {
                Some(first) => format!("{first} ("),
                None => format!("{mark} "),
            };
            let told = mark.trim_start_matches(['%', ')']);
            let told = if told.is_empty() { mark } else { told };
            let mut draft = Draft::at(place).say("missing").with("mark", told);
            draft.fix = safe(between.context.edit(between.range.clone(), right));
            out.push(draft);
            return;
        }
        let mut at = 0;
        while let Some(start) = text.get(at..).and_then(|rest| rest.find(char::is_whitespace)).map(|i| at + i) {
            let end = text[start..].find(|c: char| !c.is_whitespace()).map_or(text.len(), |i| start + i);
            out.extend(between.blank(text, start..end));
            at = end;
        }
    }

    /// The mark after which, or before which, a space is wanting.
    fn lacks_space<'t>(&self, between: &Between<'_>, text: &'t str) -> Option<&'t str> {
        let (before, after) = (between.before?, between.after?);
        let all = &between.context.document.text;
        let syllable = |t: &Token| between.context.catalogue.syllables.has(t.id);
        let long = |t: &Token| t.text(all).chars().nth(1).is_some();
        let word = |t: &Token| t.kind == TokenKind::Word && long(t) && t.case != Case::Upper;
        let accented = |t: &Token| !t.text(all).is_ascii();
        let number = |t: &Token| t.kind == TokenKind::Number;
        let either = || accented(before) || accented(after);
        let lacks = match text {
            "," | ";" => {
                // «năm 2023,Ban Thường vụ»
                let name = number(before) && word(after) && after.case == Case::Title && syllable(after);
                let words = (word(before) || number(before) && accented(after))
                    && (word(after) || number(after) && accented(before));
                // «06,ba trường hợp»: plain letters are enough where they are a word and no unit.
                let plain = |t: &Token| word(t) && t.case == Case::Lower && syllable(t) && t.id != *HECTARE;
                let beside = number(before) && plain(after) || plain(before) && number(after);
                name || beside || words && either()
            }
            ":" => word(before) && (word(after) || number(after)) && either() && !self.label_ids.contains(&before.id),
            // «xong.Đến»; a number before is the heading's: «25.Sắp xếp».
            "." => {
                let begins = word(after) && after.case == Case::Title && syllable(after);
                begins
                    && (number(before) || (word(before) && before.case == Case::Lower && either() && syllable(before)))
            }
            // «chiếm 90,9%.Riêng», «(41/95).Riêng»
            "%." | ")." | "%)." => word(after) && after.case == Case::Title && syllable(after),
            "%," | "%;" => word(after) && syllable(after) && accented(after),
            "…" | "..." => word(before) && word(after) && before.case == Case::Lower && either(),
            "!" | "?" => word(before) && word(after) && either(),
            ")" => word(after) && syllable(after) && accented(after) && word(before) && syllable(before),
            // «ba nhóm vấn đề:(1) nước sạch»
            ":(" | ";(" | ",(" => word(before) && accented(before) && (word(after) || number(after)),
            "(" => word(before) && syllable(before) && (word(after) || number(after)) && accented(before),
            _ => false,
        };
        let place = before.start as usize..after.end as usize;
        (lacks && is_literal(between.context, place.clone()) && !is_address(all, &place)).then_some(text)
    }

    /// A word that is two: «Nghènxã», «vàNhị».
    fn glued(&self, context: &Context<'_>, token: &Token) -> Option<Draft> {
        let text = &context.document.text;
        let (left, right) = context.catalogue.syllables.glued(token.text(text))?;
        if is_address(text, &token.range()) {
            return None;
        }
        // A capital within a word leaves no doubt.
        let sure = if right.starts_with(char::is_uppercase) { Applicability::Safe } else { Applicability::Unsafe };
        let mut draft = Draft::at(token.range()).say("glued").with("left", left).with("right", right);
        draft.fix = fix(sure, context.edit(token.range(), format!("{left} {right}")));
        Some(draft)
    }
}

impl<'a> Between<'a> {
    fn text(&self) -> &'a str {
        self.context.document.text.get(self.range.clone()).unwrap_or("")
    }

    /// A place with the words at both its sides.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        self.before.map_or(range.start, |t| t.start as usize)..self.after.map_or(range.end, |t| t.end as usize)
    }

    /// What is wrong with a stretch of white space at `blank` of the text between.
    fn blank(&self, text: &'a str, blank: Range<usize>) -> Option<Draft> {
        let (before, after) = (text.get(..blank.start)?, text.get(blank.end..)?);
        let count = text.get(blank.clone())?.chars().count();
        let at = |range: Range<usize>| self.range.start + range.start..self.range.start + range.end;
        let mark = after.chars().next();
        let ends_word = match before.chars().next_back() {
            Some(c) => matches!(c, ')' | '”' | '%' | '»'),
            None => self.before.is_some(),
        };
        if let Some(mark) = mark.filter(|c| ",;:.!?)”".contains(*c) && ends_word && count < 3) {
            let rest = &after[mark.len_utf8()..];
            let joined = rest.is_empty() && self.after.is_some();
            let numbers = [self.before, self.after].into_iter().flatten().all(|t| t.kind == TokenKind::Number);
            // «.docx», «1 : 2», «. . .» are no slips; «đạt 100% .Xã có …» is one.
            let opens = self.after.is_some_and(|t| t.case == Case::Title && t.range().len() > 1);
            let excused = mark == '.'
                && (joined && !opens || rest.starts_with(['.', '…']) || rest.trim_start().starts_with('.'))
                || mark == ':' && numbers
                || self.is_bracketed(mark);
            let whole = blank.start..blank.end + mark.len_utf8();
            if excused || !is_literal(self.context, at(whole.clone())) {
                return None;
            }
            let right = if joined && mark != ')' && mark != '”' { format!("{mark} ") } else { mark.to_string() };
            let mut draft = Draft::at(self.place(at(whole.clone()))).say("before-mark").with("mark", mark.to_string());
            draft.fix = safe(self.context.edit(at(whole), right));
            return Some(draft);
        }
        let opening = before.chars().next_back().filter(|c| matches!(c, '(' | '“'));
        if let Some(mark) = opening.filter(|_| count < 3 && after.is_empty() && self.after.is_some()) {
            let whole = blank.start - mark.len_utf8()..blank.end;
            if !is_literal(self.context, at(whole)) {
                return None;
            }
            let mut draft = Draft::at(self.place(at(blank.clone()))).say("after-open").with("mark", mark.to_string());
            draft.fix = safe(self.context.edit(at(blank), ""));
            return Some(draft);
        }
        if count != 2 || self.is_layout() || !is_literal(self.context, at(blank.clone())) {
            return None;
        }
        let words = |t: Option<&Token>| t.map(|t| t.text(&self.context.document.text).to_string()).unwrap_or_default();
        let draft = Draft::at(self.place(at(blank.clone()))).say("double");
        let mut draft = draft.with("before", words(self.before)).with("after", words(self.after));
        draft.fix = safe(self.context.edit(at(blank), " "));
        Some(draft)
    }

    /// Whether a closing mark's pair opens right before: «( )» is a box to tick.
    fn is_bracketed(&self, mark: char) -> bool {
        let before = self.text().trim_start();
        mark == ')' && before.starts_with('(') || mark == '”' && before.starts_with('“')
    }

    /// Whether two spaces set something off: a number or a bullet from its text, columns of a letterhead.
    fn is_layout(&self) -> bool {
        let (Some(before), Some(after)) = (self.before, self.after) else { return true };
        let first = before.start as usize <= self.block.body.max(self.block.range.start);
        let label =
            first && (before.kind == TokenKind::Number || self.text().trim_end().ends_with(['.', ')', '-', '/']));
        let capitals = before.case == Case::Upper && after.case != Case::Lower;
        // A line laid out with blanks holds longer ones too. Lines so laid out are short.
        let line = self.context.document.block_text(self.block);
        let laid_out = line.len() < 400 && {
            let span = self.context.document.block_span(self.block);
            let source = self.context.document.source.get(span.range()).unwrap_or("");
            source.contains("   ") || source.contains('\t')
        };
        label || capitals || laid_out
    }
}
