//! Dates, terms and document numbers: what numbers with marks between them mean.

use super::{Mention, MentionKind};
use crate::document::Document;
use crate::text::{Case, Date, Gap, Syllable, Token, TokenKind, roman};
use std::sync::LazyLock;

/// A point in time, as exactly as the text gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Year, if given.
    pub year: Option<i32>,
    /// Month, if given; of a quarter, its last month. It may be one the calendar does not have.
    pub month: Option<u8>,
    /// Day, if given. It may be one the calendar does not have.
    pub day: Option<u8>,
    /// How exactly.
    pub precision: Precision,
}

impl DateMention {
    /// The day, if it is given whole and the calendar has it.
    pub fn full(&self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?)
    }
}

/// The unit a date is given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// «ngày 15/12», «30/6/2027».
    Day,
    /// «tháng 8/2023».
    Month,
    /// «quý IV/2025».
    Quarter,
    /// «năm 2025».
    Year,
}

struct Words {
    day: Vec<Syllable>,
    /// Those after which two numbers can be nothing but a day and a month.
    called: usize,
    month: Syllable,
    year: Syllable,
    quarter: Syllable,
    /// Before «năm»: each.
    every: [Syllable; 2],
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    day: ["ngày", "đêm", "sáng", "chiều", "tối", "trước", "từ", "đến", "hết", "mùng", "mồng"]
        .map(Syllable::of)
        .to_vec(),
    called: 5,
    month: Syllable::of("tháng"),
    year: Syllable::of("năm"),
    quarter: Syllable::of("quý"),
    every: ["hằng", "hàng"].map(Syllable::of),
});

/// A year a report may name.
fn year(text: &str, token: &Token) -> Option<i32> {
    if token.kind != TokenKind::Number || token.end - token.start != 4 {
        return None;
    }
    token.text(text).parse().ok().filter(|y| (1900..2100).contains(y))
}

fn small(text: &str, token: &Token, max: u8) -> Option<u8> {
    if token.kind != TokenKind::Number || token.end - token.start > 2 {
        return None;
    }
    token.text(text).parse().ok().filter(|n| (1..=max).contains(n))
}

/// Finds dates, terms and document numbers.
pub(super) fn find(document: &Document, out: &mut Vec<Mention>) {
    let (text, tokens) = (document.text.as_str(), &document.tokens[..]);
    // Every date and number of a document begins with a number or with one of two words.
    let (quarter_word, month_word) = (WORDS.quarter, WORDS.month);
    let begins = |t: &Token| t.kind == TokenKind::Number || t.id == quarter_word || t.id == month_word;
    let mut i = 0;
    while let Some(step) = tokens.get(i..).and_then(|rest| rest.iter().position(begins)) {
        i += step;
        let found = citation(text, tokens, i)
            .or_else(|| term(text, tokens, i))
            .or_else(|| day(text, tokens, i))
            .or_else(|| quarter(text, tokens, i))
            .or_else(|| month(text, tokens, i))
            .or_else(|| bare_year(text, tokens, i));
        match found {
            Some((kind, end)) => {
                out.push(Mention { kind, tokens: i..end });
                i = end;
            }
            None => i += 1,
        }
    }
}

type Found = Option<(MentionKind, usize)>;

fn at(year: Option<i32>, month: Option<u8>, day: Option<u8>, precision: Precision) -> MentionKind {
    MentionKind::Date(DateMention { year, month, day, precision })
}

/// Codes of kinds of document, known where a number's marks are not all there.
const CODES: [&str; 11] = ["NQ", "QĐ", "CT", "KL", "HD", "TB", "BC", "KH", "CTr", "TTr", "CV"];

