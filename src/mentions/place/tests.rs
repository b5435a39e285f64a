use super::*;
use crate::document::from_example;

/// Each mention in few words: `xã Kim Lộc < huyện Can Lộc < tỉnh Hà Tĩnh`.
fn found(text: &str) -> Vec<String> {
    let document = from_example(text).unwrap();
    let mut out = Vec::new();
    find(&document, &mut out);
    let words = |tokens: &Range<usize>| document.token_text(tokens.clone()).to_string();
    out.iter()
        .filter_map(|m| match &m.kind {
            MentionKind::Place(p) => Some(p),
            _ => None,
        })
        .map(|p| {
            let mut brief = format!("{} {}", p.unit.lower(), words(&p.name));
            for part in &p.chain {
                brief.push_str(&format!(" < {}", words(&part.tokens)));
            }
            brief + if p.longer { " …" } else { "" }
        })
        .collect()
}

macro_rules! check {
    ($($text:expr => [$($expected:expr),* $(,)?];)*) => {$(
        let expected: Vec<&str> = vec![$($expected),*];
        assert_eq!(found($text), expected, "{}", $text);
    )*};
}

#[test]
fn addresses_are_one_mention() {
    check! {
        "tại xã Kim Lộc, huyện Can Lộc, tỉnh Hà Tĩnh." => ["xã Kim Lộc < huyện Can Lộc < tỉnh Hà Tĩnh"];
        "Đảng bộ xã Phú Hưng (huyện Cái Nước, tỉnh Cà Mau) tổ chức" => ["xã Phú Hưng < huyện Cái Nước < tỉnh Cà Mau"];
        "xã Kim Lộc thuộc huyện Can Lộc cũ" => ["xã Kim Lộc < huyện Can Lộc"];
        "xã Kim Lộc, Can Lộc, Hà Tĩnh." => ["xã Kim Lộc < Can Lộc < Hà Tĩnh"];
        "xã Kim Lộc, Hà Tĩnh." => ["xã Kim Lộc < Hà Tĩnh"];
        "P. Nguyễn Trãi, TP. Hải Dương, tỉnh Hải Dương" => ["phường Nguyễn Trãi < TP. Hải Dương < tỉnh Hải Dương"];
        "phường Phả Lại, thành phố Chí Linh, thành phố Hải Phòng" => ["phường Phả Lại < thành phố Chí Linh < thành phố Hải Phòng"];
        "xã Tam Cường và xã Văn Lương, huyện Tam Nông" => ["xã Tam Cường < huyện Tam Nông", "xã Văn Lương < huyện Tam Nông"];
        // Not the same address.
        "xã Thiên Lộc, Hà Tĩnh và Nghệ An" => ["xã Thiên Lộc"];
        "huyện Can Lộc, xã Kim Lộc" => ["huyện Can Lộc", "xã Kim Lộc"];
    }
}

#[test]
fn unit_words_are_carried_through_lists() {
    check! {
        "các xã Kim Lộc, Song Lộc và Trường Lộc, thị trấn Nghèn" => ["xã Kim Lộc", "xã Song Lộc", "xã Trường Lộc", "thị trấn Nghèn"];
        "các xã: Kim Lộc (cũ), Song Lộc (cũ); Trường Lộc" => ["xã Kim Lộc", "xã Song Lộc", "xã Trường Lộc"];
        "các phường Chu Văn An, Trần Hưng Đạo và xã Bắc An" => ["phường Chu Văn An", "phường Trần Hưng Đạo", "xã Bắc An"];
        "các xã Kim Lộc, Song Lộc, huyện Can Lộc" => ["xã Kim Lộc < huyện Can Lộc", "xã Song Lộc < huyện Can Lộc"];
        "xã Kim Lộc, Song Lộc" => ["xã Kim Lộc", "xã Song Lộc"];
        "các phường 1, 2, 3 và Quận 1" => ["phường 1", "phường 2", "phường 3", "quận 1"];
        "xã Kim Lộc, Ủy ban nhân dân xã" => ["xã Kim Lộc"];
    }
}

#[test]
fn the_longest_known_name_counts() {
    check! {
        "ĐẢNG BỘ XÃ KHÁNH VĨNH YÊN LẦN THỨ I" => ["xã KHÁNH VĨNH YÊN"];
        "Bí thư Đảng ủy xã Kim Lộc Nguyễn Văn Hùng" => ["xã Kim Lộc"];
        "xã Kim Lộc Thịnh Phát" => ["xã Kim Lộc …"];
        "thị trấn Nông trường Phong Hải" => ["thị trấn Nông trường Phong Hải"];
        "xã Xuân Thọ 2 và thị trấn Nghèn 21 đồng chí" => ["xã Xuân Thọ 2", "thị trấn Nghèn"];
        "phường Văn Miếu - Quốc Tử Giám" => ["phường Văn Miếu - Quốc Tử Giám"];
        "xã Kim Lộc - Song Lộc" => ["xã Kim Lộc"];
        "TX Kinh Môn, TT. Nghèn" => ["thị xã Kinh Môn", "thị trấn Nghèn"];
    }
}

