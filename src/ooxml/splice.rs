//! Edits on one part, byte by byte: what is not touched is not written anew.
//!
//! Markers and tracked changes go between runs. Where one belongs inside a run, the run is cut in two, the second
//! half beginning with the same tags and the same properties:
//!
//! ```text
//! <w:r><w:rPr>…</w:rPr><w:t>một hai</w:t></w:r>
//! <w:r><w:rPr>…</w:rPr><w:t xml:space="preserve">một </w:t></w:r>MARKER<w:r><w:rPr>…</w:rPr><w:t xml:space="preserve">hai</w:t></w:r>
//! ```
//!
//! Everything to be put at one byte meets in one [`Joint`], so that two markers at one place cut a run once.
//! [`Splicer::finish`] makes all edits in one pass and reads the result again.

mod change;
mod paragraph;
mod spot;
#[cfg(test)]
mod tests;

use super::story::TextElement;
use super::{PackageError, Story, xml};
pub use change::Stamp;
pub use paragraph::{Form, Gap};
use spot::Inside;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// What a comment is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Words: from a place of a paragraph's text to a place of the same paragraph's or a later one's.
    Words {
        /// Paragraph and byte of its text.
        from: (usize, usize),
        /// Paragraph and byte of its text.
        to: (usize, usize),
    },
    /// All of a run, by its index: one that calls a note.
    Run(usize),
    /// All of a paragraph, whatever it holds.
    Paragraph(usize),
}

/// What meets at one byte, in the order it is written there.
#[derive(Clone, Copy)]
enum Rank {
    /// Properties of what it stands in.
    Properties,
    /// Tracked changes that end here.
    Changed,
    /// Comments that end here.
    Ends,
    /// Comments on nothing.
    Points,
    /// Comments that begin here.
    Starts,
    /// Tracked changes that begin here.
    Changing,
}

/// All that is put at one byte.
#[derive(Default)]
struct Joint {
    /// The run to be cut here; none between runs.
    inside: Option<Inside>,
    ranks: [String; 6],
}

/// Edits on a part, gathered and then made together.
pub struct Splicer<'p> {
    xml: &'p str,
    story: &'p Story,
    joints: BTreeMap<usize, Joint>,
    /// Tracked changes: paragraph and beginning in its text → end. They lie apart.
    changes: BTreeMap<(usize, usize), usize>,
    /// Bytes at which deleted words begin.
    deleted_from: HashSet<usize>,
    /// Bytes at which deleted words end.
    deleted_to: HashSet<usize>,
    /// `t` elements that are cut or deleted from: where their text begins and ends.
    touched: BTreeMap<u32, Range<usize>>,
    /// Empty elements that are written anew, with content.
    replaced: Vec<(Range<usize>, String)>,
    /// Whether a run can be cut.
    divisible: HashMap<u32, bool>,
}

