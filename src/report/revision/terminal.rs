//! A comparison for a person at a terminal: figures first, then findings and remarks, then section by section what
//! changed.

mod figures;

use super::flow::{self, Entry, Stretch};
use super::paper::{Ink, Lines, paint, width};
use super::pieces::{self, Piece, plain};
use super::tally::Tally;
use super::words::Said;
use super::{Answered, Compared, Comparison, Places, Presence};
use crate::lint::finding::{Finding, shorten};
use crate::report::digest::{short_section, visible};
use crate::report::page::PageError;
use crate::report::terminal::Style;
use crate::revision::feedback::Status;
use crate::revision::{Fate, Op, Pair, UnitKind};
use std::fmt::Write;

/// Words shown of what stayed, on either side of what changed.
const AROUND: usize = 12;

/// Findings named of each kind.
const FINDINGS: usize = 20;

/// Letters shown of a block that came or went: past this nobody reads it on a terminal.
const LONGEST: usize = 4_000;

/// Draws the comparison.
pub fn render(comparison: &Comparison, style: Style) -> Result<String, PageError> {
    let said = Said::new(style.lang)?;
    let drawing = Drawing { comparison, style, said };
    Ok(drawing.all())
}

struct Drawing<'c> {
    comparison: &'c Comparison,
    style: Style,
    said: Said,
}

/// A document with what is needed to draw it.
struct Sheet<'c> {
    compared: &'c Compared,
    flow: Vec<Stretch>,
    tally: Tally,
    places: (Places<'c>, Places<'c>),
}

