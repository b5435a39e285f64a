//! Why a file could not be read.

use thiserror::Error;

/// A document that cannot be read; each says what to do.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// Larger than any report.
    #[error("tệp quá lớn ({} MB): vankien đọc văn bản đến 64 MB", bytes >> 20)]
    TooLarge {
        /// Size of the file.
        bytes: usize,
    },
    /// The system cannot give it.
    #[error("không đọc được: {reason}")]
    Io {
        /// The system's reason.
        reason: String,
    },
    /// Not UTF-8.
    #[error("byte thứ {at} không phải UTF-8: {looks_like}")]
    NotUtf8 {
        /// The first wrong byte, from 1.
        at: usize,
        /// What the file looks like, and the way out.
        looks_like: &'static str,
    },
    /// A Word file that cannot be read.
    #[error("{reason}")]
    Word {
        /// What is wrong, and the way out.
        reason: String,
    },
    /// A property of a Word file that says what front matter says, and says it wrongly.
    #[error("thuộc tính «{name}» của tệp Word: {message}")]
    Property {
        /// Its name.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// Front matter that is not YAML, or not of our shape.
    #[error("dòng {line}, cột {column}: phần khai báo đầu tệp: {message}")]
    FrontMatter {
        /// Line in the file, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
}

/// Decodes a file, or says which encoding it looks like.
pub fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        ReadError::NotUtf8 { at, looks_like: looks_like(error.as_bytes()) }
    })
}

fn looks_like(bytes: &[u8]) -> &'static str {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"PK\x03\x04") {
        return "đây là tệp nén hoặc tệp Word (.docx); hãy đặt đúng đuôi tên tệp";
    }
    if starts(b"%PDF") {
        return "đây là tệp PDF; hãy dùng tệp gốc .docx, .md hoặc .txt";
    }
    if starts(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return "đây là tệp Word đời cũ (.doc); hãy mở bằng Word và lưu thành .docx";
    }
    let zeros = bytes.iter().take(4096).filter(|b| **b == 0).count();
    if starts(&[0xFF, 0xFE]) || starts(&[0xFE, 0xFF]) || zeros * 4 > bytes.len().min(4096) {
        return "có vẻ là UTF-16 (Unicode của Notepad); hãy lưu lại với mã UTF-8";
    }
    if zeros > 0 {
        return "có vẻ là tệp nhị phân, không phải văn bản";
    }
    let high = bytes.iter().filter(|b| **b >= 0x80).count();
    let broken = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    if broken * 20 < high {
        return "tệp UTF-8 có chỗ hỏng; hãy mở, sửa chữ ở chỗ ấy và lưu lại với mã UTF-8";
    }
    // TCVN3 puts its letters at A8..FE; windows-1258 uses CC, D2, DE, EC, F2 for the combining tones.
    let tones = bytes.iter().filter(|b| matches!(b, 0xCC | 0xD2 | 0xDE | 0xEC | 0xF2)).count();
    if tones * 3 > high {
        "có vẻ là Windows-1258; hãy mở bằng Word hoặc Notepad và lưu lại với mã UTF-8"
    } else {
        "có vẻ là TCVN3 (ABC) hoặc một bảng mã cũ; hãy chuyển sang Unicode và lưu với mã UTF-8"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_named() {
        let name = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err().to_string();
        assert!(name(&[0xFF, 0xFE, 0x41, 0x00]).contains("UTF-16"));
        assert!(name(b"U\xFB ban nh\xA9n d\xA9n").contains("TCVN3"));
        let broken = ["Ủy ban nhân dân xã Can Lộc, tỉnh Hà Tĩnh, họp ".as_bytes(), b"\xE1"].concat();
        assert!(name(&broken).contains("chỗ hỏng"));
        assert!(name(b"PK\x03\x04\x80").contains(".docx"));
        assert!(decode("Ủy ban".into()).is_ok());
    }
}
