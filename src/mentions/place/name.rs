//! The name after a unit word: how far it goes.

use crate::document::Document;
use crate::places::{Gazetteer, Level, UnitType};
use crate::text::{Case, Gap, Syllable, Token, TokenKind};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A name as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Its tokens; empty if there is none.
    pub tokens: Range<usize>,
    /// Whether the gazetteer has it.
    pub known: bool,
    /// Whether more capitalised words follow that belong to no known name.
    pub longer: bool,
}

/// Words of names that are written without a capital («Nông trường Phong Hải»).
static FARM: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["nông", "trường"].map(Syllable::of));

/// Surnames: «Bí thư Đảng ủy xã Kim Lộc Nguyễn Văn A» names a person after the unit.
static SURNAMES: LazyLock<Vec<Syllable>> = LazyLock::new(|| {
    [
        "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô",
        "dương", "lý", "đinh", "trịnh", "mai", "cao", "lương", "đoàn", "tô", "hà", "trương", "tạ", "thái", "chu",
    ]
    .map(Syllable::of)
    .to_vec()
});

/// No name of the gazetteer has more words; one more for a spaced hyphen.
const MOST_WORDS: usize = 8;

/// What is looked up: a level and the words that may hold a name.
type Run = (Level, Vec<Syllable>);

/// Looked-up names a thread remembers; then it begins anew.
const REMEMBERED: usize = 4096;

thread_local! {
    /// What this thread has looked up: the documents of a dossier name the same units on every page.
    static SEEN: RefCell<HashMap<Run, Option<usize>>> = RefCell::default();
}

/// Finds names in one document.
pub(super) struct Names<'d> {
    document: &'d Document,
    gazetteer: &'static Gazetteer,
}

impl<'d> Names<'d> {
    pub fn new(document: &'d Document) -> Self {
        Self { document, gazetteer: Gazetteer::embedded() }
    }

    /// The longest known name from token `start` of a unit of this type's level, else the whole run of
    /// capitalised words. Whether a name may begin there is for the caller to know.
    pub fn at(&self, start: usize, unit: UnitType) -> Name {
        let run = self.run(start, unit);
        let tokens = &self.document.tokens;
        if run.is_empty() {
            return Name { tokens: run, known: false, longer: false };
        }
        let Some(length) = self.longest(&run, unit) else {
            let numbered = tokens.get(run.end - 1).is_some_and(|t| t.kind == TokenKind::Number) && run.len() > 1;
            return Name { tokens: run.start..run.end - usize::from(numbered), known: false, longer: false };
        };
        let end = run.start + length;
        Name { tokens: run.start..end, known: true, longer: self.goes_on(end, &run) }
    }

    /// Whether the capitalised words after a known name make it a part of a longer, unknown one.
    fn goes_on(&self, end: usize, run: &Range<usize>) -> bool {
        let tokens = &self.document.tokens;
        let Some(next) = tokens.get(end).filter(|_| end < run.end) else { return false };
        let upper = |t: &Token| t.case == Case::Upper;
        // In a line of capitals nothing tells where a name ends; an abbreviation is no part of one.
        if upper(next) || next.kind == TokenKind::Number {
            return false;
        }
        // A dash after a name is a dash: «xã Kim Lộc - Bí thư».
        next.gap != Gap::Hyphen && !SURNAMES.contains(&next.id)
    }

    /// The capitalised words from `start` on.
    fn run(&self, start: usize, unit: UnitType) -> Range<usize> {
        let (text, tokens) = (&self.document.text, &self.document.tokens);
        // «phường 14, quận 3 phối hợp»: in an address a number is no count.
        let in_address = start >= 2 && tokens.get(start - 1).is_some_and(|t| t.gap == Gap::Comma);
        let mut end = start;
        while let Some(token) = tokens.get(end).filter(|_| end - start < MOST_WORDS) {
            let first = end == start;
            let joined = first || matches!(token.gap, Gap::Space | Gap::Hyphen) || apostrophe(text, tokens, end);
            let number = token.kind == TokenKind::Number && token.text(text).len() <= 2;
            let farm = !first && end == start + 1 && token.id == FARM[1] && tokens[start].id == FARM[0];
            let fits = match number {
                true if first => is_numbered(unit) && (in_address || !counts(text, tokens, end)),
                true => token.gap == Gap::Space,
                false => token.is_capitalised() || farm,
            };
            if !joined || !fits {
                break;
            }
            end += 1;
            // «phường 1 Bảo Lộc» goes on, «xã Xuân Thọ 2» does not.
            if number && !first {
                break;
            }
        }
        start..end
    }

