//! Figures: numbers that count or measure.

use super::{Mention, MentionKind};
use crate::document::{BlockKind, Document};
use crate::text::{Case, Gap, Number, Syllable, Token, TokenKind};
use std::sync::LazyLock;

/// A number with what it measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The value as written, before «nghìn», «triệu», «tỷ».
    pub value: Number,
    /// Of a ratio `x/y`, the y.
    pub of: Option<Number>,
    /// Whether a percent sign follows.
    pub percent: bool,
}

/// Words before a number that make it a label, not a quantity.
static LABELS: LazyLock<Vec<Syllable>> = LazyLock::new(|| {
    [
        "thứ", "khóa", "điều", "khoản", "mục", "bước", "biểu", "bảng", "phụ", "lục", "số", "phần", "chương", "trang",
        "điểm", "mẫu", "lần", "ương", "lớp", "hạng", "loại", "nhóm",
    ]
    .map(Syllable::of)
    .to_vec()
});

/// Words that end in one of these and are none: «bầu đoàn đại biểu 12 đồng chí», «xếp loại 45 chi bộ», «rau các loại
/// 84 ha».
static COMPOUNDS: LazyLock<Vec<(Syllable, Syllable)>> = LazyLock::new(|| {
    let words = [
        ("đại", "biểu"),
        ("vũ", "trang"),
        ("danh", "mục"),
        ("hạng", "mục"),
        ("tiết", "mục"),
        ("thời", "điểm"),
        ("địa", "điểm"),
        ("trọng", "điểm"),
        ("quan", "điểm"),
        ("ưu", "điểm"),
        ("khuyết", "điểm"),
        ("thành", "phần"),
        ("tài", "khoản"),
        ("con", "số"),
        ("xếp", "loại"),
        ("phân", "loại"),
        ("các", "loại"),
    ];
    words.map(|(first, last)| (Syllable::of(first), Syllable::of(last))).to_vec()
});

/// Words right after a number that make it money.
static MONEY: LazyLock<[Syllable; 6]> =
    LazyLock::new(|| ["tỷ", "tỉ", "triệu", "nghìn", "ngàn", "đồng"].map(Syllable::of));

/// Words before a number that are asked for one by one.
struct Words {
    ward: Syllable,
    number: Syllable,
    /// What «số» is the end of, so that what follows counts.
    of_number: [Syllable; 10],
    central: Syllable,
    level: Syllable,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    ward: Syllable::of("phường"),
    number: Syllable::of("số"),
    of_number: ["tổng", "bão", "dân", "tỷ", "chỉ", "chung", "thiểu", "đa", "trong", "trên"].map(Syllable::of),
    central: Syllable::of("ương"),
    level: Syllable::of("cấp"),
});

static STARS: LazyLock<Syllable> = LazyLock::new(|| Syllable::of("sao"));

/// Finds figures among the numbers that dates and citations have left.
pub(super) fn find(document: &Document, out: &mut Vec<Mention>) {
    let (text, tokens) = (document.text.as_str(), &document.tokens[..]);
    let mut taken = vec![false; tokens.len()];
    for mention in out.iter() {
        let dated = matches!(mention.kind, MentionKind::Date(_) | MentionKind::Term(..) | MentionKind::Citation);
        if dated {
            taken[mention.tokens.clone()].fill(true);
        }
    }
    for block in &document.blocks {
        let mut i = block.tokens.start;
        let next = |from: usize| tokens[from..block.tokens.end].iter().position(|t| t.kind == TokenKind::Number);
        while let Some(skipped) = next(i) {
            i += skipped;
            let token = &tokens[i];
            // The number a line begins with is its own.
            let numbers_line = (token.start as usize) < block.body;
            if taken[i] || numbers_line {
                i += 1;
                continue;
            }
            let Some(value) = Number::parse(token.text(text)) else {
                i += 1;
                continue;
            };
            let divisor = tokens.get(i + 1).filter(|t| i + 1 < block.tokens.end && is_divisor(t) && !taken[i + 1]);
            let of = divisor.and_then(|t| Number::parse(t.text(text)));
            let end = if of.is_some() { i + 2 } else { i + 1 };
            let after = text.get(tokens[end - 1].end as usize..).unwrap_or("").trim_start_matches([' ', '\u{A0}']);
            let percent = after.starts_with('%');
            let cell = matches!(block.kind, BlockKind::Cell { .. });
            let counts = percent || of.is_some() || !(is_label(text, tokens, i) || is_mark(text, token));
            let hours = of.is_some_and(|of| is_hours(text, &tokens[..block.tokens.end], end, (value, of), cell));
            if (cell || counts) && !hours {
                out.push(Mention { kind: MentionKind::Figure(Figure { value, of, percent }), tokens: i..end });
            }
            i = end;
        }
    }
}

