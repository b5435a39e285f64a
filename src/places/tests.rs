use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::text::date::Date;

fn day(text: &str) -> Date {
    text.parse().expect("a date in a test")
}

fn labels<'g>(units: impl IntoIterator<Item = UnitState<'g>>) -> Vec<String> {
    units.into_iter().map(|unit| unit.label()).collect()
}

/// The states of a name in a province, and what each became by a day: `xã A > xã B, xã C`.
fn became(label: &str, province: &str, on: &str) -> Vec<String> {
    let g = Gazetteer::embedded();
    let label = Named::parse(label);
    let in_province = |unit: &UnitState| g.province_of(unit).is_some_and(|p| place_key(p.name) == place_key(province));
    g.named(label.unit_type, label.name)
        .iter()
        .filter(|unit| in_province(unit))
        .map(|unit| {
            let next = g.successors(unit, day(on)).into_iter().map(|s| s.unit);
            format!("{} > {}", unit.label(), labels(next).join(", "))
        })
        .collect()
}

#[test]
fn changes_read_by_hand() {
    let now = "2025-07-01";
    assert_eq!(became("xã Kim Lộc", "Hà Tĩnh", "2019-12-31"), ["xã Kim Lộc > xã Kim Lộc"]);
    assert_eq!(became("xã Kim Lộc", "Hà Tĩnh", "2020-01-01"), ["xã Kim Lộc > xã Kim Song Trường"]);
    for old in ["xã Kim Lộc", "xã Song Lộc", "xã Trường Lộc", "xã Kim Song Trường"] {
        assert_eq!(became(old, "Hà Tĩnh", now), [format!("{old} > xã Trường Lưu")]);
    }
    for old in ["xã Khánh Lộc", "xã Vĩnh Lộc", "xã Khánh Vĩnh Yên"] {
        assert_eq!(became(old, "Hà Tĩnh", now), [format!("{old} > xã Gia Hanh")]);
    }
    assert_eq!(became("thị trấn Nghèn", "Hà Tĩnh", now), ["thị trấn Nghèn > xã Can Lộc"]);
    assert_eq!(became("xã Tiến Lộc", "Hà Tĩnh", now), ["xã Tiến Lộc > xã Can Lộc"]);
    assert_eq!(became("tỉnh Hải Dương", "Hải Dương", now), ["tỉnh Hải Dương > thành phố Hải Phòng"]);
    assert_eq!(became("tỉnh Bạc Liêu", "Bạc Liêu", now), ["tỉnh Bạc Liêu > tỉnh Cà Mau"]);
    assert_eq!(became("tỉnh Bến Tre", "Bến Tre", now), ["tỉnh Bến Tre > tỉnh Vĩnh Long"]);
    assert_eq!(became("tỉnh Hà Tây", "Hà Tây", now), ["tỉnh Hà Tây > thành phố Hà Nội"]);
    assert_eq!(became("tỉnh Thừa Thiên Huế", "Thừa Thiên Huế", now), ["tỉnh Thừa Thiên Huế > thành phố Huế"]);
    for old in ["quận 2", "quận 9", "quận Thủ Đức"] {
        assert_eq!(became(old, "Hồ Chí Minh", "2021-01-01"), [format!("{old} > thành phố Thủ Đức")]);
    }
    assert_eq!(became("huyện Lộc Hà", "Hà Tĩnh", "2025-01-01"), ["huyện Lộc Hà > huyện Thạch Hà, thành phố Hà Tĩnh"]);
    assert_eq!(became("huyện Đông Sơn", "Thanh Hóa", "2025-01-01"), ["huyện Đông Sơn > thành phố Thanh Hóa"]);
    assert_eq!(became("huyện Hoàng Sa", "Đà Nẵng", now), ["huyện Hoàng Sa > đặc khu Hoàng Sa"]);
}

