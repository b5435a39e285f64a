//! New Word files: typed builders that write each element's children in the order the schema wants.
//!
//! A [`NewFile`] is the content of a document; [`NewFile::package`] writes its parts, the same bytes for
//! the same content.

pub mod paragraph;
pub mod section;
pub mod style;
pub mod table;
mod xml;

pub use paragraph::{Align, Indent, Inline, Line, Paragraph, ParagraphProps, RunProps, Spacing};
pub use section::Section;
pub use style::{GRID, LAYOUT, List, Style, Styles};
pub use table::{Cell, Merge, Row, Table};

use super::{Package, PackageError};
use xml::Xml;

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument";

/// The relationship of the header that bears the page number, and of the empty one of a first page.
pub const HEADER: &str = "rId10";
pub(super) const FIRST_HEADER: &str = "rId11";

/// The property that names the lines of the form itself, by [`fingerprint`]: whoever reads the file back leaves them
/// out as long as nobody has filled them in.
pub const FORM_PROPERTY: &str = "vankien.form";

/// A short mark of a line's words.
pub fn fingerprint(text: &str) -> String {
    let fnv = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    format!("{:08x}", text.trim().bytes().fold(0x811c_9dc5, fnv))
}

/// What stands in the body.
#[derive(Debug, Clone)]
pub enum Item {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A comment on a place of the text.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Who says it.
    pub author: String,
    /// What.
    pub text: String,
}

/// A new file's content.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// The body.
    pub body: Vec<Item>,
    /// The last section.
    pub section: Section,
    /// Footnotes; note `n` has id `n + 1`. Each begins with [`Inline::NoteMark`].
    pub notes: Vec<Vec<Paragraph>>,
    /// Comments, by id.
    pub comments: Vec<Comment>,
    /// Lists; list `n` has id `n + 1`.
    pub lists: Vec<List>,
    /// How far an item's first line stands in, in twentieths of a point.
    pub item_indent: u32,
    /// Styles.
    pub styles: Styles,
    /// The header's paragraph.
    pub header: Paragraph,
    /// The title, among the file's properties.
    pub title: String,
    /// Own properties: name and value.
    pub properties: Vec<(String, String)>,
}

/// A part: name, content type, relationship from the main part (or the package), text.
struct Part {
    name: &'static str,
    content: String,
    relation: &'static str,
    xml: String,
}

impl NewFile {
    /// The file.
    pub fn package(&self) -> Result<Vec<u8>, PackageError> {
        let main = self.main();
        let inner = self.parts();
        let outer = [
            Part {
                name: "docProps/core.xml",
                content: "application/vnd.openxmlformats-package.core-properties+xml".to_string(),
                relation: "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                xml: self.core(),
            },
            Part {
                name: "docProps/custom.xml",
                content: format!("{TYPE}.custom-properties+xml"),
                relation: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
                xml: self.custom(),
            },
        ];
        let outer: Vec<&Part> =
            outer.iter().filter(|p| p.name != "docProps/custom.xml" || !self.properties.is_empty()).collect();
        let mut types = Xml::part();
        types.open("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))]);
        let relations = "application/vnd.openxmlformats-package.relationships+xml";
        types.empty("Default", &[("Extension", &"rels"), ("ContentType", &relations)]);
        types.empty("Default", &[("Extension", &"xml"), ("ContentType", &"application/xml")]);
        let document = format!("{TYPE}.wordprocessingml.document.main+xml");
        types.empty("Override", &[("PartName", &"/word/document.xml"), ("ContentType", &document)]);
        for part in inner.iter().chain(outer.iter().copied()) {
            types.empty("Override", &[("PartName", &format!("/{}", part.name)), ("ContentType", &part.content)]);
        }
        types.close("Types");

        let mut roots = Xml::part();
        let relationships = format!("{PACKAGE}/relationships");
        roots.open("Relationships", &[("xmlns", &relationships)]);
        let office = format!("{RELATIONS}/officeDocument");
        roots.empty("Relationship", &[("Id", &"rId1"), ("Type", &office), ("Target", &"word/document.xml")]);
        for (i, part) in outer.iter().enumerate() {
            let id = format!("rId{}", i + 2);
            roots.empty("Relationship", &[("Id", &id), ("Type", &part.relation), ("Target", &part.name)]);
        }
        roots.close("Relationships");

        let mut rels = Xml::part();
        rels.open("Relationships", &[("xmlns", &relationships)]);
        for (i, part) in inner.iter().enumerate() {
            let id = match part.name {
                "word/header1.xml" => HEADER.to_string(),
                "word/header2.xml" => FIRST_HEADER.to_string(),
                _ => format!("rId{}", i + 1),
            };
            let target = part.name.trim_start_matches("word/");
            let kind = format!("{RELATIONS}/{}", part.relation);
            rels.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", &target)]);
        }
        rels.close("Relationships");

        let mut parts = vec![
            ("[Content_Types].xml".to_string(), types.finish()),
            ("_rels/.rels".to_string(), roots.finish()),
            ("word/document.xml".to_string(), main),
            ("word/_rels/document.xml.rels".to_string(), rels.finish()),
        ];
        parts.extend(inner.iter().map(|p| (p.name.to_string(), p.xml.clone())));
        parts.extend(outer.iter().map(|p| (p.name.to_string(), p.xml.clone())));
        let parts: Vec<(String, Vec<u8>)> = parts.into_iter().map(|(name, xml)| (name, xml.into_bytes())).collect();
        Package::create(&parts)
    }

    fn main(&self) -> String {
        let mut xml = Xml::part();
        style::root(&mut xml, "w:document");
        xml.open("w:body", &[]);
        for item in &self.body {
            match item {
                Item::Paragraph(paragraph) => paragraph.write(&mut xml),
                Item::Table(table) => table.write(&mut xml),
            }
        }
        self.section.write(&mut xml);
        xml.close("w:body").close("w:document");
        xml.finish()
    }

    /// The parts the main part refers to.
    fn parts(&self) -> Vec<Part> {
        let word = |name, relation: &'static str, xml| Part {
            name,
            content: format!("{TYPE}.wordprocessingml.{relation}+xml"),
            relation,
            xml,
        };
        let mut parts = vec![
            word("word/styles.xml", "styles", self.styles.part()),
            word("word/settings.xml", "settings", self.settings()),
            word("word/header1.xml", "header", header(&self.header)),
            word("word/header2.xml", "header", header(&Paragraph { content: Vec::new(), ..self.header.clone() })),
        ];
        if !self.lists.is_empty() {
            parts.push(word("word/numbering.xml", "numbering", style::numbering(&self.lists, self.item_indent)));
        }
        if !self.notes.is_empty() {
            parts.push(word("word/footnotes.xml", "footnotes", self.footnotes()));
        }
        if !self.comments.is_empty() {
            parts.push(word("word/comments.xml", "comments", self.comments_part()));
        }
        parts
    }