/// «trực 24/7», «vận hành 24/24 giờ, 7/7 ngày»: how long something runs is no ratio, and the share behind it is of something
/// else. `end` is one past the two numbers. «24/24 chi bộ» counts.
fn is_hours(text: &str, tokens: &[Token], end: usize, ratio: (Number, Number), cell: bool) -> bool {
    let whole = |number: Number| Some(number.mantissa).filter(|_| number.scale == 0);
    let (Some(part), Some(all)) = (whole(ratio.0), whole(ratio.1)) else { return false };
    if (part, all) == (24, 7) {
        return true;
    }
    if part != all || !matches!(part, 24 | 7 | 365 | 366) {
        return false;
    }
    let Some(next) = tokens.get(end).filter(|next| matches!(next.gap, Gap::Space | Gap::None)) else {
        return part == 24 && !cell;
    };
    // «24/24, đạt 98%», «24/24 bảo đảm an ninh»: where nothing is counted these are all the hours.
    let counted = next.kind == TokenKind::Word && !next.is_capitalised() && !GOES_ON.contains(&next.id);
    HOURS.contains(&next.id) || part == 24 && (next.text(text) == "h" || !cell && !counted)
}

/// What these count.
static HOURS: LazyLock<[Syllable; 2]> = LazyLock::new(|| ["giờ", "ngày"].map(Syllable::of));

/// Words with which a sentence goes on behind hours, and that are counted nowhere.
static GOES_ON: LazyLock<[Syllable; 13]> = LazyLock::new(|| {
    ["đạt", "bảo", "đảm", "phục", "tại", "cho", "để", "với", "và", "trong", "ở", "trên", "nhằm"].map(Syllable::of)
});

fn is_divisor(token: &Token) -> bool {
    token.gap == Gap::Slash && token.kind == TokenKind::Number
}

/// «(1) …; (2) …» and «[3]» count points and notes, «công nghiệp 4.0» is a name.
fn is_mark(text: &str, token: &Token) -> bool {
    let (before, after) = (&text[..token.start as usize], &text[token.end as usize..]);
    let short = token.end - token.start <= 2;
    let enclosed =
        (before.ends_with('(') && after.starts_with(')')) || (before.ends_with('[') && after.starts_with(']'));
    // «(năm 2024: 36; năm 2025: 35)» closes what was opened.
    let opened = || before.rfind(['(', ')', '\n']).is_some_and(|at| before[at..].starts_with('('));
    let listed = after.starts_with(')') && before.trim_end().ends_with([';', ':', ',', '.']) && !opened();
    let generation = matches!(token.text(text), "4.0" | "5.0") && before.trim_end().ends_with("nghiệp");
    // «từ 16,4% (2020) xuống 11,2% (2024)»
    let year = enclosed && matches!(token.text(text).as_bytes(), [b'1', b'9', _, _] | [b'2', b'0', _, _]);
    (short && (enclosed || listed)) || generation || year
}