#[test]
fn a_district_shows_the_communes_made_of_it() {
    let g = Gazetteer::embedded();
    let now = day("2025-08-01");
    let of = |label: &str| {
        let label = Named::parse(label);
        let states = g.named(label.unit_type, label.name);
        labels(g.communes_of(states.last().expect("a district"), now))
    };
    assert_eq!(
        of("thành phố Lạng Sơn"),
        ["phường Đông Kinh", "phường Lương Văn Tri", "phường Tam Thanh", "phường Kỳ Lừa"]
    );
    assert_eq!(
        of("huyện Can Lộc"),
        ["xã Can Lộc", "xã Tùng Lộc", "xã Trường Lưu", "xã Gia Hanh", "xã Xuân Lộc", "xã Đồng Lộc"]
    );
}

#[test]
fn the_profile_of_a_new_commune() {
    let g = Gazetteer::embedded();
    let profile = g.profile("xã Can Lộc", Some("Hà Tĩnh"), day("2025-08-05")).expect("a profile");
    assert_eq!(profile.born, Some(day("2025-07-01")));
    assert_eq!(labels(profile.province), ["tỉnh Hà Tĩnh"]);
    assert_eq!(profile.district, None);
    assert!(profile.merged());
    assert_eq!(
        labels(profile.origins.iter().map(|origin| origin.link.old)),
        ["thị trấn Nghèn", "xã Thiên Lộc", "xã Vượng Lộc"]
    );
    assert!(profile.origins.iter().all(|origin| origin.link.share == Share::Whole));
    assert_eq!(labels(profile.former_districts()), ["huyện Can Lộc"]);
    assert_eq!(labels(profile.former_provinces()), ["tỉnh Hà Tĩnh"]);
    // The address, an abbreviation, and another province's communes.
    for label in ["xã Can Lộc, tỉnh Hà Tĩnh", "XÃ CAN LỘC, Hà Tĩnh", "Đảng bộ xã Can Lộc", "Can Lộc"]
    {
        let unit = g.find_unit(label, None, day("2025-08-05"));
        assert_eq!(labels(unit), ["xã Can Lộc"], "{label}");
    }
    let split = g.profile("xã Hưng Mỹ", Some("Cà Mau"), day("2025-08-05")).expect("a profile");
    let part = split.origins.iter().find(|origin| origin.link.old.name == "Hòa Mỹ");
    assert_eq!(part.map(|origin| origin.link.share), Some(Share::Part));
    let kept = g.profile("xã Hương Khê", Some("Hà Tĩnh"), day("2025-08-05"));
    assert!(kept.is_some());
    assert!(g.profile("xã Chưa Có", Some("Hà Tĩnh"), day("2025-08-05")).is_none());
}

#[test]
fn the_profile_before_2025_has_a_district() {
    let g = Gazetteer::embedded();
    let on = day("2020-03-15");
    let profile = g.profile("xã Kim Song Trường, huyện Can Lộc", Some("Hà Tĩnh"), on).expect("a profile");
    assert_eq!(profile.born, Some(day("2020-01-01")));
    assert_eq!(labels(profile.district), ["huyện Can Lộc"]);
    assert_eq!(profile.origins.len(), 3);
    let nghen = g.profile("thị trấn Nghèn", Some("Hà Tĩnh"), on).expect("a profile");
    assert_eq!((nghen.born, nghen.merged()), (None, true));
    assert_eq!(labels(nghen.origins.iter().map(|origin| origin.link.old)), ["xã Tiến Lộc"]);
    assert_eq!(labels(g.find_unit("huyện Can Lộc", Some("Hà Tĩnh"), on)), ["huyện Can Lộc"]);
    // An old name finds what it became.
    assert_eq!(labels(g.find_unit("xã Kim Lộc", Some("Hà Tĩnh"), on)), ["xã Kim Song Trường"]);
}

