//! The engine on words, with a small tokenizer of its own; real tokens come from the caller.

use std::time::{Duration, Instant};

use unicode_normalization::UnicodeNormalization;

use super::*;

/// A text and where its words stand in the source.
struct Source<'s> {
    source: &'s str,
    text: Text,
    spans: Vec<Range<usize>>,
}

impl Source<'_> {
    fn slice(&self, words: &Range<u32>) -> &str {
        &self.source[self.spans[words.start as usize].start..self.spans[words.end as usize - 1].end]
    }
}

fn hash(chars: impl Iterator<Item = char>) -> u64 {
    chars.fold(0xcbf2_9ce4_8422_2325, |h, c| (h ^ c as u64).wrapping_mul(0x100_0000_01b3))
}

/// Letters first, then the tone, wherever it was written.
fn fold(word: &str) -> u64 {
    let tones = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let all: Vec<char> = word.nfd().flat_map(char::to_lowercase).collect();
    let (tone, letters): (Vec<char>, Vec<char>) = all.iter().partition(|c| tones.contains(c));
    hash(letters.into_iter().chain(tone))
}

fn read(source: &str) -> Source<'_> {
    let (mut text, mut spans) = (Text::new(), Vec::new());
    let mut chars = source.char_indices().peekable();
    let letter = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    while let Some((start, c)) = chars.next() {
        if !letter(c) {
            let after = chars.peek().is_none_or(|&(_, next)| next.is_whitespace());
            if c == '\n' || (".!?".contains(c) && after) {
                text.end_sentence();
            }
            continue;
        }
        let (number, mut end) = (c.is_ascii_digit(), start + c.len_utf8());
        while let Some(&(at, c)) = chars.peek() {
            let inside = ".,".contains(c) && source[at + 1..].starts_with(|c: char| c.is_ascii_digit());
            if !(letter(c) || number && inside) {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let word = &source[start..end];
        text.push(if number { Word::number(hash(word.chars())) } else { Word::syllable(fold(word)) });
        spans.push(start..end);
    }
    text.end_sentence();
    Source { source, text, spans }
}

const LAND: &str = "Đến năm 2025, Đảng bộ đã lãnh đạo chuyển đổi được 412 ha đất lúa kém hiệu quả ở vùng \
     ven sông sang trồng rau an toàn và nuôi cá nước ngọt. Ba hợp tác xã đã ký hợp đồng bao tiêu với doanh \
     nghiệp trên diện tích 185 ha, giá bán cao hơn thị trường 8% trong hai vụ.";
const SCHOOL: &str = "Mỗi năm chọn một trường, giao đồng chí Phó Bí thư theo dõi đến khi có quyết định công nhận.";
const HEALTH: &str = "Trạm y tế được bổ sung ba bác sĩ và một máy siêu âm theo kết luận tháng 3 năm 2023.";
const DEFENCE: &str = "Hằng tháng Thường trực nghe Công an và Ban Chỉ huy Quân sự báo cáo tình hình địa bàn.";
const BUDGET: &str = "Thu ngân sách trên địa bàn vượt mục tiêu nhờ khai thác quỹ đất và chống thất thu thuế.";

fn around(passage: &str, before: &str, after: &str) -> String {
    format!("{before} {passage} {after}")
}

fn close(a: &str, b: &str) -> Vec<(String, String, Passage)> {
    let (a, b) = (read(a), read(b));
    compare(&a.text, &b.text, &Genre::default(), &Options::default())
        .into_iter()
        .map(|passage| (a.slice(&passage.a).into(), b.slice(&passage.b).into(), passage))
        .collect()
}

/// The only passage, with its two places; what they are without the final stop.
#[track_caller]
fn only(a: &str, b: &str, place_a: &str, place_b: &str) -> Passage {
    let found = close(a, b);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((&*found[0].0, &*found[0].1), (place_a.trim_end_matches('.'), place_b.trim_end_matches('.')));
    found[0].2.clone()
}

#[test]
fn a_passage_repeated_word_for_word_is_one_finding_in_whole_sentences() {
    let (a, b) = (around(LAND, SCHOOL, HEALTH), around(LAND, DEFENCE, BUDGET));
    let passage = only(&a, &b, LAND, LAND);
    assert!(passage.verbatim && passage.changed.is_empty());
    assert_eq!(passage.similarity, 1.0);
}

#[test]
fn lightly_edited() {
    let edited = LAND.replace("đã lãnh đạo", "tập trung lãnh đạo").replace("kém hiệu quả ", "");
    let passage = only(&around(&edited, SCHOOL, HEALTH), &around(LAND, DEFENCE, BUDGET), &edited, LAND);
    assert!(!passage.verbatim && passage.similarity > 0.85, "{passage:?}");
}

#[test]
fn reordered_clauses_and_reworded() {
    let ours = "Được công nhận có 68 mô hình dân vận khéo, trong đó 31 mô hình thuộc lĩnh vực giao thông nông \
         thôn; tiến hành giám sát 33 tổ chức đảng, kiểm tra 92 đảng viên và 46 tổ chức đảng, đồng thời kỷ luật \
         17 đảng viên với các hình thức cảnh cáo 04, khiển trách 13.";
    let theirs = "Cấp ủy kiểm tra 46 tổ chức đảng và 92 đảng viên; giám sát 31 tổ chức đảng; thi hành kỷ luật 17 \
         đảng viên, gồm khiển trách 13, cảnh cáo 04. Có 68 mô hình dân vận khéo được công nhận, trong đó các \
         mô hình về giao thông nông thôn chiếm 29 mô hình.";
    let (a, b) = (around(ours, SCHOOL, HEALTH), around(theirs, DEFENCE, BUDGET));
    let passage = only(&a, &b, ours, theirs);
    let (a, b) = (read(&a), read(&b));
    let changed: Vec<(&str, &str)> =
        passage.changed.iter().map(|&(x, y)| (a.slice(&(x..x + 1)), b.slice(&(y..y + 1)))).collect();
    assert_eq!(changed, [("31", "29"), ("33", "31")]);
}

#[test]
fn sentences_left_out_of_a_reworded_passage_do_not_part_it() {
    let edited = LAND.replace("đã lãnh đạo", "tập trung lãnh đạo").replace("kém hiệu quả ", "");
    let ours = "Kiểm tra 92 đảng viên và 46 tổ chức đảng, giám sát 33 tổ chức đảng, đồng thời kỷ luật 17 đảng viên với \
         các hình thức cảnh cáo 04, khiển trách 13.";
    let theirs = "Giám sát 33 tổ chức đảng, kiểm tra 46 tổ chức đảng và 92 đảng viên; kỷ luật 17 đảng viên, gồm khiển \
         trách 13, cảnh cáo 04.";
    let left_out = "Riêng tuyến kênh Bà Mụ dài gần sáu cây số qua bốn thôn phía nam, nơi trước kia cứ đến tháng ba là cạn \
         trơ đáy khiến bà con phải bơm chuyền hai cấp tốn kém. Nay nhờ nạo vét cùng lúc với việc thay cống đầu mối bằng bê \
         tông nên nước về tận chân ruộng xa nhất, đủ tưới cả vụ hè thu lẫn vụ đông.";
    let (long, short) = (format!("{edited} {left_out} {ours}"), format!("{LAND} {theirs}"));
    only(&around(&long, SCHOOL, HEALTH), &around(&short, DEFENCE, BUDGET), &long, &short);
    // Other sentences between them on both sides: two passages.
    let other = format!("{LAND} {DEFENCE} {BUDGET} {HEALTH} {theirs}");
    assert_eq!(close(&around(&long, SCHOOL, SCHOOL), &other).len(), 2);
}

#[test]
fn other_figures_are_named() {
    let other = LAND.replace("412", "398").replace("8%", "6%");
    let (a, b) = (around(&other, SCHOOL, HEALTH), around(LAND, DEFENCE, BUDGET));
    let passage = only(&a, &b, &other, LAND);
    let (a, b) = (read(&a), read(&b));
    let changed: Vec<(&str, &str)> =
        passage.changed.iter().map(|&(x, y)| (a.slice(&(x..x + 1)), b.slice(&(y..y + 1)))).collect();
    assert_eq!(changed, [("398", "412"), ("6", "8")]);
    assert!(!passage.verbatim && passage.similarity < 1.0);
}

#[test]
fn merged_and_split_sentences() {
    let merged = LAND.replace("ngọt. Ba", "ngọt, đồng thời ba").replace("ha, giá", "ha. Giá");
    only(&around(&merged, SCHOOL, HEALTH), &around(LAND, DEFENCE, BUDGET), &merged, LAND);
}

#[test]
fn decomposed_letters_other_tone_placement_and_capitals_are_the_same() {
    let other: String = LAND.to_uppercase().nfd().collect();
    let (a, b) = (around(&other, SCHOOL, HEALTH), around(LAND, DEFENCE, BUDGET));
    assert!(only(&a, &b, &other, LAND).verbatim);
    assert_eq!(fold("hoà"), fold("hòa"));
}

#[test]
fn masked_words_are_no_seeds_and_no_evidence() {
    let (source_a, source_b) = (around(LAND, SCHOOL, HEALTH), around(LAND, DEFENCE, BUDGET));
    let (mut a, b) = (read(&source_a), read(&source_b));
    let none = Genre::default();
    a.text.mask(0..u32::MAX);
    assert!(compare(&a.text, &b.text, &none, &Options::default()).is_empty());
    let mut genre = Genre::default();
    genre.learn(&read(LAND).text);
    let a = read(&source_a);
    assert!(compare(&a.text, &b.text, &genre, &Options::default()).is_empty());
    let mut kept = Genre::default();
    kept.extend(genre.runs());
    assert_eq!(kept.runs(), genre.runs());
}

#[test]
fn names_and_figures_alone_are_no_passage() {
    let a = "Thu nhập bình quân đầu người đạt 65,4 triệu đồng, tăng nhanh ở nhóm hộ kinh doanh dọc quốc lộ. \
         Ban Chấp hành Đảng bộ xã Can Lộc họp sáu phiên trong năm đầu tiên sau khi sắp xếp đơn vị.";
    let b = "Phấn đấu thu nhập bình quân đầu người đạt 65,4 triệu đồng bằng cách mở rộng vùng bao tiêu. Báo cáo \
         của Ban Chấp hành Đảng bộ xã Can Lộc được gửi tới từng chi bộ để lấy ý kiến trước đại hội.";
    assert!(close(a, b).is_empty(), "{:#?}", close(a, b));
}

#[test]
fn a_formula_of_common_pairs_is_no_passage_of_two_texts_but_one_with_figures_is() {
    let formula = "Công tác tuyên truyền các chỉ thị của Đảng được triển khai kịp thời bằng nhiều hình thức phong phú.";
    let words: Vec<&str> = formula.trim_end_matches('.').split_whitespace().collect();
    let mut genre = Genre::default();
    genre.learn_pairs(&words.windows(2).map(|pair| pair.join(" ") + "\n").collect::<String>());
    let text = |before: &str, passage: &str| {
        let mut text = Text::new();
        for sentence in [before, passage] {
            crate::text::tokenize(sentence).iter().for_each(|token| text.push(Word::of(token)));
            text.end_sentence();
        }
        text
    };
    let found =
        |passage: &str| compare(&text(SCHOOL, passage), &text(DEFENCE, passage), &genre, &Options::default()).len();
    assert_eq!(found(formula), 0);
    assert_eq!(found(&formula.replace("bằng nhiều", "qua 14 buổi với 620 lượt người nghe, bằng nhiều")), 1);
    assert_eq!(found(LAND), 1);
}

#[test]
fn twice_in_one_text_and_each_later_place_once() {
    let source = [SCHOOL, LAND, HEALTH, DEFENCE, LAND, BUDGET, LAND].join(" ");
    let text = read(&source);
    let found = within(&text.text, &Genre::default(), &Options::default());
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().all(|passage| passage.verbatim && passage.a == found[0].a));
    assert_eq!(text.slice(&found[1].b), LAND.trim_end_matches('.'));
    let edited = format!("{SCHOOL} {LAND} {HEALTH} {}", LAND.replace("ven sông", "dọc sông").replace("412", "398"));
    let text = read(&edited);
    let found = within(&text.text, &Genre::default(), &Options::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].changed.len(), 1);
}

