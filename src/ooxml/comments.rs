//! Comments of a Word file: what stands in the comments part, and the two parts that lead to it.

mod old;
#[cfg(test)]
mod tests;

use super::package::relationships_part;
use super::parts::Part;
use super::splice::{names, space};
use super::xml::escape;
use super::{Package, PackageError};
pub use old::{replies, without};

/// A comment to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its id, as the marks in the text have it.
    pub id: i64,
    /// Its paragraphs: what stands before the words in bold (may be empty), and the words.
    pub paragraphs: Vec<(String, String)>,
}

/// Who comments, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// Name.
    pub name: String,
    /// Initials.
    pub initials: String,
    /// The time, `2025-08-05T00:00:00Z`.
    pub date: String,
}

/// A part's name and its new bytes.
pub type Change = (String, Vec<u8>);

const CONTENT_TYPES: &str = "[Content_Types].xml";
const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The parts that change when comments are added to a package: its comments part, `existing` if it has one, and
/// where it has none, the content types and the main part's relationships. `strict`: the file is of Strict OOXML.
pub fn add(
    package: &Package,
    existing: Option<&Part>,
    strict: bool,
    comments: &[Comment],
    by: &Author,
) -> Result<Vec<Change>, PackageError> {
    if comments.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(part) = existing {
        let (prefix, space) = names(&part.story);
        let added: String = comments.iter().map(|comment| comment.write(&prefix, &space, by)).collect();
        let xml = append(&part.xml, |_| added).ok_or_else(|| PackageError::broken(&part.name, "không có nội dung"))?;
        return Ok(vec![(part.name.clone(), xml.into_bytes())]);
    }
    let types = package.text(CONTENT_TYPES)?.unwrap_or_default();
    let name = free_name(package, &types);
    let added: String = comments.iter().map(|comment| comment.write("w:", "", by)).collect();
    let part = format!("{HEAD}<w:comments xmlns:w=\"{}\">{added}</w:comments>", space(strict));
    let broken = |part: &str| PackageError::broken(part, "không có nội dung");
    let types = append(&types, |prefix| {
        format!("<{prefix}Override PartName=\"/{}\" ContentType=\"{CONTENT_TYPE}\"/>", escape(&name))
    });
    let mut changes = vec![(CONTENT_TYPES.to_string(), types.ok_or_else(|| broken(CONTENT_TYPES))?.into_bytes())];
    changes.push(relationship(package, &name, strict)?);
    changes.push((name, part.into_bytes()));
    Ok(changes)
}

/// The main part's relationships, with one to the comments.
fn relationship(package: &Package, comments: &str, strict: bool) -> Result<Change, PackageError> {
    let main = package.main();
    let part = relationships_part(main);
    let taken = package.relationships(main)?;
    let mut id = taken.len() + 1;
    while taken.iter().any(|relationship| relationship.id == format!("rId{id}")) {
        id += 1;
    }
    let office = match strict {
        true => "http://purl.oclc.org/ooxml/officeDocument/relationships",
        false => "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    };
    let target = escape(comments.rsplit('/').next().unwrap_or(comments));
    let new =
        |prefix: &str| format!("<{prefix}Relationship Id=\"rId{id}\" Type=\"{office}/comments\" Target=\"{target}\"/>");
    let empty = || format!("{HEAD}<Relationships xmlns=\"{RELATIONSHIPS}\"></Relationships>");
    let xml = package.text(&part)?.unwrap_or_else(empty);
    let xml = append(&xml, new).ok_or_else(|| PackageError::broken(&part, "không có nội dung"))?;
    Ok((part, xml.into_bytes()))
}

/// A name for a comments part beside the main part that nothing has.
fn free_name(package: &Package, types: &str) -> String {
    let folder = package.main().rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    let types = types.to_lowercase();
    let mut names = (0..).map(|n| match n {
        0 => format!("{folder}comments.xml"),
        n => format!("{folder}comments{n}.xml"),
    });
    let free = |name: &String| !package.has(name) && !types.contains(&format!("\"/{}\"", name.to_lowercase()));
    names.find(free).unwrap_or_default()
}

/// Some XML with more at the end of its root element; `more` is given the root's prefix with its colon. `None` of
/// what has no root.
fn append(xml: &str, more: impl FnOnce(&str) -> String) -> Option<String> {
    let prefix = |name: &str| name.rsplit_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
    // The last tag is the root's; comments and instructions may follow it.
    let opens = xml.rmatch_indices('<').map(|(at, _)| at);
    let last = opens.take(8).find(|&at| !xml[at..].starts_with("<!") && !xml[at..].starts_with("<?"))?;
    let tag = xml.get(last..)?;
    if let Some(name) = tag.strip_prefix("</") {
        let name = name.split(['>', ' ']).next()?;
        return Some(format!("{}{}{tag}", &xml[..last], more(&prefix(name))));
    }
    let (open, rest) = tag.split_once("/>")?;
    let name = open.get(1..)?.split(|c: char| c.is_whitespace()).next()?;
    Some(format!("{}{open}>{}</{name}>{rest}", &xml[..last], more(&prefix(name))))
}

impl Comment {
    /// The comment as XML. Looks are given with the words: a file's own text may be large and indented.
    fn write(&self, name: &str, space: &str, by: &Author) -> String {
        let Author { name: author, initials, date } = by;
        let (author, initials, date) = (escape(author), escape(initials), escape(date));
        let mut out = format!(
            "<{name}comment{space} {name}id=\"{}\" {name}author=\"{author}\" {name}date=\"{date}\" {name}initials=\"{initials}\">",
            self.id
        );
        let paragraph = format!(
            "<{name}p><{name}pPr><{name}spacing {name}before=\"0\" {name}after=\"0\" {name}line=\"240\" \
             {name}lineRule=\"auto\"/><{name}ind {name}left=\"0\" {name}right=\"0\" {name}firstLine=\"0\"/>\
             <{name}jc {name}val=\"left\"/></{name}pPr>"
        );
        let size = format!("<{name}sz {name}val=\"20\"/><{name}szCs {name}val=\"20\"/></{name}rPr>");
        let run = |bold: &str, content: String| format!("<{name}r><{name}rPr>{bold}{size}{content}</{name}r>");
        let text = |bold: &str, text: &str| match text.is_empty() {
            true => String::new(),
            false => run(bold, format!("<{name}t xml:space=\"preserve\">{}</{name}t>", escape(text))),
        };
        for (i, (label, words)) in self.paragraphs.iter().enumerate() {
            out.push_str(&paragraph);
            if i == 0 {
                out.push_str(&run("", format!("<{name}annotationRef/>")));
            }
            let label = if label.is_empty() { String::new() } else { format!("{label} ") };
            out.push_str(&text(&format!("<{name}b/>"), &label));
            out.push_str(&text("", words));
            out.push_str(&format!("</{name}p>"));
        }
        out.push_str(&format!("</{name}comment>"));
        out
    }
}