    fn settings(&self) -> String {
        let mut xml = Xml::part();
        xml.open("w:settings", &[("xmlns:w", &NAMESPACE)]);
        xml.value("w:defaultTabStop", 720).value("w:characterSpacingControl", "doNotCompress");
        if !self.notes.is_empty() {
            xml.open("w:footnotePr", &[]);
            xml.empty("w:footnote", &[("w:id", &-1)]).empty("w:footnote", &[("w:id", &0)]).close("w:footnotePr");
        }
        // Word 2013 and later, so that the file does not open «in compatibility mode».
        xml.open("w:compat", &[]).empty(
            "w:compatSetting",
            &[("w:name", &"compatibilityMode"), ("w:uri", &"http://schemas.microsoft.com/office/word"), ("w:val", &15)],
        );
        xml.close("w:compat").close("w:settings");
        xml.finish()
    }

    fn footnotes(&self) -> String {
        let mut xml = Xml::part();
        style::root(&mut xml, "w:footnotes");
        for (id, kind) in [(-1, "separator"), (0, "continuationSeparator")] {
            xml.open("w:footnote", &[("w:type", &kind), ("w:id", &id)]).open("w:p", &[]).open("w:r", &[]);
            xml.empty(&format!("w:{kind}"), &[]).close("w:r").close("w:p").close("w:footnote");
        }
        for (i, note) in self.notes.iter().enumerate() {
            xml.open("w:footnote", &[("w:id", &(i + 1))]);
            note.iter().for_each(|paragraph| paragraph.write(&mut xml));
            xml.close("w:footnote");
        }
        xml.close("w:footnotes");
        xml.finish()
    }

    fn comments_part(&self) -> String {
        let mut xml = Xml::part();
        style::root(&mut xml, "w:comments");
        for (id, comment) in self.comments.iter().enumerate() {
            xml.open("w:comment", &[("w:id", &id), ("w:author", &comment.author), ("w:initials", &"vk")]);
            Paragraph::text(ParagraphProps::default(), &comment.text, RunProps::default()).write(&mut xml);
            xml.close("w:comment");
        }
        xml.close("w:comments");
        xml.finish()
    }

    fn core(&self) -> String {
        let mut xml = Xml::part();
        xml.open(
            "cp:coreProperties",
            &[
                ("xmlns:cp", &format!("{PACKAGE}/metadata/core-properties")),
                ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
            ],
        );
        xml.open("dc:title", &[]).text(&self.title).close("dc:title").close("cp:coreProperties");
        xml.finish()
    }

    fn custom(&self) -> String {
        const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
        let mut xml = Xml::part();
        let (own, types) = (format!("{OFFICE}/custom-properties"), format!("{OFFICE}/docPropsVTypes"));
        xml.open("Properties", &[("xmlns", &own), ("xmlns:vt", &types)]);
        for (i, (name, value)) in self.properties.iter().enumerate() {
            let id = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
            xml.open("property", &[("fmtid", &id), ("pid", &(i + 2)), ("name", name)]);
            xml.open("vt:lpwstr", &[]).text(value).close("vt:lpwstr").close("property");
        }
        xml.close("Properties");
        xml.finish()
    }
}

fn header(paragraph: &Paragraph) -> String {
    let mut xml = Xml::part();
    style::root(&mut xml, "w:hdr");
    paragraph.write(&mut xml);
    xml.close("w:hdr");
    xml.finish()
}
