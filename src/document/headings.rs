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
    /// «PHẦN THỨ NHẤT», «Phần I», «Phần A»: the part's number.
    Part(u32),
    /// «Chương II», «Mục 1»: its number.
    Chapter(u32),
    /// «I.», «IV-».
    Roman(u32),
    /// «A.», «B-».
    Letter(char),
    /// «1.», «2.3.»: the numbers.
    Arabic(Vec<u32>),
    /// «a)», «b.».
    LowerLetter(char),
    /// «(1)».
    Bracketed(u32),
}

impl Numbering {
    /// How deep the form stands among the forms of one document: parts first, letters in brackets last.
    pub fn rank(&self) -> i32 {
        match self {
            Numbering::Part(_) => 0,
            Numbering::Chapter(_) => 1,
            Numbering::Letter(_) => 2,
            Numbering::Roman(_) => 3,
            Numbering::Arabic(numbers) => 4 + (numbers.len() as i32).min(4),
            Numbering::LowerLetter(_) => 9,
            Numbering::Bracketed(_) => 10,
        }
    }

    /// The last number, for counting on: «2.3.» is 3.
    pub fn ordinal(&self) -> u32 {
        match self {
            Numbering::Part(n) | Numbering::Chapter(n) | Numbering::Roman(n) | Numbering::Bracketed(n) => *n,
            Numbering::Letter(c) => (*c as u32).saturating_sub('A' as u32) + 1,
            Numbering::LowerLetter(c) => (*c as u32).saturating_sub('a' as u32) + 1,
            Numbering::Arabic(numbers) => numbers.last().copied().unwrap_or(0),
        }
    }
}

const ORDINAL_WORDS: [&str; 8] = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám"];

/// The numbering `text` begins with, and how many bytes it takes with its mark and white space.
pub fn numbering(text: &str) -> Option<(Numbering, usize)> {
    named(text).or_else(|| bracketed(text)).or_else(|| counted(text))
}

/// What counts in words of its own and is no heading's number: an article of a resolution, a step of a script.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counted {
    /// «Điều 4.»
    Article,
    /// «Bước 8:»
    Step,
}

/// The article or step a line begins with, its number, and how many bytes it takes with its mark.
pub fn counted_word(text: &str) -> Option<(Counted, u32, usize)> {
    let words =
        [("Điều ", Counted::Article), ("ĐIỀU ", Counted::Article), ("Bước ", Counted::Step), ("BƯỚC ", Counted::Step)];
    let (rest, counted) = words.iter().find_map(|(word, counted)| Some((text.strip_prefix(word)?, *counted)))?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = rest.strip_suffix(after)?.parse().ok().filter(|n| (1..100).contains(n))?;
    // «Bước 9-», «Bước 9 -»: a step's dash may stand apart, but «Điều 2 - Điều 5» names several articles.
    let mark = after.trim_start().chars().next()?;
    // «Bước 4 (07 giờ 55 - 08 giờ 15). Trình bày …»: the hours belong to the step, not to its number.
    if counted == Counted::Step && mark == '(' {
        let hours = after.split_once(')').is_some_and(|(hours, _)| hours.contains(|c: char| c.is_ascii_digit()));
        return hours.then(|| (counted, number, text.len() - after.len()));
    }
    let dash = matches!(mark, '-' | '–' | '—');
    let rest = after.trim_start().get(mark.len_utf8()..)?;
    let marked = if dash {
        let joined = counted == Counted::Step || after.starts_with(mark);
        joined && !rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
    } else {
        // «Bước 1, ngày 09/7/2025: …», but «Điều 2, Điều lệ Đảng quy định …».
        after.starts_with(['.', ':', ')']) || counted == Counted::Step && mark == ','
    };
    marked.then(|| (counted, number, text.len() - rest.len()))
}

/// Whether a text is nothing but a number with its mark: «I.», «2)», «a-».
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 8 && numbering(&format!("{text} X")).is_some_and(|(_, length)| length > text.len())
}

