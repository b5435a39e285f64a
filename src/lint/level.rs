//! Which level of organisation a document speaks for: a chi bộ's short report, a school's and a xã's
//! are not held to the same outline and indicators.

use super::pack::Level;
use crate::document::Document;
use crate::text::fold;

/// The level of a document's unit, from what is stated of it, else from its letterhead and title.
pub fn of(document: &Document) -> Option<Level> {
    match document.meta.unit.as_deref() {
        Some(unit) => of_unit(&fold(unit)),
        None => of_head(document),
    }
}

const COMMUNES: [&str; 4] = ["xã", "phường", "thị trấn", "đặc khu"];

/// Party organisations of workplaces.
const WORKPLACES: [&str; 37] = [
    "cơ sở",
    "trường",
    "học viện",
    "đại học",
    "công ty",
    "tổng công ty",
    "tập đoàn",
    "nhà máy",
    "xí nghiệp",
    "ngân hàng",
    "bệnh viện",
    "trung tâm",
    "cơ quan",
    "sở",
    "chi cục",
    "cục",
    "viện",
    "tòa án",
    "khối",
    "công an",
    "quân sự",
    "bộ đội",
    "đồn",
    "hợp tác xã",
    "các cơ quan",
    "văn phòng",
    "phòng",
    "kho bạc",
    "bảo hiểm xã hội",
    "thuế",
    "hải quan",
    "điện lực",
    "bưu điện",
    "viễn thông",
    "nông trường",
    "lâm trường",
    "ban quản lý",
];

/// The words a name begins with, whole.
fn begins(name: &str, words: &[&str]) -> bool {
    words.iter().any(|w| name.strip_prefix(w).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// What a Party organisation is the organisation of: «Đảng bộ xã X» → «xã X».
fn organised(name: &str) -> Option<&str> {
    let name = name.strip_prefix("ban chấp hành ").unwrap_or(name);
    ["đảng bộ ", "đảng ủy ", "đảng bộ: ", "đảng ủy: "].iter().find_map(|opening| name.strip_prefix(opening))
}

fn of_unit(unit: &str) -> Option<Level> {
    if begins(unit, &["chi bộ"]) {
        return Some(Level::ChiBo);
    }
    let name = organised(unit).unwrap_or(unit);
    if begins(name, &COMMUNES) {
        Some(Level::Xa)
    } else if begins(name, &["huyện", "quận", "thị xã"]) {
        Some(Level::Huyen)
    } else if begins(name, &["tỉnh"]) {
        Some(Level::Tinh)
    } else if begins(name, &WORKPLACES) {
        Some(Level::CoSo)
    } else {
        None
    }
}

/// The lines above the text name the organisation and the one above it, so the lowest level counts.
fn of_head(document: &Document) -> Option<Level> {
    let mut lowest: Option<Level> = None;
    for block in document.blocks.iter().take(12).filter(|b| b.numbering.is_none() && b.range.len() < 300) {
        let line = fold(document.block_text(block));
        let line = line.trim_start_matches(|c: char| !c.is_alphabetic());
        // «của Ban Chấp hành Đảng bộ trường … trình Đại hội …» under the title.
        let line = ["của ", "trình đại hội đại biểu ", "trình đại hội ", "đại hội đại biểu ", "đại hội "]
            .iter()
            .find_map(|opening| line.strip_prefix(opening))
            .unwrap_or(line);
        let named = line.starts_with("chi bộ ") || organised(line).is_some();
        let found = if named { of_unit(line) } else { None };
        lowest = match (lowest, found) {
            (Some(a), Some(b)) => Some(if rank(b) < rank(a) { b } else { a }),
            (a, b) => a.or(b),
        };
    }
    lowest
}

fn rank(level: Level) -> u8 {
    match level {
        Level::ChiBo => 0,
        Level::CoSo => 1,
        Level::Xa => 2,
        Level::Huyen => 3,
        Level::Tinh => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::from_example;

    #[test]
    fn stated_units() {
        assert_eq!(of_unit("xã can lộc"), Some(Level::Xa));
        assert_eq!(of_unit("đảng bộ xã can lộc"), Some(Level::Xa));
        assert_eq!(of_unit("đảng bộ trường cao đẳng y tế"), Some(Level::CoSo));
        assert_eq!(of_unit("công ty cấp nước"), Some(Level::CoSo));
        assert_eq!(of_unit("chi bộ thôn phúc sơn"), Some(Level::ChiBo));
        assert_eq!(of_unit("thị xã sơn tây"), Some(Level::Huyen));
        assert_eq!(of_unit("kim lộc"), None);
    }

    #[test]
    fn units_of_the_letterhead() {
        let level = |text: &str| of(&from_example(text).unwrap());
        assert_eq!(
            level("ĐẢNG BỘ XÃ YÊN THỌ\n\nCHI BỘ THÔN TRUNG LƯƠNG\n\n**BÁO CÁO TỔNG KẾT NHIỆM KỲ**"),
            Some(Level::ChiBo)
        );
        assert_eq!(
            level("# BÁO CÁO CHÍNH TRỊ\n\ncủa Ban Chấp hành Đảng bộ Trường Chính trị trình Đại hội"),
            Some(Level::CoSo)
        );
        assert_eq!(
            level("ĐẢNG BỘ TỈNH ĐỒNG NAI\n\nĐẢNG ỦY PHƯỜNG LONG HƯNG\n\n**BÁO CÁO CHÍNH TRỊ**"),
            Some(Level::Xa)
        );
        assert_eq!(level("# BÁO CÁO CHÍNH TRỊ\n\nXã có 12 chi bộ."), None);
    }
}
