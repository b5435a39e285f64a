//! `lint` for a person at a terminal: the source with what is said of it, by document and section.

use super::digest::visible;
use super::summary;
use crate::lint::Catalogue;
use crate::lint::engine::{DocumentInfo, Report};
use crate::lint::finding::{Applicability, Finding, Severity};
use crate::lint::rule::Lang;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::HashMap;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A line this long, in bytes, is shown only around the place.
const LONGEST_LINE: usize = 8 << 10;

/// How much of such a line is shown on either side, in bytes.
const AROUND: usize = 400;

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// With colours.
    pub colour: bool,
    /// Width of the terminal, in columns.
    pub width: usize,
    /// Language.
    pub lang: Lang,
}

/// Draws the report. `source` gives the text of a document that has findings.
pub fn render(report: &Report, catalogue: &Catalogue, style: Style, source: &dyn Fn(&str) -> Option<String>) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(style.width);
    let mut out = String::new();
    let mut sources: HashMap<&str, Option<String>> = HashMap::new();
    let mut last: Option<(&str, &Option<String>)> = None;
    for finding in &report.findings {
        let new_document = last.is_none_or(|(path, _)| path != finding.path);
        if new_document {
            out.push_str(&heading(report, &finding.path, style));
            // Findings come by document: one source at a time is enough.
            sources.clear();
        }
        if new_document || last.is_none_or(|(_, section)| *section != finding.section) {
            let section = finding.section.as_deref().unwrap_or(match style.lang {
                Lang::Vi => "(đầu văn bản)",
                Lang::En => "(head of the document)",
            });
            out.push_str(&paint(style, "1", &format!("▸ {}", visible(section))));
            out.push_str("\n\n");
        }
        last = Some((&finding.path, &finding.section));
        let text = sources.entry(&finding.path).or_insert_with(|| source(&finding.path)).as_deref().unwrap_or("");
        let drawn = renderer.render(&groups(finding, text, style));
        for line in drawn.lines().filter(|line| !is_gap(line)) {
            out.push_str(line);
            out.push('\n');
        }
        out.push('\n');
    }
    if !report.findings.is_empty() {
        out.push_str(&paint(style, "1", &"═".repeat(style.width.min(60))));
        out.push('\n');
    }
    out.push_str(&summary::render(report, catalogue, style.lang));
    out
}

/// Whether a line is nothing but the mark that another stretch of the text follows: where the place is told by itself,
/// as in Word files, the renderer takes the words for a second one.
fn is_gap(line: &str) -> bool {
    let mut rest = line;
    let mut bare = String::new();
    while let Some(at) = rest.find('\u{1B}') {
        bare.push_str(&rest[..at]);
        rest = rest[at..].find('m').map_or("", |end| &rest[at + end + 1..]);
    }
    bare.push_str(rest);
    bare.trim() == "⸬"
}

fn paint(style: Style, code: &str, text: &str) -> String {
    if style.colour { format!("\u{1B}[{code}m{text}\u{1B}[0m") } else { text.to_string() }
}

fn heading(report: &Report, path: &str, style: Style) -> String {
    let described =
        report.documents.iter().find(|d| d.path == path).map(|d| describe(d, style.lang)).unwrap_or_default();
    let line = format!("══ {} ", visible(&format!("{path}{described}")));
    let width = style.width.min(100).saturating_sub(line.chars().count());
    paint(style, "1;34", &format!("{line}{}", "═".repeat(width))) + "\n\n"
}

fn describe(document: &DocumentInfo, lang: Lang) -> String {
    let kind = document.kind.map(|k| match lang {
        Lang::Vi => k.vietnamese(),
        Lang::En => k.id(),
    });
    let parts: Vec<&str> = [kind, document.unit.as_deref()].into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" — {}", parts.join(", ")) }
}

