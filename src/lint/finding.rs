//! What a rule has to say: one type, whatever the rule and whatever the output.

use super::rule::Lang;
use crate::document::{Document, LineIndex, Span};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A remark.
    Info,
    /// A reviewer would ask.
    Warning,
    /// Must be mended before submission.
    Error,
}

impl Severity {
    /// The severity of a word, `off` aside.
    pub fn from_id(id: &str) -> Option<Severity> {
        match id {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "info" => Some(Severity::Info),
            _ => None,
        }
    }
}

/// Where something stands in a file, for programs and for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// First byte in the file.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Line of the first character, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column of the end.
    pub end_column: usize,
    /// In a Word file, the body paragraph, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// In a Word file that says so, the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

impl Location {
    /// Locates a span of a document's source.
    pub fn of(document: &Document, lines: &LineIndex, span: Span) -> Location {
        let (line, column) = lines.line_column(&document.source, span.start as usize);
        let (end_line, end_column) = lines.line_column(&document.source, span.end as usize);
        let word = document.word.as_deref();
        let paragraph = word.map(|word| word.paragraph(span.start));
        let page = word.and_then(|word| word.page(span.start));
        Location { start: span.start, end: span.end, line, column, end_line, end_column, paragraph, page }
    }

    /// The place in its document for people: «dòng 12», in a Word file «đoạn 12, tr. 3».
    pub fn place(&self, lang: Lang) -> String {
        let vi = lang == Lang::Vi;
        let Some(paragraph) = self.paragraph else {
            return format!("{} {}", if vi { "dòng" } else { "line" }, self.line);
        };
        let page = self.page.map(|page| format!(", {} {page}", if vi { "tr." } else { "p." })).unwrap_or_default();
        format!("{} {paragraph}{page}", if vi { "đoạn" } else { "paragraph" })
    }

    /// The place with its path: line and column, in a Word file the paragraph and the page.
    pub fn shown(&self, path: &str, lang: Lang) -> String {
        match self.paragraph {
            Some(_) => format!("{path}, {}", self.place(lang)),
            None => format!("{path}:{}:{}", self.line, self.column),
        }
    }
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Related {
    /// The file.
    pub path: String,
    /// Where in it.
    pub span: Location,
    /// What stands there.
    pub message: String,
}

/// Whether a correction may be made without asking.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Changes no meaning.
    Safe,
    /// A person decides.
    Unsafe,
}

/// A replacement of bytes of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What to put there.
    pub text: String,
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// Whether it may be made without asking.
    pub applicability: Applicability,
    /// Replacements, in order, not overlapping.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The rule's group.
    pub group: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The file.
    pub path: String,
    /// Where in it.
    pub span: Location,
    /// The headings it stands under.
    pub section: Option<String>,
    /// The plain text at the place, at most 200 characters.
    pub excerpt: String,
    /// What is to be said.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// Other places.
    pub related: Vec<Related>,
    /// A correction, if there is one.
    pub fix: Option<Fix>,
}

impl Finding {
    /// The order of the output: path, start, rule; then what else tells two findings apart.
    pub fn order(&self, other: &Finding) -> std::cmp::Ordering {
        let key = |f: &Finding| (f.span.start, f.span.end);
        self.path
            .cmp(&other.path)
            .then(self.span.start.cmp(&other.span.start))
            .then_with(|| self.rule.cmp(&other.rule))
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| self.message.cmp(&other.message))
    }
}

/// What a message says but for its figures: counts and sums move while a draft is mended.
pub(crate) fn without_figures(message: &str) -> String {
    message.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',')).collect()
}

/// Plain text of a range, line ends as spaces, at most 200 characters.
pub fn excerpt(document: &Document, range: Range<usize>) -> String {
    shorten(document.text.get(range).unwrap_or(""), 200)
}

/// One line of at most `limit` characters.
pub fn shorten(text: &str, limit: usize) -> String {
    // Most are short, on one line already.
    if text.len() <= limit && is_line(text) {
        return text.to_string();
    }
    // A span may be as long as the file: no more of it is read than is shown.
    let (mut line, mut left) = (String::with_capacity(text.len().min(2 * limit)), limit);
    for word in text.split_whitespace() {
        let gap = usize::from(!line.is_empty());
        let (room, letters) = (left.saturating_sub(gap), word.chars().count());
        line.push_str(if gap > 0 && left > 0 { " " } else { "" });
        // Where the first letter begins that there is no room for.
        if letters > room
            && let Some((end, _)) = word.char_indices().nth(room)
        {
            line.push_str(&word[..end]);
            let last = line.char_indices().next_back().map_or(0, |(last, _)| last);
            return format!("{}…", line[..last].trim_end());
        }
        line.push_str(word);
        left -= gap + letters;
    }
    line
}

/// Whether all white space of a text are single spaces between its words.
fn is_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let doubled = || bytes.windows(2).any(|two| two == b"  ");
    let edged = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
    // Other white space is a control or has one of these bytes, which few lines have.
    let rare = |&b: &u8| b < b' ' || matches!(b, 0xC2 | 0xE2 | 0xE3 | 0x9A);
    !edged && !doubled() && (!bytes.iter().any(rare) || text.chars().all(|c| c == ' ' || !c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_no_longer_than_its_limit() {
        let text = "xã  Cần\nLộc có 12 thôn";
        assert_eq!(shorten(text, 99), "xã Cần Lộc có 12 thôn");
        for limit in 1..22 {
            let line = "xã Cần Lộc có 12 thôn".chars().take(limit).collect::<String>();
            let cut = line.chars().take(limit - 1).collect::<String>();
            let expected = if limit == 21 { line } else { format!("{}…", cut.trim_end()) };
            assert_eq!(shorten(text, limit), expected);
        }
        assert_eq!((shorten("", 3).as_str(), shorten(" \n ", 3).as_str()), ("", ""));
    }
}
