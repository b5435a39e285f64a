//! Reports made of sentence frames: the same on every machine, different from one another.

/// A small generator of numbers (xorshift), so that no run differs from another.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const FIELDS: [&str; 12] = [
    "nông nghiệp",
    "giảm nghèo",
    "giáo dục",
    "y tế",
    "quốc phòng",
    "an ninh",
    "cải cách hành chính",
    "chuyển đổi số",
    "thu ngân sách",
    "xây dựng nông thôn mới",
    "dân vận",
    "kiểm tra, giám sát",
];
const BODIES: [&str; 8] = [
    "Ủy ban nhân dân xã",
    "Phòng Kinh tế",
    "Hội Nông dân",
    "Ban Chấp hành Đảng bộ",
    "Công an xã",
    "Đoàn Thanh niên",
    "Chi bộ thôn Đông",
    "Ủy ban Kiểm tra Đảng ủy",
];
const VERBS: [&str; 8] = ["hoàn thành", "xây dựng", "tổ chức", "kiểm tra", "hỗ trợ", "vận động", "nâng cấp", "mở rộng"];
const THINGS: [&str; 10] = [
    "công trình",
    "hộ dân",
    "lớp tập huấn",
    "mô hình",
    "km đường",
    "ha lúa",
    "hợp tác xã",
    "buổi đối thoại",
    "hồ sơ",
    "đảng viên",
];
const TAILS: [&str; 8] = [
    "so với đầu nhiệm kỳ",
    "trên địa bàn toàn xã",
    "theo kế hoạch đề ra",
    "góp phần nâng cao đời sống",
    "đúng thời hạn được giao",
    "được Nhân dân đồng tình",
    "tại các thôn còn khó khăn",
    "ngày càng nền nếp",
];

fn sentence(random: &mut Random) -> String {
    let (body, verb, thing) = (random.pick(&BODIES), random.pick(&VERBS), random.pick(&THINGS));
    let (field, tail, year) = (random.pick(&FIELDS), random.pick(&TAILS), 2020 + random.below(6));
    let (number, share) = (random.below(4000) + 3, random.below(999));
    match random.below(4) {
        0 => format!("{body} {verb} {number} {thing} về {field} trong năm {year}, {tail}."),
        1 => format!("Về {field}, {verb} được {number} {thing}, đạt {},{}%, {tail}.", share / 10, share % 10),
        2 => format!("Công tác {field} được {body} quan tâm, {verb} {thing} {tail}."),
        _ => format!("Trước ngày 30/6/{year}, {body} {verb} {number} {thing} gắn với {field}, {tail}."),
    }
}

/// A political report of about `bytes` bytes.
pub fn report(seed: u64, bytes: usize) -> String {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9) + 0x1234_5678);
    let mut text = String::from("# BÁO CÁO CHÍNH TRỊ\n\n## PHẦN THỨ NHẤT: KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT\n\n");
    let mut section = 0;
    while text.len() < bytes {
        section += 1;
        text += &format!("### {section}. Lĩnh vực {}\n\n", random.pick(&FIELDS));
        for _ in 0..3 {
            for _ in 0..4 + random.below(4) {
                text += &sentence(&mut random);
                text.push(' ');
            }
            text += "\n\n";
        }
        if section % 5 == 0 {
            text += "| TT | Chỉ tiêu | Đơn vị tính | Kết quả |\n|---|---|---|---|\n";
            for row in 1..=12 {
                text += &format!(
                    "| {row} | {} {} | % | {},{} |\n",
                    random.pick(&VERBS),
                    random.pick(&THINGS),
                    random.below(100),
                    random.below(10)
                );
            }
            text.push('\n');
        }
    }
    text
}

/// Terms of two to four syllables from the reports' own words and from others.
pub fn terms(count: usize) -> Vec<String> {
    let mut random = Random(0xABCD_EF01);
    let words: Vec<&str> =
        [&FIELDS[..], &THINGS[..], &VERBS[..], &TAILS[..]].concat().iter().flat_map(|p| p.split(' ')).collect();
    (0..count)
        .map(|i| {
            let length = 2 + random.below(3);
            let picked: Vec<&str> = (0..length).map(|_| words[random.below(words.len())]).collect();
            format!("{} {i}", picked.join(" "))
        })
        .collect()
}
