use super::*;
use crate::places::Gazetteer;
use crate::text::date::Date;

pub(super) fn day(text: &str) -> Date {
    text.parse().expect("a date in a test")
}

fn judge<'g>(mention: &str, unit: &str, province: &str, as_of: &str) -> Verdict<'g> {
    let g = Gazetteer::embedded();
    let given = |text: &'static str| (!text.is_empty()).then_some(text);
    let (unit, province) = (unit.to_owned().leak(), province.to_owned().leak());
    let scope = g.scope(given(unit), given(province), day(as_of));
    let chain = Named::parse_chain(mention);
    let first = chain.first().expect("a mention");
    let unit_type = first.unit_type.expect("a unit word");
    g.judge(&Mention::new(unit_type, first.name).with_chain(&chain[1..]), &scope)
}

/// The verdict in a report of xã Can Lộc, Hà Tĩnh.
fn in_can_loc<'g>(mention: &str, as_of: &str) -> Verdict<'g> {
    let unit = if as_of < "2025-07-01" { "huyện Can Lộc" } else { "xã Can Lộc" };
    judge(mention, unit, "Hà Tĩnh", as_of)
}

/// The verdict in few words: `xã Trường Lưu; 2020-01-01 819/NQ-UBTVQH14`.
pub(super) fn brief(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Alive => "alive".to_owned(),
        Verdict::Unknown => "unknown".to_owned(),
        Verdict::Ambiguous => "ambiguous".to_owned(),
        Verdict::Outdated(found) => {
            let mut names: Vec<_> = found.successors.iter().map(|s| s.unit.label()).collect();
            names.sort();
            let part = match found.part {
                Part::Unit => "",
                Part::District => "district: ",
                Part::Province => "province: ",
            };
            format!("{part}{}; {} {}", names.join(", "), found.date, found.basis)
        }
    }
}

macro_rules! check {
    ($($verdict:expr => $expected:expr;)*) => {$(
        assert_eq!(brief(&$verdict), $expected, "{}", stringify!($verdict));
    )*};
}

#[test]
fn the_communes_of_can_loc_in_august_2025() {
    let now = "2025-08-05";
    check! {
        in_can_loc("xã Kim Lộc", now) => "xã Trường Lưu; 2020-01-01 819/NQ-UBTVQH14";
        in_can_loc("xã Kim Song Trường", now) => "xã Trường Lưu; 2025-07-01 1665/NQ-UBTVQH15";
        in_can_loc("xã Khánh Vĩnh Yên", now) => "xã Gia Hanh; 2025-07-01 1665/NQ-UBTVQH15";
        in_can_loc("thị trấn Nghèn", now) => "xã Can Lộc; 2025-07-01 1665/NQ-UBTVQH15";
        in_can_loc("xã Tiến Lộc", now) => "xã Can Lộc; 2020-01-01 819/NQ-UBTVQH14";
        in_can_loc("xã Thiên Lộc", now) => "xã Can Lộc; 2025-07-01 1665/NQ-UBTVQH15";
        in_can_loc("xã Vượng Lộc", now) => "xã Can Lộc; 2025-07-01 1665/NQ-UBTVQH15";
        in_can_loc("thị trấn Đồng Lộc", now) => "xã Đồng Lộc; 2025-07-01 1665/NQ-UBTVQH15";
        in_can_loc("xã Đồng Lộc", now) => "alive";
        in_can_loc("xã Tùng Lộc", now) => "alive";
        in_can_loc("xã Can Lộc", now) => "alive";
        in_can_loc("xã Nghèn", now) => "unknown";
        in_can_loc("huyện Can Lộc", now) => "; 2025-07-01 203/2025/QH15";
        in_can_loc("tỉnh Hà Tĩnh", now) => "alive";
        in_can_loc("thành phố Hà Tĩnh", now) => "; 2025-07-01 203/2025/QH15";
    }
}

