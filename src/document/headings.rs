//! Headings as real drafts have them: a bold line, «PHẦN THỨ NHẤT», «I-», «A.», «1.», «a)» on a
//! line of their own.
//!
//! A wrong heading hides a section, a missed one makes a wrong «missing»; so a form counts only
//! when the line stands alone, is short, and does not end like a sentence.

use super::{BlockKind, Document};
use crate::text::{fold, roman};
use std::ops::Range;

/// The number a heading begins with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Numbering {
    /// «PHẦN THỨ NHẤT», «Phần I»: the part's number.
    Part(u32),
    /// «I.», «IV-».
    Roman(u32),
    /// «A.», «B-».
    Letter(char),
    /// «1.», «2.3.»: the numbers.
    Arabic(Vec<u32>),
    /// «a)», «b.».
    LowerLetter(char),
}

impl Numbering {
    /// How deep the form stands among the forms of one document: parts first, letters in brackets last.
    pub fn rank(&self) -> i32 {
        match self {
            Numbering::Part(_) => 0,
            Numbering::Letter(_) => 2,
            Numbering::Roman(_) => 3,
            Numbering::Arabic(numbers) => 4 + (numbers.len() as i32).min(4),
            Numbering::LowerLetter(_) => 9,
        }
    }

    /// The last number, for counting on: «2.3.» is 3.
    pub fn ordinal(&self) -> u32 {
        match self {
            Numbering::Part(n) | Numbering::Roman(n) => *n,
            Numbering::Letter(c) => (*c as u32).saturating_sub('A' as u32) + 1,
            Numbering::LowerLetter(c) => (*c as u32).saturating_sub('a' as u32) + 1,
            Numbering::Arabic(numbers) => numbers.last().copied().unwrap_or(0),
        }
    }
}

const ORDINAL_WORDS: [&str; 8] = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám"];

/// The numbering `text` begins with, and how many bytes it takes with its mark and white space.
pub fn numbering(text: &str) -> Option<(Numbering, usize)> {
    part(text).or_else(|| counted(text))
}

fn part(text: &str) -> Option<(Numbering, usize)> {
    let head: String = text.chars().take(24).collect();
    let folded = fold(&head);
    let rest = folded.strip_prefix("phần ")?;
    let ordinal = rest.strip_prefix("thứ ").unwrap_or(rest);
    let word: String = ordinal.chars().take_while(|c| c.is_alphanumeric()).collect();
    let number = ORDINAL_WORDS
        .iter()
        .position(|w| *w == word)
        .filter(|_| rest.starts_with("thứ "))
        .map(|i| i as u32 + 1)
        .or_else(|| roman::parse(&word))
        .or_else(|| word.parse().ok().filter(|n| (1..20).contains(n)))?;
    // Folding moves no characters, only bytes: count characters of what was read.
    let taken = folded.chars().count() - ordinal.chars().count() + word.chars().count();
    let length = text.char_indices().nth(taken).map_or(text.len(), |(i, _)| i);
    let rest = text[length..].trim_start_matches([' ', '\u{A0}', '.', ':', '-', '–', '—', '*']);
    Some((Numbering::Part(number), text.len() - rest.len()))
}

fn counted(text: &str) -> Option<(Numbering, usize)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != 'Đ' && c != 'đ').unwrap_or(text.len());
    let label = text[..end].trim_end_matches('.');
    let after = &text[label.len()..];
    // A mark, then white space — or the mark right before the words, as «I-ĐẶC ĐIỂM».
    let marks: String = after.chars().take_while(|c| matches!(c, '.' | ')' | '-' | '–' | '—' | '/')).collect();
    let spaced = after[marks.len()..].starts_with([' ', '\u{A0}']);
    let glued = after[marks.len()..].chars().next().is_some_and(char::is_uppercase)
        && !marks.is_empty()
        && !marks.contains('/');
    let spaced_dash = after.trim_start_matches([' ', '\u{A0}']).starts_with(['-', '–', '—'])
        && marks.is_empty()
        && after.starts_with([' ', '\u{A0}']);
    let decimal = label.contains('.') && marks.is_empty() && spaced;
    if !((spaced || glued) && !marks.is_empty() || spaced_dash || decimal) {
        return None;
    }
    let numbering = label_numbering(label, &marks)?;
    let rest = after.trim_start_matches([' ', '\u{A0}', '.', ')', '-', '–', '—', '/']);
    (!rest.is_empty()).then(|| (numbering, text.len() - rest.len()))
}

