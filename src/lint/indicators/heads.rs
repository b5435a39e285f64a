//! What the head of a column or row of a table says of the cells under it, from `lints/data/indicators.yml`.

use super::words::{WordsData, stands};
use crate::lint::pack::Pack;
use crate::text::trie::Mixed;
use crate::text::{Phrases, Syllable, SyllableSet, fold, syllables};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasherDefault;

/// The file's content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct IndicatorData {
    /// Words by what they say of a value in a sentence.
    pub words: WordsData,
    heads: BTreeMap<Head, Vec<String>>,
    called: Vec<String>,
    /// What figures in brackets are called, where a text says what they are.
    pub brackets: Vec<String>,
    status: Vec<String>,
    sub: Vec<String>,
    units: Vec<String>,
    unit_marks: Vec<String>,
    /// Short for amounts of money.
    pub money: Vec<String>,
    ranks: Ranks,
    bare: Vec<String>,
    remarks: Vec<String>,
}

/// Words for a place among others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ranks {
    units: Vec<String>,
    names: Vec<String>,
}

/// What a head says. Where two phrases of one length stand in a head, the earlier here wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Head {
    /// How the result stands to the target.
    Verdict,
    /// Nothing that is a value.
    Other,
    /// What is foreseen to come.
    Foreseen,
    /// The value at the end of a term: a result, or past a year to come a target.
    End,
    /// The unit.
    Unit,
    /// The value at the beginning of the term.
    Start,
    /// What is expected to be reached.
    Estimate,
    /// What shall be reached.
    Target,
    /// What was reached.
    Result,
    /// The row's number.
    Ordinal,
    /// The indicator's name.
    Name,
}

/// The lists, ready to be asked.
#[derive(Debug)]
pub struct Heads {
    /// By the hash of its words.
    phrases: HashMap<u64, Head, BuildHasherDefault<Mixed>>,
    longest: usize,
    /// The first words of those phrases.
    openings: SyllableSet,
    called: Vec<String>,
    /// What a cell with a title begins with.
    status: Phrases,
    sub: Vec<String>,
    /// Their first words.
    sub_openings: Vec<Syllable>,
    units: HashSet<String>,
    unit_marks: Vec<String>,
    ranks: Ranks,
    /// Words around the year of a head that say nothing of its values.
    bare: Vec<Syllable>,
    remarks: Vec<String>,
}

impl Heads {
    /// Reads the lists; units are those of the file and those of the loaded set.
    pub fn new(data: &IndicatorData, pack: &Pack) -> Heads {
        let (mut phrases, mut longest, mut openings) = (HashMap::default(), 0, SyllableSet::default());
        for (head, list) in &data.heads {
            for phrase in list {
                let words = words(phrase);
                longest = longest.max(words.len());
                openings.extend(words.first());
                phrases.entry(hash(&words)).or_insert(*head);
            }
        }
        let of_set =
            pack.indicators.iter().flat_map(|i| i.measures()).flat_map(|m| [&m.unit].into_iter().chain(&m.units));
        Heads {
            phrases,
            longest,
            openings,
            called: data.called.iter().map(|c| fold(c)).collect(),
            status: Phrases::from(data.status.clone()),
            sub: data.sub.iter().map(|s| fold(s)).collect(),
            sub_openings: data.sub.iter().filter_map(|s| syllables(s).next()).collect(),
            units: data.units.iter().chain(of_set).map(|u| fold(u)).collect(),
            unit_marks: data.unit_marks.iter().map(|m| fold(m)).collect(),
            ranks: data.ranks.clone(),
            bare: data.bare.iter().flat_map(|b| syllables(b)).collect(),
            remarks: data.remarks.iter().map(|r| fold(r)).collect(),
        }
    }

    /// What a head says: by the longest phrase in it; what stands in brackets, only where the rest says nothing.
    pub fn of(&self, text: &str) -> Option<Head> {
        let outside = text.split_once('(').map_or(text, |(outside, _)| outside);
        let said = if self.is_ratio(outside) { Some(Head::Verdict) } else { self.said(outside) };
        said.or_else(|| if outside.len() < text.len() { self.said(text) } else { None })
    }

    /// «Kết quả/mục tiêu», «Ước TH / KH»: what was reached over what was set.
    fn is_ratio(&self, text: &str) -> bool {
        let reached = |head| matches!(head, Some(Head::Result | Head::Estimate));
        text.split_once('/')
            .is_some_and(|(over, under)| reached(self.said(over)) && self.said(under) == Some(Head::Target))
    }

    fn said(&self, text: &str) -> Option<Head> {
        let words = words(text);
        // Most words open no phrase.
        let opens: Vec<usize> = (0..words.len()).filter(|&at| self.openings.contains(&words[at])).collect();
        if opens.is_empty() {
            return None;
        }
        for length in (1..=self.longest.min(words.len())).rev() {
            let phrases = opens.iter().filter_map(|&at| words.get(at..at + length));
            let found = phrases.filter_map(|phrase| self.phrases.get(&hash(phrase))).min();
            if found.is_some() {
                return found.copied();
            }
        }
        None
    }

    /// Whether a head is a year and nothing that tells its values from others: «Đến hết năm 2030».
    pub fn is_bare(&self, text: &str) -> bool {
        let text: String = text.chars().map(|c| if c.is_ascii_digit() { ' ' } else { c }).collect();
        syllables(&text).all(|word| self.bare.contains(&word))
    }

    /// Whether a head calls what stands below it targets.
    pub fn is_target(&self, text: &str) -> bool {
        stands(&fold(text), &self.called)
    }