#[test]
fn addresses_are_judged_as_one() {
    let now = "2025-08-05";
    let gone = "; 2025-07-01 203/2025/QH15";
    check! {
        in_can_loc("xã Kim Lộc, huyện Can Lộc, tỉnh Hà Tĩnh", now) => "xã Trường Lưu; 2020-01-01 819/NQ-UBTVQH14";
        in_can_loc("xã Kim Lộc, Can Lộc, Hà Tĩnh", now) => "xã Trường Lưu; 2020-01-01 819/NQ-UBTVQH14";
        in_can_loc("xã Tùng Lộc, huyện Can Lộc", now) => format!("district: xã Tùng Lộc{gone}");
        in_can_loc("xã Can Lộc, huyện Can Lộc", now) => format!("district: xã Can Lộc{gone}");
        in_can_loc("xã Chưa Có, huyện Can Lộc", now) => "unknown";
        in_can_loc("xã Tân Thành, huyện Can Lộc", now) => format!("district: {gone}");
        in_can_loc("xã Kim Lộc, huyện Chưa Có", now) => "ambiguous";
        in_can_loc("xã Can Lộc, tỉnh Hà Tĩnh", now) => "alive";
        in_can_loc("phường Trần Phú, thành phố Hà Tĩnh", now) => "phường Thành Sen; 2025-07-01 1665/NQ-UBTVQH15";
        // Other provinces in the same report.
        in_can_loc("xã Đồng Lộc, huyện Hậu Lộc, tỉnh Thanh Hóa", now) => "xã Đông Thành; 2025-07-01 1686/NQ-UBTVQH15";
        in_can_loc("xã Đồng Lộc, tỉnh Thanh Hóa", now) => "xã Đông Thành; 2025-07-01 1686/NQ-UBTVQH15";
    }
}

#[test]
fn in_march_2020_the_district_lives_and_the_reverse_in_2025() {
    check! {
        in_can_loc("huyện Can Lộc", "2020-03-15") => "alive";
        in_can_loc("xã Kim Lộc", "2020-03-15") => "xã Kim Song Trường; 2020-01-01 819/NQ-UBTVQH14";
        in_can_loc("xã Kim Lộc, huyện Can Lộc", "2020-03-15") => "xã Kim Song Trường; 2020-01-01 819/NQ-UBTVQH14";
        in_can_loc("xã Kim Song Trường, huyện Can Lộc", "2020-03-15") => "alive";
        in_can_loc("xã Đồng Lộc", "2020-03-15") => "thị trấn Đồng Lộc; 2018-07-11 536/NQ-UBTVQH14";
        in_can_loc("thị trấn Đồng Lộc", "2020-03-15") => "alive";
        in_can_loc("xã Can Lộc", "2020-03-15") => "unknown";
        in_can_loc("xã Kim Lộc", "2019-12-31") => "alive";
        in_can_loc("huyện Can Lộc", "2025-06-30") => "alive";
        in_can_loc("xã Can Lộc", "2025-06-20") => "alive";
        in_can_loc("huyện Can Lộc", "2025-07-01") => "; 2025-07-01 203/2025/QH15";
        // Names that old lists mixed up for a time.
        judge("thị xã Ba Đồn", "", "Quảng Bình", "2020-04-15") => "alive";
        judge("huyện Quảng Trạch", "", "Quảng Bình", "2019-03-01") => "alive";
        judge("phường Bảo Vinh", "thành phố Long Khánh", "Đồng Nai", "2020-04-15") => "alive";
        judge("tỉnh Hải Dương", "", "", "2020-03-15") => "alive";
        judge("thành phố Huế", "", "Thừa Thiên Huế", "2020-03-15") => "alive";
    }
}

