//! Small XML parts, read element by element.

use super::error::PackageError;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// How deep elements may stand in each other.
pub(super) const MAX_DEPTH: usize = 256;

/// Attributes of one element.
pub(super) struct Attributes<'e, 'x>(&'e BytesStart<'x>);

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

/// Calls `visit` with the local name and the attributes of every element of a part, in order.
pub(super) fn elements(
    part: &str,
    text: &str,
    visit: &mut dyn FnMut(&str, &Attributes<'_, '_>),
) -> Result<(), PackageError> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(|error| malformed(part, &error))? {
            Event::Start(element) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(too_deep(part));
                }
                visit(element.local_name().into_inner(), &Attributes(&element));
            }
            Event::Empty(element) => visit(element.local_name().into_inner(), &Attributes(&element)),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::DocType(_) => return Err(doctype(part)),
            Event::Eof if depth > 0 => return Err(PackageError::broken(part, "XML bị cắt ngang")),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

pub(super) fn malformed(part: &str, error: &quick_xml::Error) -> PackageError {
    PackageError::broken(part, format!("XML sai ({error})"))
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
