//! Words that should not stand: phrases, or patterns where phrases cannot say it.

use crate::document::{Block, BlockId, BlockKind, Kind, Sentence};
use crate::lint::anchors::{self, Anchor};
use crate::lint::check::{Check, Context, Draft, Place};
use crate::lint::finding::{Applicability, Fix, shorten};
use crate::lint::pack::Role;
use crate::text::{LexiconBuilder, ListId, fold};
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;
use std::ops::Range;
use std::sync::OnceLock;

/// Where to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Scope {
    Prose,
    Heading,
    Cell,
    Footnote,
}

/// What to write instead of the words found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Replace {
    /// The words; a capital at the beginning, or capitals throughout, are kept.
    with: String,
    /// Whether that may be done without asking.
    #[serde(default)]
    safe: bool,
}

/// `existence:` in a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Existence {
    /// Phrases, whole syllables; case, tone placement, commas and hyphens do not matter.
    #[serde(default)]
    phrases: Vec<String>,
    /// Regular expressions over a block's plain text; the first group, if any, is the place.
    #[serde(default)]
    patterns: Vec<String>,
    /// Regular expressions of what is no fault though a pattern finds it; the whole match excuses.
    #[serde(default)]
    except: Vec<String>,
    /// Openings of comments that are notes to the drafter, not to be left standing.
    #[serde(default)]
    comments: Vec<String>,
    /// Kinds of block to look at; none named, all.
    #[serde(default)]
    scope: Vec<Scope>,
    /// Silent in a sentence that has an anchor; then one finding for a sentence, on all of it.
    #[serde(default)]
    unless_anchored: bool,
    /// Roles of section in which the words may stand.
    #[serde(default)]
    except_roles: Vec<Role>,
    /// Least number of the sentence's phrases, with `unless-anchored`.
    #[serde(default)]
    at_least: usize,
    /// Words that open a sentence which may say what it likes: an appeal, a breakthrough set.
    #[serde(default)]
    except_openings: Vec<String>,
    /// Silent before a document's first heading and in its last paragraph, with `unless-anchored`.
    #[serde(default)]
    spare_ends: bool,
    /// What to write instead.
    #[serde(default)]
    replace: Option<Replace>,
    #[serde(skip)]
    list: Option<ListId>,
    #[serde(skip)]
    openings: Option<ListId>,
    #[serde(skip)]
    compiled: Compiled,
}

/// The patterns made ready, each when it is first needed: that is a fifth of a start, and few texts need more than `any`.
#[derive(Debug, Default)]
struct Compiled {
    /// All patterns at once, to know in one pass which need be looked for at all.
    any: OnceLock<Option<RegexSet>>,
    patterns: OnceLock<Vec<OnceLock<Option<Regex>>>>,
    excuses: OnceLock<Vec<Regex>>,
}

impl Check for Existence {
    fn validate(&self) -> Result<(), String> {
        // One by one only to say which is wrong.
        for pattern in self.patterns.iter().filter(|_| self.any().is_none()) {
            compile(pattern).map_err(|e| said(pattern, &e))?;
        }
        for pattern in &self.except {
            regex_syntax::parse(pattern).map_err(|e| said(pattern, &e))?;
        }
        if self.phrases.is_empty() && self.patterns.is_empty() && self.comments.is_empty() {
            return Err("existence cần «phrases», «patterns» hoặc «comments»".into());
        }
        if self.replace.is_some() && self.unless_anchored {
            return Err("«replace» thay từng cụm từ, không đi cùng «unless-anchored» vốn báo cả câu".into());
        }
        Ok(())
    }

    fn register(&mut self, builder: &mut LexiconBuilder) {
        let list = builder.list();
        for (i, phrase) in self.phrases.iter().enumerate() {
            builder.add(list, i as u32, phrase);
        }
        self.list = Some(list);
        self.openings = Some(builder.list_of(&self.except_openings));
    }

