//! A document as Markdown that reads back to the same blocks.

use super::runs::{Piece, has_bracket, pieces};
use crate::document::{Block, BlockKind, Document, ListMark, Meta, Note};
use std::fmt::Write;

/// The document in Markdown.
pub fn to_markdown(document: &Document) -> String {
    let mut writer = Writer {
        document,
        out: String::with_capacity(document.source.len() + 256),
        last: None,
        lists: Vec::new(),
        bracket: false,
    };
    writer.front_matter(&document.meta, document.kind_stated);
    let mut comments = document.comments.iter().peekable();
    for (i, block) in document.blocks.iter().enumerate() {
        while let Some(comment) = comments.next_if(|c| c.next_block as usize <= i) {
            writer.gap();
            let _ = writeln!(writer.out, "<!-- {} -->", comment.text);
        }
        if !block.footnote {
            writer.block(i, block);
        }
    }
    for comment in comments {
        writer.gap();
        let _ = writeln!(writer.out, "<!-- {} -->", comment.text);
    }
    for note in &document.notes {
        writer.note(note);
    }
    writer.out
}

struct Writer<'d> {
    document: &'d Document,
    out: String,
    /// The block written last.
    last: Option<usize>,
    /// How wide the marks of the items under way are, the outermost first.
    lists: Vec<usize>,
    /// Whether numbers are followed by a bracket: so a list is told from the one before it.
    bracket: bool,
}

impl Writer<'_> {
    fn front_matter(&mut self, meta: &Meta, kind_stated: bool) {
        let lines = properties(meta, kind_stated);
        if lines.is_empty() {
            return;
        }
        self.out.push_str("---\n");
        for (key, value) in lines {
            let plain = value.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.'));
            let value = if plain { value } else { format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")) };
            let _ = writeln!(self.out, "{key}: {value}");
        }
        self.out.push_str("---\n");
    }

    /// A blank line before what comes next.
    fn gap(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn block(&mut self, index: usize, block: &Block) {
        if let BlockKind::Cell { table, row, column } = block.kind {
            return self.cell(index, block, table as usize, row as usize, column as usize);
        }
        let last = self.last.replace(index).and_then(|i| self.document.blocks.get(i));
        let quote = if block.quoted && last.is_some_and(|last| last.quoted && !last.is_cell()) {
            self.out.push_str(">\n");
            "> "
        } else {
            self.gap();
            if block.quoted { "> " } else { "" }
        };
        self.out.push_str(quote);
        let follows = last.is_some_and(|last| last.item.is_some() && last.depth == block.depth);
        if last.is_some_and(|last| runs_into(last, block)) {
            // Numbers of another shape begin another list.
            self.bracket = !self.bracket;
        } else if !follows {
            self.bracket = has_bracket(self.document, block);
        }
        // What stands deeper than a list is open would be code.
        let outer = usize::from(block.depth).saturating_sub(usize::from(block.item.is_some()));
        self.lists.truncate(outer);
        let indent: usize = self.lists.iter().sum();
        let mark = block.item.map_or(String::new(), |mark| bullet(mark, self.bracket));
        let _ = write!(self.out, "{:indent$}{mark}", "");
        if block.item.is_some() {
            self.lists.push(mark.len());
        }
        let inside = indent + mark.len();
        if let Some(level) = block.level {
            let _ = write!(self.out, "{} ", "#".repeat(usize::from(level.clamp(1, 6))));
        }
        self.words(block, Spot::Block { inside });
        self.out.push('\n');
    }

    fn cell(&mut self, index: usize, block: &Block, table: usize, row: usize, column: usize) {
        self.last = Some(index);
        self.lists.clear();
        let Some(table) = self.document.tables.get(table) else { return };
        if row == 0 && column == 0 {
            self.gap();
        }
        self.out.push_str(if column == 0 { "|" } else { "" });
        self.out.push_str(if block.range.is_empty() { "" } else { " " });
        self.words(block, Spot::Cell);
        self.out.push_str(" |");
        let width = table.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        let cells = table.rows.get(row).map_or(0, |r| r.cells.len());
        if column + 1 == cells {
            self.out.push_str(&" |".repeat(width - cells));
            self.out.push('\n');
            if row == 0 {
                self.out.push_str(&format!("|{}\n", "---|".repeat(width)));
            }
        }
    }

    fn note(&mut self, note: &Note) {
        for (i, block) in note.blocks.clone().filter_map(|b| self.document.blocks.get(b as usize)).enumerate() {
            self.gap();
            if i == 0 {
                let _ = write!(self.out, "[^{}]: ", note.label);
            } else {
                self.out.push_str("    ");
            }
            if let Some(mark) = block.item {
                self.out.push_str(&bullet(mark, false));
            }
            self.words(block, Spot::Block { inside: INDENT });
            self.out.push('\n');
        }
    }

    fn words(&mut self, block: &Block, spot: Spot) {
        let text = &self.document.text;
        let mut emphasis = Emphasis::default();
        let mut first = block.level.is_none() && spot != Spot::Cell;
        for piece in pieces(self.document, block.range.clone()) {
            match piece {
                Piece::Words { range, bold, italic } => {
                    let words = &text[range];
                    if words.trim().is_empty() {
                        emphasis.pending.push_str(words);
                        continue;
                    }
                    // Marks stand right at the words.
                    let inner = words.trim();
                    let lead = &words[..words.len() - words.trim_start().len()];
                    emphasis.change(&mut self.out, bold, italic, lead, inner);
                    escape(&mut self.out, &inner[emphasis.taken..], spot, first && !bold && !italic);
                    emphasis.pending.push_str(&words[lead.len() + inner.len()..]);
                    first = false;
                }
                Piece::Break => {
                    emphasis.flush(&mut self.out);
                    match spot {
                        Spot::Cell => self.out.push_str("<br>"),
                        Spot::Block { inside } => {
                            let quote = if block.quoted { "> " } else { "" };
                            let _ = write!(self.out, "\\\n{quote}{:inside$}", "");
                        }
                    }
                }
                Piece::Note(note) => {
                    emphasis.flush(&mut self.out);
                    let label = self.document.notes.get(note as usize).map_or("", |n| n.label.as_str());
                    let _ = write!(self.out, "[^{label}]");
                    first = false;
                }
            }
        }
        emphasis.change(&mut self.out, false, false, "", "");
        let kept = self.out.trim_end_matches(' ').len();
        // The mark of an empty item keeps its blank.
        if kept < self.out.len() && !block.range.is_empty() {
            self.out.truncate(kept);
        }
    }
}

/// How far the further blocks of a footnote stand in.
const INDENT: usize = 4;

/// What stands before an item.
fn bullet(mark: ListMark, bracket: bool) -> String {
    match mark {
        ListMark::Bullet => "- ".to_string(),
        ListMark::Number(n) => format!("{n}{} ", if bracket { ')' } else { '.' }),
    }
}

/// Whether two items would be counted as one list, though the second begins anew.
fn runs_into(last: &Block, next: &Block) -> bool {
    match (last.item, next.item) {
        (Some(ListMark::Number(a)), Some(ListMark::Number(b))) => {
            last.depth == next.depth && a.checked_add(1) != Some(b)
        }
        _ => false,
    }
}

/// Where words are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spot {
    Cell,
    /// A block; further lines of it stand so far in.
    Block {
        inside: usize,
    },
}