impl<'p> Splicer<'p> {
    /// Edits on a part of this XML, scanned.
    pub fn new(xml: &'p str, story: &'p Story) -> Splicer<'p> {
        Splicer {
            xml,
            story,
            joints: BTreeMap::new(),
            changes: BTreeMap::new(),
            deleted_from: HashSet::new(),
            deleted_to: HashSet::new(),
            touched: BTreeMap::new(),
            replaced: Vec::new(),
            divisible: HashMap::new(),
        }
    }

    /// Puts the marks of a comment around what it is about. Tracked changes come first: a comment does not begin or
    /// end inside one. Gives whether it could be done.
    pub fn comment(&mut self, id: i64, target: &Target) -> bool {
        let (name, space) = names(self.story);
        let start = format!("<{name}commentRangeStart{space} {name}id=\"{id}\"/>");
        let reference = format!("<{name}r{space}><{name}commentReference {name}id=\"{id}\"/></{name}r>");
        let end = format!("<{name}commentRangeEnd{space} {name}id=\"{id}\"/>{reference}");
        let Some((from, to)) = self.edges(target) else { return false };
        if from.byte() >= to.byte() {
            self.put(&from, Rank::Points, &(start + &end));
        } else {
            self.put(&from, Rank::Starts, &start);
            self.put(&to, Rank::Ends, &end);
        }
        true
    }

    /// Whether nothing is to be changed.
    pub fn is_idle(&self) -> bool {
        self.joints.is_empty() && self.replaced.is_empty()
    }

    fn bytes(&self, range: super::Bytes) -> &'p str {
        self.xml.get(range.range()).unwrap_or("")
    }

    /// The part with all edits made, read again to be sure that it is whole.
    pub fn finish(self) -> Result<String, PackageError> {
        let mut edits: Vec<(Range<usize>, String)> = self.replaced.clone();
        for (&byte, joint) in &self.joints {
            edits.push((byte..byte, self.join(byte, joint)));
        }
        for (&element, text) in &self.touched {
            self.retag(element, text, &mut edits);
        }
        // At one byte, what replaces nothing comes first; nothing else shares bytes.
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let overlap = || PackageError::broken(&self.story.part, "hai chỗ ghi chú chồng lên nhau");
        let mut out = String::with_capacity(self.xml.len() + edits.iter().map(|(_, text)| text.len()).sum::<usize>());
        let mut copied = 0;
        for (range, text) in &edits {
            out.push_str(self.xml.get(copied..range.start).ok_or_else(overlap)?);
            out.push_str(text);
            copied = range.end;
        }
        out.push_str(self.xml.get(copied..).ok_or_else(overlap)?);
        xml::elements(&self.story.part, &out, &mut |_, _| {})?;
        Ok(out)
    }

    /// What is written at a joint: between runs what is put there, inside a run the end of one half and the
    /// beginning of the other around it.
    fn join(&self, byte: usize, joint: &Joint) -> String {
        let put = joint.ranks.concat();
        let Some(Inside { run, element }) = joint.inside else { return put };
        let Some(run) = self.story.runs.get(run as usize) else { return put };
        let element = element.and_then(|e| self.story.elements.get(e as usize));
        let (mut close, mut open) = (String::new(), String::new());
        if let Some(element) = element {
            close = match self.deleted_to.contains(&byte) {
                true => format!("</{}>", self.deleted_name(element)),
                false => self.bytes(element.end_tag).to_string(),
            };
            open = match self.deleted_from.contains(&byte) {
                true => format!("<{} xml:space=\"preserve\">", self.deleted_name(element)),
                false => self.preserving(element),
            };
        }
        let properties = run.properties.map_or("", |properties| self.bytes(properties));
        format!("{close}{}{put}{}{properties}{open}", self.bytes(run.end_tag), self.bytes(run.start_tag))
    }

    /// The tags of a `t` element that was cut or deleted from: blanks at the cuts must count from now on, and those
    /// at its edges that did not count must not begin to.
    fn retag(&self, id: u32, text: &Range<usize>, edits: &mut Vec<(Range<usize>, String)>) {
        let Some(element) = self.story.elements.get(id as usize) else { return };
        let (tag, end_tag) = (element.start_tag.range(), element.end_tag.range());
        let name = self.deleted_name(element);
        if self.deleted_from.contains(&text.start) {
            edits.push((tag.clone(), format!("<{name} xml:space=\"preserve\">")));
        } else if !element.preserve {
            edits.push((tag.clone(), self.preserving(element)));
        }
        if self.deleted_to.contains(&text.end) {
            edits.push((end_tag.clone(), format!("</{name}>")));
        }
        if !element.preserve {
            for blanks in [tag.end..text.start, text.end..end_tag.start].into_iter().filter(|b| !b.is_empty()) {
                edits.push((blanks, String::new()));
            }
        }
    }

    /// A `t` element's start tag, with blanks preserved.
    fn preserving(&self, element: &TextElement) -> String {
        let tag = self.bytes(element.start_tag);
        if element.preserve {
            return tag.to_string();
        }
        let open = tag.trim_end_matches('>');
        // One that says «default».
        let open = if open.contains("space") { open.split_whitespace().next().unwrap_or(open) } else { open };
        format!("{open} xml:space=\"preserve\">")
    }

    /// What a `t` element is called once it is deleted: `w:delText`.
    fn deleted_name(&self, element: &TextElement) -> String {
        let name = self.bytes(element.end_tag).trim_start_matches("</").trim_end_matches('>').trim_end();
        format!("{}delText", name.strip_suffix('t').unwrap_or("w:"))
    }
}

/// The prefix of our own elements with its colon, and a declaration where the part has no prefix to use.
pub(super) fn names(story: &Story) -> (String, String) {
    match story.prefix.as_str() {
        "" => ("w:".to_string(), format!(" xmlns:w=\"{}\"", space(story.strict))),
        prefix => (format!("{prefix}:"), String::new()),
    }
}

/// The name space of Word's elements.
pub(super) fn space(strict: bool) -> &'static str {
    if strict {
        "http://purl.oclc.org/ooxml/wordprocessingml/main"
    } else {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    }
}
