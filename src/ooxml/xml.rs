//! Small XML parts, read element by element.

use super::error::PackageError;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// How deep elements may stand in each other.
pub(super) const MAX_DEPTH: usize = 256;

/// Attributes of one element.
pub(crate) struct Attributes<'e, 'x>(&'e BytesStart<'x>);

impl Attributes<'_, '_> {
    /// An attribute's value, by its name without prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        attribute(self.0, name)
    }
}

/// An attribute's value, by its name without prefix, entities resolved.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    // Unchecked: looking for doubles would take the square of their number.
    let mut attributes = element.attributes();
    let found = attributes.with_checks(false).flatten().find(|a| a.key.local_name().into_inner() == name)?;
    Some(match found.normalized_value(XmlVersion::Implicit1_0) {
        Ok(value) => value.into_owned(),
        Err(_) => found.value.into_owned(),
    })
}

/// A step through a part.
pub(crate) enum Step<'s, 'e, 'x> {
    /// An element begins: its local name and attributes.
    Open(&'s str, &'s Attributes<'e, 'x>),
    /// The last element begun ends.
    Close,
    /// Text between tags, entities resolved.
    Text(&'s str),
}

/// Calls `visit` with the local name and the attributes of every element of a part, in order.
pub(super) fn elements(
    part: &str,
    text: &str,
    visit: &mut dyn FnMut(&str, &Attributes<'_, '_>),
) -> Result<(), PackageError> {
    walk(part, text, &mut |step| {
        if let Step::Open(name, attributes) = step {
            visit(name, attributes);
        }
    })
}

/// Walks through a part, step by step.
pub(crate) fn walk(part: &str, text: &str, visit: &mut dyn FnMut(Step<'_, '_, '_>)) -> Result<(), PackageError> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0usize;
    loop {
        let at = reader.buffer_position() as usize;
        match reader.read_event().map_err(|_| malformed(part, at))? {
            Event::Start(element) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(too_deep(part));
                }
                visit(Step::Open(element.local_name().into_inner(), &Attributes(&element)));
            }
            Event::Empty(element) => {
                visit(Step::Open(element.local_name().into_inner(), &Attributes(&element)));
                visit(Step::Close);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                visit(Step::Close);
            }
            Event::Text(text) => visit(Step::Text(&text)),
            Event::CData(text) => visit(Step::Text(&text)),
            Event::GeneralRef(entity) => {
                if let Some(text) = resolve(part, &entity, at)? {
                    visit(Step::Text(&text));
                }
            }
            Event::DocType(_) => return Err(doctype(part)),
            Event::Eof if depth > 0 => return Err(PackageError::broken(part, "XML bị cắt ngang")),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// What a reference such as `&amp;` or `&#233;` stands for; `None` of an entity nobody declared.
pub(super) fn resolve(part: &str, entity: &BytesRef<'_>, at: usize) -> Result<Option<String>, PackageError> {
    Ok(match entity.resolve_char_ref().map_err(|_| malformed(part, at))? {
        Some(c) => Some(c.to_string()),
        None => quick_xml::escape::resolve_predefined_entity(entity).map(str::to_string),
    })
}

pub(super) fn malformed(part: &str, at: usize) -> PackageError {
    PackageError::broken(part, format!("XML sai từ byte {at}"))
}

pub(super) fn too_deep(part: &str) -> PackageError {
    PackageError::excess(part, format!("XML lồng nhau quá {MAX_DEPTH} tầng"))
}

pub(super) fn doctype(part: &str) -> PackageError {
    PackageError::broken(part, "XML có khai báo DOCTYPE, không được phép trong tệp Word")
}

/// Whether a switch of this value is on: one without a value is.
pub(super) fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off" | "none"))
}

/// Text for XML, between tags and in values. What XML cannot hold is left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// Appends text that may hold anything.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}