/// «Phần thứ nhất», «PHẦN A», «Chương II», «Mục 1».
fn named(text: &str) -> Option<(Numbering, usize)> {
    // Asked of every block, and most begin with none of their letters.
    if !text.starts_with(['P', 'p', 'C', 'c', 'M', 'm']) {
        return None;
    }
    let head: String = text.chars().take(24).collect();
    let folded = fold(&head);
    let (rest, part) = match folded.strip_prefix("phần ") {
        Some(rest) => (rest, true),
        None => (folded.strip_prefix("chương ").or_else(|| folded.strip_prefix("mục "))?, false),
    };
    let ordinal = rest.strip_prefix("thứ ").unwrap_or(rest);
    let word: String = ordinal.chars().take_while(|c| c.is_alphanumeric()).collect();
    let letter = || Some(word.as_bytes()).filter(|w| part && w.len() == 1).map(|w| u32::from(w[0].wrapping_sub(b'a')));
    let number = ORDINAL_WORDS
        .iter()
        .position(|w| *w == word)
        .filter(|_| rest.starts_with("thứ "))
        .map(|i| i as u32 + 1)
        .or_else(|| roman::parse(&word).filter(|n| *n < 40))
        .or_else(|| word.parse().ok().filter(|n| (1..20).contains(n)))
        .or_else(|| letter().filter(|n| *n < 8).map(|n| n + 1))?;
    // Folding moves no characters, only bytes: count characters of what was read.
    let taken = folded.chars().count() - ordinal.chars().count() + word.chars().count();
    let length = text.char_indices().nth(taken).map_or(text.len(), |(i, _)| i);
    let rest = text[length..].trim_start_matches([' ', '\u{A0}', '\t', '.', ':', '-', '–', '—', '*', '/', ')']);
    let marked = text[length..].trim_start().starts_with(['.', ':', '-', '–', '—', '/', ')']);
    // «Mục 3 Điều 5 quy định …» names a place in a law; a chapter's number has its mark.
    let numbering = if part { Numbering::Part(number) } else { Numbering::Chapter(number) };
    (part || marked || rest.is_empty()).then(|| (numbering, text.len() - rest.len()))
}

/// «(1) Hoàn thành …», «(a) Nông nghiệp».
fn bracketed(text: &str) -> Option<(Numbering, usize)> {
    let inner = text.strip_prefix('(')?;
    let close = inner.find(')').filter(|i| (1..=4).contains(i))?;
    let numbering = match label_numbering(&inner[..close], ")")? {
        Numbering::Arabic(numbers) => Numbering::Bracketed(*numbers.first().filter(|_| numbers.len() == 1)?),
        Numbering::Roman(number) => Numbering::Bracketed(number),
        letter @ Numbering::LowerLetter(_) => letter,
        _ => return None,
    };
    let after = &inner[close + 1..];
    let rest = after.trim_start_matches([' ', '\u{A0}', '\t', '.', ':', '-', '–', '—']);
    (!rest.is_empty() && rest.len() < after.len()).then(|| (numbering, text.len() - rest.len()))
}

fn counted(text: &str) -> Option<(Numbering, usize)> {
    const BLANK: [char; 3] = [' ', '\u{A0}', '\t'];
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != 'Đ' && c != 'đ').unwrap_or(text.len());
    let label = text[..end].trim_end_matches('.');
    let after = &text[label.len()..];
    // A mark, then white space — or the mark right before the words, as «I-ĐẶC ĐIỂM».
    let marks: String = after.chars().take_while(|c| matches!(c, '.' | ')' | '-' | '–' | '—' | '/')).collect();
    let spaced = after[marks.len()..].starts_with(BLANK);
    let mut next = after[marks.len()..].chars();
    // «1/Kinh tế» is a heading, «12/NQ» the number of a document.
    let word = next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase);
    let glued =
        after[marks.len()..].starts_with(char::is_uppercase) && !marks.is_empty() && (!marks.contains('/') || word);
    let spaced_dash =
        after.trim_start_matches(BLANK).starts_with(['-', '–', '—']) && marks.is_empty() && after.starts_with(BLANK);
    let decimal = label.contains('.') && marks.is_empty() && spaced;
    if !((spaced || glued) && !marks.is_empty() || spaced_dash || decimal) {
        return None;
    }
    let numbering = label_numbering(label, &marks)?;
    let rest = after.trim_start_matches([' ', '\u{A0}', '\t', '.', ')', '-', '–', '—', '/']);
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
        (true, 'a'..='z' | 'đ') if !marks.is_empty() => Some(Numbering::LowerLetter(first)),
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
        Some((Numbering::Part(_) | Numbering::Chapter(_), _)) => true,
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
    labels(document, &forms);
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