/// `35-CT/TW`, `1665/NQ-UBTVQH15`, `30/2020/NĐ-CP`, also misspelt ones (`37/CT-TW`, `40 – KH/TU`).
fn citation(text: &str, tokens: &[Token], i: usize) -> Found {
    if tokens[i].kind != TokenKind::Number {
        return None;
    }
    let mut at = i + 1;
    if tokens.get(at).is_some_and(|t| t.gap == Gap::Slash && year(text, t).is_some()) {
        at += 1;
    }
    let code = |t: &Token| {
        t.kind == TokenKind::Word
            && t.case != Case::Lower
            && matches!(t.gap, Gap::Hyphen | Gap::Slash)
            && t.end - t.start <= 10
    };
    let first = tokens.get(at).filter(|t| t.kind == TokenKind::Word && t.case != Case::Lower)?;
    // «118 KL/TW», «12NQ/ĐU»: the hyphen forgotten.
    let bare = || {
        let issuer = tokens.get(at + 1).is_some_and(code);
        matches!(first.gap, Gap::Space | Gap::None) && issuer && CODES.contains(&first.text(text))
    };
    let spelt = |t: &Token| t.text(text).chars().filter(|c| c.is_uppercase()).count() >= 2;
    if !(code(first) && spelt(first) || bare()) {
        return None;
    }
    at += 1;
    let mut end = at;
    while let Some(next) = tokens.get(end) {
        let tight = next.gap == Gap::None && next.kind == TokenKind::Number;
        // «35-CT/TW - Một số vấn đề»: words may follow a dash too.
        if !(tight || (code(next) && spelt(next))) {
            break;
        }
        end += 1;
    }
    let issuer = end > at || first.text(text).contains("QĐ");
    issuer.then_some((MentionKind::Citation, end))
}

/// «nhiệm kỳ 2020 – 2025», «giai đoạn 2026-2030», «2021-2024».
fn term(text: &str, tokens: &[Token], i: usize) -> Found {
    let next = tokens.get(i + 1).filter(|t| t.gap == Gap::Hyphen)?;
    let (from, to) = (year(text, &tokens[i])?, year(text, next)?);
    (to > from && to - from <= 40).then_some((MentionKind::Term(from, to), i + 2))
}

/// «30/6/2027», «15/12», «ngày 16 tháng 6 năm 2025»; of what is called a day and has its year, also «32/8/2025».
fn day(text: &str, tokens: &[Token], i: usize) -> Found {
    let number = |t: &Token| small(text, t, 99);
    let second = tokens.get(i + 1).filter(|t| t.gap == Gap::Slash || t.id == WORDS.month)?;
    let day = number(&tokens[i])?;
    let before = i.checked_sub(1).map(|b| &tokens[b]).filter(|_| tokens[i].gap.joins());
    let word = before.and_then(|b| WORDS.day.iter().position(|w| *w == b.id));
    let (named, called) = (word.is_some(), word.is_some_and(|w| w < WORDS.called));
    let found = |year, month, end| Some((at(year, Some(month), Some(day), Precision::Day), end));
    let real = |month: u8| day <= 31 && month <= 12;
    if second.gap == Gap::Slash
        && let Some(month) = number(second)
    {
        if let Some(third) = tokens.get(i + 2).filter(|t| t.gap == Gap::Slash)
            && let Some(year) = year(text, third)
        {
            return if real(month) || called { found(Some(year), month, i + 3) } else { None };
        }
        // «30/11 hằng năm»
        let yearly = || {
            let next = tokens.get(i + 2..i + 4);
            next.is_some_and(|next| WORDS.every.contains(&next[0].id) && next[1].id == WORDS.year)
        };
        return if (named || yearly()) && real(month) { found(None, month, i + 2) } else { None };
    }
    if named && second.id == WORDS.month {
        let month = tokens.get(i + 2).and_then(number)?;
        let worded = tokens.get(i + 3).filter(|t| t.id == WORDS.year).and_then(|_| tokens.get(i + 4));
        let year = worded.and_then(|t| year(text, t));
        let end = if year.is_some() { i + 5 } else { i + 3 };
        return if real(month) || (called && year.is_some()) { found(year, month, end) } else { None };
    }
    None
}

/// «quý IV/2025», «quý II hằng năm», «quý 3 năm 2026».
fn quarter(text: &str, tokens: &[Token], i: usize) -> Found {
    if tokens[i].id != WORDS.quarter {
        return None;
    }
    let next = tokens.get(i + 1)?;
    let number = roman::parse(next.text(text)).or_else(|| small(text, next, 4).map(u32::from)).filter(|n| *n <= 4)?;
    let (year, end) = trailing_year(text, tokens, i + 2);
    Some((at(year, Some(number as u8 * 3), None, Precision::Quarter), end))
}