    fn document(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        if !self.patterns.is_empty() {
            self.patterns(context, out);
        }
        if !self.comments.is_empty() {
            self.comments(context, out);
        }
        let Some(list) = self.list.filter(|&list| !context.mentions.hits.of(list).is_empty()) else { return };
        if self.unless_anchored {
            let sentences = &context.document.sentences;
            let body = if self.spare_ends { body(context) } else { 0..sentences.len() };
            for sentence in sentences.get(body).unwrap_or_default() {
                self.sentence(context, list, sentence, out);
            }
            return;
        }
        let mut last = 0;
        for hit in context.mentions.hits.of(list) {
            let (start, end) = (hit.start as usize, hit.end as usize);
            let block = context.document.block_of_token(start).filter(|_| start >= last);
            if block.is_none_or(|b| end > b.tokens.end || !self.looks_at(context, b)) {
                continue;
            }
            last = end;
            let range = context.document.token_range(start..end);
            out.push(self.offer(context, Draft::at(range.clone()).with("phrase", self.phrase(hit.item)), range));
        }
    }
}

/// Words with the capitals of those they stand for.
fn in_case_of(found: &str, with: &str) -> String {
    let mut letters = found.chars().filter(|c| c.is_alphabetic());
    let opens = letters.next().is_some_and(char::is_uppercase);
    let mut rest = letters.peekable();
    if opens && rest.peek().is_some() && rest.all(char::is_uppercase) {
        return with.to_uppercase();
    }
    let mut chars = with.chars();
    match chars.next().filter(|_| opens) {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => with.to_string(),
    }
}

/// A pattern; `^` and `$` are the ends of a block.
fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).multi_line(true).build()
}

/// What is wrong with a pattern.
fn said(pattern: &str, error: &dyn std::error::Error) -> String {
    format!("mẫu «{pattern}»: {}", error.to_string().lines().last().unwrap_or(""))
}

impl Existence {
    fn any(&self) -> Option<&RegexSet> {
        let any = || RegexSetBuilder::new(&self.patterns).multi_line(true).build().ok();
        self.compiled.any.get_or_init(any).as_ref()
    }

    fn pattern(&self, index: usize) -> Option<&Regex> {
        let all = self.compiled.patterns.get_or_init(|| self.patterns.iter().map(|_| OnceLock::new()).collect());
        all.get(index)?.get_or_init(|| compile(self.patterns.get(index)?).ok()).as_ref()
    }

    fn excuses(&self) -> &[Regex] {
        self.compiled.excuses.get_or_init(|| self.except.iter().filter_map(|p| compile(p).ok()).collect())
    }

    fn phrase(&self, item: u32) -> &str {
        self.phrases.get(item as usize).map_or("", |p| p)
    }

    /// Offers what to write instead of some words of the text.
    fn offer(&self, context: &Context<'_>, draft: Draft, range: Range<usize>) -> Draft {
        let Some(Replace { with, safe }) = &self.replace else { return draft };
        let found = context.document.text.get(range.clone()).unwrap_or("");
        let Some(edit) = context.edit(range, in_case_of(found, with)) else { return draft };
        let applicability = if *safe { Applicability::Safe } else { Applicability::Unsafe };
        draft.fix(Fix { applicability, edits: vec![edit] })
    }

    fn looks_at(&self, context: &Context<'_>, block: &Block) -> bool {
        let scope = match block.kind {
            BlockKind::Heading => Scope::Heading,
            BlockKind::Cell { .. } => Scope::Cell,
            _ if block.footnote => Scope::Footnote,
            _ => Scope::Prose,
        };
        let role = context.outline.roles.get(block.section as usize).copied().unwrap_or_default();
        (self.scope.is_empty() || self.scope.contains(&scope)) && !self.except_roles.contains(&role)
    }