fn is_label(text: &str, tokens: &[Token], i: usize) -> bool {
    // «Quốc lộ 2C», «biểu 1A»: a number with a letter is a name; «4ha» is not.
    let lettered = tokens.get(i + 1).is_some_and(|next| {
        next.gap == Gap::None && next.end - next.start == 1 && next.case != Case::Lower && next.kind == TokenKind::Word
    });
    // «khách sạn từ 3 sao trở lên», «OCOP 4 sao»: a rank.
    let one_digit = tokens[i].end - tokens[i].start == 1;
    let stars = one_digit && tokens.get(i + 1).is_some_and(|next| next.gap == Gap::Space && next.id == *STARS);
    if lettered || stars {
        return true;
    }
    let Some(before) = i.checked_sub(1).map(|b| &tokens[b]) else { return false };
    // «12 đồng chí từ Phường 4»
    let ward = before.is_capitalised() && before.id == WORDS.ward && tokens[i].end - tokens[i].start <= 2;
    if ward && tokens[i].gap == Gap::Space {
        return true;
    }
    // «chuyển đổi số, 02 chỉ tiêu»: past a comma something else is counted.
    if !matches!(tokens[i].gap, Gap::None | Gap::Space | Gap::Hyphen) || !LABELS.contains(&before.id) {
        return false;
    }
    // «tổng số 45», «bão số 4» count as said: a plain «số 45» right after a document's kind does not.
    if i >= 2 && before.gap == Gap::Space && COMPOUNDS.contains(&(tokens[i - 2].id, before.id)) {
        return false;
    }
    let total = before.id == WORDS.number && i >= 2 && WORDS.of_number.contains(&tokens[i - 2].id);
    // «cấp Trung ương 01 hộ»: a level, and how many it has.
    let level = i >= 3 && before.id == WORDS.central && tokens[i - 3].id == WORDS.level;
    // «lần 2», «Trung ương 4», but «ngân sách trung ương 72,5 tỷ đồng».
    let measured = tokens[i].text(text).contains(',');
    // «ngân sách Trung ương 21 tỷ đồng»: nothing is numbered in money.
    let money = tokens.get(i + 1).is_some_and(|next| next.gap == Gap::Space && MONEY.contains(&next.id));
    !(total || level || measured || money)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::from_example;

    fn found(text: &str) -> Vec<(f64, Option<f64>, bool)> {
        let document = from_example(text).unwrap();
        let mut out = Vec::new();
        super::super::date::find(&document, &mut out);
        find(&document, &mut out);
        out.iter()
            .filter_map(|m| match &m.kind {
                MentionKind::Figure(f) => Some((f.value.value(), f.of.map(|n| n.value()), f.percent)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn figures_but_no_labels_and_dates() {
        assert_eq!(
            found("Đạt 28/30 chỉ tiêu, bằng 93,3%, thu 4.621 triệu đồng."),
            [(28.0, Some(30.0), false), (93.3, None, true), (4621.0, None, false)]
        );
        assert_eq!(found("Ngày 15/12 hằng năm, Điều 5, lần thứ 13, năm 2025, Biểu 1."), []);
        assert_eq!(found("Cần: (1) giữ đoàn kết; (2) nâng cao chất lượng [3]; 3) đổi mới trong công nghiệp 4.0."), []);
        assert_eq!(found("Kết nạp (năm 2021: 31; năm 2022: 33)."), [(31.0, None, false), (33.0, None, false)]);
        assert_eq!(
            found("Nghị quyết Trung ương 4, dự thảo lần 2, tổ chức 3 lần (tăng 12)."),
            [(3.0, None, false), (12.0, None, false)]
        );
        assert_eq!(
            found("Có 12 đồng chí từ Phường 4; toàn phường 45 chi bộ."),
            [(12.0, None, false), (45.0, None, false)]
        );
        assert_eq!(found("Chuyển đổi số, 02 chỉ tiêu."), [(2.0, None, false)]);
        assert_eq!(found("Danh mục 720 tỷ đồng; mục 3."), [(720.0, None, false)]);
        assert_eq!(found("Vốn Trung ương 21 tỷ đồng; Nghị quyết Trung ương 8."), [(21.0, None, false)]);
        assert_eq!(found("Cấp tỉnh 26 hộ, cấp Trung ương 01 hộ."), [(26.0, None, false), (1.0, None, false)]);
        assert_eq!(found("Trực 24/7, mở cửa 24/24 giờ, 7/7 ngày, camera chạy 24/24."), []);
        assert_eq!(found("Có 24/24 chi bộ, 7/7 trường."), [(24.0, Some(24.0), false), (7.0, Some(7.0), false)]);
        assert_eq!(found("Bão số 4 làm ngập 620 ha."), [(4.0, None, false), (620.0, None, false)]);
    }
}
