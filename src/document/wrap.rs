//! Whether a line break inside running text ends a paragraph.
//!
//! Text pasted out of Word has one paragraph a line; text from an editor or a mail is wrapped at a
//! fixed width. In the first every break counts, in the second only one the width did not force.

/// What the breaks of one file mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wrap {
    /// The width the file is wrapped at; `None` if each line is a paragraph.
    width: Option<usize>,
}

/// Widths an editor wraps at. Shorter lines are titles, longer ones whole paragraphs.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=140;

impl Wrap {
    /// Reads the habit of a file off its lines: a long line that goes on in lower case was wrapped.
    pub fn of(source: &str) -> Wrap {
        let (mut breaks, mut forced, mut width) = (0usize, 0usize, 0);
        let mut before: Option<&str> = None;
        for line in source.lines() {
            let text = line.trim();
            if text.is_empty() || text.starts_with('|') || text.matches('\t').count() >= 2 {
                before = None;
                continue;
            }
            if let Some(before) = before
                && WIDTHS.contains(&columns(before))
            {
                breaks += 1;
                if goes_on(text) {
                    forced += 1;
                    width = width.max(columns(before));
                }
            }
            before = Some(line);
        }
        // Vietnamese prose is four fifths lower case; headings and list items dilute it.
        Wrap { width: (forced > 0 && forced * 4 >= breaks).then_some(width) }
    }

    /// Whether a paragraph ends between two lines of a file.
    pub fn parts(self, before: &str, next: &str) -> bool {
        let (end, text) = (before.trim_end(), next.trim());
        if text.is_empty() || goes_on(text) {
            return false;
        }
        let Some(width) = self.width else { return true };
        let closed = end.ends_with(['.', ':', ';', '!', '?', '…', '”', '"', ')']);
        let word = text.split_whitespace().next().map_or(0, |w| w.chars().count());
        let needed = columns(end) + 1 + word;
        let indented = indent(next) > indent(before);
        // A hand wraps raggedly: without a closing mark the line must be short by a good deal.
        if closed {
            needed <= width || indented || super::headings::numbering(text).is_some()
        } else {
            needed * 4 <= width * 3 || (indented && needed <= width)
        }
    }
}

/// A line in lower case continues the one before, unless its first letter is its number.
fn goes_on(line: &str) -> bool {
    line.chars().next().is_some_and(char::is_lowercase) && super::headings::numbering(line).is_none()
}

fn columns(line: &str) -> usize {
    line.trim_end().chars().count()
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_lines_are_paragraphs() {
        let text = "1. Kết quả thực hiện các chỉ tiêu\nCó 24/25 chỉ tiêu đạt và vượt mục tiêu nghị quyết.\nĐời sống của nhân dân các thôn được chăm lo đầy đủ.\n";
        let wrap = Wrap::of(text);
        assert!(wrap.parts("1. Kết quả thực hiện các chỉ tiêu", "Có 24/25 chỉ tiêu"));
        assert!(!wrap.parts("BÁO CÁO CHÍNH TRỊ", "của Ban Chấp hành"));
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "Phường được thành lập ngày 01/7/2025 trên cơ sở ba đơn vị; diện tích\nrộng 18,4 km2; Đảng bộ có 38 chi bộ, 1.642 đảng viên, Ban Chấp hành Đảng\nbộ có 27 đồng chí.\n";
        let wrap = Wrap::of(text);
        let line = "Phường được thành lập trên cơ sở toàn bộ ba đơn vị gồm các phường Long";
        assert!(!wrap.parts(line, "Hưng, Phước Tân và một phần phường Tam Phước."), "a name cut in two");
        assert!(wrap.parts("2. Lĩnh vực kinh tế", "Toàn phường có 341 doanh nghiệp"), "a short line ends by itself");
        assert!(wrap.parts("bộ có 27 đồng chí.", "Toàn phường có 341 doanh nghiệp"));
    }
}
