//! The parts of a document that hold its text and what its looks depend on, read together.

use super::story::{Note, Run};
use super::styles::Style;
use super::xml::{Step, walk};
use super::{Numbering, Package, PackageError, Story, Styles};
use crate::text::legacy::{self, Encoding};
use std::collections::HashMap;

/// XML of all parts with text together.
const MAX_TOTAL: usize = 56 << 20;

/// A document's parts. Text typed in fonts from before Unicode (`.VnTime`, `VNI-Times`) is decoded.
pub struct Parts {
    /// The package.
    pub package: Package,
    /// The main part.
    pub body: Part,
    /// Footnotes, where there are any.
    pub footnotes: Option<Part>,
    /// Endnotes.
    pub endnotes: Option<Part>,
    /// Comments.
    pub comments: Option<Part>,
    /// Styles.
    pub styles: Styles,
    /// Numberings.
    pub numbering: Numbering,
}

/// A part with text.
pub struct Part {
    /// Its name in the package.
    pub name: String,
    /// Its XML, as it stands.
    pub xml: String,
    /// What was found in it.
    pub story: Story,
    /// Notes and comments by id.
    notes: HashMap<i64, usize>,
}

impl Part {
    fn read(package: &Package, name: &str, styles: &Styles) -> Result<Part, PackageError> {
        let xml = package.text(name)?.ok_or_else(|| PackageError::Missing { part: name.to_string() })?;
        let mut story = Story::scan(name, &xml)?;
        decode(&mut story, styles);
        let notes = story.notes.iter().enumerate().rev().map(|(i, note)| (note.id, i)).collect();
        Ok(Part { name: name.to_string(), xml, story, notes })
    }

    /// A note or comment by its id.
    pub fn note(&self, id: i64) -> Option<&Note> {
        self.story.notes.get(*self.notes.get(&id)?)
    }
}

impl Parts {
    /// Reads the parts of a package. A part that only adds looks or notes may be missing, not broken.
    pub fn read(package: Package) -> Result<Parts, PackageError> {
        let main = package.main().to_string();
        let relationships = package.relationships(&main)?;
        let related = |kind: &str| {
            let found = relationships.iter().find(|r| r.kind == kind && !r.external);
            found.map(|r| r.target.as_str()).filter(|part| package.has(part))
        };
        let text = |kind: &str| match related(kind) {
            Some(part) => Ok(package.text(part)?.map(|text| (part, text))),
            None => Ok(None),
        };
        let styles = text("styles")?.map(|(part, text)| Styles::read(part, &text)).transpose()?.unwrap_or_default();
        let numbering =
            text("numbering")?.map(|(part, text)| Numbering::read(part, &text)).transpose()?.unwrap_or_default();
        let part = |kind: &str| related(kind).map(|name| Part::read(&package, name, &styles)).transpose();
        let (footnotes, endnotes, comments) = (part("footnotes")?, part("endnotes")?, part("comments")?);
        let body = Part::read(&package, &main, &styles)?;
        let read = [Some(&body), footnotes.as_ref(), endnotes.as_ref(), comments.as_ref()];
        let total: usize = read.into_iter().flatten().map(|part| part.xml.len()).sum();
        if total > MAX_TOTAL {
            return Err(PackageError::excess(
                "",
                format!("{} MB chữ và dấu (đọc đến {} MB)", total >> 20, MAX_TOTAL >> 20),
            ));
        }
        Ok(Parts { body, footnotes, endnotes, comments, styles, numbering, package })
    }

    /// The properties people give a document, by name.
    pub fn custom_properties(&self) -> Result<Vec<(String, String)>, PackageError> {
        let Some(part) = self.package.related("", "custom-properties")? else { return Ok(Vec::new()) };
        let Some(text) = self.package.text(&part)? else { return Ok(Vec::new()) };
        let mut properties: Vec<(String, String)> = Vec::new();
        walk(&part, &text, &mut |step| match step {
            Step::Open("property", attributes) => {
                properties.push((attributes.get("name").unwrap_or_default(), String::new()));
            }
            Step::Text(text) => {
                if let Some((_, value)) = properties.last_mut() {
                    value.push_str(text.trim_matches(['\r', '\n', '\t']));
                }
            }
            _ => {}
        })?;
        Ok(properties)
    }
}

/// How a run's text is to be read, by the font it is shown in.
struct Reading {
    encoding: Encoding,
    /// Fonts such as `.VnTimeH` show capitals whatever is typed.
    capitals: bool,
}

fn reading(font: &str) -> Option<Reading> {
    let font = font.trim().to_lowercase();
    if font.starts_with(".vn") {
        return Some(Reading { encoding: Encoding::Tcvn3, capitals: font.ends_with('h') });
    }
    (font.starts_with("vni-") || font.starts_with("vni "))
        .then_some(Reading { encoding: Encoding::Vni, capitals: false })
}

/// Reads the text of old fonts in their encoding.
fn decode(story: &mut Story, styles: &Styles) {
    let named = story.names.iter().any(|font| reading(font).is_some());
    let styled = |style: &Style| style.font.as_deref().and_then(reading).is_some();
    if !named && !styles.all().any(styled) {
        return;
    }
    for i in 0..story.paragraphs.len() {
        let paragraph = &story.paragraphs[i];
        // Text in Unicode is often left in an old font; Word then shows it in another.
        if paragraph.text.contains(is_unicode) || paragraph.text.is_empty() {
            continue;
        }
        let own = styles.paragraph(paragraph.format.style.as_deref()).font.clone();
        let own = own.or_else(|| styles.base().font.clone());
        let names = std::mem::take(&mut story.names);
        let font = |run: &Run| {
            let name = |id: Option<u32>| names.get(id? as usize).map(String::as_str);
            let by_style = || name(run.format.style).and_then(|id| styles.get(id)).and_then(|s| s.font.as_deref());
            name(run.format.font).or_else(by_style).or(own.as_deref()).and_then(reading)
        };
        story.decode(i, &|run, word| {
            let reading = font(run)?;
            let read = legacy::built_in().convert(word, reading.encoding)?;
            let read = if reading.capitals { read.to_uppercase() } else { read };
            (read != word).then_some(read)
        });
        story.names = names;
    }
}

/// Letters of Vietnamese that no encoding before Unicode has.
fn is_unicode(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{323}' | '\u{1EA0}'..='\u{1EF9}' | 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư')
}