    fn longest(&self, run: &Range<usize>, unit: UnitType) -> Option<usize> {
        let level = unit.level().unwrap_or(Level::District);
        let key = (level, self.document.tokens.get(run.clone())?.iter().map(|t| t.id).collect::<Vec<_>>());
        if let Some(known) = SEEN.with_borrow(|seen| seen.get(&key).copied()) {
            return known;
        }
        let found = self.gazetteer.longest_name(&self.words(run), types(unit));
        SEEN.with_borrow_mut(|seen| {
            if seen.len() >= REMEMBERED {
                seen.clear();
            }
            seen.insert(key, found)
        });
        found
    }

    /// Whether a known name of the type itself begins at `start`, and where it ends.
    pub fn exactly(&self, start: usize, unit: UnitType) -> Option<Range<usize>> {
        let run = self.run(start, unit);
        let length = self.gazetteer.longest_name(&self.words(&run), &[unit])?;
        Some(start..start + length)
    }

    /// The words of a run; an apostrophe after one («Đạ K' Nàng») belongs to it.
    fn words(&self, run: &Range<usize>) -> Vec<&'d str> {
        let (text, tokens) = (&self.document.text, &self.document.tokens);
        let word = |i: usize| {
            let token = &tokens[i];
            let tied = i + 1 < run.end && apostrophe(text, tokens, i + 1);
            let end = if tied { tokens[i + 1].start } else { token.end };
            text.get(token.start as usize..end as usize).unwrap_or("").trim_end()
        };
        run.clone().map(word).collect()
    }

    /// Whether the name is a province's, of any time.
    pub fn is_province(&self, name: &Range<usize>) -> bool {
        let states = self.gazetteer.named(None, self.document.token_text(name.clone()));
        states.iter().any(|unit| unit.level == Level::Province)
    }
}

/// The types of one level: writers mix up «xã» and «thị trấn», not «xã» and «huyện».
fn types(unit: UnitType) -> &'static [UnitType] {
    use UnitType::*;
    match unit {
        Xa | Phuong | ThiTran | DacKhu => &[Xa, Phuong, ThiTran, DacKhu],
        Huyen | Quan | ThiXa => &[Huyen, Quan, ThiXa, ThanhPho],
        ThanhPho => &[Huyen, Quan, ThiXa, ThanhPho, Tinh],
        Tinh => &[Tinh, ThanhPho],
    }
}

fn is_numbered(unit: UnitType) -> bool {
    matches!(unit, UnitType::Phuong | UnitType::Quan)
}

/// Whether the number at `i` counts what follows («phường 12 chi bộ») rather than being a name. A capital
/// inside a sentence («và Quận 9 phối hợp») makes it a name.
fn counts(text: &str, tokens: &[Token], i: usize) -> bool {
    let word = i.checked_sub(1).and_then(|w| tokens.get(w));
    if word.is_some_and(|w| w.is_capitalised() && matches!(w.gap, Gap::Space | Gap::Comma)) {
        return false;
    }
    const AFTER_A_NAME: [&str; 20] = [
        "và", "có", "đã", "là", "được", "phối", "tổ", "thực", "trong", "do", "để", "về", "cũ", "trước", "nay", "tại",
        "chủ", "sẽ", "cần", "tiếp",
    ];
    let next = tokens.get(i + 1).filter(|t| t.gap == Gap::Space);
    next.is_some_and(|t| !t.is_capitalised() && !AFTER_A_NAME.contains(&t.text(text)))
}

/// Whether only an apostrophe stands between a token and the one before it.
fn apostrophe(text: &str, tokens: &[Token], i: usize) -> bool {
    tokens.get(i).is_some_and(|t| t.gap == Gap::Other) && matches!(super::between(text, tokens, i), "'" | "’")
}
