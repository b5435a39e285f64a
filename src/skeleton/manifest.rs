//! Entries added to a manifest that somebody has written in.

use crate::document::Kind;
use crate::document::dossier::Manifest;

/// The manifest with some documents added, every byte that stood there kept; `None` where that cannot be done for
/// certain and a person must write them in.
pub fn with_documents(text: &str, added: &[(Kind, String)]) -> Option<String> {
    let before = Manifest::parse(text).ok()?;
    let (at, entry) = place(text)?;
    let mut entries = String::new();
    for (kind, file) in added {
        entries.push_str(&entry.opening);
        entries.push_str(&format!("{}: {file}", kind.id()));
        entries.push_str(&entry.closing);
    }
    let mut whole = String::with_capacity(text.len() + entries.len() + 1);
    whole.push_str(text.get(..at)?);
    if entry.on_lines && !whole.is_empty() && !whole.ends_with('\n') {
        whole.push('\n');
    }
    whole.push_str(&entries);
    whole.push_str(text.get(at..)?);
    // Proof: read again, nothing but the entries is new.
    let mut after = Manifest::parse(&whole).ok()?;
    let is_new = |document: &(Kind, String)| added.contains(document) && !before.documents.contains(document);
    let found = after.documents.iter().filter(|document| is_new(document)).count();
    after.documents.retain(|document| !is_new(document));
    let same = format!("{before:?}") == format!("{after:?}");
    (same && found == added.len()).then_some(whole)
}

/// How an entry is written at a place.
struct Entry {
    opening: String,
    closing: String,
    on_lines: bool,
}

impl Entry {
    fn line(indent: &str, end: &str) -> Entry {
        Entry { opening: indent.to_string(), closing: end.to_string(), on_lines: true }
    }
}

/// Where entries go: after the last line of the block under `documents:`, or before the brace that closes it.
fn place(text: &str) -> Option<(usize, Entry)> {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        (start, line)
    });
    let (start, head) = lines.by_ref().find(|(_, line)| line.starts_with("documents:"))?;
    let value = head["documents:".len()..].trim();
    if value.starts_with('{') {
        let open = start + head.find('{')?;
        let close = open + text.get(open..)?.find('}')?;
        // A comment or a quoted name might hold the brace.
        let inside = text.get(open + 1..close)?;
        if inside.contains(['#', '"', '\'', '{']) {
            return None;
        }
        let filled = inside.trim_end();
        let opening = if filled.is_empty() || filled.ends_with(',') { "" } else { ", " };
        let place = open + 1 + filled.len();
        return Some((place, Entry { opening: opening.to_string(), closing: String::new(), on_lines: false }));
    }
    if !(value.is_empty() || value.starts_with('#')) {
        return None;
    }
    let (mut indent, mut last) = (None, start + head.len());
    for (start, line) in lines {
        let content = line.trim_start_matches(' ');
        let deep = line.len() - content.len();
        if content.trim().is_empty() || content.starts_with('#') {
            continue;
        }
        // A list may stand under a key without being set in.
        if deep == 0 && !content.starts_with("- ") {
            break;
        }
        indent.get_or_insert_with(|| " ".repeat(deep));
        last = start + line.len();
    }
    Some((last, Entry::line(&indent.unwrap_or_else(|| "  ".to_string()), end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(text: &str) -> Option<String> {
        with_documents(text, &[(Kind::Resolution, "nghi-quyet.md".to_string())])
    }

    #[test]
    fn under_a_block() {
        let text = "unit: xã A\r\ndocuments:\r\n    political-report: a.md   # bản cuối\r\n    # còn nữa\r\n\r\nterm: 2025-2030\r\n";
        let whole = added(text).unwrap();
        assert_eq!(whole.replace("    resolution: nghi-quyet.md\r\n", ""), text);
        assert!(whole.contains("# bản cuối\r\n    resolution: nghi-quyet.md\r\n"), "{whole}");
        let whole = added("documents:\n  political-report: a.md").unwrap();
        assert_eq!(whole, "documents:\n  political-report: a.md\n  resolution: nghi-quyet.md\n");
        let listed = "documents:\n  self-review:\n  - a.md\n  - b.md\nterm: 2025-2030\n";
        assert!(added(listed).unwrap().contains("  - b.md\n  resolution: nghi-quyet.md\nterm"));
        assert_eq!(added("documents:\n").unwrap(), "documents:\n  resolution: nghi-quyet.md\n");
    }

    #[test]
    fn within_braces() {
        let text = "documents: {political-report: a.md, self-review: [b.md, c.md] }   # hai bản\n";
        let whole = added(text).unwrap();
        assert!(
            whole.starts_with(
                "documents: {political-report: a.md, self-review: [b.md, c.md], resolution: nghi-quyet.md }"
            )
        );
        assert!(added("documents: {}\n").is_some());
    }

    #[test]
    fn what_is_not_certain_is_left() {
        assert_eq!(added("documents: {political-report: \"a}.md\"}\n"), None);
        assert_eq!(added("documents: &d\n  political-report: a.md\n"), None);
        assert_eq!(added("unit: [\n"), None);
        // A kind that is there has its file; another one under it would be a person's to list.
        assert_eq!(added("documents:\n  resolution: nq.md\n"), None);
    }
}
