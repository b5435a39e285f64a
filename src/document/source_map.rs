//! From plain text back to the bytes of the file it was read from.

use std::ops::Range;

/// A byte range of a source file, as it stands on disk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of the two offsets.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// As a range, for slicing.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A stretch of plain text and the stretch of source it came from.
#[derive(Clone, Copy, Debug)]
struct Segment {
    text: u32,
    text_len: u32,
    source: u32,
    source_len: u32,
}

/// Plain text ↔ source, segment by segment. A segment of equal lengths is literal and maps byte by
/// byte; any other (an entity, an escape, a decomposed letter, a soft break) maps as a whole.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    segments: Vec<Segment>,
}

impl SourceMap {
    /// Records that the text from `text` on, `text_len` bytes, came from `source`.
    pub fn push(&mut self, text: usize, text_len: usize, source: Range<usize>) {
        let segment = Segment {
            text: text as u32,
            text_len: text_len as u32,
            source: source.start as u32,
            source_len: source.len() as u32,
        };
        if let Some(last) = self.segments.last_mut() {
            let literal = |s: &Segment| s.text_len == s.source_len;
            if literal(last)
                && literal(&segment)
                && last.text + last.text_len == segment.text
                && last.source + last.source_len == segment.source
            {
                last.text_len += segment.text_len;
                last.source_len += segment.source_len;
                return;
            }
        }
        self.segments.push(segment);
    }

    /// The source bytes behind a range of the text.
    pub fn span(&self, text: Range<usize>) -> Span {
        let start = self.position(text.start, false);
        let end = if text.end > text.start { self.position(text.end, true) } else { start };
        Span::new(start, end.max(start))
    }

    /// The source offset of a text offset; with `closing`, of the end of the byte before it.
    fn position(&self, text: usize, closing: bool) -> usize {
        let at = text as u32;
        let found = if closing {
            self.segments.partition_point(|s| s.text < at)
        } else {
            self.segments.partition_point(|s| s.text <= at)
        };
        let Some(segment) = found.checked_sub(1).and_then(|i| self.segments.get(i)) else {
            return self.segments.first().map_or(0, |s| s.source as usize);
        };
        let inside = at - segment.text;
        let offset = if inside >= segment.text_len {
            segment.source_len
        } else if segment.text_len == segment.source_len {
            inside
        } else if closing && inside > 0 {
            segment.source_len
        } else {
            0
        };
        (segment.source + offset) as usize
    }
}

/// Lines of a file, for positions that people read. Lines and columns count from 1.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Characters before every [`STRIDE`]th byte: a line may be as long as the file.
    chars: Vec<u32>,
}

const STRIDE: usize = 1024;

/// Characters that begin in some bytes of UTF-8.
fn count_chars(bytes: &[u8]) -> usize {
    // Sums of a byte, which a processor adds sixteen at a time, as far as one holds.
    let few = |few: &[u8]| few.iter().map(|&b| u8::from((b as i8) >= -0x40)).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|bytes| usize::from(few(bytes))).sum()
}

impl LineIndex {
    /// Indexes the lines of `source`.
    pub fn new(source: &str) -> LineIndex {
        let ends = memchr::memchr_iter(b'\n', source.as_bytes()).map(|i| i as u32 + 1);
        let mut before = 0;
        let chars = source.as_bytes().chunks(STRIDE).map(|chunk| {
            let chars = before;
            before += count_chars(chunk) as u32;
            chars
        });
        LineIndex { chars: chars.collect(), starts: std::iter::once(0).chain(ends).collect() }
    }

    /// Line, and column in characters, of a byte offset of `source`.
    pub fn line_column(&self, source: &str, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&s| s as usize <= offset).max(1);
        let start = self.starts.get(line - 1).map_or(0, |&s| s as usize);
        let chars = self.chars_before(source, offset).saturating_sub(self.chars_before(source, start));
        let bom = usize::from(start == 0 && offset > 0 && source.starts_with('\u{FEFF}'));
        (line, chars.saturating_sub(bom) + 1)
    }

    fn chars_before(&self, source: &str, offset: usize) -> usize {
        let offset = offset.min(source.len());
        let stride = (offset / STRIDE).min(self.chars.len().saturating_sub(1));
        let counted = self.chars.get(stride).map_or(0, |&chars| chars as usize);
        counted + source.as_bytes().get(stride * STRIDE..offset).map_or(0, count_chars)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_and_whole_segments() {
        let mut map = SourceMap::default();
        map.push(0, 3, 2..5); // "abc"
        map.push(3, 1, 5..10); // "&" from "&amp;"
        map.push(4, 2, 10..12); // "de"
        map.push(7, 2, 20..22); // next block, after a "\n" of ours
        assert_eq!(map.span(0..3), Span::new(2, 5));
        assert_eq!(map.span(1..4), Span::new(3, 10));
        assert_eq!(map.span(3..4), Span::new(5, 10));
        assert_eq!(map.span(4..6), Span::new(10, 12));
        assert_eq!(map.span(5..8), Span::new(11, 21));
        assert_eq!(map.span(7..7), Span::new(20, 20));
    }

    #[test]
    fn columns_are_characters() {
        let source = "\u{FEFF}một\r\nhai bà\n";
        let lines = LineIndex::new(source);
        assert_eq!(lines.line_column(source, 3), (1, 1));
        assert_eq!(lines.line_column(source, source.find("bà").unwrap()), (2, 5));
    }

    #[test]
    fn columns_of_a_long_line() {
        let source = format!("x\n{}", "ủy ban ".repeat(1000));
        let lines = LineIndex::new(&source);
        for (i, (offset, _)) in source.char_indices().enumerate().skip(2) {
            assert_eq!(lines.line_column(&source, offset), (2, i - 1));
        }
        assert_eq!(lines.line_column(&source, source.len()), (2, 7001));
    }
}