#[test]
fn equal_texts_are_one_passage_and_empty_ones_none() {
    let source = [LAND, SCHOOL, HEALTH, DEFENCE, BUDGET].join(" ");
    only(&source, &source, &source, &source);
    assert!(close("", "").is_empty() && close(LAND, "").is_empty() && close("5 6 7", "5 6 7").is_empty());
    assert!(within(&Text::new(), &Genre::default(), &Options::default()).is_empty());
    assert!(across::<Text>(&[], &[], &Genre::default(), &Options::default(), &|| ()).is_empty());
    let mut text = Text::new();
    text.mask(Range { start: 5, end: 2 });
    text.end_sentence();
    assert!(within(&text, &Genre::default(), &Options::default()).is_empty());
}

/// A text of sentences drawn from a stock, by a generator of its own so that every run is the same.
fn drawn(sentences: usize, stock: u64, words: u64, seed: u64) -> Text {
    let mut text = Text::new();
    let mut state = seed;
    for _ in 0..sentences {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let kind = (state >> 33) % stock;
        for word in 0..words {
            text.push(Word::syllable((kind * words + word).wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        }
        text.end_sentence();
    }
    text
}

/// Far above what it takes, even unoptimised and on a busy machine; a square would take hours.
const SOON: Duration = Duration::from_secs(60);

#[test]
fn one_sentence_fifty_thousand_times_stays_linear() {
    let start = Instant::now();
    let (many, fewer) = (drawn(50_000, 1, 13, 1), drawn(40_000, 1, 13, 1));
    let options = Options::default();
    let found = within(&many, &Genre::default(), &options);
    assert_eq!(found.len(), 1, "told once");
    assert_eq!(compare(&many, &many, &Genre::default(), &options).len(), 1);
    assert!(compare(&many, &fewer, &Genre::default(), &options).len() <= 1);
    across(&[many, fewer], &[(0, 1)], &Genre::default(), &options, &|| ());
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn shuffled_sentences_of_a_small_stock_stay_linear() {
    let start = Instant::now();
    let options = Options::default();
    for stock in [3, 50, 5_000] {
        let (a, b) = (drawn(6_000, stock, 13, 1), drawn(6_000, stock, 13, 2));
        within(&a, &Genre::default(), &options);
        compare(&a, &b, &Genre::default(), &options);
        across(&[a, b], &[], &Genre::default(), &options, &|| ());
    }
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn one_endless_sentence_and_ten_thousand_tiny_texts() {
    let start = Instant::now();
    let options = Options::default();
    let mut endless = Text::new();
    (0..100_000).for_each(|at: u64| endless.push(Word::syllable(at.wrapping_mul(0x9E37_79B9_7F4A_7C15))));
    assert_eq!(compare(&endless, &endless, &Genre::default(), &options).len(), 1);
    within(&endless, &Genre::default(), &options);
    let tiny: Vec<Text> = (0..10_000).map(|seed| drawn(1, 300, 14, seed)).collect();
    across(&tiny, &[(0, 1), (7, 7), (1, 20_000)], &Genre::default(), &options, &|| ());
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn a_corpus_finds_strangers_who_share_and_answers_the_same_on_any_number_of_cores() {
    let longer = format!("{LAND} {HEALTH}");
    let sources: Vec<String> = (0..30)
        .map(|text| match text {
            3 => format!("{SCHOOL} {longer} {DEFENCE}"),
            17 => format!("{BUDGET} {longer} Chợ được nâng cấp đình chính năm qua và bố trí thêm nhiều quầy hàng mới."),
            _ => (0..20).map(|word| format!("chữ{text}và{word} ")).collect(),
        })
        .collect();
    let texts: Vec<Text> = sources.iter().map(|source| read(source).text).collect();
    let run = |cores: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build().expect("a pool");
        pool.install(|| across(&texts, &[], &Genre::default(), &Options::default(), &|| ()))
    };
    let found = run(1);
    assert_eq!(found, run(3));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].a, found[0].b), (3, 17));
    let source = read(&sources[3]);
    assert_eq!(source.slice(&found[0].passage.a), longer.trim_end_matches('.'));
}

/// Three sentences of forty words; `changed` says which words somebody put others for.
fn retold(author: u64, changed: impl Fn(usize) -> bool) -> Text {
    let mut text = drawn(12, 500, 14, 100 + author);
    for at in 0..120 {
        let word = if changed(at) { 1_000 * author } else { 0 } + at as u64;
        text.push(Word::syllable((1 + word).wrapping_mul(0xD6E8_FEB8_6659_FD93)));
        if at % 40 == 39 {
            text.end_sentence();
        }
    }
    text
}

#[test]
fn what_two_share_with_a_third_is_found_though_no_run_of_words_is_left_between_them() {
    let second = retold(2, |at| at % 40 < 20 && at % 3 == 1);
    let third = retold(3, |at| at % 40 >= 20 && at % 3 == 1);
    let across = |passages: [Text; 3]| {
        let others = (0..30).map(|seed| drawn(12, 500_000, 14, seed));
        let texts: Vec<Text> = passages.into_iter().chain(others).collect();
        let found = across(&texts, &[], &Genre::default(), &Options::default(), &|| ());
        found.into_iter().map(|found| (found.a, found.b)).collect::<Vec<_>>()
    };
    let alone = [second.clone(), third.clone(), drawn(12, 500_000, 14, 77)];
    assert_eq!(across(alone), [], "nothing is left between the two");
    assert_eq!(across([retold(1, |_| false), second, third]), [(0, 1), (0, 2), (1, 2)]);
}

#[test]
fn a_paragraph_in_very_many_texts_is_told_and_a_set_phrase_is_not() {
    let phrase = "Phát huy kết quả đạt được, toàn Đảng bộ quyết tâm khắc phục khó khăn, đoàn kết một lòng, đổi mới cách \
         nghĩ, cách làm, huy động mọi nguồn lực trong dân, phấn đấu hoàn thành thắng lợi các mục tiêu, nhiệm vụ mà nghị \
         quyết đại hội đã đề ra cho cả nhiệm kỳ.";
    let paragraph = format!("{LAND} {HEALTH}");
    let author = |author: u64| {
        let mut text = read(if author.is_multiple_of(2) { &paragraph } else { phrase }).text;
        let own = drawn(40, 1_000_000, 13, 90 + author);
        for sentence in own.words.chunks(13) {
            text.extend(sentence.iter().copied());
            text.end_sentence();
        }
        text
    };
    let spread: Vec<Text> = (0..60).map(author).collect();
    let found = across(&spread, &[], &Genre::default(), &Options::default(), &|| ());
    let pairs: Vec<(u32, u32)> = found.iter().map(|found| (found.a, found.b)).collect();
    assert_eq!(pairs, (2..60).step_by(2).map(|b| (0, b)).collect::<Vec<_>>());
    let words = read(&paragraph).text.words.len();
    assert!(found.iter().all(|found| found.passage.verbatim && found.passage.a.len() == words));
}
