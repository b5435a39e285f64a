//! Styles, and lists.

use super::paragraph::{ParagraphProps, RunProps};
use super::xml::Xml;
use super::{NAMESPACE, RELATIONS};

/// A paragraph style.
#[derive(Debug, Clone, Default)]
pub struct Style {
    /// Its id, which paragraphs name.
    pub id: String,
    /// Its name, which people see; a comma would part it in two.
    pub name: String,
    /// The style it builds on.
    pub based: Option<&'static str>,
    /// Whether people are offered it first.
    pub quick: bool,
    /// Paragraph properties.
    pub paragraph: ParagraphProps,
    /// Run properties.
    pub run: RunProps,
}

/// Styles of a document: the defaults, paragraph styles, and those for notes and tables.
#[derive(Debug, Clone, Default)]
pub struct Styles {
    /// Runs of everything.
    pub run: RunProps,
    /// The language of the text, `vi-VN`.
    pub language: &'static str,
    /// The default paragraph style first.
    pub paragraphs: Vec<Style>,
}

/// The table style without borders, of heads and signatures.
pub const LAYOUT: &str = "VkLayout";
/// The table style with borders.
pub const GRID: &str = "TableGrid";

impl Styles {
    /// The part `word/styles.xml`.
    pub fn part(&self) -> String {
        let mut xml = Xml::part();
        xml.open("w:styles", &[("xmlns:w", &NAMESPACE)]);
        xml.open("w:docDefaults", &[]).open("w:rPrDefault", &[]).open("w:rPr", &[]);
        self.run.children(&mut xml);
        xml.empty("w:lang", &[("w:val", &self.language), ("w:eastAsia", &self.language), ("w:bidi", &"ar-SA")]);
        xml.close("w:rPr").close("w:rPrDefault").empty("w:pPrDefault", &[]).close("w:docDefaults");
        for (i, style) in self.paragraphs.iter().enumerate() {
            style.write(i == 0, &mut xml);
        }
        xml.open("w:style", &[("w:type", &"character"), ("w:styleId", &"FootnoteReference")]);
        xml.value("w:name", "footnote reference").open("w:rPr", &[]).value("w:vertAlign", "superscript");
        xml.close("w:rPr").close("w:style");
        table(&mut xml, "TableNormal", "Normal Table", None, None);
        table(&mut xml, LAYOUT, "vankien layout", Some("TableNormal"), None);
        table(&mut xml, GRID, "Table Grid", Some("TableNormal"), Some("single"));
        xml.close("w:styles");
        xml.finish()
    }
}

impl Style {
    fn write(&self, default: bool, xml: &mut Xml) {
        if default {
            xml.open("w:style", &[("w:type", &"paragraph"), ("w:default", &1), ("w:styleId", &self.id)]);
        } else {
            xml.open("w:style", &[("w:type", &"paragraph"), ("w:styleId", &self.id)]);
        }
        xml.value("w:name", &self.name);
        if let Some(based) = self.based {
            xml.value("w:basedOn", based);
        }
        if self.paragraph.outline.is_some() {
            xml.value("w:next", "Normal");
        }
        xml.flag("w:qFormat", self.quick);
        xml.open("w:pPr", &[]);
        self.paragraph.children(xml);
        xml.close("w:pPr").open("w:rPr", &[]);
        self.run.children(xml);
        xml.close("w:rPr").close("w:style");
    }
}

fn table(xml: &mut Xml, id: &str, name: &str, based: Option<&str>, borders: Option<&str>) {
    if based.is_none() {
        xml.open("w:style", &[("w:type", &"table"), ("w:default", &1), ("w:styleId", &id)]);
    } else {
        xml.open("w:style", &[("w:type", &"table"), ("w:styleId", &id)]);
    }
    xml.value("w:name", name);
    if let Some(based) = based {
        xml.value("w:basedOn", based);
    }
    xml.open("w:tblPr", &[]);
    if let Some(line) = borders {
        xml.open("w:tblBorders", &[]);
        for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
            xml.empty(side, &[("w:val", &line), ("w:sz", &4), ("w:space", &0), ("w:color", &"auto")]);
        }
        xml.close("w:tblBorders");
    }
    xml.open("w:tblCellMar", &[]);
    for side in ["w:left", "w:right"] {
        xml.empty(side, &[("w:w", &if borders.is_some() { 85 } else { 0 }), ("w:type", &"dxa")]);
    }
    xml.close("w:tblCellMar").close("w:tblPr").close("w:style");
}

/// A list: numbered from a number on at one level, or bulleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Bullets at every level.
    Bullets,
    /// Numbers; the level that starts anew, and at what.
    Numbers {
        /// The level, from 0.
        level: u8,
        /// Its first number.
        start: u64,
        /// «1)» instead of «1.».
        bracket: bool,
    },
}

/// Levels Word lists have.
pub const LEVELS: u8 = 9;

/// The part `word/numbering.xml`: list `n` has id `n + 1`. `first` is the indent of an item's first line.
pub fn numbering(lists: &[List], first: u32) -> String {
    const MARKS: [&str; 3] = ["-", "+", "•"];
    let mut xml = Xml::part();
    xml.open("w:numbering", &[("xmlns:w", &NAMESPACE)]);
    for (id, mark) in [(0, None), (1, Some('.')), (2, Some(')'))] {
        let bullets = mark.is_none();
        xml.open("w:abstractNum", &[("w:abstractNumId", &id)]).value("w:multiLevelType", "multilevel");
        for level in 0..LEVELS {
            xml.open("w:lvl", &[("w:ilvl", &level)]).value("w:start", 1);
            xml.value("w:numFmt", if bullets { "bullet" } else { "decimal" }).value("w:suff", "space");
            let numbers = format!("%{}{}", level + 1, mark.unwrap_or('.'));
            xml.value("w:lvlText", if bullets { MARKS[usize::from(level) % MARKS.len()] } else { &numbers });
            xml.value("w:lvlJc", "left").open("w:pPr", &[]);
            xml.empty("w:ind", &[("w:left", &(u32::from(level) * first / 2)), ("w:firstLine", &first)]);
            xml.close("w:pPr").close("w:lvl");
        }
        xml.close("w:abstractNum");
    }
    for (i, list) in lists.iter().enumerate() {
        xml.open("w:num", &[("w:numId", &(i + 1))]);
        match list {
            List::Bullets => {
                xml.value("w:abstractNumId", 0);
            }
            List::Numbers { level, start, bracket } => {
                xml.value("w:abstractNumId", 1 + u8::from(*bracket)).open("w:lvlOverride", &[("w:ilvl", level)]);
                xml.value("w:startOverride", start).close("w:lvlOverride");
            }
        }
        xml.close("w:num");
    }
    xml.close("w:numbering");
    xml.finish()
}

/// The relationships name space, for parts that refer to others.
pub(super) fn root(xml: &mut Xml, name: &str) {
    xml.open(name, &[("xmlns:w", &NAMESPACE), ("xmlns:r", &RELATIONS)]);
}