#[test]
fn provinces_and_cities() {
    let now = "2025-08-05";
    let hd = |mention| judge(mention, "", "Hải Phòng", now);
    check! {
        hd("tỉnh Hải Dương") => "thành phố Hải Phòng; 2025-07-01 202/2025/QH15";
        hd("thành phố Hải Dương") => "; 2025-07-01 203/2025/QH15";
        hd("thành phố Hải Dương, tỉnh Hải Dương") => "; 2025-07-01 203/2025/QH15";
        hd("phường Hải Dương") => "alive";
        hd("thành phố Hải Phòng") => "alive";
        judge("tỉnh Bạc Liêu", "", "Cà Mau", now) => "tỉnh Cà Mau; 2025-07-01 202/2025/QH15";
        judge("tỉnh Trà Vinh", "", "", now) => "tỉnh Vĩnh Long; 2025-07-01 202/2025/QH15";
        judge("tỉnh Gia Lai", "", "", now) => "alive";
        judge("tỉnh Bình Định", "", "", now) => "tỉnh Gia Lai; 2025-07-01 202/2025/QH15";
        judge("tỉnh Thừa Thiên Huế", "", "", now) => "thành phố Huế; 2025-01-01 175/2024/QH15|1314/NQ-UBTVQH15";
        judge("thành phố Huế", "", "", now) => "alive";
        judge("thành phố Huế, tỉnh Thừa Thiên Huế", "", "", now) => "; 2025-01-01 175/2024/QH15|1314/NQ-UBTVQH15";
        judge("thành phố Hồ Chí Minh", "", "", now) => "alive";
        judge("TP. HCM", "", "", now) => "alive";
        judge("thành phố Thủ Đức", "", "Hồ Chí Minh", now) => "; 2025-07-01 203/2025/QH15";
        judge("quận 9", "", "Thành phố Hồ Chí Minh", now) => "; 2021-01-01 1111/NQ-UBTVQH14";
        judge("tỉnh Đồng Nai", "", "", now) => "alive";
        judge("tỉnh Đồng Nai", "", "", "2026-05-01") => "thành phố Đồng Nai; 2026-04-30 30/2026/QH16";
        judge("thành phố Đồng Nai", "", "", "2026-05-01") => "alive";
        judge("tỉnh Hà Tây", "", "", "2010-01-01") => "thành phố Hà Nội; 2008-08-01 15/2008/QH12";
        judge("tỉnh Xứ Lạ", "", "", now) => "unknown";
        judge("huyện Côn Đảo", "", "Hồ Chí Minh", now) => "đặc khu Côn Đảo; 2025-07-01 1685/NQ-UBTVQH15";
    }
}

#[test]
fn a_dead_district_shows_where_its_name_lives() {
    let Verdict::Outdated(found) = in_can_loc("huyện Can Lộc", "2025-08-05") else {
        panic!("not outdated");
    };
    assert_eq!(found.namesake.map(|unit| unit.label()).as_deref(), Some("xã Can Lộc"));
    assert_eq!(found.province.map(|unit| unit.label()).as_deref(), Some("tỉnh Hà Tĩnh"));
    assert_eq!((found.kind, found.reach, found.fix()), (Kind::Abolished, Reach::District, None));
    let Verdict::Outdated(found) = judge("thành phố Hải Dương", "", "Hải Dương", "2025-08-05") else {
        panic!("not outdated");
    };
    assert_eq!(found.namesake.map(|unit| unit.label()).as_deref(), Some("phường Hải Dương"));
    assert_eq!(found.province.map(|unit| unit.label()).as_deref(), Some("thành phố Hải Phòng"));
}

#[test]
fn units_read_by_hand_against_the_law() {
    let now = "2025-08-05";
    check! {
        judge("thành phố Lạng Sơn", "", "Lạng Sơn", now) => "; 2025-07-01 203/2025/QH15";
        judge("xã Khánh Hợp", "", "Nghệ An", now) => "xã Đông Lộc; 2025-07-01 1678/NQ-UBTVQH15";
        judge("xã Nghi Khánh", "", "Nghệ An", now) => "xã Đông Lộc; 2020-01-01 831/NQ-UBTVQH14";
        judge("xã Thiệu Phú", "", "Thanh Hóa", now) => "xã Thiệu Hóa, xã Thiệu Quang, xã Thiệu Trung; 2024-05-01 ";
        judge("thị trấn Cái Nước", "", "Cà Mau", now) => "xã Cái Nước; 2025-07-01 1655/NQ-UBTVQH15";
        judge("xã Phú Hưng, huyện Cái Nước", "", "Cà Mau", now) => "xã Lương Thế Trân; 2025-07-01 1655/NQ-UBTVQH15";
        judge("xã Hòa Mỹ", "", "Cà Mau", now) => "xã Hưng Mỹ, xã Phú Mỹ, xã Tân Hưng; 2025-07-01 1655/NQ-UBTVQH15";
        judge("huyện Lộc Hà", "", "Hà Tĩnh", "2025-03-01") => "huyện Thạch Hà, thành phố Hà Tĩnh; 2025-01-01 1283/NQ-UBTVQH15";
        judge("huyện Lộc Hà", "", "Hà Tĩnh", now) => "; 2025-01-01 1283/NQ-UBTVQH15";
        judge("huyện Đông Sơn", "", "Thanh Hóa", now) => "; 2025-01-01 1238/NQ-UBTVQH15";
        judge("xã Mỹ Hòa, huyện Cầu Ngang", "", "Vĩnh Long", now) => "xã Cầu Ngang; 2025-07-01 1687/NQ-UBTVQH15";
        judge("thị trấn Cầu Ngang", "", "Vĩnh Long", now) => "xã Cầu Ngang; 2025-07-01 1687/NQ-UBTVQH15";
        judge("xã Trường Thọ, huyện Cầu Ngang, tỉnh Trà Vinh", "", "", now) => "xã Nhị Trường; 2025-07-01 1687/NQ-UBTVQH15";
        judge("xã Nhị Trường, tỉnh Trà Vinh", "", "", now) => "province: xã Nhị Trường; 2025-07-01 202/2025/QH15";
    }
}

