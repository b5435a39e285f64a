//! Word files for tests, put together part by part.

#![allow(dead_code)]

use vankien::ooxml::Package;

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;

/// A Word file under way.
pub struct Docx {
    body: String,
    parts: Vec<(&'static str, String)>,
}

impl Docx {
    /// With what stands in the body.
    pub fn new(body: &str) -> Docx {
        Docx { body: body.to_string(), parts: Vec::new() }
    }

    /// With a part of this kind: `styles`, `numbering`, `footnotes`, `endnotes`, `comments`.
    pub fn with(mut self, kind: &'static str, content: &str) -> Docx {
        self.parts.push((kind, format!("<w:{kind} {W}>{content}</w:{kind}>")));
        self
    }

    /// With properties as front matter.
    pub fn property(mut self, name: &str, value: &str) -> Docx {
        let one = format!(
            r#"<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>"#
        );
        match self.parts.iter_mut().find(|(kind, _)| *kind == "custom") {
            Some((_, text)) => text.push_str(&one),
            None => self.parts.push(("custom", one)),
        }
        self
    }

    /// The parts, in order.
    pub fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let mut types = String::from(
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
        );
        let relation = |id: usize, kind: &str, target: &str| {
            format!(
                r#"<Relationship Id="rId{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>"#
            )
        };
        let (mut root, mut own, mut rest) =
            (relation(1, "officeDocument", "word/document.xml"), String::new(), Vec::new());
        for (i, (kind, text)) in self.parts.iter().enumerate() {
            if *kind == "custom" {
                root.push_str(&relation(2, "custom-properties", "docProps/custom.xml"));
                let text = format!(
                    r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{text}</Properties>"#
                );
                rest.push(("docProps/custom.xml".to_string(), text));
                continue;
            }
            types.push_str(&format!(
                r#"<Override PartName="/word/{kind}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>"#
            ));
            own.push_str(&relation(i + 1, kind, &format!("{kind}.xml")));
            rest.push((format!("word/{kind}.xml"), text.clone()));
        }
        types.push_str("</Types>");
        let relations = |inner: &str| {
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>"#
            )
        };
        let document = format!("<w:document {W}><w:body>{}</w:body></w:document>", self.body);
        let mut parts = vec![
            ("[Content_Types].xml".to_string(), types),
            ("_rels/.rels".to_string(), relations(&root)),
            ("word/document.xml".to_string(), document),
            ("word/_rels/document.xml.rels".to_string(), relations(&own)),
        ];
        parts.extend(rest);
        parts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        Package::create(&self.parts()).expect("a package")
    }
}

/// A paragraph of one run.
pub fn p(text: &str) -> String {
    styled("", text)
}

/// A paragraph of one run, with properties.
pub fn styled(properties: &str, text: &str) -> String {
    let properties = if properties.is_empty() { String::new() } else { format!("<w:pPr>{properties}</w:pPr>") };
    format!("<w:p>{properties}{}</w:p>", r("", text))
}

/// A paragraph of a style.
pub fn of(style: &str, text: &str) -> String {
    styled(&format!(r#"<w:pStyle w:val="{style}"/>"#), text)
}

/// A run.
pub fn r(properties: &str, text: &str) -> String {
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!(r#"<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// A table of rows of cells with lines drawn.
pub fn table(rows: &[&[&str]]) -> String {
    let borders = r#"<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>"#;
    let cell = |text: &&str| format!("<w:tc>{}</w:tc>", p(text));
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{borders}{}</w:tbl>", rows.iter().map(row).collect::<String>())
}
