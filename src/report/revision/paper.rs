//! Text set in lines for a terminal, with colours that end with the line.

use crate::report::terminal::Style;

/// Words that stand in one colour.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Ink(pub &'static str);

impl Ink {
    pub const PLAIN: Ink = Ink("");
    pub const BOLD: Ink = Ink("1");
    pub const DIM: Ink = Ink("2");
    /// What is gone: red and struck.
    pub const GONE: Ink = Ink("31;9");
    /// What is new: green and underlined.
    pub const NEW: Ink = Ink("32;4");
    pub const RED: Ink = Ink("31");
    pub const GREEN: Ink = Ink("32");
    pub const MOVED: Ink = Ink("36");
}

/// A word; `glued` to the one before it if no blank stands between them.
struct Word {
    text: String,
    ink: Ink,
    glued: bool,
}

/// Words to be set in lines.
#[derive(Default)]
pub(super) struct Lines {
    words: Vec<Word>,
    /// Whether what was put last ends in a blank.
    open: bool,
}

impl Lines {
    /// Adds some text; a blank stands between it and what is before only if one of the two has it.
    pub fn put(&mut self, text: &str, ink: Ink) {
        let mut first = true;
        for word in text.split_whitespace() {
            let apart = !first || self.open || text.starts_with(char::is_whitespace) || self.words.is_empty();
            self.words.push(Word { text: word.to_string(), ink, glued: !apart });
            first = false;
        }
        if !text.is_empty() {
            self.open = text.ends_with(char::is_whitespace) || (first && !text.is_empty());
        }
    }

    /// A blank, whatever stands beside it.
    pub fn blank(&mut self) {
        self.open = true;
    }

    /// Sets the words: `head` before the first line, as many blanks as it is wide before the others.
    pub fn set(self, out: &mut String, head: &str, style: Style) {
        let indent = width(head);
        let room = style.width.saturating_sub(indent).max(20);
        let mut line = Line { out, style, ink: Ink::PLAIN };
        line.write(head, Ink::PLAIN);
        let mut used = 0;
        let mut words = self.words.into_iter().peekable();
        while let Some(word) = words.next() {
            let mut cluster = vec![word];
            while let Some(next) = words.next_if(|next| next.glued) {
                cluster.push(next);
            }
            let length: usize = cluster.iter().map(|word| width(&word.text)).sum();
            if used > 0 && used + 1 + length > room {
                line.end();
                line.write(&" ".repeat(indent), Ink::PLAIN);
                used = 0;
            }
            let space = used > 0;
            used += length + usize::from(space);
            for (at, word) in cluster.into_iter().enumerate() {
                // A blank within words of one colour has that colour.
                if at == 0 && space {
                    let ink = if line.ink == word.ink { word.ink } else { Ink::PLAIN };
                    line.write(" ", ink);
                }
                line.write(&word.text, word.ink);
            }
        }
        line.end();
    }
}

/// The line under way.
struct Line<'o> {
    out: &'o mut String,
    style: Style,
    ink: Ink,
}

impl Line<'_> {
    fn write(&mut self, text: &str, ink: Ink) {
        self.change(ink);
        self.out.push_str(text);
    }

    fn change(&mut self, ink: Ink) {
        if !self.style.colour || ink == self.ink {
            return;
        }
        if self.ink != Ink::PLAIN {
            self.out.push_str("\u{1B}[0m");
        }
        if ink != Ink::PLAIN {
            self.out.push_str(&format!("\u{1B}[{}m", ink.0));
        }
        self.ink = ink;
    }

    fn end(&mut self) {
        self.change(Ink::PLAIN);
        let blank = self.out.len() - self.out.trim_end_matches(' ').len();
        self.out.truncate(self.out.len() - blank);
        self.out.push('\n');
    }
}

/// Columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// A text in a colour, by itself.
pub(super) fn paint(style: Style, ink: Ink, text: &str) -> String {
    if style.colour && ink != Ink::PLAIN { format!("\u{1B}[{}m{text}\u{1B}[0m", ink.0) } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Lang;

    #[test]
    fn lines_break_between_words_and_keep_their_colours() {
        let style = |colour| Style { colour, width: 24, lang: Lang::Vi };
        let lines = || {
            let mut lines = Lines::default();
            lines.put("đạt ", Ink::PLAIN);
            lines.put("[-65,4-]", Ink::GONE);
            lines.put("{+70,5+}", Ink::NEW);
            lines.put(", tăng nhanh hơn", Ink::NEW);
            lines
        };
        let mut out = String::new();
        lines().set(&mut out, " ~  ", style(false));
        assert_eq!(out, " ~  đạt\n    [-65,4-]{+70,5+},\n    tăng nhanh hơn\n");
        let mut out = String::new();
        lines().set(&mut out, "", style(true));
        assert!(out.contains("\u{1B}[32;4mtăng nhanh hơn\u{1B}[0m\n"), "{out:?}");
    }
}
