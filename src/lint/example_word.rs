//! An example as a Word file that looks as the example says: for rules that look at pages.

use crate::document::{Document, Format};
use crate::ooxml::compose::{
    Item, Line, NewFile, Paragraph, ParagraphProps, RunProps, Section, Spacing, Style, Styles,
};
use serde::Deserialize;

/// How an example's file looks; what is not said is as the Party's form has it.
#[derive(Debug, Clone, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Looks {
    /// Width and height of the page, in millimetres.
    pub paper: [f64; 2],
    /// Margins: top, right, bottom, left.
    pub margins: [f64; 4],
    /// The font.
    pub font: String,
    /// The size, in points.
    pub size: f64,
    /// Exact distance of lines, in points.
    pub exact: f64,
    /// Distance of lines in lines, instead.
    pub times: Option<f64>,
}

impl Default for Looks {
    fn default() -> Looks {
        Looks {
            paper: [210.0, 297.0],
            margins: [20.0, 15.0, 20.0, 30.0],
            font: "Times New Roman".to_string(),
            size: 14.0,
            exact: 19.0,
            times: None,
        }
    }
}

/// A Word file of a text's blocks.
pub(super) fn file(text: &str, looks: &Looks) -> Option<Vec<u8>> {
    let document = Document::parse("vi-du.md", text.to_string(), Format::Markdown).ok()?;
    let mm = |length: f64| (length * 1440.0 / 25.4).round() as u32;
    let line = match looks.times {
        Some(times) => Line::Times((times * 240.0) as u32),
        None => Line::Exact((looks.exact * 20.0) as u32),
    };
    let normal = Style {
        id: "Normal".to_string(),
        name: "Normal".to_string(),
        paragraph: ParagraphProps {
            spacing: Spacing { line: Some(line), ..Spacing::default() },
            ..ParagraphProps::default()
        },
        ..Style::default()
    };
    let heading = Style {
        id: "Heading1".to_string(),
        name: "heading 1".to_string(),
        based: Some("Normal"),
        paragraph: ParagraphProps { outline: Some(0), ..ParagraphProps::default() },
        ..Style::default()
    };
    let paragraph = |block: &crate::document::Block| {
        let style = if block.level.is_some() { "Heading1" } else { "Normal" };
        let words = document.block_text(block);
        Item::Paragraph(Paragraph::text(ParagraphProps::of(style), words, RunProps::default()))
    };
    let file = NewFile {
        body: document.blocks.iter().map(paragraph).collect(),
        section: Section {
            page: (mm(looks.paper[0]), mm(looks.paper[1])),
            margins: looks.margins.map(mm),
            header: mm(10.0),
            landscape: false,
            number: None,
        },
        notes: Vec::new(),
        comments: Vec::new(),
        lists: Vec::new(),
        item_indent: 0,
        styles: Styles {
            run: RunProps {
                font: Some(looks.font.clone()),
                size: Some((looks.size * 2.0) as u32),
                ..RunProps::default()
            },
            language: "vi-VN",
            paragraphs: vec![normal, heading],
        },
        header: Paragraph::default(),
        title: String::new(),
        properties: Vec::new(),
    };
    file.package().ok()
}