fn label_numbering(label: &str, marks: &str) -> Option<Numbering> {
    if label.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        let numbers: Option<Vec<u32>> = label.split('.').map(|n| n.parse().ok().filter(|n| *n < 1000)).collect();
        return numbers.filter(|n| (1..=5).contains(&n.len())).map(Numbering::Arabic);
    }
    let mut chars = label.chars();
    let (first, single) = (chars.next()?, chars.next().is_none());
    if label.chars().all(|c| c.is_ascii_uppercase())
        && let Some(number) = roman::parse(label)
        && (number < 40)
        && !(single && matches!(first, 'C' | 'D' | 'L' | 'M'))
    {
        return Some(Numbering::Roman(number));
    }
    match (single, first) {
        (true, 'A'..='Z' | 'Đ') => Some(Numbering::Letter(if first == 'Đ' { 'E' } else { first })),
        (true, 'a'..='z' | 'đ') if !marks.starts_with(['-', '–', '—']) => Some(Numbering::LowerLetter(first)),
        _ => None,
    }
}

/// Whether a line inside a paragraph has so much the form of a heading that it is a block of its own.
pub(super) fn stands_alone(line: &str, bold: bool) -> bool {
    let line = line.trim();
    if !short(line) || ends_like_sentence(line) {
        return false;
    }
    match numbering(line) {
        Some((Numbering::Part(_), _)) => true,
        Some((Numbering::Roman(_) | Numbering::Letter(_), _)) => bold || is_upper(line),
        Some(_) => bold,
        None => bold || (is_upper(line) && line.split_whitespace().count() >= 2),
    }
}

fn short(text: &str) -> bool {
    !text.is_empty() && text.len() < 400 && text.split_whitespace().count() <= 32
}

fn ends_like_sentence(text: &str) -> bool {
    text.ends_with(['.', ';', ',', '!', '?', '…', '”', '"'])
        || text.contains(". ") && numbering(text).is_none_or(|(_, n)| text[n..].contains(". "))
}

/// All letters capitals, and a few of them.
fn is_upper(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 4 && !text.chars().any(char::is_lowercase)
}

/// What a block's form says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Not a heading.
    None,
    /// A heading whatever stands around it.
    Sure,
    /// A plain numbered line: a heading if text follows it, an item if others like it do.
    Line,
}

/// Turns blocks that have the form of a heading into headings, and reads all headings' numbers.
pub(super) fn detect(document: &mut Document) {
    for i in 0..document.blocks.len() {
        let text = document.block_text(&document.blocks[i]);
        if document.blocks[i].is_cell() || text.is_empty() {
            continue;
        }
        let found = numbering(text);
        let block = &mut document.blocks[i];
        if let Some((numbering, length)) = found {
            block.body = block.range.start + length;
            block.numbering = Some(numbering);
        } else if let BlockKind::Item { ordinal: Some(ordinal) } = block.kind {
            block.numbering = u32::try_from(ordinal).ok().map(|n| Numbering::Arabic(vec![n]));
        }
    }
    let forms: Vec<Form> = (0..document.blocks.len()).map(|i| form(document, i)).collect();
    let mut first_heading = document.blocks.iter().position(|b| b.is_heading());
    for (i, form) in forms.iter().enumerate() {
        let heading = match form {
            Form::None => false,
            Form::Sure => !is_subtitle(document, first_heading, i),
            Form::Line => line_is_heading(document, &forms, i),
        };
        if heading {
            document.blocks[i].kind = BlockKind::Heading;
            if first_heading.is_none_or(|f| f > i) {
                first_heading = Some(i);
            }
        }
    }
}

fn form(document: &Document, i: usize) -> Form {
    let block = &document.blocks[i];
    if block.is_heading() || block.is_cell() || block.footnote || block.quoted {
        return Form::None;
    }
    let text = document.block_text(block);
    if !short(text) || is_caption(text) {
        return Form::None;
    }
    let item = matches!(block.kind, BlockKind::Item { .. });
    let words = text.split_whitespace().count();
    let body = document.text.get(block.body..block.range.end).unwrap_or(text);
    let starts_upper = body.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_uppercase);
    if ends_like_sentence(text) || !starts_upper {
        return Form::None;
    }
    let colon = text.ends_with(':');
    match &block.numbering {
        Some(Numbering::Part(_)) if !item => Form::Sure,
        Some(_) if block.bold => Form::Sure,
        Some(Numbering::Roman(_) | Numbering::Letter(_)) if !colon && (is_upper(body) || words <= 24) => Form::Sure,
        Some(Numbering::Arabic(_) | Numbering::LowerLetter(_))
            if !colon && words <= 24 && !last_in_list(document, i) =>
        {
            Form::Line
        }
        None if item => Form::None,
        None if block.bold && !colon => Form::Sure,
        None if is_upper(text) && words >= 2 && !is_letterhead(text) => Form::Sure,
        _ => Form::None,
    }
}

/// «Biểu 1. …», «Bảng 2: …» name a table, not a section.
fn is_caption(text: &str) -> bool {
    let folded = fold(text.char_indices().nth(24).map_or(text, |(end, _)| &text[..end]));
    ["biểu ", "bảng ", "phụ biểu ", "hình ", "biểu đồ "].iter().any(|word| {
        folded.strip_prefix(word).is_some_and(|rest| {
            let number: String = rest.trim_start_matches("số ").chars().take_while(|c| c.is_alphanumeric()).collect();
            number.chars().next().is_some_and(|c| c.is_ascii_digit()) || roman::parse(&number).is_some()
        })
    })
}

