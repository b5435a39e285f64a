//! Front matter: what one document says about itself.

use super::Kind;
use super::error::ReadError;
use crate::text::Date;
use serde::Deserialize;

/// What is known about a document besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Kind of document.
    pub kind: Option<Kind>,
    /// Unit, as written: `xã Can Lộc`.
    pub unit: Option<String>,
    /// Province, without its type word: `Hà Tĩnh`.
    pub province: Option<String>,
    /// First and last year of the term.
    pub term: Option<(i32, i32)>,
    /// The report's date.
    pub date: Option<Date>,
}

/// The keys a front matter may hold. Others belong to other tools and are left alone.
#[derive(Deserialize, Default)]
pub(super) struct Raw {
    kind: Option<String>,
    unit: Option<String>,
    province: Option<String>,
    term: Option<String>,
    date: Option<String>,
}

/// Reads the YAML between the `---` lines; `first_line` is the line of the file it begins on.
pub(super) fn parse(yaml: &str, first_line: usize) -> Result<Meta, ReadError> {
    let wrong = |line: usize, column: usize, message: String| ReadError::FrontMatter { line, column, message };
    if yaml.trim().is_empty() {
        return Ok(Meta::default());
    }
    let raw: Raw = crate::yaml::parse(yaml)
        .map_err(|error| wrong(first_line + error.line.max(1) - 1, error.column, error.message))?;
    let at = |key: &str| {
        let line = yaml.lines().position(|l| l.trim_start().starts_with(key)).unwrap_or(0);
        (first_line + line, 1)
    };
    let fail = |key: &str, message: String| {
        let (line, column) = at(key);
        wrong(line, column, message)
    };
    raw.into_meta().map_err(|(key, message)| fail(key, message))
}

/// What begins the names of a Word file's properties that stand for front matter.
pub const PROPERTY: &str = "vankien.";

/// Reads the properties of a Word file: `vankien.kind`, `vankien.unit` … Others are left alone.
pub(super) fn of_properties(properties: &[(String, String)]) -> Result<Meta, ReadError> {
    let value = |key: &str| {
        let named = properties.iter().find(|(name, _)| name.strip_prefix(PROPERTY) == Some(key));
        named.map(|(_, value)| value.trim().to_string()).filter(|value| !value.is_empty())
    };
    let [kind, unit, province, term, date] = ["kind", "unit", "province", "term", "date"].map(value);
    let raw = Raw { kind, unit, province, term, date };
    raw.into_meta().map_err(|(key, message)| ReadError::Property { name: format!("{PROPERTY}{key}"), message })
}

impl Raw {
    /// Checks the values; an error names the key.
    fn into_meta(self) -> Result<Meta, (&'static str, String)> {
        let kind = match self.kind.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(id) => Some(parse_kind(id).map_err(|message| ("kind", message))?),
        };
        let term = match &self.term {
            None => None,
            Some(text) => Some(parse_term(text).ok_or_else(|| ("term", not_a_term(text)))?),
        };
        let date = match self.date.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(text) => Some(text.parse().map_err(|error: crate::text::date::NotADate| ("date", error.to_string()))?),
        };
        let (unit, in_unit) = self.unit.as_deref().map(split_unit).unwrap_or_default();
        let province = self.province.as_deref().map(strip_province_word).or(in_unit);
        Ok(Meta { kind, unit, province, term, date })
    }
}

/// A kind by its id or its Vietnamese name.
pub(super) fn parse_kind(id: &str) -> Result<Kind, String> {
    Kind::from_id(id).or_else(|| super::kind::infer_from_title(id)).ok_or_else(|| {
        let known: Vec<&str> = Kind::ALL.iter().map(|k| k.id()).collect();
        format!("không có loại văn bản «{id}»; các loại: {}", known.join(", "))
    })
}

pub(super) fn not_a_term(text: &str) -> String {
    format!("«{text}» không phải là nhiệm kỳ (viết 2025-2030)")
}

/// Splits `xã Can Lộc, tỉnh Hà Tĩnh` into the unit and its province.
pub fn split_unit(text: &str) -> (Option<String>, Option<String>) {
    let mut parts = text.split(',').map(str::trim).filter(|p| !p.is_empty());
    let unit = parts.next().map(str::to_string);
    let province = parts.next_back().map(strip_province_word);
    (unit, province)
}

/// `tỉnh Hà Tĩnh`, `thành phố Huế`, `Hà Tĩnh` → the bare name.
pub fn strip_province_word(text: &str) -> String {
    let text = text.trim();
    for word in ["tỉnh ", "thành phố ", "tp. ", "tp.", "tp "] {
        let mut chars = text.char_indices();
        let cut = chars.nth(word.chars().count()).map_or(text.len(), |(i, _)| i);
        if crate::text::fold(&text[..cut]) == *word {
            return text[cut..].trim().to_string();
        }
    }
    text.to_string()
}

/// Reads `2025-2030` (any dash, spaces allowed); the years must be 1 to 10 apart.
pub fn parse_term(text: &str) -> Option<(i32, i32)> {
    let (from, to) = text.split_once(['-', '–', '—'])?;
    let (from, to): (i32, i32) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    ((1900..2200).contains(&from) && (1..=10).contains(&(to - from))).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_from_windows_says_as_much() {
        let text = "---\nunit: xã Can Lộc\nterm: 2025-2030\ndate: 2025-07-20\n---\n\n# BÁO CÁO KIỂM ĐIỂM\n";
        let meta = |text: &str| {
            let document =
                crate::document::Document::parse("a.md", text.to_string(), crate::document::Format::Markdown);
            document.unwrap().meta
        };
        assert_eq!(meta(text).term, Some((2025, 2030)));
        assert_eq!(meta(&text.replace('\n', "\r\n")), meta(text));
        assert_eq!(meta(&format!("\u{FEFF}{}", text.replace('\n', "\r\n"))), meta(text));
    }

    #[test]
    fn reads_what_it_knows_and_leaves_the_rest() {
        let meta = parse(
            "kind: self-review\nunit: xã Can Lộc, tỉnh Hà Tĩnh\nterm: 2025 – 2030\ndate: 2025-07-20\nauthor: a\n",
            2,
        )
        .unwrap();
        assert_eq!(meta.kind, Some(Kind::SelfReview));
        assert_eq!(meta.unit.as_deref(), Some("xã Can Lộc"));
        assert_eq!(meta.province.as_deref(), Some("Hà Tĩnh"));
        assert_eq!(meta.term, Some((2025, 2030)));
        assert_eq!(meta.date, Date::new(2025, 7, 20));
    }

    #[test]
    fn errors_say_where() {
        let error = parse("kind: self-review\ndate: hôm nay\n", 2).unwrap_err();
        assert!(matches!(error, ReadError::FrontMatter { line: 3, .. }), "{error}");
        let error = parse("kind: [a\n", 2).unwrap_err();
        assert!(matches!(error, ReadError::FrontMatter { .. }), "{error}");
        assert!(parse("kind: thư\n", 2).is_err());
    }
}
