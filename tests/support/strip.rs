//! Undoing what the splicer does, independently of it: by the bytes alone.

use super::settle::tag_name;

/// Walks through a part and its commented copy side by side. The copy may only add comment marks of ids from `first`
/// on, cut runs at them, and say that blanks count; gives how many marks it added.
pub fn strip(original: &str, marked: &str, first: i64) -> Result<usize, String> {
    let (mut i, mut j, mut marks) = (0, 0, 0);
    while i < original.len() || j < marked.len() {
        let (old, new) = (&original[i..], &marked[j..]);
        if let Some(length) = mark(new, first) {
            j += length;
            marks += 1;
        } else if let Some((closing, length)) =
            cut(original, i, new, first).filter(|(c, _)| !old.starts_with(first_tag(c)))
        {
            // What stands at a cut may be more than one comment's.
            marks += count(&new[closing.len()..length], first);
            j += length;
        } else if !old.is_empty() && new.starts_with(&old[..letter(old)]) {
            i += letter(old);
            j += letter(old);
        } else if new.starts_with(PRESERVE) && old.starts_with('>') {
            j += PRESERVE.len();
        } else if old.starts_with([' ', '\n', '\t']) && (marked[..j].ends_with('>') || new.starts_with("</")) {
            i += 1;
        } else {
            let show = |text: &str| text.chars().take(80).collect::<String>();
            return Err(format!("«{}» became «{}»", show(old), show(new)));
        }
    }
    Ok(marks)
}

const PRESERVE: &str = " xml:space=\"preserve\"";

fn letter(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// The length of a mark of ours that some XML begins with.
fn mark(xml: &str, first: i64) -> Option<usize> {
    if !xml.starts_with('<') {
        return None;
    }
    let tag = &xml[..=xml.find('>')?];
    let name = tag.trim_start_matches('<').split([' ', '/', '>']).next()?;
    let (prefix, local) = name.rsplit_once(':').unwrap_or(("", name));
    if local.starts_with("commentRange") && tag.ends_with("/>") {
        return (id(tag)? >= first).then_some(tag.len());
    }
    let inner = &xml[tag.len()..];
    let reference = &inner[..=inner.find('>')?];
    let ours = local == "r" && reference.contains("commentReference ") && id(reference)? >= first;
    let close = format!("</{prefix}:r>");
    (ours && inner[reference.len()..].starts_with(&close)).then_some(tag.len() + reference.len() + close.len())
}

fn id(tag: &str) -> Option<i64> {
    let at = tag.find("id=\"")? + 4;
    tag[at..].split('"').next()?.parse().ok()
}

fn count(mut xml: &str, first: i64) -> usize {
    let mut marks = 0;
    while let Some(length) = mark(xml, first) {
        marks += 1;
        xml = &xml[length..];
    }
    marks
}

/// A cut in a run: closing tags, marks, and the head of the run again. Gives the closing tags and all its length.
fn cut<'m>(original: &str, at: usize, marked: &'m str, first: i64) -> Option<(&'m str, usize)> {
    if !marked.starts_with("</") {
        return None;
    }
    let mut closing = 0;
    while marked[closing..].starts_with("</") && closing < 64 {
        closing += marked[closing..].find('>')? + 1;
    }
    let text = marked.starts_with("</") && tag_name(&marked[2..]) == "t";
    let mut rest = &marked[closing..];
    while let Some(length) = mark(rest, first) {
        rest = &rest[length..];
    }
    if closing == 0 || rest.len() == marked.len() - closing {
        return None;
    }
    // The head of the run the original is in: its start tag and its properties.
    let run = original[..at].rmatch_indices('<').map(|(i, _)| i).find(|&i| tag_name(&original[i + 1..]) == "r")?;
    let tag_end = run + original[run..].find('>')? + 1;
    rest = rest.strip_prefix(&original[run..tag_end])?;
    let inside = original[tag_end..].trim_start();
    if tag_name(inside.strip_prefix('<').unwrap_or("")) == "rPr" {
        let open = inside.find('>')? + 1;
        let length = match inside[..open].ends_with("/>") {
            true => open,
            false => open + inside[open..].find("rPr>")? + 4,
        };
        rest = rest.strip_prefix(&inside[..length])?;
    }
    if text {
        let tag = &rest[..=rest.find('>')?];
        let preserved = tag_name(&tag[1..]) == "t" && tag.contains(PRESERVE.trim());
        rest = preserved.then(|| &rest[tag.len()..])?;
    }
    Some((&marked[..closing], marked.len() - rest.len()))
}

fn first_tag(tags: &str) -> &str {
    tags.split_inclusive('>').next().unwrap_or(tags)
}
