//! Binary search in sorted text, one record a line: nothing is parsed before it is asked for.

/// The lines of `text` from the first that is not `less` on. Lines must be sorted so that all
/// `less` ones come first; lines that open with `#` count as less.
pub(super) fn lines_from(text: &str, less: impl Fn(&str) -> bool) -> std::str::Lines<'_> {
    let bytes = text.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let before = bytes.get(low..middle).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(low, |i| low + i + 1);
        let rest = bytes.get(start..).unwrap_or_default();
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = text.get(start..start + length).unwrap_or_default();
        if line.starts_with('#') || less(line) {
            low = start + length + 1;
        } else {
            high = start;
        }
    }
    text.get(low..).unwrap_or_default().lines()
}

/// The field before the first tab.
pub(super) fn first_field(line: &str) -> &str {
    memchr::memchr(b'\t', line.as_bytes()).and_then(|end| line.get(..end)).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_line_not_less() {
        let text = "# head\na\t1\nb\t1\nb\t2\nđ\t1\n";
        let from = |key: &str| lines_from(text, |line| first_field(line) < key).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(from("").len(), 4);
        assert_eq!(from("a").len(), 4);
        assert_eq!(from("b"), ["b\t1", "b\t2", "đ\t1"]);
        assert_eq!(from("c"), ["đ\t1"]);
        assert!(from("ơ").is_empty());
        assert_eq!(lines_from("", |_| true).count(), 0);
        assert_eq!(lines_from("a\nb", |line| line < "b").count(), 1);
    }
}