/// Lines of a letterhead are in capitals too.
fn is_letterhead(text: &str) -> bool {
    let folded = fold(text.char_indices().nth(32).map_or(text, |(end, _)| &text[..end]));
    [
        "đảng cộng sản việt nam",
        "đảng bộ ",
        "đảng ủy ",
        "ban chấp hành",
        "t/m ",
        "tỉnh ủy",
        "huyện ủy",
        "thành ủy",
        "đại hội",
        "cộng hòa xã hội",
        "chi bộ ",
        "ban thường vụ",
        "bí thư",
        "t/l ",
        "k/t ",
    ]
    .iter()
    .any(|opening| folded.starts_with(opening))
}

/// An item of a real list: another item stands right before or after it.
fn last_in_list(document: &Document, i: usize) -> bool {
    let is_item = |i: usize| document.blocks.get(i).is_some_and(|b| matches!(b.kind, BlockKind::Item { .. }));
    is_item(i) && (is_item(i + 1) || (i > 0 && is_item(i - 1)))
}

/// The line right under the title that says whose report it is.
fn is_subtitle(document: &Document, first_heading: Option<usize>, i: usize) -> bool {
    let block = &document.blocks[i];
    let above = i.checked_sub(1).map(|above| &document.blocks[above]);
    block.numbering.is_none()
        && first_heading.is_some_and(|f| i > 0 && f == i - 1)
        && above.is_some_and(|above| super::kind::infer_from_title(document.block_text(above)).is_some())
        && super::kind::infer_from_title(document.block_text(block)).is_none()
}

/// A plain numbered line heads a section when text follows it; of two in a row the first may head an
/// empty section, of three or more they are a list.
fn line_is_heading(document: &Document, forms: &[Form], i: usize) -> bool {
    let same_form = |a: usize, b: usize| {
        let rank = |i: usize| document.blocks.get(i).and_then(|b| b.numbering.as_ref()).map(Numbering::rank);
        forms.get(a) == Some(&Form::Line) && forms.get(b) == Some(&Form::Line) && rank(a) == rank(b)
    };
    let mut first = i;
    while i - first < 2 && first > 0 && same_form(first - 1, first) {
        first -= 1;
    }
    let mut last = i;
    // Past two it is a list, however long.
    while last - first < 2 && same_form(last, last + 1) {
        last += 1;
    }
    let followed = document.blocks.get(last + 1).is_some_and(|b| !b.footnote);
    followed && last - first < 2
}

/// The words of a heading, without its number.
pub(super) fn words(document: &Document, block: usize) -> Range<usize> {
    let block = &document.blocks[block];
    block.body..block.range.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_all_forms() {
        let read = |text: &str| numbering(text).map(|(n, length)| (n, text[length..].to_string()));
        let rest = |s: &str| s.to_string();
        assert_eq!(read("PHẦN THỨ NHẤT"), Some((Numbering::Part(1), rest(""))));
        assert_eq!(read("Phần II. Phương hướng"), Some((Numbering::Part(2), rest("Phương hướng"))));
        assert_eq!(read("Phần thứ ba: Tổ chức"), Some((Numbering::Part(3), rest("Tổ chức"))));
        assert_eq!(read("I- ĐẶC ĐIỂM"), Some((Numbering::Roman(1), rest("ĐẶC ĐIỂM"))));
        assert_eq!(read("IV. Hạn chế"), Some((Numbering::Roman(4), rest("Hạn chế"))));
        assert_eq!(read("I-ĐẶC ĐIỂM"), Some((Numbering::Roman(1), rest("ĐẶC ĐIỂM"))));
        assert_eq!(read("A. KẾT QUẢ"), Some((Numbering::Letter('A'), rest("KẾT QUẢ"))));
        assert_eq!(read("2.3. Thương mại"), Some((Numbering::Arabic(vec![2, 3]), rest("Thương mại"))));
        assert_eq!(read("2.3 Thương mại"), Some((Numbering::Arabic(vec![2, 3]), rest("Thương mại"))));
        assert_eq!(read("1- Kinh tế"), Some((Numbering::Arabic(vec![1]), rest("Kinh tế"))));
        assert_eq!(read("a) Nông nghiệp"), Some((Numbering::LowerLetter('a'), rest("Nông nghiệp"))));
        for plain in [
            "Xã có 12 thôn",
            "2025 là năm",
            "15/12 hằng năm",
            "Phần lớn hộ dân",
            "phần việc",
            "I",
            "và a",
            "28/30 chỉ tiêu",
        ] {
            assert_eq!(read(plain), None, "{plain}");
        }
    }
}
