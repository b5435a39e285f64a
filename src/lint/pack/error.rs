//! What is wrong with a pack, said with file, line and column.

use thiserror::Error;

/// A pack that cannot be used.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum PackError {
    /// A mistake at a place in a file.
    #[error("{file}: dòng {line}, cột {column}: {problem}")]
    At {
        /// The file, as the caller named it.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// The mistake.
        problem: Problem,
    },
    /// A file that is no part of a pack.
    #[error(
        "{file}: không phải tệp của bộ quy định; các tệp nhận được: outline.yml, indicators.yml, personnel.yml, scripts.yml, format.yml"
    )]
    UnknownFile {
        /// The file, as the caller named it.
        file: String,
    },
}

/// The mistakes there are.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Not YAML, or not of the shape; the reader's words.
    #[error("{0}")]
    Yaml(String),
    /// A new entry lacks what it cannot do without.
    #[error("«{id}» chưa có trong các bộ trước nên phải ghi {}", field.replace('_', "-"))]
    Missing {
        /// The entry.
        id: String,
        /// The key to add.
        field: &'static str,
    },
    /// One id twice in one file.
    #[error("id «{0}» đã dùng trong tệp này")]
    DuplicateId(String),
    /// An id that is not kebab-case.
    #[error("id «{0}» chỉ được gồm chữ thường không dấu, chữ số và gạch nối")]
    BadId(String),
    /// `after:` names no sibling.
    #[error("không có mục «{0}» cùng cấp để đứng sau")]
    UnknownSibling(String),
    /// Growth that names an indicator the set does not have.
    #[error("không có chỉ tiêu «{0}» trong bộ chỉ tiêu")]
    UnknownIndicator(String),
    /// A band whose first number is not the smaller.
    #[error("khoảng phải ghi số nhỏ trước, số lớn sau")]
    EmptyBand,
    /// A step that stands after one there is not, or before itself.
    #[error("không có bước «{0}»")]
    UnknownStep(String),
    /// A form that builds on one there is not.
    #[error("không có bộ thể thức «{0}»")]
    UnknownFormat(String),
    /// A phrase without a letter.
    #[error("một cách gọi không có chữ nào")]
    EmptyPhrase,
}

/// Makes errors of one file.
pub(super) struct Place<'f> {
    pub file: &'f str,
}

impl Place<'_> {
    /// The problem, at the place of a value.
    pub fn at<T>(&self, value: &serde_yaml::Spanned<T>, problem: Problem) -> PackError {
        let (line, column) = (value.referenced.line() as usize, value.referenced.column() as usize);
        PackError::At { file: self.file.to_string(), line: line.max(1), column: column.max(1), problem }
    }

    /// A band, if it holds anything.
    pub fn band(&self, band: &serde_yaml::Spanned<[f64; 2]>) -> Result<super::Band, PackError> {
        let [low, high] = band.value;
        if low < high { Ok(super::Band { low, high }) } else { Err(self.at(band, Problem::EmptyBand)) }
    }

    /// Reads the file's text.
    pub fn parse<T: serde::de::DeserializeOwned>(&self, text: &str) -> Result<T, PackError> {
        crate::yaml::parse(text).map_err(|e| PackError::At {
            file: self.file.to_string(),
            line: e.line,
            column: e.column,
            problem: Problem::Yaml(e.message),
        })
    }

    /// Checks the form of an id and that the file uses it once.
    pub fn check_id(
        &self,
        id: &serde_yaml::Spanned<String>,
        seen: &mut std::collections::HashSet<String>,
    ) -> Result<(), PackError> {
        let kebab = id.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if id.value.is_empty() || !kebab {
            return Err(self.at(id, Problem::BadId(id.value.clone())));
        }
        if !seen.insert(id.value.clone()) {
            return Err(self.at(id, Problem::DuplicateId(id.value.clone())));
        }
        Ok(())
    }
}