#[test]
fn a_scope_knows_old_and_new_provinces() {
    let g = Gazetteer::embedded();
    let province = |unit, name, on| labels(g.scope(unit, name, day(on)).province());
    for name in ["Hải Dương", "tỉnh Hải Dương", "Hải Phòng", "TP. Hải Phòng"] {
        assert_eq!(province(None, Some(name), "2025-08-01"), ["thành phố Hải Phòng"], "{name}");
    }
    assert_eq!(province(None, Some("Hải Dương"), "2020-03-01"), ["tỉnh Hải Dương"]);
    assert_eq!(province(None, Some("Gia Lai"), "2025-08-01"), ["tỉnh Gia Lai"]);
    assert_eq!(province(None, Some("TP.HCM"), "2025-08-01"), ["thành phố Hồ Chí Minh"]);
    assert_eq!(province(None, Some("Xứ Lạ"), "2025-08-01"), [""; 0]);
    assert_eq!(province(Some("xã Trường Lưu"), None, "2025-08-01"), ["tỉnh Hà Tĩnh"]);
    assert_eq!(province(Some("huyện Can Lộc"), None, "2025-08-01"), ["tỉnh Hà Tĩnh"]);
    assert_eq!(province(Some("tỉnh Cà Mau"), None, "2020-08-01"), ["tỉnh Cà Mau"]);
    assert_eq!(province(Some("xã Tân Thành"), None, "2025-08-01"), [""; 0]);
}

#[test]
fn the_longest_name_wins() {
    let g = Gazetteer::embedded();
    let longest = |text: &str, types: &[UnitType]| g.longest_name(&text.split(' ').collect::<Vec<_>>(), types);
    assert_eq!(longest("Khánh Vĩnh Yên Tổ chức", &[]), Some(3));
    assert_eq!(longest("Văn Miếu - Quốc Tử Giám Hà Nội", &[UnitType::Phuong]), Some(6));
    assert_eq!(longest("Can Lộc", &[UnitType::Huyen]), Some(2));
    assert_eq!(longest("Can Lộc", &[UnitType::Quan]), None);
    assert_eq!(longest("", &[]), None);
}

#[test]
fn another_text_of_the_same_shape_is_read_or_refused() {
    let good = "01\tThành phố\tHà Nội\t\t01\t\t\t\t\t\t\n";
    let g = Gazetteer::from_text(good.to_owned()).expect("a small gazetteer");
    assert_eq!(labels(g.named(None, "HÀ NỘI")), ["thành phố Hà Nội"]);
    let bad = Gazetteer::from_text("# head\n01\tThành phố\n".to_owned());
    assert!(matches!(bad, Err(PlacesError::Line(2))));
    let twice = Gazetteer::from_text(good.repeat(2));
    assert!(matches!(twice, Err(PlacesError::Order(2))));
    let empty = Gazetteer::from_text(String::new()).expect("nothing is something");
    assert!(empty.suggest("Hà Nội").is_empty() && !empty.knows("ha2 nôi5"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_is_survived(text in "\\PC{0,24}", other in "[ .,'\u{300}\u{301}a-zđĐ0-9-]{0,16}") {
        let g = Gazetteer::embedded();
        let on = day("2025-08-05");
        let scope = g.scope(Some(&text), Some(&other), on);
        for name in [&text, &other] {
            let chain = Named::parse_chain(name);
            let _ = g.judge(&Mention::new(UnitType::Xa, name).with_chain(&chain), &scope);
            let _ = g.suggest(name);
            let _ = Gazetteer::from_text(name.clone());
        }
    }

    #[test]
    fn a_key_does_not_depend_on_form_or_case(i in 0..17_000_usize) {
        let Some(unit) = Gazetteer::embedded().all().nth(i) else { return Ok(()) };
        let key = place_key(unit.name);
        prop_assert_eq!(&place_key(&unit.name.nfd().collect::<String>()), &key);
        prop_assert_eq!(&place_key(&unit.name.to_uppercase()), &key);
        prop_assert_eq!(&place_key(&format!("  {} ", unit.name.replace(' ', "\u{a0} "))), &key);
    }
}
