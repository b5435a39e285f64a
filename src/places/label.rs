//! Names with their unit words, as people write them: `xã Can Lộc, tỉnh Hà Tĩnh`.

use super::key::place_key;
use super::unit::UnitType;

/// A name and, where the writer gave one, its unit word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    /// The unit word; `None` in chains such as "Kim Lộc, Can Lộc, Hà Tĩnh".
    pub unit_type: Option<UnitType>,
    /// The name without it.
    pub name: &'a str,
}

impl<'a> Named<'a> {
    /// A name after its unit word.
    pub fn new(unit_type: UnitType, name: &'a str) -> Self {
        Self { unit_type: Some(unit_type), name }
    }

    /// Takes `xã Can Lộc`, `TP. Hải Dương`, `Đảng bộ xã Can Lộc` or a bare name apart.
    pub fn parse(text: &'a str) -> Self {
        let text = text.trim();
        // The first unit word wins: in "thị trấn Nông trường" the rest is a name. A word that
        // opens a longer one ("thị" of "thị xã") is no unit word by itself.
        for (start, word) in words(text) {
            let one = UnitType::from_word(word).map(|t| (t, start + word.len()));
            let two = words(text.get(start..).unwrap_or_default()).nth(1).and_then(|(at, next)| {
                let end = start + at + next.len();
                Some((UnitType::from_word(text.get(start..end)?)?, end))
            });
            let Some((unit_type, end)) = two.or(one) else {
                continue;
            };
            let name = text.get(end..).unwrap_or_default();
            let name = name.trim_start_matches(['.', ' ', '\u{a0}']);
            if !name.is_empty() {
                return Self::new(unit_type, name);
            }
        }
        Self { unit_type: None, name: text }
    }

    /// Takes an address apart, the smallest unit first.
    pub fn parse_chain(text: &'a str) -> Vec<Self> {
        text.split(',').filter(|part| !part.trim().is_empty()).map(Self::parse).collect()
    }

    pub(super) fn key(&self) -> String {
        place_key(self.name)
    }
}

/// Words with the byte they start at; a full stop ends a word ("TP.Vinh") and is no part of it.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let gap = |c: char| c.is_whitespace() || c == '.';
    text.split_inclusive(gap)
        .scan(0, move |start, piece| {
            let here = *start;
            *start += piece.len();
            Some((here, piece.trim_end_matches(gap)))
        })
        .filter(|(_, word)| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_taken_apart() {
        for (text, unit_type, name) in [
            ("xã Can Lộc", Some(UnitType::Xa), "Can Lộc"),
            ("Thị Trấn Nghèn", Some(UnitType::ThiTran), "Nghèn"),
            ("TX. Hồng Lĩnh", Some(UnitType::ThiXa), "Hồng Lĩnh"),
            ("TP.Vinh", Some(UnitType::ThanhPho), "Vinh"),
            ("thị xã Sơn Tây", Some(UnitType::ThiXa), "Sơn Tây"),
            ("P. 12", Some(UnitType::Phuong), "12"),
            ("Đảng bộ xã Can Lộc", Some(UnitType::Xa), "Can Lộc"),
            ("ĐẢNG BỘ XÃ CAN LỘC", Some(UnitType::Xa), "CAN LỘC"),
            ("thành phố Huế", Some(UnitType::ThanhPho), "Huế"),
            ("đặc khu Côn Đảo", Some(UnitType::DacKhu), "Côn Đảo"),
            ("Can Lộc", None, "Can Lộc"),
            ("", None, ""),
        ] {
            assert_eq!(Named::parse(text), Named { unit_type, name }, "{text}");
        }
        let chain = Named::parse_chain("xã Kim Lộc, huyện Can Lộc, tỉnh Hà Tĩnh");
        assert_eq!(chain.len(), 3);
        assert_eq!(chain[2], Named::new(UnitType::Tinh, "Hà Tĩnh"));
    }
}