/// A number alone on its line («II.») heads a section together with the heading line after it.
fn labels(document: &mut Document, forms: &[Form]) {
    for i in 0..document.blocks.len() {
        let block = &document.blocks[i];
        let alone = block.numbering.is_none() && !block.is_cell() && !block.quoted && !block.footnote;
        let label = document.block_text(block).trim_end_matches(['.', ':', '-', ')', '/', ' ']);
        let Some(numbering) = Some(label).filter(|_| alone).and_then(|l| label_numbering(l, ".")) else { continue };
        let named = document.blocks.get(i + 1).is_some_and(|next| {
            next.numbering.is_none() && (next.is_heading() || forms.get(i + 1) == Some(&Form::Sure))
        });
        if named && numbering.rank() < 9 {
            let block = &mut document.blocks[i];
            block.body = block.range.end;
            block.numbering = Some(numbering);
            block.kind = BlockKind::Heading;
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
    // «**1. Kinh tế.**»: a full stop is no sentence's when the whole short line stands out and is numbered.
    let emphasised = block.bold || block.lead.as_ref().is_some_and(|l| *l == block.range);
    let stopped = emphasised && block.numbering.is_some() && words <= 16 && text.ends_with('.');
    let closing = if stopped { text.trim_end_matches('.') } else { text };
    if ends_like_sentence(closing) || !starts_upper {
        return Form::None;
    }
    // «1. Lĩnh vực kinh tế:» heads a section; a long line before a colon announces a list.
    let announces = text.ends_with(':') && body.split_whitespace().count() > 14;
    let longest = if text.ends_with(':') { 14 } else { 24 };
    match &block.numbering {
        Some(Numbering::Part(_) | Numbering::Chapter(_)) if !item => Form::Sure,
        Some(_) if emphasised => Form::Sure,
        Some(Numbering::Roman(_) | Numbering::Letter(_)) if !announces && (is_upper(body) || words <= longest) => {
            Form::Sure
        }
        Some(Numbering::Arabic(_) | Numbering::LowerLetter(_) | Numbering::Bracketed(_))
            if words <= longest && !in_list(document, i) =>
        {
            Form::Line
        }
        // «- **Lĩnh vực kinh tế**» over a paragraph of its own.
        None if item => {
            let followed = document.blocks.get(i + 1).is_some_and(|b| b.kind == BlockKind::Paragraph);
            if block.bold && followed && words <= 16 { Form::Sure } else { Form::None }
        }
        None if block.bold && words <= longest && !is_closing(text) => Form::Sure,
        None if is_upper(text) && words >= 2 && !is_letterhead(text) => Form::Sure,
        // «*Nguyên nhân khách quan*» over its text; dates, units of measure and remarks are in italics too.
        None if emphasised => {
            let followed = document.blocks.get(i + 1).is_some_and(|b| b.is_prose() && !b.quoted);
            let remark = text.starts_with('(') || text.contains(|c: char| c.is_ascii_digit() || c == '/');
            let named = followed && !remark && words <= 10 && !is_closing(text);
            if named && !text.trim_end_matches(':').contains([',', ':']) { Form::Sure } else { Form::None }
        }
        _ => Form::None,
    }
}

/// Bold lines at the foot of a document.
fn is_closing(text: &str) -> bool {
    let folded = fold(text);
    ["nơi nhận", "kính gửi", "kính thưa", "độc lập", "đơn vị tính", "ghi chú", "nguồn"]
        .iter()
        .any(|opening| folded.starts_with(opening))
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
        "tm ",
        "t/l ",
        "tl ",
        "k/t ",
        "kt ",
        "dự thảo",
        "nơi nhận",
        "độc lập",
        "ủy ban nhân dân",
    ]
    .iter()
    .any(|opening| folded.starts_with(opening))
}

/// An item of a real list: others of its kind stand right before or after it, three together or two
/// that no numbering carries on. Bullets under a numbered line are its text.
fn in_list(document: &Document, i: usize) -> bool {
    let numbered = |i: usize| match document.blocks.get(i).map(|b| b.kind) {
        Some(BlockKind::Item { ordinal }) => Some(ordinal.is_some()),
        _ => None,
    };
    let this = numbered(i);
    if this.is_none() {
        return false;
    }
    let before = (0..i).rev().take(2).take_while(|&j| numbered(j) == this).count();
    let after = (i + 1..i + 3).take_while(|&j| numbered(j) == this).count();
    before + after > usize::from(this == Some(true))
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
    match last - first {
        0 => followed,
        // Two lines of which only the second has text are a list, unless the numbers run on around them.
        1 => followed && runs_on(document, first, last),
        _ => false,
    }
}

/// Blocks looked through for the number that carries a count on.
const REACH: usize = 400;

/// Whether the number before `first` or after `last` stands at a line of its own elsewhere.
fn runs_on(document: &Document, first: usize, last: usize) -> bool {
    let number = |i: usize| document.blocks[i].numbering.as_ref().map(|n| (n.rank(), n.ordinal()));
    let (Some((rank, from)), Some((_, to))) = (number(first), number(last)) else { return false };
    let next_like = |mut blocks: &mut dyn Iterator<Item = usize>| {
        (&mut blocks).find_map(|i| number(i).filter(|n| n.0 <= rank && !document.blocks[i].is_cell()))
    };
    next_like(&mut (0..first).rev().take(REACH)) == Some((rank, from.wrapping_sub(1)))
        || next_like(&mut (last + 1..document.blocks.len()).take(REACH)) == Some((rank, to + 1))
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
    fn articles_and_steps_by_their_words() {
        fn read(text: &str) -> Option<(Counted, u32, &str)> {
            counted_word(text).map(|(counted, number, length)| (counted, number, &text[..length]))
        }
        assert_eq!(read("Điều 4. Giao Ban Chấp hành"), Some((Counted::Article, 4, "Điều 4.")));
        assert_eq!(read("Bước 9- Chào cờ"), Some((Counted::Step, 9, "Bước 9-")));
        assert_eq!(read("Bước 9 – Chào cờ"), Some((Counted::Step, 9, "Bước 9 –")));
        assert_eq!(read("Bước 1, ngày 09/7/2025: họp"), Some((Counted::Step, 1, "Bước 1,")));
        for none in
            ["Điều 2 - Điều 5 Điều lệ", "Điều 2, Điều lệ Đảng", "Bước 2-3 ngày", "Bước đầu", "Điều 0.", "Bước 9"]
        {
            assert_eq!(read(none), None, "{none}");
        }
    }

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
        assert_eq!(read("Phần A - Kết quả"), Some((Numbering::Part(1), rest("Kết quả"))));
        assert_eq!(read("Mục 1. Đặc điểm"), Some((Numbering::Chapter(1), rest("Đặc điểm"))));
        assert_eq!(read("(1) Kinh tế"), Some((Numbering::Bracketed(1), rest("Kinh tế"))));
        assert_eq!(read("(b) Chăn nuôi"), Some((Numbering::LowerLetter('b'), rest("Chăn nuôi"))));
        assert_eq!(read("1/Kinh tế"), Some((Numbering::Arabic(vec![1]), rest("Kinh tế"))));
        assert_eq!(read("1.\tKinh tế"), Some((Numbering::Arabic(vec![1]), rest("Kinh tế"))));
        assert_eq!(read("a) Nông nghiệp"), Some((Numbering::LowerLetter('a'), rest("Nông nghiệp"))));
        for plain in [
            "Xã có 12 thôn",
            "2025 là năm",
            "15/12 hằng năm",
            "Phần lớn hộ dân",
            "phần việc",
            "Phần lớn",
            "Mục tiêu đến năm 2030",
            "Mục 3 Điều 5 quy định",
            "12/NQ-TW của Bộ Chính trị",
            "(sau đây gọi là xã)",
            "(22 đảng viên)",
            "I",
            "và a",
            "28/30 chỉ tiêu",
        ] {
            assert_eq!(read(plain), None, "{plain}");
        }
    }
}
