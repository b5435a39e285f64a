//! Why a Word file could not be read; each message says what to do.

use thiserror::Error;

/// A package that cannot be opened, read or written.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum PackageError {
    /// Another kind of file than a Word document.
    #[error("{0}")]
    Foreign(&'static str),
    /// A damaged package.
    #[error("tệp Word hỏng{}: {reason}; hãy mở bằng Word, sửa và lưu lại", at(part))]
    Broken {
        /// The part, if the damage is in one.
        part: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A part every Word document has is not there.
    #[error("tệp Word thiếu phần «{part}»; hãy mở bằng Word, sửa và lưu lại")]
    Missing {
        /// The part's name.
        part: String,
    },
    /// Past what any report needs; such files are made to harm.
    #[error(
        "tệp Word{} vượt mức đọc được: {what}; hãy chia văn bản thành nhiều tệp, hoặc mở bằng Word và lưu lại",
        at(part)
    )]
    Excess {
        /// The part, if it is in one.
        part: String,
        /// What is too much, and how much is allowed.
        what: String,
    },
}

fn at(part: &str) -> String {
    if part.is_empty() { String::new() } else { format!(" (phần {part})") }
}

impl PackageError {
    pub(super) fn broken(part: &str, reason: impl Into<String>) -> PackageError {
        PackageError::Broken { part: part.to_string(), reason: reason.into() }
    }

    pub(super) fn excess(part: &str, what: impl Into<String>) -> PackageError {
        PackageError::Excess { part: part.to_string(), what: what.into() }
    }
}

/// What bytes that are no package look like, and the way out.
pub(super) fn foreign(bytes: &[u8]) -> PackageError {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    PackageError::Foreign(if bytes.is_empty() {
        "tệp rỗng, không có gì bên trong"
    } else if starts(&[0xD0, 0xCF, 0x11, 0xE0]) {
        // Word keeps an encrypted package in a container of the old kind, in a stream of this name.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if memchr::memmem::find(bytes, &name).is_some() {
            "tệp Word đặt mật khẩu; hãy mở bằng Word, bỏ mật khẩu và lưu lại"
        } else {
            "đây là tệp Word đời cũ (.doc); hãy mở bằng Word và lưu thành .docx"
        }
    } else if starts(b"%PDF") {
        "đây là tệp PDF; hãy dùng tệp gốc .docx, .md hoặc .txt"
    } else if starts(b"{\\rtf") {
        "đây là tệp RTF; hãy mở bằng Word và lưu thành .docx"
    } else if starts(b"PK") {
        "tệp Word hỏng hoặc tải về chưa hết; hãy tải lại, hoặc mở bằng Word và lưu lại"
    } else if text.starts_with(b"<") {
        "đây là tệp XML hoặc trang web, không phải tệp .docx; hãy mở bằng Word và lưu thành .docx"
    } else {
        "đây không phải tệp .docx; hãy kiểm tra lại tệp, hoặc mở bằng Word và lưu thành .docx"
    })
}