/// The emphasis in force.
#[derive(Default)]
struct Emphasis {
    /// Marks that are open, the innermost last.
    open: Vec<&'static str>,
    /// Blanks that wait for the words after them.
    pending: String,
    /// Bytes of the next words that are written already.
    taken: usize,
}

const BOLD: &str = "**";
const ITALIC: &str = "*";

impl Emphasis {
    /// Closes and opens marks so that the next words look as they should; `lead` is the blank before them, `next`
    /// the words. Between a mark of punctuation and a letter Markdown sees no mark of emphasis: that letter is
    /// written as its number.
    fn change(&mut self, out: &mut String, bold: bool, italic: bool, lead: &str, next: &str) {
        let blanks = std::mem::take(&mut self.pending) + lead;
        self.taken = 0;
        let wanted = |mark: &&str| if **mark == *BOLD { bold } else { italic };
        let kept = self.open.iter().take_while(|mark| wanted(mark)).count();
        let closed: Vec<&str> = self.open.drain(kept..).rev().collect();
        let opened: Vec<&str> =
            [BOLD, ITALIC].into_iter().filter(|mark| wanted(mark) && !self.open.contains(mark)).collect();
        let (last, first) = (out.chars().next_back(), next.chars().next());
        let letter = |c: Option<char>| c.filter(|c| c.is_alphanumeric());
        if let Some(c) = letter(last)
            && letter(first).is_none()
            && blanks.is_empty()
            && closed.is_empty()
            && !opened.is_empty()
        {
            out.truncate(out.len() - c.len_utf8());
            let _ = write!(out, "&#{};", u32::from(c));
        }
        out.extend(closed.iter().copied());
        out.push_str(&blanks);
        if !closed.is_empty() && !opened.is_empty() && blanks.is_empty() {
            // Marks that touch would be read as one.
            out.push_str("<!-- -->");
        }
        out.extend(opened.iter().copied());
        if let Some(c) = letter(first)
            && letter(last).is_none()
            && blanks.is_empty()
            && opened.is_empty()
            && !closed.is_empty()
        {
            let _ = write!(out, "&#{};", u32::from(c));
            self.taken = c.len_utf8();
        }
        self.open.extend(opened);
    }

    /// Writes the blanks that wait.
    fn flush(&mut self, out: &mut String) {
        out.push_str(&std::mem::take(&mut self.pending));
    }
}

/// Writes words so that Markdown takes none of them for markup.
fn escape(out: &mut String, words: &str, spot: Spot, begins: bool) {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in words.char_indices() {
        let rest = &words[at + c.len_utf8()..];
        let alone = rest.is_empty() || rest.starts_with([' ', '\t']);
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' => true,
            '_' => true,
            '<' => rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '&' => rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#'),
            '|' => spot == Spot::Cell,
            '>' => begins && at == 0,
            // An item's or a heading's mark, a rule, a fence, a table.
            '-' | '+' if begins && at == 0 => alone || rest.starts_with(c),
            '#' | '=' | '~' => begins && at == 0,
            '.' | ')' => begins && digits > 0 && digits <= 9 && at == digits && alone,
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
}

/// What a document's front matter, or a Word file's own properties, say.
pub(super) fn properties(meta: &Meta, kind_stated: bool) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    let mut add = |key: &'static str, value: Option<String>| lines.extend(value.map(|value| (key, value)));
    add("kind", meta.kind.filter(|_| kind_stated).map(|kind| kind.id().to_string()));
    add("unit", meta.unit.clone());
    add("province", meta.province.clone());
    add("term", meta.term.map(|(from, to)| format!("{from}-{to}")));
    add("date", meta.date.map(|date| date.to_string()));
    lines
}
