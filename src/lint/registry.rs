//! The registry of directives: which document of the centre bears which number and day.

use crate::text::Date;
use crate::text::date::NotADate;
use std::collections::HashMap;
use thiserror::Error;

/// How sure a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Stated in a published source, or read in an official text: a citation may be held against it.
    Sure,
    /// Stated by third parties, or common knowledge: it may support a citation, never contradict one.
    Hearsay,
}

/// One document of the registry.
#[derive(Clone, Debug)]
pub struct Directive {
    /// Its number as the centre writes it: `35-CT/TW`.
    pub number: String,
    /// Its day, where known.
    pub date: Option<Date>,
    /// Whose it is.
    pub issuer: String,
    /// What it is about.
    pub subject: String,
    /// The national congress it leads to, as a numeral, for directives on congresses.
    pub congress: Option<String>,
    /// How sure this is.
    pub certainty: Certainty,
}

/// All directives, by number.
#[derive(Debug, Default)]
pub struct Directives {
    by_number: HashMap<String, Vec<Directive>>,
}

/// A line that is no row of the registry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct RegistryError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl Directives {
    /// Reads `data/directives.tsv`: a line of names, then number, date, issuer, subject, congress, certainty.
    pub fn parse(text: &str) -> Result<Directives, RegistryError> {
        let mut directives = Directives::default();
        for (index, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
            let wrong = |message: String| RegistryError { line: index + 1, message };
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            let [number, date, issuer, subject, congress, certainty] = fields[..] else {
                return Err(wrong(format!("cần 6 cột cách nhau bằng dấu tab, dòng này có {}", fields.len())));
            };
            let certainty = match certainty {
                "S" | "R" => Certainty::Sure,
                "G" | "K" => Certainty::Hearsay,
                other => return Err(wrong(format!("«{other}» không phải là S, R, G hay K"))),
            };
            let date = match date {
                "" => None,
                date => Some(date.parse().map_err(|error: NotADate| wrong(error.to_string()))?),
            };
            let number = number.to_string();
            let congress = Some(congress.to_string()).filter(|c| !c.is_empty());
            let (issuer, subject) = (issuer.to_string(), subject.to_string());
            let row = Directive { number: number.clone(), date, issuer, subject, congress, certainty };
            directives.by_number.entry(key(&number)).or_default().push(row);
        }
        Ok(directives)
    }

    /// The documents whose number has a [`key`], in the order of the file.
    pub fn of(&self, key: &str) -> &[Directive] {
        self.by_number.get(key).map_or(&[], Vec::as_slice)
    }

    /// The documents that a bare number may mean: «Chỉ thị 35», of a kind written `CT`.
    pub fn bare(&self, number: &str, kind: &str) -> impl Iterator<Item = &Directive> {
        let opening = key(&format!("{number}-{kind}")) + "-";
        self.by_number.iter().filter(move |(key, _)| key.starts_with(&opening)).flat_map(|(_, rows)| rows)
    }
}

/// What two writings of one number share: `35-CT/TW`, `35/CT-TW` and `35 – CT/TW`; `01-KL/TW` and `1-KL/TW`.
pub fn key(number: &str) -> String {
    let letter = |c: char| if matches!(c, 'Ð' | 'ð' | 'Ɖ' | 'đ') { 'Đ' } else { c };
    let mut key = String::with_capacity(number.len());
    for part in number.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        if !key.is_empty() {
            key.push('-');
        }
        let part = if key.is_empty() && part.len() > 1 { part.trim_start_matches('0') } else { part };
        key.extend(part.chars().flat_map(char::to_uppercase).map(letter));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_directives_may_bear_one_number() {
        let directives = Directives::parse(
            "number\tdate\tissuer\tsubject\tcongress\tcertainty\n\
             35-CT/TW\t2019-05-30\tBộ Chính trị\tđại hội\tXIII\tS\n\
             35-CT/TW\t2024-06-14\tBộ Chính trị\tđại hội\tXIV\tR\n\
             43-HD/BTCTW\t\tBan Tổ chức Trung ương\tkiểm điểm\t\tK\n",
        )
        .unwrap();
        assert_eq!(directives.of("35-CT-TW").len(), 2);
        assert_eq!(directives.of("35-CT-TW")[1].date, Date::new(2024, 6, 14));
        assert_eq!(directives.of("43-HD-BTCTW")[0].certainty, Certainty::Hearsay);
        assert!(directives.of("36-CT-TW").is_empty());
        assert_eq!(Directives::parse("n\na\tb\n").unwrap_err().line, 2);
        assert_eq!(Directives::parse("n\n1-CT/TW\thôm nay\t\t\t\tS\n").unwrap_err().line, 2);
    }

    #[test]
    fn one_number_however_it_is_written() {
        for written in ["35-CT/TW", "35/CT-TW", "35 – CT/TW", "35-ct/tw"] {
            assert_eq!(key(written), "35-CT-TW", "{written}");
        }
        assert_eq!(key("01-QÐ/TW"), "1-QĐ-TW");
        assert_eq!(key(""), "");
    }
}