/// «tháng 8/2023», «tháng 10 năm 2025», «tháng 12 hằng năm».
fn month(text: &str, tokens: &[Token], i: usize) -> Found {
    if tokens[i].id != WORDS.month {
        return None;
    }
    // «từ 48 đến dưới 60 tháng 04 đồng chí»: more than any day stands before it, so many months are meant.
    let before = i.checked_sub(1).and_then(|before| tokens.get(before)).filter(|_| tokens[i].gap == Gap::Space);
    if before.is_some_and(|t| t.kind == TokenKind::Number && small(text, t, 31).is_none()) {
        return None;
    }
    let month = tokens.get(i + 1).filter(|t| t.gap == Gap::Space).and_then(|t| small(text, t, 99))?;
    let (year, end) = trailing_year(text, tokens, i + 2);
    // «lương tháng 13» is pay; «tháng 13/2025» can be nothing but a slip.
    if month > 12 && (year.is_none() || end > i + 3) {
        return None;
    }
    Some((at(year, Some(month), None, Precision::Month), end))
}

fn trailing_year(text: &str, tokens: &[Token], i: usize) -> (Option<i32>, usize) {
    let Some(next) = tokens.get(i) else { return (None, i) };
    if next.gap == Gap::Slash
        && let Some(year) = year(text, next)
    {
        return (Some(year), i + 1);
    }
    if next.id == WORDS.year
        && let Some(year) = tokens.get(i + 1).and_then(|t| year(text, t))
    {
        return (Some(year), i + 2);
    }
    (None, i)
}

/// «năm 2025», «các năm 2021, 2022»: a year must be called one, or stand in a row of years.
fn bare_year(text: &str, tokens: &[Token], i: usize) -> Found {
    let year = year(text, &tokens[i])?;
    let before = tokens.get(i.checked_sub(1)?)?;
    let called = before.id == WORDS.year;
    let in_row = i >= 2 && self::year(text, before).is_some() && matches!(tokens[i].gap, Gap::Comma | Gap::Hyphen)
        || before.text(text) == "và" && i >= 2 && self::year(text, &tokens[i - 2]).is_some();
    (called || in_row).then_some((at(Some(year), None, None, Precision::Year), i + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::from_example;

    fn found(text: &str) -> Vec<String> {
        let document = from_example(text).unwrap();
        let mut out = Vec::new();
        find(&document, &mut out);
        out.iter().map(|m| document.token_text(m.tokens.clone()).to_string()).collect()
    }

    #[test]
    fn dates_terms_and_numbers_of_documents() {
        assert_eq!(
            found("Trước ngày 30/6/2027, quý IV/2025, tháng 8/2023, đêm 28/9, ngày 16 tháng 6 năm 2025."),
            ["30/6/2027", "quý IV/2025", "tháng 8/2023", "28/9", "16 tháng 6 năm 2025"]
        );
        assert_eq!(
            found("Nhiệm kỳ 2020 – 2025, trong hai năm 2020, 2021 và 2022."),
            ["2020 – 2025", "2020", "2021", "2022"]
        );
        assert_eq!(
            found("Chỉ thị số 35-CT/TW, Nghị quyết 1665/NQ-UBTVQH15, kế hoạch số 40 – KH/TU, 37/CT-TW"),
            ["35-CT/TW", "1665/NQ-UBTVQH15", "40 – KH/TU", "37/CT-TW"]
        );
        assert_eq!(found("Chỉ thị 35-CT/TW - Một số vấn đề; 1719/QĐ-TTg"), ["35-CT/TW", "1719/QĐ-TTg"]);
        assert_eq!(
            found("ngày 32/8/2025, ngày 15 tháng 13 năm 2025, tháng 14/2025, lương tháng 13 năm nay, 45/60/2025"),
            ["32/8/2025", "15 tháng 13 năm 2025", "tháng 14/2025"]
        );
        assert_eq!(found("mỗi ngày 45/60 lượt, ngày 12/15 hộ"), Vec::<String>::new());
        assert_eq!(found("Có 28/30 chỉ tiêu, 2025 hộ, 4/61 đồng chí."), Vec::<String>::new());
    }
}
