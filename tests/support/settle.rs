//! What a person does with tracked changes, independently of what wrote them: by the bytes alone.

/// The part with an author's tracked changes accepted or rejected.
pub fn settle(xml: &str, author: &str, accept: bool) -> String {
    let (out, back) = if accept { ("del", "ins") } else { ("ins", "del") };
    let mut text = xml.to_string();
    while let Some((start, inner)) = change(&text, out, author) {
        text.replace_range(start..inner.end + inner.close, "");
    }
    while let Some((start, inner)) = change(&text, back, author) {
        let kept = text[inner.start..inner.end].replace("delText", "t");
        text.replace_range(start..inner.end + inner.close, &kept);
    }
    unmarked(&text, back, author)
}

/// A part in which no paragraph's mark bears this change of an author's any more.
fn unmarked(xml: &str, kind: &str, author: &str) -> String {
    let by = format!("author=\"{author}\"");
    let mut kept = String::with_capacity(xml.len());
    for piece in xml.split_inclusive('>') {
        let (before, tag) = piece.split_at(piece.rfind('<').unwrap_or(0));
        let mark = tag.starts_with('<') && tag_name(&tag[1..]) == kind && tag.ends_with("/>") && tag.contains(&by);
        kept.push_str(if mark { before } else { piece });
    }
    kept
}

struct Inner {
    start: usize,
    end: usize,
    close: usize,
}

/// The first change of a kind by an author; those of one author do not nest.
fn change(xml: &str, kind: &str, author: &str) -> Option<(usize, Inner)> {
    let by = format!("author=\"{author}\"");
    let opens = xml.match_indices('<').map(|(i, _)| i);
    let start = opens.filter(|&i| tag_name(&xml[i + 1..]) == kind).find(|&i| {
        let tag = &xml[i..=i + xml[i..].find('>').unwrap_or(0)];
        tag.contains(&by) && !tag.ends_with("/>")
    })?;
    let inner = start + xml[start..].find('>')? + 1;
    let end = xml[inner..].match_indices("</").map(|(i, _)| inner + i).find(|&i| tag_name(&xml[i + 2..]) == kind)?;
    Some((start, Inner { start: inner, end, close: xml[end..].find('>')? + 1 }))
}

/// A tag's name without prefix.
pub fn tag_name(tag: &str) -> &str {
    let name = tag.split([' ', '/', '>', '\n']).next().unwrap_or("");
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