#[test]
fn without_a_scope_only_the_certain_is_said() {
    let now = "2025-08-05";
    let bare = |mention| judge(mention, "", "", now);
    check! {
        bare("xã Kim Song Trường") => "xã Trường Lưu; 2025-07-01 1665/NQ-UBTVQH15";
        bare("thị trấn Nghèn") => "xã Can Lộc; 2025-07-01 1665/NQ-UBTVQH15";
        bare("xã Tân Thành") => "alive";
        bare("xã Kim Lộc, huyện Can Lộc, tỉnh Hà Tĩnh") => "xã Trường Lưu; 2020-01-01 819/NQ-UBTVQH14";
        bare("huyện Châu Thành") => "ambiguous";
        bare("huyện Can Lộc") => "; 2025-07-01 203/2025/QH15";
        bare("xã Quang Trung") => "alive";
        // Alive elsewhere, never in Hà Tĩnh.
        in_can_loc("xã Trà Giang", now) => "alive";
    }
}

#[test]
fn a_larger_unit_named_before_tells_namesakes_apart() {
    let g = Gazetteer::embedded();
    let scope = g.scope(Some("xã Can Lộc"), Some("Hà Tĩnh"), day("2025-08-05"));
    let near = |unit_type, name, near| {
        let near = Some(Named::parse(near));
        brief(&g.judge(&Mention { near, ..Mention::new(unit_type, name) }, &scope))
    };
    let (xa, gone) = (UnitType::Xa, "2025-07-01 1686/NQ-UBTVQH15");
    assert_eq!(near(xa, "Đồng Lộc", "huyện Can Lộc"), "alive");
    assert_eq!(near(xa, "Đồng Lộc", "tỉnh Thanh Hóa"), format!("xã Đông Thành; {gone}"));
    assert_eq!(near(xa, "Đồng Lộc", "huyện Hậu Lộc"), format!("xã Đông Thành; {gone}"));
    // What the nearer place does not know, the report's own province does.
    assert_eq!(near(xa, "Kim Song Trường", "tỉnh Thanh Hóa"), "xã Trường Lưu; 2025-07-01 1665/NQ-UBTVQH15");
}

#[test]
fn spellings_do_not_matter() {
    let now = "2025-08-05";
    check! {
        in_can_loc("XÃ KHÁNH VĨNH YÊN", now) => "xã Gia Hanh; 2025-07-01 1665/NQ-UBTVQH15";
        in_can_loc("Xa\u{303} Thiên Lô\u{323}c", now) => "xã Can Lộc; 2025-07-01 1665/NQ-UBTVQH15";
        judge("tỉnh Hòa Bình", "", "", now) => "tỉnh Phú Thọ; 2025-07-01 202/2025/QH15";
        judge("tỉnh Hoà Bình", "", "", now) => "tỉnh Phú Thọ; 2025-07-01 202/2025/QH15";
        judge("tỉnh Đăk Nông", "", "", now) => "tỉnh Lâm Đồng; 2025-07-01 202/2025/QH15";
    }
}
