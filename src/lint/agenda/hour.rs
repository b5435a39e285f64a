//! Hours as running orders write them.

/// Whether an hour stands among the first words: figures with a mark of hours between or behind, «07 giờ 30», «7h30»,
/// «07:30», «07g30».
pub(super) fn gives_hour(text: &str) -> bool {
    let is_hour = |word: &str| {
        let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let rest = word.get(digits..).unwrap_or("").trim_end_matches([':', '.', ',']);
        let minutes = |m: &str| m.chars().all(|c| c.is_ascii_digit());
        (1..=2).contains(&digits) && rest.strip_prefix(['h', 'g', ':', 'H']).is_some_and(minutes)
    };
    let words: Vec<&str> = text.split_whitespace().take(4).collect();
    let spelled = words.windows(2).any(|w| w[0].parse::<u8>().is_ok() && w[1].starts_with("giờ"));
    spelled || words.iter().any(|word| is_hour(word))
}