fn groups<'g>(finding: &'g Finding, source: &'g str, style: Style) -> Vec<Group<'g>> {
    let vi = style.lang == Lang::Vi;
    let level = match finding.severity {
        Severity::Error => Level::ERROR.with_name(if vi { "phải sửa" } else { "error" }),
        Severity::Warning => Level::WARNING.with_name(if vi { "nên sửa" } else { "warning" }),
        Severity::Info => Level::INFO.with_name(if vi { "lưu ý" } else { "info" }),
    };
    let start = letter_boundary(source, finding.span.start as usize);
    let end = letter_boundary(source, (finding.span.end as usize).max(start));
    let line = first_line(source, start);
    // A passage of several lines is marked on its first, so that the eye finds where it begins.
    let mark = start - line.start..end.min(line.end) - line.start;
    let word = finding.span.paragraph.is_some();
    // The lines of a Word file are its paragraphs, and nobody counts them.
    let number = finding.span.paragraph.map_or(finding.span.line, |paragraph| paragraph as usize);
    let whole = !word && (line.start == 0 || source[..line.start].ends_with('\n'));
    let snippet = Snippet::source(&source[line]).line_start(number).annotation(AnnotationKind::Primary.span(mark));
    let title = level.primary_title(&finding.message).id(&finding.rule);
    let mut group = if whole {
        title.element(snippet.path(&finding.path))
    } else if word {
        title.element(Origin::path(finding.span.shown(&finding.path, style.lang))).element(snippet)
    } else {
        // The column of what is left of the line would be wrong.
        let origin = Origin::path(&finding.path).line(finding.span.line).char_column(finding.span.column);
        title.element(origin).element(snippet)
    };
    for related in &finding.related {
        let note = format!("{} ({})", related.message, related.span.shown(&related.path, style.lang));
        group = group.element(Level::NOTE.with_name(if vi { "xem" } else { "see" }).message(note));
    }
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.with_name(if vi { "gợi ý" } else { "help" }).message(finding.help.as_str()));
    }
    if let Some(fix) = &finding.fix {
        let way = match (fix.applicability, vi) {
            (Applicability::Safe, true) if word => "bằng --annotate OUT.docx --fix",
            (Applicability::Safe, false) if word => "with --annotate OUT.docx --fix",
            (Applicability::Unsafe, true) if word => "bằng --annotate OUT.docx --fix --unsafe-fixes, rồi đọc lại",
            (Applicability::Unsafe, false) if word => "with --annotate OUT.docx --fix --unsafe-fixes; read it again",
            (Applicability::Safe, true) => "bằng --fix",
            (Applicability::Safe, false) => "with --fix",
            (Applicability::Unsafe, true) => "bằng --fix --unsafe-fixes, rồi đọc lại",
            (Applicability::Unsafe, false) => "with --fix --unsafe-fixes; read it again",
        };
        group = group.element(Level::HELP.with_name(if vi { "tự sửa" } else { "fixable" }).message(way));
    }
    vec![group]
}

/// The line a place stands in; of a line as long as a file, what stands around the place.
fn first_line(source: &str, place: usize) -> Range<usize> {
    let within = |around: usize| {
        let least = letter_boundary(source, place.saturating_sub(around));
        let most = letter_boundary(source, place + around);
        let start = source[least..place].rfind('\n').map_or(least, |i| least + i + 1);
        let rest = &source[place..most];
        // A newline of Windows has a character before it that is no part of the line.
        let end = rest.find('\n').map_or(most, |i| place + rest[..i].strip_suffix('\r').map_or(i, str::len));
        start..end
    };
    let line = within(LONGEST_LINE);
    if line.len() < LONGEST_LINE { line } else { within(AROUND) }
}

/// The nearest place at or before `at` that is not inside a letter with its marks.
fn letter_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    // A letter and its marks are short: it is enough to look from a few characters before.
    let mut from = at.saturating_sub(32);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let bounds = text[from..].grapheme_indices(true).map(|(i, _)| from + i);
    bounds.chain([text.len()]).take_while(|&bound| bound <= at).last().unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_do_not_cut_letters() {
        let nfd = "a\u{302}\u{301}n"; // ấ, decomposed
        assert_eq!(letter_boundary(nfd, 1), 0);
        assert_eq!(letter_boundary(nfd, 4), 0);
        assert_eq!(letter_boundary(nfd, 5), 5);
        assert_eq!(letter_boundary(nfd, 99), 6);
        assert_eq!(letter_boundary("", 3), 0);
    }
}