impl Drawing<'_> {
    fn all(&self) -> String {
        let sheets: Vec<Sheet<'_>> = self
            .comparison
            .documents
            .iter()
            .map(|compared| {
                let flow = flow::of(compared);
                let tally = Tally::of(compared, &flow);
                let places = (Places::new(&compared.old.document), Places::new(&compared.new.document));
                Sheet { compared, flow, tally, places }
            })
            .collect();
        let mut out = String::new();
        let arrow = format!("{} → {}", self.comparison.old, self.comparison.new);
        self.title(&mut out, "══", &arrow, Ink("1;34"));
        self.summary(&mut out, &sheets);
        self.figures(&mut out, &sheets);
        self.findings(&mut out);
        if let Some(answers) = &self.comparison.answers {
            self.feedback(&mut out, answers);
        }
        for sheet in &sheets {
            self.document(&mut out, sheet);
        }
        while out.ends_with("\n\n") {
            out.pop();
        }
        out
    }

    fn title(&self, out: &mut String, mark: &str, text: &str, ink: Ink) {
        let line = format!("{mark} {} ", visible(text));
        let fill = self.style.width.min(100).saturating_sub(width(&line));
        out.push_str(&paint(self.style, ink, &format!("{line}{}", "═".repeat(fill))));
        out.push_str("\n\n");
    }

    fn line(&self, out: &mut String, head: &str, text: &str) {
        let mut lines = Lines::default();
        lines.put(&visible(text), Ink::PLAIN);
        lines.set(out, head, self.style);
    }

    fn summary(&self, out: &mut String, sheets: &[Sheet<'_>]) {
        let mut tally = Tally::default();
        sheets.iter().for_each(|sheet| tally += sheet.tally);
        let whole = sheets.iter().all(|sheet| sheet.compared.presence == Presence::Both);
        if tally.changes() == 0 && whole {
            self.line(out, "", self.said.get(if tally.spelling > 0 { "only-spelling" } else { "same" }));
        } else {
            self.line(out, "", &tally.sentence(self.style.lang));
        }
        if tally.spelling > 0 {
            self.line(out, "", &format!("{} {}.", tally.spelling, self.said.get("spelling")));
        }
        if self.comparison.dossier {
            for sheet in sheets {
                let changes = match sheet.compared.presence {
                    Presence::Added => self.said.get("document-added").to_string(),
                    Presence::Removed => self.said.get("document-removed").to_string(),
                    Presence::Both if sheet.tally.changes() == 0 => self.said.get("document-same").to_string(),
                    Presence::Both => sheet.tally.sentence(self.style.lang),
                };
                self.line(out, "  · ", &format!("{}: {changes}", self.comparison.inside(sheet.compared.path())));
            }
        }
        out.push('\n');
    }

    fn head(&self, out: &mut String, text: &str) {
        out.push_str(&paint(self.style, Ink::BOLD, text));
        out.push('\n');
    }

    fn findings(&self, out: &mut String) {
        let findings = &self.comparison.findings;
        let counts = [(findings.fixed.len(), "fixed-n"), (findings.new.len(), "fresh-n"), (findings.kept, "kept-n")];
        if counts.iter().all(|(count, _)| *count == 0) {
            return;
        }
        let counts: Vec<String> = counts.iter().map(|(count, key)| format!("{count} {}", self.said.get(key))).collect();
        self.head(out, &format!("{}: {}", self.said.get("findings"), counts.join(", ")));
        for (mark, ink, list) in [("✓", Ink::GREEN, &findings.fixed), ("+", Ink::RED, &findings.new)] {
            for finding in list.iter().take(FINDINGS) {
                self.finding(out, mark, ink, finding);
            }
            if let Some(more) = list.len().checked_sub(FINDINGS + 1) {
                let _ = writeln!(out, "    … {} {}", more + 1, self.said.get("more-findings"));
            }
        }
        out.push('\n');
    }

    fn finding(&self, out: &mut String, mark: &str, ink: Ink, finding: &Finding) {
        let mut lines = Lines::default();
        let key = if ink == Ink::GREEN { "fixed" } else { "fresh" };
        lines.put(&format!("{mark} {}:", self.said.get(key)), ink);
        lines.blank();
        lines.put(&visible(&finding.message), Ink::PLAIN);
        lines.blank();
        let place = finding.span.shown(&finding.path, self.style.lang);
        lines.put(&visible(&format!("({}, {place})", finding.rule)), Ink::DIM);
        lines.set(out, "  ", self.style);
    }

    fn feedback(&self, out: &mut String, answers: &[Answered]) {
        self.head(out, &format!("{} ({})", self.said.get("feedback"), answers.len()));
        self.line(out, "  ", self.said.get("feedback-note"));
        for Answered { answer, document } in answers {
            let remark = &answer.remark;
            let mut lines = Lines::default();
            let ink = match answer.status {
                Status::TakenUp => Ink::GREEN,
                Status::NotSeen => Ink::RED,
                Status::Partly | Status::Unplaced => Ink::PLAIN,
            };
            lines.put(&format!("[{}]", self.said.get(super::status_key(answer.status))), ink);
            lines.blank();
            if !remark.who.is_empty() {
                lines.put(&visible(&format!("{}:", remark.who)), Ink::BOLD);
                lines.blank();
            }
            lines.put(&visible(&remark.text), Ink::PLAIN);
            if !answer.note.is_empty() {
                lines.blank();
                lines.put(&visible(&format!("({})", answer.note)), Ink::DIM);
            }
            lines.set(out, &format!("  {}. ", visible(&remark.number)), self.style);
            let compared = self.comparison.documents.get(*document);
            for (compared, evidence) in answer.evidence.iter().filter_map(|evidence| Some((compared?, evidence))) {
                let mut lines = Lines::default();
                lines.put("→ ", Ink::DIM);
                let mut last = Op::Equal;
                for piece in pieces::of_evidence(compared, evidence) {
                    if piece.op != Op::Equal && last != Op::Equal {
                        lines.blank();
                    }
                    let text = piece.text.replace('\n', " │ ");
                    let text = if piece.op == Op::Equal { text } else { cut(&text, 160) };
                    self.words(&mut lines, piece.op, &text);
                    last = piece.op;
                }
                lines.set(out, "     ", self.style);
            }
        }
        out.push('\n');
    }

    fn document(&self, out: &mut String, sheet: &Sheet<'_>) {
        let touched = sheet.flow.iter().any(Stretch::is_touched);
        if !touched || (self.comparison.dossier && sheet.compared.presence != Presence::Both) {
            return;
        }
        if self.comparison.dossier {
            self.title(out, "──", self.comparison.inside(sheet.compared.path()), Ink("1;34"));
        }
        for stretch in sheet.flow.iter().filter(|stretch| stretch.is_touched()) {
            let room = self.style.width.min(120).saturating_sub(4);
            let path = match stretch.path.is_empty() {
                true => self.said.get("head").to_string(),
                false => short_section(&stretch.path, room),
            };
            let gone = if stretch.gone { format!(" ({})", self.said.get("section-gone")) } else { String::new() };
            let mut title = Lines::default();
            title.put(&visible(&format!("{path}{gone}")), Ink::BOLD);
            title.set(out, "▸ ", self.style);
            out.push('\n');
            self.stretch(out, sheet, stretch);
            out.push('\n');
        }
    }

    fn stretch(&self, out: &mut String, sheet: &Sheet<'_>, stretch: &Stretch) {
        let pairs = &sheet.compared.revision.pairs;
        let mut before: Option<usize> = None;
        for entry in &stretch.entries {
            match *entry {
                Entry::Same(at) => before = Some(at).filter(|&at| !flow::is_heading(&pairs[at])),
                Entry::Change(at) | Entry::Moved(at, _) | Entry::Left(at, _) => {
                    let stays = pairs[at].fate == Fate::Edited;
                    if let Some(unit) = before.take().filter(|_| !stays).and_then(|at| pairs[at].new.as_ref()) {
                        let text = Compared::text(&sheet.compared.new, unit).replace('\n', " │ ");
                        let text = shorten(&text, self.style.width.min(100).saturating_sub(6));
                        out.push_str(&paint(self.style, Ink::DIM, &format!("    {}", visible(&text))));
                        out.push('\n');
                    }
                    self.entry(out, sheet, *entry, &pairs[at]);
                    before = None;
                }
            }
        }
    }

    fn entry(&self, out: &mut String, sheet: &Sheet<'_>, entry: Entry, pair: &Pair) {
        let compared = sheet.compared;
        let mut lines = Lines::default();
        let moved = matches!(pair.fate, Fate::Moved | Fate::MovedEdited);
        if let Entry::Left(_, count) = entry {
            let text = super::whereabouts(compared, &sheet.places, pair, count, false, &self.said);
            lines.put(&format!("{text}:"), Ink::MOVED);
            lines.blank();
            let old = pair.old.as_ref().map_or("", |unit| Compared::text(&compared.old, unit));
            lines.put(&visible(&shorten(old, 80)), Ink::DIM);
            lines.set(out, " ←  ", self.style);
            return;
        }
        let pieces = pieces::of(compared, pair);
        let mark = match pair.fate {
            Fate::Added => " +  ",
            Fate::Removed => " -  ",
            Fate::Moved | Fate::MovedEdited => " →  ",
            Fate::Edited | Fate::Kept => " ~  ",
        };
        if let (true, Entry::Moved(_, count) | Entry::Change(count)) = (moved, entry) {
            let count = if matches!(entry, Entry::Moved(..)) { count } else { 1 };
            let text = super::whereabouts(compared, &sheet.places, pair, count, true, &self.said);
            lines.put(&format!("{text}:"), Ink::MOVED);
            lines.blank();
        }
        if let Some(key) = super::split_key(compared, pair) {
            lines.put(&format!("{}:", self.said.get(key)), Ink::MOVED);
            lines.blank();
        }
        if pair.new.as_ref().or(pair.old.as_ref()).is_some_and(|unit| unit.kind == UnitKind::Footnote) {
            lines.put(&format!("{}:", self.said.get("footnote")), Ink::DIM);
            lines.blank();
        }
        match (pair.fate, &pieces[..]) {
            (Fate::Moved, _) => {
                let text: String = pieces.iter().map(|piece| plain(piece.text)).collect();
                lines.put(&visible(&shorten(&text, 160)), Ink::PLAIN);
            }
            (Fate::Added | Fate::Removed, _) => {
                let ink = if pair.fate == Fate::Added { Ink::GREEN } else { Ink::RED };
                for piece in &pieces {
                    let text = shorten(&piece.text.replace('\n', " │ "), LONGEST);
                    lines.put(&visible(&text), ink);
                }
            }
            _ => {
                let row = pair.new.as_ref().is_some_and(|unit| matches!(unit.kind, UnitKind::Row | UnitKind::Table));
                self.edits(&mut lines, &pieces::shortened(&pieces, AROUND), row);
            }
        }
        lines.blank();
        lines.put(&format!("({})", super::place(&sheet.places, pair, &self.said)), Ink::DIM);
        lines.set(out, mark, self.style);
    }

    fn edits(&self, lines: &mut Lines, pieces: &[Piece<'_>], row: bool) {
        let mut last = Op::Equal;
        for piece in pieces {
            let text = if row { piece.text.replace('\n', " │ ") } else { plain(piece.text).into_owned() };
            // What went and what came in its place are told apart by a blank.
            if piece.op == Op::Insert && last == Op::Delete {
                lines.blank();
            }
            self.words(lines, piece.op, &text);
            last = piece.op;
        }
    }

    /// Words with what was done to them: by colour, or by marks where there is none.
    fn words(&self, lines: &mut Lines, op: Op, text: &str) {
        let text = visible(text);
        let (ink, open, close) = match op {
            Op::Equal => return lines.put(&text, Ink::PLAIN),
            Op::Delete => (Ink::GONE, "[-", "-]"),
            Op::Insert => (Ink::NEW, "{+", "+}"),
        };
        if self.style.colour || text.trim().is_empty() {
            return lines.put(&text, ink);
        }
        let words = text.trim();
        let (before, after) = text.split_once(words).unwrap_or(("", ""));
        lines.put(&format!("{before}{open}{words}{close}{after}"), ink);
    }
}

/// Words on one line, with the blanks around them, cut where they are many.
fn cut(text: &str, longest: usize) -> String {
    let blank = |is: bool| if is { " " } else { "" };
    let (before, after) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
    format!("{}{}{}", blank(before), shorten(text, longest), blank(after))
}