    fn patterns(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        let Some(any) = self.any() else { return };
        let mut found: Vec<Range<usize>> = Vec::new();
        for block in document.blocks.iter().filter(|b| self.looks_at(context, b)) {
            let text = document.block_text(block);
            // Few blocks have anything: one pass over all patterns at once passes the others over, quicker where it
            // need not say which.
            if !any.is_match(text) {
                continue;
            }
            for index in any.matches(text) {
                let Some(pattern) = self.pattern(index) else { continue };
                for captures in pattern.captures_iter(text) {
                    let Some(place) = captures.get(1).or(captures.get(0)) else { continue };
                    found.push(place.range());
                }
            }
            if found.is_empty() {
                continue;
            }
            for excuse in self.excuses() {
                // Matches of one pattern are sorted and lie apart.
                let excused: Vec<Range<usize>> = excuse.find_iter(text).map(|m| m.range()).collect();
                let excuses = |place: &Range<usize>| {
                    let first = excused.partition_point(|e| e.end <= place.start);
                    excused.get(first).is_some_and(|e| e.start < place.end)
                };
                found.retain(|place| !excuses(place));
            }
            found.sort_by_key(|f| (f.start, std::cmp::Reverse(f.end)));
            let mut last = 0;
            for place in found.drain(..).filter(|place| !place.is_empty()) {
                if place.start >= last && !is_elision(context, block) {
                    last = place.end;
                    let start = block.range.start;
                    let range = start + place.start..start + place.end;
                    let draft = Draft::at(range.clone()).with("phrase", &text[place]);
                    out.push(self.offer(context, draft, range));
                }
            }
        }
    }

    /// Comments left standing. In Word a comment is no text: what it hangs on is the place.
    fn comments(&self, context: &Context<'_>, out: &mut Vec<Draft>) {
        let document = context.document;
        let opens = |text: &str| {
            let opening = fold(text.char_indices().nth(32).map_or(text, |(end, _)| &text[..end]));
            self.comments.iter().any(|words| opening.starts_with(fold(words).as_str()))
        };
        for comment in document.comments.iter().filter(|comment| opens(&comment.text)) {
            let last = document.blocks.len().saturating_sub(1);
            let id = (comment.next_block as usize).min(last);
            let draft = match document.blocks.get(id).filter(|_| comment.span.range().is_empty()) {
                Some(block) => Draft::at(block.range.clone()),
                None => Draft::on(Place::Source(comment.span, id as BlockId)),
            };
            out.push(draft.say("comment").with("phrase", shorten(&comment.text, 60)));
        }
    }

    /// Whether a sentence opens with words that excuse it, its number or a dash before them aside.
    fn is_appeal(&self, context: &Context<'_>, sentence: &Sentence) -> bool {
        let opening = sentence.tokens.start..sentence.tokens.end.min(sentence.tokens.start + 8);
        let body = context.document.blocks.get(sentence.block as usize).map_or(0, |b| b.body);
        let start = |token: usize| context.document.tokens.get(token).map_or(0, |t| t.start as usize);
        let first = opening.clone().find(|&i| start(i) >= body).unwrap_or(opening.start);
        self.openings
            .is_some_and(|list| context.mentions.hits_of(list, &opening).any(|hit| hit.start as usize == first))
    }

    fn sentence(&self, context: &Context<'_>, list: ListId, sentence: &Sentence, out: &mut Vec<Draft>) {
        let mut hits = context.mentions.hits_of(list, &sentence.tokens).peekable();
        if hits.peek().is_none() {
            return;
        }
        let Some(block) = context.document.blocks.get(sentence.block as usize) else { return };
        if block.quoted || !self.looks_at(context, block) {
            return;
        }
        let range = context.document.sentence_range(sentence);
        let mut quotation = Quotation::from(context, range.start);
        let mut phrases: Vec<&str> = Vec::new();
        let mut last = 0;
        for hit in hits {
            if !quotation.holds(context, hit.start as usize) && hit.start >= last {
                phrases.push(self.phrase(hit.item));
                last = hit.end;
            }
        }
        phrases.sort_unstable();
        phrases.dedup();
        if phrases.len() < self.at_least.max(1)
            || anchors::is_anchored(context, sentence, &Anchor::ALL)
            || self.is_appeal(context, sentence)
        {
            return;
        }
        let named: Vec<String> = phrases.iter().take(4).map(|p| format!("«{p}»")).collect();
        out.push(Draft::at(range).with("phrase", named.join(", ")));
    }
}

