//! Sections: the page, its margins, and where its number stands.

use super::xml::Xml;

/// A section's properties, in twentieths of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Width and height of the page as it lies.
    pub page: (u32, u32),
    /// Margins: top, right, bottom, left.
    pub margins: [u32; 4],
    /// How far header and footer stand from the edge.
    pub header: u32,
    /// Whether the page lies on its long side.
    pub landscape: bool,
    /// The relationship of the header with the page number, and whether the first page goes without.
    pub number: Option<(String, bool)>,
}

impl Section {
    /// The same paper laid on its other side.
    pub fn turned(&self) -> Section {
        let [top, right, bottom, left] = self.margins;
        Section {
            page: (self.page.1, self.page.0),
            margins: [left, top, right, bottom],
            landscape: !self.landscape,
            ..self.clone()
        }
    }

    /// Width between the margins.
    pub fn width(&self) -> u32 {
        self.page.0.saturating_sub(self.margins[1] + self.margins[3])
    }

    /// Writes it.
    pub fn write(&self, xml: &mut Xml) {
        xml.open("w:sectPr", &[]);
        if let Some((header, first)) = &self.number {
            xml.empty("w:headerReference", &[("w:type", &"default"), ("r:id", header)]);
            if *first {
                xml.empty("w:headerReference", &[("w:type", &"first"), ("r:id", &super::FIRST_HEADER)]);
            }
        }
        xml.value("w:type", "nextPage");
        let (width, height) = self.page;
        if self.landscape {
            xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height), ("w:orient", &"landscape")]);
        } else {
            xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height)]);
        }
        let [top, right, bottom, left] = self.margins;
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &top),
                ("w:right", &right),
                ("w:bottom", &bottom),
                ("w:left", &left),
                ("w:header", &self.header),
                ("w:footer", &self.header),
                ("w:gutter", &0),
            ],
        );
        xml.empty("w:cols", &[("w:space", &720)]);
        xml.flag("w:titlePg", self.number.as_ref().is_some_and(|(_, first)| *first));
        xml.close("w:sectPr");
    }
}