#[test]
fn other_things_are_no_units() {
    let none: [&str; 0] = [];
    for text in ["Hợp tác xã Thiên Lộc", "Toàn xã có 12 thôn", "phường 12 chi bộ", "Xã hội hóa", "tp Vinh thì không"]
    {
        assert_eq!(found(text), none, "{text}");
    }
    assert_eq!(found("trung tâm đô thị xã Can Lộc"), ["xã Can Lộc"]);
    // What the gazetteer does not know is a mention all the same.
    assert_eq!(found("xã Chưa Biết"), ["xã Chưa Biết"]);
}

#[test]
fn abbreviations_and_odd_spellings() {
    check! {
        "TX.Hồng Lĩnh; TX. Hồng Lĩnh; TT Nghèn; TP.Vinh; TP Vinh" => ["thị xã Hồng Lĩnh", "thị xã Hồng Lĩnh", "thị trấn Nghèn", "thành phố Vinh", "thành phố Vinh"];
        "H. Can Lộc; Q.9; Q. Tân Bình; P.12; P. Sao Đỏ" => ["huyện Can Lộc", "quận 9", "quận Tân Bình", "phường 12", "phường Sao Đỏ"];
        "xã Hoà Mỹ và xã Hòa Mĩ" => ["xã Hoà Mỹ", "xã Hòa Mĩ"];
        "huyện Đăk Hà, huyện Đắk Hà, huyện Ea H’leo, huyện Ea H'Leo" => ["huyện Đăk Hà", "huyện Đắk Hà", "huyện Ea H’leo", "huyện Ea H'Leo"];
        "thành phố Phan Rang-Tháp Chàm và thành phố Phan Rang – Tháp Chàm" => ["thành phố Phan Rang-Tháp Chàm", "thành phố Phan Rang – Tháp Chàm"];
        "THỊ TRẤN NGHÈN, XÃ THIÊN LỘC" => ["thị trấn NGHÈN", "xã THIÊN LỘC"];
        "Xa\u{303} Thiên Lô\u{323}c" => ["xã Thiên Lộc"];
    }
}

#[test]
fn lists_of_other_forms() {
    check! {
        "hai xã Kim Lộc và Song Lộc" => ["xã Kim Lộc", "xã Song Lộc"];
        "03 xã Kim Lộc, Song Lộc, Trường Lộc đã nhập" => ["xã Kim Lộc", "xã Song Lộc", "xã Trường Lộc"];
        "các xã Kim Lộc; Song Lộc; Trường Lộc" => ["xã Kim Lộc", "xã Song Lộc", "xã Trường Lộc"];
        "thị trấn Nghèn và các xã Thiên Lộc, Vượng Lộc (huyện Can Lộc)" => ["thị trấn Nghèn", "xã Thiên Lộc < huyện Can Lộc", "xã Vượng Lộc < huyện Can Lộc"];
        "các huyện Can Lộc, Đức Thọ và thị xã Hồng Lĩnh, tỉnh Hà Tĩnh" => ["huyện Can Lộc < tỉnh Hà Tĩnh", "huyện Đức Thọ < tỉnh Hà Tĩnh", "thị xã Hồng Lĩnh < tỉnh Hà Tĩnh"];
        "các tỉnh Hải Dương, Bắc Giang và thành phố Hải Phòng" => ["tỉnh Hải Dương", "tỉnh Bắc Giang", "thành phố Hải Phòng"];
        "xã Kim Lộc (huyện Can Lộc), xã Yên Lộc" => ["xã Kim Lộc < huyện Can Lộc", "xã Yên Lộc"];
        "Đảng bộ các xã: Thiên Lộc, Vượng Lộc và thị trấn Nghèn" => ["xã Thiên Lộc", "xã Vượng Lộc", "thị trấn Nghèn"];
    }
}

#[test]
fn a_column_of_communes_names_them_without_a_unit_word() {
    check! {
        "| Địa bàn | Số hộ |\n|---|---|\n| Thị trấn Nghèn | 5 |\n| Thiên Lộc | 6 |\n| Toàn xã | 11 |" => ["thị trấn Nghèn", "xã Thiên Lộc"];
        "| Phường | Số hộ |\n|---|---|\n| Phường Sao Đỏ | 5 |\n| Cộng Hòa | 6 |" => ["phường Sao Đỏ", "phường Cộng Hòa"];
        "| Thôn | Số hộ |\n|---|---|\n| Thiên Lộc | 6 |" => [];
        "gửi X. Thiên Lộc trước; Đại hội lần thứ X. Thiên Lộc vào hội" => ["xã Thiên Lộc"];
    }
}