    /// Whether a cell names a title or a level reached, not a number.
    pub fn is_status(&self, text: &str) -> bool {
        self.status.open(text.split('(').next().unwrap_or(""))
    }

    /// Whether a name opens a row below another: «Trong đó: …», «- Nông nghiệp», «a) …».
    pub fn is_sub(&self, text: &str) -> bool {
        let text = text.trim();
        let lettered = text.split_once(')').is_some_and(|(mark, _)| mark.chars().count() <= 2);
        if text.starts_with(['-', '–', '+', '*', '•']) || lettered {
            return true;
        }
        // Most names begin with another word than «trong đó» and its like.
        if !syllables(text).next().is_some_and(|first| self.sub_openings.contains(&first)) {
            return false;
        }
        let text = fold(text.char_indices().nth(OPENING).map_or(text, |(end, _)| &text[..end]));
        let opened = |s: &String| text.strip_prefix(s.as_str()).is_some_and(|r| r.starts_with([' ', ':', ',']));
        self.sub.iter().any(opened)
    }

    /// Whether words in brackets say how something is counted: «theo chuẩn mới», «kể cả tạm trú».
    pub fn is_remark(&self, text: &str) -> bool {
        let text = fold(text);
        self.remarks.iter().any(|r| text.split(' ').any(|word| word == r))
    }

    /// Whether a text is a unit and nothing else.
    pub fn is_unit(&self, text: &str) -> bool {
        let text = fold(text);
        let text = text.trim();
        self.units.contains(self.after_mark(text).unwrap_or(text))
    }

    /// «(ĐVT: %)», «Đơn vị tính: triệu đồng».
    pub fn stated_unit(&self, text: &str) -> Option<String> {
        let text = fold(text);
        let unit = match self.after_mark(&text) {
            Some(unit) => unit.split(')').next()?.trim(),
            None => text.rsplit_once('(').and_then(|(_, t)| t.split(')').next()).filter(|u| u.contains('%'))?.trim(),
        };
        (!unit.is_empty() && unit.chars().count() < 40).then(|| unit.to_string())
    }

    /// What stands after a word for units and its colon.
    fn after_mark<'t>(&self, text: &'t str) -> Option<&'t str> {
        // Most titles have no colon, and need not be searched.
        memchr::memchr(b':', text.as_bytes())?;
        self.unit_marks.iter().find_map(|mark| {
            let (at, _) = text
                .match_indices(mark.as_str())
                .find(|(at, _)| text.get(at + mark.len()..).is_some_and(|rest| rest.trim_start().starts_with(':')))?;
            Some(text.get(at + mark.len()..)?.trim_start().strip_prefix(':')?.trim())
        })
    }

    /// Whether a name with this unit, folded, if it has one, gives a place among others: there the first is the best.
    pub fn is_rank(&self, name: &str, unit: Option<&str>) -> bool {
        match unit {
            Some(unit) => self.ranks.units.iter().any(|rank| rank == unit.trim()),
            None => stands(&fold(name), &self.ranks.names),
        }
    }
}

/// Characters of a name that are read for how it opens.
const OPENING: usize = 48;

/// Words of a head that are read.
const MOST_WORDS: usize = 24;

/// The words of a text without marks, as many as are read.
fn words(text: &str) -> Vec<Syllable> {
    syllables(text).take(MOST_WORDS).collect()
}

/// One number for some words in their order.
fn hash(words: &[Syllable]) -> u64 {
    words
        .iter()
        .fold(words.len() as u64, |hash, word| (hash.rotate_left(21) ^ word.0).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Catalogue;

    #[test]
    fn heads_as_they_come() {
        let catalogue = Catalogue::built_in().unwrap();
        let heads = &catalogue.indicators.heads;
        for (text, head) in [
            ("TT", Some(Head::Ordinal)),
            ("Chỉ tiêu (đơn vị tính)", Some(Head::Name)),
            ("Nội dung chỉ tiêu", Some(Head::Name)),
            ("ĐVT", Some(Head::Unit)),
            ("Nghị quyết đề ra", Some(Head::Target)),
            ("Ước so nghị quyết", Some(Head::Verdict)),
            ("Ước TH 2020", Some(Head::Estimate)),
            ("KH 2020", Some(Head::Target)),
            ("TH 2015", Some(Head::Result)),
            ("So với mục tiêu", Some(Head::Verdict)),
            ("Kết quả/mục tiêu", Some(Head::Verdict)),
            ("Ước TH / KH (%)", Some(Head::Verdict)),
            ("Mục tiêu/năm", Some(Head::Target)),
            ("Đầu nhiệm kỳ (2020)", Some(Head::Start)),
            ("Chỉ tiêu đến năm 2030", Some(Head::Target)),
            ("Dự báo cơ sở 2030", Some(Head::Foreseen)),
            ("Mục tiêu của tỉnh đến năm 2030", Some(Head::Other)),
            ("Phương án cao 2030", Some(Head::Other)),
            ("Năm 2020", None),
            ("Xã Ea Tiêu", None),
        ] {
            assert_eq!(heads.of(text), head, "{text}");
        }
        assert!(heads.is_sub("- Nông nghiệp") && heads.is_sub("a) Tỷ lệ") && heads.is_sub("Trong đó: có chứng chỉ"));
        assert!(heads.is_status("Đạt (năm 2024)") && heads.is_status("Đạt chuẩn") && !heads.is_status("65,4"));
        assert!(heads.is_unit("triệu đồng/người/năm") && heads.is_unit("ĐVT: %") && !heads.is_unit("Nông nghiệp"));
    }
}
