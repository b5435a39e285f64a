//! `lint --diff`: what corrections would change, as a unified diff that `patch -p0` takes.

use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices_deadline, group_diff_ops};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Unchanged lines shown around a change.
const AROUND: usize = 3;

/// After this long the diff need not be the shortest any more.
const PATIENCE: Duration = Duration::from_secs(5);

/// The difference of two texts; empty if there is none.
pub fn render(path: &str, old: &str, new: &str, colour: bool) -> String {
    let before: Vec<&str> = old.split_inclusive('\n').collect();
    let after: Vec<&str> = new.split_inclusive('\n').collect();
    let mut out = String::new();
    let mut line = |code: &str, text: &str| {
        // The line's end stays outside the colour.
        let words = text.trim_end_matches(['\r', '\n']);
        let end = &text[words.len()..];
        let _ = if colour && !code.is_empty() {
            write!(out, "\u{1B}[{code}m{words}\u{1B}[0m{end}")
        } else {
            write!(out, "{text}")
        };
    };
    for (i, hunk) in group_diff_ops(operations(&before, &after), AROUND).iter().enumerate() {
        if i == 0 {
            line("1", &format!("--- {path}\n"));
            line("1", &format!("+++ {path}\n"));
        }
        line("36", &format!("{}\n", UnifiedHunkHeader::new(hunk)));
        for change in hunk.iter().flat_map(|op| op.iter_changes(&before, &after)) {
            let (mark, code) = match change.tag() {
                ChangeTag::Equal => (' ', ""),
                ChangeTag::Delete => ('-', "31"),
                ChangeTag::Insert => ('+', "32"),
            };
            let text = change.value();
            line(code, &format!("{mark}{text}"));
            if !text.ends_with('\n') {
                line("", "\n\\ No newline at end of file\n");
            }
        }
    }
    out
}

/// What was done to the lines. Corrections seldom add or remove a line: then each is compared with its own,
/// in one pass, however many there are.
fn operations(before: &[&str], after: &[&str]) -> Vec<DiffOp> {
    if before.len() != after.len() {
        let deadline = Some(Instant::now() + PATIENCE);
        return capture_diff_slices_deadline(Algorithm::Myers, before, after, deadline);
    }
    let mut operations = Vec::new();
    let mut index = 0;
    let same: Vec<bool> = before.iter().zip(after).map(|(old, new)| old == new).collect();
    for run in same.chunk_by(|a, b| a == b) {
        let len = run.len();
        operations.push(match run.first() {
            Some(true) => DiffOp::Equal { old_index: index, new_index: index, len },
            _ => DiffOp::Replace { old_index: index, old_len: len, new_index: index, new_len: len },
        });
        index += len;
    }
    operations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_in_the_usual_form() {
        let old = "1\n2\n3\n4\nsai\r\n6\n7\n8\n9\ncuối";
        let new = "1\n2\n3\n4\nđúng\r\n6\n7\n8\n9\ncuối";
        let expected = "--- a.md\n+++ a.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-sai\r\n+đúng\r\n 6\n 7\n 8\n";
        assert_eq!(render("a.md", old, new, false), expected);
        assert_eq!(render("a.md", old, old, false), "");
        let end = render("a.md", "một", "hai", false);
        assert!(end.ends_with("-một\n\\ No newline at end of file\n+hai\n\\ No newline at end of file\n"), "{end}");
        assert!(render("a.md", "a\n", "b\n", true).contains("\u{1B}[32m+b\u{1B}[0m\n"));
    }

    #[test]
    fn lines_that_come_and_go() {
        let diff = render("a.md", "a\n\n\nb\n", "a\n\nb\n", false);
        assert!(diff.contains("@@ -1,4 +1,3 @@\n a\n"), "{diff}");
        assert_eq!(diff.lines().filter(|l| l.starts_with('-')).count(), 2);
    }
}
