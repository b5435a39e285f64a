//! Text of a paragraph, stretch by stretch.

use super::super::story::{Mark, MarkKind, Piece, PieceKind};
use super::super::xml::attribute;
use super::super::{Bytes, PackageError};
use super::{MAX_PIECES, OpenText, Scanner};
use quick_xml::events::BytesStart;

impl Scanner<'_> {
    /// The open run's index; the run is kept from now on.
    pub(super) fn run_id(&mut self) -> Option<u32> {
        let next = self.story.runs.len() as u32;
        let open = self.level().run.as_mut()?;
        let id = *open.id.get_or_insert(next);
        let run = open.run.clone();
        if id == next {
            self.story.runs.push(run);
        }
        Some(id)
    }

    pub(super) fn visible(&mut self) -> bool {
        let hidden = self.level().run.as_ref().is_none_or(|open| open.run.format.hidden == Some(true));
        !hidden && self.deleted == 0 && self.fields.iter().all(|result| *result)
    }

    /// Adds a stretch to the open paragraph's text.
    pub(super) fn piece(&mut self, text: &str, xml: Bytes, kind: PieceKind) -> Result<(), PackageError> {
        if text.is_empty() || !self.visible() {
            return Ok(());
        }
        self.pieces += 1;
        if self.pieces > MAX_PIECES {
            return Err(PackageError::excess(&self.story.part, format!("quá {MAX_PIECES} mảnh chữ")));
        }
        let Some(run) = self.run_id() else { return Ok(()) };
        let next = self.story.elements.len() as u32;
        let element = match &mut self.level().text {
            Some(open) if kind != PieceKind::Virtual => {
                let new = open.id.is_none().then_some(open.element);
                let id = *open.id.get_or_insert(next);
                self.story.elements.extend(new);
                Some(id)
            }
            _ => None,
        };
        self.with_paragraph(|p| {
            let start = p.text.len();
            p.text.push_str(text);
            p.pieces.push(Piece { text: Bytes::new(start, p.text.len()), xml, run, element, kind });
        });
        Ok(())
    }

    /// Text between tags: counts inside `t` alone. Line ends and tabs in it are spaces.
    pub(super) fn literal(&mut self, at: Bytes) -> Result<(), PackageError> {
        let trims = match &self.level().text {
            None => return Ok(()),
            Some(open) => !open.element.preserve && open.id.is_none(),
        };
        if self.skipped > 0 {
            return Ok(());
        }
        let xml = self.xml;
        let mut start = at.start as usize;
        let mut text = xml.get(at.range()).unwrap_or("");
        if trims {
            let words = text.trim_start_matches(is_blank);
            start += text.len() - words.len();
            text = words;
        }
        while !text.is_empty() {
            let stop = text.find(is_break).unwrap_or(text.len());
            self.piece(&text[..stop], Bytes::new(start, start + stop), PieceKind::Literal)?;
            let rest = &text[stop..];
            let length = if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(0, char::len_utf8) };
            if length > 0 {
                self.piece(" ", Bytes::new(start + stop, start + stop + length), PieceKind::Entity)?;
            }
            start += stop + length;
            text = &text[stop + length..];
        }
        Ok(())
    }

    /// Text in a `t` element that does not equal its bytes.
    pub(super) fn whole(&mut self, text: &str, at: Bytes) -> Result<(), PackageError> {
        if self.skipped > 0 || self.level().text.is_none() {
            return Ok(());
        }
        if text.contains(is_break) {
            self.piece(&text.replace(is_break, " "), at, PieceKind::Entity)
        } else {
            self.piece(text, at, PieceKind::Entity)
        }
    }

    pub(super) fn end_text(&mut self, at: Bytes) {
        let Some(OpenText { element, id: Some(id) }) = self.level().text.take() else { return };
        if let Some(slot) = self.story.elements.get_mut(id as usize) {
            slot.end_tag = at;
        }
        if element.preserve {
            return;
        }
        // Without «preserve» blanks at the end are not shown.
        self.with_paragraph(|p| {
            while let Some(last) = p.pieces.last_mut().filter(|last| last.element == Some(id)) {
                let text = p.text.get(last.text.range()).unwrap_or("");
                let kept =
                    if last.kind == PieceKind::Literal { text.trim_end_matches(is_blank).len() } else { text.len() };
                let cut = (text.len() - kept) as u32;
                last.text.end -= cut;
                last.xml.end -= cut;
                p.text.truncate(last.text.end as usize);
                if kept > 0 {
                    break;
                }
                p.pieces.pop();
            }
        });
    }

    pub(super) fn mark(&mut self, kind: MarkKind, element: &BytesStart<'_>, xml: Bytes) {
        let Some(id) = attribute(element, "id").and_then(|id| id.trim().parse().ok()) else { return };
        let ranged = matches!(kind, MarkKind::CommentStart | MarkKind::CommentEnd);
        if !ranged && !self.visible() {
            return;
        }
        let run = if ranged { None } else { self.run_id() };
        self.with_paragraph(|p| p.marks.push(Mark { kind, id, at: p.text.len() as u32, xml, run }));
    }
}

/// Blanks XML drops at the edges of text that is not to be preserved.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Characters that would break a line of text, and those no text has.
fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// A symbol's letter: those of the symbol fonts that mean something in running text, else a bullet.
pub(super) fn symbol(font: &str, code: &str) -> &'static str {
    let code = u32::from_str_radix(code.trim(), 16).unwrap_or(0) & 0xFFF;
    match (font.to_lowercase().as_str(), code & 0xFF) {
        ("symbol", 0xA3) => "≤",
        ("symbol", 0xB3) => "≥",
        ("symbol", 0xB0) => "°",
        ("symbol", 0xB1) => "±",
        ("symbol", 0xB4) => "×",
        ("symbol", 0xAE) => "→",
        ("symbol", 0xBB) => "≈",
        ("symbol", 0x2D) => "-",
        ("wingdings", 0xE0 | 0xE8) => "→",
        ("wingdings", 0xFC | 0xFE) => "✓",
        _ => "•",
    }
}