/// Sentences a text is judged by: from its first heading on, without its last paragraph where that closes it. A
/// text of one section has neither opening nor closing.
fn body(context: &Context<'_>) -> Range<usize> {
    let document = context.document;
    let all = document.sentences.len();
    let from = |block: usize| document.sentences.partition_point(|s| (s.block as usize) < block);
    let title = document.title().map(|b| b.range.start);
    let headed = |b: &Block| b.is_heading() && Some(b.range.start) > title;
    let Some(first) = document.blocks.iter().position(headed) else { return 0..all };
    let spoken = |b: &Block| b.is_prose() && !b.footnote && b.tokens.len() >= LEAST_CLOSING;
    let last = document.blocks.iter().rposition(spoken).filter(|&last| last > first);
    let closes = |&last: &usize| {
        let role = context.outline.roles.get(document.blocks[last].section as usize).copied().unwrap_or_default();
        // A programme ends with work to be done.
        let works = document.meta.kind == Some(Kind::ActionProgramme);
        matches!(role, Role::None | Role::Closing) || (role == Role::Organisation && !works)
    };
    let end = match last.filter(closes) {
        // Most of its sentences set work: only the last of them may close the text.
        Some(last) if sets_work(context, &document.blocks[last]) => document.blocks[last].sentences.end - 1,
        Some(last) => from(last),
        None => all,
    };
    from(first)..end.max(from(first))
}

/// Whether most sentences of a paragraph say how much or by when.
fn sets_work(context: &Context<'_>, block: &Block) -> bool {
    let sentences = context.document.sentences.get(block.sentences.clone()).unwrap_or_default();
    let set = |s: &&Sentence| anchors::is_anchored(context, s, &[Anchor::Figure, Anchor::Date, Anchor::Recurring]);
    sentences.len() >= LEAST_WORK && sentences.iter().filter(set).count() * 2 > sentences.len()
}

/// Sentences of a paragraph that sets work.
const LEAST_WORK: usize = 3;

/// Words of a last paragraph; what is shorter is signed.
const LEAST_CLOSING: usize = 8;

/// A column headed «…» stands for columns left out, and so do its cells.
fn is_elision(context: &Context<'_>, block: &Block) -> bool {
    let BlockKind::Cell { table, column, .. } = block.kind else { return false };
    let dots = |text: &str| matches!(text, "…" | "...");
    let text = |block: &Block| dots(context.document.block_text(block));
    let Some(table) = context.document.tables.get(table as usize).filter(|_| text(block)) else { return false };
    let mut header = table.rows.iter().take(table.header_rows.clamp(1, 3)).filter_map(|r| r.cells.get(column as usize));
    header.any(|&cell| context.document.blocks.get(cell as usize).is_some_and(text))
}

/// The quotation marks of a sentence, read from left to right.
pub(in crate::lint) struct Quotation {
    /// Bytes of the text before this have been read.
    read: usize,
    opened: usize,
    closed: usize,
    straight: usize,
}

impl Quotation {
    /// Begins at a sentence, with the mark right before its first word.
    pub(in crate::lint) fn from(context: &Context<'_>, start: usize) -> Quotation {
        let mut read = start.saturating_sub(4);
        while !context.document.text.is_char_boundary(read) {
            read += 1;
        }
        Quotation { read, opened: 0, closed: 0, straight: 0 }
    }

    /// Whether a token stands between marks that open in its sentence. Tokens are asked in order.
    pub(in crate::lint) fn holds(&mut self, context: &Context<'_>, token: usize) -> bool {
        let end = context.document.tokens.get(token).map_or(self.read, |t| t.start as usize);
        let text = context.document.text.get(self.read..end).unwrap_or("");
        // The bytes these marks begin with; most stretches have none.
        let marked = memchr::memchr3(0xE2, 0xC2, b'"', text.as_bytes()).is_some();
        for mark in text.chars().take_while(|_| marked) {
            match mark {
                '“' | '«' => self.opened += 1,
                '”' | '»' => self.closed += 1,
                '"' => self.straight += 1,
                _ => {}
            }
        }
        self.read = self.read.max(end);
        self.opened > self.closed || self.straight % 2 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::in_case_of;

    #[test]
    fn capitals_are_kept() {
        assert_eq!(in_case_of("uỷ ban", "ủy ban"), "ủy ban");
        assert_eq!(in_case_of("Uỷ ban", "ủy ban"), "Ủy ban");
        assert_eq!(in_case_of("UỶ BAN", "ủy ban"), "ỦY BAN");
        assert_eq!(in_case_of("…", "ủy ban"), "ủy ban");
    }
}
